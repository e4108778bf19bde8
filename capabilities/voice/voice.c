/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands of a child's words on its page and on the page for a visit. */
#include "capabilities/voice/heard.h"
#include "capabilities/voice/pages/ask_again.h"
#include "capabilities/voice/pages/chosen.h"
#include "capabilities/voice/pages/listen.h"
#include "capabilities/voice/pages/often.h"
#include "capabilities/voice/pages/read_first.h"
#include "read.h"
#include "web/dated.h"
#include "web/own_child.h"
#include "web/wording.h"

/* ---- words that a worker chose for the top of the page */

/* Whether the choice stands. A first page is seen over a shoulder: what is kept from anybody is not shown to anybody, and
 * reads as if it had never been said. */
static bool stands(const chosen_words_row *c, const record_list *kept)
{
	bool taken_back = c->taken_back.is == VALUE_KNOWN && c->taken_back.yes;
	return !taken_back && c->to.n && !records_hold(kept, c->entry->record) && !records_hold(kept, c->to.at[0]);
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
	buf_str(&by, joined_words(v, said, author_words(v, said->author, said->agency, said->batch)));
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

/* ---- an enquiry is open: on the child's page, and above the forms in which its words are written */

static err listen_panel(request *r, const view *v, html *ret)
{
	record_list open;
	listen_page m = { area_settings(r->read.area)->desk_telephone };
	TRY(access_not_over(v, &open));
	*ret = open.n ? listen_as_html(r->a, &m) : HTML("");
	return OK;
}

/* At a door others look on: it says what to do, and neither why nor that anything is open. */
static err listen_at_door_panel(request *r, const view *v, html *ret)
{
	record_list open;
	(void)r;
	TRY(access_not_over(v, &open));
	*ret = !open.n ? HTML("") : HTML("<p class=\"wm-listen wm-screen\"><strong>Today: listen, write, do not question.</strong></p>");
	return OK;
}

static err form_panel(request *r, const view *v, html *ret)
{
	goals all = { 0 };
	const kind *k = practice_kind(r->read.practice, r->params[1]);
	*ret = HTML("");
	if (!k || !v->child.n) return OK;
	if (heard_is(k)) return listen_panel(r, v, ret);
	if (!str_eq(k->name, S("own_goal"))) return OK;
	TRY(goals_read(v, &all));
	if (goals_open(&all) >= GOALS_MOST)
		*ret = HTML("<p class=\"govuk-inset-text\">You have three goals now. Which one shall we let go?</p>");
	return OK;
}

/* ---- what the child asked to keep from somebody is to be read before meeting that person, by whoever may read it */

enum { READ_FIRST_MOST = 5 };

static str kept_from(const view *v, const record *rec)
{
	for (size_t i = 0; i < rec->kind->field_n; i++)
		if (rec->kind->fields[i].seal && rec->values.at[i].is == VALUE_KNOWN) return dated_names(v, &rec->values.at[i].records);
	return STR_NONE;
}

static err read_first_panel(request *r, const view *v, html *ret)
{
	read_first_page m = { 0 };
	record_list kept;
	TRY(access_kept(v, &kept));
	for (size_t i = 0; kept.n && i < practice_kind_count(r->read.practice); i++) { /* most keep nothing: all they said is not read for it */
		const kind *k = practice_kind_at(r->read.practice, i);
		records list = { 0 };
		if (!k->about_child || !practice_seals(r->read.practice, k->name)) continue;
		TRY(access_records(v, k, 0, &list));
		for (size_t n = 0; n < list.n && m.notices.n < READ_FIRST_MOST; n++) {
			str whom = kept_from(v, &list.at[n]);
			if (!whom.n) continue;
			str on = when_words(r->a, area_zone(r->read.area), list.at[n].happened);
			PUSH(r->a, &m.notices, ((read_first_page_read_notice){ list.at[n].record.n, whom, joined_words(v, &list.at[n], on) }));
		}
	}
	*ret = m.notices.n ? read_first_as_html(r->a, &m) : HTML("");
	return OK;
}

/* ---- how often somebody listened; and that it is time to ask again */

static err often_panel(request *r, const view *v, html *ret)
{
	when last;
	size_t days;
	often_page m = { .child = v->child.n };
	TRY(access_heard(v, &last, &days));
	if (last.is != WHEN_NONE) m.last = when_words(r->a, area_zone(r->read.area), last);
	m.days = (int64_t)days;
	*ret = often_as_html(r->a, &m);
	return OK;
}

static err ask_again_panel(request *r, const view *v, html *ret)
{
	own_saids due;
	ask_again_page m = { 0 };
	TRY(own_child_told(r, v, TELLS_AFTER, &due));
	if (due.n) m.since = when_words(r->a, area_zone(r->read.area), due.at[0].on);
	*ret = due.n ? ask_again_as_html(r->a, &m) : HTML("");
	return OK;
}

static const route routes[] = {
	{ GET, "/child/:child/voice", .may = MAY_READ_CHILD, .page = child_heard_show, .paper = true, .then = true, .purpose = "what the child told us" },
	{ GET, "/child/:child/three-places", .may = MAY_READ_CHILD, .page = three_places_show, .paper = true, .then = true, .for_child = true,
	  .purpose = "the child’s three places",
	  .leaves = { LEAVES_TO_CHILD, "The child's own sheet; none that is kept from anybody." } },
	{ GET, "/child/:child/for-the-child", .may = MAY_READ_CHILD, .page = for_the_child_show, .paper = true, .then = true, .for_child = true,
	  .purpose = "a page for the child itself",
	  .leaves = { LEAVES_TO_CHILD, "What it said and what we answered: nothing that adults saw or made of it, nothing kept from anybody." } },
};
static const panel_code panels[] = { { "chosen", chosen_panel }, { "listen", listen_panel }, { "listen_at_door", listen_at_door_panel },
	                              { "form", form_panel },
	                              { "read_first", read_first_panel }, { "often", often_panel }, { "ask_again", ask_again_panel },
	                              { "moved", moved_panel } };
const capability_code capability_voice = { .capability = "voice", .routes = routes, .route_n = sizeof routes / sizeof *routes, .panels = panels,
	                                   .panel_n = sizeof panels / sizeof *panels };
