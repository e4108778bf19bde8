/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pass phrases and sessions. */
#include "support/inhabited.h"

#include "access/area_parts.h"
#include "base/clock.h"

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };
#define PHRASE S("lantern otter saddle")

static void add_ann(inhabited *h)
{
	str why;
	assert_ok(h->t, sign_in_add(h->area, h->a, S("Ann"), ROLE_PRACTITIONER, h->ann, PHRASE, &why));
}

static instant later(instant from, int64_t ms)
{
	return (instant){ from.ms + ms };
}

static str signed_in(inhabited *h, instant now)
{
	str token;
	assert_ok(h->t, sign_in(h->area, h->a, S("ann"), PHRASE, now, &token));
	return token;
}

static err finds(inhabited *h, str token, instant now, session *ret)
{
	return session_find(h->area, h->d, h->a, token, now, ret);
}

/* ---- adding */

static void what_is_refused_says_why(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	static const struct {
		const char *name, *phrase;
		role_set roles;
		bool worker;
		const char *why;
	} refused[] = {
		{ "", "lantern otter saddle", ROLE_MANAGER, true, "name" },
		{ "ann", "elevenchars", ROLE_MANAGER, true, "12 characters" },
		{ "ann", "my name is Ann you see", ROLE_MANAGER, true, "without the name" },
		{ "ann", "aaaaaaaaaaaaaaaaaa", ROLE_MANAGER, true, "one letter" },
		{ "ann", "lantern otter saddle", 0, true, "role" },
		{ "ann", "lantern otter saddle", ROLE_MANAGER | ROLE_ADMINISTRATOR, true, "no other role" },
		{ "ann", "lantern otter saddle", ROLE_MANAGER, false, "worker" },
		{ "ann", "invented-otter-saddle", ROLE_MANAGER, true, "demonstration" },
		{ "a\nnn", "lantern otter saddle", ROLE_MANAGER, true, "one line" },
	};
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		str why = STR_NONE;
		record_id worker = refused[i].worker ? h.ann : said_of(0);
		assert_err(t, E_INVALID, sign_in_add(h.area, h.a, str_of(refused[i].name), refused[i].roles, worker,
		                                     str_of(refused[i].phrase), &why));
		if (str_find(why, str_of(refused[i].why)) < 0) fail_msg("%zu: «%.*s»", i, STR_ARG(why));
	}
	str why;
	assert_err(t, E_INVALID, sign_in_add(h.area, h.a, S("x"), ROLE_MANAGER, h.team, PHRASE, &why));
	add_ann(&h);
	assert_err(t, E_CONFLICT, sign_in_add(h.area, h.a, S(" ANN "), ROLE_MANAGER, h.ann, PHRASE, &why));
	assert_true(area_has_sign_ins(h.area, h.d));
	assert_ok(t, sign_in_add(h.area, h.a, S("system"), ROLE_ADMINISTRATOR, said_of(0), PHRASE, &why));
}

/* Whoever added a sign-in knows its first phrase; after this, nobody does but the person. */
static void a_pass_phrase_is_changed_by_whoever_knows_it(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	add_ann(&h);
	session s;
	str token = signed_in(&h, h.now), why = STR_NONE, fresh = S("kettle window parcel"), ignored;
	assert_ok(t, finds(&h, token, h.now, &s));
	int64_t id = s.who.sign_in;
	assert_err(t, E_DENIED, sign_in_change(h.area, h.a, id, S("not that at all"), fresh, h.now, &why));
	assert_err(t, E_INVALID, sign_in_change(h.area, h.a, id, PHRASE, S("short"), h.now, &why));
	assert_true(str_find(why, S("12 characters")) >= 0);
	assert_err(t, E_INVALID, sign_in_change(h.area, h.a, id, PHRASE, PHRASE, h.now, &why));
	assert_ok(t, finds(&h, token, h.now, &s));
	assert_ok(t, sign_in_change(h.area, h.a, id, PHRASE, fresh, h.now, &why));
	assert_err(t, E_DENIED, finds(&h, token, h.now, &s)); /* wherever it was open, it is closed */
	assert_err(t, E_DENIED, sign_in(h.area, h.a, S("ann"), PHRASE, h.now, &ignored));
	assert_ok(t, sign_in(h.area, h.a, S("ann"), fresh, h.now, &ignored));
}

/* Whoever added the sign-in could open children with it: so nothing is open until the person has chosen. */
static void a_phrase_that_somebody_else_set_is_to_be_changed(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	add_ann(&h);
	session s;
	str why, token, fresh = S("kettle window parcel"), once;
	sign_in_rows list;
	assert_ok(t, finds(&h, signed_in(&h, h.now), h.now, &s));
	assert_true(s.first_phrase);
	int64_t id = s.who.sign_in;
	assert_ok(t, sign_in_list(h.d, h.a, &list));
	assert_true(list.at[0].first_phrase);
	assert_ok(t, sign_in_change(h.area, h.a, id, PHRASE, fresh, h.now, &why));
	assert_ok(t, sign_in(h.area, h.a, S("ann"), fresh, h.now, &token));
	assert_ok(t, finds(&h, token, h.now, &s));
	assert_false(s.first_phrase);

	/* She forgets it: the one that she is given opens nothing else either, and what was open is closed. */
	assert_ok(t, sign_in_reset(h.area, h.a, id, h.now, &once));
	assert_true(str_chars(once) >= PASS_PHRASE_LEAST_CHARS);
	assert_err(t, E_DENIED, finds(&h, token, h.now, &s));
	assert_err(t, E_DENIED, sign_in(h.area, h.a, S("ann"), fresh, h.now, &token));
	assert_ok(t, sign_in(h.area, h.a, S("ann"), once, h.now, &token));
	assert_ok(t, finds(&h, token, h.now, &s));
	assert_true(s.first_phrase);
	str again;
	assert_ok(t, sign_in_reset(h.area, h.a, id, h.now, &again));
	assert_false(str_eq(once, again));
	assert_ok(t, sign_in_end(h.area, h.a, id, h.now));
	assert_err(t, E_NOT_FOUND, sign_in_reset(h.area, h.a, id, h.now, &again));
	assert_err(t, E_NOT_FOUND, sign_in_reset(h.area, h.a, 12345, h.now, &again));
}

/* ---- signing in */

static void the_right_phrase_gives_a_session(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	add_ann(&h);
	session s;
	str token;
	assert_err(t, E_DENIED, sign_in(h.area, h.a, S("ann"), S("lantern otter saddles"), h.now, &token));
	assert_err(t, E_DENIED, sign_in(h.area, h.a, S("nobody"), PHRASE, h.now, &token));
	assert_err(t, E_DENIED, sign_in(h.area, h.a, S(""), S(""), h.now, &token));
	token = signed_in(&h, h.now);
	assert_ok(t, finds(&h, token, h.now, &s));
	assert_str(s.who.name, S("Ann Worker"));
	assert_int_equal(s.who.roles, ROLE_PRACTITIONER);
	assert_int_equal(s.who.worker.n, h.ann.n);
	assert_int_equal(s.who.person.n, h.ann_herself.n);
	assert_int_equal(s.who.agency.n, h.agency.n);
	assert_int_equal(s.csrf.n, 64);
	assert_int_equal(s.fresh_token.n, 0);
	assert_err(t, E_DENIED, finds(&h, S(""), h.now, &s));
	assert_err(t, E_DENIED, finds(&h, str_first(token, 63), h.now, &s));
	const char *digest_only = "SELECT COUNT(*) FROM session_token WHERE digest = $1";
	assert_int_equal(test_int(t, h.d, (sql){ digest_only }, ARGS(arg_bytes(token))), 0);
}

static int64_t time_of_try(inhabited *h, str name, str phrase)
{
	str token;
	int64_t begun = clock_monotonic_us();
	assert_err(h->t, E_DENIED, sign_in(h->area, h->a, name, phrase, h->now, &token));
	return clock_monotonic_us() - begun;
}

/* The quicker of two tries each: what the machine does beside is left out. */
static void an_unknown_name_takes_as_long_as_a_wrong_phrase(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	add_ann(&h);
	int64_t wrong = INT64_MAX, unknown = INT64_MAX;
	for (int i = 0; i < 3; i++) {
		int64_t w = time_of_try(&h, S("ann"), S("not her phrase")), u = time_of_try(&h, S("zoe"), S("not her phrase"));
		if (w < wrong) wrong = w;
		if (u < unknown) unknown = u;
	}
	assert_in_range(unknown, wrong / 2, wrong * 2);
}

static void many_wrong_tries_are_slowed_for_any_name(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	add_ann(&h);
	str names[] = { S("ann"), S("nobody") }, token;
	for (size_t n = 0; n < 2; n++) {
		for (int i = 0; i < 8; i++) assert_err(t, E_DENIED, sign_in(h.area, h.a, names[n], S("wrong"), h.now, &token));
		assert_err(t, E_BUSY, sign_in(h.area, h.a, names[n], PHRASE, later(h.now, MINUTE), &token));
	}
	signed_in(&h, later(h.now, 11 * MINUTE));
	for (int i = 0; i < 7; i++) assert_err(t, E_DENIED, sign_in(h.area, h.a, S("ann"), S("wrong"), later(h.now, 12 * MINUTE), &token));
	signed_in(&h, later(h.now, 12 * MINUTE)); /* a right one takes the wrong ones back */
	assert_err(t, E_DENIED, sign_in(h.area, h.a, S("ann"), S("wrong"), later(h.now, 12 * MINUTE), &token));
}

typedef struct {
	inhabited *h;
	int name;
	err e;
} one_try;

static void *try_once(void *context)
{
	one_try *one = context;
	ARENA(a);
	str token, names[] = { S("one"), S("two"), S("three"), S("four"), S("five"), S("six"), S("seven"), S("eight"), S("nine") };
	one->e = sign_in(one->h->area, &a, names[one->name], PHRASE, one->h->now, &token);
	return NULL;
}

/* Nine at once: two are checked, four wait, and the others are told to come back rather than keep every worker busy. */
static void two_at_once_and_few_wait(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	pthread_t threads[9];
	one_try tries[9];
	int denied = 0, busy = 0, most = 0;
	for (int i = 0; i < 9; i++) {
		tries[i] = (one_try){ .h = &h, .name = i };
		assert_int_equal(pthread_create(&threads[i], NULL, try_once, &tries[i]), 0);
	}
	for (int i = 0; i < 20; i++) {
		pthread_mutex_lock(&h.area->gate_lock);
		if (h.area->checking > most) most = h.area->checking;
		pthread_mutex_unlock(&h.area->gate_lock);
		struct timespec pause = { .tv_nsec = 5 * 1000 * 1000 };
		nanosleep(&pause, NULL);
	}
	for (int i = 0; i < 9; i++) {
		pthread_join(threads[i], NULL);
		denied += tries[i].e == E_DENIED;
		busy += tries[i].e == E_BUSY;
	}
	assert_int_equal(denied + busy, 9);
	assert_in_range(denied, SIGN_IN_AT_ONCE + 1, 9);
	assert_int_equal(most, SIGN_IN_AT_ONCE);
}

/* ---- sessions */

static void it_ends_when_idle_and_after_a_day(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	add_ann(&h);
	session s;
	str token = signed_in(&h, h.now);
	assert_ok(t, finds(&h, token, later(h.now, 29 * MINUTE), &s));
	if (s.fresh_token.n) token = s.fresh_token;
	assert_ok(t, finds(&h, token, later(h.now, 58 * MINUTE), &s));
	if (s.fresh_token.n) token = s.fresh_token;
	assert_err(t, E_DENIED, finds(&h, token, later(h.now, 89 * MINUTE), &s));
	token = signed_in(&h, h.now);
	for (int64_t m = 0; m <= 12 * 60; m += 20) {
		assert_ok(t, finds(&h, token, later(h.now, m * MINUTE), &s));
		if (s.fresh_token.n) token = s.fresh_token;
	}
	assert_err(t, E_DENIED, finds(&h, token, later(h.now, 12 * HOUR + MINUTE), &s));
}

static void its_token_changes_and_the_old_one_ends(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	add_ann(&h);
	session s, again;
	str first = signed_in(&h, h.now);
	instant at = later(h.now, 16 * MINUTE);
	assert_ok(t, finds(&h, first, at, &s));
	assert_int_equal(s.fresh_token.n, 64);
	assert_ok(t, finds(&h, first, at, &again)); /* a request of the same moment: no second token */
	assert_int_equal(again.fresh_token.n, 0);
	assert_str(again.csrf, s.csrf);
	assert_int_equal(again.id, s.id);
	assert_ok(t, finds(&h, first, later(at, 5 * MINUTE), &again)); /* the answer was lost: the new one never came */
	assert_ok(t, finds(&h, s.fresh_token, later(at, 6 * MINUTE), &again));
	assert_int_equal(again.id, s.id);
	assert_ok(t, finds(&h, first, later(at, 6 * MINUTE + 30 * 1000), &again)); /* still on its way */
	assert_err(t, E_DENIED, finds(&h, first, later(at, 8 * MINUTE), &again));
	assert_ok(t, finds(&h, s.fresh_token, later(at, 8 * MINUTE), &again));
}

typedef struct {
	inhabited *h;
	str token;
	instant at;
	bool fresh;
} request;

static void *ask(void *context)
{
	request *r = context;
	ARENA(a);
	db *d CLEANUP(db_closep) = NULL;
	session s = { 0 };
	if (area_connect(r->h->area, &a.trail, &d) == OK && session_find(r->h->area, d, &a, r->token, r->at, &s) == OK)
		r->fresh = s.fresh_token.n > 0;
	return NULL;
}

/* A page asks for many things at once: one of them gets the new token. */
static void one_of_many_requests_gets_the_new_token(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	add_ann(&h);
	pthread_t threads[8];
	request requests[8];
	str token = signed_in(&h, h.now);
	int fresh = 0;
	pthread_mutex_lock(&h.area->own_lock); /* until all have found that it is time */
	for (int i = 0; i < 8; i++) {
		requests[i] = (request){ .h = &h, .token = token, .at = later(h.now, 16 * MINUTE) };
		assert_int_equal(pthread_create(&threads[i], NULL, ask, &requests[i]), 0);
	}
	struct timespec pause = { .tv_nsec = 300 * 1000 * 1000 };
	nanosleep(&pause, NULL);
	pthread_mutex_unlock(&h.area->own_lock);
	for (int i = 0; i < 8; i++) {
		pthread_join(threads[i], NULL);
		fresh += requests[i].fresh;
	}
	assert_int_equal(fresh, 1);
}

static void signing_out_ends_one_or_all(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	add_ann(&h);
	str one = signed_in(&h, h.now), two = signed_in(&h, later(h.now, MINUTE)), three = signed_in(&h, later(h.now, 2 * MINUTE));
	instant at = later(h.now, 3 * MINUTE);
	session s;
	session_rows rows;
	assert_ok(t, finds(&h, one, at, &s));
	assert_ok(t, session_list(h.area, h.d, h.a, s.who.sign_in, &rows));
	assert_int_equal(rows.n, 3);
	assert_int_equal(rows.at[0].id, s.id); /* used last */
	assert_ok(t, session_end(h.area, h.a, one));
	assert_err(t, E_DENIED, finds(&h, one, at, &s));
	assert_ok(t, finds(&h, two, at, &s));
	assert_ok(t, session_end_everywhere(h.area, h.a, s.who.sign_in));
	assert_err(t, E_DENIED, finds(&h, two, at, &s));
	assert_err(t, E_DENIED, finds(&h, three, at, &s));
	assert_ok(t, session_list(h.area, h.d, h.a, s.who.sign_in, &rows));
	assert_int_equal(rows.n, 0);
}

static void the_last_use_is_kept_to_the_minute(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	add_ann(&h);
	session s;
	str token = signed_in(&h, h.now);
	assert_ok(t, finds(&h, token, later(h.now, 1000), &s));
	int64_t used = test_int(t, h.d, SQL("SELECT used FROM session"), NO_ARGS);
	assert_ok(t, finds(&h, token, later(h.now, 50 * 1000), &s));
	assert_int_equal(test_int(t, h.d, SQL("SELECT used FROM session"), NO_ARGS), used);
	assert_ok(t, finds(&h, token, later(h.now, 70 * 1000), &s));
	assert_int_equal(test_int(t, h.d, SQL("SELECT used FROM session"), NO_ARGS), h.now.ms + 70 * 1000);
}

static void a_command_has_the_rights_of_the_name(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	add_ann(&h);
	viewer v;
	assert_ok(t, sign_in_viewer(h.area, h.d, h.a, S("ANN"), &v));
	assert_int_equal(v.worker.n, h.ann.n);
	assert_false(v.measuring);
	assert_err(t, E_NOT_FOUND, sign_in_viewer(h.area, h.d, h.a, S("zoe"), &v));
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(what_is_refused_says_why),
		ENGINE_TEST(a_pass_phrase_is_changed_by_whoever_knows_it),
		ENGINE_TEST(a_phrase_that_somebody_else_set_is_to_be_changed),
		ENGINE_TEST(the_right_phrase_gives_a_session),
		ENGINE_TEST(an_unknown_name_takes_as_long_as_a_wrong_phrase),
		ENGINE_TEST(many_wrong_tries_are_slowed_for_any_name),
		ENGINE_TEST(two_at_once_and_few_wait),
		ENGINE_TEST(it_ends_when_idle_and_after_a_day),
		ENGINE_TEST(its_token_changes_and_the_old_one_ends),
		ENGINE_TEST(one_of_many_requests_gets_the_new_token),
		ENGINE_TEST(signing_out_ends_one_or_all),
		ENGINE_TEST(the_last_use_is_kept_to_the_minute),
		ENGINE_TEST(a_command_has_the_rights_of_the_name),
	};
	return engines_run("access/signing_in", tests, sizeof tests / sizeof *tests);
}
