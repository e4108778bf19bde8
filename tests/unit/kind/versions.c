/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Overlays add, relabel and hide; versions follow the meaning of a declaration and nothing else; what the journal keeps
 * reads back as it was. */
#include "kind/kind.h"
#include "support/expect.h"

#define VISIT                                                                                                          \
	"- kind: visit\n  label: Visit\n  about: {child: 1..n}\n  stage: heard\n  read: [works_with_child]\n"          \
	"  write: [practitioner, manager]\n  story: \"{child} was seen: {how}\"\n  fields:\n"                          \
	"    - how: {type: choice, of: [{home: \"At home\"}, school], label: \"How\", required: yes}\n"                \
	"    - weeks: {type: number, unit: weeks, least: 0}\n    - asked: {type: text}\n"

static const practice *load(arena *a, const char *base, const char *overlay, findings *found)
{
	const kind_source sources[] = {
		{ .file = S("overlay.yaml"), .bytes = str_of(overlay), .overlay = true },
		{ .file = S("base.yaml"), .capability = S("visits"), .bytes = str_of(base) },
	};
	const practice *p = NULL;
	err e = practice_load(a, overlay ? sources : sources + 1, overlay ? 2 : 1, found, &p);
	assert_int_equal(e, p ? OK : E_INVALID);
	return p;
}

static const kind *visit_of(arena *a, const char *base, const char *overlay)
{
	findings found;
	const practice *p = load(a, base, overlay, &found);
	for (size_t i = 0; i < found.n; i++) print_error("%.*s\n", STR_ARG(found.at[i].message));
	assert_non_null(p);
	return practice_kind(p, S("visit"));
}

static void an_overlay_adds_relabels_and_hides(void **state)
{
	(void)state;
	ARENA(a);
	const kind *k = visit_of(&a, VISIT,
	                         "- kind: visit\n  label: Call\n  guide: Short\n  fields:\n"
	                         "    - how: {label: \"Where\", of: [{home: \"In the home\"}, park], hide: [school]}\n"
	                         "    - asked: {hidden: yes}\n"
	                         "    - dog: {type: yes_no, label: \"Is there a dog?\"}\n"
	                         "- kind: note\n  label: Note\n  read: [manager]\n  write: [manager]\n  fields:\n    - text: {type: text}\n");
	expect_text(k->label, "Call");
	expect_text(k->plural, "Call");
	expect_text(k->guide, "Short");
	const field *how = kind_field(k, S("how")), *dog = kind_field(k, S("dog"));
	expect_text(how->label, "Where");
	assert_true(how->required && how->choice_n == 3 && !how->of_area);
	expect_text(how->choices[0].label, "In the home");
	assert_true(how->choices[1].hidden && !how->choices[2].hidden);
	expect_text(how->choices[2].label, "Park");
	assert_true(kind_field(k, S("asked"))->hidden);
	assert_true(dog->of_area && dog->at == 3 && k->field_n == 4);
	assert_false(k->hidden);
	assert_true(visit_of(&a, VISIT, "- kind: visit\n  hidden: yes\n")->hidden);
}

static void an_overlay_never_retypes_or_deletes(void **state)
{
	(void)state;
	static const struct {
		const char *overlay;
		int line;
		const char *message, *instead;
	} wrong[] = {
		{ "- kind: visit\n  fields:\n    - asked: {type: line}\n", 3, "never gives another", "a new field with another name" },
		{ "- kind: visit\n  fields:\n    - asked: {required: yes}\n", 3, "only adds, relabels and hides", "one of label" },
		{ "- kind: visit\n  fields:\n    - aksed: {label: A}\n", 3, "no field «aksed»", "asked" },
		{ "- kind: visit\n  fields:\n    - how: {hide: [scholl]}\n", 3, "no code «scholl»", "school" },
		{ "- kind: visit\n  fields:\n    - asked: {of: [a]}\n", 3, "asked has no codes", "no of" },
		{ "- kind: visit\n  read: [everyone]\n", 2, "only adds, relabels and hides", "one of kind, label" },
		{ "- kind: visit\n  stage: need\n", 2, "only adds, relabels and hides", "one of" },
		{ "- kind: visti\n  label: Call\n", 1, "no kind «visti»", "visit" },
		{ "- label: Call\n", 1, "without the name", "- kind: NAME" },
		{ "- kind: note\n  label: N\n  read: [x]\n  write: []\n  fields:\n    - a: {type: text}\n", 3, "no role «x»", "" },
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		ARENA(a);
		findings found;
		assert_null(load(&a, VISIT, wrong[i].overlay, &found));
		assert_int_equal(found.n, 1);
		expect_text(found.at[0].file, "overlay.yaml");
		assert_int_equal(found.at[0].line, wrong[i].line);
		expect_contains(found.at[0].message, wrong[i].message);
		expect_contains(found.at[0].instead, wrong[i].instead);
	}
}

/* Keys in another order, other white space and quotation marks, comments, defaults said aloud. */
#define VISIT_OTHERWISE                                                                                                \
	"# visits\n- write: [manager,   practitioner]\n  read: [works_with_child]\n  kind: visit\n  label: 'Visit'\n"  \
	"  plural: Visit\n  story: '{child} was seen: {how}'\n  stage: heard\n  form: yes\n"                           \
	"  about:\n    child: {count: 1..n, kind: person, label: Child}\n  fields:\n"                                  \
	"  - how:\n      required: true\n      label: How\n      of:\n      - home: At home\n      - school\n"          \
	"      type: choice\n  - weeks: {label: Weeks, least: 0, unit: weeks, type: number, decimals: 0}\n"            \
	"  - asked: {type: text, required: no, label: Asked}\n"

static void a_version_follows_the_meaning(void **state)
{
	(void)state;
	ARENA(a);
	str version = visit_of(&a, VISIT, NULL)->version;
	assert_int_equal(version.n, 64);
	assert_true(str_eq(visit_of(&a, VISIT, NULL)->version, version));
	assert_true(str_eq(visit_of(&a, VISIT_OTHERWISE, NULL)->version, version));
	static const char *const changes[] = {
		"- kind: visit\n  label: Call\n",
		"- kind: visit\n  guide: New\n",
		"- kind: visit\n  hidden: yes\n",
		"- kind: visit\n  fields:\n    - asked: {label: \"Was asked\"}\n",
		"- kind: visit\n  fields:\n    - asked: {hidden: yes}\n",
		"- kind: visit\n  fields:\n    - how: {hide: [school]}\n",
		"- kind: visit\n  fields:\n    - how: {of: [park]}\n",
		"- kind: visit\n  fields:\n    - dog: {type: yes_no}\n",
	};
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
		assert_false(str_eq(visit_of(&a, VISIT, changes[i])->version, version));
}

static void the_journal_gives_the_same_kind_back(void **state)
{
	(void)state;
	ARENA(a);
	const kind *k = visit_of(&a, VISIT, "- kind: visit\n  fields:\n    - how: {hide: [school]}\n    - asked: {hidden: yes}\n"
	                                    "    - dog: {type: line, label: \"A <b> \\u2028 \\\"dog\\\"\", most: 9}\n");
	const old_declaration old = { .declaration = k->declaration, .applied = { 1 } };
	const practice *p = NULL;
	assert_int_equal(practice_from_history(&a, &old, 1, &p), OK);
	const kind *back = practice_kind(p, S("visit"));
	assert_non_null(back);
	assert_true(str_eq(back->version, k->version));
	assert_true(str_eq(back->declaration, k->declaration));
	expect_text(back->capability, "visits");
	assert_int_equal(back->field_n, k->field_n);
	assert_true(back->about_child && back->stage == STAGE_HEARD && back->story_n == k->story_n);
	assert_true(kind_field(back, S("asked"))->hidden && kind_field(back, S("how"))->choices[1].hidden);
	assert_true(kind_field(back, S("dog"))->of_area && kind_field(back, S("dog"))->most == 9);
	assert_true(str_eq(kind_field(back, S("dog"))->label, kind_field(k, S("dog"))->label));
	assert_true(back->write.roles == k->write.roles && back->read.works_with_child);
}

static void broken_history_is_refused(void **state)
{
	(void)state;
	static const char *const broken[] = { "", "[]", "{", "{\"kind\":\"visit\"}", "{\"kind\":\"Visit\",\"fields\":[]}",
		                              "{\"kind\":\"visit\",\"fields\":[{\"a\":{\"type\":\"tekst\"}}]}", "\"visit\"" };
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		ARENA(a);
		const old_declaration old = { .declaration = str_of(broken[i]) };
		const practice *p = NULL;
		assert_int_equal(practice_from_history(&a, &old, 1, &p), E_INVALID);
		assert_null(p);
	}
}

#define NOTE(fields) "- kind: note\n  label: Note\n  read: [manager]\n  write: [manager]\n  fields:\n" fields

static void old_versions_stay_and_their_columns_too(void **state)
{
	(void)state;
	ARENA(a);
	findings found;
	const kind *first = practice_kind(load(&a, NOTE("    - b: {type: line}\n    - a: {type: text}\n"), NULL, &found), S("note"));
	const old_declaration old = { .declaration = first->declaration, .applied = { 7 } };
	const kind_source now = { .file = S("now.yaml"), .bytes = S(NOTE("    - c: {type: day}\n    - a: {type: text, label: New}\n")) };
	const practice *p = NULL;
	assert_int_equal(practice_load_with_history(&a, &now, 1, &old, 1, &found, &p), OK);
	assert_non_null(practice_version(p, S("note"), first->version));
	assert_null(practice_version(p, S("note"), S("0")));
	assert_false(str_eq(practice_kind(p, S("note"))->version, first->version));
	field_union columns = practice_columns(p, S("note"));
	assert_int_equal(columns.n, 3);
	expect_text(columns.at[0]->name, "b");
	expect_text(columns.at[1]->label, "New");
	expect_text(columns.at[2]->name, "c");
	assert_int_equal(practice_columns(p, S("none")).n, 0);
}

static void a_changed_type_is_a_new_field(void **state)
{
	(void)state;
	static const struct {
		const char *before, *after, *message, *instead;
	} changes[] = {
		{ NOTE("    - a: {type: line}\n"), NOTE("    - a: {type: day}\n"), "was line and is now day", "type: line" },
		{ NOTE("    - a: {type: number, unit: weeks}\n"), NOTE("    - a: {type: number, unit: days}\n"),
		  "was number in weeks and is now number in days", "another name" },
		{ NOTE("    - a: {type: identifier, of: nhs}\n"), NOTE("    - a: {type: identifier, of: upn}\n"),
		  "identifier of nhs", "another name" },
		{ NOTE("    - a: {type: record, kind: note}\n"), NOTE("    - a: {type: person}\n"), "record of kind note", "another name" },
	};
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		ARENA(a);
		findings found;
		const kind *first = practice_kind(load(&a, changes[i].before, NULL, &found), S("note"));
		const old_declaration old = { .declaration = first->declaration };
		const kind_source now = { .file = S("now.yaml"), .bytes = str_of(changes[i].after) };
		const practice *p = NULL;
		assert_int_equal(practice_load_with_history(&a, &now, 1, &old, 1, &found, &p), E_INVALID);
		assert_int_equal(found.n, 1);
		assert_int_equal(found.at[0].line, 6);
		expect_contains(found.at[0].message, changes[i].message);
		expect_contains(found.at[0].message, "a changed type is a new field");
		expect_contains(found.at[0].instead, changes[i].instead);
	}
}

static void of_many_declarations_the_newest_is_in_force(void **state)
{
	(void)state;
	ARENA(a);
	findings found;
	const kind *first = practice_kind(load(&a, NOTE("    - a: {type: line}\n"), NULL, &found), S("note"));
	const kind *second = practice_kind(load(&a, NOTE("    - a: {type: line, label: B}\n"), NULL, &found), S("note"));
	const kind *visit = visit_of(&a, VISIT, NULL);
	const old_declaration old[] = { { .declaration = visit->declaration, .applied = { 1 } },
		                        { .declaration = first->declaration, .applied = { 2 } },
		                        { .declaration = second->declaration, .applied = { 3 } } };
	const practice *p = NULL;
	assert_int_equal(practice_from_history(&a, old, 3, &p), OK);
	assert_int_equal(practice_kind_count(p), 2);
	assert_true(str_eq(practice_kind(p, S("note"))->version, second->version));
	assert_non_null(practice_version(p, S("note"), first->version));
	expect_text(practice_kind_at(p, 0)->name, "note");
	expect_text(practice_kind_at(p, 1)->name, "visit");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_overlay_adds_relabels_and_hides),
		cmocka_unit_test(an_overlay_never_retypes_or_deletes),
		cmocka_unit_test(a_version_follows_the_meaning),
		cmocka_unit_test(the_journal_gives_the_same_kind_back),
		cmocka_unit_test(broken_history_is_refused),
		cmocka_unit_test(old_versions_stay_and_their_columns_too),
		cmocka_unit_test(a_changed_type_is_a_new_field),
		cmocka_unit_test(of_many_declarations_the_newest_is_in_force),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
