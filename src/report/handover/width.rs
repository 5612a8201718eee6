//! How wide texts are in a spreadsheet, in characters of its font: a square letter takes two of them
//! (a little less, as cells are set smaller than the font that columns are measured by).

use super::sheet::{Outcome, Role, Style, Value};
use crate::report::text::rounded;

/// Characters that a filter button takes.
const BUTTON: f64 = 3.0;
/// Widest head before it breaks into lines.
const HEAD: f64 = 13.0;

/// The width of a text on one line.
pub fn of_text(text: &str) -> f64 {
    text.lines().map(|line| line.chars().map(of_letter).sum::<f64>()).fold(0.0, f64::max)
}

fn of_letter(letter: char) -> f64 {
    match u32::from(letter) {
        // Marks that stand on the letter before them.
        0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0.0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 => {
            1.95
        }
        0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd => 1.95,
        // Signs that fonts of square letters draw square: “ ” ‘ ’ … — · × ÷ ± → ✓ ✗ ▲ ▼ ● ○.
        0x2018..=0x201f | 0x2026 | 0x2014 | 0x2190..=0x21ff | 0x2460..=0x27bf => 1.7,
        _ if letter.is_uppercase() => 1.15,
        _ if " .,:;'|!()[]-/ijlftr".contains(letter) => 0.55,
        _ => 0.95,
    }
}

/// The width of a cell.
pub fn of(value: &Value, style: &Style) -> f64 {
    let text = match value {
        Value::Text(text) if matches!(style.role, Role::Header | Role::HeaderEnd) => {
            return (of_text(text) + BUTTON).min(HEAD);
        }
        // Runs over the cells beside it.
        Value::Text(_) if matches!(style.role, Role::Title | Role::Subtitle | Role::Note | Role::Heading) => {
            return 0.0;
        }
        Value::Text(text) | Value::Formula(_, Outcome::Text(text)) => of_text(text),
        Value::Number(number) | Value::Formula(_, Outcome::Number(number)) => of_number(*number, &style.form),
        Value::Blank => return 0.0,
        Value::Date(_) => of_text("2026-01-01"),
    };
    text + 2.5
}

/// As printed by a number format: its literals and the digits.
fn of_number(number: f64, form: &str) -> f64 {
    let first = form.split(';').next().unwrap_or_default();
    let decimals =
        first.split('.').nth(1).map_or(0, |rest| rest.chars().take_while(|one| matches!(one, '0' | '#')).count());
    let decimals = if first.is_empty() { 2 } else { u8::try_from(decimals).unwrap_or(2) };
    let literals: String = first.split('"').skip(1).step_by(2).collect();
    of_text(&rounded(number, decimals)) + of_text(&literals)
}

/// Lines that a cell takes in a column of so many characters, in lines of plain text.
pub fn lines_of(value: &Value, style: &Style, characters: f64) -> f64 {
    let Value::Text(text) = value else { return 1.0 };
    match style.role {
        Role::Title => 1.7,
        Role::Heading => 1.25,
        Role::Verdict => 1.35 * lines(text, (characters - 1.0) / 1.35) + 0.3,
        Role::Header | Role::HeaderEnd => lines(text, characters - 1.5) + 0.2,
        Role::Prose => lines(text, characters - 2.0),
        _ => 1.0,
    }
}

/// Lines that a text takes in a width: words do not break, square letters do.
fn lines(text: &str, characters: f64) -> f64 {
    text.lines().map(|line| lines_of_one(line, characters.max(1.0))).sum::<f64>().max(1.0)
}

fn lines_of_one(line: &str, room: f64) -> f64 {
    let (mut lines, mut used) = (1.0, 0.0);
    for piece in line.split_inclusive(|letter: char| letter == ' ' || of_letter(letter) > 1.5) {
        let width = of_text(piece);
        if used > 0.0 && used + of_text(piece.trim_end()) > room {
            lines += 1.0;
            used = 0.0;
        }
        // A word that is longer than a line breaks after all.
        lines += (width / room - 1.0).ceil().max(0.0);
        used = (used + width) % room.max(width);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn square_letters_take_twice_the_room() {
        assert!((of_text("服务质量") - 7.8).abs() < 1e-9);
        assert!(of_text("abcd") < 4.5 && of_text("") == 0.0);
        assert_eq!(of_text("一二\n三"), of_text("一二"));
        assert_eq!(lines("一二三四五六七八九十", 10.5), 2.0);
        assert_eq!(lines("aaaa bbbb cccc", 11.0), 2.0);
        assert_eq!(lines("aaaaaaaaaaaaaaaaaaaa", 10.5), 2.0, "a word of two lines");
        assert_eq!(lines("a\n\nb", 10.0), 3.0);
    }

    #[test]
    fn numbers_are_as_wide_as_they_are_printed() {
        assert_eq!(of_number(1_234.5, "#,##0.0\" h\""), of_text("1,234.5 h"));
        assert_eq!(of_number(1_234.5, "0"), of_text("1,235"));
    }
}
