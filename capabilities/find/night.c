/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/find/night.h"

#include "capabilities/find/pages/night.h"
#include "capabilities/find/pages/nights.h"
#include "read.h"
#include "web/wording.h"

/* A fortnight covers who comes back from leave; after it the story still has it. */
enum { DAY_MS = 24 * 60 * 60 * 1000, SHOWN_DAYS = 14 };

typedef struct {
	emergency_opening_list openings;
	night_work_list works;
	instant since;   /* what was recorded later stands first: a fortnight, or since the day team took over */
} nights;

static instant fortnight(const view *v)
{
	return (instant){ v->r->now.ms - (int64_t)SHOWN_DAYS * DAY_MS };
}

static err read_nights(const view *v, nights *ret)
{
	night_taken_up_list taken = { 0 };
	nights n = { .since = fortnight(v) };
	TRY(read_emergency_opening(v, v->r->a, &n.openings));
	TRY(read_night_work(v, v->r->a, &n.works));
	TRY(read_night_taken_up(v, v->r->a, &taken));
	for (size_t i = 0; i < taken.n; i++)
		if (taken.at[i].entry->recorded.ms > n.since.ms) n.since = taken.at[i].entry->recorded;
	*ret = n;
	return OK;
}

static str by_whom(const view *v, const record *one)
{
	buf b = BUF(v->r->a);
	buf_str(&b, author_words(v, one->author, one->agency, STR_NONE));
	buf_lit(&b, ", ");
	buf_str(&b, instant_words(v->r->a, area_zone(v->r->area), one->recorded));
	return joined_words(v, one, buf_view(&b));
}

/* ---- the first page */

typedef struct {
	request *r;
	nights_page m;
} first_page;

static err add_night(void *context, const view *v)
{
	first_page *p = context;
	nights n;
	nights_page_child_at_night one = { .child = v->child.n, .name = access_name(v, v->child) };
	TRY(read_nights(v, &n));
	for (size_t i = 0; i < n.openings.n && !one.opened.n; i++) {
		const record *e = n.openings.at[i].entry;
		if (e->recorded.ms > n.since.ms && e->author.n != v->r->who->worker.n) one.opened = by_whom(v, e);
	}
	for (size_t i = 0; i < n.works.n; i++)
		if (n.works.at[i].entry->recorded.ms > n.since.ms) one.written++;
	for (size_t i = 0; i < p->m.children.n; i++)
		if (p->m.children.at[i].child == one.child) return OK;
	if (one.opened.n || one.written) PUSH(v->r->a, &p->m.children, one);
	return OK;
}

err nights_panel(request *r, const view *none, html *ret)
{
	static const char *const begun_by[] = { "emergency_opening", "night_work" };
	first_page p = { .r = r };
	*ret = HTML("");
	for (size_t i = 0; i < sizeof begun_by / sizeof *begun_by; i++) {
		const kind *k = practice_kind(r->read.practice, str_of(begun_by[i]));
		if (k) TRY(access_find_among_with(&r->read, k, fortnight(none), add_night, &p));
	}
	if (p.m.children.n) *ret = nights_as_html(r->a, &p.m);
	return OK;
}

/* ---- the child's page */

static str choices_words(const record *one, const char *field_name, const view *v)
{
	const field *f = kind_field(one->kind, str_of(field_name));
	const value *said = f ? values_get(&one->values, f->name) : NULL;
	return said && said->is == VALUE_KNOWN ? value_words(v, f, said) : STR_NONE;
}

static void put_work(const view *v, const night_work_row *row, night_page *m)
{
	PUSH(v->r->a, &m->works, ((night_page_done_at_night){
		.record = row->entry->record.n, .by = by_whom(v, row->entry), .done = choices_words(row->entry, "done", v),
		.more = row->more.is == VALUE_KNOWN ? row->more.text : STR_NONE, .unsure = choices_words(row->entry, "unsure", v),
		.unsure_more = row->unsure_more.is == VALUE_KNOWN ? row->unsure_more.text : STR_NONE }));
}

static void put_openings(const view *v, const nights *n, night_page *m)
{
	for (size_t i = 0; i < n->openings.n; i++) {
		const record *e = n->openings.at[i].entry;
		bool mine = e->author.n == v->r->who->worker.n;
		int64_t until = e->recorded.ms + DAY_MS;
		if (mine && until > v->r->now.ms && !m->open_until.n)
			m->open_until = instant_words(v->r->a, area_zone(v->r->area), (instant){ until });
		if (!mine && e->recorded.ms > n->since.ms) PUSH(v->r->a, &m->openings, ((night_page_opened){ e->record.n, by_whom(v, e) }));
	}
}

err night_panel(request *r, const view *v, html *ret)
{
	nights n;
	night_page m = { .child = v->child.n };
	*ret = HTML("");
	TRY(read_nights(v, &n));
	put_openings(v, &n, &m);
	for (size_t i = 0; i < n.works.n; i++)
		if (n.works.at[i].entry->recorded.ms > n.since.ms) put_work(v, &n.works.at[i], &m);
	if (m.open_until.n || m.openings.n || m.works.n) *ret = night_as_html(r->a, &m);
	return OK;
}
