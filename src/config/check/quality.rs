//! Checks composite score and SERVQUAL settings.

use super::Checker;
use crate::catalogue::definition::Definition;
use crate::config::file;
use crate::config::quality::{
    ComponentInput, ComponentName, ComponentSettings, CompositeSettings, InputNeed, QualitySettings, ServqualSettings,
    Weighting,
};
use crate::config::tree::Mark;
use crate::config::written::{Entries, Entry, OneOrMany, Written};
use crate::domain::Direction;

/// The dimensions of SERVQUAL in the order of their items.
const DIMENSIONS: [&str; 5] = ["tangibles", "reliability", "responsiveness", "assurance", "empathy"];
/// Number of SERVQUAL items.
const ITEMS: u32 = 22;
/// Weights whose sum is this near to 100 sum to 100.
const ROUNDING: f64 = 1e-9;

impl Checker<'_> {
    pub(super) fn quality(&mut self, report: &file::Report, metrics: &[Definition]) -> QualitySettings {
        QualitySettings {
            composite: self.composite(&report.composite, metrics),
            servqual: self.servqual(&report.servqual),
            self_assessment: self.self_assessment(&report.self_assessment),
        }
    }

    fn composite(&mut self, written: &Written<file::Composite>, metrics: &[Definition]) -> Option<CompositeSettings> {
        let (composite, mark) = written.placed()?;
        let (weighting, weights, consistency_ratio) = self.component_weights(composite)?;
        let inputs = self.component_inputs(&composite.components, metrics);
        let mut components = Vec::new();
        for (name, weight) in ComponentName::ALL.into_iter().zip(weights) {
            let own = inputs.iter().find(|(of, _)| *of == name);
            match own {
                Some((_, inputs)) if weight > 0.0 => {
                    components.push(ComponentSettings { name, weight, inputs: inputs.clone() });
                }
                None if weight > 0.0 => {
                    let message = format!("the component `{}` weighs {weight} but has no metric", name.name());
                    let hint = "write its metric with `worst` and `best` under `components`";
                    self.error_with_hint("component-without-metric", mark, message, hint);
                }
                Some(_) => {
                    let message = format!("the component `{}` has metrics but no weight", name.name());
                    let hint = "write own `weights` that name it, or leave it out";
                    self.error_with_hint("component-without-weight", mark, message, hint);
                }
                None => {}
            }
        }
        let on_missing = composite.on_missing.get().copied().unwrap_or_default();
        Some(CompositeSettings { weighting, components, consistency_ratio, on_missing })
    }

    /// Weights in the order of [`ComponentName::ALL`], and the consistency ratio of comparisons.
    fn component_weights(&mut self, composite: &file::Composite) -> Option<(Weighting, [f64; 6], Option<f64>)> {
        let preset = composite.preset.placed().map(|(preset, mark)| (*preset, mark));
        let ways = [
            ("preset", preset.filter(|(preset, _)| preset.preset().is_some()).map(|(_, mark)| mark), None),
            ("weights", composite.weights.placed().map(|(_, mark)| mark), Some(Weighting::Own)),
            ("comparisons", composite.comparisons.placed().map(|(_, mark)| mark), Some(Weighting::Pairwise)),
        ];
        let given: Vec<(&str, Mark)> = ways.iter().filter_map(|(key, mark, _)| Some((*key, (*mark)?))).collect();
        if let [(one, mark), (other, _), ..] = given[..] {
            let message = format!("`{one}` and `{other}` exclude each other");
            self.error_with_hint("two-weightings", mark, message, "remove one of them");
        }
        for (key, mark, weighting) in ways {
            if let (None, Some(weighting), Some((preset, at))) = (mark, weighting, preset)
                && preset == weighting
            {
                let name = if preset == Weighting::Own { "own" } else { "pairwise" };
                self.error("missing-key", at, format!("`{key}` is missing for the preset `{name}`"));
                return None;
            }
        }
        let names = ComponentName::ALL.map(ComponentName::name);
        if let Some((comparisons, mark)) = composite.comparisons.placed() {
            let (weights, ratio) = self.compared(comparisons, mark)?;
            return Some((Weighting::Pairwise, weights, Some(ratio)));
        }
        if let Some((entries, mark)) = composite.weights.placed() {
            return Some((Weighting::Own, self.hundred_points(entries, mark, ("component", &names))?, None));
        }
        let preset = preset.map_or_else(Weighting::default, |(preset, _)| preset);
        preset.preset().map(|weights| (preset, weights, None))
    }

    /// Points by name, in the order of the names; they must sum to 100.
    fn hundred_points<const N: usize>(
        &mut self,
        entries: &Entries<f64>,
        mark: Mark,
        (what, names): (&str, &[&str; N]),
    ) -> Option<[f64; N]> {
        let mut points = [0.0; N];
        let mut complete = true;
        for entry in &entries.0 {
            let at = names.iter().position(|name| *name == entry.key);
            match (at, entry.value.placed()) {
                (None, _) => {
                    self.unknown_name("unknown-value", entry.mark, (what, &entry.key), names);
                    complete = false;
                }
                (_, Some((weight, mark))) if !weight.is_finite() || *weight < 0.0 => {
                    self.error("out-of-range", mark, format!("the weight of `{}` must not be negative", entry.key));
                    complete = false;
                }
                (Some(at), Some((weight, _))) => points[at] = *weight,
                (_, None) => complete = false,
            }
        }
        let sum: f64 = points.iter().sum();
        if complete && (sum - 100.0).abs() > ROUNDING {
            let message = format!("the weights sum to {}, not to 100", (sum * 1e6).round() / 1e6);
            self.error("weights-sum", mark, message);
        }
        complete.then_some(points)
    }

    fn component_inputs(
        &mut self,
        written: &Written<Entries<OneOrMany<file::Input>>>,
        metrics: &[Definition],
    ) -> Vec<(ComponentName, Vec<ComponentInput>)> {
        let mut found = Vec::new();
        for entry in written.entries() {
            let Some(name) = self.component_name(entry) else { continue };
            let mut inputs = Vec::new();
            for (input, mark) in entry.value.items().iter().filter_map(Written::placed) {
                inputs.extend(self.component_input(input, mark, metrics));
            }
            if inputs.iter().all(|input| input.need == InputNeed::WhereThere) && !inputs.is_empty() {
                let message = format!("every metric of the component `{}` is optional", entry.key);
                self.error("component-without-metric", entry.mark, message);
            }
            found.push((name, inputs));
        }
        found
    }

    fn component_name(&mut self, entry: &Entry<OneOrMany<file::Input>>) -> Option<ComponentName> {
        let found = ComponentName::ALL.into_iter().find(|name| name.name() == entry.key);
        if found.is_none() {
            let names = ComponentName::ALL.map(ComponentName::name);
            self.unknown_name("unknown-value", entry.mark, ("component", &entry.key), &names);
        }
        found
    }

    fn component_input(&mut self, input: &file::Input, mark: Mark, metrics: &[Definition]) -> Option<ComponentInput> {
        let absent = [
            ("metric", input.metric.is_absent()),
            ("worst", input.worst.is_absent()),
            ("best", input.best.is_absent()),
        ];
        for (key, _) in absent.into_iter().filter(|(_, absent)| *absent) {
            self.error("missing-key", mark, format!("`{key}` is missing in this component"));
        }
        let (metric, place) = input.metric.placed()?;
        let known = self.known_metric(metric, place, metrics);
        let (worst, best) = (self.finite(&input.worst)?, self.finite(&input.best)?);
        let definition = metrics.iter().find(|one| known && one.id == *metric)?;
        self.edges((metric, mark), (worst, best), definition.better);
        let optional = input.optional.get().copied().unwrap_or_default();
        let need = if optional { InputNeed::WhereThere } else { InputNeed::Always };
        Some(ComponentInput { metric: metric.clone(), worst, best, need })
    }

    fn edges(&mut self, (metric, mark): (&str, Mark), (worst, best): (f64, f64), better: Direction) {
        let (wrong, wanted) = match better {
            Direction::Higher => (best <= worst, "above"),
            Direction::Lower => (best >= worst, "below"),
            Direction::TargetRange => (best == worst, "apart from"),
        };
        if wrong {
            let message = format!("`best` ({best}) of `{metric}` must be {wanted} `worst` ({worst})");
            self.error("inverted-range", mark, message);
        }
    }

    fn servqual(&mut self, written: &Written<file::Servqual>) -> ServqualSettings {
        let Some(servqual) = written.get() else { return ServqualSettings::default() };
        let weights = servqual.weights.placed();
        let weights =
            weights.and_then(|(entries, mark)| self.hundred_points(entries, mark, ("dimension", &DIMENSIONS)));
        let reversed = servqual.reversed.items().iter().filter_map(Written::placed);
        let mut reversed: Vec<u32> = reversed.filter_map(|(item, mark)| self.item_number(*item, mark)).collect();
        reversed.sort_unstable();
        reversed.dedup();
        let mut items = Vec::new();
        for entry in servqual.items.entries() {
            let Some((number, mark)) = entry.value.placed() else { continue };
            items.extend(self.item_number(*number, mark).map(|number| (entry.key.clone(), number)));
        }
        ServqualSettings { weights, reversed, items }
    }

    fn item_number(&mut self, item: u32, mark: Mark) -> Option<u32> {
        let valid = (1..=ITEMS).contains(&item);
        if !valid {
            self.error("out-of-range", mark, format!("SERVQUAL has the items 1 to {ITEMS}, not {item}"));
        }
        valid.then_some(item)
    }
}
