/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WAYMARK_WIRE_PACKED_H
#define WAYMARK_WIRE_PACKED_H

#include "base/str.h"

/* What gzip packed (RFC 1952, one member or several), unpacked in arena a; bytes that are not packed as they are, borrowed.
 * E_INVALID torn or damaged. E_LIMIT over max_bytes once unpacked. */
err unpacked(arena *a, str bytes, size_t max_bytes, str *ret) MUST_USE;

#endif
