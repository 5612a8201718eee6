//! Checks what is appraised or stands beside it: initiatives, evidence outside the ratio, the brand-loss estimate, observed spend, scenarios.

use super::Checker;
use super::economics::Names;
use crate::config::figure_names::{DISCOUNT_RATE, MEASURED};
use crate::config::file;
use crate::config::tree::Mark;
use crate::config::written::{Entries, Entry, Written};
use crate::config::{BrandLoss, Factor, FactorChange, Initiative, Marginal, OutsideKind, OutsideRatio, Stream, WhatIf};
use crate::domain::Localized;
use rust_decimal::Decimal;

/// Quarters counted when none are configured.
const QUARTERS: u32 = 4;
/// Most quarters of an appraisal.
const MOST_QUARTERS: u32 = 80;

impl Checker<'_> {
    pub(super) fn initiatives(
        &mut self,
        written: &Written<Entries<file::Initiative>>,
        names: &Names,
    ) -> Vec<Initiative> {
        written.entries().iter().filter_map(|entry| self.initiative(entry, names)).collect()
    }

    fn initiative(&mut self, entry: &Entry<file::Initiative>, names: &Names) -> Option<Initiative> {
        let (written, mark) = entry.value.placed()?;
        let name = &entry.key;
        let parts = [
            ("process", &written.process),
            ("product", &written.product),
            ("channel", &written.channel),
            ("team", &written.team),
        ];
        let parts: Vec<(String, String)> =
            parts.iter().filter_map(|(key, value)| Some(((*key).to_owned(), value.get()?.clone()))).collect();
        if parts.len() > 1 {
            let message = format!("the initiative `{name}` names more than one of process, product, channel and team");
            self.error("double-counting", mark, message);
        }
        let quarters = written.quarters.get().copied().unwrap_or(QUARTERS);
        if !(1..=MOST_QUARTERS).contains(&quarters) {
            let message =
                format!("`quarters` of the initiative `{name}` is {quarters}; it must be 1 to {MOST_QUARTERS}");
            self.error("out-of-range", mark, message);
        }
        if written.benefits.is_absent() || (parts.is_empty() && written.costs.is_absent()) {
            let message =
                format!("the initiative `{name}` needs `benefits`, and `costs` or a part that has cost lines");
            self.error("missing-key", mark, message);
        }
        let mut streams = |list: &Written<Vec<Written<file::Stream>>>| -> Vec<Stream> {
            let written = list.get().into_iter().flatten().filter_map(Written::placed);
            written.filter_map(|(stream, mark)| self.stream(stream, mark, quarters, names)).collect()
        };
        let (costs, benefits) = (streams(&written.costs), streams(&written.benefits));
        let title = written.title.get().cloned().unwrap_or_else(|| Localized::plain(name));
        Some(Initiative { name: name.clone(), title, part: parts.into_iter().next(), quarters, costs, benefits })
    }

    fn stream(&mut self, written: &file::Stream, mark: Mark, quarters: u32, names: &Names) -> Option<Stream> {
        let listed = written.factors.items();
        if listed.is_empty() {
            self.error("missing-key", mark, "`factors` is missing".to_owned());
        }
        let factors = listed.iter().filter_map(|factor| self.factor(factor, names)).collect::<Vec<_>>();
        let from = written.from.get().copied().unwrap_or(1);
        let to = written.to.get().copied().unwrap_or(if from == 0 { 0 } else { quarters });
        if from > to || to > quarters {
            let message =
                format!("an amount must flow from a quarter to a later one up to {quarters}; it has {from} to {to}");
            self.error("inverted-range", mark, message);
            return None;
        }
        let title = written.title.get().cloned().unwrap_or_default();
        Some(Stream { title, factors, from, to })
    }

    /// A number, else an assumption, else a metric.
    fn factor(&mut self, written: &Written<String>, names: &Names) -> Option<Factor> {
        let (text, mark) = written.placed()?;
        let plain = text.replace(['_', ','], "");
        if let Ok(number) = plain.parse::<Decimal>() {
            return Some(Factor::Number(number));
        }
        if names.assumptions.iter().any(|entry| entry.key == *text) {
            return Some(Factor::Assumption(text.clone()));
        }
        if names.metrics.iter().any(|metric| metric.id == *text) {
            return Some(Factor::Metric(text.clone()));
        }
        self.unknown_input(text, mark, names);
        None
    }

    fn unknown_input(&mut self, text: &str, mark: Mark, names: &Names) {
        let assumptions = names.assumptions.iter().map(|entry| entry.key.as_str());
        let known: Vec<&str> = assumptions.chain(names.metrics.iter().map(|metric| metric.id.as_str())).collect();
        let hint = crate::diagnostic::did_you_mean(text, known)
            .unwrap_or_else(|| "write a number, an assumption or a metric".to_owned());
        self.error_with_hint("unknown-input", mark, format!("`{text}` is no number, assumption or metric"), hint);
    }

    pub(super) fn outside_ratio(&mut self, written: &Written<file::OutsideRatio>) -> Vec<OutsideRatio> {
        let Some(listed) = written.get() else { return Vec::new() };
        let kinds = [
            (OutsideKind::PricePremium, "price_premium", &listed.price_premium),
            (OutsideKind::MarketShare, "market_share", &listed.market_share),
            (OutsideKind::Image, "image", &listed.image),
        ];
        kinds.into_iter().filter_map(|(kind, key, one)| self.evidence((kind, key), one)).collect()
    }

    fn evidence(
        &mut self,
        (kind, key): (OutsideKind, &str),
        written: &Written<file::Evidence>,
    ) -> Option<OutsideRatio> {
        let (one, mark) = written.placed()?;
        if one.evidence.is_absent() {
            let message = format!("`evidence` is missing in `{key}`");
            self.error_with_hint("missing-key", mark, message, "say what the client found, and how");
        }
        let mut amount = |written: &Written<String>, end: &str| self.amount(written, end, None);
        let amounts = [amount(&one.low, "low"), amount(&one.base, "base"), amount(&one.high, "high")];
        let amount = match amounts {
            [None, None, None] => None,
            [Some(low), Some(base), Some(high)] if low <= base && base <= high => Some([low, base, high]),
            _ => {
                let message = format!("`{key}` needs `low` ≤ `base` ≤ `high`, or none of them");
                self.error("inverted-range", mark, message);
                None
            }
        };
        Some(OutsideRatio { kind, evidence: one.evidence.get().cloned().unwrap_or_default(), amount })
    }

    pub(super) fn brand_loss(&mut self, written: &Written<file::BrandLoss>, names: &Names) -> Option<BrandLoss> {
        let (loss, mark) = written.placed()?;
        let mut input = |written: &Written<String>, key: &str| {
            if written.is_absent() {
                self.error("missing-key", mark, format!("`{key}` is missing in `brand_loss`"));
            }
            self.factor(written, names)
        };
        let complaints = input(&loss.complaints, "complaints");
        let people_told = input(&loss.people_told, "people_told");
        let would_have_bought = input(&loss.would_have_bought, "would_have_bought");
        let margin = input(&loss.margin, "margin");
        let own_margin_lost = input(&loss.own_margin_lost, "own_margin_lost");
        Some(BrandLoss {
            complaints: complaints?,
            people_told: people_told?,
            would_have_bought: would_have_bought?,
            margin: margin?,
            own_margin_lost: own_margin_lost?,
        })
    }

    pub(super) fn marginal(&mut self, written: &Written<file::Marginal>) -> Option<Marginal> {
        let (marginal, mark) = written.placed()?;
        if marginal.source.is_absent() {
            let message = "`source` is missing in `marginal`".to_owned();
            self.error_with_hint("missing-key", mark, message, "say where the observations come from");
        }
        let mut observations = Vec::new();
        for (pair, mark) in marginal.observations.get().into_iter().flatten().filter_map(Written::placed) {
            let amounts: Vec<Decimal> =
                pair.iter().filter_map(|amount| self.amount(amount, "observations", None)).collect();
            match amounts[..] {
                [spend, benefit] => observations.push((spend, benefit)),
                _ => self.error("wrong-type", mark, "an observation is a pair `[spend, benefit]`".to_owned()),
            }
        }
        if observations.len() < 2 {
            self.error("missing-key", mark, "`marginal` needs at least two `observations`".to_owned());
        }
        let unit = marginal.unit.get().cloned().unwrap_or_default();
        Some(Marginal { unit, source: marginal.source.get().cloned().unwrap_or_default(), observations })
    }

    pub(super) fn scenarios(&mut self, written: &Written<Entries<file::Scenario>>, names: &Names) -> Vec<WhatIf> {
        written.entries().iter().filter_map(|entry| self.scenario(entry, names)).collect()
    }

    fn scenario(&mut self, entry: &Entry<file::Scenario>, names: &Names) -> Option<WhatIf> {
        let (written, mark) = entry.value.placed()?;
        if written.changes.entries().is_empty() {
            self.error("missing-key", mark, format!("the scenario `{}` changes nothing", entry.key));
        }
        let mut changes = Vec::new();
        for change in written.changes.entries() {
            let known = names.assumptions.iter().any(|one| one.key == change.key)
                || names.metrics.iter().any(|metric| metric.id == change.key)
                || MEASURED.contains(&change.key.as_str())
                || change.key == DISCOUNT_RATE;
            if !known {
                self.unknown_input(&change.key, change.mark, names);
            }
            let Some((how, mark)) = change.value.placed() else { continue };
            if how.multiply.is_absent() && how.add.is_absent() {
                let message = format!("say how `{}` changes", change.key);
                self.error_with_hint("missing-key", mark, message, "write `multiply: 0.7` for 30 % less, or `add: 2`");
            }
            let multiply = self.amount(&how.multiply, "multiply", None).unwrap_or(Decimal::ONE);
            let add = self.amount(&how.add, "add", None).unwrap_or_default();
            changes.push(FactorChange { input: change.key.clone(), multiply, add });
        }
        let title = written.title.get().cloned().unwrap_or_else(|| Localized::plain(&entry.key));
        Some(WhatIf { name: entry.key.clone(), title, changes, held: written.held.get().cloned() })
    }
}
