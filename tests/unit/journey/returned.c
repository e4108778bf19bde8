/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The department's tables counted from children that can be counted by hand, on both sides of each boundary. */
#include "journey/returned.h"
#include "support/expect.h"

static err take_child(void *context, const census_group *child)
{
	returned_add(context, child, NULL);
	return OK;
}

static void read_children(arena *a, const char *children, const census_visitor *v)
{
	buf b = BUF(a);
	census_reader *reader CLEANUP(census_end) = census_start(a, v);
	buf_lit(&b, "<Message><Header><CollectionDetails><Year>2025</Year></CollectionDetails></Header><Children>");
	buf_str(&b, str_of(children));
	buf_lit(&b, "</Children></Message>");
	assert_int_equal(census_feed(reader, buf_view(&b)), OK);
	assert_int_equal(census_finish(reader), OK);
}

/* Of the year April 2024 to March 2025. */
static returned counted(arena *a, const char *children)
{
	returned r = returned_of_year(a, 2025);
	read_children(a, children, &(census_visitor){ .context = &r, .child = take_child });
	return r;
}

#define CHILD(...) "<Child><ChildIdentifiers><LAchildID>1</LAchildID></ChildIdentifiers>" __VA_ARGS__ "</Child>"
#define EPISODE(day, more) "<CINdetails><CINreferralDate>" day "</CINreferralDate>" more "</CINdetails>"
#define CLOSED(day, why) "<CINclosureDate>" day "</CINclosureDate><ReasonForClosure>" why "</ReasonForClosure>"
#define ASSESSED(from, to, more)                                                                                        \
	"<Assessments><AssessmentActualStartDate>" from "</AssessmentActualStartDate><AssessmentAuthorisationDate>" to     \
	"</AssessmentAuthorisationDate>" more "</Assessments>"
#define FOUND(code) "<FactorsIdentifiedAtAssessment><AssessmentFactors>" code "</AssessmentFactors></FactorsIdentifiedAtAssessment>"
#define PLAN(day, more) "<ChildProtectionPlans><CPPstartDate>" day "</CPPstartDate>" more "</ChildProtectionPlans>"
#define ENDED(day) "<CPPendDate>" day "</CPPendDate>"
#define REVIEWED(day) "<Reviews><CPPreviewDate>" day "</CPPreviewDate></Reviews>"

#define EXPECT(r, what, n) assert_int_equal((r).counts[what], (n))

static void test_need(void **state)
{
	ARENA(a);
	(void)state;
	returned r = counted(&a, CHILD(EPISODE("2024-04-01", "")) CHILD(EPISODE("2025-03-31", "")) /* both ends of the year */
	                         CHILD(EPISODE("2024-03-31", CLOSED("2024-04-01", "RC1")))        /* closed on its first day */
	                         CHILD(EPISODE("2023-01-01", CLOSED("2024-03-31", "RC1")))        /* over before */
	                         CHILD(EPISODE("2024-06-01", "<ReferralNFA>1</ReferralNFA>"))
	                         CHILD(EPISODE("2024-06-01", CLOSED("2024-07-01", "RC8")))
	                         CHILD(EPISODE("2024-06-01", CLOSED("2024-07-01", "RC9")))
	                         CHILD(EPISODE("2024-06-31", "")));                               /* no day */
	EXPECT(r, N_ANY, 3);
	EXPECT(r, N_STARTED, 2);
	EXPECT(r, N_ENDED, 1);
	EXPECT(r, N_AT31, 2);
	EXPECT(r, N_AWAITING, 2);
	EXPECT(r, N_REFERRED, 5);
	EXPECT(r, N_NO_ACTION, 1);
	EXPECT(r, N_NOT_IN_NEED, 2);
	EXPECT(r, N_BY_NOT_KNOWN, 5);
}

/* Two episodes of one child are two episodes and one child. */
static void test_again(void **state)
{
	ARENA(a);
	(void)state;
	returned r = counted(&a, CHILD(EPISODE("2023-05-01", CLOSED("2023-06-01", "RC7")) EPISODE("2024-05-01", CLOSED("2024-05-20", "RC7"))
	                               EPISODE("2024-09-01", ""))
	                         CHILD(EPISODE("2023-05-01", CLOSED("2023-06-01", "RC7")) EPISODE("2024-05-02", "")));
	EXPECT(r, N_REFERRED, 3);
	EXPECT(r, N_AGAIN, 2); /* a year to the day is within twelve months, a day more is not */
	EXPECT(r, N_REFERRED_CHILD, 2);
	EXPECT(r, N_AGAIN_CHILD, 1);
	EXPECT(r, N_ANY, 3);
	EXPECT(r, N_ANY_CHILD, 2);
}

static void test_the_year_before_is_remembered(void **state)
{
	ARENA(a);
	(void)state;
	returned r = returned_of_year(&a, 2025);
	census_group episode[2] = { { .is = CENSUS_EPISODE }, { .is = CENSUS_EPISODE } }, child[2] = { { .is = CENSUS_CHILD }, { .is = CENSUS_CHILD } };
	const census_element *referred = census_element_of(CENSUS_EPISODE, S("CINreferralDate"));
	PUSH(&a, &episode[0].values, ((census_value){ .is = referred, .text = S("2024-04-05") }));
	PUSH(&a, &episode[1].values, ((census_value){ .is = referred, .text = S("2024-02-05") }));
	for (size_t i = 0; i < 2; i++) PUSH(&a, &child[i].groups, &episode[i]);
	returned_add(&r, &child[0], NULL);
	EXPECT(r, N_AGAIN, 0);
	returned_add(&r, &child[0], &child[1]);
	EXPECT(r, N_AGAIN, 1);
}

static void test_assessments(void **state)
{
	ARENA(a);
	buf b = BUF(&a);
	(void)state;
	returned r = counted(&a, CHILD(EPISODE("2024-06-03", ASSESSED("2024-06-03", "2024-06-03", FOUND("3B"))
	                                                     ASSESSED("2024-06-03", "2024-06-17", FOUND("3B")) /* 10 */
	                                                     ASSESSED("2024-06-03", "2024-06-18", FOUND("21")) /* 11 */
	                                                     ASSESSED("2024-06-03", "2024-08-05", "")          /* 45 */
	                                                     ASSESSED("2024-06-03", "2024-08-06", "")          /* 46 */
	                                                     ASSESSED("2024-06-03", "2025-04-01", FOUND("1A")) /* the next year */
	                                                     ASSESSED("2024-06-30", "2024-06-03", ""))));      /* backwards */
	EXPECT(r, N_ASSESSED, 6);
	EXPECT(r, N_SAME_DAY, 1);
	EXPECT(r, N_TO_10, 1);
	EXPECT(r, N_TO_20, 1);
	EXPECT(r, N_TO_45, 1);
	EXPECT(r, N_TO_50, 1);
	EXPECT(r, N_FACTORS, 1);
	EXPECT(r, N_FACTOR_FIRST + 7, 1); /* Domestic_Abuse_parent, once for the episode */
	EXPECT(r, N_FACTOR_FIRST, 0);
	returned_write(&r, "c2", &(returned_place){ .population = 10000 }, false, &b);
	expect_contains(buf_view(&b), "Duration of assessment,6,6,1,1,1,0,0,1,1,0,0,10,11,45\r\n");
}

static void test_plans(void **state)
{
	ARENA(a);
	(void)state;
	returned r = counted(&a, CHILD(EPISODE("2022-01-01", PLAN("2024-12-31", "")))                    /* three months on 31 March */
	                         CHILD(EPISODE("2022-01-01", PLAN("2024-12-30", REVIEWED("2025-03-30"))))  /* and a day */
	                         CHILD(EPISODE("2022-01-01", PLAN("2024-09-30", REVIEWED("2024-12-30"))))  /* six months on the 30th */
	                         CHILD(EPISODE("2022-01-01", PLAN("2024-09-29", REVIEWED("2024-12-30"))))  /* the review came a day late */
	                         CHILD(EPISODE("2022-01-01", PLAN("2024-03-31", "<NumberOfPreviousCPP>2</NumberOfPreviousCPP>")))
	                         CHILD(EPISODE("2022-01-01", PLAN("2023-03-31", "")))
	                         CHILD(EPISODE("2022-01-01", PLAN("2022-05-01", ENDED("2024-05-01"))))     /* two years to the day */
	                         CHILD(EPISODE("2022-01-01", PLAN("2022-05-01", ENDED("2024-04-30")) PLAN("2024-06-01", "<NumberOfPreviousCPP>1</NumberOfPreviousCPP>" ENDED("2024-07-01")))));
	EXPECT(r, N_PLANS_AT31, 6);
	EXPECT(r, N_PLANS_3_MONTHS, 1);
	EXPECT(r, N_PLANS_6_MONTHS, 1);
	EXPECT(r, N_PLANS_1_YEAR, 2);
	EXPECT(r, N_PLANS_2_YEARS, 1);
	EXPECT(r, N_PLANS_LONGER, 1);
	EXPECT(r, N_PLANS_STARTED, 5);
	EXPECT(r, N_PLANS_STARTED_CHILD, 5);
	EXPECT(r, N_PLANS_AGAIN, 1);
	EXPECT(r, N_PLANS_ENDED, 3);
	EXPECT(r, N_PLANS_ENDED_CHILD, 2);
	EXPECT(r, N_PLANS_ENDED_LONG, 1);
	EXPECT(r, N_PLANS_ANY, 9);
	EXPECT(r, N_PLANS_ANY_CHILD, 8);
	EXPECT(r, N_PLANS_TO_REVIEW, 6);
	EXPECT(r, N_PLANS_REVIEWED, 3);
}

static void test_what_is_published(void **state)
{
	ARENA(a);
	buf exact = BUF(&a), published = BUF(&a);
	(void)state;
	returned r = returned_of_year(&a, 2025);
	r.counts[N_PLANS_AT31] = 60;
	r.counts[N_PLANS_3_MONTHS] = 3;
	r.counts[N_PLANS_6_MONTHS] = 20;
	r.counts[N_PLANS_1_YEAR] = 30;
	r.counts[N_PLANS_2_YEARS] = 7;
	const returned_place place = { .authority = S("999"), .name = S("Any, where") };
	returned_write(&r, "d5", &place, false, &exact);
	returned_write(&r, "d5", &place, true, &published);
	expect_contains(buf_view(&exact), "2025,Reporting year,Local authority,E92000001,England,,,999,,\"Any, where\",");
	expect_contains(buf_view(&exact), "60,3,5,20,33.3,30,50,7,11.7,0,0\r\n");
	expect_contains(buf_view(&published), "60,c,c,20,33.3,30,50,c,c,0,0\r\n");
	published = BUF(&a);
	returned_write(&r, "d1", &place, true, &published);
	expect_contains(buf_view(&published), "60,x\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_need), cmocka_unit_test(test_again), cmocka_unit_test(test_the_year_before_is_remembered),
		cmocka_unit_test(test_assessments), cmocka_unit_test(test_plans), cmocka_unit_test(test_what_is_published),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
