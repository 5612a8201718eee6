//! The small language of a rule's `when`: judgements of metrics joined by `and`, `or`, `not`.
//!
//! `missed(it) or (worsened(it) and not met(csat_top2))`. A judgement speaks of figures that have
//! been judged, never of text; `it` is each metric of the rule's `about` in turn.

use crate::diagnostic::did_you_mean;

/// A condition over judgements.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All hold.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// One judgement.
    Test(Test),
}

/// A judgement of one metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Which.
    pub judgement: Judgement,
    /// Of which metric.
    pub subject: Subject,
    /// The limit of `above`, `below`, `rose` and `fell`.
    pub limit: Option<f64>,
}

/// The metric that a judgement speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The metric at hand of `about`.
    It,
    /// A metric by its id.
    Metric(String),
}

/// What can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// The whole interval is on the bad side of the target.
    Missed,
    /// The whole interval is on the good side of the target.
    Met,
    /// Worse than in the same quarter last year, beyond the interval.
    Worsened,
    /// Better than in the same quarter last year, beyond the interval.
    Improved,
    /// At least three worsening quarters in a row (T5).
    Declining,
    /// Worse than the published average it may be compared with (T9).
    BehindIndustry,
    /// More events than chance explains.
    Spiked,
    /// The same, most of the additional ones in one part.
    Concentrated,
    /// The total moves against its parts (T8).
    MixEffect,
    /// A part is worse than the rest after Benjamini–Hochberg (T4).
    Uneven,
    /// The whole interval is above a limit.
    Above,
    /// The whole interval is below a limit.
    Below,
    /// The amount is more than so many percent above the same quarter last year.
    Rose,
    /// The amount is more than so many percent below the same quarter last year.
    Fell,
    /// There is no figure because the data lack what it needs.
    Absent,
}

impl Judgement {
    const ALL: [(Self, &'static str); 15] = [
        (Self::Missed, "missed"),
        (Self::Met, "met"),
        (Self::Worsened, "worsened"),
        (Self::Improved, "improved"),
        (Self::Declining, "declining"),
        (Self::BehindIndustry, "behind_industry"),
        (Self::Spiked, "spiked"),
        (Self::Concentrated, "concentrated"),
        (Self::MixEffect, "mix_effect"),
        (Self::Uneven, "uneven"),
        (Self::Above, "above"),
        (Self::Below, "below"),
        (Self::Rose, "rose"),
        (Self::Fell, "fell"),
        (Self::Absent, "absent"),
    ];

    fn takes_limit(self) -> bool {
        matches!(self, Self::Above | Self::Below | Self::Rose | Self::Fell)
    }
}

/// What is wrong with a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Lower case, no full stop.
    pub message: String,
    /// The cure.
    pub hint: String,
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// The first mistake, with its cure.
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        let tokens = tokens(text)?;
        let mut reader = Reader { tokens: &tokens };
        let found = reader.any()?;
        match reader.tokens.first() {
            None => Ok(found),
            Some(token) => Err(mistake(format!("unexpected `{token}`"), "join judgements by `and` or `or`")),
        }
    }

    /// The metrics that it names, in the order written.
    pub fn metrics(&self) -> Vec<&str> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::metrics).collect(),
            Self::Not(inner) => inner.metrics(),
            Self::Test(Test { subject: Subject::Metric(metric), .. }) => vec![metric],
            Self::Test(_) => Vec::new(),
        }
    }

    /// Whether it speaks of `it`.
    pub fn speaks_of_it(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::speaks_of_it),
            Self::Not(inner) => inner.speaks_of_it(),
            Self::Test(test) => test.subject == Subject::It,
        }
    }
}

fn mistake(message: String, hint: impl Into<String>) -> Mistake {
    Mistake { message, hint: hint.into() }
}

fn tokens(text: &str) -> Result<Vec<String>, Mistake> {
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for letter in text.chars() {
        match letter {
            '(' | ')' | ',' => {
                found.push(letter.to_string());
                open = false;
            }
            letter if letter.is_whitespace() => open = false,
            letter if letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-') => {
                match found.last_mut().filter(|_| open) {
                    Some(last) => last.push(letter),
                    None => found.push(letter.to_string()),
                }
                open = true;
            }
            other => return Err(mistake(format!("unexpected `{other}`"), "write it as `missed(it) or worsened(it)`")),
        }
    }
    Ok(found)
}

struct Reader<'a> {
    tokens: &'a [String],
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn takes(&mut self, token: &str) -> bool {
        let found = self.tokens.first().is_some_and(|next| next == token);
        if found {
            self.tokens = &self.tokens[1..];
        }
        found
    }

    fn needs(&mut self, token: &str) -> Result<(), Mistake> {
        match self.takes(token) {
            true => Ok(()),
            false => {
                let found = self.tokens.first().map_or("the end".to_owned(), |next| format!("`{next}`"));
                Err(mistake(format!("expected `{token}`, found {found}"), "write it as `missed(it) or worsened(it)`"))
            }
        }
    }

    fn any(&mut self) -> Result<Condition, Mistake> {
        let mut parts = vec![self.all()?];
        while self.takes("or") {
            parts.push(self.all()?);
        }
        Ok(single(parts, Condition::Any))
    }

    fn all(&mut self) -> Result<Condition, Mistake> {
        let mut parts = vec![self.one()?];
        while self.takes("and") {
            parts.push(self.one()?);
        }
        Ok(single(parts, Condition::All))
    }

    fn one(&mut self) -> Result<Condition, Mistake> {
        if self.takes("not") {
            return Ok(Condition::Not(Box::new(self.one()?)));
        }
        if self.takes("(") {
            let inner = self.any()?;
            self.needs(")")?;
            return Ok(inner);
        }
        self.test()
    }

    fn test(&mut self) -> Result<Condition, Mistake> {
        let names = Judgement::ALL.map(|(_, name)| name);
        let Some(name) = self.next() else {
            return Err(mistake("a judgement is missing".to_owned(), format!("one of {}", names.join(", "))));
        };
        let Some((judgement, _)) = Judgement::ALL.into_iter().find(|(_, known)| *known == name) else {
            let hint = match did_you_mean(name, names) {
                Some(question) => question,
                None => format!("one of {}", names.join(", ")),
            };
            return Err(mistake(format!("unknown judgement `{name}`"), hint));
        };
        self.needs("(")?;
        let subject = match self.next() {
            Some("it") => Subject::It,
            Some(metric) if metric.starts_with(|first: char| first.is_ascii_lowercase()) => {
                Subject::Metric(metric.to_owned())
            }
            _ => return Err(mistake(format!("`{name}` needs a metric"), format!("write `{name}(it)`"))),
        };
        let limit = self.limit(judgement, name)?;
        self.needs(")")?;
        Ok(Condition::Test(Test { judgement, subject, limit }))
    }

    fn limit(&mut self, judgement: Judgement, name: &str) -> Result<Option<f64>, Mistake> {
        if !judgement.takes_limit() {
            return Ok(None);
        }
        let number = self.takes(",").then(|| self.next()?.parse::<f64>().ok()).flatten();
        match number.filter(|number| number.is_finite()) {
            Some(number) => Ok(Some(number)),
            None => Err(mistake(format!("`{name}` needs a number"), format!("write `{name}(it, 10)`"))),
        }
    }
}

fn single(mut parts: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    if parts.len() == 1 { parts.remove(0) } else { join(parts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(judgement: Judgement, subject: Subject, limit: Option<f64>) -> Condition {
        Condition::Test(Test { judgement, subject, limit })
    }

    #[test]
    fn and_binds_closer_than_or() {
        let found = Condition::parse("missed(it) or worsened(nps) and not above(it, 2.5)").unwrap();
        let above = Condition::Not(Box::new(test(Judgement::Above, Subject::It, Some(2.5))));
        let second = test(Judgement::Worsened, Subject::Metric("nps".into()), None);
        let wanted =
            Condition::Any(vec![test(Judgement::Missed, Subject::It, None), Condition::All(vec![second, above])]);
        assert_eq!(found, wanted);
        assert_eq!(found.metrics(), ["nps"]);
        assert!(found.speaks_of_it());
        let grouped = Condition::parse("(missed(it) or worsened(nps)) and met(it)").unwrap();
        assert!(matches!(grouped, Condition::All(parts) if parts.len() == 2));
    }

    #[test]
    fn mistakes_are_named_with_their_cure() {
        let said = |text: &str| {
            let found = Condition::parse(text).unwrap_err();
            format!("{} / {}", found.message, found.hint)
        };
        assert_eq!(said("mised(it)"), "unknown judgement `mised` / did you mean `missed`?");
        assert_eq!(said("above(it)"), "`above` needs a number / write `above(it, 10)`");
        assert_eq!(said("missed()"), "`missed` needs a metric / write `missed(it)`");
        assert!(said("missed(it").starts_with("expected `)`, found the end"));
        assert!(said("missed(it) missed(it)").starts_with("unexpected `missed`"));
        assert!(said("missed(it) && met(it)").starts_with("unexpected `&`"));
        assert!(said("").starts_with("a judgement is missing"));
    }
}
