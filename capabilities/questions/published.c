/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What England and the nearest authorities have, where their figures were read in. Our own definition and theirs are told apart:
 * what is compared is named. */
#include "capabilities/questions/asked.h"
#include "journey/published.h"
#include "web/wording.h"

#include <stdlib.h>

/* Which published figure asks the same as an item of the field's set of questions. */
static const struct {
	const char *item, *table, *category, *column, *what;
} figures[] = {
	{ "A1", "a1", "Children in Need at 31 March", "rate", "children in need at 31 March, of each 10,000" },
	{ "A3", "a1", "Referrals in the year", "rate", "referrals in the year, of each 10,000" },
	{ "A4", "c2", "", "Assessments_completed_rate", "assessments completed in the year, of each 10,000" },
	{ "A5", "a2", "Section 47s in the year", "rate", "section 47 enquiries in the year, of each 10,000" },
	{ "A6", "d1", "", "CPP_At31_rate", "child protection plans at 31 March, of each 10,000" },
	{ "O4", "d3", "", "CPP_subsequent_percent", "of 100 plans, a second or later one" },
	{ "O5", "c1", "", "rereferral_percent", "of 100 referrals, within 12 months of the one before" },
	{ "P1", "a2", "CPP for 3 months or more reviewed within timescales", "percent", "of 100 plans, reviewed in time" },
	{ "Q2", "c2", "", "Median_days", "working days of half of the assessments" },
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

static void put(const asked *x, compared_list *to, const published *p, str place, str called, size_t i)
{
	figure f = published_figure(p, place, str_of(figures[i].category), str_of(figures[i].column));
	if (f.is != FIGURE_NONE) PUSH(x->r->a, to, ((compared){ called, with_symbol(x->r->a, &f), str_of(figures[i].what) }));
}

static err newest(const asked *x, str table, published *ret)
{
	reading *r = x->r;
	return published_newest(r->db, r->a, r->practice, area_zone(r->area), table, day_parts(r->today).year, ret);
}

static err put_neighbours(const asked *x, compared_list *to, const published *p, size_t i)
{
	published near;
	if (!x->authority.n) return OK;
	err e = newest(x, S("neighbours"), &near);
	if (e != OK) return e == E_NOT_FOUND ? OK : e;
	str_list codes = published_neighbours(x->r->a, &near, x->authority);
	EACH (code, codes) put(x, to, p, *code, published_words(&near, *code, S("la_name")), i);
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
	published p;
	err e = newest(x, S("neighbours"), &p);
	if (e != OK) return e == E_NOT_FOUND ? OK : e;
	EACH (row, p.rows) PUSH(x->r->a, ret, ((authority_name){ row->at[0], row->at[1] }));
	if (ret->n) qsort(ret->at, ret->n, sizeof *ret->at, by_name);
	return OK;
}

err asked_compared(const asked *x, compared_list *ret, str *ret_source)
{
	published p;
	buf source = BUF(x->r->a);
	const zone *z = area_zone(x->r->area);
	for (size_t i = 0; x->m->item.n && i < sizeof figures / sizeof *figures; i++) {
		if (!str_eq(x->m->item, str_of(figures[i].item))) continue;
		err e = newest(x, str_of(figures[i].table), &p);
		if (e == E_NOT_FOUND) return OK;
		TRY(e);
		put(x, ret, &p, PLACE_ENGLAND, S("England"), i);
		str own = area_settings(x->r->area)->local_authority;
		if (own.n) put(x, ret, &p, own, S("Here, as published"), i);
		TRY(put_neighbours(x, ret, &p, i));
		buf_printf(&source, "Department for Education, table %s of the year that ended in March %lld; read in on ", figures[i].table, (long long)p.year);
		buf_str(&source, instant_day_words(x->r->a, z, p.taken));
		buf_char(&source, '.');
		*ret_source = buf_view(&source);
		return OK;
	}
	return OK;
}
