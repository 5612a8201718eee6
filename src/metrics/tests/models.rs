//! Models from raw files, by hand: what they leave out, which side of an edge a row falls on, and
//! which inputs they take.

use super::{Case, measure, measured, measured_with};
use crate::metrics::measurement::Status;
use crate::metrics::models::Study;

fn near(found: Option<f64>, wanted: f64) {
    let found = found.expect("a value");
    assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
}

fn study(case: &Case) -> Study {
    measure(&case.report, &case.facts, &case.periods).unwrap().study
}

/// A and C bought in the year before July and again in the quarter, B did not come back, D is new.
/// E's order was refunded, F's comes after the extraction, A's second one lies more than a year back.
const ORDERS: &str = "order_id,customer_id,ordered_at,amount,margin,category,refunded\n\
    1,A,2025-07-07T00:00:00Z,100,80,tea,\n2,A,2025-07-09T00:00:00Z,100,10,mugs,\n\
    3,A,2026-07-10T00:00:00Z,100,40,cups,\n4,B,2025-08-01T00:00:00Z,100,15,tea,\n\
    5,C,2026-05-01T00:00:00Z,100,5,tea,\n6,C,2026-09-01T00:00:00Z,100,20,tea,\n\
    7,D,2026-08-01T00:00:00Z,100,20,tea,\n8,E,2026-07-15T00:00:00Z,100,999,tea,true\n\
    9,F,2026-11-01T00:00:00Z,100,500,tea,\n";

/// 1.4641 a year are 1.1 a quarter.
const RATE: &str = "economics: {annual_discount_rate: 0.4641}\n    ";

/// M17: m = 60/3 and r = 2/3 of A, B, C; d = 0.1: 20 · 2/3 ÷ (1.1 − 2/3).
#[test]
fn lifetime_value_from_orders() {
    let case = measured_with(&[("orders.csv", ORDERS)], 1, RATE);
    let future = 20.0 * 2.0 / 3.0 / (1.1 - 2.0 / 3.0);
    near(case.value("customer_lifetime_value"), future);
    assert_eq!(case.total("customer_lifetime_value").n, 3);
    near(case.value("customer_lifetime_value_with_first_margin"), 20.0 * 1.1 / (1.1 - 2.0 / 3.0));
    let step: f64 = 2.0 / 3.0 / 1.1;
    near(case.value("customer_lifetime_value_5_years"), 20.0 * step * (1.0 - step.powi(20)) / (1.0 - step));
    let found = study(&case).lifetime_value.unwrap();
    assert_eq!((found.quarters.len(), found.without_margin), (1, 0), "the year before April is not in the data");
    let parts = found.quarters[0].parts;
    near(parts.first, 20.0);
    // Later orders of the year to October: 40 in another category than the first, 20 in the same.
    near(parts.cross, future * 2.0 / 3.0);
    near(Some(parts.later), future / 3.0);
    let tiers: Vec<&str> = found.quarters[0].tiers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(tiers, ["A", "B", "C"]);
}

/// A year that begins up to seven days before the first order is known.
#[test]
fn tiers_wait_until_a_year_of_orders_is_known() {
    let known = |first: &str| {
        let orders = ORDERS.replace("2025-07-07T00", first);
        study(&measured_with(&[("orders.csv", &orders)], 1, RATE)).value_tiers.map(|found| found.quarters.len())
    };
    assert_eq!((known("2025-07-08T00"), known("2025-07-08T01")), (Some(1), None));
    let rows = study(&measured(&[("orders.csv", ORDERS)], 1)).value_tiers.unwrap().quarters[0].tiers.clone();
    let worths: Vec<(u64, f64, f64)> =
        rows.iter().map(|row| (row.customers, row.worth_before, row.worth_in_quarter)).collect();
    assert_eq!(worths, [(1, 90.0, 40.0), (1, 15.0, 0.0), (1, 5.0, 20.0)]);
}

/// M29: A and C ordered in the quarter, D is new; B has lapsed and is no base of any share.
#[test]
fn who_has_lapsed_is_not_in_the_base_of_the_declining() {
    let case = measured(&[("orders.csv", ORDERS)], 1);
    let share = case.total("declining_customers_share");
    assert_eq!((share.numerator, share.n), (Some(0.0), 3), "{:?}", study(&case).life_cycle);
}

/// M17 from contracts: the retention is a share of a quarter, the margin is assumed per quarter.
#[test]
fn lifetime_value_from_contracts() {
    let customers =
        "customer_id,start_date,end_date\nA,2025-01-01,\nB,2025-01-01,\nC,2025-01-01,2026-08-01\nD,2025-01-01,\n";
    let lines = "economics:\n      annual_discount_rate: 0.4641\n      assumptions:\n        contribution_margin_per_customer: \
                 {title: t, low: 90, base: 100, high: 110, unit: CNY, source: finance}\n    ";
    let case = measured_with(&[("customers.csv", customers)], 1, lines);
    near(case.value("customer_lifetime_value"), 100.0 * 0.75 / (1.1 - 0.75));
    near(case.value("customer_lifetime_value_with_first_margin"), 100.0 * 1.1 / (1.1 - 0.75));
}

const NPS: &str = "response_id,customer_id,metric,value,scale_min,scale_max,responded_at\n\
    1,A,nps,10,0,10,2026-08-01T00:00:00Z\n2,C,nps,9,0,10,2026-08-01T00:00:00Z\n";

/// M16: 2/3 kept in a quarter are (2/3)⁴ in a year; the two that answered promote.
#[test]
fn the_loyalty_index_is_of_a_year_and_stands_on_its_smallest_base() {
    let case = measured(&[("orders.csv", ORDERS), ("surveys.csv", NPS)], 1);
    let again = case.value("repeat_purchase_rate_12_months").unwrap();
    near(case.value("retention_rate_active_buyers"), 200.0 / 3.0);
    near(case.value("loyalty_index"), (100.0 * (2.0_f64 / 3.0).powi(4) + again + 100.0) / 3.0);
    assert_eq!((case.total("loyalty_index").n, case.total("repeat_purchase_rate_12_months").n > 2), (2, true));
    let hidden = measured(&[("orders.csv", ORDERS), ("surveys.csv", NPS)], 3);
    assert_eq!(hidden.total("nps_promoters_share").status, Status::Suppressed);
    let missing = Status::Unavailable { reason: "incomplete: recommendation".to_owned() };
    assert_eq!(hidden.total("loyalty_index").status, missing, "what is hidden does not shine through");
}

/// M18: the last answer in time counts, late ones and those after the extraction do not.
#[test]
fn the_ladder_takes_answers_in_time_and_the_last_of_each_customer() {
    let orders = "order_id,customer_id,ordered_at,amount\n1,A,2026-01-01T00:00:00Z,1\n2,A,2026-04-20T00:00:00Z,1\n\
        3,B,2026-01-01T00:00:00Z,1\n4,C,2026-01-01T00:00:00Z,1\n5,D,2026-01-01T00:00:00Z,1\n6,D,2026-10-14T00:00:00Z,1\n";
    let surveys = "response_id,customer_id,metric,value,scale_min,scale_max,interaction_at,responded_at\n\
        1,A,csat,5,1,5,2026-03-02T00:00:00Z,2026-03-03T00:00:00Z\n2,A,csat,1,1,5,2026-03-01T00:00:00Z,2026-03-04T00:00:00Z\n\
        3,B,csat,2,1,5,2026-03-01T00:00:00Z,2026-03-04T00:00:00Z\n4,C,csat,5,1,5,2026-03-01T00:00:00Z,2026-03-16T00:00:00Z\n\
        5,D,csat,4,1,5,2026-03-01T00:00:00Z,2026-03-04T00:00:00Z\n";
    let case = measured(&[("orders.csv", orders), ("surveys.csv", surveys)], 1);
    let steps = study(&case).ladder.unwrap().quarters[1].steps.clone();
    let counts: Vec<(u64, u64)> = steps.iter().map(|step| (step.n, step.loyal)).collect();
    assert_eq!(counts, [(0, 0), (1, 0), (0, 0), (1, 0), (1, 1)], "A's interaction of 2 March is the later one");
    near(case.value("loyal_share_satisfied"), 50.0);
    near(case.value("satisfaction_loyalty_gap"), 50.0);
    assert_eq!(case.total("satisfaction_loyalty_gap").n, 1, "the smaller of the two groups");
}

/// M33: 3 of 4 by telephone, 1 of 4 in chat; the counter has one answer and no verdict.
#[test]
fn the_spread_of_channels_is_of_those_that_may_be_judged() {
    let mut text = "response_id,metric,value,scale_min,scale_max,responded_at,channel\n".to_owned();
    let answers = [("phone", [5, 4, 4, 1]), ("chat", [5, 1, 2, 3]), ("kiosk", [1, 0, 0, 0])];
    for (at, (channel, values)) in answers.iter().enumerate() {
        for (each, value) in values.iter().enumerate().filter(|(_, value)| **value > 0) {
            text += &format!("{at}{each},csat,{value},1,5,2026-08-01T00:00:00Z,{channel}\n");
        }
    }
    let case = measured(&[("surveys.csv", &text)], 1);
    near(case.value("csat_channel_spread"), 50.0);
    let found = &study(&case).csat_spread.unwrap().quarters[0];
    assert_eq!((&*found.highest.0, &*found.lowest.0, found.n), ("phone", "chat", 8));
}

/// M15: five buyers of April are followed for more than 90 days, of whom two came back on day 30.
#[test]
fn the_curve_of_repurchase_and_its_floor() {
    let mut text = "order_id,customer_id,ordered_at,amount\n".to_owned();
    for (at, customer) in ["A", "B", "C", "D", "E"].iter().enumerate() {
        text += &format!("{at},{customer},2026-04-01T00:00:00Z,1\n");
        if at < 2 {
            text += &format!("again{at},{customer},2026-05-01T00:00:00Z,1\n");
        }
    }
    text += "last,Z,2026-10-14T00:00:00Z,1\n";
    let spring = |minimum: u64| {
        let case = measured(&[("orders.csv", &text)], minimum);
        case.figures.total("repurchase_survival_90_days", case.periods[0].quarter).unwrap().clone()
    };
    let shown = spring(3);
    near(shown.value, 40.0);
    let interval = shown.interval.unwrap();
    assert!(0.0 < interval.low && interval.low < 40.0 && 40.0 < interval.high && interval.high < 100.0, "{interval:?}");
    let floor = spring(4);
    assert_eq!((floor.value, floor.at_least), (None, Some(40.0)), "three at risk are too few to read the curve");
    let second = study(&measured(&[("orders.csv", &text)], 1)).repurchase.unwrap();
    assert_eq!(second.cohorts[0].windows[0].again, Some(2), "exactly 30 days after");
}

/// The ACSI type: a respondent who left a question out is missing, not a zero.
#[test]
fn incomplete_answers_to_three_questions_are_missing() {
    let mut text = "response_id,metric,item,value,scale_min,scale_max,responded_at\n".to_owned();
    for (who, values) in [[8, 7, 6], [10, 10, 10], [5, 0, 5]].iter().enumerate() {
        for (at, value) in values.iter().enumerate().filter(|(_, value)| **value > 0) {
            text += &format!("{who},acsi,{},{value},1,10,2026-08-01T00:00:00Z\n", at + 1);
        }
    }
    let case = measured(&[("surveys.csv", &text)], 1);
    let index = case.total("acsi_type_index");
    assert_eq!((index.n, index.missing), (2, 1));
    near(index.value, (200.0 / 3.0 + 100.0) / 2.0);
}

/// What was said after the extraction is not known yet; what was said in its very moment is.
#[test]
fn comments_count_until_the_extraction() {
    let surveys = "response_id,metric,value,scale_min,scale_max,responded_at,comment\n\
        1,csat,5,1,5,2026-08-01T00:00:00Z,quick reply\n2,csat,1,1,5,2026-08-15T00:00:00Z,slow reply\n\
        3,csat,1,1,5,2026-08-16T00:00:00Z,no reply\n";
    let mut case = measured(&[("surveys.csv", surveys)], 1);
    assert_eq!(study(&case).themes.unwrap().comments, 3);
    case.report.as_of = crate::domain::Instant(1_786_752_000_000_000);
    assert_eq!(study(&case).themes.unwrap().comments, 2, "15 August 2026, 00:00");
}
