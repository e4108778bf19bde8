/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A capability's place in the house: capability.yaml and measures.yaml.
 *
 *   capability: training
 *   label: Multi-agency training
 *   answers: [Munro 6]                                     (optional: which recommendations of which review it answers)
 *   lists: [worker, team]                                  (optional: kinds of practice/ on its page beside its own)
 *   navigation: {label: Training, order: 60, for: [manager, board]}     (optional; the address is /c/training)
 *   panels:
 *     - {slot: child.side, kind: voice, label: "What the child said", order: 20}      a list of the child's records
 *     - {slot: child.top, panel: newest_words, order: 10}                             written by the capability's C
 *     - {slot: child.head, panel: tonight, label: "Where the child is tonight", order: 10}   one thing in the head of the page
 *   my_children:                             what the first page says beside each of the viewer's own children
 *     - {tells: last, kind: visit, label: "Seen", field: seen, codes: [alone, asleep], order: 10}       the newest day
 *     - {tells: next, kind: promise, label: "Promised", by: by, words: what, until: promise_kept}       the nearest day
 *     - {tells: waits, kind: voice, label: "Waits for an answer", until: voice_answer}                  what is not followed yet
 *     - {tells: after, kind: voice, label: "Ask again", by: ask_again, until: voice}   from that day on, until a later `until`
 *     - {tells: page, page: visit, label: "Page for a visit"}                                          a link to /child/N/visit
 */
#ifndef WAYMARK_KIND_CAPABILITY_H
#define WAYMARK_KIND_CAPABILITY_H

#include "kind/kind.h"

typedef enum {
	SLOT_CHILD_HEAD, SLOT_CHILD_TOP, SLOT_CHILD_SIDE, SLOT_CHILD_DOOR, SLOT_RECORD_FOOT, SLOT_HOME, SLOT_HOME_TOP, SLOT_TEAM,
	SLOT_FORM_TOP /* above the form of a kind about a child: its name is the request's second parameter */
} slot;

typedef struct {
	slot slot;
	str kind;  /* a list of this kind's records; or */
	str panel; /* the name of a panel of the capability's C */
	str label;
	int64_t order;
	str capability;
} panel;

typedef enum { TELLS_LAST, TELLS_NEXT, TELLS_WAITS, TELLS_AFTER, TELLS_PAGE } own_tells;

/* What the first page says beside each of the viewer's own children. */
typedef struct {
	own_tells tells;
	str label;
	str kind;       /* whose records it tells of */
	str field;      /* a choice: only records with one of these codes; empty: all */
	str_list codes;
	str by, words;  /* next: the field with the day, and the one with the words; after: the day from which on it is told */
	str until;      /* next, waits: a kind with a link `to` it; what has one is told no more. after: a kind; told no more once there
	                   is a later record of it */
	str page;       /* page: the last part of its address below the child's */
	int64_t order;
} own_line;
typedef LIST(own_line) own_lines;

typedef struct {
	str name, label, about;
	str_list lists;          /* kinds declared elsewhere that its page lists too */
	str_list answers;        /* recommendations: the review's name and the number in it */
	bool navigated;
	str navigation_label;
	int64_t navigation_order;
	role_set navigation_for; /* 0: everybody */
	panel *panels;
	size_t panel_n;
	own_lines my_children;
} capability;
typedef LIST(capability) capabilities;

/* Where something that is measured begins or ends: what reaches a stage, or a record of a kind. */
typedef struct {
	str stage, kind;
	str pick;            /* begins: first, last, every; ends: first, next, last, own (of the same record) */
	str moment;          /* of the kind, by its field; empty: the entry itself */
	str field;           /* only where this field of the kind ... */
	str_list values;     /* ... holds one of these, or `answered`: anything (a number is taken as it is) */
	bool changed_worker; /* only where the worker is another than the child's one before */
} measure_point;

enum { MEASURE_BANDS = 8 };
/* A question asked of the journeys. Read and linted here; answered by journey/. */
typedef struct {
	str name, asks, shape, unit, open, capability;
	str item;              /* what the field calls it: O5 */
	str not_answerable;    /* why the records cannot say; then it has no shape */
	str_list ask_locally;  /* the questions that go with the number */
	measure_point from, to;
	measure_point stops;   /* after which nothing more is awaited: censored there */
	measure_point cohort;  /* only children of whom there is this */
	str_list by;           /* year, quarter, month, locality, agency, team, age_band, sex, or KIND.FIELD */
	str_list heard;        /* silence: kinds that break one; empty: whatever is about the child */
	str_list kinds;        /* flow: kinds that count; empty: every kind */
	str tells;             /* quartiles or curve (interval), funnel (share, again); empty: what the shape tells first */
	str per;               /* rate: population, for 10,000 children who live here */
	str on;                /* open: the day of the year for which it is told, "03-31"; empty: every day */
	uint32_t bands[MEASURE_BANDS]; /* interval: also how many took up to so many days (or working days), ascending */
	size_t band_n;
	int64_t span_days;     /* again, share: within; silence: longer_than; 0 where not said */
} measure;
typedef LIST(measure) measures;

/* A way to split that would measure people who work here: no measure may. */
bool measure_names_person(str way);

/* Every capability.yaml and measures.yaml (told apart by the file's name); kinds checked against p. E_INVALID with a
 * finding for each wrong thing that is no warning; *ret and *ret_measures hold what could be read all the same, without panels of kinds not
 * in force. */
err capabilities_load(arena *a, const practice *p, const kind_source *sources, size_t n, findings *ret_findings,
                      capabilities *ret, measures *ret_measures) MUST_USE;

/* What the build embedded: every *.yaml of capabilities/ and practice/. Generated. */
typedef struct {
	const char *file, *capability, *bytes;
	size_t size;
} embedded_source;
extern const embedded_source embedded_sources[];
extern const size_t embedded_source_count;

/* The bytes of the embedded file of that path, static. false where there is none. */
bool embedded_file(str path, str *ret);

/* What a declaration file holds, told by its name: kinds.yaml; overlay.yaml; capability.yaml and measures.yaml. */
typedef enum { SOURCE_OTHER, SOURCE_KINDS, SOURCE_OVERLAY, SOURCE_CAPABILITY } source_holds;
source_holds source_of_file(str file);
/* The embedded files that hold what is wanted: SOURCE_KINDS for practice_load, SOURCE_CAPABILITY for capabilities_load.
 * Texts are static. */
typedef LIST(kind_source) kind_sources;
kind_sources embedded_kind_sources(arena *a, source_holds wanted);

#endif
