/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The tree against the roots and proofs that Certificate Transparency's own tests publish for eight leaves, and against a
 * definition of the tree written as the RFC writes it. */
#include "journal/merkle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const str leaf_data[8] = {
	{ "", 0 },       { "\x00", 1 },         { "\x10", 1 },
	{ "\x20\x21", 2 }, { "\x30\x31", 2 },     { "\x40\x41\x42\x43", 4 },
	{ "\x50\x51\x52\x53\x54\x55\x56\x57", 8 }, { "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16 },
};

static const char *const roots[9] = {
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static sha256 digest(const char *hex)
{
	sha256 d;
	assert_true(hex_read(str_of(hex), d.at, sizeof d.at));
	return d;
}

/* MTH as RFC 6962 section 2.1 writes it. */
static sha256 by_definition(const sha256 *leaves, int64_t n)
{
	if (n == 0) return sha256_of(STR_NONE);
	if (n == 1) return leaves[0];
	int64_t k = 1;
	while (k * 2 < n) k *= 2;
	sha256 left = by_definition(leaves, k), right = by_definition(leaves + k, n - k);
	return merkle_node(&left, &right);
}

static void make_leaves(sha256 *leaves, int n)
{
	for (int i = 0; i < n; i++) {
		unsigned char number[2] = { (unsigned char)(i >> 8), (unsigned char)i };
		leaves[i] = merkle_leaf((str){ (const char *)number, 2 });
	}
}

static size_t prove(const sha256 *leaves, merkle_ranges ranges, sha256 *proof)
{
	for (int i = 0; i < ranges.n; i++) proof[i] = by_definition(leaves + ranges.at[i].first, ranges.at[i].count);
	return (size_t)ranges.n;
}

static void published_roots(void **state)
{
	(void)state;
	merkle_edge edge = { 0 };
	for (int size = 0; size <= 8; size++) {
		assert_true(sha256_eq(merkle_root(&edge), digest(roots[size])));
		if (size < 8) merkle_append(&edge, merkle_leaf(leaf_data[size]));
	}
}

typedef struct {
	int64_t from, size; /* leaf index or old size, and size */
	const char *proof[4];
} known_proof;

static void published_inclusion(void **state)
{
	(void)state;
	static const known_proof known[] = {
		{ 0, 8, { "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
		          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
		          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4" } },
		{ 5, 8, { "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
		          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
		          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" } },
		{ 2, 3, { "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" } },
		{ 1, 5, { "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
		          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b" } },
	};
	sha256 leaves[8];
	for (int i = 0; i < 8; i++) leaves[i] = merkle_leaf(leaf_data[i]);
	for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
		sha256 proof[MERKLE_MAX_PROOF];
		size_t n = prove(leaves, merkle_inclusion(known[k].from, known[k].size), proof);
		for (size_t i = 0; i < n; i++) assert_true(sha256_eq(proof[i], digest(known[k].proof[i])));
		assert_true(n == 4 || !known[k].proof[n]);
		assert_true(merkle_inclusion_holds(leaves[known[k].from], known[k].from, known[k].size, proof, n,
		                                   digest(roots[known[k].size])));
	}
}

static void published_consistency(void **state)
{
	(void)state;
	static const known_proof known[] = {
		{ 1, 8, { "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
		          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
		          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4" } },
		{ 6, 8, { "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
		          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
		          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" } },
		{ 2, 5, { "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
		          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b" } },
	};
	sha256 leaves[8];
	for (int i = 0; i < 8; i++) leaves[i] = merkle_leaf(leaf_data[i]);
	for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
		sha256 proof[MERKLE_MAX_PROOF];
		size_t n = prove(leaves, merkle_consistency(known[k].from, known[k].size), proof);
		for (size_t i = 0; i < n; i++) assert_true(sha256_eq(proof[i], digest(known[k].proof[i])));
		assert_true(n == 4 || !known[k].proof[n]);
		assert_true(merkle_consistency_holds(known[k].from, known[k].size, proof, n, digest(roots[known[k].from]),
		                                     digest(roots[known[k].size])));
	}
}

enum { TREE_MOST = 70 };

static void edge_equals_definition(void **state)
{
	(void)state;
	ARENA(a);
	sha256 leaves[TREE_MOST];
	make_leaves(leaves, TREE_MOST);
	merkle_edge edge = { 0 };
	for (int n = 0; n < TREE_MOST; n++) {
		buf b = BUF(&a);
		merkle_edge_write(&b, &edge);
		merkle_edge again;
		assert_true(merkle_edge_read(n, buf_view(&b), &again));
		assert_true(sha256_eq(merkle_root(&again), by_definition(leaves, n)));
		assert_false(merkle_edge_read(n, (str){ roots[1], b.n + 32 }, &again));
		merkle_append(&edge, leaves[n]);
	}
}

/* Every leaf of every tree: its proof holds; for another leaf, place, size, root, or with a digest more, less or changed
 * it does not. */
static void inclusion_of_all(void **state)
{
	(void)state;
	sha256 leaves[TREE_MOST];
	make_leaves(leaves, TREE_MOST);
	for (int64_t size = 1; size < TREE_MOST; size++)
		for (int64_t i = 0; i < size; i++) {
			sha256 proof[MERKLE_MAX_PROOF + 1] = { 0 };
			size_t n = prove(leaves, merkle_inclusion(i, size), proof);
			sha256 root = by_definition(leaves, size), other = by_definition(leaves, size + 1);
			assert_true(merkle_inclusion_holds(leaves[i], i, size, proof, n, root));
			assert_false(merkle_inclusion_holds(leaves[(i + 1) % TREE_MOST], i, size, proof, n, root));
			assert_false(merkle_inclusion_holds(leaves[i], size, size, proof, n, root));
			assert_false(merkle_inclusion_holds(leaves[i], i, size, proof, n, other));
			assert_false(merkle_inclusion_holds(leaves[i], i, size, proof, n + 1, root));
			if (size > 1) assert_false(merkle_inclusion_holds(leaves[i], i ^ 1, size, proof, n, root));
			if (n) assert_false(merkle_inclusion_holds(leaves[i], i, size, proof, n - 1, root));
			if (n) proof[n / 2].at[7] ^= 1;
			if (n) assert_false(merkle_inclusion_holds(leaves[i], i, size, proof, n, root));
		}
}

static void consistency_of_all(void **state)
{
	(void)state;
	sha256 leaves[TREE_MOST];
	make_leaves(leaves, TREE_MOST);
	for (int64_t size = 0; size < TREE_MOST; size++)
		for (int64_t old = 0; old <= size; old++) {
			sha256 proof[MERKLE_MAX_PROOF + 1] = { 0 };
			size_t n = prove(leaves, merkle_consistency(old, size), proof);
			sha256 old_root = by_definition(leaves, old), root = by_definition(leaves, size), bad = root;
			bad.at[0] ^= 1;
			assert_true(merkle_consistency_holds(old, size, proof, n, old_root, root));
			assert_false(merkle_consistency_holds(old, size, proof, n, bad, root));
			if (old > 0) assert_false(merkle_consistency_holds(old, size, proof, n, old_root, bad));
			assert_false(merkle_consistency_holds(old, size, proof, n + 1, old_root, root));
			if (n) assert_false(merkle_consistency_holds(old, size, proof, n - 1, old_root, root));
			if (n) proof[n / 2].at[31] ^= 128;
			if (n) assert_false(merkle_consistency_holds(old, size, proof, n, old_root, root));
		}
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (hash_start() != OK) return 1;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_roots),        cmocka_unit_test(published_inclusion),
		cmocka_unit_test(published_consistency),  cmocka_unit_test(edge_equals_definition),
		cmocka_unit_test(inclusion_of_all),       cmocka_unit_test(consistency_of_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
