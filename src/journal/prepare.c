/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What can be checked and made before an entry's turn comes: outside the queue, in its writer's thread. */
#include "journal/append.h"

#include "base/clock.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>

void append_problem(append *x, const field *where, str about, str message)
{
	PUSH(x->a, x->problems, ((problem){ .where = where, .about = about, .message = message }));
}

str message_of(arena *a, const char *format, ...)
{
	char text[200];
	va_list numbers;
	va_start(numbers, format);
	int n = vsnprintf(text, sizeof text, format, numbers);
	va_end(numbers);
	CHECK(n >= 0 && (size_t)n < sizeof text);
	return str_copy(a, (str){ text, (size_t)n });
}

/* ---- whom and what it is about */

static void check_role(append *x, const about_role *in, const entry_links *about)
{
	int n = 0;
	for (size_t i = 0; i < about->n; i++) n += str_eq(about->at[i].role, in->role);
	if (n >= in->least && n <= in->most) return;
	if (in->most < in->least || in->most == INT_MAX) PROBLEM(x, NULL, in->role, "Choose at least %d.", in->least);
	else if (in->least == in->most) PROBLEM(x, NULL, in->role, "Choose %d, no more and no fewer.", in->least);
	else PROBLEM(x, NULL, in->role, "Choose from %d to %d.", in->least, in->most);
}

static void check_about(append *x, const entry_links *about)
{
	if (about->n > LINKS_MOST) PROBLEM(x, NULL, S("about"), "Name at most %d records.", LINKS_MOST);
	for (size_t i = 0; i < x->k->about_n; i++) check_role(x, &x->k->about[i], about);
	for (size_t i = 0; i < about->n && i < LINKS_MOST; i++) {
		entry_link link = about->at[i];
		if (!kind_about(x->k, link.role)) PROBLEM(x, NULL, link.role, "This kind of record is not about anything in that role.");
		for (size_t before = 0; before < i; before++)
			if (about->at[before].record.n == link.record.n && str_eq(about->at[before].role, link.role))
				PROBLEM(x, NULL, link.role, "Name each only once.");
	}
}

static void check_head(append *x, const entry_head *head)
{
	check_about(x, &head->about);
	if (head->record.n < 0) PROBLEM(x, NULL, S("record"), "There is no such record.");
	if (!head->record.n && head->after.n) PROBLEM(x, NULL, S("after"), "A new record follows nothing.");
	for (size_t i = 0; i < head->after.n && i < AFTER_MOST; i++)
		for (size_t before = 0; before < i; before++)
			if (head->after.at[before].n == head->after.at[i].n) PROBLEM(x, NULL, S("after"), "Name each entry only once.");
	if (head->after.n > AFTER_MOST) PROBLEM(x, NULL, S("after"), "Name at most %d entries.", AFTER_MOST);
}

/* ---- attachments */

static bool is_listed(const digest_list *list, sha256 digest)
{
	for (size_t i = 0; i < list->n; i++)
		if (sha256_eq(list->at[i], digest)) return true;
	return false;
}

static void collect_files(append *x)
{
	for (size_t i = 0; i < x->k->field_n; i++) {
		const value *v = &x->v->at[i];
		if (x->k->fields[i].type != FIELD_FILE || v->is != VALUE_KNOWN) continue;
		for (size_t f = 0; f < v->files.n; f++) {
			const file_value *file = &v->files.at[f];
			CHECK(!file->bytes.n || sha256_eq(sha256_of(file->bytes), file->digest));
			if (!is_listed(&x->e.files, file->digest)) PUSH(x->a, &x->e.files, file->digest);
		}
	}
}

/* ---- bytes */

static entry entry_of(const writer *w, const kind *k, const entry_head *head, bool *ret_id_is_new)
{
	*ret_id_is_new = uuid_is_none(head->id);
	return (entry){
		.id = *ret_id_is_new ? uuid_make(clock_now()) : head->id,
		.record = head->record,
		.kind = k->name,
		.version = k->version,
		.about = head->about,
		.author = w->author,
		.agency = w->agency,
		.happened = head->happened,
		.after = head->after,
		.batch = w->batch,
	};
}

/* As a reader of the header will know it: the area's day of an instant. */
static when happened_read_back(const zone *z, when w)
{
	if (w.is == WHEN_INSTANT) w.on = zone_day(z, w.at);
	return w;
}

static void write_header(append *x)
{
	buf header = BUF(x->a);
	header_write(&header, &x->e, x->zone);
	x->e.header = buf_view(&header);
	x->content = content_digest((str){ x->salt, sizeof x->salt }, x->e.header, x->e.bytes);
}

void append_prepare_again(append *x, record_id linked)
{
	CHECK(x->e.about.n);
	x->e.about.at[x->e.about.n - 1].record = linked;
	write_header(x);
}

err append_prepare(const writer *w, const kind *k, const values *v, const entry_head *head, append *x)
{
	CHECK(v->k == k && (!w->batch.n || header_name_ok(w->batch)));
	x->k = k;
	x->v = v;
	x->e = entry_of(w, k, head, &x->id_is_new);
	x->told = head->told;
	x->zone = w->zone;
	check_head(x, head);
	err e = values_check(x->a, v, x->problems);
	if (e != OK && e != E_INVALID) return e;
	if (x->problems->n) return FAIL(&x->a->trail, E_INVALID);
	collect_files(x);
	buf bytes = BUF(x->a);
	values_write_json(&bytes, v);
	if (bytes.n > KIND_MAX_BYTES) return FAIL(&x->a->trail, E_LIMIT);
	x->e.happened = happened_read_back(w->zone, x->e.happened);
	x->e.bytes = buf_view(&bytes);
	random_bytes(x->salt, sizeof x->salt);
	write_header(x);
	return OK;
}
