// SPDX-License-Identifier: AGPL-3.0-or-later
// Every page that anybody is led to, and every page that refuses, at a desk, on a phone, on paper and in large letters.
// What each looks like stands in BUILD/screens.
import { execFileSync } from 'node:child_process'
import { renameSync } from 'node:fs'
import { accessible, browser, desktop, expect, finish, person, phone, picture, program, serve, standsOn, test } from './support.mjs'
import { gather, phrase } from '../flow/people.mjs'

standsOn('voice', 'people')
const server = await serve({ children: 40, settings: ['--desk-telephone', '01632 960 200', '--max-body-bytes', '65536'] })
const chrome = await browser()
const area = await gather(server)
Object.assign(server.people, { supervising: phrase, sealed: phrase })

// One of each sort of page is enough: the path with its numbers left out.
const sortOf = path => path.replace(/\/\d+/g, '/N').replace(/=[^&]*/g, '=').replace(/#.*/, '')
// Forms of kinds are one page of many shapes; so are questions.
const shapeOf = sort => sort.replace(/\/(record|record-new|questions)\/[a-z_][a-z_\d]*(?=$|\?|\/)/, '/$1/KIND')

const sortsSeen = new Set()
const sent = new Map() // what was answered at an address, as text

// The elements of a page as it is sent. What the script makes of one depends on what stands in its tag: values that only name,
// lead or count are left out.
const tagsOf = text => new Set([...text.matchAll(/<([a-z][a-z\d]*)((?:\s[^<>]*)?)>/g)].map(([, tag, attributes]) => tag + attributes
	.replace(/ (href|id|for|name|value|title|alt|content|action|datetime|aria-(?:label|labelledby|describedby|controls))="[^"]*"/g, ' $1')))

// What `who` is led to, beginning at `from`, one address of each sort; never what they have no link to.
async function ledTo (who, from) {
	const found = new Map(from.map(path => [sortOf(path), path]))
	for (const path of found.values()) {
		if (/as=csv|^\/assets\//.test(path)) { found.delete(sortOf(path)); continue }
		const { status, text, headers } = await area.all[who].get(path)
		if (status === 409 && /[?&]known=/.test(path)) { found.delete(sortOf(path)); continue } // nothing is recorded on a past day
		expect(`${who} is led to ${path}, which answers ${status}`, status === 200)
		sent.set(`${who} ${path}`, text)
		if (!headers['content-type'].startsWith('text/html')) { // a file, not a page
			sortsSeen.add(sortOf(path))
			found.delete(sortOf(path))
			continue
		}
		for (const [, href] of text.matchAll(/<a\b[^>]* href="(\/[^"]*)"/g)) {
			const to = href.replace(/&amp;/g, '&').replace(/#.*/, '')
			if (!found.has(sortOf(to))) found.set(sortOf(to), to)
		}
	}
	return found
}

const own = `/child/${area.child}`
const tour = {
	worker: ['/', own, `/record/${area.records.open}`, `${own}?recorded=yes`, `${own}?known=2031-01-01`, '/find?q=a', '/find?q=zzzz', '/find?q=',
		'/new-person?q=Testa'],
	supervising: ['/', own, '/nobody-holds?allocated=yes', `/worker/${area.numbers.worker}/children`, `/worker/${area.numbers.worker}/person`],
	manager: ['/'],
	health: ['/'],
	desk: ['/', '/find?q=T000001'],
	board: ['/'],
	administrator: ['/', '/sign-ins?added=yes']
}
// The page of each refusal, and who meets it. A form is sent by the browser itself.
const refusals = [
	['worker', 400, '/find?q=%ff'],
	['colleague', 403, own],
	['administrator', 403, own],
	['worker', 403, '/nobody-holds'],
	['worker', 404, '/child/999999'],
	['administrator', 404, '/no-such-page'],
	['worker', 409, `${own}/record?known=2031-01-01`]
]

const people = {}
async function at (who) {
	people[who] ??= await person(chrome, server, who)
	return people[who].page
}

const scrolls = page => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)
async function fits (page, what) {
	if (!await scrolls(page)) return
	const wide = await page.evaluate(() => [...document.querySelectorAll('body *')]
		.filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !e.closest('.wm-scroll'))
		.slice(-3).map(e => e.outerHTML.slice(0, 120)).join(' | '))
	throw new Error(`${page.url()} scrolls sideways ${what}: ${wide}`)
}

// Whatever can be reached with the keyboard looks different when it is.
async function focusShows (page) {
	await page.keyboard.press('Tab')
	const dull = await page.evaluate(() => {
		const look = e => [e, e.nextElementSibling, e.closest('label')].filter(Boolean).flatMap(x =>
			[null, '::before'].map(part => { const s = getComputedStyle(x, part); return [s.outline, s.boxShadow, s.backgroundColor, s.borderColor].join() })).join()
		const reach = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
			.filter(e => e.offsetParent && !e.disabled)
		document.activeElement.blur()
		return reach.filter(e => { const before = look(e); e.focus(); const same = look(e) === before; e.blur(); return same })
			.map(e => e.outerHTML.slice(0, 120))
	})
	expect(`${page.url()}: nobody sees that these have the focus: ${dull.join(' | ')}`, dull.length === 0)
}

async function skips (page) {
	await page.evaluate(() => { // an error summary takes the focus by itself: back to the beginning
		document.body.tabIndex = -1
		document.body.focus()
		document.body.removeAttribute('tabindex')
	})
	await page.keyboard.press('Tab')
	const first = page.locator('.govuk-skip-link')
	expect(`${page.url()}: the first thing reached is the skip link`, await first.evaluate(e => e === document.activeElement))
	expect(`${page.url()}: the skip link is seen`, (await first.boundingBox()).height > 10)
	await page.keyboard.press('Enter')
	await page.waitForFunction(() => document.activeElement.id === 'content')
}

async function prints (page) {
	const who = page.locator('.wm-me a'), printer = await who.count() ? `For ${await who.innerText()}. ` : 'As shown on'
	await page.emulateMedia({ media: 'print' })
	const text = await page.evaluate(() => document.body.innerText)
	const hidden = await page.evaluate(() => [...document.querySelectorAll('nav, button, .govuk-skip-link, .wm-foot')].every(e => !e.offsetParent))
	await page.emulateMedia({ media: null })
	expect(`${page.url()}: the print says for whom it is`, text.includes(printer) || text.includes('For the child. As shown on')) // the child's own to keep
	expect(`${page.url()}: nothing to press is printed`, hidden)
}

// The page that covers the screen has no frame, on purpose: nothing to skip, nothing to press, and no word of what it covers.
async function saysNothing (page) {
	expect('nothing can be reached', await page.locator('a, button, input, [tabindex], nav, header, footer').count() === 0)
	expect('no word of ours', !/Waymark|child|sign/i.test(await page.locator('body').innerText() + await page.title()))
}

const titles = new Map()
async function look (page, name, { refusal = false } = {}) {
	await page.setViewportSize(desktop)
	expect(`${page.url()}: one heading of the first level`, await page.locator('h1').count() === 1)
	const title = await page.title(), sort = sortOf(page.url().replace(server.at, ''))
	const place = sort.split('?')[0]
	expect(`${page.url()} has the same title as ${titles.get(title)}: ${title}`, refusal || (titles.get(title) ?? place) === place || place.endsWith('/works-with') || titles.get(title).endsWith('/works-with'))
	if (!refusal) titles.set(title, place)
	await picture(page, `${name}-desktop`)
	await page.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true })
	await accessible(page)
	await focusShows(page)
	if (place === '/blank') await saysNothing(page)
	else {
		await skips(page)
		await prints(page)
	}
	await page.evaluate(() => { document.documentElement.style.fontSize = '200%' })
	await fits(page, 'with letters of double size')
	await page.evaluate(() => { document.documentElement.style.fontSize = '' })
	await page.setViewportSize({ width: 320, height: 640 })
	await fits(page, 'at 320 px')
	await page.setViewportSize(phone)
	await fits(page, 'on a phone')
	await picture(page, `${name}-phone`)
	await accessible(page)
}

const slug = path => path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home'
const seen = new Set(), tagsSeen = new Set()
for (const [who, from] of Object.entries(tour)) {
	let all = new Map()
	await test(`${who}: every link leads somewhere`, async () => { all = await ledTo(who, from) })
	for (const [sort, path] of all) {
		sortsSeen.add(sort.split('?')[0])
		// A page of this shape without an element that another had not was looked at already, whoever saw that one: it is opened
		// where a tag is new, and looked at where an element is, after the script has had it.
		const shape = shapeOf(sort), tags = [...tagsOf(sent.get(`${who} ${path}`))].filter(tag => !tagsSeen.has(shape + tag))
		if (tags.length === 0) continue
		for (const tag of tags) tagsSeen.add(shape + tag)
		const page = await at(who)
		await page.goto(path)
		const elements = await page.evaluate(() => [...document.querySelectorAll('body *')].map(e => e.tagName + '.' + e.className))
		const fresh = elements.filter(e => !seen.has(shape + e))
		if (fresh.length === 0) continue
		for (const e of fresh) seen.add(shape + e)
		await test(`${who} ${sort}`, () => look(page, `${who}-${slug(sort)}`))
	}
}

await test('nobody yet: about and signing in', async () => {
	const context = await chrome.newContext({ baseURL: server.at })
	const page = await context.newPage()
	for (const path of ['/about', '/sign-in']) {
		await page.goto(path)
		await look(page, `nobody-${slug(path)}`)
	}
	await page.getByLabel('Name').fill('worker')
	await page.getByLabel('Pass phrase').fill('not the right one')
	await page.getByRole('button', { name: 'Sign in' }).click()
	await page.getByRole('alert').waitFor()
	await look(page, 'nobody-sign-in-refused', { refusal: true })
	await context.close()
})

await test('every page of the program was looked at', () => {
	const looked = [...sortsSeen, '/about', '/sign-in'].map(s => s.split('/'))
	const missed = execFileSync(program, ['routes'], { encoding: 'utf8' }).split('\n').filter(line => line.startsWith('GET'))
		.map(line => line.split(' ')[1])
		.filter(route => !looked.some(l => {
			const parts = route.split('/')
			return parts.length === l.length && parts.every((part, i) => part === l[i] || part.startsWith(':'))
		}))
	expect(`nobody was led to ${missed.join(', ')}`, missed.length === 0)
})

for (const [who, status, path] of refusals) {
	await test(`${who} is refused ${sortOf(path)}: ${status}`, async () => {
		const page = await at(who)
		const answer = await page.goto(path)
		expect(`${path} answers ${answer.status()}`, answer.status() === status)
		await look(page, `${status}-${who}-${slug(sortOf(path))}`, { refusal: true })
	})
}

const voice = `${own}/record/voice`
const answered = (page, press) => Promise.all([page.waitForResponse(r => r.request().method() === 'POST'), press()]).then(([r]) => r.status())
const words = page => page.getByRole('textbox', { name: 'In their own words' })
const record = page => page.getByRole('button', { name: 'Record it' }).click()

await test('a form with nothing in it: 422, the problems beside the fields', async () => {
	const page = await at('worker')
	await page.goto(voice)
	expect('422', await answered(page, () => record(page)) === 422)
	await page.locator('.govuk-error-summary').waitFor()
	await look(page, '422-worker-voice', { refusal: true })
})
await test('more than is taken: 413, in words', async () => {
	const page = await at('worker')
	await page.goto(voice)
	await words(page).fill('long '.repeat(20000))
	expect('413', await answered(page, () => record(page)) === 413)
	await page.getByRole('heading', { level: 1, name: 'That is too large' }).waitFor()
	await look(page, '413-worker-voice', { refusal: true })
})
await test('a form that another session made: 403', async () => {
	const page = await at('worker')
	await page.goto(voice)
	await page.locator('form[data-keep] input[name=csrf]').evaluate(e => { e.value = 'other' })
	expect('403', await answered(page, () => record(page)) === 403)
	await look(page, '403-worker-form', { refusal: true })
})
await test('an address that takes forms only: 405', async () => {
	const page = await at('worker')
	expect('405', (await page.goto('/sign-out')).status() === 405)
	await look(page, '405-worker', { refusal: true })
})
await test('signed out elsewhere: 401 says what to do with what was typed', async () => {
	const { page } = await person(chrome, server, 'worker')
	await page.goto(voice)
	await page.context().clearCookies()
	await words(page).fill('It rained.')
	expect('401', await answered(page, () => record(page)) === 401)
	await look(page, '401-worker-voice', { refusal: true })
})
await test('the read log cannot be written: 503 instead of the record, and whom to ring', async () => {
	const page = await at('worker'), log = `${server.address}.readlog`
	renameSync(log, `${log}.away`)
	try {
		const answer = await page.goto(own)
		expect(`${answer.status()}`, answer.status() === 503)
		const text = await page.locator('body').innerText()
		expect('no word of the record', !text.includes('Larkspindle') && !text.includes('on my window'))
		expect('whom to ring', text.includes('01632 960 200'))
		for (const path of ['/find?q=Larkspindle', '/new-person?q=Larkspindle']) {
			expect(`${path}`, (await page.goto(path)).status() === 503)
			expect(`${path} says whom to ring`, (await page.locator('body').innerText()).includes('01632 960 200'))
		}
		await look(page, '503-worker-child', { refusal: true })
	} finally {
		renameSync(`${log}.away`, log)
	}
	await page.waitForTimeout(1100) // after a failure nothing is tried for a second
	expect('and afterwards it is shown again', (await page.goto(own)).status() === 200)
})

await test('nothing was said to the browser\'s console', () => {
	const all = Object.entries(people).flatMap(([who, p]) => p.complaints.map(c => `${who}: ${c}`))
	expect(all.join('; '), all.length === 0)
})
await chrome.close()
await server.stop()
finish()
