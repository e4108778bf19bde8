/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two records of one person: joined, read, written, taken back; and who stands for the person. */
#include "support/projected.h"

#define KEEP_SEPARATE S("- kind: note\n  label: Note\n  about: {child: 1..n}\n  read: [works_with_child]\n" \
                        "  write: [practitioner]\n  fields:\n    - text: {type: text}\n")

static int64_t person(projected *g)
{
	return SAYS(g, .kind = "person", .json = "{\"given\":\"Asha\"}");
}

static int64_t join(projected *g, int64_t keep, int64_t other, int64_t record, bool withdrawn)
{
	buf about = BUF(g->a);
	buf_printf(&about, "keep %lld, other %lld", (long long)keep, (long long)other);
	return SAYS(g, .kind = "same_person", .about = str_c(g->a, buf_view(&about)), .record = record,
	            .json = withdrawn ? "{\"because\":\"same birth\",\"withdrawn\":true}" : "{\"because\":\"same birth\"}");
}

static int64_t stands_for(projected *g, int64_t record, int64_t at)
{
	record_id r;
	assert_ok(g->t, project_person(g->d, (record_id){ record }, (seq){ at }, &r));
	return r.n;
}

/* "3 5 " */
static str same_person(projected *g, int64_t record, int64_t at)
{
	record_list list;
	buf b = BUF(g->a);
	assert_ok(g->t, project_same_person(g->d, g->a, (record_id){ record }, (seq){ at }, &list));
	for (size_t i = 0; i < list.n; i++) buf_printf(&b, "%lld ", (long long)list.at[i].n);
	return buf_view(&b);
}

static str numbers(projected *g, const int64_t *at, size_t n)
{
	buf b = BUF(g->a);
	for (size_t i = 0; i < n; i++) buf_printf(&b, "%lld ", (long long)at[i]);
	return buf_view(&b);
}
#define NUMBERS(g, ...) numbers((g), (const int64_t[]){ __VA_ARGS__ }, sizeof((int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t))

static const int64_t NOW = INT64_MAX;

static void rebuilt_equals(projected *g)
{
	str before = dump_of(g, g->d);
	assert_ok(g->t, project_rebuild(g->d, g->p, g->z, NULL, NULL));
	assert_str(dump_of(g, g->d), before);
}

static void everybody_is_one_person_at_first(test_area *t)
{
	PROJECTED(g);
	projected_make(t, KEEP_SEPARATE, &g);
	int64_t a = person(&g);
	record_id nobody;
	record_list none;
	assert_int_equal(stands_for(&g, a, NOW), a);
	assert_str(same_person(&g, a, NOW), NUMBERS(&g, a));
	assert_err(t, E_NOT_FOUND, project_person(g.d, (record_id){ a }, (seq){ a - 1 }, &nobody)); /* not known yet */
	assert_err(t, E_NOT_FOUND, project_same_person(g.d, g.a, (record_id){ 1 }, PROJECT_NOW, &none)); /* no person */
}

static void joined_read_written_and_taken_back(test_area *t)
{
	PROJECTED(g);
	projected_make(t, KEEP_SEPARATE, &g);
	int64_t a = person(&g), b = person(&g);
	str links = rows_of(&g, "link", ""), people = rows_of(&g, "p_person", "");
	int64_t joined = join(&g, b, a, 0, false);
	assert_int_equal(stands_for(&g, a, NOW), b); /* the record that is kept, though the other is older */
	assert_int_equal(stands_for(&g, b, NOW), b);
	assert_str(same_person(&g, a, NOW), NUMBERS(&g, a, b));
	assert_str(rows_of(&g, "p_person", ""), people);
	assert_true(str_find(rows_of(&g, "link", ""), links) >= 0);
	buf about = BUF(g.a);
	buf_printf(&about, "child %lld", (long long)a);
	SAYS(&g, .kind = "note", .about = str_c(g.a, buf_view(&about)), .json = "{\"text\":\"written while joined\"}");
	rebuilt_equals(&g);
	int64_t back = join(&g, b, a, joined, true);
	assert_int_equal(stands_for(&g, a, NOW), a);
	assert_str(same_person(&g, b, NOW), NUMBERS(&g, b));
	assert_str(same_person(&g, b, joined), NUMBERS(&g, a, b)); /* as it was known */
	assert_str(same_person(&g, b, back - 1), NUMBERS(&g, a, b));
	assert_str(same_person(&g, b, joined - 1), NUMBERS(&g, b));
	rebuilt_equals(&g);
	join(&g, b, a, joined, false);
	assert_str(same_person(&g, a, NOW), NUMBERS(&g, a, b));
	rebuilt_equals(&g);
}

static void what_a_second_join_holds_stays_together(test_area *t)
{
	PROJECTED(g);
	projected_make(t, KEEP_SEPARATE, &g);
	int64_t a = person(&g), b = person(&g), c = person(&g), d = person(&g);
	int64_t ab = join(&g, a, b, 0, false);
	join(&g, b, c, 0, false);
	int64_t again = join(&g, a, b, 0, false); /* said twice, by two people */
	join(&g, d, a, 0, false);
	assert_str(same_person(&g, c, NOW), NUMBERS(&g, a, b, c, d));
	assert_int_equal(stands_for(&g, c, NOW), d); /* a and b and c are each kept under another */
	join(&g, a, b, ab, true);
	assert_str(same_person(&g, c, NOW), NUMBERS(&g, a, b, c, d));
	join(&g, a, b, again, true);
	assert_str(same_person(&g, c, NOW), NUMBERS(&g, b, c));
	assert_int_equal(stands_for(&g, c, NOW), b);
	assert_str(same_person(&g, a, NOW), NUMBERS(&g, a, d));
	rebuilt_equals(&g);
}

static void where_the_joins_do_not_say_the_smallest_stands(test_area *t)
{
	PROJECTED(g);
	projected_make(t, KEEP_SEPARATE, &g);
	int64_t a = person(&g), b = person(&g), c = person(&g);
	join(&g, c, b, 0, false);
	join(&g, a, b, 0, false);
	assert_int_equal(stands_for(&g, b, NOW), a); /* a and c are both kept */
	join(&g, b, a, 0, false);
	join(&g, b, c, 0, false);
	assert_int_equal(stands_for(&g, b, NOW), a); /* nobody is */
	rebuilt_equals(&g);
}

static void a_correction_may_join_others(test_area *t)
{
	PROJECTED(g);
	projected_make(t, KEEP_SEPARATE, &g);
	int64_t a = person(&g), b = person(&g), c = person(&g);
	int64_t first = join(&g, a, b, 0, false);
	join(&g, a, c, first, false);
	assert_str(same_person(&g, a, NOW), NUMBERS(&g, a, c));
	assert_str(same_person(&g, b, NOW), NUMBERS(&g, b));
	rebuilt_equals(&g);
}

static void a_disposed_join_was_never_made(test_area *t)
{
	PROJECTED(g);
	projected_make(t, KEEP_SEPARATE, &g);
	int64_t a = person(&g), b = person(&g), c = person(&g);
	str apart = rows_of(&g, "person_now", "");
	int64_t ab = join(&g, b, a, 0, false);
	int64_t bc = join(&g, c, b, 0, false);
	disposes(&g, &bc, 1);
	assert_str(same_person(&g, a, NOW), NUMBERS(&g, a, b));
	assert_int_equal(stands_for(&g, a, NOW), b);
	rebuilt_equals(&g);
	disposes(&g, &ab, 1);
	assert_str(rows_of(&g, "person_now", ""), apart);
	rebuilt_equals(&g);
}

static void a_disposed_person_is_nobody(test_area *t)
{
	PROJECTED(g);
	projected_make(t, KEEP_SEPARATE, &g);
	int64_t a = person(&g), b = person(&g), c = person(&g);
	join(&g, b, a, 0, false);
	join(&g, b, c, 0, false);
	disposes(&g, &b, 1);
	record_id nobody;
	assert_err(t, E_NOT_FOUND, project_person(g.d, (record_id){ b }, PROJECT_NOW, &nobody));
	assert_str(same_person(&g, a, NOW), NUMBERS(&g, a, c)); /* each was said to be the third, so they are one */
	assert_int_equal(stands_for(&g, c, NOW), a);
	rebuilt_equals(&g);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(everybody_is_one_person_at_first),
		ENGINE_TEST(joined_read_written_and_taken_back),
		ENGINE_TEST(what_a_second_join_holds_stays_together),
		ENGINE_TEST(where_the_joins_do_not_say_the_smallest_stands),
		ENGINE_TEST(a_correction_may_join_others),
		ENGINE_TEST(a_disposed_join_was_never_made),
		ENGINE_TEST(a_disposed_person_is_nobody),
	};
	return engines_run("project/persons", tests, sizeof tests / sizeof *tests);
}
