/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A child's page: the child's newest words, the story, and what is known beside it. */
#include "web/child_head.h"
#include "web/form_page.h"
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

/* ---- the newest words */

static void put_paragraphs(arena *a, child_page *m, str said)
{
	while (said.n) {
		str one = str_trim(str_cut(said, '\n', &said));
		if (one.n) PUSH(a, &m->words, ((child_page_said_part){ one }));
	}
}

static void put_newest_words(const view *v, const story_lines *story, child_page *m)
{
	arena *a = v->r->a;
	buf by = BUF(a);
	for (size_t i = 0; i < story->n && !m->heard; i++) {
		const story_line *line = &story->at[i];
		parted p = part_sentence(a, line);
		if (p.quote.n == 0 || line->kept) continue; /* a first page is seen over a shoulder */
		m->heard = true;
		m->words_record = line->record.n;
		put_paragraphs(a, m, p.quote);
		buf_str(&by, when_words(a, area_zone(v->r->area), line->happened));
		buf_lit(&by, ", told to ");
		buf_str(&by, author_words(v, line->author, line->agency));
		buf_char(&by, '.');
		m->words_by = buf_view(&by);
	}
}

/* ---- the story */

static str year_of(arena *a, when w)
{
	buf b = BUF(a);
	if (w.is == WHEN_NONE) return S("Not known when");
	buf_int(&b, day_parts(w.on).year);
	return buf_view(&b);
}

static child_page_story_month *group_of(arena *a, child_page *m, when w)
{
	str year = year_of(a, w), month = w.is >= WHEN_MONTH ? month_name(day_parts(w.on).month) : STR_NONE;
	if (m->years.n == 0 || !str_eq(m->years.at[m->years.n - 1].year, year))
		PUSH(a, &m->years, ((child_page_story_year){ .year = year }));
	child_page_story_year *y = &m->years.at[m->years.n - 1];
	if (y->months.n == 0 || !str_eq(y->months.at[y->months.n - 1].month, month))
		PUSH(a, &y->months, ((child_page_story_month){ .month = month }));
	return &y->months.at[y->months.n - 1];
}

static void put_line(const view *v, const story_line *line, const value *born, child_page *m)
{
	arena *a = v->r->a;
	const zone *z = area_zone(v->r->area);
	parted p = part_sentence(a, line);
	child_page_story_month *group = group_of(a, m, line->happened);
	child_page_story_entry e = {
		.record = line->record.n,
		.kind = line->kind,
		.stage = stage_name(line->stage),
		.when = line->happened,
		.when_words = line->happened.is == WHEN_NONE ? STR_NONE : when_in_month(a, z, line->happened),
		.age = line->happened.is == WHEN_NONE ? STR_NONE : age_words(a, born, line->happened.on),
		.before = p.before,
		.quote = p.quote,
		.after = p.after,
		.heard = p.quote.n > 0,
		.kept = line->kept,
		.who = author_words(v, line->author, line->agency),
		.recorded = zone_day(z, line->recorded),
	};
	PUSH(a, &group->entries, e);
}

static err put_head(const view *v, child_page *m, value *ret_born)
{
	child_head h;
	TRY(child_head_read(v, &h));
	m->name = h.name;
	m->called = h.called;
	m->age = h.age;
	m->unknown = h.unknown;
	for (size_t i = 0; i < h.facts.n; i++)
		PUSH(v->r->a, &m->facts,
		     ((child_page_fact){ h.facts.at[i].label, h.facts.at[i].value, h.facts.at[i].since,
		                         h.facts.at[i].since.n != h.as_of.n }));
	m->as_of = h.as_of;
	*ret_born = h.born;
	return OK;
}

static err put_story(const view *v, const value *born, child_page *m)
{
	story_lines story = { 0 };
	TRY(access_story(v, m->oldest_first, &story));
	m->entries = (int64_t)story.n;
	m->entries_words = story.n ? count_words(v->r->a, story.n, "entry", "entries") : S("Nothing is recorded yet");
	for (int dated = 1; dated >= 0; dated--) /* what nobody can date stands at the end */
		for (size_t i = 0; i < story.n; i++)
			if ((story.at[i].happened.is != WHEN_NONE) == dated) put_line(v, &story.at[i], born, m);
	if (m->oldest_first) TRY(access_story(v, false, &story));
	put_newest_words(v, &story, m);
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
	TRY(access_writable(v, &writable));
	m->may_record = writable.n > 0;
	m->may_correct = may_correct(v);
	TRY(put_head(v, m, &born));
	TRY(put_story(v, &born, m));
	TRY(panels_write(r, v, SLOT_CHILD_TOP, &m->top));
	TRY(panels_write(r, v, SLOT_CHILD_SIDE, &m->side));
	to->title = m->name;
	child_model(to, m);
	return OK;
}

const route child_routes[] = {
	{ GET, "/child/:child", .may = MAY_READ_CHILD, .page = child_show, .purpose = "the child’s page" },
	{ .path = NULL },
};
