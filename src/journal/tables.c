/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The journal's tables, and the triggers that keep everybody, ourselves included, from changing what is written. */
#include "journal/tables.h"

#include "db/table.h"

#define TEXT(literal) { "" literal, sizeof(literal) - 1 } /* S() is no constant for static tables */
#define COL(name_, type_) { .name = TEXT(name_), .type = type_, .not_null = true }
static const col meta_cols[] = {
	COL("key", COL_KEY),
	COL("value", COL_TEXT),
};
static const col entry_cols[] = {
	COL("seq", COL_INT),
	COL("recorded", COL_INT),
	COL("leaf", COL_BYTES),
};
static const col body_cols[] = {
	COL("seq", COL_INT),
	COL("salt", COL_BYTES),
	COL("header", COL_TEXT),
	COL("bytes", COL_BYTES),
};
static const col disposed_cols[] = {
	COL("seq", COL_INT),
	COL("content", COL_BYTES), /* the digest: tells nothing without the salt */
	COL("by", COL_INT),
};
static const col tree_cols[] = {
	COL("one", COL_INT),
	COL("size", COL_INT),
	COL("edge", COL_BYTES),
};
static const col checkpoint_cols[] = {
	COL("size", COL_INT),
	COL("note", COL_TEXT),
};
static const col attachment_cols[] = {
	COL("digest", COL_BYTES),
	COL("part", COL_INT),
	COL("bytes", COL_BYTES),
};
static const col attachment_place_cols[] = {
	COL("digest", COL_BYTES),
	COL("place", COL_BYTES),
};
static const col attachment_incoming_cols[] = {
	COL("place", COL_BYTES),
};
static const table_index attachment_place_indexes[] = {
	{ .name = TEXT("attachment_place_place"), .unique = true, .columns = TEXT("place") },
};
static const col chain_cols[] = {
	COL("seq", COL_INT),
	COL("id", COL_BYTES),
	COL("record", COL_INT),
	COL("kind", COL_KEY),
	COL("version", COL_KEY),
	COL("author", COL_INT),
	COL("agency", COL_INT),
	COL("happened", COL_TEXT),
	COL("batch", COL_TEXT),
};
static const col chain_after_cols[] = {
	COL("after", COL_INT),
	COL("seq", COL_INT),
};
static const col chain_file_cols[] = {
	COL("digest", COL_BYTES),
	COL("seq", COL_INT),
};
static const table_index chain_indexes[] = {
	{ .name = TEXT("chain_id"), .unique = true, .columns = TEXT("id") },
	{ .name = TEXT("chain_record"), .columns = TEXT("record, seq") },
	{ .name = TEXT("chain_batch"), .columns = TEXT("batch, seq"), .where = TEXT("batch <> ''") },
	{ .name = TEXT("chain_import"), .columns = TEXT("batch"), .where = TEXT("kind = 'import'") },
	{ .name = TEXT("chain_declaration"), .columns = TEXT("seq"), .where = TEXT("kind = 'declaration'") },
};

#define COLS(list) .cols = (list), .col_n = sizeof(list) / sizeof *(list)
static const table attachment_place_table = { .name = TEXT("attachment_place"), COLS(attachment_place_cols), .primary_key = TEXT("digest"),
	                                      .indexes = attachment_place_indexes, .index_n = 1 };
static const table attachment_incoming_table = { .name = TEXT("attachment_incoming"), COLS(attachment_incoming_cols),
	                                         .primary_key = TEXT("place") };
static const table tables[] = {
	{ .name = TEXT("meta"), COLS(meta_cols), .primary_key = TEXT("key") },
	{ .name = TEXT("entry"), COLS(entry_cols), .primary_key = TEXT("seq") },
	{ .name = TEXT("body"), COLS(body_cols), .primary_key = TEXT("seq") },
	{ .name = TEXT("disposed"), COLS(disposed_cols), .primary_key = TEXT("seq") },
	{ .name = TEXT("tree"), COLS(tree_cols), .primary_key = TEXT("one") },
	{ .name = TEXT("checkpoint"), COLS(checkpoint_cols), .primary_key = TEXT("size") },
	{ .name = TEXT("attachment"), COLS(attachment_cols), .primary_key = TEXT("digest, part") },
	{ .name = TEXT("chain"), COLS(chain_cols), .primary_key = TEXT("seq"), .indexes = chain_indexes,
	  .index_n = sizeof chain_indexes / sizeof *chain_indexes },
	{ .name = TEXT("chain_after"), COLS(chain_after_cols), .primary_key = TEXT("after, seq") },
	{ .name = TEXT("chain_file"), COLS(chain_file_cols), .primary_key = TEXT("digest, seq") },
};

/* ---- triggers: entry never changes, body only goes when `disposed` says so */

#define SQLITE_REFUSAL(table_, verb) \
	{ "CREATE TRIGGER IF NOT EXISTS " table_ "_no_" verb " BEFORE " verb " ON " table_ \
	  " BEGIN SELECT RAISE(ABORT, 'the journal does not change'); END" }

static const sql sqlite_triggers[] = {
	SQLITE_REFUSAL("entry", "UPDATE"),      SQLITE_REFUSAL("entry", "DELETE"),
	SQLITE_REFUSAL("body", "UPDATE"),       SQLITE_REFUSAL("disposed", "UPDATE"),
	SQLITE_REFUSAL("disposed", "DELETE"),   SQLITE_REFUSAL("checkpoint", "UPDATE"),
	SQLITE_REFUSAL("checkpoint", "DELETE"), SQLITE_REFUSAL("attachment", "UPDATE"),
	{ "CREATE TRIGGER IF NOT EXISTS body_no_DELETE BEFORE DELETE ON body "
	  "WHEN NOT EXISTS (SELECT 1 FROM disposed WHERE disposed.seq = OLD.seq) "
	  "BEGIN SELECT RAISE(ABORT, 'the journal does not change'); END" },
	{ "CREATE TRIGGER IF NOT EXISTS attachment_no_DELETE BEFORE DELETE ON attachment "
	  "WHEN EXISTS (SELECT 1 FROM chain_file WHERE chain_file.digest = OLD.digest) "
	  "BEGIN SELECT RAISE(ABORT, 'an entry names this attachment'); END" },
};

static const sql sqlite_place_triggers[] = {
	SQLITE_REFUSAL("attachment_place", "UPDATE"),
	{ "CREATE TRIGGER IF NOT EXISTS attachment_place_no_DELETE BEFORE DELETE ON attachment_place "
	  "WHEN EXISTS (SELECT 1 FROM chain_file WHERE chain_file.digest = OLD.digest) "
	  "BEGIN SELECT RAISE(ABORT, 'an entry names this attachment'); END" },
	{ "CREATE TRIGGER IF NOT EXISTS attachment_placed_no_DELETE BEFORE DELETE ON attachment "
	  "WHEN EXISTS (SELECT 1 FROM attachment_place JOIN chain_file ON chain_file.digest = attachment_place.digest "
	  "WHERE attachment_place.place = OLD.digest) "
	  "BEGIN SELECT RAISE(ABORT, 'an entry names this attachment'); END" },
};

#define POSTGRES_REFUSAL(table_, events) \
	{ "CREATE OR REPLACE TRIGGER " table_ "_stays BEFORE " events " ON " table_ \
	  " FOR EACH ROW EXECUTE FUNCTION journal_refuse()" }
#define POSTGRES_NO_TRUNCATE(table_) \
	{ "CREATE OR REPLACE TRIGGER " table_ "_not_emptied BEFORE TRUNCATE ON " table_ \
	  " FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()" }

static const sql postgres_triggers[] = {
	{ "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS "
	  "$$ BEGIN RAISE EXCEPTION 'the journal does not change'; END $$" },
	{ "CREATE OR REPLACE FUNCTION journal_refuse_body() RETURNS trigger LANGUAGE plpgsql AS "
	  "$$ BEGIN IF NOT EXISTS (SELECT 1 FROM disposed WHERE disposed.seq = OLD.seq) THEN "
	  "RAISE EXCEPTION 'the journal does not change'; END IF; RETURN OLD; END $$" },
	{ "CREATE OR REPLACE FUNCTION journal_refuse_attachment() RETURNS trigger LANGUAGE plpgsql AS "
	  "$$ BEGIN IF EXISTS (SELECT 1 FROM chain_file WHERE chain_file.digest = OLD.digest) THEN "
	  "RAISE EXCEPTION 'an entry names this attachment'; END IF; RETURN OLD; END $$" },
	POSTGRES_REFUSAL("entry", "UPDATE OR DELETE"),
	POSTGRES_REFUSAL("body", "UPDATE"),
	POSTGRES_REFUSAL("disposed", "UPDATE OR DELETE"),
	POSTGRES_REFUSAL("checkpoint", "UPDATE OR DELETE"),
	POSTGRES_REFUSAL("attachment", "UPDATE"),
	{ "CREATE OR REPLACE TRIGGER body_disposed_only BEFORE DELETE ON body "
	  "FOR EACH ROW EXECUTE FUNCTION journal_refuse_body()" },
	{ "CREATE OR REPLACE TRIGGER attachment_unnamed_only BEFORE DELETE ON attachment "
	  "FOR EACH ROW EXECUTE FUNCTION journal_refuse_attachment()" },
	POSTGRES_NO_TRUNCATE("entry"),      POSTGRES_NO_TRUNCATE("body"),
	POSTGRES_NO_TRUNCATE("disposed"),   POSTGRES_NO_TRUNCATE("checkpoint"),
	POSTGRES_NO_TRUNCATE("attachment"),
};

static const sql postgres_place_triggers[] = {
	{ "CREATE OR REPLACE FUNCTION journal_refuse_placed() RETURNS trigger LANGUAGE plpgsql AS "
	  "$$ BEGIN IF EXISTS (SELECT 1 FROM attachment_place JOIN chain_file ON chain_file.digest = attachment_place.digest "
	  "WHERE attachment_place.place = OLD.digest) THEN RAISE EXCEPTION 'an entry names this attachment'; END IF; RETURN OLD; END $$" },
	POSTGRES_REFUSAL("attachment_place", "UPDATE"),
	{ "CREATE OR REPLACE TRIGGER attachment_place_unnamed_only BEFORE DELETE ON attachment_place "
	  "FOR EACH ROW EXECUTE FUNCTION journal_refuse_attachment()" },
	{ "CREATE OR REPLACE TRIGGER attachment_placed_unnamed_only BEFORE DELETE ON attachment "
	  "FOR EACH ROW EXECUTE FUNCTION journal_refuse_placed()" },
	POSTGRES_NO_TRUNCATE("attachment_place"),
};

static err run_all(db *d, const sql *texts, size_t n)
{
	for (size_t i = 0; i < n; i++) TRY(db_run(d, texts[i], NO_ARGS, NULL));
	return OK;
}

static err triggers_make(db *d)
{
	switch (db_engine_of(d)) {
	case DB_SQLITE: return run_all(d, sqlite_triggers, sizeof sqlite_triggers / sizeof *sqlite_triggers);
	case DB_POSTGRES: return run_all(d, postgres_triggers, sizeof postgres_triggers / sizeof *postgres_triggers);
	}
	return E_IO;
}

err places_make(db *d, arena *a)
{
	TRY(table_make(d, a, &attachment_incoming_table));
	TRY(table_make(d, a, &attachment_place_table)); /* last: places_there asks for it */
	switch (db_engine_of(d)) {
	case DB_SQLITE: return run_all(d, sqlite_place_triggers, sizeof sqlite_place_triggers / sizeof *sqlite_place_triggers);
	case DB_POSTGRES: return run_all(d, postgres_place_triggers, sizeof postgres_place_triggers / sizeof *postgres_place_triggers);
	}
	return E_IO;
}

err places_there(db *d, bool *ret)
{
	int64_t n;
	TRY(db_one_int(d, db_engine_of(d) == DB_SQLITE
	                          ? SQL("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'attachment_place'")
	                          : SQL("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() "
	                                "AND table_name = 'attachment_place'"), NO_ARGS, &n));
	*ret = n > 0;
	return OK;
}

/* ---- meta */

err meta_read(db *d, arena *a, str key, str *ret)
{
	ROWS(found);
	TRY(db_query(d, SQL("SELECT value FROM meta WHERE key = $1"), ARGS(ARG(key)), &found));
	bool there = db_next(&found);
	if (there) *ret = db_text_copy(&found, 0, a);
	TRY(db_end(&found));
	return there ? OK : E_NOT_FOUND;
}

err meta_write(db *d, str key, str text)
{
	return db_run(d, SQL("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
	              ARGS(ARG(key), ARG(text)), NULL);
}

err format_check(db *d, arena *a)
{
	str format;
	int64_t n;
	TRY(meta_read(d, a, S("format"), &format));
	return str_to_int(format, &n) && n == JOURNAL_FORMAT ? OK : FAIL(&a->trail, E_CONFLICT);
}

/* A name that no other journal has: the first line of every checkpoint. */
static str origin_make(arena *a, str sort)
{
	unsigned char chosen[16];
	buf b = BUF(a);
	random_bytes(chosen, sizeof chosen);
	buf_str(&b, sort);
	buf_hex(&b, chosen, sizeof chosen);
	return buf_view(&b);
}

/* What was begun as one sort of journal does not become another. */
static err check_sort(db *d, arena *a, str sort)
{
	str origin;
	TRY(meta_read(d, a, S("origin"), &origin));
	return str_starts(origin, sort) ? OK : FAIL(&a->trail, E_CONFLICT);
}

static err make_all(db *d, arena *a, str sort)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) TRY(table_make(d, a, &tables[i]));
	TRY(triggers_make(d));
	TRY(places_make(d, a));
	err e = format_check(d, a);
	if (e == OK) return check_sort(d, a, sort);
	if (e != E_NOT_FOUND) return e;
	buf format = BUF(a);
	buf_int(&format, JOURNAL_FORMAT);
	TRY(meta_write(d, S("format"), buf_view(&format)));
	TRY(meta_write(d, S("origin"), origin_make(a, sort)));
	return db_run(d, SQL("INSERT INTO tree (one, size, edge) VALUES (1, 0, $1)"), ARGS(arg_bytes(STR_NONE)), NULL);
}

static err make(db *d, str sort)
{
	ARENA(a);
	TRY(db_begin(d, DB_WRITE));
	err e = make_all(d, &a, sort);
	if (e == OK) return db_commit(d);
	db_rollback(d);
	return e;
}

err journal_make(db *d)
{
	return make(d, S("waymark.area/"));
}

err journal_make_demonstration(db *d)
{
	return make(d, JOURNAL_OF_DEMONSTRATION);
}

/* ---- the end */

err end_read(db *d, journal_end *ret)
{
	ROWS(found);
	journal_end end = { 0 };
	TRY(db_query(d,
	             SQL("SELECT tree.size, tree.edge, entry.recorded FROM tree LEFT JOIN entry ON entry.seq = tree.size WHERE one = 1"),
	             NO_ARGS, &found));
	bool there = db_next(&found) && merkle_edge_read(db_int(&found, 0), db_bytes(&found, 1), &end.edge);
	if (there) end.recorded = db_instant(&found, 2);
	TRY(db_end(&found));
	if (!there) return E_IO;
	*ret = end;
	return OK;
}

err end_write(db *d, arena *a, const journal_end *end)
{
	buf edge = BUF(a);
	merkle_edge_write(&edge, &end->edge);
	return db_run(d, SQL("UPDATE tree SET size = $1, edge = $2 WHERE one = 1"),
	              ARGS(ARG(end->edge.size), arg_bytes(buf_view(&edge))), NULL);
}

/* ---- what headers say */

str header_happened(str header)
{
	static const char mark[] = ",\"happened\":\"";
	ptrdiff_t at = str_find(header, (str){ mark, sizeof mark - 1 });
	str rest = at < 0 ? STR_NONE : str_from(header, (size_t)at + sizeof mark - 1);
	return str_cut(rest, '"', &rest);
}

err chain_insert(db *d, const entry *e)
{
	TRY(db_run_later(d,
	                 SQL("INSERT INTO chain (seq, id, record, kind, version, author, agency, happened, batch) "
	                     "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
	                 ARGS(ARG(e->seq.n), arg_bytes((str){ (const char *)e->id.at, sizeof e->id.at }), ARG(e->record.n),
	                      ARG(e->kind), ARG(e->version), ARG(e->author.n), ARG(e->agency.n), ARG(header_happened(e->header)),
	                      ARG(e->batch))));
	for (size_t i = 0; i < e->after.n; i++)
		TRY(db_run_later(d, SQL("INSERT INTO chain_after (after, seq) VALUES ($1, $2)"),
		                 ARGS(ARG(e->after.at[i].n), ARG(e->seq.n))));
	for (size_t i = 0; i < e->files.n; i++)
		TRY(db_run_later(d, SQL("INSERT INTO chain_file (digest, seq) VALUES ($1, $2)"),
		                 ARGS(arg_bytes(sha256_view(&e->files.at[i])), ARG(e->seq.n))));
	return OK;
}

err chain_delete(db *d, seq s)
{
	TRY(db_run(d, SQL("DELETE FROM chain_after WHERE seq = $1"), ARGS(ARG(s.n)), NULL));
	TRY(db_run(d, SQL("DELETE FROM chain_file WHERE seq = $1"), ARGS(ARG(s.n)), NULL));
	return db_run(d, SQL("DELETE FROM chain WHERE seq = $1"), ARGS(ARG(s.n)), NULL);
}
