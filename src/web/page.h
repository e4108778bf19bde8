/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A request on its way through a route to a page. Routes are tables, rights are columns, a page cannot write. */
#ifndef WAYMARK_WEB_PAGE_H
#define WAYMARK_WEB_PAGE_H

#include "access/access.h"
#include "access/leaving.h"
#include "access/signin.h"
#include "access/transfer.h"
#include "kind/capability.h"
#include "web/html.h"
#include "web/http.h"
#include "wire/return_check.h"

/* A page's model: made by the generated function of its template, rendered as HTML or as JSON. */
typedef struct {
	str title;                                       /* of the browser's window */
	const void *data;                                /* the template's struct */
	void (*write_html)(buf *b, const void *data);
	void (*write_json)(buf *b, const void *data);
	int status;                                      /* 200 unless set: 422 for a form with problems */
	str redirect;                                    /* set after a form: 303 to here */
	const http_header *headers;                      /* more of them: a cookie after signing in */
	size_t header_n;
	bool bare;                                       /* without the frame: a fragment */
	str file, file_media, file_name;                 /* media set: sent as it is instead of a page, to be kept as that name */
	bool file_shown;                                 /* it may be shown in place: a picture, a sound */
	leaves_as file_as;                               /* how that file leaves: one of what its route says */
	const http_rest *file_rest;                      /* what follows `file`; NULL: nothing */
	str file_range;                                  /* set: the part of it that was asked for, as Content-Range says it */
} model;

typedef struct {
	const http_request *http;
	arena *a;
	reading read;        /* read.who is NULL before signing in */
	session session;
	str session_token;   /* as the browser sent it */
	str params[4];       /* what stood at :name in the path, in order */
	form_parts query, form;
	const capabilities *capabilities; /* of this program: for the navigation and for panels */
} request;

/* What a route needs. Zero means nobody. */
typedef enum {
	MAY_NOBODY = 0,
	MAY_ANYONE,          /* before signing in: sign in, about */
	MAY_SIGNED_IN,
	MAY_READ_CHILD,      /* :child is the first parameter; the dispatcher opens the view */
	MAY_ALLOCATE,        /* managers */
	MAY_MANAGE_SIGN_INS, /* administrators */
	MAY_READ_RECORD      /* :record is the first parameter; the dispatcher opens the view */
} route_may;

/* v is NULL for a route that opens no view. */
typedef err page_fn(request *r, const view *v, model *m);
/* The form gets what it may write through access_writer(&r->read, ...). */
typedef err form_fn(request *r, const view *v, model *m);

typedef struct {
	http_method method;
	const char *path;    /* "/child/:child/voice" */
	route_may may;
	page_fn *page;       /* GET */
	form_fn *form;       /* POST; CSRF is checked before */
	size_t max_body;     /* 0: the setting max_body_bytes */
	bool paper;          /* a page about a child that people print: it leads to its print, which is noted */
	bool for_child;      /* written for the child, who may keep its print: it is not marked as a working copy */
	bool then;           /* can be shown as known on a past day, to somebody: it shows what its view gives, and nothing else */
	bool at_first;       /* open to somebody whose pass phrase somebody else set, until it is changed */
	bool slow;           /* on purpose, as pass phrases are: answered by threads apart */
	const char *purpose; /* what the read log says of it: "the child's page"; the path unless said */
	leaving leaves;      /* how the files that it sends leave; zero: it sends none */
} route;

str request_query(const request *r, str name); /* empty when absent */
str request_form(const request *r, str name);
/* The id of the entry that this form makes: said in it as form-entry, so that the form sent twice makes one entry; a new one
 * where it says none. */
uuid request_entry(const request *r);
bool param_record(str param, record_id *ret);
/* The header that gives a browser its session; token empty takes it away. */
http_header session_cookie(arena *a, const settings *s, str token);

/* What is being written in the form of a kind about a child: as far as it reads. */
typedef struct {
	const kind *kind;
	const view *view;
	record_id corrects;   /* 0 for a new record */
	const values *values;
	when happened;
	entry_links about;
} form_draft;
typedef struct {
	str field; /* its name; "happened" for the day on which it was; empty: about the whole */
	str says, more;
} form_note;
typedef LIST(form_note) form_notes;

/* What a capability says beside the fields of a form while it is filled in: explanations. It stops nobody and proposes no value. */
typedef struct {
	const char *asks;  /* the button's words for somebody without script: "What will the census ask?" */
	const char *known; /* the kind that says how a correction is known; NULL: that is not asked */
	/* The fields of that kind of which it may say something. None: the kind is nothing to it. */
	void (*fields)(const request *r, const kind *k, str_list *ret);
	err (*say)(request *r, const form_draft *d, form_notes *ret);
} beside_code;

/* What a capability's C adds. The build lists the folders and makes the table capability_codes[]. */
typedef struct {
	const char *name;    /* of the panel, as capability.yaml says in `panel:` */
	err (*write)(request *r, const view *v, html *ret); /* an empty html: nothing to show */
} panel_code;
/* A part of a copy that may leave: web/copy.h. */
typedef struct copy copy;
typedef struct {
	const char *name;    /* "chronology" */
	err (*write)(request *r, const view *v, copy *to);
} copy_part_code;
typedef struct {
	const char *capability;
	const route *routes;
	size_t route_n;
	const panel_code *panels;
	size_t panel_n;
	const import_code *imports; /* waymark import NAME FILE */
	size_t import_n;
	const report_code *reports; /* waymark report NAME */
	size_t report_n;
	const check_code *checks;   /* waymark check NAME FILE */
	size_t check_n;
	const beside_code *beside;  /* NULL: it says nothing while people write */
	const copy_part_code *parts; /* what it gives to a copy that may leave */
	size_t part_n;
} capability_code;
extern const capability_code *const capability_codes[]; /* ended by NULL; generated */

#endif
