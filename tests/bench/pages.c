/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of random children, each a new look in the durable read log, from several connections at once.
 *
 *   pages prepare DB KEYS SIGN-INS-FILE ADDRESSES   lets the sign-in «worker» of a demonstration area work with every child,
 *                                                   writes the children's addresses to a file, prints a session's token
 *   pages grow DB KEYS ADDRESS ENTRIES              so many visits, and words of the child, more in the story of that child,
 *                                                   by the same worker, over ten years
 *   pages measure PORT ADDRESSES SECONDS CONNECTIONS [TOKEN [PAUSE_MS]]  asks 127.0.0.1 for them at random, each connection
 *                                                                  with that pause after an answer, and prints: answered a
 *                                                                  second, bytes, p50, p99, most milliseconds, failed
 *   pages fetch PORT ADDRESS [TOKEN]                               the body of one page
 *   pages port                                                     a port that nobody has now
 *   pages answers PORT                                             exit 0 when somebody does
 */
#include "access/signin.h"
#include "base/clock.h"
#include "base/file.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ALLOCATORS = 16, CONNECTIONS_MOST = 64, ANSWER_MOST = 4 * 1024 * 1024, FILE_MOST = 16 * 1024 * 1024 };

static _Noreturn void give_up(const char *what, err e, const trail *t)
{
	fprintf(stderr, "pages: %s: %s at %s:%d\n", what, err_name(e), t->file ? t->file : "-", t->line);
	exit(2);
}
#define MUST(a, call)                                                                                                  \
	do {                                                                                                           \
		err e_ = (call);                                                                                       \
		if (e_ != OK) give_up(#call, e_, &(a)->trail);                                                         \
	} while (0)

/* ---- prepare */

typedef struct {
	area *area;
	const practice *practice;
	record_id worker;
	const record_list *children;
	size_t first;
} allocating;

static void *allocate_some(void *context)
{
	const allocating *me = context;
	const kind *k = practice_kind(me->practice, S("works_with"));
	ARENA(a);
	for (size_t i = me->first; i < me->children->n; i += ALLOCATORS) {
		arena_reset(&a);
		values v = values_make(&a, k);
		entry_head head = { 0 };
		problems wrong = { 0 };
		bool forked;
		seq made;
		*values_of(&v, S("as")) = (value){ .is = VALUE_KNOWN, .text = S("piece_of_work") };
		value_from_text(&a, area_zone(me->area), kind_field(k, S("from")), S("2024-01-01"), values_of(&v, S("from")));
		PUSH(&a, &head.about, ((entry_link){ S("child"), me->children->at[i] }));
		PUSH(&a, &head.about, ((entry_link){ S("worker"), me->worker }));
		writer w = journal_job_writer(area_journal(me->area), area_zone(me->area));
		MUST(&a, journal_append(&w, k, &v, &head, &a, &made, &forked, &wrong));
	}
	return NULL;
}

static void allocate_all(allocating whole)
{
	pthread_t threads[ALLOCATORS];
	allocating each[ALLOCATORS];
	for (size_t i = 0; i < ALLOCATORS; i++) {
		each[i] = whole;
		each[i].first = i;
		CHECK(pthread_create(&threads[i], NULL, allocate_some, &each[i]) == 0);
	}
	for (size_t i = 0; i < ALLOCATORS; i++) pthread_join(threads[i], NULL);
}

static record_id worker_of(arena *a, db *d, str name)
{
	sign_in_rows all = { 0 };
	MUST(a, sign_in_list(d, a, &all));
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.at[i].name, name)) return all.at[i].worker;
	CHECK(false); /* a sign-in of that name is there */
	return (record_id){ 0 };
}

/* Of whom the worker has no interest recorded: those would be refused. */
static record_list children_of(arena *a, db *d, record_id worker)
{
	record_list list = { 0 };
	ROWS(rows);
	MUST(a, db_query(d,
	                 SQL("SELECT record FROM p_person WHERE child = 1 AND known_to IS NULL AND record NOT IN (SELECT child.target"
	                     " FROM p_interest i JOIN link child ON child.seq = i.seq AND child.role = 'child' JOIN link by_whom ON"
	                     " by_whom.seq = i.seq AND by_whom.role = 'worker' WHERE by_whom.target = $1) ORDER BY record"),
	                 ARGS(ARG(worker.n)), &rows));
	while (db_next(&rows)) PUSH(a, &list, ((record_id){ db_int(&rows, 0) }));
	MUST(a, db_end(&rows));
	return list;
}

/* From the list that `waymark demo` prints: "  worker         invented-...   what for". */
static str phrase_of(str list, str name)
{
	while (list.n) {
		str line = str_trim(str_cut(list, '\n', &list)), rest;
		if (str_eq(str_cut(line, ' ', &rest), name)) return str_cut(str_trim(rest), ' ', &rest);
	}
	CHECK(false); /* a pass phrase for that name is there */
	return STR_NONE;
}

static area *open_area(arena *a, char **argv)
{
	area *ar;
	MUST(a, hash_start());
	settings *s = TAKE(a, settings);
	*s = settings_initial(a);
	s->db = str_of(argv[0]);
	s->keys = str_of(argv[1]);
	MUST(a, area_open(a, s, AREA_SERVE, &ar));
	return ar;
}

static int prepare(char **argv)
{
	ARENA(a);
	area *ar CLEANUP(area_closep) = open_area(&a, argv);
	db *d CLEANUP(db_closep) = NULL;
	allocating all = { 0 };
	str printed, token;
	buf addresses = BUF(&a);
	MUST(&a, file_read(&a, argv[2], FILE_MOST, &printed));
	MUST(&a, area_connect(ar, &a.trail, &d));
	MUST(&a, area_practice(ar, d, &all.practice));
	all.worker = worker_of(&a, d, S("worker"));
	record_list children = children_of(&a, d, all.worker);
	all.area = ar;
	all.children = &children;
	allocate_all(all);
	for (size_t i = 0; i < children.n; i++) buf_printf(&addresses, "/child/%lld\n", (long long)children.at[i].n);
	MUST(&a, file_write(&a, argv[3], buf_view(&addresses), 0600));
	MUST(&a, sign_in(ar, &a, S("worker"), phrase_of(printed, S("worker")), clock_now(), &token));
	printf("%.*s\n", STR_ARG(token));
	return 0;
}

/* ---- grow */

static const char *const told[] = {
	"{\"words\":\"It is loud in the evenings. I go into my room and count the cars until it stops.\"}",
	"{\"words\":\"I like it when we cook together. I want to see my brother more often than now.\"}",
	"{\"words\":\"Nobody asked me before.\"}",
};
static const char *const seen[] = {
	"{\"seen\":\"alone\",\"saw\":\"Played with the younger ones on the floor, then showed a drawing of the new flat and "
	"talked about school. The kitchen was warm, and there was food.\"}",
	"{\"seen\":\"not_in\",\"saw\":\"Nobody came to the door. The curtains were open. A note was left with a number to ring.\"}",
};

static void grow_by(arena *a, area *ar, const practice *p, record_id worker, record_id child, int64_t n)
{
	enum { OVER_DAYS = 3650 };
	day today = zone_day(area_zone(ar), clock_now());
	writer w = journal_job_writer(area_journal(ar), area_zone(ar));
	w.author = worker;
	for (int64_t done = 0; done < n;) {
		size_t some = n - done < BATCH_APPEND_MOST ? (size_t)(n - done) : BATCH_APPEND_MOST;
		batch_entry *list = TAKE_N(a, batch_entry, some);
		problems wrong = { 0 };
		for (size_t i = 0; i < some; i++, done++) {
			bool visit = done % 2;
			const char *json = visit ? seen[done / 2 % 2] : told[done / 2 % 3];
			const kind *k = practice_kind(p, visit ? S("visit") : S("voice"));
			values *v = TAKE(a, values);
			MUST(a, values_from_json(a, area_zone(ar), k, str_of(json), true, v, &wrong));
			list[i] = (batch_entry){ .k = k, .v = v };
			list[i].head.happened = (when){ .is = WHEN_DAY, .on = day_add(today, (int)(-OVER_DAYS * (n - done) / n)) };
			PUSH(a, &list[i].head.about, ((entry_link){ S("child"), child }));
		}
		MUST(a, journal_append_all(&w, list, some, a, &wrong));
	}
}

static int grow(char **argv)
{
	ARENA(a);
	area *ar CLEANUP(area_closep) = open_area(&a, argv);
	db *d CLEANUP(db_closep) = NULL;
	const practice *p;
	record_id child;
	MUST(&a, area_connect(ar, &a.trail, &d));
	MUST(&a, area_practice(ar, d, &p));
	CHECK(str_starts(str_of(argv[2]), S("/child/")) && str_to_int(str_from(str_of(argv[2]), sizeof "/child/" - 1), &child.n));
	grow_by(&a, ar, p, worker_of(&a, d, S("worker")), child, atoi(argv[3]));
	return 0;
}

/* ---- measure */

typedef struct {
	int port;
	const str_list *addresses;
	char token[200];
	useconds_t pause_us; /* after each answer */
	int64_t until_us;
	unsigned dice;
	int socket; /* -1: not connected */
	char *answer;
	arena a; /* of the list below */
	LIST(int64_t) us;
	int64_t failed, bytes;
} asking;

static struct sockaddr_in loopback(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = { htonl(INADDR_LOOPBACK) } };
}

static int connected(int port)
{
	int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
	struct sockaddr_in to = loopback(port);
	CHECK(s >= 0 && connect(s, (struct sockaddr *)&to, sizeof to) == 0);
	setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	return s;
}

static void send_request(asking *me, str address)
{
	char text[1000];
	int n = snprintf(text, sizeof text, "GET %.*s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/html\r\n%s%s%s\r\n",
	                 STR_ARG(address), me->port, me->token[0] ? "Cookie: waymark=" : "", me->token, me->token[0] ? "\r\n" : "");
	CHECK(n > 0 && n < (int)sizeof text);
	if (me->socket < 0) me->socket = connected(me->port);
	CHECK(write(me->socket, text, (size_t)n) == n);
}

/* The value of a header in what came before the empty line; empty where it is not there. */
static str header(str head, const char *name)
{
	size_t n = strlen(name);
	while (head.n) {
		str line = str_cut(head, '\n', &head);
		if (line.n > n && line.at[n] == ':' && strncasecmp(line.at, name, n) == 0) return str_trim(str_from(line, n + 1));
	}
	return STR_NONE;
}

/* The whole answer, by its length or to the connection's end; its head in *ret_head. Bytes of the body, or -1. */
static int64_t read_answer(asking *me, str *ret_head)
{
	int64_t have = 0, wanted = INT64_MAX, body = 0;
	*ret_head = STR_NONE;
	while (have < wanted && have < ANSWER_MOST) {
		ssize_t got = read(me->socket, me->answer + have, (size_t)(ANSWER_MOST - have));
		if (got <= 0) break;
		have += got;
		ptrdiff_t end = ret_head->n ? -1 : str_find((str){ me->answer, (size_t)have }, S("\r\n\r\n"));
		if (end < 0) continue;
		*ret_head = (str){ me->answer, (size_t)end + 2 };
		body = end + 4;
		int64_t length;
		if (str_to_int(header(*ret_head, "Content-Length"), &length)) wanted = body + length;
	}
	bool whole = ret_head->n && (wanted == INT64_MAX || have == wanted);
	if (!whole || wanted == INT64_MAX || str_eq(header(*ret_head, "Connection"), S("close"))) {
		close(me->socket);
		me->socket = -1;
	}
	return whole ? have - body : -1;
}

static void keep_token(asking *me, str head)
{
	str cookie = header(head, "Set-Cookie"), rest;
	if (!str_starts(cookie, S("waymark="))) return;
	str token = str_cut(str_from(cookie, sizeof "waymark=" - 1), ';', &rest);
	CHECK(token.n < sizeof me->token);
	memcpy(me->token, token.at, token.n);
	me->token[token.n] = 0;
}

static void *ask_on(void *context)
{
	asking *me = context;
	me->answer = arena_take(&me->a, ANSWER_MOST, 1);
	for (int64_t began; (began = clock_monotonic_us()) < me->until_us;) {
		str head;
		send_request(me, me->addresses->at[(size_t)rand_r(&me->dice) % me->addresses->n]);
		int64_t body = read_answer(me, &head);
		bool good = body > 0 && (str_starts(head, S("HTTP/1.1 200")) || str_starts(head, S("HTTP/1.0 200")));
		if (good) PUSH(&me->a, &me->us, clock_monotonic_us() - began);
		else me->failed++;
		if (good) me->bytes += body;
		keep_token(me, head);
		if (me->pause_us) usleep(me->pause_us);
	}
	if (me->socket >= 0) close(me->socket);
	return NULL;
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static int print_figures(const asking *all, int n, int64_t took_us)
{
	ARENA(a);
	LIST(int64_t) us = { 0 };
	int64_t failed = 0, bytes = 0;
	for (int i = 0; i < n; i++) {
		for (size_t k = 0; k < all[i].us.n; k++) PUSH(&a, &us, all[i].us.at[k]);
		failed += all[i].failed;
		bytes += all[i].bytes;
	}
	if (!us.n) return fprintf(stderr, "pages: none was answered with 200, %lld otherwise\n", (long long)failed), 1;
	qsort(us.at, us.n, sizeof *us.at, by_size);
	printf("%.0f %lld %.2f %.2f %.2f %lld\n", (double)us.n * 1e6 / (double)took_us, (long long)(bytes / (int64_t)us.n),
	       (double)us.at[us.n / 2] / 1e3, (double)us.at[us.n * 99 / 100] / 1e3, (double)us.at[us.n - 1] / 1e3,
	       (long long)failed);
	return 0;
}

static str_list lines_of(arena *a, const char *path)
{
	str_list list = { 0 };
	str rest;
	MUST(a, file_read(a, path, FILE_MOST, &rest));
	while (rest.n) PUSH(a, &list, str_cut(rest, '\n', &rest));
	CHECK(list.n);
	return list;
}

static asking asking_make(const char *port, const char *token, unsigned dice)
{
	asking a = { .port = atoi(port), .dice = dice, .socket = -1, .a = arena_make() };
	snprintf(a.token, sizeof a.token, "%s", token ? token : "");
	return a;
}

/* argv: PORT ADDRESSES SECONDS CONNECTIONS [TOKEN [PAUSE_MS]] NULL */
static int measure(char **argv)
{
	ARENA(a);
	str_list addresses = lines_of(&a, argv[1]);
	int n = atoi(argv[3]);
	CHECK(n > 0 && n <= CONNECTIONS_MOST);
	asking all[CONNECTIONS_MOST];
	pthread_t threads[CONNECTIONS_MOST];
	int64_t began = clock_monotonic_us();
	for (int i = 0; i < n; i++) {
		all[i] = asking_make(argv[0], argv[4], (unsigned)i + 1);
		all[i].addresses = &addresses;
		if (argv[4] && argv[5]) all[i].pause_us = (useconds_t)atoi(argv[5]) * 1000;
		all[i].until_us = began + (int64_t)(atof(argv[2]) * 1e6);
		CHECK(pthread_create(&threads[i], NULL, ask_on, &all[i]) == 0);
	}
	for (int i = 0; i < n; i++) pthread_join(threads[i], NULL);
	int status = print_figures(all, n, clock_monotonic_us() - began);
	for (int i = 0; i < n; i++) arena_end(&all[i].a);
	return status;
}

/* argv: PORT ADDRESS [TOKEN] NULL */
static int fetch(char **argv)
{
	asking one = asking_make(argv[0], argv[2], 1);
	str head;
	one.answer = arena_take(&one.a, ANSWER_MOST, 1);
	send_request(&one, str_of(argv[1]));
	int64_t body = read_answer(&one, &head);
	bool wrote = body > 0 && fwrite(head.at + head.n + 2, (size_t)body, 1, stdout) == 1;
	arena_end(&one.a);
	return wrote ? 0 : 1;
}

static int answers(int port)
{
	int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in to = loopback(port);
	int status = connect(s, (struct sockaddr *)&to, sizeof to) == 0 ? 0 : 1;
	close(s);
	return status;
}

/* One that nobody has now. */
static int free_port(void)
{
	int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in at = loopback(0);
	socklen_t n = sizeof at;
	CHECK(s >= 0 && bind(s, (struct sockaddr *)&at, n) == 0 && getsockname(s, (struct sockaddr *)&at, &n) == 0);
	printf("%d\n", ntohs(at.sin_port));
	close(s);
	return 0;
}

int main(int argc, char **argv)
{
	str what = str_of(argc > 1 ? argv[1] : NULL);
	if (argc == 2 && str_eq(what, S("port"))) return free_port();
	if (argc == 3 && str_eq(what, S("answers"))) return answers(atoi(argv[2]));
	if (argc == 6 && str_eq(what, S("prepare"))) return prepare(argv + 2);
	if (argc == 6 && str_eq(what, S("grow"))) return grow(argv + 2);
	if ((argc == 4 || argc == 5) && str_eq(what, S("fetch"))) return fetch(argv + 2);
	if (argc >= 6 && argc <= 8 && str_eq(what, S("measure"))) return measure(argv + 2);
	fprintf(stderr, "pages prepare|grow|measure|fetch|port|answers: see tests/bench/pages.c\n");
	return 2;
}
