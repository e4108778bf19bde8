/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Published figures: the tables of «Children in need» and their kin, as the Department for Education publishes them, one row a
 * place and year. Every cell is kept as it stands, symbols too; a table's year is one record of the kind published_table. */
#ifndef WAYMARK_JOURNEY_PUBLISHED_H
#define WAYMARK_JOURNEY_PUBLISHED_H

#include "journal/journal.h"

/* One table's figures for one year, every place. */
typedef struct {
	str table;        /* b1, c1, population, neighbours ... */
	int64_t year;     /* the year in which it ends: 2025 is April 2024 to March 2025 */
	int64_t edition;  /* the newest year in the file that it came with */
	str file;         /* whose name it came under */
	instant taken;    /* when it was read in; 0 for one that is not in an area */
	str_list columns; /* without a byte order mark */
	LIST(str_list) rows;
} published;
typedef LIST(published) published_list;

/* A file as published, parted into years, in the order of the file; which table it is follows from its columns. In arena a.
 * E_INVALID, E_LIMIT: *ret_why says in words what is wrong, with its line. */
err published_split(arena *a, str file, str text, published_list *ret, str *ret_why) MUST_USE;
/* Its columns and rows as CSV, with line feeds. */
void published_write(buf *b, const published *p);
/* The name that the record of a table's year is known by: for uuid_of_name and batch_find. */
str published_name(arena *a, str table, int64_t year);

/* What the area holds; raw, without rights: it is published. In arena a. E_NOT_FOUND none of that year was read in. */
err published_read(db *d, arena *a, const practice *p, const zone *z, str table, int64_t year, published *ret) MUST_USE;
/* The newest year of a table that is not after `last`. E_NOT_FOUND. */
err published_newest(db *d, arena *a, const practice *p, const zone *z, str table, int64_t last, published *ret) MUST_USE;

/* A cell. The department's symbols: c kept back so that nobody is found by it, x not available, z not applicable, u not
 * reliable enough, k and low round to 0. */
typedef enum { FIGURE_NONE, FIGURE_NUMBER, FIGURE_SYMBOL } figure_state;
typedef struct {
	figure_state is; /* FIGURE_NONE: no such place or column, or an empty cell */
	double number;
	str text;        /* as published */
} figure;
#define PLACE_ENGLAND S("E92000001")
/* place: a code as the table has it: E92000001, a region's, an authority's old (334) or new one (E08000029). category: of the
 * national tables with a row for each; empty: the place's first row. */
figure published_figure(const published *p, str place, str category, str column);
/* "not available"; empty where it is none of the symbols. Static. */
str symbol_words(str symbol);
/* What stands in another column of the place's first row: its name. Empty where there is none. */
str published_words(const published *p, str place, str column);
/* The old codes of the authorities that the department calls the nearest to that one, nearest first; from the table
 * `neighbours`. */
str_list published_neighbours(arena *a, const published *neighbours, str authority);

#endif
