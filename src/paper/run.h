/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WAYMARK_PAPER_RUN_H
#define WAYMARK_PAPER_RUN_H

#include "base/arena.h"

#include <pango/pangocairo.h>

/* Draws a run of a line whose text is `text`, from x on the baseline y. Takes from a what it needs for the call. */
void run_draw(arena *a, cairo_t *cairo, const char *text, PangoLayoutRun *run, double x, double y);

#endif
