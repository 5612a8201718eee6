//! Small planted causes: each kind is found where it is, and nothing where nothing is.

use super::*;

/// A number from 0 to 1 by a hash of a row and a purpose: the same on every machine.
fn chance_of(row: usize, purpose: u64) -> f64 {
    let mut z = (row as u64 ^ purpose.wrapping_mul(0xD1B5_4A32_D192_ED03)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Tickets of three dimensions (3, 2 and 4 values) with hits by chance; `chance` sees period, day, values.
fn tickets(count: usize, share: impl Fn(bool) -> f64, chance: impl Fn(bool, u16, [u16; 3]) -> f64) -> Made {
    let mut rows = CauseRows { sizes: vec![3, 2, 4], codes: vec![Vec::new(); 3], ..CauseRows::default() };
    let mut hits = Vec::new();
    for at in 0..2 * count {
        let later = at >= count;
        let first = if chance_of(at, 1) < share(later) { 0 } else { 1 + (at % 2) as u16 };
        let values = [first, (chance_of(at, 2) * 2.0) as u16, (chance_of(at, 3) * 4.0) as u16];
        let day = (chance_of(at, 4) * 91.0) as u16;
        rows.codes.iter_mut().zip(values).for_each(|(codes, value)| codes.push(value));
        rows.later.push(later);
        rows.day.push(day);
        rows.weekday.push((day % 7) as u8);
        hits.push(Some(chance_of(at, 5) < chance(later, day, values)));
    }
    Made { rows, hits }
}

struct Made {
    rows: CauseRows,
    hits: Vec<Option<bool>>,
}

impl Made {
    fn causes(&self) -> Vec<FoundCause> {
        causes(&self.rows, Outcome::Share(&self.hits), (Statistic::Mean, 1))
    }
}

#[test]
fn nothing_is_found_where_nothing_changed() {
    let made = tickets(3_000, |_| 0.3, |_, _, values| 0.7 + 0.1 * f64::from(values[1]));
    assert_eq!(made.causes(), []);
}

#[test]
fn a_value_that_changed_by_itself_is_named_with_its_contribution() {
    let own = |later: bool, _: u16, values: [u16; 3]| if later && values[2] == 1 { 0.55 } else { 0.8 };
    let found = tickets(4_000, |_| 0.3, own).causes();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].kind, found[0].spot.clone()), (CauseKind::Own, vec![(2, 1)]));
    // A quarter of the tickets lost 25 points.
    assert!((found[0].contribution + 0.0625).abs() < 0.012, "{found:?}");
    assert!(found[0].interval.0 < found[0].contribution && found[0].contribution < found[0].interval.1);
}

#[test]
fn a_pair_is_told_as_a_pair() {
    let pair =
        |later: bool, _: u16, values: [u16; 3]| if later && values[0] == 0 && values[2] == 3 { 0.4 } else { 0.8 };
    let found = tickets(6_000, |_| 0.35, pair).causes();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].kind, found[0].spot.clone()), (CauseKind::Interaction, vec![(0, 0), (2, 3)]));
}

#[test]
fn a_share_that_grew_is_a_mix_and_no_value_changed_by_itself() {
    let level = |_: bool, _: u16, values: [u16; 3]| if values[0] == 0 { 0.5 } else { 0.9 };
    let found = tickets(4_000, |later| if later { 0.4 } else { 0.1 }, level).causes();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].kind, found[0].spot.clone()), (CauseKind::Mix, vec![(0, 0)]));
    // 30 of 100 tickets moved to a level that is 40 points lower.
    assert!((found[0].contribution + 0.12).abs() < 0.02, "{found:?}");
    assert!((found[0].rows.0 - 0.1).abs() < 0.01 && (found[0].rows.1 - 0.4).abs() < 0.01);
}

#[test]
fn an_event_has_its_day() {
    let event = |later: bool, day: u16, _: [u16; 3]| if later && day >= 50 { 0.6 } else { 0.8 };
    let found = tickets(5_000, |_| 0.3, event).causes();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].kind, CauseKind::Event);
    assert!(found[0].from.unwrap().abs_diff(50) <= 3, "{found:?}");
}

#[test]
fn times_are_judged_by_their_logarithm_and_told_by_their_median() {
    let made = tickets(4_000, |_| 0.3, |_, _, _| 0.5);
    let slower = |row: usize| if made.rows.later[row] && made.rows.codes[1][row] == 1 { 1.5 } else { 1.0 };
    let time = |row: usize| 4.0 * (1.0 + 3.0 * chance_of(row, 6)) * slower(row);
    let times: Vec<Option<f64>> = (0..made.rows.later.len()).map(|row| Some(time(row))).collect();
    let found = causes(&made.rows, Outcome::Time(&times), (Statistic::Quantile(0.5), 1));
    assert_eq!((found[0].kind, found[0].spot.clone()), (CauseKind::Own, vec![(1, 1)]), "{found:?}");
    assert!((found[0].effect - 1.5_f64.ln()).abs() < 0.03 && found[0].contribution > 1.0, "{found:?}");
}

#[test]
fn too_few_rows_are_not_searched() {
    let own = |later: bool, _: u16, _: [u16; 3]| if later { 0.1 } else { 0.9 };
    assert_eq!(tickets(59, |_| 0.3, own).causes(), []);
}
