/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journal/checkpoint.h"

#include "journal/verify.h"
#include "support/journalled.h"

#include "base/file.h"

#include <string.h>
#include <sys/stat.h>

static const follower nobody = { 0 };

/* The note and key that the documentation of the format's first implementation shows. */
static void a_published_note_verifies(test_area *t)
{
	str key = S("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
	str signed_ = S("If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
	                "\xE2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
	                "otpRZb6KE6RyyBwJnAM=\n");
	assert_true(checkpoint_signed_by(&t->arena, signed_, key));
	char *other = arena_take(&t->arena, signed_.n, 1);
	for (size_t i = 0; i < signed_.n; i += 7) {
		memcpy(other, signed_.at, signed_.n);
		other[i] ^= 1;
		assert_false(checkpoint_signed_by(&t->arena, (str){ other, signed_.n }, key));
	}
}

static signer a_signer(test_area *t, const char *file, const char *name)
{
	signer s;
	assert_ok(t, hash_start());
	assert_ok(t, signer_open(&t->arena, test_path(t, file), str_of(name), &s));
	return s;
}

static void the_key_file_is_private_and_kept(test_area *t)
{
	signer one = a_signer(t, "keys", "area/one"), two = a_signer(t, "keys", "area/two"), again = a_signer(t, "keys", "area/one");
	struct stat about;
	assert_memory_equal(one.public_key, again.public_key, sizeof one.public_key);
	assert_memory_not_equal(one.public_key, two.public_key, sizeof one.public_key);
	assert_int_equal(stat(test_path(t, "keys"), &about), 0);
	assert_int_equal(about.st_mode & 07777, 0600);
	str lines, key;
	assert_ok(t, file_read(&t->arena, test_path(t, "keys"), KEY_FILE_MAX_BYTES, &lines));
	assert_true(str_starts(lines, S("PRIVATE+KEY+area/two+")));
	assert_ok(t, signer_verifier_key(&t->arena, test_path(t, "keys"), S("area/two"), &key));
	assert_str(key, signer_public(&t->arena, &two));
	assert_err(t, E_NOT_FOUND, signer_verifier_key(&t->arena, test_path(t, "keys"), S("area/three"), &key));
	assert_err(t, E_NOT_FOUND, signer_verifier_key(&t->arena, test_path(t, "none"), S("area/one"), &key));
}

static void a_spoilt_key_file_is_refused(test_area *t)
{
	signer s = a_signer(t, "keys", "area/one");
	str lines;
	assert_ok(t, file_read(&t->arena, test_path(t, "keys"), KEY_FILE_MAX_BYTES, &lines));
	char *other = arena_take(&t->arena, lines.n, 1);
	memcpy(other, lines.at, lines.n);
	other[20] ^= 1; /* in the name: its hash does not fit any more */
	assert_ok(t, file_write(&t->arena, test_path(t, "keys"), (str){ other, lines.n }, 0600));
	assert_err(t, E_INVALID, signer_open(&t->arena, test_path(t, "keys"), S("area/one"), &s));
}

static void a_checkpoint_reads_back(test_area *t)
{
	signer s = a_signer(t, "keys", "area/one"), other = a_signer(t, "keys", "area/two");
	checkpoint c = { .origin = s.name, .size = 17, .root = sha256_of(S("a root")) }, back;
	str signed_ = checkpoint_sign(&t->arena, &s, &c);
	assert_true(str_starts(signed_, S("area/one\n17\n")));
	assert_true(checkpoint_read(&t->arena, signed_, &back));
	assert_int_equal(back.size, 17);
	assert_str(back.origin, c.origin);
	assert_true(sha256_eq(back.root, c.root));
	assert_true(checkpoint_signed_by(&t->arena, signed_, signer_public(&t->arena, &s)));
	assert_false(checkpoint_signed_by(&t->arena, signed_, signer_public(&t->arena, &other)));
}

static void what_is_no_checkpoint_is_refused(test_area *t)
{
	static const char *const wrong[] = {
		"", "\n\n", "area\n17\n", "area\n017\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\xE2\x80\x94 a b\n",
		"area\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\xE2\x80\x94 a b\n",
		"area\n1\nAAAA\n\n\xE2\x80\x94 a b\n", "area\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n",
		"\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\xE2\x80\x94 a b\n",
		"area\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nmore\n\n\xE2\x80\x94 a b\n",
	};
	checkpoint c;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (checkpoint_read(&t->arena, str_of(wrong[i]), &c)) fail_msg("accepted: %s", wrong[i]);
}

/* ---- in a journal */

static int64_t newest_size(journalled *g)
{
	str signed_;
	checkpoint c;
	assert_ok(g->t, journal_checkpoint(g->d, g->a, &signed_));
	assert_true(checkpoint_read(g->a, signed_, &c));
	return c.size;
}

static void signed_when_asked_closed_and_opened(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	str signed_;
	assert_err(t, E_NOT_FOUND, journal_checkpoint(g.d, g.a, &signed_));
	adds_person(&g, "Asha");
	assert_err(t, E_NOT_FOUND, journal_checkpoint(g.d, g.a, &signed_));
	assert_ok(t, journal_sign(g.j, g.a));
	assert_int_equal(newest_size(&g), 1);
	adds_person(&g, "Ben");
	journalled_again(&g, nobody); /* closing signs */
	assert_int_equal(newest_size(&g), 2);
	assert_ok(t, journal_sign(g.j, g.a)); /* nothing new: nothing is signed twice */
	assert_int_equal(test_int(t, g.d, SQL("SELECT COUNT(*) FROM checkpoint"), NO_ARGS), 2);
}

static void signed_every_so_many_entries(test_area *t)
{
	if (t->is != DB_SQLITE) return; /* the same code; thousands of entries one by one */
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	assert_ok(t, db_run(g.d, SQL("PRAGMA synchronous=OFF"), NO_ARGS, NULL));
	for (int i = 0; i < CHECKPOINT_ENTRIES; i++) {
		ARENA(a);
		journalled each = g;
		each.a = &a;
		adds_person(&each, "One of many");
	}
	assert_int_equal(newest_size(&g), CHECKPOINT_ENTRIES);
}

/* Whoever opens it with a wrong folder, or a copy without its key, is told; nothing is made there unasked. */
static void a_journal_is_not_opened_without_its_key(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	journal_closep(&g.j);
	str lines, key;
	str_list keys;
	trail no = { 0 };
	const char *elsewhere = test_path(t, "elsewhere");
	assert_err(t, E_DENIED, journal_open(t->address, elsewhere, 1000, nobody, &no, &g.j));
	assert_err(t, E_NOT_FOUND, file_read(&t->arena, elsewhere, KEY_FILE_MAX_BYTES, &lines));
	str origin;
	assert_ok(t, journal_origin(g.d, g.a, &origin));
	a_signer(t, "elsewhere", "area/one");
	assert_err(t, E_DENIED, journal_open(t->address, elsewhere, 1000, nobody, &no, &g.j));
	a_signer(t, "elsewhere", str_c(g.a, origin)); /* of the same name, but it never signed here */
	assert_err(t, E_DENIED, journal_open(t->address, elsewhere, 1000, nobody, &no, &g.j));
	assert_ok(t, journal_verifier_keys(g.d, g.a, &keys));
	assert_int_equal(keys.n, 1);
	assert_err(t, E_CONFLICT, signer_renew(g.d, g.a, g.key_path, &key)); /* the right one is there: nothing is lost */
	assert_ok(t, signer_renew(g.d, g.a, elsewhere, &key));
	assert_ok(t, journal_open(t->address, elsewhere, 1000, nobody, &t->trail, &g.j));
	assert_ok(t, signer_verifier_key(&t->arena, elsewhere, S("area/one"), &key)); /* other keys in the file stay */
}

/* The key file is lost: a new key signs from then on, and what the old one signed still verifies. */
static void a_lost_key_is_replaced(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	adds_person(&g, "Asha");
	str_list keys;
	verdict v;
	journal_closep(&g.j);
	str key;
	g.key_path = test_path(t, "another key");
	assert_ok(t, signer_renew(g.d, g.a, g.key_path, &key));
	assert_ok(t, journal_open(t->address, g.key_path, 1000, nobody, &t->trail, &g.j));
	g.w.j = g.j;
	adds_person(&g, "Ben");
	assert_ok(t, journal_sign(g.j, g.a));
	assert_ok(t, journal_verifier_keys(g.d, g.a, &keys));
	assert_int_equal(keys.n, 2);
	assert_str(keys.at[1], key);
	assert_ok(t, journal_verify(g.d, g.a, keys.at[1], NULL, NULL, &v));
	assert_str(v.what, STR_NONE);
	assert_int_equal(v.checkpoints, 2);
	signer stranger = a_signer(t, "stranger", "area/one");
	assert_ok(t, journal_verify(g.d, g.a, signer_public(g.a, &stranger), NULL, NULL, &v));
	assert_false(v.holds);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(a_published_note_verifies),
		ENGINE_TEST(the_key_file_is_private_and_kept),
		ENGINE_TEST(a_spoilt_key_file_is_refused),
		ENGINE_TEST(a_checkpoint_reads_back),
		ENGINE_TEST(what_is_no_checkpoint_is_refused),
		ENGINE_TEST(signed_when_asked_closed_and_opened),
		ENGINE_TEST(signed_every_so_many_entries),
		ENGINE_TEST(a_journal_is_not_opened_without_its_key),
		ENGINE_TEST(a_lost_key_is_replaced),
	};
	return engines_run("journal/checkpoint", tests, sizeof tests / sizeof *tests);
}
