/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What people said lies behind a number. */
#ifndef WAYMARK_CAPABILITIES_QUESTIONS_THREAD_H
#define WAYMARK_CAPABILITIES_QUESTIONS_THREAD_H

#include "web/controls.h"
#include "web/page.h"

typedef struct {
	str what, words, by, about;
	record_id record;
} thread_line;
typedef LIST(thread_line) thread;

/* Oldest first. Empty where the viewer may not read it. */
err thread_read(reading *r, str asked_of, thread *ret) MUST_USE;
/* The question of each thing that was ever said, for counting. Empty likewise. */
err threads_read(reading *r, str_list *ret) MUST_USE;
bool thread_may_write(const request *r);
/* The form's fields, with what was sent and what is wrong with it. */
html thread_fields(request *r, str wrong_what, str wrong_words);
/* Takes what was sent: E_INVALID where something is missing, with the words for each field. */
err thread_take(request *r, str asked_of, str about, str *ret_wrong_what, str *ret_wrong_words) MUST_USE;

#endif
