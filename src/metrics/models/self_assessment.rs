//! Self-assessment by GB/T 27922-2011: a score and a band, never a certificate.

use super::{Ground, Study};
use crate::config::{AssessmentBlock, SelfAssessment};
use crate::facts;
use crate::metrics::measurement::Measurement;
use serde::Serialize;

/// What the client's file adds up to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AssessmentResult {
    /// By block.
    pub blocks: Vec<BlockResult>,
    /// Actual ÷ applicable points × 100, over all blocks.
    pub base: f64,
    /// Points deducted, one per special deduction.
    pub deducted: f64,
    /// Bonus points.
    pub bonus: f64,
    /// Base − deductions + bonus, within 0 to 100.
    pub total: f64,
    /// The band that the total falls into.
    pub band: Band,
}

/// One block.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BlockResult {
    /// Which.
    pub block: AssessmentBlock,
    /// Points of the items that apply.
    pub applicable: f64,
    /// Points given.
    pub actual: f64,
    /// Items that do not apply.
    pub left_out: u64,
}

/// Bands of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Below 70: 未达标.
    Below,
    /// From 70: 达标.
    Reached,
    /// From 80: 三星.
    ThreeStars,
    /// From 90: 四星.
    FourStars,
    /// From 95: 五星.
    FiveStars,
}

impl Band {
    /// The band of a total.
    pub fn of(total: f64) -> Self {
        match total {
            total if total >= 95.0 => Self::FiveStars,
            total if total >= 90.0 => Self::FourStars,
            total if total >= 80.0 => Self::ThreeStars,
            total if total >= 70.0 => Self::Reached,
            _ => Self::Below,
        }
    }

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::Reached => "reached",
            Self::ThreeStars => "three-stars",
            Self::FourStars => "four-stars",
            Self::FiveStars => "five-stars",
        }
    }
}

/// Adds the file up; gives no figures.
pub(super) fn run(ground: &Ground<'_>, study: &mut Study) -> Result<Vec<Measurement>, facts::Error> {
    study.self_assessment = ground.report.quality.self_assessment.as_ref().and_then(assess);
    Ok(Vec::new())
}

/// `None` when no item applies.
fn assess(file: &SelfAssessment) -> Option<AssessmentResult> {
    let block = |block: AssessmentBlock| {
        let own = || file.items.iter().filter(move |item| item.block == block);
        BlockResult {
            block,
            applicable: own().filter(|item| item.score.is_some()).map(|item| item.points).sum(),
            actual: own().filter_map(|item| item.score).sum(),
            left_out: own().filter(|item| item.score.is_none()).count() as u64,
        }
    };
    let blocks: Vec<BlockResult> = AssessmentBlock::ALL.into_iter().map(block).collect();
    let sum = |of: fn(&BlockResult) -> f64| blocks.iter().map(of).sum::<f64>();
    let (actual, applicable) = (sum(|one| one.actual), sum(|one| one.applicable));
    let deducted = f64::from(file.deductions.iter().map(|(_, count)| count).sum::<u32>());
    let bonus = file.bonus.as_ref().map_or(0.0, |(_, points)| points.clamp(0.0, 1.0));
    let base = 100.0 * actual / applicable;
    let total = (base - deducted + bonus).clamp(0.0, 100.0);
    // Sums of decimal points may miss a band's edge by a rounding error.
    let band = Band::of((total * 1e9).round() / 1e9);
    (applicable > 0.0).then_some(AssessmentResult { blocks, base, deducted, bonus, total, band })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{AssessedItem, AssessmentKind};
    use crate::domain::Localized;

    fn file(scores: [(AssessmentBlock, f64, Option<f64>); 4], deductions: u32, bonus: Option<f64>) -> SelfAssessment {
        let item = |(block, points, score)| AssessedItem {
            block,
            title: Localized::default(),
            points,
            score,
            kind: AssessmentKind::Sampled,
        };
        SelfAssessment {
            assessed_on: chrono::NaiveDate::MIN,
            assessor: None,
            items: scores.map(item).to_vec(),
            deductions: vec![(Localized::default(), deductions)],
            bonus: bonus.map(|points| (Localized::default(), points)),
        }
    }

    #[test]
    fn items_that_do_not_apply_leave_the_base() {
        use AssessmentBlock::{CustomerService, ProductService, ServiceSystem};
        let found = assess(&file(
            [
                (ServiceSystem, 40.0, Some(36.0)),
                (ProductService, 30.0, Some(24.0)),
                (ProductService, 5.0, None),
                (CustomerService, 25.0, Some(20.0)),
            ],
            2,
            Some(0.5),
        ))
        .unwrap();
        assert!((found.base - 100.0 * 80.0 / 95.0).abs() < 1e-12);
        assert!((found.total - (100.0 * 80.0 / 95.0 - 1.5)).abs() < 1e-12);
        assert_eq!((found.band, found.blocks[1].applicable, found.blocks[1].left_out), (Band::ThreeStars, 30.0, 1));
    }

    #[test]
    fn bands_begin_at_their_edges() {
        let bands = [69.99, 70.0, 79.99, 80.0, 90.0, 94.99, 95.0, 100.0].map(Band::of);
        use Band::{Below, FiveStars, FourStars, Reached, ThreeStars};
        assert_eq!(bands, [Below, Reached, Reached, ThreeStars, FourStars, FourStars, FiveStars, FiveStars]);
    }
}
