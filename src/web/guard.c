/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who asks, and whether they may. */
#include "web/dispatch_inside.h"
#include "web/wording.h"

#include <strings.h>

/* ---- sessions */

static str cookie_name(const settings *s)
{
	return s->behind_tls ? S("__Host-waymark") : S("waymark");
}

http_header session_cookie(arena *a, const settings *s, str token)
{
	buf b = BUF(a);
	buf_str(&b, cookie_name(s));
	buf_char(&b, '=');
	buf_str(&b, token);
	buf_lit(&b, "; Path=/; HttpOnly; SameSite=Strict");
	if (s->behind_tls) buf_lit(&b, "; Secure");
	if (token.n == 0) buf_lit(&b, "; Max-Age=0");
	return (http_header){ S("Set-Cookie"), buf_view(&b) };
}

err guard_session(visit *t)
{
	str token = cookie_read(t->http->cookie, cookie_name(t->site->settings));
	if (token.n == 0) return OK;
	err e = session_find(t->site->area, t->db, t->a, token, t->http->now, &t->request.session);
	if (e == E_DENIED) {
		t->a->trail = (trail){ 0 };
		return OK;
	}
	TRY(e);
	t->request.session_token = token;
	t->request.read.who = &t->request.session.who;
	return OK;
}

/* ---- rights */

static bool has_role(const visit *t, role r)
{
	return (t->request.read.who->roles & (role_set)r) != 0;
}

static str moment_words(arena *a, const zone *z, str asked, instant on)
{
	day whole;
	buf b = BUF(a);
	if (day_read(asked, &whole)) buf_lit(&b, "the end of ");
	buf_str(&b, day_read(asked, &whole) ? day_words(a, whole) : instant_words(a, z, on));
	return buf_view(&b);
}

static err past_position(visit *t, seq *ret)
{
	str text = request_query(&t->request, S("known")), person = request_query(&t->request, S("to"));
	const zone *z = area_zone(t->site->area);
	instant on;
	record_id to = { 0 };
	*ret = PROJECT_NOW;
	if (text.n == 0 || !t->route->then) return OK;
	if (!moment_read(z, text, &on) || (person.n && !param_record(person, &to))) return FAIL(&t->a->trail, E_INVALID);
	t->known = moment_words(t->a, z, text, on);
	TRY(access_as_known(&t->request.read, on, to, ret));
	if (to.n && to.n != t->request.read.who->worker.n) t->known_to = t->request.read.then->who->name;
	return OK;
}

static refusal open_view(visit *t)
{
	record_id id;
	seq at;
	const kind *k;
	if (!param_record(t->request.params[0], &id)) return REFUSED_NOTHING_HERE;
	err e = past_position(t, &at);
	if (e != OK && e != E_NOT_FOUND) return refusal_of_err(e);
	bool child = t->route->may == MAY_READ_CHILD, nothing = e == E_NOT_FOUND;
	if (nothing) at = PROJECT_NOW; /* who may not read the child is told that, and no more */
	e = child ? access_open(&t->request.read, id, at, t->request.read.because, &t->view)
	          : access_open_record(&t->request.read, id, at, &t->view, &k);
	if (nothing && e == OK) return REFUSED_NOT_THEN;
	t->viewing = e == OK;
	if (t->viewing && t->route->paper && request_query(&t->request, S("print")).n) access_print(&t->view);
	return e == E_DENIED ? REFUSED_CHILD : e == E_NOT_FOUND && t->known.n ? REFUSED_NOT_THEN : refusal_of_err(e);
}

refusal guard_rights(visit *t)
{
	route_may may = t->route->may;
	if (may == MAY_ANYONE) return REFUSED_NOT;
	if (!t->request.read.who) return REFUSED_SIGNED_OUT;
	if (t->request.session.first_phrase && !t->route->at_first) return REFUSED_FIRST_PHRASE;
	if (past_of_child(t->route) && !t->route->then && request_query(&t->request, S("known")).n) return REFUSED_PAST;
	switch (may) {
	case MAY_NOBODY: return REFUSED_NOTHING_HERE;
	case MAY_ANYONE: case MAY_SIGNED_IN: return REFUSED_NOT;
	case MAY_READ_CHILD: case MAY_READ_RECORD: return open_view(t);
	case MAY_ALLOCATE: return has_role(t, ROLE_MANAGER) ? REFUSED_NOT : REFUSED_ROLE;
	case MAY_MANAGE_SIGN_INS: return has_role(t, ROLE_ADMINISTRATOR) ? REFUSED_NOT : REFUSED_ROLE;
	}
	return REFUSED_NOTHING_HERE;
}

/* ---- forms */

/* Takes the same time wherever the first difference is. */
static bool same_secret(str a, str b)
{
	unsigned difference = a.n != b.n;
	for (size_t i = 0; i < a.n && i < b.n; i++) difference |= (unsigned char)a.at[i] ^ (unsigned char)b.at[i];
	return difference == 0;
}

static bool same_host(str origin, str host)
{
	if (str_starts(origin, S("https://"))) origin = str_from(origin, 8);
	else if (str_starts(origin, S("http://"))) origin = str_from(origin, 7);
	else return false; /* "null" among others */
	return origin.n == host.n && strncasecmp(origin.at, host.at, host.n) == 0;
}

static bool from_elsewhere(const http_request *r)
{
	return (r->fetch_site.n && !str_eq(r->fetch_site, S("same-origin"))) || (r->origin.n && !same_host(r->origin, r->host));
}

bool guard_lapsed(const visit *t, session *ret)
{
	str token = cookie_read(t->http->cookie, cookie_name(t->site->settings));
	if (token.n == 0 || from_elsewhere(t->http)) return false;
	err e = session_lapsed(t->db, t->a, token, ret);
	if (e != OK) t->a->trail = (trail){ 0 };
	return e == OK && ret->csrf.n && same_secret(request_form(&t->request, S("csrf")), ret->csrf);
}

refusal guard_form(const visit *t)
{
	if (from_elsewhere(t->http)) return REFUSED_FOREIGN_FORM;
	if (!t->request.read.who) return REFUSED_NOT; /* signing in: there is no session yet that a form could belong to */
	str token = request_form(&t->request, S("csrf")), wanted = t->request.session.csrf;
	return wanted.n && same_secret(token, wanted) ? REFUSED_NOT : REFUSED_FOREIGN_FORM;
}
