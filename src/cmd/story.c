/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark story CHILD: the story of one child as text. */
#include "access/signin.h"
#include "cmd/content.h"
#include "web/wording.h"

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
	if (l->of.n != v->child.n) buf_lit(b, ", ");
	buf_str(b, joined_words_of(v, l->of, STR_NONE));
	if (l->kept) buf_lit(b, "\n    [Kept from somebody. It does not leave with this.]");
	buf_lit(b, "\n    ");
	for (size_t i = 0; i < l->bits.n; i++) buf_str(b, l->bits.at[i].text);
	buf_lit(b, "\n\n");
}

static void write_known(const view *v, buf *b)
{
	const reading *then = v->r->then;
	if (!then) return;
	buf_lit(b, "As it was known on ");
	when_write_long(b, area_zone(v->r->area), (when){ .is = WHEN_INSTANT, .on = then->today, .at = then->now });
	buf_lit(b, " to ");
	buf_str(b, then->who->name);
	buf_lit(b, ", as far as you may read it now. What was written later is not here.\n\n");
}

static err write_story(const view *v, buf *b)
{
	story_lines lines;
	TRY(access_story(v, true, &lines));
	buf_str(b, access_name(v, v->child));
	buf_lit(b, "\n\n");
	write_known(v, b);
	for (size_t i = 0; i < lines.n; i++) write_line(b, v, &lines.at[i]);
	if (lines.n == 0) buf_lit(b, "Nothing is recorded yet.\n");
	return OK;
}

static err tell(content *in, str local_id, const instant *on, record_id to, buf *b)
{
	record_id child;
	view v;
	seq at = PROJECT_NOW;
	if (on) TRY(access_as_known(&in->read, *on, to, &at));
	str why = in->c->because;
	TRY(access_by_local_id(&in->read, local_id, &child));
	TRY(access_open(&in->read, child, at, why.n ? why : S("waymark story"), &v));
	return write_story(&v, b);
}

/* The present reader is told no more than that. */
static int say_nothing_then(content *in, err e)
{
	(void)content_print(in, e, STR_NONE);
	return cmd_say(in->c, "or nothing was recorded of it by then, or not to be read by who you named");
}

static int story_run(cmd *c)
{
	CONTENT(in);
	instant on;
	record_id to = { 0 };
	str known_on = cmd_option(c, "known-on"), at = cmd_option(c, "at"), person = cmd_option(c, "to");
	bool past = known_on.n || at.n;
	if (known_on.n && at.n) return cmd_say(c, "say --known-on DAY or --at INSTANT, not both");
	if (person.n && !past) return cmd_say(c, "--to says who could read then: say when, with --at INSTANT or --known-on DAY");
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	if (past && !moment_read(area_zone(in.area), at.n ? at : known_on, &on))
		return cmd_say(c, "there is no such day or moment; write it as 2026-03-31, or 2026-03-31T14:20");
	if (person.n && in.who.measuring) return cmd_say(c, "nobody signs in to this area, so everybody reads the same: leave out --to");
	if (person.n && sign_in_worker(in.db, c->a, person, &to) != OK)
		return cmd_say(c, "nobody signs in as %.*s, nor ever did", STR_ARG(person));
	buf b = BUF(c->a);
	err e = tell(&in, c->arg[0], past ? &on : NULL, to, &b);
	if (e == E_NOT_FOUND && past) return say_nothing_then(&in, e);
	return content_print(&in, e, buf_view(&b));
}

const command command_story[] = {
	{ .name = "story", .arguments = "CHILD", .takes = TAKES_CONTENT, .run = story_run,
	  .options = (const option[]){ { .name = "known-on", .value = "DAY", .help = "as it was known at the end of that day" },
	                               { .name = "at", .value = "INSTANT", .help = "as it was known at that moment, or at the end of that day" },
	                               { .name = "to", .value = "PERSON", .help = "what that sign-in could read then; without it, what you could" },
	                               { 0 } },
	  .leaves = { LEAVES_WORKING, "The story as its reader may read it. What is kept from anybody says so: it leaves only through the gate." },
	  .help = "print the story of one child",
	  .more = "CHILD is the child's local number. In an area with sign-ins --as NAME --because REASON say who reads and why; the\n"
	          "story is printed with that person's rights, after the read log has it." },
	{ 0 },
};
