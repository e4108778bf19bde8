/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* libmicrohttpd's pool reads requests and sends answers; what it leaves unchecked is checked here before anything else sees
 * it. Between the two the connection is suspended, so the pool waits for nobody. */
#include "base/clock.h"
#include "base/log.h"
#include "web/http_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
	POOL_THREADS = 2,
	CONNECTION_BYTES = 2 * HTTP_HEAD_MOST_BYTES, /* libmicrohttpd's memory for one: beyond it refuses by itself */
	STOP_LOOK_US = 20000
};

/* ---- the head */

typedef struct {
	arena *a;
	LIST(http_header) headers;
	size_t bytes;
	bool folded;
} header_reader;

/* libmicrohttpd 0.9 joins a folded line to the name of its header instead of its value, so that a folded Transfer-Encoding
 * would be overlooked. A header that was not folded still stands as it came: its name, NUL in place of the colon, white
 * space, its value. (1.0 refuses folded lines by itself.) */
static bool stands_as_it_came(const char *name, size_t name_n, const char *text)
{
	uintptr_t name_end = (uintptr_t)name + name_n, begins = (uintptr_t)text;
	if (MHD_VERSION >= 0x01000000) return true;
	if (begins <= name_end || begins - name_end > HTTP_HEAD_MOST_BYTES || name[name_n] != '\0') return false;
	for (const char *c = name + name_n + 1; c < text; c++)
		if (*c != ' ' && *c != '\t') return false;
	return true;
}

static enum MHD_Result read_header(void *context, enum MHD_ValueKind kind, const char *name, size_t name_n,
                                   const char *text, size_t text_n)
{
	header_reader *r = context;
	(void)kind;
	while (text_n && (text[text_n - 1] == ' ' || text[text_n - 1] == '\t')) text_n--;
	PUSH(r->a, &r->headers, ((http_header){ { name, name_n }, { text, text_n } }));
	r->bytes += name_n + text_n + 4;
	r->folded |= !stands_as_it_came(name, name_n, text);
	return MHD_YES;
}

static bool method_of(const char *name, http_method *ret)
{
	static const struct {
		const char *name;
		http_method is;
	} methods[] = { { "GET", GET }, { "HEAD", HEAD }, { "POST", POST } };
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (strcmp(methods[i].name, name) == 0) {
			*ret = methods[i].is;
			return true;
		}
	return false;
}

static void request_fill(http_exchange *x, const http_head *h)
{
	http_request *r = &x->request;
	r->cookie = http_header_value(h, S("Cookie"));
	r->accept = http_header_value(h, S("Accept"));
	r->accept_encoding = http_header_value(h, S("Accept-Encoding"));
	r->if_none_match = http_header_value(h, S("If-None-Match"));
	r->host = http_header_value(h, S("Host"));
	r->origin = http_header_value(h, S("Origin"));
	if (!http_header_value(h, S("If-Range")).n) r->range = http_header_value(h, S("Range"));
	r->fetch_site = http_header_value(h, S("Sec-Fetch-Site"));
	r->content_type = http_header_value(h, S("Content-Type"));
	r->a = &x->arena;
	r->now = clock_now();
}

static int body_check(http_exchange *x, const http_framing *f)
{
	const http_handler *h = &x->server->handler;
	x->body_limit = h->body_limit(h->context, x->request.method, x->request.path);
	if (x->body_limit > HTTP_BODY_MOST_BYTES) x->body_limit = HTTP_BODY_MOST_BYTES;
	if (f->has_body && x->body_limit == 0) return 413;
	/* A little over is read to its end, so that a browser shows our answer instead of a broken connection. */
	if (!f->chunked && (uint64_t)f->body_bytes > x->body_limit + DISCARD_MOST_BYTES) return 413;
	if (atomic_load(&x->server->bodies_bytes) > HTTP_BODIES_MOST_BYTES) return 503;
	x->body = BUF(&x->arena);
	x->in_portions = f->has_body && h->in_portions && h->in_portions(h->context, &x->request);
	return 0; /* the buffer grows with what comes, not with what is announced */
}

static enum MHD_Result read_head(http_exchange *x, const char *method, const char *version)
{
	header_reader r = { .a = &x->arena, .bytes = x->target.n };
	MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, read_header, &r);
	http_head h = { str_of(version), x->target, r.headers.at, r.headers.n };
	http_framing f;
	if (x->watched->over) return answer_refusal(x, 503);
	if (r.bytes > HTTP_HEAD_MOST_BYTES) return answer_refusal(x, 431);
	int status = r.folded ? 400 : http_framing_check(&h, &f);
	if (status) return answer_refusal(x, status);
	request_fill(x, &h);
	if (!http_target_read(&x->arena, x->target, &x->request.path, &x->request.query)) return answer_refusal(x, 400);
	if (!method_of(method, &x->request.method)) return answer_refusal(x, 405);
	status = body_check(x, &f);
	if (status) return answer_refusal(x, status);
	x->state = EXCHANGE_BODY;
	answer_in(x, x->server->settings->body_seconds);
	return MHD_YES;
}

/* ---- in a worker's thread */

/* When its request is over, or was given up. */
static void exchange_end(http_exchange *x)
{
	http_server *s = x->server;
	atomic_fetch_sub(&s->bodies_bytes, (int64_t)x->body_held);
	arena a = x->arena;
	arena_end(&a);
	atomic_fetch_sub(&s->running, 1);
}

void exchange_work(http_exchange *x, size_t worker)
{
	const http_handler *h = &x->server->handler;
	exchange_state is = x->state;
	switch (is) {
	case EXCHANGE_PORTION: body_take(x, worker); break;
	case EXCHANGE_HANDED_OVER:
		if (x->in_portions) (void)h->take(h->context, worker, &x->request);
		h->handle(h->context, worker, x, &x->request);
		break;
	case EXCHANGE_REST: answer_more(x); break;
	case EXCHANGE_FORGOTTEN:
		h->forget(h->context, worker, &x->request);
		exchange_end(x);
		break;
	case EXCHANGE_NEW: case EXCHANGE_BODY: case EXCHANGE_ANSWERED: CHECK(false);
	}
}

/* ---- what libmicrohttpd calls */

/* With the request line, before the headers: the exchange begins. */
static void *on_target(void *context, const char *target, struct MHD_Connection *c)
{
	http_server *s = context;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	arena a = arena_make();
	http_exchange *x = TAKE(&a, http_exchange);
	x->arena = a;
	x->server = s;
	x->connection = c;
	x->watched = info ? info->socket_context : NULL;
	x->target = str_copy(&x->arena, str_of(target));
	atomic_fetch_add(&s->running, 1);
	return x;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *c, const char *target, const char *method,
                                  const char *version, const char *piece, size_t *piece_n, void **exchange)
{
	http_exchange *x = *exchange;
	(void)context, (void)c, (void)target;
	if (!x || !x->watched) return MHD_NO;
	exchange_state is = x->state;
	switch (is) {
	case EXCHANGE_NEW: return read_head(x, method, version);
	case EXCHANGE_BODY: return *piece_n ? body_read(x, piece, piece_n) : body_whole(x);
	case EXCHANGE_PORTION: return MHD_YES; /* suspended: what has come already stays where it is */
	case EXCHANGE_ANSWERED: return x->response ? answer_send(x) : MHD_NO;
	case EXCHANGE_HANDED_OVER: case EXCHANGE_REST: case EXCHANGE_FORGOTTEN: break;
	}
	return MHD_NO;
}

static void on_end(void *context, struct MHD_Connection *c, void **exchange, enum MHD_RequestTerminationCode why)
{
	http_server *s = context;
	http_exchange *x = *exchange;
	(void)c, (void)why;
	if (!x) return;
	*exchange = NULL;
	if (x->response) MHD_destroy_response(x->response);
	if (x->watched) answer_in(x, s->settings->header_seconds); /* of the next request on this connection */
	if (!x->request.taken || x->handled) {
		exchange_end(x);
		return;
	}
	x->state = EXCHANGE_FORGOTTEN;
	lane_give(&s->posts, x);
}

static void on_connection(void *context, struct MHD_Connection *c, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
	http_server *s = context;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		int fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
		*socket_context = watch_begin(&s->watch, fd, clock_monotonic_us() + s->settings->header_seconds * 1000000);
	} else if (*socket_context) {
		watch_end(&s->watch, *socket_context);
		*socket_context = NULL;
	}
}

static enum MHD_Result on_accept(void *context, const struct sockaddr *address, socklen_t n)
{
	http_server *s = context;
	(void)address, (void)n;
	return watch_has_room(&s->watch) ? MHD_YES : MHD_NO;
}

static size_t keep_as_received(void *context, struct MHD_Connection *c, char *text)
{
	(void)context, (void)c;
	return strlen(text);
}

/* ---- beginning and end */

/* One descriptor for each connection, and some for databases and files. */
static void allow_descriptors(size_t wanted)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
	limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static struct MHD_Daemon *daemon_start(http_server *s, int fd)
{
	/* libmicrohttpd divides its limit between threads; ours holds for all together, so its is no narrower. */
	unsigned most = (unsigned)s->watch.slot_n * POOL_THREADS;
	return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO, 0, on_accept, s,
	                        on_request, s, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)POOL_THREADS,
	                        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_CONNECTION_LIMIT, most,
	                        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
	                        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)s->settings->body_seconds,
	                        MHD_OPTION_URI_LOG_CALLBACK, on_target, s, MHD_OPTION_UNESCAPE_CALLBACK, keep_as_received, s,
	                        MHD_OPTION_NOTIFY_COMPLETED, on_end, s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
	                        MHD_OPTION_END);
}

size_t http_worker_count(const settings *s)
{
	return 2 * (size_t)s->workers + HTTP_SLOW_WORKERS;
}

static err start_lanes(http_server *s, trail *t)
{
	size_t workers = (size_t)s->settings->workers, at_once = s->handler.pages_at_once;
	lane_size pages = { 0, workers, at_once ? at_once : workers };
	lane_size posts = { workers, workers, workers };
	lane_size slow = { 2 * workers, HTTP_SLOW_WORKERS, HTTP_SLOW_WORKERS };
	TRY(lane_start(&s->pages, &s->arena, s, &pages, t));
	TRY(lane_start(&s->posts, &s->arena, s, &posts, t));
	return lane_start(&s->slow, &s->arena, s, &slow, t);
}

err http_start(const settings *s, const http_handler *h, trail *t, http_server **ret)
{
	arena a = arena_make();
	http_server *server = TAKE(&a, http_server);
	int fd = -1;
	server->arena = a;
	server->settings = s;
	server->handler = *h;
	err e = http_listen(&server->arena, s->listen, t, &fd, &server->address);
	if (e != OK) {
		a = server->arena;
		arena_end(&a);
		return e;
	}
	allow_descriptors((size_t)s->connection_max + WATCH_MORE_SLOTS + 256);
	/* From here on a failure is the machine's: the process ends with what was begun. */
	TRY(start_lanes(server, t));
	TRY(watch_start(&server->watch, &server->arena, (size_t)s->connection_max, &server->pages, t));
	server->daemon = daemon_start(server, fd);
	if (!server->daemon) return FAIL_WITH(t, E_IO, errno);
	*ret = server;
	return OK;
}

str http_address(const http_server *s)
{
	return s->address;
}

void http_stop(http_server *s)
{
	MHD_socket fd = MHD_quiesce_daemon(s->daemon);
	http_unlisten(s->address);
	int64_t until = clock_monotonic_us() + s->settings->body_seconds * 1000000;
	while (atomic_load(&s->running) > 0 && clock_monotonic_us() < until) usleep(STOP_LOOK_US);
	if (atomic_load(&s->running) > 0) {
		/* Somebody's request hangs: nothing acknowledged is lost by ending here, and waiting longer helps nobody. */
		log_event(clock_now(), "stop_forced", (log_number[]){ LOG_NUMBER("running", atomic_load(&s->running)) }, 1);
		_exit(EXIT_FAILURE);
	}
	lane_stop(&s->pages);
	lane_stop(&s->posts);
	lane_stop(&s->slow);
	MHD_stop_daemon(s->daemon);
	if (fd >= 0) close(fd);
	watch_stop(&s->watch);
	lane_end(&s->pages);
	lane_end(&s->posts);
	lane_end(&s->slow);
	arena a = s->arena;
	arena_end(&a);
}
