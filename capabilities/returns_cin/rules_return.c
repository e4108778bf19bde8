/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The return as a whole: its header, and what only all children together show. */
#include "capabilities/returns_cin/rule.h"

enum { UNKNOWN_SEX_MOST_PER_CENT = 2, DISABILITY_CODES_LEAST = 8 };

RULE(100)
{
	EACH (h, in->headers) {
		day expected;
		int64_t year = 0;
		bool has_year = str_to_int(h->year, &year) && day_make((int)year, 3, 31, &expected);
		ymd said = day_parts(h->reference.on);
		bool is_31_march = h->reference.read && said.month == 3 && said.dom == 31;
		if (!is_31_march || (has_year && h->reference.on.n != expected.n)) FOUND(&h->is);
	}
}

RETURN_RULE(2883)
{
	if (all->plans_begun > all->conferences) cin_found_figures(to, all->plans_begun, all->conferences, 0);
}

static void too_many_unknown(const cin_totals *all, cin_findings *to)
{
	if (all->sex_unknown * 100 > all->children * UNKNOWN_SEX_MOST_PER_CENT)
		cin_found_figures(to, all->sex_unknown, all->children, UNKNOWN_SEX_MOST_PER_CENT);
}

RETURN_RULE(2886Q)
{
	too_many_unknown(all, to);
}

RETURN_RULE(2886Q_until_2024)
{
	too_many_unknown(all, to);
}

RETURN_RULE(2887Q)
{
	if (all->disability_n < DISABILITY_CODES_LEAST) cin_found_figures(to, (int64_t)all->disability_n, DISABILITY_CODES_LEAST, 0);
}

RETURN_RULE(2888Q)
{
	if (!all->several_disabilities) cin_found_figures(to, all->children, 0, 0);
}

RETURN_RULE(8995Q)
{
	if (!all->pre_proceedings) cin_found_figures(to, all->children, 0, 0);
}

RETURN_RULE(9000Q)
{
	if (!all->pre_proceedings_begun) cin_found_figures(to, all->pre_proceedings, 0, 0);
}
