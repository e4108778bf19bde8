/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Opening: the only place that makes views. Refusals are noted as looks are. */
#include "access/rights.h"

void look_note(reading *r, look l)
{
	/* Administrators of the system have no record of their own to be named by. */
	if (l.text.n == 0 && r->who->worker.n == 0 && !r->who->measuring) l.text = r->who->name;
	for (size_t i = 0; i < r->looks.n; i++) {
		const look *seen = &r->looks.at[i];
		bool same = seen->child.n == l.child.n && seen->record.n == l.record.n && seen->outcome == l.outcome;
		if (same && str_eq(seen->text, l.text)) return;
	}
	l.at = r->now;
	l.worker = r->who->worker;
	if (l.purpose.n == 0) l.purpose = r->because;
	PUSH(r->a, &r->looks, l);
}

static err refuse(reading *r, record_id child, record_id in, str purpose)
{
	look_note(r, (look){ .child = child, .record = in, .outcome = LOOK_REFUSED, .purpose = purpose });
	return FAIL(&r->a->trail, E_DENIED);
}

static view make_view(reading *r, seq at, const kept_entries *kept)
{
	view v = { .r = r, .at = at, .proof = TAKE(r->a, struct view_proof) };
	v.proof->kept = *kept;
	return v;
}

/* ---- a child */

static record_list without_hidden(reading *r, const record_list *same, const kept_entries *kept)
{
	record_list left = { 0 };
	for (size_t i = 0; i < same->n; i++)
		if (!seal_hides(kept, (seq){ 0 }, same->at[i])) PUSH(r->a, &left, same->at[i]);
	return left;
}

static record_list in_both(reading *r, const record_list *one, const record_list *other)
{
	record_list both = { 0 };
	for (size_t i = 0; i < one->n; i++)
		if (records_hold(other, one->at[i])) PUSH(r->a, &both, one->at[i]);
	return both;
}

err may_open(reading *r, const record_list *same, bool *ret_works)
{
	bool works = false, interest = false;
	if (!is_staff(r->who)) return E_DENIED;
	if (!r->who->measuring) {
		TRY(works_with(r, same, &works));
		TRY(has_interest(r, same, &interest));
		if (!works || interest) return E_DENIED;
	}
	*ret_works = works;
	return OK;
}

/* The child as who could read then saw it. E_NOT_FOUND it was not there, or not to be read. */
static err seen_then(reading *now, record_id id, seq at, view **ret)
{
	reading *r;
	kept_entries kept;
	TRY(then_reading(now, at, &r));
	TRY(seal_read(r, &kept));
	view *v = TAKE(r->a, view);
	*v = make_view(r, at, &kept);
	TRY(project_same_person(r->db, r->a, id, at, &v->same));
	TRY(project_person(r->db, id, at, &v->child));
	v->same = without_hidden(r, &v->same, &kept);
	if (!records_hold(&v->same, id)) return E_NOT_FOUND;
	err e = may_open(r, &v->same, &v->works_with);
	if (e != OK) return e == E_DENIED ? E_NOT_FOUND : e;
	*ret = v;
	return OK;
}

/* Two records that were one person then and are two now, or the other way round: only what is one in both is shown. */
static err as_known(reading *r, record_id person, seq at, const record_list *now, view *v)
{
	v->child = person;
	v->same = *now;
	if (at.n == PROJECT_NOW.n) return OK;
	view *then;
	TRY(seen_then(r, person, at, &then));
	v->same = in_both(r, &then->same, now);
	if (records_hold(&v->same, then->child)) v->child = then->child;
	v->proof->then = then;
	return OK;
}

static void write_then(const reading *r, buf *b)
{
	const zone *z = area_zone(r->area);
	buf_lit(b, ", as known on ");
	when_write_long(b, z, (when){ .is = WHEN_INSTANT, .on = r->today, .at = r->now });
	buf_lit(b, " to ");
	buf_str(b, r->who->name);
}

/* The read log says when it was as cover for somebody, and when it was a past day, as who could read then knew it. */
static err purpose_of(reading *r, const record_list *same, const view *v, str purpose, str *ret)
{
	record_id away = { 0 };
	buf b = BUF(r->a);
	*ret = purpose;
	if (!r->who->measuring) TRY(works_as_cover(r, same, &away));
	if (away.n == 0 && !v->proof->then) return OK;
	buf_str(&b, purpose.n ? purpose : r->because);
	if (away.n) {
		view none = access_open_none(r);
		buf_lit(&b, ", as cover for ");
		buf_str(&b, access_name(&none, away));
	}
	if (v->proof->then) write_then(v->proof->then->r, &b);
	*ret = buf_view(&b);
	return OK;
}

static err open_person(reading *r, record_id id, record_id in, seq at, str purpose, const kept_entries *kept, view *ret)
{
	record_list same;
	record_id person = id; /* a record that is a person alone stands for it */
	view v = make_view(r, at, kept);
	TRY(project_same_person(r->db, r->a, id, PROJECT_NOW, &same));
	if (same.n > 1) TRY(project_person(r->db, id, PROJECT_NOW, &person));
	if (seal_hides(kept, (seq){ 0 }, id)) return E_NOT_FOUND;
	same = without_hidden(r, &same, kept);
	if (!records_hold(&same, person)) person = id;
	err e = may_open(r, &same, &v.works_with);
	if (e == E_DENIED) return refuse(r, person, in, purpose);
	TRY(e);
	TRY(as_known(r, at.n == PROJECT_NOW.n ? person : id, at, &same, &v));
	TRY(purpose_of(r, &same, &v, purpose, &purpose));
	look_note(r, (look){ .child = person, .record = in, .outcome = LOOK_OPENED, .purpose = purpose });
	*ret = v;
	return OK;
}

err access_open(reading *r, record_id child, seq at, str purpose, view *ret)
{
	kept_entries kept;
	TRY(seal_read(r, &kept));
	return open_person(r, child, (record_id){ 0 }, at, purpose, &kept, ret);
}

err open_own(reading *r, record_id person, const kept_entries *kept, view *ret)
{
	view v = make_view(r, PROJECT_NOW, kept);
	record_list same;
	TRY(project_same_person(r->db, r->a, person, PROJECT_NOW, &same));
	v.same = without_hidden(r, &same, kept);
	if (!records_hold(&v.same, person)) return E_NOT_FOUND;
	v.child = person;
	v.works_with = !r->who->measuring;
	*ret = v;
	return OK;
}

/* ---- a list */

static bool links_people(const kind *k)
{
	if (str_eq(k->name, S("person"))) return true;
	for (size_t i = 0; i < k->about_n; i++)
		if (str_eq(k->about[i].target, S("person")) && !str_eq(k->name, S("worker"))) return true;
	return false;
}

bool may_list(const viewer *by, const kind *k)
{
	if (by->measuring) return true;
	if (k->about_child || str_eq(k->name, S("person"))) return false;
	if ((by->roles & ROLE_ADMINISTRATOR) && links_people(k)) return false;
	return (k->read.roles & by->roles) != 0;
}

/* One of the past day is what was in the list then, for who could read it. A kind that was not declared then had no readers. */
static err list_then(reading *r, const kind *k, seq at, view *list)
{
	reading *then;
	kept_entries kept;
	TRY(then_reading(r, at, &then));
	TRY(seal_read(then, &kept));
	view *seen = TAKE(r->a, view);
	*seen = make_view(then, at, &kept);
	seen->proof->list = k;
	const kind *declared = access_kind(seen, k->name);
	if (!declared || !may_list(then->who, declared)) return E_NOT_FOUND;
	list->at = at;
	list->proof->then = seen;
	return OK;
}

static err open_list_at(reading *r, const kind *k, seq at, view *ret)
{
	kept_entries kept;
	if (!may_list(r->who, k)) return refuse(r, (record_id){ 0 }, (record_id){ 0 }, k->name);
	TRY(seal_read(r, &kept));
	view v = make_view(r, PROJECT_NOW, &kept);
	v.proof->list = k;
	if (at.n != PROJECT_NOW.n) TRY(list_then(r, k, at, &v));
	*ret = v;
	return OK;
}

err access_open_list(reading *r, const kind *k, view *ret)
{
	return open_list_at(r, k, r->then ? r->then->at : PROJECT_NOW, ret);
}

view access_open_none(reading *r)
{
	return make_view(r, PROJECT_NOW, &(kept_entries){ 0 });
}

/* ---- a record */

/* What of the record it was, its page or a file of it, is in the reason. */
static str why_record(const reading *r)
{
	return r->because.n ? r->because : S("record");
}

static void forget_refusals(look_list *looks, size_t from)
{
	size_t kept = from;
	for (size_t i = from; i < looks->n; i++)
		if (looks->at[i].outcome != LOOK_REFUSED) looks->at[kept++] = looks->at[i];
	looks->n = kept;
}

/* Through any child that it is about and the viewer may open; only where there is none, it was refused. */
static err open_about_child(reading *r, record_id id, seq at, const kept_entries *kept, view *ret)
{
	record_list children;
	err e = E_NOT_FOUND;
	size_t looks_before = r->looks.n;
	TRY(children_of_record(r, id, at, &children));
	for (size_t i = 0; i < children.n && e != OK; i++) {
		err one = open_person(r, children.at[i], id, at, why_record(r), kept, ret);
		if (one != OK && one != E_DENIED && one != E_NOT_FOUND) return one;
		if (one != E_NOT_FOUND) e = one;
	}
	if (e == OK) forget_refusals(&r->looks, looks_before);
	return e;
}

err access_open_record(reading *r, record_id id, seq at, view *ret, const kind **ret_kind)
{
	kept_entries kept;
	const kind *k;
	TRY(kind_of_record(r, id, &k));
	TRY(seal_read(r, &kept));
	if (seal_hides(&kept, (seq){ 0 }, id)) return E_NOT_FOUND;
	if (str_eq(k->name, S("person"))) TRY(open_person(r, id, id, at, why_record(r), &kept, ret));
	else if (k->about_child) TRY(open_about_child(r, id, at, &kept, ret));
	else TRY(open_list_at(r, k, at, ret));
	*ret_kind = k;
	return OK;
}
