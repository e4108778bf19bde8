/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Entries that stand or fall together: those after the first may be about the record that it begins. */
#include "journal/journal.h"
#include "journal/verify.h"
#include "support/journalled.h"

#include <pthread.h>

static const follower nobody = { 0 };
static const char *const person_id = "01890a5d-ac96-774b-bcce-b302099a8057", *const note_id = "01890a5d-ac96-774b-bcce-b302099a8058";

typedef struct {
	const char *words;
	int64_t with;       /* a link in a field: to somebody who may not be there */
	bool with_ids;
} said;

/* A person, and a note about the child that begins with it. */
static err person_and_note(journalled *g, arena *a, const said *s, batch_entry *ret_person, batch_entry *ret_note)
{
	problems wrong = { 0 };
	const kind *person = practice_kind(g->practice, S("person")), *k = practice_kind(g->practice, S("note"));
	values asha = values_make(a, person), what = values_make(a, k);
	*values_of(&asha, S("given")) = (value){ .is = VALUE_KNOWN, .text = S("Asha") };
	*values_of(&what, S("words")) = (value){ .is = VALUE_KNOWN, .text = str_of(s->words) };
	if (s->with) {
		values_of(&what, S("with"))->is = VALUE_KNOWN;
		PUSH(a, &values_of(&what, S("with"))->records, ((record_id){ s->with }));
	}
	batch_entry both[] = { { .k = person, .v = &asha, .by = &g->w }, { .k = k, .v = &what, .by = &g->w, .as = "child" } };
	if (s->with_ids) assert_true(uuid_read(str_of(person_id), &both[0].head.id) && uuid_read(str_of(note_id), &both[1].head.id));
	err e = journal_append_together(both, 2, a, &wrong);
	*ret_person = both[0];
	*ret_note = both[1];
	return e;
}

static int64_t entries(journalled *g)
{
	int64_t size;
	assert_ok(g->t, journal_size(g->d, &size));
	return size;
}

static void holds(journalled *g)
{
	verdict v;
	journalled_again(g, nobody);
	assert_ok(g->t, journal_verify(g->d, g->a, STR_NONE, NULL, NULL, &v));
	assert_str(v.what, STR_NONE);
}

static void the_second_is_about_the_first(test_area *t)
{
	JOURNALLED(g);
	batch_entry person, written;
	entry e;
	journalled_make(t, nobody, &g);
	adds_person(&g, "Ben");
	said s = { .words = "with her" };
	assert_ok(t, person_and_note(&g, g.a, &s, &person, &written));
	assert_int_equal(person.seq.n, 2);
	assert_int_equal(written.seq.n, 3);
	assert_ok(t, journal_entry(g.d, g.a, written.seq, &e));
	assert_int_equal(e.about.n, 1);
	assert_int_equal(e.about.at[0].record.n, 2);
	holds(&g);
}

static void sent_again_is_written_once(test_area *t)
{
	JOURNALLED(g);
	batch_entry person, written;
	journalled_make(t, nobody, &g);
	said s = { .words = "once", .with_ids = true };
	for (int i = 0; i < 2; i++) {
		assert_ok(t, person_and_note(&g, g.a, &s, &person, &written));
		assert_int_equal(person.seq.n, 1);
		assert_int_equal(written.seq.n, 2);
	}
	assert_int_equal(entries(&g), 2);
	said other = { .words = "twice", .with_ids = true };
	assert_err(t, E_CONFLICT, person_and_note(&g, g.a, &other, &person, &written));
	assert_int_equal(entries(&g), 2);
}

static void where_the_second_is_refused_neither_is_there(test_area *t)
{
	JOURNALLED(g);
	batch_entry person, written;
	journalled_make(t, nobody, &g);
	said s = { .words = "with nobody", .with = 77, .with_ids = true };
	assert_err(t, E_NOT_FOUND, person_and_note(&g, g.a, &s, &person, &written));
	assert_int_equal(entries(&g), 0);
	s.with = 0;
	assert_ok(t, person_and_note(&g, g.a, &s, &person, &written)); /* the ids are free */
	holds(&g);
}

static err follows(void *context, db *d, arena *a, const entry *e)
{
	(void)context;
	TRY(db_run(d, SQL("INSERT INTO followed (seq) VALUES ($1)"), ARGS(ARG(e->seq.n)), NULL));
	return str_find(e->bytes, S("never")) >= 0 ? FAIL(&a->trail, E_DENIED) : OK;
}

static void what_follows_is_undone_of_both(test_area *t)
{
	JOURNALLED(g);
	batch_entry person, written;
	journalled_make(t, nobody, &g);
	assert_ok(t, db_run(g.d, SQL("CREATE TABLE followed (seq BIGINT)"), NO_ARGS, NULL));
	journalled_again(&g, (follower){ NULL, follows });
	said never = { .words = "never" }, fine = { .words = "fine" };
	assert_err(t, E_DENIED, person_and_note(&g, g.a, &never, &person, &written));
	assert_int_equal(entries(&g), 0);
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM followed"), NO_ARGS), 0);
	assert_ok(t, person_and_note(&g, g.a, &fine, &person, &written));
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM followed"), NO_ARGS), 2);
	holds(&g);
}

/* ---- several */

enum { NOTES = 4, NONE_REFUSED = NOTES };

/* A person, and notes about the child that begins with it. The one at `refused` names somebody who is not there, or is refused by
 * what follows. */
static err person_and_notes(journalled *g, arena *a, int refused, bool in_what_follows, batch_entry list[NOTES + 1])
{
	problems wrong = { 0 };
	const kind *person = practice_kind(g->practice, S("person")), *k = practice_kind(g->practice, S("note"));
	values asha = values_make(a, person), said_in[NOTES];
	*values_of(&asha, S("given")) = (value){ .is = VALUE_KNOWN, .text = S("Asha") };
	list[0] = (batch_entry){ .k = person, .v = &asha, .by = &g->w };
	for (int i = 0; i < NOTES; i++) {
		bool never = i == refused && in_what_follows;
		said_in[i] = values_make(a, k);
		*values_of(&said_in[i], S("words")) = (value){ .is = VALUE_KNOWN, .text = never ? S("never") : S("fine") };
		value *with = values_of(&said_in[i], S("with"));
		if (i == refused && !never) {
			with->is = VALUE_KNOWN;
			PUSH(a, &with->records, ((record_id){ 7777 }));
		}
		list[i + 1] = (batch_entry){ .k = k, .v = &said_in[i], .by = &g->w, .as = "child" };
	}
	return journal_append_together(list, NOTES + 1, a, &wrong);
}

static void whichever_is_refused_none_is_there(test_area *t)
{
	JOURNALLED(g);
	batch_entry list[NOTES + 1];
	journalled_make(t, nobody, &g);
	assert_ok(t, db_run(g.d, SQL("CREATE TABLE followed (seq BIGINT)"), NO_ARGS, NULL));
	journalled_again(&g, (follower){ NULL, follows });
	adds_person(&g, "Ben");
	for (int refused = 0; refused < NOTES; refused++) {
		assert_err(t, E_NOT_FOUND, person_and_notes(&g, g.a, refused, false, list));
		assert_err(t, E_DENIED, person_and_notes(&g, g.a, refused, true, list));
		assert_int_equal(entries(&g), 1);
		assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM followed"), NO_ARGS), 1);
	}
	assert_ok(t, person_and_notes(&g, g.a, NONE_REFUSED, false, list));
	for (int i = 0; i <= NOTES; i++) {
		entry e;
		assert_int_equal(list[i].seq.n, 2 + i);
		assert_ok(t, journal_entry(g.d, g.a, list[i].seq, &e));
		assert_int_equal(e.about.n, i > 0);
		if (i) assert_int_equal(e.about.at[0].record.n, 2);
	}
	assert_int_equal(entries(&g), NOTES + 2);
	holds(&g);
}

/* ---- beside others, in one group */

enum { WRITERS = 8, EACH_WRITES = 12 };

typedef struct {
	journalled *g;
	int number;
} several;

static void *write_several(void *context)
{
	several *s = context;
	for (int i = 0; i < EACH_WRITES; i++) {
		ARENA(a);
		bool wrong = (i + s->number) % 3 == 0;
		batch_entry list[NOTES + 1];
		err e = person_and_notes(s->g, &a, wrong ? i % NOTES : NONE_REFUSED, i % 2, list);
		CHECK(wrong ? e == (i % 2 ? E_DENIED : E_NOT_FOUND) : e == OK);
		CHECK(wrong || list[NOTES].seq.n == list[0].seq.n + NOTES);
	}
	return NULL;
}

static void those_refused_take_no_others_with_them(test_area *t)
{
	JOURNALLED(g);
	pthread_t threads[WRITERS];
	several all[WRITERS];
	int64_t fine = 0;
	journalled_make(t, nobody, &g);
	assert_ok(t, db_run(g.d, SQL("CREATE TABLE followed (seq BIGINT)"), NO_ARGS, NULL));
	journalled_again(&g, (follower){ NULL, follows });
	for (int w = 0; w < WRITERS; w++) {
		for (int i = 0; i < EACH_WRITES; i++) fine += (i + w) % 3 != 0;
		all[w] = (several){ &g, w };
		assert_int_equal(pthread_create(&threads[w], NULL, write_several, &all[w]), 0);
	}
	for (int w = 0; w < WRITERS; w++) assert_int_equal(pthread_join(threads[w], NULL), 0);
	assert_int_equal(entries(&g), (NOTES + 1) * fine);
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM followed"), NO_ARGS), (NOTES + 1) * fine);
	holds(&g);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(the_second_is_about_the_first),
		ENGINE_TEST(sent_again_is_written_once),
		ENGINE_TEST(where_the_second_is_refused_neither_is_there),
		ENGINE_TEST(what_follows_is_undone_of_both),
		ENGINE_TEST(whichever_is_refused_none_is_there),
		ENGINE_TEST(those_refused_take_no_others_with_them),
	};
	return engines_run("journal/together", tests, sizeof tests / sizeof *tests);
}
