/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A declaration is refused with a line and a remedy; or it is taken, and its canonical form in the journal, read again,
 * is the same version. */
#include "fuzz/fuzz.h"
#include "kind/kind.h"

static void from_history(arena *a, const kind *k)
{
	const practice *again;
	CHECK(k->version.n == 64);
	CHECK(practice_from_history(a, &(old_declaration){ .declaration = k->declaration, .applied = { 1 } }, 1,
	                            &again) == OK);
	const kind *same = practice_kind(again, k->name);
	CHECK(same && str_eq(same->version, k->version) && str_eq(same->declaration, k->declaration));
	CHECK(practice_version(again, k->name, k->version) == same);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	const practice *p;
	findings found = { 0 };
	kind_source source = { .file = S("kinds.yaml"), .capability = S("fuzz"), .bytes = { (const char *)at, n } };
	err e = practice_load(&a, &source, 1, &found, &p);
	size_t wrong = 0;
	for (size_t i = 0; i < found.n; i++) {
		CHECK(found.at[i].line >= 0 && found.at[i].message.n > 0);
		wrong += !found.at[i].warning;
	}
	CHECK((e == OK) == (wrong == 0));
	for (size_t i = 0; e == OK && i < practice_kind_count(p); i++) from_history(&a, practice_kind_at(p, i));
	return 0;
}
