// SPDX-License-Identifier: AGPL-3.0-or-later
// Every form of every kind that somebody may record, every field wrong in every way that its type knows: the problem stands
// beside the field and on top of the page, whatever else was typed is still there, and nothing was recorded. Then the
// requests that no form of ours makes.
import { execFileSync } from 'node:child_process'
import { expect, finish, program, serve, test } from '../browser/support.mjs'
import { fetchPage, formOf } from './client.mjs'
import { gather } from './people.mjs'

const maxBody = 4 * 1024 * 1024
const server = await serve({ children: 6, settings: ['--max-body-bytes', `${maxBody}`] })
const area = await gather(server)
const env = { ...process.env, WAYMARK_KEYS: server.folder }
const journalSize = () => Number(execFileSync(program, ['checkpoint', '--db', server.address], { env, encoding: 'utf8' }).split('\n')[1])

const hostile = '<script>alert(1)</script> & "quotes" \'single\' </textarea> %3Cb%3E {{x}} é'
const unescape = s => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&')

// ---- the forms that somebody is led to

async function formsOf (who) {
	const found = new Map()
	const links = async path => {
		const { status, text } = await area.all[who].get(path)
		return status === 200 ? [...text.matchAll(/<a\b[^>]* href="(\/[^"]*)"/g)].map(([, to]) => unescape(to)) : []
	}
	const from = ['/', '/new-person?q=Nobodyofthatname', '/nobody-holds', `/child/${area.child}`, `/child/${area.child}/record`,
		...(await links('/')).filter(to => to.startsWith('/c/')), `/record/${area.records.open ?? area.numbers.worker}`]
	for (const path of from) {
		for (const to of await links(path)) {
			if (/^\/child\/\d+\/record\/|^\/record-new\/|^\/nobody-holds\/\d|\/works-with$|\/correct$/.test(to)) found.set(to.replace(/\d+\/correct/, 'N/correct'), to)
		}
	}
	return [...found.values()]
}

// ---- what a field takes, and what it does not

const day = (name, d, m, y) => ({ [`${name}-day`]: d, [`${name}-month`]: m, [`${name}-year`]: y })
const offered = (html, name) => {
	const select = html.match(new RegExp(`<select\\b[^>]* name="${name}"[^>]*>([\\s\\S]*?)</select>`))
	const values = select ? [...select[1].matchAll(/<option value="([^"]+)"/g)].map(m => m[1])
		: [...html.matchAll(/<input\b[^>]*>/g)].map(([tag]) => tag).filter(tag => tag.includes(` name="${name}"`)).map(tag => tag.match(/ value="([^"]*)"/)[1])
	return values.map(unescape)
}
const identifiers = { local_id: () => `T1${`${Math.random()}`.slice(2, 8)}`, nhs_number: () => '943 476 5919', postcode: () => 'AB1 2DE', upn: () => undefined }
function good (f, html) {
	switch (f.type) {
	case 'text': return { [f.name]: `${f.name} ${hostile}\nand a second line` }
	case 'line': return { [f.name]: `${f.name} ${hostile}` }
	case 'choice': return { [f.name]: f.choices[0].code }
	case 'choices': return { [f.name]: f.choices.map(c => c.code) }
	case 'day': return day(f.name, '3', 'March', '2026')
	case 'instant': return { ...day(f.name, '3', '3', '2026'), [`${f.name}-hour`]: '9', [`${f.name}-minute`]: '05' }
	case 'number': return { [f.name]: '3' }
	case 'yes_no': return { [f.name]: 'yes' }
	case 'identifier': return { [f.name]: identifiers[f.name]?.() ?? '' }
	case 'person': case 'people': case 'record': { // the child itself, so that nothing is kept from the one who writes
		const list = offered(html, f.name)
		return { [f.name]: list.find(n => n === `${area.child}`) ?? list[0] ?? '' }
	}
	default: return {}
	}
}
// [what is wrong, the boxes so filled]
function bad (f) {
	const list = []
	const add = (what, boxes) => list.push([what, boxes])
	const one = text => ({ [f.name]: text })
	if (f.required && f.type === 'day') add('left empty', day(f.name, '', '', ''))
	else if (f.required) add('left empty', one(''))
	if (f.required && ['text', 'line'].includes(f.type)) add('only spaces', one('  \r\n '))
	switch (f.type) {
	case 'text':
		add('too long', one('x'.repeat(1024 * 1024 + 1)))
		add('bytes that are no text', one('%FFno'))
		add('a NUL', one('be%00fore'))
		break
	case 'line':
		add('too long', one('x'.repeat(201)))
		add('two lines', one('one\ntwo'))
		add('bytes that are no text', one('%C3%28'))
		add('a NUL', one('be%00fore'))
		break
	case 'choice': case 'choices':
		add('not offered', one('not-offered'))
		add('markup', one(hostile))
		add('bytes that are no text', one('%FF'))
		break
	case 'day': case 'instant':
		add('a day that does not exist', day(f.name, '31', '2', '2026'))
		add('a month that does not exist', day(f.name, '1', '13', '2026'))
		add('out of range', day(f.name, '1', '1', '1066'))
		add('a day without a month', day(f.name, '1', '', '2026'))
		add('markup', day(f.name, '<b>', '"', '&'))
		add('no text', day(f.name, '%FF', '%00', '2026'))
		add('too long', day(f.name, '1', '1', '2'.repeat(5000)))
		break
	case 'number':
		add('no number', one('many'))
		add('too small', one('-100000000000'))
		add('too large', one('100000000000000'))
		add('too long', one('9'.repeat(500)))
		add('markup', one(hostile))
		break
	case 'yes_no':
		add('not offered', one('maybe'))
		add('markup', one(hostile))
		break
	case 'identifier':
		add('not valid', one('!?'))
		add('too long', one('9'.repeat(3000)))
		add('markup', one(hostile))
		add('a NUL', one('1%002'))
		break
	case 'person': case 'people': case 'record':
		add('nobody', one('999999999'))
		add('somebody not offered', one(`${area.unheld}`))
		add('no number', one('some-one'))
		add('markup', one(hostile))
		break
	}
	return list
}

// Bytes written %XX above are sent as such; all else is encoded.
const encoded = s => encodeURIComponent(s).replace(/%25(FF|C3|28|00)/g, '%$1').replace(/%20/g, '+')
const bodyOf = boxes => Object.entries(boxes).flatMap(([name, text]) => [text].flat().map(t => `${encodeURIComponent(name)}=${encoded(`${t}`)}`)).join('&')
const raw = text => /%(FF|C3|28|00)/.test(text)

const post = (who, path, body, more = {}) => fetchPage(server.at, path, {
	method: 'POST', cookie: area.all[who].cookie, ...more, raw: body
})

// The page's problem beside the field is the one that the summary leads to.
function problemAt (html, name) {
	const beside = html.match(new RegExp(`id="(${name}|about-${name})-error"[^>]*>([\\s\\S]*?)</p>`))
	if (!beside) return 'there is no problem beside the field'
	const message = beside[2].replace(/<span[\s\S]*?<\/span>/, '').trim()
	const summary = html.match(/govuk-error-summary[\s\S]*?<\/ul>/)?.[0] ?? ''
	const link = [...summary.matchAll(/<a href="#([^"]+)">([\s\S]*?)<\/a>/g)].find(l => l[2].trim() === message)
	if (!link) return `the summary does not say «${message}»`
	return new RegExp(` id="${link[1]}"`).test(html) ? undefined : `the summary leads to #${link[1]}, which is not there`
}

// Whatever was typed beside the wrong field stands in the form that came back.
function kept (html, action, sent, wrong) {
	const back = formOf(html, action), lost = []
	for (const [name, text] of Object.entries(sent)) {
		if (name in wrong && raw(`${wrong[name]}`)) continue
		if (!/^[a-z]/.test(name) || name === 'csrf') continue
		const typed = [text].flat().map(t => `${t}`.replace(/\r\n/g, '\n')), there = back.getAll(name).map(t => t.replace(/\r\n/g, '\n'))
		const isBox = new RegExp(`type="(radio|checkbox)"[^>]*name="${name}"|name="${name}"[^>]*type="(radio|checkbox)"|<select[^>]*name="${name}"`).test(html)
		if (name in wrong && isBox) continue // a choice that is not offered has no box to stand in
		if (JSON.stringify(typed.filter(Boolean)) !== JSON.stringify(there.filter(Boolean))) lost.push(`${name}: ${JSON.stringify(there).slice(0, 80)} instead of ${JSON.stringify(typed).slice(0, 80)}`)
	}
	return lost
}

const fatal = new TextDecoder('utf-8', { fatal: true })
const tried = new Set()
for (const who of ['supervising', 'worker', 'health', 'desk', 'board']) { // the manager first: courses are there to be evaluated
	for (const path of await formsOf(who)) {
		const action = path.replace(/\?.*/, ''), kind = action.replace(/\d+/g, 'N')
		if (tried.has(kind)) continue
		tried.add(kind)
		await test(`${who} ${kind}: every field, wrong in every way`, async () => {
			const page = await area.all[who].get(path)
			expect(`${path} answers ${page.status}`, page.status === 200)
			const { fields } = await area.all[who].json(path)
			const untouched = Object.fromEntries([...formOf(page.text, action)].filter(([, text]) => text))
			const asksWhen = page.text.includes('name="happened-day"')
			if (asksWhen) fields.unshift({ name: 'happened', type: 'day', required: true, choices: [] })
			const links = [...new Set([...page.text.matchAll(/<select[^>]* name="(about-[a-z_]+)"/g)].map(m => m[1]))]
			const correcting = path.endsWith('/correct')
			const filled = Object.assign({}, untouched, ...fields.filter(() => true).map(f => good(f, page.text)),
				...links.map(name => ({ [name]: offered(page.text, name)[0] ?? '' })))
			for (const name of Object.keys(filled)) if (/-not-known$/.test(name)) delete filled[name]
			const before = journalSize(), wrongs = []
			for (const f of fields) {
				for (const [what, boxes] of bad(f)) {
					const sent = { ...filled, ...boxes }
					const answer = await post(who, action, bodyOf(sent))
					const say = text => wrongs.push(`${f.name} ${what}: ${text}`)
					if (answer.status === 400 && Object.values(boxes).some(raw)) continue // no form can send such bytes: told as a page
					if (answer.status !== 422) { say(`${answer.status}`); continue }
					try { fatal.decode(answer.bytes) } catch { say('the page is not UTF-8') }
					if (/<script>alert/.test(answer.text) || answer.text.includes('</textarea> %3Cb')) say('markup came through')
					const problem = problemAt(answer.text, f.name)
					if (problem) say(problem)
					for (const lost of kept(answer.text, action, sent, boxes)) say(lost)
				}
			}
			expect(wrongs.join('\n  '), wrongs.length === 0)
			expect('nothing was recorded', journalSize() === before)
			// The same form with nothing wrong is taken, so it was the wrong field each time.
			const taken = await post(who, action, bodyOf(filled))
			expect(`filled in well it answers ${taken.status}: ${problemsOf(taken.text)}`, taken.status === 303)
			const made = action === '/record-new/person' ? 2 : 1 // of a new person also that it was looked for first
			expect(`${made} more in the journal`, journalSize() === before + made)
			expect('sent again it is the same', (await post(who, action, bodyOf(filled))).status === 303 && journalSize() === before + made)
			const shown = await area.all[who].get(taken.location)
			if (shown.status === 200) expect('markup is shown as text', !/<script>alert/.test(shown.text))
			void correcting
		})
	}
}
function problemsOf (html) {
	return [...html.matchAll(/govuk-error-message"[^>]*>([\s\S]*?)<\/p>/g)].map(m => m[1].replace(/<[^>]*>/g, '').trim()).join('; ') || html.slice(0, 200)
}
await test('somebody may record each kind that has a form', () => {
	expect(`${tried.size} forms: ${[...tried]}`, tried.size > 2)
})

// ---- what no form of ours sends

const address = '/record-new/person'
const typed = { given: 'A word.', ...day('born', '3', '3', '2020') }
const token = formOf((await area.all.worker.get(address)).text, address).get('csrf')
const form = bodyOf({ csrf: token, ...typed })
const refused = [
	['a token is missing', 403, () => [address, bodyOf(typed)]],
	['a token is of another session', 403, () => [address, bodyOf({ csrf: formOf_.colleague, ...typed })]],
	['another site sends it', 403, () => [address, form, { headers: { origin: 'https://elsewhere.example' } }]],
	['no site owns up to it', 403, () => [address, form, { headers: { origin: 'null' } }]],
	['a browser says that another site sends it', 403, () => [address, form, { headers: { 'sec-fetch-site': 'cross-site' } }]],
	['it is signed out', 401, () => [address, form, { cookie: undefined }]],
	['the body is over the limit', 413, () => [address, bodyOf({ csrf: token, given: 'x'.repeat(maxBody + 1) })]],
	['it is no form', 400, () => [address, form, { headers: { 'content-type': 'text/plain' } }]],
	['it is a form in pieces that do not end', 400, () => [address, '--x\r\nContent-Disposition: form-data; name="given"\r\n\r\nhalf', { headers: { 'content-type': 'multipart/form-data; boundary=x' } }]],
	['the page takes no forms', 405, () => [`/child/${area.child}`, form]],
	['nothing has the address', 404, () => ['/no/such/page', form]],
	['the kind does not exist', 404, () => [`/child/${area.child}/record/nothing`, form]]
]
const formOf_ = { colleague: formOf((await area.all.colleague.get(address)).text, address).get('csrf') }
for (const [what, status, make] of refused) {
	await test(`${status} where ${what}: a page that says what to do, and the same as JSON`, async () => {
		const before = journalSize()
		const [path, body, more = {}] = make()
		const html = await post('worker', path, body, more)
		expect(`it answers ${html.status}`, html.status === status)
		const title = html.text.match(/<h1[^>]*>([^<]*)</)?.[1]
		expect(`a heading, what happened, what to do: ${html.text.slice(0, 300)}`, title && /wm-lead">[^<]{20,}</.test(html.text) && /govuk-body">[^<]{20,}</.test(html.text))
		expect('nothing of the program is told', !/\.c:\d|errno|SQL|E_[A-Z]/.test(html.text))
		const json = await post('worker', path, body, { ...more, accept: 'application/json' })
		expect(`as JSON ${json.status} ${json.headers['content-type']}`, json.status === status && /^application\/json/.test(json.headers['content-type']))
		const said = JSON.parse(json.text)
		expect(`the same words: ${json.text}`, unescape(title) === said.title && said.remedy.length > 20 && said.status === status)
		expect('nothing was recorded', journalSize() === before)
	})
}
await test('a method that pages do not know: 405, or refused before it is read', async () => {
	for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
		const { status } = await fetchPage(server.at, address, { method, cookie: area.all.worker.cookie })
		expect(`${method} answers ${status}`, status === 405 || status === 501)
	}
})
await test('a form with problems as JSON names the field and the message', async () => {
	const { status, text } = await post('worker', address, bodyOf({ csrf: token, upn: '!?', ...day('born', '31', '2', '2026') }), { accept: 'application/json' })
	const { problems } = JSON.parse(text)
	expect(text.slice(0, 300), status === 422 && problems.some(p => p.field === 'born' && /31 February/.test(p.message)) && problems.some(p => p.field === 'upn'))
})
await test('whoever goes back, without script, and sends the form again has recorded it once', async () => {
	const at = { worker: `/child/${area.child}/interest`, other: `/child/${area.unheld}/interest` }
	const opened = await area.all.worker.get(at.worker)
	const sent = { ...Object.fromEntries(formOf(opened.text, at.worker)), what: 'near' }
	const send = (who, action, more = {}) => post(who, action, bodyOf({ ...sent, csrf: who === 'worker' ? sent.csrf : formOf_.colleague, ...more }))
	const before = journalSize()
	expect('recorded', (await send('worker', at.worker)).status === 303 && journalSize() === before + 1)
	const again = await area.all.worker.get(opened.path)
	expect('back at the form, it is the same entry', formOf(again.text, at.worker).get('form-entry') === sent['form-entry'])
	expect('sent again', (await send('worker', at.worker)).status === 303 && journalSize() === before + 1)
	const other = await send('worker', at.worker, { what: 'other' })
	expect(`with other words it is said, and they are still there: ${other.status}`, other.status === 409 && /recorded this form once already/.test(other.text) && formOf(other.text, at.worker).get('what') === 'other')
	expect('about another child it is another entry', (await send('worker', at.other)).status === 409)
	expect('from another person too', (await send('colleague', at.worker)).status === 409)
	expect('none of them was recorded', journalSize() === before + 1)
	const fresh = (await area.all.worker.get(at.worker)).path
	expect('opened anew, it is another entry', fresh !== opened.path)
})
await test('no word that was typed stands in the server’s log', () => expect('the log', !/alert\(1\)|quotes|A word/.test(server.log())))
await server.stop()
finish()
