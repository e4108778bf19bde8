/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The department's tables, counted from the children-in-need census of one area and year, so that a data officer checks one
 * against the other. Days that do not read count nowhere. Definitions: Department for Education, «Children in need: methodology»,
 * and the tables themselves:
 *   an episode of need is a referral that neither ended without further action nor was found, on assessment, not in need (closed
 *   as RC8 or RC9); a re-referral comes within 12 months of the child's referral before it; assessments are of the year in which
 *   they were authorised, and last working days; a rate is per 10,000 aged 0 to 17. */
#ifndef WAYMARK_JOURNEY_RETURNED_H
#define WAYMARK_JOURNEY_RETURNED_H

#include "base/day.h"
#include "wire/census.h"

typedef enum {
	/* episodes of need, and their children */
	N_ANY, N_ANY_CHILD, N_STARTED, N_STARTED_CHILD, N_ENDED, N_ENDED_CHILD, N_AT31, N_AWAITING,
	/* referrals */
	N_REFERRED, N_AGAIN, N_NO_ACTION, N_NOT_IN_NEED, N_REFERRED_CHILD, N_AGAIN_CHILD,
	N_BY_INDIVIDUAL, N_BY_SCHOOL, N_BY_EDUCATION, N_BY_HEALTH, N_BY_HOUSING, N_BY_LOCAL_AUTHORITY, N_BY_POLICE, N_BY_LAW,
	N_BY_OTHER, N_BY_NOBODY_NAMED, N_BY_NOT_KNOWN,
	/* assessments completed, by working days */
	N_ASSESSED, N_SAME_DAY, N_TO_10, N_TO_20, N_TO_30, N_TO_40, N_TO_45, N_TO_50, N_TO_60, N_OVER_60,
	/* enquiries and conferences */
	N_ENQUIRIES, N_ENQUIRY_CHILD, N_CONFERENCES, N_CONFERENCE_CHILD,
	/* child protection plans */
	N_PLANS_STARTED, N_PLANS_STARTED_CHILD, N_PLANS_ENDED, N_PLANS_ENDED_CHILD, N_PLANS_ANY, N_PLANS_ANY_CHILD, N_PLANS_AT31,
	N_PLANS_AGAIN, N_PLANS_ENDED_LONG, N_PLANS_TO_REVIEW, N_PLANS_REVIEWED,
	N_PLANS_3_MONTHS, N_PLANS_6_MONTHS, N_PLANS_1_YEAR, N_PLANS_2_YEARS, N_PLANS_LONGER,
	/* factors, by episode */
	N_FACTORS, /* episodes in which any was found; then one for each column of c3 */
	N_FACTOR_FIRST,
	N_COUNTS = N_FACTOR_FIRST + 40
} returned_count;

typedef struct {
	arena *a;
	day from, until;   /* the year, 1 April to 31 March */
	uint64_t counts[N_COUNTS];
	LIST(uint32_t) assessment_days;
} returned;

returned returned_of_year(arena *a, int year);
/* One child as the census of that year has it, and as the census of the year before had it (NULL: it is not in it). */
void returned_add(returned *r, const census_group *child, const census_group *before);

/* Where the area stands in the tables; empty texts stay empty cells. */
typedef struct {
	str authority, new_code, name, region, region_code;
	double population; /* aged 0 to 17; 0: not known, and rates are x */
} returned_place;
extern const char *const returned_tables[]; /* "a1" .. "d5", ended by NULL */
/* One of them as CSV, its columns as published. to_publish: small numbers, and what would give them away, are c. */
void returned_write(returned *r, const char *table, const returned_place *place, bool to_publish, buf *b);

/* c3's columns, in its order, and the codes each counts: ended by { NULL }. */
typedef struct {
	const char *column, *codes; /* codes parted by a space */
} returned_factor;
extern const returned_factor returned_factors[];

#endif
