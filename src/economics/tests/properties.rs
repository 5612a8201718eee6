//! What holds for any amounts.

use super::*;
use proptest::prelude::*;

fn flows() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(-1_000_000_i64..1_000_000, 1..12)
}

proptest! {
    #[test]
    fn the_identities_hold_for_any_flows(costs in flows(), benefits in flows(), rate in -50_i64..200) {
        let found = appraise(&amounts(&costs), &amounts(&benefits), Decimal::new(rate, 2)).unwrap();
        if let (Some(ratio), Some(roi)) = (found.benefit_cost_ratio, found.return_on_investment) {
            prop_assert_eq!(ratio > Decimal::ONE, found.net_present_value > Decimal::ZERO);
            prop_assert!((ratio - Decimal::ONE - roi).abs() <= ratio.abs().max(Decimal::ONE) * Decimal::new(1, 20));
        } else {
            prop_assert!(found.present_costs <= Decimal::ZERO);
        }
    }

    #[test]
    fn scaling_money_scales_amounts_and_no_ratio(costs in flows(), benefits in flows(), factor in 1_i64..1_000) {
        let scaled = |list: &[i64]| amounts(&list.iter().map(|amount| amount * factor).collect::<Vec<_>>());
        let one = appraise(&amounts(&costs), &amounts(&benefits), Decimal::new(2, 2)).unwrap();
        let many = appraise(&scaled(&costs), &scaled(&benefits), Decimal::new(2, 2)).unwrap();
        let near = |a: Decimal, b: Decimal| (a - b).abs() <= Decimal::new(1, 6);
        prop_assert!(near(many.net_present_value, one.net_present_value * Decimal::from(factor)));
        prop_assert_eq!(one.benefit_cost_ratio.map(|r| r.round_dp(9)), many.benefit_cost_ratio.map(|r| r.round_dp(9)));
        prop_assert_eq!(one.payback.map(|p| p.round_dp(9)), many.payback.map(|p| p.round_dp(9)));
    }

    #[test]
    fn a_conventional_programme_is_worth_less_at_a_higher_rate(
        cost in 1_i64..1_000_000,
        benefits in prop::collection::vec(1_i64..1_000_000, 1..10),
        rate in 0_i64..100,
    ) {
        let later: Vec<i64> = std::iter::once(0).chain(benefits).collect();
        let at = |rate: i64| appraise(&amounts(&[cost]), &amounts(&later), Decimal::new(rate, 2)).unwrap();
        prop_assert!(at(rate + 1).net_present_value < at(rate).net_present_value);
    }

    #[test]
    fn classes_sum_to_the_total(list in prop::collection::vec((0_usize..6, -100_000_i64..1_000_000), 1..60)) {
        let names = ["工资", "系统", "claims", "indirect", "其他", "材料"];
        let costs: Vec<CostLine> =
            list.iter().map(|(at, amount)| line(quarter(), names[*at], &Decimal::new(*amount, 2).to_string())).collect();
        let settings = settings(&[], Vec::new());
        let found = assess(&inputs(Some(&settings), &costs, BenefitInputs::default())).unwrap().costs.unwrap();
        let current = found.current().unwrap();
        let all: Decimal = list.iter().map(|(_, amount)| Decimal::new(*amount, 2)).sum();
        prop_assert_eq!(current.classes.iter().map(|(_, amount)| *amount).sum::<Decimal>(), current.total);
        prop_assert_eq!(current.total + current.indirect, all);
        prop_assert!(current.unmapped_share.is_none_or(|share| (0.0..=1.0).contains(&share)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn bars_of_the_tornado_contain_the_base(
        share in [1_i64..50, 1..50, 1..50],
        cost in 1_000_i64..200_000,
        rate in 0_u32..30,
    ) {
        let mut settings = programmes::guidance();
        let mut values = share.map(Decimal::from);
        values.sort();
        settings.assumptions[0] = Assumption { low: values[0], base: values[1], high: values[2], ..settings.assumptions[0].clone() };
        settings.initiatives[0].costs[0].factors = vec![crate::config::Factor::Number(cost.into())];
        settings.annual_discount_rate = f64::from(rate) / 100.0;
        settings.draws = 400;
        let found = assess(&inputs(Some(&settings), &[], BenefitInputs::default())).unwrap();
        let sensitivity = found.sensitivity.unwrap();
        let base = sensitivity.base.net();
        for bar in &sensitivity.bars {
            prop_assert!(bar.at_low.min(bar.at_high) <= base + 1e-6 && base - 1e-6 <= bar.at_low.max(bar.at_high));
        }
        prop_assert!(sensitivity.extremes.0 <= base + 1e-6 && base - 1e-6 <= sensitivity.extremes.1);
        let [low, middle, high] = sensitivity.simulation.quantiles;
        prop_assert!(sensitivity.extremes.0 <= low + 1e-6 && low <= middle && middle <= high && high <= sensitivity.extremes.1 + 1e-6);
    }

    #[test]
    fn scaling_all_money_scales_the_worth_of_programmes(factor in 2_i64..500) {
        let mut settings = Economics { draws: 400, ..programmes::guidance() };
        let one = assess(&inputs(Some(&settings), &[], BenefitInputs::default())).unwrap();
        let k = Decimal::from(factor);
        let dear = &mut settings.assumptions[1];
        (dear.low, dear.base, dear.high) = (dear.low * k, dear.base * k, dear.high * k);
        settings.initiatives[0].costs[0].factors.push(crate::config::Factor::Number(k));
        let many = assess(&inputs(Some(&settings), &[], BenefitInputs::default())).unwrap();
        let (one, many) = (&one.programmes.unwrap()[0], &many.programmes.unwrap()[0]);
        let scaled = one.appraised.net_present_value * k;
        prop_assert!((many.appraised.net_present_value - scaled).abs() <= Decimal::new(1, 6));
        prop_assert_eq!(
            one.appraised.benefit_cost_ratio.map(|r| r.round_dp(12)),
            many.appraised.benefit_cost_ratio.map(|r| r.round_dp(12))
        );
        prop_assert_eq!(one.verdict, many.verdict);
    }
}
