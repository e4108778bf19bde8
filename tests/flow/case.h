/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Scenarios: people say lines, the program answers lines. How to write one: tests/flow/README.md. */
#ifndef WAYMARK_TESTS_FLOW_CASE_H
#define WAYMARK_TESTS_FLOW_CASE_H

#include "access/access.h"
#include "support/engines.h"

/* Somebody or something that a scenario has a name for. */
typedef struct {
	str name;
	record_id record;
	bool speaks;       /* a worker: may say lines */
	role_set roles;
} named;
typedef LIST(named) named_list;

typedef struct {
	str field, text;
} said_value;
typedef LIST(said_value) said_values;

/* One line said, with the values below it and the replies expected. */
typedef struct {
	int line;
	str who, what;     /* who: empty for «given» and «today is» */
	said_values values;
	str_list expected;
} turn;
typedef LIST(turn) turns;

/* A scenario being played in an area of its own. */
typedef struct {
	test_area *t;
	arena *a;
	settings settings;
	area *area;
	db *db;
	const practice *practice;
	instant now;
	day today;
	named_list names;
	str_list replies;  /* to the turn at hand */
} play;

void reply(play *p, str line);
named *named_as(play *p, str name); /* NULL when nobody is */
/* «given ...» and «today is ...»: what holds before anybody speaks. false with a reply that says what is wrong. */
bool play_given(play *p, str what);
/* What somebody says; its replies are in p->replies. false when the line cannot be understood. */
bool play_say(play *p, const turn *said);

#endif
