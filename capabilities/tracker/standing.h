/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where each recommendation stands: everything recorded about it, read once. */
#ifndef WAYMARK_TRACKER_STANDING_H
#define WAYMARK_TRACKER_STANDING_H

#include "capabilities/tracker/conflicts.h"
#include "read.h"

typedef struct {
	const scrutiny_question_row *is;
	LIST(const scrutiny_answer_row *) answers; /* oldest first */
} question;

typedef struct {
	const recommendation_row *is;
	const government_response_row *local, *government; /* NULL where nobody recorded one */
	LIST(const local_position_row *) positions;        /* newest first */
	LIST(question) questions;                          /* oldest first */
	conflicts conflicts;
} standing;
typedef LIST(standing) standings;

/* By review and number. E_DENIED; E_NOT_FOUND the area does not have these kinds yet. */
err standings_read(reading *r, standings *ret) MUST_USE;
/* What a choice says: "Awaiting others"; empty where it is not answered. */
str choice_words(const record *of, const char *field, typed_text code);
/* "Munro 6". */
str standing_name(arena *a, const standing *s);

#endif
