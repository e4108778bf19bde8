/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Days, ages, names and values as people read them. */
#ifndef WAYMARK_WEB_WORDING_H
#define WAYMARK_WEB_WORDING_H

#include "web/page.h"

/* "7 years old", "8 months old", "about 7 years old"; from a value of type day. Empty when it cannot be said. */
str age_words(arena *a, const value *born, day on);
/* "5 March 2024". */
str day_words(arena *a, day d);
/* "5 March 2024 at 14:20" of the area. */
str instant_words(arena *a, const zone *z, instant i);
str instant_day_words(arena *a, const zone *z, instant i);
/* "5 March 2024 at 14:20", "about March 2024"; "not known when". */
str when_words(arena *a, const zone *z, when w);
/* Within a month's group of a story: "Tuesday 5", "in March", "about March"; within a year's: "in 2019". */
str when_in_month(arena *a, const zone *z, when w);
/* A value with the names of the records it links to; empty for one that is absent. */
str value_words(const view *v, const field *f, const value *val);
/* "Dana Okafor, Northgate Health"; for what nobody here wrote "According to ...", the file that it came with (access_source). */
str author_words(const view *v, record_id author, record_id agency, str batch);
/* Where records of one person were joined, each part says which it came from: words, and after a comma the record that an entry was
 * written in (access_written_to), "5 March 2024, in the record of Asha Belle". The words alone where it is the one that the page is
 * called by. */
str joined_words(const view *v, const record *said, str words);
/* The same of a record that is known: of a line of the story. */
str joined_words_of(const view *v, record_id of, str words);
/* "This comes from the records of Asha Bell and Asha Belle, which are joined.": of what is counted or drawn from all of them.
 * Empty for one. */
str joined_over_words(const view *v);
/* "1 child", "3 children". */
str count_words(arena *a, size_t n, const char *one, const char *more);

#endif
