/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names put together from syllables, so that no name of a real child, street or town is used on purpose. */
#include "demo/area.h"

#define PICK(d, list) str_of((list)[dice_roll((d), sizeof(list) / sizeof *(list))])

static const char *const localities[DEMO_LOCALITIES] = { "Northmere", "Alderquay", "Stonebeck",
	                                                 "Hallowend", "Eastwater", "Marrowdown" };
static const char *const agencies[DEMO_AGENCIES] = {
	"Wayland Council, children's services", "Wayland health visiting and school nursing", "Wayland hospital",
	"Wayland schools", "Wayland police, child protection", "Open Door family centre",
	"Harbour domestic abuse service", "Wayland housing"
};
static const char *const given_begins[] = { "Al", "Ani", "Be", "Bri", "Cae", "Da", "Del", "Eli", "Fa", "Fre",
	                                    "Ha", "Ife", "Ja", "Jo", "Ka", "Ke", "La", "Li", "Ma", "Me",
	                                    "Na", "Nu", "Ola", "Pe", "Ra", "Ri", "Sa", "So", "Ta", "Te",
	                                    "Vi", "Wy", "Ya", "Za", "Zo" };
static const char *const given_ends[] = { "ba", "bel", "da", "dan", "den", "dra", "fa", "fin", "ka", "la",
	                                  "len", "lin", "lo", "mi", "mon", "na", "nan", "nia", "ra", "ren",
	                                  "ric", "rin", "sa", "sha", "si", "tan", "ti", "van", "vi", "zan" };
/* What goes together: a name is put together from one row. The first is for most. */
typedef struct {
	const char *begins[22], *ends[14];
} surname_sort;
static const surname_sort surnames[] = {
	{ { "Ard", "Bram", "Cald", "Dun", "Esk", "Farn", "Gorr", "Hals", "Ingle", "Kell", "Lorn", "Marl", "Ness", "Orm", "Pell",
	    "Quar", "Rudd", "Sell", "Thrup", "Ulver", "Venn", "Wex" },
	  { "by", "combe", "dale", "den", "ford", "gate", "holt", "ley", "more", "row", "stow", "ton", "wick", "worth" } },
	{ { "Adeb", "Okon", "Ifem" }, { "ayo", "wola", "aku" } },
	{ { "Chaur", "Rahm", "Sulem" }, { "adhar", "avi", "eni" } },
	{ { "Kov", "Nowar", "Wist" }, { "alski", "ek", "in" } },
	{ { "Silv", "Corr", "Tav" }, { "anda", "ado", "iro" } },
	{ { "Tesf", "Hag", "Meb" }, { "amel", "osse", "arit" } },
};
static const char *const street_begins[] = { "Cinder", "Lantern", "Plover", "Saltpan", "Tannery", "Weir", "Bellrope",
	                                     "Furrow", "Quarry", "Teasel", "Kiln", "Osier" };
static const char *const street_ends[] = { "Lane", "Row", "Close", "Street", "Rise", "Terrace" };

str demo_locality(size_t i)
{
	CHECK(i < DEMO_LOCALITIES);
	return str_of(localities[i]);
}

str demo_agency(size_t i)
{
	CHECK(i < DEMO_AGENCIES);
	return str_of(agencies[i]);
}

static str joined(arena *a, str begins, str ends)
{
	buf b = BUF(a);
	buf_str(&b, begins);
	buf_str(&b, ends);
	return buf_view(&b);
}

str demo_given(arena *a, dice *d)
{
	str begins = PICK(d, given_begins);
	return joined(a, begins, PICK(d, given_ends));
}

static str one_of(dice *d, const char *const *from, size_t most)
{
	size_t n = 0;
	while (n < most && from[n]) n++;
	return str_of(from[dice_roll(d, n)]);
}

static str surname(arena *a, dice *d)
{
	size_t others = sizeof surnames / sizeof *surnames - 1;
	const surname_sort *sort = &surnames[dice_chance(d, 0.82) ? 0 : 1 + dice_roll(d, others)];
	str begins = one_of(d, sort->begins, sizeof sort->begins / sizeof *sort->begins);
	return joined(a, begins, one_of(d, sort->ends, sizeof sort->ends / sizeof *sort->ends));
}

str demo_surname(arena *a, dice *d)
{
	str one = surname(a, d);
	return dice_chance(d, 0.07) ? joined(a, joined(a, one, S("-")), surname(a, d)) : one;
}

str demo_street(arena *a, dice *d)
{
	buf b = BUF(a);
	buf_int(&b, dice_between(d, 1, 140));
	buf_char(&b, ' ');
	buf_str(&b, PICK(d, street_begins));
	buf_char(&b, ' ');
	buf_str(&b, PICK(d, street_ends));
	return buf_view(&b);
}

str demo_postcode(arena *a, dice *d, size_t locality)
{
	static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";
	buf b = BUF(a);
	buf_lit(&b, "ZW");
	buf_int(&b, (int64_t)locality + 1);
	buf_char(&b, ' ');
	buf_int(&b, dice_between(d, 0, 9));
	buf_char(&b, letters[dice_roll(d, sizeof letters - 1)]);
	buf_char(&b, letters[dice_roll(d, sizeof letters - 1)]);
	return buf_view(&b);
}

/* Ten digits from 999: the last is 11 minus the weighted sum modulo 11, and 10 is no digit: such a number is passed by. */
str demo_nhs_number(arena *a, dice *d)
{
	for (;;) {
		int64_t nine = 999000000 + (int64_t)dice_roll(d, 1000000), rest = nine, sum = 0;
		for (int weight = 2; weight <= 10; weight++, rest /= 10) sum += rest % 10 * weight;
		int64_t check = (11 - sum % 11) % 11;
		if (check == 10) continue;
		buf b = BUF(a);
		buf_int(&b, nine * 10 + check);
		return buf_view(&b);
	}
}

/* Check letter, authority 999 (which no authority has), the year of reception, a serial number. */
str demo_upn(arena *a, dice *d, day born)
{
	buf digits = BUF(a);
	buf_lit(&digits, "999");
	buf_int_padded(&digits, (day_parts(born).year + 4) % 100, 2);
	buf_int_padded(&digits, (int64_t)dice_roll(d, 10000000), 7);
	int sum = 0;
	for (size_t i = 0; i < digits.n; i++) sum += (digits.at[i] - '0') * ((int)i + 2);
	char letter = "ABCDEFGHJKLMNPQRTUVWXYZ"[sum % 23];
	return joined(a, (str){ &letter, 1 }, buf_view(&digits));
}
