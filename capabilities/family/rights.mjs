// SPDX-License-Identifier: AGPL-3.0-or-later
// For tests/flow/rights.mjs: an aunt whom everybody who works with the child may know of, but for one of them.
import { day, must } from '../../tests/flow/people.mjs'

export const keptWord = 'fernhollow'

export async function plant (area) {
	const { child, all: { worker } } = area
	const address = `/child/${child}/record/relationship`
	must(await worker.send('/record-new/person', { given: 'Tansy', surname: `${keptWord}`, child: 'no' }), 303, 'an aunt')
	const form = (await worker.get(address)).text
	const person = form.match(new RegExp(`<option value="(\\d+)"[^>]*>Tansy ${keptWord}`))?.[1]
	const from = [...form.matchAll(/name="keep_from"[^>]*value="(\d+)"[^>]*>\s*<label[^>]*>([^<]*)/g)]
		.find(([, , name]) => name.trim() === area.named(area.numbers.sealed))?.[1]
	if (!person || !from) throw new Error(`the form offers neither the aunt (${person}) nor to keep her from somebody (${from})`)
	must(await worker.send(address, { 'about-person': person, is: 'aunt_or_uncle', keep_from: from, ...day('happened', 3, 3, 2026) }), 303, 'a kept tie')
	area.words.push({ word: keptWord, what: 'an aunt kept from somebody', entitled: ['worker', 'supervising', 'health'], kept: true })
	area.pages.push(`/child/${child}/family`, `/child/${child}/family?kept=yes`, `/child/${child}/family?on=2031-01-01&kept=yes`)
}
