/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/link.h"

#include "match/link_block.h"
#include "match/link_group.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* A pair that is, by the usual model, less likely than this to be more than chance is not looked at again: neither its own
 * records nor the estimate miss it. */
#define HOPELESS 1e-2
enum { THREADS = 2 };

typedef struct {
	const link_records *r;
	arena keys; /* of the blocks */
	const link_blocks *blocks;
	link_model usual;
	link_pairs *of_pass; /* so that their order does not depend on the threads */
	atomic_size_t next;  /* pass that nobody has taken */
	atomic_size_t compared;
} gathering;

typedef struct {
	gathering *of;
	arena a;
	link_comparer *comparer;
	link_pairs *pairs; /* of the pass at hand */
	size_t compared;
} gatherer;

static void gather(void *context, uint32_t one, uint32_t other)
{
	gatherer *g = context;
	double of[PAIR_SORT_N];
	link_pair p = link_compare(g->comparer, one, other);
	g->compared++;
	link_probabilities(&g->of->usual, &p, of);
	if (of[PAIR_ANYBODY] < 1 - HOPELESS) PUSH(&g->a, g->pairs, p);
}

static void *gather_passes(void *context)
{
	gatherer *g = context;
	size_t pass, n = link_blocks_passes(g->of->blocks);
	while ((pass = atomic_fetch_add(&g->of->next, 1)) < n) {
		g->pairs = &g->of->of_pass[pass];
		link_blocks_visit(g->of->blocks, pass, gather, g);
	}
	atomic_fetch_add(&g->of->compared, g->compared);
	return NULL;
}

static link_pairs join_passes(arena *a, const link_pairs *of_pass, size_t pass_n)
{
	link_pairs all = { 0 };
	for (size_t pass = 0; pass < pass_n; pass++) all.cap += of_pass[pass].n;
	all.at = TAKE_N(a, link_pair, all.cap);
	for (size_t pass = 0; pass < pass_n; pass++) {
		if (of_pass[pass].n) memcpy(all.at + all.n, of_pass[pass].at, of_pass[pass].n * sizeof *all.at);
		all.n += of_pass[pass].n;
	}
	return all;
}

/* The pairs of all passes, by THREADS threads; where no more can be had, this one does the work of all. */
static link_pairs gather_all(arena *a, gathering *g)
{
	gatherer with[THREADS];
	pthread_t threads[THREADS];
	size_t started = 0;
	for (size_t i = 0; i < THREADS; i++) {
		with[i] = (gatherer){ .of = g, .a = arena_make() };
		with[i].comparer = link_comparer_make(&with[i].a, g->r);
	}
	while (started + 1 < THREADS && pthread_create(&threads[started], NULL, gather_passes, &with[started]) == 0) started++;
	gather_passes(&with[THREADS - 1]);
	for (size_t i = 0; i < started; i++) CHECK(pthread_join(threads[i], NULL) == 0);
	size_t pass_n = link_blocks_passes(g->blocks);
	arena_end(&g->keys);
	link_pairs all = join_passes(a, g->of_pass, pass_n);
	for (size_t i = 0; i < THREADS; i++) arena_end(&with[i].a);
	return all;
}

static int strongest_first(const void *x, const void *y)
{
	const link_found *a = x, *b = y;
	if (a->probability != b->probability) return a->probability < b->probability ? 1 : -1;
	if (a->pair.a != b->pair.a) return a->pair.a < b->pair.a ? -1 : 1;
	return (a->pair.b > b->pair.b) - (a->pair.b < b->pair.b);
}

link_result *link_solve(const link_records *r, double threshold)
{
	CHECK(threshold > 0 && threshold < 1);
	link_result *result = TAKE(r->a, link_result);
	if (r->n < 2 || !r->column_n) return result;
	ARENA(scratch);
	link_comparer *comparer = link_comparer_make(&scratch, r);
	gathering g = { .r = r, .keys = arena_make(), .usual = link_model_usual(comparer, r) };
	g.blocks = link_blocks_make(&g.keys, r);
	g.of_pass = TAKE_N(&scratch, link_pairs, link_blocks_passes(g.blocks));
	link_pairs pairs = gather_all(&scratch, &g);
	result->model = g.usual;
	result->compared = g.compared;
	link_model_estimate(&result->model, pairs.at, pairs.n);
	link_group(result, comparer, &pairs, threshold);
	if (result->found.n) qsort(result->found.at, result->found.n, sizeof *result->found.at, strongest_first);
	return result;
}

/* ---- reasons */

typedef struct {
	size_t column;
	double weight;
} reason;

static void write_reason(buf *b, const link_result *of, const link_pair *p, size_t column)
{
	const link_column *c = &of->model.r->column[column];
	alike level = (alike)p->level[column];
	buf_str(b, c->label);
	buf_char(b, ' ');
	buf_str(b, link_level_words(c->is, level));
	if (level != ALIKE_SAME || c->is == LINK_SEX || c->is == LINK_ORDER || c->is == LINK_NUMBER) return;
	int64_t n = c->count[link_cell(of->model.r, p->a, column)];
	if (n == 2) {
		buf_lit(b, ", and no other record has it");
		return;
	}
	buf_lit(b, ", as ");
	buf_int(b, n);
	buf_lit(b, " of ");
	buf_int(b, (int64_t)of->model.r->n);
	buf_lit(b, " have");
}

void link_because(buf *b, const link_result *of, const link_found *f)
{
	reason list[LINK_COLUMNS_MOST];
	size_t n = 0, against = 0;
	for (size_t i = 0; i < of->model.r->column_n; i++) {
		if (f->pair.level[i] == ALIKE_NOTHING) continue;
		reason one = { i, link_weight(&of->model, &f->pair, i, PAIR_PERSON) };
		size_t k = n++;
		for (; k > 0 && list[k - 1].weight < one.weight; k--) list[k] = list[k - 1];
		list[k] = one;
	}
	for (size_t i = 0; i < n; i++) {
		bool speaks_against = list[i].weight < 0;
		if (i) buf_lit(b, "; ");
		if (speaks_against && !against++) buf_lit(b, "but ");
		write_reason(b, of, &f->pair, list[i].column);
	}
	if (f->through == f->pair.a) return;
	buf_lit(b, "; both are like ");
	buf_str(b, of->model.r->id.at[f->through]);
}
