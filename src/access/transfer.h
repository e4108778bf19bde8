/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a capability takes from files and gives to them: `waymark import NAME FILE`, `waymark report NAME -o FILE`. Both have
 * the rights of whoever runs them. */
#ifndef WAYMARK_ACCESS_TRANSFER_H
#define WAYMARK_ACCESS_TRANSFER_H

#include "access/access.h"

enum { IMPORT_MAX_BYTES = 16 * 1024 * 1024 };

/* One file on its way in. What is appended is of this import alone until it is complete: of a file that could not be taken whole
 * nothing shows. */
typedef struct {
	reading *read;
	str file;   /* its name, without the folder */
	str text;   /* all of it, unpacked, UTF-8 without NUL */
	buf said;   /* lines for whoever imports: what was taken, and each thing that could not be read, with its line */
	struct import_so_far *so_far; /* what was appended; NULL: nothing yet */
} import_job;

typedef struct {
	const char *name, *help; /* "tracker"; "a table of recommendations, as ..." */
	/* E_INVALID: this is not such a file; `said` tells why, and nothing was recorded. Whoever calls it completes the import. */
	err (*take)(import_job *in);
} import_code;

/* Appends one entry as whoever imports; in an area without sign-ins as the program. Later ones may link to *ret; nothing else
 * sees it before the import is complete. An import holds one entry of a record; its id is one that batch_find gave. Problems are
 * added to `said`. As access_writer and journal_append. */
err import_append(import_job *in, const values *v, const entry_head *head, record_id *ret) MUST_USE;
/* The same where nothing links to it: it may be written, and refused, with a later call up to import_complete, which names the
 * line of the file that it is of. v and head's lists last until then. */
err import_append_later(import_job *in, const values *v, const entry_head *head, int64_t line) MUST_USE;
/* Writes what waits and makes all of it visible; `what` is the sort of file. Where nothing was appended nothing is. What is read
 * afterwards includes it. As above; E_CONFLICT another file was completed since this one began: begin again. */
err import_complete(import_job *in, str what) MUST_USE;

/* That what the view is for goes to a printer: noted like any look. */
void access_print(const view *v);

/* For whom and when a working copy is made, and as of which past day: "For dana, 5 March 2024 at 14:20". */
str working_words(const reading *r);

/* One document on its way out. */
typedef struct {
	reading *read;
	bool html;  /* else plain text */
	buf out;
} report_job;

typedef struct {
	const char *name, *help;
	err (*write)(report_job *to);
	const char *without_children; /* why nothing of any child is in it: what has, goes through the gate */
} report_code;

#endif
