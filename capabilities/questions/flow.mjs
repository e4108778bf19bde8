// SPDX-License-Identifier: AGPL-3.0-or-later
// A manager asks how long children wait for help, splits by locality, opens the longest waits, says what may lie behind it, and
// takes the figure along: picture, table and thread come with it. Nothing on the way is a target, a score or a ranking.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accessible, browser, desktop, engines, expect, finish, person, phone, picture, program, serve, test } from '../../tests/browser/support.mjs'
import { Somebody, formOf } from '../../tests/flow/client.mjs'
import { day, gather, must } from '../../tests/flow/people.mjs'

const chrome = await browser()
const asked = '/questions/first_sign_to_help'

await engines(async (engine, db) => {
	const server = await serve({ db, children: 150 })
	const its = (name, body) => test(`${engine}: ${name}`, body)
	try {
		const somebody = name => new Somebody(server.at, name).signIn(server.people[name])
		const [manager, worker, board] = [await somebody('manager'), await somebody('worker'), await somebody('board')]
		const { page, context, complaints } = await person(chrome, server, 'manager', { viewport: desktop })

		await its('without a word on what lies behind it, a number does not leave', async () => {
			for (const as of ['page', 'csv']) {
				const { status } = await manager.get(`${asked}?as=${as}`)
				expect(`${as}: ${status}`, status === 404)
			}
			expect('no link', !/as=page/.test((await manager.get(asked)).text))
		})
		await its('a manager asks how long children wait, split by locality', async () => {
			await page.goto('/c/questions')
			await accessible(page)
			await picture(page, `questions-list-${engine}`)
			await page.getByRole('link', { name: /first sign of need that anybody recorded and the first help/ }).click()
			await page.getByRole('img', { name: /How long does a child here wait/ }).waitFor()
			await page.getByLabel('By', { exact: true }).selectOption('locality')
			await page.getByRole('button', { name: 'Ask', exact: true }).click()
			await page.getByRole('heading', { name: 'Locality' }).waitFor()
			await accessible(page)
			await picture(page, `questions-split-${engine}`)
			const names = await page.locator('.wm-parts h3').allTextContents()
			expect(`in a fixed order: ${names}`, names.length > 2 && `${names}` === `${[...names].sort()}`)
			await page.setViewportSize(phone)
			await picture(page, `questions-split-phone-${engine}`)
			const wide = await page.evaluate(() => document.documentElement.scrollWidth)
			expect(`fits a phone: ${wide}`, wide <= 390)
			await page.setViewportSize(desktop)
		})
		await its('every picture says what it shows', async () => {
			for (const svg of await page.locator('svg[role=img]').all()) {
				const says = await svg.locator('> desc').textContent(), title = await svg.locator('> title').textContent()
				expect(`${title}: ${says}`, title.length > 3 && says.length > 20)
			}
		})
		await its('the same stands as a table, and all add up', async () => {
			const { columns, rows, parts } = await manager.json(`${asked}?by=locality`)
			const [all, ...localities] = [...rows].reverse().map(r => r.cells.map(c => c.text))
			expect(`${columns.map(c => c.name)}`, columns.slice(0, 5).map(c => c.name).join() === 'Locality,Began,It came,Not yet,Not known')
			for (const i of [1, 2, 3, 4]) expect(columns[i].name, Number(all[i]) === localities.reduce((sum, l) => sum + Number(l[i]), 0))
			expect('a part for each', all[0] === 'All' && parts.length === localities.length)
		})
		await its('the longest waits are opened', async () => {
			await page.getByRole('link', { name: /^The children behind this$/ }).first().click()
			await page.getByRole('heading', { name: 'The children behind it' }).waitFor()
			await accessible(page)
			await picture(page, `questions-behind-${engine}`)
			const waits = (await page.locator('.wm-children li > p:nth-child(2)').allTextContents()).map(t => Number(t.match(/\d+/)?.[0]))
			expect(`longest first: ${waits.slice(0, 5)}`, waits.length > 5 && waits.every((w, i) => i === 0 || w <= waits[i - 1]))
			await page.goBack()
		})
		await its('whoever works with a child sees its name, others do not, the board sees no child', async () => {
			const { cases } = await worker.json(`${asked}/children`)
			const own = cases.filter(c => c.child), others = cases.filter(c => !c.child)
			expect('own children by name', own.length > 0 && own.every(c => c.name.includes(' ')))
			expect('of others no name', others.length > 0 && others.every(c => c.name === ''))
			for (const c of own) expect('and may open it', (await worker.get(`/child/${c.child}`)).status === 200)
			expect('the board', (await board.get(`${asked}/children`)).status === 403)
			expect('but the number', (await board.get(asked)).status === 200)
		})
		await its('an explanation is added, with what is missing said beside its field', async () => {
			await page.getByRole('button', { name: 'Add it to the thread' }).click()
			await page.getByRole('link', { name: 'Choose what you want to add.' }).waitFor()
			await accessible(page)
			await page.getByLabel('What might explain it').check()
			await page.getByLabel('In your words').fill('The family centre was closed from May to July.')
			await page.getByRole('button', { name: 'Add it to the thread' }).click()
			await page.getByText('It is recorded, and stands with the number.').waitFor()
			await page.getByText('The family centre was closed from May to July.').waitFor()
			await accessible(page)
			const { thread } = await worker.json(asked)
			expect('everybody who may sees it', thread.length === 1 && thread[0].what === 'What might explain it' && /,/.test(thread[0].by))
		})
		await its('the same form twice says it once', async () => {
			const { text } = await worker.get(asked)
			const form = { ...Object.fromEntries(formOf(text, asked)), is: 'against', words: 'Other localities waited as long.' }
			for (const turn of [1, 2]) expect(`turn ${turn}`, (await worker.post(asked, form)).status === 303)
			expect('once', (await manager.json(asked)).thread.length === 2)
		})
		await its('the figure leaves with picture, table, caveat and thread, without small numbers', async () => {
			await page.goto(`${asked}?by=locality`)
			const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'The figure with its thread, as a page' }).click()])
			const kept = readFileSync(await download.path(), 'utf8')
			for (const part of ['<svg', '<table', 'The family centre was closed', 'Other localities waited as long', 'is no measure of anybody']) expect(part, kept.includes(part))
			const { text } = await manager.get(`${asked}?by=locality&as=csv`)
			for (const part of ['The family centre was closed', 'Caveat', 'Locality,Began']) expect(part, text.includes(part))
			const small = text.split('\r\n').filter(l => /^[A-Z][a-z]+,[\dc]+,/.test(l)).flatMap(l => l.split(',').slice(1, 5)).filter(n => Number(n) > 0 && Number(n) < 5)
			expect(`small numbers: ${small}`, small.length === 0)
			const sheet = await context.newPage(), file = join(server.folder, 'waits.svg')
			execFileSync(program, ['ask', 'first_sign_to_help', '--by', 'locality', '--svg', file, '--db', server.address, '--as', 'manager', '--because', 'a test'], { env: { ...process.env, WAYMARK_KEYS: server.folder }, stdio: 'pipe' })
			const drawn = await sheet.evaluate(svg => {
				const { documentElement: root } = new DOMParser().parseFromString(svg, 'image/svg+xml')
				const text = of => root.querySelector(of)?.textContent ?? ''
				return { is: root.tagName, title: text('title'), desc: text('desc'), curves: [...root.querySelectorAll('.wm-chart__curve')].map(p => p.getAttribute('d')), rem: /rem"/.test(svg) }
			}, readFileSync(file, 'utf8'))
			const curves = await page.locator('.wm-chart__curve').evaluateAll(list => list.map(p => p.getAttribute('d')))
			expect(`by command the same picture: ${drawn.is}, ${drawn.curves.length}`, drawn.is === 'svg' && !drawn.rem && curves.length > 2 && `${drawn.curves}` === `${curves}`)
			for (const part of ['The family centre was closed', 'Other localities waited as long', 'is no measure of anybody']) expect(`${part} in ${drawn.desc}`, drawn.desc.includes(part))
			await sheet.setContent(kept)
			await picture(sheet, `questions-exported-${engine}`)
			await sheet.close()
		})
		await its('on a phone it goes the same way, with and without JavaScript', async () => {
			for (const script of [true, false]) {
				const small = await person(chrome, server, 'manager', { viewport: phone, script }), on = small.page
				const looks = async name => {
					if (script) await accessible(on)
					await picture(on, `questions-${name}-phone-${script ? '' : 'plain-'}${engine}`)
					const wide = script ? await on.evaluate(() => document.documentElement.scrollWidth) : 0
					expect(`${name} fits a phone: ${wide}`, wide <= phone.width)
				}
				await on.goto('/c/questions')
				await looks('list')
				await on.getByRole('link', { name: /first sign of need that anybody recorded and the first help/ }).click()
				await on.getByLabel('By', { exact: true }).selectOption('locality')
				await on.getByRole('button', { name: 'Ask', exact: true }).click()
				await on.getByRole('heading', { name: 'Locality' }).waitFor()
				await looks('split')
				await on.getByRole('link', { name: /^The children behind this$/ }).first().click()
				await on.getByRole('heading', { name: 'The children behind it' }).waitFor()
				await looks('behind')
				await on.getByRole('link', { name: 'Back to the question', exact: true }).click()
				await on.getByLabel('Who looked into it, and how').check()
				await on.getByLabel('In your words').fill(`The team read them all, ${script ? 'and talked' : 'and wrote'}.`)
				await on.getByRole('button', { name: 'Add it to the thread' }).click()
				await on.getByText('It is recorded, and stands with the number.').waitFor()
				const [download] = await Promise.all([on.waitForEvent('download'), on.getByRole('link', { name: 'its table with its thread (CSV)' }).click()])
				const kept = readFileSync(await download.path(), 'utf8')
				for (const part of ['The team read them all', 'is no measure of anybody']) expect(part, kept.includes(part))
				await on.goto('/questions/paths')
				await looks('map')
				expect(`complaints: ${small.complaints}`, small.complaints.length === 0)
				await small.context.close()
			}
		})
		await its('every question has its page, its words and, where anything was counted, a picture or a table', async () => {
			const { groups } = await manager.json('/c/questions')
			for (const { measure } of groups.flatMap(g => g.questions)) {
				const { status, text } = await manager.get(`/questions/${measure}`)
				expect(`${measure}: ${status}`, status === 200)
				const one = await manager.json(`/questions/${measure}`)
				expect(measure, one.answer.length > 3 && one.denominator.length > 10 && one.caveat.length > 50)
				expect(`${measure}: no target, no traffic light, no ranking`, !/\btarget\b|league|rank(ed|ing)|red-amber|\bRAG\b/i.test(text.replace(/it has no target/g, '')))
			}
		})
		await its('a wait that something else may end is not told as one that goes on', async () => {
			const { answer, caveat, denominator } = await manager.json('/questions/strategy_to_conference')
			const [, came, of, not] = answer.match(/^It came for (\d+) of (\d+)\. For (\d+) it has not: they still wait, or something else ended the wait\./)
			expect(answer, Number(came) + Number(not) === Number(of) && /if nothing else ended it/.test(caveat) && /Nothing more is awaited after/.test(denominator))
		})
		await its('parts of a split have their own months, with what changed in them', async () => {
			await page.goto('/questions/seen_on_visit?by=locality')
			const drawn = await page.locator('.wm-parts section:has(svg)').evaluateAll(list => list.map(e => ({ ringed: !!e.querySelector('.wm-chart__signal'), desc: e.querySelector('desc').textContent, text: e.textContent })))
			expect(`${drawn.length} drawn`, drawn.length > 0 && drawn.every(p => /(No month does more|More than the usual)/.test(p.desc) && p.text.includes(p.desc)))
			for (const p of drawn) expect(p.desc, p.ringed === /ringed/.test(p.desc))
			await accessible(page)
		})
		await its('on paper stand the table with its head on every sheet, the caveat and what was said, and nothing to press', async () => {
			await page.goto(`${asked}?by=locality`)
			await page.emulateMedia({ media: 'print' })
			const shown = text => page.getByText(text, { exact: false }).first().isVisible()
			for (const text of ['The family centre was closed', 'is no measure of anybody', 'Who is in this number']) expect(text, await shown(text))
			expect('the table is open', await page.locator('.wm-numbers tbody td').first().isVisible())
			expect('its head is repeated', await page.locator('.wm-numbers thead').evaluate(e => getComputedStyle(e).display) === 'table-header-group')
			for (const gone of ['#ask', '#keep', 'form[method=post]']) for (const one of await page.locator(gone).all()) expect(gone, !await one.isVisible())
			const wide = await page.pdf({ format: 'A4' }).then(pdf => pdf.length)
			expect(`a PDF of ${wide} bytes`, wide > 10000)
			await page.emulateMedia({ media: null })
		})
		await its('what is a rate of England alone is worked out of its neighbours, in the same year', async () => {
			const of = 'time_period,geographic_level,country_code,old_la_code,la_name'
			const tables = {
				a1: 'time_period,geographic_level,country_code,category,category_type,number,rate,percent\n2024,National,E92000001,Episodes of need,Episodes of need started,400000,332.9,z\n2024,National,E92000001,Referrals,Referrals in the year,600000,500.5,z\n',
				a2: 'time_period,geographic_level,country_code,category,category_type,number,rate,percent\n2024,National,E92000001,Section 47,Section 47s in the year,220000,185.3,z\n',
				c1: [`${of},referral_count,rereferral_count,rereferral_percent`, '2024,Local authority,E92000001,901,Nearhaven,1234,1,20', '2024,Local authority,E92000001,902,Farhaven,c,c,c', '2025,Local authority,E92000001,901,Nearhaven,9999,1,20', ''].join('\n'),
				population: [`${of},age_group,population_estimate`, '2023,Local authority,E92000001,901,Nearhaven,Children aged 0 to 17 years,20000', '2023,Local authority,E92000001,902,Farhaven,Children aged 0 to 17 years,30000', '2024,Local authority,E92000001,901,Nearhaven,Children aged 0 to 17 years,10', ''].join('\n'),
				neighbours_2025: 'old_la_code,la_name,SN_1,SN_1P,SN_2,SN_2P\n900,Here,901,Close,902,Close\n901,Nearhaven,902,Close,900,Close\n902,Farhaven,901,Close,900,Close\n',
			}
			for (const [table, text] of Object.entries(tables)) {
				writeFileSync(join(server.folder, `${table}.csv`), text)
				execFileSync(program, ['import', 'stats', join(server.folder, `${table}.csv`), '--db', server.address, '--as', 'manager', '--because', 'a test'], { env: { ...process.env, WAYMARK_KEYS: server.folder }, stdio: 'pipe' })
			}
			const { compared, source } = await manager.json('/questions/referrals?authority=900')
			const told = compared.map(c => `${c.who} ${c.figure}`)
			expect(`${told}`, told.length === 3 && told[0] === 'England 500.5' && told[1] === 'Nearhaven 617.0' && /^Farhaven c: /.test(told[2]))
			expect(source, /table a1 .* March 2024.* worked out here, from table c1 of the same year .* the middle of 2023\./.test(source))
			const alone = await manager.json('/questions/enquiries?authority=900')
			expect(alone.source, alone.compared.length === 1 && alone.compared[0].figure === '185.3' && /of England alone, and no other/.test(alone.source))
		})
		await its('what cannot be asked is said in words', async () => {
			for (const [query, words] of [['by=worker', 'not split in that way'], ['year=2199-00', 'Nothing is known of that year'], ['cohort=x', 'no such children']]) {
				const { text, status } = await manager.get(`${asked}?${query}`)
				expect(query, status === 200 && text.includes(words))
			}
		})
		await its('what follows what is drawn, of all and of some', async () => {
			await page.goto('/questions/paths')
			await accessible(page)
			await picture(page, `questions-map-${engine}`)
			const all = await manager.json('/questions/paths')
			await page.getByLabel('Only children with').selectOption({ label: 'Help received' })
			await page.getByRole('button', { name: 'Ask', exact: true }).click()
			await page.locator('svg[role=img]').waitFor()
			const some = await manager.json(new URL(page.url()).pathname + new URL(page.url()).search)
			const sum = of => of.rows.reduce((n, r) => n + Number(r.cells[2].text), 0)
			expect(`${sum(some)} of ${sum(all)}`, sum(some) > 0 && sum(some) < sum(all))
		})
		await its('a newly written entry changes the answer on the next request', async () => {
			const before = await worker.json('/questions/contacts')
			const [{ child }] = (await worker.json(`${asked}/children`)).cases.filter(c => c.child)
			const form = `/child/${child}/record/contact`, today = new Date()
			const day = { 'happened-day': `${today.getDate()}`, 'happened-month': `${today.getMonth() + 1}`, 'happened-year': `${today.getFullYear()}` }
			const { status } = await worker.send(form, { what: 'A neighbour rang.', ...day })
			const after = await worker.json('/questions/contacts')
			const count = of => Number(of.answer.match(/^\d+/)[0])
			expect(`${status}: ${before.answer} ${after.answer}`, status === 303 && count(after) === count(before) + 1)
		})
		await its('one child has its clock', async () => {
			const one = await person(chrome, server, 'worker', { viewport: desktop })
			const [{ child }] = (await worker.json(`${asked}/children`)).cases.filter(c => c.child)
			await one.page.goto(`/child/${child}`)
			await one.page.getByRole('link', { name: 'Every wait of this child, beside what is usual here' }).click()
			await one.page.getByRole('heading', { name: /^The clock of/ }).waitFor()
			await accessible(one.page)
			await picture(one.page, `questions-clock-${engine}`)
			await one.page.setViewportSize(phone)
			await picture(one.page, `questions-clock-phone-${engine}`)
			const { waits } = await worker.json(`/child/${child}/clock`)
			expect('its waits', waits.length > 0 && waits.every(w => /day/.test(w.lived) && /Here it took|Fewer than half|Nobody else/.test(w.usual)))
			expect(`complaints: ${one.complaints}`, one.complaints.length === 0)
			await one.context.close()
		})
		await its('what is kept from somebody is not behind a number either: neither how often nor when nor in which order', async () => {
			const { child, named, numbers, all } = await gather(server)
			const behind = async (who, measure) => JSON.stringify((await all[who].json(`/questions/${measure}/children`)), (key, value) => key === 'csrf' ? '' : value)
			const measures = ['words_answered', 'referral_to_heard']
			const before = [], knew = []
			for (const m of measures) before.push(await behind('sealed', m)), knew.push(await behind('worker', m))
			const form = `/child/${child}/record/voice`, offered = (await all.worker.get(form)).text
			const person = [...offered.matchAll(/name="keep_from"[^>]*value="(\d+)"[^>]*>\s*<label[^>]*>([^<]*)/g)].find(([, , name]) => name.trim() === named(numbers.sealed))[1]
			const said = { words: 'Not for that ear.', keep_from: person, ...day('happened', 1, 6, 2015) }
			must(await all.worker.send(form, said), 303, 'words kept from a co-worker')
			for (const [i, m] of measures.entries()) expect(`${m}: ${before[i]} became ${await behind('sealed', m)}`, await behind('sealed', m) === before[i])
			const now = await behind('worker', 'words_answered')
			expect(`whoever may, sees it: ${knew[0]} ${now}`, now !== knew[0] && /1 June 2015/.test(now))
			expect('the words themselves stay away', !now.includes('Not for that ear'))
		})
		await its('it works without scripts', async () => {
			const { page: plain, context: own } = await person(chrome, server, 'manager', { script: false })
			await plain.goto(`${asked}`)
			await plain.getByLabel('By', { exact: true }).selectOption('locality')
			await plain.getByRole('button', { name: 'Ask', exact: true }).click()
			await plain.getByRole('heading', { name: 'Locality' }).waitFor()
			await own.close()
		})
		expect(`complaints: ${complaints}`, complaints.length === 0)
		await context.close()
	} finally {
		await server.stop()
	}
})
await chrome.close()
finish()
