/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* All kinds in force, and all that ever were. */
#include "kind/declaring.h"

#include <stdlib.h>
#include <string.h>

struct practice {
	kind_set in_force;  /* in order of name */
	map by_name;        /* name -> kind in force */
	map by_version;     /* "name version" -> kind */
	map columns;        /* name -> field_union */
	map sealing;        /* name -> a version of it that seals */
};

kind *kind_set_find(const kind_set *kinds, str name)
{
	for (size_t i = 0; i < kinds->n; i++)
		if (str_eq(kinds->at[i]->name, name)) return kinds->at[i];
	return NULL;
}

const field *kind_field(const kind *k, str name)
{
	for (size_t i = 0; i < k->field_n; i++)
		if (str_eq(k->fields[i].name, name)) return &k->fields[i];
	return NULL;
}

const about_role *kind_about(const kind *k, str role_name_)
{
	for (size_t i = 0; i < k->about_n; i++)
		if (str_eq(k->about[i].role, role_name_)) return &k->about[i];
	return NULL;
}

const choice *field_choice(const field *f, str code)
{
	for (size_t i = 0; i < f->choice_n; i++)
		if (str_eq(f->choices[i].code, code)) return &f->choices[i];
	return NULL;
}

/* ---- reading files */

typedef struct {
	arena *a;
	kind_set kinds;
	kind_mentions mentions;
	findings *found;
} loading;

static void base_declare(declaring *d, const yaml *y, kind_set *kinds)
{
	kind *k = kind_declare(d, y);
	const kind *twin = k ? kind_set_find(kinds, k->name) : NULL;
	if (twin)
		wrong(d, y->line, JOINED(d->a, S("the kind "), k->name, S(" is there already, in "), twin->file),
		      S("another name, or the area's changes as an overlay"));
	else if (k) PUSH(d->a, kinds, k);
}

static void source_read(loading *l, const kind_source *source)
{
	declaring d = { .a = l->a, .file = source->file, .capability = source->capability, .found = l->found,
	                .mentions = &l->mentions };
	const yaml *y;
	yaml_wrong why = { 0 };
	if (yaml_read(l->a, source->bytes, &y, &why) != OK) {
		wrong(&d, why.line, why.message, why.instead);
		return;
	}
	if (y->is != YAML_LIST) {
		wrong(&d, y->line, S("the file is to be a list of kinds"), S("- kind: NAME"));
		return;
	}
	for (size_t i = 0; i < y->n; i++)
		if (source->overlay) overlay_declare(&d, &y->items[i], &l->kinds);
		else base_declare(&d, &y->items[i], &l->kinds);
}

/* Files of the program first, overlays upon them; then what must hold between kinds. */
static void sources_read(loading *l, const kind_source *sources, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!sources[i].overlay) source_read(l, &sources[i]);
	for (size_t i = 0; i < n; i++)
		if (sources[i].overlay) source_read(l, &sources[i]);
	for (size_t i = 0; i < l->kinds.n; i++) {
		declaring d = { .a = l->a, .file = l->kinds.at[i]->file, .found = l->found };
		absent_dropped(&d, l->kinds.at[i], &l->kinds);
		kind_check(&d, l->kinds.at[i]);
	}
	mentions_check(l->a, &l->mentions, &l->kinds, l->found);
	for (size_t i = 0; i < l->kinds.n; i++) kind_canonical(l->a, l->kinds.at[i]);
}

/* ---- versions */

static void retyped_check(loading *l, const kind *old)
{
	const kind *now = kind_set_find(&l->kinds, old->name);
	for (size_t i = 0; now && i < now->field_n; i++) {
		const field *f = &now->fields[i], *before = kind_field(old, f->name);
		if (!before || field_same_type(f, before)) continue;
		declaring d = { .a = l->a, .file = f->file, .found = l->found };
		wrong(&d, f->line,
		      JOINED(l->a, S("the field "), f->name, S(" was "), field_type_words(l->a, before), S(" and is now "),
		             field_type_words(l->a, f), S(": a changed type is a new field")),
		      JOINED(l->a, S("another name for the new field, or type: "), field_type_name(before->type)));
	}
}

static void columns_add(arena *a, practice *p, const kind *k)
{
	field_union *u = map_get(&p->columns, k->name);
	if (!u) {
		u = TAKE(a, field_union);
		map_put(a, &p->columns, k->name, u);
	}
	struct {
		const field **at;
		size_t n, cap;
	} list = { u->at, u->n, u->n };
	for (size_t i = 0; i < k->field_n; i++) {
		size_t at = 0;
		while (at < list.n && !str_eq(list.at[at]->name, k->fields[i].name)) at++;
		if (at < list.n) list.at[at] = &k->fields[i]; /* in its newest words */
		else PUSH(a, &list, &k->fields[i]);
	}
	*u = (field_union){ list.at, list.n };
}

static void version_add(arena *a, practice *p, kind *k)
{
	str name = JOINED(a, k->name, S(" "), k->version);
	if (!map_get(&p->by_version, name)) map_put(a, &p->by_version, name, k);
	columns_add(a, p, k);
	for (size_t i = 0; i < k->field_n; i++)
		if (k->fields[i].seal || k->fields[i].only) map_put(a, &p->sealing, k->name, k);
}

static int by_name(const void *x, const void *y)
{
	return str_cmp((*(kind *const *)x)->name, (*(kind *const *)y)->name);
}

/* Old versions first, oldest first; then those in force. */
static const practice *practice_of(arena *a, const kind_set *old, const kind_set *in_force)
{
	practice *p = TAKE(a, practice);
	for (size_t i = 0; i < old->n; i++) version_add(a, p, old->at[i]);
	for (size_t i = 0; i < in_force->n; i++) {
		version_add(a, p, in_force->at[i]);
		PUSH(a, &p->in_force, in_force->at[i]);
		map_put(a, &p->by_name, in_force->at[i]->name, in_force->at[i]);
	}
	if (p->in_force.n) qsort(p->in_force.at, p->in_force.n, sizeof *p->in_force.at, by_name);
	return p;
}

static err old_read(arena *a, const old_declaration *old, size_t n, kind_set *ret)
{
	for (size_t i = 0; i < n; i++) {
		kind *k;
		TRY(kind_from_canonical(a, old[i].declaration, &k));
		PUSH(a, ret, k);
	}
	return OK;
}

err practice_load_with_history(arena *a, const kind_source *sources, size_t n, const old_declaration *old, size_t old_n,
                               findings *ret_findings, const practice **ret)
{
	loading l = { .a = a, .found = ret_findings };
	kind_set olds = { 0 };
	*ret_findings = (findings){ 0 };
	TRY(old_read(a, old, old_n, &olds));
	sources_read(&l, sources, n);
	for (size_t i = 0; i < olds.n; i++) retyped_check(&l, olds.at[i]);
	if (findings_refuse(ret_findings)) return FAIL(&a->trail, E_INVALID);
	*ret = practice_of(a, &olds, &l.kinds);
	return OK;
}

bool findings_refuse(const findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (!f->at[i].warning) return true;
	return false;
}

err practice_load(arena *a, const kind_source *sources, size_t n, findings *ret_findings, const practice **ret)
{
	return practice_load_with_history(a, sources, n, NULL, 0, ret_findings, ret);
}

err practice_from_history(arena *a, const old_declaration *old, size_t old_n, const practice **ret)
{
	kind_set olds = { 0 }, in_force = { 0 };
	TRY(old_read(a, old, old_n, &olds));
	for (size_t i = olds.n; i-- > 0;)
		if (!kind_set_find(&in_force, olds.at[i]->name)) PUSH(a, &in_force, olds.at[i]);
	*ret = practice_of(a, &olds, &in_force);
	return OK;
}

/* ---- looking up */

const kind *practice_kind(const practice *p, str name)
{
	return map_get(&p->by_name, name);
}

const kind *practice_version(const practice *p, str name, str version)
{
	char bytes[160];
	if (name.n + version.n + 1 > sizeof bytes) return NULL;
	memcpy(bytes, name.at, name.n);
	bytes[name.n] = ' ';
	memcpy(bytes + name.n + 1, version.at, version.n);
	return map_get(&p->by_version, (str){ bytes, name.n + version.n + 1 });
}

size_t practice_kind_count(const practice *p)
{
	return p->in_force.n;
}

const kind *practice_kind_at(const practice *p, size_t i)
{
	CHECK(i < p->in_force.n);
	return p->in_force.at[i];
}

bool practice_seals(const practice *p, str kind_name)
{
	return map_get(&p->sealing, kind_name) != NULL;
}

field_union practice_columns(const practice *p, str kind_name)
{
	const field_union *u = map_get(&p->columns, kind_name);
	return u ? *u : (field_union){ 0 };
}
