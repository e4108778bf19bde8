/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "paper/paper_parts.h"

paper *paper_make(arena *a, paper_about about)
{
	paper *p = TAKE(a, paper);
	p->a = a;
	p->about = (paper_about){ .title = str_copy(a, about.title), .above = str_copy(a, about.above), .below = str_copy(a, about.below),
	                          .mark = str_copy(a, about.mark), .made_by = str_copy(a, about.made_by), .made = about.made };
	return p;
}

void paper_say(paper *p, paper_style style, str text)
{
	p->in_table = false;
	PUSH(p->a, &p->blocks, ((paper_block){ .style = style, .n = 1, .text = { str_copy(p->a, text) }, .share = { 1 } }));
}

void paper_table(paper *p, const paper_column *columns, size_t n)
{
	CHECK(n > 0 && n <= PAPER_MOST_COLUMNS);
	paper_block heads = { .style = PAPER_TEXT, .heads = true, .n = n, .table = ++p->tables };
	for (size_t i = 0; i < n; i++) {
		heads.text[i] = str_copy(p->a, columns[i].head);
		heads.share[i] = columns[i].share;
	}
	p->in_table = true;
	PUSH(p->a, &p->blocks, heads);
}

void paper_row(paper *p, const str *texts)
{
	CHECK(p->in_table);
	paper_block row = p->blocks.at[p->blocks.n - 1]; /* of the same columns as the one before */
	row.heads = false;
	for (size_t i = 0; i < row.n; i++) row.text[i] = str_copy(p->a, texts[i]);
	PUSH(p->a, &p->blocks, row);
}

void paper_contents(paper *p)
{
	p->in_table = false;
	PUSH(p->a, &p->blocks, ((paper_block){ .style = PAPER_TEXT, .contents = true, .n = 1, .share = { 1 } }));
}

void paper_picture(paper *p, str svg)
{
	p->in_table = false;
	PUSH(p->a, &p->blocks, ((paper_block){ .style = PAPER_TEXT, .picture = str_copy(p->a, svg) }));
}
