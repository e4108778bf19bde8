/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What one entry becomes: typed columns, links, seals, a sentence; and what a correction, a fork and a disposal leave. */
#include "support/projected.h"

#include <string.h>

#define KINDS                                                                                                          \
	"- kind: heard\n"                                                                                              \
	"  label: Heard\n"                                                                                             \
	"  about: {child: 1..n, helper: {kind: worker, count: 0..1}}\n"                                                \
	"  stage: heard\n"                                                                                             \
	"  story: \"{helper} with {child} on {day}: “{words}” ({mood}, {kin}, {place})\"\n"                            \
	"  read: [works_with_child]\n"                                                                                 \
	"  write: [practitioner]\n"                                                                                    \
	"  fields:\n"                                                                                                  \
	"    - words:  {type: text}\n"                                                                                 \
	"    - place:  {type: line}\n"                                                                                 \
	"    - mood:   {type: choice, of: [{low: \"Very low\"}, {well: \"Well\"}]}\n"                                  \
	"    - ways:   {type: choices, of: [spoken, drawn, signed]}\n"                                                 \
	"    - day:    {type: day}\n"                                                                                  \
	"    - at:     {type: instant}\n"                                                                              \
	"    - weeks:  {type: number, unit: weeks, decimals: 2}\n"                                                     \
	"    - safe:   {type: yes_no}\n"                                                                               \
	"    - kin:    {type: person}\n"                                                                               \
	"    - there:  {type: people}\n"                                                                               \
	"    - worker: {type: record, kind: worker}\n"                                                                 \
	"    - papers: {type: file}\n"                                                                                 \
	"    - number: {type: identifier, of: nhs}\n"                                                                  \
	"    - hide:   {type: people, seal: true}\n"

typedef struct {
	int64_t child, sibling, worker;
} family;

static family make_family(projected *g)
{
	return (family){
		.child = SAYS(g, .kind = "person", .json = "{\"given\":\"Asha\"}"),
		.sibling = SAYS(g, .kind = "person", .json = "{\"given\":\"Sam\"}"),
		.worker = SAYS(g, .kind = "worker", .json = "{\"name\":\"Jo\"}"),
	};
}

/* %1 child, %2 sibling, %3 worker: written into a text with three %lld. */
static const char *with_family(projected *g, const char *format, family f)
{
	buf b = BUF(g->a);
	str rest = str_of(format);
	while (rest.n) {
		buf_str(&b, str_cut(rest, '%', &rest));
		if (!rest.n) break;
		buf_int(&b, rest.at[0] == '1' ? f.child : rest.at[0] == '2' ? f.sibling : f.worker);
		rest = str_from(rest, 1);
	}
	return str_c(g->a, buf_view(&b));
}

static str text_at(projected *g, const char *column, int64_t s)
{
	buf b = BUF(g->a);
	buf_printf(&b, "SELECT CAST(\"%s\" AS TEXT) FROM p_heard WHERE seq = $1", column);
	ROWS(rows);
	assert_ok(g->t, db_query(g->d, (sql){ str_c(g->a, buf_view(&b)) }, ARGS(ARG(s)), &rows));
	assert_true(db_next(&rows));
	str text = db_is_null(&rows, 0) ? S("NULL") : db_text_copy(&rows, 0, g->a);
	assert_ok(g->t, db_end(&rows));
	return text;
}

static void every_type_has_its_column(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	family f = make_family(&g);
	const char *json = with_family(&g,
	                               "{\"words\":\"I like\\nthe sea\",\"place\":\"Home\",\"mood\":\"low\","
	                               "\"ways\":[\"drawn\",\"spoken\"],\"day\":\"2024-02~\","
	                               "\"at\":\"2024-03-05T14:20:00.000Z\",\"weeks\":\"2.50\",\"safe\":true,\"kin\":%2,"
	                               "\"there\":[%1,%2],\"worker\":%3,\"number\":\"943 476 5919\",\"hide\":[%2]}", f);
	int64_t s = SAYS(&g, .kind = "heard", .json = json, .about = with_family(&g, "child %1", f), .happened = "2024-03");
	static const char *const expected[][2] = {
		{ "words", "I like\nthe sea" }, { "place", "Home" }, { "mood", "low" }, { "ways", " spoken drawn " },
		{ "day", "19754" }, { "day_as", "2024-02~" }, { "at", "1709648400000" }, { "at_as", "2024-03-05T14:20:00.000Z" },
		{ "weeks", "2.5" }, { "weeks_as", "2.50" }, { "safe", "1" }, { "papers", "NULL" }, { "number", "9434765919" },
		{ "odd", "NULL" }, { "happened", "2024-03" }, { "happened_ms", "1709251200000" }, { "known_to", "NULL" },
	};
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		assert_str(text_at(&g, expected[i][0], s), str_of(expected[i][1]));
	assert_str(text_at(&g, "kin", s), str_of(with_family(&g, "%2", f)));
	assert_str(text_at(&g, "there", s), str_of(with_family(&g, " %1 %2 ", f)));
	assert_str(text_at(&g, "worker", s), str_of(with_family(&g, "%3", f)));
}

static void a_file_is_named_with_its_digest(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	family f = make_family(&g);
	const kind *k = practice_kind(g.p, S("heard"));
	values v = values_make(g.a, k);
	file_value drawing = { .name = S("a \"drawing\".png"), .media = S("image/png"), .bytes = S("abc"), .size_bytes = 3 };
	drawing.digest = sha256_of(drawing.bytes);
	value *papers = values_of(&v, S("papers"));
	papers->is = VALUE_KNOWN;
	PUSH(g.a, &papers->files, drawing);
	entry_head head = { 0 };
	problems none = { 0 };
	seq s;
	bool forked;
	PUSH(g.a, &head.about, ((entry_link){ S("child"), { f.child } }));
	assert_ok(t, journal_append(&g.w, k, &v, &head, g.a, &s, &forked, &none));
	assert_str(text_at(&g, "papers", s.n),
	           S("[{\"name\":\"a \\\"drawing\\\".png\",\"media\":\"image/png\",\"digest\":"
	             "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\",\"size\":3}]"));
}

static void what_is_not_known_or_does_not_read_is_kept_beside(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	family f = make_family(&g);
	int64_t s = SAYS(&g, .kind = "heard", .about = with_family(&g, "child %1", f),
	                 .json = "{\"words\":{\"not_known\":true},\"day\":{\"unread\":\"31/02/2024\"},\"safe\":{\"not_known\":true}}");
	assert_str(text_at(&g, "words", s), S("NULL"));
	assert_str(text_at(&g, "day", s), S("NULL"));
	assert_str(text_at(&g, "day_as", s), S("NULL"));
	assert_str(text_at(&g, "safe", s), S("NULL"));
	assert_str(text_at(&g, "odd", s),
	           S("{\"words\":{\"not_known\":true},\"day\":{\"unread\":\"31/02/2024\"},\"safe\":{\"not_known\":true}}"));
	assert_str(text_at(&g, "happened", s), S("NULL"));
	assert_int_equal(test_int(t, g.d, SQL("SELECT happened_ms - recorded FROM p_heard WHERE seq = $1"), ARGS(ARG(s))), 0);
}

static void links_come_from_header_and_fields(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	family f = make_family(&g);
	int64_t s = SAYS(&g, .kind = "heard", .about = with_family(&g, "child %1, child %2, helper %3", f),
	                 .json = with_family(&g, "{\"kin\":%2,\"there\":[%1],\"hide\":[%2]}", f));
	buf like = BUF(g.a);
	buf_printf(&like, ",\"heard\",%lld,null]", (long long)s);
	str rows = rows_of(&g, "link", str_c(g.a, buf_view(&like)));
	buf expected = BUF(g.a);
	const char *const links[] = { "child\",%1", "child\",%2", "helper\",%3", "hide\",%2", "kin\",%2", "there\",%1" };
	for (size_t i = 0; i < sizeof links / sizeof *links; i++)
		buf_printf(&expected, "[\"link\",%lld,\"%s,%lld,\"heard\",%lld,null]\n", (long long)s, with_family(&g, links[i], f),
		           (long long)s, (long long)s);
	assert_str(rows, buf_view(&expected));
	buf seal = BUF(g.a);
	buf_printf(&seal, "[\"seal\",%lld,%lld,%lld,%lld,null]\n", (long long)s, (long long)f.sibling, (long long)s, (long long)s);
	assert_str(rows_of(&g, "seal", ""), buf_view(&seal));
}

/* The parts of the only sentence of s for that child: words as they are, persons as <1 2>, values as [field:text], a text
 * field's own words as [field=text]. */
static str sentence_of(projected *g, int64_t child, int64_t s)
{
	ROWS(rows);
	assert_ok(g->t, db_query(g->d, SQL("SELECT parts FROM story WHERE child = $1 AND seq = $2"), ARGS(ARG(child), ARG(s)), &rows));
	assert_true(db_next(&rows));
	str rest = db_text_copy(&rows, 0, g->a);
	assert_ok(g->t, db_end(&rows));
	buf b = BUF(g->a);
	for (story_part p; part_next(g->a, &rest, &p);) {
		switch (p.is) {
		case STORY_WORDS: buf_str(&b, p.text); break;
		case STORY_PERSON:
			buf_char(&b, '<');
			buf_str(&b, p.field);
			for (size_t i = 0; i < p.records.n; i++) buf_printf(&b, i ? " %lld" : "%lld", (long long)p.records.at[i].n);
			buf_char(&b, '>');
			break;
		case STORY_VALUE:
			buf_char(&b, '[');
			buf_str(&b, p.field);
			buf_char(&b, p.own_words ? '=' : ':');
			buf_str(&b, p.text);
			buf_char(&b, ']');
			break;
		}
	}
	return buf_view(&b);
}

static void each_child_has_its_sentence(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	family f = make_family(&g);
	int64_t s = SAYS(&g, .kind = "heard", .about = with_family(&g, "child %1, child %2, helper %3", f), .happened = "2024-03-05",
	                 .json = with_family(&g,
	                                     "{\"words\":\"A <b>\\n“sea”\",\"day\":\"2024-03~\",\"mood\":\"low\","
	                                     "\"kin\":%2,\"place\":\"Home\"}", f));
	str expected = str_of(with_family(&g,
	                                  "<%3> with <%1 %2> on [day:about March 2024]: “[words=A <b>\n“sea”]” "
	                                  "([mood:Very low], <kin%2>, [place:Home])", f));
	assert_str(sentence_of(&g, f.child, s), expected);
	assert_str(sentence_of(&g, f.sibling, s), expected);
	sql heard = SQL("SELECT count(*) FROM story WHERE seq = $1 AND stage = 'heard' AND happened = '2024-03-05'");
	assert_int_equal(test_int(t, g.d, heard, ARGS(ARG(s))), 2);
}

static void a_sentence_says_what_is_not_known(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	family f = make_family(&g);
	int64_t s = SAYS(&g, .kind = "heard", .about = with_family(&g, "child %1", f),
	                 .json = "{\"words\":{\"not_known\":true},\"day\":{\"unread\":\"31/02/2024\"}}");
	str said_so = sentence_of(&g, f.child, s);
	assert_true(str_starts(said_so, str_of(with_family(&g, "not known with <%1> on [day:", f))));
	assert_true(str_find(said_so, S("31/02/2024")) > 0);
	assert_true(str_ends(said_so, S("“[words:not known]” ([mood:not known], [kin:not known], [place:not known])")));
}

static void what_stands_in_brackets_is_told_where_it_is_answered(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S("- kind: call\n  label: Call\n  about: {child: 1..n, helper: {kind: worker, count: 0..1}}\n"
	                    "  read: [works_with_child]\n  write: [practitioner]\n"
	                    "  story: \"Called[ by {helper}]. [Why: {why}, {how}.][ Then {then}]\"\n"
	                    "  fields:\n    - why: {type: line}\n    - how: {type: line}\n    - then: {type: text}\n"), &g);
	family f = make_family(&g);
	static const struct {
		const char *about, *json, *expected;
	} cases[] = {
		{ "child %1", "{}", "Called. " },
		{ "child %1, helper %3", "{}", "Called by <%3>. " },
		{ "child %1", "{\"how\":\"loud\"}", "Called. Why: [why:not known], [how:loud]." },
		{ "child %1", "{\"why\":{\"not_known\":true},\"then\":\"we left\"}", "Called. Why: [why:not known], [how:not known]. Then [then=we left]" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t s = SAYS(&g, .kind = "call", .about = with_family(&g, cases[i].about, f), .json = cases[i].json);
		assert_str(sentence_of(&g, f.child, s), str_of(with_family(&g, cases[i].expected, f)));
	}
}

/* «on» of each row of the story, and its stage, in the order in which a story is read. */
static str moments_of(projected *g, int64_t record)
{
	buf b = BUF(g->a);
	ROWS(rows);
	assert_ok(g->t, db_query(g->d, SQL("SELECT moment, COALESCE(happened, '?'), stage, happened_ms - recorded FROM story WHERE "
	                                   "record = $1 AND known_to IS NULL ORDER BY child, happened_ms, seq, moment"),
	                         ARGS(ARG(record)), &rows));
	while (db_next(&rows)) {
		str on = db_text(&rows, 1), as = db_text(&rows, 2);
		buf_printf(&b, "[%d %.*s %.*s%s]", (int)db_int(&rows, 0), STR_ARG(on), STR_ARG(as), db_int(&rows, 3) ? "" : " now");
	}
	assert_ok(g->t, db_end(&rows));
	return buf_view(&b);
}

#define PLAN                                                                                                           \
	"- kind: plan\n  label: Plan\n  about: {child: 1..n}\n  read: [works_with_child]\n  write: [practitioner]\n"       \
	"  stage: decided\n  story: \"A plan for {child}\"\n  moments:\n"                                               \
	"    - ended:   {stage: ended, story: \"It ended: {why}\"}\n"                                                  \
	"    - stopped: {on: stopped_on, story: \"It was stopped\"}\n"                                                  \
	"    - refused: {stage: heard, story: \"They did not want it\"}\n"                                              \
	"  fields:\n    - ended: {type: day}\n    - stopped: {type: yes_no}\n    - stopped_on: {type: day}\n"             \
	"    - refused: {type: yes_no}\n    - why: {type: line}\n"

static void an_entry_tells_of_each_of_its_moments_on_its_day(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(PLAN), &g);
	family f = make_family(&g);
	static const struct {
		const char *json, *expected;
	} cases[] = {
		{ "{}", "[0 2024-03-05 decided]" },
		{ "{\"ended\":\"2024-06-01\",\"why\":\"done\"}", "[0 2024-03-05 decided][1 2024-06-01 ended]" },
		{ "{\"ended\":\"2024-01\"}", "[1 2024-01 ended][0 2024-03-05 decided]" },
		{ "{\"ended\":\"2024-03-05\"}", "[0 2024-03-05 decided][1 2024-03-05 ended]" },
		{ "{\"ended\":{\"unread\":\"31/02/2024\"}}", "[0 2024-03-05 decided][1 ? ended]" },
		{ "{\"ended\":{\"not_known\":true}}", "[0 2024-03-05 decided]" },
		{ "{\"stopped\":true}", "[0 2024-03-05 decided][2 ? ]" },
		{ "{\"stopped\":true,\"stopped_on\":\"2024-05-02\"}", "[0 2024-03-05 decided][2 2024-05-02 ]" },
		{ "{\"stopped\":false,\"stopped_on\":\"2024-05-02\"}", "[0 2024-03-05 decided]" },
		{ "{\"stopped\":{\"not_known\":true}}", "[0 2024-03-05 decided]" },
		{ "{\"refused\":true}", "[0 2024-03-05 decided][3 2024-03-05 heard]" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t s = SAYS(&g, .kind = "plan", .about = with_family(&g, "child %1", f), .happened = "2024-03-05", .json = cases[i].json);
		assert_str(moments_of(&g, s), str_of(cases[i].expected));
	}
	int64_t both = SAYS(&g, .kind = "plan", .about = with_family(&g, "child %1, child %2", f), .json = "{\"refused\":true}");
	assert_str(moments_of(&g, both), S("[0 ? decided now][3 ? heard now][0 ? decided now][3 ? heard now]"));
	int64_t after = SAYS(&g, .kind = "plan", .about = with_family(&g, "child %1", f), .json = "{}", .record = both);
	assert_str(moments_of(&g, both), S("[0 ? decided now]"));
	assert_int_equal(test_int(t, g.d, SQL("SELECT count(*) FROM story WHERE record = $1 AND known_to = $2"),
	                          ARGS(ARG(both), ARG(after))), 4);
	str before = dump_of(&g, g.d);
	assert_ok(t, project_rebuild(g.d, g.p, g.z, NULL, NULL));
	assert_str(dump_of(&g, g.d), before);
}

static void a_correction_ends_what_was_said(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	family f = make_family(&g);
	const char *child = with_family(&g, "child %1", f);
	int64_t first = SAYS(&g, .kind = "heard", .about = child, .json = with_family(&g, "{\"words\":\"one\",\"hide\":[%2]}", f));
	int64_t second = SAYS(&g, .kind = "heard", .about = child, .json = "{\"words\":\"two\"}", .record = first);
	int64_t other = SAYS(&g, .kind = "heard", .about = child, .json = "{\"words\":\"three\"}", .record = first, .after = first);
	static const char *const tables[] = { "p_heard", "story", "link" };
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		buf b = BUF(g.a);
		buf_printf(&b, "SELECT known_to FROM %s WHERE record = $1 AND seq = $2", tables[i]);
		sql text = { str_c(g.a, buf_view(&b)) };
		assert_int_equal(test_int(t, g.d, text, ARGS(ARG(first), ARG(first))), second);
		assert_int_equal(test_int(t, g.d, text, ARGS(ARG(first), ARG(second))), other); /* two heads: the newer shows */
		assert_int_equal(test_int(t, g.d, text, ARGS(ARG(first), ARG(other))), 0);      /* NULL */
	}
	assert_int_equal(test_int(t, g.d, SQL("SELECT known_to FROM seal WHERE seq = $1"), ARGS(ARG(first))), second);
}

static void a_disposal_leaves_what_stood_before(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	family f = make_family(&g);
	const char *child = with_family(&g, "child %1", f);
	int64_t first = SAYS(&g, .kind = "heard", .about = child, .json = "{\"words\":\"one\"}");
	int64_t second = SAYS(&g, .kind = "heard", .about = child, .record = first,
	                      .json = with_family(&g, "{\"words\":\"planted\",\"hide\":[%2]}", f));
	disposes(&g, &second, 1);
	assert_true(str_find(dump_of(&g, g.d), S("planted")) < 0);
	assert_int_equal(test_int(t, g.d, SQL("SELECT count(*) FROM p_heard WHERE record = $1"), ARGS(ARG(first))), 1);
	assert_int_equal(test_int(t, g.d, SQL("SELECT count(*) FROM story WHERE record = $1 AND known_to IS NULL"),
	                          ARGS(ARG(first))), 1);
	assert_int_equal(test_int(t, g.d, SQL("SELECT count(*) FROM seal"), NO_ARGS), 0);
	str before = dump_of(&g, g.d);
	assert_ok(t, project_rebuild(g.d, g.p, g.z, NULL, NULL));
	assert_str(dump_of(&g, g.d), before);
}

static void a_declared_field_has_its_column_at_once(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	family f = make_family(&g);
	const char *child = with_family(&g, "child %1", f);
	int64_t old = SAYS(&g, .kind = "heard", .about = child, .json = "{\"words\":\"one\"}");
	const practice *before = g.p;
	declares(&g, S(KINDS "    - later: {type: number, decimals: 1}\n"));
	int64_t new = SAYS(&g, .kind = "heard", .about = child, .json = "{\"words\":\"two\",\"later\":\"1.5\"}");
	assert_str(text_at(&g, "later_as", old), S("NULL"));
	assert_str(text_at(&g, "later_as", new), S("1.5"));
	g.p = before; /* who has not heard of the new version writes the old one */
	int64_t third = SAYS(&g, .kind = "heard", .about = child, .json = "{\"words\":\"three\"}");
	assert_str(text_at(&g, "later_as", third), S("NULL"));
}

/* What this process projected stays right when another process declares and writes between its entries. */
static void another_process_declares(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	family f = make_family(&g);
	const char *child = with_family(&g, "child %1", f);
	PROJECTED(other);
	other = g;
	other.pr = projector_make(g.a, g.p, g.z);
	other.d = test_open(t, DB_READ_WRITE);
	other.j = NULL;
	assert_ok(t, journal_open(t->address, test_path(t, "key"), 5000, projector_follower(other.pr), &t->trail, &other.j));
	other.w = journal_job_writer(other.j, g.z);
	declares(&other, S(KINDS "    - later: {type: line}\n"));
	SAYS(&other, .kind = "heard", .about = child, .json = "{\"later\":\"theirs\"}");
	SAYS(&g, .kind = "heard", .about = child, .json = "{\"words\":\"ours, of the old version\"}");
	g.p = other.p;
	int64_t ours = SAYS(&g, .kind = "heard", .about = child, .json = "{\"later\":\"ours\"}");
	assert_str(text_at(&g, "later", ours), S("ours"));
	str before = dump_of(&g, g.d);
	assert_ok(t, project_rebuild(g.d, g.p, g.z, NULL, NULL));
	assert_str(dump_of(&g, g.d), before);
}

static void a_rebuild_mends_what_was_damaged(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	family f = make_family(&g);
	SAYS(&g, .kind = "heard", .about = with_family(&g, "child %1", f), .json = "{\"words\":\"one\"}");
	str before = dump_of(&g, g.d);
	assert_ok(t, db_run(g.d, SQL("DROP TABLE story"), NO_ARGS, NULL));
	assert_ok(t, db_run(g.d, SQL("DELETE FROM p_declaration"), NO_ARGS, NULL));
	assert_ok(t, db_run(g.d, SQL("DELETE FROM chain WHERE record = $1"), ARGS(ARG(f.child)), NULL));
	assert_ok(t, db_run(g.d, SQL("UPDATE person_now SET person = $1"), ARGS(ARG(f.sibling)), NULL));
	seq newest;
	const practice *p;
	assert_ok(t, project_practice(g.d, g.a, &p, &newest)); /* from the journal alone */
	assert_ok(t, project_rebuild(g.d, p, g.z, NULL, NULL));
	assert_str(dump_of(&g, g.d), before);
	assert_int_equal(test_int(t, g.d, SQL("SELECT count(*) FROM chain WHERE record = $1"), ARGS(ARG(f.child))), 1);
}

/* Applies, and then refuses declarations: as when the disk is full at the end of the transaction. */
typedef struct {
	follower follows;
	bool refusing;
} refusal;

static err refuse_declarations(void *context, db *d, arena *a, const entry *e)
{
	refusal *r = context;
	TRY(r->follows.apply(r->follows.context, d, a, e));
	return r->refusing && str_eq(e->kind, S("declaration")) ? E_LIMIT : OK;
}

static void an_undone_declaration_is_forgotten(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	family f = make_family(&g);
	const char *child = with_family(&g, "child %1", f);
	refusal r = { .follows = projector_follower(g.pr), .refusing = true };
	journal_closep(&g.j);
	assert_ok(t, journal_open(t->address, test_path(t, "key"), 5000, (follower){ &r, refuse_declarations }, &t->trail, &g.j));
	g.w = journal_job_writer(g.j, g.z);
	const practice *wider = practice_of_kinds(&g, S(KINDS "    - later: {type: line}\n"));
	const kind *declaration = practice_kind(g.p, S("declaration")), *heard = practice_kind(wider, S("heard"));
	values v = values_make(g.a, declaration);
	*values_of(&v, S("name")) = (value){ .is = VALUE_KNOWN, .text = heard->name };
	*values_of(&v, S("version")) = (value){ .is = VALUE_KNOWN, .text = heard->version };
	*values_of(&v, S("source")) = (value){ .is = VALUE_KNOWN, .text = heard->declaration };
	entry_head head = { 0 };
	problems none = { 0 };
	seq s;
	bool forked;
	assert_err(t, E_LIMIT, journal_append(&g.w, declaration, &v, &head, g.a, &s, &forked, &none));
	SAYS(&g, .kind = "heard", .about = child, .json = "{\"words\":\"the old version\"}"); /* there is no column `later` */
	r.refusing = false;
	declares(&g, S(KINDS "    - later: {type: line}\n"));
	int64_t last = SAYS(&g, .kind = "heard", .about = child, .json = "{\"later\":\"now there is\"}");
	assert_str(text_at(&g, "later", last), S("now there is"));
}

static void a_position_is_the_last_entry_of_the_day(test_area *t)
{
	PROJECTED(g);
	projected_make(t, S(KINDS), &g);
	int64_t last = SAYS(&g, .kind = "person", .json = "{\"given\":\"Asha\"}");
	int64_t recorded = test_int(t, g.d, SQL("SELECT recorded FROM entry WHERE seq = $1"), ARGS(ARG(last)));
	day today = zone_day(g.z, (instant){ recorded });
	seq at;
	assert_ok(t, project_position(g.d, g.z, today, &at));
	assert_int_equal(at.n, last);
	assert_ok(t, project_position(g.d, g.z, day_add(today, -1), &at));
	assert_int_equal(at.n, test_int(t, g.d, SQL("SELECT count(*) FROM entry WHERE recorded < $1"),
	                                ARGS(ARG(zone_instant(g.z, today, 0)))));
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(every_type_has_its_column),
		ENGINE_TEST(a_file_is_named_with_its_digest),
		ENGINE_TEST(what_is_not_known_or_does_not_read_is_kept_beside),
		ENGINE_TEST(links_come_from_header_and_fields),
		ENGINE_TEST(each_child_has_its_sentence),
		ENGINE_TEST(a_sentence_says_what_is_not_known),
		ENGINE_TEST(what_stands_in_brackets_is_told_where_it_is_answered),
		ENGINE_TEST(an_entry_tells_of_each_of_its_moments_on_its_day),
		ENGINE_TEST(a_correction_ends_what_was_said),
		ENGINE_TEST(a_disposal_leaves_what_stood_before),
		ENGINE_TEST(a_declared_field_has_its_column_at_once),
		ENGINE_TEST(another_process_declares),
		ENGINE_TEST(a_rebuild_mends_what_was_damaged),
		ENGINE_TEST(an_undone_declaration_is_forgotten),
		ENGINE_TEST(a_position_is_the_last_entry_of_the_day),
	};
	return engines_run("project/rows", tests, sizeof tests / sizeof *tests);
}
