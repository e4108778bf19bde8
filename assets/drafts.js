// SPDX-License-Identifier: AGPL-3.0-or-later
// What somebody is typing is kept while they type: in this browser at once, encrypted with a key that only the signed-in person
// is given, and on the server whenever the hand rests. What the server has leaves the browser again. Nothing is recorded by it.

const hex = text => Uint8Array.from(text.match(/../g) ?? [], two => parseInt(two, 16))
const soon = 400, rest = 1500, atMost = 6000, again = 10000 // milliseconds

// ---- what waits in this browser: rows of { entry, of, nonce, closed }

const asked = request => new Promise((resolve, reject) => {
	request.onsuccess = () => resolve(request.result)
	request.onerror = () => reject(request.error)
})
// A page that was left while it opened the store may hold it: then it is tried again, and not waited for.
const open = () => {
	const request = indexedDB.open('waymark-drafts', 1)
	request.onupgradeneeded = () => request.result.createObjectStore('draft', { keyPath: 'entry' })
	return Promise.race([asked(request), new Promise((resolve, reject) => setTimeout(reject, 3000))])
}
const isThere = async () => !indexedDB.databases || (await indexedDB.databases()).some(one => one.name === 'waymark-drafts')
// On the disk, not only taken: a browser may be killed between the two.
const durable = transaction => new Promise((resolve, reject) => Object.assign(transaction, { oncomplete: resolve, onabort: reject, onerror: reject }))
const rows = (db, mode) => db.transaction('draft', mode, { durability: 'strict' }).objectStore('draft')

// One person's shelf in this browser. null where the browser keeps nothing: no secure address, no room, a private window.
async function shelf (key) {
	if (!key || !crypto.subtle || !globalThis.indexedDB) return null
	try {
		const bytes = hex(key), db = await open()
		const of = [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map(n => n.toString(16)).join('')
		const lock = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
		return {
			async put (entry, words) {
				const nonce = crypto.getRandomValues(new Uint8Array(12))
				const closed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, lock, new TextEncoder().encode(words))
				const store = rows(db, 'readwrite'), written = durable(store.transaction)
				store.put({ entry, of, nonce, closed })
				await written
			},
			async take (entry) { await asked(rows(db, 'readwrite').delete(entry)) },
			// Of this person alone: [entry, words].
			async all () {
				const mine = (await asked(rows(db, 'readonly').getAll())).filter(row => row.of === of)
				return Promise.all(mine.map(async row => [row.entry,
					new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.nonce }, lock, row.closed))]))
			}
		}
	} catch { return null }
}

// ---- to the server

// { entry, at, kept, recorded }, or the status where it was refused, or undefined where nobody answered.
async function send (words) {
	const answer = await fetch('/draft', { method: 'POST', body: new URLSearchParams(words), headers: { accept: 'application/json' } }).catch(() => undefined)
	if (!answer) return undefined
	return answer.ok ? answer.json().catch(() => undefined) : { status: answer.status }
}
const done = answer => answer && (answer.entry || answer.recorded)

// What waited in this browser goes to the server with the token of this session. Where `entry` was among it, the address of its
// form.
async function sendWaiting (kept, csrf, entry) {
	let address
	for (const [of, words] of await kept.all()) {
		const sent = new URLSearchParams(words)
		sent.set('csrf', csrf)
		const answer = await send(sent)
		if (!done(answer)) continue
		await kept.take(of)
		if (of === entry && !answer.recorded) address = answer.address
	}
	return address
}

// The first page: where something arrived, it is shown.
export async function waiting (place) {
	if (!globalThis.indexedDB || !await isThere().catch(() => true)) return
	const kept = await shelf(place.dataset.draftKey)
	if (!kept || !(await kept.all().catch(() => [])).length) return
	await sendWaiting(kept, place.dataset.csrf)
	if (!(await kept.all()).length) location.reload()
}

// ---- a form

export async function keepDraft (form, whenKept) {
	const say = document.getElementById('draft-kept'), field = name => form.elements.namedItem(name)
	const entry = () => field('form-entry').value
	const words = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string')).toString()
	let typed = 0, sent = 0, local, remote, first = 0, sending = false, kept = null
	// A busy browser opens its shelf late: what is typed waits for it, and what is said of it for two seconds.
	let opening
	const reach = () => {
		opening ??= shelf(form.dataset.draft).then(opened => { kept = opened; if (!opened) opening = undefined; return opened })
		return opening
	}
	const keepHere = async () => {
		const opened = await reach(), turn = typed
		const written = await opened?.put(entry(), words()).then(() => true, () => false)
		if (written && turn === typed) form.dataset.keptHere = 'all'
	}
	const take = async (answer, before, turn) => {
		if (answer.entry && answer.entry !== before) {
			field('form-entry').value = answer.entry
			history.replaceState(null, '', answer.address)
		}
		sent = turn
		if (turn !== typed) return
		await kept?.take(before).catch(() => {})
		if (answer.kept) say.textContent = `Kept as a draft, ${answer.kept}. It is not recorded yet.`
		whenKept()
	}
	const away = async answer => {
		await Promise.race([reach(), new Promise(resolve => setTimeout(resolve, 2000))])
		const here = kept ? 'What you type is kept in this browser, unreadable to others' : 'What you type stands on this page alone'
		if (answer?.status === 401) {
			const to = encodeURIComponent(location.pathname + location.search)
			const link = Object.assign(document.createElement('a'), { href: `/sign-in?to=${to}`, className: 'govuk-link', textContent: 'Sign in again' })
			return say.replaceChildren(`You are signed out. ${here}. `, link, ': it then stands in the form again.')
		}
		if (answer && answer.status < 500) {
			say.textContent = `This could not be kept as a draft. ${here}.`
			return
		}
		say.textContent = `The server does not answer. ${here}, until it does.`
		clearTimeout(remote)
		remote = setTimeout(keepThere, again)
	}
	async function keepThere () {
		clearTimeout(remote)
		first = 0
		if (sending || sent === typed) return
		sending = true
		const turn = typed, before = entry(), answer = await send(words())
		sending = false
		if (answer?.at) field('draft-after').value = answer.at
		if (!done(answer)) return away(answer)
		await take(answer, before, turn)
		if (turn !== typed) remote = setTimeout(keepThere, rest)
	}
	form.addEventListener('input', () => {
		typed++
		delete form.dataset.keptHere
		first ||= Date.now()
		local ??= setTimeout(() => { local = undefined; keepHere() }, soon)
		clearTimeout(remote)
		remote = setTimeout(keepThere, Math.max(0, Math.min(rest, first + atMost - Date.now())))
	})
	addEventListener('online', keepThere)
	document.addEventListener('visibilitychange', () => { if (document.hidden) { keepHere(); keepThere() } })
	form.addEventListener('submit', event => {
		clearTimeout(remote)
		clearTimeout(local)
		if (navigator.onLine) return
		event.preventDefault()
		typed++
		delete form.dataset.keptHere
		keepHere()
		away(undefined)
	})

	field('draft-tab').value ||= crypto.getRandomValues(new Uint32Array(3)).join('-')
	if (!await reach() || document.querySelector('.govuk-error-summary')) return
	const address = await sendWaiting(kept, field('csrf').value, entry()).catch(() => undefined)
	if (address && !typed) location.replace(address)
}
