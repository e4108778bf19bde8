/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Signed checkpoints: what the tree was at a size, in a form that outside tools verify.
 *
 * A checkpoint is a C2SP tlog-checkpoint: origin, size, base64 of the root, each on a line, in a C2SP signed note with one
 * Ed25519 signature. The key's name is the origin. Keys are written as signed notes write them:
 *   verifier key  NAME+HASH+base64(0x01 || public key), HASH the first 8 hex digits of SHA-256(NAME || "\n" || 0x01 || key)
 *   signing key   PRIVATE+KEY+NAME+HASH+base64(0x01 || seed)
 * The key file holds one signing key a line; the one with the journal's name is used, and added where there is none. */
#ifndef WAYMARK_JOURNAL_CHECKPOINT_H
#define WAYMARK_JOURNAL_CHECKPOINT_H

#include "journal/journal.h"

enum { CHECKPOINT_ENTRIES = 4096, CHECKPOINT_MINUTES = 5, KEY_FILE_MAX_BYTES = 64 * 1024, NOTE_MAX_BYTES = 4096 };

typedef struct {
	str name;
	unsigned char public_key[32], secret_key[64]; /* libsodium's: seed and public key */
} signer;

/* The signing key of that name from the file, made where missing. Texts in arena a. E_INVALID a line is no signing key;
 * E_LIMIT over KEY_FILE_MAX_BYTES; E_IO. */
err signer_open(arena *a, const char *path, str name, signer *ret) MUST_USE;
/* The verifier key of that name that belongs to the signing key in the file. E_NOT_FOUND none there. Makes nothing. */
err signer_verifier_key(arena *a, const char *path, str name, str *ret) MUST_USE;
/* The journal's signer, whose verifier key is noted among those that sign this journal. For a journal that nobody signs yet
 * it is made, as by signer_open. E_DENIED the file is not there, or holds no key that signs this journal: another made
 * unasked would sign a copy or a wrong folder as if it were the journal. d is in no transaction. */
err signer_of_journal(db *d, arena *a, const char *path, signer *ret) MUST_USE;
/* Makes a new signing key for a journal whose old one is lost, and notes it: what is signed from now on is signed with it,
 * and what the older keys signed still verifies. Keys that the file holds stay below it. *ret_key is its verifier key.
 * E_CONFLICT the file holds a key that signs this journal: nothing is lost. d is in no transaction. */
err signer_renew(db *d, arena *a, const char *path, str *ret_key) MUST_USE;
str signer_public(arena *a, const signer *s); /* its verifier key */
void signer_forget(signer *s);                /* wipes it */

typedef struct {
	str origin;
	int64_t size;
	sha256 root;
} checkpoint;
str checkpoint_sign(arena *a, const signer *s, const checkpoint *c); /* the note */
/* Strict. Texts borrow from note. false when it is no checkpoint. */
bool checkpoint_read(arena *a, str note, checkpoint *ret);
/* One of the note's signatures is by that verifier key. */
bool checkpoint_signed_by(arena *a, str note, str verifier_key);

/* The newest signed checkpoint of the journal. E_NOT_FOUND none is signed yet. */
err journal_checkpoint(db *d, arena *a, str *ret_note) MUST_USE;
/* Signs what there is now, unless that is signed already; waits for its turn like an entry. E_BUSY, E_IO, E_LIMIT. */
err journal_sign(journal *j, arena *a) MUST_USE;
/* The name that this journal's checkpoints begin with. */
err journal_origin(db *d, arena *a, str *ret) MUST_USE;
/* The keys that have signed this journal's checkpoints, oldest first. */
err journal_verifier_keys(db *d, arena *a, str_list *ret) MUST_USE;

#endif
