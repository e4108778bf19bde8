/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "support/projected.h"

#include "base/file.h"

#include <stdio.h>

enum { WRITE_WAIT_MS = 5000, FILE_MOST_BYTES = 1024 * 1024 };

/* ---- kinds */

typedef LIST(old_declaration) old_declarations;

static err note_old(void *context, arena *a, const entry *e)
{
	(void)a;
	projected *g = ((void **)context)[0];
	old_declarations *list = ((void **)context)[1];
	values v;
	problems none;
	const kind *k = practice_version(g->p, e->kind, e->version);
	TRY(values_from_json(g->a, g->z, k, str_copy(g->a, e->bytes), false, &v, &none));
	PUSH(g->a, list, ((old_declaration){ values_get(&v, S("source"))->text, e->seq }));
	return OK;
}

static void print_findings(const findings *found)
{
	for (size_t i = 0; i < found->n; i++)
		printf("# %.*s:%d: %.*s; %.*s\n", STR_ARG(found->at[i].file), found->at[i].line, STR_ARG(found->at[i].message),
		       STR_ARG(found->at[i].instead));
}

const practice *practice_of_kinds(projected *g, str kinds)
{
	kind_source sources[2] = { { .file = S("practice/kinds.yaml") }, { .file = S("more.yaml"), .bytes = kinds } };
	old_declarations old = { 0 };
	findings found = { 0 };
	const practice *p = NULL;
	assert_ok(g->t, file_read(g->a, "practice/kinds.yaml", FILE_MOST_BYTES, &sources[0].bytes));
	if (g->p) assert_ok(g->t, journal_scan_declarations(g->d, (seq){ 1 }, note_old, (void *[]){ g, &old }));
	err e = practice_load_with_history(g->a, sources, 2, old.at, old.n, &found, &p);
	if (e != OK) print_findings(&found);
	assert_ok(g->t, e);
	return p;
}

static void append_declaration(projected *g, const kind *k)
{
	const kind *declaration = practice_kind(g->p, S("declaration"));
	values v = values_make(g->a, declaration);
	entry_head head = { .told = g->told };
	problems none = { 0 };
	seq s;
	bool forked;
	*values_of(&v, S("name")) = (value){ .is = VALUE_KNOWN, .text = k->name };
	*values_of(&v, S("version")) = (value){ .is = VALUE_KNOWN, .text = k->version };
	*values_of(&v, S("source")) = (value){ .is = VALUE_KNOWN, .text = k->declaration };
	assert_ok(g->t, journal_append(&g->w, declaration, &v, &head, g->a, &s, &forked, &none));
}

void declares(projected *g, str kinds)
{
	const practice *p = practice_of_kinds(g, kinds);
	for (size_t i = 0; i < practice_kind_count(p); i++) {
		const kind *k = practice_kind_at(p, i), *before = practice_kind(g->p, k->name);
		if (!before || !str_eq(before->version, k->version)) append_declaration(g, k);
	}
	g->p = p;
}

/* ---- the area */

void projected_make(test_area *t, str kinds, projected *ret)
{
	*ret = (projected){ .t = t, .a = &t->arena };
	projected *g = ret;
	assert_ok(t, zone_load(g->a, S("Europe/London"), &g->z));
	g->d = test_open(t, DB_CREATE);
	assert_ok(t, journal_make(g->d));
	g->p = practice_of_kinds(g, kinds);
	assert_ok(t, project_make(g->d, g->p));
	g->pr = projector_make(g->a, g->p, g->z);
	assert_ok(t, journal_open(t->address, test_path(t, "key"), WRITE_WAIT_MS, projector_follower(g->pr), &t->trail, &g->j));
	g->w = journal_job_writer(g->j, g->z);
	for (size_t i = 0; i < practice_kind_count(g->p); i++) append_declaration(g, practice_kind_at(g->p, i));
}

void projected_end(projected *g)
{
	journal_closep(&g->j);
	projector_endp(&g->pr);
	db_closep(&g->d);
}

/* ---- entries */

static entry_links links_of(projected *g, str about)
{
	entry_links list = { 0 };
	while (about.n) {
		str rest = str_trim(str_cut(about, ',', &about));
		entry_link l = { .role = str_cut(rest, ' ', &rest) };
		assert_true(str_to_int(rest, &l.record.n));
		PUSH(g->a, &list, l);
	}
	return list;
}

static void print_problems(const problems *list)
{
	for (size_t i = 0; i < list->n; i++)
		printf("# %.*s %.*s: %.*s\n", STR_ARG(list->at[i].about),
		       STR_ARG(list->at[i].where ? list->at[i].where->name : STR_NONE), STR_ARG(list->at[i].message));
}

int64_t says(projected *g, said what)
{
	const kind *k = practice_kind(g->p, str_of(what.kind));
	values v;
	problems wrong = { 0 };
	entry_head head = { .record = { what.record }, .about = links_of(g, str_of(what.about)), .told = g->told };
	seq s = { 0 };
	bool forked;
	assert_non_null(k);
	assert_ok(g->t, values_from_json(g->a, g->z, k, str_of(what.json ? what.json : "{}"), false, &v, &wrong));
	if (what.happened) assert_true(when_read(g->z, str_of(what.happened), &head.happened));
	if (what.after) PUSH(g->a, &head.after, (seq){ what.after });
	else if (what.record) assert_ok(g->t, journal_heads(g->d, g->a, head.record, &head.after));
	err e = journal_append(&g->w, k, &v, &head, g->a, &s, &forked, &wrong);
	if (e != OK) print_problems(&wrong);
	assert_ok(g->t, e);
	return s.n;
}

void disposes(projected *g, const int64_t *seqs, size_t n)
{
	seq_list list = { 0 };
	problems wrong = { 0 };
	seq s;
	for (size_t i = 0; i < n; i++) PUSH(g->a, &list, (seq){ seqs[i] });
	err e = journal_dispose(&g->w, practice_kind(g->p, S("disposal")), list.at, list.n, S("kept long enough"), g->a, &s, &wrong);
	if (e != OK) print_problems(&wrong);
	assert_ok(g->t, e);
}

/* ---- rows */

typedef struct {
	buf out;
	str begins, part;
} collecting;

static err collect(void *context, str text)
{
	collecting *c = context;
	if (!str_starts(text, c->begins) || str_find(text, c->part) < 0) return OK;
	buf_str(&c->out, text);
	buf_char(&c->out, '\n');
	return OK;
}

str dump_of(projected *g, db *d)
{
	collecting c = { .out = BUF(g->a) };
	assert_ok(g->t, project_dump(d, g->p, collect, &c));
	return buf_view(&c.out);
}

str rows_of(projected *g, const char *table, const char *part)
{
	buf begins = BUF(g->a);
	buf_printf(&begins, "[\"%s\",", table);
	collecting c = { .out = BUF(g->a), .begins = buf_view(&begins), .part = str_of(part) };
	assert_ok(g->t, project_dump(g->d, g->p, collect, &c));
	return buf_view(&c.out);
}
