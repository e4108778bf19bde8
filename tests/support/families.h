/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Families written down in a line or a few, for tests of their drawings; and made up ones. */
#ifndef WAYMARK_TESTS_FAMILIES_H
#define WAYMARK_TESTS_FAMILIES_H

#include "kin/tree.h"

/* One couple or parent on each line, the child whom it is about first where it says "about NAME":
 *
 *   Ivo = Ana: Ben, Cleo        married, with two children, the oldest first
 *   Ivo - Ana                   together; /  separated; //  divorced; ~  nothing said
 *   Ana: Dan                    a parent alone
 *   : Ben, Cleo                 brothers and sisters of whom no parent is known
 *   Ivo = Ana: +Ben, *Cleo      adopted, fostered
 *   Ivo = Ana: Ben&Bo, Di&&Da   twins, identical twins
 *   home Ivo, Ben               who lives together
 *
 * Ends a name in -a: a woman; in -o: a man; else not known. After it "^": died; "?": not born yet. */
kin_tree family_read(arena *a, const char *text);
const char *family_text(size_t n);  /* of the thirty, from the easiest to the hardest; NULL after the last */
const char *family_title(size_t n);
/* The same family before somebody came to it: those after them have a number less. Unions that nobody is left of have gone. */
kin_tree family_without(arena *a, const kin_tree *t, size_t who);
/* Any family of so many people, the same for the same seed: however unlikely. */
kin_tree family_any(arena *a, uint64_t seed, size_t people);

#endif
