/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What managers do without opening a record: see whom a worker works with, end that, and say which person a worker is. A
 * child's name and age are shown, and nothing of what is recorded; each name shown is noted. */
#ifndef WAYMARK_ACCESS_ALLOCATING_H
#define WAYMARK_ACCESS_ALLOCATING_H

#include "access/access.h"

/* A child whom a worker works with, or will from a day that is recorded. */
typedef struct {
	record_id works_with, child;
	str name;
	value born, as, from; /* as works_with says */
} at_work;
typedef LIST(at_work) caseload;

/* Oldest first. A child in whom the viewer has an interest, or whose record is kept from the viewer, is left out.
 * E_DENIED for whoever allocates no children. */
err access_caseload(reading *r, record_id worker, caseload *ret) MUST_USE;

/* Ends the work on the day `until` of `said` (values of works_with: until and why, the others as they stand). id: of the
 * entry to be; the same again is recorded once. E_NOT_FOUND no such work of this worker's, as access_caseload tells it.
 * E_INVALID a problem for each wrong field. As access_writer and journal_append. */
err access_end_work(reading *r, record_id worker, record_id works_with, const values *said, uuid id, problems *ret_problems)
	MUST_USE;

/* Whether the viewer recorded an entry of that id before: what is sent again is answered as it was the first time. */
err access_recorded_before(reading *r, uuid id, bool *ret) MUST_USE;

/* The person that a worker is, {0} where nobody said so. E_NOT_FOUND no such worker. E_DENIED as access_caseload. */
err access_person_of_worker(reading *r, record_id worker, record_id *ret) MUST_USE;
/* Says that a worker is a person with a record here: `number` is the person's local number, or the record's own, as in its
 * address. From then on that person's name is known as the worker's is, so the two must be called the same: nobody's name is
 * to be had by their number. E_NOT_FOUND no such person of that name; E_INVALID the record is that of a child. */
err access_worker_is(reading *r, record_id worker, str number, uuid id) MUST_USE;
/* The same with a new record, of a kind person, made first. */
err access_worker_is_new(reading *r, record_id worker, const values *person, uuid id, problems *ret_problems) MUST_USE;

#endif
