/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One header has one text and one meaning. */
#include "journal/header.h"

#include "support/expect.h"

static const zone *london(arena *a)
{
	const zone *z = NULL;
	assert_int_equal(zone_load(a, S("Europe/London"), &z), OK);
	return z;
}

static entry full(arena *a, const zone *z)
{
	entry e = { .record = { 17 }, .kind = S("note"), .version = S("ab12"), .author = { 5 }, .agency = { 3 }, .batch = S("letters") };
	assert_true(uuid_read(S("01890a5d-ac96-774b-bcce-b302099a8057"), &e.id));
	PUSH(a, &e.about, ((entry_link){ S("child"), { 7 } }));
	PUSH(a, &e.about, ((entry_link){ S("to"), { 9 } }));
	PUSH(a, &e.after, ((seq){ 20 }));
	PUSH(a, &e.after, ((seq){ 21 }));
	PUSH(a, &e.files, sha256_of(S("a")));
	assert_true(when_read(z, S("2024-01-05T09:30:00.250Z"), &e.happened));
	return e;
}

static const char *const full_text =
    "{\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"record\":17,\"kind\":\"note\",\"version\":\"ab12\","
    "\"about\":[[\"child\",7],[\"to\",9]],\"author\":5,\"agency\":3,\"happened\":\"2024-01-05T09:30:00.250+00:00\","
    "\"after\":[20,21],\"files\":[\"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\"],\"batch\":\"letters\"}";

static void all_is_written(void **state)
{
	ARENA(a);
	buf b = BUF(&a);
	(void)state;
	const zone *z = london(&a);
	entry e = full(&a, z), back = { 0 };
	header_write(&b, &e, z);
	expect_written(&b, full_text);
	assert_true(header_read(&a, buf_view(&b), &back));
	buf again = BUF(&a);
	header_write(&again, &back, z);
	expect_written(&again, full_text);
}

static void absent_is_left_out(void **state)
{
	ARENA(a);
	buf b = BUF(&a);
	(void)state;
	entry e = { .kind = S("note"), .version = S("v") }, back = { 0 };
	header_write(&b, &e, NULL);
	expect_written(&b, "{\"id\":\"00000000-0000-0000-0000-000000000000\",\"kind\":\"note\",\"version\":\"v\"}");
	assert_true(header_read(&a, buf_view(&b), &back));
	assert_true(back.record.n == 0 && back.happened.is == WHEN_NONE && back.about.n == 0 && back.batch.n == 0);
}

/* Every precision, and the hour that the area's clock shows twice. */
static void when_it_happened_comes_back(void **state)
{
	static const char *const texts[] = { "2024", "2024~", "2024-03", "2024-03~", "2024-03-05", "2024-03-05~",
		                             "2024-07-05T23:59:59.999Z", "2024-10-27T00:30:00.000Z", "2024-10-27T01:30:00.000Z",
		                             "1969-12-31T23:59:59.999Z" };
	ARENA(a);
	(void)state;
	const zone *z = london(&a);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		entry e = { .kind = S("note"), .version = S("v") }, back = { 0 };
		buf b = BUF(&a), text = BUF(&a);
		assert_true(when_read(z, str_of(texts[i]), &e.happened));
		header_write(&b, &e, z);
		assert_true(header_read(&a, buf_view(&b), &back));
		when_write(&text, back.happened);
		expect_written(&text, texts[i]);
		assert_int_equal(when_cmp(back.happened, e.happened), 0);
	}
}

/* Any byte left out, doubled, changed or put in capitals gives no header, or one that is written otherwise: nothing reads as the same. */
static void another_text_is_another_header(void **state)
{
	(void)state;
	ARENA(whole);
	const zone *z = london(&whole);
	str text = str_of(full_text);
	for (size_t at = 0; at < text.n; at++)
		for (int how = 0; how < 4; how++) {
			ARENA(a);
			buf other = BUF(&a), again = BUF(&a);
			entry back = { 0 };
			buf_str(&other, str_first(text, at));
			if (how == 1) buf_char(&other, text.at[at]);
			if (how == 2) buf_char(&other, (char)(text.at[at] ^ 4));
			if (how == 3) buf_char(&other, (char)(text.at[at] ^ 32));
			buf_str(&other, str_from(text, how == 1 ? at : at + 1));
			if (!header_read(&a, buf_view(&other), &back)) continue;
			header_write(&again, &back, z);
			assert_false(str_eq(buf_view(&again), text));
		}
}

/* The layout that docs/journal-format.md describes, computed by hand with another program. */
static void digests_are_as_described(void **state)
{
	ARENA(a);
	buf b = BUF(&a);
	(void)state;
	sha256 content = content_digest(S("0123456789abcdef"), S("{}"), S("[1]")), leaf = leaf_digest((seq){ 7 }, (instant){ 1000 }, &content);
	buf_hex(&b, content.at, sizeof content.at);
	buf_char(&b, ' ');
	buf_hex(&b, leaf.at, sizeof leaf.at);
	expect_written(&b, "8309f51bb045094096d85c0a09966506d6f951158758caadd0e865e74cbf8e8e b30bcfcb42bda34ca460155cffa7fbe41bdcc7973bf4c04dc49e0eaaaff69a58");
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (hash_start() != OK) return 1;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_is_written),
		cmocka_unit_test(absent_is_left_out),
		cmocka_unit_test(when_it_happened_comes_back),
		cmocka_unit_test(another_text_is_another_header),
		cmocka_unit_test(digests_are_as_described),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
