// SPDX-License-Identifier: AGPL-3.0-or-later
// Every address times everybody, against rights.csv here and in the folders of the capabilities, written apart from the
// program; and words that are kept from one person, looked for in all that anybody is shown.
import { readFileSync } from 'node:fs'
import { execFileSync, spawnSync } from 'node:child_process'
import { capabilityFiles, engines, expect, finish, program, serve, skip, test } from '../browser/support.mjs'
import { fetchPage } from './client.mjs'
import { gather, phrase } from './people.mjs'

const tables = [new URL('rights.csv', import.meta.url), ...capabilityFiles('rights.csv')]
	.map(file => readFileSync(file, 'utf8').trim().split('\n').map(l => l.split(',')))
const who = tables[0][0].slice(2)
const rows = tables.flatMap(table => table.slice(1))

// Addresses that end what the test stands on, or that another test holds.
const elsewhere = ['POST /sign-out', 'POST /sign-ins/end', 'POST /record-new/:kind']

test('every table has the same people', () => {
	for (const [head] of tables) expect(`${head}`, `${head.slice(2)}` === `${who}`)
})
test('every address of the program has a row', () => {
	const known = rows.map(([method, address]) => `${method} ${address}`)
	const fits = (route, row) => {
		const [a, b] = [route.split(/[ /]/), row.split(/[ /]/)]
		return a.length === b.length && a.every((part, i) => part.startsWith(':') || part === b[i])
	}
	const without = execFileSync(program, ['routes'], { encoding: 'utf8' }).trim().split('\n')
		.map(line => line.split(' ').slice(0, 2).join(' '))
		.filter(route => !elsewhere.includes(route) && !known.some(row => fits(route, row)))
	expect(`no row for ${without.join('; ')}`, without.length === 0)
})

await engines(async (engine, db) => {
	const server = await serve({ db, children: 12 })
	try {
		const area = await gather(server)
		const real = address => address.replace(/:(\w+)/g, (_, name) => {
			if (area.there[name] === undefined) throw new Error(`${address}: nothing is planted for :${name}`)
			return area.there[name]
		})
		const asked = (name, method, address) => name === 'nobody'
			? fetchPage(server.at, real(address), { method, ...(method === 'POST' ? { form: {} } : {}) })
			: method === 'POST' ? area.all[name].post(real(address)) : area.all[name].get(real(address))

		for (const [method, address, ...expected] of rows) {
			await test(`${engine}: ${method} ${address}`, async () => {
				const wrong = []
				for (const [i, name] of who.entries()) {
					const { status } = await asked(name, method, address)
					if (`${status}` !== expected[i]) wrong.push(`${name} ${status} instead of ${expected[i]}`)
				}
				expect(wrong.join('; '), wrong.length === 0)
			})
		}

		// Both ways: whoever may read it finds it, nobody else sees it anywhere.
		if (!area.words.length) skip(`${engine}: no capability here plants words that are kept from somebody`)
		const [kept, open] = [true, false].map(is => area.words.filter(w => w.kept === is).map(w => w.word))
		const pages = [...rows.filter(([method]) => method === 'GET').map(([, address]) => real(address)),
			...kept.map(word => `/find?q=${word}`), '/find?q=Larkspindle', '/find?q=Testa', `/child/${area.child}?order=oldest`,
			...['2026-01-01', '2031-01-01'].map(day => `/child/${area.child}?known=${day}`),
			...area.pages, '/c/workforce?csv=worker', '/c/people']
		// Where a word stands in an answer that does not only repeat what was asked.
		const stands = (all, word) => {
			const echoed = [`q=${word}`, `q%3D${word}`, `"q":"${word}"`, `"asked":"${word}"`, `value="${word}"`]
			return all.includes(word) && echoed.reduce((text, echo) => text.replaceAll(echo, ''), all).includes(word)
		}
		// Every page is read once by everybody, and looked through for every word: for each name, each word, its addresses.
		const readAll = async () => {
			const seen = Object.fromEntries(who.map(name => [name, Object.fromEntries(area.words.map(({ word }) => [word, []]))]))
			for (const name of who) {
				for (const address of pages) {
					for (const accept of ['text/html', 'application/json', 'text/csv']) {
						const answer = name === 'nobody'
							? await fetchPage(server.at, address, { accept })
							: await area.all[name].get(address, { accept })
						const all = answer.text + JSON.stringify(answer.headers)
						for (const { word } of area.words) if (stands(all, word)) seen[name][word].push(`${address} (${accept})`)
					}
				}
			}
			return seen
		}
		let shown
		for (const { word, what, entitled } of area.words) {
			await test(`${engine}: ${what} reach exactly those who may read them`, async () => {
				const wrong = []
				for (const name of who) {
					const seen = (await (shown ??= readAll()))[name][word]
					const may = entitled.includes(name)
					if (may && !seen.some(s => s.startsWith(`/child/${area.child} `))) wrong.push(`${name} does not see them`)
					if (!may && seen.length) wrong.push(`${name} sees them at ${seen.join(', ')}`)
				}
				expect(wrong.join('; '), wrong.length === 0)
			})
		}
		const readers = area.words.find(w => w.kept)?.entitled ?? []
		if (kept.length) await test(`${engine}: words kept from somebody stand on no first page and in no list, for anybody`, async () => {
			const none = text => kept.every(word => !text.includes(word))
			for (const name of readers) {
				for (const address of ['/', '/c/voice', `/find?q=Larkspindle`]) {
					const answer = await area.all[name].get(address)
					expect(`${name} ${address}`, none(answer.text))
				}
				const { text } = await area.all[name].get(`/child/${area.child}`)
				const top = text.split('id="story"')[0]
				expect(`${name}: on top of the child's page`, none(top) && open.every(word => top.includes(word)))
				expect(`${name}: beside the story`, none(text.split('<aside')[1]))
			}
		})
		if (kept.length) await test(`${engine}: for whom words are kept from, the page is as if they had never been said`, async () => {
			const story = async name => (await area.all[name].json(`/child/${area.child}`)).entries
			expect('neither the words nor their answer', await story('sealed') === await story('worker') - kept.length)
		})
		await test(`${engine}: commands give the same answer`, () => {
			const env = { ...process.env, WAYMARK_KEYS: server.folder }
			const run = (name, ...more) => spawnSync(program, ['story', 'T000001', '--db', server.address, ...(name ? ['--as', name, '--because', 'test'] : []), ...more], { env, encoding: 'utf8' })
			const local = run('worker')
			expect(`the worker reads the story: ${local.stderr}`, local.status === 0 && area.words.every(({ word }) => local.stdout.includes(word)))
			const without = run('sealed')
			expect(`without the sealed words: ${without.stderr}`, without.status === 0 && open.every(word => without.stdout.includes(word)) && !kept.some(word => without.stdout.includes(word)))
			for (const name of ['colleague', 'administrator', undefined]) {
				const refused = run(name)
				expect(`${name} is refused`, refused.status === 2 && refused.stdout === '' && refused.stderr.length > 20)
			}
		})
		await test(`${engine}: nothing anybody said stands in the server's log`, () => {
			expect('the log', area.words.every(({ word }) => !server.log().includes(word)) && !server.log().includes(phrase))
		})
		await test(`${engine}: who looked names those who did and those who tried`, async () => {
			const { text } = await area.all.worker.get(`/child/${area.child}/who-looked`)
			expect('a try is shown', /tried/i.test(text))
		})
	} finally {
		await server.stop()
	}
})
finish()
