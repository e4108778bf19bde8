/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/rights.h"

#include <stdlib.h>

/* ---- lines: of each what says where it stands; of the newest, which a page shows first, what is told in them too */

enum { TOLD_AT_ONCE = 128 }; /* more than stand on one page */

struct line_told {
	instant recorded;
	record_id agency;
	str parts; /* of its sentence */
};

static const struct line_told *told_of_row(const view *v, const db_rows *r, int column)
{
	struct line_told *told = TAKE(v->r->a, struct line_told);
	*told = (struct line_told){ db_instant(r, column), { db_int(r, column + 1) }, db_text_copy(r, column + 2, v->r->a) };
	return told;
}

/* Most lines are of a few kinds: what is asked of a kind is asked once. */
typedef struct {
	const kind *k;
	bool told;
} kind_told;
typedef LIST(kind_told) kinds_told;

static bool is_told(const view *v, kinds_told *asked, str name, str *ret_name)
{
	for (size_t i = 0; i < asked->n; i++)
		if (str_eq(asked->at[i].k->name, name)) {
			*ret_name = asked->at[i].k->name;
			return asked->at[i].told;
		}
	const kind *k = practice_kind(v->r->practice, name);
	if (!k) return false;
	PUSH(v->r->a, asked, ((kind_told){ k, kind_readable(v, k) }));
	*ret_name = k->name;
	return asked->at[asked->n - 1].told;
}

static when happened_of(const view *v, const db_rows *r, int column)
{
	when w = { .is = WHEN_NONE };
	if (!db_is_null(r, column) && !when_read(area_zone(v->r->area), db_text(r, column), &w)) w.is = WHEN_NONE;
	return w;
}

/* An order that ends next year has not ended. */
static bool to_come(const view *v, const story_line *line)
{
	return line->moment && line->happened.is != WHEN_NONE && line->happened.on.n > v->r->today.n;
}

/* Nobody wrote it: what came with a file has its name. */
static str batch_of(const view *v, const db_rows *r, int column)
{
	str batch = db_text(r, column);
	return batch.n ? str_copy(v->r->a, batch) : STR_NONE;
}

static void take_row(const view *v, record_id child, const db_rows *r, kinds_told *asked, story_lines *list)
{
	story_line line = { .seq = { db_int(r, 0) }, .record = { db_int(r, 1) }, .of = child };
	if (!is_told(v, asked, db_text(r, 2), &line.kind) || view_hides(v, line.seq, line.record)) return;
	if (!stage_of(db_text(r, 3), &line.stage)) line.stage = STAGE_NONE;
	line.happened = happened_of(v, r, 4);
	line.happened_ms = db_int(r, 5);
	line.moment = db_int(r, 6);
	line.author.n = db_int(r, 7);
	if (line.author.n == 0) line.batch = batch_of(v, r, 8);
	if (to_come(v, &line)) return;
	if (list->n < TOLD_AT_ONCE) line.told = told_of_row(v, r, 9);
	PUSH(v->r->a, list, line);
}

#define ROWS_OF_CHILD                                                                                                  \
	"SELECT seq, record, kind, stage, happened, happened_ms, moment, author, CASE author WHEN 0 THEN "             \
	"(SELECT batch FROM chain WHERE chain.seq = story.seq) ELSE '' END, recorded, agency, parts FROM story WHERE child = $1"
#define NEWEST_FIRST " ORDER BY happened_ms DESC, seq DESC, moment DESC"

static err find_rows(const view *v, record_id child, db_rows *ret)
{
	if (v->at.n == PROJECT_NOW.n)
		return db_query(v->r->db, SQL(ROWS_OF_CHILD " AND known_to IS NULL" NEWEST_FIRST), ARGS(ARG(child.n)), ret);
	return db_query(v->r->db, SQL(ROWS_OF_CHILD " AND known_from <= $2 AND (known_to IS NULL OR known_to > $3)" NEWEST_FIRST),
	                ARGS(ARG(child.n), ARG(v->at.n), ARG(v->at.n)), ret);
}

static err read_rows(const view *v, record_id child, story_lines *list)
{
	ROWS(rows);
	kinds_told asked = { 0 };
	TRY(find_rows(v, child, &rows));
	while (db_next(&rows)) take_row(v, child, &rows, &asked, list);
	return db_end(&rows);
}

static err mark_kept(const view *v, story_lines *list)
{
	record_list kept;
	TRY(access_kept(v, &kept));
	for (size_t k = 0; k < kept.n; k++)
		for (size_t i = 0; i < list->n; i++)
			if (list->at[i].record.n == kept.at[k].n) list->at[i].kept = true;
	return OK;
}

static int oldest_told_first(const void *a, const void *b)
{
	const story_line *x = a, *y = b;
	if (x->happened_ms != y->happened_ms) return x->happened_ms < y->happened_ms ? -1 : 1;
	if (x->seq.n != y->seq.n) return x->seq.n < y->seq.n ? -1 : 1;
	return (x->moment > y->moment) - (x->moment < y->moment);
}

/* What is about two records of one person is told once, as of the older of them. */
static void each_once(story_lines *list)
{
	size_t kept = 0;
	qsort(list->at, list->n, sizeof *list->at, oldest_told_first);
	for (size_t i = 0; i < list->n; i++) {
		story_line *line = &list->at[i], *last = kept ? &list->at[kept - 1] : NULL;
		if (!last || oldest_told_first(last, line) != 0) list->at[kept++] = *line;
		else if (line->of.n < last->of.n) last->of = line->of;
	}
	list->n = kept;
}

static void turn_round(story_lines *list)
{
	for (size_t i = 0, k = list->n; i + 1 < k; i++) {
		story_line line = list->at[i];
		list->at[i] = list->at[--k];
		list->at[k] = line;
	}
}

/* The page and its panels ask for the same story: it is read once for a view. */
static err read_story(const view *v)
{
	struct view_proof *p = v->proof;
	for (size_t i = 0; i < v->same.n; i++) TRY(read_rows(v, v->same.at[i], &p->story));
	TRY(mark_kept(v, &p->story));
	if (v->same.n == 1) turn_round(&p->story);
	else if (p->story.n) each_once(&p->story);
	for (size_t i = 0; i < p->story.n; i++) p->story.at[i].place = i;
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

/* ---- what is told in the others: read with the lines around the one that is asked for */

enum { READ_AROUND = 128 };

/* Rows and lines stand in the same order; some rows are no lines. */
static err read_told(const view *v, record_id child, size_t from, size_t end)
{
	ROWS(rows);
	story_line *lines = v->proof->story.at;
	size_t i = from;
	TRY(db_query(v->r->db,
	             SQL("SELECT happened_ms, seq, moment, recorded, agency, parts FROM story WHERE child = $1 "
	                 "AND happened_ms >= $2 AND happened_ms <= $3 ORDER BY happened_ms, seq, moment"),
	             ARGS(ARG(child.n), ARG(lines[from].happened_ms), ARG(lines[end - 1].happened_ms)), &rows));
	while (i < end && db_next(&rows)) {
		story_line row = { .happened_ms = db_int(&rows, 0), .seq = { db_int(&rows, 1) }, .moment = db_int(&rows, 2) };
		while (i < end && oldest_told_first(&lines[i], &row) < 0) i++;
		if (i < end && oldest_told_first(&lines[i], &row) == 0) lines[i].told = told_of_row(v, &rows, 3);
	}
	return db_end(&rows);
}

static err told_of(const view *v, size_t place, const struct line_told **ret)
{
	CHECK(v->proof && place < v->proof->story.n);
	const story_line *line = &v->proof->story.at[place];
	size_t from = place - place % READ_AROUND, end = from + READ_AROUND;
	if (end > v->proof->story.n) end = v->proof->story.n;
	for (size_t i = 0; i < v->same.n && !line->told; i++) TRY(read_told(v, v->same.at[i], from, end));
	CHECK(line->told); /* the snapshot holds what it held when the lines were read */
	*ret = line->told;
	return OK;
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

/* What several children share is told to each of itself: the others have stories of their own. Most who are named are
 * people. */
static str names_of(const view *v, const record_list *named)
{
	buf b = BUF(v->r->a);
	for (size_t i = 0; i < named->n; i++)
		if (records_hold(&v->same, named->at[i])) return access_name(v, named->at[i]);
	for (size_t i = 0; i < named->n; i++) {
		if (i) buf_str(&b, i + 1 == named->n ? S(" and ") : S(", "));
		buf_str(&b, access_name_of(v, S("person"), named->at[i]));
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
	const struct line_told *told;
	TRY(told_of(v, line->place, &told));
	line->recorded = told->recorded;
	line->agency = told->agency;
	for (str rest = told->parts; part_next(v->r->a, &rest, &part);) TRY(add_bit(v, line, &part, &all));
	line->bits.at = all.at;
	line->bits.n = all.n;
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
