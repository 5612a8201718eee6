//! The quality of the relationship from raw files to the page: traps 12 and 15, SERVQUAL and SERVPERF.

use super::traps::{figure, made, report, row_of};
use quarterdeck::report::model::Block;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Forty tickets of August, solved within hours, and as many answers.
fn files() -> (String, String) {
    let mut tickets = "ticket_id,customer_id,created_at,first_reply_at,resolved_at\n".to_owned();
    let mut surveys = "response_id,ticket_id,metric,item,role,value,scale_min,scale_max,responded_at\n".to_owned();
    for at in 0..40 {
        let day = 1 + at % 20;
        let time = |hour: i32| format!("2026-08-{day:02} {hour:02}:00");
        writeln!(tickets, "T{at},C{at},{},{},{}", time(9), time(11), time(15)).unwrap();
        writeln!(surveys, "S{at},T{at},csat,,,{},1,5,{}", 3 + at % 3, time(18)).unwrap();
        for item in 1..=22 {
            writeln!(surveys, "Q{at},,servqual,{item},P,{},1,7,{}", 3 + (at + item) % 4, time(18)).unwrap();
        }
    }
    (tickets, surveys)
}

const COMPONENTS: &str = "      components:
        satisfaction: {metric: csat_score, worst: 0, best: 100}
        speed: {metric: first_response_median, worst: 10, best: 0}
        solving: {metric: resolution_rate_within_target, worst: 0, best: 100}
        loyalty: {metric: retention_rate, worst: 90, best: 100}
";

fn composite(on_missing: &str) -> String {
    let weights = "{satisfaction: 50, speed: 20, solving: 10, loyalty: 20}";
    format!("    composite:\n      weights: {weights}\n      on_missing: {on_missing}\n{COMPONENTS}")
}

#[test]
fn point_12_a_composite_with_a_missing_part_is_never_shown_as_complete() {
    let (tickets, surveys) = files();
    let files = [("tickets.csv", tickets.as_str()), ("surveys.csv", surveys.as_str())];
    let withheld = made(&files, &composite("withhold"));
    let found = figure(&withheld, "relationship_score");
    assert_eq!(found["value"], serde_json::Value::Null);
    assert_eq!(found["status"]["reason"], "missing_components: loyalty");
    let page = report(&withheld);
    let section = super::sample::whole(&page, "relationship").unwrap();
    assert_eq!(section.title, "No relationship quality score is given: loyalty missing");
    assert_eq!(row_of(&page, "relationship-score", "Loyalty")[2].text, "missing");
    assert_eq!(row_of(&page, "relationship-score", "Satisfaction")[2].text, "74.4", "parts that are there are shown");

    let reweighted = made(&files, &composite("reweight"));
    assert_eq!(figure(&reweighted, "relationship_score")["value"], serde_json::Value::Null);
    let value = figure(&reweighted, "relationship_score_incomplete")["value"].as_f64().unwrap();
    // Satisfaction 74.375, speed 80 (two of ten hours), solving 100, of 80 points.
    assert!((value - (0.5 * 74.375 + 0.2 * 80.0 + 0.1 * 100.0) / 0.8).abs() < 1e-9, "{value}");
    let page = report(&reweighted);
    let section = super::sample::whole(&page, "relationship").unwrap();
    assert!(section.title.contains("incomplete: without loyalty"), "{}", section.title);
    let warned =
        section.blocks.iter().any(|block| matches!(block, Block::Callout(one) if one.title == "Incomplete score"));
    assert!(warned);
}

#[test]
fn perceptions_alone_are_printed_as_servperf() {
    let (tickets, surveys) = files();
    let project = made(&[("tickets.csv", &tickets), ("surveys.csv", &surveys)], "    servqual: {reversed: [10]}\n");
    let page = report(&project);
    let section = super::sample::whole(&page, "relationship").unwrap();
    assert!(section.title.contains("perceptions only"), "{}", section.title);
    // Every item takes 3, 4, 5 and 6 equally often; the reversed one 5, 4, 3 and 2.
    for (dimension, mean) in [("Tangibles", "4.50 points"), ("Responsiveness", "4.25 points")] {
        let row = row_of(&page, "servqual-table", dimension);
        assert!(row.iter().any(|cell| cell.text == mean), "{row:?}");
    }
    let text = serde_json::to_string(&section).unwrap();
    assert!(!text.contains("Gap (perception") && text.contains("SERVPERF"));
}

/// Nothing that is shipped ties satisfaction to profit or loyalty by a fixed rate ("5 % more satisfaction,
/// 25 to 85 % more profit"): no configuration, catalogue entry, benchmark or rule.
#[test]
fn point_15_folklore_is_no_parameter() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = 0;
    for folder in ["data/benchmarks", "src", "reports.yaml"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).into_iter().map(Result::unwrap) {
            let ending = entry.path().extension().and_then(|ending| ending.to_str());
            if ending != Some("yaml") {
                continue;
            }
            read += 1;
            let text = fs::read_to_string(entry.path()).unwrap().to_lowercase();
            for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
                let folklore = [["satisfaction", "profit"], ["满意", "利润"], ["defection", "profit"]];
                let tied = folklore.iter().any(|pair| pair.iter().all(|word| line.contains(word)));
                assert!(!tied, "{}: {line}", entry.path().display());
            }
        }
    }
    assert!(read > 15, "only {read} files");
}

/// Two hundred customers; ten left in 2025-Q3, five in 2026-Q3.
fn customers() -> String {
    let mut text = "customer_id,start_date,end_date\n".to_owned();
    for at in 0..200 {
        let end = match at {
            0..10 => "2025-08-10",
            10..15 => "2026-08-10",
            _ => "",
        };
        writeln!(text, "C{at},2024-01-01,{end}").unwrap();
    }
    text
}

/// Fewer customers left than a year before. What that is worth takes a margin that somebody answers for;
/// without it there is no amount, and the reason is given.
#[test]
fn point_15_there_is_no_benefit_without_an_assumption_that_somebody_supplied() {
    let (tickets, customers) = (files().0, customers());
    let files = [("tickets.csv", tickets.as_str()), ("customers.csv", customers.as_str())];
    let benefits = |assumptions: &str| {
        let settings = "annual_discount_rate: 0.08, baseline: same_quarter_last_year, benefits: [retained_margin]";
        let project = made(&files, &format!("    economics: {{{settings}{assumptions}}}\n"));
        project.json("output/2026-Q3/client/issue-1/economics.json")["benefits"].clone()
    };
    let one = |name: &str, unit: &str, value: u32| {
        format!("{name}: {{title: {name}, base: {value}, low: {value}, high: {value}, unit: {unit}, source: finance}}")
    };
    let supplied = [one("contribution_margin_per_customer", "CNY", 100), one("retention_years", "a", 1)];
    let with = benefits(&format!(", assumptions: {{{}}}", supplied.join(", ")));
    let amount: f64 = with[0]["amount"]["base"].as_str().unwrap().parse().unwrap();
    // 10 of 200 against 5 of 190: 190 × (5 % − 5/190) = 4.5 customers of 100 a quarter for four quarters.
    let annuity: f64 = (1..=4).map(|quarter| 1.08_f64.powf(-f64::from(quarter) / 4.0)).sum();
    assert!((amount - 450.0 * annuity).abs() < 0.01, "{amount}");
    let without = benefits("");
    assert_eq!(without[0]["amount"], serde_json::Value::Null);
    let reason = serde_json::json!({"reason": "no_assumption", "name": "contribution_margin_per_customer"});
    assert_eq!(without[0]["left_out"][0], reason, "{without}");
}
