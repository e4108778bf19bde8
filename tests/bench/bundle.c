/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How long a bundle of sixty pages takes: to be looked through for five thousand people and their addresses, and to be set as a tagged PDF
 * with contents, names of several scripts and a drawing. */
#include "match/spot.h"
#include "paper/paper.h"

#include <stdio.h>
#include <time.h>

enum { PARAGRAPHS = 360, PEOPLE = 5000, PAGES_LEAST = 60, GOAL_MS = 1000 };

static int64_t cpu_us(void)
{
	struct timespec t;
	CHECK(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static str paragraph(arena *a, int i)
{
	static const char *const names[] = { "Małgorzata Wójcik-Żółć", "علاء الدين", "عائشہ فلاح", "Asha Bell" };
	buf b = BUF(a);
	buf_str(&b, str_of(names[i % 4]));
	buf_printf(&b, " was seen on day %d, alone and at home. ", i);
	for (int n = 0; n < 4; n++) buf_lit(&b, "She spoke of her school, of the drums, and of whom she would like to see on Saturday. ");
	return buf_view(&b);
}

static spotter *told(arena *a)
{
	spotter *s = spotter_make(a);
	for (int i = 0; i < PEOPLE; i++) {
		buf name = BUF(a), where = BUF(a);
		buf_printf(&name, "Given%c%c Sur%c%c%c", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i % 7, 'a' + i / 7 % 26, 'a' + i / 182 % 26);
		buf_printf(&where, "%d Street%c%c Road, NG%d %dAB", i, 'a' + i % 26, 'a' + i / 26 % 26, i % 20 + 1, i % 9 + 1);
		spotter_meets(s, buf_view(&name), i < 40);
		spotter_hides(s, buf_view(&where));
	}
	return s;
}

static int64_t set_us(arena *a, buf *pdf)
{
	int64_t before = cpu_us();
	paper *p = paper_make(a, (paper_about){ .title = S("Bundle"), .below = S("22 November 2026") });
	paper_say(p, PAPER_TITLE, S("Asha Bell"));
	paper_contents(p);
	paper_say(p, PAPER_HEADING, S("Family"));
	paper_picture(p, S("<svg viewBox=\"0 0 400 300\" width=\"400\" height=\"300\"><circle cx=\"90\" cy=\"90\" r=\"30\"/><text x=\"20\" y=\"40\">علاء</text></svg>"));
	for (int i = 0; i < PARAGRAPHS; i++) {
		if (i % 40 == 0) paper_say(p, PAPER_HEADING, S("Chronology"));
		if (i % 40 == 0) paper_table(p, (const paper_column[]){ { S("Day"), 2 }, { S("What happened"), 8 } }, 2);
		paper_row(p, (const str[]){ S("5 March 2024"), paragraph(a, i) });
	}
	CHECK(paper_finish(p, pdf) == OK);
	return cpu_us() - before;
}

static int pages_of(str pdf)
{
	int n = 0;
	for (ptrdiff_t at; (at = str_find(pdf, S("/Type /Page "))) >= 0; pdf = str_from(pdf, (size_t)at + 12)) n++;
	return n;
}

int main(void)
{
	ARENA(a);
	buf pdf = BUF(&a);
	size_t found = 0;
	int64_t before = cpu_us();
	spotter *s = told(&a);
	int64_t told_us = cpu_us() - before;
	before = cpu_us();
	for (int i = 0; i < PARAGRAPHS; i++) found += spotter_find(s, &a, paragraph(&a, i), false).n;
	int64_t look_us = cpu_us() - before, set = set_us(&a, &pdf);
	int pages = pages_of(buf_view(&pdf));
	printf("bundle, CPU time: %d pages set in %.0f ms; the gate told of %d people and addresses in %.0f ms, %d paragraphs looked through in %.0f ms "
	       "(%zu found); together %.0f ms (goal: 60 pages under %d ms)\n", pages, (double)set / 1000, PEOPLE, (double)told_us / 1000, PARAGRAPHS,
	       (double)look_us / 1000, found, (double)(set + told_us + look_us) / 1000, GOAL_MS);
	return pages >= PAGES_LEAST && set + told_us + look_us < GOAL_MS * 1000 && found == 0 ? 0 : 1;
}
