/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Questions asked of all journeys in one pass. A question says which events it begins and ends with; the engine counts. What
 * happened, what has not happened yet (censored) and what a source cannot say are kept apart: the last is no event at all.
 *
 * Quantiles are by nearest rank: the smallest value whose rank is at least q * n. Days are whole: elapsed seconds / 86,400. */
#ifndef WAYMARK_JOURNEY_QUESTION_H
#define WAYMARK_JOURNEY_QUESTION_H

#include "journey/columns.h"

typedef enum {
	SHAPE_INTERVAL, /* how long from the first of these to the first of those; not yet: censored on the last day */
	SHAPE_REPEAT,   /* how many of these there were, and how many came within a span of the child's one before */
	SHAPE_STOCK,    /* how many are open on each day: begun so far less ended so far */
	SHAPE_FLOW,     /* what follows what, how often, and the days between */
	SHAPE_SILENCE   /* between a beginning and an end, how often nothing was heard for longer than a span */
} question_shape;

typedef enum { SPLIT_YEAR, SPLIT_LOCALITY, SPLIT_TEAM } split;
enum { QUESTION_MAX_SPLITS = 3, QUESTION_MAX_CELLS = 1 << 24 };

/* What a kind of event is to a question. */
enum { EVENT_BEGINS = 1, EVENT_ENDS = 2, EVENT_HEARD = 4 };

typedef struct {
	question_shape shape;
	uint8_t role[256]; /* of each kind: EVENT_*. FLOW: every kind that BEGINS counts; SILENCE: HEARD is what breaks one */
	split by[QUESTION_MAX_SPLITS]; /* by the event it begins with; STOCK: each event in its own; FLOW: none */
	size_t by_n;
	uint32_t span;     /* REPEAT, SILENCE: seconds */
} question;

/* One value of the splits; where there are none, all. */
typedef struct {
	uint64_t n;    /* REPEAT: events; SILENCE: silences */
	uint64_t hit;  /* REPEAT: within the span */
	uint64_t over; /* SILENCE: seconds beyond the span, in all */
} tally;

/* What followed what. */
typedef struct {
	uint8_t from, to;
	uint64_t n;
	uint32_t median_days;
} step;

typedef struct {
	const question *of;
	uint32_t cells;    /* combinations of the splits, in their order: the last split runs fastest */
	uint32_t width[QUESTION_MAX_SPLITS];
	tally *tallies;    /* REPEAT, SILENCE: one a cell */
	int32_t *open;     /* STOCK: [cell * days + day] */
	uint32_t days;
	step *steps;       /* FLOW: those that there were, by from, then to */
	size_t step_n;
	uint64_t *waits;   /* INTERVAL: each child's wait, see WAIT_*; by cell, then days; those that ended before those that
	                      did not, on the same day */
	size_t wait_n;
} answer;

/* A wait: its cell, its days, and whether it goes on. */
#define WAIT_OF(cell, days, open) ((uint64_t)(cell) << 32 | (uint64_t)(days) << 1 | (uint64_t)(open))
#define WAIT_CELL(w) ((uint32_t)((w) >> 32))
#define WAIT_DAYS(w) ((uint32_t)(w) >> 1)
#define WAIT_OPEN(w) ((w) & 1)

/* The cell of a question at an event, and the value of split i in a cell. */
uint32_t answer_value(const answer *of, uint32_t cell, size_t i);

/* Answers n questions in one pass over the journeys, on so many threads. ret has room for n; arena a.
 * E_LIMIT: splits with more than QUESTION_MAX_CELLS combinations, or n over QUESTIONS_AT_ONCE. */
enum { QUESTIONS_AT_ONCE = 64 };
err questions_ask(arena *a, const journeys *j, const question *questions, size_t n, unsigned threads, answer *ret) MUST_USE;

/* ---- what an INTERVAL tells, cell by cell */

/* The waits of one cell: consecutive in answer.waits. */
typedef struct {
	uint32_t cell;
	const uint64_t *at;
	size_t n, ended;
} waits_of_cell;
/* The next cell that has any, from *at on, which moves; false after the last. */
bool waits_next(const answer *of, size_t *at, waits_of_cell *ret);
/* The days by which so many in a hundred of those that ended had ended; -1 where none has. */
int64_t waits_quantile(const waits_of_cell *w, unsigned in_hundred);

/* One step of the Kaplan-Meier curve (Kaplan and Meier 1958): on that day, of those at risk, so many ended. */
typedef struct {
	uint32_t day;
	uint64_t ended, at_risk;
	double waiting; /* the share that still waits after it: the product of 1 - ended / at risk */
} curve_step;
/* The next step, from *at on; *so_far holds the curve between calls and starts as { 0 }. false after the last. */
bool curve_next(const waits_of_cell *w, size_t *at, curve_step *so_far);

#endif
