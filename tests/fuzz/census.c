/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* In whatever pieces a census arrives (the first byte says which), the same is seen; and what is written of it reads again as
 * the same. */
#include "fuzz/fuzz.h"
#include "wire/census.h"

typedef struct {
	buf seen;    /* what a reader told, as XML */
	bool begun;
	size_t odd;
} seen;

static void check_group(const census_group *g)
{
	for (size_t i = 0; i < g->values.n; i++) {
		const census_value *v = &g->values.at[i];
		CHECK(v->is->group == g->is && v->text.n && v->text.n <= CENSUS_MAX_TEXT_BYTES && str_is_utf8(v->text) && v->line > 0);
	}
	for (size_t i = 0; i < g->groups.n; i++) check_group(g->groups.at[i]);
}

static err header(void *context, const census_group *g)
{
	seen *s = context;
	check_group(g);
	s->odd += g->oddities.n;
	if (!s->begun) census_write_header(&s->seen, g);
	s->begun = true;
	return OK;
}

static err child(void *context, const census_group *g)
{
	seen *s = context;
	check_group(g);
	s->odd += g->oddities.n;
	if (!s->begun) census_write_header(&s->seen, NULL);
	s->begun = true;
	census_write_child(&s->seen, g);
	return OK;
}

static err oddity(void *context, const census_oddity *o)
{
	seen *s = context;
	CHECK(o->what && str_is_utf8(o->text) && o->text.n <= CENSUS_MAX_TEXT_BYTES);
	s->odd++;
	return OK;
}

static err read_in_pieces(arena *a, str text, size_t piece, seen *ret)
{
	*ret = (seen){ .seen = BUF(a) };
	census_visitor v = { .context = ret, .header = header, .child = child, .oddity = oddity };
	census_reader *r CLEANUP(census_end) = census_start(a, &v);
	err e = OK;
	for (; e == OK && text.n; text = str_from(text, piece)) e = census_feed(r, str_first(text, piece));
	if (e == OK) e = census_finish(r);
	if (e != OK) CHECK(census_wrong_of(r).message.n > 0);
	if (e == OK) census_write_end(&ret->seen);
	return e;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	seen whole, pieces, again;
	if (n == 0) return 0;
	str s = { (const char *)at + 1, n - 1 };
	err once = read_in_pieces(&a, s, n, &whole), parted = read_in_pieces(&a, s, 1 + at[0] % 64, &pieces);
	CHECK((once == OK) == (parted == OK));
	if (once != OK) return 0;
	CHECK(str_eq(buf_view(&whole.seen), buf_view(&pieces.seen)) && whole.odd == pieces.odd);
	CHECK(read_in_pieces(&a, buf_view(&whole.seen), 4096, &again) == OK);
	CHECK(str_eq(buf_view(&whole.seen), buf_view(&again.seen)));
	return 0;
}
