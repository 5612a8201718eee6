//! Cash flows as functions of uncertain inputs: the one set of formulas that the appraisal, the
//! sensitivity analysis and the scenarios share.

mod build;

pub(super) use build::build;

use super::appraisal::{Appraised, appraise, quarterly_rate};
use super::{AppraisalError, benefit::Scenario};
use crate::config::{Benefit, Distribution};
use crate::domain::Localized;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The programmes of a report and the inputs that they stand on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Inputs; the first one is the annual discount rate.
    pub inputs: Vec<Input>,
    /// The service as a whole first, when it can be appraised, then every initiative.
    pub programmes: Vec<Programme>,
    /// Initiatives that cannot be appraised, with the inputs that are missing.
    pub unknown: Vec<(Localized, Vec<String>)>,
}

/// An input of the formulas with its range.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Assumption, metric, metric with part (`contacts@product=…`), or `annual_discount_rate`.
    pub key: String,
    /// Where it comes from.
    pub kind: InputKind,
    /// Printed name, where one is written.
    pub title: Option<Localized>,
    /// Low end.
    pub low: Decimal,
    /// Base value.
    pub base: Decimal,
    /// High end.
    pub high: Decimal,
    /// Unit as printed.
    pub unit: Localized,
    /// Who supplied it; empty for measured ones.
    pub source: Localized,
    /// How it is drawn.
    pub distribution: Distribution,
}

/// Where an input comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// The discount rate.
    Rate,
    /// A named assumption.
    Assumed,
    /// A figure of the report; its range is its confidence interval.
    Measured,
}

/// Something that costs and brings money.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// Key of the initiative; `service` for the service as a whole.
    pub key: String,
    /// Printed name; `None` for the service as a whole.
    pub title: Option<Localized>,
    /// Column and value whose cost lines it bears.
    pub part: Option<(String, String)>,
    /// Periods after period 0.
    pub quarters: u32,
    /// Costs.
    pub costs: Vec<Flow>,
    /// Benefits.
    pub benefits: Vec<Flow>,
}

/// Key of the programme that is the service as a whole.
pub const SERVICE: &str = "service";

/// An amount in every period of a span: the product of its terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// What it is.
    pub name: FlowName,
    /// What is multiplied.
    pub terms: Vec<FlowTerm>,
    /// First period.
    pub from: u32,
    /// Last period.
    pub to: u32,
}

/// What an amount is.
#[derive(Clone, Debug, PartialEq)]
pub enum FlowName {
    /// Written in the configuration.
    Written(Localized),
    /// The cost lines of the programme's part.
    CostLines,
    /// What the service costs more than in the baseline.
    AddedCost,
    /// A benefit of M26.
    Benefit(Benefit),
}

/// One term of a product. Numbers are indices of [`Model::inputs`].
#[derive(Clone, Debug, PartialEq)]
pub enum FlowTerm {
    /// A number.
    Number(Decimal),
    /// An input.
    Input(usize),
    /// An input in hundredths.
    Percent(usize),
    /// First − second, in hundredths.
    PointsBetween(usize, usize),
    /// First − second.
    Between(usize, usize),
    /// Present value of 1 per quarter over this many years, at the discount rate.
    Annuity(usize),
    /// Customers of the first input less those retained: (second − third) in hundredths × fourth,
    /// never below 0 nor above the first.
    Remaining(usize, usize, usize, usize),
}

/// What one programme is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// PV(costs).
    pub costs: f64,
    /// PV(benefits).
    pub benefits: f64,
}

impl Worth {
    /// PV(benefits) − PV(costs).
    pub fn net(self) -> f64 {
        self.benefits - self.costs
    }

    /// PV(benefits) ÷ PV(costs); `None` unless the costs are positive.
    pub fn ratio(self) -> Option<f64> {
        (self.costs > 0.0).then(|| self.benefits / self.costs)
    }

    fn plus(self, other: Self) -> Self {
        Self { costs: self.costs + other.costs, benefits: self.benefits + other.benefits }
    }
}

impl Model {
    /// Base values of the inputs.
    pub fn base(&self) -> Vec<Decimal> {
        self.inputs.iter().map(|input| input.base).collect()
    }

    /// Indices of inputs with a range that some formula of the given programmes uses.
    pub fn uncertain(&self, programmes: &[usize]) -> Vec<usize> {
        let used = |at: usize| programmes.iter().any(|one| self.programmes[*one].uses(at));
        (0..self.inputs.len()).filter(|at| self.inputs[*at].is_uncertain() && used(*at)).collect()
    }

    /// Whether an input is a share in percent.
    pub fn is_share(&self, input: usize) -> bool {
        let flows = self.programmes.iter().flat_map(|one| one.costs.iter().chain(&one.benefits));
        flows.flat_map(|flow| &flow.terms).any(|term| match term {
            FlowTerm::Percent(at) => *at == input,
            FlowTerm::PointsBetween(a, b) | FlowTerm::Remaining(_, a, b, _) => *a == input || *b == input,
            _ => false,
        })
    }

    /// The programmes whose joint worth is tested: all initiatives, or the service when there is none.
    pub fn subject(&self) -> Vec<usize> {
        let initiatives: Vec<usize> =
            (0..self.programmes.len()).filter(|at| self.programmes[*at].key != SERVICE).collect();
        if initiatives.is_empty() { (0..self.programmes.len()).collect() } else { initiatives }
    }

    /// Appraises a programme exactly.
    ///
    /// # Errors
    /// As [`appraise`](super::appraise); the rate is the first of the values.
    pub fn appraise(&self, programme: &Programme, values: &[Decimal]) -> Result<Appraised, AppraisalError> {
        let rate = quarterly_rate(values[0].to_f64().ok_or(AppraisalError::Rate)?)?;
        let periods = programme.quarters as usize + 1;
        let flows = |flows: &[Flow]| -> Result<Vec<Decimal>, AppraisalError> {
            let mut sums = vec![Decimal::ZERO; periods];
            for flow in flows {
                let amount = flow.amount(values, rate).ok_or(AppraisalError::Overflow)?;
                for sum in &mut sums[flow.from as usize..=flow.to as usize] {
                    *sum = sum.checked_add(amount).ok_or(AppraisalError::Overflow)?;
                }
            }
            Ok(sums)
        };
        appraise(&flows(&programme.costs)?, &flows(&programme.benefits)?, rate)
    }

    /// Amount of a flow in each of its periods.
    pub fn flow_amount(&self, flow: &Flow, values: &[Decimal]) -> Option<Decimal> {
        flow.amount(values, quarterly_rate(values[0].to_f64()?).ok()?)
    }

    /// The joint worth of programmes in floating point, for the many evaluations of an analysis.
    pub fn worth(&self, programmes: &[usize], values: &[f64]) -> Worth {
        let none = Worth { costs: 0.0, benefits: 0.0 };
        programmes.iter().fold(none, |sum, at| sum.plus(self.programmes[*at].worth(values)))
    }
}

impl Input {
    /// Whether it has a range.
    pub fn is_uncertain(&self) -> bool {
        self.low < self.high && self.distribution != Distribution::Fixed
    }

    /// Low, base and high as a scenario.
    pub fn range(&self) -> Scenario {
        Scenario { low: self.low, base: self.base, high: self.high }
    }
}

impl Programme {
    /// Whether a formula uses an input; the discount rate matters once something flows later.
    pub fn uses(&self, input: usize) -> bool {
        self.costs.iter().chain(&self.benefits).any(|flow| flow.uses(input))
    }

    fn worth(&self, values: &[f64]) -> Worth {
        let growth = (1.0 + values[0]).powf(0.25);
        let sum = |flows: &[Flow]| flows.iter().map(|flow| flow.present(values, growth)).sum();
        Worth { costs: sum(&self.costs), benefits: sum(&self.benefits) }
    }
}

impl Flow {
    fn uses(&self, input: usize) -> bool {
        let discounted = input == 0 && self.to > 0;
        discounted || self.terms.iter().any(|term| term.inputs().contains(&input) || (input == 0 && term.discounts()))
    }

    /// Exact amount per period.
    fn amount(&self, values: &[Decimal], rate: Decimal) -> Option<Decimal> {
        self.terms.iter().try_fold(Decimal::ONE, |product, term| product.checked_mul(term.exact(values, rate)?))
    }

    /// Present value in floating point.
    fn present(&self, values: &[f64], growth: f64) -> f64 {
        let amount: f64 = self.terms.iter().map(|term| term.fast(values, growth)).product();
        let factors: f64 = (self.from..=self.to).map(|period| growth.powi(-(period as i32))).sum();
        amount * factors
    }
}

impl FlowTerm {
    /// The inputs that it names.
    pub fn inputs(&self) -> Vec<usize> {
        match self {
            Self::Number(_) => Vec::new(),
            Self::Input(at) | Self::Percent(at) | Self::Annuity(at) => vec![*at],
            Self::PointsBetween(a, b) | Self::Between(a, b) => vec![*a, *b],
            Self::Remaining(a, b, c, d) => vec![*a, *b, *c, *d],
        }
    }

    fn discounts(&self) -> bool {
        matches!(self, Self::Annuity(_))
    }

    fn exact(&self, values: &[Decimal], rate: Decimal) -> Option<Decimal> {
        let hundred = Decimal::ONE_HUNDRED;
        match self {
            Self::Number(number) => Some(*number),
            Self::Input(at) => Some(values[*at]),
            Self::Percent(at) => Some(values[*at] / hundred),
            Self::PointsBetween(a, b) => values[*a].checked_sub(values[*b]).map(|points| points / hundred),
            Self::Between(a, b) => values[*a].checked_sub(values[*b]),
            Self::Annuity(years) => super::benefit::annuity(values[*years], rate),
            Self::Remaining(cohort, before, now, start) => {
                let points = values[*before].checked_sub(values[*now])? / hundred;
                let retained = points.checked_mul(values[*start])?;
                Some(values[*cohort] - retained.max(Decimal::ZERO).min(values[*cohort]))
            }
        }
    }

    fn fast(&self, values: &[f64], growth: f64) -> f64 {
        match self {
            Self::Number(number) => number.to_f64().unwrap_or(f64::NAN),
            Self::Input(at) => values[*at],
            Self::Percent(at) => values[*at] / 100.0,
            Self::PointsBetween(a, b) => (values[*a] - values[*b]) / 100.0,
            Self::Between(a, b) => values[*a] - values[*b],
            Self::Annuity(years) => annuity(values[*years], growth),
            Self::Remaining(cohort, before, now, start) => {
                let retained = (values[*before] - values[*now]) / 100.0 * values[*start];
                values[*cohort] - retained.max(0.0).min(values[*cohort])
            }
        }
    }
}

/// Present value of 1 at the end of each quarter over some years; a partial quarter in proportion, a
/// century at most.
fn annuity(years: f64, growth: f64) -> f64 {
    let quarters = (years.max(0.0) * 4.0).min(400.0);
    let whole = quarters.floor();
    let full: f64 = (1..=whole as i32).map(|period| growth.powi(-period)).sum();
    full + (quarters - whole) * growth.powi(-(whole as i32 + 1))
}
