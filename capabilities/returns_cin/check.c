/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/returns_cin/check.h"

#include <string.h>

enum { NEWEST_YEAR = 2026, FIRST_SLOTS = 1024 };

/* Numbers that were there before, each with the child who had it first. Entries lie in an arena of their own, the slots that
 * lead to them in another, which is given back when there are more. */
typedef struct {
	cin_earlier is;
	uint64_t hash;
	str key;
} seen_number;

typedef struct {
	arena entries, table;
	seen_number **slots;
	size_t n, cap; /* cap is a power of two, or 0 */
} seen_numbers;

struct cin_check {
	arena *a;
	int asked_year;
	bool settled;
	cin_year year;
	cin_totals totals;
	seen_numbers ids, upns;
	arena own; /* one child's findings */
	cin_findings findings;
	LIST(const cin_rule *) child_rules;
};

/* ---- numbers seen before */

static seen_number **slot_of(seen_number **slots, size_t cap, uint64_t hash, str key)
{
	size_t i = hash & (cap - 1);
	while (slots[i] && (slots[i]->hash != hash || !str_eq(slots[i]->key, key))) i = (i + 1) & (cap - 1);
	return &slots[i];
}

static void widen(seen_numbers *s)
{
	arena wider = arena_make();
	size_t cap = s->cap ? s->cap * 2 : FIRST_SLOTS;
	seen_number **slots = TAKE_N(&wider, seen_number *, cap);
	for (size_t i = 0; i < s->cap; i++)
		if (s->slots[i]) *slot_of(slots, cap, s->slots[i]->hash, s->slots[i]->key) = s->slots[i];
	arena_end(&s->table);
	s->table = wider;
	s->slots = slots;
	s->cap = cap;
}

/* The first who had it; NULL where this is the first, who is kept. An empty key is nobody's. */
static cin_earlier *seen_before(seen_numbers *s, str key, str id, int line)
{
	if (!key.n) return NULL;
	if (s->n * 2 >= s->cap) widen(s);
	uint64_t hash = str_hash(key);
	seen_number **slot = slot_of(s->slots, s->cap, hash, key);
	if (*slot) return &(*slot)->is;
	seen_number *new = TAKE(&s->entries, seen_number);
	str kept = str_copy(&s->entries, key);
	*new = (seen_number){ .is = { .id = str_eq(id, key) ? kept : str_copy(&s->entries, id), .line = line }, .hash = hash, .key = kept };
	*slot = new;
	s->n++;
	return NULL;
}

/* ---- which year */

static bool is_31_march(day d)
{
	ymd p = day_parts(d);
	return p.month == 3 && p.dom == 31;
}

static void take_reference(cin_year *y, day reference)
{
	y->known = true;
	y->end = y->reference = reference;
	CHECK(day_make(day_parts(reference).year - 1, 4, 1, &y->start));
}

/* A reference day that is no 31 March is no reference day: the year's own is taken. */
static void settle_year(cin_check *c, const cin_header_row *h)
{
	int64_t said = 0;
	day end;
	if (h && !str_to_int(h->year, &said)) said = 0;
	if (said < DAY_FIRST_YEAR + 1 || said > DAY_LAST_YEAR) said = 0;
	c->year.year = c->asked_year ? c->asked_year : (int)said;
	int of_reference = said ? (int)said : c->year.year;
	if (h && h->reference.read && is_31_march(h->reference.on) && day_parts(h->reference.on).year > DAY_FIRST_YEAR) take_reference(&c->year, h->reference.on);
	else if (of_reference && day_make(of_reference, 3, 31, &end)) take_reference(&c->year, end);
	if (!c->year.year) c->year.year = c->year.known ? day_parts(c->year.end).year : NEWEST_YEAR;
	for (size_t i = 0; i < cin_rule_n; i++)
		if (cin_rules[i].child && cin_rule_in_force(&cin_rules[i], c->year.year)) PUSH(c->a, &c->child_rules, &cin_rules[i]);
	c->settled = true;
}

/* ---- the whole */

static void add_disabilities(cin_totals *t, arena *a, const cin_child *child)
{
	const cin_disability *first = NULL;
	EACH (d, child->disabilities) {
		bool known = false;
		if (!d->code.n || str_eq(d->code, S("NONE"))) continue;
		if (!first) first = d;
		t->several_disabilities |= !str_eq(first->code, d->code);
		for (size_t i = 0; i < t->disability_n; i++) known |= str_eq(t->disabilities[i], d->code);
		if (!known && t->disability_n < CIN_CODES_SEEN) t->disabilities[t->disability_n++] = str_copy(a, d->code);
	}
}

static void add_up(cin_totals *t, arena *a, const cin_child *child)
{
	EACH (i, child->identifiers) {
		str sex = t->year->year >= 2025 ? i->sex : i->gender;
		t->children++;
		t->sex_unknown += !given(i->expected) && (!sex.n || str_eq(sex, t->year->year >= 2025 ? S("U") : S("0")));
	}
	EACH (p, child->protection) t->plans_begun += in_year(t->year, p->start);
	EACH (q, child->enquiries) t->conferences += in_year(t->year, q->conference);
	EACH (e, child->episodes) t->conferences += in_year(t->year, e->conference);
	EACH (p, child->pre_proceedings) t->pre_proceedings_begun += given(p->start);
	t->pre_proceedings += (int64_t)child->pre_proceedings.n;
	add_disabilities(t, a, child);
}

/* ---- the contract */

cin_check *cin_check_start(arena *a, int year, void *context, void (*take)(void *, const cin_finding *))
{
	cin_check *c = TAKE(a, cin_check);
	*c = (cin_check){ .a = a, .asked_year = year, .own = arena_make() };
	c->ids = (seen_numbers){ .entries = arena_make(), .table = arena_make() };
	c->upns = (seen_numbers){ .entries = arena_make(), .table = arena_make() };
	c->totals.year = &c->year;
	c->findings = (cin_findings){ .a = &c->own, .context = context, .take = take };
	return c;
}

void cin_check_end(cin_check **c)
{
	if (!*c) return;
	arena_end(&(*c)->own);
	arena_end(&(*c)->ids.entries);
	arena_end(&(*c)->ids.table);
	arena_end(&(*c)->upns.entries);
	arena_end(&(*c)->upns.table);
	*c = NULL;
}

static void run_rules(cin_check *c, const cin_child *child)
{
	c->findings.child = cin_child_id(child);
	for (size_t i = 0; i < c->child_rules.n; i++) {
		c->findings.rule = c->child_rules.at[i];
		c->findings.told = 0;
		c->findings.rule->child(child, &c->findings);
	}
	arena_reset(&c->own);
}

void cin_check_until(cin_check *c, day today)
{
	if (!c->settled) settle_year(c, NULL);
	if (c->year.known && today.n < c->year.end.n) c->year.end = today;
}

void cin_check_header(cin_check *c, const cin_child *header)
{
	cin_child with_year = *header;
	if (!c->settled) settle_year(c, header->headers.n ? &header->headers.at[0] : NULL);
	with_year.year = &c->year;
	run_rules(c, &with_year);
}

err cin_check_child(cin_check *c, cin_child *child)
{
	cin_earlier *same_id = NULL, *same_upn = NULL;
	if (!c->settled) settle_year(c, NULL);
	if (c->totals.children >= CIN_MOST_CHILDREN) return FAIL(&c->a->trail, E_LIMIT);
	EACH (i, child->identifiers) {
		same_id = seen_before(&c->ids, i->id, i->id, i->is.line);
		same_upn = seen_before(&c->upns, i->upn, i->id, i->is.line);
	}
	child->year = &c->year;
	child->same_id = same_id;
	child->same_upn = same_upn;
	add_up(&c->totals, c->a, child);
	run_rules(c, child);
	if (same_id) same_id->told = true;
	if (same_upn) same_upn->told = true;
	return OK;
}

void cin_check_finish(cin_check *c)
{
	if (!c->settled) settle_year(c, NULL);
	c->findings.child = STR_NONE;
	for (size_t i = 0; i < cin_rule_n; i++) {
		c->findings.rule = &cin_rules[i];
		c->findings.told = 0;
		if (cin_rules[i].whole && cin_rule_in_force(&cin_rules[i], c->year.year)) cin_rules[i].whole(&c->totals, &c->findings);
	}
}

const cin_year *cin_check_year(const cin_check *c)
{
	return &c->year;
}

int64_t cin_check_children(const cin_check *c)
{
	return c->totals.children;
}
