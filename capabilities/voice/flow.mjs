// SPDX-License-Identifier: AGPL-3.0-or-later
// A worker hears a child and answers, at a desk, on a phone and without script. Words tied to an open enquiry are on no list, no first
// page, no page for a visit and no print. And for whoever words are kept from, every page reads as that of a child who never said them.
import { accessible, browser, desktop, engines, expect, finish, person, phone, picture, screens, serve, skip, test } from '../../tests/browser/support.mjs'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { day, gather, must } from '../../tests/flow/people.mjs'

const chrome = await browser()
const protection = existsSync(new URL('../protection', import.meta.url)), plans = existsSync(new URL('../plan', import.meta.url)), find = existsSync(new URL('../find', import.meta.url))
const on = (d, m) => day('happened', d, m, 2026)
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const bruise = ['body', { name: 'arm.png', media: 'image/png', bytes: Buffer.from(PNG, 'base64') }]

async function recorded (who, child, kind, fields, more = {}) {
	const action = `/child/${child}/record/${kind}`
	must(await who.send(`${action}${more.about ?? ''}`, fields, { action, ...more }), 303, kind)
	return (await newest(who, child, kind))
}
async function newest (who, child, kind) {
	const { text } = await who.get(`/child/${child}?kind=${kind}`)
	return Math.max(...[...text.matchAll(/href="\/record\/(\d+)"/g)].map(m => Number(m[1])))
}

await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	const its = (name, body) => test(`${engine}: ${name}`, body)
	try {
		const area = await gather(server)
		const { worker, sealed, supervising, health } = area.all
		const { child } = area

		await its('a worker hears a child and answers, at a desk and on a phone', async () => {
			const { page, context, complaints } = await person(chrome, server, 'worker', { viewport: desktop })
			await page.goto(`/child/${child}/record/voice`)
			expect('the guide', (await page.textContent('main')).includes('Do not promise a secret: say who must know to keep you safe.'))
			expect('the police', /ring the police, 999 in danger, otherwise 101/.test(await page.textContent('main')))
			await page.locator('#words').fill('I like the new stairs. They do not creak.')
			await page.locator('#place').fill('On the stairs')
			for (const [part, text] of [['day', '8'], ['month', '5'], ['year', '2026']]) await page.locator(`#happened-${part}`).fill(text)
			const pad = page.locator('canvas').first()
			await pad.scrollIntoViewIfNeeded()
			const box = await pad.boundingBox()
			await page.mouse.move(box.x + 40, box.y + 40)
			await page.mouse.down()
			for (const [x, y] of [[90, 40], [90, 90], [140, 90], [140, 140]]) await page.mouse.move(box.x + x, box.y + y, { steps: 4 })
			await page.mouse.up()
			await page.waitForFunction(() => document.querySelector('#drawing').files.length === 1)
			await accessible(page)
			await picture(page, `voice-form-${engine}`)
			await page.getByRole('button', { name: 'Record it' }).click()
			await page.waitForURL(/recorded=/)
			await page.goto(`/record/${await newest(worker, child, 'voice')}`)
			await page.getByRole('link', { name: /Record: What we did about it/ }).click()
			await page.locator('#did').fill('The stairs were mended in all the houses.')
			await page.locator('#told').fill('On the stairs, by the one who mended them.')
			for (const [part, text] of [['day', '9'], ['month', '5'], ['year', '2026']]) await page.locator(`#happened-${part}`).fill(text)
			await page.getByRole('button', { name: 'Record it' }).click()
			await page.waitForURL(/recorded=/)
			await page.goto(`/child/${child}/voice`)
			const said = await page.textContent('main')
			expect('words, answer, how it was told', ['They do not creak.', 'mended in all the houses', 'by the one who mended them'].every(w => said.includes(w)))
			const drawn = page.locator('img[alt="drawing.png"]')
			await drawn.scrollIntoViewIfNeeded()
			await page.waitForFunction(() => document.querySelector('img[alt="drawing.png"]').naturalWidth === 1200)
			expect('the drawing is large', (await drawn.boundingBox()).width > 600)
			await accessible(page)
			await picture(page, `voice-${engine}`)
			await page.setViewportSize(phone)
			await picture(page, `voice-phone-${engine}`)
			await page.emulateMedia({ media: 'print' })
			await picture(page, `voice-print-${engine}`)
			expect(`no complaints: ${complaints}`, complaints.length === 0)
			await context.close()
		})

		await its('three places are filled, goals get their numbers and are drawn, without script', async () => {
			const { page, context } = await person(chrome, server, 'health', { script: false })
			const dated = async (d, m) => { for (const [part, n] of [['day', d], ['month', m], ['year', 2026]]) await page.locator(`#happened-${part}`).fill(`${n}`) }
			await page.goto(`/child/${child}/record/three_places`)
			await page.locator('#dreams').fill('A dog that may stay.')
			await dated(1, 4)
			await page.getByRole('button', { name: 'Record it' }).click()
			await page.goto(`/child/${child}/three-places`)
			await page.getByText('A dog that may stay.').waitFor()
			for (const words of ['I sleep in my own bed.', 'I see Nan.', 'I read a book.']) {
				await page.goto(`/child/${child}/record/own_goal`)
				expect('not yet three', !(await page.textContent('main')).includes('three goals now'))
				await page.locator('#words').fill(words)
				await page.locator('input[name=sort][value=goal]').check()
				await dated(2, 4)
				await page.getByRole('button', { name: 'Record it' }).click()
			}
			await page.goto(`/child/${child}/record/own_goal`)
			await page.getByText('You have three goals now.').waitFor()
			for (const [d, n] of [[3, 2], [20, 6]]) {
				await page.goto(`/child/${child}/voice`)
				await page.getByRole('link', { name: /^A number today.*I see Nan/ }).click()
				await page.locator('#mark').fill(`${n}`)
				await page.locator('input[name=who][value=child]').check()
				await dated(d, 4)
				await page.getByRole('button', { name: 'Record it' }).click()
			}
			const { goals, goals_full: full } = await health.json(`/child/${child}/voice`)
			expect('in the order of their days', goals.find(g => g.words === 'I see Nan.').marks.map(m => m.mark).join() === '2,6' && full)
			await page.goto(`/child/${child}/voice`)
			expect('drawn, with words for it', /3 April 2026: 2, said by the child; 20 April 2026: 6/.test(await page.content()))
			await page.goto(`/child/${child}`)
			await page.getByRole('link', { name: 'Cover the screen' }).click()
			expect('a page about nothing', (await page.title()) === 'Notes' && !(await page.content()).includes('Larkspindle'))
			await context.close()
		})

		await its('one press covers the screen, with a key and with a thumb', async () => {
			const { page, context } = await person(chrome, server, 'worker', { viewport: phone })
			await page.goto(`/child/${child}/three-places`)
			await accessible(page)
			await picture(page, `three-places-phone-${engine}`)
			const covered = () => page.evaluate(() => ({ title: document.title, top: document.elementFromPoint(20, 200).closest('dialog') !== null }))
			const shown = await page.title()
			for (const press of [() => page.keyboard.press('Escape'), () => page.getByRole('link', { name: 'Cover the screen' }).click()]) {
				await press()
				expect('covered', JSON.stringify(await covered()) === '{"title":"Notes","top":true}')
				await page.keyboard.press('Escape')
				expect('in haste', (await covered()).top)
				await picture(page, `covered-${engine}`)
				await page.getByRole('button', { name: 'Go on' }).click()
				expect('and back', (await page.title()) === shown && !(await covered()).top)
			}
			for (const address of [`/child/${child}`, `/child/${child}/voice`, `/child/${child}/record/voice`, `/record/${area.records.open}`]) {
				await page.goto(address)
				expect(address, await page.locator('[data-cover]').count() === 1)
			}
			await context.close()
		})

		await its('a photograph of the body is closed until somebody asks, and is not printed', async () => {
			const record = await recorded(worker, child, 'voice', { words: 'It was the door.', ...on(1, 6) }, { files: [bruise] })
			const { page, context } = await person(chrome, server, 'worker')
			await page.goto(`/record/${record}`)
			expect('not shown', await page.locator('main img').count() === 0)
			await page.getByRole('link', { name: 'open arm.png' }).waitFor()
			await page.goto(`/child/${child}/voice`)
			expect('nor among drawings', await page.locator('img[alt="arm.png"]').count() === 0)
			await page.goto(`/record/${record}`)
			await page.emulateMedia({ media: 'print' })
			await page.getByText('A picture is kept with this. It is not printed.').waitFor()
			expect('nor led to', !(await page.getByRole('link', { name: 'open arm.png' }).isVisible()))
			await context.close()
		})

		await its('who did not want to talk is asked again from that day on, until somebody listened', async () => {
			const due = async () => ({ first: (await worker.json('/')).children.find(c => c.child === child).lines.some(l => l.tells === 'after'),
				door: (await worker.get(`/child/${child}/visit`)).text.includes('time to ask again') })
			await recorded(worker, child, 'voice', { words: 'Turned to the wall.', how: 'did_not_want_to', ...on(10, 7), ...day('ask_again', 1, 1, 2099) })
			expect('not before', Object.values(await due()).every(d => !d))
			const record = await recorded(worker, child, 'voice', { words: 'Turned away.', how: 'did_not_want_to', ...on(11, 7), ...day('ask_again', 12, 7, 2026) })
			expect(`from that day: ${record}`, Object.values(await due()).every(d => d))
			await recorded(worker, child, 'voice', { words: 'We talked about the dog.', ...on(13, 7) })
			expect('somebody listened', Object.values(await due()).every(d => !d))
		})

		if (!plans) skip('plans')
		else await its('a plan says which words moved it, or that none are linked', async () => {
			const plan = await recorded(worker, child, 'child_in_need_plan', { to_change: 'The way to school.', ...on(14, 7) })
			const { page, context } = await person(chrome, server, 'worker')
			await page.goto(`/record/${plan}`)
			await page.getByText('No words of the child are linked to this here.').waitFor()
			const offered = await page.content()
			expect('nothing that is kept is offered', area.words.filter(w => w.kept).every(w => !offered.includes(w.word)))
			await page.getByText('Say which words moved it').click()
			await page.getByRole('link', { name: /about the dog/ }).click()
			await page.locator('#how').fill('The dog walks along, and so does she.')
			for (const [part, n] of [['day', 15], ['month', 7], ['year', 2026]]) await page.locator(`#happened-${part}`).fill(`${n}`)
			await page.getByRole('button', { name: 'Record it' }).click()
			await page.goto(`/record/${plan}`)
			await page.getByText('The dog walks along, and so does she.', { exact: true }).waitFor()
			await accessible(page)
			await picture(page, `voice-moved-${engine}`)
			await context.close()
		})

		if (!protection) skip('an open enquiry')
		else await its('while an enquiry is open the page says: listen, write, do not question; words tied to it are quiet until it is over', async () => {
			const enquiry = await recorded(worker, child, 'section_47', { status: 'alleged', ...on(20, 7) })
			const word = 'quillhushed'
			const record = await recorded(worker, child, 'voice', { words: `He said ${word}.`, ...on(21, 7) }, { about: `?about-enquiry=${enquiry}` })
			must(await worker.send(`/child/${child}/record/chosen_words?about-to=${record}`, on(22, 7), { action: `/child/${child}/record/chosen_words` }), 303, 'chosen')
			for (const address of [`/child/${child}`, `/child/${child}/visit`, `/child/${child}/record/voice`, `/child/${child}/record/three_places`]) {
				expect(address, (await worker.get(address)).text.includes('listen, write, do not question'))
			}
			expect('at the door what to do, and not why', !/enquiry|police/i.test((await worker.get(`/child/${child}/visit`)).text.split('<main')[1]))
			expect('the enquiry itself says that no words moved it yet', (await worker.get(`/record/${enquiry}`)).text.includes('No words of the child are linked to this here.'))
			const pages = ['/', '/?as=csv', `/child/${child}/visit`, `/child/${child}/voice`, `/child/${child}/three-places`, `/child/${child}/for-the-child`, '/c/voice']
			for (const address of pages) expect(address, !(await worker.get(address)).text.includes(word))
			const { page, context } = await person(chrome, server, 'worker')
			await page.goto(`/child/${child}`)
			expect('on the page, in the story alone', (await page.locator('.wm-entry', { hasText: word }).count()) === 1 && !(await page.textContent('.wm-said--first')).includes(word))
			await picture(page, `voice-enquiry-${engine}`)
			await page.emulateMedia({ media: 'print' })
			expect('not in print', !(await page.locator('.wm-entry', { hasText: word }).isVisible()))
			await context.close()
			must(await worker.send(`/record/${enquiry}/correct`, { status: 'not_found', ...on(20, 7), ...day('ended', 1, 8, 2026) }), 303, 'the enquiry ended')
			expect('over', (await worker.get(`/child/${child}/voice`)).text.includes(word) && (await Promise.all(['', '/visit'].map(tail => worker.get(`/child/${child}${tail}`)))).every(p => !p.text.includes('do not question')))
		})

		await its('whoever may read it is told that there is something to read before meeting that person; that person is not', async () => {
			const told = async who => (await who.get(`/child/${child}`)).text.includes('there is something to read')
			expect('the lead worker and their manager', await told(worker) && await told(supervising))
			expect('not the one from whom it is kept', !await told(sealed))
			expect('nor at the door', !(await worker.get(`/child/${child}/visit`)).text.includes('something to read'))
			if (!find) return skip('the desk at night')
			const { desk } = area.all
			await desk.get('/find?q=T000001')
			must(await desk.send(`/find/${child}/emergency`, { why: 'A neighbour rang: shouting.' }), 303, 'opening in an emergency')
			expect('the desk at night', await told(desk))
		})

		await its('a page for the child: its own words, what we did, who to ask; nothing that others said or that is kept', async () => {
			const theirs = { asked: 'askedquoin', we_think: 'thinkquoin', helped_by: 'helpedquoin', place: 'placequoin' }
			const said = await recorded(worker, child, 'voice', { words: 'I want a lamp, lampquoin.', ...theirs, ...on(1, 8) })
			await recorded(worker, child, 'observed', { saw: 'The nurse said seenquoin.', ...on(2, 8) })
			await recorded(worker, child, 'voice', { words: 'Looked away, turnedquoin.', how: 'did_not_want_to', ...on(3, 8) })
			must(await worker.send(`/child/${child}/record/voice_answer?about-to=${said}`, { did: 'The lamp is there, didquoin.', told: 'She said toldquoin.', ...on(4, 8) },
				{ action: `/child/${child}/record/voice_answer` }), 303, 'an answer')
			if (existsSync(new URL('../family', import.meta.url))) await toldTogether(area)
			else skip('what siblings told together')
			const own = `/child/${child}/for-the-child`
			for (const who of [worker, sealed, health, supervising]) {
				const page = (await who.get(own)).text + JSON.stringify(await who.json(own))
				expect('own words and what we did', ['lampquoin', 'didquoin', 'did not want to talk that day'].every(w => page.includes(w)))
				for (const w of [...Object.values(theirs), 'seenquoin', 'turnedquoin', 'toldquoin', 'togetherquoin']) expect(`not ${w}`, !page.includes(w))
				for (const w of area.words.filter(w => w.kept)) expect(`not ${w.what}`, !page.includes(w.word))
			}
			const { lead } = await worker.json(own), { fields } = await worker.json(`/record/${area.numbers.worker}`)
			const number = fields.find(f => f.name === 'telephone')?.value
			expect(`the lead worker, and how to ring: ${JSON.stringify(lead)}`, lead.length === 1 && lead[0].name === area.named(area.numbers.worker) && lead[0].telephone === number)
			const { page, context } = await person(chrome, server, 'worker', { viewport: desktop })
			await page.goto(`/child/${child}/voice`)
			await page.getByRole('link', { name: /^A page to print for/ }).click()
			await page.getByText('You can ask for an advocate.').waitFor()
			await accessible(page)
			await picture(page, `for-the-child-${engine}`)
			await page.setViewportSize(phone)
			await picture(page, `for-the-child-phone-${engine}`)
			await page.emulateMedia({ media: 'print' })
			expect('not marked as a copy that the child may not have', !(await page.content()).includes('not for the family'))
			expect('what is for the worker is not on paper', !(await page.getByText('Read this page first.').isVisible()) && await page.getByText('lampquoin').isVisible())
			await page.pdf({ format: 'A4', path: join(screens, `for-the-child-${engine}.pdf`) })
			const places = await worker.get(`/child/${child}/three-places`)
			expect('nor are the three places', places.text.includes('For the child.') && !places.text.includes('not for the family'))
			await context.close()
			const looks = (await worker.get(`/child/${child}/who-looked`)).text
			expect('the look is noted', looks.includes('a page for the child itself'))
		})

		await its('for whoever words are kept from, every page is that of a child who said nothing', async () => {
			for (let seed = 1; seed <= 3; seed++) await asIfNeverSaid(area, seed)
		})
	} finally { await server.stop() }
})
await chrome.close()
finish()

// Words of the child and its sister in one entry: it stands in both their stories.
async function toldTogether (area) {
	const { manager, supervising, worker } = area.all, since = day('from', 1, 2, 2026)
	must(await worker.send('/record-new/person', { given: 'Kit', surname: 'Larkspindle', child: 'yes', local_id: 'K000001', ...day('born', 4, 4, 2012), 'new-person': 'yes' }), 303, 'a sister')
	const sister = (await manager.json('/nobody-holds')).children.find(c => c.name.startsWith('Kit')).child
	await recorded(worker, area.child, 'relationship', { is: 'brother_or_sister', 'about-person': sister, ...on(1, 1) })
	must(await manager.send(`/nobody-holds/${sister}`, { 'about-worker': area.numbers.supervising, as: 'manager', ...since }), 303, 'allocation')
	must(await supervising.send(`/child/${sister}/works-with`, { 'about-worker': area.numbers.worker, as: 'lead', ...since }), 303, 'the worker')
	await recorded(worker, area.child, 'voice', { words: 'We are hungry at night, togetherquoin.', 'about-child': sister, ...on(5, 8) })
	for (const one of [area.child, sister]) expect('in both stories', (await worker.get(`/child/${one}`)).text.includes('togetherquoin'))
	expect('on neither paper', !(await worker.get(`/child/${sister}/for-the-child`)).text.includes('togetherquoin'))
}

// ---- two children of one name and one history, of whom one said more; a history at random

function dice (seed) {
	let s = seed
	return n => { s = (s * 1103515245 + 12345) % 2147483648; return Math.floor(s / 65536) % n }
}

async function twin (area, local) {
	const { manager, supervising } = area.all
	must(await manager.send('/record-new/person', { given: 'Wren', surname: 'Ashlark', child: 'yes', local_id: local, ...day('born', 3, 3, 2015), 'new-person': 'yes' }), 303, 'a child')
	const child = (await manager.json('/nobody-holds')).children.find(c => c.number === local || c.name.includes('Ashlark')).child
	const since = day('from', 1, 2, 2026)
	must(await manager.send(`/nobody-holds/${child}`, { 'about-worker': area.numbers.supervising, as: 'manager', ...since }), 303, 'allocation')
	for (const [name, as] of [['worker', 'lead'], ['sealed', 'co_worker']]) {
		must(await supervising.send(`/child/${child}/works-with`, { 'about-worker': area.numbers[name], as, ...since }), 303, name)
	}
	return child
}

async function asIfNeverSaid (area, seed) {
	const { worker, sealed } = area.all, roll = dice(seed)
	const silent = await twin(area, `Q${seed}0001`), heard = await twin(area, `Q${seed}0002`)
	const form = (await worker.get(`/child/${heard}/record/voice`)).text
	const offered = [...form.matchAll(/name="keep_from"[^>]*value="(\d+)"[^>]*>\s*<label[^>]*>([^<]*)/g)]
	const keep = offered.find(([, , name]) => name.trim() === area.named(area.numbers.sealed))[1]
	const secret = `secret${seed}plover`
	const steps = {
		voice: n => ({ words: `Open words ${n}.` }),
		three_places: n => ({ good_things: `Good ${n}.` }),
		own_goal: n => ({ words: `Goal ${n}.`, sort: 'goal' }),
		observed: n => ({ saw: `Seen ${n}.` }),
	}
	const hidden = { voice: 'words', three_places: 'worries', own_goal: 'words', observed: 'saw' }
	for (let n = 1; n <= 7; n++) {
		const kind = n === 1 ? 'voice' : Object.keys(steps)[roll(4)], when = on(1 + roll(27), 3 + roll(4))
		if (n > 1 && roll(2)) for (const child of [silent, heard]) await recorded(worker, child, kind, { ...steps[kind](n), ...when })
		else {
			const record = await recorded(worker, heard, kind, { ...steps[kind](n), [hidden[kind]]: `${secret} ${n}.`, keep_from: keep, ...when })
			const follow = async (what, fields) => must(await worker.send(`/child/${heard}/record/${what}?about-to=${record}`, { ...fields, ...when }, { action: `/child/${heard}/record/${what}` }), 303, what)
			if (kind === 'voice' && roll(2)) await follow('voice_answer', { did: `${secret} answered.`, told: secret })
			if (kind === 'voice' && roll(2)) await follow('chosen_words', {})
			if (kind === 'own_goal') await follow('own_mark', { mark: `${roll(11)}`, words: secret })
		}
	}
	const all = (await worker.get(`/child/${heard}`)).text
	expect('the lead worker reads what is kept', all.includes(secret))
	const read = async (child, tail) => {
		const { status, text } = await sealed.get(`/child/${child}${tail}`)
		const main = text.replace(/[\s\S]*<main/, '<main').replace(/<\/main>[\s\S]*/, '')
		return `${status} ${main.replace(/\b\d+\b(?=[^<>]*>)/g, 'N').replace(/<[^>]*>/g, '\n').replaceAll(`Q${seed}0001`, 'NUMBER').replaceAll(`Q${seed}0002`, 'NUMBER').replace(/ at \d+:\d+/g, '').replace(/\s*\n\s*/g, '\n')}`
	}
	for (const tail of ['', '?order=oldest', '?print=yes', '/visit', '/voice', '/voice?print=yes', '/three-places', '/for-the-child', '/family', '/chronology', '/record/voice', '/record/own_mark']) {
		const [one, other] = [await read(silent, tail), await read(heard, tail)]
		expect(`seed ${seed}, ${tail || 'the child’s page'}: it is open, and holds no secret`, other.startsWith('200 ') && !other.includes(secret))
		if (one !== other) {
			const a = one.split('\n'), b = other.split('\n'), i = a.findIndex((l, k) => l !== b[k])
			throw new Error(`seed ${seed}, ${tail || 'the child’s page'} tells them apart: «${a.slice(i - 1, i + 3).join(' | ')}» and «${b.slice(i - 1, i + 3).join(' | ')}»`)
		}
	}
	const json = async child => JSON.stringify(await sealed.json(`/child/${child}/voice`))
	expect('nor to a program', !(await json(heard)).includes(secret))
}
