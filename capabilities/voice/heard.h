/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to capabilities/voice: what a child told, showed or drew, as pages may show it. */
#ifndef WAYMARK_VOICE_HEARD_H
#define WAYMARK_VOICE_HEARD_H

#include "read.h"
#include "web/page.h"

/* The child's own telling: words, what was seen of a child without words, three places. */
bool heard_is(const kind *k);
/* All of it that may stand on a page which is seen over a shoulder or printed (access_kept), newest first. */
err heard_list(const view *v, records *ret) MUST_USE;
/* The child's texts in it, one below the other; empty where nobody knows any. */
str heard_words(const view *v, const record *rec);
/* The newest answer to it, of a list as read_voice_answer gives it; NULL: nobody has said what was done. */
const voice_answer_row *heard_answer(const voice_answer_list *answers, record_id said);

/* A row's field on the pages: pictures that may be shown at once. */
typedef struct {
	str name;
	url at;
} heard_picture;
typedef LIST(heard_picture) heard_pictures;
/* Of the field of that name; of every field that is not closed where the name is empty. */
heard_pictures heard_drawings(const view *v, const record *rec, str field_name);

/* Panels and pages of this folder. */
err moved_panel(request *r, const view *v, html *ret) MUST_USE;          /* moved.c, record.foot */
err child_heard_show(request *r, const view *v, model *to) MUST_USE;     /* child_page.c */
err three_places_show(request *r, const view *v, model *to) MUST_USE;
err for_the_child_show(request *r, const view *v, model *to) MUST_USE;   /* for_the_child.c */

/* goals.c: each goal and question with its numbers, drawn; the goals first that are not over. */
typedef struct {
	const record *said;
	when on;
	double mark;
	str who, words;
} goal_mark;
typedef struct {
	const record *entry;
	str words, nought, ten, sort;
	bool over;
	LIST(goal_mark) marks; /* oldest first */
} goal;
typedef LIST(goal) goals;
enum { GOALS_MOST = 3 };
err goals_read(const view *v, goals *ret) MUST_USE;
/* How many goals are not over. */
size_t goals_open(const goals *list);
/* Empty for fewer than two numbers on known days. */
html goal_picture(const view *v, const goal *g);

#endif
