// SPDX-License-Identifier: AGPL-3.0-or-later
// A worker chooses what mattered, says why, and prints it: the sentences are the story's own, a gap is named, what is taken back is
// gone, and what a child asked to keep from somebody is on no chronology, whoever reads it.
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accessible, browser, desktop, engines, expect, finish, person, phone, picture, serve, skip, standsOn, test } from '../../tests/browser/support.mjs'
import { day, gather, must } from '../../tests/flow/people.mjs'

standsOn('voice')
const chrome = await browser()
const visible = html => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	const its = (name, body) => test(`${engine}: ${name}`, body)
	try {
		const area = await gather(server)
		const { worker, sealed: keptFrom } = area.all
		const here = `/child/${area.child}/chronology`
		const said = async (words, on) => must(await worker.send(`/child/${area.child}/record/voice`, { words, ...on }), 303, words)
		await said('I counted the stairs.', day('happened', 4, 3, 2025))
		await said('A dog came to school.', day('happened', 20, 6, 2025))
		await said('Nobody shouts in the new house.', day('happened', 2, 1, 2026))
		const kept = area.words.filter(w => w.kept).map(w => w.word)

		await its('nothing is chosen by itself', async () => {
			const { events } = await worker.json(here)
			expect('none', events.length === 0)
		})
		await its('in one press, at a browser, and why it mattered after it', async () => {
			const { page, context, complaints } = await person(chrome, server, 'worker', { viewport: desktop })
			await page.goto(`/child/${area.child}`)
			await page.getByRole('link', { name: 'Choose what mattered' }).click()
			await accessible(page)
			await picture(page, `chronology-choose-${engine}`)
			for (const words of [/counted the stairs/, /Nobody shouts/]) {
				await page.getByRole('button', { name: words }).click()
				await page.getByRole('link', { name: /Say why it mattered/ }).first().waitFor()
			}
			await page.goto(here)
			await page.getByRole('link', { name: /^Say why it mattered/ }).first().click()
			await page.locator('#why').fill('It was the first thing that was said.')
			await page.getByRole('button', { name: /^(Record|Correct)/ }).click()
			await page.waitForURL(/recorded=/)
			await page.goto(here)
			await page.getByText('It was the first thing that was said.').waitFor()
			await accessible(page)
			await picture(page, `chronology-${engine}`)
			await page.setViewportSize(phone)
			await picture(page, `chronology-phone-${engine}`)
			expect(`no complaints: ${complaints}`, complaints.length === 0)
			await context.close()
		})
		await its('the same without script', async () => {
			const { page, context } = await person(chrome, server, 'health', { script: false })
			await page.goto(`${here}/choose`)
			await page.getByRole('button', { name: /A dog came/ }).click()
			await page.goto(here)
			await page.getByText('A dog came to school.').waitFor()
			await context.close()
		})
		await its('oldest first, in the words of the story, with the age then', async () => {
			const { events } = await worker.json(here)
			const story = visible((await worker.get(`/child/${area.child}?order=oldest`)).text)
			expect('three', events.length === 3 && events.map(e => e.when).join() === '2025-03-04,2025-06-20,2026-01-02')
			for (const words of ['I counted the stairs.', 'A dog came to school.', 'Nobody shouts in the new house.']) {
				expect(words, events.some(e => e.words.includes(words)) && story.includes(words))
			}
			expect('the age', events[0].age === '10 years old')
			expect('why', events[0].why === 'It was the first thing that was said.' && events[1].why === '')
		})
		await its('a stretch of more than ninety days is named, with what stands in the record of it', async () => {
			const { events } = await worker.json(here)
			expect(JSON.stringify(events.map(e => e.gap)), events[0].gap === '' && /^108 days from 4 March 2025/.test(events[1].gap) && /^196 days from 20 June 2025/.test(events[2].gap))
			expect('nothing was written', /Nothing was written down/.test(events[1].gap))
		})
		await its('it is taken back, and can be chosen again', async () => {
			const { events } = await worker.json(here)
			const dog = events.find(e => /dog/.test(e.words))
			must(await worker.send(`/record/${dog.event}/correct`, { taken_back: 'yes', ...day('happened', 1, 1, 2026) }), 303, 'taking back')
			expect('gone', (await worker.json(here)).events.length === 2)
			const { entries } = await worker.json(`${here}/choose`)
			expect('offered', entries.find(e => e.record === dog.record).chosen === 0)
		})
		await its('what is kept from somebody is not offered, cannot be chosen, and is on no page of it for anybody', async () => {
			const { sealed } = area.there
			expect('offered', !(await worker.json(`${here}/choose`)).entries.some(e => e.record === sealed))
			expect('chosen', (await worker.send(`${here}/choose`, { of: `${sealed}` })).status === 404)
			must(await worker.send(`/child/${area.child}/record/significant_event?about-to=${sealed}`, { why: kept[0], ...day('happened', 1, 2, 2026) },
				{ action: `/child/${area.child}/record/significant_event` }), 303, 'chosen on the record’s own page')
			for (const who of [worker, keptFrom]) {
				for (const address of [here, `${here}/choose`]) {
					const { text } = await who.get(address)
					expect(address, kept.every(word => !text.includes(word)))
				}
			}
			const [one, other] = await Promise.all([worker, keptFrom].map(who => who.json(here)))
			expect('the same for both', JSON.stringify(one.events) === JSON.stringify(other.events) && one.lines_words === other.lines_words)
		})
		await its('brothers and sisters whom one works with too: once, in the order of time, and looked at by name', async () => {
			const { children } = await worker.json('/')
			let one, other
			for (const { child } of children) {
				const { siblings } = await worker.json(`/child/${child}/chronology`)
				other = siblings && children.find(c => siblings.includes(c.name))
				if (other) { one = child; break }
			}
			if (!other) return skip('no family of the demonstration area is there')
			for (const child of [one, other.child]) {
				const { entries } = await worker.json(`/child/${child}/chronology/choose`)
				must(await worker.send(`/child/${child}/chronology/choose`, { of: `${entries[0].record}` }), 303, 'chosen')
			}
			const alone = (await worker.json(`/child/${one}/chronology`)).events
			const together = (await worker.json(`/child/${one}/chronology?with=siblings`)).events
			expect('alone', alone.length >= 1 && alone.every(e => e.of === one))
			expect('together', together.length > alone.length && together.some(e => e.of === other.child))
			const named = Object.fromEntries(children.map(c => [c.child, c.name]))
			expect(`whose age it was then: ${together.map(e => e.age)}`, together.every(e => e.age.startsWith(`${named[e.of]}, `)) && alone.every(e => !/, .*old/.test(e.age)))
			expect('who says so', together.every(e => e.who.length > 3))
			const { page, context } = await person(chrome, server, 'worker', { viewport: desktop })
			await page.goto(`/child/${one}/chronology?with=siblings`)
			await accessible(page)
			await picture(page, `chronology-siblings-${engine}`)
			await page.setViewportSize(phone)
			await accessible(page)
			await picture(page, `chronology-siblings-phone-${engine}`)
			await page.emulateMedia({ media: 'print' })
			await picture(page, `chronology-siblings-print-${engine}`)
			await page.emulateMedia({ media: null })
			await page.getByRole('link', { name: /^Open/ }).first().click()
			await page.waitForURL(/record\/\d+$/)
			expect('the record is one press away', await page.locator('h1').count() === 1)
			await context.close()
			expect('in order', together.every((e, i) => i === 0 || together[i - 1].when <= e.when))
			const { text } = await worker.get(`/child/${other.child}/who-looked`)
			expect('noted', /with brothers and sisters/.test(text))
			expect('nobody else’s', (await keptFrom.json(`${here}?with=siblings`)).siblings === '')
		})
		await its('on paper: tagged, marked, the same events, nothing kept', async () => {
			const answer = await worker.get(`${here}.pdf`)
			expect('its type', answer.status === 200 && answer.headers['content-type'] === 'application/pdf')
			if (!existsSync('/usr/bin/pdftotext')) return skip('poppler-utils is not installed')
			const file = join(server.folder, 'chronology.pdf')
			writeFileSync(file, answer.bytes)
			const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ')
			expect('tagged', /Tagged: +yes/.test(execFileSync('pdfinfo', [file], { encoding: 'utf8' })))
			expect(text, /Testa Larkspindle/.test(text) && /Working copy, not released, not for the family For \S.+, \d+ \w+ \d{4} at/.test(text))
			expect('and it is called so', /filename\*=UTF-8''working-copy-chronology\.pdf/.test(answer.headers['content-disposition']))
			for (const words of ['stairs', 'shouts', 'first thing']) expect(words, text.includes(words))
			expect('taken back', !text.includes('dog'))
			expect('nothing kept', kept.every(word => !text.includes(word)))
			const { text: looked } = await worker.get(`/child/${area.child}/who-looked`)
			expect('the print is noted', /the chronology on paper/.test(looked))
		})
	} finally {
		await server.stop()
	}
})
await chrome.close()
finish()
