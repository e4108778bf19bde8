/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Enquiries under section 47 of the Children Act 1989, and the conferences that follow from them. */
#include "base/holiday.h"
#include "capabilities/returns_cin/rule.h"

enum { DAYS_TO_A_CONFERENCE = 15 };

static bool on_weekend(cin_day d)
{
	return d.read && day_weekday(d.on) >= 5;
}

/* ---- one enquiry by itself */

RULE(8615)
{
	EACH (q, in->enquiries)
		if (given(q->conference) && (!given(q->start) || earlier(q->conference, q->start))) FOUND(&q->is);
}

RULE(8715)
{
	EACH (q, in->enquiries)
		if (outside_year(in->year, q->conference)) FOUND(&q->is);
}

RULE(8740)
{
	EACH (q, in->enquiries)
		if (conference_needed(q) && outside_year(in->year, q->start)) FOUND(&q->is);
}

RULE(8675Q)
{
	EACH (q, in->enquiries)
		if (in->year->known && conference_needed(q) && q->start.read &&
		    working_days_from(q->start.on, DAYS_TO_A_CONFERENCE).n <= in->year->end.n)
			FOUND(&q->is);
}

RULE(8870Q)
{
	EACH (q, in->enquiries)
		if (on_weekend(q->target)) FOUND(&q->is);
}

RULE(8875)
{
	EACH (q, in->enquiries)
		if (on_weekend(q->conference)) FOUND(&q->is);
}

/* ---- and its referral */

RULE(2889)
{
	EACH (q, in->enquiries)
		EACH_OF (e, in->episodes, q)
			if (earlier(q->start, e->referral)) FOUND(&q->is, &e->is);
}

RULE(1104)
{
	EACH (q, in->enquiries)
		EACH_OF (e, in->episodes, q)
			if (earlier(q->conference, e->referral)) FOUND(&q->is, &e->is);
}

RULE(2991Q)
{
	EACH (q, in->enquiries) {
		size_t assessments = 0;
		EACH_OF (a, in->assessments, q) assessments++;
		if (q->is.episode && !assessments) FOUND(&q->is);
	}
}

RULE(8868)
{
	EACH (q, in->enquiries)
		EACH_OF (e, in->episodes, q)
			if (given(e->closure) && given(q->conference) == (q->not_required.is == CIN_YES)) FOUND(&e->is, &q->is);
}

RULE(8839)
{
	EACH (q, in->enquiries) {
		cin_rows waiting = { 0 };
		EACH_OF (other, in->enquiries, q) {
			if (!conference_needed(other)) continue;
			if (other < q) break; /* told at the first of them */
			PUSH(to->a, &waiting, &other->is);
		}
		if (conference_needed(q) && waiting.n > 1) cin_found_rows(to, &waiting);
	}
}

/* ---- beside others of the child */

/* To its conference; where one is still needed, to the reference day; where none is, no longer than its own start. */
static bool runs_on(const cin_year *y, const cin_enquiry *q, cin_day d)
{
	if (!d.read || !q->start.read || earlier(d, q->start)) return false;
	if (given(q->conference)) return q->conference.read && !earlier(q->conference, d);
	return conference_needed(q) && y->known && d.on.n <= y->end.n;
}

RULE(8890)
{
	EACH (inner, in->enquiries)
		EACH_OF (outer, in->enquiries, inner) {
			bool said_already = inner < outer && same_day(inner->start, outer->start) && runs_on(in->year, inner, outer->start);
			if (inner != outer && !said_already && runs_on(in->year, outer, inner->start)) FOUND(&inner->is, &outer->is);
		}
}

RULE(2884)
{
	EACH (q, in->enquiries)
		EACH (e, in->episodes)
			if (same_day(q->conference, e->conference)) FOUND(&q->is, &e->is);
}
