/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/own_measures.h"

#include "project/project.h"

#include <stdlib.h>

static const str kind_name = { "asked_here", sizeof "asked_here" - 1 };

typedef struct {
	kind_source is;
	record_id record;
	seq newest;
} in_force;
typedef LIST(in_force) in_force_list;

static int by_folder(const void *a, const void *b)
{
	const in_force *x = a, *y = b;
	int order = str_cmp(x->is.capability, y->is.capability);
	return order ? order : (x->record.n > y->record.n) - (x->record.n < y->record.n);
}

static err read_one(db *d, arena *a, const practice *p, const zone *z, seq s, in_force_list *into)
{
	entry e;
	values v;
	problems odd = { 0 };
	TRY(journal_entry(d, a, s, &e));
	const kind *k = e.disposed ? NULL : practice_version(p, e.kind, e.version);
	if (!k) return OK;
	TRY(values_from_json(a, z, k, e.bytes, false, &v, &odd));
	const value *folder = values_get(&v, S("folder")), *asks = values_get(&v, S("asks"));
	if (!folder || !asks) return OK;
	PUSH(a, into, ((in_force){ .is = { .file = S("measures.yaml"), .capability = folder->text, .bytes = asks->text }, .record = e.record, .newest = s }));
	return OK;
}

static err read_all(db *d, arena *a, const practice *p, const zone *z, in_force_list *ret)
{
	seq_list shown;
	in_force_list list = { 0 };
	TRY(project_known(d, a, p, kind_name, PROJECT_NOW, &shown));
	EACH(s, shown) TRY(read_one(d, a, p, z, *s, &list));
	if (list.n) qsort(list.at, list.n, sizeof *list.at, by_folder);
	*ret = list;
	return OK;
}

err own_measures_read(db *d, arena *a, const practice *p, const zone *z, kind_sources *ret)
{
	in_force_list list;
	kind_sources sources = { 0 };
	TRY(read_all(d, a, p, z, &list));
	EACH(one, list) PUSH(a, &sources, one->is);
	*ret = sources;
	return OK;
}

err own_measures_changed(db *d, seq since, bool *ret)
{
	int64_t one;
	err e = db_one_int(d, SQL("SELECT seq FROM chain WHERE seq > $1 AND kind = 'asked_here' LIMIT 1"), ARGS(ARG(since.n)), &one);
	*ret = e == OK;
	return e == E_NOT_FOUND ? OK : e;
}

static err apply_one(area *ar, arena *a, const kind *k, const in_force *before, const kind_source *source)
{
	writer w = journal_job_writer(area_journal(ar), area_zone(ar));
	values v = values_make(a, k);
	entry_head head = { 0 };
	problems wrong = { 0 };
	bool forked;
	seq s;
	*values_of(&v, S("folder")) = (value){ .is = VALUE_KNOWN, .text = source->capability };
	*values_of(&v, S("asks")) = (value){ .is = VALUE_KNOWN, .text = source->bytes };
	if (before) {
		head.record = before->record;
		PUSH(a, &head.after, before->newest);
	}
	return journal_append(&w, k, &v, &head, a, &s, &forked, &wrong);
}

err own_measures_apply(area *ar, db *d, arena *a, const practice *p, const kind_source *sources, size_t n, int *ret_applied)
{
	in_force_list list;
	const kind *k = practice_kind(p, kind_name);
	*ret_applied = 0;
	if (!k) return FAIL(&a->trail, E_NOT_FOUND);
	TRY(read_all(d, a, p, area_zone(ar), &list));
	for (size_t i = 0; i < n; i++) {
		const in_force *before = NULL;
		EACH(one, list)
			if (str_eq(one->is.capability, sources[i].capability)) before = one;
		if (before && str_eq(before->is.bytes, sources[i].bytes)) continue;
		TRY(apply_one(ar, a, k, before, &sources[i]));
		++*ret_applied;
	}
	return OK;
}
