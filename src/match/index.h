/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* People in memory, to be found by whatever somebody types. Nothing here knows rights: who makes an index puts into it what
 * those may know who will ask it. Any number of threads may ask while one changes it. */
#ifndef WAYMARK_MATCH_INDEX_H
#define WAYMARK_MATCH_INDEX_H

#include "match/query.h"

typedef struct people_index people_index;

/* An index of those on the shelving, which is ended. It lives until index_end and holds memory of its own. */
people_index *index_make(arena *a, shelving *people);
void index_end(people_index *ix);   /* NULL is allowed */
void index_endp(people_index **ix); /* for CLEANUP */

/* Everybody anew, in place of all that it knew. */
void index_replace(people_index *ix, shelving *people);
/* Takes the place of what the index knew of p->record; one with no word, number and birth date takes it away. Changes show to
 * whoever asks after index_put_done. One thread at a time. */
void index_put(people_index *ix, const shelved *p);
void index_put_done(people_index *ix);

typedef struct {
	record_id record, person;
	str local_id;
	double sure;  /* 0..1: how likely it is this person, somebody else's or nobody's typing counted in */
	str why;      /* «surname one letter off; birth date with day and month swapped» */
	bool numbered; /* a number that was typed is theirs: `number` of the query's */
	int number;
	bool named;    /* given name and surname both answer to what was typed */
	bool dated;    /* the date of birth is the one typed, or it with day and month swapped or a digit off */
	bool aged;     /* an age, a year or a month was typed, or is all that is known, and it fits */
} index_hit;
typedef LIST(index_hit) index_hits;

enum { INDEX_MOST_HITS = 50 };
/* At this likelihood a hit may be called the one who was meant. */
#define INDEX_SURE 0.99

/* The people most likely meant, the likeliest first; records of one person once, as the one that answers best. Those who
 * answer hardly better than anybody are left out. today: of the area. Hits and their texts in arena a. */
void index_find(people_index *ix, const query *q, size_t most, arena *a, index_hits *ret);

typedef struct {
	int64_t people, words, bytes;
} index_size;
index_size index_size_of(people_index *ix);

#endif
