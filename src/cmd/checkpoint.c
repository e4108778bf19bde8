/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark checkpoint, waymark prove: what somebody outside needs to hold this area to its word. Digests only: nothing of
 * what was recorded. */
#include "cmd/cmd.h"

#include "journal/checkpoint.h"
#include "journal/proof.h"
#include "kind/capability.h"

/* ---- checkpoint */

static int print_keys(cmd *c, db *d)
{
	str_list keys = { 0 };
	err e = journal_verifier_keys(d, c->a, &keys);
	if (e != OK) return cmd_could_not(c, e, "read the verifier keys", "Is there an area?");
	for (size_t i = 0; i < keys.n; i++) {
		cmd_print(c, keys.at[i]);
		cmd_print(c, S("\n"));
	}
	return CMD_DONE;
}

static int checkpoint_run(cmd *c)
{
	AREA(ar);
	db *d CLEANUP(db_closep) = NULL;
	str signed_;
	int status = cmd_open_area(c, AREA_SERVE, &ar);
	if (status != CMD_DONE) return status;
	err e = area_connect(ar, &c->a->trail, &d);
	if (e != OK) return cmd_could_not(c, e, "read the area", "Can the database be reached?");
	if (cmd_has_option(c, "verifier-keys")) return print_keys(c, d);
	e = journal_sign(area_journal(ar), c->a);
	if (e == OK) e = journal_checkpoint(d, c->a, &signed_);
	if (e == E_NOT_FOUND) return cmd_say(c, "there is no entry to sign for yet");
	if (e != OK) return cmd_could_not(c, e, "sign a checkpoint", "Is the disk full, or somebody else writing? Try again.");
	cmd_print(c, signed_);
	return CMD_DONE;
}

/* ---- a key that is lost */

static int new_key_run(cmd *c)
{
	str key = STR_NONE, because = str_trim(cmd_option(c, "because"));
	kind_sources sources = embedded_kind_sources(c->a, SOURCE_KINDS);
	if (c->settings.db.n == 0) return cmd_say(c, "which area? Give --db FILE, --db postgresql://..., or set WAYMARK_DB");
	if (because.n == 0) return cmd_say(c, "say why, in words: --because REASON");
	err e = area_renew_key(c->a, &c->settings, sources.at, sources.n, because, &key);
	if (e == E_NOT_FOUND) return cmd_say(c, "%.*s: there is no area here", STR_ARG(c->settings.db));
	if (e == E_CONFLICT)
		return cmd_say(c, "%s holds the key that signs this area, so nothing is lost and nothing was changed",
		               area_key_path(c->a, &c->settings));
	if (e != OK) return cmd_could_not(c, e, "make a new signing key", "May you write where the key is kept? It is safe to try again.");
	cmd_print(c, key);
	cmd_print(c, S("\n"));
	return CMD_DONE;
}

/* ---- proofs */

typedef err prove_fn(db *d, arena *a, int64_t which, int64_t size, str *ret);

static int prove(cmd *c, prove_fn *fn, const char *wanted)
{
	AREA(ar);
	db *d CLEANUP(db_closep) = NULL;
	str proof;
	int64_t which, size;
	if (!str_to_int(c->arg[0], &which) || which <= 0)
		return cmd_say(c, "%.*s is no number: write %s", STR_ARG(c->arg[0]), wanted);
	if (!cmd_option_int(c, "size", 1, INT64_MAX, 0, &size)) return CMD_COULD_NOT;
	int status = cmd_open_area(c, AREA_READ, &ar);
	if (status != CMD_DONE) return status;
	err e = area_connect(ar, &c->a->trail, &d);
	if (e == OK) e = fn(d, c->a, which, size, &proof);
	if (e == E_NOT_FOUND)
		return cmd_say(c, "%lld is not within the size to prove for. waymark checkpoint signs what there is now", (long long)which);
	if (e != OK) return cmd_could_not(c, e, "make the proof", "waymark verify checks the journal.");
	cmd_print(c, proof);
	return CMD_DONE;
}

static err prove_inclusion(db *d, arena *a, int64_t which, int64_t size, str *ret)
{
	return proof_inclusion(d, a, (seq){ which }, size, ret);
}

static int inclusion_run(cmd *c)
{
	return prove(c, prove_inclusion, "the number of an entry");
}

static int consistency_run(cmd *c)
{
	return prove(c, proof_consistency, "the size of an older checkpoint, its second line");
}

#define OUT { .name = "out", .value = "FILE", .letter = 'o', .help = "write to FILE" }
#define SIZE { .name = "size", .value = "N", .help = "for the checkpoint of N entries (the newest unless said)" }

const command command_checkpoint[] = {
	{ .name = "checkpoint", .takes = TAKES_AREA, .run = checkpoint_run,
	  .options = (const option[]){ OUT, { .name = "verifier-keys", .help = "print the keys that verify checkpoints instead" }, { 0 } },
	  .help = "sign what the journal holds now, for somebody outside to keep",
	  .more = "Prints a C2SP checkpoint: origin, number of entries, root and signature. Whoever keeps it can later be shown, "
	          "with waymark prove, that nothing written before was changed." },
	{ .name = "checkpoint new-key", .takes = TAKES_AREA, .run = new_key_run,
	  .options = (const option[]){ { .name = "because", .value = "REASON", .help = "what became of the old one", .required = true }, { 0 } },
	  .help = "make another signing key for an area whose own is lost",
	  .more = "Prints the new verifier key: give it to whoever keeps checkpoints. The journal notes it with the reason; what the\n"
	          "old key signed still verifies. Refused where the old key is found." },
	{ .name = "prove inclusion", .arguments = "SEQ", .takes = TAKES_AREA, .run = inclusion_run,
	  .options = (const option[]){ OUT, SIZE, { 0 } },
	  .help = "prove that an entry is in the journal that a checkpoint signs",
	  .more = "docs/journal-format.md describes the proof and how it is checked." },
	{ .name = "prove consistency", .arguments = "OLD_SIZE", .takes = TAKES_AREA, .run = consistency_run,
	  .options = (const option[]){ OUT, SIZE, { 0 } },
	  .help = "prove that the journal continues the one that an older checkpoint signs",
	  .more = "docs/journal-format.md describes the proof and how it is checked." },
	{ 0 },
};
