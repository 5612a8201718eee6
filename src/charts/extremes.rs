//! Data that a real quarter can bring, for tests: nothing, one point, equal, huge, negative, long
//! and hostile texts.

use super::samples::*;
use crate::report::model::*;

/// All of them, each with a name for messages.
pub fn extremes() -> Vec<(String, ChartData)> {
    let named = |(name, data): (&str, ChartData)| (name.to_owned(), data);
    let mut all: Vec<(String, ChartData)> = samples().into_iter().map(named).collect();
    let values = [
        ("zero", 0.0),
        ("negative", -37.5),
        ("huge", 9.9e14),
        ("tiny", 1e-9),
        ("nan", f64::NAN),
        ("infinite", f64::INFINITY),
    ];
    for (name, value) in values {
        for tone in [Tone::Good, Tone::Bad, Tone::Neutral, Tone::Muted] {
            let charts = small(value, tone).into_iter().chain(large(value, tone)).enumerate();
            all.extend(charts.map(|(index, data)| (format!("{name} {tone:?} {index}"), data)));
        }
    }
    all.extend(empty().into_iter().enumerate().map(|(index, data)| (format!("empty {index}"), data)));
    all
}

fn long() -> String {
    "一个非常非常长的名称，包含 <b>markup</b> & \"quotes\" and English words that never end".repeat(2)
}

fn labelled(value: f64) -> Labelled {
    v(value, &format!("{value:.1} {}", long()))
}

fn small(value: f64, tone: Tone) -> Vec<ChartData> {
    let l = || labelled(value);
    let point = TrendPoint { period: long(), value: Some(l()), interval: Some((value, value)), weak: true };
    vec![
        ChartData::Bullet(Bullet {
            value: l(),
            interval: Some((value, value)),
            target: Some(l()),
            benchmark: Some(l()),
            last_year: Some(l()),
            axis: (value, value),
            tone,
            alt: String::new(),
        }),
        ChartData::Sparkline(Sparkline {
            values: vec![Some(value), None, Some(value)],
            target: Some(value),
            tone,
            alt: String::new(),
        }),
        ChartData::Trend(Trend {
            unit: long(),
            points: vec![point; 9],
            target: Some(l()),
            events: vec![],
            parts: vec![(long(), vec![Some(value); 9]); 5],
            ticks: vec![l(), l()],
        }),
    ]
}

fn large(value: f64, tone: Tone) -> Vec<ChartData> {
    let l = || labelled(value);
    let dot = BenchmarkDot {
        label: long(),
        value: l(),
        interval: Some((value, value)),
        average: l(),
        tone,
        axis: (value, value),
    };
    let bar = CompositionBar { label: long(), values: vec![l(); 8], total: l() };
    let step = |index: usize| WaterfallStep { label: long(), value: l(), total: index.is_multiple_of(3), tone };
    let line = SlopeLine { label: long(), from: l(), to: l(), emphasis: true, tone };
    vec![
        ChartData::BenchmarkDots(BenchmarkDots { rows: vec![dot], legend: [long(), long(), long()] }),
        ChartData::Composition(Composition { parts: vec![long(); 8], bars: vec![bar; 9], unit: long() }),
        ChartData::Waterfall(Waterfall { steps: (0..6).map(step).collect(), unit: long() }),
        ChartData::Slope(Slope { periods: [long(), long()], lines: vec![line; 7] }),
        ChartData::Bars(Bars { bars: vec![(long(), l(), tone); 3], reference: Some(l()) }),
        ChartData::Pareto(Pareto {
            bars: vec![ParetoBar { label: long(), value: l(), vital: tone == Tone::Bad }; 3],
            legend: long(),
        }),
    ]
    .into_iter()
    .chain([ChartData::Control(super::samples_control::extreme(value, tone, &long()))])
    .chain(super::samples_voice::extreme(value, tone, &long()))
    .chain(super::samples_relationship::extreme(value, tone, &long()))
    .chain([super::samples_advice::extreme(value, &long())])
    .chain(super::samples_loyalty::extreme(value, &long()))
    .chain(super::samples_economics::extreme(value, tone, &long()))
    .collect()
}

fn empty() -> Vec<ChartData> {
    let no_line = Sparkline { values: vec![], target: None, tone: Tone::Muted, alt: String::new() };
    vec![
        ChartData::Bullet(Bullet { interval: None, target: None, benchmark: None, last_year: None, ..bullet() }),
        ChartData::Sparkline(Sparkline { values: vec![None; 8], target: Some(1.0), ..no_line.clone() }),
        ChartData::Sparkline(no_line),
        ChartData::Trend(Trend {
            unit: String::new(),
            points: vec![],
            target: None,
            parts: vec![],
            events: vec![],
            ticks: vec![],
        }),
        ChartData::Trend(Trend { points: trend().points[..1].to_vec(), parts: vec![], ..trend() }),
        ChartData::BenchmarkDots(BenchmarkDots { rows: vec![], ..dots() }),
        ChartData::Composition(Composition { parts: vec![], bars: vec![], unit: String::new() }),
        ChartData::Composition(Composition { bars: composition().bars[..1].to_vec(), ..composition() }),
        ChartData::Waterfall(Waterfall { steps: vec![], unit: String::new() }),
        ChartData::Slope(Slope { lines: vec![], ..slope() }),
        ChartData::Bars(Bars { bars: vec![], reference: None }),
        ChartData::Pareto(Pareto { bars: vec![], legend: String::new() }),
    ]
    .into_iter()
    .chain(super::samples_control::empty().into_iter().map(ChartData::Control))
    .chain(super::samples_voice::empty())
    .chain(super::samples_relationship::empty())
    .chain([super::samples_advice::empty()])
    .chain(super::samples_loyalty::empty())
    .chain(super::samples_economics::empty())
    .collect()
}
