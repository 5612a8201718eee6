use super::*;
use proptest::prelude::*;

type Row = (u64, Vec<String>);

fn read(text: &str, width: Option<usize>) -> (Vec<Row>, Vec<(u64, String)>) {
    let mut records = Records::new(text, b',', Extent::Complete, 1);
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
        (3, "3 cells where the header has 2"),
        (4, "3 cells where the header has 2, and it runs over several lines: look for a quote that is not closed"),
        (5, "a quote in the middle of a cell, after a line with a broken quote"),
    ];
    assert_eq!(broken, reasons.map(|(line, reason)| (line, reason.to_owned())));
}

#[test]
fn detects_the_delimiter() {
    assert_eq!(detect_delimiter("a,b,c"), b',');
    assert_eq!(detect_delimiter("\"a,b,c\";d"), b';');
    assert_eq!(detect_delimiter("a\tb\tc,d"), b'\t');
    assert_eq!(detect_delimiter("a|b"), b'|');
    assert_eq!(detect_delimiter("alone"), b',');
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
        let mut records = Records::new(&text[..cut], b',', Extent::Partial, 1);
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
