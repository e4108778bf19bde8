/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The return of a year: every child's look is in the read log before the child is in the file. */
#include "capabilities/returns_cin/cin_return.h"
#include "journal/journal.h"
#include "project/project.h"

#include <stdlib.h>

enum { CHILDREN_A_TIME = 500 };

typedef struct {
	str local_id;
	record_id record;
} listed_child;

typedef struct {
	cin_returning *to;
	cin_map map;
	cin_return now, before; /* of the year before, known when this one is */
	LIST(listed_child) children;
	look_list looks; /* of some children: noted before these are told of */
} making;

/* ---- whom */

static int by_local_id(const void *x, const void *y)
{
	const listed_child *a = x, *b = y;
	int ids = str_cmp(a->local_id, b->local_id);
	return ids ? ids : (a->record.n > b->record.n) - (a->record.n < b->record.n);
}

/* A child that the area has a record of, by the record that stands for it. */
static err note_person(making *x, arena *a, seq s)
{
	entry e;
	values v;
	record_id stands;
	problems odd = { 0 };
	TRY(journal_entry(x->now.db, a, s, &e));
	const kind *k = e.disposed ? NULL : practice_version(x->map.practice, e.kind, e.version);
	if (!k) return OK;
	TRY(values_from_json(a, x->map.zone, k, e.bytes, false, &v, &odd));
	const value *child = values_get(&v, S("child")), *number = values_get(&v, S("local_id"));
	if (!child || child->is != VALUE_KNOWN || !child->yes) return OK;
	TRY(project_person(x->now.db, e.record, x->now.at, &stands));
	if (stands.n != e.record.n) return OK;
	str id = number ? str_copy(x->to->read->a, number->text) : STR_NONE;
	PUSH(x->to->read->a, &x->children, ((listed_child){ id, e.record }));
	return OK;
}

static err list_children(making *x)
{
	ARENA(all);
	ARENA(one);
	seq_list people;
	TRY(project_known(x->now.db, &all, x->map.practice, S("person"), x->now.at, &people));
	for (size_t i = 0; i < people.n; i++) {
		arena_reset(&one);
		TRY(note_person(x, &one, people.at[i]));
	}
	if (x->children.n) qsort(x->children.at, x->children.n, sizeof *x->children.at, by_local_id);
	return OK;
}

/* ---- the header */

static void put(arena *a, census_group *g, const char *element, str text)
{
	if (!text.n) return;
	const census_element *is = census_element_of(CENSUS_HEADER, str_of(element));
	if (is) PUSH(a, &g->values, ((census_value){ .is = is, .text = text }));
}

static void header_as_received(arena *a, census_group *g, str head)
{
	while (head.n) {
		str line = str_cut(head, '\n', &head), text, name = str_cut(line, ':', &text);
		put(a, g, str_c(a, name), str_trim(text));
	}
}

/* What the newest file of that year said of itself. */
static err find_header(making *x, arena *a, census_group *g)
{
	seq_list imports;
	TRY(project_known(x->now.db, a, x->map.practice, S("import"), x->now.at, &imports));
	for (size_t i = imports.n; i-- > 0 && g->values.n == 0;) {
		entry e;
		values v;
		problems odd = { 0 };
		TRY(journal_entry(x->now.db, a, imports.at[i], &e));
		const kind *k = practice_version(x->map.practice, e.kind, e.version);
		if (!k || e.disposed) continue;
		TRY(values_from_json(a, x->map.zone, k, e.bytes, false, &v, &odd));
		const value *year = values_get(&v, S("year")), *what = values_get(&v, S("what")), *head = values_get(&v, S("head"));
		if (year && what && head && str_eq(year->text, x->now.year) && str_eq(what->text, S("cin")))
			header_as_received(a, g, head->text);
	}
	return OK;
}

static void header_of_area(making *x, arena *a, census_group *g)
{
	const reading *r = x->to->read;
	buf until = BUF(a), now = BUF(a);
	buf_str(&until, x->now.year);
	buf_lit(&until, "-03-31");
	instant made = r->now; /* the return of a past day is the same whenever it is made */
	if (x->now.at.n != PROJECT_NOW.n) made = zone_instant(area_zone(r->area), day_add(x->to->known_on, 1), 0);
	when_write(&now, (when){ .is = WHEN_INSTANT, .at = made, .on = r->today });
	put(a, g, "Collection", S("CIN"));
	put(a, g, "Year", x->now.year);
	put(a, g, "ReferenceDate", buf_view(&until));
	put(a, g, "SourceLevel", S("L"));
	put(a, g, "LEA", x->to->authority);
	put(a, g, "SoftwareCode", S("Waymark"));
	put(a, g, "SerialNo", S("001"));
	put(a, g, "DateTime", str_first(buf_view(&now), 19));
}

static err write_header(making *x)
{
	ARENA(a);
	census_group header = { .is = CENSUS_HEADER };
	TRY(find_header(x, &a, &header));
	if (!header.values.n) header_of_area(x, &a, &header);
	buf b = BUF(&a);
	census_write_header(&b, &header);
	x->to->write(x->to->context, buf_view(&b));
	return OK;
}

/* ---- the children */

cin_return cin_return_of(arena *a, const cin_map *fields, db *d, int year, seq at)
{
	buf text = BUF(a);
	cin_return r = { .map = fields, .db = d, .at = at };
	buf_int(&text, year);
	r.year = buf_view(&text);
	CHECK(day_make(year - 1, 4, 1, &r.from) && day_make(year, 3, 31, &r.until));
	return r;
}

static void note_look(making *x, arena *a, record_id child)
{
	const reading *r = x->to->read;
	str name = r->who->worker.n ? STR_NONE : r->who->name;
	PUSH(a, &x->looks, ((look){ .at = r->now, .worker = r->who->worker, .child = child, .outcome = LOOK_PRINTED,
	                            .purpose = r->because.n ? r->because : S("waymark export cin"), .text = name }));
}

static err tell_child(making *x, arena *a, const listed_child *listed, buf *b)
{
	cin_returning *to = x->to;
	record_list same;
	shown_list all;
	cin_stood now, before = { 0 };
	TRY(project_same_person(to->read->db, a, listed->record, to->at, &same));
	TRY(cin_shown_in_area(&x->now, a, &same, &all));
	TRY(cin_stand(&x->now, a, &all, &now));
	if (to->reconciles && listed->local_id.n) TRY(cin_stand(&x->before, a, &all, &before));
	if (now.group && !listed->local_id.n) {
		PUSH(to->read->a, &to->left_out, listed->record);
		now.group = NULL;
		now.why = CIN_OUT_NO_NUMBER;
	}
	to->written += now.group != NULL;
	if (now.group && to->write) census_write_child(b, now.group);
	if (to->write && (now.group || to->reconciles)) note_look(x, a, listed->record);
	cin_line line = { .child = listed->record, .number = listed->local_id, .all = &all, .now = &now, .before = to->reconciles ? &before : NULL };
	return to->child ? to->child(to->context, &line) : OK;
}

static err tell_children(making *x)
{
	ARENA(a);
	cin_returning *to = x->to;
	for (size_t i = 0; i < x->children.n;) {
		arena_reset(&a);
		buf b = BUF(&a);
		x->looks = (look_list){ 0 };
		for (size_t n = 0; n < CHILDREN_A_TIME && i < x->children.n; n++, i++) TRY(tell_child(x, &a, &x->children.at[i], &b));
		if (x->looks.n) TRY(readlog_write(area_readlog(to->read->area), x->looks.at, x->looks.n));
		if (to->write) to->write(to->context, buf_view(&b));
		if (to->progress) to->progress(to->context, (int64_t)i, (int64_t)x->children.n);
	}
	return OK;
}

err cin_return_make(cin_returning *what)
{
	ARENA(a);
	buf end = BUF(&a);
	reading *r = what->read;
	making x = { .to = what };
	cin_map_make(r->practice, area_zone(r->area), &x.map);
	x.now = cin_return_of(&a, &x.map, r->db, what->year, what->at);
	x.before = cin_return_of(&a, &x.map, r->db, what->year - 1, what->at);
	TRY(list_children(&x));
	if (what->write) TRY(write_header(&x));
	TRY(tell_children(&x));
	census_write_end(&end);
	if (what->write) what->write(what->context, buf_view(&end));
	return OK;
}
