//! Charts of the sections about cost, benefit and uncertainty, for tests.

use super::samples::v;
use crate::report::model::*;

pub fn tornado() -> Tornado {
    let bar = |label: &str, low: (f64, &str), high: (f64, &str)| TornadoBar {
        label: label.into(),
        low: v(low.0, low.1),
        high: v(high.0, high.1),
    };
    Tornado {
        bars: vec![
            bar("留存年数（1–3 年）", (-42.0, "−42 万元"), (138.0, "138 万元")),
            bar("单次来单边际成本（60–110 元）", (96.0, "96 万元"), (12.0, "12 万元")),
            bar("Contribution margin per customer and quarter (210–300)", (31.0, "31 万元"), (75.0, "75 万元")),
            bar("折现率（6%–12%）", (55.0, "55 万元"), (47.0, "47 万元")),
        ],
        base: v(52.0, "基准 52 万元"),
        unit: "净现值（万元）".into(),
        legend: ["取低值".into(), "取高值".into()],
    }
}

pub fn histogram() -> Histogram {
    let counts =
        [4, 12, 40, 96, 190, 330, 520, 760, 980, 1120, 1180, 1090, 940, 760, 590, 420, 290, 180, 110, 60, 30, 14, 6];
    let bar = |(at, count): (usize, &u64)| {
        let from = -60.0 + 12.0 * at as f64;
        (from, from + 12.0, *count)
    };
    Histogram {
        bars: counts.iter().enumerate().map(bar).collect(),
        marks: vec![v(-14.0, "P5 −14"), v(58.0, "P50 58"), v(139.0, "P95 139")],
        shares: ["净现值 ≤ 0：8%".into(), "净现值 > 0：92%".into()],
        ticks: [-50.0, 0.0, 50.0, 100.0, 150.0, 200.0].map(|at| v(at, &format!("{at:.0}"))).to_vec(),
        count_ticks: [0.0, 400.0, 800.0, 1200.0].map(|at| v(at, &format!("{at:.0}"))).to_vec(),
        unit: "净现值（万元）".into(),
        count: "模拟次数".into(),
    }
}

pub fn marginal() -> MarginalCurve {
    let spends = [40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 110.0, 130.0, 150.0, 170.0];
    let ratios = [2.3, 1.7, 1.4, 1.7, 1.0, 1.1, 0.75, 0.55, 0.75];
    MarginalCurve {
        steps: spends.windows(2).zip(ratios).map(|(pair, ratio)| (pair[0], pair[1], ratio)).collect(),
        curve: (0..27).map(|at| 40.0 + 5.0 * f64::from(at)).map(|spend| (spend, 99.2 / spend)).collect(),
        one: v(1.0, "边际效益 = 边际成本"),
        optimum: Some((v(99.2, "最优投入 99 万元（95% 区间 96–103）"), (96.0, 103.0))),
        ticks: [40.0, 80.0, 120.0, 160.0].map(|at| v(at, &format!("{at:.0}"))).to_vec(),
        ratio_ticks: [0.0, 1.0, 2.0, 3.0].map(|at| v(at, &format!("{at:.1}"))).to_vec(),
        spend: "每站每季度服务投入（万元）".into(),
        ratio: "每多投入 1 元带来的效益（元）".into(),
    }
}

pub fn interval_bars() -> IntervalBars {
    let row = |label: &str, value: (f64, &str), interval: (f64, f64), tone: Tone| IntervalBar {
        label: label.into(),
        value: v(value.0, value.1),
        interval: Some(interval),
        tone,
    };
    IntervalBars {
        rows: vec![
            row("冰箱保养上门", (2.4, "2.40 扩大"), (1.8, 3.1), Tone::Good),
            row("Remote guidance before a visit", (1.2, "1.20 暂不判定"), (0.8, 1.7), Tone::Neutral),
            row("纸质说明书寄送", (0.4, "0.40 淘汰"), (0.2, 0.6), Tone::Bad),
        ],
        reference: v(1.0, "效益 = 成本"),
        unit: "效益成本比".into(),
    }
}

pub fn extreme(value: f64, tone: Tone, long: &str) -> Vec<ChartData> {
    let l = || v(value, long);
    let bar = TornadoBar { label: long.into(), low: l(), high: l() };
    let row = IntervalBar { label: long.into(), value: l(), interval: Some((value, value)), tone };
    vec![
        ChartData::Tornado(Tornado {
            bars: vec![bar; 3],
            base: l(),
            unit: long.into(),
            legend: [long.into(), long.into()],
        }),
        ChartData::Histogram(Histogram {
            bars: vec![(value, value, 3), (value, value, 0)],
            marks: vec![l(), l(), l()],
            shares: [long.into(), long.into()],
            ticks: vec![l(), l()],
            count_ticks: vec![l()],
            unit: long.into(),
            count: long.into(),
        }),
        ChartData::MarginalCurve(MarginalCurve {
            steps: vec![(value, value, value); 2],
            curve: vec![(value, value); 3],
            one: l(),
            optimum: Some((l(), (value, value))),
            ticks: vec![l(), l()],
            ratio_ticks: vec![l()],
            spend: long.into(),
            ratio: long.into(),
        }),
        ChartData::IntervalBars(IntervalBars { rows: vec![row; 3], reference: l(), unit: long.into() }),
    ]
}

pub fn empty() -> Vec<ChartData> {
    vec![
        ChartData::Tornado(Tornado { bars: vec![], ..tornado() }),
        ChartData::Histogram(Histogram { bars: vec![], marks: vec![], ticks: vec![], ..histogram() }),
        ChartData::MarginalCurve(MarginalCurve {
            steps: vec![],
            curve: vec![],
            optimum: None,
            ticks: vec![],
            ..marginal()
        }),
        ChartData::IntervalBars(IntervalBars { rows: vec![], ..interval_bars() }),
    ]
}
