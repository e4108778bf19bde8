// SPDX-License-Identifier: AGPL-3.0-or-later
// Every page works without this. With it: govuk-frontend's behaviours (character count, error summary, conditional
// choices), and a question before typed words are lost by leaving.

import { initAll } from "./govuk-frontend.min.js"

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

const form = document.querySelector('form[data-keep]')
if (form) {
	let changed = false
	form.addEventListener('input', () => { changed = true })
	form.addEventListener('submit', () => { changed = false })
	window.addEventListener('beforeunload', (event) => { if (changed) event.preventDefault() })

	// Going back fetches the page anew and puts back what was typed, but not what is hidden. With the same entry sent again
	// it is recorded once; with what was seen then, nobody's later words are overwritten.
	const hidden = [...form.querySelectorAll('input[name="form-entry"], input[name="form-seen"]')]
	for (const box of hidden) box.value = history.state?.[box.name] ?? box.value
	const remember = () => history.replaceState(Object.fromEntries(hidden.map((box) => [box.name, box.value])), '')
	remember()
	window.addEventListener('hashchange', remember)
}

// «Not known» and an answer exclude each other: the later one counts.
for (const box of document.querySelectorAll('input[name$="-not-known"]')) {
	const group = box.closest('.govuk-form-group')
	const answers = [...group.querySelectorAll('input, textarea, select')].filter((other) => other !== box)
	box.addEventListener('change', () => {
		if (!box.checked) return
		for (const one of answers) {
			if (one.type === 'checkbox' || one.type === 'radio') one.checked = false
		}
	})
	for (const one of answers) one.addEventListener('input', () => { box.checked = false })
}
