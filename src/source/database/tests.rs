use super::*;
use tempfile::TempDir;

/// A database in a folder of its own, made by statements.
pub(crate) fn made(statements: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("crm 电话?.db");
    write(&path, statements);
    (folder, path)
}

/// Runs statements on a database.
pub(crate) fn write(path: &Path, statements: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(statements).unwrap();
    connection.close().unwrap();
}

const TICKETS: &str = "CREATE TABLE tickets (id INTEGER, amount, note TEXT);
    INSERT INTO tickets VALUES (1, 0.1, 'a'), (9223372036854775807, '12.3400', NULL), (NULL, x'00ff', '电话');";

fn asked(path: &Path, sql: &str) -> Result<(Vec<String>, Answered), Refusal> {
    let database = Database::open(path)?;
    let query = database.query(sql)?;
    let columns = query.columns().len();
    let mut seen = Vec::new();
    let answered = query.answer(sql, |number, record| {
        let values: Vec<Value<'_>> = (0..columns).map(|column| record.value(column)).collect();
        seen.push(format!("{number}: {values:?}"));
        Ok::<(), ()>(())
    })?;
    Ok((seen, answered.unwrap()))
}

fn refusal(path: &Path, sql: &str) -> (String, String) {
    let refusal = asked(path, sql).unwrap_err();
    (refusal.message, refusal.hint.unwrap_or_default())
}

#[test]
fn values_keep_their_types() {
    let (_folder, path) = made(TICKETS);
    let (seen, answered) = asked(&path, "SELECT * FROM tickets ORDER BY rowid").unwrap();
    assert_eq!(
        seen,
        [
            "1: [Integer(1), Real(0.1), Text([97])]",
            "2: [Integer(9223372036854775807), Text([49, 50, 46, 51, 52, 48, 48]), Null]",
            "3: [Null, Blob([0, 255]), Text([231, 148, 181, 232, 175, 157])]",
        ]
    );
    assert_eq!((answered.rows, answered.sql.as_str()), (3, "SELECT * FROM tickets ORDER BY rowid"));
    let names: Vec<PathBuf> = fs::read_dir(path.parent().unwrap()).unwrap().map(|one| one.unwrap().path()).collect();
    assert_eq!(names, [path], "nothing appears beside the file");
}

#[test]
fn a_hash_tells_answers_apart() {
    let (_folder, path) = made("");
    let hash = |sql: &str| asked(&path, sql).unwrap().1.sha256;
    let all = [
        "SELECT 1 AS a",
        "SELECT 1.0 AS a",
        "SELECT '1' AS a",
        "SELECT 1 AS b",
        "SELECT x'31' AS a",
        "SELECT NULL AS a",
    ];
    let further = ["SELECT '12' AS a, '3' AS b", "SELECT '1' AS a, '23' AS b", "SELECT 1 AS a WHERE 0"];
    let hashes: std::collections::BTreeSet<String> = all.iter().chain(&further).map(|sql| hash(sql)).collect();
    assert_eq!(hashes.len(), 9);
    assert_eq!(hash("SELECT 1 AS a"), hash("select  1 as a"), "of the answer, and not of the query");
}

#[test]
fn a_query_only_reads() {
    let (_folder, path) = made(TICKETS);
    for sql in [
        "DELETE FROM tickets",
        "WITH x AS (SELECT 1) INSERT INTO tickets SELECT 1, 2, 3",
        "-- tickets\nUPDATE tickets SET id = 1",
        "ATTACH '/tmp/other.db' AS other",
        "PRAGMA journal_mode = WAL",
        "EXPLAIN SELECT 1",
    ] {
        assert_eq!(refusal(&path, sql).0, "the query does more than read", "{sql}");
    }
    let (message, hint) = refusal(&path, "SELECT 1; DELETE FROM tickets");
    assert_eq!(message, "the query is not understood: there are two statements");
    assert_eq!(hint, "write one query for each source");
    assert_eq!(refusal(&path, " -- nothing\n ").0, "the query is not understood: there is no statement");
    assert_eq!(asked(&path, "/* one */ SELECT count(*) FROM tickets;  -- end").unwrap().0, ["1: [Integer(3)]"]);
}

#[test]
fn what_is_not_there_is_named() {
    let (_folder, path) = made(TICKETS);
    let (message, hint) = refusal(&path, "SELECT *\n  FROM tickts");
    assert_eq!(message, "the query is not understood: no such table: tickts");
    assert_eq!(hint, "did you mean `tickets`?");
    assert_eq!(refusal(&path, "SELECT * FROM zzz").1, "its tables are `tickets`");
    let (message, _) = refusal(&path, "SELECT \"phone\" FROM tickets");
    assert_eq!(
        message,
        "the query is not understood at line 1, column 8: no such column: \"phone\" - should this be a string literal in single-quotes?"
    );
    assert!(refusal(&path, "SELECT id FROM tickets WHERE id = ?").0.starts_with("the query has parameters"));
    assert!(refusal(&path, "SELECT FROM").0.starts_with("the query is not understood"));
}

#[test]
fn an_answer_depends_on_the_data_alone() {
    let (_folder, path) = made(TICKETS);
    for (sql, word) in [
        ("SELECT date('NOW', '-1 year')", "'now'"),
        ("SELECT * FROM tickets ORDER BY random()", "random"),
        ("SELECT CURRENT_TIMESTAMP", "current_timestamp"),
        ("SELECT unixepoch( ) - id FROM tickets", "unixepoch()"),
        ("SELECT strftime('%Y')", "strftime()"),
    ] {
        assert_eq!(refusal(&path, sql).0, format!("the answer to the query depends on when it is asked: `{word}`"));
    }
    for sql in
        ["SELECT date('2026-01-01')", "SELECT 'random'", "SELECT 1 -- now()", "SELECT note AS \"now\" FROM tickets"]
    {
        assert!(asked(&path, sql).is_ok(), "{sql}");
    }
}

#[test]
fn a_file_that_is_not_the_whole_database_is_refused() {
    let (_folder, path) = made("PRAGMA journal_mode = WAL; CREATE TABLE a (b); INSERT INTO a VALUES (1);");
    assert_eq!(asked(&path, "SELECT b FROM a").unwrap().0, ["1: [Integer(1)]"], "closed, all of it is in the file");
    let before = super::super::identity_of(&path).unwrap();
    let writer = Connection::open(&path).unwrap();
    writer.execute_batch("INSERT INTO a VALUES (2)").unwrap();
    let (message, hint) = refusal(&path, "SELECT b FROM a");
    assert_eq!(message, "the database has changes that are not in the file but in `crm 电话?.db-wal`");
    assert!(hint.contains("VACUUM INTO 'copy.db'"), "{hint}");
    assert_ne!(super::super::identity_of(&path).unwrap(), before, "and is not what it was, though the file is");
    writer.close().unwrap();
    assert_eq!(asked(&path, "SELECT count(*) FROM a").unwrap().0, ["1: [Integer(2)]"]);
}

#[test]
fn a_change_that_was_cut_off_is_refused() {
    let (_folder, path) = made("PRAGMA journal_mode = PERSIST; CREATE TABLE a (b); INSERT INTO a VALUES (1);");
    let mut journal = path.clone().into_os_string();
    journal.push("-journal");
    assert!(fs::metadata(&journal).unwrap().len() > 0);
    assert!(asked(&path, "SELECT b FROM a").is_ok(), "a journal that is kept is finished");
    fs::write(&journal, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 and more").unwrap();
    assert!(refusal(&path, "SELECT b FROM a").0.ends_with("`crm 电话?.db-journal`"));
}

#[test]
fn bytes_that_are_no_database_are_refused() {
    let (_folder, path) = made(TICKETS);
    let mut bytes = fs::read(&path).unwrap();
    bytes[100..200].fill(7);
    fs::write(&path, &bytes).unwrap();
    assert!(refusal(&path, "SELECT 1").0.starts_with("the database cannot be read"));
    bytes[16..100].fill(9);
    fs::write(&path, &bytes).unwrap();
    assert_eq!(refusal(&path, "SELECT 1").0, "the database is encrypted or damaged");
}
