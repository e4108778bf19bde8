/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every question that is declared, with its answer in words; and those that the records cannot answer, with the reason. */
#include "capabilities/questions/pages.h"
#include "capabilities/questions/pages/questions.h"
#include "capabilities/questions/thread.h"
#include "web/wording.h"

/* Of more children than this nobody waits for all answers where they do not stand yet. */
enum { ANSWERED_AT_ONCE = 10000 };

typedef struct {
	bool answered;
	asked at[QUESTIONS_AT_ONCE];
	question questions[QUESTIONS_AT_ONCE];
	answer answers[QUESTIONS_AT_ONCE];
	size_t n;
	rates per;        /* of whichever was the first that asked for it */
	str_list threads; /* the question of each thing that was said */
} all_asked;

static str label_of(const request *r, str capability_name)
{
	for (size_t i = 0; r->capabilities && i < r->capabilities->n; i++)
		if (str_eq(r->capabilities->at[i].name, capability_name)) return r->capabilities->at[i].label;
	return capability_name.n ? capability_name : S("This area's own");
}

static questions_page_question_group *group_of(request *r, questions_page *m, str label)
{
	EACH (g, m->groups)
		if (str_eq(g->label, label)) return g;
	PUSH(r->a, &m->groups, ((questions_page_question_group){ .label = label }));
	return &m->groups.at[m->groups.n - 1];
}

static bool is_by_year(const measure *m)
{
	EACH (way, m->by)
		if (str_eq(*way, S("year"))) return true;
	return false;
}

/* All of them at once: they stand while people go on writing. */
static err ask_all(request *r, const journeys_held *held, all_asked *all, questions_page *m)
{
	str_list none = { 0 }, year = { 0 };
	PUSH(r->a, &year, S("year"));
	EACH (one, *held->measures) {
		str why = one->not_answerable;
		measure way = *one;
		way.by = one->per.n && is_by_year(one) ? year : none; /* of all years there is no rate */
		if (all->n == QUESTIONS_AT_ONCE) return FAIL(&r->a->trail, E_LIMIT);
		asked *x = &all->at[all->n];
		*x = (asked){ .r = &r->read, .held = held, .m = one, .way = way };
		if (why.n || !question_of(&way, held->words, &x->whole_q, &why)) {
			PUSH(r->a, &m->unanswered, ((questions_page_unanswered_line){ one->asks, why }));
			continue;
		}
		x->q = x->whole_q;
		all->questions[all->n++] = x->q;
	}
	if (!all->n) return OK;
	return journeys_answers(held, all->questions, all->n, held->journeys->children <= ANSWERED_AT_ONCE, all->answers, &all->answered);
}

static err put_answer(asked *x, const answer *is, rates *per, str *ret)
{
	uint32_t cell = 0;
	if (x->m->per.n && per->asked) x->per = *per;
	else TRY(population_read(x));
	if (x->per.asked) *per = x->per;
	x->is = *is;
	asked_settle(x);
	if (x->q.by_n && x->is.cells) (void)rate_year(x, &cell);
	*ret = x->q.by_n && !x->is.cells ? STR_NONE : answer_words(x, &x->q, &x->is, cell);
	return OK;
}

static err put_question(request *r, all_asked *all, size_t i, questions_page *m)
{
	asked *x = &all->at[i];
	size_t said = 0;
	EACH (measure_name, all->threads) said += str_eq(*measure_name, x->m->name);
	questions_page_question_line line = { .measure = x->m->name, .asks = x->m->asks };
	if (all->answered) TRY(put_answer(x, &all->answers[i], &all->per, &line.answer));
	if (said) line.thread = count_words(r->a, said, "thing was said about it", "things were said about it");
	questions_page_question_group *g = group_of(r, m, label_of(r, x->m->capability));
	PUSH(r->a, &g->questions, line);
	return OK;
}

err questions_show(request *r, const view *none, model *to)
{
	JOURNEYS_HELD(held);
	questions_page *m = TAKE(r->a, questions_page);
	all_asked *all = TAKE(r->a, all_asked);
	(void)none;
	TRY(questions_may(&r->read));
	TRY(journeys_hold(&r->read, &held));
	TRY(ask_all(r, &held, all, m));
	TRY(threads_read(&r->read, &all->threads));
	for (size_t i = 0; i < all->n; i++) TRY(put_question(r, all, i, m));
	m->not_yet = all->n && !all->answered;
	m->count_words = count_words(r->a, all->n, "question", "questions");
	to->title = S("Questions");
	questions_model(to, m);
	return OK;
}
