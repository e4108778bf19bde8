/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/readlog.h"

#include "access/area_parts.h"
#include "access/looks.h"
#include "base/clock.h"

#include <pthread.h>

enum {
	MOST_WAITING = 100 * 1000, /* lines; far above what the connections of one server can ask for */
	RETRY_US = 1000 * 1000     /* after a failure nothing is tried for so long */
};

/* Whom to tell of a commit. */
typedef struct {
	void (*done)(void *context, err e);
	void *context;
} promise;

/* What one commit makes durable. Two of them: one fills while the other is written. */
typedef struct {
	arena a;
	look_list lines;
	LIST(promise) promises;
} commit;

struct readlog {
	arena own;                /* holds the log itself, for as long as its thread lives */
	looks store;              /* the writing thread's alone */
	pthread_mutex_t lock;     /* for all below */
	pthread_cond_t arrived;
	commit commits[2], *filling;
	bool closing;
	bool broken;              /* the last commit failed, */
	int64_t try_again_us;     /* and until then no other is tried */
	pthread_t thread;
};

static void empty(commit *c)
{
	arena_reset(&c->a);
	c->lines.at = NULL;
	c->lines.n = c->lines.cap = 0;
	c->promises.at = NULL;
	c->promises.n = c->promises.cap = 0;
}

/* The next commit to write, or NULL at the end. */
static commit *next_commit(readlog *r)
{
	pthread_mutex_lock(&r->lock);
	while (r->filling->promises.n == 0 && !r->closing) pthread_cond_wait(&r->arrived, &r->lock);
	commit *full = r->filling;
	r->filling = full == &r->commits[0] ? &r->commits[1] : &r->commits[0];
	pthread_mutex_unlock(&r->lock);
	return full->promises.n ? full : NULL;
}

static void note_outcome(readlog *r, err e)
{
	pthread_mutex_lock(&r->lock);
	r->broken = e != OK;
	r->try_again_us = clock_monotonic_us() + RETRY_US;
	pthread_mutex_unlock(&r->lock);
}

static void *write_commits(void *context)
{
	readlog *r = context;
	ARENA(a);
	for (commit *c; (c = next_commit(r));) {
		err e = looks_append(&r->store, &a, c->lines.at, c->lines.n);
		note_outcome(r, e);
		for (size_t i = 0; i < c->promises.n; i++) c->promises.at[i].done(c->promises.at[i].context, e);
		empty(c);
		arena_reset(&a);
	}
	looks_close(&r->store);
	return NULL;
}

err readlog_open(arena *a, const settings *s, readlog **ret)
{
	arena own = arena_make();
	readlog *r = TAKE(&own, readlog);
	r->store = looks_at(&own, s);
	r->commits[0].a = arena_make();
	r->commits[1].a = arena_make();
	r->filling = &r->commits[0];
	r->own = own;
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->arrived, NULL);
	int failed = pthread_create(&r->thread, NULL, write_commits, r);
	if (failed) {
		arena_end(&own);
		return FAIL_WITH(&a->trail, E_IO, failed);
	}
	*ret = r;
	return OK;
}

void readlog_close(readlog *r)
{
	if (!r) return;
	pthread_mutex_lock(&r->lock);
	r->closing = true;
	pthread_cond_signal(&r->arrived);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
	pthread_cond_destroy(&r->arrived);
	pthread_mutex_destroy(&r->lock);
	arena_end(&r->commits[0].a);
	arena_end(&r->commits[1].a);
	arena own = r->own;
	arena_end(&own);
}

static look look_copy(arena *a, const look *l)
{
	look copy = *l;
	copy.purpose = str_copy(a, l->purpose);
	copy.text = str_copy(a, l->text);
	return copy;
}

static err enqueue(readlog *r, const look *lines, size_t n, void (*done)(void *context, err e), void *context)
{
	commit *c = r->filling;
	if (r->broken && clock_monotonic_us() < r->try_again_us) return E_IO;
	if (c->lines.n + n > MOST_WAITING) return E_BUSY;
	for (size_t i = 0; i < n; i++) PUSH(&c->a, &c->lines, look_copy(&c->a, &lines[i]));
	PUSH(&c->a, &c->promises, ((promise){ .done = done, .context = context }));
	if (c->promises.n == 1) pthread_cond_signal(&r->arrived);
	return OK;
}

void readlog_submit(readlog *r, const look *lines, size_t n, void (*done)(void *context, err e), void *context)
{
	err e = OK;
	if (n) {
		pthread_mutex_lock(&r->lock);
		e = enqueue(r, lines, n, done, context);
		pthread_mutex_unlock(&r->lock);
		if (e == OK) return;
	}
	done(context, e);
}

/* ---- waiting for it */

typedef struct {
	pthread_mutex_t lock;
	pthread_cond_t answered;
	bool done;
	err e;
} answer;

static void take_answer(void *context, err e)
{
	answer *w = context;
	pthread_mutex_lock(&w->lock);
	w->e = e;
	w->done = true;
	pthread_cond_signal(&w->answered);
	pthread_mutex_unlock(&w->lock);
}

err readlog_write(readlog *r, const look *lines, size_t n)
{
	answer w = { .done = false };
	pthread_mutex_init(&w.lock, NULL);
	pthread_cond_init(&w.answered, NULL);
	readlog_submit(r, lines, n, take_answer, &w);
	pthread_mutex_lock(&w.lock);
	while (!w.done) pthread_cond_wait(&w.answered, &w.lock);
	pthread_mutex_unlock(&w.lock);
	pthread_cond_destroy(&w.answered);
	pthread_mutex_destroy(&w.lock);
	return w.e;
}
