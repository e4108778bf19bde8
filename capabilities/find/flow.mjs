// SPDX-License-Identifier: AGPL-3.0-or-later
// Whoever is recorded as a new person is looked for first. A record opened at night, what was done, and the morning after. What is
// typed into the box, how often, and what stands in the read log of it.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { engines, expect, finish, program, serve, skip, test } from '../../tests/browser/support.mjs'
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

		// ---- a night, and the morning after it
		const child = `/child/${area.child}`
		const open = async who => {
			await who.get('/find?q=T000001')
			return who.send(`/find/${area.child}/emergency`, { why: 'The hospital rang at 23:40.' })
		}
		await its('whoever opened it is asked what was done and what is not sure, and needs to type nothing', async () => {
			must(await open(desk), 303, 'an opening')
			const { text } = await desk.get(child)
			expect('until when, and the form', /It is open to you until [^<]+\d\d:\d\d/.test(text) && text.includes(`${child}/record/night_work`))
			const form = await desk.get(`${child}/record/night_work`)
			expect('boxes to tap', /type="checkbox" value="hospital"/.test(form.text) && /type="checkbox" value="adults"/.test(form.text))
			must(await desk.send(`${child}/record/night_work`, { done: 'hospital', unsure: 'adults' }), 303, 'the night')
		})
		await its('the day team sees it first, on the first page without words and on the child’s with them', async () => {
			const home = (await worker.get('/')).text
			const panel = home.slice(home.indexOf('What happened out of hours'), home.indexOf('class="wm-count"'))
			expect('before the list of children', home.includes('What happened out of hours') && panel.includes('Testa Larkspindle'))
			expect('who, and that it is written', /Opened in an emergency by [^<]+\d\d:\d\d/.test(panel) && /read it first/.test(panel))
			expect('no words', !/hospital/i.test(panel))
			const page = (await worker.get(child)).text
			expect('with words', /The child is in hospital tonight/.test(page) && /Who the adults with the child are/.test(page))
			expect('nothing for whoever works with another', !(await area.all.colleague.get('/')).text.includes('What happened out of hours'))
		})
		await its('a manager who does not work with the child looks at the opening; nobody at their own', async () => {
			const list = await manager.json('/c/find')
			const one = list.openings.find(o => o.name === 'Testa Larkspindle')
			expect(JSON.stringify(list), one && /23:40/.test(one.why) && !one.own && !one.found && list.open === 2) // another is planted
			expect('whoever is no manager', (await worker.get('/c/find')).status === 403)
			const form = `/find/opening/${one.opening}`
			const nothing = await manager.send(form, {})
			expect(`${nothing.status}`, nothing.status === 422 && /Choose what you found/.test(nothing.text))
			must(await manager.send(form, { was: 'needed', note: 'Ring the ward list.' }), 303, 'a review')
			const after = await manager.json('/c/find')
			expect(JSON.stringify(after), after.open === 1 && after.openings.find(o => o.name === 'Testa Larkspindle').found === 'It was needed')
			expect('who works with the child reads it', (await worker.get(child)).text.includes('was looked at: It was needed'))
			expect('not opened by number', (await manager.get(`/find/opening/${area.child}`)).status === 404)
			must(await open(manager), 303, 'an opening of their own')
			const own = (await manager.json('/c/find')).openings.find(o => o.own)
			expect('their own is named as such', own && (await manager.get(`/find/opening/${own.opening}`)).status === 403)
		})
		await its('what the day team did takes it away from there', async () => {
			must(await worker.send(`${child}/record/night_taken_up`, { did: 'Rang the ward; the aunt is with the child.', ...day('happened', 2, 3, 2026) }), 303, 'taking over')
			const home = (await worker.get('/')).text
			expect('off the first page', !home.slice(home.indexOf('What happened out of hours'), home.indexOf('class="wm-count"')).includes('Testa'))
			const page = (await worker.get(child)).text
			expect('in the story', /Out of hours: /.test(page) && /The day team took over/.test(page) && !/Say what the day team did/.test(page))
		})

		// ---- the box
		await its('whatever is typed is answered or plainly refused, on the page, as JSON and by the command', async () => {
			const typed = { long: 'smith '.repeat(1700), punctuation: '....,,;;', percent: '%', underscore: '_', emoji: '😀 😀', 'right to left': 'עائשה حنة', 'turned round': 'testa\u202e larkspindle',
				'a percent in it': 'testa%', quotes: "' OR 1=1 --", 'no character': '%ff%fe', nul: 'tes%00ta' }
			const expected = { long: 422, punctuation: 422, percent: 422, underscore: 422, emoji: 422, 'no character': 400, nul: 400 }
			for (const [what, text] of Object.entries(typed)) {
				const q = ['nul', 'no character'].includes(what) ? text : encodeURIComponent(text)
				for (const path of ['/find', '/new-person']) for (const accept of ['text/html', 'application/json']) {
					const { status, text: said } = await worker.get(`${path}?q=${q}`, { accept })
					expect(`${what}, ${path}: ${status}`, status === (expected[what] ?? 200))
					if (status === 422) expect(`${what}, ${path}`, said.includes('at least two letters of a name'))
				}
				if (['nul', 'no character'].includes(what)) continue // no argument of a command can be so
				const { status, stderr } = spawnSync(program, ['find', text, '--db', server.address, '--as', 'worker', '--because', 'a test'], { env: area.env, encoding: 'utf8' })
				expect(`${what}, by the command: ${status} ${stderr}`, status === (expected[what] ? 2 : 0) && (status === 0 || /at least two letters/.test(stderr)))
			}
			const found = (await worker.json(`/find?q=${encodeURIComponent('testa%')}`)).found
			expect('a percent stands for nothing', found.length === 1 && found[0].name === 'Testa Larkspindle')
			expect('nor for everybody', (await worker.json(`/find?q=${encodeURIComponent('%%%% zzzz')}`)).found.length === 0)
		})
		await its('a result says how old the child is and who works with it now', async () => {
			const one = (await worker.json('/find?q=testa')).found.find(f => f.name === 'Testa Larkspindle')
			expect(JSON.stringify(one), one.age && one.works_with.includes(area.named(area.numbers.worker)))
		})
		await its('every look-up is in the read log with its text, and so is one that was too many', async () => {
			const logged = (text, outcome) => {
				const sql = `SELECT COUNT(*) FROM look WHERE words = '${text}' AND worker > 0 AND outcome ${outcome}`
				const [command, ...args] = db ? ['psql', '-At', server.address, '-c', sql] : ['sqlite3', `${server.address}.readlog`, sql]
				return Number(execFileSync(command, args, { encoding: 'utf8' }))
			}
			if (spawnSync(db ? 'psql' : 'sqlite3', ['--version']).error) return skip('the read log, as nothing here reads it')
			await area.all.colleague.get('/find?q=Weatherwax+Nobodius')
			await area.all.colleague.get('/new-person?q=Weatherwax+Nobodia')
			expect('found nobody, and is there', logged('Weatherwax Nobodius', '> 0') === 1 && logged('Weatherwax Nobodia', '> 0') === 1)
			if (db) return // counted the same way (tests/unit/match/finding.c); here once is enough
			const refused = logged('Weatherwax Obadiah', '> 0')
			let last
			for (let i = 0; i < 199; i++) last = await area.all.colleague.get('/find?q=Weatherwax+Obadiah')
			expect(`the two-hundred-and-first: ${last.status}`, last.status === 422 && /so many people within an hour/.test(last.text) && refused === 0)
			expect(`${logged('Weatherwax Obadiah', '> 0')} in the log`, logged('Weatherwax Obadiah', '> 0') === 199)
			expect('somebody else is not shut out', (await worker.get('/find?q=testa')).status === 200)
		})
		if (db) await its('while it is still gathered who is known, the page says so: 503, and afterwards an answer', async () => {
			must(await manager.send('/record-new/person', { given: 'Wisteria', surname: 'Oxenholme', 'new-person': 'yes' }), 303, 'somebody to be gathered')
			const holder = spawn('psql', ['-qAt', server.address], { stdio: ['pipe', 'pipe', 'inherit'] })
			holder.stdin.write("BEGIN; LOCK TABLE p_person IN ACCESS EXCLUSIVE MODE; SELECT 'held';\n")
			await once(holder.stdout, 'data')
			const { status, text } = await desk.get('/find?q=T000001')
			holder.stdin.end('COMMIT;\n')
			await once(holder, 'exit')
			expect(`${status}`, status === 503 && /still gathering who is known here/.test(text))
			const after = await desk.get('/find?q=T000001')
			expect(`afterwards ${after.status}`, after.status === 200 && after.text.includes('Testa Larkspindle')) // open to the desk since the night
		})
	} finally {
		await server.stop()
	}
})
finish()
