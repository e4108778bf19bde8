/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/area_events.h"

#include <stdlib.h>

typedef struct raw_event {
	int64_t ms, seq, record, worker;
	day on;
	uint32_t in_day;  /* seconds */
	bool undated;
	uint16_t team, agency, thread;
	uint8_t source, stage;
	str kind, moment;
	uint32_t marks;
	uint8_t said[JOURNEY_SAID];
	const asked_kind *of; /* NULL: no measure asks for its answers */
} raw_event;

/* ---- what measures ask of a kind */

static asked_kind *kind_asked(event_reader *r, str name)
{
	EACH(k, r->kinds)
		if (str_eq(k->name, name)) return k;
	return NULL;
}

static asked_kind *ask_kind(event_reader *r, str name)
{
	asked_kind *k = kind_asked(r, name);
	if (k) return k;
	PUSH(r->a, &r->kinds, ((asked_kind){ .name = name, .is = practice_kind(r->practice, name) }));
	return &r->kinds.at[r->kinds.n - 1];
}

static void ask_field(asked_kind *k, str name)
{
	for (size_t i = 0; i < k->field_n; i++)
		if (str_eq(k->fields[i], name)) return;
	if (name.n && k->field_n < PROJECT_VALUES_MOST) k->fields[k->field_n++] = name;
}

static bool holds(const field *f, const told_value *v, const str_list *wanted)
{
	for (size_t i = 0; v->has && i < wanted->n; i++) {
		str code = wanted->at[i];
		if (str_eq(code, S("answered"))) return true;
		if (f->type == FIELD_YES_NO ? str_eq(code, v->number > 0 ? S("yes") : S("no")) : str_eq(code, v->text)) return true;
		if (f->type != FIELD_CHOICES) continue;
		for (str rest = v->text; rest.n;)
			if (str_eq(str_cut(rest, ' ', &rest), code)) return true;
	}
	return false;
}

static uint8_t said_value(const field *f, const said_field *as, const told_value *v)
{
	if (!v->has) return 0;
	if (as->number) {
		double n = v->number - (double)as->least;
		return n < 0 || n > CHANGE_MOST ? 0 : (uint8_t)(n + 1.5);
	}
	if (f->type == FIELD_YES_NO) return v->number > 0 ? 1 : 2;
	for (size_t i = 0; i < f->choice_n && i < UINT8_MAX - 1; i++)
		if (str_eq(f->choices[i].code, v->text)) return (uint8_t)(i + 1);
	return 0;
}

typedef struct {
	event_reader *r;
	asked_kind *k;
} answering;

static const told_value *value_of(const asked_kind *k, const told_value *values_of, str name)
{
	static const told_value nothing = { 0 };
	for (size_t i = 0; i < k->field_n; i++)
		if (str_eq(k->fields[i], name)) return &values_of[i];
	return &nothing;
}

static err take_answers(void *context, seq of, const told_value *values_of)
{
	const answering *to = context;
	const event_words *w = to->r->words;
	asked_kind *k = to->k;
	entry_answers is = { .seq = of.n };
	EACH(m, w->marks) {
		if (!str_eq(m->kind, k->name)) continue;
		bool fits = m->field.n == 0 || holds(kind_field(k->is, m->field), value_of(k, values_of, m->field), &m->values);
		is.marks |= (uint32_t)fits << m->bit;
	}
	for (size_t i = 0; i < w->said_n; i++)
		if (str_eq(w->said[i].kind, k->name))
			is.said[i] = said_value(kind_field(k->is, w->said[i].field), &w->said[i], value_of(k, values_of, w->said[i].field));
	PUSH(to->r->a, &k->answers, is);
	return OK;
}

static entry_answers *answers_of(asked_kind *k, int64_t of)
{
	size_t low = 0, high = k->answers.n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (k->answers.at[mid].seq < of) low = mid + 1;
		else high = mid;
	}
	return low < k->answers.n && k->answers.at[low].seq == of ? &k->answers.at[low] : NULL;
}

static err take_worker(void *context, seq of, record_id worker)
{
	const answering *to = context;
	entry_answers *is = answers_of(to->k, of.n);
	if (is && is->worker == 0) is->worker = worker.n;
	return OK;
}

static err read_answers(event_reader *r, asked_kind *k, seq of)
{
	answering to = { r, k };
	k->answers.n = 0;
	TRY(project_values(r->db, r->practice, k->name, of, k->fields, k->field_n, take_answers, &to));
	if (k->names_worker) TRY(project_named(r->db, k->name, S("worker"), of, take_worker, &to));
	return OK;
}

/* ---- starting */

static err take_team(void *context, record_id worker, record_id team, seq from, seq to)
{
	event_reader *r = context;
	PUSH(r->a, &r->teams, ((in_team){ worker.n, team.n, from.n, to.n }));
	return OK;
}

err event_reader_start(arena *a, db *d, const practice *p, const zone *z, bool all, arena *of_numbers, event_words *words, numbering *numbers,
                       event_reader *ret)
{
	const kind *person = practice_kind(p, S("person"));
	event_reader r = { .a = a, .numbers_arena = of_numbers, .practice = p, .zone = z, .db = d, .all = all, .words = words, .numbers = numbers,
		           .sex = person ? kind_field(person, S("sex")) : NULL, .first_day = JOURNEY_EARLIEST };
	EACH(m, words->marks) {
		asked_kind *k = ask_kind(&r, m->kind);
		ask_field(k, m->field);
		k->names_worker |= m->changed_worker;
	}
	for (size_t i = 0; i < words->said_n; i++) ask_field(ask_kind(&r, words->said[i].kind), words->said[i].field);
	TRY(project_teams(d, take_team, &r));
	*ret = r;
	for (size_t i = 0; all && i < ret->kinds.n; i++) TRY(read_answers(ret, &ret->kinds.at[i], (seq){ 0 }));
	return OK;
}

/* ---- taking */

static uint16_t number_of_record(arena *a, record_numbers *list, int64_t n)
{
	if (n == 0) return 0;
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].n == n) return (uint16_t)(i + 1);
	if (list->n == UINT16_MAX) return 0;
	PUSH(a, list, (record_id){ n });
	return (uint16_t)list->n;
}

static uint8_t number_of_text(arena *a, str_list *list, str s)
{
	if (s.n == 0) return 0;
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->at[i], s)) return (uint8_t)(i + 1);
	if (list->n == UINT8_MAX) return 0;
	PUSH(a, list, str_copy(a, s));
	return (uint8_t)list->n;
}

/* The team in which the author was when it was written. */
static int64_t team_then(const event_reader *r, int64_t worker, int64_t at)
{
	size_t low = 0, high = r->teams.n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (r->teams.at[mid].worker < worker) low = mid + 1;
		else high = mid;
	}
	for (; low < r->teams.n && r->teams.at[low].worker == worker; low++)
		if (r->teams.at[low].from <= at && (r->teams.at[low].to == 0 || r->teams.at[low].to > at)) return r->teams.at[low].team;
	return 0;
}

static void place_in_time(const event_reader *r, const told_event *row, raw_event *e)
{
	when at;
	bool known = row->happened.n && when_read(r->zone, row->happened, &at);
	bool slip = known && at.on.n < JOURNEY_EARLIEST.n; /* stands where it was recorded */
	e->ms = slip ? row->recorded.ms : row->happened_ms;
	e->undated = !known || at.is < WHEN_DAY || slip;
	e->on = e->undated ? zone_day(r->zone, (instant){ e->ms }) : at.on;
	if (!e->undated && at.is == WHEN_INSTANT)
		e->in_day = (uint32_t)zone_minutes(r->zone, at.at) * 60 + (uint32_t)(at.at.ms / 1000 % 60);
}

static str moment_name(const event_reader *r, const told_event *row)
{
	const kind *k = row->moment ? practice_version(r->practice, row->kind, row->version) : NULL;
	return k && (size_t)row->moment <= k->moment_n ? k->fields[k->moments[row->moment - 1].field].name : STR_NONE;
}

static err take_own_answers(event_reader *r, raw_event *e)
{
	asked_kind *k = kind_asked(r, e->kind);
	if (!k || !k->is) return OK;
	if (!r->all) TRY(read_answers(r, k, (seq){ e->seq }));
	const entry_answers *is = answers_of(k, e->seq);
	e->of = k;
	if (!is) return OK;
	e->marks = is->marks;
	e->worker = is->worker;
	memcpy(e->said, is->said, sizeof e->said);
	return OK;
}

err event_reader_take(event_reader *r, const told_event *row)
{
	const kind *k = practice_kind(r->practice, row->kind);
	stage s;
	raw_event e = { .seq = row->seq.n, .record = row->record.n, .kind = k ? k->name : str_copy(r->a, row->kind),
		        .moment = moment_name(r, row) };
	place_in_time(r, row, &e);
	if (e.on.n > r->today.n) {
		if (r->later++ == 0 || e.on.n < r->later_day.n) r->later_day = e.on;
		return OK;
	}
	if (e.on.n < r->first_day.n) r->too_early = true;
	if (row->stage.n && stage_of(row->stage, &s)) e.stage = (uint8_t)s;
	e.team = number_of_record(r->numbers_arena, &r->numbers->teams, team_then(r, row->author.n, row->known_from.n));
	e.agency = number_of_record(r->numbers_arena, &r->numbers->agencies, row->agency.n);
	e.source = number_of_text(r->numbers_arena, &r->numbers->sources, row->batch);
	TRY(take_own_answers(r, &e));
	PUSH(r->a, &r->raw, e);
	return OK;
}

/* ---- a child */

/* Within a day by stage, then as recorded: most days are known no more exactly. */
static int in_order(const void *a, const void *b)
{
	const raw_event *x = a, *y = b;
	if (x->on.n != y->on.n) return (x->on.n > y->on.n) - (x->on.n < y->on.n);
	if (x->stage != y->stage) return (x->stage > y->stage) - (x->stage < y->stage);
	if (x->ms != y->ms) return (x->ms > y->ms) - (x->ms < y->ms);
	if (x->seq != y->seq) return (x->seq > y->seq) - (x->seq < y->seq);
	return str_cmp(x->moment, y->moment);
}

/* Takes the mark from where the worker is the one before, or the first. */
static void mark_changes(event_reader *r, const marking *m)
{
	int64_t before = 0;
	EACH(e, r->raw) {
		if (!e->of || !str_eq(e->of->name, m->kind) || e->moment.n || !(e->marks >> m->bit & 1)) continue;
		bool changed = before && e->worker && e->worker != before;
		if (e->worker) before = e->worker;
		if (!changed) e->marks &= ~((uint32_t)1 << m->bit);
	}
}

static err code_of(event_reader *r, const raw_event *e, uint8_t *ret)
{
	event_meanings *list = &r->words->events;
	event_meaning is = { .kind = e->kind, .stage = (stage)e->stage, .moment = e->moment, .undated = e->undated };
	for (size_t i = 0; i < list->n; i++) {
		const event_meaning *m = &list->at[i];
		if (m->stage != is.stage || m->undated != is.undated || !str_eq(m->kind, is.kind) ||
		    !str_eq(m->moment, is.moment)) continue;
		*ret = (uint8_t)(i + 1);
		return OK;
	}
	if (list->n == UINT8_MAX) return FAIL(&r->a->trail, E_LIMIT);
	is.kind = str_copy(r->numbers_arena, is.kind);
	is.moment = str_copy(r->numbers_arena, is.moment);
	PUSH(r->numbers_arena, list, is);
	*ret = (uint8_t)list->n;
	return OK;
}

static uint8_t sex_of(const event_reader *r, str code)
{
	for (size_t i = 0; r->sex && i < r->sex->choice_n && i < UINT8_MAX; i++)
		if (str_eq(r->sex->choices[i].code, code)) return (uint8_t)(i + 1);
	return 0;
}

/* Records are numbered as they come within the child. */
static uint16_t thread_of(const event_reader *r, size_t i, uint16_t *most)
{
	for (size_t k = i; k-- > 0;)
		if (r->raw.at[k].record == r->raw.at[i].record) return r->raw.at[k].thread;
	return *most < UINT16_MAX ? (*most)++ : *most;
}

/* What a field last said holds on; a number is of its own event alone. */
static void carry(const event_words *w, uint8_t *said, const raw_event *e, uint8_t *into)
{
	for (size_t i = 0; i < w->said_n; i++) {
		if (e->said[i]) said[i] = e->said[i];
		into[i] = w->said[i].number ? e->said[i] : said[i];
	}
}

err event_reader_child(event_reader *r, const told_child *about, child_events *ret)
{
	uint8_t said[JOURNEY_SAID] = { 0 };
	uint16_t most = 0;
	uint32_t before = 0;
	r->events.n = 0;
	uint8_t locality = number_of_text(r->numbers_arena, &r->numbers->localities, about->locality), sex = sex_of(r, about->sex);
	if (r->raw.n) qsort(r->raw.at, r->raw.n, sizeof *r->raw.at, in_order);
	EACH(m, r->words->marks)
		if (m->changed_worker) mark_changes(r, m);
	for (size_t i = 0; i < r->raw.n; i++) {
		raw_event *e = &r->raw.at[i];
		uint32_t second = (uint32_t)(e->on.n - r->first_day.n) * (uint32_t)JOURNEY_SECONDS_A_DAY + e->in_day;
		before = second > before ? second : before; /* time does not go back where stages say the order */
		child_event is = { .second = before, .team = e->team, .agency = e->agency, .locality = locality, .sex = sex, .source = e->source,
			           .marks = e->marks,
			           .age = age_band(about->born.is != WHEN_NONE, about->born.on, e->on) };
		TRY(code_of(r, e, &is.kind));
		is.thread = e->thread = thread_of(r, i, &most);
		carry(r->words, said, e, is.said);
		PUSH(r->a, &r->events, is);
	}
	r->raw.n = 0;
	*ret = r->events;
	return OK;
}
