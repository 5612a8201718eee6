//! Numbers in the forms that people and programs write.

use super::*;
use proptest::prelude::*;

const POINT: NumberStyle = NumberStyle { decimal: None, scale: None };
const COMMA: NumberStyle = NumberStyle { decimal: Some(DecimalMark::Comma), scale: None };

fn as_number(text: &str, style: NumberStyle) -> Result<f64, Refusal> {
    number(text, style).map(|read| read.value)
}

fn as_money(text: &str) -> Result<i128, Refusal> {
    money(text, POINT).map(|read| read.value)
}

fn as_integer(text: &str) -> Result<i64, Refusal> {
    integer(text, POINT).map(|read| read.value)
}

#[test]
fn reads_numbers_as_people_write_them() {
    for (text, value) in [
        ("12", 12.0),
        ("-1.5", -1.5),
        ("1,234.5", 1234.5),
        ("１２．５", 12.5),
        ("¥1,000", 1000.0),
        ("￥ 12.30 元", 12.3),
        ("−3", -3.0),
        ("1e3", 1000.0),
        ("$-5", -5.0),
        ("(5)", -5.0),
        (".5", 0.5),
        ("84%", 84.0),
        ("８４％", 84.0),
        ("1,234.56-", -1234.56),
        ("(1,234.56)", -1234.56),
        ("1,000.00 CNY", 1000.0),
        ("1'000.00", 1000.0),
        ("1’000.00", 1000.0),
        ("1 000.00", 1000.0),
        ("1\u{202f}234\u{202f}567,00".trim_end_matches(",00"), 1_234_567.0),
        ("12,34,567.89", 1_234_567.89),
        ("12.5万", 125_000.0),
        ("1.2亿元", 120_000_000.0),
        ("US$ 7", 7.0),
        ("1,234", 1234.0),
        ("12.345", 12.345),
    ] {
        assert_eq!(as_number(text, POINT), Ok(value), "{text}");
    }
    for (text, reason) in [
        ("abc", NOT_A_NUMBER),
        ("1,23", COMMAS),
        ("1234,567", COMMAS),
        ("(-5)", NOT_A_NUMBER),
        ("-$-5", NOT_A_NUMBER),
        ("$--5", NOT_A_NUMBER),
        ("(5", NOT_A_NUMBER),
        ("12‰", PER_MILLE),
        ("1.234,5", COMMAS),
        ("nan", NOT_A_NUMBER),
        ("inf", NOT_A_NUMBER),
        ("1e999", TOO_LARGE),
        ("--1", NOT_A_NUMBER),
        ("-", DASH),
        ("—", DASH),
        ("12 34", GROUPS),
        ("1 0000", GROUPS),
        ("1.2.3", NOT_A_NUMBER),
        ("1.234.567", POINTS),
    ] {
        assert_eq!(as_number(text, POINT), Err(reason), "{text}");
    }
}

#[test]
fn marks_of_currency_are_told_apart() {
    let may = |text: &str, code: &str| marked_currencies(text).is_none_or(|codes| codes.contains(&code));
    for text in ["100", "¥100", "￥ 1,000", "12 元", "CNY 5", "RMB5"] {
        assert!(may(text, "CNY"), "{text}");
    }
    for text in ["$100", "€5", "£3", "USD 7", "$"] {
        assert!(!may(text, "CNY"), "{text}");
    }
    assert!(may("$100", "USD") && !may("¥100", "USD") && may("¥100", "JPY"));
}

#[test]
fn keeps_money_exact() {
    assert_eq!(as_money("0.1"), Ok(1_000));
    assert_eq!(as_money("-1,234,567.8901"), Ok(-12_345_678_901));
    assert_eq!(as_money("(12.50)"), Ok(-125_000));
    assert_eq!(as_money("1.23450"), Ok(12_345), "a trailing zero is no fifth decimal");
    assert_eq!(as_money("1.23451"), Err(TOO_FINE));
    assert_eq!(as_money("1234567890123456"), Ok(12_345_678_901_234_560_000));
    assert_eq!(as_money("12345678901234567"), Err(TOO_LARGE));
    assert_eq!(as_money("."), Err(NOT_A_NUMBER));
    assert_eq!(as_money("1e3"), Err(EXPONENT));
    assert_eq!(as_money("1e3x"), Err(NOT_A_NUMBER));
    assert_eq!(as_money("12万元"), Ok(1_200_000_000));
    assert_eq!(as_money("+12.50"), Ok(125_000));
    assert_eq!(money_of_float(0.1 + 0.2), Ok(3_000));
    assert_eq!(money_of_float(1.00005), Err(TOO_FINE));
    assert_eq!(money_of_float(1.00003), Err(TOO_FINE), "nothing is rounded away");
    assert_eq!(money_of_float(1e17), Err(TOO_LARGE));
    assert_eq!(money_of_float(f64::NAN), Err(TOO_LARGE));
}

#[test]
fn reads_whole_numbers_and_truth() {
    assert_eq!(as_integer("3.0"), Ok(3));
    assert_eq!(as_integer("1,000"), Ok(1000));
    assert_eq!(as_integer("12万"), Ok(120_000));
    assert_eq!(as_integer("3.5"), Err(NOT_WHOLE));
    assert_eq!(as_integer("x"), Err(NOT_A_NUMBER));
    for word in ["true", "TRUE", "Yes", "y", "1", "是"] {
        assert_eq!(boolean(word), Ok(true), "{word}");
    }
    assert_eq!(boolean("否"), Ok(false));
    assert!(boolean("maybe").is_err());
}

proptest! {
    #[test]
    fn money_round_trips(units in -99_999_999_999_999_i64..99_999_999_999_999) {
        let sign = if units < 0 { "-" } else { "" };
        let text = format!("{sign}{}.{:04}", units.unsigned_abs() / 10_000, units.unsigned_abs() % 10_000);
        prop_assert_eq!(as_money(&text), Ok(i128::from(units)));
    }

    #[test]
    fn never_panics(text in "\\PC{0,12}") {
        let _ = (number(&text, COMMA), integer(&text, POINT), money(&text, POINT), boolean(&text));
    }
}

#[test]
fn a_decimal_comma_turns_point_and_comma_round() {
    for (text, value) in
        [("12,5", 12.5), ("0,875", 0.875), ("1.234,50", 1234.5), ("12.500", 12_500.0), ("1.234.567", 1_234_567.0)]
    {
        assert_eq!(as_number(text, COMMA), Ok(value), "{text}");
    }
    assert_eq!(as_number("12.5", COMMA), Err(POINTS));
    assert_eq!(as_number("1,234,567", COMMA), Err(POINTS));
}

#[test]
fn every_number_tells_its_form() {
    for (text, form) in [
        ("850", Form::Plain),
        ("12.5", Form::Point),
        ("0.875", Form::Point),
        ("1,234.50", Form::Point),
        ("12,5", Form::Comma),
        ("0,875", Form::Comma),
        ("1.234,50", Form::Comma),
        ("1.234.567", Form::PointGroups),
        ("1,234,567", Form::CommaGroups),
        ("12.345", Form::PointThree),
        ("12.500", Form::PointThreeZero),
        ("12,345", Form::CommaThree),
        ("12,500", Form::CommaThreeZero),
        ("1234.567", Form::Point),
        (".500", Form::Point),
        ("12,34,567", Form::CommaGroups),
        ("1,23,45,678", Form::CommaGroups),
    ] {
        assert_eq!(Form::of(text), Some(form), "{text}");
    }
    for text in [
        "",
        ".",
        ",",
        "..",
        "1.5,5,5",
        "1,2.5.5",
        "1,2.345.678",
        "1234,567,890",
        "123,45,678",
        "1,23,4567",
        "1,2345,678",
        "1,,234",
        "12x",
    ] {
        assert_eq!(Form::of(text), None, "{text}");
    }
}

#[test]
fn answers_with_labels_have_their_number() {
    for (text, value) in [
        ("10 - Extremely likely", 10.0),
        ("0 – Not at all likely", 0.0),
        ("5分", 5.0),
        ("5：非常满意", 5.0),
        ("4. Satisfied", 4.0),
        ("Very satisfied (5)", 5.0),
        ("非常满意（5）", 5.0),
        ("[5] Very satisfied", 5.0),
        ("★★★★☆", 4.0),
        ("⭐⭐⭐", 3.0),
        ("☆☆☆☆☆", 0.0),
    ] {
        assert_eq!(labelled(text), Some(value), "{text}");
    }
    for text in
        ["4/5", "10k", "7.5 good", "Q1 (2)", "5", "1 of 3", "(5)", "2nd", "10 - 12 days", "[5]", "[x] y", "★ 5", ""]
    {
        assert_eq!(labelled(text), None, "{text}");
    }
}

#[test]
fn factors_are_exact() {
    let style = NumberStyle { decimal: None, scale: Some(Scaling { units: 10_000, decimals: 0 }) };
    assert_eq!(money("12.5", style).unwrap().value, 1_250_000_000);
    let small = NumberStyle { decimal: None, scale: Some(Scaling { units: 1, decimals: 3 }) };
    assert_eq!(money("12.5", small).unwrap().value, 125);
    assert_eq!(money("0.05", small), Err(TOO_FINE));
    assert_eq!(number("250", small).unwrap().value, 0.25);
    let mixed = NumberStyle { decimal: None, scale: Some(Scaling { units: 125, decimals: 1 }) };
    assert_eq!(number("8", mixed).unwrap().value, 100.0);
    assert_eq!(integer("3", style).unwrap().value, 30_000);
}

#[test]
fn decimals_are_counted_after_the_factor() {
    let thousands = NumberStyle { decimal: None, scale: Some(Scaling { units: 1_000, decimals: 0 }) };
    assert_eq!(money("12.50025", thousands).unwrap().value, 125_002_500);
    assert_eq!(money("12.5002525", thousands).unwrap().value, 125_002_525);
    assert_eq!(money("12.50025251", thousands), Err(TOO_FINE));
    let myriads_squared = NumberStyle { decimal: None, scale: Some(Scaling { units: 100_000_000, decimals: 0 }) };
    assert_eq!(money("-0.0013100050", myriads_squared).unwrap().value, -1_310_005_000);
    assert_eq!(money("0.131005万", POINT).unwrap().value, 13_100_500);
    // A double that a program has printed in full.
    assert_eq!(as_money("0.30000000000000004"), Ok(3_000));
    assert_eq!(money("131.00050000000001", thousands).unwrap().value, 1_310_005_000);
    assert_eq!(as_money("0.123456789012345"), Err(TOO_FINE));
}

#[test]
fn a_word_of_magnitude_counts_once() {
    let myriads = NumberStyle { decimal: None, scale: Some(Scaling { units: 10_000, decimals: 0 }) };
    assert_eq!(money("12.5万", myriads).unwrap().value, 1_250_000_000);
    assert_eq!(number("12.5万", myriads).unwrap().value, 125_000.0);
    assert_eq!(integer("2万", myriads).unwrap().value, 20_000);
    let turned = NumberStyle { decimal: None, scale: Some(Scaling { units: -1, decimals: 0 }) };
    assert_eq!(money("12.5万", turned).unwrap().value, -1_250_000_000);
    for (text, value) in
        [("$1.2M", 12_000_000_000), ("131 k€", 1_310_000_000), ("-2.5k", -25_000_000), ("(3千円)", -30_000_000)]
    {
        assert_eq!(as_money(text), Ok(value), "{text}");
    }
    for (text, value) in [("▲1,200", -12_000_000), ("¥△5", -50_000), ("负3.5", -35_000), ("負 3 元", -30_000)] {
        assert_eq!(as_money(text), Ok(value), "{text}");
    }
    assert_eq!((as_number("▲5", POINT), as_money("▲-5")), (Err(NOT_A_NUMBER), Err(NOT_A_NUMBER)));
    assert_eq!(as_money("1.2M"), Err(NOT_A_NUMBER));
    for text in ["131.50 CR", "131.50 H", "¥131.50借"] {
        assert_eq!(as_money(text), Err(SIDE), "{text}");
    }
}
