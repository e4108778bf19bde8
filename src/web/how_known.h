/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How a correction is known: asked with it where it is made because something asks about the record (the address says
 * `asked=yes`), and recorded beside it, in the kind that a beside_code names. «Not known» is an answer. */
#ifndef WAYMARK_WEB_HOW_KNOWN_H
#define WAYMARK_WEB_HOW_KNOWN_H

#include "web/recording.h"

/* The fields, below those of the record. Empty where it is not asked. */
err how_known_fields(request *r, const recording *what, const form_parts *typed, const problems *p, html *ret) MUST_USE;
/* Before anything is recorded: adds what is to be recorded with the correction, where it is asked. The same form makes the same
 * entry. E_INVALID with problems. */
err how_known_read(request *r, const recording *what, entries_beside *io, problems *p) MUST_USE;

#endif
