/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/only_about.h"

const kind *only_about_kind(const request *r)
{
	const kind *k = practice_kind(r->read.practice, S("only_about"));
	return k && (k->write.roles & r->read.who->roles) ? k : NULL;
}

/* ---- the box */

#define BOX_BEGINS S("about-only-")

static str numbered(arena *a, str begins, record_id child)
{
	buf b = BUF(a);
	buf_str(&b, begins);
	buf_int(&b, child.n);
	return buf_view(&b);
}

/* Boxes are named as links are, so that a summary of what is wrong leads to them. */
static str about_of(arena *a, record_id child)
{
	return numbered(a, S("only-"), child);
}

static str typed_for(request *r, const form_parts *typed, record_id child)
{
	return typed_text(typed, numbered(r->a, BOX_BEGINS, child), STR_NONE);
}

bool only_about_typed(request *r, const kind_form *f, record_id child)
{
	return typed_for(r, f->typed, child).n > 0;
}

html only_about_box(request *r, const kind_form *f, record_id child, str name)
{
	buf b = BUF(r->a), label = BUF(r->a);
	buf_lit(&label, "Only about ");
	buf_str(&label, name);
	control c = { .name = numbered(r->a, BOX_BEGINS, child), .label = { .text = buf_view(&label) }, .rows = 3,
		      .hint = S("It stands in this child’s record alone. Nobody reads it in the record of a brother or sister."),
		      .value = typed_for(r, f->typed, child), .error = form_problem_of(f->problems, NULL, about_of(r->a, child)) };
	write_textarea(&b, &c);
	return controls_html(&b);
}

/* ---- what stands in the boxes */

/* Whom the form is about: each once. */
static record_list children_of(request *r, const recording *what)
{
	record_list ret = { 0 };
	entry_links said = form_links(r->a, what->kind, &r->form);
	PUSH(r->a, &ret, what->child);
	EACH (link, said)
		if (str_eq(link->role, S("child")) && !records_hold(&ret, link->record)) PUSH(r->a, &ret, link->record);
	return ret;
}

/* Words for a child that is not chosen must neither be lost nor reach anybody's record. */
static void find_unchosen(request *r, const record_list *children, problems *p)
{
	EACH (part, r->form) {
		record_id child;
		bool box = str_starts(part->name, BOX_BEGINS) && param_record(str_from(part->name, BOX_BEGINS.n), &child);
		if (!box || !str_trim(part->text).n || records_hold(children, child)) continue;
		PUSH(r->a, p, ((problem){ .about = S("child"), .message = S("You wrote something only about a child that is not chosen. "
		                                                               "Choose the child, or take those words away.") }));
		return;
	}
}

/* Of the form's entry: the same form makes the same entries. */
static uuid id_beside(request *r, record_id child)
{
	buf b = BUF(r->a);
	buf_printf(&b, "only about %lld ", (long long)child.n);
	uuid_write(&b, request_entry(r));
	return uuid_of_name(buf_view(&b));
}

static err read_one(request *r, const kind *k, str words, values *ret, problems *p, record_id child)
{
	form_parts alone = { 0 };
	problems wrong = { 0 };
	typed_put(r->a, &alone, S("words"), STR_NONE, words);
	err e = values_from_form(r->a, area_zone(r->read.area), k, &alone, ret, &wrong);
	if (e == OK) e = values_check(r->a, ret, &wrong);
	EACH (one, wrong) PUSH(r->a, p, ((problem){ .about = about_of(r->a, child), .message = one->message }));
	return e;
}

err only_about_read(request *r, const recording *what, when happened, entries_beside *io, problems *p)
{
	const kind *k = only_about_kind(r);
	size_t before = p->n;
	if (!k || what->correcting || !what->child.n) return OK;
	record_list children = children_of(r, what);
	find_unchosen(r, &children, p);
	EACH (child, children) {
		str words = typed_for(r, &r->form, *child);
		entry_beside one = { .kind = k, .head = { .id = id_beside(r, *child), .happened = happened }, .as = "to" };
		if (!str_trim(words).n) continue;
		PUSH(r->a, &one.head.about, ((entry_link){ S("child"), *child }));
		err e = read_one(r, k, words, &one.values, p, *child);
		if (e != OK && e != E_INVALID) return e;
		PUSH(r->a, io, one);
	}
	return p->n > before ? E_INVALID : OK;
}
