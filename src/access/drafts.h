/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Drafts: what somebody is writing and has not recorded. They are no facts: they stand in a store of their own (SQLite: the
 * file AREA.db.drafts; PostgreSQL: the table draft), never in the journal or in what is derived from it, and are gone when the
 * entry is recorded.
 *
 * A draft is one sign-in's. What it says, about whom, and in which form, is encrypted (XChaCha20-Poly1305) with a key made
 * from the area's signing key and the sign-in: whoever has the database without the key reads neither. Where the signing key
 * is lost, so are the drafts. */
#ifndef WAYMARK_ACCESS_DRAFTS_H
#define WAYMARK_ACCESS_DRAFTS_H

#include "access/access.h"

enum { DRAFTS_MOST = 500 /* of one sign-in */, DRAFT_KEY_BYTES = 32 };

typedef struct {
	uuid entry;       /* of the entry to be: what is recorded under it ends the draft */
	str kind;
	record_id child;  /* about whom; 0 for none */
	record_id record; /* whose correction it is; 0 for a new record */
	str address;      /* of its form, a path of this server */
	str tab;          /* the page on which it is typed, as that page calls itself; empty without script */
	instant at;       /* when it was kept */
} draft;
typedef LIST(draft) draft_list;

/* Keeps what stands in a form now. io->at is when the draft was kept that its page began with, 0 for none: where another
 * page of the same person has kept other words since, both stay, and the newer gets an entry of its own. On OK io->entry and
 * io->at say how it is kept.
 * E_CONFLICT  the entry is recorded already: nothing is left to keep.
 * E_DENIED    nobody is signed in, or the child's record is not open to them.
 * E_LIMIT     there are DRAFTS_MOST, or no room.   E_BUSY, E_IO  safe to try again. */
err draft_keep(reading *r, draft *io, str words) MUST_USE;
/* The viewer's draft of that entry, with its words. E_NOT_FOUND there is none, or it is recorded since; E_BUSY, E_IO. */
err draft_find(reading *r, uuid of, draft *ret, str *ret_words) MUST_USE;
/* All of the viewer's, the newest first. What is recorded since is taken away and left out. */
err draft_own(reading *r, draft_list *ret) MUST_USE;
/* Takes the viewer's draft of that entry away; none there is OK. */
err draft_drop(reading *r, uuid of) MUST_USE;
/* Those of somebody who will not sign in any more. */
err drafts_forget(area *ar, arena *a, int64_t sign_in) MUST_USE;

/* The key with which the viewer's browser keeps a draft while the network is away: the same at every sign-in, and nobody
 * else's. E_DENIED nobody is signed in; E_IO. */
err draft_browser_key(reading *r, unsigned char ret[DRAFT_KEY_BYTES]) MUST_USE;

#endif
