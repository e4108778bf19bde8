/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Threads that answer requests, in the order of arrival. Of what only computes no more run at once than there are processors:
 * more of them would take turns, and each would be answered late. What takes long is not waited for: after a while it no longer
 * counts, and another thread takes the next request. Who slept last is called first: what its connection reads is still near. */
#include "base/clock.h"
#include "web/http_inside.h"

#include <time.h>

enum { LONG_US = 20 * 1000 };

/* All under the lane's lock. */

/* From when on the next request may be taken; 0: now. */
static int64_t next_turn_us(const lane *l, int64_t now_us)
{
	size_t running = 0;
	int64_t first_us = INT64_MAX;
	for (size_t i = 0; i < l->thread_n; i++) {
		int64_t until_us = l->threads[i].began_us + LONG_US;
		if (l->threads[i].began_us == 0 || until_us <= now_us) continue;
		running++;
		if (until_us < first_us) first_us = until_us;
	}
	return running < l->at_once ? 0 : first_us;
}

/* Whoever is to be woken for the first request; NULL: nobody, they are busy or one looks after it. */
static worker_thread *whom_to_call(lane *l)
{
	worker_thread *w = l->idle;
	if (!l->first) return NULL;
	if (l->looks_after) return next_turn_us(l, clock_monotonic_us()) ? NULL : l->looks_after;
	if (w) l->idle = w->next_idle;
	if (w) w->asleep = false;
	return w;
}

static void sleep_until_called(worker_thread *me)
{
	lane *l = me->lane;
	me->asleep = true;
	me->next_idle = l->idle;
	l->idle = me;
	while (me->asleep && !l->closed) pthread_cond_wait(&me->called, &l->lock);
}

/* One thread looks after a request that has no turn yet; the others sleep until somebody calls. */
static void wait_for_turn(worker_thread *me, int64_t turn_us)
{
	lane *l = me->lane;
	if (!l->first || l->looks_after) {
		sleep_until_called(me);
		return;
	}
	struct timespec until = { .tv_sec = turn_us / 1000000, .tv_nsec = turn_us % 1000000 * 1000 };
	l->looks_after = me;
	pthread_cond_timedwait(&me->called, &l->lock, &until);
	l->looks_after = NULL;
}

/* The next request, when it is its turn; NULL at the end. */
static http_exchange *take_in_turn(worker_thread *me)
{
	lane *l = me->lane;
	int64_t now_us = clock_monotonic_us(), turn_us;
	me->began_us = 0;
	while ((turn_us = next_turn_us(l, now_us)) || !l->first) {
		if (l->closed && !l->first) return NULL;
		wait_for_turn(me, turn_us);
		now_us = clock_monotonic_us();
	}
	http_exchange *x = l->first;
	l->first = x->next;
	if (!l->first) l->last = NULL;
	me->began_us = now_us;
	return x;
}

/* ---- taking and giving */

/* Outside the lock, or whoever wakes finds it taken. */
static void call(worker_thread *w)
{
	if (w) pthread_cond_signal(&w->called);
}

static http_exchange *lane_take(worker_thread *me)
{
	lane *l = me->lane;
	pthread_mutex_lock(&l->lock);
	http_exchange *x = take_in_turn(me);
	worker_thread *next = whom_to_call(l);
	pthread_mutex_unlock(&l->lock);
	call(next);
	return x;
}

void lane_give(lane *l, http_exchange *x)
{
	pthread_mutex_lock(&l->lock);
	x->next = NULL;
	if (l->last) l->last->next = x;
	else l->first = x;
	l->last = x;
	worker_thread *next = whom_to_call(l);
	pthread_mutex_unlock(&l->lock);
	call(next);
}

/* ---- beginning and end */

static void *lane_run(void *context)
{
	worker_thread *me = context;
	const http_handler *h = &me->lane->server->handler;
	http_exchange *x;
	while ((x = lane_take(me))) h->handle(h->context, me->number, x, &x->request);
	return NULL;
}

static void worker_make(lane *l, worker_thread *w, size_t number)
{
	pthread_condattr_t monotonic;
	*w = (worker_thread){ .lane = l, .number = number };
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&w->called, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

err lane_start(lane *l, arena *a, http_server *s, const lane_size *size, trail *t)
{
	int why = 0;
	*l = (lane){ .server = s, .threads = TAKE_N(a, worker_thread, size->threads), .at_once = size->at_once };
	pthread_mutex_init(&l->lock, NULL);
	for (size_t i = 0; i < size->threads; i++) worker_make(l, &l->threads[i], size->first_number + i);
	pthread_mutex_lock(&l->lock); /* nobody counts threads that are not there yet */
	for (; l->thread_n < size->threads && !why; l->thread_n += !why)
		why = pthread_create(&l->threads[l->thread_n].thread, NULL, lane_run, &l->threads[l->thread_n]);
	pthread_mutex_unlock(&l->lock);
	return why ? FAIL_WITH(t, E_IO, why) : OK;
}

void lane_stop(lane *l)
{
	if (!l->threads) return;
	pthread_mutex_lock(&l->lock);
	l->closed = true;
	for (size_t i = 0; i < l->thread_n; i++) pthread_cond_signal(&l->threads[i].called);
	pthread_mutex_unlock(&l->lock);
	for (size_t i = 0; i < l->thread_n; i++) {
		pthread_join(l->threads[i].thread, NULL);
		pthread_cond_destroy(&l->threads[i].called);
	}
	pthread_mutex_destroy(&l->lock);
}
