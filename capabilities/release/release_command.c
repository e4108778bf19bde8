/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark release: what waits, what was found and decided, and the copy as it left. Deciding and agreeing are done signed in, by two
 * people, on the copy's page: a name given to a command is nobody's word. */
#include "base/file.h"
#include "capabilities/release/made_up.h"
#include "cmd/content.h"

/* The copy's own code asks as a page does. Its looks are the command's. */
static request *asking(content *in)
{
	request *r = TAKE(in->c->a, request);
	http_request *http = TAKE(in->c->a, http_request);
	*http = (http_request){ .now = in->read.now, .a = in->c->a };
	*r = (request){ .a = in->c->a, .http = http, .read = in->read };
	return r;
}

static int answer(content *in, const request *r, err e, str text)
{
	in->read.looks = r->read.looks;
	return content_print(in, e, text);
}

static void say(buf *b, const char *before, str text, const char *after)
{
	if (!text.n) return;
	buf_str(b, str_of(before));
	buf_str(b, text);
	buf_str(b, str_of(after));
}

/* ---- list */

typedef struct {
	request *r;
	buf *out;
	size_t waits;
} listing;

static err list_child(void *context, const view *v)
{
	listing *l = context;
	release_list rows = { 0 };
	TRY(read_release(v, l->r->a, &rows));
	if (rows.n) access_print(v);
	EACH (row, rows) {
		made_up one = { 0 };
		TRY(made_up_state(v, row, &one));
		l->waits += one.state == RELEASE_OPEN || one.state == RELEASE_ASKED || one.state == RELEASE_SENT_BACK;
		buf_printf(l->out, "%lld  ", (long long)row->entry->record.n);
		buf_str(l->out, access_name(v, v->child));
		say(l->out, ": ", row->purpose.text, ", ");
		say(l->out, "to ", row->to_name.text, ". ");
		buf_str(l->out, release_state_words(one.state));
		buf_lit(l->out, "\n");
	}
	return OK;
}

static err list_one(request *r, str local_id, listing *l)
{
	record_id child;
	view v;
	TRY(access_by_local_id(&r->read, local_id, &child));
	TRY(access_open(&r->read, child, PROJECT_NOW, r->read.because, &v));
	return list_child(l, &v);
}

static int list_run(cmd *c)
{
	enum { DAYS = 365 };
	CONTENT(in);
	buf b = BUF(c->a);
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	request *r = asking(&in);
	listing l = { .r = r, .out = &b };
	const kind *k = practice_kind(in.read.practice, S("release"));
	instant since = { in.read.now.ms - (int64_t)DAYS * 24 * 60 * 60 * 1000 };
	if (!k) return cmd_say(c, "this area makes no copies up: see waymark practice apply");
	err e = c->arg_n ? list_one(r, c->arg[0], &l) : access_find_among_with(&r->read, k, since, list_child, &l);
	if (e == OK && !b.n) buf_lit(&b, "No copy was made up.\n");
	status = answer(&in, r, e, buf_view(&b));
	return status == CMD_DONE && l.waits ? CMD_FINDINGS : status;
}

/* ---- show */

static str decision_words(mark_decision d)
{
	switch (d) {
	case MARK_OPEN: return S("WAITS for somebody to decide");
	case MARK_WORDS_OUT: return S("those words are taken out");
	case MARK_ALL_OUT: return S("it is taken out");
	case MARK_KEPT: return S("kept");
	}
	CHECK(false);
}

static void say_mark(buf *b, const view *v, const release_mark *mark)
{
	buf_lit(b, "    found:");
	for (int is = 0; is < SPOT_KINDS; is++)
		if (mark->found[is]) say(b, " ", gate_found_words((spot_is)is), ";");
	buf_lit(b, " ");
	buf_str(b, decision_words(mark->decision));
	say(b, ": ", mark->why, "");
	if (mark->by.n) say(b, " (", access_name_of(v, S("worker"), mark->by), ")");
	buf_lit(b, "\n");
}

static void say_blocks(buf *b, const view *v, const made_up *m)
{
	EACH (mark, m->marks) {
		const copy_block *block = &m->matter.blocks.at[mark->block];
		buf_printf(b, "%zu", mark->block + 1);
		for (size_t i = 0; i < block->n; i++) say(b, "  ", block->text[i], "");
		buf_lit(b, "\n");
		say_mark(b, v, mark);
	}
}

static void say_files(buf *b, const view *v, const made_up *m)
{
	EACH (f, m->files) {
		if (!f->marked) continue;
		say(b, "file  ", f->file.name, "\n");
		say_mark(b, v, &f->mark);
	}
}

static void say_sealed(buf *b, const view *v, const made_up *m)
{
	EACH (one, m->sealed) {
		say(b, "kept  ", one->words, "\n    ");
		buf_str(b, one->decision == SEALED_OPEN ? S("WAITS for somebody to decide") : one->decision == SEALED_RELEASED ? S("released") : S("does not leave"));
		say(b, " under ", one->under, "");
		say(b, "; the child was told: ", one->told, "");
		if (one->by.n) say(b, " (", access_name_of(v, S("worker"), one->by), ")");
		buf_lit(b, "\n");
	}
}

static err read_named(request *r, str number, view *v, made_up *m)
{
	record_id id;
	const kind *k;
	if (!param_record(number, &id)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(access_open_record(&r->read, id, PROJECT_NOW, v, &k));
	return made_up_read(r, v, id, m);
}

static int show_run(cmd *c)
{
	CONTENT(in);
	view v;
	made_up m = { 0 };
	buf b = BUF(c->a);
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	request *r = asking(&in);
	err e = read_named(r, c->arg[0], &v, &m);
	if (e != OK) return answer(&in, r, e, STR_NONE);
	say(&b, "", m.row->purpose.text, ", ");
	say(&b, "to ", m.row->to_name.text, ". ");
	buf_str(&b, release_state_words(m.state));
	buf_printf(&b, " %zu found, %zu wait.\n", m.marks.n, m.open);
	say_sealed(&b, &v, &m);
	say_blocks(&b, &v, &m);
	say_files(&b, &v, &m);
	status = answer(&in, r, OK, buf_view(&b));
	return status == CMD_DONE && m.open ? CMD_FINDINGS : status;
}

/* ---- copy */

/* Where it is put is said by who asks: a name in a record leads nowhere else. */
static str path_in(arena *a, str folder, size_t i, str name)
{
	buf b = BUF(a);
	buf_str(&b, folder);
	buf_char(&b, '/');
	if (i) buf_printf(&b, "%zu-", i);
	for (size_t k = 0; k < name.n; k++) buf_char(&b, name.at[k] == '/' || name.at[k] == '\\' || (unsigned char)name.at[k] < ' ' ? '_' : name.at[k]);
	return buf_view(&b);
}

static err read_copies(const view *v, const made_up *m, value *ret)
{
	for (size_t i = 0; i < m->said->copy.n; i++) {
		file_value f;
		TRY(access_file(v, m->said->entry->record, &m->said->copy.files[i].digest, &f));
		f.name = m->said->copy.files[i].name;
		PUSH(v->r->a, &ret->files, f);
	}
	return OK;
}

static int write_copies(cmd *c, const value *copies)
{
	for (size_t i = 0; i < copies->files.n; i++) {
		const file_value *f = &copies->files.at[i];
		err e = file_write(c->a, str_c(c->a, path_in(c->a, cmd_option(c, "into"), i, f->name)), f->bytes, 0600);
		if (e != OK) return cmd_could_not(c, e, "write the copy", "Is the folder there, and may it be written to?");
	}
	return CMD_DONE;
}

static int copy_run(cmd *c)
{
	CONTENT(in);
	view v;
	made_up m = { 0 };
	value copies = { 0 };
	buf b = BUF(c->a);
	int status = content_open(c, &in);
	if (status != CMD_DONE) return status;
	request *r = asking(&in);
	err e = read_named(r, c->arg[0], &v, &m);
	if (e == OK && m.state == RELEASE_LEFT) {
		access_print(&v);
		e = read_copies(&v, &m, &copies);
	}
	if (e != OK) return answer(&in, r, e, STR_NONE);
	if (m.state == RELEASE_LEFT) {
		say(&b, "As it left: made up by ", access_name_of(&v, S("worker"), m.row->entry->author), ", ");
		say(&b, "agreed to by ", access_name_of(&v, S("worker"), m.said->entry->author), ".\n");
	}
	status = answer(&in, r, OK, buf_view(&b)); /* noted before anything is written */
	if (status != CMD_DONE) return status;
	if (m.state != RELEASE_LEFT)
		return cmd_say(c, "it has not left, so there is no copy: %.*s Two people decide on its page, /release/%.*s", STR_ARG(release_state_words(m.state)),
		               STR_ARG(c->arg[0]));
	return write_copies(c, &copies);
}

const command command_release_command[] = {
	{ .name = "release list", .arguments = "[CHILD]", .takes = TAKES_CONTENT, .run = list_run,
	  .leaves = { LEAVES_WORKING, "What was made up to leave, to whom, and how far it is." },
	  .help = "list the copies that were made up to leave, and what waits",
	  .more = "Of one child, by local number; without it of all whom NAME works with, of the last year. Each line begins with the copy's\n"
	          "number. Ends with 1 where a copy has not left yet." },
	{ .name = "release show", .arguments = "NUMBER", .takes = TAKES_CONTENT, .run = show_run,
	  .leaves = { LEAVES_WORKING, "What the gate found, to whoever works with the child." },
	  .help = "show what was found in a copy, and what was decided",
	  .more = "NUMBER is the copy's, as waymark release list has it. Each paragraph in which something was found, each file, and what a\n"
	          "child asked to keep, with who decided what and why. Ends with 1 where anything waits. It is decided on the copy's page\n"
	          "(/release/NUMBER) by somebody who is signed in, and agreed to by a manager who had no hand in it." },
	{ .name = "release copy", .arguments = "NUMBER", .takes = TAKES_CONTENT, .run = copy_run,
	  .leaves = { LEAVES_GATE, "The copy as it left, byte for byte: one that two people have not agreed on is not written." },
	  .options = (const option[]){ { .name = "into", .letter = 'o', .folder = true, .value = "DIR", .help = "the folder that it is written into", .required = true }, { 0 } },
	  .help = "write a copy again exactly as it left",
	  .more = "NUMBER is the copy's. The document is copy.pdf; files that went with it have a number before their names." },
	{ 0 },
};
