/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "kind/names.h"

#include "base/buf.h"

typedef struct {
	str name;
	int value;
} word;
#define WORD(literal, value_) { { "" literal, sizeof(literal) - 1 }, (int)(value_) }

static const word field_types[] = {
	WORD("text", FIELD_TEXT), WORD("line", FIELD_LINE), WORD("choice", FIELD_CHOICE), WORD("choices", FIELD_CHOICES),
	WORD("day", FIELD_DAY), WORD("instant", FIELD_INSTANT), WORD("number", FIELD_NUMBER), WORD("yes_no", FIELD_YES_NO),
	WORD("person", FIELD_PERSON), WORD("people", FIELD_PEOPLE), WORD("record", FIELD_RECORD), WORD("file", FIELD_FILE),
	WORD("identifier", FIELD_IDENTIFIER),
};
static const word stages[] = {
	WORD("need", STAGE_NEED), WORD("heard", STAGE_HEARD), WORD("understood", STAGE_UNDERSTOOD),
	WORD("decided", STAGE_DECIDED), WORD("offered", STAGE_OFFERED), WORD("received", STAGE_RECEIVED),
	WORD("changed", STAGE_CHANGED), WORD("ended", STAGE_ENDED),
};
static const word roles[] = {
	WORD("practitioner", ROLE_PRACTITIONER), WORD("manager", ROLE_MANAGER), WORD("partner", ROLE_PARTNER),
	WORD("desk", ROLE_DESK), WORD("board", ROLE_BOARD), WORD("child", ROLE_CHILD), WORD("family", ROLE_FAMILY),
	WORD("administrator", ROLE_ADMINISTRATOR),
};
static const word identifiers[] = {
	WORD("nhs", IDENTIFIER_NHS), WORD("upn", IDENTIFIER_UPN), WORD("uln", IDENTIFIER_ULN),
	WORD("postcode", IDENTIFIER_POSTCODE), WORD("local", IDENTIFIER_LOCAL),
};

typedef struct {
	const word *at;
	size_t n;
} word_table;
#define TABLE(array) ((word_table){ (array), sizeof(array) / sizeof *(array) })

static bool value_of(word_table t, str name, int *ret)
{
	for (size_t i = 0; i < t.n; i++)
		if (str_eq(t.at[i].name, name)) {
			*ret = t.at[i].value;
			return true;
		}
	return false;
}

static str name_of(word_table t, int value)
{
	for (size_t i = 0; i < t.n; i++)
		if (t.at[i].value == value) return t.at[i].name;
	return S("");
}

static str_list names_of(arena *a, word_table t)
{
	str_list list = { 0 };
	for (size_t i = 0; i < t.n; i++) PUSH(a, &list, t.at[i].name);
	return list;
}

str field_type_name(field_type t)
{
	return name_of(TABLE(field_types), (int)t);
}

bool field_type_of(str name, field_type *ret)
{
	int value;
	if (!value_of(TABLE(field_types), name, &value)) return false;
	*ret = (field_type)value;
	return true;
}

str stage_name(stage s)
{
	return name_of(TABLE(stages), (int)s);
}

bool stage_of(str name, stage *ret)
{
	int value;
	if (!value_of(TABLE(stages), name, &value)) return false;
	*ret = (stage)value;
	return true;
}

str role_name(role r)
{
	return name_of(TABLE(roles), (int)r);
}

bool role_of(str name, role *ret)
{
	int value;
	if (!value_of(TABLE(roles), name, &value)) return false;
	*ret = (role)value;
	return true;
}

str role_label(role r)
{
	switch (r) {
	case ROLE_PRACTITIONER: return S("Practitioner");
	case ROLE_MANAGER: return S("Manager");
	case ROLE_PARTNER: return S("Partner");
	case ROLE_DESK: return S("Front desk");
	case ROLE_BOARD: return S("Safeguarding board");
	case ROLE_CHILD: return S("Child");
	case ROLE_FAMILY: return S("Family");
	case ROLE_ADMINISTRATOR: return S("Administrator of the system");
	}
	return S("");
}

str identifier_code(identifier_type t)
{
	return name_of(TABLE(identifiers), (int)t);
}

bool identifier_of(str code, identifier_type *ret)
{
	int value;
	if (!value_of(TABLE(identifiers), code, &value)) return false;
	*ret = (identifier_type)value;
	return true;
}

str identifier_name(identifier_type t)
{
	switch (t) {
	case IDENTIFIER_NHS: return S("NHS number");
	case IDENTIFIER_UPN: return S("unique pupil number");
	case IDENTIFIER_ULN: return S("unique learner number");
	case IDENTIFIER_POSTCODE: return S("postcode");
	case IDENTIFIER_LOCAL: return S("local number");
	}
	return S("");
}

str_list words_field_types(arena *a) { return names_of(a, TABLE(field_types)); }
str_list words_stages(arena *a) { return names_of(a, TABLE(stages)); }
str_list words_roles(arena *a) { return names_of(a, TABLE(roles)); }
str_list words_identifiers(arena *a) { return names_of(a, TABLE(identifiers)); }

bool name_ok(str name)
{
	if (name.n == 0 || name.n > NAME_MAX_CHARS || name.at[0] < 'a' || name.at[0] > 'z') return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.at[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
	}
	return true;
}

str name_as_label(arena *a, str name)
{
	buf b = BUF(a);
	for (size_t i = 0; i < name.n; i++) {
		char c = name.at[i];
		if (c == '_') c = ' ';
		buf_char(&b, i == 0 && c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
	}
	return buf_view(&b);
}

static size_t least_of(size_t x, size_t y)
{
	return x < y ? x : y;
}

/* Damerau-Levenshtein distance in its restricted form: a letter is moved at most once. */
static size_t distance(str s, str t)
{
	size_t before[NAME_MAX_CHARS + 1], last[NAME_MAX_CHARS + 1], now[NAME_MAX_CHARS + 1];
	for (size_t j = 0; j <= t.n; j++) last[j] = j;
	for (size_t i = 1; i <= s.n; i++) {
		now[0] = i;
		for (size_t j = 1; j <= t.n; j++) {
			size_t change = last[j - 1] + (s.at[i - 1] != t.at[j - 1]);
			now[j] = least_of(change, least_of(last[j], now[j - 1]) + 1);
			bool swapped = i > 1 && j > 1 && s.at[i - 1] == t.at[j - 2] && s.at[i - 2] == t.at[j - 1];
			if (swapped) now[j] = least_of(now[j], before[j - 2] + 1);
		}
		for (size_t j = 0; j <= t.n; j++) {
			before[j] = last[j];
			last[j] = now[j];
		}
	}
	return last[t.n];
}

str word_nearest(arena *a, str written, const str_list *known)
{
	if (written.n == 0 || written.n > NAME_MAX_CHARS) return STR_NONE;
	str lower = str_ascii_lower(a, written), best = STR_NONE;
	size_t best_distance = written.n / 3 + 2;
	for (size_t i = 0; i < known->n; i++) {
		if (known->at[i].n > NAME_MAX_CHARS) continue;
		size_t d = distance(lower, known->at[i]);
		if (d < best_distance) {
			best = known->at[i];
			best_distance = d;
		}
	}
	return best;
}

str words_join(arena *a, const str *pieces, size_t n)
{
	buf b = BUF(a);
	for (size_t i = 0; i < n; i++) buf_str(&b, pieces[i]);
	return buf_view(&b);
}

str words_joined(arena *a, const str_list *words)
{
	buf b = BUF(a);
	for (size_t i = 0; i < words->n; i++) {
		if (i) buf_lit(&b, ", ");
		buf_str(&b, words->at[i]);
	}
	return buf_view(&b);
}
