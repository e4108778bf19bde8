/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/fold.h"

#include "access/fold.h"

#include <string.h>
#include <utf8proc.h>

/* ---- parts */

/* Letters of other alphabets as people in England meet them written: Cyrillic from U+0430, Greek from U+03B1. What stands
 * beside them (Ukrainian, Belarusian and Serbian letters) is in a list of its own. */
static const char *const cyrillic[] = { "a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p",
	                                "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya" };
static const char *const greek[] = { "a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r",
	                             "s", "s", "t", "y", "f", "ch", "ps", "o" };
static const struct {
	utf8proc_int32_t letter;
	const char *latin;
} other_letters[] = { { 0x3AC, "a" }, { 0x3AD, "e" }, { 0x3AE, "i" }, { 0x3AF, "i" }, { 0x3CC, "o" }, { 0x3CD, "y" },
	              { 0x3CE, "o" }, { 0x451, "yo" }, { 0x452, "dj" }, { 0x454, "ye" }, { 0x456, "i" },
	              { 0x457, "yi" }, { 0x458, "j" }, { 0x459, "lj" }, { 0x45A, "nj" }, { 0x45B, "c" },
	              { 0x45E, "u" }, { 0x491, "g" } };

/* NULL where the letter is to be left as it is. */
static const char *latin_of(utf8proc_int32_t c)
{
	utf8proc_int32_t lower = utf8proc_tolower(c);
	if (lower >= 0x430 && lower < 0x450) return cyrillic[lower - 0x430];
	if (lower >= 0x3B1 && lower < 0x3CA) return greek[lower - 0x3B1];
	for (size_t i = 0; i < sizeof other_letters / sizeof *other_letters; i++)
		if (other_letters[i].letter == lower) return other_letters[i].latin;
	return NULL;
}

static str in_latin_letters(arena *a, str s)
{
	buf b = BUF(a);
	for (size_t i = 0; i < s.n;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.at + i, (utf8proc_ssize_t)(s.n - i), &c);
		CHECK(n > 0); /* the caller looked */
		const char *latin = latin_of(c);
		if (latin) buf_str(&b, str_of(latin));
		else buf_bytes(&b, s.at + i, (size_t)n);
		i += (size_t)n;
	}
	return buf_view(&b);
}

/* Most names are plain: for them what fold_name would give, without asking Unicode. */
static bool fold_plain(arena *a, str s, str *ret)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.at[i] >= 0x80) return false;
	char *to = TAKE_N(a, char, s.n + 1);
	size_t n = 0;
	bool between = false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i];
		bool upper = c >= 'A' && c <= 'Z';
		if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			if (between && n) to[n++] = ' ';
			to[n++] = upper ? (char)(c + 32) : c;
			between = false;
		} else if (c != '\'' && c != '`') {
			between = true;
		}
	}
	*ret = (str){ to, n };
	return true;
}

/* At most so many bytes, and no letter cut in two. */
static str part_cut(str part)
{
	size_t n = part.n;
	if (n <= NAME_PART_BYTES) return part;
	for (n = NAME_PART_BYTES; n > 1 && ((unsigned char)part.at[n] & 0xC0) == 0x80;) n--;
	return str_first(part, n);
}

name_parts name_fold(arena *a, str s)
{
	name_parts p = { 0 };
	str folded = STR_NONE;
	if (!fold_plain(a, s, &folded)) {
		if (!str_is_utf8(s)) return p;
		folded = fold_name(a, in_latin_letters(a, s));
	}
	while (folded.n && p.n < NAME_PARTS_MOST) {
		str part = str_cut(folded, ' ', &folded);
		if (part.n) p.at[p.n++] = part_cut(part);
	}
	return p;
}

str name_run_together(arena *a, const name_parts *p)
{
	buf b = BUF(a);
	for (size_t i = 0; i < p->n; i++) buf_str(&b, p->at[i]);
	return buf_view(&b);
}

bool name_is_particle(str part)
{
	static const char *const particles[] = { "a", "abd", "abu", "al", "ap", "ben", "bin", "bint", "da", "das", "de", "del",
		                                 "der", "di", "dos", "du", "e", "el", "ibn", "la", "le", "mac", "mc", "o", "os", "st",
		                                 "ter", "ul", "und", "van", "von", "y", "zu" };
	for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
		if (str_eq(part, str_of(particles[i]))) return true;
	return false;
}

/* ---- sound */

/* Groups of letters that spellings of one name write differently: the longest that fits stands for the sound. Upper case
 * is a sound without a letter of its own: C as in chair, S as in ship. Vowels, and h, w and y beside them, are silent. */
static const struct {
	const char *letters, *sound;
} sounds[] = { { "sch", "S" }, { "tch", "C" }, { "ch", "C" }, { "sh", "S" }, { "sz", "S" }, { "cz", "C" }, { "ph", "f" },
	       { "ck", "k" }, { "kh", "k" }, { "gh", "g" }, { "qu", "k" }, { "dh", "t" }, { "th", "t" }, { "bh", "b" },
	       { "ce", "s" }, { "ci", "s" }, { "cy", "s" }, { "ge", "j" }, { "gi", "j" }, { "dj", "j" }, { "kn", "n" },
	       { "x", "ks" }, { "c", "k" }, { "q", "k" }, { "z", "s" }, { "d", "t" }, { "v", "f" } };

static size_t sound_at(str rest, const char **ret_sound)
{
	for (size_t i = 0; i < sizeof sounds / sizeof *sounds; i++)
		if (str_starts(rest, str_of(sounds[i].letters))) {
			size_t n = strlen(sounds[i].letters);
			*ret_sound = sounds[i].sound;
			return n == 2 && sounds[i].letters[0] != 'q' && strchr("eiy", sounds[i].letters[1]) ? 1 : n;
		}
	return 0;
}

size_t name_sound(str part, char *ret)
{
	size_t n = 0;
	bool apart = true; /* a vowel between: the same sound again is another one */
	for (size_t i = 0; i < part.n && n + 2 <= NAME_PART_BYTES;) {
		const char *sound = "";
		size_t used = sound_at(str_from(part, i), &sound);
		char letter[2] = { part.at[i], 0 };
		bool silent = strchr("aeiouyhw", part.at[i]) != NULL;
		if (!used) sound = silent ? (i == 0 ? (strchr("hw", part.at[0]) ? letter : "a") : "") : letter;
		for (const char *c = sound; *c; c++)
			if (apart || ret[n - 1] != *c || c != sound) ret[n++] = *c;
		apart = !*sound || n == 0;
		i += used ? used : 1;
	}
	return n;
}
