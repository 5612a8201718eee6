//! Number formats of cells, by unit and language. They show values as they are kept: hours stay hours, shares
//! stay 0 to 100.

use crate::catalogue::definition::Definition;
use crate::domain::Unit;
use crate::report::draft::Draft;
use crate::report::text::{Figure, Words};
use rust_decimal::Decimal;

/// Amounts of the report's currency without decimals and without its name.
pub const AMOUNT: &str = "#,##0";

/// The nearest number to an amount: the one that reading its digits gives.
pub fn exact(amount: Decimal) -> f64 {
    amount.to_string().parse().unwrap_or(f64::NAN)
}

/// The printed form of a metric's values as they are kept.
fn figure(draft: &Draft, definition: &Definition) -> Figure {
    // A day is printed in hours, and a small amount in whole units, whatever else the report prints.
    let largest = if definition.unit == Unit::Hours { 24.0 } else { 0.0 };
    Figure::of(definition, &draft.inputs.config.currency, largest)
}

/// The unit in words.
pub fn unit(draft: &Draft, definition: &Definition) -> String {
    figure(draft, definition).unit(&draft.words)
}

/// The number format of a metric with its unit: `#,##0.0"%"`, `"CNY "#,##0.00`.
pub fn with_unit(draft: &Draft, definition: &Definition) -> String {
    of(&figure(draft, definition), &draft.words, more(definition))
}

/// The number format of a metric beside a column that says its unit.
pub fn plain(draft: &Draft, definition: &Definition) -> String {
    let form = with_unit(draft, definition);
    form.split('"').step_by(2).collect()
}

/// The number format of an axis: amounts and counts without decimals.
pub fn axis(definition: &Definition) -> String {
    match definition.unit {
        Unit::Money | Unit::Count => AMOUNT.to_owned(),
        Unit::Ratio => "0.00".to_owned(),
        _ => "#,##0.0".to_owned(),
    }
}

/// An amount of the report's currency with its name.
pub fn money(draft: &Draft, decimals: usize) -> String {
    let figure = Figure::money(&draft.inputs.config.currency, 0.0).whole();
    of(&figure, &draft.words, decimals)
}

/// Short times in hours need a digit more.
fn more(definition: &Definition) -> usize {
    usize::from(definition.unit == Unit::Hours)
}

/// What stands round a printed zero, as literals round a number format of as many decimals and some more.
fn of(figure: &Figure, words: &Words, more: usize) -> String {
    let printed = figure.value(0.0, words);
    let from = printed.find('0').unwrap_or(0);
    let digits = printed[from..].find(|one: char| one != '0' && one != '.').unwrap_or(printed.len() - from);
    let decimals = printed[from..from + digits].split_once('.').map_or(0, |(_, rest)| rest.len()) + more;
    let point = if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(decimals)) };
    format!("{}#,##0{point}{}", literal(&printed[..from]), literal(&printed[from + digits..]))
}

/// A text as a literal of a number format; a quote cannot stand in one.
fn literal(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\"{}\"", text.replace('"', "”")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Currency, Locale};

    #[test]
    fn amounts_become_the_nearest_numbers() {
        // Decimal::to_f64 gives 0.140_179_429_669_977_6 here, one step beside it.
        let amount: Decimal = "0.1401794296699775712912528036".parse().unwrap();
        assert_eq!(exact(amount), 0.140_179_429_669_977_57);
    }

    #[test]
    fn literals_stand_round_the_digits() {
        let [chinese, english] = ["zh-CN", "en"].map(|tag| Words::new(Locale::known(tag), &[]));
        let money = Figure::money(&Currency::default(), 0.0);
        assert_eq!(of(&money, &chinese, 0), "#,##0.00\" 元\"");
        assert_eq!(of(&money.clone().whole(), &english, 0), "\"CNY \"#,##0");
        assert_eq!(of(&Figure::percent(), &english, 1), "#,##0.00\"%\"");
        assert_eq!(of(&Figure::ratio(), &english, 0), "#,##0.00");
    }
}
