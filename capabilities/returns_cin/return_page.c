/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/returns_cin/return_page.h"

#include "capabilities/returns_cin/pages/return.h"
#include "capabilities/returns_cin/pages/teams.h"
#include "capabilities/returns_cin/record_child.h"
#include "capabilities/returns_cin/whole.h"
#include "project/project.h"
#include "read.h"
#include "web/controls.h"
#include "web/wording.h"

enum { FIRST_YEAR = 2009, LAST_YEAR = 2100, LINES_SHOWN = 500, REASON_MOST_CHARS = 200 };

/* What was asked for, as it reads; what does not is told beside its field. */
typedef struct {
	int year;
	bool past;
	day known_on;
	seq at;
	str because, authority;
	str year_wrong, known_wrong, because_wrong, authority_wrong;
} asked_return;

/* ---- the form */

static str typed(const request *r, const char *name, str otherwise)
{
	return r->http->method == POST ? request_form(r, str_of(name)) : otherwise;
}

static str number_text(arena *a, int64_t n)
{
	buf b = BUF(a);
	buf_int(&b, n);
	return buf_view(&b);
}

static void write_known(request *r, const asked_return *q, buf *b)
{
	date_box boxes[] = {
		{ .name = S("day"), .label = S("Day"), .classes = S("govuk-input--width-2"), .value = typed(r, "known-day", STR_NONE) },
		{ .name = S("month"), .label = S("Month"), .classes = S("govuk-input--width-2"), .value = typed(r, "known-month", STR_NONE) },
		{ .name = S("year"), .label = S("Year"), .classes = S("govuk-input--width-4"), .value = typed(r, "known-year", STR_NONE) },
	};
	write_date_input(b, &(control){ .name = S("known"), .label = { .text = S("As it was known at the end of a past day (optional)") },
	                                .hint = S("The return of that day can be made again. Leave it empty for what is known now."),
	                                .error = q->known_wrong, .boxes = boxes, .box_n = 3 });
}

static html fields_html(request *r, const asked_return *q)
{
	buf b = BUF(r->a);
	str this_year = number_text(r->a, cin_year_of(r->read.today));
	write_input(&b, &(control){ .name = S("year"), .label = { .text = S("The year in which it ends") }, .hint = S("2026 is April 2025 to March 2026."),
	                            .value = typed(r, "year", this_year), .error = q->year_wrong, .inputmode = S("numeric"),
	                            .classes = S("govuk-input--width-4"), .autocomplete = S("off") });
	write_known(r, q, &b);
	write_input(&b, &(control){ .name = S("authority"), .label = { .text = S("Number of the local authority (optional)") },
	                            .hint = S("Three digits: for published figures, and for the file where no census of the year was read in."),
	                            .value = typed(r, "authority", STR_NONE), .error = q->authority_wrong, .classes = S("govuk-input--width-3"), .autocomplete = S("off") });
	write_input(&b, &(control){ .name = S("because"), .label = { .text = S("Why you read it") },
	                            .hint = S("It is about every child in it: that you saw them is noted with this reason."),
	                            .value = typed(r, "because", STR_NONE), .error = q->because_wrong, .autocomplete = S("off") });
	return controls_html(&b);
}

static html summary_html(arena *a, const asked_return *q)
{
	buf b = BUF(a);
	error_link links[4];
	size_t n = 0;
	if (q->year_wrong.n) links[n++] = (error_link){ q->year_wrong, S("#year") };
	if (q->known_wrong.n) links[n++] = (error_link){ q->known_wrong, S("#known-day") };
	if (q->authority_wrong.n) links[n++] = (error_link){ q->authority_wrong, S("#authority") };
	if (q->because_wrong.n) links[n++] = (error_link){ q->because_wrong, S("#because") };
	if (n) write_error_summary(&b, STR_NONE, STR_NONE, links, n);
	return controls_html(&b);
}

static bool right(const asked_return *q)
{
	return !q->year_wrong.n && !q->known_wrong.n && !q->because_wrong.n && !q->authority_wrong.n;
}

/* A past day alone: what is known today may still grow. */
static err read_known(request *r, asked_return *q)
{
	str parts[] = { request_form(r, S("known-day")), request_form(r, S("known-month")), request_form(r, S("known-year")) };
	int64_t n[3];
	bool reads = true;
	if (!parts[0].n && !parts[1].n && !parts[2].n) return OK;
	for (size_t i = 0; i < 3; i++) reads = reads && str_to_int(str_trim(parts[i]), &n[i]) && n[i] > 0 && n[i] <= LAST_YEAR;
	if (!reads || !day_make((int)n[2], (int)n[1], (int)n[0], &q->known_on)) q->known_wrong = S("There is no such day: write it in numbers, as 31 7 2026.");
	else if (q->known_on.n >= r->read.today.n) q->known_wrong = S("This day is not over: choose a past one, or leave it empty.");
	if (q->known_wrong.n) return OK;
	q->past = true;
	return project_position(r->read.db, area_zone(r->read.area), q->known_on, &q->at);
}

static bool is_authority(str s)
{
	int64_t n;
	return s.n == 3 && s.at[0] != '-' && s.at[0] != '+' && str_to_int(s, &n);
}

static err read_asked(request *r, asked_return *q)
{
	int64_t year;
	*q = (asked_return){ .at = PROJECT_NOW, .because = str_trim(request_form(r, S("because"))), .authority = str_trim(request_form(r, S("authority"))) };
	bool reads = str_to_int(str_trim(request_form(r, S("year"))), &year) && year >= FIRST_YEAR && year <= LAST_YEAR;
	if (!reads) q->year_wrong = S("Write the year in which it ends in four digits, as 2026.");
	else q->year = (int)year;
	if (!q->because.n) q->because_wrong = S("Say why you read it.");
	if (str_chars(q->because) > REASON_MOST_CHARS || str_has_control(q->because, false)) q->because_wrong = S("Say why in a line: it stands in the read log.");
	if (q->authority.n && !is_authority(q->authority)) q->authority_wrong = S("The number of a local authority has three digits, as 805.");
	return read_known(r, q);
}

static return_page *page_of(request *r, const asked_return *q, model *to)
{
	return_page *m = TAKE(r->a, return_page);
	*m = (return_page){ .csrf = r->session.csrf, .fields_html = fields_html(r, q), .summary = summary_html(r->a, q) };
	to->title = right(q) ? S("The return") : S("Error: The return");
	if (!right(q)) to->status = 422;
	return_model(to, m);
	return m;
}

/* ---- what is in it */

static void put_counts(request *r, const cin_whole *w, return_page *m)
{
	int64_t whys[CIN_OUT_NO_NUMBER + 1] = { 0 };
	EACH (line, w->lines) whys[line->why]++;
	for (cin_why why = CIN_IN_FILE; why <= CIN_OUT_NO_NUMBER; why++)
		if (whys[why]) PUSH(r->a, &m->whys, ((return_page_why_count){ cin_why_words(why), whys[why], why <= CIN_IN_OPEN }));
	m->in_words = count_words(r->a, (size_t)w->in, "child", "children");
	m->errors = w->all.errors;
	m->queries = w->all.queries;
	m->reasoned = w->all.reasoned;
}

static err put_rules(request *r, const view *everybody, const cin_whole *w, int year, return_page *m)
{
	census_return_reason_list reasons = { 0 };
	TRY(read_census_return_reason(everybody, r->a, &reasons));
	EACH (c, w->rules) {
		return_page_rule_count one = { .code = str_of(c->rule->code), .query = c->rule->query, .says = c->says.n ? c->says : str_of(c->rule->says),
			                       .n = c->n, .reasoned = c->reasoned, .whole = c->says.n > 0 };
		EACH (given, reasons)
			if (one.whole && cin_same_word(given->code.text, one.code) && given->year.number == year) one.reason = given->reason.text;
		PUSH(r->a, &m->rules, one);
	}
	return OK;
}

static str published_words_of(arena *a, const cin_compared *c)
{
	buf b = BUF(a);
	if (!c->year) return S("none was read in");
	buf_str(&b, c->published.n ? c->published : S("nothing of this area"));
	if (!c->same_year) buf_printf(&b, " (of %lld)", (long long)c->year);
	return buf_view(&b);
}

/* Only figures of the same year differ from each other. */
static str apart_words(arena *a, const cin_compared *c)
{
	int64_t n;
	buf b = BUF(a);
	if (!c->same_year || !str_to_int(c->published, &n)) return STR_NONE;
	buf_printf(&b, "%+lld", (long long)(c->ours - n));
	return buf_view(&b);
}

static err put_comparison(request *r, const asked_return *q, const cin_whole *w, return_page *m)
{
	cin_comparison list;
	if (!q->authority.n) return OK;
	TRY(cin_compare(&r->read, q->year, q->authority, &w->totals, &list));
	EACH (c, list)
		PUSH(r->a, &m->compared, ((return_page_figure_beside){ str_of(c->label), c->ours, published_words_of(r->a, c), apart_words(r->a, c) }));
	return OK;
}

static void note(request *r, record_id child, look_outcome outcome, str because)
{
	const viewer *by = r->read.who;
	PUSH(r->a, &r->read.looks, ((look){ .at = r->read.now, .worker = by->worker, .child = child, .outcome = outcome, .purpose = because,
	                                    .text = by->worker.n ? STR_NONE : by->name }));
}

/* Those of whom there is something to say first. */
static void put_lines(request *r, const asked_return *q, const cin_whole *w, return_page *m)
{
	for (int pass = 0; pass < 2; pass++)
		EACH (line, w->lines) {
			bool first = line->difference.n || line->why == CIN_OUT_NO_NUMBER;
			if (first != (pass == 0) || (!line->in && !line->before && line->why != CIN_OUT_NO_NUMBER)) continue;
			if (m->lines.n >= LINES_SHOWN) {
				m->more++;
				continue;
			}
			PUSH(r->a, &m->lines, ((return_page_stood_line){ line->child.n, line->number, line->in, line->before, cin_why_words(line->why),
			                                                  line->referrals, line->open, line->difference }));
			note(r, line->child, LOOK_FOUND, q->because);
		}
}

static err show(request *r, const asked_return *q, const cin_whole *w, model *to)
{
	view everybody = access_open_none(&r->read);
	return_page *m = page_of(r, q, to);
	buf known = BUF(r->a);
	buf_str(&known, q->past ? S("as it was known at the end of ") : S("as it is known now"));
	if (q->past) day_write_long(&known, q->known_on);
	m->shown = true;
	m->year = q->year;
	m->known_words = buf_view(&known);
	put_counts(r, w, m);
	TRY(put_rules(r, &everybody, w, q->year, m));
	EACH (t, w->teams)
		PUSH(r->a, &m->teams, ((return_page_of_team){ t->team.n ? access_name(&everybody, t->team) : S("Nobody’s, or of no team"), t->children, t->errors,
		                                               t->queries, t->reasoned }));
	TRY(put_comparison(r, q, w, m));
	put_lines(r, q, w, m);
	return OK;
}

/* ---- to be kept */

static str file_name(arena *a, const asked_return *q, const char *ending)
{
	buf b = BUF(a);
	buf_printf(&b, "cin-%d", q->year);
	if (q->past) buf_lit(&b, "-known-");
	if (q->past) day_write(&b, q->known_on);
	buf_str(&b, str_of(ending));
	return buf_view(&b);
}

static void write_to(void *context, str xml)
{
	buf_str(context, xml);
}

static err send_return(request *r, const asked_return *q, model *to)
{
	buf xml = BUF(r->a);
	reading because = r->read;
	because.because = q->because;
	cin_returning what = { .read = &because, .year = q->year, .at = q->at, .known_on = q->known_on, .authority = q->authority, .context = &xml, .write = write_to };
	TRY(cin_return_make(&what));
	to->file = buf_view(&xml);
	to->file_as = LEAVES_DUTY;
	to->file_media = S("application/xml");
	to->file_name = file_name(r->a, q, ".xml");
	return OK;
}

static err send_table(request *r, const asked_return *q, const cin_whole *w, model *to)
{
	buf rows = BUF(r->a);
	str made_by = working_words(&r->read);
	cin_reconcile_head(&rows);
	EACH (line, w->lines) {
		cin_reconcile_line(&rows, line, made_by);
		note(r, line->child, LOOK_PRINTED, q->because);
	}
	to->file = buf_view(&rows);
	to->file_as = LEAVES_WORKING;
	to->file_media = S("text/csv; charset=utf-8");
	to->file_name = file_name(r->a, q, "-who.csv");
	return OK;
}

/* ---- pages */

err cin_return_ask(request *r, const view *none, model *to)
{
	(void)none;
	page_of(r, &(asked_return){ .at = PROJECT_NOW }, to);
	return OK;
}

err cin_return_take(request *r, const view *none, model *to)
{
	asked_return q;
	cin_whole w;
	str wanted = request_form(r, S("do"));
	(void)none;
	TRY(read_asked(r, &q));
	if (!right(&q)) return page_of(r, &q, to), OK;
	if (str_eq(wanted, S("return"))) return send_return(r, &q, to);
	TRY(cin_whole_count(&r->read, q.year, q.at, NULL, &w));
	return str_eq(wanted, S("table")) ? send_table(r, &q, &w, to) : show(r, &q, &w, to);
}

err cin_teams_page(request *r, const view *none, model *to)
{
	teams_page *m = TAKE(r->a, teams_page);
	found_list mine = { 0 };
	record_list own = { 0 };
	cin_whole w;
	view everybody = access_open_none(&r->read);
	(void)none;
	if (!(r->read.who->roles & (ROLE_PRACTITIONER | ROLE_MANAGER))) return FAIL(&r->a->trail, E_DENIED);
	look_list before = r->read.looks;
	TRY(access_my_children(&r->read, &mine));
	r->read.looks = before; /* nobody is shown */
	EACH (child, mine) PUSH(r->a, &own, child->person);
	TRY(cin_whole_count(&r->read, cin_year_of(r->read.today), PROJECT_NOW, &own, &w));
	EACH (t, w.teams)
		PUSH(r->a, &m->teams, ((teams_page_asked_of_team){ t->team.n ? access_name(&everybody, t->team) : S("Nobody’s, or of no team"), t->children,
		                                                    t->errors, t->queries, t->reasoned }));
	to->title = S("What the census will ask, by team");
	teams_model(to, m);
	return OK;
}
