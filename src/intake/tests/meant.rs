//! What a value stands for beside its type: days of work, shares of a scale, intervals.

use super::{Project, column, unreadable};
use crate::domain::Table;
use parquet::data_type::{ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::sync::Arc;

fn staff(keys: &str, header: &str, cells: &[&str]) -> Project {
    let rows: String = cells.iter().enumerate().map(|(n, cell)| format!("2026-07,T{n},{cell}\n")).collect();
    let tables = format!(
        "      staff_time:\n        files: s.csv\n        columns: {{scheduled_hours: {{from: '{header}'{keys}}}}}"
    );
    Project::new(&tables, &[("s.csv", format!("period,team,{header}\n{rows}").as_bytes())])
}

#[test]
fn a_day_of_work_has_the_hours_that_are_stated() {
    for (keys, header) in [("", "Scheduled (days)"), (", unit: days", "planned")] {
        let messages = staff(keys, header, &["20", "5.5"]).messages();
        assert!(
            messages[0].contains("error[ambiguous-spans]") && messages[0].contains("write `hours_per_day: 8`"),
            "{messages:?}"
        );
        let staged = staff(&format!("{keys}, hours_per_day: 8"), header, &["20", "5.5"]).stage();
        assert_eq!(column(&staged, Table::StaffTime, "scheduled_hours"), ["160", "44"], "{header}");
    }
    let words = ["1d 4h", "12h", "2天"];
    let staged = staff("", "planned", &words).stage();
    assert_eq!(column(&staged, Table::StaffTime, "scheduled_hours"), ["-", "12", "-"]);
    let told = unreadable(&staged).join("\n");
    assert!(told.contains("=1d 4h: a day of work, of which nothing says how long it is"), "{told}");
    let staged = staff(", hours_per_day: 7.5", "planned", &words).stage();
    assert_eq!(column(&staged, Table::StaffTime, "scheduled_hours"), ["11.5", "12", "15"]);
}

#[test]
fn days_that_pass_have_24_hours() {
    let text = b"ticket_id,created_at,pause (days)\nT1,2026-07-01,1.5\nT2,2026-07-01,2\n";
    let tables = |keys: &str| {
        format!(
            "      tickets:\n        files: t.csv\n        columns: {{paused_hours: {{from: 'pause (days)'{keys}}}}}"
        )
    };
    let paused =
        |keys: &str| column(&Project::new(&tables(keys), &[("t.csv", text)]).stage(), Table::Tickets, "paused_hours");
    assert_eq!(paused(""), ["36", "48"]);
    assert_eq!(paused(", hours_per_day: 8"), ["12", "16"]);
}

fn reviews(keys: &str, scores: &[&str]) -> Project {
    let row = |(n, score): (usize, &&str)| format!("R{n},2026-07-0{},{score}\n", n + 1);
    let rows: String = scores.iter().enumerate().map(row).collect();
    let tables = format!("      reviews:\n        files: r.csv\n        constants: {{score_max: 100}}{keys}");
    Project::new(&tables, &[("r.csv", format!("review_id,reviewed_at,score\n{rows}").as_bytes())])
}

#[test]
fn numbers_below_one_beside_a_scale_are_settled() {
    let shares = ["0.85", "1", "0.9"];
    let messages = reviews("", &shares).messages();
    assert!(
        messages[0].contains("error[ambiguous-scale]: `r.csv` line 2: `0.85` in column `score`")
            && messages[0].contains("write `factor: 100`"),
        "{messages:?}"
    );
    let with = |factor: u8| format!("\n        columns: {{score: {{from: score, factor: {factor}}}}}");
    let score = |project: Project| column(&project.stage(), Table::Reviews, "score");
    assert_eq!(score(reviews(&with(100), &shares)), ["85", "100", "90"]);
    assert_eq!(score(reviews(&with(1), &shares)), ["0.85", "1", "0.9"]);
    assert_eq!(score(reviews("", &["85%", "90%"])), ["85", "90"], "a percentage is a share");
    assert_eq!(score(reviews("", &["0.5", "88"])), ["0.5", "88"], "of values, one may be low");
    assert_eq!(score(reviews("", &["0", "1", "1"])), ["0", "1", "1"]);
}

/// Months, days and milliseconds, as DuckDB writes them.
fn intervals(values: &[Option<[u32; 3]>]) -> Vec<u8> {
    let message = "message schema { required binary call_id (UTF8); required binary started_at (UTF8); \
                   optional fixed_len_byte_array(12) wait_seconds (INTERVAL); }";
    let (schema, properties) = (parse_message_type(message).unwrap(), WriterProperties::builder().build());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let ids: Vec<ByteArray> = (0..values.len()).map(|n| ByteArray::from(format!("C{n}").as_str())).collect();
    for texts in [ids, vec![ByteArray::from("2026-07-01 09:00:00"); values.len()]] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&texts, None, None).unwrap();
        column.close().unwrap();
    }
    let cell = |parts: [u32; 3]| parts.into_iter().flat_map(u32::to_le_bytes).collect::<Vec<u8>>();
    let cells: Vec<FixedLenByteArray> = values.iter().flatten().map(|parts| cell(*parts).into()).collect();
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<FixedLenByteArrayType>().write_batch(&cells, Some(&levels), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn intervals_without_months_are_spans() {
    let values = [Some([0, 0, 192_000]), Some([0, 1, 500]), None, Some([1, 0, 0])];
    let staged = Project::new("      calls: c.parquet", &[("c.parquet", &intervals(&values))]).stage();
    assert_eq!(column(&staged, Table::Calls, "wait_seconds"), ["192", "86400.5", "-", "-"]);
    let told = unreadable(&staged).join("\n");
    assert!(told.contains("an interval of months, which have no fixed length"), "{told}");
}

#[test]
fn rows_of_more_cells_than_the_header_has_names_are_cured_by_names() {
    let row = |n: u32| format!(" {n:05} 2026070{}  {}   1{n}.77\n", n % 9 + 1, n % 3);
    let text = format!(" customer_id  date amount\n{}", (0..12).map(row).collect::<String>());
    let orders = |keys: &str| {
        let columns = "columns: {order_id: {sql: row_number}, ordered_at: date}";
        let tables = format!("      orders:\n        files: o.txt\n        {keys}\n        {columns}");
        Project::new(&tables, &[("o.txt", text.as_bytes())])
    };
    let told = |keys: &str| orders(keys).messages().join("\n");
    assert!(
        told("delimiter: ' '").contains("write `delimiter: blanks`; where the rows then have more"),
        "{}",
        told("delimiter: ' '")
    );
    let names = told("delimiter: blanks");
    assert!(
        names.contains("error[no-row-read]") && names.contains("add `header: [a, b, …]` to the source, 4 names"),
        "{names}"
    );
    let staged = orders("delimiter: blanks\n        header: [customer_id, date, quantity, amount]").stage();
    assert_eq!(column(&staged, Table::Orders, "amount").len(), 12);
    assert_eq!(column(&staged, Table::Orders, "amount")[0], "107700");
}
