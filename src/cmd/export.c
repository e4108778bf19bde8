/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark export cin: the census of a year. Every child's look is in the read log before the child is in the file. */
#include "base/clock.h"
#include "base/file.h"
#include "cmd/cin.h"

#include <stdlib.h>

enum { CHILDREN_A_TIME = 500 };

typedef struct {
	str local_id;
	record_id record;
} listed_child;

typedef struct {
	content *in;
	cin_map map;
	cin_return r;
	LIST(listed_child) children;
	int64_t written, left_out;
	day known_on; /* where r.at is not now */
	bool reconciles;
	cin_return before; /* of the year before, known when this one is */
	buf table;
} cin_export;

/* ---- whom */

static int by_local_id(const void *x, const void *y)
{
	const listed_child *a = x, *b = y;
	int ids = str_cmp(a->local_id, b->local_id);
	return ids ? ids : (a->record.n > b->record.n) - (a->record.n < b->record.n);
}

/* A child that the area has a record of, by the record that stands for it. */
static err note_person(cin_export *x, arena *a, seq s)
{
	entry e;
	values v;
	record_id stands;
	problems odd = { 0 };
	TRY(journal_entry(x->r.db, a, s, &e));
	const kind *k = e.disposed ? NULL : practice_version(x->map.practice, e.kind, e.version);
	if (!k) return OK;
	TRY(values_from_json(a, x->map.zone, k, e.bytes, false, &v, &odd));
	const value *child = values_get(&v, S("child")), *number = values_get(&v, S("local_id"));
	if (!child || child->is != VALUE_KNOWN || !child->yes) return OK;
	TRY(project_person(x->r.db, e.record, x->r.at, &stands));
	if (stands.n != e.record.n) return OK;
	str id = number ? str_copy(x->in->c->a, number->text) : STR_NONE;
	if (id.n) PUSH(x->in->c->a, &x->children, ((listed_child){ id, e.record }));
	else x->left_out++;
	return OK;
}

static err list_children(cin_export *x)
{
	ARENA(all);
	ARENA(one);
	seq_list people;
	TRY(project_known(x->r.db, &all, x->map.practice, S("person"), x->r.at, &people));
	for (size_t i = 0; i < people.n; i++) {
		arena_reset(&one);
		TRY(note_person(x, &one, people.at[i]));
	}
	if (x->children.n) qsort(x->children.at, x->children.n, sizeof *x->children.at, by_local_id);
	return OK;
}

/* ---- the header */

static void put(arena *a, census_group *g, const char *element, str text)
{
	if (!text.n) return;
	const census_element *is = census_element_of(CENSUS_HEADER, str_of(element));
	if (is) PUSH(a, &g->values, ((census_value){ .is = is, .text = text }));
}

static void header_as_received(arena *a, census_group *g, str head)
{
	while (head.n) {
		str line = str_cut(head, '\n', &head), text, name = str_cut(line, ':', &text);
		put(a, g, str_c(a, name), str_trim(text));
	}
}

/* What the newest file of that year said of itself. */
static err find_header(cin_export *x, arena *a, census_group *g)
{
	seq_list imports;
	TRY(project_known(x->r.db, a, x->map.practice, S("import"), x->r.at, &imports));
	for (size_t i = imports.n; i-- > 0 && g->values.n == 0;) {
		entry e;
		values v;
		problems odd = { 0 };
		TRY(journal_entry(x->r.db, a, imports.at[i], &e));
		const kind *k = practice_version(x->map.practice, e.kind, e.version);
		if (!k || e.disposed) continue;
		TRY(values_from_json(a, x->map.zone, k, e.bytes, false, &v, &odd));
		const value *year = values_get(&v, S("year")), *what = values_get(&v, S("what")), *head = values_get(&v, S("head"));
		if (year && what && head && str_eq(year->text, x->r.year) && str_eq(what->text, S("cin")))
			header_as_received(a, g, head->text);
	}
	return OK;
}

static void header_of_area(cin_export *x, arena *a, census_group *g)
{
	buf until = BUF(a), now = BUF(a);
	buf_str(&until, x->r.year);
	buf_lit(&until, "-03-31");
	instant made = x->in->read.now; /* the return of a past day is the same whenever it is made */
	if (x->r.at.n != PROJECT_NOW.n) made = zone_instant(area_zone(x->in->area), day_add(x->known_on, 1), 0);
	when_write(&now, (when){ .is = WHEN_INSTANT, .at = made, .on = x->in->read.today });
	put(a, g, "Collection", S("CIN"));
	put(a, g, "Year", x->r.year);
	put(a, g, "ReferenceDate", buf_view(&until));
	put(a, g, "SourceLevel", S("L"));
	put(a, g, "LEA", cmd_option(x->in->c, "authority"));
	put(a, g, "SoftwareCode", S("Waymark"));
	put(a, g, "SerialNo", S("001"));
	put(a, g, "DateTime", str_first(buf_view(&now), 19));
}

static err write_header(cin_export *x)
{
	ARENA(a);
	census_group header = { .is = CENSUS_HEADER };
	TRY(find_header(x, &a, &header));
	if (!header.values.n) header_of_area(x, &a, &header);
	buf b = BUF(&a);
	census_write_header(&b, &header);
	cmd_print(x->in->c, buf_view(&b));
	return OK;
}

/* ---- the children */

static err write_child(cin_export *x, arena *a, const listed_child *listed, buf *b, look_list *looks)
{
	record_list same;
	record_id child = listed->record;
	cin_stood now, before;
	const reading *r = &x->in->read;
	TRY(project_same_person(x->r.db, a, child, x->r.at, &same));
	TRY(cin_child_group(&x->r, a, &same, &now));
	if (x->reconciles) {
		TRY(cin_child_group(&x->before, a, &same, &before));
		cin_reconcile_row(&x->table, listed->local_id, &now, &before);
	}
	if (!now.group && !x->reconciles) return OK;
	if (now.group) census_write_child(b, now.group);
	x->written += now.group != NULL;
	str name = r->who->worker.n ? STR_NONE : r->who->name;
	PUSH(a, looks, ((look){ .at = r->now, .worker = r->who->worker, .child = child, .outcome = LOOK_PRINTED,
	                        .purpose = r->because.n ? r->because : S("waymark export cin"), .text = name }));
	return OK;
}

static err write_children(cin_export *x)
{
	ARENA(a);
	for (size_t i = 0; i < x->children.n;) {
		arena_reset(&a);
		buf b = BUF(&a);
		look_list looks = { 0 };
		for (size_t n = 0; n < CHILDREN_A_TIME && i < x->children.n; n++, i++)
			TRY(write_child(x, &a, &x->children.at[i], &b, &looks));
		TRY(readlog_write(area_readlog(x->in->area), looks.at, looks.n));
		cmd_print(x->in->c, buf_view(&b));
		cmd_progress(x->in->c, (int64_t)i, (int64_t)x->children.n);
	}
	return OK;
}

static err write_all(cin_export *x)
{
	ARENA(a);
	buf b = BUF(&a);
	TRY(list_children(x));
	TRY(write_header(x));
	TRY(write_children(x));
	census_write_end(&b);
	cmd_print(x->in->c, buf_view(&b));
	return OK;
}

static cin_return return_of(const cin_export *x, int64_t year, seq at)
{
	buf text = BUF(x->in->c->a);
	cin_return r = { .map = &x->map, .db = x->in->db, .at = at };
	buf_int(&text, year);
	r.year = buf_view(&text);
	CHECK(day_make((int)year - 1, 4, 1, &r.from) && day_make((int)year, 3, 31, &r.until));
	return r;
}

/* Beside the return, once it is whole. */
static int write_table(cin_export *x)
{
	cmd *c = x->in->c;
	const char *path = str_c(c->a, cmd_option(c, "reconcile"));
	if (!x->reconciles) return CMD_DONE;
	err e = file_write(c->a, path, buf_view(&x->table), 0600);
	return e == OK ? CMD_DONE : cmd_could_not(c, e, "write the table of who is in the return", "Does its folder exist, and is there room?");
}

static int export_run(cmd *c)
{
	CONTENT(in);
	int64_t year;
	str known_on = cmd_option(c, "known-on");
	cin_export x = { .in = &in };
	if (!cmd_option_int(c, "year", 2009, 2100, 0, &year)) return CMD_COULD_NOT;
	if (known_on.n && !day_read(known_on, &x.known_on)) return cmd_say(c, "--known-on: there is no such day; write it as 2026-03-31");
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	if (!in.who.measuring && !(in.who.roles & ROLE_MANAGER))
		return cmd_say(c, "%.*s may not make a return: a manager may", STR_ARG(in.who.name));
	status = content_go_through(&in);
	if (status != CMD_DONE) return status;
	cin_map_make(in.read.practice, area_zone(in.area), &x.map);
	seq at = PROJECT_NOW;
	err e = known_on.n ? project_position(in.db, area_zone(in.area), x.known_on, &at) : OK;
	x.r = return_of(&x, year, at);
	x.before = return_of(&x, year - 1, at);
	x.reconciles = cmd_has_option(c, "reconcile");
	x.table = BUF(c->a);
	cin_reconcile_head(&x.table);
	if (e == OK) e = write_all(&x);
	if (e != OK) return cmd_could_not(c, e, "write the census", "The file is not whole: do not send it. waymark verify checks the database.");
	status = write_table(&x);
	if (status != CMD_DONE) return status;
	if (x.left_out)
		cmd_say(c, "%lld children have no local number, and so are not in it", (long long)x.left_out);
	return x.left_out ? CMD_FINDINGS : CMD_DONE;
}

const command command_export[] = {
	{ .name = "export cin", .takes = TAKES_CONTENT, .run = export_run,
	  .options = (const option[]){ { .name = "year", .value = "YEAR", .help = "the year in which it ends: 2026 for April 2025 to March 2026", .required = true },
	                               { .name = "known-on", .value = "DAY", .help = "as it was known at the end of that day" },
	                               { .name = "reconcile", .value = "FILE", .help = "a table beside it: who is in, who is not and why, and the year before" },
	                               { .name = "authority", .value = "NNN", .help = "number of the local authority, where no file of the year said it" },
	                               { .name = "out", .value = "FILE", .help = "where to (standard output)", .letter = 'o' },
	                               { 0 } },
	  .help = "write the children-in-need census of a year",
	  .more = "In it are the referrals of the year and those that were open at its start, and whatever a census file of that year\n"
	          "held. In an area with sign-ins a manager makes it, with --as NAME --because REASON; each child in it is in the read\n"
	          "log as printed. The return of a past day can be made again with --known-on DAY: nothing that was written later is in it.\n"
	          "Ends with 1 where children had to be left out." },
	{ 0 },
};
