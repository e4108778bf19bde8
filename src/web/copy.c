/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/copy.h"

copy copy_make(arena *a)
{
	return (copy){ .a = a };
}

void copy_say(copy *c, paper_style style, str text, record_id source)
{
	if (str_trim(text).n) PUSH(c->a, &c->blocks, ((copy_block){ .is = COPY_SAID, .style = style, .n = 1, .text = { text }, .source = source }));
}

void copy_table(copy *c, const paper_column *columns, size_t n)
{
	CHECK(n > 0 && n <= PAPER_MOST_COLUMNS);
	copy_block heads = { .is = COPY_HEADS, .n = n };
	for (size_t i = 0; i < n; i++) {
		heads.text[i] = columns[i].head;
		heads.share[i] = columns[i].share;
	}
	PUSH(c->a, &c->blocks, heads);
}

void copy_row(copy *c, const str *texts, record_id source)
{
	CHECK(c->blocks.n);
	copy_block row = { .is = COPY_ROW, .n = c->blocks.at[c->blocks.n - 1].n, .source = source };
	for (size_t i = 0; i < row.n; i++) row.text[i] = texts[i];
	PUSH(c->a, &c->blocks, row);
}

void copy_picture(copy *c, html picture, str names, record_id source)
{
	PUSH(c->a, &c->blocks, ((copy_block){ .is = COPY_PICTURE, .n = 1, .text = { names }, .source = source, .picture = picture }));
}

static void set_heads(const copy_block *b, paper *p)
{
	paper_column columns[PAPER_MOST_COLUMNS];
	for (size_t i = 0; i < b->n; i++) columns[i] = (paper_column){ b->text[i], b->share[i] };
	paper_table(p, columns, b->n);
}

void copy_set(const copy *c, paper *p)
{
	for (size_t i = 0; i < c->blocks.n; i++) {
		const copy_block *b = &c->blocks.at[i];
		switch (b->is) {
		case COPY_SAID: paper_say(p, b->style, b->text[0]); break;
		case COPY_HEADS: set_heads(b, p); break;
		case COPY_ROW: paper_row(p, b->text); break;
		case COPY_PICTURE: paper_picture(p, b->picture.text); break;
		}
	}
}

const copy_part_code *copy_part_of(str name)
{
	for (size_t i = 0; capability_codes[i]; i++)
		for (size_t k = 0; k < capability_codes[i]->part_n; k++)
			if (str_eq(str_of(capability_codes[i]->parts[k].name), name)) return &capability_codes[i]->parts[k];
	return NULL;
}
