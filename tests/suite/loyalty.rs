//! Loyalty and value from raw files to the page, on a case worked by hand, and the traps that lie there.
//!
//! Sixty customers first order in July 2025 and again on 10 May 2026. Fifteen of them order on 20 July,
//! twenty more on 20 September 2026. Ten brought nearly all of the margin.

use super::project::{Project, UNGATED};
use quarterdeck::report::model::{Block, ChartData, Report, Row};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;

const CUSTOMERS: usize = 60;

fn orders() -> String {
    let mut text = "order_id,customer_id,ordered_at,amount,margin,category\n".to_owned();
    let mut order = |customer: usize, at: &str, margin: u32| {
        let id = text.lines().count();
        writeln!(text, "O{id},C{customer:02},{at},{},{margin},home", 3 * margin).unwrap();
    };
    for customer in 0..CUSTOMERS {
        order(customer, "2025-07-02T08:00:00Z", 1);
        order(customer, "2026-05-10T08:00:00Z", if customer < 10 { 1_000 } else { 10 });
        match customer {
            0..15 => order(customer, "2026-07-20T08:00:00Z", 10),
            15..35 => order(customer, "2026-09-20T08:00:00Z", 10),
            _ => {}
        }
    }
    order(59, "2026-10-14T08:00:00Z", 10);
    text
}

/// Answers of 12 May on a scale that ends at `top`: the first fifteen are happy.
fn answers(top: u32) -> String {
    let mut text = "response_id,customer_id,metric,value,scale_min,scale_max,responded_at\n".to_owned();
    for customer in 0..CUSTOMERS {
        let value = if customer < 15 { 5 } else { 3 };
        writeln!(text, "R{customer},C{customer:02},csat,{value},1,{top},2026-05-12T08:00:00Z").unwrap();
    }
    text
}

fn made(top: u32) -> Project {
    let empty = tempfile::tempdir().unwrap();
    let project = Project::copied(empty.path());
    fs::create_dir(project.path().join("data")).unwrap();
    fs::write(project.path().join("data/orders.csv"), orders()).unwrap();
    fs::write(project.path().join("data/surveys.csv"), answers(top)).unwrap();
    let yaml = "version: 1\ndefaults: {as_of: 2026-10-15 09:00, formats: [json]}\nreports:\n  - id: client\n    client: Client\n    \
                data: data\n    industry: retail/e-commerce\n    economics: {annual_discount_rate: 0.08}\n    \
                tables: {orders: orders.csv, surveys: surveys.csv}\n";
    let yaml = yaml.replace("formats: [json]}", &format!("formats: [json], {UNGATED}}}"));
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    let ended = project.run("run");
    assert_eq!(ended.code, 0, "{}", ended.err);
    project
}

fn report(project: &Project, locale: &str) -> Report {
    serde_json::from_slice(&project.bytes(&format!("output/2026-Q3/client/issue-1/{locale}/report.json"))).unwrap()
}

fn figure(project: &Project, metric: &str) -> Value {
    let all = project.json("output/2026-Q3/client/issue-1/measurements.json");
    let wanted = |one: &&Value| one["metric"] == metric && one["segment"] == "total" && one["quarter"] == "2026-Q3";
    all.as_array().unwrap().iter().find(wanted).unwrap_or_else(|| panic!("no {metric}")).clone()
}

fn rows(report: &Report, table: &str) -> Vec<Row> {
    let blocks = report.all_blocks();
    let found = blocks.filter_map(|block| match block {
        Block::Table(found) if found.id == table => Some(found.rows.clone()),
        _ => None,
    });
    found.flatten().collect()
}

fn texts(row: &Row) -> Vec<&str> {
    row.cells.iter().map(|cell| cell.text.as_str()).collect()
}

#[test]
fn point_04_open_windows_are_not_yet_due_and_point_08_margin_retention_and_discount_are_quarterly() {
    let project = made(5);
    let english = report(&project, "en");
    let cohorts = rows(&english, "loyalty-cohorts");
    let [second, third] = &cohorts[cohorts.len() - 2..] else { panic!("{cohorts:?}") };
    // Of the buyers of 10 May 15 came back on 20 July, after 71 days, 20 after 133 days.
    assert_eq!(texts(second), ["2026Q2", "60", "0.0%", "0.0%", "25.0%", "not yet due"]);
    assert_eq!(texts(third), ["2026Q3", "35", "not yet due", "not yet due", "not yet due", "not yet due"]);
    assert!(matches!(english.charts["loyalty-curve"], ChartData::Survival(_)));
    // The last order is of 14 October: nobody of the quarter is followed for 90 days.
    let curve = figure(&project, "repurchase_survival_90_days");
    assert_eq!((curve["value"].clone(), curve["at_least"].clone()), (Value::Null, 0.0.into()));
    assert_eq!(figure(&project, "repeat_purchase_rate")["value"], 25.0);

    let kept = figure(&project, "retention_rate_active_buyers");
    assert_eq!((kept["value"].clone(), kept["n"].clone()), (100.0.into(), 60.into()));
    // m = 350 / 60 of a quarter, r = 1 of the quarter, d = 1.08^¼ − 1: of one period.
    let value = figure(&project, "customer_lifetime_value")["value"].as_f64().unwrap();
    let expected = 350.0 / 60.0 / (1.08_f64.powf(0.25) - 1.0);
    assert!((value - expected).abs() < 1e-9 * expected, "{value} is not {expected}");
}

#[test]
fn an_index_without_a_component_is_incomplete_and_no_figure_to_compare() {
    let project = made(5);
    let index = figure(&project, "loyalty_index");
    assert_eq!(index["status"]["reason"], "incomplete: recommendation", "{index}");
    assert!(index["value"].is_null(), "no benchmark, target or other quarter can be set beside it");
    for (locale, words) in [("zh-CN", "不完整"), ("en", "incomplete")] {
        let found = report(&project, locale);
        let total = rows(&found, "loyalty-index-table").into_iter().find(|row| row.kind == "total").expect("a total");
        assert_eq!(total.cells[1].detail.as_deref(), Some(words));
        // Mean of retention 100⁴ and the 35 of 60 buyers with a second order in twelve months.
        assert!(total.cells[1].text.starts_with("79.2"), "{total:?}");
    }
}

#[test]
fn point_13_only_answers_on_five_points_climb_the_ladder() {
    let project = made(5);
    let ladder = rows(&report(&project, "en"), "loyalty-groups");
    assert_eq!(texts(&ladder[0])[1..], ["15", "0", "100.0%"], "apostles and mercenaries");
    assert_eq!(texts(&ladder[1])[1..], ["0", "45", "0.0%"], "hostages and defectors");
    let gap = figure(&project, "satisfaction_loyalty_gap");
    assert_eq!((gap["value"].clone(), gap["n"].clone()), (100.0.into(), 15.into()), "n is that of the smaller group");
    assert_eq!(gap["status"]["is"], "low_base", "no verdict below 30");

    let mixed = made(10);
    assert!(rows(&report(&mixed, "en"), "loyalty-groups").is_empty(), "a 5 of 10 is not satisfied");
    assert!(figure(&mixed, "satisfaction_loyalty_gap")["value"].is_null());
}

#[test]
fn point_16_the_share_of_all_is_no_mean_of_the_shares_of_tiers() {
    let english = report(&made(5), "en");
    let tiers = rows(&english, "loyalty-tiers-table");
    let bought: Vec<&str> = tiers.iter().map(|row| row.cells[4].text.as_str()).collect();
    // A: 10 of 10; B: 25 of 50; nobody is C. All: 35 of 60, not the mean of 100% and 50%.
    assert_eq!(tiers.iter().map(|row| row.cells[1].text.as_str()).collect::<Vec<_>>(), ["10", "50", "0", "60"]);
    assert_eq!(bought, ["100.0%", "50.0%", "n<10, not shown", "58.3%"]);
}
