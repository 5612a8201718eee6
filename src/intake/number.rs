//! Numbers, money and truth values as people write them.
//!
//! Accepts thousands marks of every kind, currency marks and codes, full-width digits, accounting
//! parentheses and signs behind; what a point or a comma means is the column's [`NumberStyle`], and
//! every number tells its [`Form`], from which the style is decided. Never rounds money.

mod currency;
mod form;
mod magnitude;
#[cfg(test)]
mod tests;

pub use currency::{currency_mark, marked_currencies};
pub use form::Form;

use crate::config::{DecimalMark, Scaling};
use crate::domain::words;
use std::borrow::Cow;

/// Why a cell is not such a value, in plain English.
pub type Refusal = &'static str;

const NOT_A_NUMBER: Refusal = "not a number";
const DASH: Refusal =
    "a dash may be zero or missing: write `values: {\"-\": \"0\"}` or `missing: \"-\"` for its column";
const SIDE: Refusal = "a side of the ledger behind the amount: make a sign of it with `sql`, as in `sql: case when \"Amount\" like '%H' then '-' \
     else '' end || rtrim(\"Amount\", ' SH')`";
const NOT_WHOLE: Refusal = "not a whole number";
const PERCENT: Refusal = "a percentage where none is expected: write the number alone, or a `factor` in the mapping";
const PER_MILLE: Refusal = "a per-mille sign is not accepted: write the number alone and a `factor` in the mapping";
const COMMAS: Refusal =
    "the commas are not thousands separators; with decimal commas, write `decimal: \",\"` in the mapping";
const POINTS: Refusal =
    "the points are not thousands separators; with decimal points, write `decimal: \".\"` in the mapping";
const GROUPS: Refusal = "the blanks or apostrophes are not thousands separators";
const EXPONENT: Refusal = "not an amount: format the column without exponents and save it again";
const TOO_FINE: Refusal = "money with more than 4 decimals";
const TOO_LARGE: Refusal = "too large";

/// Money is kept in units of 1/10,000.
pub const MONEY_SCALE: i128 = 10_000;

const MONEY_LIMIT: i128 = 10_i128.pow(20);

/// How the numbers of one column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct NumberStyle {
    /// Whether the decimal mark is a comma; else it is a point.
    pub decimal: Option<DecimalMark>,
    /// What every number is multiplied with.
    pub scale: Option<Scaling>,
}

impl NumberStyle {
    fn mark(self) -> DecimalMark {
        self.decimal.unwrap_or(DecimalMark::Point)
    }
}

/// A number with what its writing shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// How it was written.
    pub form: Form,
    /// Whether it had a percent sign; the value is then what stands before it.
    pub percent: bool,
}

/// Reads a floating-point number; never infinite.
pub fn number(text: &str, style: NumberStyle) -> Result<Read<f64>, Refusal> {
    let written = Written::read(text, style)?;
    let value = finite(&written.digits)? * 10_f64.powi(written.exponent);
    Ok(written.with(scaled(value, written.scale(style))))
}

/// The form of a number, whatever its column's style.
pub fn form(text: &str) -> Option<Form> {
    let read = |decimal| number(text, NumberStyle { decimal: Some(decimal), scale: None }).ok();
    read(DecimalMark::Point).or_else(|| read(DecimalMark::Comma)).map(|read| read.form)
}

/// The number of an answer that carries its label: `10 - Extremely likely`, `5分`, `Very satisfied (5)`, `[5] Very
/// satisfied`, or that is shown as stars: `★★★★☆`.
pub fn labelled(text: &str) -> Option<f64> {
    if text.chars().all(|letter| matches!(letter, '★' | '☆' | '⭐' | '\u{FE0F}')) && !text.is_empty() {
        return Some(text.chars().filter(|letter| matches!(letter, '★' | '⭐')).count() as f64);
    }
    if let Some((inside, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        return labelled(&format!("{} - {}", inside.trim(), rest.trim()));
    }
    let has_words = |rest: &str| {
        rest.chars().any(char::is_alphabetic) && !rest.chars().any(|letter| letter.is_ascii_digit() || letter == '/')
    };
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let apart = |rest: &str| {
        rest.starts_with(|first: char| !first.is_ascii_alphanumeric() && first != '.' && first != ',')
            || rest.starts_with(". ")
    };
    if !number.is_empty() && apart(rest) && has_words(rest) {
        return number.parse().ok();
    }
    let (words, inside) = text.strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    let plain = inside.trim().bytes().all(|byte| byte.is_ascii_digit());
    (plain && has_words(words)).then(|| inside.trim().parse().ok())?
}

/// A number times the column's factor.
pub fn scaled(value: f64, scale: Option<Scaling>) -> f64 {
    match scale {
        None => value,
        Some(Scaling { units, decimals: 0 }) => value * units as f64,
        Some(Scaling { units, decimals }) => value * units as f64 / 10_f64.powi(i32::from(decimals)),
    }
}

/// Reads a whole number; `3.0` is one.
pub fn integer(text: &str, style: NumberStyle) -> Result<Read<i64>, Refusal> {
    let written = Written::read(text, style)?;
    if written.percent {
        return Err(PERCENT);
    }
    let (whole, fraction) = written.digits.split_once('.').unwrap_or((&written.digits, ""));
    if !fraction.bytes().all(|byte| byte == b'0') {
        return Err(if finite(&written.digits).is_ok() { NOT_WHOLE } else { NOT_A_NUMBER });
    }
    let value: i64 = whole.parse().map_err(|_| NOT_WHOLE)?;
    let value = i128::from(value) * 10_i128.pow(written.exponent as u32);
    let value = i64::try_from(exactly(value, written.scale(style)).ok_or(NOT_WHOLE)?).map_err(|_| TOO_LARGE)?;
    Ok(written.with(value))
}

/// Reads money in units of 1/10,000, exactly. The triangles of Japanese accounts are minus signs.
pub fn money(text: &str, style: NumberStyle) -> Result<Read<i128>, Refusal> {
    let signed = if text.contains(TRIANGLES) { Cow::from(text.replacen(TRIANGLES, "-", 1)) } else { text.into() };
    let written = Written::read(&signed, style)?;
    if written.percent {
        return Err(PERCENT);
    }
    let scale = written.scale(style);
    let value = match exact(&written.digits, written.exponent, scale) {
        // As many digits as a double has when a program prints it: the decimal that it stands for.
        Err(TOO_FINE) if significant(&written.digits) >= DOUBLE => {
            money_of_float(scaled(finite(&written.digits)? * 10_f64.powi(written.exponent), scale))?
        }
        value => value?,
    };
    if value.abs() >= MONEY_LIMIT { Err(TOO_LARGE) } else { Ok(written.with(value)) }
}

const TRIANGLES: [char; 2] = ['▲', '△'];

/// Digits from which on a number is a double that a program has printed.
const DOUBLE: usize = 16;

/// How many digits a number has from the first that is not 0.
fn significant(digits: &str) -> usize {
    let shown = digits.bytes().filter(u8::is_ascii_digit);
    shown.skip_while(|digit| *digit == b'0').count()
}

/// A whole number of units times the column's factor, when it comes out whole.
pub fn exactly(value: i128, scale: Option<Scaling>) -> Option<i128> {
    let Some(Scaling { units, decimals }) = scale else { return Some(value) };
    let product = value.checked_mul(i128::from(units))?;
    let one = 10_i128.pow(decimals.into());
    (product % one == 0).then_some(product / one)
}

/// Money from a floating-point cell of a workbook: the decimal that the cell shows at 15 digits.
pub fn money_of_float(value: f64) -> Result<i128, Refusal> {
    let scaled = value * 10_000.0;
    let nearest = scaled.round();
    if !nearest.is_finite() || nearest.abs() >= MONEY_LIMIT as f64 {
        return Err(TOO_LARGE);
    }
    if (scaled - nearest).abs() > 1e-4_f64.max(nearest.abs() * 1e-14) {
        return Err(TOO_FINE);
    }
    Ok(nearest as i128)
}

/// Reads a truth value: 1/0 and the words of all languages.
pub fn boolean(text: &str) -> Result<bool, Refusal> {
    match text {
        "true" | "1" | "1.0" => Ok(true),
        "false" | "0" | "0.0" => Ok(false),
        _ => words::boolean(text).ok_or("not true or false (true/false, yes/no, 1/0, 是/否)"),
    }
}

fn finite(text: &str) -> Result<f64, Refusal> {
    let value: f64 = text.parse().map_err(|_| NOT_A_NUMBER)?;
    if value.is_finite() { Ok(value) } else { Err(TOO_LARGE) }
}

/// Units of 1/10,000 of plain digits times a power of ten and the column's factor.
fn exact(text: &str, exponent: i32, scale: Option<Scaling>) -> Result<i128, Refusal> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    if !all_digits || whole.len() + fraction.len() == 0 {
        return Err(if finite(text).is_ok() { EXPONENT } else { NOT_A_NUMBER });
    }
    let fraction = fraction.trim_end_matches('0');
    let whole = whole.trim_start_matches('0');
    if whole.len() > 16 {
        return Err(TOO_LARGE);
    }
    if fraction.len() > MOST_DECIMALS {
        return Err(TOO_FINE);
    }
    let fold =
        |value: i128, digits: &str| digits.bytes().fold(value, |value, byte| value * 10 + i128::from(byte - b'0'));
    let Scaling { units, decimals } = scale.unwrap_or(Scaling { units: 1, decimals: 0 });
    let places = 4 + exponent - fraction.len() as i32 - i32::from(decimals);
    let power = 10_i128.checked_pow(places.unsigned_abs()).ok_or(TOO_FINE)?;
    let value = fold(fold(0, whole), fraction).checked_mul(i128::from(units)).ok_or(TOO_LARGE)?;
    let value = match places {
        0.. => value.checked_mul(power).ok_or(TOO_LARGE)?,
        _ if value % power == 0 => value / power,
        _ => return Err(TOO_FINE),
    };
    Ok(if negative { -value } else { value })
}

/// Decimals beyond which no amount is exact, whatever its factor.
const MOST_DECIMALS: usize = 12;

/// A number taken apart: sign and digits with a decimal point, and what stood around them.
struct Written<'t> {
    digits: Cow<'t, str>,
    exponent: i32,
    form: Form,
    percent: bool,
}

impl<'t> Written<'t> {
    fn with<T>(&self, value: T) -> Read<T> {
        Read { value, form: self.form, percent: self.percent }
    }

    /// The column's factor: a number with a word of magnitude of its own has been multiplied.
    fn scale(&self, style: NumberStyle) -> Option<Scaling> {
        style.scale.filter(|scale| self.exponent == 0 || scale.units.abs() == 1 && scale.decimals == 0)
    }

    fn read(text: &'t str, style: NumberStyle) -> Result<Self, Refusal> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self { digits: text.into(), exponent: 0, form: Form::Plain, percent: false });
        }
        let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
        if style.mark() == DecimalMark::Point && text.bytes().all(plain) && !text.ends_with('-') {
            return Self::with_point(text);
        }
        Self::dressed(text, style)
    }

    /// `-12.5`, `1e3`: nothing but digits, a point, signs and an exponent.
    fn with_point(text: &'t str) -> Result<Self, Refusal> {
        let body = text.trim_start_matches(['-', '+']);
        let body = &body[..body.find(['e', 'E']).unwrap_or(body.len())];
        let form = Form::of(body).ok_or(NOT_A_NUMBER);
        match form {
            Ok(Form::PointGroups) => Err(POINTS),
            Ok(form) => Ok(Self { digits: text.into(), exponent: 0, form, percent: false }),
            Err(reason) => Err(reason),
        }
    }

    /// Signs of currency, thousands marks, full-width forms, signs behind and parentheses taken off.
    fn dressed(text: &str, style: NumberStyle) -> Result<Self, Refusal> {
        let narrow: String = text.chars().map(narrow).collect();
        let bare = narrow.trim();
        if bare.chars().all(|letter| matches!(letter, '-' | '—')) && !bare.is_empty() {
            return Err(DASH);
        }
        let (negative, bare) = in_parentheses(bare);
        let (percent, bare) = match bare.strip_suffix('%') {
            Some(rest) => (true, rest.trim_end()),
            None if bare.ends_with('‰') => return Err(PER_MILLE),
            None => (false, bare),
        };
        let (sign, bare) = currency::unsigned(bare).ok_or(NOT_A_NUMBER)?;
        if magnitude::has_side(bare) {
            return Err(SIDE);
        }
        let (exponent, bare) = magnitude::of(bare, currency::is_marked(&narrow));
        let body = without_blanks(bare)?;
        let form = Form::of(&body).ok_or(NOT_A_NUMBER)?;
        let digits = form.digits(&body, style.mark()).ok_or(match style.mark() {
            DecimalMark::Point => COMMAS,
            DecimalMark::Comma => POINTS,
        })?;
        let minus = match (negative, sign) {
            (true, true) => return Err(NOT_A_NUMBER),
            (false, false) => "",
            _ => "-",
        };
        Ok(Self { digits: format!("{minus}{digits}").into(), exponent, form, percent })
    }
}

fn in_parentheses(text: &str) -> (bool, &str) {
    match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (true, inner.trim()),
        None => (false, text),
    }
}

/// Blanks and apostrophes between digits are thousands marks, of one kind and in threes.
fn without_blanks(text: &str) -> Result<String, Refusal> {
    let mark = |letter: char| letter == ' ' || letter == '\'';
    let Some(first) = text.chars().find(|letter| mark(*letter)) else { return Ok(text.to_owned()) };
    let end = text.rfind(['.', ',']).filter(|end| !text[*end..].contains(mark)).unwrap_or(text.len());
    let mut groups = text[..end].split(first);
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let head = groups.next().unwrap_or_default();
    let fits = (1..=3).contains(&head.len()) && digits(head) && groups.all(|group| group.len() == 3 && digits(group));
    if fits { Ok(text.replace(first, "")) } else { Err(GROUPS) }
}

fn narrow(letter: char) -> char {
    match letter {
        '０'..='９' | '．' | '，' | '－' | '＋' | '（' | '）' | '％' | '＄' => {
            char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter)
        }
        '￥' => '¥',
        '−' | '–' | '\u{2011}' | '负' | '負' => '-',
        '’' | '‘' | 'ʼ' => '\'',
        letter if letter.is_whitespace() => ' ',
        _ => letter,
    }
}
