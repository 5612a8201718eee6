use super::{numbers, truth, value};
use crate::domain::Zone;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;

/// The distinct rows of `channel` are phone, chat, null, Phone, 邮件, a_b and the empty text.
fn texts(sql: &str) -> Vec<String> {
    let array = value(sql);
    let texts = array.as_string::<i32>().iter().take(7);
    texts.map(|text| text.map_or("-".to_owned(), |text| format!("{text:?}").replace('"', "'"))).collect()
}

/// The same expression over a plain and over a dictionary column.
fn both(sql: &str, expected: &str) {
    for column in ["channel", "customer.tier"] {
        assert_eq!(texts(&sql.replace('$', column)).join(" "), expected, "{sql} over {column}");
    }
}

fn constant(sql: &str) -> String {
    let array = value(sql);
    if array.data_type().is_integer() {
        return array.as_primitive::<Int64Type>().iter().next().flatten().map_or("-".to_owned(), |one| one.to_string());
    }
    texts(sql)[0].clone()
}

#[test]
fn texts_are_joined_unless_one_is_missing() {
    both("$ || '!'", "'phone!' 'chat!' - 'Phone!' '邮件!' 'a_b!' '!'");
    both("'<' || $ || '>'", "'<phone>' '<chat>' - '<Phone>' '<邮件>' '<a_b>' '<>'");
    both("$ || null", "- - - - - - -");
    both("$ || $", "'phonephone' 'chatchat' - 'PhonePhone' '邮件邮件' 'a_ba_b' ''");
    both("$ || cast(contacts_n as text)", "'phone0' 'chat1' - - '邮件-4' 'a_b5' '6'");
    assert_eq!(texts("channel || '/' || customer.tier")[4], "'邮件/邮件'");
    assert_eq!(constant("'a' || 'b'"), "'ab'");
}

#[test]
fn parts_count_characters() {
    both("substr($, 2, 2)", "'ho' 'ha' - 'ho' '件' '_b' ''");
    both("substring($ from 2)", "'hone' 'hat' - 'hone' '件' '_b' ''");
    both("left($, 1)", "'p' 'c' - 'P' '邮' 'a' ''");
    both("right($, 2)", "'ne' 'at' - 'ne' '邮件' '_b' ''");
    both("split_part($, '_', 2)", "'' '' - '' '' 'b' ''");
    both("split_part($, 'h', -1)", "'one' 'at' - 'one' '邮件' 'a_b' ''");
    both("left($, null)", "- - - - - - -");
    both("left('abcdefgh', contacts_n)", "'' 'a' 'ab' - 'abcd' 'abcde' 'abcdef'");
    for (sql, expected) in [
        ("substring('hello', 0, 2)", "'h'"),
        ("substring('hello', -2)", "'lo'"),
        ("substring('hello', -10, 3)", "''"),
        ("substring('hello', -10, 7)", "'he'"),
        ("substring('hello', 2, -1)", "'h'"),
        ("substring('hello', 3, -9)", "'he'"),
        ("substring('hello', 9223372036854775807, 9223372036854775807)", "''"),
        ("substring('hello', -9223372036854775807, -9223372036854775807)", "''"),
        ("left('héllo', -2)", "'hél'"),
        ("right('abc', -1)", "'bc'"),
        ("right('abc', -7)", "''"),
        ("split_part('a-b', '-', 0)", "''"),
        ("split_part('a-b', '-', 3)", "''"),
    ] {
        assert_eq!(constant(sql), expected, "{sql}");
    }
}

#[test]
fn texts_are_cleaned_and_filled_up() {
    both("replace($, 'h', '')", "'pone' 'cat' - 'Pone' '邮件' 'a_b' ''");
    both("replace($, 'p', null)", "- - - - - - -");
    both("upper($)", "'PHONE' 'CHAT' - 'PHONE' '邮件' 'A_B' ''");
    both("lpad($, 4, '0')", "'phon' 'chat' - 'Phon' '00邮件' '0a_b' '0000'");
    both("trim(both 'pe' from $)", "'hon' 'chat' - 'Phon' '邮件' 'a_b' ''");
    for (sql, expected) in [
        ("trim('  a　')", "'a'"),
        ("ltrim('0012', '0')", "'12'"),
        ("trim(leading '0' from '0010')", "'10'"),
        ("rtrim('a  ')", "'a'"),
        ("trim('abc', '')", "'abc'"),
        ("replace('abc', '', 'x')", "'abc'"),
        ("lpad('x', 5, 'ab')", "'ababx'"),
        ("lpad('abc', -1, 'x')", "''"),
        ("cast(true as text)", "'true'"),
        ("12 :: varchar", "'12'"),
    ] {
        assert_eq!(constant(sql), expected, "{sql}");
    }
}

#[test]
fn texts_are_searched() {
    assert_eq!(truth("starts_with(channel, 'p')"), "tf-ffff-f");
    assert_eq!(truth("ends_with(customer.tier, 'e')"), "tf-tfff-f");
    assert_eq!(truth("contains(channel, '件')"), "ff-ftff-f");
    assert_eq!(truth("contains(channel, '')"), "tt-tttt-t");
    assert_eq!(truth("channel ilike 'P%'"), "tf-tfff-f");
    assert_eq!(truth("customer.tier not ilike 'pHON_'"), "ft-fttt-t");
    assert_eq!(truth("strpos(channel, 'h') = 2"), "tt-tfff-f");
    assert_eq!(truth("starts_with(channel, null) is null"), "ttttttttt");
    assert_eq!(constant("position('语' in '日本语')"), "3");
    assert_eq!(constant("strpos('abc', '')"), "1");
    assert_eq!(constant("strpos('abc', 'x')"), "0");
}

#[test]
fn texts_that_are_no_numbers_are_null() {
    for (text, number, whole) in [
        ("1.5", "1.5", "-"),
        (" 1.0 ", "1", "1"),
        ("1e5", "100000", "-"),
        ("+5", "5", "5"),
        (".5", "0.5", "-"),
        ("5.", "5", "5"),
        ("-0", "0", "0"),
        ("1e999", "-", "-"),
        ("inf", "-", "-"),
        ("nan", "-", "-"),
        ("1_000", "-", "-"),
        ("1,5", "-", "-"),
        ("0x10", "-", "-"),
        ("12 h", "-", "-"),
        ("", "-", "-"),
        (".", "-", "-"),
        ("１２", "-", "-"),
        ("9223372036854775808", "9223372036854776000", "-"),
        ("-9223372036854775808", "-9223372036854776000", "-9223372036854775808"),
        ("200001.0", "200001", "200001"),
        ("3.7", "3.7", "-"),
    ] {
        let shown = |number: Option<f64>| number.map_or("-".to_owned(), |number| number.to_string());
        assert_eq!(shown(numbers(&format!("number('{text}')"))[0]), number, "{text}");
        assert_eq!(shown(numbers(&format!("try_cast('{text}' as double)"))[0]), number, "{text}");
        assert_eq!(constant(&format!("try_cast('{text}' as bigint)")), whole, "{text}");
    }
    assert_eq!(numbers("number(channel)")[..3], [None, None, None]);
    assert_eq!(numbers("number(contacts_n)")[4], Some(-4.0));
    assert_eq!(numbers("number(right(customer.tier || '7', 1))")[..3], [Some(7.0), Some(7.0), None]);
    assert_eq!(numbers("cast(contacts_n as double) / 2")[1], Some(0.5));
    assert_eq!(truth("number(null) is null"), "ttttttttt");
}

#[test]
fn a_text_does_not_grow_without_end() {
    use super::{Bindings, Expression, Instant, batch, message, place, schema};
    let doubled = format!("replace({}, 'a', '{}')", "lpad('a', 9000, 'a')", "b".repeat(9_000));
    assert!(message(&doubled).contains("out of the range of its type"), "{}", message(&doubled));
    assert!(message("lpad('a', 2000000000, 'a')").contains("out of the range of its type"));
    let parsed = Expression::parse("lpad(channel, 9000000, 'a')", &schema(), &place()).unwrap();
    let bindings = Bindings { as_of: Instant(0), zone: Zone::utc(), calendar: None, period: None };
    assert!(parsed.evaluate(&batch(), &bindings).is_err());
}
