//! Figures in series and on axes.

use super::{Figure, Words};
use crate::domain::{Currency, Locale};

fn yuan(largest: f64) -> Figure {
    Figure::money(&Currency::new("CNY").unwrap(), largest)
}

#[test]
fn a_series_says_its_unit_once() {
    let (chinese, english) = (Words::new(Locale::ZhCn, &[]), Words::new(Locale::En, &[]));
    let values = [1_198.94, 1_170.45, 1_208.4];
    assert_eq!(yuan(2_000.0).series(&values, &chinese), "1,198.94 → 1,170.45 → 1,208.40 元");
    assert_eq!(yuan(2_000.0).series(&values, &english), "CNY 1,198.94 → 1,170.45 → 1,208.40");
    assert_eq!(Figure::percent().series(&[99.84, 99.5], &english), "99.8% → 99.5%", "a percent sign belongs to each");
}

#[test]
fn ticks_print_what_they_are_with_the_fewest_decimals() {
    let words = Words::new(Locale::En, &[]);
    let printed = |figure: Figure, ticks: &[f64]| -> Vec<String> {
        let finer = figure.for_ticks(ticks);
        ticks.iter().map(|tick| finer.value(*tick, &words)).collect()
    };
    assert_eq!(printed(Figure::percent(), &[80.0, 84.0]), ["80%", "84%"]);
    assert_eq!(printed(Figure::percent(), &[80.0, 82.5]), ["80.0%", "82.5%"]);
    assert_eq!(printed(Figure::percent(), &[99.76, 99.84]), ["99.76%", "99.84%"], "not 99.8% twice");
    assert_eq!(printed(yuan(2_000.0), &[0.0, 300.0]), ["CNY 0", "CNY 300"]);
    assert_eq!(printed(yuan(200_000.0), &[60_000.0, 90_000.0]), ["CNY 60,000", "CNY 90,000"]);
}
