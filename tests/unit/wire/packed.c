/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What gzip packed, whole, in two members, torn and too large. */
#include "support/expect.h"
#include "wire/packed.h"

/* printf 'child,seconds\n' | gzip -n9 */
static const char words[] = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xce\xc8\xcc\x49\xd1\x29\x4e\x4d\xce\xcf\x4b\x29\xe6\x02\x00\x63\x15\xb8\x38\x0e\x00\x00\x00";

static void test_unpacked(void **state)
{
	ARENA(a);
	str is;
	buf two = BUF(&a);
	(void)state;
	str packed = { words, sizeof words - 1 };
	assert_int_equal(unpacked(&a, packed, 100, &is), OK);
	expect_text(is, "child,seconds\n");
	buf_str(&two, packed);
	buf_str(&two, packed);
	assert_int_equal(unpacked(&a, buf_view(&two), 100, &is), OK);
	expect_text(is, "child,seconds\nchild,seconds\n");
	assert_int_equal(unpacked(&a, packed, 13, &is), E_LIMIT);
	for (size_t n = 2; n < packed.n; n++) assert_int_equal(unpacked(&a, str_first(packed, n), 100, &is), E_INVALID);
}

static void test_what_is_not_packed(void **state)
{
	ARENA(a);
	str is;
	(void)state;
	assert_int_equal(unpacked(&a, S("a,b\n"), 4, &is), OK);
	expect_text(is, "a,b\n");
	assert_int_equal(unpacked(&a, S("a,b\n"), 3, &is), E_LIMIT);
	assert_int_equal(unpacked(&a, S(""), 0, &is), OK);
	assert_int_equal(is.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_unpacked), cmocka_unit_test(test_what_is_not_packed) };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
