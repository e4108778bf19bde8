/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The chronology on paper: the sentences of the story as they stand, each with its day, the child's age then, who says so and
 * why it mattered. A working copy: it says who made it and when, and leaves out what is kept from anybody. */
#include "capabilities/chronology/events.h"

#include "paper/paper.h"
#include "web/child_head.h"
#include "web/wording.h"

static str told_words(const view *v, const significant *e)
{
	buf b = BUF(v->r->a);
	buf_str(&b, e->words);
	buf_lit(&b, "\n");
	buf_str(&b, author_words(v, e->line.author, e->line.agency, e->line.batch));
	return buf_view(&b);
}

static str day_and_age(const view *v, const value *born, const significant *e)
{
	buf b = BUF(v->r->a);
	buf_str(&b, when_words(v->r->a, area_zone(v->r->area), e->line.happened));
	if (e->line.happened.is == WHEN_NONE) return buf_view(&b);
	str age = age_words(v->r->a, born, e->line.happened.on);
	if (age.n) buf_char(&b, '\n');
	buf_str(&b, age);
	return buf_view(&b);
}

static void say_gap(const view *v, paper *p, const significant *e)
{
	buf b = BUF(v->r->a);
	buf_printf(&b, "%d days without a chosen event", e->gap);
	buf_lit(&b, ", ");
	buf_str(&b, e->meanwhile ? count_words(v->r->a, e->meanwhile, "entry in the record", "entries in the record")
	                         : S("and nothing written down"));
	paper_row(p, (const str[]){ STR_NONE, buf_view(&b), STR_NONE });
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

static void say_head(const view *v, paper *p, const child_head *head, const chronology *all)
{
	buf b = BUF(v->r->a);
	paper_say(p, PAPER_TITLE, head->name);
	if (head->born.is == VALUE_KNOWN) {
		buf_lit(&b, "Born ");
		buf_str(&b, when_words(v->r->a, area_zone(v->r->area), head->born.on));
		buf_lit(&b, ". ");
	}
	buf_lit(&b, "Significant events, chosen from a record of ");
	buf_str(&b, count_words(v->r->a, all->all, "entry", "entries"));
	buf_lit(&b, " by people who work with the child.");
	paper_say(p, PAPER_TEXT, buf_view(&b));
}

err chronology_paper(request *r, const view *v, model *to)
{
	child_head head;
	chronology all;
	buf pdf = BUF(r->a);
	TRY(child_head_read(v, &head));
	TRY(chronology_read(v, &all));
	access_print(v);
	paper *p = paper_make(r->a, (paper_about){ .title = S("Chronology"), .above = head.name, .below = made_words(v), .made = r->read.now });
	say_head(v, p, &head, &all);
	if (all.events.n == 0) paper_say(p, PAPER_TEXT, S("Nothing has been chosen yet."));
	else paper_table(p, (const paper_column[]){ { S("Day"), 2 }, { S("What happened, and who says so"), 5 }, { S("Why it mattered"), 3 } }, 3);
	EACH (e, all.events) {
		if (e->gap) say_gap(v, p, e);
		paper_row(p, (const str[]){ day_and_age(v, &head.born, e), told_words(v, e), e->why });
	}
	TRY(paper_finish(p, &pdf));
	to->file = buf_view(&pdf);
	to->file_media = S("application/pdf");
	to->file_name = S("chronology.pdf");
	return OK;
}
