/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From text to a pointer, in an arena; keys are borrowed and must outlive the map. */
#ifndef WAYMARK_BASE_MAP_H
#define WAYMARK_BASE_MAP_H

#include "base/str.h"

typedef struct {
	str key;
	void *value;
} map_slot;

typedef struct {
	map_slot *slots;
	size_t n, cap; /* cap is a power of two, or 0 */
} map;

/* Sets or replaces; value must not be NULL. */
void map_put(arena *a, map *m, str key, void *value);
/* NULL when absent. */
void *map_get(const map *m, str key);

#endif
