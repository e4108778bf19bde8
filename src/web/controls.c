/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/controls.h"

html controls_html(const buf *b)
{
	return (html){ buf_view(b) };
}

/* ---- attributes */

static void attribute(buf *b, const char *name, str text)
{
	if (text.n == 0) return;
	buf_char(b, ' ');
	buf_str(b, str_of(name));
	buf_lit(b, "=\"");
	buf_html(b, text);
	buf_char(b, '"');
}

static void flag(buf *b, const char *name, bool on)
{
	if (!on) return;
	buf_char(b, ' ');
	buf_str(b, str_of(name));
}

/* class="base more more": each may be empty. */
static void classes(buf *b, str base, str second, str third)
{
	buf_lit(b, " class=\"");
	buf_str(b, base);
	for (int i = 0; i < 2; i++) {
		str more = i == 0 ? second : third;
		if (more.n == 0) continue;
		buf_char(b, ' ');
		buf_html(b, more);
	}
	buf_char(b, '"');
}

static str joined(arena *a, str first, str second)
{
	buf b = BUF(a);
	buf_str(&b, first);
	buf_str(&b, second);
	return buf_view(&b);
}

static str spaced(arena *a, str first, str second)
{
	if (first.n == 0) return second;
	if (second.n == 0) return first;
	return joined(a, joined(a, first, S(" ")), second);
}

static str id_of(const control *c)
{
	return c->id.n ? c->id : c->name;
}

/* The ids of what describes the control: the page's own, then hint, then error. */
static str descriptions(arena *a, const control *c)
{
	str ids = c->described_by;
	if (c->hint.n) ids = spaced(a, ids, joined(a, id_of(c), S("-hint")));
	if (c->error.n) ids = spaced(a, ids, joined(a, id_of(c), S("-error")));
	return ids;
}

static void caption_words(buf *b, const caption *c)
{
	if (c->html.text.n) buf_str(b, c->html.text);
	else buf_html(b, c->text);
}

/* ---- label, hint, error */

void write_label(buf *b, const caption *label, str for_id)
{
	if (label->text.n == 0 && label->html.text.n == 0) return;
	if (label->page_heading) buf_lit(b, "<h1 class=\"govuk-label-wrapper\">");
	buf_lit(b, "<label");
	classes(b, S("govuk-label"), label->classes, STR_NONE);
	attribute(b, "for", for_id);
	buf_char(b, '>');
	caption_words(b, label);
	buf_lit(b, "</label>");
	if (label->page_heading) buf_lit(b, "</h1>");
}

static void hint_of(buf *b, str id, str more_classes, str text)
{
	buf_lit(b, "<div");
	attribute(b, "id", id);
	classes(b, S("govuk-hint"), more_classes, STR_NONE);
	buf_char(b, '>');
	buf_html(b, text);
	buf_lit(b, "</div>");
}

void write_hint(buf *b, str id, str text)
{
	hint_of(b, id, STR_NONE, text);
}

void write_error_message(buf *b, str id, str text)
{
	buf_lit(b, "<p");
	attribute(b, "id", id);
	buf_lit(b, " class=\"govuk-error-message\"><span class=\"govuk-visually-hidden\">Error:</span> ");
	buf_html(b, text);
	buf_lit(b, "</p>");
}

static void hint_and_error(buf *b, const control *c)
{
	if (c->hint.n) write_hint(b, joined(b->a, id_of(c), S("-hint")), c->hint);
	if (c->error.n) write_error_message(b, joined(b->a, id_of(c), S("-error")), c->error);
}

/* ---- the form group */

static void group_begin(buf *b, const control *c, str own_classes)
{
	str more = spaced(b->a, c->error.n ? S("govuk-form-group--error") : STR_NONE, c->group_classes);
	buf_lit(b, "<div");
	classes(b, S("govuk-form-group"), more, own_classes);
}

static void group_labelled(buf *b, const control *c)
{
	group_begin(b, c, STR_NONE);
	buf_char(b, '>');
	write_label(b, &c->label, id_of(c));
	hint_and_error(b, c);
	buf_str(b, c->before.text);
}

static void group_end(buf *b, const control *c)
{
	buf_str(b, c->after.text);
	buf_lit(b, "</div>");
}

/* ---- one line */

static void spelling(buf *b, spellcheck s)
{
	switch (s) {
	case SPELLCHECK_UNSAID: break;
	case SPELLCHECK_ON: attribute(b, "spellcheck", S("true")); break;
	case SPELLCHECK_OFF: attribute(b, "spellcheck", S("false")); break;
	}
}

static void input_element(buf *b, const control *c, str own_classes, str type)
{
	str more = spaced(b->a, own_classes, c->classes);
	buf_lit(b, "<input");
	classes(b, S("govuk-input"), more, c->error.n ? S("govuk-input--error") : STR_NONE);
	attribute(b, "id", id_of(c));
	attribute(b, "name", c->name);
	attribute(b, "type", type);
	spelling(b, c->spelling);
	attribute(b, "value", c->value);
	flag(b, "disabled", c->disabled);
	attribute(b, "aria-describedby", descriptions(b->a, c));
	attribute(b, "autocomplete", c->autocomplete);
	attribute(b, "autocapitalize", c->autocapitalize);
	attribute(b, "pattern", c->pattern);
	attribute(b, "inputmode", c->inputmode);
	buf_char(b, '>');
}

static void affix(buf *b, const char *which, str text)
{
	if (text.n == 0) return;
	buf_lit(b, "<div class=\"govuk-input__");
	buf_str(b, str_of(which));
	buf_lit(b, "\" aria-hidden=\"true\">");
	buf_html(b, text);
	buf_lit(b, "</div>");
}

void write_input(buf *b, const control *c)
{
	bool wrapped = c->prefix.n || c->suffix.n;
	group_labelled(b, c);
	if (wrapped) buf_lit(b, "<div class=\"govuk-input__wrapper\">");
	affix(b, "prefix", c->prefix);
	input_element(b, c, STR_NONE, c->type.n ? c->type : S("text"));
	affix(b, "suffix", c->suffix);
	if (wrapped) buf_lit(b, "</div>");
	group_end(b, c);
}

void write_password(buf *b, const control *c)
{
	control own = *c;
	own.spelling = SPELLCHECK_OFF;
	own.autocapitalize = S("none");
	if (own.autocomplete.n == 0) own.autocomplete = S("current-password");
	group_begin(b, c, S("govuk-password-input"));
	buf_lit(b, " data-module=\"govuk-password-input\">");
	write_label(b, &c->label, id_of(c));
	hint_and_error(b, c);
	buf_lit(b, "<div class=\"govuk-input__wrapper govuk-password-input__wrapper\">");
	input_element(b, &own, S("govuk-password-input__input govuk-js-password-input-input"), S("password"));
	buf_lit(b, "<button type=\"button\" class=\"govuk-button govuk-button--secondary govuk-password-input__toggle "
	           "govuk-js-password-input-toggle\" data-module=\"govuk-button\"");
	attribute(b, "aria-controls", id_of(c));
	buf_lit(b, " aria-label=\"Show password\" hidden>Show</button></div>");
	group_end(b, c);
}

/* ---- text */

static void textarea_element(buf *b, const control *c, str own_classes)
{
	buf_lit(b, "<textarea");
	classes(b, S("govuk-textarea"), c->error.n ? S("govuk-textarea--error") : STR_NONE, spaced(b->a, own_classes, c->classes));
	attribute(b, "id", id_of(c));
	attribute(b, "name", c->name);
	buf_printf(b, " rows=\"%d\"", c->rows ? c->rows : 5);
	spelling(b, c->spelling);
	attribute(b, "autocomplete", c->autocomplete);
	attribute(b, "aria-describedby", descriptions(b->a, c));
	buf_char(b, '>');
	if (str_starts(c->value, S("\n"))) buf_char(b, '\n'); /* a browser drops one line end just after the tag */
	buf_html(b, c->value);
	buf_lit(b, "</textarea>");
}

static void counted_textarea(buf *b, const control *c)
{
	control own = *c;
	str info = joined(b->a, id_of(c), S("-info"));
	own.described_by = spaced(b->a, info, c->described_by);
	group_begin(b, c, S("govuk-character-count"));
	buf_printf(b, " data-module=\"govuk-character-count\" data-maxlength=\"%lld\">", (long long)c->most_chars);
	write_label(b, &c->label, id_of(c));
	hint_and_error(b, c);
	textarea_element(b, &own, S("govuk-js-character-count"));
	buf_lit(b, "<div");
	attribute(b, "id", info);
	buf_printf(b, " class=\"govuk-hint govuk-character-count__message\">You can enter up to %lld characters</div>",
	           (long long)c->most_chars);
	group_end(b, c);
}

void write_textarea(buf *b, const control *c)
{
	if (c->most_chars) {
		counted_textarea(b, c);
		return;
	}
	group_labelled(b, c);
	textarea_element(b, c, STR_NONE);
	group_end(b, c);
}

/* ---- select, file */

void write_select(buf *b, const control *c)
{
	group_labelled(b, c);
	buf_lit(b, "<select");
	classes(b, S("govuk-select"), c->classes, c->error.n ? S("govuk-select--error") : STR_NONE);
	attribute(b, "id", id_of(c));
	attribute(b, "name", c->name);
	attribute(b, "aria-describedby", descriptions(b->a, c));
	buf_char(b, '>');
	for (size_t i = 0; i < c->item_n; i++) {
		const control_item *it = &c->items[i];
		buf_lit(b, "<option value=\"");
		buf_html(b, it->value);
		buf_char(b, '"');
		flag(b, "selected", it->chosen);
		flag(b, "disabled", it->disabled);
		buf_char(b, '>');
		buf_html(b, it->text);
		buf_lit(b, "</option>");
	}
	buf_lit(b, "</select>");
	group_end(b, c);
}

void write_file_upload(buf *b, const control *c)
{
	group_labelled(b, c);
	buf_lit(b, "<input");
	classes(b, S("govuk-file-upload"), c->classes, c->error.n ? S("govuk-file-upload--error") : STR_NONE);
	attribute(b, "id", id_of(c));
	attribute(b, "name", c->name);
	buf_lit(b, " type=\"file\"");
	flag(b, "disabled", c->disabled);
	flag(b, "multiple", c->several);
	attribute(b, "aria-describedby", descriptions(b->a, c));
	buf_char(b, '>');
	group_end(b, c);
}

/* ---- groups */

static bool has_caption(const caption *c)
{
	return c->text.n || c->html.text.n;
}

static void legend_element(buf *b, const caption *legend)
{
	if (!has_caption(legend)) return;
	buf_lit(b, "<legend");
	classes(b, S("govuk-fieldset__legend"), legend->classes, STR_NONE);
	buf_char(b, '>');
	if (legend->page_heading) buf_lit(b, "<h1 class=\"govuk-fieldset__heading\">");
	caption_words(b, legend);
	if (legend->page_heading) buf_lit(b, "</h1>");
	buf_lit(b, "</legend>");
}

static void fieldset_begin(buf *b, const caption *legend, str more_classes, str aria_role, str described_by)
{
	buf_lit(b, "<fieldset");
	classes(b, S("govuk-fieldset"), more_classes, STR_NONE);
	attribute(b, "role", aria_role);
	attribute(b, "aria-describedby", described_by);
	buf_char(b, '>');
	legend_element(b, legend);
}

void write_fieldset(buf *b, const caption *legend, str more_classes, str aria_role, str described_by, html inner)
{
	fieldset_begin(b, legend, more_classes, aria_role, described_by);
	buf_str(b, inner.text);
	buf_lit(b, "</fieldset>");
}

/* Radios and checkboxes differ in these words only. */
typedef struct {
	str block;   /* govuk-radios */
	str type;    /* radio */
} group_style;

static str item_id(arena *a, const control *c, size_t i)
{
	if (c->items[i].id.n) return c->items[i].id;
	buf b = BUF(a);
	buf_str(&b, id_of(c));
	if (i > 0) buf_printf(&b, "-%zu", i + 1);
	return buf_view(&b);
}

static void block_class(buf *b, group_style g, const char *element)
{
	buf_str(b, g.block);
	buf_str(b, str_of(element));
}

static void item_input(buf *b, const control *c, group_style g, const control_item *it, str id, str hint_id)
{
	buf_lit(b, "<input class=\"");
	block_class(b, g, "__input\"");
	attribute(b, "id", id);
	attribute(b, "name", c->name);
	attribute(b, "type", g.type);
	buf_lit(b, " value=\"");
	buf_html(b, it->value);
	buf_char(b, '"');
	flag(b, "checked", it->chosen);
	flag(b, "disabled", it->disabled);
	if (it->conditional.text.n) attribute(b, "data-aria-controls", joined(b->a, S("conditional-"), id));
	if (it->exclusive) attribute(b, "data-behaviour", S("exclusive"));
	/* a group without a legend has nowhere else to be described from */
	str own = has_caption(&c->label) ? STR_NONE : descriptions(b->a, c);
	if (str_eq(g.type, S("radio"))) own = STR_NONE;
	attribute(b, "aria-describedby", spaced(b->a, own, hint_id));
	buf_char(b, '>');
}

static void item_conditional(buf *b, group_style g, const control_item *it, str id)
{
	if (it->conditional.text.n == 0) return;
	buf_lit(b, "<div class=\"");
	block_class(b, g, "__conditional");
	if (!it->chosen) {
		buf_char(b, ' ');
		block_class(b, g, "__conditional--hidden");
	}
	buf_char(b, '"');
	attribute(b, "id", joined(b->a, S("conditional-"), id));
	buf_char(b, '>');
	buf_str(b, it->conditional.text);
	buf_lit(b, "</div>");
}

static void item_element(buf *b, const control *c, group_style g, size_t i)
{
	const control_item *it = &c->items[i];
	if (it->divider.n) {
		buf_lit(b, "<div class=\"");
		block_class(b, g, "__divider\">");
		buf_html(b, it->divider);
		buf_lit(b, "</div>");
		return;
	}
	str id = item_id(b->a, c, i), hint_id = it->hint.n ? joined(b->a, id, S("-item-hint")) : STR_NONE;
	buf_lit(b, "<div class=\"");
	block_class(b, g, "__item\">");
	item_input(b, c, g, it, id, hint_id);
	caption label = { .text = it->text, .html = it->html, .classes = joined(b->a, g.block, S("__label")) };
	write_label(b, &label, id);
	if (it->hint.n) hint_of(b, hint_id, joined(b->a, g.block, S("__hint")), it->hint);
	buf_lit(b, "</div>");
	item_conditional(b, g, it, id);
}

static void item_group(buf *b, const control *c, group_style g)
{
	bool fieldset = has_caption(&c->label);
	group_begin(b, c, STR_NONE);
	buf_char(b, '>');
	if (fieldset) fieldset_begin(b, &c->label, STR_NONE, STR_NONE, descriptions(b->a, c));
	hint_and_error(b, c);
	buf_str(b, c->before.text);
	buf_lit(b, "<div");
	classes(b, g.block, c->classes, STR_NONE);
	attribute(b, "data-module", g.block);
	buf_char(b, '>');
	for (size_t i = 0; i < c->item_n; i++) item_element(b, c, g, i);
	buf_lit(b, "</div>");
	buf_str(b, c->after.text);
	if (fieldset) buf_lit(b, "</fieldset>");
	buf_lit(b, "</div>");
}

void write_radios(buf *b, const control *c)
{
	item_group(b, c, (group_style){ S("govuk-radios"), S("radio") });
}

void write_checkboxes(buf *b, const control *c)
{
	item_group(b, c, (group_style){ S("govuk-checkboxes"), S("checkbox") });
}

/* ---- dates */

static bool any_box_wrong(const control *c)
{
	for (size_t i = 0; i < c->box_n; i++)
		if (c->boxes[i].wrong) return true;
	return false;
}

static void date_box_element(buf *b, const control *c, const date_box *box, bool wrong)
{
	str suffix = joined(b->a, S("-"), box->name);
	control inner = {
		.id = box->id.n ? box->id : joined(b->a, id_of(c), suffix),
		.name = c->name.n ? joined(b->a, c->name, suffix) : box->name,
		.label = { .text = box->label, .classes = S("govuk-date-input__label") },
		.value = box->value,
		.inputmode = S("numeric"),
		.classes = spaced(b->a, wrong ? S("govuk-input--error") : STR_NONE, box->classes),
	};
	buf_lit(b, "<div class=\"govuk-date-input__item\"><div class=\"govuk-form-group\">");
	write_label(b, &inner.label, inner.id);
	input_element(b, &inner, S("govuk-date-input__input"), S("text"));
	buf_lit(b, "</div></div>");
}

void write_date_input(buf *b, const control *c)
{
	bool fieldset = has_caption(&c->label), some_wrong = any_box_wrong(c);
	group_begin(b, c, STR_NONE);
	buf_char(b, '>');
	if (fieldset) fieldset_begin(b, &c->label, STR_NONE, S("group"), descriptions(b->a, c));
	hint_and_error(b, c);
	buf_str(b, c->before.text);
	buf_lit(b, "<div");
	classes(b, S("govuk-date-input"), c->classes, STR_NONE);
	attribute(b, "id", id_of(c));
	buf_char(b, '>');
	/* an error that names no box marks them all */
	for (size_t i = 0; i < c->box_n; i++)
		date_box_element(b, c, &c->boxes[i], some_wrong ? c->boxes[i].wrong : c->error.n > 0);
	buf_lit(b, "</div>");
	buf_str(b, c->after.text);
	if (fieldset) buf_lit(b, "</fieldset>");
	buf_lit(b, "</div>");
}

/* ---- button, error summary */

void write_button(buf *b, const button *it)
{
	bool link = it->href.n > 0;
	buf_str(b, link ? S("<a") : S("<button type=\"submit\""));
	if (link) {
		attribute(b, "href", it->href);
		buf_lit(b, " role=\"button\" draggable=\"false\"");
	} else {
		attribute(b, "value", it->value);
		attribute(b, "name", it->name);
		flag(b, "disabled", it->disabled);
		if (it->disabled) buf_lit(b, " aria-disabled=\"true\"");
		if (it->once) buf_lit(b, " data-prevent-double-click=\"true\"");
	}
	classes(b, S("govuk-button"), it->classes, STR_NONE);
	attribute(b, "id", it->id);
	buf_lit(b, " data-module=\"govuk-button\">");
	buf_html(b, it->text);
	buf_str(b, link ? S("</a>") : S("</button>"));
}

static void error_item(buf *b, const error_link *it)
{
	buf_lit(b, "<li>");
	if (it->href.n) {
		buf_lit(b, "<a");
		attribute(b, "href", it->href);
		buf_char(b, '>');
	}
	buf_html(b, it->text);
	if (it->href.n) buf_lit(b, "</a>");
	buf_lit(b, "</li>");
}

void write_error_summary(buf *b, str title, str description, const error_link *links, size_t n)
{
	buf_lit(b, "<div class=\"govuk-error-summary\" data-module=\"govuk-error-summary\"><div role=\"alert\">"
	           "<h2 class=\"govuk-error-summary__title\">");
	buf_html(b, title.n ? title : S("There is a problem"));
	buf_lit(b, "</h2><div class=\"govuk-error-summary__body\">");
	if (description.n) {
		buf_lit(b, "<p>");
		buf_html(b, description);
		buf_lit(b, "</p>");
	}
	if (n) {
		buf_lit(b, "<ul class=\"govuk-list govuk-error-summary__list\">");
		for (size_t i = 0; i < n; i++) error_item(b, &links[i]);
		buf_lit(b, "</ul>");
	}
	buf_lit(b, "</div></div></div>");
}
