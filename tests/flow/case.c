/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* case FILE...: plays every scenario on both engines, each in an area of its own. TAP. */
#include "flow/case.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "kind/capability.h"

#include <stdio.h>

enum { CASE_MOST_BYTES = 256 * 1024 };

void reply(play *p, str line)
{
	PUSH(p->a, &p->replies, line);
}

/* ---- reading a scenario */

/* «    field = text» */
static bool read_value(arena *a, str line, turn *to)
{
	str text, name = str_trim(str_cut(line, '=', &text));
	if (name.n == 0 || str_find_char(line, '=') < 0) return false;
	PUSH(a, &to->values, ((said_value){ name, str_trim(text) }));
	return true;
}

static turn read_saying(str line, int number)
{
	turn ret = { .line = number, .what = line };
	ptrdiff_t colon = str_find(line, S(": "));
	bool given = str_starts(line, S("given ")) || str_starts(line, S("today is "));
	if (given || colon < 0) return ret;
	ret.who = str_first(line, (size_t)colon);
	ret.what = str_from(line, (size_t)colon + 2);
	return ret;
}

/* 0, or the number of the line that cannot be read. */
static int read_turns(arena *a, str text, turns *ret)
{
	for (int number = 1; text.n; number++) {
		str line = str_cut(text, '\n', &text);
		bool inner = line.n && (line.at[0] == ' ' || line.at[0] == '\t');
		turn *last = ret->n ? &ret->at[ret->n - 1] : NULL;
		if (str_trim(line).n == 0 || line.at[0] == '#') continue;
		if (line.at[0] == '>') {
			if (!last) return number;
			PUSH(a, &last->expected, str_trim(str_from(line, 1)));
		} else if (inner) {
			if (!last || !read_value(a, line, last)) return number;
		} else {
			PUSH(a, ret, read_saying(str_trim(line), number));
		}
	}
	return 0;
}

/* ---- playing it */

static err play_begin(test_area *t, play *p)
{
	findings wrong = { 0 };
	*p = (play){ .t = t, .a = &t->arena, .now = clock_now(), .settings = settings_initial(&t->arena) };
	p->settings.db = t->address;
	p->settings.keys = str_of(t->folder);
	kind_sources sources = embedded_kind_sources(p->a, SOURCE_KINDS);
	TRY(area_make(p->a, &p->settings, sources.at, sources.n, false, &wrong));
	TRY(area_open(p->a, &p->settings, AREA_SERVE, &p->area));
	TRY(area_connect(p->area, &t->trail, &p->db));
	p->today = zone_day(area_zone(p->area), p->now);
	return area_practice(p->area, p->db, &p->practice);
}

static void play_end(play *p)
{
	db_closep(&p->db);
	area_closep(&p->area);
}

static void tell(const char *file, const turn *t, const char *what, const str_list *lines)
{
	printf("# %s:%d: %s\n", file, t->line, what);
	for (size_t i = 0; i < lines->n; i++) printf("#   > %.*s\n", STR_ARG(lines->at[i]));
}

static bool as_expected(const char *file, const turn *t, const str_list *replies)
{
	bool same = t->expected.n == replies->n;
	for (size_t i = 0; same && i < replies->n; i++) same = str_eq(t->expected.at[i], replies->at[i]);
	if (same) return true;
	tell(file, t, "expected", &t->expected);
	tell(file, t, "but the answer was", replies);
	return false;
}

static bool play_turn(const char *file, play *p, const turn *t)
{
	p->replies = (str_list){ 0 };
	bool understood = t->who.n ? play_say(p, t) : play_given(p, t->what);
	if (!understood) tell(file, t, "this cannot be understood", &p->replies);
	if (!understood) return false;
	if (t->who.n && t->expected.n == 0) {
		tell(file, t, "no answer is expected here; the answer was", &p->replies);
		return false;
	}
	return as_expected(file, t, &p->replies);
}

static bool play_case(const char *file, test_area *t)
{
	str text;
	turns all = { 0 };
	play p;
	bool good = file_read(&t->arena, file, CASE_MOST_BYTES, &text) == OK;
	int unread = good ? read_turns(&t->arena, text, &all) : 1;
	if (unread) printf("# %s:%d: this line cannot be read\n", file, unread);
	if (unread || play_begin(t, &p) != OK) return false;
	for (size_t i = 0; good && i < all.n; i++) good = play_turn(file, &p, &all.at[i]);
	play_end(&p);
	return good && all.n > 0;
}

int main(int n, char **files)
{
	static const char *const engine_names[] = { "SQLite", "PostgreSQL" };
	int bad = 0, number = 0;
	if (hash_start() != OK) return 2;
	if (n == 1) printf("# skipped: there is no scenario to play\n");
	for (int i = 1; i < n; i++) {
		for (int engine = 0; engine < 2; engine++) {
			test_area t;
			if (!test_area_make(&t, engine ? DB_POSTGRES : DB_SQLITE)) {
				if (i == 1) printf("# skipped: PostgreSQL (WAYMARK_TEST_PG names no server)\n");
				test_area_end(&t);
				continue;
			}
			bool good = play_case(files[i], &t);
			printf("%s %d - %s on %s\n", good ? "ok" : "not ok", ++number, files[i], engine_names[engine]);
			fflush(stdout);
			bad += !good;
			test_area_end(&t);
		}
	}
	printf("1..%d\n", number);
	return bad != 0;
}
