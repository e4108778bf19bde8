// SPDX-License-Identifier: AGPL-3.0-or-later
// What holds for pages of every capability: a past day is carried on, a form shows what it answers, a print is noted and marked
// on each sheet, a refusal leads on.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { browser, expect, finish, person, serve, skip, standsOn, test } from '../browser/support.mjs'
import { fetchPage } from './client.mjs'
import { gather } from './people.mjs'

standsOn('voice')
const server = await serve({ children: 6, settings: ['--max-body-bytes', '65536'] })
const area = await gather(server)
const { worker } = area.all
const own = `/child/${area.child}`
const hrefs = text => [...text.matchAll(/<a\b[^>]* href="([^"]*)"/g)].map(([, to]) => to.replace(/&amp;/g, '&'))
const main = text => text.split('<main')[1].split('</main>')[0]

await test('a past day is carried on to the pages that know days, and ends where one asks for it', async () => {
	for (const path of [`${own}?known=2031-01-01`, `/record/${area.records.open}?known=2031-01-01`]) {
		const { status, text } = await worker.get(path)
		expect(`${path} answers ${status}`, status === 200)
		const links = hrefs(main(text))
		const known = links.filter(to => /^\/(record|child)\/\d+($|[?#])/.test(to))
		const lost = known.filter(to => !/known=2031-01-01/.test(to) && to !== path.split('?')[0])
		expect(`${path}: ${lost}`, known.length > 1 && lost.length === 0)
		expect('and one leads to today', links.includes(path.split('?')[0]))
		expect('nothing is recorded there', !links.some(to => /\/(correct|record)($|[/?])/.test(to.replace(/^\/record\/\d+/, ''))))
	}
	const today = await worker.get(own)
	expect('a page of today carries no day', !hrefs(today.text).some(to => /known=/.test(to)))
})
await test('a form shows the words that it answers, also when it comes back', async () => {
	const path = `${own}/record/voice_answer`
	const { text } = await worker.get(`${path}?about-to=${area.records.open}`)
	const { word } = area.words.find(w => !w.kept)
	expect('the child’s words', main(text).includes(word) && /<blockquote/.test(main(text)))
	const wrong = await worker.send(`${path}?about-to=${area.records.open}`, {}, { action: path })
	expect(`again with the problem: ${wrong.status}`, wrong.status === 422 && main(wrong.text).includes(word))
	const other = await worker.get(`${path}?about-to=${area.numbers.worker}`)
	expect('nothing of what is no answer', other.status === 200)
	const { text: page } = await worker.get(`/record/${area.records.open}`)
	const button = page.match(/govuk-button--secondary" href="[^"]*voice_answer[^"]*">([^<]*)</)[1]
	expect(`a short button: ${button}`, button.length < 40)
})
await test('that a page was printed is noted', async () => {
	const to = hrefs((await worker.get(own)).text).find(a => /print=yes/.test(a))
	expect('the page leads to its print', to)
	const before = (await worker.get(`${own}/who-looked`)).text
	expect('nobody printed it yet', !before.includes('Printed it'))
	const { text } = await worker.get(to)
	expect('on its way to a printer', /<body[^>]* data-print/.test(text) && !/print=yes/.test(hrefs(text).join()))
	expect('noted', (await worker.get(`${own}/who-looked`)).text.includes('Printed it'))
})
await test('who looked says in words what for', async () => {
	await worker.get(`${own}/record/voice`)
	await worker.get(`/record/${area.records.open}/correct`)
	const { looks } = await worker.json(`${own}/who-looked`)
	const why = looks.map(l => l.why)
	expect(`${why}`, why.includes('a form, to write something down') && why.includes('a form, to correct or add to one record') && !why.includes('recording'))
})
await test('what cannot be read, and what is too large, is told in a page that leads on', async () => {
	const unread = await worker.get('/find?q=%ff')
	expect(`${unread.status}, with the pages of whoever asked`, unread.status === 400 && hrefs(unread.text).includes('/find') && unread.text.includes('/sign-out'))
	const large = await fetchPage(server.at, `${own}/record/voice`, { method: 'POST', cookie: worker.cookie, raw: 'x'.repeat(70000) })
	expect(`${large.status}, with a way on`, large.status === 413 && hrefs(main(large.text)).includes('/'))
})
await test('telephone numbers stay on one line in a list', async () => {
	const { status, text } = await worker.get('/c/workforce')
	if (status === 404) return skip('there is no list of workers')
	expect('marked so', /wm-number" data-label="Telephone">[0-9 ]+</.test(text))
})
await test('each sheet of a print says for whom it is and when', async () => {
	try { execFileSync('pdftotext', ['-v'], { stdio: 'ignore' }) } catch { return skip('there is no pdftotext') }
	const chrome = await browser()
	try {
		const { page } = await person(chrome, server, 'worker')
		await page.goto(own)
		const pdf = join(server.folder, 'print.pdf')
		writeFileSync(pdf, await page.pdf({ format: 'A5' }))
		const sheets = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).split('\f').map(s => s.replace(/\s+/g, ' ')).filter(s => s.trim())
		const marked = sheets.filter(s => /As shown on \d+ \w+ \d{4}/.test(s) && /Invented children/.test(s) && /Working copy, not released, not for the family/.test(s))
		expect(`${marked.length} of ${sheets.length} sheets`, sheets.length > 1 && marked.length === sheets.length)
	} finally {
		await chrome.close()
	}
})
await server.stop()
finish()
