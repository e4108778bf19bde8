/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A census as XML, through the rules while it is read. */
#include "capabilities/returns_cin/check.h"
#include "capabilities/returns_cin/group_rows.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { PIECE_BYTES = 64 * 1024 };

typedef struct {
	cin_check *check;
	arena *a;
	arena own; /* one child's */
	const cin_column *const *columns; /* cin_element_columns */
	cin_unreadable *why;
} xml_source;

static size_t rows_in(const census_group *g)
{
	size_t n = g->values.n + g->oddities.n + 1;
	EACH (of, g->groups) n += rows_in(*of);
	return n;
}

static err take_header(void *context, const census_group *g)
{
	xml_source *x = context;
	cin_child header = { .a = x->a };
	cin_header_row_of(x->columns, g, &header);
	cin_check_header(x->check, &header);
	return OK;
}

static err refuse(xml_source *x, err code, int line, str message)
{
	*x->why = (cin_unreadable){ .line = line, .message = message };
	return FAIL(&x->a->trail, code);
}

static err take_child(void *context, const census_group *g)
{
	xml_source *x = context;
	cin_child child = { .a = &x->own };
	if (rows_in(g) > CIN_MOST_ROWS) return refuse(x, E_LIMIT, g->line, S("One child has more in this file than a child can have."));
	cin_rows_of_child(x->columns, g, &child);
	err e = cin_check_child(x->check, &child);
	arena_reset(&x->own);
	return e == E_LIMIT ? refuse(x, e, g->line, S("There are more than four million children in this file.")) : e;
}

static err feed_all(xml_source *x, census_reader *r, int fd)
{
	char piece[PIECE_BYTES];
	for (;;) {
		ssize_t n = read(fd, piece, sizeof piece);
		if (n == 0) return census_finish(r);
		if (n < 0 && errno == EINTR) continue;
		if (n < 0) return refuse(x, E_IO, 0, S("The file cannot be read to its end."));
		TRY(census_feed(r, (str){ piece, (size_t)n }));
	}
}

err cin_check_xml(cin_check *c, arena *a, int fd, cin_unreadable *ret_why)
{
	xml_source x = { .check = c, .a = a, .own = arena_make(), .columns = cin_element_columns(a), .why = ret_why };
	*ret_why = (cin_unreadable){ 0 };
	census_reader *r CLEANUP(census_end) =
		census_start(a, &(census_visitor){ .context = &x, .header = take_header, .child = take_child });
	err e = feed_all(&x, r, fd);
	xml_wrong wrong = census_wrong_of(r);
	if (e != OK && !ret_why->message.n) *ret_why = (cin_unreadable){ .line = wrong.line, .message = wrong.message };
	arena_end(&x.own);
	return e;
}
