/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two people wrote at once: what one of them wrote is taken whole, or part by part, in one press. It is an entry like any other,
 * after both; what was not taken stays in the record's history. */
#include "web/form_page.h"
#include "web/pages.h"

/* The versions that nobody wrote after, newest first. */
static err read_heads(const view *v, record_id of, records *ret)
{
	records all, heads = { 0 };
	seq_list seqs;
	TRY(access_versions(v, of, &all));
	TRY(access_heads(v, &all, &seqs));
	for (size_t i = 0; i < all.n; i++)
		for (size_t h = 0; h < seqs.n; h++)
			if (seqs.at[h].n == all.at[i].seq.n) PUSH(v->r->a, &heads, all.at[i]);
	*ret = heads;
	return OK;
}

/* The head that the form names under that name; NULL where it names none of them. */
static const record *head_named(const request *r, const records *heads, str name)
{
	int64_t n;
	if (!str_to_int(request_form(r, name), &n)) return NULL;
	for (size_t i = 0; i < heads->n; i++)
		if (heads->at[i].seq.n == n) return &heads->at[i];
	return NULL;
}

static const record *chosen(request *r, const records *heads, str field_name)
{
	buf b = BUF(r->a);
	const record *whole = head_named(r, heads, S("take"));
	buf_lit(&b, "part-");
	buf_str(&b, field_name);
	const record *part = whole ? whole : head_named(r, heads, buf_view(&b));
	return part ? part : &heads->at[0];
}

static bool anything_chosen(const request *r)
{
	bool part = request_form(r, S("take")).n > 0;
	for (size_t i = 0; i < r->form.n; i++) part = part || str_starts(r->form.at[i].name, S("part-"));
	return part;
}

static err append_chosen(request *r, const kind *k, const records *heads, const values *said)
{
	writer w;
	seq kept;
	bool forked;
	problems wrong = { 0 };
	entry_head head = { .id = request_entry(r), .record = heads->at[0].record, .about = heads->at[0].about,
		            .happened = chosen(r, heads, S("happened"))->happened };
	for (size_t i = 0; i < heads->n; i++) PUSH(r->a, &head.after, heads->at[i].seq);
	TRY(access_writer(&r->read, k, &head, &w));
	return journal_append(&w, k, said, &head, r->a, &kept, &forked, &wrong);
}

static err part_take(request *r, const view *v, model *m)
{
	record_id id;
	records heads;
	bool may = false;
	if (!param_record(r->params[0], &id)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(read_heads(v, id, &heads));
	const kind *k = heads.n ? practice_kind(r->read.practice, heads.at[0].kind->name) : NULL;
	for (size_t i = 0; k && i < k->field_n; i++) may = may || form_offers(v, k, &k->fields[i], true);
	if (!may) return FAIL(&r->a->trail, E_DENIED);
	if (!anything_chosen(r)) return FAIL(&r->a->trail, E_INVALID);
	m->redirect = url_number(r->a, "/record/", id.n, "?recorded=yes").text;
	if (heads.n < 2) return OK; /* it was joined meanwhile, by this form or another: what stands there is shown */
	values said = values_make(r->a, k);
	for (size_t i = 0; i < k->field_n; i++) {
		const value *is = values_get(&chosen(r, &heads, k->fields[i].name)->values, k->fields[i].name);
		if (is) said.at[i] = *is;
	}
	TRY(access_values(v, k, id, &said));
	return append_chosen(r, k, &heads, &said);
}

const route part_routes[] = {
	{ POST, "/record/:record/part", .may = MAY_READ_RECORD, .form = part_take, .purpose = "what two people wrote at once, to take either" },
	{ .path = NULL },
};
