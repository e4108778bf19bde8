/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is done with a copy: each paragraph in which something was found, each thing that a child asked to keep; giving it to a second
 * person; and what that person says, who had no hand in it. */
#include "capabilities/release/made_up.h"
#include "capabilities/release/pages.h"
#include "capabilities/release/parts.h"

typedef struct {
	request *r;
	const view *v;
	made_up *m;    /* what is decided is put into it: the reading is of before */
	release_part part; /* that was sent: the others stay as they are */
	bool matter_changed; /* by words that are released now, or are not any more */
	str wrong;     /* what a person has to mend; empty: nothing */
} deciding;

/* The same form sent twice makes the same entries. */
static uuid id_of(const deciding *d, const char *what, str key)
{
	buf b = BUF(d->r->a);
	uuid_write(&b, request_entry(d->r));
	buf_str(&b, str_of(what));
	buf_str(&b, key);
	return uuid_of_name(buf_view(&b));
}

static err append(const deciding *d, const kind *k, const values *v, uuid id, const record_list *sealed)
{
	request *r = d->r;
	writer w;
	seq kept;
	bool forked;
	problems wrong = { 0 };
	entry_head head = { .id = id, .happened = { .is = WHEN_INSTANT, .on = r->read.today, .at = r->read.now } };
	PUSH(r->a, &head.about, ((entry_link){ S("child"), d->v->child }));
	PUSH(r->a, &head.about, ((entry_link){ S("release"), d->m->row->entry->record }));
	for (size_t i = 0; sealed && i < sealed->n; i++) PUSH(r->a, &head.about, ((entry_link){ S("sealed"), sealed->at[i] }));
	TRY(access_writer(&r->read, k, &head, &w));
	return journal_append(&w, k, v, &head, r->a, &kept, &forked, &wrong);
}

static err kind_named(const deciding *d, const char *name, const kind **ret)
{
	*ret = practice_kind(d->r->read.practice, str_of(name));
	return *ret ? OK : FAIL(&d->r->a->trail, E_NOT_FOUND);
}

static void put(values *v, const char *field_name, str text)
{
	text = str_trim(text);
	if (text.n) *values_of(v, str_of(field_name)) = (value){ .is = VALUE_KNOWN, .text = text };
}

static str sent(const deciding *d, const char *prefix, str key)
{
	buf b = BUF(d->r->a);
	buf_str(&b, str_of(prefix));
	buf_str(&b, key);
	return str_trim(request_form(d->r, buf_view(&b)));
}

/* ---- paragraphs */

static str found_codes(arena *a, const release_mark *mark)
{
	buf b = BUF(a);
	for (int is = 0; is < SPOT_KINDS; is++) {
		if (!mark->found[is] || is == SPOT_KEPT_WORDS) continue; /* that there are such words is told to nobody from whom they are kept */
		if (b.n) buf_lit(&b, "; ");
		buf_str(&b, gate_found_words((spot_is)is));
	}
	return str_first_chars(buf_view(&b), LINE_MAX_CHARS);
}

static err record_mark(const deciding *d, const release_mark *mark, str decision, str why)
{
	const kind *k;
	TRY(kind_named(d, "release_mark", &k));
	values v = values_make(d->r->a, k);
	put(&v, "paragraph", mark->key);
	put(&v, "found", found_codes(d->r->a, mark));
	put(&v, "decision", decision);
	put(&v, "why", why);
	return append(d, k, &v, id_of(d, "paragraph", mark->key), NULL);
}

static bool is_decision(str code)
{
	return str_eq(code, S("words_out")) || str_eq(code, S("all_out")) || str_eq(code, S("kept"));
}

/* The same words stand in this part before: they are asked of once. */
static bool asked_before(const deciding *d, size_t at)
{
	const made_up *m = d->m;
	for (size_t i = at; i-- > 0 && release_part_has_block(&d->part, m->marks.at[i].block);)
		if (str_eq(m->marks.at[i].key, m->marks.at[at].key)) return true;
	return false;
}

/* Whoever decides about words decides about them wherever they stand. */
static void same_elsewhere(made_up *m, const release_mark *decided)
{
	EACH (mark, m->marks) {
		if (!str_eq(mark->key, decided->key)) continue;
		mark->decision = decided->decision;
		mark->why = decided->why;
	}
}

static err decide_mark(deciding *d, release_mark *mark, bool before)
{
	str decision = sent(d, "d", mark->key), why = sent(d, "w", mark->key);
	if (!is_decision(decision)) return OK;
	if (str_eq(decision, S("kept")) && why.n == 0) {
		d->wrong = S("Say why, where something that was found is kept.");
		return OK;
	}
	if (!before) TRY(record_mark(d, mark, decision, why));
	mark->decision = mark_decision_of(decision);
	mark->why = why;
	if (!before) same_elsewhere(d->m, mark);
	return OK;
}

static err decide_marks(deciding *d)
{
	made_up *m = d->m;
	for (size_t i = 0; i < m->marks.n; i++)
		if (release_part_has_block(&d->part, m->marks.at[i].block)) TRY(decide_mark(d, &m->marks.at[i], asked_before(d, i)));
	for (size_t i = 0; i < m->files.n; i++)
		if (m->files.at[i].marked && release_part_has_file(&d->part, i)) TRY(decide_mark(d, &m->files.at[i].mark, false));
	return OK;
}

/* Left out, or put back; only what rests on an entry: the headings stay. */
static err decide_choices(deciding *d)
{
	for (size_t i = 0; i < d->m->choices.n; i++) {
		block_choice *c = &d->m->choices.at[i];
		bool before = false;
		if (!release_part_has_block(&d->part, i)) continue;
		str said = c->marked || !c->entry ? STR_NONE : sent(d, "o", c->key);
		bool out = str_eq(said, S("all_out"));
		if ((!out && !str_eq(said, S("kept"))) || out == c->left_out) continue;
		for (size_t k = 0; k < i; k++) before |= str_eq(d->m->choices.at[k].key, c->key);
		if (!before) TRY(record_mark(d, &(release_mark){ .key = c->key }, said, STR_NONE));
		c->left_out = out;
	}
	return OK;
}

/* ---- what a child asked to keep */

static err decide_sealed(deciding *d)
{
	const kind *k;
	TRY(kind_named(d, "release_sealed", &k));
	for (size_t i = 0; i < d->m->sealed.n; i++) {
		sealed_matter *one = &d->m->sealed.at[i];
		if (!release_part_has_sealed(&d->part, i)) continue;
		buf n = BUF(d->r->a);
		buf_int(&n, one->said.record.n);
		str key = buf_view(&n), decision = sent(d, "s", key), under = sent(d, "u", key), told = sent(d, "t", key);
		bool leaves = str_eq(decision, S("released"));
		if (!leaves && !str_eq(decision, S("withheld"))) continue;
		if (leaves && (under.n == 0 || told.n == 0)) {
			d->wrong = S("Words that a child asked to keep leave only under a duty or order that you name, and with what the child was told.");
			continue;
		}
		values v = values_make(d->r->a, k);
		put(&v, "decision", decision);
		put(&v, "under_words", str_first_chars(under, LINE_MAX_CHARS));
		put(&v, "told", told);
		record_list it = { 0 };
		PUSH(d->r->a, &it, one->said.record);
		TRY(append(d, k, &v, id_of(d, "sealed", key), &it));
		d->matter_changed |= leaves != (one->decision == SEALED_RELEASED);
		one->decision = leaves ? SEALED_RELEASED : SEALED_WITHHELD;
	}
	return OK;
}

/* ---- on to the second person */

static err ask(deciding *d)
{
	const kind *k;
	made_up_settle(d->r->a, d->m);
	if (d->matter_changed) d->wrong = S("The words that you released or held back change the copy. What you decided is kept: look through it once more.");
	else if (d->m->open) d->wrong = S("Something that was found waits for a decision. What you decided is kept.");
	if (d->wrong.n) return OK;
	TRY(kind_named(d, "release_asked", &k));
	values said = values_make(d->r->a, k);
	put(&said, "digest", d->m->digest);
	return append(d, k, &said, id_of(d, "ask", STR_NONE), NULL);
}

static bool over(const made_up *m)
{
	return m->state == RELEASE_LEFT || m->state == RELEASE_WITHDRAWN;
}

/* Reading on leads to the next part; else to the one that was sent. */
static url next_address(const deciding *d)
{
	arena *a = d->r->a;
	buf b = BUF(a);
	size_t part = d->part.number;
	if (str_eq(request_form(d->r, S("then")), S("on")) && part < release_parts(d->m)) part++;
	buf_printf(&b, "?recorded=yes&part=%zu", part);
	return url_number(a, "/release/", d->m->row->entry->record.n, str_c(a, buf_view(&b)));
}

err release_decide(request *r, const view *v, model *to)
{
	made_up m;
	deciding d = { .r = r, .v = v, .m = &m };
	TRY(release_of(r, v, &m));
	if (over(&m)) return release_refused(r, v, &m, S("This copy is not changed any more."), to);
	d.part = release_part_asked(r, &m);
	TRY(decide_marks(&d));
	TRY(decide_choices(&d));
	TRY(decide_sealed(&d));
	if (d.wrong.n == 0 && str_eq(request_form(r, S("then")), S("ask"))) TRY(ask(&d));
	if (d.wrong.n) return release_refused(r, v, &m, d.wrong, to);
	to->redirect = next_address(&d).text;
	return OK;
}

/* ---- the second person */

static str why_not_agreed(request *r, const made_up *m)
{
	if (m->open) return S("Something that was found waits for a decision: send it back.");
	if (!m->as_asked || !str_eq(request_form(r, S("digest")), m->digest)) return S("It is not what was given to you any more: send it back.");
	return STR_NONE;
}

static err put_copy(request *r, const view *v, const made_up *m, values *to)
{
	str pdf;
	TRY(made_up_paper(r, v, m, true, &pdf));
	value *left = values_of(to, S("copy"));
	left->is = VALUE_KNOWN;
	PUSH(r->a, &left->files, ((file_value){ .name = S("copy.pdf"), .media = S("application/pdf"), .digest = sha256_of(pdf),
	                                         .size_bytes = (int64_t)pdf.n, .bytes = pdf }));
	files_apply(r->a, m, left);
	return OK;
}

err release_second(request *r, const view *v, model *to)
{
	made_up m;
	const kind *k;
	record_list released = { 0 };
	deciding d = { .r = r, .v = v, .m = &m };
	str verdict = request_form(r, S("verdict")), why = str_trim(request_form(r, S("why")));
	bool agrees = str_eq(verdict, S("agreed"));
	TRY(release_of(r, v, &m));
	TRY(kind_named(&d, "release_agreed", &k));
	if (!(k->write.roles & r->read.who->roles) || release_had_hand(r, &m)) return FAIL(&r->a->trail, E_DENIED);
	if (m.state != RELEASE_ASKED || (!agrees && !str_eq(verdict, S("sent_back")))) return release_refused(r, v, &m, S("Nobody has given it to a second person."), to);
	if (!agrees && why.n == 0) return release_refused(r, v, &m, S("Say what has to change."), to);
	str not = agrees ? why_not_agreed(r, &m) : STR_NONE;
	if (not.n) return release_refused(r, v, &m, not, to);
	values said = values_make(r->a, k);
	put(&said, "verdict", verdict);
	put(&said, "why", why);
	put(&said, "digest", m.digest);
	if (agrees) TRY(put_copy(r, v, &m, &said));
	EACH (one, m.sealed)
		if (agrees && one->decision == SEALED_RELEASED) PUSH(r->a, &released, one->said.record);
	TRY(append(&d, k, &said, id_of(&d, "second", STR_NONE), &released));
	to->redirect = url_number(r->a, "/release/", m.row->entry->record.n, "?recorded=yes").text;
	return OK;
}
