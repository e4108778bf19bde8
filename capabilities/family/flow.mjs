// SPDX-License-Identifier: AGPL-3.0-or-later
// A family grows on the page of family and network: on each day as it was then, in the drawing and in words alike; a tie that is
// kept from one worker leaves that worker's page byte for byte as it was; a hidden address reaches social workers alone.
import { engines, expect, finish, serve, test } from '../../tests/browser/support.mjs'
import { day, gather, must } from '../../tests/flow/people.mjs'

await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	const its = (name, body) => test(`${engine}: ${name}`, body)
	try {
		const { child, all, numbers, named } = await gather(server)
		const { worker, sealed, supervising, health } = all
		const page = `/child/${child}/family`
		const numberOf = {}
		const form = kind => `/child/${child}/record/${kind}`
		const person = async (given, more = {}) => {
			must(await worker.send('/record-new/person', { given, surname: 'Withycombe', child: 'no', ...more }), 303, given)
			numberOf[given] = (await worker.get(form('relationship'))).text.match(new RegExp(`<option value="(\\d+)"[^>]*>${given} Withycombe`))[1]
		}
		const record = async (kind, fields, what) => must(await worker.send(form(kind), 'happened-day' in fields ? fields : { 'happened-not-known': 'yes', ...fields }), 303, what)
		const kin = (given, is, more = {}) => record('relationship', { 'about-person': numberOf[given], is, ...more }, given)
		const drawing = text => text.match(/<svg class="wm-genogram"[\s\S]*?<\/svg>/)[0]
		const symbols = text => (drawing(text).match(/<circle|<rect (?!rx)|Z"\/>/g) ?? []).length
		const secret = text => text.replace(/value="[^"]*"|nonce="[^"]*"|For [^<]*\. As shown[^<]*/g, '')
		// Who signed in, and when it was shown, stand on every page and differ.
		const body = text => secret(text.match(/<main[\s\S]*<\/main>/)[0])

		await its('a child of whom nothing is known stands alone', async () => {
			const { text } = await worker.get(page)
			expect('in words', /Nobody’s parents, brothers or sisters are written down/.test(text))
			expect('one, with a double edge', symbols(text) === 2)
		})
		await its('parents who parted, a grandmother, a half-brother: drawn and told', async () => {
			for (const [given, more] of [['Ada', { sex: 'F', ...day('born', 2, 4, 1990) }], ['Bert', { sex: 'M' }], ['Cora', { sex: 'F', ...day('died', 1, 6, 2020) }],
				['Dan', { sex: 'M', ...day('born', 5, 5, 2012) }]]) await person(given, more)
			await kin('Ada', 'mother', { child_calls: 'Mum' })
			await kin('Bert', 'father')
			await kin('Cora', 'grandparent', { through: numberOf.Ada })
			await kin('Dan', 'half', { through: numberOf.Ada })
			await record('family_tie', { 'about-one': numberOf.Ada, 'about-other': numberOf.Bert, is: 'married', ...day('happened', 1, 1, 2013), ...day('until', 1, 1, 2019), ended: 'divorced' }, 'a marriage')
			const { text } = await worker.get(page)
			expect('married and divorced', /Ada Withycombe and Bert Withycombe, married and then divorced\. Their child: Testa Larkspindle/.test(text) ||
				/Bert Withycombe and Ada Withycombe, married and then divorced\. Their child: Testa Larkspindle/.test(text))
			expect('her mother', /Cora Withycombe\. With nobody else written down: child: Ada Withycombe/.test(text))
			expect('her other child', /Ada Withycombe\. With nobody else written down: child: Dan Withycombe/.test(text))
			expect('what the child says', /says: Mum/.test(text))
			expect(`five people: ${symbols(text)}`, symbols(text) === 6)
		})
		await its('on a day before the divorce they were married, and before the birth nobody was there', async () => {
			const then = (await worker.get(`${page}?on=2016-01-01`)).text
			expect('married', /, married\. Their child/.test(then) && !/divorced/.test(drawing(then) + then.match(/The drawing in words[\s\S]*?<\/ul>/)[0]))
			expect('the grandmother lived', !/Died/.test(then))
			expect('not a day', /That was no day/.test((await worker.get(`${page}?on=2016-02-31`)).text))
			const before = (await worker.get(`${page}?on=2005-01-01`)).text
			expect('the child was not expected yet', !/wm-genogram/.test(before))
		})
		await its('who is not said to belong through somebody stands in the words alone', async () => {
			await person('Edna')
			const before = drawing((await worker.get(page)).text)
			await kin('Edna', 'aunt_or_uncle')
			const { text } = await worker.get(page)
			expect('the drawing is as it was', drawing(text) === before)
			expect('and it says why', /Edna Withycombe[\s\S]*?nobody has written through whom/.test(text))
		})
		await its('a tie kept from one worker leaves that worker’s page as it was', async () => {
			await person('Flora', { sex: 'F' })
			const options = (await worker.get(form('relationship'))).text
			const from = [...options.matchAll(/name="keep_from"[^>]*value="(\d+)"[^>]*>\s*<label[^>]*>([^<]*)/g)].find(([, , name]) => name.trim() === named(numbers.sealed))[1]
			const looks = [page, `${page}?kept=yes`, `${page}?on=2016-01-01`]
			const before = await Promise.all(looks.map(async path => body((await sealed.get(path)).text)))
			await kin('Flora', 'aunt_or_uncle', { through: numberOf.Ada, keep_from: from })
			const after = await Promise.all(looks.map(async path => body((await sealed.get(path)).text)))
			looks.forEach((path, i) => expect(`${path} is the same`, before[i] === after[i]))
			expect('others are told that something is left out', /Show also what is kept/.test((await worker.get(page)).text))
			expect('and it is left out', !/Flora/.test((await worker.get(page)).text))
			const shown = (await worker.get(`${page}?kept=yes`)).text
			expect('and shown when they ask, on the screen alone', /Flora/.test(drawing(shown)) && /<div class="wm-screen">/.test(shown))
			const json = await sealed.json(page)
			expect('nor in JSON', !JSON.stringify(json).includes('Flora') && json.some_kept === false)
		})
		await its('a hidden address is read by social workers and managers, and never printed', async () => {
			await record('address', { 'about-person': numberOf.Ada, hidden_address: '4 Amberglass Yard', hidden_why: 'From Bert.' }, 'a hidden address')
			for (const [name, who, may] of [['worker', worker, true], ['supervising', supervising, true], ['health', health, false]]) {
				const pages = await Promise.all([page, `/child/${child}`, `${page}?kept=yes`].map(async path => (await who.get(path)).text))
				expect(`${name}`, pages.join().includes('Amberglass') === may)
				expect(`${name}: not in the story`, !pages[1].includes('Amberglass'))
				expect(`${name}: in JSON`, JSON.stringify(await who.json(page)).includes('Amberglass') === may)
			}
			const { text } = await worker.get(page)
			expect('not on paper', /<span class="wm-screen">4 Amberglass Yard\. <\/span>/.test(text))
			expect('a partner reads that it is not known where', /not known where/.test((await health.get(page)).text))
		})
		await its('carers, others involved and warnings stand in the head of the child’s page', async () => {
			await record('carer', { 'about-person': numberOf.Cora, part: 'kin', at_night: '01632 960 377' }, 'a carer')
			await record('involved', { name: 'Orla Finch', does: 'Health visitor', telephone: '01632 960 441' }, 'somebody involved')
			await record('warning', { warning: 'The dog bites.', rests_on: 'The postman.', ...day('review', 1, 9, 2030), told: 'danger' }, 'a warning')
			const head = (await worker.get(`/child/${child}`)).text.split('id="story"')[0]
			expect('the carer by night', /Cora Withycombe, Relative or friend as carer[\s\S]*?By night: 01632 960 377/.test(head))
			expect('the health visitor', /Orla Finch, Health visitor[\s\S]*?01632 960 441/.test(head))
			expect('the warning, its day, and that he was not told', /The dog bites[\s\S]*?looked at again on 1 September 2030[\s\S]*?was not told: it would put somebody in danger/.test(head))
		})
		await its('an ecomap shows how strong ties are, and says it in words', async () => {
			await record('bond', { 'about-person': numberOf.Ada, strength: 'strong', gives: 'child', view: 'child', words: 'She sings.' }, 'a bond')
			await record('bond', { with: 'School', strength: 'stress', gives: 'other' }, 'another')
			const { text } = await worker.get(page)
			const map = text.match(/<svg class="wm-ecomap"[\s\S]*?<\/svg>/)[0]
			expect('both, and who else is there', ['Ada Withycombe', 'School', 'Orla Finch', 'Bert Withycombe'].every(name => map.includes(name)))
			expect('in words', /Ada Withycombe<\/a>: Strong\. It gives the child strength\.[\s\S]*?She sings\./.test(text))
		})
	} finally {
		await server.stop()
	}
})
finish()
