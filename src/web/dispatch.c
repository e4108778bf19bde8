/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/dispatch_inside.h"

#include "base/clock.h"
#include "base/log.h"
#include "web/drafting.h"
#include "web/uploading.h"

#include <unistd.h>

enum { STRANGER_BYTES = 64 * 1024 }; /* of a body before anybody signed in, or for an address that is not there */

/* ---- one snapshot of the area */

static err visit_open(visit *t)
{
	db **mine = &t->site->db[t->worker];
	if (!*mine) TRY(area_connect(t->site->area, &t->a->trail, mine));
	db_trail(*mine, &t->a->trail);
	err e = db_begin(*mine, DB_SNAPSHOT);
	if (e != OK) {
		db_closep(mine); /* a connection that was lost is made anew for the next request */
		return e;
	}
	t->db = *mine;
	return OK;
}

static void visit_close(visit *t, err e)
{
	if (!t->db) return;
	db_rollback(t->db);
	db_trail(t->db, NULL);
	if (e == E_IO) db_closep(&t->site->db[t->worker]);
	t->db = NULL;
}

static err visit_begin(visit *t)
{
	area *ar = t->site->area;
	TRY(visit_open(t));
	request *r = &t->request;
	r->read = (reading){ .area = ar, .db = t->db, .a = t->a, .now = t->http->now,
		             .today = zone_day(area_zone(ar), t->http->now) };
	TRY(area_practice(ar, t->db, &r->read.practice));
	return guard_session(t);
}

/* ---- one request */

static refusal read_form(visit *t)
{
	const http_request *r = t->http;
	err e = E_INVALID;
	if (r->taken)
		e = uploading_end(r->taken, &t->request.form);
	else if (str_starts(r->content_type, S("application/x-www-form-urlencoded")))
		e = form_read_urlencoded(t->a, r->body, &t->request.form);
	else if (str_starts(r->content_type, S("multipart/form-data")))
		e = form_read_multipart(t->a, r->content_type, r->body, &t->request.form);
	return e == E_LIMIT ? REFUSED_TOO_LARGE : refusal_of_err(e);
}

/* A form that comes after its session has ended is kept as its writer's draft, and the browser led to sign in: from there to
 * the form. Nothing else is done in that session's name. */
static void keep_lapsed(visit *t)
{
	request *r = &t->request;
	session lapsed;
	draft d;
	buf to = BUF(t->a);
	if (!guard_lapsed(t, &lapsed)) return;
	r->read.who = &lapsed.who;
	err e = drafting_keep(r, &d);
	r->read.who = NULL;
	if (e != OK) t->a->trail = (trail){ 0 };
	if (e != OK || t->json) return;
	buf_lit(&to, "/sign-in?kept=yes&to=");
	buf_url(&to, drafting_address(t->a, &d).text);
	t->model.redirect = buf_view(&to);
}

/* A file whose way out is not said where its route stands stays here. */
static bool file_unsaid(visit *t)
{
	bool unsaid = t->model.file_media.n && !(t->route->leaves.as & (unsigned)t->model.file_as);
	if (!unsaid) return false;
	t->model = (model){ 0 };
	return FAIL(&t->a->trail, E_INVALID) != OK;
}

static refusal run_route(visit *t, err *ret_e)
{
	request *r = &t->request;
	r->read.because = str_of(t->route->purpose ? t->route->purpose : t->route->path);
	bool form = t->http->method == POST;
	refusal why = form ? read_form(t) : REFUSED_NOT;
	if (why == REFUSED_NOT && form && !r->read.who && t->route->may != MAY_ANYONE) keep_lapsed(t);
	if (t->model.redirect.n) return REFUSED_NOT;
	if (why == REFUSED_NOT && form && (r->read.who || t->route->may == MAY_ANYONE)) why = guard_form(t);
	if (why == REFUSED_NOT) why = guard_rights(t);
	if (why != REFUSED_NOT) return why;
	const view *v = t->viewing ? &t->view : NULL;
	*ret_e = form ? t->route->form(r, v, &t->model) : t->route->page(r, v, &t->model);
	if (*ret_e != OK && r->read.log_unread) return REFUSED_UNLOGGED;
	if (*ret_e == E_DENIED && v && v->child.n) return REFUSED_CHILD;
	if (*ret_e == E_NOT_FOUND && t->known.n) return REFUSED_NOT_THEN;
	if (*ret_e == OK && file_unsaid(t)) return REFUSED_OUR_FAULT;
	return refusal_of_err(*ret_e);
}

static refusal visit_run(visit *t, err *ret_e)
{
	bool other_method;
	request *r = &t->request;
	if (form_read_urlencoded(t->a, t->http->query, &r->query) != OK) {
		*ret_e = visit_begin(t); /* whoever asked is told in a page of theirs */
		return *ret_e == OK ? REFUSED_UNREADABLE : refusal_of_err(*ret_e);
	}
	t->json = answer_wants_json(t->http, &r->query);
	t->route = route_find(&t->site->routes, t->http->method, t->http->path, r->params, &other_method);
	*ret_e = visit_begin(t);
	if (*ret_e != OK) return refusal_of_err(*ret_e);
	if (!t->route) return other_method ? REFUSED_METHOD : REFUSED_NOTHING_HERE;
	return run_route(t, ret_e);
}

/* Signed out and asking for a page: to the sign-in page, and back here afterwards. */
static str sign_in_address(const visit *t)
{
	buf b = BUF(t->a);
	buf_lit(&b, "/sign-in?to=");
	buf_url(&b, t->http->path);
	if (t->http->query.n) {
		buf_url(&b, S("?"));
		buf_url(&b, t->http->query);
	}
	return buf_view(&b);
}

static void allow(visit *t, str methods)
{
	http_header *h = TAKE(t->a, http_header);
	*h = (http_header){ S("Allow"), methods };
	t->model.headers = h;
	t->model.header_n = 1;
}

/* Whoever knows the family may only find out here that the child has a record. */
static record_id closed_child(const visit *t, refusal why)
{
	record_id child;
	bool closed = why == REFUSED_CHILD && t->route->may == MAY_READ_CHILD && param_record(t->request.params[0], &child);
	return closed ? child : (record_id){ 0 };
}

static refusal_leads leads_on(const visit *t, refusal why)
{
	bool past = why == REFUSED_PAST || why == REFUSED_NOT_THEN;
	return (refusal_leads){ closed_child(t, why), past ? other_day_today(t) : (url){ STR_NONE } };
}

static http_response visit_answer(visit *t, refusal why)
{
	model *m = &t->model;
	bool page = t->http->method != POST && !t->json;
	if (why == REFUSED_SIGNED_OUT && page) return answer_redirect(t, sign_in_address(t), m);
	if (why == REFUSED_FIRST_PHRASE && page) return answer_redirect(t, S("/pass-phrase"), m);
	if (why != REFUSED_NOT) refusal_model(t->a, t->site->settings, why, leads_on(t, why), m);
	if (why == REFUSED_METHOD) allow(t, t->http->method == POST ? S("GET, HEAD") : S("POST"));
	if (why == REFUSED_NOT && m->redirect.n) return answer_redirect(t, m->redirect, m);
	return answer_page(t, m);
}

/* ---- held until the read log has it */

static void log_failure(const visit *t, refusal why)
{
	if (refusal_status(why) >= 500) log_trail(t->http->now, "refused", &t->a->trail);
}

/* From the read log's thread. */
static void looks_are_durable(void *context, err e)
{
	visit *t = context;
	if (e != OK && t->ready.status != 303) { /* a redirect shows nothing, and what was written is kept: say so */
		log_event(t->http->now, "read_log_failed", (log_number[]){ LOG_NUMBER("err", e) }, 1);
		refusal_model(t->a, t->site->settings, REFUSED_UNLOGGED, (refusal_leads){ 0 }, &t->model);
		t->ready = answer_page(t, &t->model);
	}
	http_reply(t->exchange, &t->ready);
}

/* ---- a form with files, while it comes */

typedef struct {
	site *site;
	size_t worker;
	const http_request *http;
} asked_of;

/* Somebody whose session holds and whose form is of this session. Whether they may record anything is asked when all has come. */
static bool may_leave_files(void *context, const form_parts *so_far)
{
	const asked_of *of = context;
	visit *t = TAKE(of->http->a, visit);
	*t = (visit){ .site = of->site, .worker = of->worker, .http = of->http, .a = of->http->a };
	t->request = (request){ .http = t->http, .a = t->a, .form = *so_far };
	t->request.read = (reading){ .area = t->site->area, .a = t->a, .now = t->http->now };
	err e = visit_open(t);
	if (e == OK) e = guard_session(t);
	bool may = e == OK && t->request.read.who && guard_form(t) == REFUSED_NOT;
	visit_close(t, e);
	t->a->trail = (trail){ 0 };
	return may;
}

static bool site_in_portions(void *context, const http_request *r)
{
	const site *s = context;
	str params[ROUTE_PARAMS];
	bool other;
	const route *to = r->method == POST ? route_find(&s->routes, POST, r->path, params, &other) : NULL;
	return to && to->may != MAY_ANYONE && !to->max_body && str_starts(r->content_type, S("multipart/form-data"));
}

static bool site_take(void *context, size_t worker, http_request *r)
{
	site *s = context;
	asked_of of = { s, worker, r };
	if (!r->taken) r->taken = uploading_begin(s->area, r);
	return uploading_more(r->taken, r->body, may_leave_files, &of);
}

static void site_forget(void *context, size_t worker, const http_request *r)
{
	(void)context, (void)worker;
	uploading_drop(r->taken);
}

/* ---- all of it */

static void site_handle(void *context, size_t worker, http_exchange *x, const http_request *r)
{
	site *s = context;
	http_response asset_found;
	if (str_starts(r->path, S("/assets/")) && answer_asset(r, &asset_found)) {
		http_reply(x, &asset_found);
		return;
	}
	visit *t = TAKE(r->a, visit);
	*t = (visit){ .site = s, .worker = worker, .exchange = x, .http = r, .a = r->a };
	t->request = (request){ .http = r, .a = r->a, .capabilities = &s->capabilities };
	err e = OK;
	refusal why = visit_run(t, &e);
	if (why != REFUSED_NOT) log_failure(t, why);
	t->ready = visit_answer(t, why);
	visit_close(t, e);
	if (r->taken) uploading_drop(r->taken);
	const look_list *looks = &t->request.read.looks;
	readlog_submit(area_readlog(s->area), looks->at, looks->n, looks_are_durable, t); /* from here on t may be gone */
}

/* ---- what the pool asks */

static bool site_is_slow(void *context, http_method m, str path)
{
	const site *s = context;
	str params[ROUTE_PARAMS];
	bool other;
	const route *r = m == POST ? route_find(&s->routes, m, path, params, &other) : NULL;
	return r && r->slow;
}

static size_t site_body_limit(void *context, http_method m, str path)
{
	const site *s = context;
	str params[ROUTE_PARAMS];
	bool other;
	if (m != POST) return 0;
	const route *r = route_find(&s->routes, m, path, params, &other);
	if (r && r->max_body) return r->max_body;
	return !r || r->may == MAY_ANYONE ? STRANGER_BYTES : (size_t)s->settings->max_body_bytes;
}

/* Before anything is known of who asks: a page without a frame of theirs. */
static http_response site_refusal(void *context, int status, str accept, arena *a)
{
	site *s = context;
	http_request *r = TAKE(a, http_request);
	*r = (http_request){ .accept = accept, .now = clock_now() };
	visit *t = TAKE(a, visit);
	*t = (visit){ .site = s, .http = r, .a = a };
	t->json = answer_wants_json(r, &t->request.query);
	refusal_model(a, s->settings, refusal_of_status(status), (refusal_leads){ 0 }, &t->model);
	if (status == 405) allow(t, S("GET, HEAD, POST"));
	return answer_page(t, &t->model);
}

/* A page read from a file only computes. One read from a server waits for it with every statement: there is always room for
 * another. */
static size_t pages_at_once(const site *s)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	return db_engine_at(s->settings->db) == DB_SQLITE && processors > 0 ? (size_t)processors : 0;
}

http_handler site_handler(site *s)
{
	return (http_handler){ .context = s, .handle = site_handle, .in_portions = site_in_portions, .take = site_take,
		               .forget = site_forget, .is_slow = site_is_slow, .body_limit = site_body_limit,
		               .refusal = site_refusal, .pages_at_once = pages_at_once(s) };
}

/* ---- beginning and end */

/* Read against the program's own declarations: an area whose practice is older lacks kinds, and what is about them stays
 * empty. */
static err load_capabilities(arena *a, site *s)
{
	const practice *own;
	findings ignored = { 0 };
	measures unused = { 0 };
	kind_sources kinds = embedded_kind_sources(a, SOURCE_KINDS), places = embedded_kind_sources(a, SOURCE_CAPABILITY);
	TRY(practice_load(a, kinds.at, kinds.n, &ignored, &own));
	return capabilities_load(a, own, places.at, places.n, &ignored, &s->capabilities, &unused);
}

err site_make(arena *a, area *ar, const settings *s, site **ret)
{
	site *made = TAKE(a, site);
	*made = (site){ .area = ar, .settings = s, .worker_n = http_worker_count(s) };
	made->db = TAKE_N(a, db *, made->worker_n);
	TRY(routes_collect(a, &made->routes));
	TRY(load_capabilities(a, made));
	*ret = made;
	return OK;
}

void site_end(site *s)
{
	for (size_t i = 0; i < s->worker_n; i++) db_closep(&s->db[i]);
}
