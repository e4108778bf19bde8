/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Child in need plans, beside the referral and the child protection plans. */
#include "capabilities/returns_cin/rule.h"

/* ---- one plan by itself */

RULE(4010)
{
	EACH (p, in->plans)
		if (!p->start.read || after_reference(in->year, p->start)) FOUND(&p->is);
}

RULE(4011)
{
	EACH (p, in->plans)
		if (earlier(p->end, p->start)) FOUND(&p->is);
}

RULE(4012Q)
{
	EACH (p, in->plans)
		if (same_day(p->start, p->end)) FOUND(&p->is);
}

RULE(4013)
{
	EACH (p, in->plans)
		if (outside_year(in->year, p->end)) FOUND(&p->is);
}

/* ---- and its referral */

RULE(4000)
{
	EACH (p, in->plans)
		EACH_OF (e, in->episodes, p)
			if (dropped(e)) FOUND(&p->is, &e->is);
}

RULE(4015)
{
	EACH (p, in->plans)
		EACH_OF (e, in->episodes, p)
			if (earlier(p->start, e->referral)) FOUND(&p->is, &e->is);
}

RULE(4004)
{
	EACH (p, in->plans) {
		cin_rows open = { 0 };
		EACH_OF (other, in->plans, p) {
			if (given(other->end)) continue;
			if (other < p) break; /* told at the first of them */
			PUSH(to->a, &open, &other->is);
		}
		if (!given(p->end) && open.n > 1) cin_found_rows(to, &open);
	}
}

/* ---- beside others of the child */

/* From its start to before its end; what is open runs through the reference day. */
static bool runs_on(const cin_year *y, cin_day start, cin_day end, cin_day d)
{
	if (!d.read || !start.read || earlier(d, start)) return false;
	return given(end) ? earlier(d, end) : y->known && d.on.n <= y->end.n;
}

RULE(4014)
{
	EACH (inner, in->plans)
		EACH (outer, in->plans)
			if (inner != outer && begins_during(in->year, inner->start, outer->start, outer->end, inner < outer))
				FOUND(&inner->is, &outer->is);
}

RULE(4016)
{
	EACH (p, in->plans)
		EACH (protection, in->protection)
			if (runs_on(in->year, protection->start, protection->end, p->start)) FOUND(&p->is, &protection->is);
}

RULE(4017)
{
	EACH (protection, in->protection)
		EACH (p, in->plans)
			if (runs_on(in->year, p->start, p->end, protection->start)) FOUND(&protection->is, &p->is);
}

RULE(4001)
{
	EACH (p, in->plans)
		EACH_OF (protection, in->protection, p)
			if (!given(p->end) && !given(protection->end)) FOUND(&p->is, &protection->is);
}

/* ---- a child who died */

RULE(4008)
{
	EACH (i, in->identifiers)
		EACH (p, in->plans)
			if (earlier(i->died, p->start)) FOUND(&p->is, &i->is);
}

RULE(4009Q)
{
	EACH (i, in->identifiers)
		EACH (p, in->plans)
			if (earlier(i->died, p->end)) FOUND(&p->is, &i->is);
}
