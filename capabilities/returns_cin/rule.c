/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/returns_cin/rule.h"

bool cin_rule_in_force(const cin_rule *r, int year)
{
	return (!r->from || year >= r->from) && (!r->until || year <= r->until);
}

bool cin_rule_compares(const cin_rule *r, const cin_column *c)
{
	for (size_t i = 0; i < CIN_MOST_PLACES && r->places[i].table; i++)
		if (str_eq(str_of(r->places[i].table), str_of(cin_table_name(c->table))) && cin_one_of(str_of(c->name), str_of(r->places[i].columns)))
			return true;
	return false;
}

bool cin_rule_names(const cin_rule *r, str column)
{
	for (size_t i = 0; i < CIN_MOST_PLACES && r->places[i].table; i++)
		if (cin_one_of(column, str_of(r->places[i].columns))) return true;
	return false;
}

static void tell(cin_findings *to, cin_finding f)
{
	f.rule = to->rule;
	if (to->told++ < CIN_MOST_FINDINGS) to->take(to->context, &f);
}

void cin_found(cin_findings *to, const cin_row *const *rows, size_t n)
{
	tell(to, (cin_finding){ .child = to->child, .rows = rows, .row_n = n });
}

void cin_found_rows(cin_findings *to, const cin_rows *rows)
{
	cin_found(to, rows->at, rows->n);
}

void cin_found_about(cin_findings *to, str child, const cin_row *row)
{
	tell(to, (cin_finding){ .child = child, .rows = &row, .row_n = 1 });
}

void cin_found_figures(cin_findings *to, int64_t first, int64_t second, int64_t third)
{
	tell(to, (cin_finding){ .figures = { first, second, third } });
}

bool cin_one_of(str text, str codes)
{
	while (text.n && codes.n)
		if (str_eq(str_cut(codes, ' ', &codes), text)) return true;
	return false;
}

bool cin_has_factor(const cin_assessment *a, str code)
{
	EACH (said, a->factors)
		if (cin_same_word(*said, code)) return true;
	return false;
}
