/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Identities that a law parts: two records on purpose, whom only named holders know to be one person. */
#ifndef WAYMARK_ACCESS_PARTED_H
#define WAYMARK_ACCESS_PARTED_H

#include "access/access.h"

/* What a holder is told of the other identity. */
typedef struct {
	record_id person;
	str name;
} other_identity;
typedef LIST(other_identity) other_identity_list;

typedef struct {
	bool by_law;                /* a law parts the person from another record: a name from before leads nobody here */
	bool holds;                 /* the viewer is named as one who may know of both */
	other_identity_list others; /* for holders alone */
} parting;
/* Of the view's person. Notes nothing. */
err access_parting(const view *v, parting *ret) MUST_USE;
/* Every record that a law parts from another, in order: for an index of everybody, which has no holders. */
err access_parted_records(reading *r, record_list *ret) MUST_USE;

#endif
