/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"

#include <unistd.h>

/* One write for each line: lines of several threads do not mix. A log that cannot be written stops nobody. */
static void put_line(buf *b)
{
	buf_char(b, '\n');
	ssize_t written = write(STDERR_FILENO, b->at, b->n);
	(void)written;
}

static void begin_line(buf *b, instant now, const char *event)
{
	instant_write(b, now);
	buf_char(b, ' ');
	buf_str(b, str_of(event));
}

void log_event(instant now, const char *event, const log_number *numbers, size_t n)
{
	ARENA(a);
	buf b = BUF(&a);
	begin_line(&b, now, event);
	for (size_t i = 0; i < n; i++) buf_printf(&b, " %s=%lld", numbers[i].name, (long long)numbers[i].n);
	put_line(&b);
}

void log_trail(instant now, const char *event, const trail *t)
{
	ARENA(a);
	buf b = BUF(&a);
	begin_line(&b, now, event);
	buf_printf(&b, " %s at %s:%d", err_name(t->code), t->file ? t->file : "?", t->line);
	if (t->detail) buf_printf(&b, " detail=%d", t->detail);
	put_line(&b);
}
