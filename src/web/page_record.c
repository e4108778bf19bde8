/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One record: what it says, all that was ever written there, what followed; and correcting it. */
#include "web/files.h"
#include "web/pages.h"
#include "web/pages/one_record.h"
#include "web/panels.h"
#include "web/parts.h"
#include "web/recording.h"
#include "web/wording.h"

typedef one_record_page page_of_record;

static str written_words(const view *v, const record *rec)
{
	return instant_words(v->r->a, area_zone(v->r->area), rec->recorded);
}

static str words_of(const view *v, const record *rec, str field_name)
{
	const field *f = kind_field(rec->kind, field_name);
	return f ? value_words(v, f, &rec->values.at[f->at]) : STR_NONE;
}

/* ---- what it says now */

/* Only a text in a record of somebody listening is the child's own: one that the story quotes. */
static bool is_childs_words(const kind *k, const field *f)
{
	if (k->stage != STAGE_HEARD || f->type != FIELD_TEXT) return false;
	for (size_t i = 0; i < k->story_n; i++)
		if (k->story[i].is == PART_FIELD && k->story[i].at == f->at) return true;
	return false;
}

static void put_files(const view *v, const record *rec, const field *of, const value *from, one_record_page_record_field *to)
{
	arena *a = v->r->a;
	for (size_t i = 0; i < from->files.n; i++) {
		const file_value *f = &from->files.at[i];
		PUSH(a, &to->files, ((one_record_page_field_file){ f->name, file_address(a, rec->record, f), file_size_words(a, f),
		                                                   file_is_picture(f) && !of->closed, file_is_sound(f), f->media, of->closed }));
	}
}

static void put_fields(const view *v, const record *rec, page_of_record *m)
{
	for (size_t i = 0; i < rec->kind->field_n; i++) {
		const field *f = &rec->kind->fields[i];
		str text = value_words(v, f, &rec->values.at[i]);
		if (text.n == 0) continue;
		one_record_page_record_field one = { .name = f->name, .label = f->label, .value = text,
			                             .childs_words = is_childs_words(rec->kind, f) };
		put_files(v, rec, f, &rec->values.at[i], &one);
		PUSH(v->r->a, &m->fields, one);
	}
}

static void put_links(const view *v, const record *rec, page_of_record *m)
{
	for (size_t i = 0; i < rec->about.n; i++) {
		const entry_link *l = &rec->about.at[i];
		const about_role *as = kind_about(rec->kind, l->role);
		bool self = str_eq(l->role, S("child")) && l->record.n == v->child.n;
		if (self) continue;
		bool child = as && str_eq(as->target, S("person"));
		PUSH(v->r->a, &m->links, ((one_record_page_record_link){ as ? as->label : l->role, access_name(v, l->record), l->record.n,
		                                                          !child }));
	}
}

/* ---- all versions; two heads */

static void put_changes(const view *v, const record *now, const record *before, one_record_page_record_version *to)
{
	for (size_t i = 0; before && i < now->kind->field_n; i++) {
		const field *f = &now->kind->fields[i];
		str is = words_of(v, now, f->name), was = words_of(v, before, f->name);
		if (!str_eq(is, was)) PUSH(v->r->a, &to->changes, ((one_record_page_version_change){ f->label, was, is }));
	}
}

static void put_versions(const view *v, const records *versions, page_of_record *m)
{
	for (size_t i = 0; i < versions->n; i++) {
		const record *rec = &versions->at[i];
		one_record_page_record_version one = { .seq = rec->seq.n, .who = author_words(v, rec->author, rec->agency, rec->batch),
			                               .recorded_words = written_words(v, rec) };
		put_changes(v, rec, i + 1 < versions->n ? &versions->at[i + 1] : NULL, &one);
		PUSH(v->r->a, &m->versions, one);
	}
}

/* Which day it was is said in the header, not in a field. */
static void put_head_day(const view *v, const records *versions, const seq_list *heads, const record *rec,
                         one_record_page_record_head *to)
{
	const zone *z = area_zone(v->r->area);
	str mine = when_words(v->r->a, z, rec->happened);
	bool differs = false;
	for (size_t i = 0; i < versions->n; i++)
		for (size_t h = 0; h < heads->n; h++)
			differs = differs || (versions->at[i].seq.n == heads->at[h].n &&
			                      !str_eq(when_words(v->r->a, z, versions->at[i].happened), mine));
	if (differs) PUSH(v->r->a, &to->fields, ((one_record_page_head_field){ .name = S("happened"), .label = S("When this was"), .value = mine, .differs = true }));
}

static bool heads_differ(const view *v, const records *versions, const seq_list *heads, str field_name)
{
	str first = STR_NONE;
	bool some = false;
	for (size_t i = 0; i < versions->n; i++)
		for (size_t h = 0; h < heads->n; h++) {
			if (versions->at[i].seq.n != heads->at[h].n) continue;
			str text = words_of(v, &versions->at[i], field_name);
			if (some && !str_eq(first, text)) return true;
			first = text;
			some = true;
		}
	return false;
}

static void put_head(const view *v, const records *versions, const seq_list *heads, const record *rec, page_of_record *m)
{
	one_record_page_record_head one = { .seq = rec->seq.n, .who = author_words(v, rec->author, rec->agency, rec->batch),
		                            .recorded_words = written_words(v, rec) };
	put_head_day(v, versions, heads, rec, &one);
	for (size_t i = 0; i < rec->kind->field_n; i++) {
		const field *f = &rec->kind->fields[i];
		bool differs = heads_differ(v, versions, heads, f->name);
		str text = words_of(v, rec, f->name);
		if (text.n == 0 && !differs) continue;
		one_record_page_head_field said = { .name = f->name, .label = f->label, .value = text.n ? text : S("nothing"), .differs = differs };
		const value *is = &rec->values.at[i];
		for (size_t n = 0; n < is->files.n; n++)
			PUSH(v->r->a, &said.files, ((one_record_page_head_file){ is->files.at[n].name, file_address(v->r->a, rec->record, &is->files.at[n]) }));
		PUSH(v->r->a, &one.fields, said);
	}
	size_t differ = 0;
	for (size_t i = 0; i < one.fields.n; i++) differ += one.fields.at[i].differs;
	one.newest = m->heads.n == 0;
	m->by_parts = m->by_parts || differ > 1;
	PUSH(v->r->a, &m->heads, one);
}

/* Somebody wrote beside somebody else: what both wrote stands there. */
static err put_heads(const view *v, const records *versions, page_of_record *m)
{
	seq_list heads;
	TRY(access_heads(v, versions, &heads));
	m->forked = heads.n > 1;
	for (size_t i = 0; m->forked && i < versions->n; i++)
		for (size_t h = 0; h < heads.n; h++)
			if (versions->at[i].seq.n == heads.at[h].n) put_head(v, versions, &heads, &versions->at[i], m);
	return OK;
}

/* ---- what followed */

static bool may_write(const kind_list *writable, const kind *k)
{
	for (size_t i = 0; i < writable->n; i++)
		if (str_eq(writable->at[i]->name, k->name)) return true;
	return false;
}

static bool answers(const record *rec, record_id to)
{
	for (size_t i = 0; i < rec->about.n; i++)
		if (str_eq(rec->about.at[i].role, S("to")) && rec->about.at[i].record.n == to.n) return true;
	return false;
}

static err put_answers(request *r, const view *v, const kind *k, record_id to, one_record_page_follow *w)
{
	view list = *v;
	records all = { 0 };
	if (!k->about_child) {
		if (!(k->read.roles & r->read.who->roles)) return OK;
		TRY(access_open_list(&r->read, k, &list));
	}
	TRY(access_records(&list, k, 0, &all));
	for (size_t i = 0; i < all.n; i++) {
		if (!answers(&all.at[i], to)) continue;
		str text = all.at[i].kind->title_n ? access_name(&list, all.at[i].record) : STR_NONE;
		for (size_t f = 0; f < all.at[i].kind->field_n && text.n == 0; f++)
			text = value_words(&list, &all.at[i].kind->fields[f], &all.at[i].values.at[f]);
		buf by = BUF(r->a);
		buf_str(&by, author_words(&list, all.at[i].author, all.at[i].agency, all.at[i].batch));
		buf_lit(&by, "; written down ");
		buf_str(&by, written_words(&list, &all.at[i]));
		PUSH(r->a, &w->answers, ((one_record_page_follow_answer){ all.at[i].record.n, text.n ? text : k->label, joined_words(&list, &all.at[i], buf_view(&by)) }));
	}
	return OK;
}

static url add_address(request *r, const view *v, const kind *k, record_id to)
{
	buf name = BUF(r->a);
	str plain = k->name; /* a declared name: letters, digits and _ */
	url base = k->about_child ? url_with(r->a, url_number(r->a, "/child/", v->child.n, "/record/"), plain)
	                          : url_with(r->a, URL("/record-new/"), plain);
	buf_str(&name, base.text);
	buf_printf(&name, "?about-to=%lld", (long long)to.n);
	url ret = { STR_NONE };
	CHECK(url_local(buf_view(&name), &ret));
	return ret;
}

static err put_follow_up(request *r, const view *v, const kind *k, const follow_up *declared, record_id to, page_of_record *m)
{
	kind_list writable = { 0 };
	const kind *then = access_kind(v, k->name);
	if (!then) return OK; /* nobody had heard of it on the day that is shown */
	TRY(access_writable(v, &writable));
	one_record_page_follow w = { .label = declared ? declared->label : then->plural, .one = then->label, .add = add_address(r, v, k, to), .may_add = may_write(&writable, k) };
	TRY(put_answers(r, v, k, to, &w));
	if (declared || w.may_add || w.answers.n) PUSH(r->a, &m->followed, w);
	return OK;
}

/* What its kind is followed by; and what may stand beside any record of a child, as what the family says of it. */
static err put_follow_ups(request *r, const view *v, const record *rec, page_of_record *m)
{
	for (size_t i = 0; i < rec->kind->follow_up_n; i++) {
		const kind *k = practice_kind(r->read.practice, rec->kind->follow_ups[i].kind);
		if (k) TRY(put_follow_up(r, v, k, &rec->kind->follow_ups[i], rec->record, m));
	}
	for (size_t i = 0; v->child.n && i < practice_kind_count(r->read.practice); i++) {
		const kind *k = practice_kind_at(r->read.practice, i);
		const about_role *to = kind_about(k, S("to"));
		if (to && to->target.n == 0 && k->about_child) TRY(put_follow_up(r, v, k, NULL, rec->record, m));
	}
	return OK;
}

/* ---- the page */

static void put_place(request *r, const view *v, const kind *k, page_of_record *m)
{
	buf back = BUF(r->a);
	m->child = v->child.n;
	if (v->child.n) {
		m->name = access_name(v, v->child);
		m->back = url_number(r->a, "/child/", v->child.n, "");
		buf_lit(&back, "Back to ");
		buf_str(&back, m->name);
	} else {
		m->back = k->capability.n ? url_with(r->a, URL("/c/"), k->capability) : URL("/");
		buf_lit(&back, "Back to the list");
	}
	m->back_words = buf_view(&back);
}

static void put_banner(request *r, page_of_record *m)
{
	buf b = BUF(r->a);
	if (m->forked && request_query(r, S("recorded")).n)
		write_notification_banner(&b, S("It is recorded. Somebody else wrote here since you opened it: both stand below."), false);
	else if (request_query(r, S("recorded")).n)
		write_notification_banner(&b, S("It is recorded."), true);
	m->banner = controls_html(&b);
}

static err record_of(request *r, const view *v, record *ret)
{
	record_id id;
	if (!param_record(r->params[0], &id)) return FAIL(&r->a->trail, E_NOT_FOUND);
	return access_record(v, id, ret);
}

static bool may_correct(request *r, const view *v, const record *rec)
{
	const kind *k = practice_kind(r->read.practice, rec->kind->name);
	for (size_t i = 0; k && !rec->disposed && i < k->field_n; i++)
		if (form_offers(v, k, &k->fields[i], true)) return true;
	return false;
}

/* Of the entry that joins what two people wrote: the button pressed twice makes one. */
static str new_entry(request *r)
{
	buf b = BUF(r->a);
	uuid_write(&b, uuid_make(r->read.now));
	return buf_view(&b);
}

static err record_show(request *r, const view *v, model *to)
{
	one_record_page *m = TAKE(r->a, one_record_page);
	record rec;
	records versions = { 0 };
	TRY(record_of(r, v, &rec));
	TRY(access_versions(v, rec.record, &versions));
	bool has_day = rec.kind->about_child || rec.happened.is != WHEN_NONE;
	*m = (one_record_page){
		.record = rec.record.n, .kind = rec.kind->name, .label = rec.kind->label, .disposed = rec.disposed,
		.title = rec.kind->title_n ? access_name(v, rec.record) : rec.kind->label, .happened = rec.happened,
		.happened_words = !has_day ? STR_NONE : rec.happened.is == WHEN_NONE ? S("It is not known when this was")
		                                  : when_words(r->a, area_zone(r->read.area), rec.happened),
		.who = author_words(v, rec.author, rec.agency, rec.batch), .of_file = !rec.author.n && access_source(v, rec.batch).n,
		.recorded = rec.recorded, .recorded_words = written_words(v, &rec),
		.may_correct = may_correct(r, v, &rec),
	};
	put_place(r, v, rec.kind, m);
	TRY(put_heads(v, &versions, m));
	m->csrf = r->session.csrf;
	m->entry = new_entry(r);
	put_banner(r, m);
	put_fields(v, &rec, m);
	put_links(v, &rec, m);
	put_versions(v, &versions, m);
	TRY(put_follow_ups(r, v, &rec, m));
	TRY(panels_write(r, v, SLOT_RECORD_FOOT, &m->foot));
	to->title = m->title;
	one_record_model(to, m);
	return OK;
}

/* ---- correcting */

static err correction(request *r, const view *v, const record *rec, recording *ret)
{
	const kind *k = practice_kind(r->read.practice, rec->kind->name);
	if (!k || !may_correct(r, v, rec)) return FAIL(&r->a->trail, E_DENIED);
	*ret = (recording){ .kind = k, .view = v, .correcting = rec, .action = url_number(r->a, "/record/", rec->record.n, "/correct"),
		            .back = url_number(r->a, "/record/", rec->record.n, ""), .back_words = S("Back to what stands there"),
		            .caption = v->child.n ? access_name(v, v->child) : STR_NONE, .button = S("Record the correction") };
	if (str_eq(k->name, S("works_with"))) ret->happens_on = "from";
	return OK;
}

static err correct_form(request *r, const view *v, model *m)
{
	record rec;
	recording what;
	TRY(record_of(r, v, &rec));
	TRY(correction(r, v, &rec, &what));
	return recording_form(r, &what, m);
}

static err correct_take(request *r, const view *v, model *m)
{
	record rec;
	recording what;
	seq kept;
	bool forked;
	TRY(record_of(r, v, &rec));
	TRY(correction(r, v, &rec, &what));
	TRY(recording_take(r, &what, m, &kept, &forked));
	if (kept.n) m->redirect = url_number(r->a, "/record/", rec.record.n, "?recorded=yes").text;
	return OK;
}

const route record_routes[] = {
	{ GET, "/record/:record", .may = MAY_READ_RECORD, .page = record_show, .paper = true, .then = true, .purpose = "one record" },
	{ GET, "/record/:record/correct", .may = MAY_READ_RECORD, .page = correct_form, .purpose = "a form, to correct or add to one record" },
	{ POST, "/record/:record/correct", .may = MAY_READ_RECORD, .form = correct_take, .purpose = "a form, to correct or add to one record" },
	{ .path = NULL },
};
