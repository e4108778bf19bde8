/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which element of the census is which field of which kind. */
#include "capabilities/returns_cin/cin.h"

static const struct {
	census_group_name group;
	const char *element, *kind, *field; /* field NULL: the day on which it happened */
} rows[] = {
	{ CENSUS_CHILD, "LAchildID", "person", "local_id" },
	{ CENSUS_CHILD, "UPN", "person", "upn" },
	{ CENSUS_CHILD, "FormerUPN", "person", "former_upn" },
	{ CENSUS_CHILD, "UPNunknown", "person", "upn_unknown" },
	{ CENSUS_CHILD, "PersonBirthDate", "person", "born" },
	{ CENSUS_CHILD, "ExpectedPersonBirthDate", "person", "expected" },
	{ CENSUS_CHILD, "GenderCurrent", "person", "gender_code" },
	{ CENSUS_CHILD, "Sex", "person", "sex" },
	{ CENSUS_CHILD, "PersonDeathDate", "person", "died" },
	{ CENSUS_CHILD, "Ethnicity", "person", "ethnicity" },
	{ CENSUS_CHILD, "Disability", "person", "disability" },
	{ CENSUS_EPISODE, "CINreferralDate", "referral", NULL },
	{ CENSUS_EPISODE, "ReferralSource", "referral", "source" },
	{ CENSUS_EPISODE, "PrimaryNeedCode", "referral", "primary_need" },
	{ CENSUS_EPISODE, "ReferralNFA", "referral", "no_further_action" },
	{ CENSUS_EPISODE, "CINclosureDate", "closure", NULL },
	{ CENSUS_EPISODE, "ReasonForClosure", "closure", "reason" },
	{ CENSUS_EPISODE, "DateOfInitialCPC", "conference", NULL },
	{ CENSUS_ASSESSMENT, "AssessmentActualStartDate", "assessment", NULL },
	{ CENSUS_ASSESSMENT, "AssessmentInternalReviewDate", "assessment", "review" },
	{ CENSUS_ASSESSMENT, "AssessmentAuthorisationDate", "assessment", "authorised" },
	{ CENSUS_ASSESSMENT, "AssessmentFactors", "assessment", "factors" },
	{ CENSUS_IN_NEED_PLAN, "CINPlanStartDate", "child_in_need_plan", NULL },
	{ CENSUS_IN_NEED_PLAN, "CINPlanEndDate", "child_in_need_plan", "ended" },
	{ CENSUS_SECTION_47, "S47ActualStartDate", "section_47", NULL },
	{ CENSUS_SECTION_47, "InitialCPCtarget", "section_47", "conference_by" },
	{ CENSUS_SECTION_47, "ICPCnotRequired", "section_47", "conference_not_required" },
	{ CENSUS_SECTION_47, "DateOfInitialCPC", "conference", NULL },
	{ CENSUS_PROTECTION_PLAN, "CPPstartDate", "protection_plan", NULL },
	{ CENSUS_PROTECTION_PLAN, "CPPendDate", "protection_plan", "ended" },
	{ CENSUS_PROTECTION_PLAN, "InitialCategoryOfAbuse", "protection_plan", "first_category" },
	{ CENSUS_PROTECTION_PLAN, "LatestCategoryOfAbuse", "protection_plan", "category" },
	{ CENSUS_PROTECTION_PLAN, "NumberOfPreviousCPP", "protection_plan", "previous_plans" },
	{ CENSUS_PROTECTION_PLAN, "CPPreviewDate", "protection_review", NULL },
	{ CENSUS_PRE_PROCEEDINGS, "PPStartDate", "pre_proceedings", NULL },
	{ CENSUS_PRE_PROCEEDINGS, "LBPSentDate", "pre_proceedings", "letter_sent" },
	{ CENSUS_PRE_PROCEEDINGS, "FGDMMeetingOffer", "pre_proceedings", "family_meeting_offered" },
	{ CENSUS_PRE_PROCEEDINGS, "FGDMMeetingFac", "pre_proceedings", "family_meeting_held" },
	{ CENSUS_PRE_PROCEEDINGS, "InitialPPMeetingDate", "pre_proceedings", "first_meeting" },
	{ CENSUS_PRE_PROCEEDINGS, "ReviewMeetingsCount", "pre_proceedings", "review_meetings" },
	{ CENSUS_PRE_PROCEEDINGS, "StepDecisionDate", "pre_proceedings", "step_decided" },
	{ CENSUS_PRE_PROCEEDINGS, "PPOutcome", "pre_proceedings", "outcome" },
	{ CENSUS_PRE_PROCEEDINGS, "CourtAppDate", "pre_proceedings", "court_applied" },
	{ CENSUS_PRE_PROCEEDINGS, "LetterInitCPDate", "pre_proceedings", "letter_for_court" },
};

static const char *const main_kinds[CENSUS_PRE_PROCEEDINGS + 1] = {
	[CENSUS_CHILD] = "person",
	[CENSUS_EPISODE] = "referral",
	[CENSUS_ASSESSMENT] = "assessment",
	[CENSUS_IN_NEED_PLAN] = "child_in_need_plan",
	[CENSUS_SECTION_47] = "section_47",
	[CENSUS_PROTECTION_PLAN] = "protection_plan",
	[CENSUS_PRE_PROCEEDINGS] = "pre_proceedings",
};

static cin_place place_of_row(const practice *p, size_t i)
{
	cin_place at = { .k = practice_kind(p, str_of(rows[i].kind)) };
	if (at.k && rows[i].field) at.f = kind_field(at.k, str_of(rows[i].field));
	if (rows[i].field && !at.f) at.k = NULL;
	return at;
}

void cin_map_make(const practice *p, const zone *z, cin_map *ret)
{
	*ret = (cin_map){ .practice = p, .zone = z, .day = { .type = FIELD_DAY, .name = S("happened") } };
	CHECK(census_element_count <= CIN_ELEMENTS_MOST);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const census_element *e = census_element_of(rows[i].group, str_of(rows[i].element));
		CHECK(e);
		ret->at[e - census_elements] = place_of_row(p, i);
	}
	for (size_t i = 0; i < sizeof main_kinds / sizeof *main_kinds; i++)
		if (main_kinds[i]) ret->main[i] = practice_kind(p, str_of(main_kinds[i]));
	ret->census_child = practice_kind(p, S("census_child"));
}

const cin_place *cin_place_of(const cin_map *m, const census_element *e)
{
	return &m->at[e - census_elements];
}

str cin_person_name(arena *a, str authority, str number)
{
	buf b = BUF(a);
	buf_lit(&b, "census of children in need ");
	buf_str(&b, authority);
	buf_char(&b, ' ');
	buf_str(&b, number);
	return buf_view(&b);
}
