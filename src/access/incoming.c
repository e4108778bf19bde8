/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "access/incoming.h"

#include "access/area_parts.h"
#include "wire/media.h"

#include <sodium.h>

enum { SMALL_FILES_BYTES = 1024 * 1024 /* of one form, that stay in memory */ };

typedef LIST(uuid) place_list;
struct incoming {
	area *in;
	arena *a;
	instant now;
	place_list places;
	size_t small_bytes;
	/* of the file that is coming */
	crypto_hash_sha256_state state;
	media_reader media;
	int64_t size_bytes, part_n;
	buf part;
	uuid place;
	bool welcome, lost;
};

/* ---- the area's connections for files */

/* A transaction on one of them. After OK every path ends in files_end. */
static err files_begin(file_store *s, const settings *of, arena *a, db_transaction as)
{
	err e = OK;
	pthread_mutex_lock(&s->lock);
	if (!s->d) {
		e = db_open(of->db, as == DB_SNAPSHOT ? DB_READ_ONLY : DB_READ_WRITE, of->write_wait_ms, &a->trail, &s->d);
		if (e == OK) e = db_hold_little(s->d);
	}
	if (s->d) db_trail(s->d, &a->trail);
	if (e == OK) e = db_begin(s->d, as);
	if (e != OK) {
		db_closep(&s->d); /* made anew for the next */
		pthread_mutex_unlock(&s->lock);
	}
	return e;
}

static err files_end(file_store *s, err e)
{
	if (e == OK) e = db_commit(s->d);
	else db_rollback(s->d);
	db_trail(s->d, NULL);
	if (e == E_IO) db_closep(&s->d);
	pthread_mutex_unlock(&s->lock);
	return e;
}

/* ---- in */

static void begin_file(incoming *f)
{
	crypto_hash_sha256_init(&f->state);
	f->media = (media_reader){ .first_n = 0 };
	f->size_bytes = f->part_n = 0;
	f->part.n = 0;
	f->place = (uuid){ 0 };
	f->lost = false;
}

incoming *incoming_make(area *ar, arena *a, instant now)
{
	incoming *f = TAKE(a, incoming);
	*f = (incoming){ .in = ar, .a = a, .now = now, .part = BUF(a) };
	begin_file(f);
	return f;
}

static err put_part(incoming *f)
{
	TRY(files_begin(&f->in->files_in, area_settings(f->in), f->a, DB_WRITE_APART));
	return files_end(&f->in->files_in, journal_incoming_part(f->in->files_in.d, &f->place, f->part_n, buf_view(&f->part)));
}

static void drop_place(incoming *f, const uuid *place)
{
	err e = files_begin(&f->in->files_in, area_settings(f->in), f->a, DB_WRITE_APART);
	if (e == OK) e = files_end(&f->in->files_in, journal_incoming_drop(f->in->files_in.d, place));
	if (e != OK) f->a->trail = (trail){ 0 }; /* nobody sees it, and it is swept when serving begins again */
}

static void lose(incoming *f)
{
	f->lost = true;
	f->part.n = 0;
	f->a->trail = (trail){ 0 };
	if (f->places.n && uuid_eq(f->places.at[f->places.n - 1], f->place)) {
		drop_place(f, &f->place);
		f->places.n--;
	}
}

static void keep_part(incoming *f)
{
	if (f->part_n == 0 && f->welcome) {
		f->place = uuid_make(f->now);
		PUSH(f->a, &f->places, f->place);
	}
	if (!f->welcome || put_part(f) != OK) {
		lose(f);
		return;
	}
	f->part_n++;
	f->part.n = 0;
}

void incoming_more(incoming *f, str bytes, bool welcome)
{
	crypto_hash_sha256_update(&f->state, (const unsigned char *)bytes.at, bytes.n);
	media_more(&f->media, bytes);
	f->size_bytes += (int64_t)bytes.n;
	f->welcome = welcome;
	if (f->size_bytes > ATTACHED_MOST_BYTES && !f->lost) lose(f);
	while (bytes.n && !f->lost) {
		if (f->part.n == ATTACHMENT_PART_BYTES) keep_part(f);
		str some = str_first(bytes, ATTACHMENT_PART_BYTES - f->part.n);
		if (!f->lost) buf_str(&f->part, some);
		bytes = str_from(bytes, some.n);
	}
}

/* Its last bytes, where others stand already or there is no room beside those of other files. */
static void settle(incoming *f)
{
	bool small = f->part_n == 0 && f->small_bytes + f->part.n <= SMALL_FILES_BYTES;
	if (!f->lost && !small && f->part.n) keep_part(f);
}

void incoming_end(incoming *f, form_part *io)
{
	settle(f);
	bool small = f->part_n == 0 && !f->lost;
	if (small) {
		io->text = str_copy(f->a, buf_view(&f->part));
		f->small_bytes += f->part.n;
	} else {
		form_file *is = TAKE(f->a, form_file);
		*is = (form_file){ .size_bytes = f->size_bytes, .media = media_end(&f->media) };
		if (!f->lost) is->place = f->place;
		crypto_hash_sha256_final(&f->state, is->digest.at);
		io->file = is;
	}
	begin_file(f);
}

void incoming_drop(incoming *f)
{
	EACH (place, f->places) drop_place(f, place);
	f->places.n = 0;
}

err incoming_sweep(area *ar, arena *a, instant now)
{
	int files;
	TRY(files_begin(&ar->files_in, area_settings(ar), a, DB_WRITE_APART));
	return files_end(&ar->files_in, journal_incoming_sweep(ar->files_in.d, now, &files));
}

/* ---- out */

/* An older entry has what its sender called it. */
static err media_by_bytes(open_file *f, arena *a)
{
	media_reader m = { .first_n = 0 };
	buf part = BUF(a);
	for (int64_t at = 0; at < f->is.size_bytes && !media_decided(&m); at += ATTACHMENT_PART_BYTES) {
		part.n = 0;
		TRY(open_file_read(f, at, &part));
		media_more(&m, buf_view(&part));
	}
	f->is.media = media_end(&m);
	return OK;
}

err open_file_find(const view *v, record_id id, const sha256 *digest, open_file *ret)
{
	open_file f = { .in = v->r->area };
	TRY(access_file_named(v, id, digest, &f.is));
	TRY(media_by_bytes(&f, v->r->a));
	*ret = f;
	return OK;
}

err open_file_read(const open_file *f, int64_t at, buf *to)
{
	ARENA(a);
	file_store *s = &f->in->files_out;
	size_t before = to->n, skip = (size_t)(at % ATTACHMENT_PART_BYTES);
	if (f->is.size_bytes == 0) return OK;
	TRY(files_begin(s, area_settings(f->in), &a, DB_SNAPSHOT));
	TRY(files_end(s, journal_attachment_part(s->d, &f->is.digest, at / ATTACHMENT_PART_BYTES, to)));
	size_t n = to->n - before;
	if (skip > n) skip = n;
	memmove(to->at + before, to->at + before + skip, n - skip);
	to->n -= skip;
	return OK;
}
