/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Inside kind/: capability.yaml and measures.yaml. */
#ifndef WAYMARK_KIND_CAPABILITY_READ_H
#define WAYMARK_KIND_CAPABILITY_READ_H

#include "kind/capability.h"
#include "kind/declaring.h"

void measures_read(declaring *d, const practice *p, const yaml *y, measures *list);
/* false after a finding that names the nearest kind. */
bool kind_in_force(declaring *d, const practice *p, str name, int line);
/* The same with a warning: a measure may ask of what another capability records, whose folder can be gone. */
bool kind_measured(declaring *d, const practice *p, str name, int line);

/* One line of my_children; added where nothing is wrong with it. */
void own_line_read(declaring *d, const practice *p, const yaml *y, own_lines *list);

enum { ORDER_MOST = 1000 };

#endif
