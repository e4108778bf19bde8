/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names and days as people write them wrongly: what is taken for alike, and what is not. */
#include "support/expect.h"

#include "match/fold.h"
#include "match/likeness.h"

static void parts_of_names(void **state)
{
	(void)state;
	static const struct { const char *name, *parts; } names[] = {
		{ "Zoë O'Neill-Łoś", "zoe oneill los" }, { "  SMITH -  Jones ", "smith jones" }, { "Олександр Шевченко", "oleksandr shevchenko" },
		{ "Іванна Щук", "ivanna shchuk" }, { "Γιώργος", "giorgos" }, { "\xff\xfe", "" }, { "%%%", "" }, { "😀", "" }, { "", "" },
	};
	ARENA(a);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		name_parts p = name_fold(&a, str_of(names[i].name));
		buf b = BUF(&a);
		for (size_t k = 0; k < p.n; k++) {
			if (k) buf_char(&b, ' ');
			buf_str(&b, p.at[k]);
		}
		expect_text(buf_view(&b), names[i].parts);
	}
	name_parts p = name_fold(&a, S("Al-Sayed"));
	expect_text(name_run_together(&a, &p), "alsayed");
	assert_true(name_is_particle(S("al")) && !name_is_particle(S("sayed")));
}

/* However much is pasted in, parts stay small and whole letters. */
static void long_names(void **state)
{
	(void)state;
	ARENA(a);
	buf b = BUF(&a);
	for (int i = 0; i < 5000; i++) buf_str(&b, S("李"));
	for (int i = 0; i < 100; i++) buf_str(&b, S(" x"));
	name_parts p = name_fold(&a, buf_view(&b));
	assert_int_equal(p.n, NAME_PARTS_MOST);
	assert_true(p.at[0].n <= NAME_PART_BYTES && str_is_utf8(p.at[0]));
}

static bool sound_alike(const char *one, const char *other)
{
	char x[NAME_PART_BYTES], y[NAME_PART_BYTES];
	str of_one = { x, name_sound(str_of(one), x) }, of_other = { y, name_sound(str_of(other), y) };
	assert_true(of_one.n && of_other.n);
	return str_eq(of_one, of_other);
}

static void sounds(void **state)
{
	(void)state;
	assert_true(sound_alike("muhammad", "mohamed"));
	assert_true(sound_alike("yusuf", "yousef"));
	assert_true(sound_alike("chowdhury", "choudhry"));
	assert_true(sound_alike("catherine", "kathryn"));
	assert_true(sound_alike("hussein", "hossain"));
	assert_true(sound_alike("aisha", "ayesha"));
	assert_true(sound_alike("schmidt", "shmit"));
	assert_false(sound_alike("ahmed", "mohamed"));
	assert_false(sound_alike("smith", "jones"));
	(void)sound_alike("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "aeiou");
}

static void forms_of_names(void **state)
{
	(void)state;
	str some[64];
	assert_true(name_is_form_of(S("liz"), S("elizabeth")));
	assert_true(name_is_form_of(S("william"), S("bill")));
	assert_true(name_is_form_of(S("sean"), S("shaun")));
	assert_false(name_is_form_of(S("liz"), S("william")));
	const char *home[][2] = { { "niamh", "neve" }, { "siobhan", "chevonne" }, { "wojciech", "wojtek" }, { "oluwaseun", "seun" },
	                          { "gurpreet", "gary" }, { "maxamed", "mohammed" }, { "francisco", "paco" }, { "dmytro", "dima" } };
	for (size_t i = 0; i < sizeof home / sizeof *home; i++) assert_true(name_is_form_of(str_of(home[i][0]), str_of(home[i][1])));
	assert_false(name_is_form_of(S("harpreet"), S("gurpreet"))); // twins are called so
	assert_false(name_is_form_of(S("bill"), S("bill")));
	size_t n = name_forms(S("bill"), some, 64), william = 0;
	for (size_t i = 0; i < n; i++) william += str_eq(some[i], S("william"));
	assert_int_equal(william, 1);
	assert_int_equal(name_forms(S("bill"), some, 2), 2);
	assert_int_equal(name_forms(S("shmerl"), some, 64), 0);
}

static void slips(void **state)
{
	(void)state;
	assert_int_equal(slips_between(S("smith"), S("smith"), 2), 0);
	assert_int_equal(slips_between(S("smith"), S("smiht"), 2), 1);
	assert_int_equal(slips_between(S("smith"), S("smth"), 2), 1);
	assert_int_equal(slips_between(S("smith"), S("smyyth"), 2), 2);
	assert_int_equal(slips_between(S("smith"), S("jones"), 2), 3);
	assert_int_equal(slips_between(S(""), S("ab"), 2), 2);
	assert_int_equal(slips_between(S(""), S(""), 0), 0);
	/* the figures that Winkler gives for his examples */
	assert_true(name_likeness(S("martha"), S("marhta")) > 0.961 && name_likeness(S("martha"), S("marhta")) < 0.962);
	assert_true(name_likeness(S("dwayne"), S("duane")) > 0.839 && name_likeness(S("dwayne"), S("duane")) < 0.841);
	assert_true(name_likeness(S("a"), S("b")) < 0.001);
	assert_true(name_likeness(S("x"), S("x")) > 0.999);
}

static days_likeness between(str a, str b)
{
	day x = { 0 }, y = { 0 };
	assert_true(day_read(a, &x) && day_read(b, &y));
	assert_int_equal(days_between(x, y), days_between(y, x));
	return days_between(x, y);
}

static void days(void **state)
{
	(void)state;
	assert_int_equal(between(S("2014-03-05"), S("2014-03-05")), DAYS_SAME);
	assert_int_equal(between(S("2014-03-05"), S("2014-05-03")), DAYS_SWAPPED);
	assert_int_equal(between(S("2014-03-05"), S("2014-03-06")), DAYS_ONE_DIGIT);
	assert_int_equal(between(S("2014-03-05"), S("2041-03-05")), DAYS_ONE_DIGIT);
	assert_int_equal(between(S("2014-03-05"), S("2013-03-05")), DAYS_YEAR_OFF);
	assert_int_equal(between(S("2014-03-29"), S("2014-04-01")), DAYS_NEAR);
	assert_int_equal(between(S("2014-03-31"), S("2014-11-12")), DAYS_SAME_YEAR);
	assert_int_equal(between(S("2014-11-12"), S("2015-02-28")), DAYS_YEAR_NEAR);
	assert_int_equal(between(S("2014-11-12"), S("2003-02-28")), DAYS_OTHER);
	assert_true(days_likeness_words(DAYS_SWAPPED).n > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(parts_of_names), cmocka_unit_test(long_names), cmocka_unit_test(sounds),
		                            cmocka_unit_test(forms_of_names), cmocka_unit_test(slips), cmocka_unit_test(days) };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
