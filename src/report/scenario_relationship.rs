//! What the models of the relationship found, made by hand, for tests of the section.

use super::scenario::quarter;
use crate::config::{
    AssessedItem, AssessmentBlock, AssessmentKind, ComponentName, InputNeed, OnMissing, SelfAssessment, Weighting,
};
use crate::domain::Localized;
use crate::metrics::models::Study;
use crate::metrics::models::acsi::{AcsiQuarter, AcsiType};
use crate::metrics::models::composite::{
    ComponentResult, Composite, CompositeChange, CompositeQuarter, DirichletResult, InputResult, WeightSensitivity,
    WeightShift,
};
use crate::metrics::models::customisation::{Customisation, CustomisationPart, CustomisationQuarter, PartName};
use crate::metrics::models::self_assessment::{AssessmentResult, Band, BlockResult};
use crate::metrics::models::servqual::{
    Dimension, DimensionResult, DimensionWeights, Estimate, Form, ItemResult, Servqual, ServqualQuarter,
};
use crate::statistics::Bounds;

/// Sets the parts of a study that the section prints.
pub fn fill(study: &mut Study) {
    study.composite = Some(composite());
    study.servqual = Some(Servqual { reversed: vec![10, 11], quarters: vec![wave(4, 0.0), wave(0, -0.3)] });
    study.customisation = Some(Customisation { quarters: vec![customised()] });
    let acsi = AcsiQuarter { quarter: quarter(0), n: 82, incomplete: 3, means: [7.6, 7.1, 6.6], index: 67.777_777_8 };
    study.acsi = Some(AcsiType { quarters: vec![acsi] });
    study.self_assessment = Some(assessed());
}

fn input(metric: &str, (value, worst, best): (f64, f64, f64)) -> InputResult {
    let score = (100.0 * (value - worst) / (best - worst)).clamp(0.0, 100.0);
    let parts = Vec::new();
    InputResult {
        metric: metric.to_owned(),
        value: Some(value),
        worst,
        best,
        score: Some(score),
        need: InputNeed::Always,
        parts,
    }
}

/// The score of the handbook's vector and a quarter before it.
fn composite() -> Composite {
    let scored = |back: i32, scores: [f64; 5]| {
        let names = ComponentName::ALL.into_iter().zip([40.0, 20.0, 20.0, 10.0, 10.0]).zip(scores);
        let components: Vec<ComponentResult> = names
            .map(|((name, weight), score)| ComponentResult {
                name,
                weight,
                effective_weight: weight,
                score: Some(score),
                inputs: match name {
                    ComponentName::Speed => vec![
                        input("first_response_median", (0.9, 4.0, 0.5)),
                        input("resolution_time_median", (12.0, 48.0, 4.0)),
                    ],
                    _ => vec![input("csat_score", (78.4, 50.0, 100.0))],
                },
            })
            .collect();
        let score = components.iter().map(|one| one.weight / 100.0 * one.score.unwrap()).sum();
        CompositeQuarter { quarter: quarter(back), score: Some(score), is_complete: true, components, n: 412 }
    };
    let (before, now) =
        (scored(1, [70.0, 80.0, 55.0, 70.0, 66.0]), scored(0, [68.571, 89.130, 55.000, 73.684, 60.000]));
    let moved = now.components.iter().zip(&before.components);
    let contributions =
        moved.map(|(one, other)| (one.name, one.weight / 100.0 * (one.score.unwrap() - other.score.unwrap())));
    let change = CompositeChange {
        base: quarter(1),
        before: before.score.unwrap(),
        total: now.score.unwrap() - before.score.unwrap(),
        contributions: contributions.collect(),
    };
    let shift = |component, lower, higher| WeightShift { component, lower, higher };
    let shifts = vec![
        shift(ComponentName::Satisfaction, 69.710_45, 69.535_15),
        shift(ComponentName::Speed, 68.403_6, 70.842),
        shift(ComponentName::Customisation, 70.536_725, 68.708_875),
        shift(ComponentName::Solving, 69.397_178, 69.848_422),
        shift(ComponentName::Loyalty, 70.157_4, 69.088_2),
    ];
    let random = DirichletResult {
        draws: 5_000,
        seed: 20_260_101,
        lowest: 64.9,
        low: 67.5,
        high: 71.8,
        highest: 74.0,
        target_changes: Some(0.347),
        direction_changes: Some(0.061),
    };
    Composite {
        weighting: Weighting::Default,
        consistency_ratio: None,
        on_missing: OnMissing::Withhold,
        quarters: vec![before, now],
        change: Ok(change),
        sensitivity: Some(WeightSensitivity { shifts, random, others: Vec::new() }),
    }
}

fn estimate(value: f64) -> Estimate {
    Estimate { value, interval: Some(Bounds { low: value - 0.25, high: value + 0.22 }) }
}

/// One dimension clearly short of expectations, one without a clear gap, one with too few answers.
fn wave(back: i32, shift: f64) -> ServqualQuarter {
    let gaps = [-0.09, -1.02, -1.43, 0.41, -0.65];
    let dimensions = Dimension::ALL.into_iter().zip(gaps).map(|(dimension, gap)| DimensionResult {
        dimension,
        n: if dimension == Dimension::Empathy { 7 } else { 81 },
        incomplete: if dimension == Dimension::Tangibles { 2 } else { 0 },
        expectation: Some(6.1),
        perception: Some(6.1 + gap + shift),
        score: Some(estimate(gap + shift)),
        alpha: Some(if dimension == Dimension::Tangibles { 0.58 } else { 0.83 }),
    });
    let item = |item: u32| ItemResult {
        item,
        n: 80,
        expectation: Some(6.2),
        perception: Some(6.0 - f64::from(item % 7) * 0.2),
        score: Some(-0.2 - f64::from(item % 7) * 0.2),
    };
    ServqualQuarter {
        quarter: quarter(back),
        form: Form::Gap,
        respondents: 83,
        dimensions: dimensions.collect(),
        items: (1..=22).map(item).collect(),
        overall: None,
        weighted: None,
        weights: Some(DimensionWeights { points: [11.0, 32.0, 24.5, 18.0, 14.5], respondents: Some(76), unusable: 4 }),
    }
}

fn customised() -> CustomisationQuarter {
    let part = |part, score, n| CustomisationPart { part, score, n, half: None };
    let parts = vec![part(PartName::CustomisedTickets, 6.4, 4_812), part(PartName::NeedsMet, 71.2, 96)];
    CustomisationQuarter { quarter: quarter(0), parts, score: 38.8 }
}

/// The file behind [`assessed`].
pub fn assessment() -> SelfAssessment {
    let text = |zh_cn: &str, en: &str| Localized::both(zh_cn, en);
    let item = |block, title, points, score, kind| AssessedItem { block, title, points, score, kind };
    use AssessmentBlock::{CustomerService, ProductService, ServiceSystem};
    SelfAssessment {
        assessed_on: chrono::NaiveDate::from_ymd_opt(2026, 9, 18).unwrap(),
        assessor: Some(text("客户服务部", "Customer service")),
        items: vec![
            item(ServiceSystem, text("组织架构", "Organisation"), 40.0, Some(36.0), AssessmentKind::Sampled),
            item(ProductService, text("维修", "Repair"), 30.0, Some(30.0), AssessmentKind::Qualitative),
            item(ProductService, text("配送", "Delivery"), 5.0, None, AssessmentKind::Sampled),
            item(CustomerService, text("投诉处理", "Complaint handling"), 25.0, Some(18.75), AssessmentKind::Sampled),
        ],
        deductions: vec![(text("答复超期", "Answers after the promised time"), 1)],
        bonus: Some((text("上门指导", "Guidance at home"), 0.5)),
    }
}

fn assessed() -> AssessmentResult {
    let block = |block, applicable, actual, left_out| BlockResult { block, applicable, actual, left_out };
    let blocks = vec![
        block(AssessmentBlock::ServiceSystem, 40.0, 36.0, 0),
        block(AssessmentBlock::ProductService, 30.0, 30.0, 1),
        block(AssessmentBlock::CustomerService, 25.0, 18.75, 0),
    ];
    let base = 100.0 * 84.75 / 95.0;
    AssessmentResult { blocks, base, deducted: 1.0, bonus: 0.5, total: base - 0.5, band: Band::ThreeStars }
}
