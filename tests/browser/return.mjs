// SPDX-License-Identifier: AGPL-3.0-or-later
// A data officer: four hundred findings of a census that was read in, until none is left that matters; a query's reason is kept; the
// return is downloaded, and made again as of last month.
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accessible, browser, engines, expect, finish, person, phone, picture, program, serve, standsOn, test } from './support.mjs'
import { day, gather, must } from '../flow/people.mjs'

standsOn('returns_cin', 'front_door', 'understanding', 'closure')
const page = '/c/returns_cin'
const today = new Date(), year = today.getUTCMonth() >= 3 ? today.getUTCFullYear() + 1 : today.getUTCFullYear()
const number = i => `Q${1000 + i}`
// What a system sends that was told nothing: no sex, no ethnicity, no source, not whether anything was done, nor why it closed.
const silent = i => `<Child><ChildIdentifiers><LAchildID>${number(i)}</LAchildID><PersonBirthDate>2012-05-0${1 + i % 9}</PersonBirthDate></ChildIdentifiers>
<ChildCharacteristics></ChildCharacteristics><CINdetails><CINreferralDate>${year - 1}-04-01</CINreferralDate><CINclosureDate>${year - 1}-04-02</CINclosureDate></CINdetails></Child>`
const census = children => `<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>${year}</Year><ReferenceDate>${year}-03-31</ReferenceDate></CollectionDetails>
<Source><SourceLevel>L</SourceLevel><LEA>805</LEA></Source></Header><Children>${Array.from({ length: children }, (_, i) => silent(i)).join('\n')}</Children></Message>`

const chrome = await browser()
await engines(async (engine, db) => {
	const children = engine === 'sqlite' ? 80 : 8 // five findings each
	const server = await serve({ children: 12, db })
	const env = { ...process.env, WAYMARK_KEYS: server.folder }
	const run = (...args) => spawnSync(program, [...args, '--db', server.address, '--as', 'manager', '--because', 'the yearly return'], { env, encoding: 'utf8', maxBuffer: 1 << 26 })
	const area = await gather(server)
	const { worker, colleague, manager } = area.all
	const mine = new Set()
	const asked = async () => (await worker.json(page)).children.filter(c => mine.has(c.child))
	const questions = async () => (await asked()).flatMap(c => c.questions.map(q => ({ ...q, child: c.child })))
	const correct = (record, values) => worker.send(`/record/${record}/correct`, values)

	await test(`${engine}: a census comes in, and its children get a worker`, async () => {
		const file = join(server.folder, 'silent.xml')
		writeFileSync(file, census(children))
		const { status, stderr } = run('import', 'cin', file)
		expect(stderr, status < 2)
		const held = (await manager.json('/nobody-holds')).children
		const since = day('from', 1, 4, year - 1)
		for (const c of held.filter(c => /Q1\d\d\d/.test(JSON.stringify(c)))) mine.add(c.child)
		for (const child of mine) must(await manager.send(`/nobody-holds/${child}`, { 'about-worker': area.numbers.worker, as: 'lead', ...since }), 303, 'allocation')
		const now = await questions()
		expect(`${children * 5} findings: ${now.length}, ${[...new Set(now.map(q => q.code))]}`, now.length === children * 5)
	})
	await test(`${engine}: they are told by child; others see them as numbers of a team alone`, async () => {
		const at = await person(chrome, server, 'worker')
		await at.page.goto(page)
		expect('on the page', /4\d\d things about 8\d children/.test(await at.page.locator('.wm-count').textContent()) || children < 80)
		await accessible(at.page)
		await at.page.screenshot({ path: join(process.env.BUILD ?? 'build', 'screens', 'return-findings.png') })
		await at.context.close()
		const { teams } = await colleague.json(`${page}/teams`)
		expect(`the team's: ${JSON.stringify(teams)}`, teams.some(t => t.errors >= children * 5 && t.children >= children))
		expect('and nothing else', !/Q1\d\d\d/.test((await colleague.get(`${page}/teams`)).text))
	})
	await test(`${engine}: one is put right in the browser: explained beside the field, and it is said how it is known`, async () => {
		const first = (await questions()).find(q => q.code === '8568')
		const at = await person(chrome, server, 'worker')
		await at.page.goto(`/record/${first.record}/correct?asked=yes`)
		const beside = at.page.locator('#no_further_action-beside')
		expect('8568 beside the field', /8568/.test(await beside.textContent()))
		await accessible(at.page)
		await at.page.locator('.govuk-form-group', { has: beside }).getByLabel('Yes').check()
		await at.page.waitForFunction(() => !/8568/.test(document.getElementById('no_further_action-beside').textContent))
		await at.page.getByRole('button', { name: 'Record the correction' }).click()
		await at.page.getByRole('link', { name: /How is this known/ }).waitFor() // it is asked for
		await at.page.getByRole('textbox', { name: 'How is this known?' }).fill('The paper file of the team')
		await picture(at.page, `return-known-${engine}`)
		await at.page.getByRole('button', { name: 'Record the correction' }).click()
		await at.page.waitForURL(`/record/${first.record}?recorded=yes`)
		expect('it stands at its foot', /The paper file of the team/.test(await at.page.content()))
		expect(`no complaints: ${at.complaints}`, at.complaints.length === 0)
		await at.context.close()
	})
	await test(`${engine}: without script a button tells the same, and nothing is recorded by it`, async () => {
		const one = (await questions()).find(q => q.code === '8866')
		const at = await person(chrome, server, 'worker', { script: false })
		await at.page.goto(`/record/${one.record}/correct`)
		expect('8866 beside the field', /8866/.test(await at.page.locator('#source-beside').textContent()))
		await at.page.getByRole('combobox', { name: 'Who referred' }).selectOption('6')
		await at.page.getByRole('button', { name: 'What will the census ask?' }).click()
		expect('gone', !/8866/.test(await at.page.locator('#source-beside').textContent()))
		expect('what was chosen is still there', await at.page.getByRole('combobox', { name: 'Who referred' }).inputValue() === '6')
		await at.context.close()
		expect('nothing was recorded', (await questions()).some(q => q.code === '8866' && q.record === one.record))
	})
	await test(`${engine}: «not known» is an answer to how it is known`, async () => {
		const one = (await questions()).find(q => q.code === '8866')
		const action = `/record/${one.record}/correct`
		must(await worker.send(`${action}?asked=yes`, { source: '6' }, { action }), 422, 'nothing said')
		must(await worker.send(`${action}?asked=yes`, { source: '6', 'goes_by-not-known': 'yes' }, { action }), 303, 'not known')
	})
	await test(`${engine}: from ${children * 5} to none that matter`, async () => {
		const now = await questions(), of = code => new Set(now.filter(q => q.code === code).map(q => q.record))
		for (const record of new Set([...of('8568'), ...of('8866'), ...of('8569Q')])) must(await correct(record, { no_further_action: 'no', source: '6', primary_need: 'N1' }), 303, 'a referral')
		for (const record of of('8805')) must(await correct(record, { reason: 'RC7' }), 303, 'an end')
		for (const record of of('4220')) must(await correct(record, { sex: 'F', ethnicity: 'WBRI', disability: 'NONE' }), 303, 'a person')
		const left = await questions()
		expect(`queries alone: ${left.length} ${[...new Set(left.map(q => q.code))]}`, left.every(q => q.query))
		for (const q of left) must(await worker.send(`/child/${q.child}/record/census_reason`, { code: q.code, reason: 'The school has asked for the number.', ...day('happened', 1, 4, year - 1) }), 303, 'a reason')
		const end = await questions()
		expect(`each has its reason, which is kept: ${end.filter(q => !q.reason).length}`, end.every(q => q.reason === 'The school has asked for the number.'))
	})
	await test(`${engine}: the return is shown to whoever makes it, with a reason, and downloaded`, async () => {
		const at = await person(chrome, server, 'manager')
		await at.page.goto(page)
		await at.page.getByRole('link', { name: 'The return' }).click()
		await at.page.getByRole('button', { name: 'Show what is in it' }).click()
		await at.page.getByRole('link', { name: 'Say why you read it.' }).waitFor()
		await accessible(at.page)
		await at.page.getByLabel('Why you read it').fill('the yearly return of ours')
		await at.page.getByLabel('Number of the local authority').fill('805')
		await at.page.getByRole('button', { name: 'Show what is in it' }).click()
		await at.page.getByRole('heading', { name: `in the return of ${year}` }).waitFor()
		await accessible(at.page)
		expect('who and why', /a census file of the year held the child/.test(await at.page.content()) && await at.page.getByRole('rowheader', { name: number(3), exact: true }).count() === 1)
		await picture(at.page, 'return-desktop')
		const [download] = await Promise.all([at.page.waitForEvent('download'), at.page.getByRole('button', { name: 'Download the return' }).click()])
		expect(download.suggestedFilename(), download.suggestedFilename() === `cin-${year}.xml`)
		const file = join(server.folder, 'down.xml')
		await download.saveAs(file)
		run('export', 'cin', '--year', `${year}`, '--authority', '805', '-o', join(server.folder, 'by-command.xml'))
		expect('as the command makes it', readFileSync(file, 'utf8') === readFileSync(join(server.folder, 'by-command.xml'), 'utf8'))
		const found = JSON.parse(execFileSync('sh', ['-c', '"$0" check cin "$1" --json 2>/dev/null || true', program, file], { encoding: 'utf8', maxBuffer: 1 << 26 })).findings.filter(f => /^Q1/.test(f.child))
		expect(`in it, of these children only the query, but of the one about whom nothing further was done: ${[...new Set(found.map(f => f.code))]}`, found.length === children - 1 && found.every(f => f.code === '8770Q'))
		const [table] = await Promise.all([at.page.waitForEvent('download'), at.page.getByRole('button', { name: 'Download who is in it' }).click()])
		expect(table.suggestedFilename(), table.suggestedFilename() === `cin-${year}-who.csv`)
		await at.page.setViewportSize(phone)
		await accessible(at.page)
		expect('no wider than the phone', await at.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
		await picture(at.page, 'return-phone')
		expect(`no complaints: ${at.complaints}`, at.complaints.length === 0)
		await at.context.close()
		const one = (await asked())[0].child
		expect('that it was read is noted, with the reason', /the yearly return of ours/.test((await worker.get(`/child/${one}/who-looked`)).text))
	})
	await test(`${engine}: the same return again as of last month: what came since is not in it`, async () => {
		const last = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 0)), known = last.toISOString().slice(0, 10)
		const fields = { year: `${year}`, because: 'as of last month', 'known-day': `${last.getUTCDate()}`, 'known-month': `${last.getUTCMonth() + 1}`, 'known-year': `${last.getUTCFullYear()}`, do: 'return' }
		const again = () => manager.send(`${page}/return`, fields)
		const first = must(await again(), 200, 'the return'), second = must(await again(), 200, 'again')
		run('export', 'cin', '--year', `${year}`, '--known-on', known, '-o', join(server.folder, 'then.xml'))
		expect('the same bytes, and as the command makes it', first.text === second.text && first.text === readFileSync(join(server.folder, 'then.xml'), 'utf8'))
		expect('without whom came since', /<Child>/.test(first.text) && !/Q1\d\d\d/.test(first.text))
		const tomorrow = must(await manager.send(`${page}/return`, { ...fields, 'known-year': '2090' }), 422, 'a day that is not over')
		expect('it is said why', /not over/.test(tomorrow.text))
		must(await manager.send(`${page}/return`, { ...fields, 'known-day': '31', 'known-month': '2' }), 422, 'a day that is none')
		must(await manager.send(`${page}/return`, { ...fields, authority: '<b>' }), 422, 'no number of an authority')
		must(await manager.send(`${page}/return`, { ...fields, because: 'x'.repeat(300) }), 422, 'too much of a reason')
		must(await manager.send(`${page}/return`, { ...fields, year: '1999' }), 422, 'a year before there was a census')
	})
	await test(`${engine}: beside it stands what was published`, async () => {
		const file = '../shared/data/dfe_stats/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv.gz'
		const { status } = run('import', 'stats', file)
		if (status !== 0) return expect('published figures are not here', true)
		const { text } = must(await manager.send(`${page}/return`, { year: '2025', because: 'published figures', authority: '805', do: 'show' }), 200, 'figures')
		const [, ours, published, apart] = text.match(/>Referrals<\/th>\s*<td[^>]*>(\d+)<\/td>\s*<td[^>]*>([^<]*)<\/td>\s*<td[^>]*>([^<]*)<\/td>/)
		expect(`2020 were published of 805: ${ours} ${published} ${apart}`, published === '2020' && Number(apart) === Number(ours) - 2020)
	})
	await server.stop()
})
await chrome.close()
finish()
