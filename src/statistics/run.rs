//! Runs of one direction at the end of a series (T5).

use crate::domain::Direction;

/// A run at the end of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// How many changes in a row; 0 when the last change is none, good or unknown.
    pub length: u32,
    /// Last value − value before the run, in the metric's unit.
    pub total: f64,
    /// Chance that pure noise ends in a run at least as long: 1/(length + 1)!.
    pub chance: f64,
}

/// The run of worsening changes at the end of a series, oldest value first. A gap or an unchanged
/// value ends it; a metric without a better side has none.
pub fn run_at_end(values: &[Option<f64>], better: Direction) -> Run {
    let mut length = 0;
    let mut total = 0.0;
    for pair in values.windows(2).rev() {
        let (Some(before), Some(after)) = (pair[0], pair[1]) else { break };
        if better.improves(after - before) != Some(false) {
            break;
        }
        length += 1;
        total += after - before;
    }
    Run { length, total, chance: chance_of_run(length) }
}

/// Chance that `length` declines in a row stand at the end of a series of independent values:
/// 1/(length + 1)!. 2 → 16.7 %, 3 → 4.2 %, 4 → 0.8 %.
pub fn chance_of_run(length: u32) -> f64 {
    (1..=length).fold(1.0, |chance, step| chance / f64::from(step + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_of_the_handbook() {
        for (length, percent) in [(0, 100.0), (1, 50.0), (2, 16.7), (3, 4.2), (4, 0.8)] {
            assert!((100.0 * chance_of_run(length) - percent).abs() < 0.05, "{length}");
        }
    }

    #[test]
    fn runs_follow_the_direction_and_stop_at_gaps() {
        let values = [Some(90.0), None, Some(88.0), Some(86.0), Some(85.0), Some(83.0)];
        let run = run_at_end(&values, Direction::Higher);
        assert_eq!((run.length, run.total), (3, -5.0));
        assert_eq!(run_at_end(&values, Direction::Lower).length, 0);
        assert_eq!(run_at_end(&values, Direction::TargetRange).length, 0);
        assert_eq!(run_at_end(&[Some(1.0), Some(2.0), Some(2.0)], Direction::Lower).length, 0);
        assert_eq!(run_at_end(&[Some(3.0), Some(2.0), None], Direction::Higher).length, 0);
        assert_eq!(run_at_end(&[], Direction::Higher).length, 0);
    }
}
