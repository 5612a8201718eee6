//! Checks the cost-benefit settings.

use super::Checker;
use crate::config::file;
use crate::config::tree::Mark;
use crate::config::written::{Entry, Written};
use crate::config::{Appraisal, Assumption, Baseline, Benefit, Economics};
use crate::domain::Localized;
use rust_decimal::Decimal;

impl Checker<'_> {
    pub(super) fn economics(&mut self, written: &Written<file::Economics>) -> Option<Economics> {
        let (economics, mark) = written.placed()?;
        if economics.annual_discount_rate.is_absent() {
            let message = "`annual_discount_rate` is missing in `economics`".to_owned();
            self.error_with_hint("missing-key", mark, message, "write 0.08 for 8 % a year");
        }
        let annual_discount_rate = self.rate(&economics.annual_discount_rate, "annual_discount_rate");
        let classes = economics.cost_classes.entries().iter();
        let cost_classes = classes.filter_map(|entry| self.cost_class(entry)).collect();
        let assumptions = economics.assumptions.entries().iter();
        let assumptions = assumptions.filter_map(|entry| self.assumption(entry)).collect();
        let benefits = self.benefits(&economics.benefits);
        let appraisal = self.appraisal(&economics.appraisal);
        Some(Economics {
            annual_discount_rate: annual_discount_rate.unwrap_or_default(),
            baseline: economics.baseline.get().copied().unwrap_or(Baseline::SameQuarterLastYear),
            cost_classes,
            assumptions,
            benefits,
            appraisal,
        })
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
        let title = Localized { zh_cn: name.to_owned(), en: name.to_owned() };
        Some(Assumption {
            name: name.to_owned(),
            title: written.title.get().cloned().unwrap_or(title),
            low,
            base,
            high,
            unit: written.unit.get().cloned().unwrap_or_default(),
            source: written.source.get().cloned().unwrap_or_default(),
        })
    }

    /// An exact decimal; reported as missing when `owner` needs it.
    fn amount(&mut self, written: &Written<String>, key: &str, owner: Option<(&str, Mark)>) -> Option<Decimal> {
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
