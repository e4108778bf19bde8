/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Values from what a form sent. Nothing is cut, nothing guessed; what cannot be read stays in the parts for the page. */
#include "kind/names.h"
#include "kind/value_read.h"
#include "wire/media.h"

typedef struct {
	arena *a;
	const zone *z;
	const form_parts *parts;
	problems *problems;
} form_reading;

static const form_part *part_after(const form_reading *r, str name, const form_part *last)
{
	for (const form_part *p = last ? last + 1 : r->parts->at; p && p < r->parts->at + r->parts->n; p++)
		if (str_eq(p->name, name)) return p;
	return NULL;
}

static str sent(const form_reading *r, const field *f, str suffix)
{
	const form_part *p = part_after(r, JOINED(r->a, f->name, suffix), NULL);
	return p && !p->is_file ? str_trim(p->text) : S("");
}

/* A radio of its own among the answers, or a box beside them. */
static bool says_not_known(const form_reading *r, const field *f)
{
	return sent(r, f, S("-not-known")).n > 0 || str_eq(sent(r, f, S("")), S("not_known"));
}

static const char *const boxes[] = { "-day", "-month", "-year", "-hour", "-minute" };

static bool boxes_ok(const form_reading *r, const field *f)
{
	for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
		str fit, why;
		if (text_fit(r->a, sent(r, f, str_of(boxes[i])), false, &fit, &why)) continue;
		problem_add(r->a, r->problems, f, why);
		return false;
	}
	return true;
}

static bool is_moment(const field *f)
{
	return f->type == FIELD_DAY || f->type == FIELD_INSTANT;
}

static bool boxes_empty(const form_reading *r, const field *f)
{
	for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++)
		if (sent(r, f, str_of(boxes[i])).n) return false;
	return true;
}

static bool is_upload(const form_part *p)
{
	return p->text.n || p->file || p->file_name.n; /* a browser sends neither where no file was chosen */
}

static bool answered(const form_reading *r, const field *f)
{
	str name = f->name;
	for (const form_part *p = part_after(r, name, NULL); p; p = part_after(r, name, p))
		if (p->is_file ? is_upload(p) : str_trim(p->text).n && !str_eq(p->text, S("not_known"))) return true;
	return is_moment(f) && !boxes_empty(r, f);
}

/* ---- by type */

static bool moment_reads(const form_reading *r, const field *f, value *v, str *ret_why)
{
	str hour = sent(r, f, S("-hour")), minute = sent(r, f, S("-minute"));
	str dom = sent(r, f, S("-day")), month = sent(r, f, S("-month")), year = sent(r, f, S("-year"));
	bool about = sent(r, f, S("-about")).n > 0;
	int minutes;
	v->is = VALUE_KNOWN;
	if (!day_from_parts(r->a, dom, month, year, about, &v->on, ret_why)) return false;
	if (f->type == FIELD_DAY || (hour.n == 0 && minute.n == 0)) return true;
	if (v->on.is != WHEN_DAY) *ret_why = S("write the whole day, or leave the time empty");
	else if (time_from_parts(hour, minute, &minutes, ret_why)) {
		v->on.at = zone_instant(r->z, v->on.on, minutes);
		v->on.is = WHEN_INSTANT;
		return true;
	}
	return false;
}

static bool each_read(const form_reading *r, const field *f, value *v, str *ret_why)
{
	v->is = VALUE_KNOWN;
	for (const form_part *p = part_after(r, f->name, NULL); p; p = part_after(r, f->name, p)) {
		value one = { 0 };
		if (p->is_file || str_trim(p->text).n == 0) continue;
		if (!value_read(r->a, r->z, f, p->text, &one, ret_why)) return false;
		if (v->codes.n + one.codes.n > CODES_MOST || v->records.n + one.records.n > RECORDS_MOST) {
			*ret_why = S("at most 1000 answers can be given here");
			return false;
		}
		for (size_t i = 0; i < one.codes.n; i++) PUSH(r->a, &v->codes, one.codes.at[i]);
		for (size_t i = 0; i < one.records.n; i++) record_add(r->a, &v->records, one.records.at[i]);
	}
	codes_in_order(r->a, f, &v->codes);
	return true;
}

static file_value file_of(const form_part *p)
{
	if (p->file)
		return (file_value){ .name = p->file_name, .media = p->file->media, .digest = p->file->digest,
			             .size_bytes = p->file->size_bytes, .place = p->file->place };
	return (file_value){ .name = p->file_name, .media = media_of(p->text), .digest = sha256_of(p->text),
		             .size_bytes = (int64_t)p->text.n, .bytes = p->text };
}

/* One that is too large is told as that (values_check), though its bytes were not kept. */
static bool came_without_bytes(const file_value *f)
{
	return !f->bytes.n && uuid_is_none(f->place) && f->size_bytes <= ATTACHED_MOST_BYTES;
}

static bool files_read(const form_reading *r, const field *f, value *v, str *ret_why)
{
	v->is = VALUE_KNOWN;
	for (const form_part *p = part_after(r, f->name, NULL); p; p = part_after(r, f->name, p)) {
		if (!p->is_file) {
			*ret_why = S("send it as a file");
			return false;
		}
		if (!is_upload(p)) continue;
		file_value file = file_of(p);
		if (file.size_bytes == 0) *ret_why = S("there is nothing in this file; choose another, or none");
		else if (came_without_bytes(&file)) *ret_why = S("this file could not be kept just now; choose it again");
		if (ret_why->n) return false;
		PUSH(r->a, &v->files, file);
	}
	return true;
}

static bool one_read(const form_reading *r, const field *f, value *v, str *ret_why)
{
	const form_part *first = part_after(r, f->name, NULL);
	if (f->type == FIELD_FILE) return files_read(r, f, v, ret_why);
	if (f->type == FIELD_CHOICES || f->type == FIELD_PEOPLE) return each_read(r, f, v, ret_why);
	if (is_moment(f) && !boxes_empty(r, f)) return boxes_ok(r, f) && moment_reads(r, f, v, ret_why);
	if (part_after(r, f->name, first)) *ret_why = S("this was sent twice; give one answer");
	else if (first->is_file) *ret_why = S("this does not take a file");
	else return value_read(r->a, r->z, f, first->text, v, ret_why);
	return false;
}

static void field_read(const form_reading *r, const field *f, value *ret)
{
	str why = STR_NONE;
	value v = { 0 };
	size_t before = r->problems->n;
	bool known = answered(r, f), not_known = says_not_known(r, f);
	if (known && not_known) why = S("give an answer or say that it is not known, not both");
	else if (not_known) v.is = VALUE_NOT_KNOWN;
	else if (known && !one_read(r, f, &v, &why)) v = (value){ 0 };
	if (why.n) problem_add(r->a, r->problems, f, why);
	if (r->problems->n > before) return;
	value_check(r->a, f, &v, r->problems);
	*ret = v;
}

err values_from_form(arena *a, const zone *z, const kind *k, const form_parts *parts, values *ret, problems *ret_problems)
{
	values v = values_make(a, k);
	size_t before = ret_problems->n;
	form_reading r = { .a = a, .z = z, .parts = parts, .problems = ret_problems };
	for (size_t i = 0; i < k->field_n; i++) field_read(&r, &k->fields[i], &v.at[i]);
	if (ret_problems->n == before) (void)!values_check(a, &v, ret_problems);
	*ret = v;
	return ret_problems->n > before ? E_INVALID : OK;
}
