//! Charts of the section about loyalty, for tests.

use super::samples::v;
use crate::report::model::*;

pub fn survival() -> Survival {
    let curve = |label: &str, share: f64, last: i32, emphasis: bool| {
        let value = |day: i32| share * (1.0 - (-f64::from(day) / 45.0).exp());
        let days = || (0..=last / 6).map(|at| 6 * at);
        SurvivalLine {
            label: label.to_owned(),
            points: days().map(|day| (f64::from(day), value(day))).collect(),
            band: days().map(|day| (f64::from(day), value(day) * 0.85, value(day) * 1.17)).collect(),
            emphasis,
        }
    };
    Survival {
        unit: "已再次下单的客户（%）".into(),
        base: "距本季度首单天数".into(),
        curves: vec![
            curve("2025年第三季度 30.1%", 31.0, 180, false),
            curve("2026年第二季度 25.2%", 26.0, 180, false),
            curve("2026年第三季度 22.4%", 25.4, 102, true),
        ],
        mark: Some(v(90.0, "90 天")),
        ticks: vec![v(0.0, "0%"), v(10.0, "10%"), v(20.0, "20%"), v(30.0, "30%")],
        base_ticks: vec![v(0.0, "0"), v(30.0, "30"), v(60.0, "60"), v(90.0, "90"), v(120.0, "120"), v(180.0, "180")],
    }
}

pub fn ladder() -> Ladder {
    let step = |label: &str, n: u64, value: f64, half: f64, satisfied: bool| LadderStep {
        label: label.to_owned(),
        note: format!("n={n}"),
        value: Some(v(value, &format!("{value:.1}%"))),
        interval: Some((value - half, value + half)),
        weak: n < 30,
        satisfied,
    };
    Ladder {
        unit: "90 天内再次购买（%）".into(),
        steps: vec![
            LadderStep { value: None, interval: None, ..step("1 分", 8, 0.0, 0.0, false) },
            step("2 分", 21, 12.0, 11.0, false),
            step("3 分", 63, 18.4, 8.2, false),
            step("4 分", 232, 27.9, 5.4, true),
            step("5 分", 319, 41.2, 5.0, true),
        ],
        ticks: vec![v(0.0, "0%"), v(10.0, "10%"), v(20.0, "20%"), v(30.0, "30%"), v(40.0, "40%"), v(50.0, "50%")],
    }
}

pub fn extreme(value: f64, long: &str) -> Vec<ChartData> {
    let l = || v(value, &format!("{value:.1} {long}"));
    let curve = SurvivalLine {
        label: long.to_owned(),
        points: vec![(value, value); 3],
        band: vec![(value, value, value); 3],
        emphasis: value > 0.0,
    };
    let step = LadderStep {
        label: long.to_owned(),
        note: long.to_owned(),
        value: Some(l()),
        interval: Some((value, value)),
        weak: value < 0.0,
        satisfied: true,
    };
    vec![
        ChartData::Survival(Survival {
            unit: long.to_owned(),
            base: long.to_owned(),
            curves: vec![curve; 4],
            mark: Some(l()),
            ticks: vec![l(), l()],
            base_ticks: vec![l(), l()],
        }),
        ChartData::Ladder(Ladder { unit: long.to_owned(), steps: vec![step; 7], ticks: vec![l(), l()] }),
    ]
}

pub fn empty() -> Vec<ChartData> {
    vec![
        ChartData::Survival(Survival { curves: vec![], mark: None, ticks: vec![], base_ticks: vec![], ..survival() }),
        ChartData::Ladder(Ladder { steps: vec![], ticks: vec![], ..ladder() }),
    ]
}
