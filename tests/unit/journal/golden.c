/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A database of each format that ever was, as it was written then: it opens, verifies, reads the same, and goes on. Steps go
 * forward only; nobody's journal is left behind.
 *
 *   golden FILE     makes one of the format that this program writes, for the day that the format changes */
#include "journal/checkpoint.h"
#include "journal/tables.h"
#include "journal/verify.h"
#include "support/journalled.h"

#include "base/file.h"

#include <stdio.h>
#include <string.h>

static const follower nobody = { 0 };

/* ---- as it was written */

static void write_all(journalled *g)
{
	int64_t asha = adds_person(g, "Asha");
	g->w.author.n = g->w.agency.n = adds_person(g, "Ben");
	g->w.batch = S("letters 2019");
	when then;
	assert_true(when_read(g->zone, S("2024-07-05T23:20:00Z"), &then));
	NOTES(g, .words = "drew “this”", .child = asha, .file = S("a drawing"), .happened = then);
	assert_true(when_read(g->zone, S("2024-03~"), &then));
	NOTES(g, .words = "and said so", .child = asha, .record = 3, .after = { 3 }, .happened = then);
	g->w.batch = STR_NONE;
	assert_ok(g->t, journal_sign(g->j, g->a));
	int64_t five = NOTES(g, .words = "five", .child = asha);
	disposes_of(g, &five, 1);
	NOTES(g, .words = "seven", .child = asha, .with = 2);
}

static int make(const char *path)
{
	test_area t;
	if (!test_area_make(&t, DB_SQLITE)) return 2;
	JOURNALLED(g);
	journalled_make(&t, nobody, &g);
	write_all(&g);
	journal_closep(&g.j);
	assert_ok(&t, db_run(g.d, SQL("VACUUM INTO $1"), ARGS(ARG(str_of(path))), NULL));
	journalled_end(&g);
	test_area_end(&t);
	return 0;
}

/* ---- as it is read now */

typedef struct {
	const char *path, *root; /* the root of its seven entries */
} golden;
static const golden formats[] = {
	{ "tests/golden/journal-1.db", "pphCmKffdQneiDe+7tQVvJ51heSMANOfXj81rJbGEh4=" },
};

static void copy_golden(test_area *t, const char *path)
{
	str bytes;
	assert_ok(t, file_read(&t->arena, path, 1024 * 1024, &bytes));
	assert_ok(t, file_write(&t->arena, str_c(&t->arena, t->address), bytes, 0600));
	/* Nobody has the key that signed it. */
	str key;
	db *d CLEANUP(db_closep) = test_open(t, DB_READ_WRITE);
	assert_ok(t, signer_renew(d, &t->arena, test_path(t, "key"), &key));
}

static void expect_entries(test_area *t, db *d)
{
	static const struct {
		int64_t s;
		const char *kind, *bytes, *happened;
	} expected[] = {
		{ 1, "person", "{\"given\":\"Asha\"}", "" },
		{ 4, "note", "{\"words\":\"and said so\"}", "2024-03~" },
		{ 6, "disposal", "{\"entries\":\"5\",\"reason\":\"Rule 7: kept long enough\"}", "" },
		{ 7, "note", "{\"words\":\"seven\",\"with\":[2]}", "" },
	};
	entry e;
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		buf happened = BUF(&t->arena);
		assert_ok(t, journal_entry(d, &t->arena, (seq){ expected[i].s }, &e));
		assert_str(e.kind, str_of(expected[i].kind));
		assert_str(e.bytes, str_of(expected[i].bytes));
		when_write(&happened, e.happened);
		assert_str(buf_view(&happened), str_of(expected[i].happened));
	}
	assert_ok(t, journal_entry(d, &t->arena, (seq){ 3 }, &e));
	assert_true(e.happened.is == WHEN_INSTANT && e.author.n == 2 && e.agency.n == 2 && e.files.n == 1);
	assert_str(e.batch, S("letters 2019"));
	str bytes;
	assert_ok(t, journal_attachment(d, &t->arena, &e.files.at[0], &bytes));
	assert_str(bytes, S("a drawing"));
	assert_ok(t, journal_entry(d, &t->arena, (seq){ 5 }, &e));
	assert_true(e.disposed);
}

static void every_format_opens(test_area *t)
{
	if (t->is != DB_SQLITE) return; /* a file is what can be kept */
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		copy_golden(t, formats[i].path);
		JOURNALLED(g);
		verdict v;
		journalled_make(t, nobody, &g);
		assert_ok(t, journal_verify(g.d, g.a, STR_NONE, NULL, NULL, &v));
		assert_str(v.what, STR_NONE);
		assert_int_equal(v.entries, 7);
		assert_int_equal(v.checkpoints, 2);
		buf root = BUF(g.a);
		buf_base64(&root, v.root.at, sizeof v.root.at);
		assert_str(buf_view(&root), str_of(formats[i].root));
		expect_entries(t, g.d);
		NOTES(&g, .words = "goes on", .child = 1, .record = 3, .after = { 4 });
		assert_ok(t, journal_verify(g.d, g.a, STR_NONE, NULL, NULL, &v));
		assert_str(v.what, STR_NONE);
		assert_int_equal(v.entries, 8);
	}
}

/* The newest of them is of the format that is written now. */
static void none_is_missing(test_area *t)
{
	(void)t;
	assert_int_equal(sizeof formats / sizeof *formats, JOURNAL_FORMAT);
}

int main(int n, char **words)
{
	if (n == 2) return make(words[1]);
	static const engine_test tests[] = { ENGINE_TEST(every_format_opens), ENGINE_TEST(none_is_missing) };
	return engines_run("journal/golden", tests, sizeof tests / sizeof *tests);
}
