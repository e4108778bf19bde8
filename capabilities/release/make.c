/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Making a copy up. */
#include "capabilities/release/pages.h"
#include "web/recording.h"
#include "web/wording.h"

static const kind *release_kind(const request *r)
{
	return practice_kind(r->read.practice, S("release"));
}

bool release_may_make(const request *r)
{
	const kind *k = release_kind(r);
	return k && !k->hidden && r->read.who->worker.n && (k->write.roles & r->read.who->roles);
}

/* ---- making one up */

static err to_make(request *r, const view *v, recording *ret)
{
	if (!release_kind(r)) return FAIL(&r->a->trail, E_NOT_FOUND);
	if (!release_may_make(r)) return FAIL(&r->a->trail, E_DENIED);
	*ret = (recording){ .kind = release_kind(r), .view = v, .child = v->child, .caption = access_name(v, v->child),
		            .action = url_number(r->a, "/child/", v->child.n, "/release/new"),
		            .back = url_number(r->a, "/child/", v->child.n, "/release"), .back_words = S("Back to what has left"),
		            .button = S("Make it up, and look through it") };
	return OK;
}

err release_new_form(request *r, const view *v, model *to)
{
	recording what;
	TRY(to_make(r, v, &what));
	return recording_form(r, &what, to);
}

err release_new_take(request *r, const view *v, model *to)
{
	recording what;
	seq kept;
	bool forked;
	TRY(to_make(r, v, &what));
	TRY(recording_take(r, &what, to, &kept, &forked));
	if (kept.n) to->redirect = url_number(r->a, "/release/", kept.n, "").text;
	return OK;
}
