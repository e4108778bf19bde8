/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* /child/N/for-the-child: a page to print and give to the child: what it told us, what we did, whom it may ask. Only its own words
 * and our answers stand there: neither what adults saw, asked or made of it, nor what was told together with other children, who
 * may have said it; and nothing that is kept from anybody. */
#include "capabilities/voice/heard.h"
#include "capabilities/voice/pages/for_the_child.h"
#include "web/child_head.h"
#include "web/dated.h"
#include "web/wording.h"

enum { ON_PAPER_MOST = 12 };

static bool about_others_too(const view *v, const record *rec)
{
	EACH (to, rec->about)
		if (str_eq(to->role, S("child")) && !records_hold(&v->same, to->record)) return true;
	return false;
}

/* The answer to it that may stand on this child's paper; NULL: none. */
static const voice_answer_row *answer_shown(const view *v, const voice_answer_list *answers, const record_list *kept, const record *said)
{
	const voice_answer_row *answer = heard_answer(answers, said->record);
	bool shown = answer && !about_others_too(v, answer->entry) && !records_hold(kept, answer->entry->record);
	return shown && answer->did.is == VALUE_KNOWN ? answer : NULL;
}

static void put_telling(const view *v, const record *said, const voice_answer_row *answer, for_the_child_page *m)
{
	str how = typed_text_of(&said->values, S("how")).text;
	for_the_child_page_own_telling t = { .when = joined_words(v, said, when_words(v->r->a, area_zone(v->r->area), said->happened)),
		                             .silent = str_eq(how, S("did_not_want_to")), .asks_answer = str_eq(said->kind->name, S("voice")) };
	heard_pictures drawn = heard_drawings(v, said, STR_NONE);
	if (!t.silent) t.words = heard_words(v, said);
	if (answer) t.did = str_trim(answer->did.text);
	if (answer) t.did_from = joined_words(v, answer->entry, STR_NONE);
	EACH (d, drawn) PUSH(v->r->a, &t.drawings, ((for_the_child_page_own_drawing){ d->name, d->at }));
	PUSH(v->r->a, &m->told, t);
}

/* Told by the child, in whatever way; not how adults saw it to be. */
static bool own_telling(const record *said)
{
	return !str_eq(said->kind->name, S("observed")) && !str_eq(typed_text_of(&said->values, S("how")).text, S("observed"));
}

static err put_told(const view *v, for_the_child_page *m)
{
	records all;
	record_list kept;
	voice_answer_list answers = { 0 };
	TRY(heard_list(v, &all));
	TRY(access_kept(v, &kept));
	TRY(read_voice_answer(v, v->r->a, &answers));
	EACH (said, all) {
		if (!own_telling(said)) continue;
		if (about_others_too(v, said)) m->shared++;
		else if (m->told.n == ON_PAPER_MOST) m->older++;
		else put_telling(v, said, answer_shown(v, &answers, &kept, said), m);
	}
	return OK;
}

static err put_lead(const view *v, for_the_child_page *m)
{
	works_with_list rows = { 0 };
	record_list named = { 0 }; /* where records were joined, one worker may lead by either */
	TRY(read_works_with(v, v->r->a, &rows));
	EACH (row, rows) {
		if (!str_eq(row->as.text, S("lead")) || row->worker.n == 0 || !dated_holds(v, row->entry, &row->until)) continue;
		if (records_hold(&named, row->worker.at[0])) continue;
		PUSH(v->r->a, &named, row->worker.at[0]);
		for_the_child_page_to_ask one = { .name = access_name(v, row->worker.at[0]) };
		TRY(access_telephone(v, row->worker.at[0], &one.telephone));
		PUSH(v->r->a, &m->lead, one);
	}
	return OK;
}

err for_the_child_show(request *r, const view *v, model *to)
{
	child_head head;
	for_the_child_page *m = TAKE(r->a, for_the_child_page);
	buf title = BUF(r->a);
	TRY(child_head_read(v, &head));
	*m = (for_the_child_page){ .child = v->child.n, .name = head.name, .called = head.called.n ? head.called : head.name,
		                   .joined = v->same.n > 1, .today = day_words(r->a, r->read.today), .desk = area_settings(r->read.area)->desk_telephone };
	TRY(put_told(v, m));
	TRY(put_lead(v, m));
	buf_lit(&title, "For ");
	buf_str(&title, m->called);
	to->title = buf_view(&title);
	for_the_child_model(to, m);
	return OK;
}
