// SPDX-License-Identifier: AGPL-3.0-or-later
// A child's drawing goes in through the form as a browser sends it and comes out byte for byte, to whoever may read the words
// that it came with; what is no picture and no sound is never shown, whatever it calls itself; nothing in it runs.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { browser, engines, expect, finish, person, picture, program, serve, standsOn, test } from '../browser/support.mjs'
import { fetchPage, formOf, multipart } from './client.mjs'
import { gather } from './people.mjs'

standsOn('voice')
const MB = 1024 * 1024, most = 50 * MB, maxBody = 64 * MB // of a file, and of all that is sent
const on = { 'happened-day': '4', 'happened-month': '3', 'happened-year': '2026' }
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const page = Buffer.from('<!doctype html><title>x</title><script>document.title = "it ran"; fetch("/child/1")</script>')
const drawing = (name, media, bytes) => ['drawing', { name, media, bytes }]
const digest = bytes => createHash('sha256').update(bytes).digest('hex')
const nothing = drawing('', 'application/octet-stream', Buffer.alloc(0)) // what a browser sends where no file was chosen

await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	const env = { ...process.env, WAYMARK_KEYS: server.folder }
	const command = (...said) => spawnSync(program, [...said, '--db', server.address], { env, encoding: 'utf8' })
	const size = () => Number(command('checkpoint').stdout.split('\n')[1])
	const its = (name, body) => test(`${engine}: ${name}`, body)
	try {
		const area = await gather(server)
		const { worker } = area.all
		const address = `/child/${area.child}/record/voice`
		const newest = async () => Math.max(...[...(await worker.get(`/child/${area.child}`)).text.matchAll(/href="\/record\/(\d+)"/g)].map(m => Number(m[1])))
		const say = async (words, ...files) => {
			const { status, text } = await worker.send(address, { words, ...on }, { files })
			expect(`recording answers ${status}: ${text.slice(-1500)}`, status === 303)
			return newest()
		}
		const filesOf = async record => (await worker.json(`/record/${record}`)).fields.find(f => f.name === 'drawing')?.files ?? []
		const file = (record, bytes) => worker.get(`/record/${record}/file/${digest(bytes)}`)
		// How much more memory the server came to hold at once.
		const kB = name => Number(readFileSync(`/proc/${server.pid()}/status`, 'utf8').match(new RegExp(`${name}:\\s+(\\d+) kB`))[1])
		const held = async act => {
			writeFileSync(`/proc/${server.pid()}/clear_refs`, '5') // the high-water mark begins anew
			const before = kB('VmRSS'), is = await act()
			return { is, grew: (kB('VmHWM') - before) * 1024 }
		}
		const count = sql => Number(execFileSync(db ? 'psql' : 'sqlite3', db ? ['-qAt', db, '-c', sql] : [server.address, sql], { encoding: 'utf8' }).trim())
		const coming = () => count('SELECT COUNT(*) FROM attachment_incoming'), rows = () => count('SELECT COUNT(*) FROM attachment')
		const until = async true_ => { for (let i = 0; i < 200 && !true_(); i++) await new Promise(resolve => setTimeout(resolve, 30)); return true_() }
		const formWith = async (...fields) => {
			const form = [...formOf((await worker.get(address)).text, address)].filter(([name]) => !['words', ...Object.keys(on)].includes(name))
			return [...form, ['words', 'Still here.'], ...Object.entries(on), ...fields]
		}
		const tornInTheMiddle = (path, { raw, headers }) => new Promise((resolve, reject) => {
			const r = request(new URL(path, server.at), { method: 'POST', headers: { ...headers, cookie: worker.cookie, 'content-length': raw.length } }, reject)
			r.on('error', () => {}).on('close', resolve)
			r.write(raw.subarray(0, raw.length / 2), () => r.destroy())
		})
		const wrong = async files => {
			const before = size()
			const answer = await worker.send(address, { words: 'Still here.', ...on }, { files })
			expect('nothing was recorded', size() === before)
			return answer
		}

		await its('a drawing is shown on the record’s page and comes out as it went in', async () => {
			const record = await say('Look, our house.', drawing('house.png', 'image/png', png))
			const { text } = await worker.get(`/record/${record}`)
			expect('an image', text.includes(`<img src="/record/${record}/file/${digest(png)}"`))
			const sent = await file(record, png)
			expect(`${sent.status}, ${sent.bytes.length} bytes`, sent.status === 200 && sent.bytes.equals(png))
			const h = sent.headers
			expect(JSON.stringify(h), h['content-type'] === 'image/png' && h['content-disposition'] === "inline; filename*=UTF-8''house.png" &&
				h['x-content-type-options'] === 'nosniff' && h['cache-control'] === 'no-store' && /(^|[;,] *)sandbox($|[;,])/.test(h['content-security-policy']))
			expect('the story says so', (await worker.get(`/child/${area.child}`)).text.includes('With it: house.png.'))
			const head = await worker.get(`/record/${record}/file/${digest(png)}`, { method: 'HEAD' })
			expect('HEAD', head.status === 200 && head.bytes.length === 0 && Number(head.headers['content-length']) === png.length)
		})
		await its('a form for which no file was chosen', async () => {
			const record = await say('Nothing drawn.', nothing)
			expect('no file', (await filesOf(record)).length === 0)
		})
		await its('3 MB come out as they went in', async () => {
			const bytes = Buffer.concat([Buffer.from('ID3\x04\0\0'), randomBytes(3 * MB + 17)])
			const record = await say('Here is what it sounds like.', drawing('song.mp3', 'application/x-nonsense', bytes))
			const sent = await file(record, bytes)
			expect(`${sent.status}, ${sent.bytes.length}`, sent.bytes.equals(bytes) && sent.headers['content-type'] === 'audio/mpeg')
			expect('a player', /<audio controls/.test((await worker.get(`/record/${record}`)).text))
		})
		await its('several files, and the same bytes under two records', async () => {
			const other = Buffer.concat([png, Buffer.from('2')])
			const record = await say('Two of them.', drawing('one.png', 'image/png', png), drawing('two.png', 'image/png', other))
			expect('both', (await filesOf(record)).map(f => f.name).join() === 'one.png,two.png')
			expect('by each name', (await file(record, png)).headers['content-disposition'].endsWith('one.png') && (await file(record, other)).bytes.equals(other))
		})
		await its('50 MB come out as they went in, and the server holds a few parts of them', async () => {
			const bytes = Buffer.concat([png, randomBytes(most - png.length)])
			const into = await held(async () => say('All of it.', drawing('all.png', 'image/png', bytes)))
			const out = await held(async () => file(into.is, bytes))
			console.log(`# ${engine}: 50 MB in ${into.grew / MB | 0} MB more, out ${out.grew / MB | 0} MB more`)
			expect(`${out.is.status}, ${out.is.bytes.length}`, out.is.bytes.equals(bytes) && out.is.headers['content-type'] === 'image/png')
			expect(`${into.grew} and ${out.grew} bytes`, into.grew < 16 * MB && out.grew < 16 * MB)
			expect('nothing waits for an entry', coming() === 0)
			const held_ = rows(), again = await say('The same once more.', drawing('again.png', 'image/png', bytes))
			expect(`${rows()} rows`, rows() === held_ && coming() === 0)
			const middle = await worker.get(`/record/${again}/file/${digest(bytes)}`, { headers: { range: `bytes=${10 * MB - 3}-${10 * MB + 300000}` } })
			expect(`${middle.status} ${JSON.stringify(middle.headers)}`, middle.status === 206 && middle.bytes.equals(bytes.subarray(10 * MB - 3, 10 * MB + 300001)) &&
				middle.headers['content-range'] === `bytes ${10 * MB - 3}-${10 * MB + 300000}/${most}` && /(^|[;,] *)sandbox($|[;,])/.test(middle.headers['content-security-policy']))
			for (const [range, from, to] of [['bytes=-5', most - 5, most], [`bytes=${most - 7}-`, most - 7, most], ['bytes=0-0', 0, 1]]) {
				const part = await worker.get(`/record/${again}/file/${digest(bytes)}`, { headers: { range } })
				expect(`${range}: ${part.status}`, part.status === 206 && part.bytes.equals(bytes.subarray(from, to)))
			}
			for (const range of ['bytes=0-1,5-6', `bytes=${most}-`, 'bytes=9-3', 'lines=1-2', 'bytes=x-']) {
				const whole = await worker.get(`/record/${again}/file/${digest(bytes)}`, { method: 'HEAD', headers: { range } })
				expect(`${range}: ${whole.status}`, whole.status === 200 && Number(whole.headers['content-length']) === most)
			}
		})
		await its('sent in ten thousand chunks, with a sign of what it is at the very end', async () => {
			const bytes = Buffer.concat([Buffer.from('\0\0\0\x18ftypM4A \0\0\0\0'), randomBytes(3 * MB), Buffer.from('hdlr\0\0\0\0\0\0\0\0soun')])
			const { raw, headers } = multipart(await formWith(drawing('talk.m4a', 'x/y', bytes)))
			const answer = await new Promise((resolve, reject) => {
				const r = request(new URL(address, server.at), { method: 'POST', headers: { ...headers, cookie: worker.cookie, 'transfer-encoding': 'chunked' } }, resolve).on('error', reject)
				for (let at = 0; at < raw.length; at += 333) r.write(raw.subarray(at, at + 333))
				r.end()
			})
			expect(`${answer.statusCode}`, answer.statusCode === 303)
			const sent = await file(await newest(), bytes)
			expect('whole, and a sound', sent.bytes.equals(bytes) && sent.headers['content-type'] === 'audio/mp4')
		})
		await its('what is torn in the middle leaves nothing', async () => {
			const before = size(), bytes = Buffer.concat([png, randomBytes(8 * MB)])
			const form = [...formOf((await worker.get(address)).text, address)].filter(([name]) => !['words', ...Object.keys(on)].includes(name))
			const whole = multipart([...form, ['words', 'Torn.'], ...Object.entries(on), drawing('torn.png', 'image/png', bytes)])
			const there = rows()
			await tornInTheMiddle(address, whole)
			expect('nothing was recorded', size() === before)
			expect('and nothing is left', await until(() => coming() === 0 && rows() === there) && command('verify').status === 0)
			const again = await fetchPage(server.at, address, { method: 'POST', cookie: worker.cookie, ...whole })
			expect(`sent again ${again.status}`, again.status === 303 && size() === before + 1)
		})
		await its('the server is killed while a file comes: no half of it, and its rows are gone when it serves again', async () => {
			const before = size(), there = rows()
			const { raw, headers } = multipart(await formWith(drawing('half.png', 'image/png', Buffer.concat([png, randomBytes(8 * MB)]))))
			const r = request(new URL(address, server.at), { method: 'POST', headers: { ...headers, cookie: worker.cookie, 'content-length': raw.length } }).on('error', () => {})
			r.write(raw.subarray(0, raw.length / 2))
			expect('it is coming', await until(() => coming() === 1 && rows() > there + 8))
			expect('which is no fault of the journal', command('verify').status === 0)
			await server.kill()
			await server.again()
			expect(`${coming()} coming, ${rows() - there} rows`, coming() === 0 && rows() === there && size() === before)
			const answer = await fetchPage(server.at, address, { method: 'POST', cookie: worker.cookie, raw, headers: { ...headers, 'content-length': raw.length } })
			expect(`sent again ${answer.status}`, answer.status === 303 && size() === before + 1)
		})
		await its('nobody leaves a file here who is not signed in, or whose form is not of this session', async () => {
			const before = size(), there = rows(), big = drawing('big.png', 'image/png', Buffer.concat([png, randomBytes(5 * MB)]))
			const form = await formWith(big), token = form.find(([name]) => name === 'csrf')
			const other = (await area.all.health.get('/')).text.match(/name="csrf" value="([^"]*)"/)[1]
			const sent = async (cookie, fields, more = {}) => {
				const { raw, headers } = multipart(fields)
				return fetchPage(server.at, address, { method: 'POST', cookie, raw, headers: { ...headers, 'content-length': raw.length, ...more } })
			}
			const without = form.filter(f => f !== token)
			for (const [what, answer, status] of [['nobody', await sent(undefined, form), 401], ['without a token', await sent(worker.cookie, without), 403],
				['with somebody else’s', await sent(worker.cookie, [['csrf', other], ...without]), 403], ['from elsewhere', await sent(worker.cookie, form, { origin: 'https://evil.example' }), 403],
				['an administrator', await sent(area.all.administrator?.cookie ?? worker.cookie, [['csrf', other], ...without]), 403]]) {
				expect(`${what}: ${answer.status}`, answer.status === status)
			}
			// With the token behind the file: it is not kept, and asked for again.
			const late = await sent(worker.cookie, [...without, token])
			expect(`late ${late.status}`, late.status === 422 && /could not be kept just now/.test(late.text) && late.text.includes('Still here.'))
			expect(`${rows() - there} rows`, size() === before && rows() === there && coming() === 0)
		})
		await its('a form with a fault asks for the file again, keeps the words, and leaves no rows', async () => {
			const there = rows()
			const answer = await worker.send(address, { words: 'Still here.', ...on, 'happened-day': '32' }, { files: [drawing('big.png', 'image/png', Buffer.concat([png, randomBytes(2 * MB)]))] })
			expect(`${answer.status}`, answer.status === 422 && answer.text.includes('Still here.') && /Choose the file again/.test(answer.text))
			expect('no rows', rows() === there && coming() === 0)
		})
		for (const [name, kept] of [['a "quoted" one.png', 'a "quoted" one.png'], ['two\nlines.png', 'two  lines.png'], ['żółw 🐢 ; x="y".png', 'żółw 🐢 ; x="y".png'],
			["it's; filename=evil.html%0d%0aX: y", "it's; filename=evil.html  X: y"]]) {
			await its(`the name ${JSON.stringify(name)}`, async () => {
				const bytes = Buffer.concat([png, Buffer.from(name)])
				const record = await say('A name.', drawing(name, 'image/png', bytes))
				const sent = await file(record, bytes)
				const said = sent.headers['content-disposition'].match(/^inline; filename\*=UTF-8''([A-Za-z0-9%._~-]+)$/)
				expect(`${sent.headers['content-disposition']}`, said && decodeURIComponent(said[1]) === (await filesOf(record))[0].name)
				expect(`${decodeURIComponent(said[1])}`, decodeURIComponent(said[1]) === kept || name.includes('%0d'))
			})
		}
		const pdf = Buffer.from('%PDF-1.7\n'), svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
		for (const [name, media, sent, found] of [['me.png', 'image/png', page, 'text/html'], ['me.png', 'image/png', svg, 'image/svg+xml'], ['song.mp3', 'audio/mpeg', page, 'text/html'],
			['letter.pdf', 'image/png', pdf, 'application/pdf'], ['letter.txt', 'text/html', Buffer.from('Dear Józef'), 'text/plain'], ['x.gif', 'IMAGE/PNG; charset=x', Buffer.from([1, 2, 0]), 'application/octet-stream']]) {
			await its(`${found} that calls itself ${media}, ${name}, is recorded as what it is and goes to be kept, as bytes`, async () => {
				const record = await say('Not a picture.', drawing(name, media, sent))
				expect(JSON.stringify(await filesOf(record)), (await filesOf(record))[0].media === found)
				const { headers, status, bytes: back } = await file(record, sent)
				expect(JSON.stringify(headers), status === 200 && back.equals(sent) && headers['content-type'] === 'application/octet-stream' &&
					headers['content-disposition'] === `attachment; filename*=UTF-8''${name}` && headers['x-content-type-options'] === 'nosniff')
				expect('no image of it', !new RegExp(`<(img|audio)[^>]* src="/record/${record}/`).test((await worker.get(`/record/${record}`)).text))
			})
		}
		await its('a picture that calls itself something else is shown as what it is', async () => {
			const record = await say('Me.', drawing('me.html', 'text/html', png))
			expect('a picture', (await filesOf(record))[0].media === 'image/png' && (await file(record, png)).headers['content-type'] === 'image/png')
		})
		for (const [how, more] of [['', Buffer.from('once')], [', with a file that came in parts', randomBytes(2 * MB)]]) await its(`the same form sent twice is one entry${how}`, async () => {
			const there = rows(), whole = await formWith(drawing('once.png', 'image/png', Buffer.concat([png, more])))
			const post = () => fetchPage(server.at, address, { method: 'POST', cookie: worker.cookie, ...multipart(whole) })
			const before = size()
			expect('both are taken', (await post()).status === 303 && (await post()).status === 303)
			expect('one entry, and its bytes once', size() === before + 1 && coming() === 0 && rows() === there + Math.ceil((png.length + more.length) / 262144))
			const both = await Promise.all([1, 2].map(async () => post()))
			expect('at the same time, too', both.every(a => a.status === 303) && size() === before + 1 && coming() === 0)
		})
		await its('a correction keeps the files that it does not replace; a file replaced stays with what was written', async () => {
			const first = Buffer.concat([png, Buffer.from('first')]), second = Buffer.concat([png, Buffer.from('second')])
			const record = await say('A cat.', drawing('cat.png', 'image/png', first)), correct = `/record/${record}/correct`
			expect('the form says what is there', (await worker.get(correct)).text.includes('Kept: cat.png.'))
			expect('words alone', (await worker.send(correct, { words: 'A cat, she said.' }, { files: [nothing] })).status === 303)
			expect('still there', (await filesOf(record))[0]?.name === 'cat.png' && (await file(record, first)).bytes.equals(first))
			expect('another', (await worker.send(correct, {}, { files: [drawing('dog.png', 'image/png', second)] })).status === 303)
			expect('in its place', (await filesOf(record)).map(f => f.name).join() === 'dog.png')
			expect('both open', (await file(record, second)).status === 200 && (await file(record, first)).status === 200)
		})
		await its('two people correct at once: the files of both are led to', async () => {
			const record = await say('My bear.'), correct = `/record/${record}/correct`
			const forms = []
			for (const name of ['worker', 'health']) forms.push([name, [...formOf((await area.all[name].get(correct)).text, correct)]])
			const files = forms.map(([name]) => Buffer.concat([png, Buffer.from(name)]))
			for (const [i, [name, form]] of forms.entries()) {
				const { status } = await fetchPage(server.at, correct, { method: 'POST', cookie: area.all[name].cookie, ...multipart([...form, drawing(`${name}.png`, 'image/png', files[i])]) })
				expect(`${name} ${status}`, status === 303)
			}
			const { text } = await worker.get(`/record/${record}`)
			const sides = text.split('class="wm-heads"')[1].split('</section>')
			for (const bytes of files) {
				expect('on one side', sides.filter(s => s.includes(`href="/record/${record}/file/${digest(bytes)}"`)).length >= 1)
				expect('open', (await file(record, bytes)).bytes.equals(bytes))
			}
		})
		await its('what is not taken has its words, and the other words stay', async () => {
			const empty = await wrong([drawing('empty.png', 'image/png', Buffer.alloc(0))])
			expect(`empty ${empty.status}`, empty.status === 422 && /there is nothing in this file/.test(empty.text) && empty.text.includes('Still here.') && /Choose the file again/.test(empty.text))
			const path = await wrong([drawing('../up.png', 'image/png', png)])
			expect(`a path ${path.status}`, path.status === 422 && /needs a name without/.test(path.text))
			const many = await wrong(Array.from({ length: 21 }, (_, i) => drawing(`${i}.png`, 'image/png', png)))
			expect(`many ${many.status}`, many.status === 422 && /at most 20 files/.test(many.text))
			const large = await wrong([drawing('large.png', 'image/png', Buffer.alloc(most + 1))])
			expect(`large ${large.status}`, large.status === 422 && /50 MB at most/.test(large.text) && large.text.includes('Still here.') && /Choose the file again/.test(large.text))
			const larger = await wrong([drawing('larger.png', 'image/png', Buffer.alloc(maxBody + 1))])
			expect(`larger ${larger.status}`, larger.status === 413 && /smaller file/.test(larger.text))
			// What is announced as far too much is not waited for.
			const said = await new Promise((resolve, reject) => {
				const at = new URL(server.at), c = connect(at.port, at.hostname).on('error', reject)
				let text = ''
				c.on('data', d => { text += d }).on('close', () => resolve(text))
				c.write(`POST ${address} HTTP/1.1\r\nHost: ${at.host}\r\nCookie: ${worker.cookie}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${300 * MB}\r\n\r\n--b\r\n`)
			})
			expect(`far too large: ${said.slice(0, 200)}`, /^HTTP\/1\.1 413 /.test(said) && /smaller file/.test(said))
			expect('nothing waits for an entry', await until(() => coming() === 0))
		})
		await its('a photograph of a body: on no page, led to where its record is read and nowhere else, and sent as every file is', async () => {
			const bytes = Buffer.concat([png, Buffer.from('an arm')])
			const record = await say('It was the door.', ['body', { name: 'arm.png', media: 'image/png', bytes }]), at = `/record/${record}/file/${digest(bytes)}`
			for (const path of [`/record/${record}`, `/record/${record}?print=yes`, `/child/${area.child}`, `/child/${area.child}?print=yes`, `/child/${area.child}/voice`, `/child/${area.child}/visit`, '/']) {
				const { text, status } = await worker.get(path)
				expect(`${path}: ${status}`, (status === 200 || path.endsWith('/visit')) && !new RegExp(`(src|srcset|poster|data|content)="[^"]*${at}`).test(text) && !text.includes(bytes.toString('base64').slice(0, 40)))
				expect(`${path} leads there`, text.includes(`href="${at}"`) === path.startsWith('/record/'))
			}
			const { headers, status, bytes: back } = await worker.get(at)
			expect(JSON.stringify(headers), status === 200 && back.equals(bytes) && /(^|[;,] *)sandbox($|[;,])/.test(headers['content-security-policy']) &&
				headers['x-content-type-options'] === 'nosniff' && headers['cache-control'] === 'no-store' && headers['cross-origin-resource-policy'] === 'same-origin' &&
				headers['content-disposition'] === "inline; filename*=UTF-8''arm.png" && headers['content-type'] === 'image/png')
		})
		await its('a file is found only where an entry names it', async () => {
			const { open } = area.records
			const answers = { 'no such bytes': '0'.repeat(64), 'not a digest': 'x'.repeat(64), short: 'ab', 'another record’s': digest(png) }
			for (const [what, named] of Object.entries(answers)) {
				const { status } = await worker.get(`/record/${open}/file/${named}`)
				expect(`${what}: ${status}`, status === 404)
			}
			const before = await worker.get(`/record/${open}/file/${area.there.drawing}?known=2020-01-01`)
			expect(`on a day before it was written: ${before.status}`, before.status === 404)
		})
		await its('each look is in the read log before a byte is sent', async () => {
			const { headers } = await worker.get(`/record/${area.records.open}/file/${area.there.drawing}`)
			const refused = await area.all.colleague.get(`/record/${area.records.open}/file/${area.there.drawing}`)
			const { looks } = await area.all.supervising.json(`/child/${area.child}/who-looked`)
			expect('shown and refused', headers['content-type'] === 'image/png' && refused.status === 403)
			expect(JSON.stringify(looks.slice(0, 9)), [false, true].every(tried => looks.some(l => l.why === 'a file' && l.refused === tried)))
		})
		await its('rebuilt and verified', () => {
			for (const said of ['rebuild', 'verify']) {
				const { status, stdout, stderr } = command(said)
				expect(`${said} ${status}: ${stdout}${stderr}`, status === 0)
			}
			expect('attachments are counted', /attachments/.test(command('verify').stdout))
		})

		if (engine === 'sqlite') {
			const chrome = await browser()
			try {
				const { page: tab, complaints } = await person(chrome, server, 'worker')
				await its('in a browser: chosen, sent, seen; and an HTML file runs nothing', async () => {
					await tab.goto(address)
					await tab.getByRole('textbox', { name: 'In their own words' }).fill('This is me on the swing.')
					await tab.setInputFiles('input[name=drawing]', { name: 'swing.png', mimeType: 'image/png', buffer: await swing(chrome) })
					for (const [name, text] of Object.entries(on)) await tab.fill(`[name=${name}]`, text)
					await tab.getByRole('button', { name: 'Record it' }).click()
					await tab.waitForURL(/recorded=yes/)
					const record = await newest()
					await tab.goto(`/record/${record}`)
					const width = await tab.locator('.wm-file img').evaluate(i => i.decode().then(() => i.naturalWidth))
					expect(`${width} wide`, width === 640)
					await picture(tab, 'record-with-drawing')
					await tab.goto(`/record/${record}/file/${(await filesOf(record))[0].address.split('/').pop()}`)
					expect('shown alone', await tab.locator('img').evaluate(i => i.naturalWidth) === 640)
					// The bytes of a page, sent as a picture: no address of ours makes a page of them.
					const liar = Buffer.concat([page, Buffer.from('liar')])
					const as = await say('A page.', drawing('liar.png', 'image/png', liar))
					const kept = tab.waitForEvent('download')
					await tab.goto(`/record/${as}/file/${digest(liar)}`).catch(() => {}) // a download leaves the tab where it was
					expect('goes to be kept', (await kept).suggestedFilename() === 'liar.png')
					expect(`its title is ${await tab.title()}`, !(await tab.title()).includes('it ran'))
					expect('not even where it is put into a page', await tab.goto(`/record/${as}`) && !(await tab.content()).includes('it ran'))
					const wrong = complaints.filter(c => !/NotSameOrigin/.test(c)) // a picture shown alone is of no origin, and asks for the site's icon
					expect(wrong.join('; '), wrong.length === 0)
				})
			} finally { await chrome.close() }
		}
	} finally {
		await server.stop()
	}
})

// Something a child might have drawn.
async function swing (chrome) {
	const tab = await chrome.newPage({ viewport: { width: 640, height: 420 } })
	await tab.setContent(`<body style="margin:0;background:#fdf8e8"><svg width="640" height="420" fill="none" stroke="#27408b" stroke-width="7" stroke-linecap="round">
		<path d="M120 400L210 70L480 75L560 398M300 72L285 280M400 74L392 284M270 282L405 288" /><circle cx="340" cy="190" r="34" stroke="#b03060"/>
		<path d="M340 225L338 285M338 245L292 215M338 245L396 222M326 185h2M352 185h2M325 203q15 14 30 0" stroke="#b03060"/><circle cx="585" cy="60" r="36" fill="#f5c518" stroke="#f5c518"/></svg>`)
	const bytes = await tab.screenshot()
	await tab.close()
	return bytes
}
finish()
