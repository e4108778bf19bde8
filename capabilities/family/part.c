/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The genogram as a part of a copy: drawn, and in words after it. */
#include "capabilities/family/drawing.h"
#include "capabilities/family/page.h"
#include "web/copy.h"
#include "web/dated.h"
#include "web/genogram.h"
#include "web/wording.h"

static str names_of(const network *w, const family_drawing *d)
{
	buf b = BUF(w->r->a);
	EACH (p, w->people) {
		if (p->drawn == KIN_NONE) continue;
		if (b.n) buf_lit(&b, ", ");
		buf_str(&b, p->name);
	}
	EACH (home, d->homes) {
		buf_lit(&b, ", ");
		buf_str(&b, *home);
	}
	return buf_view(&b);
}

static void say_homes(const network *w, const family_drawing *d, copy *to)
{
	for (size_t i = 0; i < d->tree.homes.n; i++) {
		const kin_home *home = &d->tree.homes.at[i];
		record_list members = { 0 };
		buf b = BUF(to->a);
		for (size_t k = 0; k < home->members.n; k++) PUSH(to->a, &members, w->people.at[d->relative_of[home->members.at[k]]].person);
		buf_lit(&b, "Home ");
		buf_str(&b, home->name);
		buf_lit(&b, ", ");
		buf_str(&b, d->homes.at[i]);
		buf_lit(&b, ": ");
		buf_str(&b, dated_names(w->v, &members));
		if (d->homes_from.at[i].n) buf_lit(&b, ", ");
		buf_str(&b, d->homes_from.at[i]);
		buf_char(&b, '.');
		copy_say(to, PAPER_TEXT, buf_view(&b), (record_id){ 0 });
	}
}

err family_part(request *r, const view *v, copy *to)
{
	network w;
	family_drawing d;
	TRY(network_read(r, v, r->read.today, false, &w));
	family_draw(&w, &d);
	genogram g = genogram_lay(to->a, &d.tree);
	html picture = genogram_svg(to->a, &d.tree, &g, "genogram", S("Genogram"), S("The same stands in words below it."));
	if (picture.text.n) copy_picture(to, picture, names_of(&w, &d), (record_id){ 0 });
	if (v->same.n > 1) copy_say(to, PAPER_TEXT, joined_over_words(v), (record_id){ 0 });
	str_list words = family_in_words(&w, &d);
	EACH (line, words) copy_say(to, PAPER_TEXT, *line, (record_id){ 0 });
	say_homes(&w, &d, to);
	if (!picture.text.n) copy_say(to, PAPER_TEXT, S("Nobody is written down."), (record_id){ 0 });
	return OK;
}
