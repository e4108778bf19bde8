/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/tracker/conflicts.h"
#include "wire/period.h"

/* ---- periods and the sentences that they stand in */

static bool sentence_ends(str s, size_t i)
{
	return s.at[i] == '\n' || (s.at[i] == '.' && (i + 1 == s.n || s.at[i + 1] == ' ' || s.at[i + 1] == '\n'));
}

/* Periods of sentences that speak of a consultation, or of those that do not. */
static period_list periods_of(arena *a, str text, bool of_consultation)
{
	period_list ret = { 0 };
	for (size_t from = 0, i = 0; i <= text.n; i++) {
		if (i < text.n && !sentence_ends(text, i)) continue;
		str sentence = str_first(str_from(text, from), i - from);
		period_list some;
		periods_read(a, sentence, &some);
		bool consults = str_find(str_ascii_lower(a, sentence), S("consult")) >= 0;
		for (size_t k = 0; k < some.n && consults == of_consultation; k++) PUSH(a, &ret, some.at[k]);
		from = i + 1;
	}
	return ret;
}

static period_list promised(arena *a, const sides *s)
{
	period_list ret;
	periods_read(a, s->timescale, &ret);
	return ret.n ? ret : periods_of(a, s->government_timescale, false);
}

/* The last day on which it may still be: of what only has a beginning, that. */
static day end_of(const period *p)
{
	return p->is == PERIOD_FROM ? p->first : p->last;
}

static bool same_period(const period *x, const period *y)
{
	if (x->is == PERIOD_BY || y->is == PERIOD_BY) return x->last.n == y->last.n;
	return x->first.n == y->first.n && x->last.n == y->last.n;
}

static bool has_period(const period_list *list, const period *p)
{
	for (size_t i = 0; i < list->n; i++)
		if (same_period(&list->at[i], p)) return true;
	return false;
}

/* ---- words */

static void quote(buf *b, str s)
{
	buf_lit(b, "«");
	buf_str(b, s);
	buf_lit(b, "»");
}

static void quote_all(buf *b, const period_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		if (i) buf_str(b, i + 1 == list->n ? S(" and ") : S(", "));
		quote(b, list->at[i].words);
	}
}

static str party_words(const sides *s)
{
	return s->party.n ? s->party : S("The Government");
}

str conflict_name(conflict_sort is)
{
	switch (is) {
	case CONFLICT_ORDER: return S("Consultation after the change");
	case CONFLICT_PASSED: return S("Passed, and still awaited");
	case CONFLICT_PERIODS: return S("Two different periods");
	case CONFLICT_SOURCES: return S("Two different timescales");
	}
	return STR_NONE;
}

/* ---- one rule each */

/* A change follows its consultation: one that is dated later than the change cannot lead to it. */
static void find_order(arena *a, const sides *s, conflicts *ret)
{
	period_list consultations = periods_of(a, s->position, true), promises = promised(a, s);
	for (size_t i = 0; i < consultations.n; i++) {
		period_list earlier = { 0 };
		for (size_t k = 0; k < promises.n; k++)
			if (promises.at[k].last.n < end_of(&consultations.at[i]).n) PUSH(a, &earlier, promises.at[k]);
		if (earlier.n == 0) continue;
		buf b = BUF(a);
		buf_lit(&b, "Our position speaks of a consultation: ");
		quote(&b, consultations.at[i].words);
		buf_lit(&b, ". What it is to lead to was promised ");
		quote_all(&b, &earlier);
		buf_lit(&b, ", before that consultation is over. ");
		buf_str(&b, party_words(s));
		buf_lit(&b, " or our own report has to say which date holds.");
		PUSH(a, ret, ((conflict){ CONFLICT_ORDER, buf_view(&b) }));
		return;
	}
}

/* Only where what is awaited is to come from whoever promised it. */
static void find_passed(arena *a, const sides *s, conflicts *ret)
{
	period_list promises = promised(a, s);
	if (!s->awaiting || !s->dated || (s->from_whom.n && s->party.n && !same_party(a, s->from_whom, s->party))) return;
	for (size_t i = 0; i < promises.n; i++) {
		const period *p = &promises.at[i];
		if (p->is == PERIOD_FROM || p->last.n >= s->on.n) continue;
		buf b = BUF(a);
		buf_str(&b, party_words(s));
		buf_lit(&b, " promised this ");
		quote(&b, p->words);
		buf_lit(&b, ". That had passed on ");
		day_write_long(&b, s->on);
		buf_lit(&b, ", and we were still waiting.");
		PUSH(a, ret, ((conflict){ CONFLICT_PASSED, buf_view(&b) }));
		return;
	}
}

/* The answer and the timescale beside it both name a stretch of time, and not the same. Deadlines in an answer may be of
 * its parts, so they are not compared. */
static bool find_periods(arena *a, const sides *s, conflicts *ret)
{
	period_list told = periods_of(a, s->response, false), promises;
	periods_read(a, s->timescale, &promises);
	for (size_t i = 0; i < promises.n; i++) {
		const period *p = &promises.at[i];
		if (p->is != PERIOD_DURING || has_period(&told, p)) continue;
		for (size_t k = 0; k < told.n; k++) {
			if (told.at[k].is != PERIOD_DURING) continue;
			buf b = BUF(a);
			buf_lit(&b, "The answer says ");
			quote(&b, told.at[k].words);
			buf_lit(&b, "; the timescale beside it says ");
			quote(&b, p->words);
			buf_lit(&b, ". These are two different periods.");
			PUSH(a, ret, ((conflict){ CONFLICT_PERIODS, buf_view(&b) }));
			return true;
		}
	}
	return false;
}

static void find_sources(arena *a, const sides *s, conflicts *ret)
{
	period_list ours, theirs;
	periods_read(a, s->timescale, &ours);
	periods_read(a, s->government_timescale, &theirs);
	for (size_t i = 0; i < ours.n && theirs.n; i++) {
		if (has_period(&theirs, &ours.at[i])) continue;
		buf b = BUF(a);
		buf_lit(&b, "Our report gives the Government’s timescale as ");
		quote(&b, ours.at[i].words);
		buf_lit(&b, "; its own document says ");
		quote_all(&b, &theirs);
		buf_lit(&b, ".");
		PUSH(a, ret, ((conflict){ CONFLICT_SOURCES, buf_view(&b) }));
		return;
	}
}

void conflicts_find(arena *a, const sides *s, conflicts *ret)
{
	*ret = (conflicts){ 0 };
	find_order(a, s, ret);
	find_passed(a, s, ret);
	if (!find_periods(a, s, ret)) find_sources(a, s, ret);
}
