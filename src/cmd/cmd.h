/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Commands. Adding one touches one file: src/cmd/NAME.c, or NAME.c in the folder of the capability whose command it is,
 * defines its rows, and the build collects them by name.
 *
 *   #include "cmd/cmd.h"
 *
 *   static int count_run(cmd *c)
 *   {
 *           AREA(ar);
 *           int status = cmd_open_area(c, AREA_READ, &ar);
 *           if (status != CMD_DONE) return status;
 *           ... c->arg[0] is CHILD, cmd_option(c, "since") is empty when not given ...
 *           if (e != OK) return cmd_could_not(c, e, "count the entries", "Is the disk full? Run waymark verify.");
 *           cmd_print(c, S("12\n"));
 *           return CMD_DONE;
 *   }
 *
 *   const command command_count[] = {
 *           { .name = "count", .arguments = "[CHILD]", .takes = TAKES_AREA, .run = count_run,
 *             .options = (const option[]){ { .name = "since", .value = "DAY", .help = "only from this day" }, { 0 } },
 *             .help = "count the entries of an area",
 *             .more = "With CHILD, only the entries about that child." },
 *           { 0 },
 *   };
 *
 * The array is named after its file (command_NAME, with NAME.c), starts a line of its own, and ends with { 0 }. A row for
 * a command of two words has both in its name: "user add". Rows appear in `waymark help` in the order of the files' names. */
#ifndef WAYMARK_CMD_CMD_H
#define WAYMARK_CMD_CMD_H

#include "access/area.h"
#include "access/leaving.h"
#include "base/settings.h"

enum { CMD_DONE = 0, CMD_FINDINGS = 1, CMD_COULD_NOT = 2 };
enum { CMD_MAX_ARGUMENTS = 64, CMD_MAX_OPTIONS = 16 };

typedef struct {
	const char *name;  /* "children": --children N or --children=N */
	const char *value; /* "N"; NULL for one that is said or not */
	const char *help;  /* "how many (300 unless said)" */
	char letter;       /* 'o' for -o, the file that is written to; 0 for none */
	bool folder;       /* -o names a folder: the command writes into it by itself */
	bool required;
} option;

typedef enum {
	TAKES_NOTHING = 0,
	TAKES_AREA,   /* --db, and every other setting as a flag */
	TAKES_CONTENT /* the same, and prints content: --as NAME --because REASON; see cmd/content.h */
} command_takes;

typedef struct cmd cmd;
typedef struct {
	const char *name;      /* "verify", "user add" */
	const char *arguments; /* "CHILD", "[DIR]", "A [B]"; NULL for none */
	command_takes takes;
	leaving leaves;        /* how what it prints leaves; without it a command that TAKES_CONTENT does not run */
	const option *options; /* ended by { 0 }; NULL for none */
	const char *help;      /* one line, no capital, no full stop */
	const char *more;      /* sentences; NULL for none */
	int (*run)(cmd *c);    /* one of CMD_* */
} command;

/* One run of a command. All in arena a. */
struct cmd {
	const command *command;
	arena *a;
	settings settings;   /* from --settings FILE, then the environment, then flags */
	str arg[CMD_MAX_ARGUMENTS];
	size_t arg_n;
	str as, because;     /* TAKES_CONTENT */
	struct { const option *is; str value; } given[CMD_MAX_OPTIONS];
	size_t given_n;
	int out;             /* file descriptor that cmd_print writes to: standard output, or the file after -o */
	bool out_failed;     /* something could not be written: the run ends with CMD_COULD_NOT */
	int progress_shown;  /* per cent last shown; -1 before */
};

/* Every row of every file, generated from the names of the files; ended by NULL. */
extern const command *const command_table[];

/* Reads the arguments, runs, and gives the exit status. Messages go to standard error. */
int cmd_main(int argc, char **argv);

/* The value given; empty when the option was not given. */
str cmd_option(const cmd *c, const char *name);
bool cmd_has_option(const cmd *c, const char *name);
/* A whole number within least..most, `otherwise` when not given. false after a message. */
bool cmd_option_int(cmd *c, const char *name, int64_t least, int64_t most, int64_t otherwise, int64_t *ret);

/* Writes to standard output (or -o FILE, for a command that declares the option o). */
void cmd_print(cmd *c, str text);
/* "waymark verify: ...\n" on standard error. Text of a record never goes here. Returns CMD_COULD_NOT. */
int cmd_say(const cmd *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same from an err: what could not be done (a verb first: "open the area"), why, where, and what to do. */
int cmd_could_not(const cmd *c, err e, const char *what, const char *remedy);
/* Findings, one line each "FILE:LINE: what; write: what instead": returns CMD_FINDINGS when one is no warning. */
int cmd_findings(const cmd *c, const findings *f);
/* Shows how far a long work is, on a terminal only. context is the cmd: fits project_progress. */
void cmd_progress(void *context, int64_t done, int64_t all);

/* AREA(ar) declares an area that closes with its scope. */
#define AREA(name) area *name CLEANUP(area_closep) = NULL
/* Opens the area of --db. Not CMD_DONE: a message was given. */
int cmd_open_area(cmd *c, area_mode mode, area **ret);

#endif
