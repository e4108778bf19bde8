/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "match/why.h"

#include "match/fold.h"
#include "match/likeness.h"

static str trait_words(trait is)
{
	static const str words[TRAIT_N] = {
		[TRAIT_GIVEN] = STR("given name"), [TRAIT_SURNAME] = STR("surname"), [TRAIT_KNOWN_AS] = STR("the name they like"),
		[TRAIT_FORMER] = STR("a name from before"), [TRAIT_POSTCODE] = STR("postcode"), [TRAIT_STREET] = STR("address"),
		[TRAIT_SCHOOL] = STR("school"), [TRAIT_LIVES_WITH] = STR("who they live with"), [TRAIT_MOTHER] = STR("mother"),
		[TRAIT_FATHER] = STR("father"), [TRAIT_AROUND] = STR("somebody around them"),
	};
	return words[is];
}

/* How what was typed differs from what the record says. */
static str difference(str typed, str known)
{
	int slips = slips_between(typed, known, 2);
	if (slips == 0) return S("the same");
	if (name_is_form_of(typed, known)) return S("another form of it");
	if (slips == 1) return S("one letter off");
	if (str_starts(known, typed)) return S("begins so");
	if (sound_key(typed) == sound_key(known)) return S("spelt otherwise");
	return slips == 2 ? S("two letters off") : S("another form of it");
}

static void say(buf *b, str what, str how)
{
	if (b->n) buf_lit(b, "; ");
	buf_str(b, what);
	buf_char(b, ' ');
	buf_str(b, how);
}

static void say_answers(const seeking *k, const answer_of *answer, buf *b)
{
	int last = TRAIT_N;
	str last_how = STR_NONE;
	for (size_t t = 0; t < TRAIT_N; t++)
		for (size_t i = 0; i < answer->n; i++) {
			person_word w = k->s->words[answer->at[i].at];
			if (trait_of(w) != (trait)t) continue;
			bool first_part = t == TRAIT_POSTCODE && shelf_word(k->s, word_of(w)).n < 5;
			str how = first_part ? S("begins so") : difference(k->readings[answer->at[i].reading].text, shelf_word(k->s, word_of(w)));
			if (answer->at[i].as_one) how = S("written as one word");
			if (last == (int)t && str_eq(how, last_how)) continue;
			say(b, trait_words((trait)t), how);
			last = (int)t, last_how = how;
		}
}

static bool fits(const query *q, int32_t born)
{
	day on = born_day(born);
	return on.n <= q->born_to.n && on.n + (born_precision(born) == WHEN_DAY ? 0 : 365) >= q->born_from.n;
}

static void say_born(const seeking *k, uint32_t person, buf *b)
{
	const query *q = k->q;
	int32_t born = k->s->born[person];
	if (!q->has_born) return;
	if (born == BORN_NOT_KNOWN) {
		say(b, S("birth date"), S("not known"));
		return;
	}
	day on = born_day(born);
	bool exact = born_precision(born) == WHEN_DAY, one_day = q->born_from.n == q->born_to.n;
	if (exact && one_day) say(b, S("birth date"), days_likeness_words(days_between(on, q->born_from)));
	else if (fits(q, born)) say(b, S("birth date"), S("fits"));
	else say(b, S("birth date"), S("another one"));
}

static void say_unanswered(const seeking *k, const answer_of *answer, buf *b)
{
	for (size_t w = 0; w < k->q->word_n; w++)
		if (!(answer->mask >> w & 1) && !k->q->words[w].goes_on) {
			if (b->n) buf_lit(b, "; ");
			buf_lit(b, "nothing like «");
			buf_str(b, k->q->words[w].text);
			buf_lit(b, "»");
		}
}

str why_found(const seeking *k, const candidate *c, arena *a)
{
	buf b = BUF(a);
	answer_of answer = weigh_person(k, c->person, c->number);
	if (c->number >= 0) buf_lit(&b, "the number is theirs");
	say_answers(k, &answer, &b);
	if (answer.surname_first) say(&b, S("surname"), S("typed first"));
	say_born(k, c->person, &b);
	say_unanswered(k, &answer, &b);
	return buf_view(&b);
}

void why_grounds(const seeking *k, const candidate *c, index_hit *hit)
{
	const query *q = k->q;
	answer_of answer = weigh_person(k, c->person, c->number);
	bool given = false, surname = false;
	int32_t born = k->s->born[c->person];
	for (size_t i = 0; i < answer.n; i++) {
		if (k->readings[answer.at[i].reading].text.n == 1) continue; /* an initial names nobody */
		given |= trait_of(k->s->words[answer.at[i].at]) == TRAIT_GIVEN;
		surname |= trait_of(k->s->words[answer.at[i].at]) == TRAIT_SURNAME;
	}
	hit->numbered = c->number >= 0;
	hit->number = c->number;
	hit->named = given && surname;
	if (!q->has_born || born == BORN_NOT_KNOWN) return;
	bool days = q->born_from.n == q->born_to.n && born_precision(born) == WHEN_DAY;
	hit->dated = days && days_between(born_day(born), q->born_from) <= DAYS_ONE_DIGIT;
	hit->aged = !days && fits(q, born);
}
