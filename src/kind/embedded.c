/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "kind/capability.h"


static bool is_file(str path, str name)
{
	return str_eq(path, name) || (str_ends(path, name) && path.at[path.n - name.n - 1] == '/');
}

source_holds source_of_file(str file)
{
	if (is_file(file, S("kinds.yaml"))) return SOURCE_KINDS;
	if (is_file(file, S("overlay.yaml"))) return SOURCE_OVERLAY;
	if (is_file(file, S("capability.yaml")) || is_file(file, S("measures.yaml"))) return SOURCE_CAPABILITY;
	return SOURCE_OTHER;
}

bool embedded_file(str path, str *ret)
{
	for (size_t i = 0; i < embedded_source_count; i++) {
		const embedded_source *e = &embedded_sources[i];
		if (!str_eq(str_of(e->file), path)) continue;
		*ret = (str){ e->bytes, e->size };
		return true;
	}
	return false;
}

kind_sources embedded_kind_sources(arena *a, source_holds wanted)
{
	kind_sources list = { 0 };
	for (size_t i = 0; i < embedded_source_count; i++) {
		const embedded_source *e = &embedded_sources[i];
		str file = str_of(e->file);
		if (source_of_file(file) != wanted) continue;
		kind_source source = { .file = file, .capability = str_of(e->capability), .bytes = { e->bytes, e->size } };
		PUSH(a, &list, source);
	}
	return list;
}
