//! Which assumptions are refused: those that nobody supplied, that are no range, or that only circulate.

use super::Assumption;
use rust_decimal::Decimal;

/// Why an assumption may not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody is named who supplied it.
    NoSource,
    /// Not low ≤ base ≤ high.
    Unordered,
    /// A figure that circulates without an origin, or with the wrong variable.
    Folklore(Folklore),
    /// Revenue where a contribution margin belongs.
    RevenueNotMargin,
}

/// The figures that circulate (handbook, section 1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Folklore {
    /// "Satisfaction +5 % brings profit +25 % to +85 %".
    SatisfactionProfit,
    /// "Satisfaction +5 % brings loyalty +25 %".
    SatisfactionLoyalty,
    /// "Satisfaction +5 % brings repeat purchase +10 %".
    SatisfactionRepeat,
    /// "Satisfied customers buy again with 60–70 %, highly satisfied ones with over 90 %".
    SatisfiedBuyAgain,
    /// "Good after-sales service brings satisfaction +20 % and repeat purchase +15 %".
    AfterSales,
    /// "A satisfied customer tells 5 to 10 people, a dissatisfied one 20".
    WordOfMouth,
}

impl Folklore {
    /// What is wrong with the figure, in plain English, for messages about a configuration.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::SatisfactionProfit => {
                "\"satisfaction +5 % brings profit +25 % to +85 %\" has the wrong variable; the published figures \
                 (Reichheld and Sasser 1990) are of 5 points fewer customers lost, in single branches of business"
            }
            Self::SatisfactionLoyalty => "no origin was found for \"satisfaction +5 % brings loyalty +25 %\"",
            Self::SatisfactionRepeat => "no origin was found for \"satisfaction +5 % brings repeat purchase +10 %\"",
            Self::SatisfiedBuyAgain => {
                "\"satisfied customers buy again with 60 to 70 %, highly satisfied ones with 90 %\" has no origin; a \
                 published 60 to 70 % is of existing, not of satisfied, customers"
            }
            Self::AfterSales => {
                "no origin was found for \"good after-sales service brings satisfaction +20 %, repeat purchase +15 %\""
            }
            Self::WordOfMouth => {
                "\"a satisfied customer tells 5 to 10 people, a dissatisfied one 20\" has no origin; a survey (SQM) \
                 found one person told when a problem was solved, five when it was not"
            }
        }
    }
}

/// One piece of folklore: words of the cause, words of the effect, and the figures told, in percent
/// (or persons).
struct Claim {
    which: Folklore,
    cause: &'static [&'static str],
    effect: &'static [&'static str],
    from: i64,
    to: i64,
}

const SATISFACTION: &[&str] = &["satisf", "满意", "滿意"];
const REPEAT: &[&str] = &["repeat", "repurchase", "rebuy", "复购", "重复购买", "回购", "重複購買"];

const CLAIMS: [Claim; 6] = [
    Claim {
        which: Folklore::SatisfactionProfit,
        cause: SATISFACTION,
        effect: &["profit", "利润", "利潤", "earnings"],
        from: 25,
        to: 95,
    },
    Claim {
        which: Folklore::SatisfactionLoyalty,
        cause: SATISFACTION,
        effect: &["loyal", "忠诚", "忠誠"],
        from: 25,
        to: 25,
    },
    Claim { which: Folklore::SatisfactionRepeat, cause: SATISFACTION, effect: REPEAT, from: 10, to: 10 },
    Claim { which: Folklore::SatisfiedBuyAgain, cause: SATISFACTION, effect: REPEAT, from: 60, to: 90 },
    Claim {
        which: Folklore::AfterSales,
        cause: &["after_sales", "after-sales", "aftersales", "售后", "售後"],
        effect: &["repeat", "repurchase", "复购", "重复购买", "satisf", "满意"],
        from: 15,
        to: 20,
    },
    Claim {
        which: Folklore::WordOfMouth,
        cause: SATISFACTION,
        effect: &["recommend", "tell", "told", "referral", "推荐", "推薦", "告诉", "口碑"],
        from: 5,
        to: 20,
    },
];

/// Words by which a source says that the client measured the figure itself.
const OWN: [&str; 5] = ["own data", "own measurement", "自有数据", "自行测得", "实测"];

/// Sources that name nobody.
const NOBODY: [&str; 12] = ["", "-", "—", "n/a", "na", "none", "tbd", "unknown", "不明", "未知", "无", "待定"];

/// Why an assumption may not be used; `None` when it may. Folklore is refused whatever source it
/// names, unless the source says that the client measured the figure itself.
pub fn refused_assumption(assumption: &Assumption) -> Option<Refusal> {
    let sources: Vec<String> = assumption.source.written().map(|(_, text)| text.trim().to_lowercase()).collect();
    if sources.is_empty() || sources.iter().any(|source| NOBODY.contains(&source.as_str())) {
        return Some(Refusal::NoSource);
    }
    if !(assumption.low <= assumption.base && assumption.base <= assumption.high) {
        return Some(Refusal::Unordered);
    }
    let titles = assumption.title.written().map(|(_, title)| title);
    let words = std::iter::once(assumption.name.as_str()).chain(titles).collect::<Vec<_>>().join(" ").to_lowercase();
    let own = OWN.iter().any(|word| sources.iter().any(|source| source.contains(word)));
    if let Some(claim) = CLAIMS.iter().find(|claim| !own && told(claim, &words, assumption)) {
        return Some(Refusal::Folklore(claim.which));
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
