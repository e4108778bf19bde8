/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The generated readers: rows with typed members, of the newest entries that the viewer may read. */
#include "read.h"
#include "support/inhabited.h"

static works_with_list reads_works_with(inhabited *h, const viewer *by)
{
	reading r = reads(h, by);
	view v;
	works_with_list list = { 0 };
	assert_ok(h->t, access_open(&r, h->bell, PROJECT_NOW, S("child page"), &v));
	assert_ok(h->t, read_works_with(&v, h->a, &list));
	return list;
}

static const works_with_row *row_of(const works_with_list *list, record_id by)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].worker.n == 1 && list->at[i].worker.at[0].n == by.n) return &list->at[i];
	return NULL;
}

static void a_row_has_its_links_and_values(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	works_with_list list = reads_works_with(&h, &ann);
	assert_int_equal(list.n, 2);
	const works_with_row *row = row_of(&list, h.ann);
	assert_non_null(row);
	assert_int_equal(row->entry->record.n, h.ann_works.n);
	assert_int_equal(row->child.n, 1);
	assert_int_equal(row->child.at[0].n, h.bell.n);
	assert_int_equal(row->as.is, VALUE_KNOWN);
	assert_str(row->as.text, S("lead"));
	assert_int_equal(row->from.on.is, WHEN_DAY);
	assert_int_equal(row->until.is, VALUE_ABSENT);
}

static void the_newest_entry_shows(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	SAYS(&h.g, .kind = "works_with", .record = h.ann_works.n, .json = "{\"as\":\"co_worker\",\"from\":\"2024-04-01\",\"why\":{\"not_known\":true}}",
	     .about = TEXT_OF(&h, "child %lld, worker %lld", (long long)h.bell.n, (long long)h.ann.n));
	works_with_list list = reads_works_with(&h, &ann);
	const works_with_row *row = row_of(&list, h.ann);
	assert_int_equal(list.n, 2);
	assert_str(row->as.text, S("co_worker"));
	assert_int_equal(row->why.is, VALUE_NOT_KNOWN);
	assert_true(row->entry->newest && row->entry->seq.n > row->entry->record.n);
}

static void lists_of_a_kind_are_read_too(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	reading r = reads(&h, &ann);
	view v;
	team_list teams = { 0 };
	worker_list workers = { 0 };
	assert_ok(t, access_open_list(&r, practice_kind(h.g.p, S("team")), &v));
	assert_ok(t, read_team(&v, h.a, &teams));
	assert_int_equal(teams.n, 1);
	assert_str(teams.at[0].name.text, S("North"));
	assert_int_equal(teams.at[0].agency.at[0].n, h.agency.n);
	assert_ok(t, access_open_list(&r, practice_kind(h.g.p, S("worker")), &v));
	assert_ok(t, read_worker(&v, h.a, &workers));
	assert_int_equal(workers.n, 4);
	for (size_t i = 0; i < workers.n; i++) assert_int_equal(workers.at[i].team.at[0].n, h.team.n);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(a_row_has_its_links_and_values),
		ENGINE_TEST(the_newest_entry_shows),
		ENGINE_TEST(lists_of_a_kind_are_read_too),
	};
	return engines_run("access/readers", tests, sizeof tests / sizeof *tests);
}
