/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Published figures into the area: a record for each year of a table. The same file changes nothing; a newer edition corrects;
 * an older one does not undo what a newer one said. */
#include "capabilities/questions/stats.h"
#include "journal/batch.h"
#include "journey/published.h"

typedef enum { TAKEN_NEW, TAKEN_CORRECTED, TAKEN_BEFORE, TAKEN_OLDER } taken;

static void put_number(import_job *in, values *v, str name, int64_t n)
{
	buf b = BUF(in->read->a);
	buf_int(&b, n);
	value_from_text(in->read->a, area_zone(in->read->area), kind_field(v->k, name), buf_view(&b), values_of(v, name));
}

static void put_text(values *v, str name, str text)
{
	*values_of(v, name) = (value){ .is = VALUE_KNOWN, .text = text };
}

static str written(arena *a, const published *p)
{
	buf b = BUF(a);
	published_write(&b, p);
	return buf_view(&b);
}

static err take_year(import_job *in, const kind *k, const published *p, taken *ret)
{
	reading *r = in->read;
	published before;
	record_id stands;
	entry_head head = { 0 };
	values v = values_make(r->a, k);
	str rows = written(r->a, p);
	err e = published_read(r->db, r->a, r->practice, area_zone(r->area), p->table, p->year, &before);
	if (e != OK && e != E_NOT_FOUND) return e;
	*ret = e == E_NOT_FOUND ? TAKEN_NEW : str_eq(written(r->a, &before), rows) ? TAKEN_BEFORE :
	       before.edition > p->edition ? TAKEN_OLDER : TAKEN_CORRECTED;
	if (*ret == TAKEN_BEFORE || *ret == TAKEN_OLDER) return OK;
	put_text(&v, S("table"), p->table);
	put_number(in, &v, S("year"), p->year);
	put_number(in, &v, S("edition"), p->edition);
	put_text(&v, S("file"), str_first(p->file, LINE_MAX_CHARS));
	put_text(&v, S("rows"), rows);
	TRY(batch_find(r->db, r->a, published_name(r->a, p->table, p->year), &stands, &head.id));
	if (stands.n) {
		head.record = stands;
		head.id = (uuid){ 0 };
		TRY(journal_heads(r->db, r->a, stands, &head.after));
	}
	return import_append(in, &v, &head, &stands);
}

static void say_taken(import_job *in, const published_list *years, const int64_t counts[])
{
	size_t symbols = 0, rows = 0;
	EACH (p, *years) {
		rows += p->rows.n;
		EACH (row, p->rows)
			EACH (cell, *row) symbols += symbol_words(*cell).n > 0;
	}
	buf_printf(&in->said, "table %.*s, %zu years, %zu rows, %zu symbols: %lld years new, %lld corrected, %lld as they were",
	           STR_ARG(years->at[0].table), years->n, rows, symbols, (long long)counts[TAKEN_NEW],
	           (long long)counts[TAKEN_CORRECTED], (long long)counts[TAKEN_BEFORE]);
	if (counts[TAKEN_OLDER])
		buf_printf(&in->said, "; %lld left as a newer edition has them", (long long)counts[TAKEN_OLDER]);
	buf_char(&in->said, '\n');
}

err stats_take(import_job *in)
{
	published_list years = { 0 };
	str why = STR_NONE;
	int64_t counts[TAKEN_OLDER + 1] = { 0 };
	const kind *k = practice_kind(in->read->practice, S("published_table"));
	if (!k) return FAIL(&in->read->a->trail, E_NOT_FOUND);
	err e = published_split(in->read->a, in->file, in->text, &years, &why);
	if (e != OK) {
		buf_str(&in->said, in->file);
		buf_lit(&in->said, ", ");
		buf_str(&in->said, why);
		buf_char(&in->said, '\n');
		return E_INVALID;
	}
	EACH (p, years) {
		taken is;
		TRY(take_year(in, k, p, &is));
		counts[is]++;
	}
	say_taken(in, &years, counts);
	return OK;
}
