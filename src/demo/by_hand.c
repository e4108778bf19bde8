/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The families of practice/demonstration/families.yaml, which says how it is to be read. A mistake in that file is ours: CHECK. */
#include "base/map.h"
#include "demo/area.h"
#include "kind/capability.h"

enum { BY_DAY = 16 * 60, ARRIVES = 8 * 60 + 30, ROLES_MOST = 8 };

/* Everything that has a name in a family: its people, and what was called something. */
typedef struct {
	const yaml *y;
	const yaml *people, *works, *entries;
	map names;           /* to demo_written */
	demo_written *works_is; /* one for each of works */
	demo_written *entry_is; /* one for each of entries */
	int64_t first_number;
} hand_family;

static str text_of(const yaml *y, const char *name)
{
	const yaml *found = yaml_get(y, str_of(name));
	return found ? found->text : STR_NONE;
}

static int64_t number_of(const yaml *y, const char *name)
{
	int64_t n;
	CHECK(str_to_int(text_of(y, name), &n));
	return n;
}

/* "206", or "1 23:40": days before the area is made, and the time. */
static instant told_on(const demo *m, str text)
{
	str days = str_cut(text, ' ', &text), minutes = STR_NONE, hours = str_cut(text, ':', &minutes);
	int64_t ago, hour = BY_DAY / 60, minute = 0;
	CHECK(str_to_int(days, &ago));
	if (hours.n) CHECK(str_to_int(hours, &hour) && str_to_int(minutes, &minute));
	return zone_instant(m->zone, day_add(m->today, -(int)ago), (int)(hour * 60 + minute));
}

/* ---- who writes */

typedef struct {
	record_id worker;
	demo_agency_number agency;
} hand_worker;

static hand_worker worker_named(const demo *m, str name)
{
	const demo_team *first = &m->teams[0];
	const struct {
		const char *name;
		hand_worker is;
	} all[] = {
		{ "lead", { first->workers[0], AGENCY_COUNCIL } },       { "second", { first->workers[1], AGENCY_COUNCIL } },
		{ "manager", { first->manager, AGENCY_COUNCIL } },       { "desk", { m->desk, AGENCY_COUNCIL } },
		{ "health", { m->partners[AGENCY_HEALTH], AGENCY_HEALTH } }, { "school", { m->partners[AGENCY_SCHOOLS], AGENCY_SCHOOLS } },
		{ "police", { m->partners[AGENCY_POLICE], AGENCY_POLICE } }, { "centre", { m->partners[AGENCY_CENTRE], AGENCY_CENTRE } },
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_eq(name, str_of(all[i].name))) return all[i].is;
	CHECK(false);
	return all[0].is;
}

static record_id written_by(demo *m, str name)
{
	hand_worker w = worker_named(m, name);
	m->writer.author = w.worker;
	m->writer.agency = m->agencies[w.agency];
	return w.worker;
}

/* ---- what is written */

static demo_written *named(const hand_family *f, str name)
{
	demo_written *is = map_get(&f->names, name);
	CHECK(is);
	return is;
}

/* A field as a person would type it: days ago become days, names become the numbers of records. */
static str typed(demo *m, const hand_family *f, const field *asked, str text)
{
	int64_t ago;
	buf b = BUF(m->a);
	switch (asked->type) {
	case FIELD_DAY:
		CHECK(str_to_int(text, &ago));
		return demo_day_text(m->a, day_add(m->today, -(int)ago));
	case FIELD_PERSON: case FIELD_PEOPLE: case FIELD_RECORD:
		while (text.n) {
			if (b.n) buf_char(&b, ',');
			buf_int(&b, named(f, str_trim(str_cut(text, ',', &text)))->record.n);
		}
		return buf_view(&b);
	case FIELD_TEXT: case FIELD_LINE: case FIELD_CHOICE: case FIELD_CHOICES: case FIELD_INSTANT: case FIELD_NUMBER:
	case FIELD_YES_NO: case FIELD_FILE: case FIELD_IDENTIFIER: return text;
	}
	return text;
}

typedef LIST(demo_value) hand_values;

/* A field that is there already is replaced: what is added later says it anew. */
static void add_values(demo *m, const hand_family *f, const kind *k, const yaml *fields, hand_values *to)
{
	for (size_t i = 0; fields && i < fields->n; i++) {
		const field *asked = kind_field(k, fields->items[i].key);
		CHECK(asked);
		PUSH(m->a, to, ((demo_value){ str_c(m->a, asked->name), typed(m, f, asked, fields->items[i].text) }));
	}
}

static err tell_person(demo *m, void *of, size_t which)
{
	hand_family *f = of;
	const yaml *y = &f->people->items[which];
	const kind *k = practice_kind(m->practice, S("person"));
	hand_values v = { 0 };
	CHECK(k);
	m->writer.author = m->duty;
	m->writer.agency = m->agencies[AGENCY_COUNCIL];
	add_values(m, f, k, y, &v);
	PUSH(m->a, &v, ((demo_value){ "locality", text_of(f->y, "locality") }));
	if (str_eq(text_of(y, "child"), S("yes"))) {
		buf local = BUF(m->a);
		buf_char(&local, 'W');
		buf_int_padded(&local, f->first_number + (int64_t)which, 6);
		PUSH(m->a, &v, ((demo_value){ "local_id", buf_view(&local) }));
	}
	return demo_correct(m, "person", NULL, 0, v.at, v.n, (when){ 0 }, named(f, y->key));
}

static size_t children_linked(const hand_family *f, demo_link *links)
{
	size_t n = 0;
	for (size_t i = 0; i < f->people->n; i++) {
		const yaml *one = &f->people->items[i];
		if (str_eq(text_of(one, "child"), S("yes"))) links[n++] = (demo_link){ "child", named(f, one->key)->record };
	}
	return n;
}

/* which: two for each; the second ends it. */
static err tell_works(demo *m, void *of, size_t which)
{
	hand_family *f = of;
	const yaml *y = &f->works->items[which / 2];
	bool ends = which % 2;
	demo_link links[ROLES_MOST];
	day from = day_add(m->today, -(int)number_of(y, "since"));
	size_t n = children_linked(f, links);
	(void)written_by(m, S("manager"));
	links[n++] = (demo_link){ "worker", worker_named(m, text_of(y, "worker")).worker };
	demo_value v[] = { { "as", text_of(y, "as") }, { "from", demo_day_text(m->a, from) },
		           { "until", ends ? demo_day_text(m->a, day_add(m->today, -(int)number_of(y, "until"))) : STR_NONE } };
	return demo_correct(m, "works_with", links, n, v, 3, demo_on(from), &f->works_is[which / 2]);
}

static size_t links_of_entry(demo *m, const hand_family *f, const yaml *about, demo_link *links)
{
	size_t n = 0;
	for (size_t i = 0; i < about->n; i++) {
		const yaml *y = &about->items[i];
		for (size_t k = 0; k < (y->is == YAML_LIST ? y->n : 1); k++) {
			CHECK(n < ROLES_MOST);
			links[n++] = (demo_link){ str_c(m->a, y->key), named(f, y->is == YAML_LIST ? y->items[k].text : y->text)->record };
		}
	}
	return n;
}

/* What it must lead to was not told: the folder of that kind is gone. */
static bool leads_nowhere(const kind *k, const demo_link *links, size_t n)
{
	for (size_t i = 0; i < k->about_n; i++) {
		bool there = k->about[i].least == 0;
		for (size_t l = 0; l < n && !there; l++) there = links[l].record.n && str_eq(str_of(links[l].role), k->about[i].role);
		if (!there) return true;
	}
	return false;
}

/* which: the entry's number, and above it how many of its later additions are told as well. */
enum { LATER_STEP = 1 << 16 };
static err tell_entry(demo *m, void *of, size_t which)
{
	hand_family *f = of;
	size_t at = which % LATER_STEP;
	const yaml *y = &f->entries->items[at], *later = yaml_get(y, S("later"));
	const kind *k = practice_kind(m->practice, text_of(y, "kind"));
	demo_link links[ROLES_MOST];
	hand_values v = { 0 };
	str day_said = text_of(y, "day"), called = text_of(y, "called"), time = STR_NONE;
	if (!k) return OK;
	(void)written_by(m, text_of(y, "by"));
	add_values(m, f, k, yaml_get(y, S("fields")), &v);
	for (size_t i = 0; i < which / LATER_STEP; i++) add_values(m, f, k, yaml_get(&later->items[i], S("fields")), &v);
	instant happened = told_on(m, day_said);
	(void)str_cut(day_said, ' ', &time);
	when on = demo_on(zone_day(m->zone, happened));
	if (time.n) on = (when){ .is = WHEN_INSTANT, .on = on.on, .at = happened };
	size_t n = links_of_entry(m, f, yaml_get(y, S("about")), links);
	if (leads_nowhere(k, links, n)) return OK;
	TRY(demo_correct(m, str_c(m->a, k->name), links, n, v.at, v.n, on, &f->entry_is[at]));
	if (called.n) *named(f, called) = f->entry_is[at];
	return OK;
}

/* ---- what is expected */

static void expect_all(demo *m, hand_family *f)
{
	str first = text_of(&f->entries->items[0], "day");
	instant met = zone_instant(m->zone, zone_day(m->zone, told_on(m, first)), ARRIVES);
	for (size_t i = 0; i < f->people->n; i++) CHECK(demo_expect(m, met, tell_person, f, i));
	for (size_t i = 0; i < f->works->n; i++) {
		const yaml *y = &f->works->items[i], *until = yaml_get(y, S("until"));
		day from = day_add(m->today, -(int)number_of(y, "since"));
		CHECK(demo_expect(m, zone_instant(m->zone, from, ARRIVES), tell_works, f, 2 * i));
		if (until) CHECK(demo_expect(m, told_on(m, until->text), tell_works, f, 2 * i + 1));
	}
	for (size_t i = 0; i < f->entries->n; i++) {
		const yaml *y = &f->entries->items[i], *later = yaml_get(y, S("later"));
		CHECK(demo_expect(m, told_on(m, text_of(y, "day")), tell_entry, f, i));
		for (size_t k = 0; later && k < later->n; k++)
			CHECK(demo_expect(m, told_on(m, text_of(&later->items[k], "day")), tell_entry, f, i + (k + 1) * LATER_STEP));
	}
}

static void name_all(demo *m, hand_family *f)
{
	for (size_t i = 0; i < f->people->n; i++) map_put(m->whole, &f->names, f->people->items[i].key, TAKE(m->whole, demo_written));
	for (size_t i = 0; i < f->entries->n; i++) {
		str called = text_of(&f->entries->items[i], "called");
		if (called.n) map_put(m->whole, &f->names, called, TAKE(m->whole, demo_written));
	}
}

int64_t demo_by_hand(demo *m, int64_t first_number)
{
	str bytes;
	const yaml *all;
	int64_t children = 0;
	CHECK(embedded_file(S("practice/demonstration/families.yaml"), &bytes));
	CHECK(yaml_read(m->whole, bytes, &all, NULL) == OK && all->is == YAML_LIST);
	for (size_t i = 0; i < all->n; i++) {
		hand_family *f = TAKE(m->whole, hand_family);
		const yaml *y = &all->items[i];
		*f = (hand_family){ .y = y, .people = yaml_get(y, S("people")), .works = yaml_get(y, S("works")),
			            .entries = yaml_get(y, S("entries")), .first_number = first_number + children };
		CHECK(f->people && f->works && f->entries && f->entries->n < LATER_STEP);
		f->works_is = TAKE_N(m->whole, demo_written, f->works->n + 1);
		f->entry_is = TAKE_N(m->whole, demo_written, f->entries->n + 1);
		name_all(m, f);
		expect_all(m, f);
		for (size_t k = 0; k < f->people->n; k++) children += str_eq(text_of(&f->people->items[k], "child"), S("yes"));
	}
	return children;
}
