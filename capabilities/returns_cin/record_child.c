/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/returns_cin/record_child.h"

#include "capabilities/returns_cin/group_rows.h"
#include "project/project.h"

typedef struct {
	arena *a;
	const cin_stood *stood;
	cin_questions *found;
} asking;

int cin_year_of(day today)
{
	ymd p = day_parts(today);
	return p.month >= 4 ? p.year + 1 : p.year;
}

bool cin_concerns(const cin_question *q, record_id id)
{
	EACH (of, q->records)
		if (of->n == id.n) return true;
	return false;
}

str cin_days_compared(arena *a, const cin_question *q)
{
	buf b = BUF(a);
	EACH (row, q->rows)
		for (size_t i = 0; i < cin_column_n; i++) {
			const cin_column *c = &cin_columns[i];
			if (c->table != (*row)->table || c->is != CIN_IS_DAY) continue;
			const cin_day *d = (const cin_day *)(const void *)((const char *)*row + c->offset);
			bool compared = cin_rule_compares(q->rule, c);
			if (!compared || !d->read) continue;
			if (b.n) buf_lit(&b, ", ");
			day_write_long(&b, d->on);
		}
	return buf_view(&b);
}

static record_id record_at(const cin_stood *stood, int line)
{
	return line > 0 && (size_t)line <= stood->records.n ? stood->records.at[line - 1] : (record_id){ 0 };
}

void cin_note_records(arena *a, const cin_stood *stood, const cin_row *row, cin_question *q)
{
	cin_lines lines;
	cin_lines_of_row(a, stood->group, row, &lines);
	EACH (line, lines) {
		record_id id = record_at(stood, *line);
		if (id.n && !cin_concerns(q, id)) PUSH(a, &q->records, id);
	}
}

bool cin_reason_fits(str code, const record_list *concerns, const cin_question *q)
{
	bool about = !concerns->n;
	if (code.n && !cin_same_word(code, str_of(q->rule->code))) return false;
	EACH (of, *concerns) about |= cin_concerns(q, *of);
	return about && (code.n || concerns->n);
}

static void note(void *context, const cin_finding *f)
{
	asking *k = context;
	cin_question q = { .rule = f->rule };
	for (size_t i = 0; i < f->row_n; i++) {
		PUSH(k->a, &q.rows, f->rows[i]);
		cin_note_records(k->a, k->stood, f->rows[i], &q);
	}
	if (f->row_n) q.mends = record_at(k->stood, cin_line_that_says(k->stood->group, f->rows[0], str_of(f->rule->places[0].columns)));
	PUSH(k->a, k->found, q);
}

void cin_ask_stood(const cin_stood *stood, int year, day today, arena *a, cin_questions *ret)
{
	cin_child child = { .a = a };
	asking k = { .a = a, .stood = stood, .found = ret };
	*ret = (cin_questions){ 0 };
	if (!stood->group) return; /* not in this year's return */
	cin_check *c CLEANUP(cin_check_end) = cin_check_start(a, year, &k, note);
	cin_check_until(c, today);
	cin_rows_of_child(cin_element_columns(a), stood->group, &child);
	CHECK(cin_check_child(c, &child) == OK); /* the only child */
}

err cin_ask(const view *v, arena *a, int year, const cin_draft *draft, cin_questions *ret)
{
	cin_map *fields = TAKE(a, cin_map);
	shown_list all;
	cin_stood stood;
	cin_map_make(v->r->practice, area_zone(v->r->area), fields);
	cin_return r = cin_return_of(a, fields, v->r->db, year, PROJECT_NOW);
	TRY(cin_shown_to(v, fields, a, draft, &all));
	TRY(cin_stand(&r, a, &all, &stood));
	cin_ask_stood(&stood, year, v->r->today, a, ret);
	return OK;
}
