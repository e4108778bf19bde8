/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Our form controls against govuk-frontend's own fixtures: options in, HTML expected. Every option that a fixture uses is
 * either taken by the builders below or stands in `left_out` with the reason; an option in neither fails the test. */
#include "web/parts.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define FIXTURES "node_modules/govuk-frontend/dist/govuk/components/"

/* ---- options, taken one by one: what is left over is what we do not support */

static str take(arena *a, json_t *o, const char *key)
{
	json_t *v = json_object_get(o, key);
	str ret = STR_NONE;
	if (json_is_string(v)) ret = str_copy(a, str_of(json_string_value(v)));
	else if (json_is_integer(v)) {
		buf b = BUF(a);
		buf_int(&b, json_integer_value(v));
		ret = buf_view(&b);
	} else return ret;
	json_object_del(o, key);
	return ret;
}

static bool take_true(json_t *o, const char *key)
{
	bool ret = json_is_true(json_object_get(o, key));
	if (ret) json_object_del(o, key);
	return ret;
}

/* "false" and null say nothing, as in the templates; text parameters that are only white space do say something. */
static bool says_nothing(const json_t *v)
{
	return !v || json_is_null(v) || json_is_false(v) || (json_is_string(v) && *json_string_value(v) == 0);
}

static const char *left_over(json_t *v)
{
	const char *key;
	json_t *inner;
	size_t i;
	if (json_is_object(v)) {
		json_object_foreach(v, key, inner) {
			if (says_nothing(inner)) continue;
			if (!json_is_object(inner) && !json_is_array(inner)) return key;
			if (strcmp(key, "attributes") == 0 && json_object_size(inner) > 0) return key;
			const char *deeper = left_over(inner);
			if (deeper) return *deeper ? deeper : key;
		}
	} else if (json_is_array(v)) {
		json_array_foreach(v, i, inner) {
			if (!json_is_object(inner) && !json_is_array(inner)) return "";
			const char *deeper = left_over(inner);
			if (deeper) return deeper;
		}
	}
	return NULL;
}

static caption take_caption(arena *a, json_t *o, const char *key)
{
	json_t *c = json_object_get(o, key);
	return (caption){ .text = take(a, c, "text"), .html = { take(a, c, "html") }, .classes = take(a, c, "classes"),
		          .page_heading = take_true(c, "isPageHeading") };
}

static control take_control(arena *a, json_t *o)
{
	control c = { .id = take(a, o, "id"), .name = take(a, o, "name"), .label = take_caption(a, o, "label"),
		      .hint = take(a, json_object_get(o, "hint"), "text"),
		      .error = take(a, json_object_get(o, "errorMessage"), "text"),
		      .described_by = take(a, o, "describedBy"), .classes = take(a, o, "classes"),
		      .autocomplete = take(a, o, "autocomplete"), .value = take(a, o, "value") };
	json_t *group = json_object_get(o, "formGroup");
	c.group_classes = take(a, group, "classes");
	c.before = (html){ take(a, json_object_get(group, "beforeInput"), "html") };
	c.after = (html){ take(a, json_object_get(group, "afterInput"), "html") };
	if (json_is_boolean(json_object_get(o, "spellcheck"))) {
		c.spelling = json_is_true(json_object_get(o, "spellcheck")) ? SPELLCHECK_ON : SPELLCHECK_OFF;
		json_object_del(o, "spellcheck");
	}
	return c;
}

/* ---- one builder for each component */

typedef void builder(buf *b, json_t *o);

static void build_input(buf *b, json_t *o)
{
	control c = take_control(b->a, o);
	c.type = take(b->a, o, "type");
	c.inputmode = take(b->a, o, "inputmode");
	c.pattern = take(b->a, o, "pattern");
	c.autocapitalize = take(b->a, o, "autocapitalize");
	c.prefix = take(b->a, json_object_get(o, "prefix"), "text");
	c.suffix = take(b->a, json_object_get(o, "suffix"), "text");
	c.disabled = take_true(o, "disabled");
	write_input(b, &c);
}

static void build_password(buf *b, json_t *o)
{
	control c = take_control(b->a, o);
	write_password(b, &c);
}

static void build_textarea(buf *b, json_t *o)
{
	control c = take_control(b->a, o);
	int64_t n = 0;
	if (str_to_int(take(b->a, o, "rows"), &n)) c.rows = (int)n;
	if (str_to_int(take(b->a, o, "maxlength"), &n)) c.most_chars = n;
	write_textarea(b, &c);
}

static bool is_chosen(const json_t *o, const json_t *it, str item_value)
{
	const json_t *said = json_object_get(it, "checked") ? json_object_get(it, "checked") : json_object_get(it, "selected");
	if (said) return json_is_true(said);
	const json_t *one = json_object_get(o, "value");
	int64_t n;
	if (json_is_string(one) && item_value.n) return str_eq(str_of(json_string_value(one)), item_value);
	if (json_is_integer(one)) return str_to_int(item_value, &n) && n == json_integer_value(one);
	size_t i;
	json_t *v;
	json_array_foreach(json_object_get(o, "values"), i, v)
		if (json_is_string(v) && str_eq(str_of(json_string_value(v)), item_value)) return true;
	return false;
}

static control_item take_item(arena *a, const json_t *o, json_t *it)
{
	control_item item = { .value = take(a, it, "value"), .text = take(a, it, "text"), .html = { take(a, it, "html") },
			      .hint = take(a, json_object_get(it, "hint"), "text"), .id = take(a, it, "id"),
			      .conditional = { take(a, json_object_get(it, "conditional"), "html") },
			      .divider = take(a, it, "divider"), .disabled = take_true(it, "disabled") };
	item.chosen = is_chosen(o, it, item.value);
	item.exclusive = str_eq(take(a, it, "behaviour"), S("exclusive"));
	json_object_del(it, "checked");
	json_object_del(it, "selected");
	return item;
}

static void take_items(arena *a, json_t *o, control *c)
{
	json_t *items = json_object_get(o, "items"), *it;
	control_item *list = TAKE_N(a, control_item, json_array_size(items));
	size_t i;
	json_array_foreach(items, i, it)
		if (json_is_object(it)) list[c->item_n++] = take_item(a, o, it);
	c->items = list;
	json_object_del(o, "value");
	json_object_del(o, "values");
}

static void build_select(buf *b, json_t *o)
{
	json_t *chosen = json_incref(json_object_get(o, "value"));
	control c = take_control(b->a, o);
	if (chosen) json_object_set_new(o, "value", chosen);
	take_items(b->a, o, &c);
	write_select(b, &c);
}

static control take_group(arena *a, json_t *o)
{
	json_t *chosen = json_incref(json_object_get(o, "value")), *set = json_object_get(o, "fieldset");
	control c = take_control(a, o);
	if (chosen) json_object_set_new(o, "value", chosen);
	str prefix = take(a, o, "idPrefix");
	if (prefix.n) c.id = prefix;
	c.label = take_caption(a, set, "legend");
	str described = take(a, set, "describedBy");
	if (described.n) c.described_by = described;
	return c;
}

static void build_radios(buf *b, json_t *o)
{
	control c = take_group(b->a, o);
	take_items(b->a, o, &c);
	write_radios(b, &c);
}

static void build_checkboxes(buf *b, json_t *o)
{
	control c = take_group(b->a, o);
	take_items(b->a, o, &c);
	write_checkboxes(b, &c);
}

static void build_file(buf *b, json_t *o)
{
	control c = take_control(b->a, o);
	c.several = take_true(o, "multiple");
	c.disabled = take_true(o, "disabled");
	write_file_upload(b, &c);
}

static date_box take_box(arena *a, json_t *o, const char *name, const char *label, const char *width)
{
	json_t *own = json_object_get(o, name), *all = json_object_get(o, "values");
	date_box box = { .name = str_of(name), .label = str_of(label), .classes = str_of(width) };
	const char *prefix = json_string_value(json_object_get(o, "namePrefix"));
	buf key = BUF(a);
	if (prefix) {
		buf_str(&key, str_of(prefix));
		buf_char(&key, '-');
	}
	buf_str(&key, str_of(name));
	str common = take(a, all, str_c(a, buf_view(&key)));
	str label_said = take(a, own, "label");
	if (label_said.n) box.label = label_said;
	box.value = take(a, own, "value");
	if (box.value.n == 0) box.value = common;
	box.wrong = take_true(own, "error");
	return box;
}

static date_box take_own_box(arena *a, json_t *it)
{
	date_box box = { .name = take(a, it, "name"), .id = take(a, it, "id"), .classes = take(a, it, "classes"),
			 .value = take(a, it, "value"), .wrong = take_true(it, "error") };
	if (str_find(box.classes, S("width-")) < 0) {
		buf width = BUF(a);
		buf_str(&width, box.classes);
		buf_str(&width, str_eq(box.name, S("year")) ? S(" govuk-input--width-4") : S(" govuk-input--width-2"));
		box.classes = str_trim(buf_view(&width));
	}
	buf label = BUF(a);
	buf_str(&label, box.name);
	if (label.n) label.at[0] = (char)(label.at[0] & ~32);
	box.label = buf_view(&label);
	return box;
}

static void build_date(buf *b, json_t *o)
{
	json_t *items = json_object_get(o, "items"), *it;
	static const char *const names[] = { "day", "month", "year" }, *const labels[] = { "Day", "Month", "Year" };
	date_box boxes[3];
	control c = take_group(b->a, o);
	c.boxes = boxes;
	size_t k;
	json_array_foreach(items, k, it) if (k < 3) boxes[c.box_n++] = take_own_box(b->a, it);
	for (size_t i = 0; i < 3 && json_array_size(items) == 0; i++) {
		if (json_is_false(json_object_get(o, names[i]))) continue;
		boxes[c.box_n++] = take_box(b->a, o, names[i], labels[i], i == 2 ? "govuk-input--width-4" : "govuk-input--width-2");
	}
	c.name = take(b->a, o, "namePrefix");
	write_date_input(b, &c);
}

static void build_button(buf *b, json_t *o)
{
	button it = { .text = take(b->a, o, "text"), .name = take(b->a, o, "name"), .value = take(b->a, o, "value"),
		      .classes = take(b->a, o, "classes"), .href = take(b->a, o, "href"), .id = take(b->a, o, "id"),
		      .disabled = take_true(o, "disabled"), .once = take_true(o, "preventDoubleClick") };
	if (it.href.n) it.disabled = false;
	write_button(b, &it);
}

static void build_fieldset(buf *b, json_t *o)
{
	caption legend = take_caption(b->a, o, "legend");
	html inner = { take(b->a, o, "html") };
	str classes = take(b->a, o, "classes"), aria_role = take(b->a, o, "role"), by = take(b->a, o, "describedBy");
	write_fieldset(b, &legend, classes, aria_role, by, inner);
}

static void build_label(buf *b, json_t *o)
{
	caption c = { .text = take(b->a, o, "text"), .html = { take(b->a, o, "html") }, .classes = take(b->a, o, "classes"),
		      .page_heading = take_true(o, "isPageHeading") };
	write_label(b, &c, take(b->a, o, "for"));
}

static void build_hint(buf *b, json_t *o)
{
	str id = take(b->a, o, "id");
	write_hint(b, id, take(b->a, o, "text"));
}

static void build_error_message(buf *b, json_t *o)
{
	str id = take(b->a, o, "id");
	write_error_message(b, id, take(b->a, o, "text"));
}

static void build_error_summary(buf *b, json_t *o)
{
	json_t *list = json_object_get(o, "errorList"), *it;
	error_link *links = TAKE_N(b->a, error_link, json_array_size(list));
	size_t i;
	json_array_foreach(list, i, it) links[i] = (error_link){ .text = take(b->a, it, "text"), .href = take(b->a, it, "href") };
	str title = take(b->a, o, "titleText"), description = take(b->a, o, "descriptionText");
	write_error_summary(b, title, description, links, json_array_size(list));
}

static void build_summary_list(buf *b, json_t *o)
{
	json_t *list = json_object_get(o, "rows"), *it, *act;
	summary_row *made = TAKE_N(b->a, summary_row, json_array_size(list));
	size_t i, k, n = 0;
	json_array_foreach(list, i, it) {
		if (!json_is_object(it)) continue;
		json_t *items = json_object_get(json_object_get(it, "actions"), "items");
		action *actions = TAKE_N(b->a, action, json_array_size(items));
		json_array_foreach(items, k, act)
			actions[k] = (action){ take(b->a, act, "text"), take(b->a, act, "href"), take(b->a, act, "visuallyHiddenText") };
		json_t *key = json_object_get(it, "key"), *val = json_object_get(it, "value");
		made[n++] = (summary_row){ .key = { take(b->a, key, "text"), { take(b->a, key, "html") } },
					   .value = { take(b->a, val, "text"), { take(b->a, val, "html") } },
					   .actions = actions, .action_n = json_array_size(items) };
	}
	write_summary_list(b, take(b->a, o, "classes"), made, n);
}

static cell take_cell(arena *a, json_t *o)
{
	cell c = { .is = { take(a, o, "text"), { take(a, o, "html") } } };
	c.numeric = str_eq(take(a, o, "format"), S("numeric"));
	return c;
}

static void build_table(buf *b, json_t *o)
{
	json_t *head = json_object_get(o, "head"), *list = json_object_get(o, "rows"), *row, *it;
	size_t columns = json_array_size(json_array_get(list, 0)), n = json_array_size(list), i, k;
	cell *heads = TAKE_N(b->a, cell, columns + json_array_size(head)), *cells = TAKE_N(b->a, cell, columns * n + 1);
	json_array_foreach(head, i, it) heads[i] = take_cell(b->a, it);
	json_array_foreach(list, i, row)
		json_array_foreach(row, k, it) if (k < columns) cells[i * columns + k] = take_cell(b->a, it);
	table_part t = { .caption = take(b->a, o, "caption"), .caption_classes = take(b->a, o, "captionClasses"),
			 .classes = take(b->a, o, "classes"), .head = head ? heads : NULL, .columns = columns, .cells = cells,
			 .row_n = n, .first_is_header = take_true(o, "firstCellIsHeader") };
	write_table(b, &t);
}

static void build_tag(buf *b, json_t *o)
{
	str text = take(b->a, o, "text");
	write_tag(b, text, take(b->a, o, "classes"));
}

static void build_warning(buf *b, json_t *o)
{
	if (str_eq(str_of(json_string_value(json_object_get(o, "iconFallbackText"))), S("Warning")))
		json_object_del(o, "iconFallbackText");
	write_warning(b, take(b->a, o, "text"));
}

static html inner_of(buf *b, json_t *o)
{
	buf inner = BUF(b->a);
	buf_html(&inner, take(b->a, o, "text"));
	buf_str(&inner, take(b->a, o, "html"));
	return (html){ buf_view(&inner) };
}

static void build_details(buf *b, json_t *o)
{
	str summary = take(b->a, o, "summaryText");
	html inner = inner_of(b, o);
	write_details(b, summary, inner, take_true(o, "open"));
}

static void build_inset(buf *b, json_t *o)
{
	write_inset(b, inner_of(b, o));
}

static void build_banner(buf *b, json_t *o)
{
	str text = take(b->a, o, "text");
	bool success = str_eq(str_of(json_string_value(json_object_get(o, "type"))), S("success"));
	if (success) json_object_del(o, "type");
	write_notification_banner(b, text, success);
}

static void build_breadcrumbs(buf *b, json_t *o)
{
	json_t *list = json_object_get(o, "items"), *it;
	crumb *crumbs = TAKE_N(b->a, crumb, json_array_size(list));
	size_t i;
	json_array_foreach(list, i, it) crumbs[i] = (crumb){ take(b->a, it, "text"), take(b->a, it, "href") };
	write_breadcrumbs(b, crumbs, json_array_size(list));
}

static void build_back_link(buf *b, json_t *o)
{
	str text = take(b->a, o, "text"), href = take(b->a, o, "href");
	write_back_link(b, text.n ? text : S("Back"), href.n ? href : S("#"));
}

static void build_skip_link(buf *b, json_t *o)
{
	str text = take(b->a, o, "text"), href = take(b->a, o, "href");
	write_skip_link(b, text, href.n ? href : S("#content"));
}

/* ---- what is left out, and why */

static const struct {
	const char *component, *option, *why; /* component NULL: any */
} left_out[] = {
	{ NULL, "attributes", "attributes of a page's own: our pages need none" },
	{ NULL, "html", "only text here, escaped; html is taken where a page makes it itself" },
	{ NULL, "inputWrapper", "attributes and classes of the box around an input: not used" },
	{ NULL, "visuallyHiddenText", "our pages are in English: the prefix is always «Error:»" },
	{ NULL, "javascript", "the plain file input works everywhere" },
	{ NULL, "classes", "classes on inner parts: the style sheet needs none" },
	{ NULL, "id", "ids of inner parts are made from the control's" },
	{ NULL, "for", "a label of a control always points to it" },
	{ NULL, "items", "empty items: our lists have none" },
	{ "checkboxes", "name", "boxes of one group share its name" },
	{ "file-upload", "chooseFilesButtonText", "words for the enhanced version" },
	{ "summary-list", "rows", "empty rows: our lists have none" },
	{ "table", "rows", "empty rows: our tables have none" },
	{ "date-input", "inputmode", "boxes with keyboards of their own" },
	{ "date-input", "value", "values said twice" },
	{ "date-input", "name", "boxes under other names: ours are always day, month, year" },
	{ "date-input", "pattern", "boxes with patterns of their own" },
	{ "date-input", "autocomplete", "a child's dates are not the user's own" },
	{ "date-input", "text", "a legend's text without our order of boxes" },
	{ "button", "isStartButton", "no start pages" },
	{ "button", "type", "our buttons submit" },
	{ "character-count", "maxwords", "limits are in characters" },
	{ "character-count", "threshold", "the count is always shown" },
	{ "character-count", "countType", "limits are in characters" },
	{ "character-count", "maxlength", "a number" },
	{ "character-count", "countMessage", "one message style" },
	{ "character-count", "textareaDescriptionText", "one message" },
	{ "character-count", "charactersUnderLimitText", "English messages of the script" },
	{ "character-count", "charactersAtLimitText", "English messages of the script" },
	{ "character-count", "charactersOverLimitText", "English messages of the script" },
	{ "character-count", "wordsUnderLimitText", "limits are in characters" },
	{ "character-count", "other", "English messages of the script" },
	{ "character-count", "one", "English messages of the script" },
	{ "error-summary", "disableAutoFocus", "the summary always takes the focus" },
	{ "error-summary", "titleHtml", "text only" },
	{ "error-summary", "descriptionHtml", "text only" },
	{ "details", "summaryHtml", "text only" },
	{ "file-upload", "value", "browsers ignore it" },
	{ "notification-banner", "type", "success or plain" },
	{ "notification-banner", "titleText", "the titles are the component's" },
	{ "notification-banner", "titleHtml", "the titles are the component's" },
	{ "notification-banner", "titleId", "one banner a page" },
	{ "notification-banner", "titleHeadingLevel", "a banner stands first on the page" },
	{ "notification-banner", "role", "as the component chooses" },
	{ "notification-banner", "disableAutoFocus", "a success is always told" },
	{ "summary-list", "card", "no cards" },
	{ "summary-list", "title", "no cards" },
	{ "summary-list", "text", "no cards" },
	{ "table", "colspan", "no merged cells" },
	{ "table", "rowspan", "no merged cells" },
	{ "warning-text", "iconFallbackText", "always «Warning»" },
	{ "breadcrumbs", "collapseOnMobile", "always shown whole" },
	{ "breadcrumbs", "labelText", "English" },
	{ "password-input", "showPasswordText", "English" },
	{ "password-input", "hidePasswordText", "English" },
	{ "password-input", "showPasswordAriaLabelText", "English" },
	{ "password-input", "hidePasswordAriaLabelText", "English" },
	{ "password-input", "passwordShownAnnouncementText", "English" },
	{ "password-input", "passwordHiddenAnnouncementText", "English" },
};

/* Options that say no by being false or empty leave nothing over: these fixtures are named. */
static const struct {
	const char *component, *fixture, *why;
} left_out_fixtures[] = {
	{ "character-count", "to configure in JavaScript", "our counts always have a limit" },
	{ "character-count", "with neither maxlength, maxwords nor textarea description set", "our counts always have a limit" },
	{ "select", "without values", "our options always have a value" },
	{ "select", "without values with selected value", "our options always have a value" },
	{ "select", "with falsy values", "values are text" },
	{ "checkboxes", "with falsy values", "values are text" },
	{ "date-input", "with error on single field by omission", "boxes are named wrong, never named right" },
	{ "date-input", "with error on single item using classes", "a wrong box is said to be wrong" },
	{ "date-input", "with error on single item by omission", "boxes are named wrong, never named right" },
	{ "button", "don't prevent double click", "nothing to prevent is not said" },
	{ "error-message", "visually hidden text removed", "the prefix is always there" },
	{ "error-summary", "autofocus explicitly enabled", "it always takes the focus" },
	{ "notification-banner", "auto-focus explicitly enabled, with type as success", "a success always takes the focus" },
};

static const char *why_fixture_left_out(const char *component, const char *fixture)
{
	for (size_t i = 0; i < sizeof left_out_fixtures / sizeof *left_out_fixtures; i++)
		if (strcmp(left_out_fixtures[i].component, component) == 0 && strcmp(left_out_fixtures[i].fixture, fixture) == 0)
			return left_out_fixtures[i].why;
	return NULL;
}

static const char *why_left_out(const char *component, const char *option)
{
	for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++) {
		if (left_out[i].component && strcmp(left_out[i].component, component) != 0) continue;
		if (strcmp(left_out[i].option, *option ? option : "items") == 0) return left_out[i].why;
	}
	return NULL;
}

/* ---- comparing: white space that does not show, the order of attributes and of class names do not count */

static bool inline_tag(str tag)
{
	return str_starts(tag, S("span")) || str_eq(tag, S("a")) || str_starts(tag, S("a ")) || str_eq(tag, S("b"));
}

typedef struct {
	str at[64];
	size_t n;
} pieces;

static void put_sorted(pieces *p, str s)
{
	CHECK(p->n < sizeof p->at / sizeof *p->at);
	size_t i = p->n++;
	for (; i > 0 && str_cmp(p->at[i - 1], s) > 0; i--) p->at[i] = p->at[i - 1];
	p->at[i] = s;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

static str sorted_classes(arena *a, str list)
{
	pieces p = { 0 };
	buf b = BUF(a);
	while (list.n) {
		str one = str_cut(list, ' ', &list);
		if (one.n) put_sorted(&p, one);
	}
	for (size_t i = 0; i < p.n; i++) {
		if (i) buf_char(&b, ' ');
		buf_str(&b, p.at[i]);
	}
	return buf_view(&b);
}

/* NAME="VALUE", or NAME alone: everything up to a space outside quotes. */
static str next_attribute(str *rest)
{
	*rest = str_trim(*rest);
	bool quoted = false;
	size_t i = 0;
	while (i < rest->n && (quoted || !is_space(rest->at[i]))) quoted ^= rest->at[i++] == '"';
	str ret = str_first(*rest, i);
	*rest = str_from(*rest, i);
	return ret;
}

static void put_tag(buf *b, str inside)
{
	pieces p = { 0 };
	str name = next_attribute(&inside);
	for (str one; (one = next_attribute(&inside)).n;) {
		if (str_starts(one, S("class=\""))) {
			buf c = BUF(b->a);
			buf_lit(&c, "class=\"");
			buf_str(&c, sorted_classes(b->a, str_first(str_from(one, 7), one.n - 8)));
			buf_char(&c, '"');
			one = buf_view(&c);
		}
		put_sorted(&p, one);
	}
	buf_printf(b, "\n<%.*s", STR_ARG(name));
	for (size_t i = 0; i < p.n; i++) buf_printf(b, " %.*s", STR_ARG(p.at[i]));
	buf_char(b, '>');
}

static str normalised(arena *a, str s)
{
	buf b = BUF(a);
	bool at_start = true, space = false; /* just after a block's tag; white space waiting */
	for (size_t i = 0; i < s.n;) {
		if (s.at[i] == '<') {
			ptrdiff_t end = str_find_char(str_from(s, i), '>');
			CHECK(end > 0);
			str inside = str_first(str_from(s, i + 1), (size_t)end - 1);
			bool closing = inside.at[0] == '/', flows = inline_tag(closing ? str_from(inside, 1) : inside);
			if (space && flows && !closing && !at_start) buf_char(&b, ' ');
			put_tag(&b, inside);
			at_start = !(flows && closing);
			space = false;
			i += (size_t)end + 1;
		} else if (is_space(s.at[i])) {
			space = true;
			i++;
		} else {
			if (space && !at_start) buf_char(&b, ' ');
			buf_char(&b, s.at[i++]);
			at_start = space = false;
		}
	}
	return buf_view(&b);
}

typedef struct {
	const char *component;
	builder *build;
	int compared, skipped, wrong;
} component;

static void one_fixture(arena *a, component *c, json_t *fixture)
{
	const char *name = json_string_value(json_object_get(fixture, "name"));
	json_t *options = json_deep_copy(json_object_get(fixture, "options"));
	buf b = BUF(a);
	c->build(&b, options);
	const char *key = left_over(options), *whole = why_fixture_left_out(c->component, name);
	if (whole) {
		printf("#   left out: %s, «%s»: %s\n", c->component, name, whole);
		c->skipped++;
	} else if (key) {
		const char *why = why_left_out(c->component, key);
		printf("#   left out: %s, «%s», option %s: %s\n", c->component, name, *key ? key : "items",
		              why ? why : "NO REASON WRITTEN");
		c->skipped++;
		c->wrong += why == NULL;
	} else {
		str ours = normalised(a, buf_view(&b));
		str theirs = normalised(a, str_of(json_string_value(json_object_get(fixture, "html"))));
		c->compared++;
		if (!str_eq(ours, theirs)) {
			c->wrong++;
			printf("# %s, «%s»\n# ours:%.*s\n# theirs:%.*s\n", c->component, name, STR_ARG(ours), STR_ARG(theirs));
		}
	}
	json_decref(options);
}

static void all_fixtures_of(arena *a, component *c)
{
	buf path = BUF(a);
	buf_lit(&path, FIXTURES);
	buf_str(&path, str_of(c->component));
	buf_lit(&path, "/fixtures.json");
	json_t *file = json_load_file(str_c(a, buf_view(&path)), 0, NULL), *one;
	assert_non_null(file);
	size_t i;
	json_array_foreach(json_object_get(file, "fixtures"), i, one) one_fixture(a, c, one);
	printf("# %-20s %3d compared, %3d left out, %d wrong\n", c->component, c->compared, c->skipped, c->wrong);
	json_decref(file);
}

static void test_fixtures(void **state)
{
	(void)state;
	component list[] = {
		{ "input", build_input, 0, 0, 0 },           { "password-input", build_password, 0, 0, 0 },
		{ "textarea", build_textarea, 0, 0, 0 },     { "character-count", build_textarea, 0, 0, 0 },
		{ "select", build_select, 0, 0, 0 },         { "radios", build_radios, 0, 0, 0 },
		{ "checkboxes", build_checkboxes, 0, 0, 0 }, { "date-input", build_date, 0, 0, 0 },
		{ "file-upload", build_file, 0, 0, 0 },      { "button", build_button, 0, 0, 0 },
		{ "fieldset", build_fieldset, 0, 0, 0 },     { "label", build_label, 0, 0, 0 },
		{ "hint", build_hint, 0, 0, 0 },             { "error-message", build_error_message, 0, 0, 0 },
		{ "error-summary", build_error_summary, 0, 0, 0 }, { "summary-list", build_summary_list, 0, 0, 0 },
		{ "table", build_table, 0, 0, 0 },           { "tag", build_tag, 0, 0, 0 },
		{ "warning-text", build_warning, 0, 0, 0 },  { "details", build_details, 0, 0, 0 },
		{ "inset-text", build_inset, 0, 0, 0 },      { "notification-banner", build_banner, 0, 0, 0 },
		{ "breadcrumbs", build_breadcrumbs, 0, 0, 0 }, { "back-link", build_back_link, 0, 0, 0 },
		{ "skip-link", build_skip_link, 0, 0, 0 },
	};
	if (access(FIXTURES, R_OK) != 0) {
		printf("# skipped: govuk-frontend's fixtures are not here (npm ci --ignore-scripts brings them)\n");
		skip();
	}
	ARENA(a);
	int compared = 0, skipped = 0, wrong = 0;
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		all_fixtures_of(&a, &list[i]);
		compared += list[i].compared;
		skipped += list[i].skipped;
		wrong += list[i].wrong;
	}
	printf("# fixtures: %d compared, %d left out with a reason, %d wrong\n", compared, skipped, wrong);
	assert_true(compared > 200);
	assert_int_equal(wrong, 0);
}

/* No fixture tries to break out of every place that takes text. */
static void test_escapes_everywhere(void **state)
{
	(void)state;
	ARENA(a);
	buf b = BUF(&a);
	str bad = S("\"'><script>x</script>&");
	control_item item = { .value = bad, .text = bad, .hint = bad, .id = bad };
	date_box box = { .name = bad, .label = bad, .value = bad, .classes = bad };
	control c = { .id = bad, .name = bad, .label = { .text = bad, .classes = bad }, .hint = bad, .error = bad, .value = bad,
		      .classes = bad, .group_classes = bad, .described_by = bad, .type = bad, .inputmode = bad,
		      .autocomplete = bad, .autocapitalize = bad, .pattern = bad, .prefix = bad, .suffix = bad, .items = &item,
		      .item_n = 1, .boxes = &box, .box_n = 1 };
	write_input(&b, &c);
	write_password(&b, &c);
	write_textarea(&b, &c);
	write_select(&b, &c);
	write_file_upload(&b, &c);
	write_radios(&b, &c);
	write_checkboxes(&b, &c);
	write_date_input(&b, &c);
	write_button(&b, &(button){ bad, bad, bad, bad, bad, bad, false, false });
	write_button(&b, &(button){ .text = bad, .name = bad, .value = bad, .classes = bad, .id = bad });
	write_error_summary(&b, bad, bad, &(error_link){ bad, bad }, 1);
	write_summary_list(&b, bad, &(summary_row){ .key = { .text = bad }, .value = { .text = bad } }, 1);
	write_details(&b, bad, HTML(""), false);
	write_tag(&b, bad, bad);
	write_notification_banner(&b, bad, true);
	write_breadcrumbs(&b, &(crumb){ bad, bad }, 1);
	assert_int_equal(str_find(buf_view(&b), S("<script")), -1);
	assert_int_equal(str_find(buf_view(&b), S("\"\"'")), -1);
	assert_true(str_find(buf_view(&b), S("&lt;script&gt;")) > 0);
}

int main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fixtures),
		cmocka_unit_test(test_escapes_everywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
