/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A picture that leaves its page: as a file of its own, with what has to go with it. */
#ifndef WAYMARK_CAPABILITIES_QUESTIONS_DRAWN_H
#define WAYMARK_CAPABILITIES_QUESTIONS_DRAWN_H

#include "capabilities/questions/asked.h"
#include "capabilities/questions/thread.h"

/* How pictures look without the pages' style sheet: an element <style>. */
html picture_style(void);
/* The picture of the page as an SVG file: the question, all pictures of a split, the answer, the caveat and what people said, in it
 * to be seen and to be read aloud. Empty where nothing was counted. In the reading's arena. */
str picture_file(const asked *x, const thread *said);

#endif
