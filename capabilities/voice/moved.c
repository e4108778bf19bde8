/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which words moved which plan or decision: a person says so with a sentence, and where nobody has, the page says that. */
#include "capabilities/voice/heard.h"
#include "capabilities/voice/pages/moved.h"
#include "read.h"
#include "web/around.h"
#include "web/wording.h"

enum { OFFERED_MOST = 30, QUOTED_MOST = 160 }; /* words offered; characters of each */

/* In one line and cut at a space, for a list; the whole is one press away. */
static str beginning(arena *a, str words)
{
	buf line = BUF(a), b = BUF(a);
	while (words.n) {
		str one = str_trim(str_cut(words, '\n', &words));
		if (line.n && one.n) buf_lit(&line, " / ");
		buf_str(&line, one);
	}
	if (line.n <= QUOTED_MOST) return buf_view(&line);
	size_t n = QUOTED_MOST;
	while (n > 0 && line.at[n] != ' ') n--;
	buf_str(&b, str_first(buf_view(&line), n));
	buf_lit(&b, " …");
	return buf_view(&b);
}

static bool stands(const words_moved_row *row, const record_list *kept)
{
	bool back = row->taken_back.is == VALUE_KNOWN && row->taken_back.yes;
	return !back && row->said.n && row->moved.n && !records_hold(kept, row->entry->record) && !records_hold(kept, row->said.at[0]) &&
	       !records_hold(kept, row->moved.at[0]);
}

static err put_link(const view *v, const words_moved_row *row, bool decision, moved_page *m)
{
	record other;
	record_id id = decision ? row->said.at[0] : row->moved.at[0];
	err e = access_record(v, id, &other);
	if (e == E_NOT_FOUND) return OK;
	TRY(e);
	str called = heard_is(other.kind) ? beginning(v->r->a, heard_words(v, &other)) : record_called(v, &other);
	PUSH(v->r->a, &m->links, ((moved_page_thread){ row->entry->record.n, row->how.text, id.n, called.n ? called : other.kind->label,
	                                               joined_words(v, row->entry, author_words(v, row->entry->author, row->entry->agency, row->entry->batch)),
	                                               joined_words(v, &other, STR_NONE) }));
	return OK;
}

static err may_link(const view *v, bool *ret)
{
	kind_list writable = { 0 };
	TRY(access_writable(v, &writable));
	*ret = false;
	EACH (k, writable)
		if (str_eq((*k)->name, S("words_moved"))) *ret = true;
	return OK;
}

static bool linked(const moved_page *m, record_id id)
{
	for (size_t i = 0; i < m->links.n; i++)
		if (m->links.at[i].other == id.n) return true;
	return false;
}

static err put_offered(const view *v, record_id decision, moved_page *m)
{
	records heard = { 0 };
	bool may;
	TRY(may_link(v, &may));
	if (!may) return OK;
	TRY(heard_list(v, &heard));
	for (size_t i = 0; i < heard.n && m->offered.n < OFFERED_MOST; i++) {
		const record *said = &heard.at[i];
		buf to = BUF(v->r->a);
		url add;
		str words = beginning(v->r->a, heard_words(v, said));
		if (linked(m, said->record)) continue;
		buf_printf(&to, "/child/%lld/record/words_moved?about-said=%lld&about-moved=%lld", (long long)v->child.n,
		           (long long)said->record.n, (long long)decision.n);
		CHECK(url_local(buf_view(&to), &add));
		PUSH(v->r->a, &m->offered, ((moved_page_words_offered){ add, words.n ? words : said->kind->label,
		                                                       joined_words(v, said, when_words(v->r->a, area_zone(v->r->area), said->happened)) }));
	}
	return OK;
}

/* By the declaration of today, so that older entries say it too. */
static bool decides(const request *r, const kind *written)
{
	const kind *k = practice_kind(r->read.practice, written->name);
	return written->stage == STAGE_DECIDED || (k && (k->stage == STAGE_DECIDED || k->decides));
}

err moved_panel(request *r, const view *v, html *ret)
{
	record_id id;
	record rec;
	words_moved_list list = { 0 };
	record_list kept;
	moved_page m = { 0 };
	*ret = HTML("");
	if (!v->child.n || !param_record(r->params[0], &id)) return OK;
	TRY(access_record(v, id, &rec));
	m.decision = decides(r, rec.kind);
	if (!m.decision && !heard_is(rec.kind)) return OK;
	TRY(read_words_moved(v, r->a, &list));
	TRY(access_kept(v, &kept));
	EACH (row, list)
		if (stands(row, &kept) && (m.decision ? row->moved : row->said).at[0].n == id.n) TRY(put_link(v, row, m.decision, &m));
	if (m.decision) TRY(put_offered(v, id, &m));
	if (m.decision || m.links.n) *ret = moved_as_html(r->a, &m);
	return OK;
}
