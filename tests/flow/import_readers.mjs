// SPDX-License-Identifier: AGPL-3.0-or-later
// Sixteen people read while a census comes in: every page they get is whole and as it was; of the file nobody sees a child before
// all of it is there.
import { execFileSync, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { engines, expect, finish, program, serve, standsOn, test } from '../browser/support.mjs'
import { gather } from './people.mjs'
import { Somebody } from './client.mjs'

standsOn('front_door', 'returns_cin')
const children = 600, readers = 16, pauseMs = 50 // nobody reads faster

// A page without what changes from one look to the next: when it was printed, and who looked.
const asRead = ({ text }) => text.replace(/<p class="wm-printed[\s\S]*?<\/p>/, '').replace(/value="[^"]*"/g, '')

// Reads again and again until the import is over: how often, and everything that was seen once.
async function read (who, path, what, running) {
	const seen = new Set()
	let n = 0
	do {
		const answer = await who.get(path)
		expect(`${who.name} ${path}: ${answer.status}`, answer.status === 200)
		seen.add(what(answer))
		n++
		await new Promise(resolve => setTimeout(resolve, pauseMs))
	} while (running())
	return { n, seen }
}

await engines(async (engine, db) => {
	const server = await serve({ db, children: 6 })
	const env = { ...process.env, WAYMARK_KEYS: server.folder }
	try {
		const area = await gather(server)
		const { manager, worker } = area.all
		const page = `/child/${area.child}`
		const before = asRead(await worker.get(page))
		const waiting = async () => Number((await manager.json('/nobody-holds')).count_words.split(' ')[0])
		const alone = await waiting()
		const file = join(server.folder, 'census.xml')
		writeFileSync(file, execFileSync('awk', ['-v', `children=${children}`, '-f', 'tests/bench/census.awk'], { maxBuffer: 1 << 28 }))

		await test(`${engine}: while a file comes in, ${readers} readers get what they got before`, async () => {
			let running = true, said = ''
			const job = spawn(program, ['import', 'cin', file, '--db', server.address, '--as', 'manager', '--because', 'the yearly census'], { env })
			job.stdout.on('data', d => { said += d })
			job.stderr.on('data', d => { said += d })
			const over = new Promise(resolve => job.on('exit', code => { running = false; resolve(code) }))
			const ofChild = Array.from({ length: readers - 1 }, () => new Somebody(server.at, 'worker'))
			for (const one of ofChild) one.cookie = worker.cookie
			const [code, counted, ...pages] = await Promise.all([over,
				read(manager, '/nobody-holds', a => Number(a.text.match(/wm-count">(\d+)/)[1]), () => running),
				...ofChild.map(one => read(one, page, asRead, () => running))])
			expect(`the import ended with ${code}: ${said}`, code === 0 && said.includes(`${children} children`))
			const different = pages.flatMap(p => [...p.seen]).filter(text => text !== before)
			expect(`pages that were otherwise: ${different[0]?.slice(0, 500)}`, different.length === 0)
			const looks = counted.n + pages.reduce((n, p) => n + p.n, 0)
			expect(`read meanwhile: ${looks}`, looks > readers)
			expect(`numbers of children seen: ${[...counted.seen]}`, [...counted.seen].every(n => n === alone || n === alone + children))
			console.log(`# ${engine}: ${looks} pages read meanwhile`)
		})
		await test(`${engine}: then all of it is there`, async () => {
			expect(`${await waiting()} of ${alone} and ${children}`, await waiting() === alone + children)
			expect('the page of somebody else is as it was', asRead(await worker.get(page)) === before)
		})
	} finally {
		await server.stop()
	}
})
finish()
