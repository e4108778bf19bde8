/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is said when a page cannot be shown: what happened, and what to do. The only place that turns an err into words. */
#include "web/dispatch_inside.h"
#include "web/pages/error.h"

typedef struct {
	int status;
	const char *title, *what, *remedy;
	bool ring; /* the desk can help */
} words;

static const words table[] = {
	[REFUSED_UNREADABLE] = { 400, "This could not be read", "Something in the address or the form is not as it should be.",
	                         "Go back, load the page again, and try once more. If you typed the address, check it.", false },
	[REFUSED_SIGNED_OUT] = { 401, "You are signed out", "Your session has ended. Nothing was kept of what you sent just now.",
	                         "Go back: what you typed is still in the form. Copy it, sign in again, and then send it.", false },
	[REFUSED_CHILD] = { 403, "This record is not open to you",
	                    "Only people who work with a child now can open the child's record. It is noted that you tried.",
	                    "If you have begun to work with this child, ask a manager to record it. If a child is in danger now, "
	                    "ring the police on 999.", true },
	[REFUSED_ROLE] = { 403, "This page is not for your role", "What you may do here depends on the role you sign in with.",
	                   "If you need it for your work, ask whoever looks after sign-ins in your area.", false },
	[REFUSED_FIRST_PHRASE] = { 403, "Choose a pass phrase of your own first", "Somebody else set the one you signed in with, and knows it. "
	                           "Until you change it, nothing else is open. Nothing was kept of what you sent.",
	                           "Go to /pass-phrase, choose one that nobody else knows, and sign in with it.", false },
	[REFUSED_FOREIGN_FORM] = { 403, "This form was not taken",
	                           "It did not come from a page that you opened in this session, so nothing was kept.",
	                           "Go back, copy what you typed, load the page again, and send it from there.", false },
	[REFUSED_NOTHING_HERE] = { 404, "There is nothing here", "No page has this address, or none that you may know of.",
	                           "Check the address, or begin again from your own children or from find.", false },
	[REFUSED_NOT_THEN] = { 404, "Nothing was known then", "By then nothing was recorded here, or nothing that could be read then by whom you asked for and may be read by you now.",
	                       "Choose a later day, or somebody who worked with the child then, or read what is known now.", false },
	[REFUSED_METHOD] = { 405, "This address does not take that", "The page is there, but not for what was asked of it.",
	                     "Go back and follow a link or press a button of the page.", false },
	[REFUSED_CONFLICT] = { 409, "Somebody else was first", "This was changed or sent already while you worked on it.",
	                       "Open the record again to see what stands there now.", false },
	[REFUSED_PAST] = { 409, "Only today can be written in", "You asked for this as it was known on a past day. It is of today alone: what is recorded is "
	                   "recorded now. Nothing was kept of what you sent, if you sent anything.",
	                   "Go on with it as it is today, or go back to the past day.", false },
	[REFUSED_TOO_LARGE] = { 413, "That is too large", "What you sent is larger than this page takes. Nothing of it was kept.",
	                        "Go back, and send a smaller file or a shorter text, or send it in parts.", false },
	[REFUSED_HEAD] = { 431, "Your browser sent too much", "The address or the cookies were longer than is taken.",
	                   "Close the browser, open it again, and sign in.", false },
	[REFUSED_OUR_FAULT] = { 500, "This went wrong here", "The fault is the program's or the machine's, not yours.",
	                        "Try again in a minute. If you were recording something, open the record first and see whether it is there.",
	                        true },
	[REFUSED_BUSY] = { 503, "There was no turn in time", "Others are writing just now. Nothing was kept of what you sent.",
	                   "Wait a moment, then load the page again. Sending the same form twice records it once.", true },
	[REFUSED_CROWDED] = { 503, "Too many people at once", "The program answers as many as it can, and this was one more.",
	                      "Wait a minute, then load the page again.", true },
	[REFUSED_UNLOGGED] = { 503, "Records cannot be shown just now",
	                       "Each look at a child's record must be noted first, and at present nothing can be noted. So nothing is shown.",
	                       "Try again in a few minutes. If you were recording something, go back: what you typed is still in the form. "
	                       "Copy it somewhere safe first.", true },
	[REFUSED_FULL] = { 507, "There is no room to keep this", "A limit is reached or the disk is full. Nothing was kept of what you sent.",
	                   "Go back and copy what you typed. Tell whoever looks after the machine.", true },
};

int refusal_status(refusal why)
{
	return table[why].status;
}

refusal refusal_of_err(err e)
{
	switch (e) {
	case OK: return REFUSED_NOT;
	case E_INVALID: return REFUSED_UNREADABLE;
	case E_DENIED: return REFUSED_ROLE;
	case E_NOT_FOUND: return REFUSED_NOTHING_HERE;
	case E_CONFLICT: return REFUSED_CONFLICT;
	case E_BUSY: return REFUSED_BUSY;
	case E_LIMIT: return REFUSED_FULL;
	case E_IO: return REFUSED_OUR_FAULT;
	}
	return REFUSED_OUR_FAULT;
}

refusal refusal_of_status(int status)
{
	if (status == 503) return REFUSED_CROWDED; /* the server's own */
	for (refusal r = REFUSED_UNREADABLE; r <= REFUSED_FULL; r++)
		if (table[r].status == status) return r;
	return REFUSED_OUR_FAULT;
}

void refusal_model(arena *a, const settings *s, refusal why, refusal_leads leads, model *m)
{
	const words *w = &table[why];
	error_page *page = TAKE(a, error_page);
	*page = (error_page){ .status = w->status, .title = str_of(w->title), .what = str_of(w->what), .remedy = str_of(w->remedy), .child = leads.child.n,
		              .past = leads.today.text.n > 0, .today = leads.today.text.n ? leads.today : URL("/"),
		              .telephone = w->ring ? s->desk_telephone : STR_NONE };
	*m = (model){ .title = page->title, .status = w->status };
	error_model(m, page);
}
