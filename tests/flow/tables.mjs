// SPDX-License-Identifier: AGPL-3.0-or-later
// What follows from a declaration with no further line: JSON Schema, which every entry of an area fits; tables out, which equal
// the screen and are noted as it is; tables in, each row told that could not be taken, and the same file again changes nothing.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engines, expect, finish, program, serve, test } from '../browser/support.mjs'
import { gather } from './people.mjs'

// As much of JSON Schema as our schemas use; an unknown keyword is a failure, so that nothing is passed over.
const says = ['$schema', '$id', '$defs', 'title', 'description', 'unit', 'about', 'version']
function fits (schema, value, root = schema) {
	for (const [key, is] of Object.entries(schema)) {
		if (says.includes(key)) continue
		const ok = {
			$ref: () => fits(root.$defs[is.replace('#/$defs/', '')], value, root),
			type: () => is === 'integer' ? Number.isInteger(value) : is === 'array' ? Array.isArray(value) : is === 'object' ? !!value && typeof value === 'object' && !Array.isArray(value) : typeof value === is,
			properties: () => Object.entries(is).every(([name, inner]) => value[name] === undefined || fits(inner, value[name], root)),
			required: () => is.every(name => value[name] !== undefined),
			additionalProperties: () => is !== false || Object.keys(value).every(name => schema.properties[name]),
			anyOf: () => is.some(one => fits(one, value, root)),
			oneOf: () => is.filter(one => fits(one, value, root)).length === 1,
			const: () => value === is,
			pattern: () => typeof value === 'string' && new RegExp(is, 'u').test(value),
			maxLength: () => [...value].length <= is,
			minimum: () => value >= is,
			uniqueItems: () => new Set(value.map(v => JSON.stringify(v))).size === value.length,
			items: () => value.every(one => fits(is, one, root))
		}[key]
		if (!ok) throw new Error(`what is ${key}?`)
		if (!ok()) return false
	}
	return true
}
const cells = text => text.trim().split('\r\n').map(line => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(,|$)/g)].slice(0, -1).map(m => m[1].replace(/^"|"$/g, '').replace(/""/g, '"')))
const plain = text => text.replace(/<[^>]*>/g, ' ').replace(/&amp;/g, '&').replace(/&#39;/g, "'").replace(/&quot;/g, '"').replace(/\s+/g, ' ')
const folder = mkdtempSync(join(tmpdir(), 'waymark-tables-'))

await engines(async (engine, db) => {
	const server = await serve({ db, children: 8 })
	const its = (name, body) => test(`${engine}: ${name}`, body)
	try {
		const area = await gather(server)
		const { worker, manager, supervising } = area.all
		const own = `/child/${area.child}`
		const size = () => Number(execFileSync(program, ['checkpoint', '--db', server.address], { env: area.env, encoding: 'utf8' }).split('\n')[1])
		const command = (...said) => spawnSync(program, [...said, '--db', server.address], { env: area.env, encoding: 'utf8' })

		await its('every kind has its schema; what is recorded of it fits, and what no entry can be does not', async () => {
			const kinds = [...execFileSync(program, ['practice', 'docs'], { encoding: 'utf8' }).matchAll(/^### .*\(`(\w+)`\)$/gm)].map(m => m[1])
			expect(`${kinds.length} kinds`, kinds.length > 8)
			for (const kind of kinds) {
				const { status, text, headers } = await worker.get(`/schema/${kind}`, { accept: 'application/json' })
				const schema = JSON.parse(text)
				expect(`${kind}: ${status}`, status === 200 && /json/.test(headers['content-type']) && schema.$id.includes(`:${kind}:`))
				const offers = name => fits({ ...schema, required: [] }, { [name]: { not_known: true } })
				const known = Object.fromEntries(schema.required.map(name => [name, offers(name) ? { not_known: true } : { unread: 'as received' }]))
				expect(`${kind}: all of it not known, or as received`, fits(schema, known))
				expect(`${kind}: a field that it has not`, !fits(schema, { ...known, no_such_field: 'x' }))
				if (schema.required.length) expect(`${kind}: without what is needed`, !fits(schema, {}))
			}
			const person = await worker.json('/schema/person')
			expect('a day', fits(person, { born: '2014-05' }) && fits(person, { born: '2014-05-09~' }) && !fits(person, { born: '9 May 2014' }))
			expect('a code', fits(person, { sex: 'F' }) && !fits(person, { sex: 'X' }) && fits(person, { disability: ['LD', 'HEAR'] }) && !fits(person, { disability: ['LD', 'LD'] }))
			expect('as received', fits(person, { born: { unread: '31/02/2024' } }) && !fits(person, { born: { unread: 5 } }))
			const page = await worker.get('/schema/person')
			expect('and a page for people', /Date of birth/.test(page.text) && /as=json/.test(page.text))
		})
		if (engine === 'sqlite') await its('what the area holds fits its schemas', async () => {
			const sql = "SELECT chain.kind, CAST(body.bytes AS TEXT) FROM chain JOIN body ON body.seq = chain.seq WHERE chain.kind <> 'declaration'"
			const rows = JSON.parse(execFileSync('sqlite3', ['-json', server.address, sql], { encoding: 'utf8', maxBuffer: 1 << 28 }))
			const schemas = new Map()
			for (const row of rows) {
				const values = JSON.parse(row['CAST(body.bytes AS TEXT)'])
				if (!schemas.has(row.kind)) schemas.set(row.kind, await worker.json(`/schema/${row.kind}`))
				expect(`${row.kind}: ${JSON.stringify(values)}`, fits(schemas.get(row.kind), values))
			}
			expect(`${rows.length} entries of ${schemas.size} kinds`, rows.length > 100 && schemas.size > 4)
		})

		const lists = [['worker', '/', '/?as=csv'], ['manager', '/nobody-holds', '/nobody-holds?as=csv'], ['worker', `${own}/who-looked`, `${own}/who-looked?as=csv`]]
		for (const [who, page, table] of lists) {
			await its(`${page.replace(/\d+/, 'N')} as a table equals the screen`, async () => {
				await area.all[who].get(page) // to look at who looked is a look as well
				const { text } = await area.all[who].get(page)
				const answer = await area.all[who].get(table)
				expect(`${answer.status} ${answer.headers['content-type']}`, answer.status === 200 && /^text\/csv/.test(answer.headers['content-type']) && /attachment/.test(answer.headers['content-disposition']))
				const [head, ...rows] = cells(answer.text)
				const marks = [head, ...rows].map(row => row.pop())
				expect(`each row says what it is: ${marks.slice(0, 2)}`, marks[0] === 'Working copy, not released, not for the family' && marks.slice(1).every(m => /^For \S.+, \d+ \w+ \d{4} at \d\d:\d\d$/.test(m)))
				expect('and so does its name', /''working-copy-/.test(answer.headers['content-disposition']))
				expect(`${head}: ${rows.length} rows`, head.length > 2 && rows.length > 0)
				const screen = plain(text)
				const missing = rows.flatMap(row => row.filter(c => c && !/^\d+$/.test(c) && !screen.includes(c)))
				const late = page.includes('who-looked') ? missing.filter(m => !/2026|20\d\d/.test(m)) : missing // the page itself was a look
				expect(`not on the screen: ${late}`, late.length === 0)
				expect('the page leads to it', text.replace(/&amp;/g, '&').includes(table.split('?')[0]) && /as=csv/.test(text))
			})
		}
		await its('a table is noted as its page is', async () => {
			await manager.get('/nobody-holds?as=csv')
			must303(await supervising.send(`/nobody-holds/${area.unheld}`, { 'about-worker': area.numbers.supervising, as: 'manager', 'from-day': '1', 'from-month': '2', 'from-year': '2026' }))
			const { looks } = await supervising.json(`/child/${area.unheld}/who-looked`)
			expect(JSON.stringify(looks.slice(0, 4)), looks.some(l => l.outcome === 'found'))
		})

		const file = (name, text) => { const path = join(folder, name); writeFileSync(path, text); return path }
		const by = who => ['--as', who, '--because', 'a list from before']
		await its('a table goes in: each row a record, and the same again changes nothing', async () => {
			const path = file('teams.csv', 'id,name,locality\r\n1,"Alder, Long and Quill",Northmere\r\n2,Bramble,\r\n')
			const before = size()
			const first = command('import', 'records', 'team', path, ...by('manager'))
			expect(`${first.status} ${first.stdout}${first.stderr}`, first.status === 0 && /2 rows; 2 new records, 0 as they were/.test(first.stdout) && size() === before + 3)
			const again = command('import', 'records', 'team', path, ...by('manager'))
			expect(`again: ${again.stdout}`, again.status === 0 && /0 new records, 2 as they were/.test(again.stdout) && size() === before + 3)
			const other = command('import', 'records', 'team', file('other.csv', 'id,name\r\n2,Changed\r\n'), ...by('manager'))
			expect(`other values: ${other.stderr}`, other.status === 1 && /other\.csv:2: was recorded before, with other values/.test(other.stderr) && size() === before + 3)
			const more = command('import', 'records', 'team', file('more.csv', 'id,name,locality\r\n3,Cedar,\r\n1,"Alder, Long and Quill",Northmere\r\n3,Cedar,\r\n'), ...by('manager'))
			expect(`one more, and one said twice: ${more.stdout}`, more.status === 0 && /3 rows; 1 new records, 2 as they were/.test(more.stdout) && size() === before + 5)
			const twice = command('import', 'records', 'team', file('twice.csv', 'id,name\r\n4,Dogwood\r\n4,Elder\r\n'), ...by('manager'))
			expect(`two with one id: ${twice.stderr}`, twice.status === 1 && /twice\.csv:3: has the id of line 2/.test(twice.stderr) && size() === before + 5)
		})
		await its('each row that cannot be taken is told with file and line, and then nothing of it is; what does not read is kept', async () => {
			const good = `T000001,${area.numbers.worker},piece_of_work,2026-03-01,not a day\r\n`
			const head = 'child,worker,as,from,until\r\n'
			const path = file('works.csv', head + good +
				`T999999,${area.numbers.worker},lead,2026-03-01,\r\n` +
				`T000001,${area.numbers.worker},,2026-03-02,\r\n` +
				`T000001,${area.numbers.worker}\r\n`)
			const before = size()
			const { status, stdout, stderr } = command('import', 'records', 'works_with', path, ...by('supervising'))
			expect(`${status} ${stdout}${stderr}`, status === 1 && /nothing of it was taken/.test(stderr) && stdout === '')
			for (const words of [/works\.csv:2: until: does not read; it is kept/, /works\.csv:3: child: there is no such record/, /works\.csv:4: as: /, /works\.csv:5: as many cells/]) expect(`${words}: ${stderr}`, words.test(stderr))
			expect('nothing', size() === before)
			const kept = command('import', 'records', 'works_with', file('works.csv', head + good), ...by('supervising'))
			expect(`${kept.status} ${kept.stdout}${kept.stderr}`, kept.status === 1 && /1 rows; 1 new records, 0 as they were/.test(kept.stdout) && /works\.csv:2: until: does not read/.test(kept.stdout))
			expect('one entry, and the one that completes it', size() === before + 2)
		})
		await its('a column that the kind has not is refused before anything is recorded, and so is whoever may not', async () => {
			const before = size()
			const unknown = command('import', 'records', 'team', file('unknown.csv', 'name,colour\r\nX,red\r\n'), ...by('manager'))
			expect(`${unknown.status} ${unknown.stderr}`, unknown.status === 1 && /unknown\.csv:1: colour: no column of this kind/.test(unknown.stderr) && /name, locality/.test(unknown.stderr))
			const kind = command('import', 'records', 'tteam', file('kind.csv', 'name\r\nX\r\n'), ...by('manager'))
			expect(kind.stderr, kind.status === 2 && /there is no kind tteam/.test(kind.stderr))
			const torn = command('import', 'records', 'team', file('torn.csv', 'name,locality\r\n"X,Y\r\n'), ...by('manager'))
			expect(`${torn.status} ${torn.stderr}`, torn.status === 1 && /torn\.csv:\d/.test(torn.stderr))
			const role = command('import', 'records', 'team', file('role.csv', 'name\r\nX\r\n'), ...by('worker'))
			expect(`${role.status} ${role.stderr}`, role.status === 2 && /may not/.test(role.stderr))
			const nobody = command('import', 'records', 'team', file('role.csv', 'name\r\nX\r\n'))
			expect(nobody.stderr, nobody.status === 2 && /say who reads and why/.test(nobody.stderr))
			expect('nothing was recorded', size() === before)
		})
	} finally {
		await server.stop()
	}
})
finish()

function must303 (answer) {
	if (answer.status !== 303) throw new Error(`${answer.status}: ${answer.text.slice(0, 500)}`)
}
