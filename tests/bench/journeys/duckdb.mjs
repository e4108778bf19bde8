// SPDX-License-Identifier: AGPL-3.0-or-later
// duckdb.mjs prepare FOLDER | ask FOLDER SQL ORDER: the questions asked of DuckDB, on two threads. prepare reads FOLDER/bychild.csv and
// FOLDER/journal.csv into FOLDER/ORDER.duckdb; ask runs SQL/q*.duckdb.sql, prints NAME MILLISECONDS,
// and writes the answers of the table ordered by child to FOLDER/duckdb.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'

const [what, folder, sql, order] = process.argv.slice(2)
const questions = ['q1a', 'q1b', 'q2', 'q3', 'q4', 'q5', 'q6']

async function opened(name) {
	const instance = await DuckDBInstance.create(`${folder}/${name}.duckdb`, { threads: '2' })
	return instance.connect()
}

async function prepare(name) {
	rmSync(`${folder}/${name}.duckdb`, { force: true })
	const c = await opened(name)
	await c.run('create table ev(child integer, ts integer, kind utinyint, area utinyint, team usmallint)')
	await c.run(`copy ev from '${folder}/${name}.csv' (header false)`)
	await c.run('checkpoint')
	c.closeSync()
}

async function ask(name) {
	const c = await opened(name)
	await c.run('set preserve_insertion_order = true')
	mkdirSync(`${folder}/duckdb`, { recursive: true })
	await c.run('select count(*), sum(ts), sum(kind), sum(area), sum(team), sum(child) from ev')
	for (const q of questions) {
		const text = readFileSync(`${sql}/${q}.duckdb.sql`, 'utf8').trim().replace(/;$/, '')
		const begun = performance.now()
		await c.run(`create or replace temp table answer as ${text}`)
		console.log(q, (performance.now() - begun).toFixed(3))
		if (name === 'bychild') await c.run(`copy answer to '${folder}/duckdb/${q}.csv' (header false)`)
	}
	c.closeSync()
}

if (what === 'prepare') for (const name of ['bychild', 'journal']) await prepare(name)
else await ask(order)
