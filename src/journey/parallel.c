/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "journey/parallel.h"
#include "base/err.h"

#include <pthread.h>
#include <stdbool.h>

typedef struct {
	void (*part)(void *context, unsigned at);
	void *context;
	unsigned at;
	pthread_t thread;
	bool runs;
} share_of_work;

static void *share_do(void *given)
{
	share_of_work *s = given;
	s->part(s->context, s->at);
	return NULL;
}

void parallel(unsigned n, void (*part)(void *context, unsigned at), void *context)
{
	share_of_work shares[PARALLEL_MOST];
	CHECK(n >= 1 && n <= PARALLEL_MOST);
	for (unsigned i = 1; i < n; i++) {
		shares[i] = (share_of_work){ .part = part, .context = context, .at = i };
		shares[i].runs = pthread_create(&shares[i].thread, NULL, share_do, &shares[i]) == 0;
	}
	part(context, 0);
	for (unsigned i = 1; i < n; i++) {
		if (shares[i].runs) CHECK(pthread_join(shares[i].thread, NULL) == 0);
		else part(context, i);
	}
}
