/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark elsewhere: whether another area or agency knows a child. */
#include "base/file.h"
#include "capabilities/exchange/question.h"
#include "cmd/content.h"

enum { FILE_MOST = 64 * 1024, WORDS_LEAST = 12 };

/* ---- what all three need */

static int needs_sign_ins(content *in)
{
	if (!in->who.measuring && in->who.worker.n) return CMD_DONE;
	return cmd_say(in->c, "this is recorded by name: it needs an area with sign-ins, and --as somebody who works there");
}

static int read_words(cmd *c, str *ret)
{
	err e = file_read(c->a, str_c(c->a, cmd_option(c, "words")), FILE_MOST, ret);
	if (e != OK) return cmd_could_not(c, e, "read the words", "--words names a file with the words that both sides agreed on.");
	*ret = str_trim(*ret);
	if (ret->n < WORDS_LEAST) return cmd_say(c, "the words are too short: four words that nobody would guess");
	return CMD_DONE;
}

static int read_file_of(cmd *c, str *ret)
{
	err e = file_read(c->a, str_c(c->a, c->arg[0]), FILE_MOST, ret);
	return e == OK ? CMD_DONE : cmd_could_not(c, e, "read the file", "Is there a file of that name?");
}

static int open_child(content *in, str number, view *ret)
{
	record_id child;
	err e = access_by_local_id(&in->read, number, &child);
	if (e == OK) e = access_open(&in->read, child, PROJECT_NOW, in->c->because, ret);
	return e == OK ? CMD_DONE : content_print(in, e, STR_NONE);
}

static void put(values *v, const char *name, str text)
{
	if (text.n) *values_of(v, str_of(name)) = (value){ .is = VALUE_KNOWN, .text = text };
}

static err write_down(content *in, const values *v, const entry_head *head)
{
	writer w;
	seq kept;
	bool forked;
	problems wrong = { 0 };
	TRY(access_writer(&in->read, v->k, head, &w));
	err e = journal_append(&w, v->k, v, head, in->c->a, &kept, &forked, &wrong);
	return e == E_CONFLICT ? OK : e; /* the same file, taken once more on another day */
}

static str uuid_words(arena *a, uuid id)
{
	buf b = BUF(a);
	uuid_write(&b, id);
	return buf_view(&b);
}

/* The entry is made anew where the same file is taken again: its id comes from the question's number. */
static uuid entry_of(arena *a, const char *what, uuid number)
{
	buf b = BUF(a);
	buf_printf(&b, "%s ", what);
	uuid_write(&b, number);
	return uuid_of_name(buf_view(&b));
}

/* ---- asking */

static int ask_run(cmd *c)
{
	CONTENT(in);
	view v;
	str words;
	secret_key key;
	question q = { .because = c->because };
	int status = read_words(c, &words);
	if (status == CMD_DONE) status = content_open(c, &in);
	if (status == CMD_DONE) status = needs_sign_ins(&in);
	if (status == CMD_DONE) status = open_child(&in, c->arg[0], &v);
	if (status != CMD_DONE) return status;
	const kind *k = practice_kind(in.read.practice, S("asked_elsewhere"));
	if (!k) return cmd_say(c, "this area has not put the kind asked_elsewhere in force: see waymark practice apply");
	q.id = uuid_make(in.read.now), q.agency = c->settings.area_name, q.by = in.who.name;
	err e = secret_key_of_words(words, q.id, &key);
	if (e == OK) e = elsewhere_digests(&v, &key, &q.of);
	values said = values_make(c->a, k);
	put(&said, "them", cmd_option(c, "agency"));
	put(&said, "because", c->because);
	put(&said, "question", uuid_words(c->a, q.id));
	entry_head head = { .id = entry_of(c->a, "asked", q.id), .happened = { .is = WHEN_INSTANT, .on = in.read.today, .at = in.read.now } };
	PUSH(c->a, &head.about, ((entry_link){ S("child"), v.child }));
	if (e == OK) e = write_down(&in, &said, &head);
	return content_print(&in, e, e == OK ? question_write(c->a, &q, &key) : STR_NONE);
}

/* ---- answering */

static err record_asked(content *in, const question *q, const elsewhere_found *found_here)
{
	cmd *c = in->c;
	const kind *k = practice_kind(in->read.practice, S("asked_by_other"));
	if (!k) return E_NOT_FOUND;
	values said = values_make(c->a, k);
	put(&said, "them", q->agency.n ? q->agency : S("An agency that did not say its name"));
	put(&said, "because", q->because);
	put(&said, "ours", c->because);
	put(&said, "question", uuid_words(c->a, q->id));
	put(&said, "agree", fields_words(c->a, found_here->agrees));
	entry_head head = { .id = entry_of(c->a, "answered", q->id), .happened = { .is = WHEN_DAY, .on = in->read.today } };
	PUSH(c->a, &head.about, ((entry_link){ S("child"), found_here->person }));
	return write_down(in, &said, &head);
}

static int answer_run(cmd *c)
{
	CONTENT(in);
	str words, bytes;
	question q;
	secret_key key;
	const char *why = "";
	elsewhere_found here;
	int status = read_words(c, &words);
	if (status == CMD_DONE) status = read_file_of(c, &bytes);
	if (status == CMD_DONE) status = content_open(c, &in);
	if (status == CMD_DONE) status = needs_sign_ins(&in);
	if (status != CMD_DONE) return status;
	err e = question_read(c->a, bytes, words, &q, &key, &why);
	if (e == E_INVALID) return cmd_say(c, "%.*s is not answered: %s", STR_ARG(c->arg[0]), why);
	if (e == OK && !q.because.n) return cmd_say(c, "%.*s is not answered: it says no reason", STR_ARG(c->arg[0]));
	if (e == OK) e = elsewhere_look(&in.read, &key, &q.of, &here);
	if (e != OK) return content_print(&in, e, STR_NONE);
	answer w = { .question = q.id, .agency = c->settings.area_name, .by = in.who.name };
	w.known = here.like == 0 ? S("no") : here.like == 1 ? S("yes") : S("several");
	for (int i = 0; i < ASKED_N && here.like == 1; i++) w.agrees[i] = here.agrees[i], w.differs[i] = here.differs[i];
	if (here.like == 1) e = record_asked(&in, &q, &here);
	return content_print(&in, e, answer_write(c->a, &w, &key));
}

/* ---- taking the answer in */

static err find_asked(const view *v, uuid number, record_id *ret)
{
	records list;
	const kind *k = practice_kind(v->r->practice, S("asked_elsewhere"));
	if (!k) return E_NOT_FOUND;
	TRY(access_records(v, k, 0, &list));
	for (size_t i = 0; i < list.n; i++) {
		const value *known = values_get(&list.at[i].values, S("question"));
		if (!known || !str_eq(known->text, uuid_words(v->r->a, number))) continue;
		*ret = list.at[i].record;
		return OK;
	}
	return E_NOT_FOUND;
}

static str answer_words(arena *a, const answer *w)
{
	buf b = BUF(a);
	str agree = fields_words(a, w->agrees), differ = fields_words(a, w->differs);
	buf_printf(&b, "%.*s, %.*s: %s\n", STR_ARG(w->agency), STR_ARG(w->by),
	           str_eq(w->known, S("yes")) ? "it knows a child like that" : str_eq(w->known, S("no")) ? "it knows no child like that" : "it knows several like that");
	if (agree.n) buf_printf(&b, "the same there: %.*s\n", STR_ARG(agree));
	if (differ.n) buf_printf(&b, "otherwise there: %.*s\n", STR_ARG(differ));
	return buf_view(&b);
}

static int read_run(cmd *c)
{
	CONTENT(in);
	view v;
	str words, bytes;
	answer w;
	record_id asked = { 0 };
	const char *why = "";
	int status = read_words(c, &words);
	if (status == CMD_DONE) status = read_file_of(c, &bytes);
	if (status == CMD_DONE) status = content_open(c, &in);
	if (status == CMD_DONE) status = needs_sign_ins(&in);
	if (status == CMD_DONE) status = open_child(&in, c->arg[1], &v);
	if (status != CMD_DONE) return status;
	err e = answer_read(c->a, bytes, words, &w, &why);
	if (e == E_INVALID) return cmd_say(c, "%.*s is not taken: %s", STR_ARG(c->arg[0]), why);
	if (e == OK) e = find_asked(&v, w.question, &asked);
	if (e == E_NOT_FOUND) return cmd_say(c, "%.*s answers no question that was asked about this child", STR_ARG(c->arg[0]));
	const kind *k = practice_kind(in.read.practice, S("answered_elsewhere"));
	if (e != OK || !k) return cmd_could_not(c, e, "take the answer", "See waymark practice apply.");
	values said = values_make(c->a, k);
	put(&said, "them", w.agency.n ? w.agency : S("An agency that did not say its name"));
	put(&said, "known", w.known);
	put(&said, "agree", fields_words(c->a, w.agrees));
	put(&said, "differ", fields_words(c->a, w.differs));
	entry_head head = { .id = entry_of(c->a, "taken", w.question), .happened = { .is = WHEN_DAY, .on = in.read.today } };
	PUSH(c->a, &head.about, ((entry_link){ S("child"), v.child }));
	PUSH(c->a, &head.about, ((entry_link){ S("to"), asked }));
	e = write_down(&in, &said, &head);
	return content_print(&in, e, answer_words(c->a, &w));
}

#define WORDS { .name = "words", .value = "FILE", .required = true, .help = "the words that both sides agreed on by telephone" }

const command command_elsewhere[] = {
	{ .name = "elsewhere ask", .arguments = "NUMBER", .takes = TAKES_CONTENT, .run = ask_run,
	  .options = (const option[]){ WORDS, { .name = "agency", .value = "NAME", .required = true, .help = "who is asked" },
	                               { .name = "out", .value = "FILE", .letter = 'o', .help = "write the question to FILE" }, { 0 } },
	  .leaves = { LEAVES_DUTY, "Working together (Children Act 2004, sections 10 and 11): digests that only who has the words can compare; asking stands in the story with its reason." },
	  .help = "ask another agency whether it knows a child",
	  .more = "NUMBER is the child's local number. The file names nobody: it holds digests of names, birth date, postcode and numbers that\n"
	          "only those can make who know the words. --because is told to the other side; asking stands in the child's story." },
	{ .name = "elsewhere answer", .arguments = "QUESTION", .takes = TAKES_CONTENT, .run = answer_run,
	  .options = (const option[]){ WORDS, { .name = "out", .value = "FILE", .letter = 'o', .help = "write the answer to FILE" }, { 0 } },
	  .leaves = { LEAVES_DUTY, "Working together (Children Act 2004, sections 10 and 11): which fields agree, and nothing of the record; answering stands in the story." },
	  .help = "answer another agency which fields of a child agree",
	  .more = "Says whether a child like that is known here and which fields agree; nothing of the record. It counts as one look-up of\n"
	          "NAME, is in the read log, and stands in the child's story." },
	{ .name = "elsewhere read", .arguments = "ANSWER NUMBER", .takes = TAKES_CONTENT, .run = read_run, .options = (const option[]){ WORDS, { 0 } },
	  .leaves = { LEAVES_WORKING, "Which fields another agency found the same, as it stands in the story." },
	  .help = "take another agency's answer into the child's story", .more = "NUMBER is the local number of the child it was asked about." },
	{ 0 },
};
