// SPDX-License-Identifier: AGPL-3.0-or-later
// For tests/flow/rights.mjs and tests/browser/pages.mjs: a child whose record the desk opened at night.
import { day, must } from '../../tests/flow/people.mjs'

export async function plant (area) {
	const { all: { manager, worker, desk }, numbers } = area
	must(await manager.send('/record-new/person', { given: 'Nightingale', surname: 'Thornapple', child: 'yes', local_id: 'T000009', ...day('born', 2, 6, 2013) }), 303, 'a child')
	const nightchild = (await manager.json('/nobody-holds')).children.find(c => c.name === 'Nightingale Thornapple').child
	must(await manager.send(`/nobody-holds/${nightchild}`, { 'about-worker': numbers.worker, as: 'lead', ...day('from', 1, 2, 2026) }), 303, 'work with the child')
	await desk.get('/find?q=T000009')
	must(await desk.send(`/find/${nightchild}/emergency`, { why: 'The hospital rang.' }), 303, 'an opening')
	must(await desk.send(`/child/${nightchild}/record/night_work`, { done: 'hospital', unsure: 'adults' }), 303, 'the night')
	const { opening } = (await manager.json('/c/find')).openings.find(o => o.name === 'Nightingale Thornapple')
	if (!(await worker.get('/')).text.includes('What happened out of hours')) throw new Error('the night does not stand on the first page')
	Object.assign(area.there, { nightchild, opening })
}
