/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Everybody, as the journal knows them, for an index in memory. The kind person may have any of the fields asked for: those
 * that it has not are not answered. */
#include "project/tables.h"

#include "project/project.h"

typedef enum { AT_GIVEN, AT_SURNAME, AT_KNOWN_AS, AT_LIVES_AT, AT_POSTCODE, AT_LOCAL, AT_NHS, AT_UPN, AT_FORMER_UPN, AT_BORN, AT_EXPECTED } place;
enum { PLACES = AT_EXPECTED + 1 };
static const char *const field_names[PLACES] = { "given", "surname", "known_as", "lives_at", "postcode", "local_id",
	                                         "nhs_number", "upn", "former_upn", "born", "expected" };

typedef struct {
	const zone *z;
	int at[PLACES];       /* columns; -1: the kind has no such field */
	db_rows *rows;        /* of p_person, in order of record */
	db_rows *person_now;  /* record and person, in order of record */
	int64_t record, person;
} people;

static void find_columns(const kind_table *t, people *p)
{
	for (int i = 0; i < PLACES; i++) {
		const kind_column *c = map_get(&t->columns, str_of(field_names[i]));
		bool dated = i == AT_BORN || i == AT_EXPECTED;
		p->at[i] = c ? (int)c->first + dated : -1;
	}
}

static str text_at(const people *p, place at)
{
	return p->at[at] < 0 ? STR_NONE : db_text(p->rows, p->at[at]);
}

static when when_at(const people *p, place at)
{
	when w;
	str text = text_at(p, at);
	return text.n && when_read(p->z, text, &w) ? w : (when){ 0 };
}

/* Who stands for the record: both lists run in the same order. */
static bool next_person(people *p, int64_t record)
{
	while (p->record < record && db_next(p->person_now)) {
		p->record = db_int(p->person_now, 0);
		p->person = db_int(p->person_now, 1);
	}
	return p->record == record;
}

static err visit_rows(people *p, project_person_visit *visit, void *context)
{
	err e = OK;
	while (e == OK && db_next(p->rows)) {
		known_person row = {
			.record = { db_int(p->rows, ROW_RECORD) }, .now = db_is_null(p->rows, ROW_KNOWN_TO),
			.given = text_at(p, AT_GIVEN),             .surname = text_at(p, AT_SURNAME),
			.known_as = text_at(p, AT_KNOWN_AS),       .lives_at = text_at(p, AT_LIVES_AT),
			.postcode = text_at(p, AT_POSTCODE),       .local_id = text_at(p, AT_LOCAL),
			.nhs_number = text_at(p, AT_NHS),          .upn = text_at(p, AT_UPN),
			.former_upn = text_at(p, AT_FORMER_UPN),   .born = when_at(p, AT_BORN),
			.expected = when_at(p, AT_EXPECTED),
		};
		if (!next_person(p, row.record.n)) continue;
		row.person = (record_id){ p->person };
		e = visit(context, &row);
	}
	return e;
}

err project_people(db *d, const practice *p, const zone *z, project_person_visit *visit, void *context)
{
	ROWS(rows);
	ROWS(person_now);
	ARENA(a);
	people all = { .z = z, .rows = &rows, .person_now = &person_now };
	const kind_table *t = kind_table_make(&a, p, S("person"));
	find_columns(t, &all);
	TRY(db_scan(d, table_select(&a, &t->table, S("TRUE"), S("record, seq")), NO_ARGS, &rows));
	TRY(db_scan(d, SQL("SELECT record, person FROM person_now WHERE known_to IS NULL ORDER BY record"), NO_ARGS, &person_now));
	TRY(visit_rows(&all, visit, context));
	TRY(db_end(&person_now));
	return db_end(&rows);
}
