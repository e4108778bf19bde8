/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is sent: whole, or in portions that a worker brings while the connection is suspended, so that the pool waits for no
 * disk here either. */
#include "base/clock.h"
#include "web/http_inside.h"

enum { BLOCK_BYTES = 64 * 1024 /* that libmicrohttpd asks for at once of an answer in portions */ };

void answer_in(http_exchange *x, int64_t seconds)
{
	int64_t at = seconds ? clock_monotonic_us() + seconds * 1000000 : 0;
	atomic_store_explicit(&x->watched->deadline_us, at, memory_order_relaxed);
}

/* ---- in portions */

/* In the pool. Whoever reads an answer has time for each block of it: one that is long is not broken off. */
static ssize_t next_block(void *context, uint64_t at, char *to, size_t most)
{
	http_exchange *x = context;
	if (x->broken_off) return MHD_CONTENT_READER_END_WITH_ERROR;
	if (x->ready.n == 0) {
		x->state = EXCHANGE_REST;
		x->sent = (int64_t)at;
		answer_in(x, 0);
		MHD_suspend_connection(x->connection);
		lane_give(&x->server->pages, x);
		return 0;
	}
	str block = str_first(x->ready, most);
	memcpy(to, block.at, block.n);
	x->ready = str_from(x->ready, block.n);
	answer_in(x, x->server->settings->body_seconds);
	return (ssize_t)block.n;
}

void answer_more(http_exchange *x)
{
	x->more.n = 0;
	err e = x->rest->more(x->rest->context, x->sent, &x->more);
	x->ready = buf_view(&x->more);
	if (x->ready.n > (size_t)(x->rest->size_bytes - x->sent)) x->ready.n = (size_t)(x->rest->size_bytes - x->sent);
	x->broken_off = e != OK || x->ready.n == 0;
	x->state = EXCHANGE_ANSWERED;
	answer_in(x, x->server->settings->body_seconds);
	MHD_resume_connection(x->connection); /* from here on x may be gone */
}

static struct MHD_Response *make_in_portions(http_exchange *x, const http_response *r)
{
	x->rest = r->rest;
	x->ready = r->body;
	x->more = BUF(&x->arena);
	return MHD_create_response_from_callback((uint64_t)r->rest->size_bytes, BLOCK_BYTES, next_block, x, NULL);
}

/* ---- whole */

struct MHD_Response *answer_make(http_exchange *x, const http_response *r, bool and_close)
{
	arena *a = &x->arena;
	struct MHD_Response *made =
		r->rest ? make_in_portions(x, r)
			: MHD_create_response_from_buffer(r->body.n, (void *)(uintptr_t)r->body.at, MHD_RESPMEM_PERSISTENT);
	CHECK(made);
	if (r->content_type.n) MHD_add_response_header(made, "Content-Type", str_c(a, r->content_type));
	for (size_t i = 0; i < r->header_n; i++) {
		CHECK(!str_has_control(r->headers[i].value, false));
		MHD_add_response_header(made, str_c(a, r->headers[i].name), str_c(a, r->headers[i].value));
	}
	if (and_close) MHD_add_response_header(made, "Connection", "close");
	return made;
}

void http_reply(http_exchange *x, const http_response *r)
{
	CHECK(x->state == EXCHANGE_HANDED_OVER);
	x->response = answer_make(x, r, x->too_long);
	x->status = r->status;
	x->state = EXCHANGE_ANSWERED;
	MHD_resume_connection(x->connection); /* from here on x may be gone */
}

enum MHD_Result answer_send(http_exchange *x)
{
	answer_in(x, x->server->settings->body_seconds);
	enum MHD_Result sent = MHD_queue_response(x->connection, (unsigned)x->status, x->response);
	MHD_destroy_response(x->response);
	x->response = NULL;
	return sent;
}

/* What the server itself refuses is answered at once, and the connection closed: what follows on it is not trusted. */
enum MHD_Result answer_refusal(http_exchange *x, int status)
{
	http_response r = x->server->handler.refusal(x->server->handler.context, status, x->request.accept, &x->arena);
	x->response = answer_make(x, &r, true);
	x->status = status;
	x->state = EXCHANGE_ANSWERED;
	return answer_send(x);
}
