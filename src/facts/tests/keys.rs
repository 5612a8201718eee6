//! What several rows of one key are: copies, earlier states, lines of one record, or a refusal.

use super::{Case, read_tables};
use crate::diagnostic::Severity;
use crate::domain::Table;
use crate::engine::sql::Dialect;
use crate::facts::column::Value;
use crate::facts::quality::MergeKind;

/// A client's files as the line of their table says.
fn case(files: &[(&str, &str)], tables: &str) -> Case {
    let (folder, report, facts, _) = read_tables(files, "Asia/Shanghai", &format!("tables:\n      {tables}\n"));
    Case { _folder: folder, report, facts }
}

impl Case {
    fn said(&self) -> Vec<(Severity, &str, &str)> {
        self.facts.diagnostics.iter().map(|one| (one.severity, &*one.code, one.message.as_str())).collect()
    }

    fn hint(&self) -> &str {
        self.facts.diagnostics[0].hint.as_deref().unwrap_or_default()
    }

    fn kinds(&self, table: Table) -> Vec<(MergeKind, u64)> {
        let quality = &self.facts.quality.tables[&table];
        assert!(quality.reconciles(), "{quality:?}");
        quality.merged.iter().map(|group| (group.kind, group.rows)).collect()
    }

    fn amounts(&self, column: &str) -> Vec<i128> {
        let units = |value: Value| if let Value::Whole(units) = value { units } else { -1 };
        self.by(Table::Orders, "order_id", column).into_values().map(units).collect()
    }
}

const LINES: &str = "order_id,customer_id,ordered_at,amount,margin,product\n\
    1,A,2026-07-01,0.10,,cup\n1,A,2026-07-01,0.20,1,pot\n1,A,2026-07-01,0.20,1,pot\n1,A,2026-07-01,0,2,\n\
    2,B,2026-07-02,5,,\n3,C,2026-07-03,7,,lid\n3,C,2026-07-03,-2.5,,lid\n";

#[test]
fn lines_of_an_order_are_refused_until_they_are_summed() {
    let refused =
        case(&[("orders-1.csv", LINES), ("orders-2.csv", &LINES.replace("\n1,", "\n4,"))], "orders: \"orders*.csv\"");
    let said = refused.said();
    assert_eq!((said.len(), said[0].0, said[0].1), (1, Severity::Error, "conflicting-rows"));
    assert!(said[0].2.starts_with("6 of 14 rows of `orders` differ from another with the same `order_id`"), "{said:?}");
    assert!(said[0].2.contains("are both `1`, with `amount` `0.1` and `0.2`"), "{said:?}");
    assert!(refused.hint().contains("`on_duplicate: sum(amount, margin)`"), "{}", refused.hint());
    assert!(refused.facts.tables.is_empty() && refused.facts.quality.tables.is_empty(), "nothing is measured");
}

/// Like lines of one file all count; those that a second export holds again do not.
#[test]
fn lines_are_summed_exactly_and_once() {
    let again = "order_id,customer_id,ordered_at,amount,margin,product\n\
        1,A,2026-07-01,0.20,1,pot\n1,A,2026-07-01,0.30,,pan\n2,B,2026-07-02,5,,\n";
    let files = [("orders-1.csv", LINES), ("orders-2.csv", again)];
    let summed = case(&files, "orders: {files: \"orders*.csv\", on_duplicate: sum(amount)}");
    assert_eq!(summed.amounts("amount"), [8_000, 50_000, 45_000]);
    assert_eq!(summed.amounts("margin"), [10_000, -1, -1], "the first line that has one");
    let products = summed.texts(Table::Orders, "order_id", "product");
    assert_eq!(products.iter().map(|(_, product)| product.as_str()).collect::<Vec<_>>(), ["cup", "-", "lid"]);
    assert_eq!(summed.kinds(Table::Orders), [(MergeKind::Copy, 2), (MergeKind::Folded, 5)]);
    let quality = &summed.facts.quality.tables[&Table::Orders];
    assert_eq!((quality.rows_in, quality.rows_used), (10, 3));
    assert_eq!((quality.duplicates_merged, quality.rows_folded), (2, 5));
    let missing = |column: &str| quality.missing.iter().find(|(name, _)| name == column).unwrap().1;
    assert_eq!((missing("margin"), missing("product"), missing("amount")), (2, 1, 0), "of the records that remain");
    let said = summed.said();
    assert_eq!((said.len(), said[0].1), (1, "folded-rows-differ"), "margins of 1 and 2 in one order: {said:?}");
    assert!(summed.hint().ends_with("`on_duplicate: sum(amount, margin)`"), "{}", summed.hint());
}

#[test]
fn numbers_are_summed_without_rounding_errors() {
    let lines: String = (0..10).map(|_| "2026-07-01,a,1,0.1\n").collect();
    let totals = format!("period,queue,offered,wait_seconds_total\n{lines}2026-07-01,b,5,1\n");
    let case = case(
        &[("call_totals.csv", &totals)],
        "call_totals: {files: call_totals.csv, on_duplicate: \"sum(offered, wait_seconds_total)\"}",
    );
    let found = case.by(Table::CallTotals, "queue", "wait_seconds_total");
    let one = Value::Number(crate::engine::accumulate::Measure::key_of(1.0));
    assert_eq!((&found["a"], &found["b"]), (&one, &one));
    assert_eq!(case.by(Table::CallTotals, "queue", "offered")["a"], Value::Whole(10));
}

#[test]
fn answers_of_two_waves_are_two_answers() {
    let wave = |day: &str| -> String {
        (0..20).fold("response_id,value,responded_at\n".to_owned(), |text, at| {
            text + &format!("{at},{},{day}\n", at % 5 + 1)
        })
    };
    let (first, second) = (wave("2026-05-15"), wave("2026-08-15"));
    let files = [("surveys-1.csv", first.as_str()), ("surveys-2.csv", second.as_str())];
    let source = |number: u8, wave: &str| {
        format!("{{files: surveys-{number}.csv, constants: {{metric: csat, scale_min: 1, scale_max: 5{wave}}}}}")
    };
    let apart = case(&files, &format!("surveys: [{}, {}]", source(1, ", wave: spring"), source(2, ", wave: autumn")));
    assert_eq!((apart.facts.quality.tables[&Table::Surveys].rows_used, apart.said().len()), (40, 0));
    let refused = case(&files, &format!("surveys: [{}, {}]", source(1, ""), source(2, "")));
    assert_eq!(refused.said()[0].1, "conflicting-rows");
    assert!(refused.hint().contains("map `wave`"), "{}", refused.hint());
}

#[test]
fn the_cure_is_read_from_the_data() {
    let answers = "response_id,metric,scale_min,scale_max,value,responded_at\n\
        1,csat,1,5,4,2026-07-01\n1,csat,1,5,2,2026-07-01\n2,csat,1,5,4,2026-07-01\n2,csat,1,5,3,2026-07-01\n\
        3,csat,1,5,4,2026-07-01\n3,csat,1,5,1,2026-07-01\n4,csat,1,5,4,2026-07-01\n4,csat,1,5,5,2026-07-01\n";
    let questions = case(&[("surveys.csv", answers)], "surveys: surveys.csv");
    assert!(questions.hint().contains("tells the answers apart (`wave`, `item`, `role`)"), "{}", questions.hint());
    let tickets = |month: u32| -> String {
        (0..9).fold("ticket_id,created_at\n".to_owned(), |text, at| text + &format!("{at},2026-0{month}-01\n"))
    };
    let own = case(&[("a.csv", &tickets(7)), ("b.csv", &tickets(8))], "tickets: \"*.csv\"");
    assert!(own.hint().contains("`ticket_id: {sql: \"'a-' || …\"}`"), "{}", own.hint());
    let updated = |day: u32| -> String {
        (0..9).fold("ticket_id,created_at,agent,seen\n".to_owned(), |text, at| {
            text + &format!("{at},2026-07-01,A{day},2026-07-0{day}\n")
        })
    };
    let table = "tickets: {files: \"*.csv\", extra: {seen: {type: instant}}}";
    let later = case(&[("a.csv", &updated(2)), ("b.csv", &updated(3))], table);
    assert!(later.hint().contains("`on_duplicate: latest_by(seen)`"), "{}", later.hint());
}

/// A later export of the same tickets: solved, reopened, in other hands.
#[test]
fn later_exports_of_the_same_tickets_are_later_states_however_many() {
    let head = "ticket_id,customer_id,created_at,status,team,first_reply_at,resolved_at\n";
    let row = |at: u32, rest: &str| format!("T{at},C{at},2026-07-01 09:00,{rest}\n");
    let june: String = (0..50).map(|at| row(at, "open,one,,")).collect();
    let july: String = (0..50).map(|at| row(at, "solved,two,2026-07-02 09:00,2026-07-03 09:00")).collect();
    let (june, july) = (format!("{head}{june}"), format!("{head}{july}"));
    let states = case(&[("a.csv", &june), ("b.csv", &july)], "tickets: \"*.csv\"");
    assert_eq!(states.kinds(Table::Tickets), [(MergeKind::Earlier, 50)]);
    let said = states.said();
    assert_eq!((said.len(), said[0].0, said[0].1), (1, Severity::Warning, "earlier-states"));
    assert!(said[0].2.contains("such as a.csv:2 of b.csv:2"), "{said:?}");
    assert_eq!(
        states.hint(),
        "where files with later names are newer exports, `on_duplicate: last` in the source says so"
    );
    // Another customer, or a first reply that moved, is no later state.
    for (from, to) in [(",C", ",D"), ("2026-07-02 09:00", "2026-07-02 10:00")] {
        let other = case(&[("a.csv", &july.replace(from, to)), ("b.csv", &july)], "tickets: \"*.csv\"");
        assert_eq!(other.said()[0].1, "conflicting-rows", "{to}");
    }
}

/// One row in a hundred, or three in any table.
#[test]
fn few_contradictions_are_told_and_many_refused() {
    let customers = |rows: usize, differing: usize| {
        let row = |at: usize| format!("K{at},2026-01-05,gold\n");
        let other = |at: usize| format!("K{at},2026-01-05,silver\n");
        let text: String = (0..rows - differing).map(row).chain((0..differing).map(other)).collect();
        let case = case(&[("c.csv", &format!("customer_id,start_date,tier\n{text}"))], "customers: c.csv");
        (case.said()[0].0, case.said()[0].1.to_owned())
    };
    let code = || "conflicting-rows".to_owned();
    assert_eq!(customers(40, 3), (Severity::Warning, code()));
    assert_eq!(customers(40, 4), (Severity::Error, code()));
    assert_eq!(customers(500, 5), (Severity::Warning, code()));
    assert_eq!(customers(500, 6), (Severity::Error, code()));
}

#[test]
fn the_configuration_says_which_row_counts() {
    let head = "customer_id,start_date,tier,seen\n";
    let first = format!("{head}A,2026-01-05,gold,2026-03-01\nB,2026-01-05,gold,\n");
    let second = format!("{head}A,2026-01-05,silver,2026-02-01\nB,2026-01-05,bronze,\nA,2026-01-05,tin,2026-01-01\n");
    let tiers = |rule: &str| -> Vec<String> {
        let table =
            format!("customers: {{files: \"*.csv\", extra: {{seen: {{type: instant}}}}, on_duplicate: {rule}}}");
        let case = case(&[("b.csv", &second), ("a.csv", &first)], &table);
        assert_eq!(case.said(), [], "{rule}");
        assert_eq!(case.kinds(Table::Customers), [(MergeKind::Replaced, 3)]);
        case.texts(Table::Customers, "customer_id", "tier").into_iter().map(|(_, tier)| tier).collect()
    };
    assert_eq!(tiers("first"), ["gold", "gold"], "files by path, then lines");
    assert_eq!(tiers("last"), ["tin", "bronze"]);
    assert_eq!(tiers("latest_by(seen)"), ["gold", "gold"], "of rows alike in that the greater content");
    assert_eq!(tiers("latest_by(tier)"), ["tin", "gold"]);
}

#[test]
fn a_column_that_decides_must_come_from_somewhere() {
    let customers = "customer_id,start_date\nA,2026-01-05\nA,2026-01-06\n";
    let case = case(&[("c.csv", customers)], "customers: {files: c.csv, on_duplicate: latest_by(end_date)}");
    let said = case.said();
    assert_eq!(said[0].2, "`on_duplicate` of `customers` names `end_date`, which no file supplies");
    assert_eq!(said[0].0, Severity::Error);
}

/// Customers whose list went through a spreadsheet, and the tickets of the same people.
fn zeros(customers: &[&str], tickets: &[&str]) -> Case {
    let mut list = "customer_id,start_date,tier\n".to_owned();
    customers.iter().for_each(|id| list += &format!("{id},2026-01-05,gold\n"));
    let mut text = "ticket_id,customer_id,created_at\n".to_owned();
    tickets.iter().enumerate().for_each(|(at, id)| text += &format!("T{at},{id},2026-07-01 09:00\n"));
    let (folder, report, facts, _) = read_tables(
        &[("customers.csv", &list), ("tickets.csv", &text)],
        "UTC",
        "tables:\n      customers: customers.csv\n      tickets: tickets.csv\n",
    );
    Case { _folder: folder, report, facts }
}

#[test]
fn ids_without_their_zeros_are_the_same_where_nothing_else_can_be() {
    let case = zeros(&["7", "12", "345", "1001"], &["0007", "0012", "0345", "0345", "1001"]);
    assert_eq!(case.facts.quality.tables[&Table::Tickets].unmatched, [(Table::Customers, 0)]);
    assert_eq!(case.by(Table::Customers, "customer_id", "tier").into_keys().next().as_deref(), Some("0007"));
    let message = "`customer_id`: 3 ids lost their leading zeros, such as `…` in `customers` beside `…` in \
        `tickets`: they are read with their zeros";
    assert_eq!(case.said(), [(Severity::Warning, "leading-zeros", message)]);
    let sql = case.facts.sql(Table::Tickets, Dialect::DuckDb).unwrap().join("\n");
    assert_eq!(sql.matches("FROM (SELECT * REPLACE (lpad(\"customer_id\", 4, '0')").count(), 2, "both tables: {sql}");
}

#[test]
fn ids_that_may_be_others_are_not_joined_but_warned_about() {
    // Two widths; letters beside digits; half of them unknown; one file that writes both.
    let all = [
        zeros(&["7", "12", "345"], &["0007", "0012", "000345"]),
        zeros(&["7", "12", "345", "K1"], &["0007", "0012", "0345"]),
        zeros(&["7", "12", "345", "346"], &["0007", "0012", "0999", "0998"]),
        zeros(&["7", "0007", "12", "345"], &["0007", "0012", "0345"]),
    ];
    for case in all {
        let said = case.said();
        assert_eq!((said.len(), said[0].1), (1, "leading-zeros"), "{said:?}");
        assert!(said[0].2.ends_with("they count as other ids"), "{said:?}");
        assert!(case.facts.quality.tables[&Table::Tickets].unmatched[0].1 > 0, "nothing is joined in silence");
    }
    assert_eq!(zeros(&["A", "B"], &["A", "B"]).said(), []);
    assert_eq!(zeros(&["0001", "0002"], &["0001", "0002"]).said(), [], "all of them kept their zeros");
}

#[test]
fn costs_that_two_files_hold_are_refused_unless_all_count() {
    let months = |months: std::ops::RangeInclusive<u8>| {
        let month = |month| format!("2026-0{month},wages,1000\n2026-0{month},rent,500\n");
        format!("period,category,amount\n{}", months.map(month).collect::<String>())
    };
    let costs = |files: &[(&str, &str)], keys: &str| case(files, &format!("costs: {{files: \"c*.csv\"{keys}}}"));
    let (all, late, more) = (months(7..=9), months(9..=9), months(8..=9).replace(',', ";"));
    for (other, equal, of) in [(&all, 6, 6), (&late, 2, 2), (&more, 4, 4)] {
        let refused = costs(&[("c1.csv", &all), ("c2.csv", other)], "");
        let said = refused.said();
        assert_eq!((said.len(), said[0].0, said[0].1), (1, Severity::Error, "rows-twice"));
        assert!(said[0].2.starts_with(&format!("{equal} of the {of} rows of `c2.csv` stand in `c1.csv`")), "{said:?}");
        assert!(refused.hint().contains("`on_duplicate: every`"));
        assert!(costs(&[("c1.csv", &all), ("c2.csv", other)], ", on_duplicate: every").said().is_empty());
    }
    let apart = months(4..=6);
    assert!(costs(&[("c1.csv", &all), ("c2.csv", &apart)], "").said().is_empty());
    // Another amount in the same month is another cost.
    let other = months(9..=9).replace("1000", "1200").replace("500", "70");
    assert!(costs(&[("c1.csv", &all), ("c2.csv", &other)], "").said().is_empty());
}
