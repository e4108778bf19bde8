// SPDX-License-Identifier: AGPL-3.0-or-later
// For tests/flow/rights.mjs: the record of the worker's work with the child.
export async function plant ({ all, there }) {
	const list = await all.manager.json(`/worker/${there.worker}/children`)
	there.work = list.children.find(c => c.name.startsWith('Testa')).record
}
