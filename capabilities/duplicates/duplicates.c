/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The queue of records that may be of one person, and the two of a pair side by side. */
#include "access/allocating.h"
#include "capabilities/duplicates/joined.h"
#include "capabilities/duplicates/pages/duplicates.h"
#include "capabilities/duplicates/pages/pair.h"
#include "match/duplicates.h"
#include "web/around.h"
#include "web/parts.h"
#include "web/wording.h"

/* From here on they may well be brother and sister. */
#define MAY_BE_SIBLINGS .02

static str how_sure(double probability)
{
	if (probability >= .99) return S("Almost certainly one person");
	if (probability >= .9) return S("Very likely one person");
	return S("Perhaps one person");
}

static str age_of(const request *r, const identity *one)
{
	return age_words(r->a, values_get(&one->values, S("born")), r->read.today);
}

/* A sentence begins with a capital. */
static str sentence(arena *a, str words)
{
	buf b = BUF(a);
	if (!words.n) return words;
	char first = words.at[0];
	buf_char(&b, first >= 'a' && first <= 'z' ? (char)(first - 32) : first);
	buf_str(&b, str_from(words, 1));
	return buf_view(&b);
}

/* ---- the queue */

static str banner_words(const request *r)
{
	if (request_query(r, S("joined")).n) return S("They are one person from now on. It can be taken back on the person’s page.");
	if (request_query(r, S("parted")).n) return S("They are two people from now on.");
	if (request_query(r, S("apart")).n) return S("It is recorded. They will not be proposed again.");
	return STR_NONE;
}

/* Where a join can be taken back. */
static err put_joined(request *r, duplicates_page *m)
{
	own_join_list list;
	unread_join_list others;
	TRY(access_own_joins(&r->read, &list));
	for (size_t i = 0; i < list.n; i++) {
		const own_join *j = &list.at[i];
		PUSH(r->a, &m->joined, ((duplicates_page_joined_before){ j->person.n, j->is.record.n, j->keep, j->other,
		                                                         instant_day_words(r->a, area_zone(r->read.area), j->is.recorded) }));
	}
	TRY(access_unread_joins(&r->read, &others));
	EACH (j, others)
		PUSH(r->a, &m->joined, ((duplicates_page_joined_before){ 0, j->is.record.n, j->keep, j->other,
		                                                         instant_day_words(r->a, area_zone(r->read.area), j->is.recorded) }));
	return OK;
}

static err list_show(request *r, const view *none, model *to)
{
	duplicate_list list;
	duplicates_page *m = TAKE(r->a, duplicates_page);
	buf banner = BUF(r->a);
	(void)none;
	TRY(duplicates_find(&r->read, &list));
	if (banner_words(r).n) write_notification_banner(&banner, banner_words(r), true);
	m->banner = controls_html(&banner);
	m->count_words = count_words(r->a, list.n, "pair", "pairs");
	for (size_t i = 0; i < list.n; i++) {
		const duplicate *d = &list.at[i];
		access_identity_shown(&r->read, &d->one);
		access_identity_shown(&r->read, &d->other);
		PUSH(r->a, &m->pairs, ((duplicates_page_possible){
			.one = d->one.record.n, .other = d->other.record.n, .one_name = d->one.name, .other_name = d->other.name,
			.one_age = age_of(r, &d->one), .other_age = age_of(r, &d->other), .how_sure = how_sure(d->probability),
			.siblings = d->siblings >= MAY_BE_SIBLINGS, .because = sentence(r->a, d->because) }));
	}
	TRY(put_joined(r, m));
	to->title = S("Records that may be of one person");
	duplicates_model(to, m);
	return OK;
}

/* ---- one pair */

/* The pair of the address, if it is one of those that the viewer is asked about. */
static err pair_of(request *r, duplicate *ret)
{
	record_id one, other;
	duplicate_list list;
	TRY(duplicates_find(&r->read, &list));
	if (!param_record(r->params[0], &one) || !param_record(r->params[1], &other)) return FAIL(&r->a->trail, E_NOT_FOUND);
	for (size_t i = 0; i < list.n; i++) {
		if (list.at[i].one.record.n != one.n || list.at[i].other.record.n != other.n) continue;
		*ret = list.at[i];
		return OK;
	}
	return FAIL(&r->a->trail, E_NOT_FOUND);
}

static bool is_manager(const request *r)
{
	return (r->read.who->roles & ROLE_MANAGER) != 0;
}

static void put_facts(request *r, const identity *of, const identity *beside, pair_page *m)
{
	view none = access_open_none(&r->read);
	pair_page_side_by_side side = { .title = of->name, .age = age_of(r, of) };
	for (size_t i = 0; i < of->values.k->field_n; i++) {
		const field *f = &of->values.k->fields[i];
		const value *here = &of->values.at[i], *there = values_get(&beside->values, f->name);
		str is = value_words(&none, f, here), was = there ? value_words(&none, f, there) : STR_NONE;
		if ((is.n || was.n) && f->type != FIELD_YES_NO)
			PUSH(r->a, &side.facts, ((pair_page_fact){ f->label, is.n ? is : S("nothing here"), is.n && was.n && !str_eq(is, was) }));
	}
	PUSH(r->a, &m->records, side);
}

static str called_words(arena *a, str name)
{
	buf b = BUF(a);
	buf_lit(&b, "They are one person, called ");
	buf_str(&b, name);
	return buf_view(&b);
}

/* Workers, of whom one may know of both identities. */
static err write_holder(request *r, buf *b)
{
	view none = access_open_none(&r->read);
	const kind *worker = practice_kind(r->read.practice, S("worker"));
	named_records list = { 0 };
	str chosen = request_form(r, S("holder"));
	if (!is_manager(r) || !worker) return OK;
	TRY(records_to_choose(r, &none, worker, &list));
	control_item *items = TAKE_N(r->a, control_item, list.n + 1);
	items[0] = (control_item){ .value = S(""), .text = S("Nobody") };
	for (size_t i = 0; i < list.n; i++) {
		buf number = BUF(r->a);
		buf_int(&number, list.at[i].record.n);
		items[i + 1] = (control_item){ .value = buf_view(&number), .text = list.at[i].name, .chosen = str_eq(buf_view(&number), chosen) };
	}
	write_select(b, &(control){ .name = S("holder"), .label = { .text = S("Where a law parts them: who may know of both") }, .items = items,
	                            .hint = S("They are told of the one on the page of the other, and find it by the other's name."), .item_n = list.n + 1 });
	return OK;
}

static err choices(request *r, const duplicate *d, str wrong_choice, str wrong_because, html *ret)
{
	buf b = BUF(r->a);
	str chosen = request_form(r, S("choice"));
	const str joins = S("There is one page for both. Everything stays in the record it was written in, and says so; whoever works with "
	                    "either child reads both. It can be taken back, and nothing is lost.");
	control_item items[] = {
		{ .value = S("one"), .text = called_words(r->a, d->one.name), .hint = joins },
		{ .value = S("other"), .text = called_words(r->a, d->other.name), .hint = S("The same, under this name.") },
		{ .value = S("two"), .text = S("They are two people"), .hint = S("They will not be proposed again. Nothing else changes.") },
		{ .value = S("law"), .text = S("A law parts them: adoption, or a protected person"),
		  .hint = S("Nobody is led from one to the other any more, and nobody can join them. You will not find this entry again.") },
	};
	for (size_t i = 0; i < sizeof items / sizeof *items; i++) items[i].chosen = str_eq(items[i].value, chosen);
	write_radios(&b, &(control){ .name = S("choice"), .label = { .text = S("What do you know?"), .classes = S("govuk-fieldset__legend--m") },
	                             .error = wrong_choice, .items = items, .item_n = is_manager(r) ? 4 : 3 });
	write_textarea(&b, &(control){ .name = S("because"), .label = { .text = S("How is it known?") }, .error = wrong_because, .rows = 3,
	                               .hint = S("A birth certificate, a call to the school, both seen together."), .value = request_form(r, S("because")) });
	TRY(write_holder(r, &b));
	*ret = controls_html(&b);
	return OK;
}

static str entry_words(request *r)
{
	buf b = BUF(r->a);
	uuid_write(&b, request_entry(r));
	return buf_view(&b);
}

static err show_pair(request *r, const duplicate *d, str wrong_choice, str wrong_because, model *to)
{
	pair_page *m = TAKE(r->a, pair_page);
	buf summary = BUF(r->a);
	error_link links[2];
	size_t n = 0;
	if (wrong_choice.n) links[n++] = (error_link){ wrong_choice, S("#choice") };
	if (wrong_because.n) links[n++] = (error_link){ wrong_because, S("#because") };
	if (n) write_error_summary(&summary, STR_NONE, STR_NONE, links, n);
	html fields;
	access_identity_shown(&r->read, &d->one);
	access_identity_shown(&r->read, &d->other);
	TRY(choices(r, d, wrong_choice, wrong_because, &fields));
	*m = (pair_page){ .csrf = r->session.csrf, .entry = entry_words(r), .one = d->one.record.n, .other = d->other.record.n,
		          .how_sure = how_sure(d->probability), .because = sentence(r->a, d->because), .siblings = d->siblings >= MAY_BE_SIBLINGS,
		          .names_only = !d->one.whole || !d->other.whole, .summary = controls_html(&summary),
		          .fields = fields };
	put_facts(r, &d->one, &d->other, m);
	put_facts(r, &d->other, &d->one, m);
	to->title = n ? S("Error: are these one person?") : S("Are these one person?");
	to->status = n ? 422 : 0;
	pair_model(to, m);
	return OK;
}

static err pair_show(request *r, const view *none, model *to)
{
	duplicate d;
	(void)none;
	TRY(pair_of(r, &d));
	return show_pair(r, &d, STR_NONE, STR_NONE, to);
}

static err record_choice(request *r, const duplicate *d, str said, str because)
{
	problems wrong = { 0 };
	record_id one = d->one.record, other = d->other.record, holder = { 0 };
	(void)param_record(request_form(r, S("holder")), &holder); /* empty: nobody */
	if (str_eq(said, S("law"))) return access_say_parted(&r->read, one, other, holder, because, request_entry(r), &wrong);
	if (str_eq(said, S("other"))) return access_say_same(&r->read, other, one, because, false, request_entry(r), &wrong);
	return access_say_same(&r->read, one, other, because, str_eq(said, S("two")), request_entry(r), &wrong);
}

static err pair_take(request *r, const view *none, model *to)
{
	duplicate d;
	bool before;
	str said = request_form(r, S("choice")), because = str_trim(request_form(r, S("because"))), no_choice = STR_NONE, no_reason = STR_NONE;
	bool joins = str_eq(said, S("one")) || str_eq(said, S("other")), law = str_eq(said, S("law")) && is_manager(r);
	(void)none;
	TRY(access_recorded_before(&r->read, request_entry(r), &before));
	if (!before) {
		TRY(pair_of(r, &d));
		if (!joins && !law && !str_eq(said, S("two"))) no_choice = S("Choose what you know of the two.");
		if (!because.n) no_reason = S("Write how it is known.");
		if (no_choice.n || no_reason.n) return show_pair(r, &d, no_choice, no_reason, to);
		TRY(record_choice(r, &d, said, because));
	}
	to->redirect = joins ? S("/c/duplicates?joined=yes") : S("/c/duplicates?apart=yes");
	return OK;
}

static const route routes[] = {
	{ GET, "/c/duplicates", .may = MAY_SIGNED_IN, .page = list_show, .purpose = "records that may be of one person" },
	{ GET, "/duplicates/:one/:other", .may = MAY_SIGNED_IN, .page = pair_show, .purpose = "records that may be of one person" },
	{ POST, "/duplicates/:one/:other", .may = MAY_SIGNED_IN, .form = pair_take, .purpose = "saying whether two records are of one person" },
	{ GET, "/duplicates/:join", .may = MAY_SIGNED_IN, .page = unread_join_show, .purpose = "records that were joined" },
	{ POST, "/duplicates/:join", .may = MAY_SIGNED_IN, .form = unread_join_part, .purpose = "parting records that were joined" },
	{ GET, "/child/:child/joined/:join", .may = MAY_READ_CHILD, .page = join_show, .purpose = "records that were joined" },
	{ POST, "/child/:child/joined/:join", .may = MAY_READ_CHILD, .form = join_part, .purpose = "parting records that were joined" },
};
static const panel_code panels[] = { { "joined", joined_panel }, { "written_to", written_to_panel }, { "parted", parted_panel } };
const capability_code capability_duplicates = {
	.capability = "duplicates", .routes = routes, .route_n = sizeof routes / sizeof *routes, .panels = panels,
	.panel_n = sizeof panels / sizeof *panels,
};
