/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/rights.h"

#include <stdlib.h>

typedef struct {
	int64_t happened_ms, moment;
	story_line line;
	str parts;
} told;
typedef LIST(told) told_list;

/* ---- rows */

static when happened_of(const view *v, const db_rows *r, int column)
{
	when w = { .is = WHEN_NONE };
	if (!db_is_null(r, column) && !when_read(area_zone(v->r->area), db_text(r, column), &w)) w.is = WHEN_NONE;
	return w;
}

static told told_of_row(const view *v, const kind *k, const db_rows *r)
{
	arena *a = v->r->a;
	str batch = db_text(r, 11);
	told t = {
		.happened_ms = db_int(r, 5), .moment = db_int(r, 10),
		.line = { .seq = { db_int(r, 0) }, .record = { db_int(r, 1) }, .kind = k->name,
			  .happened = happened_of(v, r, 4), .recorded = db_instant(r, 6), .author = { db_int(r, 7) },
			  .agency = { db_int(r, 8) }, .batch = batch.n ? str_copy(a, batch) : STR_NONE },
		.parts = db_text_copy(r, 9, a),
	};
	if (!stage_of(db_text(r, 3), &t.line.stage)) t.line.stage = STAGE_NONE;
	return t;
}

/* An order that ends next year has not ended. */
static bool to_come(const view *v, const told *t)
{
	return t->moment && t->line.happened.is != WHEN_NONE && t->line.happened.on.n > v->r->today.n;
}

static err read_rows(const view *v, record_id child, told_list *list)
{
	ROWS(rows);
	TRY(db_query(v->r->db,
	             SQL("SELECT seq, record, kind, stage, happened, happened_ms, recorded, author, agency, parts, moment, "
	                 "CASE author WHEN 0 THEN (SELECT batch FROM chain WHERE chain.seq = story.seq) ELSE '' END "
	                 "FROM story WHERE child = $1 AND known_from <= $2 AND (known_to IS NULL OR known_to > $3) "
	                 "ORDER BY happened_ms, seq, moment"),
	             ARGS(ARG(child.n), ARG(v->at.n), ARG(v->at.n)), &rows));
	while (db_next(&rows)) {
		const kind *k = practice_kind(v->r->practice, db_text(&rows, 2));
		bool hidden = seal_hides(&v->proof->kept, (seq){ db_int(&rows, 0) }, (record_id){ db_int(&rows, 1) }, v->at);
		if (!k || hidden || !kind_readable(v, k)) continue;
		told t = told_of_row(v, k, &rows);
		if (!to_come(v, &t)) PUSH(v->r->a, list, t);
	}
	return db_end(&rows);
}

static err mark_kept(const view *v, told_list *list)
{
	record_list kept;
	TRY(access_kept(v, &kept));
	for (size_t k = 0; k < kept.n; k++)
		for (size_t i = 0; i < list->n; i++)
			if (list->at[i].line.record.n == kept.at[k].n) list->at[i].line.kept = true;
	return OK;
}

static int oldest_told_first(const void *a, const void *b)
{
	const told *x = a, *y = b;
	if (x->happened_ms != y->happened_ms) return x->happened_ms < y->happened_ms ? -1 : 1;
	if (x->line.seq.n != y->line.seq.n) return x->line.seq.n < y->line.seq.n ? -1 : 1;
	return (x->moment > y->moment) - (x->moment < y->moment);
}

/* What is about two records of one person is told once. */
static void each_once(told_list *list)
{
	size_t kept = 0;
	qsort(list->at, list->n, sizeof *list->at, oldest_told_first);
	for (size_t i = 0; i < list->n; i++)
		if (kept == 0 || oldest_told_first(&list->at[kept - 1], &list->at[i]) != 0) list->at[kept++] = list->at[i];
	list->n = kept;
}

/* ---- sentences */

typedef struct sentence_bit bit;
typedef LIST(bit) bits;

/* A field that the declaration in force no longer has is ruled by the one that the entry was written with. */
static err field_readable(const view *v, const story_line *line, str field_name, bool *ret)
{
	const kind *k = practice_kind(v->r->practice, line->kind);
	const field *f = kind_field(k, field_name);
	if (!f) {
		record one;
		TRY(read_whole(v->r, line->seq, &one));
		k = one.kind;
		f = kind_field(k, field_name);
	}
	*ret = f && access_field_readable(v, k, f);
	return OK;
}

/* What several children share is told to each of itself: the others have stories of their own. */
static str names_of(const view *v, const record_list *named)
{
	buf b = BUF(v->r->a);
	for (size_t i = 0; i < named->n; i++)
		if (records_hold(&v->same, named->at[i])) return access_name(v, named->at[i]);
	for (size_t i = 0; i < named->n; i++) {
		if (i) buf_str(&b, i + 1 == named->n ? S(" and ") : S(", "));
		buf_str(&b, access_name(v, named->at[i]));
	}
	return buf_view(&b);
}

static err add_bit(const view *v, const story_line *line, const story_part *p, bits *into)
{
	bool readable = true;
	arena *a = v->r->a;
	if (p->field.n) TRY(field_readable(v, line, p->field, &readable));
	if (!readable) {
		PUSH(a, into, ((bit){ .text = S("…") }));
		return OK;
	}
	switch (p->is) {
	case STORY_WORDS: PUSH(a, into, ((bit){ .text = p->text })); break;
	case STORY_VALUE: PUSH(a, into, ((bit){ .own_words = p->own_words, .text = p->text })); break;
	case STORY_PERSON: PUSH(a, into, ((bit){ .text = names_of(v, &p->records) })); break;
	}
	return OK;
}

err access_tell(const view *v, story_line *line)
{
	bits all = { 0 };
	story_part part;
	CHECK(v->proof && line->place < v->proof->parts.n);
	str rest = v->proof->parts.at[line->place];
	while (part_next(v->r->a, &rest, &part)) TRY(add_bit(v, line, &part, &all));
	line->bits.at = all.at;
	line->bits.n = all.n;
	return OK;
}

/* The page and its panels ask for the same story: it is read once for a view. */
static err read_story(const view *v)
{
	told_list list = { 0 };
	struct view_proof *p = v->proof;
	for (size_t i = 0; i < v->same.n; i++) TRY(read_rows(v, v->same.at[i], &list));
	TRY(mark_kept(v, &list));
	if (v->same.n > 1 && list.n) each_once(&list);
	p->story = (story_lines){ TAKE_N(v->r->a, story_line, list.n), list.n, list.n };
	p->parts = (str_list){ TAKE_N(v->r->a, str, list.n), list.n, list.n };
	for (size_t i = 0; i < list.n; i++) {
		p->story.at[i] = list.at[i].line;
		p->story.at[i].place = i;
		p->parts.at[i] = list.at[i].parts;
	}
	p->story_read = true;
	return OK;
}

err access_story_lines(const view *v, const story_lines **ret)
{
	CHECK(v->proof);
	if (!v->proof->story_read) TRY(read_story(v));
	*ret = &v->proof->story;
	return OK;
}

err access_story(const view *v, bool oldest_first, story_lines *ret)
{
	story_lines lines = { 0 };
	const story_lines *story;
	TRY(access_story_lines(v, &story));
	for (size_t i = 0; i < story->n; i++) {
		story_line line = story->at[oldest_first ? i : story->n - 1 - i];
		TRY(access_tell(v, &line));
		PUSH(v->r->a, &lines, line);
	}
	*ret = lines;
	return OK;
}
