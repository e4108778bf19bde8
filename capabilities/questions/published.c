/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What England and the nearest authorities have, where their figures were read in. Our own definition and theirs are told apart:
 * what is compared is named. */
#include "capabilities/questions/asked.h"
#include "journey/published.h"
#include "web/wording.h"

#include <stdlib.h>

/* Which published figure asks the same as an item of the field's set of questions. Tables a1 and a2 are of England alone: of an
 * authority another has how many, from which and from how many live there the rate is worked out as theirs is. */
static const struct {
	const char *item, *table, *category, *column, *what, *counted_in, *count;
} figures[] = {
	{ "A1", "a1", "Children in Need at 31 March", "rate", "children in need at 31 March, of each 10,000", "b1", "At31_episodes" },
	{ "A3", "a1", "Referrals in the year", "rate", "referrals in the year, of each 10,000", "c1", "referral_count" },
	{ "A4", "c2", "", "Assessments_completed_rate", "assessments completed in the year, of each 10,000", NULL, NULL },
	{ "A5", "a2", "Section 47s in the year", "rate", "section 47 enquiries in the year, of each 10,000", NULL, NULL },
	{ "A6", "d1", "", "CPP_At31_rate", "child protection plans at 31 March, of each 10,000", NULL, NULL },
	{ "O4", "d3", "", "CPP_subsequent_percent", "of 100 plans, a second or later one", NULL, NULL },
	{ "O5", "c1", "", "rereferral_percent", "of 100 referrals, within 12 months of the one before", NULL, NULL },
	{ "P1", "a2", "CPP for 3 months or more reviewed within timescales", "percent", "of 100 plans, reviewed in time", NULL, NULL },
	{ "Q2", "c2", "", "Median_days", "working days of half of the assessments", NULL, NULL },
};

static str with_symbol(arena *a, const figure *f)
{
	buf b = BUF(a);
	buf_str(&b, f->text);
	if (symbol_words(f->text).n) {
		buf_lit(&b, ": ");
		buf_str(&b, symbol_words(f->text));
	}
	return buf_view(&b);
}

/* A figure, and what its table does not have of authorities. */
typedef struct {
	size_t i; /* of figures */
	published p, counts, people;
} compared_with;

static void put(const asked *x, compared_list *to, const figure *f, str called, size_t i)
{
	if (f->is != FIGURE_NONE) PUSH(x->r->a, to, ((compared){ called, with_symbol(x->r->a, f), str_of(figures[i].what) }));
}

/* How many, of each 10,000 who live there; a symbol instead of the number stays one. */
static figure worked_out(arena *a, const compared_with *with, str place)
{
	figure n = published_figure(&with->counts, place, STR_NONE, str_of(figures[with->i].count));
	figure people = published_figure(&with->people, place, STR_NONE, S("population_estimate"));
	if (n.is != FIGURE_NUMBER) return n;
	if (people.is != FIGURE_NUMBER || people.number <= 0) return (figure){ 0 };
	buf b = BUF(a);
	buf_printf(&b, "%.1f", n.number * 10000 / people.number);
	n.text = buf_view(&b);
	return n;
}

static void put_authority(const asked *x, compared_list *to, const compared_with *with, str place, str called)
{
	figure f = published_figure(&with->p, place, str_of(figures[with->i].category), str_of(figures[with->i].column));
	if (f.is == FIGURE_NONE && with->counts.table.n) f = worked_out(x->r->a, with, place);
	put(x, to, &f, called, with->i);
}

static err newest(const asked *x, str table, int64_t last, published *ret)
{
	reading *r = x->r;
	err e = published_newest(r->db, r->a, r->practice, area_zone(r->area), table, last, ret);
	return e == E_NOT_FOUND ? OK : e; /* none: ret->table is empty */
}

static int64_t this_year(const asked *x)
{
	return day_parts(x->r->today).year;
}

/* The counts of the same year, and how many lived there in its middle: a year that ends in March 2024 has that of 2023. */
static err read_counts(const asked *x, compared_with *with)
{
	published counts = { 0 };
	if (!figures[with->i].count) return OK;
	TRY(newest(x, str_of(figures[with->i].counted_in), with->p.year, &counts));
	TRY(newest(x, S("population"), with->p.year - 1, &with->people));
	if (counts.year == with->p.year && with->people.table.n) with->counts = counts;
	return OK;
}

static err put_neighbours(const asked *x, compared_list *to, const compared_with *with)
{
	published near = { 0 };
	if (!x->authority.n) return OK;
	TRY(newest(x, S("neighbours"), this_year(x), &near));
	str_list codes = published_neighbours(x->r->a, &near, x->authority);
	EACH (code, codes) put_authority(x, to, with, *code, published_words(&near, *code, S("la_name")));
	return OK;
}

static int by_name(const void *p, const void *q)
{
	const authority_name *a = p, *b = q;
	int names = str_cmp(a->name, b->name);
	return names ? names : str_cmp(a->code, b->code);
}

err asked_authorities(const asked *x, authority_names *ret)
{
	published p = { 0 };
	TRY(newest(x, S("neighbours"), this_year(x), &p));
	EACH (row, p.rows) PUSH(x->r->a, ret, ((authority_name){ row->at[0], row->at[1] }));
	if (ret->n) qsort(ret->at, ret->n, sizeof *ret->at, by_name);
	return OK;
}

/* Where they stand, and what was worked out; and where no table has any authority. */
static str source_words(const asked *x, const compared_with *with)
{
	buf b = BUF(x->r->a);
	const char *table = figures[with->i].table;
	buf_printf(&b, "Department for Education, table %s of the year that ended in March %lld; read in on ", table, (long long)with->p.year);
	buf_str(&b, instant_day_words(x->r->a, area_zone(x->r->area), with->p.taken));
	buf_char(&b, '.');
	if (with->counts.table.n)
		buf_printf(&b, " It is of England alone: the rate of an authority is worked out here, from table %s of the same year and those aged 0 to 17 in the middle of %lld.",
		           figures[with->i].counted_in, (long long)with->people.year);
	else if (table[0] == 'a') buf_lit(&b, " It is of England alone, and no other that was read in tells it of an authority.");
	return buf_view(&b);
}

err asked_compared(const asked *x, compared_list *ret, str *ret_source)
{
	compared_with with = { 0 };
	const size_t n = sizeof figures / sizeof *figures;
	while (with.i < n && !str_eq(x->m->item, str_of(figures[with.i].item))) with.i++;
	if (with.i == n) return OK;
	TRY(newest(x, str_of(figures[with.i].table), this_year(x), &with.p));
	if (!with.p.table.n) return OK;
	TRY(read_counts(x, &with));
	figure england = published_figure(&with.p, PLACE_ENGLAND, str_of(figures[with.i].category), str_of(figures[with.i].column));
	str own = area_settings(x->r->area)->local_authority;
	put(x, ret, &england, S("England"), with.i);
	if (own.n) put_authority(x, ret, &with, own, S("Here, as published"));
	TRY(put_neighbours(x, ret, &with));
	*ret_source = source_words(x, &with);
	return OK;
}
