/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a file says beside its picture: where a camera stood, who wrote it, a title, a description. */
#ifndef WAYMARK_WIRE_FILE_WORDS_H
#define WAYMARK_WIRE_FILE_WORDS_H

#include "base/str.h"

typedef enum {
	FILE_PICTURE,  /* JPEG or PNG: all its words are read, and can be taken out */
	FILE_DRAWING,  /* SVG or other text: all of it is read */
	FILE_DOCUMENT  /* anything else: its properties and loose words are read; what it shows, somebody has to read */
} file_sort;

/* Everything that is readable in it, in arena a: of a picture the parts that are not the picture (JPEG: APPn, COM, and what follows the
 * end; PNG: every chunk but the picture's, unpacked); of a PDF also what is packed or escaped in it; UTF-8 and UTF-16. The bytes are
 * borrowed. What is damaged is read as far as it goes. */
str_list file_words(arena *a, str bytes, file_sort *ret_sort);
/* The same picture without a word beside it, in arena a. false: it is not whole, or no picture of those. */
bool file_without_words(arena *a, str bytes, str *ret);

#endif
