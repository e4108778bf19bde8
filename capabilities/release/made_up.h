/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to this folder: a copy that is to leave, as one viewer may read it now: its matter, what the gate found in it, what was
 * decided about that, and how far it is. */
#ifndef WAYMARK_RELEASE_MADE_UP_H
#define WAYMARK_RELEASE_MADE_UP_H

#include "match/spot.h"
#include "read.h"
#include "web/copy.h"
#include "wire/file_words.h"

typedef enum { MARK_OPEN, MARK_WORDS_OUT, MARK_ALL_OUT, MARK_KEPT } mark_decision;
mark_decision mark_decision_of(str code); /* as the kind release_mark has it; MARK_OPEN for none */

/* A block of the copy in which something was found. */
typedef struct {
	size_t block;
	str key;                            /* hex digest of its words: the same words are decided about once */
	spot_list spots[PAPER_MOST_COLUMNS];
	bool found[SPOT_KINDS];
	mark_decision decision;
	str why;
	record_id by;
} release_mark;

/* Of an entry in which nothing was found, too, somebody may say that this copy does not need it. */
typedef struct {
	str key;                            /* as release_mark.key */
	bool marked, left_out;
	bool entry;                         /* it rests on an entry; not a heading, nor words of the copy itself, which are changed where it is made up */
} block_choice;

/* A file that goes with the copy. Pictures leave bare: without where they were taken, by whom, with what. */
typedef struct {
	file_value file;                    /* with its bytes */
	record_id source;
	str from;                           /* the joined record that it was received in; else empty */
	file_sort sort;
	bool closed;                        /* its field says so: a photograph of an injury leaves only by a decision */
	bool marked;                        /* something was found in it; it is closed; or a document, which somebody has to read */
	release_mark mark;                  /* key, found and decision */
} release_file;
enum { RELEASE_FILES_BYTES = 64 * 1024 * 1024 }; /* of all of them together */

typedef enum { SEALED_OPEN, SEALED_WITHHELD, SEALED_RELEASED } sealed_decision;

/* What a child asked to keep from somebody: of a copy for a court, each is listed and decided about. */
typedef struct {
	record said;
	str words;                          /* what the story tells of it */
	sealed_decision decision;
	str under, told;
	record_id by;
} sealed_matter;

typedef enum { RELEASE_OPEN, RELEASE_ASKED, RELEASE_SENT_BACK, RELEASE_LEFT, RELEASE_WITHDRAWN } release_state;

typedef struct {
	const release_row *row;
	copy matter;
	LIST(block_choice) choices;         /* of each of its blocks */
	LIST(release_mark) marks;
	LIST(release_file) files;
	LIST(sealed_matter) sealed;
	bool for_court, letter_alone;
	size_t open;                        /* marks and sealed matter about which nobody decided */
	release_state state;
	const release_agreed_row *said;     /* by the second person; NULL: nothing yet */
	const release_asked_row *asked;     /* the newest; NULL: it was not given to anybody */
	bool as_asked;                      /* it still is what was given to the second person */
	str digest;                         /* of the matter, the decisions and to whom it goes */
	record_list hands;                  /* workers who made it up or decided: none of them is the second person */
} made_up;

/* The release of that record, with everything above. E_NOT_FOUND it is none of the view's; as the generated readers. */
err made_up_read(request *r, const view *v, record_id release, made_up *ret) MUST_USE;
/* After a decision was put into it: what waits, and its digest. */
void made_up_settle(arena *a, made_up *m);
/* How far it is, without its matter. As made_up_read. */
err made_up_state(const view *v, const release_row *row, made_up *ret) MUST_USE;
/* The matter as it is to leave: what was taken out is not in it. */
copy made_up_apply(arena *a, const made_up *m);
/* On paper. released: it leaves with these bytes; else each page says that it is a working copy. */
err made_up_paper(request *r, const view *v, const made_up *m, bool released, str *ret_pdf) MUST_USE;

/* ---- look.c */

/* The one that the request's address names. As made_up_read. */
err release_of(request *r, const view *v, made_up *ret) MUST_USE;
/* Its page with that above it: 422. */
err release_refused(request *r, const view *v, const made_up *m, str why, model *to) MUST_USE;

/* ---- gate.c */

/* What must not leave with this copy, and what may: as the viewer may read it. */
err gate_told(const view *v, const made_up *m, spotter **ret) MUST_USE;
/* Goes through the matter; fills choices and marks, without decisions. */
void gate_mark(arena *a, const spotter *s, made_up *m);
str gate_found_words(spot_is is);

/* ---- files.c */

/* The files of the entries between the days that the row says, where it asks for them, with what is found in them. E_LIMIT over
 * RELEASE_FILES_BYTES. */
err files_read(const view *v, const spotter *s, made_up *m) MUST_USE;
/* As they leave: without those that are taken out, pictures bare unless kept as they are. */
void files_apply(arena *a, const made_up *m, value *to);

/* ---- statement.c */
/* From the record, under the headings that a court asks for; what the child said and what was done about it always among them. */
err statement_part(const view *v, const release_row *row, copy *to) MUST_USE;
/* The story between two days, an entry a row. */
err entries_part(const view *v, const release_row *row, copy *to) MUST_USE;
/* Whether a day is one of those that the row asks for. */
bool release_between(const release_row *row, when w);
bool release_has_part(const release_row *row, str code);

/* Whether the viewer made it up, or decided anything in it: then somebody else is the second person. */
bool release_had_hand(const request *r, const made_up *m);
/* How far it is, in a sentence. */
str release_state_words(release_state s);
/* Whether an entry is one of what a child asked to keep. */
bool release_kept(const record_list *kept, record_id id);

#endif
