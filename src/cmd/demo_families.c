/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cmd/demo_area.h"

enum { CHILDREN_A_FAMILY_MOST = 4, HELD_IN_HUNDRED = 98, EVERY_SO_MANY_WAIT = 6, UNBORN_IN_HUNDRED = 2 };

static const char *const languages[] = { "English", "English", "English", "English", "English", "English",
	                                 "Polish",  "Bengali", "Arabic",  "Tigrinya", "Romanian", "British Sign Language" };

typedef struct {
	str surname, street, postcode, language;
	size_t locality;
	demo_child children[CHILDREN_A_FAMILY_MOST];
	record_id adults[2];
	size_t child_n, adult_n;
} family;

static err worker_of(demo *m, size_t team, str name, const char *post, record_id person, record_id *ret)
{
	demo_link links[3] = { { "team", m->teams[team] }, { "agency", m->agencies[0] }, { "person", person } };
	return demo_record(m, "worker", links, person.n ? 3 : 2,
	                   (demo_value[]){ { "name", name }, { "post", str_of(post) }, { "telephone", S("01632 960 000") } }, 3,
	                   (when){ 0 }, ret);
}

static str full_name(demo *m)
{
	buf b = BUF(m->a);
	buf_str(&b, demo_given(m));
	buf_char(&b, ' ');
	buf_str(&b, demo_surname(m));
	return buf_view(&b);
}

static err person_of(demo *m, str given, str surname, record_id *ret)
{
	return demo_record(m, "person", NULL, 0, (demo_value[]){ { "given", given }, { "surname", surname }, { "child", S("no") } },
	                   3, (when){ 0 }, ret);
}

static err team_of(demo *m, size_t i)
{
	buf name = BUF(m->a);
	buf_str(&name, demo_locality(i));
	buf_lit(&name, " team");
	TRY(demo_record(m, "team", &(demo_link){ "agency", m->agencies[0] }, 1,
	                (demo_value[]){ { "name", buf_view(&name) }, { "locality", demo_locality(i) } }, 2, (when){ 0 },
	                &m->teams[i]));
	TRY(worker_of(m, i, full_name(m), "Team manager", (record_id){ 0 }, &m->team_managers[i]));
	for (size_t k = 0; k < DEMO_WORKERS_A_TEAM; k++) {
		str given = demo_given(m), surname = demo_surname(m);
		TRY(person_of(m, given, surname, &m->worker_persons[i][k]));
		buf b = BUF(m->a);
		buf_str(&b, given);
		buf_char(&b, ' ');
		buf_str(&b, surname);
		TRY(worker_of(m, i, buf_view(&b), k ? "Social worker" : "Senior social worker", m->worker_persons[i][k],
		              &m->workers[i][k]));
	}
	return OK;
}

static err partner_of(demo *m, size_t agency, const char *post, record_id *ret)
{
	return demo_record(m, "worker", &(demo_link){ "agency", m->agencies[agency] }, 1,
	                   (demo_value[]){ { "name", full_name(m) }, { "post", str_of(post) } }, 2, (when){ 0 }, ret);
}

err demo_workforce(demo *m)
{
	for (size_t i = 0; i < DEMO_AGENCIES; i++)
		TRY(demo_record(m, "agency", NULL, 0, &(demo_value){ "name", demo_agency(i) }, 1, (when){ 0 }, &m->agencies[i]));
	m->writer.agency = m->agencies[0];
	for (size_t i = 0; i < DEMO_LOCALITIES; i++) TRY(team_of(m, i));
	TRY(partner_of(m, 1, "Health visitor", &m->health_worker));
	TRY(partner_of(m, 3, "Designated safeguarding lead", &m->school_worker));
	return partner_of(m, 0, "Out-of-hours social worker", &m->desk_worker);
}

static str day_text(arena *a, day d)
{
	buf b = BUF(a);
	day_write(&b, d);
	return buf_view(&b);
}

static err adult_of(demo *m, family *f)
{
	str surname = f->adult_n && dice_chance(&m->dice, 50) ? demo_surname(m) : f->surname;
	day born = day_add(m->today, -365 * (20 + (int)dice_roll(&m->dice, 28)) - (int)dice_roll(&m->dice, 365));
	record_id *adult = &f->adults[f->adult_n++];
	return demo_record(m, "person", NULL, 0,
	                   (demo_value[]){ { "given", demo_given(m) }, { "surname", surname },
	                                   { "born", day_text(m->a, born) }, { "sex", f->adult_n == 1 ? S("F") : S("M") },
	                                   { "lives_at", f->street }, { "postcode", f->postcode },
	                                   { "language", f->language }, { "child", S("no") } }, 8, (when){ 0 }, adult);
}

static err child_of(demo *m, family *f, day born, int64_t number)
{
	bool unborn = f->child_n == 0 && dice_chance(&m->dice, UNBORN_IN_HUNDRED);
	if (unborn) born = day_add(m->today, 20 + (int)dice_roll(&m->dice, 120));
	buf local = BUF(m->a);
	buf_char(&local, 'W');
	buf_int_padded(&local, number, 6);
	demo_value v[16] = { { "surname", f->surname }, { "local_id", buf_view(&local) }, { "child", S("yes") },
		             { "lives_at", f->street }, { "postcode", f->postcode }, { "locality", demo_locality(f->locality) },
		             { "language", f->language } };
	size_t n = 7;
	bool english = str_eq(f->language, S("English"));
	v[n++] = (demo_value){ "interpreter", english ? S("no") : dice_chance(&m->dice, 60) ? S("yes") : S("no") };
	v[n++] = (demo_value){ unborn ? "expected" : "born", day_text(m->a, born) };
	if (!unborn) {
		v[n++] = (demo_value){ "given", demo_given(m) };
		v[n++] = (demo_value){ "sex", dice_chance(&m->dice, 49) ? S("F") : S("M") };
		if (dice_chance(&m->dice, 85)) v[n++] = (demo_value){ "nhs_number", demo_nhs_number(m) };
		if (day_age(born, m->today) >= 5) v[n++] = (demo_value){ "upn", demo_upn(m, born) };
		if (dice_chance(&m->dice, 10)) v[n++] = (demo_value){ "known_as", demo_given(m) };
	}
	demo_child *c = &f->children[f->child_n++];
	c->born = born;
	return demo_record(m, "person", NULL, 0, v, n, (when){ 0 }, &c->record);
}

static err family_of(demo *m, int64_t most, int64_t first_number, family *ret)
{
	family f = { .surname = demo_surname(m), .street = demo_street(m), .locality = (size_t)dice_roll(&m->dice, DEMO_LOCALITIES) };
	f.language = str_of(languages[dice_roll(&m->dice, sizeof languages / sizeof *languages)]);
	buf postcode = BUF(m->a);
	buf_printf(&postcode, "ZW%d %d%c%c", (int)f.locality + 1, (int)dice_roll(&m->dice, 10),
	           "ABDEFGHJLNPQRSTUWXYZ"[dice_roll(&m->dice, 20)], "ABDEFGHJLNPQRSTUWXYZ"[dice_roll(&m->dice, 20)]);
	f.postcode = buf_view(&postcode);
	size_t adults = dice_chance(&m->dice, 60) ? 2 : 1;
	for (size_t i = 0; i < adults; i++) TRY(adult_of(m, &f));
	int64_t children = 1 + (int64_t)dice_roll(&m->dice, CHILDREN_A_FAMILY_MOST);
	if (children > most) children = most;
	day born = day_add(m->today, -(int)dice_roll(&m->dice, 6 * 365));
	for (int64_t i = 0; i < children; i++) {
		TRY(child_of(m, &f, born, first_number + i));
		bool twin = dice_chance(&m->dice, 3);
		if (!twin) born = day_add(born, -(400 + (int)dice_roll(&m->dice, 1100)));
		if (day_age(born, m->today) >= 18) break;
	}
	*ret = f;
	return OK;
}

/* One lead worker for the family, and the manager of the worker's team. */
static err allocate(demo *m, const family *f, demo_child *c, size_t worker)
{
	day from = day_add(m->today, -(560 + (int)dice_roll(&m->dice, 300)));
	if (from.n < c->born.n) from = day_add(c->born, 14 + (int)dice_roll(&m->dice, 60));
	if (from.n > m->today.n) from = day_add(m->today, -1);
	c->since = from;
	record_id both[2] = { m->workers[f->locality][worker], m->team_managers[f->locality] };
	for (size_t i = 0; i < 2; i++)
		TRY(demo_record(m, "works_with", (demo_link[]){ { "child", c->record }, { "worker", both[i] } }, 2,
		                (demo_value[]){ { "as", i ? S("manager") : S("lead") }, { "from", day_text(m->a, from) } }, 2,
		                demo_on(from), NULL));
	return OK;
}

/* A health visitor knows the youngest; a child who keeps words from a co-worker lets the seal be seen. */
static err others_around(demo *m, const family *f, demo_child *c, size_t worker)
{
	if (day_age(c->born, m->today) < 5 && dice_chance(&m->dice, 40))
		TRY(demo_record(m, "works_with", (demo_link[]){ { "child", c->record }, { "worker", m->health_worker } }, 2,
		                (demo_value[]){ { "as", S("co_worker") }, { "from", day_text(m->a, day_add(m->today, -60)) } }, 2,
		                demo_on(day_add(m->today, -60)), NULL));
	if (!dice_chance(&m->dice, 6)) return OK;
	size_t other = (worker + 1) % DEMO_WORKERS_A_TEAM;
	c->keep_from = m->worker_persons[f->locality][other];
	return demo_record(m, "works_with", (demo_link[]){ { "child", c->record }, { "worker", m->workers[f->locality][other] } }, 2,
	                   (demo_value[]){ { "as", S("co_worker") }, { "from", day_text(m->a, day_add(m->today, -200)) } }, 2,
	                   demo_on(day_add(m->today, -200)), NULL);
}

err demo_families(demo *m, int64_t children, demo_progress *progress, void *context)
{
	ARENA(work);
	arena *whole = m->a;
	m->a = &work;
	for (int64_t made = 0, families = 0; made < children; families++) {
		arena_reset(&work);
		m->writer.author = m->desk_worker; /* who opened the family's records */
		family f;
		TRY(family_of(m, children - made, made + 1, &f));
		bool held = dice_chance(&m->dice, HELD_IN_HUNDRED) && families % EVERY_SO_MANY_WAIT != 2; /* in a small area too */
		size_t worker = (size_t)dice_roll(&m->dice, DEMO_WORKERS_A_TEAM);
		for (size_t i = 0; i < f.child_n; i++) {
			demo_child *c = &f.children[i];
			c->adult_n = f.adult_n;
			for (size_t k = 0; k < f.adult_n; k++) c->adults[k] = f.adults[k];
			if (!held) continue;
			m->writer.author = m->team_managers[f.locality];
			TRY(allocate(m, &f, c, worker));
			TRY(others_around(m, &f, c, worker));
			m->writer.author = m->workers[f.locality][worker];
			TRY(demo_journey(m, c));
			TRY(demo_words(m, c));
		}
		made += (int64_t)f.child_n;
		if (progress) progress(context, made, children);
	}
	m->a = whole;
	return OK;
}
