// SPDX-License-Identifier: AGPL-3.0-or-later
// One area asks another whether it knows a child: which fields agree, recorded on both sides, and nothing else told.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { engines, expect, finish, program, serve, test } from '../../tests/browser/support.mjs'
import { day, gather, must } from '../../tests/flow/people.mjs'

await engines(async (engine, db) => {
	const its = (name, body) => test(`${engine}: ${name}`, body)
	const asking = await serve({ children: 6, db }), asked = await serve({ children: 6, seed: 8 })
	try {
		const [here, there] = [await gather(asking), await gather(asked)]
		const file = name => join(asking.folder, name)
		writeFileSync(file('words'), 'teapot lantern marsh eleven\n')
		writeFileSync(file('other-words'), 'teapot lantern marsh twelve\n')
		const run = (area, as, ...args) => {
			const said = spawnSync(program, ['elsewhere', ...args, '--db', area.server.address, '--as', as, '--because', 'Moved here in May.'],
				{ env: area.env, encoding: 'utf8' })
			return { status: said.status, text: said.stdout + said.stderr }
		}
		const ask = (as, number = 'T000001') => run(here, as, 'ask', number, '--words', file('words'), '--agency', 'Northmere', '-o', file('question'))
		const answer = (as = 'desk', words = 'words') => run(there, as, 'answer', file('question'), '--words', file(words), '-o', file('answer'))
		const json = name => JSON.parse(readFileSync(file(name), 'utf8'))

		await its('a question names nobody, and stands in the story', async () => {
			const { status, text } = ask('worker')
			expect(`${status} ${text}`, status === 0)
			expect('no name, no date', !/Testa|Larkspindle|2014/.test(readFileSync(file('question'), 'utf8')))
			expect('in the story', (await here.all.worker.get(`/child/${here.child}`)).text.includes('Northmere was asked whether it knows'))
			expect('only by who works with the child', ask('colleague').status === 2)
		})
		await its('the answer says which fields agree, and no more', async () => {
			ask('worker')
			const { status, text } = answer()
			expect(`${status} ${text}`, status === 0)
			const { known, fields } = json('answer')
			expect(JSON.stringify(json('answer')), known === 'yes' && fields.given === true && fields.surname === true && fields.born === true)
			expect('nothing of the record', !/Testa|Larkspindle|2014/.test(readFileSync(file('answer'), 'utf8')))
			const story = (await there.all.worker.get(`/child/${there.child}`)).text
			expect('recorded there with both reasons', story.includes('asked whether we know') && story.includes('Moved here in May.'))
			const looked = (await there.all.worker.get(`/child/${there.child}/who-looked`)).text
			expect('and in the record of who looked', /whom to ring/.test(looked))
		})
		await its('taken in, it stands in the story once', async () => {
			for (let i = 0; i < 2; i++) {
				const { status, text } = run(here, 'worker', 'read', file('answer'), 'T000001', '--words', file('words'))
				expect(`${status} ${text}`, status === 0 && /the same there: given name, surname, birth date/.test(text))
			}
			const story = (await here.all.worker.get(`/child/${here.child}`)).text
			expect('told', story.split('The same there: given name, surname, birth date').length === 2)
			expect('of another child it answers nothing', run(here, 'worker', 'read', file('answer'), 'T000002', '--words', file('words')).status === 2)
		})
		await its('a swapped birth date and another spelling still agree; a child who is not there is not known', async () => {
			const born = day('born', 4, 7, 2012), other = day('born', 7, 4, 2012)
			must(await here.all.manager.send('/record-new/person', { given: 'Aysha', surname: 'Ravenscourt', child: 'yes', local_id: 'T000021', ...born }), 303, 'here')
			must(await there.all.manager.send('/record-new/person', { given: 'Ayesha', surname: 'Ravenscort', child: 'yes', local_id: 'T000022', ...other }), 303, 'there')
			must(await here.all.manager.send('/record-new/person', { given: 'Nobodius', surname: 'Vantongeren', child: 'yes', local_id: 'T000023', ...born }), 303, 'here alone')
			for (const number of ['Aysha', 'Nobodius']) {
				const child = (await here.all.manager.json('/nobody-holds')).children.find(c => c.name.startsWith(number)).child
				must(await here.all.manager.send(`/nobody-holds/${child}`, { 'about-worker': here.numbers.worker, as: 'lead', ...day('from', 1, 2, 2026) }), 303, 'work')
			}
			ask('worker', 'T000021'); answer()
			expect(JSON.stringify(json('answer')), json('answer').known === 'yes' && json('answer').fields.born === true)
			ask('worker', 'T000023'); answer()
			expect(JSON.stringify(json('answer')), json('answer').known === 'no' && Object.keys(json('answer').fields).length === 0)
		})
		await its('of two who are alike, one who is kept from whoever answers is not there', async () => {
			const born = day('born', 6, 8, 2013), given = { given: 'Solveig', surname: 'Applethwaite', child: 'yes', 'new-person': 'yes', ...born }, since = day('from', 1, 2, 2026)
			must(await here.all.manager.send('/record-new/person', { ...given, local_id: 'T000031' }), 303, 'here')
			const asks = (await here.all.manager.json('/nobody-holds')).children.find(c => c.name.startsWith('Solveig')).child
			must(await here.all.manager.send(`/nobody-holds/${asks}`, { 'about-worker': here.numbers.worker, as: 'lead', ...since }), 303, 'work')
			for (const number of ['T000032', 'T000033']) must(await there.all.manager.send('/record-new/person', { ...given, local_id: number }), 303, 'there')
			const kept = (await there.all.manager.json('/nobody-holds')).children.filter(c => c.name.startsWith('Solveig'))[1].child
			must(await there.all.manager.send(`/nobody-holds/${kept}`, { 'about-worker': there.numbers.supervising, as: 'lead', ...since }), 303, 'work')
			must(await there.all.supervising.send(`/child/${kept}/interest`, { 'about-worker': there.numbers.worker, what: 'kin' }), 303, 'an interest')
			ask('worker', 'T000031'); answer()
			expect(JSON.stringify(json('answer')), json('answer').known === 'several')
			ask('worker', 'T000031'); answer('worker')
			expect(JSON.stringify(json('answer')), json('answer').known === 'yes' && json('answer').fields.given === true)
		})
		await its('other words, a changed file, no file: refused in words', async () => {
			ask('worker')
			const refused = (what, { status, text }, words) => expect(`${what}: ${status} ${text}`, status === 2 && text.includes(words))
			refused('other words', answer('desk', 'other-words'), 'the words are not those')
			const whole = readFileSync(file('question'), 'utf8')
			writeFileSync(file('question'), whole.replace('Moved here', 'Moves here'))
			refused('changed', answer(), 'was changed on the way')
			for (const broken of ['', '{}', '[1]', whole.slice(0, 200), whole.replace('"waymark_question":1', '"waymark_question":2')]) {
				writeFileSync(file('question'), broken)
				refused(`«${broken.slice(0, 20)}»`, answer(), 'is not answered')
			}
			refused('no such file', run(there, 'desk', 'answer', file('nothing'), '--words', file('words')), 'file of that name')
			writeFileSync(file('question'), whole)
			refused('who may not', answer('board'), '')
		})
	} finally {
		await asking.stop()
		await asked.stop()
	}
})
finish()
