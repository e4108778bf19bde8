/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "capabilities/exchange/question.h"

#include "wire/json.h"

enum { FILE_VERSION = 1 };

str fields_words(arena *a, const bool *which)
{
	buf b = BUF(a);
	for (int i = 0; i < ASKED_N; i++) {
		if (!which[i]) continue;
		if (b.n) buf_lit(&b, ", ");
		buf_str(&b, asked_field_words((asked_field)i));
	}
	return buf_view(&b);
}

/* ---- out */

static void put_text(buf *b, const char *name, str text)
{
	buf_printf(b, "\"%s\":", name);
	buf_json(b, text);
	buf_lit(b, ",\n");
}

/* The digest is of everything before it. */
static str sealed(arena *a, buf *b, const secret_key *key)
{
	buf whole = BUF(a);
	sha256 of = secret_digest(key, buf_view(b));
	buf_str(&whole, buf_view(b));
	buf_lit(&whole, "\"seal\":\"");
	buf_hex(&whole, of.at, sizeof of.at);
	buf_lit(&whole, "\"}\n");
	return buf_view(&whole);
}

static void begin(buf *b, const char *what, uuid id, str agency, str by)
{
	buf_printf(b, "{\"%s\":%d,\n\"number\":\"", what, FILE_VERSION);
	uuid_write(b, id);
	buf_lit(b, "\",\n");
	put_text(b, "agency", agency);
	put_text(b, "by", by);
}

str question_write(arena *a, const question *q, const secret_key *key)
{
	buf b = BUF(a);
	begin(&b, "waymark_question", q->id, q->agency, q->by);
	put_text(&b, "because", q->because);
	buf_lit(&b, "\"fields\":{");
	for (int i = 0, n = 0; i < ASKED_N; i++) {
		if (!q->of.n[i]) continue;
		buf_printf(&b, "%s\n\"%.*s\":[", n++ ? "," : "", STR_ARG(asked_field_name((asked_field)i)));
		for (size_t k = 0; k < q->of.n[i]; k++) {
			buf_str(&b, k ? S(",\"") : S("\""));
			buf_hex(&b, q->of.of[i][k].at, sizeof q->of.of[i][k].at);
			buf_char(&b, '"');
		}
		buf_char(&b, ']');
	}
	buf_lit(&b, "},\n");
	return sealed(a, &b, key);
}

str answer_write(arena *a, const answer *w, const secret_key *key)
{
	buf b = BUF(a);
	begin(&b, "waymark_answer", w->question, w->agency, w->by);
	put_text(&b, "known", w->known);
	buf_lit(&b, "\"fields\":{");
	for (int i = 0, n = 0; i < ASKED_N; i++)
		if (w->agrees[i] || w->differs[i])
			buf_printf(&b, "%s\"%.*s\":%s", n++ ? "," : "", STR_ARG(asked_field_name((asked_field)i)), w->agrees[i] ? "true" : "false");
	buf_lit(&b, "},\n");
	return sealed(a, &b, key);
}

/* ---- in */

/* What stands before the digest, as it was written. */
static err check_seal(str bytes, str words, uuid number, const json *file, secret_key *key, const char **why)
{
	sha256 said, is;
	ptrdiff_t at = str_find(bytes, S("\"seal\":"));
	*why = "its digest is missing";
	if (at < 0 || !hex_read(json_get_text(file, S("seal")), said.at, sizeof said.at)) return E_INVALID;
	TRY(secret_key_of_words(words, number, key));
	is = secret_digest(key, str_first(bytes, (size_t)at));
	*why = "the words are not those that it was made with, or it was changed on the way";
	return sha256_eq(said, is) ? OK : E_INVALID;
}

static err read_file(arena *a, str bytes, str words, const char *what, const json **ret, uuid *ret_number, secret_key *key, const char **why)
{
	*why = "it is no file of this exchange";
	TRY(json_read(a, bytes, ret, NULL));
	const json *version = json_get(*ret, str_of(what));
	if (!version || version->is != JSON_WHOLE || !str_eq(version->text, S("1"))) return E_INVALID;
	if (!uuid_read(json_get_text(*ret, S("number")), ret_number)) return E_INVALID;
	return check_seal(bytes, words, *ret_number, *ret, key, why);
}

static bool read_digests(const json *list, asked_digests *to, int f)
{
	if (!list) return true;
	if (list->is != JSON_LIST || list->n > ASKED_FORMS) return false;
	for (size_t i = 0; i < list->n; i++)
		if (list->items[i].is != JSON_TEXT || !hex_read(list->items[i].text, to->of[f][i].at, sizeof to->of[f][i].at)) return false;
	to->n[f] = list->n;
	return true;
}

err question_read(arena *a, str bytes, str words, question *ret, secret_key *ret_key, const char **ret_why)
{
	const json *file;
	question q = { 0 };
	TRY(read_file(a, bytes, words, "waymark_question", &file, &q.id, ret_key, ret_why));
	q.agency = json_get_text(file, S("agency"));
	q.by = json_get_text(file, S("by"));
	q.because = json_get_text(file, S("because"));
	*ret_why = "its fields do not read";
	for (int i = 0; i < ASKED_N; i++)
		if (!read_digests(json_get(json_get(file, S("fields")), asked_field_name((asked_field)i)), &q.of, i)) return E_INVALID;
	*ret = q;
	return OK;
}

err answer_read(arena *a, str bytes, str words, answer *ret, const char **ret_why)
{
	const json *file;
	secret_key key;
	answer w = { 0 };
	TRY(read_file(a, bytes, words, "waymark_answer", &file, &w.question, &key, ret_why));
	w.agency = json_get_text(file, S("agency"));
	w.by = json_get_text(file, S("by"));
	w.known = json_get_text(file, S("known"));
	for (int i = 0; i < ASKED_N; i++) {
		const json *said = json_get(json_get(file, S("fields")), asked_field_name((asked_field)i));
		w.agrees[i] = said && said->is == JSON_YES;
		w.differs[i] = said && said->is == JSON_NO;
	}
	*ret = w;
	return OK;
}
