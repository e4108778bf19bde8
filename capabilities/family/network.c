/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/family/network.h"

#include "web/dated.h"
#include "web/wording.h"

enum { PREGNANCY_DAYS = 280 };

bool network_holds(const network *w, const record *said, const typed_when *until)
{
	bool begun = said->happened.is == WHEN_NONE || said->happened.on.n <= w->on.n;
	return begun && (until->is != VALUE_KNOWN || until->on.on.n > w->on.n);
}

/* ---- who was there on that day */

static bool not_born_by(const network *w, when born)
{
	return born.is != WHEN_NONE && born.on.n > w->on.n;
}

bool network_unborn(const network *w, const relative *p)
{
	return not_born_by(w, p->known.born) || (p->known.born.is == WHEN_NONE && p->known.expected.is != WHEN_NONE);
}

bool network_there(const network *w, const relative *p)
{
	when due = p->known.born.is != WHEN_NONE ? p->known.born : p->known.expected;
	return !network_unborn(w, p) || due.on.n - w->on.n <= PREGNANCY_DAYS;
}

bool network_died(const network *w, const relative *p)
{
	return p->known.died.is != WHEN_NONE && p->known.died.on.n <= w->on.n;
}

/* ---- people, each once */

static err put_person(network *w, record_id person, size_t *ret)
{
	person_known known;
	TRY(access_person(w->v, person, &known));
	for (size_t i = 0; i < w->people.n; i++)
		if (w->people.at[i].known.record.n == known.record.n) {
			*ret = i;
			return OK;
		}
	PUSH(w->r->a, &w->people, ((relative){ .person = person, .name = access_name(w->v, person), .known = known, .drawn = KIN_NONE }));
	*ret = w->people.n - 1;
	return OK;
}

static err put_people(network *w, const record_list *people)
{
	size_t at;
	for (size_t i = 0; i < people->n; i++) TRY(put_person(w, people->at[i], &at));
	return OK;
}

size_t network_find(network *w, record_id person)
{
	size_t at;
	return person.n && put_person(w, person, &at) == OK ? at : KIN_NONE;
}

/* ---- entries, the oldest first */

static err put_relationship(network *w, const relationship_row *row)
{
	size_t at;
	if (row->person.n == 0 || (row->entry->happened.is != WHEN_NONE && row->entry->happened.on.n > w->on.n)) return OK;
	TRY(put_person(w, row->person.at[0], &at));
	TRY(put_people(w, &row->child));
	relative *p = &w->people.at[at];
	p->said = row->entry->record;
	p->is = dated_choice(row->entry, "is", &row->is);
	p->code = row->is.is == VALUE_KNOWN ? row->is.text : STR_NONE;
	p->called = row->child_calls.is == VALUE_KNOWN ? row->child_calls.text : STR_NONE;
	p->from = joined_words(w->v, row->entry, STR_NONE);
	p->since = row->entry->happened;
	p->until = row->until.is == VALUE_KNOWN ? row->until.on : (when){ 0 };
	p->through = row->through.is == VALUE_KNOWN ? row->through.record : (record_id){ 0 };
	return OK;
}

static err put_tie(network *w, const family_tie_row *row)
{
	if (row->one.n == 0 || row->other.n == 0 || (row->entry->happened.is != WHEN_NONE && row->entry->happened.on.n > w->on.n)) return OK;
	TRY(put_people(w, &row->one));
	TRY(put_people(w, &row->other));
	PUSH(w->r->a, &w->ties, ((family_bond){
	    .said = row->entry->record, .one = row->one.at[0], .other = row->other.at[0], .is = dated_choice(row->entry, "is", &row->is),
	    .code = row->is.is == VALUE_KNOWN ? row->is.text : STR_NONE, .ended = row->ended.is == VALUE_KNOWN ? row->ended.text : STR_NONE,
	    .since = row->entry->happened, .until = row->until.is == VALUE_KNOWN ? row->until.on : (when){ 0 },
	    .holds = network_holds(w, row->entry, &row->until) }));
	return OK;
}

static err put_homes(network *w)
{
	for (size_t i = w->lives_with.n; i > 0; i--) {
		const lives_with_row *row = &w->lives_with.at[i - 1];
		if (row->person.n == 0 || !network_holds(w, row->entry, &row->until)) continue;
		size_t at;
		TRY(put_people(w, &row->child));
		TRY(put_person(w, row->person.at[0], &at));
		w->people.at[at].at_home = true;
	}
	for (size_t i = w->addresses.n; i > 0; i--)
		if (network_holds(w, w->addresses.at[i - 1].entry, &w->addresses.at[i - 1].until)) TRY(put_people(w, &w->addresses.at[i - 1].person));
	return OK;
}

static err put_carers(network *w)
{
	for (size_t i = w->carers.n; i > 0; i--) {
		const carer_row *row = &w->carers.at[i - 1];
		size_t at;
		if (row->person.n == 0 || !network_holds(w, row->entry, &row->until)) continue;
		TRY(put_person(w, row->person.at[0], &at));
		relative *p = &w->people.at[at];
		if (p->is.n) continue;
		p->said = row->entry->record;
		p->is = dated_choice(row->entry, "part", &row->part);
		p->code = S("carer");
		p->from = joined_words(w->v, row->entry, STR_NONE);
		p->since = row->entry->happened;
	}
	return OK;
}

/* ---- what is kept from somebody */

bool network_shown(network *w, const record *said)
{
	bool shown = w->with_kept || !records_hold(&w->kept, said->record);
	w->left_out += !shown;
	return shown;
}

/* Takes what may not be shown out of a list that a generated reader gave. */
#define LEAVE_OUT_KEPT(w, list)                                                                                        \
	do {                                                                                                           \
		size_t n_ = 0;                                                                                         \
		for (size_t i_ = 0; i_ < (list)->n; i_++)                                                              \
			if (network_shown((w), (list)->at[i_].entry)) (list)->at[n_++] = (list)->at[i_];               \
		(list)->n = n_;                                                                                        \
	} while (0)

err network_read(request *r, const view *v, day on, bool with_kept, network *ret)
{
	network w = { .v = v, .r = r, .on = on, .with_kept = with_kept };
	family_tie_list ties = { 0 };
	size_t child;
	TRY(access_kept(v, &w.kept));
	TRY(read_relationship(v, r->a, &w.kin));
	TRY(read_family_tie(v, r->a, &ties));
	TRY(read_lives_with(v, r->a, &w.lives_with));
	TRY(read_address(v, r->a, &w.addresses));
	TRY(read_carer(v, r->a, &w.carers));
	LEAVE_OUT_KEPT(&w, &w.kin);
	LEAVE_OUT_KEPT(&w, &ties);
	LEAVE_OUT_KEPT(&w, &w.addresses);
	LEAVE_OUT_KEPT(&w, &w.carers);
	TRY(put_person(&w, v->child, &child));
	for (size_t i = w.kin.n; i > 0; i--) TRY(put_relationship(&w, &w.kin.at[i - 1]));
	for (size_t i = ties.n; i > 0; i--) TRY(put_tie(&w, &ties.at[i - 1]));
	TRY(put_homes(&w));
	TRY(put_carers(&w));
	*ret = w;
	return OK;
}
