/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "support/journalled.h"

#include "base/clock.h"

#include <stdio.h>

static const char kinds_yaml[] = "- kind: declaration\n"
				 "  label: Declaration\n"
				 "  form: no\n"
				 "  read: [everyone]\n"
				 "  write: []\n"
				 "  fields:\n"
				 "    - name: {type: line, required: true}\n"
				 "- kind: disposal\n"
				 "  label: Disposal\n"
				 "  form: no\n"
				 "  read: [everyone]\n"
				 "  write: [administrator]\n"
				 "  fields:\n"
				 "    - entries: {type: text, required: true}\n"
				 "    - reason: {type: text, required: true}\n"
				 "- kind: person\n"
				 "  label: Person\n"
				 "  read: [works_with_child]\n"
				 "  write: [practitioner]\n"
				 "  fields:\n"
				 "    - given: {type: line}\n"
				 "- kind: note\n"
				 "  label: Note\n"
				 "  about: {child: 1..2}\n"
				 "  read: [works_with_child]\n"
				 "  write: [practitioner]\n"
				 "  fields:\n"
				 "    - words: {type: text, required: true}\n"
				 "    - with: {type: people}\n"
				 "    - paper: {type: file}\n";

static const practice *kinds(journalled *g)
{
	const practice *p = NULL;
	findings found = { 0 };
	kind_source source = { .file = S("tests/support/journalled.c"), .bytes = str_of(kinds_yaml) };
	err e = practice_load(g->a, &source, 1, &found, &p);
	for (size_t i = 0; e != OK && i < found.n; i++)
		fprintf(stderr, "line %d: %.*s %.*s\n", found.at[i].line, STR_ARG(found.at[i].message), STR_ARG(found.at[i].instead));
	assert_ok(g->t, e);
	return p;
}

static void open_journal(journalled *g, follower f)
{
	assert_ok(g->t, journal_open(g->t->address, g->key_path, JOURNALLED_WAIT_MS, f, &g->a->trail, &g->j));
	g->w = journal_job_writer(g->j, g->zone);
}

static void make(test_area *t, follower f, bool demonstration, journalled *ret)
{
	*ret = (journalled){ .t = t, .a = &t->arena, .key_path = test_path(t, "key") };
	assert_ok(t, hash_start());
	assert_ok(t, zone_load(ret->a, S("Europe/London"), &ret->zone));
	ret->practice = kinds(ret);
	ret->d = test_open(t, DB_CREATE);
	assert_ok(t, demonstration ? journal_make_demonstration(ret->d) : journal_make(ret->d));
	open_journal(ret, f);
}

void journalled_make(test_area *t, follower f, journalled *ret)
{
	make(t, f, false, ret);
}

void journalled_demonstration(test_area *t, follower f, journalled *ret)
{
	make(t, f, true, ret);
}

void journalled_end(journalled *g)
{
	journal_closep(&g->j);
	db_closep(&g->d);
}

void journalled_again(journalled *g, follower f)
{
	journal_closep(&g->j);
	open_journal(g, f);
}

static entry_head head_of(journalled *g, arena *a, const note *n)
{
	entry_head head = { .record = { n->record }, .happened = n->happened };
	if (n->id) assert_true(uuid_read(str_of(n->id), &head.id));
	if (n->child) PUSH(a, &head.about, ((entry_link){ S("child"), { n->child } }));
	for (size_t i = 0; i < 3 && n->after[i]; i++) PUSH(a, &head.after, ((seq){ n->after[i] }));
	(void)g;
	return head;
}

file_value comes_in(journalled *g, arena *a, str bytes)
{
	file_value f = { .name = str_copy(a, S("paper.txt")), .media = S("text/plain"), .digest = sha256_of(bytes), .size_bytes = (int64_t)bytes.n,
		         .place = uuid_make(clock_now()) };
	int64_t part = 0;
	for (str rest = bytes; rest.n; rest = str_from(rest, ATTACHMENT_PART_BYTES), part++) {
		assert_ok(g->t, db_begin(g->d, DB_WRITE_APART));
		assert_ok(g->t, journal_incoming_part(g->d, &f.place, part, str_first(rest, ATTACHMENT_PART_BYTES)));
		assert_ok(g->t, db_commit(g->d));
	}
	return f;
}

err journalled_note(journalled *g, arena *a, const note *n, noted *ret)
{
	const kind *k = practice_kind(g->practice, S("note"));
	values v = values_make(a, k);
	entry_head head = head_of(g, a, n);
	if (n->words) *values_of(&v, S("words")) = (value){ .is = VALUE_KNOWN, .text = str_of(n->words) };
	if (n->with) {
		value *with = values_of(&v, S("with"));
		with->is = VALUE_KNOWN;
		PUSH(a, &with->records, ((record_id){ n->with }));
	}
	if (n->file.at) {
		value *paper = values_of(&v, S("paper"));
		paper->is = VALUE_KNOWN;
		file_value whole = { .name = S("paper.txt"), .media = S("text/plain"), .digest = sha256_of(n->file),
			             .size_bytes = (int64_t)n->file.n, .bytes = n->file };
		PUSH(a, &paper->files, n->in_parts ? comes_in(g, a, n->file) : whole);
	}
	*ret = (noted){ 0 };
	return journal_append(&g->w, k, &v, &head, a, &ret->s, &ret->forked, &ret->problems);
}

int64_t notes(journalled *g, note n)
{
	noted got;
	assert_ok(g->t, journalled_note(g, g->a, &n, &got));
	return got.s.n;
}

int64_t adds_person(journalled *g, const char *name)
{
	const kind *k = practice_kind(g->practice, S("person"));
	values v = values_make(g->a, k);
	entry_head head = { 0 };
	problems wrong = { 0 };
	bool forked;
	seq s;
	*values_of(&v, S("given")) = (value){ .is = VALUE_KNOWN, .text = str_of(name) };
	assert_ok(g->t, journal_append(&g->w, k, &v, &head, g->a, &s, &forked, &wrong));
	return s.n;
}

void disposes_of(journalled *g, const int64_t *seqs, size_t n)
{
	seq list[16], made;
	problems wrong = { 0 };
	assert_true(n <= 16);
	for (size_t i = 0; i < n; i++) list[i].n = seqs[i];
	assert_ok(g->t, journal_dispose(&g->w, practice_kind(g->practice, S("disposal")), list, n, S("Rule 7: kept long enough"), g->a,
	                                &made, &wrong));
}
