/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Private to wire/: the elements of the census that hold others. */
#ifndef WAYMARK_WIRE_CENSUS_FORM_H
#define WAYMARK_WIRE_CENSUS_FORM_H

#include "wire/census.h"

typedef struct {
	const char *name, *inside;
	bool begins; /* a group of its own; otherwise what it holds belongs to the group around it */
	census_group_name group;
} census_container;
extern const census_container census_containers[];
extern const size_t census_container_count;

#endif
