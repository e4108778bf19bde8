/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who may see and say what. A view is the proof that one viewer may read one child's record for one purpose now; making it
 * notes the look, and the answer is held back until the read log has it. A writer is the right to append. */
#ifndef WAYMARK_ACCESS_ACCESS_H
#define WAYMARK_ACCESS_ACCESS_H

#include "access/area.h"
#include "access/readlog.h"

typedef struct {
	int64_t sign_in;     /* 0 for commands in an area without sign-ins */
	str name;            /* as shown */
	role_set roles;
	record_id worker;    /* record of the kind worker; none for administrators of the system */
	record_id person;    /* the person that the worker is: for seals and for interests; 0 when not recorded */
	record_id team, agency;
	bool measuring;      /* an area that has no sign-ins: reads all, still logged */
} viewer;

/* One request's or command's reading. Everything read through it is one snapshot. */
typedef struct reading {
	area *area;
	db *db;
	arena *a;
	const practice *practice;
	const viewer *who;
	instant now;
	day today;
	str because;         /* a command's reason; a page's route */
	look_list looks;     /* noted so far: to be durable before anything is shown */
	bool log_unread;     /* what the page rests on could not be read in the read log: nothing is shown */
	seq at;              /* where the viewer's rights are asked; 0: now */
	struct reading *then; /* set by access_as_known: the reading of who could read on a past day; else NULL */
	struct kept_entries *kept; /* access/ alone: what is kept from the viewer; NULL until it was asked for */
	map titles;          /* access/ alone: how a kind's records are called */
} reading;

/* The reading is of a past moment from here on: what it opens at *ret_at shows what was recorded by then, what that worker (0:
 * the viewer) could read then, by the roles, work, interests and wishes of that moment, and the viewer may read now. `today`
 * becomes the day of it; now stays, and with it the viewer's own rights. What is opened is noted with the moment and the person.
 * on: at the end of a day, 1 ms before midnight. E_NOT_FOUND nothing was recorded by then, or no such worker was. */
err access_as_known(reading *r, instant on, record_id to, seq *ret_at) MUST_USE;

/* Proof of the right to read. Only access_open* make one. */
typedef struct view {
	reading *r;
	record_id child;       /* the person that stands for the child; 0 for a view of a kind's list */
	record_list same;      /* all records that are this person */
	seq at;                /* position to read at; PROJECT_NOW */
	bool works_with;       /* the viewer works with the child now */
	struct view_proof *proof; /* known to access/ alone: a view that did not come from there is stopped by a CHECK */
} view;

/* E_NOT_FOUND no such person. E_DENIED: the look is noted as refused; an administrator of the system, and anybody with a
 * recorded interest in the child, always. at: PROJECT_NOW, or a past position: what could be read then and may be now, by the
 * reader that access_as_known named, and without one by the viewer with its roles of now. E_DENIED too where that one could
 * not read the record then. */
err access_open(reading *r, record_id child, seq at, str purpose, view *ret) MUST_USE;
/* A list of records of a kind that is not about a child, for the roles that may read the kind. E_DENIED. */
err access_open_list(reading *r, const kind *k, view *ret) MUST_USE;
/* A view of nothing: for the names that everybody may know, and for what may be recorded that is about no child. */
view access_open_none(reading *r);
/* Opens the view that a record needs: its child's, or its kind's list. E_NOT_FOUND, E_DENIED. */
err access_open_record(reading *r, record_id record, seq at, view *ret, const kind **ret_kind) MUST_USE;

/* One entry as this viewer may read it: unreadable fields blanked. */
typedef struct {
	seq seq;
	record_id record;
	const kind *kind;      /* the version it was written with */
	when happened;
	instant recorded;
	record_id author, agency;
	str batch;             /* the file that it came with: access_source names it */
	entry_links about;
	values values;         /* an unreadable field is VALUE_ABSENT */
	bool newest;
	bool disposed;
} record;
typedef LIST(record) records;

/* The newest entry of each record of the kind that is about the view's child (or all, for a list view), newest happened
 * first, without what is sealed from the viewer. The generated read_<kind> call this. limit 0: all. A view reads a kind once:
 * whoever asks again is given the same, in a list of its own. */
err access_records(const view *v, const kind *k, int64_t limit, records *ret) MUST_USE;
/* The first of those that is wanted: where it is among the newest of many, they are not all read. *ret_found
 * false: none is, and *ret is undefined. */
typedef err access_wanted(void *context, const record *one, bool *ret);
err access_newest(const view *v, const kind *k, access_wanted *wanted, void *context, record *ret, bool *ret_found) MUST_USE;
/* One record, newest entry; E_NOT_FOUND also when it is sealed from the viewer. */
err access_record(const view *v, record_id id, record *ret) MUST_USE;
/* Every entry of a record, newest first, as far as the viewer may read them. */
err access_versions(const view *v, record_id id, records *ret) MUST_USE;
/* Of those entries, as access_versions gave them, the ones after which nobody wrote: two where two people wrote beside each
 * other. */
err access_heads(const view *v, const records *versions, seq_list *ret) MUST_USE;
/* The file of that digest, with its bytes, where an entry of the record names it in a field that the viewer may read; else
 * E_NOT_FOUND, wherever else the file may stand. */
err access_file(const view *v, record_id id, const sha256 *digest, file_value *ret) MUST_USE;
/* The same without its bytes: they are read a part at a time (incoming.h). */
err access_file_named(const view *v, record_id id, const sha256 *digest, file_value *ret) MUST_USE;

/* The child's records that the child asked to keep from somebody, whoever it is, those of such kinds that are tied to what is
 * not over yet (access_not_over), and those that answer them: for pages that may be seen over a shoulder, lists and prints,
 * which leave them out for everybody. */
err access_kept(const view *v, record_list *ret) MUST_USE;
/* Whether that record, which is about the child, is one of them: for whoever asks for one only. */
err access_is_kept(const view *v, record_id id, bool *ret) MUST_USE;
/* The child's records of a kind that declares quiet_until, whose day nobody has said or is still to come: an open enquiry. As far
 * as the viewer may read them. */
err access_not_over(const view *v, record_list *ret) MUST_USE;

/* A sentence of the story. */
typedef struct {
	seq seq;
	record_id record;
	str kind;              /* its name; label from the practice */
	stage stage;
	when happened;
	int64_t happened_ms, moment; /* with seq, the order of the story. moment 0: the kind's own sentence */
	record_id of;          /* the record of the child in which it was written: one of the view's same */
	record_id author;
	str batch;             /* where nobody is its author: the file that it came with; access_source names it */
	bool kept;             /* one of access_kept */
	size_t place;          /* in the view's story, from its beginning */
	const struct line_told *told; /* known to access/ alone */
	instant recorded;      /* from here on empty until told */
	record_id agency;
	LIST(struct sentence_bit { bool own_words; str text; }) bits; /* names filled in; own_words: a text field's value, shown
	                          as quotation */
} story_line;
typedef LIST(story_line) story_lines;
err access_story(const view *v, bool oldest_first, story_lines *ret) MUST_USE;
/* The story from its beginning without its sentences: for counting, grouping and drawing it. *ret is the view's own. */
err access_story_lines(const view *v, const story_lines **ret) MUST_USE;
/* The sentence of one of the view's lines, and what else was left empty: what a page shows of a long story. */
err access_tell(const view *v, story_line *line) MUST_USE;

/* For the children behind a number, who are told of without a view. ret_partly: the persons of whom something is kept from the
 * viewer, each once, in order; access_keeps says of an entry whether it is. ret_wholly: those in whom the viewer has an interest. */
err access_counted_without(reading *r, record_list *ret_partly, record_list *ret_wholly) MUST_USE;
err access_keeps(reading *r, seq s, record_id id, bool *ret) MUST_USE;

/* The name of a record for this viewer («Asha Bell», a team's name); "somebody" where the viewer may not know. */
str access_name(const view *v, record_id record);
/* The same, found sooner where the record is of that kind, as those who write are workers. */
str access_name_of(const view *v, str kind_name, record_id record);
/* Those around the view's child today whom the viewer may know: whom the records of a kind that have begun and are not over
 * (lives_with, relationship, works_with; none where the area has no such kind) name in a role. */
typedef struct {
	record_id record;
	str name;
	str as;              /* the code in the record's field as_field; empty where nobody knows it */
} near_child;
typedef LIST(near_child) near_list;
err access_around(const view *v, str kind_name, str as_role, str as_field, near_list *ret) MUST_USE;
/* The number at which a worker is rung today: their own, else their team's; empty where the viewer may not read it or nobody knows
 * it. E_NOT_FOUND no such record. */
err access_telephone(const view *v, record_id worker, str *ret) MUST_USE;
/* What stands behind an entry that came with a file: «the children in need census 2026 of local authority 999, read in by
 * Una». Empty where it came with none, or with one that has no name. */
str access_source(const view *v, str batch);

/* To say that somebody has an interest in the child, whether or not the viewer may open it: a view of nothing, and the
 * child's name where the viewer may open it, else empty. E_DENIED not for this role. E_NOT_FOUND no such person. */
err access_interest(reading *r, record_id child, view *ret, str *ret_name) MUST_USE;
/* The persons whom the viewer alone has written about, newest first, at most 20 of the area's last entries: to be named in
 * what is recorded next. */
err access_recorded_alone(const view *v, record_list *ret) MUST_USE;

/* The right to append. E_DENIED where the viewer may not write this kind about these records, or where the reading is of a past
 * moment (access_as_known): what is written is written now. */
err access_writer(reading *r, const kind *k, const entry_head *head, writer *ret) MUST_USE;
/* To be called before journal_append. Fields that the viewer may not write, and in a correction of record `id` those that it
 * may not read, keep what stands there (nothing in a new record). E_NOT_FOUND, E_DENIED a field names a record that the
 * viewer may not know of. */
err access_values(const view *v, const kind *k, record_id id, values *io) MUST_USE;
/* Kinds the viewer may write about the view's child (or, child 0, at all), for «record something»; in order of label. None
 * where the reading is of a past moment. */
typedef LIST(const kind *) kind_list;
err access_writable(const view *v, kind_list *ret) MUST_USE;
/* The kind as it was declared at the view's position: its labels are what a page of that day says. NULL there was none. */
const kind *access_kind(const view *v, str name);
/* Fields of k this viewer may read, write: bit i for field i is kept in an array of k->field_n. */
bool access_field_readable(const view *v, const kind *k, const field *f);
bool access_field_writable(const view *v, const kind *k, const field *f);

/* Finding (match/find.h): whom, how often, and what is noted of it. */
typedef struct {
	record_id person;
	str name;
	value born;
	str why;     /* in words: how what was typed and what is known differ */
	double sure; /* 0..1: how likely it is the one who was meant */
	str lives_with, works_with; /* names of those who do so today, as far as the viewer may read of it; empty: nobody known */
	str beware;  /* whom they may be taken for, of those found; empty: nobody */
	str alike;   /* in what: «the same surname and date of birth» */
	str number;  /* the local one, of children nobody holds */
} found;
typedef LIST(found) found_list;
/* E_DENIED not for this role.   E_LIMIT so many look-ups an hour were made already. Either try is noted with its text. */
err access_find_begin(reading *r, str text) MUST_USE;
/* Each person whom the viewer works with and may open now, as a view: nobody is found by what it does not read. Nothing is
 * noted. Anything but OK and E_NOT_FOUND from the visitor ends it. */
typedef err access_person_visit(void *context, const view *v);
err access_find_among(reading *r, access_person_visit *visit, void *context) MUST_USE;
/* The same, but only those about whom a record of that kind was recorded since then. */
err access_find_among_with(reading *r, const kind *k, instant since, access_person_visit *visit, void *context) MUST_USE;
/* Notes that the person was shown to somebody who looked for that text; name, birth date and who is around them, as the viewer
 * may read it. The person must be one of those visited, or anybody where the area has no sign-ins. E_NOT_FOUND. */
err access_found(reading *r, record_id person, str text, found *ret) MUST_USE;
/* Notes a look-up that found nobody. */
void access_found_nobody(reading *r, str text);
/* Somebody whom the viewer may not open, and whom to ring: nothing of the record. */
typedef struct {
	str name, telephone; /* of who works with them now; telephone also the team's; empty where nobody knows it */
} to_ring;
typedef struct {
	record_id person;
	LIST(to_ring) ring;  /* empty: nobody works with them now */
} pointer;
/* Notes that the viewer was told of the person by that text. E_NOT_FOUND there is none, or none that the viewer may know of:
 * kept from them, kin of theirs, or one whom they may open (access_found). */
err access_pointer(reading *r, record_id person, str text, pointer *ret) MUST_USE;
/* OK where the viewer was told so of the person within the last hour, and still may be: for what follows from it. E_NOT_FOUND. */
err access_pointed_to(reading *r, record_id person) MUST_USE;
/* Records that the viewer opens that person's record in an emergency (kind emergency_opening): relation.c gives the right, for a
 * day. id: of the entry, kept to try again. E_NOT_FOUND not pointed to, or no such kind here. E_DENIED not for this role.
 * E_INVALID with problems. As journal_append. */
err access_open_in_emergency(reading *r, record_id person, str why, uuid id, problems *ret_problems) MUST_USE;
/* Whether the viewer may open the person's record now; nothing is noted. */
err access_works_with(reading *r, record_id person, bool *ret) MUST_USE;
/* For commands: the record with this local number. Nothing is told of it: access_open says whether it may be. E_NOT_FOUND. */
err access_by_local_id(reading *r, str local_id, record_id *ret) MUST_USE;
/* The same with this unique pupil number, as it is kept. */
err access_by_upn(reading *r, str upn, record_id *ret) MUST_USE;
/* The viewer's own children: those the viewer works with now. */
err access_my_children(reading *r, found_list *ret) MUST_USE;
/* The same in parts: from the `from`th (0 the first) in order of name, at most so many, each as a view. Those alone are noted as
 * shown. *ret_all: of how many. Anything but OK from the visitor ends it. */
err access_my_children_from(reading *r, size_t from, size_t most, access_person_visit *visit, void *context, size_t *ret_all) MUST_USE;
/* For a list that access_my_children gave: when each child's own words were last recorded (stage heard), as far as the viewer
 * may read them; WHEN_NONE: not yet. ret_heard has room for mine->n. */
err access_last_heard(reading *r, const found_list *mine, when *ret_heard) MUST_USE;
/* The same of one child's view; *ret_times: on how many days of the year that ends today; NULL where that is not
 * asked. */
err access_heard(const view *v, when *ret, size_t *ret_times) MUST_USE;
/* Which teams work with which children today, in order of the children: for counts by team, which show nobody. Nothing is noted.
 * team 0: a worker of none. */
typedef struct {
	record_id child, team;
} child_team;
typedef LIST(child_team) child_teams;
err access_child_teams(reading *r, child_teams *ret) MUST_USE;
/* Children nobody holds, for managers: name, number, age and since when; no content. Whom nobody has worked with for longest
 * first; at most so many from the `from`th on, which alone are noted as looked at; *ret_all: of how many. E_DENIED. */
err access_nobody_holds_from(reading *r, size_t from, size_t most, found_list *ret, size_t *ret_all) MUST_USE;
err access_nobody_holds(reading *r, found_list *ret) MUST_USE; /* all of them */
/* One of them. E_NOT_FOUND it is none; E_DENIED. */
err access_unheld(reading *r, record_id child, found *ret) MUST_USE;
/* Who looked at the child and who tried, the newest first; names of lookers filled in. What was written is not in it: that
 * something was written may be what is kept from the viewer. */
typedef struct {
	look look;
	str who;
} looked;
typedef LIST(looked) looked_list;
enum { WHO_LOOKED_MOST = 1000 }; /* the newest; the log itself keeps all */
/* By the moment that access_as_known named, where it did, at what was the child then; else until now. */
err access_who_looked(const view *v, looked_list *ret) MUST_USE;

#endif
