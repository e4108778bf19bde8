/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "wire/form.h"
#include "base/buf.h"

enum { BOUNDARY_MAX_BYTES = 70, PART_HEAD_MAX_BYTES = 8 * 1024, FILE_NAME_MAX_BYTES = 255, PADDING_MOST_BYTES = 100 };

/* Whether a text may pass the door: what the rest of the program relies on. */
static bool is_clean(str s)
{
	return str_is_utf8(s) && str_find_char(s, 0) < 0;
}

static err add_part(arena *a, form_parts *parts, form_part part)
{
	if (parts->n == FORM_MAX_PARTS || part.name.n > FORM_MAX_NAME_BYTES) return FAIL(&a->trail, E_LIMIT);
	if (!is_clean(part.name) || (!part.is_file && !is_clean(part.text))) return FAIL(&a->trail, E_INVALID);
	PUSH(a, parts, part);
	return OK;
}

/* ---- application/x-www-form-urlencoded */

static bool decode_percent(arena *a, str s, str *ret)
{
	buf b = BUF(a);
	buf_reserve(&b, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i] == '+' ? ' ' : s.at[i];
		if (c == '%') {
			if (i + 2 >= s.n) return false;
			int high = str_hex_digit(s.at[i + 1]), low = str_hex_digit(s.at[i + 2]);
			if (high < 0 || low < 0) return false;
			c = (char)(high << 4 | low);
			i += 2;
		}
		buf_char(&b, c);
	}
	*ret = buf_view(&b);
	return true;
}

err form_read_urlencoded(arena *a, str s, form_parts *ret)
{
	form_parts parts = { 0 };
	while (s.n) {
		form_part part = { 0 };
		str text, pair = str_cut(s, '&', &s);
		if (pair.n == 0) continue;
		str name = str_cut(pair, '=', &text);
		if (!decode_percent(a, name, &part.name) || !decode_percent(a, text, &part.text))
			return FAIL(&a->trail, E_INVALID);
		TRY(add_part(a, &parts, part));
	}
	*ret = parts;
	return OK;
}

/* ---- the parameters of a header: form-data; name="words"; filename="a.png" */

static bool same_word(str a, str b) /* ASCII letters of either case */
{
	if (a.n != b.n) return false;
	for (size_t i = 0; i < a.n; i++) {
		char x = a.at[i], y = b.at[i];
		if (x >= 'A' && x <= 'Z') x = (char)(x | 32);
		if (y >= 'A' && y <= 'Z') y = (char)(y | 32);
		if (x != y) return false;
	}
	return true;
}

/* A quoted text. Browsers write " and line ends in it as %22, %0D and %0A (WHATWG HTML, multipart/form-data), others
 * as \". A lone backslash is itself: old browsers sent whole Windows paths. */
static bool read_quoted(arena *a, str *s, str *ret)
{
	buf b = BUF(a);
	size_t i = 1;
	for (; i < s->n && s->at[i] != '"'; i++) {
		str left = str_from(*s, i);
		bool escaped = str_starts(left, S("\\\"")), quote = str_starts(left, S("%22"));
		bool line_end = str_starts(left, S("%0D")) || str_starts(left, S("%0A"));
		buf_char(&b, escaped || quote ? '"' : line_end ? ' ' : left.at[0]);
		i += escaped ? 1 : quote || line_end ? 2 : 0;
	}
	if (i >= s->n) return false;
	*s = str_from(*s, i + 1);
	*ret = buf_view(&b);
	return true;
}

/* One «; name=value» off the front of *s. */
static bool read_parameter(arena *a, str *s, str *ret_name, str *ret_value)
{
	str left = str_trim(*s);
	if (left.n == 0 || left.at[0] != ';' || str_find_char(left, '=') < 0) return false;
	left = str_from(left, 1);
	*ret_name = str_trim(str_cut(left, '=', &left));
	left = str_trim(left);
	if (left.n && left.at[0] == '"') {
		if (!read_quoted(a, &left, ret_value)) return false;
	} else {
		ptrdiff_t end = str_find_char(left, ';');
		*ret_value = str_trim(end < 0 ? left : str_first(left, (size_t)end));
		left = end < 0 ? STR_NONE : str_from(left, (size_t)end);
	}
	*s = left;
	return true;
}

static str before_parameters(str header, str *rest)
{
	ptrdiff_t at = str_find_char(header, ';');
	*rest = at < 0 ? STR_NONE : str_from(header, (size_t)at);
	return str_trim(at < 0 ? header : str_first(header, (size_t)at));
}

/* ---- multipart/form-data */

static bool read_boundary(arena *a, str content_type, str *ret)
{
	str rest, name, value, found = STR_NONE;
	if (!same_word(before_parameters(content_type, &rest), S("multipart/form-data"))) return false;
	while (str_trim(rest).n) {
		if (!read_parameter(a, &rest, &name, &value)) return false;
		if (!same_word(name, S("boundary"))) continue;
		if (found.n) return false;
		found = value;
	}
	*ret = found;
	return found.n > 0 && found.n <= BOUNDARY_MAX_BYTES && !str_has_control(found, false);
}

static bool read_disposition(arena *a, str header, form_part *part)
{
	str rest, name, value;
	bool named = false;
	if (!same_word(before_parameters(header, &rest), S("form-data"))) return false;
	while (str_trim(rest).n) {
		if (!read_parameter(a, &rest, &name, &value)) return false;
		if (same_word(name, S("name"))) {
			if (named) return false;
			named = true;
			part->name = value;
		} else if (same_word(name, S("filename"))) {
			if (part->is_file || value.n > FILE_NAME_MAX_BYTES) return false;
			part->is_file = true;
			part->file_name = value;
		}
	}
	return named && str_is_utf8(part->file_name) && !str_has_control(part->file_name, false);
}

static bool read_head(arena *a, str head, form_part *part)
{
	bool described = false;
	while (head.n) {
		str value, line = str_cut(head, '\n', &head);
		if (!str_ends(line, S("\r")) || str_find_char(line, ':') < 0) return false;
		str name = str_cut(line, ':', &value);
		value = str_trim(value);
		if (same_word(name, S("content-disposition"))) {
			if (described || !read_disposition(a, value, part)) return false;
			described = true;
		} else if (same_word(name, S("content-type"))) {
			if (!is_clean(value)) return false;
			part->media = value;
		} else if (same_word(name, S("content-transfer-encoding")) && !same_word(value, S("binary")) &&
		           !same_word(value, S("8bit")) && !same_word(value, S("7bit"))) {
			return false;
		}
	}
	return described;
}

typedef enum { DELIMITER_NONE, DELIMITER_NEXT, DELIMITER_LAST, DELIMITER_UNDECIDED } delimiter;

/* What stands after --boundary: another part, the end, or neither, and then it was not a delimiter. Undecided: what has come of
 * it is too short to say. */
static delimiter after_boundary(str s, str *rest)
{
	if (str_starts(s, S("--"))) return DELIMITER_LAST;
	if (str_eq(s, S("-"))) return DELIMITER_UNDECIDED;
	for (size_t padding = 0; s.n && (s.at[0] == ' ' || s.at[0] == '\t'); padding++, s = str_from(s, 1))
		if (padding == PADDING_MOST_BYTES) return DELIMITER_NONE;
	*rest = str_from(s, 2);
	if (str_starts(s, S("\r\n"))) return DELIMITER_NEXT;
	return s.n == 0 || str_eq(s, S("\r")) ? DELIMITER_UNDECIDED : DELIMITER_NONE;
}

/* Where s ends with what may be the beginning of the boundary. */
static size_t may_begin(str s, str boundary)
{
	size_t most = s.n < boundary.n ? s.n : boundary.n - 1;
	for (size_t n = most; n > 0; n--)
		if (str_starts(boundary, str_from(s, s.n - n))) return s.n - n;
	return s.n;
}

/* Cuts s at the first delimiter: *before is what stands before it, *rest what after it. Where there is none *before is what no
 * delimiter can begin in any more, whatever comes. */
static delimiter find_delimiter(str s, str boundary, str *before, str *rest)
{
	for (size_t from = 0;;) {
		ptrdiff_t found_at = str_find(str_from(s, from), boundary);
		if (found_at < 0) {
			*before = str_first(s, from + may_begin(str_from(s, from), boundary));
			return DELIMITER_UNDECIDED;
		}
		*before = str_first(s, from + (size_t)found_at);
		from += (size_t)found_at + boundary.n;
		delimiter found = after_boundary(str_from(s, from), rest);
		if (found != DELIMITER_NONE) return found;
	}
}

/* The line end before a delimiter belongs to it; a body may begin with its first delimiter, so one is put before it. */
err form_stream_begin(arena *a, str content_type, const form_files *files, form_stream **ret)
{
	str boundary;
	form_stream *s = TAKE(a, form_stream);
	if (!read_boundary(a, content_type, &boundary)) return FAIL(&a->trail, E_INVALID);
	*s = (form_stream){ .a = a, .files = files, .held = BUF(a), .text = BUF(a) };
	buf b = BUF(a);
	buf_lit(&b, "\r\n--");
	buf_str(&b, boundary);
	s->boundary = buf_view(&b);
	buf_lit(&s->held, "\r\n");
	*ret = s;
	return OK;
}

static bool goes_elsewhere(const form_stream *s)
{
	return s->part.is_file && s->files;
}

static err take_bytes(form_stream *s, str bytes)
{
	if (s->at == FORM_BEFORE || bytes.n == 0) return OK;
	if (goes_elsewhere(s)) return s->files->more(s->files->context, bytes);
	s->text_bytes += bytes.n;
	if (s->files && s->text_bytes > FORM_TEXT_MOST_BYTES) return FAIL(&s->a->trail, E_LIMIT);
	buf_str(&s->text, bytes);
	return OK;
}

static err end_part(form_stream *s)
{
	if (s->at == FORM_BEFORE) return OK;
	if (goes_elsewhere(s)) TRY(s->files->end(s->files->context, &s->part));
	else s->part.text = buf_view(&s->text);
	return add_part(s->a, &s->parts, s->part);
}

/* From the end of a delimiter to the end of the part's head. *ret_more false: not all of it has come. */
static err begin_part(form_stream *s, str *rest, bool *ret_more)
{
	ptrdiff_t end = str_find(str_first(*rest, PART_HEAD_MAX_BYTES), S("\r\n\r\n"));
	*ret_more = end >= 0;
	if (end < 0) return rest->n < PART_HEAD_MAX_BYTES ? OK : FAIL(&s->a->trail, E_INVALID);
	s->part = (form_part){ 0 };
	s->text = BUF(s->a);
	str head = str_copy(s->a, str_first(*rest, (size_t)end + 2));
	if (!read_head(s->a, head, &s->part)) return FAIL(&s->a->trail, E_INVALID);
	*rest = str_from(*rest, (size_t)end + 4);
	s->at = FORM_INSIDE;
	return goes_elsewhere(s) ? s->files->begin(s->files->context, &s->part) : OK;
}

static err up_to_delimiter(form_stream *s, str *rest, bool *ret_more)
{
	str before, after = STR_NONE, whole = *rest;
	delimiter found = find_delimiter(whole, s->boundary, &before, &after);
	TRY(take_bytes(s, before));
	*rest = found == DELIMITER_UNDECIDED ? str_from(whole, before.n) : after;
	*ret_more = found == DELIMITER_NEXT;
	if (found == DELIMITER_UNDECIDED) return OK;
	TRY(end_part(s));
	s->at = found == DELIMITER_LAST ? FORM_ENDED : FORM_HEAD;
	return OK;
}

err form_stream_more(form_stream *s, str bytes)
{
	buf_str(&s->held, bytes);
	str rest = buf_view(&s->held);
	bool more = true;
	while (more && s->failed == OK && s->at != FORM_ENDED)
		s->failed = s->at == FORM_HEAD ? begin_part(s, &rest, &more) : up_to_delimiter(s, &rest, &more);
	if (s->at == FORM_ENDED || s->failed != OK) rest.n = 0; /* an epilogue says nothing */
	if (rest.n) memmove(s->held.at, rest.at, rest.n);
	s->held.n = rest.n;
	return s->failed;
}

err form_stream_end(form_stream *s, form_parts *ret)
{
	if (s->failed == OK && s->at != FORM_ENDED) s->failed = FAIL(&s->a->trail, E_INVALID);
	if (s->failed == OK) *ret = s->parts;
	return s->failed;
}

err form_read_multipart(arena *a, str content_type, str body, form_parts *ret)
{
	form_stream *s;
	TRY(form_stream_begin(a, content_type, NULL, &s));
	TRY(form_stream_more(s, body));
	return form_stream_end(s, ret);
}

/* ---- cookies */

str cookie_read(str header, str name)
{
	str found = STR_NONE;
	while (header.n) {
		str value, pair = str_trim(str_cut(header, ';', &header));
		if (!str_eq(str_cut(pair, '=', &value), name)) continue;
		if (found.n && !str_eq(found, value)) return STR_NONE;
		found = value;
	}
	return found;
}
