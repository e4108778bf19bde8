/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/tracker/standing.h"

#include <stdlib.h>

/* The lists, as they come. */
typedef struct {
	recommendation_list recommendations;
	government_response_list responses;
	local_position_list positions;
	scrutiny_question_list questions;
	scrutiny_answer_list answers;
} recorded;

static err open_list(reading *r, str name, view *ret)
{
	const kind *k = practice_kind(r->practice, name);
	return k ? access_open_list(r, k, ret) : FAIL(&r->a->trail, E_NOT_FOUND);
}

static err read_all(reading *r, recorded *all)
{
	view v;
	TRY(open_list(r, S("recommendation"), &v));
	TRY(read_recommendation(&v, r->a, &all->recommendations));
	TRY(open_list(r, S("government_response"), &v));
	TRY(read_government_response(&v, r->a, &all->responses));
	TRY(open_list(r, S("local_position"), &v));
	TRY(read_local_position(&v, r->a, &all->positions));
	TRY(open_list(r, S("scrutiny_question"), &v));
	TRY(read_scrutiny_question(&v, r->a, &all->questions));
	TRY(open_list(r, S("scrutiny_answer"), &v));
	return read_scrutiny_answer(&v, r->a, &all->answers);
}

static bool is_about(const record_list *to, const record *rec)
{
	return to->n && to->at[0].n == rec->record.n;
}

/* ---- one recommendation */

static void put_responses(const recorded *all, standing *s)
{
	for (size_t i = 0; i < all->responses.n; i++) {
		const government_response_row *row = &all->responses.at[i];
		if (!is_about(&row->to, s->is->entry)) continue;
		const government_response_row **place = str_eq(row->told_by.text, S("government")) ? &s->government : &s->local;
		if (!*place || (*place)->entry->seq.n < row->entry->seq.n) *place = row;
	}
}

static int newer_position(const void *x, const void *y)
{
	const local_position_row *a = *(const local_position_row *const *)x, *b = *(const local_position_row *const *)y;
	int by_day = when_cmp(b->on.on, a->on.on);
	return by_day ? by_day : a->entry->seq.n < b->entry->seq.n ? 1 : -1;
}

static void put_positions(arena *a, const recorded *all, standing *s)
{
	for (size_t i = 0; i < all->positions.n; i++)
		if (is_about(&all->positions.at[i].to, s->is->entry)) PUSH(a, &s->positions, &all->positions.at[i]);
	if (s->positions.n) qsort(s->positions.at, s->positions.n, sizeof *s->positions.at, newer_position);
}

static int older_answer(const void *x, const void *y)
{
	const scrutiny_answer_row *a = *(const scrutiny_answer_row *const *)x, *b = *(const scrutiny_answer_row *const *)y;
	return a->entry->record.n < b->entry->record.n ? -1 : 1;
}

static int older_question(const void *x, const void *y)
{
	const question *a = x, *b = y;
	return a->is->entry->record.n < b->is->entry->record.n ? -1 : 1;
}

static void put_questions(arena *a, const recorded *all, standing *s)
{
	for (size_t i = 0; i < all->questions.n; i++) {
		question q = { .is = &all->questions.at[i] };
		if (!is_about(&q.is->to, s->is->entry)) continue;
		for (size_t k = 0; k < all->answers.n; k++)
			if (is_about(&all->answers.at[k].to, q.is->entry)) PUSH(a, &q.answers, &all->answers.at[k]);
		if (q.answers.n) qsort(q.answers.at, q.answers.n, sizeof *q.answers.at, older_answer);
		PUSH(a, &s->questions, q);
	}
	if (s->questions.n) qsort(s->questions.at, s->questions.n, sizeof *s->questions.at, older_question);
}

static void put_conflicts(arena *a, standing *s)
{
	sides all = { 0 };
	if (s->local) {
		all.timescale = s->local->timescale.text;
		all.response = s->local->text.text;
		all.party = s->local->party.text;
	}
	if (s->government) all.government_timescale = s->government->timescale.text;
	if (s->positions.n) {
		const local_position_row *newest = s->positions.at[0];
		all.position = newest->text.text;
		all.awaiting = str_eq(newest->state.text, S("awaiting"));
		all.dated = newest->on.is == VALUE_KNOWN;
		all.on = newest->on.on.on;
		all.from_whom = newest->from_whom.text;
	}
	conflicts_find(a, &all, &s->conflicts);
}

static int by_number(const void *x, const void *y)
{
	const standing *a = x, *b = y;
	int review = str_cmp(a->is->review.text, b->is->review.text);
	if (review) return review;
	return a->is->number.number < b->is->number.number ? -1 : a->is->number.number > b->is->number.number;
}

err standings_read(reading *r, standings *ret)
{
	recorded *all = TAKE(r->a, recorded);
	TRY(read_all(r, all));
	*ret = (standings){ 0 };
	for (size_t i = 0; i < all->recommendations.n; i++) {
		standing s = { .is = &all->recommendations.at[i] };
		put_responses(all, &s);
		put_positions(r->a, all, &s);
		put_questions(r->a, all, &s);
		put_conflicts(r->a, &s);
		PUSH(r->a, ret, s);
	}
	if (ret->n) qsort(ret->at, ret->n, sizeof *ret->at, by_number);
	return OK;
}

str choice_words(const record *of, const char *field_name, typed_text code)
{
	const field *f = kind_field(of->kind, str_of(field_name));
	const choice *c = f && code.is == VALUE_KNOWN ? field_choice(f, code.text) : NULL;
	return c ? c->label : code.text;
}

str standing_name(arena *a, const standing *s)
{
	buf b = BUF(a);
	buf_str(&b, s->is->review.text);
	buf_char(&b, ' ');
	buf_str(&b, s->is->number.text);
	return buf_view(&b);
}
