/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/child_head.h"

#include "web/wording.h"

/* One of the records of the child, newest entry first. */
typedef struct {
	record_id of;
	records versions;
} told_by;
typedef LIST(told_by) told_list;

static bool named(const field *f, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(f->name, str_of(names[i]))) return true;
	return false;
}
#define NAMED(f, array) named((f), (array), sizeof(array) / sizeof *(array))

static const char *const in_the_head[] = { "given", "surname", "known_as", "child" };
/* Whoever opens a child's page misses these where nobody has said them. */
static const char *const missed[] = { "born", "sex", "language", "interpreter", "lives_at" };

/* Told at the top of the page, known or not; the rest stands beside the story. */
static const char *const at_the_top[] = { "language", "interpreter", "disability" };

static str asked(const field *f)
{
	return str_ends(f->label, S("?")) ? str_first(f->label, f->label.n - 1) : f->label;
}

static void put_unknown(const view *v, const field *f, buf *unknown)
{
	str label = asked(f);
	if (unknown->n) buf_lit(unknown, ", ");
	buf_str(unknown, unknown->n ? str_ascii_lower(v->r->a, str_first(label, 1)) : str_first(label, 1));
	buf_str(unknown, str_from(label, 1));
}

/* The day on which the record began to say what it says now: versions come newest first. */
static day said_since(const view *v, const records *versions, str name, str now)
{
	const zone *z = area_zone(v->r->area);
	day since = zone_day(z, versions->at[0].recorded);
	for (size_t i = 0; i < versions->n; i++) {
		const record *old = &versions->at[i];
		const field *f = kind_field(old->kind, name);
		if (!f || !str_eq(value_words(v, f, &old->values.at[f->at]), now)) break;
		since = zone_day(z, old->recorded);
	}
	return since;
}

/* What one of the records says of it now; empty: nothing. */
static str said_now(const view *v, const told_by *t, str name)
{
	const record *newest = &t->versions.at[0];
	const field *f = kind_field(newest->kind, name);
	const value *val = f ? &newest->values.at[f->at] : NULL;
	return val && (val->is == VALUE_KNOWN || val->is == VALUE_UNREAD) ? value_words(v, f, val) : STR_NONE;
}

static void put_field(const view *v, const told_list *told, const field *f, buf *unknown, child_head *h)
{
	const record *newest = &told->at[0].versions.at[0];
	str first = STR_NONE;
	if (NAMED(f, in_the_head) || !access_field_readable(v, newest->kind, f)) return;
	for (size_t i = 0; i < told->n; i++) {
		const told_by *t = &told->at[i];
		str now = said_now(v, t, f->name);
		if (!now.n || str_eq(now, first)) continue;
		if (!first.n) first = now;
		known_fact fact = { asked(f), now, said_since(v, &t->versions, f->name, now), i ? access_name(v, t->of) : STR_NONE };
		if (NAMED(f, at_the_top)) PUSH(v->r->a, &h->top, fact);
		else PUSH(v->r->a, &h->facts, fact);
	}
	if (first.n) return;
	if (NAMED(f, at_the_top)) PUSH(v->r->a, &h->top_unknown, asked(f));
	else if (newest->values.at[f->at].is == VALUE_NOT_KNOWN || (!f->hidden && NAMED(f, missed))) put_unknown(v, f, unknown);
}

/* Of the first of the records that knows it; NULL: none does. */
static const value *first_known(const told_list *told, const char *name)
{
	for (size_t i = 0; i < told->n; i++) {
		const value *val = values_get(&told->at[i].versions.at[0].values, str_of(name));
		if (val && val->is == VALUE_KNOWN) return val;
	}
	return NULL;
}

static str age_of(const view *v, const told_list *told)
{
	arena *a = v->r->a;
	const value *died = first_known(told, "died"), *born = first_known(told, "born"), *due = first_known(told, "expected");
	buf b = BUF(a);
	if (died) {
		buf_lit(&b, "Died ");
		buf_str(&b, when_words(a, area_zone(v->r->area), died->on));
	} else if (born) {
		buf_str(&b, age_words(a, born, v->r->today));
	} else if (due) {
		buf_lit(&b, "Expected ");
		buf_str(&b, when_words(a, area_zone(v->r->area), due->on));
	}
	return b.n ? buf_view(&b) : S("Age not known");
}

static day most_common_day(const child_head *h)
{
	day best = { 0 };
	size_t most = 0;
	for (size_t i = 0; i < h->facts.n; i++) {
		size_t same = 0;
		for (size_t k = 0; k < h->facts.n; k++) same += h->facts.at[k].since.n == h->facts.at[i].since.n;
		if (same > most) best = h->facts.at[i].since;
		if (same > most) most = same;
	}
	return best;
}

/* The record that the page is called by comes first. */
static err read_told(const view *v, told_list *ret)
{
	told_list list = { 0 };
	told_by own = { .of = v->child };
	TRY(access_versions(v, v->child, &own.versions));
	if (own.versions.n == 0) return FAIL(&v->r->a->trail, E_NOT_FOUND);
	PUSH(v->r->a, &list, own);
	for (size_t i = 0; i < v->same.n; i++) {
		told_by other = { .of = v->same.at[i] };
		if (other.of.n == v->child.n) continue;
		err e = access_versions(v, other.of, &other.versions);
		if (e == OK && other.versions.n) PUSH(v->r->a, &list, other);
		if (e != E_NOT_FOUND) TRY(e);
	}
	*ret = list;
	return OK;
}

err child_head_read(const view *v, child_head *ret)
{
	told_list told;
	buf unknown = BUF(v->r->a);
	child_head h = { .name = access_name(v, v->child) };
	TRY(read_told(v, &told));
	const value *born = first_known(&told, "born"), *called = first_known(&told, "known_as");
	const kind *person = told.at[0].versions.at[0].kind;
	if (born) h.born = *born;
	if (called) h.called = called->text;
	h.age = age_of(v, &told);
	for (size_t i = 0; i < person->field_n; i++) put_field(v, &told, &person->fields[i], &unknown, &h);
	h.unknown = buf_view(&unknown);
	h.as_of = most_common_day(&h);
	*ret = h;
	return OK;
}
