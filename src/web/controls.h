/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Form controls in the markup of govuk-frontend, escaped by construction: every text is a str, only what is called html
 * goes in as it is. tests/unit/web/controls.c compares them with that package's own fixtures. */
#ifndef WAYMARK_WEB_CONTROLS_H
#define WAYMARK_WEB_CONTROLS_H

#include "base/buf.h"
#include "web/html.h"

/* What has been written by the functions below, and by nothing else. Borrowed from b. */
html controls_html(const buf *b);

/* A label, or the legend of a group. */
typedef struct {
	str text;
	html html;         /* instead of text */
	str classes;
	bool page_heading; /* stands in an h1 */
} caption;

typedef struct {
	str value, text, hint;
	html html;           /* instead of text */
	str id;              /* empty: made from the group's */
	html conditional;    /* shown when chosen */
	str divider;         /* «or»: nothing else of the item is used */
	bool chosen, disabled;
	bool exclusive;      /* checkboxes: choosing it unchooses the others */
} control_item;

/* One of the boxes of a date. */
typedef struct {
	str name, label, id; /* "day", "Day"; id empty: made from the control's */
	str value;
	str classes;
	bool wrong;
} date_box;

typedef enum { SPELLCHECK_UNSAID = 0, SPELLCHECK_ON, SPELLCHECK_OFF } spellcheck;

/* Everything a control may need; empty members write nothing. */
typedef struct {
	str id;              /* empty: the name */
	str name;
	caption label;
	str hint, error;
	str described_by;    /* ids of further descriptions */
	str value;
	str classes;
	str group_classes;   /* of the form group around it */
	html before, after;  /* within the form group, around the input */
	/* one line */
	str type, inputmode, autocomplete, autocapitalize, pattern, prefix, suffix;
	spellcheck spelling;
	bool disabled;
	/* text */
	int rows;
	int64_t most_chars;  /* a character count below */
	/* groups */
	const control_item *items;
	size_t item_n;
	const date_box *boxes;
	size_t box_n;
	/* files */
	bool several;
} control;

void write_input(buf *b, const control *c);
void write_password(buf *b, const control *c);
void write_textarea(buf *b, const control *c); /* with a character count when most_chars is given */
void write_select(buf *b, const control *c);
void write_file_upload(buf *b, const control *c);
void write_radios(buf *b, const control *c);
void write_checkboxes(buf *b, const control *c);
void write_date_input(buf *b, const control *c);

/* A fieldset around `inner`. */
void write_fieldset(buf *b, const caption *legend, str more_classes, str aria_role, str described_by, html inner);

void write_label(buf *b, const caption *label, str for_id);
void write_hint(buf *b, str id, str text);
void write_error_message(buf *b, str id, str text);

typedef struct {
	str text, name, value, classes, href, id;
	bool disabled, once; /* once: a second click within a second does nothing */
} button;
void write_button(buf *b, const button *it);

typedef struct {
	str text, href; /* href "#id": empty for none */
} error_link;
/* Takes the focus where scripts run. title empty: "There is a problem". */
void write_error_summary(buf *b, str title, str description, const error_link *links, size_t n);

#endif
