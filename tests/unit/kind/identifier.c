/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Identifiers: check digits against published vectors, and the forms of postcodes and local numbers. */
#include "base/file.h"
#include "kind/kind.h"
#include "support/expect.h"

static bool type_of(str code, identifier_type *ret)
{
	if (str_eq(code, S("NHS"))) *ret = IDENTIFIER_NHS;
	else if (str_eq(code, S("ULN"))) *ret = IDENTIFIER_ULN;
	else if (str_eq(code, S("UPN"))) *ret = IDENTIFIER_UPN;
	else return false;
	return true;
}

/* Lines KIND,VALUE,True|False,note. A sum may hold for what a rule refuses all the same: the note says so. */
static void the_published_vectors_hold(void **state)
{
	(void)state;
	ARENA(a);
	str csv, line, canonical;
	size_t checked = 0;
	if (file_read(&a, "../shared/data/ids/check_digit_vectors.csv", 1 << 20, &csv) != OK) {
		print_message("# skipped: the check digit vectors are not here\n");
		skip();
	}
	str_cut(csv, '\n', &csv);
	while (csv.n) {
		line = str_trim(str_cut(csv, '\n', &csv));
		str rest = line, code = str_cut(rest, ',', &rest), number = str_cut(rest, ',', &rest), valid = str_cut(rest, ',', &rest);
		identifier_type t = IDENTIFIER_NHS;
		if (!line.n) continue;
		assert_true(type_of(code, &t));
		bool expected = str_eq(valid, S("True")) && str_find(rest, S("reject by rule")) < 0;
		if (identifier_check(t, number, &a, &canonical) != expected)
			fail_msg("%.*s", STR_ARG(line));
		checked++;
	}
	assert_int_equal(checked, 85);
}

static void expect_canonical(identifier_type t, const char *written, const char *canonical)
{
	ARENA(a);
	str s = STR_NONE;
	if (!identifier_check(t, str_of(written), &a, &s)) fail_msg("%s was refused", written);
	expect_text(s, canonical);
}

static void expect_none(identifier_type t, const char *written)
{
	ARENA(a);
	str s = S("untouched");
	if (identifier_check(t, str_of(written), &a, &s)) fail_msg("%s was taken", written);
	expect_text(s, "untouched");
}

static void spaces_and_case_do_not_matter(void **state)
{
	(void)state;
	expect_canonical(IDENTIFIER_NHS, "943 476 5919", "9434765919");
	expect_canonical(IDENTIFIER_UPN, " r33008 2652064 ", "R330082652064");
	expect_canonical(IDENTIFIER_ULN, "9276 308 686", "9276308686");
	expect_none(IDENTIFIER_NHS, "943-476-5919");
	expect_none(IDENTIFIER_NHS, "0000000000");
	expect_none(IDENTIFIER_NHS, "94347659190");
	expect_none(IDENTIFIER_NHS, "");
	expect_none(IDENTIFIER_ULN, "0276308686");
}

static void postcodes_have_one_space(void **state)
{
	(void)state;
	static const char *const good[][2] = {
		{ "m1 1ae", "M1 1AE" }, { "B338TH", "B33 8TH" }, { "CR2 6XH", "CR2 6XH" }, { " dn551pt", "DN55 1PT" },
		{ "W1A1HQ", "W1A 1HQ" }, { "EC1A 1BB", "EC1A 1BB" }, { "gir 0aa", "GIR 0AA" }, { "SO14 0AA", "SO14 0AA" },
	};
	static const char *const bad[] = { "Q1 1AA", "M1 1CE", "M1 AAE", "EC1A", "A1", "AI1 1AA", "W1Z1HQ", "EC1Z 1BB", "123 456",
		                           "M1  1A", "SO14 0AAA", "M1\t1AE", "M\xC3\x96 1AE" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) expect_canonical(IDENTIFIER_POSTCODE, good[i][0], good[i][1]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) expect_none(IDENTIFIER_POSTCODE, bad[i]);
}

static void local_numbers_are_twenty_at_most(void **state)
{
	(void)state;
	expect_canonical(IDENTIFIER_LOCAL, "ab-12/3", "AB-12/3");
	expect_canonical(IDENTIFIER_LOCAL, "12345678901234567890", "12345678901234567890");
	expect_none(IDENTIFIER_LOCAL, "123456789012345678901");
	expect_none(IDENTIFIER_LOCAL, "--/");
	expect_none(IDENTIFIER_LOCAL, "a.b");
	expect_none(IDENTIFIER_LOCAL, "<b>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_vectors_hold),
		cmocka_unit_test(spaces_and_case_do_not_matter),
		cmocka_unit_test(postcodes_have_one_space),
		cmocka_unit_test(local_numbers_are_twenty_at_most),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
