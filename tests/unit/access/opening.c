/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who may open a child, and what is noted of it. */
#include "support/inhabited.h"

static err opens(inhabited *h, const viewer *by, record_id child, reading *r, view *v)
{
	*r = reads(h, by);
	return access_open(r, child, PROJECT_NOW, S("child page"), v);
}

static void assert_look(const reading *r, size_t i, look_outcome outcome, record_id child)
{
	assert_true(i < r->looks.n);
	assert_int_equal(r->looks.at[i].outcome, outcome);
	assert_int_equal(r->looks.at[i].child.n, child.n);
	assert_int_equal(r->looks.at[i].worker.n, r->who->worker.n);
}

static void who_works_with_the_child_opens_it(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	reading r;
	view v;
	assert_str(ann.name, S("Ann Worker"));
	assert_int_equal(ann.team.n, h.team.n);
	assert_int_equal(ann.agency.n, h.agency.n);
	assert_int_equal(ann.person.n, h.ann_herself.n);
	assert_ok(t, opens(&h, &ann, h.bell, &r, &v));
	assert_int_equal(v.child.n, h.bell.n);
	assert_true(v.works_with);
	assert_int_equal(r.looks.n, 1);
	assert_look(&r, 0, LOOK_OPENED, h.bell);
	assert_str(r.looks.at[0].purpose, S("child page"));
}

static void nobody_else_does_and_the_try_is_noted(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer others[] = { viewing(&h, ROLE_PRACTITIONER, h.ben), viewing(&h, ROLE_MANAGER, h.cleo), viewing_administrator(&h),
		            viewing(&h, ROLE_BOARD | ROLE_DESK | ROLE_PARTNER, h.ben) };
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		reading r;
		view v;
		assert_err(t, E_DENIED, opens(&h, &others[i], h.bell, &r, &v));
		assert_int_equal(r.looks.n, 1);
		assert_look(&r, 0, LOOK_REFUSED, h.bell);
	}
}

static void an_interest_refuses_until_it_is_taken_back(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer kit = viewing(&h, ROLE_PRACTITIONER, h.kit);
	const char *about = TEXT_OF(&h, "child %lld, worker %lld", (long long)h.robin.n, (long long)h.kit.n);
	reading r;
	view v;
	assert_err(t, E_DENIED, opens(&h, &kit, h.bell, &r, &v));
	works(&h, h.kit, h.robin, "2024-04-01", NULL);
	assert_ok(t, opens(&h, &kit, h.robin, &r, &v));
	int64_t interest = SAYS(&h.g, .kind = "interest", .json = "{\"what\":\"near\"}", .about = about);
	assert_err(t, E_DENIED, opens(&h, &kit, h.robin, &r, &v));
	SAYS(&h.g, .kind = "interest", .json = "{\"what\":\"near\",\"withdrawn\":true}", .about = about, .record = interest);
	assert_ok(t, opens(&h, &kit, h.robin, &r, &v));
}

static void an_administrator_is_refused_whatever_stands_in_the_journal(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	works(&h, h.ben, h.bell, "2024-04-01", NULL);
	viewer v_admin = viewing(&h, ROLE_ADMINISTRATOR, h.ben);
	reading r;
	view v;
	const kind *k;
	int64_t told = SAYS(&h.g, .kind = "told", .json = "{\"words\":\"x\"}", .about = TEXT_OF(&h, "child %lld", (long long)h.bell.n));
	assert_err(t, E_DENIED, opens(&h, &v_admin, h.bell, &r, &v));
	r = reads(&h, &v_admin);
	assert_err(t, E_DENIED, access_open_record(&r, said_of(told), PROJECT_NOW, &v, &k));
	assert_look(&r, 0, LOOK_REFUSED, h.bell);
	assert_int_equal(r.looks.at[0].record.n, told);
}

/* from is the first day, until the first day no more. */
static void the_days_of_the_work_bound_the_right(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	works(&h, h.ben, h.robin, "2025-06-10", "2025-06-20");
	static const struct { int dom; err expected; } days[] = { { 9, E_DENIED }, { 10, OK }, { 19, OK }, { 20, E_DENIED } };
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		reading r = reads(&h, &ben);
		view v;
		assert_true(day_make(2025, 6, days[i].dom, &r.today));
		assert_err(t, days[i].expected, access_open(&r, h.robin, PROJECT_NOW, S("child page"), &v));
	}
}

static void an_end_holds_for_the_very_next_opening(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	reading r;
	view v;
	assert_ok(t, opens(&h, &ann, h.bell, &r, &v));
	SAYS(&h.g, .kind = "works_with", .json = "{\"as\":\"lead\",\"from\":\"2024-04-01\",\"until\":\"2025-01-01\"}",
	     .about = TEXT_OF(&h, "child %lld, worker %lld", (long long)h.bell.n, (long long)h.ann.n), .record = h.ann_works.n);
	assert_err(t, E_DENIED, opens(&h, &ann, h.bell, &r, &v));
}

static void an_end_that_does_not_read_is_an_end(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	const char *about = TEXT_OF(&h, "child %lld, worker %lld", (long long)h.robin.n, (long long)h.ben.n);
	reading r;
	view v;
	int64_t w = SAYS(&h.g, .kind = "works_with", .about = about,
	                 .json = "{\"as\":\"lead\",\"from\":\"2024-04-01\",\"until\":{\"not_known\":true}}");
	assert_ok(t, opens(&h, &ben, h.robin, &r, &v));
	SAYS(&h.g, .kind = "works_with", .about = about, .record = w,
	     .json = "{\"as\":\"lead\",\"from\":\"2024-04-01\",\"until\":{\"unread\":\"31/02/2025\"}}");
	assert_err(t, E_DENIED, opens(&h, &ben, h.robin, &r, &v));
}

static void what_is_no_person_is_not_found(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	reading r;
	view v;
	assert_err(t, E_NOT_FOUND, opens(&h, &ann, h.team, &r, &v));
	assert_err(t, E_NOT_FOUND, opens(&h, &ann, said_of(999999), &r, &v));
	assert_err(t, E_NOT_FOUND, opens(&h, &ann, said_of(0), &r, &v));
	assert_int_equal(r.looks.n, 0);
}

/* Two records of one child: the work about either opens both, and an interest in either refuses both. */
static void joined_records_are_one_child(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), kit = viewing(&h, ROLE_PRACTITIONER, h.kit);
	const char *about = TEXT_OF(&h, "keep %lld, other %lld", (long long)h.robin.n, (long long)h.bell.n);
	reading r;
	view v;
	assert_err(t, E_DENIED, opens(&h, &ann, h.robin, &r, &v));
	works(&h, h.kit, h.robin, "2024-04-01", NULL);
	assert_ok(t, opens(&h, &kit, h.robin, &r, &v));
	int64_t join = SAYS(&h.g, .kind = "same_person", .json = "{\"because\":\"one birth certificate\"}", .about = about);
	assert_ok(t, opens(&h, &ann, h.robin, &r, &v));
	assert_int_equal(v.same.n, 2);
	assert_int_equal(v.child.n, h.robin.n);
	assert_ok(t, opens(&h, &ann, h.bell, &r, &v));
	assert_int_equal(v.child.n, h.robin.n);
	assert_look(&r, 0, LOOK_OPENED, h.robin);
	assert_err(t, E_DENIED, opens(&h, &kit, h.robin, &r, &v));
	SAYS(&h.g, .kind = "same_person", .json = "{\"because\":\"one birth certificate\",\"withdrawn\":true}", .about = about,
	     .record = join);
	assert_err(t, E_DENIED, opens(&h, &ann, h.robin, &r, &v));
	assert_ok(t, opens(&h, &kit, h.robin, &r, &v));
}

static void a_record_opens_through_a_child_that_it_is_about(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	int64_t both = SAYS(&h.g, .kind = "told", .json = "{\"words\":\"We share\"}",
	                    .about = TEXT_OF(&h, "child %lld, child %lld", (long long)h.robin.n, (long long)h.bell.n));
	reading r = reads(&h, &ann);
	view v;
	const kind *k;
	assert_ok(t, access_open_record(&r, said_of(both), PROJECT_NOW, &v, &k));
	assert_str(k->name, S("told"));
	assert_int_equal(v.child.n, h.bell.n);
	assert_int_equal(r.looks.n, 1);
	assert_look(&r, 0, LOOK_OPENED, h.bell);
	viewer kit = viewing(&h, ROLE_PRACTITIONER, h.kit); /* refused through Bell, in whom there is an interest */
	works(&h, h.kit, h.robin, "2024-04-01", NULL);
	r = reads(&h, &kit);
	assert_ok(t, access_open_record(&r, said_of(both), PROJECT_NOW, &v, &k));
	assert_int_equal(r.looks.n, 1);
	assert_look(&r, 0, LOOK_OPENED, h.robin);
	r = reads(&h, &ben);
	assert_err(t, E_DENIED, access_open_record(&r, said_of(both), PROJECT_NOW, &v, &k));
	assert_err(t, E_NOT_FOUND, access_open_record(&r, said_of(999999), PROJECT_NOW, &v, &k));
}

static void lists_are_for_the_roles_of_their_kind(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer cleo = viewing(&h, ROLE_MANAGER, h.cleo), desk = viewing(&h, ROLE_DESK, h.ben), admin = viewing_administrator(&h);
	reading r = reads(&h, &cleo), d = reads(&h, &desk), s = reads(&h, &admin);
	view v;
	const kind *course = practice_kind(h.g.p, S("course")), *team = practice_kind(h.g.p, S("team"));
	const kind *person = practice_kind(h.g.p, S("person")), *told = practice_kind(h.g.p, S("told"));
	records list;
	assert_ok(t, access_open_list(&r, course, &v));
	assert_err(t, E_DENIED, access_open_list(&d, course, &v));
	assert_err(t, E_DENIED, access_open_list(&r, told, &v));
	assert_err(t, E_DENIED, access_open_list(&r, person, &v));
	assert_err(t, E_DENIED, access_open_list(&s, person, &v));
	assert_ok(t, access_open_list(&s, team, &v));
	assert_ok(t, access_records(&v, team, 0, &list));
	assert_int_equal(list.n, 1);
	assert_ok(t, access_records(&v, course, 0, &list));
	assert_int_equal(list.n, 0);
}

static void an_area_without_sign_ins_is_measured(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer nobody = { .name = S("command line"), .measuring = true };
	reading r;
	view v;
	assert_false(area_has_sign_ins(h.area, h.d));
	assert_ok(t, opens(&h, &nobody, h.bell, &r, &v));
	assert_look(&r, 0, LOOK_OPENED, h.bell);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(who_works_with_the_child_opens_it),
		ENGINE_TEST(nobody_else_does_and_the_try_is_noted),
		ENGINE_TEST(an_interest_refuses_until_it_is_taken_back),
		ENGINE_TEST(an_administrator_is_refused_whatever_stands_in_the_journal),
		ENGINE_TEST(the_days_of_the_work_bound_the_right),
		ENGINE_TEST(an_end_holds_for_the_very_next_opening),
		ENGINE_TEST(an_end_that_does_not_read_is_an_end),
		ENGINE_TEST(what_is_no_person_is_not_found),
		ENGINE_TEST(joined_records_are_one_child),
		ENGINE_TEST(a_record_opens_through_a_child_that_it_is_about),
		ENGINE_TEST(lists_are_for_the_roles_of_their_kind),
		ENGINE_TEST(an_area_without_sign_ins_is_measured),
	};
	return engines_run("access/opening", tests, sizeof tests / sizeof *tests);
}
