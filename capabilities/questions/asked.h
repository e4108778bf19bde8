/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A declared question as somebody asks it: split in one of its ways, for one year or all, with its answers. */
#ifndef WAYMARK_CAPABILITIES_QUESTIONS_ASKED_H
#define WAYMARK_CAPABILITIES_QUESTIONS_ASKED_H

#include "journey/area_journeys.h"
#include "journey/statistics.h"
#include "web/html.h"

enum { RATE_YEARS = 25 };

/* How it is asked; all of it empty: of everybody, all together. */
typedef struct {
	str by, year, cohort, authority; /* as asked.h has them below */
	uint32_t from_day, until_day;    /* what begins on these days, as in question.h; until_day 0: all */
} asked_way;

/* How many live here, as published, and what follows from it; rate.c. */
typedef struct {
	bool asked;          /* the measure is for each 10,000 */
	bool any;            /* populations were read in */
	str authority, name; /* which the area is, by the setting local_authority; empty: nobody said it */
	struct {
		double aged_0_to_17; /* 0: not known */
		int64_t mid_year;    /* of which it is told: the middle of that year */
	} years[RATE_YEARS];         /* of the calendar's last years: year y at [y % RATE_YEARS] */
	instant read_in;             /* the newest of them */
} rates;

typedef struct {
	reading *r;
	const journeys_held *held;
	const measure *m;    /* as declared */
	measure way;         /* as asked: by has the one way, or none */
	str by;              /* empty: all together */
	str year, cohort;    /* as asked, in words and as the code of an event; empty: all */
	str authority;       /* beside whose neighbours: its number as published; empty: nobody said it */
	uint32_t from_day, until_day;
	bool to_publish;     /* for outside: no small number is told */
	str notice;          /* what of the address could not be asked */
	str why;             /* the records cannot answer: why; nothing below is set then */
	question q, whole_q, months_q, parts_q;
	answer is, whole, months, parts;
	bool has_months;     /* months is set: the shapes that can be told month by month */
	bool has_parts;      /* parts is set: of each value of the split, month by month */
	rates per;           /* of a measure that is for each 10,000 who live here */
} asked;

/* Who may see what is asked of everybody: practitioners, managers, partners, the board. E_DENIED. */
err questions_may(reading *r) MUST_USE;
/* name: the measure's. A way that it cannot be asked in is left out, and ret->notice says so. All of it in the reading's arena;
 * answers as long as `held` is held. E_NOT_FOUND there is no such measure. */
err asked_read(reading *r, const journeys_held *held, str name, const asked_way *way, asked *ret) MUST_USE;
/* The address of the same question asked in another way: path() + "?by=..&year=..&cohort=..&authority=..". */
url asked_address(const asked *x, const char *below, str by);

/* After a copy: its answers are of its own questions. */
void asked_settle(asked *x);

/* "locality" as people read it: "Locality". */
str way_words(arena *a, const asked *x, str way);
str value_words_of(const asked *x, uint32_t cell); /* of the split's value in a cell */
/* How far it is answered: events with a day, in time, of all that could be; den 0 where nobody knows. */
typedef struct {
	uint64_t hit, den;
} part_of;
part_of tally_part(const question *q, const tally *t);
/* false: what the split tells apart was never recorded. */
bool split_has_values(const journeys *j, split s);
survival survival_of_waits(arena *a, const waits_of_cell *w);
/* The waits of a cell; n 0 where there are none. */
waits_of_cell waits_at(const answer *is, uint32_t cell);
bool part_counted(const asked *x, uint32_t cell); /* there is anything in it to be shown */
bool is_share(const question *q);
/* Something else may end the wait: what it stops at is neither waiting nor helped. */
bool may_stop(const measure *m);

/* ---- words.c: the answer in words, and who is not in it */

str answer_words(const asked *x, const question *q, const answer *is, uint32_t cell);
str denominator_words(const asked *x);
str_list not_counted(const asked *x);
str caveat_words(const asked *x);

/* ---- picture.c */

typedef struct {
	html picture;
	str caption;
	str_list keys; /* what the shades of a stack stand for, from below */
	str signals;   /* of a run chart: which months do more than chance */
} pictured;
/* Of all together, or of a split where one picture holds all of it (funnel, stack, map). Empty where nothing was counted. */
pictured asked_picture(const asked *x);
/* Of one value of the split, beside the same of all. Empty where one picture holds all. */
html asked_picture_of(const asked *x, uint32_t cell);
/* How many took so many days, in the bands that the measure names; empty where it names none, or it is split. */
html asked_bands(const asked *x);
/* Of a run chart of one part; empty where it has too few. */
str part_signal_words(const asked *x, uint32_t cell);

/* ---- rate.c: for each 10,000 children who live here */

/* Sets x->per. A year has the population of its beginning's middle year, as the department's tables have it, or of the last year
 * before that which was read in. */
err population_read(asked *x) MUST_USE;
/* So many in that year of the calendar (of what is open: today), for each 10,000: false where the population is not known, or the
 * year is not whole: it is not over, or the records begin in it. Exact Poisson limits. */
typedef struct {
	double is;
	limits by_chance;
} rate;
bool rate_per_10000(const asked *x, uint32_t year, uint64_t n, rate *ret);
/* Of the last year that is over, or of the one that is asked; false where no year is. */
bool rate_year(const asked *x, uint32_t *ret);
str rate_year_words(const asked *x, uint32_t year); /* "2024-25" */
/* Puts three columns more where each row is of a year or of a day. false: its rows have no rate. */
bool rate_columns(const asked *x, answer_table *io);
/* «The population: 22,650 aged 0 to 17 in the middle of 2024 ...», or what to read in; empty for another measure. */
str rate_source(const asked *x);

/* ---- published.c: what is published elsewhere */

typedef struct {
	str who, figure, words;
} compared;
typedef LIST(compared) compared_list;
/* The authorities of the published tables, by name: what can be asked beside. Empty where none was read in. */
typedef struct {
	str code, name;
} authority_name;
typedef LIST(authority_name) authority_names;
err asked_authorities(const asked *x, authority_names *ret) MUST_USE;
err asked_compared(const asked *x, compared_list *ret, str *ret_source) MUST_USE;

#endif
