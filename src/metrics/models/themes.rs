//! Themes of comments (T14): how many comments speak of each, and some of their words.
//!
//! A comment speaks of a theme when it contains one of its keywords, so it can speak of several.
//! Verbatims are drawn at random within a theme, not chosen, from the comments that identify nobody.

mod identity;
mod usual;

use super::super::measurement::Measurement;
use super::cells::Cells;
use super::{Ground, Study};
use crate::config::CommentTheme;
use crate::domain::{Localized, Period, Table};
use crate::facts;
use crate::statistics::{shuffled, wilson};
use identity::identifies;
use std::collections::{BTreeMap, BTreeSet};
use usual::usual;

/// Verbatims per theme.
const VERBATIMS: usize = 2;
/// Longest verbatim in characters.
const LONGEST: usize = 120;
/// Fewest characters that say something.
const SHORTEST: usize = 4;

/// What comments of the report's quarter speak of.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ThemeStudy {
    /// Comments.
    pub comments: u64,
    /// Comments of no theme.
    pub other: u64,
    /// Themes by number of comments, most first.
    pub themes: Vec<Theme>,
}

/// One theme.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Theme {
    /// Its name.
    pub name: Localized,
    /// Words by which a comment speaks of it, in lower case.
    pub keywords: Vec<String>,
    /// Comments that speak of it.
    pub n: u64,
    /// Their share of all comments in percent, with its interval (Wilson).
    pub share: f64,
    /// Interval of the share.
    pub interval: Option<(f64, f64)>,
    /// Mean rating given with these comments, 0–100, and how many gave one.
    pub rating: Option<(f64, u64)>,
    /// Randomly drawn comments, none of which may identify a person.
    pub verbatims: Vec<String>,
}

/// A comment with the rating that it came with.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
struct Comment {
    text: String,
    score: Option<f64>,
}

/// Counts the themes of the report's quarter.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    let Some(period) = ground.periods.last() else { return Ok(Vec::new()) };
    let comments = comments(ground, period)?;
    let configured = &ground.report.voice.themes;
    let themes = if configured.is_empty() { usual() } else { configured.clone() };
    let policy = &ground.report.statistics;
    let names = if comments.is_empty() { Vec::new() } else { agents(ground)? };
    study.themes = found(&comments, &themes, (policy.confidence, policy.seed), &names);
    Ok(Vec::new())
}

/// Comments received in the period, one per response and text, in the order of response and text.
fn comments(ground: &Ground<'_>, period: &Period) -> Result<Vec<Comment>, facts::Error> {
    let columns = ["response_id", "responded_at", "comment", "value", "scale_min", "scale_max"];
    let mut found: BTreeMap<(String, String), Option<f64>> = BTreeMap::new();
    let until = period.end.0.min(ground.report.as_of.0 + 1);
    for batch in ground.rows(Table::Surveys, &columns, &["comment"])?.unwrap_or_default() {
        let cells = Cells(&batch);
        for row in 0..cells.rows() {
            let inside = cells.instant("responded_at", row).is_some_and(|at| at >= period.start.0 && at < until);
            let (Some(response), Some(comment)) = (cells.text("response_id", row), cells.text("comment", row)) else {
                continue;
            };
            let comment = comment.trim();
            if !inside || comment.is_empty() {
                continue;
            }
            let number = |name: &str| cells.number(name, row);
            let score = number("value").zip(number("scale_min").zip(number("scale_max")));
            let score = score.filter(|(value, (low, high))| high > low && (*low..=*high).contains(value));
            let score = score.map(|(value, (low, high))| 100.0 * (value - low) / (high - low));
            let known = found.entry((response.to_owned(), comment.to_owned())).or_default();
            // The same words beside several ratings: the lowest, whatever the order of rows.
            *known = match (*known, score) {
                (Some(known), Some(score)) => Some(known.min(score)),
                (known, score) => known.or(score),
            };
        }
    }
    Ok(found.into_iter().map(|((_, text), score)| Comment { text, score }).collect())
}

/// Names of staff, which comments may mention.
fn agents(ground: &Ground<'_>) -> Result<Vec<String>, facts::Error> {
    let mut names = BTreeSet::new();
    for table in [Table::Tickets, Table::TicketLog, Table::Calls, Table::Reviews] {
        for batch in ground.rows(table, &["agent"], &["agent"])?.unwrap_or_default() {
            let cells = Cells(&batch);
            names.extend((0..cells.rows()).filter_map(|row| cells.text("agent", row).map(str::to_owned)));
        }
    }
    Ok(names.into_iter().collect())
}

/// `None` without comments.
fn found(
    comments: &[Comment],
    themes: &[CommentTheme],
    (level, seed): (f64, u64),
    names: &[String],
) -> Option<ThemeStudy> {
    if comments.is_empty() {
        return None;
    }
    let all = comments.len() as u64;
    let lowered: Vec<String> = comments.iter().map(|comment| comment.text.to_lowercase()).collect();
    let mut spoken = vec![false; comments.len()];
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut made = Vec::new();
    for (at, theme) in themes.iter().enumerate() {
        let own: Vec<usize> = (0..comments.len())
            .filter(|comment| theme.keywords.iter().any(|keyword| says(&lowered[*comment], keyword)))
            .collect();
        own.iter().for_each(|comment| spoken[*comment] = true);
        let ratings: Vec<f64> = own.iter().filter_map(|comment| comments[*comment].score).collect();
        let n = own.len() as u64;
        made.push(Theme {
            name: theme.name.clone(),
            keywords: theme.keywords.clone(),
            n,
            share: 100.0 * n as f64 / all as f64,
            interval: wilson(n, all, level).map(|ends| (100.0 * ends.low, 100.0 * ends.high)),
            rating: mean(&ratings).map(|mean| (mean, ratings.len() as u64)),
            verbatims: verbatims(comments, &own, seed.wrapping_add(at as u64), (names, &mut used)),
        });
    }
    made.retain(|theme| theme.n > 0);
    made.sort_by_key(|theme| std::cmp::Reverse(theme.n));
    Some(ThemeStudy { comments: all, other: spoken.iter().filter(|spoken| !**spoken).count() as u64, themes: made })
}

/// Whether a comment (in lower case) contains a keyword; one in Latin letters at the start of a word.
fn says(comment: &str, keyword: &str) -> bool {
    comment.match_indices(keyword).any(|(at, _)| {
        let before = comment[..at].chars().next_back();
        !keyword.is_ascii() || !before.is_some_and(|c| c.is_ascii_alphanumeric())
    })
}

fn mean(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    (!sorted.is_empty()).then(|| sorted.iter().sum::<f64>() / sorted.len() as f64)
}

/// The first of the theme's comments in random order; each text once in the whole report.
fn verbatims(
    comments: &[Comment],
    own: &[usize],
    seed: u64,
    (names, used): (&[String], &mut BTreeSet<String>),
) -> Vec<String> {
    let mut chosen = Vec::new();
    for at in shuffled(own.len(), seed) {
        let comment = &comments[own[at]].text;
        if chosen.len() == VERBATIMS {
            break;
        }
        let text = shortened(&comment.split_whitespace().collect::<Vec<_>>().join(" "));
        if text.chars().count() >= SHORTEST && !identifies(comment, names) && used.insert(text.clone()) {
            chosen.push(text);
        }
    }
    chosen
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let short: String = text.chars().take(LONGEST).collect();
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comments(texts: &[(&str, f64)]) -> Vec<Comment> {
        texts.iter().map(|(text, score)| Comment { text: (*text).to_owned(), score: Some(*score) }).collect()
    }

    fn count(study: &ThemeStudy, name: &str) -> u64 {
        study.themes.iter().find(|theme| theme.name.en() == name).map_or(0, |theme| theme.n)
    }

    #[test]
    fn a_comment_can_speak_of_several_themes_and_counts_once_as_other() {
        let told = comments(&[
            ("退款等了一周", 25.0),
            ("在线客服一直转机器人", 0.0),
            ("发货快,包装好", 100.0),
            ("。。。", 50.0),
        ]);
        let made = found(&told, &usual(), (0.95, 1), &[]).unwrap();
        assert_eq!((made.comments, made.other), (4, 1));
        assert_eq!((count(&made, "Waiting and speed"), count(&made, "Refunds and returns")), (1, 1));
        let refunds = made.themes.iter().find(|theme| theme.name.en() == "Refunds and returns").unwrap();
        assert_eq!((refunds.share, refunds.rating), (25.0, Some((25.0, 1))));
        assert!(made.themes.windows(2).all(|pair| pair[0].n >= pair[1].n));
    }

    #[test]
    fn latin_keywords_begin_a_word() {
        assert!(says("the api broke", "api") && !says("our capital city", "api"));
        assert!(says("waited four days", "wait") && says("一直没人回复", "回复"));
    }

    #[test]
    fn verbatims_are_random_and_seeded_and_name_nobody() {
        let text = |at: u32| match at % 2 {
            0 => format!("退款等了 {at} 天"),
            _ => format!("退款等了 {at} 天，找王女士 1380013800{}", at % 10),
        };
        let told: Vec<Comment> = (0..40).map(|at| Comment { text: text(at), score: None }).collect();
        let one = found(&told, &usual(), (0.95, 1), &[]).unwrap();
        let same = found(&told, &usual(), (0.95, 1), &[]).unwrap();
        let other = found(&told, &usual(), (0.95, 2), &[]).unwrap();
        assert_eq!(one, same);
        assert_ne!(one.themes[0].verbatims, other.themes[0].verbatims, "the seed decides, not the order");
        for text in one.themes.iter().flat_map(|theme| &theme.verbatims) {
            assert!(!text.contains("王") && !text.contains("138"), "{text}");
        }
        let all: Vec<&String> = one.themes.iter().flat_map(|theme| &theme.verbatims).collect();
        assert_eq!(all.len(), all.iter().collect::<BTreeSet<_>>().len(), "no words twice");
    }

    #[test]
    fn without_comments_there_is_nothing() {
        assert_eq!(found(&[], &usual(), (0.95, 1), &[]), None);
    }

    #[test]
    fn a_theme_is_quoted_twice_at_most() {
        let told: Vec<Comment> =
            (0..9).map(|at| Comment { text: format!("退款第 {at} 次被拒"), score: None }).collect();
        let made = found(&told, &usual(), (0.95, 1), &[]).unwrap();
        assert_eq!((made.themes[0].n, made.themes[0].verbatims.len()), (9, 2));
    }
}
