/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What stands in a form: what was typed, or, when correcting, what was recorded, told as if it had been typed. One source,
 * so that a form shows the same whether it comes fresh, wrong, or back. */
#ifndef WAYMARK_WEB_TYPED_H
#define WAYMARK_WEB_TYPED_H

#include "kind/values.h"

/* NAME, or NAME followed by a suffix: typed_text(p, S("born"), S("-day")). Empty when absent. */
str typed_text(const form_parts *p, str name, str suffix);
/* One of several with the same name says this. */
bool typed_has(const form_parts *p, str name, str suffix, str text);
/* The parts that values_from_form would read these values from; files are left out. */
form_parts typed_of_values(arena *a, const zone *z, const values *v);
void typed_put(arena *a, form_parts *p, str name, str suffix, str text);
void typed_put_when(arena *a, const zone *z, form_parts *p, str name, when w);

/* «When was this?»: asked in the same three boxes as any day, though it stands in an entry's header. A kind with the one
 * field `happened`. */
const kind *happened_kind(arena *a);
/* OK, or E_INVALID with problems whose `about` is "happened". */
err happened_from_form(arena *a, const zone *z, const form_parts *p, when *ret, problems *ret_problems) MUST_USE;

#endif
