/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files that go with a copy: their names, and what they say beside what they show. */
#include "capabilities/release/made_up.h"

#include "web/files.h"
#include "web/wording.h"

/* ---- which */

static bool is_there(const made_up *m, const file_value *f)
{
	EACH (one, m->files)
		if (sha256_eq(one->file.digest, f->digest) && str_eq(one->file.name, f->name)) return true;
	return false;
}

static str key_of(arena *a, const file_value *f)
{
	buf hex = BUF(a);
	sha256 both = sha256_of_many((const str[]){ sha256_view(&f->digest), f->name }, 2);
	buf_hex(&hex, both.at, sizeof both.at);
	return buf_view(&hex);
}

static err add_file(const view *v, const record *said, const field *in, const file_value *f, made_up *m, int64_t *bytes)
{
	release_file one = { .source = said->record, .from = joined_words(v, said, STR_NONE), .closed = in->closed };
	if (is_there(m, f)) return OK;
	*bytes += f->size_bytes;
	if (*bytes > RELEASE_FILES_BYTES) return FAIL(&v->r->a->trail, E_LIMIT);
	TRY(access_file(v, said->record, &f->digest, &one.file));
	one.file.name = f->name;
	one.mark.key = key_of(v->r->a, f);
	PUSH(v->r->a, &m->files, one);
	return OK;
}

static err add_files(const view *v, const record *said, made_up *m, int64_t *bytes)
{
	for (size_t i = 0; i < said->kind->field_n; i++)
		EACH (f, said->values.at[i].files) TRY(add_file(v, said, &said->kind->fields[i], f, m, bytes));
	return OK;
}

/* ---- what is found in them */

static void find_in(const spotter *s, arena *a, str text, bool only_told, release_file *f)
{
	spot_list spots = spotter_find(s, a, text, only_told);
	EACH (one, spots) f->mark.found[one->is] = f->marked = true;
}

static void look_through(const spotter *s, arena *a, release_file *f)
{
	str_list words = file_words(a, f->file.bytes, &f->sort);
	find_in(s, a, f->file.name, false, f);
	EACH (one, words) find_in(s, a, *one, true, f);
	f->marked |= f->closed || f->sort == FILE_DOCUMENT;
}

err files_read(const view *v, const spotter *s, made_up *m)
{
	const story_lines *story;
	int64_t bytes = 0;
	if (!release_has_part(m->row, S("files"))) return OK;
	TRY(access_story_lines(v, &story));
	EACH (line, *story) {
		record said;
		if (line->kept || line->moment || !release_between(m->row, line->happened)) continue;
		err e = access_record(v, line->record, &said);
		if (e == E_NOT_FOUND || e == E_DENIED) continue;
		TRY(e);
		TRY(add_files(v, &said, m, &bytes));
	}
	EACH (f, m->files) look_through(s, v->r->a, f);
	return OK;
}

/* ---- as they leave */

/* A name in which something was found is not kept: what the file is says the rest. */
static str plain_name(arena *a, const release_file *f, size_t number)
{
	buf b = BUF(a);
	ptrdiff_t dot = -1;
	for (size_t i = 0; i < f->file.name.n; i++)
		if (f->file.name.at[i] == '.') dot = (ptrdiff_t)i;
	buf_lit(&b, "file-");
	buf_int(&b, (int64_t)number);
	if (dot >= 0 && f->file.name.n - (size_t)dot <= 5) buf_str(&b, str_from(f->file.name, (size_t)dot));
	return buf_view(&b);
}

void files_apply(arena *a, const made_up *m, value *to)
{
	for (size_t i = 0; i < m->files.n; i++) {
		const release_file *f = &m->files.at[i];
		file_value leaves = f->file;
		mark_decision d = f->mark.decision;
		bool words_out = d == MARK_WORDS_OUT;
		if (d == MARK_ALL_OUT || (f->marked && d == MARK_OPEN)) continue;
		bool bare = d != MARK_KEPT && file_without_words(a, f->file.bytes, &leaves.bytes);
		if (words_out && !bare) continue; /* no words can be taken out of it: it stays away whole */
		if (words_out) leaves.name = plain_name(a, f, i + 1);
		leaves.size_bytes = (int64_t)leaves.bytes.n;
		leaves.digest = sha256_of(leaves.bytes);
		PUSH(a, &to->files, leaves);
	}
}
