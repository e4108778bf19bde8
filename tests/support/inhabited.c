/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "support/inhabited.h"

#include "access/area_parts.h"

#include "access/sessions.h"
#include "base/clock.h"
#include "base/file.h"

#include <stdio.h>
#include <string.h>

static const char kinds[] =
	"- kind: told\n"
	"  label: What was told\n"
	"  about: {child: 1..n}\n"
	"  stage: heard\n"
	"  story: \"{child} said “{words}” to {present}\"\n"
	"  title: \"{words}\"\n"
	"  read: [works_with_child]\n"
	"  write: [practitioner]\n"
	"  fields:\n"
	"    - words:     {type: text, required: true, label: \"Words\"}\n"
	"    - present:   {type: people, label: \"Present\"}\n"
	"    - thought:   {type: line, label: \"Thought of as\", read: [manager], write: [manager]}\n"
	"    - aside:     {type: line, label: \"Told in confidence\", read: [manager], write: [practitioner]}\n"
	"    - keep_from: {type: people, seal: true, label: \"Kept from\"}\n"
	"- kind: reply\n"
	"  label: Reply\n"
	"  about: {child: 1..n, to: {kind: told, count: 1}}\n"
	"  read: [works_with_child]\n"
	"  write: [practitioner]\n"
	"  fields:\n"
	"    - did: {type: text, required: true, label: \"Done\"}\n"
	"    - see: {type: record, kind: told, label: \"See also\"}\n"
	"- kind: oversight\n"
	"  label: Oversight\n"
	"  about: {child: 1..n}\n"
	"  story: \"Overseen: {note}\"\n"
	"  read: [manager]\n"
	"  write: [manager]\n"
	"  write_about_any: [manager]\n"
	"  fields:\n"
	"    - note: {type: text, required: true, label: \"Note\"}\n"
	"- kind: course\n"
	"  label: Course\n"
	"  title: \"{name}\"\n"
	"  read: [manager, practitioner]\n"
	"  write: [manager]\n"
	"  fields:\n"
	"    - name:      {type: line, required: true, label: \"Name\"}\n"
	"    - keep_from: {type: people, seal: true, label: \"Kept from\"}\n";

const char *text_of_(inhabited *h, const char *format, ...)
{
	char text[2000];
	va_list list;
	va_start(list, format);
	int n = vsnprintf(text, sizeof text, format, list);
	va_end(list);
	assert_true(n >= 0 && (size_t)n < sizeof text);
	return str_c(h->a, str_of(text));
}

record_id said_of(int64_t n)
{
	return (record_id){ n };
}

static void print_findings(const findings *list)
{
	for (size_t i = 0; i < list->n; i++)
		printf("# %.*s:%d: %.*s; %.*s\n", STR_ARG(list->at[i].file), list->at[i].line, STR_ARG(list->at[i].message),
		       STR_ARG(list->at[i].instead));
}

static void make_area(inhabited *h)
{
	findings wrong = { 0 };
	h->sources[0] = (kind_source){ .file = S("practice/kinds.yaml") };
	h->sources[1] = (kind_source){ .file = S("more.yaml"), .bytes = str_of(kinds) };
	assert_ok(h->t, file_read(h->a, "practice/kinds.yaml", 1024 * 1024, &h->sources[0].bytes));
	err e = area_make(h->a, &h->settings, h->sources, 2, false, &wrong);
	if (e != OK) print_findings(&wrong);
	assert_ok(h->t, e);
}

static str replaced(arena *a, str text, str before, str after)
{
	ptrdiff_t at = str_find(text, before);
	if (at < 0) return text;
	buf b = BUF(a);
	buf_str(&b, str_first(text, (size_t)at));
	buf_str(&b, after);
	buf_str(&b, str_from(text, (size_t)at + before.n));
	return buf_view(&b);
}

void redeclare(inhabited *h, const char *before, const char *after)
{
	findings wrong = { 0 };
	int applied = 0;
	for (int i = 0; i < 2; i++) h->sources[i].bytes = replaced(h->a, h->sources[i].bytes, str_of(before), str_of(after));
	err e = area_apply(h->area, h->a, h->sources, 2, &wrong, &applied);
	if (e != OK) print_findings(&wrong);
	assert_ok(h->t, e);
	assert_int_equal(applied, 1);
	assert_ok(h->t, area_practice(h->area, h->d, &h->g.p));
}

static void open_area(inhabited *h)
{
	assert_ok(h->t, area_open(h->a, &h->settings, AREA_SERVE, &h->area));
	assert_ok(h->t, area_connect(h->area, &h->t->trail, &h->d));
	h->g = (projected){ .t = h->t, .a = h->a, .z = area_zone(h->area), .j = area_journal(h->area) };
	h->g.d = test_open(h->t, DB_READ_WRITE);
	h->g.w = journal_job_writer(h->g.j, h->g.z);
	assert_ok(h->t, area_practice(h->area, h->d, &h->g.p));
}

static void close_area(inhabited *h)
{
	db_closep(&h->g.d);
	db_closep(&h->d);
	area_closep(&h->area);
}

static record_id person(inhabited *h, const char *json)
{
	return said_of(SAYS(&h->g, .kind = "person", .json = json, .about = ""));
}

static record_id worker(inhabited *h, const char *name, record_id herself)
{
	const char *about = TEXT_OF(h, "team %lld", (long long)h->team.n);
	if (herself.n) about = TEXT_OF(h, "%s, person %lld", about, (long long)herself.n);
	return said_of(SAYS(&h->g, .kind = "worker", .json = TEXT_OF(h, "{\"name\":\"%s\"}", name), .about = about));
}

record_id works(inhabited *h, record_id by, record_id child, const char *from, const char *until)
{
	const char *json = until ? TEXT_OF(h, "{\"as\":\"lead\",\"from\":\"%s\",\"until\":\"%s\"}", from, until)
	                         : TEXT_OF(h, "{\"as\":\"lead\",\"from\":\"%s\"}", from);
	return said_of(SAYS(&h->g, .kind = "works_with", .json = json,
	                    .about = TEXT_OF(h, "child %lld, worker %lld", (long long)child.n, (long long)by.n)));
}

static void people_move_in(inhabited *h)
{
	h->bell = person(h, "{\"given\":\"Bell\",\"surname\":\"O'Neill-Łoś\",\"born\":\"2014-03-05\",\"local_id\":\"L100\","
	                    "\"nhs_number\":\"9990000018\",\"child\":true}");
	h->robin = person(h, "{\"given\":\"Robin\",\"surname\":\"Marsh\",\"born\":\"2016-07\",\"child\":true}");
	h->ann_herself = person(h, "{\"given\":\"Ann\",\"surname\":\"Worker\"}");
	h->ben_herself = person(h, "{\"given\":\"Ben\",\"surname\":\"Worker\"}");
	h->agency = said_of(SAYS(&h->g, .kind = "agency", .json = "{\"name\":\"Council\"}", .about = ""));
	h->team = said_of(SAYS(&h->g, .kind = "team", .json = "{\"name\":\"North\"}",
	                       .about = TEXT_OF(h, "agency %lld", (long long)h->agency.n)));
	h->ann = worker(h, "Ann Worker", h->ann_herself);
	h->ben = worker(h, "Ben Worker", h->ben_herself);
	h->cleo = worker(h, "Cleo Head", said_of(0));
	h->kit = worker(h, "Kit Near", said_of(0));
	h->ann_works = works(h, h->ann, h->bell, "2024-04-01", NULL);
	works(h, h->kit, h->bell, "2024-04-01", NULL);
	SAYS(&h->g, .kind = "interest", .json = "{\"what\":\"kin\"}",
	     .about = TEXT_OF(h, "child %lld, worker %lld", (long long)h->bell.n, (long long)h->kit.n));
}

void inhabited_make(test_area *t, inhabited *ret)
{
	*ret = (inhabited){ .t = t, .a = &t->arena };
	assert_ok(t, hash_start());
	ret->settings = settings_initial(ret->a);
	ret->settings.db = t->address;
	ret->settings.keys = str_of(t->folder);
	ret->now = clock_now();
	make_area(ret);
	open_area(ret);
	ret->today = zone_day(area_zone(ret->area), ret->now);
	people_move_in(ret);
}

void inhabited_end(inhabited *h)
{
	close_area(h);
}

void inhabited_again(inhabited *h)
{
	close_area(h);
	open_area(h);
}

void phrase_is_own(inhabited *h, const char *name)
{
	db *d;
	assert_ok(h->t, own_begin(h->area, h->a, &d));
	assert_ok(h->t, own_end(h->area, db_run(d, SQL("UPDATE sign_in SET given = NULL WHERE name = $1"), ARGS(ARG(str_of(name))), NULL)));
}

viewer viewing(inhabited *h, role_set roles, record_id by)
{
	viewer v;
	assert_ok(h->t, viewer_of(h->d, h->a, 1, S("a sign-in"), roles, by, &v));
	return v;
}

viewer viewing_administrator(inhabited *h)
{
	return viewing(h, ROLE_ADMINISTRATOR, (record_id){ 0 });
}

reading reads(inhabited *h, const viewer *by)
{
	return (reading){ .area = h->area, .db = h->d, .a = h->a, .practice = h->g.p, .who = by, .now = h->now,
		          .today = h->today, .because = S("a test") };
}
