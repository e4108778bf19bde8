/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A copy paragraph by paragraph, with what was found in it and what was decided; and on paper, as it would leave. */
#include "capabilities/release/made_up.h"
#include "capabilities/release/pages.h"
#include "capabilities/release/parts.h"
#include "capabilities/release/pages/release.h"
#include "web/controls.h"
#include "web/files.h"
#include "web/parts.h"
#include "web/wording.h"
#include "web/working_copy.h"

#include "access/transfer.h"

static str code_label(const record *said, const char *field_name, str code)
{
	const field *f = kind_field(said->kind, str_of(field_name));
	const choice *c = f ? field_choice(f, code) : NULL;
	return c ? c->label : code;
}

static str by_words(const view *v, record_id worker)
{
	return worker.n ? access_name_of(v, S("worker"), worker) : STR_NONE;
}

/* ---- the copy */

static str shape_of(const copy_block *b)
{
	switch (b->is) {
	case COPY_HEADS: return S("heads");
	case COPY_ROW: return S("row");
	case COPY_PICTURE: return S("picture");
	case COPY_SAID: break;
	}
	switch (b->style) {
	case PAPER_TITLE: return S("title");
	case PAPER_HEADING: return S("heading");
	case PAPER_SUBHEADING: return S("subheading");
	case PAPER_TEXT: return S("text");
	case PAPER_QUOTE: return S("quote");
	case PAPER_SMALL: return S("small");
	}
	CHECK(false);
}

static void put_pieces(arena *a, str text, const spot_list *spots, release_page_copy_line *to)
{
	size_t at = 0;
	for (size_t i = 0; spots && i < spots->n; i++) {
		const spot *s = &spots->at[i];
		PUSH(a, &to->pieces, ((release_page_copy_piece){ str_first(str_from(text, at), s->from - at), str_first(str_from(text, s->from), s->to - s->from) }));
		at = s->to;
	}
	if (at < text.n) PUSH(a, &to->pieces, ((release_page_copy_piece){ str_from(text, at), STR_NONE }));
}

static str found_words(arena *a, const release_mark *mark)
{
	buf b = BUF(a);
	for (int is = 0; is < SPOT_KINDS; is++) {
		if (!mark->found[is]) continue;
		if (b.n) buf_lit(&b, "; ");
		buf_str(&b, gate_found_words((spot_is)is));
	}
	return buf_view(&b);
}

static str decision_words(mark_decision d)
{
	switch (d) {
	case MARK_OPEN: return STR_NONE;
	case MARK_WORDS_OUT: return S("Those words are taken out");
	case MARK_ALL_OUT: return S("The paragraph is taken out");
	case MARK_KEPT: return S("Kept");
	}
	CHECK(false);
}

/* What was sent and is not recorded stands there again. */
static str sent_again(const request *r, const char *prefix, str key)
{
	buf b = BUF(r->a);
	buf_str(&b, str_of(prefix));
	buf_str(&b, key);
	return request_form(r, buf_view(&b));
}

static void put_mark(const request *r, const view *v, const release_mark *mark, release_page_copy_line *to)
{
	to->found = found_words(r->a, mark);
	to->decision = decision_words(mark->decision);
	to->why = mark->why;
	to->by = by_words(v, mark->by);
	if (mark->decision != MARK_OPEN) return;
	to->chosen = sent_again(r, "d", mark->key);
	to->typed = sent_again(r, "w", mark->key);
}

static bool stands_before(const release_page *p, str key)
{
	EACH (line, p->blocks)
		if (str_eq(line->key, key)) return true;
	return false;
}

static void put_blocks(const request *r, const view *v, const made_up *m, const release_part *part, release_page *to)
{
	arena *a = r->a;
	size_t next = 0;
	for (size_t i = 0; i < m->matter.blocks.n; i++) {
		const copy_block *b = &m->matter.blocks.at[i];
		const release_mark *mark = next < m->marks.n && m->marks.at[next].block == i ? &m->marks.at[next++] : NULL;
		if (!release_part_has_block(part, i)) continue;
		release_page_copy_line line = { .at = (int64_t)i + 1, .shape = shape_of(b), .source = b->source.n, .marked = mark != NULL, .picture = b->picture };
		buf all = BUF(a);
		for (size_t k = 0; k < b->n; k++) {
			if (b->text[k].n == 0) continue;
			if (all.n) {
				buf_lit(&all, "\n");
				PUSH(a, &line.pieces, ((release_page_copy_piece){ S("\n"), STR_NONE }));
			}
			buf_str(&all, b->text[k]);
			put_pieces(a, b->text[k], mark ? &mark->spots[k] : NULL, &line);
		}
		line.text = buf_view(&all);
		line.key = m->choices.at[i].key;
		line.left_out = m->choices.at[i].left_out;
		line.may_leave_out = !mark && m->choices.at[i].entry && (b->is == COPY_ROW || (b->is == COPY_SAID && b->style == PAPER_TEXT));
		line.again = (mark || line.may_leave_out) && stands_before(to, line.key);
		if (mark) put_mark(r, v, mark, &line);
		PUSH(a, &to->blocks, line);
	}
}

static str found_in_file(arena *a, const release_file *f)
{
	buf b = BUF(a);
	buf_str(&b, found_words(a, &f->mark));
	if (f->closed) buf_str(&b, b.n ? S("; a picture that stays closed") : S("a picture that stays closed"));
	if (f->sort != FILE_DOCUMENT) return buf_view(&b);
	if (b.n) buf_lit(&b, "; ");
	buf_lit(&b, "a document, in which only somebody who reads it finds all");
	return buf_view(&b);
}

static void put_files(const request *r, const view *v, const made_up *m, const release_part *part, release_page *to)
{
	arena *a = r->a;
	for (size_t i = 0; i < m->files.n; i++) {
		const release_file *f = &m->files.at[i];
		if (!release_part_has_file(part, i)) continue;
		PUSH(a, &to->files, ((release_page_file_line){
		    .at = (int64_t)i + 1, .chosen = sent_again(r, "d", f->mark.key), .typed = sent_again(r, "w", f->mark.key), .name = f->file.name, .to = file_address(a, f->source, &f->file), .size = file_size_words(a, &f->file),
		    .from = f->from, .marked = f->marked, .key = f->mark.key, .found = found_in_file(a, f), .decision = decision_words(f->mark.decision), .why = f->mark.why,
		    .picture = f->sort == FILE_PICTURE, .by = by_words(v, f->mark.by) }));
	}
}

static str number_text(arena *a, record_id id)
{
	buf b = BUF(a);
	buf_int(&b, id.n);
	return buf_view(&b);
}

static void put_sealed(const request *r, const view *v, const made_up *m, const release_part *part, release_page *to)
{
	arena *a = r->a;
	for (size_t i = 0; i < m->sealed.n; i++) {
		const sealed_matter *one = &m->sealed.at[i];
		str key = number_text(a, one->said.record);
		if (!release_part_has_sealed(part, i)) continue;
		PUSH(a, &to->sealed, ((release_page_sealed_line){
		    .chosen = sent_again(r, "s", key), .typed_under = sent_again(r, "u", key), .typed_told = sent_again(r, "t", key),
		    .record = one->said.record.n, .words = one->words, .when_words = when_words(a, area_zone(v->r->area), one->said.happened),
		    .who = joined_words(v, &one->said, author_words(v, one->said.author, one->said.agency, one->said.batch)), .under = one->under, .told = one->told, .by = by_words(v, one->by),
		    .decision = one->decision == SEALED_OPEN ? STR_NONE : one->decision == SEALED_RELEASED ? S("They leave with this copy.") : S("They do not leave.") }));
	}
}

static void put_parts(request *r, const made_up *m, const release_part *here, release_page *to)
{
	size_t n = release_parts(m);
	to->part = (int64_t)here->number;
	to->part_n = (int64_t)n;
	for (size_t i = 1; n > 1 && i <= n; i++) {
		release_part p = release_part_at(m, i);
		buf address = BUF(r->a);
		buf_printf(&address, "?part=%zu", i);
		PUSH(r->a, &to->parts, ((release_page_copy_part){ .number = (int64_t)i, .here = i == here->number, .waits = (int64_t)release_part_open(m, &p),
		                                                  .to = url_number(r->a, "/release/", m->row->entry->record.n, str_c(r->a, buf_view(&address))) }));
	}
}

/* Where it does not go on for something that waits in another part, that part is shown. */
static release_part part_shown(const request *r, const made_up *m, bool refused)
{
	release_part p = release_part_asked(r, m);
	bool asks = refused && str_eq(request_form(r, S("then")), S("ask")) && release_part_open(m, &p) == 0;
	size_t open = asks ? release_part_next_open(m, p.number) : 0;
	return open ? release_part_at(m, open) : p;
}

/* ---- how far it is */

static void put_state(request *r, const view *v, const made_up *m, release_page *to)
{
	role_set roles = r->read.who->roles;
	bool over = m->state == RELEASE_LEFT || m->state == RELEASE_WITHDRAWN, asked = m->state == RELEASE_ASKED, hand = release_had_hand(r, m);
	bool makes = r->read.who->worker.n && (m->row->entry->kind->write.roles & roles);
	to->may_decide = makes && !over && !(asked && !hand && (roles & ROLE_MANAGER));
	to->may_agree = asked && !hand && (roles & ROLE_MANAGER) && r->read.who->worker.n;
	to->may_correct = makes && !over && !to->may_agree;
	to->own_hands = asked && hand;
	to->state_words = release_state_words(m->state);
	to->open = (int64_t)m->open;
	to->as_asked = m->as_asked;
	to->digest = m->digest;
	if (m->state == RELEASE_LEFT || m->state == RELEASE_SENT_BACK) {
		buf b = BUF(r->a);
		buf_str(&b, by_words(v, m->said->entry->author));
		buf_lit(&b, ", ");
		buf_str(&b, instant_words(r->a, area_zone(r->read.area), m->said->entry->recorded));
		to->by = buf_view(&b);
		to->sent_back = m->said->why.text;
	}
}

static void put_copies(request *r, const made_up *m, release_page *to)
{
	if (m->state != RELEASE_LEFT) return;
	for (size_t i = 0; i < m->said->copy.n; i++) {
		const file_value *f = &m->said->copy.files[i];
		PUSH(r->a, &to->copies, ((release_page_kept_copy){ file_address(r->a, m->said->entry->record, f), f->name, file_size_words(r->a, f) }));
	}
}

static str open_words(arena *a, const made_up *m)
{
	buf b = BUF(a);
	if (m->open == 0) return STR_NONE;
	buf_str(&b, count_words(a, m->open, "of them waits", "of them wait"));
	buf_lit(&b, " for somebody to decide: until then the copy does not leave.");
	return buf_view(&b);
}

static str marked_words(arena *a, const made_up *m)
{
	buf b = BUF(a);
	size_t files = 0;
	EACH (f, m->files) files += f->marked;
	if (m->marks.n + files == 0) return S("Nothing was found in it.");
	if (m->marks.n) buf_str(&b, count_words(a, m->marks.n, "paragraph is marked.", "paragraphs are marked."));
	if (m->marks.n && files) buf_char(&b, ' ');
	if (files) buf_str(&b, count_words(a, files, "file is marked.", "files are marked."));
	return buf_view(&b);
}

static err show(request *r, const view *v, const made_up *m, str wrong, model *to)
{
	release_page *p = TAKE(r->a, release_page);
	buf made = BUF(r->a), banner = BUF(r->a), summary = BUF(r->a);
	uuid_write(&made, uuid_make(r->read.now));
	*p = (release_page){ .child = v->child.n, .release = m->row->entry->record.n, .name = access_name(v, v->child), .csrf = r->session.csrf,
		             .entry = buf_view(&made), .purpose = m->row->purpose.text, .to_name = m->row->to_name.text, .for_court = m->for_court,
		             .under = code_label(m->row->entry, "under", m->row->under.text) };
	if (request_query(r, S("recorded")).n) write_notification_banner(&banner, S("It is recorded."), true);
	if (wrong.n) write_error_summary(&summary, STR_NONE, STR_NONE, &(error_link){ wrong, S("#matter") }, 1);
	p->banner = controls_html(&banner);
	p->summary = controls_html(&summary);
	p->found_words = marked_words(r->a, m);
	p->open_words = open_words(r->a, m);
	put_state(r, v, m, p);
	put_copies(r, m, p);
	release_part part = part_shown(r, m, wrong.n > 0);
	put_parts(r, m, &part, p);
	put_sealed(r, v, m, &part, p);
	put_blocks(r, v, m, &part, p);
	put_files(r, v, m, &part, p);
	to->title = wrong.n ? S("Error: a copy that is to leave") : S("A copy that is to leave");
	to->status = wrong.n ? 422 : 0;
	release_model(to, p);
	return OK;
}

err release_of(request *r, const view *v, made_up *ret)
{
	record_id id;
	if (!param_record(r->params[0], &id)) return FAIL(&r->a->trail, E_NOT_FOUND);
	return made_up_read(r, v, id, ret);
}

err release_show(request *r, const view *v, model *to)
{
	made_up m;
	TRY(release_of(r, v, &m));
	return show(r, v, &m, STR_NONE, to);
}

err release_refused(request *r, const view *v, const made_up *m, str why, model *to)
{
	return show(r, v, m, why, to);
}

err release_pdf(request *r, const view *v, model *to)
{
	made_up m;
	file_value kept;
	TRY(release_of(r, v, &m));
	if (m.state != RELEASE_LEFT || m.said->copy.n == 0) {
		str pdf;
		TRY(made_up_paper(r, v, &m, false, &pdf));
		working_send(r, v, pdf, "not-released", to);
		return OK;
	}
	access_print(v);
	TRY(access_file(v, m.said->entry->record, &m.said->copy.files[0].digest, &kept));
	to->file = kept.bytes;
	to->file_as = LEAVES_GATE;
	to->file_media = S("application/pdf");
	to->file_name = kept.name;
	return OK;
}
