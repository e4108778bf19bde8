/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A switch that leaves an answer out.
 * gcc: enumeration value .E_BUSY. not handled in switch
 * clang: enumeration value 'E_BUSY' not explicitly handled in switch */
#include "base/err.h"

int status(err e);

int status(err e)
{
	switch (e) {
	case OK: return 200;
	case E_INVALID: return 422;
	case E_DENIED: return 403;
	case E_NOT_FOUND: return 404;
	case E_CONFLICT: return 409;
	case E_LIMIT: return 413;
	case E_IO: return 503;
#ifdef MISTAKE
	default: return 500;
#else
	case E_BUSY: return 503;
#endif
	}
	return 500;
}
