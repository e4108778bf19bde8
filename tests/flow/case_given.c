/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What holds before anybody speaks: children, workers, who works with whom. Written by the program itself. */
#include "flow/case.h"

named *named_as(play *p, str name)
{
	for (size_t i = 0; i < p->names.n; i++)
		if (str_eq(p->names.at[i].name, name)) return &p->names.at[i];
	return NULL;
}

static bool wrong(play *p, const char *why)
{
	reply(p, str_of(why));
	return false;
}

static void set_text(play *p, values *v, const char *field_name, str text)
{
	if (text.n) value_from_text(p->a, area_zone(p->area), kind_field(v->k, str_of(field_name)), text, values_of(v, str_of(field_name)));
}

static bool append(play *p, const values *v, const entry_head *head, record_id *ret)
{
	writer w = journal_job_writer(area_journal(p->area), area_zone(p->area));
	problems bad = { 0 };
	seq s;
	bool forked;
	err e = journal_append(&w, v->k, v, head, p->a, &s, &forked, &bad);
	for (size_t i = 0; i < bad.n; i++) reply(p, bad.at[i].message);
	if (e != OK && bad.n == 0) reply(p, str_of(err_name(e)));
	*ret = (record_id){ s.n };
	return e == OK;
}

static bool know(play *p, str name, record_id id, role_set roles)
{
	if (named_as(p, name)) return wrong(p, "this name is taken already");
	PUSH(p->a, &p->names, ((named){ .name = name, .record = id, .speaks = roles != 0, .roles = roles }));
	return true;
}

static bool given_person(play *p, str name, str born, bool child, record_id *ret)
{
	values v = values_make(p->a, practice_kind(p->practice, S("person")));
	str surname, given = str_cut(name, ' ', &surname);
	set_text(p, &v, "given", given);
	set_text(p, &v, "surname", surname);
	set_text(p, &v, "born", born);
	if (child) set_text(p, &v, "child", S("yes"));
	return append(p, &v, &(entry_head){ 0 }, ret);
}

/* «child Asha Bell, born 2019-03-05», «person Rose Bell» */
static bool given_child(play *p, str rest, bool child)
{
	str more, name = str_trim(str_cut(rest, ',', &more));
	record_id r;
	more = str_trim(more);
	if (more.n && !str_starts(more, S("born "))) return wrong(p, "after a comma only «born DAY» is understood");
	return given_person(p, name, str_from(more, 5), child, &r) && know(p, name, r, 0);
}

/* «worker Dana Okafor, practitioner, Northgate Health»: a worker, and the person that the worker is («Dana Okafor's person»). */
static bool given_worker(play *p, str rest)
{
	str name = str_trim(str_cut(rest, ',', &rest)), role_word = str_trim(str_cut(rest, ',', &rest)), agency = str_trim(rest);
	values v = values_make(p->a, practice_kind(p->practice, S("worker")));
	entry_head head = { 0 };
	role as;
	record_id herself, r;
	if (!role_of(role_word, &as)) return wrong(p, "a worker needs a role: practitioner, manager, partner ...");
	if (as == ROLE_ADMINISTRATOR) return know(p, name, (record_id){ 0 }, (role_set)as);
	if (!given_person(p, name, STR_NONE, false, &herself)) return false;
	PUSH(p->a, &head.about, ((entry_link){ S("person"), herself }));
	if (agency.n) {
		named *of = named_as(p, agency);
		if (!of) return wrong(p, "this agency was not given");
		PUSH(p->a, &head.about, ((entry_link){ S("agency"), of->record }));
	}
	set_text(p, &v, "name", name);
	buf person = BUF(p->a);
	buf_str(&person, name);
	buf_lit(&person, "'s person");
	return append(p, &v, &head, &r) && know(p, name, r, (role_set)as) && know(p, buf_view(&person), herself, 0);
}

/* «Dana Okafor works with Asha Bell since 2024-01-01» */
static bool given_works_with(play *p, str by, str rest)
{
	ptrdiff_t since = str_find(rest, S(" since "));
	if (since < 0) return wrong(p, "say since when: «... since 2024-01-01»");
	named *worker = named_as(p, by), *child = named_as(p, str_first(rest, (size_t)since));
	if (!worker || !child) return wrong(p, "the worker and the child must be given first");
	values v = values_make(p->a, practice_kind(p->practice, S("works_with")));
	entry_head head = { 0 };
	record_id r;
	PUSH(p->a, &head.about, ((entry_link){ S("child"), child->record }));
	PUSH(p->a, &head.about, ((entry_link){ S("worker"), worker->record }));
	set_text(p, &v, "as", S("lead"));
	set_text(p, &v, "from", str_from(rest, (size_t)since + 7));
	head.happened = values_of(&v, S("from"))->on;
	return append(p, &v, &head, &r);
}

/* «agency Northgate Health»: any kind whose records are called by their field `name`. */
static bool given_named(play *p, const kind *k, str name)
{
	values v = values_make(p->a, k);
	record_id r;
	if (!kind_field(k, S("name"))) return wrong(p, "only kinds with a field «name» can be given so");
	set_text(p, &v, "name", name);
	return append(p, &v, &(entry_head){ 0 }, &r) && know(p, name, r, 0);
}

bool play_given(play *p, str what)
{
	if (str_starts(what, S("today is "))) return day_read(str_from(what, 9), &p->today) || wrong(p, "write the day as 2024-06-01");
	if (!str_starts(what, S("given "))) return wrong(p, "nobody says this: «given ...», «today is DAY», or «NAME: ...»");
	str rest = str_from(what, 6);
	ptrdiff_t works = str_find(rest, S(" works with "));
	if (works > 0) return given_works_with(p, str_first(rest, (size_t)works), str_from(rest, (size_t)works + 12));
	str first = str_cut(rest, ' ', &rest);
	if (str_eq(first, S("child"))) return given_child(p, rest, true);
	if (str_eq(first, S("person"))) return given_child(p, rest, false);
	if (str_eq(first, S("worker"))) return given_worker(p, rest);
	const kind *k = practice_kind(p->practice, first);
	return k ? given_named(p, k, rest) : wrong(p, "given what? child, person, worker, or a kind with a name");
}
