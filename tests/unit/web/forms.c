/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The form of every kind that this program declares: each field that may be filled in has its control, its problem beside
 * it, and what was typed, whatever was typed. */
#include "web/form_page.h"

#include "access/sessions.h"
#include "base/clock.h"
#include "support/engines.h"
#include "support/expect.h"

#include <stdio.h>

const capability_code *const capability_codes[] = { NULL }; /* no panels here */

typedef struct {
	test_area *t;
	arena *a;
	settings settings;
	area *area;
	db *d;
	const practice *p;
	viewer who;
	request r;
	record_id child;
} world;

static record_id append(world *w, const char *kind_name, const char *json, const entry_head *head)
{
	const kind *k = practice_kind(w->p, str_of(kind_name));
	writer by = journal_job_writer(area_journal(w->area), area_zone(w->area));
	values v;
	problems bad = { 0 };
	seq s;
	bool forked;
	assert_ok(w->t, values_from_json(w->a, area_zone(w->area), k, str_of(json), true, &v, &bad));
	assert_ok(w->t, journal_append(&by, k, &v, head, w->a, &s, &forked, &bad));
	return (record_id){ s.n };
}

static void begin(world *w, test_area *t)
{
	findings wrong = { 0 };
	*w = (world){ .t = t, .a = &t->arena, .settings = settings_initial(&t->arena) };
	w->settings.db = t->address;
	w->settings.keys = str_of(t->folder);
	assert_ok(t, hash_start());
	kind_sources sources = embedded_kind_sources(w->a, SOURCE_KINDS);
	assert_ok(t, area_make(w->a, &w->settings, sources.at, sources.n, false, &wrong));
	assert_ok(t, area_open(w->a, &w->settings, AREA_SERVE, &w->area));
	assert_ok(t, area_connect(w->area, &t->trail, &w->d));
	assert_ok(t, area_practice(w->area, w->d, &w->p));
	w->child = append(w, "person", "{\"given\":\"Asha\",\"surname\":\"<b>Bell\",\"child\":true}", &(entry_head){ 0 });
	record_id worker = append(w, "worker", "{\"name\":\"Dana & Co\"}", &(entry_head){ 0 });
	entry_head works = { 0 };
	PUSH(w->a, &works.about, ((entry_link){ S("child"), w->child }));
	PUSH(w->a, &works.about, ((entry_link){ S("worker"), worker }));
	append(w, "works_with", "{\"as\":\"lead\",\"from\":\"2024-01-01\"}", &works);
	role_set all = ROLE_PRACTITIONER | ROLE_MANAGER | ROLE_PARTNER | ROLE_DESK | ROLE_BOARD;
	assert_ok(t, viewer_of(w->d, w->a, 1, S("a sign-in"), all, worker, &w->who));
	instant now = clock_now();
	w->r = (request){ .a = w->a, .read = { .area = w->area, .db = w->d, .a = w->a, .practice = w->p, .who = &w->who, .now = now,
		                               .today = zone_day(area_zone(w->area), now) } };
}

static void end(world *w)
{
	db_closep(&w->d);
	area_closep(&w->area);
}

static str joined(arena *a, const char *x, str y, const char *z)
{
	buf b = BUF(a);
	buf_str(&b, str_of(x));
	buf_str(&b, y);
	buf_str(&b, str_of(z));
	return buf_view(&b);
}

static void holds(const kind *k, str page, str part)
{
	if (str_find(page, part) >= 0) return;
	printf("# the form of %.*s has no «%.*s»\n", STR_ARG(k->name), STR_ARG(part));
	fail();
}

static const char hostile[] = "\"'></textarea><script>alert(1)</script>&";
static const char escaped[] = "&quot;&#39;&gt;&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;";

static bool keeps_text(field_type t)
{
	return t == FIELD_TEXT || t == FIELD_LINE || t == FIELD_NUMBER || t == FIELD_IDENTIFIER;
}

static size_t one_field(world *w, const view *v, const kind *k, const field *f, str page)
{
	bool of_days = f->type == FIELD_DAY || f->type == FIELD_INSTANT;
	bool chosen_among = f->type == FIELD_PERSON || f->type == FIELD_PEOPLE || f->type == FIELD_RECORD;
	if (!form_offers(v, k, f, false)) return 0;
	if (!chosen_among) holds(k, page, joined(w->a, "id=\"", f->name, of_days ? "-day\"" : "\""));
	str not_known = joined(w->a, "name=\"", f->name, "-not-known\"");
	if (f->known) assert_int_equal(str_find(page, not_known), -1);
	else holds(k, page, not_known);
	holds(k, page, joined(w->a, "Problem of ", f->name, "."));
	buf label = BUF(w->a);
	buf_html(&label, f->label);
	holds(k, page, buf_view(&label));
	if (keeps_text(f->type)) holds(k, page, str_of(escaped));
	return 1;
}

static size_t one_kind(world *w, const view *v, const kind *k)
{
	form_parts typed = { 0 };
	problems bad = { 0 };
	html fields;
	size_t seen = 0;
	for (size_t i = 0; i < k->field_n; i++) {
		typed_put(w->a, &typed, k->fields[i].name, STR_NONE, str_of(hostile));
		typed_put(w->a, &typed, k->fields[i].name, S("-day"), str_of(hostile));
		PUSH(w->a, &bad, ((problem){ .where = &k->fields[i], .message = joined(w->a, "Problem of ", k->fields[i].name, ".") }));
	}
	kind_form f = { .kind = k, .view = v, .typed = &typed, .problems = &bad, .asks_happened = k->about_child, .about = v->child };
	assert_ok(w->t, form_fields(&w->r, &f, &fields));
	assert_int_equal(str_find(fields.text, S("<script")), -1);
	assert_int_equal(str_find(fields.text, S("<b>")), -1);
	for (size_t i = 0; i < k->field_n; i++) seen += one_field(w, v, k, &k->fields[i], fields.text);
	str summary = form_error_summary(w->a, &f).text;
	for (size_t i = 0; i < bad.n; i++) holds(k, summary, bad.at[i].message);
	return seen;
}

static void every_form_shows_its_fields_their_problems_and_what_was_typed(test_area *t)
{
	world w;
	view v, none;
	size_t seen = 0;
	begin(&w, t);
	assert_ok(t, access_open(&w.r.read, w.child, PROJECT_NOW, S("a test"), &v));
	none = access_open_none(&w.r.read);
	for (size_t i = 0; i < practice_kind_count(w.p); i++) {
		const kind *k = practice_kind_at(w.p, i);
		seen += one_kind(&w, k->about_child ? &v : &none, k);
	}
	printf("# %zu fields of %zu kinds\n", seen, practice_kind_count(w.p));
	assert_true(seen > 30);
	end(&w);
}

static void nothing_is_proposed(test_area *t)
{
	world w;
	view v;
	html fields;
	form_parts empty = { 0 };
	begin(&w, t);
	assert_ok(t, access_open(&w.r.read, w.child, PROJECT_NOW, S("a test"), &v));
	for (size_t i = 0; i < practice_kind_count(w.p); i++) {
		const kind *k = practice_kind_at(w.p, i);
		kind_form f = { .kind = k, .view = &v, .typed = &empty, .asks_happened = true, .about = v.child };
		if (!k->about_child) continue;
		assert_ok(t, form_fields(&w.r, &f, &fields));
		assert_int_equal(str_find(fields.text, S(" checked")), -1);
		assert_int_equal(str_find(fields.text, S(" selected")), -1);
		assert_int_equal(str_find(fields.text, S("type=\"text\" value=")), -1);
		assert_int_equal(form_error_summary(w.a, &f).text.n, 0);
	}
	end(&w);
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(every_form_shows_its_fields_their_problems_and_what_was_typed),
		ENGINE_TEST(nothing_is_proposed),
	};
	return engines_run("web/forms", tests, sizeof tests / sizeof *tests);
}
