/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Twins, brothers and sisters and namesakes among those found: warned of, and shown one below the other. */
#include "match/mistaken.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

typedef struct {
	const char *name, *born; /* NULL: not known */
} one;

static found_list shown(arena *a, const one *people, size_t n)
{
	found_list list = { 0 };
	for (size_t i = 0; i < n; i++) {
		found f = { .person = { (int64_t)i + 1 }, .name = str_of(people[i].name) };
		if (people[i].born) {
			f.born = (value){ .is = VALUE_KNOWN, .on.is = WHEN_DAY };
			assert_true(day_read(str_of(people[i].born), &f.born.on.on));
		}
		PUSH(a, &list, f);
	}
	mistaken_warn(a, &list);
	return list;
}

static void is(const found *f, const char *name, const char *beware, const char *alike)
{
	if (!str_eq(f->name, str_of(name)) || !str_eq(f->beware, str_of(beware)) || !str_eq(f->alike, str_of(alike)))
		fail_msg("%.*s: not to be taken for «%.*s», «%.*s»", STR_ARG(f->name), STR_ARG(f->beware), STR_ARG(f->alike));
}
#define SHOWN(a, ...) shown((a), (const one[]){ __VA_ARGS__ }, sizeof((const one[]){ __VA_ARGS__ }) / sizeof(one))

static void twins_stand_together(void **state)
{
	ARENA(a);
	(void)state;
	found_list list = SHOWN(&a, { "Amira Farouk", "2016-05-05" }, { "Robin Marsh", "2014-01-02" }, { "Zain Farouk", "2016-05-05" });
	is(&list.at[0], "Amira Farouk", "Zain Farouk", "the same surname and date of birth");
	is(&list.at[1], "Zain Farouk", "Amira Farouk", "the same surname and date of birth");
	is(&list.at[2], "Robin Marsh", "", "");
}

static void nearly_the_same(void **state)
{
	ARENA(a);
	(void)state;
	found_list list = SHOWN(&a, { "Jasleen Gill", "2015-03-04" }, { "Jasleena Gill", "2015-03-04" });
	is(&list.at[0], "Jasleen Gill", "Jasleena Gill", "nearly the same name and the same date of birth");
	list = SHOWN(&a, { "Tom O'Hara", "2015-03-04" }, { "Thomas O’Hara", "2009-11-30" });
	is(&list.at[1], "Thomas O’Hara", "Tom O'Hara", "nearly the same name");
	list = SHOWN(&a, { "Rosalba Kestrelwood", "2015-03-04" }, { "Rosalba Kestrelwoods", "2015-03-04" });
	is(&list.at[0], "Rosalba Kestrelwood", "Rosalba Kestrelwoods", "nearly the same name and the same date of birth");
	list = SHOWN(&a, { "Ada Lowell", "2015-03-04" }, { "Ben Lowel", "2015-03-04" });
	is(&list.at[0], "Ada Lowell", "Ben Lowel", "nearly the same surname and the same date of birth");
	list = SHOWN(&a, { "Ada Lowell", "2015-03-04" }, { "Ben Lowel", "2015-04-03" });
	is(&list.at[0], "Ada Lowell", "", "");
	list = SHOWN(&a, { "Ada Lowe", "2015-03-04" }, { "Ben Lowe", "2015-04-03" });
	is(&list.at[0], "Ada Lowe", "Ben Lowe", "the same surname and nearly the same date of birth");
	list = SHOWN(&a, { "Ada Lowe", NULL }, { "Adah Lowe", "2015-04-03" });
	is(&list.at[0], "Ada Lowe", "Adah Lowe", "nearly the same name");
}

static void nobody_is_warned_of_for_nothing(void **state)
{
	ARENA(a);
	(void)state;
	found_list list = SHOWN(&a, { "Ada Lowe", "2015-03-04" }, { "Ben Lowe", "2011-09-21" }, { "Ada Marsh", "2015-03-04" }, { "Lowe", NULL });
	for (size_t i = 0; i < list.n; i++) {
		assert_int_equal(list.at[i].beware.n, 0);
		assert_int_equal(list.at[i].person.n, (int64_t)i + 1);
	}
	list = (found_list){ 0 };
	mistaken_warn(&a, &list);
	assert_int_equal(list.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(twins_stand_together), cmocka_unit_test(nearly_the_same),
		                            cmocka_unit_test(nobody_is_warned_of_for_nothing) };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("match/mistaken", tests, NULL, NULL);
}
