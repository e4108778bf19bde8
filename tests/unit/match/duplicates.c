/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records proposed as one person's: by what the viewer may read of both, and by nothing else. */
#include "support/inhabited.h"

#include "match/duplicates.h"
#include "match/find.h"

#include <math.h>

#define IS_BELL "\"given\":\"Bell\",\"surname\":\"O'Neill-Łoś\",\"born\":\"2014-03-05\",\"child\":true"
#define LIVES_THERE ",\"lives_at\":\"9 Wherry Lane\",\"postcode\":\"PL4 8ZY\",\"nhs_number\":\"9990000018\",\"upn\":\"Z820200000001\""

/* The proposal of the two; none: probability 0. */
static duplicate proposed(inhabited *h, const viewer *by, record_id one, record_id other)
{
	db *d = NULL;
	duplicate_list list;
	assert_ok(h->t, area_connect(h->area, &h->t->trail, &d)); /* a request of its own: it sees what was written before */
	reading r = reads(h, by);
	r.db = d;
	assert_ok(h->t, duplicates_find(&r, &list));
	db_close(d);
	for (size_t i = 0; i < list.n; i++)
		if (list.at[i].one.record.n == one.n && list.at[i].other.record.n == other.n) return list.at[i];
	return (duplicate){ 0 };
}

static record_id bell_again(inhabited *h)
{
	(void)SAYS(&h->g, .kind = "person", .about = "", .record = h->bell.n, .json = "{" IS_BELL LIVES_THERE "}");
	return said_of(SAYS(&h->g, .kind = "person", .about = "", .json = "{" IS_BELL LIVES_THERE "}"));
}

/* Each column that is compared and that a declaration may keep from some readers. */
static const struct { const char *said, *declared, *hidden, *otherwise; } columns[] = {
	{ "address", "label: \"Address\"}", "label: \"Address\", read: [manager]}", "\"lives_at\":\"71 Quarry Rise\"" },
	{ "postcode", "label: \"Postcode\"}", "label: \"Postcode\", read: [manager]}", "\"postcode\":\"LS1 4AP\"" },
	{ "NHS number", "label: \"NHS number\"}", "label: \"NHS number\", read: [manager]}", "\"nhs_number\":\"9990000026\"" },
	{ "unique pupil number", "label: \"Unique pupil number\"}", "label: \"Unique pupil number\", read: [manager]}", "\"upn\":\"F820200000005\"" },
	{ "birth date", "where nobody knows the day.\"}", "where nobody knows the day.\", read: [manager]}", "\"born\":\"2001-11-23\"" },
};

static bool names(const duplicate *d, const char *column)
{
	return str_find(d->because, str_of(column)) >= 0;
}

/* What is kept comes to the same, whatever it is. */
static void kept_column(inhabited *h, size_t i, record_id again)
{
	viewer ann = viewing(h, ROLE_PRACTITIONER, h->ann), cleo = viewing(h, ROLE_MANAGER, h->cleo);
	duplicate open = proposed(h, &ann, h->bell, again);
	if (!names(&open, columns[i].said)) fail_msg("«%s» is not compared: %.*s", columns[i].said, STR_ARG(open.because));
	redeclare(h, columns[i].declared, columns[i].hidden);
	duplicate kept = proposed(h, &ann, h->bell, again), whole = proposed(h, &cleo, h->bell, again);
	if (names(&kept, columns[i].said)) fail_msg("«%s» is kept, and named: %.*s", columns[i].said, STR_ARG(kept.because));
	if (!names(&whole, columns[i].said)) fail_msg("«%s» is kept from those who may read it", columns[i].said);
	(void)SAYS(&h->g, .kind = "person", .about = "", .record = again.n, /* the last of two of a name stands */
	           .json = TEXT_OF(h, "{\"given\":\"Bell\",\"surname\":\"O'Neill-Łoś\",\"child\":true,%s}", columns[i].otherwise));
	double other = proposed(h, &ann, h->bell, again).probability;
	(void)SAYS(&h->g, .kind = "person", .about = "", .record = again.n, .json = "{\"given\":\"Bell\",\"surname\":\"O'Neill-Łoś\",\"child\":true}");
	double without = proposed(h, &ann, h->bell, again).probability;
	if (fabs(other - without) > 1e-12) fail_msg("«%s» is kept, and ranked on", columns[i].said);
	(void)SAYS(&h->g, .kind = "person", .about = "", .record = again.n, .json = "{" IS_BELL LIVES_THERE "}");
	redeclare(h, columns[i].hidden, columns[i].declared);
}

static void by_nothing_that_may_not_be_read(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	record_id again = bell_again(&h);
	works(&h, h.ann, again, "2024-04-01", NULL);
	works(&h, h.cleo, h.bell, "2024-04-01", NULL);
	works(&h, h.cleo, again, "2024-04-01", NULL);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) kept_column(&h, i, again);
}

/* A manager who works with neither is told of names and birth dates: of the dates where no declaration gives them to others. */
static void managers_by_names_and_days_that_are_theirs(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	record_id again = bell_again(&h);
	viewer cleo = viewing(&h, ROLE_MANAGER, h.cleo);
	duplicate told = proposed(&h, &cleo, h.bell, again);
	assert_true(names(&told, "birth date the same"));
	for (size_t i = 0; i + 1 < sizeof columns / sizeof *columns; i++)
		if (names(&told, columns[i].said)) fail_msg("managers are told «%s»: %.*s", columns[i].said, STR_ARG(told.because));
	redeclare(&h, "where nobody knows the day.\"}", "where nobody knows the day.\", read: [works_with_child]}");
	duplicate kept = proposed(&h, &cleo, h.bell, again);
	assert_false(names(&kept, "birth date"));
	assert_true(!kept.one.record.n || values_get(&kept.one.values, S("born"))->is == VALUE_ABSENT);
	found_list unheld;
	works(&h, h.ann, h.robin, "2024-04-01", NULL);
	reading r = reads(&h, &cleo);
	assert_ok(t, access_nobody_holds(&r, &unheld));
	for (size_t i = 0; i < unheld.n; i++) assert_int_equal(unheld.at[i].born.is, VALUE_ABSENT);
}

/* An area may add a seal to the person itself: a name so kept is found by nobody from whom it is kept, and proposed to none. */
static void a_sealed_name(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	redeclare(&h, "label: \"Likes to be called\"}", "label: \"Likes to be called\"}\n    - keep_from:  {type: people, seal: true, label: \"Kept from\"}");
	record_id again = bell_again(&h);
	works(&h, h.ann, again, "2024-04-01", NULL);
	works(&h, h.ben, again, "2024-04-01", NULL);
	works(&h, h.ben, h.bell, "2024-04-01", NULL);
	(void)SAYS(&h.g, .kind = "person", .about = "", .record = again.n,
	           .json = TEXT_OF(&h, "{\"given\":\"Bell\",\"surname\":\"Harkaway\",\"born\":\"2014-03-05\",\"child\":true" LIVES_THERE ",\"keep_from\":[%lld]}",
	                           (long long)h.ann_herself.n));
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	assert_true(proposed(&h, &ben, h.bell, again).probability > .5);
	assert_true(proposed(&h, &ann, h.bell, again).probability <= 0);
	static const char *const typed[] = { "harkaway", "bell harkaway 5/3/2014", "bell", "Z820200000001" };
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		reading anns = reads(&h, &ann), bens = reads(&h, &ben);
		found_list list;
		pointer_list pointers;
		assert_ok(t, match_find(&anns, str_of(typed[i]), FIND_SHOWN_MOST, &list));
		for (size_t k = 0; k < list.n; k++)
			if (list.at[k].person.n == again.n || str_find(list.at[k].name, S("Harkaway")) >= 0) fail_msg("«%s» finds it", typed[i]);
		assert_ok(t, match_pointers(&anns, str_of(typed[i]), &pointers));
		assert_int_equal(pointers.n, 0);
		assert_ok(t, match_find(&bens, str_of(typed[i]), FIND_SHOWN_MOST, &list));
		assert_true(list.n >= 1);
	}
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(by_nothing_that_may_not_be_read),
		ENGINE_TEST(managers_by_names_and_days_that_are_theirs),
		ENGINE_TEST(a_sealed_name),
	};
	return engines_run("match/duplicates", tests, sizeof tests / sizeof *tests);
}
