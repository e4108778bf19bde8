/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of managers about a worker, without opening a child's record. */
#ifndef WAYMARK_PEOPLE_ALLOCATING_H
#define WAYMARK_PEOPLE_ALLOCATING_H

#include "web/page.h"

/* /worker/:worker/children: whom the worker works with. */
err caseload_show(request *r, const view *none, model *to) MUST_USE;
/* /worker/:worker/children/:record: ending one of these. */
err end_work_form(request *r, const view *none, model *to) MUST_USE;
err end_work_take(request *r, const view *none, model *to) MUST_USE;
/* /worker/:worker/person: which person the worker is. */
err worker_person_form(request *r, const view *none, model *to) MUST_USE;
err worker_person_take(request *r, const view *none, model *to) MUST_USE;
/* Below the record of a worker, for managers: the way to both. */
err of_worker_panel(request *r, const view *v, html *ret) MUST_USE;

#endif
