/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/release/made_up.h"

#include "web/wording.h"
#include "web/working_copy.h"

#include <stdlib.h>

/* ---- its matter */

static const struct {
	const char *code, *heading;
} parts[] = { { "statement", "Statement" }, { "chronology", "Chronology" }, { "genogram", "Family" }, { "plan", "Plan" }, { "entries", "Entries of the record" } };

bool release_has_part(const release_row *row, str code)
{
	EACH (one, row->parts.codes)
		if (str_eq(*one, code)) return true;
	return false;
}

static err put_part(request *r, const view *v, made_up *m, const char *code, const char *heading)
{
	copy *to = &m->matter;
	str name = str_of(code);
	const copy_part_code *other = copy_part_of(name);
	if (!release_has_part(m->row, name)) return OK;
	copy_say(to, PAPER_HEADING, str_of(heading), (record_id){ 0 });
	if (str_eq(name, S("statement"))) return statement_part(v, m->row, to);
	if (str_eq(name, S("entries"))) return entries_part(v, m->row, to);
	if (other) return other->write(r, v, to);
	copy_say(to, PAPER_TEXT, S("This area records nothing for it."), (record_id){ 0 });
	return OK;
}

/* A paragraph a block: a letter is looked through as finely as a record. */
static void put_letter(made_up *m)
{
	if (!release_has_part(m->row, S("letter")) || m->row->letter.is != VALUE_KNOWN) return;
	if (!m->letter_alone) copy_say(&m->matter, PAPER_HEADING, S("Letter"), (record_id){ 0 });
	for (str rest = m->row->letter.text; rest.n;) copy_say(&m->matter, PAPER_TEXT, str_trim(str_cut(rest, '\n', &rest)), m->row->entry->record);
}

static str with_words(arena *a, const char *before, str words)
{
	buf b = BUF(a);
	buf_str(&b, str_of(before));
	buf_str(&b, words);
	return buf_view(&b);
}

static void put_cover(const view *v, made_up *m)
{
	copy *to = &m->matter;
	const release_row *row = m->row;
	record_id by = row->entry->record;
	const field *f = kind_field(row->entry->kind, S("under"));
	const choice *under = f ? field_choice(f, row->under.text) : NULL;
	buf duty = BUF(to->a);
	copy_say(to, PAPER_TITLE, m->letter_alone ? row->purpose.text : access_name(v, v->child), by);
	copy_say(to, PAPER_TEXT, with_words(to->a, "To: ", row->to_name.text), by);
	if (m->letter_alone) return;
	copy_say(to, PAPER_TEXT, with_words(to->a, "What it is for: ", row->purpose.text), by);
	if (under) buf_str(&duty, under->label);
	if (duty.n && row->under_words.text.n) buf_lit(&duty, ": ");
	buf_str(&duty, row->under_words.text);
	copy_say(to, PAPER_TEXT, buf_view(&duty), by);
}

/* Words that a child asked to keep, where somebody released them to this copy. */
static void put_released(made_up *m)
{
	bool any = false;
	EACH (one, m->sealed) {
		if (one->decision != SEALED_RELEASED) continue;
		if (!any) copy_say(&m->matter, PAPER_HEADING, S("Released to this copy alone"), (record_id){ 0 });
		any = true;
		copy_say(&m->matter, PAPER_QUOTE, one->words, one->said.record);
	}
}

static err put_matter(request *r, const view *v, made_up *m)
{
	m->matter = copy_make(r->a);
	m->letter_alone = m->row->parts.codes.n == 1 && release_has_part(m->row, S("letter"));
	put_cover(v, m);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) TRY(put_part(r, v, m, parts[i].code, parts[i].heading));
	put_released(m);
	put_letter(m);
	return OK;
}

/* ---- what was decided */

static bool is_of(const record_list *releases, const made_up *m)
{
	return releases->n && releases->at[0].n == m->row->entry->record.n;
}

mark_decision mark_decision_of(str code)
{
	if (str_eq(code, S("words_out"))) return MARK_WORDS_OUT;
	if (str_eq(code, S("all_out"))) return MARK_ALL_OUT;
	return str_eq(code, S("kept")) ? MARK_KEPT : MARK_OPEN;
}

static void hand(const view *v, made_up *m, record_id worker)
{
	if (worker.n && !release_kept(&m->hands, worker)) PUSH(v->r->a, &m->hands, worker);
}

static void take_decision(release_mark *mark, const release_mark_row *row)
{
	if (!str_eq(mark->key, row->paragraph.text)) return;
	mark->decision = mark_decision_of(row->decision.text);
	mark->why = row->why.text;
	mark->by = row->entry->author;
}

/* The newest decision about the same words holds. */
static err put_decisions(const view *v, made_up *m)
{
	release_mark_list rows = { 0 };
	TRY(read_release_mark(v, v->r->a, &rows));
	for (size_t i = rows.n; i > 0; i--) { /* the newest first: the newest is taken last */
		const release_mark_row *row = &rows.at[i - 1];
		if (!is_of(&row->release, m)) continue;
		hand(v, m, row->entry->author);
		EACH (mark, m->marks) take_decision(mark, row);
		EACH (f, m->files) take_decision(&f->mark, row);
		EACH (c, m->choices)
			if (!c->marked && str_eq(c->key, row->paragraph.text)) c->left_out = mark_decision_of(row->decision.text) == MARK_ALL_OUT;
	}
	return OK;
}

static str story_words(const view *v, const record *said)
{
	const story_lines *story;
	buf b = BUF(v->r->a);
	if (access_story_lines(v, &story) != OK) return said->kind->label;
	EACH (at, *story) {
		story_line line = *at;
		if (line.record.n != said->record.n || line.moment || access_tell(v, &line) != OK) continue;
		EACH (bit, line.bits) buf_str(&b, bit->text);
	}
	return b.n ? str_trim(buf_view(&b)) : said->kind->label;
}

static void decide_sealed(sealed_matter *one, const release_sealed_list *rows, const made_up *m)
{
	for (size_t i = rows->n; i > 0; i--) {
		const release_sealed_row *row = &rows->at[i - 1];
		if (!is_of(&row->release, m) || row->sealed.n == 0 || row->sealed.at[0].n != one->said.record.n) continue;
		one->decision = str_eq(row->decision.text, S("released")) ? SEALED_RELEASED : SEALED_WITHHELD;
		one->under = row->under_words.text;
		one->told = row->told.text;
		one->by = row->entry->author;
	}
}

/* A court is told by its lawyer of what stays away: it is listed here, entry by entry. Of any other copy it is as if it had never been
 * said, so there is nothing to decide. */
static err put_sealed(const view *v, made_up *m)
{
	record_list kept;
	release_sealed_list rows = { 0 };
	m->for_court = str_eq(m->row->under.text, S("court"));
	TRY(read_release_sealed(v, v->r->a, &rows));
	TRY(access_kept(v, &kept));
	EACH (id, kept) {
		sealed_matter one = { 0 };
		err e = access_record(v, *id, &one.said);
		if (e == E_NOT_FOUND || e == E_DENIED) continue;
		TRY(e);
		if (str_eq(one.said.kind->capability, S("release"))) continue;
		one.words = story_words(v, &one.said);
		decide_sealed(&one, &rows, m);
		if (!m->for_court && one.decision == SEALED_OPEN) continue;
		hand(v, m, one.by);
		PUSH(v->r->a, &m->sealed, one);
	}
	return OK;
}

/* ---- how far it is */

static err put_hands(const view *v, made_up *m)
{
	records versions;
	TRY(access_versions(v, m->row->entry->record, &versions));
	EACH (one, versions) hand(v, m, one->author);
	return OK;
}

static err read_asked(const view *v, made_up *m)
{
	release_asked_list *asked = TAKE(v->r->a, release_asked_list);
	release_agreed_list *said = TAKE(v->r->a, release_agreed_list);
	TRY(read_release_asked(v, v->r->a, asked));
	TRY(read_release_agreed(v, v->r->a, said));
	EACH (row, *asked) {
		if (!is_of(&row->release, m)) continue;
		hand(v, m, row->entry->author);
		if (!m->asked || row->entry->seq.n > m->asked->entry->seq.n) m->asked = row;
	}
	EACH (row, *said) {
		bool left = m->said && str_eq(m->said->verdict.text, S("agreed"));
		if (is_of(&row->release, m) && !left && (!m->said || row->entry->seq.n > m->said->entry->seq.n || str_eq(row->verdict.text, S("agreed")))) m->said = row;
	}
	return OK;
}

err made_up_state(const view *v, const release_row *row, made_up *ret)
{
	made_up *m = ret;
	m->row = row;
	TRY(put_hands(v, m));
	TRY(read_asked(v, m));
	bool withdrawn = row->withdrawn.is == VALUE_KNOWN && row->withdrawn.yes;
	if (m->said && str_eq(m->said->verdict.text, S("agreed"))) m->state = RELEASE_LEFT;
	else if (withdrawn) m->state = RELEASE_WITHDRAWN;
	else if (m->asked && (!m->said || m->asked->entry->seq.n > m->said->entry->seq.n)) m->state = RELEASE_ASKED;
	else if (m->said) m->state = RELEASE_SENT_BACK;
	return OK;
}

bool release_had_hand(const request *r, const made_up *m)
{
	return release_kept(&m->hands, r->read.who->worker);
}

static str digest_of(arena *a, const made_up *m)
{
	buf all = BUF(a), hex = BUF(a);
	copy applied = made_up_apply(a, m);
	EACH (b, applied.blocks) {
		buf_int(&all, b->is);
		for (size_t i = 0; i < b->n; i++) {
			buf_char(&all, '\x1f');
			buf_str(&all, b->text[i]);
		}
		buf_str(&all, b->picture.text);
	}
	EACH (mark, m->marks) {
		buf_int(&all, mark->decision);
		buf_str(&all, mark->why);
	}
	EACH (f, m->files) {
		buf_str(&all, f->mark.key);
		buf_int(&all, f->mark.decision);
		buf_str(&all, f->mark.why);
	}
	sha256 digest = sha256_of(buf_view(&all));
	buf_hex(&hex, digest.at, sizeof digest.at);
	return buf_view(&hex);
}

void made_up_settle(arena *a, made_up *m)
{
	m->open = 0;
	EACH (mark, m->marks) m->open += mark->decision == MARK_OPEN;
	EACH (one, m->sealed) m->open += one->decision == SEALED_OPEN;
	EACH (f, m->files) m->open += f->marked && f->mark.decision == MARK_OPEN;
	m->digest = digest_of(a, m);
	m->as_asked = m->asked && str_eq(m->asked->digest.text, m->digest);
}

static const release_row *row_of(record_id release, const release_list *rows)
{
	EACH (row, *rows)
		if (row->entry->record.n == release.n) return row;
	return NULL;
}

err made_up_read(request *r, const view *v, record_id release, made_up *ret)
{
	release_list *rows = TAKE(r->a, release_list);
	spotter *s;
	*ret = (made_up){ 0 };
	TRY(read_release(v, r->a, rows));
	const release_row *row = row_of(release, rows);
	if (!row) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(made_up_state(v, row, ret));
	TRY(put_sealed(v, ret));
	TRY(put_matter(r, v, ret));
	TRY(gate_told(v, ret, &s));
	gate_mark(r->a, s, ret);
	TRY(files_read(v, s, ret));
	TRY(put_decisions(v, ret));
	made_up_settle(r->a, ret);
	return OK;
}

/* ---- as it leaves */

#define TAKEN_OUT S("[Something was taken out here.]")

/* Of words that a child asked to keep not even a gap tells. */
static bool leaves_no_trace(const release_mark *mark)
{
	return mark->found[SPOT_KEPT_WORDS];
}

static void apply_mark(copy *to, const copy_block *b, const release_mark *mark)
{
	copy_block is = *b;
	switch (mark->decision) {
	case MARK_OPEN: case MARK_ALL_OUT:
		if (leaves_no_trace(mark)) return;
		is.picture = HTML("");
		if (is.is == COPY_PICTURE) is = (copy_block){ .is = COPY_SAID, .style = PAPER_TEXT, .n = 1 };
		for (size_t i = 0; i < is.n; i++) is.text[i] = i == (is.n > 1) ? TAKEN_OUT : STR_NONE;
		break;
	case MARK_WORDS_OUT:
		if (is.is == COPY_PICTURE) is = (copy_block){ .is = COPY_SAID, .style = PAPER_TEXT, .n = 1, .text = { TAKEN_OUT } };
		else for (size_t i = 0; i < is.n; i++) is.text[i] = spot_take_out(to->a, is.text[i], &mark->spots[i]);
		break;
	case MARK_KEPT: break;
	}
	PUSH(to->a, &to->blocks, is);
}

copy made_up_apply(arena *a, const made_up *m)
{
	copy to = copy_make(a);
	const release_mark *mark = m->marks.at, *end = m->marks.n ? mark + m->marks.n : mark;
	for (size_t i = 0; i < m->matter.blocks.n; i++) {
		if (mark < end && mark->block == i) apply_mark(&to, &m->matter.blocks.at[i], mark++);
		else if (!m->choices.at[i].left_out) PUSH(a, &to.blocks, m->matter.blocks.at[i]);
	}
	return to;
}

/* The contents stand between the cover and the first part. */
static void set_with_contents(arena *a, const copy *matter, paper *p)
{
	size_t cover = 0;
	while (cover < matter->blocks.n && matter->blocks.at[cover].style != PAPER_HEADING) cover++;
	copy first = copy_make(a), rest = copy_make(a);
	for (size_t i = 0; i < matter->blocks.n; i++) PUSH(a, i < cover ? &first.blocks : &rest.blocks, matter->blocks.at[i]);
	copy_set(&first, p);
	paper_contents(p);
	copy_set(&rest, p);
}

err made_up_paper(request *r, const view *v, const made_up *m, bool released, str *ret_pdf)
{
	arena *a = r->a;
	copy matter = made_up_apply(a, m);
	buf pdf = BUF(a);
	str title = m->letter_alone ? S("Letter") : S("From the record of a child");
	paper_about about = released ? (paper_about){ .title = title, .made = r->read.now } : working_about(r, title);
	about.below = instant_day_words(a, area_zone(v->r->area), r->read.now);
	paper *p = paper_make(a, about);
	if (m->letter_alone) copy_set(&matter, p);
	else set_with_contents(a, &matter, p);
	TRY(paper_finish(p, &pdf));
	*ret_pdf = buf_view(&pdf);
	return OK;
}
