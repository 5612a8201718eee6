//! Rule T9 on the shipped files and on files of a test.

use super::super::{Benchmark, ORIGIN_UNKNOWN, Seen, load, parse, population_of, region_of, shipped, shipped_files};
use super::*;
use crate::catalogue::definition::Kind;
use crate::domain::{Direction, Segment, Unit, Zone};
use crate::metrics::measurement::{Interval, IntervalMethod};
use crate::statistics::wilson;
use std::path::Path;

/// A definition as the catalogue would have it, as far as a comparison looks at it.
pub(super) fn definition(id: &str, kind: Kind, unit: Unit, better: Direction) -> Definition {
    let text = serde_json::json!({"zh-CN": id, "en": id});
    let written = serde_json::json!({
        "id": id, "title": text, "family": "quality", "kind": kind, "unit": unit, "better": better,
        "definition": text, "source": "test",
    });
    serde_json::from_value(written).unwrap()
}

pub(super) fn complaint_rate() -> Definition {
    definition("complaint_rate", Kind::Rate, Unit::PerHundred, Direction::Lower)
}

pub(super) fn measured(metric: &str, value: f64, half: f64) -> Measurement {
    let interval = Interval { low: value - half, high: value + half, level: 0.95, method: IntervalMethod::Garwood };
    let quarter = "2026-Q3".parse().unwrap();
    Measurement {
        value: Some(value),
        n: 5_000,
        interval: Some(interval),
        ..Measurement::empty(metric, Segment::Total, quarter, Shown::Ok)
    }
}

pub(super) fn policy(industry: &str, region: &str) -> ComparisonPolicy {
    ComparisonPolicy {
        industry: Some(industry.to_owned()),
        region: Some(region.to_owned()),
        population: Some(population_of(industry).to_owned()),
        currency: Currency::default(),
        verdict_n: 30,
        stale_years: 3.0,
        undrawn_years: 5.0,
    }
}

pub(super) fn as_of() -> NaiveDate {
    "2026-10-15".parse().unwrap()
}

fn origin_unknown() -> Vec<Benchmark> {
    let (_, text) = shipped_files().iter().find(|(name, _)| *name == ORIGIN_UNKNOWN).unwrap();
    parse(text, Path::new(ORIGIN_UNKNOWN)).0
}

/// The table of the source document: companies A 0.8 %, B 1.5 %, C 2.5 % against an average of 2 %
/// and a mark of excellence below 1 %, each with 100,000 customers behind it.
#[test]
fn three_companies_against_the_claimed_telecom_average() {
    let benchmarks = origin_unknown();
    let judged = |value: f64| {
        let complaints = (value * 1_000.0).round() as u64;
        let bounds = crate::statistics::garwood(complaints, 0.95).scaled(100.0 / 100_000.0);
        let mut measurement = measured("complaint_rate", value, 0.0);
        let interval = measurement.interval.as_mut().unwrap();
        (interval.low, interval.high) = (bounds.low, bounds.high);
        let found =
            compare(&complaint_rate(), &measurement, Published::only(&benchmarks), as_of(), &policy("telecom", "CN"));
        assert_eq!(found.status, Status::Claimed);
        let (best, mark) = (found.best.unwrap(), found.best_in_class.unwrap());
        assert_eq!(best.comparability, Comparability::Claimed);
        assert!(!best.leads() && !mark.leads(), "a claim leads nowhere");
        assert!(best.warnings.contains(&Warning::DefinitionUnknown) && best.warnings.contains(&Warning::OriginUnknown));
        ((best.gap.unwrap() * 1e9).round() / 1e9, best.verdict, mark.verdict)
    };
    assert_eq!(judged(0.8), (-1.2, Ok(Verdict::Better), Ok(Verdict::Better)), "A: well below, and below the mark");
    assert_eq!(judged(1.5), (-0.5, Ok(Verdict::Better), Ok(Verdict::Worse)), "B: below, not excellent");
    assert_eq!(judged(2.5), (0.5, Ok(Verdict::Worse), Ok(Verdict::Worse)), "C: above, needs analysis");
}

#[test]
fn claims_of_unknown_origin_are_not_among_the_shipped_figures() {
    for industry in ["telecom", "retail/e-commerce", "banking", "public-sector", "software/SaaS"] {
        let figures = shipped(industry);
        assert!(figures.iter().any(|one| one.industry == industry), "{industry}");
        assert!(figures.iter().all(|one| one.grade != super::super::Grade::S), "{industry}");
    }
}

/// Every shipped figure is well formed and carries its provenance.
#[test]
fn the_shipped_files_are_sound() {
    for (name, text) in shipped_files() {
        let (figures, problems) = parse(text, Path::new(name));
        assert_eq!(problems, [], "{name}");
        assert!(!figures.is_empty());
        for one in figures {
            assert!(
                !one.source.is_empty() && !one.title.zh().is_empty() && !one.definition.en().is_empty(),
                "{}",
                one.id
            );
            let claim = name == &ORIGIN_UNKNOWN;
            assert!(one.grade != super::super::Grade::B, "{}: reposts are not shipped", one.id);
            assert!(claim || (one.seen == Seen::Publisher && one.seen_on.is_some()), "{}: seen and when", one.id);
            let complaints = one.definition_key.concept == "complaints" && !one.definition_key.is_unknown();
            assert!(!complaints || one.level.is_some(), "{}: complaints have a level", one.id);
            let catalogue = crate::catalogue::built_in();
            let known = |id: &String| catalogue.iter().any(|metric| metric.id == *id);
            assert!(one.twin.iter().all(known), "{}: its twin is a metric", one.id);
            let undated = one.period.last.is_none();
            assert!(!(undated && one.grade == super::super::Grade::A), "{}: undated is A-", one.id);
        }
    }
}

/// Domain handbook 9.7: company complaints per 100 customers against appeals per million users.
#[test]
fn appeals_to_a_regulator_are_not_complaints_to_the_company() {
    let figures = peers(
        "    metric: complaint_rate\n    value: 12.7\n    unit: per_million\n    level: regulator\n    \
         definition_key: complaints.regulator.per_million_users\n    region: CN\n    population: consumers\n    \
         period: 2026-Q2\n    period_length: quarter\n",
    );
    let measurement = measured("complaint_rate", 0.9, 0.1);
    let found = compare(&complaint_rate(), &measurement, Published::only(&figures), as_of(), &policy("telecom", "CN"));
    let one = &found.matches[0];
    assert_eq!(one.comparability, Comparability::Incomparable);
    for wanted in [Difference::Form, Difference::Level, Difference::Unit] {
        assert!(one.differences.contains(&wanted), "{wanted:?}");
    }
    assert_eq!((one.gap, one.gap_interval, one.verdict), (None, None, Err(NoVerdict::Incomparable)));
    assert!(!one.drawn && !one.leads());
}

pub(super) fn peers(lines: &str) -> Vec<Benchmark> {
    let text = format!(
        "version: 1\nbenchmarks:\n  - id: peers\n    title: 同业\n    industry: telecom\n    source: 行业协会\n    \
         definition: 同一定义\n    grade: A\n{lines}"
    );
    let (figures, problems) = parse(&text, Path::new("peers.yaml"));
    assert_eq!(problems, []);
    figures
}

/// Domain handbook 9.8: a quarterly churn against an annual figure.
#[test]
fn a_quarter_is_never_set_beside_a_year() {
    let annual = peers(
        "    metric: churn_rate\n    value: 18\n    unit: percent\n    definition_key: churn.customers.share_lost\n    \
         region: CN\n    population: consumers\n    period: 2026-Q2\n    period_length: year\n",
    );
    let churn = definition("churn_rate", Kind::Proportion, Unit::Percent, Direction::Lower);
    let measurement = measured("churn_rate", 5.0, 0.2);
    let found = compare(&churn, &measurement, Published::only(&annual), as_of(), &policy("telecom", "CN"));
    assert_eq!(found.best.unwrap().differences, [Difference::PeriodLength]);
    assert_eq!(found.status, Status::Incomparable);
    let annualised = definition("churn_rate_annualised", Kind::Derived, Unit::Percent, Direction::Lower);
    let yearly = peers(
        "    metric: churn_rate_annualised\n    value: 18\n    unit: percent\n    \
         definition_key: churn.customers.share_lost\n    region: CN\n    population: consumers\n    \
         period: 2026-Q2\n    period_length: year\n",
    );
    let measurement = measured("churn_rate_annualised", 18.5, 0.8);
    let found = compare(&annualised, &measurement, Published::only(&yearly), as_of(), &policy("telecom", "CN"));
    let best = found.best.unwrap();
    assert_eq!((best.comparability, best.verdict), (Comparability::Same, Ok(Verdict::NotDifferent)));
}

#[test]
fn methods_of_first_contact_resolution_are_never_mixed() {
    let figures = shipped("banking");
    let fcr = definition("first_contact_resolution", Kind::Proportion, Unit::Percent, Direction::Higher);
    let found = compare(
        &fcr,
        &measured("first_contact_resolution", 80.0, 1.0),
        Published::only(&figures),
        as_of(),
        &policy("banking", "US"),
    );
    assert_eq!(found.status, Status::Incomparable);
    let of = |id: &str| found.matches.iter().find(|one| one.benchmark.id == id).unwrap().differences[0];
    assert_eq!(of("banking_fcr_sqm"), Difference::Method);
    assert_eq!(of("bank_one_touch_freshdesk"), Difference::Concept);
}

#[test]
fn key_presses_and_good_buttons_are_no_survey_score() {
    for method in ["key_press", "good_or_bad"] {
        let figures = peers(&format!(
            "    metric: csat_top2\n    value: 95\n    unit: percent\n    definition_key: satisfaction.{method}.share\n    \
             region: CN\n    population: consumers\n    period: 2026-Q2\n"
        ));
        let top_2 = definition("csat_top2", Kind::Proportion, Unit::Percent, Direction::Higher);
        let measurement = measured("csat_top2", 90.0, 1.0);
        let found = compare(&top_2, &measurement, Published::only(&figures), as_of(), &policy("telecom", "CN"));
        assert_eq!(found.status, Status::Incomparable, "{method}");
    }
}

fn csat_score() -> Definition {
    definition("csat_score", Kind::Mean, Unit::Score, Direction::Higher)
}

/// An index of the same region is another instrument for the same thing: 近似口径. The same index of
/// another region differs twice: 不可比.
#[test]
fn satisfaction_indices_are_near_at_home_and_incomparable_abroad() {
    let figures = peers(
        "    metric: csat_score\n    value: 80\n    unit: score\n    definition_key: satisfaction.acsi.score_0_100\n    \
         region: US\n    population: consumers\n    period: '2026'\n",
    );
    let measurement = measured("csat_score", 84.0, 1.5);
    let at =
        |region| compare(&csat_score(), &measurement, Published::only(&figures), as_of(), &policy("telecom", region));
    let best = at("US").best.unwrap();
    assert_eq!((best.comparability, &best.differences[..]), (Comparability::Near, &[Difference::Instrument][..]));
    assert_eq!((best.verdict, best.gap, best.fixed), (Ok(Verdict::Better), Some(4.0), true));
    assert!(best.warnings.contains(&Warning::AverageTakenAsFixed) && best.leads());
    assert_eq!(at("CN").status, Status::Incomparable);
}

#[test]
fn an_average_of_all_industries_is_not_the_industrys() {
    let figures = shipped("telecom");
    let found = compare(
        &csat_score(),
        &measured("csat_score", 84.0, 1.0),
        Published::only(&figures),
        as_of(),
        &policy("telecom", "CN"),
    );
    let all = found.matches.iter().find(|one| one.benchmark.id == "all_ukcsi_2026").unwrap();
    assert!(all.differences.contains(&Difference::Industry));
    assert_eq!(all.comparability, Comparability::Incomparable);
}

pub(super) const SAME: &str = "    metric: csat_top2\n    value: 80\n    unit: percent\n    \
                    definition_key: satisfaction.own_survey.top_2_share\n    region: CN\n    population: consumers\n";

#[test]
fn verdicts_follow_interval_and_direction() {
    let figures = peers(&format!("{SAME}    period: 2026-Q2\n"));
    let top_2 = definition("csat_top2", Kind::Proportion, Unit::Percent, Direction::Higher);
    let verdict = |value: f64, half: f64, better: Direction| {
        let definition = Definition { better, ..top_2.clone() };
        let found = compare(
            &definition,
            &measured("csat_top2", value, half),
            Published::only(&figures),
            as_of(),
            &policy("telecom", "CN"),
        );
        let best = found.best.unwrap();
        assert_eq!((best.comparability, best.gap), (Comparability::Same, Some(value - 80.0)));
        best.verdict
    };
    assert_eq!(verdict(83.0, 1.0, Direction::Higher), Ok(Verdict::Better));
    assert_eq!(verdict(83.0, 4.0, Direction::Higher), Ok(Verdict::NotDifferent));
    assert_eq!(verdict(77.0, 1.0, Direction::Higher), Ok(Verdict::Worse));
    assert_eq!(verdict(77.0, 1.0, Direction::Lower), Ok(Verdict::Better));
    assert_eq!(verdict(77.0, 1.0, Direction::TargetRange), Err(NoVerdict::NoDirection));
}

#[test]
fn a_known_n_makes_the_average_an_estimate() {
    let figures = peers(&format!("{SAME}    period: 2026-Q2\n    n: 150\n"));
    let top_2 = definition("csat_top2", Kind::Proportion, Unit::Percent, Direction::Higher);
    let own = wilson(170, 200, 0.95).unwrap().scaled(100.0);
    let mut measurement = measured("csat_top2", 85.0, 0.0);
    measurement.interval = Some(Interval { low: own.low, high: own.high, level: 0.95, method: IntervalMethod::Wilson });
    let found = compare(&top_2, &measurement, Published::only(&figures), as_of(), &policy("telecom", "CN"));
    let best = found.best.unwrap();
    let newcombe = crate::statistics::newcombe((170, 200), (120, 150), 0.95).unwrap().scaled(100.0);
    let (low, high) = best.gap_interval.unwrap();
    assert!((low - newcombe.low).abs() < 1e-9 && (high - newcombe.high).abs() < 1e-9);
    assert!(!best.fixed && best.verdict == Ok(Verdict::NotDifferent));
}

#[test]
fn weak_figures_have_a_gap_and_no_verdict() {
    let figures = peers(&format!("{SAME}    period: 2026-Q2\n"));
    let top_2 = definition("csat_top2", Kind::Proportion, Unit::Percent, Direction::Higher);
    let judged = |change: &dyn Fn(&mut Measurement)| {
        let mut measurement = measured("csat_top2", 95.0, 1.0);
        change(&mut measurement);
        let found = compare(&top_2, &measurement, Published::only(&figures), as_of(), &policy("telecom", "CN"));
        let best = found.best.unwrap();
        (best.gap, best.verdict)
    };
    assert_eq!(judged(&|one| one.n = 29), (Some(15.0), Err(NoVerdict::LowBase)));
    assert_eq!(judged(&|one| one.status = Shown::LowBase), (Some(15.0), Err(NoVerdict::LowBase)));
    assert_eq!(judged(&|one| one.interval = None), (Some(15.0), Err(NoVerdict::NoInterval)));
    assert_eq!(judged(&|one| one.status = Shown::Suppressed), (None, Err(NoVerdict::NoValue)));
    assert_eq!(judged(&|one| one.value = None), (None, Err(NoVerdict::NoValue)));
}

#[test]
fn figures_age() {
    let top_2 = definition("csat_top2", Kind::Proportion, Unit::Percent, Direction::Higher);
    let aged = |period: &str| {
        let figures = peers(&format!("{SAME}    period: {period}\n"));
        let found = compare(
            &top_2,
            &measured("csat_top2", 85.0, 1.0),
            Published::only(&figures),
            as_of(),
            &policy("telecom", "CN"),
        );
        let best = found.best.unwrap();
        (best.comparability, best.age, best.drawn)
    };
    assert_eq!(aged("'2025'"), (Comparability::Same, Age::Fresh, true));
    assert_eq!(aged("'2024'"), (Comparability::Near, Age::Fresh, true));
    assert_eq!(aged("'2022'"), (Comparability::Near, Age::Stale, true));
    assert_eq!(aged("'2019'"), (Comparability::Near, Age::Expired, false));
    assert_eq!(aged("undated"), (Comparability::Near, Age::Undated, true));
}

#[test]
fn nothing_known_is_a_normal_outcome() {
    let reopen = definition("reopen_rate", Kind::Proportion, Unit::Percent, Direction::Lower);
    let figures = shipped("telecom");
    let found = compare(
        &reopen,
        &measured("reopen_rate", 3.0, 0.3),
        Published::only(&figures),
        as_of(),
        &policy("telecom", "CN"),
    );
    assert_eq!((found.status, found.best, found.matches.len()), (Status::NoComparableFigure, None, 0));
}

#[test]
fn another_currency_is_incomparable() {
    let cost = definition("cost_per_contact", Kind::Derived, Unit::Money, Direction::Lower);
    let figures = shipped("telecom");
    let found = compare(
        &cost,
        &measured("cost_per_contact", 60.0, 1.0),
        Published::only(&figures),
        as_of(),
        &policy("telecom", "UK"),
    );
    assert!(found.matches.iter().all(|one| one.differences.contains(&Difference::Unit)));
    assert_eq!(found.status, Status::Incomparable);
}

#[test]
fn zones_stand_for_regions() {
    assert_eq!(region_of(Zone::default()), Some("CN"));
    assert_eq!(region_of("America/Chicago".parse().unwrap()), Some("US"));
    assert_eq!(region_of("Europe/Berlin".parse().unwrap()), None);
}

#[test]
fn a_missing_file_is_reported() {
    let (figures, problems) = load(&["/nowhere/benchmarks.yaml".into()]);
    assert!(figures.is_empty());
    assert_eq!(problems[0].code, "unreadable-benchmarks");
}
