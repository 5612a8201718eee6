//! The change of cost against the quarter before, taken apart into volume, mix and unit cost.

use super::Overflow;
use rust_decimal::Decimal;

/// Decimal places that are kept of an amount that was divided.
const DIGITS: u32 = 8;

/// Cost and contacts of the parts of a dimension in two quarters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartedCosts {
    /// The dimension, such as `channel`; empty when nothing tells parts apart.
    pub dimension: String,
    /// Parts with cost and contacts of their own: (cost, contacts) before and now.
    pub parts: Vec<[(Decimal, u64); 2]>,
    /// Accounting total before and now.
    pub totals: [Decimal; 2],
    /// Contacts before and now.
    pub contacts: [u64; 2],
}

/// A change of cost taken apart; `volume` + `mix` + `unit_cost` = `change`, exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct CostChange {
    /// The dimension of the mix; empty when there is none.
    pub dimension: String,
    /// Total of the quarter before.
    pub before: Decimal,
    /// Total of the quarter.
    pub now: Decimal,
    /// `now` − `before`.
    pub change: Decimal,
    /// More or fewer contacts, at the mean unit cost of both quarters.
    pub volume: Decimal,
    /// More or fewer of the dear ones among the contacts; 0 without a dimension.
    pub mix: Decimal,
    /// Dearer or cheaper contacts of the same kind, shared cost per contact included.
    pub unit_cost: Decimal,
}

/// With V contacts, cost C, wᵢ = Vᵢ/V and uᵢ = Cᵢ/Vᵢ: volume = ΔV·(C₀/V₀ + C₁/V₁)/2,
/// mix = V̄·Σ Δwᵢ·(u₀ᵢ + u₁ᵢ)/2, unit cost = the rest, which is V̄·(Σ w̄ᵢ·Δuᵢ + Δ(shared cost ÷ V)). A part
/// of one quarter only has its unit cost in both. `None` when a quarter has no contacts.
pub(super) fn change(parted: &PartedCosts) -> Result<Option<CostChange>, Overflow> {
    let [v0, v1] = parted.contacts.map(Decimal::from);
    if v0.is_zero() || v1.is_zero() {
        return Ok(None);
    }
    let [c0, c1] = parted.totals;
    let half = |a: Decimal, b: Decimal| a.checked_add(b).map(|sum| sum / Decimal::TWO).ok_or(Overflow);
    let over = |a: Decimal, b: Decimal| a.checked_div(b).ok_or(Overflow);
    let times = |a: Decimal, b: Decimal| a.checked_mul(b).ok_or(Overflow);
    let total = c1.checked_sub(c0).ok_or(Overflow)?;
    let volume = times(v1 - v0, half(over(c0, v0)?, over(c1, v1)?)?)?;
    let mut shift = Decimal::ZERO;
    for [(cost0, n0), (cost1, n1)] in &parted.parts {
        let (n0, n1) = (Decimal::from(*n0), Decimal::from(*n1));
        let unit = match (n0.is_zero(), n1.is_zero()) {
            (false, false) => half(over(*cost0, n0)?, over(*cost1, n1)?)?,
            (false, true) => over(*cost0, n0)?,
            (true, false) => over(*cost1, n1)?,
            (true, true) => continue,
        };
        let moved = over(n1, v1)? - over(n0, v0)?;
        shift = shift.checked_add(times(moved, unit)?).ok_or(Overflow)?;
    }
    let mix = times(half(v0, v1)?, shift)?;
    // Divisions fill all 28 digits; without the last ones the three parts add up to the last digit.
    let (volume, mix) = (volume.round_dp(DIGITS), mix.round_dp(DIGITS));
    let unit_cost = total.checked_sub(volume).and_then(|rest| rest.checked_sub(mix)).ok_or(Overflow)?;
    let dimension = parted.dimension.clone();
    Ok(Some(CostChange { dimension, before: c0, now: c1, change: total, volume, mix, unit_cost }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parted(parts: &[[(i64, u64); 2]], shared: [i64; 2]) -> PartedCosts {
        let sum = |at: usize| parts.iter().map(|part| part[at].0).sum::<i64>() + shared[at];
        PartedCosts {
            dimension: "channel".to_owned(),
            parts: parts.iter().map(|part| part.map(|(cost, n)| (Decimal::from(cost), n))).collect(),
            totals: [sum(0), sum(1)].map(Decimal::from),
            contacts: [0, 1].map(|at| parts.iter().map(|part| part[at].1).sum()),
        }
    }

    /// Phone 100 × 10 and chat 100 × 2 become 60 × 10 and 240 × 3: 1,200 → 1,320. By hand: volume
    /// 100·(6 + 4.4)/2 = 520; mix 250·((0.2 − 0.5)·10 + (0.8 − 0.5)·2.5) = −562.5; unit cost 162.5.
    #[test]
    fn a_change_by_hand() {
        let found = change(&parted(&[[(1000, 100), (600, 60)], [(200, 100), (720, 240)]], [0, 0])).unwrap().unwrap();
        let money = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!((found.before, found.now, found.change), (money("1200"), money("1320"), money("120")));
        assert_eq!(found.volume.round_dp(9), money("520"));
        assert_eq!(found.mix.round_dp(9), money("-562.5"));
        assert_eq!(found.unit_cost.round_dp(9), money("162.5"));
    }

    #[test]
    fn without_parts_there_is_no_mix_and_without_contacts_nothing() {
        let whole = PartedCosts {
            totals: [Decimal::from(100), Decimal::from(150)],
            contacts: [10, 10],
            ..PartedCosts::default()
        };
        let found = change(&whole).unwrap().unwrap();
        assert_eq!((found.volume, found.mix, found.unit_cost), (Decimal::ZERO, Decimal::ZERO, Decimal::from(50)));
        assert_eq!(change(&PartedCosts { contacts: [0, 5], ..whole }), Ok(None));
    }

    proptest! {
        #[test]
        fn the_three_parts_are_the_change(
            parts in prop::collection::vec([(0_i64..1_000_000, 0_u64..500), (0_i64..1_000_000, 0_u64..500)], 1..6),
            shared in [0_i64..500_000, 0_i64..500_000],
        ) {
            // A part without contacts has no unit cost: its cost is shared.
            let parts: Vec<[(i64, u64); 2]> =
                parts.into_iter().map(|part| part.map(|(cost, n)| if n == 0 { (0, 0) } else { (cost, n) })).collect();
            let given = parted(&parts, shared);
            if let Some(found) = change(&given).unwrap() {
                prop_assert_eq!(found.volume + found.mix + found.unit_cost, found.change);
                // The rest is what the doc says: V̄·(Σ w̄·Δu + Δ(shared ÷ V)).
                let number = |value: Decimal| f64::try_from(value).unwrap();
                let [v0, v1] = given.contacts.map(|n| n as f64);
                let mut unit = shared[1] as f64 / v1 - shared[0] as f64 / v0;
                for [(c0, n0), (c1, n1)] in &parts {
                    if *n0 > 0 && *n1 > 0 {
                        let weight = (*n0 as f64 / v0 + *n1 as f64 / v1) / 2.0;
                        unit += weight * (*c1 as f64 / *n1 as f64 - *c0 as f64 / *n0 as f64);
                    }
                }
                let expected = (v0 + v1) / 2.0 * unit;
                prop_assert!((number(found.unit_cost) - expected).abs() <= 1e-6 * expected.abs().max(1e4));
            }
        }
    }
}
