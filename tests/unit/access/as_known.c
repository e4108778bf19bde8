/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* As it was known: over random histories, whatever is asked for (a child, a past moment, who could read then, who reads now) shows
 * what support/known_then works out from the list of all that was written, and nothing else. WAYMARK_HISTORY=SEED tries another. */
#include "support/history.h"

#include "access/sessions.h"

#include <stdio.h>
#include <stdlib.h>

enum { STEPS = 190, QUESTIONS = 120 };

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
	if (f->is == FACT_EMERGENCY) buf_printf(&b, "Opened: e%d", f->name);
	if (f->is == FACT_MET) buf_printf(&b, "Met N%d Bell", known_name(q, f->person));
	if (f->is != FACT_TOLD) return buf_view(&b);
	buf_printf(&b, "N%d Bell %s “w%d”", known_name(q, named), history_says_by(f->version), f->name);
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
	return f->is == FACT_TOLD || f->is == FACT_REPLY || f->is == FACT_NOTE || f->is == FACT_WORKS || f->is == FACT_EMERGENCY ||
	       f->is == FACT_MET;
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

static const fact *fact_of(const history *y, seq s)
{
	for (size_t i = 0; i < y->all.n; i++)
		if (y->all.at[i].seq == s.n) return &y->all.at[i];
	return NULL;
}

/* Each as it was written, in the declaration that it was written with: a correction made later alters nothing. */
static void compare_words(history *y, const records *versions)
{
	static const char *const field_of[] = { [FACT_TOLD] = "words", [FACT_REPLY] = "did", [FACT_NOTE] = "what", [FACT_EMERGENCY] = "why" };
	static const char letter_of[] = { [FACT_TOLD] = 'w', [FACT_REPLY] = 'd', [FACT_NOTE] = 'n', [FACT_EMERGENCY] = 'e' };
	for (size_t i = 0; i < versions->n; i++) {
		const fact *f = fact_of(y, versions->at[i].seq);
		assert_non_null(f);
		if (f->is > FACT_EMERGENCY || !field_of[f->is]) continue;
		assert_str(values_get(&versions->at[i].values, str_of(field_of[f->is]))->text, str_of(TEXT_OF(&y->h, "%c%d", letter_of[f->is], f->name)));
	}
}

static void compare_heads(history *y, const known_question *q, const view *v, const records *versions)
{
	seq_list heads;
	size_t expected = 0;
	if (versions->n == 0) return;
	assert_ok(y->h.t, access_heads(v, versions, &heads));
	for (size_t i = 0; i < versions->n; i++) expected += known_head(q, fact_of(y, versions->at[i].seq));
	assert_int_equal(heads.n, expected);
	for (size_t i = 0; i < heads.n; i++) assert_true(known_head(q, fact_of(y, heads.at[i])));
}

/* What a page of that day calls it. */
static void compare_kinds(history *y, const known_question *q, const view *v)
{
	const kind *told = access_kind(v, S("told"));
	assert_non_null(told);
	assert_str(told->label, str_of(TEXT_OF(&y->h, "Told %d", known_declared(q))));
}

static void compare_entries(history *y, const known_question *q, const view *v)
{
	for (size_t i = 0; i < y->all.n; i++) {
		const fact *first = &y->all.at[i];
		records versions = { 0 };
		size_t expected = 0;
		bool asked = first->is >= FACT_TOLD && first->is != FACT_WITHDRAWN && first->is != FACT_COVER;
		if (!asked || first->seq != first->record) continue;
		for (size_t k = 0; k < y->all.n; k++)
			expected += y->all.at[k].record == first->record && known_entry_shown(q, &y->all.at[k]);
		err e = access_versions(v, said_of(first->record), &versions);
		assert_true(e == OK || ((e == E_NOT_FOUND || e == E_DENIED) && versions.n == 0));
		if (versions.n != expected) printf("# record %lld: %zu entries, not %zu\n", (long long)first->record, versions.n, expected);
		assert_int_equal(versions.n, expected);
		compare_thoughts(q, &versions);
		compare_words(y, &versions);
		compare_heads(y, q, v, &versions);
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
	int64_t at = y->all.at[history_roll(y, (int64_t)y->all.n)].recorded + (history_roll(y, 2) ? history_roll(y, 2LL * DAY_MS) : 0);
	known_question q = {
		.all = &y->all, .in = &y->in, .child = y->child[history_roll(y, CHILDREN)],
		.now = { y->worker[history_roll(y, WORKERS)], INT64_MAX, zone_day(y->h.g.z, y->h.now).n },
		.then = { y->worker[history_roll(y, WORKERS)], at, zone_day(y->h.g.z, (instant){ at }).n },
	};
	viewer by = present_viewer(y, q.now.worker);
	then_answer expected = known_answer(&q), got = ask(y, &q, &by, &v);
	if (expected != got)
		printf("# child %lld at %lld to %lld for %lld\n", (long long)q.child, (long long)at, (long long)q.then.worker, (long long)q.now.worker);
	assert_int_equal(expected, got);
	if (got != THEN_SHOWN) return false;
	compare_story(y, &q, &v);
	compare_entries(y, &q, &v);
	compare_kinds(y, &q, &v);
	return true;
}

static void histories(test_area *t, uint64_t first, int n)
{
	for (int i = 0; i < n; i++) {
		history y CLEANUP(history_end);
		size_t shown = 0;
		history_begin(&y, t, first + (uint64_t)i);
		y.h.today = zone_day(y.h.g.z, y.h.now);
		history_live(&y, STEPS);
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
