/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table that a scrutiny panel is given: recommendation, response, timescale, position; and what does not fit together. */
#include "capabilities/tracker/pages/scrutiny.h"
#include "capabilities/tracker/standing.h"
#include "capabilities/tracker/take.h"
#include "web/wording.h"

static void put_row(report_job *to, const standing *s, scrutiny_page *m)
{
	arena *a = to->read->a;
	scrutiny_page_scrutiny_row row = { .name = standing_name(a, s), .text = s->is->text.text };
	const government_response_row *response = s->local ? s->local : s->government;
	if (response) {
		row.answer = choice_words(response->entry, "answer", response->answer);
		row.response = response->text.text;
		row.timescale = response->timescale.text;
	}
	if (s->local && s->government) row.government = s->government->timescale.text;
	row.cut = s->government && s->government->cut.is == VALUE_KNOWN && s->government->cut.yes;
	if (s->positions.n) row.position = s->positions.at[0]->text.text;
	EACH (c, s->conflicts) PUSH(a, &row.conflicts, ((scrutiny_page_scrutiny_conflict){ conflict_name(c->is), c->words }));
	EACH (q, s->questions)
		PUSH(a, &row.questions, ((scrutiny_page_scrutiny_asked){
		    q->is->question.text, q->answers.n ? q->answers.at[q->answers.n - 1]->answer.text : S("not yet.") }));
	PUSH(a, &m->rows, row);
}

/* What stands above the table is what the newest position was said in. */
static void put_head(report_job *to, const standings *all, scrutiny_page *m)
{
	const local_position_row *newest = NULL;
	EACH (s, *all)
		if (s->positions.n && (!newest || when_cmp(newest->on.on, s->positions.at[0]->on.on) < 0)) newest = s->positions.at[0];
	*m = (scrutiny_page){ .title = S("Recommendations, and where we stand"), .area = area_settings(to->read->area)->area_name,
		              .today = day_words(to->read->a, to->read->today) };
	if (m->area.n == 0) m->area = S("Local");
	if (!newest) return;
	m->as_of = when_words(to->read->a, area_zone(to->read->area), newest->on.on);
	if (newest->document.text.n) m->title = newest->document.text;
	m->told_to = newest->told_to.text;
	m->said_by = newest->said_by.text;
}

/* ---- as text: columns beside one another */

enum { TEXT_COLUMNS = 5 };
static const size_t widths[TEXT_COLUMNS] = { 10, 40, 34, 22, 44 };

/* The next piece of at most `width` characters, ending at a space where it can. */
static str take_piece(str *rest, size_t width)
{
	str line = str_first(*rest, rest->n);
	ptrdiff_t end = str_find_char(line, '\n');
	if (end >= 0) line.n = (size_t)end;
	size_t bytes = 0, chars = 0, space = 0;
	while (bytes < line.n && chars < width) {
		if (line.at[bytes] == ' ') space = bytes;
		bytes++;
		while (bytes < line.n && ((unsigned char)line.at[bytes] & 0xC0) == 0x80) bytes++;
		chars++;
	}
	if (bytes < line.n && line.at[bytes] != ' ' && space) bytes = space;
	str piece = str_first(*rest, bytes);
	*rest = str_from(*rest, bytes + (bytes < rest->n && (rest->at[bytes] == '\n' || rest->at[bytes] == ' ')));
	return piece;
}

static void put_columns(buf *b, str cells[TEXT_COLUMNS])
{
	for (bool more = true; more;) {
		size_t owed = 0;
		more = false;
		for (size_t i = 0; i < TEXT_COLUMNS; i++) {
			str piece = take_piece(&cells[i], widths[i]);
			for (; piece.n && owed; owed--) buf_char(b, ' ');
			buf_str(b, piece);
			owed += widths[i] + 2 - str_chars(piece);
			more |= cells[i].n > 0;
		}
		buf_char(b, '\n');
	}
	buf_char(b, '\n');
}

static str lines_joined(arena *a, str first, str second)
{
	buf b = BUF(a);
	buf_str(&b, first);
	if (first.n && second.n) buf_char(&b, '\n');
	buf_str(&b, second);
	return buf_view(&b);
}

static void write_extras(buf *b, const scrutiny_page_scrutiny_row *row)
{
	EACH (c, row->conflicts) {
		buf_str(b, row->name);
		buf_lit(b, ": ");
		buf_str(b, c->name);
		buf_lit(b, ". ");
		buf_str(b, c->words);
		buf_char(b, '\n');
	}
	EACH (q, row->questions) {
		buf_str(b, row->name);
		buf_lit(b, ": asked: ");
		buf_str(b, q->question);
		buf_lit(b, " Answer: ");
		buf_str(b, q->answer);
		buf_char(b, '\n');
	}
}

static void write_government(buf *b, const scrutiny_page_scrutiny_row *row)
{
	if (row->government.n == 0) return;
	buf_str(b, row->name);
	buf_lit(b, ": ");
	buf_str(b, row->government);
	if (row->cut) buf_lit(b, " (the document ends inside this recommendation)");
	buf_char(b, '\n');
}

static void write_text(buf *b, const scrutiny_page *m)
{
	buf position = BUF(b->a);
	buf_str(&position, m->area);
	buf_lit(&position, " monitoring and evaluation");
	buf_str(b, lines_joined(b->a, m->told_to, m->title));
	if (m->as_of.n) buf_lit(b, "\nPositions as of ");
	buf_str(b, lines_joined(b->a, m->as_of, m->said_by));
	buf_lit(b, "\n\n");
	put_columns(b, (str[]){ S("#"), S("Recommendation"), S("Government response"), S("Timescale"), buf_view(&position) });
	EACH (row, m->rows)
		put_columns(b, (str[]){ row->name, row->text, lines_joined(b->a, row->answer, row->response), row->timescale, row->position });
	buf_lit(b, "The timescales in the Government's own words\n");
	EACH (row, m->rows) write_government(b, row);
	buf_lit(b, "\nWhat does not fit together, and what was asked\n");
	EACH (row, m->rows) write_extras(b, row);
}

err scrutiny_write(report_job *to)
{
	scrutiny_page m;
	standings all;
	TRY(standings_read(to->read, &all));
	put_head(to, &all, &m);
	EACH (s, all) put_row(to, s, &m);
	if (to->html) scrutiny_html(&to->out, &m);
	else write_text(&to->out, &m);
	return OK;
}
