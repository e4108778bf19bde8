/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What invented people say: practice/demonstration/words.yaml, with the family's names put in. Nobody said any of it. */
#include "demo/family.h"

/* ---- which theme */

static const yaml *theme_at(const yaml *words, size_t i)
{
	const yaml *themes = yaml_get(words, S("themes"));
	CHECK(themes && i < themes->n);
	return &themes->items[i];
}

static bool lists(const yaml *list, str code)
{
	for (size_t i = 0; list && i < list->n; i++)
		if (str_eq(list->items[i].text, code)) return true;
	return false;
}

static bool plays_a_part(const rate *factors, uint64_t has, const yaml *theme)
{
	for (size_t i = 0; i < factors->n; i++)
		if (has >> i & 1 && lists(yaml_get(theme, S("factors")), factors->at[i].as.at[0])) return true;
	return false;
}

static bool is_old_enough(const yaml *theme, int age)
{
	int64_t least;
	const yaml *from = yaml_get(theme, S("from_age"));
	return !from || (str_to_int(from->text, &least) && age >= least);
}

/* One that goes with the main need and with what was found to play a part; else one that goes with the need. */
size_t demo_theme(demo *m, dice *d, str need, uint64_t factors, int age)
{
	const rate *of = rate_of(&m->rates, "factor");
	size_t n = yaml_get(m->words, S("themes"))->n, first = dice_roll(d, n), any = 0;
	for (size_t i = 0; i < n; i++) {
		size_t at = (first + i) % n;
		const yaml *theme = theme_at(m->words, at);
		if (!lists(yaml_get(theme, S("needs")), need) || !is_old_enough(theme, age)) continue;
		if (plays_a_part(of, factors, theme)) return at;
		any = at;
	}
	return any;
}

/* ---- names put in */

static size_t first_child(const wording *w)
{
	size_t i = 0;
	while (i + 1 < w->f->child_n && !is_about(w->s, i)) i++;
	return i;
}

static str called(const demo_child *c)
{
	return c->known_as.n ? c->known_as : c->given;
}

static bool is_born(const demo_child *c, day on)
{
	return c->born.n <= on.n;
}

str demo_child_names(arena *a, const family *f, unsigned whom)
{
	buf b = BUF(a);
	size_t left = 0;
	for (size_t i = 0; i < f->child_n; i++) left += whom >> i & 1;
	for (size_t i = 0; i < f->child_n; i++) {
		if (!(whom >> i & 1)) continue;
		if (b.n) buf_str(&b, left == 1 ? S(" and ") : S(", "));
		left--;
		buf_str(&b, f->children[i].unborn ? S("the baby") : called(&f->children[i]));
	}
	return buf_view(&b);
}

/* A brother or sister who is born by then, and older or younger than the one who speaks, or either. The nearest in age first. */
typedef enum { OLDER, YOUNGER, EITHER } sibling_sort;
static str sibling(const wording *w, sibling_sort sort)
{
	size_t own = first_child(w);
	if (sort != OLDER && own + 1 < w->f->child_n && is_born(&w->f->children[own + 1], w->s->on)) return called(&w->f->children[own + 1]);
	return sort != YOUNGER && own > 0 ? called(&w->f->children[own - 1]) : STR_NONE;
}

static const demo_adult *adult(const wording *w, const char *is)
{
	for (size_t i = 0; i < w->f->adult_n; i++)
		if (str_eq(str_of(w->f->adults[i].is), str_of(is))) return &w->f->adults[i];
	return NULL;
}

static str chosen(const char *const *from, size_t n, uint32_t by)
{
	return str_of(from[by % n]);
}
#define CHOSEN(list, by) chosen((list), sizeof(list) / sizeof *(list), (by))

static str day_of_week(const wording *w)
{
	static const char *const days[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday" };
	return str_of(days[(w->s->seed >> 3) % 5]);
}

static str sex_word(const wording *w, const char *she, const char *he)
{
	return str_of(w->f->children[first_child(w)].sex == 'F' ? she : he);
}

/* What stands in braces. Empty: this family has none, and the line is not for it. */
static str slot_filled(const wording *w, str slot)
{
	static const char *const pets[] = { "the cat", "the dog", "the rabbit", "Kip", "the goldfish", "Biscuit", "Moss" };
	static const char *const teachers[] = { "Mrs Ardley", "Mr Okonwo", "Miss Tesfani", "Mrs Pellrow", "Mr Halsby", "Miss Quarden" };
	const family *f = w->f;
	const demo_adult *mother = adult(w, "mother"), *father = adult(w, "father"), *elder = adult(w, "grandparent");
	if (str_eq(slot, S("child"))) return demo_child_names(w->a, f, w->s->who);
	if (str_eq(slot, S("eldest"))) return called(&f->children[0]);
	if (str_eq(slot, S("sib"))) return sibling(w, EITHER);
	if (str_eq(slot, S("big"))) return sibling(w, OLDER);
	if (str_eq(slot, S("small"))) return sibling(w, YOUNGER);
	if (str_eq(slot, S("language"))) return str_eq(f->language, S("English")) ? STR_NONE : f->language;
	if (str_eq(slot, S("mum"))) return mother->called;
	if (str_eq(slot, S("mother"))) return mother->given;
	if (str_eq(slot, S("dad"))) return father ? father->called : STR_NONE;
	if (str_eq(slot, S("father"))) return father ? father->given : STR_NONE;
	if (str_eq(slot, S("nan"))) return elder ? elder->called : STR_NONE;
	if (str_eq(slot, S("elder"))) return elder ? elder->given : STR_NONE;
	if (str_eq(slot, S("street"))) return str_from(f->street, (size_t)str_find_char(f->street, ' ') + 1);
	if (str_eq(slot, S("pet"))) return CHOSEN(pets, f->number * 7 + 3);
	if (str_eq(slot, S("teacher"))) return CHOSEN(teachers, f->number * 5 + (uint32_t)first_child(w));
	if (str_eq(slot, S("day"))) return day_of_week(w);
	if (str_eq(slot, S("he"))) return sex_word(w, "she", "he");
	if (str_eq(slot, S("He"))) return sex_word(w, "She", "He");
	if (str_eq(slot, S("his"))) return sex_word(w, "her", "his");
	if (str_eq(slot, S("him"))) return sex_word(w, "her", "him");
	CHECK(false); /* no such slot: words.yaml is ours */
	return STR_NONE;
}

static bool fill(const wording *w, str text, str *ret)
{
	buf b = BUF(w->a);
	while (text.n) {
		buf_str(&b, str_cut(text, '{', &text));
		if (!text.n) break;
		str filled = slot_filled(w, str_cut(text, '}', &text));
		if (!filled.n) return false;
		buf_str(&b, filled);
	}
	*ret = buf_view(&b);
	return true;
}

/* ---- a line */

static bool is_of_age(const wording *w, const yaml *line)
{
	const yaml *ages = yaml_get(line, S("ages"));
	int64_t least, most;
	int age = day_age(w->f->children[first_child(w)].born, w->s->on);
	if (!ages) return true;
	bool read = str_to_int(ages->items[0].text, &least) && str_to_int(ages->items[1].text, &most);
	CHECK(read);
	return age >= least && age <= most;
}

static bool suits(const wording *w, const yaml *line)
{
	str filled;
	if (line->is == YAML_TEXT) return fill(w, line->text, &filled);
	if (!is_of_age(w, line)) return false;
	for (size_t i = 0; i < line->n; i++)
		if (line->items[i].is == YAML_TEXT && !fill(w, line->items[i].text, &filled)) return false;
	return true;
}

static size_t suiting(const wording *w, const yaml *lines)
{
	size_t n = 0;
	for (size_t i = 0; lines && i < lines->n; i++) n += suits(w, &lines->items[i]);
	return n;
}

static const yaml *suiting_at(const wording *w, const yaml *lines, size_t which)
{
	for (size_t i = 0;; i++)
		if (suits(w, &lines->items[i]) && which-- == 0) return &lines->items[i];
}

/* The theme's own lines and those for any theme go round together: whoever counts up hears none twice before all. */
const yaml *demo_line(const wording *w, const char *list, size_t which)
{
	const yaml *own = yaml_get(theme_at(w->words, w->f->theme), str_of(list)), *any = yaml_get(yaml_get(w->words, S("any")), str_of(list));
	size_t own_n = suiting(w, own), n = own_n + suiting(w, any);
	if (n == 0) return NULL;
	which %= n;
	return which < own_n ? suiting_at(w, own, which) : suiting_at(w, any, which - own_n);
}

str demo_line_text(const wording *w, const yaml *line, const char *name)
{
	str filled = STR_NONE;
	const yaml *text = line && line->is == YAML_MAP ? yaml_get(line, str_of(name)) : line;
	return text && fill(w, text->text, &filled) ? filled : STR_NONE;
}

str demo_say(const wording *w, const char *list)
{
	return demo_line_text(w, demo_line(w, list, (size_t)dice_roll(w->d, 1000)), "words");
}
