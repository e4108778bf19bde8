/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_fd(int *fd)
{
	if (*fd >= 0) close(*fd);
}

err file_read(arena *a, const char *path, size_t max_bytes, str *ret)
{
	int fd CLEANUP(close_fd) = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return FAIL_WITH(&a->trail, errno == ENOENT || errno == ENOTDIR ? E_NOT_FOUND : E_IO, errno);
	struct stat about;
	if (fstat(fd, &about) != 0) return FAIL_WITH(&a->trail, E_IO, errno);
	if (about.st_size > 0 && (size_t)about.st_size > max_bytes) return FAIL(&a->trail, E_LIMIT);
	buf b = BUF(a);
	buf_reserve(&b, (about.st_size > 0 ? (size_t)about.st_size : 4096) + 1);
	for (;;) {
		if (b.n == b.cap) buf_reserve(&b, b.cap);
		ssize_t n = read(fd, b.at + b.n, b.cap - b.n);
		if (n < 0 && errno == EINTR) continue;
		if (n < 0) return FAIL_WITH(&a->trail, E_IO, errno);
		if (n == 0) break;
		b.n += (size_t)n;
		if (b.n > max_bytes) return FAIL(&a->trail, E_LIMIT);
	}
	*ret = buf_view(&b);
	return OK;
}

static err put_all(arena *a, int fd, str bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.at, bytes.n);
		if (n < 0 && errno == EINTR) continue;
		if (n < 0) return FAIL_WITH(&a->trail, E_IO, errno);
		bytes = str_from(bytes, (size_t)n);
	}
	return OK;
}

static err sync_folder(arena *a, str path)
{
	ptrdiff_t slash = -1;
	for (size_t i = 0; i < path.n; i++)
		if (path.at[i] == '/') slash = (ptrdiff_t)i;
	const char *folder = slash < 0 ? "." : slash == 0 ? "/" : str_c(a, str_first(path, (size_t)slash));
	int fd CLEANUP(close_fd) = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0) return FAIL_WITH(&a->trail, E_IO, errno);
	return OK;
}

static err put_and_sync(arena *a, int fd, str bytes, unsigned mode)
{
	TRY(put_all(a, fd, bytes));
	if (fchmod(fd, (mode_t)mode) != 0 || fsync(fd) != 0) return FAIL_WITH(&a->trail, E_IO, errno);
	return OK;
}

err file_write(arena *a, const char *path, str bytes, unsigned mode)
{
	buf name = BUF(a);
	buf_str(&name, str_of(path));
	buf_lit(&name, ".XXXXXX");
	buf_char(&name, 0);
	char *beside = name.at;
	int fd CLEANUP(close_fd) = mkostemp(beside, O_CLOEXEC);
	if (fd < 0) return FAIL_WITH(&a->trail, E_IO, errno);
	err e = put_and_sync(a, fd, bytes, mode);
	if (e == OK && rename(beside, path) != 0) e = FAIL_WITH(&a->trail, E_IO, errno);
	if (e != OK) {
		unlink(beside);
		return e;
	}
	return sync_folder(a, str_of(path));
}
