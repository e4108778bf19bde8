/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* HTTP, and all that the rest of the program knows of it. Behind it libmicrohttpd's epoll pool, which only reads and sends:
 * every complete request is handed to a worker thread, while its connection is suspended, and answered when somebody
 * calls http_reply, from any thread. Framing is checked (two lengths, length with chunked, no Host: 400), heads and
 * bodies have limits and a watchdog. */
#ifndef WAYMARK_WEB_HTTP_H
#define WAYMARK_WEB_HTTP_H

#include "base/day.h"
#include "base/settings.h"
#include "wire/form.h"

enum {
	HTTP_SLOW_WORKERS = 2,
	HTTP_HEAD_MOST_BYTES = 16 * 1024,             /* of a request line and its headers: over it 431 */
	HTTP_BODY_MOST_BYTES = 128 * 1024 * 1024,
	HTTP_PORTION_BYTES = 256 * 1024,              /* of a body that is not held whole */
	HTTP_BODIES_MOST_BYTES = 256 * 1024 * 1024    /* of all requests together: over it 503 */
};

typedef enum { GET, HEAD, POST } http_method;

typedef struct http_exchange http_exchange; /* one request and its answer */

typedef struct {
	http_method method;
	str path;            /* decoded, without the query; "/child/17" */
	str query;           /* as sent, after ? */
	str cookie;          /* the Cookie header */
	str accept, accept_encoding;
	str if_none_match;
	str host, origin, fetch_site; /* Sec-Fetch-Site */
	str content_type;
	str range;           /* the Range header; empty where If-Range goes with it: nothing here has a tag */
	str body;            /* whole, at most the limit of its route; or a portion, for take */
	void *taken;         /* what take made of the portions before: its own */
	arena *a;            /* the request's arena, ends with the exchange */
	instant now;         /* the request's clock */
} http_request;

typedef struct {
	str name, value;
} http_header;

typedef struct {
	int status;
	str content_type;
	const http_header *headers;
	size_t header_n;
	str body;            /* in the request's arena, or static (assets) */
	const struct http_rest *rest; /* what follows body; NULL: nothing */
} http_response;

/* A body that is not held whole. It lives in the request's arena. */
typedef struct http_rest {
	int64_t size_bytes; /* of all, with what is in body */
	void *context;
	/* In a worker thread: adds some more of it to `to`, which is empty, from byte `at` on. Anything but OK, or nothing added, breaks
	 * the answer off, and its reader knows that it is not whole. */
	err (*more)(void *context, int64_t at, buf *to);
} http_rest;

typedef struct {
	void *context;
	/* In a worker thread; worker 0..http_worker_count - 1: for a connection kept for each. Must lead to one http_reply, from
	 * any thread. */
	void (*handle)(void *context, size_t worker, http_exchange *x, const http_request *r);
	/* In the pool, after the head: whether this request's body comes to take in portions of HTTP_PORTION_BYTES and is never held
	 * whole. Its path has a limit all the same. NULL: none does. */
	bool (*in_portions)(void *context, const http_request *r);
	/* In a worker thread, while nothing more is read: r->body is one of the portions, borrowed for the call; after the last comes
	 * handle. True: whoever sends may take all the time they need, as long as something comes. */
	bool (*take)(void *context, size_t worker, http_request *r);
	/* In a worker thread, instead of handle: the connection broke, or the body was refused, after something was taken. Of r only
	 * taken and a are there still. */
	void (*forget)(void *context, size_t worker, const http_request *r);
	/* In the pool: true for what is slow on purpose (pass phrases); it has threads of its own. */
	bool (*is_slow)(void *context, http_method m, str path);
	/* In the pool, before the body is read: the most bytes this path takes; 0 when it takes none. At most
	 * HTTP_BODY_MOST_BYTES, whatever this says. */
	size_t (*body_limit)(void *context, http_method m, str path);
	/* In the pool: a response for what the server itself refuses (400, 405, 413, 431, 503). accept: of the request's head;
	 * empty where that was not read. */
	http_response (*refusal)(void *context, int status, str accept, arena *a);
	/* Of what is asked for (GET, HEAD) so many are worked on at the same time, where nothing takes long; 0: as many as there
	 * are workers. What is sent waits for the disk, has as many workers besides, and holds up no page. */
	size_t pages_at_once;
} http_handler;

size_t http_worker_count(const settings *s);

typedef struct http_server http_server;
/* listen: 127.0.0.1:8080, [::1]:8080, localhost:8080 or unix:/path. s and h are borrowed until http_stop.
 * E_DENIED   an address that is not this machine's own (no second factor exists yet).
 * E_INVALID  no address.   E_CONFLICT  it is in use.   E_IO. */
err http_start(const settings *s, const http_handler *h, trail *t, http_server **ret) MUST_USE;
/* Takes no more connections, waits for running requests (at most body_seconds), ends. */
void http_stop(http_server *s);
/* "http://127.0.0.1:8080/" with the port that was given by the system where 0 was asked for; "unix:/path". Borrowed. */
str http_address(const http_server *s);

/* Answers x, once. r is read during the call; what it points to lives in the request's arena or longer. Afterwards x and
 * the request's arena may be gone. */
void http_reply(http_exchange *x, const http_response *r);

#endif
