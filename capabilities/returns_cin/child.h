/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One child of a census as typed rows, in the tables and columns that the Department's rules speak of. It comes from XML or
 * from a set of flat tables; what was received stands beside what it means. */
#ifndef WAYMARK_RETURNS_CIN_CHILD_H
#define WAYMARK_RETURNS_CIN_CHILD_H

#include "base/day.h"

typedef enum {
	CIN_HEADER, CIN_IDENTIFIERS, CIN_CHARACTERISTICS, CIN_DISABILITIES, CIN_EPISODES, CIN_ASSESSMENTS, CIN_FACTORS, CIN_PLANS,
	CIN_ENQUIRIES, CIN_PROTECTION, CIN_REVIEWS, CIN_PRE_PROCEEDINGS, CIN_TABLES
} cin_table;

/* Each cell begins with what was received, trimmed; empty where nothing was given. */
typedef struct {
	str text;
	bool read; /* `on` is the day that the text says */
	day on;
} cin_day;

typedef enum { CIN_NOT_GIVEN, CIN_NO, CIN_YES, CIN_UNREADABLE } cin_answer;
typedef struct {
	str text;
	cin_answer is;
} cin_flag;

/* Where a row stands. Rows of one child with the same episode belong together, and so do those with the same part of it:
 * reviews with their plan, factors with their assessment. 0: it belongs to none. */
typedef struct {
	cin_table table;
	int line; /* of the file, from 1 */
	int episode, part;
} cin_row;

typedef struct {
	cin_row is;
	str year;
	cin_day reference;
} cin_header_row;
typedef struct {
	cin_row is;
	str id, upn, former_upn, upn_unknown, sex, gender;
	cin_day born, expected, died;
} cin_identifiers;
typedef struct {
	cin_row is;
	str ethnicity;
} cin_characteristics;
typedef struct {
	cin_row is;
	str code;
} cin_disability;
typedef struct {
	cin_row is;
	cin_day referral, closure, conference;
	str source, need, reason;
	cin_flag no_further_action;
} cin_episode;
typedef struct {
	cin_row is;
	cin_day start, end;
	str_list factors;
} cin_assessment;
typedef struct {
	cin_row is;
	str code;
} cin_factor; /* of flat tables, until it stands in its assessment */
typedef struct {
	cin_row is;
	cin_day start, end;
} cin_plan; /* a child in need plan */
typedef struct {
	cin_row is;
	cin_day start, target, conference;
	cin_flag not_required;
} cin_enquiry; /* under section 47 */
typedef struct {
	cin_row is;
	cin_day start, end;
	str first_category, latest_category, previous;
} cin_protection; /* a child protection plan */
typedef struct {
	cin_row is;
	cin_day on;
} cin_review; /* of a child protection plan */
typedef struct {
	cin_row is;
	cin_day start, letter, meeting, decision, court, letter_of_care;
	cin_flag offered, held;
	str reviews, outcome;
} cin_pre_proceedings;

/* The collection year: 2026 is 1 April 2025 to 31 March 2026. */
typedef struct {
	int year;
	bool known; /* start and end are: else no date is inside or outside the year */
	day start, end;
	day reference; /* the reference day; end is earlier while the year is not over */
} cin_year;

/* An earlier child of the same return with the same number. */
typedef struct {
	str id;
	int line;
	bool told; /* that another has its number */
} cin_earlier;

typedef struct {
	arena *a;
	const cin_year *year;
	LIST(cin_header_row) headers; /* of the return: none in a child */
	LIST(cin_identifiers) identifiers; /* one, or none in flat tables that lack it */
	LIST(cin_characteristics) characteristics;
	LIST(cin_disability) disabilities;
	LIST(cin_episode) episodes;
	LIST(cin_assessment) assessments;
	LIST(cin_factor) factors;
	LIST(cin_plan) plans;
	LIST(cin_enquiry) enquiries;
	LIST(cin_protection) protection;
	LIST(cin_review) reviews;
	LIST(cin_pre_proceedings) pre_proceedings;
	const cin_earlier *same_id, *same_upn; /* NULL: none came before */
} cin_child;

typedef enum { CIN_IS_TEXT, CIN_IS_DAY, CIN_IS_FLAG, CIN_IS_TEXTS } cin_cell;
typedef struct {
	cin_table table;
	const char *name; /* as in the Department's form */
	cin_cell is;
	size_t offset;
} cin_column;

extern const cin_column cin_columns[];
extern const size_t cin_column_n;
const char *cin_table_name(cin_table t);
bool cin_table_of(str name, cin_table *ret); /* whatever the case of its letters */
const cin_column *cin_column_of(cin_table t, str name); /* NULL when there is none */

/* A new row, without values; valid until the next one of its table. Its episode and part are for the caller to set. */
cin_row *cin_add(cin_child *c, cin_table t, int line);
/* text must live as long as the child. */
void cin_set(cin_child *c, cin_row *row, const cin_column *column, str text);
/* As received; several with spaces between, in arena a. */
str cin_cell_text(arena *a, const cin_row *row, const cin_column *column);
str cin_child_id(const cin_child *c); /* empty where it has none */

/* Days as systems write them: 2026-03-31, 31/03/2026 with «/», «-» or «.», one digit or two, 20260331, each with a time or
 * an offset after it, which says nothing here. */
cin_day cin_day_of(str text);
/* true false 1 0 yes no y n, whatever the case of their letters. */
cin_flag cin_flag_of(str text);
bool cin_same_word(str a, str b); /* whatever the case of ASCII letters */

#endif
