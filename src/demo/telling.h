/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to the demonstration area: one step being written down. */
#ifndef WAYMARK_DEMO_TELLING_H
#define WAYMARK_DEMO_TELLING_H

#include "demo/family.h"

enum { TELLING_LINKS = DEMO_CHILDREN_MOST + 3 };

typedef struct {
	demo *m;
	family *f;
	step *s, *to; /* to: the step that it belongs to; NULL for none */
	dice d;       /* for its words */
	wording w;
	demo_link links[TELLING_LINKS];
	size_t link_n;
} telling;

/* The lead worker writes: what tellers change where it is otherwise. Words need w.d, which the caller points to d. */
telling telling_of(demo *m, family *f, step *s);
void about(telling *t, unsigned whom); /* the links are these children and nothing else */
void link_to(telling *t, const char *as, record_id record);
void by_front_door(telling *t, bool at_night);
/* The first entry of a record; later steps belong to it. */
err write_first(telling *t, const char *kind_name, const demo_value *v, size_t n) MUST_USE;
/* A further entry of the record of `to`, with all its values. */
err write_again(telling *t, const char *kind_name, const demo_value *v, size_t n) MUST_USE;
#define WRITE_FIRST(t, kind_name, ...) \
	write_first((t), (kind_name), (demo_value[]){ __VA_ARGS__ }, sizeof((demo_value[]){ __VA_ARGS__ }) / sizeof(demo_value))
#define WRITE_AGAIN(t, kind_name, ...) \
	write_again((t), (kind_name), (demo_value[]){ __VA_ARGS__ }, sizeof((demo_value[]){ __VA_ARGS__ }) / sizeof(demo_value))
/* The words of another step again, as they were. */
wording wording_of(telling *t, const step *s, dice *ret_d);
bool sometimes(telling *t, const char *chance); /* by its share in rates.yaml */
/* Somebody of that agency begins to work with the children, where nobody does yet. */
err tell_joined(telling *t, demo_agency_number agency, const char *as) MUST_USE;

/* The manager of the team works with the children from now on, and writes. */
err tell_managed(telling *t) MUST_USE;

/* demo_tell_need.c: from the referral to a plan. */
err tell_referred(telling *t) MUST_USE;
err tell_no_action(telling *t) MUST_USE;
err tell_closed(telling *t) MUST_USE;
err tell_assessed(telling *t) MUST_USE;
err tell_understood(telling *t) MUST_USE;
err tell_strategy(telling *t) MUST_USE;
err tell_alleged(telling *t) MUST_USE;
err tell_stands(telling *t) MUST_USE;
err tell_enquired(telling *t) MUST_USE;
err tell_enquiry_ended(telling *t) MUST_USE;
err tell_danger(telling *t) MUST_USE;
err tell_conference(telling *t) MUST_USE;
err tell_protected(telling *t) MUST_USE;
err tell_reviewed(telling *t) MUST_USE;
err tell_protection_ended(telling *t) MUST_USE;
err tell_in_need_plan(telling *t) MUST_USE;
err tell_in_need_ended(telling *t) MUST_USE;

/* demo_tell_help.c: visits, words and help. */
err tell_visited(telling *t) MUST_USE;
err tell_said(telling *t) MUST_USE;
err tell_answered(telling *t) MUST_USE;
err tell_chosen(telling *t) MUST_USE;
err tell_offered(telling *t) MUST_USE;
err tell_received(telling *t) MUST_USE;
err tell_help_ended(telling *t) MUST_USE;
err tell_not_there(telling *t) MUST_USE;
err tell_changed(telling *t) MUST_USE;
err tell_promised(telling *t) MUST_USE;
err tell_kept(telling *t) MUST_USE;
err tell_account(telling *t) MUST_USE;

#endif
