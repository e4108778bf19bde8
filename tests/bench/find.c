/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding people by mistyped words, with known answers: how often the one who was meant comes first and among the first ten,
 * by kind of error and by naming tradition; how often somebody is called the one who was meant and is not; how long one
 * look-up takes; and PostgreSQL with pg_trgm beside it, in turn, where an address is given.
 *
 * «At best»: where nothing that was typed tells people of one name apart, ten places are shared by lot. At the end sixteen find
 * at once while one writes.
 *
 *   find FOLDER [POSTGRESQL-ADDRESS [LOOK-UPS]]   FOLDER: people.csv, queries.csv and absent.csv as tests/bench/find.sh makes
 *                                                 them; the server has the table people, and is asked so many of the look-ups
 * FIND_MISSED=1 prints who was not found first, FIND_SLOW=1 the time of each look-up. */
#include "base/clock.h"
#include "base/file.h"
#include "db/db.h"
#include "match/fold.h"
#include "match/index.h"
#include "wire/csv.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FILE_MOST = 1 << 30, LOOKED_AT = 10, GROUPS_MOST = 16 };

typedef struct {
	str id, text, error, tradition;
} asked;
typedef LIST(asked) asked_list;

typedef struct {
	arena *a;
	shelving *people;
	int64_t n;
	asked_list asked;
	LIST(uint64_t) names; /* of each person, by number */
} reading_in;

static uint64_t names_of(str given, str surname)
{
	ARENA(a);
	name_parts g = name_fold(&a, given), s = name_fold(&a, surname);
	return str_hash(name_run_together(&a, &g)) * 31 + str_hash(name_run_together(&a, &s));
}

static err take_person(void *context, int64_t line, const str *cells, size_t n)
{
	reading_in *in = context;
	shelved p = { .record = { ++in->n }, .person = { in->n } };
	CHECK(n >= 5);
	if (line == 1) {
		in->n = 0;
		return OK;
	}
	p.words[p.word_n].is = TRAIT_GIVEN, p.words[p.word_n++].text = cells[1];
	p.words[p.word_n].is = TRAIT_SURNAME, p.words[p.word_n++].text = cells[2];
	p.words[p.word_n].is = TRAIT_POSTCODE, p.words[p.word_n++].text = cells[4];
	p.local_id = p.identifiers[p.identifier_n++] = cells[0];
	CHECK(day_read(cells[3], &p.born.on));
	p.born.is = WHEN_DAY;
	shelving_add(in->people, &p);
	PUSH(in->a, &in->names, names_of(cells[1], cells[2]));
	return OK;
}

static err take_asked(void *context, int64_t line, const str *cells, size_t n)
{
	reading_in *in = context;
	CHECK(n >= 4);
	if (line > 1)
		PUSH(in->a, &in->asked, ((asked){ str_copy(in->a, cells[0]), str_copy(in->a, cells[1]), str_copy(in->a, cells[2]),
		                                  str_copy(in->a, cells[3]) }));
	return OK;
}

static void read_csv(reading_in *in, const char *folder, const char *name, err (*row)(void *, int64_t, const str *, size_t))
{
	ARENA(a);
	char path[4096];
	str text;
	CHECK(snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path);
	if (file_read(&a, path, FILE_MOST, &text) != OK) {
		fprintf(stderr, "%s cannot be read\n", path);
		exit(2);
	}
	csv_reader *r = csv_start(&a, &(csv_visitor){ .context = in, .row = row });
	CHECK(csv_feed(r, text) == OK && csv_finish(r) == OK);
}

/* ---- what comes of it */

typedef struct {
	str name;
	int n, first, ten;
	double at_best; /* in ten, where those called the same share ten places by lot */
} tally;

typedef struct {
	arena *a;
	tally by_error[GROUPS_MOST], by_tradition[GROUPS_MOST], all[GROUPS_MOST];
	LIST(int64_t) us;
	LIST(int64_t) processor_us;
	int sure, sure_wrong;
	tally dated[GROUPS_MOST]; /* by tradition, of those that came with a date */
	const reading_in *people;
	uint64_t *in_order;       /* names of everybody */
	/* beside the server, where there is one: */
	db *d;
	size_t each;              /* every so many look-ups */
	LIST(int64_t) peer_us;
	LIST(int64_t) us_beside;
	int both, only_here, only_there;
} outcome;

static void count_in(tally *list, str name, int rank, double at_best)
{
	size_t i = 0;
	while (list[i].name.n && !str_eq(list[i].name, name)) i++;
	CHECK(i < GROUPS_MOST);
	list[i].name = name;
	list[i].n++;
	list[i].first += rank == 0;
	list[i].ten += rank >= 0 && rank < LOOKED_AT;
	list[i].at_best += at_best;
}

static int rank_of(const index_hits *hits, str id)
{
	for (size_t i = 0; i < hits->n; i++)
		if (str_eq(hits->at[i].local_id, id)) return (int)i;
	return -1;
}

/* Time of this thread alone: what else the machine does is not in it. */
static int64_t processor_us(void)
{
	struct timespec t;
	CHECK(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t) == 0);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Where the one who was meant stands in the server's answer; -1: not among ten. */
static int peer_rank(db *d, arena *a, const asked *one)
{
	ROWS(rows);
	int rank = 0, found = -1;
	if (db_query(d, SQL("SELECT id FROM people WHERE body % CAST($1 AS TEXT) ORDER BY similarity(body, CAST($1 AS TEXT)) DESC LIMIT 10"),
	             ARGS(ARG(one->text)), &rows) != OK) {
		fprintf(stderr, "the server: %s\n", db_message(d));
		exit(2);
	}
	for (; db_next(&rows); rank++) {
		buf id = BUF(a);
		buf_int(&id, db_int(&rows, 0));
		if (str_eq(buf_view(&id), one->id)) found = rank;
	}
	CHECK(db_end(&rows) == OK);
	return found;
}

enum { TIMES_EACH = 3 }; /* the least of them counts, on both sides: what else the machine does is not in it */

static int64_t least_here(people_index *ix, const asked *one, day today)
{
	int64_t least = INT64_MAX;
	for (int i = 0; i < TIMES_EACH; i++) {
		ARENA(a);
		query q;
		index_hits hits;
		int64_t began = clock_monotonic_us();
		if (query_read(&a, one->text, today, &q) == OK) index_find(ix, &q, LOOKED_AT, &a, &hits);
		int64_t us = clock_monotonic_us() - began;
		if (us < least) least = us;
	}
	return least;
}

static void ask_both(people_index *ix, const asked *one, day today, int rank, outcome *to)
{
	int64_t least = INT64_MAX;
	int there = -1;
	for (int i = 0; i < TIMES_EACH; i++) {
		ARENA(a);
		int64_t began = clock_monotonic_us();
		there = peer_rank(to->d, &a, one);
		int64_t us = clock_monotonic_us() - began;
		if (us < least) least = us;
	}
	PUSH(to->a, &to->peer_us, least);
	PUSH(to->a, &to->us_beside, least_here(ix, one, today));
	to->both += rank >= 0 && there >= 0;
	to->only_here += rank >= 0 && there < 0;
	to->only_there += rank < 0 && there >= 0;
}

static bool has_date(const asked *one)
{
	return one->text.n > 11 && one->text.at[one->text.n - 3] == '-' && one->text.at[one->text.n - 6] == '-';
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* Nothing in a look-up without a date tells people of one name apart: the chance that ten of them hold the one meant. */
static double at_best(const outcome *o, const asked *one)
{
	int64_t id;
	if (has_date(one) || !str_to_int(one->id, &id)) return 1;
	uint64_t names = o->people->names.at[id];
	size_t low = 0, high = o->people->names.n, n = 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (o->in_order[middle] < names) low = middle + 1;
		else high = middle;
	}
	while (low + n < o->people->names.n && o->in_order[low + n] == names) n++;
	return n > LOOKED_AT ? (double)LOOKED_AT / (double)n : 1;
}

static void ask(people_index *ix, const asked *one, day today, outcome *to)
{
	ARENA(a);
	query q;
	index_hits hits = { 0 };
	int64_t began = clock_monotonic_us(), worked = processor_us();
	if (query_read(&a, one->text, today, &q) == OK) index_find(ix, &q, LOOKED_AT, &a, &hits);
	PUSH(to->a, &to->processor_us, processor_us() - worked);
	PUSH(to->a, &to->us, clock_monotonic_us() - began);
	int rank = rank_of(&hits, one->id);
	bool sure = hits.n && hits.at[0].sure >= INDEX_SURE;
	double best = at_best(to, one);
	count_in(to->by_error, one->error, rank, best);
	count_in(to->by_tradition, one->tradition, rank, best);
	count_in(to->all, S("all"), rank, best);
	if (has_date(one)) count_in(to->dated, one->tradition, rank, best);
	if (to->d && to->us.n % to->each == 0) ask_both(ix, one, today, rank, to);
	to->sure += sure;
	to->sure_wrong += sure && rank != 0;
	if (getenv("FIND_SLOW")) printf("@ %6lld %.*s\n", (long long)to->processor_us.at[to->processor_us.n - 1], STR_ARG(one->text));
	if (getenv("FIND_MISSED") && one->id.n && rank != 0)
		printf("# %s at %d: %.*s; first %.*s (%.3f, %.*s)\n", str_c(&a, one->id), rank, STR_ARG(one->text),
		       STR_ARG(hits.n ? hits.at[0].local_id : S("-")), hits.n ? hits.at[0].sure : 0, STR_ARG(hits.n ? hits.at[0].why : S("")));
}

/* In ten, of what is possible at best; ten places fall to whom they fall to, so that it may be a little over all. */
static double of_possible(const tally *t)
{
	return 100.0 * t->ten / t->at_best;
}

static void print_tallies(const char *title, const tally *list)
{
	printf("%-22s %8s %8s %8s %8s %12s\n", title, "asked", "first", "in ten", "at best", "of possible");
	for (size_t i = 0; i < GROUPS_MOST && list[i].n; i++)
		printf("%-22.*s %8d %7.1f%% %7.1f%% %7.1f%% %11.1f%%\n", STR_ARG(list[i].name), list[i].n, 100.0 * list[i].first / list[i].n,
		       100.0 * list[i].ten / list[i].n, 100.0 * list[i].at_best / list[i].n, of_possible(&list[i]));
}

/* How far the worst tradition stands behind the best: of all, and of what is possible. */
static void print_apart(const char *what, const tally *list)
{
	double low = 100, high = 0, low_of = 1000, high_of = 0;
	for (size_t i = 0; i < GROUPS_MOST && list[i].n; i++) {
		double ten = 100.0 * list[i].ten / list[i].n, of = of_possible(&list[i]);
		low = ten < low ? ten : low, high = ten > high ? ten : high;
		low_of = of < low_of ? of : low_of, high_of = of > high_of ? of : high_of;
	}
	printf("%s: the worst tradition is %.1f points behind the best; of what is possible, %.1f points\n", what, high - low, high_of - low_of);
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static void print_times(const char *what, int64_t *us, size_t n)
{
	int64_t sum = 0;
	for (size_t i = 0; i < n; i++) sum += us[i];
	qsort(us, n, sizeof *us, by_number);
	printf("%s: middle %.2f ms, p99 %.2f ms, most %.2f ms, together %.2f s\n", what, (double)us[n / 2] / 1e3,
	       (double)us[n * 99 / 100] / 1e3, (double)us[n - 1] / 1e3, (double)sum / 1e6);
}

static void all_of(people_index *ix, const asked_list *list, outcome *to)
{
	day today;
	CHECK(day_make(2026, 6, 1, &today));
	for (size_t i = 0; i < list->n; i++) ask(ix, &list->at[i], today, to);
}

static void print_beside(outcome *o)
{
	size_t n = o->peer_us.n;
	if (!n) return;
	print_times("PostgreSQL, pg_trgm", o->peer_us.at, n);
	print_times("beside it", o->us_beside.at, n);
	printf("PostgreSQL takes %.0f times as long in the middle, %.0f times at p99; of %zu, found by both %d, by us alone %d, by it alone %d\n",
	       (double)o->peer_us.at[n / 2] / (double)o->us_beside.at[n / 2],
	       (double)o->peer_us.at[n * 99 / 100] / (double)o->us_beside.at[n * 99 / 100], n, o->both, o->only_here, o->only_there);
}

/* ---- sixteen people finding, each again after a breath, while one writes and looks for what was written */

enum { AT_ONCE = 16, LOOKS_EACH = 200, BREATH_US = 20000, WRITE_EVERY_US = 5000 };

typedef struct {
	people_index *ix;
	const asked_list *list;
	size_t from;
	int64_t us[LOOKS_EACH];
	atomic_int *finding;
} finder;

static void *find_on(void *context)
{
	finder *f = context;
	day today;
	CHECK(day_make(2026, 6, 1, &today));
	for (size_t i = 0; i < LOOKS_EACH; i++) {
		ARENA(a);
		query q;
		index_hits hits;
		int64_t began = clock_monotonic_us();
		if (query_read(&a, f->list->at[(f->from + i) % f->list->n].text, today, &q) == OK) index_find(f->ix, &q, LOOKED_AT, &a, &hits);
		f->us[i] = clock_monotonic_us() - began;
		usleep(BREATH_US);
	}
	atomic_fetch_sub(f->finding, 1);
	return NULL;
}

/* Whether somebody written a moment ago is found first, by whoever wrote. */
static bool write_and_look(people_index *ix, int64_t i, day today)
{
	ARENA(a);
	buf surname = BUF(&a), text = BUF(&a);
	query q;
	index_hits hits;
	for (int64_t n = i + 26; n; n /= 26) buf_char(&surname, (char)('a' + n % 26)); /* no digits: a name */
	buf_lit(&surname, "quillhaven");
	shelved p = { .record = { 10000000 + i }, .person = { 10000000 + i }, .local_id = S("new"), .word_n = 2,
		      .words = { { TRAIT_GIVEN, S("Wren") }, { TRAIT_SURNAME, buf_view(&surname) } } };
	index_put(ix, &p);
	index_put_done(ix);
	buf_lit(&text, "wren ");
	buf_str(&text, buf_view(&surname));
	CHECK(query_read(&a, buf_view(&text), today, &q) == OK);
	index_find(ix, &q, LOOKED_AT, &a, &hits);
	return hits.n && hits.at[0].record.n == p.record.n;
}

static void at_once(people_index *ix, const asked_list *list)
{
	ARENA(a);
	finder *finders = TAKE_N(&a, finder, AT_ONCE);
	pthread_t threads[AT_ONCE];
	int64_t all[AT_ONCE * LOOKS_EACH], written = 0, unseen = 0;
	atomic_int finding = AT_ONCE;
	day today;
	CHECK(day_make(2026, 6, 1, &today));
	for (size_t i = 0; i < AT_ONCE; i++) {
		finders[i] = (finder){ .ix = ix, .list = list, .from = i * list->n / AT_ONCE, .finding = &finding };
		CHECK(pthread_create(&threads[i], NULL, find_on, &finders[i]) == 0);
	}
	for (; atomic_load(&finding); written++, usleep(WRITE_EVERY_US)) unseen += !write_and_look(ix, written, today);
	for (size_t i = 0; i < AT_ONCE; i++) {
		CHECK(pthread_join(threads[i], NULL) == 0);
		memcpy(all + i * LOOKS_EACH, finders[i].us, sizeof finders[i].us);
	}
	printf("%d find at once while one writes: %lld written, %lld of them not seen at once by whoever wrote\n", AT_ONCE, (long long)written, (long long)unseen);
	print_times("one look-up of theirs", all, AT_ONCE * LOOKS_EACH);
}

static people_index *build(arena *a, const char *folder, reading_in *ret)
{
	reading_in in = { .a = a, .people = shelving_start(a) };
	int64_t began = clock_monotonic_us();
	read_csv(&in, folder, "people.csv", take_person);
	int64_t read = clock_monotonic_us();
	people_index *ix = index_make(a, in.people);
	index_size size = index_size_of(ix);
	printf("%lld people, %lld words: %.1f s to read, %.1f s to build, %.0f MB\n", (long long)size.people, (long long)size.words,
	       (double)(read - began) / 1e6, (double)(clock_monotonic_us() - read) / 1e6, (double)size.bytes / 1e6);
	*ret = in;
	return ix;
}

int main(int argc, char **argv)
{
	ARENA(a);
	if (argc < 2) return 2;
	reading_in people;
	people_index *ix CLEANUP(index_endp) = build(&a, argv[1], &people);
	reading_in there = { .a = &a }, absent = { .a = &a };
	read_csv(&there, argv[1], "queries.csv", take_asked);
	read_csv(&absent, argv[1], "absent.csv", take_asked);
	outcome *found = TAKE(&a, outcome), *not_there = TAKE(&a, outcome);
	found->a = not_there->a = &a;
	found->people = not_there->people = &people;
	found->in_order = not_there->in_order = TAKE_N(&a, uint64_t, people.names.n);
	memcpy(found->in_order, people.names.at, people.names.n * sizeof *found->in_order);
	qsort(found->in_order, people.names.n, sizeof *found->in_order, by_value);
	size_t peers = argc > 3 ? (size_t)strtoul(argv[3], NULL, 10) : 200;
	if (argc > 2 && argv[2][0]) {
		CHECK(db_open(str_of(argv[2]), DB_READ_ONLY, 60000, NULL, &found->d) == OK);
		found->each = peers && peers < there.asked.n ? there.asked.n / peers : 1;
	}
	int64_t began = clock_monotonic_us();
	all_of(ix, &there.asked, found);
	int64_t passed = clock_monotonic_us() - began;
	all_of(ix, &absent.asked, not_there);
	print_tallies("by error", found->by_error);
	print_tallies("by naming tradition", found->by_tradition);
	print_tallies("... with a date", found->dated);
	print_apart("in ten", found->by_tradition);
	print_apart("in ten, with a date", found->dated);
	print_tallies("", found->all);
	printf("«this is the child»: of %d who are here said of %d, of another one %d times (%.2f in 100); of %d who are not here said of %d (%.2f in 100)\n",
	       (int)there.asked.n, found->sure, found->sure_wrong, 100.0 * found->sure_wrong / (double)there.asked.n, (int)absent.asked.n,
	       not_there->sure, 100.0 * not_there->sure / (double)absent.asked.n);
	printf("%zu look-ups, with what is counted of them: %.2f s passed\n", there.asked.n, (double)passed / 1e6);
	print_times("one look-up, as time passes", found->us.at, found->us.n);
	print_times("one look-up, of the processor", found->processor_us.at, found->processor_us.n);
	print_beside(found);
	at_once(ix, &there.asked);
	db_close(found->d);
	return 0;
}
