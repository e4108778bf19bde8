/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who is to do what, and who waits for whom, as the first words of an answer and of a position say. */
#include "capabilities/tracker/conflicts.h"
#include "wire/period.h"

/* Before the first of these; all of it where none is there. */
static str until_first(str s, const char *const *ends)
{
	for (; *ends; ends++) {
		ptrdiff_t at = str_find(s, str_of(*ends));
		if (at >= 0) s = str_first(s, (size_t)at);
	}
	return str_trim(s);
}

awaited awaited_in(str position)
{
	static const char *const begins[] = { "Awaiting ", "Await ", "We await ", "We are awaiting ", "Waiting for ", "We are waiting for " };
	static const char *const ends[] = { "\n", ". ", ", however", " as they ", " which ", ";", NULL };
	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
		str begin = str_of(begins[i]);
		if (!str_starts(position, begin)) continue;
		awaited ret = { .what = until_first(str_from(position, begin.n), ends) };
		if (str_ends(ret.what, S("."))) ret.what.n--;
		ptrdiff_t from = str_find(ret.what, S(" from "));
		if (from >= 0) ret.whom = str_from(ret.what, (size_t)from + S(" from ").n);
		return ret;
	}
	return (awaited){ 0 };
}

str position_state(arena *a, str position)
{
	str lower = str_ascii_lower(a, position);
	if (awaited_in(position).what.n) return S("awaiting");
	if (str_find(lower, S("watching brief")) >= 0) return S("watching");
	if (str_find(lower, S("in due course")) >= 0 || str_find(lower, S("forward plan")) >= 0) return S("planned");
	return S("under_way");
}

/* "1) The government", "During the second half of 2011 the Government". */
static str without_lead(arena *a, str s)
{
	period_list first;
	size_t n = 0;
	while (n < s.n && s.at[n] >= '0' && s.at[n] <= '9') n++;
	str rest = str_trim(str_from(s, n));
	if (n && str_starts(rest, S(")"))) s = str_trim(str_from(rest, 1));
	periods_read(a, s, &first);
	if (first.n && first.at[0].words.at == s.at) s = str_trim(str_from(s, first.at[0].words.n));
	return str_starts(s, S(",")) ? str_trim(str_from(s, 1)) : s;
}

enum { PARTY_MOST_BYTES = 150 };

str party_in(arena *a, str response)
{
	static const char *const verbs[] = { "\n", ". ", " will ", " intends ", " has ", " have ", " is ", " are ", " expects ", " plans ", " (", NULL };
	str line = without_lead(a, response), party = until_first(line, verbs);
	if (party.n == 0 || party.n == line.n || party.n > PARTY_MOST_BYTES) return STR_NONE;
	buf b = BUF(a);
	bool small = party.at[0] >= 'a' && party.at[0] <= 'z';
	buf_char(&b, (char)(small ? party.at[0] - 'a' + 'A' : party.at[0]));
	buf_str(&b, str_from(party, 1));
	return buf_view(&b);
}

static str party_key(arena *a, str s)
{
	str key = str_ascii_lower(a, str_trim(s));
	static const char *const leads[] = { "the ", "central " };
	for (size_t i = 0; i < 2; i++)
		if (str_starts(key, str_of(leads[i]))) key = str_from(key, str_of(leads[i]).n);
	return key;
}

bool same_party(arena *a, str x, str y)
{
	return str_eq(party_key(a, x), party_key(a, y));
}
