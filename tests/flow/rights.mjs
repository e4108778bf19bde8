// SPDX-License-Identifier: AGPL-3.0-or-later
// Every address times everybody, against rights.csv, which was written apart from the program; and a word that is kept
// from one person, looked for in all that anybody is shown.
import { readFileSync } from 'node:fs'
import { execFileSync, spawnSync } from 'node:child_process'
import { engines, expect, finish, program, serve, test } from '../browser/support.mjs'
import { fetchPage } from './client.mjs'
import { answerWord, gather, openWord, phrase, sealedWord } from './people.mjs'

const [head, ...rows] = readFileSync(new URL('rights.csv', import.meta.url), 'utf8').trim().split('\n').map(l => l.split(','))
const who = head.slice(2)

// Addresses that end what the test stands on, or that another test holds.
const elsewhere = ['POST /sign-out', 'POST /sign-ins/end', 'POST /record-new/:kind']

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
		const number = { child: area.child, unheld: area.unheld, open: area.records.open, sealed: area.records.sealed, worker: area.numbers.worker, recommendation: area.recommendation, drawing: area.drawings.open, keptdrawing: area.drawings.sealed }
		const real = address => address.replace(/:(\w+)/g, (_, name) => number[name])
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
		const pages = [...rows.filter(([method]) => method === 'GET').map(([, address]) => real(address)),
			`/find?q=${sealedWord}`, '/find?q=Larkspindle', '/find?q=Testa', `/child/${area.child}?order=oldest`,
			...['2026-01-01', '2031-01-01'].map(day => `/child/${area.child}?known=${day}`),
			`/record/${area.records.sealed}?known=2031-01-01`, '/c/workforce?csv=worker', `/c/voice?q=${sealedWord}`, '/c/voice', '/c/people']
		const shown = async (name, word) => {
			const seen = []
			for (const address of pages) {
				for (const accept of ['text/html', 'application/json', 'text/csv']) {
					const answer = name === 'nobody'
						? await fetchPage(server.at, address, { accept })
						: await area.all[name].get(address, { accept })
					const all = answer.text + JSON.stringify(answer.headers)
					const echoed = [`q=${word}`, `q%3D${word}`, `"q":"${word}"`, `"asked":"${word}"`, `value="${word}"`] // what was asked, not an answer
					if (echoed.reduce((text, echo) => text.replaceAll(echo, ''), all).includes(word)) seen.push(`${address} (${accept})`)
				}
			}
			return seen
		}
		const entitled = { [sealedWord]: ['worker', 'supervising', 'health'], [answerWord]: ['worker', 'supervising', 'health'], [openWord]: ['worker', 'supervising', 'health', 'sealed'] }
		for (const [word, what] of [[sealedWord, 'words kept from somebody'], [answerWord, 'what was done about them'], [openWord, 'open words']]) {
			await test(`${engine}: ${what} reach exactly those who may read them`, async () => {
				const wrong = []
				for (const name of who) {
					const seen = await shown(name, word)
					const may = entitled[word].includes(name)
					if (may && !seen.some(s => s.startsWith(`/child/${area.child} `))) wrong.push(`${name} does not see them`)
					if (!may && seen.length) wrong.push(`${name} sees them at ${seen.join(', ')}`)
				}
				expect(wrong.join('; '), wrong.length === 0)
			})
		}
		await test(`${engine}: words kept from somebody stand on no first page and in no list, for anybody`, async () => {
			for (const name of entitled[sealedWord]) {
				for (const address of ['/', '/c/voice', `/find?q=Larkspindle`]) {
					const answer = await area.all[name].get(address)
					expect(`${name} ${address}`, !answer.text.includes(sealedWord))
				}
				const top = (await area.all[name].get(`/child/${area.child}`)).text.split('id="story"')[0]
				expect(`${name}: on top of the child's page`, !top.includes(sealedWord) && top.includes(openWord))
				const side = (await area.all[name].get(`/child/${area.child}`)).text.split('<aside')[1]
				expect(`${name}: beside the story`, !side.includes(sealedWord) && !side.includes(answerWord))
			}
		})
		await test(`${engine}: for whom words are kept from, the page is as if they had never been said`, async () => {
			const story = async name => (await area.all[name].json(`/child/${area.child}`)).entries
			expect('neither the words nor their answer', await story('sealed') === await story('worker') - 2)
		})
		await test(`${engine}: commands give the same answer`, () => {
			const env = { ...process.env, WAYMARK_KEYS: server.folder }
			const run = (name, ...more) => spawnSync(program, ['story', 'T000001', '--db', server.address, ...(name ? ['--as', name, '--because', 'test'] : []), ...more], { env, encoding: 'utf8' })
			const local = run('worker')
			expect(`the worker reads the story: ${local.stderr}`, local.status === 0 && local.stdout.includes(openWord) && local.stdout.includes(sealedWord))
			const without = run('sealed')
			expect(`without the sealed words: ${without.stderr}`, without.status === 0 && without.stdout.includes(openWord) && !without.stdout.includes(sealedWord))
			for (const name of ['colleague', 'administrator', undefined]) {
				const refused = run(name)
				expect(`${name} is refused`, refused.status === 2 && !refused.stdout.includes(openWord) && refused.stderr.length > 20)
			}
		})
		await test(`${engine}: nothing anybody said stands in the server's log`, () => {
			expect('the log', !server.log().includes(sealedWord) && !server.log().includes(openWord) && !server.log().includes(phrase))
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
