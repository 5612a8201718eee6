//! 禾木商城: a relationship survey on recommendation among the buyers of each quarter, in a file and a
//! stream of draws of its own. Recommendation follows satisfaction down in the last three quarters.

use super::draw::Draw;
use super::files::File;
use super::files::Rows;
use super::service::customer_id;
use super::time::{QUARTERS, as_of, moment, text};

const ANSWERS: usize = 230;
/// Buyers of a quarter: every fourth customer, at least so many.
const BUYERS: i64 = 900;
/// Shares of promoters, passives and detractors.
const SHARES: [[f64; 3]; QUARTERS] = [
    [0.47, 0.34, 0.19],
    [0.47, 0.35, 0.18],
    [0.48, 0.34, 0.18],
    [0.49, 0.33, 0.18],
    [0.48, 0.35, 0.17],
    [0.49, 0.34, 0.17],
    [0.45, 0.35, 0.20],
    [0.41, 0.36, 0.23],
    [0.37, 0.37, 0.26],
];
const SCORES: [&[i64]; 3] = [&[9, 10, 10], &[7, 8, 8], &[0, 3, 5, 6, 6]];

pub fn files() -> Vec<File> {
    let mut draw = Draw::new(20_260_112);
    let mut rows = Rows::new(&["问卷号", "会员号", "推荐意愿", "答复时间"]);
    for (quarter, shares) in SHARES.iter().enumerate() {
        let groups = draw.shares(ANSWERS, &[(0, shares[0]), (1, shares[1]), (2, shares[2])]);
        for (at, group) in groups.into_iter().enumerate() {
            let customer = draw.whole(0, BUYERS) as usize * 4 + quarter % 4;
            let answered = moment(&mut draw, quarter);
            let score = *draw.pick(SCORES[group]);
            rows.push(vec![
                format!("TJ{:02}{:04}", quarter + 1, at + 1),
                customer_id("M", customer),
                score.to_string(),
                text(Some(answered).filter(|answered| *answered < as_of()), "%Y/%m/%d %H:%M"),
            ]);
        }
    }
    vec![("data/shop/推荐意愿.csv".to_owned(), rows.csv_gb18030())]
}
