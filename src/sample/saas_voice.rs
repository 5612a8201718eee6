//! 云帆软件 (Yunfan Software): its half-yearly relationship survey. Story: problem solving goes most with
//! overall satisfaction and is rated lowest; incidents are the low point of the journey. Comments hold
//! names, telephone numbers and addresses that no report may print.

use super::draw::Draw;
use super::files::File;
use super::files::Rows;
use super::service::customer_id;
use super::time::{DAY, HOUR, moment, quarter_start, text};

const TIME: &str = "%Y-%m-%d %H:%M";
/// Item, mean rating of 1–10, weight in the overall rating.
const ITEMS: [(&str, f64, f64); 6] = [
    ("problem_solving", 6.5, 0.42),
    ("response_speed", 8.1, 0.24),
    ("product_stability", 7.0, 0.18),
    ("expertise", 8.3, 0.1),
    ("self_service", 6.7, 0.06),
    ("value_for_money", 7.3, 0.04),
];
/// Stage, mean rating, how much of the item `problem_solving` is in it, weight in the overall rating.
const STAGES: [(&str, f64, f64, f64); 5] = [
    ("onboarding", 8.1, 0.0, 0.0),
    ("everyday_use", 7.9, 0.1, 0.0),
    ("incident", 5.7, 0.7, 0.3),
    ("billing", 7.4, 0.0, 0.0),
    ("renewal", 7.0, 0.2, 0.2),
];
/// Wave, quarter (0 is 2024-Q3), invited, answers.
const WAVES: [(&str, usize, usize, usize); 2] = [("2026H1", 6, 620, 170), ("2026H2", 8, 540, 260)];
const PRAISE: [&str; 5] = [
    "Support answered within minutes, Ms. Zhang was very professional.",
    "Friendly team, quick reply every time.",
    "客服李明很专业，回复很快。",
    "The new dashboard is great and stable.",
    "响应快，讲解清楚，谢谢王女士。",
];
const REPROACH: [&str; 9] = [
    "The API integration broke twice after updates, please call me on 13800138000.",
    "Had to explain the same bug three times until it was solved.",
    "The invoice was wrong again, write to finance@yunfan-client.example about the refund.",
    "接口升级后数据同步总是失败，问题一直没有解决。",
    "Documentation for the REST connector is outdated; I could not find anything in the help center.",
    "价格涨了，但续费时没有人说明。",
    "Waited four days for an answer to a P1 ticket.",
    "同一个故障反复出现，联系人陈先生 010-62345678 一直占线。",
    "System was down during month end; **no** status page, <b>no</b> notice.",
];

/// The files of this survey.
pub fn files() -> Vec<File> {
    let mut draw = Draw::new(20_260_904);
    let mut answers = Rows::new(&[
        "response_id",
        "customer_id",
        "metric",
        "item",
        "stage",
        "value",
        "responded_at",
        "wave",
        "comment",
    ]);
    let mut sent = Rows::new(&["customer_id", "wave", "metric", "sent_at"]);
    for (wave, quarter, invited, answered) in WAVES {
        let mut customers: Vec<usize> = (0..4600).collect();
        draw.shuffle(&mut customers);
        customers.truncate(invited);
        for (at, customer) in customers.into_iter().enumerate() {
            let start = quarter_start(quarter) + 36 * DAY;
            let at_sent = start + draw.whole(0, 5 * DAY);
            let id = customer_id("ORG-", customer);
            sent.push(vec![id.clone(), wave.to_owned(), "overall".to_owned(), text(Some(at_sent), TIME)]);
            if at < answered {
                let responded = at_sent + draw.whole(2 * HOUR, 13 * DAY);
                let head = [format!("W{}{:04}", &wave[2..], at + 1), id, wave.to_owned(), text(Some(responded), TIME)];
                respondent(&mut draw, &head, &mut answers);
            }
        }
        // The draws of a wave do not depend on those of the one before.
        draw = Draw::new(20_260_905 + quarter as u64);
        let _ = moment(&mut draw, quarter);
    }
    vec![
        ("data/saas/relationship_survey.csv".to_owned(), answers.csv().into_bytes()),
        ("data/saas/relationship_sent.csv".to_owned(), sent.csv().into_bytes()),
    ]
}

/// About normal with mean 0 and standard deviation 1.
fn noise(draw: &mut Draw) -> f64 {
    ((0..4).map(|_| draw.unit()).sum::<f64>() - 2.0) * 1.732
}

fn rounded(value: f64) -> f64 {
    (value + 0.5).floor().clamp(1.0, 10.0)
}

fn respondent(draw: &mut Draw, [id, customer, wave, at]: &[String; 4], rows: &mut Rows) {
    let mood = noise(draw);
    let items = ITEMS.map(|(_, mean, _)| rounded(mean + 0.9 * mood + 1.5 * noise(draw)));
    let off = items[0] - ITEMS[0].1;
    let stages = STAGES.map(|(_, mean, problem, _)| rounded(mean + problem * off + 0.4 * mood + 1.3 * noise(draw)));
    let from_items: f64 = ITEMS.iter().zip(items).map(|((_, mean, weight), value)| weight * (value - mean)).sum();
    let from_stages: f64 = STAGES.iter().zip(stages).map(|((_, mean, _, weight), value)| weight * (value - mean)).sum();
    let overall = rounded(7.4 + 0.9 * from_items + from_stages + 0.7 * noise(draw));
    let comment = match draw.unit() {
        share if share > 0.5 => "",
        _ if overall >= 8.0 => draw.pick(&PRAISE),
        _ => draw.pick(&REPROACH),
    };
    let mut push = |metric: &str, item: &str, stage: &str, value: f64, comment: &str| {
        rows.push(vec![
            id.clone(),
            customer.clone(),
            metric.to_owned(),
            item.to_owned(),
            stage.to_owned(),
            format!("{value}"),
            at.clone(),
            wave.clone(),
            comment.to_owned(),
        ]);
    };
    push("overall", "", "", overall, comment);
    for ((item, ..), value) in ITEMS.iter().zip(items) {
        if !draw.chance(0.015) {
            push("attribute", item, "", value, "");
        }
    }
    for ((stage, ..), value) in STAGES.iter().zip(stages) {
        let met = if *stage == "incident" { 0.75 } else { 0.96 };
        if draw.chance(met) {
            push("stage", stage, stage, value, "");
        }
    }
}
