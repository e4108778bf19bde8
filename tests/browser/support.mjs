// SPDX-License-Identifier: AGPL-3.0-or-later
// What the browser tests stand on: an area made afresh and served, a browser, people who sign in, TAP.
import { spawn, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
export const program = process.env.WAYMARK ?? 'build/waymark'
export const screens = join(process.env.BUILD ?? 'build', 'screens')
mkdirSync(screens, { recursive: true })

export const desktop = { width: 1280, height: 900 }
export const phone = { width: 390, height: 844 }

let count = 0, failed = 0
// Whether it passed, for a story that cannot go on without.
export async function test (name, body) {
	count++
	try {
		await body()
		console.log(`ok ${count} - ${name}`)
		return true
	} catch (e) {
		failed++
		console.log(`not ok ${count} - ${name}`)
		console.error(`${name}: ${e.stack ?? e}`)
		return false
	}
}
export function finish () {
	console.log(`1..${count}`)
	process.exitCode = failed ? 1 : 0
}
// The files of that name in the folders of the capabilities, in order.
const capabilities = new URL('../../capabilities/', import.meta.url)
export const capabilityFiles = name => readdirSync(capabilities).sort().map(folder => new URL(`${folder}/${name}`, capabilities).pathname).filter(f => existsSync(f))
export const skip = why => console.log(`# skipped: ${why}`)
// For a test of the floor that stands on what capabilities have: where one of their folders is gone, it skips and says so.
export function standsOn (...names) {
	const gone = names.filter(name => !existsSync(new URL(name, capabilities)))
	if (!gone.length) return
	skip(`there is no capabilities/${gone.join(', ')}`)
	process.exit(0)
}

// Below those that the system lends to whoever dials (32768 and on): one of these would be in use now and then.
async function freePort () {
	const isFree = port => new Promise(resolve => {
		const trial = createServer().once('error', () => resolve(false)).listen(port, '127.0.0.1', () => trial.close(() => resolve(true)))
	})
	for (;;) {
		const port = 12000 + Math.floor(Math.random() * 20000)
		if (await isFree(port)) return port
	}
}

// A demonstration area and its server on a free port. people: sign-in name -> pass phrase.
export async function serve ({ db, children = 40, seed = 7, fresh = true, settings = [] } = {}) {
	const folder = mkdtempSync(join(tmpdir(), 'waymark-'))
	const address = db ?? join(folder, 'area.db')
	const env = { ...process.env, WAYMARK_KEYS: folder }
	const said = fresh ? execFileSync(program, ['demo', '--children', `${children}`, '--seed', `${seed}`, '--db', address], { env, encoding: 'utf8' }) : ''
	const people = Object.fromEntries([...said.matchAll(/^ {2}(\S+) +(\S+) /gm)].map(m => [m[1], m[2]]))
	const port = await freePort()
	const at = `http://127.0.0.1:${port}`
	let log = '', server
	const start = async () => {
		server = spawn(program, ['serve', '--db', address, '--listen', `127.0.0.1:${port}`, ...settings], { env, stdio: ['ignore', 'pipe', 'pipe'] })
		server.stderr.on('data', d => { log += d })
		for (let i = 0; ; i++) {
			if (server.exitCode !== null || i > 200) throw new Error(`the server did not start: ${log}`)
			if (await fetch(`${at}/about`).then(r => r.ok, () => false)) break
			await new Promise(resolve => setTimeout(resolve, 50))
		}
	}
	await start()
	return {
		at, people, folder, address, log: () => log, pid: () => server.pid,
		kill: () => new Promise(resolve => { server.on('exit', resolve); server.kill('SIGKILL') }),
		again: start,
		stop: () => new Promise(resolve => {
			server.on('exit', () => { rmSync(folder, { recursive: true, force: true }); resolve() })
			server.kill('SIGTERM')
		})
	}
}

// Both engines: the embedded one always, PostgreSQL where an address is given.
export async function engines (body) {
	await body('sqlite', undefined)
	const pg = process.env.WAYMARK_TEST_PG
	if (!pg) return skip('PostgreSQL: WAYMARK_TEST_PG is not set')
	const name = `browser_${process.pid}_${Date.now()}`
	const url = new URL(pg.replace('postgresql://', 'http://'))
	const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
	const sql = text => execFileSync('psql', ['-q', pg, '-c', text])
	void host
	sql(`CREATE DATABASE ${name}`)
	try {
		await body('postgres', pg.replace(/^(postgresql:\/\/[^/]*\/)[^?]*/, `$1${name}`))
	} finally {
		sql(`DROP DATABASE ${name} WITH (FORCE)`)
	}
}

// Chromium without the windows that it draws around pages even where nobody sees them: half the work for the same pages.
const chromiumShell = '/usr/bin/chromium-headless-shell'
export async function browser () {
	const { chromium } = require('playwright-core')
	return chromium.launch({
		executablePath: process.env.CHROMIUM ?? (existsSync(chromiumShell) ? chromiumShell : '/usr/bin/chromium'),
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
			'--disable-component-update', '--disable-sync']
	})
}

// A person at a browser of their own.
export async function person (chrome, server, name, { viewport = desktop, script = true } = {}) {
	const context = await chrome.newContext({ viewport, javaScriptEnabled: script, baseURL: server.at })
	const page = await context.newPage()
	page.setDefaultTimeout(15000)
	const complaints = []
	page.on('console', m => { if (m.type() === 'error' && !/status of (4|5)\d\d/.test(m.text())) complaints.push(m.text()) })
	page.on('pageerror', e => complaints.push(`${e}`))
	await page.goto('/sign-in')
	await page.getByLabel('Name').fill(name)
	await page.getByLabel('Pass phrase').fill(server.people[name])
	await page.getByRole('button', { name: 'Sign in' }).click()
	await page.waitForURL(u => !u.pathname.startsWith('/sign-in'))
	return { page, context, complaints }
}

// The whole page, however long, packed quickly rather than small.
export async function picture (page, name) {
	await page.evaluate(() => document.fonts.ready.then(() => true))
	const wire = await page.context().newCDPSession(page)
	try {
		const { cssContentSize } = await wire.send('Page.getLayoutMetrics')
		const { data } = await wire.send('Page.captureScreenshot',
			{ captureBeyondViewport: true, optimizeForSpeed: true, clip: { ...cssContentSize, scale: 1 } })
		writeFileSync(join(screens, `${name}.png`), data, 'base64')
	} finally {
		await wire.detach()
	}
}

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
// What axe-core finds on the page, WCAG 2.2 AA and best practice. Needs a page with JavaScript on.
export async function accessible (page) {
	if (!await page.evaluate(() => window.axe !== undefined)) await page.evaluate(axe)
	const violations = await page.evaluate(() => window.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
		resultTypes: ['violations'] // of what passes there is much: it is neither described nor carried over
	}).then(found => found.violations))
	if (violations.length) {
		throw new Error(`${page.url()}: ` + violations.map(v => `${v.id}: ${v.help} (${v.nodes.map(n => n.html).slice(0, 3).join(' | ')})`).join('; '))
	}
}
export function expect (what, condition) {
	if (!condition) throw new Error(what)
}
