/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of a child's family and network: drawn, and in words beside the drawing. Others may see a page over a shoulder or on
 * paper: what is kept from somebody is in it only when whoever may read it asks. */
#include "capabilities/family/page.h"

#include "capabilities/family/drawing.h"
#include "capabilities/family/pages/family.h"
#include "web/dated.h"
#include "web/ecomap.h"
#include "web/genogram.h"
#include "web/wording.h"

enum { ECOMAP_MOST = 24, ECOMAP_NAME = 24 };

/* "Since 3 May 2024.", "From 2019 to 2021, in the record of Asha Belle." */
static str lasting(const view *v, const record *said, const typed_when *until)
{
	const zone *z = area_zone(v->r->area);
	bool ends = until->is == VALUE_KNOWN;
	when since = said->happened;
	buf b = BUF(v->r->a), all = BUF(v->r->a);
	if (since.is != WHEN_NONE) {
		buf_str(&b, ends ? S("From ") : S("Since "));
		when_write_long(&b, z, since);
	}
	if (ends) {
		buf_str(&b, b.n ? S(" to ") : S("Until "));
		when_write_long(&b, z, until->on);
	}
	str words = joined_words(v, said, b.n ? buf_view(&b) : STR_NONE);
	if (b.n == 0 && words.n) buf_lit(&all, "Written ");
	buf_str(&all, words);
	if (words.n) buf_char(&all, '.');
	return buf_view(&all);
}

/* ---- everybody */

static str facts_of(const network *w, const relative *p)
{
	arena *a = w->r->a;
	const zone *z = area_zone(w->v->r->area);
	buf b = BUF(a);
	if (network_died(w, p)) {
		buf_lit(&b, "Died ");
		buf_str(&b, when_words(a, z, p->known.died));
	} else if (network_unborn(w, p)) {
		buf_lit(&b, "Not born yet; expected ");
		buf_str(&b, when_words(a, z, p->known.born.is != WHEN_NONE ? p->known.born : p->known.expected));
	} else if (p->known.born.is != WHEN_NONE) {
		buf_lit(&b, "Born ");
		buf_str(&b, when_words(a, z, p->known.born));
		buf_lit(&b, ", ");
		buf_str(&b, age_words(a, &(value){ .is = VALUE_KNOWN, .on = p->known.born }, w->on));
	}
	if (b.n) buf_char(&b, '.');
	if (p->until.is != WHEN_NONE && p->until.on.n <= w->on.n) {
		buf_lit(&b, " Until ");
		when_write_long(&b, z, p->until);
		buf_char(&b, '.');
	}
	return buf_view(&b);
}

/* Belongs to the tree by its kind, and nobody has said through whom. */
static bool wants_through(const relative *p)
{
	static const char *const codes[] = { "step_parent", "former_partner", "half", "step", "grandparent", "aunt_or_uncle" };
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (str_eq(p->code, str_of(codes[i]))) return p->through.n == 0;
	return false;
}

/* A parent, where somebody has written with whom the child lives, and it is not with them. */
static bool lives_elsewhere(const network *w, const relative *p)
{
	bool parent = str_eq(p->code, S("mother")) || str_eq(p->code, S("father")) || str_eq(p->code, S("parent")) || str_eq(p->code, S("adoptive_parent"));
	bool written = false;
	EACH (other, w->people) written |= other->at_home;
	return parent && written && !p->at_home && !network_died(w, p);
}

/* What nobody wrote but the drawing shows: they have the child's parents. */
static str is_by_drawing(const family_drawing *d, const relative *p)
{
	EACH (u, d->tree.unions) {
		bool child = false, other = false;
		EACH (c, u->children) {
			child |= c->who == d->tree.centre && c->how == CHILD_BY_BIRTH;
			other |= c->who == p->drawn && c->how == CHILD_BY_BIRTH;
		}
		if (child && other) return S("Brother or sister");
	}
	return STR_NONE;
}

static void put_everybody(const network *w, const family_drawing *d, family_page *m)
{
	for (size_t i = 1; i < w->people.n; i++) {
		const relative *p = &w->people.at[i];
		if (!network_there(w, p)) continue;
		PUSH(w->r->a, &m->people, ((family_page_family_person){
		    .record = p->said.n, .name = p->name, .is = p->is.n ? p->is : is_by_drawing(d, p), .facts = facts_of(w, p), .called = p->called, .from = p->from, .home = p->at_home, .elsewhere = lives_elsewhere(w, p),
		    .drawn = p->drawn != KIN_NONE, .tied = !wants_through(p) }));
	}
}

/* ---- the drawing */

static void put_homes_in_words(const network *w, const family_drawing *d, family_page *m)
{
	for (size_t i = 0; i < d->tree.homes.n; i++) {
		const kin_home *home = &d->tree.homes.at[i];
		record_list members = { 0 };
		for (size_t k = 0; k < home->members.n; k++) PUSH(w->r->a, &members, w->people.at[d->relative_of[home->members.at[k]]].person);
		if (members.n > 1)
			PUSH(w->r->a, &m->homes, ((family_page_home_line){ home->name, d->homes.at[i], dated_names(w->v, &members), d->homes_from.at[i] }));
	}
}

static void put_genogram(network *w, family_page *m)
{
	family_drawing d;
	buf title = BUF(w->r->a);
	family_draw(w, &d);
	put_everybody(w, &d, m);
	genogram g = genogram_lay(w->r->a, &d.tree);
	buf_lit(&title, "The family of ");
	buf_str(&title, m->name);
	m->genogram = genogram_svg(w->r->a, &d.tree, &g, "genogram", buf_view(&title), S("A genogram. The same stands in words below it."));
	str_list words = family_in_words(w, &d);
	EACH (line, words) PUSH(w->r->a, &m->couples, ((family_page_couple_line){ *line }));
	put_homes_in_words(w, &d, m);
	m->too_many = d.left_over;
}

/* ---- the ecomap */

static tie_strength strength_of(str code)
{
	static const struct {
		const char *code;
		tie_strength is;
	} all[] = {
		{ "strong", TIE_STRONG }, { "there", TIE_THERE }, { "thin", TIE_THIN }, { "stress", TIE_STRESS }, { "both", TIE_BOTH }, { "broken", TIE_BROKEN },
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_eq(code, str_of(all[i].code))) return all[i].is;
	return TIE_NOT_SAID;
}

static void add_to_map(network *w, ecomap_ties *ties, ecomap_tie t)
{
	if (ties->n == ECOMAP_MOST) return;
	if (str_chars(t.name) > ECOMAP_NAME) {
		buf b = BUF(w->r->a);
		buf_str(&b, str_first_chars(t.name, ECOMAP_NAME));
		buf_lit(&b, "…");
		t.name = buf_view(&b);
	}
	EACH (other, *ties)
		if (str_eq(other->name, t.name)) return;
	PUSH(w->r->a, ties, t);
}

static str to_whom(const network *w, const bond_row *row)
{
	return row->person.n ? dated_names(w->v, &row->person) : row->with.is == VALUE_KNOWN ? row->with.text : S("not written to whom");
}

static void put_bond(network *w, const bond_row *row, ecomap_ties *ties, family_page *m)
{
	bool gives = str_eq(row->gives.text, S("child")), takes = str_eq(row->gives.text, S("other")), both = str_eq(row->gives.text, S("both"));
	str to = to_whom(w, row);
	add_to_map(w, ties, (ecomap_tie){ .name = to, .is = strength_of(row->strength.text), .gives = gives || both, .takes = takes || both });
	PUSH(w->r->a, &m->bonds, ((family_page_bond_line){
	    .record = row->entry->record.n, .to = to, .strength = dated_choice(row->entry, "strength", &row->strength),
	    .gives = dated_choice(row->entry, "gives", &row->gives), .view = dated_choice(row->entry, "view", &row->view),
	    .words = row->words.text, .since = lasting(w->v, row->entry, &row->until) }));
}

/* Of whom nobody has said how strong the tie is: they stand there too. */
static void put_others(network *w, const involved_list *involved, ecomap_ties *ties)
{
	for (size_t i = 1; i < w->people.n; i++) {
		const relative *p = &w->people.at[i];
		if (p->is.n && network_there(w, p) && !network_died(w, p)) add_to_map(w, ties, (ecomap_tie){ .name = p->name, .note = p->is });
	}
	for (size_t i = involved->n; i > 0; i--) {
		const involved_row *row = &involved->at[i - 1];
		if (network_holds(w, row->entry, &row->until)) add_to_map(w, ties, (ecomap_tie){ .name = row->name.text, .note = row->does.text });
	}
}

static err put_ecomap(network *w, family_page *m)
{
	bond_list bonds = { 0 };
	involved_list involved = { 0 };
	ecomap_ties ties = { 0 };
	buf title = BUF(w->r->a);
	TRY(read_bond(w->v, w->r->a, &bonds));
	TRY(read_involved(w->v, w->r->a, &involved));
	for (size_t i = 0; i < bonds.n; i++)
		if (network_shown(w, bonds.at[i].entry) && network_holds(w, bonds.at[i].entry, &bonds.at[i].until)) put_bond(w, &bonds.at[i], &ties, m);
	put_others(w, &involved, &ties);
	buf_lit(&title, "Who and what is around ");
	buf_str(&title, m->name);
	m->ecomap = ecomap_svg(w->r->a, m->name, &ties, "ecomap", buf_view(&title), S("An ecomap. How strong the ties are stands in words below it."));
	return OK;
}

/* ---- places */

static void put_places(const network *w, family_page *m)
{
	for (size_t i = 0; i < w->addresses.n; i++) {
		const address_row *row = &w->addresses.at[i];
		bool hidden = row->hidden_address.is == VALUE_KNOWN;
		str where = hidden ? row->hidden_address.text : row->address.is == VALUE_KNOWN ? row->address.text : S("not known where");
		if (row->entry->happened.is != WHEN_NONE && row->entry->happened.on.n > w->on.n) continue;
		PUSH(w->r->a, &m->places, ((family_page_place_line){
		    .record = row->entry->record.n, .who = dated_names(w->v, &row->person), .where = where, .hidden = hidden,
		    .since = lasting(w->v, row->entry, &row->until), .now = network_holds(w, row->entry, &row->until) }));
	}
	for (size_t i = 0; i < w->lives_with.n; i++) {
		const lives_with_row *row = &w->lives_with.at[i];
		if (row->entry->happened.is != WHEN_NONE && row->entry->happened.on.n > w->on.n) continue;
		buf whom = BUF(w->r->a);
		buf_str(&whom, m->name);
		buf_lit(&whom, " with ");
		buf_str(&whom, dated_names(w->v, &row->person));
		PUSH(w->r->a, &m->places, ((family_page_place_line){
		    .record = row->entry->record.n, .who = buf_view(&whom), .since = lasting(w->v, row->entry, &row->until),
		    .where = row->place.is == VALUE_KNOWN ? row->place.text : dated_choice(row->entry, "kind_of", &row->kind_of),
		    .now = network_holds(w, row->entry, &row->until) }));
	}
}

/* ---- the page */

static err put_adds(request *r, const view *v, family_page *m)
{
	kind_list writable = { 0 };
	TRY(access_writable(v, &writable));
	for (size_t i = 0; i < writable.n; i++)
		if (str_eq(writable.at[i]->capability, S("family")) && !writable.at[i]->by_program)
			PUSH(r->a, &m->adds, ((family_page_kind_to_add){ writable.at[i]->name, writable.at[i]->label }));
	return OK;
}

static day day_asked(request *r, family_page *m)
{
	str known = request_query(r, S("known")), asked = request_query(r, S("on")), text = asked.n ? asked : known;
	day on = r->read.today;
	buf b = BUF(r->a);
	m->not_a_day = text.n && !day_read(text, &on);
	if (m->not_a_day) on = r->read.today;
	day_write(&b, on);
	m->on_value = buf_view(&b);
	m->on = day_words(r->a, on);
	return on;
}

err family_show(request *r, const view *v, model *to)
{
	family_page *m = TAKE(r->a, family_page);
	network w;
	*m = (family_page){ .child = v->child.n, .name = access_name(v, v->child), .kept = str_eq(request_query(r, S("kept")), S("yes")), .joined = joined_over_words(v) };
	TRY(network_read(r, v, day_asked(r, m), m->kept, &w));
	m->some_kept = w.left_out > 0;
	put_genogram(&w, m);
	TRY(put_ecomap(&w, m));
	put_places(&w, m);
	TRY(put_adds(r, v, m));
	to->title = S("Family and network");
	family_model(to, m);
	return OK;
}
