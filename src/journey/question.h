/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Questions asked of all journeys in one pass. A question says which events it begins and ends with; the engine counts. Four
 * answers are kept apart: it happened; it did not (within the time asked for); not yet (censored on the last day looked at, or
 * where nothing more is awaited; a share without a time did not happen where nothing more is awaited); and not known: the day of the event is not, or the file that the child came with could not
 * have said (no entry of that file says it of anybody, and nothing was recorded here since).
 *
 * Quantiles are by nearest rank: the smallest value whose rank is at least q * n. Days are whole: elapsed seconds / 86,400;
 * working days are those after the beginning's day, up to and with the end's. */
#ifndef WAYMARK_JOURNEY_QUESTION_H
#define WAYMARK_JOURNEY_QUESTION_H

#include "journey/columns.h"

typedef enum {
	SHAPE_INTERVAL, /* how long from these to those */
	SHAPE_SHARE,    /* how many of these reach those, in time */
	SHAPE_COUNT,    /* how many of these there were, and of how many children */
	SHAPE_REPEAT,   /* how many of these there were, and how many came within a span of the child's one before */
	SHAPE_STOCK,    /* how many are open on each day: begun so far less ended so far */
	SHAPE_FLOW,     /* what follows what, how often, and the days between */
	SHAPE_SILENCE,  /* between a beginning and an end, how often nothing was heard for longer than a span */
	SHAPE_CHANGE    /* how a number changed from these to those */
} question_shape;

typedef enum {
	SPLIT_YEAR, SPLIT_QUARTER, SPLIT_MONTH, SPLIT_LOCALITY, SPLIT_TEAM, SPLIT_AGENCY, SPLIT_AGE, SPLIT_SEX,
	SPLIT_SAID /* and on: journeys.said[split - SPLIT_SAID] */
} split;
enum { QUESTION_MAX_SPLITS = 4, QUESTION_MAX_CELLS = 1 << 24 };

typedef enum { PICK_FIRST, PICK_LAST, PICK_EVERY, PICK_NEXT, PICK_OWN } pick;

/* What a kind of event is to a question. */
enum { EVENT_BEGINS = 1, EVENT_ENDS = 2, EVENT_HEARD = 4, EVENT_UNDATED = 8, EVENT_STOPS = 16, EVENT_COHORT = 32 };
enum { EVENT_ROLES = 6 };
#define SPAN_EVER UINT32_MAX

typedef struct {
	question_shape shape;
	uint8_t role[256];    /* of each code: EVENT_*. FLOW: every code that BEGINS counts; SILENCE: HEARD is what breaks one */
	uint32_t needs[EVENT_ROLES]; /* of each EVENT_* in that order: the mark that an event must have for it; 0: none */
	bool marked;          /* any of these is needed */
	pick begin, end;      /* begin: FIRST, LAST or EVERY; end: FIRST (in the whole journey), NEXT, LAST, or OWN (same record) */
	split by[QUESTION_MAX_SPLITS]; /* by the event it begins with; FLOW: none */
	size_t by_n;
	uint32_t span;        /* REPEAT, SILENCE, SHARE: seconds; SPAN_EVER: however long */
	uint32_t from_day, until_day; /* what begins on from_day .. until_day - 1; until_day 0: all */
	bool working_days;    /* INTERVAL */
	bool of_children;     /* STOCK: a child counts once, in the cell of its beginning, and an end closes all that is open */
	bool at_once;         /* SHARE: the end is an answer of the beginning itself: what is not there did not happen */
	bool in_cohort;       /* only children with an event that is EVENT_COHORT */
	uint8_t number_slot;  /* CHANGE: the number is journeys.said[number_slot] - 1, 0 where there is none */
} question;

/* One value of the splits; where there are none, all. */
typedef struct {
	uint64_t n;         /* REPEAT, COUNT: events; SILENCE: silences; SHARE, CHANGE: beginnings; INTERVAL: those not known */
	uint64_t hit;       /* REPEAT, SHARE: in time; CHANGE: with both numbers */
	uint64_t over;      /* SILENCE: seconds beyond the span, in all */
	uint64_t not_yet;   /* SHARE: could still happen in time; CHANGE: before, and nothing after */
	uint64_t not_known; /* INTERVAL, SHARE */
	uint64_t children;  /* COUNT */
} tally;                    /* SHARE: what is left of n did not happen in time */

/* What followed what. */
typedef struct {
	uint8_t from, to;
	uint64_t n;
	uint32_t median_days;
} step;

enum { CHANGE_MOST = 250, CHANGE_WIDTH = 2 * CHANGE_MOST + 1 };

typedef struct {
	const question *of;
	uint32_t cells;    /* combinations of the splits, in their order: the last split runs fastest */
	uint32_t width[QUESTION_MAX_SPLITS];
	tally *tallies;    /* one a cell; not for STOCK and FLOW */
	int32_t *open;     /* STOCK: [cell * days + day] */
	uint32_t days;
	step *steps;       /* FLOW: those that there were, by from, then to */
	size_t step_n;
	uint64_t *waits;   /* INTERVAL: each wait that is known, see WAIT_*; by cell, then days; those that ended before those
	                      that did not, on the same day */
	size_t wait_n;
	uint32_t *changed; /* CHANGE: [cell * CHANGE_WIDTH + CHANGE_MOST + after - before] */
} answer;

/* A wait: its cell, its days, and whether it goes on. */
#define WAIT_OF(cell, days, open) ((uint64_t)(cell) << 32 | (uint64_t)(days) << 1 | (uint64_t)(open))
#define WAIT_CELL(w) ((uint32_t)((w) >> 32))
#define WAIT_DAYS(w) ((uint32_t)(w) >> 1)
#define WAIT_OPEN(w) ((w) & 1)

/* The value of split i in a cell. */
uint32_t answer_value(const answer *of, uint32_t cell, size_t i);

/* Answers n questions in one pass over the journeys, on so many threads. ret has room for n; arena a.
 * E_LIMIT: splits with more than QUESTION_MAX_CELLS combinations, or n over QUESTIONS_AT_ONCE. E_INVALID: a split or a unit that
 * these journeys do not say. */
enum { QUESTIONS_AT_ONCE = 256 };
err questions_ask(arena *a, const journeys *j, const question *questions, size_t n, unsigned threads, answer *ret) MUST_USE;

/* ---- the children behind a point */

typedef enum { CASE_HAPPENED, CASE_MISSED, CASE_NOT_YET, CASE_NOT_KNOWN } outcome;
typedef struct {
	uint32_t child;  /* journeys.person has whose it is */
	uint32_t cell;   /* as in the answer */
	uint32_t begun;  /* day, counted from the calendar's first */
	uint32_t days;   /* until it ended, or until now */
	outcome is;
} question_case;
typedef LIST(question_case) question_cases;
/* Everything that the question counted in a cell, in order of child: INTERVAL, SHARE, COUNT, REPEAT (HAPPENED: it came again in
 * time) and STOCK (not yet: open now); other shapes have none. In arena a. As questions_ask. */
#define EVERY_CELL UINT32_MAX
err question_cases_of(arena *a, const journeys *j, const question *q, uint32_t cell, question_cases *ret) MUST_USE;

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
