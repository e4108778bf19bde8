/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a form to the journal: the same way for a new record and for a correction. */
#ifndef WAYMARK_WEB_RECORDING_H
#define WAYMARK_WEB_RECORDING_H

#include "web/form_page.h"

/* What is recorded beside what a form records: both or neither. */
typedef struct {
	const kind *kind;
	values values;
	entry_head head;
	const char *as; /* it is about the record of the form in this role; NULL: its head says about whom */
} entry_beside;
typedef LIST(entry_beside) entries_beside;

typedef struct {
	const kind *kind;
	const view *view;
	record_id child;          /* whom a new record is about; 0 for none */
	entry_links given;        /* further links given by the address */
	const char *happens_on;   /* the field whose day is when it happened, not asked twice; NULL: asked on its own */
	const record *correcting; /* its newest entry; NULL for a new record */
	url action, back;
	str back_words, caption, button;
	html answers;             /* what it answers, shown above it; empty for none */
	str label;                /* the form's heading; empty: the kind's label */
	str button_says;          /* the button sends this name with «yes»: what pressing it says; empty: nothing */
	const entry_beside *beside; /* recorded with a new record, or neither; NULL: nothing */
} recording;

/* Shows the form: empty, or with what stands in the record. A browser is led on to the form's address with ?entry=ID (and
 * &seen=), so that going back to it brings the same entry. */
err recording_form(request *r, const recording *what, model *m) MUST_USE;

/* Takes a sent form. OK with *ret_seq set: recorded durably (or recorded before by the same form). OK with *ret_seq 0: the
 * form is in *m again, with its problems or with why it could not be kept; nothing typed is lost.
 * E_DENIED, E_NOT_FOUND: passed on. */
err recording_take(request *r, const recording *what, model *m, seq *ret_seq, bool *ret_forked) MUST_USE;

/* The form again as it was sent, nothing recorded, with that above it: 409. */
err recording_again(request *r, const recording *what, str warning, model *m) MUST_USE;

#endif
