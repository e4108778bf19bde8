/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who is in a return, who is not and why, and what became of whom the year before: a table beside the return, child by child. */
#include "capabilities/returns_cin/cin_return.h"

str cin_why_words(cin_why why)
{
	switch (why) {
	case CIN_IN_FILE: return S("a census file of the year held the child");
	case CIN_IN_REFERRED: return S("referred in the year");
	case CIN_IN_OPEN: return S("a case was open when the year began");
	case CIN_OUT_NO_REFERRAL: return S("no referral is recorded");
	case CIN_OUT_LATER: return S("first referred after the year");
	case CIN_OUT_OVER: return S("every case was closed before the year");
	case CIN_OUT_NO_NUMBER: return S("the child has no local number");
	}
	return STR_NONE;
}

static size_t open_cases(const census_group *child)
{
	size_t n = 0;
	for (size_t i = 0; child && i < child->groups.n; i++) n += !census_value_of(child->groups.at[i], S("CINclosureDate"));
	return n;
}

/* Empty where nothing needs a look. */
static str difference(const cin_stood *now, const cin_stood *before)
{
	bool was = before->group != NULL, is = now->group != NULL;
	if (was && !is) return open_cases(before->group) ? S("was open in the return of the year before, and is gone") : S("was closed in the return of the year before");
	if (!was && is && now->why == CIN_IN_OPEN) return S("was open the year before, and was not in its return");
	return is && !was ? S("new") : STR_NONE;
}

static str count_text(arena *a, int64_t n)
{
	buf b = BUF(a);
	buf_int(&b, n);
	return buf_view(&b);
}

void cin_reconcile_head(buf *b)
{
	str names[] = { S("LAchildID"), S("in the return"), S("why"), S("referrals"), S("open at the end"), S("in the year before"), S("difference"),
		        S("record"), S(WORKING_MARK) };
	csv_write_row(b, CSV_EXACT, names, sizeof names / sizeof *names);
}

void cin_reconcile_line(buf *b, const cin_reconciled *line, str made_by)
{
	str cells[] = { line->number,
		        line->in ? S("yes") : S("no"),
		        cin_why_words(line->why),
		        count_text(b->a, line->referrals),
		        count_text(b->a, line->open),
		        line->before ? S("yes") : S("no"),
		        line->difference,
		        count_text(b->a, line->child.n),
		        made_by };
	csv_write_row(b, CSV_FOR_SPREADSHEET, cells, sizeof cells / sizeof *cells);
}

cin_reconciled cin_reconcile(const cin_line *line)
{
	const census_group *now = line->now->group;
	return (cin_reconciled){ .child = line->child, .number = line->number, .in = now != NULL, .before = line->before->group != NULL, .why = line->now->why,
		                 .referrals = now ? (int64_t)now->groups.n : 0, .open = (int64_t)open_cases(now), .difference = difference(line->now, line->before) };
}
