/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Threads that answer requests, in the order of arrival. Of what only computes no more run at once than there are processors:
 * more of them would take turns, and each would be answered late. What takes long is not waited for: after a while it no longer
 * counts, and another thread takes the next request. Who slept last is called first: what its connection reads is still near. */
#include "base/clock.h"
#include "web/http_inside.h"

enum { LONG_US = 20 * 1000 };

/* All under the lane's lock. */

/* Whether one more may begin. A thread that was called and is not awake yet has begun only for whoever would call another. */
static bool has_turn(const lane *l, bool for_calling)
{
	size_t running = 0;
	int64_t since_us = clock_monotonic_us() - LONG_US;
	for (size_t i = 0; i < l->thread_n; i++)
		running += l->threads[i].began_us > since_us || (for_calling && l->threads[i].called_for);
	return running < l->at_once;
}

/* Whoever is to be woken for the first request; NULL: nobody. */
static worker_thread *whom_to_call(lane *l)
{
	worker_thread *w = l->idle;
	if (!l->first || !w || !has_turn(l, true)) return NULL;
	l->idle = w->next_idle;
	w->called_for = true;
	return w;
}

static void sleep_until_called(worker_thread *me)
{
	lane *l = me->lane;
	me->next_idle = l->idle;
	l->idle = me;
	while (!me->called_for && !l->closed) pthread_cond_wait(&me->called, &l->lock);
	me->called_for = false;
}

/* The next request, when it is its turn; NULL at the end. */
static http_exchange *take_in_turn(worker_thread *me)
{
	lane *l = me->lane;
	me->began_us = 0;
	while (!l->first || !has_turn(l, false)) {
		if (l->closed) return NULL;
		sleep_until_called(me);
	}
	http_exchange *x = l->first;
	l->first = x->next;
	if (!l->first) l->last = NULL;
	me->began_us = clock_monotonic_us();
	return x;
}

/* ---- taking and giving */

/* Outside the lock, or whoever wakes finds it taken. */
static void call(worker_thread *w)
{
	if (w) pthread_cond_signal(&w->called);
}

void lane_look(lane *l)
{
	pthread_mutex_lock(&l->lock);
	worker_thread *next = whom_to_call(l);
	pthread_mutex_unlock(&l->lock);
	call(next);
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
	http_exchange *x;
	while ((x = lane_take(me))) exchange_work(x, me->number);
	return NULL;
}

err lane_start(lane *l, arena *a, http_server *s, const lane_size *size, trail *t)
{
	int why = 0;
	*l = (lane){ .server = s, .threads = TAKE_N(a, worker_thread, size->threads), .at_once = size->at_once };
	pthread_mutex_init(&l->lock, NULL);
	for (size_t i = 0; i < size->threads; i++) {
		l->threads[i] = (worker_thread){ .lane = l, .number = size->first_number + i };
		pthread_cond_init(&l->threads[i].called, NULL);
	}
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
	for (size_t i = 0; i < l->thread_n; i++) pthread_join(l->threads[i].thread, NULL);
}

void lane_end(lane *l)
{
	for (size_t i = 0; i < l->thread_n; i++) pthread_cond_destroy(&l->threads[i].called);
	pthread_mutex_destroy(&l->lock);
}
