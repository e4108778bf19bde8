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
	static const char *const too_little[] = { "bell", "bell oneill", "5/3/2014", "bell 2014", "oneill 5/3/2014" };
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
	assert_err(t, E_LIMIT, match_find(&r, S("bell"), FIND_SHOWN_MOST, &list));
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
		ENGINE_TEST(known_here_and_whom_to_ring),
		ENGINE_TEST(pointers_follow_the_journal),
		ENGINE_TEST(so_many_an_hour),
		ENGINE_TEST(ones_own_children),
	};
	return engines_run("match/finding", tests, sizeof tests / sizeof *tests);
}
