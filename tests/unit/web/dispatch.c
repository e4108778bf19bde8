/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Requests on their way to a page, through a socket, against an area with a few people in it. The pages are this test's own,
 * given to the program as a capability gives its. */
#include "support/client.h"
#include "support/expect.h"
#include "support/inhabited.h"
#include "tests/unit/web/pages/sample.h"
#include "web/assets.h"
#include "web/dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SECRET "the lamp is a duck"

/* ---- pages */

static err show_words(request *r, const view *v, model *m)
{
	sample_page *page = TAKE(r->a, sample_page);
	records list = { 0 };
	page->text = S("nothing");
	if (v) TRY(access_records(v, practice_kind(r->read.practice, S("told")), 0, &list));
	if (list.n) page->text = values_get(&list.at[0].values, S("words"))->text;
	m->title = S("A page of the test");
	sample_model(m, page);
	return OK;
}

static err take_form(request *r, const view *v, model *m)
{
	if (request_form(r, S("say")).n == 0) {
		TRY(show_words(r, v, m));
		m->status = 422;
		return OK;
	}
	m->redirect = S("/t/signed-in");
	return OK;
}

/* An err by its number, as a page may return any. */
static err give_err(request *r, const view *v, model *m)
{
	int64_t n;
	(void)v, (void)m;
	if (!str_to_int(r->params[0], &n)) return E_NOT_FOUND;
	return FAIL(&r->a->trail, (err)n);
}

/* A file that leaves as its address asks, by the number of leaves_as. */
static err give_file(request *r, const view *v, model *m)
{
	int64_t as;
	(void)v;
	if (!str_to_int(r->params[0], &as)) return E_NOT_FOUND;
	*m = (model){ .file = S("a,b\r\n"), .file_media = S("text/csv"), .file_name = S("a.csv"), .file_as = (leaves_as)as };
	return OK;
}

static const route routes[] = {
	{ GET, "/t/unsaid/:as", .may = MAY_SIGNED_IN, .page = give_file },
	{ GET, "/t/said/:as", .may = MAY_SIGNED_IN, .page = give_file, .leaves = { LEAVES_GATE | LEAVES_COUNTED, "A reason." } },
	{ GET, "/t/anyone", .may = MAY_ANYONE, .page = show_words },
	{ GET, "/t/signed-in", .may = MAY_SIGNED_IN, .page = show_words },
	{ GET, "/t/child/:child", .may = MAY_READ_CHILD, .page = show_words, .then = true },
	{ GET, "/t/child/new", .may = MAY_SIGNED_IN, .page = show_words },
	{ GET, "/t/record/:record", .may = MAY_READ_RECORD, .page = show_words },
	{ GET, "/t/allocate", .may = MAY_ALLOCATE, .page = show_words },
	{ GET, "/t/manage", .may = MAY_MANAGE_SIGN_INS, .page = show_words },
	{ GET, "/t/fail/:n", .may = MAY_ANYONE, .page = give_err },
	{ POST, "/t/form", .may = MAY_SIGNED_IN, .form = take_form, .max_body = 1000 },
	{ POST, "/t/child/:child", .may = MAY_READ_CHILD, .form = take_form },
};
static const capability_code of_test = { .capability = "test", .routes = routes, .route_n = sizeof routes / sizeof *routes };
const capability_code *const capability_codes[] = { &of_test, NULL };

/* ---- a served area */

enum { NOBODY, ANN, BEN, CLEO, KIT, ADMINISTRATOR, PEOPLE };

typedef struct {
	inhabited h;
	site *site;
	http_server *server;
	int port;
	char cookie[PEOPLE][200], csrf[PEOPLE][100];
	int64_t told;
	reply reply;
} served;

static void come_in(served *s, int by);

static void get_with(served *s, int by, const char *path, const char *more_headers)
{
	come_in(s, by);
	const char *bytes = TEXT_OF(&s->h, "GET %s HTTP/1.1\r\nHost: here\r\nConnection: close\r\n%s%s\r\n", path, s->cookie[by], more_headers);
	client_converse(s->port, bytes, strlen(bytes), 5000, &s->reply);
}

static int get(served *s, int by, const char *path)
{
	get_with(s, by, path, "");
	return s->reply.status;
}

static int post_with(served *s, int by, const char *path, const char *more_headers, const char *body)
{
	come_in(s, by);
	const char *bytes = TEXT_OF(&s->h, "POST %s HTTP/1.1\r\nHost: here\r\nConnection: close\r\n%s%s"
	                            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s", path, s->cookie[by],
	                            more_headers, strlen(body), body);
	client_converse(s->port, bytes, strlen(bytes), 5000, &s->reply);
	return s->reply.status;
}

/* Signs in as a browser does, when first asked for: a pass phrase takes its time. */
static void come_in(served *s, int by)
{
	const struct {
		const char *name;
		role_set roles;
		record_id worker;
	} people[PEOPLE] = { { NULL, 0, { 0 } }, { "ann", ROLE_PRACTITIONER, s->h.ann }, { "ben", ROLE_PRACTITIONER, s->h.ben },
		             { "cleo", ROLE_MANAGER, s->h.cleo }, { "kit", ROLE_PRACTITIONER, s->h.kit },
		             { "root", ROLE_ADMINISTRATOR, { 0 } } };
	char cookie[150];
	str why = STR_NONE;
	if (by == NOBODY || s->cookie[by][0]) return;
	assert_int_equal(sign_in_add(s->h.area, s->h.a, str_of(people[by].name), people[by].roles, people[by].worker,
	                             S("a long pass phrase"), &why), OK);
	phrase_is_own(&s->h, people[by].name);
	const char *form = TEXT_OF(&s->h, "name=%s&pass-phrase=a+long+pass+phrase", people[by].name);
	assert_int_equal(post_with(s, NOBODY, "/sign-in", "Origin: http://here\r\n", form), 303);
	client_header(&s->reply, "Set-Cookie", cookie, sizeof cookie);
	assert_non_null(strstr(cookie, "; Path=/; HttpOnly; SameSite=Strict"));
	snprintf(s->cookie[by], sizeof s->cookie[by], "Cookie: %.*s\r\n", (int)strcspn(cookie, ";"), cookie);
	assert_int_equal(get(s, by, "/t/signed-in"), 200);
	const char *csrf = strstr(s->reply.text, "name=\"csrf\" value=\"");
	assert_non_null(csrf);
	snprintf(s->csrf[by], sizeof s->csrf[by], "%.*s", (int)strcspn(csrf + 19, "\""), csrf + 19);
}

static void start(served *s)
{
	s->h.settings.listen = S("127.0.0.1:0");
	s->h.settings.workers = 2;
	s->h.settings.write_wait_ms = 1000;
	s->h.settings.desk_telephone = S("0300 000 0000");
	s->h.settings.area_name = S("Testshire <County>");
	inhabited_again(&s->h);
	assert_int_equal(site_make(s->h.a, s->h.area, &s->h.settings, &s->site), OK);
	http_handler handler = site_handler(s->site);
	assert_int_equal(http_start(&s->h.settings, &handler, NULL, &s->server), OK);
	s->port = atoi(http_address(s->server).at + strlen("http://127.0.0.1:"));
}

static served *serve(test_area *t)
{
	served *s = calloc(1, sizeof *s);
	inhabited_make(t, &s->h);
	s->told = SAYS(&s->h.g, .kind = "told", .json = "{\"words\":\"" SECRET "\"}",
	               .about = TEXT_OF(&s->h, "child %lld", (long long)s->h.bell.n));
	start(s);
	return s;
}

static void close_served(served *s)
{
	http_stop(s->server);
	site_end(s->site);
	inhabited_end(&s->h);
	free(s);
}

/* ---- rights */

static void rights_are_the_route_s(test_area *t)
{
	served *s = serve(t);
	const char *child = TEXT_OF(&s->h, "/t/child/%lld", (long long)s->h.bell.n);
	const char *told = TEXT_OF(&s->h, "/t/record/%lld", (long long)s->told);
	const struct {
		const char *path;
		int status[PEOPLE]; /* nobody, Ann who works with the child, Ben, Cleo the manager, Kit who is kin, administrator */
	} table[] = {
		{ "/t/anyone", { 200, 200, 200, 200, 200, 200 } },
		{ "/t/signed-in", { 303, 200, 200, 200, 200, 200 } },
		{ "/t/child/new", { 303, 200, 200, 200, 200, 200 } },
		{ child, { 303, 200, 403, 403, 403, 403 } },
		{ told, { 303, 200, 403, 403, 403, 403 } },
		{ "/t/allocate", { 303, 403, 403, 200, 403, 403 } },
		{ "/t/manage", { 303, 403, 403, 403, 403, 200 } },
		{ "/t/child/0", { 303, 404, 404, 404, 404, 404 } },
		{ "/t/child/x", { 303, 404, 404, 404, 404, 404 } },
		{ "/t/record/999999", { 303, 404, 404, 404, 404, 404 } },
		{ "/t/nothing", { 404, 404, 404, 404, 404, 404 } },
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		for (int by = NOBODY; by < PEOPLE; by++) {
			int got = get(s, by, table[i].path);
			if (got != table[i].status[by]) print_message("# %s as %d: %d\n", table[i].path, by, got);
			assert_int_equal(got, table[i].status[by]);
			bool content = got == 200 && (table[i].path == child || table[i].path == told);
			assert_int_equal(strstr(s->reply.text, SECRET) != NULL, content);
			get_with(s, by, table[i].path, "Accept: application/json\r\n");
			assert_int_equal(s->reply.status, got == 303 ? 401 : got);
			assert_int_equal(strstr(s->reply.text, SECRET) != NULL, content);
		}
	close_served(s);
}

static void looks_and_tries_are_noted(test_area *t)
{
	served *s = serve(t);
	const char *child = TEXT_OF(&s->h, "/t/child/%lld", (long long)s->h.bell.n);
	look_list list = { 0 };
	assert_int_equal(get(s, ANN, child), 200);
	assert_int_equal(get(s, BEN, child), 403);
	assert_int_equal(readlog_about(s->h.area, s->h.a, &s->h.bell, 1, LOOKS_UNTIL_NOW, 10, &list), OK);
	assert_true(list.n >= 2);
	assert_int_equal(list.at[0].outcome, LOOK_REFUSED);
	assert_int_equal(list.at[0].worker.n, s->h.ben.n);
	assert_int_equal(list.at[1].outcome, LOOK_OPENED);
	assert_int_equal(list.at[1].worker.n, s->h.ann.n);
	assert_int_equal(get(s, ADMINISTRATOR, child), 403);
	assert_int_equal(get(s, ANN, TEXT_OF(&s->h, "/child/%lld/who-looked?as=json", (long long)s->h.bell.n)), 200);
	const char *tried = strstr(s->reply.text, "\"who\":\"root\"");
	assert_non_null(tried);
	assert_non_null(strstr(tried, "\"outcome\":\"refused\""));
	close_served(s);
}

/* A route sends no file but of a sort that it says: whatever its page does. */
static void files_leave_as_their_route_says(test_area *t)
{
	served *s = serve(t);
	for (int as = 0; as <= LEAVES_NOBODY; as = as ? as * 2 : 1) {
		bool declared = as == LEAVES_GATE || as == LEAVES_COUNTED;
		assert_int_equal(get(s, ANN, TEXT_OF(&s->h, "/t/unsaid/%d", as)), 500);
		assert_null(strstr(s->reply.text, "a,b"));
		assert_int_equal(get(s, ANN, TEXT_OF(&s->h, "/t/said/%d", as)), declared ? 200 : 500);
		assert_int_equal(strstr(s->reply.text, "a,b") != NULL, declared);
	}
	buf b = BUF(s->h.a);
	assert_int_equal(site_list_leaving(&b), OK);
	assert_true(str_find(buf_view(&b), S("GET /t/said/:as: released; numbers. A reason.\n")) >= 0);
	assert_true(str_find(buf_view(&b), S("unsaid")) < 0);
	close_served(s);
}

/* ---- forms */

static void forms_come_from_our_own_pages(test_area *t)
{
	served *s = serve(t);
	come_in(s, ANN), come_in(s, BEN);
	const char *good = TEXT_OF(&s->h, "csrf=%s&say=x", s->csrf[ANN]), *of_ben = TEXT_OF(&s->h, "csrf=%s&say=x", s->csrf[BEN]);
	const char *cut = TEXT_OF(&s->h, "csrf=%.10s&say=x", s->csrf[ANN]);
	assert_int_equal(post_with(s, ANN, "/t/form", "", good), 303);
	assert_int_equal(post_with(s, ANN, "/t/form", "Origin: http://here\r\nSec-Fetch-Site: same-origin\r\n", good), 303);
	assert_int_equal(post_with(s, ANN, "/t/form", "Origin: https://HERE\r\n", good), 303);
	assert_int_equal(post_with(s, ANN, "/t/form", "", "say=x"), 403);
	assert_int_equal(post_with(s, ANN, "/t/form", "", "csrf=&say=x"), 403);
	assert_int_equal(post_with(s, ANN, "/t/form", "", cut), 403);
	assert_int_equal(post_with(s, ANN, "/t/form", "", of_ben), 403);
	assert_int_equal(post_with(s, ANN, "/t/form", "Origin: http://elsewhere\r\n", good), 403);
	assert_int_equal(post_with(s, ANN, "/t/form", "Origin: null\r\n", good), 403);
	assert_int_equal(post_with(s, ANN, "/t/form", "Sec-Fetch-Site: cross-site\r\n", good), 403);
	assert_int_equal(post_with(s, ANN, "/t/form", "Sec-Fetch-Site: same-site\r\n", good), 403);
	assert_int_equal(post_with(s, NOBODY, "/sign-in", "Origin: http://elsewhere\r\n", "name=ann&pass-phrase=a+long+pass+phrase"), 403);
	close_served(s);
}

static void forms_are_shown_again_or_lead_on(test_area *t)
{
	served *s = serve(t);
	come_in(s, ANN), come_in(s, BEN);
	char to[200];
	assert_int_equal(post_with(s, ANN, "/t/form", "", TEXT_OF(&s->h, "csrf=%s&say=x", s->csrf[ANN])), 303);
	client_header(&s->reply, "Location", to, sizeof to);
	assert_string_equal(to, "/t/signed-in");
	assert_int_equal(post_with(s, ANN, "/t/form", "", TEXT_OF(&s->h, "csrf=%s", s->csrf[ANN])), 422);
	assert_int_equal(post_with(s, NOBODY, "/t/form", "", "say=x"), 401);
	const char *child = TEXT_OF(&s->h, "/t/child/%lld", (long long)s->h.bell.n);
	assert_int_equal(post_with(s, BEN, child, "", TEXT_OF(&s->h, "csrf=%s&say=x", s->csrf[BEN])), 403);
	assert_int_equal(post_with(s, ANN, child, "", TEXT_OF(&s->h, "csrf=%s&say=x", s->csrf[ANN])), 303);
	close_served(s);
}

static void what_cannot_be_read_is_refused(test_area *t)
{
	served *s = serve(t);
	char *large = calloc(1, 3000);
	memset(large, 'x', 1100);
	assert_int_equal(post_with(s, ANN, "/t/form", "", large), 413);
	assert_int_equal(post_with(s, ANN, "/t/form", "", "say=%zz"), 400);
	assert_int_equal(post_with(s, ANN, "/t/form", "", "say=%ff"), 400);
	assert_int_equal(post_with(s, ANN, "/t/form", "", "say=%00"), 400);
	assert_int_equal(get(s, ANN, "/t/anyone?a=%zz"), 400);
	char methods[40];
	assert_int_equal(post_with(s, ANN, "/t/anyone", "", "say=x"), 405);
	client_header(&s->reply, "Allow", methods, sizeof methods);
	assert_string_equal(methods, "GET, HEAD");
	const char *unknown = "BREW /t/anyone HTTP/1.1\r\nHost: here\r\n\r\n";
	client_converse(s->port, unknown, strlen(unknown), 3000, &s->reply);
	assert_int_equal(s->reply.status, 405);
	client_header(&s->reply, "Allow", methods, sizeof methods);
	assert_string_equal(methods, "GET, HEAD, POST");
	assert_non_null(strstr(s->reply.text, "This address does not take that"));
	assert_int_equal(post_with(s, ANN, "/t/nowhere", "", large), 404);
	const char *json = "POST /t/form HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
	client_converse(s->port, json, strlen(json), 3000, &s->reply);
	assert_int_equal(s->reply.status, 400);
	free(large);
	close_served(s);
}

/* ---- answers */

static void refusals_say_what_to_do(test_area *t)
{
	static const struct {
		err e;
		int status;
		bool rings;
	} table[] = { { E_INVALID, 400, false }, { E_DENIED, 403, false }, { E_NOT_FOUND, 404, false }, { E_CONFLICT, 409, false },
		      { E_BUSY, 503, true },     { E_LIMIT, 507, true },   { E_IO, 500, true } };
	served *s = serve(t);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const char *path = TEXT_OF(&s->h, "/t/fail/%d", (int)table[i].e);
		assert_int_equal(get(s, NOBODY, path), table[i].status);
		assert_non_null(strstr(s->reply.text, "<h1 class=\"govuk-heading-l\">"));
		assert_int_equal(strstr(s->reply.text, "0300 000 0000") != NULL, table[i].rings);
		assert_null(strstr(s->reply.text, ".c:"));
		get_with(s, NOBODY, path, "Accept: application/json\r\n");
		const char *start_of = TEXT_OF(&s->h, "{\"status\":%d,\"title\":\"", table[i].status);
		assert_int_equal(strncmp(client_body(&s->reply), start_of, strlen(start_of)), 0);
	}
	close_served(s);
}

static void every_page_carries_its_headers(test_area *t)
{
	static const struct {
		const char *name, *part;
	} wanted[] = {
		{ "Content-Security-Policy", "default-src 'none'; script-src 'self';" }, { "X-Content-Type-Options", "nosniff" },
		{ "Referrer-Policy", "same-origin" },      { "Cross-Origin-Opener-Policy", "same-origin" },
		{ "Cross-Origin-Resource-Policy", "same-origin" }, { "Permissions-Policy", "camera=()" },
		{ "Cache-Control", "no-store" },           { "Content-Type", "text/html; charset=utf-8" },
	};
	served *s = serve(t);
	const char *paths[] = { "/t/anyone", "/t/signed-in", "/t/nothing", "/t/fail/7" };
	char text[400];
	for (size_t p = 0; p < 4; p++) {
		get(s, ANN, paths[p]);
		for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
			client_header(&s->reply, wanted[i].name, text, sizeof text);
			if (!strstr(text, wanted[i].part)) print_message("# %s: %s: %s\n", paths[p], wanted[i].name, text);
			assert_non_null(strstr(text, wanted[i].part));
		}
		assert_non_null(strstr(s->reply.text, "Testshire &lt;County&gt;"));
		assert_non_null(strstr(s->reply.text, "Ann Worker"));
		assert_null(strstr(s->reply.text, "<script>"));
		assert_null(strstr(s->reply.text, " style="));
	}
	close_served(s);
}

static void the_same_address_answers_json(test_area *t)
{
	served *s = serve(t);
	const char *child = TEXT_OF(&s->h, "/t/child/%lld", (long long)s->h.bell.n);
	char type[100];
	get_with(s, ANN, child, "Accept: application/json\r\n");
	client_header(&s->reply, "Content-Type", type, sizeof type);
	assert_string_equal(type, "application/json; charset=utf-8");
	assert_non_null(strstr(client_body(&s->reply), "{\"text\":\"" SECRET "\""));
	get(s, ANN, TEXT_OF(&s->h, "%s?as=json", child));
	assert_int_equal(client_body(&s->reply)[0], '{');
	get_with(s, ANN, child, "Accept: text/html, application/json\r\n");
	assert_int_equal(strncmp(client_body(&s->reply), "<!DOCTYPE html>", 15), 0);
	close_served(s);
}

static void assets_are_kept_for_a_year(test_area *t)
{
	served *s = serve(t);
	char text[200];
	str path = asset_url("style.css").text;
	const char *address = TEXT_OF(&s->h, "%.*s", STR_ARG(path));
	assert_int_equal(get(s, NOBODY, address), 200);
	client_header(&s->reply, "Cache-Control", text, sizeof text);
	assert_string_equal(text, "public, max-age=31536000, immutable");
	size_t plain_n = s->reply.n;
	get_with(s, NOBODY, address, "Accept-Encoding: gzip, br\r\n");
	client_header(&s->reply, "Content-Encoding", text, sizeof text);
	assert_string_equal(text, "gzip");
	assert_true(s->reply.n < plain_n);
	assert_int_equal(get(s, NOBODY, "/assets/style.css"), 404);
	assert_int_equal(get(s, NOBODY, "/assets/style.0000000000000000.css"), 404);
	close_served(s);
}

static void signing_in_leads_back(test_area *t)
{
	served *s = serve(t);
	come_in(s, ANN);
	char to[300];
	get(s, NOBODY, "/t/signed-in?a=b&c=d%20e");
	client_header(&s->reply, "Location", to, sizeof to);
	assert_string_equal(to, "/sign-in?to=%2Ft%2Fsigned-in%3Fa%3Db%26c%3Dd%2520e");
	const char *away[] = { "https%3A%2F%2Felsewhere", "%2F%2Felsewhere", "%2F%5Celsewhere", "javascript%3Ax" };
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(post_with(s, NOBODY, "/sign-in", "", TEXT_OF(&s->h, "name=ann&pass-phrase=a+long+pass+phrase&to=%s", away[i])), 303);
		client_header(&s->reply, "Location", to, sizeof to);
		assert_string_equal(to, "/");
	}
	assert_int_equal(post_with(s, ANN, "/sign-out", "", TEXT_OF(&s->h, "csrf=%s", s->csrf[ANN])), 303);
	assert_int_equal(get(s, ANN, "/t/signed-in"), 303);
	close_served(s);
}

/* Ben, and the cookie that he gets. */
static void sign_in_as_ben(served *s, const char *phrase)
{
	char cookie[150];
	const char *form = TEXT_OF(&s->h, "name=ben&pass-phrase=%s", phrase);
	assert_int_equal(post_with(s, NOBODY, "/sign-in", "", form), 303);
	client_header(&s->reply, "Set-Cookie", cookie, sizeof cookie);
	snprintf(s->cookie[BEN], sizeof s->cookie[BEN], "Cookie: %.*s\r\n", (int)strcspn(cookie, ";"), cookie);
}

static void until_a_given_phrase_is_changed_nothing_else_is_open(test_area *t)
{
	served *s = serve(t);
	str why;
	char to[100];
	const char *child = TEXT_OF(&s->h, "/t/child/%lld", (long long)s->h.bell.n);
	assert_int_equal(sign_in_add(s->h.area, s->h.a, S("ben"), ROLE_MANAGER, s->h.ben, S("given by another"), &why), OK);
	sign_in_as_ben(s, "given+by+another");
	const char *closed[] = { "/", "/t/signed-in", "/sign-ins", "/nobody-holds", child };
	for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
		assert_int_equal(get(s, BEN, closed[i]), 303);
		client_header(&s->reply, "Location", to, sizeof to);
		assert_string_equal(to, "/pass-phrase");
		get_with(s, BEN, closed[i], "Accept: application/json\r\n");
		assert_int_equal(s->reply.status, 403);
	}
	assert_int_equal(get(s, BEN, "/about"), 200);
	assert_int_equal(get(s, BEN, "/pass-phrase"), 200);
	assert_null(strstr(s->reply.text, "href=\"/nobody-holds\""));
	const char *token = strstr(s->reply.text, "name=\"csrf\" value=\"");
	assert_non_null(token);
	const char *csrf = TEXT_OF(&s->h, "%.*s", (int)strcspn(token + 19, "\""), token + 19);
	assert_int_equal(post_with(s, BEN, "/t/form", "", TEXT_OF(&s->h, "csrf=%s&say=x", csrf)), 403);
	assert_non_null(strstr(s->reply.text, "Choose a pass phrase of your own first"));
	const char *old = TEXT_OF(&s->h, "csrf=%s&old=given+by+another", csrf);
	assert_int_equal(post_with(s, BEN, "/pass-phrase", "", TEXT_OF(&s->h, "%s&new=given+by+another", old)), 422);
	assert_int_equal(post_with(s, BEN, "/pass-phrase", "", TEXT_OF(&s->h, "%s&new=known+to+me+alone", old)), 303);
	sign_in_as_ben(s, "known+to+me+alone");
	assert_int_equal(get(s, BEN, "/t/signed-in"), 200);
	close_served(s);
}

static void signing_in_again_ends_the_session_before(test_area *t)
{
	served *s = serve(t);
	come_in(s, BEN);
	const char *again = TEXT_OF(&s->h, "csrf=%s&name=ben&pass-phrase=", s->csrf[BEN]);
	assert_int_equal(post_with(s, BEN, "/sign-in", "", TEXT_OF(&s->h, "%snot+the+right+one", again)), 422);
	assert_int_equal(get(s, BEN, "/t/signed-in"), 200); /* a wrong try ends nothing */
	assert_int_equal(post_with(s, BEN, "/sign-in", "", TEXT_OF(&s->h, "%sa+long+pass+phrase", again)), 303);
	assert_int_equal(get(s, BEN, "/t/signed-in"), 303); /* whoever kept the old cookie */
	close_served(s);
}

static void a_past_day_shows_what_was_known(test_area *t)
{
	served *s = serve(t);
	const char *child = TEXT_OF(&s->h, "/t/child/%lld", (long long)s->h.bell.n);
	buf today = BUF(s->h.a);
	day_write(&today, s->h.today);
	assert_int_equal(get(s, ANN, TEXT_OF(&s->h, "%s?known=%.*s", child, STR_ARG(buf_view(&today)))), 200);
	assert_non_null(strstr(s->reply.text, SECRET));
	assert_non_null(strstr(s->reply.text, "was known at the end of"));
	assert_non_null(strstr(s->reply.text, TEXT_OF(&s->h, " href=\"%s\">Read what is known now</a>", child)));
	assert_int_equal(get(s, ANN, TEXT_OF(&s->h, "%s?known=2001-01-01", child)), 404);
	assert_non_null(strstr(s->reply.text, "Nothing was known then"));
	assert_int_equal(get(s, ANN, TEXT_OF(&s->h, "%s?known=%.*s&to=%lld", child, STR_ARG(buf_view(&today)), (long long)s->h.ann.n)), 200);
	assert_int_equal(get(s, ANN, TEXT_OF(&s->h, "%s?known=%.*s&to=%lld", child, STR_ARG(buf_view(&today)), (long long)s->h.ben.n)), 404);
	assert_int_equal(get(s, ANN, TEXT_OF(&s->h, "%s?known=%.*s&to=somebody", child, STR_ARG(buf_view(&today)))), 400);
	assert_int_equal(get(s, BEN, TEXT_OF(&s->h, "%s?known=2001-01-01", child)), 403);
	assert_int_equal(get(s, ANN, TEXT_OF(&s->h, "%s?known=soon", child)), 400);
	close_served(s);
}

/* ---- the read log first */

static void nothing_is_shown_before_the_read_log_has_it(test_area *t)
{
	served *s = serve(t);
	const char *child = TEXT_OF(&s->h, "/t/child/%lld", (long long)s->h.bell.n);
	str log_address = t->is == DB_SQLITE ? str_of(TEXT_OF(&s->h, "%.*s.readlog", STR_ARG(t->address))) : t->address;
	db *holder CLEANUP(db_closep) = NULL;
	come_in(s, ANN);
	assert_int_equal(db_open(log_address, DB_READ_WRITE, 1000, NULL, &holder), OK);
	assert_int_equal(db_begin(holder, DB_WRITE), OK);
	assert_int_equal(db_run(holder, SQL("UPDATE look_tree SET size = size WHERE one = 1"), NO_ARGS, NULL), OK);
	const char *bytes = TEXT_OF(&s->h, "GET %s HTTP/1.1\r\nHost: here\r\nConnection: close\r\n%s\r\n", child, s->cookie[ANN]);
	int fd = client_dial(s->port);
	bool closed;
	client_drip(fd, bytes);
	assert_int_equal(client_receive(fd, s->reply.text, 400, NULL, &closed), 0); /* held: not one byte */
	assert_false(closed);
	assert_int_equal(get(s, NOBODY, "/t/anyone"), 200); /* what shows nothing of a child waits for nothing */
	db_rollback(holder);
	client_receive(fd, s->reply.text, 3000, SECRET, &closed);
	assert_non_null(strstr(s->reply.text, SECRET));
	close(fd);
	close_served(s);
}

static void without_a_read_log_nothing_is_shown(test_area *t)
{
	served *s = serve(t);
	const char *child = TEXT_OF(&s->h, "/t/child/%lld", (long long)s->h.bell.n);
	assert_int_equal(get(s, ANN, child), 200);
	come_in(s, BEN);
	if (t->is == DB_SQLITE) {
		assert_int_equal(rename(TEXT_OF(&s->h, "%.*s.readlog", STR_ARG(t->address)), TEXT_OF(&s->h, "%.*s.gone", STR_ARG(t->address))), 0);
	} else {
		db *d CLEANUP(db_closep) = test_open(t, DB_READ_WRITE);
		assert_int_equal(db_run(d, SQL("ALTER TABLE look_tree RENAME TO look_tree_gone"), NO_ARGS, NULL), OK);
	}
	assert_int_equal(get(s, ANN, child), 503);
	assert_null(strstr(s->reply.text, SECRET));
	assert_non_null(strstr(s->reply.text, "Records cannot be shown just now"));
	assert_non_null(strstr(s->reply.text, "0300 000 0000"));
	assert_int_equal(get(s, BEN, child), 503); /* a try is to be noted as well */
	get_with(s, ANN, child, "Accept: application/json\r\n");
	assert_int_equal(s->reply.status, 503);
	assert_null(strstr(s->reply.text, SECRET));
	assert_int_equal(get(s, ANN, "/t/signed-in"), 200);
	close_served(s);
}

static void behind_tls_cookies_go_no_other_way(test_area *t)
{
	(void)t;
	ARENA(a);
	settings s = settings_initial(&a);
	http_header h = session_cookie(&a, &s, S("secret"));
	expect_text(h.value, "waymark=secret; Path=/; HttpOnly; SameSite=Strict");
	s.behind_tls = 1;
	h = session_cookie(&a, &s, S("secret"));
	expect_text(h.value, "__Host-waymark=secret; Path=/; HttpOnly; SameSite=Strict; Secure");
	h = session_cookie(&a, &s, STR_NONE);
	expect_text(h.value, "__Host-waymark=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0");
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(rights_are_the_route_s),
		ENGINE_TEST(looks_and_tries_are_noted),
		ENGINE_TEST(files_leave_as_their_route_says),
		ENGINE_TEST(forms_come_from_our_own_pages),
		ENGINE_TEST(forms_are_shown_again_or_lead_on),
		ENGINE_TEST(what_cannot_be_read_is_refused),
		ENGINE_TEST(refusals_say_what_to_do),
		ENGINE_TEST(every_page_carries_its_headers),
		ENGINE_TEST(the_same_address_answers_json),
		ENGINE_TEST(assets_are_kept_for_a_year),
		ENGINE_TEST(signing_in_leads_back),
		ENGINE_TEST(until_a_given_phrase_is_changed_nothing_else_is_open),
		ENGINE_TEST(signing_in_again_ends_the_session_before),
		ENGINE_TEST(a_past_day_shows_what_was_known),
		ENGINE_TEST(nothing_is_shown_before_the_read_log_has_it),
		ENGINE_TEST(without_a_read_log_nothing_is_shown),
		ENGINE_TEST(behind_tls_cookies_go_no_other_way),
	};
	return engines_run("web/dispatch", tests, sizeof tests / sizeof *tests);
}
