/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Somebody with the database in hand changes one value: every column of every table of the journal, one after another.
 * Each is found, and the entry it belongs to is named. */
#include "journal/verify.h"

#include "db/table.h"
#include "journal/checkpoint.h"
#include "journal/header.h"
#include "journal/tables.h"
#include "support/journalled.h"

static const follower nobody = { 0 };

/* 1 Asha  2 Ben  3 a note with a paper  4 the same, corrected  -- a checkpoint --  5 a note  6 a note, gone
 * 7 the disposal of 6  8 a note whose paper came before it  -- a checkpoint -- */
static void make_eight(test_area *t, journalled *g)
{
	journalled_make(t, nobody, g);
	int64_t asha = adds_person(g, "Asha");
	g->w.author.n = g->w.agency.n = adds_person(g, "Ben");
	g->w.batch = S("letters 2019");
	day on;
	assert_true(day_make(2024, 3, 5, &on));
	when then = { .is = WHEN_DAY, .on = on };
	NOTES(g, .words = "drew this", .child = asha, .file = S("a drawing"));
	NOTES(g, .words = "and said so", .child = asha, .file = S("a drawing"), .record = 3, .after = { 3 }, .happened = then);
	assert_ok(t, journal_sign(g->j, g->a));
	g->w.batch = STR_NONE;
	NOTES(g, .words = "five", .child = asha);
	int64_t six = NOTES(g, .words = "six", .child = asha, .file = S("gone with it"));
	disposes_of(g, &six, 1);
	assert_int_equal(NOTES(g, .words = "eight", .child = asha, .file = S("came in parts"), .in_parts = true), 8);
	assert_ok(t, journal_sign(g->j, g->a));
	(void)comes_in(g, g->a, S("nobody has recorded this yet"));
}

static void drop_triggers(journalled *g)
{
	static const char *const sqlite[] = { "entry_no_UPDATE", "entry_no_DELETE", "body_no_UPDATE", "body_no_DELETE",
		                              "disposed_no_UPDATE", "disposed_no_DELETE", "checkpoint_no_UPDATE",
		                              "checkpoint_no_DELETE", "attachment_no_UPDATE", "attachment_no_DELETE",
		                              "attachment_place_no_UPDATE", "attachment_place_no_DELETE", "attachment_placed_no_DELETE" };
	static const sql postgres[] = { { "ALTER TABLE entry DISABLE TRIGGER USER" }, { "ALTER TABLE body DISABLE TRIGGER USER" },
		                        { "ALTER TABLE disposed DISABLE TRIGGER USER" },
		                        { "ALTER TABLE checkpoint DISABLE TRIGGER USER" },
		                        { "ALTER TABLE attachment DISABLE TRIGGER USER" },
		                        { "ALTER TABLE attachment_place DISABLE TRIGGER USER" } };
	for (size_t i = 0; g->t->is == DB_SQLITE && i < sizeof sqlite / sizeof *sqlite; i++) {
		buf b = BUF(g->a);
		buf_printf(&b, "DROP TRIGGER %s", sqlite[i]);
		buf_char(&b, 0);
		assert_ok(g->t, db_run(g->d, (sql){ b.at }, NO_ARGS, NULL));
	}
	for (size_t i = 0; g->t->is == DB_POSTGRES && i < sizeof postgres / sizeof *postgres; i++)
		assert_ok(g->t, db_run(g->d, postgres[i], NO_ARGS, NULL));
}

static verdict verified(journalled *g)
{
	verdict v;
	assert_ok(g->t, journal_verify(g->d, g->a, STR_NONE, NULL, NULL, &v));
	return v;
}

static void holds(test_area *t)
{
	JOURNALLED(g);
	make_eight(t, &g);
	verdict v = verified(&g);
	assert_str(v.what, STR_NONE);
	assert_true(v.holds);
	assert_int_equal(v.entries, 8);
	assert_int_equal(v.disposed, 1);
	assert_int_equal(v.checkpoints, 2);
	assert_int_equal(v.attachments, 2);
	str signed_;
	checkpoint c;
	assert_ok(t, journal_checkpoint(g.d, g.a, &signed_));
	assert_true(checkpoint_read(g.a, signed_, &c));
	assert_true(sha256_eq(c.root, v.root) && c.size == 8);
}

static void an_empty_journal_holds(test_area *t)
{
	JOURNALLED(g);
	journalled_make(t, nobody, &g);
	assert_true(verified(&g).holds);
	assert_ok(t, journal_sign(g.j, g.a));
	assert_true(verified(&g).holds);
}

/* ---- one value */

typedef struct {
	const char *table, *column;
	col_type type;
	const char *where; /* one row */
	int64_t from, to;  /* what verify must name; 0 a row that belongs to no entry */
	const char *what;  /* in these words; NULL: it is no journal any more */
} tampering;

#define PLACED "digest IN (SELECT place FROM attachment_place)"
static const tampering every_column[] = {
	{ "entry", "seq", COL_INT, "seq = 5", 5, 5, "is missing" },
	{ "entry", "recorded", COL_INT, "seq = 5", 5, 5, "was changed" },
	{ "entry", "leaf", COL_BYTES, "seq = 5", 5, 5, "was changed" },
	{ "entry", "recorded", COL_INT, "seq = 6", 6, 6, "was changed" },
	{ "entry", "leaf", COL_BYTES, "seq = 8", 8, 8, "was changed" },
	{ "body", "seq", COL_INT, "seq = 5", 5, 5, "no disposal accounts for it" },
	{ "body", "salt", COL_BYTES, "seq = 5", 5, 5, "was changed" },
	{ "body", "header", COL_TEXT, "seq = 5", 5, 5, "was changed" },
	{ "body", "bytes", COL_BYTES, "seq = 5", 5, 5, "was changed" },
	{ "body", "bytes", COL_BYTES, "seq = 7", 7, 7, "was changed" },
	{ "disposed", "seq", COL_INT, "seq = 6", 6, 6, "no disposal accounts for it" },
	{ "disposed", "content", COL_BYTES, "seq = 6", 6, 6, "was changed" },
	{ "disposed", "by", COL_INT, "seq = 6", 6, 6, "the row in disposed says otherwise" },
	{ "tree", "one", COL_INT, "one = 1", 0, 0, "tree" },
	{ "tree", "size", COL_INT, "one = 1", 9, 1008, "missing" },
	{ "tree", "edge", COL_BYTES, "one = 1", 0, 0, "tree" },
	{ "checkpoint", "size", COL_INT, "size = 4", 0, 0, "the checkpoint of 1004 entries says another size" },
	{ "checkpoint", "note", COL_TEXT, "size = 4", 0, 0, "the checkpoint of 4 entries does not read" },
	{ "attachment", "digest", COL_BYTES, "length(digest) = 32", 0, 0, "attachment" },
	{ "attachment", "part", COL_INT, "length(digest) = 32", 3, 3, "attachment" },
	{ "attachment", "bytes", COL_BYTES, "length(digest) = 32", 3, 3, "attachment" },
	{ "attachment", "digest", COL_BYTES, PLACED, 0, 0, "attachment" },
	{ "attachment", "part", COL_INT, PLACED, 8, 8, "attachment" },
	{ "attachment", "bytes", COL_BYTES, PLACED, 8, 8, "attachment" },
	{ "attachment_place", "digest", COL_BYTES, "length(place) = 16", 0, 0, "attachment" },
	{ "attachment_place", "place", COL_BYTES, "length(place) = 16", 0, 0, "attachment" },
	{ "attachment_incoming", "place", COL_BYTES, "length(place) = 16", 0, 0, "attachment" },
	{ "chain", "seq", COL_INT, "seq = 4", 4, 4, "no row in chain" },
	{ "chain", "id", COL_BYTES, "seq = 4", 4, 4, "its id" },
	{ "chain", "record", COL_INT, "seq = 4", 4, 4, "its record" },
	{ "chain", "kind", COL_KEY, "seq = 4", 4, 4, "its kind" },
	{ "chain", "version", COL_KEY, "seq = 4", 4, 4, "its version" },
	{ "chain", "author", COL_INT, "seq = 4", 4, 4, "its author" },
	{ "chain", "agency", COL_INT, "seq = 4", 4, 4, "its agency" },
	{ "chain", "happened", COL_TEXT, "seq = 4", 4, 4, "when it happened" },
	{ "chain", "batch", COL_TEXT, "seq = 4", 4, 4, "its batch" },
	{ "chain_after", "after", COL_INT, "seq = 4", 4, 4, "chain_after" },
	{ "chain_after", "seq", COL_INT, "seq = 4", 4, 4, "chain_after" },
	{ "chain_file", "digest", COL_BYTES, "seq = 3", 3, 3, "chain_file" },
	{ "chain_file", "seq", COL_INT, "seq = 3", 3, 3, "chain_file" },
	{ "meta", "key", COL_KEY, "key = 'format'", 0, 0, NULL },
	{ "meta", "value", COL_TEXT, "key = 'format'", 0, 0, NULL },
	{ "meta", "key", COL_KEY, "key = 'origin'", 0, 0, NULL },
	{ "meta", "value", COL_TEXT, "key = 'origin'", 0, 0, "the checkpoint of 4 entries is of another origin" },
	{ "meta", "key", COL_KEY, "key = 'verifier_keys'", 0, 0, "the checkpoint of 4 entries has no signature" },
	{ "meta", "value", COL_TEXT, "key = 'verifier_keys'", 0, 0, "the checkpoint of 4 entries has no signature" },
};
enum { TAMPERINGS = sizeof every_column / sizeof *every_column };

static sql written(arena *a, const char *format, const char *one, const char *two, const char *three)
{
	buf b = BUF(a);
	for (const char *at = format; *at; at++) {
		if (*at != '?') buf_char(&b, *at);
		else if (one) buf_str(&b, str_of(one)), one = two, two = three, three = NULL;
	}
	buf_char(&b, 0);
	return (sql){ b.at };
}

static arg value_in(journalled *g, const tampering *x, const char *where)
{
	ROWS(found);
	assert_ok(g->t, db_query(g->d, written(g->a, "SELECT ? FROM ? WHERE ?", x->column, x->table, where), NO_ARGS, &found));
	assert_true(db_next(&found));
	switch (x->type) {
	case COL_INT: return arg_int(db_int(&found, 0));
	case COL_TEXT:
	case COL_KEY: return arg_text(db_text_copy(&found, 0, g->a));
	case COL_BYTES: return arg_bytes(db_bytes_copy(&found, 0, g->a));
	case COL_REAL: break;
	}
	fail();
	return arg_null();
}

static arg changed(journalled *g, const tampering *x, arg is)
{
	buf b = BUF(g->a);
	if (x->type == COL_INT) return arg_int(is.i + 1000);
	buf_str(&b, is.s);
	if (x->type == COL_BYTES) b.at[b.n - 1] = (char)(b.at[b.n - 1] ^ 1);
	else buf_lit(&b, "x");
	return x->type == COL_BYTES ? arg_bytes(buf_view(&b)) : arg_text(buf_view(&b));
}

static void put(journalled *g, const tampering *x, arg is, arg to)
{
	int64_t n = 0;
	args both = { (const arg[]){ to, is }, 2 };
	/* By its value and, unless it is the key itself, by the row: several rows may hold the same. */
	bool is_key = str_starts(str_of(x->where), str_of(x->column));
	sql text = is_key ? written(g->a, "UPDATE ? SET ? = $1 WHERE ? = $2", x->table, x->column, x->column)
	                  : written(g->a, "UPDATE ? SET ? = $1 WHERE ?", x->table, x->column, x->where);
	if (!is_key) both.n = 1;
	assert_ok(g->t, db_run(g->d, text, both, &n));
	assert_int_equal(n, 1);
}

static void is_found(journalled *g, const tampering *x)
{
	verdict v = { 0 };
	err e = journal_verify(g->d, g->a, STR_NONE, NULL, NULL, &v);
	if (!x->what) {
		assert_int_not_equal(e, OK);
		return;
	}
	assert_ok(g->t, e);
	if (!v.holds && v.from.n == x->from && v.to.n == x->to && str_find(v.what, str_of(x->what)) >= 0) return;
	fail_msg("%s.%s where %s: %s, from %d to %d: %.*s", x->table, x->column, x->where, v.holds ? "holds" : "does not hold",
	         (int)v.from.n, (int)v.to.n, STR_ARG(v.what));
}

static void every_changed_column_is_found(test_area *t)
{
	JOURNALLED(g);
	make_eight(t, &g);
	drop_triggers(&g);
	for (size_t i = 0; i < TAMPERINGS; i++) {
		const tampering *x = &every_column[i];
		arg is = value_in(&g, x, x->where), other = changed(&g, x, is);
		put(&g, x, is, other);
		is_found(&g, x);
		put(&g, x, other, is);
	}
	assert_true(verified(&g).holds);
}

/* The table above leaves no column out. */
static void no_column_is_left_out(test_area *t)
{
	JOURNALLED(g);
	make_eight(t, &g);
	static const char *const tables[] = { "meta", "entry", "body", "disposed", "tree", "checkpoint", "attachment", "attachment_place", "attachment_incoming",
		                              "chain", "chain_after", "chain_file" };
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		int64_t columns = test_int(t, g.d,
		                           t->is == DB_SQLITE
		                               ? SQL("SELECT COUNT(*) FROM pragma_table_info($1)")
		                               : SQL("SELECT COUNT(*) FROM pg_attribute WHERE attrelid = to_regclass(CAST($1 AS TEXT)) "
		                                     "AND attnum > 0"),
		                           ARGS(ARG(str_of(tables[i]))));
		int64_t tampered = 0;
		for (size_t k = 0; k < TAMPERINGS; k++) {
			bool before = false;
			if (!str_eq(str_of(every_column[k].table), str_of(tables[i]))) continue;
			for (size_t b = 0; b < k; b++)
				before |= str_eq(str_of(every_column[b].table), str_of(tables[i])) &&
				          str_eq(str_of(every_column[b].column), str_of(every_column[k].column));
			tampered += !before;
		}
		assert_int_equal(columns, tampered);
	}
	int64_t all = test_int(t, g.d,
	                       t->is == DB_SQLITE ? SQL("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table'")
	                                          : SQL("SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema()"),
	                       NO_ARGS);
	assert_int_equal(all, sizeof tables / sizeof *tables);
}

/* ---- several values that fit together */

/* The body and the leaf, as somebody would who has read this source. */
static void change_with_leaf(journalled *g, int64_t s)
{
	entry e;
	ROWS(found);
	assert_ok(g->t, journal_entry(g->d, g->a, (seq){ s }, &e));
	assert_ok(g->t, db_query(g->d, SQL("SELECT salt FROM body WHERE seq = $1"), ARGS(ARG(s)), &found));
	assert_true(db_next(&found));
	str salt = db_bytes_copy(&found, 0, g->a), words = S("{\"words\":\"never said\"}");
	assert_ok(g->t, db_end(&found));
	sha256 content = content_digest(salt, e.header, words), leaf = leaf_digest((seq){ s }, e.recorded, &content);
	assert_ok(g->t, db_run(g->d, SQL("UPDATE body SET bytes = $1 WHERE seq = $2"), ARGS(arg_bytes(words), ARG(s)), NULL));
	assert_ok(g->t, db_run(g->d, SQL("UPDATE entry SET leaf = $1 WHERE seq = $2"),
	                       ARGS(arg_bytes(sha256_view(&leaf)), ARG(s)), NULL));
}

static void expect_range(journalled *g, int64_t from, int64_t to, const char *what)
{
	verdict v = verified(g);
	assert_false(v.holds);
	if (str_find(v.what, str_of(what)) < 0) fail_msg("%.*s", STR_ARG(v.what));
	assert_int_equal(v.from.n, from);
	assert_int_equal(v.to.n, to);
}

static void a_body_changed_with_its_leaf_is_bounded_by_checkpoints(test_area *t)
{
	JOURNALLED(g);
	make_eight(t, &g);
	drop_triggers(&g);
	change_with_leaf(&g, 8);
	expect_range(&g, 5, 8, "changed together with its leaf");
}

static void the_end_bounds_what_no_checkpoint_covers(test_area *t)
{
	JOURNALLED(g);
	make_eight(t, &g);
	NOTES(&g, .words = "nine", .child = 1);
	NOTES(&g, .words = "ten", .child = 1);
	drop_triggers(&g);
	change_with_leaf(&g, 9);
	expect_range(&g, 9, 10, "changed together with its leaf");
}

/* Entries cut off the end, the tree's end moved to fit: the checkpoint remembers. */
static void a_cut_end_is_found(test_area *t)
{
	JOURNALLED(g);
	make_eight(t, &g);
	drop_triggers(&g);
	journal_end end = { 0 };
	for (int64_t s = 1; s <= 7; s++) {
		ROWS(found);
		sha256 leaf;
		assert_ok(t, db_query(g.d, SQL("SELECT leaf FROM entry WHERE seq = $1"), ARGS(ARG(s)), &found));
		assert_true(db_next(&found));
		for (size_t i = 0; i < sizeof leaf.at; i++) leaf.at[i] = (unsigned char)db_bytes(&found, 0).at[i];
		merkle_append(&end.edge, leaf);
	}
	assert_ok(t, db_run(g.d, SQL("DELETE FROM chain WHERE seq = 8"), NO_ARGS, NULL));
	assert_ok(t, db_run(g.d, SQL("DELETE FROM body WHERE seq = 8"), NO_ARGS, NULL));
	assert_ok(t, db_run(g.d, SQL("DELETE FROM entry WHERE seq = 8"), NO_ARGS, NULL));
	assert_ok(t, end_write(g.d, g.a, &end));
	expect_range(&g, 8, 8, "a checkpoint was signed for more entries");
}

static void rows_of_no_entry_are_found(test_area *t)
{
	static const struct {
		sql put, take;
		const char *what;
	} extra[] = {
		{ { "INSERT INTO body SELECT 1000, salt, header, bytes FROM body WHERE seq = 5" }, { "DELETE FROM body WHERE seq = 1000" },
		  "body: " },
		{ { "INSERT INTO chain SELECT 1000, leaf, 1, 'note', '', 0, 0, '', '' FROM entry WHERE seq = 5" },
		  { "DELETE FROM chain WHERE seq = 1000" }, "chain: " },
		{ { "INSERT INTO chain_after (after, seq) VALUES (3, 1000)" }, { "DELETE FROM chain_after WHERE seq = 1000" },
		  "chain_after: " },
		{ { "INSERT INTO chain_file SELECT digest, 1000 FROM chain_file WHERE seq = 3" },
		  { "DELETE FROM chain_file WHERE seq = 1000" }, "chain_file: " },
		{ { "INSERT INTO disposed SELECT 1000, leaf, 7 FROM entry WHERE seq = 5" }, { "DELETE FROM disposed WHERE seq = 1000" },
		  "disposed: " },
		{ { "INSERT INTO attachment SELECT leaf, 0, leaf FROM entry WHERE seq = 5" },
		  { "DELETE FROM attachment WHERE digest IN (SELECT leaf FROM entry)" }, "attachment: " },
		{ { "INSERT INTO tree SELECT 2, size, edge FROM tree" }, { "DELETE FROM tree WHERE one = 2" }, "tree: " },
	};
	JOURNALLED(g);
	make_eight(t, &g);
	drop_triggers(&g);
	for (size_t i = 0; i < sizeof extra / sizeof *extra; i++) {
		assert_ok(t, db_run(g.d, extra[i].put, NO_ARGS, NULL));
		expect_range(&g, 0, 0, extra[i].what);
		assert_ok(t, db_run(g.d, extra[i].take, NO_ARGS, NULL));
	}
	assert_true(verified(&g).holds);
}

/* The body of 5 removed as a disposal would: with the digest of its content, in the name of a real disposal. */
static void an_unlawful_removal_is_found(test_area *t)
{
	JOURNALLED(g);
	make_eight(t, &g);
	drop_triggers(&g);
	ROWS(found);
	assert_ok(t, db_query(g.d, SQL("SELECT salt, header, bytes FROM body WHERE seq = 5"), NO_ARGS, &found));
	assert_true(db_next(&found));
	sha256 content = content_digest(db_bytes(&found, 0), db_text(&found, 1), db_bytes(&found, 2));
	assert_ok(t, db_end(&found));
	assert_ok(t, db_run(g.d, SQL("INSERT INTO disposed (seq, content, by) VALUES (5, $1, 7)"),
	                    ARGS(arg_bytes(sha256_view(&content))), NULL));
	assert_ok(t, db_run(g.d, SQL("DELETE FROM body WHERE seq = 5"), NO_ARGS, NULL));
	assert_ok(t, db_run(g.d, SQL("DELETE FROM chain WHERE seq = 5"), NO_ARGS, NULL));
	expect_range(&g, 5, 5, "no disposal names it");
}

int main(void)
{
	static const engine_test tests[] = {
		ENGINE_TEST(holds),
		ENGINE_TEST(an_empty_journal_holds),
		ENGINE_TEST(every_changed_column_is_found),
		ENGINE_TEST(no_column_is_left_out),
		ENGINE_TEST(a_body_changed_with_its_leaf_is_bounded_by_checkpoints),
		ENGINE_TEST(the_end_bounds_what_no_checkpoint_covers),
		ENGINE_TEST(a_cut_end_is_found),
		ENGINE_TEST(rows_of_no_entry_are_found),
		ENGINE_TEST(an_unlawful_removal_is_found),
	};
	return engines_run("journal/verify", tests, sizeof tests / sizeof *tests);
}
