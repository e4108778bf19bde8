/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names of records, for those who may know them: a number in an address or a form tells nobody a name. */
#include "access/rights.h"

#include "db/table.h"

/* ---- whether the viewer may know */

static bool link_readable(const view *v, str kind_name, str role_or_field)
{
	const kind *k = practice_kind(v->r->practice, kind_name);
	if (!k || !kind_readable(v, k)) return false;
	const field *f = kind_field(k, role_or_field);
	return !f || access_field_readable(v, k, f);
}

/* Something that the viewer may read about this view's child names the person. */
static err named_in_view(const view *v, record_id person, bool *ret)
{
	bool named = false;
	for (size_t i = 0; i < v->same.n && !named; i++) {
		ROWS(rows);
		TRY(db_query(v->r->db, SQL("SELECT l.seq, l.record, l.kind, l.role FROM link l JOIN link c ON c.seq = l.seq "
		                           "WHERE l.target = $1 AND c.role = 'child' AND c.target = $2 AND l.known_from <= $3"),
		             ARGS(ARG(person.n), ARG(v->same.at[i].n), ARG(v->at.n)), &rows));
		while (!named && db_next(&rows)) {
			bool hidden = view_hides(v, (seq){ db_int(&rows, 0) }, (record_id){ db_int(&rows, 1) });
			named = !hidden && link_readable(v, db_text(&rows, 2), db_text(&rows, 3));
		}
		TRY(db_end(&rows));
	}
	*ret = named;
	return OK;
}

/* Whoever recorded somebody whom nobody else has written about knows the name. */
static err recorded_alone(const view *v, record_id person, bool *ret)
{
	int64_t others, by = v->r->who->worker.n;
	*ret = false;
	if (by == 0) return OK;
	TRY(db_one_int(v->r->db, SQL("SELECT COUNT(*) FROM chain WHERE record = $1 AND author <> $2 AND seq <= $3"),
	               ARGS(ARG(person.n), ARG(by), ARG(rights_at(v->r).n)), &others));
	*ret = others == 0;
	return OK;
}

static err may_know_person(const view *v, record_id person, bool *ret)
{
	record_list same;
	bool know = v->r->who->measuring || records_hold(&v->same, person) || person.n == v->r->who->person.n;
	if (!know && v->child.n) TRY(named_in_view(v, person, &know));
	if (!know) TRY(recorded_alone(v, person, &know));
	if (!know && is_staff(v->r->who)) {
		TRY(project_same_person(v->r->db, v->r->a, person, rights_at(v->r), &same));
		TRY(works_with(v->r, &same, &know));
	}
	if (know && v->proof->then) return may_know_person(v->proof->then, person, ret);
	*ret = know;
	return OK;
}

/* The kind is for the viewer's roles, and was for those of who could read then. */
static bool is_listed_for(const view *v, const kind *k)
{
	const viewer *by = v->r->who;
	const kind *rules = v->r->at.n ? access_kind(v, k->name) : k;
	bool listed = by->measuring || (rules && (rules->read.roles & by->roles));
	return listed && (!v->proof->then || is_listed_for(v->proof->then, k));
}

/* Workers are known by their work, and so is the person that a worker is. */
static err is_a_worker(const view *v, record_id person, bool *ret)
{
	int64_t one;
	const kind *k = practice_kind(v->r->practice, S("worker"));
	*ret = false;
	if (!k || !is_listed_for(v, k)) return OK;
	err e = db_one_int(v->r->db, SQL("SELECT 1 FROM link WHERE target = $1 AND kind = 'worker' AND role = 'person' "
	                                 "AND " TRUE_AT("link", "$2", "$3") " LIMIT 1"), ARGS(ARG(person.n), ARG(v->at.n), ARG(v->at.n)), &one);
	if (e != OK && e != E_NOT_FOUND) return e;
	*ret = e == OK;
	return OK;
}

err may_name(const view *v, record_id person, bool *ret)
{
	bool may;
	TRY(may_know_person(v, person, &may));
	if (!may) TRY(is_a_worker(v, person, &may));
	*ret = may;
	return OK;
}

static err may_know(const view *v, record_id id, const kind *k, bool *ret)
{
	record_list about;
	bool know = false;
	if (!view_hides(v, (seq){ 0 }, id)) {
		if (str_eq(k->name, S("person"))) return may_know_person(v, id, ret);
		know = v->r->who->measuring || (!k->about_child && is_listed_for(v, k));
		if (k->about_child) {
			TRY(children_of_record(v->r, id, v->at, &about));
			for (size_t i = 0; i < about.n; i++) know |= records_hold(&v->same, about.at[i]);
			know = know && kind_readable(v, k);
		}
	}
	*ret = know;
	return OK;
}

/* ---- what it is called */

static void write_field(buf *b, reading *r, const record *one, str name)
{
	const value *known = values_get(&one->values, name);
	if (known && known->is == VALUE_KNOWN) value_write_words(b, area_zone(r->area), kind_field(one->kind, name), known);
}

static bool came_with_file(reading *r, record_id id)
{
	int64_t n = 0;
	err e = db_one_int(r->db, SQL("SELECT COUNT(*) FROM chain WHERE seq = $1 AND batch <> ''"), ARGS(ARG(id.n)), &n);
	return e == OK && n > 0;
}

static str title_of(reading *r, const record *one)
{
	buf b = BUF(r->a);
	for (size_t i = 0; i < one->kind->title_n; i++) {
		const sentence_part *p = &one->kind->title[i];
		switch (p->is) {
		case PART_WORDS: buf_str(&b, p->words); break;
		case PART_FIELD: write_field(&b, r, one, one->kind->fields[p->at].name); break;
		case PART_ABOUT: break;
		}
	}
	if (str_trim(buf_view(&b)).n == 0) write_field(&b, r, one, S("known_as"));
	str title = str_trim(buf_view(&b));
	if (title.n) return title;
	return str_eq(one->kind->name, S("person")) ? (came_with_file(r, one->record) ? S("name not in this file") : S("no name recorded")) : one->kind->label;
}

/* The fields that a title is made of, where all of them stand as text in the kind's table; else none. */
typedef LIST(col) col_list;

static bool add_column(arena *a, const field *f, col_list *list)
{
	bool text = f->type == FIELD_LINE || f->type == FIELD_TEXT || f->type == FIELD_IDENTIFIER || f->type == FIELD_CHOICE;
	if (text) PUSH(a, list, ((col){ .name = f->name, .type = COL_TEXT }));
	return text;
}

static col_list title_columns(arena *a, const kind *k)
{
	col_list list = { 0 };
	const field *known_as = kind_field(k, S("known_as"));
	bool all = k->title_n > 0;
	for (size_t i = 0; i < k->title_n && all; i++)
		if (k->title[i].is == PART_FIELD) all = add_column(a, &k->fields[k->title[i].at], &list);
	if (all && known_as) all = add_column(a, known_as, &list);
	return all ? list : (col_list){ 0 };
}

/* How a title is read from its kind's table; no columns: it is not. Made once for a reading. */
typedef struct {
	col_list columns;
	sql text;
} title_reader;

static const title_reader *title_reader_of(reading *r, const kind *k)
{
	title_reader *t = map_get(&r->titles, k->name);
	if (t) return t;
	t = TAKE(r->a, title_reader);
	t->columns = title_columns(r->a, k);
	buf name = BUF(r->a);
	buf_lit(&name, "p_");
	buf_str(&name, k->name);
	table of = { .name = buf_view(&name), .cols = t->columns.at, .col_n = t->columns.n };
	if (of.col_n) t->text = table_select(r->a, &of, S("record = $1 AND known_from <= $2 AND (known_to IS NULL OR known_to > $3)"), S("seq DESC"));
	map_put(r->a, &r->titles, k->name, t);
	return t;
}

/* Of the entry known at that position. E_NOT_FOUND none was: whatever was recorded later names it; or it is no such kind's. */
static err title_at(reading *r, const kind *k, record_id id, seq at, record *ret)
{
	ROWS(rows);
	const title_reader *t = title_reader_of(r, k);
	if (t->columns.n == 0) return E_NOT_FOUND;
	record one = { .record = id, .kind = k, .values = values_make(r->a, k) };
	TRY(db_query(r->db, t->text, ARGS(ARG(id.n), ARG(at.n), ARG(at.n)), &rows));
	bool there = db_next(&rows);
	for (int i = 0; there && i < (int)t->columns.n; i++)
		if (!db_is_null(&rows, i))
			*values_of(&one.values, t->columns.at[i].name) = (value){ .is = VALUE_KNOWN, .text = db_text_copy(&rows, i, r->a) };
	TRY(db_end(&rows));
	*ret = one;
	return there ? OK : E_NOT_FOUND;
}

err record_name(reading *r, const kind *k, record_id id, seq at, str *ret)
{
	record one;
	err e = title_at(r, k, id, at, &one);
	if (e == E_NOT_FOUND) e = read_newest(r, id, at, &one);
	if (e == OK) *ret = title_of(r, &one);
	return e;
}

/* A record has rows in the table of its kind alone: where it has one there, that is its kind. */
static err find_name_in(const view *v, record_id id, const kind *k, str *ret)
{
	record one;
	bool know;
	TRY(title_at(v->r, k, id, v->at, &one));
	TRY(may_know(v, id, k, &know));
	if (!know) return E_DENIED;
	*ret = title_of(v->r, &one);
	return OK;
}

/* maybe: its kind, most likely; empty for no guess. */
static err find_name(const view *v, record_id id, str maybe, str *ret)
{
	const kind *k = practice_kind(v->r->practice, records_hold(&v->same, id) ? S("person") : maybe);
	bool know;
	err e = k ? find_name_in(v, id, k, ret) : E_NOT_FOUND;
	if (e != E_NOT_FOUND) return e;
	TRY(kind_of_record(v->r, id, &k));
	TRY(may_know(v, id, k, &know));
	return know ? record_name(v->r, k, id, v->at, ret) : E_DENIED;
}

str access_name_of(const view *v, str kind_name, record_id id)
{
	CHECK(v->proof);
	str key = { (const char *)&id, sizeof id };
	str *known = map_get(&v->proof->names, key);
	if (known) return *known;
	str name = SOMEBODY;
	if (id.n == 0 || find_name(v, id, kind_name, &name) != OK) name = SOMEBODY;
	str *kept = TAKE(v->r->a, str);
	*kept = name;
	map_put(v->r->a, &v->proof->names, str_copy(v->r->a, key), kept);
	return name;
}

str access_name(const view *v, record_id id)
{
	return access_name_of(v, STR_NONE, id);
}

/* ---- files */

static err find_source(const view *v, str batch, str *ret)
{
	seq s;
	record import;
	buf b = BUF(v->r->a);
	TRY(db_one_int(v->r->db, SQL("SELECT seq FROM chain WHERE batch = $1 AND kind = 'import' ORDER BY seq LIMIT 1"),
	               ARGS(ARG(batch)), &s.n));
	TRY(read_whole(v->r, s, &import));
	write_field(&b, v->r, &import, S("source"));
	const value *by = values_get(&import.values, S("by"));
	if (b.n && by && by->is == VALUE_KNOWN) {
		buf_lit(&b, ", read in by ");
		buf_str(&b, by->text);
	}
	*ret = buf_view(&b);
	return OK;
}

str access_source(const view *v, str batch)
{
	CHECK(v->proof);
	if (!batch.n) return STR_NONE;
	const str *known = map_get(&v->proof->names, batch);
	if (known) return *known;
	str *kept = TAKE(v->r->a, str);
	if (find_source(v, batch, kept) != OK) *kept = STR_NONE;
	map_put(v->r->a, &v->proof->names, batch, kept);
	return *kept;
}
