// SPDX-License-Identifier: AGPL-3.0-or-later
// A child was written down twice. Whoever works with both is shown why that may be, joins them, records something, and takes it
// back, saying to whom it belongs. Who knows less is shown less; what a law parts is shown to nobody.
import { execFileSync } from 'node:child_process'
import { accessible, browser, desktop, engines, expect, finish, person, phone, picture, program, serve, test } from '../../tests/browser/support.mjs'
import { day, gather, must } from '../../tests/flow/people.mjs'
import { formOf } from '../../tests/flow/client.mjs'

const born = day('born', 9, 5, 2014), since = day('from', 1, 2, 2026)
const chrome = await browser()

await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	const its = (name, body) => test(`${engine}: ${name}`, body)
	try {
		const area = await gather(server)
		const { manager, worker, colleague, health, desk, administrator } = area.all
		const write = async (given, surname, more = {}) => {
			must(await manager.send('/record-new/person', { given, surname, child: 'yes', 'new-person': 'yes', ...born, ...more }), 303, given)
			const { children } = await manager.json('/nobody-holds')
			return Math.max(...children.filter(c => c.name === `${given} ${surname}`).map(c => c.child))
		}
		const give = async (child, number) => must(await manager.send(`/nobody-holds/${child}`, { 'about-worker': number, as: 'lead', ...since }), 303, 'work with the child')
		const pairs = async who => (await who.json('/c/duplicates')).pairs
		const holds = (list, ...ids) => list.some(p => [p.one, p.other].sort().join() === [...ids].sort().join())
		const size = () => Number(execFileSync(program, ['checkpoint', '--db', server.address], { env: area.env, encoding: 'utf8' }).split('\n')[1])

		const again = await write('Testa', 'Larkspindel', { postcode: 'LS1 4AP', lives_at: '3 Hidden Row' })
		await its('managers are shown names and days of birth, and nothing else is compared', async () => {
			const { text } = await manager.get('/c/duplicates')
			expect('the pair', holds(await pairs(manager), area.child, again) && /Surname one letter off|surname one letter off/.test(text))
			const both = (await manager.get(`/duplicates/${area.child}/${again}`)).text
			expect('no address', !/Hidden Row|LS1 4AP|ostcode/.test(text + both) && /You do not work with both/.test(both))
		})
		await its('a brother or sister of the same day and surname is not proposed', async () => {
			expect('Unheld', !(await pairs(manager)).some(p => [p.one, p.other].includes(area.unheld)))
		})
		await its('who works with one of them alone is shown none, who works with no child is refused', async () => {
			expect('the worker', !(await pairs(worker)).some(p => [p.one, p.other].includes(again)) && (await worker.get(`/duplicates/${area.child}/${again}`)).status === 404)
			expect('the colleague', (await pairs(colleague)).length === 0)
			for (const who of [desk, administrator, health]) expect('refused', (await who.get('/c/duplicates')).status === 403)
		})
		await give(again, area.numbers.worker)

		let join
		await its('whoever works with both joins them, at a browser', async () => {
			const { page, context, complaints } = await person(chrome, server, 'worker', { viewport: desktop })
			await page.goto('/c/duplicates')
			await accessible(page)
			await picture(page, `duplicates-queue-${engine}`)
			await page.getByRole('link', { name: /^Look at both.*Testa/ }).click()
			await page.getByText('3 Hidden Row').waitFor()
			await accessible(page)
			await picture(page, `duplicates-pair-${engine}`)
			await page.getByRole('button', { name: 'Record it' }).click()
			await page.getByRole('link', { name: 'Choose what you know of the two.' }).waitFor()
			await accessible(page)
			await page.getByLabel('They are one person, called Testa Larkspindle').check()
			await page.getByLabel('How is it known?').fill('One birth certificate.')
			await page.setViewportSize(phone)
			await picture(page, `duplicates-pair-phone-${engine}`)
			await page.getByRole('button', { name: 'Record it' }).click()
			await page.getByText('They are one person from now on').waitFor()
			expect(`complaints: ${complaints}`, complaints.length === 0)
			await context.close()
		})
		await its('one page, which says what it was joined from', async () => {
			const { text } = await worker.get(`/child/${again}`)
			join = text.match(/\/child\/\d+\/joined\/(\d+)/)?.[1]
			expect('the panel', join && /Records joined here/.test(text) && text.includes('Testa Larkspindle and Testa Larkspindel'))
			const side = text.slice(text.indexOf('What is known'))
			expect('what the other says, and that it says so', /3 Hidden Row(<span[^>]*>as of[^<]*<\/span>)?<span[^>]*>in the record of Testa Larkspindel</.test(side))
			expect('so it is not missed', !/Not known<\/dt><dd[^>]*>[^<]*address/i.test(side))
			const head = text.slice(text.indexOf('Whom to ring'), text.indexOf('</dl>'))
			expect('a worker of both is rung once', head.split(area.named(area.numbers.worker)).length === 2)
			const lines = text.split('<li class="wm-entry').slice(1), of = lines.filter(l => l.includes(`in the record of <a href="/record/${again}">Testa Larkspindel</a>`))
			expect('what was written in it, and nothing else', of.length === 1 && of[0].includes('began to work with') && lines.length > 1)
			expect('not proposed any more', !holds(await pairs(worker), area.child, again) && !holds(await pairs(manager), area.child, again))
		})
		const entriesBefore = size()
		must(await worker.send(`/child/${area.child}/record/voice`, { words: 'Pennywhistle tunes.', ...day('happened', 3, 3, 2026) }), 303, 'words')
		const said = Number((await worker.get(`/child/${area.child}/joined/${join}`)).text.match(/name="belongs-(\d+)"/)?.[1])
		await its('a record says in which of the two it was written', async () => {
			const { text } = await worker.get(`/record/${said}`)
			expect('where', /Written in the record of/.test(text))
		})
		await its('taking it back asks where what was written since belongs', async () => {
			const { page, context } = await person(chrome, server, 'worker', { viewport: phone })
			await page.goto(`/child/${area.child}/joined/${join}`)
			await accessible(page)
			await page.getByText('What the child said').first().waitFor()
			await picture(page, `duplicates-join-${engine}`)
			await page.getByRole('button', { name: 'Part them' }).click()
			await page.getByRole('link', { name: 'Write how it is known.' }).waitFor()
			await accessible(page)
			await page.locator(`input[name="belongs-${said}"][value="${again}"]`).check()
			await page.getByLabel('How is it known that they are two people?').fill('The school has both in one class.')
			await page.getByRole('button', { name: 'Part them' }).click()
			await page.getByText('They are two people from now on').waitFor()
			await context.close()
		})
		await its('two records again, with nothing lost, and each entry where it belongs', async () => {
			const one = (await worker.get(`/child/${area.child}`)).text, other = (await worker.get(`/child/${again}`)).text
			expect('the words moved', other.includes('Pennywhistle') && !one.includes('Pennywhistle'))
			expect('no panel', !/Records joined here|in the record of/.test(one + other))
			expect('words, the same words moved, the join taken back', size() === entriesBefore + 3)
			expect('not proposed again', !holds(await pairs(worker), area.child, again) && !holds(await pairs(manager), area.child, again))
			const { status } = await worker.get(`/child/${area.child}/joined/${join}`)
			expect('the page of the join is gone', status === 404)
		})
		await its('of three in a row, it is asked of what stands in any of them', async () => {
			const three = [await write('Rosalba', 'Kestrelwood'), await write('Rosalba', 'Kestrelwoods'), await write('Rosalbah', 'Kestrelwood')]
			for (const one of three) await give(one, area.numbers.worker)
			for (const [one, other] of [three.slice(0, 2), three.slice(1)]) {
				const address = `/duplicates/${one}/${other}`
				must(await worker.post(address, { ...Object.fromEntries(formOf((await worker.get(address)).text, address)), choice: 'one', because: 'One certificate.' }), 303, 'a join')
			}
			must(await worker.send(`/child/${three[0]}/record/voice`, { words: 'Accordion.', ...day('happened', 3, 3, 2026) }), 303, 'words')
			const joins = [...new Set([...(await worker.get(`/child/${three[0]}`)).text.matchAll(/\/joined\/(\d+)/g)].map(m => m[1]))]
			const address = `/child/${three[0]}/joined/${joins[1]}`, { text } = await worker.get(address)
			const [, asked] = text.match(/name="(belongs-\d+)"/)
			must(await worker.post(address, { ...Object.fromEntries(formOf(text, address)), [asked]: `${three[2]}`, because: 'Both were seen.' }), 303, 'parted')
			expect('it went with the third', (await worker.get(`/child/${three[2]}`)).text.includes('Accordion') && !(await worker.get(`/child/${three[0]}`)).text.includes('Accordion'))
		})
		await its('the same form twice is one join', async () => {
			const second = await write('Ophelia', 'Sandpiper'), third = await write('Ophelia', 'Sandpipper')
			const address = `/duplicates/${second}/${third}`, before = size()
			const form = { ...Object.fromEntries(formOf((await manager.get(address)).text, address)), choice: 'other', because: 'The same UPN.' }
			for (const turn of ['first', 'second']) {
				const answer = await manager.post(address, form)
				expect(`${turn}: ${answer.status}`, answer.status === 303 && size() === before + 1)
			}
		})
		await its('a manager who works with neither takes a join back, by names and with a reason', async () => {
			const one = await write('Ottilie', 'Fenwarden'), other = await write('Ottilie', 'Fenwardin', { postcode: 'LS2 9QQ' })
			const address = `/duplicates/${one}/${other}`
			must(await manager.post(address, { ...Object.fromEntries(formOf((await manager.get(address)).text, address)), choice: 'one', because: 'Quoted from the school.' }), 303, 'a join')
			must(await manager.send(`/nobody-holds/${one}`, { 'about-worker': area.numbers.health, as: 'lead', ...since }), 303, 'work')
			must(await health.send(`/child/${one}/record/voice`, { words: 'Marble run.', ...day('happened', 3, 3, 2026) }), 303, 'words')
			const found = (await manager.json('/c/duplicates')).joined.find(j => j.keep === 'Ottilie Fenwarden')
			expect('in the queue, without a page of the child', found && !found.child)
			const page = `/duplicates/${found.join}`, { text } = await manager.get(page)
			expect('names and days', text.includes('Ottilie Fenwardin') && text.includes('Born 9 May 2014'))
			expect('neither why nor what is recorded', !/Quoted from|LS2 9QQ|Marble/.test(text))
			expect('whom to ring', text.includes(area.named(area.numbers.health)))
			for (const who of [worker, colleague, desk, administrator, health]) expect('nobody else', (await who.get(page)).status === 403)
			const before = size(), form = Object.fromEntries(formOf(text, page))
			must(await manager.post(page, form), 422, 'without a reason')
			for (const turn of ['first', 'second']) {
				const answer = await manager.post(page, { ...form, because: 'Both were seen today.' })
				expect(`${turn}: ${answer.status}`, answer.status === 303 && size() === before + 1)
			}
			expect('the words stay where they were written', (await health.get(`/child/${one}`)).text.includes('Marble run'))
			expect('the other is nobody’s', (await health.get(`/child/${other}`)).status === 403)
			expect('not proposed again', !holds(await pairs(manager), one, other))
		})
		await its('what a law parts is proposed to nobody and joined by nobody', async () => {
			const before = await write('Ulrike', 'Moorhen'), after = await write('Ulrike', 'Moorhen')
			const address = `/duplicates/${before}/${after}`
			expect('proposed at first', holds(await pairs(manager), before, after))
			const form = Object.fromEntries(formOf((await manager.get(address)).text, address))
			must(await manager.post(address, { ...form, choice: 'law', because: 'Adoption order of 3 June 2025.' }), 303, 'parted by law')
			await give(before, area.numbers.worker)
			await give(after, area.numbers.worker)
			for (const who of [manager, worker]) expect('not proposed', !holds(await pairs(who), before, after))
			const voice = `/child/${before}/record/voice`, csrf = formOf((await worker.get(voice)).text, voice).get('csrf')
			const answer = await worker.post(address, { ...form, csrf, 'form-entry': '', choice: 'one', because: 'I think so.' })
			expect(`not joined: ${answer.status}`, answer.status === 404)
			const pages = [`/child/${before}`, `/child/${after}`, `/record/${before}`, '/c/duplicates']
			for (const path of pages) expect(path, !/Adoption order of 3 June/.test((await worker.get(path)).text))
		})
		await its('whom the law names as holder is told of both, and finds the one by the other’s name', async () => {
			const before = await write('Yseult', 'Corncrakeham'), after = await write('Yseulte', 'Corncrakeham')
			const address = `/duplicates/${before}/${after}`
			const form = Object.fromEntries(formOf((await manager.get(address)).text, address))
			must(await manager.post(address, { ...form, choice: 'law', because: 'A protected person.', holder: `${area.numbers.worker}` }), 303, 'parted by law')
			await give(after, area.numbers.supervising)
			must(await area.all.supervising.send(`/child/${after}/works-with`, { 'about-worker': area.numbers.worker, as: 'co_worker', ...day('from', 1, 2, 2026) }), 303, 'work')
			const told = async who => (await who.get(`/child/${after}`)).text.includes('A law parts this record from that of Yseult Corncrakeham')
			expect('the holder is told', await told(worker))
			expect('nobody else is', !await told(area.all.supervising))
			const why = async who => (await who.json('/find?q=yseult')).found.find(f => f.person === after)?.why ?? ''
			expect(`the holder finds by it: ${await why(worker)}`, /a name from before the same/.test(await why(worker)))
			expect(`nobody else does: ${await why(area.all.supervising)}`, !/a name from before/.test(await why(area.all.supervising)))
		})
		await its('only managers may say that a law parts two', async () => {
			const one = await write('Wilma', 'Reedling'), two = await write('Wilma', 'Reedling')
			await give(one, area.numbers.worker)
			await give(two, area.numbers.worker)
			const address = `/duplicates/${one}/${two}`, { text } = await worker.get(address)
			expect('not offered', !/value="law"/.test(text))
			const answer = await worker.post(address, { ...Object.fromEntries(formOf(text, address)), choice: 'law', because: 'x' })
			expect(`${answer.status}`, answer.status === 422)
		})
		await its('the journal and its projections hold', () => {
			execFileSync(program, ['verify', '--db', server.address], { env: area.env })
		})
	} finally {
		await server.stop()
	}
})
await chrome.close()
finish()
