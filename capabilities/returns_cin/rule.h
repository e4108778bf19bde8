/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The rules of the census. What a rule says stands in rules.yaml; when it is broken, in a few lines of C in the file of its
 * subject:
 *
 *   RULE(8608)
 *   {
 *           EACH (a, in->assessments)
 *                   if (earlier(a->end, a->start)) FOUND(&a->is);
 *   }
 *
 * The build makes one table of both: words without C do not link, C without words does not compile. */
#ifndef WAYMARK_RETURNS_CIN_RULE_H
#define WAYMARK_RETURNS_CIN_RULE_H

#include "capabilities/returns_cin/child.h"

enum { CIN_MOST_PLACES = 6, CIN_MOST_FIGURES = 3, CIN_CODES_SEEN = 8, CIN_MOST_FINDINGS = 500 /* of one rule about one child */ };

/* What the rules about a whole return ask: added up child by child. */
typedef struct {
	const cin_year *year;
	int64_t children, sex_unknown; /* without an expected date of birth, and sex is missing or not known */
	int64_t plans_begun, conferences; /* child protection plans and initial conferences of the year */
	int64_t pre_proceedings, pre_proceedings_begun;
	bool several_disabilities;        /* a child has more than one */
	str disabilities[CIN_CODES_SEEN]; /* different codes but NONE, as far as the rules count */
	size_t disability_n;
} cin_totals;

typedef struct cin_rule cin_rule;
typedef struct {
	const cin_rule *rule;
	str child;                  /* the local authority's number of the child; empty for the return */
	const cin_row *const *rows; /* what it is about, together */
	size_t row_n;
	int64_t figures[CIN_MOST_FIGURES]; /* for {1}, {2} and {3} in the rule's words */
} cin_finding;

typedef struct {
	arena *a; /* one child's */
	const cin_rule *rule;
	str child;
	size_t told; /* by this rule about this child */
	void *context;
	void (*take)(void *context, const cin_finding *f); /* borrowed for the call */
} cin_findings;

typedef void cin_child_rule(const cin_child *in, cin_findings *to);
typedef void cin_return_rule(const cin_totals *all, cin_findings *to);

/* Row k of a finding is about place k; a row that stands in another table, or comes later, about the first place of its table. */
typedef struct {
	const char *table, *columns; /* columns with spaces between */
} cin_rule_place;

struct cin_rule {
	const char *code;
	bool query; /* a reason may be given; else it is an error */
	int from, until; /* collection years; 0 for all */
	cin_rule_place places[CIN_MOST_PLACES];
	const char *says, *mend, *reading; /* plain words; reading is empty unless the wording is open */
	cin_child_rule *child;   /* one of both */
	cin_return_rule *whole;
};

/* The rule's words, with the figures of the finding. */
str cin_finding_words(arena *a, const cin_finding *f);

extern const cin_rule cin_rules[]; /* generated, in the order of rules.yaml */
extern const size_t cin_rule_n;
bool cin_rule_in_force(const cin_rule *r, int year);
bool cin_rule_compares(const cin_rule *r, const cin_column *c);
bool cin_rule_names(const cin_rule *r, str column); /* in any of its tables */

#include "capabilities/returns_cin/rules.h" /* generated: every predicate */

#define RULE(name) void cin_rule_##name(const cin_child *in, cin_findings *to)
#define RETURN_RULE(name) void cin_rule_##name(const cin_totals *all, cin_findings *to)
#define FOUND(...)                                                                                                     \
	cin_found(to, (const cin_row *const[]){ __VA_ARGS__ },                                                         \
	          sizeof((const cin_row *const[]){ __VA_ARGS__ }) / sizeof(const cin_row *))
void cin_found(cin_findings *to, const cin_row *const *rows, size_t n);
/* About the return as a whole, with its figures. */
void cin_found_figures(cin_findings *to, int64_t first, int64_t second, int64_t third);
/* Several rows that are one finding. */
typedef LIST(const cin_row *) cin_rows;
void cin_found_rows(cin_findings *to, const cin_rows *rows);
/* About another child than the one at hand. */
void cin_found_about(cin_findings *to, str child, const cin_row *row);

/* ---- the words that rules are written in */

/* Both days were read, and one is before, on or after the other. */
static inline bool earlier(cin_day a, cin_day b)
{
	return a.read && b.read && a.on.n < b.on.n;
}
static inline bool same_day(cin_day a, cin_day b)
{
	return a.read && b.read && a.on.n == b.on.n;
}
static inline bool given(cin_day d)
{
	return d.text.n > 0;
}
static inline bool together(const cin_row *a, const cin_row *b)
{
	return a->episode && a->episode == b->episode;
}
static inline bool in_year(const cin_year *y, cin_day d)
{
	return y->known && d.read && d.on.n >= y->start.n && d.on.n <= y->end.n;
}
/* A day that was read, and not in the year. */
static inline bool outside_year(const cin_year *y, cin_day d)
{
	return y->known && d.read && !in_year(y, d);
}
static inline bool after_reference(const cin_year *y, cin_day d)
{
	return y->known && d.read && d.on.n > y->end.n;
}
/* What has no end is still open at the reference day. */
static inline cin_day end_or_reference(const cin_year *y, cin_day end)
{
	return given(end) ? end : (cin_day){ .read = y->known, .on = y->end };
}
/* One that begins while another of its sort is running, both ends counted; of two that begin on the same day the later in the
 * file is meant, so that the pair is found once. */
static inline bool begins_during(const cin_year *y, cin_day begins, cin_day start, cin_day end, bool first_in_file)
{
	cin_day to = end_or_reference(y, end);
	if (!begins.read || !start.read || !to.read || earlier(begins, start) || earlier(to, begins)) return false;
	return !(first_in_file && same_day(begins, start));
}
/* A referral that is said to be taken further: a flag that is missing or unreadable says nothing. */
static inline bool taken_further(const cin_episode *e)
{
	return e->no_further_action.is == CIN_NO;
}
static inline bool dropped(const cin_episode *e)
{
	return e->no_further_action.is == CIN_YES;
}
static inline bool open_and_taken_further(const cin_episode *e)
{
	return taken_further(e) && !given(e->closure);
}
static inline bool closed_after_assessment(const cin_episode *e)
{
	return cin_same_word(e->reason, S("RC8")) || cin_same_word(e->reason, S("RC9"));
}
bool cin_one_of(str text, str codes);          /* codes with spaces between; case counts */
bool cin_has_factor(const cin_assessment *a, str code);
static inline bool conference_needed(const cin_enquiry *q)
{
	return !given(q->conference) && q->not_required.is != CIN_YES;
}

/* Each row of a list that belongs to the same episode as another row. */
#define EACH_OF(x, list, of)                                                                                           \
	EACH (x, list)                                                                                                 \
		if (together(&x->is, &(of)->is))

#endif
