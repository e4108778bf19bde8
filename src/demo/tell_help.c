/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Visits, what the children said, help. */
#include "demo/telling.h"

static str part_word(telling *t, const char *rate_name, int which)
{
	return rate_of(&t->m->rates, rate_name)->at[which].as.at[0];
}

static unsigned born_before(const family *f, day on)
{
	unsigned are = 0;
	for (size_t i = 0; i < f->child_n; i++)
		if (f->children[i].born.n < on.n) are |= 1u << i;
	return are;
}

static const char *saw_list(str seen, bool at_school)
{
	if (str_eq(seen, S("not_in"))) return "saw_not_in";
	if (str_eq(seen, S("not_let_in"))) return "saw_not_let_in";
	if (str_eq(seen, S("not_child"))) return "saw_not_child";
	if (str_eq(seen, S("asleep"))) return "saw_asleep";
	return at_school ? "saw_at_school" : "saw";
}

/* Not in August, nor around Christmas. */
static bool is_term(day d)
{
	ymd is = day_parts(d);
	return is.month != 8 && !(is.month == 12 && is.dom > 18) && !(is.month == 1 && is.dom < 6);
}

err tell_visited(telling *t)
{
	str seen = part_word(t, "visit_seen", t->s->more);
	if (str_eq(seen, S("asleep")) && day_age(t->f->children[0].born, t->s->on) >= 8) seen = S("with_others");
	bool in = !str_starts(seen, S("not_"));
	unsigned pupils = born_before(t->f, day_add(t->s->on, -5 * 366)) & t->s->who;
	bool at_school = in && pupils && is_term(t->s->on) && !str_eq(seen, S("asleep")) && sometimes(t, "school_visit");
	if (at_school) t->s->who = (uint8_t)pupils;
	about(t, t->s->who);
	const yaml *saw = demo_line(&t->w, saw_list(seen, at_school), t->f->number * 3 + t->f->visits++);
	return WRITE_FIRST(t, "visit", { "seen", seen }, { "where", at_school ? S("At school") : S("At home") },
	                   { "room", in && !at_school && sometimes(t, "bedroom_seen") ? S("yes") : STR_NONE },
	                   { "saw", demo_line_text(&t->w, saw, "words") },
	                   { "next", sometimes(t, "next_said") ? demo_say(&t->w, "next") : STR_NONE });
}

/* ---- words */

/* more: how often it was heard before, and whether it is kept from a colleague. A child goes on through the list from a place
 * of its own, so that it does not say the same twice. */
static const yaml *said_line(telling *t, const step *s, const wording *w)
{
	size_t child = 0;
	while (child + 1 < t->f->child_n && !is_about(s, child)) child++;
	return demo_line(w, "voices", t->f->number * 13 + child * 5 + (size_t)(s->more >> 1));
}

err tell_said(telling *t)
{
	const yaml *line = said_line(t, t->s, &t->w);
	const demo_relation *colleague = &t->f->others[AGENCY_COUNCIL];
	buf kept = BUF(t->m->a), with = BUF(t->m->a);
	if (!line) return OK;
	bool keep = (t->s->more & 1) && colleague->from.n;
	if (keep) buf_int(&kept, t->f->team->persons[colleague->of_team].n);
	if (!keep && sometimes(t, "parent_present")) buf_int(&with, t->f->adults[0].record.n);
	str how = demo_line_text(&t->w, line, "how");
	return WRITE_FIRST(t, "voice", { "words", demo_line_text(&t->w, line, "words") }, { "asked", demo_line_text(&t->w, line, "asked") },
	                   { "how", how.n ? how : S("spoken") }, { "we_think", demo_line_text(&t->w, line, "think") },
	                   { "present", buf_view(&with) }, { "keep_from", buf_view(&kept) });
}

err tell_answered(telling *t)
{
	dice d;
	wording w = wording_of(t, t->to, &d);
	const yaml *said = said_line(t, t->to, &w);
	str did = demo_line_text(&w, said, "did"), told = demo_line_text(&w, said, "told");
	size_t speaks = 0;
	while (speaks + 1 < t->f->child_n && !is_about(t->s, speaks)) speaks++;
	bool small = day_age(t->f->children[speaks].born, t->s->on) < 6; /* what is done about it is particular, or nothing */
	if (!t->to->is.record.n || (!did.n && small)) return OK;
	const yaml *other = did.n ? NULL : demo_line(&t->w, "answers", (size_t)dice_roll(&t->d, 100));
	link_to(t, "to", t->to->is.record);
	return WRITE_FIRST(t, "voice_answer", { "did", did.n ? did : demo_line_text(&t->w, other, "did") },
	                   { "told", did.n ? told : demo_line_text(&t->w, other, "told") });
}

err tell_chosen(telling *t)
{
	if (!t->to->is.record.n) return OK;
	link_to(t, "to", t->to->is.record);
	return WRITE_FIRST(t, "chosen_words", { "why", STR_NONE });
}

/* ---- help */

static demo_agency_number agency_of(str name)
{
	static const char *const names[DEMO_AGENCIES] = { "council", "health", "hospital", "schools", "police", "centre", "abuse",
		                                          "housing" };
	size_t i = 0;
	while (i + 1 < DEMO_AGENCIES && !str_eq(name, str_of(names[i]))) i++;
	CHECK(str_eq(name, str_of(names[i])));
	return (demo_agency_number)i;
}

/* The step that the help began with, where it was offered, and its line. */
static const yaml *help_line(telling *t, const step *s, demo_agency_number *ret_by)
{
	const step *offered = s->act == ACT_OFFERED || s->act == ACT_NOT_THERE ? s : &t->f->steps[s->to];
	dice d;
	wording w = wording_of(t, offered, &d);
	int which = offered->act == ACT_OFFERED ? offered->more >> 1 : offered->more;
	const yaml *line = demo_line(&w, "help", (size_t)which);
	CHECK(line);
	*ret_by = agency_of(yaml_get(line, S("by"))->text);
	return line;
}

err tell_offered(telling *t)
{
	static const char *const never[] = { "no", "later", "waiting", "yes" };
	demo_agency_number by;
	const yaml *line = help_line(t, t->s, &by);
	bool comes = !(t->s->more & 1);
	str answer = comes ? S("yes") : str_of(never[dice_roll(&t->d, 4)]);
	return WRITE_FIRST(t, "help_offered", { "what", demo_line_text(&t->w, line, "what") }, { "by", demo_agency(by) },
	                   { "answer", answer },
	                   { "reason", str_eq(answer, S("no")) || str_eq(answer, S("later")) ? demo_say(&t->w, "declined") : STR_NONE });
}

static void by_agency(telling *t, demo_agency_number by)
{
	t->m->writer.author = t->m->partners[by];
	t->m->writer.agency = t->m->agencies[by];
}

static size_t received_values(telling *t, const yaml *line, demo_agency_number by, demo_value v[5])
{
	v[0] = (demo_value){ "what", demo_line_text(&t->w, line, "what") };
	v[1] = (demo_value){ "by", demo_agency(by) };
	v[2] = (demo_value){ "often", demo_line_text(&t->w, line, "often") };
	return 3;
}

/* Whoever helps works with the child for that, and writes down itself that it began. */
err tell_received(telling *t)
{
	demo_agency_number by;
	demo_value v[5];
	const yaml *line = help_line(t, t->s, &by);
	size_t n = received_values(t, line, by, v);
	if (by != AGENCY_COUNCIL) TRY(tell_joined(t, by, "co_worker"));
	by_agency(t, by);
	about(t, t->s->who);
	link_to(t, "to", t->to->is.record);
	return write_first(t, "help_received", v, n);
}

err tell_help_ended(telling *t)
{
	demo_agency_number by;
	demo_value v[5];
	const yaml *line = help_line(t, t->to, &by);
	size_t n = received_values(t, line, by, v);
	v[n++] = (demo_value){ "ended", demo_day_text(t->m->a, t->s->on) };
	v[n++] = (demo_value){ "ended_why", demo_say(&t->w, "help_ended") };
	by_agency(t, by);
	link_to(t, "to", t->f->steps[t->to->to].is.record);
	return write_again(t, "help_received", v, n);
}

err tell_not_there(telling *t)
{
	demo_agency_number by;
	const yaml *line = help_line(t, t->s, &by);
	return WRITE_FIRST(t, "help_gap", { "what", demo_line_text(&t->w, line, "what") }, { "why", demo_say(&t->w, "gap") },
	                   { "instead", sometimes(t, "instead") ? demo_say(&t->w, "instead") : STR_NONE });
}

err tell_changed(telling *t)
{
	demo_agency_number by;
	const yaml *line = help_line(t, t->to, &by);
	str how = part_word(t, "changed", t->s->more);
	bool better = str_eq(how, S("better")) || str_eq(how, S("much_better"));
	bool child_says = day_age(t->f->children[0].born, t->s->on) >= 6 && sometimes(t, "child_says");
	about(t, child_says ? 1u : t->s->who);
	link_to(t, "to", t->to->is.record);
	str own = demo_line_text(&t->w, line, child_says ? "child_says" : "parent_says");
	str what = better && own.n ? own : demo_say(&t->w, better ? "changed_better" : str_eq(how, S("same")) ? "changed_not" : "changed_worse");
	return WRITE_FIRST(t, "change", { "whose", child_says && better ? S("child") : S("parent") }, { "how", how }, { "what", what },
	                   { "seen_by", sometimes(t, "seen_by_others") ? demo_say(&t->w, "seen_by") : STR_NONE });
}

/* ---- promises, the family's own account */

err tell_promised(telling *t)
{
	const yaml *line = demo_line(&t->w, "promises", (size_t)t->s->seed);
	return WRITE_FIRST(t, "promise", { "what", demo_line_text(&t->w, line, "words") });
}

err tell_kept(telling *t)
{
	dice d;
	wording w = wording_of(t, t->to, &d);
	const yaml *line = demo_line(&w, "promises", (size_t)t->to->seed);
	link_to(t, "to", t->to->is.record);
	return WRITE_FIRST(t, "promise_kept", { "how", t->s->more ? S("kept") : S("not_kept") },
	                   { "told", demo_line_text(&w, line, t->s->more ? "kept" : "not_kept") });
}

err tell_account(telling *t)
{
	buf whom = BUF(t->m->a);
	buf_int(&whom, t->f->adults[0].record.n);
	const yaml *line = demo_line(&t->w, "accounts", (size_t)t->s->seed);
	return WRITE_FIRST(t, "family_account", { "who", buf_view(&whom) }, { "words", demo_line_text(&t->w, line, "words") },
	                   { "agrees", demo_line_text(&t->w, line, "agrees") }, { "answered", demo_line_text(&t->w, line, "did") });
}
