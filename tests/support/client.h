/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An HTTP client that sends what it is told, byte by byte. */
#ifndef WAYMARK_TESTS_SUPPORT_CLIENT_H
#define WAYMARK_TESTS_SUPPORT_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

enum { REPLY_MOST = 256 * 1024 };

typedef struct {
	int status;  /* 0: closed without an answer; -1: neither answered nor closed */
	bool closed; /* by the server, after its answer */
	size_t n;
	char text[REPLY_MOST]; /* head and body, ended by NUL */
} reply;

/* A connection to 127.0.0.1; fails the test where there is none. */
int client_dial(int port);
/* Sends what can be sent without waiting. */
void client_drip(int fd, const char *piece);
/* Reads until the server closes, `enough` stands in it (NULL: never), or `ms` have passed. Returns the bytes. */
size_t client_receive(int fd, char into[REPLY_MOST], int ms, const char *enough, bool *ret_closed);
/* A connection for these bytes alone; waits `ms` for the answer and the closing. */
void client_converse(int port, const char *bytes, size_t n, int ms, reply *ret);
/* Where the body begins; the end of the text where there is none. */
const char *client_body(const reply *r);
/* The value of a header into `into`, empty when absent. */
void client_header(const reply *r, const char *name, char *into, size_t into_n);

#endif
