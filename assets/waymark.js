// SPDX-License-Identifier: AGPL-3.0-or-later
// Every page works without this. With it: govuk-frontend's behaviours (character count, error summary, conditional
// choices), and a question before typed words are lost by leaving.

import { initAll } from "./govuk-frontend.min.js"
import { keepDraft, waiting } from "./drafts.js"
import { drawn, keepDrawn } from "./drawn.js"

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// That a page is printed is noted: by the address that leads to its print, and where somebody uses the browser's own command.
const toPrint = document.querySelector('a[data-to-print]')
if ('print' in document.body.dataset) addEventListener('load', () => print())
if (toPrint) addEventListener('beforeprint', () => { fetch(toPrint.href, { keepalive: true }).catch(() => {}) })

// One press covers the screen, with a key or a thumb: the page is still there under it, and nothing of it in the window's name.
const cover = document.querySelector('a[data-cover]')
if (cover) {
	const sheet = document.createElement('dialog'), back = document.createElement('button'), called = document.title
	sheet.className = 'wm-covered'
	sheet.setAttribute('aria-label', 'Notes')
	back.type = 'button'
	back.className = 'govuk-button govuk-button--secondary'
	back.textContent = 'Go on'
	sheet.append(back)
	document.body.append(sheet)
	const put = () => { sheet.showModal(); document.title = 'Notes' }
	back.addEventListener('click', () => { sheet.close(); document.title = called })
	cover.addEventListener('click', (event) => { event.preventDefault(); put() })
	sheet.addEventListener('cancel', (event) => event.preventDefault()) // the key that covered it, pressed twice in haste, does not uncover
	sheet.addEventListener('keydown', (event) => { if (event.key === 'Escape') event.preventDefault() })
	addEventListener('keydown', (event) => {
		if (event.key !== 'Escape' || sheet.open) return
		event.preventDefault()
		put()
	}, { capture: true })
}

for (const place of document.querySelectorAll('.wm-drawn')) drawn(place)

const form = document.querySelector('form[data-keep]')
if (form) {
	let changed = false
	form.addEventListener('input', () => { changed = true })
	form.addEventListener('submit', () => { changed = false })
	window.addEventListener('beforeunload', (event) => { if (changed) event.preventDefault() })
	if (form.querySelector('.wm-drawn')) keepDrawn(form)
	if (form.dataset.draft) keepDraft(form, () => { changed = false })
}
const drafts = document.querySelector('[data-draft-key]')
if (drafts) waiting(drafts)

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

// Results while somebody types: what the same form would bring, once the hand rests. Every look-up is noted and counts, so that
// not each letter is one.
const typing = document.querySelector('form[data-typing]')
if (typing) {
	const box = typing.querySelector('input[type=search]'), place = document.getElementById(typing.dataset.typing)
	let waiting, asked = new AbortController()
	const ask = async () => {
		asked.abort()
		asked = new AbortController()
		const address = `${typing.action}?${new URLSearchParams({ q: box.value.trim() })}`
		const answer = await fetch(address, { headers: { accept: 'text/html' }, signal: asked.signal }).catch(() => null)
		if (!answer || answer.redirected) return
		const said = new DOMParser().parseFromString(await answer.text(), 'text/html'), found = said.getElementById(place.id)
		const problem = said.querySelector('.govuk-error-message') // without it, what an earlier text found would seem to answer this one
		if (problem) problem.removeAttribute('id')
		if (found) place.replaceChildren(...(problem ? [problem] : []), ...found.childNodes)
	}
	box.addEventListener('input', () => {
		clearTimeout(waiting)
		if (box.value.trim().length > 2) waiting = setTimeout(ask, 600)
	})
}

// What is said beside the fields of a form: asked of what stands in it whenever one of these fields is left.
const asks = form?.querySelector('button[name=look]')
if (asks) {
	const places = [...form.querySelectorAll('.wm-beside')]
	let waiting, asked = new AbortController()
	const ask = async () => {
		asked.abort()
		asked = new AbortController()
		const stands = new URLSearchParams([...new FormData(form)].filter(([, text]) => typeof text === 'string'))
		stands.set('look', 'yes')
		const answer = await fetch(form.action, { method: 'POST', body: stands, headers: { accept: 'text/html' }, signal: asked.signal }).catch(() => null)
		if (!answer?.ok || answer.redirected) return
		const said = new DOMParser().parseFromString(await answer.text(), 'text/html')
		for (const place of places) {
			const now = said.getElementById(place.id)
			if (now && now.textContent !== place.textContent) place.replaceChildren(...now.childNodes)
		}
	}
	asks.hidden = true
	form.addEventListener('change', (event) => {
		if (!event.target.closest('.govuk-form-group:has(.wm-beside)')) return
		clearTimeout(waiting)
		waiting = setTimeout(ask, 300)
	})
}
