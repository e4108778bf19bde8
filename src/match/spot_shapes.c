/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Numbers by which people are rung, found and visited, by their shape alone. */
#include "kind/kind.h"
#include "match/spot_parts.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
	return is_capital(c) || (c >= 'a' && c <= 'z');
}

/* What may stand between two digits of one number; its bytes, 0 for nothing of the sort. */
static size_t between_digits(str s)
{
	static const str allowed[] = { STR(" "), STR("-"), STR("."), STR("("), STR(")"), STR("\u00a0"), STR("\u2011"), STR("\u2010"), STR("%20") };
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
		if (str_starts(s, allowed[i])) return allowed[i].n;
	return 0;
}

typedef struct {
	char digits[24];
	size_t n, from, to;
	bool plus;
} digit_run;

static digit_run run_at(str text, size_t at)
{
	enum { BETWEEN_MOST = 2 };
	digit_run run = { .from = at, .plus = text.at[at] == '+' };
	size_t i = at + run.plus;
	for (size_t between = 0; i < text.n && between <= BETWEEN_MOST && run.n < sizeof run.digits;) {
		if (is_digit(text.at[i])) {
			run.digits[run.n++] = text.at[i++];
			run.to = i;
			between = 0;
			continue;
		}
		size_t n = between_digits(str_from(text, i));
		if (n == 0) break;
		between++;
		i += n;
	}
	if (i < text.n && is_letter(text.at[i]) && i == run.to) run.n = 0; /* part of something else */
	return run;
}

/* 0044, +44 and +44 (0) are written as 0. */
static str national(arena *a, const digit_run *run)
{
	str d = { run->digits, run->n };
	buf b = BUF(a);
	bool abroad = run->plus || str_starts(d, S("0044"));
	if (str_starts(d, S("00"))) d = str_from(d, 2);
	if (abroad && str_starts(d, S("44"))) {
		d = str_from(d, 2);
		if (d.n && d.at[0] == '0') d = str_from(d, 1);
		buf_char(&b, '0');
	}
	buf_str(&b, d);
	return buf_view(&b);
}

/* Numbers of the national plan have ten or eleven digits; 04 and 06 are not given out (Ofcom). 05 begins a day of the month. */
static bool rings(str number)
{
	bool long_enough = number.n == 10 || number.n == 11;
	return long_enough && number.at[0] == '0' && str_find_char(S("12378"), number.at[1]) >= 0;
}

str spot_number_key(arena *a, str number)
{
	number = str_trim(number);
	digit_run run = number.n && (is_digit(number.at[0]) || number.at[0] == '+' || number.at[0] == '(') ? run_at(number, number.at[0] == '(') : (digit_run){ 0 };
	buf b = BUF(a);
	if (run.n > 6 && run.to == number.n) return national(a, &run);
	for (size_t i = 0; i < number.n; i++)
		if (number.at[i] != ' ') buf_char(&b, number.at[i]);
	return str_ascii_lower(a, buf_view(&b));
}

/* Returns where it ends; 0 for no number of anybody. */
static size_t put_digits(arena *a, str text, size_t at, const map *passed, spot_list *to)
{
	digit_run run = run_at(text, at);
	str number = national(a, &run), nhs;
	if (run.n < 10) return 0;
	bool ring = rings(number), health = !run.plus && run.n == 10 && identifier_check(IDENTIFIER_NHS, number, a, &nhs);
	if (!ring && !health) return 0;
	if (!map_get(passed, number)) PUSH(a, to, ((spot){ ring ? SPOT_TELEPHONE : SPOT_NHS_NUMBER, run.from, run.to }));
	return run.to;
}

/* "NG1 4AB": capitals, since «a4 5pm» is no place. The last two letters are never one of CIKMOV (BS 7666). */
static size_t postcode_at(str text, size_t at, arena *a, str *ret)
{
	size_t i = at, spaces = 0;
	while (i < text.n && i - at < 2 && is_capital(text.at[i])) i++;
	size_t letters = i - at;
	while (i < text.n && i - at < 4 && (is_digit(text.at[i]) || (i > at + letters && is_capital(text.at[i])))) i++;
	if (letters == 0 || i == at + letters) return 0;
	for (size_t n; i < text.n && spaces < 3 && (n = between_digits(str_from(text, i))) > 0; spaces++) i += n;
	for (int back = 0; back < 2; back++) { /* "NG14AB": its first half may have taken a digit of the second */
		size_t k = i - (size_t)(spaces == 0 ? back : 0);
		bool inward = k + 3 <= text.n && is_digit(text.at[k]) && is_capital(text.at[k + 1]) && is_capital(text.at[k + 2]);
		bool ends = inward && (k + 3 == text.n || !(is_letter(text.at[k + 3]) || is_digit(text.at[k + 3])));
		bool given = inward && str_find_char(S("CIKMOV"), text.at[k + 1]) < 0 && str_find_char(S("CIKMOV"), text.at[k + 2]) < 0;
		if (!given || !ends) continue;
		*ret = spot_number_key(a, str_first(str_from(text, at), k + 3 - at));
		return k + 3;
	}
	return 0;
}

static bool in_email(char c)
{
	return is_letter(c) || is_digit(c) || (c != 0 && strchr("._%+-", c) != NULL);
}

/* The address of which this is the @. */
static bool email_around(str text, size_t at, spot *ret)
{
	size_t from = at, to = at + 1;
	while (from > 0 && in_email(text.at[from - 1])) from--;
	while (to < text.n && in_email(text.at[to])) to++;
	while (to > at + 1 && (text.at[to - 1] == '.' || text.at[to - 1] == '-')) to--;
	*ret = (spot){ SPOT_EMAIL, from, to };
	return from < at && str_find_char(str_first(str_from(text, at), to - at), '.') > 1;
}

void spot_shapes(arena *a, str text, const map *passed, spot_list *to)
{
	for (size_t i = 0; i < text.n; i++) {
		bool inside = i && (is_letter(text.at[i - 1]) || is_digit(text.at[i - 1]));
		spot email;
		str code;
		size_t end = 0;
		if (text.at[i] == '@' && email_around(text, i, &email)) {
			if (!map_get(passed, spot_number_key(a, str_first(str_from(text, email.from), email.to - email.from)))) PUSH(a, to, email);
			end = email.to;
		} else if (!inside && (is_digit(text.at[i]) || (text.at[i] == '+' && i + 1 < text.n && is_digit(text.at[i + 1])))) {
			end = put_digits(a, text, i, passed, to);
		} else if (!inside && is_capital(text.at[i]) && (end = postcode_at(text, i, a, &code)) > 0) {
			if (!map_get(passed, code)) PUSH(a, to, ((spot){ SPOT_POSTCODE, i, end }));
		}
		if (end > i) i = end - 1;
	}
}
