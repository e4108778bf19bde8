// SPDX-License-Identifier: AGPL-3.0-or-later
// Nobody's work is lost: what somebody types is kept when the browser or the server is killed, the session ends, the network is
// away; what is sent twice stands once; nobody else reads a draft. With and without script.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { accessible, browser, engines, expect, finish, person, phone, picture, program, serve, standsOn, test } from './support.mjs'
import { formOf } from '../flow/client.mjs'
import { gather, phrase } from '../flow/people.mjs'

standsOn('voice', 'people')
const words = page => page.getByRole('textbox', { name: 'In their own words' })
const press = (page, name) => page.getByRole('button', { name, exact: true }).click()
const main = page => page.locator('main').innerText()
const kept = page => page.getByText(/^Kept as a draft, .*It is not recorded yet\.$/).waitFor()
const begun = page => page.locator('.wm-begun')
const pause = ms => new Promise(resolve => setTimeout(resolve, ms))
async function fillDay (page) {
	const boxes = page.getByRole('group', { name: 'When was this?', exact: true })
	for (const [label, text] of [['Day', '3'], ['Month', '3'], ['Year', '2026']]) await boxes.getByLabel(label, { exact: true }).fill(text)
}
async function record (page) {
	await fillDay(page)
	await press(page, 'Record it')
	await page.waitForURL(/recorded=yes/)
}
async function signIn (page, server, name) {
	await page.getByLabel('Name').fill(name)
	await page.getByLabel('Pass phrase').fill(server.people[name])
	await press(page, 'Sign in')
	await page.waitForURL(u => !u.pathname.startsWith('/sign-in'))
}

// The last process of a killed browser may still write to it.
async function removed (folder) {
	for (let tries = 50; ; tries--)
		try { return rmSync(folder, { recursive: true, force: true }) } catch (e) {
			if (!tries) throw e
			await pause(100)
		}
}

const mortals = [] // what kills each
// A browser with a folder of its own, which can be killed in the middle of a word and opened again.
async function mortal (server, folder) {
	const { chromium } = createRequire(import.meta.url)('playwright-core')
	const is = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
		'--disable-background-networking', '--disable-component-update', '--disable-sync', '--remote-debugging-port=0', `--user-data-dir=${folder}`, 'about:blank'],
	{ detached: true, stdio: ['ignore', 'ignore', 'pipe'] }) // a group of its own, which is killed as one
	const ended = new Promise(resolve => is.on('exit', resolve))
	const kill = () => {
		if (is.exitCode === null && is.signalCode === null) process.kill(-is.pid, 'SIGKILL')
		return ended
	}
	mortals.push(kill)
	const at = await new Promise((resolve, reject) => {
		let said = ''
		is.on('exit', () => reject(new Error(`the browser ended: ${said}`)))
		is.stderr.on('data', d => { said += d; const m = said.match(/DevTools listening on (ws:\S+)/); if (m) resolve(m[1]) })
	})
	const chrome = await chromium.connectOverCDP(at)
	const page = chrome.contexts()[0].pages()[0] ?? await chrome.contexts()[0].newPage() // the one in front
	page.setDefaultTimeout(15000)
	await page.goto(`${server.at}/sign-in`)
	await signIn(page, server, 'worker')
	return { page, kill }
}

const chrome = await browser()
await engines(async (engine, db) => {
	const server = await serve({ children: 6, db })
	const area = await gather(server)
	Object.assign(server.people, { sealed: phrase })
	const address = `/child/${area.child}`, form = `${address}/record/voice`
	const entries = async () => (await area.all.supervising.json(address)).entries
	const sql = text => db ? execFileSync('psql', ['-q', db, '-c', text]) : execFileSync('sqlite3', [server.address, `PRAGMA busy_timeout=5000; ${text}`])
	const endSessions = () => sql("UPDATE session SET used = 0 WHERE sign_in IN (SELECT id FROM sign_in WHERE name = 'worker')")
	const its = (name, body) => test(`${engine}: ${name}`, body)

	await its('what is typed is kept by itself, gone on with in another browser, and gone when it is recorded', async () => {
		const one = await person(chrome, server, 'worker'), other = await person(chrome, server, 'worker', { viewport: phone })
		const before = await entries()
		await one.page.goto(form)
		await words(one.page).pressSequentially('The Ostrichfeather on my wall')
		await kept(one.page)
		await accessible(one.page)
		await picture(one.page, `drafts-${engine}-form-desktop`)
		await other.page.goto('/')
		expect('one is begun', await begun(other.page).count() === 1)
		await accessible(other.page)
		await picture(other.page, `drafts-${engine}-first-phone`)
		await begun(other.page).getByRole('link').click()
		expect('the words', await words(other.page).inputValue() === 'The Ostrichfeather on my wall')
		expect('it says what it is', /This is your draft of .* Only you can read it\. It is not recorded yet\./.test(await main(other.page)))
		await picture(other.page, `drafts-${engine}-restored-phone`)
		await words(other.page).fill('The Ostrichfeather on my wall is grey.')
		await record(other.page)
		await other.page.goto('/')
		expect('nothing is left begun', await begun(other.page).count() === 0)
		expect('one entry', await entries() === before + 1)
		await one.page.goto(form)
		expect('nothing was left in the form', await words(one.page).inputValue() === '')
		for (const p of [one, other]) {
			expect(p.complaints.join('; '), p.complaints.length === 0)
			await p.context.close()
		}
	})
	await its('without script, by a button of the form; and thrown away by another', async () => {
		const { page, context } = await person(chrome, server, 'worker', { script: false })
		await page.goto(form)
		await words(page).fill('Half a story about a heron')
		await press(page, 'Keep as a draft')
		await page.waitForURL(/entry=/)
		expect('it stands there', await words(page).inputValue() === 'Half a story about a heron')
		await press(page, 'Keep as a draft')
		await page.goto('/')
		expect('one, kept twice', await begun(page).count() === 1)
		await page.goto(form)
		await page.getByText('You began one before and have not recorded it').waitFor()
		await page.getByRole('link', { name: 'Go on with it' }).click()
		await words(page).fill('Half a story about a heron, and its end')
		await press(page, 'Record it')
		await page.locator('.govuk-error-summary').waitFor() // the day is missing
		await press(page, 'Keep as a draft')
		expect('with what was typed since', await words(page).inputValue() === 'Half a story about a heron, and its end')
		await press(page, 'Throw the draft away')
		await page.getByText('The draft is thrown away').waitFor()
		expect('none', await begun(page).count() === 0)
		await context.close()
	})
	await its('the same draft written on in two places: both stay', async () => {
		const one = await person(chrome, server, 'worker', { script: false })
		await one.page.goto(form)
		await words(one.page).fill('A fox')
		await press(one.page, 'Keep as a draft')
		const other = await one.context.newPage()
		await other.goto(one.page.url())
		await words(one.page).fill('A fox in the garden')
		await press(one.page, 'Keep as a draft')
		await words(other).fill('A fox on the roof')
		await press(other, 'Keep as a draft')
		expect('the second kept its own', await words(other).inputValue() === 'A fox on the roof')
		await one.page.reload()
		expect('the first too', await words(one.page).inputValue() === 'A fox in the garden')
		for (const page of [one.page, other]) await press(page, 'Throw the draft away')
		await one.context.close()
	})
	await its('the browser is killed in the middle of a sentence, while no server answers', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'waymark-browser-')), before = await entries()
		const first = await mortal(server, folder)
		await first.page.goto(server.at + form)
		await words(first.page).pressSequentially('I saw a kingfisher')
		await kept(first.page)
		await server.kill()
		await words(first.page).pressSequentially(' and it was bl')
		await first.page.waitForFunction(() => /does not answer\. What you type is kept in this browser, unreadable to others/.test(document.getElementById('draft-kept').textContent), undefined, { polling: 200, timeout: 60000 })
			.catch(async e => { await server.again(); throw new Error(`${e.message}: ${await first.page.locator('#draft-kept').textContent()}`) })
		await first.page.waitForSelector('[data-kept-here=all]', { state: 'attached', timeout: 60000 })
		await first.kill()
		await server.again()
		const onDisk = spawnSync('grep', ['-raq', 'kingfisher', join(folder, 'Default', 'IndexedDB')]).status === 0
		expect('it does not lie open in the browser’s folder', !onDisk)
		const second = await mortal(server, folder)
		// Where the machine is busy, what waited arrives while the link is pressed, and the first page is shown anew instead; and a
		// killed browser opens its store later than the three seconds that a page gives it. Then the link is pressed again.
		const stands = () => second.page.waitForFunction(() => document.querySelector('textarea')?.value === 'I saw a kingfisher and it was bl',
			undefined, { polling: 200, timeout: 5000 }).then(() => true, () => false)
		for (let tries = 4; ; tries--) {
			await begun(second.page).getByRole('link').click()
			if (await stands()) break
			expect(`the words do not stand at ${second.page.url()}`, tries > 1)
			await second.page.goto(`${server.at}/`)
		}
		await words(second.page).pressSequentially('ue')
		await record(second.page)
		expect('one entry', await entries() === before + 1)
		await second.kill()
		await removed(folder)
	})
	await its('the network is away and comes back: nothing lost, nothing double', async () => {
		const { page, context } = await person(chrome, server, 'worker')
		const before = await entries()
		await page.goto(form)
		await context.setOffline(true)
		await words(page).fill('The dormouse sleeps all day.')
		await fillDay(page)
		await press(page, 'Record it')
		await page.getByText('The server does not answer').waitFor()
		expect('still on the form', await words(page).inputValue() === 'The dormouse sleeps all day.')
		await page.getByRole('button', { name: 'Record it' }).isEnabled()
		await picture(page, `drafts-${engine}-away-desktop`)
		await context.setOffline(false)
		await kept(page)
		await pause(1100) // the button does not take two presses within a second
		await record(page)
		expect('one entry', await entries() === before + 1)
		await page.goto('/')
		expect('no draft', await begun(page).count() === 0)
		await context.close()
	})
	await its('the session ends while somebody types: said in words, and the words stand there after signing in', async () => {
		const { page, context } = await person(chrome, server, 'worker')
		await page.goto(form)
		await words(page).fill('My gran has a parro')
		await kept(page)
		endSessions()
		await words(page).pressSequentially('t')
		await page.getByText(/You are signed out\. What you type is kept in this browser/).waitFor()
		await pause(600)
		page.once('dialog', d => d.accept())
		await page.getByRole('link', { name: 'Sign in again' }).click()
		await page.waitForURL(/sign-in/)
		await signIn(page, server, 'worker')
		await page.getByText('This is your draft of').waitFor()
		await page.waitForFunction(() => document.querySelector('textarea')?.value.endsWith('parrot'))
		await record(page)
		await context.close()
	})
	await its('without script: what is sent after the session has ended is kept, and stands in the form after signing in', async () => {
		const { page, context } = await person(chrome, server, 'worker', { script: false })
		const before = await entries()
		await page.goto(form)
		await words(page).fill('The swing is broken.')
		await fillDay(page)
		endSessions()
		await press(page, 'Record it')
		await page.getByText('Your session had ended. What you sent is kept as a draft').waitFor()
		await picture(page, `drafts-${engine}-ended-desktop`)
		await signIn(page, server, 'worker')
		expect('it stands there', await words(page).inputValue() === 'The swing is broken.')
		await press(page, 'Record it')
		await page.waitForURL(/recorded=yes/)
		await page.goBack()
		await page.goBack()
		expect('one entry', await entries() === before + 1)
		await page.goto('/')
		expect('no draft', await begun(page).count() === 0)
		await context.close()
	})
	const png = Buffer.concat([Buffer.from('iVBORw0KGgo=', 'base64'), Buffer.alloc(700000, 7)]) // it comes in parts
	const choose = page => page.setInputFiles('input[name=drawing]', { name: 'den.png', mimeType: 'image/png', buffer: png })
	await its('with a file chosen, the network goes away and comes back: the file is sent with the words, once', async () => {
		const { page, context } = await person(chrome, server, 'worker')
		const before = await entries()
		await page.goto(form)
		await choose(page)
		await words(page).fill('This is our den.')
		await fillDay(page)
		await context.setOffline(true)
		await press(page, 'Record it')
		await page.getByText('The server does not answer').waitFor()
		expect('still chosen', await page.locator('input[name=drawing]').evaluate(i => i.files.length === 1 && i.files[0].name === 'den.png'))
		await context.setOffline(false)
		await kept(page)
		await pause(1100)
		await record(page)
		expect('one entry', await entries() === before + 1)
		const digest = createHash('sha256').update(png).digest('hex')
		expect('and its file', Number(`${sql(`SELECT COUNT(*) FROM chain_file WHERE ${db ? `encode(digest, 'hex')` : 'lower(hex(digest))'} = '${digest}'`)}`.match(/\b[01]\b/)?.[0]) === 1)
		await context.close()
	})
	for (const script of [true, false]) await its(`with a file chosen, the session ends${script ? '' : ', without script'}: the words stand there again, the file is asked for, and none of it is left`, async () => {
		const { page, context } = await person(chrome, server, 'worker', { script })
		const before = await entries()
		await page.goto(form)
		await choose(page)
		await words(page).fill('Our den has a roof.')
		await fillDay(page)
		if (script) await kept(page)
		endSessions()
		await press(page, 'Record it')
		await page.getByText('Your session had ended. What you sent is kept as a draft').waitFor()
		expect('no half of the file', /^\s*0\s*$|\n\s*0\s*\n/.test(`${sql('SELECT COUNT(*) FROM attachment_incoming')}`.replace('5000', '')))
		await signIn(page, server, 'worker')
		expect('the words', await words(page).inputValue() === 'Our den has a roof.')
		await page.getByText('A file does not stay in a draft: choose it again.').waitFor()
		await choose(page)
		await press(page, 'Record it')
		await page.waitForURL(/recorded=yes/)
		expect('one entry', await entries() === before + 1)
		await page.goto('/')
		expect('no draft', await begun(page).count() === 0)
		await context.close()
	})
	await area.all.worker.signIn(server.people.worker)
	area.all.worker.token = undefined

	await its('the server is killed while it keeps drafts: what it said is kept, is', async () => {
		const { worker } = area.all
		const page = await worker.get(form)
		const sent = formOf(page.text, form)
		let said = 0
		for (let turn = 1; turn <= 3; turn++) {
			const dead = pause(150 + 100 * turn).then(server.kill)
			for (let n = said + 1; ; n++) {
				sent.set('words', `Sentence ${n}.`)
				sent.set('draft-tab', 'one')
				const answer = await fetch(`${server.at}/draft`, { method: 'POST', body: sent, headers: { cookie: worker.cookie, accept: 'application/json' } }).catch(() => undefined)
				if (!answer?.ok) break
				said = n
			}
			await dead
			await server.again()
			const there = (await worker.get(page.path)).text.match(/Sentence (\d+)\./)
			expect(`${said} was kept, ${there?.[1]} stands there`, there && (Number(there[1]) === said || Number(there[1]) === said + 1))
		}
		expect(`${said} drafts`, said > 10)
		const dropped = await worker.post('/draft/drop', { 'form-entry': sent.get('form-entry') })
		expect(`dropped: ${dropped.status}`, dropped.status === 303)
	})
	await its('nobody else reads a draft: no page, no list, no search, no file, no table', async () => {
		const { worker, sealed, supervising, manager } = area.all
		const page = await worker.get(form)
		const sent = formOf(page.text, form)
		sent.set('words', 'A secret called Quillwhistle.')
		const answer = await fetch(`${server.at}/draft`, { method: 'POST', body: sent, headers: { cookie: worker.cookie, accept: 'application/json' } })
		expect(`kept: ${answer.status}`, answer.ok)
		expect('its own', (await worker.get(page.path)).text.includes('Quillwhistle'))
		for (const who of [sealed, supervising, manager]) {
			for (const path of ['/', page.path, form, address, '/find?q=Quillwhistle', `${address}/who-looked`]) {
				for (const accept of ['text/html', 'application/json']) expect(`${who.name} at ${path}`, !(await who.get(path, { accept })).text.includes('A secret called'))
			}
		}
		expect('not found by its writer either', !(await worker.get('/find?q=Quillwhistle')).text.includes('A secret called'))
		const dump = db ? execFileSync('pg_dump', [db], { encoding: 'utf8', maxBuffer: 1 << 30 }) : execFileSync(program, ['dump', '--db', server.address], { env: area.env, encoding: 'utf8', maxBuffer: 1 << 30 })
		expect('not in what is dumped', !dump.includes('called Quillwhistle'))
		if (!db) for (const name of readdirSync(dirname(server.address))) expect(name, !readFileSync(join(dirname(server.address), name)).includes('called Quillwhistle'))
		expect('nor in the log', !server.log().includes('Quillwhistle'))
		await worker.post('/draft/drop', { 'form-entry': sent.get('form-entry') })
	})
	await its('two people correct one record at once: both are kept, and either part is taken in one press', async () => {
		const worker = await person(chrome, server, 'worker'), sealed = await person(chrome, server, 'sealed', { script: false })
		const join = async (first, second, choose) => {
			await worker.page.goto(form)
			await words(worker.page).fill('The pony is brown.')
			await record(worker.page)
			await worker.page.locator('.wm-entry').filter({ hasText: 'The pony is brown.' }).first().getByRole('link', { name: /^Open/ }).click()
			const path = new URL(worker.page.url()).pathname
			for (const p of [worker, sealed]) await p.page.goto(`${server.at}${path}/correct`)
			await first(sealed.page)
			await press(sealed.page, 'Record the correction')
			await second(worker.page)
			await press(worker.page, 'Record the correction')
			await worker.page.getByText('Two people wrote at the same time').waitFor()
			expect('both stand there', /The pony is white/.test(await main(worker.page)) && /The pony is grey/.test(await main(worker.page)))
			await accessible(worker.page)
			await picture(worker.page, `drafts-${engine}-two-${choose.name}`)
			await sealed.page.goto(server.at + path)
			await choose(worker.page, sealed.page)
			await worker.page.goto(server.at + path)
			const now = await main(worker.page)
			expect(`one again: ${now.slice(0, 400)}`, !now.includes('Two people wrote'))
			await worker.page.getByText('Everything that was ever written here').click()
			expect('nothing is lost', /The pony is white/.test(await main(worker.page)) && /The pony is grey/.test(await main(worker.page)))
			return now.split('Everything that was ever')[0]
		}
		const whole = await join(page => words(page).fill('The pony is white.'), page => words(page).fill('The pony is grey.'), async function whole (page, plain) {
			const his = plain.locator('.wm-heads > section').filter({ hasText: 'The pony is white.' })
			await his.getByRole('button', { name: /^Take all of this/ }).click()
			await plain.waitForURL(/recorded=yes/)
			await page.getByRole('button', { name: /^Take all of this/ }).first().click() // somebody was first: nothing is written again
			await page.waitForURL(/recorded=yes/)
		})
		expect('what was taken', whole.includes('The pony is white.') && !whole.includes('The pony is grey.'))
		const asked = page => page.getByRole('textbox', { name: /What we asked/ })
		const parts = await join(async page => { await words(page).fill('The pony is white.'); await asked(page).fill('Which colour?') },
			async page => { await words(page).fill('The pony is grey.'); await asked(page).fill('And the pony?') }, async function parts (page) {
				await page.locator('.wm-heads > section').filter({ hasText: 'Which colour?' }).getByLabel(/^Take this part: What we asked/).check()
				await press(page, 'Record the parts that are marked')
				await page.waitForURL(/recorded=yes/)
			})
		expect('one part of each', parts.includes('The pony is grey.') && parts.includes('Which colour?') && !parts.includes('And the pony?'))
		for (const p of [worker, sealed]) await p.context.close()
	})
	await its('about a child whose record is not open to the writer nothing is kept', async () => {
		const sent = { 'form-entry': '01900000-0000-7000-8000-000000000001', 'draft-kind': 'voice', 'draft-child': `${area.unheld}`, 'draft-address': form, words: 'x' }
		const answer = await area.all.worker.post('/draft', sent)
		expect(`${answer.status}`, answer.status === 403)
		const elsewhere = await area.all.worker.post('/draft', { ...sent, 'draft-child': `${area.child}`, 'draft-address': '//elsewhere.example' })
		expect(`${elsewhere.status}`, elsewhere.status === 400)
	})
	await server.stop()
})
for (const kill of mortals) await kill() // one that a failed test left
await chrome.close()
finish()
