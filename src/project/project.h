/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Projections: what the journal means, in tables that can be thrown away and rebuilt.
 *
 * p_<kind>    one row an entry: seq, record, known_from, known_to, happened_ms, happened (text form, NULL: not known),
 *             recorded, author, agency, one typed column for each field ever declared (day and instant: <field> INT first
 *             day or milliseconds, <field>_as TEXT text form; choices, people: codes or numbers parted by a space, with
 *             one at each end; yes_no: 0, 1; number: REAL and <field>_as; files: JSON), and `odd` (JSON of not known and
 *             unread values, by field; NULL where there is none).
 * story       child, happened_ms, seq, moment, record, kind, stage (its name, "" for none), happened, recorded, author,
 *             agency, parts, known_from, known_to: for each child in the role `child` one row for the sentence of its kind
 *             (moment 0) and one for each of the kind's moments that the entry tells of (1 and on, in the order declared),
 *             each with its own stage and its own happened: the only source of stories.
 * link        seq, role, target, record, kind, known_from, known_to: headers' links and fields' links alike. kind is the
 *             kind of `record`, the entry that links; role is the about role's name or the field's.
 * seal        seq, person, record, known_from, known_to: from whom an entry is kept. person 0: from everybody but those whose
 *             numbers stand negated beside it (a field with `only`).
 * person_now  record, known_from, known_to, person: which records are one person; a row for every record of a person.
 *
 * A row is true for positions known_from <= s < known_to (known_to NULL: still). known_from is the entry itself, or for an
 * entry of a batch the one that completes it (journal/batch.h): before that it has no row anywhere. known_to is where the
 * next entry of the record is known from, whatever its writer had seen: where a record has two heads the newer shows, and
 * both stay readable.
 * happened_ms orders: where nobody knows when it happened, it is when it was recorded.
 *
 * A record that its writer took back (kind withdrawal) is known until the withdrawal; a later entry of it shows again.
 *
 * An entry that was lawfully disposed of has no row anywhere, and everything reads as if it had never been written: the
 * entry before it is known until the one after it, and a join that it made was never made.
 *
 * Who stands for a person: of the records that are one person, the one that no join in force names as `other`; where
 * there are several or none, the one with the smallest number. Joining two people changes rows of person_now alone, and
 * a join taken back leaves what would be there without it. */
#ifndef WAYMARK_PROJECT_PROJECT_H
#define WAYMARK_PROJECT_PROJECT_H

#include "journal/journal.h"
#include "kind/kind.h"

typedef struct projector projector;

/* In seal.person. */
#define SEAL_EVERYBODY ((record_id){ 0 })
static inline record_id seal_but_for(record_id person)
{
	return (record_id){ -person.n };
}

/* practice and zone are borrowed. The projector is in arena a and grows in memory of its own, given back by projector_end;
 * it is used by one thread at a time, the one that appends. Entries of a version that the practice does not hold make it
 * read the declarations that the journal has by then, also those that another process put into force. */
projector *projector_make(arena *a, const practice *p, const zone *z);
void projector_end(projector *pr);   /* NULL is allowed */
void projector_endp(projector **pr); /* for CLEANUP */
void projector_practice(projector *pr, const practice *p); /* another one, from the thread that appends */
/* For journal_open. What the journal checks before (links, disposals) is not checked again. Refuses: E_INVALID a version that
 * no declaration put into force. */
follower projector_follower(projector *pr);

/* The practice that the journal's declarations put into force, from the journal alone; *ret in arena a. *ret_newest is the
 * newest declaration, 0 when there is none. */
err project_practice(db *d, arena *a, const practice **ret, seq *ret_newest) MUST_USE;
/* Tables for every kind of p, and columns for new fields. */
err project_make(db *d, const practice *p) MUST_USE;
/* Throws away and makes again, the journal's chain too, in one transaction. progress may be NULL: done of all entries, on
 * a terminal. */
typedef void project_progress(void *context, int64_t done, int64_t all);
err project_rebuild(db *d, const practice *p, const zone *z, project_progress *progress, void *context) MUST_USE;
/* Makes everything again in a transaction that is then taken back, and names the tables that came out otherwise. Writers
 * wait meanwhile; nothing is changed. */
err project_check(db *d, arena *a, const practice *p, const zone *z, project_progress *progress, void *context,
                  str_list *ret_differ) MUST_USE;
/* Every row of every projection in canonical order, one JSON array a line: for comparing. In a transaction of the caller's,
 * where somebody may write meanwhile. */
err project_dump(db *d, const practice *p, err (*line)(void *context, str text), void *context) MUST_USE;

/* A position to read at; PROJECT_NOW for the newest. */
#define PROJECT_NOW ((seq){ INT64_MAX })
/* The last entry recorded before the end of that day in the area; {0} when there is none. */
err project_position(db *d, const zone *z, day on, seq *ret) MUST_USE;
/* The last entry recorded at that moment or before; {0} when there is none. */
err project_position_at(db *d, instant on, seq *ret) MUST_USE;

/* Persons: the one that stands for the record, and all records that are one person with it (itself included), in order.
 * E_NOT_FOUND r is no person, or was not yet. */
err project_person(db *d, record_id r, seq at, record_id *ret) MUST_USE;
err project_same_person(db *d, arena *a, record_id r, seq at, record_list *ret) MUST_USE;

/* What was known at a position, raw, without rights: for returns, which are about everybody. The entries that showed, of every
 * record of a kind in order of record (none where p has no such kind), or of the records that are about somebody in the role
 * child; and the one of a person's record, 0 where it was not there yet. */
err project_known(db *d, arena *a, const practice *p, str kind_name, seq at, seq_list *ret) MUST_USE;
err project_about(db *d, arena *a, record_id child, seq at, seq_list *ret) MUST_USE;
err project_shown(db *d, record_id person, seq at, seq *ret) MUST_USE;

/* A row of everybody's records, raw, without rights: for an index of people. The rows of one record come together, what shows
 * now (now) after what was corrected since. Texts are borrowed for the call; a field that nobody answered is empty. */
typedef struct {
	str is;             /* as a relationship says: "mother"; PROJECT_LIVES_WITH for whom they live with */
	str given, surname; /* of the other */
} known_near;
#define PROJECT_LIVES_WITH S("lives_with")
typedef struct {
	record_id record, person; /* person: who stands for it now */
	bool now;
	str given, surname, known_as, lives_at, postcode, telephone, school, local_id, nhs_number, upn, former_upn;
	when born, expected;
	const known_near *near;   /* of what shows now: who is around them on the day asked for */
	size_t near_n;
} known_person;
typedef err project_person_visit(void *context, const known_person *row);
typedef struct {
	const zone *zone;
	record_id of;   /* {0}: everybody */
	bool with_near; /* else nobody is near anybody */
	day today;
} project_people_of;
/* Anything but OK from the visitor ends the reading. */
err project_people(db *d, const practice *p, const project_people_of *of, project_person_visit *visit, void *context) MUST_USE;
/* The records of people that entries after `since` may have changed, in arena a; *ret_all: any of them may be another now. */
err project_people_changed(db *d, arena *a, seq since, bool *ret_all, record_list *ret) MUST_USE;

/* What is told of children now, raw, without rights: for columns of journeys. One row a sentence of the story; texts are borrowed
 * for the call. */
typedef struct {
	record_id child, record, author, agency;
	seq seq, known_from;
	int64_t moment, happened_ms;
	instant recorded;
	str kind, stage, happened, version, batch; /* happened: text form, empty where nobody knows it */
} told_event;
typedef err project_told_visit(void *context, const told_event *row);
/* Of everybody, in order of child, then as a story is read; or of one record alone. Anything but OK from the visitor ends it. */
err project_told(db *d, project_told_visit *visit, void *context) MUST_USE;
err project_told_of(db *d, record_id child, project_told_visit *visit, void *context) MUST_USE;

/* What every record of a person says now, in order of the person that stands for it, then of record. */
typedef struct {
	record_id person, record;
	when born; /* or expected */
	str sex, locality;
} told_child;
typedef err project_child_visit(void *context, const told_child *row);
err project_children(db *d, const zone *z, project_child_visit *visit, void *context) MUST_USE;
/* Of one person, by any of their records. */
err project_child(db *d, const zone *z, record_id person, project_child_visit *visit, void *context) MUST_USE;

/* What a field of an entry says, whatever its type: choice and line as text, choices as codes with a space at each end, yes_no and
 * number as a number. has: it was answered. */
typedef struct {
	bool has;
	str text;
	double number;
} told_value;
typedef err project_value_visit(void *context, seq of, const told_value *values);
enum { PROJECT_VALUES_MOST = 16 };
/* These n fields of an entry, or (of 0) of every entry of a kind that shows now, in order of seq. None where there is no such
 * kind; a field that the kind has not is never answered. */
err project_values(db *d, const practice *p, str kind_name, seq of, const str *fields, size_t n, project_value_visit *visit,
                   void *context) MUST_USE;
/* Whom entries of a kind name in a role, in order of seq: (seq, record). Of one entry: of; of everything: 0. */
typedef err project_named_visit(void *context, seq of, record_id named);
err project_named(db *d, str kind_name, str role_name, seq of, project_named_visit *visit, void *context) MUST_USE;
/* The teams of workers: from which position to which (0: still) a worker was in a team. */
typedef err project_team_visit(void *context, record_id worker, record_id team, seq from, seq to);
err project_teams(db *d, project_team_visit *visit, void *context) MUST_USE;
/* Whose journeys entries after `since` may have changed: records of children, in arena a. *ret_all: everybody's may be another. */
err project_told_changed(db *d, arena *a, seq since, bool *ret_all, record_list *ret) MUST_USE;

/* Parts of a story sentence as kept in story.parts, one after another. */
typedef struct {
	enum { STORY_WORDS, STORY_PERSON, STORY_VALUE } is;
	str field;           /* STORY_VALUE, and STORY_PERSON from a field: the field's name; who may not read it is shown
	                        neither words nor names */
	str text;            /* words, or the value in words ("not known" where nobody knows); borrows from `rest` */
	bool own_words;      /* STORY_VALUE: what a text field holds, as somebody wrote it: shown as quotation */
	record_list records; /* STORY_PERSON: whose names stand here, at least one; records of any kind */
} story_part;
/* false at the end. */
bool part_next(arena *a, str *rest, story_part *ret);

#endif
