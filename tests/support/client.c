/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "support/client.h"

#include "base/clock.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

int client_dial(int port)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
	return fd;
}

void client_drip(int fd, const char *piece)
{
	send(fd, piece, strlen(piece), MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void send_all(int fd, const char *at, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
		if (sent <= 0) return; /* the server may close before it has all: the answer tells */
		at += sent;
		n -= (size_t)sent;
	}
}

size_t client_receive(int fd, char into[REPLY_MOST], int ms, const char *enough, bool *ret_closed)
{
	size_t n = 0;
	int64_t until = clock_monotonic_us() + ms * 1000LL;
	*ret_closed = false;
	into[0] = '\0';
	while (n < REPLY_MOST - 1 && clock_monotonic_us() < until) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (poll(&p, 1, 50) <= 0) continue;
		ssize_t got = recv(fd, into + n, REPLY_MOST - 1 - n, 0);
		if (got <= 0) {
			*ret_closed = true;
			break;
		}
		n += (size_t)got;
		into[n] = '\0';
		if (enough && strstr(into, enough)) break;
	}
	return n;
}

void client_converse(int port, const char *bytes, size_t n, int ms, reply *ret)
{
	int fd = client_dial(port);
	send_all(fd, bytes, n);
	ret->n = client_receive(fd, ret->text, ms, NULL, &ret->closed);
	ret->status = ret->closed ? 0 : -1;
	if (strncmp(ret->text, "HTTP/1.", 7) == 0) ret->status = atoi(ret->text + 9);
	close(fd);
}

const char *client_body(const reply *r)
{
	const char *end = strstr(r->text, "\r\n\r\n");
	return end ? end + 4 : r->text + r->n;
}

void client_header(const reply *r, const char *name, char *into, size_t into_n)
{
	const char *body = client_body(r);
	into[0] = '\0';
	for (const char *line = strstr(r->text, "\r\n"); line && line + 2 < body; line = strstr(line + 2, "\r\n")) {
		const char *at = line + 2;
		if (strncasecmp(at, name, strlen(name)) != 0 || at[strlen(name)] != ':') continue;
		at += strlen(name) + 2;
		snprintf(into, into_n, "%.*s", (int)strcspn(at, "\r"), at);
		return;
	}
}
