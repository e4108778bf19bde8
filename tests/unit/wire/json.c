/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* JSON: what is read, and everything doubtful that is refused. */
#include "support/expect.h"
#include "wire/json.h"

static const json *read_good(arena *a, str bytes)
{
	const json *j;
	str why = STR_NONE;
	if (json_read(a, bytes, &j, &why) != OK) fail_msg("%.*s: %.*s", STR_ARG(bytes), STR_ARG(why));
	return j;
}

static void expect_refused(str bytes, err code, const char *sentence)
{
	ARENA(a);
	const json *j = NULL;
	str why = STR_NONE;
	assert_int_equal(json_read(&a, bytes, &j, &why), code);
	assert_int_equal(a.trail.code, code);
	assert_null(j);
	expect_contains(why, sentence);
}

static void every_type(void **state)
{
	(void)state;
	ARENA(a);
	const json *j = read_good(
		&a, S(" {\"t\": \"caf\\u00e9 \\ud83d\\ude42\\n\", \"n\": null, \"y\": true, \"f\": false, \"w\": -7,"
	              "\"d\": 1.5, \"l\": [1, [], {}], \"m\": {\"t\": \"inner\"}} "));
	static const struct {
		const char *key;
		json_shape is;
	} order[] = { { "t", JSON_TEXT },  { "n", JSON_NOTHING }, { "y", JSON_YES },  { "f", JSON_NO },
		      { "w", JSON_WHOLE }, { "d", JSON_DECIMAL }, { "l", JSON_LIST }, { "m", JSON_MAP } };
	assert_int_equal(j->n, 8);
	for (size_t i = 0; i < j->n; i++) {
		expect_text(j->items[i].key, order[i].key); /* as written */
		assert_int_equal(j->items[i].is, order[i].is);
	}
	expect_text(json_get_text(j, S("t")), "caf\xC3\xA9 \xF0\x9F\x99\x82\n");
	expect_text(json_get_text(json_get(j, S("m")), S("t")), "inner");
	expect_text(json_get_text(j, S("w")), "");
	assert_int_equal(json_get(j, S("l"))->n, 3);
	assert_null(json_get(j, S("none")));
	assert_null(json_get(json_get(j, S("l")), S("t")));
	assert_null(json_get(NULL, S("t")));
}

static void numbers_are_exact(void **state)
{
	(void)state;
	ARENA(a);
	static const char *const cases[][2] = {
		{ "9007199254740993", "9007199254740993" }, /* beyond what a double holds */
		{ "9223372036854775807", "9223372036854775807" },
		{ "-9223372036854775808", "-9223372036854775808" },
		{ "0.1", "0.1" },
		{ "2.50", "2.5" },
		{ "1.0", "1" },
		{ "-0.5", "-0.5" },
		{ "1e3", "1000" },
		{ "1.25e-3", "0.00125" },
		{ "123456789.012345", "123456789.012345" },
		{ "1e22", "10000000000000000000000" },
		{ "-0.0", "0" },
		{ "99.99", "99.99" },
		{ "0.000001", "0.000001" },
		{ "1e-7", "0.0000001" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		buf b = BUF(&a);
		buf_printf(&b, "[%s]", cases[i][0]);
		expect_text(read_good(&a, buf_view(&b))->items[0].text, cases[i][1]);
	}
	assert_int_equal(read_good(&a, S("[9007199254740993]"))->items[0].whole, 9007199254740993);
	assert_true(read_good(&a, S("[9.75]"))->items[0].number == 9.75);
}

static void doubtful_input_is_refused(void **state)
{
	(void)state;
	expect_refused(S("{\"a\": 1,\n \"a\": 2}"), E_INVALID, "Line 2, column 4: the name stands twice");
	expect_refused(S("[\"\xC3\x28\"]"), E_INVALID, "not UTF-8");
	expect_refused(S("[\"\xED\xA0\x80\"]"), E_INVALID, "not UTF-8");
	expect_refused(S("[\"\\u0000x\"]"), E_INVALID, "U+0000");
	expect_refused(S("{\"a\\u0000b\": 1}"), E_INVALID, "U+0000");
	expect_refused(S("[\"a\0b\"]"), E_INVALID, "Line 1");
	expect_refused(S("[\"\\ud800\"]"), E_INVALID, "not JSON");
	expect_refused(S("[1e400]"), E_INVALID, "too large");
	expect_refused(S("[9223372036854775808]"), E_INVALID, "too large");
	expect_refused(S("[1] [2]"), E_INVALID, "follows after the end");
	expect_refused(S("[1]\0"), E_INVALID, "follows after the end");
	expect_refused(S("[1"), E_INVALID, "ends too early");
	expect_refused(S(""), E_INVALID, "ends too early");
	expect_refused(STR_NONE, E_INVALID, "ends too early");
	static const char *const not_json[] = {
		"3",    "\"text\"",    "null",        "[1,]",   "{'a': 1}",  "[NaN]",    "[Infinity]",      "[01]",
		"[.5]", "[+1]",        "{\"a\": 1,}", "{a: 1}", "[1] // no", "[\"\t\"]", "\xEF\xBB\xBF[1]", "[0x10]",
		"[1.]", "[\"\\x41\"]", "[tRue]"
	};
	for (size_t i = 0; i < sizeof not_json / sizeof *not_json; i++)
		expect_refused(str_of(not_json[i]), E_INVALID, "Line 1");
}

static str nested(arena *a, size_t depth)
{
	buf b = BUF(a);
	for (size_t i = 0; i < depth; i++) buf_char(&b, '[');
	for (size_t i = 0; i < depth; i++) buf_char(&b, ']');
	return buf_view(&b);
}

static void depth_and_length_have_limits(void **state)
{
	(void)state;
	ARENA(a);
	read_good(&a, nested(&a, JSON_MAX_DEPTH));
	expect_refused(nested(&a, JSON_MAX_DEPTH + 1), E_LIMIT, "64 deep");
	expect_refused(nested(&a, 1000000), E_LIMIT, "too deep");
	expect_refused((str){ "[", (size_t)JSON_MAX_BYTES + 1 }, E_LIMIT, "4 MiB");
}

/* As many values as fit: memory stays within what an arena may hold. */
static void the_fullest_documents_are_read(void **state)
{
	(void)state;
	static const char *const items[] = { "1", "1e308" };
	for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
		ARENA(a);
		char *bytes = arena_take(&a, JSON_MAX_BYTES, 1);
		size_t n = 0, item_n = strlen(items[i]);
		for (bytes[n++] = '['; n + item_n + 2 < JSON_MAX_BYTES; bytes[n++] = ',') {
			memcpy(bytes + n, items[i], item_n);
			n += item_n;
		}
		bytes[n - 1] = ']';
		read_good(&a, (str){ bytes, n });
	}
}

/* A refusal may be shown or logged; what a child said may not. */
static void refusals_quote_nothing(void **state)
{
	(void)state;
	static const char *const torn[] = { "{\"secret\": 1, \"secret\": 2}",
		                            "[\"secret",
		                            "{\"a\" secret}",
		                            "[secret]",
		                            "[\"\\usecret\"]",
		                            "[1] secret" };
	for (size_t i = 0; i < sizeof torn / sizeof *torn; i++) {
		ARENA(a);
		const json *j;
		str why;
		assert_int_equal(json_read(&a, str_of(torn[i]), &j, &why), E_INVALID);
		assert_int_equal(str_find(why, S("secret")), -1);
	}
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type),
		cmocka_unit_test(numbers_are_exact),
		cmocka_unit_test(doubtful_input_is_refused),
		cmocka_unit_test(depth_and_length_have_limits),
		cmocka_unit_test(the_fullest_documents_are_read),
		cmocka_unit_test(refusals_quote_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
