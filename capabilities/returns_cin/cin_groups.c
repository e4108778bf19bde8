/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The records of one child as groups of the census: the way back of cin_child.c, by the same table. */
#include "capabilities/returns_cin/cin_return.h"
#include "journal/batch.h"

/* What no field could hold: it goes out where it came from. */
typedef struct {
	record_id of;
	const char *element;
	str text;
} kept;

typedef struct {
	const cin_return *r;
	arena *a;
	shown_list all;
	int place; /* of the record whose values are put: from 1 */
	str_list listed; /* the episodes that a census of the year held */
	bool in_census;  /* there was one */
	str number;      /* the child's, as it said */
	LIST(kept) kept;
} builder;

/* ---- reading */

static str day_text(arena *a, when w)
{
	buf b = BUF(a);
	if (w.is != WHEN_NONE) when_write(&b, w);
	return buf_view(&b);
}

static str text_of(const shown *one, str field_name)
{
	const value *v = values_get(&one->v, field_name);
	return v && v->is == VALUE_KNOWN ? v->text : STR_NONE;
}

/* «WHERE, ELEMENT: TEXT»; false for a line that is of no record. */
static bool kept_line(str line, str *ret_of, kept *ret)
{
	ptrdiff_t at;
	for (str rest = line; (at = str_find(rest, S(CIN_KEPT_OF))) >= 0;) {
		rest = str_from(rest, (size_t)at + S(CIN_KEPT_OF).n);
		ptrdiff_t end = str_find(rest, S(CIN_KEPT_IS));
		for (size_t i = 0; i < census_element_count && end >= 0; i++) {
			if (!str_eq(str_of(census_elements[i].name), str_first(rest, (size_t)end))) continue;
			*ret_of = str_first(line, (size_t)(rest.at - line.at) - S(CIN_KEPT_OF).n);
			*ret = (kept){ .element = census_elements[i].name, .text = str_from(rest, (size_t)end + S(CIN_KEPT_IS).n) };
			return true;
		}
	}
	return false;
}

static err read_kept(builder *b, const shown *census)
{
	str person = cin_person_name(b->a, text_of(census, S("authority")), b->number);
	for (str rest = text_of(census, S("kept")); rest.n;) {
		kept one;
		str of;
		uuid id;
		if (!kept_line(str_cut(rest, '\n', &rest), &of, &one)) continue;
		buf name = BUF(b->a);
		buf_str(&name, person);
		if (of.n) buf_char(&name, '/');
		buf_str(&name, of);
		TRY(batch_find(b->r->db, b->a, buf_view(&name), &one.of, &id));
		if (one.of.n) PUSH(b->a, &b->kept, one);
	}
	return OK;
}

static err read_listed(builder *b)
{
	for (size_t i = 0; i < b->all.n; i++) {
		const shown *one = &b->all.at[i];
		if (!str_eq(one->k->name, S("census_child")) || !str_eq(text_of(one, S("year")), b->r->year)) continue;
		b->in_census = true;
		b->number = text_of(one, S("number"));
		for (str rest = text_of(one, S("episodes")); rest.n;) {
			str key = str_cut(rest, '\n', &rest);
			PUSH(b->a, &b->listed, str_cut(key, '#', &(str){ 0 }));
		}
		TRY(read_kept(b, one));
	}
	return OK;
}

/* ---- values */

static void put(builder *b, census_group *g, const census_element *is, str text)
{
	if (text.n) PUSH(b->a, &g->values, ((census_value){ .is = is, .text = text, .line = b->place }));
}

static void put_value(builder *b, census_group *g, const census_element *is, const field *f, const value *v)
{
	str text = v->text;
	if (v->is == VALUE_ABSENT || v->is == VALUE_NOT_KNOWN) return;
	if (v->is == VALUE_UNREAD) {
		if (!is->many) put(b, g, is, text);
		while (is->many && text.n) put(b, g, is, str_trim(str_cut(text, ',', &text)));
		return;
	}
	for (size_t i = 0; i < v->codes.n; i++) put(b, g, is, v->codes.at[i]);
	if (f->type == FIELD_DAY) put(b, g, is, day_text(b->a, v->on));
	else if (f->type == FIELD_YES_NO) put(b, g, is, v->yes ? S("1") : S("0"));
	else if (f->type != FIELD_CHOICES) put(b, g, is, text);
}

/* What a person corrected since does not come back. */
static void put_kept(builder *b, census_group *g, const census_element *is, const shown *one)
{
	for (size_t i = 0; i < b->kept.n; i++) {
		const kept *k = &b->kept.at[i];
		bool here = k->of.n == one->record.n && str_eq(str_of(k->element), str_of(is->name));
		if (here && one->batch.n && (is->many || !census_value_of(g, str_of(is->name)))) put(b, g, is, k->text);
	}
}

/* Every element of the group that is a field of that record, or its day. */
static void put_record(builder *b, census_group *g, const shown *one)
{
	b->place = (int)(one - b->all.at) + 1;
	if (!g->line) g->line = b->place;
	for (size_t i = 0; i < census_element_count; i++) {
		const census_element *is = &census_elements[i];
		const cin_place *at = &b->r->map->at[i];
		if (is->group != g->is || !at->k || !str_eq(at->k->name, one->k->name)) continue;
		const value *v = at->f ? values_get(&one->v, at->f->name) : NULL;
		if (v) put_value(b, g, is, at->f, v);
		else if (!at->f) put(b, g, is, day_text(b->a, one->happened));
		put_kept(b, g, is, one);
	}
}

/* ---- groups */

static bool links(const shown *from, const char *as, const shown *to)
{
	for (size_t i = 0; i < from->about.n; i++)
		if (str_eq(from->about.at[i].role, str_of(as)) && from->about.at[i].record.n == to->record.n) return true;
	return false;
}

static bool has_link(const shown *one, const char *as)
{
	for (size_t i = 0; i < one->about.n; i++)
		if (str_eq(one->about.at[i].role, str_of(as))) return true;
	return false;
}

static bool is_kind(const shown *one, const char *name)
{
	return str_eq(one->k->name, str_of(name));
}

static census_group *add_group(builder *b, census_group *parent, census_group_name is)
{
	census_group *g = TAKE(b->a, census_group);
	*g = (census_group){ .is = is };
	PUSH(b->a, &parent->groups, g);
	return g;
}

static void add_inside(builder *b, census_group *episode, census_group_name is, const shown *one)
{
	census_group *g = add_group(b, episode, is);
	put_record(b, g, one);
	for (size_t i = 0; i < b->all.n; i++) {
		const shown *other = &b->all.at[i];
		if (is_kind(other, "protection_review") && links(other, "to", one)) put_record(b, g, other);
		if (is_kind(other, "conference") && links(other, "enquiry", one)) put_record(b, g, other);
	}
}

static void add_episode(builder *b, census_group *child, const shown *referral)
{
	census_group *g = add_group(b, child, CENSUS_EPISODE);
	put_record(b, g, referral);
	for (size_t i = 0; i < b->all.n; i++) {
		const shown *one = &b->all.at[i];
		if (!links(one, "episode", referral)) continue;
		if (is_kind(one, "closure") || (is_kind(one, "conference") && !has_link(one, "enquiry"))) put_record(b, g, one);
		for (census_group_name is = CENSUS_ASSESSMENT; is <= CENSUS_PRE_PROCEEDINGS; is++)
			if (b->r->map->main[is] && str_eq(b->r->map->main[is]->name, one->k->name)) add_inside(b, g, is, one);
	}
}

/* ---- the year: what the area itself knows of a child is cut at both its ends; what a file of the year said goes out as it came */

static const struct {
	const char *kind, *ends; /* the field that says when it ended */
} ending[] = {
	{ "assessment", "authorised" }, { "child_in_need_plan", "ended" }, { "protection_plan", "ended" },
};

static bool known_day(const value *v)
{
	return v && v->is == VALUE_KNOWN && v->on.is != WHEN_NONE;
}

static bool had_conference_before(const builder *b, const shown *enquiry)
{
	EACH (one, b->all)
		if (is_kind(one, "conference") && links(one, "enquiry", enquiry) && one->happened.is != WHEN_NONE)
			return one->happened.on.n < b->r->from.n;
	return false;
}

/* It was over before the year began: an earlier return had it. */
static bool over_before(const builder *b, const shown *one)
{
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
		const value *end = is_kind(one, ending[i].kind) ? values_get(&one->v, str_of(ending[i].ends)) : NULL;
		if (known_day(end) && end->on.on.n < b->r->from.n) return true;
	}
	if (!is_kind(one, "section_47")) return false;
	const value *none_needed = values_get(&one->v, S("conference_not_required"));
	bool needs_none = none_needed && none_needed->is == VALUE_KNOWN && none_needed->yes && one->happened.is != WHEN_NONE;
	return had_conference_before(b, one) || (needs_none && one->happened.on.n < b->r->from.n);
}

/* Of its own: others may hold the values that came. */
static void own_values(arena *a, values *v)
{
	values own = values_make(a, v->k);
	for (size_t i = 0; i < v->k->field_n; i++) own.at[i] = v->at[i];
	*v = own;
}

/* At the reference day it was still going on: its end, and what was found at its end, were not known. */
static void leave_open(builder *b, shown *one)
{
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
		if (!is_kind(one, ending[i].kind) || !known_day(values_get(&one->v, str_of(ending[i].ends)))) continue;
		if (values_get(&one->v, str_of(ending[i].ends))->on.on.n <= b->r->until.n) continue;
		own_values(b->a, &one->v);
		values_of(&one->v, str_of(ending[i].ends))->is = VALUE_ABSENT;
		if (values_get(&one->v, S("factors"))) *values_of(&one->v, S("factors")) = (value){ .is = VALUE_ABSENT };
	}
}

static void cut_at_year(builder *b)
{
	shown_list all = { 0 };
	if (b->in_census) return;
	EACH (one, b->all) {
		bool later = one->happened.is != WHEN_NONE && one->happened.on.n > b->r->until.n && !is_kind(one, "person");
		if (!later && !over_before(b, one)) PUSH(b->a, &all, *one);
	}
	EACH (one, all) leave_open(b, one);
	b->all = all;
}

/* In the census of the year: referred in it, or open at its start; and whatever its file held. */
static bool belongs(const builder *b, const shown *referral)
{
	str on = day_text(b->a, referral->happened);
	for (size_t i = 0; i < b->listed.n; i++)
		if (str_eq(b->listed.at[i], on)) return true;
	if (referral->happened.is == WHEN_NONE) return b->in_census; /* a day that did not read */
	if (referral->happened.on.n > b->r->until.n) return false;
	for (size_t i = 0; i < b->all.n; i++) {
		const shown *one = &b->all.at[i];
		bool ended = is_kind(one, "closure") && links(one, "episode", referral) && one->happened.is != WHEN_NONE;
		if (ended && one->happened.on.n < b->r->from.n) return false;
	}
	return true;
}

/* Numbers are kept in capital letters here; what a file of the year said goes back as it came. */
static void say_number(const builder *b, census_group *child)
{
	for (size_t i = 0; i < child->values.n; i++)
		if (b->number.n && str_eq(str_of(child->values.at[i].is->name), S("LAchildID"))) child->values.at[i].text = b->number;
}

/* The element changed its name and its codes with the census of 2024-25. */
static void say_sex_of_year(const builder *b, census_group *child)
{
	static const char *const codes[][2] = { /* older, newer */ { "1", "M" }, { "2", "F" }, { "0", "U" }, { "9", "U" } };
	bool newer = str_cmp(b->r->year, S("2025")) >= 0;
	const census_element *wanted = census_element_of(CENSUS_CHILD, newer ? S("Sex") : S("GenderCurrent"));
	const census_value *have = census_value_of(child, newer ? S("GenderCurrent") : S("Sex"));
	if (b->in_census || !have || census_value_of(child, str_of(wanted->name))) return;
	census_value *changes = &child->values.at[have - child->values.at];
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (str_eq(have->text, str_of(codes[i][!newer]))) {
			*changes = (census_value){ .is = wanted, .text = str_of(codes[i][newer]) };
			return;
		}
}

static cin_why why_of(const builder *b)
{
	size_t referrals = 0, later = 0;
	cin_why why = CIN_OUT_NO_REFERRAL;
	if (b->in_census) return CIN_IN_FILE;
	EACH (one, b->all) {
		if (!is_kind(one, "referral")) continue;
		bool in_year = one->happened.is != WHEN_NONE && one->happened.on.n >= b->r->from.n;
		referrals++;
		later += one->happened.is != WHEN_NONE && one->happened.on.n > b->r->until.n;
		if (belongs(b, one) && why != CIN_IN_REFERRED) why = in_year ? CIN_IN_REFERRED : CIN_IN_OPEN;
	}
	if (why == CIN_OUT_NO_REFERRAL && referrals) why = later == referrals ? CIN_OUT_LATER : CIN_OUT_OVER;
	return why;
}

err cin_stand(const cin_return *r, arena *a, const shown_list *all, cin_stood *ret)
{
	builder b = { .r = r, .a = a, .all = *all };
	census_group *child = TAKE(a, census_group);
	*child = (census_group){ .is = CENSUS_CHILD };
	TRY(read_listed(&b));
	*ret = (cin_stood){ .why = why_of(&b) };
	cut_at_year(&b);
	EACH (one, b.all)
		if (is_kind(one, "referral") && belongs(&b, one)) add_episode(&b, child, one);
	for (size_t i = 0; i < b.all.n && child->values.n == 0; i++)
		if (is_kind(&b.all.at[i], "person")) put_record(&b, child, &b.all.at[i]);
	say_number(&b, child);
	say_sex_of_year(&b, child);
	EACH (one, b.all) PUSH(a, &ret->records, one->record);
	if (child->groups.n || b.in_census) ret->group = child;
	return OK;
}
