//! Control charts for tests.

use super::samples::v;
use crate::report::model::*;

pub fn control() -> Control {
    let values = [
        88.2, 87.6, 88.9, 88.0, 87.1, 88.4, 89.0, 87.9, 88.1, 87.5, 88.6, 88.3, 88.8, 87.7, 88.5, 88.0, 87.4, 88.9,
        87.2, 86.1, 85.4, 84.0, 83.1, 82.7,
    ];
    let point = |(at, value): (usize, &f64)| ControlPoint {
        period: format!("{}-{:02}", 24 + (9 + at) / 12, (9 + at) % 12 + 1),
        value: (at != 4).then_some(v(*value, &format!("{value:.1}%"))),
        limits: (at != 4).then_some((85.6 - 0.02 * at as f64, 90.6 + 0.02 * at as f64)),
        weak: at == 7,
        signal: match at {
            14 => Some(Tone::Good),
            20.. => Some(Tone::Bad),
            _ => None,
        },
    };
    Control {
        unit: "满意率（%）".into(),
        points: values.iter().enumerate().map(point).collect(),
        center: v(88.1, "中心 88.1"),
        limit_labels: ["上限 91.1".into(), "下限 85.1".into()],
        baseline: Some((0, 12)),
        baseline_label: "基线 12 个月".into(),
        ticks: vec![v(82.0, "82"), v(84.0, "84"), v(86.0, "86"), v(88.0, "88"), v(90.0, "90"), v(92.0, "92")],
    }
}

/// Data that a real quarter can bring.
pub fn extreme(value: f64, tone: Tone, long: &str) -> Control {
    let l = || v(value, &format!("{value:.1} {long}"));
    let point = ControlPoint {
        period: long.to_owned(),
        value: Some(l()),
        limits: Some((value, value)),
        weak: true,
        signal: Some(tone),
    };
    Control {
        unit: long.to_owned(),
        points: vec![point; 24],
        center: l(),
        limit_labels: [long.to_owned(), long.to_owned()],
        baseline: Some((0, 11)),
        baseline_label: long.to_owned(),
        ticks: vec![l(), l()],
    }
}

pub fn empty() -> Vec<Control> {
    let gaps = Control {
        points: control().points.into_iter().map(|point| ControlPoint { value: None, limits: None, ..point }).collect(),
        ..control()
    };
    vec![Control { points: Vec::new(), baseline: None, ticks: Vec::new(), ..control() }, gaps]
}
