/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answers that stand while the journeys change child by child: what the child gave to a question is taken away, and what it gives
 * now is added, so that a change costs what the child has, and never what the area has. Questions that do not look at what
 * changed are not touched. */
#ifndef WAYMARK_JOURNEY_STANDING_H
#define WAYMARK_JOURNEY_STANDING_H

#include "journey/kept.h"
#include "journey/question.h"

typedef struct standing standing;
/* Answers n questions of the journeys as they stand now: kept_columns of some kept, with what their numbers mean; the calendar
 * must stay. Memory of its own until standing_end. Errors as questions_ask, in t. */
err standing_start(trail *t, const journeys *j, const question *questions, size_t n, unsigned threads, standing **ret) MUST_USE;
void standing_end(standing *s); /* NULL is allowed */
/* kept_put, with the answers; k is what they were started of. s may be NULL. */
void standing_put(standing *s, kept *k, const kept_change *to);
/* They are of these questions, in this order, and nothing came since that has no place in them: a day after the last, a locality
 * that there was not. false: start anew. */
bool standing_holds(const standing *s, const question *questions, size_t n);
/* The answers as questions_ask would give them now, one of each question in ret: good until the next change. */
void standing_answers(standing *s, answer *ret);

#endif
