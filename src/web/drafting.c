/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/drafting.h"

enum { TAB_MOST = 40, ADDRESS_MOST = 2000 };

/* ---- a form's parts as text, and back */

/* What the draft is bound to stands in its head; the token belongs to a session. */
static bool is_typed(const form_part *p)
{
	return !p->is_file && !str_eq(p->name, S("csrf")) && !str_starts(p->name, S("draft-"));
}

static str words_of(arena *a, const form_parts *parts)
{
	buf b = BUF(a);
	for (size_t i = 0; i < parts->n; i++) {
		if (!is_typed(&parts->at[i])) continue;
		if (b.n) buf_char(&b, '&');
		buf_url(&b, parts->at[i].name);
		buf_char(&b, '=');
		buf_url(&b, parts->at[i].text);
	}
	return buf_view(&b);
}

static str part_of(const form_parts *parts, str name)
{
	for (size_t i = 0; i < parts->n; i++)
		if (str_eq(parts->at[i].name, name)) return parts->at[i].text;
	return STR_NONE;
}

err drafting_find(request *r, const draft *form, drafted *ret)
{
	drafted d = { 0 };
	str words;
	if (!r->read.who || r->read.who->sign_in == 0) return E_NOT_FOUND;
	TRY(draft_find(&r->read, form->entry, &d.draft, &words));
	bool of_it = str_eq(d.draft.kind, form->kind) && d.draft.child.n == form->child.n && d.draft.record.n == form->record.n;
	if (!of_it || form_read_urlencoded(r->a, words, &d.typed) != OK) return E_NOT_FOUND;
	d.seen = part_of(&d.typed, S("form-seen"));
	*ret = d;
	return OK;
}

/* ---- keeping */

static bool number_of(str text, int64_t *ret)
{
	*ret = 0;
	return text.n == 0 || (str_to_int(text, ret) && *ret >= 0);
}

static bool draft_of_form(request *r, draft *ret)
{
	draft d = { .kind = request_form(r, S("draft-kind")), .tab = request_form(r, S("draft-tab")) };
	url address;
	if (!uuid_read(request_form(r, S("form-entry")), &d.entry)) return false;
	if (!url_local(request_form(r, S("draft-address")), &address) || address.text.n > ADDRESS_MOST) return false;
	d.address = address.text;
	*ret = d;
	return d.kind.n && d.tab.n <= TAB_MOST && !str_has_control(d.tab, false) &&
	       number_of(request_form(r, S("draft-child")), &ret->child.n) &&
	       number_of(request_form(r, S("draft-record")), &ret->record.n) && number_of(request_form(r, S("draft-after")), &ret->at.ms);
}

err drafting_keep(request *r, draft *ret)
{
	if (!draft_of_form(r, ret)) return FAIL(&r->a->trail, E_INVALID);
	return draft_keep(&r->read, ret, words_of(r->a, &r->form));
}

url drafting_address(arena *a, const draft *d)
{
	buf b = BUF(a);
	url ret = URL("/");
	buf_str(&b, d->address);
	buf_char(&b, str_find_char(d->address, '?') < 0 ? '?' : '&');
	buf_lit(&b, "entry=");
	uuid_write(&b, d->entry);
	CHECK(url_local(buf_view(&b), &ret)); /* it was one when it was kept */
	return ret;
}

str drafting_label(const request *r, const draft *d)
{
	const kind *k = practice_kind(r->read.practice, d->kind);
	return k ? k->label : d->kind;
}

str drafting_browser_key(request *r)
{
	unsigned char key[DRAFT_KEY_BYTES];
	buf b = BUF(r->a);
	if (!r->read.who || r->read.who->sign_in == 0 || draft_browser_key(&r->read, key) != OK) return STR_NONE;
	buf_hex(&b, key, sizeof key);
	return buf_view(&b);
}
