//! What derived columns need from the configuration.

use super::values::{channel_key, word_key};
use crate::config::{ComplaintClock, CostClass, ReportConfig};
use crate::domain::{BusinessCalendar, Clock, Instant, Offset, Quarter, Zone};
use globset::{Glob, GlobMatcher};

/// The settings that derived columns depend on.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) as_of: Instant,
    pub(super) zone: Zone,
    pub(super) calendar: Option<BusinessCalendar>,
    /// In the order in which they are tried.
    pub(super) targets: Vec<Allowed>,
    pub(super) has_economics: bool,
    pub(super) complaint_clock: ComplaintClock,
    classes: Vec<(String, GlobMatcher, &'static str)>,
    /// Starts of consecutive quarters, microseconds.
    quarters: Vec<i64>,
}

/// Time allowed to resolve the tickets that match; priority and channel are [`word_key`] and
/// [`channel_key`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Allowed {
    pub(super) priority: Option<String>,
    pub(super) channel: Option<String>,
    pub(super) from: i64,
    pub(super) micros: i64,
    pub(super) clock: Clock,
}

/// Quarters on either side of the report for which bounds are kept.
const YEARS: std::ops::Range<i32> = 1900..2200;

/// How long before `as_of` the quarters of a report may begin, microseconds.
const HISTORY: i64 = 6 * 366 * Instant::DAY;
/// How far from a row's main date its other dates and windows may lie.
const MARGIN: i64 = 3 * 366 * Instant::DAY;

impl Context {
    pub(super) fn new(report: &ReportConfig) -> Self {
        let start = |quarter| report.fiscal.period(quarter, report.time_zone).start.0;
        let ordinals = YEARS.start * 4..YEARS.end * 4;
        let classes = report.economics.iter().flat_map(|economics| &economics.cost_classes);
        let class = |(pattern, class): &(String, CostClass)| {
            let glob = Glob::new(pattern).ok()?;
            Some((pattern.clone(), glob.compile_matcher(), class_name(*class)))
        };
        Self {
            as_of: report.as_of,
            zone: report.time_zone,
            calendar: report.calendar.clone(),
            targets: targets(report),
            has_economics: report.economics.is_some(),
            complaint_clock: report.complaint_clock,
            classes: classes.filter_map(class).collect(),
            quarters: ordinals.map(|ordinal| start(Quarter::from_ordinal(ordinal))).collect(),
        }
    }

    /// Start and end of the quarter that contains an instant; `None` outside 1900–2199.
    pub(super) fn quarter_of(&self, at: i64) -> Option<(i64, i64)> {
        let after = self.quarters.partition_point(|start| *start <= at);
        Some((*self.quarters.get(after.checked_sub(1)?)?, *self.quarters.get(after)?))
    }

    /// Bounds of every quarter that overlaps a span.
    pub(super) fn quarters_between(&self, first: i64, last: i64) -> Vec<(i64, i64)> {
        let overlapping = |bounds: &&[i64]| bounds[1] > first && bounds[0] <= last;
        self.quarters.windows(2).filter(overlapping).map(|bounds| (bounds[0], bounds[1])).collect()
    }

    /// The zone's offsets at every instant that a query about rows of a span of time can come to.
    pub(super) fn offsets(&self, span: Option<(i64, i64)>) -> Vec<Offset> {
        let (first, last) = span.unwrap_or((self.as_of.0, self.as_of.0));
        let first = first.min(self.as_of.0 - HISTORY) - MARGIN;
        self.zone.offsets_between(Instant(first), Instant(last.max(self.as_of.0) + MARGIN))
    }

    /// The cost class of a category: the first pattern that matches.
    pub(super) fn cost_class(&self, category: Option<&str>) -> &'static str {
        let unmapped = class_name(CostClass::Unmapped);
        let matching = |category: &str| self.classes.iter().find(|(_, glob, _)| glob.is_match(category));
        category.and_then(matching).map_or(unmapped, |(_, _, class)| class)
    }

    /// Patterns of cost categories with their classes, in order.
    pub(super) fn cost_patterns(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.classes.iter().map(|(pattern, _, class)| (pattern.as_str(), *class))
    }

    /// When a ticket of a priority and channel (their keys), created at an instant, is due.
    pub(super) fn due(&self, created: i64, priority: Option<&str>, channel: Option<&str>) -> Option<i64> {
        let matches = |allowed: &&Allowed| {
            let one = |wanted: &Option<String>, found: Option<&str>| wanted.is_none() || wanted.as_deref() == found;
            allowed.from <= created && one(&allowed.priority, priority) && one(&allowed.channel, channel)
        };
        let allowed = self.targets.iter().find(matches)?;
        match allowed.clock {
            Clock::Calendar => Some(created + allowed.micros),
            Clock::Business => self.calendar.as_ref()?.after(Instant(created), allowed.micros).map(|at| at.0),
        }
    }
}

fn targets(report: &ReportConfig) -> Vec<Allowed> {
    let midnight = |day: chrono::NaiveDate| {
        Instant::from_local(day.and_hms_opt(0, 0, 0).expect("midnight exists"), report.time_zone).0
    };
    let mut targets: Vec<Allowed> = report
        .resolution_targets
        .iter()
        .map(|target| Allowed {
            priority: target.priority.as_deref().map(word_key),
            channel: target.channel.as_deref().map(channel_key),
            from: midnight(target.valid_from),
            micros: (target.hours * Instant::HOUR as f64).round() as i64,
            clock: target.clock,
        })
        .collect();
    // The first line that fits a ticket counts; of lines for the same tickets, the latest valid one.
    let kinds: Vec<_> = targets.iter().map(|one| (one.priority.clone(), one.channel.clone())).collect();
    let line = |one: &Allowed| kinds.iter().position(|(p, c)| (p, c) == (&one.priority, &one.channel));
    targets.sort_by_key(|one| (line(one), std::cmp::Reverse(one.from)));
    targets
}

/// The name of a cost class in data, segments and SQL.
pub fn class_name(class: CostClass) -> &'static str {
    match class {
        CostClass::Labour => "labour",
        CostClass::Material => "material",
        CostClass::Facilities => "facilities",
        CostClass::Communication => "communication",
        CostClass::Management => "management",
        CostClass::Technology => "technology",
        CostClass::Claims => "claims",
        CostClass::Indirect => "indirect",
        CostClass::Unmapped => "unmapped",
    }
}
