// SPDX-License-Identifier: AGPL-3.0-or-later
// Everybody who could stand in front of a child's record, each signed in; a child that some of them work with; a child whom
// nobody works with. What the capabilities' own tests need besides is planted by capabilities/NAME/rights.mjs: their words,
// some of them kept from one who works with the child.
import { execFileSync } from 'node:child_process'
import { capabilityFiles, program } from '../browser/support.mjs'
import { Somebody } from './client.mjs'

export const phrase = 'invented-for-this-test-only'
export const day = (name, d, m, y) => ({ [`${name}-day`]: `${d}`, [`${name}-month`]: `${m}`, [`${name}-year`]: `${y}` })

export function must (answer, status, what) {
	if (answer.status !== status) throw new Error(`${what}: ${answer.status} instead of ${status}\n${answer.text.replace(/[\s\S]*<main/, '').slice(0, 1500)}`)
	return answer
}

// all: each by the column of rights.csv. numbers: the workers' records. there: what stands at :name in an address of a
// rights.csv. words: those that reach only whom they may (word, what, entitled, kept). pages: more of those to be searched.
export async function gather (server) {
	const env = { ...process.env, WAYMARK_KEYS: server.folder }
	const all = {}
	const join = async (name, pass) => { all[name] = await new Somebody(server.at, name).signIn(pass) }
	for (const name of ['manager', 'worker', 'colleague', 'health', 'desk', 'board', 'administrator']) await join(name, server.people[name])
	const { manager } = all

	// Two children are written down; nobody works with them yet. One is given to four people.
	const child = await newChild(manager, 'Testa', 'T000001')
	const unheld = await newChild(manager, 'Unheld', 'T000002')
	const workers = await offeredWorkers(manager, unheld)
	const find = (post, team) => workers.find(w => w.post === post && w.team.startsWith(team)).record
	const numbers = {
		worker: find('Senior social worker', 'Northmere'),
		sealed: find('Social worker', 'Northmere'),
		supervising: find('Team manager', 'Stonebeck'),
		health: find('Health visitor', ''),
	}
	const hire = async (name, role, record) => {
		execFileSync(program, ['user', 'add', name, '--role', role, '--worker', `${record}`, '--db', server.address], { env, input: `${phrase}\n` })
		await join(name, phrase)
	}
	await hire('sealed', 'practitioner', numbers.sealed)
	await hire('supervising', 'manager', numbers.supervising)
	const since = day('from', 1, 2, 2026)
	must(await manager.send(`/nobody-holds/${child}`, { 'about-worker': numbers.supervising, as: 'manager', ...since }), 303, 'allocation')
	for (const [name, as] of [['worker', 'lead'], ['sealed', 'co_worker'], ['health', 'co_worker']]) {
		must(await all.supervising.send(`/child/${child}/works-with`, { 'about-worker': numbers[name], as, ...since }), 303, `${name} works with the child`)
	}

	const area = { server, env, all, child, unheld, numbers, records: {}, words: [], pages: [],
		named: record => workers.find(w => w.record === record).name,
		there: { child, unheld, worker: numbers.worker, nofile: '0'.repeat(64) } }
	for (const file of capabilityFiles('rights.mjs')) await (await import(file)).plant(area)
	return area
}

// The workers that a form offers, with post and team as their own pages say them.
async function offeredWorkers (who, child) {
	const options = (await who.get(`/nobody-holds/${child}`)).text.match(/name="about-worker"[\s\S]*?<\/select>/)[0]
	const list = []
	for (const [, record] of options.matchAll(/<option value="(\d+)"/g)) {
		const { title, fields, links } = await who.json(`/record/${record}`)
		list.push({ record: Number(record), name: title, post: fields.find(f => f.name === 'post')?.value ?? '',
			team: links.find(l => l.label === 'Team')?.name ?? '' })
	}
	return list
}

async function newChild (who, given, local) {
	must(await who.send('/record-new/person', { given, surname: 'Larkspindle', child: 'yes', local_id: local, ...day('born', 9, 5, 2014) }), 303, 'a new person')
	return (await who.json('/nobody-holds')).children.find(c => c.name.startsWith(given)).child
}
