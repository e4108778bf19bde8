/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Inside kind/: one value from what somebody wrote. *ret_why is what stands after the field's label in a message: "there
 * is no 31 February 2024". */
#ifndef WAYMARK_KIND_VALUE_READ_H
#define WAYMARK_KIND_VALUE_READ_H

#include "base/buf.h"
#include "kind/values.h"

/* A text that is not blank, as the field's type has it. false: it does not read, *ret_why says what to do. */
bool value_read(arena *a, const zone *z, const field *f, str text, value *ret, str *ret_why);
/* Text fit to be kept: UTF-8, no control characters, line ends as \n. */
bool text_fit(arena *a, str text, bool lines, str *ret, str *ret_why);

/* A day from its three boxes, month as number or name; only a year, or a month and a year, are less exact days. */
bool day_from_parts(arena *a, str dom, str month, str year, bool about, when *ret, str *ret_why);
bool time_from_parts(str hour, str minute, int *ret_minutes, str *ret_why);
/* A day in the usual forms: 2024-03-05, 5/3/2024, 5 March 2024, March 2024, 2024, with «about» or ~. */
bool day_from_text(arena *a, str text, when *ret, str *ret_why);
/* The same with a time at its end (14:20), or 2024-03-05T14:20:00Z. */
bool instant_from_text(arena *a, const zone *z, str text, when *ret, str *ret_why);

/* Lists in what is received: over these it is refused before anything is compared with anything. */
enum { CODES_MOST = 2 * KIND_MAX_CHOICES, RECORDS_MOST = 1000 };

bool codes_add(arena *a, const field *f, str written, str_list *codes);
void codes_in_order(arena *a, const field *f, str_list *codes);
bool record_from_text(str text, record_id *ret);
void record_add(arena *a, record_list *records, record_id r);

/* What is wrong with one value under the field's limits: at most one problem. */
void value_check(arena *a, const field *f, const value *v, problems *ret_problems);
/* "Label: why." */
void problem_add(arena *a, problems *list, const field *f, str why);
/* Kept as received: bytes that are no text are written \xNN. */
value value_unread(arena *a, str text);

#endif
