//! Figures in series and on axes.

use super::{Figure, Words};
use crate::domain::{Currency, Locale};

fn yuan(largest: f64) -> Figure {
    Figure::money(&Currency::new("CNY").unwrap(), largest)
}

#[test]
fn a_series_says_its_unit_once() {
    let (chinese, english) = (Words::new(Locale::known("zh-CN"), &[]), Words::new(Locale::known("en"), &[]));
    let values = [1_198.94, 1_170.45, 1_208.4];
    assert_eq!(yuan(2_000.0).series(&values, &chinese), "1,198.94 → 1,170.45 → 1,208.40 元");
    assert_eq!(yuan(2_000.0).series(&values, &english), "CNY 1,198.94 → 1,170.45 → 1,208.40");
    assert_eq!(Figure::percent().series(&[99.84, 99.5], &english), "99.8% → 99.5%", "a percent sign belongs to each");
}

#[test]
fn ticks_print_what_they_are_with_the_fewest_decimals() {
    let words = Words::new(Locale::known("en"), &[]);
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

/// GB/T 15835: the multiple stands at both ends, and no space between two characters.
#[test]
fn amounts_below_and_above_nothing() {
    let chinese = Words::new(Locale::known("zh-CN"), &[]);
    assert_eq!(yuan(700_000.0).whole().range(-80_000.0, 660_000.0, &chinese), "−8 万至 66 万元");
    assert_eq!(yuan(2_000.0).whole().range(-80.0, 66.0, &chinese), "−80 至 66 元");
    let english = Words::new(Locale::known("en"), &[]);
    assert_eq!(yuan(2_000.0).whole().range(-80.0, 66.0, &english), "CNY −80 to 66", "the sign is that of one end");
    assert_eq!(yuan(2_000.0).whole().range(80.0, 166.0, &english), "CNY 80–166");
    assert_eq!(yuan(2_000.0).whole().series(&[-80.0, 66.0], &english), "CNY −80 → 66");
    assert_eq!(yuan(2_000.0).whole().value(-80.0, &english), "−CNY 80");
}

/// A gap of 12.34 between two shares is 12.3 points of a percentage, not 12.3 %.
#[test]
fn a_difference_of_two_shares_is_in_percentage_points() {
    let all = crate::catalogue::built_in();
    let gap = all.iter().find(|one| one.id == "satisfaction_loyalty_gap").unwrap();
    let figure = Figure::of(gap, &Currency::new("CNY").unwrap(), 20.0);
    let printed = |locale: Locale| {
        let words = Words::new(locale, &[]);
        [figure.value(12.34, &words), figure.range(-1.0, 4.0, &words), figure.change(2.0, &words), figure.unit(&words)]
    };
    assert_eq!(printed(Locale::known("zh-CN")), ["12.3 个百分点", "−1.0 至 4.0 个百分点", "+2.0 个百分点", "个百分点"]);
    assert_eq!(printed(Locale::known("en")), ["12.3 pp", "−1.0 to 4.0 pp", "+2.0 pp", "pp"]);
}
