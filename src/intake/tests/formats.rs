//! The same rows from every format and spelling.

use super::{Project, column, rejects, unreadable};
use crate::domain::Table;
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Int32Array, Int64Array, RecordBatch,
    StringArray, TimestampMillisecondArray, TimestampNanosecondArray,
};
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::WriterProperties;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::sync::Arc;

#[test]
fn a_chinese_export_in_gb18030() {
    let tables = "      tickets:\n        files: '*.csv'\n        columns:\n          ticket_id: 工单号\n          \
                  created_at: 创建时间\n          status: {from: 状态, values: {已解决: resolved}, missing: [\"—\"]}\n        \
                  missing: ['?']\n        extra: {score: {type: number, from: 评分}}\n        constants: {channel: phone}";
    let text = "工单号;创建时间;状态;评分\r\nA1;2026年7月3日 9:05;已解决;９．５\r\nA2;2026/7/3 9:05;—;?\r\nA3;2026-07-03T09:05+00:00; 处理中　;1|2\r\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    let project = Project::new(tables, &[("工单.csv", &bytes)]);
    let intake = project.stage();
    assert_eq!(
        column(&intake, Table::Tickets, "created_at"),
        ["2026-07-03T01:05:00Z", "2026-07-03T01:05:00Z", "2026-07-03T09:05:00Z"]
    );
    assert_eq!(column(&intake, Table::Tickets, "status"), ["solved", "-", "in_progress"]);
    assert_eq!(column(&intake, Table::Tickets, "score"), ["9.5", "-", "-"]);
    assert_eq!(column(&intake, Table::Tickets, "channel"), ["phone"; 3]);
    assert_eq!(column(&intake, Table::Tickets, "_file"), ["工单.csv"; 3]);
    assert!(rejects(&intake).is_empty());
    assert_eq!(unreadable(&intake), ["工单.csv:4 score=1|2: not a number"]);
    let notes = &intake.files[0].notes;
    assert_eq!((notes.encoding.as_deref(), notes.delimiter, notes.naive_timestamps), (Some("GB18030"), Some(';'), 2));
    let mapped: Vec<&str> = intake.tables[&Table::Tickets].mapped.iter().map(String::as_str).collect();
    assert_eq!(mapped, ["channel", "created_at", "score", "status", "ticket_id"]);
}

#[test]
fn line_breaks_and_quotes_in_cells() {
    let text = "\u{FEFF}response_id,metric,responded_at,comment\r\n1,csat,2026-07-01,\"first\r\nsecond \"\"line\"\"\"\r\n2,csat,2026-07-01,\"a, b\"\r\n";
    let intake = Project::new("      surveys: s.csv", &[("s.csv", text.as_bytes())]).stage();
    assert_eq!(column(&intake, Table::Surveys, "comment"), ["first\r\nsecond \"line\"", "a, b"]);
    assert_eq!(column(&intake, Table::Surveys, "_line"), ["2", "4"]);
    assert_eq!(intake.files[0].notes.encoding.as_deref(), Some("UTF-8 with BOM"));
}

#[test]
fn one_wide_file_feeds_several_sources() {
    let source = |metric: &str, column: &str, low: u8, high: u8| {
        format!(
            "        - files: wide.csv\n          columns: {{value: {column}, response_id: id, responded_at: day}}\n          \
             constants: {{metric: {metric}, scale_min: {low}, scale_max: {high}}}\n"
        )
    };
    let tables = format!("      surveys:\n{}{}", source("csat", "q1", 1, 5), source("nps", "q2", 0, 10));
    let intake = Project::new(&tables, &[("wide.csv", b"id,day,q1,q2\n1,2026-07-01,5,9\n2,2026-07-01,6,0\n")]).stage();
    assert_eq!(column(&intake, Table::Surveys, "metric"), ["csat", "csat", "nps", "nps"]);
    assert_eq!(column(&intake, Table::Surveys, "value"), ["5", "-", "9", "0"]);
    assert_eq!(unreadable(&intake), ["wide.csv:3 value=6: outside the scale 1 to 5"]);
    let counts: Vec<_> = intake.files.iter().map(|file| (file.mapping, file.rows_in, file.rows_staged)).collect();
    assert_eq!(counts, [(0, 2, 2), (1, 2, 2)]);
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").unwrap().write(0, 0, "notes").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("工单").unwrap();
    let date = Format::new().set_num_format("yyyy/m/d h:mm");
    for (column, name) in ["ticket_id", "created_at", "contacts_n", "spam", "team"].iter().enumerate() {
        sheet.write(1, column as u16, *name).unwrap();
    }
    let at = ExcelDateTime::from_ymd(2026, 7, 3).unwrap().and_hms(9, 5, 0).unwrap();
    sheet.write(2, 0, 123).unwrap().write_with_format(2, 1, &at, &date).unwrap();
    sheet.write(2, 2, 3).unwrap().write(2, 3, true).unwrap().write(2, 4, 7.5).unwrap();
    sheet.write(3, 0, "T-2").unwrap().write(3, 1, "2026/7/3 9:05").unwrap().write(3, 2, "4").unwrap();
    sheet.write(5, 0, "T-3").unwrap().write(5, 1, 46206.3).unwrap();
    sheet.write(6, 0, "T-4").unwrap().write(6, 1, "2026年7月3日").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_with_true_dates_text_dates_and_numbers() {
    let bytes = workbook();
    let project =
        Project::new("      tickets: {files: '*.xlsx', sheet: 工单}", &[("t.xlsx", &bytes), ("~$t.xlsx", b"")]);
    let intake = project.stage();
    assert_eq!(intake.diagnostics, []);
    assert_eq!(column(&intake, Table::Tickets, "ticket_id"), ["123", "T-2", "T-4"]);
    let nine = "2026-07-03T01:05:00Z";
    assert_eq!(column(&intake, Table::Tickets, "created_at"), [nine, nine, "2026-07-02T16:00:00Z"]);
    assert_eq!(column(&intake, Table::Tickets, "contacts_n"), ["3", "4", "-"]);
    assert_eq!(column(&intake, Table::Tickets, "spam"), ["true", "-", "-"]);
    assert_eq!(column(&intake, Table::Tickets, "team"), ["7.5", "-", "-"]);
    assert_eq!(column(&intake, Table::Tickets, "_line"), ["3", "4", "7"]);
    assert_eq!(column(&intake, Table::Tickets, "_file"), ["t.xlsx#工单"; 3]);
    assert_eq!(rejects(&intake), ["t.xlsx#工单:6 created_at=46206.3: a number where a date or time is expected"]);
    assert_eq!(intake.files[0].notes.naive_timestamps, 2);
}

/// Sheets by name, each with rows of (id, day of July, team).
type Sheets<'a> = [(&'a str, &'a [(f64, u8, &'a str)])];

/// A workbook of them.
fn months(sheets: &Sheets) -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (column, header) in ["ticket_id", "created_at", "team"].iter().enumerate() {
            sheet.write(0, column as u16, *header).unwrap();
        }
        for (at, (id, day, team)) in rows.iter().enumerate() {
            let row = at as u32 + 1;
            let at = ExcelDateTime::from_ymd(2026, 7, *day).unwrap();
            sheet.write(row, 0, *id).unwrap().write_with_format(row, 1, &at, &date).unwrap();
            sheet.write(row, 2, *team).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_with_a_sheet_per_month_is_not_read_in_part() {
    let bytes = months(&[("7月", &[(1.0, 1, "A")]), ("8月", &[(2.0, 2, "A")])]);
    assert_eq!(
        Project::new("      tickets: t.xlsx", &[("t.xlsx", &bytes)]).messages(),
        [
            "reports.yaml:9:16: error[several-sheets]: `t.xlsx` has more than one sheet with these columns: `7月`, `8月`\n  hint: \
          name one with `sheet`; to read several, list the file once for each"
        ]
    );
    let both = "      tickets:\n        - {files: t.xlsx, sheet: 7月}\n        - {files: t.xlsx, sheet: 8月}";
    let intake = Project::new(both, &[("t.xlsx", &bytes)]).stage();
    assert_eq!(column(&intake, Table::Tickets, "ticket_id"), ["1", "2"]);
}

#[test]
fn ids_that_a_workbook_keeps_as_numbers_lose_no_digits_unseen() {
    let rows = [(123_456_789_012_345.0, 1, ""), (1_234_567_890_123_450.0, 2, ""), (12_345_678_901_234_567.0, 3, "")];
    let intake = Project::new("      tickets: t.xlsx", &[("t.xlsx", &months(&[("t", &rows)]))]).stage();
    assert_eq!(column(&intake, Table::Tickets, "ticket_id"), ["123456789012345"]);
    let lost = "a number of more than 15 digits, the last of which are not kept: store such ids as text";
    assert_eq!(
        rejects(&intake),
        [
            format!("t.xlsx#t:3 ticket_id=1234567890123450: {lost}"),
            format!("t.xlsx#t:4 ticket_id=12345678901234568: {lost}")
        ]
    );
}

#[test]
fn merged_cells_are_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in
        [["ticket_id", "created_at", "team"], ["1", "2026-07-01", ""], ["2", "2026-07-02", ""]].iter().enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write(row as u32, column as u16, *cell).unwrap();
        }
    }
    sheet.merge_range(1, 2, 2, 2, "A", &Format::new()).unwrap();
    let project = Project::new("      tickets: t.xlsx", &[("t.xlsx", &book.save_to_buffer().unwrap())]);
    assert_eq!(column(&project.stage().intake, Table::Tickets, "team"), ["A", "-"]);
    assert_eq!(
        project.messages(),
        [
            "t.xlsx#Sheet1: warning[merged-cells]: 1 merged areas below the header: only the first cell of each has a value, \
          the others are missing\n  hint: unmerge them in the workbook and fill the value down"
        ]
    );
}

#[test]
fn a_sheet_that_is_not_there_and_a_file_that_is_no_workbook() {
    let bytes = workbook();
    assert_eq!(
        Project::new("      tickets: {files: t.xlsx, sheet: 工单表}", &[("t.xlsx", &bytes)]).messages(),
        [
            "reports.yaml:9:16: error[unknown-sheet]: `t.xlsx` has no sheet `工单表`\n  hint: did you mean `工单`? its sheets \
          are `说明`, `工单`"
        ]
    );
    let messages = Project::new("      tickets: t.xlsx", &[("t.xlsx", b"PK\x03\x04 no zip")]).messages();
    assert_eq!(
        messages,
        [
            "t.xlsx: error[unreadable-file]: the file cannot be read: the archive is damaged (invalid Zip archive: Could not \
          find EOCD)\n  hint: download it again"
        ]
    );
}

#[test]
fn json_lines_with_nested_objects() {
    let tables = "      tickets:\n        files: t.jsonl\n        columns: {customer_id: customer.id, created_at: at}";
    let text = "{\"ticket_id\": 7, \"at\": \"2026-07-03T01:05:00Z\", \"customer\": {\"id\": \"C1\"}, \"spam\": false, \"tags\": [1]}\n\
                \n\
                {\"ticket_id\": \"8\", \"at\": null}\n\
                {\"ticket_id\": \"9\", \"at\": \"2026-07-03T01:05:00Z\"\n\
                [1]\n\
                {\"ticket_id\": \"10\", \"at\": \"2026-07-03 09:05\", \"contacts_n\": 2.0, \"team\": [1]}\n\
                {\"ticket_id\": \"11\", \"at\": \"2026-07-03 09:05\", \"contacts_n\": 2.0, \"team\": \"中\"}\n\
                {\"ticket_id\": \"12\", \"at\": \"2026-07-03 09:05\", \"team\": {\"name\": \"中\"}}";
    let intake = Project::new(tables, &[("t.jsonl", text.as_bytes())]).stage();
    assert_eq!(intake.diagnostics, []);
    assert_eq!(column(&intake, Table::Tickets, "ticket_id"), ["7", "10", "11", "12"]);
    assert_eq!(column(&intake, Table::Tickets, "customer_id"), ["C1", "-", "-", "-"]);
    assert_eq!(column(&intake, Table::Tickets, "created_at"), ["2026-07-03T01:05:00Z"; 4]);
    assert_eq!(column(&intake, Table::Tickets, "contacts_n"), ["-", "2", "2", "-"]);
    assert_eq!(column(&intake, Table::Tickets, "team"), ["-", "-", "中", "-"]);
    assert_eq!(
        unreadable(&intake),
        [
            "t.jsonl:6 team=a list: the cell holds `a list`, which is no value",
            "t.jsonl:8 team=an object: the cell holds `an object`, which is no value",
        ]
    );
    assert_eq!(
        rejects(&intake),
        [
            "t.jsonl:3 at=: empty, but every row needs it",
            "t.jsonl:4 ={\"ticket_id\": \"9\", \"at\": \"2026-07-03T01:05:00Z\": not a JSON object: EOF while parsing an \
             object (column 47)",
            "t.jsonl:5 =[1]: not a JSON object: invalid type: sequence, expected an object",
        ]
    );
    let tables = "      tickets:\n        files: t.jsonl\n        columns: {ticket_id: tiket_id}";
    let project = Project::new(tables, &[("t.jsonl", b"{\"ticket_id\": 7, \"created_at\": \"2026-07-03\"}")]);
    assert_eq!(
        project.messages(),
        ["reports.yaml:11:30: error[unknown-column]: `t.jsonl` has no column `tiket_id`, mapped to `ticket_id`\n  \
          hint: did you mean `ticket_id`? its columns are `created_at`, `ticket_id`"]
    );
}

fn parquet(codec: Compression) -> Vec<u8> {
    let ids: DictionaryArray<Int32Type> = vec!["1", "2"].into_iter().collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("order_id", Arc::new(ids)),
        ("customer_id", Arc::new(Int64Array::from(vec![17, 18]))),
        ("ordered_at", Arc::new(TimestampMillisecondArray::from(vec![1_783_069_500_000, 1_783_069_500_000]))),
        ("amount", Arc::new(Decimal128Array::from(vec![1_999, 5]).with_precision_and_scale(10, 2).unwrap())),
        ("margin", Arc::new(Int32Array::from(vec![Some(3), None]))),
        ("refunded", Arc::new(BooleanArray::from(vec![Some(true), None]))),
        ("category", Arc::new(StringArray::from(vec![Some(" a "), Some("")]))),
        ("day", Arc::new(Date32Array::from(vec![20_637, 20_637]))),
        (
            "utc",
            Arc::new(TimestampNanosecondArray::from(vec![1_783_069_500_000_000_123; 2]).with_timezone("Asia/Shanghai")),
        ),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let properties = WriterProperties::builder().set_compression(codec).build();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn parquet_columns_of_many_types() {
    let tables = "      orders:\n        files: o.parquet\n        extra: {day: {type: instant}, utc: {type: instant}}";
    let bytes = parquet(Compression::UNCOMPRESSED);
    let intake = Project::new(tables, &[("o.parquet", &bytes)]).stage();
    assert_eq!((&intake.diagnostics, rejects(&intake)), (&vec![], vec![]));
    for (name, values) in [
        ("order_id", ["1", "2"]),
        ("customer_id", ["17", "18"]),
        ("ordered_at", ["2026-07-03T01:05:00Z"; 2]),
        ("amount", ["199900", "500"]),
        ("margin", ["30000", "-"]),
        ("refunded", ["true", "-"]),
        ("category", ["a", "-"]),
        ("day", ["2026-07-02T16:00:00Z"; 2]),
        ("utc", ["2026-07-03T09:05:00Z"; 2]),
        ("_line", ["1", "2"]),
    ] {
        assert_eq!(column(&intake, Table::Orders, name), values, "{name}");
    }
    assert_eq!(intake.files[0].notes.naive_timestamps, 2);
}

#[test]
fn parquet_of_the_usual_codecs_is_read() {
    let table = "      orders: o.parquet";
    let codecs = [Compression::SNAPPY, Compression::GZIP(GzipLevel::default()), Compression::LZ4, Compression::LZ4_RAW];
    for codec in codecs.into_iter().chain([Compression::ZSTD(ZstdLevel::default())]) {
        let intake = Project::new(table, &[("o.parquet", &parquet(codec))]).stage();
        assert_eq!((&intake.diagnostics, rejects(&intake)), (&vec![], vec![]), "{codec:?}");
        assert_eq!(column(&intake, Table::Orders, "amount"), ["199900", "500"], "{codec:?}");
    }
}
