/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Values of every type: from forms, from single texts, from JSON and back, the same bytes for the same values. */
#include "kind/values.h"
#include "support/expect.h"

static const char declaration[] =
	"- kind: all\n  label: All\n  read: [manager]\n  write: [manager]\n  fields:\n"
	"    - words:  {type: text, required: yes, label: \"In their own words\"}\n"
	"    - title:  {type: line, most: 20}\n"
	"    - how:    {type: choice, of: [spoken, {drawn: \"Drawn, or painted\"}]}\n"
	"    - days:   {type: choices, of: [mon, tue, wed]}\n"
	"    - born:   {type: day, label: \"Date of birth\"}\n"
	"    - met:    {type: instant}\n"
	"    - weeks:  {type: number, unit: weeks, least: 0, most: 42, decimals: 2}\n"
	"    - spent:  {type: number, unit: £, decimals: 2}\n"
	"    - alone:  {type: yes_no}\n"
	"    - who:    {type: person}\n"
	"    - others: {type: people}\n"
	"    - case:   {type: record, kind: all}\n"
	"    - paper:  {type: file}\n"
	"    - nhs:    {type: identifier, of: nhs}\n"
	"    - under:  {type: choice, known: yes, of: [order, duty]}\n";

typedef struct {
	arena a;
	const kind *k;
	const zone *z;
} fixture;

static void prepare(fixture *f)
{
	f->a = arena_make();
	const kind_source source = { .file = S("all.yaml"), .bytes = str_of(declaration) };
	findings found;
	const practice *p = NULL;
	assert_int_equal(practice_load(&f->a, &source, 1, &found, &p), OK);
	assert_int_equal(zone_load(&f->a, S("Europe/London"), &f->z), OK);
	f->k = practice_kind(p, S("all"));
}

static void end(fixture *f)
{
	arena_end(&f->a);
}
#define FIXTURE(name) fixture name CLEANUP(end); prepare(&name)

static void part(fixture *f, form_parts *parts, const char *name, str text)
{
	PUSH(&f->a, parts, (form_part){ .name = str_of(name), .text = text });
}

/* "words=hello&born-year=2012": enough for tests, without escapes. */
static form_parts parts_of(fixture *f, const char *text)
{
	form_parts parts = { 0 };
	str rest = str_of(text);
	while (rest.n) {
		str value_text, name = str_cut(str_cut(rest, '&', &rest), '=', &value_text);
		PUSH(&f->a, &parts, (form_part){ .name = name, .text = value_text });
	}
	return parts;
}

static str json_of(fixture *f, const values *v)
{
	buf b = BUF(&f->a);
	values_write_json(&b, v);
	return buf_view(&b);
}

/* ---- forms */

static const struct {
	const char *sent, *json;
} good_forms[] = {
	{ "", "" },
	{ "title=  A line  ", "\"title\":\"A line\"" },
	{ "how=drawn", "\"how\":\"drawn\"" },
	{ "how=", "" },
	{ "how=not_known", "\"how\":{\"not_known\":true}" },
	{ "days=wed&days=mon&days=wed", "\"days\":[\"mon\",\"wed\"]" },
	{ "born-day=5&born-month=3&born-year=2012", "\"born\":\"2012-03-05\"" },
	{ "born-day=05&born-month=march&born-year=2012", "\"born\":\"2012-03-05\"" },
	{ "born-day= 5th &born-month=Sept.&born-year=2012", "\"born\":\"2012-09-05\"" },
	{ "born-month=3&born-year=2012&born-about=yes", "\"born\":\"2012-03~\"" },
	{ "born-year=2012", "\"born\":\"2012\"" },
	{ "born=5 March 2012", "\"born\":\"2012-03-05\"" },
	{ "born-day=&born-month=&born-year=", "" },
	{ "born-not-known=yes", "\"born\":{\"not_known\":true}" },
	{ "met-day=5&met-month=7&met-year=2024&met-hour=14&met-minute=20", "\"met\":\"2024-07-05T13:20:00.000Z\"" },
	{ "met-day=5&met-month=1&met-year=2024&met-hour=9", "\"met\":\"2024-01-05T09:00:00.000Z\"" },
	{ "met-day=5&met-month=7&met-year=2024", "\"met\":\"2024-07-05\"" },
	{ "weeks=2.50", "\"weeks\":\"2.50\"" },
	{ "weeks= 007 weeks", "\"weeks\":\"7\"" },
	{ "spent=£1,250.5", "\"spent\":\"1250.5\"" },
	{ "spent=-0.00", "\"spent\":\"0.00\"" },
	{ "alone=yes", "\"alone\":true" },
	{ "alone=no", "\"alone\":false" },
	{ "who=17", "\"who\":17" },
	{ "others=17&others=3&others=17&others=", "\"others\":[17,3]" },
	{ "case=9", "\"case\":9" },
	{ "nhs=943 476 5919", "\"nhs\":\"9434765919\"" },
};

static void forms_are_read_as_people_write(void **state)
{
	(void)state;
	FIXTURE(f);
	for (size_t i = 0; i < sizeof good_forms / sizeof *good_forms; i++) {
		form_parts parts = parts_of(&f, good_forms[i].sent);
		problems found = { 0 };
		values v;
		part(&f, &parts, "words", S("x"));
		err e = values_from_form(&f.a, f.z, f.k, &parts, &v, &found);
		if (e != OK) fail_msg("%s: %.*s", good_forms[i].sent, STR_ARG(found.at[0].message));
		buf want = BUF(&f.a);
		buf_printf(&want, "{\"words\":\"x\"%s%s}", good_forms[i].json[0] ? "," : "", good_forms[i].json);
		expect_text(json_of(&f, &v), str_c(&f.a, buf_view(&want)));
	}
}

static const struct {
	const char *sent, *field, *message;
} bad_forms[] = {
	{ "title=123456789012345678901", "title", "Title: this has 21 characters; the most is 20." },
	{ "title=two\nlines", "title", "Title: write it on one line." },
	{ "how=sung", "how", "How: choose one of the answers offered." },
	{ "how=drawn&how=spoken", "how", "How: this was sent twice; give one answer." },
	{ "how=drawn&how-not-known=yes", "how", "How: give an answer or say that it is not known, not both." },
	{ "days=mon&days=sun", "days", "Days: choose from the answers offered." },
	{ "born-day=31&born-month=2&born-year=2024", "born", "Date of birth: there is no 31 February 2024." },
	{ "born-day=29&born-month=2&born-year=2023", "born", "Date of birth: there is no 29 February 2023." },
	{ "born-day=5&born-month=13&born-year=2024", "born", "Date of birth: write the month as a number from 1 to 12, or as its name." },
	{ "born-day=five&born-month=3&born-year=2024", "born", "Date of birth: write the day as a number from 1 to 31." },
	{ "born-day=5&born-month=3", "born", "Date of birth: write the year." },
	{ "born-day=5&born-year=2024", "born", "Date of birth: write the month too, or leave the day empty." },
	{ "born-day=5&born-month=3&born-year=24", "born", "Date of birth: write the year with four digits, such as 2024." },
	{ "born-year=1700", "born", "Date of birth: write a year from 1800 to 2199." },
	{ "born-year=2024&born-not-known=yes", "born", "Date of birth: give an answer or say that it is not known, not both." },
	{ "born=tomorrow", "born", "Date of birth: write the year with four digits, such as 2024." },
	{ "met-day=5&met-month=7&met-year=2024&met-hour=25", "met", "Met: write the hour as a number from 0 to 23." },
	{ "met-day=5&met-month=7&met-year=2024&met-hour=2&met-minute=61", "met", "Met: write the minutes as a number from 0 to 59." },
	{ "met-month=7&met-year=2024&met-hour=2", "met", "Met: write the whole day, or leave the time empty." },
	{ "weeks=many", "weeks", "Weeks: write a number, such as 12 or 2.5." },
	{ "weeks=1,5", "weeks", "Weeks: write a number, such as 12 or 2.5." },
	{ "weeks=1e3", "weeks", "Weeks: write a number, such as 12 or 2.5." },
	{ "weeks=43", "weeks", "Weeks: the most is 42." },
	{ "weeks=-1", "weeks", "Weeks: the least is 0." },
	{ "weeks=1.125", "weeks", "Weeks: write at most 2 digits after the point." },
	{ "spent=1234567890123456", "spent", "Spent: write a number, such as 12 or 2.5." },
	{ "alone=perhaps", "alone", "Alone: choose yes or no." },
	{ "who=Asha", "who", "Who: choose from the people found." },
	{ "who=-3", "who", "Who: choose from the people found." },
	{ "case=x", "case", "Case: choose one from the list." },
	{ "paper=x", "paper", "Paper: send it as a file." },
	{ "under-not-known=yes", "under", "Under: choose one answer." },
	{ "under=not_known", "under", "Under: choose one answer." },
	{ "nhs=943 476 5918", "nhs", "Nhs: this is not a valid NHS number; check each letter and digit." },
};

static void what_cannot_be_read_is_said_beside_its_field(void **state)
{
	(void)state;
	FIXTURE(f);
	for (size_t i = 0; i < sizeof bad_forms / sizeof *bad_forms; i++) {
		form_parts parts = parts_of(&f, bad_forms[i].sent);
		problems found = { 0 };
		values v;
		part(&f, &parts, "words", S("x"));
		assert_int_equal(values_from_form(&f.a, f.z, f.k, &parts, &v, &found), E_INVALID);
		assert_int_equal(found.n, 1);
		expect_text(found.at[0].message, bad_forms[i].message);
		expect_text(found.at[0].where->name, bad_forms[i].field);
	}
}

static void all_problems_come_at_once(void **state)
{
	(void)state;
	FIXTURE(f);
	problems found = { 0 };
	values v;
	form_parts none = { 0 };
	assert_int_equal(values_from_form(&f.a, f.z, f.k, &none, &v, &found), E_INVALID);
	assert_int_equal(found.n, 1);
	expect_text(found.at[0].message, "In their own words: write it, or say that it is not known.");
	form_parts parts = parts_of(&f, "words=  &born-year=1&weeks=x&nhs=1");
	found = (problems){ 0 };
	assert_int_equal(values_from_form(&f.a, f.z, f.k, &parts, &v, &found), E_INVALID);
	assert_int_equal(found.n, 4);
	parts = parts_of(&f, "words-not-known=1");
	found = (problems){ 0 };
	assert_int_equal(values_from_form(&f.a, f.z, f.k, &parts, &v, &found), OK);
	expect_text(json_of(&f, &v), "{\"words\":{\"not_known\":true}}");
}

static err one_form(fixture *f, const char *name, str text, values *v, problems *found)
{
	form_parts parts = { 0 };
	*found = (problems){ 0 };
	if (strcmp(name, "words") != 0) part(f, &parts, "words", S("x"));
	part(f, &parts, name, text);
	return values_from_form(&f->a, f->z, f->k, &parts, v, found);
}

/* Every field of the kind, with each of these, is answered by one problem and nothing else; boxes of days too. */
static void hostile_text_is_refused_at_every_door(void **state)
{
	(void)state;
	FIXTURE(f);
	static const str hostile[] = { { "a\0b", 3 }, { "a\x01z", 3 }, { "\xFF\xFE", 2 }, { "\xC0\x80", 2 }, { "\xED\xA0\x80", 3 },
		                       { "\x7Fz", 2 }, { "\x1Bz", 2 } };
	static const char *const boxes[] = { "born-day", "born-year", "met-hour" };
	values v;
	problems found;
	for (size_t h = 0; h < sizeof hostile / sizeof *hostile; h++) {
		for (size_t i = 0; i < f.k->field_n; i++) {
			assert_int_equal(one_form(&f, str_c(&f.a, f.k->fields[i].name), hostile[h], &v, &found), E_INVALID);
			assert_int_equal(found.n, 1);
			assert_ptr_equal(found.at[0].where, &f.k->fields[i]);
			assert_true(str_is_utf8(found.at[0].message) && !str_has_control(found.at[0].message, false));
		}
		for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
			assert_int_equal(one_form(&f, boxes[i], hostile[h], &v, &found), E_INVALID);
			assert_int_equal(found.n, 1);
		}
		v = values_make(&f.a, f.k);
		*values_of(&v, S("words")) = (value){ .is = VALUE_KNOWN, .text = hostile[h] };
		found = (problems){ 0 };
		assert_int_equal(values_check(&f.a, &v, &found), E_INVALID);
		assert_int_equal(found.n, 1);
	}
}

static void markup_is_text(void **state)
{
	(void)state;
	FIXTURE(f);
	values v;
	problems found;
	assert_int_equal(one_form(&f, "words", S("<script>alert(\"1\")</script>\r\n& \\ 'two' \xE2\x80\xA8"), &v, &found), OK);
	expect_text(json_of(&f, &v), "{\"words\":\"\\u003cscript>alert(\\\"1\\\")\\u003c/script>\\n& \\\\ 'two' \\u2028\"}");
	for (size_t i = 2; i < f.k->field_n; i++) {
		assert_int_equal(one_form(&f, str_c(&f.a, f.k->fields[i].name), S("<b>1</b>"), &v, &found), E_INVALID);
		assert_int_equal(found.n, 1);
	}
}

static str text_of(fixture *f, size_t n)
{
	char *c = arena_take(&f->a, n, 1);
	memset(c, 'x', n);
	return (str){ c, n };
}

static void limits_are_refusals(void **state)
{
	(void)state;
	FIXTURE(f);
	values v;
	problems found;
	assert_int_equal(one_form(&f, "words", text_of(&f, TEXT_MAX_BYTES - 1000), &v, &found), OK);
	assert_int_equal(values_get(&v, S("words"))->text.n, TEXT_MAX_BYTES - 1000);
	assert_int_equal(one_form(&f, "words", text_of(&f, TEXT_MAX_BYTES + 1), &v, &found), E_INVALID);
	expect_contains(found.at[0].message, "1048577 characters; the most is 1048576");
	/* Each text within its limit, all of them over the entry's. */
	assert_int_equal(one_form(&f, "words", text_of(&f, TEXT_MAX_BYTES), &v, &found), E_INVALID);
	assert_null(found.at[0].where);
	expect_contains(found.at[0].message, "second record");
	for (size_t i = 1; i < f.k->field_n; i++) {
		assert_int_equal(one_form(&f, str_c(&f.a, f.k->fields[i].name), text_of(&f, 300), &v, &found), E_INVALID);
		assert_int_equal(found.n, 1);
	}
}

/* Lists far too long are refused before their items are compared with one another. */
static void endless_lists_are_refused_at_once(void **state)
{
	(void)state;
	FIXTURE(f);
	values v;
	problems found = { 0 };
	buf numbers = BUF(&f.a), json = BUF(&f.a), codes = BUF(&f.a);
	for (int i = 1; i <= 200000; i++) buf_printf(&numbers, "%d,", i);
	for (int i = 1; i <= 200000; i++) buf_lit(&codes, "MON;");
	buf_lit(&json, "{\"words\":\"x\",\"others\":[");
	buf_str(&json, buf_view(&numbers));
	buf_lit(&json, "1]}");
	assert_int_equal(one_form(&f, "others", buf_view(&numbers), &v, &found), E_INVALID);
	assert_int_equal(found.n, 1);
	assert_int_equal(one_form(&f, "days", buf_view(&codes), &v, &found), E_INVALID);
	assert_int_equal(found.n, 1);
	found = (problems){ 0 };
	assert_int_equal(values_from_json(&f.a, f.z, f.k, buf_view(&json), true, &v, &found), E_INVALID);
	expect_text(found.at[0].message, "Others: give the numbers of records, at most 1000.");
	assert_true(f.a.used_bytes < 128 * 1024 * 1024);
}

static void files_bring_their_digest(void **state)
{
	(void)state;
	FIXTURE(f);
	form_parts parts = { 0 };
	problems found = { 0 };
	values v, back;
	part(&f, &parts, "words", S("x"));
	PUSH(&f.a, &parts, (form_part){ .name = S("paper"), .is_file = true });
	PUSH(&f.a, &parts, (form_part){ .name = S("paper"), .is_file = true, .file_name = S("a \"b\".txt"), .media = S("text/plain"),
	                                .text = S("abc") });
	assert_int_equal(values_from_form(&f.a, f.z, f.k, &parts, &v, &found), OK);
	str json = json_of(&f, &v);
	expect_text(json, "{\"words\":\"x\",\"paper\":[{\"name\":\"a \\\"b\\\".txt\",\"media\":\"text/plain\",\"digest\":"
	                  "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\",\"size\":3}]}");
	expect_text(values_get(&v, S("paper"))->files.at[0].bytes, "abc");
	assert_int_equal(values_from_json(&f.a, f.z, f.k, json, true, &back, &found), OK);
	assert_true(str_eq(json_of(&f, &back), json));
	parts.at[2].file_name = S("../etc/passwd");
	assert_int_equal(values_from_form(&f.a, f.z, f.k, &parts, &v, &found), E_INVALID);
	expect_contains(found.at[0].message, "Paper: a file needs a name without /");
}

/* ---- imports: one text */

static const struct {
	const char *field, *text, *json, *words;
} texts[] = {
	{ "words", "  two words ", "\"  two words \"", "  two words " },
	{ "words", "   ", "", "" },
	{ "words", "not known", "\"not known\"", "not known" },
	{ "title", "123456789012345678901", "{\"unread\":\"123456789012345678901\"}", "\"123456789012345678901\" (as received)" },
	{ "how", "Spoken", "\"spoken\"", "Spoken" },
	{ "how", "drawn, OR painted", "\"drawn\"", "Drawn, or painted" },
	{ "how", "sung", "{\"unread\":\"sung\"}", "\"sung\" (as received)" },
	{ "how", "Not known", "{\"not_known\":true}", "not known" },
	{ "days", "wed; Mon", "[\"mon\",\"wed\"]", "Mon, Wed" },
	{ "days", "wed,sun", "{\"unread\":\"wed,sun\"}", "\"wed,sun\" (as received)" },
	{ "born", "31/02/2024", "{\"unread\":\"31/02/2024\"}", "\"31/02/2024\" (as received)" },
	{ "born", "01/02/2024", "\"2024-02-01\"", "1 February 2024" },
	{ "born", "1.2.2024", "\"2024-02-01\"", "1 February 2024" },
	{ "born", "2024/2/1", "\"2024-02-01\"", "1 February 2024" },
	{ "born", "about March 2024", "\"2024-03~\"", "about March 2024" },
	{ "born", "2024~", "\"2024~\"", "about 2024" },
	{ "born", "1/2/24", "{\"unread\":\"1/2/24\"}", "\"1/2/24\" (as received)" },
	{ "born", "2024-03-05T10:00:00Z", "{\"unread\":\"2024-03-05T10:00:00Z\"}", "\"2024-03-05T10:00:00Z\" (as received)" },
	{ "met", "5/7/2024 14:20", "\"2024-07-05T13:20:00.000Z\"", "5 July 2024 at 14:20" },
	{ "met", "2024-07-05T13:20:00Z", "\"2024-07-05T13:20:00.000Z\"", "5 July 2024 at 14:20" },
	{ "met", "July 2024 14:20", "{\"unread\":\"July 2024 14:20\"}", "\"July 2024 14:20\" (as received)" },
	{ "weeks", "12.50", "\"12.50\"", "12.50 weeks" },
	{ "weeks", "99", "{\"unread\":\"99\"}", "\"99\" (as received)" },
	{ "spent", "12.50", "\"12.50\"", "£12.50" },
	{ "alone", "Y", "true", "Yes" },
	{ "alone", "0", "false", "No" },
	{ "who", "17", "17", "17" },
	{ "others", "17, 3", "[17,3]", "17, 3" },
	{ "case", "0", "{\"unread\":\"0\"}", "\"0\" (as received)" },
	{ "paper", "scan.pdf", "{\"unread\":\"scan.pdf\"}", "\"scan.pdf\" (as received)" },
	{ "nhs", "943 476 5919", "\"9434765919\"", "9434765919" },
	{ "nhs", "123", "{\"unread\":\"123\"}", "\"123\" (as received)" },
};

static void imports_keep_what_does_not_read(void **state)
{
	(void)state;
	FIXTURE(f);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		values v = values_make(&f.a, f.k), back;
		problems found = { 0 };
		const field *where = kind_field(f.k, str_of(texts[i].field));
		value *one = values_of(&v, where->name);
		value_from_text(&f.a, f.z, where, str_of(texts[i].text), one);
		buf want = BUF(&f.a), words = BUF(&f.a);
		if (texts[i].json[0]) buf_printf(&want, "{\"%s\":%s}", texts[i].field, texts[i].json);
		else buf_lit(&want, "{}");
		str json = json_of(&f, &v);
		expect_text(json, str_c(&f.a, buf_view(&want)));
		value_write_words(&words, f.z, where, one);
		expect_text(buf_view(&words), texts[i].words);
		assert_int_equal(values_from_json(&f.a, f.z, f.k, json, false, &back, &found), OK);
		assert_true(str_eq(json_of(&f, &back), json));
		assert_int_equal(found.n, 0);
	}
}

static void bytes_that_are_no_text_are_kept_in_hexadecimal(void **state)
{
	(void)state;
	FIXTURE(f);
	value v;
	value_from_text(&f.a, f.z, kind_field(f.k, S("words")), (str){ "a\0\xC3\xA9\x1F", 5 }, &v);
	assert_true(v.is == VALUE_UNREAD);
	expect_text(v.text, "a\\x00\xC3\xA9\\x1f");
	value_from_text(&f.a, f.z, kind_field(f.k, S("words")), (str){ "a\xE9\xC3\xA9", 4 }, &v);
	expect_text(v.text, "a\\xe9\\xc3\\xa9");
}

/* ---- JSON */

static const char everything[] =
	"{\"words\":\" a\\n \\u003cb> \",\"title\":\"t\",\"how\":\"drawn\",\"days\":[\"mon\",\"wed\"],\"born\":\"2012-03~\","
	"\"met\":\"2024-07-05T13:20:00.123Z\",\"weeks\":\"2.50\",\"spent\":\"-0.10\",\"alone\":false,\"who\":9223372036854775807,"
	"\"others\":[17,3],\"case\":1,\"paper\":[],\"nhs\":{\"not_known\":true}}";

static void canonical_json_comes_back_as_it_was(void **state)
{
	(void)state;
	FIXTURE(f);
	values v;
	problems found = { 0 };
	buf want = BUF(&f.a);
	assert_int_equal(values_from_json(&f.a, f.z, f.k, str_of(everything), true, &v, &found), OK);
	str rest = str_of(everything);
	ptrdiff_t empty = str_find(rest, S("\"paper\":[],")); /* an empty list says nothing */
	buf_str(&want, str_first(rest, (size_t)empty));
	buf_str(&want, str_from(rest, (size_t)empty + 11));
	str canonical = json_of(&f, &v);
	assert_true(str_eq(canonical, buf_view(&want)));
	assert_true(values_get(&v, S("spent"))->number == -0.10);
	assert_int_equal(values_from_json(&f.a, f.z, f.k, canonical, true, &v, &found), OK);
	assert_true(str_eq(json_of(&f, &v), canonical));
}

static const struct {
	const char *json, *canonical;
} same_values[] = {
	{ "{ \"title\" : \"t\", \"words\":\"x\" }", "{\"words\":\"x\",\"title\":\"t\"}" },
	{ "{\"words\":\"x\",\"days\":[\"wed\",\"mon\",\"wed\"]}", "{\"words\":\"x\",\"days\":[\"mon\",\"wed\"]}" },
	{ "{\"words\":\"x\",\"weeks\":12}", "{\"words\":\"x\",\"weeks\":\"12\"}" },
	{ "{\"words\":\"x\",\"weeks\":2.5}", "{\"words\":\"x\",\"weeks\":\"2.5\"}" },
	{ "{\"words\":\"x\",\"born\":\"5 March 2012\"}", "{\"words\":\"x\",\"born\":\"2012-03-05\"}" },
	{ "{\"words\":\"x\",\"met\":\"2024-07-05T14:20:00+01:00\"}", "{\"words\":\"x\",\"met\":\"2024-07-05T13:20:00.000Z\"}" },
	{ "{\"words\":\"\\u00e9\",\"title\":null,\"how\":\"\",\"others\":[]}", "{\"words\":\"\xC3\xA9\"}" },
	{ "{\"words\":\"x\",\"others\":[3,17,3]}", "{\"words\":\"x\",\"others\":[3,17]}" },
	{ "{\"words\":\"x\",\"nhs\":\"943 476 5919\"}", "{\"words\":\"x\",\"nhs\":\"9434765919\"}" },
};

static void the_same_values_give_the_same_bytes(void **state)
{
	(void)state;
	FIXTURE(f);
	for (size_t i = 0; i < sizeof same_values / sizeof *same_values; i++) {
		values v;
		problems found = { 0 };
		err e = values_from_json(&f.a, f.z, f.k, str_of(same_values[i].json), true, &v, &found);
		if (e != OK) fail_msg("%s: %.*s", same_values[i].json, STR_ARG(found.at[0].message));
		expect_text(json_of(&f, &v), same_values[i].canonical);
	}
}

static const struct {
	const char *json, *message;
	const char *kept; /* canonical, when it is not read strictly; NULL: refused then, too */
} wrong_json[] = {
	{ "{\"words\":\"x\",\"colour\":1}", "All: there is no field «colour».", "{\"words\":\"x\"}" },
	{ "{\"words\":12}", "In their own words: this is not the kind of answer", "{\"words\":{\"unread\":\"12\"}}" },
	{ "{\"words\":{\"unread\":\"x\"}}", "In their own words: this is not the kind", "{\"words\":{\"unread\":\"x\"}}" },
	{ "{\"words\":{\"not_known\":false}}", "In their own words: this is not", "{\"words\":{\"unread\":\"{\\\"not_known\\\":false}\"}}" },
	{ "{\"words\":\"x\",\"alone\":\"perhaps\"}", "Alone: choose yes or no.", "{\"words\":\"x\",\"alone\":{\"unread\":\"perhaps\"}}" },
	{ "{\"words\":\"x\",\"title\":true}", "Title: this is not", "{\"words\":\"x\",\"title\":{\"unread\":\"true\"}}" },
	{ "{\"words\":\"x\",\"days\":[\"mon\",7]}", "Days: choose from", "{\"words\":\"x\",\"days\":{\"unread\":\"[\\\"mon\\\",7]\"}}" },
	{ "{\"words\":\"x\",\"others\":[0]}", "Others: give the numbers", "{\"words\":\"x\",\"others\":{\"unread\":\"[0]\"}}" },
	{ "{\"words\":\"x\",\"who\":1.5}", "Who: this is not", "{\"words\":\"x\",\"who\":{\"unread\":\"1.5\"}}" },
	{ "{\"words\":\"x\",\"paper\":[{\"name\":\"a\"}]}", "Paper: send it as a file", "{\"words\":\"x\",\"paper\":{\"unread\":\"[{\\\"name\\\":\\\"a\\\"}]\"}}" },
	{ "{\"words\":\"x\",\"weeks\":43}", "Weeks: the most is 42.", "{\"words\":\"x\",\"weeks\":\"43\"}" },
	{ "{\"words\":\"x\",\"under\":{\"not_known\":true}}", "Under: choose one answer.", "{\"words\":\"x\",\"under\":{\"not_known\":true}}" },
	{ "{}", "In their own words: write it", "{}" },
	{ "[]", "not a JSON map", NULL },
	{ "{\"words\":\"x\"", "not a JSON map", NULL },
	{ "{\"words\":\"\\u0000\"}", "not a JSON map", NULL },
	{ "{\"words\":\"\\u0007\"}", "In their own words: this holds a control character", "{\"words\":{\"unread\":\"\\\\x07\"}}" },
	{ "{\"words\":\"x\",\"words\":\"y\"}", "not a JSON map", NULL },
};

static void wrong_json_is_refused_or_kept(void **state)
{
	(void)state;
	FIXTURE(f);
	for (size_t i = 0; i < sizeof wrong_json / sizeof *wrong_json; i++) {
		values v = { 0 };
		problems found = { 0 }, kept = { 0 };
		assert_int_equal(values_from_json(&f.a, f.z, f.k, str_of(wrong_json[i].json), true, &v, &found), E_INVALID);
		assert_int_equal(found.n, 1);
		expect_contains(found.at[0].message, wrong_json[i].message);
		err e = values_from_json(&f.a, f.z, f.k, str_of(wrong_json[i].json), false, &v, &kept);
		assert_int_equal(e, wrong_json[i].kept ? OK : E_INVALID);
		if (wrong_json[i].kept) expect_text(json_of(&f, &v), wrong_json[i].kept);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_are_read_as_people_write),
		cmocka_unit_test(what_cannot_be_read_is_said_beside_its_field),
		cmocka_unit_test(all_problems_come_at_once),
		cmocka_unit_test(hostile_text_is_refused_at_every_door),
		cmocka_unit_test(markup_is_text),
		cmocka_unit_test(limits_are_refusals),
		cmocka_unit_test(endless_lists_are_refused_at_once),
		cmocka_unit_test(files_bring_their_digest),
		cmocka_unit_test(imports_keep_what_does_not_read),
		cmocka_unit_test(bytes_that_are_no_text_are_kept_in_hexadecimal),
		cmocka_unit_test(canonical_json_comes_back_as_it_was),
		cmocka_unit_test(the_same_values_give_the_same_bytes),
		cmocka_unit_test(wrong_json_is_refused_or_kept),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
