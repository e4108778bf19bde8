/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A file that was recorded. Its bytes are whatever somebody sent, so they are never a page here: pictures and sounds are
 * shown, and everything else goes to be kept, as bytes of no type. */
#include "web/pages.h"

#include "access/incoming.h"
#include "web/files.h"

/* None of these can run anything. */
static const char *const pictures[] = { "image/png", "image/jpeg", "image/gif", "image/webp" };
static const char *const sounds[] = { "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/webm" };

static bool is_one_of(str media, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(media, str_of(list[i]))) return true;
	return false;
}

bool file_is_picture(const file_value *f)
{
	return is_one_of(f->media, pictures, sizeof pictures / sizeof *pictures);
}

bool file_is_sound(const file_value *f)
{
	return is_one_of(f->media, sounds, sizeof sounds / sizeof *sounds);
}

url file_address(arena *a, record_id of, const file_value *f)
{
	buf digest = BUF(a);
	buf_hex(&digest, &f->digest, sizeof f->digest);
	return url_with(a, url_number(a, "/record/", of.n, "/file/"), buf_view(&digest));
}

str file_size_words(arena *a, const file_value *f)
{
	enum { KB = 1000, MB = 1000 * 1000 };
	buf b = BUF(a);
	if (f->size_bytes >= MB) buf_printf(&b, "%lld.%lld MB", (long long)(f->size_bytes / MB), (long long)(f->size_bytes % MB / (MB / 10)));
	else if (f->size_bytes >= KB) buf_printf(&b, "%lld kB", (long long)(f->size_bytes / KB));
	else buf_printf(&b, "%lld bytes", (long long)f->size_bytes);
	return buf_view(&b);
}

/* ---- sent */

/* The first byte and how many, of «bytes=100-», «bytes=100-199», «bytes=-100»: how a player goes to the middle of a recording.
 * false: nothing of the kind is asked for, or nothing that the file has, and then it is sent whole (RFC 9110 14.2). */
static bool range_read(str asked, int64_t size, int64_t *ret_from, int64_t *ret_n)
{
	str last_text, spec = str_from(asked, S("bytes=").n);
	int64_t from = 0, last = size - 1;
	if (!str_starts(asked, S("bytes=")) || str_find_char(spec, ',') >= 0 || str_find_char(spec, '-') < 0) return false;
	str from_text = str_cut(spec, '-', &last_text);
	if (!from_text.n && (!str_to_int(last_text, &last) || last <= 0)) return false;
	if (from_text.n && (!str_to_int(from_text, &from) || (last_text.n && !str_to_int(last_text, &last)))) return false;
	if (!from_text.n) from = last < size ? size - last : 0;
	if (!from_text.n || last >= size) last = size - 1;
	if (from < 0 || from > last) return false;
	*ret_from = from;
	*ret_n = last - from + 1;
	return true;
}

typedef struct {
	open_file file;
	int64_t from;
	http_rest rest;
} sending;

static err send_more(void *context, int64_t at, buf *to)
{
	const sending *s = context;
	return open_file_read(&s->file, s->from + at, to);
}

static err send_bytes(request *r, sending *s, model *m)
{
	buf first = BUF(r->a), range = BUF(r->a);
	int64_t n = s->file.is.size_bytes;
	if (range_read(r->http->range, n, &s->from, &n)) {
		buf_printf(&range, "bytes %lld-%lld/%lld", (long long)s->from, (long long)(s->from + n - 1), (long long)s->file.is.size_bytes);
		m->file_range = buf_view(&range);
	}
	TRY(open_file_read(&s->file, s->from, &first));
	m->file = str_first(buf_view(&first), (size_t)n);
	s->rest = (http_rest){ .size_bytes = n, .context = s, .more = send_more };
	if ((int64_t)m->file.n < n) m->file_rest = &s->rest;
	return OK;
}

static err file_send(request *r, const view *v, model *m)
{
	static const http_header in_ranges = { STR("Accept-Ranges"), STR("bytes") };
	record_id of;
	sha256 digest;
	sending *s = TAKE(r->a, sending);
	if (!param_record(r->params[0], &of) || !hex_read(r->params[1], &digest, sizeof digest)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(open_file_find(v, of, &digest, &s->file));
	const file_value *f = &s->file.is;
	TRY(send_bytes(r, s, m));
	m->file_as = LEAVES_RECEIVED;
	m->file_name = f->name;
	m->file_shown = file_is_picture(f) || file_is_sound(f);
	m->file_media = m->file_shown ? f->media : S("application/octet-stream");
	m->headers = &in_ranges;
	m->header_n = 1;
	return OK;
}

const route file_routes[] = {
	{ GET, "/record/:record/file/:digest", .may = MAY_READ_RECORD, .then = true, .page = file_send, .purpose = "a file",
	  .leaves = { LEAVES_RECEIVED, "To be read by who reads the entry that holds it; to send it on, it goes with a copy through the gate." } },
	{ .path = NULL },
};
