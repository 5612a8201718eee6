//! Scenarios: what they change, what they leave, and where there is nothing to compute.

use super::programmes::{assessed, guidance, near};
use super::*;
use crate::config::{FactorChange, WhatIf};
use rust_decimal::prelude::ToPrimitive;

#[test]
fn scenarios_go_through_the_same_formulas() {
    let change = |input: &str, multiply: &str, add: &str| FactorChange {
        input: input.to_owned(),
        multiply: money(multiply),
        add: money(add),
    };
    let title = Localized::default();
    let scenarios = vec![
        WhatIf {
            name: "a".into(),
            title: title.clone(),
            held: None,
            changes: vec![change("visits_avoided", "0.7", "0")],
        },
        WhatIf {
            name: "b".into(),
            title: title.clone(),
            held: None,
            changes: vec![change("cost_of_visit", "1", "-20")],
        },
        WhatIf { name: "c".into(), title, held: None, changes: vec![change("csat_top2", "1.1", "0")] },
    ];
    let found = assessed(&Economics { scenarios, ..guidance() });
    let played = found.scenarios.unwrap();
    let factor = 3.813_033_496_062_385_3;
    let net = |at: usize| match &played[at].outcome {
        ScenarioOutcome::Worth(worths) => worths[0].0.to_f64().unwrap(),
        other => panic!("{other:?}"),
    };
    near(net(0), factor * (7.7 * 10.0 * 620.0 - 65_000.0), 1e-6);
    near(net(1), factor * (110.0 * 600.0 - 65_000.0), 1e-6);
    assert_eq!(played[2].outcome, ScenarioOutcome::NoFormula, "that is not an effect of 0");
    assert!(played[2].changes[0].inputs.is_empty(), "what no formula uses changes nothing, and is told");
    assert_eq!(played[0].changes[0].inputs[0].2, money("7.7"));
}

/// Contacts are divided by customers in the formula of avoided cost, promoters are a share of them, and
/// retention is what is missing to 100 % of churn: a change is written in the metric's own unit.
#[test]
fn scenarios_change_metrics_in_their_own_units() {
    let mut assumptions = margin_assumptions();
    assumptions.push(assumption("marginal_cost_per_contact", "20", "20", "20"));
    assumptions.push(assumption("contribution_margin_per_new_customer", "200", "200", "200"));
    assumptions.push(assumption("referrals_per_promoter", "0.02", "0.02", "0.02"));
    let all = [Benefit::RetainedMargin, Benefit::AvoidedCost, Benefit::Referral];
    let measured = BenefitInputs {
        contacts_now: Some(1_000.0),
        customers_now: Some(2_000.0),
        contacts_baseline: Some(1_100.0),
        customers_baseline: Some(2_000.0),
        promoters_share: Some(40.0),
        ..churn()
    };
    let costs = [line(quarter(), "工资", "50000"), line(quarter().year_before(), "工资", "40000")];
    let net = |input: &str, multiply: &str, add: &str| {
        let change = FactorChange { input: input.to_owned(), multiply: money(multiply), add: money(add) };
        let title = Localized::default();
        let scenarios = vec![WhatIf { name: "a".into(), title, held: None, changes: vec![change] }];
        let settings = Economics { scenarios, ..settings(&all, assumptions.clone()) };
        let found = assess(&inputs(Some(&settings), &costs, measured.clone())).unwrap();
        let base = found.programmes.unwrap()[0].appraised.net_present_value;
        match &found.scenarios.unwrap()[0].outcome {
            ScenarioOutcome::Worth(worths) => Ok((worths[0].0 - base).round_dp(6)),
            other => Err(other.clone()),
        }
    };
    // 50 contacts more cost 50 × 20; five points of 2,000 customers promote with 0.02 × 200 each.
    assert_eq!(net("contacts", "1", "50"), Ok(money("-1000")));
    assert_eq!(net("contacts", "1.05", "0"), Ok(money("-1000")));
    assert_eq!(net("nps_promoters_share", "1", "5"), Ok(money("400")));
    assert_eq!(net("retention_rate", "1", "-2"), net("churn_rate", "1", "2"));
    assert!(
        matches!(net("churn_rate", "1", "-3"), Err(ScenarioOutcome::Impossible(_, value)) if value == money("-1.5"))
    );
    assert!(matches!(net("churn_rate", "100", "0"), Err(ScenarioOutcome::Impossible(..))));
    assert_eq!(net("first_response_median", "0.7", "0"), Err(ScenarioOutcome::NoFormula));
}
