// SPDX-License-Identifier: AGPL-3.0-or-later
// Somebody at the other end of a wire: signs in, reads pages as HTML and JSON, sends forms as a browser without script would.
import { request } from 'node:http'

// { status, location, headers, text, bytes }; never follows a redirect. raw: a form's body already encoded.
export function fetchPage (at, path, { method = 'GET', cookie, accept = 'text/html', form, raw, headers = {} } = {}) {
	const body = raw !== undefined ? raw : form === undefined ? undefined : form instanceof URLSearchParams ? form.toString() : new URLSearchParams(form).toString()
	const url = new URL(path, at)
	return new Promise((resolve, reject) => {
		const r = request(url, {
			method,
			headers: {
				accept,
				...(cookie ? { cookie } : {}),
				...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
				...headers
			}
		}, answer => {
			const pieces = []
			answer.on('data', d => pieces.push(d))
			answer.on('end', () => {
				const bytes = Buffer.concat(pieces)
				resolve({ status: answer.statusCode, location: answer.headers.location, headers: answer.headers, bytes, text: bytes.toString('utf8') })
			})
		})
		r.on('error', reject)
		r.end(body)
	})
}

// A form as a browser sends one that holds files. fields: [name, text] or [name, { name, media, bytes }].
export function multipart (fields) {
	const boundary = '----WebKitFormBoundary' + Math.random().toString(36).slice(2)
	const quoted = s => s.replace(/\r\n|\r|\n/g, '%0D%0A').replace(/"/g, '%22')
	const pieces = []
	for (const [name, sent] of fields) {
		const file = typeof sent === 'string' ? undefined : sent
		pieces.push(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`)
		if (file) pieces.push(`; filename="${quoted(file.name)}"\r\nContent-Type: ${file.media}`)
		pieces.push('\r\n\r\n', file ? file.bytes : sent.replace(/\r?\n/g, '\r\n'), '\r\n')
	}
	pieces.push(`--${boundary}--\r\n`)
	return { raw: Buffer.concat(pieces.map(p => Buffer.from(p))), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}

const unescape = s => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&')

// What the page's form to `action` would send if nothing were touched: hidden fields, chosen options, typed text.
export function formOf (text, action) {
	const forms = [...text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)]
	const [, , inside] = forms.find(f => f[1].includes('method="post"') && f[1].includes(`action="${action}"`)) ?? []
	if (inside === undefined) throw new Error(`no form to ${action} on this page`)
	const sent = new URLSearchParams()
	for (const [tag] of inside.matchAll(/<input\b[^>]*>/g)) {
		const is = name => unescape(tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1] ?? '')
		const box = /type="(checkbox|radio)"/.test(tag)
		if (is('name') && (!box || / checked\b/.test(tag)) && !/type="(submit|file)"/.test(tag)) sent.append(is('name'), is('value'))
	}
	for (const [, head, value] of inside.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) {
		sent.append(head.match(/ name="([^"]*)"/)[1], unescape(value).replace(/^\n/, ''))
	}
	for (const [, head, options] of inside.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
		sent.append(head.match(/ name="([^"]*)"/)[1], options.match(/<option value="([^"]*)"[^>]* selected/)?.[1] ?? '')
	}
	return sent
}

export class Somebody {
	constructor (at, name) { this.at = at; this.name = name }
	async signIn (phrase) {
		const answer = await fetchPage(this.at, '/sign-in', { method: 'POST', form: { name: this.name, 'pass-phrase': phrase } })
		const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0]
		if (answer.status !== 303 || !cookie) throw new Error(`${this.name} could not sign in: ${answer.status}`)
		this.cookie = cookie
		return this
	}
	// A form's address leads on to itself with the id of the entry to be; `path` of the answer is where it led.
	async get (path, more = {}) {
		const answer = await fetchPage(this.at, path, { cookie: this.cookie, ...more })
		if (answer.status !== 303 || !/[?&]entry=[-0-9a-f]{36}(&|$)/.test(answer.location)) return { ...answer, path }
		return { ...await fetchPage(this.at, answer.location, { cookie: this.cookie, ...more }), path: answer.location }
	}
	async json (path) {
		const answer = await this.get(path, { accept: 'application/json' })
		if (answer.status !== 200) throw new Error(`${this.name} ${path}: ${answer.status}`)
		return JSON.parse(answer.text)
	}
	// Opens the form's page, fills in, sends; with files as a browser sends them.
	async send (path, fill = {}, { action = path, files } = {}) {
		const page = await this.get(path)
		if (page.status !== 200) return page
		const form = formOf(page.text, action)
		for (const [name, text] of Object.entries(fill)) {
			form.delete(name)
			for (const one of [text].flat()) form.append(name, one)
		}
		if (files) return fetchPage(this.at, action, { method: 'POST', cookie: this.cookie, ...multipart([...form, ...files]) })
		return fetchPage(this.at, action, { method: 'POST', cookie: this.cookie, form })
	}
	// A form sent without its page having been opened, with a token that is right: what the rights alone decide.
	async post (path, fill = {}) {
		this.token ??= (await this.get('/sign-ins')).text.match(/name="csrf" value="([^"]*)"/)[1]
		return fetchPage(this.at, path, { method: 'POST', cookie: this.cookie, form: { csrf: this.token, ...fill } })
	}
}
