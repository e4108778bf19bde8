/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Everybody, as the journal knows them, for an index in memory. The kind person may have any of the fields asked for: those
 * that it has not are not answered. */
#include "project/tables.h"

#include "project/project.h"

typedef enum { AT_GIVEN, AT_SURNAME, AT_KNOWN_AS, AT_LIVES_AT, AT_POSTCODE, AT_TELEPHONE, AT_SCHOOL,
	AT_LOCAL, AT_NHS, AT_UPN, AT_FORMER_UPN, AT_BORN, AT_EXPECTED } place;
enum { PLACES = AT_EXPECTED + 1 };
static const char *const field_names[PLACES] = { "given", "surname", "known_as", "lives_at", "postcode", "telephone", "school", "local_id",
	                                         "nhs_number", "upn", "former_upn", "born", "expected" };

typedef struct {
	const zone *z;
	int at[PLACES];       /* columns; -1: the kind has no such field */
	db_rows *rows;        /* of p_person, in order of record */
	db_rows *person_now;  /* record and person, in order of record */
	int64_t record, person;
	db_rows *near;        /* record, what the other is to it, and the other's name, in order of record; NULL: not asked for */
	int64_t near_record;  /* of the row that near stands at; INT64_MAX: at its end */
	arena near_texts;     /* of one record */
	LIST(known_near) near_of;
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

/* ---- who is around them */

/* On the day $1, whose end is $2: begun, as far as anybody knows, and not over. Of everybody, or of the record $3. */
#define NEAR_OF(what)                                                                                                  \
	"FROM " what " r JOIN link c ON c.seq = r.seq AND c.role = 'child' JOIN link w ON w.seq = r.seq AND w.role = 'person' " \
	"JOIN p_person o ON o.record = w.target AND o.known_to IS NULL "                                               \
	"WHERE r.known_to IS NULL AND (r.until IS NULL OR r.until > $1) AND (r.happened_ms IS NULL OR r.happened_ms < $2) "
#define NEAR_KIN "SELECT c.target AS record, COALESCE(r.\"is\", '') AS tie, o.given, o.surname " NEAR_OF("p_relationship")
#define NEAR_HOME "SELECT c.target AS record, 'lives_with' AS tie, o.given, o.surname " NEAR_OF("p_lives_with")
#define NEAR_ORDER "ORDER BY record, tie, given, surname"

static err ask_near(db *d, const project_people_of *of, db_rows *rows)
{
	day tomorrow = day_add(of->today, 1);
	args given = ARGS(ARG(of->today), ARG(zone_instant(of->zone, tomorrow, 0)), ARG(of->of.n));
	if (of->of.n) return db_query(d, SQL(NEAR_KIN "AND c.target = $3 UNION " NEAR_HOME "AND c.target = $3 " NEAR_ORDER), given, rows);
	return db_query(d, SQL(NEAR_KIN "UNION " NEAR_HOME NEAR_ORDER), (args){ given.at, 2 }, rows);
}

static void next_near(people *p)
{
	p->near_record = db_next(p->near) ? db_int(p->near, 0) : INT64_MAX;
}

/* Those of the record: both lists run in the same order. */
static void put_near(people *p, known_person *row)
{
	arena_reset(&p->near_texts);
	p->near_of.at = NULL, p->near_of.n = p->near_of.cap = 0;
	while (p->near && p->near_record < row->record.n) next_near(p);
	for (; p->near && p->near_record == row->record.n; next_near(p))
		PUSH(&p->near_texts, &p->near_of, ((known_near){ .is = db_text_copy(p->near, 1, &p->near_texts),
		                                                 .given = db_text_copy(p->near, 2, &p->near_texts),
		                                                 .surname = db_text_copy(p->near, 3, &p->near_texts) }));
	row->near = p->near_of.at;
	row->near_n = p->near_of.n;
}

/* ---- everybody, or one */

static err visit_rows(people *p, project_person_visit *visit, void *context)
{
	err e = OK;
	while (e == OK && db_next(p->rows)) {
		known_person row = {
			.record = { db_int(p->rows, ROW_RECORD) }, .now = db_is_null(p->rows, ROW_KNOWN_TO),
			.given = text_at(p, AT_GIVEN),             .surname = text_at(p, AT_SURNAME),
			.known_as = text_at(p, AT_KNOWN_AS),       .lives_at = text_at(p, AT_LIVES_AT),
			.telephone = text_at(p, AT_TELEPHONE),     .school = text_at(p, AT_SCHOOL),
			.postcode = text_at(p, AT_POSTCODE),       .local_id = text_at(p, AT_LOCAL),
			.nhs_number = text_at(p, AT_NHS),          .upn = text_at(p, AT_UPN),
			.former_upn = text_at(p, AT_FORMER_UPN),   .born = when_at(p, AT_BORN),
			.expected = when_at(p, AT_EXPECTED),
		};
		if (!next_person(p, row.record.n)) continue;
		row.person = (record_id){ p->person };
		if (row.now) put_near(p, &row);
		e = visit(context, &row);
	}
	return e;
}

static err ask_people(db *d, arena *a, const kind_table *t, record_id of, people *to)
{
	if (of.n) {
		TRY(db_query(d, table_select(a, &t->table, S("record = $1"), S("seq")), ARGS(ARG(of.n)), to->rows));
		return db_query(d, SQL("SELECT record, person FROM person_now WHERE record = $1 AND known_to IS NULL"), ARGS(ARG(of.n)), to->person_now);
	}
	TRY(db_scan(d, table_select(a, &t->table, S("TRUE"), S("record, seq")), NO_ARGS, to->rows));
	return db_scan(d, SQL("SELECT record, person FROM person_now WHERE known_to IS NULL ORDER BY record"), NO_ARGS, to->person_now);
}

static bool has_families(const practice *p)
{
	return practice_kind(p, S("relationship")) && practice_kind(p, S("lives_with"));
}

err project_people(db *d, const practice *p, const project_people_of *of, project_person_visit *visit, void *context)
{
	ROWS(rows);
	ROWS(person_now);
	ROWS(near);
	ARENA(a);
	people all = { .z = of->zone, .rows = &rows, .person_now = &person_now, .near_texts = arena_make() };
	const kind_table *t = kind_table_make(&a, p, S("person"));
	bool with_near = of->with_near && has_families(p);
	find_columns(t, &all);
	err e = ask_people(d, &a, t, of->of, &all);
	if (e == OK && with_near) {
		e = ask_near(d, of, &near);
		all.near = &near;
	}
	if (e == OK) e = visit_rows(&all, visit, context);
	arena_end(&all.near_texts);
	TRY(e);
	if (with_near) TRY(db_end(&near));
	TRY(db_end(&person_now));
	return db_end(&rows);
}

static err add_records(db *d, arena *a, sql text, seq since, record_list *into)
{
	ROWS(rows);
	TRY(db_query(d, text, ARGS(ARG(since.n)), &rows));
	while (db_next(&rows)) PUSH(a, into, (record_id){ db_int(&rows, 0) });
	return db_end(&rows);
}

/* A file read in makes known what was written long before; a disposal takes away; a declaration says who may read what. */
static err all_may_differ(db *d, seq since, bool *ret)
{
	int64_t one;
	err e = db_one_int(d, SQL("SELECT seq FROM chain WHERE seq > $1 AND kind IN ('import', 'disposal', 'declaration') LIMIT 1"),
	                   ARGS(ARG(since.n)), &one);
	*ret = e == OK;
	return e == E_NOT_FOUND ? OK : e;
}

err project_people_changed(db *d, arena *a, seq since, bool *ret_all, record_list *ret)
{
	record_list joined = { 0 }, list = { 0 };
	TRY(all_may_differ(d, since, ret_all));
	*ret = list;
	if (*ret_all) return OK;
	/* CROSS JOIN: from the few new entries on, whatever the engine thinks of the sizes */
	TRY(add_records(d, a, SQL("SELECT DISTINCT p.record FROM chain c CROSS JOIN p_person p WHERE c.seq > $1 AND p.seq = c.seq"), since, &list));
	TRY(add_records(d, a, SQL("SELECT DISTINCT l.target FROM chain c CROSS JOIN link l WHERE c.seq > $1 AND l.record = c.record "
	                          "AND c.kind IN ('relationship', 'lives_with') AND l.role = 'child'"), since, &list));
	/* whom somebody is around who is called otherwise now */
	TRY(add_records(d, a, SQL("SELECT DISTINCT c.target FROM p_person p CROSS JOIN link w CROSS JOIN link c WHERE p.seq > $1 "
	                          "AND w.target = p.record AND w.role = 'person' AND w.kind IN ('relationship', 'lives_with') "
	                          "AND c.seq = w.seq AND c.role = 'child'"), since, &list));
	/* whom any entry of the record named: a correction may have joined or parted others instead */
	TRY(add_records(d, a, SQL("SELECT DISTINCT l.target FROM chain c CROSS JOIN link l WHERE c.seq > $1 AND l.record = c.record "
	                          "AND c.kind IN ('same_person', 'identities_parted') AND l.role IN ('keep', 'one', 'other')"), since, &joined));
	for (size_t i = 0; i < joined.n; i++) {
		record_list same;
		err e = project_same_person(d, a, joined.at[i], PROJECT_NOW, &same);
		if (e != OK && e != E_NOT_FOUND) return e;
		for (size_t k = 0; e == OK && k < same.n; k++) PUSH(a, &list, same.at[k]);
	}
	*ret = list;
	return OK;
}
