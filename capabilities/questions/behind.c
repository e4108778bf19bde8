/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a point to the children behind it: by name for those who work with them; of others no more than the wait. */
#include "capabilities/questions/pages.h"
#include "capabilities/questions/pages/behind.h"
#include "web/wording.h"

enum { CASES_SHOWN = 100 };

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
static str where_told(const asked *x, const known_case *c)
{
	buf b = BUF(x->r->a);
	if (c->locality) journeys_value(x->held, &b, SPLIT_LOCALITY, c->locality);
	if (c->locality && c->team) buf_lit(&b, ", ");
	if (c->team) journeys_value(x->held, &b, SPLIT_TEAM, c->team);
	return buf_view(&b);
}

/* ---- whom the viewer may be told of by name */

static bool reads(const viewer *by, const who *may)
{
	return by->measuring || may->works_with_child || (may->roles & by->roles);
}

static bool field_reads(const viewer *by, const kind *k, str name)
{
	const field *f = name.n ? kind_field(k, name) : NULL;
	return !f || !f->own_read || reads(by, &f->read);
}

static bool point_readable(const asked *x, const measure_point *p)
{
	const practice *in = x->r->practice;
	const viewer *by = x->r->who;
	for (size_t i = 0; i < practice_kind_count(in); i++) {
		const kind *k = practice_kind_at(in, i);
		bool is = p->kind.n ? str_eq(k->name, p->kind) : p->stage.n && str_eq(stage_name(k->stage), p->stage);
		if (is && !(reads(by, &k->read) && field_reads(by, k, p->field) && field_reads(by, k, p->moment))) return false;
	}
	return true;
}

/* Whether somebody who works with a child may read all that the question looks at: else it tells of nobody by name. */
static bool tells_names(const asked *x)
{
	return point_readable(x, &x->m->from) && point_readable(x, &x->m->to) && point_readable(x, &x->m->stops) && point_readable(x, &x->m->cohort);
}

/* Among the viewer's own children; NULL: another's. */
static const found *own(const found_list *mine, record_id person)
{
	EACH (f, *mine)
		if (f->person.n == person.n) return f;
	return NULL;
}

static void put_cases(const asked *x, const known_cases *cases, const found_list *mine, behind_page *m)
{
	for (size_t i = 0; i < cases->n && i < CASES_SHOWN; i++) {
		const known_case *c = &cases->at[i];
		const found *child = own(mine, c->person);
		behind_page_case_line line = { .wait = wait_told(x, &c->is), .since = since_told(x, &c->is), .where = where_told(x, c) };
		if (child) {
			line.child = child->person.n;
			line.name = child->name;
		}
		PUSH(x->r->a, &m->cases, line);
	}
	m->more = cases->n > CASES_SHOWN ? (int64_t)(cases->n - CASES_SHOWN) : 0;
}

static bool cell_of(const request *r, const asked *x, uint32_t *ret)
{
	int64_t n = EVERY_CELL;
	str text = request_query(r, S("cell"));
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
	known_cases cases = { 0 };
	found_list mine = { 0 };
	behind_page *m = TAKE(r->a, behind_page);
	(void)none;
	if (!(r->read.who->roles & (ROLE_PRACTITIONER | ROLE_MANAGER | ROLE_PARTNER))) return FAIL(&r->a->trail, E_DENIED);
	TRY(journeys_hold(&r->read, &held));
	asked_way way = way_asked(r);
	TRY(asked_read(&r->read, &held, r->params[0], &way, &x));
	bool has = !x.why.n && (x.q.shape <= SHAPE_STOCK);
	if (!has || !cell_of(r, &x, &cell)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(journeys_known_cases(&held, &x.q, cell, &cases));
	if (tells_names(&x)) TRY(access_my_children(&r->read, &mine));
	*m = (behind_page){ .asks = x.m->asks, .back = asked_address(&x, "", x.by), .count_words = count_words(r->a, cases.n, "time that this was counted, the longest first", "times that this was counted, the longest first") };
	if (x.q.by_n && cell != EVERY_CELL) m->about = value_words_of(&x, cell);
	put_cases(&x, &cases, &mine, m);
	to->title = behind_title(r->a, m->asks);
	behind_model(to, m);
	return OK;
}
