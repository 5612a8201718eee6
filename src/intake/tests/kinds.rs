//! Workbooks of every kind, pages, statistics: the same rows from all of them, and what
//! is refused.

use super::{Project, column, rejects, unreadable};
use crate::domain::Table;
use std::io::Write;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A table of calls with four columns as they stand.
pub const CALLS: &str = "      calls:\n        files: 'calls*'\n        columns: {call_id: call_id, started_at: started_at}\n        \
                     extra: {x_wait: {type: text, from: wait}, x_talk: {type: text, from: talk}, \
                     x_share: {type: text, from: share}, x_queue: {type: text, from: queue}}";

fn fixture(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/intake");
    std::fs::read(folder.join(name)).unwrap()
}

/// An archive of these files.
pub fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"
    Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>"#;

/// A workbook of one sheet with these rows as they are written, and these settings.
fn workbook(rows: &str, settings: &str) -> Vec<u8> {
    let book =
        format!("<workbook>{settings}<sheets><sheet name=\"calls\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[h]:mm:ss\"/><numFmt numFmtId=\"165\" \
                  formatCode=\"000000\"/></numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>\
                  <xf numFmtId=\"22\"/><xf numFmtId=\"164\"/><xf numFmtId=\"21\"/><xf numFmtId=\"9\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>";
    let header = ["call_id", "started_at", "wait", "talk", "share", "queue"];
    let header: String = header.iter().map(|name| format!("<c t=\"inlineStr\"><is><t>{name}</t></is></c>")).collect();
    let sheet = format!("<worksheet><sheetData><row r=\"1\">{header}</row>{rows}</sheetData></worksheet>");
    archive(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// The calls of one file.
pub fn calls(name: &str, bytes: &[u8]) -> super::Staged {
    Project::new(CALLS, &[(name, bytes)]).stage()
}

/// A column of the calls.
pub fn of(staged: &super::Staged, name: &str) -> Vec<String> {
    column(staged, Table::Calls, name)
}

/// Everything that is said about rows and cells that are no values.
pub fn told(staged: &super::Staged) -> String {
    let messages = staged.diagnostics.iter().map(ToString::to_string);
    messages.chain(rejects(staged)).chain(unreadable(staged)).collect::<Vec<_>>().join("\n")
}

const IDS: [&str; 3] = ["000123", "000124", "000125"];
const STARTED: [&str; 3] = ["2026-07-03T01:05:00Z", "2026-07-03T13:40:30Z", "2026-07-31T16:00:00Z"];
const WAIT: [&str; 3] = ["00:03:12", "30:00:00", "00:00:08"];
const TALK: [&str; 3] = ["00:03:12", "06:00:00", "00:00:08"];
const SHARE: [&str; 3] = ["85%", "7%", "100%"];
const QUEUE: [&str; 3] = ["电话", "Général", "phone"];

#[test]
fn every_kind_of_workbook_gives_the_same_rows() {
    let rows = "<row r=\"2\"><c r=\"A2\" s=\"5\"><v>123</v></c><c s=\"1\"><v>46206.37847222222</v></c><c s=\"2\"><v>2.2222222222222222E-3</v></c>\
                <c s=\"3\"><v>2.2222222222222222E-3</v></c><c s=\"4\"><v>0.85</v></c><c t=\"str\"><v>电话</v></c></row>\
                <row r=\"3\"><c s=\"5\"><v>124</v></c><c s=\"1\"><v>46206.903125</v></c><c s=\"2\"><v>1.25</v></c><c s=\"3\"><v>0.25</v></c>\
                <c s=\"4\"><v>7.0000000000000007E-2</v></c><c t=\"inlineStr\"><is><r><t>Gén</t></r><r><t>éral</t></r></is></c></row>\
                <row><c s=\"5\"><v>125</v></c><c t=\"d\"><v>2026-08-01T00:00:00</v></c><c s=\"2\"><v>9.2592592592592588E-5</v></c>\
                <c s=\"3\"><v>9.2592592592592588E-5</v></c><c s=\"4\"><v>1</v></c><c t=\"str\"><v>phone</v></c></row>";
    for (name, bytes) in
        [("calls.xlsx", workbook(rows, "")), ("calls.xls", fixture("calls.xls")), ("calls.ods", fixture("calls.ods"))]
    {
        let staged = calls(name, &bytes);
        assert_eq!(
            (&staged.diagnostics.iter().filter(|found| found.code != "merged-cells").count(), rejects(&staged)),
            (&0, vec![]),
            "{name}"
        );
        for (column, values) in [
            ("call_id", IDS),
            ("started_at", STARTED),
            ("x_wait", WAIT),
            ("x_talk", TALK),
            ("x_share", SHARE),
            ("x_queue", QUEUE),
            ("_line", ["2", "3", "4"]),
        ] {
            assert_eq!(of(&staged, column), values, "{name} {column}");
        }
        assert_eq!(of(&staged, "_file"), vec![format!("{name}#calls"); 3]);
    }
}

#[test]
fn an_old_workbook_keeps_long_texts_and_knows_formulas_without_values() {
    let tables = "      calls:\n        files: calls.xls\n        sheet: calls\n        extra: {sum: {type: integer}, fault: {type: boolean}}";
    let staged = Project::new(tables, &[("calls.xls", &fixture("calls.xls"))]).stage();
    assert!(told(&staged).contains("formula"), "{}", told(&staged));
    let tables = "      calls:\n        files: calls.xls\n        sheet: long\n        header: [text]\n        header_row: none\n        \
                  columns: {call_id: text}\n        constants: {started_at: 2026-07-01}";
    let staged = Project::new(tables, &[("calls.xls", &fixture("calls.xls"))]).stage();
    let ids = of(&staged, "call_id");
    assert_eq!((ids.len(), ids[599].as_str()), (600, format!("599 长文本{}", "é中".repeat(29)).as_str()));
}

#[test]
fn formulas_without_a_stored_value_are_no_zeros() {
    let rows = |first: &str, second: &str| {
        format!(
            "<row r=\"2\"><c><v>1</v></c><c s=\"1\"><v>46206</v></c><c><f>A2*2</f>{first}</c></row>\
             <row r=\"3\"><c><v>2</v></c><c s=\"1\"><v>46206</v></c><c><f>A3*2</f>{second}</c></row>"
        )
    };
    let recalculated = "<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/>";
    for (rows, settings, lost) in [
        (rows("", "<v></v>"), "", true),
        (rows("<v>0</v>", "<v>0</v>"), recalculated, true),
        (rows("<v>0</v>", "<v>4</v>"), recalculated, false),
        (rows("<v>0</v>", "<v>0</v>"), "", false),
    ] {
        let tables = "      calls:\n        files: calls.xlsx\n        extra: {wait: {type: integer}}";
        let staged = Project::new(tables, &[("calls.xlsx", &workbook(&rows, settings))]).stage();
        assert_eq!(told(&staged).contains("formula"), lost, "{rows} {settings}: {}", told(&staged));
    }
}

#[test]
fn a_sheet_of_impossible_places_is_refused_and_rows_of_one_number_are_two() {
    let row = |cells: &str| format!("<row r=\"2\">{cells}</row>");
    let cell = "<c r=\"A2\"><v>1</v></c><c r=\"B2\" s=\"1\"><v>46206</v></c>";
    let message = |rows: &str| {
        let messages = Project::new(CALLS, &[("calls.xlsx", &workbook(rows, ""))]).messages();
        messages.into_iter().next().unwrap_or_default()
    };
    for (rows, said) in [
        (row(&format!("{cell}<c r=\"XFE2\"><v>1</v></c>")), "cell `XFE2` is beyond the last cell of a sheet"),
        (row("<c r=\"ZZZZZZ99999999\"><v>1</v></c>"), "cell `ZZZZZZ99999999` is beyond the last cell"),
        ("<row r=\"1048577\"/>".to_owned(), "row 1048577 is beyond the last cell"),
        (row("<c r=\"A3\"><v>1</v></c>"), "cell `A3` stands in row 2"),
    ] {
        assert!(message(&rows).contains(said), "{}", message(&rows));
    }
    let twice = row(cell) + &row("<c r=\"A2\"><v>2</v></c><c r=\"B2\" s=\"1\"><v>46207</v></c>");
    let staged = calls("calls.xlsx", &workbook(&twice, ""));
    assert_eq!((of(&staged, "call_id"), staged.files[0].rows_in), (vec!["1".to_owned(), "2".to_owned()], 2));
    let long = row(&format!("{cell}<c r=\"F2\" t=\"str\"><v>{}</v></c>", "x".repeat(70_000)));
    let staged = calls("calls.xlsx", &workbook(&long, ""));
    assert!(told(&staged).contains("a text of more than 64 KiB"), "{}", told(&staged));
    let doubled = row(&format!("{cell}<c r=\"A2\"><v>3</v></c>"));
    assert!(rejects(&calls("calls.xlsx", &workbook(&doubled, "")))[0].contains("two cells in one place"));
}

#[test]
fn a_binary_workbook_is_read() {
    let text = |text: &str| {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&(units.len() as u32 / 2).to_le_bytes()[..], &units].concat()
    };
    let record = |kind: &[u8], data: &[u8]| [kind, &[data.len() as u8 | 0x80, 0], data].concat();
    let book = [vec![0; 8], text("r1"), text("calls")].concat();
    let workbook = record(&[0x9C, 0x01], &book);
    let style = |format: u16| record(&[0x2F], &[&[0, 0], &format.to_le_bytes()[..], &[0; 12]].concat());
    let styles = [
        record(&[0x2C], &[&164_u16.to_le_bytes()[..], &text("000000")].concat()),
        record(&[0xE9, 0x04], &[0; 4]),
        style(0),
        style(164),
        style(22),
        style(46),
        record(&[0xEA, 0x04], &[]),
    ];
    let cell = |kind: u8, column: u8, style: u8, value: &[u8]| {
        record(&[kind], &[&[column, 0, 0, 0, style, 0, 0, 0][..], value].concat())
    };
    let mut sheet = record(&[0x00], &[0; 17]);
    for (column, name) in ["call_id", "started_at", "wait"].into_iter().enumerate() {
        sheet.extend(cell(0x06, column as u8, 0, &text(name)));
    }
    sheet.extend(record(&[0x00], &[&1_u32.to_le_bytes()[..], &[0; 13]].concat()));
    sheet.extend(cell(0x02, 0, 1, &(123_u32 << 2 | 2).to_le_bytes()));
    sheet.extend(cell(0x05, 1, 2, &46_206.5_f64.to_le_bytes()));
    sheet.extend(cell(0x05, 2, 3, &1.25_f64.to_le_bytes()));
    sheet.extend(record(&[0x92, 0x01], &[]));
    let relations = RELATIONS.replace("sheet1.xml", "sheet1.bin");
    let bytes = archive(&[
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/styles.bin", &styles.concat()),
        ("xl/worksheets/sheet1.bin", &sheet),
    ]);
    let tables = "      calls:\n        files: calls.xlsb\n        extra: {x_wait: {type: text, from: wait}}";
    let staged = Project::new(tables, &[("calls.xlsb", &bytes)]).stage();
    assert_eq!((&staged.diagnostics, rejects(&staged)), (&vec![], vec![]));
    let found = ["call_id", "started_at", "x_wait"].map(|name| of(&staged, name).concat());
    assert_eq!(found, ["000123", "2026-07-03T04:00:00Z", "30:00:00"]);
}

const PAGE: &str = "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=CHARSET\"><style>.p {mso-number-format:\"0%\";}</style>\
                    </head><body><table><tr><td>Report<td>July</table><table border=1><tr><td colspan=2>Calls &amp; more</td></tr>\
                    <TR><TH>call_id</TH><th>started_at</th><th>wait</th><th>talk</th><th>share</th><th>queue\n</th></tr>\
                    <tr><td>000123<td>2026-07-03 09:05<td>0:03:12<td>0:03:12<td class=p>0.85<td>Caf&eacute; é</tr>\
                    <tr><td rowspan=2>000124</td><td>2026-07-03 21:40</td><td>1</td><td></td><td></td><td>a<br>b</td></tr>\
                    <tr><td>2026-07-04 21:40</td><td>2</td><td></td><td></td><td>c</td></tr></table></body></html>";

#[test]
fn a_page_that_calls_itself_a_workbook_is_read_as_a_page() {
    let page = PAGE.replace("CHARSET", "iso-8859-1");
    let latin: Vec<u8> = page.chars().map(|letter| letter as u8).collect();
    for (tables, bytes) in [
        (CALLS.to_owned(), latin.clone()),
        (format!("{CALLS}\n        format: xlsx"), latin),
        (CALLS.to_owned(), PAGE.replace("CHARSET", "utf-8").into_bytes()),
    ] {
        let staged = Project::new(&tables, &[("calls.xls", &bytes)]).stage();
        assert_eq!(rejects(&staged), Vec::<String>::new());
        assert_eq!(of(&staged, "call_id"), ["000123", "000124", "000124"]);
        assert_eq!(of(&staged, "x_share"), ["85%", "-", "-"]);
        assert_eq!(of(&staged, "x_queue"), ["Café é", "a\nb", "c"]);
        let said = &staged.files[0].notes.said;
        assert!(said[0].starts_with("the file is a web page"), "{said:?}");
        assert!(said.iter().any(|said| said == "table `2` is read: no other has the wanted columns"), "{said:?}");
    }
    let message = |bytes: &[u8], tables: &str| Project::new(tables, &[("calls.xls", bytes)]).messages().concat();
    let login = b"<!DOCTYPE html><html><body><form>Please log in</form></body></html>";
    assert!(
        message(login, CALLS).contains("a web page without a table\n  hint: systems answer like this when a login")
    );
    let as_text = format!("{CALLS}\n        format: csv");
    assert!(
        message(login, &as_text)
            .contains("the file is a web page, but the mapping says `format: csv`\n  hint: remove `format`")
    );
}

#[test]
fn spreadsheets_in_xml_and_text_that_call_themselves_workbooks_are_read() {
    let xml = "<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
               <Styles><Style ss:ID=\"p\"><NumberFormat ss:Format=\"0%\"/></Style><Style ss:ID=\"z\"><NumberFormat ss:Format=\"000000\"/></Style></Styles>\
               <Worksheet ss:Name=\"calls\"><Table><Row><Cell><Data ss:Type=\"String\">call_id</Data></Cell><Cell><Data ss:Type=\"String\">started_at</Data></Cell>\
               <Cell ss:Index=\"4\"><Data ss:Type=\"String\">wait</Data></Cell><Cell><Data ss:Type=\"String\">talk</Data></Cell><Cell><Data ss:Type=\"String\">share</Data></Cell>\
               <Cell><Data ss:Type=\"String\">queue</Data></Cell></Row>\
               <Row ss:Index=\"3\"><Cell ss:StyleID=\"z\"><Data ss:Type=\"Number\">123</Data></Cell><Cell><Data ss:Type=\"DateTime\">2026-07-03T09:05:00.000</Data></Cell>\
               <Cell ss:Index=\"4\"><Data ss:Type=\"DateTime\">1900-01-01T06:00:00.000</Data></Cell><Cell><Data ss:Type=\"DateTime\">1899-12-31T00:03:12.000</Data></Cell>\
               <Cell ss:StyleID=\"p\"><Data ss:Type=\"Number\">0.85</Data></Cell><Cell><Data ss:Type=\"String\">电话 &amp; Chat</Data></Cell></Row></Table></Worksheet></Workbook>";
    let staged = calls("calls.xls", xml.as_bytes());
    assert_eq!(rejects(&staged), Vec::<String>::new());
    let found = ["call_id", "started_at", "x_wait", "x_talk", "x_share", "x_queue", "_line"]
        .map(|name| of(&staged, name).concat());
    assert_eq!(found, ["000123", "2026-07-03T01:05:00Z", "30:00:00", "00:03:12", "85%", "电话 & Chat", "3"]);
    let text = "call_id\tstarted_at\twait\ttalk\tshare\tqueue\r\n000123\t2026-07-03 09:05\t\t\t\t电话\r\n";
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let staged = calls("calls.xls", &wide);
    assert_eq!((of(&staged, "call_id"), of(&staged, "x_queue")), (vec!["000123".to_owned()], vec!["电话".to_owned()]));
    assert_eq!(staged.files[0].notes.encoding.as_deref(), Some("UTF-16LE"));
    assert_eq!(staged.files[0].notes.said[0], "the file is delimited text, whatever its ending says");
}

#[test]
fn what_is_not_read_is_named() {
    for (bytes, named) in [
        (&b"%PDF-1.7\n"[..], "a PDF document"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07\x08", "of no kind that is known"),
        (b"Rar!\x1A\x07\x00", "a RAR archive"),
    ] {
        let messages = Project::new(CALLS, &[("calls.xlsx", bytes)]).messages().concat();
        assert!(
            messages.contains(&format!("error[unknown-format]: the file is {named}, which is not read")),
            "{messages}"
        );
    }
}

#[test]
fn statistics_files_with_labels_and_missing_values() {
    let tables = "      surveys:\n        files: 'survey*'\n        columns: {response_id: respid, value: q_satisfaction, responded_at: answered, comment: comment}\n        \
                  constants: {metric: csat, scale_min: 1, scale_max: 5}\n        \
                  extra: {x_channel: {type: text, from: channel}, x_code: {type: number, from: channel}, x_talk: {type: text, from: talk}}";
    for name in ["survey.sav", "survey-plain.sav", "survey.zsav"] {
        let staged = Project::new(tables, &[(name, &fixture(name))]).stage();
        assert_eq!((&staged.diagnostics, staged.files[0].rows_in), (&vec![], 4), "{name}");
        let of = |column: &str| super::column(&staged, Table::Surveys, column);
        assert_eq!(of("response_id"), ["1", "2", "3", "4"], "{name} {:?}", rejects(&staged));
        assert_eq!(of("value"), ["5", "-", "2", "-"], "{name}");
        assert_eq!(of("x_channel"), ["电话", "E-Mail", "电话", "-"], "{name}");
        assert_eq!(of("x_code"), ["1", "2", "1", "-"], "{name}");
        assert_eq!(of("x_talk"), ["00:03:12", "06:00:00", "00:00:08", "-"], "{name}");
        assert_eq!(of("responded_at")[0], "2026-07-03T01:05:00Z", "{name}");
        assert_eq!(of("comment"), ["很好", "Général", &"x".repeat(300), "-"], "{name}");
        let said = staged.files[0].notes.said.join("; ");
        assert_eq!(
            said,
            "`q_satisfaction` has values that mean missing: 1 × `no answer` (99); `channel` has values that mean missing: 1 × 8",
            "{name}"
        );
    }
    let message = Project::new(tables, &[("survey.sav", &fixture("survey.sav")[..2_000])]).messages().concat();
    assert!(message.contains("the file breaks off\n  hint: download or save it again"), "{message}");
}

#[test]
fn parquet_and_arrow_columns_of_rare_types() {
    let tables = "      calls:\n        files: 'calls*'\n        extra: {x_wait: {type: text, from: wait}, x_talk: {type: text, from: talk}, \
                  key: {type: text}, long: {type: number}, half: {type: number}, code: {type: text}}";
    for name in ["calls.parquet", "calls.arrow"] {
        let staged = Project::new(tables, &[(name, &fixture(name))]).stage();
        assert_eq!((&staged.diagnostics, rejects(&staged)), (&vec![], vec![]), "{name}");
        for (column, values) in [
            ("call_id", IDS),
            ("started_at", ["2026-07-03T09:05:00Z", "2026-07-03T21:40:30Z", "2026-08-01T00:00:00Z"]),
            ("x_wait", WAIT),
            ("x_talk", TALK),
            (
                "key",
                [1, 2, 3]
                    .map(|number| format!("00000000-0000-0000-0000-00000000000{number}"))
                    .each_ref()
                    .map(String::as_str),
            ),
            ("long", ["1.25", "-", "-3.5"]),
            ("half", ["1.5", "-", "2"]),
            ("code", ["ab", "cdef", "-"]),
        ] {
            assert_eq!(of(&staged, column), values, "{name} {column}");
        }
    }
    let tables = "      calls: {files: 'calls*', extra: {pair: {type: text}}}";
    let staged = Project::new(tables, &[("calls.parquet", &fixture("calls.parquet"))]).stage();
    assert!(told(&staged).contains("a list: write one row or one column for each of its values"), "{}", told(&staged));
}

#[test]
fn old_timestamps_are_utc_unless_their_writer_says_otherwise() {
    let tables = "      calls: 'int96*'";
    let started = |name: &str| of(&Project::new(tables, &[(name, &fixture(name))]).stage(), "started_at");
    assert_eq!(started("int96.parquet"), ["2026-07-03T09:05:00Z", "2026-07-03T21:40:30Z"]);
    assert_eq!(started("int96-local.parquet"), ["2026-07-03T01:05:00Z", "2026-07-03T13:40:30Z"]);
}
