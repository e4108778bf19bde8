/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Embeds declarations: declarations OUT.c FILE... makes embedded_sources[] of kind/capability.h, in the order given. */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

enum { BYTES_A_LINE = 32 };

_Noreturn static void refuse(const char *file, const char *why)
{
	fprintf(stderr, "%s: %s\n", file, why);
	exit(1);
}

static str read_whole(arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f) refuse(path, "cannot be read");
	buf b = BUF(a);
	char piece[4096];
	size_t n;
	while ((n = fread(piece, 1, sizeof piece, f)) > 0) buf_bytes(&b, piece, n);
	fclose(f);
	return buf_view(&b);
}

/* "voice" for capabilities/voice/kinds.yaml; "" for practice/. */
static str capability_of(str path)
{
	str rest = path, folder = str_cut(path, '/', &rest);
	return str_eq(folder, S("capabilities")) ? str_cut(rest, '/', &rest) : S("");
}

static void bytes_write(buf *c, size_t i, str bytes)
{
	buf_printf(c, "static const unsigned char source_%zu[] = {", i);
	for (size_t k = 0; k < bytes.n; k++) {
		if (k % BYTES_A_LINE == 0) buf_lit(c, "\n\t");
		buf_printf(c, "%d,", (unsigned char)bytes.at[k]);
	}
	buf_lit(c, "0\n};\n");
}

int main(int argc, char **argv)
{
	if (argc < 3) refuse("declarations", "write: declarations OUT.c FILE...");
	ARENA(a);
	buf c = BUF(&a), table = BUF(&a);
	buf_lit(&c, "/* Made by tools/declarations.c. */\n#include \"kind/capability.h\"\n\n");
	for (int i = 2; i < argc; i++) {
		str path = str_of(argv[i]), bytes = read_whole(&a, argv[i]);
		bytes_write(&c, (size_t)i - 2, bytes);
		buf_lit(&table, "\t{ ");
		buf_json(&table, path);
		buf_lit(&table, ", ");
		buf_json(&table, capability_of(path));
		buf_printf(&table, ", (const char *)source_%d, %zu },\n", i - 2, bytes.n);
	}
	buf_lit(&c, "\nconst embedded_source embedded_sources[] = {\n");
	buf_str(&c, buf_view(&table));
	buf_printf(&c, "};\nconst size_t embedded_source_count = %d;\n", argc - 2);
	FILE *f = fopen(argv[1], "wb");
	if (!f || fwrite(c.at, 1, c.n, f) != c.n || fclose(f) != 0) refuse(argv[1], "cannot be written");
	return 0;
}
