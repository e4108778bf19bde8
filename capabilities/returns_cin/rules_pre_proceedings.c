/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Before care proceedings, and family group decision making: from the collection of 2026-27. */
#include "capabilities/returns_cin/rule.h"

RULE(9005)
{
	EACH (p, in->pre_proceedings)
		if (outside_year(in->year, p->start)) FOUND(&p->is);
}

RULE(9006)
{
	EACH (p, in->pre_proceedings)
		if (outside_year(in->year, p->letter) || earlier(p->letter, p->start)) FOUND(&p->is);
}

RULE(9007)
{
	EACH (p, in->pre_proceedings)
		if (given(p->letter) && p->offered.is == CIN_NOT_GIVEN) FOUND(&p->is);
}

RULE(9008)
{
	EACH (p, in->pre_proceedings)
		if (outside_year(in->year, p->meeting)) FOUND(&p->is);
}

RULE(9009)
{
	EACH (p, in->pre_proceedings)
		if (outside_year(in->year, p->decision) || earlier(p->decision, p->start)) FOUND(&p->is);
}

RULE(9010Q)
{
	EACH (p, in->pre_proceedings)
		if (p->offered.is == CIN_YES && p->held.is == CIN_NOT_GIVEN) FOUND(&p->is);
}

RULE(9011)
{
	EACH (p, in->pre_proceedings)
		if (p->outcome.n && !cin_one_of(p->outcome, S("A B C"))) FOUND(&p->is);
}

RULE(9012)
{
	EACH (p, in->pre_proceedings)
		if (outside_year(in->year, p->court) || earlier(p->court, p->decision)) FOUND(&p->is);
}

RULE(9013)
{
	EACH (p, in->pre_proceedings)
		if (outside_year(in->year, p->letter_of_care) || earlier(p->letter_of_care, p->court)) FOUND(&p->is);
}

RULE(9015Q)
{
	EACH (p, in->pre_proceedings)
		if (given(p->meeting) && !p->reviews.n) FOUND(&p->is);
}
