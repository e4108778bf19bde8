// SPDX-License-Identifier: AGPL-3.0-or-later
// A worker takes back what she recorded a moment ago, by the button of its page; when a colleague has opened the child's record it
// is too late, in words; one who opens it in the same moment is never shown half of it.
import { engines, expect, finish, serve, test } from '../../tests/browser/support.mjs'
import { day, gather, must } from '../../tests/flow/people.mjs'
import { formOf } from '../../tests/flow/client.mjs'

const wrong = 'These words belong to another child.'

await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	const its = (name, body) => test(`${engine}: ${name}`, body)
	try {
		const area = await gather(server)
		const { worker, supervising } = area.all
		const own = `/child/${area.child}`
		const story = async (who, query = '') => (await who.get(own + query)).text
		const record = async words => {
			await new Promise(done => setTimeout(done, 1100)) // a page that a colleague began within a second before counts as read
			const sent = await worker.send(`${own}/record/voice`, { words, how: 'spoken', ...day('happened', 1, 2, 2026) })
			must(sent, 303, 'recorded')
			return new URL(sent.headers.location, 'http://x').searchParams.get('entry')
		}
		const takeBack = async id => {
			const page = await worker.get(`/record/${id}`)
			const form = Object.fromEntries(formOf(page.text, `/record/${id}/take-back`))
			return worker.post(`/record/${id}/take-back`, form)
		}

		await its('what was just recorded is led to, and taken back by one press', async () => {
			const id = await record(wrong)
			expect('after saving, the page leads there', (await story(worker, `?recorded=yes&entry=${id}`)).includes(`href="/record/${id}#take-back"`))
			const answer = await takeBack(id)
			expect(`${answer.status}`, answer.status === 303)
			expect('it is in no story', !(await story(worker)).includes(wrong) && !(await story(supervising)).includes(wrong))
			const page = (await supervising.get(`/record/${id}`)).text
			expect('its own page says so', /took it back/.test(page) && page.includes(wrong))
			expect('nobody takes it back twice', !page.includes('take-back"'))
		})
		await its('too late, in words, once somebody else opened the record', async () => {
			const id = await record('Somebody will read this.')
			const page = await worker.get(`/record/${id}`)
			const form = Object.fromEntries(formOf(page.text, `/record/${id}/take-back`))
			must(await supervising.get(own), 200, 'the colleague reads')
			const answer = await worker.post(`/record/${id}/take-back`, form)
			expect('refused', answer.status === 303 && /tried=yes/.test(answer.headers.location))
			expect('in words', /has opened the child’s record since/.test((await worker.get(answer.headers.location.split('#')[0])).text))
			expect('it stands', (await story(supervising)).includes('Somebody will read this.'))
			expect('no button any more', !/Take it back/.test((await worker.get(`/record/${id}`)).text))
		})
		await its('read while it is taken back: it is taken back whole, or not at all', async () => {
			for (let i = 0; i < 4; i++) {
				const words = `Both at once ${i}.`
				const id = await record(words)
				const form = Object.fromEntries(formOf((await worker.get(`/record/${id}`)).text, `/record/${id}/take-back`))
				const [answer] = await Promise.all([worker.post(`/record/${id}/take-back`, form), supervising.get(own)])
				const refused = /tried=yes/.test(answer.headers.location)
				const stands = (await story(supervising)).includes(words)
				expect(`${i}: ${refused ? 'refused' : 'taken back'}`, stands === refused)
				expect('its page agrees', /took it back/.test((await worker.get(`/record/${id}`)).text) === !refused)
			}
		})
		await its('a past moment as a colleague could read it then', async () => {
			const today = new Date().toISOString().slice(0, 10)
			const page = await worker.get(`${own}?known=${today}&to=${area.numbers.supervising}`)
			expect(`${page.status}`, page.status === 200 && /could read it then and you may read it now/.test(page.text))
			const links = [...page.text.matchAll(/href="(\/child\/\d+\/(?:chronology|family)(?:\?[^"]*)?)"/g)].map(m => m[1])
			expect(`its pages are of that day and person: ${links}`, links.length > 0 && links.every(to => to.includes(`to=${area.numbers.supervising}`)))
			for (const to of links) must(await worker.get(to.replaceAll('&amp;', '&')), 200, to)
			const never = await worker.get(`${own}?known=${today}&to=${area.child}`)
			expect('nothing to somebody who is no worker', never.status === 404 && /Nothing was known then/.test(never.text))
			expect('who was shown it is in the log', /as known on .* to /.test((await worker.get(`${own}/who-looked`)).text))
		})
	} finally {
		await server.stop()
	}
})
finish()
