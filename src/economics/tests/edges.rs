//! Both sides of edges: what is just paid back, a started quarter, a ratio at its threshold, the worst end of
//! a cost, the interval of a count.

use super::programmes::{guidance, near, ranged, share, stream};
use super::*;
use crate::config::figure_names as names;
use crate::config::{Distribution, Factor};
use crate::metrics::measurement::Measurements;

#[test]
fn what_is_just_paid_back_is_paid_back() {
    let payback =
        |costs: &[i64], benefits: &[i64]| appraise(&amounts(costs), &amounts(benefits), Decimal::ZERO).unwrap().payback;
    assert_eq!(payback(&[100], &[0, 100]), Some(Decimal::ONE), "to the cent, in the last period");
    assert_eq!(payback(&[100], &[0, 99]), None);
    assert_eq!(payback(&[100], &[0, 0, 200]), Some(money("1.5")));
}

/// Without interest the annuity is the number of quarters.
#[test]
fn a_started_quarter_counts_in_proportion_and_a_century_is_the_most() {
    let annuity = |years: &str| benefit::annuity(money(years), Decimal::ZERO).unwrap();
    assert_eq!((annuity("0.375"), annuity("0"), annuity("-1")), (money("1.5"), Decimal::ZERO, Decimal::ZERO));
    assert_eq!(annuity("250"), money("400"));
}

#[test]
fn no_more_are_left_out_of_repeat_purchase_than_there_are_and_nobody_who_left() {
    let mut assumptions = margin_assumptions();
    assumptions.push(assumption("contribution_margin_per_order", "20", "30", "40"));
    let settings = settings(&[Benefit::RepeatPurchase, Benefit::RetainedMargin], assumptions);
    let subtracted = |buyers: f64, churn_now: f64| {
        let (repeat_now, repeat_baseline) = (Some(31.0), Some(30.0));
        let repeat_customers = Some(buyers);
        let measured =
            BenefitInputs { repeat_customers, repeat_now, repeat_baseline, churn_now: Some(churn_now), ..churn() };
        let found = assess(&inputs(Some(&settings), &[], measured)).unwrap();
        let repeat = found.benefits[0].computed().unwrap();
        (repeat.base_of("retained_customers_subtracted").unwrap(), repeat.amount.base)
    };
    assert_eq!(subtracted(30.0, 1.5), (money("30"), Decimal::ZERO), "50 were retained, 30 bought");
    assert_eq!(subtracted(2_000.0, 2.5), (Decimal::ZERO, money("600")), "50 more left: none is retained");
}

#[test]
fn the_average_cost_is_recognised_to_the_cent_and_edges_of_costs_count() {
    let measured = fewer_contacts();
    let settings = settings(&[Benefit::AvoidedCost], vec![assumption("marginal_cost_per_contact", "90", "90", "90")]);
    let oldest = quarter().plus(-8);
    let costs = [
        line(quarter(), "labour", "88202.4"),
        line(quarter(), "mystery", "1800.05"),
        line(oldest, "labour", "1"),
        line(oldest.previous(), "labour", "1"),
    ];
    let found = assess(&inputs(Some(&settings), &costs, measured)).unwrap();
    let reasons = vec![MissingInput::AverageCostAsMarginal];
    assert_eq!(found.benefits[0], BenefitOutcome::Skipped { benefit: Benefit::AvoidedCost, reasons }, "90.00245");
    let composition = found.costs.unwrap();
    assert_eq!((composition.quarters.len(), composition.quarters[0].quarter), (2, oldest), "eight quarters back");
    let exact = [line(quarter(), "labour", "98"), line(quarter(), "mystery", "2")];
    let warned = |costs: &[CostLine]| {
        assess(&inputs(None, costs, BenefitInputs::default())).unwrap().costs.unwrap().unmapped_warning()
    };
    assert!(warned(&exact) && !warned(&[line(quarter(), "labour", "98.1"), line(quarter(), "mystery", "2")]));
}

#[test]
fn only_claims_are_refused_and_only_ranges_in_order_pass() {
    let named = |name: &str, base: &str| assumption(name, base, base, base);
    assert_eq!(refused_assumption(&named("satisfaction_survey_cost", "30")), None, "satisfaction, but no promise");
    assert_eq!(refused_assumption(&named("margin_of_revenue_per_customer", "30")), None);
    assert_eq!(refused_assumption(&assumption("retention_years", "1", "5", "4")), Some(Refusal::Unordered));
}

/// A cost that is uncertain is worst where it is highest, and a programme may begin in the present quarter.
#[test]
fn the_worst_end_of_a_cost_is_its_high_one() {
    let mut settings = guidance();
    settings.assumptions = vec![ranged("cost", ["10", "20", "40"], "CNY", Distribution::Triangular)];
    settings.initiatives[0].costs = vec![stream(vec![Factor::Assumption("cost".to_owned())], 0, 2)];
    settings.initiatives[0].benefits = vec![stream(vec![Factor::Number(50.into())], 1, 1)];
    let found = assess(&inputs(Some(&settings), &[], BenefitInputs::default())).unwrap();
    let growth = 1.08_f64.powf(0.25);
    let net = |cost: f64| 50.0 / growth - cost * (1.0 + 1.0 / growth + 1.0 / growth.powi(2));
    let sensitivity = found.sensitivity.unwrap();
    near(sensitivity.base.net(), net(20.0), 1e-9);
    near(sensitivity.extremes.0, net(40.0), 1e-9);
    near(sensitivity.extremes.1, net(10.0), 1e-9);
    assert_eq!(Swing { input: 0, at_low: 1.0, at_high: 2.0 }.width(3.0), 2.0, "the base may lie outside both ends");
}

/// Contacts are counts: ± z·√count, here per customer.
#[test]
fn contacts_per_customer_have_a_counts_interval() {
    let mut made = Vec::new();
    for (at, contacts) in [(quarter(), 400), (quarter().year_before(), 900)] {
        made.push(share("contacts", None, at, (contacts, contacts)));
        made.push(share("customers_active_mean", None, at, (1_000, 1_000)));
    }
    let settings = settings(&[Benefit::AvoidedCost], Vec::new());
    let found = measured(&settings, &Measurements::new(made), quarter(), 0.95);
    let (low, high) = found.intervals[names::CONTACTS_PER_CUSTOMER_NOW];
    near(low, 0.4 - 1.959_963_984_540_054 * 20.0 / 1_000.0, 1e-12);
    near(high, 0.4 + 1.959_963_984_540_054 * 20.0 / 1_000.0, 1e-12);
}
