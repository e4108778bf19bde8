/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whatever is typed to find somebody: an answer within its bounds, or a refusal; and each name of those on the shelf. The
 * first line is a name to be found, the rest is what is typed. */
#include "fuzz/fuzz.h"
#include "match/index.h"

static void put(shelving *s, int64_t record, str given, str surname)
{
	shelved p = { .record = { record }, .person = { record }, .local_id = S("C1") };
	p.words[p.word_n].is = TRAIT_GIVEN, p.words[p.word_n++].text = given;
	p.words[p.word_n].is = TRAIT_SURNAME, p.words[p.word_n++].text = surname;
	p.words[p.word_n].is = TRAIT_POSTCODE, p.words[p.word_n++].text = given;
	p.identifiers[p.identifier_n++] = given;
	p.born = (when){ .is = record & 1 ? WHEN_DAY : WHEN_YEAR, .on = { (int32_t)(16000 + record) } };
	shelving_add(s, &p);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	str typed, name = str_cut((str){ (const char *)at, n }, '\n', &typed);
	query q;
	index_hits hits;
	shelving *s = shelving_start(&a);
	put(s, 1, S("Asha"), S("Bell"));
	put(s, 2, name, S("O'Neill-Van Dyke"));
	put(s, 3, S("Muhammad"), name);
	people_index *ix CLEANUP(index_endp) = index_make(&a, s);
	if (query_read(&a, typed, (day){ 20000 }, &q) != OK) return 0;
	CHECK(q.word_n <= QUERY_WORDS_MOST && q.number_n <= QUERY_NUMBERS_MOST);
	CHECK(!q.has_born || q.born_from.n <= q.born_to.n);
	index_find(ix, &q, 10, &a, &hits);
	CHECK(hits.n <= 3);
	for (size_t i = 0; i < hits.n; i++) CHECK(hits.at[i].sure >= 0 && hits.at[i].sure <= 1.000001 && str_is_utf8(hits.at[i].why));
	return 0;
}
