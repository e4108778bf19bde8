/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Records that are to be linked, in columns: each different value is kept, taken apart and counted once. */
#ifndef WAYMARK_MATCH_LINK_RECORD_H
#define WAYMARK_MATCH_LINK_RECORD_H

#include "base/buf.h"
#include "base/day.h"

/* What a column says of a child. Several columns may be LINK_PLACE or LINK_NUMBER; each other kind stands once. */
typedef enum {
	LINK_GIVEN,
	LINK_MIDDLE,
	LINK_SURNAME,
	LINK_BORN,
	LINK_SEX,
	LINK_ORDER, /* which of several born together */
	LINK_ADDRESS,
	LINK_POSTCODE,
	LINK_PLACE,
	LINK_NUMBER /* that one person has and no other: NHS number, UPN */
} link_kind;
enum { LINK_KIND_N = LINK_NUMBER + 1, LINK_COLUMNS_MOST = 14 };

/* Where a record has nothing in a column it has value 0. */
typedef uint32_t value_id;

typedef struct {
	str text;         /* the normal form: folded, a day as yyyymmdd, a number without its spaces */
	uint32_t letters; /* a bit for each letter and digit in it: a quick no */
	uint32_t sound, last_sound; /* of a name's first and last part; 0 for none */
	str first;                  /* a name's first part */
	day on;
	bool is_day;      /* `on` is one */
	bool unborn;      /* stands for a name not given yet: "unborn", "baby", "twin 2" */
	uint8_t in_order; /* of one such, which of those born together: 2 of "Baby B" and "Twin Two"; 0 where it does not say */
} link_value;

typedef struct link_words link_words; /* the different values of a column; given, middle and surname share theirs */

typedef struct {
	link_kind is;
	str label;          /* "given name", "postcode": in reasons */
	link_words *words;
	uint32_t *count;    /* by value: records that have it. Made by link_records_close */
	float *rarity;      /* by value: the natural logarithm of one over the share of people that have it */
	double known;       /* share of the records that have something here */
	double alike;       /* how often two records drawn at random have the same: the sum of squared shares */
} link_column;

typedef struct {
	arena *a;
	size_t n;
	link_column column[LINK_COLUMNS_MOST];
	size_t column_n;
	LIST(value_id) cells; /* column_n of a record, then those of the next */
	LIST(str) id;
	day newest;          /* the latest day of birth; what is unborn comes after it */
	int at[LINK_KIND_N]; /* the first column of a kind, or -1 */
} link_records;

link_records *link_records_start(arena *a);
/* A column; E_LIMIT where there are LINK_COLUMNS_MOST already. Not after the first record. */
err link_add_column(link_records *r, link_kind is, str label, size_t *ret) MUST_USE;
/* A record without any values yet; id is copied. At most 2^22 records: E_LIMIT. */
err link_add_record(link_records *r, str id) MUST_USE;
/* What the newest record has in a column; UTF-8, copied; what says nothing («not known») is nothing. */
void link_set(link_records *r, size_t column, str text);
/* No more records: counts. */
void link_records_close(link_records *r);

/* What record i has in a column. */
static inline value_id link_cell(const link_records *r, uint32_t i, size_t column)
{
	return r->cells.at[i * r->column_n + column];
}
bool link_is_name(link_kind is); /* given, middle, surname: they share their words */
/* Surname, address, postcode, place: what the children of one household have in common. */
bool link_is_of_household(link_kind is);
const link_value *link_value_of(const link_column *c, value_id v);
size_t link_value_count(const link_column *c);

#endif
