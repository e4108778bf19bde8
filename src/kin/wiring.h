/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to kin/: tracks and places for the lines of one channel. */
#ifndef WAYMARK_KIN_WIRING_H
#define WAYMARK_KIN_WIRING_H

#include "kin/inside.h"

/* Sets ports, trunk, level, bar, has_bar of the knots below a row, and drop and top of their children. */
void kin_wire(kin_plan *p, size_t row);
/* What the bar to the children spans. */
void knot_reach(const knot *k, int *ret_from, int *ret_to);
/* Whether a twin of the child's stands before it in the list: it shares that one's line as far as the fork. */
bool is_later_twin(const knot *k, size_t at);

#endif
