/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* As it was known: over random histories, whatever is asked for (a child, a past moment, who could read then, who reads now) shows
 * what support/known_then works out from the list of all that was written, and nothing else. WAYMARK_HISTORY=SEED tries another. */
#include "support/inhabited.h"
#include "support/known_then.h"

#include "access/sessions.h"
#include "base/clock.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

enum { STEPS = 140, QUESTIONS = 120, CHILDREN = 3, WORKERS = 3, SELVES = 3, DAY_MS = 24 * 60 * 60 * 1000 };

typedef struct {
	inhabited h;
	uint64_t random;
	facts all;
	sign_ins in;
	int32_t began;
	int64_t child[CHILDREN]; /* the first two are one person at times */
	int64_t worker[WORKERS], self[SELVES]; /* whom workers are: the first two selves are one person at times */
	int version;
} history;

static int64_t roll(history *y, int64_t below)
{
	y->random ^= y->random << 13;
	y->random ^= y->random >> 7;
	y->random ^= y->random << 17;
	return (int64_t)(y->random >> 11) % below;
}

/* ---- declarations: the first and the third let others read than the second */

static const char *const says_by[] = { "said", "told us", "whispered" };

static str kinds_of(history *y)
{
	bool second = y->version == 2;
	buf b = BUF(y->h.a);
	buf_printf(&b,
	           "- kind: told\n  label: Told %d\n  about: {child: 1..n}\n  stage: heard\n  story: \"{child} %s “{words}”\"\n"
	           "  read: [works_with_child]\n  write: [practitioner]\n  fields:\n"
	           "    - words:     {type: text, required: true, label: \"Words\"}\n"
	           "    - thought:   {type: line, label: \"Thought\", read: [%s]}\n"
	           "    - keep_from: {type: people, seal: true, label: \"Kept from\"}\n"
	           "- kind: reply\n  label: Reply\n  about: {child: 1..n, to: {kind: told, count: 1}}\n  story: \"Answered: {did}\"\n"
	           "  read: [works_with_child]\n  write: [practitioner]\n  fields:\n"
	           "    - did: {type: text, required: true, label: \"Done\"}\n"
	           "- kind: withdrawal\n  label: Taken back\n  form: no\n  about: {child: 1..n, of: {kind: any, count: 1}}\n"
	           "  read: [works_with_child]\n  write: []\n  fields:\n    - why: {type: line, label: \"Why\"}\n"
	           "- kind: note\n  label: Note %d\n  about: {child: 1..n}\n  story: \"Noted: {what}\"\n  read: [%s]\n  write: [manager]\n"
	           "  fields:\n    - what: {type: text, required: true, label: \"What\"}\n",
	           y->version, says_by[y->version - 1], second ? "manager" : "manager, practitioner", y->version,
	           second ? "manager, practitioner" : "manager");
	return buf_view(&b);
}

/* ---- writing */

static const char *const kind_of[] = { "person", "worker", "", "works_with", "interest", "same_person", "told", "reply", "note", "withdrawal" };

static void note(history *y, fact f)
{
	f.recorded = y->h.g.told.ms;
	PUSH(y->h.a, &y->all, f);
}

/* A correction is after what shows now, or (stale) after its first entry alone. */
static void put_after(history *y, fact *f, bool stale)
{
	seq_list heads = { 0 };
	if (!f->record) return;
	if (stale) PUSH(y->h.a, &heads, (seq){ f->record });
	else assert_ok(y->h.t, journal_heads(y->h.g.d, y->h.a, said_of(f->record), &heads));
	f->after_n = 0;
	for (size_t i = 0; i < heads.n && i < FACT_AFTER_MOST; i++) f->after[f->after_n++] = heads.at[i].n;
}

static int64_t say(history *y, fact f, const char *json, const char *about, bool stale)
{
	put_after(y, &f, stale);
	f.version = y->version;
	f.seq = SAYS(&y->h.g, .kind = kind_of[f.is], .json = json, .about = about, .record = f.record, .after = stale ? f.record : 0);
	if (!f.record) f.record = f.seq;
	note(y, f);
	return f.record;
}

static const char *about_children(history *y, const fact *f)
{
	const char *one = TEXT_OF(&y->h, "child %lld", (long long)f->child[0]);
	return f->child[1] ? TEXT_OF(&y->h, "%s, child %lld", one, (long long)f->child[1]) : one;
}

static int64_t say_person(history *y, int64_t of, bool child)
{
	fact f = { .is = FACT_PERSON, .record = of, .name = (int)y->all.n };
	return say(y, f, TEXT_OF(&y->h, "{\"given\":\"N%d\",\"surname\":\"Bell\",\"child\":%s}", f.name, child ? "true" : "false"), "", false);
}

static int64_t say_worker(history *y, int64_t of, int64_t self)
{
	fact f = { .is = FACT_WORKER, .record = of, .person = self };
	return say(y, f, "{\"name\":\"Worker\"}", self ? TEXT_OF(&y->h, "person %lld", (long long)self) : "", false);
}

static const char *day_text(history *y, int32_t on)
{
	buf b = BUF(y->h.a);
	day_write(&b, (day){ on });
	return str_c(y->h.a, buf_view(&b));
}

static void say_works(history *y, fact f)
{
	const char *json = TEXT_OF(&y->h, "{\"as\":\"lead\",\"from\":\"%s\"", day_text(y, f.from));
	json = f.until ? TEXT_OF(&y->h, "%s,\"until\":\"%s\"}", json, day_text(y, f.until)) : TEXT_OF(&y->h, "%s}", json);
	f.is = FACT_WORKS;
	say(y, f, json, TEXT_OF(&y->h, "%s, worker %lld", about_children(y, &f), (long long)f.worker), false);
}

static void say_interest(history *y, fact f)
{
	f.is = FACT_INTEREST;
	say(y, f, f.withdrawn ? "{\"what\":\"kin\",\"withdrawn\":true}" : "{\"what\":\"kin\"}",
	    TEXT_OF(&y->h, "%s, worker %lld", about_children(y, &f), (long long)f.worker), false);
}

static void say_join(history *y, fact f)
{
	f.is = FACT_JOIN;
	say(y, f, f.withdrawn ? "{\"because\":\"x\",\"withdrawn\":true}" : "{\"because\":\"x\"}",
	    TEXT_OF(&y->h, "keep %lld, other %lld", (long long)f.keep, (long long)f.other), false);
}

static void say_told(history *y, fact f, bool stale)
{
	const char *json = TEXT_OF(&y->h, "{\"words\":\"w%d\",\"thought\":\"t%d\"", f.name, f.name);
	json = f.kept_from ? TEXT_OF(&y->h, "%s,\"keep_from\":[%lld]}", json, (long long)f.kept_from) : TEXT_OF(&y->h, "%s}", json);
	f.is = FACT_TOLD;
	say(y, f, json, about_children(y, &f), stale);
}

static void say_reply(history *y, fact f)
{
	f.is = FACT_REPLY;
	say(y, f, TEXT_OF(&y->h, "{\"did\":\"d%d\"}", f.name), TEXT_OF(&y->h, "%s, to %lld", about_children(y, &f), (long long)f.to), false);
}

static void say_note(history *y, fact f)
{
	f.is = FACT_NOTE;
	say(y, f, TEXT_OF(&y->h, "{\"what\":\"n%d\"}", f.name), about_children(y, &f), false);
}

static void declare_next(history *y)
{
	if (y->version == 3) return;
	y->version++;
	declares(&y->h.g, kinds_of(y));
	note(y, (fact){ .is = FACT_DECLARED, .version = y->version });
}

/* ---- a history */

/* The first entry of some record of that sort; NULL there is none yet. */
static const fact *some(history *y, fact_is is)
{
	const fact *picked = NULL;
	int64_t n = 0;
	for (size_t i = 0; i < y->all.n; i++)
		if (y->all.at[i].is == is && y->all.at[i].seq == y->all.at[i].record && roll(y, ++n) == 0) picked = &y->all.at[i];
	return picked;
}

static int64_t some_child(history *y)
{
	return y->child[roll(y, CHILDREN)];
}

static fact told_anew(history *y)
{
	fact f = { .child = { some_child(y) }, .name = (int)y->all.n };
	if (f.child[0] != y->child[2] && roll(y, 5) == 0) f.child[1] = y->child[2];
	if (roll(y, 4) == 0) f.kept_from = y->self[roll(y, SELVES)];
	return f;
}

static void correct_told(history *y)
{
	const fact *first = some(y, FACT_TOLD);
	fact f = told_anew(y);
	if (!first) return;
	f.record = first->record;
	f.child[0] = first->child[0];
	f.child[1] = first->child[1];
	say_told(y, f, roll(y, 3) == 0);
}

static void begin_work(history *y)
{
	int32_t from = y->began + (int32_t)roll(y, 400) - 100;
	say_works(y, (fact){ .child = { some_child(y) }, .worker = y->worker[roll(y, WORKERS)], .from = from,
	                     .until = roll(y, 2) ? from + 1 + (int32_t)roll(y, 300) : 0 });
}

static void end_work(history *y)
{
	const fact *first = some(y, FACT_WORKS);
	if (!first) return;
	fact f = *first;
	f.until = f.from + 1 + (int32_t)roll(y, 400);
	say_works(y, f);
}

static void interest_changes(history *y)
{
	const fact *first = some(y, FACT_INTEREST);
	if (!first || roll(y, 3) == 0) {
		say_interest(y, (fact){ .child = { some_child(y) }, .worker = y->worker[roll(y, WORKERS)] });
		return;
	}
	fact f = *first;
	f.withdrawn = roll(y, 4) != 0;
	say_interest(y, f);
}

static void join_changes(history *y)
{
	const fact *first = some(y, FACT_JOIN);
	if (!first || roll(y, 3) == 0) {
		bool child = roll(y, 2);
		say_join(y, (fact){ .keep = child ? y->child[0] : y->self[0], .other = child ? y->child[1] : y->self[1] });
		return;
	}
	fact f = *first;
	f.withdrawn = roll(y, 2);
	say_join(y, f);
}

static void reply_to_some(history *y)
{
	const fact *first = some(y, FACT_TOLD);
	if (first) say_reply(y, (fact){ .child = { first->child[0], first->child[1] }, .to = first->record, .name = (int)y->all.n });
}

static void take_back_some(history *y)
{
	const fact *first = some(y, roll(y, 2) ? FACT_TOLD : roll(y, 2) ? FACT_NOTE : FACT_REPLY);
	if (!first) return;
	fact f = { .is = FACT_WITHDRAWN, .child = { first->child[0], first->child[1] }, .to = first->record };
	say(y, f, "{}", TEXT_OF(&y->h, "%s, of %lld", about_children(y, &f), (long long)f.to), false);
}

static void step(history *y)
{
	int64_t what = roll(y, 100);
	y->h.g.told.ms += roll(y, 3) ? roll(y, 5LL * DAY_MS) : 0;
	if (what < 30) say_told(y, told_anew(y), false);
	else if (what < 48) correct_told(y);
	else if (what < 56) reply_to_some(y);
	else if (what < 58) take_back_some(y);
	else if (what < 66) say_note(y, (fact){ .child = { some_child(y) }, .name = (int)y->all.n });
	else if (what < 75) begin_work(y);
	else if (what < 81) end_work(y);
	else if (what < 85) interest_changes(y);
	else if (what < 91) join_changes(y);
	else if (what < 94) take_back_some(y);
	else if (what < 96) say_person(y, some_child(y), true);
	else if (what < 98) say_worker(y, y->worker[roll(y, WORKERS)], roll(y, 4) ? y->self[roll(y, SELVES)] : 0);
	else declare_next(y);
}

/* In a demonstration the first sign-in of a worker counts from the beginning. */
static void sign_ins_of(history *y, int64_t worker, int roles)
{
	static const role_set role_of[] = { 0, ROLE_PRACTITIONER, ROLE_MANAGER };
	int64_t id = 1 + (int64_t)y->in.n, from = (int64_t)y->began * DAY_MS, until = 0;
	for (int i = 0; i < 2; i++, id++, roles = 3 - roles) {
		bool again = i == 0 && roll(y, 2);
		until = again ? from + (20 + roll(y, 250)) * DAY_MS : 0;
		assert_ok(y->h.t, db_run(y->h.g.d,
		                         SQL("INSERT INTO sign_in (id, name, shown, roles, worker, phrase, made, ended) "
		                             "VALUES ($1, $2, $3, $4, $5, '', $6, $7)"),
		                         ARGS(ARG(id), ARG(str_of(TEXT_OF(&y->h, "w%lld", (long long)id))), ARG(S("W")), ARG((int64_t)role_of[roles]),
		                              ARG(worker), ARG(from), ARG(until ? until : INT64_MAX)), NULL));
		PUSH(y->h.a, &y->in, ((signed_in){ worker, i ? from : INT64_MIN, until, roles }));
		if (!again) return;
		from = until + roll(y, 3) * DAY_MS;
	}
}

static void some_are_disposed_of(history *y)
{
	int64_t seqs[3];
	size_t n = 0;
	y->h.g.told.ms = 0;
	for (size_t i = 0; i < y->all.n && n < 3; i++) {
		fact *f = &y->all.at[i];
		if (f->is != FACT_TOLD || f->seq != f->record || roll(y, 6)) continue; /* the oldest of a record may go alone */
		f->gone = true;
		seqs[n++] = f->seq;
	}
	if (n) disposes(&y->h.g, seqs, n);
}

static void begin(history *y, test_area *t, uint64_t seed)
{
	inhabited *h = &y->h;
	findings wrong = { 0 };
	*y = (history){ .h = { .t = t, .a = &t->arena, .now = clock_now() }, .random = seed * 0x9e3779b97f4a7c15ULL + 1, .version = 1 };
	assert_ok(t, hash_start());
	h->settings = settings_initial(h->a);
	h->settings.db = t->address;
	h->settings.keys = str_of(t->folder);
	instant since = { h->now.ms - 600LL * DAY_MS };
	h->sources[0] = (kind_source){ .file = S("practice/kinds.yaml") };
	h->sources[1] = (kind_source){ .file = S("more.yaml"), .bytes = kinds_of(y) };
	assert_ok(t, file_read(h->a, "practice/kinds.yaml", 1024 * 1024, &h->sources[0].bytes));
	err e = area_make_since(h->a, &h->settings, h->sources, 2, since, &wrong);
	for (size_t i = 0; i < wrong.n; i++) printf("# %d: %.*s\n", wrong.at[i].line, STR_ARG(wrong.at[i].message));
	assert_ok(t, e);
	assert_ok(t, area_open(h->a, &h->settings, AREA_SERVE, &h->area));
	h->g = (projected){ .t = t, .a = h->a, .z = area_zone(h->area), .j = area_journal(h->area), .told = since };
	h->g.d = test_open(t, DB_READ_WRITE);
	h->g.w = journal_job_writer(h->g.j, h->g.z);
	y->began = zone_day(h->g.z, since).n;
	assert_ok(t, area_practice(h->area, h->g.d, &h->g.p));
	note(y, (fact){ .is = FACT_DECLARED, .version = 1 });
}

static void live(history *y)
{
	for (int i = 0; i < CHILDREN; i++) y->child[i] = say_person(y, 0, true);
	for (int i = 0; i < SELVES; i++) y->self[i] = say_person(y, 0, false);
	for (int i = 0; i < WORKERS; i++) y->worker[i] = say_worker(y, 0, y->self[i]);
	for (int i = 0; i < WORKERS; i++) sign_ins_of(y, y->worker[i], i == 2 ? KNOWN_MANAGER : KNOWN_PRACTITIONER);
	for (int i = 0; i < 8; i++) begin_work(y);
	for (int i = 0; i < STEPS; i++) step(y);
	some_are_disposed_of(y);
	assert_ok(y->h.t, area_connect(y->h.area, &y->h.t->trail, &y->h.d));
	assert_ok(y->h.t, area_practice(y->h.area, y->h.d, &y->h.g.p));
}

static void history_end(history *y)
{
	db_closep(&y->h.g.d);
	db_closep(&y->h.d);
	area_closep(&y->h.area);
}

/* ---- holding one against the other */

static bool shown_as_one(const view *v, int64_t id)
{
	for (size_t i = 0; i < v->same.n; i++)
		if (v->same.at[i].n == id) return true;
	return false;
}

static str expected_text(history *y, const known_question *q, const fact *f, const view *v)
{
	buf b = BUF(y->h.a);
	int64_t named = 0;
	for (int i = 1; i >= 0; i--)
		if (f->child[i] && shown_as_one(v, f->child[i])) named = f->child[i];
	if (f->is == FACT_REPLY) buf_printf(&b, "Answered: d%d", f->name);
	if (f->is == FACT_NOTE) buf_printf(&b, "Noted: n%d", f->name);
	if (f->is != FACT_TOLD) return buf_view(&b);
	buf_printf(&b, "N%d Bell %s “w%d”", known_name(q, named), says_by[f->version - 1], f->name);
	return buf_view(&b);
}

static str told_text(history *y, const story_line *l)
{
	buf b = BUF(y->h.a);
	for (size_t i = 0; i < l->bits.n; i++) buf_str(&b, l->bits.at[i].text);
	return buf_view(&b);
}

static bool in_story(const fact *f)
{
	return f->is == FACT_TOLD || f->is == FACT_REPLY || f->is == FACT_NOTE || f->is == FACT_WORKS;
}

/* How many facts were told; each was to be, and in these words. */
static void compare_story(history *y, const known_question *q, const view *v)
{
	story_lines lines;
	size_t expected = 0, told = 0;
	assert_ok(y->h.t, access_story(v, true, &lines));
	for (size_t i = 0; i < y->all.n; i++) {
		const fact *f = &y->all.at[i];
		const story_line *line = NULL;
		for (size_t k = 0; k < lines.n; k++)
			if (lines.at[k].seq.n == f->seq && f->seq) line = &lines.at[k];
		bool due = in_story(f) && known_told(q, f);
		if (due != (line != NULL)) printf("# entry %lld %s the story\n", (long long)f->seq, due ? "is not in" : "should not be in");
		assert_int_equal(due, line != NULL);
		expected += due;
		told += line != NULL;
		if (line && f->is != FACT_WORKS) assert_str(told_text(y, line), expected_text(y, q, f, v));
	}
	assert_int_equal(told, expected);
	assert_int_equal(lines.n, expected);
}

static void compare_thoughts(const known_question *q, const records *versions)
{
	for (size_t i = 0; i < versions->n; i++) {
		const value *thought = values_get(&versions->at[i].values, S("thought"));
		if (thought) assert_int_equal(thought->is == VALUE_KNOWN, known_thought(q));
	}
}

static void compare_entries(history *y, const known_question *q, const view *v)
{
	for (size_t i = 0; i < y->all.n; i++) {
		const fact *first = &y->all.at[i];
		records versions = { 0 };
		size_t expected = 0;
		if (first->is < FACT_TOLD || first->is == FACT_WITHDRAWN || first->seq != first->record) continue;
		for (size_t k = 0; k < y->all.n; k++)
			expected += y->all.at[k].record == first->record && known_entry_shown(q, &y->all.at[k]);
		err e = access_versions(v, said_of(first->record), &versions);
		assert_true(e == OK || ((e == E_NOT_FOUND || e == E_DENIED) && versions.n == 0));
		if (versions.n != expected) printf("# record %lld: %zu entries, not %zu\n", (long long)first->record, versions.n, expected);
		assert_int_equal(versions.n, expected);
		compare_thoughts(q, &versions);
	}
}

static viewer present_viewer(history *y, int64_t worker)
{
	role_set roles = 0;
	for (size_t i = 0; i < y->in.n; i++)
		if (y->in.at[i].worker == worker && !y->in.at[i].until)
			roles |= y->in.at[i].roles == KNOWN_MANAGER ? ROLE_MANAGER : ROLE_PRACTITIONER;
	return viewing(&y->h, roles, said_of(worker));
}

static then_answer ask(history *y, const known_question *q, const viewer *by, view *ret)
{
	seq at;
	reading *r = TAKE(y->h.a, reading);
	*r = reads(&y->h, by);
	err e = access_as_known(r, (instant){ q->then.at }, said_of(q->then.worker), &at);
	if (e == OK) e = access_open(r, said_of(q->child), at, S("a test"), ret);
	assert_true(e == OK || e == E_NOT_FOUND || e == E_DENIED);
	return e == OK ? THEN_SHOWN : e == E_DENIED ? THEN_DENIED : THEN_NOTHING;
}

static bool question(history *y)
{
	view v;
	int64_t at = y->all.at[roll(y, (int64_t)y->all.n)].recorded + (roll(y, 2) ? roll(y, DAY_MS) : 0);
	known_question q = {
		.all = &y->all, .in = &y->in, .child = some_child(y),
		.now = { y->worker[roll(y, WORKERS)], INT64_MAX, zone_day(y->h.g.z, y->h.now).n },
		.then = { y->worker[roll(y, WORKERS)], at, zone_day(y->h.g.z, (instant){ at }).n },
	};
	viewer by = present_viewer(y, q.now.worker);
	then_answer expected = known_answer(&q), got = ask(y, &q, &by, &v);
	if (expected != got)
		printf("# child %lld at %lld to %lld for %lld\n", (long long)q.child, (long long)at, (long long)q.then.worker, (long long)q.now.worker);
	assert_int_equal(expected, got);
	if (got != THEN_SHOWN) return false;
	compare_story(y, &q, &v);
	compare_entries(y, &q, &v);
	return true;
}

static void histories(test_area *t, uint64_t first, int n)
{
	for (int i = 0; i < n; i++) {
		history y CLEANUP(history_end);
		size_t shown = 0;
		begin(&y, t, first + (uint64_t)i);
		y.h.today = zone_day(y.h.g.z, y.h.now);
		live(&y);
		for (int k = 0; k < QUESTIONS; k++) shown += question(&y);
		printf("# history %d: %zu entries, %d questions, %zu of them answered\n", (int)first + i, y.all.n, QUESTIONS, shown);
		assert_true(shown > 0);
	}
}

static void what_was_known_then_is_shown_and_nothing_else(test_area *t)
{
	const char *seed = getenv("WAYMARK_HISTORY");
	histories(t, seed ? strtoull(seed, NULL, 10) : 1, 1);
}

static void another_history(test_area *t)
{
	histories(t, 2, 1);
}

int main(void)
{
	static const engine_test tests[] = { ENGINE_TEST(what_was_known_then_is_shown_and_nothing_else), ENGINE_TEST(another_history) };
	return engines_run("access/as_known", tests, sizeof tests / sizeof *tests);
}
