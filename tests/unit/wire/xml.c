/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* XML: what a visitor sees, in whatever pieces the file arrives, and what is refused. */
#include "support/expect.h"
#include "wire/xml.h"

/* Writes down what it is shown: (name@line k=v text) */
typedef struct {
	buf seen;
	err answer; /* to the element named stop */
} notes;

static err opens(void *context, const xml_element *e)
{
	notes *to = context;
	buf_printf(&to->seen, "(%.*s@%d", STR_ARG(e->name), e->line);
	if (e->space.n) buf_printf(&to->seen, "{%.*s}", STR_ARG(e->space));
	for (size_t i = 0; i < e->attribute_n; i++)
		buf_printf(&to->seen, " %.*s=%.*s", STR_ARG(e->attributes[i].name), STR_ARG(e->attributes[i].value));
	return str_eq(e->name, S("stop")) ? to->answer : OK;
}

static err closes(void *context, const xml_element *e)
{
	notes *to = context;
	buf_printf(&to->seen, "|%.*s)", STR_ARG(e->text));
	return OK;
}

/* Reads bytes in pieces of at most `piece`; *ret_seen in arena a. */
static err read_in_pieces(arena *a, str bytes, size_t piece, err answer, str *ret_seen, xml_wrong *ret_wrong)
{
	notes to = { .seen = BUF(a), .answer = answer };
	xml_reader *r CLEANUP(xml_end) = xml_start(a, &(xml_visitor){ .context = &to, .open = opens, .close = closes });
	err e = OK;
	for (; e == OK && bytes.n; bytes = str_from(bytes, piece)) e = xml_feed(r, str_first(bytes, piece));
	if (e == OK) e = xml_finish(r);
	else assert_int_equal(xml_finish(r), e); /* a failure stays */
	*ret_seen = buf_view(&to.seen);
	*ret_wrong = xml_wrong_of(r);
	return e;
}

static void expect_seen(str bytes, const char *expected)
{
	for (size_t piece = 1; piece < 40; piece += piece < 9 ? 1 : 10) {
		ARENA(a);
		str seen;
		xml_wrong wrong;
		err e = read_in_pieces(&a, bytes, piece, OK, &seen, &wrong);
		if (e != OK) fail_msg("line %d: %.*s", wrong.line, STR_ARG(wrong.message));
		expect_text(seen, expected);
	}
}

static void expect_refused(str bytes, err code, int line, const char *message)
{
	for (int whole = 0; whole <= 1; whole++) {
		size_t piece = whole ? bytes.n + 1 : 1;
		ARENA(a);
		str seen;
		xml_wrong wrong;
		assert_int_equal(read_in_pieces(&a, bytes, piece, OK, &seen, &wrong), code);
		expect_contains(wrong.message, message);
		assert_int_equal(wrong.line, line);
	}
}

static void elements_attributes_and_text(void **state)
{
	(void)state;
	expect_seen(S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Message><!-- no -->\n"
	              "<Child id=\"1\" n='O&apos;Neil &amp; &#38;#38; &lt;b&gt;'>"
	              "A &amp; B &#x20AC;<![CDATA[ <c> ]]></Child>\n<Empty/></Message>"),
	            "(Message@2(Child@3 id=1 n=O'Neil & &#38; <b>|A & B \xE2\x82\xAC <c> )(Empty@4|)|)");
}

static void text_is_of_its_own_element(void **state)
{
	(void)state;
	expect_seen(S("<a>one<b>two</b>three<b/>four</a>"), "(a@1(b@1|two)(b@1|)|onethreefour)");
}

/* What lies between elements is layout, however many there are; beside words it is text. */
static void layout_is_no_text(void **state)
{
	(void)state;
	enum { ELEMENTS = 200000 };
	expect_seen(S("<a>\n <b/>\n <b/>\n</a>"), "(a@1(b@2|)(b@3|)|\n)");
	expect_seen(S("<a> one \n<b/> two\n<b/>\n<b/> </a>"), "(a@1(b@2|)(b@3|)(b@4|)| one \n two\n )");
	expect_seen(S("<a> </a>"), "(a@1| )");
	ARENA(a);
	notes to = { .seen = BUF(&a) };
	xml_reader *r CLEANUP(xml_end) = xml_start(&a, &(xml_visitor){ .context = &to });
	assert_int_equal(xml_feed(r, S("<a>")), OK);
	for (int i = 0; i < ELEMENTS; i++) assert_int_equal(xml_feed(r, S("<b/>\n        ")), OK);
	assert_int_equal(xml_feed(r, S("</a>")), OK);
	assert_int_equal(xml_finish(r), OK);
}

static void names_have_spaces(void **state)
{
	(void)state;
	expect_seen(S("<x:a xmlns:x=\"urn:x\" x:k=\"1\" k=\"2\"><b xmlns=\"urn:y\"/></x:a>"),
	            "(a@1{urn:x} k=1 k=2(b@1{urn:y}|)|)");
	xml_element e = { .attributes =
		                  (xml_attribute[]){ { S("k"), S("urn:x"), S("1") }, { S("k"), STR_NONE, S("2") } },
		          .attribute_n = 2 };
	expect_text(xml_attribute_of(&e, S("k")), "2");
	expect_text(xml_attribute_of(&e, S("none")), "");
}

static void other_encodings(void **state)
{
	(void)state;
	expect_seen(S("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>caf\xE9</a>"), "(a@1|caf\xC3\xA9)");
	expect_seen(S("\xEF\xBB\xBF<a>caf\xC3\xA9</a>"), "(a@1|caf\xC3\xA9)");
	expect_seen(S("\xFF\xFE<\0a\0>\0\xE9\0<\0/\0a\0>\0"), "(a@1|\xC3\xA9)");
}

static void bombs_and_doctypes_are_refused(void **state)
{
	(void)state;
	expect_refused(S("<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n <!ENTITY lol \"lol\">\n "
	                 "<!ENTITY lol2 \"&lol;&lol;&lol;&lol;\">\n]>\n"
	                 "<lolz>&lol2;</lolz>"),
	               E_INVALID, 2, "A DOCTYPE stands here");
	expect_refused(S("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"), E_INVALID, 1, "A DOCTYPE stands here");
	expect_refused(S("<!DOCTYPE a [<!ENTITY e SYSTEM \"http://127.0.0.1:9/\">]><a>&e;</a>"), E_INVALID, 1,
	               "A DOCTYPE stands here");
	expect_refused(S("<a>\n&undeclared;</a>"), E_INVALID, 2, "An entity is used");
}

static void torn_files_are_refused(void **state)
{
	(void)state;
	expect_refused(S(""), E_INVALID, 1, "not XML");
	expect_refused(S("UPN,Forename\r\nA1,Ann\r\n"), E_INVALID, 1, "not XML");
	expect_refused(S("<a>\n<b>cut"), E_INVALID, 2, "cut");
	expect_refused(S("<a>\n<b></a>"), E_INVALID, 2, "A closing tag has another name");
	expect_refused(S("<a/>\n<b/>"), E_INVALID, 2, "Something follows");
	expect_refused(S("<a k=\"1\" k=\"2\"/>"), E_INVALID, 1, "An attribute stands twice");
	expect_refused(S("<a>\x01</a>"), E_INVALID, 1, "A character is not allowed");
	expect_refused(S("<a>&#0;</a>"), E_INVALID, 1, "A character is not allowed");
	expect_refused(S("<a>\n\xE9t\xE9</a>"), E_INVALID, 2, "not in the encoding that the file claims");
	expect_refused(S("\xFF\xFE<\0a\0>\0\xD8\xD8x\0<\0/\0a\0>\0"), E_INVALID, 1,
	               "not in the encoding that the file claims");
	expect_refused(S("<a><![CDATA[\xC1\xBB]]></a>"), E_INVALID, 1,
	               "not in the encoding that the file claims"); /* overlong */
	expect_refused(S("<p:a/>"), E_INVALID, 1, "no xmlns declares");
}

static void every_cut_is_noticed(void **state)
{
	(void)state;
	str whole = S("<?xml version=\"1.0\"?><Message><Child id=\"1\">An &amp; n</Child><Child id=\"2\"/></Message>");
	for (size_t n = 0; n < whole.n; n++) {
		ARENA(a);
		str seen;
		xml_wrong wrong;
		assert_int_equal(read_in_pieces(&a, str_first(whole, n), 7, OK, &seen, &wrong), E_INVALID);
		assert_true(wrong.message.n > 0);
	}
}

/* before, then left NUMBER right so many times, then after. */
static str repeated(arena *a, const char *before, const char *left, const char *right, size_t times, const char *after)
{
	buf b = BUF(a);
	buf_str(&b, str_of(before));
	for (size_t i = 0; i < times; i++) buf_printf(&b, "%s%zu%s", left, i, right);
	buf_str(&b, str_of(after));
	return buf_view(&b);
}

static void limits_are_kept(void **state)
{
	(void)state;
	ARENA(a);
	str seen;
	xml_wrong wrong;
	assert_int_equal(
		read_in_pieces(&a, repeated(&a, "", "<a", ">", XML_MAX_DEPTH + 1, ""), 4096, OK, &seen, &wrong),
		E_LIMIT);
	expect_contains(wrong.message, "64 deep");
	assert_int_equal(
		read_in_pieces(&a, repeated(&a, "<a ", "k", "='' ", XML_MAX_ATTRIBUTES, "/>"), 4096, OK, &seen, &wrong),
		OK);
	assert_int_equal(read_in_pieces(&a, repeated(&a, "<a ", "k", "='' ", XML_MAX_ATTRIBUTES + 1, "/>"), 4096, OK,
	                                &seen, &wrong),
	                 E_LIMIT);
	expect_contains(wrong.message, "more than 100 attributes");
	assert_int_equal(read_in_pieces(&a, repeated(&a, "<a>", "12345678", "", XML_MAX_TEXT_BYTES / 9, "</a>"), 4096,
	                                OK, &seen, &wrong),
	                 E_LIMIT);
	expect_contains(wrong.message, "longer than 1 MiB");
}

static void a_visitor_ends_the_reading(void **state)
{
	(void)state;
	ARENA(a);
	str seen;
	xml_wrong wrong;
	assert_int_equal(read_in_pieces(&a, S("<a>\n<stop/>\n<b/></a>"), 5, E_CONFLICT, &seen, &wrong), E_CONFLICT);
	expect_text(seen, "(a@1(stop@2");
	assert_int_equal(wrong.line, 2);
	assert_int_equal(wrong.message.n, 0);
}

/* Memory does not grow with the file: the arena after many elements is as after a few. */
static void long_files_take_no_more_memory(void **state)
{
	(void)state;
	ARENA(a);
#define PIECE "<Child id='123456'><Name>Somebody &amp; Other</Name></Child>\n"
	xml_reader *r CLEANUP(xml_end) = xml_start(&a, &(xml_visitor){ 0 });
	size_t after_few = 0;
	assert_int_equal(xml_feed(r, S("<Message>")), OK);
	for (int i = 0; i < 100000; i++) {
		assert_int_equal(xml_feed(r, S(PIECE)), OK);
		if (i == 5000) after_few = a.used_bytes;
	}
	assert_true(a.used_bytes < after_few + 1024 * 1024 * 4);
	assert_int_equal(xml_feed(r, S("</Message>")), OK);
	assert_int_equal(xml_finish(r), OK);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_attributes_and_text),
		cmocka_unit_test(text_is_of_its_own_element),
		cmocka_unit_test(layout_is_no_text),
		cmocka_unit_test(names_have_spaces),
		cmocka_unit_test(other_encodings),
		cmocka_unit_test(bombs_and_doctypes_are_refused),
		cmocka_unit_test(torn_files_are_refused),
		cmocka_unit_test(every_cut_is_noticed),
		cmocka_unit_test(limits_are_kept),
		cmocka_unit_test(a_visitor_ends_the_reading),
		cmocka_unit_test(long_files_take_no_more_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
