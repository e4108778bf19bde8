/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cmd/practice_files.h"

#include "base/file.h"
#include "wire/yaml.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { FOLDERS_DEEP = 4 };

static str last_name(str path, str *ret_before)
{
	size_t at = path.n;
	while (at > 0 && path.at[at - 1] != '/') at--;
	*ret_before = str_first(path, at ? at - 1 : 0);
	return str_from(path, at);
}

static bool is_embedded(const kind_source *source)
{
	for (size_t i = 0; i < embedded_source_count; i++)
		if (embedded_sources[i].bytes == source->bytes.at) return true;
	return false;
}

/* capabilities/voice/kinds.yaml of the program gives way to kinds.yaml in any folder named voice. */
static void source_lay(arena *a, kind_sources *list, str folder_name, kind_source source)
{
	str folder, rest;
	str name = last_name(source.file, &rest);
	for (size_t i = 0; i < list->n; i++) {
		bool same_name = str_eq(last_name(list->at[i].file, &folder), name);
		if (!same_name || !str_eq(last_name(folder, &rest), folder_name) || !is_embedded(&list->at[i])) continue;
		list->at[i] = source;
		return;
	}
	PUSH(a, list, source);
}

/* ---- walking the folder */

typedef struct {
	cmd *c;
	practice_files *files;
} walk;

static bool file_lay(const walk *w, str path, str folder_name)
{
	source_holds holds = source_of_file(path);
	kind_source source = { .file = path, .capability = folder_name, .overlay = holds == SOURCE_OVERLAY };
	if (holds == SOURCE_OTHER) return true;
	if (str_eq(folder_name, S("practice"))) source.capability = S("");
	if (file_read(w->c->a, str_c(w->c->a, path), YAML_MAX_BYTES, &source.bytes) != OK) {
		cmd_say(w->c, "%.*s cannot be read, or is too large", STR_ARG(path));
		return false;
	}
	source_lay(w->c->a, holds == SOURCE_CAPABILITY ? &w->files->capabilities : &w->files->kinds, folder_name, source);
	w->files->found++;
	return true;
}

static int by_text(const void *x, const void *y)
{
	return str_cmp(*(const str *)x, *(const str *)y);
}

static void folder_end(DIR **d)
{
	if (*d) closedir(*d);
}

/* Names in the folder, in order, without hidden ones. */
static bool names_in(arena *a, str folder, str_list *ret)
{
	DIR *d CLEANUP(folder_end) = opendir(str_c(a, folder));
	if (!d) return false;
	for (struct dirent *found = readdir(d); found; found = readdir(d))
		if (found->d_name[0] != '.') PUSH(a, ret, str_copy(a, str_of(found->d_name)));
	if (ret->n) qsort(ret->at, ret->n, sizeof *ret->at, by_text);
	return true;
}

static bool folder_lay(const walk *w, str folder, str folder_name, int deep)
{
	arena *a = w->c->a;
	str_list names = { 0 };
	if (!names_in(a, folder, &names)) {
		cmd_say(w->c, "%.*s: there is no such folder, or it may not be read", STR_ARG(folder));
		return false;
	}
	for (size_t i = 0; i < names.n; i++) {
		struct stat is;
		buf path = BUF(a);
		buf_str(&path, folder);
		buf_char(&path, '/');
		buf_str(&path, names.at[i]);
		if (stat(str_c(a, buf_view(&path)), &is) != 0) continue;
		bool deeper = S_ISDIR(is.st_mode) && deep < FOLDERS_DEEP;
		if (S_ISREG(is.st_mode) && !file_lay(w, buf_view(&path), folder_name)) return false;
		if (deeper && !folder_lay(w, buf_view(&path), names.at[i], deep + 1)) return false;
	}
	return true;
}

bool practice_files_read(cmd *c, str folder, practice_files *ret)
{
	char whole[PATH_MAX];
	str rest;
	*ret = (practice_files){ .kinds = embedded_kind_sources(c->a, SOURCE_KINDS),
		                 .capabilities = embedded_kind_sources(c->a, SOURCE_CAPABILITY) };
	if (folder.n == 0) return true;
	if (!realpath(str_c(c->a, folder), whole)) {
		cmd_say(c, "%.*s: there is no such folder", STR_ARG(folder));
		return false;
	}
	while (folder.n > 1 && folder.at[folder.n - 1] == '/') folder.n--;
	if (!folder_lay(&(walk){ c, ret }, folder, str_copy(c->a, last_name(str_of(whole), &rest)), 0)) return false;
	if (ret->found) return true;
	cmd_say(c, "%.*s: no kinds.yaml, overlay.yaml, capability.yaml or measures.yaml below it", STR_ARG(folder));
	return false;
}

kind_sources practice_files_own_measures(arena *a, const practice_files *files)
{
	kind_sources own = { 0 };
	EACH(s, files->capabilities)
		if (!is_embedded(s) && str_ends(s->file, S("measures.yaml"))) PUSH(a, &own, *s);
	return own;
}
