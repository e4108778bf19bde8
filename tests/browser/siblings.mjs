// SPDX-License-Identifier: AGPL-3.0-or-later
// One form for brothers and sisters, one press: what is about all of them, and beside it what is only about one. Whoever may read
// only one child's record finds nothing of what is private to another. With and without script; on a desktop, a phone and paper.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accessible, browser, desktop, engines, expect, finish, person, phone, picture, screens, serve, standsOn, test } from './support.mjs'
import { formOf } from '../flow/client.mjs'
import { day, gather, must } from '../flow/people.mjs'

standsOn('chronology', 'family', 'people', 'release', 'undo', 'visits', 'voice')
const on = (d, m) => day('happened', d, m, 2026)
const main = page => page.locator('main').innerText()
const all = 'meadowsong', testas = 'quartzfern', kits = 'brindlewick', sams = 'thicketlamp'

// Kit and Sam, brothers and sisters of the child; the worker works with all, the colleague with Kit alone.
async function family (area) {
	const { manager, supervising, worker, colleague } = area.all, since = day('from', 1, 2, 2026)
	const made = {}
	for (const [given, local] of [['Kit', 'K000001'], ['Sam', 'S000001']]) {
		must(await worker.send('/record-new/person', { given, surname: 'Larkspindle', child: 'yes', local_id: local, ...day('born', 4, 4, 2012), 'new-person': 'yes' }), 303, given)
		const one = made[given] = (await manager.json('/nobody-holds')).children.find(c => c.name.startsWith(given)).child
		must(await worker.send(`/child/${area.child}/record/relationship`, { is: 'brother_or_sister', 'about-person': one, ...on(1, 1) }), 303, 'kin')
		must(await manager.send(`/nobody-holds/${one}`, { 'about-worker': area.numbers.supervising, as: 'manager', ...since }), 303, 'allocation')
		must(await supervising.send(`/child/${one}/works-with`, { 'about-worker': area.numbers.worker, as: 'lead', ...since }), 303, 'the worker')
	}
	const name = (await colleague.get('/')).text.match(/<a href="\/sign-ins">([^<]*)/)[1]
	const offered = (await supervising.get(`/child/${made.Kit}/works-with`)).text
	const number = [...offered.matchAll(/<option value="(\d+)"[^>]*>([^<]*)/g)].find(([, , n]) => n.startsWith(name))[1]
	must(await supervising.send(`/child/${made.Kit}/works-with`, { 'about-worker': number, as: 'co_worker', ...since }), 303, 'the colleague')
	return { testa: area.child, kit: made.Kit, sam: made.Sam }
}

// Every page of that child, and what leads on from its story, as this person finds them; as HTML, as JSON and on paper.
async function everything (who, child, folder) {
	let found = ''
	const own = `/child/${child}`
	const story = (await who.get(own)).text
	const records = [...new Set([...story.matchAll(/href="(\/record\/\d+)/g)].map(m => m[1]))]
	for (const path of [own, `${own}?order=oldest`, `${own}?print=yes`, `${own}?known=2031-01-01`, `${own}/visit`, `${own}/voice`, `${own}/for-the-child`, `${own}/family`,
		`${own}/record/visit`, `${own}/record/voice`, `${own}/who-looked`, '/', '/?as=csv', '/c/visits', '/c/voice', '/find?q=Larkspindle', ...records, ...records.map(r => `${r}?known=2031-01-01`)]) {
		const page = await who.get(path)
		found += page.text + (page.status === 200 ? (await who.get(path, { accept: 'application/json' })).text : '')
	}
	for (const word of [testas, kits, sams]) found += (await who.get(`/find?q=${word}`)).text.replaceAll(`value="${word}"`, '').replaceAll(`“${word}”`, '')
	return found + await paper(who, child, folder)
}
async function paper (who, child, folder) {
	const file = join(folder, 'chronology.pdf')
	writeFileSync(file, must(await who.get(`/child/${child}/chronology.pdf`), 200, 'the chronology').bytes)
	return execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' })
}

async function looked (page, name) {
	for (const [how, viewport] of [['desktop', desktop], ['phone', phone]]) {
		await page.setViewportSize(viewport)
		expect(`${name} fits`, await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth))
		await accessible(page)
		await picture(page, `${name}-${how}`)
	}
	await page.setViewportSize(desktop)
}

const fillDay = async (page, d) => { for (const [part, n] of [['day', d], ['month', 6], ['year', 2026]]) await page.locator(`#happened-${part}`).fill(`${n}`) }

const chrome = await browser()
await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	const its = (name, body) => test(`${engine}: ${name}`, body)
	try {
		const area = await gather(server)
		const { worker, colleague, health, supervising, sealed } = area.all
		const { testa, kit, sam } = await family(area)
		const entries = async child => (await supervising.json(`/child/${child}`)).entries
		const counts = async () => [await entries(testa), await entries(kit), await entries(sam)].join()
		const chosen = child => `input[name=about-child][value="${child}"]`, box = child => `about-only-${child}`

		await its('one visit to three children is written down in one form; what is wrong comes back with everything typed', async () => {
			const { page, context, complaints } = await person(chrome, server, 'worker')
			await page.goto(`/child/${testa}/record/visit`)
			const before = await counts()
			await page.locator('#saw').fill(`All three built a den, ${all}.`)
			await page.locator(chosen(kit)).check()
			await page.getByLabel('Only about Kit Larkspindle').fill(`Kit is not eating, ${kits}.`)
			await page.getByText('Something that is only about Testa Larkspindle').click()
			await page.getByLabel('Only about Testa Larkspindle').fill(`Testa has a new school, ${testas}.`)
			expect('nobody is asked about Sam, who is not chosen', !(await page.getByLabel('Only about Sam Larkspindle').isVisible()))
			await page.getByRole('button', { name: 'Record it' }).click()
			await page.getByRole('alert').waitFor()
			expect(`nothing is recorded: ${before}`, before === await counts())
			const typed = () => Promise.all([testa, kit].map(c => page.locator(`#${box(c)}`).inputValue()))
			expect('all still there', (await typed()).join(' ').includes(kits) && (await typed()).join(' ').includes(testas) && (await page.locator('#saw').inputValue()).includes(all))
			for (const child of ['Testa', 'Kit']) expect(`${child}’s box is open`, await page.getByLabel(`Only about ${child} Larkspindle`).isVisible())
			await looked(page, `siblings-${engine}-form`)
			await page.locator('input[name=seen][value=with_others]').check()
			await fillDay(page, 3)
			await page.getByRole('button', { name: 'Record it' }).click()
			await page.waitForURL(/recorded=/)
			expect('in this story: what is about all, and its own', (await main(page)).includes(all) && (await main(page)).includes(testas) && !(await main(page)).includes(kits))
			await looked(page, `siblings-${engine}-story`)
			await page.emulateMedia({ media: 'print' })
			await picture(page, `siblings-${engine}-story-print`)
			await page.emulateMedia({ media: 'screen' })
			await page.goto(`/child/${kit}`)
			expect('in the sister’s: what is about all, and her own', (await main(page)).includes(all) && (await main(page)).includes(kits) && !(await main(page)).includes(testas))
			await page.goto(`/child/${sam}`)
			expect('nothing in Sam’s', !(await main(page)).includes(all) && !(await main(page)).includes(kits))
			expect(`no complaints: ${complaints}`, complaints.length === 0)
			await context.close()
		})

		await its('the page of what is about all of them shows what is only about the child whose record one reads', async () => {
			const { page, context } = await person(chrome, server, 'worker')
			await page.goto(await recordOf(worker, testa, 'visit'))
			expect('its own', (await main(page)).includes(testas) && !(await main(page)).includes(kits))
			await looked(page, `siblings-${engine}-record`)
			await context.close()
		})

		await its('without script: words for a child that is not chosen are not taken, and not lost', async () => {
			const { page, context } = await person(chrome, server, 'worker', { script: false, viewport: phone })
			await page.goto(`/child/${testa}/record/voice`)
			const before = await counts()
			await page.locator('#words').fill(`We all like the den, ${all}.`)
			await fillDay(page, 4)
			await page.locator(`#${box(sam)}`).fill(`Sam wants to sleep at Nan’s, ${sams}.`)
			await page.getByRole('button', { name: 'Record it' }).click()
			await page.getByRole('alert').waitFor()
			expect('said, and nothing recorded', /only about a child that is not chosen/.test(await main(page)) && before === await counts())
			expect('still there', (await page.locator(`#${box(sam)}`).inputValue()).includes(sams))
			await picture(page, `siblings-${engine}-without-script`)
			await page.locator(chosen(sam)).check()
			await page.getByRole('button', { name: 'Record it' }).click()
			await page.waitForURL(/recorded=/)
			const sams_ = (await worker.get(`/child/${sam}`)).text
			expect('in Sam’s story', sams_.includes(sams) && sams_.includes('We all like the den'))
			await context.close()
		})

		await its('what is private to one child reaches nobody who may read only another, by any page', async () => {
			const may = [['health', health, testa, testas], ['sealed', sealed, testa, testas], ['colleague', colleague, kit, kits]]
			for (const [name, who, child, own] of may) {
				const found = await everything(who, child, server.folder)
				expect(`${name} reads what is about all, and the child’s own`, found.includes(all) && found.includes(own))
				for (const word of [testas, kits, sams].filter(w => w !== own)) {
					const at = found.indexOf(word)
					expect(`${name}: not ${word}: ${found.slice(Math.max(0, at - 300), at + 20)}`, at < 0)
				}
			}
			for (const [child, word] of [[testa, testas], [kit, kits], [sam, sams]]) {
				const found = await everything(worker, child, server.folder)
				expect(`the worker finds ${word}`, found.includes(word))
				const story = (await worker.get(`/child/${child}`)).text
				for (const other of [testas, kits, sams].filter(w => w !== word)) expect(`a page of ${child} does not hold ${other}`, !story.includes(other))
				const record = await recordOf(worker, child, 'only_about')
				for (const [name, who, theirs] of may) {
					const { status, text } = await who.get(record)
					expect(`${name} at ${record}: ${status}`, theirs === child ? status === 200 && text.includes(word) : [403, 404].includes(status) && !text.includes(word))
				}
			}
		})

		await its('a chronology and a copy that may leave hold what is private to that child and to no other', async () => {
			for (const [child, own] of [[testa, testas], [kit, kits]]) {
				const marks = `/child/${child}/record/significant_event`, copies = `/child/${child}/release/new`
				for (const kind of ['visit', 'only_about']) {
					const record = (await recordOf(worker, child, kind)).match(/\d+/)[0]
					must(await worker.send(`${marks}?about-to=${record}`, { why: 'It mattered.', ...on(10, 6) }, { action: marks }), 303, 'a significant event')
				}
				const { location } = must(await worker.send(copies, { purpose: 'For the hearing', to_name: 'The family court', under: 'court', under_words: 'Directions of 2 June 2026',
					parts: ['chronology', 'entries'] }, { action: copies }), 303, 'a copy')
				for (const held of [(await worker.get(location)).text, JSON.stringify(await worker.json(location)), await paper(worker, child, server.folder)]) {
					expect('what is about all, and its own', held.includes(all) && held.includes(own))
					for (const word of [testas, kits, sams].filter(w => w !== own)) expect(`not ${word}`, !held.includes(word))
				}
			}
		})

		await its('sent twice it stands once; kept as a draft it is gone on with', async () => {
			const path = `/child/${testa}/record/visit`
			const page = await worker.get(path)
			const form = formOf(page.text, path)
			for (const [name, text] of Object.entries({ seen: 'asleep', saw: 'All asleep.', 'about-child': kit, [box(testa)]: 'Testa talks in sleep.', [box(kit)]: 'Kit was cold.', ...on(9, 6) })) form.set(name, `${text}`)
			const kept = await worker.post('/draft', Object.fromEntries(form))
			expect(`kept: ${kept.status}`, kept.status === 303)
			const again = formOf((await worker.get(page.path)).text, path)
			for (const name of ['saw', 'about-child', box(testa), box(kit)]) expect(`${name} in the draft`, again.get(name) === form.get(name))
			const before = (await counts()).split(',').map(Number)
			const answers = [await worker.post(path, Object.fromEntries(again)), await worker.post(path, Object.fromEntries(again))]
			expect(`${answers.map(a => a.status)}`, answers.every(a => a.status === 303) && answers[0].location === answers[1].location)
			const after = (await counts()).split(',').map(Number)
			expect(`${before} to ${after}`, after[0] === before[0] + 2 && after[1] === before[1] + 2 && after[2] === before[2])
			expect('no draft is left', !(await worker.get('/')).text.includes('wm-begun'))
		})

		await its('taken back in one press, all of it; not once somebody has opened the record of one of them', async () => {
			const path = `/child/${testa}/record/visit`
			const press = async () => {
				await new Promise(done => setTimeout(done, 1100)) // a page that a colleague began within a second before counts as read
				const { location } = must(await worker.send(path, { seen: 'asleep', saw: 'The wrong house.', 'about-child': kit, [box(testa)]: 'Wrong bed.', [box(kit)]: 'Wrong sister.', ...on(12, 6) }), 303, 'recorded')
				const record = `/record/${location.match(/entry=(\d+)/)[1]}`
				return { record, form: Object.fromEntries(formOf((await worker.get(record)).text, `${record}/take-back`)) }
			}
			const stands = async () => (await Promise.all([testa, kit].map(async child => (await worker.get(`/child/${child}`)).text.match(/Wrong (bed|sister)\.|The wrong house\./g) ?? []))).flat().length
			const first = await press()
			expect('in both stories', await stands() === 4)
			await worker.post(`${first.record}/take-back`, first.form)
			expect('in none', await stands() === 0)
			const second = await press()
			must(await colleague.get(`/child/${kit}`), 200, 'the colleague reads')
			const answer = await worker.post(`${second.record}/take-back`, second.form)
			expect('too late', /tried=yes/.test(answer.location) && await stands() === 4)
		})
	} finally {
		await server.stop()
	}
})
await chrome.close()
finish()

// The newest record of that kind in the child's story.
async function recordOf (who, child, kind) {
	const { text } = await who.get(`/child/${child}?kind=${kind}`)
	return `/record/${Math.max(...[...text.matchAll(/href="\/record\/(\d+)"/g)].map(m => Number(m[1])))}`
}
