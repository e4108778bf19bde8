/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Check digits and forms of the identifiers that the field uses. Spaces are how people read a number aloud, so they are
 * dropped; anything else that does not belong is a refusal. */
#include "base/buf.h"
#include "kind/kind.h"

enum { IDENTIFIER_MAX_CHARS = 20 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Upper case without spaces; false when nothing or too much is left. */
static bool squeeze(str s, char ret[IDENTIFIER_MAX_CHARS], size_t *ret_n)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i];
		if (c == ' ') continue;
		if (n == IDENTIFIER_MAX_CHARS) return false;
		ret[n++] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
	}
	*ret_n = n;
	return n > 0;
}

static bool all_digits(const char *c, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (!is_digit(c[i])) return false;
	return true;
}

/* Sum of the first nine digits weighted 10 down to 2, modulo 11. */
static int modulus_11(const char *c)
{
	int sum = 0;
	for (int i = 0; i < 9; i++) sum += (c[i] - '0') * (10 - i);
	return sum % 11;
}

/* NHS Data Dictionary: check digit 11 minus the remainder, 11 counts as 0, 10 cannot be. All zeros pass the sum and are
 * no number. */
static bool nhs_ok(const char *c, size_t n)
{
	if (n != 10 || !all_digits(c, 0, 10)) return false;
	bool any = false;
	for (size_t i = 0; i < n; i++) any |= c[i] != '0';
	int check = (11 - modulus_11(c)) % 11;
	return any && check != 10 && check == c[9] - '0';
}

/* Learning Records Service: 10 minus the remainder; a remainder of 0 cannot be; the first digit is never 0. */
static bool uln_ok(const char *c, size_t n)
{
	if (n != 10 || !all_digits(c, 0, 10) || c[0] == '0') return false;
	int rest = modulus_11(c);
	return rest != 0 && 10 - rest == c[9] - '0';
}

/* Letters that stand for 0..22 in a unique pupil number: no I, O, S. */
static int upn_letter(char c)
{
	static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
	for (int i = 0; letters[i]; i++)
		if (letters[i] == c) return i;
	return -1;
}

/* DfE: a check letter, then local authority (3), year (2) and serial (7, or 6 and a letter for a temporary number);
 * characters 2 to 13 weighted 2 to 13, modulo 23. */
static bool upn_ok(const char *c, size_t n)
{
	if (n != 13 || !all_digits(c, 1, 12)) return false;
	int last = is_digit(c[12]) ? c[12] - '0' : upn_letter(c[12]);
	if (last < 0) return false;
	int sum = last * 13;
	for (int i = 1; i < 12; i++) sum += (c[i] - '0') * (i + 1);
	return upn_letter(c[0]) == sum % 23;
}

static bool has_letter(str set, char c)
{
	return str_find_char(set, c) >= 0;
}

/* The letters that each place of the outward half takes (Royal Mail; BS 7666-2 annex): A9 A99 A9A AA9 AA99 AA9A. */
static bool outward_ok(const char *c, size_t n)
{
	if (n < 2 || n > 4 || !is_upper(c[0]) || has_letter(S("QVX"), c[0])) return false;
	if (is_digit(c[1]))
		return n == 2 || (n == 3 && (is_digit(c[2]) || has_letter(S("ABCDEFGHJKPSTUW"), c[2])));
	if (!is_upper(c[1]) || has_letter(S("IJZ"), c[1]) || n < 3 || !is_digit(c[2])) return false;
	return n == 3 || is_digit(c[3]) || has_letter(S("ABEHMNPRVWXY"), c[3]);
}

static bool postcode_ok(const char *c, size_t n)
{
	if (n < 5 || n > 7) return false;
	const char *inward = c + n - 3;
	for (size_t i = 1; i < 3; i++)
		if (!is_upper(inward[i]) || has_letter(S("CIKMOV"), inward[i])) return false;
	if (!is_digit(inward[0])) return false;
	return outward_ok(c, n - 3) || str_eq((str){ c, n }, S("GIR0AA"));
}

static bool local_ok(const char *c, size_t n)
{
	bool any = false;
	for (size_t i = 0; i < n; i++) {
		bool counts = is_digit(c[i]) || is_upper(c[i]);
		if (!counts && c[i] != '-' && c[i] != '/') return false;
		any |= counts;
	}
	return any;
}

static bool form_ok(identifier_type t, const char *c, size_t n)
{
	switch (t) {
	case IDENTIFIER_NHS: return nhs_ok(c, n);
	case IDENTIFIER_UPN: return upn_ok(c, n);
	case IDENTIFIER_ULN: return uln_ok(c, n);
	case IDENTIFIER_POSTCODE: return postcode_ok(c, n);
	case IDENTIFIER_LOCAL: return local_ok(c, n);
	}
	return false;
}

bool identifier_check(identifier_type t, str s, arena *a, str *ret)
{
	char c[IDENTIFIER_MAX_CHARS];
	size_t n;
	if (!squeeze(s, c, &n) || !form_ok(t, c, n)) return false;
	buf b = BUF(a);
	size_t first = t == IDENTIFIER_POSTCODE ? n - 3 : n;
	buf_bytes(&b, c, first);
	if (first < n) buf_char(&b, ' ');
	buf_bytes(&b, c + first, n - first);
	*ret = buf_view(&b);
	return true;
}
