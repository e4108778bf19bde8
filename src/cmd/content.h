/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Commands that print content of records. In an area with sign-ins they need --as NAME --because REASON, have that
 * person's rights, and print nothing before the read log has what they looked at.
 *
 *   CONTENT(in);
 *   int status = content_open(c, &in);
 *   if (status != CMD_DONE) return status;
 *   view v;
 *   err e = access_open(&in.read, child, PROJECT_NOW, c->because, &v);
 *   ... render into a buf ...
 *   return content_print(&in, e, buf_view(&out)); */
#ifndef WAYMARK_CMD_CONTENT_H
#define WAYMARK_CMD_CONTENT_H

#include "access/access.h"
#include "cmd/cmd.h"

typedef struct {
	cmd *c;
	area *area;
	db *db;       /* read only, in one snapshot */
	viewer who;
	reading read; /* read.who is &who: a content must not be copied */
} content;

#define CONTENT(name) content name CLEANUP(content_end) = { 0 }
/* Not CMD_DONE: a message was given. */
int content_open(cmd *c, content *ret);
/* For a command that goes through the whole area: a snapshot of now, with little of the database held in memory. Not CMD_DONE: a
 * message was given. */
int content_go_through(content *in);
void content_end(content *in);
/* Makes the looks durable, those of a refusal too; then prints text when e is OK, else says why not in words.
 * Returns the exit status. */
int content_print(content *in, err e, str text);

#endif
