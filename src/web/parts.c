/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/parts.h"

static void text_or_html(buf *b, const rich_text *w)
{
	if (w->html.text.n) buf_str(b, w->html.text);
	else buf_html(b, w->text);
}

/* `begin` up to its open class attribute, then more classes, then `end`. */
static void begin_with_classes(buf *b, str begin, str classes, str end)
{
	buf_str(b, begin);
	if (classes.n) {
		buf_char(b, ' ');
		buf_html(b, classes);
	}
	buf_str(b, end);
}

static void link_element(buf *b, str begin, str href)
{
	buf_str(b, begin);
	buf_lit(b, " href=\"");
	buf_html(b, href);
	buf_lit(b, "\">");
}

/* ---- summary list */

static void action_link(buf *b, const action *a)
{
	link_element(b, S("<a class=\"govuk-link\""), a->href);
	buf_html(b, a->text);
	if (a->hidden.n) {
		buf_lit(b, "<span class=\"govuk-visually-hidden\"> ");
		buf_html(b, a->hidden);
		buf_lit(b, "</span>");
	}
	buf_lit(b, "</a>");
}

static void action_cell(buf *b, const summary_row *row)
{
	if (row->action_n == 0) return;
	buf_lit(b, "<dd class=\"govuk-summary-list__actions\">");
	if (row->action_n == 1) {
		action_link(b, &row->actions[0]);
	} else {
		buf_lit(b, "<ul class=\"govuk-summary-list__actions-list\">");
		for (size_t i = 0; i < row->action_n; i++) {
			buf_lit(b, "<li class=\"govuk-summary-list__actions-list-item\">");
			action_link(b, &row->actions[i]);
			buf_lit(b, "</li>");
		}
		buf_lit(b, "</ul>");
	}
	buf_lit(b, "</dd>");
}

static void summary_row_element(buf *b, const summary_row *row, bool some_have_actions)
{
	bool none = some_have_actions && row->action_n == 0;
	buf_lit(b, "<div class=\"govuk-summary-list__row");
	if (none) buf_lit(b, " govuk-summary-list__row--no-actions");
	buf_lit(b, "\"><dt class=\"govuk-summary-list__key\">");
	text_or_html(b, &row->key);
	buf_lit(b, "</dt><dd class=\"govuk-summary-list__value\">");
	text_or_html(b, &row->value);
	buf_lit(b, "</dd>");
	action_cell(b, row);
	buf_lit(b, "</div>");
}

void write_summary_list(buf *b, str classes, const summary_row *list, size_t n)
{
	bool actions = false;
	for (size_t i = 0; i < n; i++) actions = actions || list[i].action_n > 0;
	begin_with_classes(b, S("<dl class=\"govuk-summary-list"), classes, S("\">"));
	for (size_t i = 0; i < n; i++) summary_row_element(b, &list[i], actions);
	buf_lit(b, "</dl>");
}

/* ---- table */

static void head_cell(buf *b, const cell *c)
{
	begin_with_classes(b, S("<th scope=\"col\" class=\"govuk-table__header"),
	                   c->numeric ? S("govuk-table__header--numeric") : STR_NONE, S("\">"));
	text_or_html(b, &c->is);
	buf_lit(b, "</th>");
}

static void body_cell(buf *b, const cell *c, bool header)
{
	if (header) buf_lit(b, "<th scope=\"row\" class=\"govuk-table__header\">");
	else begin_with_classes(b, S("<td class=\"govuk-table__cell"), c->numeric ? S("govuk-table__cell--numeric") : STR_NONE, S("\">"));
	text_or_html(b, &c->is);
	buf_str(b, header ? S("</th>") : S("</td>"));
}

void write_table(buf *b, const table_part *t)
{
	begin_with_classes(b, S("<table class=\"govuk-table"), t->classes, S("\">"));
	if (t->caption.n) {
		begin_with_classes(b, S("<caption class=\"govuk-table__caption"), t->caption_classes, S("\">"));
		buf_html(b, t->caption);
		buf_lit(b, "</caption>");
	}
	if (t->head) {
		buf_lit(b, "<thead class=\"govuk-table__head\"><tr class=\"govuk-table__row\">");
		for (size_t i = 0; i < t->columns; i++) head_cell(b, &t->head[i]);
		buf_lit(b, "</tr></thead>");
	}
	buf_lit(b, "<tbody class=\"govuk-table__body\">");
	for (size_t r = 0; r < t->row_n; r++) {
		buf_lit(b, "<tr class=\"govuk-table__row\">");
		for (size_t i = 0; i < t->columns; i++) body_cell(b, &t->cells[r * t->columns + i], t->first_is_header && i == 0);
		buf_lit(b, "</tr>");
	}
	buf_lit(b, "</tbody></table>");
}

/* ---- small parts */

void write_tag(buf *b, str text, str classes)
{
	begin_with_classes(b, S("<strong class=\"govuk-tag"), classes, S("\">"));
	buf_html(b, text);
	buf_lit(b, "</strong>");
}

void write_warning(buf *b, str text)
{
	buf_lit(b, "<div class=\"govuk-warning-text\"><span class=\"govuk-warning-text__icon\" aria-hidden=\"true\">!</span>"
	           "<strong class=\"govuk-warning-text__text\"><span class=\"govuk-visually-hidden\">Warning</span> ");
	buf_html(b, text);
	buf_lit(b, "</strong></div>");
}

void write_details(buf *b, str summary, html inner, bool open)
{
	begin_with_classes(b, S("<details class=\"govuk-details"), STR_NONE, open ? S("\" open>") : S("\">"));
	buf_lit(b, "<summary class=\"govuk-details__summary\"><span class=\"govuk-details__summary-text\">");
	buf_html(b, summary);
	buf_lit(b, "</span></summary><div class=\"govuk-details__text\">");
	buf_str(b, inner.text);
	buf_lit(b, "</div></details>");
}

void write_inset(buf *b, html inner)
{
	buf_lit(b, "<div class=\"govuk-inset-text\">");
	buf_str(b, inner.text);
	buf_lit(b, "</div>");
}

void write_notification_banner(buf *b, str text, bool success)
{
	begin_with_classes(b, S("<div class=\"govuk-notification-banner"),
	                   success ? S("govuk-notification-banner--success") : STR_NONE, S("\" role=\""));
	buf_str(b, success ? S("alert") : S("region"));
	buf_lit(b, "\" aria-labelledby=\"govuk-notification-banner-title\" data-module=\"govuk-notification-banner\">"
	           "<div class=\"govuk-notification-banner__header\">"
	           "<h2 class=\"govuk-notification-banner__title\" id=\"govuk-notification-banner-title\">");
	buf_str(b, success ? S("Success") : S("Important"));
	buf_lit(b, "</h2></div><div class=\"govuk-notification-banner__content\">"
	           "<p class=\"govuk-notification-banner__heading\">");
	buf_html(b, text);
	buf_lit(b, "</p></div></div>");
}

void write_breadcrumbs(buf *b, const crumb *crumbs, size_t n)
{
	buf_lit(b, "<nav class=\"govuk-breadcrumbs\" aria-label=\"Breadcrumb\"><ol class=\"govuk-breadcrumbs__list\">");
	for (size_t i = 0; i < n; i++) {
		bool here = crumbs[i].href.n == 0;
		buf_str(b, here ? S("<li class=\"govuk-breadcrumbs__list-item\" aria-current=\"page\">")
		                : S("<li class=\"govuk-breadcrumbs__list-item\">"));
		if (!here) link_element(b, S("<a class=\"govuk-breadcrumbs__link\""), crumbs[i].href);
		buf_html(b, crumbs[i].text);
		buf_str(b, here ? S("</li>") : S("</a></li>"));
	}
	buf_lit(b, "</ol></nav>");
}

void write_back_link(buf *b, str text, str href)
{
	link_element(b, S("<a class=\"govuk-back-link\""), href);
	buf_html(b, text);
	buf_lit(b, "</a>");
}

void write_skip_link(buf *b, str text, str href)
{
	link_element(b, S("<a class=\"govuk-skip-link\" data-module=\"govuk-skip-link\""), href);
	buf_html(b, text);
	buf_lit(b, "</a>");
}
