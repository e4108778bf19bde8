/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is appended is there, in order, once, and as it was said. */
#include "journal/journal.h"
#include "journal/tables.h"
#include "journal/verify.h"
#include "support/journalled.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

static const follower nobody = { 0 };

static void reads_back(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha");
	day on;
	assert_true(day_make(2024, 3, 5, &on));
	when about_then = { .is = WHEN_MONTH, .about = true, .on = { on.n - 4 } };
	int64_t s = NOTES(&g, .words = "I want to stay", .child = asha, .with = asha, .happened = about_then);
	entry e;
	assert_ok(t, journal_entry(g.d, g.a, (seq){ s }, &e));
	assert_int_equal(e.seq.n, 2);
	assert_int_equal(e.record.n, 2);
	assert_str(e.kind, S("note"));
	assert_str(e.version, practice_kind(g.practice, S("note"))->version);
	assert_int_equal(e.about.n, 1);
	assert_str(e.about.at[0].role, S("child"));
	assert_int_equal(e.about.at[0].record.n, asha);
	assert_int_equal(e.author.n, 0);
	assert_true(e.happened.is == WHEN_MONTH && e.happened.about && e.happened.on.n == on.n - 4);
	assert_str(e.bytes, S("{\"words\":\"I want to stay\",\"with\":[1]}"));
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM chain WHERE happened = '2024-03~'"), NO_ARGS), 1);
	int64_t size;
	assert_ok(t, journal_size(g.d, &size));
	assert_int_equal(size, 2);
	assert_err(t, E_NOT_FOUND, journal_entry(g.d, g.a, (seq){ 3 }, &e));
}

/* A summer evening is another day in London than in UTC; the header says which. */
static void instants_keep_the_areas_day(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	instant late;
	assert_true(instant_read(S("2024-07-05T23:20:00Z"), &late));
	int64_t asha = adds_person(&g, "Asha");
	int64_t s = NOTES(&g, .words = "x", .child = asha, .happened = { .is = WHEN_INSTANT, .at = late });
	entry e;
	day sixth;
	assert_ok(t, journal_entry(g.d, g.a, (seq){ s }, &e));
	assert_true(str_find(e.header, S("\"happened\":\"2024-07-06T00:20:00.000+01:00\"")) > 0);
	assert_true(day_make(2024, 7, 6, &sixth));
	assert_true(e.happened.is == WHEN_INSTANT && e.happened.at.ms == late.ms && e.happened.on.n == sixth.n);
}

static const char *const an_id = "01890a5d-ac96-774b-bcce-b302099a8057";

static void same_again_is_written_once(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha"), size;
	int64_t first = NOTES(&g, .words = "once", .child = asha, .id = an_id);
	assert_int_equal(NOTES(&g, .words = "once", .child = asha, .id = an_id), first);
	assert_ok(t, journal_size(g.d, &size));
	assert_int_equal(size, 2);
}

static void same_id_for_other_words_is_refused(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha"), ben = adds_person(&g, "Ben"), size;
	noted got;
	NOTES(&g, .words = "once", .child = asha, .id = an_id);
	note other = { .words = "twice", .child = asha, .id = an_id };
	assert_err(t, E_CONFLICT, journalled_note(&g, g.a, &other, &got));
	note of_another = { .words = "once", .child = ben, .id = an_id };
	assert_err(t, E_CONFLICT, journalled_note(&g, g.a, &of_another, &got));
	g.w.author.n = asha;
	note by_another = { .words = "once", .child = asha, .id = an_id };
	assert_err(t, E_CONFLICT, journalled_note(&g, g.a, &by_another, &got));
	assert_ok(t, journal_size(g.d, &size));
	assert_int_equal(size, 3);
}

static void heads_are(journalled *g, int64_t record, int64_t newest, int64_t other)
{
	seq_list heads;
	assert_ok(g->t, journal_heads(g->d, g->a, (record_id){ record }, &heads));
	assert_int_equal(heads.n, other ? 2 : 1);
	assert_int_equal(heads.at[0].n, newest);
	if (other) assert_int_equal(heads.at[1].n, other);
}

static void two_who_write_at_once_make_two_heads(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha");
	noted got;
	int64_t r = NOTES(&g, .words = "one", .child = asha);
	heads_are(&g, r, r, 0);
	note seen = { .words = "two", .child = asha, .record = r, .after = { r } };
	assert_ok(t, journalled_note(&g, g.a, &seen, &got));
	assert_false(got.forked);
	int64_t two = got.s.n;
	heads_are(&g, r, two, 0);
	note not_seen = { .words = "three", .child = asha, .record = r, .after = { r } };
	assert_ok(t, journalled_note(&g, g.a, &not_seen, &got));
	assert_true(got.forked);
	heads_are(&g, r, got.s.n, two);
	note joins = { .words = "four", .child = asha, .record = r, .after = { two, got.s.n } };
	assert_ok(t, journalled_note(&g, g.a, &joins, &got));
	assert_false(got.forked);
	heads_are(&g, r, got.s.n, 0);
}

/* Says the same again after a fork: the old answer. */
static void a_fork_sent_again_says_so_again(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha");
	int64_t r = NOTES(&g, .words = "one", .child = asha);
	NOTES(&g, .words = "two", .child = asha, .record = r, .after = { r });
	note fork = { .words = "three", .child = asha, .record = r, .after = { r }, .id = an_id };
	noted first, again;
	assert_ok(t, journalled_note(&g, g.a, &fork, &first));
	assert_ok(t, journalled_note(&g, g.a, &fork, &again));
	assert_true(first.forked && again.forked);
	assert_int_equal(first.s.n, again.s.n);
}

static void refused(journalled *g, err expected, note n, const char *about)
{
	noted got;
	int64_t before, after;
	assert_ok(g->t, journal_size(g->d, &before));
	assert_err(g->t, expected, journalled_note(g, g->a, &n, &got));
	assert_ok(g->t, journal_size(g->d, &after));
	assert_int_equal(before, after);
	assert_true(got.problems.n > 0);
	const problem *p = &got.problems.at[0];
	assert_str(p->where ? p->where->name : p->about, str_of(about));
	assert_true(p->message.n > 0);
}
#define REFUSED(g, e, about, ...) refused((g), (e), (note){ __VA_ARGS__ }, (about))

static void what_is_wrong_is_refused_in_words(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha");
	int64_t r = NOTES(&g, .words = "one", .child = asha);
	REFUSED(&g, E_INVALID, "words", .child = asha);
	REFUSED(&g, E_INVALID, "child", .words = "about nobody");
	REFUSED(&g, E_NOT_FOUND, "child", .words = "x", .child = 77);
	REFUSED(&g, E_INVALID, "child", .words = "a note is no child", .child = r);
	REFUSED(&g, E_NOT_FOUND, "with", .words = "x", .child = asha, .with = 77);
	REFUSED(&g, E_INVALID, "with", .words = "x", .child = asha, .with = r);
	REFUSED(&g, E_NOT_FOUND, "record", .words = "x", .child = asha, .record = 77);
	REFUSED(&g, E_INVALID, "record", .words = "x", .child = asha, .record = asha);
	REFUSED(&g, E_INVALID, "after", .words = "x", .child = asha, .after = { r });
	REFUSED(&g, E_INVALID, "after", .words = "x", .child = asha, .record = r, .after = { asha });
	REFUSED(&g, E_INVALID, "after", .words = "x", .child = asha, .record = r, .after = { 77 });
	REFUSED(&g, E_INVALID, "after", .words = "x", .child = asha, .record = r, .after = { r, r });
}

static void too_much_is_refused(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha");
	char *words = arena_take(g.a, KIND_MAX_BYTES + 1, 1);
	memset(words, 'w', KIND_MAX_BYTES);
	noted got;
	note most = { .words = words, .child = asha };
	assert_int_not_equal(journalled_note(&g, g.a, &most, &got), OK);
	words[KIND_MAX_BYTES - 100] = 0;
	assert_ok(t, journalled_note(&g, g.a, &most, &got));
}

/* ---- followers */

typedef struct {
	int applied;
	int64_t last;
	const char *refuses; /* words that make it refuse, after it has written */
} following;

static err follows(void *context, db *d, arena *a, const entry *e)
{
	following *f = context;
	f->applied++;
	f->last = e->seq.n;
	TRY(db_run(d, SQL("INSERT INTO followed (seq) VALUES ($1)"), ARGS(ARG(e->seq.n)), NULL));
	if (f->refuses && str_find(e->bytes, str_of(f->refuses)) >= 0) return FAIL(&a->trail, E_DENIED);
	return OK;
}

static void what_the_follower_refuses_leaves_no_trace(test_area *t)
{
	JOURNALLED(g);
	following f = { .refuses = "never" };
	journalled_make(t, nobody, &g);
	assert_ok(t, db_run(g.d, SQL("CREATE TABLE followed (seq BIGINT)"), NO_ARGS, NULL));
	journalled_again(&g, (follower){ &f, follows });
	int64_t asha = adds_person(&g, "Asha");
	noted got;
	note never = { .words = "never this", .child = asha, .id = an_id };
	assert_err(t, E_DENIED, journalled_note(&g, g.a, &never, &got));
	assert_int_equal(NOTES(&g, .words = "but this", .child = asha), 2);
	assert_int_equal(f.last, 2);
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM followed"), NO_ARGS), 2);
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM body"), NO_ARGS), 2);
}

/* ---- many at once */

enum { WRITERS = 12, NOTES_EACH = 20 };

typedef struct {
	journalled *g;
	int64_t child;
	int number, wrong;
	int64_t seqs[NOTES_EACH];
} note_writer;

/* Every fourth is wrong, every fourth is what the follower refuses. */
static void *write_notes(void *context)
{
	note_writer *w = context;
	for (int i = 0; i < NOTES_EACH; i++) {
		ARENA(a);
		char words[40];
		noted got;
		snprintf(words, sizeof words, "%s %d of %d", i % 4 == 1 ? "never" : "note", i, w->number);
		note n = { .words = words, .child = i % 4 == 3 ? 99999 : w->child };
		err e = journalled_note(w->g, &a, &n, &got);
		err expected = i % 4 == 1 ? E_DENIED : i % 4 == 3 ? E_NOT_FOUND : OK;
		w->wrong += e != expected;
		w->seqs[i] = e == OK ? got.s.n : 0;
	}
	return NULL;
}

static void expect_in_journal(journalled *g, const note_writer *w)
{
	for (int i = 0; i < NOTES_EACH; i++) {
		ARENA(a);
		char words[40];
		entry e;
		if (!w->seqs[i]) continue;
		snprintf(words, sizeof words, "note %d of %d\"", i, w->number);
		assert_ok(g->t, journal_entry(g->d, &a, (seq){ w->seqs[i] }, &e));
		assert_true(str_find(e.bytes, str_of(words)) > 0);
	}
}

static void a_wrong_one_does_not_undo_its_neighbours(test_area *t)
{
	JOURNALLED(g);
	following f = { .refuses = "never" };
	note_writer writers[WRITERS];
	pthread_t threads[WRITERS];
	journalled_make(t, nobody, &g);
	assert_ok(t, db_run(g.d, SQL("CREATE TABLE followed (seq BIGINT)"), NO_ARGS, NULL));
	journalled_again(&g, (follower){ &f, follows });
	int64_t asha = adds_person(&g, "Asha");
	for (int i = 0; i < WRITERS; i++) {
		writers[i] = (note_writer){ .g = &g, .child = asha, .number = i };
		assert_int_equal(pthread_create(&threads[i], NULL, write_notes, &writers[i]), 0);
	}
	for (int i = 0; i < WRITERS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(writers[i].wrong, 0);
		expect_in_journal(&g, &writers[i]);
	}
	verdict v;
	assert_ok(t, journal_verify(g.d, g.a, STR_NONE, NULL, NULL, &v));
	assert_str(v.what, STR_NONE);
	assert_int_equal(v.entries, 1 + WRITERS * NOTES_EACH / 2);
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM followed"), NO_ARGS), v.entries);
}

/* ---- turns and time */

static void no_turn_in_time_is_busy(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha");
	journal *hasty CLEANUP(journal_closep) = NULL;
	assert_ok(t, journal_open(t->address, g.key_path, 50, nobody, &g.a->trail, &hasty));
	journalled other = g;
	other.w = journal_job_writer(hasty, g.zone);
	noted got;
	note n = { .words = "waits", .child = asha, .id = an_id };
	assert_ok(t, db_begin(g.d, DB_WRITE));
	assert_err(t, E_BUSY, journalled_note(&other, g.a, &n, &got));
	db_rollback(g.d);
	assert_ok(t, journalled_note(&other, g.a, &n, &got));
	assert_int_equal(got.s.n, 2);
}

/* The journal's clock is the machine's, unless that went back: then the newest entry's time is kept. */
static void time_never_goes_back(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t hour = 3600000, future = clock_now().ms + hour;
	int64_t asha = adds_person(&g, "Asha");
	ARENA(scratch);
	journal_end end;
	entry e;
	assert_ok(t, end_read(g.d, &end)); /* as if the clock had been an hour ahead when the second entry was written */
	sha256 leaf = sha256_of(S("any"));
	merkle_append(&end.edge, leaf);
	assert_ok(t, db_begin(g.d, DB_WRITE));
	assert_ok(t, db_run(g.d, SQL("INSERT INTO entry (seq, recorded, leaf) VALUES (2, $1, $2)"),
	                    ARGS(ARG(future), arg_bytes(sha256_view(&leaf))), NULL));
	assert_ok(t, end_write(g.d, &scratch, &end));
	assert_ok(t, db_commit(g.d));
	int64_t s = NOTES(&g, .words = "later", .child = asha);
	assert_ok(t, journal_entry(g.d, g.a, (seq){ s }, &e));
	assert_int_equal(s, 3);
	assert_int_equal(e.recorded.ms, future);
}

static instant recorded(journalled *g, int64_t s)
{
	entry e;
	assert_ok(g->t, journal_entry(g->d, g->a, (seq){ s }, &e));
	return e.recorded;
}

/* People, each told when it was recorded; the first answer is *ret. */
static err tells(journalled *g, const int64_t *told, size_t n, seq *ret)
{
	batch_entry list[8];
	const kind *k = practice_kind(g->practice, S("person"));
	values v = values_make(g->a, k);
	problems wrong = { 0 };
	assert_true(n <= 8);
	for (size_t i = 0; i < n; i++) list[i] = (batch_entry){ .k = k, .v = &v, .head = { .told = { told[i] } } };
	err e = journal_append_all(&g->w, list, n, g->a, &wrong);
	*ret = list[0].seq;
	return e;
}

/* Only where everything is invented is it told when it was recorded, and never out of order or later than now. */
static void a_demonstration_is_told_when_it_was_recorded(test_area *t)
{
	JOURNALLED(g);
	journalled_demonstration(t, nobody, &g);
	int64_t now = clock_now().ms, hour = 3600000;
	const int64_t told[] = { 1000 * hour, 999 * hour, 2000 * hour, now + 24 * hour };
	seq first;
	assert_ok(t, tells(&g, told, 4, &first));
	assert_int_equal(first.n, 1);
	assert_true(recorded(&g, 1).ms == told[0] && recorded(&g, 2).ms == told[0] && recorded(&g, 3).ms == told[2]);
	assert_true(recorded(&g, 4).ms >= now && recorded(&g, 4).ms < now + hour);
	verdict v;
	assert_ok(t, journal_verify(g.d, g.a, STR_NONE, NULL, NULL, &v));
	assert_str(v.what, STR_NONE);
}

static void nowhere_else(test_area *t)
{
	JOURNALLED(g);
	seq none;
	journalled_make(t, nobody, &g);
	assert_err(t, E_DENIED, tells(&g, (const int64_t[]){ 1000 }, 1, &none));
	assert_err(t, E_CONFLICT, journal_make_demonstration(g.d));
	journalled_again(&g, nobody);
	assert_err(t, E_DENIED, tells(&g, (const int64_t[]){ 1000 }, 1, &none));
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM entry"), NO_ARGS), 0);
}

static void another_format_is_left_alone(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	journal *newer = NULL;
	assert_ok(t, db_run(g.d, SQL("UPDATE meta SET value = '2' WHERE key = 'format'"), NO_ARGS, NULL));
	assert_err(t, E_CONFLICT, journal_open(t->address, g.key_path, 1000, nobody, NULL, &newer));
	assert_err(t, E_CONFLICT, journal_make(g.d));
	assert_null(newer);
}

/* ---- attachments */

static void attachments_come_back(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	size_t n = 2 * ATTACHMENT_PART_BYTES + 17;
	char *bytes = arena_take(g.a, n, 1);
	random_bytes(bytes, n);
	str file = { bytes, n }, back;
	int64_t asha = adds_person(&g, "Asha");
	int64_t s = NOTES(&g, .words = "drew this", .child = asha, .file = file);
	NOTES(&g, .words = "the same", .child = asha, .file = file);
	NOTES(&g, .words = "an empty one", .child = asha, .file = S(""));
	entry e;
	assert_ok(t, journal_entry(g.d, g.a, (seq){ s }, &e));
	assert_int_equal(e.files.n, 1);
	assert_ok(t, journal_attachment(g.d, g.a, &e.files.at[0], &back));
	assert_str(back, file);
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM attachment"), NO_ARGS), 4);
	sha256 other = sha256_of(S("never sent"));
	assert_err(t, E_NOT_FOUND, journal_attachment(g.d, g.a, &other, &back));
}

static int64_t parts_there(journalled *g)
{
	return test_int(g->t, g->d, SQL("SELECT COUNT(*) FROM attachment"), NO_ARGS);
}

static str some_bytes(journalled *g, size_t n)
{
	char *bytes = arena_take(g->a, n, 1);
	random_bytes(bytes, n);
	return (str){ bytes, n };
}

/* Nothing of them is written again, and the same bytes stand once. */
static void what_came_in_parts_is_taken_by_its_entry(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	str file = some_bytes(&g, 2 * ATTACHMENT_PART_BYTES + 17), back;
	sha256 digest = sha256_of(file);
	buf last = BUF(g.a);
	verdict v;
	int64_t asha = adds_person(&g, "Asha");
	file_value waits = comes_in(&g, g.a, file);
	assert_err(t, E_NOT_FOUND, journal_attachment(g.d, g.a, &digest, &back));
	assert_ok(t, journal_verify(g.d, g.a, STR_NONE, NULL, NULL, &v));
	assert_true(v.holds && v.attachments == 0);
	NOTES(&g, .words = "drew this", .child = asha, .file = file, .in_parts = true);
	assert_int_equal(parts_there(&g), 6);
	assert_ok(t, journal_attachment(g.d, g.a, &digest, &back));
	assert_str(back, file);
	assert_ok(t, journal_attachment_part(g.d, &digest, 2, &last));
	assert_int_equal(last.n, 17);
	assert_err(t, E_NOT_FOUND, journal_attachment_part(g.d, &digest, 3, &last));
	int64_t again = NOTES(&g, .words = "the same", .child = asha, .file = file, .in_parts = true);
	NOTES(&g, .words = "and by its bytes", .child = asha, .file = file);
	assert_int_equal(parts_there(&g), 9); /* the second lot belongs to nobody */
	assert_ok(t, journal_incoming_drop(g.d, &waits.place));
	assert_int_equal(parts_there(&g), 6);
	int swept;
	assert_ok(t, journal_incoming_sweep(g.d, (instant){ clock_now().ms + 1000 }, &swept));
	assert_int_equal(swept, 1);
	assert_ok(t, journal_attachment(g.d, g.a, &digest, &back));
	assert_str(back, file);
	disposes_of(&g, &again, 1);
	assert_int_equal(parts_there(&g), 3);
	assert_ok(t, journal_verify(g.d, g.a, STR_NONE, NULL, NULL, &v));
	assert_true(v.holds && v.attachments == 1);
	disposes_of(&g, (const int64_t[]){ again - 1, again + 1 }, 2);
	assert_int_equal(parts_there(&g), 0);
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM attachment_place"), NO_ARGS), 0);
}

/* What is still coming is let alone; what was swept meanwhile is asked for again. */
static void what_nobody_takes_is_swept(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	str file = some_bytes(&g, ATTACHMENT_PART_BYTES + 1);
	int64_t asha = adds_person(&g, "Asha");
	int swept;
	instant before = { clock_now().ms - 60000 };
	file_value f = comes_in(&g, g.a, file);
	assert_ok(t, journal_incoming_sweep(g.d, before, &swept));
	assert_int_equal(swept, 0);
	assert_ok(t, db_run(g.d, SQL("DELETE FROM attachment WHERE part = 1"), NO_ARGS, NULL));
	const kind *k = practice_kind(g.practice, S("note"));
	values v = values_make(g.a, k);
	value *paper = values_of(&v, S("paper"));
	*values_of(&v, S("words")) = (value){ .is = VALUE_KNOWN, .text = S("drew this") };
	paper->is = VALUE_KNOWN;
	PUSH(g.a, &paper->files, f);
	entry_head head = { 0 };
	PUSH(g.a, &head.about, ((entry_link){ S("child"), { asha } }));
	problems wrong = { 0 };
	bool forked;
	seq s;
	assert_err(t, E_NOT_FOUND, journal_append(&g.w, k, &v, &head, g.a, &s, &forked, &wrong));
	assert_int_equal(wrong.n, 1);
	assert_true(str_find(wrong.at[0].message, S("choose it again")) >= 0);
	assert_ok(t, journal_incoming_sweep(g.d, (instant){ clock_now().ms + 1000 }, &swept));
	assert_int_equal(swept, 1);
	assert_int_equal(parts_there(&g), 0);
}

/* ---- what is written stays */

static void nothing_changes_what_is_written(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha"), ben = adds_person(&g, "Ben");
	NOTES(&g, .words = "drew this", .child = asha, .file = S("a drawing"));
	NOTES(&g, .words = "and this", .child = asha, .file = S("another"), .in_parts = true);
	disposes_of(&g, &ben, 1);
	journalled_again(&g, nobody);
	static const sql forbidden[] = {
		{ "UPDATE entry SET recorded = recorded + 1" },   { "UPDATE entry SET seq = seq + 100" },
		{ "DELETE FROM entry WHERE seq = 1" },            { "UPDATE body SET header = '{}' WHERE seq = 1" },
		{ "UPDATE body SET bytes = salt" },               { "DELETE FROM body WHERE seq = 1" },
		{ "DELETE FROM body" },                           { "UPDATE disposed SET by = 1" },
		{ "DELETE FROM disposed" },                       { "UPDATE checkpoint SET size = 0" },
		{ "DELETE FROM checkpoint" },                     { "UPDATE attachment SET part = 7" },
		{ "DELETE FROM attachment" },                     { "DELETE FROM attachment WHERE length(digest) = 16" },
		{ "UPDATE attachment_place SET place = digest" }, { "DELETE FROM attachment_place" },
	};
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		if (db_run(g.d, forbidden[i], NO_ARGS, NULL) == OK) fail_msg("accepted: %s", forbidden[i].text);
	if (t->is == DB_SQLITE)
		assert_int_not_equal(db_run(g.d, SQL("INSERT OR REPLACE INTO entry SELECT seq, 0, leaf FROM entry"), NO_ARGS, NULL), OK);
	else
		assert_int_not_equal(db_run(g.d, SQL("TRUNCATE entry"), NO_ARGS, NULL), OK);
	verdict v;
	assert_ok(t, journal_verify(g.d, g.a, STR_NONE, NULL, NULL, &v));
	assert_str(v.what, STR_NONE);
}

/* Somebody moved the tree's end back: nothing is written over what is there. */
static void a_moved_end_is_not_written_over(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha");
	NOTES(&g, .words = "there", .child = asha);
	journal_end end = { 0 };
	merkle_append(&end.edge, sha256_of(S("any")));
	assert_ok(t, end_write(g.d, g.a, &end));
	note n = { .words = "over it", .child = asha };
	noted got;
	assert_err(t, E_IO, journalled_note(&g, g.a, &n, &got));
	entry e;
	assert_ok(t, journal_entry(g.d, g.a, (seq){ 2 }, &e));
	assert_str(e.bytes, S("{\"words\":\"there\"}"));
}

/* A file named by its digest only, as a correction names it: its bytes must be here. */
static void a_file_that_is_not_here_is_refused(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha");
	const kind *k = practice_kind(g.practice, S("note"));
	entry_head head = { 0 };
	PUSH(g.a, &head.about, ((entry_link){ S("child"), { asha } }));
	for (int64_t size = 0; size < 2; size++) {
		values v = values_make(g.a, k);
		problems wrong = { 0 };
		bool forked;
		seq s;
		value *paper = values_of(&v, S("paper"));
		*values_of(&v, S("words")) = (value){ .is = VALUE_KNOWN, .text = S("see paper") };
		paper->is = VALUE_KNOWN;
		PUSH(g.a, &paper->files, ((file_value){ .name = S("paper"), .media = S("text/plain"), .digest = sha256_of(S("elsewhere")),
		                                        .size_bytes = size }));
		assert_err(t, E_NOT_FOUND, journal_append(&g.w, k, &v, &head, g.a, &s, &forked, &wrong));
		assert_int_equal(wrong.n, 1);
		assert_str(wrong.at[0].where->name, S("paper"));
	}
}

/* ---- derived */

static err count_entries(void *context, arena *a, const entry *e)
{
	int64_t *expected = context;
	(void)a;
	assert_int_equal(e->seq.n, ++*expected);
	return OK;
}

static void chain_is_made_again_from_headers(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha"), r = NOTES(&g, .words = "one", .child = asha, .file = S("paper"));
	NOTES(&g, .words = "two", .child = asha, .record = r, .after = { r });
	verdict v;
	assert_ok(t, db_begin(g.d, DB_WRITE));
	assert_ok(t, db_run(g.d, SQL("UPDATE chain SET kind = 'other'"), NO_ARGS, NULL));
	assert_ok(t, db_run(g.d, SQL("DELETE FROM chain_after"), NO_ARGS, NULL));
	assert_ok(t, journal_chain_rebuild(g.d, g.a));
	assert_ok(t, db_commit(g.d));
	assert_ok(t, journal_verify(g.d, g.a, STR_NONE, NULL, NULL, &v));
	assert_str(v.what, STR_NONE);
	int64_t seen = 0;
	assert_ok(t, journal_scan(g.d, (seq){ 1 }, (seq){ 0 }, count_entries, &seen));
	assert_int_equal(seen, 3);
}

static void much_that_is_expected_is_written_as_anything(test_area *t)
{
	JOURNALLED(g);
	verdict v;
	int64_t size;
	journalled_make(t, nobody, &g);
	int64_t asha = adds_person(&g, "Asha");
	assert_ok(t, journal_expect_much(g.j, g.a));
	for (int i = 0; i < 20; i++) NOTES(&g, .words = "again", .child = asha);
	assert_ok(t, journal_size(g.d, &size));
	assert_int_equal(size, 21);
	journalled_again(&g, nobody);
	assert_ok(t, journal_verify(g.d, g.a, STR_NONE, NULL, NULL, &v));
	assert_str(v.what, STR_NONE);
	assert_int_equal(v.entries, 21);
}

/* Whoever asks after a large file was read in is answered by what is there now. */
static void what_came_in_is_counted_when_the_journal_closes(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	const kind *k = practice_kind(g.practice, S("person"));
	values v = values_make(g.a, k);
	problems wrong = { 0 };
	enum { MANY = 1200 };
	batch_entry *list = TAKE_N(g.a, batch_entry, MANY);
	for (size_t i = 0; i < MANY; i++) list[i] = (batch_entry){ .k = k, .v = &v };
	assert_ok(t, journal_append_all(&g.w, list, MANY, g.a, &wrong));
	journalled_again(&g, nobody);
	if (db_engine_of(g.d) != DB_POSTGRES) return; /* the other engine's ways do not depend on it */
	int64_t counted;
	assert_ok(t, db_one_int(g.d, SQL("SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE relname = 'entry'"), NO_ARGS, &counted));
	assert_int_equal(counted, MANY);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(reads_back),
		ENGINE_TEST(what_came_in_is_counted_when_the_journal_closes),
		ENGINE_TEST(instants_keep_the_areas_day),
		ENGINE_TEST(same_again_is_written_once),
		ENGINE_TEST(same_id_for_other_words_is_refused),
		ENGINE_TEST(two_who_write_at_once_make_two_heads),
		ENGINE_TEST(a_fork_sent_again_says_so_again),
		ENGINE_TEST(what_is_wrong_is_refused_in_words),
		ENGINE_TEST(too_much_is_refused),
		ENGINE_TEST(what_the_follower_refuses_leaves_no_trace),
		ENGINE_TEST(a_wrong_one_does_not_undo_its_neighbours),
		ENGINE_TEST(no_turn_in_time_is_busy),
		ENGINE_TEST(time_never_goes_back),
		ENGINE_TEST(a_demonstration_is_told_when_it_was_recorded),
		ENGINE_TEST(nowhere_else),
		ENGINE_TEST(another_format_is_left_alone),
		ENGINE_TEST(attachments_come_back),
		ENGINE_TEST(what_came_in_parts_is_taken_by_its_entry),
		ENGINE_TEST(what_nobody_takes_is_swept),
		ENGINE_TEST(nothing_changes_what_is_written),
		ENGINE_TEST(a_moved_end_is_not_written_over),
		ENGINE_TEST(a_file_that_is_not_here_is_refused),
		ENGINE_TEST(chain_is_made_again_from_headers),
		ENGINE_TEST(much_that_is_expected_is_written_as_anything),
	};
	return engines_run("journal/append", tests, sizeof tests / sizeof *tests);
}
