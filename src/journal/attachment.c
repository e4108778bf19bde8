/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Attachments: the bytes of files, kept once for each digest in rows of ATTACHMENT_PART_BYTES, the last one shorter. Their key
 * is the digest, or for a file that came in parts its place, a UUID by time, which stands in attachment_incoming until
 * attachment_place ties it to the digest. */
#include "journal/append.h"

/* Its key in `attachment`. */
#define KEY_OF(digest) "COALESCE((SELECT place FROM attachment_place WHERE attachment_place.digest = " digest "), " digest ")"

static str place_view(const uuid *place)
{
	return (str){ (const char *)place->at, sizeof place->at };
}

static err is_here(db *d, const sha256 *digest, bool *ret)
{
	int64_t part;
	err e = db_one_int(d, SQL("SELECT part FROM attachment WHERE digest = " KEY_OF("$1") " AND part = 0"),
	                   ARGS(arg_bytes(sha256_view(digest))), &part);
	if (e != OK && e != E_NOT_FOUND) return e;
	*ret = e == OK;
	return OK;
}

/* A correction names files without bringing them again; an empty file has no bytes to bring. */
static bool brings_bytes(const file_value *f)
{
	return f->bytes.n || !uuid_is_none(f->place) || sha256_eq(f->digest, sha256_of(STR_NONE));
}

typedef err each_file(db *d, append *x, const field *where, const file_value *f);

static err for_each_file(db *d, append *x, each_file *visit)
{
	for (size_t i = 0; x->e.files.n && i < x->k->field_n; i++) {
		const value *v = &x->v->at[i];
		if (x->k->fields[i].type != FIELD_FILE || v->is != VALUE_KNOWN) continue;
		for (size_t f = 0; f < v->files.n; f++) TRY(visit(d, x, &x->k->fields[i], &v->files.at[f]));
	}
	return OK;
}

/* All of what came in parts: it may have lain there for too long, and then all of it is gone. Only its last row is asked for: to
 * count them SQLite would read every byte. */
static err is_whole(db *d, const file_value *f, bool *ret)
{
	int64_t part, last = (f->size_bytes - 1) / ATTACHMENT_PART_BYTES;
	err e = db_one_int(d, SQL("SELECT part FROM attachment WHERE digest = $1 AND part = $2"),
	                   ARGS(arg_bytes(place_view(&f->place)), ARG(last)), &part);
	*ret = e == OK;
	return e == E_NOT_FOUND ? OK : e;
}

static err check_one(db *d, append *x, const field *where, const file_value *f)
{
	bool here = true;
	if (!uuid_is_none(f->place)) TRY(is_whole(d, f, &here));
	else if (!brings_bytes(f)) TRY(is_here(d, &f->digest, &here));
	if (here) return OK;
	append_problem(x, where, STR_NONE, S("This file is not here any more: choose it again."));
	return FAIL(&x->a->trail, E_NOT_FOUND);
}

err attachment_check(db *d, append *x)
{
	return for_each_file(d, x, check_one);
}

static err tie(db *d, const file_value *f)
{
	TRY(db_run(d, SQL("INSERT INTO attachment_place (digest, place) VALUES ($1, $2)"),
	           ARGS(arg_bytes(sha256_view(&f->digest)), arg_bytes(place_view(&f->place))), NULL));
	return db_run(d, SQL("DELETE FROM attachment_incoming WHERE place = $1"), ARGS(arg_bytes(place_view(&f->place))), NULL);
}

static err insert_one(db *d, append *x, const field *where, const file_value *f)
{
	bool here;
	(void)x;
	(void)where;
	if (!brings_bytes(f)) return OK;
	TRY(is_here(d, &f->digest, &here));
	if (!here && !uuid_is_none(f->place)) return tie(d, f);
	int64_t part = 0;
	for (str rest = f->bytes; !here && (rest.n || part == 0); part++) {
		TRY(db_run(d, SQL("INSERT INTO attachment (digest, part, bytes) VALUES ($1, $2, $3)"),
		           ARGS(arg_bytes(sha256_view(&f->digest)), ARG(part), arg_bytes(str_first(rest, ATTACHMENT_PART_BYTES))),
		           NULL));
		rest = str_from(rest, ATTACHMENT_PART_BYTES);
	}
	return OK;
}

err attachment_insert(db *d, append *x)
{
	return for_each_file(d, x, insert_one);
}

#define NAMED_BY_NONE "NOT EXISTS (SELECT 1 FROM chain_file WHERE chain_file.digest = $1)"

err attachment_sweep(db *d, const digest_list *files)
{
	for (size_t i = 0; i < files->n; i++) {
		args one = ARGS(arg_bytes(sha256_view(&files->at[i])));
		TRY(db_run(d, SQL("DELETE FROM attachment WHERE digest = " KEY_OF("$1") " AND " NAMED_BY_NONE), one, NULL));
		TRY(db_run(d, SQL("DELETE FROM attachment_place WHERE digest = $1 AND " NAMED_BY_NONE), one, NULL));
	}
	return OK;
}

/* ---- on its way in */

err journal_incoming_part(db *d, const uuid *place, int64_t part, str bytes)
{
	if (part == 0)
		TRY(db_run(d, SQL("INSERT INTO attachment_incoming (place) VALUES ($1)"), ARGS(arg_bytes(place_view(place))), NULL));
	return db_run(d, SQL("INSERT INTO attachment (digest, part, bytes) VALUES ($1, $2, $3)"),
	              ARGS(arg_bytes(place_view(place)), ARG(part), arg_bytes(bytes)), NULL);
}

err journal_incoming_drop(db *d, const uuid *place)
{
	int64_t gone;
	TRY(db_run(d, SQL("DELETE FROM attachment_incoming WHERE place = $1"), ARGS(arg_bytes(place_view(place))), &gone));
	return gone ? db_run(d, SQL("DELETE FROM attachment WHERE digest = $1"), ARGS(arg_bytes(place_view(place))), NULL) : OK;
}

/* The first whose place was made before: a place begins with its time. */
static err first_before(db *d, const uuid *until, uuid *ret, bool *ret_there)
{
	ROWS(found);
	TRY(db_query(d, SQL("SELECT place FROM attachment_incoming WHERE place < $1 ORDER BY place LIMIT 1"),
	             ARGS(arg_bytes(place_view(until))), &found));
	*ret_there = db_next(&found) && db_bytes(&found, 0).n == sizeof ret->at;
	if (*ret_there) memcpy(ret->at, db_bytes(&found, 0).at, sizeof ret->at);
	return db_end(&found);
}

err journal_incoming_sweep(db *d, instant before, int *ret_files)
{
	uuid until = { 0 }, place;
	bool there = true;
	for (size_t i = 0; i < 6; i++) until.at[i] = (unsigned char)(before.ms >> (8 * (5 - i)));
	for (*ret_files = 0;; ++*ret_files) {
		TRY(first_before(d, &until, &place, &there));
		if (!there) return OK;
		TRY(journal_incoming_drop(d, &place));
	}
}

/* ---- out again */

err journal_attachment_part(db *d, const sha256 *digest, int64_t part, buf *to)
{
	ROWS(found);
	TRY(db_query(d, SQL("SELECT bytes FROM attachment WHERE digest = " KEY_OF("$1") " AND part = $2"),
	             ARGS(arg_bytes(sha256_view(digest)), ARG(part)), &found));
	bool there = db_next(&found);
	if (there) buf_str(to, db_bytes(&found, 0));
	TRY(db_end(&found));
	return there ? OK : E_NOT_FOUND;
}

err journal_attachment(db *d, arena *a, const sha256 *digest, str *ret)
{
	buf b = BUF(a);
	err e = OK;
	int64_t n = 0;
	for (; e == OK; n++) e = journal_attachment_part(d, digest, n, &b);
	if (e != E_NOT_FOUND) return e;
	if (n == 1) return E_NOT_FOUND;
	*ret = buf_view(&b);
	return OK;
}
