/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a point to the children behind it: by name for those who work with them; of others no more than the wait. */
#include "capabilities/questions/pages.h"
#include "capabilities/questions/pages/behind.h"
#include "web/wording.h"

#include <stdlib.h>

enum { CASES_SHOWN = 100 };

static int longest_first(const void *x, const void *y)
{
	const question_case *a = x, *b = y;
	if (a->days != b->days) return a->days < b->days ? 1 : -1;
	return (a->child > b->child) - (a->child < b->child);
}

static str wait_told(const asked *x, const question_case *c)
{
	buf b = BUF(x->r->a);
	const char *unit = x->q.working_days ? (c->days == 1 ? "working day" : "working days") : c->days == 1 ? "day" : "days";
	switch (c->is) {
	case CASE_HAPPENED:
		if (x->q.shape == SHAPE_INTERVAL) buf_printf(&b, "It took %u %s.", c->days, unit);
		else buf_str(&b, x->q.shape == SHAPE_REPEAT ? S("It came again.") : S("It happened."));
		break;
	case CASE_MISSED: buf_lit(&b, "It did not happen in time."); break;
	case CASE_NOT_YET: buf_printf(&b, "For %u %s so far.", c->days, unit); break;
	case CASE_NOT_KNOWN: buf_lit(&b, "Nobody knows whether it happened."); break;
	}
	return buf_view(&b);
}

static str since_told(const asked *x, const question_case *c)
{
	buf b = BUF(x->r->a);
	buf_lit(&b, "Since ");
	day_write_long(&b, day_add(x->held->journeys->on.first_day, (int)c->begun));
	return buf_view(&b);
}

/* Who can be asked: the locality and the team of what was recorded last. */
static str where_told(const asked *x, const question_case *c)
{
	buf b = BUF(x->r->a);
	const journeys *j = x->held->journeys;
	uint32_t last = j->end[c->child] - 1;
	if (j->locality[last]) journeys_value(x->held, &b, SPLIT_LOCALITY, j->locality[last]);
	if (j->locality[last] && j->team[last]) buf_lit(&b, ", ");
	if (j->team[last]) journeys_value(x->held, &b, SPLIT_TEAM, j->team[last]);
	return buf_view(&b);
}

/* Among the viewer's own children; NULL: another's. */
static const found *own(const found_list *mine, record_id person)
{
	EACH (f, *mine)
		if (f->person.n == person.n) return f;
	return NULL;
}

static void put_cases(const asked *x, const question_cases *cases, const found_list *mine, behind_page *m)
{
	for (size_t i = 0; i < cases->n && i < CASES_SHOWN; i++) {
		const question_case *c = &cases->at[i];
		const found *child = own(mine, x->held->journeys->person[c->child]);
		behind_page_case_line line = { .wait = wait_told(x, c), .since = since_told(x, c), .where = where_told(x, c) };
		if (child) {
			line.child = child->person.n;
			line.name = child->name;
		}
		PUSH(x->r->a, &m->cases, line);
	}
	m->more = cases->n > CASES_SHOWN ? (int64_t)(cases->n - CASES_SHOWN) : 0;
}

static bool cell_of(const asked *x, uint32_t *ret)
{
	int64_t n = EVERY_CELL;
	str text = request_query(x->r, S("cell"));
	if (text.n && !str_to_int(text, &n)) return false;
	if (n < 0 || (n != EVERY_CELL && n >= x->is.cells)) return false;
	*ret = (uint32_t)n;
	return true;
}

static str behind_title(arena *a, str asks)
{
	buf b = BUF(a);
	buf_lit(&b, "The children behind: ");
	buf_str(&b, asks);
	return buf_view(&b);
}

err behind_show(request *r, const view *none, model *to)
{
	JOURNEYS_HELD(held);
	asked x;
	uint32_t cell;
	question_cases cases = { 0 };
	found_list mine = { 0 };
	behind_page *m = TAKE(r->a, behind_page);
	(void)none;
	if (!(r->read.who->roles & (ROLE_PRACTITIONER | ROLE_MANAGER | ROLE_PARTNER))) return FAIL(&r->a->trail, E_DENIED);
	TRY(journeys_hold(&r->read, &held));
	TRY(asked_read(r, &held, r->params[0], &x));
	bool has = !x.why.n && (x.q.shape <= SHAPE_STOCK);
	if (!has || !cell_of(&x, &cell)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(question_cases_of(r->a, held.journeys, &x.q, cell, &cases));
	TRY(access_my_children(&r->read, &mine));
	if (cases.n) qsort(cases.at, cases.n, sizeof *cases.at, longest_first);
	*m = (behind_page){ .asks = x.m->asks, .back = asked_address(&x, "", x.by), .count_words = count_words(r->a, cases.n, "time that this was counted, the longest first", "times that this was counted, the longest first") };
	if (x.q.by_n && cell != EVERY_CELL) m->about = value_words_of(&x, cell);
	put_cases(&x, &cases, &mine, m);
	to->title = behind_title(r->a, m->asks);
	behind_model(to, m);
	return OK;
}
