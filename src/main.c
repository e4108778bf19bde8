/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The commands stand in src/cmd, one file each; the build collects them into command_table. */
#include "base/hash.h"
#include "cmd/cmd.h"
#include "db/db.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	/* Requests take and give back some hundred kilobytes each: the memory is kept, not asked for anew each time. */
	mallopt(M_MMAP_THRESHOLD, 16 * 1024 * 1024);
	mallopt(M_TRIM_THRESHOLD, 256 * 1024 * 1024);
	signal(SIGPIPE, SIG_IGN); /* a reader that went away is a failed write, told in words */
	db_start();
	if (hash_start() != OK) {
		fprintf(stderr, "waymark: libsodium could not start: is the system's source of randomness there?\n");
		return CMD_COULD_NOT;
	}
	return cmd_main(argc, argv);
}
