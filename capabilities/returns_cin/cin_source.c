/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a census is read from: an XML file, read piece by piece as often as needed, or the tables of the flat form. */
#include "base/file.h"
#include "capabilities/returns_cin/cin.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_BYTES = 256 * 1024, HEAD_BYTES = 4096 };

/* ---- names and lines */

static const cin_path *path_at(const cin_source *s, int line)
{
	size_t i = s->paths.n - 1;
	while (i && s->paths.at[i].lines_before >= line) i--;
	return &s->paths.at[i];
}

void cin_where(buf *b, const cin_source *s, int line)
{
	const cin_path *p = path_at(s, line);
	buf_str(b, p->path);
	buf_printf(b, ":%d: ", line - p->lines_before);
}

str cin_source_name(arena *a, const cin_source *s)
{
	buf b = BUF(a);
	buf_str(&b, s->paths.at[0].path);
	if (s->paths.n > 1) buf_printf(&b, " and %zu more", s->paths.n - 1);
	return buf_view(&b);
}

int cin_refuse(const cin_source *s, int line, const char *why)
{
	ARENA(a);
	buf b = BUF(&a);
	cin_where(&b, s, line);
	return cmd_say(s->c, "%.*s%s", STR_ARG(buf_view(&b)), why);
}

/* ---- opening */

static int could_not_open(const cmd *c, str path)
{
	return cmd_say(c, "%.*s: cannot be read: %s", STR_ARG(path), strerror(errno));
}

int cin_source_open(cmd *c, str path, cin_source *ret)
{
	cin_source s = { .c = c };
	struct stat is;
	char head[HEAD_BYTES];
	s.fd = open(str_c(c->a, path), O_RDONLY | O_CLOEXEC);
	*ret = s;
	if (s.fd < 0 || fstat(s.fd, &is) != 0) return could_not_open(c, path);
	if (!S_ISREG(is.st_mode)) return cmd_say(c, "%.*s: is no file", STR_ARG(path));
	if (is.st_size > CENSUS_MAX_BYTES)
		return cmd_say(c, "%.*s: is over %d MB, more than a census has", STR_ARG(path), CENSUS_MAX_BYTES >> 20);
	ssize_t n = pread(s.fd, head, sizeof head, 0);
	if (n < 0) return could_not_open(c, path);
	PUSH(c->a, &ret->paths, ((cin_path){ path, 0 }));
	ret->is_table = census_is_table((str){ head, (size_t)n });
	return CMD_DONE;
}

static int line_count(str text)
{
	int n = 1;
	for (size_t i = 0; i < text.n; i++) n += text.at[i] == '\n';
	return n;
}

int cin_source_add_table(cin_source *s, str path)
{
	str text;
	arena *a = s->c->a;
	err e = file_read(a, str_c(a, path), CIN_TABLES_MAX_BYTES - s->bytes, &text);
	if (e == E_LIMIT) return cmd_say(s->c, "%.*s: with it these tables are over %d MB: more than a census has", STR_ARG(path), CIN_TABLES_MAX_BYTES >> 20);
	if (e != OK) return cmd_could_not(s->c, e, "read a table", "Is there a file of that name, and may you read it?");
	if (!s->tables) s->tables = census_tables_start(a);
	PUSH(a, &s->paths, ((cin_path){ path, s->lines }));
	e = census_tables_add(s->tables, text, s->lines);
	s->bytes += text.n;
	s->lines += line_count(text);
	xml_wrong wrong = census_tables_wrong(s->tables);
	return e == OK ? CMD_DONE : cin_refuse(s, wrong.line, str_c(a, wrong.message));
}

void cin_source_close(cin_source *s)
{
	if (s->fd >= 0) close(s->fd);
	s->fd = -1;
}

/* ---- reading */

static err read_some(cin_source *s, char *room, str *ret)
{
	ssize_t n;
	do n = read(s->fd, room, READ_BYTES);
	while (n < 0 && errno == EINTR);
	if (n < 0) return FAIL_WITH(&s->c->a->trail, E_IO, errno);
	*ret = (str){ room, (size_t)n };
	return OK;
}

static err read_file(cin_source *s, const census_visitor *v, xml_wrong *ret_wrong)
{
	ARENA(a);
	char *room = TAKE_N(&a, char, READ_BYTES);
	census_reader *r CLEANUP(census_end) = census_start(&a, v);
	err e = lseek(s->fd, 0, SEEK_SET) == 0 ? OK : E_IO;
	s->seen = (sha256){ 0 };
	for (str some = S("?"); e == OK && some.n;) {
		e = read_some(s, room, &some);
		s->seen = sha256_of_many((const str[]){ sha256_view(&s->seen), some }, 2);
		if (e == OK && some.n) e = census_feed(r, some);
	}
	if (e == OK) e = census_finish(r);
	*ret_wrong = census_wrong_of(r);
	ret_wrong->message = str_copy(s->c->a, ret_wrong->message);
	return e;
}

err cin_source_read(cin_source *s, const census_visitor *v)
{
	xml_wrong wrong;
	err e = s->tables ? census_tables_read(s->tables, v) : read_file(s, v, &wrong);
	if (s->tables) wrong = census_tables_wrong(s->tables);
	if (e != OK && wrong.message.n) cin_refuse(s, wrong.line, str_c(s->c->a, wrong.message));
	else if (e != OK && e != E_DENIED) cmd_could_not(s->c, e, "read the file", "Try again; waymark verify checks the database.");
	return e;
}
