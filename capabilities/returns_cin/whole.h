/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The area's return as a whole, counted: what the rules find in it by rule and by team, who is in it and who is not, and its totals
 * beside the published ones. Nothing here is about one child, but the lines of `lines`. */
#ifndef WAYMARK_RETURNS_CIN_WHOLE_H
#define WAYMARK_RETURNS_CIN_WHOLE_H

#include "capabilities/returns_cin/check.h"
#include "capabilities/returns_cin/cin_return.h"
#include "journey/returned.h"

typedef struct {
	record_id team; /* 0: nobody works with the child, or somebody of no team */
	int64_t children, errors, queries, reasoned; /* reasoned: queries that have their reason */
} cin_team_count;
typedef struct {
	const cin_rule *rule;
	int64_t n, reasoned;
	str says; /* of a rule about the whole: with its figures */
} cin_rule_count;

typedef struct {
	cin_team_count all;
	LIST(cin_team_count) teams;
	LIST(cin_rule_count) rules;
	LIST(cin_reconciled) lines;
	returned totals;
	int64_t in, left_out;
} cin_whole;

/* The return of the year as known at that position; the rules of what is over today. Children whom `except` names are not counted by
 * team. Nothing is noted: who shows a line notes it. In r->a. */
err cin_whole_count(reading *r, int year, seq at, const record_list *except, cin_whole *ret) MUST_USE;

/* A published figure of the area beside the return's own. */
typedef struct {
	const char *label;
	int64_t ours, year; /* year: of the figure */
	str published;      /* as published; empty: none was read in */
	bool same_year;
} cin_compared;
typedef LIST(cin_compared) cin_comparison;
/* authority: its number in the tables. As the database. */
err cin_compare(reading *r, int year, str authority, const returned *ours, cin_comparison *ret) MUST_USE;

#endif
