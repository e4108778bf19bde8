/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* replay FOLDER: gives every file of a corpus to the parser that this program is linked with, and prints TAP. */
#include "base/file.h"
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { INPUT_MAX_BYTES = 16 * 1024 * 1024 };

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static bool replay(const char *folder, const char *name)
{
	ARENA(a);
	buf path = BUF(&a);
	str bytes;
	buf_printf(&path, "%s/%s", folder, name);
	if (file_read(&a, str_c(&a, buf_view(&path)), INPUT_MAX_BYTES, &bytes) != OK) return false;
	LLVMFuzzerTestOneInput((const uint8_t *)bytes.at, bytes.n);
	return true;
}

int main(int argc, char **argv)
{
	struct dirent **entries = NULL;
	int n = argc == 2 ? scandir(argv[1], &entries, is_visible, alphasort) : -1, failed = 0;
	if (n <= 0) {
		fprintf(stderr, "usage: replay FOLDER: a folder that holds at least one file\n");
		return 2;
	}
	printf("1..%d\n", n);
	for (int i = 0; i < n; i++) {
		/* Said before, so that the name of an input that stops the program is known. */
		printf("# %s\n", entries[i]->d_name);
		fflush(stdout);
		bool read = replay(argv[1], entries[i]->d_name);
		printf("%s %d - %s\n", read ? "ok" : "not ok", i + 1, entries[i]->d_name);
		failed += !read;
		free(entries[i]);
	}
	free(entries);
	return failed != 0;
}
