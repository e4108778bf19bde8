/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Declarations: every wrong thing has its line, what is wrong and what to write instead; right ones become kinds. */
#include "base/file.h"
#include "kind/kind.h"
#include "support/expect.h"

/* A right kind in two lines, to which a case adds what is wrong. */
#define HEAD "- kind: visit\n  label: Visit\n  about: {child: 1..n}\n  read: [works_with_child]\n  write: [practitioner]\n"
#define FIELDS "  fields:\n    - seen: {type: yes_no}\n"

static const struct {
	const char *text;
	int line;
	const char *message, *instead;
} wrong_ones[] = {
	/* the file */
	{ "kind: visit\n", 1, "list of kinds", "- kind: NAME" },
	{ "- label: Visit\n", 1, "without the name of its kind", "- kind: NAME" },
	{ "- kind: Home Visit\n", 1, "«Home Visit» cannot name a kind", "small letter" },
	{ "- [visit]\n", 1, "without the name of its kind", "- kind: NAME" },
	{ HEAD FIELDS HEAD FIELDS, 8, "visit is there already, in test.yaml", "overlay" },
	{ "- kind: visit\n  label: Visit\n  label: Call\n", 3, "label", "" },
	/* a kind's keys */
	{ HEAD FIELDS "  storey: \"{seen}\"\n", 8, "no key «storey» in the kind visit", "story" },
	{ HEAD FIELDS "  colour: red\n", 8, "no key «colour»", "one of kind, label" },
	{ HEAD FIELDS "  hidden: yes\n", 8, "no key «hidden»", "one of" },
	{ "- kind: visit\n  read: [manager]\n  write: []\n" FIELDS, 1, "says nothing about label", "label: ..." },
	{ "- kind: visit\n  label: Visit\n  write: []\n" FIELDS, 1, "says nothing about read", "read: ..." },
	{ "- kind: visit\n  label: Visit\n  read: [manager]\n" FIELDS, 1, "says nothing about write", "write: ..." },
	{ HEAD, 1, "says nothing about fields", "fields: ..." },
	{ HEAD "  fields: []\n", 6, "at least one field", "- words" },
	{ HEAD "  fields: seen\n", 6, "at least one field", "- words" },
	{ HEAD FIELDS "  guide: [a]\n", 8, "guide is to be words", "guide: \"...\"" },
	{ HEAD FIELDS "  guide: \"a\\nb\"\n", 8, "line break", "one line" },
	{ HEAD FIELDS "  untold: nothing\n", 8, "untold names no field of type yes_no", "untold: taken_back" },
	{ HEAD FIELDS "  form: maybe\n", 8, "form is to be yes or no", "form: yes" },
	{ HEAD FIELDS "  stage: herd\n", 8, "no stage «herd»", "heard" },
	{ HEAD FIELDS "  write_about_any: [manager]\n", 8, "may not write", "in write too" },
	{ "- kind: record\n  label: R\n  read: []\n  write: []\n" FIELDS, 1, "«record» means something else", "another name" },
	/* who */
	{ "- kind: visit\n  label: V\n  read: manager\n  write: []\n" FIELDS, 3, "read is to be a list of roles", "[practitioner]" },
	{ "- kind: visit\n  label: V\n  read: [manger]\n  write: []\n" FIELDS, 3, "no role «manger»", "manager" },
	{ "- kind: visit\n  label: V\n  about: {child: 1}\n  read: [works_with_chidl]\n  write: []\n" FIELDS, 4, "«works_with_chidl»",
	  "works_with_child" },
	{ "- kind: visit\n  label: V\n  read: []\n  write: [works_with_child]\n" FIELDS, 4, "no role «works_with_child»", "one of" },
	{ "- kind: visit\n  label: V\n  read: [works_with_child]\n  write: []\n" FIELDS, 1, "is about no child", "about: {child" },
	/* about */
	{ "- kind: visit\n  label: V\n  about: {child: many}\n  read: []\n  write: []\n" FIELDS, 3, "«many» does not say how many", "0..1" },
	{ "- kind: visit\n  label: V\n  about: {child: 2..1}\n  read: []\n  write: []\n" FIELDS, 3, "how many", "1..n" },
	{ "- kind: visit\n  label: V\n  about: {child: n}\n  read: []\n  write: []\n" FIELDS, 3, "how many", "1..n" },
	{ "- kind: visit\n  label: V\n  about: {place: 1}\n  read: []\n  write: []\n" FIELDS, 3, "to which kind it leads", "place: {kind: NAME" },
	{ "- kind: visit\n  label: V\n  about: {child: {kind: visit, count: 1}}\n  read: []\n  write: []\n" FIELDS, 3, "leads to a person",
	  "another role" },
	{ "- kind: visit\n  label: V\n  about: {to: {kind: vist, count: 1}}\n  read: []\n  write: []\n" FIELDS, 3, "no kind «vist»", "visit" },
	{ "- kind: visit\n  label: V\n  about: {to: {kind: visit, count: 1, labell: V}}\n  read: []\n  write: []\n" FIELDS, 3, "no key «labell»", "label" },
	/* sentences */
	{ HEAD FIELDS "  story: \"{chidl} was seen\"\n", 8, "«chidl»", "{child}" },
	{ HEAD FIELDS "  story: \"{child was seen\"\n", 8, "{ without its }", "{name}" },
	{ HEAD FIELDS "  story: \"child} was seen\"\n", 8, "} without its {", "{name}" },
	{ HEAD FIELDS "  story: \"x [{seen}\"\n", 8, "a [ without its ]", "[words {name}]" },
	{ HEAD FIELDS "  story: \"x {seen}]\"\n", 8, "a ] without its [", "[words {name}]" },
	{ HEAD FIELDS "  story: \"[x [{seen}]\"\n", 8, "a [ within [ ]", "one pair" },
	{ HEAD FIELDS "  story: \"{seen} [x]\"\n", 8, "nothing in [ ] that could be missing", "[words {name}]" },
	{ HEAD FIELDS "  title: \"[{seen}\"\n", 8, "a title has no part that may be missing", "words and {fields}" },
	{ HEAD FIELDS "  title: \"{child}\"\n", 8, "«child»", "{one of seen}" },
	{ HEAD "  fields:\n    - kept: {type: people, seal: yes}\n  story: \"kept from {kept}\"\n", 8, "whom kept keeps it from", "without it" },
	{ HEAD "  fields:\n    - shown: {type: people, only: yes}\n  story: \"for {shown}\"\n", 8, "whom shown shows it to", "without it" },
	{ HEAD "  fields:\n    - why: {type: text, read: [manager]}\n  story: \"{why}\"\n", 8, "readers of its own", "without it" },
	{ "- kind: post\n  label: P\n  read: [manager]\n  write: []\n  story: \"{seen}\"\n" FIELDS, 1, "about no child", "no story" },
	{ "- kind: post\n  label: P\n  read: [manager]\n  write: []\n  stage: heard\n" FIELDS, 1, "about no child", "no stage" },
	/* fields */
	{ HEAD "  fields:\n    - seen\n", 7, "one name and what belongs to it", "- name: {...}" },
	{ HEAD "  fields:\n    - seen: {label: Seen}\n", 7, "seen has no type", "one of text, line" },
	{ HEAD "  fields:\n    - seen: {type: yesno}\n", 7, "no field type «yesno»", "yes_no" },
	{ HEAD "  fields:\n    - seen: text\n", 7, "is to be a map", "{name: value" },
	{ HEAD "  fields:\n    - Seen: {type: text}\n", 7, "«Seen» cannot name a field", "small letter" },
	{ HEAD "  fields:\n    - author: {type: text}\n", 7, "every entry has its own «author»", "another name" },
	{ HEAD "  fields:\n    - child: {type: text}\n", 7, "role in about", "another name" },
	{ HEAD FIELDS "    - seen: {type: text}\n", 8, "seen is there twice", "one field" },
	{ HEAD "  fields:\n    - born: {type: day}\n    - born_as: {type: line}\n", 8, "where the words of born", "another name" },
	{ HEAD "  fields:\n    - seen: {type: text,\n             lable: Seen}\n", 8, "no key «lable» in the field seen", "label" },
	{ HEAD "  fields:\n    - seen: {type: text, required: perhaps}\n", 7, "required is to be yes or no", "required: yes" },
	{ HEAD "  fields:\n    - seen: {type: text, seal: yes}\n", 7, "seal says nothing for a field of type text", "no seal" },
	{ HEAD "  fields:\n    - seen: {type: text, only: yes}\n", 7, "only says nothing for a field of type text", "no only" },
	{ HEAD "  fields:\n    - seen: {type: text, of: [a]}\n", 7, "of says nothing", "no of" },
	{ HEAD "  fields:\n    - seen: {type: line, unit: weeks}\n", 7, "unit says nothing", "no unit" },
	{ HEAD "  fields:\n    - seen: {type: day, most: 3}\n", 7, "most says nothing", "no most" },
	{ HEAD "  fields:\n    - seen: {type: number, least: many}\n", 7, "least is no such number", "a whole number" },
	{ HEAD "  fields:\n    - seen: {type: number, least: 3, most: 2}\n", 7, "least is more than most", "smaller" },
	{ HEAD "  fields:\n    - seen: {type: number, decimals: 7}\n", 7, "decimals is no such number", "from 0 to 6" },
	{ HEAD "  fields:\n    - seen: {type: text, most: 0}\n", 7, "no length of a text", "1 to" },
	{ HEAD "  fields:\n    - seen: {type: record}\n", 7, "needs kind", "kind: ..." },
	{ HEAD "  fields:\n    - seen: {type: record, kind: visti}\n", 7, "no kind «visti»", "visit" },
	{ HEAD "  fields:\n    - seen: {type: identifier}\n", 7, "needs of", "of: ..." },
	{ HEAD "  fields:\n    - seen: {type: identifier, of: nsh}\n", 7, "no identifier «nsh»", "nhs" },
	{ HEAD "  fields:\n    - seen: {type: text, read: [nobody]}\n", 7, "no role «nobody»", "one of" },
	/* codes */
	{ HEAD "  fields:\n    - how: {type: choice}\n", 7, "needs of", "of: ..." },
	{ HEAD "  fields:\n    - how: {type: choice, of: []}\n", 7, "list of codes", "of: [code" },
	{ HEAD "  fields:\n    - how: {type: choice, of: spoken}\n", 7, "list of codes", "of: [code" },
	{ HEAD "  fields:\n    - how: {type: choice, of: [a b]}\n", 7, "«a b» cannot be a code", "{code: \"Label\"}" },
	{ HEAD "  fields:\n    - how: {type: choice, of: [a, a]}\n", 7, "a is there twice", "once" },
	{ HEAD "  fields:\n    - how: {type: choice, of: [not_known]}\n", 7, "always offered", "leave it out" },
	{ HEAD "  fields:\n    - how: {type: choice, of: [[a]]}\n", 7, "a code and its label", "{code" },
	/* moments */
	{ HEAD FIELDS "  moments:\n    - sen: {story: \"x\"}\n", 9, "no field «sen» for the moment", "seen" },
	{ HEAD FIELDS "  moments:\n    - seen: {stage: heard}\n", 9, "says nothing about story", "story: ..." },
	{ HEAD FIELDS "  moments:\n    - seen: {story: \"x\", stage: herd}\n", 9, "no stage «herd»", "heard" },
	{ HEAD FIELDS "  moments:\n    - seen: {story: \"{sene}\"}\n", 9, "«sene» for the sentence", "{seen}" },
	{ HEAD FIELDS "  moments:\n    - seen: {story: \"x\", on: day}\n", 9, "no field «day» for the moment", "one of seen" },
	{ HEAD FIELDS "  moments:\n    - seen: {story: \"x\", on: seen}\n", 9, "the day of a yes", "on: a field of type day" },
	{ HEAD "  fields:\n    - words: {type: text}\n  moments:\n    - words: {story: \"x\"}\n", 9, "no day and no question", "day or yes_no" },
	{ HEAD "  fields:\n    - end: {type: day}\n  moments:\n    - end: {story: \"x\", on: end}\n", 9, "the day of a yes", "type yes_no" },
	{ HEAD "  fields:\n    - end: {type: day, read: [manager]}\n  moments:\n    - end: {story: \"x\"}\n", 9, "readers of its own",
	  "another field" },
	{ "- kind: post\n  label: P\n  read: [manager]\n  write: []\n" FIELDS "  moments:\n    - seen: {story: \"x\"}\n", 1, "about no child",
	  "no story" },
	/* links that may be missing */
	{ "- kind: any\n  label: A\n  read: []\n  write: []\n" FIELDS, 1, "«any» means something else", "another name" },
	/* follow-ups */
	{ HEAD FIELDS "  followed_by:\n    - answer: {kind: visits}\n", 9, "no kind «visits»", "visit" },
	{ HEAD FIELDS "  followed_by:\n    - answer: {kind: visit}\n", 9, "does not say what it follows", "about: {to: {kind: visit, count: 1}}" },
	{ HEAD FIELDS "  followed_by:\n    - answer: {label: What}\n", 9, "says nothing about kind", "kind: ..." },
};

static err load(arena *a, const char *text, findings *ret, const practice **ret_practice)
{
	const kind_source source = { .file = S("test.yaml"), .capability = S("test"), .bytes = str_of(text) };
	return practice_load(a, &source, 1, ret, ret_practice);
}

static void every_wrong_thing_is_said_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof wrong_ones / sizeof *wrong_ones; i++) {
		ARENA(a);
		findings found;
		const practice *p = NULL;
		assert_int_equal(load(&a, wrong_ones[i].text, &found, &p), E_INVALID);
		assert_null(p);
		if (found.n != 1)
			for (size_t k = 0; k < found.n; k++) print_error("%zu: %.*s\n", i, STR_ARG(found.at[k].message));
		assert_int_equal(found.n, 1);
		expect_text(found.at[0].file, "test.yaml");
		if (found.at[0].line != wrong_ones[i].line) fail_msg("case %zu: line %d", i, found.at[0].line);
		expect_contains(found.at[0].message, wrong_ones[i].message);
		expect_contains(found.at[0].instead, wrong_ones[i].instead);
		assert_false(found.at[0].warning);
	}
}

static void all_findings_of_a_file_are_told(void **state)
{
	(void)state;
	ARENA(a);
	findings found;
	const practice *p = NULL;
	assert_int_equal(load(&a, "- kind: visit\n  labl: V\n  read: [x]\n  write: []\n  fields:\n    - a: {type: tekst}\n    - b: {typ: line}\n",
	                      &found, &p), E_INVALID);
	assert_int_equal(found.n, 5);
}

static void a_declaration_becomes_a_kind(void **state)
{
	(void)state;
	ARENA(a);
	findings found;
	const practice *p = NULL;
	assert_int_equal(load(&a, HEAD "  stage: understood\n  story: \"{child}: seen {seen}, {weeks}!\"\n"
	                          "  fields:\n    - seen: {type: choices, of: [at_home, {s: \"At school\"}], required: yes}\n"
	                          "    - weeks: {type: number, unit: weeks, least: 0, most: 40, decimals: 1, guide: \"About\"}\n"
	                          "    - with: {type: people, seal: yes, read: [manager], write: [everyone]}\n", &found, &p), OK);
	const kind *k = practice_kind(p, S("visit"));
	assert_non_null(k);
	assert_int_equal(practice_kind_count(p), 1);
	assert_ptr_equal(practice_kind_at(p, 0), k);
	assert_ptr_equal(practice_version(p, k->name, k->version), k);
	assert_null(practice_kind(p, S("visits")));
	assert_true(k->about_child && k->about_n == 1 && k->about[0].least == 1 && k->about[0].most == INT32_MAX);
	expect_text(k->about[0].target, "person");
	expect_text(k->plural, "Visit");
	expect_text(k->capability, "test");
	assert_true(k->stage == STAGE_UNDERSTOOD && k->read.works_with_child && !k->read.roles);
	assert_int_equal(k->write.roles, ROLE_PRACTITIONER);
	assert_int_equal(k->story_n, 6);
	assert_true(k->story[0].is == PART_ABOUT && k->story[2].is == PART_FIELD && k->story[4].at == 1);
	expect_text(k->story[5].words, "!");
	const field *seen = kind_field(k, S("seen")), *weeks = kind_field(k, S("weeks")), *with = kind_field(k, S("with"));
	assert_true(seen->required && seen->choice_n == 2 && seen->line == 9);
	expect_text(seen->choices[0].label, "At home");
	expect_text(field_choice(seen, S("s"))->label, "At school");
	assert_true(weeks->least == 0 && weeks->has_least && weeks->most == 40 && weeks->decimals == 1 && weeks->at == 1);
	assert_true(with->seal && with->own_read && with->own_write && with->read.roles == ROLE_MANAGER &&
	            with->write.roles == ROLE_EVERYONE);
	expect_text(with->target, "person");
}

static const char *both(arena *a, const char *first, const char *second)
{
	buf b = BUF(a);
	buf_printf(&b, "%s%s", first, second);
	return str_c(a, buf_view(&b));
}

static void an_entry_tells_of_other_days_too(void **state)
{
	(void)state;
	ARENA(a);
	findings found;
	const practice *p = NULL;
	assert_int_equal(load(&a, HEAD FIELDS "    - when: {type: day}\n    - end: {type: day}\n  moments:\n"
	                          "    - end: {stage: ended, story: \"{child} moved on\"}\n"
	                          "    - seen: {on: when, story: \"Seen\"}\n", &found, &p), OK);
	const kind *k = practice_kind(p, S("visit"));
	assert_int_equal(k->moment_n, 2);
	assert_true(k->moments[0].field == 2 && k->moments[0].stage == STAGE_ENDED && !k->moments[0].has_on);
	assert_int_equal(k->moments[0].story_n, 2);
	assert_true(k->moments[1].field == 0 && k->moments[1].has_on && k->moments[1].on == 1 && k->moments[1].stage == STAGE_NONE);
}

/* Folders can be deleted one by one: what an entry may lack is left out with the kind that it leads to. */
static void a_link_to_what_is_not_there_is_left_out(void **state)
{
	(void)state;
	ARENA(a);
	findings found;
	const practice *p = NULL;
	static const char about[] = "- kind: visit\n  label: Visit\n  read: [works_with_child]\n  write: [practitioner]\n"
	                            "  about: {episode: {kind: referral, count: 0..1}, child: 1..n, to: {kind: any, count: 0..1}}\n" FIELDS;
	assert_int_equal(load(&a, both(&a, about, "  story: \"{child} was seen\"\n"), &found, &p), OK);
	assert_int_equal(found.n, 1);
	assert_true(found.at[0].warning && found.at[0].line == 5);
	expect_text(found.at[0].message, "there is no kind «referral»: the link to it is left out");
	const kind *k = practice_kind(p, S("visit"));
	assert_true(k->about_n == 2 && !kind_about(k, S("episode")) && k->about_child);
	expect_text(k->about[k->story[0].at].role, "child");
	assert_int_equal(kind_about(k, S("to"))->target.n, 0);
	assert_int_equal(load(&a, both(&a, about, "  story: \"{child}: {episode}\"\n"), &found, &p), E_INVALID);
}

/* The files of the product themselves, when the test runs where they stand. */
static void the_products_own_declarations_are_clean(void **state)
{
	(void)state;
	ARENA(a);
	kind_source sources[2] = { { .file = S("practice/kinds.yaml") },
		                   { .file = S("capabilities/voice/kinds.yaml"), .capability = S("voice") } };
	findings found;
	const practice *p = NULL;
	if (file_read(&a, "practice/kinds.yaml", 1 << 20, &sources[0].bytes) != OK) fail_msg("run from the project's root");
	size_t n = file_read(&a, "capabilities/voice/kinds.yaml", 1 << 20, &sources[1].bytes) == OK ? 2 : 1;
	assert_int_equal(practice_load(&a, sources, n, &found, &p), OK);
	EACH (one, found) /* that a kind of a folder that is not read is missing is warned of */
		if (!one->warning) fail_msg("%.*s: %.*s", STR_ARG(one->message), STR_ARG(one->instead));
	assert_non_null(practice_kind(p, S("works_with")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_wrong_thing_is_said_once),
		cmocka_unit_test(all_findings_of_a_file_are_told),
		cmocka_unit_test(a_declaration_becomes_a_kind),
		cmocka_unit_test(an_entry_tells_of_other_days_too),
		cmocka_unit_test(a_link_to_what_is_not_there_is_left_out),
		cmocka_unit_test(the_products_own_declarations_are_clean),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
