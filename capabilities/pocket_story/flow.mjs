// SPDX-License-Identifier: AGPL-3.0-or-later
// A pocket story is told once: whoever is new finds it first, others by a link; on paper it is one page; who is not to read it does
// not find it, by any address; and it is not on paper while it is kept from anybody.
import { expect, finish, serve, test } from '../../tests/browser/support.mjs'
import { day, gather, must } from '../../tests/flow/people.mjs'

const today = new Date(), me = 'I am Testa and I like drums.'
const server = await serve({ children: 6 })
try {
	const area = await gather(server)
	const { worker, supervising, sealed } = area.all
	const own = `/child/${area.child}`, page = `${own}/pocket-story`
	await test('told once: a link for those who know the child, a page for paper', async () => {
		must(await worker.send(`${own}/record/pocket_story`, { me, helps: 'Sit next to me and wait.', ...day('happened', 1, 2, 2026) }), 303, 'recorded')
		const paper = await worker.get(page)
		expect(`${paper.status}`, paper.status === 200 && paper.text.includes(me) && paper.text.includes('What helps me'))
		expect('not marked as a copy that the child may not have', paper.text.includes('For the child.') && !paper.text.includes('not for the family'))
		expect('a link', (await supervising.get(own)).text.includes(`href="${page}"`))
	})
	await test('first of all for whoever is new', async () => {
		const since = day('from', today.getDate(), today.getMonth() + 1, today.getFullYear())
		must(await supervising.send(`${own}/works-with`, { 'about-worker': area.numbers.health, as: 'piece_of_work', ...since }), 303, 'somebody is new')
		const text = (await area.all.health.get(own)).text
		expect('whole', /read this first/.test(text) && text.includes(me))
		expect('and not for the others', !/read this first/.test((await worker.get(own)).text))
	})
	await test('kept from somebody: they find nothing, and nobody prints it', async () => {
		const { record } = await worker.json(page)
		const form = await worker.get(`/record/${record}/correct`)
		const from = form.text.match(/name="keep_from"[^>]*?value="(\d+)"/) ?? form.text.match(/value="(\d+)"[^>]*?name="keep_from"/)
		expect('somebody can be named', from !== null)
		must(await worker.send(`/record/${record}/correct`, { keep_from: from[1] }), 303, 'kept')
		expect('on the screen alone', /wm-screen">[^<]*Do not show it. Do not print it/.test((await worker.get(page)).text))
		expect('not first, for whoever is new', !(await area.all.health.get(own)).text.includes('read this first'))
		expect('nothing of it for a stranger', (await area.all.colleague.get(page)).status === 403)
		must(await sealed.get(page), 200, 'the page itself')
	})
	await test('only for those whom the child chose: they, who wrote it and the manager find it, nobody else does anywhere', async () => {
		const word = 'drumlinreed', { record } = await worker.json(page)
		const form = await worker.get(`/record/${record}/correct`)
		const offered = [...form.text.matchAll(/name="only_for"[^>]*value="(\d+)"[^>]*>\s*<label[^>]*>([^<]*)/g)]
		const whom = offered.find(([, , name]) => name.trim() === area.named(area.numbers.sealed))?.[1]
		expect(`they can be named: ${offered.map(o => o[2])}`, whom !== undefined)
		must(await worker.send(`/record/${record}/correct`, { me: `I am Testa and I like my ${word}.`, only_for: whom, keep_from: [] }), 303, 'only for one')
		const everywhere = [own, `${own}?order=oldest&part=whole`, page, `/record/${record}`, `/record/${record}/correct`, `${own}/voice`, `${own}/chronology/choose`,
			`${own}/for-the-child`, `${own}/visit`, `${own}?known=2031-01-01`, `${page}?known=2031-01-01`, `${own}?known=2031-01-01&to=${area.numbers.health}`, `/find?q=${word}`]
		const shows = async who => {
			const seen = []
			for (const address of everywhere)
				for (const accept of ['text/html', 'application/json'])
					if ((await who.get(address, { accept })).text.replaceAll(`q=${word}`, '').replaceAll(`"${word}"`, '').includes(word)) seen.push(address)
			return seen
		}
		for (const who of [worker, supervising, sealed]) expect(`${who.name} reads it`, (await shows(who)).includes(page))
		for (const who of [area.all.health, area.all.manager, area.all.colleague, area.all.desk]) expect(`${who.name}: ${await shows(who)}`, (await shows(who)).length === 0)
		expect('as if there were none', (await area.all.health.get(`/record/${record}`)).status === 404 && (await area.all.health.json(page)).record !== record)
		expect('not to be printed', /Do not print it/.test((await sealed.get(page)).text))
		must(await worker.send(`/record/${record}/correct`, { only_for: [] }), 303, 'for all again')
		expect('then everybody who works with the child reads it', (await shows(area.all.health)).includes(page))
	})
} finally {
	await server.stop()
}
finish()
