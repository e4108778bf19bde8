// SPDX-License-Identifier: AGPL-3.0-or-later
// Every page of a child as it was known at a moment, to somebody: what was written later in every form that there is stands on
// none of them, whoever asks as whom; each says which moment it shows; what is of today alone is refused and leads to today; and
// nothing is recorded from there.
import { execFileSync } from 'node:child_process'
import { engines, expect, finish, program, serve, skip, standsOn, test } from '../browser/support.mjs'
import { hrefs, sendForm, writeEveryForm } from './every_form.mjs'
import { day, gather, must } from './people.mjs'

standsOn('voice', 'people')
const later = 'willowtrace' // in all that is written after the moment

// What the forms of a child offer is written down; and what stands there already is corrected. How many of each.
async function write (area) {
	const { worker } = area.all
	const stood = (await worker.json(`/child/${area.child}`)).episodes.flatMap(e => e.years).flatMap(y => y.months).flatMap(m => m.entries).map(e => e.record)
	const written = await writeEveryForm(worker, area.child, later)
	let corrected = 0
	for (const record of new Set([area.child, ...stood])) corrected += await sendForm(worker, `/record/${record}/correct`, later) === 303
	return { written, corrected }
}

await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	try {
		const area = await gather(server)
		const { worker, supervising } = area.all, own = `/child/${area.child}`
		const pause = () => new Promise(resolve => setTimeout(resolve, 20))
		await worker.get(own)
		await pause()
		const moment = new Date().toISOString(), asked = `known=${encodeURIComponent(moment)}`
		await pause()
		await supervising.get(`${own}/family`) // a look that nobody could have known of
		const done = await write(area)
		await test(`${engine}: something was written later in many forms, and something corrected`, () => {
			expect(JSON.stringify(done), done.written > 20 && done.corrected > 3)
		})

		const there = { record: area.records.open, kind: 'voice', digest: area.there.nofile, ...area.there }
		const routes = execFileSync(program, ['routes'], { encoding: 'utf8' }).trim().split('\n').map(line => line.split(' '))
			.filter(([, address, may]) => ['READ_CHILD', 'READ_RECORD'].includes(may) || address.startsWith('/child/:'))
		const real = address => address.startsWith('/release/:') && there.copy ? address.replace(':record', there.copy)
			: address.startsWith('/child/:child/joined') && there.joined ? address.replace(':child', there.joined).replace(':join', there.join)
			: address.replace(/:(\w+)/g, (_, name) => there[name] ?? '1')
		const pages = routes.filter(([method]) => method === 'GET').map(([, address]) => real(address))
		const records = [...new Set(hrefs((await worker.get(`${own}?part=whole`)).text).map(to => to.match(/^\/record\/\d+/)?.[0]).filter(Boolean))]
		const withDay = address => `${address}${address.includes('?') ? '&' : '?'}${asked}`
		const shows = [], today = [], wrong = []
		for (const address of [...pages, ...records, `${own}?order=oldest&part=whole`]) {
			for (const to of ['', `&to=${area.numbers.supervising}`, `&to=${area.numbers.sealed}`]) {
				for (const accept of ['text/html', 'application/json', 'text/csv']) {
					const answer = await worker.get(withDay(address) + to, { accept })
					const html = (answer.headers['content-type'] ?? '').startsWith('text/html') && accept === 'text/html'
					if (answer.text.includes(later)) wrong.push(`${address}${to} (${accept}) shows what was written later`)
					if (answer.status === 409) {
						if (html && !to) today.push([address, hrefs(answer.text)])
					} else if (answer.status === 200) {
						if (!html) continue
						shows.push(address)
						if (!/This page shows what was known at/.test(answer.text)) wrong.push(`${address} does not say which moment it shows`)
						if (!/wm-printed[\s\S]{0,40}As known at/.test(answer.text)) wrong.push(`${address} does not say so on paper`)
						if (!/name="known"/.test(answer.text)) wrong.push(`${address} leads to no other day`)
					} else if (answer.status !== 404) wrong.push(`${address}${to} answers ${answer.status}`)
				}
			}
		}
		await test(`${engine}: nothing written later stands on any page of the child`, () => expect(wrong.join('\n'), wrong.length === 0))
		await test(`${engine}: the chronology on paper says which moment it shows`, async () => {
			if (!pages.includes(`${own}/chronology.pdf`)) return skip('there is no chronology')
			try { execFileSync('pdftotext', ['-v'], { stdio: 'ignore' }) } catch { return skip('there is no pdftotext') }
			const { bytes } = await worker.get(`${withDay(`${own}/chronology.pdf`)}&to=${area.numbers.supervising}`)
			const text = execFileSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8' }).replace(/\s+/g, ' ')
			expect(text.slice(0, 400), text.includes(`to ${area.named(area.numbers.supervising)}, not as it is known today`) && !text.includes(later))
		})
		await test(`${engine}: and all of it is there today`, async () => {
			let seen = 0
			for (const address of [own, ...records]) seen += (await worker.get(address)).text.includes(later)
			expect(`${seen} pages`, seen > 15)
			expect('its name too', (await worker.get(`${own}/voice`)).text.includes(later))
		})
		await test(`${engine}: what is of today alone leads to today`, async () => {
			const lost = []
			for (const [address, links] of today) if (!links.includes(address)) lost.push(address)
			expect(lost.join('; '), lost.length === 0)
			expect(`${today.length} pages`, today.length > 5 && today.some(([address]) => address.endsWith('/record/voice')))
			expect(`${new Set(shows).size} pages shown`, ['', '/who-looked', '/clock', '/voice', '/family', '/visit'].map(p => own + p).every(p => !pages.includes(p) || shows.includes(p)))
			const kept = await worker.get(`${own}/record/own_mark?about-to=1&${asked}`)
			expect('with all else that was asked', hrefs(kept.text).includes(`${own}/record/own_mark?about-to=1`))
		})
		await test(`${engine}: nothing is recorded on a past day`, async () => {
			const form = { words: `${later} again`, ...day('happened', 3, 3, 2026) }
			const wrongly = []
			for (const [method, address] of routes) {
				if (method !== 'POST') continue
				const answer = await worker.post(withDay(real(address)), form)
				if (answer.status !== 409) wrongly.push(`${address}: ${answer.status}`)
			}
			expect(wrongly.join('; '), wrongly.length === 0)
			const page = await worker.get(withDay(own))
			expect('and no page of it leads there', !/Record something|Correct or add/.test(page.text))
		})
		await test(`${engine}: who looked, by then`, async () => {
			const then = await worker.json(withDay(`${own}/who-looked`)), now = await worker.json(`${own}/who-looked`)
			expect('some had', then.looks.length > 0 && then.looks.every(l => l.at <= moment))
			expect('nobody since', !then.looks.some(l => /as known on/.test(l.why)) && now.looks.length > then.looks.length)
		})
		await test(`${engine}: the read log holds who was shown which moment`, async () => {
			const { looks } = await worker.json(`${own}/who-looked`)
			const name = area.named(area.numbers.supervising)
			expect('as whom', looks.some(l => /as known on/.test(l.why) && l.why.includes(name)))
			for (const what of ['what the child told us', 'who looked']) expect(what, looks.some(l => l.why.startsWith(`${what}, as known on`)))
		})
		await test(`${engine}: a stranger is told nothing by a past day`, async () => {
			for (const path of [own, `${own}/voice`]) must(await area.all.colleague.get(withDay(path)), 403, path)
			must(await area.all.colleague.get(withDay(`${own}/record/voice`)), 409, 'a form')
		})
	} finally {
		await server.stop()
	}
})
finish()
