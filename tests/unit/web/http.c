/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The HTTP server as a socket sees it: what a hostile client sends, byte by byte. */
#include "support/expect.h"
#include "support/client.h"
#include "base/clock.h"
#include "base/hash.h"
#include "web/http.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BODY_MOST = 1024 * 1024 };

typedef struct {
	arena a;
	settings settings;
	http_server *server;
	int port;
	_Atomic(http_exchange *) held; /* by /held, until somebody answers it */
	_Atomic int at_work, most_at_work, overslept; /* by /brief */
} house;

/* ---- what it serves */

static void answer(http_exchange *x, const http_request *r, int status, str body)
{
	http_header *h = TAKE(r->a, http_header);
	*h = (http_header){ S("X-Path"), str_copy(r->a, r->path) };
	http_reply(x, &(http_response){ .status = status, .content_type = S("text/plain"), .headers = h, .header_n = 1, .body = body });
}

enum { BRIEF_US = 2000, BRIEFLY_MOST_US = 15000 };

static void work_briefly(house *h)
{
	int64_t begun = clock_monotonic_us();
	int now = atomic_fetch_add(&h->at_work, 1) + 1, most = atomic_load(&h->most_at_work);
	while (now > most && !atomic_compare_exchange_weak(&h->most_at_work, &most, now)) continue;
	usleep(BRIEF_US);
	if (clock_monotonic_us() - begun > BRIEFLY_MOST_US) atomic_fetch_add(&h->overslept, 1);
	atomic_fetch_sub(&h->at_work, 1);
}

static void handle(void *context, size_t worker, http_exchange *x, const http_request *r)
{
	house *h = context;
	(void)worker;
	if (str_eq(r->path, S("/held"))) {
		atomic_store(&h->held, x);
		return;
	}
	if (str_eq(r->path, S("/sleep"))) usleep(300 * 1000);
	if (str_eq(r->path, S("/brief"))) work_briefly(h);
	buf b = BUF(r->a);
	buf_printf(&b, "body=%zu query=", r->body.n);
	buf_str(&b, r->query);
	answer(x, r, 200, buf_view(&b));
}

static size_t body_limit(void *context, http_method m, str path)
{
	(void)context, (void)path;
	return m == POST ? BODY_MOST : 0;
}

static bool is_slow(void *context, http_method m, str path)
{
	(void)context, (void)m;
	return str_eq(path, S("/slow-lane"));
}

static http_response refusal(void *context, int status, str accept, arena *a)
{
	(void)accept;
	(void)context;
	buf b = BUF(a);
	buf_printf(&b, "refused %d", status);
	return (http_response){ .status = status, .content_type = S("text/plain"), .body = buf_view(&b) };
}

static http_handler handler_of(house *h)
{
	return (http_handler){ .context = h, .handle = handle, .is_slow = is_slow, .body_limit = body_limit, .refusal = refusal };
}

static int build(void **state)
{
	house *h = calloc(1, sizeof *h);
	h->a = arena_make();
	h->settings = settings_initial(&h->a);
	h->settings.listen = S("127.0.0.1:0");
	h->settings.header_seconds = 1;
	h->settings.body_seconds = 2;
	h->settings.connection_max = 1200;
	h->settings.workers = 2;
	http_handler handler = handler_of(h);
	assert_int_equal(http_start(&h->settings, &handler, &h->a.trail, &h->server), OK);
	str address = http_address(h->server);
	h->port = atoi(address.at + strlen("http://127.0.0.1:"));
	*state = h;
	return 0;
}

static int tear_down(void **state)
{
	house *h = *state;
	http_stop(h->server);
	arena_end(&h->a);
	free(h);
	return 0;
}

/* ---- a client */

static int dial(const house *h)
{
	return client_dial(h->port);
}

static void converse(const house *h, const char *bytes, size_t n, reply *ret)
{
	client_converse(h->port, bytes, n, 700, ret);
}

/* ---- framing */

static const struct {
	const char *what, *bytes;
	int status;
	bool closes;
} framings[] = {
	{ "a plain request is answered and the connection kept", "GET /a HTTP/1.1\r\nHost: h\r\n\r\n", 200, false },
	{ "HTTP/1.0 is answered and closed", "GET /a HTTP/1.0\r\nHost: h\r\n\r\n", 200, true },
	{ "no Host", "GET /a HTTP/1.1\r\n\r\n", 400, true },
	{ "no Host in HTTP/1.0", "GET /a HTTP/1.0\r\n\r\n", 400, true },
	{ "two Hosts", "GET /a HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", 400, true },
	{ "a Host with a path", "GET /a HTTP/1.1\r\nHost: h/b\r\n\r\n", 400, true },
	{ "two lengths", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", 400, true },
	{ "two equal lengths", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400, true },
	{ "lengths in a list", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5, 5\r\n\r\nhello", 400, true },
	{ "length and chunked", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, true },
	{ "a coding before chunked", "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400, true },
	{ "chunked twice", "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, true },
	{ "a coding that is nearly chunked", "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400, true },
	{ "identity", "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\n", 400, true },
	{ "chunked in HTTP/1.0", "POST /a HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, true },
	{ "a signed length", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: +5\r\n\r\nhello", 400, true },
	{ "a length below zero", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", 400, true },
	{ "a length in hexadecimal", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 0x5\r\n\r\nhello", 400, true },
	{ "no length after the name", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\n", 400, true },
	{ "a space before the colon", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length : 5\r\n\r\nhello", 400, true },
	{ "a length beyond 64 bits", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n", 413, true },
	{ "a bare CR within a header", "POST /a HTTP/1.1\r\nHost: h\r\nX: y\rContent-Length: 5\r\n\r\nhello", 400, true },
	{ "a folded header", "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\nhello", 400, true },
	{ "a folded header that says nothing of length", "GET /a HTTP/1.1\r\nHost: h\r\nX: y\r\n\tz\r\n\r\n", 400, true },
	{ "empty and padded values", "GET /a HTTP/1.1\r\nHost: \t h \t\r\nX:\r\nY:  \r\n\r\n", 200, false },
	{ "length and chunked, lines ended by LF alone", "POST /a HTTP/1.1\nHost: h\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\r\n\r\n", 400, true },
	{ "a first line that is no header", "GET /a HTTP/1.1\r\n X: y\r\nHost: h\r\n\r\n", 400, true },
	{ "no version", "GET /a\r\nHost: h\r\n\r\n", 400, true },
	{ "the absolute form", "GET http://h/a HTTP/1.1\r\nHost: h\r\n\r\n", 400, true },
	{ "the asterisk form", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", 400, true },
	{ "a fragment", "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n", 400, true },
	{ "a backslash", "GET /a\\b HTTP/1.1\r\nHost: h\r\n\r\n", 400, true },
	{ "an encoded slash", "GET /a%2fb HTTP/1.1\r\nHost: h\r\n\r\n", 400, true },
	{ "an encoded NUL", "GET /a%00b HTTP/1.1\r\nHost: h\r\n\r\n", 400, true },
	{ "half an escape", "GET /a%4 HTTP/1.1\r\nHost: h\r\n\r\n", 400, true },
	{ "bytes that are not UTF-8", "GET /%ff HTTP/1.1\r\nHost: h\r\n\r\n", 400, true },
	{ "a name of a header that is no token", "GET /a HTTP/1.1\r\nHost: h\r\nX(y): z\r\n\r\n", 400, true },
	{ "a control character in a header", "GET /a HTTP/1.1\r\nHost: h\r\nX: a\001b\r\n\r\n", 400, true },
	{ "an unknown method", "BREW /a HTTP/1.1\r\nHost: h\r\n\r\n", 405, true },
	{ "TRACE", "TRACE /a HTTP/1.1\r\nHost: h\r\n\r\n", 405, true },
	{ "an unknown version", "GET /a HTTP/9.9\r\nHost: h\r\n\r\n", 505, true },
	{ "a body where none belongs", "GET /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", 413, true },
};

static void framing_holds(void **state)
{
	house *h = *state;
	reply *x = malloc(sizeof *x);
	for (size_t i = 0; i < sizeof framings / sizeof *framings; i++) {
		converse(h, framings[i].bytes, strlen(framings[i].bytes), x);
		print_message("# %s: %d%s\n", framings[i].what, x->status, x->closed ? ", closed" : "");
		assert_int_equal(x->status, framings[i].status);
		assert_int_equal(x->closed, framings[i].closes);
	}
	free(x);
}

/* RFC 9112 section 2.2 allows it, and the server in front reads it so too. */
static void a_bare_line_feed_ends_a_line(void **state)
{
	reply *x = malloc(sizeof *x);
	const char *bytes = "GET /a HTTP/1.1\nHost: h\n\n";
	converse(*state, bytes, strlen(bytes), x);
	assert_int_equal(x->status, 200);
	free(x);
}

static void nothing_is_smuggled(void **state)
{
	reply *x = malloc(sizeof *x);
	const char *bytes = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"
	                    "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
	converse(*state, bytes, strlen(bytes), x);
	assert_int_equal(x->status, 400);
	assert_null(strstr(x->text, "smuggled"));
	free(x);
}

static void two_requests_on_one_connection(void **state)
{
	reply *x = malloc(sizeof *x);
	const char *bytes = "GET /one?q=1 HTTP/1.1\r\nHost: h\r\n\r\nGET /two HTTP/1.1\r\nHost: h\r\n\r\n";
	converse(*state, bytes, strlen(bytes), x);
	assert_non_null(strstr(x->text, "X-Path: /one"));
	assert_non_null(strstr(x->text, "query=q=1"));
	assert_non_null(strstr(x->text, "X-Path: /two"));
	free(x);
}

static void a_head_has_no_body_back(void **state)
{
	reply *x = malloc(sizeof *x);
	const char *bytes = "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n";
	converse(*state, bytes, strlen(bytes), x);
	assert_int_equal(x->status, 200);
	assert_null(strstr(x->text, "body="));
	assert_non_null(strstr(x->text, "Content-Length: 13"));
	assert_non_null(strstr(x->text, "Date: "));
	free(x);
}

/* ---- limits */

static void post_of(house *h, size_t n, bool chunked, reply *x)
{
	char head[200];
	char *bytes = calloc(1, n + 300);
	size_t at = 0;
	if (chunked) snprintf(head, sizeof head, "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n%zx\r\n", n);
	else snprintf(head, sizeof head, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: %zu\r\n\r\n", n);
	at = strlen(head);
	memcpy(bytes, head, at);
	memset(bytes + at, 'x', n);
	at += n;
	if (chunked) {
		memcpy(bytes + at, "\r\n0\r\n\r\n", 7);
		at += 7;
	}
	converse(h, bytes, at, x);
	free(bytes);
}

static void bodies_have_a_limit(void **state)
{
	reply *x = malloc(sizeof *x);
	post_of(*state, BODY_MOST, false, x);
	assert_int_equal(x->status, 200);
	assert_non_null(strstr(x->text, "body=1048576"));
	post_of(*state, BODY_MOST, true, x);
	assert_int_equal(x->status, 200);
	assert_non_null(strstr(x->text, "body=1048576"));
	post_of(*state, BODY_MOST + 1, true, x);
	assert_int_equal(x->status, 413);
	assert_true(x->closed);
	post_of(*state, 3 * BODY_MOST, true, x);
	assert_int_equal(x->status, 413);
	post_of(*state, 20 * BODY_MOST, true, x);
	assert_true(x->closed && x->status != 200);
	post_of(*state, 3 * BODY_MOST, false, x); /* read to its end: a sender that is cut off sees no answer */
	assert_int_equal(x->status, 413);
	const char *too_long = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 31457280\r\n\r\nxxx";
	converse(*state, too_long, strlen(too_long), x);
	assert_int_equal(x->status, 413);
	assert_true(x->closed);
	free(x);
}

static long resident_kib(void)
{
	long pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%*d %ld", &pages), 1);
	fclose(f);
	return pages * sysconf(_SC_PAGESIZE) / 1024;
}

/* A length that is only announced costs nothing. */
static void announced_bodies_take_no_memory(void **state)
{
	enum { MANY = 300 };
	house *h = *state;
	int fd[MANY];
	long before = resident_kib();
	for (size_t i = 0; i < MANY; i++) {
		fd[i] = dial(h);
		client_drip(fd[i], "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1048576\r\n\r\nx");
	}
	usleep(300 * 1000);
	long more = resident_kib() - before;
	print_message("# %d announced megabytes took %ld KiB\n", (int)MANY, more);
	assert_true(more < 100 * 1024);
	for (size_t i = 0; i < MANY; i++) close(fd[i]);
}

static void heads_have_a_limit(void **state)
{
	reply *x = malloc(sizeof *x);
	const size_t sizes[] = { 8 * 1024, 20 * 1024, 100 * 1024 };
	const int statuses[] = { 200, 431, 431 };
	for (size_t i = 0; i < 3; i++) {
		char *bytes = calloc(1, sizes[i] + 200);
		strcat(bytes, "GET /a HTTP/1.1\r\nHost: h\r\nX-Long: ");
		memset(bytes + strlen(bytes), 'x', sizes[i]);
		strcat(bytes, "\r\n\r\n");
		converse(*state, bytes, strlen(bytes), x);
		print_message("# a head of %zu bytes: %d\n", sizes[i], x->status);
		assert_int_equal(x->status, statuses[i]);
		free(bytes);
	}
	free(x);
}

/* ---- time */

static bool closed_within(int fd, int ms)
{
	char *text = malloc(REPLY_MOST);
	bool closed;
	client_receive(fd, text, ms, NULL, &closed);
	free(text);
	return closed;
}

/* One byte now and then keeps libmicrohttpd's own timer at rest for ever. */
static void dripping_heads_are_closed(void **state)
{
	house *h = *state;
	int fd[100];
	int64_t begun = clock_monotonic_us();
	for (size_t i = 0; i < 100; i++) {
		fd[i] = dial(h);
		client_drip(fd[i], "GET /a HTTP/1.1\r\nHost: h\r\nX: ");
	}
	for (int round = 0; round < 8; round++) {
		usleep(200 * 1000);
		for (size_t i = 0; i < 100; i++) client_drip(fd[i], "x");
	}
	for (size_t i = 0; i < 100; i++) {
		assert_true(closed_within(fd[i], 400));
		close(fd[i]);
	}
	assert_true(clock_monotonic_us() - begun < 4000000);
}

static void idle_and_dripping_bodies_are_closed(void **state)
{
	house *h = *state;
	int idle = dial(h), half = dial(h), body = dial(h), again = dial(h);
	client_drip(half, "GET /a");
	client_drip(body, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n");
	client_drip(again, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
	for (int round = 0; round < 12; round++) {
		usleep(200 * 1000);
		client_drip(body, "x");
		client_drip(again, round ? "x" : "GET /");
	}
	assert_true(closed_within(idle, 300));
	assert_true(closed_within(half, 300));
	assert_true(closed_within(body, 700));
	assert_true(closed_within(again, 300));
	close(idle), close(half), close(body), close(again);
}

static void the_pool_waits_for_nobody(void **state)
{
	house *h = *state;
	int slow[2];
	/* As many sleepers as there are workers, and more: only the slow lane and the pool are free. */
	for (size_t i = 0; i < 2; i++) {
		slow[i] = dial(h);
		client_drip(slow[i], "GET /sleep HTTP/1.1\r\nHost: h\r\n\r\n");
	}
	usleep(20 * 1000);
	char *text = malloc(REPLY_MOST);
	bool closed;
	for (int i = 0; i < 20; i++) {
		int fd = dial(h);
		int64_t begun = clock_monotonic_us();
		client_drip(fd, i % 2 ? "GET /slow-lane HTTP/1.1\r\nHost: h\r\n\r\n" : "GET /a HTTP/1.1\r\n\r\n");
		client_receive(fd, text, 700, i % 2 ? "body=" : "refused", &closed);
		assert_non_null(strstr(text, i % 2 ? "200 OK" : "400"));
		assert_true(clock_monotonic_us() - begun < 150000);
		close(fd);
	}
	for (size_t i = 0; i < 2; i++) {
		client_receive(slow[i], text, 2000, "body=", &closed);
		assert_non_null(strstr(text, "200 OK"));
		close(slow[i]);
	}
	free(text);
}

/* How long until a page is there that needs nobody. */
static int64_t page_took_us(const house *h)
{
	int fd = dial(h);
	char *text = malloc(REPLY_MOST);
	bool closed;
	int64_t begun = clock_monotonic_us();
	client_drip(fd, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
	client_receive(fd, text, 700, "body=", &closed);
	assert_non_null(strstr(text, "200 OK"));
	close(fd);
	free(text);
	return clock_monotonic_us() - begun;
}

static void what_is_sent_holds_up_no_page(void **state)
{
	enum { SENT = 6 }; /* three for each worker */
	house *h = *state;
	int sent[SENT];
	char *text = malloc(REPLY_MOST);
	bool closed;
	for (size_t i = 0; i < SENT; i++) {
		sent[i] = dial(h);
		client_drip(sent[i], "POST /sleep HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx");
	}
	usleep(20 * 1000);
	assert_true(page_took_us(h) < 150 * 1000);
	for (size_t i = 0; i < SENT; i++) {
		client_receive(sent[i], text, 2000, "body=", &closed);
		assert_non_null(strstr(text, "body=1"));
		close(sent[i]);
	}
	free(text);
}

/* A server that works on one page at a time. */
static house in_turn(house *h, http_server **ret)
{
	house one = { .a = arena_make() };
	http_handler handler = handler_of(h);
	handler.pages_at_once = 1;
	assert_int_equal(http_start(&h->settings, &handler, &one.a.trail, ret), OK);
	one.port = atoi(http_address(*ret).at + strlen("http://127.0.0.1:"));
	return one;
}

static void pages_take_turns(void **state)
{
	enum { MANY = 40 };
	house *h = *state;
	http_server *server;
	house there = in_turn(h, &server);
	int fd[MANY];
	char *text = malloc(REPLY_MOST);
	bool closed;
	for (size_t i = 0; i < MANY; i++) fd[i] = dial(&there);
	for (size_t i = 0; i < MANY; i++) client_drip(fd[i], "GET /brief HTTP/1.1\r\nHost: h\r\n\r\n");
	for (size_t i = 0; i < MANY; i++) {
		client_receive(fd[i], text, 3000, "body=", &closed);
		assert_non_null(strstr(text, "200 OK"));
		close(fd[i]);
	}
	/* Where the machine made one of them long, another was let in beside it. */
	assert_in_range(atomic_load(&h->most_at_work), 1, 1 + atomic_load(&h->overslept));
	http_stop(server);
	arena_end(&there.a);
	free(text);
}

static void a_long_page_is_not_waited_for(void **state)
{
	house *h = *state;
	http_server *server;
	house there = in_turn(h, &server);
	int slow = dial(&there);
	char *text = malloc(REPLY_MOST);
	bool closed;
	client_drip(slow, "GET /sleep HTTP/1.1\r\nHost: h\r\n\r\n");
	usleep(2 * 1000);
	assert_true(page_took_us(&there) < 150 * 1000);
	assert_true(page_took_us(&there) < 150 * 1000);
	client_receive(slow, text, 2000, "body=", &closed);
	assert_non_null(strstr(text, "200 OK"));
	close(slow);
	http_stop(server);
	arena_end(&there.a);
	free(text);
}

static void an_answer_may_be_held(void **state)
{
	house *h = *state;
	int fd = dial(h);
	char *text = malloc(REPLY_MOST);
	bool closed;
	client_drip(fd, "GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
	assert_int_equal(client_receive(fd, text, 500, NULL, &closed), 0);
	assert_false(closed);
	http_exchange *x = atomic_load(&h->held);
	assert_non_null(x);
	http_reply(x, &(http_response){ .status = 200, .content_type = S("text/plain"), .body = S("now") });
	client_receive(fd, text, 2000, "now", &closed);
	assert_non_null(strstr(text, "\r\n\r\nnow"));
	close(fd);
	free(text);
}

/* Somebody who leaves while a worker is busy with the request takes nothing along. */
static void leaving_early_harms_nobody(void **state)
{
	house *h = *state;
	for (int i = 0; i < 20; i++) {
		int fd = dial(h);
		client_drip(fd, i % 2 ? "GET /sleep HTTP/1.1\r\nHost: h\r\n\r\n" : "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx");
		close(fd);
	}
	reply *x = malloc(sizeof *x);
	usleep(1700 * 1000);
	converse(h, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n", 28, x);
	assert_int_equal(x->status, 200);
	free(x);
}

static void a_thousand_connections(void **state)
{
	enum { MANY = 1000 };
	house *h = *state;
	int *fd = calloc(MANY, sizeof *fd);
	char *text = malloc(REPLY_MOST);
	bool closed;
	for (size_t i = 0; i < MANY; i++) fd[i] = dial(h);
	for (size_t i = 0; i < MANY; i++) client_drip(fd[i], "GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
	size_t answered = 0;
	for (size_t i = 0; i < MANY; i++) {
		client_receive(fd[i], text, 3000, "body=", &closed);
		answered += strstr(text, "200 OK") != NULL;
		close(fd[i]);
	}
	assert_int_equal(answered, MANY);
	free(fd);
	free(text);
}

static void too_many_connections_are_told(void **state)
{
	house *h = *state;
	settings few = h->settings;
	few.connection_max = 10;
	few.header_seconds = 5;
	http_server *small;
	http_handler handler = handler_of(h);
	assert_int_equal(http_start(&few, &handler, &h->a.trail, &small), OK);
	house there = { .port = atoi(http_address(small).at + strlen("http://127.0.0.1:")) };
	int idle[10];
	for (size_t i = 0; i < 10; i++) idle[i] = dial(&there);
	usleep(50 * 1000);
	reply *x = malloc(sizeof *x);
	converse(&there, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n", 28, x);
	assert_int_equal(x->status, 503);
	assert_true(x->closed);
	close(idle[0]);
	usleep(50 * 1000);
	converse(&there, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n", 28, x);
	assert_int_equal(x->status, 200);
	for (size_t i = 1; i < 10; i++) close(idle[i]);
	http_stop(small);
	free(x);
}

/* ---- where it listens */

static void only_this_machine(void **state)
{
	static const struct {
		const char *listen;
		err is;
	} table[] = {
		{ "0.0.0.0:0", E_DENIED },     { "[::]:0", E_DENIED },       { "192.0.2.1:8080", E_DENIED },
		{ "10.0.0.1:8080", E_DENIED }, { "127.0.0.1:0", OK },        { "127.3.4.5:0", OK },
		{ "localhost:0", OK },         { "127.0.0.1", E_INVALID },   { "127.0.0.1:", E_INVALID },
		{ ":8080", E_INVALID },        { "127.0.0.1:99999", E_INVALID }, { "", E_INVALID },
		{ "::1:8080", E_INVALID },     { "unix:", E_INVALID },       { "128.0.0.1:0", E_DENIED },
	};
	house *h = *state;
	http_handler handler = handler_of(h);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		settings s = h->settings;
		http_server *server = NULL;
		s.listen = str_of(table[i].listen);
		err e = http_start(&s, &handler, NULL, &server);
		print_message("# %s: %s\n", table[i].listen, err_name(e));
		assert_int_equal(e, table[i].is);
		if (e == OK) http_stop(server);
	}
	settings same = h->settings;
	char address[40];
	snprintf(address, sizeof address, "127.0.0.1:%d", h->port);
	same.listen = str_of(address);
	http_server *second;
	assert_int_equal(http_start(&same, &handler, NULL, &second), E_CONFLICT);
}

static void a_unix_socket(void **state)
{
	house *h = *state;
	char folder[] = "/tmp/waymark-http-XXXXXX", address[100], *text = malloc(REPLY_MOST);
	assert_non_null(mkdtemp(folder));
	snprintf(address, sizeof address, "unix:%s/socket", folder);
	settings s = h->settings;
	s.listen = str_of(address);
	http_handler handler = handler_of(h);
	http_server *server, *second;
	assert_int_equal(http_start(&s, &handler, NULL, &server), OK);
	assert_int_equal(http_start(&s, &handler, NULL, &second), E_CONFLICT);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	snprintf(at.sun_path, sizeof at.sun_path, "%s/socket", folder);
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
	client_drip(fd, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
	bool closed;
	client_receive(fd, text, 2000, "body=", &closed);
	assert_non_null(strstr(text, "200 OK"));
	close(fd);
	http_stop(server);
	assert_int_equal(access(at.sun_path, F_OK), -1);
	rmdir(folder);
	free(text);
}

static void stopping_lets_requests_finish(void **state)
{
	house *h = *state;
	http_server *server;
	http_handler handler = handler_of(h);
	assert_int_equal(http_start(&h->settings, &handler, NULL, &server), OK);
	house there = { .port = atoi(http_address(server).at + strlen("http://127.0.0.1:")) };
	int fd = dial(&there);
	client_drip(fd, "GET /sleep HTTP/1.1\r\nHost: h\r\n\r\n");
	usleep(50 * 1000);
	http_stop(server);
	char *text = malloc(REPLY_MOST);
	bool closed;
	client_receive(fd, text, 1000, NULL, &closed);
	assert_non_null(strstr(text, "200 OK"));
	assert_non_null(strstr(text, "body=0"));
	close(fd);
	free(text);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (hash_start() != OK) return 1;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(framing_holds),
		cmocka_unit_test(a_bare_line_feed_ends_a_line),
		cmocka_unit_test(nothing_is_smuggled),
		cmocka_unit_test(two_requests_on_one_connection),
		cmocka_unit_test(a_head_has_no_body_back),
		cmocka_unit_test(bodies_have_a_limit),
		cmocka_unit_test(announced_bodies_take_no_memory),
		cmocka_unit_test(heads_have_a_limit),
		cmocka_unit_test(dripping_heads_are_closed),
		cmocka_unit_test(idle_and_dripping_bodies_are_closed),
		cmocka_unit_test(the_pool_waits_for_nobody),
		cmocka_unit_test(what_is_sent_holds_up_no_page),
		cmocka_unit_test(pages_take_turns),
		cmocka_unit_test(a_long_page_is_not_waited_for),
		cmocka_unit_test(an_answer_may_be_held),
		cmocka_unit_test(leaving_early_harms_nobody),
		cmocka_unit_test(a_thousand_connections),
		cmocka_unit_test(too_many_connections_are_told),
		cmocka_unit_test(only_this_machine),
		cmocka_unit_test(a_unix_socket),
		cmocka_unit_test(stopping_lets_requests_finish),
	};
	return cmocka_run_group_tests_name("web/http", tests, build, tear_down);
}
