/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/mistaken.h"

#include "match/fold.h"
#include "match/likeness.h"

typedef struct {
	str given, surname; /* the first and the last part of the name: surnames of two parts are written in many ways */
} called;

static called called_of(arena *a, const found *f)
{
	name_parts p = name_fold(a, f->name);
	return p.n < 2 ? (called){ 0 } : (called){ p.at[0], p.at[p.n - 1] };
}

static bool known_exactly(const value *born)
{
	return born->is == VALUE_KNOWN && born->on.is == WHEN_DAY;
}

static bool given_alike(str one, str other)
{
	return slips_between(one, other, 1) <= 1 || name_is_form_of(one, other) || name_likeness(one, other) >= 0.9;
}

/* A letter off: written down wrongly in one of the two. */
static bool surname_alike(str one, str other)
{
	return str_eq(one, other) || (one.n > 3 && other.n > 3 && slips_between(one, other, 1) <= 1);
}

/* In what, in words; empty where nobody would take the one for the other. */
static str alike_in(arena *a, const found *one, const found *other)
{
	called x = called_of(a, one), y = called_of(a, other);
	if (!x.given.n || !y.given.n || !surname_alike(x.surname, y.surname)) return STR_NONE;
	bool given = given_alike(x.given, y.given), both = known_exactly(&one->born) && known_exactly(&other->born);
	days_likeness days = both ? days_between(one->born.on.on, other->born.on.on) : DAYS_OTHER;
	if (!given && !str_eq(x.surname, y.surname))
		return days == DAYS_SAME ? S("nearly the same surname and the same date of birth") : STR_NONE;
	if (days == DAYS_SAME) return given ? S("nearly the same name and the same date of birth") : S("the same surname and date of birth");
	if (days <= DAYS_ONE_DIGIT) return S("the same surname and nearly the same date of birth");
	return given ? S("nearly the same name") : STR_NONE;
}

static void put_below(found_list *list, size_t above, size_t from)
{
	found moved = list->at[from];
	for (; from > above + 1; from--) list->at[from] = list->at[from - 1];
	list->at[above + 1] = moved;
}

void mistaken_warn(arena *a, found_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < list->n && !list->at[i].beware.n; k++) {
			str alike = i == k ? STR_NONE : alike_in(a, &list->at[i], &list->at[k]);
			if (alike.n) list->at[i].beware = str_copy(a, list->at[k].name), list->at[i].alike = alike;
		}
	for (size_t i = 0; i + 1 < list->n; i++) {
		size_t k = i + 1;
		while (k < list->n && !alike_in(a, &list->at[i], &list->at[k]).n) k++;
		if (k < list->n) put_below(list, i, k);
	}
}
