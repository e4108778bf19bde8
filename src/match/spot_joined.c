/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/fold.h"
#include "match/spot_parts.h"

#include <utf8proc.h>

static const struct {
	str brief, whole;
} streets[] = {
	{ STR("ln"), STR("lane") }, { STR("rd"), STR("road") }, { STR("st"), STR("street") }, { STR("str"), STR("street") },
	{ STR("ave"), STR("avenue") }, { STR("av"), STR("avenue") }, { STR("cl"), STR("close") }, { STR("dr"), STR("drive") },
	{ STR("ct"), STR("court") }, { STR("cres"), STR("crescent") }, { STR("gdns"), STR("gardens") }, { STR("pl"), STR("place") },
	{ STR("sq"), STR("square") }, { STR("ter"), STR("terrace") }, { STR("terr"), STR("terrace") }, { STR("gr"), STR("grove") },
	{ STR("pk"), STR("park") }, { STR("wy"), STR("way") }, { STR("hse"), STR("house") }, { STR("apt"), STR("apartment") },
};

static str written_out(str part)
{
	for (size_t i = 0; i < sizeof streets / sizeof *streets; i++)
		if (str_eq(streets[i].brief, part)) return streets[i].whole;
	return part;
}

/* ---- one letter after another, also of a text that an address of the web, a page or JSON has escaped */

typedef struct {
	int32_t c;
	size_t n; /* bytes that it takes */
} letter;

static bool hex_of(str s, size_t at, size_t digits, int32_t *ret)
{
	int32_t v = 0;
	if (at + digits > s.n) return false;
	for (size_t i = at; i < at + digits; i++) {
		int d = str_hex_digit(s.at[i]);
		if (d < 0) return false;
		v = v * 16 + d;
	}
	*ret = v;
	return true;
}

/* &#x20; &#32; &nbsp; */
static bool entity(str s, letter *ret)
{
	ptrdiff_t end = str_find_char(str_first(s, 10), ';');
	int64_t n;
	if (end < 3) return false;
	str name = str_first(str_from(s, 1), (size_t)end - 1);
	int32_t c = ' ';
	bool hex = str_starts(name, S("#x")) && hex_of(name, 2, name.n - 2, &c);
	if (!hex && name.at[0] == '#' && str_to_int(str_from(name, 1), &n) && n > 0 && n < 0x110000) c = (int32_t)n;
	else if (!hex && name.at[0] == '#') return false;
	for (size_t i = 0; i < name.n && name.at[0] != '#'; i++)
		if (name.at[i] < 'a' || name.at[i] > 'z') return false;
	*ret = (letter){ c, (size_t)end + 1 };
	return true;
}

static letter escaped(str s)
{
	letter l = { 0 };
	int32_t c;
	if (s.at[0] == '%' && hex_of(s, 1, 2, &c) && c < 0x80) return (letter){ c, 3 };
	if (s.at[0] == '&' && entity(s, &l)) return l;
	if (s.at[0] != '\\' || s.n < 2) return l;
	if (s.at[1] == 'u' && hex_of(s, 2, 4, &c)) return (letter){ c, 6 };
	if (s.at[1] == 'n' || s.at[1] == 't' || s.at[1] == 'r') return (letter){ ' ', 2 };
	return l;
}

static letter letter_at(str s)
{
	letter l = escaped(s);
	utf8proc_int32_t c;
	if (l.n) return l;
	utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.at, (utf8proc_ssize_t)s.n, &c);
	return n > 0 ? (letter){ c, (size_t)n } : (letter){ ' ', 1 };
}

/* ---- pieces */

typedef enum { SIGN_BETWEEN, SIGN_UNSEEN, SIGN_ENDS_SENTENCE, SIGN_SMALL, SIGN_CAPITAL, SIGN_OTHER_LETTER, SIGN_DIGIT } sign;

static sign sign_of(int32_t c)
{
	if (c >= 'a' && c <= 'z') return SIGN_SMALL;
	if (c >= 'A' && c <= 'Z') return SIGN_CAPITAL;
	if (c >= '0' && c <= '9') return SIGN_DIGIT;
	if (c == '.' || c == '!' || c == '?' || c == '\n' || c == 0x201C || c == '"') return SIGN_ENDS_SENTENCE;
	utf8proc_category_t is = utf8proc_category(c);
	if (is == UTF8PROC_CATEGORY_LL) return SIGN_SMALL;
	if (is == UTF8PROC_CATEGORY_LU || is == UTF8PROC_CATEGORY_LT) return SIGN_CAPITAL;
	if (is == UTF8PROC_CATEGORY_LM || is == UTF8PROC_CATEGORY_LO) return SIGN_OTHER_LETTER;
	if (is >= UTF8PROC_CATEGORY_ND && is <= UTF8PROC_CATEGORY_NO) return SIGN_DIGIT;
	if (is == UTF8PROC_CATEGORY_CF || (is >= UTF8PROC_CATEGORY_MN && is <= UTF8PROC_CATEGORY_ME)) return SIGN_UNSEEN;
	return SIGN_BETWEEN;
}

typedef struct {
	arena *a;
	joined *to;
	buf letters, now; /* of the piece that is being read */
	piece is;
	sign last;
	bool begins;
} joining;

static void end_piece(joining *g)
{
	if (g->now.n == 0) return;
	name_parts parts = name_fold(g->a, str_copy(g->a, buf_view(&g->now)));
	str whole = written_out(name_run_together(g->a, &parts));
	g->is.at = g->letters.n;
	buf_str(&g->letters, whole);
	g->is.end = g->letters.n;
	if (whole.n) PUSH(g->a, &g->to->pieces, g->is);
	g->now.n = 0;
	g->begins = false;
}

static void put_letter(joining *g, int32_t c, sign is, size_t from, size_t to)
{
	utf8proc_uint8_t bytes[4];
	bool digits = is == SIGN_DIGIT, was_digits = g->is.digits;
	if (g->now.n && (digits != was_digits || (is == SIGN_CAPITAL && g->last == SIGN_SMALL))) end_piece(g);
	if (g->now.n == 0) g->is = (piece){ .from = from, .capital = is == SIGN_CAPITAL, .begins = g->begins, .digits = digits };
	g->is.to = to;
	buf_bytes(&g->now, bytes, (size_t)utf8proc_encode_char(c, bytes));
}

joined joined_of(arena *a, str text)
{
	joined j = { 0 };
	joining g = { .a = a, .to = &j, .letters = BUF(a), .now = BUF(a), .begins = true };
	for (size_t i = 0; i < text.n;) {
		letter l = letter_at(str_from(text, i));
		sign is = sign_of(l.c);
		switch (is) {
		case SIGN_UNSEEN: if (g.now.n) g.is.to = i + l.n; break;
		case SIGN_ENDS_SENTENCE: end_piece(&g); g.begins = true; break;
		case SIGN_BETWEEN: end_piece(&g); break;
		case SIGN_SMALL: case SIGN_CAPITAL: case SIGN_OTHER_LETTER: case SIGN_DIGIT: put_letter(&g, l.c, is, i, i + l.n); break;
		}
		if (is != SIGN_UNSEEN) g.last = is;
		i += l.n;
	}
	end_piece(&g);
	j.letters = buf_view(&g.letters);
	return j;
}

str joined_part(const joined *j, size_t i, size_t k)
{
	size_t from = j->pieces.at[i].at;
	return str_first(str_from(j->letters, from), j->pieces.at[k].end - from);
}
