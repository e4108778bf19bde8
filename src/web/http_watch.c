/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "web/http_inside.h"

#include <sys/socket.h>
#include <time.h>

enum { WATCH_EVERY_US = 50000 };

/* Under the lock: libmicrohttpd announces the end of a connection before it closes the descriptor, so a descriptor in a slot
 * is never somebody else's. */
static void shut_late_ones(watch *w, int64_t now_us)
{
	for (size_t i = 0; i < w->slot_n; i++) {
		watched *c = &w->slots[i];
		int64_t deadline = atomic_load_explicit(&c->deadline_us, memory_order_relaxed);
		if (c->fd < 0 || deadline == 0 || now_us < deadline) continue;
		shutdown(c->fd, SHUT_RDWR);
		atomic_store_explicit(&c->deadline_us, 0, memory_order_relaxed);
	}
}

static void *watch_run(void *context)
{
	watch *w = context;
	pthread_mutex_lock(&w->lock);
	while (!w->stop) {
		int64_t next_us = clock_monotonic_us() + WATCH_EVERY_US;
		struct timespec until = { .tv_sec = next_us / 1000000, .tv_nsec = next_us % 1000000 * 1000 };
		pthread_cond_timedwait(&w->ended, &w->lock, &until);
		shut_late_ones(w, clock_monotonic_us());
		lane_look(w->pages);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

err watch_start(watch *w, arena *a, size_t most, lane *pages, trail *t)
{
	*w = (watch){ .most = most, .slot_n = most + WATCH_MORE_SLOTS, .pages = pages };
	w->slots = TAKE_N(a, watched, w->slot_n);
	for (size_t i = w->slot_n; i-- > 0;) {
		w->slots[i] = (watched){ .fd = -1, .next_free = w->free };
		w->free = &w->slots[i];
	}
	pthread_mutex_init(&w->lock, NULL);
	pthread_condattr_t monotonic;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&w->ended, &monotonic);
	pthread_condattr_destroy(&monotonic);
	int why = pthread_create(&w->thread, NULL, watch_run, w);
	return why ? FAIL_WITH(t, E_IO, why) : OK;
}

void watch_stop(watch *w)
{
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->ended);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_cond_destroy(&w->ended);
	pthread_mutex_destroy(&w->lock);
}

watched *watch_begin(watch *w, int fd, int64_t deadline_us)
{
	pthread_mutex_lock(&w->lock);
	watched *c = w->free;
	if (c) {
		w->free = c->next_free;
		w->live++;
		c->fd = fd;
		c->over = w->live > w->most;
		atomic_store_explicit(&c->deadline_us, deadline_us, memory_order_relaxed);
	} else {
		shutdown(fd, SHUT_RDWR);
	}
	pthread_mutex_unlock(&w->lock);
	return c;
}

void watch_end(watch *w, watched *c)
{
	pthread_mutex_lock(&w->lock);
	c->fd = -1;
	c->next_free = w->free;
	w->free = c;
	w->live--;
	pthread_mutex_unlock(&w->lock);
}

bool watch_has_room(watch *w)
{
	pthread_mutex_lock(&w->lock);
	bool room = w->live < w->slot_n;
	pthread_mutex_unlock(&w->lock);
	return room;
}
