//! What findings are made from: one report's measurements with their definitions and targets.

use super::judge::{self, Change, NoVerdict, Significance, Standing};
use crate::benchmarks::Comparison;
use crate::catalogue::definition::{Attribution, Definition, Family, Kind};
use crate::catalogue::ids;
use crate::config::{ReportConfig, Restart, StatisticsPolicy, Target};
use crate::domain::{Period, Quarter, Segment, Table};
use crate::metrics::Monthly;
use crate::metrics::measurement::{Measurement, Measurements, Status, Uncovered};
use crate::metrics::models::Study;
use crate::metrics::models::voice::{SATISFIED, Shift, ShiftVerdict};
use chrono::NaiveDate;

/// A metric with what came of setting published figures beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared<'a> {
    /// Metric id.
    pub metric: &'a str,
    /// The outcome.
    pub comparison: Comparison<'a>,
}

/// One report's figures, ready to be judged.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// Metric definitions in catalogue order.
    pub definitions: &'a [Definition],
    /// Targets.
    pub targets: &'a [Target],
    /// When a figure may be judged.
    pub policy: &'a StatisticsPolicy,
    /// The figures.
    pub measurements: &'a Measurements,
    /// Quarters with bounds, oldest first; the last one is the report's.
    pub periods: &'a [Period],
    /// The main metrics by month.
    pub monthly: &'a Monthly,
    /// Documented changes at which control charts begin anew.
    pub restarts: &'a [Restart],
    /// Comparisons with industry averages.
    pub comparisons: &'a [Compared<'a>],
    /// Changes of the answers to the satisfaction survey, and whether they can be believed.
    pub shifts: &'a [Shift],
}

impl<'a> Scene<'a> {
    /// The figures of a report with its quarters, oldest first, and its comparisons.
    pub fn new(
        config: &'a ReportConfig,
        periods: &'a [Period],
        (measurements, monthly, study): (&'a Measurements, &'a Monthly, &'a Study),
        comparisons: &'a [Compared<'a>],
    ) -> Self {
        Self {
            definitions: &config.metrics,
            targets: &config.targets,
            policy: &config.statistics,
            measurements,
            periods,
            monthly,
            restarts: &config.restarts,
            comparisons,
            shifts: study.voice.as_ref().map_or(&[], |voice| voice.shifts.as_slice()),
        }
    }

    /// The report's period.
    pub fn period(&self) -> &'a Period {
        self.periods.last().expect("a report has at least its own period")
    }

    /// The report's quarter.
    pub fn quarter(&self) -> Quarter {
        self.period().quarter
    }

    /// A definition by id.
    pub fn definition(&self, metric: &str) -> Option<&'a Definition> {
        self.definitions.iter().find(|one| one.id == metric)
    }

    /// The metrics of the scorecard, in catalogue order: the main ones, and every one with a target.
    pub fn scorecard(&self) -> impl Iterator<Item = &'a Definition> {
        let scene = *self;
        self.definitions.iter().filter(move |one| one.scorecard || scene.target(&one.id).is_some())
    }

    /// The metrics that have a target in the report's quarter, in catalogue order.
    pub fn targeted(&self) -> impl Iterator<Item = &'a Definition> {
        let scene = *self;
        self.definitions.iter().filter(move |one| scene.target(&one.id).is_some())
    }

    /// The first scorecard metric of a handbook card, else the first of all.
    pub fn card(&self, card: &str) -> Option<&'a Definition> {
        let of_card = |one: &&Definition| one.card.as_deref() == Some(card);
        self.scorecard().find(of_card).or_else(|| self.definitions.iter().find(of_card))
    }

    /// The total of a metric in a quarter.
    pub fn total(&self, metric: &str, quarter: Quarter) -> Option<&'a Measurement> {
        self.measurements.total(metric, quarter)
    }

    /// The total of a metric in the report's quarter.
    pub fn now(&self, metric: &str) -> Option<&'a Measurement> {
        self.total(metric, self.quarter())
    }

    /// The values of a metric over the report's quarters, oldest first; `None` where nothing is shown.
    pub fn series(&self, metric: &str, segment: &Segment) -> Vec<Option<&'a Measurement>> {
        let due = |one: &Measurement| !one.uncovered.contains(&Uncovered::NotDue);
        let shown = |one: &&Measurement| one.value.is_some() && judge::shown(one) && due(one);
        self.periods.iter().map(|one| self.measurements.get(metric, segment, one.quarter).filter(shown)).collect()
    }

    /// The comparison of a metric with published figures.
    pub fn compared(&self, metric: &str) -> Option<&'a Comparison<'a>> {
        self.comparisons.iter().find(|one| one.metric == metric).map(|one| &one.comparison)
    }

    /// The target that holds on the first day of the period.
    pub fn target(&self, metric: &str) -> Option<&'a Target> {
        self.target_on(metric, self.period().first_day)
    }

    /// The target that holds on a day.
    pub fn target_on(&self, metric: &str, day: NaiveDate) -> Option<&'a Target> {
        self.targets.iter().filter(|one| one.metric == metric && one.valid_from <= day).max_by_key(|one| one.valid_from)
    }

    /// Where a metric stands against its target.
    pub fn standing(&self, definition: &Definition) -> Standing {
        match (self.now(&definition.id), self.target(&definition.id)) {
            (None, _) => Standing::NoVerdict(NoVerdict::NoData),
            (Some(now), target) => judge::standing(now, definition, target, self.policy),
        }
    }

    /// The change against an earlier quarter. Where the sample of a survey changed with its answers, what
    /// changed cannot be told apart, and the change carries no verdict anywhere.
    ///
    /// # Errors
    /// Why there is no verdict, as [`judge::change`].
    pub fn change(&self, definition: &Definition, base: Quarter) -> Result<Change, NoVerdict> {
        let found = judge::change(self.now(&definition.id), self.total(&definition.id, base), definition, self.policy);
        let doubtful = |one: &&Shift| one.from == base && one.verdict == ShiftVerdict::Doubtful;
        match definition.id == SATISFIED && self.shifts.iter().any(|one| doubtful(&one)) {
            true => found.map(|change| Change { significance: Significance::Unknown, ..change }),
            false => found,
        }
    }

    /// 同比.
    ///
    /// # Errors
    /// As [`Self::change`].
    pub fn year_on_year(&self, definition: &Definition) -> Result<Change, NoVerdict> {
        self.change(definition, self.quarter().year_before())
    }

    /// 环比.
    ///
    /// # Errors
    /// As [`Self::change`].
    pub fn quarter_on_quarter(&self, definition: &Definition) -> Result<Change, NoVerdict> {
        self.change(definition, self.quarter().previous())
    }

    /// Whether a metric's figure of this quarter may carry a verdict.
    pub fn judged(&self, definition: &Definition) -> bool {
        self.now(&definition.id).is_some_and(|now| judge::may_judge(now, definition, self.policy))
    }

    /// Why a metric's figure of this quarter carries no verdict; `None` when it may.
    pub fn no_verdict(&self, definition: &Definition) -> Option<NoVerdict> {
        self.now(&definition.id).map_or(Some(NoVerdict::NoData), |now| judge::no_verdict(now, definition, self.policy))
    }

    /// Scorecard metrics with a shown figure in the report's quarter.
    pub fn shown(&self) -> impl Iterator<Item = &'a Definition> {
        let scene = *self;
        self.scorecard().filter(move |one| {
            scene.now(&one.id).is_some_and(|now| judge::shown(now) && (now.value.is_some() || now.at_least.is_some()))
        })
    }

    /// Metrics that could not be computed, with the reason, in catalogue order.
    pub fn unavailable(&self) -> Vec<(&'a Definition, &'a str)> {
        let reason = |one: &'a Definition| match &self.now(&one.id)?.status {
            Status::Unavailable { reason } => Some((one, reason.as_str())),
            _ => None,
        };
        self.definitions.iter().filter_map(reason).collect()
    }

    /// Quarters without any ticket (or, for clients without tickets, order or answer) although an
    /// earlier quarter has some.
    pub fn missing_quarters(&self) -> Vec<Quarter> {
        let tables = [Table::Tickets, Table::Orders, Table::Surveys];
        let found = tables.into_iter().map(|table| self.quarters_without(table));
        found.into_iter().flatten().next().unwrap_or_default()
    }

    /// `None` when the table has no row in any quarter.
    fn quarters_without(&self, table: Table) -> Option<Vec<Quarter>> {
        let volume = |quarter: Quarter| {
            let event = |one: &Definition| matches!(one.period, Some(Attribution::At(_)));
            let volume = |one: &Definition| one.kind == Kind::Count && one.family == Family::Volume;
            let counted = |one: &&Definition| {
                one.table == Some(table) && event(one) && volume(one) && one.id != ids::TICKETS_RESOLVED
            };
            let n = |one: &Definition| self.total(&one.id, quarter).map_or(0, |found| found.n);
            self.definitions.iter().filter(counted).map(n).max().unwrap_or(0)
        };
        let with_data: Vec<(Quarter, u64)> =
            self.periods.iter().map(|one| (one.quarter, volume(one.quarter))).collect();
        let first = with_data.iter().position(|(_, n)| *n > 0).unwrap_or(with_data.len());
        let missing = with_data.iter().skip(first).filter(|(_, n)| *n == 0).map(|(quarter, _)| *quarter);
        (first < with_data.len()).then(|| missing.collect())
    }
}
