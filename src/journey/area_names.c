/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the numbers of an area's journeys mean, in words. */
#include "journey/area_parts.h"

#include "journey/own_measures.h"
#include "kind/names.h"

static const field *sex_field(const practice *p)
{
	const kind *person = practice_kind(p, S("person"));
	return person ? kind_field(person, S("sex")) : NULL;
}

static const field *field_said(const area_journeys *all, size_t i)
{
	const kind *k = practice_kind(all->practice, all->words.said[i].kind);
	return k ? kind_field(k, all->words.said[i].field) : NULL;
}

static uint32_t values_said(const area_journeys *all, size_t i)
{
	const field *f = field_said(all, i);
	if (all->words.said[i].number) return CHANGE_MOST + 2;
	return f && f->type == FIELD_YES_NO ? 3 : f ? (uint32_t)f->choice_n + 1 : 1;
}

void journeys_mean(const area_journeys *all, journeys *j)
{
	const field *sex = sex_field(all->practice);
	j->on = all->on;
	j->localities = (uint32_t)all->numbers.localities.n + 1;
	j->teams = (uint32_t)all->numbers.teams.n + 1;
	j->agencies = (uint32_t)all->numbers.agencies.n + 1;
	j->sources = (uint32_t)all->numbers.sources.n + 1;
	j->sexes = (sex ? (uint32_t)sex->choice_n : 0) + 1;
	for (size_t i = 0; i < all->words.said_n; i++) j->said_values[i] = values_said(all, i);
}

void journeys_settle(area_journeys *all)
{
	all->journeys = kept_columns(all->kept);
	journeys_mean(all, &all->journeys);
}

journeys journeys_packed(arena *a, const journeys_held *held)
{
	journeys j = kept_packed(a, held->of->kept);
	journeys_mean(held->of, &j);
	return j;
}

const measure *journeys_measure(const journeys_held *held, str name)
{
	EACH(m, *held->measures)
		if (str_eq(m->name, name)) return m;
	return NULL;
}

/* ---- values */

static void record_name(const journeys_held *held, buf *b, const record_numbers *list, uint32_t n)
{
	view none = access_open_none(held->r);
	buf_str(b, access_name(&none, list->at[n - 1]));
}

static void choice_name(buf *b, const field *f, uint32_t n)
{
	if (f && f->type == FIELD_YES_NO) buf_str(b, n == 1 ? S("yes") : S("no"));
	else if (f && n <= f->choice_n) buf_str(b, f->choices[n - 1].label);
	else buf_lit(b, "not known");
}

void journeys_value(const journeys_held *held, buf *b, split s, uint32_t n)
{
	const area_journeys *all = held->of;
	switch (s) {
	case SPLIT_YEAR: case SPLIT_QUARTER: case SPLIT_MONTH:
		calendar_period_name(b, &all->on, (calendar_period)(s - SPLIT_YEAR), n);
		return;
	case SPLIT_AGE: buf_str(b, age_band_name(n)); return;
	case SPLIT_LOCALITY: case SPLIT_TEAM: case SPLIT_AGENCY: case SPLIT_SEX: case SPLIT_SAID: break;
	}
	if (n == 0) buf_lit(b, "not known");
	else if (s == SPLIT_LOCALITY) buf_str(b, all->numbers.localities.at[n - 1]);
	else if (s == SPLIT_TEAM) record_name(held, b, &all->numbers.teams, n);
	else if (s == SPLIT_AGENCY) record_name(held, b, &all->numbers.agencies, n);
	else if (s == SPLIT_SEX) choice_name(b, sex_field(all->practice), n);
	else choice_name(b, field_said(all, s - SPLIT_SAID), n);
}

void journeys_event(const journeys_held *held, buf *b, uint8_t code)
{
	const area_journeys *all = held->of;
	CHECK(code >= 1 && code <= all->words.events.n);
	const event_meaning *e = &all->words.events.at[code - 1];
	const kind *k = practice_kind(all->practice, e->kind);
	const field *f = k && e->moment.n ? kind_field(k, e->moment) : NULL;
	buf_str(b, k ? k->label : e->kind);
	if (f) {
		buf_lit(b, ": ");
		buf_str(b, f->label);
	}
	if (e->undated) buf_lit(b, " (day not known)");
}

static void value_named(void *context, buf *b, split s, uint32_t n)
{
	journeys_value(context, b, s, n);
}

static void event_named(void *context, buf *b, uint8_t code)
{
	journeys_event(context, b, code);
}

answer_names journeys_names(journeys_held *held)
{
	return (answer_names){ .context = held, .of_split = value_named, .of_event = event_named };
}

journeys_size journeys_size_of(const journeys_held *held)
{
	const area_journeys *all = held->of;
	return (journeys_size){ .children = (int64_t)all->journeys.children, .events = (int64_t)all->journeys.events,
		                .bytes = (int64_t)kept_bytes(all->kept), .made_us = all->made_us, .caught_up_us = all->caught_up_us };
}

/* ---- what is asked */

/* In place of the program's file in the folder of that name. */
static void lay_own(arena *a, kind_sources *sources, const kind_source *own)
{
	EACH(s, *sources) {
		if (!str_eq(s->capability, own->capability) || !str_ends(s->file, S("measures.yaml"))) continue;
		*s = *own;
		return;
	}
	PUSH(a, sources, *own);
}

err area_measures(reading *r, arena *a, measures *ret)
{
	capabilities unused;
	findings wrong = { 0 };
	kind_sources sources = embedded_kind_sources(a, SOURCE_CAPABILITY), own;
	TRY(own_measures_read(r->db, a, r->practice, area_zone(r->area), &own));
	EACH(source, own) lay_own(a, &sources, source);
	err e = capabilities_load(a, r->practice, sources.at, sources.n, &wrong, &unused, ret);
	return e == E_INVALID ? OK : e; /* a kind that this area has not: not_answerable says so */
}
