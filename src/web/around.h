/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whom and what a form may offer to choose: records that are there already and that the viewer may know of. Nothing new is
 * made by typing a name. */
#ifndef WAYMARK_WEB_AROUND_H
#define WAYMARK_WEB_AROUND_H

#include "web/page.h"

typedef struct {
	record_id record;
	str name;
	bool works_here; /* named as a worker, whose person it is */
} named_record;
typedef LIST(named_record) named_records;

/* The child, and everybody whom its records name as far as the viewer may read them, and the persons that the workers
 * around it are; in order of name. Without a child: nobody. */
err people_around(const view *v, named_records *ret) MUST_USE;
/* Records of a kind to link to: those about the view's child, or all where the kind is not about a child and the viewer may
 * list it. A kind that may not be listed gives none. */
err records_to_choose(request *r, const view *v, const kind *k, named_records *ret) MUST_USE;
/* How a record is called in a list: its title's words, or the day and the kind. */
str record_called(const view *v, const record *rec);
/* The page whose list a kind stands in: find for people, else a capability's; the first page where none lists it. */
url list_of_kind(const request *r, const kind *k);

#endif
