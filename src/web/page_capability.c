/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A capability's own page: lists of its records that are about no child, each with a count, a filter, and an export that
 * equals the screen. */
#include "web/around.h"
#include "web/pages.h"
#include "web/pages/capability.h"
#include "web/table_file.h"
#include "web/wording.h"

#include <stdlib.h>

static const capability *capability_of(const request *r, str name)
{
	for (size_t i = 0; r->capabilities && i < r->capabilities->n; i++)
		if (str_eq(r->capabilities->at[i].name, name)) return &r->capabilities->at[i];
	return NULL;
}

/* ---- one list */

static void put_columns(const view *v, const kind *k, capability_page_kind_list *l)
{
	arena *a = v->r->a;
	for (size_t i = 0; i < k->field_n; i++)
		if (!k->fields[i].hidden && access_field_readable(v, k, &k->fields[i]))
			PUSH(a, &l->columns, ((capability_page_column){ k->fields[i].name, k->fields[i].label }));
	for (size_t i = 0; i < k->about_n; i++)
		if (!str_eq(k->about[i].target, S("person")))
			PUSH(a, &l->columns, ((capability_page_column){ k->about[i].role, k->about[i].label }));
}

/* A column in which no row says anything is left out. */
static void drop_empty_columns(capability_page_kind_list *l)
{
	size_t kept = 0;
	for (size_t c = 0; c < l->columns.n; c++) {
		bool some = c == 0;
		for (size_t i = 0; i < l->rows.n && !some; i++) some = l->rows.at[i].cells.at[c].text.n > 0;
		if (!some) continue;
		l->columns.at[kept] = l->columns.at[c];
		for (size_t i = 0; i < l->rows.n; i++) l->rows.at[i].cells.at[kept] = l->rows.at[i].cells.at[c];
		kept++;
	}
	l->columns.n = kept;
	for (size_t i = 0; i < l->rows.n; i++) l->rows.at[i].cells.n = kept;
}

static int by_title(const void *a, const void *b)
{
	const capability_page_row *x = a, *y = b;
	return str_cmp(x->title, y->title);
}

static str linked_names(const view *v, const record *rec, str role_wanted)
{
	buf b = BUF(v->r->a);
	for (size_t i = 0; i < rec->about.n; i++) {
		if (!str_eq(rec->about.at[i].role, role_wanted)) continue;
		if (b.n) buf_lit(&b, ", ");
		buf_str(&b, access_name(v, rec->about.at[i].record));
	}
	return buf_view(&b);
}

/* A telephone number, which is dialled as one. */
static bool is_number(str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (str_find_char(S("0123456789 +()-"), text.at[i]) < 0) return false;
	return text.n > 0;
}

static capability_page_row row_of(const view *v, const capability_page_kind_list *l, const record *rec)
{
	capability_page_row row = { .record = rec->record.n, .title = record_called(v, rec) };
	for (size_t i = 0; i < l->columns.n; i++) {
		const field *f = kind_field(rec->kind, l->columns.at[i].field);
		str text = f ? value_words(v, f, &rec->values.at[f->at]) : linked_names(v, rec, l->columns.at[i].field);
		PUSH(v->r->a, &row.cells, ((capability_page_cell){ l->columns.at[i].label, text, is_number(text) }));
	}
	return row;
}

/* Each word of the filter stands in some cell, whatever its ASCII case. */
static bool shows(arena *a, const capability_page_row *row, str q)
{
	str rest = str_ascii_lower(a, q);
	while (rest.n) {
		str word = str_cut(rest, ' ', &rest);
		bool there = word.n == 0;
		for (size_t i = 0; i < row->cells.n && !there; i++)
			there = str_find(str_ascii_lower(a, row->cells.at[i].text), word) >= 0;
		if (!there) return false;
	}
	return true;
}

static bool may_add(const kind_list *writable, const kind *k)
{
	for (size_t i = 0; i < writable->n; i++)
		if (str_eq(writable->at[i]->name, k->name)) return !k->by_program;
	return false;
}

static err put_list(request *r, const kind *k, const kind_list *writable, capability_page *m)
{
	view v;
	records all = { 0 };
	TRY(access_open_list(&r->read, k, &v));
	TRY(access_records(&v, k, 0, &all));
	bool filtered = str_eq(request_query(r, S("kind")), k->name);
	capability_page_kind_list l = { .kind = k->name, .label = k->plural, .one = k->label, .total = (int64_t)all.n, .guide = k->guide, .may_add = may_add(writable, k),
		                        .q = filtered ? str_trim(request_query(r, S("q"))) : STR_NONE };
	put_columns(&v, k, &l);
	for (size_t i = 0; i < all.n; i++) {
		capability_page_row row = row_of(&v, &l, &all.at[i]);
		if (shows(r->a, &row, l.q)) PUSH(r->a, &l.rows, row);
	}
	if (l.rows.n && k->title_n) qsort(l.rows.at, l.rows.n, sizeof *l.rows.at, by_title);
	drop_empty_columns(&l);
	buf count = BUF(r->a);
	buf_printf(&count, l.q.n ? "%zu of %zu shown" : "%zu in all", l.rows.n, all.n);
	l.count_words = buf_view(&count);
	PUSH(r->a, &m->lists, l);
	return OK;
}

static err put_kind(request *r, const kind *k, const kind_list *writable, capability_page *m)
{
	if (k->about_child) {
		PUSH(r->a, &m->in_children, ((capability_page_child_kind){ k->name, k->label, k->guide }));
		return OK;
	}
	if (str_eq(k->name, S("person")) || !(k->read.roles & r->read.who->roles)) return OK;
	err e = put_list(r, k, writable, m);
	return e == E_DENIED ? OK : e;
}

/* ---- the export: the rows and columns that the screen shows */

static table_file table_of(const reading *r, const capability_page_kind_list *l)
{
	table_file t = table_begin(r, LEAVES_NOBODY);
	arena *a = r->a;
	str *cells = TAKE_N(a, str, l->columns.n + 1);
	for (size_t i = 0; i < l->columns.n; i++) cells[i] = l->columns.at[i].label;
	table_row(&t, cells, l->columns.n);
	for (size_t n = 0; n < l->rows.n; n++) {
		for (size_t i = 0; i < l->columns.n; i++) cells[i] = l->rows.at[n].cells.at[i].text;
		table_row(&t, cells, l->columns.n);
	}
	return t;
}

static void send_csv(request *r, const capability_page *m, model *to)
{
	for (size_t i = 0; i < m->lists.n; i++) {
		const capability_page_kind_list *l = &m->lists.at[i];
		if (!str_eq(l->kind, request_query(r, S("kind")))) continue;
		table_file t = table_of(&r->read, l);
		table_send(&t, str_c(r->a, l->kind), to);
	}
}

static err capability_show(request *r, const view *none, model *to)
{
	capability_page *m = TAKE(r->a, capability_page);
	const capability *c = capability_of(r, r->params[0]);
	kind_list writable = { 0 };
	view plain = access_open_none(&r->read);
	(void)none;
	if (!c) return FAIL(&r->a->trail, E_NOT_FOUND);
	if (c->navigation_for && !(c->navigation_for & r->read.who->roles)) return FAIL(&r->a->trail, E_DENIED);
	*m = (capability_page){ .name = c->name, .label = c->label, .about = c->about };
	TRY(access_writable(&plain, &writable));
	for (size_t i = 0; i < c->lists.n; i++) {
		const kind *k = practice_kind(r->read.practice, c->lists.at[i]);
		if (k && !k->hidden) TRY(put_kind(r, k, &writable, m));
	}
	for (size_t i = 0; i < practice_kind_count(r->read.practice); i++) {
		const kind *k = practice_kind_at(r->read.practice, i);
		if (!k->hidden && str_eq(k->capability, c->name)) TRY(put_kind(r, k, &writable, m));
	}
	to->title = c->label;
	capability_model(to, m);
	if (asks_for_table(r)) send_csv(r, m, to);
	return OK;
}

const route capability_routes[] = {
	{ GET, "/c/:capability", .may = MAY_SIGNED_IN, .page = capability_show,
	  .leaves = { LEAVES_NOBODY, "Lists of workers, teams and the like: kinds that are about a child are in no list." } },
	{ .path = NULL },
};
