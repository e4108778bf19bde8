/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/dated.h"

#include "web/pages/dated.h"
#include "web/wording.h"

bool dated_holds(const view *v, const record *said, const typed_when *until)
{
	bool begun = said->happened.is == WHEN_NONE || said->happened.on.n <= v->r->today.n;
	return begun && (until->is != VALUE_KNOWN || until->on.on.n > v->r->today.n);
}

void dated_add(const view *v, dated_facts *list, const record *said, const typed_when *until, str text, str more)
{
	arena *a = v->r->a;
	const zone *z = area_zone(v->r->area);
	buf b = BUF(a);
	if (str_ends(text, S("."))) text = str_first(text, text.n - 1); /* the page ends the sentence */
	if (said->happened.is != WHEN_NONE) {
		buf_lit(&b, "Since ");
		when_write_long(&b, z, said->happened);
	} else {
		buf_lit(&b, "Not known since when; written down ");
		day_write_long(&b, zone_day(z, said->recorded));
	}
	if (until && until->is == VALUE_KNOWN) {
		buf_lit(&b, ", until ");
		when_write_long(&b, z, until->on);
	}
	buf since = BUF(a);
	buf_str(&since, joined_words(v, said, buf_view(&b)));
	buf_char(&since, '.');
	PUSH(a, list, ((dated_fact){ .record = said->record, .text = text, .more = more, .since = buf_view(&since) }));
}

void dated_ring(dated_facts *list, const typed_text *telephone)
{
	dated_fact *last = &list->at[list->n - 1];
	last->rings = true;
	last->telephone = telephone->is == VALUE_KNOWN ? telephone->text : STR_NONE;
}

html dated_show(arena *a, const dated_facts *list)
{
	dated_page m = { 0 };
	for (size_t i = 0; i < list->n; i++) {
		const dated_fact *f = &list->at[i];
		PUSH(a, &m.facts, ((dated_page_said_fact){ f->record.n, f->text, f->more, f->since, f->danger, f->rings, f->telephone,
		                                            url_dial(a, f->telephone) }));
	}
	return list->n ? dated_as_html(a, &m) : HTML("");
}

str dated_choice(const record *said, const char *field_name, const typed_text *code)
{
	const field *f = kind_field(said->kind, str_of(field_name));
	const choice *c = f && code->is == VALUE_KNOWN ? field_choice(f, code->text) : NULL;
	return c ? c->label : code->is == VALUE_KNOWN ? code->text : STR_NONE;
}

str dated_names(const view *v, const record_list *people)
{
	buf b = BUF(v->r->a);
	for (size_t i = 0; i < people->n; i++) {
		if (i) buf_str(&b, i + 1 == people->n ? S(" and ") : S(", "));
		buf_str(&b, access_name_of(v, S("person"), people->at[i]));
	}
	return buf_view(&b);
}
