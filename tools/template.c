/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Compiles one page: template IN.html NAME OUT.h OUT.c INCLUDED_AS. The language is in docs/templates.md. What a value may
 * hold is left to the C compiler (web/html.h); where it stands in the markup is followed here. */
#include "template.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void refuse(const page_source *p, int line, const char *format, ...)
{
	va_list numbers;
	va_start(numbers, format);
	fprintf(stderr, "%s:%d: ", p->file, line);
	vfprintf(stderr, format, numbers);
	fputc('\n', stderr);
	va_end(numbers);
	exit(1);
}

static str read_whole(arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f) {
		fprintf(stderr, "%s: cannot be read\n", path);
		exit(1);
	}
	buf b = BUF(a);
	char piece[4096];
	size_t n;
	while ((n = fread(piece, 1, sizeof piece, f)) > 0) buf_bytes(&b, piece, n);
	fclose(f);
	return buf_view(&b);
}

static void write_whole(const char *path, str text)
{
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(text.at, 1, text.n, f) != text.n || fclose(f) != 0) {
		fprintf(stderr, "%s: cannot be written\n", path);
		exit(1);
	}
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "template IN.html OUT.h OUT.c INCLUDED_AS\n");
		return 2;
	}
	ARENA(a);
	page_source p = { .a = &a, .file = argv[1], .included_as = argv[4], .line = 1 };
	p.rest = read_whole(&a, argv[1]);
	head_read(&p);
	buf h = BUF(&a), c = BUF(&a);
	head_write_header(&p, &h);
	head_write_code(&p, &c);
	body_write(&p, &c);
	write_whole(argv[2], buf_view(&h));
	write_whole(argv[3], buf_view(&c));
	return 0;
}
