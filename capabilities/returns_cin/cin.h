/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The children-in-need census and the area's kinds: cin_map.c says which element is which field; cin_child.c makes records
 * of one child's groups, cin_write.c appends them, cin_groups.c makes groups of records again. import_cin.c, export_cin.c
 * and export_stats.c are the commands. Kinds are looked up by name: what an area does not declare is printed as not read. */
#ifndef WAYMARK_RETURNS_CIN_CIN_H
#define WAYMARK_RETURNS_CIN_CIN_H

#include "cmd/content.h"
#include "journal/batch.h"
#include "wire/census_tables.h"
#include "wire/csv.h"

enum { CIN_ELEMENTS_MOST = 80, CIN_LEVELS = 4 };

/* A line of what is kept as received: «referral 2025-06-31#1, CINreferralDate: 2025-06-31». */
#define CIN_KEPT_OF ", "
#define CIN_KEPT_IS ": "

/* Where an element's value goes. */
typedef struct {
	const kind *k;
	const field *f; /* NULL: the day on which it happened */
} cin_place;

typedef struct {
	const practice *practice;
	const zone *zone;
	cin_place at[CIN_ELEMENTS_MOST]; /* by place in census_elements; k NULL: no place here */
	const kind *main[CENSUS_PRE_PROCEEDINGS + 1]; /* what a group as a whole is; NULL not declared here */
	const kind *census_child;
	field day; /* a field of days, to read those on which something happened */
} cin_map;
void cin_map_make(const practice *p, const zone *z, cin_map *ret);
const cin_place *cin_place_of(const cin_map *m, const census_element *e);

/* What a census is read from: an XML file, or the tables of the flat form together, whose lines count on from one to the next. */
enum { CIN_TABLES_MAX_BYTES = 128 * 1024 * 1024 };
typedef struct {
	str path;
	int lines_before;
} cin_path;
typedef struct {
	cmd *c;
	LIST(cin_path) paths;
	bool is_table;         /* the file opened is a table: cin_source_add_table takes it into a source of tables */
	int fd;
	sha256 seen;           /* of the file as read the last time */
	census_tables *tables; /* NULL for a file */
	int lines;
	size_t bytes;
} cin_source;
/* Each: not CMD_DONE after a message. A source of tables begins as { .c = c, .fd = -1 }. */
int cin_source_open(cmd *c, str path, cin_source *ret);
int cin_source_add_table(cin_source *s, str path);
void cin_source_close(cin_source *s);
/* The whole of it through the visitor; a message is given where it is no census, none for the visitor's own E_DENIED. */
err cin_source_read(cin_source *s, const census_visitor *v) MUST_USE;
str cin_source_name(arena *a, const cin_source *s);
void cin_where(buf *b, const cin_source *s, int line); /* "FILE:LINE: " */
int cin_refuse(const cin_source *s, int line, const char *why); /* says it; CMD_COULD_NOT */

/* One record that a child's groups make, on its way. */
typedef struct cin_record cin_record;
struct cin_record {
	const kind *k;
	str name;  /* what its id is made of: authority, child, group, natural key (cin_person_name, and more) */
	str shown; /* "child 17, referral 2024-03-05" */
	int line;
	int level; /* those of a lower level are written before */
	when happened;
	values v;
	bool *said; /* for each field: the census speaks of it */
	cin_record *child, *episode, *enquiry, *to;
	record_id record;
	bool writes; /* not there yet, or otherwise */
	bool known;  /* the area had it before */
	bool looked_for; /* of a child: record and first are found */
	uuid first;      /* the id that it begins with */
	str replaced;    /* of a census: the keys of referrals that the file lists under another day, a line each */
	bool unheard_of; /* of a child: no file that was ever begun had it */
	bool taken_back; /* the file does not say it any more: where the area has it, it is taken back */
};
typedef LIST(cin_record *) cin_records;

/* One file on its way in. */
typedef struct {
	cmd *c;
	reading *read;
	cin_map map;
	cin_source *source;
	str year, authority; /* empty where the file does not say it */
	arena chunk; /* of the children that are gathered and not written yet */
	cin_records records;
	buf said;    /* the printed list, in chunk */
	map years;   /* batch -> the year of its file */
	batch batch;
	int64_t children, episodes, made, corrected, unread;
} cin_import;

/* A record as the area has it. */
typedef struct {
	entry newest;
	values v;       /* in the kind of today */
	seq_list heads; /* empty: nothing that can be read */
	bool newer;     /* a file of a later year said it: this one does not undo it */
} cin_known;
/* Of one->record, which is of the kind one->k. */
err cin_read_known(cin_import *in, const cin_record *one, cin_known *ret) MUST_USE;

/* The name of a child's record; those of its other records begin with it and a slash. */
str cin_person_name(arena *a, str authority, str number);
/* Makes the records of a child and adds them to in->records; what does not read is said. */
err cin_take_child(cin_import *in, const census_group *child) MUST_USE;
/* For each episode of the child the name of the record that it is, where a file before gave it another day; empty: its own.
 * Looks for person's record as well. Where it is not clear which it is that is said. */
err cin_episodes_find(cin_import *in, const census_group *child, cin_record *person, str *ret_names) MUST_USE;
/* The day on which a group began, as it is kept; and that day with the group's number among those of the same day. */
str cin_began(cin_import *in, const census_group *g);
str cin_natural_key(cin_import *in, const census_group *parent, size_t at);
str cin_plain_day(const cin_import *in, arena *a, str text);
/* "FILE:LINE: child X: ", and counts it; the caller adds the rest and a line end. */
buf *cin_unread(cin_import *in, int line, str child);
void cin_say_text(buf *b, str text); /* «text», fit for a terminal */
/* Writes in->records, prints what was said, and forgets both. */
err cin_write(cin_import *in) MUST_USE;

/* One child of the area as the groups of a census of that year. NULL: nothing of it belongs in. In arena a. */
typedef struct {
	const cin_map *map;
	db *db;
	str year;
	day from, until; /* the year of the census */
	seq at;          /* as it was known at that position */
} cin_return;
typedef enum { CIN_IN_FILE, CIN_IN_REFERRED, CIN_IN_OPEN, CIN_OUT_NO_REFERRAL, CIN_OUT_LATER, CIN_OUT_OVER, CIN_OUT_NO_NUMBER } cin_why;
typedef struct {
	const census_group *group; /* NULL: not in it. A line of it or of a value is a place in `records`, from 1 */
	cin_why why;
	record_list records;
} cin_stood;

#endif
