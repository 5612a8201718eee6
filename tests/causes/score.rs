//! Found, missed and invented causes, by kind.

use super::maker::{Data, Truth};
use quarterdeck::statistics::{CauseKind, FoundCause};
use std::collections::BTreeMap;

/// Days within which a date is right.
const SAME_DAYS: u16 = 7;

/// Counts of one kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub planted: usize,
    pub found: usize,
    pub invented: usize,
}

impl Counts {
    pub fn f1(self) -> f64 {
        let claimed = self.found + self.invented;
        if self.planted + claimed == 0 { 1.0 } else { 2.0 * self.found as f64 / (self.planted + claimed) as f64 }
    }
}

/// The scores of many data sets.
#[derive(Debug, Default)]
pub struct Score {
    pub kinds: BTreeMap<CauseKind, Counts>,
    pub plans: BTreeMap<&'static str, Counts>,
    pub quiet: usize,
    pub alarms: usize,
}

impl Score {
    pub fn all(&self) -> Counts {
        self.kinds.values().fold(Counts::default(), |sum, one| Counts {
            planted: sum.planted + one.planted,
            found: sum.found + one.found,
            invented: sum.invented + one.invented,
        })
    }

    /// Adds a data set with what was claimed about it; whether all was right.
    pub fn add(&mut self, data: &Data, claims: &[FoundCause]) -> bool {
        let mut open: Vec<&Truth> = data.truth.iter().collect();
        for truth in &data.truth {
            self.kinds.entry(truth.kind).or_default().planted += 1;
            self.plans.entry(data.about).or_default().planted += 1;
        }
        let mut right = true;
        for claim in claims {
            let kind = self.kinds.entry(claim.kind).or_default();
            let plan = self.plans.entry(data.about).or_default();
            match open.iter().position(|truth| is_same(truth, claim)) {
                Some(at) => {
                    open.remove(at);
                    kind.found += 1;
                    plan.found += 1;
                }
                None => {
                    right = false;
                    kind.invented += 1;
                    plan.invented += 1;
                }
            }
        }
        if data.truth.is_empty() {
            self.quiet += 1;
            self.alarms += usize::from(!claims.is_empty());
        }
        right && open.is_empty()
    }

    /// Claims that are false, in percent.
    pub fn wrong(&self) -> f64 {
        let all = self.all();
        100.0 * all.invented as f64 / (all.found + all.invented).max(1) as f64
    }

    pub fn table(&self) -> String {
        let mut text = String::new();
        let line = |name: &str, one: Counts| {
            format!(
                "{name:<14} planted {:>4}  found {:>4}  invented {:>4}  F1 {:.3}\n",
                one.planted,
                one.found,
                one.invented,
                one.f1()
            )
        };
        for (kind, counts) in &self.kinds {
            text += &line(&format!("{kind:?}"), *counts);
        }
        for (plan, counts) in &self.plans {
            text += &line(&format!("  {plan}"), *counts);
        }
        let all = self.all();
        text += &line("all", all);
        let wrong = self.wrong();
        text += &format!("claims false {wrong:.1} %, alarms without a cause {} of {}\n", self.alarms, self.quiet);
        text
    }
}

fn is_same(truth: &Truth, claim: &FoundCause) -> bool {
    let near = match (truth.from, claim.from) {
        (Some(one), Some(two)) => one.abs_diff(two) <= SAME_DAYS,
        (None, None) => true,
        _ => false,
    };
    truth.kind == claim.kind && truth.spot == claim.spot && near
}
