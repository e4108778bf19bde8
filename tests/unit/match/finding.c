/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding: by what, among whom, and what is noted of it. */
#include "support/inhabited.h"

#include "match/find.h"

static size_t finds(inhabited *h, const viewer *by, str text, str *ret_why)
{
	reading r = reads(h, by);
	found_list list;
	assert_ok(h->t, match_find(&r, text, FIND_SHOWN_MOST, &list));
	if (list.n) *ret_why = list.at[0].why;
	assert_int_equal(r.looks.n, list.n ? list.n : 1);
	assert_int_equal(r.looks.at[0].outcome, LOOK_FOUND);
	assert_int_equal(r.looks.at[0].child.n, list.n ? list.at[0].person.n : 0);
	assert_str(r.looks.at[0].text, text);
	return list.n;
}

static void by_name_birth_date_and_identifier(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	static const struct { const char *text, *why; } found_by[] = {
		{ "bell", "given name the same" }, { "BELL los", "surname the same" }, { "oneill", "surname the same" },
		{ "o’nei be", "surname" }, { "5/3/2014", "birth date the same" }, { "3/5/2014 bell", "day and month swapped" },
		{ "bel 5 March 2014", "given name one letter off" }, { "L100", "the number is theirs" },
		{ "999 000 0018", "the number is theirs" },
	};
	static const char *const not_found[] = { "robin", "%%%% zzzz", "L1001", "marsh" };
	str why = STR_NONE;
	for (size_t i = 0; i < sizeof found_by / sizeof *found_by; i++) {
		if (finds(&h, &ann, str_of(found_by[i].text), &why) != 1) fail_msg("«%s» finds nobody", found_by[i].text);
		if (str_find(why, str_of(found_by[i].why)) < 0) fail_msg("«%s»: %.*s", found_by[i].text, STR_ARG(why));
		assert_int_equal(finds(&h, &ben, str_of(found_by[i].text), &why), 0);
	}
	for (size_t i = 0; i < sizeof not_found / sizeof *not_found; i++)
		if (finds(&h, &ann, str_of(not_found[i]), &why) != 0) fail_msg("«%s» finds somebody: %.*s", not_found[i], STR_ARG(why));
	works(&h, h.ann, h.robin, "2024-04-01", NULL);
	assert_int_equal(finds(&h, &ann, S("robin 14/7/2016"), &why), 1); /* only the month is known */
	assert_true(str_find(why, S("birth date fits")) >= 0);
}

static void not_by_what_is_refused(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer kit = viewing(&h, ROLE_PRACTITIONER, h.kit), admin = viewing_administrator(&h);
	str why;
	found_list list;
	assert_int_equal(finds(&h, &kit, S("bell"), &why), 0);
	reading r = reads(&h, &admin);
	assert_err(t, E_DENIED, match_find(&r, S("bell"), FIND_SHOWN_MOST, &list));
	assert_int_equal(r.looks.n, 1);
	assert_int_equal(r.looks.at[0].outcome, LOOK_REFUSED);
	assert_str(r.looks.at[0].text, S("bell"));
	viewer nobody = { .measuring = true };
	assert_int_equal(finds(&h, &nobody, S("bell"), &why), 1);
	assert_int_equal(finds(&h, &nobody, S("robin"), &why), 1);
}

static void not_by_a_field_that_one_may_not_read(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), cleo = viewing(&h, ROLE_MANAGER, h.cleo);
	str why;
	works(&h, h.cleo, h.bell, "2024-04-01", NULL);
	assert_int_equal(finds(&h, &ann, S("9990000018"), &why), 1);
	redeclare(&h, "label: \"NHS number\"}", "label: \"NHS number\", read: [manager]}");
	assert_int_equal(finds(&h, &ann, S("9990000018"), &why), 0);
	assert_int_equal(finds(&h, &ann, S("bell"), &why), 1);
	assert_int_equal(finds(&h, &cleo, S("9990000018"), &why), 1);
}

#define AROUND_READ(by) "  about: {child: 1..n, person: {kind: person, count: 1}}\n  read: [" by "]\n  write: [practitioner]\n"

/* Somebody with an answer to everything that people are found by. */
static void all_is_known(inhabited *h)
{
	redeclare(h, "- kind: course\n", "- kind: lives_with\n  label: Home\n" AROUND_READ("works_with_child") "  fields:\n    - until: {type: day, label: \"Until\"}\n- kind: course\n");
	redeclare(h, "- kind: course\n", "- kind: relationship\n  label: Kin\n" AROUND_READ("works_with_child") "  fields:\n    - is: {type: choice, of: [mother, father, aunt], label: \"Is\"}\n"
	             "    - until: {type: day, label: \"Until\"}\n- kind: course\n");
	const char *before = "{\"given\":\"Bell\",\"surname\":\"Corncrake\"}";
	const char *now = "{\"given\":\"Bell\",\"surname\":\"Harkaway\",\"known_as\":\"Tansy\",\"born\":\"2014-03-05\",\"lives_at\":\"9 Wherry Lane\","
		          "\"postcode\":\"PL4 8ZY\",\"telephone\":\"01752 496 012\",\"school\":\"Larkrise Infants\",\"local_id\":\"L100\","
		          "\"nhs_number\":\"9990000018\",\"upn\":\"Z820200000001\",\"former_upn\":\"F820200000005\",\"child\":true}";
	(void)SAYS(&h->g, .kind = "person", .about = "", .record = h->bell.n, .json = before);
	(void)SAYS(&h->g, .kind = "person", .about = "", .record = h->bell.n, .json = now);
	int64_t sharon = SAYS(&h->g, .kind = "person", .about = "", .json = "{\"given\":\"Sharon\",\"surname\":\"Quillfeather\"}");
	int64_t kev = SAYS(&h->g, .kind = "person", .about = "", .json = "{\"given\":\"Kevander\",\"surname\":\"Moss\"}");
	int64_t gone = SAYS(&h->g, .kind = "person", .about = "", .json = "{\"given\":\"Zebedee\",\"surname\":\"Moss\"}");
	(void)SAYS(&h->g, .kind = "relationship", .json = "{\"is\":\"mother\"}", .about = TEXT_OF(h, "child %lld, person %lld", (long long)h->bell.n, (long long)sharon));
	(void)SAYS(&h->g, .kind = "lives_with", .json = "{}", .about = TEXT_OF(h, "child %lld, person %lld", (long long)h->bell.n, (long long)kev));
	(void)SAYS(&h->g, .kind = "lives_with", .json = "{\"until\":\"2020-01-01\"}", .about = TEXT_OF(h, "child %lld, person %lld", (long long)h->bell.n, (long long)gone));
}

/* Each way by which somebody is found: what is typed, what the reason then says, and how it is kept from those who work with
 * the child and are no managers (NULL: a declaration cannot keep what people are called by). */
static const struct { const char *typed, *why, *declared, *hidden; } ways[] = {
	{ "tansy", "the name they like the same", "label: \"Likes to be called\"}", "label: \"Likes to be called\", read: [manager]}" },
	{ "harkaway", "surname the same", NULL, NULL },
	{ "corncrake", "a name from before the same", NULL, NULL },
	{ "bell", "given name the same", NULL, NULL },
	{ "5/3/2014", "birth date the same", "where nobody knows the day.\"}", "where nobody knows the day.\", read: [manager]}" },
	{ "Mar 2014", "birth date fits", "where nobody knows the day.\"}", "where nobody knows the day.\", read: [manager]}" },
	{ "wherry lane", "address the same", "label: \"Address\"}", "label: \"Address\", read: [manager]}" },
	{ "pl4 8zy", "postcode the same", "label: \"Postcode\"}", "label: \"Postcode\", read: [manager]}" },
	{ "PL4", "postcode begins so", "label: \"Postcode\"}", "label: \"Postcode\", read: [manager]}" },
	{ "+44 (0)1752 496012", "the number is theirs", "or who looks after them.\"}", "or who looks after them.\", read: [manager]}" },
	{ "larkrise", "school the same", "label: \"School or nursery\"}", "label: \"School or nursery\", read: [manager]}" },
	{ "L100", "the number is theirs", "label: \"Local number\"}", "label: \"Local number\", read: [manager]}" },
	{ "999 000 0018", "the number is theirs", "label: \"NHS number\"}", "label: \"NHS number\", read: [manager]}" },
	{ "Z820200000001", "the number is theirs", "label: \"Unique pupil number\"}", "label: \"Unique pupil number\", read: [manager]}" },
	{ "F820200000005", "the number is theirs", "label: \"Unique pupil number before\"}", "label: \"Unique pupil number before\", read: [manager]}" },
	{ "mother sharon", "mother the same", "Kin\n" AROUND_READ("works_with_child"), "Kin\n" AROUND_READ("manager") },
	{ "lives with kevander", "who they live with the same", "Home\n" AROUND_READ("works_with_child"), "Home\n" AROUND_READ("manager") },
};

static void by_whatever_is_known_and_may_be_read(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	all_is_known(&h);
	works(&h, h.cleo, h.bell, "2024-04-01", NULL);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	str why = STR_NONE;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		if (finds(&h, &ann, str_of(ways[i].typed), &why) != 1) fail_msg("«%s» finds nobody", ways[i].typed);
		if (str_find(why, str_of(ways[i].why)) < 0) fail_msg("«%s»: %.*s", ways[i].typed, STR_ARG(why));
	}
	assert_int_equal(finds(&h, &ann, S("zebedee"), &why), 0);
}

/* The reason says nothing of what the way is by; but who may read it is told. */
static void kept_way(inhabited *h, size_t i)
{
	viewer ann = viewing(h, ROLE_PRACTITIONER, h->ann), cleo = viewing(h, ROLE_MANAGER, h->cleo);
	str why = STR_NONE;
	if (finds(h, &ann, str_of(ways[i].typed), &why)) fail_msg("«%s» is kept, and finds: %.*s", ways[i].typed, STR_ARG(why));
	if (finds(h, &ann, str_of(TEXT_OF(h, "bell harkaway %s", ways[i].typed)), &why) != 1) fail_msg("«%s» hides the rest", ways[i].typed);
	if (str_find(why, str_of(ways[i].why)) >= 0) fail_msg("«%s» is kept, and named: %.*s", ways[i].typed, STR_ARG(why));
	if (finds(h, &cleo, str_of(ways[i].typed), &why) != 1) fail_msg("«%s» is kept from those who may read it", ways[i].typed);
	if (str_find(why, str_of(ways[i].why)) < 0) fail_msg("«%s»: %.*s", ways[i].typed, STR_ARG(why));
}

static double first_sure(inhabited *h, const viewer *by, const char *text)
{
	reading r = reads(h, by);
	found_list list;
	assert_ok(h->t, match_find(&r, str_of(text), FIND_SHOWN_MOST, &list));
	assert_int_equal(list.n, 1);
	return list.at[0].sure;
}

static void by_nothing_that_may_not_be_read(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	all_is_known(&h);
	works(&h, h.cleo, h.bell, "2024-04-01", NULL);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		if (!ways[i].hidden) continue;
		redeclare(&h, ways[i].declared, ways[i].hidden);
		kept_way(&h, i);
		redeclare(&h, ways[i].hidden, ways[i].declared);
	}
	/* nor is anybody ranked by it: what is theirs and what is nobody's come to the same */
	redeclare(&h, "label: \"Address\"}", "label: \"Address\", read: [manager]}");
	double theirs = first_sure(&h, &ann, "tansy wherry"), nobodys = first_sure(&h, &ann, "tansy zzyzxx");
	assert_true(theirs >= nobodys && theirs <= nobodys);
}

static pointer_list pointed_to(inhabited *h, const viewer *by, const char *text)
{
	db *d = NULL;
	pointer_list list;
	assert_ok(h->t, area_connect(h->area, &h->t->trail, &d)); /* a request of its own: it sees what was written before */
	reading r = reads(h, by);
	r.db = d;
	assert_ok(h->t, match_pointers(&r, str_of(text), &list));
	assert_int_equal(r.looks.n, list.n);
	for (size_t i = 0; i < list.n; i++) assert_str(r.looks.at[i].text, str_of(text));
	db_close(d);
	return list;
}

static void known_here_and_whom_to_ring(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	viewer kit = viewing(&h, ROLE_PRACTITIONER, h.kit), admin = viewing_administrator(&h);
	pointer_list list = pointed_to(&h, &ben, "bel oneil 5/3/2014");
	assert_int_equal(list.n, 1);
	assert_int_equal(list.at[0].person.n, h.bell.n);
	assert_true(list.at[0].ring.n >= 1);
	assert_int_equal(pointed_to(&h, &ben, "L100").n, 1);
	assert_int_equal(pointed_to(&h, &ben, "bell oneill 2014").n, 1); /* the only one of that name and year */
	static const char *const too_little[] = { "bell", "bell oneill", "5/3/2014", "bell 2014", "oneill 5/3/2014",
		                                "b oneill 5/3/2014", "bell o 5/3/2014", "bell oneill 2004" };
	for (size_t i = 0; i < sizeof too_little / sizeof *too_little; i++)
		if (pointed_to(&h, &ben, too_little[i]).n) fail_msg("«%s» is enough for a pointer", too_little[i]);
	/* who may open it needs none; kin and who works with no child get none */
	assert_int_equal(pointed_to(&h, &ann, "bell oneill 5/3/2014").n, 0);
	assert_int_equal(pointed_to(&h, &kit, "bell oneill 5/3/2014").n, 0);
	assert_int_equal(pointed_to(&h, &admin, "bell oneill 5/3/2014").n, 0);
}

/* What was acknowledged a moment ago is found; what some may not read points nobody. */
static void pointers_follow_the_journal(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	assert_int_equal(pointed_to(&h, &ben, "wren marlowe 3/2/2015").n, 0);
	int64_t wren = SAYS(&h.g, .kind = "person", .about = "",
	                    .json = "{\"given\":\"Wren\",\"surname\":\"Marlowe\",\"born\":\"2015-02-03\",\"nhs_number\":\"9990000026\"}");
	pointer_list list = pointed_to(&h, &ben, "wren marlowe 3/2/2015");
	assert_int_equal(list.n, 1);
	assert_int_equal(list.at[0].person.n, wren);
	assert_int_equal(list.at[0].ring.n, 0);
	assert_int_equal(pointed_to(&h, &ben, "9990000026").n, 1);
	assert_int_equal(pointed_to(&h, &ben, "L100").n, 1);
	assert_int_equal(pointed_to(&h, &ben, "9990000026 L100").n, 1); /* nobody goes through a list */
	(void)SAYS(&h.g, .kind = "person", .about = "", .record = wren,
	           .json = "{\"given\":\"Wren\",\"surname\":\"Harkaway\",\"born\":\"2015-02-03\",\"nhs_number\":\"9990000026\"}");
	assert_int_equal(pointed_to(&h, &ben, "wren marlowe 3/2/2015").n, 0);
	assert_int_equal(pointed_to(&h, &ben, "wren harkaway 3/2/2015").n, 1);
	redeclare(&h, "label: \"NHS number\"}", "label: \"NHS number\", read: [manager]}");
	assert_int_equal(pointed_to(&h, &ben, "9990000026").n, 0);
	assert_int_equal(pointed_to(&h, &ben, "wren harkaway 3/2/2015").n, 1);
}

static void so_many_an_hour(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	look_list looks = { 0 };
	found_list list;
	for (int i = 0; i < 200; i++)
		PUSH(h.a, &looks, ((look){ .at = { h.now.ms - i * 1000 }, .worker = h.ann, .outcome = LOOK_FOUND, .purpose = S("find"),
			                   .text = S("somebody") }));
	assert_ok(t, readlog_write(area_readlog(h.area), looks.at, looks.n - 1));
	reading r = reads(&h, &ann);
	assert_ok(t, match_find(&r, S("bell"), FIND_SHOWN_MOST, &list));
	assert_ok(t, readlog_write(area_readlog(h.area), &looks.at[199], 1));
	size_t noted = r.looks.n;
	assert_err(t, E_LIMIT, match_find(&r, S("bell"), FIND_SHOWN_MOST, &list));
	assert_int_equal(r.looks.n, noted + 1); /* the try is known as well */
	assert_int_equal(r.looks.at[noted].outcome, LOOK_REFUSED);
	assert_str(r.looks.at[noted].text, S("bell"));
	assert_ok(t, readlog_write(area_readlog(h.area), &r.looks.at[noted], 1));
	r.now.ms += 60 * 60 * 1000;
	assert_ok(t, match_find(&r, S("bell"), FIND_SHOWN_MOST, &list));
}

static void ones_own_children(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), kit = viewing(&h, ROLE_PRACTITIONER, h.kit), admin = viewing_administrator(&h);
	found_list list;
	works(&h, h.ann, h.robin, "2024-04-01", NULL);
	works(&h, h.ann, h.robin, "2024-05-01", NULL);
	reading r = reads(&h, &ann), k = reads(&h, &kit), s = reads(&h, &admin);
	assert_ok(t, access_my_children(&r, &list));
	assert_int_equal(list.n, 2);
	assert_str(list.at[0].name, S("Bell O'Neill-Łoś"));
	assert_int_equal(list.at[1].born.on.is, WHEN_MONTH);
	assert_int_equal(r.looks.n, 2);
	assert_ok(t, access_my_children(&k, &list));
	assert_int_equal(list.n, 0);
	assert_ok(t, access_my_children(&s, &list));
	assert_int_equal(list.n, 0);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(by_name_birth_date_and_identifier),
		ENGINE_TEST(not_by_what_is_refused),
		ENGINE_TEST(not_by_a_field_that_one_may_not_read),
		ENGINE_TEST(by_whatever_is_known_and_may_be_read),
		ENGINE_TEST(by_nothing_that_may_not_be_read),
		ENGINE_TEST(known_here_and_whom_to_ring),
		ENGINE_TEST(pointers_follow_the_journal),
		ENGINE_TEST(so_many_an_hour),
		ENGINE_TEST(ones_own_children),
	};
	return engines_run("match/finding", tests, sizeof tests / sizeof *tests);
}
