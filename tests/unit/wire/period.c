/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* English dates and stretches of time: what is read, how it is meant, and what is none. */
#include "support/expect.h"
#include "wire/period.h"

/* "by 2011-12-01..2011-12-31 «by December 2011»", one line for each. */
static str told(arena *a, str text)
{
	static const char *const senses[] = { "during", "by", "from" };
	buf b = BUF(a);
	period_list all;
	periods_read(a, text, &all);
	for (size_t i = 0; i < all.n; i++) {
		const period *p = &all.at[i];
		if (i) buf_lit(&b, "; ");
		if (p->about) buf_lit(&b, "about ");
		buf_str(&b, str_of(senses[p->is]));
		buf_char(&b, ' ');
		day_write(&b, p->first);
		if (p->last.n != p->first.n) {
			buf_lit(&b, "..");
			day_write(&b, p->last);
		}
	}
	return buf_view(&b);
}

static const struct {
	const char *text, *told;
} cases[] = {
	{ "By July 2012", "by 2012-07-01..2012-07-31" },
	{ "by December 2011", "by 2011-12-01..2011-12-31" },
	{ "By autumn 2011", "by 2011-09-01..2011-11-30" },
	{ "in winter 2011", "during 2011-12-01..2012-02-29" },
	{ "from September to December 2011", "during 2011-09-01..2011-12-31" },
	{ "from November to February 2012", "during 2011-11-01..2012-02-29" },
	{ "between May 2012 and June 2013", "during 2012-05-01..2013-06-30" },
	{ "6 to 20 January 2012", "during 2012-01-06..2012-01-20" },
	{ "September–December 2011", "during 2011-09-01..2011-12-31" },
	{ "May and June 2012", "during 2012-06-01..2012-06-30" },
	{ "6 January 2012", "during 2012-01-06" },
	{ "closes on Friday 6th January 2012.", "during 2012-01-06" },
	{ "the 1st of March 2012", "during 2012-03-01" },
	{ "19th October 2011", "during 2011-10-19" },
	{ "(Nov 2011)", "during 2011-11-01..2011-11-30" },
	{ "by Sept. 2011", "by 2011-09-01..2011-09-30" },
	{ "from May 2012", "from 2012-05-01..2012-05-31" },
	{ "after May 2012", "from 2012-06-01" },
	{ "before May 2012", "by 2012-04-30" },
	{ "no later than 3 May 2012", "by 2012-05-03" },
	{ "around November 2011", "about during 2011-11-01..2011-11-30" },
	{ "by around November 2011", "about by 2011-11-01..2011-11-30" },
	{ "by late 2012", "by 2012-09-01..2012-12-31" },
	{ "early 2012", "during 2012-01-01..2012-04-30" },
	{ "mid-2012", "during 2012-05-01..2012-08-31" },
	{ "late summer 2012", "during 2012-08-01..2012-08-31" },
	{ "mid 6 January 2012", "during 2012-01-06" },
	{ "by the end of 2012", "by 2012-12-31" },
	{ "by the end of May 2012", "by 2012-05-31" },
	{ "During the second half of 2011 the Government will", "during 2011-07-01..2011-12-31" },
	{ "Second half of summer 2011", "during 2011-07-17..2011-08-31" },
	{ "the first quarter of 2012", "during 2012-01-01..2012-03-31" },
	{ "in 2011-12", "during 2011-04-01..2012-03-31" },
	{ "in 2011/12", "during 2011-04-01..2012-03-31" },
	{ "during 2011", "during 2011-01-01..2011-12-31" },
	{ "1) By July 2012\n2) By December 2011", "by 2012-07-01..2012-07-31; by 2011-12-01..2011-12-31" },
	{ "by 31 February 2012", "" },
	{ "the Children Act 2004", "" },
	{ "they may 2012 times", "" },
	{ "over the summer", "" },
	{ "in December. 2011 was", "" },
	{ "As soon as practicable", "" },
	{ "at a locally determined pace", "" },
	{ "15 recommendations", "" },
	{ "", "" },
};

static void each_is_read_as_meant(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ARENA(a);
		str got = told(&a, str_of(cases[i].text));
		if (!str_eq(got, str_of(cases[i].told))) fail_msg("«%s»: %.*s", cases[i].text, STR_ARG(got));
	}
}

static void the_words_that_said_so_are_kept(void **state)
{
	(void)state;
	ARENA(a);
	period_list all;
	periods_read(&a, S("It will be amended by the end of 2012, and Friday 6th January 2012 is the last day."), &all);
	assert_int_equal(all.n, 2);
	expect_text(all.at[0].words, "by the end of 2012");
	expect_text(all.at[1].words, "Friday 6th January 2012");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_read_as_meant),
		cmocka_unit_test(the_words_that_said_so_are_kept),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
