//! The cells that nearly all files are full of, put into their columns by the shortest way: words, ids and times
//! of the usual form in columns of which the mapping says nothing more.
//!
//! Whatever is not told at a glance is left to the usual way, which gives the same for these cells.

use super::Stager;
use crate::domain::{ColumnType, WallTime};
use crate::intake::evidence::Evidence;
use crate::intake::mapping::{Column, Plan};
use crate::intake::stager::fill::may_be_null;
use crate::intake::time;

/// How the cells of one column are taken, and what was seen of those taken so.
#[derive(Clone, Copy, Debug)]
pub struct Quick {
    /// The column of the file.
    pub input: usize,
    target: usize,
    required: bool,
    how: How,
    filled: u64,
    /// Dates by whether their day is at most 12.
    sure_dates: [u64; 2],
    midnights: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// Texts without a meaning of their own.
    Words,
    /// Ids.
    Ids,
    /// Times.
    Times,
    /// In no quick way.
    Usual,
}

impl Quick {
    /// For every column of a plan.
    pub fn of(plan: &Plan) -> Vec<Self> {
        let of = |column: &Column| Self {
            input: column.input,
            target: column.target,
            required: column.required,
            how: How::of(column),
            filled: 0,
            sure_dates: [0; 2],
            midnights: 0,
        };
        plan.columns.iter().map(of).collect()
    }

    /// Whether any cell of the column may be taken so.
    pub fn is_quick(&self) -> bool {
        self.how != How::Usual
    }

    /// Adds what was seen.
    pub fn tell(&self, evidence: &mut Evidence) {
        evidence.filled += self.filled;
        evidence.dates_alone += self.midnights;
        evidence.sure_dates.iter_mut().zip(self.sure_dates).for_each(|(all, own)| *all += own);
    }
}

impl How {
    fn of(column: &Column) -> Self {
        let style = &column.style;
        let said = !column.missing.is_empty() || !column.values.is_empty() || !column.others.is_empty();
        let has_meaning = column.vocabulary.or(column.usual).or(column.spelled).is_some();
        match column.kind {
            _ if said => Self::Usual,
            ColumnType::Text if column.identity => Self::Ids,
            ColumnType::Text if !has_meaning && !column.customers => Self::Words,
            ColumnType::Instant if style.formats.is_empty() && style.after.is_none() && style.useless.is_none() => {
                Self::Times
            }
            _ => Self::Usual,
        }
    }
}

impl Stager {
    /// Takes a trimmed cell when it can be told at a glance; says whether it was taken.
    #[inline]
    pub(super) fn quickly(&mut self, index: usize, quick: &mut Quick, text: &str) -> bool {
        let Some(buffer) = &mut self.buffers[quick.target] else { return false };
        if text.is_empty() {
            if !quick.required {
                buffer.push_null();
            }
            return !quick.required;
        }
        match quick.how {
            How::Words if !may_be_null(text) => buffer.push_text(text),
            How::Ids if is_plain_id(text) => buffer.push_text(text),
            How::Times => {
                let Some((local, low)) = time::plain(text) else { return false };
                let WallTime::Once(at) = self.clocks[self.clock_of[index]].read(local) else { return false };
                buffer.push_instant(at);
                quick.sure_dates[usize::from(low)] += 1;
                quick.midnights += u64::from(text.ends_with("00:00:00"));
                self.chunk.naive += 1;
            }
            _ => return false,
        }
        quick.filled += 1;
        true
    }
}

/// Whether a text is an id and nothing else: letters or digits at both ends (but for an N, with which a prefix
/// begins), some digit that is no zero, and no sign of an exponent.
fn is_plain_id(text: &str) -> bool {
    let bytes = text.as_bytes();
    let solid =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() && !matches!(byte, b'N' | b'n'));
    let (mut digit, mut plus) = (false, false);
    for byte in bytes {
        digit |= matches!(byte, b'1'..=b'9');
        plus |= *byte == b'+';
    }
    digit && !plus && solid(bytes.first()) && solid(bytes.last())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::identity::{Identity, identity};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_plain_id_is_an_id_as_it_stands(text in "[A-Za-z0-9+E.=\"'`:-]{0,12}|[0-9,.]{1,4}E[+]?[0-9]{1,2}") {
            if is_plain_id(&text) {
                prop_assert_eq!(identity(&text), Identity::Id(text.as_str()));
            }
        }
    }
}
