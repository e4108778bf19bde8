/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The first byte says what is read: a query (q), a multipart body (m, its Content-Type up to the first line end), a
 * cookie (c). */
#include "fuzz/fuzz.h"
#include "wire/form.h"

static void look(str of, const form_parts *parts)
{
	CHECK(parts->n <= FORM_MAX_PARTS);
	for (size_t i = 0; i < parts->n; i++) {
		const form_part *p = &parts->at[i];
		CHECK(p->name.n <= FORM_MAX_NAME_BYTES && str_is_utf8(p->name) && str_is_utf8(p->file_name) &&
		      p->text.n <= of.n);
		CHECK(p->is_file || str_is_utf8(p->text));
	}
}

static void query(arena *a, str s)
{
	form_parts parts, again;
	buf b = BUF(a);
	if (form_read_urlencoded(a, s, &parts) != OK) return;
	look(s, &parts);
	for (size_t i = 0; i < parts.n; i++) {
		buf_url(&b, parts.at[i].name);
		buf_char(&b, '=');
		buf_url(&b, parts.at[i].text);
		buf_char(&b, '&');
	}
	CHECK(form_read_urlencoded(a, buf_view(&b), &again) == OK && again.n == parts.n);
	for (size_t i = 0; i < parts.n; i++)
		CHECK(str_eq(again.at[i].name, parts.at[i].name) && str_eq(again.at[i].text, parts.at[i].text));
}

static err put_begin(void *context, const form_part *head)
{
	buf *b = context;
	*b = BUF(b->a);
	CHECK(head->is_file);
	return OK;
}

static err put_more(void *context, str bytes)
{
	buf_str(context, bytes);
	return OK;
}

static err put_end(void *context, form_part *io)
{
	io->text = buf_view(context);
	return OK;
}

/* However a body is cut, the same is read as from the whole of it. */
static void in_pieces(arena *a, str type, str body, err whole, const form_parts *parts)
{
	buf file = BUF(a);
	const form_files files = { .context = &file, .begin = put_begin, .more = put_more, .end = put_end };
	form_stream *s;
	form_parts again = { 0 };
	if (form_stream_begin(a, type, &files, &s) != OK) {
		CHECK(whole != OK);
		return;
	}
	size_t piece = 1 + body.n % 13;
	for (; body.n; body = str_from(body, piece)) (void)!form_stream_more(s, str_first(body, piece));
	CHECK(form_stream_end(s, &again) == whole && (whole != OK || again.n == parts->n));
	for (size_t i = 0; i < again.n; i++)
		CHECK(str_eq(again.at[i].name, parts->at[i].name) && str_eq(again.at[i].text, parts->at[i].text) &&
		      again.at[i].is_file == parts->at[i].is_file && str_eq(again.at[i].file_name, parts->at[i].file_name));
}

static void multipart(arena *a, str type, str body)
{
	form_parts parts = { 0 };
	err e = form_read_multipart(a, type, body, &parts);
	if (e == OK) look(body, &parts);
	in_pieces(a, type, body, e, &parts);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	if (n == 0) return 0;
	str rest, s = { (const char *)at + 1, n - 1 }, line = str_cut(s, '\n', &rest);
	if (at[0] == 'q') query(&a, s);
	else if (at[0] == 'm') multipart(&a, line, rest);
	else if (at[0] == 'c') CHECK(cookie_read(rest, line).n <= rest.n);
	return 0;
}
