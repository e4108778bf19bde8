/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a kind is: the declaration of a type of record, loaded from kinds.yaml, complete and immutable once loaded. */
#ifndef WAYMARK_KIND_KIND_H
#define WAYMARK_KIND_KIND_H

#include "base/map.h"
#include "base/seq.h"
#include "base/str.h"

enum {
	KIND_MAX_BYTES = 1024 * 1024,  /* of an entry's values */
	KIND_MAX_FIELDS = 200,
	KIND_MAX_CHOICES = 400,
	TEXT_MAX_BYTES = 1024 * 1024,  /* text, unless the declaration says less */
	LINE_MAX_CHARS = 200           /* line, unless the declaration says otherwise */
};

typedef enum {
	FIELD_TEXT,       /* lines of text */
	FIELD_LINE,       /* one line */
	FIELD_CHOICE,     /* one code of a list */
	FIELD_CHOICES,    /* several */
	FIELD_DAY,        /* a day, month or year, exact or about */
	FIELD_INSTANT,    /* a day and a time */
	FIELD_NUMBER,     /* a decimal with a unit */
	FIELD_YES_NO,
	FIELD_PERSON,     /* a link to a record of the kind person */
	FIELD_PEOPLE,
	FIELD_RECORD,     /* a link to a record of the kind `target` */
	FIELD_FILE,
	FIELD_IDENTIFIER  /* checked by `identifier` */
} field_type;

typedef enum { IDENTIFIER_NHS, IDENTIFIER_UPN, IDENTIFIER_ULN, IDENTIFIER_POSTCODE, IDENTIFIER_LOCAL } identifier_type;

/* What an entry of the kind means on the child's journey. */
typedef enum {
	STAGE_NONE, STAGE_NEED, STAGE_HEARD, STAGE_UNDERSTOOD, STAGE_DECIDED, STAGE_OFFERED, STAGE_RECEIVED, STAGE_CHANGED,
	STAGE_ENDED
} stage;

/* Roles a person signs in with. What each may do beyond reading and writing kinds: access/roles.h. */
typedef enum {
	ROLE_PRACTITIONER = 1 << 0, ROLE_MANAGER = 1 << 1, ROLE_PARTNER = 1 << 2, ROLE_DESK = 1 << 3,
	ROLE_BOARD = 1 << 4, ROLE_CHILD = 1 << 5, ROLE_FAMILY = 1 << 6, ROLE_ADMINISTRATOR = 1 << 7
} role;
typedef uint32_t role_set;
#define ROLE_EVERYONE ((role_set)0xFF)

/* Who may: by a dated working relation to a child that the record is about, or by role. Empty means nobody. */
typedef struct {
	bool works_with_child; /* read: anyone who works with the child now (kind works_with) */
	role_set roles;        /* write about a child: the role, and working with the child, are both needed */
	role_set about_any;    /* write only: these roles may write without working with the child (write_about_any) */
} who;

typedef struct {
	str code, label;
	bool hidden; /* by an overlay: not offered any more, still readable */
} choice;

typedef struct field {
	str name, label, guide;
	field_type type;
	bool required;         /* answered, or said «not known» */
	bool known;            /* whoever fills it in knows the answer: «not known» is none */
	bool seal;             /* the people named here may not read the entry */
	bool only;             /* where people are named here, only they may read the entry, with who wrote it and managers */
	bool closed;           /* FIELD_FILE: shown to whoever asks for it, and never printed with the record */
	bool drawn;            /* FIELD_FILE: its form offers to draw there and then */
	bool others;           /* FIELD_PERSON, FIELD_PEOPLE: neither the child nor a person who works here is offered */
	bool later;            /* asked only when the record is corrected */
	bool hidden;           /* by an overlay: not asked any more, still readable */
	bool of_area;          /* added by an overlay */
	bool own_read, own_write; /* read and write below are said for the field itself */
	who read, write;       /* otherwise the kind's */
	choice *choices;       /* FIELD_CHOICE, FIELD_CHOICES */
	size_t choice_n;
	str unit;              /* FIELD_NUMBER: "weeks", "£" */
	int64_t least, most;   /* FIELD_NUMBER; for TEXT and LINE `most` is the most characters */
	bool has_least, has_most;
	int decimals;          /* FIELD_NUMBER: at most so many, 0..6 */
	identifier_type identifier;
	str target;            /* FIELD_RECORD: a kind; FIELD_PERSON, FIELD_PEOPLE: "person" */
	size_t at;             /* its place in kind.fields */
	str file;              /* where declared, for messages: an overlay's, or the kind's */
	int line;
} field;

/* A link that an entry carries in its header: about {child: 1..n}. */
typedef struct {
	str role, label; /* "child", "worker" */
	str target;      /* the kind linked to; "person" for child; "" for a record of any kind */
	int least, most; /* most INT_MAX for n */
} about_role;

/* A story sentence: words, the name of an about role, a field's value. */
typedef struct {
	enum { PART_WORDS, PART_ABOUT, PART_FIELD } is;
	str words;           /* PART_WORDS */
	size_t at;           /* PART_ABOUT: in kind.about; PART_FIELD: in kind.fields */
	size_t group;        /* 0: always told; otherwise what stands together in [ ], told where something in it is answered */
} sentence_part;

/* A further sentence of an entry: what it says of another day than the one on which it happened, or where a question in it
 * is answered with yes. It stands in the story on that day, and carries a stage of its own. */
typedef struct {
	size_t field;         /* in kind.fields. A day: told on it; without a day where one was given that does not read. A
	                         yes_no: told where it is yes */
	bool has_on;          /* yes_no only: the day on which it is told; otherwise the day on which the entry happened */
	size_t on;            /* in kind.fields, a day: told without a day where nobody knows it */
	stage stage;
	sentence_part *story; /* never empty */
	size_t story_n;
	int line;
} moment;

typedef struct {
	str name, kind, label; /* answer: {kind: voice_answer, label: ...}: a record of that kind with a link `to` this one */
} follow_up;

typedef struct kind {
	str name, label, guide;
	str plural;         /* "What children said"; the label where not said */
	str version;        /* hex SHA-256 of the effective declaration, 64 digits */
	str declaration;    /* the effective declaration as canonical JSON: what the version is the hash of */
	str capability;     /* the folder it stands in; "" for a kind the area added */
	about_role *about;
	size_t about_n;
	field *fields;
	size_t field_n;
	who read, write;
	stage stage;
	sentence_part *story; /* empty: the kind tells nothing in a child's story */
	size_t story_n;
	moment *moments;
	size_t moment_n;
	sentence_part *title; /* how a record is named in lists and links; only words and fields */
	size_t title_n;
	follow_up *follow_ups;
	size_t follow_up_n;
	bool about_child;     /* has the role child */
	bool hidden;          /* an overlay hid it from what can be recorded */
	const field *untold;  /* a yes_no, or NULL: where it is answered yes, the entry tells nothing in the story */
	const field *quiet_until; /* a day, or NULL: while nobody has said it, or it is to come, what may be kept from somebody and
	                         links here stays off lists, first pages and prints */
	bool as_it_happens;   /* written while it happens: the form does not ask when: it is when it was opened */
	bool decides;         /* something is decided about the child in it, whether or not that is a stage of its journey */
	bool by_program;      /* `form: no`: recorded by pages of their own, not offered under «record something» */
	str file;             /* where declared, for messages */
	int line;
} kind;

const field *kind_field(const kind *k, str name);       /* NULL when there is none */
const about_role *kind_about(const kind *k, str role);  /* NULL when there is none */
const choice *field_choice(const field *f, str code);   /* NULL when there is none */
str field_type_name(field_type t);
str stage_name(stage s);                                /* "need" ...; "" for none */
bool stage_of(str name, stage *ret);
bool role_of(str name, role *ret);
str role_name(role r);                                  /* "practitioner" */
str role_label(role r);                                 /* "Practitioner" */

/* Check digits. On true *ret is the canonical form in arena a (spaces gone, upper case; a postcode with one space). */
bool identifier_check(identifier_type t, str s, arena *a, str *ret);
str identifier_name(identifier_type t);                 /* "NHS number" */

/* One wrong thing in a declaration: where, what, what to write instead. */
typedef struct {
	str file;
	int line;
	str message, instead;
	bool warning; /* nothing is refused for it */
} finding;
typedef LIST(finding) findings;

/* A declaration file as read from disk, from the program or from the journal. */
typedef struct {
	str file;       /* for messages: "capabilities/voice/kinds.yaml" */
	str capability; /* "voice"; "" for an overlay */
	str bytes;
	bool overlay;   /* may only add, relabel and hide */
} kind_source;

/* All kinds in force, and all versions ever in force that old entries name. */
typedef struct practice practice;

/* One of them is no warning. */
bool findings_refuse(const findings *f);

/* Reads and checks everything. *ret set only on OK, in arena a; findings (warnings too) always.
 * E_INVALID at least one finding that is no warning. */
err practice_load(arena *a, const kind_source *sources, size_t n, findings *ret_findings, const practice **ret) MUST_USE;
/* The same with old versions (canonical JSON declarations as the journal keeps them, oldest first). */
typedef struct {
	str declaration;
	seq applied; /* the entry that put it in force */
} old_declaration;
err practice_load_with_history(arena *a, const kind_source *sources, size_t n, const old_declaration *old, size_t old_n,
                               findings *ret_findings, const practice **ret) MUST_USE;
/* From the journal alone: for each kind the newest declaration is in force. */
err practice_from_history(arena *a, const old_declaration *old, size_t old_n, const practice **ret) MUST_USE;

const kind *practice_kind(const practice *p, str name);                  /* in force; NULL when there is none */
const kind *practice_version(const practice *p, str name, str version);  /* NULL when never in force */
size_t practice_kind_count(const practice *p);
const kind *practice_kind_at(const practice *p, size_t i);               /* in order of name */
bool practice_seals(const practice *p, str kind_name);                   /* a version of it, of any time, has a field that seals, or says who alone reads */
/* Every field that any version of the kind ever declared, in order of first declaration: the columns of p_<kind>. */
typedef struct {
	const field **at;
	size_t n;
} field_union;
field_union practice_columns(const practice *p, str kind_name);

#endif
