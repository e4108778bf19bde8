/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/link_pair.h"

#include "match/fold.h"
#include "match/likeness.h"

#include <string.h>

enum { REMEMBERED = 1 << 18, PARTS_MOST = 4, FORMS_MOST = 64, LATELY_DAYS = 3 * 366 };

/* What a name may be a form of, looked up when it is first asked for. */
typedef struct {
	const uint64_t *digests;
	uint32_t n;
	bool told;
} name_form;

struct link_comparer {
	const link_records *r;
	arena *a;
	name_form *forms; /* by value of the names */
	uint64_t *seen; /* column, two values and their level in one word; what is newer takes the place of what is older */
};

link_comparer *link_comparer_make(arena *a, const link_records *r)
{
	link_comparer *c = TAKE(a, link_comparer);
	*c = (link_comparer){ .r = r, .a = a, .seen = TAKE_N(a, uint64_t, REMEMBERED) };
	for (size_t i = 0; i < r->column_n && !c->forms; i++)
		if (link_is_name(r->column[i].is)) c->forms = TAKE_N(a, name_form, link_value_count(&r->column[i]));
	return c;
}

/* ---- two values of one kind */

static int letters_apart(const link_value *x, const link_value *y)
{
	return __builtin_popcount(x->letters ^ y->letters);
}

static size_t parts_of(str s, str parts[PARTS_MOST])
{
	size_t n = 0;
	while (s.n && n < PARTS_MOST) parts[n++] = str_cut(s, ' ', &s);
	return n;
}

/* An initial, the same, a beginning, or a slip in a long one. Particles are shared by everybody. */
static bool parts_agree(str x, str y)
{
	if (x.at[0] != y.at[0] && (x.n < 5 || y.n < 5)) return false;
	if (x.n == 1 || y.n == 1) return x.at[0] == y.at[0];
	if (x.n >= 3 && y.n >= 3 && (str_starts(x, y) || str_starts(y, x))) return !name_is_particle(x) && !name_is_particle(y);
	if (x.n == 2 && str_eq(x, y)) return !name_is_particle(x);
	return x.n >= 5 && y.n >= 5 && slips_between(x, y, 1) <= 1;
}

/* Whether a part of one is, nearly, a part of the other. */
static bool share_part(str one, str other)
{
	str x[PARTS_MOST], y[PARTS_MOST];
	size_t n = parts_of(one, x), m = parts_of(other, y);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m; k++)
			if (parts_agree(x[i], y[k])) return true;
	return false;
}

static const name_form *forms_of(link_comparer *c, value_id v, const link_value *name)
{
	str forms[FORMS_MOST];
	name_form *f = &c->forms[v];
	if (f->told) return f;
	size_t n = name_forms(name->first, forms, FORMS_MOST);
	uint64_t *digests = n ? TAKE_N(c->a, uint64_t, n) : NULL;
	for (size_t i = 0; i < n; i++) digests[i] = str_hash(forms[i]);
	*f = (name_form){ .digests = digests, .n = (uint32_t)n, .told = true };
	return f;
}

static bool is_form(link_comparer *c, value_id one, const link_value *x, const link_value *y)
{
	if (str_eq(x->first, y->first)) return false;
	const name_form *f = forms_of(c, one, x);
	uint64_t digest = f->n ? str_hash(y->first) : 0;
	for (size_t i = 0; i < f->n; i++)
		if (f->digests[i] == digest) return true;
	return false;
}

static alike names_alike(link_comparer *c, value_id one, const link_value *x, const link_value *y)
{
	size_t longer = x->text.n > y->text.n ? x->text.n : y->text.n;
	bool near_letters = letters_apart(x, y) <= 4 && longer >= 3;
	int slips = near_letters ? slips_between(x->text, y->text, 2) : 3;
	if (slips == 1 && longer >= 4) return ALIKE_SLIP;
	if (is_form(c, one, x, y)) return ALIKE_FORM;
	if (slips <= 2 && longer >= 6) return ALIKE_NEAR;
	if (slips == 1) return ALIKE_NEAR;
	if (x->sound == y->sound && x->last_sound == y->last_sound && letters_apart(x, y) <= 5 &&
	    name_likeness(x->text, y->text) >= 0.75)
		return ALIKE_NEAR;
	if (share_part(x->text, y->text)) return ALIKE_PART;
	return ALIKE_NOT;
}

static alike days_alike(const link_value *x, const link_value *y)
{
	if (!x->is_day || !y->is_day) return slips_between(x->text, y->text, 1) == 1 ? ALIKE_SLIP : ALIKE_NOT;
	ymd p = day_parts(x->on), q = day_parts(y->on);
	switch (days_between(x->on, y->on)) {
	case DAYS_SAME: return ALIKE_SAME;
	case DAYS_SWAPPED: return ALIKE_FORM;
	case DAYS_ONE_DIGIT: return ALIKE_SLIP;
	case DAYS_YEAR_OFF: return ALIKE_PART;
	case DAYS_NEAR: return ALIKE_CROSSED;
	case DAYS_SAME_YEAR: return p.month == q.month ? ALIKE_NEAR : ALIKE_SWAPPED;
	case DAYS_YEAR_NEAR:
	case DAYS_OTHER: break;
	}
	return ALIKE_NOT;
}

static str digits_first(str s)
{
	size_t n = 0;
	while (n < s.n && s.at[n] >= '0' && s.at[n] <= '9') n++;
	return str_first(s, n);
}

static alike addresses_alike(const link_value *x, const link_value *y)
{
	str one = digits_first(x->text), other = digits_first(y->text);
	bool same_number = str_eq(one, other);
	if (str_eq(str_from(x->text, one.n), str_from(y->text, other.n)) && x->text.n > one.n) return ALIKE_FORM;
	if (letters_apart(x, y) > 4) return share_part(x->text, y->text) && same_number && one.n ? ALIKE_PART : ALIKE_NOT;
	int slips = slips_between(x->text, y->text, 3);
	if (slips == 1 && same_number) return ALIKE_SLIP;
	if (slips <= 3 && same_number && x->text.n >= 8) return ALIKE_NEAR;
	return slips <= 2 && x->text.n >= 8 ? ALIKE_NEAR : ALIKE_NOT;
}

/* The outward half of a British postcode; of another code its first half. */
static str district_of(str code)
{
	return str_first(code, code.n > 4 ? code.n - 3 : code.n / 2);
}

static alike codes_alike(const link_value *x, const link_value *y)
{
	if (letters_apart(x, y) <= 4 && slips_between(x->text, y->text, 1) == 1) return ALIKE_SLIP;
	return str_eq(district_of(x->text), district_of(y->text)) ? ALIKE_NEAR : ALIKE_NOT;
}

static alike places_alike(const link_value *x, const link_value *y)
{
	if (letters_apart(x, y) > 5) return ALIKE_NOT;
	int slips = slips_between(x->text, y->text, 2);
	return slips == 1 ? ALIKE_SLIP : slips == 2 && x->text.n >= 6 ? ALIKE_NEAR : ALIKE_NOT;
}

static alike numbers_alike(const link_value *x, const link_value *y)
{
	return letters_apart(x, y) <= 4 && x->text.n >= 5 && slips_between(x->text, y->text, 1) == 1 ? ALIKE_SLIP : ALIKE_NOT;
}

static alike values_alike(link_comparer *c, link_kind is, value_id one, const link_value *x, const link_value *y)
{
	switch (is) {
	case LINK_GIVEN:
	case LINK_MIDDLE:
	case LINK_SURNAME: return names_alike(c, one, x, y);
	case LINK_BORN: return days_alike(x, y);
	case LINK_ADDRESS: return addresses_alike(x, y);
	case LINK_POSTCODE: return codes_alike(x, y);
	case LINK_PLACE: return places_alike(x, y);
	case LINK_NUMBER: return numbers_alike(x, y);
	case LINK_SEX:
	case LINK_ORDER: break;
	}
	return ALIKE_NOT;
}

/* The same, asked of memory first. Names are compared alike in whichever column they stand. */
static alike compare_values(link_comparer *c, size_t column, value_id one, value_id other)
{
	const link_column *of = &c->r->column[column];
	if (!one || !other) return ALIKE_NOTHING;
	if (one == other) return ALIKE_SAME;
	if (of->is == LINK_SEX || of->is == LINK_ORDER) return ALIKE_NOT;
	bool name = of->is == LINK_MIDDLE || of->is == LINK_SURNAME;
	uint64_t group = name ? LINK_COLUMNS_MOST : column, low = one < other ? one : other, high = one < other ? other : one;
	if (of->is == LINK_GIVEN) group = LINK_COLUMNS_MOST;
	uint64_t key = (group + 1) << 48 | low << 24 | high;
	uint64_t *slot = &c->seen[(key * 0x9E3779B97F4A7C15u) >> 46 & (REMEMBERED - 1)];
	if (*slot >> 8 == key) return (alike)(*slot & 0xFF);
	alike level = values_alike(c, of->is, one, link_value_of(of, one), link_value_of(of, other));
	*slot = key << 8 | (uint64_t)level;
	return level;
}

/* ---- two records */

static value_id value_at(const link_records *r, link_kind is, uint32_t record)
{
	return r->at[is] < 0 ? 0 : link_cell(r, record, (size_t)r->at[is]);
}

static bool near_enough(alike is)
{
	return is == ALIKE_SAME || is == ALIKE_FORM || is == ALIKE_SLIP;
}

/* One is not named yet. Whoever it became was born near the end of what the records know. «Baby A» and «Baby B» are two. */
static alike unborn_alike(const link_records *r, uint32_t one, uint32_t other, const link_value *its_name, const link_value *other_name)
{
	bool one_unborn = its_name->unborn, numbered = its_name->in_order && other_name->in_order;
	if (one_unborn && other_name->unborn) return numbered && its_name->in_order != other_name->in_order ? ALIKE_NOT : ALIKE_NOTHING;
	value_id born = value_at(r, LINK_BORN, one_unborn ? other : one), due = value_at(r, LINK_BORN, one_unborn ? one : other);
	if (!born || due) return ALIKE_UNBORN;
	const link_value *birth = link_value_of(&r->column[r->at[LINK_BORN]], born);
	return birth->is_day && r->newest.n - birth->on.n <= LATELY_DAYS ? ALIKE_UNBORN : ALIKE_NOT;
}

/* Whether the given name of one is the middle name of the other, and what is then left over does not contradict: twins are
 * called Zain Muhammad and Muhammad Ibrahim. */
static bool is_crossed(link_comparer *c, size_t given, value_id its_given, value_id its_middle, value_id other_given, value_id other_middle)
{
	return near_enough(compare_values(c, given, its_given, other_middle)) &&
	       (!its_middle || near_enough(compare_values(c, given, its_middle, other_given)));
}

/* How many of the records have a name that is a name, and no slip of a hand: nobody's slip is made so often. */
enum { NAME_SHARE = 4000, NAME_LEAST = 5 };

static bool is_usual_name(const link_records *r, int column, value_id v)
{
	return r->column[column].count[v] >= NAME_LEAST + r->n / NAME_SHARE;
}

/* Jasleen and Jasmeet: two names that many have are two names, however alike. One letter may still be a slip. */
static void part_usual_names(const link_records *r, int given, link_pair *p)
{
	if (p->level[given] == ALIKE_NEAR && is_usual_name(r, given, value_at(r, LINK_GIVEN, p->a)) &&
	    is_usual_name(r, given, value_at(r, LINK_GIVEN, p->b)))
		p->level[given] = ALIKE_NOT;
}

/* Given name, middle name and surname together, as they change places. */
static void compare_names(link_comparer *c, link_pair *p)
{
	const link_records *r = c->r;
	int given = r->at[LINK_GIVEN], middle = r->at[LINK_MIDDLE], surname = r->at[LINK_SURNAME];
	if (given < 0) return;
	uint32_t x = p->a, y = p->b;
	value_id gx = value_at(r, LINK_GIVEN, x), gy = value_at(r, LINK_GIVEN, y);
	const link_value *x_name = link_value_of(&r->column[given], gx), *y_name = link_value_of(&r->column[given], gy);
	if (x_name->unborn || y_name->unborn) {
		p->level[given] = (uint8_t)unborn_alike(r, x, y, x_name, y_name);
		return;
	}
	part_usual_names(r, given, p);
	if (p->level[given] != ALIKE_NOT && p->level[given] != ALIKE_PART && p->level[given] != ALIKE_NOTHING) return;
	value_id mx = value_at(r, LINK_MIDDLE, x), my = value_at(r, LINK_MIDDLE, y);
	if (middle >= 0 && p->level[given] != ALIKE_NOTHING &&
	    (is_crossed(c, (size_t)given, gx, mx, gy, my) || is_crossed(c, (size_t)given, gy, my, gx, mx))) {
		p->level[given] = ALIKE_CROSSED;
		p->level[middle] = ALIKE_NOTHING;
		return;
	}
	value_id sx = value_at(r, LINK_SURNAME, x), sy = value_at(r, LINK_SURNAME, y);
	if (surname < 0) return;
	alike there = compare_values(c, (size_t)given, gx, sy), back = compare_values(c, (size_t)given, sx, gy);
	bool both = (near_enough(there) || there == ALIKE_NEAR || !gx || !sy) && (near_enough(back) || back == ALIKE_NEAR || !gy || !sx);
	if (both && (near_enough(there) || near_enough(back))) {
		p->level[given] = ALIKE_SWAPPED;
		p->level[surname] = ALIKE_NOTHING;
	}
}

static void add_rarity(const link_column *of, value_id v, link_pair *p)
{
	float rarity = of->rarity[v];
	p->rare += rarity;
	if (link_is_of_household(of->is) || of->is == LINK_NUMBER) p->rare_home += rarity;
	if (of->is == LINK_BORN) p->rare_born += rarity;
}

link_pair link_compare(link_comparer *c, uint32_t one, uint32_t other)
{
	const link_records *r = c->r;
	link_pair p = { .a = one < other ? one : other, .b = one < other ? other : one };
	for (size_t i = 0; i < r->column_n; i++)
		p.level[i] = (uint8_t)compare_values(c, i, link_cell(r, p.a, i), link_cell(r, p.b, i));
	compare_names(c, &p);
	for (size_t i = 0; i < r->column_n; i++) {
		if (p.level[i] == ALIKE_SAME) add_rarity(&r->column[i], link_cell(r, p.a, i), &p);
		if (link_is_name(r->column[i].is) && p.level[i] >= ALIKE_SAME && p.level[i] < ALIKE_CROSSED) p.names++;
	}
	return p;
}

/* ---- in words */

static str name_words(alike level)
{
	switch (level) {
	case ALIKE_SAME: return S("the same");
	case ALIKE_FORM: return S("another form of the same");
	case ALIKE_SLIP: return S("one letter off");
	case ALIKE_NEAR: return S("spelt nearly so, or sounding alike");
	case ALIKE_PART: return S("shares a part");
	case ALIKE_CROSSED: return S("is the other's middle name");
	case ALIKE_SWAPPED: return S("and surname changed places");
	case ALIKE_UNBORN: return S("not given yet in one of them");
	case ALIKE_NOTHING:
	case ALIKE_NOT: break;
	}
	return S("another one");
}

static str day_words(alike level)
{
	switch (level) {
	case ALIKE_SAME: return S("the same");
	case ALIKE_FORM: return S("with day and month swapped");
	case ALIKE_SLIP: return S("one digit off");
	case ALIKE_NEAR: return S("in the same month");
	case ALIKE_PART: return S("of another year");
	case ALIKE_CROSSED: return S("a few days or a month off");
	case ALIKE_SWAPPED: return S("in the same year");
	case ALIKE_NOTHING:
	case ALIKE_UNBORN:
	case ALIKE_NOT: break;
	}
	return S("another one");
}

static str thing_words(link_kind is, alike level)
{
	switch (level) {
	case ALIKE_SAME: return S("the same");
	case ALIKE_FORM: return S("of the same street, with another number");
	case ALIKE_SLIP: return is == LINK_NUMBER ? S("one digit off") : S("one letter or digit off");
	case ALIKE_NEAR: return is == LINK_POSTCODE ? S("of the same district") : S("written nearly so");
	case ALIKE_PART: return S("written in another way");
	case ALIKE_NOTHING:
	case ALIKE_CROSSED:
	case ALIKE_SWAPPED:
	case ALIKE_UNBORN:
	case ALIKE_NOT: break;
	}
	return S("another one");
}

str link_level_words(link_kind is, alike level)
{
	switch (is) {
	case LINK_GIVEN:
	case LINK_MIDDLE:
	case LINK_SURNAME: return name_words(level);
	case LINK_BORN: return day_words(level);
	case LINK_SEX:
	case LINK_ORDER:
	case LINK_ADDRESS:
	case LINK_POSTCODE:
	case LINK_PLACE:
	case LINK_NUMBER: break;
	}
	return thing_words(is, level);
}
