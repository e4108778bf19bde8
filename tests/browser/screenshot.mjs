// SPDX-License-Identifier: AGPL-3.0-or-later
// docs/screenshot.png, made by the project itself: a child's page of the demonstration area, as its worker sees it.
//   WAYMARK=build/waymark node tests/browser/screenshot.mjs [FILE]
import { browser, person, serve } from './support.mjs'

const server = await serve({ children: 300, seed: 2011, settings: ['--area-name', 'Wayland'] })
const chrome = await browser()
const { page, context } = await person(chrome, server, 'worker')
// The longest story of those whose own words stand on top.
const entriesOf = async address => {
	const html = await (await context.request.get(`${server.at}${address}`)).text()
	const { entries } = await (await context.request.get(`${server.at}${address}?as=json`)).json()
	return html.includes('wm-said--first') ? entries : 0
}
const children = await page.locator('.wm-children a').evaluateAll(links => links.map(a => a.getAttribute('href')))
const told = await Promise.all(children.map(entriesOf))
const address = children[told.indexOf(Math.max(...told))]
await page.setViewportSize({ width: 1280, height: 900 })
await page.goto(address)
await page.evaluate(() => document.fonts.ready)
await page.screenshot({ path: process.argv[2] ?? 'docs/screenshot.png' })
await chrome.close()
await server.stop()
