/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* capability.yaml and measures.yaml: read, and every wrong thing with its line and remedy. */
#include "kind/capability.h"
#include "support/expect.h"

static const char kinds[] =
	"- kind: voice\n  label: What the child said\n  about: {child: 1..n}\n  read: [works_with_child]\n  write: [practitioner]\n"
	"  fields:\n    - words: {type: text}\n"
	"- kind: training\n  label: Training\n  plural: Trainings\n  read: [everyone]\n  write: [board]\n  fields:\n    - held: {type: day}\n";

static const practice *practice_of(arena *a)
{
	const kind_source source = { .file = S("kinds.yaml"), .bytes = str_of(kinds) };
	findings found;
	const practice *p = NULL;
	assert_int_equal(practice_load(a, &source, 1, &found, &p), OK);
	return p;
}

#define CAPABILITY "capability: training\nlabel: Learning\n"
#define MEASURE "- measure: wait\n  asks: \"How long?\"\n  shape: interval\n  from: {stage: need, pick: first}\n"
#define TO "  to: {stage: received, pick: first}\n"

typedef struct {
	const char *file, *text;
	int line;
	const char *message, *instead;
} wrong_one;
static const wrong_one wrong_ones[] = {
	{ "capability.yaml", "[a]\n", 1, "a capability is to be a map", "{name" },
	{ "capability.yaml", "capability: trainings\nlabel: Learning\n", 1, "«trainings» stands in the folder training", "capability: training" },
	{ "capability.yaml", "capability: training\n", 1, "says nothing about label", "label: ..." },
	{ "capability.yaml", CAPABILITY "navigaton: {label: L}\n", 3, "no key «navigaton»", "navigation" },
	{ "capability.yaml", CAPABILITY "navigation: {order: first}\n", 3, "order is no such number", "from 0 to 1000" },
	{ "capability.yaml", CAPABILITY "navigation: {for: [baord]}\n", 3, "no role «baord»", "board" },
	{ "capability.yaml", CAPABILITY "answers: Munro 6\n", 3, "answers is to be a list", "answers: [Munro 6" },
	{ "capability.yaml", CAPABILITY "answers:\n  - Munro 6\n  - R9\n", 5, "«R9» is no recommendation", "Munro 6" },
	{ "capability.yaml", CAPABILITY "panels: {slot: home}\n", 3, "panels is to be a list", "- {slot" },
	{ "capability.yaml", CAPABILITY "panels:\n  - {slot: child.botom, kind: voice}\n", 4, "no slot «child.botom»", "child.top" },
	{ "capability.yaml", CAPABILITY "panels:\n  - {slot: home}\n", 4, "a list of a kind's records, or is written by C", "panel: NAME" },
	{ "capability.yaml", CAPABILITY "panels:\n  - {slot: home, kind: voice, panel: x}\n", 4, "or is written by C", "kind: NAME" },
	{ "capability.yaml", CAPABILITY "panels:\n  - {slot: home, kind: vioce}\n", 4, "no kind «vioce» in force", "voice" },
	{ "capability.yaml", CAPABILITY "panels:\n  - {slot: child.side, kind: training}\n", 4, "training is about no child", "slot: home" },
	{ "measures.yaml", "measure: wait\n", 1, "list of measures", "- measure: NAME" },
	{ "measures.yaml", MEASURE, 1, "interval needs an end", "to: {stage" },
	{ "measures.yaml", "- measure: n\n  asks: \"How many?\"\n  shape: count\n  from: {stage: need, pick: every}\n" TO, 5, "count has no end", "no to" },
	{ "measures.yaml", MEASURE TO "  by: [locality, worker]\n", 6, "no measure may split by worker", "team, or agency" },
	{ "measures.yaml", MEASURE TO "  by: [localty]\n", 6, "no way to split «localty»", "locality" },
	{ "measures.yaml", MEASURE TO "  by: locality\n", 6, "by is to be a list", "by: [" },
	{ "measures.yaml", MEASURE TO "  target: 10\n", 6, "no key «target»", "one of measure" },
	{ "measures.yaml", MEASURE TO "  unit: dayz\n", 6, "no unit «dayz»", "days" },
	{ "measures.yaml", MEASURE TO "  open: dropped\n", 6, "no way with open intervals «dropped»", "censored" },
	{ "measures.yaml", MEASURE "  to: {stage: recieved, pick: first}\n", 5, "no stage «recieved»", "received" },
	{ "measures.yaml", MEASURE "  to: {stage: received, pick: frist}\n", 5, "no pick of an end «frist»", "first" },
	{ "measures.yaml", MEASURE "  to: {pick: first}\n", 5, "to is a stage or a kind", "{stage: need" },
	{ "measures.yaml", "- measure: n\n  asks: Count.\n  shape: count\n  from: {stage: need, pick: every}\n", 2, "asks a question", "asks: \"How" },
	{ "measures.yaml", "- measure: n\n  asks: Why?\n  shape: cuont\n  from: {stage: need, pick: every}\n", 3, "no shape «cuont»", "count" },
	{ "measures.yaml", MEASURE TO MEASURE TO, 6, "wait is there already", "another name" },
	{ "measures.yaml", "- measure: n\n  asks: \"Who?\"\n  shape: rate\n  from: {stage: need, pick: every}\n", 1, "rate needs per", "per: population" },
	{ "measures.yaml", "- measure: n\n  asks: \"Who?\"\n", 1, "has a shape, or a reason", "shape: interval" },
	{ "measures.yaml", "- measure: n\n  asks: \"Who?\"\n  shape: count\n  not_answerable: \"Nobody records it.\"\n  from: {stage: need, pick: every}\n", 1, "has a shape, or a reason", "shape: interval" },
	{ "measures.yaml", MEASURE TO "  by: []\n", 6, "by is to be a list", "by: [locality" },
	{ "measures.yaml", MEASURE TO "  by: [voice.words]\n", 6, "voice.words has no list of answers to split by", "choice or yes_no" },
	{ "measures.yaml", MEASURE TO "  by: [voice.wrods]\n", 6, "no field voice.wrods", "a field of the kind" },
	{ "measures.yaml", MEASURE TO "  by: [practitioner]\n", 6, "no measure may split by practitioner", "team, or agency" },
	{ "measures.yaml", MEASURE "  to: {stage: received, field: words, pick: first}\n", 5, "are of one kind", "kind: NAME" },
	{ "measures.yaml", MEASURE "  to: {kind: voice, field: wrods, value: x, pick: first}\n", 5, "no field «wrods»", "words" },
	{ "measures.yaml", MEASURE "  to: {kind: voice, field: words, value: x, pick: first}\n", 5, "words has no list of answers", "choice, choices" },
	{ "measures.yaml", MEASURE "  to: {kind: voice, moment: ended, pick: first}\n", 5, "no moment «ended» of this kind", "" },
	{ "measures.yaml", MEASURE "  to: {kind: voice, worker: changed, pick: first}\n", 5, "voice names no worker", "works_with" },
	{ "measures.yaml", MEASURE "  to: {kind: voice, value: x, pick: first}\n", 5, "not said of which field", "field: NAME" },
	{ "measures.yaml", MEASURE "  to: {stage: received}\n", 5, "to has no pick", "pick: first, next" },
	{ "measures.yaml", MEASURE "  to: {stage: received, pick: every}\n", 5, "no pick of an end «every»", "next" },
	{ "measures.yaml", "- measure: n\n  asks: \"How many?\"\n  shape: open\n  from: {stage: need, pick: every}\n  to: {stage: ended, pick: next}\n  on: \"02-31\"\n", 6, "no such day of the year", "03-31" },
	{ "measures.yaml", MEASURE TO "  within: 365\n", 6, "interval has no within", "nothing there" },
	{ "measures.yaml", MEASURE TO "  longer_than: 30\n", 6, "interval has no longer_than", "nothing there" },
	{ "measures.yaml", "- measure: n\n  asks: \"What?\"\n  shape: flow\n  from: {stage: need, pick: every}\n", 4, "flow has no from", "nothing there" },
	{ "measures.yaml", "- measure: n\n  asks: \"How many?\"\n  shape: count\n", 1, "needs from", "from: {stage" },
	{ "measures.yaml", MEASURE TO "  tells: ranking\n", 6, "no way to tell «ranking»", "curve" },
};

/* Nothing is refused for these: the kind's folder may be gone, and the question stays without an answer. */
static const wrong_one warned_ones[] = {
	{ "measures.yaml", MEASURE "  to: {kind: vioce, pick: first}\n", 5, "no kind «vioce» in force", "voice" },
	{ "measures.yaml", "- measure: n\n  asks: \"What?\"\n  shape: flow\n  kinds: [vioce]\n", 4, "no kind «vioce» in force", "voice" },
};

static void is_said_once(const wrong_one *one, err expected)
{
	ARENA(a);
	findings found;
	capabilities all;
	measures asked;
	const kind_source source = { .file = str_of(one->file), .capability = S("training"), .bytes = str_of(one->text) };
	assert_int_equal(capabilities_load(&a, practice_of(&a), &source, 1, &found, &all, &asked), expected);
	for (size_t k = 0; found.n != 1 && k < found.n; k++) print_error("%s: %.*s\n", one->text, STR_ARG(found.at[k].message));
	assert_int_equal(found.n, 1);
	assert_int_equal(found.at[0].warning, expected == OK);
	if (found.at[0].line != one->line) fail_msg("%s: line %d", one->text, found.at[0].line);
	expect_contains(found.at[0].message, one->message);
	expect_contains(found.at[0].instead, one->instead);
}

static void every_wrong_thing_is_said_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof wrong_ones / sizeof *wrong_ones; i++) is_said_once(&wrong_ones[i], E_INVALID);
	for (size_t i = 0; i < sizeof warned_ones / sizeof *warned_ones; i++) is_said_once(&warned_ones[i], OK);
}

static void a_capability_and_its_questions_are_read(void **state)
{
	(void)state;
	ARENA(a);
	findings found;
	capabilities all;
	measures asked;
	const kind_source sources[] = {
		{ .file = S("x/training/capability.yaml"), .capability = S("training"),
		  .bytes = S(CAPABILITY "about: Together\nanswers: [Munro 6, Laming 12]\nnavigation: {label: Training, order: 60, for: [manager, board]}\npanels:\n"
		             "  - {slot: child.side, kind: voice, order: 20}\n  - {slot: child.top, panel: newest_words, label: Words}\n") },
		{ .file = S("x/training/measures.yaml"), .capability = S("training"),
		  .bytes = S(MEASURE TO "  unit: days\n  open: censored\n  by: [locality, year]\n  ask_locally: \"Who waited?\"\n"
		             "- measure: again\n  asks: \"Who came back?\"\n  shape: again\n  from: {kind: voice, pick: every}\n  within: 365\n  tells: funnel\n"
		             "- measure: quiet\n  asks: \"How long is nobody heard?\"\n  shape: silence\n  from: {kind: voice, pick: every}\n  to: {kind: voice, pick: next}\n  longer_than: 30\n  heard: [voice]\n"
		             "- measure: paths\n  asks: \"What follows what?\"\n  shape: flow\n  kinds: [voice]\n") },
	};
	assert_int_equal(capabilities_load(&a, practice_of(&a), sources, 2, &found, &all, &asked), OK);
	assert_int_equal(found.n, 0);
	assert_int_equal(all.n, 1);
	const capability *c = &all.at[0];
	expect_text(c->name, "training");
	assert_true(c->navigated && c->navigation_order == 60 && c->navigation_for == (ROLE_MANAGER | ROLE_BOARD));
	expect_text(c->navigation_label, "Training");
	assert_int_equal(c->answers.n, 2);
	expect_text(c->answers.at[1], "Laming 12");
	assert_int_equal(c->panel_n, 2);
	assert_true(c->panels[0].slot == SLOT_CHILD_SIDE && c->panels[0].order == 20 && c->panels[1].slot == SLOT_CHILD_TOP);
	expect_text(c->panels[0].label, "What the child said");
	expect_text(c->panels[1].panel, "newest_words");
	expect_text(c->panels[1].capability, "training");
	assert_int_equal(asked.n, 4);
	assert_int_equal(asked.at[1].span_days, 365);
	expect_text(asked.at[1].tells, "funnel");
	assert_int_equal(asked.at[2].span_days, 30);
	expect_text(asked.at[2].heard.at[0], "voice");
	expect_text(asked.at[3].kinds.at[0], "voice");
	expect_text(asked.at[0].from.stage, "need");
	expect_text(asked.at[0].to.pick, "first");
	assert_int_equal(asked.at[0].by.n, 2);
	expect_text(asked.at[1].from.kind, "voice");
}

/* A kind that is not in force yet must not take the rest of the page away. */
static void what_could_be_read_stays(void **state)
{
	(void)state;
	ARENA(a);
	findings found;
	capabilities all;
	measures asked;
	const kind_source source = { .file = S("capability.yaml"), .capability = S("training"),
		                     .bytes = S(CAPABILITY "panels:\n  - {slot: home, kind: new}\n  - {slot: home, kind: training}\n") };
	assert_int_equal(capabilities_load(&a, practice_of(&a), &source, 1, &found, &all, &asked), E_INVALID);
	assert_int_equal(all.n, 1);
	assert_int_equal(all.at[0].panel_n, 1);
	expect_text(all.at[0].panels[0].label, "Trainings");
}

static void files_are_told_by_their_names(void **state)
{
	(void)state;
	assert_true(source_of_file(S("capabilities/voice/kinds.yaml")) == SOURCE_KINDS);
	assert_true(source_of_file(S("kinds.yaml")) == SOURCE_KINDS);
	assert_true(source_of_file(S("a/overlay.yaml")) == SOURCE_OVERLAY);
	assert_true(source_of_file(S("a/measures.yaml")) == SOURCE_CAPABILITY);
	assert_true(source_of_file(S("a/capability.yaml")) == SOURCE_CAPABILITY);
	assert_true(source_of_file(S("a/mykinds.yaml")) == SOURCE_OTHER);
	assert_true(source_of_file(S("")) == SOURCE_OTHER);
}

static void the_program_holds_its_declarations(void **state)
{
	(void)state;
	ARENA(a);
	findings found;
	const practice *p = NULL;
	capabilities all;
	measures asked;
	kind_sources sources = embedded_kind_sources(&a, SOURCE_KINDS), places = embedded_kind_sources(&a, SOURCE_CAPABILITY);
	assert_true(sources.n > 0);
	assert_int_equal(practice_load(&a, sources.at, sources.n, &found, &p), OK);
	static const char *const known[] = { "declaration", "disposal", "person", "same_person", "agency", "team", "worker", "works_with",
		                             "interest" };
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		const kind *k = practice_kind(p, str_of(known[i]));
		assert_non_null(k);
		expect_text(k->capability, "");
	}
	assert_int_equal(capabilities_load(&a, p, places.at, places.n, &found, &all, &asked), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_wrong_thing_is_said_once),
		cmocka_unit_test(a_capability_and_its_questions_are_read),
		cmocka_unit_test(what_could_be_read_stays),
		cmocka_unit_test(files_are_told_by_their_names),
		cmocka_unit_test(the_program_holds_its_declarations),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
