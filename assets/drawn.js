// SPDX-License-Identifier: AGPL-3.0-or-later
// A place to draw, above a box for files: with a finger, a pen or a mouse. What is drawn becomes a picture among the files of
// the form, beside those chosen by hand. Without this the box takes a photograph of what was drawn on paper.

const WIDE = 1200, HIGH = 800, LINE = 7, RUBBER = 48
const inks = [['Black', '#1d1b18'], ['Blue', '#1d4f91'], ['Red', '#a8321f'], ['Green', '#2e6b3a'], ['Yellow', '#e0a800'], ['Rubber', '']]

// A browser keeps no file in a form that comes back. So one in which somebody drew is sent without leaving the page: where something
// is wrong with it, that is said above it, what the answer hides in the form is taken over, and what was drawn is still there.
export function keepDrawn (form) {
	let sending = false
	form.addEventListener('submit', async event => {
		if (event.submitter?.hasAttribute('formaction') || !form.querySelector('[data-drawn=yes]')) return
		event.preventDefault()
		if (sending) return
		sending = true
		const answer = await fetch(form.action, { method: 'POST', body: new FormData(form, event.submitter), headers: { accept: 'text/html' } }).catch(() => null)
		sending = false
		if (!answer) return say(form, null)
		if (answer.redirected) return location.assign(answer.url)
		const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
		for (const hidden of page.querySelectorAll('main form input[type=hidden]')) {
			const own = form.querySelector(`input[type=hidden][name="${hidden.name}"]`)
			if (own) own.value = hidden.value
		}
		say(form, page.querySelector('.govuk-error-summary, [role=alert]') ?? page.querySelector('main'))
	})
}

function say (form, summary) {
	const said = summary ?? document.createElement('p')
	if (!summary) said.textContent = 'It could not be sent just now. Nothing is lost: press the button again in a minute.'
	for (const old of document.querySelectorAll('.wm-said-above, .govuk-error-summary')) old.remove()
	said.classList.add('wm-said-above')
	said.tabIndex = -1
	form.before(said)
	said.focus()
}

export function drawn (place) {
	const box = place.querySelector('input[type=file]')
	if (!box) return
	const label = place.querySelector('label')?.textContent.trim() ?? 'Draw here'
	const pad = document.createElement('canvas'), pen = pad.getContext('2d'), tray = document.createElement('div')
	let chosen = [], ink = inks[0][1], from = null
	pad.width = WIDE
	pad.height = HIGH
	pad.className = 'wm-pad'
	pad.setAttribute('role', 'img')
	pad.setAttribute('aria-label', `${label}: a place to draw with a finger, a pen or a mouse. Words do as well.`)
	const white = () => { pen.fillStyle = '#fff'; pen.fillRect(0, 0, WIDE, HIGH) }
	white()

	const put = picture => {
		const files = new DataTransfer()
		for (const one of chosen) files.items.add(one)
		if (picture) files.items.add(new File([picture], 'drawing.png', { type: 'image/png' }))
		box.files = files.files
		box.dataset.drawn = picture ? 'yes' : ''
		box.dispatchEvent(new Event('input', { bubbles: true }))
	}
	const at = event => {
		const { left, top, width, height } = pad.getBoundingClientRect()
		return [(event.clientX - left) * WIDE / width, (event.clientY - top) * HIGH / height]
	}
	const stroke = event => {
		const to = at(event)
		pen.strokeStyle = ink || '#fff'
		pen.lineWidth = ink ? LINE : RUBBER
		pen.lineCap = pen.lineJoin = 'round'
		pen.beginPath()
		pen.moveTo(...from)
		pen.lineTo(...to)
		pen.stroke()
		from = to
	}
	pad.addEventListener('pointerdown', event => {
		if (event.button) return
		event.preventDefault()
		pad.setPointerCapture(event.pointerId)
		from = at(event)
		stroke(event)
	})
	pad.addEventListener('pointermove', event => { if (from) stroke(event) })
	for (const ends of ['pointerup', 'pointercancel']) pad.addEventListener(ends, () => {
		if (!from) return
		from = null
		pad.toBlob(put, 'image/png')
	})
	box.addEventListener('change', () => { chosen = [...box.files].filter(file => file.name !== 'drawing.png') })

	tray.className = 'wm-pad__tray'
	tray.setAttribute('role', 'group')
	tray.setAttribute('aria-label', `${label}: pens`)
	const button = (text, colour, press) => {
		const one = document.createElement('button')
		one.type = 'button'
		one.textContent = text
		if (colour) one.style.borderBottomColor = colour
		one.addEventListener('click', () => press(one))
		tray.append(one)
		return one
	}
	for (const [name, colour] of inks) {
		const one = button(name, colour, () => {
			ink = colour
			for (const other of tray.children) if (other.hasAttribute('aria-pressed')) other.setAttribute('aria-pressed', `${other === one}`)
		})
		one.setAttribute('aria-pressed', `${colour === ink}`)
	}
	button('Start again', '', () => { white(); put(null) })
	box.before(pad, tray)
}
