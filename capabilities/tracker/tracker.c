/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The list of recommendations, and the page of each. */
#include "capabilities/tracker/pages/led_back.h"
#include "capabilities/tracker/pages/recommendation.h"
#include "capabilities/tracker/pages/tracker.h"
#include "capabilities/tracker/standing.h"
#include "capabilities/tracker/take.h"
#include "web/wording.h"

static bool may_write(request *r)
{
	const kind *k = practice_kind(r->read.practice, S("local_position"));
	return k && (k->write.roles & r->read.who->roles) != 0 && r->read.who->worker.n;
}

static str day_of(request *r, typed_when w)
{
	return w.is == VALUE_KNOWN ? when_words(r->a, area_zone(r->read.area), w.on) : S("a day that is not known");
}

static str name_or_nothing(request *r, typed_record named)
{
	view none = access_open_none(&r->read);
	return named.is == VALUE_KNOWN ? access_name(&none, named.record) : STR_NONE;
}

static int64_t unanswered(const standing *s)
{
	int64_t n = 0;
	EACH (q, s->questions) n += q->answers.n == 0;
	return n;
}

/* ---- the list */

enum { BEGINNING_BYTES = 160 };

/* As far as whole words go; the page of the recommendation has the rest. */
static str beginning(arena *a, str text)
{
	if (text.n <= BEGINNING_BYTES) return text;
	size_t n = BEGINNING_BYTES;
	while (n && text.at[n] != ' ' && text.at[n] != '\n') n--;
	buf b = BUF(a);
	buf_str(&b, str_first(text, n));
	buf_lit(&b, " …");
	return buf_view(&b);
}

static tracker_page_row row_of(request *r, const standing *s)
{
	tracker_page_row row = { .record = s->is->entry->record.n, .name = standing_name(r->a, s), .text = beginning(r->a, s->is->text.text),
		                 .owner = name_or_nothing(r, s->is->owner), .unanswered = unanswered(s) };
	const government_response_row *response = s->local ? s->local : s->government;
	if (response) {
		row.answer = choice_words(response->entry, "answer", response->answer);
		row.timescale = response->timescale.text;
	}
	if (s->positions.n) {
		const local_position_row *p = s->positions.at[0];
		bool waits = str_eq(p->state.text, S("awaiting"));
		row.status = choice_words(p->entry, "state", p->state);
		row.awaiting = waits ? p->awaiting.text : STR_NONE;
		row.from_whom = waits ? p->from_whom.text : STR_NONE;
		row.as_of = day_of(r, p->on);
	}
	EACH (c, s->conflicts) PUSH(r->a, &row.conflicts, ((tracker_page_row_conflict){ conflict_name(c->is) }));
	return row;
}

static str totals(request *r, const tracker_page *m)
{
	buf b = BUF(r->a);
	buf_str(&b, count_words(r->a, m->rows.n, "recommendation", "recommendations"));
	buf_printf(&b, "; %lld awaiting others; %lld where something does not fit together; %lld unanswered questions",
	           (long long)m->awaiting, (long long)m->in_conflict, (long long)m->unanswered);
	return buf_view(&b);
}

static err list_show(request *r, const view *none, model *to)
{
	tracker_page *m = TAKE(r->a, tracker_page);
	standings all;
	(void)none;
	TRY(standings_read(&r->read, &all));
	m->may_add = may_write(r);
	EACH (s, all) {
		PUSH(r->a, &m->rows, row_of(r, s));
		m->awaiting += s->positions.n && str_eq(s->positions.at[0]->state.text, S("awaiting"));
		m->in_conflict += s->conflicts.n > 0;
		m->unanswered += unanswered(s);
	}
	m->count_words = totals(r, m);
	to->title = S("Recommendations");
	tracker_model(to, m);
	return OK;
}

/* ---- one of them */

static recommendation_page_side_of_answer side_of(str title, const government_response_row *row)
{
	recommendation_page_side_of_answer side = { .title = title };
	if (!row) return side;
	side.record = row->entry->record.n;
	side.answer = choice_words(row->entry, "answer", row->answer);
	side.timescale = row->timescale.is == VALUE_KNOWN ? row->timescale.text : S("Not known");
	side.text = row->text.text;
	side.document = row->document.text.n ? row->document.text : S("the record");
	side.cut = row->cut.is == VALUE_KNOWN && row->cut.yes;
	return side;
}

static void put_position(request *r, const view *v, const local_position_row *p, recommendation_page *m)
{
	buf written = BUF(r->a);
	buf_str(&written, author_words(v, p->entry->author, p->entry->agency, p->entry->batch));
	buf_lit(&written, ", ");
	buf_str(&written, instant_words(r->a, area_zone(r->read.area), p->entry->recorded));
	PUSH(r->a, &m->positions, ((recommendation_page_position_line){
	    .record = p->entry->record.n, .as_of = day_of(r, p->on), .status = choice_words(p->entry, "state", p->state),
	    .text = p->text.text, .said_by = p->said_by.text, .told_to = p->told_to.text, .written = buf_view(&written) }));
}

static void put_newest(request *r, const standing *s, recommendation_page *m)
{
	if (s->positions.n == 0) return;
	const local_position_row *p = s->positions.at[0];
	bool waits = str_eq(p->state.text, S("awaiting"));
	m->status = choice_words(p->entry, "state", p->state);
	m->as_of = day_of(r, p->on);
	m->awaiting = waits ? p->awaiting.text : STR_NONE;
	m->from_whom = waits ? p->from_whom.text : STR_NONE;
}

/* "Asked by the panel, 10 November 2011." */
static str by_and_on(request *r, const char *verb, str by, typed_when on)
{
	buf b = BUF(r->a);
	if (!by.n && on.is != VALUE_KNOWN) return STR_NONE;
	buf_str(&b, str_of(verb));
	if (by.n) {
		buf_lit(&b, " by ");
		buf_str(&b, by);
	}
	if (on.is == VALUE_KNOWN) {
		buf_str(&b, by.n ? S(", ") : S(" on "));
		buf_str(&b, day_of(r, on));
	}
	buf_char(&b, '.');
	return buf_view(&b);
}

static void put_question(request *r, const question *q, recommendation_page *m)
{
	recommendation_page_question_line line = { .record = q->is->entry->record.n, .question = q->is->question.text,
		                                   .asked = by_and_on(r, "Asked", q->is->asked_by.text, q->is->on) };
	EACH (answer, q->answers)
		PUSH(r->a, &line.answers, ((recommendation_page_answer_line){
		    (*answer)->entry->record.n, (*answer)->answer.text, by_and_on(r, "Answered", (*answer)->answered_by.text, (*answer)->on) }));
	PUSH(r->a, &m->questions, line);
}

/* Capabilities say themselves what they answer. */
static void put_capabilities(request *r, const standing *s, recommendation_page *m)
{
	str name = standing_name(r->a, s);
	for (size_t i = 0; r->capabilities && i < r->capabilities->n; i++) {
		const capability *c = &r->capabilities->at[i];
		EACH (answered, c->answers)
			if (str_eq(*answered, name)) PUSH(r->a, &m->capabilities, ((recommendation_page_answering){ c->name, c->label, c->about }));
	}
}

static err standing_of(request *r, record_id id, standing *ret)
{
	standings all;
	TRY(standings_read(&r->read, &all));
	EACH (s, all)
		if (s->is->entry->record.n == id.n) {
			*ret = *s;
			return OK;
		}
	return FAIL(&r->a->trail, E_NOT_FOUND);
}

static err one_show(request *r, const view *none, model *to)
{
	recommendation_page *m = TAKE(r->a, recommendation_page);
	record_id id;
	standing s;
	(void)none;
	if (!param_record(r->params[0], &id)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(standing_of(r, id, &s));
	view v = access_open_none(&r->read);
	*m = (recommendation_page){ .record = id.n, .name = standing_name(r->a, &s), .text = s.is->text.text,
		                    .owner = name_or_nothing(r, s.is->owner), .may_write = may_write(r) };
	put_newest(r, &s, m);
	EACH (c, s.conflicts) PUSH(r->a, &m->conflicts, ((recommendation_page_clash){ conflict_name(c->is), c->words }));
	PUSH(r->a, &m->answers, side_of(S("As our own report gives it"), s.local));
	PUSH(r->a, &m->answers, side_of(S("As the Government wrote it"), s.government));
	EACH (p, s.positions) put_position(r, &v, *p, m);
	EACH (q, s.questions) put_question(r, q, m);
	put_capabilities(r, &s, m);
	to->title = m->name;
	recommendation_model(to, m);
	return OK;
}

/* ---- from a record back to its recommendation */

static const standing *standing_with(const standings *all, int64_t number)
{
	EACH (s, *all) {
		bool here = s->is->entry->record.n == number || (s->local && s->local->entry->record.n == number) ||
		            (s->government && s->government->entry->record.n == number);
		EACH (p, s->positions) here |= (*p)->entry->record.n == number;
		EACH (q, s->questions) {
			here |= q->is->entry->record.n == number;
			EACH (answer, q->answers) here |= (*answer)->entry->record.n == number;
		}
		if (here) return s;
	}
	return NULL;
}

static err led_back(request *r, const view *v, html *ret)
{
	record_id id;
	record rec;
	standings all;
	*ret = HTML("");
	if (v->child.n || !param_record(r->params[0], &id)) return OK;
	TRY(access_record(v, id, &rec));
	if (!str_eq(rec.kind->capability, S("tracker"))) return OK;
	TRY(standings_read(&r->read, &all));
	const standing *s = standing_with(&all, id.n);
	led_back_page m = { 0 };
	if (s) {
		m = (led_back_page){ s->is->entry->record.n, standing_name(r->a, s) };
		*ret = led_back_as_html(r->a, &m);
	}
	return OK;
}

static const route routes[] = {
	{ GET, "/c/tracker", .may = MAY_SIGNED_IN, .page = list_show, .purpose = "recommendations" },
	{ GET, "/recommendation/:record", .may = MAY_SIGNED_IN, .page = one_show, .purpose = "a recommendation" },
};
static const panel_code panels[] = { { "tracker", led_back } };
static const import_code imports[] = {
	{ "tracker", "a scrutiny report: a table of recommendation, response, timescale and position", tracker_take },
	{ "response", "the Government's response: a section for each recommendation, with its timescale", response_take },
};
static const report_code reports[] = { { "scrutiny", "recommendation, response, timescale and position, for a scrutiny panel", scrutiny_write,
	                                         "Recommendations of inquiries, and what was answered." } };
const capability_code capability_tracker = {
	.capability = "tracker", .routes = routes, .route_n = 2, .panels = panels, .panel_n = 1,
	.imports = imports, .import_n = 2, .reports = reports, .report_n = 1,
};
