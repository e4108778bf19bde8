/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Threads that answer requests, in the order of arrival. */
#include "web/http_inside.h"

static http_exchange *lane_take(lane *l)
{
	pthread_mutex_lock(&l->lock);
	while (!l->first && !l->closed) pthread_cond_wait(&l->more, &l->lock);
	http_exchange *x = l->first;
	if (x) l->first = x->next;
	if (!l->first) l->last = NULL;
	pthread_mutex_unlock(&l->lock);
	return x;
}

static void *lane_run(void *context)
{
	const worker_thread *me = context;
	const http_handler *h = &me->lane->server->handler;
	http_exchange *x;
	while ((x = lane_take(me->lane))) h->handle(h->context, me->number, x, &x->request);
	return NULL;
}

err lane_start(lane *l, arena *a, http_server *s, size_t first_number, size_t threads, trail *t)
{
	*l = (lane){ .server = s, .threads = TAKE_N(a, worker_thread, threads) };
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->more, NULL);
	for (size_t i = 0; i < threads; i++) {
		worker_thread *w = &l->threads[i];
		*w = (worker_thread){ .lane = l, .number = first_number + i };
		int why = pthread_create(&w->thread, NULL, lane_run, w);
		if (why) return FAIL_WITH(t, E_IO, why);
		l->thread_n++;
	}
	return OK;
}

void lane_stop(lane *l)
{
	if (!l->threads) return;
	pthread_mutex_lock(&l->lock);
	l->closed = true;
	pthread_cond_broadcast(&l->more);
	pthread_mutex_unlock(&l->lock);
	for (size_t i = 0; i < l->thread_n; i++) pthread_join(l->threads[i].thread, NULL);
	pthread_cond_destroy(&l->more);
	pthread_mutex_destroy(&l->lock);
}

void lane_give(lane *l, http_exchange *x)
{
	pthread_mutex_lock(&l->lock);
	x->next = NULL;
	if (l->last) l->last->next = x;
	else l->first = x;
	l->last = x;
	pthread_mutex_unlock(&l->lock);
	pthread_cond_signal(&l->more); /* outside, or whoever wakes finds the lock taken */
}
