// SPDX-License-Identifier: AGPL-3.0-or-later
// For tests/flow/rights.mjs and tests/browser/pages.mjs: a copy that left, and one that waits for a second person.
import { must } from '../../tests/flow/people.mjs'

export async function plant (area) {
	const { child, all: { worker, supervising } } = area
	const make = async (purpose, parts, letter) => {
		const address = `/child/${child}/release/new`
		const { location } = must(await worker.send(address, { purpose, to_name: 'The school', under: 'agreed', under_words: 'Said in March', parts, letter },
			{ action: address }), 303, 'a copy made up')
		return location
	}
	const left = await make('A letter that left', ['letter'], 'All is well.\n')
	must(await worker.send(left, { then: 'ask' }), 303, 'it is asked for')
	must(await supervising.send(left, { verdict: 'agreed' }, { action: `${left}/second` }), 303, 'it left')
	const waits = await make('A letter that waits', ['letter', 'entries'], 'Ring 07700 900123.')
	Object.assign(area.there, { copy: left.split('/').pop(), waits: waits.split('/').pop() })
	area.pages.push(`${left}/copy.pdf`)
}
