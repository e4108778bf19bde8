/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From the two documents to records. What a document said before is found again and left as it is; what it says now otherwise
 * is a correction; what people recorded besides stays. */
#include "capabilities/tracker/take.h"
#include "capabilities/tracker/document.h"
#include "capabilities/tracker/standing.h"

#include "journal/batch.h"

typedef struct {
	import_job *in;
	const document *doc;
	standings before;
	int64_t made, corrected, unchanged;
} taking;

/* A field and its text; an empty text is not said. */
typedef struct {
	const char *field;
	str text;
} given;

static bool same_words(arena *a, const zone *z, const field *f, const value *x, const value *y)
{
	buf p = BUF(a), q = BUF(a);
	value_write_words(&p, z, f, x);
	value_write_words(&q, z, f, y);
	return x->is == y->is && str_eq(buf_view(&p), buf_view(&q));
}

/* Some version of the record says all of this already. */
static err said_before(taking *t, record_id id, const values *v, bool *ret)
{
	records versions = { 0 };
	view all;
	reading *r = t->in->read;
	*ret = false;
	TRY(access_open_list(r, v->k, &all));
	TRY(access_versions(&all, id, &versions));
	for (size_t i = 0; i < versions.n && !*ret; i++) {
		bool same = true;
		for (size_t k = 0; k < v->k->field_n && same; k++) {
			const value *old = values_get(&versions.at[i].values, v->k->fields[k].name);
			if (v->at[k].is == VALUE_ABSENT) continue;
			same = old && same_words(r->a, area_zone(r->area), &v->k->fields[k], old, &v->at[k]);
		}
		*ret = same;
	}
	return OK;
}

/* What a correction does not say stays as it stands. */
static void keep_rest(values *v, const record *stands)
{
	for (size_t i = 0; i < v->k->field_n; i++) {
		const value *old = values_get(&stands->values, v->k->fields[i].name);
		if (v->at[i].is == VALUE_ABSENT && old) v->at[i] = *old;
	}
}

static err correct(taking *t, values *v, entry_head *head, const record *stands)
{
	bool before;
	record_id id;
	TRY(said_before(t, stands->record, v, &before));
	if (before) {
		t->unchanged++;
		return OK;
	}
	keep_rest(v, stands);
	head->record = stands->record;
	TRY(journal_heads(t->in->read->db, t->in->read->a, stands->record, &head->after));
	t->corrected++;
	return import_append(t->in, v, head, &id);
}

/* The id follows from what the record is. */
static str name_of(taking *t, const kind *k, const entry_head *head, const recommended *row)
{
	buf name = BUF(t->in->read->a);
	buf_str(&name, k->name);
	buf_lit(&name, " of ");
	buf_str(&name, t->doc->review);
	buf_printf(&name, " %lld about %lld on ", (long long)row->number, (long long)(head->about.n ? head->about.at[0].record.n : 0));
	day_write(&name, t->doc->on);
	buf_str(&name, t->doc->title);
	return buf_view(&name);
}

/* A new one; where that very document made it before and it no longer stands where it would be looked for, as it is. */
static err begin_record(taking *t, const values *v, entry_head *head, const recommended *row, record_id *ret)
{
	bool before;
	reading *r = t->in->read;
	TRY(batch_find(r->db, r->a, name_of(t, v->k, head, row), ret, &head->id));
	if (!ret->n) {
		t->made++;
		return import_append(t->in, v, head, ret);
	}
	TRY(said_before(t, *ret, v, &before));
	t->unchanged += before;
	return before ? OK : FAIL(&r->a->trail, E_CONFLICT);
}

/* stands: the record to correct, NULL for a new one. */
static err put(taking *t, const recommended *row, const char *kind_name, record_id to, const given *fields, size_t n,
               const record *stands, record_id *ret)
{
	reading *r = t->in->read;
	const kind *k = practice_kind(r->practice, str_of(kind_name));
	if (!k) return FAIL(&r->a->trail, E_NOT_FOUND);
	values v = values_make(r->a, k);
	entry_head head = { 0 };
	for (size_t i = 0; i < n; i++) {
		const field *f = kind_field(k, str_of(fields[i].field));
		if (f && fields[i].text.n) value_from_text(r->a, area_zone(r->area), f, fields[i].text, values_of(&v, f->name));
	}
	if (to.n) PUSH(r->a, &head.about, ((entry_link){ S("to"), to }));
	if (stands) {
		*ret = stands->record;
		return correct(t, &v, &head, stands);
	}
	return begin_record(t, &v, &head, row, ret);
}
#define PUT(t, row, kind_name, to, stands, ret, ...)                                                                    \
	put((t), (row), (kind_name), (to), (const given[]){ __VA_ARGS__ },                                              \
	    sizeof((const given[]){ __VA_ARGS__ }) / sizeof(given), (stands), (ret))

static str number_text(arena *a, int64_t n)
{
	buf b = BUF(a);
	buf_int(&b, n);
	return buf_view(&b);
}

static const standing *stood(const taking *t, int64_t number)
{
	for (size_t i = 0; i < t->before.n; i++) {
		const recommendation_row *is = t->before.at[i].is;
		if (str_eq(is->review.text, t->doc->review) && is->number.is == VALUE_KNOWN && (int64_t)is->number.number == number)
			return &t->before.at[i];
	}
	return NULL;
}

static err put_recommendation(taking *t, const recommended *row, const record *stands, record_id *ret)
{
	return PUT(t, row, "recommendation", (record_id){ 0 }, stands, ret, { "review", t->doc->review },
	           { "number", number_text(t->in->read->a, row->number) }, { "text", row->text });
}

/* ---- the table */

static str day_text(arena *a, day d)
{
	buf b = BUF(a);
	day_write(&b, d);
	return buf_view(&b);
}

/* The position that this very document gave before. */
static const record *position_stood(const taking *t, const standing *s)
{
	for (size_t i = 0; s && i < s->positions.n; i++) {
		const local_position_row *p = s->positions.at[i];
		if (p->on.is == VALUE_KNOWN && p->on.on.on.n == t->doc->on.n && str_eq(p->document.text, t->doc->title)) return p->entry;
	}
	return NULL;
}

static err take_row(taking *t, const recommended *row)
{
	arena *a = t->in->read->a;
	const standing *s = stood(t, row->number);
	record_id is, unused;
	str party = party_in(a, row->response);
	awaited what = awaited_in(row->position);
	TRY(put_recommendation(t, row, s ? s->is->entry : NULL, &is));
	TRY(PUT(t, row, "government_response", is, s && s->local ? s->local->entry : NULL, &unused, { "told_by", S("local") },
	        { "answer", answer_code(a, row->answer) }, { "text", row->response }, { "timescale", row->timescale },
	        { "party", party }, { "document", t->doc->title }));
	return PUT(t, row, "local_position", is, position_stood(t, s), &unused, { "on", day_text(a, t->doc->on) },
	           { "state", position_state(a, row->position) }, { "text", row->position }, { "awaiting", what.what },
	           { "from_whom", what.whom.n || !what.what.n ? what.whom : party }, { "said_by", t->doc->said_by },
	           { "told_to", t->doc->told_to }, { "document", t->doc->title });
}

/* ---- the Government's own document */

static err take_section(taking *t, const recommended *row)
{
	const standing *s = stood(t, row->number);
	record_id is = { 0 }, unused;
	if (s) is = s->is->entry->record;
	else TRY(put_recommendation(t, row, NULL, &is));
	return PUT(t, row, "government_response", is, s && s->government ? s->government->entry : NULL, &unused,
	           { "told_by", S("government") }, { "answer", answer_code(t->in->read->a, row->answer) }, { "text", row->response },
	           { "timescale", row->timescale.n ? row->timescale : S("not known") }, { "cut", row->cut ? S("yes") : STR_NONE },
	           { "document", t->doc->title });
}

/* ---- both */

static void say_counts(taking *t)
{
	buf *b = &t->in->said;
	buf_printf(b, "%zu recommendations of the review ", t->doc->rows.n);
	buf_str(b, t->doc->review);
	buf_printf(b, "; %lld new records, %lld corrected, %lld as they were\n", (long long)t->made, (long long)t->corrected,
	           (long long)t->unchanged);
}

static err take_all(import_job *in, const document *doc, err (*one)(taking *t, const recommended *row))
{
	taking t = { .in = in, .doc = doc };
	err e = standings_read(in->read, &t.before);
	if (e == E_NOT_FOUND) {
		buf_lit(&in->said, "This area has no recommendations among its kinds: waymark practice apply capabilities adds them.\n");
		return FAIL(&in->read->a->trail, E_INVALID);
	}
	for (size_t i = 0; e == OK && i < doc->rows.n; i++) e = one(&t, &doc->rows.at[i]);
	if (e == OK) say_counts(&t);
	return e;
}

err tracker_take(import_job *in)
{
	document doc;
	TRY(document_read_table(in->read->a, in->text, &in->said, &doc));
	return take_all(in, &doc, take_row);
}

err response_take(import_job *in)
{
	document doc;
	TRY(document_read_response(in->read->a, in->text, &in->said, &doc));
	return take_all(in, &doc, take_section);
}
