// SPDX-License-Identifier: AGPL-3.0-or-later
// Two records of a child, everything written in each, joined: on every page that anybody is led to, whatever came from the other
// record says so where it stands, and what did not says nothing.
import { execFileSync } from 'node:child_process'
import { browser, expect, finish, person, phone, picture, program, serve, skip, test } from '../../tests/browser/support.mjs'
import { hrefs, sendForm, writeEveryForm } from '../../tests/flow/every_form.mjs'
import { formOf } from '../../tests/flow/client.mjs'
import { day, gather, must } from '../../tests/flow/people.mjs'

const words = { keep: 'owlhollow', other: 'otterbrook' }
const otherName = 'Testa Larkspindel', marker = `in the record of ${otherName}`
const CHOSEN_MOST = 12
const server = await serve({ children: 6 })
const area = await gather(server)
const { manager, worker } = area.all
const keep = area.child

must(await manager.send('/record-new/person', { given: 'Testa', surname: 'Larkspindel', child: 'yes', 'new-person': 'yes', ...day('born', 9, 5, 2014) }), 303, 'a second record')
const other = (await manager.json('/nobody-holds')).children.find(c => c.name === otherName).child
must(await manager.send(`/nobody-holds/${other}`, { 'about-worker': area.numbers.worker, as: 'lead', ...day('from', 1, 2, 2026) }), 303, 'work')

// What answers something is written beside it; some of each is chosen for the chronology.
async function write (child, word) {
	const own = `/child/${child}`
	let written = await writeEveryForm(worker, child, word), answers = 0
	const records = (await worker.json(own)).episodes.flatMap(e => e.years).flatMap(y => y.months).flatMap(m => m.entries).map(e => e.record)
	for (const record of records) {
		const { text } = await worker.get(`/record/${record}`)
		if (!text.includes(word)) continue
		for (const to of hrefs(text).filter(to => to.startsWith(`${own}/record/`) && /about-/.test(to))) answers += await sendForm(worker, to, word) === 303
	}
	const choose = `${own}/chronology/choose`, page = await worker.get(choose)
	const entries = page.status === 200 ? [...page.text.matchAll(/name="form-entry" value="([^"]*)">\s*<input[^>]*name="of" value="(\d+)"/g)] : []
	const csrf = page.text.match(/name="csrf" value="([^"]*)"/)?.[1]
	for (const [, entry, of] of entries.slice(0, CHOSEN_MOST)) must(await worker.post(choose, { csrf, 'form-entry': entry, of, from: '0' }), 303, 'chosen')
	return { written, answers, chosen: Math.min(entries.length, CHOSEN_MOST) }
}
const done = { keep: await write(keep, words.keep), other: await write(other, words.other) }
await test('everything is written in both', () => {
	expect(JSON.stringify(done), done.keep.written > 20 && done.other.written > 20 && done.other.answers > 3)
})

const address = `/duplicates/${Math.min(keep, other)}/${Math.max(keep, other)}`
const form = Object.fromEntries(formOf((await worker.get(address)).text, address))
must(await worker.post(address, { ...form, choice: keep < other ? 'one' : 'other', because: 'One certificate.' }), 303, 'joined')

// One address of each sort, as far as links lead from the child's page; and every record.
const sortOf = path => path.replace(/\/\d+/g, '/N').replace(/=[^&]*/g, '=')
const found = new Map(['/', `/child/${keep}?part=whole`].map(path => [sortOf(path), path])), pages = []
for (const path of found.values()) {
	const answer = await worker.get(path)
	if (answer.status !== 200 || !answer.headers['content-type'].startsWith('text/html')) continue
	pages.push({ path, text: answer.text })
	for (const href of hrefs(answer.text.split('<main')[1] ?? '')) {
		const to = href.replace(/#.*/, '')
		if (/^\/record\/\d+$/.test(to)) found.set(to, to)
		else if (to.startsWith(`/child/${keep}/`) && !/[?&](known|print)=|entry=/.test(to) && !found.has(sortOf(to))) found.set(sortOf(to), to)
	}
}

// A copy that is made up to leave, of every part that there is.
const make = `/child/${keep}/release/new`, asks = await worker.get(make)
if (asks.status === 200) {
	const parts = [...asks.text.matchAll(/<input[^>]* name="parts"[^>]*>/g)].map(([tag]) => tag.match(/ value="([^"]*)"/)[1])
	const { location } = must(await worker.send(make, { purpose: 'For the hearing', to_name: 'The family court', under: 'court', under_words: 'Directions', parts }, { action: make }), 303, 'a copy')
	for (const address of hrefs((await worker.get(location)).text).filter(to => to.startsWith(`${location.split('?')[0]}?part=`)).concat(location)) {
		pages.push({ path: address, text: (await worker.get(address)).text })
	}
}

// Runs in the page. Each item that has a word of the other record: the marker is in it. No item of this one's words alone has it.
function look ({ path, text: html, words, marker }) {
	const items = 'li, article, tr, dd, p.wm-head__fact, .wm-goal, .wm-answered, .wm-pocket, .wm-listen p, .wm-said--first, .wm-copy > div'
	const page = new DOMParser().parseFromString(html, 'text/html'), main = page.querySelector('main'), bad = []
	const plain = e => e.textContent.replace(/\s+/g, ' ')
	const walk = page.createTreeWalker(main, NodeFilter.SHOW_TEXT)
	let n = 0
	while (walk.nextNode()) {
		const at = walk.currentNode.parentElement, text = walk.currentNode.data
		if (at.closest('select, textarea, script, svg, .wm-copy__picture')) continue
		let item = at.closest(items) ?? main
		if (text.includes(words.other)) {
			n++
			while (!plain(item).includes(marker) && item.parentElement.closest(items)) item = item.parentElement.closest(items)
			// Of a copy: what stands under a heading that says it.
			while (item.matches('.wm-copy > div') && !plain(item).includes(marker) && item.previousElementSibling && !plain(item).includes(words.keep)) item = item.previousElementSibling
			const says = plain(item)
			if (path.startsWith('/record/') && plain(main).includes(`Written ${marker}`)) continue // the page is of that one entry
			if (!says.includes(marker)) bad.push(`says not where it came from: ${text.trim().slice(0, 80)}`)
			else if (says.includes(words.keep)) bad.push(`says it of both: ${text.trim().slice(0, 80)}`)
		} else if (text.includes(words.keep) && item !== main) {
			const says = plain(item)
			if (says.includes(marker) && !says.includes(words.other)) bad.push(`came from elsewhere, it says: ${text.trim().slice(0, 80)}`)
		}
	}
	return { n, bad }
}

const chrome = await browser()
const { page, context } = await person(chrome, server, 'worker')
const wrong = [], shown = []
for (const { path, text } of pages) {
	const { n, bad } = await page.evaluate(look, { path, text, words, marker })
	if (n) shown.push(path)
	wrong.push(...bad.map(b => `${path}: ${b}`))
}
await test(`each part says which record it came from, on ${shown.length} pages`, () => {
	expect(wrong.join('\n'), wrong.length === 0)
	expect(`${shown.length} pages`, shown.length > 100)
})
await test('whoever leads by both records is named to the child once', async () => {
	const { status, text } = await worker.get(`/child/${keep}/for-the-child`)
	if (status !== 200) return skip('there is no page for the child')
	expect('it says that there were two records', /Once we wrote about you in two places/.test(text))
	expect('once', text.split(`You can ask <strong>${area.named(area.numbers.worker)}`).length === 2)
})
await test('so does the chronology on paper, and on a phone it fits', async () => {
	const paper = await worker.get(`/child/${keep}/chronology.pdf`)
	if (paper.status !== 200) return skip('there is no chronology')
	await page.setViewportSize(phone)
	await page.goto(`/child/${keep}/chronology`)
	await picture(page, 'joined-chronology-phone')
	expect('no sideways', await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1))
	try { execFileSync('pdftotext', ['-v'], { stdio: 'ignore' }) } catch { return skip('there is no pdftotext') }
	const text = execFileSync('pdftotext', ['-raw', '-', '-'], { input: paper.bytes, encoding: 'utf8' }).replace(/\s+/g, ' ')
	const said = (await worker.json(`/child/${keep}/chronology`)).events.filter(e => e.who.endsWith(marker)).length
	expect(`${said}: ${text.slice(0, 600)}`, said >= done.other.chosen && text.split(marker).length - 1 === said)
})
await test('so does the story as text', () => {
	const text = execFileSync(program, ['story', 'T000001', '--db', server.address, '--as', 'worker', '--because', 'reading'], { env: area.env, encoding: 'utf8' })
	const paragraphs = text.split('\n\n').filter(p => /\n {4}/.test(p))
	const wrongly = paragraphs.filter(p => p.includes(words.other) !== p.includes(marker) && (p.includes(words.other) || p.includes(words.keep)))
	expect(wrongly.slice(0, 3).join('\n'), paragraphs.length > 40 && wrongly.length === 0)
})
await context.close()
await chrome.close()
await server.stop()
finish()
