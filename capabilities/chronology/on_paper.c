/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The chronology on paper: the sentences of the story as they stand, each with its day, the child's age then, who says so and
 * why it mattered. A working copy: it says who made it and when, and leaves out what is kept from anybody. */
#include "capabilities/chronology/events.h"

#include "paper/paper.h"
#include "web/wording.h"

static str in_two_lines(arena *a, str one, str other)
{
	buf b = BUF(a);
	buf_str(&b, one);
	if (other.n) buf_char(&b, '\n');
	buf_str(&b, other);
	return buf_view(&b);
}

static str made_words(const view *v)
{
	buf b = BUF(v->r->a);
	buf_lit(&b, "Working copy, made by ");
	buf_str(&b, v->r->who->name);
	buf_lit(&b, " on ");
	buf_str(&b, instant_words(v->r->a, area_zone(v->r->area), v->r->now));
	buf_lit(&b, ". Not for the family.");
	return buf_view(&b);
}

static void say_head(arena *a, paper *p, const chronology *c)
{
	buf b = BUF(a);
	paper_say(p, PAPER_TITLE, c->name);
	buf_str(&b, c->born);
	if (c->born.n) buf_lit(&b, ". ");
	buf_lit(&b, "Significant events");
	for (size_t i = 0; c->with_siblings && i < c->siblings.n; i++) {
		buf_str(&b, i ? S(", ") : S(", also of "));
		buf_str(&b, c->siblings.at[i]);
	}
	buf_lit(&b, ", chosen from a record of ");
	buf_str(&b, count_words(a, c->lines, "entry", "entries"));
	buf_lit(&b, " by people who work with the child.");
	paper_say(p, PAPER_TEXT, buf_view(&b));
}

static void say_events(arena *a, paper *p, const chronology *c)
{
	if (c->events.n == 0) {
		paper_say(p, PAPER_TEXT, S("Nothing has been chosen yet."));
		return;
	}
	paper_table(p, (const paper_column[]){ { S("Day"), 2 }, { S("What happened, and who says so"), 5 }, { S("Why it mattered"), 3 } }, 3);
	EACH (e, c->events) {
		if (e->gap) paper_row(p, (const str[]){ STR_NONE, chronology_gap(a, e), STR_NONE });
		paper_row(p, (const str[]){ in_two_lines(a, e->when, e->age), in_two_lines(a, e->words, e->who), e->why });
	}
}

err chronology_paper(request *r, const view *v, model *to)
{
	chronology c;
	buf pdf = BUF(r->a);
	TRY(chronology_read(v, chronology_asks_siblings(r), &c));
	access_print(v);
	paper *p = paper_make(r->a, (paper_about){ .title = S("Chronology"), .above = c.name, .below = made_words(v), .made = r->read.now });
	say_head(r->a, p, &c);
	say_events(r->a, p, &c);
	TRY(paper_finish(p, &pdf));
	to->file = buf_view(&pdf);
	to->file_media = S("application/pdf");
	to->file_name = S("chronology.pdf");
	return OK;
}
