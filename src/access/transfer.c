/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/transfer.h"

#include "access/rights.h"
#include "journal/batch.h"

/* ---- in */

typedef struct import_so_far {
	batch batch;
	LIST(batch_entry) waiting;
	LIST(int64_t) lines; /* of the file, of those that wait */
	record_list made;    /* here, of kinds that are about no child */
	int64_t appended;
} import_so_far;

/* What follows reads what was just recorded. */
static err read_on(reading *r)
{
	db_rollback(r->db);
	return db_begin(r->db, DB_SNAPSHOT);
}

static const kind *import_kind(const reading *r)
{
	return practice_kind(r->practice, S("import"));
}

/* An area that an older program made may have nothing that could complete a batch: there each entry shows at once. */
static err begin(import_job *in)
{
	reading *r = in->read;
	import_so_far so_far = { .batch.w = journal_job_writer(area_journal(r->area), area_zone(r->area)) };
	if (in->so_far) return OK;
	if (import_kind(r)) TRY(batch_begin(r->db, &so_far.batch.w, r->a, &so_far.batch));
	in->so_far = TAKE(r->a, import_so_far);
	*in->so_far = so_far;
	return OK;
}

/* Nobody else can know of what this import made, so nobody's rights are asked to link to it. */
static entry_head without_made(const import_job *in, const entry_head *head)
{
	entry_head asked = *head;
	asked.about = (entry_links){ 0 };
	EACH (link, head->about)
		if (!records_hold(&in->so_far->made, link->record)) PUSH(in->read->a, &asked.about, *link);
	return asked;
}

/* An area without sign-ins has nobody whose rights could be asked. */
static err import_writer(const import_job *in, const kind *k, const entry_head *head, writer *ret)
{
	reading *r = in->read;
	entry_head asked = without_made(in, head);
	writer w = in->so_far->batch.w;
	if (!r->who->measuring) TRY(access_writer(r, k, &asked, &w));
	w.batch = in->so_far->batch.w.batch;
	*ret = w;
	return OK;
}

static void say_problems(import_job *in, const kind *k, const problems *p)
{
	for (size_t i = 0; i < p->n; i++) {
		buf_str(&in->said, k->label);
		buf_lit(&in->said, ": ");
		buf_str(&in->said, p->at[i].message);
		buf_char(&in->said, '\n');
	}
}

static void say_refused(import_job *in, const problems *p)
{
	const import_so_far *f = in->so_far;
	for (size_t i = 0; i < f->waiting.n; i++) {
		err e = f->waiting.at[i].result;
		if (e != E_INVALID && e != E_NOT_FOUND && e != E_CONFLICT) continue;
		buf_printf(&in->said, "%.*s:%lld: this cannot be recorded\n", STR_ARG(in->file), (long long)f->lines.at[i]);
	}
	say_problems(in, f->waiting.at[0].k, p);
}

static err write_waiting(import_job *in)
{
	problems wrong = { 0 };
	if (!in->so_far || !in->so_far->waiting.n) return OK;
	err e = batch_append(&in->so_far->batch, in->so_far->waiting.at, in->so_far->waiting.n, in->read->a, &wrong);
	if (e != OK) say_refused(in, &wrong);
	else in->so_far->appended += (int64_t)in->so_far->waiting.n;
	in->so_far->waiting.n = in->so_far->lines.n = 0;
	return e;
}

err import_append(import_job *in, const values *v, const entry_head *head, record_id *ret)
{
	problems wrong = { 0 };
	writer w;
	TRY(begin(in));
	TRY(write_waiting(in));
	TRY(import_writer(in, v->k, head, &w));
	batch_entry one = { .k = v->k, .v = v, .head = *head, .by = &w };
	err e = batch_append(&in->so_far->batch, &one, 1, in->read->a, &wrong);
	if (e != OK) {
		say_problems(in, v->k, &wrong);
		return e;
	}
	in->so_far->appended++;
	*ret = head->record.n ? head->record : (record_id){ one.seq.n };
	if (!v->k->about_child && !str_eq(v->k->name, S("person"))) PUSH(in->read->a, &in->so_far->made, *ret);
	return OK;
}

err import_append_later(import_job *in, const values *v, const entry_head *head, int64_t line)
{
	arena *a = in->read->a;
	writer *w = TAKE(a, writer);
	TRY(begin(in));
	TRY(import_writer(in, v->k, head, w));
	PUSH(a, &in->so_far->waiting, ((batch_entry){ .k = v->k, .v = v, .head = *head, .by = w }));
	PUSH(a, &in->so_far->lines, line);
	return in->so_far->waiting.n == BATCH_APPEND_MOST ? write_waiting(in) : OK;
}

static void set_line(values *v, const char *field_name, str text)
{
	bool fits = text.n && str_is_utf8(text) && !str_has_control(text, false) && text.n <= LINE_MAX_CHARS;
	if (fits) *values_of(v, str_of(field_name)) = (value){ .is = VALUE_KNOWN, .text = text };
}

/* Said by whoever read the file in. */
static err complete(import_job *in, const kind *k, str what)
{
	reading *r = in->read;
	values v = values_make(r->a, k);
	problems wrong = { 0 };
	seq done;
	buf n = BUF(r->a);
	buf_int(&n, in->so_far->appended);
	set_line(&v, "what", what);
	set_line(&v, "file", in->file);
	if (r->who->sign_in) set_line(&v, "by", r->who->name);
	*values_of(&v, S("because")) = (value){ .is = r->because.n ? VALUE_KNOWN : VALUE_ABSENT, .text = r->because };
	*values_of(&v, S("entries")) = (value){ .is = VALUE_KNOWN, .text = buf_view(&n), .number = (double)in->so_far->appended };
	in->so_far->batch.w.author = r->who->worker;
	in->so_far->batch.w.agency = r->who->agency;
	return batch_complete(&in->so_far->batch, k, &v, &(entry_head){ 0 }, r->a, &done, &wrong);
}

err import_complete(import_job *in, str what)
{
	const kind *k = import_kind(in->read);
	TRY(write_waiting(in));
	if (!in->so_far || !in->so_far->appended) return OK;
	if (k) TRY(complete(in, k, what));
	return read_on(in->read);
}

/* ---- out */

void access_print(const view *v)
{
	CHECK(v->proof);
	if (v->child.n) look_note(v->r, (look){ .child = v->child, .outcome = LOOK_PRINTED });
}

str working_words(const reading *r)
{
	const zone *z = area_zone(r->area);
	buf b = BUF(r->a);
	buf_lit(&b, "For ");
	buf_str(&b, r->who->name);
	buf_lit(&b, ", ");
	when_write_long(&b, z, (when){ .is = WHEN_INSTANT, .on = r->today, .at = r->now });
	if (!r->then) return buf_view(&b);
	buf_lit(&b, ". As known at ");
	when_write_long(&b, z, (when){ .is = WHEN_INSTANT, .on = r->then->today, .at = r->then->now });
	buf_lit(&b, " to ");
	buf_str(&b, r->then->who->name);
	buf_lit(&b, ", not as it is known today");
	return buf_view(&b);
}
