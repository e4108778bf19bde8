/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What one recorded a moment ago is taken back until somebody else has read it. */
#include "access/take_back.h"
#include "support/inhabited.h"

#include "base/clock.h"

static const char withdrawal[] = "- kind: told\n"
                                 "  label: What was told\n"
                                 "  about: {child: 1..n}\n"
                                 "  story: \"{child} said “{words}”\"\n"
                                 "  read: [works_with_child]\n"
                                 "  write: [practitioner]\n"
                                 "  fields:\n"
                                 "    - words:     {type: text, required: true, label: \"Words\"}\n"
                                 "    - keep_from: {type: people, seal: true, label: \"Kept from\"}\n"
                                 "- kind: withdrawal\n"
                                 "  label: Taken back\n"
                                 "  form: no\n"
                                 "  about: {child: 1..n, of: {kind: any, count: 1}}\n"
                                 "  read: [works_with_child]\n"
                                 "  write: []\n"
                                 "  fields:\n"
                                 "    - why: {type: line, label: \"Why\"}\n";

static void begin(test_area *t, inhabited *h)
{
	inhabited_make(t, h);
	findings wrong = { 0 };
	int applied = 0;
	h->sources[1].bytes = str_of(withdrawal);
	assert_ok(t, area_apply(h->area, h->a, h->sources, 2, &wrong, &applied));
	assert_ok(t, area_practice(h->area, h->d, &h->g.p));
	works(h, h->ben, h->bell, "2024-04-01", NULL);
}

static int64_t tell_by(inhabited *h, record_id by, const char *words)
{
	writer w = h->g.w;
	h->g.w.author = by;
	int64_t s = SAYS(&h->g, .kind = "told", .json = TEXT_OF(h, "{\"words\":\"%s\"}", words), .about = TEXT_OF(h, "child %lld", (long long)h->bell.n));
	h->g.w = w;
	return s;
}

static void open_record_of(inhabited *h, reading *r, const viewer *by, int64_t id, seq at, view *ret_v, record *ret)
{
	const kind *k;
	*r = reads(h, by);
	r->now = clock_now();
	assert_ok(h->t, access_open_record(r, said_of(id), at, ret_v, &k));
	assert_ok(h->t, access_record(ret_v, said_of(id), ret));
}

static take_back may(inhabited *h, const viewer *by, int64_t id)
{
	reading r;
	view v;
	record one;
	take_back answer;
	open_record_of(h, &r, by, id, PROJECT_NOW, &v, &one);
	assert_ok(h->t, access_take_back_may(&v, &one, &answer));
	return answer;
}

static take_back takes_back(inhabited *h, const viewer *by, int64_t id, bool *ret_seen)
{
	reading r;
	view v;
	record one;
	take_back answer;
	open_record_of(h, &r, by, id, PROJECT_NOW, &v, &one);
	assert_ok(h->t, access_take_back(&v, &one, uuid_make(r.now), &answer, ret_seen));
	return answer;
}

/* As a page does: what was looked at is in the log before it is shown. */
static void looks_at(inhabited *h, const viewer *by)
{
	reading r = reads(h, by);
	view v;
	r.now = clock_now();
	assert_ok(h->t, access_open(&r, h->bell, PROJECT_NOW, S("child page"), &v));
	assert_ok(h->t, readlog_write(area_readlog(h->area), r.looks.at, r.looks.n));
}

static bool in_story(inhabited *h, const viewer *by, seq at, int64_t s)
{
	reading r = reads(h, by);
	view v;
	story_lines lines;
	bool there = false;
	assert_ok(h->t, access_open(&r, h->bell, at, S("child page"), &v));
	assert_ok(h->t, access_story(&v, true, &lines));
	for (size_t i = 0; i < lines.n; i++) there |= lines.at[i].seq.n == s;
	return there;
}

static void rebuilt_the_same(inhabited *h)
{
	str_list differ = { 0 };
	assert_ok(h->t, project_check(h->g.d, h->a, h->g.p, h->g.z, NULL, NULL, &differ));
	assert_int_equal(differ.n, 0);
}

static void it_is_left_out_and_stays_in_its_history(test_area *t)
{
	INHABITED(h);
	begin(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	int64_t s = tell_by(&h, h.ann, "the wrong child");
	bool seen, taken;
	assert_true(in_story(&h, &ann, PROJECT_NOW, s));
	assert_int_equal(takes_back(&h, &ann, s, &seen), TAKE_BACK_MAY);
	assert_false(seen);
	assert_false(in_story(&h, &ann, PROJECT_NOW, s));
	assert_false(in_story(&h, &ben, PROJECT_NOW, s));
	assert_true(in_story(&h, &ann, (seq){ s }, s)); /* as it was known before */
	reading r;
	view v;
	record one;
	open_record_of(&h, &r, &ben, s, PROJECT_NOW, &v, &one);
	assert_ok(t, access_taken_back(&v, said_of(s), &taken));
	assert_true(taken);
	assert_int_equal(may(&h, &ann, s), TAKE_BACK_CORRECTED);
	rebuilt_the_same(&h);
}

static void only_ones_own_last_unread_entry(test_area *t)
{
	INHABITED(h);
	begin(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	int64_t first = tell_by(&h, h.ann, "first"), second = tell_by(&h, h.ann, "second");
	bool seen;
	assert_int_equal(may(&h, &ben, second), TAKE_BACK_NOT_OWN);
	assert_int_equal(may(&h, &ann, first), TAKE_BACK_NOT_LAST);
	assert_int_equal(may(&h, &ann, h.ann_works.n), TAKE_BACK_NOT_HERE);
	looks_at(&h, &ann);
	assert_int_equal(may(&h, &ann, second), TAKE_BACK_MAY); /* one's own look is nobody else's */
	looks_at(&h, &ben);
	assert_int_equal(takes_back(&h, &ann, second, &seen), TAKE_BACK_READ);
	assert_true(in_story(&h, &ben, PROJECT_NOW, second));
	int64_t third = tell_by(&h, h.ann, "third");
	h.g.w.author = h.ann;
	SAYS(&h.g, .kind = "told", .json = "{\"words\":\"put right\"}", .record = third, .about = TEXT_OF(&h, "child %lld", (long long)h.bell.n));
	assert_int_equal(may(&h, &ann, third), TAKE_BACK_CORRECTED);
}

/* A page that was begun before the withdrawal, and whose look comes to the log while it is made: whoever takes back is told. */
static void who_reads_meanwhile_is_said(test_area *t)
{
	INHABITED(h);
	begin(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	int64_t s = tell_by(&h, h.ann, "both at once");
	reading r;
	view v;
	record one;
	take_back answer;
	bool seen = false;
	open_record_of(&h, &r, &ann, s, PROJECT_NOW, &v, &one);
	assert_ok(t, access_take_back_may(&v, &one, &answer));
	assert_int_equal(answer, TAKE_BACK_MAY);
	looks_at(&h, &ben);
	assert_ok(t, access_take_back(&v, &one, uuid_make(r.now), &answer, &seen));
	assert_true(answer == TAKE_BACK_READ ? !seen && in_story(&h, &ben, PROJECT_NOW, s) : seen && !in_story(&h, &ben, PROJECT_NOW, s));
	rebuilt_the_same(&h);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(it_is_left_out_and_stays_in_its_history), ENGINE_TEST(only_ones_own_last_unread_entry),
		ENGINE_TEST(who_reads_meanwhile_is_said),
	};
	return engines_run("access/take_back", tests, sizeof tests / sizeof *tests);
}
