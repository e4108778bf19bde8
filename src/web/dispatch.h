/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a request to a page: the route, the session, the rights, one snapshot of the area, the page, the read log, the
 * answer. */
#ifndef WAYMARK_WEB_DISPATCH_H
#define WAYMARK_WEB_DISPATCH_H

#include "web/page.h"

typedef struct site site;

/* Everything that the area serves: the program's own pages and those of the capabilities. ar and s are borrowed until
 * site_end; s says how many workers there will be. E_INVALID two routes have the same address; E_IO. */
err site_make(arena *a, area *ar, const settings *s, site **ret) MUST_USE;
/* Every address that is answered, one a line: «GET /child/:child READ_CHILD». The program's own and those of the
 * capabilities. E_INVALID as for site_make. */
err site_list_routes(buf *b) MUST_USE;
/* Each address that sends files: "GET /child/:child/chronology.pdf: working copy. WHY". As above. */
err site_list_leaving(buf *b) MUST_USE;
/* For http_start. */
http_handler site_handler(site *s);
void site_end(site *s); /* after http_stop: closes the workers' connections */

#endif
