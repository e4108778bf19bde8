/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Embeds assets: assets OUT.c FILE... Each gets the name NAME.HASH.EXT, HASH being the first 16 digits of the SHA-256 of what
 * is served; texts are kept compressed as well. Names of earlier files within url(...) and "./..." of later ones are
 * replaced by their hashed names, so a style sheet comes after its typefaces, a script after what it imports. */
#include "base/buf.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

typedef struct {
	const char *name; /* "style.css" */
	str hashed;       /* "style.0123456789abcdef.css" */
	str bytes, packed;
} asset;
typedef LIST(asset) assets;

static const struct {
	const char *ending, *media;
	bool text;
} types[] = {
	{ ".css", "text/css; charset=utf-8", true },  { ".js", "text/javascript; charset=utf-8", true },
	{ ".svg", "image/svg+xml", true },            { ".woff2", "font/woff2", false },
	{ ".png", "image/png", false },               { ".ico", "image/x-icon", false },
	{ ".tgz", "application/gzip", false },
};

_Noreturn static void refuse(const char *file, const char *why)
{
	fprintf(stderr, "%s: %s\n", file, why);
	exit(1);
}

static size_t type_of(const char *name)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_ends(str_of(name), str_of(types[i].ending))) return i;
	refuse(name, "no media type is known for this ending: add it to tools/assets.c");
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

/* Where a reference ends that begins at s: at a quote, a bracket or white space. */
static size_t reference_length(str s)
{
	size_t n = 0;
	while (n < s.n && !strchr("\"')?# \n", s.at[n])) n++;
	return n;
}

static str references_replaced(arena *a, const char *file, const assets *known, str text)
{
	buf b = BUF(a);
	while (text.n) {
		size_t lead = str_starts(text, S("url(")) ? 4 : str_starts(text, S("\"./")) ? 3 : 0;
		if (lead == 4 && text.n > 4 && (text.at[4] == '"' || text.at[4] == '\'')) lead = 5;
		if (lead == 0) {
			buf_char(&b, text.at[0]);
			text = str_from(text, 1);
			continue;
		}
		buf_str(&b, str_first(text, lead));
		text = str_from(text, lead);
		str name = str_first(text, reference_length(text));
		if (str_starts(name, S("data:")) || name.n == 0) continue;
		const asset *found = NULL;
		for (size_t i = 0; i < known->n; i++)
			if (str_eq(str_of(known->at[i].name), name)) found = &known->at[i];
		if (!found) {
			fprintf(stderr, "%s: refers to %.*s, which is no asset before it\n", file, STR_ARG(name));
			exit(1);
		}
		buf_str(&b, found->hashed);
		text = str_from(text, name.n);
	}
	return buf_view(&b);
}

static str hashed_name(arena *a, const char *name, str bytes)
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	crypto_hash_sha256(digest, (const unsigned char *)bytes.at, bytes.n);
	const char *ending = types[type_of(name)].ending;
	buf b = BUF(a);
	buf_bytes(&b, name, strlen(name) - strlen(ending));
	buf_char(&b, '.');
	buf_hex(&b, digest, 8);
	buf_str(&b, str_of(ending));
	return buf_view(&b);
}

/* gzip, with no name and no time in it: the same bytes give the same program. */
static str gzip(arena *a, const char *file, str bytes)
{
	z_stream z = { 0 };
	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) refuse(file, "zlib could not start");
	size_t room = deflateBound(&z, bytes.n);
	char *out = TAKE_N(a, char, room);
	z.next_in = (Bytef *)(uintptr_t)bytes.at;
	z.avail_in = (uInt)bytes.n;
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)room;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END) refuse(file, "could not be compressed");
	str packed = { out, room - z.avail_out };
	deflateEnd(&z);
	return packed;
}

static void write_bytes(FILE *out, const char *what, size_t i, str bytes)
{
	fprintf(out, "static const unsigned char %s_%zu[] = {", what, i);
	for (size_t k = 0; k < bytes.n; k++) fprintf(out, "%s%d,", k % 40 ? "" : "\n", (unsigned char)bytes.at[k]);
	fprintf(out, "%s};\n", bytes.n ? "" : "0");
}

static void write_table(FILE *out, const assets *all)
{
	fprintf(out, "/* Made by the build from assets/ and npm packages. */\n#include \"web/assets.h\"\n");
	for (size_t i = 0; i < all->n; i++) {
		write_bytes(out, "plain", i, all->at[i].bytes);
		if (all->at[i].packed.n) write_bytes(out, "packed", i, all->at[i].packed);
	}
	fprintf(out, "const asset asset_table[] = {\n");
	for (size_t i = 0; i < all->n; i++) {
		const asset *at = &all->at[i];
		fprintf(out, "\t{ \"%s\", \"/assets/%.*s\", \"%s\", plain_%zu, %zu, ", at->name, STR_ARG(at->hashed),
		        types[type_of(at->name)].media, i, at->bytes.n);
		if (at->packed.n) fprintf(out, "packed_%zu, %zu },\n", i, at->packed.n);
		else fprintf(out, "0, 0 },\n");
	}
	fprintf(out, "\t{ 0 },\n};\n");
}

int main(int argc, char **argv)
{
	if (argc < 2 || sodium_init() < 0) refuse("assets", "assets OUT.c FILE...");
	ARENA(a);
	assets all = { 0 };
	for (int i = 2; i < argc; i++) {
		const char *slash = strrchr(argv[i], '/');
		asset at = { .name = slash ? slash + 1 : argv[i], .bytes = read_whole(&a, argv[i]) };
		bool text = types[type_of(at.name)].text;
		if (text) at.bytes = references_replaced(&a, argv[i], &all, at.bytes);
		at.hashed = hashed_name(&a, at.name, at.bytes);
		if (text) at.packed = gzip(&a, argv[i], at.bytes);
		PUSH(&a, &all, at);
	}
	FILE *out = fopen(argv[1], "wb");
	if (!out) refuse(argv[1], "cannot be written");
	write_table(out, &all);
	if (fclose(out) != 0) refuse(argv[1], "cannot be written");
	return 0;
}
