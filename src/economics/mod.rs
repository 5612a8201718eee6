//! What service costs, what it brings, whether a programme pays, and how sure that is (M24–M28, T7).
//!
//! Pure: cost lines, measured figures and named assumptions in, amounts out. Money is decimal and
//! in the report's one currency. Nothing is assumed silently: a benefit whose inputs are missing is
//! left out with its reason, and every amount lists the figures it was computed from.

mod appraisal;
mod assumption;
mod benefit;
mod brand_loss;
mod check;
mod cost;
mod cost_change;
mod export;
mod irr;
mod marginal;
mod measured;
mod model;
mod scenario;
mod sensitivity;
mod verdict;

pub use appraisal::{AppraisalError, Appraised, appraise, quarterly_rate};
pub use assumption::AssumptionUse;
pub use benefit::{
    BenefitInputs, BenefitNote, BenefitOutcome, BenefitResult, Control, MissingInput, Scenario, Term, TermKind,
    worth_of,
};
pub use brand_loss::BrandLossResult;
pub use check::{Check, CheckKind};
pub use cost::{ACCOUNTING_CLASSES, CostComposition, CostLine, CostQuarter, UNMAPPED_WARNING, classify};
pub use cost_change::{CostChange, PartedCosts};
pub use export::export;
pub use irr::{InternalRate, internal_rate};
pub use marginal::{Curve, FEWEST, Level, MarginalResult, NoOptimum};
pub use measured::{MetricFigure, baseline_quarters, figures, measured};
pub use model::{Flow, FlowName, FlowTerm, Input, InputKind, Model, Programme, SERVICE, Worth};
pub use scenario::{Changed, ScenarioOutcome, ScenarioResult};
pub use sensitivity::{ProgrammeDraws, Sensitivity, Simulation, Swing, Switching, TwoWay};
pub use verdict::{ProgrammeResult, Verdict};

use crate::config::{Baseline, Economics, OutsideRatio};
use crate::domain::Quarter;
use crate::statistics::Resampling;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Dimensions by which cost is told apart, the first with figures is used for the mix.
pub const DIMENSIONS: [&str; 4] = ["channel", "product", "process", "team"];

/// Everything that the assessment stands on.
#[derive(Clone, Debug)]
pub struct EconomicInputs<'a> {
    /// Cost-benefit settings; without them only the cost side is assessed, by built-in class names.
    pub settings: Option<&'a Economics>,
    /// The quarter of the report.
    pub quarter: Quarter,
    /// Cost lines of any quarters, in any order.
    pub costs: &'a [CostLine],
    /// Contacts per quarter (M24).
    pub contacts: BTreeMap<Quarter, u64>,
    /// Resolved problems per quarter (M24).
    pub resolutions: BTreeMap<Quarter, u64>,
    /// Contacts per dimension of [`DIMENSIONS`], quarter and part.
    pub contacts_by: BTreeMap<(&'static str, Quarter), BTreeMap<String, u64>>,
    /// Measured figures behind the benefits.
    pub benefits: BenefitInputs,
    /// Measured figures that initiatives and the brand-loss estimate name.
    pub figures: Vec<MetricFigure>,
    /// How draws are made.
    pub resampling: Resampling,
}

impl EconomicInputs<'_> {
    /// A metric of the report's quarter: in a part when it was measured there, else of everyone.
    fn figure(&self, metric: &str, part: Option<&(String, String)>) -> Option<&MetricFigure> {
        let of = |wanted: Option<&(String, String)>| {
            self.figures.iter().find(|one| one.metric == metric && one.part.as_ref() == wanted)
        };
        part.and_then(|part| of(Some(part))).or_else(|| of(None))
    }

    /// Accounting cost of a part in the report's quarter; `None` without any line.
    fn cost_of(&self, dimension: &str, value: &str) -> Option<Decimal> {
        let patterns = self.settings.map_or(&[][..], |settings| &settings.cost_classes);
        let dimension = DIMENSIONS.into_iter().find(|one| *one == dimension)?;
        cost::by_part(self, patterns, dimension, self.quarter).ok()?.get(value).copied()
    }
}

/// The assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct EconomicResult {
    /// Cost composition per quarter; `None` without any cost line up to the report's quarter.
    pub costs: Option<CostComposition>,
    /// Every benefit that was asked for, in the order asked: computed or left out with its reason.
    pub benefits: Vec<BenefitOutcome>,
    /// Σ of the computed benefits; `None` when there is none.
    pub benefit_total: Option<Scenario>,
    /// Price premium, market share and image as the client supplied them; in no sum and no ratio.
    pub outside_ratio: Vec<OutsideRatio>,
    /// Benefits of the quarter against its cost.
    pub balance: Option<Balance>,
    /// Lines of the double-counting check, to be printed.
    pub checks: Vec<Check>,
    /// The assumptions with their ranges, which benefits use them, and which were refused.
    pub assumptions: Vec<AssumptionUse>,
    /// What benefits are measured against.
    pub baseline: Option<Baseline>,
    /// The quarters of the baseline, oldest first.
    pub baseline_quarters: Vec<Quarter>,
    /// The appraisal of a programme's cash flows, when one is configured.
    pub appraisal: Option<Result<Appraised, AppraisalError>>,
    /// The change of cost against the quarter before; `None` without cost or contacts in one of them.
    pub cost_change: Option<CostChange>,
    /// The brand-loss estimate, when it is configured; never in the accounting total.
    pub brand_loss: Option<BrandLossResult>,
    /// The formulas of all programmes with their inputs.
    pub model: Model,
    /// Every programme of the model appraised.
    pub programmes: Result<Vec<ProgrammeResult>, AppraisalError>,
    /// How sure their worth is; `None` when no input has a range.
    pub sensitivity: Option<Sensitivity>,
    /// What the scenarios make of them.
    pub scenarios: Result<Vec<ScenarioResult>, AppraisalError>,
    /// The marginal analysis, when observations are configured.
    pub marginal: Option<MarginalResult>,
}

/// Benefits of a quarter (changes against the baseline) beside the accounting cost of the quarter.
///
/// `ratio` sets them against the whole cost of service, the table of cost items and benefit items;
/// `incremental_ratio` against what service costs more than in the baseline quarter, which is the
/// comparison like with like. Neither controls for other causes of the change.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// Accounting cost of the quarter, estimates not included.
    pub cost: Decimal,
    /// Σ benefits.
    pub benefit: Scenario,
    /// `benefit` − `cost`, per scenario.
    pub net: Scenario,
    /// Benefit ÷ cost; `None` unless the cost is positive.
    pub ratio: Option<Scenario>,
    /// Cost of the baseline quarter, or the mean of the baseline quarters that have cost lines; `None`
    /// when none has.
    pub baseline_cost: Option<Decimal>,
    /// `cost` − `baseline_cost`.
    pub incremental_cost: Option<Decimal>,
    /// Benefit ÷ incremental cost; `None` unless that is positive (cost fell or stayed).
    pub incremental_ratio: Option<Scenario>,
}

/// An amount beyond what decimal arithmetic can hold (7.9 × 10²⁸).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an amount of money is too large to compute with")]
pub struct Overflow;

/// Assesses costs and benefits of one report's quarter.
///
/// # Errors
/// When an amount is too large for decimal arithmetic.
pub fn assess(inputs: &EconomicInputs) -> Result<EconomicResult, Overflow> {
    let classes = inputs.settings.map_or(&[][..], |settings| &settings.cost_classes);
    let costs = cost::composition(inputs, classes)?;
    let cost_change = costs.as_ref().map(|costs| cost_change(inputs, costs)).transpose()?.flatten();
    let Some(settings) = inputs.settings else { return Ok(EconomicResult::of_costs(costs, cost_change)) };
    let average_cost = costs.as_ref().and_then(CostComposition::current).and_then(|quarter| quarter.cost_per_contact);
    let benefits = benefit::compute(settings, &inputs.benefits, average_cost)?;
    let computed: Vec<&BenefitResult> = benefits.iter().filter_map(BenefitOutcome::computed).collect();
    let benefit_total = Scenario::total(computed.iter().map(|one| one.amount))?;
    let quarters = baseline_quarters(settings, inputs.quarter);
    let balance = match (&costs, benefit_total) {
        (Some(costs), Some(total)) => balance(costs, total, &quarters)?,
        _ => None,
    };
    let customers = inputs.benefits.customers_now.and_then(|count| Decimal::try_from(count).ok());
    let added = balance.as_ref().and_then(|balance| balance.incremental_cost);
    let model = model::build(settings, inputs, &benefits, added);
    let sensitivity = sensitivity::analyse(&model, settings, inputs.resampling.seed);
    Ok(EconomicResult {
        checks: check::lines(settings, &benefits, average_cost),
        assumptions: assumption::uses(settings, &benefits, &model),
        outside_ratio: settings.outside_ratio.clone(),
        baseline: Some(settings.baseline),
        baseline_quarters: quarters,
        appraisal: programme_appraisal(settings),
        brand_loss: settings
            .brand_loss
            .as_ref()
            .map(|loss| brand_loss::estimate(loss, settings, inputs))
            .transpose()?,
        programmes: verdict::programmes(&model, sensitivity.as_ref(), settings.thresholds),
        scenarios: scenario::play(&model, &settings.scenarios, customers),
        marginal: settings.marginal.as_ref().map(|marginal| marginal::analyse(marginal, inputs.resampling)),
        costs,
        benefits,
        benefit_total,
        balance,
        cost_change,
        model,
        sensitivity,
    })
}

impl EconomicResult {
    /// An identity that does not hold: an error of this program, after which no amount may be printed.
    pub fn fault(&self) -> Option<AppraisalError> {
        let errors = [
            self.programmes.as_ref().err(),
            self.scenarios.as_ref().err(),
            self.appraisal.as_ref().and_then(|one| one.as_ref().err()),
        ];
        errors.into_iter().flatten().find(|error| **error == AppraisalError::Identity).copied()
    }

    /// The cost side alone.
    fn of_costs(costs: Option<CostComposition>, cost_change: Option<CostChange>) -> Self {
        Self {
            costs,
            cost_change,
            benefits: Vec::new(),
            benefit_total: None,
            outside_ratio: Vec::new(),
            balance: None,
            checks: Vec::new(),
            assumptions: Vec::new(),
            baseline: None,
            baseline_quarters: Vec::new(),
            appraisal: None,
            brand_loss: None,
            model: Model::default(),
            programmes: Ok(Vec::new()),
            sensitivity: None,
            scenarios: Ok(Vec::new()),
            marginal: None,
        }
    }
}

/// The configured cash flows at the configured rate per period, else at the quarterly rate.
fn programme_appraisal(settings: &Economics) -> Option<Result<Appraised, AppraisalError>> {
    let flows = settings.appraisal.as_ref()?;
    let rate = match flows.rate_per_period {
        Some(rate) => Decimal::try_from(rate).map_err(|_| AppraisalError::Rate),
        None => quarterly_rate(settings.annual_discount_rate),
    };
    Some(rate.and_then(|rate| appraise(&flows.costs, &flows.benefits, rate)))
}

/// The change against the quarter before, by the first dimension in which at least two parts have
/// both cost and contacts in both quarters.
fn cost_change(inputs: &EconomicInputs, costs: &CostComposition) -> Result<Option<CostChange>, Overflow> {
    let (Some(now), Some(before)) = (costs.current(), costs.previous()) else { return Ok(None) };
    let (Some(contacts_now), Some(contacts_before)) = (now.contacts, before.contacts) else { return Ok(None) };
    let mut parted = PartedCosts {
        totals: [before.total, now.total],
        contacts: [contacts_before, contacts_now],
        ..PartedCosts::default()
    };
    let patterns = inputs.settings.map_or(&[][..], |settings| &settings.cost_classes);
    for dimension in DIMENSIONS {
        let quarters = [before.quarter, now.quarter];
        let [old, new] = quarters.map(|quarter| cost::by_part(inputs, patterns, dimension, quarter));
        let (old, new) = (old?, new?);
        let contacts = quarters.map(|quarter| inputs.contacts_by.get(&(dimension, quarter)));
        let count = |at: usize, name: &String| contacts[at].and_then(|of| of.get(name)).copied().unwrap_or(0);
        let cost = |of: &BTreeMap<String, Decimal>, n: u64, name: &String| match n {
            0 => (Decimal::ZERO, 0),
            n => (of.get(name).copied().unwrap_or_default(), n),
        };
        let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let parts: Vec<[(Decimal, u64); 2]> = names
            .iter()
            .map(|name| [cost(&old, count(0, name), name), cost(&new, count(1, name), name)])
            .filter(|part| part[0].1 > 0 || part[1].1 > 0)
            .collect();
        if parts.iter().filter(|part| part[0].1 > 0 && part[1].1 > 0).count() >= 2 {
            parted.dimension = dimension.to_owned();
            parted.parts = parts;
            break;
        }
    }
    cost_change::change(&parted)
}

fn balance(costs: &CostComposition, benefit: Scenario, baseline: &[Quarter]) -> Result<Option<Balance>, Overflow> {
    let Some(current) = costs.current() else { return Ok(None) };
    let earlier: Vec<Decimal> = baseline.iter().filter_map(|quarter| Some(costs.of(*quarter)?.total)).collect();
    let mut sum = Decimal::ZERO;
    for cost in &earlier {
        sum = sum.checked_add(*cost).ok_or(Overflow)?;
    }
    let baseline_cost = (!earlier.is_empty()).then(|| sum / Decimal::from(earlier.len()));
    let incremental_cost = baseline_cost.map(|before| current.total.checked_sub(before).ok_or(Overflow)).transpose()?;
    let over = |cost: Decimal| -> Result<Option<Scenario>, Overflow> {
        if cost <= Decimal::ZERO { Ok(None) } else { benefit.map(|amount| amount.checked_div(cost)).map(Some) }
    };
    Ok(Some(Balance {
        cost: current.total,
        benefit,
        net: benefit.map(|amount| amount.checked_sub(current.total))?,
        ratio: over(current.total)?,
        baseline_cost,
        incremental_cost,
        incremental_ratio: incremental_cost.map(over).transpose()?.flatten(),
    }))
}

#[cfg(test)]
mod tests;
