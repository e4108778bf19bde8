/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demo/rates.h"

#include "kind/capability.h"
#include "wire/yaml.h"

#include <stdlib.h>

/* ---- dice */

dice dice_make(uint64_t seed)
{
	dice d = { (seed + 1) * 0x9E3779B97F4A7C15u ^ 0x2545F4914F6CDD1Du };
	for (int i = 0; i < 4; i++) dice_roll(&d, 2); /* seeds that are neighbours part */
	return d;
}

static uint64_t next(dice *d)
{
	d->state ^= d->state >> 12;
	d->state ^= d->state << 25;
	d->state ^= d->state >> 27;
	return d->state * 0x2545F4914F6CDD1Du >> 16;
}

uint64_t dice_roll(dice *d, uint64_t sides)
{
	CHECK(sides > 0);
	return next(d) % sides;
}

double dice_unit(dice *d)
{
	return (double)next(d) / (double)(UINT64_C(1) << 48);
}

bool dice_chance(dice *d, double share)
{
	return dice_unit(d) < share;
}

int dice_between(dice *d, int least, int most)
{
	return least + (int)dice_roll(d, (uint64_t)(most - least) + 1);
}

/* ---- the file */

static double number(arena *a, const yaml *in, const char *name, double otherwise)
{
	const yaml *y = yaml_get(in, str_of(name));
	return y ? strtod(str_c(a, y->text), NULL) : otherwise;
}

static void read_days(const yaml *two, rate_part *p)
{
	int64_t least, most;
	bool read = two->n == 2 && str_to_int(two->items[0].text, &least) && str_to_int(two->items[1].text, &most);
	CHECK(read && least <= most);
	p->least = (int)least;
	p->most = (int)most;
}

static rate_part part_of(arena *a, const yaml *y, double of)
{
	const yaml *as = yaml_get(y, S("as")), *days = yaml_get(y, S("days")), *with = yaml_get(y, S("with"));
	rate_part p = { .share = number(a, y, "share", number(a, y, "n", 0) / of), .from_age = (int)number(a, y, "from_age", 0),
		        .with = with ? with->text : STR_NONE, .then = number(a, y, "then", 0) };
	for (size_t i = 0; as && i < as->n; i++) PUSH(a, &p.as, as->items[i].text);
	if (days) read_days(days, &p);
	return p;
}

static rate *add_rate(arena *a, rates *r, str name, size_t parts)
{
	rate *one = TAKE(a, rate);
	CHECK(!map_get(&r->by_name, name));
	*one = (rate){ .at = TAKE_N(a, rate_part, parts), .n = parts };
	map_put(a, &r->by_name, name, one);
	return one;
}

/* chances and waits: one part each. */
static void read_short(arena *a, rates *r, const yaml *list)
{
	for (size_t i = 0; list && i < list->n; i++) {
		const yaml *y = &list->items[i];
		rate_part *p = add_rate(a, r, y->key, 1)->at;
		p->share = y->is == YAML_TEXT ? strtod(str_c(a, y->text), NULL) : 1;
		if (y->is == YAML_LIST) read_days(y, p);
	}
}

rates rates_read(arena *a)
{
	rates r = { 0 };
	str bytes;
	const yaml *y;
	CHECK(embedded_file(S("practice/demonstration/rates.yaml"), &bytes));
	CHECK(yaml_read(a, bytes, &y, NULL) == OK);
	for (size_t i = 0; i < y->n; i++) {
		const yaml *name = yaml_get(&y->items[i], S("rate")), *parts = yaml_get(&y->items[i], S("parts"));
		read_short(a, &r, yaml_get(&y->items[i], S("chances")));
		read_short(a, &r, yaml_get(&y->items[i], S("waits")));
		if (!name) name = yaml_get(&y->items[i], S("assumed"));
		if (!name) continue;
		double of = number(a, yaml_get(&y->items[i], S("of")), "n", 1);
		rate *one = add_rate(a, &r, name->text, parts->n);
		for (size_t k = 0; k < parts->n; k++) one->at[k] = part_of(a, &parts->items[k], of);
	}
	return r;
}

/* ---- asked for */

const rate *rate_of(const rates *r, const char *name)
{
	const rate *one = map_get(&r->by_name, str_of(name));
	CHECK(one);
	return one;
}

double rate_share(const rates *r, const char *name)
{
	return rate_of(r, name)->at[0].share;
}

const rate_part *rate_pick(const rates *r, const char *name, dice *d)
{
	const rate *of = rate_of(r, name);
	double at = dice_unit(d);
	for (size_t i = 0; i < of->n; i++) {
		if (at < of->at[i].share) return &of->at[i];
		at -= of->at[i].share;
	}
	return NULL;
}

str rate_word(const rates *r, const char *name, dice *d)
{
	const rate_part *p = rate_pick(r, name, d);
	if (!p) p = &rate_of(r, name)->at[0]; /* shares that were rounded leave a crumb */
	return p->as.at[dice_roll(d, p->as.n)];
}

int rate_days(const rates *r, const char *name, dice *d)
{
	const rate_part *p = rate_pick(r, name, d);
	if (!p) p = &rate_of(r, name)->at[0];
	return dice_between(d, p->least, p->most);
}
