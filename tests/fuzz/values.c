/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Values as JSON (j) or from a form (f): what is taken is written canonically, and that reads as the same bytes. */
#include "fuzz/fuzz.h"
#include "kind/values.h"

static const char declaration[] = "- kind: all\n  label: All\n  read: [manager]\n  write: [manager]\n  fields:\n"
				  "    - words:  {type: text, required: yes}\n"
				  "    - title:  {type: line, most: 20}\n"
				  "    - how:    {type: choice, of: [spoken, drawn]}\n"
				  "    - days:   {type: choices, of: [mon, tue, wed]}\n"
				  "    - born:   {type: day}\n"
				  "    - met:    {type: instant}\n"
				  "    - weeks:  {type: number, unit: weeks, least: 0, most: 42, decimals: 2}\n"
				  "    - alone:  {type: yes_no}\n"
				  "    - who:    {type: person}\n"
				  "    - others: {type: people}\n"
				  "    - case:   {type: record, kind: all}\n"
				  "    - paper:  {type: file}\n"
				  "    - nhs:    {type: identifier, of: nhs}\n"
				  "    - home:   {type: identifier, of: postcode}\n";

static void there_and_back(arena *a, const zone *z, const values *v)
{
	values again;
	problems wrong = { 0 };
	buf once = BUF(a), twice = BUF(a);
	values_write_json(&once, v);
	CHECK(values_from_json(a, z, v->k, buf_view(&once), false, &again, &wrong) == OK);
	values_write_json(&twice, &again);
	CHECK(str_eq(buf_view(&once), buf_view(&twice)));
	for (size_t i = 0; i < v->k->field_n; i++) {
		buf words = BUF(a);
		value_write_words(&words, z, &v->k->fields[i], &v->at[i]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	const practice *p;
	const zone *z;
	findings found = { 0 };
	form_parts parts;
	values v;
	problems wrong = { 0 };
	if (n == 0) return 0;
	str s = { (const char *)at + 1, n - 1 };
	kind_source source = { .file = S("kinds.yaml"), .capability = S("fuzz"), .bytes = str_of(declaration) };
	CHECK(practice_load(&a, &source, 1, &found, &p) == OK && zone_load(&a, S("UTC"), &z) == OK);
	const kind *k = practice_kind(p, S("all"));
	if (at[0] == 'j') {
		if (values_from_json(&a, z, k, s, false, &v, &wrong) == OK) there_and_back(&a, z, &v);
	} else if (at[0] == 'f' && form_read_urlencoded(&a, s, &parts) == OK) {
		if (values_from_form(&a, z, k, &parts, &v, &wrong) == OK) there_and_back(&a, z, &v);
		else CHECK(wrong.n > 0);
	}
	return 0;
}
