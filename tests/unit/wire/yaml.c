/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* YAML: the tree with its lines, and what is refused, with the line and what to write. */
#include "support/expect.h"
#include "wire/yaml.h"

static void expect_refused(str bytes, err code, int line, int column, const char *message, const char *instead)
{
	ARENA(a);
	const yaml *y = NULL;
	yaml_wrong wrong = { 0 };
	assert_int_equal(yaml_read(&a, bytes, &y, &wrong), code);
	assert_null(y);
	expect_contains(wrong.message, message);
	expect_contains(wrong.instead, instead);
	assert_int_equal(wrong.line, line);
	assert_int_equal(wrong.column, column);
}

static void every_node_knows_its_place(void **state)
{
	(void)state;
	ARENA(a);
	const yaml *y;
	str bytes = S("# a kind\n"
	              "- kind: voice\n"
	              "  about: {child: 1..n, to: \"1\"}\n"
	              "  guide:\n"
	              "  fields:\n"
	              "    - words:\n"
	              "        label: |\n"
	              "          two\n"
	              "          lines\n"
	              "- 'second'\n");
	assert_int_equal(yaml_read(&a, bytes, &y, NULL), OK);
	assert_true(y->is == YAML_LIST && y->n == 2 && y->line == 2 && y->column == 1);
	const yaml *kind = &y->items[0], *about = yaml_get(kind, S("about")), *guide = yaml_get(kind, S("guide"));
	assert_true(kind->is == YAML_MAP && kind->line == 2 && kind->column == 3 && kind->n == 4);
	expect_text(yaml_get(kind, S("kind"))->text, "voice");
	assert_true(about->key_line == 3 && about->key_column == 3 && about->line == 3 && about->column == 10);
	expect_text(yaml_get(about, S("child"))->text, "1..n");
	assert_true(yaml_get(about, S("child"))->plain);
	assert_false(yaml_get(about, S("to"))->plain);
	assert_true(guide->is == YAML_TEXT && guide->text.n == 0 && guide->plain && guide->key_line == 4);
	const yaml *words = &yaml_get(kind, S("fields"))->items[0];
	const yaml *label = yaml_get(yaml_get(words, S("words")), S("label"));
	assert_true(label->key_line == 7 && !label->plain);
	expect_text(label->text, "two\nlines\n");
	assert_true(y->items[1].line == 10 && !y->items[1].plain);
	assert_null(yaml_get(kind, S("none")));
	assert_null(yaml_get(y, S("kind")));
	assert_null(yaml_get(NULL, S("kind")));
}

static void nothing_is_turned_into_something_else(void **state)
{
	(void)state;
	ARENA(a);
	const yaml *y;
	static const char *const texts[] = { "no", "0123", "1e3", "~", "null", "2024-03-05", "0x10", "1_000", "yes" };
	assert_int_equal(yaml_read(&a, S("[no, 0123, 1e3, ~, null, 2024-03-05, 0x10, 1_000, yes]"), &y, NULL), OK);
	assert_int_equal(y->n, sizeof texts / sizeof *texts);
	for (size_t i = 0; i < y->n; i++) {
		expect_text(y->items[i].text, texts[i]);
		assert_true(y->items[i].plain);
	}
}

static void what_reads_in_two_ways_is_refused(void **state)
{
	(void)state;
	expect_refused(S("a: 1\nb: 2\na: 3\n"), E_INVALID, 3, 1, "a stands twice in this map, first on line 1",
	               "keep one");
	expect_refused(S("- {a: 1, 'a': 2}\n"), E_INVALID, 1, 10, "a stands twice in this map, first on line 1",
	               "keep one");
	expect_refused(S("a: &x 1\n"), E_INVALID, 1, 4, "anchors", "write it out");
	expect_refused(S("a: &x [1]\n"), E_INVALID, 1, 4, "anchors", "write it out");
	expect_refused(S("&x a: 1\n"), E_INVALID, 1, 1, "anchors", "write it out");
	expect_refused(S("a: 1\nb: *x\n"), E_INVALID, 2, 4, "aliases", "write it out");
	expect_refused(S("a: 1\n*x : 2\n"), E_INVALID, 2, 1, "aliases", "write it out");
	expect_refused(S("a:\n  <<: {b: 1}\n"), E_INVALID, 2, 3, "merge keys", "write it out");
	expect_refused(S("a: !!int 1\n"), E_INVALID, 1, 4, "tags", "leave the tag out");
	expect_refused(S("a: ! 1\n"), E_INVALID, 1, 4, "tags", "leave the tag out");
	expect_refused(S("a: !x {b: 1}\n"), E_INVALID, 1, 4, "tags", "leave the tag out");
	expect_refused(S("? [a]\n: 1\n"), E_INVALID, 1, 3, "a name in a map must be a text", "write NAME: VALUE");
	expect_refused(S("a: 1\n---\nb: 2\n"), E_INVALID, 2, 1, "second document", "file of its own");
	expect_refused(S("%YAML 1.1\n---\na: 1\n"), E_INVALID, 1, 1, "directives", "leave the line out");
	expect_refused(S("%TAG ! tag:x,2000:\n---\na: 1\n"), E_INVALID, 1, 1, "directives", "leave the line out");
	expect_refused(S("a: \"\\0\"\n"), E_INVALID, 1, 4, "U+0000", "leave it out");
}

static void what_is_no_yaml_is_refused(void **state)
{
	(void)state;
	expect_refused(S("a:\n\tb: 2\n"), E_INVALID, 2, 1, "cannot start any token", "indent with spaces");
	expect_refused(S("a: b: c\n"), E_INVALID, 1, 5, "mapping values are not allowed", "quotation marks");
	expect_refused(S("a: [1, 2\nb: 3\n"), E_INVALID, 2, 2, "expected ',' or ']'", "");
	expect_refused(S("a: \"open\n"), E_INVALID, 2, 1, "unexpected end of stream", "");
	expect_refused(S("a: 1\nb: \xFF\n"), E_INVALID, 2, 4, "not UTF-8", "save the file as UTF-8");
	expect_refused(S("a: 1\nb: \0\n"), E_INVALID, 2, 4, "not UTF-8 text", "control characters");
	expect_refused(S(""), E_INVALID, 1, 1, "nothing stands here", "");
	expect_refused(S("# only a remark\n"), E_INVALID, 2, 1, "nothing stands here", "");
}

static void depth_and_length_have_limits(void **state)
{
	(void)state;
	ARENA(a);
	const yaml *y;
	for (size_t depth = YAML_MAX_DEPTH - 1; depth <= YAML_MAX_DEPTH + 1; depth++) {
		buf b = BUF(&a);
		for (size_t i = 0; i < depth; i++) buf_char(&b, '[');
		for (size_t i = 0; i < depth; i++) buf_char(&b, ']');
		assert_int_equal(yaml_read(&a, buf_view(&b), &y, NULL), depth <= YAML_MAX_DEPTH ? OK : E_LIMIT);
	}
	expect_refused((str){ "a", (size_t)YAML_MAX_BYTES + 1 }, E_LIMIT, 1, 1, "1 MiB", "several files");
}

/* Names are looked up, not compared with all before them: a hostile file takes no quadratic time. */
static void a_wide_map_is_read_quickly(void **state)
{
	(void)state;
	ARENA(a);
	const yaml *y;
	buf b = BUF(&a);
	for (int i = 0; i < 80000; i++) buf_printf(&b, "k%d: v\n", i);
	assert_int_equal(yaml_read(&a, buf_view(&b), &y, NULL), OK);
	assert_int_equal(y->n, 80000);
	assert_int_equal(y->items[79999].key_line, 80000);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_node_knows_its_place),
		cmocka_unit_test(nothing_is_turned_into_something_else),
		cmocka_unit_test(what_reads_in_two_ways_is_refused),
		cmocka_unit_test(what_is_no_yaml_is_refused),
		cmocka_unit_test(depth_and_length_have_limits),
		cmocka_unit_test(a_wide_map_is_read_quickly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
