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
