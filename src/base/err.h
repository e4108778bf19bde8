/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The three roads for what goes wrong: err (the world said no), problem (a person can mend it:
 * kind/problem.h) and CHECK (we are wrong). They never mix. */
#ifndef WAYMARK_BASE_ERR_H
#define WAYMARK_BASE_ERR_H

#define MUST_USE __attribute__((warn_unused_result))

typedef enum {
	OK = 0,
	E_INVALID,   /* the input is wrong, and problems say where */
	E_DENIED,    /* this person may not */
	E_NOT_FOUND, /* there is no such thing, or none that this person may know of */
	E_CONFLICT,  /* the same id with other bytes; somebody else was first */
	E_BUSY,      /* no turn in time; safe to try again */
	E_LIMIT,     /* over a stated maximum */
	E_IO         /* disk, database, network */
} err;

/* Where an err was made. One trail for each request or job: the place that creates an err notes it,
 * everybody else passes the err on. Holds no text of a record. */
typedef struct {
	err code;
	const char *file; /* static storage */
	int line;
	int detail; /* errno, an engine's result code; 0 where there is none */
} trail;

/* Keeps the first note only: the cause, not what followed from it. t may be NULL. Returns code. */
err trail_note(trail *t, err code, int detail, const char *file, int line);

/* "busy", "denied", ...: for logs and tests. Static storage. */
const char *err_name(err e);

#define FAIL(t, code) trail_note((t), (code), 0, __FILE__, __LINE__)
#define FAIL_WITH(t, code, detail) trail_note((t), (code), (detail), __FILE__, __LINE__)

#define TRY(call)                                                                                                      \
	do {                                                                                                           \
		err try_ = (call);                                                                                     \
		if (try_ != OK) return try_;                                                                           \
	} while (0)

/* We are wrong: says where and aborts, in release too. */
#define CHECK(cond) ((cond) ? (void)0 : check_failed(#cond, __FILE__, __LINE__))
_Noreturn void check_failed(const char *cond, const char *file, int line);

/* Runs fn(&variable) when the variable leaves its scope. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))

#endif
