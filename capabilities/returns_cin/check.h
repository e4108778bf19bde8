/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A return on its way through the rules, child by child: what it holds does not grow with what a child has, only with the
 * numbers of the children, which must not be there twice.
 *
 *   cin_check *c CLEANUP(cin_check_end) = cin_check_start(a, year, &printer, print);
 *   cin_check_header(c, &header);
 *   while (more) TRY(cin_check_child(c, &child));
 *   cin_check_finish(c);
 */
#ifndef WAYMARK_RETURNS_CIN_CHECK_H
#define WAYMARK_RETURNS_CIN_CHECK_H

#include "capabilities/returns_cin/rule.h"
#include "wire/return_check.h"

enum { CIN_MOST_CHILDREN = 4000000, CIN_MOST_ROWS = 2000 /* of one child */ };

typedef struct cin_check cin_check;

/* year: 2026 for 2025-26; 0 takes the header's, or this program's newest where that has none. take is called with each
 * finding, which is borrowed for the call. In arena a, with memory of its own until cin_check_end. */
cin_check *cin_check_start(arena *a, int year, void *context, void (*take)(void *context, const cin_finding *f));
void cin_check_end(cin_check **c); /* for CLEANUP */
/* The year is not over: what is asked at its end is asked of today. Before any child, where there is no header. */
void cin_check_until(cin_check *c, day today);
/* A child that has nothing but headers: once at most, before the children. */
void cin_check_header(cin_check *c, const cin_child *header);
/* Sets what the child cannot know by itself: the year, and who came before with its number. E_LIMIT over CIN_MOST_CHILDREN. */
err cin_check_child(cin_check *c, cin_child *child) MUST_USE;
/* The rules about the whole. */
void cin_check_finish(cin_check *c);
const cin_year *cin_check_year(const cin_check *c);
int64_t cin_check_children(const cin_check *c);

/* The two ways in. Both end as census_finish does: E_INVALID is no census, E_LIMIT over a limit, E_IO; *ret_why says so in one
 * sentence, with its line. */
typedef struct {
	int line; /* 0 where no line can be named */
	str message;
	str file; /* of a set of tables; else empty */
} cin_unreadable;
err cin_check_xml(cin_check *c, arena *a, int fd, cin_unreadable *ret_why) MUST_USE;
/* A folder of flat tables, each NAME.csv as cin_table_name; those that are missing are empty. E_NOT_FOUND: none is there. */
err cin_check_tables(cin_check *c, arena *a, str folder, cin_unreadable *ret_why) MUST_USE;
enum { CIN_TABLE_MOST_BYTES = 64 * 1024 * 1024 };

/* One file or folder through all of it: as check_code says. */
err cin_check_return(return_check *to) MUST_USE;

#endif
