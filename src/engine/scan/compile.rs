//! Plans as ids of shared terms: what several plans have in common is found here, once.

use super::super::aggregate::{AnyAccumulator, Evaluate, Terms};
use super::super::plan::{Attribution, Fold, Grain, Plan};
use crate::expression::{Expression, Program, TermId};
use std::sync::Arc;

/// All plans of a scan.
#[derive(Default)]
pub(super) struct Compiled {
    pub program: Program,
    /// Distinct row selections, in the order in which they are evaluated: those of one grain and
    /// attribution follow each other.
    pub bases: Vec<Base>,
    /// Distinct accumulations.
    pub accumulations: Vec<Accumulation>,
    /// By plan: which accumulation, and how the plan's state follows from it.
    pub of_plan: Vec<(usize, Evaluate)>,
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
pub(super) struct Accumulation {
    pub base: usize,
    /// Positions in [`Compiled::dimensions`].
    pub dimensions: Vec<usize>,
    pub accumulator: Box<dyn AnyAccumulator>,
}

impl Compiled {
    /// Finds what the plans share.
    pub fn new(plans: &[Plan]) -> Self {
        let mut compiled = Self::default();
        for plan in plans {
            let base = compiled.base(plan);
            let dimensions = plan.segments.iter().map(|name| compiled.dimension(name, plan)).collect();
            let found = plan.aggregate.kind().compile(&mut Terms(&mut compiled.program));
            let at = compiled.accumulation(Accumulation { base, dimensions, accumulator: found.accumulator });
            compiled.of_plan.push((at, found.evaluate));
        }
        compiled
    }

    /// Positions of the bases, those of one grain and attribution together.
    pub fn base_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.bases.len()).collect();
        order.sort_by_key(|at| (self.bases[*at].grain, self.bases[*at].when));
        order
    }

    /// Number of outcomes by which the base of an accumulation holds rows back: exclusions, immature, outside.
    pub fn held(&self, accumulation: &Accumulation) -> usize {
        self.bases[accumulation.base].exclusions.len() + 2
    }

    fn accumulation(&mut self, new: Accumulation) -> usize {
        let same = |known: &Accumulation| {
            let grids = known.base == new.base && known.dimensions == new.dimensions;
            grids && known.accumulator.is_same(&*new.accumulator)
        };
        self.accumulations.iter().position(same).unwrap_or_else(|| {
            self.accumulations.push(new);
            self.accumulations.len() - 1
        })
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

    fn optional(&mut self, expression: Option<&Expression>) -> Option<TermId> {
        expression.map(|expression| self.id(expression))
    }
}

fn position_or_push<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    list.iter().position(|known| *known == item).unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    })
}
