/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lawful disposal: the words are gone everywhere, the tree holds, and why is said. */
#include "journal/verify.h"
#include "support/journalled.h"

#include "base/file.h"

static const follower nobody = { 0 };

static err dispose(journalled *g, const int64_t *seqs, size_t n, str reason, problems *ret)
{
	seq list[8], made;
	assert_true(n <= 8);
	for (size_t i = 0; i < n; i++) list[i].n = seqs[i];
	*ret = (problems){ 0 };
	return journal_dispose(&g->w, practice_kind(g->practice, S("disposal")), list, n, reason, g->a, &made, ret);
}

static void the_words_are_gone(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha");
	int64_t gone = NOTES(&g, .words = "kingfisher", .child = asha, .file = S("only here"));
	int64_t shared = NOTES(&g, .words = "stays", .child = asha, .file = S("in both"));
	int64_t other = NOTES(&g, .words = "goes", .child = asha, .file = S("in both"));
	disposes_of(&g, (const int64_t[]){ other, gone }, 2);
	entry e;
	verdict v;
	str bytes;
	assert_ok(t, journal_entry(g.d, g.a, (seq){ gone }, &e));
	assert_true(e.disposed && e.seq.n == gone && e.recorded.ms > 0 && !e.bytes.n && !e.header.n);
	assert_ok(t, journal_entry(g.d, g.a, (seq){ shared }, &e));
	sha256 only = sha256_of(S("only here")), both = sha256_of(S("in both"));
	assert_err(t, E_NOT_FOUND, journal_attachment(g.d, g.a, &only, &bytes));
	assert_ok(t, journal_attachment(g.d, g.a, &both, &bytes));
	assert_ok(t, journal_verify(g.d, g.a, STR_NONE, NULL, NULL, &v));
	assert_str(v.what, STR_NONE);
	assert_int_equal(v.disposed, 2);
}

static bool holds_word(test_area *t, const char *ending)
{
	str file;
	buf path = BUF(&t->arena);
	buf_str(&path, t->address);
	buf_str(&path, str_of(ending));
	assert_ok(t, file_read(&t->arena, str_c(&t->arena, buf_view(&path)), 64 * 1024 * 1024, &file));
	return str_find(file, S("kingfisher")) >= 0;
}

/* In the files, too: neither in free pages nor in SQLite's log. */
static void the_files_hold_no_trace(test_area *t)
{
	if (t->is != DB_SQLITE) return;
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha");
	int64_t gone = NOTES(&g, .words = "kingfisher", .child = asha);
	assert_true(holds_word(t, "-wal"));
	disposes_of(&g, &gone, 1);
	assert_false(holds_word(t, ""));
	assert_false(holds_word(t, "-wal"));
}

static void it_says_which_and_why(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha"), two = NOTES(&g, .words = "two", .child = asha);
	int64_t three = NOTES(&g, .words = "three", .child = asha);
	disposes_of(&g, (const int64_t[]){ three, two, three }, 3);
	entry e;
	seq_list names;
	assert_ok(t, journal_entry(g.d, g.a, (seq){ 4 }, &e));
	assert_str(e.bytes, S("{\"entries\":\"2 3\",\"reason\":\"Rule 7: kept long enough\"}"));
	assert_true(journal_disposal_names(g.a, &e, &names));
	assert_int_equal(names.n, 2);
	assert_true(names.at[0].n == two && names.at[1].n == three);
	assert_ok(t, journal_entry(g.d, g.a, (seq){ 1 }, &e));
	assert_false(journal_disposal_names(g.a, &e, &names));
}

static void what_must_stay_stays(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha"), two = NOTES(&g, .words = "two", .child = asha), size;
	problems wrong;
	assert_err(t, E_INVALID, dispose(&g, &two, 1, STR_NONE, &wrong));
	assert_true(wrong.n > 0);
	assert_err(t, E_INVALID, dispose(&g, NULL, 0, S("because"), &wrong));
	assert_err(t, E_NOT_FOUND, dispose(&g, (const int64_t[]){ 77 }, 1, S("because"), &wrong));
	disposes_of(&g, &two, 1);
	assert_err(t, E_NOT_FOUND, dispose(&g, &two, 1, S("again"), &wrong));
	assert_err(t, E_INVALID, dispose(&g, (const int64_t[]){ 3 }, 1, S("the disposal itself"), &wrong));
	assert_ok(t, journal_size(g.d, &size));
	assert_int_equal(size, 3);
}

/* With the entry between would go the word that the older one is corrected, and the older would show again. */
static void nothing_goes_from_between(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha"), r = NOTES(&g, .words = "one", .child = asha);
	int64_t two = NOTES(&g, .words = "two", .child = asha, .record = r, .after = { r });
	int64_t three = NOTES(&g, .words = "three", .child = asha, .record = r, .after = { two });
	problems wrong;
	seq_list heads;
	assert_err(t, E_INVALID, dispose(&g, &two, 1, S("because"), &wrong));
	assert_int_equal(wrong.n, 1);
	disposes_of(&g, (const int64_t[]){ r, two }, 2);
	assert_ok(t, journal_heads(g.d, g.a, (record_id){ r }, &heads));
	assert_int_equal(heads.n, 1);
	assert_int_equal(heads.at[0].n, three);
	/* The record goes on without its first entry, and can be linked to. */
	int64_t four = NOTES(&g, .words = "four", .child = asha, .record = r, .after = { three });
	assert_ok(t, journal_heads(g.d, g.a, (record_id){ r }, &heads));
	assert_int_equal(heads.at[0].n, four);
}

/* Somebody corrects what has just been disposed of: nothing is lost, and the record shows what is left. */
static void what_was_seen_may_be_gone(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha"), r = NOTES(&g, .words = "one", .child = asha);
	int64_t two = NOTES(&g, .words = "two", .child = asha, .record = r, .after = { r });
	disposes_of(&g, &two, 1);
	note late = { .words = "three", .child = asha, .record = r, .after = { two } };
	noted got;
	assert_ok(t, journalled_note(&g, g.a, &late, &got));
	assert_true(got.forked); /* `one` shows again since `two` is gone, and its writer had not seen that */
}

static void links_to_nothing(journalled *g, int64_t child)
{
	noted got;
	assert_err(g->t, E_NOT_FOUND, journalled_note(g, g->a, &(note){ .words = "too late", .child = child }, &got));
}

/* Also where it was linked to a moment before, and another program disposed of it. */
static void nothing_links_to_what_is_gone(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha"), bela = adds_person(&g, "Bela");
	NOTES(&g, .words = "one", .child = asha);
	NOTES(&g, .words = "two", .child = bela);
	journal *other CLEANUP(journal_closep) = NULL;
	assert_ok(t, journal_open(t->address, g.key_path, JOURNALLED_WAIT_MS, nobody, NULL, &other));
	journalled elsewhere = g;
	elsewhere.w = journal_job_writer(other, g.zone);
	disposes_of(&elsewhere, &asha, 1);
	links_to_nothing(&g, asha);
	disposes_of(&g, &bela, 1);
	links_to_nothing(&g, bela);
	links_to_nothing(&elsewhere, bela);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(the_words_are_gone),     ENGINE_TEST(the_files_hold_no_trace),   ENGINE_TEST(it_says_which_and_why),
		ENGINE_TEST(nothing_links_to_what_is_gone),
		ENGINE_TEST(what_must_stay_stays),   ENGINE_TEST(nothing_goes_from_between), ENGINE_TEST(what_was_seen_may_be_gone),
	};
	return engines_run("journal/dispose", tests, sizeof tests / sizeof *tests);
}
