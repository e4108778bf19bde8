// SPDX-License-Identifier: AGPL-3.0-or-later
// For tests/flow/rights.mjs and tests/browser/pages.mjs: a story that is told, so that somebody is led to its page, and an
// older one that only one of those who work with the child is to read.
import { day, must } from '../../tests/flow/people.mjs'

export const onlyWord = 'harebellmoss'

export async function plant (area) {
	const address = `/child/${area.child}/record/pocket_story`
	const offered = [...(await area.all.worker.get(address)).text.matchAll(/name="only_for"[^>]*value="(\d+)"[^>]*>\s*<label[^>]*>([^<]*)/g)]
	const whom = offered.find(([, , name]) => name.trim() === area.named(area.numbers.worker))?.[1]
	if (!whom) throw new Error(`the form does not offer to show it to ${area.named(area.numbers.worker)}: ${offered.map(o => o[2])}`)
	must(await area.all.worker.send(address, { me: `Nobody but you knows where the ${onlyWord} lies.`, only_for: whom, ...day('happened', 1, 1, 2026) }), 303, 'a story for one')
	area.words.push({ word: onlyWord, what: 'a story that is only for some', entitled: ['worker', 'supervising'], kept: true })
	const story = { me: 'I am Testa and I like frogs.', helps: 'Sit next to me and wait.', ...day('happened', 1, 2, 2026) }
	must(await area.all.worker.send(`/child/${area.child}/record/pocket_story`, story), 303, 'a pocket story')
}
