/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The journey line on a child's page, and the same in words. What is kept from somebody is left out for everybody, as from
 * every first page and print. */
#include "capabilities/story/pages/journey.h"
#include "web/line.h"
#include "web/wording.h"

/* ---- what is known of the journey */

/* *ret_of_file: whoever says what is known came here with a file, and said no more than its form has. */
static err events_of(const view *v, journey_events *into, bool *ret_of_file)
{
	const story_lines *story;
	*ret_of_file = true;
	TRY(access_story_lines(v, &story));
	for (size_t i = 0; i < story->n; i++) {
		const story_line *line = &story->at[i];
		if (line->kept) continue;
		bool begins = line->stage == STAGE_NEED && begins_episode(v->r->practice, line->kind);
		PUSH(v->r->a, into, ((journey_event){ line->happened, line->stage, begins }));
		if (line->stage != STAGE_NONE && (line->author.n || !access_source(v, line->batch).n)) *ret_of_file = false;
	}
	return OK;
}

/* ---- the same in words */

static str not_said(stage s)
{
	switch (s) {
	case STAGE_NEED: return S(" does not say when the first sign of need was.");
	case STAGE_HEARD: return S(" does not say whether anybody listened to the child.");
	case STAGE_UNDERSTOOD: return S(" does not say whether anybody found out what the child needs.");
	case STAGE_DECIDED: return S(" does not say what was decided.");
	case STAGE_OFFERED: return S(" does not say whether help was offered.");
	case STAGE_RECEIVED: return S(" does not say whether help came.");
	case STAGE_CHANGED: return S(" does not say whether anything changed for the child.");
	case STAGE_ENDED: return S(" does not say when our work ended.");
	case STAGE_NONE: break;
	}
	return STR_NONE;
}

static str not_said_words(arena *a, stage s, bool of_file)
{
	buf b = BUF(a);
	buf_str(&b, of_file ? S("This file") : S("This record"));
	buf_str(&b, not_said(s));
	return buf_view(&b);
}

static str step_words(const view *v, const episode *e, stage s, bool of_file)
{
	const stage_reached *reached = &e->stages[s];
	const zone *z = area_zone(v->r->area);
	int32_t days = reached->first.on.n - e->from.n;
	buf b = BUF(v->r->a);
	if (reached->times == 0) return s == STAGE_ENDED && e->open ? S("Our work goes on.") : not_said_words(v->r->a, s, of_file);
	bool waited = s != STAGE_NEED && e->need_known;
	if (waited && days > 0) {
		buf_lit(&b, "After ");
		buf_str(&b, wait_words(v->r->a, days));
		buf_lit(&b, ", ");
	} else if (waited) {
		buf_lit(&b, "The same day, ");
	}
	when_write_long(&b, z, reached->first);
	if (reached->times > 1) {
		buf_printf(&b, ". %zu times in all, the last ", reached->times);
		when_write_long(&b, z, reached->last);
	}
	buf_char(&b, '.');
	return buf_view(&b);
}

static str episode_words(arena *a, const episode *e)
{
	buf b = BUF(a);
	day_write_long(&b, e->from);
	buf_lit(&b, " to ");
	if (e->open) buf_lit(&b, "today");
	else day_write_long(&b, e->until);
	return buf_view(&b);
}

static void put_episode(const view *v, const journey *j, const episode *e, bool of_file, journey_page *m)
{
	journey_page_told_episode told = { .label = j->episodes.n > 1 ? episode_words(v->r->a, e) : STR_NONE };
	for (stage s = STAGE_NEED; s <= STAGE_ENDED; s++)
		PUSH(v->r->a, &told.steps, ((journey_page_step){ lane_name(s), step_words(v, e, s, of_file), e->stages[s].times > 0 }));
	PUSH(v->r->a, &m->episodes, told);
}

static str silence_words(arena *a, const journey *j)
{
	buf b = BUF(a);
	if (j->silences.n == 0) return STR_NONE;
	buf_lit(&b, "Nothing was written down ");
	for (size_t i = 0; i < j->silences.n; i++) {
		const silence *s = &j->silences.at[i];
		if (i) buf_str(&b, i + 1 == j->silences.n ? S(" and ") : S(", "));
		buf_lit(&b, "from ");
		day_write_long(&b, s->from);
		buf_lit(&b, " to ");
		day_write_long(&b, s->until);
		buf_printf(&b, " (%d days)", s->until.n - s->from.n);
	}
	buf_lit(&b, ": shaded above.");
	return buf_view(&b);
}

static str picture_title(const view *v)
{
	buf b = BUF(v->r->a);
	buf_lit(&b, "The journey of ");
	buf_str(&b, access_name(v, v->child));
	return buf_view(&b);
}

static err journey_panel(request *r, const view *v, html *ret)
{
	journey_events events = { 0 };
	journey_page m = { 0 };
	bool of_file;
	TRY(events_of(v, &events, &of_file));
	journey j = journey_of(r->a, &events, r->read.today);
	*ret = HTML("");
	if (j.episodes.n == 0) return OK;
	m.picture = line_svg(r->a, &j, picture_title(v), S("Time runs from left to right. The same stands in words below."));
	for (size_t i = j.episodes.n; i-- > 0;) put_episode(v, &j, &j.episodes.at[i], of_file, &m);
	m.silences = silence_words(r->a, &j);
	*ret = journey_as_html(r->a, &m);
	return OK;
}

static const panel_code panels[] = { { "journey", journey_panel } };
const capability_code capability_story = { .capability = "story", .panels = panels, .panel_n = 1 };
