// SPDX-License-Identifier: AGPL-3.0-or-later
// 23:40: a hospital rings about a child whom the worker on duty does not know. From a phone: sign in, write what one has, and it
// says whom to ring; where nobody can be rung, open the record with a reason, and leave what was done for the morning.
import { accessible, browser, engines, expect, finish, person, phone, picture, serve, standsOn, test } from './support.mjs'
import { gather } from '../flow/people.mjs'

standsOn('find', 'voice')
const chrome = await browser()
await engines(async (engine, db) => {
	const server = await serve({ children: 12, db })
	const area = await gather(server)
	const desk = await person(chrome, server, 'desk', { viewport: phone })
	const { page } = desk
	const words = async () => page.locator('main').innerText()
	const look = async what => {
		await page.goto('/find')
		await page.fill('#q', what)
		await page.click('form[role=search] button')
	}

	await test(`${engine}: a name alone points to nobody`, async () => {
		await look('Testa')
		expect(await words(), !/known here/.test(await words()))
	})
	await test(`${engine}: what the hospital has says whom to ring, and nothing else`, async () => {
		await look('T000001')
		const said = await words()
		expect(said, /Somebody who fits what you wrote is known here/.test(said) && /Whom to ring: .*\d{5}/.test(said))
		expect(`nothing of the record: ${said}`, !said.includes('Testa'))
		await accessible(page)
		await picture(page, `${engine}-night-pointer`)
	})
	await test(`${engine}: while somebody types, the same is shown without a press`, async () => {
		await page.goto('/find')
		await page.locator('#q').pressSequentially('T000001')
		await page.waitForSelector('text=is known here')
		expect(page.url(), page.url().endsWith('/find'))
		await accessible(page)
	})
	await test(`${engine}: a new person who is here already is caught`, async () => {
		await page.goto('/new-person')
		await page.fill('#q', 'T000001')
		await page.click('main form button')
		expect(await words(), /Somebody who fits what you wrote is here already/.test(await words()))
		await accessible(page)
		await look('T000001')
	})
	await test(`${engine}: no reason, no opening`, async () => {
		await page.click('text=open the record in an emergency')
		await accessible(page)
		await picture(page, `${engine}-night-emergency`)
		await page.click('text=Open the record >> nth=-1')
		expect(await words(), /Write why it cannot wait/.test(await words()))
	})
	await test(`${engine}: with a reason the record is open, and what is written is there for the morning`, async () => {
		await page.fill('#why', 'The hospital rang: brought in at 23:30, mother not reached.')
		await page.click('main button[type=submit]')
		expect(page.url(), page.url().endsWith(`/child/${area.child}`))
		expect(await words(), (await words()).includes('Testa'))
		const answer = await area.all.worker.get(`/child/${area.child}`)
		expect('who works with the child sees who opened it and why', answer.text.includes('The hospital rang'))
		await picture(page, `${engine}-night-child`)
	})
	await test(`${engine}: nobody is opened by a number in an address`, async () => {
		const other = await page.goto(`/find/${area.unheld}/emergency`)
		expect(`${other.status()}`, other.status() === 404)
	})
	await desk.context.close()
	await server.stop()
})
await chrome.close()
finish()
