//! What is handed over beside the pages holds the figures of `measurements.json`, exactly; and what is not shown is
//! empty in every form.

use super::project::{Project, UNGATED};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use regex::Regex;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Read;

const ISSUE: &str = "output/2026-Q3/client/issue-1";

/// A quarter and the one a year before, with a channel of three tickets and one whose name looks like a formula.
fn made() -> Project {
    let project = Project::empty();
    fs::create_dir(project.path().join("data")).unwrap();
    let mut rows = "ticket_id,created_at,channel,first_reply_at,resolved_at\n".to_owned();
    for year in [2025, 2026] {
        for at in 0..90 {
            let channel = match at % 30 {
                0 => "fax",
                one if one % 2 == 0 => "\"=1+1,x\"",
                _ => "phone",
            };
            let (day, minute) = (1 + at % 28, at % 50);
            rows += &format!(
                "{year}-{at},{year}-08-{day:02} 09:00,{channel},{year}-08-{day:02} 09:{minute:02},{year}-08-{day:02} 1{}:{minute:02}\n",
                at % 7
            );
        }
    }
    fs::write(project.path().join("data/tickets.csv"), rows).unwrap();
    let yaml = format!(
        "version: 1\ndefaults: {{as_of: 2026-10-15 09:00, {UNGATED}}}\nreports:\n  - id: client\n    client: \"A & B '=1'\"\n    \
         formats: [xlsx, csv, parquet, lineage, json]\n    locales: [zh-CN, en]\n    data: data\n    \
         targets: {{resolution_time_median: 3}}\n    tables: {{tickets: tickets.csv}}\n    delivery:\n      \
         folder: {{path: outgoing}}\n      from: a@house.example\n      approval: none\n      domains: client.example\n      \
         recipients:\n        - {{address: b@client.example, locale: en, formats: [xlsx, parquet, csv, lineage]}}\n"
    );
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    let ended = project.run("run");
    assert_eq!(ended.code, 0, "{}", ended.err);
    project
}

/// Metric, segment and quarter of a figure, then value, n, low and high as they may be shown.
type Row = ([String; 3], [Option<f64>; 4]);

fn measured(project: &Project) -> Vec<Row> {
    let all = project.json(&format!("{ISSUE}/measurements.json"));
    let row = |one: &Value| {
        let part = &one["segment"]["part"];
        let segment = match one["segment"].as_str() {
            Some(total) => total.to_owned(),
            None => format!("{}={}", part["dimension"].as_str().unwrap(), part["value"].as_str().unwrap_or_default()),
        };
        let state = one["status"]["is"].as_str().unwrap();
        let shown = ["ok", "low_base"].contains(&state);
        let number = |value: &Value| value.as_f64().filter(|_| shown);
        let n = one["n"].as_f64().filter(|_| shown || state == "suppressed");
        let text = |name: &str| one[name].as_str().unwrap().to_owned();
        let interval = &one["interval"];
        (
            [text("metric"), segment, text("quarter")],
            [number(&one["value"]), n, number(&interval["low"]), number(&interval["high"])],
        )
    };
    let rows: Vec<Row> = all.as_array().unwrap().iter().map(row).collect();
    let suppressed = |row: &&Row| row.0[1] == "channel=fax" && row.1[0].is_none() && row.1[1] == Some(3.0);
    assert!(rows.iter().any(|row| row.1[0].is_some()) && rows.iter().any(|row| suppressed(&row)));
    rows
}

/// The same rows in the same order. The reader of JSON may be one step beside a number, so that steps are allowed
/// here; `tests/pages/check_xlsx.py` allows none.
fn assert_same(found: &[Row], expected: &[Row], form: &str) {
    assert_eq!(found.len(), expected.len(), "{form}");
    for (found, expected) in found.iter().zip(expected) {
        let near = |(one, other): (&Option<f64>, &Option<f64>)| match (one, other) {
            (Some(one), Some(other)) => (one - other).abs() <= 2.0 * f64::EPSILON * one.abs(),
            (None, None) => true,
            _ => false,
        };
        assert!(found.0 == expected.0 && found.1.iter().zip(&expected.1).all(near), "{form}: {found:?} {expected:?}");
    }
}

fn csv(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv_core::Reader::new();
    let (mut input, mut records) = (text.as_bytes(), Vec::new());
    loop {
        let (mut fields, mut ends) = (vec![0; 10_000], vec![0; 100]);
        let (result, read, written, found) = reader.read_record(input, &mut fields, &mut ends);
        input = &input[read..];
        match result {
            csv_core::ReadRecordResult::Record => {
                let starts = std::iter::once(0).chain(ends.iter().copied());
                let field = |(from, to): (usize, &usize)| String::from_utf8(fields[from..*to].to_vec()).unwrap();
                records.push(starts.zip(&ends[..found]).map(field).collect());
                assert!(written <= fields.len());
            }
            csv_core::ReadRecordResult::InputEmpty => {}
            csv_core::ReadRecordResult::End => return records,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn every_form_holds_the_measured_figures_exactly() {
    let project = made();
    let expected = measured(&project);
    for (language, mark) in [("zh-CN", "\u{feff}"), ("en", "")] {
        let text = project.text(&format!("{ISSUE}/{language}/figures.csv"));
        let text = text.strip_prefix(mark).unwrap();
        assert!(text.starts_with("metric,title,"), "{language} has no other mark");
        let records = csv(text);
        let number = |cell: &String| (!cell.is_empty()).then(|| cell.parse::<f64>().unwrap());
        let row = |one: &Vec<String>| -> Row {
            let name = [0, 3, 6].map(|at| one[at].clone());
            (name, [8, 10, 11, 12].map(|at| number(&one[at])))
        };
        let found: Vec<Row> = records[1..].iter().map(row).collect();
        assert_same(&found, &expected, language);
        assert!(records[1..].iter().any(|one| one[5] == "'=1+1,x"), "a name is no formula");
        let silent = |one: &&Vec<String>| one[8].is_empty() && one[9].is_empty() && one[19].is_empty();
        assert_eq!(records[1..].iter().find(silent), None, "what is not shown says why");
        let book = project.bytes(&format!("{ISSUE}/{language}/client_2026-Q3_{language}.xlsx"));
        assert_same(&workbook(&book), &expected, language);
    }
    assert_same(&parquet(&project), &expected, "Parquet");
    let lineage = project.json(&format!("{ISSUE}/lineage.json"));
    let row = |one: &Value| -> Row {
        let name = ["metric", "segment", "quarter"].map(|name| one[name].as_str().unwrap().to_owned());
        (name, [one["value"].as_f64(), one["n"].as_f64(), None, None])
    };
    let found: Vec<Row> = lineage["figures"].as_array().unwrap().iter().map(row).collect();
    let ends_left_out = |(name, of): &Row| (name.clone(), [of[0], of[1], None, None]);
    assert_same(&found, &expected.iter().map(ends_left_out).collect::<Vec<_>>(), "lineage");
}

#[test]
fn lineage_leads_from_a_figure_to_the_bytes_of_its_files() {
    let project = made();
    let lineage = project.json(&format!("{ISSUE}/lineage.json"));
    let figure = lineage["figures"].as_array().unwrap().iter().find(|one| one["n"].as_u64() > Some(0)).unwrap();
    let metric = &lineage["metrics"][figure["metric"].as_str().unwrap()];
    assert!(metric["definition"]["definition"].is_object() || metric["definition"]["definition"].is_string());
    let table = &lineage["tables"][metric["tables"][0].as_str().unwrap()];
    assert_eq!((&table["rows_read"], &table["rows_used"]), (&json!(180), &json!(180)));
    let file = &table["files"][0];
    let bytes = project.bytes(&format!("data/{}", file["path"].as_str().unwrap()));
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(file["sha256"], hash);
}

#[test]
fn what_is_handed_over_goes_out_with_the_mail() {
    let project = made();
    let ended = project.run("send");
    assert_eq!(ended.code, 0, "{}", ended.err);
    let mail = project.files("outgoing").into_iter().next().unwrap();
    let mail = project.text(&format!("outgoing/{mail}"));
    for (name, kind) in [
        ("client_2026-Q3_en.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("figures.parquet", "application/vnd.apache.parquet"),
        ("figures.csv", "text/csv"),
        ("lineage.json", "application/json"),
    ] {
        assert!(mail.contains(&format!("filename=\"{name}\"")) && mail.contains(kind), "{name}");
    }
    assert!(!mail.contains("zh-CN.xlsx"), "the other language stays at home");
}

fn parquet(project: &Project) -> Vec<Row> {
    let file = fs::File::open(project.path().join(format!("{ISSUE}/figures.parquet"))).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReader::try_new(file, 100_000).unwrap();
    let mut rows = Vec::new();
    for batch in reader.map(Result::unwrap) {
        let text = |name: &str, at: usize| batch[name].as_string::<i32>().value(at).to_owned();
        let number = |name: &str, at: usize| {
            let column = batch[name].as_primitive::<Float64Type>();
            (!column.is_null(at)).then(|| column.value(at))
        };
        let counts = batch["n"].as_primitive::<Int64Type>();
        for at in 0..batch.num_rows() {
            let n = (!counts.is_null(at)).then(|| counts.value(at) as f64);
            let numbers = [number("value", at), n, number("low", at), number("high", at)];
            rows.push((["metric", "segment", "quarter"].map(|name| text(name, at)), numbers));
        }
    }
    rows
}

/// The rows of the list of figures of a workbook.
fn workbook(bytes: &[u8]) -> Vec<Row> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let unescaped = |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let texts: Vec<String> = Regex::new(r"<si><t[^>]*>([^<]*)</t></si>")
        .unwrap()
        .captures_iter(&part("xl/sharedStrings.xml"))
        .map(|found| unescaped(&found[1]))
        .collect();
    let list = (1..20).find(|at| part(&format!("xl/tables/table{at}.xml")).contains("name=\"list_figures\"")).unwrap();
    let link = format!("tables/table{list}.xml");
    let sheet = (1..20).find(|at| {
        let at = format!("xl/worksheets/_rels/sheet{at}.xml.rels");
        archive.by_name(&at).is_ok_and(|mut rels| {
            let mut text = String::new();
            rels.read_to_string(&mut text).unwrap();
            text.contains(&link)
        })
    });
    let mut sheet_text = String::new();
    let name = format!("xl/worksheets/sheet{}.xml", sheet.unwrap());
    archive.by_name(&name).unwrap().read_to_string(&mut sheet_text).unwrap();
    assert!(!sheet_text.contains("<f>"), "figures are no formulas");
    let cell = Regex::new(r#"<c r="([A-Z]+)\d+"( s="\d+")?( t="s")?><v>([^<]*)</v></c>"#).unwrap();
    let rows = Regex::new(r#"(?s)<row r="(\d+)".*?</row>"#).unwrap();
    let of_row = |row: &str| -> Row {
        let found = |column: &str| cell.captures_iter(row).find(|found| &found[1] == column);
        let text = |column: &str| texts[found(column).unwrap()[4].parse::<usize>().unwrap()].clone();
        let number = |column: &str| {
            let found = found(column)?;
            assert!(found.get(3).is_none(), "a number is a number");
            Some(found[4].parse::<f64>().unwrap())
        };
        (["P", "Q", "E"].map(text), ["G", "H", "I", "J"].map(number))
    };
    let rows = rows.captures_iter(&sheet_text).filter(|row| row[1].parse::<u32>().unwrap() > 4);
    rows.map(|row| of_row(&row[0])).collect()
}
