/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An entry as bytes: its header, its content's digest, its leaf. docs/journal-format.md says the same for outsiders, and
 * tests/verifier/ is written from that.
 *
 * header   JSON in ASCII, without white space, in this order, what is absent left out:
 *            id        UUID, 8-4-4-4-12 lower case hex
 *            record    the seq of the record's first entry; absent in that entry itself
 *            kind      its name                 version  of the kind: 64 hex digits
 *            about     [["child",17],...]
 *            author    record of the worker     agency   record of the agency
 *            happened  2024, 2024-03, 2024-03-05, each also with ~ for «about»; or an instant with the area's offset:
 *                      2024-07-05T14:20:00.000+01:00
 *            after     [20,...] the newest entries of the record that the writer had seen
 *            files     ["<64 hex>",...] SHA-256 of each attachment that the values name
 *            batch     the import that the entry came with
 * content  SHA-256(be64(n) salt  be64(n) header  be64(n) bytes), n the length in bytes of what follows it
 * leaf     SHA-256(0x00  be64(seq)  be64(recorded, milliseconds since 1970 UTC)  content): 49 bytes hashed */
#ifndef WAYMARK_JOURNAL_HEADER_H
#define WAYMARK_JOURNAL_HEADER_H

#include "journal/journal.h"

enum { SALT_BYTES = 16, HEADER_NAME_MAX_BYTES = 200 };

/* Everything but seq, recorded, bytes. z for an instant only. */
void header_write(buf *b, const entry *e, const zone *z);
/* Fills what the header says; record stays 0 for the first entry of a record. Texts borrow from header, lists in arena a.
 * false for anything that header_write would not have written. */
bool header_read(arena *a, str header, entry *ret);
/* A name that a header can hold: printable ASCII without quote, backslash and <, 1 to HEADER_NAME_MAX_BYTES. */
bool header_name_ok(str name);

sha256 content_digest(str salt, str header, str bytes);
sha256 leaf_digest(seq s, instant recorded, const sha256 *content);

#endif
