/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/dispatch_inside.h"
#include "web/pages.h"

#include <string.h>

static bool is_param(str segment)
{
	return segment.n && segment.at[0] == ':';
}

/* Whether some address fits both: for finding routes of which one would never be reached. */
static bool same_addresses(const route *a, const route *b)
{
	str x = str_of(a->path), y = str_of(b->path);
	while (x.n && y.n) {
		str p = str_cut(x, '/', &x), q = str_cut(y, '/', &y);
		if (is_param(p) != is_param(q) || (!is_param(p) && !str_eq(p, q))) return false;
	}
	return x.n == y.n;
}

static err add(arena *a, route_list *all, const route *r)
{
	bool whole = r->path[0] == '/' && r->may != MAY_NOBODY && (r->method == POST ? r->form && !r->page : r->page && !r->form);
	whole &= (r->leaves.as == 0) == (r->leaves.why == NULL) && r->for_child == ((r->leaves.as & LEAVES_TO_CHILD) != 0);
	if (!whole) return FAIL(&a->trail, E_INVALID);
	for (size_t i = 0; i < all->n; i++)
		if (all->at[i]->method == r->method && same_addresses(all->at[i], r)) return FAIL(&a->trail, E_INVALID);
	PUSH(a, all, r);
	return OK;
}

err routes_collect(arena *a, route_list *ret)
{
	static const route *const own[] = { ALL_PAGES };
	*ret = (route_list){ 0 };
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		for (const route *r = own[i]; r->path; r++) TRY(add(a, ret, r));
	for (size_t i = 0; capability_codes[i]; i++)
		for (size_t k = 0; k < capability_codes[i]->route_n; k++) TRY(add(a, ret, &capability_codes[i]->routes[k]));
	return OK;
}

/* How many segments are literally the same, plus one; 0 where it does not fit. */
static size_t fit(const route *r, str path, str params[ROUTE_PARAMS])
{
	str pattern = str_of(r->path);
	size_t literal = 1, n = 0;
	while (pattern.n || path.n) {
		bool more_of_path = path.n > 0;
		str wanted = str_cut(pattern, '/', &pattern), got = str_cut(path, '/', &path);
		if (is_param(wanted)) {
			if (!more_of_path || got.n == 0 || n == ROUTE_PARAMS) return 0;
			params[n++] = got;
		} else {
			if (!str_eq(wanted, got)) return 0;
			literal++;
		}
	}
	return literal;
}

const route *route_find(const route_list *all, http_method m, str path, str params[ROUTE_PARAMS], bool *ret_other_method)
{
	const route *best = NULL;
	size_t best_fit = 0;
	if (m == HEAD) m = GET;
	*ret_other_method = false;
	if (path.n > 1 && str_ends(path, S("/"))) return NULL; /* one address for each page */
	for (size_t i = 0; i < all->n; i++) {
		str parts[ROUTE_PARAMS] = { 0 };
		size_t this_fit = fit(all->at[i], path, parts);
		if (this_fit == 0) continue;
		if (all->at[i]->method != m) {
			*ret_other_method = true;
		} else if (this_fit > best_fit) {
			best = all->at[i];
			best_fit = this_fit;
			memcpy(params, parts, sizeof parts);
		}
	}
	return best;
}

static const char *may_name(route_may m)
{
	switch (m) {
	case MAY_NOBODY: return "NOBODY";
	case MAY_ANYONE: return "ANYONE";
	case MAY_SIGNED_IN: return "SIGNED_IN";
	case MAY_READ_CHILD: return "READ_CHILD";
	case MAY_ALLOCATE: return "ALLOCATE";
	case MAY_MANAGE_SIGN_INS: return "MANAGE_SIGN_INS";
	case MAY_READ_RECORD: return "READ_RECORD";
	}
	return "NOBODY";
}

err site_list_leaving(buf *b)
{
	route_list all;
	TRY(routes_collect(b->a, &all));
	EACH (r, all) {
		if (!(*r)->leaves.as) continue;
		buf_printf(b, "%s %s: ", (*r)->method == POST ? "POST" : "GET", (*r)->path);
		leaving_write(b, &(*r)->leaves);
		buf_printf(b, ". %s\n", (*r)->leaves.why);
	}
	return OK;
}

err site_list_routes(buf *b)
{
	route_list all;
	TRY(routes_collect(b->a, &all));
	for (size_t i = 0; i < all.n; i++)
		buf_printf(b, "%s %s %s\n", all.at[i]->method == POST ? "POST" : "GET", all.at[i]->path, may_name(all.at[i]->may));
	return OK;
}

bool param_record(str param, record_id *ret)
{
	int64_t n;
	if (param.n == 0 || param.at[0] == '0' || !str_to_int(param, &n) || n <= 0) return false;
	*ret = (record_id){ n };
	return true;
}

static str part(const form_parts *parts, str name)
{
	for (size_t i = 0; i < parts->n; i++)
		if (!parts->at[i].is_file && str_eq(parts->at[i].name, name)) return parts->at[i].text;
	return STR_NONE;
}

str request_query(const request *r, str name)
{
	return part(&r->query, name);
}

str request_form(const request *r, str name)
{
	return part(&r->form, name);
}

uuid request_entry(const request *r)
{
	uuid id;
	return uuid_read(request_form(r, S("form-entry")), &id) ? id : uuid_make(r->read.now);
}
