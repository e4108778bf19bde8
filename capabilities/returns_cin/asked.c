/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the census will ask, shown to whoever can answer: of one's own children on a page, of one record at its foot. */
#include "capabilities/returns_cin/asked.h"
#include "capabilities/returns_cin/pages/asked.h"
#include "capabilities/returns_cin/pages/census.h"
#include "read.h"
#include "web/wording.h"

/* ---- reasons that were given: of one query, or of all about a record */

static const census_reason_row *reason_for(const census_reason_list *given, const cin_question *q)
{
	EACH (reason, *given)
		if (cin_reason_fits(reason->code.is == VALUE_KNOWN ? reason->code.text : STR_NONE, &reason->concerns, q)) return reason;
	return NULL;
}

static str said_by(const view *v, const record *is)
{
	buf b = BUF(v->r->a);
	buf_str(&b, author_words(v, is->author, is->agency, is->batch));
	buf_lit(&b, ", ");
	buf_str(&b, instant_day_words(v->r->a, area_zone(v->r->area), is->recorded));
	return joined_words(v, is, buf_view(&b));
}

static void put_reason(const view *v, census_page_question *line, const census_reason_row *reason)
{
	line->reason = reason->reason.text;
	line->reason_by = said_by(v, reason->entry);
}

/* ---- the page of one's own children */

typedef struct {
	size_t questions, answered;
} asked_count;

static err put_child(request *r, record_id child, int year, census_page *m, asked_count *count)
{
	view v;
	cin_questions asked;
	census_reason_list given = { 0 };
	err e = access_open(&r->read, child, PROJECT_NOW, S("what the census will ask"), &v);
	if (e == E_DENIED || e == E_NOT_FOUND) return OK; /* a seal, or an interest recorded since */
	TRY(e);
	TRY(cin_ask(&v, r->a, year, NULL, &asked));
	if (!asked.n) return OK;
	TRY(read_census_reason(&v, r->a, &given));
	census_page_asked_child one = { .child = child.n, .name = access_name(&v, child), .count_words = count_words(r->a, asked.n, "thing", "things") };
	EACH (q, asked) {
		census_page_question line = { .code = str_of(q->rule->code), .query = q->rule->query, .record = q->mends.n,
			                      .says = str_of(q->rule->says), .mend = str_of(q->rule->mend), .days = cin_days_compared(r->a, q) };
		const census_reason_row *reason = q->rule->query ? reason_for(&given, q) : NULL;
		if (reason) put_reason(&v, &line, reason);
		count->answered += reason != NULL;
		PUSH(r->a, &one.questions, line);
	}
	count->questions += asked.n;
	PUSH(r->a, &m->children, one);
	return OK;
}

static str year_words(arena *a, int year)
{
	buf b = BUF(a);
	buf_int(&b, year - 1);
	buf_char(&b, '-');
	buf_int_padded(&b, year % 100, 2);
	return buf_view(&b);
}

err cin_asked_page(request *r, const view *none, model *to)
{
	census_page *m = TAKE(r->a, census_page);
	found_list mine = { 0 };
	asked_count count = { 0 };
	int year = cin_year_of(r->read.today);
	buf total = BUF(r->a);
	(void)none;
	if (r->read.who->roles & ~(role_set)ROLE_ADMINISTRATOR) TRY(access_my_children(&r->read, &mine));
	m->works = mine.n > 0;
	m->sees_teams = (r->read.who->roles & (ROLE_PRACTITIONER | ROLE_MANAGER)) != 0;
	m->makes_return = (r->read.who->roles & ROLE_MANAGER) != 0;
	m->year = year_words(r->a, year);
	EACH (child, mine) TRY(put_child(r, child->person, year, m, &count));
	buf_str(&total, count_words(r->a, count.questions, "thing", "things"));
	buf_lit(&total, " about ");
	buf_str(&total, count_words(r->a, m->children.n, "child", "children"));
	m->total_words = buf_view(&total);
	if (count.answered) m->answered_words = count_words(r->a, count.answered, "has its reason", "have their reasons");
	to->title = S("What the census will ask");
	census_model(to, m);
	return OK;
}

/* ---- the foot of a record */

/* What corrections of this record went by. */
static err put_known(const view *v, record_id id, asked_page *m)
{
	how_known_list known = { 0 };
	TRY(read_how_known(v, v->r->a, &known));
	EACH (one, known) {
		bool of_this = false;
		EACH (to, one->concerns) of_this |= to->n == id.n;
		if (!of_this) continue;
		str words = one->goes_by.is == VALUE_NOT_KNOWN ? S("Not known") : one->goes_by.text;
		PUSH(v->r->a, &m->known, ((asked_page_asked_known){ words, said_by(v, one->entry) }));
	}
	return OK;
}

err cin_asked_panel(request *r, const view *v, html *ret)
{
	record_id id;
	cin_questions asked;
	asked_page m = { .child = v->child.n };
	*ret = HTML("");
	if (!v->child.n || !param_record(r->params[0], &id)) return OK;
	TRY(put_known(v, id, &m));
	if (v->works_with) TRY(cin_ask(v, r->a, cin_year_of(r->read.today), NULL, &asked));
	else asked = (cin_questions){ 0 };
	EACH (q, asked)
		if (cin_concerns(q, id))
			PUSH(r->a, &m.questions, ((asked_page_asked_question){ .code = str_of(q->rule->code), .query = q->rule->query,
			                                                        .says = str_of(q->rule->says), .mend = str_of(q->rule->mend), .record = id.n }));
	if (m.questions.n || m.known.n) *ret = asked_as_html(r->a, &m);
	return OK;
}
