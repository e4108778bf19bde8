/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whatever is written, in whatever order: what was known at any position equals a projection made of the journal up to
 * there; a rebuild equals what was followed; and both engines hold the same bytes. */
#include "project/projector.h"
#include "support/projected.h"

#include <stdio.h>
#include <stdlib.h>

#define HEARD                                                                                                          \
	"- kind: heard\n"                                                                                              \
	"  label: Heard\n"                                                                                             \
	"  about: {child: 1..n}\n"                                                                                     \
	"  stage: heard\n"                                                                                             \
	"  story: \"{child} said “{words}” with {with}\"\n"                                                            \
	"  read: [works_with_child]\n"                                                                                 \
	"  write: [practitioner]\n"                                                                                    \
	"  moments:\n"                                                                                                 \
	"    - until: {stage: changed, story: \"{child} no longer said “{words}”\"}\n"                                 \
	"    - told:  {on: until, story: \"{child} was told\"}\n"                                                      \
	"  fields:\n"                                                                                                  \
	"    - words: {type: text}\n"                                                                                  \
	"    - with:  {type: people}\n"                                                                                \
	"    - hide:  {type: people, seal: true}\n"                                                                    \
	"    - weeks: {type: number, decimals: 2}\n"                                                                   \
	"    - until: {type: day}\n"                                                                                   \
	"    - told:  {type: yes_no}\n"

enum { STEPS = 150, MORE_FIELDS_MOST = 4 };

/* ---- chance, the same for the same seed (splitmix64) */

static size_t below(uint64_t *state, size_t n)
{
	uint64_t x = *state += 0x9E3779B97F4A7C15u;
	x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
	x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
	return (size_t)((x ^ (x >> 31)) % n);
}

/* ---- an area that things happen in */

typedef enum { PERSON, HEARING, JOIN } record_kind;
typedef struct {
	record_kind is;
	int64_t id;
	LIST(int64_t) entries; /* those not disposed of */
	int64_t keep, other;   /* JOIN */
} kept;

typedef struct {
	projected *g;
	uint64_t seed;
	LIST(kept) records;
	size_t more_fields;
	unsigned done[8];      /* how often each thing happened */
} happening;

/* A random record of the kind of which an entry is left; NULL when none is found. */
static kept *any(happening *h, record_kind is)
{
	for (size_t tries = 0; tries < 100 && h->records.n; tries++) {
		kept *r = &h->records.at[below(&h->seed, h->records.n)];
		if (r->is == is && r->entries.n) return r;
	}
	return NULL;
}

static int64_t any_person(happening *h)
{
	const kept *r = any(h, PERSON);
	return r ? r->id : 0;
}

static void note(happening *h, kept *r, kept fresh, int64_t s)
{
	if (!r) {
		fresh.id = s;
		PUSH(h->g->a, &h->records, fresh);
		r = &h->records.at[h->records.n - 1];
	}
	PUSH(h->g->a, &r->entries, s);
}

/* r NULL: a new record. after 0: after what shows now. */
static void say_person(happening *h, kept *r, int64_t after)
{
	buf json = BUF(h->g->a);
	buf_printf(&json, "{\"given\":\"Name %zu\",\"born\":%s}", below(&h->seed, 1000),
	           below(&h->seed, 3) ? "\"2015-04\"" : "{\"not_known\":true}");
	note(h, r, (kept){ .is = PERSON },
	     SAYS(h->g, .kind = "person", .json = str_c(h->g->a, buf_view(&json)), .record = r ? r->id : 0, .after = after));
}

static const char *words_heard(happening *h)
{
	buf json = BUF(h->g->a);
	buf_printf(&json, "{\"words\":\"Words %zu “<&\\n”\",\"with\":[%lld,%lld]", below(&h->seed, 1000), (long long)any_person(h),
	           (long long)any_person(h));
	if (below(&h->seed, 2)) buf_lit(&json, ",\"weeks\":\"0.10\"");
	if (below(&h->seed, 3) == 0)
		buf_str(&json, below(&h->seed, 2) ? S(",\"until\":\"2024-04-01\"") : S(",\"until\":{\"unread\":\"soon\"}"));
	if (below(&h->seed, 3) == 0) buf_lit(&json, ",\"told\":true");
	if (below(&h->seed, 3) == 0) buf_printf(&json, ",\"hide\":[%lld]", (long long)any_person(h));
	if (h->more_fields) buf_printf(&json, ",\"later_%zu\":\"x\"", below(&h->seed, h->more_fields));
	buf_char(&json, '}');
	return str_c(h->g->a, buf_view(&json));
}

static void say_heard(happening *h, kept *r, int64_t after)
{
	static const char *const days[] = { "2024-03-05", "2024-03~", "2023", "2024-03-05T10:00:00.000Z", NULL };
	int64_t child = any_person(h), sibling = any_person(h);
	if (!child) return;
	buf about = BUF(h->g->a);
	buf_printf(&about, "child %lld", (long long)child);
	if (sibling != child && below(&h->seed, 3) == 0) buf_printf(&about, ", child %lld", (long long)sibling);
	note(h, r, (kept){ .is = HEARING },
	     SAYS(h->g, .kind = "heard", .json = words_heard(h), .about = str_c(h->g->a, buf_view(&about)),
	          .record = r ? r->id : 0, .after = after, .happened = days[below(&h->seed, 5)]));
}

static void say_join(happening *h, kept *r, int64_t after, bool withdrawn)
{
	kept pair = r ? *r : (kept){ .is = JOIN };
	if (!r || below(&h->seed, 5) == 0) { /* a correction may join others */
		pair.keep = any_person(h);
		pair.other = any_person(h);
	}
	const kept *keep = any(h, PERSON);
	if (!keep || !pair.keep || pair.keep == pair.other) return;
	buf about = BUF(h->g->a);
	buf_printf(&about, "keep %lld, other %lld", (long long)pair.keep, (long long)pair.other);
	const char *json = withdrawn ? "{\"because\":\"seen\",\"withdrawn\":true}" : "{\"because\":\"seen\"}";
	note(h, r, pair,
	     SAYS(h->g, .kind = "same_person", .json = json, .about = str_c(h->g->a, buf_view(&about)), .record = r ? r->id : 0,
	          .after = after));
	if (r) {
		r->keep = pair.keep;
		r->other = pair.other;
	}
}

static void say_again(happening *h, kept *r, int64_t after)
{
	switch (r->is) {
	case PERSON: say_person(h, r, after); break;
	case HEARING: say_heard(h, r, after); break;
	case JOIN: say_join(h, r, after, below(&h->seed, 2)); break;
	}
}

/* From some entry on, or up to some entry, or all of them. */
static void dispose_some(happening *h, kept *r)
{
	size_t from = below(&h->seed, 2) ? 0 : below(&h->seed, r->entries.n);
	size_t to = from ? r->entries.n : 1 + below(&h->seed, r->entries.n);
	disposes(h->g, r->entries.at + from, to - from);
	size_t left = r->entries.n - (to - from);
	if (from == 0)
		for (size_t i = 0; i < left; i++) r->entries.at[i] = r->entries.at[to + i];
	r->entries.n = left;
}

static void declare_more(happening *h)
{
	if (h->more_fields == MORE_FIELDS_MOST) return;
	buf kinds = BUF(h->g->a);
	buf_lit(&kinds, HEARD);
	h->more_fields++;
	for (size_t i = 0; i < h->more_fields; i++) buf_printf(&kinds, "    - later_%zu: {type: line}\n", i);
	declares(h->g, buf_view(&kinds));
}

static bool still_there(const happening *h, int64_t person)
{
	for (size_t i = 0; i < h->records.n; i++)
		if (h->records.at[i].id == person) return h->records.at[i].entries.n > 0;
	return false;
}

static void something_happens(happening *h)
{
	size_t what = below(&h->seed, 100);
	kept *r = any(h, (record_kind)below(&h->seed, 3));
	if (r && r->is == JOIN && (!still_there(h, r->keep) || !still_there(h, r->other))) r = NULL;
	if (what < 18 || h->records.n < 4) say_person(h, NULL, 0);
	else if (what < 38) say_heard(h, NULL, 0);
	else if (what < 56) say_join(h, NULL, 0, false);
	else if (what < 78 && r) say_again(h, r, 0);
	else if (what < 88 && r) say_again(h, r, r->entries.at[below(&h->seed, r->entries.n)]);
	else if (what < 95 && r) dispose_some(h, r);
	else if (what >= 97) declare_more(h);
	h->done[what < 18 ? 0 : what < 38 ? 1 : what < 56 ? 2 : what < 78 ? 3 : what < 88 ? 4 : what < 95 ? 5 : 6]++;
}

/* ---- what was known */

/* The cells of a line of a dump, as written. */
typedef struct {
	LIST(str) cells;
	size_t known_from, known_to; /* which of them */
} dumped_row;
typedef LIST(dumped_row) dumped;

static size_t cell_end(str line, size_t at)
{
	for (bool quoted = false; at < line.n; at++) {
		if (line.at[at] == '\\') at++;
		else if (line.at[at] == '"') quoted = !quoted;
		else if (!quoted && (line.at[at] == ',' || line.at[at] == ']')) break;
	}
	return at;
}

static size_t column_of(const table *t, const char *name)
{
	for (size_t i = 0; i < t->col_n; i++)
		if (str_eq(t->cols[i].name, str_of(name))) return i + 1; /* after the table's name */
	return 0;
}

static dumped_row read_row(arena *a, str line, const table_list *tables)
{
	dumped_row r = { 0 };
	for (size_t at = 1; at < line.n;) {
		size_t end = cell_end(line, at);
		PUSH(a, &r.cells, str_first(str_from(line, at), end - at));
		at = end + 1;
	}
	str name = str_from(str_first(r.cells.at[0], r.cells.at[0].n - 1), 1);
	for (size_t i = 0; i < tables->n; i++) {
		if (!str_eq(tables->at[i]->name, name)) continue;
		r.known_from = column_of(tables->at[i], "known_from");
		r.known_to = column_of(tables->at[i], "known_to");
		assert_int_equal(r.cells.n, tables->at[i]->col_n + 1);
	}
	assert_true(r.known_from && r.known_to);
	return r;
}

static dumped read_dump(projected *g, str text)
{
	dumped list = { 0 };
	table_list tables = project_tables(g->a, g->p);
	while (text.n) PUSH(g->a, &list, read_row(g->a, str_cut(text, '\n', &text), &tables));
	return list;
}

static int64_t number(str cell)
{
	int64_t n = INT64_MAX; /* null */
	(void)str_to_int(cell, &n);
	return n;
}

/* The rows true at that position, as they were then. */
static str known_at(arena *a, const dumped *all, int64_t at)
{
	buf b = BUF(a);
	for (size_t i = 0; i < all->n; i++) {
		const dumped_row *r = &all->at[i];
		if (number(r->cells.at[r->known_from]) > at) continue;
		for (size_t c = 0; c < r->cells.n; c++) {
			bool open = c == r->known_to && number(r->cells.at[c]) > at;
			buf_char(&b, c ? ',' : '[');
			buf_str(&b, open ? S("null") : r->cells.at[c]);
		}
		buf_lit(&b, "]\n");
	}
	return buf_view(&b);
}

/* ---- a second database, into which the journal is projected entry by entry */

typedef struct {
	projected *g;
	test_area area;
	db *d;
	projector *pr;
	const dumped *expected; /* NULL: nothing is compared on the way */
} second;

static void compare(second *s, arena *a, int64_t at)
{
	arena *own = s->g->a;
	s->g->a = a;
	str expected = known_at(a, s->expected, at), got = dump_of(s->g, s->d);
	s->g->a = own;
	if (str_eq(got, expected)) return;
	printf("# position %lld\n", (long long)at);
	while (got.n && expected.n) {
		str x = str_cut(got, '\n', &got), y = str_cut(expected, '\n', &expected);
		if (!str_eq(x, y)) assert_str(x, y);
	}
	assert_str(got, expected);
}

static err project_one(void *context, arena *a, const entry *e)
{
	second *s = context;
	TRY(projector_apply(s->pr, s->d, a, e));
	if (s->expected) compare(s, a, e->seq.n);
	return OK;
}

/* false when there is no server of that engine. */
static bool project_into(second *s, db_engine is)
{
	projected *g = s->g;
	if (!test_area_make(&s->area, is)) return false;
	assert_ok(g->t, db_open(s->area.address, DB_CREATE, 1000, &g->t->trail, &s->d));
	s->pr = projector_make(g->a, g->p, g->z);
	s->pr->replaying = true;
	assert_ok(g->t, db_begin(s->d, DB_WRITE));
	assert_ok(g->t, project_make(s->d, g->p));
	assert_ok(g->t, journal_scan(g->d, (seq){ 1 }, (seq){ 0 }, project_one, s));
	return true;
}

static void second_end(second *s)
{
	if (s->d) db_rollback(s->d);
	db_closep(&s->d);
	projector_endp(&s->pr);
	test_area_end(&s->area);
}

/* ---- properties */

static happening happen(projected *g, uint64_t seed)
{
	happening h = { .g = g, .seed = seed };
	for (size_t i = 0; i < STEPS; i++) something_happens(&h);
	for (size_t i = 0; i < 7; i++) assert_true(h.done[i] > 0);
	return h;
}

static uint64_t seed_or(uint64_t otherwise)
{
	const char *said_seed = getenv("WAYMARK_TEST_SEED");
	int64_t n;
	return said_seed && str_to_int(str_of(said_seed), &n) ? (uint64_t)n : otherwise;
}

static void known_at_every_position(test_area *t, uint64_t seed)
{
	PROJECTED(g);
	second s CLEANUP(second_end) = { .g = &g };
	projected_make(t, S(HEARD), &g);
	happen(&g, seed);
	dumped all = read_dump(&g, dump_of(&g, g.d));
	s.expected = &all;
	assert_true(project_into(&s, t->is));
}

static void what_was_known_equals_the_journal_up_to_there(test_area *t)
{
	known_at_every_position(t, seed_or(1));
}

static void and_again_with_another_seed(test_area *t)
{
	known_at_every_position(t, seed_or(2));
}

static void a_rebuild_equals_what_was_followed(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(HEARD), &g);
	happening h = happen(&g, seed_or(3));
	str before = dump_of(&g, g.d);
	assert_ok(t, project_rebuild(g.d, g.p, g.z, NULL, NULL));
	assert_str(dump_of(&g, g.d), before);
	for (size_t i = 0; i < 30; i++) something_happens(&h); /* and goes on from there as if nothing had been */
	before = dump_of(&g, g.d);
	assert_ok(t, project_rebuild(g.d, g.p, g.z, NULL, NULL));
	assert_str(dump_of(&g, g.d), before);
}

static void both_engines_hold_the_same(test_area *t)
{
	PROJECTED(g);
	second s CLEANUP(second_end) = { .g = &g };
	projected_make(t, S(HEARD), &g);
	happen(&g, seed_or(4));
	if (!project_into(&s, t->is == DB_SQLITE ? DB_POSTGRES : DB_SQLITE)) {
		printf("# skipped: PostgreSQL (nothing to compare with): WAYMARK_TEST_PG is not set\n");
		return;
	}
	assert_str(dump_of(&g, s.d), dump_of(&g, g.d));
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(what_was_known_equals_the_journal_up_to_there),
		ENGINE_TEST(and_again_with_another_seed),
		ENGINE_TEST(a_rebuild_equals_what_was_followed),
		ENGINE_TEST(both_engines_hold_the_same),
	};
	return engines_run("project/sequences", tests, sizeof tests / sizeof *tests);
}
