/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The form of a kind, made from its declaration: labels, guidance, choices, boxes for days, «not known» for every field. */
#ifndef WAYMARK_WEB_FORM_PAGE_H
#define WAYMARK_WEB_FORM_PAGE_H

#include "web/around.h"
#include "web/beside.h"
#include "web/controls.h"
#include "web/typed.h"

typedef struct {
	const kind *kind;
	const view *view;          /* whose people and records may be chosen, and what may be written */
	const form_parts *typed;   /* what stands in the form */
	const problems *problems;  /* what is wrong with it; NULL at first */
	bool asks_happened;
	record_id about;           /* given by the address: the child; 0 for none */
	entry_links given;         /* links given by the address: not asked for */
	bool correcting;           /* what stands there is shown, so it must be readable too */
	const record *stands;      /* what a correction corrects; NULL for a new record */
	const form_beside *beside; /* what is said of it; NULL: nothing */
} kind_form;

/* Everything between <form> and the button. */
err form_fields(request *r, const kind_form *f, html *ret) MUST_USE;
/* A problem for each link and each field that names what the form did not offer, and for each link that must be there
 * and is not. Whoever is named in a record can be read there by name, so a number alone must not do it. before: what
 * stood there, which may stay; NULL for a new record. */
err form_offered(request *r, const kind_form *f, const values *v, const values *before, problems *p) MUST_USE;
/* The error summary, each line leading to its field; empty without problems. */
html form_error_summary(arena *a, const kind_form *f);
/* Links that the form says: `about-ROLE` for every role but the child. Unreadable numbers are left out: the journal then
 * says what is missing. */
entry_links form_links(arena *a, const kind *k, const form_parts *typed);
/* May this viewer fill the field in: written without being read for a new record, both for a correction. */
bool form_offers(const view *v, const kind *k, const field *f, bool correcting);
/* The message beside a field, or empty. */
str form_problem_of(const problems *p, const field *f, str about);

#endif
