/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to access/: what rights rest on. */
#ifndef WAYMARK_ACCESS_RIGHTS_H
#define WAYMARK_ACCESS_RIGHTS_H

#include "access/access.h"

/* Entries that name the viewer among those from whom they are kept. */
typedef struct {
	seq seq;
	record_id record;
	seq from, to;    /* known; to 0: still */
	bool head;       /* nobody wrote after it: it speaks for its record, beside another head too */
} kept_entry;
struct kept_entries {
	kept_entry *at;
	size_t n, cap;
};
typedef struct kept_entries kept_entries;

/* What a view rests on; only access_open* make one. */
struct view_proof {
	const kind *list;   /* a view of this kind's list, or NULL for a child's */
	kept_entries kept;
	const struct view *then; /* of a past day: the same as who could read then saw it, which says what this shows at most; else NULL */
	map names;          /* of records, by their number's bytes; of files, by their batch */
	map declared;       /* kind name -> the declaration in force at the view's position */
	bool about_read;    /* what is about the child was looked through: about.c */
	map kinds;          /* the name of every kind of which an entry ever named the child */
	record_list kept_open; /* access_kept */
	map lists;          /* kind name -> its records, as access_records gives them */
	bool story_read;
	story_lines story;  /* the whole story, oldest first, without sentences */
};

/* Staff work with children; an administrator of the system never opens anything about one. */
bool is_staff(const viewer *by);
/* Where a reading's rights are asked, and the day that they are asked for: of now, or of the past reader. */
seq rights_at(const reading *r);
day rights_day(const reading *r);
/* SQL: the row was true at a position, given twice. */
#define TRUE_AT(t, from_, to_) t ".known_from <= " from_ " AND (" t ".known_to IS NULL OR " t ".known_to > " to_ ")"
/* relation.c: by the reading's own position, whatever is read. */
err works_with(reading *r, const record_list *same, bool *ret) MUST_USE;
/* Whom the worker covers for today (kind cover). */
err covered_by(reading *r, record_id worker, record_list *ret) MUST_USE;
/* For whom the viewer may open the child, where it is only as their cover; 0 where it is by work of their own, or not. */
err works_as_cover(reading *r, const record_list *same, record_id *ret_away) MUST_USE;
err has_interest(reading *r, const record_list *same, bool *ret) MUST_USE;
/* The records, each standing for a person, of all children whom the viewer works with today. */
err works_with_whom(reading *r, record_list *ret) MUST_USE;
/* The records, each standing for a person, of those in whom the viewer has an interest. */
err records_of_interest(reading *r, record_list *ret) MUST_USE;
/* SQL: of the row p of p_works_with or p_cover, whether it holds on the day $1, $2. An end that does not read is an end:
 * nobody reads on because a date was garbled. */
#define UNDER_WAY                                                                                                      \
	"p.\"from\" <= $1 AND (p.until > $2 OR (p.until IS NULL AND "                                                   \
	"(p.odd IS NULL OR p.odd NOT LIKE '%\"until\":{\"unread\":%')))"
#define CURRENT "p.known_to IS NULL AND " UNDER_WAY
/* Whether somebody works with the person today, by any of its records. */
err is_held(reading *r, record_id person, bool *ret) MUST_USE;

/* about.c: false where no entry of the kind ever named the view's child: nothing has to be asked for. */
err about_holds(const view *v, const kind *k, bool *ret) MUST_USE;

/* seal.c: what is kept from the viewer, read once for a reading. */
err seal_read(reading *r, kept_entries *ret) MUST_USE;
/* The entry (s 0: none in particular), or its record as it is where the reading's rights are asked. */
bool seal_hides(const kept_entries *kept, seq s, record_id id);
/* From the view's viewer, or from who could read then. */
bool view_hides(const view *v, seq s, record_id id);

/* The kind of a record. E_NOT_FOUND. */
err kind_of_record(reading *r, record_id id, const kind **ret) MUST_USE;
/* The records in role child of the record's entry at that position, also of one that was taken back; empty for one not about a
 * child. */
err children_of_record(reading *r, record_id id, seq at, record_list *ret) MUST_USE;

/* open.c: OK, or E_DENIED, which is not noted. */
err may_open(reading *r, const record_list *same, bool *ret_works) MUST_USE;
bool may_list(const viewer *by, const kind *k);
/* then.c: a reading and its view have one past reader. at: a past position; where nobody was named, the viewer itself. */
err then_reading(reading *r, seq at, reading **ret) MUST_USE;

bool kind_readable(const view *v, const kind *k);
/* read.c: whether a value of a child's person record may stand beside the name, where a manager is told of children with whom
 * they do not work. A field with readers of its own is theirs alone. */
bool may_stand_beside_name(const reading *r, str field_name);
/* The entry as it stands in the journal, nothing blanked. Its kind is the version it was written with. */
err read_whole(reading *r, seq s, record *ret) MUST_USE;
/* The record's newest entry by then. E_NOT_FOUND there was none. */
err read_newest(reading *r, record_id id, seq at, record *ret) MUST_USE;
/* name.c: what the record is called, whoever asks. E_NOT_FOUND. */
err record_name(reading *r, const kind *k, record_id id, seq at, str *ret) MUST_USE;
/* name.c: what is said of whom the viewer may not know. */
#define SOMEBODY S("somebody")
/* name.c: whether the viewer may name this person in what is written about the view's child: only whom the viewer knows of.
 * What is written names people to all its readers, its writer among them. */
err may_name(const view *v, record_id person, bool *ret) MUST_USE;
/* A view for the search through one's own children: rights were asked for already. */
err open_own(reading *r, record_id person, const kept_entries *kept, view *ret) MUST_USE;

/* identities.c: the persons whom the viewer may open now; where nobody signs in, all. */
err own_people(reading *r, record_list *ret) MUST_USE;

void look_note(reading *r, look l);

#endif
