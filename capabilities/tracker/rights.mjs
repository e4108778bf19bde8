// SPDX-License-Identifier: AGPL-3.0-or-later
// For tests/flow/rights.mjs: a review's recommendations, from an invented report; a question about the first.
import { execFileSync } from 'node:child_process'
import { program } from '../../tests/browser/support.mjs'
import { must } from '../../tests/flow/people.mjs'

export async function plant ({ server, env, all, there }) {
	const report = new URL('flow.txt', import.meta.url).pathname
	execFileSync(program, ['import', 'tracker', report, '--as', 'board', '--because', 'the panel meets', '--db', server.address], { env })
	there.recommendation = (await all.worker.json('/c/tracker')).rows[0].record
	must(await all.board.send(`/record-new/scrutiny_question?about-to=${there.recommendation}`, { question: 'Who has read the new guide?' },
		{ action: '/record-new/scrutiny_question' }), 303, 'a question of scrutiny')
}
