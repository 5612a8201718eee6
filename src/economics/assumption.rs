//! Named assumptions: who uses them, and which are refused.

use super::BenefitOutcome;
use crate::config::{Assumption, Benefit, Economics};
use rust_decimal::Decimal;

/// An assumption as printed.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumptionUse {
    /// The assumption with its range.
    pub assumption: Assumption,
    /// Computed benefits that stand on it.
    pub used_by: Vec<Benefit>,
    /// Why it may not be used.
    pub refused: Option<Refusal>,
}

/// Why an assumption may not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody is named who supplied it.
    NoSource,
    /// Not low ≤ base ≤ high.
    Unordered,
    /// A figure that circulates without an origin, or with the wrong variable: "satisfaction +5 %
    /// brings profit +25 % to +85 %" (the known figures are of defection, Reichheld & Sasser 1990),
    /// "+5 % satisfaction brings loyalty +25 %, repeat purchase +10 %", "satisfied customers come
    /// back with 60–70 %, highly satisfied with 90 %", "good after-sales brings +15 % repeat
    /// purchase, +20 % satisfaction", "each satisfied customer tells 5 to 10 people".
    Folklore,
    /// Revenue where a contribution margin belongs.
    RevenueNotMargin,
}

/// One piece of folklore: words of the cause, words of the effect, and the figures told, in percent
/// (or persons).
struct Claim {
    cause: &'static [&'static str],
    effect: &'static [&'static str],
    from: i64,
    to: i64,
}

const SATISFACTION: &[&str] = &["satisf", "满意", "滿意"];

const CLAIMS: [Claim; 6] = [
    Claim { cause: SATISFACTION, effect: &["profit", "利润", "利潤", "earnings"], from: 25, to: 95 },
    Claim { cause: SATISFACTION, effect: &["loyal", "忠诚", "忠誠"], from: 25, to: 25 },
    Claim {
        cause: SATISFACTION,
        effect: &["repeat", "repurchase", "rebuy", "复购", "重复购买", "回购", "重複購買"],
        from: 10,
        to: 10,
    },
    Claim {
        cause: SATISFACTION,
        effect: &["repeat", "repurchase", "rebuy", "复购", "重复购买", "回购", "重複購買"],
        from: 60,
        to: 90,
    },
    Claim {
        cause: &["after_sales", "after-sales", "aftersales", "售后", "售後"],
        effect: &["repeat", "repurchase", "复购", "重复购买", "satisf", "满意"],
        from: 15,
        to: 20,
    },
    Claim {
        cause: SATISFACTION,
        effect: &["recommend", "tell", "referral", "推荐", "推薦", "告诉", "口碑"],
        from: 5,
        to: 20,
    },
];

/// Sources that name nobody.
const NOBODY: [&str; 12] = ["", "-", "—", "n/a", "na", "none", "tbd", "unknown", "不明", "未知", "无", "待定"];

/// Why an assumption may not be used; `None` when it may.
pub fn refused_assumption(assumption: &Assumption) -> Option<Refusal> {
    let source = assumption.source.trim().to_lowercase();
    if NOBODY.contains(&source.as_str()) {
        return Some(Refusal::NoSource);
    }
    if !(assumption.low <= assumption.base && assumption.base <= assumption.high) {
        return Some(Refusal::Unordered);
    }
    let words = format!("{} {} {}", assumption.name, assumption.title.zh_cn, assumption.title.en).to_lowercase();
    if CLAIMS.iter().any(|claim| told(claim, &words, assumption)) {
        return Some(Refusal::Folklore);
    }
    let margin = ["margin", "毛利", "贡献"].iter().any(|word| words.contains(word));
    let revenue = ["revenue", "turnover", "收入", "营收", "销售额"].iter().any(|word| words.contains(word));
    (revenue && !margin && assumption.name.contains("per_")).then_some(Refusal::RevenueNotMargin)
}

fn told(claim: &Claim, words: &str, assumption: &Assumption) -> bool {
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let (from, to) = (Decimal::from(claim.from), Decimal::from(claim.to));
    let hundred = Decimal::ONE_HUNDRED;
    let inside = |value: Decimal| {
        let within = |value: Decimal| from <= value && value <= to;
        within(value) || value.checked_mul(hundred).is_some_and(within)
    };
    has(claim.cause) && has(claim.effect) && [assumption.low, assumption.base, assumption.high].into_iter().any(inside)
}

/// All assumptions with their users.
pub(super) fn uses(settings: &Economics, benefits: &[BenefitOutcome]) -> Vec<AssumptionUse> {
    let used_by = |name: &str| {
        let computed = benefits.iter().filter_map(BenefitOutcome::computed);
        computed.filter(|one| one.uses(name)).map(|one| one.benefit).collect()
    };
    settings
        .assumptions
        .iter()
        .map(|assumption| AssumptionUse {
            used_by: used_by(&assumption.name),
            refused: refused_assumption(assumption),
            assumption: assumption.clone(),
        })
        .collect()
}
