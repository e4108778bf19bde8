/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an area that an older program made lacks, and what it has lost. */
#include "access/area.h"
#include "access/area_parts.h"
#include "journal/checkpoint.h"

/* ---- kinds */

static bool has_field(const kind *k, str name)
{
	for (size_t i = 0; i < k->field_n; i++)
		if (str_eq(k->fields[i].name, name)) return true;
	return false;
}

static void lacking_fields(arena *a, const kind *own, const kind *now, str_list *to)
{
	for (size_t i = 0; i < own->field_n; i++) {
		if (has_field(now, own->fields[i].name)) continue;
		buf b = BUF(a);
		buf_str(&b, own->name);
		buf_lit(&b, ": ");
		buf_str(&b, own->fields[i].name);
		PUSH(a, to, buf_view(&b));
	}
}

err area_lacking(area *ar, db *d, arena *a, const kind_source *sources, size_t n, area_lacks *ret)
{
	const practice *own, *in_force;
	findings ignored = { 0 }; /* the program's own: they were checked when it was made */
	area_lacks lacks = { 0 };
	TRY(practice_load(a, sources, n, &ignored, &own));
	TRY(area_practice(ar, d, &in_force));
	for (size_t i = 0; i < practice_kind_count(own); i++) {
		const kind *k = practice_kind_at(own, i), *now = practice_kind(in_force, k->name);
		bool core = k->capability.n == 0;
		if (now && core) lacking_fields(a, k, now, &lacks.core);
		if (now) continue;
		PUSH(a, core ? &lacks.core : &lacks.others, k->name);
		lacks.missing += core;
	}
	*ret = lacks;
	return OK;
}

/* ---- the signing key */

static err note_key(area *ar, arena *a, str key, str before, str because)
{
	db *d CLEANUP(db_closep) = NULL;
	const practice *p;
	seq at;
	bool forked;
	problems wrong = { 0 };
	entry_head head = { 0 };
	TRY(area_connect(ar, &a->trail, &d));
	TRY(area_practice(ar, d, &p));
	const kind *k = practice_kind(p, S("signing_key"));
	if (!k) return FAIL(&a->trail, E_NOT_FOUND);
	values v = values_make(a, k);
	*values_of(&v, S("key")) = (value){ .is = VALUE_KNOWN, .text = key };
	*values_of(&v, S("before")) = (value){ .is = VALUE_KNOWN, .text = before };
	*values_of(&v, S("because")) = (value){ .is = VALUE_KNOWN, .text = because };
	writer w = journal_job_writer(ar->journal, ar->zone);
	return journal_append(&w, k, &v, &head, a, &at, &forked, &wrong);
}

/* The newest key that signed before, and the new one. */
static err renew(arena *a, const settings *s, const char *path, str *ret_before, str *ret_key)
{
	db *d CLEANUP(db_closep) = NULL;
	str_list keys = { 0 };
	TRY(db_open(s->db, DB_READ_WRITE, s->write_wait_ms, &a->trail, &d));
	TRY(journal_verifier_keys(d, a, &keys));
	*ret_before = keys.n ? keys.at[keys.n - 1] : S("none");
	return signer_renew(d, a, path, ret_key);
}

err area_renew_key(arena *a, const settings *s, const kind_source *sources, size_t n, str because, str *ret_key)
{
	area *ar CLEANUP(area_closep) = NULL;
	const char *path = area_key_path(a, s);
	str before, key;
	int applied;
	findings ignored = { 0 };
	if (!path) return FAIL(&a->trail, E_INVALID);
	TRY(area_open(a, s, AREA_READ, &ar)); /* is there an area? */
	area_closep(&ar);
	TRY(renew(a, s, path, &before, &key));
	TRY(area_open(a, s, AREA_SERVE, &ar));
	TRY(area_apply_missing(ar, a, sources, n, &ignored, &applied)); /* an older program did not know the kind */
	TRY(note_key(ar, a, key, before, because));
	*ret_key = key;
	return OK;
}
