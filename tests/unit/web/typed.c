/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was recorded and what was typed are one: values told as a form's parts read as the same values again. */
#include "web/typed.h"

#include "support/expect.h"

static const char kinds[] =
	"- kind: person\n  label: Person\n  read: [everyone]\n  write: [manager]\n  fields:\n    - name: {type: line}\n"
	"- kind: all\n  label: Everything\n  about: {child: 1..n}\n  read: [works_with_child]\n  write: [practitioner]\n  fields:\n"
	"    - text:    {type: text}\n"
	"    - line:    {type: line}\n"
	"    - one:     {type: choice, of: [red, green]}\n"
	"    - some:    {type: choices, of: [red, green, blue]}\n"
	"    - on:      {type: day}\n"
	"    - at:      {type: instant}\n"
	"    - weight:  {type: number, unit: kg, decimals: 2}\n"
	"    - agreed:  {type: yes_no}\n"
	"    - who:     {type: person}\n"
	"    - present: {type: people}\n"
	"    - number:  {type: identifier, of: postcode}\n";

static const zone *london(arena *a)
{
	const zone *z;
	assert_int_equal(zone_load(a, S("Europe/London"), &z), OK);
	return z;
}

static const kind *everything(arena *a)
{
	findings wrong = { 0 };
	const practice *p;
	kind_source source = { .file = S("capabilities/all/kinds.yaml"), .capability = S("all"), .bytes = str_of(kinds) };
	err e = practice_load(a, &source, 1, &wrong, &p);
	for (size_t i = 0; i < wrong.n; i++) print_message("# %.*s\n", STR_ARG(wrong.at[i].message));
	assert_int_equal(e, OK);
	return practice_kind(p, S("all"));
}

static void comes_back(arena *a, const kind *k, const char *json)
{
	const zone *z = london(a);
	values first, second;
	problems bad = { 0 };
	buf out = BUF(a);
	err read = values_from_json(a, z, k, str_of(json), true, &first, &bad);
	for (size_t i = 0; i < bad.n; i++) print_message("# %s: %.*s\n", json, STR_ARG(bad.at[i].message));
	assert_int_equal(read, OK);
	form_parts typed = typed_of_values(a, z, &first);
	err e = values_from_form(a, z, k, &typed, &second, &bad);
	for (size_t i = 0; i < bad.n; i++) print_message("# %.*s\n", STR_ARG(bad.at[i].message));
	assert_int_equal(e, OK);
	values_write_json(&out, &second);
	expect_written(&out, json);
}

static void test_every_type_comes_back(void **state)
{
	(void)state;
	ARENA(a);
	const kind *k = everything(&a);
	static const char *const all[] = {
		"{\"text\":\"\\nTwo\\nlines & more\"}",
		"{\"line\":\"O'Neill \\\"x\\\"\",\"one\":\"green\",\"some\":[\"red\",\"blue\"]}",
		"{\"on\":\"2024-03-05\"}", "{\"on\":\"2024-03\"}", "{\"on\":\"2024~\"}",
		"{\"at\":\"2024-07-01T13:05:00.000Z\"}", "{\"at\":\"2024-12-01T00:00:00.000Z\"}",
		"{\"weight\":\"3.25\",\"agreed\":true}", "{\"agreed\":false}",
		"{\"who\":17,\"present\":[17,4]}", "{\"number\":\"ZW1 7EZ\"}",
		"{\"text\":{\"not_known\":true},\"on\":{\"not_known\":true},\"present\":{\"not_known\":true}}",
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) comes_back(&a, k, all[i]);
}

static void test_what_does_not_read_is_shown_as_received(void **state)
{
	(void)state;
	ARENA(a);
	const kind *k = everything(&a);
	const zone *z = london(&a);
	values v;
	problems bad = { 0 };
	assert_int_equal(values_from_json(&a, z, k, S("{\"line\":{\"unread\":\"31/02/2024\"}}"), false, &v, &bad), OK);
	form_parts typed = typed_of_values(&a, z, &v);
	expect_text(typed_text(&typed, S("line"), STR_NONE), "31/02/2024");
}

static void put(arena *a, form_parts *p, const char *name, const char *text)
{
	typed_put(a, p, str_of(name), STR_NONE, str_of(text));
}

static void test_when_this_was(void **state)
{
	(void)state;
	ARENA(a);
	const zone *z = london(&a);
	form_parts none = { 0 }, month = { 0 }, said = { 0 }, wrong = { 0 };
	problems bad = { 0 };
	when w = { .is = WHEN_DAY };
	assert_int_equal(happened_from_form(&a, z, &none, &w, &bad), E_INVALID);
	assert_int_equal(bad.n, 1);
	expect_text(bad.at[0].about, "happened");
	put(&a, &month, "happened-month", "3");
	put(&a, &month, "happened-year", "2024");
	assert_int_equal(happened_from_form(&a, z, &month, &w, &bad), OK);
	assert_int_equal(w.is, WHEN_MONTH);
	put(&a, &said, "happened-not-known", "yes");
	assert_int_equal(happened_from_form(&a, z, &said, &w, &bad), OK);
	assert_int_equal(w.is, WHEN_NONE);
	put(&a, &wrong, "happened-day", "31");
	put(&a, &wrong, "happened-month", "2");
	put(&a, &wrong, "happened-year", "2024");
	assert_int_equal(happened_from_form(&a, z, &wrong, &w, &bad), E_INVALID);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_type_comes_back),
		cmocka_unit_test(test_what_does_not_read_is_shown_as_received),
		cmocka_unit_test(test_when_this_was),
	};
	return hash_start() == OK ? cmocka_run_group_tests(tests, NULL, NULL) : 2;
}
