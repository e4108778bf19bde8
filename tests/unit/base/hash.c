/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Digests, ids and their texts, against published values. */
#include "support/expect.h"
#include "base/hash.h"

#include <sodium.h>

static str hex_of(arena *a, const void *at, size_t n)
{
	buf b = BUF(a);
	buf_hex(&b, at, n);
	return buf_view(&b);
}

static void sha256_is_as_published(void **state) /* FIPS 180-2, appendix B */
{
	(void)state;
	ARENA(a);
	sha256 none = sha256_of(STR_NONE), abc = sha256_of(S("abc"));
	sha256 pieces = sha256_of_many((str[]){ S("a"), STR_NONE, S("b"), S("c") }, 4);
	expect_text(hex_of(&a, none.at, 32), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	expect_text(hex_of(&a, abc.at, 32), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_true(sha256_eq(abc, pieces));
	assert_false(sha256_eq(abc, none));
	assert_int_equal(sha256_view(&abc).n, 32);
}

/* Every length around a block's edges, cut in every way into two, against the library's own. */
static void sha256_of_any_length_in_any_pieces(void **state)
{
	(void)state;
	char bytes[3 * 64 + 9];
	for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 37 + 11);
	for (size_t n = 0; n <= sizeof bytes; n++)
		for (size_t cut = 0; cut <= n; cut++) {
			unsigned char expected[crypto_hash_sha256_BYTES];
			sha256 got = sha256_of_many((const str[]){ { bytes, cut }, { bytes + cut, n - cut } }, 2);
			crypto_hash_sha256(expected, (const unsigned char *)bytes, n);
			assert_memory_equal(got.at, expected, sizeof expected);
		}
}

static void sha256_of_a_million(void **state) /* FIPS 180-2, appendix B.3 */
{
	(void)state;
	ARENA(a);
	enum { MILLION = 1000000 };
	char *bytes = arena_take(&a, MILLION, 1);
	memset(bytes, 'a', MILLION);
	sha256 digest = sha256_of((str){ bytes, MILLION });
	expect_text(hex_of(&a, digest.at, 32), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void hex_is_read_strictly(void **state)
{
	(void)state;
	unsigned char bytes[3] = { 9, 9, 9 };
	assert_true(hex_read(S("00aFfe"), bytes, 3));
	assert_memory_equal(bytes, "\x00\xaf\xfe", 3);
	assert_false(hex_read(S("00aff"), bytes, 3) || hex_read(S("00affe00"), bytes, 3) ||
	             hex_read(S("00afg0"), bytes, 3));
	assert_memory_equal(bytes, "\x00\xaf\xfe", 3); /* untouched by a refusal */
}

static void base64_is_read_strictly(void **state)
{
	(void)state;
	ARENA(a);
	str s = S("untouched");
	static const char *const good[][2] = {
		{ "", "" }, { "Zg==", "f" }, { "Zm8=", "fo" }, { "Zm9vYmFy", "foobar" }
	};
	static const char *const bad[] = { "Zg",    "Zg=",    "Zg===", "Zh==",     "Zm9=",
		                           "Z g==", "Zg==\n", "====",  "Zm9v-_==", "Zg==Zg==" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(base64_read(&a, str_of(bad[i]), &s));
	expect_text(s, "untouched");
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(base64_read(&a, str_of(good[i][0]), &s));
		expect_text(s, good[i][1]);
	}
}

static void base64_goes_there_and_back(void **state)
{
	(void)state;
	for (size_t n = 0; n < 200; n++) {
		ARENA(a);
		char bytes[200];
		buf b = BUF(&a);
		str back;
		random_bytes(bytes, sizeof bytes);
		buf_base64(&b, bytes, n);
		assert_true(base64_read(&a, buf_view(&b), &back));
		assert_true(str_eq(back, (str){ bytes, n }));
	}
}

static void ids_are_in_the_order_of_time(void **state)
{
	(void)state;
	uuid last = { 0 };
	assert_true(uuid_is_none(last));
	for (int64_t ms = 1700000000000; ms < 1700000005000; ms += 1 + ms % 7) {
		uuid u = uuid_make((instant){ ms });
		assert_true(memcmp(last.at, u.at, 16) < 0);
		assert_int_equal(u.at[6] >> 4, 7);
		assert_int_equal(u.at[8] >> 6, 2);
		assert_false(uuid_eq(u, uuid_make((instant){ ms })));
		last = u;
	}
}

static void ids_have_a_text(void **state)
{
	(void)state;
	ARENA(a);
	uuid u, back;
	buf b = BUF(&a);
	assert_true(uuid_read(S("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"), &u)); /* RFC 9562, appendix A.6 */
	uuid_write(&b, u);
	expect_written(&b, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
	assert_true(uuid_read(buf_view(&b), &back) && uuid_eq(u, back));
	static const char *const bad[] = { "",
		                           "017f22e279b07cc398c4dc0c0c07398f",
		                           "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
		                           "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
		                           "017f22e2-79b0-7cc3-98c4dc-0c0c07398f",
		                           "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(uuid_read(str_of(bad[i]), &back));
}

static void names_give_the_same_id_again(void **state)
{
	(void)state;
	uuid u = uuid_of_name(S("declaration/voice/1"));
	assert_true(uuid_eq(u, uuid_of_name(S("declaration/voice/1"))));
	assert_false(uuid_eq(u, uuid_of_name(S("declaration/voice/2"))));
	assert_int_equal(u.at[6] >> 4, 8);
	assert_int_equal(u.at[8] >> 6, 2);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (hash_start() != OK) return 1;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_is_as_published),
		cmocka_unit_test(sha256_of_any_length_in_any_pieces),
		cmocka_unit_test(sha256_of_a_million),       cmocka_unit_test(hex_is_read_strictly),
		cmocka_unit_test(base64_is_read_strictly),      cmocka_unit_test(base64_goes_there_and_back),
		cmocka_unit_test(ids_are_in_the_order_of_time), cmocka_unit_test(ids_have_a_text),
		cmocka_unit_test(names_give_the_same_id_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
