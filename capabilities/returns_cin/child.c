/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/returns_cin/child.h"

static const char *const table_names[CIN_TABLES] = {
	[CIN_HEADER] = "Header",
	[CIN_IDENTIFIERS] = "ChildIdentifiers",
	[CIN_CHARACTERISTICS] = "ChildCharacteristics",
	[CIN_DISABILITIES] = "Disabilities",
	[CIN_EPISODES] = "CINdetails",
	[CIN_ASSESSMENTS] = "Assessments",
	[CIN_FACTORS] = "AssessmentFactorsList",
	[CIN_PLANS] = "CINplanDates",
	[CIN_ENQUIRIES] = "Section47",
	[CIN_PROTECTION] = "ChildProtectionPlans",
	[CIN_REVIEWS] = "Reviews",
	[CIN_PRE_PROCEEDINGS] = "PreProceedings",
};

#define COLUMN(table, name, kind, type, member) { table, name, kind, offsetof(type, member) }
const cin_column cin_columns[] = {
	COLUMN(CIN_HEADER, "Year", CIN_IS_TEXT, cin_header_row, year),
	COLUMN(CIN_HEADER, "ReferenceDate", CIN_IS_DAY, cin_header_row, reference),
	COLUMN(CIN_IDENTIFIERS, "LAchildID", CIN_IS_TEXT, cin_identifiers, id),
	COLUMN(CIN_IDENTIFIERS, "UPN", CIN_IS_TEXT, cin_identifiers, upn),
	COLUMN(CIN_IDENTIFIERS, "FormerUPN", CIN_IS_TEXT, cin_identifiers, former_upn),
	COLUMN(CIN_IDENTIFIERS, "UPNunknown", CIN_IS_TEXT, cin_identifiers, upn_unknown),
	COLUMN(CIN_IDENTIFIERS, "PersonBirthDate", CIN_IS_DAY, cin_identifiers, born),
	COLUMN(CIN_IDENTIFIERS, "ExpectedPersonBirthDate", CIN_IS_DAY, cin_identifiers, expected),
	COLUMN(CIN_IDENTIFIERS, "GenderCurrent", CIN_IS_TEXT, cin_identifiers, gender),
	COLUMN(CIN_IDENTIFIERS, "Sex", CIN_IS_TEXT, cin_identifiers, sex),
	COLUMN(CIN_IDENTIFIERS, "PersonDeathDate", CIN_IS_DAY, cin_identifiers, died),
	COLUMN(CIN_CHARACTERISTICS, "Ethnicity", CIN_IS_TEXT, cin_characteristics, ethnicity),
	COLUMN(CIN_DISABILITIES, "Disability", CIN_IS_TEXT, cin_disability, code),
	COLUMN(CIN_EPISODES, "CINreferralDate", CIN_IS_DAY, cin_episode, referral),
	COLUMN(CIN_EPISODES, "ReferralSource", CIN_IS_TEXT, cin_episode, source),
	COLUMN(CIN_EPISODES, "PrimaryNeedCode", CIN_IS_TEXT, cin_episode, need),
	COLUMN(CIN_EPISODES, "CINclosureDate", CIN_IS_DAY, cin_episode, closure),
	COLUMN(CIN_EPISODES, "ReasonForClosure", CIN_IS_TEXT, cin_episode, reason),
	COLUMN(CIN_EPISODES, "DateOfInitialCPC", CIN_IS_DAY, cin_episode, conference),
	COLUMN(CIN_EPISODES, "ReferralNFA", CIN_IS_FLAG, cin_episode, no_further_action),
	COLUMN(CIN_ASSESSMENTS, "AssessmentActualStartDate", CIN_IS_DAY, cin_assessment, start),
	COLUMN(CIN_ASSESSMENTS, "AssessmentAuthorisationDate", CIN_IS_DAY, cin_assessment, end),
	COLUMN(CIN_ASSESSMENTS, "AssessmentFactors", CIN_IS_TEXTS, cin_assessment, factors),
	COLUMN(CIN_FACTORS, "AssessmentFactor", CIN_IS_TEXT, cin_factor, code),
	COLUMN(CIN_FACTORS, "AssessmentFactors", CIN_IS_TEXT, cin_factor, code),
	COLUMN(CIN_PLANS, "CINPlanStartDate", CIN_IS_DAY, cin_plan, start),
	COLUMN(CIN_PLANS, "CINPlanEndDate", CIN_IS_DAY, cin_plan, end),
	COLUMN(CIN_ENQUIRIES, "S47ActualStartDate", CIN_IS_DAY, cin_enquiry, start),
	COLUMN(CIN_ENQUIRIES, "InitialCPCtarget", CIN_IS_DAY, cin_enquiry, target),
	COLUMN(CIN_ENQUIRIES, "DateOfInitialCPC", CIN_IS_DAY, cin_enquiry, conference),
	COLUMN(CIN_ENQUIRIES, "ICPCnotRequired", CIN_IS_FLAG, cin_enquiry, not_required),
	COLUMN(CIN_PROTECTION, "CPPstartDate", CIN_IS_DAY, cin_protection, start),
	COLUMN(CIN_PROTECTION, "CPPendDate", CIN_IS_DAY, cin_protection, end),
	COLUMN(CIN_PROTECTION, "InitialCategoryOfAbuse", CIN_IS_TEXT, cin_protection, first_category),
	COLUMN(CIN_PROTECTION, "LatestCategoryOfAbuse", CIN_IS_TEXT, cin_protection, latest_category),
	COLUMN(CIN_PROTECTION, "NumberOfPreviousCPP", CIN_IS_TEXT, cin_protection, previous),
	COLUMN(CIN_REVIEWS, "CPPreviewDate", CIN_IS_DAY, cin_review, on),
	COLUMN(CIN_PRE_PROCEEDINGS, "PPStartDate", CIN_IS_DAY, cin_pre_proceedings, start),
	COLUMN(CIN_PRE_PROCEEDINGS, "LBPSentDate", CIN_IS_DAY, cin_pre_proceedings, letter),
	COLUMN(CIN_PRE_PROCEEDINGS, "FGDMMeetingOffer", CIN_IS_FLAG, cin_pre_proceedings, offered),
	COLUMN(CIN_PRE_PROCEEDINGS, "FGDMMeetingFac", CIN_IS_FLAG, cin_pre_proceedings, held),
	COLUMN(CIN_PRE_PROCEEDINGS, "InitialPPMeetingDate", CIN_IS_DAY, cin_pre_proceedings, meeting),
	COLUMN(CIN_PRE_PROCEEDINGS, "ReviewMeetingsCount", CIN_IS_TEXT, cin_pre_proceedings, reviews),
	COLUMN(CIN_PRE_PROCEEDINGS, "StepDecisionDate", CIN_IS_DAY, cin_pre_proceedings, decision),
	COLUMN(CIN_PRE_PROCEEDINGS, "PPOutcome", CIN_IS_TEXT, cin_pre_proceedings, outcome),
	COLUMN(CIN_PRE_PROCEEDINGS, "CourtAppDate", CIN_IS_DAY, cin_pre_proceedings, court),
	COLUMN(CIN_PRE_PROCEEDINGS, "LetterInitCPDate", CIN_IS_DAY, cin_pre_proceedings, letter_of_care),
};
const size_t cin_column_n = sizeof cin_columns / sizeof *cin_columns;

const char *cin_table_name(cin_table t)
{
	return table_names[t];
}

bool cin_table_of(str name, cin_table *ret)
{
	for (int t = 0; t < CIN_TABLES; t++) {
		if (!cin_same_word(str_of(table_names[t]), name)) continue;
		*ret = (cin_table)t;
		return true;
	}
	return false;
}

const cin_column *cin_column_of(cin_table t, str name)
{
	for (size_t i = 0; i < cin_column_n; i++)
		if (cin_columns[i].table == t && str_eq(str_of(cin_columns[i].name), name)) return &cin_columns[i];
	return NULL;
}

/* ---- rows */

#define ADD(c, list, type)                                                                                             \
	do {                                                                                                           \
		PUSH((c)->a, &(c)->list, (type){ .is = { .table = t, .line = line } });                                \
		return &(c)->list.at[(c)->list.n - 1].is;                                                              \
	} while (0)

cin_row *cin_add(cin_child *c, cin_table t, int line)
{
	switch (t) {
	case CIN_HEADER: ADD(c, headers, cin_header_row);
	case CIN_IDENTIFIERS: ADD(c, identifiers, cin_identifiers);
	case CIN_CHARACTERISTICS: ADD(c, characteristics, cin_characteristics);
	case CIN_DISABILITIES: ADD(c, disabilities, cin_disability);
	case CIN_EPISODES: ADD(c, episodes, cin_episode);
	case CIN_ASSESSMENTS: ADD(c, assessments, cin_assessment);
	case CIN_FACTORS: ADD(c, factors, cin_factor);
	case CIN_PLANS: ADD(c, plans, cin_plan);
	case CIN_ENQUIRIES: ADD(c, enquiries, cin_enquiry);
	case CIN_PROTECTION: ADD(c, protection, cin_protection);
	case CIN_REVIEWS: ADD(c, reviews, cin_review);
	case CIN_PRE_PROCEEDINGS: ADD(c, pre_proceedings, cin_pre_proceedings);
	case CIN_TABLES: break;
	}
	check_failed("the table is one of the census", __FILE__, __LINE__);
}

void cin_set(cin_child *c, cin_row *row, const cin_column *column, str text)
{
	void *cell = (char *)row + column->offset;
	CHECK(column->table == row->table);
	switch (column->is) {
	case CIN_IS_TEXT: *(str *)cell = text; break;
	case CIN_IS_DAY: *(cin_day *)cell = cin_day_of(text); break;
	case CIN_IS_FLAG: *(cin_flag *)cell = cin_flag_of(text); break;
	case CIN_IS_TEXTS: PUSH(c->a, (str_list *)cell, text); break;
	}
}

str cin_cell_text(arena *a, const cin_row *row, const cin_column *column)
{
	const void *cell = (const char *)row + column->offset;
	if (column->is != CIN_IS_TEXTS) return *(const str *)cell; /* every cell begins with its text */
	buf b = BUF(a);
	EACH (text, *(const str_list *)cell) {
		if (b.n) buf_char(&b, ' ');
		buf_str(&b, *text);
	}
	return buf_view(&b);
}

str cin_child_id(const cin_child *c)
{
	return c->identifiers.n ? c->identifiers.at[0].id : STR_NONE;
}
