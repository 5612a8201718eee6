//! Charts as a report has them, for tests.

use super::Theme;
use super::samples_advice::impact_effort;
use super::samples_economics::{histogram, interval_bars, marginal, tornado};
use super::samples_loyalty::{ladder, survival};
use super::samples_relationship::{gap, perceptions};
use super::samples_voice::{funnel, journey, quadrant};
use crate::report::model::*;

pub fn v(value: f64, label: &str) -> Labelled {
    Labelled { value, label: label.to_owned() }
}

pub fn theme() -> Theme {
    Theme::new("#1f3a5f", "#b0762a")
}

pub fn bullet() -> Bullet {
    Bullet {
        value: v(82.4, "82.4 %"),
        interval: Some((80.9, 83.8)),
        target: Some(v(85.0, "85.0 %")),
        benchmark: Some(v(74.0, "74.0 %")),
        last_year: Some(v(86.1, "86.1 %")),
        axis: (0.0, 100.0),
        tone: Tone::Bad,
        alt: "82.4 %".into(),
    }
}

pub fn trend() -> Trend {
    let point = |period: &str, value: f64, half: f64, weak: bool| TrendPoint {
        period: period.to_owned(),
        value: Some(v(value, &format!("{value:.1} %"))),
        interval: Some((value - half, value + half)),
        weak,
    };
    Trend {
        unit: "首次联系解决率（%）".into(),
        points: vec![
            point("24Q3", 78.2, 1.2, false),
            point("24Q4", 79.0, 1.1, false),
            point("25Q1", 77.1, 3.2, true),
            TrendPoint { period: "25Q2".into(), value: None, interval: None, weak: false },
            point("25Q3", 80.4, 1.3, false),
            TrendPoint { period: "25Q4".into(), value: None, interval: None, weak: false },
            point("26Q1", 81.9, 1.0, false),
            point("26Q2", 82.6, 1.0, false),
            point("26Q3", 82.4, 1.0, false),
        ],
        target: Some(v(83.0, "目标 83.0 %")),
        events: vec![("A".into(), 3.2), ("B".into(), 7.6), ("C".into(), 7.7)],
        parts: vec![
            (
                "电话".into(),
                vec![Some(84.0), Some(84.4), Some(84.1), None, Some(85.2), None, Some(86.0), Some(86.3), Some(86.6)],
            ),
            (
                "在线客服".into(),
                vec![Some(75.0), Some(75.4), Some(75.1), None, Some(76.2), None, Some(77.0), Some(77.3), Some(77.6)],
            ),
        ],
        ticks: vec![v(74.0, "74"), v(78.0, "78"), v(82.0, "82"), v(86.0, "86"), v(90.0, "90")],
    }
}

pub fn dots() -> BenchmarkDots {
    let row = |label: &str, value: (f64, &str), half: f64, average: (f64, &str), tone: Tone| BenchmarkDot {
        label: label.to_owned(),
        value: v(value.0, value.1),
        interval: Some((value.0 - half, value.0 + half)),
        average: v(average.0, average.1),
        tone,
        axis: (0.0, value.0.max(average.0) * 1.25),
    };
    BenchmarkDots {
        rows: vec![
            row("客户满意度（0–100 分）", (79.4, "79.4 分"), 0.9, (75.0, "75.0 分"), Tone::Good),
            row("First contact resolution within seven days", (68.1, "68.1 %"), 2.2, (69.0, "69.0 %"), Tone::Neutral),
            row("投诉率", (3.4, "3.4 件/百户"), 0.3, (2.1, "2.1 件/百户"), Tone::Bad),
        ],
        legend: ["本期实际".into(), "95 % 区间".into(), "行业均值".into()],
    }
}

pub fn composition() -> Composition {
    let bar = |label: &str, values: &[f64]| CompositionBar {
        label: label.to_owned(),
        values: values.iter().map(|value| v(*value, &format!("{value:.1}"))).collect(),
        total: v(values.iter().sum(), &format!("{:.1}", values.iter().sum::<f64>())),
    };
    Composition {
        parts: ["人工", "外包", "系统与工具", "场地", "补偿与退款", "未归类"].map(str::to_owned).to_vec(),
        bars: vec![
            bar("25Q3", &[412.0, 128.5, 66.2, 41.0, 22.5, 12.0]),
            bar("25Q4", &[420.0, 140.5, 68.2, 41.0, 25.5, 10.0]),
            bar("26Q1", &[431.0, 138.5, 70.2, 41.5, 21.5, 9.0]),
            bar("26Q2", &[428.0, 151.5, 73.2, 41.5, 24.5, 3.0]),
            bar("26Q3", &[415.0, 162.5, 75.2, 42.0, 31.5, 4.0]),
        ],
        unit: "万元".into(),
    }
}

/// Totals wider than their columns, beside the names of the last one.
pub fn composition_english() -> Composition {
    let parts =
        [("Labour", 524.0), ("Facilities", 73.0), ("Communication", 46.0), ("Technology", 28.0), ("Claims", 17.0)];
    let bar = |at: i32| CompositionBar {
        label: format!("2{}Q{}", 4 + (at + 2) / 4, (at + 2) % 4 + 1),
        values: parts.iter().map(|(_, value)| v(*value, &format!("CNY {value},200"))).collect(),
        total: v(688.0, "CNY 688,000"),
    };
    Composition {
        parts: parts.iter().map(|(name, _)| (*name).to_owned()).collect(),
        bars: (0..8).map(bar).collect(),
        unit: "CNY".into(),
    }
}

pub fn waterfall() -> Waterfall {
    let step = |label: &str, value: f64, total: bool, tone: Tone| WaterfallStep {
        label: label.to_owned(),
        value: v(
            value,
            &if total { format!("{value:.1} 万元") } else { format!("{value:+.1} 万元") }.replace('-', "−"),
        ),
        total,
        tone,
    };
    Waterfall {
        steps: vec![
            step("服务成本", -730.2, true, Tone::Neutral),
            step("避免的重复来电", 212.4, false, Tone::Good),
            step("留存客户的毛利", 905.0, false, Tone::Good),
            step("Refunds and goodwill payments to customers", -64.1, false, Tone::Bad),
            step("效率（不可兑现）", 18.0, false, Tone::Muted),
            step("净收益", 341.1, true, Tone::Good),
        ],
        unit: "万元".into(),
    }
}

pub fn slope() -> Slope {
    let line = |label: &str, from: f64, to: f64, emphasis: bool, tone: Tone| SlopeLine {
        label: label.to_owned(),
        from: v(from, &format!("{from:.1} %")),
        to: v(to, &format!("{to:.1} %")),
        emphasis,
        tone,
    };
    Slope {
        periods: ["2025Q3".into(), "2026Q3".into()],
        lines: vec![
            line("全部渠道", 80.1, 78.9, true, Tone::Bad),
            line("电话", 88.0, 89.2, false, Tone::Good),
            line("在线客服", 79.8, 81.0, false, Tone::Good),
            line("邮件", 61.2, 63.5, false, Tone::Good),
            line("Social media and community forums", 79.9, 79.0, false, Tone::Muted),
        ],
    }
}

pub fn bars() -> Bars {
    Bars {
        bars: vec![
            ("铂金客户".into(), v(91.2, "91.2 %"), Tone::Good),
            ("黄金客户".into(), v(84.0, "84.0 %"), Tone::Neutral),
            ("普通客户（含试用期内的新客户）".into(), v(71.4, "71.4 %"), Tone::Bad),
            ("未分层".into(), v(64.0, "64.0 %（n=18）"), Tone::Muted),
        ],
        reference: Some(v(85.0, "目标 85.0 %")),
    }
}

pub fn pareto() -> Pareto {
    let bar = |label: &str, cases: f64, running: &str, vital: bool| ParetoBar {
        label: label.to_owned(),
        value: v(cases, &format!("{cases:.0} 件 · {running} %")),
        vital,
    };
    Pareto {
        bars: vec![
            bar("停水通知不及时", 16.0, "36.4", true),
            bar("抄表差错", 11.0, "61.4", true),
            bar("Low pressure on upper floors", 9.0, "81.8", true),
            bar("维修返工", 5.0, "93.2", false),
            bar("其他", 3.0, "100.0", false),
        ],
        legend: "件数与累计占比；深色：合计达到 80 % 的原因".into(),
    }
}

pub fn samples() -> Vec<(&'static str, ChartData)> {
    let line = Sparkline {
        values: vec![Some(78.2), Some(79.0), Some(77.1), None, Some(80.4), None, Some(81.9), Some(82.4)],
        target: Some(81.0),
        tone: Tone::Good,
        alt: String::new(),
    };
    let below = Bullet { value: v(-12.0, "−12.0"), interval: Some((-20.0, -4.0)), axis: (-50.0, 50.0), ..bullet() };
    vec![
        ("bullet", ChartData::Bullet(bullet())),
        ("bullet-weak", ChartData::Bullet(Bullet { tone: Tone::Muted, target: None, ..bullet() })),
        (
            "bullet-below-zero",
            ChartData::Bullet(Bullet {
                last_year: Some(v(9.0, "9.0")),
                target: Some(v(10.0, "10")),
                benchmark: None,
                ..below
            }),
        ),
        ("sparkline", ChartData::Sparkline(line.clone())),
        ("sparkline-bad", ChartData::Sparkline(Sparkline { tone: Tone::Bad, target: None, ..line })),
        ("trend", ChartData::Trend(trend())),
        ("benchmark-dots", ChartData::BenchmarkDots(dots())),
        ("composition", ChartData::Composition(composition())),
        ("composition-english", ChartData::Composition(composition_english())),
        ("waterfall", ChartData::Waterfall(waterfall())),
        (
            "off-target",
            ChartData::OffTarget(OffTarget {
                share: -4.3,
                interval: Some((-6.6, -2.1)),
                last_year: Some(0.4),
                limit: 10.0,
                tone: Tone::Bad,
                alt: String::new(),
            }),
        ),
        ("bridge", ChartData::Bridge(waterfall())),
        ("slope", ChartData::Slope(slope())),
        ("bars", ChartData::Bars(bars())),
        ("control", ChartData::Control(super::samples_control::control())),
        ("pareto", ChartData::Pareto(pareto())),
        ("tornado", ChartData::Tornado(tornado())),
        ("histogram", ChartData::Histogram(histogram())),
        ("marginal-curve", ChartData::MarginalCurve(marginal())),
        ("interval-bars", ChartData::IntervalBars(interval_bars())),
        ("funnel", ChartData::Funnel(funnel())),
        ("journey", ChartData::Journey(journey())),
        ("quadrant", ChartData::Quadrant(quadrant())),
        ("gap", ChartData::Gap(gap())),
        ("gap-perceptions", ChartData::Gap(perceptions())),
        ("impact-effort", ChartData::ImpactEffort(impact_effort())),
        ("survival", ChartData::Survival(survival())),
        ("ladder", ChartData::Ladder(ladder())),
    ]
}
