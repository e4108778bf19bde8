/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every node stands on a line of the file, after its name; every refusal names one. */
#include "fuzz/fuzz.h"
#include "wire/yaml.h"

static int lines_of(str s) /* libyaml counts CR, NEL, LS and PS as line ends too */
{
	int lines = 2;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.at[i];
		lines += c == '\n' || c == '\r' || c == 0x85 || c == 0xA8 || c == 0xA9;
	}
	return lines;
}

static void look(const yaml *y, int lines, int depth)
{
	CHECK(depth <= YAML_MAX_DEPTH && y->line >= 1 && y->line <= lines && y->column >= 1);
	if (y->key_line) CHECK(y->key_line <= y->line && y->key_column >= 1);
	CHECK(str_is_utf8(y->key) && str_is_utf8(y->text) && (y->text.n == 0 || str_find_char(y->text, 0) < 0));
	for (size_t i = 0; i < y->n; i++) look(&y->items[i], lines, depth + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	ARENA(a);
	const yaml *y;
	yaml_wrong wrong = { 0 };
	str s = { (const char *)at, n };
	if (yaml_read(&a, s, &y, &wrong) == OK) look(y, lines_of(s), 1);
	else CHECK(wrong.line >= 1 && wrong.line <= lines_of(s) && wrong.message.n > 0);
	return 0;
}
