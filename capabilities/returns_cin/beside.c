/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the census will ask about what is being written, beside the field that it asks about. */
#include "capabilities/returns_cin/asked.h"

static str happened_name(const cin_place *at)
{
	return at->f ? at->f->name : S("happened");
}

/* Each field that is an element of the census. */
static void fields_of(const request *r, const kind *k, str_list *ret)
{
	cin_map fields;
	cin_map_make(r->read.practice, area_zone(r->read.area), &fields);
	for (size_t i = 0; i < census_element_count; i++)
		if (fields.at[i].k && str_eq(fields.at[i].k->name, k->name)) PUSH(r->a, ret, happened_name(&fields.at[i]));
}

static bool says_nothing(const form_draft *d, const cin_place *at)
{
	const value *v = at->f ? values_get(d->values, at->f->name) : NULL;
	return at->f ? !v || v->is == VALUE_ABSENT : d->happened.is == WHEN_NONE;
}

/* The first field of the kind that the rule compares, one that says nothing before others; empty where it is about the record as
 * a whole. */
static str field_of(const cin_map *fields, const cin_rule *rule, const form_draft *d)
{
	str first = STR_NONE;
	for (size_t i = 0; i < census_element_count; i++) {
		const cin_place *at = &fields->at[i];
		if (!at->k || !str_eq(at->k->name, d->kind->name) || !cin_rule_names(rule, str_of(census_elements[i].name))) continue;
		if (says_nothing(d, at)) return happened_name(at);
		if (!first.n) first = happened_name(at);
	}
	return first;
}

static str more_of(arena *a, const cin_question *q)
{
	buf b = BUF(a);
	buf_str(&b, cin_days_compared(a, q));
	if (b.n) buf_lit(&b, ". ");
	buf_str(&b, str_of(q->rule->mend));
	buf_str(&b, q->rule->query ? S(" Query ") : S(" Error "));
	buf_str(&b, str_of(q->rule->code));
	buf_lit(&b, " of the census.");
	return buf_view(&b);
}

static err say(request *r, const form_draft *d, form_notes *ret)
{
	cin_map fields;
	cin_questions asked;
	cin_draft draft = { .corrects = d->corrects, .k = d->kind, .v = d->values, .happened = d->happened, .about = d->about };
	record_id mine = d->corrects.n ? d->corrects : CIN_DRAFT;
	cin_map_make(r->read.practice, area_zone(r->read.area), &fields);
	TRY(cin_ask(d->view, r->a, cin_year_of(r->read.today), &draft, &asked));
	EACH (q, asked)
		if (cin_concerns(q, mine))
			PUSH(r->a, ret, ((form_note){ field_of(&fields, q->rule, d), str_of(q->rule->says), more_of(r->a, q) }));
	return OK;
}

const beside_code cin_beside = { .asks = "What will the census ask?", .known = "how_known", .fields = fields_of, .say = say };
