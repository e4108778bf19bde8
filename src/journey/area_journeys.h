/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The journeys of everybody in an area, in memory: made of the projections when they are first asked for, and caught up with the
 * journal whenever they are asked for again. Nobody who writes waits for them, and whoever asks sees what was written before.
 *
 *   JOURNEYS_HELD(held);
 *   TRY(journeys_hold(r, &held));                                   r: access.h
 *   const measure *m = journeys_measure(&held, S("help_first"));
 *   question q;
 *   str why;
 *   if (!question_of(m, held.words, &q, &why)) ... why, in words: the records cannot say
 *   answer is;
 *   TRY(questions_ask(r->a, held.journeys, &q, 1, journeys_threads(), &is));
 *   answer_tabled(r->a, m, &is, &held.journeys->on, &held.names, &table);     the same as a table, in words
 *   waits_of_cell w; for (size_t at = 0; waits_next(&is, &at, &w);) ... survival_of (statistics.h)
 *   question_cases list;                                             the children behind a cell:
 *   TRY(question_cases_of(r->a, held.journeys, &q, cell, &list));    journeys->person[list.at[i].child] is the record to open
 *
 * Numbers of everybody tell nothing of one child, and need no view: small ones are the caller's to suppress before they are
 * published. Whose they are may only be told by access_open of each.
 *
 * What happened to a child is what its story tells (project.h), of all records that are one person. Its team is the author's when
 * it was written, its locality what the record of the child says now, its age what it was then. Of a day that nobody knows more
 * exactly than its month, or that is before 1950, the day is not known; what is dated later than today has not happened. */
#ifndef WAYMARK_JOURNEY_AREA_JOURNEYS_H
#define WAYMARK_JOURNEY_AREA_JOURNEYS_H

#include "access/access.h"
#include "journey/declared.h"

/* As they are until they are let go; who would change them waits for that, who asks does not. Let go in the same function. */
typedef struct {
	const journeys *journeys;  /* NULL: not held */
	const event_words *words;
	const measures *measures;  /* of all capabilities, and the area's own */
	answer_names names;        /* needs reading.db; for answer_tabled */
	int64_t later;             /* events that are dated after today, which are left out */
	struct area_journeys *of;
	reading *r;
} journeys_held;
#define JOURNEYS_HELD(name) journeys_held name CLEANUP(journeys_let_go) = { 0 }
/* E_BUSY: they are being made as a whole, and were not ready within two seconds. */
err journeys_hold(reading *r, journeys_held *ret) MUST_USE;
void journeys_let_go(journeys_held *held);

const measure *journeys_measure(const journeys_held *held, str name); /* NULL where there is none of that name */
unsigned journeys_threads(void);
/* The answers to these questions, which stand while people go on writing: whoever asks the same again waits only for what came
 * between. One set of questions stands at a time, and all who hold them ask that one. Good as long as they are held. *ret_stand false: they do not stand yet, and are
 * made by a thread of their own; never where `patient`. As questions_ask. */
err journeys_answers(const journeys_held *held, const question *questions, size_t n, bool patient, answer *ret, bool *ret_stand) MUST_USE;
/* A value of a split in words: «2024-25», a locality, a team's name, an answer's label; "not known". */
void journeys_value(const journeys_held *held, buf *b, split s, uint32_t value);
/* An event in words: the label of its kind, or of the field that tells of the moment. */
void journeys_event(const journeys_held *held, buf *b, uint8_t code);

/* A time that a question counted, as the reader may know of it. */
typedef struct {
	question_case is; /* is.child: of no meaning here */
	record_id person;
	uint32_t locality, team; /* of what was recorded last, as the reader may know it; 0 not known */
} known_case;
typedef LIST(known_case) known_cases;
/* As question_cases_of (question.h), but as if what is kept from the reader had never been recorded, and without the children in
 * whom the reader has an interest. The longest first, then those that began first. The number itself counts all. */
err journeys_known_cases(const journeys_held *held, const question *q, uint32_t cell, known_cases *ret) MUST_USE;

/* Every column as it would be after a rebuild, in arena a: for `waymark events`, and to compare. */
journeys journeys_packed(arena *a, const journeys_held *held);
/* Makes them before anybody asks, on a connection of its own, for a thread that nobody waits for; the log says how long it took.
 * What fails here will fail for whoever asks, who is told. */
void journeys_make_ahead(area *ar);
/* Throws away and makes again. */
err journeys_make_again(reading *r) MUST_USE;
typedef struct {
	int64_t children, events, bytes, made_us, caught_up_us; /* how long the making took, and the last catching up */
} journeys_size;
journeys_size journeys_size_of(const journeys_held *held);

#endif
