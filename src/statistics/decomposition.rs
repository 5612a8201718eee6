//! Mix against rate: why a total moved (T8).

/// One part (a channel, say) in two periods, each as (numerator, denominator): hits and base of a
/// share, Σ value and n of a mean. `None` or a base of 0 when the part did not exist then.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct MixPart {
    /// Earlier period.
    pub before: Option<(f64, f64)>,
    /// Later period.
    pub after: Option<(f64, f64)>,
}

/// What one part adds to the change of the total; the four effects of all parts sum to the change.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct PartEffect {
    /// Its own rate moved: (w₀ + w₁)/2·(r₁ − r₀).
    pub rate: f64,
    /// Its weight moved: ((r₀ + r₁)/2 − mean of both totals)·(w₁ − w₀).
    pub mix: f64,
    /// It is new: w₁·(r₁ − mean of both totals).
    pub entered: f64,
    /// It is gone: −w₀·(r₀ − mean of both totals).
    pub left: f64,
}

/// A total that moves against its parts (Simpson's paradox).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reversal {
    /// Every part that existed in both periods moved the other way.
    AllParts,
    /// More than half of those parts, with more than half of the weight, moved the other way.
    MostParts,
}

/// A change of a total taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decomposition {
    /// Earlier total.
    pub before: f64,
    /// Later total.
    pub after: f64,
    /// `after` − `before`.
    pub change: f64,
    /// Σ rate effects.
    pub rate: f64,
    /// Σ mix effects of parts present in both periods.
    pub mix: f64,
    /// Σ effects of new parts.
    pub entered: f64,
    /// Σ effects of parts that are gone.
    pub left: f64,
    /// Per part, in the order given.
    pub parts: Vec<PartEffect>,
    /// Whether the total moved against its parts.
    pub reversal: Option<Reversal>,
}

/// Kitagawa's decomposition, symmetric in the two periods:
/// rate = Σ (w₀ + w₁)/2·(r₁ − r₀), mix = Σ (r₀ + r₁)/2·(w₁ − w₀), their sum is the change.
///
/// Mix effects are taken against the mean of both totals. That leaves their sum as it is while
/// every part is present in both periods, makes each part's line meaningful (growing where rates
/// are below average lowers the total), and lets parts present in only one period stand on lines
/// of their own. `None` when a period has no base.
pub fn kitagawa(parts: &[MixPart]) -> Option<Decomposition> {
    let real = |side: Option<(f64, f64)>| side.filter(|(_, base)| *base > 0.0);
    let total = |side: fn(&MixPart) -> Option<(f64, f64)>| {
        parts.iter().filter_map(|part| real(side(part))).fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let (first, second) = (total(|part| part.before), total(|part| part.after));
    if first.1 <= 0.0 || second.1 <= 0.0 {
        return None;
    }
    let (before, after) = (first.0 / first.1, second.0 / second.1);
    let centre = f64::midpoint(before, after);
    let mut moves = Vec::new();
    let effects: Vec<PartEffect> = parts
        .iter()
        .map(|part| match (real(part.before), real(part.after)) {
            (Some(old), Some(new)) => {
                let (w0, w1, r0, r1) = (old.1 / first.1, new.1 / second.1, old.0 / old.1, new.0 / new.1);
                moves.push((r1 - r0, f64::midpoint(w0, w1)));
                let mix = (f64::midpoint(r0, r1) - centre) * (w1 - w0);
                PartEffect { rate: f64::midpoint(w0, w1) * (r1 - r0), mix, ..PartEffect::default() }
            }
            (None, Some(new)) => {
                PartEffect { entered: new.1 / second.1 * (new.0 / new.1 - centre), ..PartEffect::default() }
            }
            (Some(old), None) => {
                PartEffect { left: -old.1 / first.1 * (old.0 / old.1 - centre), ..PartEffect::default() }
            }
            (None, None) => PartEffect::default(),
        })
        .collect();
    let sum = |effect: fn(&PartEffect) -> f64| effects.iter().map(effect).sum();
    Some(Decomposition {
        before,
        after,
        change: after - before,
        rate: sum(|part| part.rate),
        mix: sum(|part| part.mix),
        entered: sum(|part| part.entered),
        left: sum(|part| part.left),
        reversal: reversal(after - before, &moves),
        parts: effects,
    })
}

/// `moves` holds (change of rate, mean weight) of each part present in both periods.
fn reversal(change: f64, moves: &[(f64, f64)]) -> Option<Reversal> {
    let against: Vec<f64> = moves.iter().filter(|(own, _)| own * change < 0.0).map(|(_, weight)| *weight).collect();
    let (weight, all): (f64, f64) = (against.iter().sum(), moves.iter().map(|(_, weight)| weight).sum());
    match against.len() {
        0 | 1 => None,
        count if count == moves.len() => Some(Reversal::AllParts),
        count if 2 * count > moves.len() && 2.0 * weight > all => Some(Reversal::MostParts),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(before: (f64, f64), after: (f64, f64)) -> MixPart {
        MixPart { before: Some(before), after: Some(after) }
    }

    #[test]
    fn every_channel_better_and_the_total_falls() {
        let phone = part((540.0, 600.0), (364.0, 400.0));
        let chat = part((240.0, 300.0), (246.0, 300.0));
        let mail = part((60.0, 100.0), (189.0, 300.0));
        let found = kitagawa(&[phone, chat, mail]).unwrap();
        assert!((100.0 * found.before - 84.0).abs() < 1e-9 && (100.0 * found.after - 79.9).abs() < 1e-9);
        assert!((100.0 * found.change + 4.1).abs() < 1e-9);
        assert!((100.0 * found.rate - 1.7).abs() < 1e-9, "{}", found.rate);
        assert!((100.0 * found.mix + 5.8).abs() < 1e-9, "{}", found.mix);
        assert_eq!(found.reversal, Some(Reversal::AllParts));
        assert!(found.parts.iter().all(|part| part.rate > 0.0));
        assert!(found.parts[2].mix < 0.0, "mail grew and is below average");
    }

    #[test]
    fn parts_of_one_period_stand_alone_and_the_sum_is_exact() {
        let parts = [
            part((50.0, 100.0), (66.0, 110.0)),
            MixPart { before: Some((10.0, 40.0)), after: None },
            MixPart { before: None, after: Some((45.0, 50.0)) },
            MixPart { before: Some((0.0, 0.0)), after: None },
        ];
        let found = kitagawa(&parts).unwrap();
        assert!((found.rate + found.mix + found.entered + found.left - found.change).abs() < 1e-15);
        assert!(found.entered > 0.0 && found.left > 0.0);
        assert_eq!(found.parts[3], PartEffect::default());
        assert_eq!(found.reversal, None);
    }

    #[test]
    fn no_base_no_decomposition() {
        assert_eq!(kitagawa(&[]), None);
        assert_eq!(kitagawa(&[MixPart { before: Some((1.0, 2.0)), after: None }]), None);
    }

    #[test]
    fn one_part_cannot_reverse() {
        assert_eq!(kitagawa(&[part((1.0, 2.0), (3.0, 4.0))]).unwrap().reversal, None);
    }

    #[test]
    fn what_stood_still_did_not_move_against_the_total() {
        let parts = [
            part((540.0, 600.0), (364.0, 400.0)),
            part((240.0, 300.0), (246.0, 300.0)),
            part((60.0, 100.0), (180.0, 300.0)),
        ];
        let found = kitagawa(&parts).unwrap();
        assert!(found.change < 0.0, "{found:?}");
        assert_eq!(found.reversal, Some(Reversal::MostParts), "phone and chat rose, mail is as it was");
    }

    #[test]
    fn most_parts_are_most_by_number_and_by_weight() {
        let of = |parts: &[(f64, f64, f64)]| {
            let made: Vec<MixPart> =
                parts.iter().map(|(n, before, after)| part((n * before, *n), (n * after, *n))).collect();
            let found = kitagawa(&made).unwrap();
            (found.change < 0.0, found.reversal)
        };
        assert_eq!(
            of(&[(900.0, 0.8, 0.6), (50.0, 0.8, 0.9), (50.0, 0.7, 0.9)]),
            (true, None),
            "two small ones of three"
        );
        let heavy = [(400.0, 0.80, 0.81), (400.0, 0.80, 0.81), (70.0, 0.9, 0.5), (70.0, 0.9, 0.5), (60.0, 0.9, 0.5)];
        assert_eq!(of(&heavy), (true, None), "two heavy ones of five");
    }
}
