/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A declared question as somebody asks it: split in one of its ways, for one year or all, with its answers. */
#ifndef WAYMARK_CAPABILITIES_QUESTIONS_ASKED_H
#define WAYMARK_CAPABILITIES_QUESTIONS_ASKED_H

#include "journey/area_journeys.h"
#include "journey/statistics.h"
#include "web/page.h"

typedef struct {
	request *r;
	const journeys_held *held;
	const measure *m;    /* as declared */
	measure way;         /* as asked: by has the one way, or none */
	str by;              /* empty: all together */
	str year, cohort;    /* as asked, in words and as the code of an event; empty: all */
	str authority;       /* whose population and neighbours: its number as published; empty: nobody said it */
	double population;   /* aged 0 to 17, of the authority; 0: not known */
	bool to_publish;     /* for outside: no small number is told */
	str notice;          /* what of the address could not be asked */
	str why;             /* the records cannot answer: why; nothing below is set then */
	question q, whole_q, months_q;
	answer is, whole, months;
	bool has_months;     /* months is set: the shapes that can be told month by month */
} asked;

/* Who may see what is asked of everybody: practitioners, managers, partners, the board. E_DENIED. */
err questions_may(request *r) MUST_USE;
/* name: the measure's. The query says by, year, cohort and authority. All of it in the request's arena; answers as long as `held` is held.
 * E_NOT_FOUND there is no such measure. */
err asked_read(request *r, const journeys_held *held, str name, asked *ret) MUST_USE;
/* The address of the same question asked in another way: path() + "?by=..&year=..&cohort=..&authority=..". */
url asked_address(const asked *x, const char *below, str by);

/* "locality" as people read it: "Locality". */
str way_words(arena *a, const asked *x, str way);
str value_words_of(const asked *x, uint32_t cell); /* of the split's value in a cell */
/* How far it is answered: events with a day, in time, of all that could be; den 0 where nobody knows. */
typedef struct {
	uint64_t hit, den;
} part_of;
part_of tally_part(const question *q, const tally *t);
survival survival_of_waits(arena *a, const waits_of_cell *w);
/* The waits of a cell; n 0 where there are none. */
waits_of_cell waits_at(const answer *is, uint32_t cell);
bool is_share(const question *q);

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
} pictured;
/* Of all together, or of a split where one picture holds all of it (funnel, stack, map). Empty where nothing was counted. */
pictured asked_picture(const asked *x);
/* Of one value of the split, beside the same of all. Empty where one picture holds all. */
html asked_picture_of(const asked *x, uint32_t cell);
/* How many took so many days, in the bands that the measure names; empty where it names none, or it is split. */
html asked_bands(const asked *x);
str signal_words(const asked *x); /* of a run chart: which months do more than chance; empty where none is drawn */

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
/* Sets population; of an authority that is not published, 0. */
err asked_population(asked *x) MUST_USE;
err asked_compared(const asked *x, compared_list *ret, str *ret_source) MUST_USE;

#endif
