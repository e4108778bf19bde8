/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* CSV: rows in whatever pieces the file arrives, what is refused, and out and in again. */
#include "support/expect.h"
#include "base/hash.h"
#include "wire/csv.h"

typedef struct {
	buf seen;
	err answer; /* to a row whose first cell is stop */
} notes;

/* 3[a][b] */
static err take_row(void *context, int64_t line, const str *cells, size_t n)
{
	notes *to = context;
	buf_int(&to->seen, line);
	for (size_t i = 0; i < n; i++) {
		buf_char(&to->seen, '[');
		buf_str(&to->seen, cells[i]);
		buf_char(&to->seen, ']');
	}
	return n && str_eq(cells[0], S("stop")) ? to->answer : OK;
}

static err read_in_pieces(arena *a, str bytes, size_t piece, char separator, str *ret_seen, csv_wrong *ret_wrong)
{
	notes to = { .seen = BUF(a), .answer = E_BUSY };
	csv_reader *r = csv_start(a, &(csv_visitor){ .context = &to, .row = take_row, .separator = separator });
	err e = OK;
	for (; e == OK && bytes.n; bytes = str_from(bytes, piece)) e = csv_feed(r, str_first(bytes, piece));
	if (e == OK) e = csv_finish(r);
	else assert_int_equal(csv_finish(r), e); /* a failure stays */
	*ret_seen = buf_view(&to.seen);
	*ret_wrong = csv_wrong_of(r);
	return e;
}

static void expect_rows_with(str bytes, char separator, const char *expected)
{
	for (size_t piece = 1; piece <= bytes.n + 1; piece++) {
		ARENA(a);
		str seen;
		csv_wrong wrong;
		err e = read_in_pieces(&a, bytes, piece, separator, &seen, &wrong);
		if (e != OK) fail_msg("line %d: %.*s", (int)wrong.line, STR_ARG(wrong.message));
		expect_text(seen, expected);
	}
}
#define expect_rows(bytes, expected) expect_rows_with((bytes), 0, (expected))

static void expect_refused(str bytes, err code, int line, const char *message)
{
	for (size_t piece = 1; piece <= bytes.n; piece++) {
		ARENA(a);
		str seen;
		csv_wrong wrong;
		assert_int_equal(read_in_pieces(&a, bytes, piece, 0, &seen, &wrong), code);
		expect_contains(wrong.message, message);
		assert_int_equal(wrong.line, line);
	}
}

static void rows_and_cells(void **state)
{
	(void)state;
	expect_rows(S("a,b\r\n1,2\r\n"), "1[a][b]2[1][2]");
	expect_rows(S("a,b\n1,2"), "1[a][b]2[1][2]");
	expect_rows(S(""), "");
	expect_rows(S(",\n"), "1[][]");
	expect_rows(S("a,\nb"), "1[a][]2[b]");
	expect_rows(S("\n\r\na\n\n"), "3[a]"); /* empty lines are no rows */
	expect_rows(S("\"\"\na"), "1[]2[a]");  /* but an empty cell in marks is one */
	expect_rows(S(" a , b "), "1[ a ][ b ]");
	expect_rows_with(S("a;b,c\n\"x;y\";\"z\""), ';', "1[a][b,c]2[x;y][z]");
}

static void quoted_cells(void **state)
{
	(void)state;
	expect_rows(S("\"a,\"\"b\"\"\",c\n"), "1[a,\"b\"][c]");
	expect_rows(S("\"two\r\nlines\",x\r\nnext\r\n"), "1[two\r\nlines][x]3[next]"); /* the next row is on line 3 */
	expect_rows(S("\"\"\"\""), "1[\"]");
	expect_rows(S("a,\"\""), "1[a][]");
	expect_rows(S("\"lone\rCR\""), "1[lone\rCR]");
}

static void byte_order_marks(void **state)
{
	(void)state;
	expect_rows(S("\xEF\xBB\xBF"
	              "a,b\n"),
	            "1[a][b]");
	expect_rows(S("\xEF\xBB\xBF\"a\",b\n"), "1[a][b]");
	expect_rows(S("\xEF\xBB\xBF"), "");
	expect_rows(S("\xEF\xBC\x81,b"), "1[\xEF\xBC\x81][b]"); /* begins like one, and is a fullwidth «!» */
	expect_rows(S("a\n\xEF\xBB\xBF"
	              "b"),
	            "1[a]2[\xEF\xBB\xBF"
	            "b]"); /* only the file's first bytes */
}

static void torn_files_are_refused(void **state)
{
	(void)state;
	expect_refused(S("a,b\n1,\"open\nto the end,\n"), E_INVALID, 2, "opens here and is never closed");
	expect_refused(S("a\n\"b\"c\n"), E_INVALID, 2, "Text follows a closing quotation mark");
	expect_refused(S("a\n5\" pipe\n"), E_INVALID, 2, "inside a bare cell");
	expect_refused(S("a\rb\n"), E_INVALID, 1, "CR alone");
	expect_refused(S("a\r"), E_INVALID, 1, "CR alone");
	expect_refused(S("a,b\n\"x\"\r\r\n"), E_INVALID, 2, "CR alone");
	expect_refused(S("a\0b"), E_INVALID, 1, "NUL");
	expect_refused(S("\"a\n\0\""), E_INVALID, 2, "NUL");
	expect_refused(S("name\ncaf\xE9\n"), E_INVALID, 2, "not UTF-8");
	expect_refused(S("\xEF\xBB"), E_INVALID, 1, "not UTF-8");
	expect_refused(S("\xEF\xBB,a"), E_INVALID, 1, "not UTF-8");
	expect_refused(S("P\0K\0"), E_INVALID, 1, "NUL"); /* a workbook, not a CSV */
}

static void limits_are_kept(void **state)
{
	(void)state;
	ARENA(a);
	str seen;
	csv_wrong wrong;
	buf commas = BUF(&a), longs = BUF(&a), wide = BUF(&a);
	for (int i = 1; i < CSV_MAX_CELLS; i++) buf_char(&commas, ',');
	assert_int_equal(read_in_pieces(&a, buf_view(&commas), 4096, 0, &seen, &wrong), OK);
	buf_char(&commas, ',');
	assert_int_equal(read_in_pieces(&a, buf_view(&commas), 4096, 0, &seen, &wrong), E_LIMIT);
	expect_contains(wrong.message, "2,000 cells");
	for (int i = 0; i < CSV_MAX_CELL_BYTES; i++) buf_char(&longs, 'x');
	assert_int_equal(read_in_pieces(&a, buf_view(&longs), 4096, 0, &seen, &wrong), OK);
	for (int i = 0; i < 9; i++) {
		buf_str(&wide, buf_view(&longs));
		buf_char(&wide, ',');
	}
	assert_int_equal(read_in_pieces(&a, buf_view(&wide), 4096, 0, &seen, &wrong), E_LIMIT);
	expect_contains(wrong.message, "8 MiB");
	buf_char(&longs, 'x');
	assert_int_equal(read_in_pieces(&a, buf_view(&longs), 4096, 0, &seen, &wrong), E_LIMIT);
	expect_contains(wrong.message, "1 MiB");
}

static void a_visitor_ends_the_reading(void **state)
{
	(void)state;
	ARENA(a);
	str seen;
	csv_wrong wrong;
	assert_int_equal(read_in_pieces(&a, S("a\nstop\nb\n"), 100, 0, &seen, &wrong), E_BUSY);
	expect_text(seen, "1[a]2[stop]");
}

/* Any cells without NUL, written and read again, are the same. */
static void rows_go_there_and_back(void **state)
{
	(void)state;
	static const char alphabet[] = "a,\"\r\n ='\t\xC3\xA9";
	for (int round = 0; round < 2000; round++) {
		ARENA(a);
		unsigned char dice[64];
		str cells[4], seen;
		csv_wrong wrong;
		buf file = BUF(&a), expected = BUF(&a);
		size_t n = 1 + (size_t)round % 4, k = 0;
		random_bytes(dice, sizeof dice);
		buf_lit(&expected, "1");
		for (size_t i = 0; i < n; i++) {
			buf cell = BUF(&a);
			for (size_t length = dice[k++] % 8; length; length--) {
				size_t pick = dice[k++] % 10;
				buf_bytes(&cell, alphabet + pick, pick == 9 ? 2 : 1); /* the last one has two bytes */
			}
			cells[i] = buf_view(&cell);
			buf_printf(&expected, "[%.*s]", STR_ARG(cells[i]));
		}
		csv_write_row(&file, CSV_EXACT, cells, n);
		assert_int_equal(read_in_pieces(&a, buf_view(&file), 3, 0, &seen, &wrong), OK);
		assert_true(str_eq(seen, buf_view(&expected)));
	}
}

static void formulas_are_dressed_when_asked(void **state)
{
	(void)state;
	ARENA(a);
	buf exact = BUF(&a), dressed = BUF(&a), empty = BUF(&a);
	str cells[] = { S("=1+1"), S("-5"), S("+44"), S("@x"), S("a=b"), S("=\"x\""), STR_NONE };
	csv_write_row(&exact, CSV_EXACT, cells, 7);
	csv_write_row(&dressed, CSV_FOR_SPREADSHEET, cells, 7);
	csv_write_row(&empty, CSV_EXACT, cells + 6, 1);
	expect_written(&exact, "=1+1,-5,+44,@x,a=b,\"=\"\"x\"\"\",\r\n");
	expect_written(&dressed, "'=1+1,'-5,'+44,'@x,a=b,\"'=\"\"x\"\"\",\r\n");
	expect_written(&empty, "\"\"\r\n");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (hash_start() != OK) return 1;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_and_cells),         cmocka_unit_test(quoted_cells),
		cmocka_unit_test(byte_order_marks),       cmocka_unit_test(torn_files_are_refused),
		cmocka_unit_test(limits_are_kept),        cmocka_unit_test(a_visitor_ends_the_reading),
		cmocka_unit_test(rows_go_there_and_back), cmocka_unit_test(formulas_are_dressed_when_asked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
