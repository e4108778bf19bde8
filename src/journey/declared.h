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
	str moment;     /* the field that told of it; empty: the entry itself */
	bool undated;   /* nobody knows the day; where it stands among the others is when it was recorded */
} event_meaning;
typedef LIST(event_meaning) event_meanings;

/* An answer that some measure asks for: where a field of the kind holds one of these, or the worker is another than before. */
typedef struct {
	str kind, field;
	str_list values;
	bool changed_worker;
	unsigned bit; /* among those of its kind */
} marking;
typedef LIST(marking) markings;
enum { MARKINGS_OF_KIND = 32 };

/* A field that some measure splits by (as it was last said), or takes the number of (of the event itself). The nth is
 * journeys.said[n]: the place of the answer among the field's choices + 1, yes 1 and no 2, or the number less `least` + 1. */
typedef struct {
	str kind, field;
	bool number;
	int64_t least;
} said_field;

/* What events can be asked by. */
typedef struct {
	event_meanings events; /* at most 255 */
	markings marks;
	said_field said[JOURNEY_SAID];
	size_t said_n;
	bool of_area;          /* the events are those that there were: another kind may still come */
} event_words;

/* What the measures need to be told of each event: marks and said, in the order in which they ask for it. What is beyond
 * JOURNEY_SAID fields or MARKINGS_OF_KIND answers is left out: question_of says so. In arena a, which borrows the measures. */
void event_words_for(arena *a, const practice *p, const measures *asked, event_words *ret);

/* The question that a measure asks of such events. false: *ret_why says in words what these events cannot answer. To ask it in
 * another way, change a copy: measure other = *m; other.by = ...; and from_day, until_day of the question. */
bool question_of(const measure *m, const event_words *words, question *ret, str *ret_why);

/* The answer as CSV without a header, every number whole but shares (six decimals) and limits: for programs that compare. The
 * columns of the splits come first, each in its numbers.
 *   interval, quartiles   children, those whose wait ended, the three quartiles of these in days (-1: none ended)
 *   interval, curve       day, ended on it, at risk, share still waiting
 *   share                 beginnings, in time, not in time, not yet
 *   count, rate           how many, of how many children
 *   again                 events, those that came again; funnel: the share, the year's share p, and p minus and plus 1.96
 *                         and 3.09 standard errors, sqrt(p (1 - p) / n) (Spiegelhalter 2005)
 *   open                  day (before the splits), how many are open
 *   flow                  from, to, how often, median of the days between
 *   silence               silences, seconds beyond what is usual
 *   before_after          with a number before, with both */
void answer_csv(buf *b, const measure *m, const answer *is);

/* The same for people: a table whose columns have names, and whose splits are said in words. What happened, what has not yet
 * and what nobody can know stand in columns of their own; quartiles are of all who wait, not only of those whose wait ended
 * (statistics.h), and empty where so many have not come there yet. Cells in which there is nothing have no row. `open` has rows
 * for the days on which it is told (measure.on) from from_day on, or for the last one. In arena a. */
typedef struct {
	void *context;
	void (*of_split)(void *context, buf *b, split s, uint32_t value);
	void (*of_event)(void *context, buf *b, uint8_t code);
} answer_names;
typedef struct {
	str name;
	bool number; /* its cells are numbers, or empty */
} answer_column;
typedef struct {
	LIST(answer_column) columns;
	str_list cells; /* row after row */
} answer_table;
void answer_tabled(arena *a, const measure *m, const answer *is, const calendar *on, const answer_names *names, answer_table *ret);

#endif
