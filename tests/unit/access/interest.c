/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who may say that somebody is related to a child, and what is told to whoever says so. */
#include "support/inhabited.h"

static err says_interest(inhabited *h, const viewer *by, record_id child, str *ret_name)
{
	reading r = reads(h, by);
	view v;
	return access_interest(&r, child, &v, ret_name);
}

static void everybody_at_work_may_say_so(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), ben = viewing(&h, ROLE_PARTNER, h.ben), kit = viewing(&h, ROLE_PRACTITIONER, h.kit);
	viewer cleo = viewing(&h, ROLE_MANAGER, h.cleo), board = viewing(&h, ROLE_BOARD, h.ben), admin = viewing_administrator(&h);
	viewer both = viewing(&h, ROLE_ADMINISTRATOR | ROLE_MANAGER, h.cleo);
	str name;
	assert_ok(t, says_interest(&h, &ann, h.bell, &name));
	assert_str(name, S("Bell O'Neill-Łoś")); /* she works with Bell */
	assert_ok(t, says_interest(&h, &ben, h.bell, &name));
	assert_str(name, S(""));
	assert_ok(t, says_interest(&h, &kit, h.bell, &name));
	assert_str(name, S("")); /* works with Bell, and is kin already */
	assert_ok(t, says_interest(&h, &cleo, h.bell, &name));
	assert_str(name, S(""));
	assert_ok(t, says_interest(&h, &board, h.bell, &name));
	assert_str(name, S(""));
	assert_err(t, E_DENIED, says_interest(&h, &admin, h.bell, &name));
	assert_err(t, E_DENIED, says_interest(&h, &both, h.bell, &name));
	assert_err(t, E_NOT_FOUND, says_interest(&h, &ann, h.team, &name));
	assert_err(t, E_NOT_FOUND, says_interest(&h, &ann, said_of(999999), &name));
}

/* What was said holds from the next page on, and nobody but a manager says that it is over. */
static void it_holds_at_once(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), cleo = viewing(&h, ROLE_MANAGER, h.cleo);
	reading r = reads(&h, &ann);
	view v;
	str name;
	const kind *k = practice_kind(h.g.p, S("interest"));
	assert_ok(t, access_interest(&r, h.bell, &v, &name));
	assert_int_equal(r.looks.at[r.looks.n - 1].outcome, LOOK_FOUND); /* the name was shown */
	assert_false(access_field_writable(&v, k, kind_field(k, S("withdrawn"))));
	SAYS(&h.g, .kind = "interest", .json = "{\"what\":\"near\"}",
	     .about = TEXT_OF(&h, "child %lld, worker %lld", (long long)h.bell.n, (long long)h.ann.n));
	r = reads(&h, &ann);
	assert_err(t, E_DENIED, access_open(&r, h.bell, PROJECT_NOW, S("test"), &v));
	r = reads(&h, &cleo);
	assert_ok(t, access_interest(&r, h.bell, &v, &name));
	assert_true(access_field_writable(&v, k, kind_field(k, S("withdrawn"))));
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(everybody_at_work_may_say_so),
		ENGINE_TEST(it_holds_at_once),
	};
	return engines_run("access/interest", tests, sizeof tests / sizeof *tests);
}
