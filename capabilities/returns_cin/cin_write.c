/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The records of some children into the journal: those that nobody has yet begin, those that are otherwise are corrected,
 * and what differs is said. */
#include "capabilities/returns_cin/cin.h"

/* ---- what is there */

/* The year of the file that an entry came with; empty where it came with none. */
static err year_of(cin_import *in, str batch_name, str *ret)
{
	seq s;
	entry import;
	values v;
	problems odd = { 0 };
	arena *a = in->c->a;
	const str *kept = map_get(&in->years, batch_name);
	if (!kept && batch_name.n) {
		str *year = TAKE(a, str);
		TRY(db_one_int(in->read->db, SQL("SELECT seq FROM chain WHERE batch = $1 AND kind = 'import' ORDER BY seq LIMIT 1"),
		               ARGS(ARG(batch_name)), &s.n));
		TRY(journal_entry(in->read->db, a, s, &import));
		const kind *k = practice_version(in->map.practice, import.kind, import.version);
		if (!k) return FAIL(&a->trail, E_IO);
		TRY(values_from_json(a, in->map.zone, k, import.bytes, false, &v, &odd));
		const value *said = values_get(&v, S("year"));
		if (said && said->is == VALUE_KNOWN) *year = said->text;
		map_put(a, &in->years, str_copy(a, batch_name), year);
		kept = year;
	}
	*ret = kept ? *kept : STR_NONE;
	return OK;
}

/* By the name of a field: a declaration may have more or fewer of them than the one that the entry was written with. */
static values in_kind(arena *a, const kind *k, const values *v)
{
	values now = values_make(a, k);
	for (size_t i = 0; i < k->field_n; i++) {
		const value *old = values_get(v, k->fields[i].name);
		if (old) now.at[i] = *old;
	}
	return now;
}

err cin_read_known(cin_import *in, const cin_record *one, cin_known *ret)
{
	arena *a = &in->chunk;
	cin_known is = { 0 };
	values v;
	problems odd = { 0 };
	TRY(journal_heads(in->read->db, a, one->record, &is.heads));
	if (is.heads.n) {
		TRY(journal_entry(in->read->db, a, is.heads.at[0], &is.newest));
		const kind *k = practice_version(in->map.practice, is.newest.kind, is.newest.version);
		if (!k) return FAIL(&a->trail, E_IO);
		TRY(values_from_json(a, in->map.zone, k, is.newest.bytes, false, &v, &odd));
		is.v = in_kind(a, one->k, &v);
		str year;
		TRY(year_of(in, is.newest.batch, &year));
		is.newer = str_cmp(year, in->year) > 0;
	}
	*ret = is;
	return OK;
}

/* ---- what differs */

static str words_of(cin_import *in, const field *f, const value *v)
{
	buf b = BUF(&in->chunk);
	if (v->is != VALUE_ABSENT) value_write_words(&b, in->map.zone, f, v);
	return buf_view(&b);
}

static void say_change(cin_import *in, const cin_record *one, const cin_known *is, str label, str before, str now)
{
	buf *b = &in->said;
	cin_where(b, in->source, one->line);
	buf_lit(b, "child ");
	buf_str(b, one->shown);
	buf_lit(b, ": ");
	buf_str(b, label);
	buf_str(b, is->newer ? S(" is ") : S(" was "));
	if (before.n) cin_say_text(b, before);
	else buf_lit(b, "not given");
	buf_str(b, is->newer ? S(", and stays so: this older file says ") : S(", is "));
	if (now.n) cin_say_text(b, now);
	else buf_lit(b, "not given");
	buf_char(b, '\n');
}

static str day_words(cin_import *in, when w)
{
	buf b = BUF(&in->chunk);
	if (w.is != WHEN_NONE) when_write(&b, w);
	return buf_view(&b);
}

/* Of a child's referrals in a census of one year, those that its later file leaves out. */
static void say_left_out(cin_import *in, const cin_record *one, const cin_known *is)
{
	const value *before = values_get(&is->v, S("episodes")), *now = values_get(&one->v, S("episodes"));
	if (!before || !now || is->newer) return;
	for (str rest = before->text; rest.n;) {
		bool listed = false;
		str key = str_cut(rest, '\n', &rest);
		for (str others = now->text; others.n && !listed;) listed = str_eq(str_cut(others, '\n', &others), key);
		for (str others = one->replaced; others.n && !listed;) listed = str_eq(str_cut(others, '\n', &others), key);
		if (listed) continue;
		buf *b = &in->said;
		cin_where(b, in->source, one->line);
		buf_lit(b, "child ");
		buf_str(b, one->shown);
		buf_lit(b, ": the referral ");
		buf_str(b, key);
		buf_lit(b, " was in a file of this year before and is not in this one: it stays\n");
	}
}

/* Whether the file decides over the field: over everything that a census can say of the record, but for a person only over
 * what it does say, as somebody here may know more. */
static bool decides(const cin_import *in, const cin_record *one, const field *f)
{
	if (one->said[f->at]) return true;
	if (one->k == in->map.main[CENSUS_CHILD]) return false;
	for (size_t i = 0; i < census_element_count; i++)
		if (in->map.at[i].k == one->k && in->map.at[i].f == f) return true;
	return one->k == in->map.census_child;
}

/* What only files said can be taken back by a file; what a person corrected since stands. */
static void take_back(cin_import *in, cin_record *one, const cin_known *is)
{
	value *back = &one->v.at[one->k->untold->at];
	for (size_t i = 0; i < one->k->field_n; i++) one->v.at[i] = is->v.at[i];
	one->happened = is->newest.happened;
	one->writes = is->newest.batch.n && !(back->is == VALUE_KNOWN && back->yes);
	*back = (value){ .is = VALUE_KNOWN, .yes = true };
	if (one->writes) say_change(in, one, is, one->k->label, day_words(in, one->happened), STR_NONE);
	one->writes &= !is->newer;
}

/* Said again, it holds again. */
static void hold_again(cin_import *in, cin_record *one, const cin_known *is)
{
	value *back = one->k->untold ? &one->v.at[one->k->untold->at] : NULL;
	if (!back || !is->newest.batch.n || back->is != VALUE_KNOWN || !back->yes) return;
	say_change(in, one, is, one->k->label, STR_NONE, day_words(in, one->happened));
	if (is->newer) return;
	*back = (value){ 0 };
	one->writes = true;
}

/* one->v becomes what the record says with this file. */
static void merge(cin_import *in, cin_record *one, const cin_known *is)
{
	for (size_t i = 0; i < one->k->field_n; i++) {
		const field *f = &one->k->fields[i];
		if (!decides(in, one, f)) {
			one->v.at[i] = is->v.at[i];
			continue;
		}
		str before = words_of(in, f, &is->v.at[i]), now = words_of(in, f, &one->v.at[i]);
		if (str_eq(before, now)) continue;
		one->writes = true;
		if (one->k != in->map.census_child) say_change(in, one, is, f->label, before, now);
		if (is->newer) one->v.at[i] = is->v.at[i];
	}
	str before = day_words(in, is->newest.happened), now = day_words(in, one->happened);
	if (one->happened.is == WHEN_NONE) one->happened = is->newest.happened;
	else if (!str_eq(before, now)) {
		one->writes = true;
		say_change(in, one, is, S("The day"), before, now);
		if (is->newer) one->happened = is->newest.happened;
	}
	if (one->k == in->map.census_child) say_left_out(in, one, is);
	hold_again(in, one, is);
	one->writes &= !is->newer;
}

/* ---- one entry */

static void add_link(arena *a, const cin_record *one, entry_head *head, str as, const cin_record *to)
{
	const about_role *in = to ? kind_about(one->k, as) : NULL;
	if (in && to->record.n && (!in->target.n || str_eq(in->target, to->k->name)))
		PUSH(a, &head->about, ((entry_link){ in->role, to->record }));
}

static uuid correction_id(cin_import *in, const cin_record *one)
{
	buf b = BUF(&in->chunk);
	buf_str(&b, one->name);
	buf_lit(&b, " in ");
	buf_str(&b, in->batch.w.batch);
	return uuid_of_name(buf_view(&b));
}

/* Two numbers of one child, or two children with one: whoever knows them joins them, a file does not. */
static err say_same_pupil(cin_import *in, const cin_record *one)
{
	cin_known is;
	cin_record there = { .k = one->k };
	const value *upn = values_get(&one->v, S("upn")), *number = NULL;
	if (!upn || upn->is != VALUE_KNOWN) return OK;
	err e = access_by_upn(in->read, upn->text, &there.record);
	if (e == OK) e = cin_read_known(in, &there, &is);
	if (e == OK && is.heads.n) number = values_get(&is.v, S("local_id"));
	if (e != OK || !number || number->is != VALUE_KNOWN) return e == E_NOT_FOUND ? OK : e;
	buf *b = &in->said;
	cin_where(b, in->source, one->line);
	buf_lit(b, "child ");
	buf_str(b, one->shown);
	buf_lit(b, ": has the UPN of the child ");
	buf_str(b, number->text);
	buf_lit(b, ", who is here already: if they are one child, join the two records\n");
	return OK;
}

/* Somebody may have recorded the child by hand: the local number says so. */
static err find_person(cin_import *in, cin_record *one)
{
	const value *number = values_get(&one->v, S("local_id"));
	err e = number && number->is == VALUE_KNOWN ? access_by_local_id(in->read, number->text, &one->record) : E_NOT_FOUND;
	return e == E_NOT_FOUND ? say_same_pupil(in, one) : e;
}

/* The record that has the name, and the id to begin it with where there is none. Whatever a file says of a child is written
 * after the child itself, in batches that nobody completed too: where nobody began the child, nothing of it need be looked for. */
static err find_record(cin_import *in, cin_record *one, uuid *ret_id)
{
	uuid first = uuid_of_name(one->name);
	*ret_id = first;
	if (one->child && one->child->unheard_of) return OK;
	if (one->looked_for) *ret_id = one->first;
	else TRY(batch_find(in->read->db, &in->chunk, one->name, &one->record, ret_id));
	if (one->record.n || one->level > 0) return OK;
	one->unheard_of = memcmp(first.at, ret_id->at, sizeof first.at) == 0;
	return find_person(in, one);
}

static err prepare(cin_import *in, cin_record *one, entry_head *ret)
{
	arena *a = &in->chunk;
	if (one->taken_back && !one->episode->known) return OK;
	entry_head head = { 0 };
	cin_known is = { 0 };
	TRY(find_record(in, one, &head.id));
	if (one->record.n) TRY(cin_read_known(in, one, &is));
	one->known = is.heads.n > 0;
	if (!one->known && one->taken_back) return OK;
	if (one->known) {
		if (one->taken_back) take_back(in, one, &is);
		else merge(in, one, &is);
		head = (entry_head){ .id = correction_id(in, one), .record = one->record, .about = is.newest.about };
		for (size_t i = 0; i < is.heads.n; i++) PUSH(a, &head.after, is.heads.at[i]);
	} else {
		one->record = (record_id){ 0 };
		one->writes = true;
		add_link(a, one, &head, S("child"), one->child);
		add_link(a, one, &head, S("episode"), one->episode);
		add_link(a, one, &head, S("enquiry"), one->enquiry);
		add_link(a, one, &head, S("to"), one->to);
	}
	head.happened = one->happened;
	*ret = head;
	return OK;
}

/* ---- many */

typedef LIST(batch_entry) batch_entries;

static err append(cin_import *in, batch_entries *list, cin_records *of)
{
	problems wrong = { 0 };
	TRY(batch_append(&in->batch, list->at, list->n, &in->chunk, &wrong));
	for (size_t i = 0; i < list->n; i++) {
		bool begins = !of->at[i]->record.n;
		if (begins) of->at[i]->record = (record_id){ list->at[i].seq.n };
		in->made += begins;
		in->corrected += !begins;
	}
	list->n = of->n = 0;
	return OK;
}

static err write_level(cin_import *in, int level)
{
	batch_entries list = { 0 };
	cin_records of = { 0 };
	for (size_t i = 0; i < in->records.n; i++) {
		cin_record *one = in->records.at[i];
		entry_head head;
		if (one->level != level) continue;
		TRY(prepare(in, one, &head));
		if (!one->writes) continue;
		PUSH(&in->chunk, &list, ((batch_entry){ .k = one->k, .v = &one->v, .head = head }));
		PUSH(&in->chunk, &of, one);
		if (list.n == BATCH_APPEND_MOST) TRY(append(in, &list, &of));
	}
	return append(in, &list, &of);
}

err cin_write(cin_import *in)
{
	err e = OK;
	for (int level = 0; level < CIN_LEVELS && e == OK; level++) e = write_level(in, level);
	if (e != OK) {
		const trail *t = &in->chunk.trail;
		return t->file ? trail_note(&in->c->a->trail, e, t->detail, t->file, t->line) : e;
	}
	cmd_print(in->c, buf_view(&in->said));
	arena_reset(&in->chunk);
	in->records = (cin_records){ 0 };
	in->said = BUF(&in->chunk);
	return OK;
}
