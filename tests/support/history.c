/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "support/history.h"

#include "base/clock.h"
#include "base/file.h"

#include <stdio.h>

int64_t history_roll(history *y, int64_t below)
{
	y->random ^= y->random << 13;
	y->random ^= y->random >> 7;
	y->random ^= y->random << 17;
	return (int64_t)(y->random >> 11) % below;
}

/* ---- declarations: the first and the third let others read than the second */

static const char *const says_by[] = { "said", "told us", "whispered" };

const char *history_says_by(int version)
{
	return says_by[version - 1];
}

static str kinds_of(history *y)
{
	bool second = y->version == 2;
	buf b = BUF(y->h.a);
	buf_printf(&b,
	           "- kind: told\n  label: Told %d\n  about: {child: 1..n}\n  stage: heard\n  story: \"{child} %s “{words}”\"\n"
	           "  read: [works_with_child]\n  write: [practitioner]\n  fields:\n"
	           "    - words:     {type: text, required: true, label: \"Words\"}\n"
	           "    - thought:   {type: line, label: \"Thought\", read: [%s]}\n"
	           "    - keep_from: {type: people, seal: true, label: \"Kept from\"}\n"
	           "    - only_for: {type: people, only: true, label: \"Only for\"}\n"
	           "- kind: reply\n  label: Reply\n  about: {child: 1..n, to: {kind: told, count: 1}}\n  story: \"Answered: {did}\"\n"
	           "  read: [works_with_child]\n  write: [practitioner]\n  fields:\n"
	           "    - did: {type: text, required: true, label: \"Done\"}\n"
	           "- kind: withdrawal\n  label: Taken back\n  form: no\n  about: {child: 1..n, of: {kind: any, count: 1}}\n"
	           "  read: [works_with_child]\n  write: []\n  fields:\n    - why: {type: line, label: \"Why\"}\n"
	           "- kind: cover\n  label: Cover\n  about: {worker: {kind: worker, count: 1}, cover: {kind: worker, count: 1}}\n"
	           "  read: [practitioner, manager]\n  write: [manager]\n  fields:\n    - from:  {type: day, required: yes, label: \"From\"}\n"
	           "    - until: {type: day, required: yes, label: \"Back on\"}\n"
	           "- kind: emergency_opening\n  label: Opened\n  about: {child: 1..n, worker: {kind: worker, count: 1}}\n"
	           "  story: \"Opened: {why}\"\n  read: [works_with_child]\n  write: [practitioner]\n"
	           "  fields:\n    - why: {type: text, required: yes, label: \"Why\"}\n"
	           "- kind: met\n  label: Met\n  about: {child: 1..n, person: {kind: person, count: 1}}\n  story: \"Met {person}\"\n"
	           "  read: [works_with_child]\n  write: [practitioner]\n  fields:\n    - where: {type: line, label: \"Where\"}\n"
	           "- kind: note\n  label: Note %d\n  about: {child: 1..n}\n  story: \"Noted: {what}\"\n  read: [%s]\n  write: [manager]\n"
	           "  fields:\n    - what: {type: text, required: true, label: \"What\"}\n",
	           y->version, says_by[y->version - 1], second ? "manager" : "manager, practitioner", y->version,
	           second ? "manager, practitioner" : "manager");
	return buf_view(&b);
}

/* ---- writing */

static const char *const kind_of[] = { "person", "worker", "", "works_with", "interest", "same_person", "told", "reply", "note", "withdrawal",
	                                "cover", "emergency_opening", "met" };

static void note(history *y, fact f)
{
	f.recorded = y->h.g.told.ms;
	PUSH(y->h.a, &y->all, f);
}

/* A correction is after what shows now, or (stale) after its first entry alone. */
static void put_after(history *y, fact *f, bool stale)
{
	seq_list heads = { 0 };
	if (!f->record) return;
	if (stale) PUSH(y->h.a, &heads, (seq){ f->record });
	else assert_ok(y->h.t, journal_heads(y->h.g.d, y->h.a, said_of(f->record), &heads));
	f->after_n = 0;
	for (size_t i = 0; i < heads.n && i < FACT_AFTER_MOST; i++) f->after[f->after_n++] = heads.at[i].n;
}

static int64_t say(history *y, fact f, const char *json, const char *about, bool stale)
{
	put_after(y, &f, stale);
	f.version = y->version;
	f.seq = SAYS(&y->h.g, .kind = kind_of[f.is], .json = json, .about = about, .record = f.record, .after = stale ? f.record : 0);
	if (!f.record) f.record = f.seq;
	note(y, f);
	return f.record;
}

static const char *about_children(history *y, const fact *f)
{
	const char *one = TEXT_OF(&y->h, "child %lld", (long long)f->child[0]);
	return f->child[1] ? TEXT_OF(&y->h, "%s, child %lld", one, (long long)f->child[1]) : one;
}

static int64_t say_person(history *y, int64_t of, bool child)
{
	fact f = { .is = FACT_PERSON, .record = of, .name = (int)y->all.n };
	return say(y, f, TEXT_OF(&y->h, "{\"given\":\"N%d\",\"surname\":\"Bell\",\"child\":%s}", f.name, child ? "true" : "false"), "", false);
}

static int64_t say_worker(history *y, int64_t of, int64_t self)
{
	fact f = { .is = FACT_WORKER, .record = of, .person = self };
	return say(y, f, "{\"name\":\"Worker\"}", self ? TEXT_OF(&y->h, "person %lld", (long long)self) : "", false);
}

static const char *day_text(history *y, int32_t on)
{
	buf b = BUF(y->h.a);
	day_write(&b, (day){ on });
	return str_c(y->h.a, buf_view(&b));
}

static void say_works(history *y, fact f)
{
	const char *json = TEXT_OF(&y->h, "{\"as\":\"lead\",\"from\":\"%s\"", day_text(y, f.from));
	json = f.until ? TEXT_OF(&y->h, "%s,\"until\":\"%s\"}", json, day_text(y, f.until)) : TEXT_OF(&y->h, "%s}", json);
	f.is = FACT_WORKS;
	say(y, f, json, TEXT_OF(&y->h, "%s, worker %lld", about_children(y, &f), (long long)f.worker), false);
}

static void say_cover(history *y, fact f)
{
	f.is = FACT_COVER;
	say(y, f, TEXT_OF(&y->h, "{\"from\":\"%s\",\"until\":\"%s\"}", day_text(y, f.from), day_text(y, f.until)),
	    TEXT_OF(&y->h, "worker %lld, cover %lld", (long long)f.worker, (long long)f.covers), false);
}

/* Whoever writes it down opened it. */
static void say_emergency(history *y, fact f)
{
	record_id writer_of_all = y->h.g.w.author;
	f.is = FACT_EMERGENCY;
	y->h.g.w.author = said_of(f.worker);
	say(y, f, TEXT_OF(&y->h, "{\"why\":\"e%d\"}", f.name), TEXT_OF(&y->h, "%s, worker %lld", about_children(y, &f), (long long)f.worker), false);
	y->h.g.w.author = writer_of_all;
}

static void say_met(history *y, fact f)
{
	f.is = FACT_MET;
	say(y, f, "{}", TEXT_OF(&y->h, "%s, person %lld", about_children(y, &f), (long long)f.person), false);
}

static void say_interest(history *y, fact f)
{
	f.is = FACT_INTEREST;
	say(y, f, f.withdrawn ? "{\"what\":\"kin\",\"withdrawn\":true}" : "{\"what\":\"kin\"}",
	    TEXT_OF(&y->h, "%s, worker %lld", about_children(y, &f), (long long)f.worker), false);
}

static void say_join(history *y, fact f)
{
	f.is = FACT_JOIN;
	say(y, f, f.withdrawn ? "{\"because\":\"x\",\"withdrawn\":true}" : "{\"because\":\"x\"}",
	    TEXT_OF(&y->h, "keep %lld, other %lld", (long long)f.keep, (long long)f.other), false);
}

static void say_told(history *y, fact f, bool stale)
{
	const char *json = TEXT_OF(&y->h, "{\"words\":\"w%d\",\"thought\":\"t%d\"", f.name, f.name);
	if (f.kept_from) json = TEXT_OF(&y->h, "%s,\"keep_from\":[%lld]", json, (long long)f.kept_from);
	if (f.only_for) json = TEXT_OF(&y->h, "%s,\"only_for\":[%lld]", json, (long long)f.only_for);
	json = TEXT_OF(&y->h, "%s}", json);
	f.is = FACT_TOLD;
	say(y, f, json, about_children(y, &f), stale);
}

static void say_reply(history *y, fact f)
{
	f.is = FACT_REPLY;
	say(y, f, TEXT_OF(&y->h, "{\"did\":\"d%d\"}", f.name), TEXT_OF(&y->h, "%s, to %lld", about_children(y, &f), (long long)f.to), false);
}

static void say_note(history *y, fact f)
{
	f.is = FACT_NOTE;
	say(y, f, TEXT_OF(&y->h, "{\"what\":\"n%d\"}", f.name), about_children(y, &f), false);
}

static void declare_next(history *y)
{
	if (y->version == 3) return;
	y->version++;
	declares(&y->h.g, kinds_of(y));
	note(y, (fact){ .is = FACT_DECLARED, .version = y->version });
}

/* ---- a history */

/* The first entry of some record of that sort; NULL there is none yet. */
static const fact *some(history *y, fact_is is)
{
	const fact *picked = NULL;
	int64_t n = 0;
	for (size_t i = 0; i < y->all.n; i++)
		if (y->all.at[i].is == is && y->all.at[i].seq == y->all.at[i].record && history_roll(y, ++n) == 0) picked = &y->all.at[i];
	return picked;
}

static int64_t some_child(history *y)
{
	return y->child[history_roll(y, CHILDREN)];
}

static fact told_anew(history *y)
{
	fact f = { .child = { some_child(y) }, .name = (int)y->all.n };
	if (f.child[0] != y->child[2] && history_roll(y, 5) == 0) f.child[1] = y->child[2];
	if (history_roll(y, 4) == 0) f.kept_from = y->self[history_roll(y, SELVES)];
	if (history_roll(y, 6) == 0) f.only_for = y->self[history_roll(y, SELVES)];
	return f;
}

static void correct_told(history *y)
{
	const fact *first = some(y, FACT_TOLD);
	fact f = told_anew(y);
	if (!first) return;
	f.record = first->record;
	f.child[0] = first->child[0];
	f.child[1] = first->child[1];
	say_told(y, f, history_roll(y, 3) == 0);
}

static void begin_work(history *y)
{
	int32_t from = y->began + (int32_t)history_roll(y, 400) - 100;
	say_works(y, (fact){ .child = { some_child(y) }, .worker = y->worker[history_roll(y, WORKERS)], .from = from,
	                     .until = history_roll(y, 2) ? from + 1 + (int32_t)history_roll(y, 300) : 0 });
}

static void end_work(history *y)
{
	const fact *first = some(y, FACT_WORKS);
	if (!first) return;
	fact f = *first;
	f.until = f.from + 1 + (int32_t)history_roll(y, 400);
	say_works(y, f);
}

static void cover_changes(history *y)
{
	const fact *first = some(y, FACT_COVER);
	int64_t away = history_roll(y, WORKERS);
	int32_t on = zone_day(y->h.g.z, y->h.g.told).n, from = on + (int32_t)history_roll(y, 160) - 120; /* said late, often */
	fact f = first && history_roll(y, 3) == 0 ? *first : (fact){ .worker = y->worker[away], .covers = y->worker[(away + 1 + history_roll(y, WORKERS - 1)) % WORKERS] };
	f.from = from;
	f.until = from + 1 + (int32_t)history_roll(y, 120);
	say_cover(y, f);
}

/* Now and then somebody writes about it again: it lasts no longer for that. */
static void emergency(history *y)
{
	const fact *first = some(y, FACT_EMERGENCY);
	fact f = first && history_roll(y, 4) == 0 ? *first : (fact){ .child = { some_child(y) }, .worker = y->worker[history_roll(y, WORKERS)] };
	f.name = (int)y->all.n;
	say_emergency(y, f);
}

static void interest_changes(history *y)
{
	const fact *first = some(y, FACT_INTEREST);
	if (!first || history_roll(y, 3) == 0) {
		say_interest(y, (fact){ .child = { some_child(y) }, .worker = y->worker[history_roll(y, WORKERS)] });
		return;
	}
	fact f = *first;
	f.withdrawn = history_roll(y, 4) != 0;
	say_interest(y, f);
}

static void join_changes(history *y)
{
	const fact *first = some(y, FACT_JOIN);
	if (!first || history_roll(y, 3) == 0) {
		bool child = history_roll(y, 2);
		say_join(y, (fact){ .keep = child ? y->child[0] : y->self[0], .other = child ? y->child[1] : y->self[1] });
		return;
	}
	fact f = *first;
	f.withdrawn = history_roll(y, 2);
	say_join(y, f);
}

static void reply_to_some(history *y)
{
	const fact *first = some(y, FACT_TOLD);
	if (first) say_reply(y, (fact){ .child = { first->child[0], first->child[1] }, .to = first->record, .name = (int)y->all.n });
}

static void take_back_some(history *y)
{
	const fact *first = some(y, history_roll(y, 2) ? FACT_TOLD : history_roll(y, 2) ? FACT_NOTE : FACT_REPLY);
	if (!first) return;
	fact f = { .is = FACT_WITHDRAWN, .child = { first->child[0], first->child[1] }, .to = first->record };
	say(y, f, "{}", TEXT_OF(&y->h, "%s, of %lld", about_children(y, &f), (long long)f.to), false);
}

static void step(history *y)
{
	int64_t what = history_roll(y, 100);
	y->h.g.told.ms += history_roll(y, 3) ? history_roll(y, 5LL * DAY_MS) : 0;
	if (what < 20) say_told(y, told_anew(y), false);
	else if (what < 22) say_person(y, y->kin[history_roll(y, KIN)], false);
	else if (what < 26) say_met(y, (fact){ .child = { some_child(y) }, .person = y->kin[history_roll(y, KIN)] });
	else if (what < 30) emergency(y);
	else if (what < 34) cover_changes(y);
	else if (what < 48) correct_told(y);
	else if (what < 56) reply_to_some(y);
	else if (what < 58) take_back_some(y);
	else if (what < 66) say_note(y, (fact){ .child = { some_child(y) }, .name = (int)y->all.n });
	else if (what < 75) begin_work(y);
	else if (what < 81) end_work(y);
	else if (what < 85) interest_changes(y);
	else if (what < 91) join_changes(y);
	else if (what < 94) take_back_some(y);
	else if (what < 96) say_person(y, some_child(y), true);
	else if (what < 98) say_worker(y, y->worker[history_roll(y, WORKERS)], history_roll(y, 4) ? y->self[history_roll(y, SELVES)] : 0);
	else declare_next(y);
}

/* In a demonstration the first sign-in of a worker counts from the beginning. */
static void sign_ins_of(history *y, int64_t worker, int roles)
{
	static const role_set role_of[] = { 0, ROLE_PRACTITIONER, ROLE_MANAGER };
	int64_t id = 1 + (int64_t)y->in.n, from = (int64_t)y->began * DAY_MS, until = 0;
	for (int i = 0; i < 2; i++, id++, roles = 3 - roles) {
		bool again = i == 0 && history_roll(y, 2);
		until = again ? from + (20 + history_roll(y, 250)) * DAY_MS : 0;
		assert_ok(y->h.t, db_run(y->h.g.d,
		                         SQL("INSERT INTO sign_in (id, name, shown, roles, worker, phrase, made, ended) "
		                             "VALUES ($1, $2, $3, $4, $5, '', $6, $7)"),
		                         ARGS(ARG(id), ARG(str_of(TEXT_OF(&y->h, "w%lld", (long long)id))), ARG(S("W")), ARG((int64_t)role_of[roles]),
		                              ARG(worker), ARG(from), ARG(until ? until : INT64_MAX)), NULL));
		PUSH(y->h.a, &y->in, ((signed_in){ worker, i ? from : INT64_MIN, until, roles }));
		if (!again) return;
		from = until + history_roll(y, 3) * DAY_MS;
	}
}

static void some_are_disposed_of(history *y)
{
	int64_t seqs[3];
	size_t n = 0;
	y->h.g.told.ms = 0;
	for (size_t i = 0; i < y->all.n && n < 3; i++) {
		fact *f = &y->all.at[i];
		if (f->is != FACT_TOLD || f->seq != f->record || history_roll(y, 6)) continue; /* the oldest of a record may go alone */
		f->gone = true;
		seqs[n++] = f->seq;
	}
	if (n) disposes(&y->h.g, seqs, n);
}

void history_begin(history *y, test_area *t, uint64_t seed)
{
	inhabited *h = &y->h;
	findings wrong = { 0 };
	*y = (history){ .h = { .t = t, .a = &t->arena, .now = clock_now() }, .random = seed * 0x9e3779b97f4a7c15ULL + 1, .version = 1 };
	assert_ok(t, hash_start());
	h->settings = settings_initial(h->a);
	h->settings.db = t->address;
	h->settings.keys = str_of(t->folder);
	instant since = { h->now.ms - 600LL * DAY_MS };
	h->sources[0] = (kind_source){ .file = S("practice/kinds.yaml") };
	h->sources[1] = (kind_source){ .file = S("more.yaml"), .bytes = kinds_of(y) };
	assert_ok(t, file_read(h->a, "practice/kinds.yaml", 1024 * 1024, &h->sources[0].bytes));
	err e = area_make_since(h->a, &h->settings, h->sources, 2, since, &wrong);
	for (size_t i = 0; i < wrong.n; i++) printf("# %d: %.*s\n", wrong.at[i].line, STR_ARG(wrong.at[i].message));
	assert_ok(t, e);
	assert_ok(t, area_open(h->a, &h->settings, AREA_SERVE, &h->area));
	h->g = (projected){ .t = t, .a = h->a, .z = area_zone(h->area), .j = area_journal(h->area), .told = since };
	h->g.d = test_open(t, DB_READ_WRITE);
	h->g.w = journal_job_writer(h->g.j, h->g.z);
	y->began = zone_day(h->g.z, since).n;
	assert_ok(t, area_practice(h->area, h->g.d, &h->g.p));
	note(y, (fact){ .is = FACT_DECLARED, .version = 1 });
}

void history_live(history *y, int steps)
{
	for (int i = 0; i < CHILDREN; i++) y->child[i] = say_person(y, 0, true);
	for (int i = 0; i < SELVES; i++) y->self[i] = say_person(y, 0, false);
	for (int i = 0; i < KIN; i++) y->kin[i] = say_person(y, 0, false);
	for (int i = 0; i < WORKERS; i++) y->worker[i] = say_worker(y, 0, i < SELVES ? y->self[i] : 0);
	for (int i = 0; i < WORKERS; i++) sign_ins_of(y, y->worker[i], i == 2 ? KNOWN_MANAGER : KNOWN_PRACTITIONER);
	for (int i = 0; i < 8; i++) begin_work(y);
	for (int i = 0; i < steps; i++) step(y);
	some_are_disposed_of(y);
	assert_ok(y->h.t, area_connect(y->h.area, &y->h.t->trail, &y->h.d));
	assert_ok(y->h.t, area_practice(y->h.area, y->h.d, &y->h.g.p));
}

void history_end(history *y)
{
	db_closep(&y->h.g.d);
	db_closep(&y->h.d);
	area_closep(&y->h.area);
}
