/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "paper/picture.h"

#include <librsvg/rsvg.h>

struct picture {
	RsvgHandle *is;
	double width, height;
};

/* In a page of HTML a picture needs no namespace; by itself it does. */
static str with_namespace(arena *a, str svg)
{
	buf b = BUF(a);
	str head = str_first(svg, (size_t)(str_find_char(svg, '>') + 1));
	if (!str_starts(svg, S("<svg")) || str_find(head, S("xmlns=")) >= 0) return svg;
	buf_lit(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
	buf_str(&b, str_from(svg, 4));
	return buf_view(&b);
}

err picture_read(arena *a, str svg, picture **ret)
{
	picture *p = TAKE(a, picture);
	svg = with_namespace(a, svg);
	p->is = rsvg_handle_new_from_data((const guint8 *)svg.at, svg.n, NULL);
	if (!p->is) return FAIL(&a->trail, E_INVALID);
	rsvg_handle_set_dpi(p->is, 96);
	if (!rsvg_handle_get_intrinsic_size_in_pixels(p->is, &p->width, &p->height) || p->width <= 0 || p->height <= 0) {
		picture_end(p);
		return FAIL(&a->trail, E_INVALID);
	}
	*ret = p;
	return OK;
}

void picture_end(picture *p)
{
	if (p && p->is) g_object_unref(p->is);
}

double picture_width(const picture *p)
{
	return p->width * PICTURE_POINTS;
}

double picture_height(const picture *p)
{
	return p->height * PICTURE_POINTS;
}

err picture_draw(arena *a, const picture *p, cairo_t *to, double x, double y, double width, double height)
{
	RsvgRectangle box = { x, y, width, height };
	return rsvg_handle_render_document(p->is, to, &box, NULL) ? OK : FAIL(&a->trail, E_IO);
}
