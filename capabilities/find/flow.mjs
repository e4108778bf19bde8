// SPDX-License-Identifier: AGPL-3.0-or-later
// Whoever is recorded as a new person is looked for first.
import { execFileSync } from 'node:child_process'
import { engines, expect, finish, program, serve, test } from '../../tests/browser/support.mjs'
import { formOf } from '../../tests/flow/client.mjs'
import { day, gather, must } from '../../tests/flow/people.mjs'

await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	const its = (name, body) => test(`${engine}: ${name}`, body)
	try {
		const area = await gather(server)
		const { desk, manager, worker } = area.all
		const size = () => Number(execFileSync(program, ['checkpoint', '--db', server.address], { env: area.env, encoding: 'utf8' }).split('\n')[1])
		const address = '/record-new/person'
		const fill = async (who, fields) => ({ ...Object.fromEntries(formOf((await who.get(address)).text, address)), ...fields })
		const testa = { given: 'Testa', surname: 'Larkspindle', ...day('born', 9, 5, 2014) }

		await its('a new person who is here already is shown beside the form, and nothing is recorded', async () => {
			const before = size()
			for (const who of [worker, desk]) {
				const { status, text } = await who.post(address, await fill(who, testa))
				expect(`${status}`, status === 409 && size() === before)
				expect('what was typed is still there', /value="Larkspindle"/.test(text))
				expect('the press is offered', /name="new-person" value="yes"[^>]*>This is a new person/.test(text))
				if (who === worker) expect('with the reasons', /Testa[\s\S]*surname the same; birth date the same/.test(text))
				else expect('nothing but whom to ring', /is here already/.test(text) && /Whom to ring: /.test(text) && !/surname the same/.test(text))
			}
		})
		await its('one press says that it is somebody new, and is recorded with what was typed', async () => {
			const form = { ...await fill(desk, testa), 'new-person': 'yes' }
			const before = size()
			for (let i = 0; i < 2; i++) must(await desk.post(address, form), 303, 'a new person')
			expect(`${size() - before} entries: the person and the press`, size() === before + 2)
			const said = await manager.json(`/record/${size()}`)
			expect(JSON.stringify(said.fields), said.fields.some(f => f.value === 'Testa Larkspindle 9/5/2014') && said.fields.some(f => f.value === '1'))
			expect('not for everybody', (await desk.get(`/record/${size()}`)).status === 403)
		})
		await its('nobody like that: one form, and the press is recorded with it', async () => {
			const form = await fill(desk, { given: 'Quennell', surname: 'Ottershaw', 'born-year': '2019' })
			const before = size()
			must(await desk.post(address, form), 303, 'a new person')
			const said = await manager.json(`/record/${size()}`)
			expect(JSON.stringify(said.fields), size() === before + 2 && said.fields.some(f => f.value === 'Quennell Ottershaw 2019') && said.fields.some(f => f.value === '0'))
		})
		await its('a person without a name is recorded without looking', async () => {
			const before = size()
			must(await desk.post(address, await fill(desk, { language: 'Polish' })), 303, 'a new person')
			expect(`${size() - before}`, size() === before + 1)
		})
	} finally {
		await server.stop()
	}
})
finish()
