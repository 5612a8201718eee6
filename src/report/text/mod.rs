//! Words and numbers of a report, per locale. The only place where numbers become text.

mod dates;
mod figure;
#[cfg(test)]
mod figure_tests;
mod number;
mod punctuation;
mod words;

pub use dates::Dates;
pub use figure::{Figure, MoneyScale, RateBase};
pub use number::{MINUS, grouped, rounded, signed};
pub use punctuation::{capital, full_width};
pub use words::{Args, Words, check_words};
