/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a declared measure to a question of the engine, and from its answer to a table. */
#ifndef WAYMARK_JOURNEY_DECLARED_H
#define WAYMARK_JOURNEY_DECLARED_H

#include "journey/question.h"
#include "kind/capability.h"

/* What the codes of events mean: code i + 1 is an event of this kind, which means that stage. */
typedef struct {
	str kind;
	stage stage;
} event_meaning;
typedef LIST(event_meaning) event_meanings;

/* The question that a measure asks of such events. false: *ret_why says in words what these events cannot answer. */
bool question_of(const measure *m, const event_meanings *events, question *ret, str *ret_why);

/* The answer as CSV without a header, every number whole but shares (six decimals) and limits. The columns of the splits come
 * first, each in its numbers.
 *   interval, quartiles   children, those whose wait ended, the three quartiles of these in days (-1: none ended)
 *   interval, curve       day, ended on it, at risk, share still waiting
 *   again                 events, those that came again; funnel: the share, the year's share p, and p minus and plus 1.96
 *                         and 3.09 standard errors, sqrt(p (1 - p) / n) (Spiegelhalter 2005)
 *   open                  day (before the splits), how many are open
 *   flow                  from, to, how often, median of the days between
 *   silence               silences, seconds beyond what is usual */
void answer_csv(buf *b, const measure *m, const answer *is);

#endif
