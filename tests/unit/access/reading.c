/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records, versions, stories and names as one viewer may read them. */
#include "support/inhabited.h"

static int64_t tell(inhabited *h, int64_t id, const char *json, const char *happened)
{
	return SAYS(&h->g, .kind = "told", .happened = happened, .record = id, .json = json,
	            .about = TEXT_OF(h, "child %lld", (long long)h->bell.n));
}

static view opened(inhabited *h, reading *r, const viewer *by, seq at)
{
	view v;
	*r = reads(h, by);
	assert_ok(h->t, access_open(r, h->bell, at, S("child page"), &v));
	return v;
}

static str told_words(inhabited *h, const view *v, const char *field_name, size_t i)
{
	records list;
	assert_ok(h->t, access_records(v, practice_kind(h->g.p, S("told")), 0, &list));
	assert_true(i < list.n);
	return values_get(&list.at[i].values, str_of(field_name))->text;
}

static str line_text(inhabited *h, const story_line *l)
{
	buf b = BUF(h->a);
	for (size_t i = 0; i < l->bits.n; i++) {
		if (l->bits.at[i].own_words) buf_char(&b, '*');
		buf_str(&b, l->bits.at[i].text);
	}
	return buf_view(&b);
}

static void a_field_of_others_is_blank(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	works(&h, h.cleo, h.bell, "2024-04-01", NULL);
	int64_t told = tell(&h, 0, "{\"words\":\"I like it\",\"thought\":\"settled\"}", "2025-05-01");
	tell(&h, told, "{\"words\":\"I like it here\",\"thought\":\"settled\"}", "2025-05-01");
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), cleo = viewing(&h, ROLE_MANAGER, h.cleo);
	reading r;
	record one;
	records versions;
	view v = opened(&h, &r, &ann, PROJECT_NOW);
	assert_str(told_words(&h, &v, "words", 0), S("I like it here"));
	assert_str(told_words(&h, &v, "thought", 0), S(""));
	assert_ok(t, access_record(&v, said_of(told), &one));
	assert_int_equal(values_get(&one.values, S("thought"))->is, VALUE_ABSENT);
	assert_ok(t, access_versions(&v, said_of(told), &versions));
	assert_int_equal(versions.n, 2);
	for (size_t i = 0; i < 2; i++) assert_int_equal(values_get(&versions.at[i].values, S("thought"))->is, VALUE_ABSENT);
	v = opened(&h, &r, &cleo, PROJECT_NOW);
	assert_str(told_words(&h, &v, "thought", 0), S("settled"));
}

static void a_kind_of_others_is_not_there(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	works(&h, h.cleo, h.bell, "2024-04-01", NULL);
	int64_t note = SAYS(&h.g, .kind = "oversight", .json = "{\"note\":\"seen\"}", .about = TEXT_OF(&h, "child %lld", (long long)h.bell.n));
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), cleo = viewing(&h, ROLE_MANAGER, h.cleo);
	const kind *oversight = practice_kind(h.g.p, S("oversight"));
	reading r;
	records list;
	record one;
	story_lines story;
	view v = opened(&h, &r, &ann, PROJECT_NOW);
	assert_ok(t, access_records(&v, oversight, 0, &list));
	assert_int_equal(list.n, 0);
	assert_err(t, E_DENIED, access_record(&v, said_of(note), &one));
	assert_ok(t, access_story(&v, true, &story));
	size_t anns = story.n;
	v = opened(&h, &r, &cleo, PROJECT_NOW);
	assert_ok(t, access_records(&v, oversight, 0, &list));
	assert_int_equal(list.n, 1);
	assert_ok(t, access_story(&v, true, &story));
	assert_int_equal(story.n, anns + 1);
}

static size_t heads_of(inhabited *h, const view *v, int64_t id)
{
	records versions;
	seq_list heads;
	assert_ok(h->t, access_versions(v, said_of(id), &versions));
	assert_ok(h->t, access_heads(v, &versions, &heads));
	return heads.n;
}

static void the_newest_of_each_record_comes_first(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	int64_t first = tell(&h, 0, "{\"words\":\"first\"}", "2025-01-01");
	tell(&h, 0, "{\"words\":\"second\"}", "2025-02-01");
	int64_t fixed = tell(&h, first, "{\"words\":\"first, put right\"}", "2025-01-01");
	reading r;
	records list;
	const kind *told = practice_kind(h.g.p, S("told"));
	view v = opened(&h, &r, &ann, PROJECT_NOW);
	assert_ok(t, access_records(&v, told, 0, &list));
	assert_int_equal(list.n, 2);
	assert_str(values_get(&list.at[0].values, S("words"))->text, S("second"));
	assert_int_equal(list.at[1].seq.n, fixed);
	assert_int_equal(list.at[1].record.n, first);
	assert_true(list.at[1].newest);
	assert_int_equal(heads_of(&h, &v, first), 1);
	assert_ok(t, access_records(&v, told, 1, &list));
	assert_int_equal(list.n, 1);
	SAYS(&h.g, .kind = "told", .json = "{\"words\":\"beside\"}", .record = first, .after = first,
	     .about = TEXT_OF(&h, "child %lld", (long long)h.bell.n));
	v = opened(&h, &r, &ann, PROJECT_NOW); /* what a view has read stays as it was */
	assert_ok(t, access_records(&v, told, 0, &list));
	assert_int_equal(list.n, 2);
	assert_int_equal(heads_of(&h, &v, first), 2);
}

typedef struct {
	const char *words; /* NULL: whatever comes */
	int asked;
} wanted_words;

static err has_words(void *context, const record *one, bool *ret)
{
	wanted_words *w = context;
	w->asked++;
	*ret = !w->words || str_eq(values_get(&one->values, S("words"))->text, str_of(w->words));
	return OK;
}

/* As a list has them, newest happened first; and no more is asked about than is needed. */
static void the_newest_that_is_wanted_is_found(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	int64_t march = tell(&h, 0, "{\"words\":\"in march\"}", "2025-03-01"), january = tell(&h, 0, "{\"words\":\"in january\"}", "2025-01-01");
	tell(&h, 0, "{\"words\":\"in february\",\"thought\":\"of others\"}", "2025-02-01");
	january = tell(&h, january, "{\"words\":\"in january, put right\"}", "2025-01-01");
	SAYS(&h.g, .kind = "told", .json = "{\"words\":\"of robin\"}", .happened = "2025-05-01",
	     .about = TEXT_OF(&h, "child %lld", (long long)h.robin.n));
	reading r;
	record one;
	bool met;
	const kind *told = practice_kind(h.g.p, S("told"));
	view v = opened(&h, &r, &ann, PROJECT_NOW);
	assert_ok(t, access_newest(&v, told, has_words, &(wanted_words){ 0 }, &one, &met));
	assert_true(met && one.newest);
	assert_int_equal(one.seq.n, march);
	assert_ok(t, access_newest(&v, told, has_words, &(wanted_words){ .words = "in january, put right" }, &one, &met));
	assert_true(met);
	assert_int_equal(one.seq.n, january);
	wanted_words second = { .words = "in february" }, nobody_said = { .words = "of robin" };
	assert_ok(t, access_newest(&v, told, has_words, &second, &one, &met));
	assert_true(met);
	assert_int_equal(second.asked, 2);
	assert_int_equal(values_get(&one.values, S("thought"))->is, VALUE_ABSENT);
	assert_ok(t, access_newest(&v, told, has_words, &nobody_said, &one, &met));
	assert_false(met);
	assert_int_equal(nobody_said.asked, 3);
}

/* What was known then, of what may be read now. */
static void a_past_day_shows_what_was_known(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	int64_t before = tell(&h, 0, "{\"words\":\"said\"}", "2025-01-01");
	int64_t after = tell(&h, before, "{\"words\":\"put right\"}", "2025-01-01");
	reading r;
	view v = opened(&h, &r, &ann, (seq){ before });
	story_lines story;
	assert_str(told_words(&h, &v, "words", 0), S("said"));
	assert_ok(t, access_story(&v, true, &story));
	assert_str(line_text(&h, &story.at[0]), S("Bell O'Neill-Łoś said “*said” to not known"));
	v = opened(&h, &r, &ann, (seq){ after });
	assert_str(told_words(&h, &v, "words", 0), S("put right"));
	v = opened(&h, &r, &ann, (seq){ before - 1 });
	records list;
	assert_ok(t, access_records(&v, practice_kind(h.g.p, S("told")), 0, &list));
	assert_int_equal(list.n, 0);
	r = reads(&h, &ben);
	assert_err(t, E_DENIED, access_open(&r, h.bell, (seq){ before }, S("child page"), &v));
	r = reads(&h, &ann);
	assert_err(t, E_NOT_FOUND, access_open(&r, h.bell, (seq){ h.bell.n - 1 }, S("child page"), &v));
}

/* Rights taken away hold for what was written before; rights given hold from now on, and not for how it was known then. */
static void rights_of_now_and_of_then(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	int64_t told = tell(&h, 0, "{\"words\":\"said\",\"thought\":\"settled\"}", "2025-01-01");
	reading r;
	redeclare(&h, "{type: line, label: \"Thought of as\", read: [manager], write: [manager]}", "{type: line, label: \"Thought of as\"}");
	view v = opened(&h, &r, &ann, PROJECT_NOW);
	assert_str(told_words(&h, &v, "thought", 0), S("settled"));
	v = opened(&h, &r, &ann, (seq){ told });
	assert_str(told_words(&h, &v, "words", 0), S("said"));
	assert_str(told_words(&h, &v, "thought", 0), S(""));
	int64_t note = SAYS(&h.g, .kind = "oversight", .json = "{\"note\":\"seen\"}", .about = TEXT_OF(&h, "child %lld", (long long)h.bell.n));
	record one;
	redeclare(&h, "note}\"\n  read: [manager]", "note}\"\n  read: [manager, practitioner]");
	v = opened(&h, &r, &ann, PROJECT_NOW);
	assert_ok(t, access_record(&v, said_of(note), &one));
	v = opened(&h, &r, &ann, (seq){ note });
	assert_err(t, E_DENIED, access_record(&v, said_of(note), &one));
}

static void a_story_names_whom_the_viewer_may_know(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	reading r;
	story_lines story;
	tell(&h, 0, TEXT_OF(&h, "{\"words\":\"hello\",\"present\":[%lld]}", (long long)h.robin.n), "2025-01-01");
	view v = opened(&h, &r, &ann, PROJECT_NOW);
	assert_ok(t, access_story(&v, true, &story));
	assert_int_equal(story.n, 3); /* this, and two whose work with Bell was recorded today */
	assert_str(line_text(&h, &story.at[0]), S("Bell O'Neill-Łoś said “*hello” to Robin Marsh"));
	assert_int_equal(story.at[0].stage, STAGE_HEARD);
	assert_int_equal(story.at[0].happened.is, WHEN_DAY);
	assert_ok(t, access_story(&v, false, &story));
	assert_str(story.at[2].kind, S("told"));
}

static void a_number_tells_nobody_a_name(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	reading r;
	view v = opened(&h, &r, &ann, PROJECT_NOW);
	assert_str(access_name(&v, h.bell), S("Bell O'Neill-Łoś"));
	assert_str(access_name(&v, h.team), S("North"));
	assert_str(access_name(&v, h.ben), S("Ben Worker"));
	assert_str(access_name(&v, h.robin), S("somebody"));
	assert_str(access_name(&v, said_of(0)), S("somebody"));
	assert_str(access_name(&v, said_of(999999)), S("somebody"));
	works(&h, h.ann, h.robin, "2024-04-01", NULL);
	v = opened(&h, &r, &ann, PROJECT_NOW);
	assert_str(access_name(&v, h.robin), S("Robin Marsh"));
	viewer admin = viewing_administrator(&h);
	r = reads(&h, &admin);
	v = access_open_none(&r);
	assert_str(access_name(&v, h.ann), S("Ann Worker"));
	assert_str(access_name(&v, h.bell), S("somebody"));
}

static void joined_records_read_as_one(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	const char *about = TEXT_OF(&h, "keep %lld, other %lld", (long long)h.bell.n, (long long)h.robin.n);
	tell(&h, 0, "{\"words\":\"of bell\"}", "2025-01-01");
	SAYS(&h.g, .kind = "told", .json = "{\"words\":\"of robin\"}", .happened = "2025-01-02",
	     .about = TEXT_OF(&h, "child %lld", (long long)h.robin.n));
	int64_t both = SAYS(&h.g, .kind = "told", .json = "{\"words\":\"of both\"}", .happened = "2025-01-03",
	                    .about = TEXT_OF(&h, "child %lld, child %lld", (long long)h.robin.n, (long long)h.bell.n));
	reading r;
	records list;
	story_lines story;
	const kind *told = practice_kind(h.g.p, S("told")), *person = practice_kind(h.g.p, S("person"));
	view v = opened(&h, &r, &ann, PROJECT_NOW);
	assert_ok(t, access_story(&v, true, &story));
	size_t alone = story.n;
	int64_t join = SAYS(&h.g, .kind = "same_person", .json = "{\"because\":\"papers\"}", .about = about);
	v = opened(&h, &r, &ann, PROJECT_NOW);
	assert_ok(t, access_records(&v, told, 0, &list));
	assert_int_equal(list.n, 3);
	assert_int_equal(list.at[0].seq.n, both);
	assert_ok(t, access_story(&v, true, &story));
	assert_int_equal(story.n, alone + 1);
	assert_ok(t, access_records(&v, person, 0, &list));
	assert_int_equal(list.n, 2);
	v = opened(&h, &r, &ann, (seq){ join - 1 }); /* then they were two */
	assert_int_equal(v.same.n, 1);
	SAYS(&h.g, .kind = "same_person", .json = "{\"because\":\"papers\",\"withdrawn\":true}", .about = about, .record = join);
	v = opened(&h, &r, &ann, (seq){ join }); /* then they were one, now they are two: the other is not shown */
	assert_int_equal(v.same.n, 1);
	assert_ok(t, access_records(&v, told, 0, &list));
	assert_int_equal(list.n, 2);
}

static void children_nobody_holds(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer cleo = viewing(&h, ROLE_MANAGER, h.cleo), ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	reading r = reads(&h, &ann);
	found_list list;
	assert_err(t, E_DENIED, access_nobody_holds(&r, &list));
	assert_int_equal(r.looks.at[0].outcome, LOOK_REFUSED);
	r = reads(&h, &cleo);
	assert_ok(t, access_nobody_holds(&r, &list));
	assert_int_equal(list.n, 1);
	assert_int_equal(list.at[0].person.n, h.robin.n);
	assert_str(list.at[0].name, S("Robin Marsh"));
	assert_int_equal(list.at[0].born.on.is, WHEN_MONTH);
	assert_true(str_starts(list.at[0].why, S("since ")));
	assert_int_equal(r.looks.n, 1);
	assert_int_equal(r.looks.at[0].outcome, LOOK_FOUND);
	works(&h, h.ann, h.robin, "2024-04-01", "2025-03-03");
	record_id known_by_mention = said_of(SAYS(&h.g, .kind = "person", .json = "{\"given\":\"Pip\"}", .about = ""));
	SAYS(&h.g, .kind = "told", .json = "{\"words\":\"x\"}", .about = TEXT_OF(&h, "child %lld", (long long)known_by_mention.n));
	r = reads(&h, &cleo);
	assert_ok(t, access_nobody_holds(&r, &list));
	assert_int_equal(list.n, 2);
	assert_str(list.at[0].why, S("since 3 March 2025"));
	assert_str(list.at[1].name, S("Pip"));
	SAYS(&h.g, .kind = "interest", .json = "{\"what\":\"kin\"}",
	     .about = TEXT_OF(&h, "child %lld, worker %lld", (long long)known_by_mention.n, (long long)h.cleo.n));
	r = reads(&h, &cleo);
	assert_ok(t, access_nobody_holds(&r, &list));
	assert_int_equal(list.n, 1);
	works(&h, h.cleo, h.robin, "2024-04-01", NULL);
	works(&h, h.ann, known_by_mention, "2024-04-01", NULL);
	r = reads(&h, &cleo);
	assert_ok(t, access_nobody_holds(&r, &list));
	assert_int_equal(list.n, 0);
}

static void a_view_shows_its_own_child_alone(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	reading r;
	view v = opened(&h, &r, &ann, PROJECT_NOW);
	record one;
	int64_t other = SAYS(&h.g, .kind = "told", .json = "{\"words\":\"x\"}", .about = TEXT_OF(&h, "child %lld", (long long)h.robin.n));
	assert_err(t, E_NOT_FOUND, access_record(&v, said_of(other), &one));
	assert_err(t, E_NOT_FOUND, access_record(&v, h.team, &one));
	assert_err(t, E_NOT_FOUND, access_record(&v, h.robin, &one));
	assert_ok(t, access_record(&v, h.bell, &one));
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(a_field_of_others_is_blank),
		ENGINE_TEST(a_kind_of_others_is_not_there),
		ENGINE_TEST(the_newest_of_each_record_comes_first),
		ENGINE_TEST(the_newest_that_is_wanted_is_found),
		ENGINE_TEST(a_past_day_shows_what_was_known),
		ENGINE_TEST(rights_of_now_and_of_then),
		ENGINE_TEST(a_story_names_whom_the_viewer_may_know),
		ENGINE_TEST(a_number_tells_nobody_a_name),
		ENGINE_TEST(joined_records_read_as_one),
		ENGINE_TEST(children_nobody_holds),
		ENGINE_TEST(a_view_shows_its_own_child_alone),
	};
	return engines_run("access/reading", tests, sizeof tests / sizeof *tests);
}
