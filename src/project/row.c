/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An entry's row in p_<kind>: what its header says, and each field in a column of its type. */
#include "project/projector.h"

static arg spaced_codes(arena *a, const str_list *codes)
{
	if (codes->n == 0) return arg_null();
	buf b = BUF(a);
	for (size_t i = 0; i < codes->n; i++) {
		buf_char(&b, ' ');
		buf_str(&b, codes->at[i]);
	}
	buf_char(&b, ' ');
	return arg_text(buf_view(&b));
}

static arg spaced_records(arena *a, const record_list *records)
{
	if (records->n == 0) return arg_null();
	buf b = BUF(a);
	for (size_t i = 0; i < records->n; i++) {
		buf_char(&b, ' ');
		buf_int(&b, records->at[i].n);
	}
	buf_char(&b, ' ');
	return arg_text(buf_view(&b));
}

static arg files_json(arena *a, const value *v)
{
	if (v->files.n == 0) return arg_null();
	buf b = BUF(a);
	buf_char(&b, '[');
	for (size_t i = 0; i < v->files.n; i++) {
		const file_value *f = &v->files.at[i];
		buf_str(&b, i ? S(",{\"name\":") : S("{\"name\":"));
		buf_json(&b, f->name);
		buf_lit(&b, ",\"media\":");
		buf_json(&b, f->media);
		buf_lit(&b, ",\"digest\":\"");
		buf_hex(&b, &f->digest, sizeof f->digest);
		buf_lit(&b, "\",\"size\":");
		buf_int(&b, f->size_bytes);
		buf_char(&b, '}');
	}
	buf_char(&b, ']');
	return arg_text(buf_view(&b));
}

static arg when_text(arena *a, when w)
{
	if (w.is == WHEN_NONE) return arg_null();
	buf b = BUF(a);
	when_write(&b, w);
	return arg_text(buf_view(&b));
}

/* at[0], and at[1] where the type has a text form beside it. */
static void put_value(arena *a, field_type type, const value *v, arg *at)
{
	switch (type) {
	case FIELD_TEXT: case FIELD_LINE: case FIELD_CHOICE: case FIELD_IDENTIFIER: at[0] = arg_text(v->text); break;
	case FIELD_CHOICES: at[0] = spaced_codes(a, &v->codes); break;
	case FIELD_PEOPLE: at[0] = spaced_records(a, &v->records); break;
	case FIELD_PERSON: case FIELD_RECORD: at[0] = v->records.n ? arg_int(v->records.at[0].n) : arg_null(); break;
	case FIELD_YES_NO: at[0] = arg_int(v->yes); break;
	case FIELD_FILE: at[0] = files_json(a, v); break;
	case FIELD_NUMBER:
		at[0] = arg_real(v->number);
		at[1] = arg_text(v->text);
		break;
	case FIELD_DAY:
		at[0] = arg_day(v->on.on);
		at[1] = when_text(a, v->on);
		break;
	case FIELD_INSTANT:
		at[0] = arg_instant(v->on.at);
		at[1] = when_text(a, v->on);
		break;
	}
}

/* {"born":{"not_known":true},"died":{"unread":"31/02/2024"}} */
static void put_odd(buf *b, str field_name, const value *v)
{
	buf_char(b, b->n ? ',' : '{');
	buf_json(b, field_name);
	if (v->is == VALUE_NOT_KNOWN) {
		buf_lit(b, ":{\"not_known\":true}");
		return;
	}
	buf_lit(b, ":{\"unread\":");
	buf_json(b, v->text);
	buf_char(b, '}');
}

static arg put_fields(const step *s, arg *at)
{
	buf odd = BUF(s->a);
	for (size_t i = 0; i < s->as->k->field_n; i++) {
		const field *f = &s->as->k->fields[i];
		const value *v = &s->v->at[i];
		switch (v->is) {
		case VALUE_ABSENT: break;
		case VALUE_KNOWN: put_value(s->a, f->type, v, &at[s->as->column_of[i]]); break;
		case VALUE_NOT_KNOWN: case VALUE_UNREAD: put_odd(&odd, f->name, v); break;
		}
	}
	if (odd.n == 0) return arg_null();
	buf_char(&odd, '}');
	return arg_text(buf_view(&odd));
}

err step_row(const step *s)
{
	const entry *e = s->e;
	size_t n = s->as->to->is->table.col_n;
	arg *at = TAKE_N(s->a, arg, n); /* all null */
	at[ROW_SEQ] = arg_int(e->seq.n);
	at[ROW_KNOWN_FROM] = arg_int(s->known.n);
	at[ROW_RECORD] = arg_int(e->record.n);
	at[ROW_HAPPENED_MS] = arg_int(s->happened_ms);
	at[ROW_HAPPENED] = s->happened;
	at[ROW_RECORDED] = arg_instant(e->recorded);
	at[ROW_AUTHOR] = arg_int(e->author.n);
	at[ROW_AGENCY] = arg_int(e->agency.n);
	at[ROW_ODD] = put_fields(s, at);
	return db_run_later(s->d, s->as->to->insert, (args){ at, n });
}
