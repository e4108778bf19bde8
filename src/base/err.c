/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>

err trail_note(trail *t, err code, int detail, const char *file, int line)
{
	if (t && t->code == OK) *t = (trail){ .code = code, .file = file, .line = line, .detail = detail };
	return code;
}

const char *err_name(err e)
{
	switch (e) {
	case OK: return "ok";
	case E_INVALID: return "invalid";
	case E_DENIED: return "denied";
	case E_NOT_FOUND: return "not found";
	case E_CONFLICT: return "conflict";
	case E_BUSY: return "busy";
	case E_LIMIT: return "over a limit";
	case E_IO: return "input/output";
	}
	return "unknown";
}

_Noreturn void check_failed(const char *cond, const char *file, int line)
{
	fprintf(stderr, "%s:%d: the program is wrong here: %s\n", file, line, cond);
	abort();
}
