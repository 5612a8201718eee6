//! What is wrong with a user's file: code, severity, place, message and hint.
//!
//! Collected, sorted and printed together; never thrown one at a time.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The work cannot be done as asked.
    Error,
    /// The work goes on; a person should look.
    Warning,
}

/// A place in a file; line and column count from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// The file, as the user would name it (relative to the configuration where possible).
    pub file: PathBuf,
    /// Line, when known.
    pub line: Option<u64>,
    /// Column, when known.
    pub column: Option<u64>,
}

/// One mistake in a user's file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// How bad.
    pub severity: Severity,
    /// A stable kebab-case code such as `unknown-key`.
    pub code: Cow<'static, str>,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { place, severity: Severity::Error, code: code.into(), message: message.into(), hint: None }
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    /// An error about a file that cannot be read as text, with what helps.
    pub fn unreadable(code: &'static str, what: &str, path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let diagnostic = Self::error(code, Place::file(path), format!("cannot read {what}: {error}"));
        match error.kind() {
            ErrorKind::InvalidData => diagnostic.with_hint("save it as UTF-8 in your editor"),
            ErrorKind::NotFound => diagnostic.with_hint("paths start at the folder of the configuration"),
            ErrorKind::IsADirectory => diagnostic.with_hint("name a file in it"),
            ErrorKind::PermissionDenied => diagnostic.with_hint("let the account that runs the program read it"),
            _ => diagnostic,
        }
    }

    /// The same with a cure.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<PathBuf>) -> Self {
        Self { file: file.into(), line: None, column: None }
    }

    /// A position in a file.
    pub fn at(file: impl Into<PathBuf>, line: u64, column: u64) -> Self {
        Self { file: file.into(), line: Some(line), column: Some(column) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{}: {severity}[{}]: {}", self.place, self.code, self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

/// The question about a name that is not known, “did you mean …?”: what a slip of the finger is away, otherwise
/// what is near in spelling, shares its words (`agent_id` and `agent`) or has it as initials (`fcr`); three at
/// most. `None` when nothing comes near.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    const SLIP: usize = 2;
    const SHOWN: usize = 3;
    let name = name.to_lowercase();
    let limit = |candidate: &str| candidate.chars().count().max(3) / 3;
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            let distance = strsim::damerau_levenshtein(&name, &lower);
            (distance <= limit(&lower) || share_words(&name, &lower)).then_some((distance, candidate))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    let (nearest, first) = *near.first()?;
    if nearest <= SLIP.min(limit(first)) {
        near.retain(|(distance, _)| *distance == nearest);
    }
    near.truncate(SHOWN);
    let names: Vec<String> = near.into_iter().map(|(_, candidate)| format!("`{candidate}`")).collect();
    Some(match names.split_last()? {
        (last, []) => format!("did you mean {last}?"),
        (last, others) => format!("did you mean {} or {last}?", others.join(", ")),
    })
}

/// Whether one name has all words of the other or half of the words are common, or one is the other's initials.
fn share_words(one: &str, other: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> {
        name.split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let initials: String = other.split('_').filter_map(|word| word.chars().next()).collect();
    let (a, b) = (words(one), words(other));
    let common = a.intersection(&b).count();
    common > 0 && (common == a.len().min(b.len()) || 2 * common >= a.union(&b).count())
        || initials.len() > 2 && initials == one
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn a_question_names_what_may_be_meant() {
        let columns = ["first_reply_at", "first_resolved_at", "reopened_at", "agent", "ticket_id", "customer_id"];
        let metrics = ["first_contact_resolution", "first_contact_resolution_net", "csat_score", "csat_top2", "nps"];
        let zones = ["Asia/Shanghai", "Asia/Tokyo", "Africa/Lagos"];
        let asked: [(&str, &[&str], Option<&str>); 11] = [
            ("first_repy_at", &columns, Some("did you mean `first_reply_at`?")),
            ("first_response_at", &columns, Some("did you mean `first_resolved_at` or `first_reply_at`?")),
            ("agent_id", &columns, Some("did you mean `agent`?")),
            ("fcr", &metrics, Some("did you mean `first_contact_resolution`?")),
            ("csat", &metrics, Some("did you mean `csat_top2` or `csat_score`?")),
            ("Shanghai", &zones, Some("did you mean `Asia/Shanghai`?")),
            ("渠到", &["渠道", "状态"], Some("did you mean `渠道`?")),
            ("colour", &columns, None),
            ("tem", &["team", "term", "topic"], Some("did you mean `team` or `term`?")),
            ("visit_2", &["visit", "visit_paid_2"], Some("did you mean `visit` or `visit_paid_2`?")),
            ("", &columns, None),
        ];
        for (name, candidates, question) in asked {
            assert_eq!(did_you_mean(name, candidates.iter().copied()).as_deref(), question, "{name}");
        }
    }
}
