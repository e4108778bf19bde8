/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/identities.h"

#include "access/rights.h"

static const kind *same_person_kind(reading *r)
{
	return practice_kind(r->practice, S("same_person"));
}

static bool may_say(reading *r)
{
	const kind *k = same_person_kind(r);
	if (!k || !is_staff(r->who)) return false;
	return r->who->measuring || ((k->write.roles | k->write.about_any) & r->who->roles) != 0;
}

/* ---- people in whom the viewer has an interest */

static err interesting(reading *r, record_list *ret)
{
	ROWS(rows);
	record_list list = { 0 };
	TRY(db_query(r->db,
	             SQL("SELECT COALESCE(n.person, c.target) FROM link w JOIN link c ON c.seq = w.seq AND c.role = 'child' "
	                 "JOIN p_interest p ON p.seq = w.seq LEFT JOIN person_now n ON n.record = c.target AND n.known_to IS NULL "
	                 "WHERE p.known_to IS NULL AND (p.withdrawn IS NULL OR p.withdrawn = 0) AND w.kind = 'interest' "
	                 "AND w.role = 'worker' AND w.target = $1 AND w.known_to IS NULL"),
	             ARGS(ARG(r->who->worker.n)), &rows));
	while (db_next(&rows)) PUSH(r->a, &list, ((record_id){ db_int(&rows, 0) }));
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}

/* ---- those whom the viewer may open */

static err add_opened(reading *r, record_id person, const kept_entries *kept, identity_list *list)
{
	view v;
	records of;
	const kind *k = practice_kind(r->practice, S("person"));
	err e = open_own(r, person, kept, &v);
	if (e == E_NOT_FOUND) return OK;
	TRY(e);
	TRY(access_records(&v, k, 0, &of));
	for (size_t i = 0; i < of.n; i++)
		PUSH(r->a, list, ((identity){ .record = of.at[i].record, .person = v.child, .whole = true, .values = of.at[i].values,
		                              .name = access_name(&v, of.at[i].record) }));
	return OK;
}

/* ---- those of whom a manager knows the name */

typedef struct {
	record_id record, person;
	str given, surname, born;
} named;
typedef LIST(named) named_list;

static err read_named(reading *r, named_list *ret)
{
	ROWS(rows);
	named_list list = { 0 };
	TRY(db_scan(r->db,
	            SQL("SELECT p.record, COALESCE(n.person, p.record), p.given, p.surname, p.born_as FROM p_person p "
	                "LEFT JOIN person_now n ON n.record = p.record AND n.known_to IS NULL "
	                "WHERE p.known_to IS NULL AND p.child = 1 ORDER BY p.record"),
	            NO_ARGS, &rows));
	while (db_next(&rows))
		PUSH(r->a, &list, ((named){ .record = { db_int(&rows, 0) }, .person = { db_int(&rows, 1) }, .given = db_text_copy(&rows, 2, r->a),
		                            .surname = db_text_copy(&rows, 3, r->a), .born = db_text_copy(&rows, 4, r->a) }));
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}

static void set_text(values *v, str field_name, str text)
{
	if (text.n) *values_of(v, field_name) = (value){ .is = VALUE_KNOWN, .text = text };
}

static identity identity_named(reading *r, const kind *k, const named *from)
{
	identity one = { .record = from->record, .person = from->person, .values = values_make(r->a, k) };
	when born;
	buf name = BUF(r->a);
	set_text(&one.values, S("given"), from->given);
	set_text(&one.values, S("surname"), from->surname);
	if (from->born.n && may_stand_beside_name(r, S("born")) && when_read(area_zone(r->area), from->born, &born))
		*values_of(&one.values, S("born")) = (value){ .is = VALUE_KNOWN, .on = born };
	buf_str(&name, from->given);
	if (from->given.n && from->surname.n) buf_char(&name, ' ');
	buf_str(&name, from->surname);
	one.name = name.n ? buf_view(&name) : S("no name recorded");
	return one;
}

static err add_named(reading *r, const kept_entries *kept, const record_list *own, identity_list *list)
{
	named_list all;
	const kind *k = practice_kind(r->practice, S("person"));
	TRY(read_named(r, &all));
	for (size_t i = 0; i < all.n; i++) {
		const named *one = &all.at[i];
		bool again = i && all.at[i - 1].record.n == one->record.n;
		if (again || records_hold(own, one->person) || seal_hides(kept, (seq){ 0 }, one->record)) continue;
		PUSH(r->a, list, identity_named(r, k, one));
	}
	return OK;
}

/* ---- together */

static err everybody(reading *r, record_list *ret)
{
	ROWS(rows);
	record_list list = { 0 };
	TRY(db_scan(r->db, SQL("SELECT DISTINCT person FROM person_now WHERE known_to IS NULL ORDER BY person"), NO_ARGS, &rows));
	while (db_next(&rows)) PUSH(r->a, &list, ((record_id){ db_int(&rows, 0) }));
	TRY(db_end(&rows));
	*ret = list;
	return OK;
}

err own_people(reading *r, record_list *ret)
{
	record_list own, without = { 0 }, list = { 0 };
	TRY(r->who->measuring ? everybody(r, &own) : works_with_whom(r, &own));
	if (!r->who->measuring) TRY(interesting(r, &without));
	for (size_t i = 0; i < own.n; i++)
		if (!records_hold(&without, own.at[i])) PUSH(r->a, &list, own.at[i]);
	*ret = list;
	return OK;
}

err access_identities(reading *r, identity_list *ret)
{
	record_list own, without = { 0 };
	kept_entries kept;
	identity_list all = { 0 }, list = { 0 };
	if (!may_say(r)) {
		look_note(r, (look){ .outcome = LOOK_REFUSED });
		return FAIL(&r->a->trail, E_DENIED);
	}
	TRY(seal_read(r, &kept));
	TRY(own_people(r, &own));
	if (!r->who->measuring) TRY(interesting(r, &without));
	for (size_t i = 0; i < own.n; i++) TRY(add_opened(r, own.at[i], &kept, &all));
	if (!r->who->measuring && (r->who->roles & ROLE_MANAGER)) TRY(add_named(r, &kept, &own, &all));
	for (size_t i = 0; i < all.n; i++)
		if (!records_hold(&without, all.at[i].person)) PUSH(r->a, &list, all.at[i]);
	*ret = list;
	return OK;
}

void access_identity_shown(reading *r, const identity *one)
{
	look_note(r, (look){ .child = one->person, .record = one->record, .outcome = LOOK_FOUND });
}

/* ---- pairs that are not asked about */

static err read_pairs(reading *r, sql text, bool by_law, apart_list *into)
{
	ROWS(rows);
	TRY(db_query(r->db, text, NO_ARGS, &rows));
	while (db_next(&rows))
		PUSH(r->a, into, ((people_apart){ .one = { db_int(&rows, 0) }, .other = { db_int(&rows, 1) }, .by_law = by_law }));
	return db_end(&rows);
}

#define PERSONS_OF "SELECT COALESCE(m.person, x.target), COALESCE(n.person, y.target) FROM link x JOIN link y ON y.seq = x.seq "
#define PERSONS_NOW                                                                                                    \
	"LEFT JOIN person_now m ON m.record = x.target AND m.known_to IS NULL "                                        \
	"LEFT JOIN person_now n ON n.record = y.target AND n.known_to IS NULL "

err access_apart(reading *r, apart_list *ret)
{
	apart_list list = { 0 };
	TRY(read_pairs(r, SQL(PERSONS_OF "JOIN p_same_person p ON p.seq = x.seq " PERSONS_NOW
	                      "WHERE p.known_to IS NULL AND p.withdrawn = 1 AND x.kind = 'same_person' AND x.role = 'keep' AND y.role = 'other' "
	                      "AND x.known_to IS NULL"), false, &list));
	TRY(read_pairs(r, SQL(PERSONS_OF PERSONS_NOW "WHERE x.kind = 'identities_parted' AND x.role = 'one' AND y.role = 'other' "
	                      "AND x.known_to IS NULL"), true, &list));
	*ret = list;
	return OK;
}
