/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who may be named in what is written: what names a person tells the name to all its readers. */
#include "support/inhabited.h"

static values sent_naming(inhabited *h, const kind *told, record_id person)
{
	values sent = values_make(h->a, told);
	value present = { .is = VALUE_KNOWN };
	PUSH(h->a, &present.records, person);
	*values_of(&sent, S("words")) = (value){ .is = VALUE_KNOWN, .text = S("x") };
	*values_of(&sent, S("present")) = present;
	return sent;
}

static err names_in_field(inhabited *h, reading *r, record_id person)
{
	view v;
	const kind *told = practice_kind(h->g.p, S("told"));
	values sent = sent_naming(h, told, person);
	assert_ok(h->t, access_open(r, h->bell, PROJECT_NOW, S("form"), &v));
	return access_values(&v, told, said_of(0), &sent);
}

static record_id recorded_by(inhabited *h, reading *r, const char *given)
{
	writer w;
	seq at;
	bool forked;
	problems wrong = { 0 };
	entry_head head = { 0 };
	const kind *person = practice_kind(h->g.p, S("person"));
	values v = values_make(h->a, person);
	*values_of(&v, S("given")) = (value){ .is = VALUE_KNOWN, .text = str_of(given) };
	assert_ok(h->t, access_writer(r, person, &head, &w));
	assert_ok(h->t, journal_append(&w, person, &v, &head, h->a, &at, &forked, &wrong));
	return said_of(at.n);
}

/* Robin is nobody whom Ann has heard of. */
static void a_stranger_cannot_be_named(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	reading r = reads(&h, &ann);
	assert_err(t, E_DENIED, names_in_field(&h, &r, h.robin));
	assert_int_equal(r.looks.at[r.looks.n - 1].child.n, h.robin.n);
	assert_int_equal(r.looks.at[r.looks.n - 1].outcome, LOOK_REFUSED);
	assert_ok(t, names_in_field(&h, &r, h.bell));
	assert_ok(t, names_in_field(&h, &r, h.ben_herself)); /* known as a worker */
	SAYS(&h.g, .kind = "told", .json = TEXT_OF(&h, "{\"words\":\"x\",\"present\":[%lld]}", (long long)h.robin.n),
	     .about = TEXT_OF(&h, "child %lld", (long long)h.bell.n));
	assert_ok(t, names_in_field(&h, &r, h.robin)); /* named now in what Ann may read of Bell */
}

/* The same by a link in the header, with the record that a worker is as the thing that names. */
static void a_link_names_nobody_unknown_either(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer cleo = viewing(&h, ROLE_MANAGER, h.cleo);
	reading r = reads(&h, &cleo);
	entry_head head = { 0 };
	writer w;
	PUSH(h.a, &head.about, ((entry_link){ S("person"), h.robin }));
	assert_err(t, E_DENIED, access_writer(&r, practice_kind(h.g.p, S("worker")), &head, &w));
	head.about.at[0].record = h.ann_herself;
	assert_ok(t, access_writer(&r, practice_kind(h.g.p, S("worker")), &head, &w));
}

/* A new person can be named by whoever recorded it, and by nobody else, until somebody else writes about it. */
static void who_was_just_recorded_can_be_named(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	works(&h, h.ben, h.bell, "2024-04-01", NULL);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), ben = viewing(&h, ROLE_PRACTITIONER, h.ben);
	reading r = reads(&h, &ann);
	record_id mum = recorded_by(&h, &r, "Mara");
	r = reads(&h, &ann);
	reading b = reads(&h, &ben);
	view v;
	record_list own, bens;
	assert_ok(t, access_open(&r, h.bell, PROJECT_NOW, S("form"), &v));
	assert_ok(t, access_recorded_alone(&v, &own));
	assert_int_equal(own.n, 1);
	assert_int_equal(own.at[0].n, mum.n);
	assert_str(access_name(&v, mum), S("Mara"));
	assert_ok(t, names_in_field(&h, &r, mum));
	assert_ok(t, access_open(&b, h.bell, PROJECT_NOW, S("form"), &v));
	assert_ok(t, access_recorded_alone(&v, &bens));
	assert_int_equal(bens.n, 0);
	assert_err(t, E_DENIED, names_in_field(&h, &b, mum));
	SAYS(&h.g, .kind = "person", .json = "{\"given\":\"Zora\"}", .record = mum.n, .about = "");
	r = reads(&h, &ann);
	assert_ok(t, access_open(&r, h.bell, PROJECT_NOW, S("form"), &v));
	assert_str(access_name(&v, mum), S("somebody"));
	assert_err(t, E_DENIED, names_in_field(&h, &r, mum));
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(a_stranger_cannot_be_named),
		ENGINE_TEST(a_link_names_nobody_unknown_either),
		ENGINE_TEST(who_was_just_recorded_can_be_named),
	};
	return engines_run("access/naming", tests, sizeof tests / sizeof *tests);
}
