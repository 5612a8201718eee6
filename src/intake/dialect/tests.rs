use super::*;
use crate::intake::layout::tests::{source, wanted};

fn separator(text: &str, names: &[&str]) -> Separator {
    detect(Opening::of(text), &source(""), &wanted(names)).unwrap().0.separator
}

#[test]
fn header_and_data_lines_decide_together() {
    for (text, byte) in [
        ("a,b,c\n1,2,3\n", b','),
        ("a;b (x, y);c (x, y, z)\n1;2;3\n4;5;6\n", b';'),
        ("\"a,b,c\";d\n1;2\n", b';'),
        ("a\tb\tc,d\n1\t2\t3\n", b'\t'),
        ("a|b\n1|2\n", b'|'),
        ("alone\n1\n", b','),
        ("amount;note\n3,50;x\n4,70;y\n", b';'),
        ("Report,of,all,calls\na;b\n1;2\n3;4\n5;6\n", b';'),
    ] {
        assert_eq!(separator(text, &["q"]), Separator::Byte(byte), "{text}");
    }
}

#[test]
fn the_wanted_names_decide_before_the_count() {
    assert_eq!(separator("id;at,place\n1;2,3\n", &["id", "at,place"]), Separator::Byte(b';'));
    assert_eq!(separator("id;at,place\n1;2,3\n", &["id;at", "place"]), Separator::Byte(b','));
    assert_eq!(separator(" id   at \n 1    2\n", &["id", "at"]), Separator::Blanks);
}

#[test]
fn two_readings_that_fit_alike_are_refused_with_both() {
    let source = source("header_row: none, header: [id, amount]");
    let problem = detect(Opening::of("1;2,5\n2;3,5\n"), &source, &[]).unwrap_err();
    assert_eq!(problem.message, "`t.csv`: the lines can be cut into cells in two ways");
    let hint = "`delimiter: \";\"` gives `2` and `3,5`; `delimiter: \",\"` gives `2;3` and `5`: write one of them";
    assert_eq!(problem.hint.as_deref(), Some(hint));
}

#[test]
fn a_first_line_may_name_the_separator() {
    for (text, byte) in
        [("sep=;\na;b\n", b';'), ("SEP=|\r\na|b\n", b'|'), ("\"sep=,\"\na,b\n", b','), ("sep=\t\na\tb\n", b'\t')]
    {
        let opening = Opening::of(text);
        let (dialect, _) = detect(opening, &source(""), &wanted(&["q"])).unwrap();
        assert_eq!((dialect.separator, opening.start.1), (Separator::Byte(byte), 2), "{text}");
    }
    assert_eq!(Opening::of("sep=;;\n").start, (0, 1));
}

#[test]
fn backslashes_before_quotes_are_seen_only_when_they_make_records() {
    let escape = |text: &str| detect(Opening::of(text), &source(""), &wanted(&["a", "b"])).unwrap().0.escape;
    assert_eq!(escape("a,b\n1,\"say \\\"hi\\\", so\"\n"), Escape::Backslash);
    assert_eq!(escape("a,b\n1,\"C:\\dir\\\"\n2,\"x\"\n"), Escape::Doubled);
    assert_eq!(escape("a,b\n1,\"x\"\"y\"\n"), Escape::Doubled);
}
