/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "support/disk/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PAGE = 4096, SECTOR = 512, FILES = 2 };
static const char *const file_names[FILES] = { ".db", ".db-wal" };

typedef struct {
	enum { OP_WRITE, OP_TRUNCATE, OP_SYNC, OP_UNLINK, OP_FOLDER_SYNC } is;
	int file; /* in file_names */
	int64_t at;
	str bytes;
} op;

/* One process has one disk: what a program does to it through libc cannot be handed a context. */
static struct {
	pthread_mutex_t lock;
	int64_t pass[2], fail[2], failed;
	int error;
	bool remembers;
	char folder[PATH_MAX];
	arena a;
	str before[FILES]; /* durable at the start */
	bool there[FILES];
	LIST(op) ops;
} disk = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* ---- failing */

void disk_fail(disk_call what, int64_t after, int64_t times, int error)
{
	pthread_mutex_lock(&disk.lock);
	disk.pass[what] = after;
	disk.fail[what] = times;
	disk.error = error;
	disk.failed = 0;
	pthread_mutex_unlock(&disk.lock);
}

void disk_heal(void)
{
	pthread_mutex_lock(&disk.lock);
	disk.fail[DISK_WRITE] = disk.fail[DISK_SYNC] = 0;
	pthread_mutex_unlock(&disk.lock);
}

int64_t disk_failures(void)
{
	pthread_mutex_lock(&disk.lock);
	int64_t n = disk.failed;
	pthread_mutex_unlock(&disk.lock);
	return n;
}

static bool fails(disk_call what)
{
	if (!disk.fail[what]) return false;
	if (disk.pass[what] > 0) {
		disk.pass[what]--;
		return false;
	}
	disk.fail[what]--;
	disk.failed++;
	return true;
}

/* ---- remembering */

static int file_of_path(const char *path)
{
	for (int f = 0; f < FILES; f++)
		if (str_ends(str_of(path), str_of(file_names[f]))) return f;
	return -1;
}

static const char *path_of(int fd, char *at, size_t size)
{
	char link[40];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, at, size - 1);
	at[n < 0 ? 0 : n] = 0;
	return at;
}

static void remember(op o)
{
	if (!disk.remembers) return;
	o.bytes = str_copy(&disk.a, o.bytes);
	PUSH(&disk.a, &disk.ops, o);
}

/* The system takes what is written page by page: the power may go between any two. */
static void remember_write(int file, int64_t at, str bytes)
{
	while (bytes.n) {
		size_t n = PAGE - (size_t)at % PAGE;
		if (n > bytes.n) n = bytes.n;
		remember((op){ .is = OP_WRITE, .file = file, .at = at, .bytes = str_first(bytes, n) });
		bytes = str_from(bytes, n);
		at += (int64_t)n;
	}
}

static bool read_whole(const char *path, arena *a, str *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return false;
	struct stat about;
	CHECK(fstat(fd, &about) == 0);
	char *at = arena_take(a, (size_t)about.st_size + 1, 1);
	CHECK(read(fd, at, (size_t)about.st_size) == about.st_size);
	close(fd);
	*ret = (str){ at, (size_t)about.st_size };
	return true;
}

static void path_in(char *at, size_t size, const char *folder, int file)
{
	CHECK(snprintf(at, size, "%s/area%s", folder, file_names[file]) < (int)size);
}

void disk_remember(const char *folder)
{
	char path[PATH_MAX];
	CHECK(snprintf(disk.folder, sizeof disk.folder, "%s", folder) < (int)sizeof disk.folder);
	disk.a = arena_make();
	disk.ops.n = disk.ops.cap = 0;
	for (int f = 0; f < FILES; f++) {
		path_in(path, sizeof path, folder, f);
		disk.there[f] = read_whole(path, &disk.a, &disk.before[f]);
	}
	pthread_mutex_lock(&disk.lock);
	disk.remembers = true;
	pthread_mutex_unlock(&disk.lock);
}

int64_t disk_position(void)
{
	pthread_mutex_lock(&disk.lock);
	int64_t n = (int64_t)disk.ops.n;
	pthread_mutex_unlock(&disk.lock);
	return n;
}

void disk_forget(void)
{
	pthread_mutex_lock(&disk.lock);
	disk.remembers = false;
	pthread_mutex_unlock(&disk.lock);
	arena_end(&disk.a);
	disk.ops.n = disk.ops.cap = 0;
}

/* ---- instead of libc's */

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
	char path[PATH_MAX];
	int file = file_of_path(path_of(fd, path, sizeof path));
	if (file < 0) return syscall(SYS_pwrite64, fd, bytes, n, at);
	pthread_mutex_lock(&disk.lock);
	bool bad = fails(DISK_WRITE);
	ssize_t wrote = syscall(SYS_pwrite64, fd, bytes, bad ? n / 2 : n, at);
	if (wrote > 0) remember_write(file, at, (str){ bytes, (size_t)wrote });
	pthread_mutex_unlock(&disk.lock);
	if (bad) errno = disk.error;
	return bad ? -1 : wrote;
}

int fdatasync(int fd)
{
	char path[PATH_MAX];
	int file = file_of_path(path_of(fd, path, sizeof path));
	bool folder = strcmp(path, disk.folder) == 0;
	if (file < 0 && !folder) return (int)syscall(SYS_fdatasync, fd);
	pthread_mutex_lock(&disk.lock);
	bool bad = fails(DISK_SYNC);
	if (!bad) remember((op){ .is = folder ? OP_FOLDER_SYNC : OP_SYNC, .file = file });
	pthread_mutex_unlock(&disk.lock);
	if (bad) errno = disk.error;
	return bad ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int ftruncate64(int fd, off64_t size)
{
	char path[PATH_MAX];
	int file = file_of_path(path_of(fd, path, sizeof path));
	pthread_mutex_lock(&disk.lock);
	int result = (int)syscall(SYS_ftruncate, fd, size);
	if (file >= 0 && result == 0) remember((op){ .is = OP_TRUNCATE, .file = file, .at = size });
	pthread_mutex_unlock(&disk.lock);
	return result;
}

int unlink(const char *path)
{
	int file = file_of_path(path);
	pthread_mutex_lock(&disk.lock);
	int result = (int)syscall(SYS_unlink, path);
	if (file >= 0 && result == 0) remember((op){ .is = OP_UNLINK, .file = file });
	pthread_mutex_unlock(&disk.lock);
	return result;
}

/* ---- the power cut */

/* A file as its processes see it, and as it is on the disk for certain. */
typedef struct {
	bool exists;
	char *at;
	size_t n, room;
} image;

static void image_size(arena *a, image *i, size_t n)
{
	if (n > i->room) {
		size_t room = n * 2 + PAGE;
		char *at = arena_take(a, room, 1);
		if (i->n) memcpy(at, i->at, i->n);
		i->at = at;
		i->room = room;
	}
	if (n > i->n) memset(i->at + i->n, 0, n - i->n);
	i->n = n;
}

static void image_write(arena *a, image *i, int64_t at, str bytes)
{
	i->exists = true;
	if ((size_t)at + bytes.n > i->n) image_size(a, i, (size_t)at + bytes.n);
	memcpy(i->at + at, bytes.at, bytes.n);
}

static void image_copy(arena *a, image *to, const image *from)
{
	to->exists = from->exists;
	image_size(a, to, from->n);
	if (from->n) memcpy(to->at, from->at, from->n);
}

typedef struct {
	arena a;
	unsigned dice;
	image seen[FILES], sure[FILES];
	bool entry_sure[FILES]; /* the folder's entry is on the disk as `seen` has it */
} playing;

/* Writing back may happen at any time: now and then a page of the file goes to the disk as it is at that moment. */
static void write_back_some(playing *p, int file, int64_t at, size_t n)
{
	image *sure = &p->sure[file], *seen = &p->seen[file];
	for (size_t page = (size_t)at / PAGE; page * PAGE < (size_t)at + n; page++) {
		if (rand_r(&p->dice) % 2) continue;
		size_t start = page * PAGE, length = seen->n - start < PAGE ? seen->n - start : PAGE;
		if (rand_r(&p->dice) % 4 == 0) length = length * (size_t)(rand_r(&p->dice) % 8) / 8 / SECTOR * SECTOR;
		if (length) image_write(&p->a, sure, (int64_t)start, (str){ seen->at + start, length });
	}
}

static void play(playing *p, const op *o)
{
	if (o->is == OP_FOLDER_SYNC) {
		for (int f = 0; f < FILES; f++) p->entry_sure[f] = true;
		return;
	}
	image *seen = &p->seen[o->file];
	if (!seen->exists && o->is != OP_UNLINK) p->entry_sure[o->file] = false;
	switch (o->is) {
	case OP_WRITE:
		image_write(&p->a, seen, o->at, o->bytes);
		write_back_some(p, o->file, o->at, o->bytes.n);
		break;
	case OP_TRUNCATE:
		seen->exists = true;
		image_size(&p->a, seen, (size_t)o->at);
		break;
	case OP_SYNC: image_copy(&p->a, &p->sure[o->file], seen); break;
	case OP_UNLINK:
		seen->exists = p->entry_sure[o->file] = false;
		seen->n = 0;
		break;
	case OP_FOLDER_SYNC: break;
	}
}

static void put_down(playing *p, int file, const char *into)
{
	char path[PATH_MAX];
	path_in(path, sizeof path, into, file);
	syscall(SYS_unlink, path);
	bool there = p->entry_sure[file] ? p->seen[file].exists : rand_r(&p->dice) % 2;
	if (!there) return;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	const image *i = &p->sure[file];
	CHECK(fd >= 0 && (i->n == 0 || write(fd, i->at, i->n) == (ssize_t)i->n));
	close(fd);
}

void disk_after_power_cut(int64_t position, unsigned dice, const char *into)
{
	playing p = { .a = arena_make(), .dice = dice };
	for (int f = 0; f < FILES; f++) {
		p.entry_sure[f] = true;
		if (!disk.there[f]) continue;
		image_write(&p.a, &p.seen[f], 0, disk.before[f]);
		image_copy(&p.a, &p.sure[f], &p.seen[f]);
	}
	for (int64_t i = 0; i < position; i++) play(&p, &disk.ops.at[i]);
	for (int f = 0; f < FILES; f++) put_down(&p, f, into);
	arena_end(&p.a);
}
