//! Worked examples of M25–M27, guards, and properties.

use super::*;
use crate::config::{Appraisal, Assumption, Benefit, CostClass, Refusal, refused_assumption};
use crate::domain::Localized;

fn money(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn amounts(list: &[i64]) -> Vec<Decimal> {
    list.iter().copied().map(Decimal::from).collect()
}

fn assumption(name: &str, low: &str, base: &str, high: &str) -> Assumption {
    Assumption {
        name: name.to_owned(),
        title: Localized::both(name, name),
        low: money(low),
        base: money(base),
        high: money(high),
        unit: Localized::plain("CNY"),
        source: Localized::plain("客户财务部 2026 年 9 月"),
        distribution: crate::config::Distribution::Triangular,
    }
}

fn settings(benefits: &[Benefit], assumptions: Vec<Assumption>) -> Economics {
    Economics {
        annual_discount_rate: 0.08,
        baseline: Baseline::SameQuarterLastYear,
        cost_classes: vec![("工资*".to_owned(), CostClass::Labour), ("*系统*".to_owned(), CostClass::Technology)],
        assumptions,
        benefits: benefits.to_vec(),
        draws: 1_000,
        ..Economics::default()
    }
}

fn quarter() -> Quarter {
    "2026-Q3".parse().unwrap()
}

fn line(quarter: Quarter, category: &str, amount: &str) -> CostLine {
    CostLine { quarter, category: category.to_owned(), amount: Some(money(amount)), parts: Vec::new() }
}

fn inputs<'a>(settings: Option<&'a Economics>, costs: &'a [CostLine], benefits: BenefitInputs) -> EconomicInputs<'a> {
    let counts = |count: u64| BTreeMap::from([(quarter(), count)]);
    EconomicInputs {
        settings,
        quarter: quarter(),
        costs,
        contacts: counts(1_000),
        resolutions: counts(800),
        contacts_by: BTreeMap::new(),
        benefits,
        figures: Vec::new(),
        resampling: Resampling { draws: 1_000, seed: 20_260_101, level: 0.95 },
    }
}

/// The test vector of M27.
#[test]
fn appraisal_of_the_handbook() {
    let (costs, benefits) = (amounts(&[1000, 200, 200, 200]), amounts(&[0, 600, 700, 800]));
    let found = appraise(&costs, &benefits, money("0.08")).unwrap();
    assert_eq!(found.present_costs.round_dp(2), money("1515.42"));
    assert_eq!(found.present_benefits.round_dp(2), money("1790.76"));
    assert_eq!(found.net_present_value.round_dp(2), money("275.34"));
    assert_eq!(found.benefit_cost_ratio.unwrap().round_dp(4), money("1.1817"));
    assert_eq!((found.return_on_investment.unwrap() * Decimal::ONE_HUNDRED).round_dp(2), money("18.17"));
    assert_eq!(found.cumulative, amounts(&[-1000, -600, -100, 500]));
    assert_eq!(found.payback.unwrap().round_dp(4), money("2.1667"));
    // −1000 + 400/1.08 + 500/1.08² = −200.9602 after period 2; period 3 brings 600/1.08³ = 476.2993.
    assert_eq!(found.payback_discounted.unwrap().round_dp(4), money("2.4219"));
}

/// The same flows by numpy-financial's definition: npv(0.08, [-1000, 400, 500, 600]).
#[test]
fn net_present_value_by_hand() {
    let found = appraise(&amounts(&[1000]), &amounts(&[0, 400, 500, 600]), money("0.08")).unwrap();
    assert_eq!(found.net_present_value.round_dp(6), money("275.339125"));
}

#[test]
fn edges_of_an_appraisal() {
    let rate = money("0.08");
    assert_eq!(appraise(&[], &[], rate), Err(AppraisalError::Empty));
    assert_eq!(appraise(&amounts(&[1]), &amounts(&[2]), money("-1")), Err(AppraisalError::Rate));
    let free = appraise(&amounts(&[0, 0]), &amounts(&[5, 5]), rate).unwrap();
    assert_eq!((free.benefit_cost_ratio, free.return_on_investment, free.payback), (None, None, Some(Decimal::ZERO)));
    let never = appraise(&amounts(&[10, 1]), &amounts(&[0, 3]), rate).unwrap();
    assert_eq!((never.payback, never.payback_discounted), (None, None));
    let subsidy = appraise(&amounts(&[-10, 4]), &amounts(&[0, 3]), rate).unwrap();
    assert_eq!(subsidy.benefit_cost_ratio, None);
    assert!(subsidy.net_present_value > Decimal::ZERO);
    assert_eq!(appraise(&[Decimal::MAX, Decimal::MAX], &[], rate), Err(AppraisalError::Overflow));
}

#[test]
fn a_quarterly_rate_compounds_to_the_annual_one() {
    let rate = quarterly_rate(0.08).unwrap();
    assert_eq!(rate.round_dp(10), money("0.0194265469"));
    let growth = rate + Decimal::ONE;
    assert_eq!((growth * growth * growth * growth).round_dp(20), money("1.08"));
    assert_eq!(quarterly_rate(-1.0), Err(AppraisalError::Rate));
    assert_eq!(quarterly_rate(f64::NAN), Err(AppraisalError::Rate));
    assert_eq!(quarterly_rate(0.0), Ok(Decimal::ZERO));
}

#[test]
fn costs_by_class_with_estimates_outside_the_total() {
    let settings = settings(&[], Vec::new());
    let last_year = quarter().year_before();
    let mut costs = vec![
        line(quarter(), "工资-一线", "700"),
        line(quarter(), "工单系统许可", "150"),
        line(quarter(), "赔付", "60"),
        line(quarter(), "赔付", "-10"),
        line(quarter(), "indirect", "5000"),
        line(quarter(), "杂项", "100"),
        line(last_year, "工资-一线", "640"),
        line(quarter().plus(1), "工资-一线", "9999"),
        line(quarter().plus(-9), "工资-一线", "9999"),
    ];
    costs.push(CostLine { amount: None, ..line(quarter(), "工资-二线", "0") });
    let found = assess(&inputs(Some(&settings), &costs, BenefitInputs::default())).unwrap().costs.unwrap();
    let current = found.current().unwrap();
    let of = |class| current.classes.iter().find(|(one, _)| *one == class).unwrap().1;
    assert_eq!(of(CostClass::Labour), money("700"));
    assert_eq!(of(CostClass::Technology), money("150"));
    assert_eq!(of(CostClass::Claims), money("50"));
    assert_eq!((current.total, current.indirect), (money("1000"), money("5000")));
    assert_eq!(current.missing, 1);
    assert!((current.unmapped_share.unwrap() - 100.0 / 1020.0).abs() < 1e-12);
    assert_eq!(current.unmapped, [("杂项".to_owned(), money("100"))]);
    assert!(found.unmapped_warning());
    assert_eq!(current.cost_per_contact, Some(money("1")));
    assert_eq!(current.cost_per_resolution, Some(money("1.25")));
    assert_eq!(found.last_year().unwrap().total, money("640"));
    assert_eq!((found.previous(), found.quarters.len()), (None, 2));
}

#[test]
fn the_order_of_lines_changes_nothing() {
    let settings = settings(&[], Vec::new());
    let mut costs: Vec<CostLine> =
        (1..50).map(|at| line(quarter().plus(-(at % 9)), ["工资", "系统", "x"][at as usize % 3], "0.1")).collect();
    let forward = assess(&inputs(Some(&settings), &costs, BenefitInputs::default())).unwrap();
    costs.reverse();
    assert_eq!(assess(&inputs(Some(&settings), &costs, BenefitInputs::default())).unwrap(), forward);
}

#[test]
fn costs_without_settings_go_by_class_names() {
    let costs = [line(quarter(), "Labour", "80"), line(quarter(), "技术", "20")];
    let found = assess(&inputs(None, &costs, BenefitInputs::default())).unwrap();
    let costs = found.costs.unwrap();
    assert_eq!(costs.current().unwrap().unmapped_share, Some(0.0));
    assert!(!costs.unmapped_warning() && found.benefits.is_empty() && found.balance.is_none());
}

#[test]
fn no_or_negative_costs_have_no_unit_cost() {
    assert_eq!(assess(&inputs(None, &[], BenefitInputs::default())).unwrap().costs, None);
    let costs = [line(quarter(), "labour", "-5")];
    let found = assess(&inputs(None, &costs, BenefitInputs::default())).unwrap().costs.unwrap();
    assert_eq!(found.current().unwrap().cost_per_contact, None);
}

fn churn() -> BenefitInputs {
    BenefitInputs {
        customers_at_start: Some(10_000.0),
        churn_now: Some(1.5),
        churn_baseline: Some(2.0),
        ..BenefitInputs::default()
    }
}

/// A hundred contacts fewer of as many customers.
fn fewer_contacts() -> BenefitInputs {
    BenefitInputs {
        contacts_now: Some(1_000.0),
        customers_now: Some(2_000.0),
        contacts_baseline: Some(1_100.0),
        customers_baseline: Some(2_000.0),
        ..BenefitInputs::default()
    }
}

fn margin_assumptions() -> Vec<Assumption> {
    vec![
        assumption("contribution_margin_per_customer", "210", "260", "300"),
        assumption("retention_years", "1", "2", "3"),
    ]
}

/// (2.0 % − 1.5 %) × 10,000 = 50 customers × 260 × Σ 1/1.0194265469^t for t = 1…8.
#[test]
fn retained_margin_is_discounted() {
    let settings = settings(&[Benefit::RetainedMargin], margin_assumptions());
    let found = assess(&inputs(Some(&settings), &[], churn())).unwrap();
    let result = found.benefits[0].computed().unwrap();
    assert_eq!(result.base_of("retained_customers"), Some(money("50")));
    let annuity = |quarters: i32| (1..=quarters).map(|t| 1.08_f64.powf(-f64::from(t) / 4.0)).sum::<f64>();
    let close = |amount: Decimal, expected: f64| (f64::try_from(amount).unwrap() / expected - 1.0).abs() < 1e-12;
    assert!(close(result.amount.base, 50.0 * 260.0 * annuity(8)), "{:?}", result.amount);
    assert!(close(result.amount.low, 50.0 * 210.0 * annuity(4)));
    assert!(close(result.amount.high, 50.0 * 300.0 * annuity(12)));
    assert_eq!(found.benefit_total, Some(result.amount));
    assert!(result.notes.contains(&BenefitNote::OtherCausesNotControlled));
    assert_eq!(found.assumptions[1].used_by, [Benefit::RetainedMargin]);
}

#[test]
fn a_benefit_lost_is_negative_and_says_so() {
    let settings = settings(&[Benefit::RetainedMargin], margin_assumptions());
    let worse = BenefitInputs { churn_now: Some(2.5), within_noise: [Benefit::RetainedMargin].into(), ..churn() };
    let found = assess(&inputs(Some(&settings), &[], worse)).unwrap();
    let result = found.benefits[0].computed().unwrap();
    assert!(result.amount.low < result.amount.base && result.amount.base < result.amount.high);
    assert!(result.amount.high < Decimal::ZERO);
    assert!(result.notes.contains(&BenefitNote::Negative) && result.notes.contains(&BenefitNote::WithinNoise));
}

#[test]
fn missing_inputs_skip_a_benefit_with_every_reason() {
    let settings = settings(&[Benefit::RetainedMargin, Benefit::AvoidedCost], Vec::new());
    let found = assess(&inputs(Some(&settings), &[], BenefitInputs::default())).unwrap();
    let BenefitOutcome::Skipped { reasons, .. } = &found.benefits[0] else { panic!("skipped") };
    assert_eq!(reasons.len(), 5, "{reasons:?}");
    assert!(reasons.contains(&MissingInput::Measured("churn_now")));
    assert!(reasons.contains(&MissingInput::Assumption("retention_years")));
    assert_eq!((found.benefit_total, found.balance), (None, None));
}

#[test]
fn repeat_purchase_leaves_out_who_is_retained() {
    let mut assumptions = margin_assumptions();
    assumptions.push(assumption("contribution_margin_per_order", "20", "30", "40"));
    let settings = settings(&[Benefit::RepeatPurchase, Benefit::RetainedMargin], assumptions);
    let measured = BenefitInputs {
        repeat_customers: Some(2_050.0),
        repeat_now: Some(31.0),
        repeat_baseline: Some(30.0),
        ..churn()
    };
    let found = assess(&inputs(Some(&settings), &[], measured)).unwrap();
    let repeat = found.benefits[0].computed().unwrap();
    assert_eq!(repeat.base_of("retained_customers_subtracted"), Some(money("50")));
    assert_eq!(repeat.amount.base, money("600"));
    assert!(repeat.notes.contains(&BenefitNote::OneOrderAssumed));
    let line = found.checks.iter().find(|check| check.kind == CheckKind::RepeatWithoutRetained).unwrap();
    assert!(line.holds && line.figures == [money("50")]);
}

#[test]
fn acquisition_is_not_saved_twice() {
    let mut assumptions = margin_assumptions();
    assumptions.push(assumption("acquisition_cost_per_customer", "100", "120", "150"));
    let both = settings(&[Benefit::AcquisitionSaved, Benefit::RetainedMargin], assumptions.clone());
    let found = assess(&inputs(Some(&both), &[], churn())).unwrap();
    let skipped = BenefitOutcome::Skipped {
        benefit: Benefit::AcquisitionSaved,
        reasons: vec![MissingInput::OverlapsRetainedMargin],
    };
    assert_eq!(found.benefits[0], skipped);
    assert!(found.checks.iter().all(|check| check.holds));
    let alone = settings(&[Benefit::AcquisitionSaved], assumptions);
    let found = assess(&inputs(Some(&alone), &[], churn())).unwrap();
    assert_eq!(found.benefits[0].computed().unwrap().amount.base, money("6000"));
}

#[test]
fn avoided_cost_is_marginal() {
    let measured = fewer_contacts();
    let costs = [line(quarter(), "labour", "90000")];
    let marginal = settings(&[Benefit::AvoidedCost], vec![assumption("marginal_cost_per_contact", "15", "20", "30")]);
    let found = assess(&inputs(Some(&marginal), &costs, measured.clone())).unwrap();
    let result = found.benefits[0].computed().unwrap();
    assert_eq!(result.amount.base.round_dp(6), money("2000"));
    assert_eq!(result.amount.base.round_dp(6), (result.base_of("contacts_avoided").unwrap() * money("20")).round_dp(6));
    let line = found.checks.iter().find(|check| check.kind == CheckKind::MarginalNotAverage).unwrap();
    assert!(line.holds && line.figures == [money("20"), money("90")]);
    let average = settings(&[Benefit::AvoidedCost], vec![assumption("marginal_cost_per_contact", "90", "90", "90")]);
    let found = assess(&inputs(Some(&average), &costs, measured)).unwrap();
    let reasons = vec![MissingInput::AverageCostAsMarginal];
    assert_eq!(found.benefits[0], BenefitOutcome::Skipped { benefit: Benefit::AvoidedCost, reasons });
}

#[test]
fn referrals_are_tracked_or_flagged() {
    let assumptions = vec![
        assumption("contribution_margin_per_new_customer", "100", "200", "300"),
        assumption("referrals_per_promoter", "0.01", "0.02", "0.03"),
    ];
    let settings = settings(&[Benefit::Referral], assumptions);
    let estimated =
        BenefitInputs { promoters_share: Some(40.0), customers_now: Some(1_000.0), ..BenefitInputs::default() };
    let found = assess(&inputs(Some(&settings), &[], estimated.clone())).unwrap();
    let result = found.benefits[0].computed().unwrap();
    assert_eq!(result.amount.base, money("1600"));
    assert!(result.notes.contains(&BenefitNote::EstimatedReferrals));
    let tracked = BenefitInputs { referred_customers: Some(5.0), ..estimated };
    let found = assess(&inputs(Some(&settings), &[], tracked)).unwrap();
    let result = found.benefits[0].computed().unwrap();
    assert_eq!(result.amount.base, money("1000"));
    assert!(!result.notes.contains(&BenefitNote::EstimatedReferrals));
}

#[test]
fn the_balance_is_against_the_whole_and_the_added_cost() {
    let settings = settings(&[Benefit::RetainedMargin], margin_assumptions());
    let costs = [line(quarter(), "labour", "50000"), line(quarter().year_before(), "labour", "40000")];
    let balance = assess(&inputs(Some(&settings), &costs, churn())).unwrap().balance.unwrap();
    assert_eq!((balance.cost, balance.incremental_cost), (money("50000"), Some(money("10000"))));
    assert_eq!(balance.net.base, balance.benefit.base - money("50000"));
    let (whole, added) = (balance.ratio.unwrap().base, balance.incremental_ratio.unwrap().base);
    assert_eq!((whole * money("5")).round_dp(12), added.round_dp(12));
    let cheaper = [line(quarter(), "labour", "30000"), line(quarter().year_before(), "labour", "40000")];
    let balance = assess(&inputs(Some(&settings), &cheaper, churn())).unwrap().balance.unwrap();
    assert_eq!(balance.incremental_ratio, None);
}

#[test]
fn an_appraisal_takes_the_quarterly_rate_by_default() {
    let mut settings = settings(&[], Vec::new());
    settings.appraisal =
        Some(Appraisal { costs: amounts(&[100]), benefits: amounts(&[0, 0, 0, 0, 108]), rate_per_period: None });
    let found = assess(&inputs(Some(&settings), &[], BenefitInputs::default())).unwrap();
    let appraised = found.appraisal.unwrap().unwrap();
    assert_eq!(appraised.net_present_value.round_dp(15), Decimal::ZERO);
}

#[test]
fn folklore_and_nameless_assumptions_are_refused() {
    let named = |name: &str, base: &str| assumption(name, base, base, base);
    let refused = [
        named("profit_growth_per_5_percent_satisfaction", "25"),
        named("satisfaction_to_profit", "0.85"),
        named("repeat_purchase_of_satisfied_customers", "65"),
        named("满意度提升带来的利润增幅", "0.5"),
        named("loyalty_gain_per_satisfaction_gain", "25"),
        named("after_sales_repeat_purchase_gain", "0.15"),
        named("satisfied_customer_tells_people", "8"),
    ];
    for one in &refused {
        assert!(matches!(refused_assumption(one), Some(Refusal::Folklore(_))), "{}", one.name);
        let own = Assumption { source: Localized::plain("自有数据：2025 年回访 1,200 人"), ..one.clone() };
        assert_eq!(refused_assumption(&own), None, "{}: what the client measured itself may be used", one.name);
    }
    for one in margin_assumptions() {
        assert_eq!(refused_assumption(&one), None, "{}", one.name);
    }
    assert_eq!(refused_assumption(&named("marginal_cost_per_contact", "85")), None);
    let nameless = Assumption { source: Localized::plain(" 不明 "), ..named("retention_years", "2") };
    assert_eq!(refused_assumption(&nameless), Some(Refusal::NoSource));
    assert_eq!(refused_assumption(&assumption("retention_years", "3", "2", "4")), Some(Refusal::Unordered));
    assert_eq!(refused_assumption(&named("revenue_per_customer", "900")), Some(Refusal::RevenueNotMargin));
    assert_eq!(refused_assumption(&named("profit_satisfaction_measured", "3")), None);
}

#[test]
fn a_refused_assumption_skips_its_benefit() {
    let mut assumptions = margin_assumptions();
    assumptions[0].source = Localized::default();
    let settings = settings(&[Benefit::RetainedMargin], assumptions);
    let found = assess(&inputs(Some(&settings), &[], churn())).unwrap();
    let BenefitOutcome::Skipped { reasons, .. } = &found.benefits[0] else { panic!("skipped") };
    assert_eq!(*reasons, [MissingInput::Refused("contribution_margin_per_customer", Refusal::NoSource)]);
    assert_eq!(found.assumptions[0].refused, Some(Refusal::NoSource));
}

mod edges;
mod programmes;
mod properties;
mod scenarios;
