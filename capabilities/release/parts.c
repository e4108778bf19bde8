/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A long copy is decided about in parts, each a form that every browser sends whole: what waits is told of all of them. Things stand in
 * one order: what a child asked to keep, the blocks of the copy, the files that go with it. */
#include "capabilities/release/parts.h"

static size_t things(const made_up *m)
{
	return m->sealed.n + m->matter.blocks.n + m->files.n;
}

size_t release_parts(const made_up *m)
{
	size_t n = things(m);
	return n ? (n + RELEASE_PART_THINGS - 1) / RELEASE_PART_THINGS : 1;
}

release_part release_part_at(const made_up *m, size_t number)
{
	size_t from = (number - 1) * RELEASE_PART_THINGS, sealed = m->sealed.n, blocks = m->matter.blocks.n;
	return (release_part){ .number = number, .from = from, .to = from + RELEASE_PART_THINGS, .blocks_from = sealed, .files_from = sealed + blocks };
}

static bool within(const release_part *p, size_t thing)
{
	return thing >= p->from && thing < p->to;
}

bool release_part_has_sealed(const release_part *p, size_t i)
{
	return within(p, i);
}

bool release_part_has_block(const release_part *p, size_t i)
{
	return within(p, p->blocks_from + i);
}

bool release_part_has_file(const release_part *p, size_t i)
{
	return within(p, p->files_from + i);
}

release_part release_part_asked(const request *r, const made_up *m)
{
	int64_t n;
	str text = request_form(r, S("part"));
	if (!text.n) text = request_query(r, S("part"));
	if (!str_to_int(text, &n) || n < 1 || (uint64_t)n > release_parts(m)) n = 1;
	return release_part_at(m, (size_t)n);
}

size_t release_part_open(const made_up *m, const release_part *p)
{
	size_t open = 0;
	for (size_t i = 0; i < m->sealed.n; i++) open += release_part_has_sealed(p, i) && m->sealed.at[i].decision == SEALED_OPEN;
	EACH (mark, m->marks) open += release_part_has_block(p, mark->block) && mark->decision == MARK_OPEN;
	for (size_t i = 0; i < m->files.n; i++) {
		const release_file *f = &m->files.at[i];
		open += release_part_has_file(p, i) && f->marked && f->mark.decision == MARK_OPEN;
	}
	return open;
}

size_t release_part_next_open(const made_up *m, size_t after)
{
	size_t n = release_parts(m);
	for (size_t k = 0; k < n; k++) {
		release_part p = release_part_at(m, (after + k) % n + 1);
		if (release_part_open(m, &p)) return p.number;
	}
	return 0;
}
