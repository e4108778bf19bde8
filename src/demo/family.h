/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to the demonstration area: a family, and what will be written down about it. */
#ifndef WAYMARK_DEMO_FAMILY_H
#define WAYMARK_DEMO_FAMILY_H

#include "demo/area.h"

/* What is written down, in the words of tell.c. */
typedef enum {
	ACT_MET, ACT_BORN, ACT_KIN, ACT_REFERRED, ACT_NO_ACTION, ACT_ALLOCATED, ACT_HANDED_OVER, ACT_LEFT, ACT_JOINED,
	ACT_ASSESSED, ACT_UNDERSTOOD, ACT_STRATEGY, ACT_ALLEGED, ACT_STANDS, ACT_ENQUIRED, ACT_ENQUIRY_ENDED, ACT_DANGER,
	ACT_CONFERENCE, ACT_PROTECTED, ACT_REVIEWED, ACT_PROTECTION_ENDED, ACT_IN_NEED_PLAN, ACT_IN_NEED_ENDED, ACT_VISITED,
	ACT_SAID, ACT_ANSWERED, ACT_CHOSEN, ACT_OFFERED, ACT_RECEIVED, ACT_HELP_ENDED, ACT_NOT_THERE, ACT_CHANGED, ACT_PROMISED,
	ACT_KEPT, ACT_ACCOUNT, ACT_CLOSED, ACTS
} act;

/* Why our work ended: the codes RC7, RC8, RC9. */
enum { CLOSED_NO_MORE = 7, CLOSED_ASSESSED = 8, CLOSED_EARLY_HELP = 9 };
enum { STEP_NONE = -1, EVERY_CHILD = (1 << DEMO_CHILDREN_MOST) - 1 };

typedef struct {
	instant told;  /* when it is written down */
	day on;        /* when it happened */
	uint8_t act;
	uint8_t who;   /* which children: a bit each */
	int16_t to;    /* the step that it belongs to, continues or answers */
	uint32_t seed; /* for its words */
	int32_t more;  /* what the act needs besides: said beside it in tell.c */
	demo_written is;
} step;
typedef LIST(step) steps;

typedef struct {
	demo_written is;
	str given, known_as, local_id;
	char sex;
	bool unborn; /* at the first referral: `born` is the day expected */
	day born;
	uint64_t factors; /* a bit for each part of the rate «factor» */
	demo_written voice; /* the newest */
} demo_child;

typedef struct {
	record_id record;
	str given, surname, called; /* what the children call them */
	const char *is;             /* mother, father, step_parent, grandparent */
	day born;
	bool at_home;
} demo_adult;

/* Somebody who works with the family's children. */
typedef struct {
	demo_written is;
	record_id worker;
	const char *as;
	day from; /* day 0: nobody */
	size_t of_team; /* a colleague's number in the team */
} demo_relation;

typedef struct {
	uint32_t number;
	str surname, street, postcode, language;
	demo_child children[DEMO_CHILDREN_MOST];
	demo_adult adults[DEMO_ADULTS_MOST];
	size_t child_n, adult_n;
	str need;      /* the main one: a code */
	size_t theme;  /* in the themes of words.yaml */
	demo_team *team;
	size_t lead;            /* of the team's workers */
	demo_relation leads, others[DEMO_AGENCIES]; /* others[AGENCY_COUNCIL]: a colleague, from whom a child keeps words */
	size_t visits;          /* told so far */
	bool managed;           /* its manager works with it already */
	step *steps;
	size_t step_n;
} family;

/* Whether a step is about that child. */
static inline bool is_about(const step *s, size_t child)
{
	return s->who >> child & 1;
}

/* plot.c: imagines the family's journey and expects it. first: the day of the first referral. */
typedef enum {
	FATE_CHANCE,
	FATE_PLAN,    /* a protection plan that goes on */
	FATE_HELPED,  /* in need, and help came */
	FATE_NEW      /* referred two days ago, and nobody works with it yet */
} fate;
void demo_plot(demo *m, family *f, day first, fate is);

/* tell.c */
err demo_family_tell(demo *m, void *of, size_t which) MUST_USE;

/* words.c: words for a family, chosen with d and its names put in.
 * list: the lists of that name of the family's theme and of the theme «any» in words.yaml. Empty where no line fits. */
typedef struct {
	const family *f;
	const step *s;
	dice *d;
	arena *a;
	const yaml *words;
	day today;
} wording;
/* age: of the oldest child. */
size_t demo_theme(demo *m, dice *d, str need, uint64_t factors, int age);
str demo_say(const wording *w, const char *list);
/* A line with several texts (what was said with what was done about it; help). NULL where none fits.
 * which: counted round. */
const yaml *demo_line(const wording *w, const char *list, size_t which);
str demo_line_text(const wording *w, const yaml *line, const char *name); /* its names put in; empty where it has none */
/* "Ada", "Ada and Ben": the children of the step. */
str demo_child_names(arena *a, const family *f, unsigned whom);

#endif
