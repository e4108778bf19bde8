/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tables parted by the byte 1D: joined, they tell what wire/census.h allows, and the same when read again. */
#include "fuzz/fuzz.h"
#include "wire/census_tables.h"

static void check_group(const census_group *g)
{
	for (size_t i = 0; i < g->values.n; i++) {
		const census_value *v = &g->values.at[i];
		CHECK(v->is->group == g->is && v->text.n && v->text.n <= CENSUS_MAX_TEXT_BYTES && str_is_utf8(v->text) && v->line > 0);
	}
	for (size_t i = 0; i < g->oddities.n; i++) CHECK(g->oddities.at[i].what && g->oddities.at[i].text.n <= CENSUS_MAX_TEXT_BYTES);
	for (size_t i = 0; i < g->groups.n; i++) check_group(g->groups.at[i]);
}

static err header(void *context, const census_group *g)
{
	check_group(g);
	census_write_header(context, g);
	return OK;
}

static err child(void *context, const census_group *g)
{
	CHECK(census_value_of(g, S("LAchildID")));
	check_group(g);
	census_write_child(context, g);
	return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	int lines = 0;
	buf once = BUF(&a), again = BUF(&a);
	census_tables *t = census_tables_start(&a);
	for (str rest = { (const char *)at, n }; rest.n;) {
		str text = str_cut(rest, 0x1D, &rest);
		census_is_table(text);
		err e = census_tables_add(t, text, lines);
		if (e != OK) CHECK(census_tables_wrong(t).message.n > 0 && census_tables_wrong(t).line > 0);
		if (e != OK) return 0;
		for (size_t i = 0; i < text.n; i++) lines += text.at[i] == '\n';
	}
	err e = census_tables_read(t, &(census_visitor){ .context = &once, .header = header, .child = child });
	if (e != OK) CHECK(census_tables_wrong(t).message.n > 0);
	if (e != OK) return 0;
	CHECK(census_tables_read(t, &(census_visitor){ .context = &again, .header = header, .child = child }) == OK);
	CHECK(str_eq(buf_view(&once), buf_view(&again)));
	return 0;
}
