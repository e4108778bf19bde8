/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark check: what is wrong with the file of a return, told by the capability that knows its rules. */
#include "cmd/cmd.h"
#include "web/page.h"
#include "wire/csv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FLUSH_BYTES = 64 * 1024, SHOWN_TEXT_BYTES = 60, MOST_CODES = 1000 };

typedef enum { AS_LINES, AS_JSON, AS_CSV } check_form;

/* How often a code was found. */
typedef struct {
	char code[16];
	bool query;
	int64_t n;
	str says;
} code_count;

typedef struct {
	cmd *c;
	check_form form;
	arena own; /* the output's, given back as it is written */
	buf out;
	LIST(code_count) codes;
	int64_t findings;
} checking;

static const check_code *check_find(arena *a, str name, str *ret_known)
{
	buf known = BUF(a);
	for (size_t i = 0; capability_codes[i]; i++)
		for (size_t k = 0; k < capability_codes[i]->check_n; k++) {
			const check_code *one = &capability_codes[i]->checks[k];
			if (str_eq(str_of(one->name), name)) return one;
			buf_printf(&known, "\n  %s: %s", one->name, one->help);
		}
	*ret_known = buf_view(&known);
	return NULL;
}

/* ---- one finding, in each form */

static str level_of(const return_finding *f)
{
	return f->query ? S("query") : S("error");
}

static void join(buf *b, const str_list *words)
{
	EACH (word, *words) {
		if (word != words->at) buf_char(b, ',');
		buf_str(b, *word);
	}
}

/* On one line, whatever was received. */
static void one_line(buf *b, str text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.at[i];
		buf_char(b, c < 0x20 || c == 0x7f ? ' ' : text.at[i]);
	}
}

/* Not in the middle of a character. */
static str as_shown(str text)
{
	if (text.n <= SHOWN_TEXT_BYTES) return text;
	size_t n = SHOWN_TEXT_BYTES;
	while (n && ((unsigned char)text.at[n] & 0xc0) == 0x80) n--;
	return str_first(text, n);
}

/* The sentence, and in brackets what the file says: «(CINreferralDate 2025-05-01; CINclosureDate 2025-04-30)». A child without
 * a number is known by its place: «(line 17; ...)». */
static void message(buf *b, const return_finding *f)
{
	bool any = !f->child.n && f->places.n && f->places.at[0].line;
	one_line(b, f->says);
	if (any) buf_printf(b, " (line %d", f->places.at[0].line);
	EACH (place, f->places)
		EACH (cell, place->cells) {
			if (!cell->text.n) continue;
			buf_str(b, any ? S("; ") : S(" ("));
			buf_str(b, cell->column);
			buf_char(b, ' ');
			one_line(b, as_shown(cell->text));
			any = true;
		}
	if (any) buf_char(b, ')');
}

static void as_line(buf *b, const return_finding *f)
{
	buf_str(b, f->code);
	buf_char(b, '\t');
	buf_str(b, level_of(f));
	buf_char(b, '\t');
	one_line(b, f->child);
	buf_char(b, '\t');
	buf_str(b, f->table);
	buf_char(b, '\t');
	join(b, &f->columns);
	buf_char(b, '\t');
	message(b, f);
	buf_char(b, '\n');
}

static void csv_head(buf *b)
{
	str names[] = { S("code"), S("level"), S("LAchildID"), S("table"), S("columns"), S("line"), S("message"), S("mend") };
	csv_write_row(b, CSV_EXACT, names, sizeof names / sizeof *names);
}

static void as_csv(buf *b, const return_finding *f)
{
	buf columns = BUF(b->a), line = BUF(b->a), says = BUF(b->a);
	join(&columns, &f->columns);
	message(&says, f);
	if (f->places.n) buf_int(&line, f->places.at[0].line);
	str cells[] = { f->code, level_of(f), f->child, f->table, buf_view(&columns), buf_view(&line), buf_view(&says), f->mend };
	csv_write_row(b, CSV_FOR_SPREADSHEET, cells, sizeof cells / sizeof *cells);
}

static void json_member(buf *b, const char *name, str text)
{
	buf_printf(b, "\"%s\":", name);
	buf_json(b, text);
	buf_char(b, ',');
}

static void json_place(buf *b, const return_place *p)
{
	buf_char(b, '{');
	json_member(b, "table", p->table);
	buf_printf(b, "\"line\":%d,\"cells\":{", p->line);
	EACH (cell, p->cells) {
		if (cell != p->cells.at) buf_char(b, ',');
		buf_json(b, cell->column);
		buf_char(b, ':');
		buf_json(b, cell->text);
	}
	buf_lit(b, "}}");
}

static void as_json(buf *b, const return_finding *f, bool first)
{
	buf_str(b, first ? S("\n{") : S(",\n{"));
	json_member(b, "code", f->code);
	json_member(b, "level", level_of(f));
	json_member(b, "child", f->child);
	json_member(b, "table", f->table);
	buf_lit(b, "\"columns\":[");
	EACH (column, f->columns) {
		if (column != f->columns.at) buf_char(b, ',');
		buf_json(b, *column);
	}
	buf_lit(b, "],");
	json_member(b, "message", f->says);
	json_member(b, "mend", f->mend);
	buf_lit(b, "\"places\":[");
	EACH (place, f->places) {
		if (place != f->places.at) buf_char(b, ',');
		json_place(b, place);
	}
	buf_lit(b, "]}");
}

/* ---- all of them */

static void flush(checking *k)
{
	cmd_print(k->c, buf_view(&k->out));
	arena_reset(&k->own);
	k->out = BUF(&k->own);
}

static void count(checking *k, const return_finding *f)
{
	code_count *at = NULL;
	EACH (known, k->codes)
		if (str_eq(str_of(known->code), f->code)) at = known;
	if (!at) {
		CHECK(f->code.n < sizeof at->code && k->codes.n < MOST_CODES);
		PUSH(k->c->a, &k->codes, ((code_count){ .query = f->query, .says = str_copy(k->c->a, f->says) }));
		at = &k->codes.at[k->codes.n - 1];
		memcpy(at->code, f->code.at, f->code.n);
	}
	at->n++;
	k->findings++;
}

static void take(void *context, const return_finding *f)
{
	checking *k = context;
	switch (k->form) {
	case AS_LINES: as_line(&k->out, f); break;
	case AS_CSV: as_csv(&k->out, f); break;
	case AS_JSON: as_json(&k->out, f, k->findings == 0); break;
	}
	count(k, f);
	if (k->out.n >= FLUSH_BYTES) flush(k);
}

static int by_code(const code_count *a, const code_count *b)
{
	size_t x = strlen(a->code), y = strlen(b->code);
	return x != y ? (x > y) - (x < y) : strcmp(a->code, b->code);
}

/* Insertion: there are as many as there are codes. */
static void sort_codes(checking *k)
{
	for (size_t i = 1; i < k->codes.n; i++) {
		code_count one = k->codes.at[i];
		size_t to = i;
		for (; to && by_code(&one, &k->codes.at[to - 1]) < 0; to--) k->codes.at[to] = k->codes.at[to - 1];
		k->codes.at[to] = one;
	}
}

static void json_end(checking *k, const return_check *r, err e)
{
	buf *b = &k->out;
	buf_lit(b, "\n],\"summary\":{");
	EACH (at, k->codes) buf_printf(b, "%s\"%s\":%lld", at == k->codes.at ? "" : ",", at->code, (long long)at->n);
	buf_printf(b, "},\"children\":%lld,", (long long)r->children);
	buf_lit(b, "\"rules\":");
	buf_json(b, r->rules);
	if (e != OK) {
		buf_lit(b, ",\"unreadable\":");
		buf_json(b, r->why);
	}
	buf_lit(b, "}\n");
}

static void summary(checking *k, const return_check *r)
{
	fprintf(stderr, "%lld children, rules of %.*s: %lld findings\n", (long long)r->children, STR_ARG(r->rules), (long long)k->findings);
	EACH (at, k->codes)
		fprintf(stderr, "%-6s %-5s %8lld  %.*s\n", at->code, at->query ? "query" : "error", (long long)at->n, STR_ARG(at->says));
}

static int unreadable(checking *k, const return_check *r)
{
	const char *path = r->path;
	str why = r->why.n ? r->why : S("It cannot be read.");
	if (r->file.n && r->line) return cmd_say(k->c, "%s/%.*s:%d: %.*s", path, STR_ARG(r->file), r->line, STR_ARG(why));
	if (r->file.n) return cmd_say(k->c, "%s/%.*s: %.*s", path, STR_ARG(r->file), STR_ARG(why));
	if (r->line) return cmd_say(k->c, "%s:%d: %.*s", path, r->line, STR_ARG(why));
	return cmd_say(k->c, "%s: %.*s", path, STR_ARG(why));
}

static int run_check(checking *k, const check_code *code, return_check *r)
{
	k->out = BUF(&k->own);
	if (k->form == AS_CSV) csv_head(&k->out);
	if (k->form == AS_JSON) buf_lit(&k->out, "{\"findings\":[");
	r->context = k;
	r->found = take;
	err e = code->check(r);
	sort_codes(k);
	if (k->form == AS_JSON) json_end(k, r, e);
	flush(k);
	if (e != OK) return unreadable(k, r);
	summary(k, r);
	return k->findings ? CMD_FINDINGS : CMD_DONE;
}

static int open_file(cmd *c, const char *path, int *ret)
{
	struct stat is;
	*ret = -1;
	if (strcmp(path, "-") == 0) return *ret = STDIN_FILENO, CMD_DONE;
	if (stat(path, &is) != 0) return cmd_say(c, "%s: %s", path, strerror(errno));
	if (S_ISDIR(is.st_mode)) return CMD_DONE;
	*ret = open(path, O_RDONLY | O_CLOEXEC);
	return *ret >= 0 ? CMD_DONE : cmd_say(c, "%s: %s", path, strerror(errno));
}

static int check_run(cmd *c)
{
	str known = STR_NONE;
	int64_t year = 0;
	const check_code *code = check_find(c->a, c->arg[0], &known);
	if (!code) return cmd_say(c, "nothing here checks a return of the sort %.*s; these are known:%.*s", STR_ARG(c->arg[0]), STR_ARG(known));
	if (!cmd_option_int(c, "year", 2000, 2100, 0, &year)) return CMD_COULD_NOT;
	if (cmd_has_option(c, "json") && cmd_has_option(c, "csv")) return cmd_say(c, "--json or --csv, not both");
	return_check r = { .a = c->a, .path = str_c(c->a, c->arg[1]), .year = (int)year };
	int status = open_file(c, r.path, &r.fd);
	if (status != CMD_DONE) return status;
	checking k = { .c = c, .own = arena_make() };
	k.form = cmd_has_option(c, "json") ? AS_JSON : cmd_has_option(c, "csv") ? AS_CSV : AS_LINES;
	status = run_check(&k, code, &r);
	arena_end(&k.own);
	if (r.fd > STDIN_FILENO) close(r.fd);
	return status;
}

const command command_check[] = {
	{ .name = "check", .arguments = "WHAT FILE", .run = check_run,
	  .options = (const option[]){
		  { .name = "year", .value = "YEAR", .help = "whose rules: 2026 is 2025-26 (the file's own unless said)" },
		  { .name = "json", .help = "everything that is known of each finding" },
		  { .name = "csv", .help = "for a spreadsheet" },
		  { 0 } },
	  .help = "check the file of a return by the rules of its receiver",
	  .more = "WHAT is the return, as «cin»: without a known one, those that there are are listed. FILE may be - for standard input. "
	          "Needs no area. Each finding is a line: code, error or query, child, table, columns, what is wrong; between them tabs. "
	          "A summary by code follows on standard error. Exit 0: nothing found; 1: findings; 2: the file cannot be read." },
	{ 0 },
};
