/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What invented children said. Written for this area; nobody said any of it. */
#include "cmd/demo_area.h"

typedef struct {
	const char *words, *asked, *how, *we_think;
} said;

static const said baby[] = {
	{ "Slept through most of the visit in the carrier. Woke, looked for the grandmother's voice and settled when she spoke.",
	  "Watched for half an hour; nothing was asked.", "observed", "Knows who comforts." },
	{ "Reached for the spoon herself and laughed when it fell. Cried when the door banged, and looked at the door for a long time.",
	  "Watched at dinner time.", "observed", "The bang was the neighbour's door. The long look is worth watching again." },
	{ "Held on to the blanket all the time. Did not look at us. Smiled once, at the dog.", "Watched while the health visitor weighed.",
	  "observed", "" },
};
static const said small[] = {
	{ "Daddy's shouting makes my tummy go round and round.", "What is it like when it is noisy?", "spoken",
	  "Said without being asked about her father." },
	{ "This is my house and this is the bit where nobody goes in the dark.", "Tell me about your drawing.", "drawn",
	  "The dark part of the drawing is the stairs." },
	{ "I had toast at Nan's. Two toast. I like it at Nan's, she has a lamp that is a duck.", "What did you do at the weekend?",
	  "spoken", "" },
	{ "My baby brother cries and I do the dummy. I know how to do the dummy.", "What do you do in the morning?", "spoken",
	  "Proud of it. She is four." },
	{ "No. No. Playing.", "Would you like to talk for a bit?", "did_not_want_to", "Asked again after snack: the same." },
	{ "Mummy is sleepy on the sofa and I can do the telly.", "Who is at home after nursery?", "shown",
	  "Showed with the play people who sits where." },
};
static const said middle[] = {
	{ "I want somebody to tell me before it happens. Not after. Last time everybody knew except me.",
	  "Is there anything you would like us to do differently?", "spoken", "About the move to his aunt in spring." },
	{ "School is the good bit. At school nobody asks me where the money is.", "What are the good bits of a week?", "spoken", "" },
	{ "I don't need a different house. I need the same house with less shouting.", "If you could change one thing, what would it be?",
	  "written", "Wrote it on a card and gave it to us at the end." },
	{ "I tell my sister stories so she doesn't hear them. She likes the one with the boat.", "What happens at night?", "spoken",
	  "He is nine, and has been doing this since Easter." },
	{ "You are the fourth one. What is your name again?", "Do you remember why I am here?", "spoken",
	  "A fair question. We gave her a card with a photograph and a number." },
	{ "My stomach hurts on Sundays.", "How is it before you go to your dad's?", "spoken", "" },
	{ "I like it when Mum sings in the kitchen. She is singing again now.", "What is different since summer?", "spoken",
	  "Said with a big smile." },
	{ "Good: my room, Kip the cat, Mrs A. Worry: when he comes round. Dream: a lock that I have the key of.",
	  "Three places: good things, worries, dreams.", "drawn", "The drawing is kept with this entry's paper file." },
	{ "I don't want to talk today. Ask me on Thursday after swimming.", "Is now a good time?", "did_not_want_to",
	  "Thursday after swimming it is." },
	{ "Tell the judge I can speak for myself.", "What should the people at the meeting know?", "through_advocate", "" },
};
static const said teen[] = {
	{ "Everyone writes about me. I would like to read it once.", "What would help?", "spoken", "We agreed a day to read it together." },
	{ "It isn't the drinking, it's the waiting to see which one comes home.", "What worries you most?", "spoken", "" },
	{ "I look after them because somebody has to, and then you lot write down that I am resilient.", "How are things with the little ones?",
	  "spoken", "We do use that word. We will ask what help would look like instead." },
	{ "I was out because it is quieter out.", "Where were you on Friday night?", "spoken",
	  "No more was asked: the police are to speak with him first." },
	{ "I'd go back if Uncle doesn't live there. I'm not saying more than that.", "What would make it safe to go home?", "spoken", "" },
	{ "My friend's mum said I can eat there on weekdays. That is the help I got. It wasn't you.", "What has helped so far?", "spoken",
	  "True. The offer from the family centre has not come yet." },
	{ "It's better. I sleep. I don't want it to stop just because it's better.", "How is it since the family worker began?", "written",
	  "By text message, kept word for word." },
	{ "College said yes. Put that in your file.", "Anything we should write down?", "spoken", "" },
	{ "I want to see my brother more than once a month.", "What should be different at the next review?", "signed",
	  "With the interpreter whom he asked for." },
};
static const char *const answers[][2] = {
	{ "Spoke with both parents the same week; the shouting is now on the plan in the child's own words.",
	  "Told the child at home, and read out the sentence from the plan." },
	{ "Asked the school to keep a place at breakfast club. It starts on Monday.", "By a card, with the teacher's name on it." },
	{ "Nothing yet: the family centre has no place before next month. We asked two others.", "Said so plainly, and when we will know." },
	{ "Changed the day of the visit, as asked.", "On the telephone." },
	{ "Could not do this: the court has to decide. We passed the words on as they were said.",
	  "Explained who decides, and that the judge has read the words." },
	{ "The aunt comes on two evenings now.", "The child noticed before we could say it." },
};

typedef struct {
	const said *at;
	size_t n;
} said_list;

static said_list words_for_age(int age)
{
	if (age < 2) return (said_list){ baby, sizeof baby / sizeof *baby };
	if (age < 6) return (said_list){ small, sizeof small / sizeof *small };
	if (age < 12) return (said_list){ middle, sizeof middle / sizeof *middle };
	return (said_list){ teen, sizeof teen / sizeof *teen };
}

static str numbers(arena *a, const record_id *records, size_t n)
{
	buf b = BUF(a);
	for (size_t i = 0; i < n; i++) {
		if (i) buf_char(&b, ' ');
		buf_int(&b, records[i].n);
	}
	return buf_view(&b);
}

static err one_said(demo *m, const demo_child *c, const said *s, day on, bool kept, record_id *ret)
{
	size_t present = c->adult_n && dice_chance(&m->dice, 30) && !kept;
	demo_value v[6] = { { "words", str_of(s->words) }, { "asked", str_of(s->asked) }, { "how", str_of(s->how) } };
	size_t n = 3;
	if (*s->we_think) v[n++] = (demo_value){ "we_think", str_of(s->we_think) };
	if (present) v[n++] = (demo_value){ "present", numbers(m->a, c->adults, 1) };
	if (kept) v[n++] = (demo_value){ "keep_from", numbers(m->a, &c->keep_from, 1) };
	return demo_record(m, "voice", &(demo_link){ "child", c->record }, 1, v, n, demo_on(on), ret);
}

static err answered(demo *m, const demo_child *c, record_id voice, day said_on)
{
	const char *const *answer = answers[dice_roll(&m->dice, sizeof answers / sizeof *answers)];
	day on = day_add(said_on, 2 + (int)dice_roll(&m->dice, 12));
	if (on.n > m->today.n) return OK;
	return demo_record(m, "voice_answer", (demo_link[]){ { "child", c->record }, { "to", voice } }, 2,
	                   (demo_value[]){ { "did", str_of(answer[0]) }, { "told", str_of(answer[1]) } }, 2, demo_on(on), NULL);
}

/* Most workers choose with the child what stands on top of its page; some have not got to it. */
static err chosen(demo *m, const demo_child *c, record_id voice, day said_on)
{
	day on = day_add(said_on, 1);
	if (voice.n == 0 || voice.n % 4 == 0 || on.n > m->today.n) return OK;
	return demo_record(m, "chosen_words", (demo_link[]){ { "child", c->record }, { "to", voice } }, 2, NULL, 0, demo_on(on), NULL);
}

err demo_words(demo *m, const demo_child *c)
{
	record_id newest = { 0 };
	day newest_on = { 0 };
	said_list list = words_for_age(day_age(c->born, m->today));
	size_t times = (size_t)dice_roll(&m->dice, 4), first = (size_t)dice_roll(&m->dice, list.n);
	if (c->keep_from.n && times == 0) times = 1;
	int ago = 30 + (int)dice_roll(&m->dice, 500);
	for (size_t i = 0; i < times && i < list.n; i++, ago = ago * (int)(30 + dice_roll(&m->dice, 50)) / 100) {
		day on = day_add(m->today, -ago);
		record_id voice;
		if (on.n <= c->born.n || on.n < c->since.n) continue;
		TRY(one_said(m, c, &list.at[(first + i) % list.n], on, i == 0 && c->keep_from.n, &voice));
		if (voice.n && dice_chance(&m->dice, 55)) TRY(answered(m, c, voice, on));
		if (i == 0 && c->keep_from.n) continue; /* kept from somebody: never on top */
		newest = voice;
		newest_on = on;
	}
	return chosen(m, c, newest, newest_on);
}
