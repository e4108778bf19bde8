/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/people/allocating.h"

#include "access/allocating.h"
#include "capabilities/people/pages/caseload.h"
#include "capabilities/people/pages/end_work.h"
#include "capabilities/people/pages/of_worker.h"
#include "capabilities/people/pages/worker_person.h"
#include "web/form_page.h"
#include "web/parts.h"
#include "web/table_file.h"
#include "web/wording.h"

/* The worker of the address, by name. */
static err worker_of(request *r, record_id *ret, str *ret_name)
{
	record_id person;
	view v = access_open_none(&r->read);
	if (!param_record(r->params[0], ret)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(access_person_of_worker(&r->read, *ret, &person)); /* it is a worker */
	*ret_name = access_name(&v, *ret);
	return OK;
}

static str as_words(const request *r, const at_work *one)
{
	const kind *k = practice_kind(r->read.practice, S("works_with"));
	const field *f = k ? kind_field(k, S("as")) : NULL;
	const choice *c = f ? field_choice(f, one->as.text) : NULL;
	return c ? c->label : S("in a way that is not known");
}

static str since_words(request *r, const at_work *one)
{
	return one->from.is == VALUE_KNOWN ? when_words(r->a, area_zone(r->read.area), one->from.on) : S("a day that is not known");
}

static void send_table(request *r, const caseload_page *m, model *to)
{
	table_file t = table_begin(&r->read, LEAVES_WORKING);
	TABLE_ROW(&t, S("Name"), S("Age"), S("As"), S("Since"));
	for (size_t i = 0; i < m->children.n; i++) {
		const caseload_page_at_work *c = &m->children.at[i];
		TABLE_ROW(&t, c->name, c->age, c->as, c->since);
	}
	table_send(&t, "works-with", to);
}

err caseload_show(request *r, const view *none, model *to)
{
	record_id worker;
	caseload list = { 0 };
	caseload_page *m = TAKE(r->a, caseload_page);
	buf banner = BUF(r->a), title = BUF(r->a);
	(void)none;
	TRY(worker_of(r, &worker, &m->name));
	TRY(access_caseload(&r->read, worker, &list));
	if (request_query(r, S("ended")).n) write_notification_banner(&banner, S("It is recorded."), true);
	m->worker = worker.n;
	m->banner = controls_html(&banner);
	m->count_words = count_words(r->a, list.n, "child", "children");
	for (size_t i = 0; i < list.n; i++) {
		const at_work *one = &list.at[i];
		PUSH(r->a, &m->children, ((caseload_page_at_work){ one->works_with.n, one->name, age_words(r->a, &one->born, r->read.today),
		                                                    as_words(r, one), since_words(r, one) }));
	}
	buf_lit(&title, "Children ");
	buf_str(&title, m->name);
	buf_lit(&title, " works with");
	to->title = buf_view(&title);
	caseload_model(to, m);
	if (asks_for_table(r)) send_table(r, m, to);
	return OK;
}

/* ---- a form of a few fields of a kind */

/* The kind with these of its fields alone, `required` the first. */
static kind *some_fields(arena *a, const kind *whole, const char *const *names, size_t n, bool first_required)
{
	kind *k = TAKE(a, kind);
	*k = *whole;
	k->fields = TAKE_N(a, field, n);
	k->field_n = k->about_n = 0;
	for (size_t i = 0; i < n; i++) {
		const field *f = kind_field(whole, str_of(names[i]));
		if (!f) continue;
		k->fields[k->field_n] = *f;
		k->fields[k->field_n].at = k->field_n;
		k->fields[k->field_n].required = first_required && i == 0;
		k->field_n++;
	}
	return k;
}

static str entry_words(request *r)
{
	buf b = BUF(r->a);
	uuid_write(&b, request_entry(r));
	return buf_view(&b);
}

/* ---- ending work with a child */

static err end_work_of(request *r, record_id *ret_worker, str *ret_name, at_work *ret)
{
	record_id work;
	caseload list = { 0 };
	TRY(worker_of(r, ret_worker, ret_name));
	if (!param_record(r->params[1], &work)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(access_caseload(&r->read, *ret_worker, &list));
	for (size_t i = 0; i < list.n; i++) {
		if (list.at[i].works_with.n != work.n) continue;
		*ret = list.at[i];
		return OK;
	}
	return FAIL(&r->a->trail, E_NOT_FOUND);
}

static kind *end_fields(request *r)
{
	const kind *k = practice_kind(r->read.practice, S("works_with"));
	CHECK(k);
	return some_fields(r->a, k, (const char *const[]){ "until", "why" }, 2, true);
}

static err show_end(request *r, const problems *wrong, model *to)
{
	record_id worker;
	at_work one;
	view none = access_open_none(&r->read);
	end_work_page *m = TAKE(r->a, end_work_page);
	TRY(end_work_of(r, &worker, &m->name, &one));
	kind_form f = { .kind = end_fields(r), .view = &none, .typed = &r->form, .problems = wrong };
	m->csrf = r->session.csrf;
	m->entry = entry_words(r);
	m->worker = worker.n;
	m->record = one.works_with.n;
	m->child = one.name;
	m->as = as_words(r, &one);
	m->since = since_words(r, &one);
	m->summary = form_error_summary(r->a, &f);
	TRY(form_fields(r, &f, &m->fields));
	to->title = wrong ? S("Error: ending work with a child") : S("Ending work with a child");
	to->status = wrong ? 422 : 0;
	end_work_model(to, m);
	return OK;
}

err end_work_form(request *r, const view *none, model *to)
{
	(void)none;
	return show_end(r, NULL, to);
}

static err end_it(request *r, record_id worker, record_id work, problems *wrong)
{
	const zone *z = area_zone(r->read.area);
	kind *k = end_fields(r);
	values said = values_make(r->a, k);
	err e = values_from_form(r->a, z, k, &r->form, &said, wrong);
	if (e == OK) e = values_check(r->a, &said, wrong);
	return e == OK ? access_end_work(&r->read, worker, work, &said, request_entry(r), wrong) : e;
}

err end_work_take(request *r, const view *none, model *to)
{
	record_id worker, work;
	problems wrong = { 0 };
	(void)none;
	if (!param_record(r->params[0], &worker) || !param_record(r->params[1], &work)) return FAIL(&r->a->trail, E_NOT_FOUND);
	err e = end_it(r, worker, work, &wrong);
	if (e == E_INVALID && wrong.n) return show_end(r, &wrong, to);
	TRY(e);
	to->redirect = url_number(r->a, "/worker/", worker.n, "/children?ended=yes").text;
	return OK;
}

/* ---- which person a worker is */

static const char *const person_fields[] = { "given", "surname", "born" };

static kind *new_person(request *r)
{
	const kind *k = practice_kind(r->read.practice, S("person"));
	CHECK(k);
	return some_fields(r->a, k, person_fields, sizeof person_fields / sizeof *person_fields, false);
}

static err show_person(request *r, const problems *wrong, str number_wrong, model *to)
{
	record_id worker, person;
	view none = access_open_none(&r->read);
	worker_person_page *m = TAKE(r->a, worker_person_page);
	buf b = BUF(r->a), summary = BUF(r->a);
	TRY(worker_of(r, &worker, &m->name));
	TRY(access_person_of_worker(&r->read, worker, &person));
	kind_form f = { .kind = new_person(r), .view = &none, .typed = &r->form, .problems = wrong };
	write_input(&b, &(control){ .name = S("number"), .label = { .text = S("Number of the person’s record here, if there is one") }, .error = number_wrong,
	                            .hint = S("The local number, or the number in the record’s address. Both must be called the same."),
	                            .value = request_form(r, S("number")), .classes = S("govuk-input--width-10"), .autocomplete = S("off") });
	TRY(form_fields(r, &f, &m->fields));
	if (number_wrong.n) write_error_summary(&summary, STR_NONE, STR_NONE, &(error_link){ number_wrong, S("#number") }, 1);
	m->csrf = r->session.csrf;
	m->entry = entry_words(r);
	m->worker = worker.n;
	m->known = person.n != 0;
	m->number = controls_html(&b);
	m->summary = number_wrong.n ? controls_html(&summary) : form_error_summary(r->a, &f);
	to->title = wrong || number_wrong.n ? S("Error: which person a worker is") : S("Which person a worker is");
	to->status = wrong || number_wrong.n ? 422 : 0;
	worker_person_model(to, m);
	return OK;
}

err worker_person_form(request *r, const view *none, model *to)
{
	(void)none;
	return show_person(r, NULL, STR_NONE, to);
}

static err take_new(request *r, record_id worker, problems *wrong)
{
	const kind *k = practice_kind(r->read.practice, S("person"));
	values typed, v = values_make(r->a, k);
	TRY(values_from_form(r->a, area_zone(r->read.area), new_person(r), &r->form, &typed, wrong));
	for (size_t i = 0; i < typed.k->field_n; i++) *values_of(&v, typed.k->fields[i].name) = typed.at[i];
	*values_of(&v, S("child")) = (value){ .is = VALUE_KNOWN, .yes = false };
	bool named = values_get(&v, S("given"))->is == VALUE_KNOWN && values_get(&v, S("surname"))->is == VALUE_KNOWN;
	if (!named) PUSH(r->a, wrong, ((problem){ .where = &typed.k->fields[0], .message = S("Write the given names and the surname, or the number above.") }));
	return named ? access_worker_is_new(&r->read, worker, &v, request_entry(r), wrong) : E_INVALID;
}

err worker_person_take(request *r, const view *none, model *to)
{
	record_id worker;
	problems wrong = { 0 };
	str number = str_trim(request_form(r, S("number")));
	(void)none;
	if (!param_record(r->params[0], &worker)) return FAIL(&r->a->trail, E_NOT_FOUND);
	err e = number.n ? access_worker_is(&r->read, worker, number, request_entry(r)) : take_new(r, worker, &wrong);
	if (number.n && e == E_NOT_FOUND) return show_person(r, NULL, S("There is no person of this name with that number."), to);
	if (number.n && e == E_INVALID) return show_person(r, NULL, S("That is the record of a child."), to);
	if (e == E_INVALID && wrong.n) return show_person(r, &wrong, STR_NONE, to);
	TRY(e);
	to->redirect = url_number(r->a, "/record/", worker.n, "?recorded=yes").text;
	return OK;
}

/* ---- the way there */

err of_worker_panel(request *r, const view *v, html *ret)
{
	record_id id, person;
	record rec;
	*ret = HTML("");
	if (v->child.n || !(r->read.who->roles & ROLE_MANAGER) || !param_record(r->params[0], &id)) return OK;
	TRY(access_record(v, id, &rec));
	if (!str_eq(rec.kind->name, S("worker"))) return OK;
	TRY(access_person_of_worker(&r->read, id, &person));
	of_worker_page m = { .worker = id.n, .name = access_name(v, id), .person = person.n != 0 };
	*ret = of_worker_as_html(r->a, &m);
	return OK;
}
