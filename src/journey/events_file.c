/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/events_file.h"
#include "kind/capability_read.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_BYTES = 1 << 20, SHORTEST_LINE = 10, CELLS = 5 };

typedef struct {
	event_rows rows;
	uint64_t cell[CELLS], number;
	size_t cells, digits;
	int64_t line;
	bool wrong, large;
} scan;

static const uint64_t most[CELLS] = { INT32_MAX, UINT32_MAX, UINT8_MAX, UINT8_MAX, UINT16_MAX };

static bool cell_end(scan *s)
{
	if (s->digits == 0 || s->cells == CELLS) return s->wrong = true, false;
	if (s->digits > 10 || s->number > most[s->cells]) return s->large = true, false;
	s->cell[s->cells++] = s->number;
	s->number = 0;
	s->digits = 0;
	return true;
}

static bool line_end(scan *s)
{
	event_rows *r = &s->rows;
	if (!cell_end(s)) return false;
	if (s->cells != CELLS) return s->wrong = true, false;
	r->child[r->n] = (uint32_t)s->cell[0];
	r->second[r->n] = (uint32_t)s->cell[1];
	r->kind[r->n] = (uint8_t)s->cell[2];
	r->locality[r->n] = (uint8_t)s->cell[3];
	r->team[r->n++] = (uint16_t)s->cell[4];
	s->cells = 0;
	s->line++;
	return true;
}

static bool scan_piece(scan *s, const char *at, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned digit = (unsigned char)at[i] - (unsigned)'0';
		if (digit <= 9) {
			s->number = s->number * 10 + digit;
			if (++s->digits > 19) return s->large = true, false;
		} else if (at[i] == ',') {
			if (!cell_end(s)) return false;
		} else if (at[i] == '\n') {
			if (!line_end(s)) return false;
		} else if (at[i] != '\r' || s->cells != CELLS - 1) {
			return s->wrong = true, false;
		}
	}
	return true;
}

static void close_file(int *fd)
{
	if (*fd >= 0) close(*fd);
}

static err read_pieces(arena *a, int fd, size_t bytes_most, scan *s)
{
	char *piece = TAKE_N(a, char, PIECE_BYTES);
	size_t bytes = 0;
	for (;;) {
		ssize_t n = read(fd, piece, PIECE_BYTES);
		if (n < 0 && errno == EINTR) continue;
		if (n < 0) return FAIL_WITH(&a->trail, E_IO, errno);
		bytes += (size_t)n;
		if (bytes > bytes_most) return FAIL(&a->trail, E_IO); /* it grows while it is read */
		if (n > 0 ? !scan_piece(s, piece, (size_t)n) : (s->digits || s->cells) && !line_end(s)) break;
		if (n == 0) return OK;
	}
	return FAIL(&a->trail, s->large ? E_LIMIT : E_INVALID);
}

err events_read(arena *a, const char *path, event_rows *ret, int64_t *ret_line)
{
	int fd CLEANUP(close_file) = open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;
	*ret_line = 0;
	if (fd < 0) return FAIL_WITH(&a->trail, errno == ENOENT ? E_NOT_FOUND : E_IO, errno);
	if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) return FAIL_WITH(&a->trail, E_IO, errno);
	size_t bytes = (size_t)about.st_size;
	scan s = { .rows = event_rows_make(a, bytes / SHORTEST_LINE + 1), .line = 1 };
	err e = read_pieces(a, fd, bytes, &s);
	*ret_line = s.line;
	if (e == OK) *ret = s.rows;
	return e;
}

/* ---- events.yaml */

typedef struct {
	event_source source;
	const practice *p;
} draft;

static void first_day_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	if (!day_read(y->text, &r->source.first_day)) wrong(d, y->line, S("there is no such day"), S("first_day: 2015-04-01"));
}

static void days_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	int64_t days;
	if (read_integer(d, y, 1, JOURNEY_MAX_DAYS, &days)) r->source.days = (uint32_t)days;
}

static void kinds_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	if (y->is != YAML_LIST || y->n == 0 || y->n > UINT8_MAX) wrong(d, y->line, S("kinds is to be a list, of 255 at most"), S("kinds: [contact, referral]"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n && i < UINT8_MAX; i++) {
		const kind *k = practice_kind(r->p, y->items[i].text);
		if (!kind_in_force(d, r->p, y->items[i].text, y->items[i].line)) continue;
		PUSH(d->a, &r->source.words.events, ((event_meaning){ .kind = k->name, .stage = k->stage }));
	}
}

static const key source_keys[] = {
	{ "first_day", IN_BASE, .reads = KEY_OTHER, .read = first_day_read },
	{ "days", IN_BASE, .required = true, .reads = KEY_OTHER, .read = days_read },
	{ "kinds", IN_BASE, .required = true, .reads = KEY_OTHER, .read = kinds_read },
};

bool event_source_read(arena *a, const practice *p, kind_source file, findings *found, event_source *ret)
{
	const yaml *y;
	yaml_wrong bad;
	declaring d = { .a = a, .file = file.file, .found = found };
	draft r = { .source.first_day.n = JOURNEY_NO_CALENDAR, .p = p };
	size_t before = found->n;
	if (yaml_read(a, file.bytes, &y, &bad) != OK) wrong(&d, bad.line, bad.message, bad.instead);
	else keys_read(&d, y, KEYS(source_keys), IN_BASE, S("the events"), &r);
	*ret = r.source;
	return found->n == before;
}
