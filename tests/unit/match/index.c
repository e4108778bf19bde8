/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* People found by what somebody types who has only half of it right. */
#include "support/expect.h"

#include "match/index.h"

#include <pthread.h>

typedef struct {
	int64_t record;
	const char *given, *surname, *known_as, *postcode, *street, *mother, *nhs, *local, *born;
} somebody;

static const somebody people[] = {
	{ 1, "Asha", "Bell", "", "PL4 8ZY", "12 Mill Lane", "Sharon Bell", "9434765919", "C1", "2014-03-05" },
	{ 2, "Ansha", "Bell", "", "PL4 8ZY", "12 Mill Lane", "Sharon Bell", "", "C2", "2014-03-05" },
	{ 3, "Muhammad", "Chowdhury", "", "PL1 2AB", "", "", "", "C3", "2016-11-02" },
	{ 4, "Elizabeth", "O'Brien", "Libby", "", "", "", "", "C4", "2010-07-30" },
	{ 5, "Zoë", "Smith-Jones", "", "", "", "Fatima", "", "C5", "2012-12-01" },
	{ 6, "Олена", "Шевченко", "", "", "", "", "", "C6", "2018-01-15" },
	{ 7, "Kwame", "Al-Sayed", "", "", "", "", "", "C7", "2009" },
	{ 8, "Thomas", "Carter", "", "", "", "", "", "476", "2011-05-09" },
	{ 9, "Thomas", "Carter", "", "", "", "", "", "", "2015-09-20" },
	{ 10, "Bo", "Li", "", "", "", "", "", "", "" },
	{ 11, "José", "de la Cruz", "", "", "", "", "", "", "" },
};

static void put_word(shelved *p, trait is, const char *text)
{
	if (!*text) return;
	p->words[p->word_n].is = is;
	p->words[p->word_n++].text = str_of(text);
}

static shelved shelved_of(const somebody *one)
{
	shelved p = { .record = { one->record }, .person = { one->record }, .local_id = str_of(one->local) };
	put_word(&p, TRAIT_GIVEN, one->given);
	put_word(&p, TRAIT_SURNAME, one->surname);
	put_word(&p, TRAIT_KNOWN_AS, one->known_as);
	put_word(&p, TRAIT_POSTCODE, one->postcode);
	put_word(&p, TRAIT_STREET, one->street);
	put_word(&p, TRAIT_MOTHER, one->mother);
	if (*one->nhs) p.identifiers[p.identifier_n++] = str_of(one->nhs);
	if (*one->local) p.identifiers[p.identifier_n++] = str_of(one->local);
	if (*one->born) assert_true(when_read(NULL, str_of(one->born), &p.born));
	return p;
}

static people_index *everybody(arena *a)
{
	shelving *s = shelving_start(a);
	for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
		shelved p = shelved_of(&people[i]);
		shelving_add(s, &p);
	}
	return index_make(a, s);
}

static day some_day(void)
{
	day today = { 0 };
	assert_true(day_make(2026, 6, 1, &today));
	return today;
}

static index_hits look(people_index *ix, arena *a, const char *text)
{
	query q;
	index_hits hits = { 0 };
	assert_int_equal(query_read(a, str_of(text), some_day(), &q), OK);
	index_find(ix, &q, 10, a, &hits);
	return hits;
}

static void found_first(void **state)
{
	(void)state;
	static const struct { const char *text; int64_t record; const char *why; } cases[] = {
		{ "Asha Bell", 1, "given name the same; surname the same" },
		{ "bell asha 5/3/2014", 1, "given name the same; surname the same; surname typed first; birth date the same" },
		{ "Asha Bel 3/5/2014", 1, "surname one letter off; birth date with day and month swapped" },
		{ "mohammed choudhury 2 Nov 2016", 3, "given name another form of it; surname one letter off; birth date the same" },
		{ "mohammod chaudhry", 3, "surname spelt otherwise" },
		{ "liz obrien", 4, "given name another form of it; surname the same" },
		{ "Libby O’Brien 2010", 4, "surname the same; the name they like the same; birth date fits" },
		{ "zoe smithjones", 5, "surname written as one word" },
		{ "zoe smithxjones", 5, "surname written as one word" },
		{ "zoe smithjone", 5, "surname written as one word" },
		{ "lizzy beth obrien", 4, "surname the same" },
		{ "zabeth obrien", 4, "given name another form of it; surname the same" },
		{ "muhamm chowdhury", 3, "given name begins so" },
		{ "thomasina carter 9 may 2011", 8, "given name another form of it; surname the same" },
		{ "zoe jones mother fatima", 5, "mother the same" },
		{ "Olena Shevchenko", 6, "surname the same" },
		{ "alsayed kwame", 7, "surname the same" },
		{ "kwame al sayed age 16", 7, "birth date fits" },
		{ "943 476 5919", 1, "the number is theirs" },
		{ "C6", 6, "the number is theirs" },
		{ "asha 9434765919 5/3/2014", 1, "the number is theirs; given name the same; birth date the same" },
		{ "jose de la cruz", 11, "given name the same; surname the same" },
		{ "thomas c 20.09.15", 9, "given name the same; surname begins so; birth date the same" },
		{ "thomas carter 20.09.15", 9, "birth date the same" },
		{ "thomas carter 10 yrs", 9, "birth date fits" },
		{ "bell pl4", 1, "postcode begins so" },
		{ "pl4 8zy asha", 1, "postcode the same" },
		{ "asha mill", 1, "address the same" },
		{ "elizab obrien", 4, "given name begins so; surname the same" },
		{ "Li", 10, "surname the same" },
		{ "Bo Li", 10, "given name the same; surname the same" },
	};
	ARENA(a);
	people_index *ix CLEANUP(index_endp) = everybody(&a);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		index_hits hits = look(ix, &a, cases[i].text);
		if (!hits.n || hits.at[0].record.n != cases[i].record || str_find(hits.at[0].why, str_of(cases[i].why)) < 0)
			fail_msg("%s: found %d, because %s", cases[i].text, hits.n ? (int)hits.at[0].record.n : 0,
			         hits.n ? str_c(&a, hits.at[0].why) : "-");
	}
}

/* Of two of nearly the same data neither is called the one who was meant, unless the name says so. */
static void twins(void **state)
{
	(void)state;
	ARENA(a);
	people_index *ix CLEANUP(index_endp) = everybody(&a);
	index_hits hits = look(ix, &a, "A Bell 2014-03-05 PL4 8ZY");
	assert_true(hits.n >= 2 && hits.at[0].sure < INDEX_SURE && hits.at[0].record.n <= 2 && hits.at[1].record.n <= 2);
	hits = look(ix, &a, "Asha Bell 2014-03-05");
	assert_true(hits.n >= 2 && hits.at[0].record.n == 1 && hits.at[1].record.n == 2);
}

static void nobody_like_that(void **state)
{
	(void)state;
	ARENA(a);
	people_index *ix CLEANUP(index_endp) = everybody(&a);
	assert_int_equal(look(ix, &a, "Wolfgang Xylander").n, 0);
	index_hits hits = look(ix, &a, "Asha Chowdhury 1999-01-01");
	for (size_t i = 0; i < hits.n; i++) assert_true(hits.at[i].sure < INDEX_SURE);
}

static void nothing_to_go_by(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "   ", "%", "*", "....", "😀😀", "a", "\x01\x02 smith", "\xff\xfe\xfd", "2014", "age 7" };
	ARENA(a);
	query q;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (query_read(&a, str_of(texts[i]), some_day(), &q) != E_INVALID) fail_msg("«%s» was taken", texts[i]);
	assert_int_equal(query_read(&a, (str){ "smith\0jones", 11 }, some_day(), &q), E_INVALID);
	buf b = BUF(&a);
	for (int i = 0; i < 2000; i++) buf_lit(&b, "smith");
	assert_int_equal(query_read(&a, buf_view(&b), some_day(), &q), E_LIMIT);
}

/* What may be typed and is odd is answered. */
static void odd_words(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"بل عائشة", "\xE2\x80\xAElleb ahsA", "asha % bell", "asha'; drop table", "a b c d e f g h i j k l m n o p q r s t u v w x y z",
		"bell bell bell bell bell bell bell bell bell bell", "12 12 12 12 12 12 12 12 12 12 12 12", "mother lives with school",
		"0000000000000000000000000000000000000000", "o o o o o o o o o o", "31/02/2014 bell", "bell 99/99/9999", "١٢/٣/٢٠١٤ bell",
	};
	ARENA(a);
	people_index *ix CLEANUP(index_endp) = everybody(&a);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) (void)look(ix, &a, texts[i]);
	assert_int_equal(look(ix, &a, "asha % bell").at[0].record.n, 1);
}

static void changes(void **state)
{
	(void)state;
	ARENA(a);
	people_index *ix CLEANUP(index_endp) = everybody(&a);
	shelved p = shelved_of(&(somebody){ 1, "Asha", "Marlowe", "", "", "", "", "", "", "2014-03-05" });
	index_put(ix, &p);
	p = shelved_of(&(somebody){ 11, "Wolfgang", "Xylander", "", "", "", "", "", "", "2003-03-05" });
	index_put(ix, &p);
	p = (shelved){ .record = { 8 } }; /* gone */
	index_put(ix, &p);
	index_put_done(ix);
	assert_int_equal(look(ix, &a, "Asha Marlowe").at[0].record.n, 1);
	assert_int_equal(look(ix, &a, "Asha Bell 5/3/2014").at[0].record.n, 2);
	assert_int_equal(look(ix, &a, "Wolfgang Xylander").at[0].record.n, 11);
	index_hits hits = look(ix, &a, "Thomas Carter");
	assert_true(hits.n == 1 && hits.at[0].record.n == 9);
}

/* Many changes, one by one: the newest is always what is found. */
static void many_changes(void **state)
{
	(void)state;
	ARENA(a);
	people_index *ix CLEANUP(index_endp) = everybody(&a);
	for (int64_t i = 0; i < 1200; i++) {
		buf name = BUF(&a);
		buf_lit(&name, "Corin");
		for (int64_t n = i; n; n /= 10) buf_char(&name, (char)('a' + n % 10));
		shelved p = { .record = { 100 + i % 600 }, .person = { 100 + i % 600 } };
		put_word(&p, TRAIT_GIVEN, "Wren");
		put_word(&p, TRAIT_SURNAME, str_c(&a, buf_view(&name)));
		index_put(ix, &p);
		index_put_done(ix);
		if (i % 97 == 0) assert_int_equal(look(ix, &a, str_c(&a, buf_view(&name))).at[0].record.n, 100 + i % 600);
	}
	assert_int_equal(look(ix, &a, "Asha Bell").at[0].record.n, 1);
}

/* Some ask while one writes: each sees what was put before, and nobody a half-made shelf. */
typedef struct {
	people_index *ix;
	bool wrong;
} asking;

static void *ask_on(void *context)
{
	asking *me = context;
	for (int i = 0; i < 300 && !me->wrong; i++) {
		ARENA(a);
		query q;
		index_hits hits;
		CHECK(query_read(&a, S("asha bell 5/3/2014"), (day){ 20000 }, &q) == OK);
		index_find(me->ix, &q, 10, &a, &hits);
		me->wrong = hits.n == 0 || hits.at[0].record.n != 1;
	}
	return NULL;
}

static void asked_while_changed(void **state)
{
	(void)state;
	ARENA(a);
	people_index *ix CLEANUP(index_endp) = everybody(&a);
	asking asks[4];
	pthread_t threads[4];
	for (int i = 0; i < 4; i++) {
		asks[i] = (asking){ .ix = ix };
		assert_int_equal(pthread_create(&threads[i], NULL, ask_on, &asks[i]), 0);
	}
	for (int64_t i = 0; i < 300; i++) {
		buf born = BUF(&a);
		day_write(&born, (day){ (int32_t)(14000 + i) });
		shelved p = shelved_of(&(somebody){ 100 + i, "Wren", "Harkaway", "", "", "", "", "", "", str_c(&a, buf_view(&born)) });
		index_put(ix, &p);
		index_put_done(ix);
		buf text = BUF(&a);
		buf_lit(&text, "wren harkaway ");
		buf_str(&text, buf_view(&born));
		assert_int_equal(look(ix, &a, str_c(&a, buf_view(&text))).at[0].record.n, 100 + i);
	}
	for (int i = 0; i < 4; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_false(asks[i].wrong);
	}
}

/* A number that is one person's is no three local numbers, and leaves nobody in doubt. An initial names nobody. */
static void what_numbers_and_initials_tell(void **state)
{
	(void)state;
	ARENA(a);
	people_index *ix CLEANUP(index_endp) = everybody(&a);
	index_hits hits = look(ix, &a, "943 476 5919");
	assert_int_equal(hits.n, 1);
	assert_true(hits.at[0].numbered && hits.at[0].sure >= INDEX_SURE);
	hits = look(ix, &a, "943 476 5918"); /* nobody's: then a group of it may be a local number, and is hardly */
	assert_true(hits.n == 1 && hits.at[0].record.n == 8 && hits.at[0].sure < INDEX_SURE);
	hits = look(ix, &a, "t carter 9/5/2011");
	assert_true(hits.at[0].record.n == 8 && hits.at[0].dated && !hits.at[0].named);
	hits = look(ix, &a, "thomas carter 9/5/2011");
	assert_true(hits.at[0].record.n == 8 && hits.at[0].dated && hits.at[0].named);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(found_first),      cmocka_unit_test(twins),
		                            cmocka_unit_test(nobody_like_that), cmocka_unit_test(nothing_to_go_by),
		                            cmocka_unit_test(odd_words),        cmocka_unit_test(changes),
		                            cmocka_unit_test(many_changes),     cmocka_unit_test(asked_while_changed),
		                            cmocka_unit_test(what_numbers_and_initials_tell) };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
