/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cmd/practice_docs.h"

#include <limits.h>

/* Text in Markdown: what would be markup is text, in tables too. */
static void text_write(buf *b, str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (str_find_char(S("\\`*_{}[]<>#|"), s.at[i]) >= 0) buf_char(b, '\\');
		buf_char(b, s.at[i] == '\n' ? ' ' : s.at[i]);
	}
}

static void line_write(buf *b, str before, str text, str after)
{
	if (text.n == 0) return;
	buf_str(b, before);
	text_write(b, text);
	buf_str(b, after);
}

static void comma(buf *b, size_t start)
{
	if (b->n > start) buf_lit(b, ", ");
}

static void who_write(buf *b, const who *w)
{
	size_t start = b->n;
	if (w->works_with_child) buf_lit(b, "who works with the child");
	if (w->roles == ROLE_EVERYONE) {
		comma(b, start);
		buf_lit(b, "everyone");
	}
	for (role_set r = 1; r <= ROLE_ADMINISTRATOR && w->roles != ROLE_EVERYONE; r <<= 1)
		if (w->roles & r) {
			comma(b, start);
			text_write(b, role_name((role)r));
		}
	if (b->n == start) buf_lit(b, "nobody");
}

static void count_write(buf *b, const about_role *link)
{
	if (link->most == INT_MAX) buf_printf(b, "%d or more", link->least);
	else if (link->least == link->most) buf_printf(b, "%d", link->least);
	else buf_printf(b, "%d to %d", link->least, link->most);
}

static void about_write(buf *b, const kind *k)
{
	for (size_t i = 0; i < k->about_n; i++) {
		buf_str(b, i ? S("; ") : S("- About: "));
		text_write(b, k->about[i].label);
		buf_lit(b, " (`");
		buf_str(b, k->about[i].role);
		buf_lit(b, "`, ");
		count_write(b, &k->about[i]);
		if (k->about[i].target.n) buf_printf(b, " of kind `%.*s`)", STR_ARG(k->about[i].target));
		else buf_lit(b, " of any kind)");
	}
	if (k->about_n) buf_char(b, '\n');
}

static void sentence_write(buf *b, str before, const kind *k, const sentence_part *parts, size_t n)
{
	size_t group = 0;
	if (n == 0) return;
	buf_str(b, before);
	for (size_t i = 0; i < n; i++) {
		if (group && parts[i].group != group) text_write(b, S("]"));
		if (parts[i].group && parts[i].group != group) text_write(b, S("["));
		group = parts[i].group;
		switch (parts[i].is) {
		case PART_WORDS: text_write(b, parts[i].words); break;
		case PART_ABOUT: line_write(b, S("*"), k->about[parts[i].at].label, S("*")); break;
		case PART_FIELD: line_write(b, S("*"), k->fields[parts[i].at].label, S("*")); break;
		}
	}
	if (group) text_write(b, S("]"));
	buf_char(b, '\n');
}

static void moments_write(buf *b, const kind *k)
{
	for (size_t i = 0; i < k->moment_n; i++) {
		const moment *m = &k->moments[i];
		str field_label = k->fields[m->field].label;
		line_write(b, S("- In the story, by «"), field_label, S("»"));
		line_write(b, S(", on the journey "), stage_name(m->stage), S(""));
		sentence_write(b, S(": "), k, m->story, m->story_n);
	}
}

/* ---- fields */

static void answers_write(buf *b, const field *f)
{
	size_t start = b->n;
	for (size_t i = 0; i < f->choice_n; i++) {
		comma(b, start);
		buf_printf(b, "`%.*s` ", STR_ARG(f->choices[i].code));
		text_write(b, f->choices[i].label);
		if (f->choices[i].hidden) buf_lit(b, " (not offered)");
	}
	if (f->type == FIELD_IDENTIFIER) text_write(b, identifier_name(f->identifier));
	if (f->type == FIELD_RECORD) buf_printf(b, "kind `%.*s`", STR_ARG(f->target));
	text_write(b, f->unit);
	if (f->has_least) {
		comma(b, start);
		buf_printf(b, "from %lld", (long long)f->least);
	}
	if (f->has_most) {
		comma(b, start);
		buf_printf(b, f->type == FIELD_NUMBER ? "to %lld" : "at most %lld characters", (long long)f->most);
	}
	if (f->decimals) {
		comma(b, start);
		buf_printf(b, "%d decimals", f->decimals);
	}
}

static void notes_write(buf *b, const field *f)
{
	size_t start = b->n;
	static const char *const words[] = { "required", "keeps the entry from who is named", "where somebody is named, only they read the entry, with who wrote it and managers",
		                             "neither the child nor who works here", "asked when corrected", "shown to whoever asks, never printed",
		                             "can be drawn in its form", "not asked any more",
		                             "added by the area" };
	const bool holds[] = { f->required, f->seal, f->only, f->others, f->later, f->closed, f->drawn, f->hidden, f->of_area };
	for (size_t i = 0; i < sizeof holds / sizeof *holds; i++) {
		if (!holds[i]) continue;
		comma(b, start);
		buf_str(b, str_of(words[i]));
	}
	if (f->own_read) {
		comma(b, start);
		buf_lit(b, "read by ");
		who_write(b, &f->read);
	}
	if (f->own_write) {
		comma(b, start);
		buf_lit(b, "written by ");
		who_write(b, &f->write);
	}
}

static void field_write(buf *b, const field *f)
{
	buf_printf(b, "| `%.*s` | ", STR_ARG(f->name));
	text_write(b, f->label);
	line_write(b, S(" <br>"), f->guide, S(""));
	buf_printf(b, " | %.*s | ", STR_ARG(field_type_name(f->type)));
	answers_write(b, f);
	buf_lit(b, " | ");
	notes_write(b, f);
	buf_lit(b, " |\n");
}

static void kind_write(buf *b, const kind *k)
{
	buf_lit(b, "\n### ");
	text_write(b, k->label);
	buf_printf(b, " (`%.*s`)\n\n", STR_ARG(k->name));
	line_write(b, S(""), k->guide, S("\n\n"));
	about_write(b, k);
	line_write(b, S("- On the journey: "), stage_name(k->stage), S("\n"));
	sentence_write(b, S("- In the story: "), k, k->story, k->story_n);
	moments_write(b, k);
	sentence_write(b, S("- Named: "), k, k->title, k->title_n);
	if (k->quiet_until) line_write(b, S("- What may be kept from somebody and links here stays off lists and prints until: "), k->quiet_until->label, S("\n"));
	buf_lit(b, "- Read by: ");
	who_write(b, &k->read);
	buf_lit(b, "\n- Written by: ");
	who_write(b, &k->write);
	if (k->write.about_any) {
		buf_lit(b, "; without working with the child: ");
		who_write(b, &(who){ .roles = k->write.about_any });
	}
	buf_char(b, '\n');
	for (size_t i = 0; i < k->follow_up_n; i++) {
		line_write(b, S("- Followed by: "), k->follow_ups[i].label, S(""));
		buf_printf(b, " (`%.*s`)\n", STR_ARG(k->follow_ups[i].kind));
	}
	buf_lit(b, "\n| field | asks | type | answers | |\n|---|---|---|---|---|\n");
	for (size_t i = 0; i < k->field_n; i++) field_write(b, &k->fields[i]);
}

/* ---- measures and the whole */

static void point_write(buf *b, const char *word, const measure_point *at)
{
	if (!at->stage.n && !at->kind.n) return;
	buf_printf(b, "%s %.*s%s%.*s%.*s", word, STR_ARG(at->pick), at->pick.n ? " " : "", STR_ARG(at->stage), STR_ARG(at->kind));
	if (at->moment.n) buf_printf(b, " (%.*s)", STR_ARG(at->moment));
	for (size_t i = 0; i < at->values.n; i++) buf_printf(b, "%s`%.*s`", i ? ", " : " where it says ", STR_ARG(at->values.at[i]));
	if (at->changed_worker) buf_lit(b, " by another worker than before");
}

static void measure_write(buf *b, const measure *m)
{
	buf_printf(b, "\n### %.*s\n\n", STR_ARG(m->name));
	if (m->item.n) buf_printf(b, "%.*s: ", STR_ARG(m->item));
	line_write(b, S(""), m->asks, S("\n\n"));
	line_write(b, S("- Not answerable: "), m->not_answerable, S("\n"));
	if (m->shape.n) buf_printf(b, "- Shape: %.*s", STR_ARG(m->shape));
	point_write(b, ", from the", &m->from);
	point_write(b, " to the", &m->to);
	point_write(b, "; nothing more is awaited after", &m->stops);
	point_write(b, "; only children with", &m->cohort);
	if (m->span_days) buf_printf(b, "; %lld days", (long long)m->span_days);
	if (m->shape.n) buf_char(b, '\n');
	line_write(b, S("- In "), m->unit, S("\n"));
	for (size_t i = 0; i < m->by.n; i++) buf_printf(b, "%s%.*s", i ? ", " : "- By ", STR_ARG(m->by.at[i]));
	if (m->by.n) buf_char(b, '\n');
	for (size_t i = 0; i < m->ask_locally.n; i++) line_write(b, S("- Ask locally: "), m->ask_locally.at[i], S("\n"));
}

static void capability_write(buf *b, const practice *p, str name, str label, str about, const measures *asked)
{
	buf_lit(b, "\n## ");
	text_write(b, label);
	buf_char(b, '\n');
	line_write(b, S("\n"), about, S("\n"));
	for (size_t i = 0; i < practice_kind_count(p); i++)
		if (str_eq(practice_kind_at(p, i)->capability, name)) kind_write(b, practice_kind_at(p, i));
	for (size_t i = 0; i < asked->n; i++)
		if (str_eq(asked->at[i].capability, name)) measure_write(b, &asked->at[i]);
}

static const capability *capability_of(const capabilities *all, str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->at[i].name, name)) return &all->at[i];
	return NULL;
}

/* Every folder that kinds or capabilities stand in, in order of name; "" for the program's own first. */
static str_list folders_of(arena *a, const practice *p, const capabilities *all)
{
	str_list list = { 0 };
	str last = STR_NONE;
	PUSH(a, &list, S(""));
	for (;;) {
		str next = STR_NONE;
		for (size_t i = 0; i < practice_kind_count(p) + all->n; i++) {
			size_t kinds = practice_kind_count(p);
			str name = i < kinds ? practice_kind_at(p, i)->capability : all->at[i - kinds].name;
			if (str_cmp(name, last) > 0 && (next.n == 0 || str_cmp(name, next) < 0)) next = name;
		}
		if (next.n == 0) return list;
		PUSH(a, &list, next);
		last = next;
	}
}

void practice_docs_write(buf *b, const practice *p, const capabilities *all, const measures *asked)
{
	buf_lit(b, "# Data dictionary\n\nWhat is recorded, what it is called, who may read and write it. Made from the "
	           "declarations by `waymark practice docs`: change those, and run `make docs`.\n");
	str_list folders = folders_of(b->a, p, all);
	for (size_t i = 0; i < folders.n; i++) {
		const capability *c = capability_of(all, folders.at[i]);
		str label = folders.at[i].n == 0 ? S("Known to the program") : c ? c->label : folders.at[i];
		capability_write(b, p, folders.at[i], label, c ? c->about : S(""), asked);
	}
}
