/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Values with a C type for each type of field: the members of the structs that the build makes from declarations. */
#ifndef WAYMARK_KIND_TYPED_H
#define WAYMARK_KIND_TYPED_H

#include "kind/values.h"

/* `is` says whether the member after it holds; as received, an unread value's text is in `text`. */
typedef struct { value_state is; str text; } typed_text;            /* text, line, identifier, choice (its code) */
typedef struct { value_state is; str_list codes; str text; } typed_codes;
typedef struct { value_state is; when on; str text; } typed_when;
typedef struct { value_state is; double number; str text; } typed_number;
typedef struct { value_state is; bool yes; str text; } typed_yes_no;
typedef struct { value_state is; record_id record; str text; } typed_record;
typedef struct { value_state is; record_list records; str text; } typed_records;
typedef struct { value_state is; const file_value *files; size_t n; str text; } typed_files;

/* From an entry of any version of the kind: absent where that version has no such field. */
typed_text typed_text_of(const values *v, str field_name);
typed_codes typed_codes_of(const values *v, str field_name);
typed_when typed_when_of(const values *v, str field_name);
typed_number typed_number_of(const values *v, str field_name);
typed_yes_no typed_yes_no_of(const values *v, str field_name);
typed_record typed_record_of(const values *v, str field_name);
typed_records typed_records_of(const values *v, str field_name);
typed_files typed_files_of(const values *v, str field_name);

#endif
