/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a drawing of a family may never do, measured on its places and lines alone. */
#ifndef WAYMARK_TESTS_GEOMETRY_H
#define WAYMARK_TESTS_GEOMETRY_H

#include "kin/genogram.h"

/* The first thing that is wrong, in words; empty where nothing is:
 * two people overlap, or somebody stands outside; a line goes through a symbol or a name; lines of two relations run along each
 * other, touch, or cross without a bridge; a child is not tied by lines to its parents, or not below them; somebody stands
 * within a home who does not live there, or outside who does. */
str geometry_wrong(arena *a, const kin_tree *t, const genogram *g);
/* For families that are not made up of nonsense: whoever has several partners stands beside one of them; between partners stand
 * only people whom couples tie to them. */
str geometry_apart(arena *a, const kin_tree *t, const genogram *g);

#endif
