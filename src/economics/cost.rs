//! Cost composition by the classes of M25 and unit costs (M24).

use super::{EconomicInputs, Overflow};
use crate::config::CostClass;
use crate::domain::Quarter;
use globset::{Glob, GlobBuilder, GlobMatcher};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Share of the accounting total from which unmapped lines are a warning: 2 % (M25).
pub const UNMAPPED_WARNING: f64 = 0.02;

/// The classes inside the accounting total, in printed order. Indirect estimates are not.
pub const ACCOUNTING_CLASSES: [CostClass; 8] = [
    CostClass::Labour,
    CostClass::Material,
    CostClass::Facilities,
    CostClass::Communication,
    CostClass::Management,
    CostClass::Technology,
    CostClass::Claims,
    CostClass::Unmapped,
];

/// Words that name a class by themselves, when no configured pattern fits.
const NAMES: [(&str, CostClass); 19] = [
    ("labour", CostClass::Labour),
    ("labor", CostClass::Labour),
    ("人力", CostClass::Labour),
    ("material", CostClass::Material),
    ("materials", CostClass::Material),
    ("物料", CostClass::Material),
    ("facilities", CostClass::Facilities),
    ("设施", CostClass::Facilities),
    ("communication", CostClass::Communication),
    ("沟通", CostClass::Communication),
    ("management", CostClass::Management),
    ("管理", CostClass::Management),
    ("technology", CostClass::Technology),
    ("技术", CostClass::Technology),
    ("claims", CostClass::Claims),
    ("赔付", CostClass::Claims),
    ("indirect", CostClass::Indirect),
    ("间接", CostClass::Indirect),
    ("人工", CostClass::Labour),
];

/// One line of the cost table.
#[derive(Clone, Debug, PartialEq)]
pub struct CostLine {
    /// Accounting period.
    pub quarter: Quarter,
    /// Account or category as the client names it.
    pub category: String,
    /// Amount; negative for a reversal. `None` is a missing amount: counted, never zero.
    pub amount: Option<Decimal>,
    /// What it is booked to: (`product`, `process`, `channel` or `team`, value).
    pub parts: Vec<(&'static str, String)>,
}

/// Costs of one quarter.
#[derive(Clone, Debug, PartialEq)]
pub struct CostQuarter {
    /// Which.
    pub quarter: Quarter,
    /// Amount per class of [`ACCOUNTING_CLASSES`], in that order, zero where there is no line.
    pub classes: Vec<(CostClass, Decimal)>,
    /// Σ of those: the accounting total.
    pub total: Decimal,
    /// Indirect estimates, never inside the total.
    pub indirect: Decimal,
    /// Unmapped ÷ total, both by absolute amounts, 0 to 1; `None` without any amount.
    pub unmapped_share: Option<f64>,
    /// Categories that no class fits, with their amounts.
    pub unmapped: Vec<(String, Decimal)>,
    /// Lines without amount.
    pub missing: u64,
    /// Contacts of the quarter.
    pub contacts: Option<u64>,
    /// Resolved problems of the quarter.
    pub resolutions: Option<u64>,
    /// Total ÷ contacts; `None` without contacts or unless the total is positive.
    pub cost_per_contact: Option<Decimal>,
    /// Total ÷ resolved problems; likewise.
    pub cost_per_resolution: Option<Decimal>,
}

/// Costs of several quarters.
#[derive(Clone, Debug, PartialEq)]
pub struct CostComposition {
    /// Up to nine quarters that have cost lines, oldest first.
    pub quarters: Vec<CostQuarter>,
    /// The report's quarter.
    pub quarter: Quarter,
}

impl CostComposition {
    /// The costs of a quarter, when it has lines.
    pub fn of(&self, quarter: Quarter) -> Option<&CostQuarter> {
        self.quarters.iter().find(|one| one.quarter == quarter)
    }

    /// The report's quarter.
    pub fn current(&self) -> Option<&CostQuarter> {
        self.of(self.quarter)
    }

    /// The quarter before (环比).
    pub fn previous(&self) -> Option<&CostQuarter> {
        self.of(self.quarter.previous())
    }

    /// The same quarter last year (同比).
    pub fn last_year(&self) -> Option<&CostQuarter> {
        self.of(self.quarter.year_before())
    }

    /// Whether the unmapped share of the report's quarter reaches [`UNMAPPED_WARNING`].
    pub fn unmapped_warning(&self) -> bool {
        self.current().and_then(|quarter| quarter.unmapped_share).is_some_and(|share| share >= UNMAPPED_WARNING)
    }
}

/// The class of a category: the first configured pattern that fits (`*` and `?`, letter case does
/// not count), else the class that the category names by itself, else unmapped.
pub fn classify(category: &str, patterns: &[(String, CostClass)]) -> CostClass {
    Classes::new(patterns).of(category)
}

struct Classes(Vec<(GlobMatcher, CostClass)>);

impl Classes {
    /// Patterns that are not valid (the configuration check refuses them) fit nothing.
    fn new(patterns: &[(String, CostClass)]) -> Self {
        let glob = |text: &str| -> Option<Glob> {
            GlobBuilder::new(text).case_insensitive(true).literal_separator(false).build().ok()
        };
        let compiled = patterns.iter().filter_map(|(text, class)| Some((glob(text)?.compile_matcher(), *class)));
        Self(compiled.collect())
    }

    fn of(&self, category: &str) -> CostClass {
        let category = category.trim();
        if let Some((_, class)) = self.0.iter().find(|(pattern, _)| pattern.is_match(category)) {
            return *class;
        }
        let name = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(category));
        name.map_or(CostClass::Unmapped, |(_, class)| *class)
    }
}

/// Costs of the last nine quarters up to the report's; `None` without any line among them.
pub(super) fn composition(
    inputs: &EconomicInputs,
    patterns: &[(String, CostClass)],
) -> Result<Option<CostComposition>, Overflow> {
    let classes = Classes::new(patterns);
    let mut by_quarter: BTreeMap<Quarter, Vec<&CostLine>> = BTreeMap::new();
    let wanted = inputs.quarter.plus(-8)..=inputs.quarter;
    for line in inputs.costs.iter().filter(|line| wanted.contains(&line.quarter)) {
        by_quarter.entry(line.quarter).or_default().push(line);
    }
    let quarters = by_quarter.into_iter().map(|(quarter, lines)| cost_quarter(quarter, &lines, &classes, inputs));
    let quarters = quarters.collect::<Result<Vec<_>, _>>()?;
    Ok((!quarters.is_empty()).then_some(CostComposition { quarters, quarter: inputs.quarter }))
}

fn cost_quarter(
    quarter: Quarter,
    lines: &[&CostLine],
    classes: &Classes,
    inputs: &EconomicInputs,
) -> Result<CostQuarter, Overflow> {
    let mut sums: BTreeMap<CostClass, Decimal> = BTreeMap::new();
    let mut unmapped: BTreeMap<String, Decimal> = BTreeMap::new();
    let (mut gross, mut gross_unmapped, mut missing) = (Decimal::ZERO, Decimal::ZERO, 0);
    for line in lines {
        let Some(amount) = line.amount else {
            missing += 1;
            continue;
        };
        let class = classes.of(&line.category);
        add(sums.entry(class).or_default(), amount)?;
        if class != CostClass::Indirect {
            add(&mut gross, amount.abs())?;
        }
        if class == CostClass::Unmapped {
            add(&mut gross_unmapped, amount.abs())?;
            add(unmapped.entry(line.category.trim().to_owned()).or_default(), amount)?;
        }
    }
    let of = |class: CostClass| sums.get(&class).copied().unwrap_or_default();
    let parts: Vec<(CostClass, Decimal)> = ACCOUNTING_CLASSES.map(|class| (class, of(class))).to_vec();
    let mut total = Decimal::ZERO;
    for (_, amount) in &parts {
        add(&mut total, *amount)?;
    }
    let (contacts, resolutions) = (inputs.contacts.get(&quarter).copied(), inputs.resolutions.get(&quarter).copied());
    let per = |count: Option<u64>| {
        count.filter(|count| *count > 0 && total > Decimal::ZERO).and_then(|count| total.checked_div(count.into()))
    };
    Ok(CostQuarter {
        quarter,
        classes: parts,
        total,
        indirect: of(CostClass::Indirect),
        unmapped_share: (gross > Decimal::ZERO).then(|| share(gross_unmapped, gross)),
        unmapped: unmapped.into_iter().collect(),
        missing,
        contacts,
        resolutions,
        cost_per_contact: per(contacts),
        cost_per_resolution: per(resolutions),
    })
}

/// Accounting cost of every part of a dimension in a quarter, and what no part bears.
pub(super) fn by_part(
    inputs: &EconomicInputs,
    patterns: &[(String, CostClass)],
    dimension: &str,
    quarter: Quarter,
) -> Result<BTreeMap<String, Decimal>, Overflow> {
    let classes = Classes::new(patterns);
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    let of_quarter = |line: &&CostLine| line.quarter == quarter && classes.of(&line.category) != CostClass::Indirect;
    for line in inputs.costs.iter().filter(of_quarter) {
        let part = line.parts.iter().find(|(of, _)| *of == dimension);
        if let (Some((_, part)), Some(amount)) = (part, line.amount) {
            add(sums.entry(part.clone()).or_default(), amount)?;
        }
    }
    Ok(sums)
}

fn add(sum: &mut Decimal, amount: Decimal) -> Result<(), Overflow> {
    *sum = sum.checked_add(amount).ok_or(Overflow)?;
    Ok(())
}

fn share(part: Decimal, whole: Decimal) -> f64 {
    let ratio = part.checked_div(whole).unwrap_or_default();
    f64::try_from(ratio).unwrap_or_default()
}
