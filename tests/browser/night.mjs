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

	await test(`${engine}: from signing in to whom to ring tonight in at most four actions`, async () => {
		const context = await chrome.newContext({ viewport: phone, baseURL: server.at })
		const tonight = await context.newPage()
		let actions = 0
		const act = async what => { actions++; await what() }
		await tonight.goto('/')
		await act(async () => { // one form, one press
			await tonight.fill('[name=name]', 'desk')
			await tonight.fill('[type=password]', server.people.desk)
			await tonight.click('main button[type=submit]')
		})
		await act(() => tonight.click('nav a[href="/find"] >> visible=true'))
		await act(() => tonight.locator('#q').pressSequentially('testa larkspindel 9 5 2014'))
		await tonight.waitForSelector('text=/Whom to ring:[\\s\\S]*\\d{5}/')
		expect(`${actions} actions`, actions <= 4)
		await picture(tonight, `${engine}-night-whom-to-ring`)
		await context.close()
	})
	await test(`${engine}: a name alone points to nobody`, async () => {
		await look('Testa')
		expect(await words(), !/known here/.test(await words()))
	})
	await test(`${engine}: what the hospital has says whom to ring, and nothing else`, async () => {
		await look('T000001')
		const said = await words()
		expect(said, /Somebody who fits what you wrote is known here/.test(said) && /Whom to ring:[\s\S]*\d{5}/.test(said))
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
		await page.fill('#q', '....')
		await page.waitForSelector('text=at least two letters of a name') // in place of what the text before it found
		expect(await words(), !/is known here/.test(await words()))
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
	await test(`${engine}: what was done and what is not sure is recorded by thumb, and nothing has to be typed`, async () => {
		await page.click('text=Record what was done and what is not sure')
		await accessible(page)
		for (const box of ['Whoever rang was told what they had to know', 'The child is in hospital tonight', 'Who the adults with the child are']) {
			const small = await page.getByLabel(box).locator('..').boundingBox()
			expect(`«${box}» is as wide as a thumb: ${JSON.stringify(small)}`, small.height >= 40)
			await page.getByLabel(box).check()
		}
		await picture(page, `${engine}-night-by-thumb`)
		await page.click('main button[type=submit]')
		expect(page.url(), page.url().includes(`/child/${area.child}`))
		expect(await words(), /Done: .*hospital/.test(await words()) && /Not sure: .*adults/.test(await words()))
		await accessible(page)
	})
	await test(`${engine}: the day team sees it first`, async () => {
		const day = await person(chrome, server, 'worker', { viewport: phone })
		await day.page.goto('/')
		const said = await day.page.locator('main').innerText()
		expect(said, said.indexOf('What happened out of hours') >= 0 && said.indexOf('What happened out of hours') < said.indexOf('Save this list'))
		await accessible(day.page)
		await picture(day.page, `${engine}-night-morning`)
		await day.page.click('text=Testa Larkspindle >> nth=0')
		await accessible(day.page)
		await picture(day.page, `${engine}-night-morning-child`)
		const read = await day.page.locator('main').innerText()
		expect(read, /Not sure: Who the adults with the child are/.test(read))
		await day.context.close()
	})
	await test(`${engine}: a manager looks at each opening`, async () => {
		const manager = await person(chrome, server, 'manager', { viewport: phone })
		await manager.page.goto('/c/find')
		await accessible(manager.page)
		await picture(manager.page, `${engine}-night-openings`)
		await manager.page.click('text=Look at it >> nth=0')
		await accessible(manager.page)
		await picture(manager.page, `${engine}-night-opening`)
		await manager.page.getByLabel('It was needed').check()
		await manager.page.click('main button[type=submit]')
		const said = await manager.page.locator('main').innerText()
		expect(said, /Looked at: It was needed/.test(said))
		await manager.context.close()
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
