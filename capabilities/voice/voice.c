/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words that a worker chose for the top of a child's page. */
#include "capabilities/voice/pages/chosen.h"
#include "read.h"
#include "web/wording.h"

static bool holds(const record_list *list, record_id id)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].n == id.n) return true;
	return false;
}

/* Whether the choice stands. A first page is seen over a shoulder: what is kept from anybody is not shown to anybody, and
 * reads as if it had never been said. */
static bool stands(const chosen_words_row *c, const record_list *kept)
{
	bool taken_back = c->taken_back.is == VALUE_KNOWN && c->taken_back.yes;
	return !taken_back && c->to.n && !holds(kept, c->entry->record) && !holds(kept, c->to.at[0]);
}

/* The newest choice that stands and has words; ret_words empty where there is none. */
static err find_chosen(const view *v, const chosen_words_list *choices, const record_list *kept, record *ret, str *ret_words)
{
	str words = STR_NONE;
	for (size_t i = 0; i < choices->n && words.n == 0; i++) {
		if (!stands(&choices->at[i], kept)) continue;
		err e = access_record(v, choices->at[i].to.at[0], ret);
		if (e == E_NOT_FOUND) continue;
		TRY(e);
		typed_text said = typed_text_of(&ret->values, S("words"));
		if (said.is == VALUE_KNOWN) words = str_trim(said.text);
	}
	*ret_words = words;
	return OK;
}

static bool heard_openly(const story_lines *story)
{
	for (size_t i = 0; i < story->n; i++)
		if (story->at[i].stage == STAGE_HEARD && !story->at[i].kept) return true;
	return false;
}

static void put_words(const view *v, const record *said, str words, chosen_page *m)
{
	buf by = BUF(v->r->a);
	while (words.n) {
		str one = str_trim(str_cut(words, '\n', &words));
		if (one.n) PUSH(v->r->a, &m->words, ((chosen_page_said_part){ one }));
	}
	m->record = said->record.n;
	buf_str(&by, when_words(v->r->a, area_zone(v->r->area), said->happened));
	buf_lit(&by, ", told to ");
	buf_str(&by, author_words(v, said->author, said->agency, said->batch));
	buf_char(&by, '.');
	m->by = buf_view(&by);
}

static err chosen_panel(request *r, const view *v, html *ret)
{
	chosen_words_list choices = { 0 };
	record_list kept = { 0 };
	const story_lines *story;
	record said;
	str words;
	chosen_page m = { 0 };
	TRY(read_chosen_words(v, r->a, &choices));
	TRY(access_kept(v, &kept));
	TRY(access_story_lines(v, &story));
	TRY(find_chosen(v, &choices, &kept, &said, &words));
	if (words.n) put_words(v, &said, words, &m);
	m.heard = heard_openly(story);
	*ret = chosen_as_html(r->a, &m);
	return OK;
}

static const panel_code panels[] = { { "chosen", chosen_panel } };
const capability_code capability_voice = { .capability = "voice", .panels = panels, .panel_n = 1 };
