/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Inside kind/: reading declarations. What may stand where is a table of keys; whatever is wrong becomes a finding with its
 * line and what to write instead, and reading goes on. */
#ifndef WAYMARK_KIND_DECLARING_H
#define WAYMARK_KIND_DECLARING_H

#include "kind/kind.h"
#include "kind/names.h"
#include "wire/yaml.h"

#include <limits.h>
#include <stddef.h>

/* A kind named by another: looked up once all files are read. */
typedef enum {
	MENTIONED,          /* must be there */
	MENTIONED_FOLLOWS,  /* and must have the role `to` back */
	MENTIONED_IF_THERE  /* a link that an entry may lack: without its kind, which may be another folder's, it is left out */
} mentioned;
typedef struct {
	str file;
	int line;
	str target;
	const kind *by;
	mentioned as;
} kind_mention;
typedef LIST(kind_mention) kind_mentions;

/* One file, or one declaration out of the journal, being read. */
typedef struct {
	arena *a;
	str file, capability;
	bool effective;   /* canonical form: says everything that was in force, overlays included */
	findings *found;
	kind_mentions *mentions;
} declaring;

/* Notes a finding: what is wrong, and what to write instead. */
void wrong(declaring *d, int line, str message, str instead);
/* The nearest of the known words, or all of them: what to write for a word that is none. */
str instead_of(arena *a, str written, const str_list *known);
/* Notes «there is no WHAT «written»AFTER», and the nearest. */
void unknown(declaring *d, int line, const char *what, str written, const char *after, const str_list *known);

typedef enum { KEY_READ_FIRST = 0, KEY_TEXT, KEY_FLAG, KEY_INTEGER, KEY_OTHER } key_reads;
/* Where a key may stand: in a file of the program, in an overlay of something that is there, in canonical form. */
enum {
	IN_BASE = 1, IN_OVERLAY = 2, IN_EFFECTIVE = 4,
	IN_FULL = IN_BASE | IN_EFFECTIVE, IN_ALL = IN_FULL | IN_OVERLAY
};

/* A key that a map may have, and what is done with its value. */
typedef struct {
	const char *name;
	unsigned where;                                           /* IN_* */
	bool required;
	key_reads reads;
	size_t offset;                                            /* TEXT (str), FLAG (bool), INTEGER (int64_t) */
	int64_t least, most;                                      /* INTEGER: its limits; TEXT: most characters */
	void (*read)(declaring *d, const yaml *y, void *into);    /* OTHER */
} key;
typedef struct {
	const key *at;
	size_t n;
} key_table;
#define KEYS(array) ((key_table){ (array), sizeof(array) / sizeof *(array) })

/* Reads a map by the table, in the table's order; `where` is one of IN_*; `what` names the map in findings ("a kind",
 * "the field words"). Unknown keys, missing ones and values of the wrong form are findings. */
void keys_read(declaring *d, const yaml *y, key_table keys, unsigned where, str what, void *into);

/* Words of at most most_chars, without control characters; false after a finding. */
bool read_words(declaring *d, const yaml *y, int64_t most_chars, str *ret);
bool read_flag(declaring *d, const yaml *y, bool *ret);
bool read_integer(declaring *d, const yaml *y, int64_t least, int64_t most, int64_t *ret);
/* A name that fits a table, a column and a C member. */
bool read_name(declaring *d, str name, int line, str what);
/* [practitioner, works_with_child, everyone] into roles; relation NULL where works_with_child has no place. */
void read_roles(declaring *d, const yaml *y, role_set *ret_roles, bool *ret_relation);
/* Calls read for each `NAME: value` of a list of single-key maps, or of a map. */
void each_named(declaring *d, const yaml *y, str what, void (*read)(declaring *d, const yaml *y, void *into), void *into);

enum { LABEL_MAX_CHARS = 200, GUIDE_MAX_CHARS = 2000, SENTENCE_MAX_CHARS = 1000 };

/* A kind from its map; NULL when it has no usable name. The kinds that it mentions are checked by mentions_check. */
kind *kind_declare(declaring *d, const yaml *y);
void mention(declaring *d, const kind *by, str target, int line, mentioned as);
typedef LIST(kind *) kind_set;
kind *kind_set_find(const kind_set *kinds, str name);
void mentions_check(arena *a, const kind_mentions *mentions, const kind_set *kinds, findings *found);
/* The parts of a kind that have files of their own; `into` is the kind. */
void abouts_read(declaring *d, const yaml *y, void *into);
void moments_read(declaring *d, const yaml *y, void *into);
void read_stage(declaring *d, const yaml *y, stage *ret);
/* Leaves out the links that an entry may lack and whose kind is not there. */
void absent_dropped(declaring *d, kind *k, const kind_set *kinds);
/* What must hold between the parts of a kind, overlays included. */
void kind_check(declaring *d, const kind *k);

/* One field from `NAME: {type: ..}` in a kind of a file, or in its canonical form. */
void field_declare(declaring *d, const yaml *y, kind *k, bool of_area);
/* What an overlay says of a field that is there: other words, codes added, hidden. */
void field_overlay(declaring *d, const yaml *y, field *f);
/* Same type, target, unit and identifier: what may never change between versions. In words: "number of weeks". */
bool field_same_type(const field *f, const field *g);
str field_type_words(arena *a, const field *f);

/* A sentence "{child} said: “{words}”" into parts. Names are the kind's fields and, with_about, its roles. */
void sentence_declare(declaring *d, const kind *k, str text, int line, bool with_about, sentence_part **ret,
                      size_t *ret_n);

/* Lays an overlay's map over the kinds: adds, relabels, hides. */
void overlay_declare(declaring *d, const yaml *y, kind_set *kinds);

/* Sets k->declaration and k->version. */
void kind_canonical(arena *a, kind *k);
/* From canonical JSON as the journal keeps it; declaration and version are of these bytes. E_INVALID cannot be read. */
err kind_from_canonical(arena *a, str declaration, kind **ret) MUST_USE;

#endif
