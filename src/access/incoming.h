/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files on their way in, before anybody has recorded them: their bytes go into rows of the area as they come, where nobody reads
 * them until an entry takes them. Of each no more is held in memory than a part. And out again, a part at a time. */
#ifndef WAYMARK_ACCESS_INCOMING_H
#define WAYMARK_ACCESS_INCOMING_H

#include "access/access.h"

typedef struct incoming incoming;

/* For the files of one form, one after another. a ends with the form; incoming_drop comes before that. */
incoming *incoming_make(area *ar, arena *a, instant now);
/* Some more of the file that is coming. welcome: its bytes may be kept in the area; otherwise what does not fit into a part is
 * counted, and lost. */
void incoming_more(incoming *f, str bytes, bool welcome);
/* All of it has come. Small ones stay in memory: io->text; others stand in the area: io->file. One that could not be kept, or is
 * larger than ATTACHED_MOST_BYTES, has its size and no place. The next begins. */
void incoming_end(incoming *f, form_part *io);
/* Takes away what no entry has taken: of all its files, and of the one that is coming. */
void incoming_drop(incoming *f);
/* The same for all that another run of the program left behind: when serving begins. E_BUSY, E_IO. */
err incoming_sweep(area *ar, arena *a, instant now) MUST_USE;

/* A file that was recorded, of which the view it was opened with has said that its viewer may have it. */
typedef struct {
	file_value is; /* without its bytes; media is what they say, also where an older entry says otherwise */
	area *in;
} open_file;
/* The file of that digest, where an entry of the record names it in a field that the viewer may read; else E_NOT_FOUND. */
err open_file_find(const view *v, record_id id, const sha256 *digest, open_file *ret) MUST_USE;
/* Adds its bytes from `at` on, to the end of that part of ATTACHMENT_PART_BYTES. From any thread. E_NOT_FOUND beyond its end, or it
 * was disposed of meanwhile. */
err open_file_read(const open_file *f, int64_t at, buf *to) MUST_USE;

#endif
