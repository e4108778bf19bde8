/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/duplicates/joined.h"

#include "access/allocating.h"
#include "access/identities.h"
#include "access/parted.h"
#include "capabilities/duplicates/pages/belongs.h"
#include "capabilities/duplicates/pages/join.h"
#include "capabilities/duplicates/pages/joined.h"
#include "capabilities/duplicates/pages/parted.h"
#include "capabilities/duplicates/pages/unread_join.h"
#include "capabilities/duplicates/pages/written_to.h"
#include "web/parts.h"
#include "web/wording.h"

static str day_recorded(const view *v, instant i)
{
	return instant_day_words(v->r->a, area_zone(v->r->area), i);
}

/* ---- beside the child, and below a record */

err joined_panel(request *r, const view *v, html *ret)
{
	join_list list;
	joined_page m = { .child = v->child.n };
	*ret = HTML("");
	if (v->same.n < 2) return OK;
	TRY(access_joins(v, &list));
	for (size_t i = 0; i < list.n; i++)
		PUSH(r->a, &m.joins, ((joined_page_joined_record){ list.at[i].record.n, access_name(v, list.at[i].keep),
		                                                   access_name(v, list.at[i].other), day_recorded(v, list.at[i].recorded) }));
	if (list.n) *ret = joined_as_html(r->a, &m);
	return OK;
}

err parted_panel(request *r, const view *v, html *ret)
{
	parting p;
	parted_page m = { 0 };
	*ret = HTML("");
	TRY(access_parting(v, &p));
	for (size_t i = 0; i < p.others.n; i++) {
		bool opens;
		TRY(access_works_with(&r->read, p.others.at[i].person, &opens));
		PUSH(r->a, &m.others, ((parted_page_other_identity){ opens ? p.others.at[i].person.n : 0, p.others.at[i].name }));
	}
	if (m.others.n) *ret = parted_as_html(r->a, &m);
	return OK;
}

err written_to_panel(request *r, const view *v, html *ret)
{
	record_id id;
	record one;
	*ret = HTML("");
	if (v->same.n < 2 || !param_record(r->params[0], &id)) return OK;
	err e = access_record(v, id, &one);
	if (e == E_NOT_FOUND) return OK;
	TRY(e);
	record_id to = access_written_to(v, &one);
	written_to_page m = { .name = access_name(v, to), .record = to.n };
	if (to.n) *ret = written_to_as_html(r->a, &m);
	return OK;
}

/* ---- one join, and taking it back */

static err join_of(request *r, const view *v, join *ret)
{
	record_id id;
	join_list list;
	if (!param_record(r->params[1], &id)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(access_joins(v, &list));
	for (size_t i = 0; i < list.n; i++) {
		if (list.at[i].record.n != id.n) continue;
		*ret = list.at[i];
		return OK;
	}
	return FAIL(&r->a->trail, E_NOT_FOUND);
}

static bool may_part(const request *r)
{
	const kind *k = practice_kind(r->read.practice, S("same_person"));
	return k && r->read.who->worker.n && (k->write.roles & r->read.who->roles) != 0;
}

/* "belongs-123": of record 123. */
static str control_name(arena *a, const record *one)
{
	buf b = BUF(a);
	buf_lit(&b, "belongs-");
	buf_int(&b, one->record.n);
	return buf_view(&b);
}

static str number_words(arena *a, record_id id)
{
	buf b = BUF(a);
	buf_int(&b, id.n);
	return buf_view(&b);
}

/* «Home visit, 5 March 2026». */
static str entry_words(const view *v, const record *one)
{
	buf b = BUF(v->r->a);
	buf_str(&b, one->kind->label);
	buf_lit(&b, ", ");
	buf_str(&b, one->happened.is == WHEN_NONE ? day_recorded(v, one->recorded) : when_words(v->r->a, area_zone(v->r->area), one->happened));
	return buf_view(&b);
}

/* The end of the join with which a record stays once the two are parted: what it is joined to besides stays with it. Where the two
 * are one by other joins as well, all stay with the one that was kept. */
static err side_of(const view *v, const join *j, record_id written, record_id *ret)
{
	join_list all;
	record_list others = { 0 };
	TRY(access_joins(v, &all));
	PUSH(v->r->a, &others, j->other);
	for (size_t before = 0; before < others.n;) {
		before = others.n;
		EACH (one, all) {
			if (one->record.n == j->record.n || records_hold(&others, one->keep) == records_hold(&others, one->other)) continue;
			PUSH(v->r->a, &others, records_hold(&others, one->keep) ? one->other : one->keep);
		}
	}
	*ret = records_hold(&others, written) && !records_hold(&others, j->keep) ? j->other : j->keep;
	return OK;
}

static void ask_of(request *r, const view *v, const join *j, const record *one, record_id written, buf *b)
{
	str name = control_name(r->a, one), typed = request_form(r, name);
	record_id of[2] = { j->keep, j->other };
	control_item items[2];
	for (size_t i = 0; i < 2; i++) {
		str number = number_words(r->a, of[i]);
		items[i] = (control_item){ .value = number, .text = access_name(v, of[i]), .hint = of[i].n == written.n ? S("It was written here.") : STR_NONE,
			                   .chosen = typed.n ? str_eq(typed, number) : of[i].n == written.n };
	}
	belongs_page m = { .record = one->record.n, .words = entry_words(v, one) };
	write_radios(b, &(control){ .name = name, .label = { .text = m.words, .classes = S("govuk-fieldset__legend--s") }, .items = items, .item_n = 2 });
	buf_str(b, belongs_as_html(r->a, &m).text);
}

static bool can_move(const view *v, const record *one)
{
	return access_written_to(v, one).n && access_may_move(v, one);
}

static void ask_how_known(request *r, str wrong, buf *b)
{
	write_textarea(b, &(control){ .name = S("because"), .label = { .text = S("How is it known that they are two people?") }, .rows = 3,
	                              .error = wrong, .value = request_form(r, S("because")) });
}

static err part_fields(request *r, const view *v, const join *j, str wrong, join_page *m)
{
	buf b = BUF(r->a);
	records since;
	TRY(access_recorded_since(v, j->since, &since));
	for (size_t i = 0; i < since.n; i++) {
		record_id side;
		if (!can_move(v, &since.at[i])) continue;
		TRY(side_of(v, j, access_written_to(v, &since.at[i]), &side));
		ask_of(r, v, j, &since.at[i], side, &b);
		m->since++;
	}
	ask_how_known(r, wrong, &b);
	m->fields = controls_html(&b);
	return OK;
}

static err show_join(request *r, const view *v, str wrong, model *to)
{
	join j;
	buf summary = BUF(r->a), entry_id = BUF(r->a);
	join_page *m = TAKE(r->a, join_page);
	TRY(join_of(r, v, &j));
	uuid_write(&entry_id, request_entry(r));
	if (wrong.n) write_error_summary(&summary, STR_NONE, STR_NONE, &(error_link){ wrong, S("#because") }, 1);
	*m = (join_page){ .csrf = r->session.csrf, .entry = buf_view(&entry_id), .child = v->child.n, .join = j.record.n,
		          .name = access_name(v, v->child), .keep = access_name(v, j.keep), .other = access_name(v, j.other),
		          .by = author_words(v, j.author, j.agency, STR_NONE), .on = day_recorded(v, j.recorded), .because = j.because,
		          .may_part = may_part(r), .summary = controls_html(&summary) };
	if (m->may_part) TRY(part_fields(r, v, &j, wrong, m));
	to->title = wrong.n ? S("Error: two records are one person here") : S("Two records are one person here");
	to->status = wrong.n ? 422 : 0;
	join_model(to, m);
	return OK;
}

err join_show(request *r, const view *v, model *to)
{
	return show_join(r, v, STR_NONE, to);
}

/* The id of the entry that moves one is made from the form's, so that sending it again moves it once. */
static uuid moving_id(request *r, const record *one)
{
	buf b = BUF(r->a);
	buf_lit(&b, "belongs to ");
	uuid_write(&b, request_entry(r));
	buf_char(&b, ' ');
	buf_int(&b, one->record.n);
	return uuid_of_name(buf_view(&b));
}

/* Before they are parted: as long as they are one person, the viewer may write about both. */
static err move_all(request *r, const view *v, const join *j)
{
	records since;
	TRY(access_recorded_since(v, j->since, &since));
	for (size_t i = 0; i < since.n; i++) {
		record_id to, side;
		const record *one = &since.at[i];
		bool chosen = param_record(request_form(r, control_name(r->a, one)), &to) && (to.n == j->keep.n || to.n == j->other.n);
		if (!chosen || !can_move(v, one)) continue;
		TRY(side_of(v, j, access_written_to(v, one), &side));
		if (side.n != to.n) TRY(access_move(v, one, to, moving_id(r, one)));
	}
	return OK;
}

err join_part(request *r, const view *v, model *to)
{
	join j;
	bool before;
	problems wrong = { 0 };
	str because = str_trim(request_form(r, S("because")));
	if (!may_part(r)) return FAIL(&r->a->trail, E_DENIED);
	TRY(access_recorded_before(&r->read, request_entry(r), &before));
	if (!before) {
		TRY(join_of(r, v, &j));
		if (!because.n) return show_join(r, v, S("Write how it is known."), to);
		TRY(move_all(r, v, &j));
		TRY(access_unjoin(&r->read, &j, because, request_entry(r), &wrong));
	}
	to->redirect = S("/c/duplicates?parted=yes");
	return OK;
}

/* ---- a join that the viewer may part and not read */

static str born_words(request *r, const value *born)
{
	return born->is == VALUE_KNOWN ? when_words(r->a, area_zone(r->read.area), born->on) : S("not known");
}

static err show_unread(request *r, const unread_join *j, const pointer *ring, str wrong, model *to)
{
	buf summary = BUF(r->a), entry_id = BUF(r->a), fields = BUF(r->a);
	view none = access_open_none(&r->read);
	unread_join_page *m = TAKE(r->a, unread_join_page);
	uuid_write(&entry_id, request_entry(r));
	if (wrong.n) write_error_summary(&summary, STR_NONE, STR_NONE, &(error_link){ wrong, S("#because") }, 1);
	ask_how_known(r, wrong, &fields);
	*m = (unread_join_page){ .csrf = r->session.csrf, .entry = buf_view(&entry_id), .join = j->is.record.n, .keep = j->keep, .other = j->other,
		                 .keep_born = born_words(r, &j->keep_born), .other_born = born_words(r, &j->other_born),
		                 .by = author_words(&none, j->is.author, j->is.agency, STR_NONE),
		                 .on = instant_day_words(r->a, area_zone(r->read.area), j->is.recorded),
		                 .summary = controls_html(&summary), .fields = controls_html(&fields) };
	EACH (one, ring->ring) PUSH(r->a, &m->ring, ((unread_join_page_somebody){ one->name, one->telephone }));
	to->title = wrong.n ? S("Error: two records that others joined") : S("Two records that others joined");
	to->status = wrong.n ? 422 : 0;
	unread_join_model(to, m);
	return OK;
}

static err unread_of(request *r, unread_join *ret, pointer *ret_ring)
{
	record_id id;
	if (!param_record(r->params[0], &id)) return FAIL(&r->a->trail, E_NOT_FOUND);
	return access_unread_join(&r->read, id, ret, ret_ring);
}

err unread_join_show(request *r, const view *none, model *to)
{
	unread_join j;
	pointer ring;
	(void)none;
	TRY(unread_of(r, &j, &ring));
	return show_unread(r, &j, &ring, STR_NONE, to);
}

err unread_join_part(request *r, const view *none, model *to)
{
	unread_join j;
	pointer ring;
	bool before;
	problems wrong = { 0 };
	str because = str_trim(request_form(r, S("because")));
	(void)none;
	TRY(access_recorded_before(&r->read, request_entry(r), &before));
	if (!before) {
		TRY(unread_of(r, &j, &ring));
		if (!because.n) return show_unread(r, &j, &ring, S("Write how it is known."), to);
		TRY(access_unjoin(&r->read, &j.is, because, request_entry(r), &wrong));
	}
	to->redirect = S("/c/duplicates?parted=yes");
	return OK;
}
