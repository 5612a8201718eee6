//! Answers of databases to queries: typed exactly, counted, and refused with the cure.

use super::{Project, column, rejects, unreadable};
use crate::domain::Table;
use crate::source::of_tests::write;

const ORDERS: &str = "CREATE TABLE orders (no INTEGER PRIMARY KEY, who TEXT, at TEXT, paid, qty REAL);
    INSERT INTO orders VALUES
        (1, '007', '2026-07-01 09:00:00', '12.3400', 0.1),
        (2, NULL, '2026-07-02T09:00:00+08:00', 5, 2),
        (3, 'c', '2026-07-03', 0.07, NULL),
        (4, 'd', NULL, '1', 1),
        (5, '', '2026-07-05', x'0102', 1e300);";

fn project(keys: &str, statements: &str) -> Project {
    let tables = format!(
        "      orders:\n        files: crm.db\n        {keys}\n        columns: {{order_id: no, customer_id: who, \
         ordered_at: at, amount: paid}}\n        extra: {{qty: {{type: number}}}}"
    );
    let project = Project::new(&tables, &[]);
    write(&project.report.data.join("crm.db"), statements);
    project
}

#[test]
fn cells_are_what_the_database_keeps() {
    let intake = project("query: SELECT * FROM orders", ORDERS).stage();
    let values = |name: &str| column(&intake, Table::Orders, name);
    assert_eq!(values("order_id"), ["1", "2", "3"]);
    assert_eq!(values("customer_id"), ["007", "-", "c"]);
    assert_eq!(values("amount"), ["123400", "50000", "700"]);
    assert_eq!(values("qty"), ["0.1", "2", "-"]);
    assert_eq!(values("ordered_at"), ["2026-07-01T01:00:00Z", "2026-07-02T01:00:00Z", "2026-07-02T16:00:00Z"]);
    let refused: Vec<String> = rejects(&intake).iter().map(|one| one.split_once('=').unwrap().0.to_owned()).collect();
    assert_eq!(refused, ["crm.db:4 at", "crm.db:5 paid"], "{:?}", unreadable(&intake));
    let file = &intake.files[0];
    assert_eq!((file.rows_in, file.rows_staged, file.rows_rejected), (5, 3, 2));
    let query = file.notes.query.as_ref().unwrap();
    assert_eq!((query.sql.as_str(), query.rows, query.sha256.len()), ("SELECT * FROM orders", 5, 64));
}

#[test]
fn an_answer_is_kept_until_the_file_or_the_query_changes() {
    let project = project("query: SELECT * FROM orders", ORDERS);
    let files = || project.stage().tables[&Table::Orders].files.clone();
    let answer = || project.stage().files[0].notes.query.clone().unwrap();
    let (first, known) = (files(), answer());
    assert_eq!(files(), first);
    write(&project.report.data.join("crm.db"), "CREATE TABLE other (a); INSERT INTO other VALUES (1);");
    assert_ne!(files(), first, "the file is another one");
    assert_eq!(answer(), known, "and its answer the same");
    write(&project.report.data.join("crm.db"), "UPDATE orders SET qty = 3 WHERE no = 1;");
    let now = answer();
    assert!(now.rows == known.rows && now.sha256 != known.sha256);
    assert_eq!(column(&project.stage(), Table::Orders, "qty")[0], "3");
}

#[test]
fn messages_stand_at_the_query_and_say_the_cure() {
    let messages = |keys: &str| project(keys, ORDERS).messages().join("\n");
    assert_eq!(
        messages("query: SELECT * FROM order"),
        "reports.yaml:11:16: error[query]: `crm.db`: the query is not understood at line 1, column 15: near \"order\": \
         syntax error"
    );
    assert_eq!(
        messages("query: SELECT * FROM ordres"),
        "reports.yaml:11:16: error[query]: `crm.db`: the query is not understood: no such table: \
         ordres\n  hint: did you mean `orders`?"
    );
    assert_eq!(
        messages("format: sqlite"),
        "reports.yaml:10:9: error[query]: `crm.db` is an SQLite database, which is read by a query\n  hint: write \
         `query: SELECT * FROM orders`; its tables are orders"
    );
    assert!(messages("query: SELECT no FROM orders").contains("crm.db"), "a mapped column is missing in the answer");
    let tables = "      tickets:\n        files: t.csv\n        query: SELECT 1";
    assert_eq!(
        Project::new(tables, &[("t.csv", b"ticket_id,created_at\n1,2026-07-01\n")]).messages(),
        ["reports.yaml:11:16: error[query]: `t.csv` is delimited text, which answers no `query`\n  hint: remove \
          `query`, or name an SQLite database in `files`"]
    );
}
