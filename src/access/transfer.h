/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a capability takes from files and gives to them: `waymark import NAME FILE`, `waymark report NAME -o FILE`. Both have
 * the rights of whoever runs them. */
#ifndef WAYMARK_ACCESS_TRANSFER_H
#define WAYMARK_ACCESS_TRANSFER_H

#include "access/access.h"

enum { IMPORT_MAX_BYTES = 16 * 1024 * 1024 };

/* One file on its way in. */
typedef struct {
	reading *read;
	str file;   /* its name, without the folder */
	str text;   /* all of it, unpacked, UTF-8 without NUL */
	buf said;   /* lines for whoever imports: what was taken, and each thing that could not be read, with its line */
} import_job;

typedef struct {
	const char *name, *help; /* "tracker"; "a table of recommendations, as ..." */
	/* E_INVALID: this is not such a file; `said` tells why, and nothing was recorded. */
	err (*take)(import_job *in);
} import_code;

/* Appends one entry as whoever imports; in an area without sign-ins as the program. Problems are added to `said`.
 * What is read afterwards includes it. As access_writer and journal_append. */
err import_append(import_job *in, const values *v, const entry_head *head, record_id *ret) MUST_USE;

/* That what the view is for goes to a printer: noted like any look. */
void access_print(const view *v);

/* One document on its way out. */
typedef struct {
	reading *read;
	bool html;  /* else plain text */
	buf out;
} report_job;

typedef struct {
	const char *name, *help;
	err (*write)(report_job *to);
} report_code;

#endif
