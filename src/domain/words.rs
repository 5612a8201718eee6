//! What the words of closed vocabularies mean, in several languages: directions of calls, statuses,
//! channels, truth values, months, units of time.
//!
//! The words are data (`data/words/*.yaml`, embedded): a new one is one line there. Case, accents,
//! width, spaces, punctuation and invisible characters do not count. Never guesses: a word that no
//! list holds has no meaning.

mod fold;
mod hant;
mod lists;
#[cfg(test)]
mod tests;

pub use fold::{fold, is_invisible, narrow, visible};
pub use hant::simplified;

use lists::lists;

/// What a cell of a closed vocabulary is staged as when no list holds its word: neither blank nor
/// any of the meanings.
pub const UNKNOWN: &str = "unknown";

/// A closed set of meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vocabulary {
    /// `inbound`, `outbound`, `internal`.
    Direction,
    /// Where a ticket stands; [`is_open`] says which of them are still worked on.
    Status,
    /// The way in which people got in touch; finer than what a figure groups.
    Channel,
    /// Who answered or handled: `human`, `bot`, `bot_substantive`, `self_service`, `automatic`.
    Handling,
    /// Who opened a ticket: `customer`, `agent`, `outbound`, `internal`, `system`.
    Origin,
    /// `yes`, `no`.
    Boolean,
    /// `1` to `12`.
    Month,
    /// `1` (Monday) to `7`.
    Weekday,
    /// `microseconds` to `weeks`.
    TimeUnit,
    /// `missing`: stands for nothing. Punctuation counts here.
    Missing,
    /// `total`, `subtotal`, and `whole`: a total only where the amounts are such a sum.
    Total,
    /// `nobody`: stands for a customer whom nobody knows.
    Nobody,
    /// `unstated`: the label of a reason or cause that says none.
    Unstated,
    /// `good`, `bad`: what the label of an answer praises. Effort is neither: easy is the lowest answer of
    /// one version of its scale and the highest of another.
    Praise,
    /// `cancelled`, `refunded`, `unpaid`: what became of an order that is no purchase.
    Order,
    /// `csat`, `nps`, `ces`, `fcr`: what a question of a survey measures; other names stay as they are.
    Question,
}

impl Vocabulary {
    /// Every vocabulary.
    pub const ALL: [Self; 16] = [
        Self::Direction,
        Self::Status,
        Self::Channel,
        Self::Handling,
        Self::Origin,
        Self::Boolean,
        Self::Month,
        Self::Weekday,
        Self::TimeUnit,
        Self::Missing,
        Self::Total,
        Self::Nobody,
        Self::Unstated,
        Self::Praise,
        Self::Order,
        Self::Question,
    ];

    /// Its name in the data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direction => "direction",
            Self::Status => "status",
            Self::Channel => "channel",
            Self::Handling => "handling",
            Self::Origin => "origin",
            Self::Boolean => "boolean",
            Self::Month => "month",
            Self::Weekday => "weekday",
            Self::TimeUnit => "time_unit",
            Self::Missing => "missing",
            Self::Total => "total",
            Self::Nobody => "nobody",
            Self::Unstated => "unstated",
            Self::Praise => "praise",
            Self::Order => "order",
            Self::Question => "question",
        }
    }

    /// Whether what follows a known word may explain it ("Closed - no response", "3 - Resolved").
    fn takes_phrases(self) -> bool {
        matches!(self, Self::Direction | Self::Status | Self::Handling | Self::Origin | Self::Total)
    }
}

/// Statuses on which nobody works any more; all others are open.
pub const NOT_OPEN: [&str; 6] = ["solved", "closed", "cancelled", "rejected", "duplicate", "spam"];

/// Channels that are answered while the customer waits in writing.
pub const LIVE_CHANNELS: [&str; 17] = [
    "chat",
    "messaging",
    "app",
    "whatsapp",
    "wechat",
    "wecom",
    "mini_program",
    "line",
    "telegram",
    "viber",
    "qq",
    "dingtalk",
    "feishu",
    "slack",
    "teams",
    "taobao",
    "jd",
];

/// Channels on which a letter of some kind is answered later.
pub const WRITTEN_CHANNELS: [&str; 7] = ["email", "web", "web_form", "portal", "letter", "sms", "fax"];

/// The meaning of a word, or of a phrase that begins with one; `None` for words that no list holds
/// and for phrases whose parts contradict each other.
pub fn canonical(vocabulary: Vocabulary, text: &str) -> Option<&'static str> {
    let found = lists().get(vocabulary, &lists::key(vocabulary, text));
    if found.is_some() || !vocabulary.takes_phrases() {
        return found;
    }
    phrase(vocabulary, text)
}

/// What a cell of a closed vocabulary is staged as: its meaning, or [`UNKNOWN`].
pub fn staged(vocabulary: Vocabulary, text: &str) -> &'static str {
    canonical(vocabulary, text).unwrap_or(UNKNOWN)
}

/// The meanings of a vocabulary, sorted.
pub fn meanings(vocabulary: Vocabulary) -> Vec<&'static str> {
    lists().meanings(vocabulary)
}

/// Whether a status (its meaning, not any word) is still worked on.
pub fn is_open(status: &str) -> Option<bool> {
    lists().has(Vocabulary::Status, status).then(|| !NOT_OPEN.contains(&status))
}

/// Bytes of the longest word for nothing, in its widest letters.
const LONGEST_FOR_NOTHING: usize = 64;

/// Whether a cell stands for nothing: `NULL`, `-`, `无`.
pub fn is_missing(text: &str) -> bool {
    // No such word has a digit, and none is long: most cells are told at a glance.
    let may_be = text.len() <= LONGEST_FOR_NOTHING && !text.bytes().any(|byte| byte.is_ascii_digit());
    may_be && canonical(Vocabulary::Missing, text).is_some()
}

/// Whether the id of a customer stands for one whom nobody knows: `guest`, `散客`, `0`.
pub fn is_nobody(text: &str) -> bool {
    canonical(Vocabulary::Nobody, text).is_some() || text.bytes().all(|byte| byte == b'0')
}

/// Whether the label of a reason says none: `unknown`, `其他`.
pub fn is_unstated(label: &str) -> bool {
    canonical(Vocabulary::Unstated, label).is_some()
}

/// Whether the label of an answer praises, beside its number: `1 - very good`, `sehr schlecht (5)`.
pub fn praises(label: &str) -> Option<bool> {
    let folded = fold(label);
    let words = folded.trim_matches(|letter: char| letter.is_ascii_digit());
    lists().get(Vocabulary::Praise, words).map(|meaning| meaning == "good")
}

/// Yes or no.
pub fn boolean(text: &str) -> Option<bool> {
    canonical(Vocabulary::Boolean, text).map(|meaning| meaning == "yes")
}

/// The number of a month from its name or abbreviation.
pub fn month(text: &str) -> Option<u32> {
    canonical(Vocabulary::Month, text)?.parse().ok()
}

/// The number of a weekday from its name or abbreviation, Monday 1.
pub fn weekday(text: &str) -> Option<u32> {
    canonical(Vocabulary::Weekday, text)?.parse().ok()
}

/// The microseconds of a unit of time.
pub fn unit_micros(text: &str) -> Option<i64> {
    const UNITS: [(&str, i64); 7] = [
        ("microseconds", 1),
        ("milliseconds", 1_000),
        ("seconds", 1_000_000),
        ("minutes", 60_000_000),
        ("hours", 3_600_000_000),
        ("days", 86_400_000_000),
        ("weeks", WEEK_MICROS),
    ];
    let unit = canonical(Vocabulary::TimeUnit, text)?;
    UNITS.iter().find(|(name, _)| *name == unit).map(|(_, micros)| *micros)
}

/// Microseconds of a week.
pub const WEEK_MICROS: i64 = 604_800_000_000;

/// Whether a label names a sum: it is, begins with or ends in such a word (`Labour Total`, `华东 汇总`).
pub fn is_total(text: &str) -> bool {
    let sum = |meaning: Option<&str>| meaning.is_some_and(|meaning| meaning != "whole");
    let last = || visible(text).rsplit([' ', '\u{3000}', '-', '_']).next().map(str::to_owned);
    sum(canonical(Vocabulary::Total, text))
        || last().is_some_and(|last| sum(lists().get(Vocabulary::Total, &fold(&last))))
}

/// Whether a label is or ends in a word for an average.
pub fn is_average(text: &str) -> bool {
    let last = || visible(text).rsplit([' ', '\u{3000}', '-', '_']).next().map(str::to_owned);
    let average = |meaning: Option<&str>| meaning == Some("average");
    average(canonical(Vocabulary::Total, text))
        || last().is_some_and(|last| average(lists().get(Vocabulary::Total, &fold(&last))))
}

/// Whether a label begins with the word for a sum or for everything (`Total costs`, `Summe Personal`, `Alle
/// Teams`): a total when its amounts are one, else a category.
pub fn begins_with_total(text: &str) -> bool {
    let first = visible(text).split([' ', '\u{3000}', '-', '_', ':']).find(|word| !word.is_empty());
    first.is_some_and(|first| lists().get(Vocabulary::Total, &fold(first)).is_some())
}

/// A phrase: its number left out, the known word before the first mark or joint decides, unless what
/// follows says something else.
fn phrase(vocabulary: Vocabulary, text: &str) -> Option<&'static str> {
    let text = fold::without_number(visible(text));
    let meaning = |part: &str| lists().get(vocabulary, &lists::key(vocabulary, part));
    if let Some(found) = meaning(text) {
        return Some(found);
    }
    let (head, rest) = fold::at_mark(text).or_else(|| fold::at_joint(text, |word| lists().is_joint(word)))?;
    let found = meaning(head).or_else(|| phrase(vocabulary, head))?;
    let agrees = |other: &str| other == found || (vocabulary == Vocabulary::Status && is_open(other) == is_open(found));
    meaning(rest).is_none_or(agrees).then_some(found)
}
