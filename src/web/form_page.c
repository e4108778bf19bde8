/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/form_page.h"

#include "web/only_about.h"
#include "web/pages/not_known.h"
#include "web/parts.h"

enum { RADIOS_AT_MOST = 12 }; /* longer lists of choices become a select */

/* One form being written. */
typedef struct {
	request *r;
	const kind_form *f;
	buf b;
	named_records people;
	bool people_read;
	bool some_required;
} writing;

bool form_offers(const view *v, const kind *k, const field *f, bool correcting)
{
	return !f->hidden && (!f->later || correcting) && access_field_writable(v, k, f) && (!correcting || access_field_readable(v, k, f));
}

str form_problem_of(const problems *p, const field *f, str about)
{
	for (size_t i = 0; p && i < p->n; i++) {
		const problem *one = &p->at[i];
		if (f ? one->where && str_eq(one->where->name, f->name) : !one->where && str_eq(one->about, about)) return one->message;
	}
	return STR_NONE;
}

static html tick(writing *w, const field *f, str suffix, str words)
{
	not_known_page m = { .name = f->name, .suffix = suffix, .words = words, .label = f->label,
		             .checked = typed_text(w->f->typed, f->name, suffix).n > 0 };
	return not_known_as_html(w->r->a, &m);
}

static str label_of(writing *w, str label, bool required)
{
	if (required || !w->some_required) return label;
	buf b = BUF(w->r->a);
	buf_str(&b, label);
	buf_lit(&b, " (optional)");
	return buf_view(&b);
}

/* What all controls of a field share. */
static control control_of(writing *w, const field *f)
{
	const problems *p = w->f->problems;
	str about = str_eq(f->name, S("happened")) ? S("happened") : STR_NONE;
	return (control){
		.name = f->name,
		.label = { .text = label_of(w, f->label, f->required) },
		.hint = f->guide,
		.error = form_problem_of(p, about.n ? NULL : f, about),
		.value = typed_text(w->f->typed, f->name, STR_NONE),
		.described_by = beside_id(w->r->a, w->f->beside, f->name),
		.before = beside_html(w->r->a, w->f->beside, f->name),
		.after = f->known ? HTML("") : tick(w, f, S("-not-known"), S("Not known")),
	};
}

/* ---- one control for each type of field */

static void text_control(writing *w, const field *f)
{
	control c = control_of(w, f);
	c.rows = 6;
	if (f->has_most) c.most_chars = f->most;
	write_textarea(&w->b, &c);
}

static void line_control(writing *w, const field *f, str classes)
{
	control c = control_of(w, f);
	c.classes = classes;
	c.autocomplete = S("off");
	if (f->type == FIELD_NUMBER) {
		c.inputmode = f->decimals ? S("decimal") : S("numeric");
		if (str_eq(f->unit, S("£"))) c.prefix = f->unit;
		else c.suffix = f->unit;
	}
	write_input(&w->b, &c);
}

static void choice_control(writing *w, const field *f, bool several)
{
	control c = control_of(w, f);
	control_item *items = TAKE_N(w->r->a, control_item, f->choice_n + 1);
	bool radios = several || f->choice_n <= RADIOS_AT_MOST;
	if (!radios) items[c.item_n++] = (control_item){ .text = STR_NONE };
	for (size_t i = 0; i < f->choice_n; i++) {
		const choice *ch = &f->choices[i];
		bool chosen = typed_has(w->f->typed, f->name, STR_NONE, ch->code);
		if (ch->hidden && !chosen) continue;
		items[c.item_n++] = (control_item){ .value = ch->code, .text = ch->label, .chosen = chosen };
	}
	c.items = items;
	c.classes = several ? S("govuk-checkboxes--small") : radios ? S("govuk-radios--small") : STR_NONE;
	if (several) write_checkboxes(&w->b, &c);
	else if (radios) write_radios(&w->b, &c);
	else write_select(&w->b, &c);
}

static void yes_no_control(writing *w, const field *f)
{
	control c = control_of(w, f);
	control_item items[] = {
		{ .value = S("yes"), .text = S("Yes"), .chosen = str_eq(c.value, S("yes")) },
		{ .value = S("no"), .text = S("No"), .chosen = str_eq(c.value, S("no")) },
	};
	c.items = items;
	c.item_n = 2;
	c.classes = S("govuk-radios--inline govuk-radios--small");
	write_radios(&w->b, &c);
}

static void day_control(writing *w, const field *f)
{
	static const struct {
		str name, label, suffix, width;
	} parts[] = {
		{ { "day", 3 }, { "Day", 3 }, { "-day", 4 }, { "govuk-input--width-2", 20 } },
		{ { "month", 5 }, { "Month", 5 }, { "-month", 6 }, { "govuk-input--width-2", 20 } },
		{ { "year", 4 }, { "Year", 4 }, { "-year", 5 }, { "govuk-input--width-4", 20 } },
		{ { "hour", 4 }, { "Hour", 4 }, { "-hour", 5 }, { "govuk-input--width-2", 20 } },
		{ { "minute", 6 }, { "Minute", 6 }, { "-minute", 7 }, { "govuk-input--width-2", 20 } },
	};
	control c = control_of(w, f);
	date_box boxes[5];
	c.boxes = boxes;
	c.box_n = f->type == FIELD_INSTANT ? 5 : 3;
	for (size_t i = 0; i < c.box_n; i++)
		boxes[i] = (date_box){ .name = parts[i].name, .label = parts[i].label, .classes = parts[i].width,
			               .value = typed_text(w->f->typed, f->name, parts[i].suffix) };
	if (f->type == FIELD_DAY) {
		buf both = BUF(w->r->a);
		template_html(&both, tick(w, f, S("-about"), S("About then: nobody knows exactly")));
		template_html(&both, c.after);
		c.after = controls_html(&both);
	}
	write_date_input(&w->b, &c);
}

/* A browser keeps no file in a form that comes back; a correction keeps the files that are there. */
static str file_hint(writing *w, const field *f)
{
	buf b = BUF(w->r->a);
	const value *there = w->f->stands ? values_get(&w->f->stands->values, f->name) : NULL;
	bool lost = false;
	for (size_t i = 0; i < w->f->typed->n; i++)
		lost |= str_eq(w->f->typed->at[i].name, f->name) && w->f->typed->at[i].file_name.n > 0;
	buf_str(&b, f->guide);
	if (there && there->files.n) {
		buf_str(&b, b.n ? S(" Kept: ") : S("Kept: "));
		value_write_words(&b, area_zone(w->r->read.area), f, there);
		buf_lit(&b, ". What you choose here takes its place.");
	}
	if (lost) buf_str(&b, b.n ? S(" Choose the file again: it did not stay in the form.")
	                          : S("Choose the file again: it did not stay in the form."));
	return buf_view(&b);
}

static void file_control(writing *w, const field *f)
{
	control c = control_of(w, f);
	c.hint = file_hint(w, f);
	c.several = true;
	if (f->drawn) c.group_classes = S("wm-drawn");
	write_file_upload(&w->b, &c);
}

/* ---- people and records */

static control_item *items_of(writing *w, const named_records *list, str name, bool with_none, size_t *ret_n)
{
	control_item *items = TAKE_N(w->r->a, control_item, list->n + 1);
	size_t n = 0;
	if (with_none) items[n++] = (control_item){ .text = STR_NONE };
	for (size_t i = 0; i < list->n; i++) {
		buf b = BUF(w->r->a);
		buf_int(&b, list->at[i].record.n);
		items[n++] = (control_item){ .value = buf_view(&b), .text = list->at[i].name,
			                     .chosen = typed_has(w->f->typed, name, STR_NONE, buf_view(&b)) };
	}
	*ret_n = n;
	return items;
}

static err list_for(writing *w, str target, named_records *ret)
{
	if (str_eq(target, S("person"))) {
		if (!w->people_read) TRY(people_around(w->f->view, &w->people));
		w->people_read = true;
		*ret = w->people;
		return OK;
	}
	const kind *k = practice_kind(w->r->read.practice, target);
	return k ? records_to_choose(w->r, w->f->view, k, ret) : OK;
}

/* Whom a field for people offers. */
static err list_of_field(writing *w, const field *f, named_records *ret)
{
	named_records all = { 0 };
	TRY(list_for(w, f->target.n ? f->target : S("person"), &all));
	*ret = (named_records){ 0 };
	EACH (one, all) {
		bool child = false;
		EACH (same, w->f->view->same) child |= same->n == one->record.n;
		if (!f->others || (!child && !one->works_here)) PUSH(w->r->a, ret, *one);
	}
	return OK;
}

static str nobody_there(str target)
{
	return str_eq(target, S("person"))
	               ? S("Nobody else is named in this record yet. Add a person first, then name them here.")
	               : S("There is none to choose yet.");
}

static err chooser(writing *w, control *c, const named_records *list, str target, bool several)
{
	c->items = items_of(w, list, c->name, !several, &c->item_n);
	if (list->n == 0) c->hint = nobody_there(target);
	if (several) c->classes = S("govuk-checkboxes--small");
	if (several) write_checkboxes(&w->b, c);
	else write_select(&w->b, c);
	return OK;
}

static err record_control(writing *w, const field *f, bool several)
{
	control c = control_of(w, f);
	named_records list = { 0 };
	TRY(list_of_field(w, f, &list));
	return chooser(w, &c, &list, f->target, several);
}

static err field_control(writing *w, const field *f)
{
	switch (f->type) {
	case FIELD_TEXT: text_control(w, f); return OK;
	case FIELD_LINE: line_control(w, f, STR_NONE); return OK;
	case FIELD_NUMBER: line_control(w, f, S("govuk-input--width-5")); return OK;
	case FIELD_IDENTIFIER: line_control(w, f, S("govuk-input--width-20")); return OK;
	case FIELD_CHOICE: choice_control(w, f, false); return OK;
	case FIELD_CHOICES: choice_control(w, f, true); return OK;
	case FIELD_YES_NO: yes_no_control(w, f); return OK;
	case FIELD_DAY:
	case FIELD_INSTANT: day_control(w, f); return OK;
	case FIELD_FILE: file_control(w, f); return OK;
	case FIELD_PERSON:
	case FIELD_RECORD: return record_control(w, f, false);
	case FIELD_PEOPLE: return record_control(w, f, true);
	}
	return OK;
}

/* ---- links of the header, as far as the address has not given them */

static str link_name(arena *a, str role_name_)
{
	buf b = BUF(a);
	buf_lit(&b, "about-");
	buf_str(&b, role_name_);
	return buf_view(&b);
}

static bool is_given(const kind_form *f, const about_role *as)
{
	for (size_t i = 0; i < f->given.n; i++)
		if (str_eq(f->given.at[i].role, as->role)) return true;
	return str_eq(as->role, S("child")) && f->about.n;
}

/* Others whom the entry is about too: of the people around those who are children of the viewer. */
static err other_children(writing *w, named_records *ret)
{
	named_records people = { 0 };
	found_list mine = { 0 };
	TRY(list_for(w, S("person"), &people));
	look_list before = w->r->read.looks;
	if (people.n > 1) TRY(access_my_children(&w->r->read, &mine));
	w->r->read.looks = before; /* nobody is shown here but whom this child's own record names: that look is noted */
	for (size_t i = 0; i < people.n; i++)
		for (size_t k = 0; k < mine.n; k++)
			if (mine.at[k].person.n == people.at[i].record.n && mine.at[k].person.n != w->f->about.n)
				PUSH(w->r->a, ret, people.at[i]);
	return OK;
}

static err link_control(writing *w, const about_role *as)
{
	if (as->target.n == 0) return OK; /* any record: given by the page of that record, or none */
	control c = { .name = link_name(w->r->a, as->role), .label = { .text = label_of(w, as->label, as->least > 0) },
		      .error = form_problem_of(w->f->problems, NULL, as->role) };
	named_records list = { 0 };
	TRY(list_for(w, as->target, &list));
	if (list.n == 0 && as->least == 0) return OK; /* there is nothing to choose, and need not be */
	return chooser(w, &c, &list, as->target, as->most > 1);
}

/* What is only about the child whose page it is: seldom anything, so it opens. */
static void only_about_own(writing *w)
{
	buf b = BUF(w->r->a);
	str name = access_name(w->f->view, w->f->about);
	buf_lit(&b, "Something that is only about ");
	buf_str(&b, name);
	write_details(&w->b, buf_view(&b), only_about_box(w->r, w->f, w->f->about, name), only_about_typed(w->r, w->f, w->f->about));
}

/* Brothers and sisters in one visit, with what is only about one of them. */
static err also_about(writing *w, const about_role *as)
{
	named_records others = { 0 };
	if (as->most < 2) return OK;
	TRY(other_children(w, &others));
	if (others.n == 0) return OK;
	bool apart = only_about_kind(w->r) != NULL;
	control c = { .name = link_name(w->r->a, as->role), .label = { .text = S("Is it about other children too?") },
		      .hint = apart ? S("It then stands in their stories as well. What is only about one child does not belong above: "
		                        "write it in the box of that child.")
		                    : S("It then stands in their stories as well."),
		      .error = form_problem_of(w->f->problems, NULL, as->role) };
	control_item *items = items_of(w, &others, c.name, false, &c.item_n);
	for (size_t i = 0; apart && i < others.n; i++)
		items[i].conditional = only_about_box(w->r, w->f, others.at[i].record, others.at[i].name);
	c.items = items;
	c.classes = S("govuk-checkboxes--small");
	write_checkboxes(&w->b, &c);
	if (apart) only_about_own(w);
	return OK;
}

entry_links form_links(arena *a, const kind *k, const form_parts *typed)
{
	entry_links ret = { 0 };
	for (size_t i = 0; i < k->about_n; i++) {
		str name = link_name(a, k->about[i].role);
		for (size_t n = 0; typed && n < typed->n; n++) {
			record_id to;
			if (!str_eq(typed->at[n].name, name) || !param_record(typed->at[n].text, &to)) continue;
			PUSH(a, &ret, ((entry_link){ k->about[i].role, to }));
		}
	}
	return ret;
}

/* ---- the whole */

static void given_links(writing *w)
{
	for (size_t i = 0; i < w->f->given.n; i++) {
		buf_lit(&w->b, "<input type=\"hidden\" name=\"");
		buf_html(&w->b, link_name(w->r->a, w->f->given.at[i].role));
		buf_printf(&w->b, "\" value=\"%lld\">", (long long)w->f->given.at[i].record.n);
	}
}

err form_fields(request *r, const kind_form *f, html *ret)
{
	writing w = { .r = r, .f = f, .b = BUF(r->a) };
	for (size_t i = 0; i < f->kind->field_n; i++) w.some_required = w.some_required || f->kind->fields[i].required;
	for (size_t i = 0; i < f->kind->about_n; i++) w.some_required = w.some_required || f->kind->about[i].least > 0;
	given_links(&w);
	for (size_t i = 0; i < f->kind->about_n; i++) {
		const about_role *as = &f->kind->about[i];
		if (!is_given(f, as)) TRY(link_control(&w, as));
	}
	if (f->asks_happened) TRY(field_control(&w, &happened_kind(r->a)->fields[0]));
	for (size_t i = 0; i < f->kind->field_n; i++) {
		const field *one = &f->kind->fields[i];
		if (form_offers(f->view, f->kind, one, f->correcting)) TRY(field_control(&w, one));
	}
	const about_role *child = kind_about(f->kind, S("child"));
	if (child && f->about.n && !f->correcting) TRY(also_about(&w, child));
	*ret = controls_html(&w.b);
	return OK;
}

/* ---- what was chosen was offered */

static bool among(const named_records *offered, record_id id)
{
	for (size_t i = 0; i < offered->n; i++)
		if (offered->at[i].record.n == id.n) return true;
	return false;
}

static bool stood_there(const value *before, record_id id)
{
	for (size_t i = 0; before && i < before->records.n; i++)
		if (before->records.at[i].n == id.n) return true;
	return false;
}

static void not_offered(writing *w, const field *f, str about, str label, problems *p)
{
	buf b = BUF(w->r->a);
	buf_str(&b, label);
	buf_str(&b, str_ends(label, S("?")) ? S(" Choose from the list.") : S(": choose from the list."));
	PUSH(w->r->a, p, ((problem){ .where = f, .about = about, .message = buf_view(&b) }));
}

static err field_offered(writing *w, const field *f, const value *chosen, const value *before, problems *p)
{
	named_records offered = { 0 };
	bool links = f->type == FIELD_PERSON || f->type == FIELD_PEOPLE || f->type == FIELD_RECORD;
	if (!links || chosen->records.n == 0) return OK;
	TRY(list_of_field(w, f, &offered));
	for (size_t i = 0; i < chosen->records.n; i++) {
		if (among(&offered, chosen->records.at[i]) || stood_there(before, chosen->records.at[i])) continue;
		not_offered(w, f, STR_NONE, f->label, p);
		return OK;
	}
	return OK;
}

static err link_offered(writing *w, const entry_link *l, problems *p)
{
	named_records offered = { 0 };
	const about_role *as = kind_about(w->f->kind, l->role);
	if (!as || as->target.n == 0) return OK; /* any record: access_writer says whether it may be named */
	bool also_child = str_eq(l->role, S("child")) && w->f->about.n;
	TRY(also_child ? other_children(w, &offered) : list_for(w, as->target, &offered));
	if (!among(&offered, l->record)) not_offered(w, NULL, l->role, as->label, p);
	return OK;
}

/* A role that must be filled and is not. */
static void links_missing(writing *w, const entry_links *said, problems *p)
{
	for (size_t i = 0; i < w->f->kind->about_n; i++) {
		const about_role *as = &w->f->kind->about[i];
		int n = 0;
		for (size_t k = 0; k < said->n; k++) n += str_eq(said->at[k].role, as->role);
		bool by_address = str_eq(as->role, S("child")) && w->f->about.n;
		if (n < as->least && as->target.n && !by_address) not_offered(w, NULL, as->role, as->label, p);
	}
}

err form_offered(request *r, const kind_form *f, const values *v, const values *before, problems *p)
{
	writing w = { .r = r, .f = f };
	entry_links said = { 0 };
	if (!f->correcting) said = form_links(r->a, f->kind, f->typed);
	for (size_t i = 0; i < said.n; i++) TRY(link_offered(&w, &said.at[i], p));
	if (!f->correcting) links_missing(&w, &said, p);
	for (size_t i = 0; i < f->kind->field_n; i++) {
		const field *one = &f->kind->fields[i];
		TRY(field_offered(&w, one, &v->at[i], before ? values_get(before, one->name) : NULL, p));
	}
	return OK;
}

/* Where the browser goes from the error summary: the first box of a day, else the control itself. */
static str target_of(arena *a, const problem *p)
{
	buf b = BUF(a);
	buf_char(&b, '#');
	if (p->where) {
		buf_str(&b, p->where->name);
		if (p->where->type == FIELD_DAY || p->where->type == FIELD_INSTANT) buf_lit(&b, "-day");
	} else if (str_eq(p->about, S("happened"))) {
		buf_lit(&b, "happened-day");
	} else if (p->about.n) {
		buf_str(&b, link_name(a, p->about));
	} else {
		return STR_NONE;
	}
	return buf_view(&b);
}

html form_error_summary(arena *a, const kind_form *f)
{
	buf b = BUF(a);
	if (!f->problems || f->problems->n == 0) return HTML("");
	error_link *links = TAKE_N(a, error_link, f->problems->n);
	for (size_t i = 0; i < f->problems->n; i++)
		links[i] = (error_link){ .text = f->problems->at[i].message, .href = target_of(a, &f->problems->at[i]) };
	write_error_summary(&b, STR_NONE, STR_NONE, links, f->problems->n);
	return controls_html(&b);
}
