/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/http_inside.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static void close_fd(int *fd)
{
	if (*fd >= 0) close(*fd);
}

/* A socket file whose server is gone is removed; one that answers is in use. */
static bool socket_file_answers(const struct sockaddr_un *at)
{
	int fd CLEANUP(close_fd) = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return fd < 0 || connect(fd, (const struct sockaddr *)at, sizeof *at) == 0 || errno != ECONNREFUSED;
}

static err listen_unix(arena *a, str path, trail *t, int *ret_fd, str *ret_address)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	struct stat there;
	if (path.n == 0 || path.n >= sizeof at.sun_path) return FAIL(t, E_INVALID);
	memcpy(at.sun_path, path.at, path.n);
	if (lstat(at.sun_path, &there) == 0) {
		if (!S_ISSOCK(there.st_mode) || socket_file_answers(&at)) return FAIL(t, E_CONFLICT);
		unlink(at.sun_path);
	}
	int fd CLEANUP(close_fd) = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0) return FAIL_WITH(t, E_IO, errno);
	/* Reached by the group as well: the server in front runs as another user of it. */
	mode_t before = umask(0117);
	int bound = bind(fd, (const struct sockaddr *)&at, sizeof at);
	int why = errno;
	umask(before);
	if (bound != 0) return FAIL_WITH(t, why == EADDRINUSE ? E_CONFLICT : E_IO, why);
	if (listen(fd, BACKLOG) != 0) return FAIL_WITH(t, E_IO, errno);
	*ret_fd = fd;
	fd = -1;
	buf b = BUF(a);
	buf_lit(&b, "unix:");
	buf_str(&b, path);
	*ret_address = str_copy(a, buf_view(&b));
	return OK;
}

static bool is_this_machine(const struct sockaddr *at)
{
	if (at->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, at, sizeof in);
		return ntohl(in.sin_addr.s_addr) >> 24 == 127;
	}
	if (at->sa_family != AF_INET6) return false;
	struct sockaddr_in6 in6;
	memcpy(&in6, at, sizeof in6);
	return IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
}

/* "[::1]:8080" and "127.0.0.1:8080" into their parts. */
static bool host_and_port(arena *a, str listen, const char **ret_host, const char **ret_port)
{
	size_t colon = listen.n;
	while (colon && listen.at[colon - 1] != ':') colon--;
	if (colon < 2 || str_has_control(listen, false)) return false;
	str host = str_first(listen, colon - 1), port = str_from(listen, colon);
	if (host.at[0] == '[') {
		if (!str_ends(host, S("]"))) return false;
		host = (str){ host.at + 1, host.n - 2 };
	} else if (str_find_char(host, ':') >= 0) {
		return false;
	}
	int64_t number;
	if (!str_to_int(port, &number) || number < 0 || number > 65535 || host.n == 0) return false;
	*ret_host = str_c(a, host);
	*ret_port = str_c(a, port);
	return true;
}

static void address_of(arena *a, int fd, str host, str *ret)
{
	struct sockaddr_storage at;
	socklen_t n = sizeof at;
	char port[NI_MAXSERV] = "";
	if (getsockname(fd, (struct sockaddr *)&at, &n) == 0)
		getnameinfo((struct sockaddr *)&at, n, NULL, 0, port, sizeof port, NI_NUMERICSERV);
	buf b = BUF(a);
	buf_lit(&b, "http://");
	bool v6 = str_find_char(host, ':') >= 0;
	if (v6) buf_char(&b, '[');
	buf_str(&b, host);
	if (v6) buf_char(&b, ']');
	buf_char(&b, ':');
	buf_str(&b, str_of(port));
	buf_char(&b, '/');
	*ret = buf_view(&b);
}

static void free_found(struct addrinfo **found)
{
	if (*found) freeaddrinfo(*found);
}

static err listen_tcp(arena *a, str listen_at, trail *t, int *ret_fd, str *ret_address)
{
	const char *host, *port;
	if (!host_and_port(a, listen_at, &host, &port)) return FAIL(t, E_INVALID);
	struct addrinfo wanted = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
	struct addrinfo *found CLEANUP(free_found) = NULL;
	if (getaddrinfo(host, port, &wanted, &found) != 0 || !found) return FAIL(t, E_INVALID);
	for (struct addrinfo *at = found; at; at = at->ai_next) /* one stranger among them is enough */
		if (!is_this_machine(at->ai_addr)) return FAIL(t, E_DENIED);
	int fd CLEANUP(close_fd) = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0) return FAIL_WITH(t, E_IO, errno);
	int yes = 1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, found->ai_addr, found->ai_addrlen) != 0)
		return FAIL_WITH(t, errno == EADDRINUSE ? E_CONFLICT : E_IO, errno);
	if (listen(fd, BACKLOG) != 0) return FAIL_WITH(t, E_IO, errno);
	address_of(a, fd, str_of(host), ret_address);
	*ret_fd = fd;
	fd = -1;
	return OK;
}

err http_listen(arena *a, str listen_at, trail *t, int *ret_fd, str *ret_address)
{
	if (str_starts(listen_at, S("unix:"))) return listen_unix(a, str_from(listen_at, 5), t, ret_fd, ret_address);
	return listen_tcp(a, listen_at, t, ret_fd, ret_address);
}

void http_unlisten(str address)
{
	ARENA(a);
	if (str_starts(address, S("unix:"))) unlink(str_c(&a, str_from(address, 5)));
}
