// SPDX-License-Identifier: AGPL-3.0-or-later
// Everything that may be recorded about a child, recorded, each text with a word by which it is known again.
import { fetchPage, formOf } from './client.mjs'
import { day } from './people.mjs'

export const hrefs = text => [...text.matchAll(/<a\b[^>]* href="([^"]*)"/g)].map(([, to]) => to.replace(/&amp;/g, '&'))

const offered = (html, name) => html.match(new RegExp(`<select\\b[^>]* name="${name}"[^>]*>([\\s\\S]*?)</select>`))?.[1].match(/<option value="(\d+)"/)?.[1] ?? ''
function filled (f, word) {
	switch (f.type) {
	case 'text': case 'line': return { [f.name]: `${word} ${f.name}` }
	case 'choice': case 'choices': return f.required ? { [f.name]: f.choices[0].code } : {}
	case 'day': return f.required ? day(f.name, 3, 3, 2026) : {}
	case 'number': return f.required ? { [f.name]: '3' } : {}
	case 'yes_no': return f.required ? { [f.name]: 'yes' } : {}
	default: return {}
	}
}

// Fills in one form and sends it; the status of the answer.
export async function sendForm (who, path, word) {
	const page = await who.get(path)
	if (page.status !== 200) return page.status
	const { fields } = await who.json(path)
	const links = [...new Set([...page.text.matchAll(/<select[^>]* name="(about-[a-z_]+)"/g)].map(m => m[1]))]
	const form = formOf(page.text, path.replace(/\?.*/, ''))
	for (const [name, text] of Object.entries(Object.assign({}, ...fields.map(f => filled(f, word))))) form.set(name, text)
	for (const name of links) if (!form.get(name)) form.set(name, offered(page.text, name))
	if (page.text.includes('name="happened-day"')) for (const [name, text] of Object.entries(day('happened', 3, 3, 2026))) form.set(name, text)
	return (await fetchPage(who.at, path.replace(/\?.*/, ''), { method: 'POST', cookie: who.cookie, form })).status
}

// Every form that the child's page of forms offers; how many were taken.
export async function writeEveryForm (who, child, word) {
	const own = `/child/${child}/record`
	let written = 0
	for (const path of hrefs((await who.get(own)).text).filter(to => to.startsWith(`${own}/`))) written += await sendForm(who, path, word) === 303
	return written
}
