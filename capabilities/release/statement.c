/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Parts that are made from the story: a statement's skeleton, and entries between two days. The sentences are the story's own. What
 * is kept from anybody is in none of them. */
#include "capabilities/release/made_up.h"

#include "web/child_head.h"
#include "web/wording.h"

static str words_of(arena *a, const story_line *told)
{
	buf b = BUF(a);
	EACH (bit, told->bits) buf_str(&b, bit->text);
	return str_trim(buf_view(&b));
}

static str with_source(const view *v, const story_line *told)
{
	arena *a = v->r->a;
	buf b = BUF(a);
	buf_str(&b, words_of(a, told));
	buf_lit(&b, "\n");
	buf_str(&b, joined_words_of(v, told->of, author_words(v, told->author, told->agency, told->batch)));
	return buf_view(&b);
}

static err put_row(const view *v, story_line line, copy *to)
{
	TRY(access_tell(v, &line));
	copy_row(to, (const str[]){ when_words(to->a, area_zone(v->r->area), line.happened), with_source(v, &line) }, line.record);
	return OK;
}

static void begin_rows(copy *to)
{
	copy_table(to, (const paper_column[]){ { S("Day"), 2 }, { S("What happened, and who says so"), 8 } }, 2);
}

/* Of an undated entry nobody can say that it is outside. */
bool release_between(const release_row *row, when w)
{
	if (w.is == WHEN_NONE) return true;
	if (row->since.is == VALUE_KNOWN && w.on.n < row->since.on.on.n) return false;
	return row->until.is != VALUE_KNOWN || w.on.n <= row->until.on.on.n;
}

err entries_part(const view *v, const release_row *row, copy *to)
{
	const story_lines *story;
	bool any = false;
	TRY(access_story_lines(v, &story));
	EACH (line, *story) {
		if (line->kept || !release_between(row, line->happened)) continue;
		if (!any) begin_rows(to);
		any = true;
		TRY(put_row(v, *line, to));
	}
	if (!any) copy_say(to, PAPER_TEXT, S("Nothing was written down of those days."), (record_id){ 0 });
	return OK;
}

/* ---- the statement */

typedef struct {
	const char *heading, *none;
	stage first, last;
	const char *kind; /* NULL: whatever reaches one of the stages */
} statement_head;

static const statement_head heads[] = {
	{ "What the child says", "We have not heard from this child.", STAGE_HEARD, STAGE_HEARD, NULL },
	{ "What we did about it, or why not", "Nothing is written down of what was done about what the child said.", STAGE_NONE, STAGE_NONE, "voice_answer" },
	{ "Signs that help was needed", "None is written down.", STAGE_NEED, STAGE_NEED, NULL },
	{ "What is understood of the child’s life", "Nothing is written down.", STAGE_UNDERSTOOD, STAGE_UNDERSTOOD, NULL },
	{ "What was decided", "Nothing is written down.", STAGE_DECIDED, STAGE_DECIDED, NULL },
	{ "Help that was offered and received", "None is written down.", STAGE_OFFERED, STAGE_RECEIVED, NULL },
	{ "What became different for the child", "Nothing is written down.", STAGE_CHANGED, STAGE_CHANGED, NULL },
};

static bool belongs(const statement_head *h, const story_line *line)
{
	if (h->kind) return str_eq(line->kind, str_of(h->kind));
	return line->stage >= h->first && line->stage <= h->last;
}

static err put_head(const view *v, const statement_head *h, const story_lines *story, copy *to)
{
	bool any = false;
	copy_say(to, PAPER_SUBHEADING, str_of(h->heading), (record_id){ 0 });
	EACH (line, *story) {
		if (line->kept || !belongs(h, line)) continue;
		if (!any) begin_rows(to);
		any = true;
		TRY(put_row(v, *line, to));
	}
	if (!any) copy_say(to, PAPER_TEXT, str_of(h->none), (record_id){ 0 });
	return OK;
}

static err put_child(const view *v, copy *to)
{
	child_head head;
	buf b = BUF(to->a);
	TRY(child_head_read(v, &head));
	buf_str(&b, head.name);
	if (head.born.is == VALUE_KNOWN) {
		buf_lit(&b, ", born ");
		buf_str(&b, when_words(to->a, area_zone(v->r->area), head.born.on));
	}
	if (head.age.n) {
		buf_lit(&b, ", ");
		buf_str(&b, head.age);
	}
	buf_char(&b, '.');
	copy_say(to, PAPER_SUBHEADING, S("The child"), (record_id){ 0 });
	copy_say(to, PAPER_TEXT, buf_view(&b), (record_id){ 0 });
	return OK;
}

err statement_part(const view *v, const release_row *row, copy *to)
{
	const story_lines *story;
	TRY(access_story_lines(v, &story));
	TRY(put_child(v, to));
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) TRY(put_head(v, &heads[i], story, to));
	copy_say(to, PAPER_SUBHEADING, S("What the social worker makes of it"), (record_id){ 0 });
	copy_say(to, PAPER_TEXT, row->analysis.is == VALUE_KNOWN ? row->analysis.text : S("Not written yet."), row->entry->record);
	return OK;
}
