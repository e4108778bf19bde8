/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to project/: what a projector keeps between entries, and the steps of applying one. */
#ifndef WAYMARK_PROJECT_PROJECTOR_H
#define WAYMARK_PROJECT_PROJECTOR_H

#include "project/project.h"
#include "project/tables.h"

/* Kinds that the projections themselves act on. */
typedef enum { MEANS_NOTHING_MORE, MEANS_DECLARATION, MEANS_DISPOSAL, MEANS_PERSON, MEANS_SAME_PERSON, MEANS_WITHDRAWAL } meaning;

/* A kind's table with its statements, made once. */
typedef struct {
	const kind_table *is;
	sql insert;
	sql close;    /* $1 the entry after, $2 the record: what shows no longer does */
	sql find;     /* $1 a seq: its row */
	sql forget;   /* $1 a seq */
	sql lengthen; /* $1 the entry after or null, $2 the record, $3 an entry that is gone: the one before it is known longer */
} kind_statements;

/* One version of a kind: where each of its fields stands in the table. */
typedef struct {
	const kind *k;
	const kind_statements *to;
	meaning means;
	size_t *column_of; /* for field i of k, its first column */
} shape;

struct projector {
	const practice *practice;
	const zone *zone;
	arena own;        /* holds what follows, and a practice read from the journal */
	map tables;       /* kind name -> kind_statements */
	map shapes;       /* version -> shape */
	int64_t last;     /* the entry applied last */
	int64_t declared; /* the newest declaration that `practice` knows of, or NOT_LOOKED */
	bool doubtful;    /* what is above may come from a transaction that was undone */
	bool replaying;   /* entries followed before: nothing is declared or disposed of again */
};
enum { NOT_LOOKED = -1 };

/* For each entry, before anything else. What was got from the two below before it is gone. */
err projector_catch_up(projector *pr, db *d, const entry *e, trail *t) MUST_USE;
/* E_INVALID no declaration put that version into force. */
err projector_shape(projector *pr, db *d, str kind_name, str version, trail *t, const shape **ret) MUST_USE;
const kind_statements *projector_table(projector *pr, str kind_name);

/* One entry on its way into the tables. */
typedef struct {
	projector *pr;
	db *d;
	arena *a;
	const entry *e;
	seq known; /* the position that it is known from: its own, or that of the entry that completes its batch */
	const shape *as;
	const values *v;
	int64_t happened_ms;
	arg happened; /* text form or null */
} step;

/* For rebuild, and for those who follow: one entry, in order of seq. */
err projector_apply(projector *pr, db *d, arena *a, const entry *e) MUST_USE;

err step_row(const step *s) MUST_USE;         /* row.c: p_<kind> */
err step_links(const step *s) MUST_USE;       /* links.c: link and seal */
err step_story(const step *s) MUST_USE;       /* story.c: story */
err step_declaration(const step *s) MUST_USE; /* projector.c */
err step_person(const step *s) MUST_USE;      /* persons.c: person_now after an entry of the kind person */
err step_same_person(const step *s) MUST_USE; /* persons.c: and after one of the kind same_person */
err step_disposal(const step *s) MUST_USE;    /* dispose.c */
err step_withdrawal(const step *s) MUST_USE;  /* withdraw.c */
/* apply.c: what the record showed is known until the step's position. */
err close_record(const step *s, const kind_statements *of, record_id id) MUST_USE;

/* persons.c, for disposals: which persons any entry of the record joins, added to `into`; and the history of those touched
 * and of all that were ever joined to them, made again from the rows that are there. */
err persons_joined_by(db *d, arena *a, record_id same_person, record_list *into) MUST_USE;
err persons_again(db *d, arena *a, record_list touched) MUST_USE;

#endif
