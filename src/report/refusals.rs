//! Why a row was refused, in the report's language: intake says it in the language of messages.

use super::text::Words;
use crate::domain::Locale;

/// Messages of refusals. The one of the language of messages is what intake says, with `$a` and `$b` in it.
const REFUSALS: [&str; 9] = [
    "refused-no-date",
    "refused-no-date-as-configured",
    "refused-empty",
    COLUMNS,
    "refused-cells",
    "refused-scale",
    "refused-nps-scale",
    "refused-nps",
    "refused-word",
];
/// The one that names two columns.
const COLUMNS: &str = "refused-negative-duration";
const A: &str = "\u{1}";
const B: &str = "\u{2}";

/// The refusals that the report's language has words for.
pub struct Refusals(Vec<(&'static str, String)>);

impl Refusals {
    /// Those that have a message.
    pub fn new() -> Self {
        let said = Words::new(Locale::of_messages(), &[]);
        Self(REFUSALS.into_iter().map(|id| (id, said.with(id, &[("a", A), ("b", B)]))).collect())
    }

    /// The reason in words; one without a message stays as intake says it.
    pub fn told(&self, reason: &str, words: &Words) -> String {
        let known = self.0.iter().find_map(|(id, pattern)| Some((id, parts(pattern, reason)?)));
        let Some((id, (a, b))) = known else { return reason.to_owned() };
        if *id == COLUMNS {
            return words.with(id, &[("a", &words.field(a)), ("b", &words.field(b))]);
        }
        words.with(id, &[("a", a), ("b", b)])
    }
}

/// What stands for `$a` and `$b`; `None` when the reason is not of this pattern.
fn parts<'a>(pattern: &str, reason: &'a str) -> Option<(&'a str, &'a str)> {
    let Some((head, rest)) = pattern.split_once(A) else {
        return (pattern == reason).then_some(("", ""));
    };
    let after = reason.strip_prefix(head)?;
    match rest.split_once(B) {
        Some((middle, tail)) => after.strip_suffix(tail)?.split_once(middle),
        None => Some((after.strip_suffix(rest)?, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_the_language_of_the_report() {
        let told = |tag: &str, reason: &str| Refusals::new().told(reason, &Words::new(Locale::known(tag), &[]));
        assert_eq!(told("zh-CN", "5 cells where the header has 8"), "有 5 个单元格，而表头有 8 个");
        assert_eq!(told("zh-TW", "not a date or time"), "不是日期或時間");
        let negative = "`resolved_at` is before `created_at`: negative duration";
        assert_eq!(told("en", negative), "`time resolved` is before `time created`: negative duration");
        assert_eq!(told("zh-CN", negative), "“解决时间”早于“创建时间”：时长为负");
        assert_eq!(told("en", "no message says so"), "no message says so");
        assert_eq!(told("zh-CN", "no message says so"), "no message says so");
    }
}
