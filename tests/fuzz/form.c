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

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	if (n == 0) return 0;
	str rest, s = { (const char *)at + 1, n - 1 }, line = str_cut(s, '\n', &rest);
	form_parts parts;
	if (at[0] == 'q') query(&a, s);
	else if (at[0] == 'm' && form_read_multipart(&a, line, rest, &parts) == OK) look(rest, &parts);
	else if (at[0] == 'c') CHECK(cookie_read(rest, line).n <= rest.n);
	return 0;
}
