// SPDX-License-Identifier: AGPL-3.0-or-later
// What the ground floor is for, as people at browsers live it: a child nobody holds is given to a worker, who records what
// it said and reads it in its story; others cannot; who looked and who tried is known. At a desk, on a phone, without
// script; and what goes wrong in between: two presses, going back, two people at once, a session that ended.
import { browser, desktop, engines, expect, finish, person, phone, serve, standsOn, test } from './support.mjs'

standsOn('voice')
const hostile = '<script>alert(1)</script> & "quotes" — it’s «me»\nand a second line'
const words = page => page.getByRole('textbox', { name: 'In their own words' })
const press = (page, name) => page.getByRole('button', { name, exact: true }).click()
const main = page => page.locator('main').innerText()
const has = async (page, ...texts) => {
	const seen = await main(page)
	for (const text of texts) expect(`«${text}» is not on ${page.url()}: ${seen.slice(0, 600)}`, seen.includes(text))
}
const day = async (page, group, d, m, y) => {
	const boxes = page.getByRole('group', { name: group, exact: true })
	for (const [label, text] of [['Day', d], ['Month', m], ['Year', y]]) await boxes.getByLabel(label, { exact: true }).fill(`${text}`)
}
const childAddress = page => new URL(page.url()).pathname.match(/^\/child\/\d+/)[0]

// The name that the sign-in `worker` goes by among workers: it stands on top of their every page.
const calledOf = page => page.locator('.wm-me a').innerText()

// A manager looks first, writes a child down whom nobody knows, and gives it to a worker.
async function writeDown (page, given) {
	await page.goto('/find')
	await page.getByRole('link', { name: 'Add a person who is not here yet' }).click()
	await page.getByLabel('Name or date of birth').fill(`${given} Larkspindle`)
	await press(page, 'Look')
	await page.getByText('You work with nobody like that').waitFor()
	await page.getByText('No: add a new person').click()
	await page.getByRole('textbox', { name: 'Given names' }).fill(given)
	await page.getByRole('textbox', { name: 'Surname' }).fill('Larkspindle')
	await day(page, 'Date of birth', 9, 'May', 2014)
	await page.getByRole('group', { name: 'Is this a child' }).getByLabel('Yes', { exact: true }).check()
	await press(page, 'Record it')
	await page.waitForURL(/recorded=yes/)
	await has(page, 'It is recorded')
	return `${given} Larkspindle`
}

async function allocate (page, child, workerName) {
	await page.goto('/nobody-holds')
	const waiting = page.locator('.wm-children > li'), before = await waiting.count()
	await page.getByRole('link', { name: `Choose who will work with ${child}` }).click()
	await page.getByRole('heading', { level: 1 }).filter({ hasText: child }).waitFor()
	await page.getByLabel('Worker', { exact: true }).selectOption({ label: workerName })
	await page.getByLabel('lead worker', { exact: true }).check()
	await day(page, 'From', 1, 2, 2026)
	await press(page, 'Record who works with the child')
	await page.waitForURL(/allocated=yes/)
	await has(page, 'It is recorded')
	expect('one child fewer waits', await waiting.count() === before - 1)
}

async function openRecordForm (page) {
	await page.getByRole('link', { name: 'Record something' }).click()
	await page.getByRole('link', { name: 'What the child said', exact: true }).click()
	await words(page).waitFor()
}

async function recordWords (page, text) {
	await openRecordForm(page)
	await words(page).fill(text)
	await day(page, 'When was this?', 3, 'March', 2026)
	await press(page, 'Record it')
	await page.waitForURL(/recorded=yes/)
}

const quoted = (page, text) => page.locator('.wm-story blockquote').filter({ hasText: text })

// What must hold at every width and without script as well.
async function journey (chrome, server, engine, how, options) {
	const label = `${engine}, ${how}`
	const manager = await person(chrome, server, 'manager', options)
	const worker = await person(chrome, server, 'worker', options)
	const colleague = await person(chrome, server, 'colleague', options)
	const administrator = await person(chrome, server, 'administrator', options)
	const given = { desk: 'Desk', phone: 'Hand', 'phone without script': 'Plain' }[how] // none short for another: they would be looked at as one child
	const said = `I like the ${how} best when it rains.`
	let child, address

	const allocated = await test(`${label}: a manager gives a child whom nobody holds to a worker`, async () => {
		child = await writeDown(manager.page, given)
		await allocate(manager.page, child, await calledOf(worker.page))
	})
	const recorded = allocated && await test(`${label}: the worker opens the child, records what it said, and reads it in the story as a quotation`, async () => {
		const { page } = worker
		await page.goto('/')
		await page.getByRole('link', { name: child, exact: true }).click()
		address = childAddress(page)
		await has(page, 'We have not heard from this child yet.')
		await recordWords(page, said)
		expect('the page is the child’s', childAddress(page) === address)
		await has(page, 'It is recorded', 'Tuesday 3')
		expect('once in the story, as a quotation', await quoted(page, said).count() === 1)
		await page.getByText(`Told to ${await calledOf(page)}`).first().waitFor()
	})
	if (!recorded) return undefined // there is nothing to go on with
	await test(`${label}: a colleague and the administrator cannot, and are told why and whom to ask`, async () => {
		for (const { page } of [colleague, administrator]) {
			for (const path of [address, `${address}/record/voice`, `${address}/who-looked`]) {
				const answer = await page.goto(path)
				expect(`${path} answers ${answer.status()}`, answer.status() === 403)
				const text = await page.locator('body').innerText()
				expect('nothing of the record', !text.includes(said) && !text.includes(child))
				await has(page, 'This record is not open to you', 'It is noted that you tried', 'ask a manager')
			}
		}
	})
	await test(`${label}: who looked shows who did and who tried, in words`, async () => {
		const { page } = worker
		await page.goto(address)
		await page.getByRole('link', { name: 'Who looked at this record' }).click()
		const row = async (who, what) => page.getByRole('row').filter({ hasText: who }).filter({ hasText: what }).count()
		const names = await Promise.all([worker, colleague].map(p => calledOf(p.page)))
		expect('the worker opened it', await row(names[0], 'Opened it') > 0)
		expect('the colleague tried', await row(names[1], 'Tried to open it, and could not') > 0)
		expect('so did the administrator', await row(await calledOf(administrator.page), 'Tried to open it, and could not') > 0)
		expect('the manager saw the name', await row(await calledOf(manager.page), 'Saw the name in a list') > 0)
	})
	await test(`${label}: after an error everything typed stands there still, as text`, async () => {
		const { page } = worker
		await page.goto(`${address}/record/voice`)
		await words(page).fill(hostile)
		await page.getByRole('textbox', { name: /What we make of it/ }).fill(hostile)
		await page.getByLabel('drawn', { exact: false }).first().check()
		await day(page, 'When was this?', 31, 2, 2026)
		await press(page, 'Record it')
		await page.locator('.govuk-error-summary').waitFor()
		await has(page, 'There is no 31 February 2026')
		expect('the words', await words(page).inputValue() === hostile)
		expect('what we think', await page.getByRole('textbox', { name: /What we make of it/ }).inputValue() === hostile)
		expect('the choice', await page.getByLabel('drawn', { exact: false }).first().isChecked())
		const when = page.getByRole('group', { name: 'When was this?' })
		expect('the day', await when.getByLabel('Day', { exact: true }).inputValue() === '31')
		await page.locator('.govuk-error-summary a').first().click()
		if (options.script !== false) await page.waitForFunction(() => document.activeElement.name === 'happened-day')
		await when.getByLabel('Day', { exact: true }).fill('28')
		await press(page, 'Record it')
		await page.waitForURL(/recorded=yes/)
		expect('as text in the story', await quoted(page, '<script>alert(1)</script> & "quotes" — it’s «me»').count() === 1)
	})
	await test(`${label}: nothing was said to the browser’s console`, () => {
		const all = [manager, worker, colleague, administrator].flatMap(p => p.complaints)
		expect(all.join('; '), all.length === 0)
	})
	for (const p of [manager, colleague, administrator]) await p.context.close()
	return { worker, address, child }
}

const entries = async (server, p, address) => {
	const answer = await p.context.request.get(`${server.at}${address}?as=json`)
	return (await answer.json()).entries
}

async function inBetween (chrome, server, engine, { worker, address }) {
	const { page, context } = worker
	const count = () => entries(server, worker, address)

	await test(`${engine}: pressing twice makes one entry`, async () => {
		const before = await count()
		await page.goto(address)
		await openRecordForm(page)
		await words(page).fill('I pressed twice.')
		await day(page, 'When was this?', 4, 3, 2026)
		await page.getByRole('button', { name: 'Record it' }).dblclick()
		await page.waitForURL(/recorded=yes/)
		await page.waitForLoadState()
		expect('one entry more', await count() === before + 1)
	})
	await test(`${engine}: two presses that both arrive make one entry`, async () => {
		const before = await count()
		await page.goto(`${address}/record/voice`)
		const sent = await page.evaluate(async () => {
			const form = document.querySelector('form[data-keep]'), fields = new FormData(form)
			fields.set('words', 'Both arrived.')
			for (const [part, text] of [['day', '5'], ['month', '3'], ['year', '2026']]) fields.set(`happened-${part}`, text)
			const send = () => fetch(form.action, { method: 'POST', body: fields }).then(r => r.status)
			return Promise.all([send(), send(), send()])
		})
		expect(`all are answered alike: ${sent}`, sent.every(status => status === 200))
		expect('one entry more', await count() === before + 1)
	})
	await test(`${engine}: going back and sending again makes one entry`, async () => {
		const before = await count()
		await page.goto(address)
		await recordWords(page, 'I went back.')
		await page.goBack()
		await words(page).waitFor()
		expect('what was typed is still there', await words(page).inputValue() === 'I went back.')
		await press(page, 'Record it')
		await page.waitForURL(/recorded=yes/)
		expect('one entry more', await count() === before + 1)
	})
	await test(`${engine}: so it does without script`, async () => {
		const { page: plain, context } = await person(chrome, server, 'worker', { script: false })
		const before = await count()
		await plain.goto(address)
		await recordWords(plain, 'I went back, without script.')
		await plain.goBack()
		await words(plain).fill('I went back, without script.')
		await day(plain, 'When was this?', 3, 3, 2026)
		await press(plain, 'Record it')
		await plain.waitForURL(/recorded=yes/)
		expect('one entry more', await count() === before + 1)
		await context.close()
	})
	await test(`${engine}: going back, changing the words and sending again says so, and loses neither`, async () => {
		const before = await count()
		await page.goBack()
		await words(page).waitFor()
		await words(page).fill('I went back and said more.')
		await day(page, 'When was this?', 3, 3, 2026)
		await press(page, 'Record it')
		await page.getByText('You have recorded this form once already').waitFor()
		expect('the words are there', await words(page).inputValue() === 'I went back and said more.')
		expect('nothing was kept yet', await count() === before)
		await press(page, 'Record it')
		await page.waitForURL(/recorded=yes/)
		expect('now it is', await count() === before + 1)
	})
	await test(`${engine}: two people correct one record at once: both are kept, the difference is shown, and can be joined`, async () => {
		await page.goto(address)
		await recordWords(page, 'My dog is called Bramble.')
		const opened = page.locator('.wm-entry').filter({ hasText: 'Bramble' }).getByRole('link', { name: /^Open/ })
		await opened.click()
		const record = new URL(page.url()).pathname
		const other = await context.newPage()
		for (const p of [page, other]) await p.goto(`${record}/correct`)
		await words(other).fill('My dog is called Bramble and he bites.')
		await press(other, 'Record the correction')
		await other.waitForURL(/recorded=yes/)
		await words(page).fill('My dog is called Thistle.')
		await press(page, 'Record the correction')
		await page.waitForURL(/recorded=yes/)
		await has(page, 'Two people wrote at the same time', 'Bramble and he bites', 'Thistle')
		expect('where they differ is marked', await page.locator('.wm-differs').count() >= 2)
		await other.goto(record)
		await has(other, 'Two people wrote at the same time')
		await page.goto(`${record}/correct`)
		await words(page).fill('My dog is called Thistle and he bites.')
		await press(page, 'Record the correction')
		await page.waitForURL(/recorded=yes/)
		const now = await main(page)
		expect('one again', !now.includes('Two people wrote') && now.includes('Thistle and he bites'))
		await page.getByText('Everything that was ever written here').click()
		await has(page, 'Bramble and he bites')
		await other.close()
	})
	await test(`${engine}: leaving a form with words in it asks first, and going on loses nothing`, async () => {
		await page.goto(`${address}/record/voice`)
		await words(page).pressSequentially('Half a sen')
		let asked = 0
		page.once('dialog', d => { asked++; return d.dismiss() })
		await page.getByRole('link', { name: 'Leave without recording' }).click({ noWaitAfter: true })
		await page.waitForFunction(() => true)
		expect('the browser asked', asked === 1)
		expect('we are still here', new URL(page.url()).pathname.endsWith('/record/voice'))
		expect('with the words', await words(page).inputValue() === 'Half a sen')
		page.once('dialog', d => d.accept())
		await page.getByRole('link', { name: 'Leave without recording' }).click()
		await page.waitForURL(u => u.pathname === address)
	})
	await test(`${engine}: signing out everywhere ends the other browser’s session at its next click`, async () => {
		const second = await person(chrome, server, 'worker')
		await second.page.goto(address)
		await page.goto('/sign-ins')
		await press(page, 'Sign out everywhere')
		await page.waitForURL(/sign-in/)
		await second.page.getByRole('link', { name: 'Record something' }).click()
		await second.page.waitForURL(/\/sign-in\?to=/)
		expect('nothing of the record is left on the page', !(await second.page.locator('body').innerText()).includes('Bramble'))
		// And signing in again leads back to where the click went.
		await second.page.getByLabel('Name').fill('worker')
		await second.page.getByLabel('Pass phrase').fill(server.people.worker)
		await press(second.page, 'Sign in')
		await second.page.waitForURL(u => u.pathname === `${address}/record`)
		await second.context.close()
	})
	await test(`${engine}: nothing was said to the console in between`, () => expect(worker.complaints.join('; '), worker.complaints.length === 0))
}

const chrome = await browser()
await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	try {
		const atDesk = await journey(chrome, server, engine, 'desk', { viewport: desktop })
		if (atDesk) await inBetween(chrome, server, engine, atDesk)
		await atDesk?.worker.context.close()
		for (const [how, options] of [['phone', { viewport: phone }], ['phone without script', { viewport: phone, script: false }]]) {
			const there = await journey(chrome, server, engine, how, options)
			await there?.worker.context.close()
		}
		await test(`${engine}: no word of a record stands in the server’s log`, () => {
			expect('the log', !/when it rains|Bramble|pressed twice/.test(server.log()))
		})
	} finally {
		await server.stop()
	}
})
await chrome.close()
finish()
