/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files on a page: what may be shown, and where it is. */
#ifndef WAYMARK_WEB_FILES_H
#define WAYMARK_WEB_FILES_H

#include "kind/values.h"
#include "web/html.h"

/* By the media type that its bytes have: shown with it, and never taken for anything else. */
bool file_is_picture(const file_value *f);
bool file_is_sound(const file_value *f);
url file_address(arena *a, record_id of, const file_value *f);
/* "3.1 MB", "14 kB". */
str file_size_words(arena *a, const file_value *f);

#endif
