// SPDX-License-Identifier: AGPL-3.0-or-later
// A manager who works with none of the children ends somebody's work with one, and says which person a worker is; who is
// related to a child is listed for those who may know it; a child that somebody holds is not given away by the page of those
// whom nobody holds.
import { execFileSync } from 'node:child_process'
import { engines, expect, finish, program, serve, test } from '../../tests/browser/support.mjs'
import { day, gather, must } from '../../tests/flow/people.mjs'
import { formOf } from '../../tests/flow/client.mjs'

const today = new Date()
const now = name => day(name, today.getDate(), today.getMonth() + 1, today.getFullYear())

await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	const its = (name, body) => test(`${engine}: ${name}`, body)
	try {
		const area = await gather(server)
		const { manager, worker, supervising, sealed } = area.all
		const size = () => Number(execFileSync(program, ['checkpoint', '--db', server.address], { env: area.env, encoding: 'utf8' }).split('\n')[1])
		const status = async (who, path) => (await who.get(path)).status
		const own = `/child/${area.child}`

		await its('the page of those whom nobody holds gives away nobody whom somebody holds', async () => {
			const before = size()
			const { text } = await manager.get(`/nobody-holds/${area.unheld}`)
			const form = { ...Object.fromEntries(formOf(text, `/nobody-holds/${area.unheld}`)), 'about-worker': area.numbers.worker, as: 'lead', ...day('from', 1, 2, 2026) }
			const refused = await manager.post(`/nobody-holds/${area.child}`, form)
			expect(`${refused.status}, in words`, refused.status === 409 && /Somebody works with that child already/.test(refused.text))
			expect('nothing was recorded', size() === before)
			for (const turn of ['first', 'second']) { // the second time it is the answer to the same form
				const answer = await manager.post(`/nobody-holds/${area.unheld}`, form)
				expect(`${turn}: ${answer.status}`, answer.status === 303 && size() === before + 1)
			}
		})
		await its('whom a worker works with, for a manager who opens none of them', async () => {
			expect('the manager cannot open it', await status(manager, own) === 403)
			const list = await manager.json(`/worker/${area.numbers.sealed}/children`)
			const one = list.children.find(c => c.name.startsWith('Testa'))
			expect('its name and age', one && /years old/.test(one.age) && one.as === 'co-worker')
			const { text } = await worker.get(`${own}/who-looked`)
			expect('that the name was seen is noted', /whom a worker works with|saw the child’s name/i.test(text))
		})
		await its('ends it: the worker cannot open the record from the next page on', async () => {
			const { children } = await manager.json(`/worker/${area.numbers.sealed}/children`)
			const { record } = children.find(c => c.name.startsWith('Testa'))
			const form = `/worker/${area.numbers.sealed}/children/${record}`
			expect('open before', await status(sealed, own) === 200)
			const early = await manager.send(form, day('until', 1, 1, 2020))
			expect(`before it began: ${early.status}`, early.status === 422 && /cannot end before it began/.test(early.text))
			const never = await manager.send(form, { 'until-not-known': 'yes' })
			expect(`on a day that nobody knows: ${never.status}`, never.status === 422 && /Write the day/.test(never.text))
			const opened = await manager.get(form)
			const sent = { ...Object.fromEntries(formOf(opened.text, form)), ...now('until'), why: 'Somebody else takes over.' }
			const before = size()
			for (let i = 0; i < 2; i++) must(await manager.post(form, sent), 303, 'the end')
			expect('one entry', size() === before + 1)
			expect('closed', await status(sealed, own) === 403)
			expect('and gone from the list', !(await manager.json(`/worker/${area.numbers.sealed}/children`)).children.some(c => c.record === record))
			expect('others go on', await status(worker, own) === 200)
			expect('it is said to those who read', (await worker.get(own)).text.includes('Who worked with this child before'))
		})
		await its('staff who are related stand on the child’s page, for managers alone', async () => {
			must(await supervising.send(`${own}/interest`, { 'about-worker': area.numbers.health, what: 'kin' }), 303, 'an interest')
			const shown = async who => (await who.get(own)).text.includes('related to the child or the family')
			expect('the manager who works with the child', await shown(supervising))
			expect('not the worker', !await shown(worker))
			expect('whoever it is about cannot open it', await status(area.all.health, own) === 403)
		})
		await its('says which person a worker is, and words can be kept from that person', async () => {
			must(await supervising.send('/record-new/worker', { name: 'Thessaly Brackenrow' }), 303, 'a worker')
			const numbers = (await manager.get(`/nobody-holds/${(await newChild(manager)).child}`)).text
			const number = numbers.match(/<option value="(\d+)"[^>]*>Thessaly Brackenrow/)[1]
			const form = `/worker/${number}/person`
			expect('not known yet', (await manager.get(`/record/${number}`)).text.includes('Say which person Thessaly Brackenrow is'))
			const wrong = await manager.send(form, { number: `${area.child}` })
			expect(`a child’s number tells nothing: ${wrong.status}`, wrong.status === 422 && /no person of this name/.test(wrong.text) && !/Larkspindle/.test(wrong.text))
			const empty = await manager.send(form, {})
			expect(`without a name: ${empty.status}`, empty.status === 422 && /Write the given names/.test(empty.text))
			const before = size()
			const opened = await manager.get(form)
			const sent = { ...Object.fromEntries(formOf(opened.text, form)), given: 'Thessaly', surname: 'Brackenrow' }
			for (let i = 0; i < 2; i++) must(await manager.post(form, sent), 303, 'the person')
			expect('two entries', size() === before + 2)
			expect('known', (await manager.get(`/record/${number}`)).text.includes('Which person Thessaly Brackenrow is'))
			must(await supervising.send(`${own}/works-with`, { 'about-worker': number, as: 'co_worker', ...day('from', 1, 2, 2026) }), 303, 'work')
			const voice = await worker.get(`${own}/record/voice`)
			if (voice.status === 200) expect('words can be kept from them', /name="keep_from"[\s\S]*Thessaly Brackenrow/.test(voice.text))
		})
	} finally {
		await server.stop()
	}
})
finish()

async function newChild (manager) {
	must(await manager.send('/record-new/person', { given: 'Another', surname: 'Larkspindle', child: 'yes', ...day('born', 9, 5, 2015) }), 303, 'a child')
	return (await manager.json('/nobody-holds')).children[0]
}
