/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/returns_cin/record_child.h"

/* ---- which field is which column; a kind that the area does not declare has no rows */

/* field NULL: the day on which it happened */
typedef struct {
	const char *kind, *field;
	cin_table table;
	const char *column;
} field_column;

static const field_column columns[] = {
	{ "person", "local_id", CIN_IDENTIFIERS, "LAchildID" },
	{ "person", "upn", CIN_IDENTIFIERS, "UPN" },
	{ "person", "former_upn", CIN_IDENTIFIERS, "FormerUPN" },
	{ "person", "upn_unknown", CIN_IDENTIFIERS, "UPNunknown" },
	{ "person", "born", CIN_IDENTIFIERS, "PersonBirthDate" },
	{ "person", "expected", CIN_IDENTIFIERS, "ExpectedPersonBirthDate" },
	{ "person", "died", CIN_IDENTIFIERS, "PersonDeathDate" },
	{ "person", "sex", CIN_IDENTIFIERS, "Sex" },
	{ "person", "gender_code", CIN_IDENTIFIERS, "GenderCurrent" },
	{ "person", "ethnicity", CIN_CHARACTERISTICS, "Ethnicity" },
	{ "person", "disability", CIN_DISABILITIES, "Disability" },
	{ "referral", NULL, CIN_EPISODES, "CINreferralDate" },
	{ "referral", "source", CIN_EPISODES, "ReferralSource" },
	{ "referral", "primary_need", CIN_EPISODES, "PrimaryNeedCode" },
	{ "referral", "no_further_action", CIN_EPISODES, "ReferralNFA" },
	{ "closure", NULL, CIN_EPISODES, "CINclosureDate" },
	{ "closure", "reason", CIN_EPISODES, "ReasonForClosure" },
	{ "conference", NULL, CIN_EPISODES, "DateOfInitialCPC" },
	{ "conference", NULL, CIN_ENQUIRIES, "DateOfInitialCPC" },
	{ "assessment", NULL, CIN_ASSESSMENTS, "AssessmentActualStartDate" },
	{ "assessment", "authorised", CIN_ASSESSMENTS, "AssessmentAuthorisationDate" },
	{ "assessment", "factors", CIN_ASSESSMENTS, "AssessmentFactors" },
	{ "child_in_need_plan", NULL, CIN_PLANS, "CINPlanStartDate" },
	{ "child_in_need_plan", "ended", CIN_PLANS, "CINPlanEndDate" },
	{ "section_47", NULL, CIN_ENQUIRIES, "S47ActualStartDate" },
	{ "section_47", "conference_by", CIN_ENQUIRIES, "InitialCPCtarget" },
	{ "section_47", "conference_not_required", CIN_ENQUIRIES, "ICPCnotRequired" },
	{ "protection_plan", NULL, CIN_PROTECTION, "CPPstartDate" },
	{ "protection_plan", "ended", CIN_PROTECTION, "CPPendDate" },
	{ "protection_plan", "first_category", CIN_PROTECTION, "InitialCategoryOfAbuse" },
	{ "protection_plan", "category", CIN_PROTECTION, "LatestCategoryOfAbuse" },
	{ "protection_plan", "previous_plans", CIN_PROTECTION, "NumberOfPreviousCPP" },
	{ "protection_review", NULL, CIN_REVIEWS, "CPPreviewDate" },
	{ "pre_proceedings", NULL, CIN_PRE_PROCEEDINGS, "PPStartDate" },
	{ "pre_proceedings", "letter_sent", CIN_PRE_PROCEEDINGS, "LBPSentDate" },
	{ "pre_proceedings", "family_meeting_offered", CIN_PRE_PROCEEDINGS, "FGDMMeetingOffer" },
	{ "pre_proceedings", "family_meeting_held", CIN_PRE_PROCEEDINGS, "FGDMMeetingFac" },
	{ "pre_proceedings", "first_meeting", CIN_PRE_PROCEEDINGS, "InitialPPMeetingDate" },
	{ "pre_proceedings", "review_meetings", CIN_PRE_PROCEEDINGS, "ReviewMeetingsCount" },
	{ "pre_proceedings", "step_decided", CIN_PRE_PROCEEDINGS, "StepDecisionDate" },
	{ "pre_proceedings", "outcome", CIN_PRE_PROCEEDINGS, "PPOutcome" },
	{ "pre_proceedings", "court_applied", CIN_PRE_PROCEEDINGS, "CourtAppDate" },
	{ "pre_proceedings", "letter_for_court", CIN_PRE_PROCEEDINGS, "LetterInitCPDate" },
};

/* What stands in an episode as a row of its own. */
static const struct {
	const char *kind;
	cin_table table;
} inside[] = {
	{ "assessment", CIN_ASSESSMENTS },       { "child_in_need_plan", CIN_PLANS },           { "section_47", CIN_ENQUIRIES },
	{ "protection_plan", CIN_PROTECTION }, { "pre_proceedings", CIN_PRE_PROCEEDINGS },
};

typedef struct {
	const view *v;
	arena *a;
	day start; /* of the collection year */
	cin_child child;
	LIST(int64_t) episodes, parts; /* records, in the order of their numbers from 1 */
	cin_questions *found;
} asking;

/* ---- values */

static str day_text(arena *a, when w)
{
	buf b = BUF(a);
	if (w.is == WHEN_DAY || w.is == WHEN_INSTANT) day_write(&b, w.on);
	else if (w.is != WHEN_NONE) when_write(&b, w);
	return buf_view(&b);
}

static str value_text(arena *a, const field *f, const value *v)
{
	if (v->is == VALUE_UNREAD) return v->text;
	if (v->is != VALUE_KNOWN) return STR_NONE;
	if (f->type == FIELD_DAY || f->type == FIELD_INSTANT) return day_text(a, v->on);
	if (f->type == FIELD_YES_NO) return v->yes ? S("1") : S("0");
	return f->type == FIELD_CHOICES ? STR_NONE : v->text;
}

/* The row that a column is in: the record's own, or for each of a person's disabilities a new one. */
static cin_row *row_for(asking *k, cin_row *row, const cin_column *column)
{
	if (column->table == row->table) return row;
	cin_row *more = cin_add(&k->child, column->table, 0);
	more->record = row->record;
	return more;
}

static void put_value(asking *k, cin_row *row, const cin_column *column, const field *f, const value *v)
{
	str text = value_text(k->a, f, v);
	EACH (code, v->codes) cin_set(&k->child, row_for(k, row, column), column, *code);
	if (text.n) cin_set(&k->child, row_for(k, row, column), column, text);
}

/* Every column of the row that this record fills. */
static void put_record(asking *k, cin_row *row, const record *rec)
{
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		const field_column *c = &columns[i];
		const cin_column *column = cin_column_of(c->table, str_of(c->column));
		bool here = c->table == row->table || (row->table == CIN_IDENTIFIERS && c->table == CIN_DISABILITIES);
		if (!here || !str_eq(str_of(c->kind), rec->kind->name)) continue;
		const field *f = c->field ? kind_field(rec->kind, str_of(c->field)) : NULL;
		if (f) put_value(k, row, column, f, values_get(&rec->values, f->name));
		else if (!c->field) cin_set(&k->child, row, column, day_text(k->a, rec->happened));
	}
}

/* ---- rows */

static err records_of(asking *k, const char *kind_name, records *ret)
{
	const kind *is = practice_kind(k->v->r->practice, str_of(kind_name));
	*ret = (records){ 0 };
	return is ? access_records(k->v, is, 0, ret) : OK;
}

/* Its number from 1 among the records of the list, 0 when none of its links of that name leads to one. */
static int linked(const record *rec, const char *as, const int64_t *list, size_t n)
{
	EACH (link, rec->about)
		for (size_t i = 0; i < n && str_eq(link->role, str_of(as)); i++)
			if (list[i] == link->record.n) return (int)i + 1;
	return 0;
}

static err put_person(asking *k)
{
	record rec;
	err e = access_record(k->v, k->v->child, &rec);
	if (e == E_NOT_FOUND) return OK;
	TRY(e);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		const field *f = str_eq(str_of(columns[i].kind), S("person")) ? kind_field(rec.kind, str_of(columns[i].field)) : NULL;
		if (f && !access_field_readable(k->v, rec.kind, f)) return OK; /* who may not read everything is asked nothing */
	}
	cin_row *characteristics = cin_add(&k->child, CIN_CHARACTERISTICS, 0), *identifiers = cin_add(&k->child, CIN_IDENTIFIERS, 0);
	characteristics->record = identifiers->record = rec.record.n;
	put_record(k, characteristics, &rec);
	put_record(k, identifiers, &rec);
	return OK;
}

static err put_episodes(asking *k)
{
	records referrals, more;
	TRY(records_of(k, "referral", &referrals));
	EACH (rec, referrals) {
		cin_row *row = cin_add(&k->child, CIN_EPISODES, 0);
		PUSH(k->a, &k->episodes, rec->record.n);
		row->episode = (int)k->episodes.n;
		row->record = rec->record.n;
		put_record(k, row, rec);
	}
	TRY(records_of(k, "closure", &more));
	EACH (rec, more) {
		int episode = linked(rec, "episode", k->episodes.at, k->episodes.n);
		if (episode && !given(k->child.episodes.at[episode - 1].closure)) put_record(k, &k->child.episodes.at[episode - 1].is, rec);
	}
	return OK;
}

static bool is_past(const asking *k, const cin_episode *e)
{
	return e->closure.read && e->closure.on.n < k->start.n;
}

static err put_inside(asking *k, const char *kind_name, cin_table table)
{
	records list;
	TRY(records_of(k, kind_name, &list));
	EACH (rec, list) {
		int episode = linked(rec, "episode", k->episodes.at, k->episodes.n);
		if (!episode || is_past(k, &k->child.episodes.at[episode - 1])) continue; /* not in this return */
		cin_row *row = cin_add(&k->child, table, 0);
		PUSH(k->a, &k->parts, rec->record.n);
		row->episode = episode;
		row->part = (int)k->parts.n;
		row->record = rec->record.n;
		put_record(k, row, rec);
	}
	return OK;
}

/* With its enquiry, or with the referral where no enquiry led to it. */
static err put_conferences(asking *k)
{
	records list;
	TRY(records_of(k, "conference", &list));
	EACH (rec, list) {
		int part = linked(rec, "enquiry", k->parts.at, k->parts.n), episode = linked(rec, "episode", k->episodes.at, k->episodes.n);
		EACH (q, k->child.enquiries)
			if (part && q->is.part == part) put_record(k, &q->is, rec);
		if (!part && episode) put_record(k, &k->child.episodes.at[episode - 1].is, rec);
	}
	return OK;
}

static err put_reviews(asking *k)
{
	records list;
	TRY(records_of(k, "protection_review", &list));
	EACH (rec, list) {
		int part = linked(rec, "to", k->parts.at, k->parts.n);
		EACH (p, k->child.protection) {
			if (!part || p->is.part != part) continue;
			cin_row *row = cin_add(&k->child, CIN_REVIEWS, 0);
			row->episode = p->is.episode;
			row->part = part;
			row->record = rec->record.n;
			put_record(k, row, rec);
		}
	}
	return OK;
}

/* Cases that ended before the year are not in its return, and what stands in them is not asked. */
static void leave_out_past(asking *k)
{
	size_t n = 0;
	EACH (e, k->child.episodes)
		if (!is_past(k, e)) k->child.episodes.at[n++] = *e;
	k->child.episodes.n = n;
}

static err put_all(asking *k)
{
	TRY(put_person(k));
	TRY(put_episodes(k));
	for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) TRY(put_inside(k, inside[i].kind, inside[i].table));
	TRY(put_conferences(k));
	TRY(put_reviews(k));
	leave_out_past(k);
	return OK;
}

/* ---- asking */

int cin_year_of(day today)
{
	ymd p = day_parts(today);
	return p.month >= 4 ? p.year + 1 : p.year;
}

/* A case that is open since last year holds what ended then; that stood in last year's return, and is not asked again. */
static bool of_earlier_return(const asking *k, const cin_finding *f)
{
	static const char about_ends[] = "8696 8715 8930 4013";
	if (!f->row_n || !cin_one_of(str_of(f->rule->code), str_of(about_ends))) return false;
	for (size_t i = 0; i < cin_column_n; i++) {
		const cin_column *c = &cin_columns[i];
		if (c->table != f->rows[0]->table || !cin_rule_compares(f->rule, c)) continue;
		const cin_day *d = (const cin_day *)(const void *)((const char *)f->rows[0] + c->offset);
		if (d->read && d->on.n < k->start.n) return true;
	}
	return false;
}

static void note(void *context, const cin_finding *f)
{
	asking *k = context;
	if (of_earlier_return(k, f)) return;
	cin_question q = { .rule = f->rule };
	for (size_t i = 0; i < f->row_n; i++) PUSH(k->a, &q.rows, f->rows[i]);
	PUSH(k->a, k->found, q);
}

err cin_ask(const view *v, arena *a, int year, cin_questions *ret)
{
	asking k = { .v = v, .a = a, .child = { .a = a }, .found = ret };
	*ret = (cin_questions){ 0 };
	CHECK(day_make(year - 1, 4, 1, &k.start));
	TRY(put_all(&k));
	if (!k.child.episodes.n) return OK; /* not in this year's return */
	cin_check *c CLEANUP(cin_check_end) = cin_check_start(a, year, &k, note);
	cin_check_until(c, v->r->today);
	return cin_check_child(c, &k.child);
}
