/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands beside the entries: checkpoints, the tree's end, disposals, attachments. */
#include "journal/walk.h"

#include "journal/checkpoint.h"

#include <sodium.h>

/* ---- checkpoints */

static bool is_signed(walk *w, str note)
{
	for (size_t i = 0; i < w->keys.n; i++)
		if (checkpoint_signed_by(&w->each, note, w->keys.at[i])) return true;
	return false;
}

/* A checkpoint that is itself as it was signed. */
static bool read_signed(walk *w, int64_t size, str note, checkpoint *ret)
{
	const char *because = NULL;
	if (!checkpoint_read(&w->each, note, ret)) because = "does not read";
	else if (ret->size != size) because = "says another size in its note";
	else if (!str_eq(ret->origin, w->origin)) because = "is of another origin than meta says";
	else if (!is_signed(w, note)) because = "has no signature that holds";
	if (!because) return true;
	buf b = BUF(&w->each);
	buf_printf(&b, "the checkpoint of %lld entries %s", (long long)size, because);
	return walk_wrong(w, 0, 0, str_c(&w->each, buf_view(&b)));
}

bool walk_checkpoint(walk *w)
{
	for (; w->checkpoint.there && db_int(&w->checkpoint.rows, 0) <= w->edge.size; side_next(&w->checkpoint)) {
		checkpoint c;
		if (!read_signed(w, db_int(&w->checkpoint.rows, 0), db_text(&w->checkpoint.rows, 1), &c)) return false;
		if (c.size != w->edge.size) return walk_wrong(w, 0, 0, "a checkpoint is of fewer than no entries");
		if (!sha256_eq(merkle_root(&w->edge), c.root))
			return walk_wrong(w, w->fits.n + 1, c.size,
			                  "one of these was changed together with its leaf: they do not give the root signed for them");
		w->fits.n = c.size;
		w->v->checkpoints++;
	}
	return true;
}

/* ---- after the last entry */

static err check_tree(walk *w)
{
	ROWS(found);
	int64_t rows = 0, one = 0, size = 0;
	merkle_edge written = { 0 };
	bool reads = false;
	TRY(db_query(w->d, SQL("SELECT one, size, edge FROM tree"), NO_ARGS, &found));
	for (; db_next(&found); rows++) {
		one = db_int(&found, 0);
		size = db_int(&found, 1);
		reads = merkle_edge_read(size, db_bytes(&found, 2), &written);
	}
	TRY(db_end(&found));
	if (rows != 1 || one != 1) walk_wrong(w, 0, 0, "tree: it holds other than its one row");
	else if (size > w->edge.size) walk_wrong(w, w->edge.size + 1, size, "missing: the tree's end says that there are more entries");
	else if (size < w->edge.size) walk_wrong(w, size + 1, w->edge.size, "more entries than the tree's end says");
	else if (!reads) walk_wrong(w, 0, 0, "tree: its edge was changed");
	else if (!sha256_eq(merkle_root(&written), merkle_root(&w->edge)) && w->fits.n == size)
		walk_wrong(w, 0, 0, "tree: its edge was changed"); /* a signed root says that the entries were not */
	else if (!sha256_eq(merkle_root(&written), merkle_root(&w->edge)))
		walk_wrong(w, w->fits.n + 1, size, "one of these was changed together with its leaf, or the tree's end was");
	return OK;
}

/* A checkpoint of more entries than there are. */
static void check_beyond(walk *w)
{
	checkpoint c;
	if (w->checkpoint.there && read_signed(w, db_int(&w->checkpoint.rows, 0), db_text(&w->checkpoint.rows, 1), &c))
		walk_wrong(w, w->edge.size + 1, c.size, "missing: a checkpoint was signed for more entries");
}

static err check_count(walk *w, sql count, int64_t expected, const char *what)
{
	int64_t n;
	TRY(db_one_int(w->d, count, NO_ARGS, &n));
	if (n != expected) walk_wrong(w, 0, 0, what);
	return OK;
}

err walk_after_entries(walk *w)
{
	check_beyond(w);
	TRY(check_tree(w));
	TRY(check_count(w, SQL("SELECT COUNT(*) FROM body"), w->body_n, "body: it has rows of no entry"));
	TRY(check_count(w, SQL("SELECT COUNT(*) FROM chain"), w->chain_n, "chain: it has rows of no entry"));
	if (w->after.there) walk_wrong(w, 0, 0, "chain_after: it has rows of no entry");
	if (w->file.there) walk_wrong(w, 0, 0, "chain_file: it has rows of no entry");
	for (size_t i = 0; i < w->disposed.n; i++) {
		const disposed_row *gone = &w->disposed.at[i];
		if (!gone->seen) walk_wrong(w, 0, 0, "disposed: it has rows of no entry");
		else if (!gone->named) walk_wrong(w, gone->s.n, gone->s.n, "stands among the disposed, and no disposal names it");
	}
	TRY(db_end(&w->after.rows));
	TRY(db_end(&w->file.rows));
	return db_end(&w->checkpoint.rows);
}

/* ---- attachments */

/* The first entry that names the digest, for the message; 0 when none does. */
static err first_with(walk *w, str digest, int64_t *ret)
{
	return db_one_int(w->d, SQL("SELECT COALESCE(MIN(seq), 0) FROM chain_file WHERE digest = $1"), ARGS(arg_bytes(digest)), ret);
}

typedef struct {
	str key, digest; /* as the rows say; in the walk's arena */
	int64_t parts;
	bool gap, coming;
	crypto_hash_sha256_state state;
} attachment_walk;

/* The digest that a place is tied to; coming: it is not yet. */
static err look_up_place(walk *w, attachment_walk *at)
{
	ROWS(found);
	TRY(db_query(w->d, SQL("SELECT digest FROM attachment_place WHERE place = $1"), ARGS(arg_bytes(at->key)), &found));
	bool tied = db_next(&found);
	if (tied) at->digest = db_bytes_copy(&found, 0, &w->each);
	TRY(db_end(&found));
	if (tied) return OK;
	int64_t n;
	TRY(db_one_int(w->d, SQL("SELECT COUNT(*) FROM attachment_incoming WHERE place = $1"), ARGS(arg_bytes(at->key)), &n));
	at->coming = n > 0;
	return OK;
}

static err attachment_begins(walk *w, attachment_walk *at, str key)
{
	arena_reset(&w->each);
	*at = (attachment_walk){ .key = str_copy(&w->each, key) };
	at->digest = at->key;
	crypto_hash_sha256_init(&at->state);
	return key.n == sizeof(uuid) && w->places ? look_up_place(w, at) : OK;
}

static err attachment_ends(walk *w, attachment_walk *at)
{
	sha256 computed;
	int64_t first;
	if (!at->parts || at->coming) return OK; /* somebody is sending it, or went away in the middle */
	crypto_hash_sha256_final(&at->state, computed.at);
	TRY(first_with(w, at->digest, &first));
	if (at->gap || !str_eq(sha256_view(&computed), at->digest))
		walk_wrong(w, first, first, first ? "the bytes of an attachment it names were changed" : "attachment: its rows were changed");
	else if (!first) walk_wrong(w, 0, 0, "attachment: it has rows that no entry names");
	w->v->attachments++;
	return OK;
}

static err check_rows(walk *w)
{
	ROWS(found);
	attachment_walk at = { 0 };
	TRY(db_scan(w->d, SQL("SELECT digest, part, bytes FROM attachment ORDER BY digest, part"), NO_ARGS, &found));
	while (db_next(&found)) {
		str key = db_bytes(&found, 0), bytes = db_bytes(&found, 2);
		if (!at.parts || !str_eq(key, at.key)) {
			TRY(attachment_ends(w, &at));
			TRY(attachment_begins(w, &at, key));
		}
		at.gap |= db_int(&found, 1) != at.parts++;
		crypto_hash_sha256_update(&at.state, (const unsigned char *)bytes.at, bytes.n);
	}
	TRY(db_end(&found));
	return attachment_ends(w, &at);
}

/* Of an area that an older program made: nothing came in parts. */
static err check_unplaced(walk *w)
{
	int64_t missing;
	TRY(db_one_int(w->d,
	               SQL("SELECT COALESCE(MIN(seq), 0) FROM chain_file WHERE NOT EXISTS "
	                   "(SELECT 1 FROM attachment WHERE attachment.digest = chain_file.digest)"),
	               NO_ARGS, &missing));
	if (missing) walk_wrong(w, missing, missing, "the bytes of an attachment it names are gone");
	return OK;
}

static err check_placed(walk *w)
{
	int64_t missing, untied;
	TRY(db_one_int(w->d,
	               SQL("SELECT COALESCE(MIN(seq), 0) FROM chain_file WHERE NOT EXISTS "
	                   "(SELECT 1 FROM attachment WHERE attachment.digest = chain_file.digest) AND NOT EXISTS "
	                   "(SELECT 1 FROM attachment_place JOIN attachment ON attachment.digest = attachment_place.place "
	                   "WHERE attachment_place.digest = chain_file.digest)"),
	               NO_ARGS, &missing));
	if (missing) walk_wrong(w, missing, missing, "the bytes of an attachment it names are gone");
	TRY(db_one_int(w->d, SQL("SELECT COUNT(*) FROM attachment_place WHERE NOT EXISTS "
	                         "(SELECT 1 FROM attachment WHERE attachment.digest = attachment_place.place)"), NO_ARGS, &untied));
	if (untied) walk_wrong(w, 0, 0, "attachment_place: it has rows of no attachment");
	return OK;
}

err walk_attachments(walk *w)
{
	TRY(places_there(w->d, &w->places));
	TRY(check_rows(w));
	return w->places ? check_placed(w) : check_unplaced(w);
}
