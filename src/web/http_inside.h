/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parts of the HTTP server, for its own files. */
#ifndef WAYMARK_WEB_HTTP_INSIDE_H
#define WAYMARK_WEB_HTTP_INSIDE_H

#include "web/http.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

/* ---- framing: http_framing.c */

/* What the head said, as received. */
typedef struct {
	str version, target;
	const http_header *headers;
	size_t header_n;
} http_head;

typedef struct {
	bool has_body, chunked;
	int64_t body_bytes; /* -1 when chunked */
} http_framing;

/* 0, or the status to refuse with: whatever two programs could read as two different requests is refused. */
int http_framing_check(const http_head *h, http_framing *ret);
/* The path of a target, decoded, and its query as sent; false where they cannot be read in one way only. */
bool http_target_read(arena *a, str target, str *ret_path, str *ret_query);
/* The value of a header; empty when absent. Only for headers that need not be single. */
str http_header_value(const http_head *h, str name);

/* ---- the address: http_listen.c */

/* A listening socket on this machine only. Errors as http_start. *ret_address in arena a. */
err http_listen(arena *a, str listen, trail *t, int *ret_fd, str *ret_address) MUST_USE;
void http_unlisten(str address); /* removes a Unix socket's file */

/* ---- workers: http_worker.c */

typedef struct lane lane;
typedef struct worker_thread worker_thread;
struct worker_thread {
	lane *lane;
	size_t number;
	pthread_t thread;
	pthread_cond_t called;
	bool called_for;          /* and not awake yet */
	worker_thread *next_idle; /* below it in the pile of those asleep */
	int64_t began_us;         /* clock_monotonic_us; 0: nothing to do */
};

struct lane {
	pthread_mutex_t lock;
	http_exchange *first, *last;
	bool closed;
	http_server *server;
	worker_thread *threads;
	worker_thread *idle;        /* those asleep, the last to fall asleep on top */
	size_t thread_n, at_once;
};

typedef struct {
	size_t first_number, threads;
	size_t at_once; /* so many requests run at the same time, and those besides that took long already */
} lane_size;

err lane_start(lane *l, arena *a, http_server *s, const lane_size *size, trail *t) MUST_USE;
void lane_stop(lane *l); /* waits for its threads */
void lane_end(lane *l);  /* after whatever looks at it */
void lane_look(lane *l); /* now and then: what waits behind requests that take long is taken by another thread */
void lane_give(lane *l, http_exchange *x);

/* ---- the watchdog: http_watch.c. libmicrohttpd forgets a connection only when nothing at all arrives; one byte every few
 * seconds keeps it for ever. So every connection has a deadline, and a thread that shuts it. */

typedef struct watched watched;
struct watched {
	int fd;                      /* -1: free */
	bool over;                   /* over connection_max: to be answered 503 */
	_Atomic int64_t deadline_us; /* clock_monotonic_us; 0: none */
	watched *next_free;
};

typedef struct {
	pthread_mutex_t lock;
	pthread_cond_t ended;
	pthread_t thread;
	watched *slots, *free;
	size_t slot_n, live, most;
	bool stop;
	lane *pages; /* looked at as well */
} watch;

enum { WATCH_MORE_SLOTS = 64 /* connections over the limit that are told so */ };

err watch_start(watch *w, arena *a, size_t most, lane *pages, trail *t) MUST_USE;
void watch_stop(watch *w);
watched *watch_begin(watch *w, int fd, int64_t deadline_us); /* NULL: no slot is left, and the connection is shut */
void watch_end(watch *w, watched *c);
bool watch_has_room(watch *w);

/* ---- one request and its answer: http.c */

enum { DISCARD_MOST_BYTES = 4 * 1024 * 1024 /* of a body that is too long, read so that its sender reads our answer */ };

typedef enum {
	EXCHANGE_NEW,
	EXCHANGE_BODY,
	EXCHANGE_PORTION,     /* some of the body is with a worker, and comes back */
	EXCHANGE_HANDED_OVER,
	EXCHANGE_ANSWERED,
	EXCHANGE_REST,        /* a worker looks for more of the answer */
	EXCHANGE_FORGOTTEN    /* nobody waits for it: a worker clears up, and ends it */
} exchange_state;

struct http_exchange {
	arena arena; /* holds this struct too */
	http_server *server;
	struct MHD_Connection *connection;
	watched *watched;
	http_exchange *next; /* in a lane */
	_Atomic exchange_state state; /* a worker gives a portion back while the pool looks at what follows */
	http_request request;
	str target;
	buf body;
	size_t body_limit, body_counted, body_held;
	bool too_long, in_portions, unhurried, handled;
	int status;
	struct MHD_Response *response;
	const http_rest *rest;
	str ready;           /* of the answer: what is to be sent next */
	buf more;
	int64_t sent;
	bool broken_off;
};

/* In a worker's thread: whatever is to be done for it now. http.c */
void exchange_work(http_exchange *x, size_t worker);
/* http_body.c: the body, whole or in portions, up to whoever answers. */
enum MHD_Result body_read(http_exchange *x, const char *piece, size_t *n);
enum MHD_Result body_whole(http_exchange *x);
void body_take(http_exchange *x, size_t worker);
/* http_answer.c: what is sent. */
void answer_in(http_exchange *x, int64_t seconds); /* 0: whenever it is ready */
struct MHD_Response *answer_make(http_exchange *x, const http_response *r, bool and_close);
enum MHD_Result answer_send(http_exchange *x);
enum MHD_Result answer_refusal(http_exchange *x, int status);
void answer_more(http_exchange *x);

struct http_server {
	arena arena; /* holds this struct too */
	const settings *settings;
	http_handler handler;
	struct MHD_Daemon *daemon;
	str address;
	watch watch;
	lane pages, posts, slow;
	_Atomic int64_t running;      /* exchanges begun and not ended */
	_Atomic int64_t bodies_bytes; /* received and not ended */
};

#endif
