/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "wire/packed.h"

#include "base/buf.h"

#include <limits.h>
#include <zlib.h>

enum { PIECE = 64 * 1024, ANY_GZIP = 15 + 16 };

static void end_inflate(z_stream *z)
{
	inflateEnd(z);
}

/* One step: OK goes on, E_NOT_FOUND all of it is there. */
static err inflate_piece(z_stream *z, buf *b, size_t max_bytes)
{
	buf_reserve(b, PIECE);
	z->next_out = (unsigned char *)b->at + b->n;
	z->avail_out = PIECE;
	int is = inflate(z, Z_NO_FLUSH);
	b->n += PIECE - z->avail_out;
	if (b->n > max_bytes) return FAIL(&b->a->trail, E_LIMIT);
	if (is == Z_STREAM_END) return z->avail_in == 0 ? E_NOT_FOUND : inflateReset(z) == Z_OK ? OK : E_IO;
	if (is != Z_OK || (z->avail_in == 0 && z->avail_out > 0)) return FAIL_WITH(&b->a->trail, E_INVALID, is);
	return OK;
}

err unpacked(arena *a, str bytes, size_t max_bytes, str *ret)
{
	if (!str_starts(bytes, S("\x1f\x8b"))) {
		*ret = bytes;
		return bytes.n > max_bytes ? FAIL(&a->trail, E_LIMIT) : OK;
	}
	z_stream z CLEANUP(end_inflate) = { 0 };
	buf b = BUF(a);
	if (bytes.n > INT_MAX) return FAIL(&a->trail, E_LIMIT);
	if (inflateInit2(&z, ANY_GZIP) != Z_OK) return FAIL(&a->trail, E_IO);
	z.next_in = (z_const unsigned char *)(uintptr_t)bytes.at;
	z.avail_in = (unsigned)bytes.n;
	err e;
	do e = inflate_piece(&z, &b, max_bytes);
	while (e == OK);
	if (e != E_NOT_FOUND) return e;
	*ret = buf_view(&b);
	return OK;
}
