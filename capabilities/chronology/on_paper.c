/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The chronology on paper: the sentences of the story as they stand, each with its day, the child's age then, who says so and
 * why it mattered. A working copy: it says who made it and when, and leaves out what is kept from anybody. */
#include "capabilities/chronology/events.h"

#include "web/working_copy.h"
#include "web/wording.h"

static str in_two_lines(arena *a, str one, str other)
{
	buf b = BUF(a);
	buf_str(&b, one);
	if (other.n) buf_char(&b, '\n');
	buf_str(&b, other);
	return buf_view(&b);
}

static void say_head(copy *to, const chronology *c)
{
	arena *a = to->a;
	buf b = BUF(a);
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
	copy_say(to, PAPER_TEXT, buf_view(&b), (record_id){ 0 });
}

static void say_events(copy *to, const chronology *c)
{
	arena *a = to->a;
	if (c->events.n == 0) {
		copy_say(to, PAPER_TEXT, S("Nothing has been chosen yet."), (record_id){ 0 });
		return;
	}
	copy_table(to, (const paper_column[]){ { S("Day"), 2 }, { S("What happened, and who says so"), 5 }, { S("Why it mattered"), 3 } }, 3);
	EACH (e, c->events) {
		if (e->gap) copy_row(to, (const str[]){ STR_NONE, chronology_gap(a, e), STR_NONE }, (record_id){ 0 });
		copy_row(to, (const str[]){ in_two_lines(a, e->when, e->age), in_two_lines(a, e->words, e->who), e->why }, e->record);
	}
}

err chronology_part(request *r, const view *v, copy *to)
{
	chronology c;
	TRY(chronology_read(v, chronology_asks_siblings(r), &c));
	say_head(to, &c);
	say_events(to, &c);
	return OK;
}

err chronology_paper(request *r, const view *v, model *to)
{
	copy matter = copy_make(r->a);
	buf pdf = BUF(r->a);
	str name = access_name(v, v->child);
	TRY(chronology_part(r, v, &matter));
	paper_about about = working_about(r, S("Chronology"));
	about.below = name;
	paper *p = paper_make(r->a, about);
	paper_say(p, PAPER_TITLE, name);
	copy_set(&matter, p);
	TRY(paper_finish(p, &pdf));
	working_send(r, v, buf_view(&pdf), "chronology", to);
	return OK;
}
