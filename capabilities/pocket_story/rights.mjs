// SPDX-License-Identifier: AGPL-3.0-or-later
// For tests/flow/rights.mjs and tests/browser/pages.mjs: a story that is told, so that somebody is led to its page.
import { day, must } from '../../tests/flow/people.mjs'

export async function plant (area) {
	const story = { me: 'I am Testa and I like frogs.', helps: 'Sit next to me and wait.', ...day('happened', 1, 2, 2026) }
	must(await area.all.worker.send(`/child/${area.child}/record/pocket_story`, story), 303, 'a pocket story')
}
