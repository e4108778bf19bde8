/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lawful disposal: the words go, the place in the tree stays, and an entry says which and why. */
#include "journal/append.h"

#include "wire/json.h"

#include <stdlib.h>

static int by_seq(const void *a, const void *b)
{
	const seq *x = a, *y = b;
	return (x->n > y->n) - (x->n < y->n);
}

/* ---- which */

/* Ascending, each once. */
static seq_list sorted(arena *a, const seq *seqs, size_t n)
{
	seq_list list = { 0 }, once = { 0 };
	for (size_t i = 0; i < n; i++) PUSH(a, &list, seqs[i]);
	if (n) qsort(list.at, n, sizeof *list.at, by_seq);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || list.at[i].n != list.at[i - 1].n) PUSH(a, &once, list.at[i]);
	return once;
}

static str write_seqs(arena *a, const seq_list *list)
{
	buf b = BUF(a);
	for (size_t i = 0; i < list->n; i++) {
		if (i) buf_char(&b, ' ');
		buf_int(&b, list->at[i].n);
	}
	return buf_view(&b);
}

bool journal_disposal_names(arena *a, const entry *e, seq_list *ret)
{
	const json *said;
	seq_list list = { 0 };
	if (!str_eq(e->kind, S("disposal")) || e->disposed || json_read(a, e->bytes, &said, NULL) != OK) return false;
	str rest = json_get_text(said, S("entries"));
	while (rest.n) {
		seq s;
		if (!str_to_int(str_cut(rest, ' ', &rest), &s.n)) return false;
		if (s.n <= 0 || (list.n && list.at[list.n - 1].n >= s.n)) return false;
		PUSH(a, &list, s);
	}
	*ret = list;
	return list.n > 0;
}

/* ---- may it go? */

static err refuse(append *x, err e, str message)
{
	append_problem(x, kind_field(x->k, S("entries")), STR_NONE, message);
	return FAIL(&x->a->trail, e);
}

/* Entries that stay must not lie on both sides of one that goes: with it would go the word that the older is corrected. */
static err check_between(db *d, append *x, record_id record)
{
	ROWS(chain);
	int went = 0; /* after one that stays */
	bool stayed = false;
	TRY(db_query(d, SQL("SELECT seq FROM chain WHERE record = $1 ORDER BY seq"), ARGS(ARG(record.n)), &chain));
	bool straddled = false;
	while (db_next(&chain)) {
		seq s = { db_int(&chain, 0) };
		bool goes = bsearch(&s, x->disposes->at, x->disposes->n, sizeof s, by_seq) != NULL;
		straddled |= !goes && went > 0;
		went += goes && stayed;
		stayed |= !goes;
	}
	TRY(db_end(&chain));
	if (!straddled) return OK;
	return refuse(x, E_INVALID, message_of(x->a, "Record %lld has an older and a newer entry that would stay: name the older ones too.",
	                                       (long long)record.n));
}

static err check_one(db *d, append *x, seq s, record_id *last_record)
{
	ROWS(found);
	record_id record = { 0 };
	bool keeps = false;
	TRY(db_query(d, SQL("SELECT record, kind FROM chain WHERE seq = $1"), ARGS(ARG(s.n)), &found));
	bool there = db_next(&found);
	if (there) {
		record.n = db_int(&found, 0);
		keeps = str_eq(db_text(&found, 1), S("disposal")) || str_eq(db_text(&found, 1), S("declaration"));
	}
	TRY(db_end(&found));
	if (!there) return refuse(x, E_NOT_FOUND, message_of(x->a, "There is no entry %lld, or it is gone already.", (long long)s.n));
	if (keeps) return refuse(x, E_INVALID, message_of(x->a, "Entry %lld says how to read others: it stays.", (long long)s.n));
	if (record.n != last_record->n) TRY(check_between(d, x, record));
	*last_record = record;
	return OK;
}

err dispose_check(db *d, append *x)
{
	record_id last = { 0 };
	for (size_t i = 0; i < x->disposes->n; i++) TRY(check_one(d, x, x->disposes->at[i], &last));
	return OK;
}

/* ---- gone */

static err content_of(db *d, seq s, sha256 *ret)
{
	ROWS(body);
	TRY(db_query(d, SQL("SELECT salt, header, bytes FROM body WHERE seq = $1"), ARGS(ARG(s.n)), &body));
	bool there = db_next(&body);
	if (there) *ret = content_digest(db_bytes(&body, 0), db_text(&body, 1), db_bytes(&body, 2));
	TRY(db_end(&body));
	return there ? OK : E_IO;
}

static err files_of(db *d, arena *a, seq s, digest_list *list)
{
	ROWS(found);
	TRY(db_query(d, SQL("SELECT digest FROM chain_file WHERE seq = $1"), ARGS(ARG(s.n)), &found));
	while (db_next(&found)) {
		sha256 digest;
		str bytes = db_bytes(&found, 0);
		CHECK(bytes.n == sizeof digest.at);
		for (size_t i = 0; i < bytes.n; i++) digest.at[i] = (unsigned char)bytes.at[i];
		PUSH(a, list, digest);
	}
	return db_end(&found);
}

static err delete_one(db *d, seq s, seq by)
{
	sha256 content;
	TRY(content_of(d, s, &content));
	TRY(db_run(d, SQL("INSERT INTO disposed (seq, content, by) VALUES ($1, $2, $3)"),
	           ARGS(ARG(s.n), arg_bytes(sha256_view(&content)), ARG(by.n)), NULL));
	TRY(db_run(d, SQL("DELETE FROM body WHERE seq = $1"), ARGS(ARG(s.n)), NULL));
	return chain_delete(d, s);
}

err dispose_delete(db *d, arena *scratch, const append *x)
{
	digest_list files = { 0 };
	for (size_t i = 0; i < x->disposes->n; i++) {
		TRY(files_of(d, scratch, x->disposes->at[i], &files));
		TRY(delete_one(d, x->disposes->at[i], x->e.seq));
	}
	return attachment_sweep(d, &files);
}

/* ---- asked for */

err journal_dispose(writer *w, const kind *k, const seq *seqs, size_t n, str reason, arena *a, seq *ret_seq,
                    problems *ret_problems)
{
	CHECK(str_eq(k->name, S("disposal")));
	seq_list list = sorted(a, seqs, n);
	append x = { .a = a, .problems = ret_problems, .disposes = &list };
	entry_head head = { 0 };
	values v = values_make(a, k);
	if (list.n > DISPOSE_MOST) return refuse(&x, E_LIMIT, message_of(a, "Name at most %d entries at a time.", DISPOSE_MOST));
	value *entries = values_of(&v, S("entries")), *why = values_of(&v, S("reason"));
	if (list.n) *entries = (value){ .is = VALUE_KNOWN, .text = write_seqs(a, &list) };
	if (str_trim(reason).n) *why = (value){ .is = VALUE_KNOWN, .text = reason };
	TRY(append_prepare(w, k, &v, &head, &x));
	TRY(append_submit(w->j, &x));
	*ret_seq = x.e.seq;
	return OK;
}
