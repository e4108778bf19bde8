/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/own_child.h"

#include "web/wording.h"

/* ---- which records a line tells of */

static bool has_code(const own_line *l, const record *rec)
{
	const value *is = l->field.n ? values_get(&rec->values, l->field) : NULL;
	if (l->field.n == 0) return true;
	for (size_t i = 0; is && is->is == VALUE_KNOWN && i < l->codes.n; i++)
		if (str_eq(is->text, l->codes.at[i])) return true;
	return false;
}

/* The records that something of the kind `until` leads to. */
static err followed(const view *v, const own_line *l, record_list *ret)
{
	records after = { 0 };
	const kind *until = l->until.n && l->tells != TELLS_AFTER ? practice_kind(v->r->practice, l->until) : NULL;
	if (until) TRY(access_records(v, until, 0, &after));
	for (size_t i = 0; i < after.n; i++)
		for (size_t k = 0; k < after.at[i].about.n; k++)
			if (str_eq(after.at[i].about.at[k].role, S("to"))) PUSH(v->r->a, ret, after.at[i].about.at[k].record);
	return OK;
}

static err records_of(const view *v, const own_line *l, records *ret)
{
	records all;
	record_list kept, done = { 0 };
	const kind *k = practice_kind(v->r->practice, l->kind);
	*ret = (records){ 0 };
	if (!k) return OK;
	TRY(access_records(v, k, 0, &all));
	if (all.n == 0) return OK;
	TRY(access_kept(v, &kept));
	TRY(followed(v, l, &done));
	for (size_t i = 0; i < all.n; i++) {
		record_id id = all.at[i].record;
		if (has_code(l, &all.at[i]) && !records_hold(&kept, id) && !records_hold(&done, id)) PUSH(v->r->a, ret, all.at[i]);
	}
	return OK;
}

/* ---- one line; records come newest first */

static when day_of(const own_line *l, const record *rec)
{
	const value *by = values_get(&rec->values, l->by);
	return by && by->is == VALUE_KNOWN ? by->on : (when){ .is = WHEN_NONE };
}

/* The nearest day; where none has a day, what was said first. */
static const record *nearest(const own_line *l, const records *list)
{
	const record *best = &list->at[list->n - 1];
	for (size_t i = 0; i < list->n; i++) {
		when mine = day_of(l, &list->at[i]), its = day_of(l, best);
		if (mine.is != WHEN_NONE && (its.is == WHEN_NONE || when_cmp(mine, its) < 0)) best = &list->at[i];
	}
	return best;
}

/* The last of which the line tells: most children have many, and it is one of the newest. */
typedef struct {
	const view *v;
	const own_line *line;
	record_list done;
} wanting;

static err is_told(void *context, const record *one, bool *ret)
{
	const wanting *w = context;
	bool kept = false;
	bool told = has_code(w->line, one) && !records_hold(&w->done, one->record);
	if (told) TRY(access_is_kept(w->v, one->record, &kept));
	*ret = told && !kept;
	return OK;
}

static err last_of(const view *v, const own_line *l, record *ret, bool *ret_found)
{
	wanting w = { .v = v, .line = l };
	const kind *k = practice_kind(v->r->practice, l->kind);
	*ret_found = false;
	if (!k) return OK;
	TRY(followed(v, l, &w.done));
	return access_newest(v, k, is_told, &w, ret, ret_found);
}

/* false: there is nothing to tell. */
static err told_of(const view *v, const own_line *l, record *ret, bool *ret_found)
{
	records list;
	if (l->tells == TELLS_LAST) return last_of(v, l, ret, ret_found);
	TRY(records_of(v, l, &list));
	*ret_found = list.n > 0;
	if (list.n) *ret = l->tells == TELLS_NEXT ? *nearest(l, &list) : list.at[list.n - 1];
	return OK;
}

static bool came_later(const record *than, const record *rec)
{
	int apart = when_cmp(than->happened, rec->happened);
	return rec->record.n != than->record.n && (apart < 0 || (apart == 0 && rec->seq.n > than->seq.n));
}

/* From its day on, as long as nothing that ends it came later. */
static err say_after(request *r, const view *v, const own_line *l, own_saids *to)
{
	records list, after = { 0 };
	const kind *until = practice_kind(r->read.practice, l->until);
	const record *rec = NULL;
	TRY(records_of(v, l, &list));
	for (size_t i = 0; i < list.n && !rec; i++)
		if (day_of(l, &list.at[i]).is != WHEN_NONE) rec = &list.at[i];
	if (!rec || day_of(l, rec).on.n > r->read.today.n) return OK;
	if (until) TRY(access_records(v, until, 1, &after));
	if (after.n && came_later(rec, &after.at[0])) return OK;
	PUSH(r->a, to, ((own_said){ .tells = l->tells, .label = l->label, .on = day_of(l, rec), .from = joined_words(v, rec, STR_NONE),
	                            .to = url_number(r->a, "/record/", rec->record.n, "") }));
	return OK;
}

static err say(request *r, const view *v, const own_line *l, own_saids *to)
{
	record rec;
	bool there;
	own_said one = { .tells = l->tells, .label = l->label };
	if (l->tells == TELLS_PAGE) {
		one.to = url_with(r->a, url_number(r->a, "/child/", v->child.n, "/"), l->page);
		PUSH(r->a, to, one);
		return OK;
	}
	if (l->tells == TELLS_AFTER) return say_after(r, v, l, to);
	TRY(told_of(v, l, &rec, &there));
	if (!there && l->tells != TELLS_LAST) return OK;
	if (there) {
		one.on = l->tells == TELLS_NEXT ? day_of(l, &rec) : rec.happened;
		one.to = url_number(r->a, "/record/", rec.record.n, "");
		one.from = joined_words(v, &rec, STR_NONE);
		const value *words = l->words.n ? values_get(&rec.values, l->words) : NULL;
		if (words && words->is == VALUE_KNOWN) one.words = words->text;
	}
	PUSH(r->a, to, one);
	return OK;
}

typedef LIST(const own_line *) line_list;

static line_list lines_in_order(const request *r)
{
	line_list lines = { 0 };
	for (size_t i = 0; r->capabilities && i < r->capabilities->n; i++) {
		const own_lines *own = &r->capabilities->at[i].my_children;
		for (size_t k = 0; k < own->n; k++) {
			PUSH(r->a, &lines, &own->at[k]);
			size_t at = lines.n - 1;
			for (; at > 0 && lines.at[at - 1]->order > own->at[k].order; at--) lines.at[at] = lines.at[at - 1];
			lines.at[at] = &own->at[k];
		}
	}
	return lines;
}

err own_child_says(request *r, const view *v, own_saids *ret)
{
	line_list lines = lines_in_order(r);
	*ret = (own_saids){ 0 };
	for (size_t i = 0; i < lines.n; i++) TRY(say(r, v, lines.at[i], ret));
	return OK;
}

err own_child_told(request *r, const view *v, own_tells tells, own_saids *ret)
{
	line_list lines = lines_in_order(r);
	*ret = (own_saids){ 0 };
	for (size_t i = 0; i < lines.n; i++)
		if (lines.at[i]->tells == tells) TRY(say(r, v, lines.at[i], ret));
	return OK;
}
