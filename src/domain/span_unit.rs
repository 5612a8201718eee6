//! Units of spans of time.

/// Unit of a span of time written as a plain number, or the form of a span written with colons.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SpanUnit {
    /// Microseconds.
    Microseconds,
    /// Milliseconds.
    Milliseconds,
    /// Seconds.
    #[default]
    Seconds,
    /// Minutes; `12:30` is twelve minutes and a half.
    Minutes,
    /// Hours; `12:30` is twelve hours and a half.
    Hours,
    /// Days, of 24 hours where nothing else is said.
    Days,
}

impl SpanUnit {
    /// The unit that a word stands for in any language that the lists know; weeks are none.
    pub fn of_word(word: &str) -> Option<Self> {
        Some(match super::words::unit_micros(word)? {
            1 => Self::Microseconds,
            1_000 => Self::Milliseconds,
            1_000_000 => Self::Seconds,
            60_000_000 => Self::Minutes,
            3_600_000_000 => Self::Hours,
            86_400_000_000 => Self::Days,
            _ => return None,
        })
    }
}
