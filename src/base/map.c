/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/map.h"

static map_slot *slot_of(const map *m, str key)
{
	size_t i = str_hash(key) & (m->cap - 1);
	while (m->slots[i].value && !str_eq(m->slots[i].key, key)) i = (i + 1) & (m->cap - 1);
	return &m->slots[i];
}

static void widen(arena *a, map *m)
{
	map wider = { .cap = m->cap ? m->cap * 2 : 16 };
	wider.slots = TAKE_N(a, map_slot, wider.cap);
	for (size_t i = 0; i < m->cap; i++)
		if (m->slots[i].value) *slot_of(&wider, m->slots[i].key) = m->slots[i];
	wider.n = m->n;
	*m = wider;
}

void map_put(arena *a, map *m, str key, void *value)
{
	CHECK(value);
	if ((m->n + 1) * 4 > m->cap * 3) widen(a, m);
	map_slot *slot = slot_of(m, key);
	m->n += slot->value == NULL;
	*slot = (map_slot){ key, value };
}

void *map_get(const map *m, str key)
{
	return m->cap ? slot_of(m, key)->value : NULL;
}
