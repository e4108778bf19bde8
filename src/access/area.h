/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An area: one database, a local authority and its partners. Opened once by a command; shared by its threads. */
#ifndef WAYMARK_ACCESS_AREA_H
#define WAYMARK_ACCESS_AREA_H

#include "base/settings.h"
#include "journal/journal.h"
#include "project/project.h"

typedef struct area area;
typedef struct readlog readlog;

typedef enum {
	AREA_READ,  /* no journal writer, no read log writer: verify, dump */
	AREA_SERVE  /* everything */
} area_mode;

/* Where the signing key is: beside a file's database (AREA.db.key), or in the folder that the setting `keys` names
 * (FOLDER/waymark.key). NULL where neither is: a server's database needs `keys`. */
const char *area_key_path(arena *a, const settings *s);
/* Makes a new area: meta, journal, access tables, read log; then appends `sources`' declarations.
 * E_CONFLICT there is one already, or a read log of another. E_INVALID findings say what is wrong. */
err area_make(arena *a, const settings *s, const kind_source *sources, size_t n, bool demonstration, findings *ret_findings)
	MUST_USE;
/* A demonstration whose records begin on a past day: the declarations are recorded at `since`, and entries may be told when
 * they were recorded (journal.h). The mark of such a journal is given when it is made, and never again. As area_make. */
err area_make_since(arena *a, const settings *s, const kind_source *sources, size_t n, instant since, findings *ret_findings)
	MUST_USE;
/* Opens; the practice in force comes from the journal. *ret set only on OK. E_NOT_FOUND no area there; E_CONFLICT the
 * journal's format is newer than this program; E_DENIED for AREA_SERVE: its signing key is not at area_key_path, or what is
 * there is another's; E_IO. */
err area_open(arena *a, const settings *s, area_mode mode, area **ret) MUST_USE;
void area_close(area *ar);
void area_closep(area **ar);

const settings *area_settings(const area *ar);
const zone *area_zone(const area *ar);
journal *area_journal(area *ar);
readlog *area_readlog(area *ar);
bool area_is_demonstration(const area *ar);
bool area_has_sign_ins(area *ar, db *d);
/* Something that a layer above keeps in memory for as long as the area is open: made when it is first asked for, ended when the
 * area closes. What make makes there is one of; each make has its own end. make's arena lives as long. */
void *area_beside(area *ar, void *(*make)(arena *a), void (*end)(void *beside));
/* A read-only connection for one thread. */
err area_connect(area *ar, trail *t, db **ret) MUST_USE;
/* The practice in force, good until the area closes: read again when anybody applied declarations. */
err area_practice(area *ar, db *d, const practice **ret) MUST_USE;
/* Appends a declaration entry for each kind that differs from what is in force; *ret_applied counts them. */
err area_apply(area *ar, arena *a, const kind_source *sources, size_t n, findings *ret_findings, int *ret_applied) MUST_USE;
/* The same for the kinds that the area has not at all; those that it has stay as they are. */
err area_apply_missing(area *ar, arena *a, const kind_source *sources, size_t n, findings *ret_findings, int *ret_applied)
	MUST_USE;

/* What an area that an older program made lacks of the sources. core: kinds that the program knows by name and the area has
 * not, or "KIND: FIELD" where it lacks a field; without them most pages fail. others: kinds of capabilities that are not in
 * force; their pages stay empty. */
typedef struct {
	str_list core;
	size_t missing; /* of core: whole kinds */
	str_list others;
} area_lacks;
err area_lacking(area *ar, db *d, arena *a, const kind_source *sources, size_t n, area_lacks *ret) MUST_USE;

/* For an area whose signing key is lost: makes a new one at area_key_path and notes it in the journal, with the reason.
 * Not while the area is open. E_CONFLICT the key is there: nothing is lost. *ret_key is the new verifier key. As area_open. */
err area_renew_key(arena *a, const settings *s, const kind_source *sources, size_t n, str because, str *ret_key) MUST_USE;

#endif
