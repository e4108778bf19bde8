/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Recording something: about a child, or a record that is about no child. */
#include "access/allocating.h"
#include "web/looked_first.h"
#include "web/pages.h"
#include "web/pages/answered.h"
#include "web/pages/record_choose.h"
#include "web/panels.h"
#include "web/recording.h"
#include "web/wording.h"

/* The child's own words first; then in the order of a child's journey; then what belongs to no stage of it. */
static const struct {
	stage stage;
	const char *heading;
} headings[] = {
	{ STAGE_HEARD, "What the child tells us" },
	{ STAGE_NEED, "A sign that help is needed" },
	{ STAGE_UNDERSTOOD, "Understanding what is needed" },
	{ STAGE_DECIDED, "Deciding together" },
	{ STAGE_OFFERED, "Offering help" },
	{ STAGE_RECEIVED, "Help that came" },
	{ STAGE_CHANGED, "What became different" },
	{ STAGE_ENDED, "The end of our work" },
	{ STAGE_NONE, "Around the child" },
};

static stage stage_told(const kind *k)
{
	stage told = k->stage;
	for (size_t i = 0; i < k->moment_n && told == STAGE_NONE; i++) told = k->moments[i].stage;
	return told;
}

/* What has to point to a record of whatever kind is said from that record's page: no form could offer them all. */
static bool wants_its_record(const kind *k, const entry_links *given)
{
	for (size_t i = 0; i < k->about_n; i++) {
		bool there = k->about[i].target.n > 0 || k->about[i].least == 0;
		for (size_t n = 0; n < given->n; n++) there = there || str_eq(given->at[n].role, k->about[i].role);
		if (!there) return true;
	}
	return false;
}

static err choose_page(request *r, const view *v, model *to)
{
	record_choose_page *m = TAKE(r->a, record_choose_page);
	kind_list list = { 0 };
	TRY(access_writable(v, &list));
	*m = (record_choose_page){ .child = v->child.n, .name = access_name(v, v->child) };
	for (size_t h = 0; h < sizeof headings / sizeof *headings; h++) {
		record_choose_page_stage_group group = { .heading = str_of(headings[h].heading) };
		for (size_t i = 0; i < list.n; i++) {
			const kind *k = list.at[i];
			bool offered = !k->by_program && k->about_child && !wants_its_record(k, &(entry_links){ 0 });
			if (offered && stage_told(k) == headings[h].stage)
				PUSH(r->a, &group.kinds, ((record_choose_page_kind_line){ k->name, k->label, k->guide }));
		}
		if (group.kinds.n) PUSH(r->a, &m->groups, group);
	}
	to->title = S("What do you want to record?");
	record_choose_model(to, m);
	return OK;
}

/* The kind named in the address, if the viewer may write it here. */
static err kind_of(request *r, const view *v, str name, const kind **ret)
{
	kind_list list = { 0 };
	TRY(access_writable(v, &list));
	for (size_t i = 0; i < list.n; i++)
		if (str_eq(list.at[i]->name, name) && !list.at[i]->by_program && list.at[i]->about_child == (v->child.n != 0)) {
			*ret = list.at[i];
			return OK;
		}
	bool there = practice_kind(r->read.practice, name) != NULL;
	return FAIL(&r->a->trail, there ? E_DENIED : E_NOT_FOUND);
}

static url address(request *r, const char *before, int64_t n, const char *after, str name)
{
	return url_with(r->a, url_number(r->a, before, n, after), name);
}

/* The words that a form answers: what the first text of that record says, and of a voice, as the child said it. */
static err put_answered(request *r, const view *v, recording *to)
{
	record rec;
	buf all = BUF(r->a);
	entry_links given = to->given.n ? to->given : form_links(r->a, to->kind, &r->form);
	for (size_t i = 0; i < given.n; i++) {
		err e = access_record(v, given.at[i].record, &rec);
		if (e == E_NOT_FOUND) continue;
		TRY(e);
		for (size_t f = 0; f < rec.kind->field_n; f++) {
			if (rec.kind->fields[f].type != FIELD_TEXT || rec.values.at[f].is != VALUE_KNOWN) continue;
			answered_page m = { .label = rec.kind->label, .words = value_words(v, &rec.kind->fields[f], &rec.values.at[f]),
				            .own_words = rec.kind->stage == STAGE_HEARD, .from = joined_words(v, &rec, STR_NONE) };
			answered_html(&all, &m);
			break;
		}
	}
	html above;
	TRY(panels_write(r, v, SLOT_FORM_TOP, &above));
	template_html(&all, above);
	to->answers = (html){ buf_view(&all) };
	return OK;
}

/* The links that the address gives; of a form that comes back also those that it had no choice for. */
static entry_links given_to(request *r, const kind *k)
{
	entry_links given = form_links(r->a, k, &r->query), sent = form_links(r->a, k, &r->form);
	EACH (one, sent)
		if (kind_about(k, one->role)->target.n == 0) PUSH(r->a, &given, *one);
	return given;
}

static err about_child(request *r, const view *v, recording *ret)
{
	buf back = BUF(r->a);
	const kind *k;
	TRY(kind_of(r, v, r->params[1], &k));
	buf_lit(&back, "Back to ");
	buf_str(&back, access_name(v, v->child));
	*ret = (recording){ .kind = k, .view = v, .child = v->child, .caption = access_name(v, v->child),
		            .action = address(r, "/child/", v->child.n, "/record/", k->name),
		            .back = url_number(r->a, "/child/", v->child.n, ""), .back_words = buf_view(&back), .button = S("Record it") };
	ret->given = given_to(r, k);
	return put_answered(r, v, ret);
}

static err child_form(request *r, const view *v, model *m)
{
	recording what;
	TRY(about_child(r, v, &what));
	if (wants_its_record(what.kind, &what.given)) return FAIL(&r->a->trail, E_NOT_FOUND);
	return recording_form(r, &what, m);
}

static str number_text(arena *a, int64_t n)
{
	buf b = BUF(a);
	buf_int(&b, n);
	return buf_view(&b);
}

static err child_take(request *r, const view *v, model *m)
{
	recording what;
	seq kept;
	bool forked;
	TRY(about_child(r, v, &what));
	TRY(recording_take(r, &what, m, &kept, &forked));
	if (kept.n) m->redirect = address(r, "/child/", v->child.n, "?recorded=yes&entry=", number_text(r->a, kept.n)).text;
	return OK;
}

/* ---- about no child: a person, a course */

static err about_nobody(request *r, view *v, recording *ret)
{
	const kind *k;
	*v = access_open_none(&r->read);
	TRY(kind_of(r, v, r->params[0], &k));
	bool person = str_eq(k->name, S("person"));
	*ret = (recording){ .kind = k, .view = v, .action = url_with(r->a, URL("/record-new/"), k->name),
		            .back = list_of_kind(r, k),
		            .back_words = person ? S("Back to find") : S("Back to the list"), .button = S("Record it") };
	if (person) ret->label = S("A new person");
	ret->given = form_links(r->a, k, &r->query);
	return OK;
}

static err plain_form(request *r, const view *none, model *m)
{
	view v;
	recording what;
	(void)none;
	TRY(about_nobody(r, &v, &what));
	return recording_form(r, &what, m);
}

/* Looks first; the same form sent again would find whom it has made. */
static err take_person(request *r, recording *what, model *m)
{
	looked_first l = { 0 };
	seq kept;
	bool forked, before;
	TRY(access_recorded_before(&r->read, request_entry(r), &before));
	if (!before) TRY(looked_first_ask(r, &l));
	if (l.shown) {
		what->answers = l.beside;
		what->button = S("This is a new person: record it");
		what->button_says = LOOKED_FIRST_BUTTON;
		if (!l.pressed) return recording_again(r, what, S("Nothing is recorded yet: somebody like that is here already. Look below."), m);
	}
	what->beside = looked_first_beside(r, &l);
	TRY(recording_take(r, what, m, &kept, &forked));
	if (!kept.n) return OK;
	/* Whoever recorded a person seldom works with that person: the record itself is not open to them. */
	m->redirect = S("/new-person?recorded=yes");
	return OK;
}

static err plain_take(request *r, const view *none, model *m)
{
	view v;
	recording what;
	seq kept;
	bool forked;
	(void)none;
	TRY(about_nobody(r, &v, &what));
	if (str_eq(what.kind->name, S("person"))) return take_person(r, &what, m);
	TRY(recording_take(r, &what, m, &kept, &forked));
	if (kept.n) m->redirect = url_number(r->a, "/record/", kept.n, "?recorded=yes").text;
	return OK;
}

const route record_new_routes[] = {
	{ GET, "/child/:child/record", .may = MAY_READ_CHILD, .page = choose_page, .purpose = "what there is to write down" },
	{ GET, "/child/:child/record/:kind", .may = MAY_READ_CHILD, .page = child_form, .purpose = "a form, to write something down" },
	{ POST, "/child/:child/record/:kind", .may = MAY_READ_CHILD, .form = child_take, .purpose = "a form, to write something down" },
	{ GET, "/record-new/:kind", .may = MAY_SIGNED_IN, .page = plain_form },
	{ POST, "/record-new/:kind", .may = MAY_SIGNED_IN, .form = plain_take },
	{ .path = NULL },
};
