/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What capabilities say beside the fields of a form while it is filled in (beside_code), and how a correction is known. */
#ifndef WAYMARK_WEB_BESIDE_H
#define WAYMARK_WEB_BESIDE_H

#include "web/page.h"

typedef struct {
	str_list fields; /* of which something may be said */
	form_notes notes;
	str asks;        /* the button's words; empty: nobody says anything of this kind */
	const kind *known; /* what is asked with a correction; NULL: nothing */
} form_beside;

/* Who says something of forms of that kind. Nobody where the view is of no child. */
form_beside beside_of(const request *r, const view *v, const kind *k);
/* Adds what is said of the draft. */
err beside_say(request *r, const form_draft *d, form_beside *io) MUST_USE;
/* The place beside the field, with what is said there; name empty: of the whole. Empty where nothing may be said. */
html beside_html(arena *a, const form_beside *b, str name);
/* The place's id: what describes the control. Empty as above. */
str beside_id(arena *a, const form_beside *b, str name);

#endif
