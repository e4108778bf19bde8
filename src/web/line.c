/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/line.h"

enum {
	PLOT_FROM = 2900, PLOT_TO = 9700, /* of 10000: names of the lanes to the left, room for the last dot to the right */
	LABEL_TURNS = 6800,               /* from here on a label stands before its dot */
	TOP = 150, LANE = 190,            /* hundredths of a letter's height (rem) */
	TICKS_MOST = 4
};

static const str lanes[STAGES] = {
	[STAGE_NEED] = STR("Need"),            [STAGE_HEARD] = STR("Heard"),          [STAGE_UNDERSTOOD] = STR("Understood"),
	[STAGE_DECIDED] = STR("Decided"),      [STAGE_OFFERED] = STR("Help offered"), [STAGE_RECEIVED] = STR("Help came"),
	[STAGE_CHANGED] = STR("Changed"),      [STAGE_ENDED] = STR("Ended"),
};

str lane_name(stage s)
{
	return lanes[s];
}

int line_position(const journey *j, day d)
{
	int64_t span = j->until.n - j->from.n;
	if (span <= 0 || d.n <= j->from.n) return PLOT_FROM;
	if (d.n >= j->until.n) return PLOT_TO;
	return PLOT_FROM + (int)((int64_t)(d.n - j->from.n) * (PLOT_TO - PLOT_FROM) / span);
}

static int lane_at(stage s)
{
	return TOP + LANE * (int)s - LANE / 2;
}

/* ---- marks */

static void hundredths(buf *b, str name, int n, str unit)
{
	buf_char(b, ' ');
	buf_str(b, name);
	buf_lit(b, "=\"");
	buf_int(b, n / 100);
	buf_char(b, '.');
	buf_char(b, (char)('0' + n / 10 % 10));
	buf_char(b, (char)('0' + n % 10));
	buf_str(b, unit);
	buf_char(b, '"');
}

static void across(buf *b, str name, int n)
{
	hundredths(b, name, n, S("%"));
}

static void down(buf *b, str name, int n)
{
	hundredths(b, name, n, S("rem"));
}

static void begin_mark(buf *b, str mark, str class)
{
	buf_char(b, '<');
	buf_str(b, mark);
	buf_lit(b, " class=\"wm-line__");
	buf_str(b, class);
	buf_char(b, '"');
}

static void write_line(buf *b, str class, int x1, int x2, int y1, int y2)
{
	begin_mark(b, S("line"), class);
	across(b, S("x1"), x1);
	across(b, S("x2"), x2);
	down(b, S("y1"), y1);
	down(b, S("y2"), y2);
	buf_lit(b, "/>");
}

static void write_dot(buf *b, str class, int x, int y)
{
	begin_mark(b, S("circle"), class);
	across(b, S("cx"), x);
	down(b, S("cy"), y);
	buf_lit(b, "/>");
}

static void write_words(buf *b, str class, int x, int y, str words)
{
	begin_mark(b, S("text"), class);
	across(b, S("x"), x);
	down(b, S("y"), y);
	buf_char(b, '>');
	buf_html(b, words);
	buf_lit(b, "</text>");
}

/* ---- what is behind: lanes, silences, the calendar */

static void write_silences(buf *b, const journey *j)
{
	for (size_t i = 0; i < j->silences.n; i++) {
		int x = line_position(j, j->silences.at[i].from), to = line_position(j, j->silences.at[i].until);
		begin_mark(b, S("rect"), S("silence"));
		across(b, S("x"), x);
		across(b, S("width"), to - x);
		down(b, S("y"), TOP);
		down(b, S("height"), LANE * STAGE_ENDED);
		buf_lit(b, "/>");
	}
}

static void write_lanes(buf *b)
{
	for (stage s = STAGE_NEED; s <= STAGE_ENDED; s++) {
		write_line(b, S("lane"), PLOT_FROM, PLOT_TO, lane_at(s), lane_at(s));
		write_words(b, S("name"), 0, lane_at(s) + 30, lane_name(s));
	}
}

static int months_of(day d)
{
	ymd p = day_parts(d);
	return p.year * 12 + p.month - 1;
}

/* The first days of months or years, so far apart that few are written. */
static void write_calendar(buf *b, const journey *j)
{
	static const int steps[] = { 1, 3, 6, 12, 24, 60, 120 };
	int from = months_of(j->from) + 1, to = months_of(j->until), step = steps[0];
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		step = steps[i];
		if ((to - from) / step < TICKS_MOST) break;
	}
	for (int m = (from + step - 1) / step * step; m <= to; m += step) {
		buf words = BUF(b->a);
		day d;
		if (!day_make(m / 12, m % 12 + 1, 1, &d)) continue;
		int x = line_position(j, d);
		write_line(b, S("tick"), x, x, TOP, TOP + LANE * STAGE_ENDED);
		if (step < 12) {
			buf_str(&words, str_first(month_name(m % 12 + 1), 3));
			buf_char(&words, ' ');
		}
		buf_int(&words, m / 12);
		write_words(b, S("date"), x, TOP - 50, buf_view(&words));
	}
}

/* ---- what happened */

static void write_stage(buf *b, const journey *j, const episode *e, stage s)
{
	const stage_reached *r = &e->stages[s];
	int x = line_position(j, e->from), y = lane_at(s);
	bool newest = e == &j->episodes.at[j->episodes.n - 1];
	if (r->times == 0) {
		if (s == STAGE_ENDED && e->open) return; /* it goes on: there is nothing to know yet */
		write_line(b, S("unknown"), x, line_position(j, e->until), y, y);
		if (newest) write_words(b, x < LABEL_TURNS ? S("unsaid") : S("unsaid wm-line__before"), x, y - 30, S("not known"));
		return;
	}
	int first = line_position(j, r->first.on);
	bool waited = s != STAGE_NEED && e->need_known;
	if (waited) write_line(b, s == STAGE_RECEIVED ? S("help") : S("wait"), x, first, y, y);
	write_dot(b, S("dot"), first, y);
	if (newest && waited)
		write_words(b, first < LABEL_TURNS ? S("days") : S("days wm-line__before"), first, y - 35,
		            wait_words(b->a, r->first.on.n - e->from.n));
}

/* Later times in a lane; two that fall on one point are drawn once. */
static void write_again(buf *b, const journey *j, const episode *e)
{
	int drawn[STAGES];
	for (stage s = STAGE_NEED; s <= STAGE_ENDED; s++) drawn[s] = line_position(j, e->stages[s].first.on) / 50;
	for (size_t i = e->first; i < e->first + e->n; i++) {
		const journey_event *event = &j->events.at[i];
		int x = line_position(j, event->at.on);
		if (event->stage == STAGE_NONE || drawn[event->stage] == x / 50) continue;
		drawn[event->stage] = x / 50;
		write_dot(b, S("again"), x, lane_at(event->stage));
	}
}

html line_svg(arena *a, const journey *j, str title, str description)
{
	buf b = BUF(a);
	if (j->episodes.n == 0) return HTML("");
	buf_lit(&b, "<svg class=\"wm-line\" role=\"img\" aria-labelledby=\"line-title line-words\" width=\"100%\"");
	down(&b, S("height"), TOP + LANE * STAGE_ENDED + 20);
	buf_lit(&b, "><title id=\"line-title\">");
	buf_html(&b, title);
	buf_lit(&b, "</title><desc id=\"line-words\">");
	buf_html(&b, description);
	buf_lit(&b, "</desc>");
	write_silences(&b, j);
	write_calendar(&b, j);
	write_lanes(&b);
	for (size_t i = 0; i < j->episodes.n; i++) {
		const episode *e = &j->episodes.at[i];
		int x = line_position(j, e->from);
		write_line(&b, S("begins"), x, x, TOP, TOP + LANE * STAGE_ENDED);
		for (stage s = STAGE_NEED; s <= STAGE_ENDED; s++) write_stage(&b, j, e, s);
		write_again(&b, j, e);
	}
	buf_lit(&b, "</svg>");
	return (html){ buf_view(&b) };
}
