/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who may write what about whom, as a table; and what a correction leaves alone. */
#include "support/inhabited.h"

typedef enum { ANN, BEN, CLEO, CLEO_WITH, KIT, DESK, BOARD, ADMIN, COMMAND, VIEWER_N } who_writes;
static const char *const names[VIEWER_N] = { "ann works with Bell", "ben does not", "cleo manages", "cleo works with Bell",
	                                     "kit has an interest", "the desk", "the board", "the administrator", "a command" };

static viewer viewer_at(inhabited *h, who_writes i)
{
	switch (i) {
	case ANN: return viewing(h, ROLE_PRACTITIONER, h->ann);
	case BEN: return viewing(h, ROLE_PRACTITIONER, h->ben);
	case CLEO: case CLEO_WITH: return viewing(h, ROLE_MANAGER, h->cleo);
	case KIT: return viewing(h, ROLE_PRACTITIONER, h->kit);
	case DESK: return viewing(h, ROLE_DESK, h->ben);
	case BOARD: return viewing(h, ROLE_BOARD, h->ben);
	case ADMIN: return viewing(h, ROLE_ADMINISTRATOR, h->ben);
	case COMMAND: case VIEWER_N: break;
	}
	return (viewer){ .name = S("command line"), .measuring = true };
}

/* What is written: the kind, about whom (by role), and whether it corrects a record. */
typedef struct {
	const char *kind, *role;
	bool corrects;
	const char *may; /* one letter for each viewer in order: y may, n E_DENIED */
} rule;

/*                                        ann ben cleo cleo+ kit desk board admin command */
static const rule rules[] = {
	{ "told", "child", false,           "y  n   n    n     n   n    n     n     n" },
	{ "told", "child", true,            "y  n   n    n     n   n    n     n     n" },
	{ "oversight", "child", false,      "n  n   y    y     n   n    n     n     n" },
	{ "oversight", "child", true,       "n  n   y    y     n   n    n     n     n" },
	{ "works_with", "child", false,     "n  n   y    y     n   n    n     n     n" },
	{ "works_with", "child", true,      "n  n   y    y     n   n    n     n     n" },
	{ "interest", "child", false,       "y  y   y    y     y   y    y     n     n" },
	{ "person", NULL, false,            "y  y   y    y     y   y    n     n     n" },
	{ "person", NULL, true,             "y  n   n    y     n   n    n     n     n" },
	{ "same_person", "keep", false,     "y  n   y    y     n   n    n     n     n" },
	{ "team", NULL, false,              "n  n   y    y     n   n    n     n     n" },
	{ "worker", NULL, true,             "n  n   y    y     n   n    n     n     n" },
	{ "course", NULL, false,            "n  n   y    y     n   n    n     n     n" },
	{ "declaration", NULL, false,       "n  n   n    n     n   n    n     n     n" },
};

static int64_t record_of(inhabited *h, const char *kind_name)
{
	const char *bell = TEXT_OF(h, "child %lld", (long long)h->bell.n);
	if (str_eq(str_of(kind_name), S("told"))) return SAYS(&h->g, .kind = "told", .json = "{\"words\":\"x\"}", .about = bell);
	if (str_eq(str_of(kind_name), S("oversight"))) return SAYS(&h->g, .kind = "oversight", .json = "{\"note\":\"x\"}", .about = bell);
	if (str_eq(str_of(kind_name), S("works_with"))) return h->ann_works.n;
	if (str_eq(str_of(kind_name), S("person"))) return h->bell.n;
	assert_string_equal(kind_name, "worker");
	return h->ann.n;
}

static void check_rule(inhabited *h, const rule *x)
{
	const kind *k = practice_kind(h->g.p, str_of(x->kind));
	entry_head head = { .record = { x->corrects ? record_of(h, x->kind) : 0 } };
	if (x->role) PUSH(h->a, &head.about, ((entry_link){ str_of(x->role), h->bell }));
	const char *may = x->may;
	record_id held = { 0 };
	for (who_writes i = ANN; i < VIEWER_N; i++, may++) {
		while (*may == ' ') may++;
		if (i == CLEO_WITH) held = works(h, h->cleo, h->bell, "2024-04-01", NULL);
		viewer by = viewer_at(h, i);
		reading r = reads(h, &by);
		writer w = { 0 };
		err e = access_writer(&r, k, &head, &w);
		if (e != (*may == 'y' ? OK : E_DENIED))
			fail_msg("%s writes %s%s: %s", names[i], x->kind, x->corrects ? " again" : "", err_name(e));
		if (e == OK) assert_int_equal(w.author.n, by.worker.n);
		else assert_int_equal(r.looks.at[r.looks.n - 1].outcome, LOOK_REFUSED);
		if (i == CLEO_WITH)
			SAYS(&h->g, .kind = "works_with", .json = "{\"as\":\"lead\",\"from\":\"2024-04-01\",\"until\":\"2024-04-02\"}",
			     .record = held.n, .about = TEXT_OF(h, "child %lld, worker %lld", (long long)h->bell.n, (long long)h->cleo.n));
	}
}

static void the_table_of_rules(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) check_rule(&h, &rules[i]);
}

static void every_child_of_an_entry_must_open(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	reading r = reads(&h, &ann);
	entry_head head = { 0 };
	writer w;
	const kind *told = practice_kind(h.g.p, S("told"));
	PUSH(h.a, &head.about, ((entry_link){ S("child"), h.bell }));
	PUSH(h.a, &head.about, ((entry_link){ S("child"), h.robin }));
	assert_err(t, E_DENIED, access_writer(&r, told, &head, &w));
	assert_int_equal(r.looks.at[0].child.n, h.robin.n);
	works(&h, h.ann, h.robin, "2024-04-01", NULL);
	r = reads(&h, &ann);
	assert_ok(t, access_writer(&r, told, &head, &w));
	assert_int_equal(r.looks.n, 2);
	assert_int_equal(r.looks.at[1].outcome, LOOK_WROTE);
	assert_int_equal(w.agency.n, h.agency.n);
}

/* A link to another child's record would tell that it is there. */
static void a_link_needs_the_right_to_what_it_names(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	reading r = reads(&h, &ann);
	int64_t robins = SAYS(&h.g, .kind = "told", .json = "{\"words\":\"x\"}", .about = TEXT_OF(&h, "child %lld", (long long)h.robin.n));
	entry_head head = { 0 }, wrong_kind = { .record = h.team };
	writer w;
	PUSH(h.a, &head.about, ((entry_link){ S("child"), h.bell }));
	PUSH(h.a, &head.about, ((entry_link){ S("to"), { robins } }));
	assert_err(t, E_DENIED, access_writer(&r, practice_kind(h.g.p, S("reply")), &head, &w));
	head.about.at[1].record = said_of(999999);
	assert_err(t, E_NOT_FOUND, access_writer(&r, practice_kind(h.g.p, S("reply")), &head, &w));
	assert_err(t, E_NOT_FOUND, access_writer(&r, practice_kind(h.g.p, S("told")), &wrong_kind, &w));
}

static void a_correction_leaves_what_its_writer_does_not_see(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	reading r = reads(&h, &ann);
	view v;
	const kind *told = practice_kind(h.g.p, S("told"));
	record_id id = said_of(SAYS(&h.g, .kind = "told", .json = "{\"words\":\"x\",\"thought\":\"settled\",\"aside\":\"hush\"}",
	                            .about = TEXT_OF(&h, "child %lld", (long long)h.bell.n)));
	values sent = values_make(h.a, told);
	assert_ok(t, access_open(&r, h.bell, PROJECT_NOW, S("form"), &v));
	*values_of(&sent, S("words")) = (value){ .is = VALUE_KNOWN, .text = S("y") };
	*values_of(&sent, S("thought")) = (value){ .is = VALUE_KNOWN, .text = S("slipped in") };
	*values_of(&sent, S("aside")) = (value){ .is = VALUE_KNOWN, .text = S("over it") };
	assert_ok(t, access_values(&v, told, id, &sent));
	assert_str(values_get(&sent, S("aside"))->text, S("hush")); /* may be written, not read: not written over unseen */
	assert_str(values_get(&sent, S("words"))->text, S("y"));
	assert_str(values_get(&sent, S("thought"))->text, S("settled"));
	assert_ok(t, access_values(&v, told, said_of(0), &sent));
	assert_int_equal(values_get(&sent, S("thought"))->is, VALUE_ABSENT);
	assert_str(values_get(&sent, S("aside"))->text, S("hush"));
	assert_true(access_field_writable(&v, told, kind_field(told, S("words"))));
	assert_false(access_field_writable(&v, told, kind_field(told, S("thought"))));
}

static void a_field_links_to_what_its_writer_may_know(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann);
	reading r = reads(&h, &ann);
	view v;
	const kind *reply = practice_kind(h.g.p, S("reply"));
	const char *bell = TEXT_OF(&h, "child %lld", (long long)h.bell.n), *robin = TEXT_OF(&h, "child %lld", (long long)h.robin.n);
	const char *from_ann = TEXT_OF(&h, "{\"words\":\"x\",\"keep_from\":[%lld]}", (long long)h.ann_herself.n);
	int64_t open = SAYS(&h.g, .kind = "told", .json = "{\"words\":\"x\"}", .about = bell);
	int64_t kept = SAYS(&h.g, .kind = "told", .json = from_ann, .about = bell);
	int64_t other = SAYS(&h.g, .kind = "told", .json = "{\"words\":\"x\"}", .about = robin);
	const struct { int64_t see; err expected; } links[] = { { open, OK }, { kept, E_NOT_FOUND }, { other, E_DENIED }, { 999999, E_NOT_FOUND } };
	assert_ok(t, access_open(&r, h.bell, PROJECT_NOW, S("form"), &v));
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		values sent = values_make(h.a, reply);
		value see = { .is = VALUE_KNOWN };
		PUSH(h.a, &see.records, said_of(links[i].see));
		*values_of(&sent, S("see")) = see;
		assert_err(t, links[i].expected, access_values(&v, reply, said_of(0), &sent));
	}
}

/* Whatever a declaration says. */
static void an_administrator_writes_about_no_child(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	redeclare(&h, "write: [manager]\n  write_about_any: [manager]\n  fields:\n    - note",
	          "write: [manager, administrator]\n  write_about_any: [manager, administrator]\n  fields:\n    - note");
	viewer admin = viewer_at(&h, ADMIN), cleo = viewer_at(&h, CLEO);
	reading r = reads(&h, &admin), c = reads(&h, &cleo);
	entry_head head = { 0 };
	writer w;
	const kind *oversight = practice_kind(h.g.p, S("oversight"));
	PUSH(h.a, &head.about, ((entry_link){ S("child"), h.bell }));
	assert_err(t, E_DENIED, access_writer(&r, oversight, &head, &w));
	assert_ok(t, access_writer(&c, oversight, &head, &w));
}

static str offered(inhabited *h, const view *v)
{
	kind_list list;
	buf b = BUF(h->a);
	assert_ok(h->t, access_writable(v, &list));
	for (size_t i = 0; i < list.n; i++) {
		if (i) buf_char(&b, ' ');
		buf_str(&b, list.at[i]->name);
	}
	return buf_view(&b);
}

static void what_is_offered_may_be_written(test_area *t)
{
	INHABITED(h);
	inhabited_make(t, &h);
	works(&h, h.cleo, h.bell, "2024-04-01", NULL);
	viewer ann = viewing(&h, ROLE_PRACTITIONER, h.ann), cleo = viewing(&h, ROLE_MANAGER, h.cleo), board = viewing(&h, ROLE_BOARD, h.ben);
	reading r = reads(&h, &ann), c = reads(&h, &cleo), b = reads(&h, &board);
	view v;
	assert_ok(t, access_open(&r, h.bell, PROJECT_NOW, S("record"), &v));
	assert_str(offered(&h, &v), S("reply told"));
	assert_ok(t, access_open(&c, h.bell, PROJECT_NOW, S("record"), &v));
	assert_str(offered(&h, &v), S("oversight"));
	v = access_open_none(&c);
	assert_str(offered(&h, &v), S("agency course person team worker"));
	v = access_open_none(&r);
	assert_str(offered(&h, &v), S("person"));
	v = access_open_none(&b);
	assert_str(offered(&h, &v), S(""));
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(the_table_of_rules),
		ENGINE_TEST(every_child_of_an_entry_must_open),
		ENGINE_TEST(a_link_needs_the_right_to_what_it_names),
		ENGINE_TEST(a_correction_leaves_what_its_writer_does_not_see),
		ENGINE_TEST(a_field_links_to_what_its_writer_may_know),
		ENGINE_TEST(an_administrator_writes_about_no_child),
		ENGINE_TEST(what_is_offered_may_be_written),
	};
	return engines_run("access/writing", tests, sizeof tests / sizeof *tests);
}
