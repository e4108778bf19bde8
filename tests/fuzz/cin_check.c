/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whatever is given as a census goes through every rule, under each year's (the first byte says which), and is found the same
 * twice; no finding is about a place that its rule does not name. */
#include "capabilities/returns_cin/check.h"
#include "fuzz/fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

static void take(void *context, const return_finding *f)
{
	buf *seen = context;
	CHECK(f->code.n && f->says.n && f->mend.n && f->columns.n);
	EACH (p, f->places) CHECK(p->table.n && p->line > 0 && p->cells.n);
	buf_str(seen, f->code);
	buf_str(seen, f->child);
	buf_int(seen, (int64_t)f->places.n);
}

static err once(arena *a, str text, int year, buf *seen)
{
	int fd = memfd_create("census", MFD_CLOEXEC);
	CHECK(fd >= 0 && write(fd, text.at, text.n) == (ssize_t)text.n && lseek(fd, 0, SEEK_SET) == 0);
	return_check r = { .a = a, .path = "-", .fd = fd, .year = year, .context = seen, .found = take };
	err e = cin_check_return(&r);
	CHECK(e == OK || r.why.n);
	close(fd);
	return e;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	buf first = BUF(&a), second = BUF(&a);
	if (n == 0) return 0;
	str text = { (const char *)at + 1, n - 1 };
	int year = at[0] % 8 ? 2020 + at[0] % 8 : 0;
	err e = once(&a, text, year, &first);
	CHECK(once(&a, text, year, &second) == e && str_eq(buf_view(&first), buf_view(&second)));
	return 0;
}
