//! What 蓝湾通信's customers expect and perceive: SERVQUAL in two yearly waves with the 100-point question
//! and three questions of the ACSI type, and two items asked every quarter. Story: expectations are
//! missed most in responsiveness, and by more than a year before.

use super::draw::Draw;
use super::files::File;
use super::files::Rows;
use super::service::customer_id;
use super::time::{DAY, QUARTERS, Seconds, quarter_start, text};

/// Quarters with a SERVQUAL wave: 2025-Q3 and 2026-Q3.
const WAVES: [usize; 2] = [4, 8];
/// Respondents of a wave.
const RESPONDENTS: usize = 80;
/// Answers to the two quarterly items.
const QUARTERLY: usize = 45;
/// Items of the five dimensions.
const DIMENSIONS: [(&str, usize); 5] =
    [("tangibles", 4), ("reliability", 5), ("responsiveness", 4), ("assurance", 4), ("empathy", 5)];
/// Mean expectation by dimension.
const EXPECTED: [f64; 5] = [5.6, 6.5, 6.4, 6.1, 5.8];
/// Mean perception by wave and dimension.
const PERCEIVED: [[f64; 5]; 2] = [[5.4, 5.6, 5.3, 5.4, 5.1], [5.5, 5.5, 4.7, 5.6, 5.1]];
/// Mean points of the 100-point question.
const POINTS: [i64; 5] = [12, 31, 26, 16, 15];

pub fn files() -> Vec<File> {
    let mut draw = Draw::new(20_260_121);
    let mut items = Rows::new(&["response_id", "customer_id", "item", "role", "value", "responded_at"]);
    let mut others =
        Rows::new(&["response_id", "customer_id", "metric", "item", "value", "scale_min", "scale_max", "responded_at"]);
    for (wave, quarter) in WAVES.into_iter().enumerate() {
        for at in 0..RESPONDENTS {
            let person = Person::new(&mut draw, (quarter, at));
            person.items(&mut draw, wave, &mut items);
            person.points(&mut draw, &mut others);
            person.index(&mut draw, wave, &mut others);
        }
    }
    for quarter in 0..QUARTERS {
        for at in 0..QUARTERLY {
            let person = Person::new(&mut draw, (quarter, 500 + at));
            let needs = [(5, 0.30), (4, 0.38), (3, 0.20), (2, 0.08), (1, 0.04)];
            let solution = [(5, 0.34 + 0.01 * quarter as f64), (4, 0.36), (3, 0.18), (2, 0.07), (1, 0.05)];
            for (metric, shares) in [("needs_met", needs), ("solution", solution)] {
                let value = one_of(&mut draw, &shares).to_string();
                person.answer(&mut others, [metric, "", &value, "1", "5"]);
            }
        }
    }
    vec![
        ("data/telecom/servqual.csv".to_owned(), items.csv().into_bytes()),
        ("data/telecom/relationship.csv".to_owned(), others.csv().into_bytes()),
    ]
}

/// A respondent of a relationship survey.
struct Person {
    id: String,
    customer: String,
    responded: Seconds,
    /// How much better or worse than others this person sees everything.
    mood: f64,
}

impl Person {
    fn new(draw: &mut Draw, (quarter, at): (usize, usize)) -> Self {
        let (start, end) = (quarter_start(quarter), quarter_start(quarter + 1));
        Self {
            id: format!("Q{:02}{:03}", quarter + 1, at + 1),
            customer: customer_id("C", draw.whole(0, 5200) as usize),
            responded: draw.whole(start + 10 * DAY, end - 10 * DAY) / DAY * DAY,
            mood: noise(draw),
        }
    }

    fn items(&self, draw: &mut Draw, wave: usize, rows: &mut Rows) {
        let mut item = 0;
        for (at, (_, count)) in DIMENSIONS.into_iter().enumerate() {
            // What people see of buildings and brochures hangs together less than the rest.
            let (own, spread) = (0.9 * noise(draw), if at == 0 { 1.5 } else { 0.7 });
            for _ in 0..count {
                item += 1;
                let expected = EXPECTED[at] + 0.4 * self.mood + 0.6 * noise(draw);
                let perceived = PERCEIVED[wave][at] + 0.8 * self.mood + own + spread * noise(draw);
                for (role, value) in [("E", expected), ("P", perceived)] {
                    // Now and then an item is skipped.
                    if !draw.chance(0.002) {
                        let value = rating(value, 7).to_string();
                        let day = text(Some(self.responded), "%Y-%m-%d");
                        let number = item.to_string();
                        rows.push(vec![self.id.clone(), self.customer.clone(), number, role.to_owned(), value, day]);
                    }
                }
            }
        }
    }

    /// Points in steps of five that sum to 100; one in thirty people miscounts.
    fn points(&self, draw: &mut Draw, rows: &mut Rows) {
        let mut points = POINTS.map(|mean| ((mean + draw.whole(-6, 7)).max(0) + 2) / 5 * 5);
        points[1] += 100 - points.iter().sum::<i64>();
        if draw.chance(0.03) {
            points[4] += 10;
        }
        for ((name, _), points) in DIMENSIONS.into_iter().zip(points) {
            self.answer(rows, ["servqual_weight", name, &points.to_string(), "0", "100"]);
        }
    }

    fn index(&self, draw: &mut Draw, wave: usize, rows: &mut Rows) {
        for (item, mean) in [("overall", 7.6), ("expectations", 7.1), ("ideal", 6.5)] {
            let value = mean - 0.3 * wave as f64 + 1.3 * self.mood + noise(draw);
            self.answer(rows, ["acsi", item, &rating(value, 10).to_string(), "1", "10"]);
        }
    }

    fn answer(&self, rows: &mut Rows, [metric, item, value, low, high]: [&str; 5]) {
        let day = text(Some(self.responded), "%Y-%m-%d");
        let cells = [&self.id, &self.customer, metric, item, value, low, high, &day];
        rows.push(cells.map(str::to_owned).to_vec());
    }
}

/// Three uniform draws about zero: roughly normal with a standard deviation of 1.
fn noise(draw: &mut Draw) -> f64 {
    2.0 * (draw.unit() + draw.unit() + draw.unit() - 1.5)
}

/// A whole number from 1 to `most`.
pub fn rating(value: f64, most: i64) -> i64 {
    ((value + 0.5) as i64).clamp(1, most)
}

/// A value by its share; the last takes the rest.
pub fn one_of(draw: &mut Draw, shares: &[(i64, f64)]) -> i64 {
    let mut left = draw.unit();
    for (value, share) in shares {
        if left < *share {
            return *value;
        }
        left -= share;
    }
    shares.last().map_or(1, |(value, _)| *value)
}
