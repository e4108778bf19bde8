/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A file that was recorded. Its bytes are whatever somebody sent, so they are never a page here: pictures and sounds are
 * shown, and everything else goes to be kept, as bytes of no type. */
#include "web/pages.h"

#include "web/files.h"
#include "wire/media.h"

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

static err file_send(request *r, const view *v, model *m)
{
	record_id of;
	sha256 digest;
	file_value f;
	if (!param_record(r->params[0], &of) || !hex_read(r->params[1], &digest, sizeof digest)) return FAIL(&r->a->trail, E_NOT_FOUND);
	TRY(access_file(v, of, &digest, &f));
	f.media = media_of(f.bytes); /* an older entry has what its sender called it */
	m->file = f.bytes;
	m->file_as = LEAVES_RECEIVED;
	m->file_name = f.name;
	m->file_shown = file_is_picture(&f) || file_is_sound(&f);
	m->file_media = m->file_shown ? f.media : S("application/octet-stream");
	return OK;
}

const route file_routes[] = {
	{ GET, "/record/:record/file/:digest", .may = MAY_READ_RECORD, .then = true, .page = file_send, .purpose = "a file",
	  .leaves = { LEAVES_RECEIVED, "To be read by who reads the entry that holds it; to send it on, it goes with a copy through the gate." } },
	{ .path = NULL },
};
