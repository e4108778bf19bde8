/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journal/header.h"

#include "journal/merkle.h"

/* ---- writing */

bool header_name_ok(str name)
{
	bool ok = name.n > 0 && name.n <= HEADER_NAME_MAX_BYTES;
	for (size_t i = 0; ok && i < name.n; i++) {
		char c = name.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); /* mostly */
		ok = letter || (c >= ' ' && c <= '~' && c != '<' && c != '\\' && c != '"');
	}
	return ok;
}

static void write_name(buf *b, str key, str name)
{
	CHECK(header_name_ok(name));
	buf_str(b, key);
	buf_char(b, '"');
	buf_str(b, name);
	buf_char(b, '"');
}

static void write_number(buf *b, str key, int64_t n)
{
	buf_str(b, key);
	buf_int(b, n);
}

/* The instant as the area's clock showed it, so that a reader of the header alone knows the area's day. */
static void write_instant(buf *b, const zone *z, instant at)
{
	enum { MINUTE_MS = 60000, DAY_MINUTES = 24 * 60 };
	int64_t utc_minutes = at.ms / MINUTE_MS - (at.ms % MINUTE_MS < 0);
	int64_t offset = (int64_t)zone_day(z, at).n * DAY_MINUTES + zone_minutes(z, at) - utc_minutes;
	instant_write(b, (instant){ at.ms + offset * MINUTE_MS });
	b->n--; /* the Z */
	buf_printf(b, "%c%02d:%02d", offset < 0 ? '-' : '+', (int)(offset < 0 ? -offset : offset) / 60,
	           (int)(offset < 0 ? -offset : offset) % 60);
}

static void write_happened(buf *b, const zone *z, when w)
{
	if (w.is == WHEN_NONE) return;
	buf_lit(b, ",\"happened\":\"");
	if (w.is == WHEN_INSTANT) write_instant(b, z, w.at);
	else when_write(b, w);
	buf_char(b, '"');
}

static void write_about(buf *b, const entry_links *about)
{
	for (size_t i = 0; i < about->n; i++) {
		write_name(b, i ? S(",[") : S(",\"about\":[["), about->at[i].role);
		write_number(b, S(","), about->at[i].record.n);
		buf_char(b, ']');
	}
	if (about->n) buf_char(b, ']');
}

static void write_after(buf *b, const seq_list *after)
{
	for (size_t i = 0; i < after->n; i++) write_number(b, i ? S(",") : S(",\"after\":["), after->at[i].n);
	if (after->n) buf_char(b, ']');
}

static void write_files(buf *b, const digest_list *files)
{
	for (size_t i = 0; i < files->n; i++) {
		buf_str(b, i ? S(",\"") : S(",\"files\":[\""));
		buf_hex(b, files->at[i].at, sizeof files->at[i].at);
		buf_char(b, '"');
	}
	if (files->n) buf_char(b, ']');
}

void header_write(buf *b, const entry *e, const zone *z)
{
	buf_lit(b, "{\"id\":\"");
	uuid_write(b, e->id);
	buf_char(b, '"');
	if (e->record.n) write_number(b, S(",\"record\":"), e->record.n);
	write_name(b, S(",\"kind\":"), e->kind);
	write_name(b, S(",\"version\":"), e->version);
	write_about(b, &e->about);
	if (e->author.n) write_number(b, S(",\"author\":"), e->author.n);
	if (e->agency.n) write_number(b, S(",\"agency\":"), e->agency.n);
	write_happened(b, z, e->happened);
	write_after(b, &e->after);
	write_files(b, &e->files);
	if (e->batch.n) write_name(b, S(",\"batch\":"), e->batch);
	buf_char(b, '}');
}

/* ---- reading: strict, so that one header has one meaning */

static bool skip(str *s, str expected)
{
	if (!str_starts(*s, expected)) return false;
	*s = str_from(*s, expected.n);
	return true;
}

/* Text up to the closing quote. */
static bool read_name(str *s, str *ret)
{
	ptrdiff_t end = str_find_char(*s, '"');
	if (end < 0) return false;
	*ret = str_first(*s, (size_t)end);
	*s = str_from(*s, (size_t)end + 1);
	return header_name_ok(*ret);
}

static bool has_capitals(str hex)
{
	for (size_t i = 0; i < hex.n; i++)
		if (hex.at[i] >= 'A' && hex.at[i] <= 'F') return true;
	return false;
}

static bool read_number(str *s, int64_t *ret)
{
	size_t n = 0;
	while (n < s->n && s->at[n] >= '0' && s->at[n] <= '9') n++;
	if (n == 0 || s->at[0] == '0' || !str_to_int(str_first(*s, n), ret)) return false;
	*s = str_from(*s, n);
	return true;
}

static bool read_about(arena *a, str *s, entry_links *ret)
{
	if (!skip(s, S(",\"about\":["))) return true;
	do {
		entry_link link;
		if (!skip(s, S("[\"")) || !read_name(s, &link.role)) return false;
		if (!skip(s, S(",")) || !read_number(s, &link.record.n) || !skip(s, S("]"))) return false;
		PUSH(a, ret, link);
	} while (skip(s, S(",")));
	return skip(s, S("]"));
}

static bool read_after(arena *a, str *s, seq_list *ret)
{
	if (!skip(s, S(",\"after\":["))) return true;
	do {
		seq before;
		if (!read_number(s, &before.n)) return false;
		PUSH(a, ret, before);
	} while (skip(s, S(",")));
	return skip(s, S("]"));
}

static bool read_files(arena *a, str *s, digest_list *ret)
{
	if (!skip(s, S(",\"files\":["))) return true;
	do {
		str hex;
		sha256 digest;
		if (!skip(s, S("\"")) || !read_name(s, &hex) || has_capitals(hex)) return false;
		if (!hex_read(hex, digest.at, sizeof digest.at)) return false;
		PUSH(a, ret, digest);
	} while (skip(s, S(",")));
	return skip(s, S("]"));
}

static bool read_happened(str *s, when *ret)
{
	str text;
	if (!skip(s, S(",\"happened\":\""))) return true;
	if (!read_name(s, &text)) return false;
	if (str_find_char(text, 'T') < 0) return when_read(NULL, text, ret);
	*ret = (when){ .is = WHEN_INSTANT };
	if (text.n != sizeof "2024-07-05T14:20:00.000+01:00" - 1 || str_ends(text, S("-00:00"))) return false;
	return day_read(str_first(text, sizeof "2024-07-05" - 1), &ret->on) && instant_read(text, &ret->at);
}

static bool read_id(str *s, uuid *ret)
{
	str id;
	return skip(s, S("{\"id\":\"")) && read_name(s, &id) && !has_capitals(id) && uuid_read(id, ret);
}

bool header_read(arena *a, str s, entry *ret)
{
	entry e = *ret;
	e.about = (entry_links){ 0 };
	e.after = (seq_list){ 0 };
	e.files = (digest_list){ 0 };
	e.header = s;
	if (!read_id(&s, &e.id)) return false;
	if (skip(&s, S(",\"record\":")) && !read_number(&s, &e.record.n)) return false;
	if (!skip(&s, S(",\"kind\":\"")) || !read_name(&s, &e.kind)) return false;
	if (!skip(&s, S(",\"version\":\"")) || !read_name(&s, &e.version)) return false;
	if (!read_about(a, &s, &e.about)) return false;
	if (skip(&s, S(",\"author\":")) && !read_number(&s, &e.author.n)) return false;
	if (skip(&s, S(",\"agency\":")) && !read_number(&s, &e.agency.n)) return false;
	if (!read_happened(&s, &e.happened) || !read_after(a, &s, &e.after) || !read_files(a, &s, &e.files)) return false;
	if (skip(&s, S(",\"batch\":\"")) && !read_name(&s, &e.batch)) return false;
	if (!str_eq(s, S("}"))) return false;
	*ret = e;
	return true;
}

/* ---- digests */

static void put_be64(char *at, uint64_t n)
{
	for (int i = 0; i < 8; i++) at[i] = (char)(n >> (56 - 8 * i));
}

sha256 content_digest(str salt, str header, str bytes)
{
	char n[3][8];
	put_be64(n[0], salt.n);
	put_be64(n[1], header.n);
	put_be64(n[2], bytes.n);
	return sha256_of_many((const str[]){ { n[0], 8 }, salt, { n[1], 8 }, header, { n[2], 8 }, bytes }, 6);
}

sha256 leaf_digest(seq s, instant recorded, const sha256 *content)
{
	char data[16 + sizeof content->at];
	put_be64(data, (uint64_t)s.n);
	put_be64(data + 8, (uint64_t)recorded.ms);
	for (size_t i = 0; i < sizeof content->at; i++) data[16 + i] = (char)content->at[i];
	return merkle_leaf((str){ data, sizeof data });
}
