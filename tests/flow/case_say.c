/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What somebody says, with the rights that this person has, and what the program answers. */
#include "access/sessions.h"
#include "flow/case.h"
#include "match/find.h"
#include "web/wording.h"

/* One turn: who speaks, and what they read. */
typedef struct {
	play *p;
	const turn *said;
	viewer who;
	reading r;
} speaking;

static void reply_err(play *p, err e)
{
	switch (e) {
	case OK: break;
	case E_DENIED: reply(p, S("refused")); break;
	case E_NOT_FOUND: reply(p, S("there is no such thing")); break;
	case E_INVALID: case E_CONFLICT: case E_BUSY: case E_LIMIT: case E_IO: reply(p, str_of(err_name(e))); break;
	}
}

static void reply_problems(play *p, const problems *list)
{
	for (size_t i = 0; i < list->n; i++) reply(p, list->at[i].message);
}

/* Pieces joined by what stands between the arguments. */
static str joined(arena *a, str x, const char *between, str y)
{
	buf b = BUF(a);
	buf_str(&b, x);
	buf_str(&b, str_of(between));
	buf_str(&b, y);
	return buf_view(&b);
}

/* ---- values as a scenario writes them */

static bool put_records(play *p, str text, value *ret)
{
	ret->is = VALUE_KNOWN;
	while (text.n) {
		ptrdiff_t and = str_find(text, S(" and "));
		str name = and < 0 ? text : str_first(text, (size_t)and);
		named *n = named_as(p, name);
		if (!n) return false;
		PUSH(p->a, &ret->records, n->record);
		text = and < 0 ? STR_NONE : str_from(text, (size_t)and + 5);
	}
	return true;
}

static bool put_value(play *p, const field *f, str text, value *ret)
{
	bool link = f->type == FIELD_PERSON || f->type == FIELD_PEOPLE || f->type == FIELD_RECORD;
	*ret = (value){ 0 };
	if (str_eq(text, S("not known"))) ret->is = VALUE_NOT_KNOWN;
	else if (link) return put_records(p, text, ret);
	else value_from_text(p->a, area_zone(p->area), f, text, ret);
	return ret->is != VALUE_UNREAD;
}

static bool put_values(speaking *s, values *v)
{
	for (size_t i = 0; i < s->said->values.n; i++) {
		const said_value *one = &s->said->values.at[i];
		const field *f = kind_field(v->k, one->field);
		if (f && put_value(s->p, f, one->text, &v->at[f->at])) continue;
		reply(s->p, joined(s->p->a, one->field, f ? ": this does not read: " : ": there is no such field: ", one->text));
		return false;
	}
	return true;
}

/* ---- recording and correcting */

typedef struct {
	entry_head head;
	str called;
	bool seeing_first; /* as if nobody had written since the first entry */
} clauses;

/* «about Asha Bell, on 2024-03-05, to nan, called answer»: a role and a name, a day, a name of its own. */
static bool read_clauses(speaking *s, str rest, clauses *c)
{
	play *p = s->p;
	while (rest.n) {
		str one = str_trim(str_cut(rest, ',', &rest)), of, word = str_cut(one, ' ', &of);
		if (str_eq(word, S("called"))) c->called = of;
		else if (str_eq(one, S("seeing the first"))) c->seeing_first = true;
		else if (str_eq(word, S("on"))) {
			if (!when_read(area_zone(p->area), of, &c->head.happened)) return false;
		} else {
			named *n = named_as(p, of);
			if (!n) return false;
			PUSH(p->a, &c->head.about, ((entry_link){ str_eq(word, S("about")) ? S("child") : word, n->record }));
		}
	}
	return true;
}

static err append(speaking *s, const view *v, const kind *k, values *val, clauses *c)
{
	play *p = s->p;
	problems bad = { 0 };
	writer w;
	seq at;
	bool forked;
	err e = access_writer(&s->r, k, &c->head, &w);
	if (e == OK) e = access_values(v, k, c->head.record, val);
	if (e == OK) e = values_check(p->a, val, &bad);
	if (e == OK) e = journal_append(&w, k, val, &c->head, p->a, &at, &forked, &bad);
	reply_problems(p, &bad);
	if (e != OK && !(e == E_INVALID && bad.n)) reply_err(p, e);
	if (e != OK) return e;
	reply(p, forked ? S("recorded, beside what somebody else wrote meanwhile") : S("recorded"));
	if (c->called.n) PUSH(p->a, &p->names, ((named){ .name = c->called, .record = { at.n } }));
	return OK;
}

static bool record_something(speaking *s, str rest)
{
	const kind *k = practice_kind(s->p->practice, str_trim(str_cut(rest, ',', &rest)));
	clauses c = { 0 };
	if (!k || !read_clauses(s, rest, &c)) return false;
	values v = values_make(s->p->a, k);
	view none = access_open_none(&s->r);
	if (put_values(s, &v)) (void)!append(s, &none, k, &v, &c);
	return true;
}

static bool correct(speaking *s, str rest)
{
	play *p = s->p;
	named *n = named_as(p, str_trim(str_cut(rest, ',', &rest)));
	clauses c = { 0 };
	view v;
	record rec;
	const kind *k;
	if (!n || !read_clauses(s, rest, &c)) return false;
	err e = access_open_record(&s->r, n->record, PROJECT_NOW, &v, &k);
	if (e == OK) e = access_record(&v, n->record, &rec);
	if (e == OK && !c.seeing_first) e = journal_heads(p->db, p->a, n->record, &c.head.after);
	if (e == OK && c.seeing_first) PUSH(p->a, &c.head.after, ((seq){ n->record.n }));
	if (e != OK) {
		reply_err(p, e);
		return true;
	}
	c.head.record = n->record;
	c.head.about = rec.about;
	if (c.head.happened.is == WHEN_NONE) c.head.happened = rec.happened;
	if (put_values(s, &rec.values)) (void)!append(s, &v, rec.kind, &rec.values, &c);
	return true;
}

/* ---- reading */

static err open_child(speaking *s, str name, view *ret)
{
	named *n = named_as(s->p, name);
	return n ? access_open(&s->r, n->record, PROJECT_NOW, S("a scenario"), ret) : E_NOT_FOUND;
}

static bool story(speaking *s, str name)
{
	play *p = s->p;
	view v;
	story_lines lines = { 0 };
	err e = open_child(s, name, &v);
	if (e == OK) e = access_story(&v, true, &lines);
	if (e != OK) reply_err(p, e);
	for (size_t i = 0; e == OK && i < lines.n; i++) {
		buf b = BUF(p->a);
		if (lines.at[i].happened.is == WHEN_NONE) buf_lit(&b, "no day");
		else when_write(&b, lines.at[i].happened);
		buf_char(&b, ' ');
		for (size_t k = 0; k < lines.at[i].bits.n; k++) buf_str(&b, lines.at[i].bits.at[k].text);
		reply(p, buf_view(&b));
	}
	if (e == OK && lines.n == 0) reply(p, S("nothing is recorded yet"));
	return true;
}

static bool show(speaking *s, str name)
{
	play *p = s->p;
	named *n = named_as(p, name);
	view v;
	records versions;
	seq_list heads;
	const kind *k;
	if (!n) return false;
	err e = access_open_record(&s->r, n->record, PROJECT_NOW, &v, &k);
	if (e == OK) e = access_versions(&v, n->record, &versions);
	if (e == OK) e = access_heads(&v, &versions, &heads);
	if (e != OK) reply_err(p, e);
	for (size_t i = 0; e == OK && i < versions.at[0].kind->field_n; i++) {
		str text = value_words(&v, &versions.at[0].kind->fields[i], &versions.at[0].values.at[i]);
		if (text.n) reply(p, joined(p->a, versions.at[0].kind->fields[i].label, ": ", text));
	}
	if (e == OK && heads.n > 1) reply(p, S("two people wrote at the same time"));
	return true;
}

static void reply_rows(speaking *s, const view *v, const kind *k)
{
	records list = { 0 };
	err e = access_records(v, k, 0, &list);
	if (e != OK) reply_err(s->p, e);
	for (size_t i = 0; e == OK && i < list.n; i++) {
		const record *rec = &list.at[i];
		str text = k->title_n ? access_name(v, rec->record) : STR_NONE;
		for (size_t f = 0; f < rec->kind->field_n && text.n == 0; f++)
			text = value_words(v, &rec->kind->fields[f], &rec->values.at[f]);
		reply(s->p, text);
	}
	if (e == OK && list.n == 0) reply(s->p, S("none"));
}

/* «list course», «list promise of Asha Bell» */
static bool list(speaking *s, str rest)
{
	ptrdiff_t of = str_find(rest, S(" of "));
	const kind *k = practice_kind(s->p->practice, of < 0 ? rest : str_first(rest, (size_t)of));
	view v;
	if (!k) return false;
	err e = of < 0 ? access_open_list(&s->r, k, &v) : open_child(s, str_from(rest, (size_t)of + 4), &v);
	if (e != OK) reply_err(s->p, e);
	else reply_rows(s, &v, k);
	return true;
}

static bool reply_found(speaking *s, err e, const found_list *people)
{
	if (e != OK) reply_err(s->p, e);
	for (size_t i = 0; e == OK && i < people->n; i++) reply(s->p, people->at[i].name);
	if (e == OK && people->n == 0) reply(s->p, S("nobody"));
	return true;
}

static bool find(speaking *s, str text)
{
	found_list people = { 0 };
	err e = match_find(&s->r, text, FIND_SHOWN_MOST, &people);
	return reply_found(s, e, &people);
}

static bool my_children(speaking *s, str rest)
{
	found_list people = { 0 };
	err e = access_my_children(&s->r, &people);
	return rest.n == 0 && reply_found(s, e, &people);
}

static bool nobody_holds(speaking *s, str rest)
{
	found_list people = { 0 };
	err e = access_nobody_holds(&s->r, &people);
	return rest.n == 0 && reply_found(s, e, &people);
}

static str look_words(look_outcome o)
{
	switch (o) {
	case LOOK_OPENED: return S("opened");
	case LOOK_REFUSED: return S("tried, and was refused");
	case LOOK_FOUND: return S("saw the name in a list");
	case LOOK_PRINTED: return S("printed");
	case LOOK_WROTE: return S("wrote");
	}
	return STR_NONE;
}

/* Each different line once, the newest first. */
static bool who_looked(speaking *s, str name)
{
	view v;
	looked_list list_of_looks = { 0 };
	err e = open_child(s, name, &v);
	if (e == OK) e = access_who_looked(&v, &list_of_looks);
	if (e != OK) reply_err(s->p, e);
	for (size_t i = 0; e == OK && i < list_of_looks.n; i++) {
		str line = joined(s->p->a, list_of_looks.at[i].who, " ", look_words(list_of_looks.at[i].look.outcome));
		bool there = false;
		for (size_t k = 0; k < s->p->replies.n; k++) there = there || str_eq(s->p->replies.at[k], line);
		if (!there) reply(s->p, line);
	}
	return true;
}

/* ---- what can be said */

static const struct {
	const char *words;
	bool (*run)(speaking *s, str rest);
} sayings[] = {
	{ "record ", record_something }, { "correct ", correct }, { "story of ", story },   { "show ", show },
	{ "list ", list },               { "find ", find },       { "my children", my_children },
	{ "nobody holds", nobody_holds }, { "who looked at ", who_looked },
};

bool play_say(play *p, const turn *said)
{
	named *n = named_as(p, said->who);
	speaking s = { .p = p, .said = said };
	if (!n || !n->speaks) return false;
	if (viewer_of(p->db, p->a, 1, said->who, n->roles, n->record, &s.who) != OK) return false;
	s.r = (reading){ .area = p->area, .db = p->db, .a = p->a, .practice = p->practice, .who = &s.who, .now = p->now,
		         .today = p->today, .because = S("a scenario") };
	for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++) {
		str words = str_of(sayings[i].words);
		if (!str_starts(said->what, words)) continue;
		bool understood = sayings[i].run(&s, str_from(said->what, words.n));
		return understood && readlog_write(area_readlog(p->area), s.r.looks.at, s.r.looks.n) == OK;
	}
	return false;
}
