/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every field of every kind that the program holds, without naming one: empty, too long, out of range, with markup, with bytes
 * that are no text; and values made by dice, whose JSON comes back the same whatever the order it is written in. */
#include "kind/capability.h"
#include "kind/values.h"
#include "support/expect.h"

#include <stdlib.h>

typedef struct {
	arena a;
	const practice *p;
	const zone *z;
	uint64_t dice;
} fixture;

static void prepare(fixture *f)
{
	findings found;
	*f = (fixture){ .a = arena_make(), .dice = 2011 };
	kind_sources sources = embedded_kind_sources(&f->a, SOURCE_KINDS);
	assert_int_equal(practice_load(&f->a, sources.at, sources.n, &found, &f->p), OK);
	assert_int_equal(zone_load(&f->a, S("Europe/London"), &f->z), OK);
}

static void end(fixture *f)
{
	arena_end(&f->a);
}
#define FIXTURE(name) fixture name CLEANUP(end); prepare(&name)

/* Steele and Vigna's mixing of a counter: the same on every machine. */
static size_t throw_dice(fixture *f, size_t sides)
{
	uint64_t x = f->dice += 0x9E3779B97F4A7C15u;
	x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
	x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
	return (size_t)((x ^ (x >> 31)) % sides);
}

static size_t required_of(const kind *k)
{
	size_t n = 0;
	for (size_t i = 0; i < k->field_n; i++) n += k->fields[i].required && !k->fields[i].hidden;
	return n;
}

/* What a form of one field says of it; problems of other fields, which are required, do not count. */
static size_t problems_of(fixture *f, const kind *k, const field *where, str text)
{
	form_parts parts = { 0 };
	problems found = { 0 };
	values v;
	PUSH(&f->a, &parts, (form_part){ .name = where->name, .text = text });
	(void)!values_from_form(&f->a, f->z, k, &parts, &v, &found);
	size_t n = 0;
	for (size_t i = 0; i < found.n; i++) {
		n += found.at[i].where == where;
		assert_true(found.at[i].where && str_starts(found.at[i].message, found.at[i].where->label));
	}
	return n;
}

static str repeated(fixture *f, size_t n)
{
	char *c = arena_take(&f->a, n, 1);
	memset(c, 'x', n);
	return (str){ c, n };
}

static bool takes_any_words(const field *f)
{
	return f->type == FIELD_TEXT || f->type == FIELD_LINE;
}

static void one_field(fixture *f, const kind *k, const field *where)
{
	size_t over = where->has_most ? (size_t)where->most + 1 : where->type == FIELD_TEXT ? TEXT_MAX_BYTES + 1 : LINE_MAX_CHARS + 1;
	bool words = takes_any_words(where);
	assert_int_equal(problems_of(f, k, where, S("")), where->required && !where->hidden);
	assert_int_equal(problems_of(f, k, where, S(" \t ")), where->required && !where->hidden);
	assert_int_equal(problems_of(f, k, where, words ? repeated(f, over) : repeated(f, 300)), 1);
	assert_int_equal(problems_of(f, k, where, S("<b onclick='x'>&\"</b>")), words ? 0 : 1);
	assert_int_equal(problems_of(f, k, where, (str){ "a\0b", 3 }), 1);
	assert_int_equal(problems_of(f, k, where, S("\xC3\x28")), 1);
	assert_int_equal(problems_of(f, k, where, S("\x1F")), 1);
	if (where->has_least && where->type == FIELD_NUMBER) {
		buf b = BUF(&f->a);
		buf_int(&b, where->least - 1);
		assert_int_equal(problems_of(f, k, where, buf_view(&b)), 1);
	}
}

static void every_field_answers_for_itself(void **state)
{
	(void)state;
	FIXTURE(f);
	for (size_t i = 0; i < practice_kind_count(f.p); i++) {
		const kind *k = practice_kind_at(f.p, i);
		form_parts none = { 0 };
		problems found = { 0 };
		values v;
		assert_int_equal(values_from_form(&f.a, f.z, k, &none, &v, &found), required_of(k) ? E_INVALID : OK);
		assert_int_equal(found.n, required_of(k));
		for (size_t n = 0; n < k->field_n; n++) one_field(&f, k, &k->fields[n]);
	}
}

/* ---- values by dice */

static str words_by_dice(fixture *f, bool lines)
{
	static const str pieces[] = { { "a", 1 }, { " ", 1 }, { "\xC3\xA9", 2 }, { "\"", 1 }, { "\\", 1 }, { "<", 1 }, { "&", 1 },
		                      { "\xE2\x80\xA8", 3 }, { "\xF0\x9F\x99\x82", 4 }, { "\t", 1 }, { "\n", 1 } };
	buf b = BUF(&f->a);
	buf_char(&b, 'x');
	for (size_t n = throw_dice(f, 12); n > 0; n--) {
		str piece = pieces[throw_dice(f, sizeof pieces / sizeof *pieces)];
		if (lines || piece.at[0] != '\n') buf_str(&b, piece);
	}
	buf_char(&b, 'z');
	return buf_view(&b);
}

static str number_by_dice(fixture *f, const field *where)
{
	buf b = BUF(&f->a);
	int64_t least = where->has_least ? where->least : 0, most = where->has_most ? where->most : least + 1000;
	buf_int(&b, least + (int64_t)throw_dice(f, (size_t)(most - least)));
	if (where->decimals > 0) buf_lit(&b, ".0");
	return buf_view(&b);
}

static when when_by_dice(fixture *f)
{
	when w = { .is = (precision)(WHEN_YEAR + throw_dice(f, 3)), .about = throw_dice(f, 2) };
	bool month = w.is != WHEN_YEAR, dom = w.is == WHEN_DAY;
	assert_true(day_make(1900 + (int)throw_dice(f, 150), month ? 1 + (int)throw_dice(f, 12) : 1, dom ? 1 + (int)throw_dice(f, 28) : 1,
	                     &w.on));
	return w;
}

static str identifier_by_dice(fixture *f, identifier_type t)
{
	static const char *const some[] = { [IDENTIFIER_NHS] = "9434765919", [IDENTIFIER_UPN] = "R330082652064",
		                            [IDENTIFIER_ULN] = "9276308686", [IDENTIFIER_POSTCODE] = "M1 1AE",
		                            [IDENTIFIER_LOCAL] = "AB-12/3" };
	(void)f;
	return str_of(some[t]);
}

static value known_by_dice(fixture *f, const field *where)
{
	value v = { .is = VALUE_KNOWN };
	switch (where->type) {
	case FIELD_TEXT: case FIELD_LINE: v.text = words_by_dice(f, where->type == FIELD_TEXT); break;
	case FIELD_CHOICE: v.text = where->choices[throw_dice(f, where->choice_n)].code; break;
	case FIELD_CHOICES:
		for (size_t i = 0; i < where->choice_n; i++)
			if (i == 0 || throw_dice(f, 2)) PUSH(&f->a, &v.codes, where->choices[i].code);
		break;
	case FIELD_DAY: case FIELD_INSTANT: v.on = when_by_dice(f); break;
	case FIELD_NUMBER:
		v.text = number_by_dice(f, where);
		v.number = strtod(str_c(&f->a, v.text), NULL);
		break;
	case FIELD_YES_NO: v.yes = throw_dice(f, 2); break;
	case FIELD_PEOPLE: PUSH(&f->a, &v.records, ((record_id){ 5000 + (int64_t)throw_dice(f, 1000) })); /* fall through */
	case FIELD_PERSON: case FIELD_RECORD: PUSH(&f->a, &v.records, ((record_id){ 1 + (int64_t)throw_dice(f, 1000) })); break;
	case FIELD_FILE:
		PUSH(&f->a, &v.files, ((file_value){ .name = S("a.txt"), .media = S("text/plain"), .size_bytes = (int64_t)throw_dice(f, 99) }));
		break;
	case FIELD_IDENTIFIER: v.text = identifier_by_dice(f, where->identifier); break;
	}
	return v;
}

static values values_by_dice(fixture *f, const kind *k)
{
	values v = values_make(&f->a, k);
	for (size_t i = 0; i < k->field_n; i++) {
		const field *where = &k->fields[i];
		size_t thrown = throw_dice(f, 5);
		if (thrown == 0 && !where->required) v.at[i].is = VALUE_ABSENT;
		else if (thrown < 2 && !where->known) v.at[i].is = VALUE_NOT_KNOWN;
		else v.at[i] = known_by_dice(f, where);
	}
	return v;
}

static str json_of(fixture *f, const values *v)
{
	buf b = BUF(&f->a);
	values_write_json(&b, v);
	return buf_view(&b);
}

/* The same map with its keys from last to first, and white space. */
static str turned_round(fixture *f, const values *v)
{
	buf b = BUF(&f->a);
	buf_lit(&b, " {\n");
	bool first = true;
	for (size_t i = v->k->field_n; i-- > 0;) {
		values one = values_make(&f->a, v->k);
		one.at[i] = v->at[i];
		str json = json_of(f, &one);
		if (json.n == 2) continue;
		if (!first) buf_lit(&b, " ,\t");
		buf_str(&b, str_first(str_from(json, 1), json.n - 2));
		first = false;
	}
	buf_lit(&b, " } ");
	return buf_view(&b);
}

static void the_same_values_are_the_same_bytes(void **state)
{
	(void)state;
	FIXTURE(f);
	for (int round = 0; round < 50; round++)
		for (size_t i = 0; i < practice_kind_count(f.p); i++) {
			const kind *k = practice_kind_at(f.p, i);
			values made = values_by_dice(&f, k), back;
			problems found = { 0 };
			str json = json_of(&f, &made);
			if (values_check(&f.a, &made, &found) != OK) fail_msg("%.*s: %.*s", STR_ARG(k->name), STR_ARG(found.at[0].message));
			assert_int_equal(values_from_json(&f.a, f.z, k, json, true, &back, &found), OK);
			assert_true(str_eq(json_of(&f, &back), json));
			assert_int_equal(values_from_json(&f.a, f.z, k, turned_round(&f, &made), true, &back, &found), OK);
			assert_true(str_eq(json_of(&f, &back), json));
		}
}

static void every_kind_survives_the_journal(void **state)
{
	(void)state;
	FIXTURE(f);
	for (size_t i = 0; i < practice_kind_count(f.p); i++) {
		const kind *k = practice_kind_at(f.p, i);
		const old_declaration old = { .declaration = k->declaration };
		const practice *back = NULL;
		assert_int_equal(practice_from_history(&f.a, &old, 1, &back), OK);
		const kind *again = practice_kind(back, k->name);
		assert_true(str_eq(again->version, k->version));
		assert_true(again->about_n == k->about_n && again->story_n == k->story_n && again->moment_n == k->moment_n);
		for (size_t m = 0; m < k->moment_n; m++)
			assert_true(again->moments[m].field == k->moments[m].field && again->moments[m].stage == k->moments[m].stage &&
			            again->moments[m].has_on == k->moments[m].has_on && again->moments[m].on == k->moments[m].on);
		assert_int_equal(practice_columns(back, k->name).n, k->field_n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_answers_for_itself),
		cmocka_unit_test(the_same_values_are_the_same_bytes),
		cmocka_unit_test(every_kind_survives_the_journal),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
