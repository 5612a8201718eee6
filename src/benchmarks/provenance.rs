//! Where a published figure was seen and at which level of complaint it was counted.

use serde::{Deserialize, Serialize};

/// What the person who entered a figure had before their eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// The publisher's own page, table or release.
    Publisher,
    /// A copy of the publisher's table kept by somebody else.
    Copy,
    /// A press report or another text that repeats the figure.
    Repost,
    /// Nobody said.
    NotStated,
}

impl Seen {
    /// As in a benchmark file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Publisher => "publisher",
            Self::Copy => "copy",
            Self::Repost => "repost",
            Self::NotStated => "not_stated",
        }
    }
}

/// To whom a complaint was made. Rates of different levels differ ten- to a hundredfold in one market, so a level is
/// part of a definition and figures of two levels are never set against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// To the company.
    Company,
    /// To an ombudsman or another body that settles disputes.
    Ombudsman,
    /// To the regulator or another authority.
    Regulator,
}

impl Level {
    /// As in a benchmark file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Ombudsman => "ombudsman",
            Self::Regulator => "regulator",
        }
    }

    /// The level that the method of a definition key names, such as `complaints.regulator.per_million_users`.
    pub fn of_method(method: &str) -> Option<Self> {
        let level = |one: &Self| method == one.word() || method.starts_with(&format!("{}_", one.word()));
        [Self::Company, Self::Ombudsman, Self::Regulator].into_iter().find(level)
    }

    /// Whether two levels may be set against each other. Clients' data know complaints to the company and those taken
    /// outside; an ombudsman's and a regulator's are both outside.
    pub fn is_alike(self, other: Self) -> bool {
        (self == Self::Company) == (other == Self::Company)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_name_levels() {
        assert_eq!(Level::of_method("company"), Some(Level::Company));
        assert_eq!(Level::of_method("company_valid"), Some(Level::Company));
        assert_eq!(Level::of_method("regulator"), Some(Level::Regulator));
        assert_eq!(Level::of_method("companywide"), None);
        assert!(Level::Ombudsman.is_alike(Level::Regulator) && !Level::Ombudsman.is_alike(Level::Company));
    }
}
