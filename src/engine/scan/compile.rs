//! Plans as ids of shared terms: what several plans have in common is found here, once.

use super::super::accumulate::Measure;
use super::super::plan::{Aggregate, Attribution, Fold, Grain, Plan};
use crate::domain::{Clock, ColumnType};
use crate::expression::{Expression, Op, Program, Term, TermId};
use std::sync::Arc;

/// All plans of a scan.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    pub program: Program,
    /// Distinct row selections, in the order in which they are evaluated: those of one grain and
    /// attribution follow each other.
    pub bases: Vec<Base>,
    /// Distinct accumulations.
    pub tracks: Vec<Track>,
    /// The track of each plan.
    pub of_plan: Vec<usize>,
    /// Names of the segment columns.
    pub dimensions: Vec<String>,
    /// What is kept of the values of each, in the same order.
    pub limits: Vec<Limit>,
}

/// How many values a segment column may have.
#[derive(Clone, Debug, Default)]
pub(super) enum Limit {
    /// Any number.
    #[default]
    None,
    /// At most [`MOST_PARTS`](super::super::plan::MOST_PARTS).
    Few,
    /// Those kept, and one for all others.
    Folded(Arc<Fold>),
}

/// Which rows count, in which period, and with which outcome before the aggregate looks at them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Base {
    pub grain: Grain,
    pub when: When,
    pub rows: Option<TermId>,
    pub exclusions: Vec<TermId>,
    pub matured: Option<TermId>,
    pub among: Option<TermId>,
}

/// An attribution by ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum When {
    At(TermId),
    PresentAtEnd(TermId, TermId),
    PresentAtStart(TermId, TermId),
    Overlaps(TermId, TermId),
}

/// A base with what is added up over it, by which dimensions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Track {
    pub base: usize,
    /// Positions in [`Compiled::dimensions`].
    pub dimensions: Vec<usize>,
    pub feed: Feed,
}

/// What is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feed {
    /// Every row.
    Rows,
    Hits(TermId, Option<TermId>),
    Sum(TermId, Measure),
    Values(TermId, Measure, Option<TermId>),
    Survival(TermId, TermId, Clock),
    Nps(TermId, Measure, Option<TermId>),
    Ratio(TermId, TermId),
}

impl Compiled {
    /// Finds what the plans share.
    pub fn new(plans: &[Plan]) -> Self {
        let mut compiled = Self::default();
        for plan in plans {
            let base = compiled.base(plan);
            let dimensions = plan.segments.iter().map(|name| compiled.dimension(name, plan)).collect();
            let feed = compiled.feed(&plan.aggregate);
            let track = Track { base, dimensions, feed };
            let at = position_or_push(&mut compiled.tracks, track);
            compiled.of_plan.push(at);
        }
        compiled
    }

    /// Positions of the bases, those of one grain and attribution together.
    pub fn base_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.bases.len()).collect();
        order.sort_by_key(|at| (self.bases[*at].grain, self.bases[*at].when));
        order
    }

    /// Number of outcomes by which a track's base holds rows back: exclusions, immature, outside.
    pub fn held(&self, track: &Track) -> usize {
        self.bases[track.base].exclusions.len() + 2
    }

    fn base(&mut self, plan: &Plan) -> usize {
        let base = Base {
            grain: plan.grain,
            when: self.when(&plan.attribution),
            rows: self.optional(plan.rows.as_ref()),
            exclusions: plan.exclusions.iter().map(|exclusion| self.id(&exclusion.when)).collect(),
            matured: self.optional(plan.matured.as_ref()),
            among: self.optional(plan.among.as_ref()),
        };
        position_or_push(&mut self.bases, base)
    }

    fn when(&mut self, attribution: &Attribution) -> When {
        match attribution {
            Attribution::At(at) => When::At(self.id(at)),
            Attribution::PresentAtEnd { from, until } => When::PresentAtEnd(self.id(from), self.id(until)),
            Attribution::PresentAtStart { from, until } => When::PresentAtStart(self.id(from), self.id(until)),
            Attribution::Overlaps { from, until } => When::Overlaps(self.id(from), self.id(until)),
        }
    }

    fn feed(&mut self, aggregate: &Aggregate) -> Feed {
        match aggregate {
            Aggregate::Count { hit: None } => Feed::Rows,
            Aggregate::Count { hit: Some(hit) } => Feed::Hits(self.id(hit), None),
            Aggregate::Proportion { hit, weight } => Feed::Hits(self.id(hit), self.weight(weight.as_ref())),
            Aggregate::Sum { value } => Feed::Sum(self.id(value), measure(value)),
            Aggregate::Quantile { value, .. } => Feed::Values(self.id(value), measure(value), None),
            Aggregate::Mean { value, weight } => {
                Feed::Values(self.id(value), measure(value), self.weight(weight.as_ref()))
            }
            Aggregate::SurvivalQuantile { start, end, clock, .. } => {
                Feed::Survival(self.id(start), self.id(end), *clock)
            }
            Aggregate::Nps { value, weight } => Feed::Nps(self.id(value), measure(value), self.weight(weight.as_ref())),
            Aggregate::RatioOfSums { numerator, denominator } => {
                Feed::Ratio(self.number(numerator), self.number(denominator))
            }
        }
    }

    fn dimension(&mut self, name: &str, plan: &Plan) -> usize {
        let at = position_or_push(&mut self.dimensions, name.to_owned());
        if at == self.limits.len() {
            self.limits.push(match &plan.folds {
                None => Limit::None,
                Some(folds) => folds.get(name).map_or(Limit::Few, |fold| Limit::Folded(fold.clone())),
            });
        }
        at
    }

    fn id(&mut self, expression: &Expression) -> TermId {
        self.program.intern(expression.root())
    }

    /// A value as a number in its natural unit.
    fn number(&mut self, expression: &Expression) -> TermId {
        let root = expression.root();
        let op = match root.kind {
            ColumnType::Integer | ColumnType::Money => Op::ToNumber,
            ColumnType::Duration => Op::Hours,
            _ => return self.id(expression),
        };
        self.program.intern(&Term::call(ColumnType::Number, op, vec![root.clone()]))
    }

    fn weight(&mut self, weight: Option<&Expression>) -> Option<TermId> {
        weight.map(|weight| self.number(weight))
    }

    fn optional(&mut self, expression: Option<&Expression>) -> Option<TermId> {
        expression.map(|expression| self.id(expression))
    }
}

impl Track {
    /// Number of outcomes that a counted row can have.
    pub fn classes(&self) -> usize {
        match self.feed {
            Feed::Nps(..) => 3,
            Feed::Hits(..) => 2,
            _ => 1,
        }
    }
}

/// The measure of an expression that a checked plan adds up.
fn measure(expression: &Expression) -> Measure {
    match expression.kind() {
        ColumnType::Integer => Measure::Integer,
        ColumnType::Money => Measure::Money,
        ColumnType::Duration => Measure::Duration,
        _ => Measure::Number,
    }
}

fn position_or_push<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    list.iter().position(|known| *known == item).unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    })
}
