/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journeys_bare BYCHILD.csv THREADS: the five questions of journeys/measures.yaml as one would write them once, for these codes and
 * sizes and nothing else: what the engine's declared questions are measured beside. Prints the quickest of three passes in ms, and a
 * number made of all that was counted, so that no compiler leaves it out. */
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

enum { DAYS = 3652, DAY = 86400, YEARS = 10, TEAMS = 120, AREAS = 12, KINDS = 15, MOST_THREADS = 16 };
enum { CONTACT = 1, REFERRAL, PLAN = 7, REVIEW, VISIT, PLAN_END, STARTED = 12, CLOSED };

typedef struct {
	uint32_t *second, *first;
	uint16_t *team;
	uint8_t *kind, *area;
	size_t events, children;
} columns;

typedef struct {
	uint32_t ended[YEARS * TEAMS][DAYS + 1], open[YEARS * TEAMS][DAYS + 1], pause[KINDS * KINDS][DAYS + 1];
	uint32_t referrals[YEARS * TEAMS], again[YEARS * TEAMS], silences[YEARS * TEAMS];
	uint64_t beyond[YEARS * TEAMS];
	int32_t change[AREAS][DAYS];
} counts;

typedef struct {
	const columns *c;
	counts *to;
	size_t from, until;
} share;

static uint32_t number(const char **at)
{
	uint32_t n = 0;
	while (**at >= '0') n = n * 10 + (uint32_t)(*(*at)++ - '0');
	++*at;
	return n;
}

static columns columns_read(const char *path)
{
	struct stat is;
	int fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &is) != 0) exit(2);
	const char *at = mmap(NULL, (size_t)is.st_size, PROT_READ, MAP_PRIVATE, fd, 0), *end = at + is.st_size;
	size_t most = (size_t)is.st_size / 10 + 2;
	columns c = { calloc(most, 4), calloc(most, 4), calloc(most, 2), calloc(most, 1), calloc(most, 1), 0, 0 };
	while (at < end) {
		uint32_t child = number(&at);
		while (c.children <= child) c.first[c.children++] = (uint32_t)c.events;
		c.second[c.events] = number(&at);
		c.kind[c.events] = (uint8_t)number(&at);
		c.area[c.events] = (uint8_t)number(&at);
		c.team[c.events++] = (uint16_t)number(&at);
	}
	c.first[c.children] = (uint32_t)c.events;
	return c;
}

static inline uint32_t cell(const columns *c, uint32_t i)
{
	return c->second[i] / DAY * 4 / 1461 * TEAMS + c->team[i];
}

static void silence(counts *to, const columns *c, uint32_t heard, uint32_t now)
{
	if (now - c->second[heard] <= 30 * DAY) return;
	to->silences[cell(c, heard)]++;
	to->beyond[cell(c, heard)] += now - c->second[heard] - 30 * DAY;
}

static void child(counts *to, const columns *c, uint32_t first, uint32_t end)
{
	uint32_t contact = end, started = end, referral = end, heard = end;
	int plans = 0;
	for (uint32_t i = first; i < end; i++) {
		uint32_t now = c->second[i];
		uint8_t k = c->kind[i];
		if (i > first) to->pause[c->kind[i - 1] * KINDS + k][(now - c->second[i - 1]) / DAY]++;
		if (k == CONTACT && contact == end) contact = i;
		if (k == STARTED && started == end) started = i;
		if (k == REFERRAL) {
			to->referrals[cell(c, i)]++;
			to->again[cell(c, i)] += referral != end && now - c->second[referral] <= 365 * DAY;
			referral = i;
		}
		if (k == REFERRAL || k == CLOSED) to->change[c->area[i]][now / DAY] += k == REFERRAL ? 1 : -1;
		if (k != CONTACT && (k < PLAN || k > PLAN_END)) continue;
		if (plans == 1) silence(to, c, heard, now);
		plans += (k == PLAN) - (k == PLAN_END);
		heard = i;
	}
	if (plans == 1) silence(to, c, heard, DAYS * DAY);
	if (contact == end) return;
	uint32_t from = c->second[contact], until = started == end ? DAYS * DAY : c->second[started];
	(started == end ? to->open : to->ended)[cell(c, contact)][until < from ? 0 : (until - from) / DAY]++;
}

static void *pass(void *of)
{
	const share *s = of;
	for (size_t i = s->from; i < s->until; i++) child(s->to, s->c, s->c->first[i], s->c->first[i + 1]);
	return NULL;
}

/* What the counts tell: quartiles and the curve, medians, sums. */
static double told(const counts *all)
{
	double sum = 0;
	for (int at = 0; at < YEARS * TEAMS; at++) {
		uint64_t n = 0, ended = 0, so_far = 0;
		double waiting = 1;
		for (int d = 0; d <= DAYS; d++) n += all->ended[at][d] + all->open[at][d], ended += all->ended[at][d];
		for (int d = 0, q = 1; d <= DAYS; d++) {
			if (all->ended[at][d]) sum += waiting *= 1 - (double)all->ended[at][d] / (double)n;
			n -= all->ended[at][d] + all->open[at][d];
			so_far += all->ended[at][d];
			for (; q < 4 && ended && so_far * 4 >= ended * (uint64_t)q; q++) sum += d;
		}
		sum += all->referrals[at] + all->again[at] + all->silences[at] + (double)all->beyond[at];
	}
	for (int a = 0; a < AREAS; a++)
		for (int d = 0, open = 0; d < DAYS; d++) sum += open += all->change[a][d];
	for (int k = 0; k < KINDS * KINDS; k++) {
		uint64_t n = 0, so_far = 0;
		for (int d = 0; d <= DAYS; d++) n += all->pause[k][d];
		for (int d = 0; n && so_far * 2 < n; d++) so_far += all->pause[k][d], sum += so_far * 2 >= n ? d : 0;
	}
	return sum;
}

static void add(counts *to, const counts *from)
{
	const size_t words = (sizeof *to - sizeof to->beyond - sizeof to->change) / 4;
	uint32_t *a = (uint32_t *)to;
	const uint32_t *b = (const uint32_t *)from;
	for (size_t i = 0; i < words; i++) a[i] += b[i];
	for (int i = 0; i < YEARS * TEAMS; i++) to->beyond[i] += from->beyond[i];
	for (int k = 0; k < AREAS; k++)
		for (int d = 0; d < DAYS; d++) to->change[k][d] += from->change[k][d];
}

static double milliseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double once(const columns *c, int threads)
{
	pthread_t thread[MOST_THREADS];
	share parts[MOST_THREADS] = { 0 };
	for (int i = 0; i < threads; i++) {
		parts[i] = (share){ c, calloc(1, sizeof(counts)), c->children * (size_t)i / (size_t)threads, c->children * ((size_t)i + 1) / (size_t)threads };
		pthread_create(&thread[i], NULL, pass, &parts[i]);
	}
	for (int i = 0; i < threads; i++) pthread_join(thread[i], NULL);
	for (int i = 1; i < threads; i++) add(parts[0].to, parts[i].to);
	double sum = told(parts[0].to);
	for (int i = 0; i < threads; i++) free(parts[i].to);
	return sum;
}

int main(int argc, char **argv)
{
	int threads = argc > 2 ? atoi(argv[2]) : 1;
	double best = 1e18, sum = 0;
	if (argc < 2 || threads < 1 || threads > MOST_THREADS) return 2;
	columns c = columns_read(argv[1]);
	for (int i = 0; i < 3; i++) {
		double begun = milliseconds();
		sum = once(&c, threads);
		double took = milliseconds() - begun;
		if (took < best) best = took;
	}
	printf("%.3f %.6g\n", best, sum);
	return 0;
}
