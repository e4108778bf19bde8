/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/map.h"

#include <string.h>

static uint64_t eight_at(const char *at)
{
	uint64_t eight;
	memcpy(&eight, at, sizeof eight);
	return eight;
}

static uint64_t mix(uint64_t h, uint64_t with)
{
	h = (h ^ with) * UINT64_C(0x9E3779B97F4A7C15);
	return h ^ h >> 32;
}

/* Eight bytes at a time, the last eight with some that went before: a page looks hundreds of names up. */
static size_t hash_of(str key)
{
	uint64_t h = key.n;
	if (key.n < 8) {
		for (size_t i = 0; i < key.n; i++) h = h << 8 | (unsigned char)key.at[i];
		return (size_t)mix(h, 0);
	}
	for (size_t i = 0; i + 8 < key.n; i += 8) h = mix(h, eight_at(key.at + i));
	return (size_t)mix(h, eight_at(key.at + key.n - 8));
}

static map_slot *slot_of(const map *m, str key)
{
	size_t i = hash_of(key) & (m->cap - 1);
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
