//! What the points and commas of one number can mean.

use crate::config::DecimalMark;

/// How a number is written, as far as the meaning of point and comma goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// No mark at all: `850`.
    Plain,
    /// The point can only be a decimal mark: `12.5`, `0.875`, `1,234.50`.
    Point,
    /// The comma can only be a decimal mark: `12,5`, `0,875`, `1.234,50`.
    Comma,
    /// Points can only be thousands marks: `1.234.567`.
    PointGroups,
    /// Commas can only be thousands marks: `1,234,567`.
    CommaGroups,
    /// One point before three digits, either: `12.345`.
    PointThree,
    /// The same, and the last digit is 0, which nobody writes who writes no more decimals than needed.
    PointThreeZero,
    /// One comma before three digits, either: `12,345`.
    CommaThree,
    /// The same, and the last digit is 0.
    CommaThreeZero,
}

impl Form {
    /// The form of a text of digits, points and commas; `None` for anything else.
    pub fn of(body: &str) -> Option<Self> {
        let (mut points, mut commas, mut digits, mut last) = (0_u32, 0_u32, 0_u32, 0);
        for (at, byte) in body.bytes().enumerate() {
            match byte {
                b'0'..=b'9' => digits += 1,
                b'.' => (points, last) = (points + 1, at),
                b',' => (commas, last) = (commas + 1, at),
                _ => return None,
            }
        }
        let after = &body[(last + 1).min(body.len())..];
        match (points, commas) {
            _ if digits == 0 => None,
            (0, 0) => Some(Self::Plain),
            (1, 0) => Some(single(&body[..last], after, [Self::Point, Self::PointThree, Self::PointThreeZero])),
            (0, 1) => Some(single(&body[..last], after, [Self::Comma, Self::CommaThree, Self::CommaThreeZero])),
            (_, 0) => grouped(body, '.').then_some(Self::PointGroups),
            (0, _) => grouped(body, ',').then_some(Self::CommaGroups),
            (1, _) if body.as_bytes()[last] == b'.' => grouped(&body[..last], ',').then_some(Self::Point),
            (_, 1) if body.as_bytes()[last] == b',' => grouped(&body[..last], '.').then_some(Self::Comma),
            _ => None,
        }
    }

    /// The digits with a decimal point, under the column's decimal mark; `None` when they do not fit it.
    pub fn digits(self, body: &str, decimal: DecimalMark) -> Option<String> {
        match (self, decimal) {
            (Self::Plain, _) => Some(body.to_owned()),
            (Self::Point | Self::PointThree | Self::PointThreeZero, DecimalMark::Point) => Some(body.replace(',', "")),
            (Self::CommaGroups | Self::CommaThree | Self::CommaThreeZero, DecimalMark::Point) => {
                Some(body.replace(',', ""))
            }
            (Self::Comma | Self::CommaThree | Self::CommaThreeZero, DecimalMark::Comma) => {
                Some(body.replace('.', "").replace(',', "."))
            }
            (Self::PointGroups | Self::PointThree | Self::PointThreeZero, DecimalMark::Comma) => {
                Some(body.replace('.', ""))
            }
            _ => None,
        }
    }
}

/// One mark: before exactly three digits, and behind one to three that begin with no zero, it may be either.
fn single(before: &str, after: &str, [decimal, three, three_zero]: [Form; 3]) -> Form {
    if after.len() != 3 || !(1..=3).contains(&before.len()) || before.starts_with('0') {
        return decimal;
    }
    if after.ends_with('0') { three_zero } else { three }
}

/// Thousands marks in threes, or as in India: the last group of three, those before of two.
fn grouped(body: &str, mark: char) -> bool {
    let groups: Vec<&str> = body.split(mark).collect();
    let [head, middle @ .., last] = groups.as_slice() else { return !body.is_empty() };
    let all = |length: usize| middle.iter().all(|group| group.len() == length);
    last.len() == 3 && ((1..=3).contains(&head.len()) && all(3) || (1..=2).contains(&head.len()) && all(2))
}
