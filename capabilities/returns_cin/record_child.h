/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A child as the area knows it, asked what the census would ask: while people work, and only of what the viewer may read. */
#ifndef WAYMARK_RETURNS_CIN_RECORD_CHILD_H
#define WAYMARK_RETURNS_CIN_RECORD_CHILD_H

#include "capabilities/returns_cin/check.h"
#include "capabilities/returns_cin/cin_return.h"

/* One thing that the census would ask about. Words are static; rows live with the child. */
typedef struct {
	const cin_rule *rule;
	LIST(const cin_row *) rows;
	record_id mends;     /* where it is put right: the record that says what the rule names first; 0 where none does */
	record_list records; /* in which they stand, those of the first row first; CIN_DRAFT among them is what is being written */
} cin_question;
typedef LIST(cin_question) cin_questions;

/* The days that the rule compared: "1 May 2025, 30 April 2025". */
str cin_days_compared(arena *a, const cin_question *q);
bool cin_concerns(const cin_question *q, record_id id);

/* Adds the records that say something of the row. */
void cin_note_records(arena *a, const cin_stood *stood, const cin_row *row, cin_question *q);
/* A reason for the query of that code, or without one for all about the records that it concerns, is one for q. */
bool cin_reason_fits(str code, const record_list *concerns, const cin_question *q);

/* The collection year of that day: 2026 from April 2025 to March 2026. */
int cin_year_of(day today);
/* Everything that the year's rules find in what the return of the year would say of the child; what is still to come in the year
 * is not asked. Rules about whole returns are left out. In arena a. */
void cin_ask_stood(const cin_stood *stood, int year, day today, arena *a, cin_questions *ret);
/* The same of the view's child as it is known now; draft, or NULL, is what is being written about it. */
err cin_ask(const view *v, arena *a, int year, const cin_draft *draft, cin_questions *ret) MUST_USE;

#endif
