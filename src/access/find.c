/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding a child among those whom the viewer may open, and by nothing that the viewer may not read. Whoever works with
 * children works with few: each is read and compared, so that what is found is what could be opened now. */
#include "access/find_query.h"
#include "access/fold.h"
#include "access/looks.h"
#include "access/rights.h"

#include <stdlib.h>

enum { FIND_MOST_AN_HOUR = 200, HOUR_MS = 60 * 60 * 1000 };

/* ---- one's own children */

static err without_interest(reading *r, record_list *list)
{
	record_list left = { 0 };
	for (size_t i = 0; i < list->n; i++) {
		record_list same;
		bool has;
		TRY(project_same_person(r->db, r->a, list->at[i], PROJECT_NOW, &same));
		TRY(has_interest(r, &same, &has));
		if (!has) PUSH(r->a, &left, list->at[i]);
	}
	*list = left;
	return OK;
}

static err own_children(reading *r, record_list *ret)
{
	record_list list = { 0 };
	if (is_staff(r->who) && !r->who->measuring) {
		TRY(works_with_whom(r, &list));
		TRY(without_interest(r, &list));
	}
	*ret = list;
	return OK;
}

/* The records of one person as the viewer may read them. */
static err read_person(const view *v, records *ret)
{
	const kind *person = practice_kind(v->r->practice, S("person"));
	CHECK(person);
	return access_records(v, person, 0, ret);
}

static found found_of(const view *v, const records *of, str why)
{
	found f = { .person = v->child, .name = access_name(v, v->child), .why = why };
	for (size_t i = 0; i < of->n; i++) {
		const value *born = values_get(&of->at[i].values, S("born"));
		if (born && (f.born.is != VALUE_KNOWN || of->at[i].record.n == v->child.n)) f.born = *born;
	}
	return f;
}

static int by_name(const void *a, const void *b)
{
	const found *x = a, *y = b;
	int order = str_cmp(x->name, y->name);
	return order ? order : (x->person.n > y->person.n) - (x->person.n < y->person.n);
}

static void in_order(found_list *list)
{
	if (list->n) qsort(list->at, list->n, sizeof *list->at, by_name);
}

err access_my_children(reading *r, found_list *ret)
{
	record_list own;
	kept_entries kept;
	found_list list = { 0 };
	TRY(own_children(r, &own));
	TRY(seal_read(r, &kept));
	for (size_t i = 0; i < own.n; i++) {
		view v;
		records of;
		err e = open_own(r, own.at[i], &kept, &v);
		if (e == E_NOT_FOUND) continue;
		TRY(e);
		TRY(read_person(&v, &of));
		PUSH(r->a, &list, found_of(&v, &of, STR_NONE));
		look_note(r, (look){ .child = v.child, .outcome = LOOK_FOUND, .purpose = S("my children") });
	}
	in_order(&list);
	*ret = list;
	return OK;
}

/* ---- finding */

static str text_of(const values *v, str field_name)
{
	const value *known = values_get(v, field_name);
	return known && known->is == VALUE_KNOWN ? known->text : STR_NONE;
}

static str all_names(arena *a, const values *v)
{
	buf b = BUF(a);
	buf_str(&b, text_of(v, S("given")));
	buf_char(&b, ' ');
	buf_str(&b, text_of(v, S("surname")));
	buf_char(&b, ' ');
	buf_str(&b, text_of(v, S("known_as")));
	return fold_name(a, buf_view(&b));
}

/* The label of the identifier that the text is, or empty. A postcode is a place, not a child. */
static str identifier_found(arena *a, const values *v, str text)
{
	for (size_t i = 0; i < v->k->field_n; i++) {
		const field *f = &v->k->fields[i];
		str canonical;
		bool one = f->type == FIELD_IDENTIFIER && f->identifier != IDENTIFIER_POSTCODE && v->at[i].is == VALUE_KNOWN;
		if (one && identifier_check(f->identifier, text, a, &canonical) && str_eq(canonical, v->at[i].text)) return f->label;
	}
	return STR_NONE;
}

/* Why this record is found, or empty. */
static str matches(arena *a, const find_query *q, const values *v)
{
	str identifier = identifier_found(a, v, q->text);
	if (identifier.n) return identifier;
	if (q->names.n == 0 && !q->has_born) return STR_NONE;
	const value *born = values_get(v, S("born"));
	if (q->has_born && !(born && born->is == VALUE_KNOWN && find_born_fits(q->born, born->on))) return STR_NONE;
	if (q->names.n && !fold_begins(q->names, all_names(a, v))) return STR_NONE;
	return q->names.n == 0 ? S("Date of birth") : q->has_born ? S("Name and date of birth") : S("Name");
}

static err look_at(reading *r, const find_query *q, record_id person, const kept_entries *kept, found_list *list)
{
	view v;
	records of;
	str why = STR_NONE;
	TRY(open_own(r, person, kept, &v));
	TRY(read_person(&v, &of));
	for (size_t i = 0; i < of.n && why.n == 0; i++) why = matches(r->a, q, &of.at[i].values);
	if (why.n == 0) return OK;
	PUSH(r->a, list, found_of(&v, &of, why));
	look_note(r, (look){ .child = v.child, .outcome = LOOK_FOUND, .purpose = S("find"), .text = q->text });
	return OK;
}

/* An area without sign-ins is measured, not worked with: every person is asked. */
static err everybody(reading *r, record_list *ret)
{
	ROWS(rows);
	record_list list = { 0 };
	TRY(db_query(r->db, SQL("SELECT DISTINCT person FROM person_now WHERE known_to IS NULL"), NO_ARGS, &rows));
	while (db_next(&rows)) PUSH(r->a, &list, ((record_id){ db_int(&rows, 0) }));
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}

static err within_limit(reading *r)
{
	int64_t searches = 0;
	if (r->who->measuring) return OK;
	TRY(looks_searches(r->area, r->a, r->who->worker, (instant){ r->now.ms - HOUR_MS }, &searches));
	return searches < FIND_MOST_AN_HOUR ? OK : FAIL(&r->a->trail, E_LIMIT);
}

err access_find(reading *r, str text, found_list *ret)
{
	find_query q;
	record_list candidates;
	kept_entries kept;
	found_list list = { 0 };
	TRY(find_query_read(r->a, text, r->today, &q));
	if (!is_staff(r->who)) {
		look_note(r, (look){ .outcome = LOOK_REFUSED, .purpose = S("find"), .text = q.text });
		return FAIL(&r->a->trail, E_DENIED);
	}
	TRY(within_limit(r));
	TRY(r->who->measuring ? everybody(r, &candidates) : own_children(r, &candidates));
	TRY(seal_read(r, &kept));
	for (size_t i = 0; i < candidates.n; i++) {
		err e = look_at(r, &q, candidates.at[i], &kept, &list);
		if (e != OK && e != E_NOT_FOUND) return e;
	}
	if (list.n == 0) look_note(r, (look){ .outcome = LOOK_FOUND, .purpose = S("find"), .text = q.text });
	in_order(&list);
	*ret = list;
	return OK;
}

err access_by_local_id(reading *r, str local_id, record_id *ret)
{
	str canonical;
	if (!identifier_check(IDENTIFIER_LOCAL, local_id, r->a, &canonical)) return FAIL(&r->a->trail, E_NOT_FOUND);
	err e = db_one_int(r->db, SQL("SELECT record FROM p_person WHERE local_id = $1 AND known_to IS NULL ORDER BY record LIMIT 1"),
	                   ARGS(ARG(canonical)), &ret->n);
	return e == E_NOT_FOUND ? FAIL(&r->a->trail, e) : e;
}
