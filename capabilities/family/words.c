/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/family/drawing.h"

static str name_of(const network *w, const family_drawing *d, size_t at)
{
	return w->people.at[d->relative_of[at]].name;
}

static str couple_words(const kin_union *u)
{
	static const char *const words[3][3] = {
		[COUPLE_NOT_SAID] = { "", ", separated", ", divorced" },
		[COUPLE_MARRIED] = { ", married", ", married and then separated", ", married and then divorced" },
		[COUPLE_TOGETHER] = { ", a couple", ", a couple until they separated", ", a couple until they divorced" },
	};
	return str_of(words[u->is][u->end]);
}

static void write_child(buf *b, const network *w, const family_drawing *d, const kin_union *u, const kin_child *c)
{
	buf_str(b, name_of(w, d, c->who));
	switch (c->how) {
	case CHILD_BY_BIRTH: break;
	case CHILD_ADOPTED: buf_lit(b, " (adopted)"); break;
	case CHILD_FOSTERED: buf_lit(b, " (cared for)"); break;
	}
	if (!c->twins) return;
	EACH (other, u->children) {
		if (other == c || other->twins != c->twins) continue;
		buf_str(b, c->identical && other->identical ? S(" (identical twin of ") : S(" (twin of "));
		buf_str(b, name_of(w, d, other->who));
		buf_char(b, ')');
	}
}

static void write_children(buf *b, const network *w, const family_drawing *d, const kin_union *u)
{
	for (size_t i = 0; i < u->children.n; i++) {
		if (i) buf_str(b, i + 1 == u->children.n ? S(" and ") : S(", "));
		write_child(b, w, d, u, &u->children.at[i]);
	}
}

static str union_words(const network *w, const family_drawing *d, const kin_union *u)
{
	buf b = BUF(w->r->a);
	if (u->parent_n == 0) {
		write_children(&b, w, d, u);
		buf_lit(&b, ": brothers or sisters; none of their parents is written down.");
		return buf_view(&b);
	}
	buf_str(&b, name_of(w, d, u->parents[0]));
	if (u->parent_n == 2) {
		buf_lit(&b, " and ");
		buf_str(&b, name_of(w, d, u->parents[1]));
		buf_str(&b, couple_words(u));
	}
	buf_char(&b, '.');
	if (u->children.n == 0) return buf_view(&b);
	buf_str(&b, u->parent_n == 2 ? S(" Their ") : S(" With nobody else written down: "));
	buf_str(&b, u->children.n == 1 ? S("child: ") : S("children: "));
	write_children(&b, w, d, u);
	buf_char(&b, '.');
	return buf_view(&b);
}

str_list family_in_words(const network *w, const family_drawing *d)
{
	str_list list = { 0 };
	EACH (u, d->tree.unions)
		if (u->parent_n == 2 || u->children.n) PUSH(w->r->a, &list, union_words(w, d, u));
	return list;
}
