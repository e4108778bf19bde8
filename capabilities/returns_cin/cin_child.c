/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One child's groups become records, with the names that their ids are made of. */
#include "capabilities/returns_cin/cin.h"

/* What is kept of one child as it is gone through. */
typedef struct {
	cin_import *in;
	str id;     /* LAchildID */
	cin_record *person;
	cin_record *episode; /* the referral whose groups are read */
	buf kept, episodes, replaced;
} child_reader;

/* ---- what does not read */

void cin_say_text(buf *b, str text)
{
	buf_lit(b, "«");
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.at[i];
		buf_char(b, c < 0x20 || c == 0x7F ? ' ' : (char)c);
	}
	buf_lit(b, "»");
}

buf *cin_unread(cin_import *in, int line, str child)
{
	buf *b = &in->said;
	in->unread++;
	cin_where(b, in->source, line);
	if (child.n) {
		buf_lit(b, "child ");
		buf_str(b, child);
		buf_lit(b, ": ");
	}
	return b;
}

static void say_value(child_reader *r, int line, str element, str text, const char *what)
{
	buf *b = cin_unread(r->in, line, r->id);
	buf_str(b, element);
	buf_char(b, ' ');
	if (text.n) {
		cin_say_text(b, text);
		buf_char(b, ' ');
	}
	buf_str(b, str_of(what));
	buf_char(b, '\n');
}

/* What no field holds stands in the child's census record, a line each, so that nothing of the file is lost. Where it is of a
 * record here, the end of that record's name says of which: the way out finds it again. */
static void keep(child_reader *r, const cin_record *of, str element, str text)
{
	buf *b = &r->kept;
	if (b->n) buf_char(b, '\n');
	if (of) {
		buf_str(b, str_from(of->name, r->person->name.n + 1));
		buf_str(b, S(CIN_KEPT_OF));
	}
	buf_str(b, element);
	buf_str(b, S(CIN_KEPT_IS));
	for (size_t i = 0; i < text.n; i++) buf_char(b, text.at[i] == '\n' ? ' ' : text.at[i]);
}

/* ---- records */

static str joined(arena *a, str x, str between, str y)
{
	buf b = BUF(a);
	buf_str(&b, x);
	buf_str(&b, between);
	buf_str(&b, y);
	return buf_view(&b);
}

static cin_record *add(child_reader *r, const kind *k, str name, int level, int line)
{
	arena *a = &r->in->chunk;
	cin_record *one = TAKE(a, cin_record);
	*one = (cin_record){ .k = k, .name = name, .level = level, .line = line, .child = r->person, .v = values_make(a, k),
		             .said = TAKE_N(a, bool, k->field_n) };
	one->shown = r->id;
	PUSH(a, &r->in->records, one);
	return one;
}

/* A day as it is kept, however it was written: xs:date may carry a time of nothing or a zone, and the flat form has days as
 * 31/12/2025. What is none is as received. */
str cin_plain_day(const cin_import *in, arena *a, str text)
{
	day on;
	value read = { 0 };
	buf b = BUF(a);
	str first = str_first(text, 10), rest = str_from(text, 10);
	bool nothing_more = str_eq(rest, S("Z")) || str_eq(rest, S("T00:00:00")) || str_eq(rest, S("T00:00:00Z")) || str_eq(rest, S(" 00:00:00"));
	if (nothing_more && day_read(first, &on)) return first;
	if (!rest.n && day_read(first, &on)) return text;
	value_from_text(a, in->map.zone, &in->map.day, text, &read);
	if (read.is != VALUE_KNOWN) return text;
	when_write(&b, read.on);
	return buf_view(&b);
}

static void put_happened(child_reader *r, cin_record *one, const census_value *v)
{
	value read = { 0 };
	value_from_text(&r->in->chunk, r->in->map.zone, &r->in->map.day, cin_plain_day(r->in, &r->in->chunk, v->text), &read);
	if (read.is == VALUE_KNOWN) {
		one->happened = read.on;
		return;
	}
	say_value(r, v->line, str_of(v->is->name), v->text, "is no day: kept as received");
	keep(r, one, str_of(v->is->name), v->text);
}

static void say_twice(child_reader *r, const census_group *g, const census_value *v)
{
	for (const census_value *before = g->values.at; before < v; before++)
		if (before->is == v->is && str_eq(before->text, v->text)) {
			say_value(r, v->line, str_of(v->is->name), v->text, "is said twice: once is kept");
			return;
		}
}

static void say_unread(child_reader *r, const census_value *v)
{
	say_value(r, v->line, str_of(v->is->name), v->text, "does not read: kept as received");
}

static void add_to_list(buf *b, str text)
{
	if (b->n) buf_lit(b, ", ");
	buf_str(b, text);
}

/* All of an element that may be said many times is one value: those that read. Where there is one of these, the others are
 * kept beside it. */
static void put_many(child_reader *r, cin_record *one, const field *f, const census_group *g, const census_value *first)
{
	arena *a = &r->in->chunk;
	buf good = BUF(a), bad = BUF(a);
	if (one->said[f->at]) return; /* the first of many took them all */
	one->said[f->at] = true;
	for (const census_value *v = first; v < g->values.at + g->values.n; v++) {
		value alone = { 0 };
		if (v->is != first->is) continue;
		say_twice(r, g, v);
		value_from_text(a, r->in->map.zone, f, v->text, &alone);
		if (alone.is == VALUE_UNREAD) say_unread(r, v);
		add_to_list(alone.is == VALUE_UNREAD ? &bad : &good, v->text);
	}
	value_from_text(a, r->in->map.zone, f, buf_view(good.n ? &good : &bad), &one->v.at[f->at]);
	for (str rest = buf_view(&bad); good.n && rest.n;)
		keep(r, one, str_of(first->is->name), str_trim(str_cut(rest, ',', &rest)));
}

static void put_field(child_reader *r, cin_record *one, const field *f, const census_value *v)
{
	arena *a = &r->in->chunk;
	value *to = &one->v.at[f->at];
	one->said[f->at] = true;
	value_from_text(a, r->in->map.zone, f, str_copy(a, f->type == FIELD_DAY ? cin_plain_day(r->in, a, v->text) : v->text), to);
	if (to->is == VALUE_UNREAD) say_unread(r, v);
}

/* What reads may still be more than the declaration allows; an import refuses nothing for it. */
static void check(child_reader *r, cin_record *one)
{
	problems wrong = { 0 };
	arena *a = &r->in->chunk;
	if (values_check(a, &one->v, &wrong) == OK) return;
	for (size_t i = 0; i < wrong.n; i++) {
		if (!wrong.at[i].where) continue;
		value *v = &one->v.at[wrong.at[i].where->at];
		if (v->is == VALUE_ABSENT) {
			*v = (value){ .is = VALUE_NOT_KNOWN };
			continue;
		}
		buf text = BUF(a);
		value_write_words(&text, r->in->map.zone, wrong.at[i].where, v);
		say_value(r, one->line, wrong.at[i].where->name, buf_view(&text), "is outside what can be: kept as received");
		*v = (value){ .is = VALUE_UNREAD, .text = v->text.n ? v->text : buf_view(&text) };
	}
}

/* ---- one group */

/* The record of that kind in this group: the group's own, or one beside it. */
static cin_record *beside(child_reader *r, const cin_place *to, cin_record *own, const census_value *v, cin_records *made)
{
	if (own && own->k == to->k) return own;
	for (size_t i = 0; i < made->n && !v->is->many; i++)
		if (made->at[i]->k == to->k) return made->at[i];
	arena *a = &r->in->chunk;
	buf name = BUF(a);
	buf_str(&name, own->name);
	buf_char(&name, '/');
	buf_str(&name, to->k->name);
	if (v->is->many) {
		int64_t n = 1;
		for (size_t i = 0; i < made->n; i++) n += str_starts(made->at[i]->name, joined(a, buf_view(&name), S(" "), v->text));
		buf_char(&name, ' ');
		buf_str(&name, v->text);
		buf_char(&name, '#');
		buf_int(&name, n);
	}
	cin_record *one = add(r, to->k, buf_view(&name), own->level + 1, v->line);
	one->episode = r->episode;
	one->enquiry = own->k == r->in->map.main[CENSUS_SECTION_47] ? own : NULL;
	one->to = own;
	PUSH(a, made, one);
	return one;
}

static void put_values(child_reader *r, cin_record *own, const census_group *g)
{
	cin_records made = { 0 };
	for (size_t i = 0; i < g->values.n; i++) {
		const census_value *v = &g->values.at[i];
		const cin_place *to = cin_place_of(&r->in->map, v->is);
		if (!to->k || !own) {
			say_value(r, v->line, str_of(v->is->name), v->text, "has no place in this area: kept as received");
			keep(r, NULL, str_of(v->is->name), v->text);
			continue;
		}
		cin_record *one = beside(r, to, own, v, &made);
		if (to->f && v->is->many) put_many(r, one, to->f, g, v);
		else if (to->f) put_field(r, one, to->f, v);
		else put_happened(r, one, v);
	}
	for (size_t i = 0; i < made.n; i++) check(r, made.at[i]);
	if (own) check(r, own);
}

/* The first element of each group is the day on which it began. */
str cin_began(cin_import *in, const census_group *g)
{
	const census_element *first = census_elements;
	while (first->group != g->is) first++;
	const census_value *v = census_value_of(g, str_of(first->name));
	return v ? cin_plain_day(in, &in->chunk, v->text) : STR_NONE;
}

/* That day as the file says it, with its number among those of the same day. */
str cin_natural_key(cin_import *in, const census_group *parent, size_t at)
{
	const census_group *g = parent->groups.at[at];
	int64_t n = 1;
	str key = cin_began(in, g);
	for (size_t i = 0; i < at; i++) {
		const census_group *before = parent->groups.at[i];
		n += before->is == g->is && str_eq(cin_began(in, before), key);
	}
	buf b = BUF(&in->chunk);
	buf_str(&b, key);
	buf_char(&b, '#');
	buf_int(&b, n);
	return buf_view(&b);
}

static cin_record *begin_group(child_reader *r, str parent_name, const census_group *parent, size_t at, int level)
{
	arena *a = &r->in->chunk;
	const census_group *g = parent->groups.at[at];
	const kind *k = r->in->map.main[g->is];
	if (!k) return NULL;
	str key = cin_natural_key(r->in, parent, at);
	cin_record *one = add(r, k, joined(a, joined(a, parent_name, S("/"), k->name), S(" "), key), level, g->line);
	one->shown = joined(a, one->shown, S(": "), joined(a, k->label, S(" "), key));
	return one;
}

/* An episode that a file lists without its end goes on, whatever a file before said: the end is taken back, if there is one. */
static void take_back_end(child_reader *r, cin_record *referral, const census_group *g)
{
	const kind *k = practice_kind(r->in->map.practice, S("closure"));
	bool ended = false;
	for (size_t i = 0; i < g->values.n; i++) ended |= cin_place_of(&r->in->map, g->values.at[i].is)->k == k;
	if (!k || !k->untold || ended) return;
	cin_record *end = add(r, k, joined(&r->in->chunk, referral->name, S("/"), k->name), 2, g->line);
	end->episode = referral;
	end->shown = referral->shown;
	end->taken_back = true;
}

/* The record has its name from another day: what is in it has names that begin with that. */
static void is_that_of(child_reader *r, cin_record *referral, str name)
{
	referral->name = name;
	if (r->replaced.n) buf_char(&r->replaced, '\n');
	buf_str(&r->replaced, str_from(name, r->person->name.n + 1 + referral->k->name.n + 1));
}

/* name: of the record that it is, where that is another than its own. */
static void read_episode(child_reader *r, const census_group *child, size_t at, str name)
{
	const census_group *g = child->groups.at[at];
	r->in->episodes++;
	r->episode = NULL;
	cin_record *referral = begin_group(r, r->person->name, child, at, 1);
	if (referral && name.n) is_that_of(r, referral, name);
	r->episode = referral;
	if (r->episodes.n) buf_char(&r->episodes, '\n');
	buf_str(&r->episodes, cin_natural_key(r->in, child, at));
	put_values(r, referral, g);
	if (referral) take_back_end(r, referral, g);
	for (size_t i = 0; i < g->groups.n; i++) {
		cin_record *own = begin_group(r, referral ? referral->name : r->person->name, g, i, 2);
		if (own) own->episode = referral;
		put_values(r, own, g->groups.at[i]);
	}
}

/* ---- the child */

static void set_text(cin_record *one, str field_name, str text)
{
	const field *f = kind_field(one->k, field_name);
	if (!f) return;
	one->said[f->at] = true;
	if (text.n) one->v.at[f->at] = (value){ .is = VALUE_KNOWN, .text = text };
}

static void add_census_child(child_reader *r)
{
	cin_import *in = r->in;
	if (!in->map.census_child) return;
	str name = joined(&in->chunk, joined(&in->chunk, r->person->name, S("/census "), in->year), S(""), STR_NONE);
	cin_record *one = add(r, in->map.census_child, name, 1, r->person->line);
	set_text(one, S("year"), in->year);
	if (!in->year.n) *values_of(&one->v, S("year")) = (value){ .is = VALUE_NOT_KNOWN };
	set_text(one, S("number"), r->id);
	set_text(one, S("authority"), in->authority);
	set_text(one, S("episodes"), buf_view(&r->episodes));
	set_text(one, S("kept"), buf_view(&r->kept));
	one->replaced = buf_view(&r->replaced);
}

static void read_oddities(child_reader *r, const census_group *child)
{
	for (size_t i = 0; i < child->oddities.n; i++) {
		const census_oddity *o = &child->oddities.at[i];
		say_value(r, o->line, o->element, o->text, o->what);
		if (o->text.n) keep(r, NULL, o->element, o->text);
	}
}

err cin_take_child(cin_import *in, const census_group *child)
{
	arena *a = &in->chunk;
	str *names = TAKE_N(a, str, child->groups.n + 1);
	child_reader r = { .in = in, .kept = BUF(a), .episodes = BUF(a), .replaced = BUF(a) };
	r.id = str_copy(a, census_value_of(child, S("LAchildID"))->text);
	in->children++;
	const kind *k = in->map.main[CENSUS_CHILD];
	r.person = add(&r, k, cin_person_name(a, in->authority, r.id), 0, child->line);
	r.person->child = NULL;
	TRY(cin_episodes_find(in, child, r.person, names));
	put_values(&r, r.person, child);
	const field *is_child = kind_field(k, S("child"));
	if (is_child) r.person->v.at[is_child->at] = (value){ .is = VALUE_KNOWN, .yes = true };
	if (is_child) r.person->said[is_child->at] = true;
	read_oddities(&r, child);
	for (size_t i = 0; i < child->groups.n; i++) read_episode(&r, child, i, names[i]);
	add_census_child(&r);
	return OK;
}
