// SPDX-License-Identifier: AGPL-3.0-or-later
// What the census will ask, while people work: it stands on a page and at the foot of the record that it is about, goes when the
// record is right, takes a reason where it is right as it stands, and is nobody else's.
import { accessible, browser, engines, expect, finish, person, phone, picture, serve, standsOn, test } from './support.mjs'
import { day, gather, must } from '../flow/people.mjs'

standsOn('returns_cin', 'front_door', 'understanding', 'closure')
const page = '/c/returns_cin'
const chrome = await browser()
await engines(async (engine, db) => {
	const server = await serve({ children: 12, db })
	const area = await gather(server)
	const { worker, colleague, administrator } = area.all
	const asked = async who => (await who.json(page)).children.find(c => c.child === area.child)?.questions ?? []
	const codes = async who => (await asked(who)).map(q => q.code)
	const record = (kind, values, query = '') => worker.send(`/child/${area.child}/record/${kind}${query}`, values, { action: `/child/${area.child}/record/${kind}` })
	// A day of this collection year that is past, whatever year it is.
	const today = new Date(), start = new Date(Date.UTC(today.getUTCMonth() >= 3 ? today.getUTCFullYear() : today.getUTCFullYear() - 1, 3, 1))
	const on = (name, after) => { const d = new Date(start.getTime() + after * 86400000); return day(name, d.getUTCDate(), d.getUTCMonth() + 1, d.getUTCFullYear()) }
	let referral

	await test(`${engine}: a child without a referral is not in the return, and nothing is asked`, async () => {
		expect('nothing', (await codes(worker)).length === 0)
	})
	await test(`${engine}: recording is never stopped; what is missing is asked afterwards`, async () => {
		must(await record('referral', { source: '2A', no_further_action: 'no', ...on('happened', 0) }), 303, 'a referral')
		const now = await codes(worker)
		for (const code of ['8610', '8540', '4220', '8770Q']) expect(`${code} is asked: ${now}`, now.includes(code))
		referral = (await asked(worker)).find(q => q.code === '8610').record
	})
	await test(`${engine}: at the foot of the record stands what is asked about it, and nothing else`, async () => {
		const { text } = await worker.get(`/record/${referral}`)
		expect('8610 at its foot', /What the census will ask about this[\s\S]*8610/.test(text))
		expect('4220 is not about it', !/Error 4220/.test(text))
	})
	await test(`${engine}: it goes when the record is right`, async () => {
		must(await worker.send(`/record/${referral}/correct`, { primary_need: 'N1' }), 303, 'a correction')
		expect('8610 is gone', !(await codes(worker)).includes('8610'))
	})
	await test(`${engine}: a query that is right as it stands takes a reason, which stays`, async () => {
		const { record: about } = (await asked(worker)).find(q => q.code === '8770Q')
		must(await record('census_reason', { reason: 'The school has asked for a number twice.', ...on('happened', 30) }, `?about-concerns=${about}`), 303, 'a reason')
		const query = (await asked(worker)).find(q => q.code === '8770Q')
		expect(`the reason stands there: ${JSON.stringify(query)}`, query.reason === 'The school has asked for a number twice.' && /./.test(query.reason_by))
		expect('errors take none', (await asked(worker)).filter(q => !q.query).every(q => !q.reason))
	})
	await test(`${engine}: what ended before the year is not in its return, and not asked about`, async () => {
		must(await record('assessment', { 'about-episode': `${referral}`, ...on('happened', -60), ...on('authorised', -20), factors: '1A' }), 303, 'an assessment')
		const now = await codes(worker)
		expect(`nothing about it: ${now}`, !now.includes('8696') && !now.includes('1103'))
	})
	await test(`${engine}: nobody else is asked`, async () => {
		expect('not a colleague of another team', (await codes(colleague)).length === 0)
		expect('nor who runs the system', (await administrator.json(page)).children.length === 0)
	})
	await test(`${engine}: each look is noted`, async () => {
		const { text } = await worker.get(`/child/${area.child}/who-looked`)
		expect('what the census will ask', /what the census will ask/.test(text))
	})
	await test(`${engine}: at a desk and on a phone, and for everybody`, async () => {
		const at = await person(chrome, server, 'worker')
		await at.page.goto(page)
		await accessible(at.page)
		await picture(at.page, 'census-desktop')
		await at.page.goto(`/record/${referral}`)
		await accessible(at.page)
		await at.page.setViewportSize(phone)
		await at.page.goto(page)
		await accessible(at.page)
		await picture(at.page, 'census-phone')
		expect(`no complaints: ${at.complaints}`, at.complaints.length === 0)
		await at.context.close()
	})
	await server.stop()
})
await chrome.close()
finish()
