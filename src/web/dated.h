/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What holds of a child, each with the day since when: for panels in the head of the child's page. */
#ifndef WAYMARK_WEB_DATED_H
#define WAYMARK_WEB_DATED_H

#include "kind/typed.h"
#include "web/page.h"

typedef struct {
	record_id record;
	str text, more, since; /* more: in smaller letters; since: since when, or that nobody knows it */
	bool danger;           /* for somebody, now */
	bool rings;            /* the fact is somebody to ring, by telephone: empty where no number is known */
	str telephone;
} dated_fact;
typedef LIST(dated_fact) dated_facts;

/* Whether an entry that is true until then (typed_when absent: without end) holds today. */
bool dated_holds(const view *v, const record *said, const typed_when *until);
/* Adds what the entry says. until may be NULL; text and more are borrowed. */
void dated_add(const view *v, dated_facts *list, const record *said, const typed_when *until, str text, str more);
/* The fact added last is somebody to ring: the number is shown to be tapped, or said not to be known. Borrows it. */
void dated_ring(dated_facts *list, const typed_text *telephone);
/* Empty for no facts. */
html dated_show(arena *a, const dated_facts *list);
/* The words for a code of one of the entry's fields; empty where nothing is known. */
str dated_choice(const record *said, const char *field_name, const typed_text *code);
/* "Ruth Bell and Tom Bell"; empty for nobody. */
str dated_names(const view *v, const record_list *people);

#endif
