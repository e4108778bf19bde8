/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every kind that the program declares, without naming one: records of it with each field answered, not known, unread and
 * absent, corrected, with two heads, disposed of. Rebuilt, every row comes out as it was followed. */
#include "kind/capability.h"
#include "support/projected.h"

#include <stdio.h>

enum { VARIANTS = 4, DEPTH_MOST = 3 };

typedef struct {
	projected *g;
	int64_t person; /* for links */
	uint64_t dice;
} fixture;

static size_t throw_dice(fixture *f, size_t sides)
{
	f->dice = f->dice * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(f->dice >> 33) % sides;
}

/* The embedded declarations of the capabilities, one after another: practice/kinds.yaml is there already. */
static str all_kinds(arena *a)
{
	buf b = BUF(a);
	kind_sources sources = embedded_kind_sources(a, SOURCE_KINDS);
	for (size_t i = 0; i < sources.n; i++) {
		if (str_starts(sources.at[i].file, S("practice/"))) continue;
		buf_str(&b, sources.at[i].bytes);
		buf_char(&b, '\n');
	}
	return buf_view(&b);
}

static str text_for(fixture *f, const field *of)
{
	static const char *const days[] = { "2024-03-05", "2025-11", "2023", "2026-01-31", "31/02/2024" };
	switch (of->type) {
	case FIELD_TEXT: return S("It is loud at night.\n«Very.»");
	case FIELD_LINE: return S("Mrs Ford & son");
	case FIELD_CHOICE: return of->choices[throw_dice(f, of->choice_n)].code;
	case FIELD_CHOICES: return of->choices[throw_dice(f, of->choice_n)].code;
	case FIELD_DAY: return str_of(days[throw_dice(f, 5)]);
	case FIELD_INSTANT: return S("2024-03-05T14:20:00Z");
	case FIELD_NUMBER: return throw_dice(f, 2) ? S("3") : S("many");
	case FIELD_YES_NO: return throw_dice(f, 2) ? S("yes") : S("no");
	case FIELD_IDENTIFIER: return of->identifier == IDENTIFIER_LOCAL ? S("AB-12/3") : S("9434765919");
	case FIELD_PERSON: case FIELD_PEOPLE: case FIELD_RECORD: case FIELD_FILE: break;
	}
	return STR_NONE;
}

static value value_for(fixture *f, const field *of, size_t variant)
{
	value v = { 0 };
	bool links = of->type == FIELD_PERSON || of->type == FIELD_PEOPLE;
	if (of->type == FIELD_RECORD || of->type == FIELD_FILE || (variant == 2 && !of->required)) return v;
	if (!of->known && (variant == 1 || (variant > 2 && throw_dice(f, 4) == 0))) v.is = VALUE_NOT_KNOWN;
	else if (!links) value_from_text(f->g->a, f->g->z, of, text_for(f, of), &v);
	else {
		v.is = VALUE_KNOWN;
		PUSH(f->g->a, &v.records, ((record_id){ f->person }));
	}
	return v;
}

static int64_t append(fixture *f, const kind *k, entry_head *head, size_t variant)
{
	projected *g = f->g;
	values v = values_make(g->a, k);
	problems wrong = { 0 };
	seq s = { 0 };
	bool forked;
	for (size_t i = 0; i < k->field_n; i++) v.at[i] = value_for(f, &k->fields[i], variant);
	if (variant != 1) assert_true(when_read(g->z, variant ? S("2025-02-03") : S("2024-12"), &head->happened));
	err e = journal_append(&g->w, k, &v, head, g->a, &s, &forked, &wrong);
	for (size_t i = 0; e != OK && i < wrong.n; i++) printf("# %.*s: %.*s\n", STR_ARG(k->name), STR_ARG(wrong.at[i].message));
	assert_ok(g->t, e);
	return s.n;
}

static int64_t begin(fixture *f, const kind *k, size_t variant, int depth);

/* What an entry of the kind has to link to, made for it; what it may link to, in every other variant. */
static void link_all(fixture *f, const kind *k, entry_head *head, size_t variant, int depth)
{
	for (size_t i = 0; i < k->about_n; i++) {
		const about_role *as = &k->about[i];
		const kind *to = practice_kind(f->g->p, as->target.n ? as->target : S("person"));
		bool person = !to || str_eq(to->name, S("person"));
		if (as->least == 0 && (variant % 2 || depth == DEPTH_MOST)) continue;
		int64_t target = person ? f->person : begin(f, to, 0, depth + 1);
		PUSH(f->g->a, &head->about, ((entry_link){ as->role, { target } }));
	}
}

static int64_t begin(fixture *f, const kind *k, size_t variant, int depth)
{
	entry_head head = { 0 };
	assert_true(depth <= DEPTH_MOST);
	link_all(f, k, &head, variant, depth);
	return append(f, k, &head, variant);
}

/* Kinds that the journal writes itself, and joins of persons, have tests of their own. */
static bool is_of_program(const kind *k)
{
	static const char *const names[] = { "declaration", "disposal", "import", "same_person" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(k->name, str_of(names[i]))) return true;
	return false;
}

static void correct(fixture *f, const kind *k, int64_t record, int64_t after, size_t variant)
{
	entry_head head = { .record = { record } };
	link_all(f, k, &head, 1, 0);
	PUSH(f->g->a, &head.after, ((seq){ after }));
	append(f, k, &head, variant);
}

static void every_kind(fixture *f)
{
	projected *g = f->g;
	for (size_t i = 0; i < practice_kind_count(g->p); i++) {
		const kind *k = practice_kind_at(g->p, i);
		if (is_of_program(k)) continue;
		int64_t gone = begin(f, k, 3, 0);
		for (size_t variant = 0; variant < VARIANTS; variant++) {
			int64_t record = begin(f, k, variant, 0);
			correct(f, k, record, record, (variant + 1) % VARIANTS);
			if (variant % 2) correct(f, k, record, record, 0); /* somebody else had not seen it: two heads */
		}
		disposes(g, &gone, 1);
		buf table = BUF(g->a);
		buf_printf(&table, "p_%.*s", STR_ARG(k->name));
		assert_true(rows_of(g, str_c(g->a, buf_view(&table)), "").n > 0);
	}
}

static void rebuilt_equals_followed(test_area *t)
{
	PROJECTED(g);
	projected_make(t, all_kinds(&t->arena), &g);
	fixture f = { .g = &g, .dice = 2011 };
	f.person = SAYS(&g, .kind = "person", .json = "{\"given\":\"Kim\",\"child\":true}");
	every_kind(&f);
	str before = dump_of(&g, g.d);
	str_list differ;
	assert_ok(t, project_check(g.d, g.a, g.p, g.z, NULL, NULL, &differ));
	assert_int_equal(differ.n, 0);
	assert_ok(t, project_rebuild(g.d, g.p, g.z, NULL, NULL));
	assert_str(dump_of(&g, g.d), before);
}

int main(void)
{
	static const engine_test tests[] = { ENGINE_TEST(rebuilt_equals_followed) };
	return engines_run("project/every_kind", tests, sizeof tests / sizeof *tests);
}
