/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What browsers send, and what pretends to be it. */
#include "support/expect.h"
#include "wire/form.h"

/* [name=text] or [name=text file.png image/png] */
static str written(arena *a, const form_parts *parts)
{
	buf b = BUF(a);
	for (size_t i = 0; i < parts->n; i++) {
		const form_part *p = &parts->at[i];
		buf_printf(&b, "[%.*s=%.*s", STR_ARG(p->name), STR_ARG(p->text));
		if (p->is_file) buf_printf(&b, " file %.*s %.*s", STR_ARG(p->file_name), STR_ARG(p->media));
		buf_char(&b, ']');
	}
	return buf_view(&b);
}

static void expect_query(str s, const char *expected)
{
	ARENA(a);
	form_parts parts;
	assert_int_equal(form_read_urlencoded(&a, s, &parts), OK);
	expect_text(written(&a, &parts), expected);
}

static void queries(void **state)
{
	(void)state;
	expect_query(S(""), "");
	expect_query(S("q=Ann+O%27Neil&born=2014"), "[q=Ann O'Neil][born=2014]");
	expect_query(S("a&b=&=c&&d=1=2&"), "[a=][b=][=c][d=1=2]");
	expect_query(S("how=spoken&how=drawn"), "[how=spoken][how=drawn]");
	expect_query(S("%61=caf%C3%A9%0D%0A%2b"), "[a=caf\xC3\xA9\r\n+]");
}

static void doubtful_queries_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "a=%",   "a=%4",   "a=%zz",       "a=%00", "%00=a",
		                           "a=%C3", "a=\xFF", "a=%ED%A0%80", "a=1%2" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		ARENA(a);
		form_parts parts = { .n = 7 };
		assert_int_equal(form_read_urlencoded(&a, str_of(bad[i]), &parts), E_INVALID);
		assert_int_equal(parts.n, 7);
	}
	ARENA(a);
	form_parts parts;
	buf many = BUF(&a), name = BUF(&a);
	for (int i = 0; i < FORM_MAX_PARTS; i++) buf_lit(&many, "a=1&");
	assert_int_equal(form_read_urlencoded(&a, buf_view(&many), &parts), OK);
	buf_lit(&many, "a=1");
	assert_int_equal(form_read_urlencoded(&a, buf_view(&many), &parts), E_LIMIT);
	for (int i = 0; i < FORM_MAX_NAME_BYTES + 1; i++) buf_char(&name, 'n');
	assert_int_equal(form_read_urlencoded(&a, buf_view(&name), &parts), E_LIMIT);
}

#define HEAD(name) "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n"

/* Whoever takes the files of a form as it comes. */
typedef struct {
	buf bytes;
	bool open;
} taker;

static err take_begin(void *context, const form_part *head)
{
	taker *t = context;
	assert_true(head->is_file && !t->open);
	t->open = true;
	t->bytes = BUF(t->bytes.a);
	return OK;
}

static err take_more(void *context, str bytes)
{
	taker *t = context;
	assert_true(t->open && bytes.n > 0);
	buf_str(&t->bytes, bytes);
	return OK;
}

static err take_end(void *context, form_part *io)
{
	taker *t = context;
	assert_true(t->open);
	t->open = false;
	io->text = buf_view(&t->bytes);
	return OK;
}

/* In pieces of so many bytes. */
static err read_in_pieces(arena *a, const char *type, str body, size_t piece, form_parts *ret)
{
	taker t = { .bytes = BUF(a) };
	const form_files files = { .context = &t, .begin = take_begin, .more = take_more, .end = take_end };
	form_stream *s;
	TRY(form_stream_begin(a, str_of(type), &files, &s));
	for (; body.n; body = str_from(body, piece)) {
		char *gone = TAKE_N(a, char, piece); /* what was given is not looked at again */
		str given = str_first(body, piece);
		memcpy(gone, given.at, given.n);
		(void)!form_stream_more(s, (str){ gone, given.n });
		memset(gone, 'x', given.n);
	}
	return form_stream_end(s, ret);
}

static void expect_parts(const char *type, str body, const char *expected)
{
	ARENA(a);
	form_parts parts;
	assert_int_equal(form_read_multipart(&a, str_of(type), body, &parts), OK);
	expect_text(written(&a, &parts), expected);
	for (size_t piece = 1; piece <= body.n; piece++) {
		assert_int_equal(read_in_pieces(&a, type, body, piece, &parts), OK);
		expect_text(written(&a, &parts), expected);
	}
}

static void expect_refused(const char *type, str body, err code)
{
	ARENA(a);
	form_parts parts = { .n = 7 };
	assert_int_equal(form_read_multipart(&a, str_of(type), body, &parts), code);
	for (size_t piece = 1; piece <= body.n; piece += 3) assert_int_equal(read_in_pieces(&a, type, body, piece, &parts), code);
	assert_int_equal(parts.n, 7);
}

static void forms_with_files(void **state)
{
	(void)state;
	expect_parts(
		"multipart/form-data; boundary=----WebKitFormBoundaryX",
		S("------WebKitFormBoundaryX\r\n" HEAD(
			"words") "I like\r\nit\r\n"
	                         "------WebKitFormBoundaryX\r\nContent-Disposition: form-data; name=\"scan\"; "
	                         "filename=\"a%22b.png\"\r\n"
	                         "Content-Type: image/png\r\n\r\n\x89PNG\xFF\r\n\r\n------WebKitFormBoundaryX--\r\n"),
		"[words=I like\r\nit][scan=\x89PNG\xFF\r\n file a\"b.png image/png]");
	expect_parts("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\"",
	             S("--a b\r\ncontent-disposition: Form-Data; NAME=x; FileName=\"\"\r\n\r\n\r\n--a b--"),
	             "[x= file  ]");
	expect_parts("multipart/form-data;boundary=b", S("--b--"), "");
	expect_parts("multipart/form-data;boundary=b", S("a preamble\r\n--b \t\r\n" HEAD("a") "1\r\n--b--an epilogue"),
	             "[a=1]");
	expect_parts("multipart/form-data;boundary=b",
	             S("--b\r\nContent-Disposition: form-data; name=\"C:\\x\\\"y\\\"\"\r\n\r\n1\r\n--b--"),
	             "[C:\\x\"y\"=1]");
}

static void what_looks_like_a_boundary(void **state)
{
	(void)state;
	/* One letter, and lines that only begin like it. */
	expect_parts("multipart/form-data; boundary=x",
	             S("--x\r\n" HEAD("a") "--x\r\n--xy\r\n--\r\n-x\r\n--x\r\n" HEAD("b") "\r\n--x--"),
	             "[a=--x\r\n--xy\r\n--\r\n-x][b=]");
	expect_parts("multipart/form-data; boundary=-", S("---\r\n" HEAD("a") "1\r\n-----"), "[a=1]");
	/* Inside a text, without a line end before it. */
	expect_parts("multipart/form-data; boundary=x", S("--x\r\n" HEAD("a") "not --x\r\n--x--"), "[a=not --x]");
	expect_parts("multipart/form-data; boundary=x", S("--x\r\n" HEAD("a") "\n--x\r\n--x--"), "[a=\n--x]");
}

static void every_cut_is_noticed(void **state)
{
	(void)state;
	str whole = S("--bound\r\n" HEAD("a") "one\r\n--bound\r\n" HEAD("b") "two\r\n--bound--");
	for (size_t n = 0; n < whole.n; n++)
		expect_refused("multipart/form-data; boundary=bound", str_first(whole, n), E_INVALID);
	expect_parts("multipart/form-data; boundary=bound", whole, "[a=one][b=two]");
}

static void doubtful_forms_are_refused(void **state)
{
	(void)state;
	str good = S("--b\r\n" HEAD("a") "1\r\n--b--");
	static const char *const types[] = { "",
		                             "text/plain",
		                             "multipart/form-data",
		                             "multipart/form-data; boundary=",
		                             "multipart/form-data; boundary=\"b",
		                             "multipart/mixed; boundary=b",
		                             "multipart/form-data; boundary=b; boundary=c",
		                             "multipart/form-data; boundary=other",
		                             "multipart/form-data; boundary="
		                             "12345678901234567890123456789012345678901234567890"
		                             "123456789012345678901" };
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) expect_refused(types[i], good, E_INVALID);
	static const char *const heads[] = {
		"Content-Type: text/plain",       /* no name */
		"Content-Disposition: form-data", /* no name */
		"Content-Disposition: attachment; name=\"a\"",
		"Content-Disposition: form-data; name=\"a\"; name=\"b\"",
		"Content-Disposition: form-data; name=\"a",
		"Content-Disposition: form-data; name=\"a\"; filename=\"a\tb\x01\"",
		"Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"",
		"Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64",
		"Content-Disposition: form-data; name=\"a\"\r\nno colon",
		"Content-Disposition: form-data; name=\"a\" junk; filename=\"b\"",
		"Content-Disposition: form-data; name=\"a\"\nX: y", /* LF alone */
	};
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		ARENA(a);
		buf b = BUF(&a);
		buf_printf(&b, "--b\r\n%s\r\n\r\n1\r\n--b--", heads[i]);
		expect_refused("multipart/form-data; boundary=b", buf_view(&b), E_INVALID);
	}
	expect_refused("multipart/form-data; boundary=b", S("--b\r\n" HEAD("a") "\xFF\r\n--b--"), E_INVALID);
	expect_refused("multipart/form-data; boundary=b", S("--b\r\n" HEAD("a") "1\0\r\n--b--"), E_INVALID);
}

static void forms_have_limits(void **state)
{
	(void)state;
	ARENA(a);
	form_parts parts;
	buf many = BUF(&a);
	for (int i = 0; i < FORM_MAX_PARTS; i++) buf_lit(&many, "--b\r\n" HEAD("a") "1\r\n");
	buf one_more = many;
	buf_lit(&many, "--b--");
	assert_int_equal(form_read_multipart(&a, S("multipart/form-data; boundary=b"), buf_view(&many), &parts), OK);
	assert_int_equal(parts.n, FORM_MAX_PARTS);
	buf_lit(&one_more, "--b\r\n" HEAD("a") "1\r\n--b--");
	assert_int_equal(form_read_multipart(&a, S("multipart/form-data; boundary=b"), buf_view(&one_more), &parts),
	                 E_LIMIT);
}

static err count_begin(void *context, const form_part *head)
{
	*(size_t *)context = 0;
	return head->is_file ? OK : E_INVALID;
}

static err count_more(void *context, str bytes)
{
	*(size_t *)context += bytes.n;
	return OK;
}

static err count_end(void *context, form_part *io)
{
	(void)context;
	return io->is_file ? OK : E_INVALID;
}

/* Of a file of any length only what may be the beginning of a delimiter is held; what is typed has its limit. */
static void a_long_file_is_not_held(void **state)
{
	(void)state;
	enum { PIECE = 64 * 1024, PIECES = 200 };
	ARENA(a);
	char *piece = TAKE_N(&a, char, PIECE);
	for (size_t i = 0; i < PIECE; i++) piece[i] = i % 7 ? '-' : '\r';
	size_t bytes = 0;
	const form_files files = { .context = &bytes, .begin = count_begin, .more = count_more, .end = count_end };
	form_stream *s;
	form_parts parts;
	assert_int_equal(form_stream_begin(&a, S("multipart/form-data; boundary=b"), &files, &s), OK);
	assert_int_equal(form_stream_more(s, S("--b\r\nContent-Disposition: form-data; name=a; filename=f\r\n\r\n")), OK);
	size_t before = a.used_bytes;
	for (int i = 0; i < PIECES; i++) assert_int_equal(form_stream_more(s, (str){ piece, PIECE }), OK);
	assert_int_equal(form_stream_more(s, S("\r\n--b--")), OK);
	assert_int_equal(form_stream_end(s, &parts), OK);
	assert_int_equal(bytes, (size_t)PIECE * PIECES);
	assert_true(a.used_bytes - before < 8 * PIECE);
	assert_int_equal(form_stream_begin(&a, S("multipart/form-data; boundary=b"), &files, &s), OK);
	assert_int_equal(form_stream_more(s, S("--b\r\n" HEAD("a"))), OK);
	for (bytes = 0; bytes + PIECE <= FORM_TEXT_MOST_BYTES; bytes += PIECE) assert_int_equal(form_stream_more(s, (str){ piece, PIECE }), OK);
	assert_int_equal(form_stream_more(s, (str){ piece, PIECE }), E_LIMIT);
	assert_int_equal(form_stream_end(s, &parts), E_LIMIT);
}

static void cookies(void **state)
{
	(void)state;
	expect_text(cookie_read(S("a=1; session=abc=; b=2"), S("session")), "abc=");
	expect_text(cookie_read(S("session=abc"), S("sessio")), "");
	expect_text(cookie_read(S("xsession=abc;session=d"), S("session")), "d");
	expect_text(cookie_read(S(""), S("session")), "");
	expect_text(cookie_read(S("session"), S("session")), "");
	expect_text(cookie_read(S("session=a; session=a"), S("session")), "a");
	expect_text(cookie_read(S("session=planted; session=own"), S("session")),
	            ""); /* which one is anybody's guess */
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries),
		cmocka_unit_test(doubtful_queries_are_refused),
		cmocka_unit_test(forms_with_files),
		cmocka_unit_test(what_looks_like_a_boundary),
		cmocka_unit_test(every_cut_is_noticed),
		cmocka_unit_test(doubtful_forms_are_refused),
		cmocka_unit_test(forms_have_limits),
		cmocka_unit_test(a_long_file_is_not_held),
		cmocka_unit_test(cookies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
