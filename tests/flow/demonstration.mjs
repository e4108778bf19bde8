// SPDX-License-Identifier: AGPL-3.0-or-later
// The demonstration area: its rates are the published ones, read again from the department's tables where they are at hand, and an
// area of 5,000 children has them, as nearly as chance allows. Nothing in it is of the future, and only there is the past told.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, finish, program, skip, test } from '../browser/support.mjs'

// ---- rates.yaml, line by line: it is written so that every number stands on a line of its own

function ratesOf (text) {
	const rates = []
	for (const line of text.split('\n')) {
		const begins = line.match(/^- (rate|assumed): (\w+)/), value = line.match(/^ {2}(year|table): (\w+)/), numbers = line.match(/\{(.*)\}/)
		const said = name => numbers?.[1].match(new RegExp(`(?:^|[,{ ])${name}: ("[^"]*"|\\[[^\\]]*\\]|[^,}]+)`))?.[1].replace(/"/g, '')
		if (begins) rates.push({ name: begins[2], published: begins[1] === 'rate', parts: [], of: { n: 1 } })
		const rate = rates.at(-1)
		if (value) rate[value[1]] = value[2]
		if (!numbers || !rate) continue
		const list = name => (said(name) ?? '[]').slice(1, -1).split(',').map(s => s.trim()).filter(Boolean)
		const number = { column: said('column'), row: said('row'), n: Number(said('n')), share: Number(said('share')), as: list('as'), days: list('days').map(Number), table: said('table') ?? rate.table, year: said('year') ?? rate.year }
		if (/^ {2}of:/.test(line)) rate.of = number
		else for (const one of line.matchAll(/\{[^{}]*\}/g)) if (one[0].length === numbers[0].length) rate.parts.push(number)
	}
	return Object.fromEntries(rates.map(r => [r.name, r]))
}
const rates = ratesOf(readFileSync(new URL('../../practice/demonstration/rates.yaml', import.meta.url), 'utf8'))
const share = (name, i = 0) => rates[name].parts[i].share || rates[name].parts[i].n / rates[name].of.n

// ---- the department's tables

const folder = new URL('../../../shared/data/dfe_stats/', import.meta.url)
const tables = {}
function national (table, year) {
	if (!tables[table]) {
		const file = readdirSync(folder).find(f => f.startsWith(`${table}_`))
		const [head, ...lines] = gunzipSync(readFileSync(new URL(file, folder))).toString('utf8').replace(/^\ufeff/, '').trim().split(/\r?\n/)
		const cells = line => [...line.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map(m => m[1].replace(/"/g, ''))
		tables[table] = lines.map(l => Object.fromEntries(cells(l).map((c, i) => [cells(head)[i], c])))
	}
	return tables[table].filter(r => r.time_period === `${year}` && r.geographic_level === 'National')
}
if (existsSync(folder)) {
	for (const rate of Object.values(rates).filter(r => r.published)) {
		await test(`${rate.name}: as the department has it`, () => {
			for (const number of [rate.of, ...rate.parts].filter(n => n.column || n.row)) {
				const rows = national(number.table, number.year)
				const said = number.row ? rows.find(r => r.category_type === number.row)?.number : rows[0]?.[number.column]
				expect(`${number.row ?? number.column} of ${number.table}, ${number.year}: ${said}, here ${number.n}`, Number(said) === number.n)
			}
		})
	}
} else skip('the published tables are not here')

// ---- an area of 5,000 children, as of a day that has come everywhere

if (!spawnSync('sqlite3', ['-version']).stdout) {
	skip('an area of 5,000 children, as sqlite3 is not here')
	finish()
	process.exit()
}
const children = 5000, on = '2025-03-31'
const place = mkdtempSync(join(tmpdir(), 'waymark-'))
const db = join(place, 'area.db')
execFileSync(program, ['demo', '--children', `${children}`, '--seed', '5', '--on', on, '--db', db])
const ask = sql => JSON.parse(execFileSync('sqlite3', ['-json', db, sql], { encoding: 'utf8', maxBuffer: 1 << 28 }) || '[]')
const before = days => new Date(Date.parse(on) - days * 864e5).toISOString().slice(0, 10)
const now = kind => `p_${kind} WHERE known_to IS NULL`
const count = sql => Object.values(ask(`SELECT COUNT(*) AS n FROM ${sql}`)[0])[0]

// As far as chance alone takes a share of n: four standard deviations. together: how many of the n were one draw, as brothers and
// sisters are, or what a family had at its first referral and has again at the next.
function near (what, found, n, expected, together = 1) {
	const limit = 4 * Math.sqrt(expected * (1 - expected) * together / n) + 0.5 / n
	expect(`${what}: ${(found / n).toFixed(4)} of ${n}, published ${expected.toFixed(4)} ± ${limit.toFixed(4)}`, Math.abs(found / n - expected) <= limit)
}
const referrals = ask(`SELECT p.record, substr(p.happened, 1, 10) AS day, p.source, p.primary_need AS need, COALESCE(p.no_further_action, 0) AS ended,
	(SELECT MIN(target) FROM link WHERE link.seq = p.seq AND role = 'child') AS child, (SELECT COUNT(*) FROM link WHERE link.seq = p.seq AND role = 'child') AS n,
	(SELECT c.reason FROM link l JOIN p_closure c ON c.seq = l.seq WHERE l.target = p.record AND l.role = 'episode' AND l.kind = 'closure' AND c.known_to IS NULL) AS reason,
	(SELECT substr(c.happened, 1, 10) FROM link l JOIN p_closure c ON c.seq = l.seq WHERE l.target = p.record AND l.role = 'episode' AND l.kind = 'closure' AND c.known_to IS NULL) AS closed
	FROM p_referral p WHERE p.known_to IS NULL ORDER BY p.happened`)
const days = (a, b) => (Date.parse(b) - Date.parse(a)) / 864e5
const settled = referrals.filter(r => r.day < before(260)), recent = referrals.filter(r => r.day >= before(730))
const sizes = rates.children_in_a_family.parts.map((p, i) => [i + 1, p.share])
const together = sizes.reduce((sum, [n, s]) => sum + n * n * s, 0) / sizes.reduce((sum, [n, s]) => sum + n * s, 0)

await test('so many children, so many referrals in a year for 10,000 children who live there', () => {
	expect('children', count(`${now('person')} AND child = 1`) === children)
	const firstOnes = 1e4 * share('referrals') * (1 - share('again')), live = children / (3 * firstOnes) * 1e4
	const found = recent.reduce((sum, r) => sum + r.n, 0), expected = 2 * share('referrals') * live
	const limit = 4 * Math.sqrt(expected * together * 1.3), per = n => (n / 2 / live * 1e4).toFixed(1)
	expect(`${per(found)} a year, published ${per(expected)} ± ${per(limit)}`, Math.abs(found - expected) <= limit)
})
await test('referred again within twelve months', () => {
	const again = recent.filter(r => referrals.some(b => b.child === r.child && b.day < r.day && days(b.day, r.day) <= 365))
	near('again', again.length, recent.length, share('again'), 1.3)
})
await test('what became of referrals', () => {
	near('nothing further', settled.filter(r => r.ended).length, settled.length, share('outcome', 0))
	near('not in need', settled.filter(r => ['RC8', 'RC9'].includes(r.reason)).length, settled.length, share('outcome', 1))
})
await test('who referred', () => {
	rates.source.parts.forEach((p, i) => near(p.column, referrals.filter(r => p.as.includes(r.source)).length, referrals.length, share('source', i)))
})
await test('the main need', () => {
	const first = referrals.filter((r, i) => referrals.findIndex(b => b.child === r.child) === i)
	rates.need.parts.forEach((p, i) => near(p.as[0], first.filter(r => r.need === p.as[0]).length, first.length, share('need', i)))
})
await test('what was found to play a part', () => {
	const found = ask(`SELECT factors FROM ${now('assessment')} AND authorised IS NOT NULL`).map(r => r.factors.split(/[^0-9A-Z]+/))
	rates.factor.parts.forEach((p, i) => near(p.column, found.filter(f => f.includes(p.as[0])).length, found.length, share('factor', i), together * 1.5))
})

// Bank holidays in England, from the days on which the area begins.
const holidays = `2022-04-15 2022-04-18 2022-05-02 2022-06-02 2022-06-03 2022-08-29 2022-09-19 2022-12-26 2022-12-27 2023-01-02 2023-04-07 2023-04-10
	2023-05-01 2023-05-08 2023-05-29 2023-08-28 2023-12-25 2023-12-26 2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25
	2024-12-26 2025-01-01`.split(/\s+/)
function workingDays (from, until) {
	let n = 0
	for (let at = Date.parse(from) + 864e5; at <= Date.parse(until); at += 864e5) {
		const d = new Date(at)
		n += d.getUTCDay() % 6 !== 0 && !holidays.includes(d.toISOString().slice(0, 10))
	}
	return n
}
const dayOf = n => new Date(n * 864e5).toISOString().slice(0, 10)
await test('how long assessments took', () => {
	const each = ask(`SELECT MIN(p.record), substr(p.happened, 1, 10) AS begun, p.authorised AS ended FROM p_assessment p JOIN link l ON l.seq = p.seq AND l.role = 'episode'
		WHERE p.known_to IS NULL AND p.authorised IS NOT NULL AND p.happened < '${before(200)}' GROUP BY l.target, p.happened`)
	const first = each.map(r => workingDays(r.begun, dayOf(r.ended)))
	rates.assessment_days.parts.forEach((p, i) => near(p.column, first.filter(n => n >= p.days[0] && (n <= p.days[1] || i === 8)).length, first.length, share('assessment_days', i), 1.2))
	const finished = count(`${now('assessment')} AND authorised IS NOT NULL AND happened < '${before(258)}'`)
	const referred = settled.reduce((sum, r) => sum + r.n, 0)
	expect(`${(finished / referred).toFixed(3)} for a referral, published ${share('assessments').toFixed(3)}`, Math.abs(finished / referred - share('assessments')) < 0.06)
})
await test('enquiries, conferences, plans', () => {
	const begun = kind => count(`${now(kind)} AND happened < '${before(90)}'`)
	const enquiries = begun('section_47'), conferences = count(`p_conference c WHERE c.known_to IS NULL AND EXISTS (SELECT 1 FROM link l JOIN p_section_47 s ON s.record = l.target
		AND s.known_to IS NULL AND s.happened < '${before(90)}' WHERE l.seq = c.seq AND l.role = 'enquiry')`)
	near('enquiries', enquiries, referrals.filter(r => r.day < before(100)).length, share('section_47'))
	near('conferences', conferences, enquiries, share('conference'))
	near('plans', count(`${now('protection_plan')}`), count(now('conference')), share('plan'))
	near('second plans', count(`${now('protection_plan')} AND previous_plans > 0`), count(now('protection_plan')), share('second_plan'))
})
await test('how long plans go on, and whether they are reviewed in time', () => {
	const open = ask(`SELECT substr(happened, 1, 10) AS day FROM ${now('protection_plan')} AND ended IS NULL`).map(r => days(r.day, on))
	rates.plan_days.parts.forEach((p, i) => near(p.column, open.filter(n => n > p.days[0] - (i === 0) && (n <= p.days[1] || i === 4)).length, open.length, share('plan_days', i)))
	const began = count(`${now('protection_plan')} AND happened >= '${before(365)}'`)
	const limit = 4 * Math.sqrt(open.length + began * share('plans_open') ** 2) / began
	expect(`open ${open.length}, begun in a year ${began}, published ${share('plans_open').toFixed(3)} ± ${limit.toFixed(3)}`, Math.abs(open.length / began - share('plans_open')) <= limit)
	const first = ask(`SELECT julianday(MIN(substr(r.happened, 1, 10))) - julianday(substr(p.happened, 1, 10)) AS n FROM p_protection_plan p JOIN link l ON l.target = p.record AND l.role = 'to'
		JOIN p_protection_review r ON r.seq = l.seq WHERE p.known_to IS NULL AND r.known_to IS NULL AND p.happened < '${before(150)}' GROUP BY p.record`)
	near('in time', first.filter(r => r.n <= 92).length, first.length, share('review_in_time'))
})
await test('how long children are in need', () => {
	const then = before(150), inNeed = referrals.filter(r => r.day < then && !r.ended && !['RC8', 'RC9'].includes(r.reason))
	const begun = inNeed.filter(r => r.day >= before(150 + 365)).length, open = inNeed.filter(r => !r.closed || r.closed >= then).length, limit = 4 * Math.sqrt(open + begun) / begun
	expect(`open ${open}, begun in a year ${begun}, published ${share('in_need_open').toFixed(3)} ± ${limit.toFixed(3)}`, Math.abs(open / begun - share('in_need_open')) <= limit)
})

// ---- what can be told

await test('nothing happened after it was recorded, nothing was recorded after that day, and the clock never went back', () => {
	const end = Date.parse(`${on}T23:59:59Z`)
	expect('nothing of the future', count(`entry WHERE recorded > ${end}`) === 0)
	expect('in the order of time', count('entry a JOIN entry b ON b.seq = a.seq + 1 AND b.recorded < a.recorded') === 0)
	expect('first it happens', count(`story WHERE moment = 0 AND happened_ms > recorded AND happened <> ''`) === 0)
})
await test('every child has a story that begins with a referral or with its family; every age is that of a child', () => {
	const ages = ask(`SELECT MIN(julianday(substr(r.happened, 1, 10)) - julianday(p.born_day)) AS least, MAX(julianday(substr(r.happened, 1, 10)) - julianday(p.born_day)) AS most FROM
		(SELECT record, date(born * 86400, 'unixepoch') AS born_day FROM ${now('person')} AND child = 1 AND born IS NOT NULL) p
		JOIN link l ON l.target = p.record AND l.role = 'child' AND l.kind = 'referral' JOIN p_referral r ON r.seq = l.seq`)[0]
	expect(`from ${ages.least} to ${ages.most} days old`, ages.least > -280 && ages.most < 18 * 365.25)
	expect('all were referred', count(`${now('person')} AND child = 1 AND NOT EXISTS (SELECT 1 FROM link l WHERE l.target = p_person.record AND l.kind = 'referral')`) === 0)
})
await test('the same seed and day make the same area', () => {
	const again = join(place, 'again.db'), small = join(place, 'small.db')
	for (const file of [again, small]) execFileSync(program, ['demo', '--children', '40', '--seed', '5', '--on', on, '--db', file])
	const all = file => execFileSync('sqlite3', [file, 'SELECT header, bytes FROM body WHERE seq > (SELECT MAX(seq) FROM p_declaration) ORDER BY seq; SELECT recorded FROM entry ORDER BY seq'], { encoding: 'utf8', maxBuffer: 1 << 28 })
	expect('word for word', all(again) === all(small))
})
await test('it can be shown as it was known on any day', () => {
	const people = Object.fromEntries([...readFileSync(`${join(place, 'small.db')}.sign-ins`, 'utf8').matchAll(/^ {2}(\S+) +(\S+) /gm)].map(m => [m[1], m[2]]))
	expect('a worker', people.worker)
	const story = known => execFileSync(program, ['story', 'W000001', '--db', join(place, 'small.db'), '--as', 'worker', '--because', 'test', ...known], { encoding: 'utf8' })
	const whole = story([]), then = story(['--known-on', before(150)])
	expect('less was known', then.length > 100 && then.length < whole.length && !then.includes(new Date(before(20)).getUTCFullYear() + ' recorded'))
})
rmSync(place, { recursive: true, force: true })
finish()
