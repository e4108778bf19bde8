/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journal/merkle.h"

#include <string.h>

sha256 merkle_leaf(str leaf_data)
{
	return sha256_of_many((const str[]){ { "\x00", 1 }, leaf_data }, 2);
}

sha256 merkle_node(const sha256 *left, const sha256 *right)
{
	return sha256_of_many((const str[]){ { "\x01", 1 }, sha256_view(left), sha256_view(right) }, 3);
}

void merkle_append(merkle_edge *e, sha256 leaf)
{
	CHECK(e->size < INT64_MAX);
	for (int64_t complete = e->size; complete & 1; complete >>= 1) leaf = merkle_node(&e->at[--e->n], &leaf);
	e->at[e->n++] = leaf;
	e->size++;
}

sha256 merkle_root(const merkle_edge *e)
{
	if (e->n == 0) return sha256_of(STR_NONE);
	sha256 root = e->at[e->n - 1];
	for (int i = e->n - 2; i >= 0; i--) root = merkle_node(&e->at[i], &root);
	return root;
}

void merkle_edge_write(buf *b, const merkle_edge *e)
{
	for (int i = 0; i < e->n; i++) buf_str(b, sha256_view(&e->at[i]));
}

bool merkle_edge_read(int64_t size, str bytes, merkle_edge *ret)
{
	if (size < 0 || bytes.n != sizeof(sha256) * (size_t)__builtin_popcountll((uint64_t)size)) return false;
	*ret = (merkle_edge){ .size = size, .n = (int)(bytes.n / sizeof(sha256)) };
	if (bytes.n) memcpy(ret->at, bytes.at, bytes.n);
	return true;
}

/* The largest power of two smaller than n; n > 1. */
static int64_t left_part(int64_t n)
{
	return INT64_C(1) << (63 - __builtin_clzll((uint64_t)(n - 1)));
}

static void add_range(merkle_ranges *r, int64_t first, int64_t count)
{
	r->at[r->n++] = (merkle_range){ first, count };
}

/* Both proofs walk from the root to a leaf or subtree and need what stands beside the way, the lowest first. */
static merkle_ranges turned(merkle_ranges r)
{
	merkle_ranges t = { .n = r.n };
	for (int i = 0; i < r.n; i++) t.at[i] = r.at[r.n - 1 - i];
	return t;
}

merkle_ranges merkle_inclusion(int64_t index, int64_t size)
{
	CHECK(index >= 0 && index < size);
	merkle_ranges beside = { 0 };
	for (int64_t first = 0, count = size; count > 1;) {
		int64_t left = left_part(count);
		if (index - first < left) {
			add_range(&beside, first + left, count - left);
			count = left;
		} else {
			add_range(&beside, first, left);
			first += left;
			count -= left;
		}
	}
	return turned(beside);
}

merkle_ranges merkle_consistency(int64_t old, int64_t size)
{
	CHECK(old >= 0 && old <= size);
	merkle_ranges beside = { 0 };
	if (old == 0 || old == size) return beside;
	int64_t first = 0, count = size;
	while (old - first != count) {
		int64_t left = left_part(count);
		if (old - first <= left) {
			add_range(&beside, first + left, count - left);
			count = left;
		} else {
			add_range(&beside, first, left);
			first += left;
			count -= left;
		}
	}
	if (first > 0) add_range(&beside, first, count); /* else it is the old root, which the verifier has */
	return turned(beside);
}

bool merkle_inclusion_holds(sha256 leaf, int64_t index, int64_t size, const sha256 *proof, size_t n, sha256 root)
{
	if (index < 0 || index >= size) return false;
	int64_t fn = index, sn = size - 1;
	sha256 r = leaf;
	for (size_t i = 0; i < n; i++) {
		if (sn == 0) return false;
		if ((fn & 1) || fn == sn) {
			r = merkle_node(&proof[i], &r);
			for (; !(fn & 1) && fn; fn >>= 1) sn >>= 1;
		} else {
			r = merkle_node(&r, &proof[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && sha256_eq(r, root);
}

/* Folds the proof into both roots at once, from the subtree that ends the old tree upwards. */
static bool fold_consistency(int64_t fn, int64_t sn, sha256 start, const sha256 *proof, size_t n, sha256 old_root,
                             sha256 root)
{
	sha256 fr = start, sr = start;
	for (size_t i = 0; i < n; i++) {
		if (sn == 0) return false;
		if ((fn & 1) || fn == sn) {
			fr = merkle_node(&proof[i], &fr);
			sr = merkle_node(&proof[i], &sr);
			for (; !(fn & 1) && fn; fn >>= 1) sn >>= 1;
		} else {
			sr = merkle_node(&sr, &proof[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && sha256_eq(fr, old_root) && sha256_eq(sr, root);
}

bool merkle_consistency_holds(int64_t old, int64_t size, const sha256 *proof, size_t n, sha256 old_root, sha256 root)
{
	if (old < 0 || old > size) return false;
	if (old == size) return n == 0 && sha256_eq(old_root, root);
	if (old == 0) return n == 0 && sha256_eq(old_root, sha256_of(STR_NONE));
	bool whole = (old & (old - 1)) == 0; /* the old tree is one complete subtree: its root is where the proof starts */
	if (!whole && n == 0) return false;
	int64_t fn = old - 1, sn = size - 1;
	for (; fn & 1; fn >>= 1) sn >>= 1;
	return whole ? fold_consistency(fn, sn, old_root, proof, n, old_root, root)
	             : fold_consistency(fn, sn, proof[0], proof + 1, n - 1, old_root, root);
}
