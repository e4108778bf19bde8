/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WAYMARK_CAPABILITIES_QUESTIONS_STATS_H
#define WAYMARK_CAPABILITIES_QUESTIONS_STATS_H

#include "web/page.h"

/* waymark import stats. */
err stats_take(import_job *in) MUST_USE;

#endif
