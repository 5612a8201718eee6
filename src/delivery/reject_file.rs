//! The rows that were not used, or for which another one stands, as CSV files for the people who keep the
//! data.

use crate::domain::{Table, csv_cell};
use crate::intake::Reject;

/// The rejects of one table. `None` when the table has none.
pub fn reject_file(table: Table, rejects: &[Reject]) -> Option<Vec<u8>> {
    let own = rejects.iter().filter(|reject| reject.table == table);
    let row = |reject: &Reject| {
        let Reject { file, line, column, value, reason, .. } = reject;
        [file.clone(), line.to_string(), column.clone(), value.clone(), reason.clone()]
    };
    list_file(["file", "line", "column", "value", "reason"], own.map(row))
}

/// A list of rows: UTF-8 with BOM, CRLF, and no cell that a spreadsheet would run as a formula. `None` when
/// there are none.
pub fn list_file<const COLUMNS: usize>(
    header: [&str; COLUMNS],
    rows: impl Iterator<Item = [String; COLUMNS]>,
) -> Option<Vec<u8>> {
    let mut text = format!("\u{feff}{}\r\n", header.join(","));
    let empty = text.len();
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            csv_cell(&mut text, cell);
        }
        text.push_str("\r\n");
    }
    (text.len() > empty).then(|| text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reject(table: Table, value: &str) -> Reject {
        let (file, column, reason) = ("tickets.csv".to_owned(), "创建时间".to_owned(), "not a date".to_owned());
        Reject {
            table,
            file,
            line: 7,
            column,
            value: value.to_owned(),
            reason,
            kind: crate::intake::RejectKind::default(),
        }
    }

    #[test]
    fn lists_the_rejects_of_one_table() {
        let rejects = [reject(Table::Tickets, "31/02"), reject(Table::Costs, "x"), reject(Table::Tickets, "a,\"b\"")];
        let text = String::from_utf8(reject_file(Table::Tickets, &rejects).unwrap()).unwrap();
        let expected = "\u{feff}file,line,column,value,reason\r\n\
            tickets.csv,7,创建时间,31/02,not a date\r\n\
            tickets.csv,7,创建时间,\"a,\"\"b\"\"\",not a date\r\n";
        assert_eq!(text, expected);
        assert_eq!(reject_file(Table::Orders, &rejects), None);
    }

    #[test]
    fn no_cell_is_a_formula() {
        for value in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "＝1", "\r=1"] {
            let file = reject_file(Table::Tickets, &[reject(Table::Tickets, value)]).unwrap();
            let text = String::from_utf8(file).unwrap();
            let row = text.split_once("\r\n").unwrap().1;
            assert!(row.starts_with("tickets.csv,7,创建时间,\"'"), "{row}");
        }
    }
}
