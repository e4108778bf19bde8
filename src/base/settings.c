/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/settings.h"
#include "base/buf.h"
#include "base/file.h"

#include <stdlib.h>
#include <string.h>

enum { SETTINGS_FILE_MAX_BYTES = 64 * 1024 };

#define TEXT(name_, initial_, most_, help_)                                                                            \
	{                                                                                                              \
		.name = #name_, .unit = "", .initial = initial_, .help = help_, .type = SETTING_TEXT, .most = most_,   \
		.offset = offsetof(settings, name_)                                                                    \
	}
#define NUMBER(name_, unit_, initial_, least_, most_, help_)                                                           \
	{                                                                                                              \
		.name = #name_, .unit = unit_, .initial = #initial_, .help = help_, .type = SETTING_NUMBER,            \
		.least = least_, .most = most_, .offset = offsetof(settings, name_)                                    \
	}

const setting setting_table[] = {
	TEXT(db, "", 1000, "The database: a file, or postgresql://..."),
	TEXT(listen, "127.0.0.1:8080", 200, "Where pages are served: 127.0.0.1:8080, or unix:/path for a Unix socket."),
	TEXT(time_zone, "Europe/London", 100, "The zone in which the area's days begin and end."),
	TEXT(area_name, "", 100, "The area's name, shown on every page."),
	TEXT(local_authority, "", 20, "Which local authority this is, by its number in the published tables (334): whose population rates are of."),
	TEXT(desk_telephone, "", 40, "The number to ring when pages cannot be shown."),
	TEXT(keys, "", 1000, "The folder of the signing key; beside the database where not said."),
	TEXT(source_url, "", 500, "Where this program's source is to be had."),
	NUMBER(workers, "threads", 8, 1, 256, "Threads that answer pages, and as many that take what is sent."),
	NUMBER(write_wait_ms, "milliseconds", 5000, 1, 60000, "The longest wait for a turn to write."),
	NUMBER(idle_minutes, "minutes", 30, 1, 720, "A session unused for so long ends."),
	NUMBER(session_hours, "hours", 12, 1, 24, "A session ends after so long, used or not."),
	NUMBER(max_body_bytes, "bytes", 67108864, 65536, 1073741824, "The largest request: a file of 50 MB and what is typed beside it."),
	NUMBER(connection_max, "connections", 1000, 10, 100000, "Connections at once."),
	NUMBER(behind_tls, "", 0, 0, 1, "1 where browsers reach it through TLS only: cookies then go no other way."),
	NUMBER(header_seconds, "seconds", 10, 1, 300, "A request's head must be complete within."),
	NUMBER(body_seconds, "seconds", 60, 1, 3600, "A request's body must be complete within."),
};
const size_t setting_count = sizeof setting_table / sizeof *setting_table;

static char to_underscore(char c)
{
	return c == '-' ? '_' : c;
}

/* --time-zone on a command line is time_zone. */
static const setting *setting_of(str name)
{
	for (size_t i = 0; i < setting_count; i++) {
		str known = str_of(setting_table[i].name);
		size_t same = 0;
		while (same < known.n && same < name.n && known.at[same] == to_underscore(name.at[same])) same++;
		if (same == known.n && same == name.n) return &setting_table[i];
	}
	return NULL;
}

static err no_such_setting(arena *a, str name, str *ret_why)
{
	buf why = BUF(a);
	buf_lit(&why, "There is no setting ");
	buf_str(&why, str_first(name, 60));
	buf_lit(&why, ". The settings are");
	for (size_t i = 0; i < setting_count; i++) buf_printf(&why, "%s %s", i ? "," : "", setting_table[i].name);
	buf_char(&why, '.');
	*ret_why = buf_view(&why);
	return FAIL(&a->trail, E_NOT_FOUND);
}

static err set_number(arena *a, settings *s, const setting *of, str value, str *ret_why)
{
	int64_t n = 0;
	bool is_number = str_to_int(value, &n);
	if (is_number && n >= of->least && n <= of->most) {
		memcpy((char *)s + of->offset, &n, sizeof n);
		return OK;
	}
	buf why = BUF(a);
	buf_printf(&why, "Write %s as a whole number of %s from %lld to %lld.", of->name, of->unit,
	           (long long)of->least, (long long)of->most);
	*ret_why = buf_view(&why);
	return FAIL(&a->trail, is_number ? E_LIMIT : E_INVALID);
}

static err set_text(arena *a, settings *s, const setting *of, str value, str *ret_why)
{
	bool fits = value.n <= (size_t)of->most, clean = str_is_utf8(value) && !str_has_control(value, false);
	if (fits && clean) {
		str copy = str_copy(a, value);
		memcpy((char *)s + of->offset, &copy, sizeof copy);
		return OK;
	}
	buf why = BUF(a);
	if (fits) buf_printf(&why, "Write %s as one line of UTF-8 text.", of->name);
	else buf_printf(&why, "Write %s in at most %lld bytes.", of->name, (long long)of->most);
	*ret_why = buf_view(&why);
	return FAIL(&a->trail, fits ? E_INVALID : E_LIMIT);
}

err settings_set(arena *a, settings *s, str name, str value, str *ret_why)
{
	const setting *of = setting_of(name);
	if (!of) return no_such_setting(a, name, ret_why);
	return of->type == SETTING_NUMBER ? set_number(a, s, of, value, ret_why) : set_text(a, s, of, value, ret_why);
}

settings settings_initial(arena *a)
{
	settings s = { 0 };
	str why;
	for (size_t i = 0; i < setting_count; i++)
		CHECK(settings_set(a, &s, str_of(setting_table[i].name), str_of(setting_table[i].initial), &why) == OK);
	return s;
}

/* Puts the place before the sentence: "waymark.conf, line 3: Write workers as ..." */
static void say_line(arena *a, const char *path, int line, str *why)
{
	buf b = BUF(a);
	buf_printf(&b, "%s, line %d: ", path, line);
	buf_str(&b, *why);
	*why = buf_view(&b);
}

static err set_from_line(arena *a, settings *s, str line, str *ret_why)
{
	if (line.n == 0 || line.at[0] == '#') return OK;
	if (str_find_char(line, '=') < 0) {
		*ret_why = S("Write NAME = VALUE, or begin the line with # for a comment.");
		return FAIL(&a->trail, E_INVALID);
	}
	str value, name = str_cut(line, '=', &value);
	return settings_set(a, s, str_trim(name), str_trim(value), ret_why);
}

err settings_read_file(arena *a, settings *s, const char *path, str *ret_why)
{
	str rest, why = STR_NONE;
	if (file_read(a, path, SETTINGS_FILE_MAX_BYTES, &rest) != OK) {
		buf b = BUF(a);
		buf_printf(&b,
		           "The settings file %s cannot be read. Check that it is there, readable and under 64 KiB.",
		           path);
		*ret_why = buf_view(&b);
		return E_IO;
	}
	for (int line = 1; rest.n; line++) {
		err e = set_from_line(a, s, str_trim(str_cut(rest, '\n', &rest)), &why);
		if (e == OK) continue;
		say_line(a, path, line, &why);
		*ret_why = why;
		return e;
	}
	return OK;
}

err settings_read_environment(arena *a, settings *s, str *ret_why)
{
	for (size_t i = 0; i < setting_count; i++) {
		buf name = BUF(a);
		buf_lit(&name, "WAYMARK_");
		for (const char *c = setting_table[i].name; *c; c++) buf_char(&name, *c == '_' ? '_' : (char)(*c - 32));
		const char *value = getenv(str_c(a, buf_view(&name)));
		if (value) TRY(settings_set(a, s, str_of(setting_table[i].name), str_of(value), ret_why));
	}
	return OK;
}
