//! Costs and benefits from raw files to `economics.json` and the page, on cases worked by hand: the three
//! baselines, scenarios, and what stands outside every ratio.

use super::project::Project;
use super::traps::{made, report, row_of};
use quarterdeck::report::model::{Report, Section};
use serde_json::Value;
use std::fmt::Write as _;
use std::process::Command;

/// Days of the quarters from 2025-Q2 to 2026-Q3, and the day on which some customers leave: the eleventh.
const QUARTERS: [(u32, &str); 6] = [
    (91, "2025-04-11"),
    (92, "2025-07-11"),
    (92, "2025-10-11"),
    (90, "2026-01-11"),
    (91, "2026-04-11"),
    (92, "2026-07-11"),
];

/// A region: its first letter, customers at the start of 2025-Q2, customers who leave and contacts per quarter.
struct Region {
    letter: char,
    name: &'static str,
    customers: u32,
    leave: [u32; 6],
    contacts: [u32; 6],
}

const EAST: Region = Region {
    letter: 'E',
    name: "east",
    customers: 400,
    leave: [16, 16, 16, 16, 6, 6],
    contacts: [200, 200, 200, 200, 150, 120],
};
const WEST: Region = Region {
    letter: 'W',
    name: "west",
    customers: 600,
    leave: [18, 18, 18, 18, 12, 12],
    contacts: [300, 300, 300, 300, 280, 270],
};

impl Region {
    /// Customers at the start of a quarter.
    fn base(&self, quarter: usize) -> f64 {
        f64::from(self.customers - self.leave[..quarter].iter().sum::<u32>())
    }

    /// Mean active customers: who leaves counts for ten days of the quarter.
    fn active(&self, quarter: usize) -> f64 {
        let left = f64::from(self.leave[quarter]);
        self.base(quarter) - left + left * 10.0 / f64::from(QUARTERS[quarter].0)
    }

    fn sum(of: impl Fn(usize) -> f64) -> f64 {
        (0..4).map(of).sum()
    }
}

fn customers() -> String {
    let mut text = "customer_id,start_date,end_date,region\n".to_owned();
    for region in [EAST, WEST] {
        let mut next = 0;
        for (quarter, left) in region.leave.into_iter().enumerate() {
            for _ in 0..left {
                writeln!(text, "{}{next},2024-01-01,{},{}", region.letter, QUARTERS[quarter].1, region.name).unwrap();
                next += 1;
            }
        }
        (next..region.customers)
            .for_each(|at| writeln!(text, "{}{at},2024-01-01,,{}", region.letter, region.name).unwrap());
    }
    text
}

fn tickets() -> String {
    let mut text = "ticket_id,customer_id,created_at\n".to_owned();
    for region in [EAST, WEST] {
        for (quarter, count) in region.contacts.into_iter().enumerate() {
            let month = &QUARTERS[quarter].1[..7];
            for at in 0..count {
                let customer = region.customers - 1 - at % 250;
                let id = format!("{}{quarter}-{at}", region.letter);
                writeln!(text, "{id},{}{customer},{month}-{:02} 09:{:02}", region.letter, 12 + at % 15, at % 60)
                    .unwrap();
            }
        }
    }
    text
}

/// 100,000 in every quarter before the start of the project in 2026-Q2, 110,000 since.
fn costs() -> String {
    let mut text = "period,category,amount\n".to_owned();
    for (quarter, (_, day)) in QUARTERS.iter().enumerate() {
        writeln!(text, "{},wages,{}", &day[..7], if quarter < 4 { 100_000 } else { 110_000 }).unwrap();
    }
    text
}

/// The two regions with a baseline and further settings of the chapter.
fn regions(settings: &str) -> Project {
    let (customers, tickets, costs) = (customers(), tickets(), costs());
    let files = [("customers.csv", customers.as_str()), ("tickets.csv", &tickets), ("costs.csv", &costs)];
    made(
        &files,
        &format!(
            "    economics:\n      annual_discount_rate: 0.08\n      cost_classes: {{wages: labour}}\n      assumptions:\n        \
             contribution_margin_per_customer: {{low: 100, base: 100, high: 100, unit: CNY, source: finance}}\n        \
             retention_years: {{low: 1, base: 1, high: 1, unit: a, source: finance}}\n        \
             marginal_cost_per_contact: {{low: 20, base: 20, high: 20, unit: CNY, source: finance}}\n      \
             benefits: [retained_margin, avoided_cost]\n{settings}"
        ),
    )
}

const DIFFERENCES: &str = "      baseline: difference_in_differences\n      \
     project: {start: 2026-Q2, dimension: region, treated: [east], untouched: [west]}\n";

pub(super) fn economics(project: &Project) -> Value {
    project.json("output/2026-Q3/client/issue-1/economics.json")
}

pub(super) fn amount(value: &Value) -> f64 {
    value.as_str().unwrap_or_else(|| panic!("{value} is no amount")).parse().unwrap()
}

pub(super) fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{found} is not {expected}");
}

fn section(report: &Report, id: &str) -> Section {
    super::sample::whole(report, id).unwrap_or_else(|| panic!("no section {id}"))
}

/// Everything that a section says, in a language.
pub(super) fn said(project: &Project, locale: &str, id: &str) -> String {
    let report: Report =
        serde_json::from_slice(&project.bytes(&format!("output/2026-Q3/client/issue-1/{locale}/report.json"))).unwrap();
    serde_json::to_string(&section(&report, id)).unwrap()
}

fn words(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

/// Present value of 1 at the end of each of four quarters at 8 % a year: 3.8130.
fn year() -> f64 {
    (1..=4).map(|quarter| 1.08_f64.powf(-f64::from(quarter) / 4.0)).sum()
}

/// East, which the project touched since 2026-Q2, lost 64 of 1,504 customers in the four quarters before
/// (4.255 %) and 6 of 330 now (1.818 %). West, untouched, went from 72 of 2,292 (3.141 %) to 12 of 516
/// (2.326 %): without the project East would have lost 4.255 − 0.816 = 3.440 %. The 1.621 points between
/// are 5.35 customers; the fall by 2.437 points alone would have claimed 8.04.
#[test]
fn differences_take_out_what_moved_the_untouched_units_too() {
    let project = regions(DIFFERENCES);
    let found = economics(&project);
    let expected_churn = 100.0 * (64.0 / 1_504.0 + 12.0 / 516.0 - 72.0 / 2_292.0);
    let retained = (expected_churn - 100.0 * 6.0 / 330.0) / 100.0 * 330.0;
    near(retained, 5.350_484);
    let benefits = &found["benefits"];
    near(amount(&benefits[0]["amount"]["base"]), retained * 100.0 * year());
    // Contacts per active customer: East's own before, moved as West moved, against East's now.
    let before = |region: &Region| 4.0 * f64::from(region.contacts[0]) / Region::sum(|quarter| region.active(quarter));
    let each = before(&EAST) + 270.0 / WEST.active(5) - before(&WEST);
    near(amount(&benefits[1]["amount"]["base"]), (each - 120.0 / EAST.active(5)) * EAST.active(5) * 20.0);
    for benefit in benefits.as_array().unwrap() {
        let notes = words(&benefit["notes"]);
        assert!(
            notes.contains(&"difference_in_differences") && !notes.contains(&"other_causes_not_controlled"),
            "{notes:?}"
        );
    }
    assert!(words(&benefits[0]["notes"]).contains(&"within_noise"), "four samples: ± 2.3 points");
    assert_eq!(found["baseline"]["kind"], "difference_in_differences");
    assert_eq!(words(&found["baseline"]["quarters"]), ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"]);
    // The cost is not controlled: the whole service costs 10,000 more, and the page says whose cost that is.
    assert_eq!(found["balance"]["incremental_cost"], "10000");
    let chinese = said(&project, "zh-CN", "economics");
    assert!(chinese.contains("双重差分：east相对west"), "{chinese}");
    assert!(!chinese.contains("未控制其他因素"), "{chinese}");
    assert!(chinese.contains("是全部服务的成本变化，未作对照"), "{chinese}");
    let english = said(&project, "en", "economics");
    assert!(
        english.contains("difference-in-differences: east against west, before the project 2025Q2–2026Q1"),
        "{english}"
    );
}

/// Everyone against the four quarters before the project: 136 of 3,796 against 18 of 846.
#[test]
fn the_mean_before_a_project_controls_nothing_and_says_so() {
    let project = regions("      baseline: pre_project_mean\n      project: {start: 2026-Q2}\n");
    let found = economics(&project);
    let retained = (136.0 / 3_796.0 - 18.0 / 846.0) * 846.0;
    near(amount(&found["benefits"][0]["amount"]["base"]), retained * 100.0 * year());
    let active = |quarter: usize| EAST.active(quarter) + WEST.active(quarter);
    let avoided = 4.0 * 500.0 / Region::sum(active) * active(5) - 390.0;
    near(amount(&found["benefits"][1]["amount"]["base"]), avoided * 20.0);
    assert_eq!(words(&found["benefits"][0]["notes"]), ["other_causes_not_controlled"], "1.46 points are beyond ± 1.14");
    assert_eq!(found["balance"]["baseline_cost"], "100000");
    let chinese = said(&project, "zh-CN", "economics");
    assert!(chinese.contains("未控制其他因素") && chinese.contains("项目开始前各季平均 2025Q2–2026Q1"), "{chinese}");
}

#[test]
fn the_same_quarter_last_year_is_the_baseline_when_none_is_named() {
    let project = regions("");
    let found = economics(&project);
    assert_eq!(words(&found["baseline"]["quarters"]), ["2025-Q3"]);
    let retained = (34.0 / 966.0 - 18.0 / 846.0) * 846.0;
    near(amount(&found["benefits"][0]["amount"]["base"]), retained * 100.0 * year());
    assert!(said(&project, "zh-CN", "economics").contains("未控制其他因素"));
}

#[test]
fn a_project_that_has_not_begun_has_no_benefit_yet() {
    let project = regions(&DIFFERENCES.replace("2026-Q2", "2026-Q4"));
    let found = economics(&project);
    for benefit in found["benefits"].as_array().unwrap() {
        assert_eq!(benefit["left_out"], serde_json::json!([{"reason": "project_not_begun"}]), "{benefit}");
    }
    assert_eq!(found["benefit_total"], Value::Null);
    assert!(said(&project, "en", "economics").contains("the project has not begun by this quarter"));
}

/// What the client found about price, market share and image is printed and added to nothing.
#[test]
fn premium_share_and_image_stand_on_lines_of_their_own() {
    let evidence = "      outside_ratio: {price_premium: {evidence: conjoint study of May 2026, low: 1000, base: 2000, high: 4000}}\n";
    let (with, without) = (regions(evidence), regions(""));
    let (found, plain) = (economics(&with), economics(&without));
    assert_eq!(found["outside_ratio"][0]["amount"]["base"], "2000");
    assert_eq!((&found["benefit_total"], &found["balance"]), (&plain["benefit_total"], &plain["balance"]));
    let page = report(&with);
    let premium = row_of(&page, "benefit-table", "Price premium");
    assert_eq!(premium[0].detail.as_deref(), Some("conjoint study of May 2026"));
    assert!(premium[2].text.contains("2,000") || premium[2].text.contains("0.2"), "{premium:?}");
    let image = row_of(&page, "benefit-table", "Image");
    assert_eq!(
        (image[0].detail.as_deref(), image[2].text.as_str()),
        (Some("no evidence supplied by the client, not valued"), "—")
    );
}

const SCENARIOS: &str = "      initiatives:
        faster: {costs: [{factors: [5000]}], benefits: [{factors: [contacts, 20]}]}
      scenarios:
        busy: {changes: {contacts: {add: 39}}, held: {zh-CN: 流失率不变, en: churn stays}}
        churn: {changes: {churn_rate: {add: 2}}}
        kept: {changes: {retention_rate: {add: -2}}}
        slow: {changes: {first_response_median: {multiply: 0.7}}}
        wonder: {changes: {churn_rate: {add: -50}}}
        rate: {changes: {annual_discount_rate: {multiply: 0.5}}}
";

fn worth(found: &Value, scenario: &str, programme: usize) -> f64 {
    let played = found["scenarios"].as_array().unwrap().iter().find(|one| one["scenario"] == scenario).unwrap();
    amount(&played["programmes"][programme]["net_present_value"])
}

/// Against 2025-Q3: 34 of 966 left then, 18 of 846 now; 500 contacts then, 390 now; the service costs
/// 10,000 more.
#[test]
fn scenarios_go_through_the_formulas_or_say_that_there_is_none() {
    let project = regions(SCENARIOS);
    let found = economics(&project);
    let active = |quarter: usize| EAST.active(quarter) + WEST.active(quarter);
    let service = |churn: f64, contacts: f64| {
        let retained = (100.0 * 34.0 / 966.0 - churn) / 100.0 * 846.0;
        let avoided = 500.0 / active(1) * active(5) - contacts;
        retained * 100.0 * year() + avoided * 20.0 - 10_000.0
    };
    let churn = 100.0 * 18.0 / 846.0;
    near(amount(&found["programmes"][0]["flows"]["net_present_value"]), service(churn, 390.0));
    // 39 contacts more are 39 contacts more, whether a formula counts them or divides them by customers.
    near(worth(&found, "busy", 0), service(churn, 429.0));
    near(worth(&found, "busy", 1), year() * (429.0 * 20.0 - 5_000.0));
    near(worth(&found, "churn", 0), service(churn + 2.0, 390.0));
    near(worth(&found, "kept", 0), service(churn + 2.0, 390.0));
    near(worth(&found, "churn", 1), year() * (390.0 * 20.0 - 5_000.0));
    let lower: f64 = (1..=4).map(|quarter| 1.04_f64.powf(-f64::from(quarter) / 4.0)).sum();
    near(worth(&found, "rate", 1), lower * (390.0 * 20.0 - 5_000.0));
    let of = |name: &str| found["scenarios"].as_array().unwrap().iter().find(|one| one["scenario"] == name).unwrap();
    for (name, reason) in [("slow", "enters_no_formula"), ("wonder", "impossible_value")] {
        assert_eq!((&of(name)["programmes"], &of(name)["not_computed"]), (&Value::Null, &Value::from(reason)));
    }
    let page = report(&project);
    let slow = row_of(&page, "scenario-table", "slow");
    assert!(slow[1].text.contains("enters no formula"), "{slow:?}");
    assert_eq!((slow[2].text.as_str(), slow[3].text.as_str(), slow[4].text.as_str()), ("not computed", "—", "—"));
    assert!(slow[1].detail.as_ref().unwrap().contains("not an effect of zero"));
    let wonder = row_of(&page, "scenario-table", "wonder");
    assert!(wonder[1].detail.as_ref().unwrap().contains("−47.87%"), "{wonder:?}");
    assert_eq!(row_of(&page, "scenario-table", "busy")[0].detail.as_deref(), Some("Held: churn stays"));
    assert_eq!(row_of(&page, "scenario-table", "churn")[0].detail.as_deref(), Some("all other inputs held"));
}

/// A first response that is 30 % faster, where a formula values it: 40 contacts of two hours at 12 an hour.
/// No input has a range, so there is no sensitivity analysis, but there are scenarios.
#[test]
fn scenarios_need_no_range_of_any_input() {
    let mut tickets = "ticket_id,created_at,first_reply_at\n".to_owned();
    (0..40).for_each(|at| writeln!(tickets, "T{at},2026-08-{:02} 09:00,2026-08-{0:02} 11:00", 1 + at % 20).unwrap());
    let settings = "    economics:
      annual_discount_rate: 0.08
      initiatives:
        waiting: {costs: [{factors: [contacts, first_response_median, 12]}], benefits: [{factors: [1200]}]}
      scenarios:
        faster: {title: {zh-CN: 首次响应缩短 30%, en: First response falls by 30%}, changes: {first_response_median: {multiply: 0.7}}}
";
    let project = made(&[("tickets.csv", &tickets)], settings);
    let found = economics(&project);
    near(amount(&found["programmes"][0]["flows"]["net_present_value"]), year() * (1_200.0 - 40.0 * 2.0 * 12.0));
    near(worth(&found, "faster", 0), year() * (1_200.0 - 40.0 * 1.4 * 12.0));
    if found["sensitivity"].is_null() {
        let row = row_of(&report(&project), "scenario-table", "First response falls by 30%");
        assert!(row[1].text.contains("2.00 → 1.40"), "{row:?}");
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let project = regions(&format!("{DIFFERENCES}      discount_rate_range: [0.06, 0.12]\n{SCENARIOS}"));
    let run = |threads: &str| {
        let ended = Command::new(env!("CARGO_BIN_EXE_quarterdeck"))
            .args(["run", "--output", threads])
            .current_dir(project.path())
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert!(ended.status.success());
        project.bytes(&format!("{threads}/2026-Q3/client/issue-1/economics.json"))
    };
    let one = run("1");
    assert!(!serde_json::from_slice::<Value>(&one).unwrap()["sensitivity"].is_null(), "there is a simulation");
    assert!(one == run("4"), "one thread and four give different bytes");
}
