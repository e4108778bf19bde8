/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The commands stand in src/cmd, one file each; the build collects them into command_table. */
#include "base/hash.h"
#include "cmd/cmd.h"

#include <signal.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN); /* a reader that went away is a failed write, told in words */
	if (hash_start() != OK) {
		fprintf(stderr, "waymark: libsodium could not start: is the system's source of randomness there?\n");
		return CMD_COULD_NOT;
	}
	return cmd_main(argc, argv);
}
