use super::*;
use proptest::prelude::*;

type Row = (u64, Vec<String>);

fn read(text: &str, width: Option<usize>) -> (Vec<Row>, Vec<(u64, String)>) {
    let dialect = Dialect::default();
    let mut records = Records::new(text, &dialect, Extent::Complete, 1);
    records.width = width.map(|all| Width { named: all, all });
    let (mut rows, mut broken) = (Vec::new(), Vec::new());
    let mut cells = Cells::default();
    while let Some(step) = records.next(&mut cells) {
        match step {
            Step::Record { line, .. } => {
                rows.push((line, (0..cells.len()).map(|index| cells.get(text, index).to_owned()).collect()));
            }
            Step::Broken { line, reason, .. } | Step::Ragged { line, reason, .. } => broken.push((line, reason)),
            Step::Incomplete { .. } => panic!("incomplete in complete text"),
        }
    }
    (rows, broken)
}

fn by_csv_core(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv_core::Reader::new();
    let (mut input, mut rows) = (text.as_bytes(), Vec::new());
    let (mut output, mut ends) = (vec![0; text.len() + 16], vec![0; text.len() + 16]);
    loop {
        let (result, read, _, count) = reader.read_record(input, &mut output, &mut ends);
        input = &input[read..];
        match result {
            csv_core::ReadRecordResult::Record => {
                let starts = std::iter::once(0).chain(ends[..count].iter().copied());
                let spans = starts.zip(&ends[..count]);
                rows.push(spans.map(|(start, end)| String::from_utf8(output[start..*end].to_vec()).unwrap()).collect());
                if input.is_empty() && read == 0 {
                    return rows;
                }
            }
            csv_core::ReadRecordResult::InputEmpty => {}
            csv_core::ReadRecordResult::End => return rows,
            other => panic!("{other:?}"),
        }
    }
}

fn row(line: u64, cells: &[&str]) -> Row {
    (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
}

#[test]
fn numbers_physical_lines_through_line_breaks_in_cells() {
    let text = "1,\"two\r\nlines\",x\r\n\r\n2,\"say \"\"hi\"\"\", y \n3,5\" pipe,z";
    let (rows, broken) = read(text, Some(3));
    let expected =
        [row(1, &["1", "two\r\nlines", "x"]), row(4, &["2", "say \"hi\"", " y "]), row(5, &["3", "5\" pipe", "z"])];
    assert_eq!(rows, expected);
    assert_eq!(broken, []);
}

#[test]
fn an_unclosed_quote_costs_its_own_line_only() {
    let (rows, broken) = read("1,a\n2,\"open\n3,c\n4,\"d\"\n5,e\n", Some(2));
    assert_eq!(rows, [row(1, &["1", "a"]), row(3, &["3", "c"]), row(4, &["4", "d"]), row(5, &["5", "e"])]);
    assert_eq!(broken, [(2, "the quote in column 3 is closed in the middle of the cell, or never".to_owned())]);
    let (rows, broken) = read("1,a\n2,\"open\n3,c\n", Some(2));
    assert_eq!(rows.len(), 2);
    assert_eq!(broken, [(2, "the quote in column 3 is never closed".to_owned())]);
}

#[test]
fn a_ragged_record_is_no_record() {
    let (rows, broken) = read("1,a\n2\n3,c,x\n4,\"d\ne\",f\n5,g\n", Some(2));
    assert_eq!(rows, [row(1, &["1", "a"]), row(6, &["5", "g"])]);
    let reasons = [
        (2, "1 cell where the header has 2"),
        (3, "3 cells where the header has 2: a delimiter in a cell that is not quoted?"),
        (4, "3 cells where the header has 2, and it runs over several lines: look for a quote that is not closed"),
        (5, "a quote in the middle of a cell, after a line with a broken quote"),
    ];
    assert_eq!(broken, reasons.map(|(line, reason)| (line, reason.to_owned())));
}

fn quote(cell: &str, always: bool) -> String {
    if always || cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

proptest! {
    #[test]
    fn round_trips_and_agrees_with_csv_core(
        rows in prop::collection::vec((prop::collection::vec("[a-z中\",\n\r ]{0,6}", 2..4), any::<bool>()), 1..12),
        crlf in any::<bool>(),
    ) {
        let end = if crlf { "\r\n" } else { "\n" };
        let text: String = rows.iter().map(|(cells, always)| {
            cells.iter().map(|cell| quote(cell, *always)).collect::<Vec<_>>().join(",") + end
        }).collect();
        let (found, broken) = read(&text, None);
        prop_assert_eq!(broken, vec![]);
        let found: Vec<Vec<String>> = found.into_iter().map(|(_, cells)| cells).collect();
        let written: Vec<Vec<String>> = rows.into_iter().map(|(cells, _)| cells).collect();
        prop_assert_eq!(&found, &written);
        prop_assert_eq!(&found, &by_csv_core(&text));
    }

    #[test]
    fn any_cut_of_the_text_gives_the_same_records(text in "[ab,\"\n]{0,60}", cut in 0_usize..60, width in 1_usize..5) {
        let width = Some(width).filter(|width| *width < 4);
        let cut = text[..cut.min(text.len())].rfind('\n').map_or(0, |last| last + 1);
        let dialect = Dialect::default();
        let mut records = Records::new(&text[..cut], &dialect, Extent::Partial, 1);
        records.width = width.map(|all| Width { named: all, all });
        let boundary = records.whole();
        let lines = |(rows, broken): (Vec<Row>, Vec<(u64, String)>)| (rows, broken.into_iter().map(|row| row.0).collect::<Vec<_>>());
        let whole = lines(read(&text, width));
        let (mut rows, mut broken) = lines(read(&text[..boundary], width));
        let before = count_lines(&text.as_bytes()[..boundary]);
        let (later_rows, later_broken) = lines(read(&text[boundary..], width));
        rows.extend(later_rows.into_iter().map(|(line, cells)| (line + before, cells)));
        broken.extend(later_broken.into_iter().map(|line| line + before));
        prop_assert_eq!((rows, broken), whole);
    }
}

fn read_as(text: &str, dialect: &Dialect) -> (Vec<Vec<String>>, Vec<String>) {
    let names: Vec<String> = (0..3).map(|column| format!("c{column}")).collect();
    let mut records = Records::new(text, dialect, Extent::Complete, 1).with_columns(&names);
    let (mut rows, mut faults, mut cells) = (Vec::new(), Vec::new(), Cells::default());
    while let Some(step) = records.next(&mut cells) {
        match step {
            Step::Record { .. } => rows.push((0..cells.len()).map(|index| cells.get(text, index).to_owned()).collect()),
            Step::Broken { line, reason, .. } | Step::Ragged { line, reason, .. } => {
                faults.push(format!("{line}: {reason}"))
            }
            Step::Incomplete { .. } => panic!("incomplete in complete text"),
        }
    }
    (rows, faults)
}

#[test]
fn a_quote_in_the_middle_of_a_cell_never_shifts_columns_unseen() {
    let (rows, faults) =
        read_as("7,$78.07\"All-Weather Table, 48\"\"\"\n8,TV 42\" wide,2\n9,5\" pipe,3\" rod\n", &Dialect::default());
    assert_eq!(rows, [["8", "TV 42\" wide", "2"], ["9", "5\" pipe", "3\" rod"]]);
    let reason = "the quote in column 9 stands in the middle of a cell, and what it quotes holds a delimiter";
    assert_eq!(faults, [format!("1: {reason}")]);
}

#[test]
fn blanks_before_a_quote_belong_to_the_separator() {
    let (rows, faults) = read_as("1, \"a, b\", c\n2, \"open, c\n", &Dialect::default());
    assert_eq!(rows, [["1", "a, b", " c"], ["2", " \"open", " c"]]);
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn quotes_may_be_escaped_by_a_backslash_single_or_none() {
    let backslash = Dialect { escape: crate::intake::dialect::Escape::Backslash, ..Dialect::default() };
    let text = "1,\"say \\\"hi\\\", twice\",C:\\dir\n2,\"a\\\\\",\"b\"\"\\n\"\n";
    let (rows, faults) = read_as(text, &backslash);
    assert_eq!(rows, [["1", "say \"hi\", twice", "C:\\dir"], ["2", "a\\", "b\"\\n"]]);
    assert_eq!(faults, Vec::<String>::new());
    let (_, faults) = read_as("1,\"say \\\"hi\\\"\",x\n", &Dialect::default());
    let cure = "`quote: backslash` reads `\\\"` as a quote inside quotes";
    assert_eq!(faults, [format!("1: the quote in column 3 is closed in the middle of the cell, or never: {cure}")]);
    let single = Dialect { quote: Some(b'\''), ..Dialect::default() };
    assert_eq!(read_as("1,'it''s, so',\"x\n2,don't,y\n", &single).0, [["1", "it's, so", "\"x"], ["2", "don't", "y"]]);
    let none = Dialect { quote: None, ..Dialect::default() };
    assert_eq!(read_as("1,\"a,b\"\n", &none).0, [["1", "\"a", "b\""]]);
}

#[test]
fn separators_of_several_characters_and_runs_of_blanks() {
    let text = Dialect::separated_by(Separator::Text(b"||".to_vec()));
    let (rows, faults) = read_as("1||a|b||\"c||d\"\r\n2||\"x\"||y|\n3||||z\n", &text);
    assert_eq!(rows, [["1", "a|b", "c||d"], ["2", "x", "y|"], ["3", "", "z"]]);
    assert_eq!(faults, Vec::<String>::new());
    let blanks = Dialect::separated_by(Separator::Blanks);
    let (rows, faults) = read_as("  1   a \t b  \r\n2 \"x  y\"  z \n 3 \"p\" q\n4 5\n", &blanks);
    assert_eq!(rows, [["1", "a", "b"], ["2", "x  y", "z"], ["3", "p", "q"]]);
    assert_eq!(faults, ["4: 2 cells where the header has 3"]);
}

#[test]
fn blank_cells_beyond_the_header_are_nothing() {
    let (rows, faults) = read_as("1,a,b,\n2,\"a\",b, ,\n3,a,b,c\n", &Dialect::default());
    assert_eq!(rows.len(), 2);
    assert_eq!(faults, ["3: 4 cells where the header has 3: a delimiter in a cell that is not quoted?"]);
    let dialect = Dialect::default();
    let names = ["id", "note", ""].map(str::to_owned);
    let mut records = Records::new("1,a,\n2,b\n3\n", &dialect, Extent::Complete, 1).with_columns(&names);
    let mut cells = Cells::default();
    let steps: Vec<Step> = std::iter::from_fn(|| records.next(&mut cells)).collect();
    assert!(matches!(steps.as_slice(), [Step::Record { .. }, Step::Record { .. }, Step::Ragged { .. }]));
}

#[test]
fn cells_longer_than_64_kib_are_refused_with_their_row() {
    let long = "x".repeat(LONGEST_CELL + 1);
    let (rows, faults) = read_as(&format!("1,{long},a\n2,b,c\n3,\"{long}\n\",d\n4,e,f\n"), &Dialect::default());
    assert_eq!(rows, [["2", "b", "c"], ["4", "e", "f"]]);
    assert_eq!(faults, ["1: cell 2 is longer than 64 KiB", "3: cell 2 is longer than 64 KiB"]);
}
