/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journal/append.h"

#define BATCH_BEGINS "batch "

static bool is_import(str kind_name)
{
	return str_eq(kind_name, S("import"));
}

static bool is_batch(str name)
{
	return str_starts(name, S(BATCH_BEGINS));
}

bool batch_completes(const entry *e)
{
	return is_batch(e->batch) && is_import(e->kind);
}

bool batch_holds(const entry *e)
{
	return is_batch(e->batch) && !is_import(e->kind);
}

/* ---- beginning */

err batch_begin(db *d, const writer *w, arena *a, batch *ret)
{
	unsigned char chosen[16];
	buf name = BUF(a);
	random_bytes(chosen, sizeof chosen);
	buf_lit(&name, BATCH_BEGINS);
	buf_hex(&name, chosen, sizeof chosen);
	batch b = { .w = *w };
	b.w.batch = buf_view(&name);
	TRY(journal_size(d, &b.since.n));
	*ret = b;
	return OK;
}

/* ---- in the transaction */

static err refuse(append *x, const char *message)
{
	append_problem(x, NULL, S("batch"), str_of(message));
	return FAIL(&x->a->trail, E_INVALID);
}

static err check_once(db *d, append *x)
{
	int64_t n;
	TRY(db_one_int(d, SQL("SELECT COUNT(*) FROM chain WHERE record = $1 AND batch = $2"),
	               ARGS(ARG(x->e.record.n), ARG(x->e.batch)), &n));
	return n ? refuse(x, "A batch holds one entry of a record.") : OK;
}

/* Two that looked at the same area would each begin the same records. */
static err check_alone(db *d, append *x)
{
	int64_t n;
	TRY(db_one_int(d, SQL("SELECT COUNT(*) FROM chain WHERE substr(batch, 1, 6) = 'batch ' AND kind = 'import' AND (seq > $1 OR batch = $2)"),
	               ARGS(ARG(x->completes->since.n), ARG(x->e.batch)), &n));
	return n ? FAIL(&x->a->trail, E_CONFLICT) : OK;
}

err batch_check(db *d, append *x)
{
	static const char *const never[] = { "declaration", "disposal", "same_person" };
	if (!is_batch(x->e.batch)) return OK;
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (str_eq(x->e.kind, str_of(never[i]))) return refuse(x, "A batch does not hold this kind.");
	if (is_import(x->e.kind) != (x->completes != NULL)) return refuse(x, "Only what completes a batch is an import.");
	if (x->completes) return check_alone(d, x);
	return x->e.record.n ? check_once(d, x) : OK;
}

/* ---- asked for */

err journal_append_all(const writer *w, batch_entry *list, size_t n, arena *a, problems *ret_problems)
{
	CHECK(n <= BATCH_APPEND_MOST);
	append *all = TAKE_N(a, append, n);
	for (size_t i = 0; i < n; i++) {
		all[i] = (append){ .a = a, .problems = ret_problems };
		TRY(append_prepare(list[i].by ? list[i].by : w, list[i].k, list[i].v, &list[i].head, &all[i]));
	}
	err e = n ? append_submit_all(w->j, all, n) : OK;
	for (size_t i = 0; i < n; i++) {
		list[i].seq = all[i].e.seq;
		list[i].result = all[i].result;
	}
	return e;
}

err batch_append(batch *b, batch_entry *list, size_t n, arena *a, problems *ret_problems)
{
	return journal_append_all(&b->w, list, n, a, ret_problems);
}

err batch_complete(batch *b, const kind *import, const values *v, const entry_head *head, arena *a, seq *ret_seq,
                   problems *ret_problems)
{
	CHECK(is_import(import->name));
	append x = { .a = a, .problems = ret_problems, .completes = b };
	TRY(append_prepare(&b->w, import, v, head, &x));
	TRY(append_submit(b->w.j, &x));
	*ret_seq = x.e.seq;
	return OK;
}

/* ---- finding */

static str attempt_name(arena *a, str name, int attempt)
{
	if (attempt == 0) return name;
	buf b = BUF(a);
	buf_str(&b, name);
	buf_printf(&b, " again %d", attempt);
	return buf_view(&b);
}

err batch_find(db *d, arena *a, str name, record_id *ret_record, uuid *ret_id)
{
	for (int attempt = 0;; attempt++) {
		ROWS(rows);
		uuid id = uuid_of_name(attempt_name(a, name, attempt));
		TRY(db_query(d, SQL("SELECT record, CASE WHEN " BATCH_KNOWN_FROM("chain") " IS NULL THEN 0 ELSE 1 END FROM chain WHERE id = $1"),
		             ARGS(arg_bytes((str){ (const char *)id.at, sizeof id.at })), &rows));
		bool there = db_next(&rows), known = there && db_int(&rows, 1);
		record_id record = { known ? db_int(&rows, 0) : 0 };
		TRY(db_end(&rows));
		if (there && !known) continue;
		*ret_record = record;
		*ret_id = id;
		return OK;
	}
}
