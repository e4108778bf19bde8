/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Arenas, strings, buffers, maps. */
#include "support/expect.h"
#include "base/map.h"

static void arena_gives_zeroed_aligned_memory(void **state)
{
	(void)state;
	ARENA(a);
	for (size_t align = 1; align <= alignof(max_align_t); align *= 2)
		for (size_t bytes = 0; bytes < 3000; bytes += 37) {
			unsigned char *p = arena_take(&a, bytes, align);
			assert_int_equal((uintptr_t)p % align, 0);
			for (size_t i = 0; i < bytes; i++) assert_int_equal(p[i], 0);
			memset(p, 0xA5, bytes);
		}
}

static void arena_reset_gives_the_first_block_again(void **state)
{
	(void)state;
	ARENA(a);
	char *first = arena_take(&a, 100, 1);
	memset(first, 'x', 100);
	for (int i = 0; i < 100; i++) arena_take(&a, 100000, 8);
	a.trail = (trail){ .code = E_IO };
	arena_reset(&a);
	assert_int_equal(a.used_bytes, 0);
	assert_int_equal(a.trail.code, OK);
	char *again = arena_take(&a, 100, 1);
	assert_ptr_equal(again, first);
	assert_int_equal(again[0], 0);
}

static void list_keeps_its_items_as_it_grows(void **state)
{
	(void)state;
	ARENA(a);
	LIST(int) numbers = { 0 };
	for (int i = 0; i < 10000; i++) PUSH(&a, &numbers, i * 7);
	assert_int_equal(numbers.n, 10000);
	for (int i = 0; i < 10000; i++) assert_int_equal(numbers.at[i], i * 7);
}

/* What was taken last grows where it stands; what has neighbours moves, and theirs stays as it is. */
static void what_grows_leaves_its_neighbours_alone(void **state)
{
	(void)state;
	ARENA(a);
	char *last = arena_take(&a, 10, 1);
	memset(last, 'x', 10);
	assert_ptr_equal(arena_widen(&a, last, 10, 100, 1), last);
	char *neighbour = arena_take(&a, 10, 1);
	char *moved = arena_widen(&a, last, 100, 200, 1);
	assert_ptr_not_equal(moved, last);
	assert_memory_equal(moved, "xxxxxxxxxx", 10);
	for (size_t i = 0; i < 10; i++) assert_int_equal(neighbour[i], 0);
	LIST(int) odd = { 0 }, even = { 0 };
	buf text = BUF(&a);
	for (int i = 0; i < 20000; i++) {
		if (i % 2) PUSH(&a, &odd, i);
		else PUSH(&a, &even, i);
		buf_char(&text, (char)('a' + i % 26));
	}
	for (int i = 0; i < 20000; i++) {
		assert_int_equal(i % 2 ? odd.at[i / 2] : even.at[i / 2], i);
		assert_int_equal(text.at[i], 'a' + i % 26);
	}
}

static void trail_keeps_the_cause(void **state)
{
	(void)state;
	trail t = { 0 };
	assert_int_equal(FAIL_WITH(&t, E_IO, 28), E_IO);
	int line = t.line;
	assert_int_equal(FAIL(&t, E_BUSY), E_BUSY);
	assert_int_equal(t.code, E_IO);
	assert_int_equal(t.detail, 28);
	assert_int_equal(t.line, line);
	assert_int_equal(FAIL(NULL, E_DENIED), E_DENIED);
}

static void str_cuts_and_finds(void **state)
{
	(void)state;
	str rest, s = S("a=b=c");
	expect_text(str_cut(s, '=', &rest), "a");
	expect_text(rest, "b=c");
	expect_text(str_cut(s, '=', &s), "a"); /* rest may be s itself */
	expect_text(s, "b=c");
	expect_text(str_cut(S("none"), '=', &rest), "none");
	assert_int_equal(rest.n, 0);
	assert_int_equal(str_find(S("needle in hay"), S("in")), 7);
	assert_int_equal(str_find(S("hay"), S("needle")), -1);
	expect_text(str_trim(S(" \t\r\n x y \n")), "x y");
	expect_text(str_from(S("abc"), 7), "");
	assert_true(str_starts(S("abc"), S("ab")) && !str_starts(S("a"), S("ab")));
	assert_true(str_ends(S("abc"), S("bc")) && !str_ends(S("c"), S("bc")));
	assert_true(str_cmp(S("a"), S("ab")) < 0 && str_cmp(S("b"), S("ab")) > 0 && str_cmp(STR_NONE, S("")) == 0);
}

static void utf8_is_strict(void **state)
{
	(void)state;
	static const char *const good[] = { "",
		                            "plain",
		                            "\xC3\xA9",
		                            "\xE2\x82\xAC",
		                            "\xF0\x9F\x99\x82",
		                            "\xEF\xBF\xBF",
		                            "\xF4\x8F\xBF\xBF",
		                            "\xED\x9F\xBF",
		                            "\xEE\x80\x80" };
	static const char *const bad[] = {
		"\x80",
		"\xC3",
		"\xC0\xAF", /* overlong / */
		"\xE0\x80\xAF",
		"\xF0\x80\x80\xAF",
		"\xED\xA0\x80",     /* a surrogate */
		"\xF4\x90\x80\x80", /* beyond U+10FFFF */
		"\xF8\x88\x80\x80\x80",
		"\xFF",
		"\xE2\x82",
		"a\xE2\x82z",
		"\xC1\xBF",
	};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(str_is_utf8(str_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(str_is_utf8(str_of(bad[i])));
	for (size_t at = 0; at < 24; at++) { /* wherever it stands among the plain */
		char text[24];
		memset(text, 'a', sizeof text);
		text[at] = '\xC3';
		assert_false(str_is_utf8((str){ text, sizeof text }));
		if (at + 1 < sizeof text) text[at + 1] = '\xA9';
		assert_int_equal(str_is_utf8((str){ text, sizeof text }), at + 1 < sizeof text);
	}
	assert_int_equal(str_chars(S("\xC3\xA9\xE2\x82\xAC"
	                             "a\xF0\x9F\x99\x82")),
	                 4);
}

static void control_characters_are_found_wherever_they_stand(void **state)
{
	(void)state;
	for (int byte = 0; byte < 256; byte++) {
		bool control = (byte < 0x20 && byte != '\t') || byte == 0x7F, newline = byte == '\n' || byte == '\r';
		for (size_t at = 0; at < 20; at++) {
			char text[] = "a line of words: \xC3\xA9 ~";
			text[at] = (char)byte;
			assert_int_equal(str_has_control((str){ text, 20 }, false), control);
			assert_int_equal(str_has_control((str){ text, 20 }, true), control && !newline);
			assert_int_equal(str_has_control((str){ text, at }, false), false);
		}
	}
}

static void integers_are_read_whole_or_not(void **state)
{
	(void)state;
	int64_t n = 5;
	assert_true(str_to_int(S("9223372036854775807"), &n) && n == INT64_MAX);
	assert_true(str_to_int(S("-9223372036854775808"), &n) && n == INT64_MIN);
	assert_true(str_to_int(S("-0"), &n) && n == 0);
	n = 5;
	static const char *const bad[] = {
		"", "-", "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808", "-9223372036854775809"
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(str_to_int(str_of(bad[i]), &n));
	assert_int_equal(n, 5);
}

static void buffers_escape(void **state)
{
	(void)state;
	ARENA(a);
	buf html = BUF(&a), json = BUF(&a), url = BUF(&a);
	buf_html(&html, S("<b a='1' b=\"2\">&amp;"));
	expect_written(&html, "&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;amp;");
	for (size_t length = 0; length < 70; length++)
		for (size_t at = 0; at < length; at++) { /* wherever it stands, among whole blocks and what is left of them */
			char text[70];
			buf found = BUF(&a);
			memset(text, 'x', sizeof text);
			text[at] = '<';
			buf_html(&found, (str){ text, length });
			assert_int_equal(found.n, length + 3);
			assert_memory_equal(found.at + at, "&lt;", 4);
		}
	buf_json(&json, S("a\"\\\n\x01</script>\xE2\x80\xA8\xC3\xA9"));
	expect_written(&json, "\"a\\\"\\\\\\n\\u0001\\u003c/script>\\u2028\xC3\xA9\"");
	buf_url(&url, S("a b/\xC3\xA9~"));
	expect_written(&url, "a%20b%2F%C3%A9~");
}

static void buffers_grow_and_print(void **state)
{
	(void)state;
	ARENA(a);
	buf b = BUF(&a);
	for (int i = 0; i < 5000; i++) buf_printf(&b, "%d,", i % 10);
	assert_int_equal(b.n, 10000);
	assert_memory_equal(b.at + 9980, "0,1,2,3,4,5,6,7,8,9,", 20);
	buf numbers = BUF(&a);
	buf_int(&numbers, INT64_MIN);
	buf_char(&numbers, ' ');
	buf_int_padded(&numbers, 7, 3);
	buf_char(&numbers, ' ');
	buf_int_padded(&numbers, 12345, 3);
	buf_char(&numbers, ' ');
	buf_int_padded(&numbers, 0, 31);
	buf_int(&numbers, INT64_MAX);
	expect_written(&numbers, "-9223372036854775808 007 12345 00000000000000000000000000000009223372036854775807");
}

static void base64_and_hex_are_as_published(void **state) /* RFC 4648 section 10 */
{
	(void)state;
	ARENA(a);
	static const char *const pairs[][3] = {
		{ "", "", "" },
		{ "f", "Zg==", "66" },
		{ "fo", "Zm8=", "666f" },
		{ "foo", "Zm9v", "666f6f" },
		{ "foob", "Zm9vYg==", "666f6f62" },
		{ "foobar", "Zm9vYmFy", "666f6f626172" },
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		buf base64 = BUF(&a), hex = BUF(&a);
		buf_base64(&base64, pairs[i][0], strlen(pairs[i][0]));
		buf_hex(&hex, pairs[i][0], strlen(pairs[i][0]));
		expect_written(&base64, pairs[i][1]);
		expect_written(&hex, pairs[i][2]);
	}
}

static void map_finds_what_was_put(void **state)
{
	(void)state;
	ARENA(a);
	map m = { 0 };
	assert_null(map_get(&m, S("0")));
	for (int i = 0; i < 3000; i++) {
		buf key = BUF(&a);
		buf_int(&key, i);
		int *value = TAKE(&a, int);
		*value = i;
		map_put(&a, &m, buf_view(&key), value);
	}
	int other = -1;
	map_put(&a, &m, S("17"), &other);
	assert_int_equal(m.n, 3000);
	for (int i = 0; i < 3000; i++) {
		buf key = BUF(&a);
		buf_int(&key, i);
		int *found = map_get(&m, buf_view(&key));
		assert_non_null(found);
		assert_int_equal(*found, i == 17 ? -1 : i);
	}
	assert_null(map_get(&m, S("3000")));
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_gives_zeroed_aligned_memory),
		cmocka_unit_test(arena_reset_gives_the_first_block_again),
		cmocka_unit_test(list_keeps_its_items_as_it_grows),
		cmocka_unit_test(what_grows_leaves_its_neighbours_alone),
		cmocka_unit_test(trail_keeps_the_cause),
		cmocka_unit_test(str_cuts_and_finds),
		cmocka_unit_test(utf8_is_strict),
		cmocka_unit_test(control_characters_are_found_wherever_they_stand),
		cmocka_unit_test(integers_are_read_whole_or_not),
		cmocka_unit_test(buffers_escape),
		cmocka_unit_test(buffers_grow_and_print),
		cmocka_unit_test(base64_and_hex_are_as_published),
		cmocka_unit_test(map_finds_what_was_put),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
