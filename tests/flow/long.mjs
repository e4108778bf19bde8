// SPDX-License-Identifier: AGPL-3.0-or-later
// A long story is read in parts of 100 entries: put together they are the whole story, in either order, each entry once; and
// what panels tell of it, they tell of all of it.
import { engines, expect, finish, serve, standsOn, test } from '../browser/support.mjs'
import { gather } from './people.mjs'

standsOn('voice')
const part = 100, said = 130, atOnce = 8

await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	const its = (name, body) => test(`${engine}: ${name}`, body)
	try {
		const area = await gather(server)
		const { worker } = area.all, page = `/child/${area.child}`
		const told = shown => shown.episodes.flatMap(e => e.years.flatMap(y => y.months.flatMap(m => m.entries)))
		const read = async query => worker.json(`${page}?${query}`)
		const same = (a, b) => JSON.stringify(told(a).concat(told(b))) === JSON.stringify(told(b.whole))

		await its('what was said 230 times is recorded', async () => {
			for (let i = 0; i < said; i += atOnce)
				await Promise.all(Array.from({ length: Math.min(atOnce, said - i) }, async (_, k) => {
					const n = i + k, on = { 'happened-day': `${1 + n % 28}`, 'happened-month': `${1 + n % 12}`, 'happened-year': `${2015 + n % 10}` }
					const { status, text } = await worker.send(`${page}/record/voice`, { words: `Said, the ${n}th time.`, ...on })
					expect(`${n}: ${status} ${text.slice(-500)}`, status === 303)
				}))
		})
		for (const order of ['', 'order=oldest', 'kind=voice', 'order=oldest&kind=voice'])
			await its(`the parts are the whole (${order || 'newest first'})`, async () => {
				const first = await read(order), second = await read(`${order}&from=${part}`)
				second.whole = await read(`${order}&part=whole`)
				expect(`${first.first} to ${first.last}`, first.first === 1 && first.last === part && told(first).length === part)
				expect(`${second.first} to ${second.last} of ${second.entries}`, second.first === part + 1 && second.last === second.entries)
				expect(`${told(second.whole).length} of ${second.entries}`, told(second.whole).length === second.entries && second.entries >= said)
				expect('together they are the whole', same(first, second))
			})
		await its('a part that is not there is the first', async () => {
			const first = JSON.stringify(await read(''))
			for (const from of ['-1', '100000', 'x', '99999999999999999999', ''])
				expect(`from=${from}`, JSON.stringify(await read(`from=${from}`)) === first)
		})
		await its('a page leads to the next part, to the one before, and to the whole', async () => {
			const { text } = await worker.get(page), later = (await worker.get(`${page}?from=${part}`)).text
			expect('the first', text.includes(`from=${part}#story">Read on<`) && text.includes('part=whole#story') && !text.includes('The part before'))
			expect('the last', later.includes('from=0#story">The part before<') && !later.includes('>Read on<'))
			expect('the journey is told of the whole', /1\d\d times in all/.test(text) && /1\d\d times in all/.test(later))
		})
		await its('a short story has no parts', async () => {
			const { text } = await worker.get(`${page}?kind=nothing_of_the_kind`)
			expect('no parts', !text.includes('Parts of the story'))
		})
	} finally {
		await server.stop()
	}
})
finish()
