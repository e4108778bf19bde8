// SPDX-License-Identifier: AGPL-3.0-or-later
// Everybody who could stand in front of a child's record, each signed in; a child that some of them work with; words of
// that child, some of them kept from one who works with it; a child whom nobody works with.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { Somebody } from './client.mjs'
import { program } from '../browser/support.mjs'

export const sealedWord = 'zephyrquill'
export const answerWord = 'thistlemoat' // in the answer to the words that are kept from somebody
export const openWord = 'marigoldwren'
export const phrase = 'invented-for-this-test-only'

// A small picture, told apart from another by its text: the child's drawing, which goes with the words.
const drawn = what => Buffer.concat([Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'), Buffer.from(what)])
const drawing = word => ['drawing', { name: `${word}.png`, media: 'image/png', bytes: drawn(word) }]
const digest = word => createHash('sha256').update(drawn(word)).digest('hex')

const must = (answer, status, what) => {
	if (answer.status !== status) throw new Error(`${what}: ${answer.status} instead of ${status}\n${answer.text.replace(/[\s\S]*<main/, '').slice(0, 1500)}`)
	return answer
}

export async function gather (server) {
	const env = { ...process.env, WAYMARK_KEYS: server.folder }
	const all = {}
	const join = async (name, pass) => { all[name] = await new Somebody(server.at, name).signIn(pass) }
	for (const name of ['manager', 'worker', 'colleague', 'health', 'desk', 'board', 'administrator']) await join(name, server.people[name])
	const { manager, worker } = all

	const list = (await manager.json('/c/workforce')).lists.find(l => l.kind === 'worker')
	const column = field => list.columns.findIndex(c => c.field === field)
	const find = (post, team) => list.rows.find(r => r.cells[column('post')].text === post && r.cells[column('team')].text.startsWith(team)).record
	const hire = async (name, role, record) => {
		execFileSync(program, ['user', 'add', name, '--role', role, '--worker', `${record}`, '--db', server.address], { env, input: `${phrase}\n` })
		await join(name, phrase)
	}
	const numbers = {
		worker: find('Senior social worker', 'Northmere'),
		sealed: find('Social worker', 'Northmere'),
		supervising: find('Team manager', 'Stonebeck'),
		health: find('Health visitor', ''),
	}
	await hire('sealed', 'practitioner', numbers.sealed)
	await hire('supervising', 'manager', numbers.supervising)

	// Two children are written down; nobody works with them yet. One is given to four people.
	const child = await newChild(manager, 'Testa', 'T000001')
	const unheld = await newChild(manager, 'Unheld', 'T000002')
	const since = { 'from-day': '1', 'from-month': '2', 'from-year': '2026' }
	must(await manager.send(`/nobody-holds/${child}`, { 'about-worker': numbers.supervising, as: 'manager', ...since }), 303, 'allocation')
	for (const [name, as] of [['worker', 'lead'], ['sealed', 'co_worker'], ['health', 'co_worker']]) {
		must(await all.supervising.send(`/child/${child}/works-with`, { 'about-worker': numbers[name], as, ...since }), 303, `${name} works with the child`)
	}

	// The child said two things. One is to be kept from a worker who works with it.
	const on = { 'happened-day': '3', 'happened-month': '3', 'happened-year': '2026' }
	const address = `/child/${child}/record/voice`
	const open = must(await worker.send(address, { words: `The ${openWord} is on my window.`, ...on }, { files: [drawing(openWord)] }), 303, 'words')
	const form = (await worker.get(address)).text
	const keepFrom = [...form.matchAll(/name="keep_from"[^>]*value="(\d+)"[^>]*>\s*<label[^>]*>([^<]*)/g)]
	const sealedName = list.rows.find(r => r.record === numbers.sealed).title
	const person = keepFrom.find(([, , name]) => name.trim() === sealedName)?.[1]
	if (!person) throw new Error(`the form does not offer to keep words from ${sealedName}: ${keepFrom.map(k => k[2])}`)
	must(await worker.send(address, { words: `My secret is ${sealedWord}.`, keep_from: person, ...on }, { files: [drawing(sealedWord)] }), 303, 'sealed words')
	const said = [...(await worker.get(`/child/${child}`)).text.matchAll(/href="\/record\/(\d+)"/g)].map(m => Number(m[1]))
	const records = {}
	for (const record of new Set(said)) {
		const { text } = await worker.get(`/record/${record}`)
		if (text.includes(sealedWord)) records.sealed = record
		else if (text.includes(openWord)) records.open = record
	}
	if (!records.sealed || !records.open) throw new Error(`what was said is not in the story: ${said}`)
	void open
	must(await worker.send(`/child/${child}/record/voice_answer?about-to=${records.sealed}`, { did: `We moved the ${answerWord}.`, ...on },
		{ action: `/child/${child}/record/voice_answer` }), 303, 'an answer to the sealed words')

	// Both are chosen for the top of the page; what is kept from somebody is never shown there.
	for (const record of [records.open, records.sealed]) {
		must(await worker.send(`/child/${child}/record/chosen_words?about-to=${record}`, on, { action: `/child/${child}/record/chosen_words` }), 303, 'chosen words')
	}

	// A review's recommendations, from an invented report; a question about the first.
	const report = new URL('tracker.txt', import.meta.url).pathname
	execFileSync(program, ['import', 'tracker', report, '--as', 'board', '--because', 'the panel meets', '--db', server.address], { env })
	const recommendation = (await worker.json('/c/tracker')).rows[0].record
	must(await all.board.send(`/record-new/scrutiny_question?about-to=${recommendation}`, { question: 'Who has read the new guide?' },
		{ action: '/record-new/scrutiny_question' }), 303, 'a question of scrutiny')
	return { all, child, unheld, numbers, records, recommendation, drawings: { open: digest(openWord), sealed: digest(sealedWord) } }
}

async function newChild (who, given, local) {
	must(await who.send('/record-new/person', { given, surname: 'Larkspindle', child: 'yes', local_id: local, 'born-day': '9', 'born-month': '5', 'born-year': '2014' }), 303, 'a new person')
	return (await who.json('/nobody-holds')).children.find(c => c.name.startsWith(given)).child
}
