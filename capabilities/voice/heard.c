/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/voice/heard.h"

#include "kind/typed.h"
#include "web/files.h"

#include <stdlib.h>

static const char *const tellings[] = { "voice", "observed", "three_places" };

bool heard_is(const kind *k)
{
	for (size_t i = 0; i < sizeof tellings / sizeof *tellings; i++)
		if (str_eq(k->name, str_of(tellings[i]))) return true;
	return false;
}

const voice_answer_row *heard_answer(const voice_answer_list *answers, record_id said)
{
	for (size_t i = 0; i < answers->n; i++)
		if (records_hold(&answers->at[i].to, said)) return &answers->at[i];
	return NULL;
}

static int newest_first(const void *a, const void *b)
{
	const record *x = a, *y = b;
	int apart = when_cmp(y->happened, x->happened);
	return apart ? apart : (x->seq.n < y->seq.n) - (x->seq.n > y->seq.n);
}

err heard_list(const view *v, records *ret)
{
	record_list kept;
	records all = { 0 };
	TRY(access_kept(v, &kept));
	for (size_t i = 0; i < sizeof tellings / sizeof *tellings; i++) {
		const kind *k = practice_kind(v->r->practice, str_of(tellings[i]));
		records some = { 0 };
		if (k) TRY(access_records(v, k, 0, &some));
		EACH (one, some)
			if (!records_hold(&kept, one->record)) PUSH(v->r->a, &all, *one);
	}
	if (all.n) qsort(all.at, all.n, sizeof *all.at, newest_first);
	*ret = all;
	return OK;
}

/* What the story quotes is the child's; what adults ask and make of it stands in other fields. */
static bool quoted(const kind *k, const field *f)
{
	for (size_t i = 0; i < k->story_n; i++)
		if (k->story[i].is == PART_FIELD && k->story[i].at == f->at) return f->type == FIELD_TEXT;
	return false;
}

str heard_words(const view *v, const record *rec)
{
	buf b = BUF(v->r->a);
	for (size_t i = 0; i < rec->kind->field_n; i++) {
		const field *f = &rec->kind->fields[i];
		if (!quoted(rec->kind, f) || rec->values.at[i].is != VALUE_KNOWN) continue;
		if (b.n) buf_char(&b, '\n');
		buf_str(&b, str_trim(rec->values.at[i].text));
	}
	return buf_view(&b);
}

heard_pictures heard_drawings(const view *v, const record *rec, str field_name)
{
	heard_pictures list = { 0 };
	for (size_t i = 0; i < rec->kind->field_n; i++) {
		const field *f = &rec->kind->fields[i];
		const value *is = &rec->values.at[i];
		if (f->type != FIELD_FILE || f->closed || (field_name.n && !str_eq(f->name, field_name))) continue;
		for (size_t n = 0; n < is->files.n; n++)
			if (file_is_picture(&is->files.at[n]))
				PUSH(v->r->a, &list, ((heard_picture){ is->files.at[n].name, file_address(v->r->a, rec->record, &is->files.at[n]) }));
	}
	return list;
}
