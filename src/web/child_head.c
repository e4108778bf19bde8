/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/child_head.h"

#include "web/wording.h"

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

static void put_fact(const view *v, const records *versions, const field *f, buf *unknown, child_head *h)
{
	const record *newest = &versions->at[0];
	const value *val = &newest->values.at[f->at];
	if (NAMED(f, in_the_head) || !access_field_readable(v, newest->kind, f)) return;
	if (val->is == VALUE_KNOWN || val->is == VALUE_UNREAD) {
		str now = value_words(v, f, val);
		known_fact fact = { asked(f), now, said_since(v, versions, f->name, now) };
		if (NAMED(f, at_the_top)) PUSH(v->r->a, &h->top, fact);
		else PUSH(v->r->a, &h->facts, fact);
	} else if (NAMED(f, at_the_top)) {
		PUSH(v->r->a, &h->top_unknown, asked(f));
	} else if (val->is == VALUE_NOT_KNOWN || (!f->hidden && NAMED(f, missed))) {
		put_unknown(v, f, unknown);
	}
}

static str text_of(const record *rec, const char *name)
{
	const value *val = values_get(&rec->values, str_of(name));
	return val && val->is == VALUE_KNOWN ? val->text : STR_NONE;
}

static str age_of(const view *v, const record *rec, const value *born)
{
	arena *a = v->r->a;
	const value *died = values_get(&rec->values, S("died")), *due = values_get(&rec->values, S("expected"));
	buf b = BUF(a);
	if (died && died->is == VALUE_KNOWN) {
		buf_lit(&b, "Died ");
		buf_str(&b, when_words(a, area_zone(v->r->area), died->on));
	} else if (born && born->is == VALUE_KNOWN) {
		buf_str(&b, age_words(a, born, v->r->today));
	} else if (due && due->is == VALUE_KNOWN) {
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

err child_head_read(const view *v, child_head *ret)
{
	records versions = { 0 };
	buf unknown = BUF(v->r->a);
	child_head h = { .name = access_name(v, v->child) };
	TRY(access_versions(v, v->child, &versions));
	if (versions.n == 0) return FAIL(&v->r->a->trail, E_NOT_FOUND);
	const record *newest = &versions.at[0];
	const value *born = values_get(&newest->values, S("born"));
	if (born) h.born = *born;
	h.called = text_of(newest, "known_as");
	h.age = age_of(v, newest, born);
	for (size_t i = 0; i < newest->kind->field_n; i++) put_fact(v, &versions, &newest->kind->fields[i], &unknown, &h);
	h.unknown = buf_view(&unknown);
	h.as_of = most_common_day(&h);
	*ret = h;
	return OK;
}
