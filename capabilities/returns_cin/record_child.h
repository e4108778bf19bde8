/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A child as the area knows it, asked what the census would ask: while people work, and only of what the viewer may read. */
#ifndef WAYMARK_RETURNS_CIN_RECORD_CHILD_H
#define WAYMARK_RETURNS_CIN_RECORD_CHILD_H

#include "access/access.h"
#include "capabilities/returns_cin/check.h"

/* One thing that the census would ask about. Words are static; rows live with the child. */
typedef struct {
	const cin_rule *rule;
	LIST(const cin_row *) rows; /* each with the record that it stands in */
} cin_question;
typedef LIST(cin_question) cin_questions;

/* The collection year of that day: 2026 from April 2025 to March 2026. */
int cin_year_of(day today);
/* Everything that the year's rules find in the view's child as it is known now; what is still to come in the year is not asked.
 * Rules about whole returns are left out. In arena a. */
err cin_ask(const view *v, arena *a, int year, cin_questions *ret) MUST_USE;

#endif
