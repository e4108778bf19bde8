/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Projections: what the journal means, in tables that can be thrown away and rebuilt.
 *
 * p_<kind>    one row an entry: seq, record, known_from, known_to, happened_ms, happened (text form), recorded, author,
 *             agency, one typed column for each field ever declared (day and instant: <field> INT first day or
 *             milliseconds, <field>_as TEXT text form; choices, people: codes or numbers parted by a space, with one at
 *             each end; number: REAL and <field>_as; files: JSON), and `odd` (JSON of not known and unread values).
 * story       child, happened_ms, seq, kind, stage, parts, known_from, known_to: the only source of stories.
 * link        seq, record, role, target, known_from, known_to: headers' links and fields' links alike.
 * seal        seq, record, person, known_from, known_to: from whom an entry is kept.
 * person_now  record, person, known_from, known_to: which records are one person.
 *
 * A row is true for positions known_from <= s < known_to (known_to NULL: still). */
#ifndef WAYMARK_PROJECT_PROJECT_H
#define WAYMARK_PROJECT_PROJECT_H

#include "journal/journal.h"
#include "kind/kind.h"

typedef struct projector projector;

/* practice and zone are borrowed until projector_practice gives others. */
projector *projector_make(arena *a, const practice *p, const zone *z);
void projector_practice(projector *pr, const practice *p); /* from the thread that appends, after tables are made */
/* For journal_open. Refuses: E_NOT_FOUND a link to a record that is not there or is of another kind. */
follower projector_follower(projector *pr);

/* Tables for every kind of p, and columns for new fields. */
err project_make(db *d, const practice *p) MUST_USE;
/* Throws away and makes again, in one transaction. progress may be NULL: done of all entries, on a terminal. */
typedef void project_progress(void *context, int64_t done, int64_t all);
err project_rebuild(db *d, const practice *p, const zone *z, project_progress *progress, void *context) MUST_USE;
/* Every row of every projection in canonical order, one JSON array a line: for comparing. */
err project_dump(db *d, const practice *p, err (*line)(void *context, str text), void *context) MUST_USE;

/* A position to read at; PROJECT_NOW for the newest. */
#define PROJECT_NOW ((seq){ INT64_MAX })
/* The last entry recorded before the end of that day in the area; {0} when there is none. */
err project_position(db *d, const zone *z, day on, seq *ret) MUST_USE;

/* Persons: the one that stands for the record, and all records that are one person with it (itself included). */
err project_person(db *d, record_id r, seq at, record_id *ret) MUST_USE;
err project_same_person(db *d, arena *a, record_id r, seq at, record_list *ret) MUST_USE;

/* Parts of a story sentence as kept in story.parts: read with part_next. Separators are control characters that text may
 * not hold. */
typedef struct {
	enum { STORY_WORDS, STORY_PERSON, STORY_VALUE } is;
	str field;           /* STORY_VALUE: the field's name */
	str text;            /* words, or the value in words */
	record_list records; /* STORY_PERSON: whose names stand here */
} story_part;
bool part_next(arena *a, str *rest, story_part *ret);

#endif
