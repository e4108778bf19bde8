// SPDX-License-Identifier: AGPL-3.0-or-later
// For tests/flow/rights.mjs and tests/browser/pages.mjs: two children written down twice, both given to the worker, who joins
// the records of one of them.
import { day, must } from '../../tests/flow/people.mjs'

export async function plant (area) {
	const { all: { manager, worker }, numbers } = area
	const write = async (given, surname, born) => {
		must(await manager.send('/record-new/person', { given, surname, child: 'yes', 'new-person': 'yes', ...born }), 303, given)
		const child = (await manager.json('/nobody-holds')).children.find(c => c.name === `${given} ${surname}`).child
		must(await manager.send(`/nobody-holds/${child}`, { 'about-worker': numbers.worker, as: 'lead', ...day('from', 1, 2, 2026) }), 303, 'work with the child')
		return child
	}
	const [joined, other] = [await write('Ottoline', 'Quincewood', day('born', 4, 8, 2015)), await write('Ottoline', 'Quincewod', day('born', 4, 8, 2015))]
	const [dup, dupother] = [await write('Percival', 'Rookhanger', day('born', 7, 9, 2016)), await write('Percival', 'Rookhangar', day('born', 7, 9, 2016))]
	must(await worker.send(`/duplicates/${joined}/${other}`, { choice: 'one', because: 'One birth certificate.' }), 303, 'a join')
	const join = (await worker.json('/c/duplicates')).joined[0].join
	Object.assign(area.there, { joined, join, dup, dupother })
}
