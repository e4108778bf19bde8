/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The gate: what it is told comes from the record, through the view of whoever looks. The second person's view tells it of what the
 * first may not read. */
#include "access/identities.h"
#include "capabilities/release/made_up.h"

#include "kind/typed.h"

typedef struct {
	const view *v;
	spotter *s;
	const made_up *m;
	record_list open;   /* persons whom the copy may speak of; the child's own records among them */
	record_list met;    /* persons who were told already */
	record_list kept;
} telling;

bool release_kept(const record_list *kept, record_id id)
{
	return records_hold(kept, id);
}

static void meet(telling *t, record_id person)
{
	if (person.n == 0 || records_hold(&t->met, person) || records_hold(&t->open, person)) return;
	PUSH(t->v->r->a, &t->met, person);
	str name = access_name(t->v, person);
	if (!str_eq(name, S("somebody"))) spotter_meets(t->s, name, true);
}

/* ---- whom and what it may speak of */

static str text_of(const record *one, const char *field_name)
{
	typed_text t = typed_text_of(&one->values, str_of(field_name));
	return t.is == VALUE_KNOWN ? t.text : STR_NONE;
}

static void pass_person(telling *t, record_id person)
{
	PUSH(t->v->r->a, &t->open, person);
	spotter_passes_name(t->s, access_name(t->v, person), false);
}

static err pass_child(telling *t)
{
	static const char *const numbers[] = { "telephone", "nhs_number", "upn", "local_id", "postcode" };
	const view *v = t->v;
	const kind *k = practice_kind(v->r->practice, S("person"));
	records of = { 0 };
	EACH (one, v->same) pass_person(t, *one);
	if (!k) return OK;
	TRY(access_records(v, k, 0, &of));
	EACH (one, of) {
		spotter_passes_name(t->s, text_of(one, "known_as"), false);
		spotter_passes_address(t->s, text_of(one, "lives_at"));
		for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) spotter_passes(t->s, text_of(one, numbers[i]));
	}
	return OK;
}

/* Those who work here speak in their own name, and are rung at their offices. */
static err pass_workers(telling *t)
{
	static const char *const kinds[] = { "worker", "team", "agency" };
	reading *r = t->v->r;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const kind *k = practice_kind(r->practice, str_of(kinds[i]));
		records all = { 0 };
		view list;
		if (!k) continue;
		TRY(access_open_list(r, k, &list));
		TRY(access_records(&list, k, 0, &all));
		EACH (one, all) {
			spotter_passes_name(t->s, text_of(one, "name"), true);
			spotter_passes(t->s, text_of(one, "telephone"));
		}
	}
	return OK;
}

/* ---- what it may not */

static void tell_people(telling *t, const record *one)
{
	EACH (link, one->about) {
		const about_role *as = kind_about(one->kind, link->role);
		if (as && str_eq(as->target, S("person"))) meet(t, link->record);
	}
	for (size_t i = 0; i < one->kind->field_n; i++) {
		const field *f = &one->kind->fields[i];
		if (f->type != FIELD_PERSON && f->type != FIELD_PEOPLE) continue;
		EACH (person, one->values.at[i].records) meet(t, *person);
	}
}

/* A field that fewer people read than its kind is held back from the others: an address that is kept hidden, and why. */
static void tell_held_back(telling *t, const record *one)
{
	for (size_t i = 0; i < one->kind->field_n; i++) {
		const field *f = &one->kind->fields[i];
		const value *is = &one->values.at[i];
		if (!f->own_read || is->is != VALUE_KNOWN) continue;
		if (f->type == FIELD_LINE) spotter_hides(t->s, is->text);
		else if (f->type == FIELD_TEXT) spotter_keeps(t->s, is->text);
	}
}

static void tell_kept(telling *t, const record *one)
{
	for (size_t i = 0; i < one->kind->field_n; i++) {
		field_type type = one->kind->fields[i].type;
		bool words = type == FIELD_TEXT || type == FIELD_LINE;
		if (words && one->values.at[i].is == VALUE_KNOWN) spotter_keeps(t->s, one->values.at[i].text);
	}
}

/* Where somebody lives: the child's own may be read, and the recipient's by themselves. */
static void tell_address(telling *t, const record *one)
{
	bool theirs = false, named = false;
	str address = text_of(one, "address"), postcode = text_of(one, "postcode");
	EACH (link, one->about) {
		if (!str_eq(link->role, S("person"))) continue;
		named = true;
		theirs |= records_hold(&t->open, link->record);
	}
	if (!named) return;
	if (theirs) {
		spotter_passes_address(t->s, address);
		spotter_passes(t->s, postcode);
	} else {
		spotter_address(t->s, address);
		spotter_address(t->s, postcode);
	}
}

static bool is_released(const made_up *m, record_id id)
{
	EACH (one, m->sealed)
		if (one->said.record.n == id.n) return one->decision == SEALED_RELEASED;
	return false;
}

static err tell_kind(telling *t, const kind *k)
{
	records all = { 0 };
	TRY(access_records(t->v, k, 0, &all));
	EACH (one, all) {
		tell_people(t, one);
		tell_held_back(t, one);
		if (records_hold(&t->kept, one->record) && !is_released(t->m, one->record)) tell_kept(t, one);
		if (str_eq(k->name, S("address"))) tell_address(t, one);
	}
	return OK;
}

/* Everybody of whom the viewer may know that the area has a record: by their whole name alone. */
static err tell_everybody(telling *t)
{
	identity_list all = { 0 };
	err e = access_identities(t->v->r, &all);
	if (e == E_DENIED) {
		t->v->r->a->trail = (trail){ 0 };
		return OK;
	}
	TRY(e);
	EACH (one, all)
		if (!records_hold(&t->open, one->record) && !records_hold(&t->open, one->person) && !records_hold(&t->met, one->person)) spotter_meets(t->s, one->name, false);
	return OK;
}

static bool is_own_part(const kind *k)
{
	return str_eq(k->capability, S("release"));
}

err gate_told(const view *v, const made_up *m, spotter **ret)
{
	telling t = { .v = v, .s = spotter_make(v->r->a), .m = m };
	const release_row *row = m->row;
	TRY(access_kept(v, &t.kept));
	TRY(pass_child(&t));
	if (row->recipient.is == VALUE_KNOWN) pass_person(&t, row->recipient.record);
	if (row->may_name.is == VALUE_KNOWN) EACH (one, row->may_name.records) pass_person(&t, *one);
	TRY(pass_workers(&t));
	for (size_t i = 0; i < practice_kind_count(v->r->practice); i++) {
		const kind *k = practice_kind_at(v->r->practice, i);
		if (k->about_child && !is_own_part(k)) TRY(tell_kind(&t, k));
	}
	TRY(tell_everybody(&t));
	*ret = t.s;
	return OK;
}

/* ---- going through the copy */

static str key_of(arena *a, const copy_block *b)
{
	buf all = BUF(a), hex = BUF(a);
	for (size_t i = 0; i < b->n; i++) {
		buf_str(&all, b->text[i]);
		buf_char(&all, '\x1f');
	}
	sha256 digest = sha256_of(buf_view(&all));
	buf_hex(&hex, digest.at, sizeof digest.at);
	return buf_view(&hex);
}

void gate_mark(arena *a, const spotter *s, made_up *m)
{
	m->marks.n = m->choices.n = 0;
	for (size_t i = 0; i < m->matter.blocks.n; i++) {
		const copy_block *b = &m->matter.blocks.at[i];
		release_mark mark = { .block = i, .key = key_of(a, b) };
		bool any = false;
		for (size_t k = 0; k < b->n; k++) {
			mark.spots[k] = spotter_find(s, a, b->text[k], false);
			any |= mark.spots[k].n > 0;
			EACH (one, mark.spots[k]) mark.found[one->is] = true;
		}
		PUSH(a, &m->choices, ((block_choice){ .key = mark.key, .marked = any, .entry = b->source.n && b->source.n != m->row->entry->record.n }));
		if (any) PUSH(a, &m->marks, mark);
	}
}

str gate_found_words(spot_is is)
{
	switch (is) {
	case SPOT_HIDDEN_ADDRESS: return S("an address that is kept hidden");
	case SPOT_KEPT_WORDS: return S("words that a child asked to keep, or that few may read");
	case SPOT_PERSON: return S("somebody else, by name");
	case SPOT_ADDRESS: return S("where somebody else lives");
	case SPOT_TELEPHONE: return S("a telephone number");
	case SPOT_NHS_NUMBER: return S("an NHS number");
	case SPOT_POSTCODE: return S("a postcode");
	case SPOT_EMAIL: return S("an e-mail address");
	}
	CHECK(false);
}
