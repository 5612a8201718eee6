//! Checks the cost-benefit settings.

use super::Checker;
use crate::catalogue::definition::Definition;
use crate::catalogue::ids;
use crate::config::file;
use crate::config::tree::Mark;
use crate::config::written::{Entry, Written};
use crate::config::{
    Appraisal, Assumption, Baseline, Benefit, Correlation, Distribution, Economics, Project, Refusal, Thresholds,
    refused_assumption,
};
use crate::domain::{Localized, Quarter};
use rust_decimal::Decimal;

/// What a factor may name.
pub(super) struct Names<'a> {
    /// Assumptions as written.
    pub(super) assumptions: &'a [Entry<file::Assumption>],
    /// Metrics of the report.
    pub(super) metrics: &'a [Definition],
}

impl Checker<'_> {
    pub(super) fn economics(
        &mut self,
        written: &Written<file::Economics>,
        metrics: &[Definition],
    ) -> Option<Economics> {
        let (economics, mark) = written.placed()?;
        if economics.annual_discount_rate.is_absent() {
            let message = "`annual_discount_rate` is missing in `economics`".to_owned();
            self.error_with_hint("missing-key", mark, message, "write 0.08 for 8 % a year");
        }
        let annual_discount_rate = self.rate(&economics.annual_discount_rate, "annual_discount_rate");
        let annual_discount_rate = annual_discount_rate.unwrap_or_default();
        let classes = economics.cost_classes.entries().iter();
        let cost_classes = classes.filter_map(|entry| self.cost_class(entry)).collect();
        let assumptions = economics.assumptions.entries().iter();
        let assumptions: Vec<Assumption> = assumptions.filter_map(|entry| self.assumption(entry)).collect();
        let names = Names { assumptions: economics.assumptions.entries(), metrics };
        let strategy = economics.strategy.get().copied();
        let baseline = economics.baseline.placed();
        Some(Economics {
            annual_discount_rate,
            discount_rate_range: self.rate_range(&economics.discount_rate_range, annual_discount_rate),
            baseline: baseline.map_or(Baseline::SameQuarterLastYear, |(baseline, _)| *baseline),
            project: self.project(&economics.project, baseline, metrics),
            strategy,
            market_stage: economics.market_stage.get().copied(),
            thresholds: self.thresholds(&economics.thresholds, strategy.map(crate::config::Strategy::thresholds)),
            cost_classes,
            correlations: self.correlations(&economics.correlations, &assumptions),
            benefits: self.benefits(&economics.benefits),
            outside_ratio: self.outside_ratio(&economics.outside_ratio),
            brand_loss: self.brand_loss(&economics.brand_loss, &names),
            initiatives: self.initiatives(&economics.initiatives, &names),
            marginal: self.marginal(&economics.marginal),
            scenarios: self.scenarios(&economics.scenarios, &names),
            draws: self.draws(&economics.draws),
            appraisal: self.appraisal(&economics.appraisal),
            assumptions,
        })
    }

    fn rate_range(&mut self, written: &Written<Vec<Written<f64>>>, base: f64) -> Option<(f64, f64)> {
        let (list, mark) = written.placed()?;
        let rates: Vec<f64> = list.iter().filter_map(|rate| self.rate(rate, "discount_rate_range")).collect();
        match rates[..] {
            [low, high] if low <= base && base <= high => Some((low, high)),
            _ => {
                let message = format!("`discount_rate_range` must be two rates around `annual_discount_rate` ({base})");
                self.error_with_hint("out-of-range", mark, message, "write [0.06, 0.12] for 6 % to 12 %");
                None
            }
        }
    }

    fn draws(&mut self, written: &Written<u32>) -> u32 {
        let Some((draws, mark)) = written.placed() else { return Economics::default().draws };
        if !(1_000..=100_000).contains(draws) {
            self.error("out-of-range", mark, format!("`draws` is {draws}; it must be between 1000 and 100000"));
        }
        *draws
    }

    fn thresholds(&mut self, written: &Written<file::Thresholds>, preset: Option<Thresholds>) -> Thresholds {
        let preset = preset.unwrap_or_default();
        let Some((thresholds, mark)) = written.placed() else { return preset };
        let expand = thresholds.expand.get().copied().unwrap_or(preset.expand);
        let drop = thresholds.drop.get().copied().unwrap_or(preset.drop);
        if !(drop > 0.0 && drop <= 1.0 && expand >= 1.0 && expand.is_finite()) {
            let message = format!("the thresholds must have 0 < drop ≤ 1 ≤ expand; they are {drop} and {expand}");
            self.error("out-of-range", mark, message);
        }
        Thresholds { expand, drop }
    }

    fn project(
        &mut self,
        written: &Written<file::Project>,
        baseline: Option<(&Baseline, Mark)>,
        metrics: &[Definition],
    ) -> Option<Project> {
        let wanted =
            baseline.filter(|(one, _)| matches!(one, Baseline::PreProjectMean | Baseline::DifferenceInDifferences));
        let Some((project, mark)) = written.placed() else {
            if let (true, Some((_, mark))) = (written.is_absent(), wanted) {
                let hint =
                    "write `project: {start: 2026-Q1}`, with `dimension`, `treated` and `untouched` for differences";
                self.error_with_hint("missing-key", mark, "this baseline needs `project`".to_owned(), hint);
            }
            return None;
        };
        let start = project.start.placed().and_then(|(text, mark)| {
            let quarter = text.parse::<Quarter>().ok();
            if quarter.is_none() {
                let message = format!("`{text}` is not a quarter");
                self.error_with_hint("invalid-quarter", mark, message, "write it as `2026-Q1`");
            }
            quarter
        });
        if project.start.is_absent() {
            self.error("missing-key", mark, "`start` is missing in `project`".to_owned());
        }
        self.project_dimension(&project.dimension, metrics);
        let units = |list: &Written<_>| -> Vec<String> {
            Written::<crate::config::written::OneOrMany<String>>::items(list)
                .iter()
                .filter_map(|one| one.get().cloned())
                .collect()
        };
        let (treated, untouched) = (units(&project.treated), units(&project.untouched));
        if let Some(both) = treated.iter().find(|one| untouched.contains(one)) {
            self.error("out-of-range", mark, format!("`{both}` is both treated and untouched"));
        }
        let compared = wanted.is_some_and(|(one, _)| *one == Baseline::DifferenceInDifferences);
        if compared && (treated.is_empty() || untouched.is_empty() || project.dimension.is_absent()) {
            let message = "`difference_in_differences` needs `dimension`, `treated` and `untouched` in `project`";
            self.error("missing-key", mark, message.to_owned());
        }
        Some(Project {
            start: start?,
            dimension: project.dimension.get().cloned().unwrap_or_default(),
            treated,
            untouched,
        })
    }

    /// The column must tell apart what baselines are measured by.
    fn project_dimension(&mut self, written: &Written<String>, metrics: &[Definition]) {
        let Some((name, mark)) = written.placed() else { return };
        let carriers = metrics.iter().filter(|one| [ids::CHURN_RATE, ids::CONTACTS].contains(&one.id.as_str()));
        let columns = carriers.flat_map(|one| &one.segments).map(|column| column.trim_start_matches("customer."));
        let mut known: Vec<&str> = columns.collect();
        known.sort_unstable();
        known.dedup();
        if !known.contains(&name.trim_start_matches("customer.")) {
            self.unknown_name("unknown-dimension", mark, ("dimension", name), &known);
        }
    }

    fn correlations(
        &mut self,
        written: &Written<Vec<Written<file::Correlation>>>,
        assumptions: &[Assumption],
    ) -> Vec<Correlation> {
        let mut found: Vec<Correlation> = Vec::new();
        for (one, mark) in written.get().into_iter().flatten().filter_map(Written::placed) {
            let names: Vec<(&String, Mark)> =
                one.between.get().into_iter().flatten().filter_map(Written::placed).collect();
            let known: Vec<&str> = assumptions.iter().map(|one| one.name.as_str()).collect();
            for (name, mark) in names.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
                self.unknown_name("unknown-assumption", *mark, ("assumption", name), &known);
            }
            let rank = one.rank.get().copied().unwrap_or(f64::NAN);
            let twice = |first: &String, second: &String| {
                let pairs = found.iter().map(|one| (&one.between.0, &one.between.1));
                pairs.into_iter().any(|pair| pair == (first, second) || pair == (second, first))
            };
            match names[..] {
                [(first, _), (second, _)] if twice(first, second) => {
                    let message = format!("the correlation of `{first}` and `{second}` is given twice");
                    self.error_with_hint("duplicate-correlation", mark, message, "keep one of them");
                }
                [(first, _), (second, _)] if first != second && rank.abs() < 1.0 => {
                    found.push(Correlation { between: (first.clone(), second.clone()), rank });
                }
                _ => {
                    let message = "a correlation needs `between` two assumptions and a `rank` between -1 and 1";
                    self.error("out-of-range", mark, message.to_owned());
                }
            }
        }
        if let (Some((_, mark)), false) = (written.placed(), Correlation::consistent(&found)) {
            let message = "these correlations contradict each other".to_owned();
            let hint = "no draws can have them all; bring the ranks nearer to 0";
            self.error_with_hint("contradictory-correlations", mark, message, hint);
        }
        found
    }

    fn rate(&mut self, written: &Written<f64>, key: &str) -> Option<f64> {
        let (rate, mark) = written.placed()?;
        if *rate > -1.0 && *rate < 1.0 {
            return Some(*rate);
        }
        let message = format!("`{key}` is {rate}; it must be between -1 and 1");
        self.error_with_hint("out-of-range", mark, message, "write 0.08 for 8 %");
        None
    }

    fn cost_class(&mut self, entry: &Entry<crate::config::CostClass>) -> Option<(String, crate::config::CostClass)> {
        if let Err(error) = globset::Glob::new(&entry.key) {
            self.error("invalid-pattern", entry.mark, format!("`{}` is not a pattern: {}", entry.key, error.kind()));
        }
        Some((entry.key.clone(), *entry.value.get()?))
    }

    fn assumption(&mut self, entry: &Entry<file::Assumption>) -> Option<Assumption> {
        let (written, mark) = entry.value.placed()?;
        let name = entry.key.as_str();
        let base = self.amount(&written.base, "base", Some((name, mark)));
        let low = self.amount(&written.low, "low", Some((name, mark)));
        let high = self.amount(&written.high, "high", Some((name, mark)));
        if written.source.is_absent() {
            let message = format!("`source` is missing in the assumption `{name}`");
            self.error_with_hint("missing-key", mark, message, "say who supplied the figure");
        }
        let (low, base, high) = (low?, base?, high?);
        if !(low <= base && base <= high) {
            let message = format!("the assumption `{name}` must have low ≤ base ≤ high; it has {low}, {base}, {high}");
            self.error("inverted-range", mark, message);
        }
        let assumption = Assumption {
            name: name.to_owned(),
            title: written.title.get().cloned().unwrap_or_else(|| Localized::plain(name)),
            low,
            base,
            high,
            unit: written.unit.get().cloned().unwrap_or_default(),
            source: written.source.get().cloned().unwrap_or_default(),
            distribution: written.distribution.get().copied().unwrap_or_default(),
        };
        self.refused(&assumption, mark, written.source.is_absent());
        let (below, above) = (base - low, high - base);
        if assumption.distribution == Distribution::Normal && (below - above).abs() > (high - low) / Decimal::from(100)
        {
            let message =
                format!("the assumption `{name}` is normal, so `base` must lie midway between `low` and `high`");
            self.error_with_hint("out-of-range", mark, message, "use `triangular` or `pert` for a skewed range");
        }
        Some(assumption)
    }

    /// Reports an assumption that no calculation may use, and why.
    fn refused(&mut self, assumption: &Assumption, mark: Mark, no_source: bool) {
        let name = &assumption.name;
        let (message, hint) = match refused_assumption(assumption) {
            Some(Refusal::NoSource) if !no_source => {
                (format!("the source of the assumption `{name}` names nobody"), "say who supplied the figure, and when")
            }
            Some(Refusal::Folklore(claim)) => (
                format!("the assumption `{name}` repeats a figure without a known origin: {}", claim.explanation()),
                "use the client's own figures; when they were measured, `source` says `own data` or `自有数据`, and how",
            ),
            Some(Refusal::RevenueNotMargin) => (
                format!("the assumption `{name}` is revenue; benefits are counted in contribution margin"),
                "supply the margin that remains after variable cost",
            ),
            // A missing source and a wrong order are reported by themselves.
            Some(Refusal::NoSource | Refusal::Unordered) | None => return,
        };
        self.error_with_hint("refused-assumption", mark, message, hint);
    }

    /// An exact decimal; reported as missing when `owner` needs it.
    pub(super) fn amount(
        &mut self,
        written: &Written<String>,
        key: &str,
        owner: Option<(&str, Mark)>,
    ) -> Option<Decimal> {
        if let (true, Some((name, mark))) = (written.is_absent(), owner) {
            self.error("missing-key", mark, format!("`{key}` is missing in the assumption `{name}`"));
        }
        let (text, mark) = written.placed()?;
        let plain = text.replace(['_', ','], "");
        let amount = plain.parse::<Decimal>().or_else(|_| Decimal::from_scientific(&plain)).ok();
        if amount.is_none() {
            self.error("wrong-type", mark, format!("expected a number, found `{text}`"));
        }
        amount
    }

    fn benefits(&mut self, written: &Written<Vec<Written<Benefit>>>) -> Vec<Benefit> {
        let Some((list, mark)) = written.placed() else { return Vec::new() };
        let mut benefits: Vec<Benefit> = Vec::new();
        for (benefit, mark) in list.iter().filter_map(Written::placed) {
            if benefits.contains(benefit) {
                self.error("duplicate-benefit", mark, "this benefit is listed twice".to_owned());
            } else {
                benefits.push(*benefit);
            }
        }
        if benefits.contains(&Benefit::AcquisitionSaved) && benefits.contains(&Benefit::RetainedMargin) {
            self.error_with_hint(
                "double-counting",
                mark,
                "`acquisition_saved` and `retained_margin` count the same customers twice".to_owned(),
                "choose one of them",
            );
        }
        benefits
    }

    fn appraisal(&mut self, written: &Written<file::Appraisal>) -> Option<Appraisal> {
        let (appraisal, mark) = written.placed()?;
        let rate_per_period = self.rate(&appraisal.rate_per_period, "rate_per_period");
        let costs = self.flows(&appraisal.costs, "costs", mark);
        let benefits = self.flows(&appraisal.benefits, "benefits", mark);
        Some(Appraisal { costs: costs?, benefits: benefits?, rate_per_period })
    }

    fn flows(&mut self, written: &Written<Vec<Written<String>>>, key: &str, mark: Mark) -> Option<Vec<Decimal>> {
        match written.get() {
            Some(list) if !list.is_empty() => {
                Some(list.iter().filter_map(|amount| self.amount(amount, key, None)).collect())
            }
            _ => {
                self.error("missing-key", mark, format!("`{key}` is missing in `appraisal`"));
                None
            }
        }
    }
}
