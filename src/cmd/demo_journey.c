/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A journey from a first sign of need: what was understood, offered, received, changed, or was not there. Some children wait
 * long for help, for some it never came: that is what the area should be able to see. */
#include "cmd/demo_area.h"

typedef struct {
	const char *what, *by, *often, *changed;
} help;

static const help helps[] = {
	{ "A family worker at home, two evenings a week", "Open Door family centre", "Two evenings a week", "Bed time is quiet now." },
	{ "A place at breakfast club", "The school", "Every school day", "On time for school most days, and not hungry." },
	{ "Somebody to talk to about what happened at home", "Harbour domestic abuse service", "An hour a week",
	  "Sleeps through, and has told a friend." },
	{ "Help with the rent arrears", "Wayland housing", "Four meetings", "We stay where we are. I kept my room." },
	{ "A young carers' group", "Open Door family centre", "Every other Saturday", "There are others who know how it is." },
	{ "A parenting course with a crèche", "Wayland health visiting and school nursing", "Eight mornings",
	  "Less shouting, she says, and counts to ten herself." },
};
static const char *const needs[] = { "N1", "N1", "N1", "N2", "N3", "N4", "N5", "N5", "N7" };
static const char *const sources[] = { "2A", "2A", "6", "6", "3B", "3E", "1A", "1D", "4", "5D" };
static const char *const factors[] = { "3B", "4B", "1B", "16A", "17A, 3B", "4A", "7A, 4B", "2B, 16A" };
static const char *const understood[] = {
	"Evenings without fear of what comes next.",
	"An adult who is awake in the morning, and food before school.",
	"To be told what happens before it happens.",
	"A home that is warm, and the same one for longer than a term.",
	"Time to be a child while somebody else looks after the little ones.",
};
static const char *const gaps[] = { "No place before next term.", "Nobody here speaks the language.", "Too far without a car." };

#define PICK(m, list) str_of((list)[dice_roll(&(m)->dice, sizeof(list) / sizeof *(list))])

static str day_text(arena *a, day d)
{
	buf b = BUF(a);
	day_write(&b, d);
	return buf_view(&b);
}

static bool is_past(const demo *m, day d)
{
	return d.n <= m->today.n;
}

static day later(demo *m, day from, int least, uint64_t spread)
{
	return day_add(from, least + (int)dice_roll(&m->dice, spread));
}

static err understand(demo *m, const demo_child *c, record_id referral, day begun, day *ret_finished)
{
	demo_link links[] = { { "child", c->record }, { "episode", referral } };
	day finished = later(m, begun, 12, 50);
	bool done = is_past(m, finished);
	demo_value v[] = { { "need", PICK(m, understood) }, { "factors", PICK(m, factors) },
		           { "authorised", done ? day_text(m->a, finished) : STR_NONE } };
	*ret_finished = finished;
	return demo_record(m, "assessment", links, 2, v, done ? 3 : 0, demo_on(begun), NULL);
}

static err receive(demo *m, const demo_child *c, const help *h, record_id offer, day came)
{
	record_id received;
	TRY(demo_record(m, "help_received", (demo_link[]){ { "child", c->record }, { "to", offer } }, 2,
	                (demo_value[]){ { "what", str_of(h->what) }, { "by", str_of(h->by) }, { "often", str_of(h->often) } }, 3,
	                demo_on(came), &received));
	day seen = later(m, came, 40, 120);
	if (received.n == 0 || !is_past(m, seen) || !dice_chance(&m->dice, 55)) return OK;
	bool child_says = day_age(c->born, seen) >= 6;
	return demo_record(m, "change", (demo_link[]){ { "child", c->record }, { "to", received } }, 2,
	                   (demo_value[]){ { "whose", child_says ? S("child") : S("parent") },
	                                   { "how", dice_chance(&m->dice, 75) ? S("better") : S("same") },
	                                   { "what", str_of(h->changed) } }, 3, demo_on(seen), NULL);
}

/* Offered and came, offered and did not come, or was not there: each need ends in one of them. */
static err offer(demo *m, const demo_child *c, day understood_on)
{
	const help *h = &helps[dice_roll(&m->dice, sizeof helps / sizeof *helps)];
	day on = later(m, understood_on, 1, 20), came = later(m, on, 4, dice_chance(&m->dice, 25) ? 160 : 35);
	record_id offered;
	if (!is_past(m, on)) return OK;
	if (dice_chance(&m->dice, 15))
		return demo_record(m, "help_gap", &(demo_link){ "child", c->record }, 1,
		                   (demo_value[]){ { "what", str_of(h->what) }, { "why", PICK(m, gaps) } }, 2, demo_on(on), NULL);
	bool yes = dice_chance(&m->dice, 85);
	TRY(demo_record(m, "help_offered", &(demo_link){ "child", c->record }, 1,
	                (demo_value[]){ { "what", str_of(h->what) }, { "by", str_of(h->by) }, { "answer", yes ? S("yes") : S("later") } },
	                3, demo_on(on), &offered));
	return yes && offered.n && is_past(m, came) && dice_chance(&m->dice, 85) ? receive(m, c, h, offered, came) : OK;
}

static err visits(demo *m, const demo_child *c, day from)
{
	static const char *const saw[] = { "The kitchen was warm and somebody was cooking.", "Both parents were there, and tired.",
		                           "We sat on the stairs and looked at photographs.", "The school bag was packed by the door." };
	static const char *const seen[] = { "alone", "alone", "with_others", "not_in" };
	for (day on = later(m, from, 3, 10); is_past(m, on); on = later(m, on, 25, 90))
		TRY(demo_record(m, "visit", &(demo_link){ "child", c->record }, 1,
		                (demo_value[]){ { "seen", PICK(m, seen) }, { "saw", PICK(m, saw) } }, 2, demo_on(on), NULL));
	return OK;
}

err demo_journey(demo *m, const demo_child *c)
{
	day referred = day_add(c->since, -(int)dice_roll(&m->dice, 6)), finished;
	record_id referral;
	if (referred.n <= c->born.n) return OK;
	TRY(demo_record(m, "referral", &(demo_link){ "child", c->record }, 1,
	                (demo_value[]){ { "source", PICK(m, sources) }, { "primary_need", PICK(m, needs) } }, 2,
	                demo_on(referred), &referral));
	if (referral.n == 0) return OK;
	TRY(understand(m, c, referral, c->since, &finished));
	if (!is_past(m, finished)) return OK;
	if (dice_chance(&m->dice, 40))
		TRY(demo_record(m, "child_in_need_plan", (demo_link[]){ { "child", c->record }, { "episode", referral } }, 2,
		                &(demo_value){ "to_change", PICK(m, understood) }, 1, demo_on(later(m, finished, 1, 9)), NULL));
	TRY(offer(m, c, finished));
	if (dice_chance(&m->dice, 50)) TRY(offer(m, c, later(m, finished, 60, 120)));
	return visits(m, c, c->since);
}
