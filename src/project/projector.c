/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a projector knows of kinds, and how it follows declarations.
 *
 * Holding an older practice than the journal's does no harm: rows name their columns, and an unknown version makes the
 * projector read the declarations. A newer one would: when the transaction that declared a field is undone, the column is
 * gone while the projector still remembers it. That shows itself, because the undone seq comes again, or another process
 * has taken it, or a statement fails; then the newest declaration is compared, which is one indexed read. */
#include "project/projector.h"

projector *projector_make(arena *a, const practice *p, const zone *z)
{
	projector *pr = TAKE(a, projector);
	*pr = (projector){ .practice = p, .zone = z, .own = arena_make(), .declared = NOT_LOOKED };
	return pr;
}

void projector_end(projector *pr)
{
	if (pr) arena_end(&pr->own);
}

void projector_endp(projector **pr)
{
	projector_end(*pr);
	*pr = NULL;
}

/* `own` holds p, or nothing yet. The arena before may hold the practice before, so it ends here and not earlier. */
static void begin_with(projector *pr, arena own, const practice *p, int64_t declared)
{
	arena_end(&pr->own);
	pr->own = own;
	pr->practice = p;
	pr->tables = (map){ 0 };
	pr->shapes = (map){ 0 };
	pr->declared = declared;
}

void projector_practice(projector *pr, const practice *p)
{
	begin_with(pr, arena_make(), p, NOT_LOOKED);
}

/* Takes the practice from the journal's declarations. With `version`, only where that brings it: an area that never declared
 * anything keeps the practice it was given. */
static err reload(projector *pr, db *d, str kind_name, str version, trail *t)
{
	ARENA(own);
	const practice *p;
	seq newest;
	err e = project_practice(d, &own, &p, &newest);
	if (e != OK) return FAIL(t, e);
	if (version.n && !practice_version(p, kind_name, version)) return FAIL(t, E_INVALID);
	begin_with(pr, own, p, newest.n);
	own = arena_make();
	return OK;
}

err projector_catch_up(projector *pr, db *d, const entry *e, trail *t)
{
	bool in_order = e->seq.n == pr->last + 1;
	bool all_kinds = str_eq(e->kind, S("disposal")); /* asks every table, so an older practice would not do */
	pr->last = e->seq.n;
	if (pr->replaying || (in_order && !pr->doubtful && !all_kinds)) return OK;
	int64_t newest;
	TRY(db_one_int(d, SQL("SELECT COALESCE(max(seq), 0) FROM p_declaration"), NO_ARGS, &newest));
	if (pr->declared == NOT_LOOKED && (newest == 0 || !all_kinds)) pr->declared = newest;
	if (pr->declared != newest) TRY(reload(pr, d, STR_NONE, STR_NONE, t));
	pr->doubtful = false;
	return OK;
}

/* ---- tables and versions */

const kind_statements *projector_table(projector *pr, str kind_name)
{
	kind_statements *to = map_get(&pr->tables, kind_name);
	if (to) return to;
	arena *a = &pr->own;
	const kind_table *t = kind_table_make(a, pr->practice, kind_name);
	to = TAKE(a, kind_statements);
	*to = (kind_statements){
		.is = t,
		.insert = table_insert(a, &t->table),
		.close = table_update(a, &t->table, S("known_to = $1"), S("record = $2 AND known_to IS NULL")),
		.find = table_select(a, &t->table, S("seq = $1"), STR_NONE),
		.forget = table_delete(a, &t->table, S("seq = $1")),
		.lengthen = table_update(a, &t->table, S("known_to = $1"), S("record = $2 AND known_to = $3")),
	};
	map_put(a, &pr->tables, t->kind, to);
	return to;
}

static meaning meaning_of(str kind_name)
{
	if (str_eq(kind_name, S("declaration"))) return MEANS_DECLARATION;
	if (str_eq(kind_name, S("disposal"))) return MEANS_DISPOSAL;
	if (str_eq(kind_name, S("person"))) return MEANS_PERSON;
	if (str_eq(kind_name, S("same_person"))) return MEANS_SAME_PERSON;
	if (str_eq(kind_name, S("withdrawal"))) return MEANS_WITHDRAWAL;
	return MEANS_NOTHING_MORE;
}

static const shape *make_shape(projector *pr, const kind *k)
{
	shape *as = TAKE(&pr->own, shape);
	*as = (shape){ .k = k, .to = projector_table(pr, k->name), .means = meaning_of(k->name) };
	as->column_of = TAKE_N(&pr->own, size_t, k->field_n);
	for (size_t i = 0; i < k->field_n; i++) {
		const kind_column *c = map_get(&as->to->is->columns, k->fields[i].name);
		CHECK(c);
		as->column_of[i] = c->first;
	}
	map_put(&pr->own, &pr->shapes, k->version, as);
	return as;
}

err projector_shape(projector *pr, db *d, str kind_name, str version, trail *t, const shape **ret)
{
	const shape *as = map_get(&pr->shapes, version);
	if (!as) {
		const kind *k = practice_version(pr->practice, kind_name, version);
		if (!k) {
			TRY(reload(pr, d, kind_name, version, t));
			k = practice_version(pr->practice, kind_name, version);
		}
		as = make_shape(pr, k);
	}
	if (!str_eq(as->k->name, kind_name)) return FAIL(t, E_INVALID);
	*ret = as;
	return OK;
}

/* A new version's columns are made in the transaction that declares it. */
err step_declaration(const step *s)
{
	projector *pr = s->pr;
	str name = values_get(s->v, S("name"))->text, version = values_get(s->v, S("version"))->text;
	bool known = practice_version(pr->practice, name, version) != NULL;
	if (known && pr->replaying) return OK;
	if (known) pr->declared = s->e->seq.n;
	else TRY(reload(pr, s->d, name, version, &s->a->trail));
	return table_make(s->d, s->a, &projector_table(pr, name)->is->table);
}
