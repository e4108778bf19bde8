/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journal/proof.h"

#include "journal/checkpoint.h"
#include "journal/header.h"
#include "journal/tables.h"

#include <string.h>

static err range_root(db *d, merkle_range r, sha256 *ret)
{
	ROWS(found);
	merkle_edge edge = { 0 };
	TRY(db_scan(d, SQL("SELECT leaf FROM entry WHERE seq > $1 AND seq <= $2 ORDER BY seq"),
	            ARGS(ARG(r.first), ARG(r.first + r.count)), &found));
	while (db_next(&found)) {
		sha256 leaf;
		str bytes = db_bytes(&found, 0);
		if (bytes.n != sizeof leaf.at) return E_IO;
		memcpy(leaf.at, bytes.at, bytes.n);
		merkle_append(&edge, leaf);
	}
	TRY(db_end(&found));
	if (edge.size != r.count) return E_NOT_FOUND;
	*ret = merkle_root(&edge);
	return OK;
}

static err write_path(db *d, buf *b, merkle_ranges ranges)
{
	for (int i = 0; i < ranges.n; i++) {
		sha256 root;
		TRY(range_root(d, ranges.at[i], &root));
		buf_lit(b, "path ");
		buf_hex(b, root.at, sizeof root.at);
		buf_char(b, '\n');
	}
	return OK;
}

/* The size asked for, or the newest checkpoint's; there must be that many entries. */
static err proof_size(db *d, arena *a, int64_t asked, int64_t *ret)
{
	int64_t there;
	str note;
	checkpoint c = { .size = asked };
	if (!asked) {
		TRY(journal_checkpoint(d, a, &note));
		if (!checkpoint_read(a, note, &c)) return FAIL(&a->trail, E_IO);
	}
	TRY(journal_size(d, &there));
	if (c.size <= 0 || c.size > there) return E_NOT_FOUND;
	*ret = c.size;
	return OK;
}

static err content_kept(db *d, seq s, instant *ret_recorded, sha256 *ret)
{
	ROWS(found);
	TRY(db_query(d,
	             SQL("SELECT entry.recorded, body.salt, body.header, body.bytes, disposed.content FROM entry "
	                 "LEFT JOIN body ON body.seq = entry.seq LEFT JOIN disposed ON disposed.seq = entry.seq WHERE entry.seq = $1"),
	             ARGS(ARG(s.n)), &found));
	bool there = db_next(&found), gone = there && !db_is_null(&found, 4);
	if (there) *ret_recorded = db_instant(&found, 0);
	if (there && !gone) *ret = content_digest(db_bytes(&found, 1), db_text(&found, 2), db_bytes(&found, 3));
	if (gone && db_bytes(&found, 4).n == sizeof ret->at) memcpy(ret->at, db_bytes(&found, 4).at, sizeof ret->at);
	TRY(db_end(&found));
	return there ? OK : E_NOT_FOUND;
}

static err write_inclusion(db *d, arena *a, seq s, int64_t size, str *ret)
{
	buf b = BUF(a);
	instant recorded;
	sha256 content;
	TRY(proof_size(d, a, size, &size));
	if (s.n <= 0 || s.n > size) return E_NOT_FOUND;
	TRY(content_kept(d, s, &recorded, &content));
	buf_printf(&b, "waymark-inclusion 1\nseq %lld\nrecorded %lld\ncontent ", (long long)s.n, (long long)recorded.ms);
	buf_hex(&b, content.at, sizeof content.at);
	buf_printf(&b, "\nsize %lld\n", (long long)size);
	TRY(write_path(d, &b, merkle_inclusion(s.n - 1, size)));
	*ret = buf_view(&b);
	return OK;
}

static err write_consistency(db *d, arena *a, int64_t old, int64_t size, str *ret)
{
	buf b = BUF(a);
	TRY(proof_size(d, a, size, &size));
	if (old <= 0 || old > size) return E_NOT_FOUND;
	buf_printf(&b, "waymark-consistency 1\nold %lld\nsize %lld\n", (long long)old, (long long)size);
	TRY(write_path(d, &b, merkle_consistency(old, size)));
	*ret = buf_view(&b);
	return OK;
}

err proof_inclusion(db *d, arena *a, seq s, int64_t size, str *ret)
{
	TRY(db_begin(d, DB_SNAPSHOT));
	err e = write_inclusion(d, a, s, size, ret);
	db_rollback(d);
	return e;
}

err proof_consistency(db *d, arena *a, int64_t old, int64_t size, str *ret)
{
	TRY(db_begin(d, DB_SNAPSHOT));
	err e = write_consistency(d, a, old, size, ret);
	db_rollback(d);
	return e;
}
