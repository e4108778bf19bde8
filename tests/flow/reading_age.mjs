// SPDX-License-Identifier: AGPL-3.0-or-later
// What children and families read has a reading age of 9. The formula is the Flesch-Kincaid grade level (Kincaid, Fishburne, Rogers
// and Chissom, «Derivation of new readability formulas for Navy enlisted personnel», Naval Technical Training Command, Research
// Branch Report 8-75, 1975): 0.39 words a sentence + 11.8 syllables a word - 15.59. A school grade in the United States begins at
// the age of its number and 5, so that a reading age of 9 is grade 4.
//
// Marked, and so looked at: a template whose head says «# Reading: children», and a kind in a kinds.yaml with «# Reading: children»
// in the line above it. Usable by others: readingAge(text), and textsFor(children) gives what is looked at.
import { readFileSync, readdirSync, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const most = 9
const root = new URL('../../', import.meta.url)

// Groups of vowels that are heard: a silent e at the end is none, «le» after a consonant is one. Right for nine of ten words of
// plain English, and never wrong by more than one for those that it misses.
export function syllables (word) {
	const w = word.toLowerCase().replace(/[^a-z]/g, '')
	if (w.length <= 3) return w ? 1 : 0
	const heard = w.replace(/(?:[^laeiouysxzcgh]es|[^td]ed|[^l]e)$/, end => end[0]).replace(/^y/, '')
	return Math.max(1, (heard.match(/[aeiouy]+/g) ?? []).length)
}

// { age, words, sentences }. Whole words only: a number is one word of one syllable.
export function readingAge (text) {
	const sentences = text.split(/[.!?:\n]+/).map(s => s.match(/[A-Za-z’'-]+|\d+/g) ?? []).filter(s => s.length)
	const words = sentences.flat()
	if (!words.length) return { age: 0, words: 0, sentences: 0 }
	const spoken = words.reduce((n, w) => n + Math.max(1, syllables(w)), 0)
	const grade = 0.39 * words.length / sentences.length + 11.8 * spoken / words.length - 15.59
	return { age: grade + 5, words: words.length, sentences: sentences.length }
}

// A template's own words: what is filled in is somebody else's. Each element is a sentence of its own.
export function wordsOfTemplate (source) {
	const body = source.split(/^---$/m).slice(2).join('---')
	return body.split('\n').filter(line => !/^\t*%/.test(line)).join('\n')
		.replace(/\{\{\{?:?[^}]*\}\}\}?/g, ' ').replace(/<\/?(?:a|b|i|em|strong|span|kbd)\b[^>]*>/g, ' ').replace(/<[^>]*>/g, '\n')
		.replace(/&amp;/g, '&').replace(/[ \t]+/g, ' ').split('\n').map(l => l.trim()).filter(l => /[A-Za-z]/.test(l)).join('\n')
}

// Labels, guidance and answers of the marked kinds.
export function wordsOfKinds (source) {
	const parts = source.split(/^(?=# Reading: children|- kind: )/m), found = []
	parts.forEach((part, i) => {
		if (!part.startsWith('# Reading: children') || !parts[i + 1]) return
		const name = parts[i + 1].match(/^- kind: (\w+)/)[1]
		const said = parts[i + 1].split('\n').filter(line => !/^ {2}(?:story|title|about):/.test(line)).join('\n')
		const texts = [...said.matchAll(/(?:label|guide|\w+): "([^"]*)"/g)].map(m => m[1])
		found.push([name, texts.join('\n')])
	})
	return found
}

const files = (folder, name) => existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String).filter(f => name.test(f)).sort().map(f => new URL(f, folder)) : []

export function textsForChildren () {
	const folders = ['src/web/pages/', 'capabilities/'].map(f => new URL(f, root)), texts = []
	for (const folder of folders) {
		for (const file of files(folder, /\.html$/)) {
			const source = readFileSync(file, 'utf8')
			if (/^# Reading: children/m.test(source.split(/^---$/m)[1] ?? '')) texts.push([fileURLToPath(file).replace(fileURLToPath(root), ''), wordsOfTemplate(source)])
		}
		for (const file of files(folder, /kinds\.yaml$/)) {
			for (const [name, text] of wordsOfKinds(readFileSync(file, 'utf8'))) texts.push([`the kind ${name}`, text])
		}
	}
	return texts
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	let n = 0, failed = 0
	const say = (ok, name, more) => {
		n++
		failed += !ok
		console.log(`${ok ? 'ok' : 'not ok'} ${n} - ${name}`)
		if (!ok && more) console.log(`# ${more}`)
	}
	const told = { sun: 1, table: 2, worry: 2, made: 1, wanted: 2, played: 1, little: 2, people: 2, understanding: 4, information: 4, you: 1, boxes: 2 }
	const wrong = Object.entries(told).filter(([w, s]) => syllables(w) !== s)
	say(!wrong.length, 'syllables are counted as they are spoken', wrong.map(([w, s]) => `${w}: ${syllables(w)}, not ${s}`).join(', '))
	const plain = readingAge('We saw you at home. You told us what you like. We wrote it down.').age
	const dense = readingAge('Multi-agency professionals subsequently considered proportionate safeguarding interventions concerning identified vulnerabilities.').age
	say(plain < most && dense > 18, `a plain sentence is told from a dense one: ${plain.toFixed(1)}, ${dense.toFixed(1)}`)
	for (const [name, text] of textsForChildren()) {
		const { age, words } = readingAge(text)
		say(words > 0 && age <= most, `${name}: ${words} words, a reading age of ${Math.max(5, age).toFixed(1)}`, text.split('\n').sort((a, b) => readingAge(b).age - readingAge(a).age).slice(0, 3).join(' | '))
	}
	console.log(`1..${n}`)
	process.exitCode = failed ? 1 : 0
}
