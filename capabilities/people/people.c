/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who works with the child today, and who did before; who of the staff is related to it; what managers do without opening
 * its record. */
#include "capabilities/people/allocating.h"
#include "capabilities/people/pages/interests.h"
#include "capabilities/people/pages/works_with.h"
#include "read.h"
#include "web/dated.h"
#include "web/wording.h"

static str worker_words(const view *v, const works_with_row *row)
{
	buf b = BUF(v->r->a);
	for (size_t i = 0; i < row->worker.n; i++) {
		if (i) buf_lit(&b, ", ");
		buf_str(&b, access_name_of(v, S("worker"), row->worker.at[i]));
	}
	return b.n ? buf_view(&b) : S("Somebody");
}

static str as_words(const works_with_row *row)
{
	const field *f = kind_field(row->entry->kind, S("as"));
	const choice *c = f ? field_choice(f, row->as.text) : NULL;
	return c ? c->label : S("in a way that is not known");
}

static void put_row(const view *v, const works_with_row *row, works_with_page *m)
{
	arena *a = v->r->a;
	const zone *z = area_zone(v->r->area);
	bool ended = row->until.is == VALUE_KNOWN && row->until.on.on.n <= v->r->today.n;
	str since = row->from.is == VALUE_KNOWN ? when_words(a, z, row->from.on) : S("a day that is not known");
	if (!ended) {
		PUSH(a, &m->now, ((works_with_page_at_work){ row->entry->record.n, worker_words(v, row), as_words(row), joined_words(v, row->entry, since) }));
	} else {
		PUSH(a, &m->before, ((works_with_page_worked){ row->entry->record.n, worker_words(v, row), as_words(row), since,
		                                                joined_words(v, row->entry, when_words(a, z, row->until.on)) }));
	}
}

static err works_with_panel(request *r, const view *v, html *ret)
{
	works_with_list list = { 0 };
	works_with_page *m = TAKE(r->a, works_with_page);
	TRY(read_works_with(v, r->a, &list));
	m->child = v->child.n;
	m->may_choose = (r->read.who->roles & ROLE_MANAGER) != 0;
	for (size_t i = 0; i < list.n; i++) put_row(v, &list.at[i], m);
	*ret = works_with_as_html(r->a, m);
	return OK;
}

/* ---- staff who are kin, or know the family */

static str interested_worker(const view *v, const interest_row *row)
{
	return row->worker.n ? access_name(v, row->worker.at[0]) : S("Somebody");
}

/* For whoever may read of it: managers. */
static err interests_panel(request *r, const view *v, html *ret)
{
	interest_list list = { 0 };
	interests_page m = { 0 };
	const kind *k = practice_kind(r->read.practice, S("interest"));
	*ret = HTML("");
	if (!k || !(k->read.roles & r->read.who->roles)) return OK;
	TRY(read_interest(v, r->a, &list));
	for (size_t i = 0; i < list.n; i++) {
		const interest_row *row = &list.at[i];
		const field *f = kind_field(row->entry->kind, S("what"));
		const choice *c = f ? field_choice(f, row->what.text) : NULL;
		if (row->withdrawn.is == VALUE_KNOWN && row->withdrawn.yes)
			PUSH(r->a, &m.before, ((interests_page_was_interested){ row->entry->record.n, interested_worker(v, row) }));
		else
			PUSH(r->a, &m.now, ((interests_page_interested){ row->entry->record.n, interested_worker(v, row), c ? c->label : S("in a way that is not known"),
			                                                  instant_day_words(r->a, area_zone(r->read.area), row->entry->recorded),
			                                                  joined_words(v, row->entry, author_words(v, row->entry->author, row->entry->agency, STR_NONE)) }));
	}
	*ret = interests_as_html(r->a, &m);
	return OK;
}

/* ---- whom to ring */

/* The lead worker before anybody else. */
static int ring_before(const works_with_row *row)
{
	return str_eq(row->as.text, S("lead")) ? 0 : str_eq(row->as.text, S("manager")) ? 1 : 2;
}

static typed_text telephone_of(const view *list, record_id worker)
{
	record rec;
	return access_record(list, worker, &rec) == OK ? typed_text_of(&rec.values, S("telephone")) : (typed_text){ 0 };
}

/* Where two records were joined, the same worker may work with the child by either. */
static bool stands_already(const view *v, const works_with_list *rows, size_t at)
{
	const works_with_row *row = &rows->at[at];
	for (size_t i = 0; i < at; i++) {
		const works_with_row *before = &rows->at[i];
		bool same = before->worker.n && before->worker.at[0].n == row->worker.at[0].n && ring_before(before) == ring_before(row);
		if (same && dated_holds(v, before->entry, &before->until)) return true;
	}
	return false;
}

static err ring_panel(request *r, const view *v, html *ret)
{
	const kind *k = practice_kind(r->read.practice, S("worker"));
	works_with_list rows = { 0 };
	dated_facts facts = { 0 };
	view workers = *v;
	*ret = HTML("");
	if (!k || !(k->read.roles & r->read.who->roles)) return OK;
	TRY(access_open_list(&r->read, k, &workers));
	TRY(read_works_with(v, r->a, &rows));
	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < rows.n; i++) {
			const works_with_row *row = &rows.at[i];
			if (ring_before(row) != turn || row->worker.n == 0 || !dated_holds(v, row->entry, &row->until) || stands_already(v, &rows, i)) continue;
			buf whom = BUF(r->a);
			buf_str(&whom, worker_words(v, row));
			buf_lit(&whom, ", ");
			buf_str(&whom, as_words(row));
			typed_text telephone = telephone_of(&workers, row->worker.at[0]);
			dated_add(v, &facts, row->entry, NULL, buf_view(&whom), STR_NONE);
			dated_ring(&facts, &telephone);
		}
	}
	*ret = dated_show(r->a, &facts);
	return OK;
}

static const route routes[] = {
	{ GET, "/worker/:worker/children", .may = MAY_ALLOCATE, .page = caseload_show, .purpose = "whom a worker works with",
	  .leaves = { LEAVES_WORKING, "The list of a worker's children, as the page shows it." } },
	{ GET, "/worker/:worker/children/:record", .may = MAY_ALLOCATE, .page = end_work_form, .purpose = "ending work with the child" },
	{ POST, "/worker/:worker/children/:record", .may = MAY_ALLOCATE, .form = end_work_take, .purpose = "ending work with the child" },
	{ GET, "/worker/:worker/person", .may = MAY_ALLOCATE, .page = worker_person_form, .purpose = "which person a worker is" },
	{ POST, "/worker/:worker/person", .may = MAY_ALLOCATE, .form = worker_person_take, .purpose = "which person a worker is" },
};
static const panel_code panels[] = {
	{ "works_with", works_with_panel }, { "ring", ring_panel }, { "interests", interests_panel }, { "of_worker", of_worker_panel },
};
const capability_code capability_people = {
	.capability = "people", .routes = routes, .route_n = sizeof routes / sizeof *routes, .panels = panels,
	.panel_n = sizeof panels / sizeof *panels,
};
