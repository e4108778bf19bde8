/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The answers that stand beside an area's journeys. */
#include "journey/area_parts.h"

/* A thread that makes them, so that nobody who asks waits for it; what was written meanwhile is taken in after it. */
typedef struct answering {
	area_journeys *all;
	pthread_t thread;
	arena a; /* of itself and the questions */
	question *questions;
	size_t n;
	bool done; /* behind all->answering */
} answering;

void answers_fall(area_journeys *all)
{
	standing_end(all->standing);
	all->standing = NULL;
}

static void answering_end(area_journeys *all)
{
	answering *by = all->answered_by;
	if (!by) return;
	CHECK(pthread_join(by->thread, NULL) == 0);
	arena a = by->a;
	arena_end(&a);
	all->answered_by = NULL;
}

void answers_end(area_journeys *all)
{
	answering_end(all);
	answers_fall(all);
}

static void *answer_all(void *of)
{
	answering *by = of;
	area_journeys *all = by->all;
	standing *s = NULL;
	trail t = { 0 };
	CHECK(pthread_rwlock_rdlock(&all->lock) == 0);
	if (all->journeys.first && standing_start(&t, &all->journeys, by->questions, by->n, journeys_threads(), &s) != OK) s = NULL;
	CHECK(pthread_mutex_lock(&all->answering) == 0);
	if (all->standing) standing_end(s); /* somebody was patient */
	else all->standing = s;
	by->done = true;
	CHECK(pthread_mutex_unlock(&all->answering) == 0);
	CHECK(pthread_rwlock_unlock(&all->lock) == 0);
	return NULL;
}

/* One at a time. */
static err answer_apart(trail *t, area_journeys *all, const question *questions, size_t n)
{
	if (all->answered_by && !all->answered_by->done) return OK;
	answering_end(all);
	arena a = arena_make();
	answering *by = TAKE(&a, answering);
	*by = (answering){ .all = all, .questions = TAKE_N(&a, question, n + 1), .n = n };
	memcpy(by->questions, questions, n * sizeof *questions);
	by->a = a;
	if (pthread_create(&by->thread, NULL, answer_all, by) != 0) {
		arena_end(&a);
		return FAIL(t, E_BUSY);
	}
	all->answered_by = by;
	return OK;
}

err journeys_answers(const journeys_held *held, const question *questions, size_t n, bool patient, answer *ret, bool *ret_stand)
{
	area_journeys *all = held->of;
	trail *t = &held->r->a->trail;
	err e = OK;
	CHECK(pthread_mutex_lock(&all->answering) == 0);
	if (all->standing && !standing_holds(all->standing, questions, n)) answers_fall(all);
	if (!all->standing && patient) e = standing_start(t, &all->journeys, questions, n, journeys_threads(), &all->standing);
	if (!all->standing && !patient) e = answer_apart(t, all, questions, n);
	*ret_stand = e == OK && all->standing;
	if (*ret_stand) standing_answers(all->standing, ret);
	CHECK(pthread_mutex_unlock(&all->answering) == 0);
	return e;
}
