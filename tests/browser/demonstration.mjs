// SPDX-License-Identifier: AGPL-3.0-or-later
// docs/demonstration.md, done as it is written: each numbered step is read from the page, done in a browser, and what it says
// in «» has to stand there. The pictures of the document are the ones taken here; PICTURES=docs renews them in the document.
//   A step may say:  Sign in as **NAME** [on a telephone].  Open **A CHILD**.  Press **A LINK**.  Press **A LINK** on **A PAGE**.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { accessible, browser, desktop, expect, finish, person, phone, screens, serve, standsOn, test } from './support.mjs'

standsOn('voice', 'story', 'family', 'front_door', 'understanding', 'plan', 'protection', 'help', 'law', 'promises', 'visits')
const document = readFileSync(new URL('../../docs/demonstration.md', import.meta.url), 'utf8')
const pictures = process.env.PICTURES ? join(process.env.PICTURES, 'demonstration') : join(screens, 'demonstration')
mkdirSync(pictures, { recursive: true })

// The steps under their headings: number, words on one line, pictures.
function stepsOf (text) {
	return text.split(/^## /m).slice(1).flatMap(part => {
		const [heading, ...rest] = part.split('\n')
		return rest.join('\n').split(/^(?=\d+\. )/m).slice(1).map(step => ({
			heading,
			words: step.replace(/!\[.*?\]\(.*?\)/g, '').replace(/\s+/g, ' ').trim(),
			pictures: [...step.matchAll(/!\[.*?\]\(demonstration\/([\w-]+)\.png\)/g)].map(m => m[1])
		}))
	})
}
const squeezed = text => text.replace(/\s+/g, ' ').replace(/[“”«»]/g, '"').replace(/’/g, "'")

const chrome = await browser()
const server = await serve({ children: 300, seed: 2011, settings: ['--area-name', 'Wayland'] })
let who
const acts = [
	[/Sign in as \*\*(.+?)\*\*( on a telephone)?/, async ([, name, small]) => {
		if (who) await who.context.close()
		who = await person(chrome, server, name, { viewport: small ? phone : desktop })
	}],
	[/Open \*\*(.+?)\*\*/, async ([, name]) => who.page.getByRole('main').getByRole('link', { name, exact: true }).first().click()],
	[/Press \*\*(.+?)\*\*/, async ([, name]) => who.page.getByRole('link', { name, exact: true }).or(who.page.getByRole('button', { name, exact: true })).first().click()]
]

const steps = stepsOf(document)
await test('the document has its ten minutes', () => {
	const minutes = [...document.matchAll(/^## .*\((\w+) minutes?\)$/gm)].map(m => ['none', 'one', 'two', 'three', 'four', 'five'].indexOf(m[1]))
	expect(`${minutes} minutes`, minutes.length > 2 && minutes.every(n => n > 0) && minutes.reduce((a, b) => a + b) === 10)
	expect(`numbered from 1: ${steps.map(s => s.words.slice(0, 3))}`, steps.every((s, i) => s.words.startsWith(`${i + 1}. `)))
})
for (const step of steps) {
	await test(`${step.heading}: ${step.words}`, async () => {
		const said = [...step.words.matchAll(/«(.+?)»/g)].map(m => m[1])
		const act = acts.find(([form]) => form.test(step.words))
		expect('a step that nobody can do or see', act || said.length)
		if (act) await act[1](step.words.match(act[0]))
		await who.page.waitForLoadState('load')
		const page = squeezed(await who.page.locator('body').innerText())
		for (const words of said) expect(`not on ${who.page.url()}: ${words}`, page.includes(squeezed(words)))
		for (const name of step.pictures) {
			await who.page.evaluate(() => globalThis.document.fonts.ready)
			if (said[0]) await who.page.getByText(said[0]).first().evaluate(e => e.getBoundingClientRect().top > globalThis.innerHeight && e.scrollIntoView({ block: 'center' }))
			await who.page.screenshot({ path: join(pictures, `${name}.png`) })
		}
		await accessible(who.page)
	})
}
await chrome.close()
await server.stop()
finish()
