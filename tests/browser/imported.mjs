// SPDX-License-Identifier: AGPL-3.0-or-later
// A census comes in, and a child of it becomes somebody's work: the manager finds it by its number among the children nobody works
// with and chooses a worker; the worker reads its story and its journey line, each sentence with the file that says so. At a
// desk, on a phone, on paper.
import { spawnSync } from 'node:child_process'
import { accessible, browser, desktop, engines, expect, finish, person, phone, picture, program, serve, standsOn, test } from './support.mjs'

standsOn('front_door', 'understanding', 'protection', 'plan', 'closure', 'returns_cin')
const main = page => page.locator('main').innerText()
const has = async (page, ...texts) => {
	const seen = await main(page)
	for (const text of texts) expect(`«${text}» is not on ${page.url()}: ${seen.slice(0, 1500)}`, seen.includes(text))
}

async function allocate (page, number, workerName) {
	await page.goto('/nobody-holds')
	await page.getByRole('link', { name: new RegExp(`number ${number}$`) }).click()
	await page.getByRole('heading', { level: 1 }).filter({ hasText: 'name not in this file' }).waitFor()
	await page.getByLabel('Worker', { exact: true }).selectOption({ label: workerName })
	await page.getByLabel('lead worker', { exact: true }).check()
	const from = page.getByRole('group', { name: 'From', exact: true })
	for (const [label, text] of [['Day', '1'], ['Month', '2'], ['Year', '2026']]) await from.getByLabel(label, { exact: true }).fill(text)
	await page.getByRole('button', { name: 'Record who works with the child', exact: true }).click()
	await page.waitForURL(/allocated=yes/)
}

async function readAt (page, engine, how) {
	await accessible(page)
	await picture(page, `imported-${engine}-${how}`)
	const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
	expect(`the page is ${over} pixels wider than the window`, over <= 0)
}

const chrome = await browser()
await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	const env = { ...process.env, WAYMARK_KEYS: server.folder }
	try {
		const manager = await person(chrome, server, 'manager'), worker = await person(chrome, server, 'worker')
		const called = await worker.page.locator('.wm-me a').innerText()
		let address
		await test(`${engine}: a file of twelve children is read in by the manager`, () => {
			const { status, stdout, stderr } = spawnSync(program, ['import', 'cin', 'tests/flow/census_twelve.xml', '--as', 'manager', '--because', 'the yearly census', '--db', server.address], { env, encoding: 'utf8' })
			expect(`${status}: ${stderr}`, status === 1 && stdout.includes('12 children, 13 episodes'))
		})
		await test(`${engine}: they stand among the children nobody works with, known by their numbers`, async () => {
			await manager.page.goto('/nobody-holds')
			const items = manager.page.locator('.wm-children > li').filter({ hasText: 'name not in this file' })
			expect(`${await items.count()} of them`, await items.count() === 12)
			await has(manager.page, 'number T01', 'number T12')
			await accessible(manager.page)
			await picture(manager.page, `imported-${engine}-nobody-holds`)
		})
		await test(`${engine}: the manager chooses a worker for one of them`, async () => {
			await allocate(manager.page, 'T03', called)
			expect('one fewer waits', await manager.page.locator('.wm-children > li').filter({ hasText: 'name not in this file' }).count() === 11)
		})
		await test(`${engine}: the worker reads the story, and what says so`, async () => {
			const { page } = worker
			await page.goto('/')
			await page.getByRole('link', { name: 'name not in this file', exact: true }).click()
			address = new URL(page.url()).pathname
			await has(page, 'We have not heard from this child yet.', 'A referral was made', 'A child protection plan began',
				'According to the children in need census 2026 of local authority 998, read in by ')
			const said = await page.locator('.wm-entry .wm-by').allInnerTexts()
			expect(`${said.length} sentences of the file`, said.filter(s => s.startsWith('According to')).length === 9)
		})
		await test(`${engine}: the journey line says what the file does not say`, async () => {
			const { page } = worker
			await has(page, 'This file does not say whether help came.')
			await page.locator('svg').filter({ has: page.locator('title') }).first().waitFor()
		})
		await test(`${engine}: at a desk, on a phone and on paper it is whole and in reach`, async () => {
			const { page } = worker
			await readAt(page, engine, 'desk')
			await page.setViewportSize(phone)
			await readAt(page, engine, 'phone')
			await page.setViewportSize(desktop)
			await page.emulateMedia({ media: 'print' })
			await picture(page, `imported-${engine}-print`)
			const printed = await page.locator('.wm-printed.wm-wide').innerText()
			expect(printed, printed.includes(`For ${called}`))
			await page.emulateMedia({ media: 'screen' })
		})
		await test(`${engine}: a record of the file says where it comes from`, async () => {
			const { page } = worker
			await page.goto(address)
			await page.locator('.wm-entry').filter({ hasText: 'A referral was made' }).getByRole('link').click()
			await has(page, 'According to the children in need census 2026 of local authority 998, read in by ', '; written down')
			await accessible(page)
		})
		await test(`${engine}: nothing was said to the console`, () => {
			const all = [...manager.complaints, ...worker.complaints]
			expect(all.join('; '), all.length === 0)
		})
	} finally {
		await server.stop()
	}
})
await chrome.close()
finish()
