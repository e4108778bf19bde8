/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "support/writing.h"

#include "base/file.h"

#include <stdio.h>

enum { SOURCE_MAX_BYTES = 1024 * 1024 };

static const char said_yaml[] = "- kind: said\n"
				"  label: What the child said\n"
				"  about: {child: 1..n}\n"
				"  stage: heard\n"
				"  story: \"{child} said: {words}\"\n"
				"  write: [practitioner]\n"
				"  read: [works_with_child]\n"
				"  fields:\n"
				"    - words: {type: text, required: true}\n"
				"    - how: {type: choice, of: [spoken, written, drawn]}\n"
				"    - present: {type: people}\n"
				"    - keep_from: {type: people, seal: true}\n";

err writing_practice(arena *a, writing *ret)
{
	str practice_yaml;
	findings found = { 0 };
	TRY(hash_start());
	TRY(zone_load(a, S("Europe/London"), &ret->zone));
	TRY(file_read(a, "practice/kinds.yaml", SOURCE_MAX_BYTES, &practice_yaml));
	const kind_source sources[] = {
		{ .file = S("practice/kinds.yaml"), .bytes = practice_yaml },
		{ .file = S("tests/support/writing.c"), .capability = S("said"), .bytes = str_of(said_yaml) },
	};
	err e = practice_load(a, sources, 2, &found, &ret->practice);
	for (size_t i = 0; e != OK && i < found.n; i++)
		fprintf(stderr, "%.*s:%d: %.*s\n", STR_ARG(found.at[i].file), found.at[i].line, STR_ARG(found.at[i].message));
	TRY(e);
	ret->said = practice_kind(ret->practice, S("said"));
	return OK;
}

static err make_tables(const writing *w)
{
	db *d CLEANUP(db_closep) = NULL;
	TRY(db_open(w->address, DB_CREATE, WRITING_WAIT_MS, &w->a->trail, &d));
	TRY(journal_make(d));
	return project_make(d, w->practice);
}

static err find_people(writing *w)
{
	db *d CLEANUP(db_closep) = NULL;
	ROWS(rows);
	TRY(db_open(w->address, DB_READ_ONLY, WRITING_WAIT_MS, &w->a->trail, &d));
	TRY(db_query(d, SQL("SELECT DISTINCT record FROM chain WHERE kind = 'person' ORDER BY record"), NO_ARGS, &rows));
	while (db_next(&rows)) PUSH(w->a, &w->people, ((record_id){ db_int(&rows, 0) }));
	return db_end(&rows);
}

static err add_person(writing *w, int64_t n)
{
	const kind *person = practice_kind(w->practice, S("person"));
	values v = values_make(w->a, person);
	buf name = BUF(w->a);
	buf_printf(&name, "Child%lld", (long long)n);
	*values_of(&v, S("given")) = (value){ .is = VALUE_KNOWN, .text = buf_view(&name) };
	writer as = journal_job_writer(w->journal, w->zone);
	entry_head head = { 0 };
	problems wrong = { 0 };
	bool forked;
	seq made;
	TRY(journal_append(&as, person, &v, &head, w->a, &made, &forked, &wrong));
	PUSH(w->a, &w->people, ((record_id){ made.n }));
	return OK;
}

err writing_open(arena *a, str address, const char *key_path, bool follows, writing *ret)
{
	*ret = (writing){ .a = a, .address = address, .key_path = key_path, .follows = follows };
	TRY(writing_practice(a, ret));
	TRY(make_tables(ret));
	TRY(find_people(ret));
	follower nobody = { 0 };
	ret->projector = projector_make(a, ret->practice, ret->zone);
	TRY(journal_open(address, key_path, WRITING_WAIT_MS, follows ? projector_follower(ret->projector) : nobody, &a->trail,
	                 &ret->journal));
	for (int64_t n = (int64_t)ret->people.n; n < WRITING_PEOPLE; n++) TRY(add_person(ret, n));
	return OK;
}

void writing_close(writing *w)
{
	journal_close(w->journal);
	projector_end(w->projector);
	w->journal = NULL;
	w->projector = NULL;
}

str writing_words(arena *a, int64_t n)
{
	buf b = BUF(a);
	buf_printf(&b,
	           "I told them %lld times that I want to stay at my school, and that my brother is coming too. Nobody"
	           " wrote it down, so I am saying it again.",
	           (long long)n);
	return buf_view(&b);
}

err writing_append(const writing *w, arena *a, uuid id, int64_t n, seq *ret)
{
	values v = values_make(a, w->said);
	entry_head head = { .id = id };
	record_list present = { 0 };
	problems wrong = { 0 };
	bool forked;
	PUSH(a, &head.about, ((entry_link){ S("child"), w->people.at[(size_t)n % w->people.n] }));
	PUSH(a, &present, w->people.at[(size_t)(n * 7 + 1) % w->people.n]);
	*values_of(&v, S("words")) = (value){ .is = VALUE_KNOWN, .text = writing_words(a, n) };
	*values_of(&v, S("how")) = (value){ .is = VALUE_KNOWN, .text = S("spoken") };
	*values_of(&v, S("present")) = (value){ .is = VALUE_KNOWN, .records = present };
	if (n % 10 == 0) *values_of(&v, S("keep_from")) = (value){ .is = VALUE_KNOWN, .records = present };
	writer as = journal_job_writer(w->journal, w->zone);
	return journal_append(&as, w->said, &v, &head, a, ret, &forked, &wrong);
}
