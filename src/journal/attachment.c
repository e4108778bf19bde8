/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Attachments: the bytes of files, kept once for each digest in rows of at most ATTACHMENT_PART_BYTES. */
#include "journal/append.h"

static err is_here(db *d, const sha256 *digest, bool *ret)
{
	int64_t part;
	err e = db_one_int(d, SQL("SELECT part FROM attachment WHERE digest = $1 AND part = 0"),
	                   ARGS(arg_bytes(sha256_view(digest))), &part);
	if (e != OK && e != E_NOT_FOUND) return e;
	*ret = e == OK;
	return OK;
}

/* A correction names files without bringing them again; an empty file has no bytes to bring. */
static bool brings_bytes(const file_value *f)
{
	return f->bytes.n || sha256_eq(f->digest, sha256_of(STR_NONE));
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

static err check_one(db *d, append *x, const field *where, const file_value *f)
{
	bool here = true;
	if (!brings_bytes(f)) TRY(is_here(d, &f->digest, &here));
	if (here) return OK;
	append_problem(x, where, STR_NONE, S("This file is not here any more: choose it again."));
	return FAIL(&x->a->trail, E_NOT_FOUND);
}

err attachment_check(db *d, append *x)
{
	return for_each_file(d, x, check_one);
}

static err insert_one(db *d, append *x, const field *where, const file_value *f)
{
	bool here;
	(void)x;
	(void)where;
	if (!brings_bytes(f)) return OK;
	TRY(is_here(d, &f->digest, &here));
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

err attachment_sweep(db *d, const digest_list *files)
{
	for (size_t i = 0; i < files->n; i++)
		TRY(db_run(d,
		           SQL("DELETE FROM attachment WHERE digest = $1 AND NOT EXISTS "
		               "(SELECT 1 FROM chain_file WHERE chain_file.digest = attachment.digest)"),
		           ARGS(arg_bytes(sha256_view(&files->at[i]))), NULL));
	return OK;
}

err journal_attachment(db *d, arena *a, const sha256 *digest, str *ret)
{
	ROWS(parts);
	buf b = BUF(a);
	int64_t n = 0;
	TRY(db_scan(d, SQL("SELECT bytes FROM attachment WHERE digest = $1 ORDER BY part"),
	            ARGS(arg_bytes(sha256_view(digest))), &parts));
	for (; db_next(&parts); n++) buf_str(&b, db_bytes(&parts, 0));
	TRY(db_end(&parts));
	if (n == 0) return E_NOT_FOUND;
	*ret = buf_view(&b);
	return OK;
}
