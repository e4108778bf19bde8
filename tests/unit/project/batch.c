/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What came with a batch is known with the entry that completes it, all at once, and not before. */
#include "journal/batch.h"
#include "support/projected.h"

#include "base/clock.h"

#define KINDS                                                                            \
	"- kind: seen\n"                                                                 \
	"  label: Seen\n"                                                                \
	"  about: {child: 1..n}\n"                                                       \
	"  stage: heard\n"                                                               \
	"  story: \"{child} was seen: {words}\"\n"                                       \
	"  read: [works_with_child]\n"                                                   \
	"  write: [practitioner]\n"                                                      \
	"  fields:\n"                                                                    \
	"    - words: {type: text}\n"                                                    \
	"    - kept:  {type: people, seal: true}\n"

static batch begins(projected *g)
{
	batch b;
	assert_ok(g->t, batch_begin(g->d, &g->w, g->a, &b));
	return b;
}

static values read_values(projected *g, const char *kind_name, const char *json)
{
	values v;
	problems wrong = { 0 };
	assert_ok(g->t, values_from_json(g->a, g->z, practice_kind(g->p, str_of(kind_name)), str_of(json), true, &v, &wrong));
	return v;
}

static batch_entry one(projected *g, const char *kind_name, const char *json, int64_t child)
{
	values *v = TAKE(g->a, values);
	*v = read_values(g, kind_name, json);
	batch_entry e = { .k = v->k, .v = v };
	if (child) PUSH(g->a, &e.head.about, ((entry_link){ S("child"), { child } }));
	return e;
}

static err adds(projected *g, batch *b, batch_entry *e)
{
	problems wrong = { 0 };
	return batch_append(b, e, 1, g->a, &wrong);
}

static err completes(projected *g, batch *b, int64_t *ret)
{
	values v = read_values(g, "import", "{\"what\":\"test\"}");
	problems wrong = { 0 };
	seq s = { 0 };
	TRY(batch_complete(b, v.k, &v, &(entry_head){ 0 }, g->a, &s, &wrong));
	*ret = s.n;
	return OK;
}

/* The tables, and what rebuilding makes of the same journal. */
static void holds(projected *g)
{
	str_list differ = { 0 };
	assert_ok(g->t, project_check(g->d, g->a, g->p, g->z, NULL, NULL, &differ));
	assert_int_equal(differ.n, 0);
}

static void nothing_shows_before_the_last_entry(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	batch b = begins(&g);
	batch_entry child = one(&g, "person", "{\"given\":\"Asha\",\"child\":true}", 0);
	assert_ok(t, adds(&g, &b, &child));
	batch_entry seen = one(&g, "seen", "{\"words\":\"at home\"}", child.seq.n);
	assert_ok(t, adds(&g, &b, &seen));
	seq_list heads;
	assert_ok(t, journal_heads(g.d, g.a, (record_id){ child.seq.n }, &heads));
	assert_int_equal(heads.n, 0);
	assert_str(rows_of(&g, "story", ""), S(""));
	assert_str(rows_of(&g, "p_person", "Asha"), S(""));
	assert_str(rows_of(&g, "link", "child"), S(""));
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM person_now"), NO_ARGS), 0);
	holds(&g);
	int64_t last;
	assert_ok(t, completes(&g, &b, &last));
	assert_int_equal(last, seen.seq.n + 1);
	assert_int_equal(test_int(t, g.d, SQL("SELECT known_from FROM story WHERE seq = $1"), ARGS(ARG(seen.seq.n))), last);
	assert_int_equal(test_int(t, g.d, SQL("SELECT known_from FROM p_person WHERE seq = $1"), ARGS(ARG(child.seq.n))), last);
	assert_int_equal(test_int(t, g.d, SQL("SELECT known_from FROM person_now"), NO_ARGS), last);
	assert_int_equal(test_int(t, g.d, SQL("SELECT known_from FROM link WHERE role = 'child'"), NO_ARGS), last);
	record_id person;
	assert_err(t, E_NOT_FOUND, project_person(g.d, (record_id){ child.seq.n }, seen.seq, &person));
	assert_ok(t, project_person(g.d, (record_id){ child.seq.n }, (seq){ last }, &person));
	holds(&g);
}

/* Its writer went away: what it wrote is in the tree, and nowhere else; the next takes other ids. */
static void a_batch_left_alone_stays_unseen(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	record_id record;
	batch_entry first = one(&g, "person", "{\"given\":\"Asha\"}", 0);
	assert_ok(t, batch_find(g.d, g.a, S("child 1"), &record, &first.head.id));
	assert_int_equal(record.n, 0);
	batch left = begins(&g);
	assert_ok(t, adds(&g, &left, &first));
	batch_entry second = one(&g, "person", "{\"given\":\"Asha\"}", 0);
	assert_ok(t, batch_find(g.d, g.a, S("child 1"), &record, &second.head.id));
	assert_int_equal(record.n, 0);
	assert_false(uuid_eq(first.head.id, second.head.id));
	batch b = begins(&g);
	int64_t last;
	assert_ok(t, adds(&g, &b, &second));
	assert_ok(t, completes(&g, &b, &last));
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM p_person"), NO_ARGS), 1);
	assert_ok(t, batch_find(g.d, g.a, S("child 1"), &record, &first.head.id));
	assert_int_equal(record.n, second.seq.n);
	holds(&g);
}

/* Nobody outside may lead to what nobody can see. */
static void no_link_leads_into_it(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	batch b = begins(&g), other = begins(&g);
	batch_entry child = one(&g, "person", "{\"given\":\"Asha\"}", 0);
	assert_ok(t, adds(&g, &b, &child));
	batch_entry seen = one(&g, "seen", "{}", child.seq.n);
	assert_err(t, E_NOT_FOUND, adds(&g, &other, &seen));
	values v = read_values(&g, "seen", "{}");
	entry_head head = { .about = seen.head.about };
	problems wrong = { 0 };
	seq s;
	bool forked;
	assert_err(t, E_NOT_FOUND, journal_append(&g.w, v.k, &v, &head, g.a, &s, &forked, &wrong));
	int64_t last;
	wrong.n = 0;
	assert_ok(t, completes(&g, &b, &last));
	assert_ok(t, journal_append(&g.w, v.k, &v, &head, g.a, &s, &forked, &wrong));
	holds(&g);
}

static void a_correction_in_it_is_known_with_its_end(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	int64_t asha = SAYS(&g, .kind = "person", .json = "{\"given\":\"Asha\",\"child\":true}");
	batch b = begins(&g);
	batch_entry again = one(&g, "person", "{\"given\":\"Aisha\",\"child\":true}", 0);
	again.head.record = (record_id){ asha };
	PUSH(g.a, &again.head.after, (seq){ asha });
	assert_ok(t, adds(&g, &b, &again));
	seq_list heads;
	assert_ok(t, journal_heads(g.d, g.a, (record_id){ asha }, &heads));
	assert_int_equal(heads.n, 1);
	assert_int_equal(heads.at[0].n, asha);
	batch_entry twice = again;
	assert_err(t, E_INVALID, adds(&g, &b, &twice)); /* each record once */
	int64_t meanwhile = SAYS(&g, .kind = "person", .json = "{\"given\":\"Ash\",\"child\":true}", .record = asha, .after = asha);
	int64_t last;
	assert_ok(t, completes(&g, &b, &last));
	assert_ok(t, journal_heads(g.d, g.a, (record_id){ asha }, &heads));
	assert_int_equal(heads.n, 2);
	assert_int_equal(heads.at[0].n, again.seq.n); /* known last */
	assert_int_equal(test_int(t, g.d, SQL("SELECT seq FROM p_person WHERE known_to IS NULL"), NO_ARGS), again.seq.n);
	assert_int_equal(test_int(t, g.d, SQL("SELECT known_to FROM p_person WHERE seq = $1"), ARGS(ARG(meanwhile))), last);
	holds(&g);
	disposes(&g, (const int64_t[]){ asha, again.seq.n }, 2);
	assert_int_equal(test_int(t, g.d, SQL("SELECT seq FROM p_person WHERE known_to IS NULL"), NO_ARGS), meanwhile);
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM p_person"), NO_ARGS), 1);
	holds(&g);
}

static void two_that_looked_at_the_same_area(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	batch a = begins(&g), b = begins(&g);
	batch_entry in_a = one(&g, "person", "{\"given\":\"Asha\"}", 0), in_b = one(&g, "person", "{\"given\":\"Asha\"}", 0);
	int64_t last;
	assert_ok(t, adds(&g, &a, &in_a));
	assert_ok(t, adds(&g, &b, &in_b));
	assert_ok(t, completes(&g, &a, &last));
	assert_err(t, E_CONFLICT, completes(&g, &b, &last));
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM p_person"), NO_ARGS), 1);
	holds(&g);
}

static void what_a_batch_does_not_hold(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	batch b = begins(&g);
	batch_entry import = one(&g, "import", "{\"what\":\"test\"}", 0);
	assert_err(t, E_INVALID, adds(&g, &b, &import));
	batch_entry gone = one(&g, "disposal", "{\"entries\":\"1\",\"reason\":\"x\"}", 0);
	assert_err(t, E_INVALID, adds(&g, &b, &gone));
}

/* As by somebody whose answer was lost: the old seqs, nothing written twice, and what is new among them stands. */
static void the_same_again_is_written_once(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	batch b = begins(&g);
	batch_entry all[3];
	problems wrong = { 0 };
	for (size_t i = 0; i < 3; i++) {
		all[i] = one(&g, "person", "{\"given\":\"Asha\"}", 0);
		all[i].head.id = uuid_make(clock_now());
	}
	assert_ok(t, batch_append(&b, all, 2, g.a, &wrong));
	batch_entry again[3] = { all[0], all[2], all[1] };
	assert_ok(t, batch_append(&b, again, 3, g.a, &wrong));
	assert_int_equal(again[0].seq.n, all[0].seq.n);
	assert_int_equal(again[2].seq.n, all[1].seq.n);
	assert_int_equal(again[1].seq.n, all[1].seq.n + 1);
	batch_entry other = one(&g, "person", "{\"given\":\"Bela\"}", 0);
	other.head.id = all[0].head.id;
	assert_err(t, E_CONFLICT, adds(&g, &b, &other));
	int64_t last;
	assert_ok(t, completes(&g, &b, &last));
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM p_person"), NO_ARGS), 3);
	holds(&g);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(nothing_shows_before_the_last_entry),
		ENGINE_TEST(a_batch_left_alone_stays_unseen),
		ENGINE_TEST(no_link_leads_into_it),
		ENGINE_TEST(a_correction_in_it_is_known_with_its_end),
		ENGINE_TEST(two_that_looked_at_the_same_area),
		ENGINE_TEST(what_a_batch_does_not_hold),
		ENGINE_TEST(the_same_again_is_written_once),
	};
	return engines_run("project/batch", tests, sizeof tests / sizeof *tests);
}
