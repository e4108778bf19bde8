/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Inside kind/: capability.yaml and measures.yaml. */
#ifndef WAYMARK_KIND_CAPABILITY_READ_H
#define WAYMARK_KIND_CAPABILITY_READ_H

#include "kind/capability.h"
#include "kind/declaring.h"

void measures_read(declaring *d, const practice *p, const yaml *y, measures *list);
/* false after a finding that names the nearest kind. */
bool kind_in_force(declaring *d, const practice *p, str name, int line);

#endif
