/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "wire/period.h"

/* ---- words */

typedef struct {
	str text, lower;
	int number;      /* -1: letters; "6th" is 6 */
	size_t digits;
	bool apart;      /* a sentence or a clause ended before it */
	bool dash, slash; /* what stands between it and the word before is "-" or "–", "/" */
} word;
typedef LIST(word) word_list;

typedef struct {
	arena *a;
	str text;
	const word_list *words;
} prose;

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static const word *word_at(const prose *p, size_t i)
{
	return i < p->words->n ? &p->words->at[i] : NULL;
}

static bool says(const prose *p, size_t i, str what)
{
	const word *w = word_at(p, i);
	return w && str_eq(w->lower, what);
}

static bool says_one_of(const prose *p, size_t i, const char *const *list)
{
	for (; *list; list++)
		if (says(p, i, str_of(*list))) return true;
	return false;
}

/* "2011", or "6th" with its ending. */
static size_t number_length(str s, word *w)
{
	size_t n = 0;
	w->number = 0;
	while (n < s.n && is_digit(s.at[n])) {
		if (n < 6) w->number = w->number * 10 + (s.at[n] - '0');
		n++;
	}
	w->digits = n;
	str end = str_first(str_from(s, n), 2);
	static const char *const endings[] = { "st", "nd", "rd", "th" };
	for (size_t i = 0; i < 4; i++)
		if (str_eq(end, str_of(endings[i])) && (s.n == n + 2 || !is_letter(s.at[n + 2]))) return n + 2;
	return n;
}

/* An en dash is three bytes of what otherwise counts as letters. */
static bool dash_at(str s)
{
	return str_starts(s, S("–")) || str_starts(s, S("-"));
}

static size_t word_length(str s, word *w)
{
	if (is_digit(s.at[0])) return number_length(s, w);
	size_t n = 0;
	w->number = -1;
	while (n < s.n && is_letter(s.at[n]) && !dash_at(str_from(s, n))) n++;
	return n;
}

static int month_of(const word *w);

static void read_words(arena *a, str text, word_list *ret)
{
	word next = { 0 };
	for (size_t i = 0; i < text.n;) {
		str rest = str_from(text, i);
		const word *before = ret->n ? &ret->at[ret->n - 1] : NULL;
		if (dash_at(rest)) {
			next.dash = true;
			i += rest.at[0] == '-' ? 1 : 3;
		} else if (is_digit(text.at[i]) || is_letter(text.at[i])) {
			next.text = str_first(rest, word_length(rest, &next));
			next.lower = str_ascii_lower(a, next.text);
			PUSH(a, ret, next);
			i += next.text.n;
			next = (word){ 0 };
		} else {
			char c = text.at[i++];
			bool abbreviated = c == '.' && before && month_of(before) && before->text.n <= 4;
			next.apart |= (c == '.' || c == ';' || c == ':' || c == '\n') && !abbreviated;
			next.slash |= c == '/';
		}
	}
}

/* ---- what words mean */

/* 1..12; 0: no month. A capital tells May from may. */
static int month_of(const word *w)
{
	if (!w || w->number >= 0 || w->text.n < 3 || w->text.at[0] < 'A' || w->text.at[0] > 'Z') return 0;
	for (int m = 1; m <= 12; m++)
		if (str_eq(w->text, month_name(m)) || str_eq(w->text, str_first(month_name(m), 3))) return m;
	return str_eq(w->text, S("Sept")) ? 9 : 0;
}

/* The first month of the season; 0: none. */
static int season_of(const word *w)
{
	static const struct {
		const char *name;
		int month;
	} seasons[] = { { "spring", 3 }, { "summer", 6 }, { "autumn", 9 }, { "winter", 12 } };
	for (size_t i = 0; w && i < sizeof seasons / sizeof *seasons; i++)
		if (str_eq(w->lower, str_of(seasons[i].name))) return seasons[i].month;
	return 0;
}

static bool is_year(const word *w)
{
	return w && w->digits == 4 && w->text.n == 4 && w->number >= 1900 && w->number <= DAY_LAST_YEAR - 1;
}

static day month_first(int year, int month)
{
	day d = { 0 };
	CHECK(day_make(year + (month - 1) / 12, 1 + (month - 1) % 12, 1, &d));
	return d;
}

/* A stretch while it is read: what its words named, the year perhaps still to come. */
typedef struct {
	int dom, month, months; /* dom 0: whole months; months: how many; month 0: the whole year */
	int year;               /* 0: not said */
	bool bare;              /* nothing but a year */
} named;

static bool named_days(const named *n, int year, day *ret_first, day *ret_last)
{
	if (n->dom) {
		if (!day_make(year, n->month, n->dom, ret_first)) return false;
		*ret_last = *ret_first;
		return true;
	}
	*ret_first = month_first(year, n->month);
	*ret_last = day_add(month_first(year, n->month + n->months), -1);
	return true;
}

static bool is_weekday(const prose *p, size_t i)
{
	static const char *const names[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", NULL };
	return says_one_of(p, i, names);
}

/* "2011", "2011-12", "2011/12": how many words; 0 for none. */
static size_t year_words(const prose *p, size_t i, bool *ret_two)
{
	const word *w = word_at(p, i), *next = word_at(p, i + 1);
	*ret_two = false;
	if (!is_year(w) || w->apart) return 0;
	bool joined = next && (next->dash || next->slash) && !next->apart && next->digits == 2 && next->text.n == 2;
	*ret_two = joined && next->number == (w->number + 1) % 100;
	return *ret_two ? 2 : 1;
}

/* "Friday 6th January 2012", "6th", "January 2012", "autumn", "2012": the words taken; 0 for none. */
static size_t read_named(const prose *p, size_t i, named *ret)
{
	size_t from = i;
	bool two;
	*ret = (named){ .months = 1 };
	if (is_weekday(p, i)) i++;
	const word *w = word_at(p, i);
	if (w && w->number >= 1 && w->number <= 31 && w->digits <= 2) {
		ret->dom = w->number;
		i++;
		if (says(p, i, S("of"))) i++;
		w = word_at(p, i);
	}
	if (month_of(w)) {
		ret->month = month_of(w);
		i++;
	} else if (season_of(w) && !ret->dom) {
		ret->month = season_of(w);
		ret->months = 3;
		i++;
	}
	bool spaced = (ret->month && says(p, i, S("of")) && is_year(word_at(p, i + 1)));
	size_t years = ret->dom && !ret->month ? 0 : year_words(p, i + spaced, &two);
	if (years) {
		ret->year = p->words->at[i + spaced].number;
		ret->bare = ret->month == 0;
		if (ret->bare) {
			ret->month = two ? 4 : 1;
			ret->months = 12;
		}
		i += spaced + years;
	}
	return i - from;
}

/* ---- parts of a stretch: thirds, halves, ends */

typedef struct {
	day first, last;
	size_t next;     /* the word after it */
	bool bare;
} stretch;

/* How many whole months, or 0. */
static int whole_months(const stretch *s)
{
	ymd a = day_parts(s->first), b = day_parts(day_add(s->last, 1));
	return a.dom == 1 && b.dom == 1 ? (b.year - a.year) * 12 + b.month - a.month : 0;
}

/* Part k (from 0) of `of` equal ones. */
static void take_part(stretch *s, int k, int of)
{
	int months = whole_months(s), days = s->last.n - s->first.n + 1;
	ymd at = day_parts(s->first);
	if (months && months % of == 0) {
		s->first = month_first(at.year, at.month + months / of * k);
		s->last = day_add(month_first(at.year, at.month + months / of * (k + 1)), -1);
		return;
	}
	if (days < of) return; /* "mid 6 January" is that day */
	day first = s->first;
	s->first = day_add(first, days * k / of);
	s->last = day_add(first, days * (k + 1) / of - 1);
}

typedef struct {
	const char *first, *second; /* "second half"; second NULL for "late" */
	int part, of;               /* of 0: its first day (part 0) or its last */
} part_name;

static const part_name part_names[] = {
	{ "early", NULL, 0, 3 }, { "mid", NULL, 1, 3 }, { "late", NULL, 2, 3 },
	{ "first", "half", 0, 2 }, { "second", "half", 1, 2 }, { "latter", "half", 1, 2 },
	{ "first", "quarter", 0, 4 }, { "second", "quarter", 1, 4 }, { "third", "quarter", 2, 4 }, { "fourth", "quarter", 3, 4 },
	{ "beginning", NULL, 0, 0 }, { "start", NULL, 0, 0 }, { "end", NULL, 1, 0 },
};

static const part_name *part_at(const prose *p, size_t i, size_t *ret_next)
{
	for (size_t k = 0; k < sizeof part_names / sizeof *part_names; k++) {
		const part_name *one = &part_names[k];
		if (!says(p, i, str_of(one->first)) || (one->second && !says(p, i + 1, str_of(one->second)))) continue;
		*ret_next = i + (one->second ? 2 : 1);
		if (says(p, *ret_next, S("of"))) ++*ret_next;
		if (says(p, *ret_next, S("the")) ) ++*ret_next;
		return one;
	}
	return NULL;
}

static void apply_part(const part_name *one, stretch *s)
{
	s->bare = false;
	if (one->of) take_part(s, one->part, one->of);
	else if (one->part) s->first = s->last;
	else s->last = s->first;
}

/* ---- a whole stretch */

/* "September to", "6th -", "between autumn and": the words before its second half; 0 where there is none. */
static size_t read_open_half(const prose *p, size_t i, named *ret)
{
	size_t n = read_named(p, i, ret);
	const word *next = word_at(p, i + n);
	if (n == 0 || !next || next->apart) return 0;
	if (next->dash) return n;
	bool between = i > 0 && says(p, i - 1, S("between"));
	static const char *const joins[] = { "to", "until", "till", "through", NULL };
	return says_one_of(p, i + n, joins) || (between && says(p, i + n, S("and"))) ? n + 1 : 0;
}

/* The first half takes what it does not say itself from the second. */
static bool join_halves(const named *from, const named *to, stretch *s)
{
	named first = *from;
	day unused;
	if (!to->year || !named_days(to, to->year, &s->first, &s->last)) return false;
	if (!first.month) first.month = to->month;
	int year = first.year ? first.year : to->year;
	if (!named_days(&first, year, &s->first, &unused)) return false;
	if (s->first.n > s->last.n && !first.year && !named_days(&first, year - 1, &s->first, &unused)) return false;
	return s->first.n <= s->last.n;
}

static bool read_range(const prose *p, size_t i, stretch *ret)
{
	named from, to;
	size_t n = read_open_half(p, i, &from), m = n ? read_named(p, i + n, &to) : 0;
	if (m == 0 || !join_halves(&from, &to, ret)) return false;
	ret->bare = from.bare && to.bare;
	ret->next = i + n + m;
	return true;
}

enum { MOST_PARTS = 3 }; /* "the end of the first half of summer 2011" */

static bool read_stretch(const prose *p, size_t i, stretch *ret)
{
	const part_name *parts[MOST_PARTS];
	size_t n = 0;
	named one;
	while (n < MOST_PARTS && (parts[n] = part_at(p, i, &i))) n++;
	if (n || !read_range(p, i, ret)) {
		size_t taken = read_named(p, i, &one);
		if (taken == 0 || !one.year) return false;
		ret->bare = one.bare;
		ret->next = i + taken;
		if (!named_days(&one, one.year, &ret->first, &ret->last)) return false; /* the 31st of February, passed over whole */
	}
	while (n) apply_part(parts[--n], ret);
	return true;
}

/* ---- what leads to it */

typedef struct {
	const char *word;
	period_sense is;
	int shift; /* -1: before its first day; 1: after its last */
} leading;

static const leading leadings[] = {
	{ "by", PERIOD_BY, 0 }, { "until", PERIOD_BY, 0 }, { "till", PERIOD_BY, 0 }, { "than", PERIOD_BY, 0 },
	{ "before", PERIOD_BY, -1 }, { "from", PERIOD_FROM, 0 }, { "since", PERIOD_FROM, 0 }, { "after", PERIOD_FROM, 1 },
	{ "in", PERIOD_DURING, 0 }, { "during", PERIOD_DURING, 0 }, { "over", PERIOD_DURING, 0 }, { "on", PERIOD_DURING, 0 },
	{ "throughout", PERIOD_DURING, 0 }, { "between", PERIOD_DURING, 0 }, { "for", PERIOD_DURING, 0 },
};

static const leading *leading_at(const prose *p, size_t i)
{
	for (size_t k = 0; k < sizeof leadings / sizeof *leadings; k++)
		if (says(p, i, str_of(leadings[k].word))) return &leadings[k];
	return NULL;
}

static void lead(const leading *by, bool range, period *to)
{
	to->is = range ? PERIOD_DURING : by->is; /* "from September to December" */
	if (range) return;
	if (by->shift < 0) to->first = to->last = day_add(to->first, -1);
	if (by->shift > 0) to->first = to->last = day_add(to->last, 1);
}

/* The stretch that begins at word i, with the words before it that say how it is meant. */
static bool read_period(const prose *p, size_t i, period *ret, size_t *ret_next)
{
	static const char *const abouts[] = { "around", "about", "circa", "approximately", NULL };
	stretch s = { .next = i };
	bool read = read_stretch(p, i, &s);
	if (s.next > i) *ret_next = s.next;
	if (!read) return false;
	size_t from = i;
	*ret = (period){ .first = s.first, .last = s.last };
	if (from && !p->words->at[from].apart && says(p, from - 1, S("the"))) from--;
	if (from && !p->words->at[from].apart && says_one_of(p, from - 1, abouts)) {
		ret->about = true;
		from--;
	}
	const leading *by = from && !p->words->at[from].apart ? leading_at(p, from - 1) : NULL;
	if (s.bare && !by) return false;
	stretch whole;
	if (by) {
		from--;
		lead(by, by->is != PERIOD_BY && read_range(p, i, &whole), ret);
	}
	const word *first = &p->words->at[from], *last = &p->words->at[s.next - 1];
	ret->words = (str){ first->text.at, (size_t)(last->text.at + last->text.n - first->text.at) };
	return true;
}

void periods_read(arena *a, str text, period_list *ret)
{
	word_list words = { 0 };
	*ret = (period_list){ 0 };
	read_words(a, text, &words);
	const prose p = { .a = a, .text = text, .words = &words };
	for (size_t i = 0; i < words.n;) {
		period one;
		size_t next = i + 1;
		if (read_period(&p, i, &one, &next)) PUSH(a, ret, one);
		i = next;
	}
}
