/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demo/telling.h"

wording wording_of(telling *t, const step *s, dice *ret_d)
{
	*ret_d = dice_make(s->seed);
	return (wording){ .f = t->f, .s = s, .d = ret_d, .a = t->m->a, .words = t->m->words, .today = t->m->today };
}

void about(telling *t, unsigned whom)
{
	t->link_n = 0;
	for (size_t i = 0; i < t->f->child_n; i++)
		if (whom >> i & 1) t->links[t->link_n++] = (demo_link){ "child", t->f->children[i].is.record };
}

void link_to(telling *t, const char *as, record_id record)
{
	CHECK(t->link_n < TELLING_LINKS);
	t->links[t->link_n++] = (demo_link){ as, record };
}

telling telling_of(demo *m, family *f, step *s)
{
	telling t = { .m = m, .f = f, .s = s, .to = s->to >= 0 ? &f->steps[s->to] : NULL, .d = dice_make(s->seed) };
	t.w = (wording){ .f = f, .s = s, .a = m->a, .words = m->words, .today = m->today };
	m->writer.author = f->team->workers[f->lead];
	m->writer.agency = m->agencies[AGENCY_COUNCIL];
	return t;
}

void by_front_door(telling *t, bool at_night)
{
	t->m->writer.author = at_night ? t->m->desk : t->m->duty;
}

err write_first(telling *t, const char *kind_name, const demo_value *v, size_t n)
{
	return demo_correct(t->m, kind_name, t->links, t->link_n, v, n, demo_on(t->s->on), &t->s->is);
}

err write_again(telling *t, const char *kind_name, const demo_value *v, size_t n)
{
	if (t->to->is.record.n == 0) return OK; /* the area does not have the kind */
	TRY(demo_correct(t->m, kind_name, t->links, t->link_n, v, n, demo_on(t->to->on), &t->to->is));
	t->s->is = t->to->is;
	return OK;
}

bool sometimes(telling *t, const char *chance)
{
	return dice_chance(&t->d, rate_share(&t->m->rates, chance));
}
