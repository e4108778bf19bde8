/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every setting once: name, unit, default, limits, help. Read from a file, then the environment (WAYMARK_NAME),
 * then flags (--name), in that order. The table stands in settings.c. */
#ifndef WAYMARK_BASE_SETTINGS_H
#define WAYMARK_BASE_SETTINGS_H

#include "base/str.h"

typedef struct {
	str db;                /* database address: a file, or postgresql://... */
	str listen;            /* 127.0.0.1:8080 or unix:/path */
	str time_zone;         /* Europe/London */
	str area_name;         /* shown on every page */
	str local_authority;   /* which local authority this is: its number in the published tables */
	str desk_telephone;    /* whom to ring when pages cannot be shown */
	str keys;              /* folder of the signing key; beside the database unless said */
	str source_url;        /* where this program's source is to be had (AGPL section 13) */
	int64_t workers;       /* threads that answer pages, and as many that take what is sent */
	int64_t write_wait_ms; /* longest wait for a turn to write */
	int64_t idle_minutes;  /* a session unused for so long ends */
	int64_t session_hours; /* a session ends after so long, used or not */
	int64_t max_body_bytes;
	int64_t connection_max; /* connections at once */
	int64_t behind_tls;    /* 1: browsers reach it through TLS only, so cookies say so */
	int64_t header_seconds; /* a request's head must be complete within */
	int64_t body_seconds;   /* and its body within */
} settings;

typedef enum { SETTING_TEXT, SETTING_NUMBER } setting_type;
typedef struct {
	const char *name, *unit, *initial, *help;
	setting_type type;
	int64_t least, most; /* for numbers; for text the most bytes */
	size_t offset;       /* of the member in settings */
} setting;

extern const setting setting_table[];
extern const size_t setting_count;

/* Everything at its default; texts in arena a. */
settings settings_initial(arena *a);
/* Sets one by name from text. E_NOT_FOUND (no such setting), E_INVALID (not a number), E_LIMIT (outside least..most);
 * on each *ret_why says in one sentence what to write instead (in arena a). */
err settings_set(arena *a, settings *s, str name, str value, str *ret_why) MUST_USE;
/* NAME = VALUE lines, # comments. *ret_why names the line. E_IO where the file cannot be read. */
err settings_read_file(arena *a, settings *s, const char *path, str *ret_why) MUST_USE;
/* WAYMARK_NAME for each name, upper case. */
err settings_read_environment(arena *a, settings *s, str *ret_why) MUST_USE;

#endif
