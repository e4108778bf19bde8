/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What an area asks itself: measures.yaml files that it put in force, each an entry of the kind asked_here. */
#ifndef WAYMARK_JOURNEY_OWN_MEASURES_H
#define WAYMARK_JOURNEY_OWN_MEASURES_H

#include "access/area.h"
#include "kind/capability.h"

/* The files in force, in order of folder, in arena a; none in an area that has not the kind. */
err own_measures_read(db *d, arena *a, const practice *p, const zone *z, kind_sources *ret) MUST_USE;
/* Whether any was put in force after that entry. */
err own_measures_changed(db *d, seq since, bool *ret) MUST_USE;
/* Puts those in force that differ from what is; checked before. *ret_applied counts them. E_NOT_FOUND the area has not put the
 * kind in force. As journal_append. */
err own_measures_apply(area *ar, db *d, arena *a, const practice *p, const kind_source *sources, size_t n, int *ret_applied) MUST_USE;

#endif
