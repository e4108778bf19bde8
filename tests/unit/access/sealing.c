/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is kept from somebody reads, for them, as if it had never been written; for everybody else it is there. */
#include "support/inhabited.h"

#define PLANTED "pomegranate"

/* ---- everything that one viewer can read about a child, as text */

static void write_record(buf *b, const record *one)
{
	buf_printf(b, " %lld/%lld %d ", (long long)one->record.n, (long long)one->seq.n, one->newest);
	values_write_json(b, &one->values);
	for (size_t i = 0; i < one->about.n; i++) buf_printf(b, " about %lld", (long long)one->about.at[i].record.n);
}

static void write_kind(inhabited *h, const view *v, const kind *k, buf *b)
{
	records list, versions;
	assert_ok(h->t, access_records(v, k, 0, &list));
	buf_str(b, k->name);
	buf_printf(b, ": %zu\n", list.n);
	for (size_t i = 0; i < list.n; i++) {
		record one;
		seq_list heads;
		write_record(b, &list.at[i]);
		assert_ok(h->t, access_record(v, list.at[i].record, &one));
		write_record(b, &one);
		assert_ok(h->t, access_versions(v, list.at[i].record, &versions));
		for (size_t n = 0; n < versions.n; n++) write_record(b, &versions.at[n]);
		assert_ok(h->t, access_heads(v, &versions, &heads));
		buf_printf(b, " heads %zu ", heads.n);
		buf_str(b, access_name(v, list.at[i].record));
		buf_char(b, '\n');
	}
}

static void write_story(inhabited *h, const view *v, buf *b)
{
	story_lines lines;
	assert_ok(h->t, access_story(v, false, &lines));
	buf_printf(b, "story %zu\n", lines.n);
	for (size_t i = 0; i < lines.n; i++) {
		buf_printf(b, "%lld ", (long long)lines.at[i].seq.n);
		for (size_t n = 0; n < lines.at[i].bits.n; n++) buf_str(b, lines.at[i].bits.at[n].text);
		buf_char(b, '\n');
	}
}

static err count_view(void *context, const view *v)
{
	*(size_t *)context += v->child.n > 0;
	return OK;
}

static void write_lists(inhabited *h, reading *r, buf *b)
{
	found_list list;
	when heard[10];
	assert_ok(h->t, access_my_children(r, &list));
	for (size_t i = 0; i < list.n; i++) buf_str(b, list.at[i].name);
	assert_ok(h->t, access_last_heard(r, &list, heard));
	for (size_t i = 0; i < list.n; i++) when_write(b, heard[i]);
	size_t among = 0;
	assert_ok(h->t, access_find_among(r, count_view, &among));
	buf_printf(b, "found among %zu\n", among);
}

static str everything(inhabited *h, const viewer *by, seq at)
{
	reading r = reads(h, by);
	view v;
	buf b = BUF(h->a);
	assert_ok(h->t, access_open(&r, h->bell, at, S("child page"), &v));
	for (size_t i = 0; i < practice_kind_count(h->g.p); i++) write_kind(h, &v, practice_kind_at(h->g.p, i), &b);
	write_story(h, &v, &b);
	write_lists(h, &r, &b);
	return buf_view(&b);
}

static bool sees(inhabited *h, const viewer *by, seq at)
{
	return str_find(everything(h, by, at), S(PLANTED)) >= 0;
}

/* ---- saying it */

static int64_t tell(inhabited *h, int64_t id, const char *words, record_id kept_from)
{
	const char *seal = kept_from.n ? TEXT_OF(h, ",\"keep_from\":[%lld]", (long long)kept_from.n) : "";
	return SAYS(&h->g, .kind = "told", .happened = "2025-05-01", .record = id, .about = TEXT_OF(h, "child %lld", (long long)h->bell.n),
	            .json = TEXT_OF(h, "{\"words\":\"%s\"%s}", words, seal));
}

typedef struct {
	viewer ann, ben;
} pair;

static pair both_work(inhabited *h)
{
	works(h, h->ben, h->bell, "2024-04-01", NULL);
	return (pair){ viewing(h, ROLE_PRACTITIONER, h->ann), viewing(h, ROLE_PRACTITIONER, h->ben) };
}

static void it_reads_as_if_never_written(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	pair p = both_work(&h);
	tell(&h, 0, "An apple", said_of(0));
	str before = everything(&h, &p.ben, PROJECT_NOW);
	int64_t kept = tell(&h, 0, PLANTED, h.ben_herself);
	assert_str(everything(&h, &p.ben, PROJECT_NOW), before);
	assert_true(sees(&h, &p.ann, PROJECT_NOW));
	reading r = reads(&h, &p.ben);
	view v, none;
	const kind *k;
	record one;
	records list;
	assert_ok(t, access_open(&r, h.bell, PROJECT_NOW, S("child page"), &v));
	assert_err(t, E_NOT_FOUND, access_record(&v, said_of(kept), &one));
	assert_err(t, E_NOT_FOUND, access_versions(&v, said_of(kept), &list));
	assert_str(access_name(&v, said_of(kept)), S("somebody"));
	size_t looks = r.looks.n;
	assert_err(t, E_NOT_FOUND, access_open_record(&r, said_of(kept), PROJECT_NOW, &none, &k));
	assert_int_equal(r.looks.n, looks);
}

/* Also for somebody who may not open the child: a refusal would tell that the record is there. */
static void a_number_tells_nothing_to_a_stranger(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	int64_t kept = tell(&h, 0, PLANTED, h.ben_herself), open = tell(&h, 0, "An apple", said_of(0));
	reading r = reads(&h, &ben);
	view v;
	const kind *k;
	assert_err(t, E_NOT_FOUND, access_open_record(&r, said_of(kept), PROJECT_NOW, &v, &k));
	assert_int_equal(r.looks.n, 0);
	assert_err(t, E_DENIED, access_open_record(&r, said_of(open), PROJECT_NOW, &v, &k));
	assert_int_equal(r.looks.n, 1);
}

static void a_correction_seals_what_came_before(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	pair p = both_work(&h);
	str before = everything(&h, &p.ben, PROJECT_NOW);
	int64_t first = tell(&h, 0, PLANTED " first", said_of(0));
	assert_true(sees(&h, &p.ben, PROJECT_NOW));
	tell(&h, first, PLANTED " kept", h.ben_herself);
	assert_str(everything(&h, &p.ben, PROJECT_NOW), before);
	assert_true(sees(&h, &p.ann, PROJECT_NOW));
	int64_t last = tell(&h, first, PLANTED " open again", said_of(0));
	reading r = reads(&h, &p.ben);
	view v;
	records versions;
	assert_ok(t, access_open(&r, h.bell, PROJECT_NOW, S("child page"), &v));
	assert_ok(t, access_versions(&v, said_of(first), &versions));
	assert_int_equal(versions.n, 2);
	assert_int_equal(versions.at[0].seq.n, last);
	assert_int_equal(versions.at[1].seq.n, first);
}

static void it_holds_on_a_past_day_too(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	pair p = both_work(&h);
	int64_t open = tell(&h, 0, PLANTED " open", said_of(0));
	int64_t kept = tell(&h, open, PLANTED " kept", h.ben_herself);
	assert_false(sees(&h, &p.ben, (seq){ open }));
	assert_false(sees(&h, &p.ben, (seq){ kept }));
	assert_true(sees(&h, &p.ann, (seq){ open }));
	tell(&h, open, "nothing", said_of(0));
	reading r = reads(&h, &p.ben);
	view v;
	record one;
	assert_ok(t, access_open(&r, h.bell, (seq){ kept }, S("child page"), &v));
	assert_err(t, E_NOT_FOUND, access_record(&v, said_of(open), &one));
	assert_true(sees(&h, &p.ben, (seq){ open }));
	assert_false(sees(&h, &p.ben, (seq){ kept }));
	assert_true(sees(&h, &p.ann, (seq){ kept }));
}

static void it_is_kept_from_the_person_under_every_record(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	pair p = both_work(&h);
	record_id other = said_of(SAYS(&h.g, .kind = "person", .json = "{\"given\":\"Benjamin\"}", .about = ""));
	tell(&h, 0, PLANTED, other);
	assert_true(sees(&h, &p.ben, PROJECT_NOW));
	const char *about = TEXT_OF(&h, "keep %lld, other %lld", (long long)other.n, (long long)h.ben_herself.n);
	SAYS(&h.g, .kind = "same_person", .json = "{\"because\":\"he said so\"}", .about = about);
	assert_false(sees(&h, &p.ben, PROJECT_NOW));
	assert_true(sees(&h, &p.ann, PROJECT_NOW));
}

/* Two people correct at once, one of them sealing: the wish holds until somebody who saw both writes after both. */
static void a_correction_beside_it_does_not_open_it(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	pair p = both_work(&h);
	const char *about = TEXT_OF(&h, "child %lld", (long long)h.bell.n);
	int64_t first = tell(&h, 0, PLANTED, said_of(0));
	tell(&h, first, PLANTED " kept", h.ben_herself);
	SAYS(&h.g, .kind = "told", .json = "{\"words\":\"" PLANTED " beside\"}", .about = about, .record = first, .after = first);
	assert_false(sees(&h, &p.ben, PROJECT_NOW));
	assert_true(sees(&h, &p.ann, PROJECT_NOW));
	tell(&h, first, PLANTED " agreed", said_of(0));
	assert_true(sees(&h, &p.ben, PROJECT_NOW));
}

/* An answer would say that there was something to answer. */
static void what_answers_it_is_kept_with_it(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	pair p = both_work(&h);
	str before = everything(&h, &p.ben, PROJECT_NOW);
	int64_t kept = tell(&h, 0, "An apple", h.ben_herself);
	SAYS(&h.g, .kind = "reply", .json = "{\"did\":\"" PLANTED "\"}",
	     .about = TEXT_OF(&h, "child %lld, to %lld", (long long)h.bell.n, (long long)kept));
	assert_str(everything(&h, &p.ben, PROJECT_NOW), before);
	assert_true(sees(&h, &p.ann, PROJECT_NOW));
	tell(&h, kept, "An apple", said_of(0));
	assert_true(sees(&h, &p.ben, PROJECT_NOW));
}

static void writing_tells_nothing_either(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	pair p = both_work(&h);
	int64_t kept = tell(&h, 0, PLANTED, h.ben_herself);
	const kind *told = practice_kind(h.g.p, S("told")), *reply = practice_kind(h.g.p, S("reply"));
	entry_head correct = { .record = { kept } }, answer = { 0 };
	PUSH(h.a, &correct.about, ((entry_link){ S("child"), h.bell }));
	PUSH(h.a, &answer.about, ((entry_link){ S("child"), h.bell }));
	PUSH(h.a, &answer.about, ((entry_link){ S("to"), { kept } }));
	reading r = reads(&h, &p.ben), allowed = reads(&h, &p.ann);
	writer w;
	assert_err(t, E_NOT_FOUND, access_writer(&r, told, &correct, &w));
	assert_err(t, E_NOT_FOUND, access_writer(&r, reply, &answer, &w));
	assert_int_equal(r.looks.n, 0);
	assert_ok(t, access_writer(&allowed, told, &correct, &w));
	assert_ok(t, access_writer(&allowed, reply, &answer, &w));
}

static void it_gives_nobody_away(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	pair p = both_work(&h);
	SAYS(&h.g, .kind = "told", .about = TEXT_OF(&h, "child %lld", (long long)h.bell.n),
	     .json = TEXT_OF(&h, "{\"words\":\"x\",\"present\":[%lld],\"keep_from\":[%lld]}", (long long)h.robin.n, (long long)h.ben_herself.n));
	reading anns = reads(&h, &p.ann), bens = reads(&h, &p.ben);
	view v;
	assert_ok(t, access_open(&anns, h.bell, PROJECT_NOW, S("child page"), &v));
	assert_str(access_name(&v, h.robin), S("Robin Marsh"));
	assert_ok(t, access_open(&bens, h.bell, PROJECT_NOW, S("child page"), &v));
	assert_str(access_name(&v, h.robin), S("somebody"));
}

static void who_looked_does_not_name_it(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	pair p = both_work(&h);
	int64_t kept = tell(&h, 0, PLANTED, h.ben_herself);
	const kind *k, *told = practice_kind(h.g.p, S("told"));
	entry_head head = { .record = { kept } };
	PUSH(h.a, &head.about, ((entry_link){ S("child"), h.bell }));
	reading anns = reads(&h, &p.ann), bens = reads(&h, &p.ben);
	view v;
	writer w;
	looked_list looks;
	assert_ok(t, access_open_record(&anns, said_of(kept), PROJECT_NOW, &v, &k));
	assert_ok(t, access_writer(&anns, told, &head, &w));
	assert_int_equal(anns.looks.n, 2);
	assert_ok(t, readlog_write(area_readlog(h.area), anns.looks.at, anns.looks.n));
	assert_ok(t, access_who_looked(&v, &looks));
	assert_int_equal(looks.n, 1);
	assert_int_equal(looks.at[0].look.record.n, kept);
	assert_str(looks.at[0].who, S("Ann Worker"));
	assert_ok(t, access_open(&bens, h.bell, PROJECT_NOW, S("child page"), &v));
	assert_ok(t, access_who_looked(&v, &looks));
	assert_int_equal(looks.n, 1);
	assert_int_equal(looks.at[0].look.record.n, 0);
}

/* A list that is about no child, and a person known to be a child by a sealed entry alone. */
static void lists_leave_it_out(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	record_id cleo_herself = said_of(SAYS(&h.g, .kind = "person", .json = "{\"given\":\"Cleo\"}", .about = ""));
	record_id hidden = said_of(SAYS(&h.g, .kind = "person", .json = "{\"given\":\"Pat\"}", .about = ""));
	SAYS(&h.g, .kind = "worker", .json = "{\"name\":\"Cleo Head\"}", .record = h.cleo.n,
	     .about = TEXT_OF(&h, "person %lld", (long long)cleo_herself.n));
	const char *seal = TEXT_OF(&h, "\"keep_from\":[%lld]", (long long)cleo_herself.n);
	SAYS(&h.g, .kind = "course", .json = TEXT_OF(&h, "{\"name\":\"" PLANTED "\",%s}", seal), .about = "");
	SAYS(&h.g, .kind = "told", .json = TEXT_OF(&h, "{\"words\":\"x\",%s}", seal), .about = TEXT_OF(&h, "child %lld", (long long)hidden.n));
	viewer cleo = viewing(&h, ROLE_MANAGER, h.cleo), ann = viewing(&h, ROLE_PRACTITIONER | ROLE_MANAGER, h.ann);
	viewer *all[] = { &cleo, &ann };
	for (size_t i = 0; i < 2; i++) {
		reading r = reads(&h, all[i]);
		view v;
		records courses;
		found_list unheld;
		const kind *course = practice_kind(h.g.p, S("course"));
		assert_ok(t, access_open_list(&r, course, &v));
		assert_ok(t, access_records(&v, course, 0, &courses));
		assert_int_equal(courses.n, i);
		assert_ok(t, access_nobody_holds(&r, &unheld));
		assert_int_equal(unheld.n, 1 + i); /* Robin, and for Ann also Pat */
	}
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(it_reads_as_if_never_written),
		ENGINE_TEST(a_number_tells_nothing_to_a_stranger),
		ENGINE_TEST(a_correction_seals_what_came_before),
		ENGINE_TEST(it_holds_on_a_past_day_too),
		ENGINE_TEST(it_is_kept_from_the_person_under_every_record),
		ENGINE_TEST(a_correction_beside_it_does_not_open_it),
		ENGINE_TEST(what_answers_it_is_kept_with_it),
		ENGINE_TEST(writing_tells_nothing_either),
		ENGINE_TEST(it_gives_nobody_away),
		ENGINE_TEST(who_looked_does_not_name_it),
		ENGINE_TEST(lists_leave_it_out),
	};
	return engines_run("access/sealing", tests, sizeof tests / sizeof *tests);
}
