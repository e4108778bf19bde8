/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/chronology/events.h"

#include "read.h"
#include "web/child_head.h"
#include "web/wording.h"

#include <stdlib.h>

/* ---- what was chosen */

static bool stands(const significant_event_row *row)
{
	return row->to.n > 0 && !(row->taken_back.is == VALUE_KNOWN && row->taken_back.yes);
}

/* The newest choosing comes first. */
static const significant_event_row *choosing_of(const significant_event_list *rows, record_id of)
{
	EACH (row, *rows)
		if (stands(row) && row->to.at[0].n == of.n) return row;
	return NULL;
}

err chronology_chosen(const view *v, record_id of, record_id *ret_event)
{
	significant_event_list rows = { 0 };
	TRY(read_significant_event(v, v->r->a, &rows));
	const significant_event_row *row = choosing_of(&rows, of);
	*ret_event = row ? row->entry->record : (record_id){ 0 };
	return OK;
}

err chronology_begun(const view *v, bool *ret)
{
	significant_event_list rows = { 0 };
	TRY(read_significant_event(v, v->r->a, &rows));
	*ret = false;
	EACH (row, rows) *ret = *ret || stands(row);
	return OK;
}

str chronology_words(arena *a, const story_line *told)
{
	buf b = BUF(a);
	EACH (bit, told->bits) buf_str(&b, bit->text);
	return str_trim(buf_view(&b));
}

/* ---- one story after another */

typedef struct {
	chronology *to;
	LIST(when) lines; /* when everything was, chosen or not */
} gathering;

/* Beside brothers and sisters it is said whose age it is. */
static str age_then(const view *v, const value *born, day on, const chronology *to)
{
	buf b = BUF(v->r->a);
	str age = age_words(v->r->a, born, on);
	if (!to->with_siblings) return age;
	buf_str(&b, access_name(v, v->child));
	if (age.n) buf_lit(&b, ", ");
	buf_str(&b, age);
	return buf_view(&b);
}

static err put_event(const view *v, const value *born, story_line line, const significant_event_row *row, chronology *to)
{
	arena *a = v->r->a;
	when on = line.happened;
	TRY(access_tell(v, &line));
	PUSH(a, &to->events,
	     ((significant){ .record = line.record, .event = row->entry->record, .child = v->child, .happened = on,
	                     .when = when_words(a, area_zone(v->r->area), on),
	                     .age = on.is == WHEN_NONE ? STR_NONE : age_then(v, born, on.on, to),
	                     .words = chronology_words(a, &line),
	                     .who = joined_words_of(v, line.of, author_words(v, line.author, line.agency, line.batch)), .why = str_trim(row->why.text) }));
	return OK;
}

static err gather(const view *v, const value *born, gathering *g)
{
	significant_event_list rows = { 0 };
	const story_lines *story;
	TRY(read_significant_event(v, v->r->a, &rows));
	TRY(access_story_lines(v, &story));
	EACH (line, *story) {
		if (line->kept) continue;
		PUSH(v->r->a, &g->lines, line->happened);
		const significant_event_row *row = choosing_of(&rows, line->record);
		if (row) TRY(put_event(v, born, *line, row, g->to));
	}
	return OK;
}

static bool is_sibling(str as)
{
	return str_eq(as, S("brother_or_sister")) || str_eq(as, S("half")) || str_eq(as, S("step"));
}

/* Only whom the viewer works with: nobody is tried in passing. */
static err gather_siblings(const view *v, bool theirs, gathering *g)
{
	near_list around = { 0 };
	TRY(access_around(v, S("relationship"), S("person"), S("is"), &around));
	EACH (one, around) {
		bool works = false;
		view sibling;
		child_head head;
		if (!is_sibling(one->as)) continue;
		TRY(access_works_with(v->r, one->record, &works));
		if (!works) continue;
		PUSH(v->r->a, &g->to->siblings, one->name);
		if (!theirs) continue;
		TRY(access_open(v->r, one->record, v->at, S("the chronology, with brothers and sisters"), &sibling));
		TRY(child_head_read(&sibling, &head));
		TRY(gather(&sibling, &head.born, g));
	}
	return OK;
}

/* ---- in the order of time */

static int by_day(const void *one, const void *other)
{
	const significant *a = one, *b = other;
	bool undated = a->happened.is == WHEN_NONE, other_undated = b->happened.is == WHEN_NONE;
	if (undated != other_undated) return undated ? 1 : -1;
	int c = undated ? 0 : when_cmp(a->happened, b->happened);
	return c ? c : (a->record.n > b->record.n) - (a->record.n < b->record.n);
}

/* What happened to several children stands in each of their stories, and once here. */
static void leave_out_doubles(chronology *c)
{
	size_t n = 0;
	EACH (e, c->events) {
		bool same = n && c->events.at[n - 1].record.n == e->record.n && str_eq(c->events.at[n - 1].words, e->words);
		if (!same) c->events.at[n++] = *e;
	}
	c->events.n = n;
}

static void name_gap(const gathering *g, significant *e, const significant *before)
{
	if (e->happened.is == WHEN_NONE) return;
	int32_t days = e->happened.on.n - before->happened.on.n;
	if (days < GAP_DAYS) return;
	e->gap = days;
	e->gap_from = before->happened.on;
	EACH (w, g->lines)
		if (w->is != WHEN_NONE && w->on.n > before->happened.on.n && w->on.n < e->happened.on.n) e->meanwhile++;
}

str chronology_gap(arena *a, const significant *e)
{
	buf b = BUF(a);
	if (!e->gap) return STR_NONE;
	buf_printf(&b, "%d days from ", e->gap);
	day_write_long(&b, e->gap_from);
	buf_lit(&b, " of which nothing was chosen. ");
	if (e->meanwhile == 0) buf_lit(&b, "Nothing was written down of them.");
	else buf_str(&b, count_words(a, e->meanwhile, "entry stands in the record.", "entries stand in the record."));
	return buf_view(&b);
}

err chronology_read(const view *v, bool with_siblings, chronology *ret)
{
	child_head head;
	gathering g = { .to = ret };
	buf born = BUF(v->r->a);
	*ret = (chronology){ .with_siblings = with_siblings };
	TRY(child_head_read(v, &head));
	TRY(gather(v, &head.born, &g));
	TRY(gather_siblings(v, with_siblings, &g));
	if (head.born.is == VALUE_KNOWN) {
		buf_lit(&born, "Born ");
		buf_str(&born, when_words(v->r->a, area_zone(v->r->area), head.born.on));
	}
	ret->name = head.name;
	ret->born = buf_view(&born);
	ret->lines = g.lines.n;
	if (ret->events.n > 1) qsort(ret->events.at, ret->events.n, sizeof *ret->events.at, by_day);
	leave_out_doubles(ret);
	for (size_t i = 1; i < ret->events.n; i++) name_gap(&g, &ret->events.at[i], &ret->events.at[i - 1]);
	return OK;
}
