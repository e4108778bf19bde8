/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parts of the dispatcher, for its own files. */
#ifndef WAYMARK_WEB_DISPATCH_INSIDE_H
#define WAYMARK_WEB_DISPATCH_INSIDE_H

#include "web/dispatch.h"

typedef LIST(http_header) header_list;
typedef LIST(const route *) route_list;

struct site {
	area *area;
	const settings *settings;
	route_list routes;
	capabilities capabilities;
	db **db;          /* one for each worker; NULL until used, and again after a failure */
	size_t worker_n;
};

/* ---- routes: routes.c */

enum { ROUTE_PARAMS = 4 };
err routes_collect(arena *a, route_list *ret) MUST_USE;
/* NULL: no such address. *ret_other_method says that it has a route for another method. */
const route *route_find(const route_list *all, http_method m, str path, str params[ROUTE_PARAMS], bool *ret_other_method);

/* ---- refusals: each has its words, what to do, and a status. refusal.c */

typedef enum {
	REFUSED_NOT = 0,
	REFUSED_UNREADABLE,   /* 400 */
	REFUSED_SIGNED_OUT,   /* 401 */
	REFUSED_CHILD,        /* 403 does not work with the child */
	REFUSED_ROLE,         /* 403 */
	REFUSED_FIRST_PHRASE, /* 403 the pass phrase is to be changed first */
	REFUSED_FOREIGN_FORM, /* 403 the form did not come from a page of ours */
	REFUSED_NOTHING_HERE, /* 404 */
	REFUSED_NOT_THEN,     /* 404 there is nothing for the past day that was asked for */
	REFUSED_METHOD,       /* 405 */
	REFUSED_CONFLICT,     /* 409 */
	REFUSED_PAST,         /* 409 a past day was asked of what is of today alone: a form, say */
	REFUSED_TOO_LARGE,    /* 413 */
	REFUSED_HEAD,         /* 431 */
	REFUSED_OUR_FAULT,    /* 500 */
	REFUSED_BUSY,         /* 503 no turn in time */
	REFUSED_CROWDED,      /* 503 too many connections */
	REFUSED_UNLOGGED,     /* 503 the read log cannot be written */
	REFUSED_FULL          /* 507 */
} refusal;

int refusal_status(refusal why);
refusal refusal_of_err(err e);
refusal refusal_of_status(int status);
typedef struct {
	record_id child; /* whose record is not open, to say there that one is related to it; 0 for none */
	url today;       /* where the same is found without a past day; empty for nowhere */
} refusal_leads;
/* Fills m with the page that says so, in arena a. */
void refusal_model(arena *a, const settings *s, refusal why, refusal_leads leads, model *m);

/* ---- one request on its way: visit */

typedef struct {
	site *site;
	size_t worker;
	http_exchange *exchange;
	const http_request *http;
	arena *a;
	db *db;            /* in a snapshot; NULL before and after */
	request request;
	const route *route;
	view view;
	bool viewing;      /* view is made */
	str known, known_to; /* words for the past day asked for, and for who could read then: both empty for now */
	bool json;
	model model;
	http_response ready; /* what is sent once the read log has the looks */
} visit;

/* ---- guards: guard.c */

/* The session of the cookie, into visit->request. Not signed in: OK, and request.read.who stays NULL. */
err guard_session(visit *t) MUST_USE;
/* The rights that the route asks for, view included. */
refusal guard_rights(visit *t);
/* A form comes from a page of ours, and of this session. Before the form is looked at. */
refusal guard_form(const visit *t);
/* Whether the form comes from a page of a session that has ended since, and whose it was. Nobody is signed in by it. */
bool guard_lapsed(const visit *t, session *ret);

/* ---- answers: answer.c */

/* The model as HTML in its frame or as JSON, with every header. */
http_response answer_page(const visit *t, const model *m);
http_response answer_redirect(const visit *t, str to, const model *m);
bool answer_wants_json(const http_request *r, const form_parts *query);
/* A past day as an address asks for it: ?known=2024-03-05&to=17; to may be empty. */
typedef struct {
	const route_list *routes;
	str known, to;
} past_asked;
/* What a page holds, with its links leading to the same day, and so its forms: those that record are refused there. past.c */
str past_links(arena *a, str html_text, const past_asked *p);
/* A page of a child or of one record, or a form of one: it is asked for a past day, and either shows it or refuses it. */
bool past_of_child(const route *r);
/* other_day.c: the same page without a past day, with all else that was asked for; of a form that was sent, the page of its child
 * or record. */
url other_day_today(const visit *t);
/* A way to the same page as it was known on another day, to somebody who works with the child or did; empty for a page that has
 * none. */
html other_day_offer(const visit *t);
/* An asset; false where there is none of that address. */
bool answer_asset(const http_request *r, http_response *ret);

#endif
