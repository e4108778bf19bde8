/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/returns_cin/whole.h"

#include "capabilities/returns_cin/group_rows.h"
#include "capabilities/returns_cin/record_child.h"

typedef struct {
	reading *r;
	cin_whole *to;
	const record_list *except;
	child_teams teams;
	const cin_column *const *columns;
	cin_check *check;
	arena own; /* one child's */
	/* of the child at hand */
	const cin_line *line;
	int64_t errors, queries, reasoned;
} counting;

/* ---- reasons */

/* A reason that somebody gave for this query, or for everything about a record that it concerns. */
static bool answers(const shown *reason, const cin_question *q)
{
	ARENA(a);
	record_list concerns = { 0 };
	if (!str_eq(reason->k->name, S("census_reason"))) return false;
	const value *code = values_get(&reason->v, S("code"));
	EACH (link, reason->about)
		if (str_eq(link->role, S("concerns"))) PUSH(&a, &concerns, link->record);
	return cin_reason_fits(code && code->is == VALUE_KNOWN ? code->text : STR_NONE, &concerns, q);
}

static bool has_reason(counting *k, const cin_finding *f)
{
	cin_question q = { .rule = f->rule };
	for (size_t i = 0; i < f->row_n; i++) cin_note_records(&k->own, k->line->now, f->rows[i], &q);
	EACH (one, *k->line->all)
		if (answers(one, &q)) return true;
	return false;
}

/* ---- by rule, by team */

static cin_rule_count *count_of_rule(counting *k, const cin_rule *rule)
{
	EACH (c, k->to->rules)
		if (c->rule == rule) return c;
	PUSH(k->r->a, &k->to->rules, ((cin_rule_count){ .rule = rule }));
	return &k->to->rules.at[k->to->rules.n - 1];
}

static void take(void *context, const cin_finding *f)
{
	counting *k = context;
	cin_rule_count *c = count_of_rule(k, f->rule);
	c->n++;
	if (!k->line) {
		c->says = cin_finding_words(k->r->a, f);
		return;
	}
	bool reasoned = f->rule->query && has_reason(k, f);
	c->reasoned += reasoned;
	k->errors += !f->rule->query;
	k->queries += f->rule->query;
	k->reasoned += reasoned;
}

static void add_to(cin_team_count *c, const counting *k)
{
	c->children++;
	c->errors += k->errors;
	c->queries += k->queries;
	c->reasoned += k->reasoned;
}

static cin_team_count *count_of_team(counting *k, record_id team)
{
	EACH (c, k->to->teams)
		if (c->team.n == team.n) return c;
	PUSH(k->r->a, &k->to->teams, ((cin_team_count){ .team = team }));
	return &k->to->teams.at[k->to->teams.n - 1];
}

/* The first of that child in a list that is in order of children. */
static size_t first_team(const child_teams *teams, record_id child)
{
	size_t low = 0, high = teams->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (teams->at[middle].child.n < child.n) low = middle + 1;
		else high = middle;
	}
	return low;
}

static void add_by_team(counting *k, record_id child)
{
	bool any = false;
	if (!k->errors && !k->queries) return;
	add_to(&k->to->all, k);
	for (size_t i = 0; k->except && i < k->except->n; i++)
		if (k->except->at[i].n == child.n) return;
	for (size_t i = first_team(&k->teams, child); i < k->teams.n && k->teams.at[i].child.n == child.n; i++) {
		add_to(count_of_team(k, k->teams.at[i].team), k);
		any = true;
	}
	if (!any) add_to(count_of_team(k, (record_id){ 0 }), k);
}

/* ---- one child */

static err take_child(void *context, const cin_line *line)
{
	counting *k = context;
	const census_group *now = line->now->group, *before = line->before->group;
	cin_child rows = { .a = &k->own };
	PUSH(k->r->a, &k->to->lines, cin_reconcile(line));
	if (!now) return OK;
	k->line = line;
	k->errors = k->queries = k->reasoned = 0;
	cin_rows_of_child(k->columns, now, &rows);
	err e = cin_check_child(k->check, &rows);
	arena_reset(&k->own);
	returned_add(&k->to->totals, now, before);
	add_by_team(k, line->child);
	return e;
}

err cin_whole_count(reading *r, int year, seq at, const record_list *except, cin_whole *ret)
{
	*ret = (cin_whole){ .totals = returned_of_year(r->a, year) };
	counting k = { .r = r, .to = ret, .except = except, .columns = cin_element_columns(r->a), .own = arena_make() };
	cin_returning all = { .read = r, .year = year, .at = at, .reconciles = true, .context = &k, .child = take_child };
	cin_check *check CLEANUP(cin_check_end) = cin_check_start(r->a, year, &k, take);
	k.check = check;
	cin_check_until(check, r->today);
	err e = access_child_teams(r, &k.teams);
	if (e == OK) e = cin_return_make(&all);
	k.line = NULL;
	if (e == OK && all.written) cin_check_finish(check);
	arena_end(&k.own);
	ret->in = all.written;
	ret->left_out = (int64_t)all.left_out.n;
	return e;
}
