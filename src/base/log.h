/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Events and numbers on standard error, one line each. No text: a child's name cannot reach a log. */
#ifndef WAYMARK_BASE_LOG_H
#define WAYMARK_BASE_LOG_H

#include "base/day.h"

typedef struct {
	const char *name; /* from a literal: LOG_NUMBER("ms", n) */
	int64_t n;
} log_number;

#define LOG_NUMBER(name, n) ((log_number){ "" name, (int64_t)(n) })

/* log_event(now, "request", (log_number[]){ LOG_NUMBER("status", 200) }, 1) */
void log_event(instant now, const char *event, const log_number *numbers, size_t n);
/* The place and code of a failure; nothing of its input. */
void log_trail(instant now, const char *event, const trail *t);

#endif
