/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The values of one entry: read from a form, from JSON, from CSV; checked against the kind; written as canonical JSON. */
#ifndef WAYMARK_KIND_VALUES_H
#define WAYMARK_KIND_VALUES_H

#include "base/day.h"
#include "base/hash.h"
#include "kind/kind.h"
#include "wire/form.h"

typedef enum {
	VALUE_ABSENT = 0,
	VALUE_KNOWN,
	VALUE_NOT_KNOWN, /* {"not_known": true}: said to be so */
	VALUE_UNREAD     /* {"unread": "31/02/2024"}: kept as received; from imports only, a form refuses */
} value_state;

typedef struct {
	str name, media;   /* file name as given (checked), media type by its bytes (wire/media.h) */
	sha256 digest;
	int64_t size_bytes;
	str bytes;         /* only on its way in: its bytes, */
	uuid place;        /* or where they stand already (journal_incoming_part) */
} file_value;

enum { ATTACHED_MOST_BYTES = 50 * 1024 * 1024 };

typedef struct {
	value_state is;
	str text;            /* TEXT, LINE; IDENTIFIER canonical; CHOICE its code; UNREAD as received;
	                        NUMBER its decimal text; INSTANT and DAY in `on` */
	when on;             /* DAY, INSTANT */
	double number;       /* NUMBER */
	bool yes;            /* YES_NO */
	str_list codes;      /* CHOICES */
	record_list records; /* PERSON, RECORD (one), PEOPLE */
	LIST(file_value) files; /* FILE */
} value;

typedef struct {
	const kind *k;
	value *at; /* k->field_n of them, in the kind's order */
} values;

/* Something a person can mend. field NULL: the entry as a whole, or the role `about`. */
typedef struct {
	const field *where;
	str about;   /* the about role or the part of the header meant ("happened"), where `where` is NULL */
	str message; /* a full sentence that says what to do */
} problem;
typedef LIST(problem) problems;

values values_make(arena *a, const kind *k); /* all absent */
value *values_of(values *v, str field_name); /* CHECKs that the kind has it */
const value *values_get(const values *v, str field_name); /* NULL when the kind has no such field */

/* A form's fields are form_parts (wire/form.h). Names used: FIELD for most; repeated for choices and people; FIELD-day,
 * FIELD-month, FIELD-year, FIELD-about for days, and FIELD-hour, FIELD-minute for instants; FIELD-not-known with any text,
 * or FIELD with the text not_known (a radio among the answers). A moment may also come in one text, FIELD. */

/* Reads what a form sent; every field gets its problem, none is cut. What cannot be read stays in `parts` for the page to
 * show again. *ret in arena a. OK, or E_INVALID with problems. */
err values_from_form(arena *a, const zone *z, const kind *k, const form_parts *parts, values *ret, problems *ret_problems)
	MUST_USE;
/* As committed. strict (a program writes): an unknown field, a value that does not read, one over its limits and a required
 * one that is missing are problems, E_INVALID. Otherwise OK: what does not read is kept as received, and a problem is told
 * only for an unknown field. E_INVALID also when it is no JSON map. */
err values_from_json(arena *a, const zone *z, const kind *k, str json, bool strict, values *ret, problems *ret_problems)
	MUST_USE;
/* One field from one text (a CSV cell, an import); what does not read becomes VALUE_UNREAD. */
void value_from_text(arena *a, const zone *z, const field *f, str text, value *ret);
/* Required fields answered, limits, codes offered. For values from anywhere. */
err values_check(arena *a, const values *v, problems *ret_problems) MUST_USE;
/* Canonical: fields in the kind's order, absent ones left out, no white space. The same values give the same bytes. */
void values_write_json(buf *b, const values *v);
/* For people: "Spoken", "5 March 2024", "not known", «"31/02/2024" (as received)». Links come as their numbers; the page
 * knows names. */
void value_write_words(buf *b, const zone *z, const field *f, const value *v);

#endif
