/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What must not leave is found however it is spelt, wherever it is written; what may be read is not. Each line is one planted
 * case; missed and false ones are counted and printed. */
#include "support/expect.h"

#include "match/spot.h"

#include <stdio.h>

enum { NOTHING = -1 };

static const struct {
	const char *text;
	int is;          /* a spot_is, or NOTHING */
	const char *found; /* what of the text; NULL: not asked */
} cases[] = {
	/* a hidden address in prose */
	{ "She moved to 12 Rose Lane, Northmere, NG1 4AB in May.", SPOT_HIDDEN_ADDRESS, NULL },
	{ "she moved to 12 rose lane", SPOT_HIDDEN_ADDRESS, "12 rose lane" },
	{ "SHE MOVED TO 12 ROSE LANE", SPOT_HIDDEN_ADDRESS, "12 ROSE LANE" },
	{ "at number 12, Rose\nLane", SPOT_HIDDEN_ADDRESS, "12, Rose\nLane" },
	{ "12  Rose\xc2\xa0Lane", SPOT_HIDDEN_ADDRESS, NULL },
	{ "12-Rose-Lane", SPOT_HIDDEN_ADDRESS, NULL },
	{ "He waited in Rose Lane for her.", SPOT_HIDDEN_ADDRESS, "Rose Lane" },
	{ "12 Rose Ln.", SPOT_HIDDEN_ADDRESS, "12 Rose Ln" },
	{ "the flats at ROSE LN", SPOT_HIDDEN_ADDRESS, NULL },
	{ "postcode ng14ab", SPOT_HIDDEN_ADDRESS, "ng14ab" },
	{ "NG1  4AB", SPOT_HIDDEN_ADDRESS, NULL },
	{ "n.g.1-4-a-b", SPOT_HIDDEN_ADDRESS, NULL },
	{ "They call it Willowbank there.", SPOT_HIDDEN_ADDRESS, "Willowbank" },
	{ "near Willow Bank", SPOT_HIDDEN_ADDRESS, NULL },
	{ "Ro\xc2\xadse Lane, with a break that is not seen", SPOT_HIDDEN_ADDRESS, NULL },
	{ "Rose\xe2\x80\x8bLane", SPOT_HIDDEN_ADDRESS, NULL },
	{ "ＲＯＳＥ ＬＡＮＥ", SPOT_HIDDEN_ADDRESS, NULL },
	/* ... where nobody looks */
	{ "visit_12RoseLane.jpg", SPOT_HIDDEN_ADDRESS, NULL },
	{ "12roselane.png", SPOT_HIDDEN_ADDRESS, "12roselane" },
	{ "rose-lane-map.pdf", SPOT_HIDDEN_ADDRESS, NULL },
	{ "https://maps.example/?q=12%20Rose%20Lane", SPOT_HIDDEN_ADDRESS, NULL },
	{ "/find?q=rose+lane", SPOT_HIDDEN_ADDRESS, NULL },
	{ "{\"address\":\"12 Rose\\u0020Lane\"}", SPOT_HIDDEN_ADDRESS, NULL },
	{ "{\"note\":\"Rose\\nLane\"}", SPOT_HIDDEN_ADDRESS, NULL },
	{ "<title>Rose&#32;Lane</title>", SPOT_HIDDEN_ADDRESS, NULL },
	{ "<desc>12&nbsp;Rose&#x20;Lane</desc>", SPOT_HIDDEN_ADDRESS, NULL },
	{ "xmp:Location=\"Willowbank\"", SPOT_HIDDEN_ADDRESS, NULL },
	{ "Subject: Fwd: keys for willowbank", SPOT_HIDDEN_ADDRESS, NULL },
	/* words that a child asked to keep */
	{ "Kit tells my stepdad everything.", SPOT_KEPT_WORDS, NULL },
	{ "He said that kit tells my stepdad everything and left.", SPOT_KEPT_WORDS, NULL },
	{ "“…Kit tells my stepdad, everything”", SPOT_KEPT_WORDS, NULL },
	{ "She told us: I want to live with nobody else.", SPOT_KEPT_WORDS, NULL },
	{ "Do not tell", SPOT_KEPT_WORDS, NULL },
	/* people, in several spellings */
	{ "Ruth Bellamy came to the school.", SPOT_PERSON, "Ruth Bellamy" },
	{ "RUTH BELLAMY", SPOT_PERSON, NULL },
	{ "ruth bellamy", SPOT_PERSON, NULL },
	{ "Bellamy, Ruth", SPOT_PERSON, "Bellamy, Ruth" },
	{ "R. Bellamy rang.", SPOT_PERSON, "R. Bellamy" },
	{ "Mrs Bellamy rang.", SPOT_PERSON, "Mrs Bellamy" },
	{ "Ruth’s sister", SPOT_PERSON, "Ruth" },
	{ "and then ruth shouted", SPOT_PERSON, "ruth" },
	{ "photo_RuthBellamy_2.jpg", SPOT_PERSON, NULL },
	{ "ruth.bellamy", SPOT_PERSON, NULL },
	{ "Zoë O’Neill-Łoś", SPOT_PERSON, NULL },
	{ "zoe oneill los", SPOT_PERSON, NULL },
	{ "ZOE O NEILL LOS", SPOT_PERSON, NULL },
	{ "Beth Okonkwo-Hale", SPOT_PERSON, NULL }, /* who is written down as Elizabeth */
	{ "Liz came too.", SPOT_PERSON, "Liz" },
	{ "Then Will hit him.", SPOT_PERSON, "Will" },
	{ "Will hit him.", SPOT_PERSON, "Will" },
	{ "Grażyna Żółć", SPOT_PERSON, NULL },
	{ "grazyna zolc", SPOT_PERSON, NULL },
	{ "محمد الأحمد", SPOT_PERSON, NULL },
	{ "Олена Щук", SPOT_PERSON, NULL },
	{ "Olena Shchuk", SPOT_PERSON, NULL },
	{ "Asha Khan is in the same class.", SPOT_PERSON, "Asha Khan" },
	{ "Tariq Malik was there.", SPOT_PERSON, "Tariq Malik" },
	/* numbers, by their shape */
	{ "Ring 07700 900123.", SPOT_TELEPHONE, "07700 900123" },
	{ "+44 (0)7700 900-123", SPOT_TELEPHONE, NULL },
	{ "tel:+447700900123", SPOT_TELEPHONE, NULL },
	{ "0115 496 0000", SPOT_TELEPHONE, NULL },
	{ "NHS 943 476 5919", SPOT_NHS_NUMBER, "943 476 5919" },
	{ "9434765919", SPOT_NHS_NUMBER, NULL },
	{ "943-476-5919", SPOT_NHS_NUMBER, NULL },
	{ "at LE2 3XY now", SPOT_POSTCODE, "LE2 3XY" },
	{ "SW1A2AA", SPOT_POSTCODE, NULL },
	{ "write to r.b@example.org.", SPOT_EMAIL, "r.b@example.org" },
	{ "They live at 7 Quarry Hill.", SPOT_ADDRESS, NULL },
	/* what may be read */
	{ "Asha Bell said: “I want to see my nan.”", NOTHING, NULL },
	{ "Asha’s school is Northmere Primary.", NOTHING, NULL },
	{ "Dana Okafor, Northgate Council, visited on 5 March 2024.", NOTHING, NULL },
	{ "Ruth Adams, health visitor, weighed him.", NOTHING, NULL }, /* a worker, though her given name is another's */
	{ "Will he come in May 2024?", NOTHING, NULL },
	{ "She will come in May.", NOTHING, NULL },
	{ "The truth is that nobody came.", NOTHING, NULL },
	{ "They walked down a lane of roses.", NOTHING, NULL },
	{ "The rose is in flower.", NOTHING, NULL },
	{ "From 05.03.2024 10:30 to 06.04.2024.", NOTHING, NULL },
	{ "On 2024-03-05 at 14:20, 12 children and 3 staff.", NOTHING, NULL },
	{ "Section 47 of the Children Act 1989, SI 2010/959.", NOTHING, NULL },
	{ "Number 1234567890 of the case.", NOTHING, NULL },
	{ "The child’s own number is 485 777 3456.", NOTHING, NULL },
	{ "She lives at 3 Mill Road, NG2 5ZZ.", NOTHING, NULL },
	{ "The office: 0115 496 0123.", NOTHING, NULL },
	{ "He asked to live with his grandmother.", NOTHING, NULL },
	{ "I want to see my nan.", NOTHING, NULL },
	{ "It was 4 PM, in room B4.", NOTHING, NULL },
	{ "A £12 voucher for Northmere market.", NOTHING, NULL },
	{ "The High Street was closed.", NOTHING, NULL },
	{ "Flat 2 has a lift.", NOTHING, NULL },
	{ "\xff\xfe\x00 not text at all", NOTHING, NULL },
	{ "", NOTHING, NULL },
};

static spotter *told(arena *a)
{
	spotter *s = spotter_make(a);
	spotter_hides(s, S("Willowbank, 12 Rose Lane, Northmere, NG1 4AB"));
	spotter_hides(s, S("Flat 2, 9 High Street, Stonebeck"));
	spotter_address(s, S("7 Quarry Hill, Northmere"));
	spotter_keeps(s, S("Kit tells my stepdad everything. I want to live with nobody."));
	spotter_keeps(s, S("Do not tell."));
	spotter_meets(s, S("Ruth Bellamy"), true);
	spotter_meets(s, S("Zoë O'Neill-Łoś"), false);
	spotter_meets(s, S("Elizabeth Okonkwo-Hale"), true);
	spotter_meets(s, S("Will Hurst"), true);
	spotter_meets(s, S("May Hurst"), true);
	spotter_meets(s, S("Grażyna Żółć"), true);
	spotter_meets(s, S("محمد الأحمد"), true);
	spotter_meets(s, S("Олена Щук"), false);
	spotter_meets(s, S("Asha Khan"), true);
	spotter_meets(s, S("Tariq Malik"), false);
	spotter_passes_name(s, S("Asha Bell"), false);
	spotter_passes_name(s, S("Dana Okafor"), true);
	spotter_passes_name(s, S("Ruth Adams"), true);
	spotter_passes_address(s, S("3 Mill Road, NG2 5ZZ"));
	spotter_passes(s, S("0115 496 0123"));
	spotter_passes(s, S("4857773456"));
	return s;
}

static void planted_cases(void **state)
{
	(void)state;
	ARENA(a);
	spotter *s = told(&a);
	int missed = 0, wrong = 0, planted = 0, clean = 0;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		str text = str_of(cases[i].text);
		spot_list found = spotter_find(s, &a, text, false);
		bool is_clean = cases[i].is == NOTHING, there = false;
		for (size_t k = 0; k < found.n; k++) {
			str what = str_first(str_from(text, found.at[k].from), found.at[k].to - found.at[k].from);
			there |= (int)found.at[k].is == cases[i].is && (!cases[i].found || str_eq(what, str_of(cases[i].found)));
		}
		planted += !is_clean;
		clean += is_clean;
		if (!is_clean && !there) print_message("missed: %s\n", cases[i].text);
		if (is_clean && found.n) print_message("false: %s\n", cases[i].text);
		missed += !is_clean && !there;
		wrong += is_clean && found.n > 0;
	}
	print_message("%d planted, %d missed; %d clean, %d falsely marked\n", planted, missed, clean, wrong);
	assert_true(planted >= 50);
	assert_int_equal(missed, 0);
	assert_int_equal(wrong, 0);
}

static void taken_out(void **state)
{
	(void)state;
	ARENA(a);
	spotter *s = told(&a);
	str text = S("Ruth rang from 07700 900123, at 12 Rose Lane, about Asha.");
	spot_list found = spotter_find(s, &a, text, false);
	expect_text(spot_take_out(&a, text, &found), "… rang from …, at …, about Asha.");
	assert_int_equal(found.n, 3);
	str bytes = S("0700900123 07700900123 NG9 9ZZ Rose Lane");
	found = spotter_find(s, &a, bytes, true);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.at[0].is, SPOT_HIDDEN_ADDRESS);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(planted_cases), cmocka_unit_test(taken_out) };
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
