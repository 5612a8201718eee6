//! Rule T9 on the shipped files and on files of a test.

use super::super::{Benchmark, ORIGIN_UNKNOWN, Seen, load, parse, population_of, region_of, shipped, shipped_files};
use super::*;
use crate::domain::{Direction, Segment, Unit, Zone};
use crate::metrics::definition::Kind;
use crate::metrics::measurement::{Interval, IntervalMethod};
use crate::statistics::wilson;
use std::path::Path;

/// A definition as the catalogue would have it, as far as a comparison looks at it.
fn definition(id: &str, kind: Kind, unit: Unit, better: Direction) -> Definition {
    let text = serde_json::json!({"zh-CN": id, "en": id});
    let written = serde_json::json!({
        "id": id, "title": text, "family": "quality", "kind": kind, "unit": unit, "better": better,
        "definition": text, "source": "test",
    });
    serde_json::from_value(written).unwrap()
}

fn complaint_rate() -> Definition {
    definition("complaint_rate", Kind::Rate, Unit::PerHundred, Direction::Lower)
}

fn measured(metric: &str, value: f64, half: f64) -> Measurement {
    let interval = Interval { low: value - half, high: value + half, level: 0.95, method: IntervalMethod::Garwood };
    let quarter = "2026-Q3".parse().unwrap();
    Measurement {
        value: Some(value),
        n: 5_000,
        interval: Some(interval),
        ..Measurement::empty(metric, Segment::Total, quarter, Shown::Ok)
    }
}

fn policy(industry: &str, region: &str) -> ComparisonPolicy {
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

fn as_of() -> NaiveDate {
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
                !one.source.is_empty() && !one.title.zh_cn.is_empty() && !one.definition.en.is_empty(),
                "{}",
                one.id
            );
            let claim = name == &ORIGIN_UNKNOWN;
            assert!(one.grade != super::super::Grade::B, "{}: reposts are not shipped", one.id);
            assert!(claim || (one.seen == Seen::Publisher && one.seen_on.is_some()), "{}: seen and when", one.id);
            let complaints = one.definition_key.concept == "complaints" && !one.definition_key.is_unknown();
            assert!(!complaints || one.level.is_some(), "{}: complaints have a level", one.id);
            let catalogue = crate::metrics::catalogue::built_in();
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

fn peers(lines: &str) -> Vec<Benchmark> {
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

const SAME: &str = "    metric: csat_top2\n    value: 80\n    unit: percent\n    \
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
    assert_eq!(judged(30.0, "AU").2, false, "another region never leads");
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
