/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to journal/: one verification under way. */
#ifndef WAYMARK_JOURNAL_WALK_H
#define WAYMARK_JOURNAL_WALK_H

#include "journal/header.h"
#include "journal/tables.h"
#include "journal/verify.h"

typedef struct {
	seq s, by;
	sha256 content;
	bool digest_ok; /* the column holds a digest at all */
	bool seen, named;
} disposed_row;

/* A table read beside the entries, in order of seq: the row at hand, if there is one. */
typedef struct {
	db_rows rows;
	bool there;
} side;

typedef struct {
	db *d;
	arena *a;   /* of the whole verification */
	arena each; /* of one entry */
	merkle_edge edge;
	instant recorded;
	seq fits;   /* the entries up to here gave a root that was signed */
	LIST(disposed_row) disposed; /* in order of seq */
	side after, file, checkpoint;
	int64_t body_n, chain_n;
	bool places; /* attachment_place is there */
	str origin;
	str_list keys;
	verdict *v;
} walk;

/* Notes the first finding; false, so that checks can end with it. */
bool walk_wrong(walk *w, int64_t from, int64_t to, const char *what);
/* All return false once something is wrong; err for what cannot be read. */
bool walk_entry(walk *w, const db_rows *r);
bool walk_checkpoint(walk *w); /* those of the size reached */
err walk_after_entries(walk *w) MUST_USE;
err walk_attachments(walk *w) MUST_USE;
void side_next(side *s);
bool digest_read(str bytes, sha256 *ret);

#endif
