//! Charts of the section about the relationship, for tests.

use super::samples::v;
use crate::report::model::*;

pub fn gap() -> Gap {
    let row = |label: &str, expected: f64, perceived: f64, printed: &str, tone: Tone| GapRow {
        label: label.to_owned(),
        expected: Some(expected),
        perceived: Some(perceived),
        interval: None,
        printed: printed.to_owned(),
        tone,
    };
    Gap {
        unit: "平均分（1–7 分）".into(),
        rows: vec![
            row("有形性", 5.62, 5.58, "−0.04（−0.31 至 0.20）", Tone::Neutral),
            row("可靠性", 6.48, 5.34, "−1.14（−1.37 至 −0.93）", Tone::Bad),
            row("Responsiveness to urgent requests", 6.41, 4.68, "−1.73（−1.98 至 −1.49）", Tone::Bad),
            row("保证性", 5.10, 5.66, "+0.56（+0.35 至 +0.78）", Tone::Good),
            GapRow { expected: None, ..row("移情性", 0.0, 5.12, "n<10，不显示", Tone::Muted) },
        ],
        ticks: (1..=7).map(|at| v(f64::from(at), &at.to_string())).collect(),
        legend: vec!["感知".into(), "期望".into()],
    }
}

pub fn perceptions() -> Gap {
    let row = |row: GapRow| GapRow {
        expected: None,
        interval: row.perceived.map(|value| (value - 0.3, value + 0.3)),
        tone: Tone::Neutral,
        printed: row.perceived.map_or(String::new(), |value| format!("{value:.2}")),
        ..row
    };
    Gap { rows: gap().rows.into_iter().map(row).collect(), legend: vec!["感知".into()], ..gap() }
}

pub fn extreme(value: f64, tone: Tone, long: &str) -> Vec<ChartData> {
    let tick = v(value, &format!("{value:.1} {long}"));
    let row = GapRow {
        label: long.to_owned(),
        expected: Some(value),
        perceived: Some(-value),
        interval: Some((value, value)),
        printed: long.to_owned(),
        tone,
    };
    vec![ChartData::Gap(Gap {
        unit: long.to_owned(),
        rows: vec![row; 5],
        ticks: vec![tick.clone(), tick],
        legend: vec![long.to_owned(), long.to_owned()],
    })]
}

pub fn empty() -> Vec<ChartData> {
    vec![ChartData::Gap(Gap { rows: vec![], ticks: vec![], legend: vec![], ..gap() })]
}
