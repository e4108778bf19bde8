/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to this folder: who stands around a child, as the record has it on a day, for one viewer. Only what the view reads is
 * in it: whoever is not there leaves no number, no line and no gap. */
#ifndef WAYMARK_FAMILY_NETWORK_H
#define WAYMARK_FAMILY_NETWORK_H

#include "access/person.h"
#include "kin/tree.h"
#include "read.h"
#include "web/page.h"

typedef struct {
	record_id person;
	str name;
	person_known known;
	record_id said;     /* the newest entry that says who they are to the child; 0 none */
	str is, code;       /* to the child: in words, and as written; empty where nobody says */
	str called;         /* by the child */
	str from;           /* the joined record in which that is said; else empty */
	when since, until;  /* of what they are to the child */
	record_id through;  /* whose mother, whose brother, whose partner; 0 not said */
	bool at_home;       /* with the child, on the day */
	size_t drawn;       /* in the tree; KIN_NONE: they stand in the words only */
} relative;
typedef LIST(relative) relatives;

/* Between two others, or between the child and somebody. */
typedef struct {
	record_id said;
	record_id one, other;
	str is, code, ended; /* codes but for `is`, in words */
	when since, until;
	bool holds;          /* on the day */
} family_bond;

typedef struct {
	const view *v;
	request *r;
	day on;
	relatives people;            /* the child first */
	LIST(family_bond) ties;
	lives_with_list lives_with;
	address_list addresses;
	carer_list carers;
	relationship_list kin;       /* the newest first, as read */
	record_list kept;            /* kept from somebody: left out unless asked for */
	bool with_kept;
	size_t left_out;             /* how many were */
} network;

/* What is known of everybody. with_kept: what is kept from anybody too, as far as the view reads it. As the generated readers. */
err network_read(request *r, const view *v, day on, bool with_kept, network *ret) MUST_USE;
/* Whether an entry may stand on this page. */
bool network_shown(network *w, const record *said);
/* Of the person, put in where they are not yet. */
size_t network_find(network *w, record_id person);
/* Whether an entry of that day, until then, held on the day that is looked at. */
bool network_holds(const network *w, const record *said, const typed_when *until);
/* Whether somebody was there: born, or expected within nine months. Who is not known to be unborn, was. */
bool network_there(const network *w, const relative *p);
bool network_unborn(const network *w, const relative *p);
bool network_died(const network *w, const relative *p);

#endif
