//! Ratings of the same respondents on one 0–100 scale: an overall rating with ratings of items or
//! stages beside it.

use super::Ground;
use super::cells::Cells;
use crate::domain::{Period, Table};
use crate::facts;
use std::collections::{BTreeMap, BTreeSet};

/// Columns that make a rating.
const COLUMNS: [&str; 10] = [
    "response_id",
    "customer_id",
    "metric",
    "item",
    "stage",
    "value",
    "scale_min",
    "scale_max",
    "responded_at",
    "late_response",
];

/// One rating.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rating {
    pub(super) response: String,
    pub(super) customer: Option<String>,
    pub(super) metric: String,
    pub(super) item: Option<String>,
    pub(super) stage: Option<String>,
    /// 0 to 100.
    pub(super) score: f64,
    pub(super) at: i64,
}

/// Valid ratings of a quarter whose metric is among the wanted ones: on their scale, on time, by
/// `as_of`; ordered by respondent, metric, item, stage and time.
pub(super) fn ratings(ground: &Ground<'_>, period: &Period, wanted: &[&str]) -> Result<Vec<Rating>, facts::Error> {
    let Some(batches) = ground.rows(Table::Surveys, &COLUMNS, &["value", "scale_min", "scale_max"])? else {
        return Ok(Vec::new());
    };
    let until = period.end.0.min(ground.report.as_of.0 + 1);
    let mut found = Vec::new();
    for batch in &batches {
        let cells = Cells(batch);
        found.extend((0..cells.rows()).filter_map(|row| {
            let one = rating(cells, row).filter(|one| one.at >= period.start.0 && one.at < until)?;
            wanted.contains(&one.metric.as_str()).then_some(one)
        }));
    }
    let key = |one: &Rating| (one.response.clone(), one.metric.clone(), one.item.clone(), one.stage.clone(), one.at);
    found.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.score.total_cmp(&b.score)));
    Ok(found)
}

fn rating(cells: Cells<'_>, row: usize) -> Option<Rating> {
    let (value, low, high) =
        (cells.number("value", row)?, cells.number("scale_min", row)?, cells.number("scale_max", row)?);
    let text = |name: &str| cells.text(name, row).map(str::to_owned);
    let sound = high > low && (low..=high).contains(&value) && cells.boolean("late_response", row) != Some(true);
    sound.then_some(())?;
    Some(Rating {
        response: text("response_id")?,
        customer: text("customer_id"),
        metric: text("metric")?,
        item: text("item"),
        stage: text("stage"),
        score: 100.0 * (value - low) / (high - low),
        at: cells.instant("responded_at", row)?,
    })
}

/// Ratings of one respondent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Respondent {
    pub(super) customer: Option<String>,
    /// The overall rating, the last one given.
    pub(super) overall: Option<f64>,
    /// Ratings by item or stage, the last one given of each.
    pub(super) parts: BTreeMap<String, f64>,
}

/// Puts overall ratings and ratings of parts together, by response; by customer when no response has
/// both. `part` names the part that a rating is of, `None` for an overall one or one of no interest.
pub(super) fn respondents(
    ratings: &[Rating],
    outcome: &str,
    part: impl Fn(&Rating) -> Option<String>,
) -> BTreeMap<String, Respondent> {
    let overall: BTreeSet<&str> =
        ratings.iter().filter(|one| is_overall(one, outcome)).map(|one| one.response.as_str()).collect();
    let by_response =
        overall.is_empty() || ratings.iter().any(|one| part(one).is_some() && overall.contains(one.response.as_str()));
    let mut in_time: Vec<&Rating> = ratings.iter().collect();
    in_time.sort_by_key(|one| one.at);
    let mut found: BTreeMap<String, Respondent> = BTreeMap::new();
    for one in in_time {
        let key = if by_response { Some(&one.response) } else { one.customer.as_ref() };
        let Some(key) = key else { continue };
        let named = part(one);
        if named.is_none() && !is_overall(one, outcome) {
            continue;
        }
        let respondent = found.entry(key.clone()).or_default();
        respondent.customer.clone_from(&one.customer);
        match named {
            Some(part) => drop(respondent.parts.insert(part, one.score)),
            None => respondent.overall = Some(one.score),
        }
    }
    found
}

/// An overall rating is one of no item and no stage.
fn is_overall(one: &Rating, outcome: &str) -> bool {
    one.metric == outcome && one.item.is_none() && one.stage.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rating(response: &str, customer: &str, metric: &str, item: Option<&str>, score: f64) -> Rating {
        let text = str::to_owned;
        let (response, customer) = (text(response), Some(text(customer)));
        Rating { response, customer, metric: text(metric), item: item.map(text), stage: None, score, at: 0 }
    }

    fn item(one: &Rating) -> Option<String> {
        one.item.clone()
    }

    #[test]
    fn ratings_meet_by_response_and_else_by_customer() {
        let same = [rating("r1", "c", "overall", None, 80.0), rating("r1", "c", "attribute", Some("speed"), 60.0)];
        let found = respondents(&same, "overall", item);
        assert_eq!((found["r1"].overall, found["r1"].parts["speed"]), (Some(80.0), 60.0));
        let apart = [rating("r1", "c", "overall", None, 80.0), rating("r2", "c", "attribute", Some("speed"), 60.0)];
        let found = respondents(&apart, "overall", item);
        assert_eq!((found["c"].overall, found["c"].parts["speed"]), (Some(80.0), 60.0));
    }

    #[test]
    fn the_last_rating_counts() {
        let mut twice = [rating("r", "c", "overall", None, 80.0), rating("r", "c", "overall", None, 40.0)];
        twice[0].at = 5;
        assert_eq!(respondents(&twice, "overall", item)["c"].overall, Some(80.0));
    }
}
