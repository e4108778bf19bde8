/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The Merkle tree of RFC 6962 (and RFC 9162 section 2) over SHA-256: pure functions, no database.
 *
 * Leaves are counted from 0 here, as in the RFCs; an entry's seq is its leaf's index + 1. */
#ifndef WAYMARK_JOURNAL_MERKLE_H
#define WAYMARK_JOURNAL_MERKLE_H

#include "base/hash.h"

enum { MERKLE_MAX_DEPTH = 63, MERKLE_MAX_PROOF = 2 * MERKLE_MAX_DEPTH };

/* The right edge: the roots of the complete subtrees that the leaves form, the largest (leftmost) first. One for each bit
 * set in size; enough to append, and to know the root. */
typedef struct {
	int64_t size;
	int n;
	sha256 at[MERKLE_MAX_DEPTH];
} merkle_edge;

sha256 merkle_leaf(str leaf_data);                 /* SHA-256(0x00 || leaf_data) */
sha256 merkle_node(const sha256 *left, const sha256 *right); /* SHA-256(0x01 || left || right) */
void merkle_append(merkle_edge *e, sha256 leaf);
sha256 merkle_root(const merkle_edge *e);          /* of no leaves: SHA-256 of nothing */
/* The edge as bytes: 32 for each subtree. false when `bytes` is no edge of a tree of that size. */
void merkle_edge_write(buf *b, const merkle_edge *e);
bool merkle_edge_read(int64_t size, str bytes, merkle_edge *ret);

/* A proof is a list of subtree roots. It is said as ranges of leaves, first..first+count-1, so that whoever holds the
 * leaves computes each root as merkle_append over its range. */
typedef struct {
	int64_t first, count;
} merkle_range;
typedef struct {
	int n;
	merkle_range at[MERKLE_MAX_PROOF];
} merkle_ranges;
/* The audit path of leaf `index` in the tree of `size` leaves, nearest to the leaf first. 0 <= index < size. */
merkle_ranges merkle_inclusion(int64_t index, int64_t size);
/* That the tree of `old` leaves is the beginning of the tree of `size`. 0 <= old <= size; empty where old is 0 or size. */
merkle_ranges merkle_consistency(int64_t old, int64_t size);

/* RFC 9162 sections 2.1.3.2 and 2.1.4.2. */
bool merkle_inclusion_holds(sha256 leaf, int64_t index, int64_t size, const sha256 *proof, size_t n, sha256 root);
bool merkle_consistency_holds(int64_t old, int64_t size, const sha256 *proof, size_t n, sha256 old_root, sha256 root);

#endif
