/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* waymark import: a file, read by the capability that knows it. */
#include "base/file.h"
#include "cmd/content.h"
#include "web/page.h"
#include "wire/packed.h"

static const import_code *import_find(arena *a, str name, str *ret_known)
{
	buf known = BUF(a);
	for (size_t i = 0; capability_codes[i]; i++)
		for (size_t k = 0; k < capability_codes[i]->import_n; k++) {
			const import_code *one = &capability_codes[i]->imports[k];
			if (str_eq(str_of(one->name), name)) return one;
			buf_printf(&known, "\n  %s: %s", one->name, one->help);
		}
	*ret_known = buf_view(&known);
	return NULL;
}

static int read_text(cmd *c, str *ret)
{
	const char *path = str_c(c->a, c->arg[1]);
	str bytes = STR_NONE;
	err e = file_read(c->a, path, IMPORT_MAX_BYTES, &bytes);
	if (e == OK && (e = unpacked(c->a, bytes, IMPORT_MAX_BYTES, ret)) == E_INVALID)
		return cmd_say(c, "%s cannot be unpacked: it is torn. Fetch it again.", path);
	if (e == E_LIMIT) return cmd_say(c, "%s is over %d megabytes: is it the right file?", path, IMPORT_MAX_BYTES / 1024 / 1024);
	if (e != OK) return cmd_could_not(c, e, "read the file", "Is there a file of that name, and may you read it?");
	if (str_is_utf8(*ret) && !str_has_control(*ret, true)) return CMD_DONE;
	return cmd_say(c, "%s is not text (UTF-8): save it as plain text first", path);
}

static str name_of(str path)
{
	for (size_t i = path.n; i-- > 0;)
		if (path.at[i] == '/') return str_from(path, i + 1);
	return path;
}

/* What could not be read is told even where nothing was taken. */
static int import_end(content *in, err e, str said)
{
	cmd *c = in->c;
	if (e == OK) return content_print(in, OK, said);
	if (said.n) cmd_say(c, "%.*s", STR_ARG(said));
	if (e == E_INVALID) return cmd_say(c, "nothing of it was taken"), CMD_FINDINGS;
	if (e == E_CONFLICT) return cmd_say(c, "another file was read in meanwhile, or what it says is here otherwise: nothing of this one shows; run it again");
	if (e != E_DENIED) return cmd_could_not(c, e, "record what the file says", "Nothing of it shows. Run it again.");
	int status = content_print(in, OK, STR_NONE); /* the try is noted */
	return status != CMD_DONE ? status : cmd_say(c, "%.*s may not record this", STR_ARG(in->who.name));
}

static int import_run(cmd *c)
{
	str text = STR_NONE, known = STR_NONE;
	const import_code *code = import_find(c->a, c->arg[0], &known);
	if (!code)
		return cmd_say(c, "nothing here takes a file of the sort %.*s; these are known:%.*s", STR_ARG(c->arg[0]), STR_ARG(known));
	int status = read_text(c, &text);
	CONTENT(with);
	if (status == CMD_DONE) status = content_open(c, &with);
	if (status != CMD_DONE) return status;
	import_job in = { .read = &with.read, .file = name_of(c->arg[1]), .text = text, .said = BUF(c->a) };
	err e = code->take(&in);
	if (e == OK) e = import_complete(&in, c->arg[0]);
	return import_end(&with, e, buf_view(&in.said));
}

const command command_import[] = {
	{ .name = "import", .arguments = "WHAT FILE", .takes = TAKES_CONTENT, .run = import_run,
	  .leaves = { LEAVES_NOBODY, "What became of the lines of a file." },
	  .help = "take what a file says",
	  .more = "WHAT is the sort of file: without a known one, those that there are are listed. The same file again changes "
	          "nothing, and of a file that cannot be taken whole nothing shows. It may be packed (.gz). What could not be read is printed, with its line." },
	{ 0 },
};
