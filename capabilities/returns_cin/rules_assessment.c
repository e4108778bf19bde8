/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Assessments, and what they found. */
#include "base/holiday.h"
#include "capabilities/returns_cin/rule.h"

enum { DAYS_FOR_AN_ASSESSMENT = 45 };

static bool finished(const cin_assessment *a)
{
	return given(a->end);
}

/* ---- days */

RULE(1103)
{
	EACH (a, in->assessments)
		EACH_OF (e, in->episodes, a)
			if (earlier(a->start, e->referral)) FOUND(&a->is, &e->is);
}

RULE(8608)
{
	EACH (a, in->assessments)
		if (earlier(a->end, a->start)) FOUND(&a->is);
}

RULE(8696)
{
	EACH (a, in->assessments)
		if (outside_year(in->year, a->end)) FOUND(&a->is);
}

RULE(8736)
{
	EACH (a, in->assessments)
		if (!finished(a) && outside_year(in->year, a->start)) FOUND(&a->is);
}

RULE(8670Q)
{
	EACH (a, in->assessments)
		if (in->year->known && !finished(a) && a->start.read &&
		    working_days_from(a->start.on, DAYS_FOR_AN_ASSESSMENT).n <= in->year->end.n)
			FOUND(&a->is);
}

RULE(8863Q)
{
	EACH (inner, in->assessments)
		EACH_OF (outer, in->assessments, inner)
			if (inner != outer && begins_during(in->year, inner->start, outer->start, outer->end, inner < outer))
				FOUND(&inner->is, &outer->is);
}

RULE(8867)
{
	EACH (a, in->assessments)
		EACH_OF (e, in->episodes, a)
			if (given(e->closure) && !finished(a)) FOUND(&e->is, &a->is);
}

/* At most one: told at the first of them. */
RULE(8896)
{
	EACH (a, in->assessments) {
		cin_rows open = { 0 };
		EACH_OF (other, in->assessments, a) {
			if (finished(other)) continue;
			if (other < a) break;
			PUSH(to->a, &open, &other->is);
		}
		if (!finished(a) && open.n > 1) cin_found_rows(to, &open);
	}
}

/* ---- factors */

static const char factor_codes[] = "1A 1B 1C 2A 2B 2C 3A 3B 3C 4A 4B 4C 5A 5B 5C 6A 6B 6C 7A 8B 8C 8D 8E 8F 9A 10A 11A 12A 13A 14A "
                                   "15A 16A 17A 18A 18B 18C 19A 19B 19C 20 21 22A 23A 24A";

static bool is_factor(str code)
{
	str rest = str_of(factor_codes);
	while (rest.n)
		if (cin_same_word(str_cut(rest, ' ', &rest), code)) return true;
	return false;
}

RULE(8614)
{
	EACH (a, in->assessments)
		if (a->factors.n && !finished(a)) FOUND(&a->is);
}

RULE(8897Q)
{
	EACH (a, in->assessments) {
		bool all_known = a->factors.n > 0;
		EACH (code, a->factors) all_known &= is_factor(*code);
		if (in->year->known && a->end.read && a->end.on.n >= in->year->start.n && !all_known) FOUND(&a->is);
	}
}

RULE(8898)
{
	EACH (a, in->assessments) {
		bool twice = false;
		EACH (code, a->factors)
			EACH (other, a->factors) twice |= other > code && cin_same_word(*code, *other);
		if (twice) FOUND(&a->is);
	}
}

RULE(8869)
{
	EACH (a, in->assessments)
		if (a->factors.n > 1 && cin_has_factor(a, S("21"))) FOUND(&a->is);
}

RULE(8873Q)
{
	EACH (a, in->assessments) {
		size_t n = 0;
		EACH_OF (other, in->assessments, a) n++;
		EACH_OF (e, in->episodes, a)
			if (n == 1 && cin_has_factor(a, S("21")) && !closed_after_assessment(e)) FOUND(&a->is, &e->is);
	}
}

RULE(8945Q)
{
	EACH (a, in->assessments)
		if (cin_has_factor(a, S("18A"))) FOUND(&a->is);
}

RULE(8950Q)
{
	EACH (a, in->assessments)
		if (cin_has_factor(a, S("19A"))) FOUND(&a->is);
}
