/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/journey.h"

#include <stdlib.h>

/* On one day: in the order of the stages, as they follow from each other. */
static int earlier_first(const void *a, const void *b)
{
	const journey_event *x = a, *y = b;
	if (x->at.on.n != y->at.on.n) return x->at.on.n < y->at.on.n ? -1 : 1;
	return (x->stage > y->stage) - (x->stage < y->stage);
}

enum { FEW_STEPS = 64 };

/* A story comes nearly so: its events go a few places back at most. Where one would go further, all are sorted. */
static void put_in_order(journey_events *events)
{
	for (size_t i = 1; i < events->n; i++) {
		journey_event event = events->at[i];
		size_t at = i;
		while (at > 0 && i - at < FEW_STEPS && earlier_first(&events->at[at - 1], &event) > 0) {
			events->at[at] = events->at[at - 1];
			at--;
		}
		events->at[at] = event;
		if (i - at < FEW_STEPS) continue;
		qsort(events->at, events->n, sizeof *events->at, earlier_first);
		return;
	}
}

static void reach(episode *e, const journey_event *event)
{
	stage_reached *s = &e->stages[event->stage];
	if (s->times++ == 0) s->first = event->at;
	s->last = event->at;
	if (event->stage != STAGE_NONE && !e->ended) e->until = event->at.on;
	e->ended |= event->stage == STAGE_ENDED;
}

/* Another sign of need begins another episode when the one before has ended, or when both are counted as beginnings. */
static bool begins_another(const episode *now, bool begun, const journey_event *event)
{
	return event->stage == STAGE_NEED && (now->ended || (event->begins && begun));
}

static void part_into_episodes(arena *a, journey *j)
{
	bool begun = false;
	for (size_t i = 0; i < j->events.n; i++) {
		const journey_event *event = &j->events.at[i];
		episode *now = j->episodes.n ? &j->episodes.at[j->episodes.n - 1] : NULL;
		if (now ? begins_another(now, begun, event) : event->stage != STAGE_NONE) {
			if (now && !now->ended) now->until = event->at.on;
			PUSH(a, &j->episodes, ((episode){ .from = event->at.on, .until = event->at.on, .first = i,
			                                   .need_known = event->stage == STAGE_NEED }));
			now = &j->episodes.at[j->episodes.n - 1];
			begun = false;
		}
		if (!now) continue;
		begun |= event->begins;
		now->n++;
		reach(now, event);
	}
}

static void note_silence(arena *a, journey *j, day from, day until)
{
	if (until.n - from.n >= SILENCE_DAYS) PUSH(a, &j->silences, ((silence){ from, until }));
}

static void find_silences(arena *a, journey *j)
{
	for (size_t e = 0; e < j->episodes.n; e++) {
		const episode *one = &j->episodes.at[e];
		day last = one->from;
		for (size_t i = one->first; i < one->first + one->n; i++) {
			const journey_event *event = &j->events.at[i];
			if (one->ended && event->at.on.n > one->until.n) break;
			note_silence(a, j, last, event->at.on);
			last = event->at.on;
		}
		if (!one->ended) note_silence(a, j, last, one->until);
	}
}

journey journey_of(arena *a, const journey_events *events, day today)
{
	journey j = { .from = today, .until = today };
	for (size_t i = 0; i < events->n; i++)
		if (events->at[i].at.is != WHEN_NONE) PUSH(a, &j.events, events->at[i]);
	put_in_order(&j.events);
	part_into_episodes(a, &j);
	if (j.episodes.n == 0) return j;
	episode *newest = &j.episodes.at[j.episodes.n - 1];
	newest->open = !newest->ended;
	j.from = j.episodes.at[0].from;
	if (newest->until.n > j.until.n) j.until = newest->until;
	if (newest->open) newest->until = j.until;
	find_silences(a, &j);
	return j;
}

bool begins_episode(const practice *p, str kind_name)
{
	for (size_t i = 0; i < practice_kind_count(p); i++) {
		const about_role *belongs = kind_about(practice_kind_at(p, i), S("episode"));
		if (belongs && str_eq(belongs->target, kind_name)) return true;
	}
	return false;
}

str wait_words(arena *a, int32_t days)
{
	buf b = BUF(a);
	if (days == 0) return S("the same day");
	buf_int(&b, days);
	buf_str(&b, days == 1 ? S(" day") : S(" days"));
	return buf_view(&b);
}
