/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The Government's response: sections of recommendation, argument, response and timescale, some of them set as tables whose
 * cells go on over pages. */
#include "capabilities/tracker/document.h"

/* What the lines belong to. */
typedef enum { PART_NONE, PART_TEXT, PART_ARGUMENT, PART_RESPONSE, PART_TIMESCALE } part;

typedef struct {
	arena *a;
	document *to;
	int64_t line;
	recommended *now;     /* NULL before the first */
	part of_page;         /* where text across the page belongs */
	part of_column[2];    /* where the left and the right cells of a table belong */
} response_reader;

/* "Recommendation 6", "Recommendation 13:". */
static bool section_head(str line, int64_t *ret)
{
	if (!str_starts(line, S("Recommendation "))) return false;
	str rest = str_from(line, S("Recommendation ").n);
	if (str_ends(rest, S(":")) || str_ends(rest, S("."))) rest.n--;
	return str_to_int(str_trim(rest), ret) && *ret > 0;
}

static recommended *section(response_reader *r, int64_t number)
{
	document *d = r->to;
	for (size_t i = 0; i < d->rows.n; i++)
		if (d->rows.at[i].number == number) return &d->rows.at[i];
	if (d->rows.n == RECOMMENDED_MOST) return NULL;
	PUSH(r->a, &d->rows, ((recommended){ .line = r->line, .number = number }));
	return &d->rows.at[d->rows.n - 1];
}

/* "Government response – Accept": the answer is what stands after the dash. */
static str answer_of(str head)
{
	ptrdiff_t dash = str_find(head, S("–"));
	size_t width = 3;
	if (dash < 0) {
		dash = str_find_char(head, '-');
		width = 1;
	}
	str answer = dash < 0 ? STR_NONE : str_trim(str_from(head, (size_t)dash + width));
	if (str_ends(answer, S("."))) answer.n--;
	return answer;
}

static bool is_part_head(response_reader *r, str line, part *of)
{
	str lower = str_ascii_lower(r->a, line);
	int64_t number;
	if (section_head(line, &number)) {
		r->now = section(r, number);
		r->of_column[0] = PART_ARGUMENT;
		r->of_column[1] = PART_RESPONSE;
		*of = PART_TEXT;
	} else if (str_starts(lower, S("government response")) && line.n < 80) {
		if (r->now && !r->now->answer.n) r->now->answer = answer_of(line);
		*of = PART_RESPONSE;
	} else if (str_eq(lower, S("timescale")) || str_eq(lower, S("timescale:"))) {
		*of = PART_TIMESCALE;
	} else if (str_ends(lower, S("’s argument")) || str_ends(lower, S("'s argument"))) {
		*of = PART_ARGUMENT;
	} else if (str_starts(lower, S("theme ")) && line.n < 120) {
		*of = PART_NONE;
	} else {
		return false;
	}
	return true;
}

static void add_line(response_reader *r, text_of_row which, str line)
{
	bool goes_on = line.n && line.at[0] >= 'a' && line.at[0] <= 'z'; /* a page broke the sentence */
	recommended_add(r->a, r->now, which, goes_on ? S(" ") : S("\n"), line);
}

/* A line drawn under a table's head. */
static bool is_rule(str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.at[i] != '-') return false;
	return true;
}

static void put_line(response_reader *r, str line, part of)
{
	if (!r->now || is_rule(line)) return;
	switch (of) {
	case PART_TEXT: add_line(r, OF_TEXT, line); break;
	case PART_RESPONSE: add_line(r, OF_RESPONSE, line); break;
	case PART_TIMESCALE: add_line(r, OF_TIMESCALE, line); break;
	case PART_NONE:
	case PART_ARGUMENT: break;
	}
}

/* A cell, or a line across the page: headings in it say where what follows belongs. */
static void read_lines(response_reader *r, str cell, part *of)
{
	str rest = plain_text(r->a, cell);
	while (rest.n) {
		str line = plain_line(r->a, str_cut(rest, '\n', &rest));
		if (!is_part_head(r, line, of)) put_line(r, line, *of);
	}
}

/* "the Munro review": the capitalised word before "review". */
static str review_in(str text)
{
	for (str s = text; s.n;) {
		ptrdiff_t at = str_find(s, S(" review"));
		if (at < 0) break;
		size_t from = (size_t)at;
		while (from && s.at[from - 1] != ' ' && s.at[from - 1] != '\n') from--;
		if (s.at[from] >= 'A' && s.at[from] <= 'Z') return (str){ s.at + from, (size_t)at - from };
		s = str_from(s, (size_t)at + 1);
	}
	return STR_NONE;
}

/* The first heading is what the document is called. */
static void read_line(response_reader *r, str line)
{
	str left, right;
	bool table = str_find_char(line, '\t') >= 0;
	if (!r->to->title.n && str_starts(line, S("#"))) r->to->title = plain_line(r->a, line);
	left = str_cut(line, '\t', &right);
	if (!table) {
		read_lines(r, line, &r->of_page);
		return;
	}
	read_lines(r, left, &r->of_column[0]);
	read_lines(r, right, &r->of_column[1]);
}

/* A line without its end, a table's row whose last cell is empty, or a section without a timescale. */
static bool ends_inside(str text, const recommended *last)
{
	str end = text;
	while (end.n && (end.at[end.n - 1] == '\n' || end.at[end.n - 1] == '\r')) end.n--;
	return !str_ends(text, S("\n")) || str_ends(end, S("\t")) || last->timescale.n == 0;
}

err document_read_response(arena *a, str text, buf *said, document *ret)
{
	*ret = (document){ .review = review_in(text) };
	response_reader r = { .a = a, .to = ret };
	for (str rest = text; rest.n;) {
		r.line++;
		read_line(&r, str_cut(rest, '\n', &rest));
	}
	if (ret->rows.n == 0 || ret->review.n == 0) {
		buf_lit(said, "There are no sections with headings such as Recommendation 1, or no review is named.\n");
		return FAIL(&a->trail, E_INVALID);
	}
	recommended *last = r.now ? r.now : &ret->rows.at[ret->rows.n - 1];
	last->cut = ends_inside(text, last);
	if (last->cut)
		buf_printf(said, "line %lld: the file ends inside recommendation %lld: what comes after is not known\n", (long long)r.line,
		           (long long)last->number);
	return OK;
}
