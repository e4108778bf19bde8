/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Bodies that are not held whole: in by portions and out by portions, as a socket sees it. */
#include "base/clock.h"
#include "base/hash.h"
#include "support/client.h"
#include "support/expect.h"
#include "web/http.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BODY_MOST = 16 * 1024 * 1024, REST_BYTES = 3 * 1024 * 1024 + 17, STEP_BYTES = 200 * 1000 };

typedef struct {
	arena a;
	settings settings;
	http_server *server;
	int port;
	_Atomic int forgotten;
	_Atomic bool breaks_off;
	_Atomic bool unhurried;
} house;

/* ---- what it serves: what was taken, and bytes that say where they stand */

typedef struct {
	size_t bytes, portions, largest;
	uint64_t sum;
} taken;

static char byte_at(size_t at)
{
	return (char)(at * 31 + at / 4096);
}

static bool in_portions(void *context, const http_request *r)
{
	(void)context;
	return str_eq(r->path, S("/portions"));
}

static bool take(void *context, size_t worker, http_request *r)
{
	house *h = context;
	(void)worker;
	if (!r->taken) r->taken = TAKE(r->a, taken);
	taken *t = r->taken;
	for (size_t i = 0; i < r->body.n; i++) t->sum = t->sum * 31 + (unsigned char)r->body.at[i];
	t->bytes += r->body.n;
	t->portions++;
	if (r->body.n > t->largest) t->largest = r->body.n;
	return h->unhurried;
}

static void forget(void *context, size_t worker, const http_request *r)
{
	house *h = context;
	(void)worker;
	if (((taken *)r->taken)->bytes) h->forgotten++;
}

static err more(void *context, int64_t at, buf *to)
{
	const house *h = context;
	if (h->breaks_off && at > STEP_BYTES) return E_IO;
	for (size_t i = 0; i < STEP_BYTES; i++) buf_char(to, byte_at((size_t)at + i));
	return OK;
}

static http_response rest_of(house *h, arena *a)
{
	http_rest *rest = TAKE(a, http_rest);
	buf first = BUF(a);
	buf_char(&first, byte_at(0));
	*rest = (http_rest){ .size_bytes = REST_BYTES, .context = h, .more = more };
	return (http_response){ .status = 200, .content_type = S("application/octet-stream"), .body = buf_view(&first), .rest = rest };
}

static void handle(void *context, size_t worker, http_exchange *x, const http_request *r)
{
	(void)worker;
	http_response answer = { .status = 200, .content_type = S("text/plain") };
	if (str_eq(r->path, S("/rest"))) answer = rest_of(context, r->a);
	else if (r->taken) {
		const taken *t = r->taken;
		buf b = BUF(r->a);
		buf_printf(&b, "took=%zu largest=%zu sum=%llu end", t->bytes, t->largest, (unsigned long long)t->sum);
		answer.body = buf_view(&b);
	}
	http_reply(x, &answer);
}

static size_t body_limit(void *context, http_method m, str path)
{
	(void)context, (void)path;
	return m == POST ? BODY_MOST : 0;
}

static bool is_slow(void *context, http_method m, str path)
{
	(void)context, (void)m, (void)path;
	return false;
}

static http_response refusal(void *context, int status, str accept, arena *a)
{
	(void)context, (void)accept, (void)a;
	return (http_response){ .status = status, .body = S("refused") };
}

static int build(void **state)
{
	house *h = calloc(1, sizeof *h);
	h->a = arena_make();
	h->settings = settings_initial(&h->a);
	h->settings.listen = S("127.0.0.1:0");
	h->settings.body_seconds = 1;
	h->settings.workers = 2;
	http_handler handler = { .context = h, .handle = handle, .in_portions = in_portions, .take = take, .forget = forget,
		                 .is_slow = is_slow, .body_limit = body_limit, .refusal = refusal };
	assert_int_equal(http_start(&h->settings, &handler, &h->a.trail, &h->server), OK);
	h->port = atoi(http_address(h->server).at + strlen("http://127.0.0.1:"));
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

/* ---- in */

static void send_all(int fd, const char *at, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
		if (sent < 0 && (errno == EAGAIN || errno == EINTR)) {
			struct pollfd ready = { .fd = fd, .events = POLLOUT };
			poll(&ready, 1, 1000);
			continue;
		}
		assert_true(sent > 0);
		at += sent;
		n -= (size_t)sent;
	}
}

/* n bytes, in chunks of so many; 0: with their length. */
static void post(house *h, size_t n, size_t chunk)
{
	char *bytes = malloc(n + 1), *text = malloc(REPLY_MOST), head[200], expected[200];
	uint64_t sum = 0;
	bool closed;
	int fd = client_dial(h->port);
	for (size_t i = 0; i < n; i++) sum = sum * 31 + (unsigned char)(bytes[i] = byte_at(i));
	if (chunk) snprintf(head, sizeof head, "POST /portions HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
	else snprintf(head, sizeof head, "POST /portions HTTP/1.1\r\nHost: h\r\nContent-Length: %zu\r\n\r\n", n);
	send_all(fd, head, strlen(head));
	for (size_t at = 0; at < n; at += chunk ? chunk : n) {
		size_t some = chunk && chunk < n - at ? chunk : n - at;
		if (chunk) snprintf(head, sizeof head, "%zx\r\n", some), send_all(fd, head, strlen(head));
		send_all(fd, bytes + at, some);
		if (chunk) send_all(fd, "\r\n", 2);
	}
	if (chunk) send_all(fd, "0\r\n\r\n", 5);
	client_receive(fd, text, 5000, " end", &closed);
	snprintf(expected, sizeof expected, "took=%zu largest=%zu sum=%llu end", n, n < HTTP_PORTION_BYTES ? n : (size_t)HTTP_PORTION_BYTES,
	         (unsigned long long)sum);
	if (!strstr(text, expected)) fail_msg("%zu bytes in chunks of %zu: %s instead of %s", n, chunk, text, expected);
	close(fd);
	free(bytes);
	free(text);
}

static void a_body_comes_in_portions(void **state)
{
	house *h = *state;
	static const size_t sizes[] = { 1, HTTP_PORTION_BYTES - 1, HTTP_PORTION_BYTES, HTTP_PORTION_BYTES + 1, 2 * HTTP_PORTION_BYTES, 5 * 1000 * 1000 };
	static const size_t chunks[] = { 0, 777, 4096, 1000 * 1000 };
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (size_t k = 0; k < sizeof chunks / sizeof *chunks; k++) post(h, sizes[i], chunks[k]);
	assert_int_equal(h->forgotten, 0);
}

static bool comes_to_be(_Atomic int *what, int wanted)
{
	for (int i = 0; i < 100 && *what != wanted; i++) usleep(20 * 1000);
	return *what == wanted;
}

static int begin_post(const house *h, size_t announced, size_t sent)
{
	char head[200], *bytes = calloc(1, sent + 1);
	int fd = client_dial(h->port);
	snprintf(head, sizeof head, "POST /portions HTTP/1.1\r\nHost: h\r\nContent-Length: %zu\r\n\r\n", announced);
	send_all(fd, head, strlen(head));
	send_all(fd, bytes, sent);
	free(bytes);
	return fd;
}

/* The connection breaks, its time is over, or there is too much of it: each time somebody clears up, once. */
static void what_is_given_up_is_forgotten(void **state)
{
	house *h = *state;
	h->forgotten = 0;
	close(begin_post(h, 2 * HTTP_PORTION_BYTES, HTTP_PORTION_BYTES + 10));
	assert_true(comes_to_be(&h->forgotten, 1));
	int fd = begin_post(h, 2 * HTTP_PORTION_BYTES, HTTP_PORTION_BYTES + 10); /* and no more: for longer than a body may take */
	assert_true(comes_to_be(&h->forgotten, 2));
	close(fd);
	fd = begin_post(h, BODY_MOST + 1, BODY_MOST + 1);
	assert_true(comes_to_be(&h->forgotten, 3));
	char *text = malloc(REPLY_MOST);
	bool closed;
	client_receive(fd, text, 1000, "refused", &closed);
	assert_non_null(strstr(text, "413"));
	close(fd);
	close(begin_post(h, 1000, 10)); /* nothing was taken yet */
	usleep(100 * 1000);
	assert_int_equal(h->forgotten, 3);
	free(text);
}

/* Far longer than a body may take, a piece at a time. */
static void whoever_is_known_may_take_time(void **state)
{
	enum { PIECE = 64 * 1024, PIECES = 5 };
	house *h = *state;
	char *text = malloc(REPLY_MOST), *piece = calloc(1, PIECE);
	bool closed;
	h->unhurried = true;
	int fd = begin_post(h, HTTP_PORTION_BYTES + PIECE * PIECES, HTTP_PORTION_BYTES);
	for (int i = 0; i < PIECES; i++) {
		usleep(500 * 1000);
		send_all(fd, piece, PIECE);
	}
	client_receive(fd, text, 2000, " end", &closed);
	assert_non_null(strstr(text, "took=589824"));
	h->unhurried = false;
	close(fd);
	free(text);
	free(piece);
}

/* ---- out */

/* Reads all, with pauses for somebody slow; what came of the body, and whether each byte stands where it belongs. */
static size_t read_rest(const house *h, const char *method, int pause_us, bool *ret_right)
{
	char head[2000], *at = head, request[100], *bytes = malloc(65536);
	size_t body = 0, in_head = 0;
	ssize_t n;
	int fd = client_dial(h->port);
	snprintf(request, sizeof request, "%s /rest HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", method);
	send_all(fd, request, strlen(request));
	while (in_head < 4 && recv(fd, at, 1, 0) == 1) {
		in_head = *at == "\r\n\r\n"[in_head] ? in_head + 1 : *at == '\r';
		at++;
	}
	*at = '\0';
	assert_non_null(strstr(head, "Content-Length: 3145745"));
	*ret_right = true;
	while ((n = recv(fd, bytes, 65536, 0)) > 0) {
		for (ssize_t i = 0; i < n; i++) *ret_right = *ret_right && bytes[i] == byte_at(body + (size_t)i);
		body += (size_t)n;
		if (pause_us) usleep((useconds_t)pause_us);
	}
	close(fd);
	free(bytes);
	return body;
}

static void an_answer_goes_out_in_portions(void **state)
{
	house *h = *state;
	bool right;
	assert_int_equal(read_rest(h, "GET", 0, &right), REST_BYTES);
	assert_true(right);
	int64_t begun = clock_monotonic_us();
	assert_int_equal(read_rest(h, "GET", 50 * 1000, &right), REST_BYTES); /* for longer than a body may take */
	assert_true(right && clock_monotonic_us() - begun > 1500 * 1000);
	assert_int_equal(read_rest(h, "HEAD", 0, &right), 0);
}

static void what_breaks_off_is_not_taken_for_whole(void **state)
{
	house *h = *state;
	bool right;
	h->breaks_off = true;
	size_t got = read_rest(h, "GET", 0, &right);
	assert_true(right && got > STEP_BYTES && got < REST_BYTES);
	h->breaks_off = false;
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (hash_start() != OK) return 1;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_comes_in_portions),
		cmocka_unit_test(what_is_given_up_is_forgotten),
		cmocka_unit_test(whoever_is_known_may_take_time),
		cmocka_unit_test(an_answer_goes_out_in_portions),
		cmocka_unit_test(what_breaks_off_is_not_taken_for_whole),
	};
	return cmocka_run_group_tests_name("web/portions", tests, build, tear_down);
}
