/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/pages.h"
#include "web/pages/who_looked.h"
#include "web/table_file.h"
#include "web/wording.h"

static str did_words(look_outcome o)
{
	switch (o) {
	case LOOK_OPENED: return S("Opened it");
	case LOOK_REFUSED: return S("Tried to open it, and could not");
	case LOOK_FOUND: return S("Saw the name in a list");
	case LOOK_PRINTED: return S("Printed it");
	case LOOK_WROTE: return S("Wrote in it");
	}
	return STR_NONE;
}

static str outcome_code(look_outcome o)
{
	switch (o) {
	case LOOK_OPENED: return S("opened");
	case LOOK_REFUSED: return S("refused");
	case LOOK_FOUND: return S("found");
	case LOOK_PRINTED: return S("printed");
	case LOOK_WROTE: return S("wrote");
	}
	return STR_NONE;
}

static bool same_line(const zone *z, const looked *a, const looked *b)
{
	return a->look.outcome == b->look.outcome && str_eq(a->who, b->who) && str_eq(a->look.purpose, b->look.purpose) &&
	       zone_day(z, a->look.at).n == zone_day(z, b->look.at).n;
}

/* What one person did several times on one day is one line: its last time, and how often. */
typedef struct {
	const looked *last;
	int64_t times;
} looked_line;
typedef LIST(looked_line) looked_lines;

static looked_lines lines_of(arena *a, const zone *z, const looked_list *list)
{
	looked_lines lines = { 0 };
	size_t today = 0; /* the first line of the day that is being read */
	for (size_t i = 0; i < list->n; i++) {
		const looked *l = &list->at[i];
		if (i && zone_day(z, l->look.at).n != zone_day(z, list->at[i - 1].look.at).n) today = lines.n;
		size_t at = today;
		while (at < lines.n && !same_line(z, lines.at[at].last, l)) at++;
		if (at == lines.n) PUSH(a, &lines, ((looked_line){ .last = l }));
		lines.at[at].times++;
	}
	return lines;
}

static void send_table(request *r, const who_looked_page *m, model *to)
{
	table_file t = table_begin(&r->read, LEAVES_WORKING);
	TABLE_ROW(&t, S("When"), S("Who"), S("What"), S("Times that day"), S("Where or why"));
	for (size_t i = 0; i < m->looks.n; i++) {
		const who_looked_page_look_line *l = &m->looks.at[i];
		buf times = BUF(r->a);
		buf_int(&times, l->times);
		TABLE_ROW(&t, l->at_words, l->who, l->did, buf_view(&times), l->why);
	}
	table_send(&t, "who-looked", to);
}

static err looked_show(request *r, const view *v, model *to)
{
	who_looked_page *m = TAKE(r->a, who_looked_page);
	const zone *z = area_zone(r->read.area);
	looked_list list = { 0 };
	TRY(access_who_looked(v, &list));
	looked_lines lines = lines_of(r->a, z, &list);
	m->child = v->child.n;
	m->name = access_name(v, v->child);
	m->count_words = count_words(r->a, list.n, "look", "looks");
	m->then = v->r->then != NULL;
	m->only_newest = list.n == WHO_LOOKED_MOST;
	for (size_t i = 0; i < lines.n; i++) {
		const looked *l = lines.at[i].last;
		PUSH(r->a, &m->looks, ((who_looked_page_look_line){
				.who = l->who.n ? l->who : S("A command at the server"), .did = did_words(l->look.outcome),
				.outcome = outcome_code(l->look.outcome), .at = l->look.at, .times = lines.at[i].times,
				.at_words = instant_words(r->a, z, l->look.at), .why = l->look.purpose,
				.refused = l->look.outcome == LOOK_REFUSED }));
	}
	to->title = S("Who looked at this record");
	who_looked_model(to, m);
	if (asks_for_table(r)) send_table(r, m, to);
	return OK;
}

const route looked_routes[] = {
	{ GET, "/child/:child/who-looked", .may = MAY_READ_CHILD, .page = looked_show, .then = true, .purpose = "who looked",
	  .leaves = { LEAVES_WORKING, "Who looked, as the page shows it: nothing of what they read." } },
	{ .path = NULL },
};
