/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Making and opening an area, and declarations that come into force while it is open. */
#include "support/inhabited.h"

#include "base/file.h"

#include <unistd.h>

static const char gift[] = "- kind: gift\n"
                           "  label: Gift\n"
                           "  about: {child: 1..n}\n"
                           "  story: \"{child} was given {what}\"\n"
                           "  read: [works_with_child]\n"
                           "  write: [practitioner]\n"
                           "  fields:\n"
                           "    - what: {type: line, label: \"What\"}\n";

static kind_source practice_source(inhabited *h)
{
	kind_source s = { .file = S("practice/kinds.yaml") };
	assert_ok(h->t, file_read(h->a, "practice/kinds.yaml", 1024 * 1024, &s.bytes));
	return s;
}

static void there_is_one_area_in_a_database(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	findings found_wrong = { 0 };
	kind_source s = practice_source(&h);
	assert_err(t, E_CONFLICT, area_make(h.a, &h.settings, &s, 1, false, &found_wrong));
	assert_false(area_is_demonstration(h.area));
}

static void what_is_no_area_is_not_opened(test_area *t)
{
	settings s = settings_initial(&t->arena);
	area *ar;
	s.db = t->address;
	s.keys = str_of(t->folder);
	err none = area_open(&t->arena, &s, AREA_READ, &ar);
	assert_int_equal(none, E_NOT_FOUND);
	db *d CLEANUP(db_closep) = test_open(t, DB_CREATE);
	assert_ok(t, db_run(d, SQL("CREATE TABLE area_of_another (a BIGINT)"), NO_ARGS, NULL));
	assert_err(t, E_NOT_FOUND, area_open(&t->arena, &s, AREA_SERVE, &ar));
}

static void a_server_needs_a_folder_for_the_key(test_area *t)
{
	inhabited h = { .t = t, .a = &t->arena, .settings = settings_initial(&t->arena) };
	findings wrong = { 0 };
	kind_source s = practice_source(&h);
	h.settings.db = t->address;
	assert_int_equal(area_key_path(h.a, &h.settings) == NULL, t->is == DB_POSTGRES);
	if (t->is == DB_SQLITE) return;
	assert_err(t, E_INVALID, area_make(h.a, &h.settings, &s, 1, true, &wrong));
	assert_int_equal(wrong.n, 1);
}

/* The log of an area that was deleted speaks of other children. */
static void a_read_log_of_another_area_is_not_taken_over(test_area *t)
{
	if (t->is == DB_POSTGRES) return; /* there the log is in the database and goes with it */
	INHABITED(h);
	inhabited_make(t, &h);
	look l = { .at = h.now, .child = h.bell, .outcome = LOOK_OPENED, .purpose = S("x") };
	findings wrong = { 0 };
	kind_source s = practice_source(&h);
	assert_ok(t, readlog_write(area_readlog(h.area), &l, 1));
	inhabited_end(&h);
	assert_int_equal(unlink(str_c(h.a, t->address)), 0);
	assert_err(t, E_CONFLICT, area_make(h.a, &h.settings, &s, 1, true, &wrong));
}

/* One process applies declarations; another, that was open before, works with them without being told. */
static void declarations_reach_every_process(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	area *other CLEANUP(area_closep) = NULL;
	db *d CLEANUP(db_closep) = NULL;
	kind_source s[2] = { practice_source(&h), { .file = S("gift.yaml"), .bytes = str_of(gift) } };
	findings wrong = { 0 };
	int applied = 0;
	const practice *before, *after, *again;
	assert_ok(t, area_open(h.a, &h.settings, AREA_SERVE, &other));
	assert_ok(t, area_connect(other, &t->trail, &d));
	assert_ok(t, area_practice(other, d, &before));
	assert_null(practice_kind(before, S("gift")));
	assert_ok(t, area_apply(h.area, h.a, s, 2, &wrong, &applied));
	assert_int_equal(applied, 1);
	assert_ok(t, area_practice(other, d, &after));
	assert_non_null(practice_kind(after, S("gift")));
	assert_null(practice_kind(before, S("gift"))); /* whoever held the old one still can */
	assert_ok(t, area_practice(other, d, &again));
	assert_ptr_equal(after, again);
	projected g = h.g;
	g.p = after;
	g.j = area_journal(other);
	g.w = journal_job_writer(g.j, g.z);
	int64_t given = SAYS(&g, .kind = "gift", .json = "{\"what\":\"a kite\"}", .about = TEXT_OF(&h, "child %lld", (long long)h.bell.n));
	assert_int_equal(test_int(t, d, SQL("SELECT COUNT(*) FROM story WHERE seq = $1"), ARGS(ARG(given))), 1);
	assert_ok(t, area_apply(h.area, h.a, s, 2, &wrong, &applied));
	assert_int_equal(applied, 0);
}

static void what_does_not_read_is_not_applied(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	kind_source s[2] = { practice_source(&h), { .file = S("bad.yaml"), .bytes = S("- kind: gift\n  fields: 3\n") } };
	findings wrong = { 0 };
	int applied = 7;
	int64_t before = test_int(t, h.d, SQL("SELECT COUNT(*) FROM entry"), NO_ARGS);
	assert_err(t, E_INVALID, area_apply(h.area, h.a, s, 2, &wrong, &applied));
	assert_true(wrong.n > 0);
	assert_int_equal(test_int(t, h.d, SQL("SELECT COUNT(*) FROM entry"), NO_ARGS), before);
}

/* For verify and dump: nothing of it writes. */
static void reading_alone_needs_no_key(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	area *reader CLEANUP(area_closep) = NULL;
	settings s = h.settings;
	s.keys = S("/nowhere");
	assert_ok(t, area_open(h.a, &s, AREA_READ, &reader));
	assert_null(area_journal(reader));
	assert_null(area_readlog(reader));
	assert_err(t, E_DENIED, area_open(h.a, &s, AREA_SERVE, &reader));
}

static str with_pronouns(inhabited *h)
{
	str text = h->sources[0].bytes;
	ptrdiff_t at = str_find(text, S("    - post: "));
	buf b = BUF(h->a);
	assert_true(at > 0);
	buf_str(&b, str_first(text, (size_t)at));
	buf_lit(&b, "    - pronouns: {type: line, label: \"Pronouns\"}\n");
	buf_str(&b, str_from(text, (size_t)at));
	return buf_view(&b);
}

/* An area that an older program made: the newer one says what it lacks, and puts that in force and nothing else. */
static void what_an_older_area_lacks_is_said_and_put_in_force(test_area *t)
{
	INHABITED(h);
	findings wrong = { 0 };
	area_lacks lacks;
	int applied = -1;
	inhabited_make(t, &h);
	assert_ok(t, area_lacking(h.area, h.d, h.a, h.sources, 2, &lacks));
	assert_int_equal(lacks.core.n + lacks.others.n, 0);
	kind_source newer[] = {
		{ .file = S("practice/kinds.yaml"), .bytes = with_pronouns(&h) },
		h.sources[1],
		{ .file = S("practice/more.yaml"), .bytes = S("- kind: sunrise\n  label: Sunrise\n  read: [everyone]\n  write: []\n  fields:\n    - words: {type: text, label: \"Words\"}\n") },
		{ .file = S("capabilities/tide/kinds.yaml"), .capability = S("tide"), .bytes = S("- kind: tide\n  label: Tide\n  read: [everyone]\n  write: []\n  fields:\n    - words: {type: text, label: \"Words\"}\n") },
	};
	assert_ok(t, area_lacking(h.area, h.d, h.a, newer, 4, &lacks));
	assert_int_equal(lacks.core.n, 2);
	assert_int_equal(lacks.missing, 1);
	assert_str(lacks.core.at[0], S("sunrise"));
	assert_str(lacks.core.at[1], S("worker: pronouns"));
	assert_int_equal(lacks.others.n, 1);
	assert_str(lacks.others.at[0], S("tide"));
	assert_ok(t, area_apply_missing(h.area, h.a, newer, 4, &wrong, &applied));
	assert_int_equal(applied, 2);
	assert_ok(t, area_lacking(h.area, h.d, h.a, newer, 4, &lacks));
	assert_int_equal(lacks.core.n, 1); /* a kind that is there stays as the area has it */
	assert_int_equal(lacks.others.n, 0);
	assert_ok(t, area_apply(h.area, h.a, newer, 4, &wrong, &applied));
	assert_ok(t, area_lacking(h.area, h.d, h.a, newer, 4, &lacks));
	assert_int_equal(lacks.core.n, 0);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(there_is_one_area_in_a_database),
		ENGINE_TEST(what_is_no_area_is_not_opened),
		ENGINE_TEST(a_server_needs_a_folder_for_the_key),
		ENGINE_TEST(a_read_log_of_another_area_is_not_taken_over),
		ENGINE_TEST(declarations_reach_every_process),
		ENGINE_TEST(what_does_not_read_is_not_applied),
		ENGINE_TEST(reading_alone_needs_no_key),
		ENGINE_TEST(what_an_older_area_lacks_is_said_and_put_in_force),
	};
	return engines_run("access/area", tests, sizeof tests / sizeof *tests);
}
