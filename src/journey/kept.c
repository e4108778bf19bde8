/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/kept.h"

#include <stdlib.h>

enum { AT_SECOND, AT_MARKS, AT_TEAM, AT_AGENCY, AT_THREAD, AT_KIND, AT_LOCALITY, AT_AGE, AT_SEX, AT_SOURCE, AT_SAID, COLUMNS = AT_SAID + JOURNEY_SAID };
static const uint8_t width[COLUMNS] = { [AT_SECOND] = 4, [AT_MARKS] = 4, [AT_TEAM] = 2, [AT_AGENCY] = 2, [AT_THREAD] = 2, [AT_KIND] = 1, [AT_LOCALITY] = 1,
	                                [AT_AGE] = 1, [AT_SEX] = 1, [AT_SOURCE] = 1, 1, 1, 1, 1, 1, 1 };
enum { ROOM_LEAST = 4096, PLACES_LEAST = 1024, CODES = 256 };

static const uint8_t column_of[] = { [NUMBERED_KIND] = AT_KIND, [NUMBERED_LOCALITY] = AT_LOCALITY, [NUMBERED_SOURCE] = AT_SOURCE,
	                             [NUMBERED_TEAM] = AT_TEAM, [NUMBERED_AGENCY] = AT_AGENCY };

/* The columns, with some room at the end. */
typedef struct {
	arena a;
	void *at[COLUMNS];
	size_t room;
} room;

struct kept {
	arena of_kept;
	room events;
	size_t columns; /* those of them that are in use */
	size_t n, live; /* events taken up to the end; of these, how many are still somebody's */
	arena of_children;
	record_id *person;
	uint32_t *first, *end, *room_end; /* of each child: its events, and how far they may grow where they stand */
	size_t children, child_room;
	uint32_t *uses[NUMBERED_AGENCY + 1];
	uint32_t *of_source; /* [source * CODES + kind] */
	uint64_t turns;  /* how often a source had its first event of a kind, or lost its last */
	uint32_t *place; /* by person: child + 1, open addressing; child_room * 2 of them */
};

static void *of_width(arena *a, size_t n, size_t bytes)
{
	return bytes == 4 ? (void *)TAKE_N(a, uint32_t, n) : bytes == 2 ? (void *)TAKE_N(a, uint16_t, n) : TAKE_N(a, uint8_t, n);
}

/* Side by side in one piece: what is large stands in large pages (base/arena.c), and a child's columns are found sooner. */
static room room_make(size_t columns, size_t n)
{
	room r = { .a = arena_make(), .room = n };
	size_t wide = 0;
	r.a.max_bytes = SIZE_MAX;
	for (size_t c = 0; c < columns; c++) wide += width[c];
	char *at = arena_take(&r.a, n * wide, alignof(uint32_t));
	for (size_t c = 0; c < columns; c++) { /* the widest come first, so each is aligned */
		r.at[c] = at;
		at += n * width[c];
	}
	return r;
}

kept *kept_start(size_t said_n)
{
	arena a = arena_make();
	kept *k = TAKE(&a, kept);
	CHECK(said_n <= JOURNEY_SAID);
	*k = (kept){ .of_kept = a, .columns = AT_SAID + said_n, .of_children = arena_make() };
	k->events = room_make(k->columns, ROOM_LEAST);
	for (int i = 0; i <= NUMBERED_AGENCY; i++) k->uses[i] = TAKE_N(&k->of_kept, uint32_t, (size_t)1 << 8 * width[column_of[i]]);
	k->of_source = TAKE_N(&k->of_kept, uint32_t, CODES * CODES);
	return k;
}

void kept_end(kept *k)
{
	if (!k) return;
	arena a = k->of_kept;
	arena_end(&k->events.a);
	arena_end(&k->of_children);
	arena_end(&a);
}

/* ---- whose they are */

static uint32_t *place_of(const kept *k, int64_t person)
{
	size_t mask = k->child_room * 2 - 1, i = (size_t)((uint64_t)person * 0x9E3779B97F4A7C15U >> 32) & mask;
	while (k->place[i] && k->person[k->place[i] - 1].n != person) i = (i + 1) & mask;
	return &k->place[i];
}

static void widen_children(kept *k)
{
	if (k->children < k->child_room) return;
	arena before = k->of_children;
	const record_id *person = k->person;
	const uint32_t *first = k->first, *end = k->end, *room_end = k->room_end;
	k->child_room = k->child_room ? k->child_room * 2 : PLACES_LEAST;
	k->of_children = arena_make();
	k->of_children.max_bytes = SIZE_MAX;
	k->person = TAKE_N(&k->of_children, record_id, k->child_room);
	k->first = TAKE_N(&k->of_children, uint32_t, k->child_room);
	k->end = TAKE_N(&k->of_children, uint32_t, k->child_room);
	k->room_end = TAKE_N(&k->of_children, uint32_t, k->child_room);
	k->place = TAKE_N(&k->of_children, uint32_t, k->child_room * 2);
	for (size_t c = 0; c < k->children; c++) {
		k->person[c] = person[c];
		k->first[c] = first[c];
		k->end[c] = end[c];
		k->room_end[c] = room_end[c];
		*place_of(k, person[c].n) = (uint32_t)c + 1;
	}
	arena_end(&before);
}

static size_t child_of(kept *k, record_id person)
{
	widen_children(k);
	uint32_t *place = place_of(k, person.n);
	if (*place == 0) {
		k->person[k->children] = person;
		k->first[k->children] = k->end[k->children] = k->room_end[k->children] = (uint32_t)k->n;
		*place = (uint32_t)++k->children;
	}
	return *place - 1;
}

/* ---- their events */

static void copy_child(const room *to, size_t at, const room *from, uint32_t first, uint32_t end, size_t columns)
{
	for (size_t c = 0; c < columns && end > first; c++)
		memcpy((char *)to->at[c] + at * width[c], (const char *)from->at[c] + (size_t)first * width[c], (size_t)(end - first) * width[c]);
}

/* Room for so many more, without what nobody has any more: a quarter is left over, so that this is seldom. */
static void make_room(kept *k, size_t more)
{
	if (k->n + more <= k->events.room) return;
	room to = room_make(k->columns, k->live + more + k->live / 4 + ROOM_LEAST);
	size_t n = 0;
	CHECK(to.room < UINT32_MAX);
	for (size_t c = 0; c < k->children; c++) {
		uint32_t count = k->end[c] - k->first[c];
		copy_child(&to, n, &k->events, k->first[c], k->end[c], k->columns);
		k->first[c] = (uint32_t)n;
		k->end[c] = k->room_end[c] = (uint32_t)(n += count);
	}
	arena_end(&k->events.a);
	k->events = to;
	k->n = n;
}

static void set_event(const kept *k, size_t at, const child_event *e)
{
	void *const *to = k->events.at;
	((uint32_t *)to[AT_SECOND])[at] = e->second;
	((uint32_t *)to[AT_MARKS])[at] = e->marks;
	((uint16_t *)to[AT_TEAM])[at] = e->team;
	((uint16_t *)to[AT_AGENCY])[at] = e->agency;
	((uint16_t *)to[AT_THREAD])[at] = e->thread;
	((uint8_t *)to[AT_KIND])[at] = e->kind;
	((uint8_t *)to[AT_LOCALITY])[at] = e->locality;
	((uint8_t *)to[AT_AGE])[at] = e->age;
	((uint8_t *)to[AT_SEX])[at] = e->sex;
	((uint8_t *)to[AT_SOURCE])[at] = e->source;
	for (size_t c = AT_SAID; c < k->columns; c++) ((uint8_t *)to[c])[at] = e->said[c - AT_SAID];
}

/* Events come or go: by is 1, or one less. */
static void count_uses(kept *k, size_t from, size_t to, uint32_t by)
{
	void *const *at = k->events.at;
	for (size_t i = from; i < to; i++) {
		size_t source = ((uint8_t *)at[AT_SOURCE])[i];
		uint32_t *of_source = &k->of_source[source * CODES + ((uint8_t *)at[AT_KIND])[i]];
		*of_source += by;
		k->turns += source > 0 && *of_source == (by == 1);
		k->uses[NUMBERED_KIND][((uint8_t *)at[AT_KIND])[i]] += by;
		k->uses[NUMBERED_LOCALITY][((uint8_t *)at[AT_LOCALITY])[i]] += by;
		k->uses[NUMBERED_SOURCE][((uint8_t *)at[AT_SOURCE])[i]] += by;
		k->uses[NUMBERED_TEAM][((uint16_t *)at[AT_TEAM])[i]] += by;
		k->uses[NUMBERED_AGENCY][((uint16_t *)at[AT_AGENCY])[i]] += by;
	}
}

static void count_again(const kept *k, numbered which)
{
	bool narrow = width[column_of[which]] == 1;
	const void *at = k->events.at[column_of[which]];
	memset(k->uses[which], 0, sizeof(uint32_t) << 8 * width[column_of[which]]);
	for (size_t c = 0; c < k->children; c++)
		for (uint32_t i = k->first[c]; i < k->end[c]; i++)
			k->uses[which][narrow ? ((const uint8_t *)at)[i] : ((const uint16_t *)at)[i]]++;
}

/* Whether the event that stands there is that one. */
static bool stands(const kept *k, size_t at, const child_event *e)
{
	void *const *of = k->events.at;
	bool same = (((const uint32_t *)of[AT_SECOND])[at] == e->second) & (((const uint32_t *)of[AT_MARKS])[at] == e->marks) &
	            (((const uint16_t *)of[AT_TEAM])[at] == e->team) & (((const uint16_t *)of[AT_AGENCY])[at] == e->agency) &
	            (((const uint16_t *)of[AT_THREAD])[at] == e->thread) & (((const uint8_t *)of[AT_KIND])[at] == e->kind) &
	            (((const uint8_t *)of[AT_LOCALITY])[at] == e->locality) & (((const uint8_t *)of[AT_AGE])[at] == e->age) &
	            (((const uint8_t *)of[AT_SEX])[at] == e->sex) & (((const uint8_t *)of[AT_SOURCE])[at] == e->source);
	for (size_t c = AT_SAID; c < k->columns; c++) same &= ((const uint8_t *)of[c])[at] == e->said[c - AT_SAID];
	return same;
}

kept_change kept_compare(kept *k, record_id person, const child_event *events, size_t n)
{
	kept_change is = { .events = events, .n = n, .child = (uint32_t)child_of(k, person) };
	size_t first = k->first[is.child], end = k->end[is.child], least = end - first < n ? end - first : n;
	while (is.same_first < least && stands(k, first + is.same_first, &events[is.same_first])) is.same_first++;
	least -= is.same_first;
	while (is.same_last < least && stands(k, end - 1 - is.same_last, &events[n - 1 - is.same_last])) is.same_last++;
	return is;
}

/* Room for n events of the child: where it stands, or at the end, where what it keeps comes along. Who has grown before will
 * grow again, and gets some more room than that. */
static void widen_child(kept *k, size_t c, size_t n, size_t keeps)
{
	bool grows_again = k->end[c] > k->first[c], last = k->room_end[c] == k->n;
	size_t more = grows_again ? n / 4 + 2 : 0;
	if (k->first[c] + n <= k->room_end[c]) return;
	if (!last || k->first[c] + n + more > k->events.room) {
		make_room(k, n + more);
		copy_child(&k->events, k->n, &k->events, k->first[c], k->first[c] + (uint32_t)keeps, k->columns);
		k->first[c] = (uint32_t)k->n;
	}
	k->n = k->first[c] + n + more;
	k->room_end[c] = (uint32_t)k->n;
}

void kept_put(kept *k, const kept_change *to)
{
	size_t c = to->child, n = to->n, had = k->end[c] - k->first[c];
	count_uses(k, k->first[c] + to->same_first, k->end[c], UINT32_MAX); /* one less */
	if (n > had) widen_child(k, c, n, to->same_first);
	k->end[c] = k->first[c] + (uint32_t)n;
	for (size_t i = to->same_first; i < n; i++) set_event(k, k->first[c] + i, &to->events[i]);
	k->live += n - had;
	count_uses(k, k->first[c] + to->same_first, k->end[c], 1);
}

static void count_sources_again(kept *k)
{
	const uint8_t *source = k->events.at[AT_SOURCE], *of_kind = k->events.at[AT_KIND];
	memset(k->of_source, 0, sizeof *k->of_source * CODES * CODES);
	for (size_t c = 0; c < k->children; c++)
		for (uint32_t i = k->first[c]; i < k->end[c]; i++) k->of_source[(size_t)source[i] * CODES + of_kind[i]]++;
	k->turns++;
}

void kept_renumber(kept *k, numbered which, const uint16_t *to)
{
	uint8_t *narrow = k->events.at[column_of[which]];
	uint16_t *wide = k->events.at[column_of[which]];
	if (width[column_of[which]] == 1)
		for (size_t i = 0; i < k->n; i++) narrow[i] = (uint8_t)to[narrow[i]];
	else
		for (size_t i = 0; i < k->n; i++) wide[i] = to[wide[i]];
	count_again(k, which);
	if (which == NUMBERED_KIND || which == NUMBERED_SOURCE) count_sources_again(k);
}

uint64_t kept_turns(const kept *k)
{
	return k->turns;
}

const uint32_t *kept_uses(const kept *k, numbered which)
{
	return k->uses[which];
}

uint32_t kept_earliest(const kept *k)
{
	const uint32_t *second = k->events.at[AT_SECOND];
	uint32_t earliest = UINT32_MAX;
	for (size_t c = 0; c < k->children; c++)
		if (k->end[c] > k->first[c] && second[k->first[c]] < earliest) earliest = second[k->first[c]];
	return earliest;
}

void kept_bring_forward(kept *k, uint32_t seconds)
{
	uint32_t *second = k->events.at[AT_SECOND];
	for (size_t i = 0; i < k->n; i++) second[i] -= seconds;
}

/* ---- as a whole */

static void put_columns(const room *r, size_t columns, journeys *to)
{
	to->second = r->at[AT_SECOND];
	to->marks = r->at[AT_MARKS];
	to->kind = r->at[AT_KIND];
	to->locality = r->at[AT_LOCALITY];
	to->team = r->at[AT_TEAM];
	to->agency = r->at[AT_AGENCY];
	to->thread = r->at[AT_THREAD];
	to->age = r->at[AT_AGE];
	to->sex = r->at[AT_SEX];
	to->source = r->at[AT_SOURCE];
	for (size_t c = AT_SAID; c < columns; c++) to->said[c - AT_SAID] = r->at[c];
}

bool kept_find(const kept *k, journeys *io)
{
	bool moved = io->second != k->events.at[AT_SECOND];
	if (moved) put_columns(&k->events, k->columns, io);
	io->first = k->first;
	io->end = k->end;
	io->person = k->person;
	io->of_source = k->of_source;
	io->children = k->children;
	io->events = k->live;
	return moved;
}

journeys kept_columns(const kept *k)
{
	journeys j = { 0 };
	(void)kept_find(k, &j);
	return j;
}

typedef struct {
	int64_t person;
	uint32_t child;
} whose;

static int by_person(const void *a, const void *b)
{
	const whose *x = a, *y = b;
	return (x->person > y->person) - (x->person < y->person);
}

journeys kept_packed(arena *a, const kept *k)
{
	whose *order = TAKE_N(a, whose, k->children + 1);
	uint32_t *first = TAKE_N(a, uint32_t, k->children + 1);
	record_id *person = TAKE_N(a, record_id, k->children + 1);
	size_t n = 0, children = 0;
	room to = { .room = k->live };
	for (size_t c = 0; c < k->columns; c++) to.at[c] = of_width(a, k->live + 1, width[c]);
	for (uint32_t c = 0; c < k->children; c++)
		if (k->end[c] > k->first[c]) order[children++] = (whose){ k->person[c].n, c };
	if (children) qsort(order, children, sizeof *order, by_person);
	for (size_t i = 0; i < children; i++) {
		uint32_t c = order[i].child;
		person[i] = k->person[c];
		first[i] = (uint32_t)n;
		copy_child(&to, n, &k->events, k->first[c], k->end[c], k->columns);
		n += k->end[c] - k->first[c];
	}
	first[children] = (uint32_t)n;
	journeys j = { 0 };
	put_columns(&to, k->columns, &j);
	j.of_source = k->of_source;
	j.first = first;
	j.end = first + 1;
	j.person = person;
	j.children = children;
	j.events = n;
	return j;
}

size_t kept_bytes(const kept *k)
{
	return k->events.a.used_bytes + k->of_children.used_bytes;
}
