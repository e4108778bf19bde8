/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A name in a log line: it holds numbers alone.
 * gcc: aggregate value used where an integer was expected
 * clang: operand of type 'str' where arithmetic or pointer type is required */
#include "base/log.h"

void note(instant now, str name, int64_t child);

void note(instant now, str name, int64_t child)
{
#ifdef MISTAKE
	(void)child;
	log_event(now, "opened", (log_number[]){ LOG_NUMBER("child", name) }, 1);
#else
	(void)name;
	log_event(now, "opened", (log_number[]){ LOG_NUMBER("child", child) }, 1);
#endif
}
