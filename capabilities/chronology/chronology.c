/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The chronology of a child: its page, choosing from the record, and the panel that leads there. */
#include "capabilities/chronology/events.h"

#include "capabilities/chronology/pages/choose_events.h"
#include "capabilities/chronology/pages/chronology.h"
#include "capabilities/chronology/pages/chronology_panel.h"
#include "web/child_head.h"
#include "web/parts.h"
#include "web/recording.h"
#include "web/wording.h"

enum { CHOICES_PART = 100 }; /* lines on one page */

static const kind *kind_of_events(const view *v)
{
	return practice_kind(v->r->practice, S("significant_event"));
}

static err may_choose(const view *v, bool *ret)
{
	kind_list writable = { 0 };
	TRY(access_writable(v, &writable));
	*ret = false;
	EACH (k, writable)
		if (*k == kind_of_events(v)) *ret = true;
	return OK;
}

/* ---- the chronology */

bool chronology_asks_siblings(const request *r)
{
	return str_eq(request_query(r, S("with")), S("siblings"));
}

static str names_of(arena *a, const chronology *c)
{
	buf b = BUF(a);
	for (size_t i = 0; i < c->siblings.n; i++) {
		if (i) buf_str(&b, i + 1 == c->siblings.n ? S(" and ") : S(", "));
		buf_str(&b, c->siblings.at[i]);
	}
	return buf_view(&b);
}

static err chronology_show(request *r, const view *v, model *to)
{
	chronology c;
	chronology_page *m = TAKE(r->a, chronology_page);
	buf title = BUF(r->a);
	TRY(chronology_read(v, chronology_asks_siblings(r), &c));
	TRY(may_choose(v, &m->may_choose));
	*m = (chronology_page){ .child = v->child.n, .name = c.name, .born = c.born, .may_choose = m->may_choose,
		                .siblings = names_of(r->a, &c), .with_siblings = c.with_siblings && c.siblings.n,
		                .lines_words = count_words(r->a, c.lines, "entry", "entries") };
	EACH (e, c.events)
		PUSH(r->a, &m->events,
		     ((chronology_page_significant_event){ .gap = chronology_gap(r->a, e), .record = e->record.n, .event = e->event.n,
		                                           .of = e->child.n, .when = e->happened, .when_words = e->when, .age = e->age,
		                                           .words = e->words, .why = e->why, .who = e->who }));
	buf_lit(&title, "Significant events: ");
	buf_str(&title, m->name);
	to->title = buf_view(&title);
	chronology_model(to, m);
	return OK;
}

/* ---- choosing */

static err put_choice(request *r, const view *v, story_line line, choose_events_page *m)
{
	record_id chosen;
	buf id = BUF(r->a);
	TRY(access_tell(v, &line));
	TRY(chronology_chosen(v, line.record, &chosen));
	uuid_write(&id, uuid_make(r->read.now));
	PUSH(r->a, &m->entries,
	     ((choose_events_page_choice_line){ .record = line.record.n, .entry = buf_view(&id), .chosen = chosen.n,
	                                        .when_words = when_words(r->a, area_zone(r->read.area), line.happened),
	                                        .words = chronology_words(r->a, &line),
	                                        .who = joined_words_of(v, line.of, author_words(v, line.author, line.agency, line.batch)) }));
	return OK;
}

static err choose_show(request *r, const view *v, model *to)
{
	const story_lines *story;
	choose_events_page *m = TAKE(r->a, choose_events_page);
	int64_t from = 0, at = 0;
	bool may;
	TRY(may_choose(v, &may));
	if (!may) return FAIL(&r->a->trail, E_DENIED);
	if (!str_to_int(request_query(r, S("from")), &from) || from < 0) from = 0;
	TRY(access_story_lines(v, &story));
	*m = (choose_events_page){ .child = v->child.n, .name = access_name(v, v->child), .csrf = r->session.csrf, .from = from,
		                   .earlier_too = from > 0, .earlier = from > CHOICES_PART ? from - CHOICES_PART : 0 };
	EACH (line, *story) {
		if (line->kept) continue;
		if (at >= from && at < from + CHOICES_PART) TRY(put_choice(r, v, *line, m));
		at++;
	}
	if (at > from + CHOICES_PART) m->later = from + CHOICES_PART;
	to->title = S("What mattered?");
	choose_events_model(to, m);
	return OK;
}

/* Only what stands in the story that the viewer reads is chosen; what is kept from somebody is not, on any paper. */
static err record_to_choose(request *r, const view *v, record_id *ret)
{
	const story_lines *story;
	if (!param_record(request_form(r, S("of")), ret)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(access_story_lines(v, &story));
	EACH (line, *story)
		if (line->record.n == ret->n && !line->kept) return OK;
	return FAIL(&r->a->trail, E_NOT_FOUND);
}

static err choose_take(request *r, const view *v, model *to)
{
	record_id of;
	seq kept;
	bool forked;
	buf n = BUF(r->a), back = BUF(r->a);
	if (!kind_of_events(v)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(record_to_choose(r, v, &of));
	recording what = { .kind = kind_of_events(v), .view = v, .child = v->child, .caption = access_name(v, v->child),
		           .action = url_number(r->a, "/child/", v->child.n, "/chronology/choose"),
		           .back = url_number(r->a, "/child/", v->child.n, "/chronology"), .back_words = S("Back to the chronology"),
		           .button = S("Record it") };
	PUSH(r->a, &what.given, ((entry_link){ S("to"), of }));
	buf_int(&n, of.n);
	typed_put(r->a, &r->form, S("about-to"), STR_NONE, buf_view(&n));
	typed_put_when(r->a, area_zone(r->read.area), &r->form, S("happened"), (when){ .is = WHEN_DAY, .on = r->read.today });
	TRY(recording_take(r, &what, to, &kept, &forked));
	if (kept.n == 0) return OK;
	buf_str(&back, url_number(r->a, "/child/", v->child.n, "/chronology/choose?from=").text);
	buf_url(&back, request_form(r, S("from")));
	buf_lit(&back, "#r");
	buf_str(&back, buf_view(&n));
	to->redirect = buf_view(&back);
	return OK;
}

/* ---- on the child's page */

static err chronology_shown(request *r, const view *v, html *ret)
{
	chronology_panel_page m = { .child = v->child.n };
	*ret = HTML("");
	TRY(chronology_begun(v, &m.chosen));
	TRY(may_choose(v, &m.may_choose));
	if (m.chosen || m.may_choose) *ret = chronology_panel_as_html(r->a, &m);
	return OK;
}

static const route routes[] = {
	{ GET, "/child/:child/chronology", .may = MAY_READ_CHILD, .page = chronology_show, .paper = true, .then = true, .purpose = "the chronology" },
	{ GET, "/child/:child/chronology.pdf", .may = MAY_READ_CHILD, .then = true, .page = chronology_paper, .purpose = "the chronology on paper",
	  .leaves = { LEAVES_WORKING, "To work with at a desk: what is kept from anybody is in it for nobody. To give it away it goes through the gate." } },
	{ GET, "/child/:child/chronology/choose", .may = MAY_READ_CHILD, .page = choose_show, .purpose = "choosing what mattered" },
	{ POST, "/child/:child/chronology/choose", .may = MAY_READ_CHILD, .form = choose_take, .purpose = "choosing what mattered" },
};
static const panel_code panels[] = { { "chronology", chronology_shown } };
static const copy_part_code parts[] = { { "chronology", chronology_part } };
const capability_code capability_chronology = { .capability = "chronology", .routes = routes, .route_n = 4,
	                                        .panels = panels, .panel_n = 1, .parts = parts, .part_n = 1 };
