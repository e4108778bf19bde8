/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Beside each answer stand two counts: what came since it was settled, and what went. Both are counted as every answer is
 * (shape.h), child by child; settling adds the one and takes away the other. */
#include "journey/standing.h"

#include "journey/shape.h"
#include "journey/sort.h"

enum { MASK_BITS = 64, MASKS = QUESTIONS_AT_ONCE / MASK_BITS, CODES = 256, WAITS_UNSETTLED = 1 << 16 };

/* A bit for each question. */
typedef struct {
	uint64_t at[MASKS];
} asked_by;

typedef struct {
	question q;
	answer is;           /* as settled last */
	part came, went;
	arena of_answer;     /* of its waits or steps, which are made anew whenever it is settled */
	bool can_say[CODES]; /* of each source, as part.can_say */
	bool touched, anew;  /* anew: what a source can say has changed, which tells of all its children */
} stood;

struct standing {
	arena a;
	journeys j;
	unsigned threads;
	size_t n, given_n;
	stood *at;               /* each question once */
	size_t *place;           /* of each question that was given, in `at` */
	asked_by of_code[CODES]; /* the questions that look at events of that code */
	uint64_t turns;          /* of the columns (kept.h), when it was looked at last what each source can say */
	bool lost;
};

static arena arena_of_many(void)
{
	arena a = arena_make();
	a.max_bytes = SIZE_MAX;
	return a;
}

/* ---- starting */

static err lay_out(standing *s, size_t at)
{
	answer unused;
	stood *q = &s->at[at];
	q->of_answer = arena_of_many();
	TRY(part_lay_out(&s->a, &s->j, &q->q, &unused, &q->came));
	q->came.a = &s->a;
	if (q->came.can_say) {
		part_sources_say(&q->came, q->can_say);
		q->came.can_say = q->can_say;
	}
	q->went = q->came;
	q->came.work->begin(&q->came, 1);
	q->went.work->begin(&q->went, 1);
	for (size_t code = 0; code < CODES; code++)
		if (q->q.role[code]) s->of_code[code].at[at / MASK_BITS] |= 1ull << at % MASK_BITS;
	return OK;
}

/* Of a flow the answer does not tell what it was counted from: that is kept as something that came. */
static err answer_all(standing *s)
{
	question *questions = TAKE_N(&s->a, question, s->n + 1);
	answer *answers = TAKE_N(&s->a, answer, s->n + 1);
	for (size_t i = 0; i < s->n; i++) questions[i] = s->at[i].q;
	TRY(questions_ask(&s->a, &s->j, questions, s->n, s->threads, answers));
	for (size_t i = 0; i < s->n; i++) {
		stood *q = &s->at[i];
		q->is = answers[i];
		q->is.of = &q->q;
		if (q->q.shape == SHAPE_FLOW) q->came.work->walk(&q->came, 0, (uint32_t)s->j.children);
	}
	return OK;
}

static bool is_same(const question *a, const question *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

static err fill(standing *s, const question *questions)
{
	for (size_t i = 0; i < s->given_n; i++) {
		size_t at = 0;
		while (at < s->n && !is_same(&s->at[at].q, &questions[i])) at++;
		s->place[i] = at;
		if (at < s->n) continue;
		memcpy(&s->at[s->n++].q, &questions[i], sizeof *questions); /* with what stands between its members, to be known again */
		TRY(lay_out(s, at));
	}
	return answer_all(s);
}

err standing_start(trail *t, const journeys *j, const question *questions, size_t n, unsigned threads, standing **ret)
{
	if (n > QUESTIONS_AT_ONCE) return FAIL(t, E_LIMIT);
	arena a = arena_of_many();
	standing *s = TAKE(&a, standing);
	*s = (standing){ .a = a, .j = *j, .threads = threads, .given_n = n };
	s->at = TAKE_N(&s->a, stood, n + 1);
	s->place = TAKE_N(&s->a, size_t, n + 1);
	err e = fill(s, questions);
	if (e != OK) *t = s->a.trail;
	if (e != OK) standing_end(s);
	else *ret = s;
	return e;
}

void standing_end(standing *s)
{
	if (!s) return;
	for (size_t i = 0; i < s->n; i++) arena_end(&s->at[i].of_answer);
	arena a = s->a;
	arena_end(&a);
}

bool standing_holds(const standing *s, const question *questions, size_t n)
{
	if (s->lost || s->given_n != n) return false;
	for (size_t i = 0; i < n; i++)
		if (!is_same(&s->at[s->place[i]].q, &questions[i])) return false;
	return true;
}

/* ---- settling */

static void settle_tallies(stood *q)
{
	for (uint32_t c = 0; c < q->is.cells; c++) {
		tally *t = &q->is.tallies[c], *came = &q->came.tallies[c], *went = &q->went.tallies[c];
		t->n += came->n - went->n;
		t->hit += came->hit - went->hit;
		t->over += came->over - went->over;
		t->not_yet += came->not_yet - went->not_yet;
		t->not_known += came->not_known - went->not_known;
		t->children += came->children - went->children;
		*came = *went = (tally){ 0 };
	}
}

static void settle_open(stood *q)
{
	for (uint32_t c = 0; c < q->is.cells; c++) {
		int32_t more = 0;
		for (size_t i = (size_t)c * q->is.days, end = i + q->is.days; i < end; i++) {
			more += q->came.change[i] - q->went.change[i];
			q->is.open[i] += more;
			q->came.change[i] = q->went.change[i] = 0;
		}
	}
}

static void settle_changed(stood *q)
{
	for (size_t i = 0; i < (size_t)q->is.cells * CHANGE_WIDTH; i++) {
		q->is.changed[i] += q->came.changed[i] - q->went.changed[i];
		q->came.changed[i] = q->went.changed[i] = 0;
	}
}

static const uint64_t *waits_in_order(arena *a, part *p)
{
	return sort_u64(p->waits, TAKE_N(a, uint64_t, p->wait_n + 1), p->wait_n, 64);
}

/* What was there and what came, in order, less what went: all of that is among them. */
static void settle_waits(stood *q)
{
	ARENA(work);
	arena to = arena_of_many();
	work.max_bytes = SIZE_MAX;
	const uint64_t *came = waits_in_order(&work, &q->came), *went = waits_in_order(&work, &q->went), *was = q->is.waits;
	const uint64_t *came_end = came + q->came.wait_n, *went_end = went + q->went.wait_n, *was_end = was + q->is.wait_n;
	uint64_t *waits = arena_widen(&to, NULL, 0, (q->is.wait_n + q->came.wait_n + 1) * sizeof *waits, alignof(uint64_t));
	size_t n = 0;
	while (was < was_end || came < came_end) {
		uint64_t next = came == came_end || (was < was_end && *was <= *came) ? *was++ : *came++;
		if (went < went_end && *went == next) went++;
		else waits[n++] = next;
	}
	CHECK(went == went_end);
	arena_end(&q->of_answer);
	q->of_answer = to;
	q->is.waits = waits;
	q->is.wait_n = n;
	q->came.wait_n = q->went.wait_n = 0;
}

static void settle_flow(stood *q)
{
	flow_take_away(&q->came, &q->went);
	arena_end(&q->of_answer);
	q->of_answer = arena_of_many();
	q->is.step_n = 0;
	q->came.work->join(&q->of_answer, &q->came, 1, &q->is);
}

static void settle(stood *q)
{
	if (q->is.tallies) settle_tallies(q);
	if (q->is.open) settle_open(q);
	if (q->is.changed) settle_changed(q);
	if (q->is.waits) settle_waits(q);
	if (q->q.shape == SHAPE_FLOW) settle_flow(q);
	q->touched = false;
}

/* All children of a source, after what it can say has changed: what came and went is in it. */
static void answer_again(standing *s, stood *q)
{
	ARENA(work);
	answer is;
	work.max_bytes = SIZE_MAX;
	settle(q);
	if (q->came.can_say) part_sources_say(&q->came, q->can_say);
	CHECK(questions_ask(&work, &s->j, &q->q, 1, s->threads, &is) == OK); /* it was asked so before */
	if (is.tallies) memcpy(q->is.tallies, is.tallies, is.cells * sizeof *is.tallies);
	if (is.open) memcpy(q->is.open, is.open, (size_t)is.cells * is.days * sizeof *is.open);
	if (is.changed) memcpy(q->is.changed, is.changed, (size_t)is.cells * CHANGE_WIDTH * sizeof *is.changed);
	if (is.waits) {
		arena_end(&q->of_answer);
		q->of_answer = arena_of_many();
		q->is.waits = memcpy(TAKE_N(&q->of_answer, uint64_t, is.wait_n + 1), is.waits, is.wait_n * sizeof *is.waits);
		q->is.wait_n = is.wait_n;
	}
	q->anew = false;
}

void standing_answers(standing *s, answer *ret)
{
	for (size_t i = 0; i < s->n; i++) {
		stood *q = &s->at[i];
		if (q->anew) answer_again(s, q);
		else if (q->touched) settle(q);
	}
	for (size_t i = 0; i < s->given_n; i++) ret[i] = s->at[s->place[i]].is;
}

/* ---- what changes */

/* The columns may stand elsewhere than they did. */
static void find_columns(standing *s, const kept *k)
{
	bool moved = kept_find(k, &s->j);
	for (size_t i = 0; moved && i < s->n; i++) {
		part_find_columns(&s->at[i].came);
		part_find_columns(&s->at[i].went);
	}
}

/* Whether what an event says has a place in the answers. */
static bool has_place(const journeys *j, const child_event *e)
{
	bool has = journey_day(e->second) < j->on.days && e->locality < j->localities && e->team < j->teams && e->agency < j->agencies &&
	           e->source < j->sources && e->sex < j->sexes;
	for (size_t i = 0; i < JOURNEY_SAID; i++) has &= !j->said[i] || e->said[i] < j->said_values[i];
	return has;
}

/* Of a child of whom a file told, whatever is recorded later may say what the file could not. */
static bool came_with_file(const journeys *j, const kept_change *to)
{
	bool any = false;
	if (j->sources < 2) return false;
	for (uint32_t i = j->first[to->child]; i < j->end[to->child]; i++) any |= j->source[i] > 0;
	for (size_t i = 0; i < to->n; i++) any |= to->events[i].source > 0;
	return any;
}

static void look_at(asked_by *to, const asked_by *of)
{
	for (size_t i = 0; i < MASKS; i++) to->at[i] |= of->at[i];
}

/* The questions that look at what changes. */
static asked_by touched_by(const standing *s, const kept_change *to)
{
	asked_by is = { 0 };
	const journeys *j = &s->j;
	if (came_with_file(j, to)) memset(&is, 0xff, sizeof is);
	for (size_t i = j->first[to->child] + to->same_first; i + to->same_last < j->end[to->child]; i++) look_at(&is, &s->of_code[j->kind[i]]);
	for (size_t i = to->same_first; i + to->same_last < to->n; i++) look_at(&is, &s->of_code[to->events[i].kind]);
	return is;
}

static void count_child(standing *s, stood *q, uint32_t child, bool comes)
{
	part *p = comes ? &q->came : &q->went;
	if (p->waits && p->wait_n >= WAITS_UNSETTLED) settle(q);
	if (p->waits && p->wait_n == p->wait_cap) p->waits = arena_grow(&s->a, p->waits, &p->wait_cap, sizeof *p->waits);
	p->work->walk(p, child, child + 1);
	q->touched = true;
}

static void count_touched(standing *s, const asked_by *which, uint32_t child, bool comes)
{
	for (size_t word = 0; word * MASK_BITS < s->n; word++) {
		for (uint64_t left = which->at[word]; left; left &= left - 1) {
			size_t i = word * MASK_BITS + (size_t)__builtin_ctzll(left);
			if (i < s->n) count_child(s, &s->at[i], child, comes);
		}
	}
}

/* What a source can say may have changed, for all its children. */
static void look_at_sources(standing *s, const kept *k)
{
	bool can_say[CODES];
	if (s->turns == kept_turns(k)) return;
	s->turns = kept_turns(k);
	for (size_t i = 0; s->j.sources > 1 && i < s->n; i++) {
		part_sources_say(&s->at[i].came, can_say);
		s->at[i].anew |= memcmp(can_say, s->at[i].can_say, sizeof can_say) != 0;
	}
}

void standing_put(standing *s, kept *k, const kept_change *to)
{
	for (size_t i = to->same_first; s && i + to->same_last < to->n; i++) s->lost |= !has_place(&s->j, &to->events[i]);
	if (!s || s->lost) {
		kept_put(k, to);
		return;
	}
	find_columns(s, k);
	asked_by which = touched_by(s, to);
	count_touched(s, &which, to->child, false);
	kept_put(k, to);
	find_columns(s, k);
	count_touched(s, &which, to->child, true);
	look_at_sources(s, k);
}
