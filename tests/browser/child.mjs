// SPDX-License-Identifier: AGPL-3.0-or-later
// A child's page from the first call to help that came: the head, the words that somebody chose, the journey line, the story by
// episodes and by kind; at a desk, on a phone and on paper.
import { accessible, browser, desktop, engines, expect, finish, person, phone, picture, serve, standsOn, test } from './support.mjs'
import { gather } from '../flow/people.mjs'

standsOn('voice', 'story', 'family', 'front_door', 'people', 'plan', 'protection', 'help', 'law')
const on = (day, month, year) => ({ 'happened-day': `${day}`, 'happened-month': `${month}`, 'happened-year': `${year}` })

// What a worker records from the referral to the offer of help.
async function recordJourney (worker, child) {
	const record = async (kind, values, query = '') => {
		const address = `/child/${child}/record/${kind}`
		const answer = await worker.send(address + query, values, { action: address })
		if (answer.status !== 303) throw new Error(`${kind}: ${answer.status}`)
	}
	const numbers = async () => new Set([...(await worker.get(`/child/${child}?kind=voice`)).text.matchAll(/href="\/record\/(\d+)"/g)].map(m => m[1]))
	const form = (await worker.get(`/child/${child}/record/lives_with`)).text
	const offered = form.match(/name="about-person"[\s\S]*?<\/select>/)[0]
	const someone = [...offered.matchAll(/value="(\d+)"/g)].map(m => m[1]).find(n => n !== `${child}`)
	await record('referral', { source: '2A', primary_need: 'N1', ...on(3, 2, 2025) })
	const before = await numbers()
	await record('voice', { words: 'I want mum to wake up.', ...on(24, 2, 2025) })
	const said = [...await numbers()].find(n => !before.has(n))
	await record('allegation', { status: 'alleged', what: 'He shut her in.', ...on(1, 3, 2025) })
	await record('child_in_need_plan', { to_change: 'Breakfast every day.', ...on(9, 4, 2025) })
	await record('help_offered', { what: 'Somebody in the mornings', answer: 'yes', ...on(23, 6, 2025) })
	await record('lives_with', { 'about-person': someone, place: '4 Millrace Row', kind_of: 'kin', ...on(1, 9, 2025) })
	await record('responsibility', { 'about-holder': someone, by: 'registered', ...on(9, 5, 2014) })
	await record('danger', { 'about-person': someone, status: 'alleged', why: 'Her mother says so.', ...on(1, 3, 2025) })
	return { said, record }
}

const chrome = await browser()
await engines(async (engine, db) => {
	const server = await serve({ children: 12, db })
	const area = await gather(server)
	const address = `/child/${area.child}`
	const { word: keptWord } = area.words.find(w => w.kept)
	const worker = await person(chrome, server, 'worker')
	const { page } = worker
	const text = async selector => page.locator(selector).first().innerText()
	let said, record

	await test(`${engine}: nothing was chosen yet: the words wait in the story`, async () => {
		const given = await area.all.manager.send(`/nobody-holds/${area.unheld}`, { 'about-worker': area.numbers.worker, as: 'lead',
			'from-day': '1', 'from-month': '2', 'from-year': '2026' })
		expect(`the worker is given another child: ${given.status}`, given.status === 303)
		await page.goto(`/child/${area.unheld}`)
		expect('nobody chose', /Nobody has chosen words for this place yet|We have not heard from this child yet/.test(await text('.wm-unheard')))
		expect('nothing is known of tonight', /Not known\s+Where the child is tonight/.test(await text('.wm-head')))
	})
	await test(`${engine}: a worker records what happened`, async () => {
		({ said, record } = await recordJourney(area.all.worker, area.child))
	})
	await test(`${engine}: the head says where the child is, with whom, who is dangerous, each with its day`, async () => {
		await page.goto(address)
		const head = await text('.wm-head')
		for (const words of ['4 Millrace Row', 'Since 1 September 2025', 'may be dangerous to Testa', 'Alleged: Her mother says so.',
			'Being named on the birth certificate', 'Since 9 May 2014', 'Telephone', 'lead worker', 'Breakfast every day', 'Since 9 April 2025']) {
			expect(`the head says ${words}: ${head}`, head.includes(words))
		}
		expect('what nobody knows is said', /Not known\s+.*orders and legal status.*language.*disability/is.test(head))
	})
	await test(`${engine}: words chosen by a worker stand at the top; words kept from somebody never do`, async () => {
		await record('chosen_words', on(4, 4, 2026), `?about-to=${said}`)
		await page.goto(address)
		expect('chosen', (await text('.wm-said--first')).includes('I want mum to wake up.'))
		await record('chosen_words', on(5, 4, 2026), `?about-to=${area.records.sealed}`)
		await page.goto(address)
		const top = await text('.wm-said--first')
		expect(`still the open words: ${top}`, top.includes('I want mum to wake up.') && !top.includes(keptWord))
	})
	await test(`${engine}: the journey line: waits, silences and what is not known, in a picture and in words`, async () => {
		const line = page.getByRole('img', { name: /The journey of Testa/ })
		expect('one picture', await line.count() === 1)
		expect('how long until somebody listened', (await line.locator('.wm-line__days').allTextContents()).includes('21 days'))
		expect('a silence', await line.locator('.wm-line__silence').count() > 0)
		const words = await text('.wm-journey')
		for (const w of ['After 21 days, 24 February 2025', 'After 140 days, 23 June 2025', 'This record does not say whether help came.', 'Our work goes on.']) {
			expect(`${w}: ${words}`, words.includes(w))
		}
		const share = await line.evaluate(svg => {
			const x = (e, name) => parseFloat(e.getAttribute(name))
			const [heard, , offered] = [...svg.querySelectorAll('.wm-line__wait')].map(e => x(e, 'x2') - x(e, 'x1'))
			return offered / heard
		})
		expect(`140 days are drawn ${share} times as long as 21`, Math.abs(share - 140 / 21) < 0.15)
		await record('help_received', { what: 'A family worker came at seven', ...on(10, 11, 2025) })
		await page.goto(address)
		expect('help came', (await text('.wm-journey')).includes('After 280 days, 10 November 2025'))
	})
	await test(`${engine}: the story by episode and by kind, with or without script`, async () => {
		const plain = await person(chrome, server, 'worker', { script: false })
		await plain.page.goto(address)
		const titles = await plain.page.locator('.wm-episode').allInnerTexts()
		expect(`episodes: ${titles}`, titles[0] === 'From the referral of 3 February 2025' && titles[1] === 'Before the first referral')
		await plain.page.getByLabel('Show', { exact: true }).selectOption('allegation')
		await plain.page.getByRole('button', { name: 'Show' }).click()
		const shown = await plain.page.locator('.wm-entry').allInnerTexts()
		expect(`the allegation alone, with its status and who wrote it: ${shown}`, shown.length === 1 && /Alleged/.test(shown[0]) && /written down/.test(shown[0]) && /10 years old/.test(shown[0]))
		await plain.context.close()
	})
	await test(`${engine}: on a phone, on paper, to a reader of the screen`, async () => {
		await page.goto(address)
		await page.setViewportSize(desktop)
		await picture(page, `child-${engine}-desktop`)
		await accessible(page)
		await page.setViewportSize(phone)
		expect('it fits a phone', await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth))
		await picture(page, `child-${engine}-phone`)
		await accessible(page)
		await page.emulateMedia({ media: 'print' })
		const printed = await page.evaluate(() => document.body.innerText)
		await picture(page, `child-${engine}-print`)
		await page.emulateMedia({ media: null })
		expect('whose copy, and what it is', printed.includes('Working copy, not released, not for the family.') && /For .+\. As shown on/.test(printed))
		expect('nothing that is kept from somebody', !printed.includes(keptWord) && printed.includes('I want mum to wake up.'))
		expect('nothing was said to the console', worker.complaints.length === 0)
	})
	await server.stop()
})
await chrome.close()
finish()
