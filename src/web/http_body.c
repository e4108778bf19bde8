/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The body of a request: held whole, or given to a worker portion by portion while the connection is suspended, so that neither is
 * more of it held than one portion, nor does the pool wait for whatever becomes of it. */
#include "web/http_inside.h"

enum { PROGRESS_BYTES = 64 * 1024 };

/* What is held is counted for all requests together. */
static void count_held(http_exchange *x, size_t more)
{
	size_t most = x->in_portions ? HTTP_PORTION_BYTES : SIZE_MAX, room = most - x->body_held;
	if (more > room) more = room;
	x->body_held += more;
	atomic_fetch_add(&x->server->bodies_bytes, (int64_t)more);
}

/* Whoever is known has time for each piece; anybody else for the whole. */
static void note_progress(http_exchange *x, size_t before)
{
	if (x->unhurried && before / PROGRESS_BYTES != x->body_counted / PROGRESS_BYTES) answer_in(x, x->server->settings->body_seconds);
}

static void give_portion(http_exchange *x)
{
	x->request.body = buf_view(&x->body);
	x->state = EXCHANGE_PORTION;
	answer_in(x, 0);
	MHD_suspend_connection(x->connection);
	lane_give(&x->server->posts, x);
}

/* What does not go into this portion is left to libmicrohttpd until the connection is resumed. */
enum MHD_Result body_read(http_exchange *x, const char *piece, size_t *n)
{
	size_t room = HTTP_PORTION_BYTES - (x->in_portions ? x->body.n : 0), before = x->body_counted;
	size_t take = x->in_portions && *n > room ? room : *n;
	*n -= take;
	x->body_counted += take;
	count_held(x, take);
	note_progress(x, before);
	if (x->body_counted > x->body_limit) x->too_long = true;
	if (!x->too_long) buf_bytes(&x->body, piece, take);
	if (x->in_portions && x->body.n == HTTP_PORTION_BYTES) give_portion(x);
	return x->body_counted > x->body_limit + DISCARD_MOST_BYTES ? MHD_NO : MHD_YES;
}

void body_take(http_exchange *x, size_t worker)
{
	const http_server *s = x->server;
	x->unhurried = s->handler.take(s->handler.context, worker, &x->request) || x->unhurried;
	x->body.n = 0;
	x->state = EXCHANGE_BODY;
	answer_in(x, s->settings->body_seconds);
	MHD_resume_connection(x->connection); /* from here on x may be gone */
}

enum MHD_Result body_whole(http_exchange *x)
{
	http_server *s = x->server;
	if (x->too_long) return answer_refusal(x, 413);
	x->request.body = buf_view(&x->body);
	x->state = EXCHANGE_HANDED_OVER;
	x->handled = true;
	answer_in(x, 0);
	bool slow = s->handler.is_slow(s->handler.context, x->request.method, x->request.path);
	MHD_suspend_connection(x->connection);
	lane_give(slow ? &s->slow : x->request.method == POST ? &s->posts : &s->pages, x);
	return MHD_YES;
}
