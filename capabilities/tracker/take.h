/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WAYMARK_TRACKER_TAKE_H
#define WAYMARK_TRACKER_TAKE_H

#include "access/transfer.h"

/* waymark import tracker, waymark import response: the functions of their rows. */
err tracker_take(import_job *in) MUST_USE;
err response_take(import_job *in) MUST_USE;
/* waymark report scrutiny. */
err scrutiny_write(report_job *to) MUST_USE;

#endif
