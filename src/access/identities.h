/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who people are, as far as the viewer may know it, to be compared with each other; records of one person, joined and parted
 * again. What the viewer may not read is not here: nothing is compared that could not be shown. */
#ifndef WAYMARK_ACCESS_IDENTITIES_H
#define WAYMARK_ACCESS_IDENTITIES_H

#include "access/access.h"

typedef struct {
	record_id record; /* of the kind person */
	record_id person; /* that stands for them now */
	str name;
	bool whole;       /* the viewer may open it; of others a manager is told the name and the day of birth, and no more */
	values values;    /* of the kind person */
} identity;
typedef LIST(identity) identity_list;

/* One's own children; for managers also all others, as access_nobody_holds tells them; all people where nobody signs in.
 * Without those in whom the viewer has an interest, and those whose record is kept from the viewer. Notes nothing yet.
 * E_DENIED for whoever may not say that two records are one person. */
err access_identities(reading *r, identity_list *ret) MUST_USE;
/* To be called for each that is shown: notes the look. */
void access_identity_shown(reading *r, const identity *one);

/* Pairs of records that are not to be asked about: somebody said that they are two people, or a law parts them. */
typedef struct {
	record_id one, other; /* the persons that stand for them */
	bool by_law;
} people_apart;
typedef LIST(people_apart) apart_list;
err access_apart(reading *r, apart_list *ret) MUST_USE;

/* Says that `keep` and `other` are one person, called as `keep` is; or, apart, that they are two. Both as access_identities
 * gave them. id: of the entry to be. E_NOT_FOUND, E_DENIED, E_INVALID with problems; as journal_append. */
err access_say_same(reading *r, record_id keep, record_id other, str because, bool apart, uuid id, problems *ret_problems) MUST_USE;

/* Says that a law parts them: they are proposed to nobody, and joined by nobody. holder: a worker who may know of both
 * (access/parted.h); {0} for nobody. The same errors. */
err access_say_parted(reading *r, record_id one, record_id other, record_id holder, str because, uuid id, problems *ret_problems) MUST_USE;

/* A join in force between two records of the view's person. */
typedef struct {
	record_id record;      /* of the kind same_person */
	record_id keep, other;
	str because;
	record_id author, agency;
	instant recorded;
	seq since;             /* its first entry */
} join;
typedef LIST(join) join_list;
err access_joins(const view *v, join_list *ret) MUST_USE;
/* Joins among one's own children (of everybody, where nobody signs in), and what the two are called. Notes nothing. */
typedef struct {
	record_id person;
	join is;
	str keep, other;
} own_join;
typedef LIST(own_join) own_join_list;
err access_own_joins(reading *r, own_join_list *ret) MUST_USE;
/* A join of children whom a manager does not work with: told of each is what access_identities tells of such, the name and the
 * day of birth; not why they were joined, and nothing of what is recorded. */
typedef struct {
	join is;               /* because: empty */
	str keep, other;
	value keep_born, other_born;
} unread_join;
typedef LIST(unread_join) unread_join_list;
/* Oldest first; of nobody in whom the viewer has an interest, or whose record or join is kept from the viewer. Each is noted. None
 * for whoever is no manager, and where nobody signs in. */
err access_unread_joins(reading *r, unread_join_list *ret) MUST_USE;
/* One of them, and whom to ring, who may say of each entry to whom it belongs. E_DENIED no manager; E_NOT_FOUND. */
err access_unread_join(reading *r, record_id join, unread_join *ret, pointer *ret_ring) MUST_USE;
/* What was recorded about any of the view's records since then, oldest first, the newest entry of each. */
err access_recorded_since(const view *v, seq since, records *ret) MUST_USE;
/* Which of the view's records an entry is about: the first of them in the role child; {0} for none. */
record_id access_written_to(const view *v, const record *written);
/* Whether the viewer may say of that record to whom it belongs. */
bool access_may_move(const view *v, const record *written);
/* The same record, about `to` instead of another record of the view's person. As access_writer, journal_append. */
err access_move(const view *v, const record *written, record_id to, uuid id) MUST_USE;
/* Takes a join back, as access_joins or access_unread_join gave it. As access_writer, journal_append. */
err access_unjoin(reading *r, const join *j, str because, uuid id, problems *ret_problems) MUST_USE;

#endif
