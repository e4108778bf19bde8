// SPDX-License-Identifier: AGPL-3.0-or-later
// The first page opens on children; the page for a visit may be seen by others; whoever covers reads for as long as it lasts; a
// manager sees children who have waited, and nothing of who works slower than whom. At a desk, on a phone, on paper.
import { accessible, browser, desktop, engines, expect, finish, person, phone, picture, serve, standsOn, test } from './support.mjs'
import { day, gather, must, phrase } from '../flow/people.mjs'

standsOn('voice', 'visits', 'promises', 'cover', 'people')
const main = page => page.locator('main').innerText()
const now = new Date()
const on = (name, days) => {
	const d = new Date(now.getTime() + days * 86400000)
	return day(name, d.getDate(), d.getMonth() + 1, d.getFullYear())
}
async function looked (page, name) {
	for (const [how, viewport] of [['desktop', desktop], ['phone', phone]]) {
		await page.setViewportSize(viewport)
		expect(`${name} fits`, await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth))
		await accessible(page)
		await picture(page, `${name}-${how}`)
	}
	await page.setViewportSize(desktop)
}

const chrome = await browser()
await engines(async (engine, db) => {
	const server = await serve({ children: 12, db })
	const area = await gather(server)
	Object.assign(server.people, { supervising: phrase, sealed: phrase })
	const { worker, manager, supervising, colleague } = area.all
	const address = `/child/${area.child}`
	const its = (name, body) => test(`${engine}: ${name}`, body)
	const record = async (kind, values) => must(await worker.send(`${address}/record/${kind}`, values), 303, kind)
	const kept = area.words.filter(w => w.kept).map(w => w.word)

	await its('the first page says when a child was seen and heard, what was promised next, and what waits', async () => {
		await record('visit', { seen: 'not_in', ...on('happened', -1) })
		await record('visit', { seen: 'alone', next: 'Ask about the bicycle.', ...on('happened', -8) })
		await record('promise', { what: 'To come on Thursday.', ...on('by', 9), ...on('happened', -8) })
		await record('promise', { what: 'To bring the photographs.', ...on('by', 2), ...on('happened', -8) })
		const { page } = await person(chrome, server, 'worker')
		const own = await page.locator('.wm-children > li').filter({ hasText: 'Testa' }).innerText()
		expect(`seen eight days ago, and not yesterday: ${own}`, own.includes(`${new Date(now.getTime() - 8 * 86400000).getDate()} `) && /Seen:?\s/.test(own))
		expect(`the nearest promise: ${own}`, own.includes('To bring the photographs.') && !own.includes('To come on Thursday.'))
		expect(`heard: ${own}`, /Heard:?\s+3 March 2026/.test(own))
		expect(`what waits: ${own}`, /Their words wait for an answer/.test(own))
		const all = await main(page)
		expect('nothing that is kept from somebody', kept.every(word => !all.includes(word)))
		const often = /on \d+ days? of the last year/g // somebody listened: of the child's time, not of anybody's lateness
		expect('nothing is overdue', !/overdue|late|\d+ days/i.test(all.replace(often, '')))
		await looked(page, `own-${engine}-first`)
		await page.context().close()
	})
	await its('the page for a visit: what may be seen at a door, on one sheet of paper', async () => {
		const { page, context } = await person(chrome, server, 'worker')
		await page.getByRole('link', { name: /^Page for a visit ?: Testa Larkspindle/ }).click()
		await page.getByText('Ask about the bicycle.').waitFor()
		const text = await page.locator('body').innerText()
		expect('both promises', text.includes('To bring the photographs.') && text.includes('To come on Thursday.'))
		expect('no word of the child, kept or not', area.words.every(({ word }) => !text.includes(word)))
		await looked(page, `own-${engine}-visit`)
		const pdf = await page.pdf({ format: 'A4' })
		expect('one page', (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length === 1)
		await context.close()
		const plain = await person(chrome, server, 'worker', { script: false })
		await plain.page.goto(`${address}/visit`)
		expect('without script', (await main(plain.page)).includes('Ask about the bicycle.'))
		await plain.context.close()
	})
	await its('whoever covers opens the records of the one who is away; it is said, and noted as cover; and it ends', async () => {
		expect('not before', (await colleague.get(address)).status === 403)
		const form = (await manager.get('/record-new/cover')).text
		const offered = [...form.match(/name="about-cover"[\s\S]*?<\/select>/)[0].matchAll(/<option value="(\d+)"[^>]*>([^<]*)/g)]
		const who = (await colleague.get('/')).text.match(/<a href="\/sign-ins">([^<]*)/)[1]
		const [, number] = offered.find(([, , name]) => name === who)
		const cover = { 'about-worker': `${area.numbers.worker}`, 'about-cover': number, ...on('from', -1), ...on('until', 7) }
		expect('not by the worker', (await worker.get('/record-new/cover')).status === 403)
		const made = must(await manager.send('/record-new/cover', cover), 303, 'cover')
		expect('open', (await colleague.get(address)).status === 200)
		expect('on the first page', (await colleague.get('/')).text.includes('Testa'))
		expect('it can be written to', (await colleague.send(`${address}/record/visit`, { seen: 'asleep', ...on('happened', 0) })).status === 303)
		expect('the page says so', new RegExp(`is away until[\\s\\S]{0,300}${who} covers`).test((await worker.get(address)).text))
		expect('the log says so', (await worker.get(`${address}/who-looked`)).text.includes(`as cover for ${area.named(area.numbers.worker)}`))
		const { page, context } = await person(chrome, server, 'supervising')
		await page.goto('/team')
		expect('the manager’s page', /is away until/.test(await main(page)))
		expect('nothing is overdue there', !/overdue|rank/i.test(await main(page)))
		await looked(page, `own-${engine}-team`)
		await page.goto('/c/cover')
		await looked(page, `own-${engine}-away`)
		await context.close()
		const there = made.location.match(/\d+/)[0]
		must(await manager.send(`/record/${there}/correct`, on('until', 0)), 303, 'back today')
		expect('closed again', (await colleague.get(address)).status === 403)
		expect('and gone from the first page', !(await colleague.get('/')).text.includes('Testa'))
	})
	await its('a manager’s page is for managers', async () => {
		for (const who of [worker, colleague, area.all.board]) expect(who.name, (await who.get('/team')).status === 403)
		const { lasts } = await supervising.json('/team')
		expect(`${lasts.map(l => l.label)}`, lasts.some(l => l.label === 'Heard') && lasts.some(l => l.label === 'Seen'))
	})
	await server.stop()
})
await chrome.close()
finish()
