/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is looked for stands in one map by its letters and digits alone; a text is asked, from each of its pieces, for the longest
 * run of pieces that the map knows. What may be read stands in a map of the same sort: where the longest run is one of those,
 * nothing inside it is found. */
#include "match/fold.h"
#include "match/spot_parts.h"

#include <stdlib.h>

typedef struct {
	spot_is is;
	bool alone;     /* one piece of a text, not letters of several */
	bool in_capital; /* a word besides, or very short: only with a capital, and not where the word is meant */
} wanted;

struct spotter {
	arena *a;
	map wanted, passed, numbers;
	size_t longest; /* bytes of the longest key */
};

spotter *spotter_make(arena *a)
{
	spotter *s = TAKE(a, spotter);
	s->a = a;
	return s;
}

static void want(spotter *s, str letters, wanted what)
{
	const wanted *known = letters.n ? map_get(&s->wanted, letters) : NULL;
	if (letters.n == 0 || (known && known->is <= what.is)) return;
	wanted *one = TAKE(s->a, wanted);
	*one = what;
	map_put(s->a, &s->wanted, letters, one);
	if (letters.n > s->longest) s->longest = letters.n;
}

static void pass(spotter *s, str letters)
{
	if (letters.n == 0) return;
	map_put(s->a, &s->passed, letters, s);
	if (letters.n > s->longest) s->longest = letters.n;
}

static bool listed(const char *const *list, size_t n, str part)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(str_of(list[i]), part)) return true;
	return false;
}
#define LISTED(list, part) listed((list), sizeof(list) / sizeof *(list), (part))

/* ---- addresses */

static const char *const kinds_of_street[] = {
	"street", "road", "lane", "avenue", "close", "drive", "court", "way", "place", "terrace", "gardens", "crescent", "grove", "square",
	"hill", "mews", "row", "walk", "park", "rise", "view", "house", "lodge", "cottage", "cottages", "farm", "flats", "buildings", "yard",
	"green", "end", "gate", "parade", "quay", "wharf", "villas", "mount", "vale", "croft", "path", "passage", "tower", "towers", "hall", "heights" };
/* Every town has them: only with their number they say where somebody lives. */
static const char *const common_streets[] = {
	"highstreet", "stationroad", "mainstreet", "churchstreet", "churchroad", "churchlane", "parkroad", "londonroad", "victoriaroad",
	"greenlane", "schoollane", "millane", "milllane", "thegreen", "thecourt", "thehouse", "northroad", "southroad" };
static const char *const parts_of_house[] = { "flat", "unit", "apartment", "room", "floor", "ground", "first", "second", "third", "top", "a", "b", "c", "d" };

typedef void take_fn(spotter *s, str letters, spot_is is);

static void take_wanted(spotter *s, str letters, spot_is is)
{
	want(s, letters, (wanted){ .is = is });
}

static void take_passed(spotter *s, str letters, spot_is is)
{
	(void)is;
	pass(s, letters);
}

static bool says_which_room(const joined *j, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (!j->pieces.at[i].digits && !LISTED(parts_of_house, joined_part(j, i, i))) return false;
	return true;
}

/* From the word before a kind of street back to what numbers it: «rose lane» of «flat 2 12 rose lane northmere». */
static void take_streets(spotter *s, const joined *j, size_t from, size_t to, spot_is is, take_fn *take)
{
	for (size_t i = from + 1; i < to; i++) {
		if (!LISTED(kinds_of_street, joined_part(j, i, i))) continue;
		size_t k = i;
		while (k > from && !j->pieces.at[k - 1].digits && !LISTED(kinds_of_street, joined_part(j, k - 1, k - 1))) k--;
		if (k == i) continue;
		str street = joined_part(j, k, i);
		size_t numbered = k;
		while (numbered > from && (j->pieces.at[numbered - 1].digits || joined_part(j, numbered - 1, numbered - 1).n == 1)) numbered--;
		if (numbered < k) take(s, joined_part(j, numbered, i), is);
		if (!LISTED(common_streets, street)) take(s, street, is);
	}
}

/* One part of an address, between its commas. A single word is a house's name only where it comes first: else it is a town. */
static void take_address_part(spotter *s, str text, bool first, spot_is is, take_fn *take)
{
	joined j = joined_of(s->a, text);
	size_t n = j.pieces.n;
	bool numbered = false;
	for (size_t i = 0; i < n; i++) numbered |= j.pieces.at[i].digits;
	if (n == 0) return;
	str whole = joined_part(&j, 0, n - 1);
	bool of_house = says_which_room(&j, 0, n), common = LISTED(common_streets, whole);
	bool says_where = n > 1 ? numbered || first : first && whole.n > 5;
	if (says_where && !of_house && !common) take(s, whole, is);
	take_streets(s, &j, 0, n, is, take);
}

static void take_postcodes(spotter *s, str address, spot_is is, take_fn *take)
{
	spot_list shapes = { 0 };
	map none = { 0 };
	buf capitals = BUF(s->a);
	for (size_t i = 0; i < address.n; i++) buf_char(&capitals, address.at[i] >= 'a' && address.at[i] <= 'z' ? (char)(address.at[i] - 32) : address.at[i]);
	spot_shapes(s->a, buf_view(&capitals), &none, &shapes);
	EACH (one, shapes) {
		joined j = joined_of(s->a, str_first(str_from(address, one->from), one->to - one->from));
		if (one->is == SPOT_POSTCODE && j.pieces.n) take(s, joined_part(&j, 0, j.pieces.n - 1), is);
	}
}

static void take_address(spotter *s, str address, spot_is is, take_fn *take)
{
	bool first = true;
	address = str_copy(s->a, address);
	for (str rest = address; rest.n;) {
		size_t end = 0;
		while (end < rest.n && !strchr(",;\n", rest.at[end])) end++;
		str part = str_trim(str_first(rest, end));
		if (part.n) take_address_part(s, part, first, is, take);
		if (part.n) first = false;
		rest = str_from(rest, end + 1);
	}
	joined j = joined_of(s->a, address);
	if (j.pieces.n > 1) take(s, joined_part(&j, 0, j.pieces.n - 1), is);
	take_postcodes(s, address, is, take);
}

void spotter_hides(spotter *s, str address)
{
	take_address(s, address, SPOT_HIDDEN_ADDRESS, take_wanted);
}

void spotter_address(spotter *s, str address)
{
	take_address(s, address, SPOT_ADDRESS, take_wanted);
}

void spotter_passes_address(spotter *s, str address)
{
	spot_list shapes = { 0 };
	map none = { 0 };
	take_address(s, address, SPOT_ADDRESS, take_passed);
	spot_shapes(s->a, address, &none, &shapes);
	EACH (one, shapes) spotter_passes(s, str_first(str_from(address, one->from), one->to - one->from));
}

void spotter_passes(spotter *s, str number)
{
	str key = spot_number_key(s->a, number);
	if (key.n) map_put(s->a, &s->numbers, key, s);
}

/* ---- words */

void spotter_keeps(spotter *s, str words)
{
	enum { IN_A_ROW = 5, LETTERS_LEAST = 10, SHORT_LEAST = 8 };
	joined j = joined_of(s->a, str_copy(s->a, words));
	for (size_t from = 0, to; from < j.pieces.n; from = to) {
		for (to = from + 1; to < j.pieces.n && !j.pieces.at[to].begins;) to++;
		bool whole_of_all = from == 0 && to == j.pieces.n;
		if (to - from < IN_A_ROW) {
			str sentence = joined_part(&j, from, to - 1);
			if (sentence.n >= (whole_of_all ? SHORT_LEAST : LETTERS_LEAST)) want(s, sentence, (wanted){ .is = SPOT_KEPT_WORDS });
			continue;
		}
		for (size_t i = from; i + IN_A_ROW <= to; i++) {
			str row = joined_part(&j, i, i + IN_A_ROW - 1);
			if (row.n >= LETTERS_LEAST) want(s, row, (wanted){ .is = SPOT_KEPT_WORDS });
		}
	}
}

/* ---- names */

/* Given names that are words, months or places besides. */
static const char *const words_besides[] = {
	"will", "may", "mark", "grace", "hope", "joy", "faith", "rose", "bill", "drew", "frank", "grant", "pat", "rich", "sue", "april", "june", "august",
	"dawn", "summer", "autumn", "rob", "jay", "dale", "brook", "sky", "star", "poppy", "daisy", "lily", "amber", "ruby", "jade", "pearl", "heath",
	"robin", "kit", "max", "don", "ray", "gene", "guy", "miles", "chance", "harry", "art", "jack", "penny", "holly", "ivy", "hazel", "iris", "olive",
	"violet", "crystal", "gem", "angel", "charity", "patience", "constance", "sandy", "rusty", "buddy", "chase", "hunter", "archer", "mason",
	"taylor", "parker", "porter", "reed", "wade", "ty", "ali", "an", "so", "in", "son", "sunny", "star", "christian", "van", "dean", "earl", "duke",
	"prince", "king", "noble", "melody", "harmony", "eve", "vi", "bea", "bell", "page", "paige", "tab", "win", "ash", "jo", "al", "ed", "nick", "matt",
	"rod", "stew", "ward", "cliff", "glen", "sandy", "ginger", "basil", "sage", "fern", "willow", "clay", "rocky", "ford", "lane", "chip",
	"josh", "jimmy", "john", "chuck", "tony", "terry", "carol", "mercy", "precious", "blessing", "happy", "princess", "queen", "early", "young", "tom" };
static const char *const after_a_word[] = { "i", "you", "he", "she", "it", "we", "they", "this", "that", "these", "there", "not", "be", "the", "a", "an", "her", "his", "their", "our", "my", "your", "nobody", "anybody", "somebody" };
static const char *const said_before_month[] = { "in", "since", "until", "of", "by", "from", "during", "last", "next", "early", "late", "mid" };
static const char *const months[] = { "april", "may", "june", "august", "summer", "autumn" };

/* Whether a word that is a name besides is meant as the word. */
static bool word_is_meant(const joined *j, size_t at)
{
	const piece *p = &j->pieces.at[at];
	if (!p->capital) return true;
	str word = joined_part(j, at, at);
	bool before_digits = at + 1 < j->pieces.n && j->pieces.at[at + 1].digits, after_digits = at && j->pieces.at[at - 1].digits;
	bool said = at && LISTED(said_before_month, joined_part(j, at - 1, at - 1));
	if (LISTED(months, word) && (before_digits || after_digits || said)) return true;
	return p->begins && at + 1 < j->pieces.n && !j->pieces.at[at + 1].begins && LISTED(after_a_word, joined_part(j, at + 1, at + 1));
}

static str run_together(arena *a, str one, str other)
{
	buf b = BUF(a);
	buf_str(&b, one);
	buf_str(&b, other);
	return buf_view(&b);
}

typedef struct {
	spotter *s;
	bool passes, near;
} naming;

static void name_put(const naming *n, str letters, bool alone, bool in_capital)
{
	if (n->passes) pass(n->s, letters);
	else want(n->s, letters, (wanted){ .is = SPOT_PERSON, .alone = alone, .in_capital = in_capital });
}

static void name_put_given(const naming *n, str given)
{
	enum { SHORT = 2 };
	if (n->near) name_put(n, given, true, given.n <= SHORT || LISTED(words_besides, given));
}

/* Given name with surname, both ways round, and its first letter with it. */
static void name_put_with(const naming *n, str given, str surname)
{
	name_put(n, run_together(n->s->a, given, surname), false, false);
	name_put(n, run_together(n->s->a, surname, given), false, false);
}

static void name_put_surname(const naming *n, str given, str surname)
{
	static const str titles[] = { STR("mr"), STR("mrs"), STR("ms"), STR("miss"), STR("mx"), STR("mister") };
	str first = str_first_chars(given, 1);
	name_put(n, run_together(n->s->a, first, surname), false, true);
	name_put(n, run_together(n->s->a, surname, first), false, true);
	for (size_t i = 0; n->near && i < sizeof titles / sizeof *titles; i++) name_put(n, run_together(n->s->a, titles[i], surname), false, false);
}

static void take_name(const naming *n, str name)
{
	enum { FORMS_MOST = 16 };
	arena *a = n->s->a;
	str forms[FORMS_MOST];
	joined j = joined_of(a, str_copy(a, name));
	size_t pieces = j.pieces.n;
	if (pieces == 0) return;
	str given = joined_part(&j, 0, 0);
	name_put_given(n, given);
	size_t form_n = name_forms(given, forms, FORMS_MOST);
	if (form_n > FORMS_MOST) form_n = FORMS_MOST;
	for (size_t i = 0; i < form_n; i++) name_put_given(n, forms[i]);
	if (pieces == 1) return;
	name_put(n, joined_part(&j, 0, pieces - 1), false, false);
	for (size_t k = 1; k < pieces; k++) { /* where the surname begins, nobody said */
		str surname = joined_part(&j, k, pieces - 1), all_given = joined_part(&j, 0, k - 1);
		if (surname.n < 2) continue;
		name_put_with(n, all_given, surname);
		if (k > 1) name_put_with(n, given, surname);
		name_put_surname(n, given, surname);
		for (size_t i = 0; i < form_n; i++) name_put_with(n, forms[i], surname);
	}
}

void spotter_meets(spotter *s, str name, bool near)
{
	take_name(&(naming){ .s = s, .near = near }, name);
}

void spotter_passes_name(spotter *s, str name, bool whole)
{
	take_name(&(naming){ .s = s, .passes = true, .near = !whole }, name);
}

/* ---- finding */

static bool is_meant(const joined *j, size_t from, size_t to, const wanted *what)
{
	if (what->alone && from != to) return false;
	if (!what->in_capital) return true;
	return from == to ? !word_is_meant(j, from) : j->pieces.at[from].capital && j->pieces.at[to].capital;
}

/* The longest run from there; false where there is none. *ret_what NULL: it may be read. */
static bool longest_from(const spotter *s, const joined *j, size_t from, size_t *ret_to, const wanted **ret_what)
{
	bool found = false;
	for (size_t to = from; to < j->pieces.n; to++) {
		str run = joined_part(j, from, to);
		if (run.n > s->longest) break;
		const wanted *what = map_get(&s->wanted, run);
		if (map_get(&s->passed, run)) what = what && what->is < SPOT_PERSON ? what : NULL;
		else if (!what || !is_meant(j, from, to, what)) continue;
		*ret_what = what;
		*ret_to = to;
		found = true;
	}
	return found;
}

static int in_order(const void *a, const void *b)
{
	const spot *x = a, *y = b;
	if (x->from != y->from) return x->from < y->from ? -1 : 1;
	return (x->to < y->to) - (x->to > y->to);
}

/* Of two that overlap, what weighs more stands for both. */
static void join_overlaps(spot_list *list)
{
	size_t n = 0;
	if (list->n > 1) qsort(list->at, list->n, sizeof *list->at, in_order);
	for (size_t i = 0; i < list->n; i++) {
		spot *last = n ? &list->at[n - 1] : NULL;
		if (!last || list->at[i].from >= last->to) {
			list->at[n++] = list->at[i];
			continue;
		}
		if (list->at[i].is < last->is) last->is = list->at[i].is;
		if (list->at[i].to > last->to) last->to = list->at[i].to;
	}
	list->n = n;
}

spot_list spotter_find(const spotter *s, arena *a, str text, bool only_told)
{
	spot_list found = { 0 };
	joined j = joined_of(a, text);
	for (size_t i = 0; i < j.pieces.n;) {
		size_t to = i;
		const wanted *what = NULL;
		if (longest_from(s, &j, i, &to, &what) && what) PUSH(a, &found, ((spot){ what->is, j.pieces.at[i].from, j.pieces.at[to].to }));
		i = what && what->is == SPOT_KEPT_WORDS ? i + 1 : to + 1; /* words in a row may go on */
	}
	if (!only_told) spot_shapes(a, text, &s->numbers, &found);
	join_overlaps(&found);
	return found;
}

str spot_take_out(arena *a, str text, const spot_list *found)
{
	buf b = BUF(a);
	size_t at = 0;
	for (size_t i = 0; i < found->n; i++) {
		buf_str(&b, str_first(str_from(text, at), found->at[i].from - at));
		buf_lit(&b, "…");
		at = found->at[i].to;
	}
	buf_str(&b, str_from(text, at));
	return buf_view(&b);
}
