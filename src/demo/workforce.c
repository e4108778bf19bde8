/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Agencies, teams and workers. */
#include "demo/area.h"

enum { TEAM_LEAST = 3 };

static str full_name(demo *m)
{
	buf b = BUF(m->a);
	buf_str(&b, demo_given(m->a, &m->dice));
	buf_char(&b, ' ');
	buf_str(&b, demo_surname(m->a, &m->dice));
	return buf_view(&b);
}

static err worker_of(demo *m, str name, const char *post, size_t agency, record_id team, record_id person, record_id *ret)
{
	buf telephone = BUF(m->a); /* numbers that nobody has: kept for films */
	buf_lit(&telephone, "01632 960 ");
	buf_int_padded(&telephone, 100 + m->made * 7 % 900, 3);
	const demo_link links[] = { { "team", team }, { "agency", m->agencies[agency] }, { "person", person } };
	return demo_record(m, "worker", links, 3,
	                   (demo_value[]){ { "name", name }, { "post", str_of(post) }, { "telephone", buf_view(&telephone) } }, 3,
	                   (when){ 0 }, ret);
}

/* Who may be kept from a child's words has to be known as a person as well. */
static err member_of(demo *m, demo_team *t, size_t i)
{
	str given = demo_given(m->a, &m->dice), surname = demo_surname(m->a, &m->dice);
	buf name = BUF(m->a);
	buf_str(&name, given);
	buf_char(&name, ' ');
	buf_str(&name, surname);
	TRY(demo_record(m, "person", NULL, 0,
	                (demo_value[]){ { "given", given }, { "surname", surname }, { "child", S("no") } }, 3, (when){ 0 },
	                &t->persons[i]));
	return worker_of(m, buf_view(&name), i ? "Social worker" : "Senior social worker", AGENCY_COUNCIL, t->record, t->persons[i],
	                 &t->workers[i]);
}

static err team_of(demo *m, size_t i)
{
	demo_team *t = &m->teams[i];
	t->locality = i % DEMO_LOCALITIES;
	buf name = BUF(m->a);
	buf_str(&name, demo_locality(t->locality));
	buf_lit(&name, " team");
	if (i >= DEMO_LOCALITIES) buf_char(&name, ' ');
	if (i >= DEMO_LOCALITIES) buf_int(&name, (int64_t)(i / DEMO_LOCALITIES) + 1);
	TRY(demo_record(m, "team", &(demo_link){ "agency", m->agencies[AGENCY_COUNCIL] }, 1,
	                (demo_value[]){ { "name", buf_view(&name) }, { "locality", demo_locality(t->locality) } }, 2, (when){ 0 },
	                &t->record));
	TRY(worker_of(m, full_name(m), "Team manager", AGENCY_COUNCIL, t->record, (record_id){ 0 }, &t->manager));
	for (size_t k = 0; k < t->worker_n; k++) TRY(member_of(m, t, k));
	return OK;
}

/* Of the children of three years so many are in need at one time; the published caseload says how many workers that takes. */
static void count_workers(demo *m, int64_t children)
{
	double a_year = 1 - rate_share(&m->rates, "again"), in_need = 1;
	const rate *outcome = rate_of(&m->rates, "outcome");
	for (size_t i = 0; i < outcome->n; i++) in_need -= outcome->at[i].share;
	double at_once = (double)children / DEMO_YEARS / a_year * in_need * rate_share(&m->rates, "in_need_open");
	size_t workers = (size_t)(at_once / rate_share(&m->rates, "caseload")) + 1;
	size_t each = workers / DEMO_LOCALITIES + 1, teams = (each + DEMO_TEAM_MOST - 1) / DEMO_TEAM_MOST;
	m->team_n = teams * DEMO_LOCALITIES;
	m->teams = TAKE_N(m->whole, demo_team, m->team_n);
	size_t members = (each + teams - 1) / teams;
	for (size_t i = 0; i < m->team_n; i++) m->teams[i].worker_n = members < TEAM_LEAST ? TEAM_LEAST : members;
}

err demo_workforce(demo *m, int64_t children)
{
	static const char *const posts[DEMO_AGENCIES] = {
		"Social worker", "Health visitor", "Paediatric nurse", "Designated safeguarding lead", "Detective constable",
		"Family worker", "Children's worker", "Housing officer"
	};
	m->told = zone_instant(m->zone, m->since, 8 * 60);
	for (size_t i = 0; i < DEMO_AGENCIES; i++)
		TRY(demo_record(m, "agency", NULL, 0, &(demo_value){ "name", demo_agency(i) }, 1, (when){ 0 }, &m->agencies[i]));
	m->writer.agency = m->agencies[AGENCY_COUNCIL];
	count_workers(m, children);
	for (size_t i = 0; i < m->team_n; i++) {
		TRY(demo_room(m));
		TRY(team_of(m, i));
	}
	for (size_t i = 1; i < DEMO_AGENCIES; i++)
		TRY(worker_of(m, full_name(m), posts[i], i, (record_id){ 0 }, (record_id){ 0 }, &m->partners[i]));
	TRY(worker_of(m, full_name(m), "Out-of-hours social worker", AGENCY_COUNCIL, (record_id){ 0 }, (record_id){ 0 }, &m->desk));
	TRY(worker_of(m, full_name(m), "Duty social worker", AGENCY_COUNCIL, (record_id){ 0 }, (record_id){ 0 }, &m->duty));
	m->partners[AGENCY_COUNCIL] = m->duty;
	return demo_flush(m);
}
