/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "support/families.h"

/* ---- names */

typedef struct {
	kin_tree *t;
	str_list names; /* of the tree's people */
	int twins;      /* the last number given to some */
} reader;

static kin_sex sex_of(str name)
{
	char last = name.n ? name.at[name.n - 1] : ' ';
	return last == 'a' ? KIN_FEMALE : last == 'o' ? KIN_MALE : KIN_SEX_NOT_KNOWN;
}

/* With its signs of dead and not born. Brothers and sisters are born in the order in which they are first written. */
static size_t named(reader *r, str name)
{
	kin_person p = { 0 };
	name = str_trim(name);
	while (str_ends(name, S("^")) || str_ends(name, S("?"))) {
		p.died |= str_ends(name, S("^"));
		p.unborn |= str_ends(name, S("?"));
		name = str_first(name, name.n - 1);
	}
	for (size_t i = 0; i < r->names.n; i++)
		if (str_eq(r->names.at[i], name)) return i;
	p.sex = sex_of(name);
	p.label[0] = name;
	size_t at = kin_add(r->t, p);
	CHECK(at != KIN_NONE && name.n);
	PUSH(r->t->a, &r->names, name);
	return at;
}

/* ---- lines */

static void read_child(reader *r, size_t union_at, str text, kin_child c)
{
	text = str_trim(text);
	if (str_starts(text, S("+"))) c.how = CHILD_ADOPTED;
	if (str_starts(text, S("*"))) c.how = CHILD_FOSTERED;
	if (c.how != CHILD_BY_BIRTH) text = str_from(text, 1);
	c.who = named(r, text);
	if (r->t->people.at[c.who].born.is == WHEN_NONE)
		r->t->people.at[c.who].born = (when){ .is = WHEN_DAY, .on = { (int32_t)(1000 * r->t->unions.at[union_at].children.n) } };
	CHECK(kin_child_of(r->t, union_at, c));
}

static void read_children(reader *r, size_t union_at, str text)
{
	while (str_trim(text).n) {
		str one = str_cut(text, ',', &text);
		ptrdiff_t and = str_find_char(one, '&');
		kin_child c = { 0 };
		if (and < 0) {
			read_child(r, union_at, one, c);
			continue;
		}
		c.identical = str_find(one, S("&&")) >= 0;
		c.twins = ++r->twins;
		read_child(r, union_at, str_first(one, (size_t)and), c);
		read_child(r, union_at, str_from(one, (size_t)and + (c.identical ? 2 : 1)), c);
	}
}

static size_t read_parents(reader *r, str text)
{
	static const struct {
		const char *sign;
		couple_is is;
		couple_end end;
	} signs[] = {
		{ " = ", COUPLE_MARRIED, COUPLE_LASTS },       { " - ", COUPLE_TOGETHER, COUPLE_LASTS },
		{ " // ", COUPLE_MARRIED, COUPLE_DIVORCED },   { " / ", COUPLE_TOGETHER, COUPLE_SEPARATED },
		{ " ~ ", COUPLE_NOT_SAID, COUPLE_LASTS },
	};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		ptrdiff_t at = str_find(text, str_of(signs[i].sign));
		if (at < 0) continue;
		size_t one = named(r, str_first(text, (size_t)at)), other = named(r, str_from(text, (size_t)at + strlen(signs[i].sign)));
		size_t u = kin_couple(r->t, one, other);
		CHECK(u != KIN_NONE);
		r->t->unions.at[u].is = signs[i].is;
		r->t->unions.at[u].end = signs[i].end;
		return u;
	}
	return str_trim(text).n ? kin_couple(r->t, named(r, text), KIN_NONE) : kin_no_parents(r->t);
}

static void read_home(reader *r, str text)
{
	kin_home home = { .name = S("Home") };
	while (text.n) PUSH(r->t->a, &home.members, named(r, str_cut(text, ',', &text)));
	PUSH(r->t->a, &r->t->homes, home);
}

static void read_line(reader *r, str line)
{
	str children, parents = str_cut(line, ':', &children);
	if (str_starts(line, S("about "))) (void)named(r, str_from(line, 6));
	else if (str_starts(line, S("home "))) read_home(r, str_from(line, 5));
	else read_children(r, read_parents(r, parents), children);
}

kin_tree family_read(arena *a, const char *text)
{
	kin_tree t = KIN_TREE(a);
	reader r = { .t = &t };
	for (str rest = str_of(text); rest.n;) {
		str line = str_trim(str_cut(rest, '\n', &rest));
		if (line.n) read_line(&r, line);
	}
	return t;
}

/* ---- thirty of them */

static const struct {
	const char *title, *text;
} thirty[] = {
	{ "A child and nobody else", "about Ben\n" },
	{ "A mother alone", "about Ben\nAna: Ben" },
	{ "Two parents, one child", "about Ben\nIvo = Ana: Ben\nhome Ivo, Ana, Ben" },
	{ "Two parents who parted, three children", "about Cleo\nIvo / Ana: Bea, Cleo, Dan\nhome Ana, Bea, Cleo, Dan" },
	{ "Grandparents on both sides",
	  "about Ben\nIvo = Ana: Ben, Bea\nOtto = Ida: Ivo\nHugo = Ursula: Ana" },
	{ "Aunts, uncles and cousins",
	  "about Ben\nIvo = Ana: Ben, Bea\nOtto = Ida: Milo, Ivo, Vera\nHugo = Ursula: Ana, Rosa, Theo\nTheo = Lia: Kim, Kit\nMilo = Eva: Sam" },
	{ "A father not known, recorded as such", "about Ben\nnobodyo ~ Ana: Ben\nHugo = Ursula: Ana" },
	{ "Half-brothers by two fathers", "about Ben\nIvo / Ana: Bea\nMilo - Ana: Ben\nhome Ana, Milo, Bea, Ben" },
	{ "Half-siblings by three fathers",
	  "about Cleo\nIvo // Ana: Ben\nMilo / Ana: Cleo, Dan\nTheo - Ana: Eva?\nhome Ana, Theo, Ben, Cleo, Dan" },
	{ "Half-siblings by five fathers",
	  "about Cleo\nIvo // Ana: Ben\nMilo / Ana: Cleo\nTheo / Ana: Dan\nHugo / Ana: Eva\nOtto - Ana: Fay, Gus" },
	{ "A step-family: each brings children",
	  "about Ben\nIvo // Ana: Ben, Bea\nMilo = Ana: Gus\nMilo // Vera: Kim, Kit\nhome Ana, Milo, Ben, Bea, Gus" },
	{ "Parents who both began again",
	  "about Ben\nIvo // Ana: Ben\nMilo = Ana: Gus\nIvo - Rosa: Fay\nMilo / Vera: Kim\nTheo / Rosa: Lou" },
	{ "Eight children", "about Dan\nIvo = Ana: Ann, Ben, Cleo, Dan, Eva, Fay, Gus, Hal\nOtto = Ida: Ivo\nHugo^ = Ursula: Ana" },
	{ "Twins", "about Ben\nIvo = Ana: Ann, Ben&Bo, Cleo" },
	{ "Identical twins, and twins among aunts", "about Ben\nIvo = Ana: Ben&&Bob, Cleo\nHugo = Ursula: Ana&Rosa, Theo" },
	{ "An adopted child, and the mother by birth", "about Ben\nIvo = Ana: +Ben, Cleo\nVera: Ben, Kim" },
	{ "Two mothers, one child by birth and one adopted", "about Ben\nAna = Rosa: Ben, +Cleo\nVera ~ Otto: Cleo" },
	{ "Foster carers with a child of their own",
	  "about Ben\nIvo / Ana: Ben, Bea\nHugo = Ursula: *Ben, Max\nhome Hugo, Ursula, Ben, Max\nhome Ana, Bea" },
	{ "Grandparents as carers",
	  "about Ben\nIvo / Ana: Ben, Bea\nHugo = Ursula: Ana, Theo\nOtto / Ida: Ivo\nHugo = Ursula: *Ben, *Bea\nhome Hugo, Ursula, Ben, Bea" },
	{ "An aunt as carer, with children of her own",
	  "about Ben\nIvo / Ana^: Ben\nHugo = Ursula: Ana, Rosa, Vera\nRosa - Milo: Kim, Kit, *Ben\nhome Rosa, Milo, Kim, Kit, Ben" },
	{ "Cousins who married",
	  "about Ben\nIvo = Ana: Ben, Bea\nOtto = Ida: Ivo\nHugo = Ursula: Ana\nAbo = Maria: Otto, Ursula" },
	{ "Two brothers who married two sisters",
	  "about Ben\nIvo = Ana: Ben\nMilo = Rosa: Kim, Kit\nOtto = Ida: Ivo, Milo\nHugo = Ursula: Ana, Rosa" },
	{ "A mother who lives with the uncle now",
	  "about Ben\nIvo / Ana: Ben, Bea\nMilo - Ana: Gus\nOtto = Ida: Ivo, Milo\nhome Ana, Milo, Ben, Bea, Gus" },
	{ "A girl with a child of her own", "about Bea\nIvo = Ana: Bea, Ben\nKai ~ Bea: Joy\nhome Ana, Bea, Joy" },
	{ "A child of a grandfather and his granddaughter", "about Joy\nOtto = Ida: Ivo\nIvo = Ana: Bea, Ben\nOtto ~ Bea: Joy" },
	{ "Uncle and niece", "about Joy\nOtto = Ida: Ivo, Milo\nIvo = Ana: Bea, Ben\nMilo - Bea: Joy, Kit" },
	{ "Brothers and sisters of whom no parent is known", "about Ben\n: Ann, Ben, Cleo\nCleo - Ivo: Kim\nHugo = Ursula: *Ben, *Ann\nhome Hugo, Ursula, Ben, Ann" },
	{ "Four generations",
	  "about Ben\nIvo = Ana: Ben, Bea\nOtto = Ida: Ivo, Vera\nHugo^ // Ursula: Ana\nAbo^ = Maria^: Otto\nEgo^ = Zita: Ida, Rosa\nKuno^ = Olga: Hugo\nUdo = Lola: Ursula, Tina" },
	{ "A mother with five partners, three of them with families of their own",
	  "about Cleo\nIvo // Ana: Ben&Bo, Cleo\nMilo / Ana: Dan\nTheo / Ana: Eva\nHugo - Ana: Fay?\nMilo = Vera: Kim, Kit\n"
	  "Theo / Rosa: Lou, Max\nTheo - Tina: Ned\nIvo - Lola: Oz\nOtto = Ida: Ivo, Milo\nUdo^ = Ursula: Ana, Eda, Elmo\nEda = Juno: Pip, Quin\n"
	  "home Ana, Hugo, Dan, Eva\nhome Otto, Ida, Ben, Bo" },
	{ "Everything at once",
	  "about Ben\nIvo // Ana: Ann, Ben, Cleo&&Clea, Dan^\nMilo = Ana: Eva, +Fay\nIvo - Rosa: Gus, Hal?\nTheo / Rosa: Ike\nMilo // Vera: Jo, Kay\n"
	  "Otto = Ida: Ivo, Tina, Elmo\nHugo^ = Ursula: Ana, Lola, Bruno\nUrsula - Arno\nTina = Udo: Lou, Max, Ned\nLola / Remo: Oz\nLola - Dino: Pat, +Quin\n"
	  "Xenia ~ Yago: Fay, Quin\nKuno^ = Olga: Hugo, Berta\nBerta = Egno: Zia\nEmilia = Franco: *Dan, *Ann\n"
	  "home Ana, Milo, Eva, Fay, Ben\nhome Ivo, Rosa, Gus\nhome Otto, Ida, Ann" },
};

const char *family_text(size_t n)
{
	return n < sizeof thirty / sizeof *thirty ? thirty[n].text : NULL;
}

const char *family_title(size_t n)
{
	return n < sizeof thirty / sizeof *thirty ? thirty[n].title : NULL;
}

/* ---- one fewer */

static size_t number_without(size_t at, size_t who)
{
	return at < who ? at : at - 1;
}

static void copy_union(kin_tree *to, const kin_union *u, size_t who)
{
	kin_union copy = { .is = u->is, .end = u->end };
	for (size_t i = 0; i < u->parent_n; i++)
		if (u->parents[i] != who) copy.parents[copy.parent_n++] = number_without(u->parents[i], who);
	EACH (c, u->children) {
		kin_child child = *c;
		if (c->who == who) continue;
		child.who = number_without(c->who, who);
		PUSH(to->a, &copy.children, child);
	}
	if (copy.parent_n + copy.children.n > 1) PUSH(to->a, &to->unions, copy);
}

kin_tree family_without(arena *a, const kin_tree *t, size_t who)
{
	kin_tree less = KIN_TREE(a);
	CHECK(who != t->centre && t->centre == 0);
	for (size_t i = 0; i < t->people.n; i++)
		if (i != who) PUSH(a, &less.people, t->people.at[i]);
	EACH (u, t->unions) copy_union(&less, u, who);
	return less;
}

/* ---- any family (splitmix64) */

static uint64_t next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void tie_any(kin_tree *t, uint64_t *state)
{
	size_t n = t->people.n, one = next(state) % n, other = next(state) % n;
	size_t u = next(state) % 4 == 0 ? kin_couple(t, one, KIN_NONE) : kin_couple(t, one, other);
	if (u == KIN_NONE) return;
	t->unions.at[u].is = (couple_is)(next(state) % 3);
	t->unions.at[u].end = (couple_end)(next(state) % 3);
	int twins = next(state) % 8 == 0 ? (int)u + 1 : 0;
	for (size_t i = next(state) % 4; i > 0; i--) {
		kin_child c = { .who = next(state) % n, .how = (child_how)(next(state) % 8 < 6 ? 0 : next(state) % 3), .twins = twins };
		(void)kin_child_of(t, u, c);
	}
}

kin_tree family_any(arena *a, uint64_t seed, size_t people)
{
	kin_tree t = KIN_TREE(a);
	for (size_t i = 0; i < people; i++) {
		uint64_t r = next(&seed);
		(void)kin_add(&t, (kin_person){ .sex = (kin_sex)(r % 3), .died = r % 7 == 0, .unborn = r % 23 == 0, .label = { S("Somebody") },
			                          .born = { .is = r % 5 ? WHEN_DAY : WHEN_NONE, .on = { (int32_t)(r >> 40) } } });
	}
	for (size_t i = 0; i < people * 2 / 3; i++) tie_any(&t, &seed);
	kin_home home = { .name = S("Home") };
	for (size_t i = 0; i < people / 3; i++) PUSH(a, &home.members, next(&seed) % people);
	PUSH(a, &t.homes, home);
	return t;
}
