/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* capability.yaml: a capability's place in the house. */
#include "kind/capability_read.h"

typedef LIST(panel) panel_list;

/* A capability.yaml while it is read. */
typedef struct {
	capability c;
	const practice *p;
	panel_list panels;
} draft;

static const struct {
	const char *name;
	slot slot;
} slots[] = {
	{ "child.head", SLOT_CHILD_HEAD }, { "child.top", SLOT_CHILD_TOP }, { "child.side", SLOT_CHILD_SIDE },
	{ "child.door", SLOT_CHILD_DOOR }, { "record.foot", SLOT_RECORD_FOOT }, { "home", SLOT_HOME }, { "home.top", SLOT_HOME_TOP },
	{ "team", SLOT_TEAM }, { "form.top", SLOT_FORM_TOP },
};

static str_list kind_names(arena *a, const practice *p)
{
	str_list names = { 0 };
	for (size_t i = 0; i < practice_kind_count(p); i++) PUSH(a, &names, practice_kind_at(p, i)->name);
	return names;
}

bool kind_in_force(declaring *d, const practice *p, str name, int line)
{
	if (practice_kind(p, name)) return true;
	str_list names = kind_names(d->a, p);
	unknown(d, line, "kind", name, " in force", &names);
	return false;
}

bool kind_measured(declaring *d, const practice *p, str name, int line)
{
	if (practice_kind(p, name)) return true;
	str_list names = kind_names(d->a, p);
	unknown(d, line, "kind", name, " in force: what is asked of it cannot be answered here", &names);
	d->found->at[d->found->n - 1].warning = true;
	return false;
}

/* ---- panels */

static void slot_read(declaring *d, const yaml *y, void *into)
{
	panel *p = into;
	str_list known = { 0 };
	for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
		PUSH(d->a, &known, str_of(slots[i].name));
		if (str_eq(y->text, str_of(slots[i].name))) {
			p->slot = slots[i].slot;
			return;
		}
	}
	unknown(d, y->line, "slot", y->text, "", &known);
}

static const key panel_keys[] = {
	{ "slot", IN_BASE, .required = true, .reads = KEY_OTHER, .read = slot_read },
	{ "kind", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(panel, kind), .most = NAME_MAX_CHARS },
	{ "panel", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(panel, panel), .most = NAME_MAX_CHARS },
	{ "label", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(panel, label), .most = LABEL_MAX_CHARS },
	{ "order", IN_BASE, .reads = KEY_INTEGER, .offset = offsetof(panel, order), .most = ORDER_MOST },
};

static void panel_read(declaring *d, const yaml *y, draft *r)
{
	panel p = { .order = ORDER_MOST };
	keys_read(d, y, KEYS(panel_keys), IN_BASE, S("a panel"), &p);
	if ((p.kind.n > 0) == (p.panel.n > 0))
		wrong(d, y->line, S("a panel is a list of a kind's records, or is written by C"),
		      S("kind: NAME, or panel: NAME"));
	else if (p.panel.n) PUSH(d->a, &r->panels, p);
	else if (kind_in_force(d, r->p, p.kind, yaml_get(y, S("kind"))->line)) {
		const kind *k = practice_kind(r->p, p.kind);
		bool of_child = p.slot <= SLOT_CHILD_DOOR;
		if (of_child && !k->about_child)
			wrong(d, y->line, JOINED(d->a, k->name, S(" is about no child")),
			      S("slot: home, or a kind about: {child: 1..n}"));
		if (p.label.n == 0) p.label = k->plural;
		PUSH(d->a, &r->panels, p);
	}
}

static void panels_read(declaring *d, const yaml *y, void *into)
{
	if (y->is != YAML_LIST) wrong(d, y->line, S("panels is to be a list"), S("- {slot: child.side, kind: NAME}"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n; i++) panel_read(d, &y->items[i], into);
}

static void my_children_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	if (y->is != YAML_LIST) wrong(d, y->line, S("my_children is to be a list"), S("- {tells: last, kind: NAME, label: \"...\"}"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n; i++) own_line_read(d, r->p, &y->items[i], &r->c.my_children);
}

/* ---- navigation */

static void for_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	read_roles(d, y, &r->c.navigation_for, NULL);
	if (r->c.navigation_for == ROLE_EVERYONE) r->c.navigation_for = 0;
}

static const key navigation_keys[] = {
	{ "label", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(draft, c.navigation_label), .most = LABEL_MAX_CHARS },
	{ "order", IN_BASE, .reads = KEY_INTEGER, .offset = offsetof(draft, c.navigation_order), .most = ORDER_MOST },
	{ "for", IN_BASE, .reads = KEY_OTHER, .read = for_read },
};

static void navigation_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	r->c.navigated = true;
	r->c.navigation_label = r->c.label;
	r->c.navigation_order = ORDER_MOST;
	keys_read(d, y, KEYS(navigation_keys), IN_BASE, S("navigation"), r);
}

/* ---- kinds of the program itself that its page lists beside its own */

static void lists_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	if (y->is != YAML_LIST) wrong(d, y->line, S("lists is to be a list of kinds"), S("lists: [worker, team]"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n; i++)
		if (kind_in_force(d, r->p, y->items[i].text, y->items[i].line)) PUSH(d->a, &r->c.lists, y->items[i].text);
}

/* ---- which recommendations it answers */

/* "Munro 6": words, then a number. */
static bool is_recommendation(str s)
{
	ptrdiff_t last = -1;
	int64_t n;
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] == ' ') last = (ptrdiff_t)i;
	return last > 0 && s.n <= LABEL_MAX_CHARS && str_to_int(str_from(s, (size_t)last + 1), &n) && n > 0;
}

static void answers_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	if (y->is != YAML_LIST) wrong(d, y->line, S("answers is to be a list of recommendations"), S("answers: [Munro 6, Munro 9]"));
	for (size_t i = 0; y->is == YAML_LIST && i < y->n; i++) {
		const yaml *one = &y->items[i];
		if (is_recommendation(one->text)) PUSH(d->a, &r->c.answers, one->text);
		else wrong(d, one->line, JOINED(d->a, S("«"), one->text, S("» is no recommendation")), S("the review's name and the number: Munro 6"));
	}
}

/* ---- the whole */

static void name_read(declaring *d, const yaml *y, void *into)
{
	draft *r = into;
	r->c.name = d->capability;
	if (!str_eq(y->text, d->capability))
		wrong(d, y->line,
		      JOINED(d->a, S("the capability «"), y->text, S("» stands in the folder "), d->capability),
		      JOINED(d->a, S("capability: "), d->capability));
}

static const key capability_keys[] = {
	{ "capability", IN_BASE, .required = true, .reads = KEY_OTHER, .read = name_read },
	{ "label", IN_BASE, .required = true, .reads = KEY_TEXT, .offset = offsetof(draft, c.label),
	  .most = LABEL_MAX_CHARS },
	{ "about", IN_BASE, .reads = KEY_TEXT, .offset = offsetof(draft, c.about), .most = GUIDE_MAX_CHARS },
	{ "lists", IN_BASE, .reads = KEY_OTHER, .read = lists_read },
	{ "answers", IN_BASE, .reads = KEY_OTHER, .read = answers_read },
	{ "navigation", IN_BASE, .reads = KEY_OTHER, .read = navigation_read },
	{ "panels", IN_BASE, .reads = KEY_OTHER, .read = panels_read },
	{ "my_children", IN_BASE, .reads = KEY_OTHER, .read = my_children_read },
};

static void capability_read(declaring *d, const practice *p, const yaml *y, capabilities *list)
{
	draft r = { .p = p };
	keys_read(d, y, KEYS(capability_keys), IN_BASE, S("a capability"), &r);
	for (size_t i = 0; i < r.panels.n; i++) r.panels.at[i].capability = r.c.name;
	r.c.panels = r.panels.at;
	r.c.panel_n = r.panels.n;
	PUSH(d->a, list, r.c);
}

err capabilities_load(arena *a, const practice *p, const kind_source *sources, size_t n, findings *ret_findings,
                      capabilities *ret, measures *ret_measures)
{
	*ret = (capabilities){ 0 };
	*ret_measures = (measures){ 0 };
	*ret_findings = (findings){ 0 };
	for (size_t i = 0; i < n; i++) {
		const yaml *y;
		yaml_wrong why = { 0 };
		const kind_source *from = &sources[i];
		declaring d = { .a = a, .file = from->file, .capability = from->capability, .found = ret_findings };
		if (yaml_read(a, from->bytes, &y, &why) != OK) wrong(&d, why.line, why.message, why.instead);
		else if (str_ends(from->file, S("measures.yaml"))) measures_read(&d, p, y, ret_measures);
		else capability_read(&d, p, y, ret);
	}
	return findings_refuse(ret_findings) ? FAIL(&a->trail, E_INVALID) : OK;
}
