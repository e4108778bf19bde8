/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who the child is: numbers, days of birth and death, sex, ethnicity, disabilities. */
#include "capabilities/returns_cin/rule.h"
#include "kind/kind.h"

enum { UPN_CHARACTERS = 13, ID_CHARACTERS = 20, DAYS_OF_PREGNANCY = 280 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool all_digits(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.at[i])) return false;
	return true;
}

/* Digits, and the letters that a pupil number uses: no I, O, S. */
static bool ends_pupil_number(char c)
{
	return is_digit(c) || (is_capital(c) && str_find_char(S("IOS"), c) < 0);
}

/* ---- numbers */

RULE(8500)
{
	EACH (i, in->identifiers)
		if (!i->id.n) FOUND(&i->is);
}

/* The row of the child who came before, as far as it is remembered: its number and what both have in common. */
#define as_before(earlier_child, now)                                                                                  \
	(&(cin_identifiers){ .is = { .table = CIN_IDENTIFIERS, .line = (earlier_child)->line }, .id = (earlier_child)->id, .upn = (now)->upn })

RULE(8510)
{
	EACH (i, in->identifiers)
		if (in->same_id) FOUND(&i->is, &as_before(in->same_id, i)->is);
}

RULE(1570)
{
	EACH (i, in->identifiers)
		if (str_chars(i->id) > ID_CHARACTERS) FOUND(&i->is);
}

RULE(1580)
{
	EACH (i, in->identifiers)
		for (size_t c = 0; c < i->id.n; c++)
			if (!is_digit(i->id.at[c]) && !is_capital((char)(i->id.at[c] & ~0x20))) {
				FOUND(&i->is);
				break;
			}
}

/* The letter can be computed where the other twelve characters are what they should be; else other rules say what is wrong. */
RULE(1510)
{
	EACH (i, in->identifiers) {
		str upn = i->upn, canonical;
		bool computable = upn.n == UPN_CHARACTERS && all_digits(str_first(str_from(upn, 1), 11)) && ends_pupil_number(upn.at[12]);
		if (computable && !identifier_check(IDENTIFIER_UPN, upn, to->a, &canonical)) FOUND(&i->is);
	}
}

RULE(1520)
{
	EACH (i, in->identifiers) {
		if (!in->same_upn) continue;
		const cin_identifiers *before = as_before(in->same_upn, i);
		FOUND(&i->is, &before->is);
		if (!in->same_upn->told) cin_found_about(to, before->id, &before->is);
	}
}

/* Numbers of local authorities, and of those that are none, as a pupil number's second to fourth character. */
static bool is_authority(int n, int year)
{
	static const struct {
		int16_t from, to;
	} known[] = {
		{ 1, 5 },     { 201, 213 }, { 301, 320 }, { 330, 336 }, { 340, 344 }, { 350, 359 }, { 370, 373 }, { 380, 384 }, { 390, 394 },
		{ 420, 420 }, { 660, 681 }, { 701, 708 }, { 800, 803 }, { 805, 808 }, { 810, 813 }, { 815, 816 }, { 820, 823 }, { 825, 826 },
		{ 830, 831 }, { 835, 841 }, { 845, 846 }, { 850, 852 }, { 855, 857 }, { 860, 861 }, { 865, 896 }, { 908, 909 }, { 916, 916 },
		{ 919, 919 }, { 921, 921 }, { 925, 926 }, { 928, 929 }, { 931, 931 }, { 933, 933 }, { 935, 938 }, { 940, 941 },
	};
	if (n == 942 || n == 943) return year >= 2024;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (n >= known[i].from && n <= known[i].to) return true;
	return false;
}

RULE(1530)
{
	EACH (i, in->identifiers) {
		str authority = str_first(str_from(i->upn, 1), 3);
		int64_t n = 0;
		if (authority.n < 3) continue;
		if (!all_digits(authority) || !str_to_int(authority, &n) || !is_authority((int)n, in->year->year)) FOUND(&i->is);
	}
}

RULE(1540)
{
	EACH (i, in->identifiers) {
		str digits = str_first(str_from(i->upn, 4), 8);
		if (i->upn.n && (digits.n < 8 || !all_digits(digits))) FOUND(&i->is);
	}
}

RULE(1550)
{
	EACH (i, in->identifiers)
		if (i->upn.n && (i->upn.n < UPN_CHARACTERS || !ends_pupil_number(i->upn.at[12]))) FOUND(&i->is);
}

RULE(1560Q)
{
	EACH (i, in->identifiers) {
		str former = i->former_upn;
		if (former.n && (former.n != UPN_CHARACTERS || !is_capital(former.at[0]) || !all_digits(str_first(str_from(former, 1), 11)) ||
		                 !ends_pupil_number(former.at[12])))
			FOUND(&i->is);
	}
}

static bool any_taken_further(const cin_child *in)
{
	EACH (e, in->episodes)
		if (taken_further(e)) return true;
	return false;
}

static bool lacks_pupil_number(const cin_identifiers *i)
{
	static const char accepted[] = "UN2 UN3 UN4 UN5 UN6 UN7 un2 un3 un4 un5 un6 un7";
	return !i->upn.n && !cin_one_of(i->upn_unknown, str_of(accepted));
}

/* Of school age: born by the end of the August six years before the year of the reference day. */
RULE(8770Q)
{
	day youngest;
	if (!in->year->known || !day_make(day_parts(in->year->reference).year - 6, 8, 31, &youngest)) return;
	EACH (i, in->identifiers)
		if (i->born.read && i->born.on.n <= youngest.n && lacks_pupil_number(i) && any_taken_further(in)) FOUND(&i->is);
}

/* Until then: more than six years old at the reference day. */
RULE(8770Q_until_2024)
{
	day youngest;
	ymd end = day_parts(in->year->reference);
	if (!in->year->known || !day_make(end.year - 6, end.month, end.dom, &youngest)) return;
	EACH (i, in->identifiers)
		if (i->born.read && i->born.on.n < youngest.n && lacks_pupil_number(i) && any_taken_further(in)) FOUND(&i->is);
}

RULE(8772)
{
	EACH (i, in->identifiers)
		if (cin_same_word(i->upn_unknown, S("UN7")))
			EACH (e, in->episodes)
				if (!dropped(e)) FOUND(&i->is, &e->is);
}

/* ---- born, expected, died */

static day months_after(day d, int months)
{
	ymd p = day_parts(d);
	int month = p.month - 1 + months;
	day ret;
	while (!day_make(p.year + month / 12, month % 12 + 1, p.dom, &ret)) p.dom--;
	return ret;
}

RULE(8520)
{
	EACH (i, in->identifiers)
		if (after_reference(in->year, i->born)) FOUND(&i->is);
}

RULE(8525Q)
{
	EACH (i, in->identifiers)
		if (given(i->born) == given(i->expected)) FOUND(&i->is);
}

RULE(8530Q)
{
	if (!in->year->known) return;
	day first = day_add(in->year->end, -30), last = months_after(in->year->reference, 9);
	EACH (i, in->identifiers)
		if (i->expected.read && (i->expected.on.n < first.n || i->expected.on.n > last.n)) FOUND(&i->is);
}

RULE(8535Q)
{
	EACH (i, in->identifiers)
		if (given(i->died) && (!given(i->born) || earlier(i->died, i->born))) FOUND(&i->is);
}

RULE(8545Q)
{
	EACH (i, in->identifiers)
		if (outside_year(in->year, i->died)) FOUND(&i->is);
}

RULE(8606)
{
	EACH (i, in->identifiers) {
		cin_day birth = given(i->born) ? i->born : i->expected;
		if (birth.read) birth.on = day_add(birth.on, -DAYS_OF_PREGNANCY);
		EACH (e, in->episodes)
			if (earlier(e->referral, birth)) FOUND(&e->is, &i->is);
	}
}

RULE(8775Q)
{
	if (!in->year->known) return;
	EACH (i, in->identifiers) {
		if (!i->born.read) continue;
		ymd b = day_parts(i->born.on);
		cin_day birthday = { .read = true };
		if (!day_make(b.year + 25, b.month, b.dom, &birthday.on) && !day_make(b.year + 25, 3, 1, &birthday.on)) continue;
		if (birthday.on.n >= in->year->reference.n) continue;
		EACH (e, in->episodes)
			if (!given(e->closure) || earlier(birthday, e->closure)) FOUND(&i->is, &e->is);
	}
}

RULE(8590)
{
	EACH (i, in->identifiers)
		if (!in->episodes.n) FOUND(&i->is);
}

/* ---- sex, ethnicity */

RULE(4180)
{
	EACH (i, in->identifiers)
		if (!cin_one_of(i->sex, S("M F U"))) FOUND(&i->is);
}

RULE(4180_until_2024)
{
	EACH (i, in->identifiers)
		if (!cin_one_of(i->gender, S("0 1 2 9"))) FOUND(&i->is);
}

static bool unborn(const cin_identifiers *i)
{
	return given(i->expected) && !given(i->born);
}

RULE(8750)
{
	EACH (i, in->identifiers)
		if (unborn(i) && !str_eq(i->sex, S("U"))) FOUND(&i->is);
}

RULE(8750_until_2024)
{
	EACH (i, in->identifiers)
		if (unborn(i) && !str_eq(i->gender, S("0"))) FOUND(&i->is);
}

RULE(4220)
{
	EACH (c, in->characteristics)
		if (!cin_one_of(c->ethnicity, S("WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH CHNE BCRB BAFR BOTH OOTH REFU NOBT")))
			FOUND(&c->is);
}

/* ---- disabilities */

/* About the entries that are wrong; about the child and what was taken further where there is no entry at all. */
RULE(8540)
{
	cin_rows wrong = { 0 }, asked = { 0 };
	bool any = false;
	EACH (i, in->identifiers)
		if (given(i->born)) PUSH(to->a, &asked, &i->is);
	if (!asked.n || !any_taken_further(in)) return;
	EACH (e, in->episodes)
		if (taken_further(e)) PUSH(to->a, &asked, &e->is);
	EACH (d, in->disabilities) {
		any |= d->code.n > 0;
		if (!cin_one_of(d->code, S("NONE MOB HAND PC INC COMM LD HEAR VIS BEH CON AUT DDA"))) PUSH(to->a, &wrong, &d->is);
	}
	if (wrong.n || !any) cin_found_rows(to, wrong.n ? &wrong : &asked);
}

RULE(8790)
{
	cin_rows others = { 0 };
	bool none = false;
	EACH (d, in->disabilities) {
		bool is_none = str_eq(d->code, S("NONE"));
		none |= is_none;
		if (d->code.n && !is_none) PUSH(to->a, &others, &d->is);
	}
	if (none && others.n) cin_found_rows(to, &others);
}

RULE(8794)
{
	EACH (d, in->disabilities) {
		cin_rows same = { 0 };
		EACH (other, in->disabilities) {
			if (!d->code.n || !str_eq(other->code, d->code)) continue;
			if (other < d) break; /* told at the first of them */
			PUSH(to->a, &same, &other->is);
		}
		if (same.n > 1) cin_found_rows(to, &same);
	}
}
