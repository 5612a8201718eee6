//! 澄江水务: ratings on other scales than the main survey (good or bad after a chat, 1 to 7 after a
//! visit, 1 to 10 by post) with survey weights, and the 22 statements of service quality, perceptions only.

use super::draw::Draw;
use super::files::Rows;
use super::time::{DAY, HOUR, QUARTERS, moment, text};
use super::water::{customer, past};

const TIME: &str = "%Y-%m-%d %H:%M";
/// Ends of the scale and answers per quarter.
const SCALES: [(i64, i64, usize); 3] = [(0, 1, 44), (1, 7, 40), (1, 10, 40)];
/// Respondents per quarter who rate the 22 statements.
const RATERS: usize = 36;
/// Statements of service quality.
const STATEMENTS: usize = 22;

/// All rows of the file.
pub(super) fn rows(draw: &mut Draw) -> Rows {
    let mut rows = Rows::new(&[
        "response_id",
        "customer_id",
        "metric",
        "item",
        "role",
        "value",
        "scale_min",
        "scale_max",
        "weight",
        "interaction_at",
        "responded_at",
    ]);
    for quarter in 0..QUARTERS {
        for (low, high, answers) in SCALES {
            for at in 0..answers {
                rate(&mut rows, draw, (quarter, at), (low, high));
            }
        }
    }
    for quarter in QUARTERS - 2..QUARTERS {
        (0..RATERS).for_each(|at| state(&mut rows, draw, (quarter, at)));
    }
    rows
}

fn rate(rows: &mut Rows, draw: &mut Draw, (quarter, at): (usize, usize), (low, high): (i64, i64)) {
    let happened = moment(draw, quarter);
    let responded = past(happened + draw.whole(HOUR, 9 * DAY));
    let weight = draw.whole(60, 180);
    let value = if draw.chance(0.7) { high - draw.whole(0, (high - low).clamp(1, 2)) } else { draw.whole(low, high) };
    let Some(responded) = responded else { return };
    let [value, low, top] = [value, low, high].map(|one| one.to_string());
    rows.push(vec![
        format!("WR{high}-{:02}{:03}", quarter + 1, at + 1),
        customer(draw),
        "csat".to_owned(),
        String::new(),
        String::new(),
        value,
        low,
        top,
        format!("{}.{:02}", weight / 100, weight % 100),
        text(Some(happened), TIME),
        text(Some(responded), TIME),
    ]);
}

fn state(rows: &mut Rows, draw: &mut Draw, (quarter, at): (usize, usize)) {
    let (id, who, when) = (format!("WQ{:02}{:03}", quarter + 1, at + 1), customer(draw), moment(draw, quarter));
    let lean = draw.whole(3, 6);
    for statement in 1..=STATEMENTS {
        let value = (lean + draw.whole(0, 3)).min(7);
        rows.push(vec![
            id.clone(),
            who.clone(),
            "servqual".to_owned(),
            statement.to_string(),
            "P".to_owned(),
            value.to_string(),
            "1".to_owned(),
            "7".to_owned(),
            String::new(),
            text(Some(when), TIME),
            text(Some(when), TIME),
        ]);
    }
}
