//! Builds the model from settings, measured figures and computed benefits.

use super::{Flow, FlowName, FlowTerm, Input, InputKind, Model, Programme, SERVICE};
use crate::config::figure_names as names;
use crate::config::{Assumption, Benefit, Distribution, Economics, Factor, Initiative, Stream, refused_assumption};
use crate::domain::Localized;
use crate::economics::benefit::{BenefitOutcome, BenefitResult, TermKind};
use crate::economics::{EconomicInputs, MetricFigure};
use rust_decimal::Decimal;

/// The model of a report. `added` is what the service costs more than in the baseline quarter.
pub(in crate::economics) fn build(
    settings: &Economics,
    inputs: &EconomicInputs,
    benefits: &[BenefitOutcome],
    added: Option<Decimal>,
) -> Model {
    let mut builder = Builder { settings, given: inputs, model: Model::default(), missing: Vec::new() };
    builder.rate();
    let computed: Vec<&BenefitResult> = benefits.iter().filter_map(BenefitOutcome::computed).collect();
    if let (Some(added), false) = (added, computed.is_empty()) {
        builder.service(&computed, added);
    }
    for initiative in &settings.initiatives {
        builder.initiative(initiative);
    }
    builder.model
}

struct Builder<'a> {
    settings: &'a Economics,
    given: &'a EconomicInputs<'a>,
    model: Model,
    missing: Vec<String>,
}

impl Builder<'_> {
    fn rate(&mut self) {
        let decimal = |rate: f64| Decimal::try_from(rate).expect("a checked rate is near 0");
        let base = self.settings.annual_discount_rate;
        let (low, high) = self.settings.discount_rate_range.unwrap_or((base, base));
        self.model.inputs.push(Input {
            key: names::DISCOUNT_RATE.to_owned(),
            kind: InputKind::Rate,
            title: None,
            low: decimal(low),
            base: decimal(base),
            high: decimal(high),
            unit: Localized::default(),
            source: Localized::default(),
            distribution: if low < high { Distribution::Triangular } else { Distribution::Fixed },
        });
    }

    /// The quarter's benefits against the added cost of the quarter, all at period 0.
    fn service(&mut self, computed: &[&BenefitResult], added: Decimal) {
        let cost = Flow { name: FlowName::AddedCost, terms: vec![FlowTerm::Number(added)], from: 0, to: 0 };
        let retained = computed.iter().copied().find(|one| one.benefit == Benefit::RetainedMargin);
        let flow = |builder: &mut Self, one: &BenefitResult| {
            let terms = builder.terms(one, retained);
            Flow { name: FlowName::Benefit(one.benefit), terms, from: 0, to: 0 }
        };
        let benefits = computed.iter().map(|one| flow(self, one)).collect();
        self.model.programmes.push(Programme {
            key: SERVICE.to_owned(),
            title: None,
            part: None,
            quarters: 0,
            costs: vec![cost],
            benefits,
        });
    }

    /// The formula of a benefit of M26, from the terms that it was computed with.
    fn terms(&mut self, one: &BenefitResult, retained: Option<&BenefitResult>) -> Vec<FlowTerm> {
        let mut at = |name: &str| self.term(one, name);
        match one.benefit {
            Benefit::RetainedMargin => vec![
                FlowTerm::PointsBetween(at(names::CHURN_BASELINE), at(names::CHURN_NOW)),
                FlowTerm::Input(at(names::CUSTOMERS_AT_START)),
                FlowTerm::Input(at(names::MARGIN_PER_CUSTOMER)),
                FlowTerm::Annuity(at(names::RETENTION_YEARS)),
            ],
            Benefit::RepeatPurchase => self.repeat_terms(one, retained),
            Benefit::Referral if one.base_of(names::PROMOTERS).is_some() => vec![
                FlowTerm::Input(at(names::PROMOTERS)),
                FlowTerm::Input(at(names::REFERRALS_PER_PROMOTER)),
                FlowTerm::Input(at(names::MARGIN_PER_NEW_CUSTOMER)),
            ],
            Benefit::Referral => {
                vec![FlowTerm::Input(at(names::REFERRED)), FlowTerm::Input(at(names::MARGIN_PER_NEW_CUSTOMER))]
            }
            Benefit::AvoidedCost => vec![
                FlowTerm::Between(at(names::CONTACTS_PER_CUSTOMER_BASELINE), at(names::CONTACTS_PER_CUSTOMER_NOW)),
                FlowTerm::Input(at(names::CUSTOMERS)),
                FlowTerm::Input(at(names::MARGINAL_COST)),
            ],
            Benefit::AcquisitionSaved => vec![
                FlowTerm::PointsBetween(at(names::CHURN_BASELINE), at(names::CHURN_NOW)),
                FlowTerm::Input(at(names::CUSTOMERS_AT_START)),
                FlowTerm::Input(at(names::ACQUISITION_COST)),
            ],
        }
    }

    fn repeat_terms(&mut self, one: &BenefitResult, retained: Option<&BenefitResult>) -> Vec<FlowTerm> {
        let [now, before] = [names::REPEAT_NOW, names::REPEAT_BASELINE].map(|name| self.term(one, name));
        let [cohort, margin] = [names::REPEAT_CUSTOMERS, names::MARGIN_PER_ORDER].map(|name| self.term(one, name));
        let orders = match one.base_of(names::ORDERS_PER_REPEAT_CUSTOMER) {
            Some(_) => FlowTerm::Input(self.term(one, names::ORDERS_PER_REPEAT_CUSTOMER)),
            None => FlowTerm::Number(Decimal::ONE),
        };
        let customers = match retained {
            Some(retained) => {
                let of = [names::CHURN_BASELINE, names::CHURN_NOW, names::CUSTOMERS_AT_START];
                let [before, now, start] = of.map(|name| self.term(retained, name));
                FlowTerm::Remaining(cohort, before, now, start)
            }
            None => FlowTerm::Input(cohort),
        };
        vec![FlowTerm::PointsBetween(now, before), customers, orders, FlowTerm::Input(margin)]
    }

    /// The input of a benefit's term: the assumption of that name, or the measured figure.
    fn term(&mut self, one: &BenefitResult, name: &str) -> usize {
        let term = one.terms.iter().find(|term| term.name == name);
        let assumed = term.is_some_and(|term| term.kind == TermKind::Assumed);
        if let (true, Some(found)) = (assumed, self.settings.assumptions.iter().find(|found| found.name == name)) {
            return self.assumption(&found.clone());
        }
        let base = term.map(|term| term.value.base).unwrap_or_default();
        let interval = self.given.benefits.intervals.get(name).copied();
        self.measured(name.to_owned(), base, interval)
    }

    fn assumption(&mut self, found: &Assumption) -> usize {
        self.once(Input {
            key: found.name.clone(),
            kind: InputKind::Assumed,
            title: Some(found.title.clone()),
            low: found.low,
            base: found.base,
            high: found.high,
            unit: found.unit.clone(),
            source: found.source.clone(),
            distribution: found.distribution,
        })
    }

    /// A measured figure with its interval.
    fn measured(&mut self, key: String, base: Decimal, interval: Option<(f64, f64)>) -> usize {
        let decimal = |value: f64| Decimal::try_from(value).unwrap_or(base);
        let ends = interval.map(|(low, high)| (decimal(low).min(base), decimal(high).max(base)));
        let (low, high) = ends.unwrap_or((base, base));
        let distribution = if low < high { Distribution::Normal } else { Distribution::Fixed };
        let (unit, source) = (Localized::default(), Localized::default());
        self.once(Input { key, kind: InputKind::Measured, title: None, low, base, high, unit, source, distribution })
    }

    /// The index of an input, which is added when it is new.
    fn once(&mut self, input: Input) -> usize {
        if let Some(at) = self.model.inputs.iter().position(|one| one.key == input.key) {
            return at;
        }
        self.model.inputs.push(input);
        self.model.inputs.len() - 1
    }

    fn initiative(&mut self, initiative: &Initiative) {
        self.missing.clear();
        let before = self.model.inputs.len();
        let mut costs: Vec<Flow> = initiative.costs.iter().map(|stream| self.stream(stream, initiative)).collect();
        if let Some((dimension, value)) = &initiative.part {
            match self.given.cost_of(dimension, value) {
                Some(amount) => {
                    let terms = vec![FlowTerm::Number(amount)];
                    costs.insert(0, Flow { name: FlowName::CostLines, terms, from: 1, to: initiative.quarters });
                }
                None => self.missing.push(format!("costs.{dimension}={value}")),
            }
        }
        let benefits = initiative.benefits.iter().map(|stream| self.stream(stream, initiative)).collect();
        if self.missing.is_empty() {
            self.model.programmes.push(Programme {
                key: initiative.name.clone(),
                title: Some(initiative.title.clone()),
                part: initiative.part.clone(),
                quarters: initiative.quarters,
                costs,
                benefits,
            });
        } else {
            self.model.inputs.truncate(before);
            self.model.unknown.push((initiative.title.clone(), std::mem::take(&mut self.missing)));
        }
    }

    fn stream(&mut self, stream: &Stream, initiative: &Initiative) -> Flow {
        let terms = stream.factors.iter().filter_map(|factor| self.factor(factor, initiative.part.as_ref())).collect();
        Flow { name: FlowName::Written(stream.title.clone()), terms, from: stream.from, to: stream.to }
    }

    fn factor(&mut self, factor: &Factor, part: Option<&(String, String)>) -> Option<FlowTerm> {
        match factor {
            Factor::Number(number) => Some(FlowTerm::Number(*number)),
            Factor::Assumption(name) => {
                let found = self.settings.assumptions.iter().find(|one| one.name == *name);
                let Some(found) = found.filter(|one| refused_assumption(one).is_none()).cloned() else {
                    self.missing.push(name.clone());
                    return None;
                };
                let at = self.assumption(&found);
                Some(if found.is_percent() { FlowTerm::Percent(at) } else { FlowTerm::Input(at) })
            }
            Factor::Metric(metric) => {
                let figure = self.given.figure(metric, part).cloned();
                let Some((at, figure)) = figure.and_then(|figure| Some((self.figure(&figure)?, figure))) else {
                    self.missing.push(metric.clone());
                    return None;
                };
                Some(if figure.percent { FlowTerm::Percent(at) } else { FlowTerm::Input(at) })
            }
        }
    }

    /// The index of a measured figure; `None` when it is beyond what decimals hold.
    fn figure(&mut self, figure: &MetricFigure) -> Option<usize> {
        let base = Decimal::try_from(figure.value).ok()?;
        let at = self.measured(figure.key(), base, figure.interval);
        self.model.inputs[at].title = Some(figure.title.clone());
        Some(at)
    }
}
