//! Twins, one-sided verdicts, products and regions; which figure comes first.

use super::super::{Benchmark, parse};
use super::tests::{SAME, as_of, complaint_rate, definition, measured, peers, policy};
use super::*;
use crate::catalogue::definition::Kind;
use crate::domain::{Direction, Unit};
use std::path::Path;

/// A measured share of answers in the top box, and a satisfied share of five points.
fn twin_of(id: &str, value: f64, half: f64) -> (Vec<Definition>, Measurements) {
    let metric = definition(id, Kind::Proportion, Unit::Percent, Direction::Higher);
    (vec![metric], Measurements::new(vec![measured(id, value, half)]))
}

const TOP_BOX: &str = "    metric: csat_top2\n    twin: csat_top_box\n    value: 60\n    unit: percent\n    \
                       definition_key: satisfaction.own_survey.top_1_share\n    region: CN\n    \
                       population: consumers\n    period: 2026-Q2\n";

/// 85 % in the top two boxes is far above 60 % in the top box, and 50 % in the top box is below: like meets like.
#[test]
fn a_twin_takes_the_place_of_the_catalogues_figure() {
    let figures = peers(TOP_BOX);
    let top_2 = definition("csat_top2", Kind::Proportion, Unit::Percent, Direction::Higher);
    let own = measured("csat_top2", 85.0, 1.0);
    let (definitions, measurements) = twin_of("csat_top_box", 50.0, 2.0);
    let published = Published { figures: &figures, definitions: &definitions, measurements: Some(&measurements) };
    let best = compare(&top_2, &own, published, as_of(), &policy("telecom", "CN")).best.unwrap();
    assert_eq!((best.comparability, best.gap, best.verdict), (Comparability::Same, Some(-10.0), Ok(Verdict::Worse)));
    assert_eq!(best.twin.unwrap().measurement.value, Some(50.0));
    // Without data that feed it the forms differ.
    let best = compare(&top_2, &own, Published::only(&figures), as_of(), &policy("telecom", "CN")).best.unwrap();
    assert_eq!((best.comparability, best.twin), (Comparability::Incomparable, None));
    assert!(best.differences.contains(&Difference::Form));
    // A twin that the data do not cover to the end of the quarter is none.
    let mut short = measured("csat_top_box", 50.0, 2.0);
    short.uncovered = vec![crate::metrics::measurement::Uncovered::NotDue];
    let measurements = Measurements::new(vec![short]);
    let published = Published { figures: &figures, definitions: &definitions, measurements: Some(&measurements) };
    assert_eq!(compare(&top_2, &own, published, as_of(), &policy("telecom", "CN")).best.unwrap().twin, None);
}

#[test]
fn the_users_own_metric_is_the_definition_that_a_figure_names_as_its_twin() {
    let figures = peers(&TOP_BOX.replace("csat_top_box", "my_share").replace("top_1_share", "our_association"));
    let top_2 = definition("csat_top2", Kind::Proportion, Unit::Percent, Direction::Higher);
    let (definitions, measurements) = twin_of("my_share", 66.0, 2.0);
    let published = Published { figures: &figures, definitions: &definitions, measurements: Some(&measurements) };
    let best = compare(&top_2, &measured("csat_top2", 85.0, 1.0), published, as_of(), &policy("telecom", "CN"));
    let best = best.best.unwrap();
    assert_eq!((best.comparability, best.verdict), (Comparability::Same, Ok(Verdict::Better)));
}

/// 30 complaints per 10,000 customers against 44 per 10,000 services: the base of services is no smaller, so the rate
/// per service is no higher; 60 prove nothing.
#[test]
fn a_stricter_form_still_proves_that_a_client_is_at_least_as_good() {
    let figures = peers(
        "    metric: complaint_rate\n    twin: complaints_per_10000_customers\n    value: 44\n    \
         unit: per_ten_thousand\n    definition_key: complaints.company.per_10000_services\n    level: company\n    \
         region: CN\n    population: consumers\n    period: 2026-Q2\n    period_length: quarter\n",
    );
    let definitions =
        vec![definition("complaints_per_10000_customers", Kind::Rate, Unit::PerTenThousand, Direction::Lower)];
    let judged = |value: f64, region: &str| {
        let measurements = Measurements::new(vec![measured("complaints_per_10000_customers", value, 5.0)]);
        let published = Published { figures: &figures, definitions: &definitions, measurements: Some(&measurements) };
        let own = measured("complaint_rate", value / 100.0, 0.05);
        let best = compare(&complaint_rate(), &own, published, as_of(), &policy("telecom", region)).best.unwrap();
        assert_eq!(best.bound.unwrap().id, "customers_against_services");
        (best.comparability, best.verdict, best.leads())
    };
    assert_eq!(judged(30.0, "CN"), (Comparability::Near, Ok(Verdict::AtLeastAsGood), true));
    assert_eq!(judged(60.0, "CN"), (Comparability::Near, Err(NoVerdict::OneSided), true));
    assert!(!judged(30.0, "AU").2, "another region never leads");
}

#[test]
fn one_kind_of_product_is_not_the_industry_and_an_unknown_definition_is_not_similar() {
    let one = |more: &str| {
        let figures = peers(&format!("{SAME}    period: 2026-Q2\n{more}"));
        let top_2 = definition("csat_top2", Kind::Proportion, Unit::Percent, Direction::Higher);
        let found = compare(
            &top_2,
            &measured("csat_top2", 85.0, 1.0),
            Published::only(&figures),
            as_of(),
            &policy("telecom", "CN"),
        );
        let best = found.best.unwrap();
        (best.comparability, best.differences.first().copied())
    };
    assert_eq!(one(""), (Comparability::Same, None));
    let product = "    product: {zh-CN: 空调, en: Air conditioners}\n";
    assert_eq!(one(product), (Comparability::Incomparable, Some(Difference::Product)));
    let unknown = peers(&format!("{}    period: 2026-Q2\n", SAME.replace("own_survey.top_2_share", "unknown.unknown")));
    let top_2 = definition("csat_top2", Kind::Proportion, Unit::Percent, Direction::Higher);
    let measurement = measured("csat_top2", 85.0, 1.0);
    let found = compare(&top_2, &measurement, Published::only(&unknown), as_of(), &policy("telecom", "CN"));
    assert_eq!(found.best.unwrap().comparability, Comparability::Incomparable);
}

#[test]
fn a_figure_of_the_own_region_goes_before_a_closer_one_of_another() {
    let figures = published(&[
        ("abroad", "telecom", "s", "region: US\n    population: consumers\n    ", "period: 2026-Q2"),
        ("home", "telecom", "s", HOME, "period: '2023'"),
    ]);
    assert_eq!(compared(&figures, &policy("telecom", "CN")).0.as_deref(), Some("home"));
}

/// One published figure of satisfaction per line of (id, industry, source, region, further keys).
fn published(rows: &[(&str, &str, &str, &str, &str)]) -> Vec<Benchmark> {
    let mut text = "version: 1\nbenchmarks:\n".to_owned();
    for (id, industry, source, region, more) in rows {
        text += &format!(
            "  - id: {id}\n    title: {id}\n    industry: {industry}\n    source: {source}\n    definition: same\n    grade: A\n    \
             metric: csat_top2\n    value: 80\n    unit: percent\n    \
             definition_key: satisfaction.own_survey.top_2_share\n    {region}{more}\n"
        );
    }
    let (figures, problems) = parse(&text, Path::new("published.yaml"));
    assert_eq!(problems, []);
    figures
}

const HOME: &str = "region: CN\n    population: consumers\n    ";

fn compared(figures: &[Benchmark], policy: &ComparisonPolicy) -> (Option<String>, Comparability, Vec<Difference>) {
    let top_2 = definition("csat_top2", Kind::Proportion, Unit::Percent, Direction::Higher);
    let found = compare(&top_2, &measured("csat_top2", 85.0, 1.0), Published::only(figures), as_of(), policy);
    let best = found.best.unwrap();
    (Some(best.benchmark.id.clone()), best.comparability, best.differences)
}

#[test]
fn two_differences_of_degree_are_one_too_many_and_age_is_one() {
    let abroad = "region: US\n    population: consumers\n    ";
    let graded = |region: &str, period: &str| {
        compared(&published(&[("a", "telecom", "s", region, period)]), &policy("telecom", "CN")).1
    };
    assert_eq!(graded(HOME, "period: 2026-Q2"), Comparability::Same);
    assert_eq!(graded(abroad, "period: 2026-Q2"), Comparability::Near);
    assert_eq!(graded(abroad, "period: '2022'"), Comparability::Incomparable, "another region and out of date");
}

#[test]
fn what_nobody_stated_is_not_the_same() {
    let figures = published(&[("a", "telecom", "s", "", "period: 2026-Q2")]);
    let nowhere = ComparisonPolicy { region: None, population: None, ..policy("telecom", "CN") };
    assert_eq!(compared(&figures, &nowhere).2, [Difference::Region, Difference::Population]);
}

#[test]
fn the_own_industry_comes_first_and_of_its_figures_the_latest() {
    let figures = published(&[
        ("all", "cross-industry", "s", HOME, "period: 2026-Q2"),
        ("old", "telecom", "s", HOME, "period: '2023'"),
        ("new", "telecom", "s", HOME, "period: '2024'"),
    ]);
    assert_eq!(compared(&figures, &policy("telecom", "CN")).0.as_deref(), Some("new"));
}

#[test]
fn the_best_in_class_is_one_of_the_same_source() {
    let best = |source: &str| {
        let figures = published(&[
            ("average", "telecom", "one", HOME, "period: 2026-Q2"),
            ("mark", "telecom", source, HOME, "period: 2026-Q2\n    statistic: best_in_class"),
        ]);
        let top_2 = definition("csat_top2", Kind::Proportion, Unit::Percent, Direction::Higher);
        let measurement = Measurement { n: 30, ..measured("csat_top2", 85.0, 1.0) };
        let found = compare(&top_2, &measurement, Published::only(&figures), as_of(), &policy("telecom", "CN"));
        assert_eq!(found.best.unwrap().verdict, Ok(Verdict::Better), "thirty are enough");
        found.best_in_class.map(|mark| mark.benchmark.id.clone())
    };
    assert_eq!((best("one").as_deref(), best("two")), (Some("mark"), None));
}
