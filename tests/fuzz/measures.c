/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A declared question is refused with a line and a remedy; or it is taken, and what it asks of a few events is answered or refused
 * in words. */
#include "fuzz/fuzz.h"
#include "journey/declared.h"

static const char kinds[] =
	"- kind: seen\n  label: Seen\n  about: {child: 1..n}\n  stage: need\n  story: \"Seen\"\n  read: [manager]\n  write: [manager]\n"
	"  moments:\n    - until: {stage: received, story: \"Until\"}\n"
	"  fields:\n    - how: {type: choice, of: [{a: \"A\"}, {b: \"B\"}]}\n    - until: {type: day}\n    - scale: {type: number, least: 0, most: 10}\n"
	"- kind: person\n  label: Person\n  read: [manager]\n  write: [manager]\n  fields:\n    - given: {type: line}\n";

enum { EVENTS = 12, DAYS = 60 };

static journeys few_events(arena *a)
{
	event_rows rows = event_rows_make(a, EVENTS);
	journeys j;
	for (uint32_t i = 0; i < EVENTS; i++) {
		rows.child[i] = i % 3;
		rows.second[i] = i * 4 * JOURNEY_SECONDS_A_DAY;
		rows.kind[i] = (uint8_t)(1 + i % 2);
		rows.locality[i] = (uint8_t)(i % 2);
		rows.team[i] = 0;
	}
	rows.n = EVENTS;
	CHECK(journeys_group(a, &rows, (day){ 19000 }, DAYS, 1, &j) == OK);
	return j;
}

static void ask(arena *a, const measure *m, const practice *p)
{
	event_words words;
	question q;
	answer is;
	str why = STR_NONE;
	buf b = BUF(a);
	measures one = { 0 };
	PUSH(a, &one, *m);
	event_words_for(a, p, &one, &words);
	words.of_area = false;
	PUSH(a, &words.events, ((event_meaning){ .kind = S("seen"), .stage = STAGE_NEED }));
	PUSH(a, &words.events, ((event_meaning){ .kind = S("seen"), .stage = STAGE_RECEIVED, .moment = S("until") }));
	if (!question_of(m, &words, &q, &why)) {
		CHECK(why.n > 0);
		return;
	}
	if (q.marked || q.shape == SHAPE_CHANGE) return; /* these events carry no answers */
	journeys j = few_events(a);
	if (questions_ask(a, &j, &q, 1, 1, &is) == OK) answer_csv(&b, m, &is);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	const practice *p;
	findings found = { 0 };
	capabilities none;
	measures asked;
	const kind_source of_kinds = { .file = S("kinds.yaml"), .capability = S("fuzz"), .bytes = str_of(kinds) };
	const kind_source source = { .file = S("measures.yaml"), .capability = S("fuzz"), .bytes = { (const char *)at, n } };
	CHECK(practice_load(&a, &of_kinds, 1, &found, &p) == OK);
	err e = capabilities_load(&a, p, &source, 1, &found, &none, &asked);
	CHECK((e == OK) == !findings_refuse(&found));
	EACH(f, found) CHECK(f->line >= 0 && f->message.n > 0);
	for (size_t i = 0; e == OK && i < asked.n; i++) ask(&a, &asked.at[i], p);
	return 0;
}
