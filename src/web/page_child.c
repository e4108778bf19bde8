/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A child's page: what has to be known first, the child's words and journey, the story, and what is known beside it. */
#include "web/child_head.h"
#include "web/form_page.h"
#include "web/journey.h"
#include "web/pages.h"
#include "web/pages/child.h"
#include "web/panels.h"
#include "web/parts.h"
#include "web/wording.h"

/* A sentence parted where it quotes: words before, the quotation, words after. Only what the child said is set apart as a
 * quotation; what adults write flows on. */
typedef struct {
	str before, quote, after;
} parted;

static str without_marks(str s, bool at_end)
{
	static const str open = { "“", 3 }, close = { "”", 3 };
	s = str_trim(s);
	if (at_end && str_ends(s, open)) s = str_trim(str_first(s, s.n - open.n));
	if (!at_end && str_starts(s, close)) s = str_trim(str_from(s, close.n));
	return s;
}

static parted part_sentence(arena *a, const story_line *line)
{
	buf before = BUF(a), quote = BUF(a), after = BUF(a);
	for (size_t i = 0; i < line->bits.n; i++) {
		const struct sentence_bit *bit = &line->bits.at[i];
		bool quoted = bit->own_words && line->stage == STAGE_HEARD && quote.n == 0;
		buf_str(quoted ? &quote : quote.n ? &after : &before, bit->text);
	}
	if (quote.n == 0) return (parted){ .before = buf_view(&before) };
	return (parted){ without_marks(buf_view(&before), true), buf_view(&quote), without_marks(buf_view(&after), false) };
}

/* ---- the story */

enum { STORY_PART = 100 }; /* lines on one page: what somebody reads in one go */

static str year_of(arena *a, when w)
{
	buf b = BUF(a);
	if (w.is == WHEN_NONE) return S("Not known when");
	buf_int(&b, day_parts(w.on).year);
	return buf_view(&b);
}

static child_page_story_month *group_of(arena *a, child_page_story_episode *e, when w)
{
	str year = year_of(a, w), month = w.is >= WHEN_MONTH ? month_name(day_parts(w.on).month) : STR_NONE;
	if (e->years.n == 0 || !str_eq(e->years.at[e->years.n - 1].year, year))
		PUSH(a, &e->years, ((child_page_story_year){ .year = year }));
	child_page_story_year *y = &e->years.at[e->years.n - 1];
	if (y->months.n == 0 || !str_eq(y->months.at[y->months.n - 1].month, month))
		PUSH(a, &y->months, ((child_page_story_month){ .month = month }));
	return &y->months.at[y->months.n - 1];
}

static bool shown(const child_page *m, const story_line *line)
{
	return m->only.n == 0 || str_eq(m->only, line->kind);
}

static err put_line(const view *v, story_line line, const value *born, child_page_story_episode *into)
{
	arena *a = v->r->a;
	const zone *z = area_zone(v->r->area);
	TRY(access_tell(v, &line));
	parted p = part_sentence(a, &line);
	child_page_story_month *group = group_of(a, into, line.happened);
	child_page_story_entry e = {
		.record = line.record.n,
		.kind = line.kind,
		.stage = stage_name(line.stage),
		.when = line.happened,
		.when_words = line.happened.is == WHEN_NONE ? STR_NONE : when_in_month(a, z, line.happened),
		.age = line.happened.is == WHEN_NONE ? STR_NONE : age_words(a, born, line.happened.on),
		.before = p.before,
		.quote = p.quote,
		.after = p.after,
		.heard = p.quote.n > 0,
		.kept = line.kept,
		.in = line.of.n == v->child.n ? 0 : line.of.n,
		.in_name = line.of.n == v->child.n ? STR_NONE : access_name(v, line.of),
		.who = author_words(v, line.author, line.agency, line.batch),
		.recorded = zone_day(z, line.recorded),
	};
	PUSH(a, &group->entries, e);
	return OK;
}

/* ---- episodes: from a referral to the end of our work */

/* What the lines of the story belong to, in the order of the story from its beginning. */
typedef struct {
	when began, ended;
	bool referred;  /* it began with a referral; otherwise it is what was before, or after our work ended */
} chapter;
typedef LIST(chapter) chapters;

static chapters chapters_of(const view *v, const story_lines *story, size_t *ret_of_line)
{
	chapters list = { 0 };
	bool over = true;
	for (size_t i = 0; i < story->n; i++) {
		const story_line *line = &story->at[i];
		bool begins = line->stage == STAGE_NEED && begins_episode(v->r->practice, line->kind);
		if (line->happened.is == WHEN_NONE) continue;
		if (begins || (over && (list.n == 0 || list.at[list.n - 1].referred))) {
			PUSH(v->r->a, &list, ((chapter){ .began = line->happened, .referred = begins }));
			over = !begins;
		}
		ret_of_line[i] = list.n - 1;
		if (line->stage == STAGE_ENDED && !over) {
			list.at[list.n - 1].ended = line->happened;
			over = true;
		}
	}
	return list;
}

static str chapter_title(const view *v, const chapters *list, size_t at)
{
	const zone *z = area_zone(v->r->area);
	const chapter *c = &list->at[at];
	buf b = BUF(v->r->a);
	if (!c->referred) return list->n == 1 ? STR_NONE : at == 0 ? S("Before the first referral") : S("After our work ended");
	buf_lit(&b, "From the referral of ");
	when_write_long(&b, z, c->began);
	if (c->ended.is != WHEN_NONE) {
		buf_lit(&b, " to the end of our work, ");
		when_write_long(&b, z, c->ended);
	}
	return buf_view(&b);
}

/* What the page shows of a long story: from the line at `from` on, of those of the kinds that are shown. */
typedef struct {
	const view *v;
	const value *born;
	child_page *m;
	int64_t at, from, until;
} shelf;

static err put_next(shelf *s, const story_line *line, child_page_story_episode *into)
{
	if (!shown(s->m, line)) return OK;
	bool here = s->at >= s->from && s->at < s->until;
	s->at++;
	return here ? put_line(s->v, *line, s->born, into) : OK;
}

static err put_chapters(shelf *s, const story_lines *story)
{
	arena *a = s->v->r->a;
	child_page *m = s->m;
	size_t *of_line = TAKE_N(a, size_t, story->n + 1);
	chapters list = chapters_of(s->v, story, of_line);
	child_page_story_episode undated = { .title = STR_NONE };
	for (size_t n = 0; n < list.n; n++) {
		size_t at = m->oldest_first ? n : list.n - 1 - n;
		child_page_story_episode e = { .title = chapter_title(s->v, &list, at) };
		for (size_t i = 0; i < story->n; i++) {
			size_t k = m->oldest_first ? i : story->n - 1 - i;
			const story_line *line = &story->at[k];
			if (line->happened.is != WHEN_NONE && of_line[k] == at) TRY(put_next(s, line, &e));
		}
		if (e.years.n) PUSH(a, &m->episodes, e);
	}
	for (size_t i = 0; i < story->n; i++) /* what nobody can date stands at the end */
		if (story->at[i].happened.is == WHEN_NONE) TRY(put_next(s, &story->at[i], &undated));
	if (undated.years.n) PUSH(a, &m->episodes, undated);
	return OK;
}

/* ---- showing one kind of entry only */

static void count_kinds(const view *v, const story_lines *story, child_page *m)
{
	for (size_t i = 0; i < story->n; i++) {
		size_t at = 0;
		while (at < m->kinds.n && !str_eq(m->kinds.at[at].kind, story->at[i].kind)) at++;
		if (at == m->kinds.n) {
			const kind *k = access_kind(v, story->at[i].kind);
			PUSH(v->r->a, &m->kinds, ((child_page_told_kind){ .kind = story->at[i].kind, .label = k ? k->plural : story->at[i].kind }));
			for (; at > 0 && str_cmp(m->kinds.at[at - 1].label, m->kinds.at[at].label) > 0; at--) {
				child_page_told_kind other = m->kinds.at[at - 1];
				m->kinds.at[at - 1] = m->kinds.at[at];
				m->kinds.at[at] = other;
			}
		}
		m->kinds.at[at].times++;
		m->kinds.at[at].chosen = str_eq(m->kinds.at[at].kind, m->only);
	}
}

/* A long story is read in parts; whoever wants to search or print it whole asks for all of it. */
static void find_part(request *r, child_page *m, shelf *s)
{
	int64_t from = 0;
	bool whole = str_eq(request_query(r, S("part")), S("whole"));
	if (!str_to_int(request_query(r, S("from")), &from) || from < 0 || from >= m->entries || whole) from = 0;
	s->from = from;
	s->until = whole || m->entries - from <= STORY_PART ? m->entries : from + STORY_PART;
	m->first = s->from + 1;
	m->last = s->until;
	m->before = from > STORY_PART ? from - STORY_PART : 0;
}

static err put_story(request *r, const view *v, const value *born, child_page *m)
{
	const story_lines *story;
	shelf s = { .v = v, .born = born, .m = m };
	TRY(access_story_lines(v, &story));
	count_kinds(v, story, m);
	for (size_t i = 0; i < story->n; i++) m->entries += shown(m, &story->at[i]);
	m->all = (int64_t)story->n;
	m->entries_words = count_words(v->r->a, (size_t)m->entries, "entry", "entries");
	find_part(r, m, &s);
	return put_chapters(&s, story);
}

/* ---- what has to be known first */

static void add_unknown(const view *v, buf *unknown, str label)
{
	if (unknown->n) buf_lit(unknown, ", ");
	buf_str(unknown, unknown->n ? str_ascii_lower(v->r->a, str_first(label, 1)) : str_first(label, 1));
	buf_str(unknown, str_from(label, 1));
}

static err put_top(request *r, const view *v, const child_head *h, child_page *m)
{
	panels_said said = { 0 };
	buf unknown = BUF(r->a);
	TRY(panels_say(r, v, SLOT_CHILD_HEAD, &said));
	for (size_t i = 0; i < said.n; i++) {
		if (said.at[i].html.text.n) PUSH(r->a, &m->head, ((child_page_head_row){ .label = said.at[i].label, .said = said.at[i].html }));
		else add_unknown(v, &unknown, said.at[i].label);
	}
	for (size_t i = 0; i < h->top.n; i++)
		PUSH(r->a, &m->head, ((child_page_head_row){ .label = h->top.at[i].label, .value = h->top.at[i].value, .since = h->top.at[i].since, .from = h->top.at[i].from }));
	for (size_t i = 0; i < h->top_unknown.n; i++) add_unknown(v, &unknown, h->top_unknown.at[i]);
	m->head_unknown = buf_view(&unknown);
	return OK;
}

static err put_head(request *r, const view *v, child_page *m, value *ret_born)
{
	child_head h;
	TRY(child_head_read(v, &h));
	TRY(put_top(r, v, &h, m));
	m->name = h.name;
	m->called = h.called;
	m->age = h.age;
	m->unknown = h.unknown;
	for (size_t i = 0; i < h.facts.n; i++)
		PUSH(v->r->a, &m->facts,
		     ((child_page_fact){ h.facts.at[i].label, h.facts.at[i].value, h.facts.at[i].since,
		                         h.facts.at[i].since.n != h.as_of.n, h.facts.at[i].from }));
	m->as_of = h.as_of;
	*ret_born = h.born;
	return OK;
}

/* Whether this viewer may correct what is known of the child. */
static bool may_correct(const view *v)
{
	const kind *k = practice_kind(v->r->practice, S("person"));
	for (size_t i = 0; k && i < k->field_n; i++)
		if (form_offers(v, k, &k->fields[i], true)) return true;
	return false;
}

static err child_show(request *r, const view *v, model *to)
{
	child_page *m = TAKE(r->a, child_page);
	kind_list writable = { 0 };
	value born;
	buf banner = BUF(r->a);
	m->child = v->child.n;
	m->oldest_first = str_eq(request_query(r, S("order")), S("oldest"));
	if (request_query(r, S("recorded")).n) write_notification_banner(&banner, S("It is recorded, and stands in the story."), true);
	m->banner = controls_html(&banner);
	record_id begun;
	if (banner.n && param_record(request_query(r, S("entry")), &begun)) m->recorded = begun.n;
	TRY(access_writable(v, &writable));
	m->may_record = writable.n > 0;
	m->may_correct = may_correct(v);
	m->only = request_query(r, S("kind"));
	TRY(put_head(r, v, m, &born));
	TRY(put_story(r, v, &born, m));
	TRY(panels_write(r, v, SLOT_CHILD_TOP, &m->top));
	TRY(panels_write(r, v, SLOT_CHILD_SIDE, &m->side));
	to->title = m->name;
	child_model(to, m);
	return OK;
}

const route child_routes[] = {
	{ GET, "/child/:child", .may = MAY_READ_CHILD, .page = child_show, .paper = true, .then = true, .purpose = "the child’s page" },
	{ .path = NULL },
};
