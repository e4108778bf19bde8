/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/recording.h"

#include "web/dispatch_inside.h"
#include "web/drafting.h"
#include "web/how_known.h"
#include "web/only_about.h"
#include "web/pages/kind_form.h"
#include "web/wording.h"

static bool has_files(const kind *k)
{
	for (size_t i = 0; i < k->field_n; i++)
		if (k->fields[i].type == FIELD_FILE) return true;
	return false;
}

/* A person, a team, a worker did not happen on a day. */
static bool asks_happened(const recording *what)
{
	return what->kind->about_child && !what->happens_on && (!what->kind->as_it_happens || what->correcting);
}

static void put_choices(request *r, kind_form_page_form_field *to, const field *f)
{
	for (size_t i = 0; i < f->choice_n; i++)
		if (!f->choices[i].hidden)
			PUSH(r->a, &to->choices, ((kind_form_page_form_choice){ f->choices[i].code, f->choices[i].label }));
}

static void put_fields(request *r, const recording *what, kind_form_page *m)
{
	for (size_t i = 0; i < what->kind->field_n; i++) {
		const field *f = &what->kind->fields[i];
		if (!form_offers(what->view, what->kind, f, what->correcting)) continue;
		kind_form_page_form_field one = { .name = f->name, .label = f->label, .guide = f->guide,
			                          .type = field_type_name(f->type), .required = f->required };
		put_choices(r, &one, f);
		PUSH(r->a, &m->fields, one);
	}
}

static void put_problems(request *r, const problems *p, kind_form_page *m)
{
	for (size_t i = 0; p && i < p->n; i++)
		PUSH(r->a, &m->problems, ((kind_form_page_form_problem){ p->at[i].where ? p->at[i].where->name : p->at[i].about,
		                                                         p->at[i].message }));
}

static str uuid_words(arena *a, uuid id)
{
	buf b = BUF(a);
	uuid_write(&b, id);
	return buf_view(&b);
}

static seq_list seen_of(arena *a, str text)
{
	seq_list ret = { 0 };
	while (text.n) {
		int64_t n;
		if (str_to_int(str_cut(text, ' ', &text), &n) && n > 0) PUSH(a, &ret, ((seq){ n }));
	}
	return ret;
}

static str seqs_words(arena *a, const seq_list *list)
{
	buf b = BUF(a);
	for (size_t i = 0; i < list->n; i++) {
		if (i) buf_char(&b, ' ');
		buf_int(&b, list->at[i].n);
	}
	return buf_view(&b);
}

/* The entries that whoever opens the form has seen: all heads of the record, so that correcting joins them. */
static err heads_seen(request *r, const recording *what, str *ret)
{
	seq_list heads = { 0 };
	if (what->correcting) TRY(journal_heads(r->read.db, r->a, what->correcting->record, &heads));
	*ret = seqs_words(r->a, &heads);
	return OK;
}

/* How the form looks: what stands in it, what is wrong with it, and what to say above it. */
typedef struct {
	const form_parts *typed;
	const problems *problems;
	str entry, seen, warning;
	instant drafted; /* when what stands in it was kept as a draft; 0 where it was not */
	int status;
	const form_draft *draft; /* of which something may be said beside its fields; NULL: nothing is written yet */
} shown;

/* ---- drafts */

/* Whoever chooses who works with a child whose record is not theirs to open keeps no draft about it. */
static bool keeps_drafts(const request *r, const recording *what)
{
	return r->read.who->sign_in && (what->view->child.n || what->child.n == 0);
}

static draft draft_of(const recording *what, uuid id)
{
	record_id child = what->view->child.n ? what->view->child : what->child;
	return (draft){ .entry = id, .kind = what->kind->name, .child = child,
		        .record = what->correcting ? what->correcting->record : (record_id){ 0 } };
}

/* The form's address without the entry: with what the address has given, and what was seen. */
static str draft_address(request *r, const recording *what, str seen)
{
	buf b = BUF(r->a);
	char before = '?';
	entry_links links = what->given.n || what->correcting ? what->given : form_links(r->a, what->kind, &r->query);
	buf_str(&b, what->action.text);
	for (size_t i = 0; i < links.n; i++, before = '&') {
		buf_char(&b, before);
		buf_lit(&b, "about-");
		buf_str(&b, links.at[i].role);
		buf_printf(&b, "=%lld", (long long)links.at[i].record.n);
	}
	if (seen.n) {
		buf_char(&b, before);
		buf_lit(&b, "seen=");
		buf_url(&b, seen);
	}
	return buf_view(&b);
}

/* What was begun in this form before, and neither recorded nor thrown away. */
static err put_begun(request *r, const recording *what, const shown *s, kind_form_page *m)
{
	draft_list own;
	uuid here = { 0 };
	draft of = draft_of(what, here);
	err e = draft_own(&r->read, &own);
	m->drafts_unread = e != OK;
	if (!uuid_read(s->entry, &here) || e != OK) return OK; /* a form is filled in all the same */
	for (size_t i = 0; i < own.n; i++) {
		const draft *d = &own.at[i];
		bool same = str_eq(d->kind, of.kind) && d->child.n == of.child.n && d->record.n == of.record.n;
		if (!same || uuid_eq(d->entry, here)) continue;
		PUSH(r->a, &m->begun, ((kind_form_page_begun_draft){ drafting_address(r->a, d), instant_words(r->a, area_zone(r->read.area), d->at) }));
	}
	return OK;
}

static err put_draft(request *r, const recording *what, const shown *s, kind_form_page *m)
{
	draft of = draft_of(what, (uuid){ 0 });
	if (!keeps_drafts(r, what)) return OK;
	str sent = request_form(r, S("draft-address"));
	m->keeps_drafts = true;
	m->draft_address = sent.n ? sent : draft_address(r, what, s->seen);
	m->draft_child = of.child.n;
	m->draft_record = of.record.n;
	m->draft_tab = request_form(r, S("draft-tab"));
	m->draft_after = s->drafted.ms;
	if (m->draft_after == 0 && !str_to_int(request_form(r, S("draft-after")), &m->draft_after)) m->draft_after = 0;
	m->draft_key = drafting_browser_key(r);
	if (s->drafted.ms) m->drafted = instant_words(r->a, area_zone(r->read.area), s->drafted);
	return put_begun(r, what, s, m);
}

/* Told apart from the record itself among a browser's pages; that something is wrong is heard first. */
static str title_of(arena *a, const recording *what, int status)
{
	buf b = BUF(a);
	if (status == 422) buf_lit(&b, "Error: ");
	if (what->correcting) buf_lit(&b, "Correct: ");
	else buf_lit(&b, "Record: ");
	buf_str(&b, what->label.n ? what->label : what->kind->label);
	return buf_view(&b);
}

static kind_form form_of(const recording *what, const form_parts *typed, const problems *p)
{
	return (kind_form){ .kind = what->kind, .view = what->view, .typed = typed, .problems = p,
		            .asks_happened = asks_happened(what), .about = what->correcting ? what->view->child : what->child,
		            .given = what->correcting ? what->correcting->about : what->given, .correcting = what->correcting,
		            .stands = what->correcting };
}

static void put_notes(request *r, const form_beside *beside, kind_form_page *m)
{
	m->asks = beside->asks;
	m->beside = beside_html(r->a, beside, STR_NONE);
	EACH (note, beside->notes) PUSH(r->a, &m->notes, ((kind_form_page_form_note){ note->field, note->says, note->more }));
}

static err show(request *r, const recording *what, const shown *s, model *to)
{
	kind_form_page *m = TAKE(r->a, kind_form_page);
	kind_form f = form_of(what, s->typed, s->problems);
	form_beside beside = beside_of(r, what->view, what->kind);
	if (s->draft) TRY(beside_say(r, s->draft, &beside));
	f.beside = &beside;
	*m = (kind_form_page){ .csrf = r->session.csrf, .entry = s->entry, .seen = s->seen, .action = what->action,
		               .back = what->back, .back_words = what->back_words, .caption = what->caption,
		               .kind = what->kind->name, .label = what->label.n ? what->label : what->kind->label, .guide = what->kind->guide,
		               .button = what->button, .button_says = what->button_says,
		               .multipart = has_files(what->kind), .warning = s->warning, .answers = what->answers };
	put_fields(r, what, m);
	put_problems(r, s->problems, m);
	put_notes(r, &beside, m);
	TRY(how_known_fields(r, what, s->typed, s->problems, &m->known_html));
	m->summary = form_error_summary(r->a, &f);
	TRY(put_draft(r, what, s, m));
	TRY(form_fields(r, &f, &m->fields_html));
	to->title = title_of(r->a, what, s->status);
	to->status = s->status;
	kind_form_model(to, m);
	return OK;
}

/* The form's address with the id of the entry to be, and with what was seen: whoever goes back to it, also without script,
 * sends the same entry again, which is recorded once, and overwrites nobody's words of since. */
static err lead_to_form(request *r, const recording *what, model *m)
{
	buf b = BUF(r->a);
	str seen;
	TRY(heads_seen(r, what, &seen));
	buf_str(&b, what->action.text);
	buf_char(&b, '?');
	if (r->http->query.n) {
		buf_str(&b, r->http->query);
		buf_char(&b, '&');
	}
	buf_lit(&b, "entry=");
	buf_str(&b, uuid_words(r->a, uuid_make(r->read.now)));
	if (seen.n) {
		buf_lit(&b, "&seen=");
		buf_url(&b, seen);
	}
	m->redirect = buf_view(&b);
	r->read.looks = (look_list){ 0 }; /* nothing was shown: the look is noted with the form */
	return OK;
}

/* An id in the address counts only as it is written by us. */
static str entry_of_address(request *r)
{
	uuid id;
	return uuid_read(request_query(r, S("entry")), &id) ? uuid_words(r->a, id) : STR_NONE;
}

/* What was kept of this form stands in it again. Where it cannot be read just now, the form says so. */
static bool restore(request *r, const recording *what, shown *s, form_parts *typed)
{
	drafted d;
	uuid id;
	if (!keeps_drafts(r, what) || !uuid_read(s->entry, &id)) return false;
	draft of = draft_of(what, id);
	if (drafting_find(r, &of, &d) != OK) return false;
	*typed = d.typed;
	s->drafted = d.draft.at;
	if (d.seen.n) s->seen = d.seen;
	return true;
}

err recording_form(request *r, const recording *what, model *m)
{
	form_parts typed = { 0 };
	const zone *z = area_zone(r->read.area);
	shown s = { .typed = &typed, .entry = entry_of_address(r) };
	if (s.entry.n == 0 && !answer_wants_json(r->http, &r->query)) return lead_to_form(r, what, m);
	if (s.entry.n == 0) s.entry = uuid_words(r->a, uuid_make(r->read.now));
	seq_list seen = seen_of(r->a, request_query(r, S("seen")));
	s.seen = seqs_words(r->a, &seen);
	if (seen.n == 0) TRY(heads_seen(r, what, &s.seen));
	if (restore(r, what, &s, &typed)) return show(r, what, &s, m);
	if (what->correcting) {
		typed = typed_of_values(r->a, z, &what->correcting->values);
		typed_put_when(r->a, z, &typed, S("happened"), what->correcting->happened);
		if (what->correcting->happened.is == WHEN_NONE)
			typed_put(r->a, &typed, S("happened"), S("-not-known"), S("yes"));
		s.draft = &(form_draft){ .kind = what->correcting->kind, .view = what->view, .corrects = what->correcting->record,
			                 .values = &what->correcting->values, .happened = what->correcting->happened, .about = what->correcting->about };
		return show(r, what, &s, m);
	}
	return show(r, what, &s, m);
}

/* ---- taking a form */

static entry_head head_of(request *r, const recording *what, when happened)
{
	entry_head head = { .id = request_entry(r), .happened = happened };
	if (what->correcting) {
		head.record = what->correcting->record;
		head.after = seen_of(r->a, request_form(r, S("form-seen")));
		head.about = what->correcting->about;
		return head;
	}
	if (what->child.n) PUSH(r->a, &head.about, ((entry_link){ S("child"), what->child }));
	entry_links said = form_links(r->a, what->kind, &r->form);
	for (size_t i = 0; i < said.n; i++) PUSH(r->a, &head.about, said.at[i]);
	return head;
}

/* A correction keeps what its form does not send again: files, and fields that an overlay has hidden since. */
static void keep_unsent(const recording *what, values *v)
{
	for (size_t i = 0; what->correcting && i < v->k->field_n; i++) {
		const field *f = &v->k->fields[i];
		const value *old = values_get(&what->correcting->values, f->name);
		bool file_kept = f->type == FIELD_FILE && v->at[i].is == VALUE_ABSENT;
		if (old && (f->hidden || file_kept)) v->at[i] = *old;
	}
}

/* When the form was opened, as the id of its entry says (UUID version 7): the same form sent twice says the same. An id that
 * cannot be of today's counts as sent now. */
static when form_opened(request *r)
{
	enum { DAY_MS = 24 * 60 * 60 * 1000 };
	const zone *z = area_zone(r->read.area);
	uuid id = request_entry(r);
	int64_t ms = 0;
	for (size_t i = 0; i < 6; i++) ms = ms << 8 | (uint8_t)id.at[i];
	instant at = ms > r->read.now.ms || ms < r->read.now.ms - DAY_MS ? r->read.now : (instant){ ms };
	return (when){ .is = WHEN_INSTANT, .on = zone_day(z, at), .at = at };
}

static err read_form(request *r, const recording *what, values *v, when *happened, problems *p)
{
	const zone *z = area_zone(r->read.area);
	err first = asks_happened(what) ? happened_from_form(r->a, z, &r->form, happened, p) : OK;
	err second = values_from_form(r->a, z, what->kind, &r->form, v, p);
	size_t before = p->n;
	kind_form f = form_of(what, &r->form, NULL);
	TRY(form_offered(r, &f, v, what->correcting ? &what->correcting->values : NULL, p));
	if (p->n > before) second = E_INVALID;
	if (second == OK) {
		keep_unsent(what, v);
		TRY(access_values(what->view, what->kind, what->correcting ? what->correcting->record : (record_id){ 0 }, v));
		second = values_check(r->a, v, p);
	}
	if (what->kind->as_it_happens && !what->correcting) *happened = form_opened(r);
	const value *on = what->happens_on ? values_get(v, str_of(what->happens_on)) : NULL;
	if (on && on->is == VALUE_KNOWN) *happened = on->on;
	return first != OK ? first : second;
}

static str why_not_kept(err e)
{
	switch (e) {
	case E_BUSY: return S("Too many people are writing at this moment. Your words are still here: press the button again.");
	case E_LIMIT: return S("This is too long, or the disk is full, so it was not kept. Your words are still here: copy them "
	                       "somewhere safe, then try again or ring the desk.");
	case E_IO: return S("It could not be kept just now. Your words are still here: copy them somewhere safe, then press the "
	                    "button again.");
	case E_CONFLICT: return S("You have recorded this form once already, with other words. To change what you recorded, go "
	                          "back and correct it. To record this as well, press the button again.");
	case OK:
	case E_INVALID:
	case E_DENIED:
	case E_NOT_FOUND: break;
	}
	return STR_NONE;
}

static int status_of(err e)
{
	return e == E_INVALID ? 422 : e == E_CONFLICT ? 409 : 503;
}

/* All of it, or nothing. */
static err append(request *r, const entries_beside *beside, batch_entry *one, problems *p)
{
	batch_entry *list = TAKE_N(r->a, batch_entry, beside->n + 1);
	writer *by = TAKE_N(r->a, writer, beside->n + 1);
	if (beside->n >= TOGETHER_MOST) return FAIL(&r->a->trail, E_LIMIT);
	list[0] = *one;
	for (size_t i = 0; i < beside->n; i++) {
		const entry_beside *e = &beside->at[i];
		list[i + 1] = (batch_entry){ .k = e->kind, .v = &e->values, .head = e->head, .as = e->as };
	}
	for (size_t i = 0; i <= beside->n; i++) {
		TRY(access_writer(&r->read, list[i].k, &list[i].head, &by[i]));
		list[i].by = &by[i];
	}
	TRY(journal_append_together(list, beside->n + 1, r->a, p));
	*one = list[0];
	return OK;
}

/* The form again as it was sent. */
static shown sent_again(request *r, const problems *p, const form_draft *d)
{
	return (shown){ .typed = &r->form, .problems = p, .entry = request_form(r, S("form-entry")), .seen = request_form(r, S("form-seen")), .draft = d };
}

/* What the form says besides, and what its page has to say with it. */
static err read_beside(request *r, const recording *what, when happened, entries_beside *io, problems *p)
{
	if (what->beside) PUSH(r->a, io, *what->beside);
	err first = how_known_read(r, what, io, p), second = only_about_read(r, what, happened, io, p);
	return first != OK ? first : second;
}

err recording_take(request *r, const recording *what, model *m, seq *ret_seq, bool *ret_forked)
{
	values v = values_make(r->a, what->kind);
	problems p = { 0 };
	when happened = { 0 };
	entries_beside beside = { 0 };
	bool only_looks = request_form(r, S("look")).n > 0;
	*ret_seq = (seq){ 0 };
	*ret_forked = false;
	err e = read_form(r, what, &v, &happened, &p);
	if (!only_looks && read_beside(r, what, happened, &beside, &p) != OK && e == OK) e = E_INVALID;
	form_draft typed = { .kind = what->kind, .view = what->view, .corrects = what->correcting ? what->correcting->record : (record_id){ 0 },
		             .values = &v, .happened = happened, .about = head_of(r, what, happened).about };
	if (only_looks && (e == OK || e == E_INVALID)) {
		shown s = sent_again(r, NULL, &typed);
		return show(r, what, &s, m);
	}
	batch_entry one = { .k = what->kind, .v = &v, .head = head_of(r, what, happened) };
	if (e == OK) e = append(r, &beside, &one, &p);
	if (e == E_DENIED || (e == E_NOT_FOUND && what->correcting)) return e;
	if (e == E_NOT_FOUND) {
		e = E_INVALID;
		PUSH(r->a, &p, ((problem){ .message = S("Something that this form links to is not there any more. Choose again.") }));
	}
	if (e == OK) {
		*ret_seq = one.seq;
		*ret_forked = one.forked;
		/* One that cannot be taken away now is known by its entry, and left out. */
		if (keeps_drafts(r, what) && draft_drop(&r->read, request_entry(r)) != OK) r->a->trail = (trail){ 0 };
		return OK;
	}
	shown s = sent_again(r, &p, &typed);
	s.warning = why_not_kept(e);
	s.status = status_of(e);
	if (e == E_CONFLICT) s.entry = uuid_words(r->a, uuid_make(r->read.now));
	return show(r, what, &s, m);
}

err recording_again(request *r, const recording *what, str warning, model *m)
{
	shown s = { .typed = &r->form, .entry = request_form(r, S("form-entry")), .seen = request_form(r, S("form-seen")),
		    .warning = warning, .status = 409 };
	return show(r, what, &s, m);
}
