/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Many entries, one commit. Whoever appends waits in a queue until the entry is durable; while one group is committed, the
 * next gathers. Who finds nobody writing writes that group at once, in its own thread: somebody alone waits for the disk and for
 * no other thread. What gathered meanwhile is the writer thread's. The append lock is taken before entries leave the queue, so
 * that whoever waits too long for another process can still go away with E_BUSY. */
#include "journal/append.h"
#include "journal/checkpoint.h"

#include "base/clock.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

enum { GROUP_MOST = 4096, MINUTE_MS = 60000 };

struct journal {
	arena memory; /* holds the journal itself */
	int64_t write_wait_ms;
	follower follow;
	signer signer;
	bool demonstration; /* entries may be told when they were recorded */
	pthread_t thread;

	pthread_mutex_t lock; /* of the queue, and of `taken` of what stood in it */
	pthread_cond_t work;
	append *first, *last;
	bool closing;
	bool writing; /* somebody has the turn */

	db *d; /* this and what follows: of whoever has the turn */
	arena scratch;
	seen_list lately;
	int64_t opened_size; /* entries when it was opened */
	int64_t signed_size;
	int64_t unsigned_since_us; /* monotonic; 0 when everything is signed */
};

/* ---- the queue */

static void put_last(journal *j, append *x)
{
	if (j->last) j->last->next = x;
	else j->first = x;
	j->last = x;
}

static append *take_first(journal *j)
{
	append *x = j->first;
	if (!x) return NULL;
	j->first = x->next;
	if (!j->first) j->last = NULL;
	x->next = NULL;
	x->taken = true;
	return x;
}

static void leave(journal *j, append *x)
{
	append *before = NULL;
	for (append *at = j->first; at != x; at = at->next) before = at;
	if (before) before->next = x->next;
	else j->first = x->next;
	if (j->last == x) j->last = before;
}

static struct timespec after_ms(int64_t ms)
{
	int64_t us = clock_monotonic_us() + ms * 1000;
	return (struct timespec){ .tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000 };
}

static void monotonic_cond(pthread_cond_t *c)
{
	pthread_condattr_t attributes;
	CHECK(pthread_condattr_init(&attributes) == 0);
	CHECK(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
	CHECK(pthread_cond_init(c, &attributes) == 0);
	pthread_condattr_destroy(&attributes);
}

/* false: nobody took it in time, and now nobody will. */
static bool taken_after_all(journal *j, append *x)
{
	pthread_mutex_lock(&j->lock);
	if (!x->taken) leave(j, x);
	pthread_mutex_unlock(&j->lock);
	return x->taken;
}

static int wait_until(sem_t *s, const struct timespec *until)
{
	int waited;
	do {
		waited = until ? sem_clockwait(s, CLOCK_MONOTONIC, until) : sem_wait(s);
	} while (waited != 0 && errno == EINTR);
	return waited;
}

static bool take_turn(journal *j)
{
	bool mine = !j->writing;
	j->writing = true;
	return mine;
}

static void end_turn(journal *j)
{
	pthread_mutex_lock(&j->lock);
	j->writing = false;
	bool more = j->first || j->closing;
	pthread_mutex_unlock(&j->lock);
	if (more) pthread_cond_signal(&j->work);
}

static void write_group(journal *j, bool sign);

/* Whether somebody else has the turn already: then it is over without us. */
static bool queue_all(journal *j, append *x, size_t n)
{
	for (size_t i = 0; i < n; i++) CHECK(sem_init(&x[i].done, 0, 0) == 0);
	pthread_mutex_lock(&j->lock);
	CHECK(!j->closing);
	for (size_t i = 0; i < n; i++) put_last(j, &x[i]);
	bool mine = take_turn(j);
	pthread_mutex_unlock(&j->lock);
	return mine;
}

err append_submit_all(journal *j, append *x, size_t n)
{
	struct timespec until = after_ms(j->write_wait_ms);
	if (queue_all(j, x, n)) {
		write_group(j, false);
		end_turn(j);
	}
	err first = OK;
	for (size_t i = 0; i < n; i++) {
		if (wait_until(&x[i].done, &until) != 0) {
			if (taken_after_all(j, &x[i])) CHECK(wait_until(&x[i].done, NULL) == 0);
			else x[i].result = FAIL(&x[i].a->trail, E_BUSY);
		}
		sem_destroy(&x[i].done);
		if (first == OK) first = x[i].result;
	}
	return first;
}

err append_submit(journal *j, append *x)
{
	return append_submit_all(j, x, 1);
}

/* ---- a group: what one commit makes durable */

typedef struct {
	append *first, *last;
	append *again; /* careful: the next of those who were taken before */
	int n, written;
	bool careful;  /* each entry can be undone alone */
	bool sign, disposes;
	journal_end end;
} group;

static append *take(journal *j, group *b)
{
	append *x = b->again;
	if (x) b->again = x->next;
	if (b->careful) return x;
	if (b->n == GROUP_MOST) return NULL;
	pthread_mutex_lock(&j->lock);
	x = take_first(j);
	pthread_mutex_unlock(&j->lock);
	if (!x) return NULL;
	if (b->last) b->last->next = x;
	else b->first = x;
	b->last = x;
	b->n++;
	return x;
}

/* Every check stands before: a row that is refused means that the tables are not as the journal left them. */
static err of_the_tables(err e)
{
	return e == E_CONFLICT || e == E_INVALID || e == E_DENIED ? E_IO : e;
}

/* To its writer, with where it arose. */
static err passed_on(journal *j, append *x, err e)
{
	const trail *t = &j->scratch.trail;
	return t->file ? trail_note(&x->a->trail, e, t->detail, t->file, t->line) : FAIL(&x->a->trail, e);
}

/* Its rows and what follows from them. */
static err insert_and_follow(journal *j, const group *b, append *x)
{
	err e = append_insert(j->d, &j->scratch, x);
	if (e == OK && b->careful) e = db_settle(j->d);
	if (e != OK) return of_the_tables(e);
	return j->follow.apply ? j->follow.apply(j->follow.context, j->d, &j->scratch, &x->e) : OK;
}

/* What follows may refuse after rows are written, which is rare: a savepoint for each entry is taken only when it came to
 * that. Where nothing follows a failure is the transaction's. */
static err insert_or_undo(journal *j, const group *b, append *x)
{
	if (!b->careful || x->together || !j->follow.apply || batch_holds(&x->e)) return insert_and_follow(j, b, x);
	TRY(db_savepoint(j->d));
	x->result = insert_and_follow(j, b, x);
	if (x->result == OK) x->result = db_savepoint_keep(j->d);
	if (x->result == OK) return OK;
	seen_forget(&j->lately);
	const trail *t = &j->scratch.trail;
	if (t->file) trail_note(&x->a->trail, t->code, t->detail, t->file, t->line);
	return db_savepoint_undo(j->d) == OK ? OK : x->result;
}

/* Never before the entry before it. What is told is believed up to now, and only where nothing is true anyway. */
static instant recorded_at(const append *x, instant now, instant before)
{
	instant at = x->told.ms && x->told.ms < now.ms ? x->told : now;
	return at.ms > before.ms ? at : before;
}

/* OK: x->result holds; anything else: the transaction is lost. */
static err write_entry(journal *j, group *b, append *x, instant now)
{
	x->problem_n = x->problems->n;
	x->asks_id = !x->id_is_new && (b->careful || !batch_holds(&x->e)); /* who writes a batch has looked for it */
	x->result = x->told.ms && !j->demonstration ? FAIL(&x->a->trail, E_DENIED) : append_check(j->d, &j->lately, &b->end, x);
	if (x->result != OK || x->known) return OK;
	x->e.seq.n = b->end.edge.size + 1;
	x->e.recorded = recorded_at(x, now, b->end.recorded);
	x->begins = x->e.record.n == 0;
	if (x->begins) x->e.record.n = x->e.seq.n;
	TRY(insert_or_undo(j, b, x));
	if (x->result != OK) return OK;
	if (x->begins) seen_put(&j->lately, x->e.record, x->e.kind, batch_holds(&x->e) ? x->e.batch : STR_NONE);
	merkle_append(&b->end.edge, x->leaf);
	b->end.recorded = x->e.recorded;
	b->written++;
	b->disposes |= x->disposes != NULL;
	if (x->disposes) seen_forget(&j->lately);
	return OK;
}

/* All or none. The result of the first speaks for them. */
static err write_in_turn(journal *j, group *b, append *first, instant now)
{
	TRY(write_entry(j, b, first, now));
	for (append *x = first->beside; x && first->result == OK; x = x->beside) {
		if (x->of_first) append_prepare_again(x, first->e.record.n ? first->e.record : (record_id){ first->e.seq.n });
		TRY(write_entry(j, b, x, now));
		first->result = x->result;
	}
	return OK;
}

/* Where one is refused after another was written, the group is written again with a savepoint, which takes all of them back. */
static err write_together(journal *j, group *b, append *x, instant now)
{
	group before = *b;
	if (b->careful) TRY(db_savepoint(j->d));
	err e = write_in_turn(j, b, x, now);
	if (!b->careful) return e == OK && x->result != OK && b->written > before.written ? x->result : e;
	if (e != OK) x->result = passed_on(j, x, e);
	if (x->result == OK) x->result = db_savepoint_keep(j->d);
	if (x->result == OK) return OK;
	b->end = before.end, b->written = before.written, b->disposes = before.disposes;
	seen_forget(&j->lately);
	return db_savepoint_undo(j->d) == OK ? OK : x->result;
}

static err write_one(journal *j, group *b, append *x, instant now)
{
	if (x->signs) {
		b->sign = true;
		return OK;
	}
	if (x->much) {
		x->result = db_expect_much(j->d);
		return OK;
	}
	return x->beside ? write_together(j, b, x, now) : write_entry(j, b, x, now);
}

static bool time_to_sign(const journal *j, const group *b)
{
	if (b->end.edge.size <= j->signed_size) return false;
	bool late = j->unsigned_since_us && clock_monotonic_us() - j->unsigned_since_us >= CHECKPOINT_MINUTES * MINUTE_MS * 1000LL;
	return b->sign || late || b->end.edge.size - j->signed_size >= CHECKPOINT_ENTRIES;
}

static err sign(journal *j, const group *b)
{
	checkpoint c = { .origin = j->signer.name, .size = b->end.edge.size, .root = merkle_root(&b->end.edge) };
	str note = checkpoint_sign(&j->scratch, &j->signer, &c);
	return db_run(j->d, SQL("INSERT INTO checkpoint (size, note) VALUES ($1, $2) ON CONFLICT (size) DO NOTHING"),
	              ARGS(ARG(c.size), ARG(note)), NULL);
}

static err write_all(journal *j, group *b)
{
	instant now = clock_now();
	TRY(end_read(j->d, &b->end));
	if (j->lately.size != b->end.edge.size) seen_forget(&j->lately); /* another process wrote */
	j->lately.size = b->end.edge.size;
	for (append *x; (x = take(j, b));) {
		arena_reset(&j->scratch);
		db_trail(j->d, &j->scratch.trail);
		TRY(write_one(j, b, x, now));
	}
	arena_reset(&j->scratch);
	if (b->written) TRY(end_write(j->d, &j->scratch, &b->end));
	return OK;
}

/* What was disposed of must not stay legible in SQLite's log until that is written over. Where somebody reads on for long
 * it stays till the next time. */
static void clear_log(journal *j)
{
	err e = db_engine_of(j->d) == DB_SQLITE ? db_run(j->d, SQL("PRAGMA wal_checkpoint(TRUNCATE)"), NO_ARGS, NULL) : OK;
	(void)e; /* the disposal itself is durable */
}

static err commit_all(journal *j, group *b)
{
	bool signs = time_to_sign(j, b);
	if (signs) TRY(sign(j, b));
	if (!signs && !b->written) {
		db_rollback(j->d);
		return OK;
	}
	TRY(db_commit(j->d));
	if (b->disposes) clear_log(j);
	j->lately.size = b->end.edge.size;
	if (signs) j->signed_size = b->end.edge.size;
	if (signs) j->unsigned_since_us = 0;
	else if (!j->unsigned_since_us) j->unsigned_since_us = clock_monotonic_us();
	return OK;
}

/* A group that failed takes with it everybody it had accepted, and whoever waits: the same would happen to them. */
static void answer(journal *j, group *b, err e)
{
	while (e != OK && take(j, b))
		;
	for (append *x = b->first, *next; x; x = next) {
		next = x->next; /* x is gone once its writer wakes */
		if (e != OK && x->result == OK) x->result = passed_on(j, x, e);
		sem_post(&x->done);
	}
}

static void forget_result(append *x)
{
	if (x->signs || x->much) return;
	if (x->beside) forget_result(x->beside);
	if (x->problems->n > x->problem_n) x->problems->n = x->problem_n; /* the first of those who share them had the fewest */
	if (x->begins) x->e.record.n = 0;
	x->e.seq.n = 0;
	x->begins = x->known = x->forked = false;
	x->result = OK;
}

/* One of the group was refused after its turn, and all were undone with it: the same again. */
static err write_carefully(journal *j, group *b)
{
	db_rollback(j->d);
	seen_forget(&j->lately);
	arena_reset(&j->scratch);
	db_trail(j->d, &j->scratch.trail);
	for (append *x = b->first; x; x = x->next) forget_result(x);
	*b = (group){ .first = b->first, .last = b->last, .again = b->first, .n = b->n, .sign = b->sign, .careful = true };
	TRY(db_begin(j->d, DB_WRITE));
	return write_all(j, b);
}

static void write_group(journal *j, bool sign)
{
	group b = { .sign = sign };
	arena_reset(&j->scratch);
	db_trail(j->d, &j->scratch.trail);
	err e = db_begin(j->d, DB_WRITE);
	if (e == E_BUSY) return; /* nobody was taken: each goes when its own wait is over */
	if (e == OK) {
		e = write_all(j, &b);
		if (e != OK) e = write_carefully(j, &b);
		e = of_the_tables(e);
		if (e == OK) e = commit_all(j, &b);
		if (e != OK) {
			db_rollback(j->d);
			seen_forget(&j->lately);
		}
	}
	answer(j, &b, e);
}

/* ---- the thread */

/* Sleeps until there is something to write or to sign and nobody does it, and takes the turn. false: closed, and nothing is
 * left. */
static bool wait_for_work(journal *j)
{
	pthread_mutex_lock(&j->lock);
	int waited = 0;
	while (j->writing || (!j->first && !j->closing && waited != ETIMEDOUT)) {
		struct timespec until = after_ms(CHECKPOINT_MINUTES * MINUTE_MS);
		waited = pthread_cond_timedwait(&j->work, &j->lock, &until);
	}
	bool more = j->first || !j->closing;
	(void)take_turn(j);
	pthread_mutex_unlock(&j->lock);
	return more;
}

enum { MUCH_ENTRIES = 1000 };

/* A file that was read in may be most of the area: whoever asks next is not answered as if there were still nothing. */
static void take_stock(journal *j)
{
	int64_t size = j->lately.size, grown = size - j->opened_size;
	if (grown < MUCH_ENTRIES || grown < size / 10) return;
	err e = db_take_stock(j->d);
	(void)e; /* the server counts by itself before long */
}

static void *writer_thread(void *context)
{
	journal *j = context;
	while (wait_for_work(j)) {
		write_group(j, false);
		end_turn(j);
	}
	if (j->unsigned_since_us) write_group(j, true); /* a checkpoint of everything */
	take_stock(j);
	return NULL;
}

/* ---- opening and closing */

/* What is there is not signed yet when another process, or a crash, left it so: the first group signs it. */
static err look_back(journal *j)
{
	TRY(journal_size(j->d, &j->opened_size));
	TRY(db_one_int(j->d, SQL("SELECT COALESCE(MAX(size), 0) FROM checkpoint"), NO_ARGS, &j->signed_size));
	if (j->opened_size > j->signed_size) j->unsigned_since_us = 1;
	return OK;
}

static err complete_tables(journal *j, arena *a)
{
	bool there;
	TRY(places_there(j->d, &there));
	if (there) return OK;
	TRY(db_begin(j->d, DB_WRITE));
	err e = places_make(j->d, a);
	if (e == OK) return db_commit(j->d);
	db_rollback(j->d);
	return e;
}

static err open_all(journal *j, str address, const char *key_path, arena *a)
{
	TRY(db_open(address, DB_READ_WRITE, j->write_wait_ms, &a->trail, &j->d));
	TRY(format_check(j->d, a));
	TRY(complete_tables(j, a));
	err e = signer_of_journal(j->d, &j->memory, key_path, &j->signer);
	if (e != OK) return FAIL_WITH(&a->trail, e, j->memory.trail.detail);
	j->demonstration = str_starts(j->signer.name, JOURNAL_OF_DEMONSTRATION);
	return look_back(j);
}

static err start(journal *j, arena *a)
{
	db_trail(j->d, NULL);
	CHECK(pthread_mutex_init(&j->lock, NULL) == 0);
	monotonic_cond(&j->work);
	int code = pthread_create(&j->thread, NULL, writer_thread, j);
	if (code == 0) return OK;
	pthread_cond_destroy(&j->work);
	pthread_mutex_destroy(&j->lock);
	return FAIL_WITH(&a->trail, E_LIMIT, code);
}

static void forget(journal *j)
{
	db_close(j->d);
	signer_forget(&j->signer);
	arena_end(&j->scratch);
	arena memory = j->memory;
	arena_end(&memory);
}

err journal_open(str address, const char *key_path, int64_t write_wait_ms, follower follow, trail *t, journal **ret)
{
	arena memory = arena_make();
	ARENA(a);
	journal *j = TAKE(&memory, journal);
	*j = (journal){ .memory = memory, .write_wait_ms = write_wait_ms, .follow = follow, .scratch = arena_make() };
	err e = open_all(j, address, key_path, &a);
	bool behind = j->unsigned_since_us != 0;
	if (e == OK) e = start(j, &a);
	if (e != OK) {
		trail_note(t, e, a.trail.detail, a.trail.file, a.trail.line);
		forget(j);
		return e;
	}
	err signed_ = behind ? journal_sign(j, &a) : OK;
	(void)signed_; /* a full disk must not keep anybody from reading: the next group tries again */
	*ret = j;
	return OK;
}

void journal_close(journal *j)
{
	if (!j) return;
	pthread_mutex_lock(&j->lock);
	j->closing = true;
	pthread_cond_signal(&j->work);
	pthread_mutex_unlock(&j->lock);
	pthread_join(j->thread, NULL);
	pthread_cond_destroy(&j->work);
	pthread_mutex_destroy(&j->lock);
	forget(j);
}

void journal_closep(journal **j)
{
	journal_close(*j);
	*j = NULL;
}

/* ---- the contract */

writer journal_job_writer(journal *j, const zone *z)
{
	return (writer){ .j = j, .zone = z };
}

err journal_append(writer *w, const kind *k, const values *v, const entry_head *head, arena *a, seq *ret_seq,
                   bool *ret_forked, problems *ret_problems)
{
	append x = { .a = a, .problems = ret_problems };
	TRY(append_prepare(w, k, v, head, &x));
	TRY(append_submit(w->j, &x));
	*ret_seq = x.e.seq;
	*ret_forked = x.forked;
	return OK;
}

/* Its links, and one more where it is about the record of the first: which that is, is known in its turn. */
static err prepare_beside(const batch_entry *one, arena *a, append *x)
{
	entry_head head = one->head;
	head.about = (entry_links){ 0 };
	EACH (link, one->head.about) PUSH(a, &head.about, *link);
	if (one->as) PUSH(a, &head.about, ((entry_link){ str_of(one->as), { INT64_MAX } }));
	x->of_first = one->as != NULL;
	return append_prepare(one->by, one->k, one->v, &head, x);
}

err journal_append_together(batch_entry *list, size_t n, arena *a, problems *ret_problems)
{
	CHECK(n > 0 && n <= TOGETHER_MOST && !list[0].as);
	append *x = TAKE_N(a, append, n);
	for (size_t i = 0; i < n; i++) {
		CHECK(list[i].by && list[i].by->j == list[0].by->j);
		x[i] = (append){ .a = a, .problems = ret_problems, .problem_n = ret_problems->n, .together = n > 1,
			         .beside = i + 1 < n ? &x[i + 1] : NULL };
		TRY(prepare_beside(&list[i], a, &x[i]));
	}
	TRY(append_submit(list[0].by->j, x));
	for (size_t i = 0; i < n; i++) list[i].seq = x[i].e.seq, list[i].forked = x[i].forked;
	return OK;
}

err journal_sign(journal *j, arena *a)
{
	append x = { .a = a, .signs = true };
	return append_submit(j, &x);
}

err journal_expect_much(journal *j, arena *a)
{
	append x = { .a = a, .much = true };
	return append_submit(j, &x);
}
