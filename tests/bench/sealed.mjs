// SPDX-License-Identifier: AGPL-3.0-or-later
// node tests/bench/sealed.mjs: how long find takes to answer somebody from whom a child is kept, beside a child who is not here at
// all. SEALED_ROUNDS=200 of each, in turn, over HTTP. Nobody is to tell the two apart by the time: the share of pairs in which the
// kept child's answer came later is to be near one half.
import { performance } from 'node:perf_hooks'
import { serve } from '../browser/support.mjs'
import { gather, must } from '../flow/people.mjs'

const rounds = Number(process.env.SEALED_ROUNDS ?? 200)
const server = await serve({ children: 40 })
try {
	const area = await gather(server)
	const { supervising } = area.all
	must(await supervising.send(`/child/${area.child}/interest`, { 'about-worker': area.numbers.health, what: 'kin' }), 303, 'an interest')
	const asks = area.all.health
	const texts = { kept: 'Testa Larkspindle 9 May 2014', absent: 'Tosta Larkspandle 8 May 2014' }
	const took = { kept: [], absent: [] }
	const spent = async (who, text) => {
		const began = performance.now()
		await who.get(`/find?q=${encodeURIComponent(text)}`)
		return performance.now() - began
	}
	for (let i = 0; i < 10; i++) for (const text of Object.values(texts)) await spent(asks, text)
	let later = 0
	for (let i = 0, limit = Math.min(rounds, 90); i < limit; i++) { // two look-ups each: at most 200 an hour
		const order = i % 2 ? ['kept', 'absent'] : ['absent', 'kept']
		for (const which of order) took[which].push(await spent(asks, texts[which]))
		later += took.kept.at(-1) > took.absent.at(-1)
	}
	for (const [which, list] of Object.entries(took)) {
		list.sort((a, b) => a - b)
		const at = share => list[Math.floor((list.length - 1) * share)].toFixed(2)
		console.log(`${which.padEnd(8)} ${list.length} times: middle ${at(.5)} ms, p90 ${at(.9)} ms`)
	}
	console.log(`the kept child's answer came later in ${(100 * later / took.kept.length).toFixed(0)} of 100 pairs`)
} finally {
	await server.stop()
}
