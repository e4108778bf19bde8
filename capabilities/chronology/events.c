/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/chronology/events.h"

#include "read.h"

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

static void name_gap(significant *now, const significant *before, size_t lines_between)
{
	if (!before || before->line.happened.is == WHEN_NONE || now->line.happened.is == WHEN_NONE) return;
	int32_t days = now->line.happened.on.n - before->line.happened.on.n;
	if (days < GAP_DAYS) return;
	now->gap_from = before->line.happened.on;
	now->gap = days;
	now->meanwhile = lines_between;
}

err chronology_read(const view *v, chronology *ret)
{
	arena *a = v->r->a;
	significant_event_list rows = { 0 };
	const story_lines *story;
	size_t between = 0;
	*ret = (chronology){ 0 };
	TRY(read_significant_event(v, a, &rows));
	TRY(access_story_lines(v, &story));
	EACH (line, *story) {
		if (line->kept) continue;
		ret->all++;
		const significant_event_row *row = choosing_of(&rows, line->record);
		if (!row) {
			between++;
			continue;
		}
		significant one = { .line = *line, .event = row->entry->record, .why = str_trim(row->why.text) };
		TRY(access_tell(v, &one.line));
		one.words = chronology_words(a, &one.line);
		name_gap(&one, ret->events.n ? &ret->events.at[ret->events.n - 1] : NULL, between);
		PUSH(a, &ret->events, one);
		between = 0;
	}
	return OK;
}
