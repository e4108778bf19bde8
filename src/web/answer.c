/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a model to bytes: HTML in its frame, JSON, files and assets, with the headers that each carries. */
#include "web/assets.h"
#include "web/dispatch_inside.h"
#include "web/pages/frame.h"
#include "web/wording.h"

enum { PAGE_BYTES = 32 * 1024 }; /* room for most pages, so that the buffer seldom grows */

static void put(arena *a, header_list *to, str name, str value_text)
{
	PUSH(a, to, ((http_header){ name, value_text }));
}

static const char page_policy[] =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; "
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/* For bytes that somebody sent. The page that a browser itself makes around a picture has styles in it. */
static const char file_policy[] =
	"default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; form-action 'none'; "
	"frame-ancestors 'none'; base-uri 'none'; sandbox";

static void put_headers(arena *a, header_list *to, const char *policy)
{
	put(a, to, S("Content-Security-Policy"), str_of(policy));
	put(a, to, S("X-Content-Type-Options"), S("nosniff"));
	put(a, to, S("Referrer-Policy"), S("same-origin")); /* no-referrer would have browsers send Origin: null with our own forms */
	put(a, to, S("Cross-Origin-Opener-Policy"), S("same-origin"));
	put(a, to, S("Cross-Origin-Resource-Policy"), S("same-origin"));
	put(a, to, S("Permissions-Policy"), S("camera=(), microphone=(), geolocation=(), payment=(), usb=()"));
	put(a, to, S("X-Robots-Tag"), S("noindex, nofollow"));
}

bool answer_wants_json(const http_request *r, const form_parts *query)
{
	for (size_t i = 0; i < query->n; i++)
		if (str_eq(query->at[i].name, S("as"))) return str_eq(query->at[i].text, S("json"));
	return str_find(r->accept, S("application/json")) >= 0 && str_find(r->accept, S("text/html")) < 0;
}

/* ---- the frame */

enum { NAV_MOST = 6 }; /* links side by side */

static bool may_go(const visit *t, role_set for_roles)
{
	return for_roles == 0 || (for_roles & t->request.session.who.roles);
}

static void add_link(const visit *t, frame_page *f, str label, url to, role_set for_roles)
{
	str path = t->http->path, address = to.text;
	if (!may_go(t, for_roles)) return;
	bool below = address.n > 1 && str_starts(path, address) && path.n > address.n && path.at[address.n] == '/';
	PUSH(t->a, &f->links, ((frame_page_nav_link){ label, to, below || str_eq(path, address) }));
}

static void capability_links(const visit *t, frame_page *f)
{
	LIST(const capability *) shown = { 0 };
	for (size_t i = 0; i < t->site->capabilities.n; i++) {
		const capability *c = &t->site->capabilities.at[i];
		if (!c->navigated) continue;
		PUSH(t->a, &shown, c);
		size_t at = shown.n - 1;
		for (; at > 0 && shown.at[at - 1]->navigation_order > c->navigation_order; at--) shown.at[at] = shown.at[at - 1];
		shown.at[at] = c;
	}
	for (size_t i = 0; i < shown.n; i++)
		add_link(t, f, shown.at[i]->navigation_label, url_with(t->a, URL("/c/"), shown.at[i]->name), shown.at[i]->navigation_for);
}

/* What leads further than one line has room for stands folded away under one word. */
static void fold_links(const visit *t, frame_page *f)
{
	if (f->links.n <= NAV_MOST) return;
	for (size_t i = NAV_MOST - 1; i < f->links.n; i++) {
		const frame_page_nav_link *l = &f->links.at[i];
		PUSH(t->a, &f->more, ((frame_page_more_link){ l->label, l->to, l->here }));
		f->more_here = f->more_here || l->here;
	}
	f->links.n = NAV_MOST - 1;
}

/* Administrators of the system open nothing about a child, so they are not led there. */
static void links(const visit *t, frame_page *f)
{
	role_set staff = ~(role_set)ROLE_ADMINISTRATOR;
	add_link(t, f, S("My children"), URL("/"), staff);
	add_link(t, f, S("Find"), URL("/find"), staff);
	add_link(t, f, S("My team"), URL("/team"), ROLE_MANAGER);
	add_link(t, f, S("Children nobody holds"), URL("/nobody-holds"), ROLE_MANAGER);
	capability_links(t, f);
	add_link(t, f, S("Sign-ins"), URL("/sign-ins"), ROLE_ADMINISTRATOR);
	fold_links(t, f);
}

/* That a page is printed is noted by the address that leads to it: no other is told of it. */
static void put_print(const visit *t, frame_page *f)
{
	buf b = BUF(t->a);
	buf_str(&b, t->http->path);
	buf_char(&b, '?');
	if (t->http->query.n) buf_str(&b, t->http->query);
	if (t->http->query.n) buf_char(&b, '&');
	buf_lit(&b, "print=yes");
	f->printing = request_query(&t->request, S("print")).n > 0;
	if (!f->printing && url_local(buf_view(&b), &f->print)) f->may_print = true;
}

static void write_framed(const visit *t, const model *m, buf *b)
{
	buf content = BUF(t->a);
	buf_reserve(&content, PAGE_BYTES);
	m->write_html(&content, m->data);
	past_asked asked = { &t->site->routes, request_query(&t->request, S("known")), request_query(&t->request, S("to")) };
	frame_page f = {
		.title = m->title,
		.area = t->site->settings->area_name,
		.invented = area_is_demonstration(t->site->area),
		.signed_in = t->request.read.who != NULL,
		.known = t->known,
		.known_to = t->known_to,
		.as_now = t->known.n ? other_day_today(t) : URL("/"),
		.printed = instant_words(t->a, area_zone(t->site->area), t->http->now),
		.content = { t->known.n ? past_links(t->a, buf_view(&content), &asked) : buf_view(&content) },
	};
	f.for_child = t->route && t->route->for_child;
	if (t->route && t->route->paper && !m->status) put_print(t, &f);
	if (!m->status) f.other_day = other_day_offer(t);
	f.covered = t->viewing && t->view.child.n;
	if (f.signed_in) {
		f.who = t->request.session.who.name;
		f.csrf = t->request.session.csrf;
		if (!t->request.session.first_phrase) links(t, &f);
	}
	buf_reserve(b, content.n + 4096);
	frame_html(b, &f);
}

/* ---- answers */

static header_list page_headers(const visit *t, const model *m)
{
	header_list h = { 0 };
	put_headers(t->a, &h, m->file_media.n ? file_policy : page_policy);
	put(t->a, &h, S("Cache-Control"), S("no-store"));
	put(t->a, &h, S("Vary"), S("Accept, Cookie"));
	if (t->request.session.fresh_token.n)
		PUSH(t->a, &h, session_cookie(t->a, t->site->settings, t->request.session.fresh_token));
	for (size_t i = 0; i < m->header_n; i++) PUSH(t->a, &h, m->headers[i]);
	return h;
}

/* A file goes to be kept: its bytes are somebody else's. Where a browser shows it all the same, nothing in it runs, and it
 * is of no origin. */
static http_response answer_file(const visit *t, const model *m)
{
	header_list h = page_headers(t, m);
	buf b = BUF(t->a);
	buf_str(&b, m->file_shown ? S("inline") : S("attachment"));
	buf_lit(&b, "; filename*=UTF-8''"); /* RFC 6266: every byte but letters, digits and - . _ ~ is escaped */
	buf_url(&b, m->file_name);
	put(t->a, &h, S("Content-Disposition"), buf_view(&b));
	if (m->file_range.n) put(t->a, &h, S("Content-Range"), m->file_range);
	return (http_response){ .status = m->file_range.n ? 206 : 200, .content_type = m->file_media, .headers = h.at, .header_n = h.n,
		                .body = m->file, .rest = m->file_rest };
}

http_response answer_page(const visit *t, const model *m)
{
	if (m->file_media.n) return answer_file(t, m);
	buf b = BUF(t->a);
	if (t->json) m->write_json(&b, m->data);
	else if (m->bare) m->write_html(&b, m->data);
	else write_framed(t, m, &b);
	header_list h = page_headers(t, m);
	return (http_response){ .status = m->status ? m->status : 200,
		                .content_type = t->json ? S("application/json; charset=utf-8") : S("text/html; charset=utf-8"),
		                .headers = h.at, .header_n = h.n, .body = buf_view(&b) };
}

http_response answer_redirect(const visit *t, str to, const model *m)
{
	header_list h = page_headers(t, m);
	put(t->a, &h, S("Location"), to);
	return (http_response){ .status = 303, .headers = h.at, .header_n = h.n };
}

/* The bytes never change under one address, so browsers keep them for a year and never ask again. */
bool answer_asset(const http_request *r, http_response *ret)
{
	const asset *at = asset_table;
	while (at->name && !str_eq(r->path, str_of(at->path))) at++;
	if (!at->name || r->method == POST) return false;
	bool packed = at->gzip && str_find(r->accept_encoding, S("gzip")) >= 0;
	header_list h = { 0 };
	put_headers(r->a, &h, page_policy);
	put(r->a, &h, S("Cache-Control"), S("public, max-age=31536000, immutable"));
	put(r->a, &h, S("Vary"), S("Accept-Encoding"));
	if (packed) put(r->a, &h, S("Content-Encoding"), S("gzip"));
	str body = packed ? (str){ (const char *)at->gzip, at->gzip_n } : (str){ (const char *)at->plain, at->plain_n };
	*ret = (http_response){ .status = 200, .content_type = str_of(at->media), .headers = h.at, .header_n = h.n, .body = body };
	return true;
}
