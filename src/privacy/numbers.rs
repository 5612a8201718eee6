//! Numbers and addresses by which a person is found, in Chinese and English spellings: telephone, mail, identity
//! number, card and account, number plate. Each is replaced by the word for what it was.
//!
//! Where a number has a check digit this decides, so that ids of orders and tickets stay what they are.

use super::check_digits::{is_card, is_chinese_id, is_hong_kong_id, is_iban, is_taiwan_id};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// One spelling: what is printed for it, its form, what it must satisfy, and whether letters beside it make it
/// another word.
struct Spelling {
    mark: &'static str,
    form: Regex,
    is_one: fn(&str) -> bool,
}

/// The first that fits a place counts.
static SPELLINGS: LazyLock<Vec<Spelling>> = LazyLock::new(|| {
    let spelling =
        |mark, form, is_one| Spelling { mark, form: Regex::new(form).expect("the forms are tested"), is_one };
    let any: fn(&str) -> bool = |_| true;
    vec![
        spelling("[mail]", r"[\p{L}\p{N}._%+-]+\s?@\s?[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+", any),
        spelling("[id]", r"\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]", |text| is_chinese_id(&joined(text))),
        spelling("[id]", r"\d{15}", is_chinese_id),
        spelling("[card]", r"\d{4}([ -]?\d{4}){2}[ -]?\d{1,4}([ -]?\d{1,3})?", |text| is_card(&joined(text))),
        spelling("[card]", r"3[47]\d{2}[ -]?\d{6}[ -]?\d{5}", |text| is_card(&joined(text))),
        spelling("[account]", r"[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,3})?", is_iban),
        spelling("[id]", r"[A-Z]{1,2}\d{6}\([0-9A]\)", is_hong_kong_id),
        spelling("[id]", r"[A-Za-z][1289]\d{8}", is_taiwan_id),
        spelling("[id]", r"(?i:[A-CEGHJ-PR-TW-Z]{2}) ?\d{2} ?\d{2} ?\d{2} ?(?i:[A-D])", any),
        spelling("[id]", r"\d{3}-\d{2}-\d{4}", is_social_security),
        // Mainland mobiles, landlines and service numbers.
        spelling("[phone]", r"(\+?86[ -]?|0086[ -]?)?1[3-9]\d([ -]?\d{4}){2}", any),
        spelling("[phone]", r"(\+?86[ -]?)?(\(0\d{2,3}\) ?|0\d{2,3}[ -])\d{7,8}([ -转x]\d{1,6})?", any),
        spelling("[phone]", r"[48]00[ -]?\d{3}[ -]?\d{4}|[48]00[ -]\d{4}[ -]?\d{3}", any),
        // Taiwan, Hong Kong, North America, Britain, and whatever begins with its country.
        spelling("[phone]", r"09\d{2}[ -]?\d{3}[ -]?\d{3}|\(?0[2-8]\)?[ -]\d{3,4}[ -]?\d{4}", any),
        spelling("[phone]", r"\(?\+?852\)?[ -]?[2-9]\d{3}[ -]?\d{4}", any),
        spelling("[phone]", r"(\+?1[ .-])?(\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4}", any),
        spelling("[phone]", r"\(?0\d{2,4}\)?[ -]\d{3,4}[ -]\d{3,4}|07\d{3}[ -]?\d{6}", any),
        spelling("[phone]", r"(\+|00 ?)[1-9]\d{0,2}([ .-]?\(?\d{1,4}\)?){2,6}", has_phone_length),
        spelling(
            "[phone]",
            r"(?i:tel\.?|phone|mobile|call|电话|電話|手机|手機|致电|拨打|座机)[号號]?[码碼]?[:: ]*\d[\d -]{4,13}\d",
            any,
        ),
        // Number plates: mainland (with new energy), Britain, Taiwan.
        spelling(
            "[plate]",
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•. -]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]",
            any,
        ),
        spelling("[plate]", r"[A-Z]{2}\d{2} ?[A-Z]{3}", any),
        spelling("[plate]", r"[A-Z]{3}-\d{4}|\d{4}-[A-Z]{2}", any),
    ]
});

/// A text with a word in the place of each number or address by which a person is found.
pub fn scrub(text: &str) -> String {
    let found = found(text);
    if found.is_empty() {
        return text.to_owned();
    }
    let mut scrubbed = String::with_capacity(text.len());
    let mut from = 0;
    for (place, mark) in found {
        scrubbed.push_str(&text[from..place.start]);
        scrubbed.push_str(mark);
        from = place.end;
    }
    scrubbed + &text[from..]
}

/// Whether a text holds such a number or address.
pub fn has_numbers(text: &str) -> bool {
    !found(text).is_empty()
}

/// Where they stand, in order, none over another.
fn found(text: &str) -> Vec<(Range<usize>, &'static str)> {
    // A number plate has two digits.
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    if digits < 2 && !text.contains(['@', '＠']) {
        return Vec::new();
    }
    let (plain, places) = half_width(text);
    let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
    for spelling in SPELLINGS.iter() {
        let mut from = 0;
        while let Some(one) = spelling.form.find_at(&plain, from) {
            let own = places[one.start()]..places[one.end()];
            let free = !found.iter().any(|(other, _)| own.start < other.end && other.start < own.end);
            if free && stands_alone(&plain, one.range()) && (spelling.is_one)(one.as_str()) {
                found.push((own, spelling.mark));
                from = one.end();
            } else {
                from = one.start() + plain[one.start()..].chars().next().map_or(1, char::len_utf8);
            }
        }
    }
    found.sort_by_key(|(place, _)| place.start);
    found
}

/// Full-width letters, digits and marks as half-width ones; and for each byte of the result, and its end, which
/// byte of the text it comes from.
fn half_width(text: &str) -> (String, Vec<usize>) {
    let (mut plain, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
    for (at, letter) in text.char_indices() {
        let letter = match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        plain.push(letter);
        places.resize(plain.len(), at);
    }
    places.push(text.len());
    (plain, places)
}

/// Whether neither a digit nor a Latin letter goes on where the number ends, nor a whole number before a point.
fn stands_alone(text: &str, place: Range<usize>) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric();
    let mut earlier = text[..place.start].chars().rev();
    let before = earlier.next();
    if before == Some('.') && earlier.next().is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    let (first, after) = (text[place.start..].chars().next(), text[place.end..].chars().next());
    let opens = first.is_some_and(|c| !word(c));
    (opens && !before.is_some_and(|c| c.is_ascii_digit()) || !before.is_some_and(word)) && !after.is_some_and(word)
}

fn joined(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn has_phone_length(text: &str) -> bool {
    (8..=16).contains(&text.chars().filter(char::is_ascii_digit).count())
}

/// A social security number of the United States: no area 000, 666 or from 900.
fn is_social_security(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    !(parts[0] == "000" || parts[0] == "666" || parts[0].starts_with('9') || parts[1] == "00" || parts[2] == "0000")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WITH: &str = include_str!("../../tests/fixtures/comments/numbers.txt");
    const WITHOUT: &str = include_str!("../../tests/fixtures/comments/no-numbers.txt");

    /// Each line: a text, a tab, and what is left of it.
    #[test]
    fn numbers_and_addresses_become_the_word_for_what_they_were() {
        assert!(WITH.lines().count() >= 60);
        let wrong: Vec<String> = WITH
            .lines()
            .filter_map(|line| {
                let (text, left) = line.split_once('\t').unwrap();
                (scrub(text) != left || !has_numbers(text)).then(|| format!("{text}: {}", scrub(text)))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn amounts_times_versions_and_numbers_of_orders_stay() {
        assert!(WITHOUT.lines().count() >= 40);
        let wrong: Vec<String> = WITHOUT.lines().map(scrub).filter(|left| !WITHOUT.contains(left.as_str())).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
