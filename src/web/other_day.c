/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The way from a page of a child to the same page on another day, and back to today. */
#include "web/dispatch_inside.h"
#include "web/pages/other_day.h"

/* What says which day, as whom, and in what shape: the rest of an address is what the page is asked for. */
static bool says_day(str name)
{
	return str_eq(name, S("known")) || str_eq(name, S("to"));
}

static bool says_shape(str name)
{
	return str_eq(name, S("print")) || str_eq(name, S("recorded")) || str_eq(name, S("entry"));
}

/* ---- today */

/* A form is sent to an address of which there may be no page: what it is about has one. */
static str page_of(const visit *t)
{
	bool other;
	str params[ROUTE_PARAMS];
	buf b = BUF(t->a);
	bool page = t->http->method != POST || route_find(&t->site->routes, GET, t->http->path, params, &other);
	if (page) return t->http->path;
	buf_str(&b, t->route->may == MAY_READ_RECORD ? S("/record/") : S("/child/"));
	buf_str(&b, t->request.params[0]);
	return buf_view(&b);
}

url other_day_today(const visit *t)
{
	url ret;
	buf b = BUF(t->a);
	buf_str(&b, page_of(t));
	size_t path = b.n;
	for (size_t i = 0; i < t->request.query.n; i++) {
		const form_part *asked = &t->request.query.at[i];
		if (says_day(asked->name) || says_shape(asked->name)) continue;
		buf_char(&b, b.n == path ? '?' : '&');
		buf_url(&b, asked->name);
		buf_char(&b, '=');
		buf_url(&b, asked->text);
	}
	return url_local(buf_view(&b), &ret) ? ret : URL("/");
}

/* ---- another day */

static bool is_reader(const other_day_page *m, record_id worker)
{
	for (size_t i = 0; i < m->readers.n; i++)
		if (m->readers.at[i].record == worker.n) return true;
	return false;
}

/* Those who work with the child, or did, as far as this page knows. */
static err put_readers(const view *v, other_day_page *m)
{
	const kind *k = practice_kind(v->r->practice, S("works_with"));
	records work = { 0 };
	if (k) TRY(access_records(v, k, 0, &work));
	for (size_t i = 0; i < work.n; i++)
		for (size_t n = 0; n < work.at[i].about.n; n++) {
			entry_link to = work.at[i].about.at[n];
			if (!str_eq(to.role, S("worker")) || to.record.n == v->r->who->worker.n || is_reader(m, to.record)) continue;
			PUSH(v->r->a, &m->readers, ((other_day_page_past_reader){ to.record.n, access_name_of(v, S("worker"), to.record), to.record.n == m->to }));
		}
	return OK;
}

static void put_kept(const visit *t, other_day_page *m)
{
	for (size_t i = 0; i < t->request.query.n; i++) {
		const form_part *asked = &t->request.query.at[i];
		if (!says_day(asked->name) && !says_shape(asked->name)) PUSH(t->a, &m->kept, ((other_day_page_asked_besides){ asked->name, asked->text }));
	}
}

html other_day_offer(const visit *t)
{
	record_id to = { 0 };
	other_day_page m = { .known = str_first(request_query(&t->request, S("known")), 10) }; /* a moment begins with its day */
	bool offered = t->viewing && t->view.child.n && t->route->then && t->http->method == GET && !request_query(&t->request, S("print")).n;
	if (!offered || !url_local(t->http->path, &m.here)) return HTML("");
	if (param_record(request_query(&t->request, S("to")), &to)) m.to = to.n;
	put_kept(t, &m);
	if (put_readers(&t->view, &m) != OK) m.readers.n = 0; /* the day alone may be asked for all the same */
	return other_day_as_html(t->a, &m);
}
