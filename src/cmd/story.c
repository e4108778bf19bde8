/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark story CHILD: the story of one child as text. */
#include "cmd/content.h"

static void write_when(buf *b, const zone *z, const story_line *l)
{
	if (l->happened.is != WHEN_NONE) {
		when_write_long(b, z, l->happened);
		return;
	}
	buf_lit(b, "recorded ");
	day_write_long(b, zone_day(z, l->recorded));
}

static void write_who(buf *b, const view *v, const story_line *l)
{
	str source = l->author.n ? STR_NONE : access_source(v, l->batch);
	if (l->author.n) {
		buf_lit(b, ", said by ");
		buf_str(b, access_name(v, l->author));
	}
	if (source.n) {
		buf_lit(b, ", according to ");
		buf_str(b, source);
	}
	if (l->agency.n) {
		buf_lit(b, ", ");
		buf_str(b, access_name(v, l->agency));
	}
}

static void write_line(buf *b, const view *v, const story_line *l)
{
	write_when(b, area_zone(v->r->area), l);
	write_who(b, v, l);
	buf_lit(b, "\n    ");
	for (size_t i = 0; i < l->bits.n; i++) buf_str(b, l->bits.at[i].text);
	buf_lit(b, "\n\n");
}

static err write_story(const view *v, buf *b)
{
	story_lines lines;
	TRY(access_story(v, true, &lines));
	buf_str(b, access_name(v, v->child));
	buf_lit(b, "\n\n");
	for (size_t i = 0; i < lines.n; i++) write_line(b, v, &lines.at[i]);
	if (lines.n == 0) buf_lit(b, "Nothing is recorded yet.\n");
	return OK;
}

static err tell(content *in, str local_id, seq at, buf *b)
{
	record_id child;
	view v;
	str why = in->c->because;
	TRY(access_by_local_id(&in->read, local_id, &child));
	TRY(access_open(&in->read, child, at, why.n ? why : S("waymark story"), &v));
	return write_story(&v, b);
}

static int story_run(cmd *c)
{
	CONTENT(in);
	seq at = PROJECT_NOW;
	day on;
	str known_on = cmd_option(c, "known-on");
	if (known_on.n && !day_read(known_on, &on)) return cmd_say(c, "--known-on: there is no such day; write it as 2026-03-31");
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	buf b = BUF(c->a);
	err e = known_on.n ? project_position(in.db, area_zone(in.area), on, &at) : OK;
	if (e == OK) e = tell(&in, c->arg[0], at, &b);
	return content_print(&in, e, buf_view(&b));
}

const command command_story[] = {
	{ .name = "story", .arguments = "CHILD", .takes = TAKES_CONTENT, .run = story_run,
	  .options = (const option[]){ { .name = "known-on", .value = "DAY", .help = "as it was known at the end of that day" }, { 0 } },
	  .help = "print the story of one child",
	  .more = "CHILD is the child's local number. In an area with sign-ins --as NAME --because REASON say who reads and why; the\n"
	          "story is printed with that person's rights, after the read log has it." },
	{ 0 },
};
