// SPDX-License-Identifier: AGPL-3.0-or-later
// For tests/flow/rights.mjs: the child said two things, each with a drawing. One is to be kept from a worker who works with it.
import { createHash } from 'node:crypto'
import { day, must } from '../../tests/flow/people.mjs'

export const sealedWord = 'zephyrquill'
export const answerWord = 'thistlemoat' // in the answer to the words that are kept from somebody
export const openWord = 'marigoldwren'

// A small picture, told apart from another by its text.
const drawn = what => Buffer.concat([Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'), Buffer.from(what)])
const drawing = word => ['drawing', { name: `${word}.png`, media: 'image/png', bytes: drawn(word) }]
const digest = word => createHash('sha256').update(drawn(word)).digest('hex')

export async function plant (area) {
	const { child, all: { worker } } = area
	const on = day('happened', 3, 3, 2026)
	const address = `/child/${child}/record/voice`
	must(await worker.send(address, { words: `The ${openWord} is on my window.`, ...on }, { files: [drawing(openWord)] }), 303, 'words')
	const form = (await worker.get(address)).text
	const offered = [...form.matchAll(/name="keep_from"[^>]*value="(\d+)"[^>]*>\s*<label[^>]*>([^<]*)/g)]
	const person = offered.find(([, , name]) => name.trim() === area.named(area.numbers.sealed))?.[1]
	if (!person) throw new Error(`the form does not offer to keep words from ${area.named(area.numbers.sealed)}: ${offered.map(k => k[2])}`)
	must(await worker.send(address, { words: `My secret is ${sealedWord}.`, keep_from: person, ...on }, { files: [drawing(sealedWord)] }), 303, 'sealed words')
	for (const record of new Set([...(await worker.get(`/child/${child}`)).text.matchAll(/href="\/record\/(\d+)"/g)].map(m => Number(m[1])))) {
		const { text } = await worker.get(`/record/${record}`)
		if (text.includes(sealedWord)) area.records.sealed = record
		else if (text.includes(openWord)) area.records.open = record
	}
	const { open, sealed } = area.records
	if (!sealed || !open) throw new Error('what was said is not in the story')
	must(await worker.send(`/child/${child}/record/voice_answer?about-to=${sealed}`, { did: `We moved the ${answerWord}.`, ...on },
		{ action: `/child/${child}/record/voice_answer` }), 303, 'an answer to the sealed words')

	// Both are chosen for the top of the page; what is kept from somebody is never shown there.
	for (const record of [open, sealed]) {
		must(await worker.send(`/child/${child}/record/chosen_words?about-to=${record}`, on, { action: `/child/${child}/record/chosen_words` }), 303, 'chosen words')
	}

	must(await worker.send(`/child/${child}/record/own_goal`, { words: 'I know who comes.', sort: 'scale', ...on }), 303, 'a question from 0 to 10')

	Object.assign(area.there, { open, sealed, drawing: digest(openWord), keptdrawing: digest(sealedWord) })
	const those = ['worker', 'supervising', 'health']
	area.words.push({ word: sealedWord, what: 'words kept from somebody', entitled: those, kept: true },
		{ word: answerWord, what: 'what was done about them', entitled: those, kept: true },
		{ word: openWord, what: 'open words', entitled: [...those, 'sealed'], kept: false })
	area.pages.push(`/record/${sealed}?known=2031-01-01`, '/c/voice', `/c/voice?q=${sealedWord}`)
}
