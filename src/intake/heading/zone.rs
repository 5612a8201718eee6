//! Time zones in names of columns and in lines above a table.

use super::parts::{brackets, words_of};
use crate::domain::{Instant, Zone};

/// A zone as it is written somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamedZone {
    /// One zone beyond doubt: `UTC`, `GMT+8`, `Europe/Berlin`, `北京时间`.
    Known(Zone, String),
    /// A word that several zones share, or that no rule is known for: `PST`, `Pacific Time`.
    Shared(String),
}

/// Words that mean one zone only, in small letters.
const WORDS: [(&str, &str); 17] = [
    ("北京时间", "Asia/Shanghai"),
    ("北京時間", "Asia/Shanghai"),
    ("中国标准时间", "Asia/Shanghai"),
    ("东八区", "Asia/Shanghai"),
    ("東八區", "Asia/Shanghai"),
    ("香港时间", "Asia/Hong_Kong"),
    ("香港時間", "Asia/Hong_Kong"),
    ("台北時間", "Asia/Taipei"),
    ("台北时间", "Asia/Taipei"),
    ("日本時間", "Asia/Tokyo"),
    ("日本時刻", "Asia/Tokyo"),
    ("jst", "Asia/Tokyo"),
    ("世界时", "UTC"),
    ("世界時", "UTC"),
    ("协调世界时", "UTC"),
    ("格林威治时间", "UTC"),
    ("zulu", "UTC"),
];

/// Abbreviations of zones, of which most stand for several.
const SHARED: [&str; 40] = [
    "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "AKST", "AKDT", "HST", "AST", "ADT", "NST", "CET", "CEST",
    "MEZ", "MESZ", "EET", "EEST", "WET", "WEST", "BST", "IST", "KST", "SGT", "HKT", "AEST", "AEDT", "ACST", "ACDT",
    "AWST", "NZST", "NZDT", "MSK", "BRT", "ART", "SAST", "PKT", "WIB",
];

/// First words of names such as `Pacific Time (US & Canada)`.
const REGIONS: [&str; 6] = ["pacific", "mountain", "central", "eastern", "atlantic", "alaska"];

/// What stands before a zone, in small letters.
const LABELS: [&str; 14] = [
    "time zone",
    "timezone",
    "time-zone",
    "时区",
    "時區",
    "所在时区",
    "zeitzone",
    "fuseau horaire",
    "zona horaria",
    "fuso horário",
    "タイムゾーン",
    "tz",
    "report time zone",
    "reporting time zone",
];

impl NamedZone {
    /// As it is written.
    pub fn text(&self) -> &str {
        match self {
            Self::Known(_, text) | Self::Shared(text) => text,
        }
    }

    /// The zone, where it is beyond doubt; a shared word is a given zone's when that zone's clocks use it.
    pub fn within(&self, given: Zone) -> Option<Zone> {
        match self {
            Self::Known(zone, _) => Some(*zone),
            Self::Shared(word) => is_called(given, word).then_some(given),
        }
    }
}

/// Whether a zone's clocks are called so in winter or summer: `CET` and `CEST`; `Pacific Time` in America.
fn is_called(zone: Zone, word: &str) -> bool {
    const JANUARY: i64 = 1_768_435_200_000_000;
    const HALF_A_YEAR: i64 = 15_768_000_000_000;
    let upper = word.to_uppercase();
    let region = REGIONS.iter().any(|region| word.to_lowercase().starts_with(region)) || upper.len() == 2;
    let generic = |called: &str| region && zone.name().starts_with("America/") && called[..1] == upper[..1];
    [JANUARY, JANUARY + HALF_A_YEAR].iter().any(|at| {
        let called = zone.abbreviation(Instant(*at));
        called == upper || called.len() == 3 && called.is_ascii() && generic(called)
    })
}

/// The zone that the name of a column says.
pub(super) fn in_name(name: &str) -> Option<NamedZone> {
    let (inside, outside) = brackets(name);
    let outside = words_of(&outside);
    let bracketed = inside.iter().find_map(|text| zone(text, true));
    bracketed.or_else(|| {
        let words: Vec<&str> = outside.split([' ', '_', '/', ',', ';']).filter(|word| !word.is_empty()).collect();
        let offset = words.iter().find_map(|word| universal(word));
        let offset = offset.or_else(|| outside.split([' ', '_', '.', '-', ':']).find_map(universal));
        let last = || words.last().filter(|_| words.len() > 1).and_then(|word| zone(word, false));
        offset.or_else(last)
    })
}

/// The zone that a row above the records says behind a word for it: `Time zone: UTC+1`, or in the next cell.
pub fn zone_after_label(cells: &[String]) -> Option<NamedZone> {
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let is_label = |text: &str| LABELS.contains(&text.trim().trim_end_matches([':', '：']).to_lowercase().as_str());
    filled.iter().enumerate().find_map(|(at, cell)| {
        let (label, value) = cell.split_once([':', '：', '=']).filter(|(_, value)| !value.trim().is_empty()).unzip();
        let value = match label {
            Some(label) => value.filter(|_| is_label(label)),
            None => filled.get(at + 1).copied().filter(|_| is_label(cell)),
        }?;
        let value = value.trim();
        zone(value, true).or_else(|| Some(NamedZone::Shared(value.to_owned())))
    })
}

/// The zone of a text; words that several zones share count in brackets in any case, else in capitals.
fn zone(text: &str, bracketed: bool) -> Option<NamedZone> {
    let text = text.trim().trim_end_matches(['.', '。']);
    let (inner, before) = brackets(text);
    let lower = text.to_lowercase();
    let known = |zone: Option<Zone>| zone.map(|zone| NamedZone::Known(zone, text.to_owned()));
    let word = WORDS.iter().find(|(word, _)| *word == lower).and_then(|(_, zone)| zone.parse().ok());
    let named = |text: &str| text.trim().parse::<Zone>().ok().filter(|_| text.contains('/'));
    let found = known(word)
        .or_else(|| known(named(text)))
        .or_else(|| known(named(&before)))
        .or_else(|| inner.iter().find_map(|inner| universal(inner).or_else(|| known(named(inner)))))
        .or_else(|| text.split([' ', ',', ';']).find_map(universal));
    let shared = || {
        let abbreviation = SHARED.contains(&if bracketed { text.to_uppercase() } else { text.to_owned() }.as_str());
        let first = lower.split(' ').next().unwrap_or_default();
        let region = bracketed && REGIONS.contains(&first) && lower.contains(" time");
        let region = region || bracketed && matches!(text, "ET" | "CT" | "MT" | "PT");
        (abbreviation || region).then(|| NamedZone::Shared(text.to_owned()))
    };
    found.or_else(shared)
}

/// `UTC`, `GMT+8`, `UTC-05:00`.
fn universal(word: &str) -> Option<NamedZone> {
    let upper = word.trim().to_uppercase();
    let offset = upper.strip_prefix("UTC").or_else(|| upper.strip_prefix("GMT"))?.trim().replace('−', "-");
    let written = || format!("UTC{offset}");
    if offset.is_empty() {
        return Some(NamedZone::Known(Zone::utc(), written()));
    }
    let (sign, hours) = offset.split_at_checked(1).filter(|(sign, _)| matches!(*sign, "+" | "-"))?;
    let (hours, minutes) = hours.split_once(':').unwrap_or((hours, "00"));
    let minutes: u8 = minutes.parse().ok()?;
    let hours: u8 = hours.parse().ok()?;
    // The names of the database count westward, and in whole hours.
    let turned = if sign == "+" { "-" } else { "+" };
    match (hours, minutes) {
        (0, 0) => Some(NamedZone::Known(Zone::utc(), written())),
        (_, 0) => format!("Etc/GMT{turned}{hours}").parse().ok().map(|zone| NamedZone::Known(zone, written())),
        _ => Some(NamedZone::Shared(written())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(zone: Option<NamedZone>) -> Option<&'static str> {
        match zone? {
            NamedZone::Known(zone, _) => Some(zone.name()),
            NamedZone::Shared(_) => Some("shared"),
        }
    }

    #[test]
    fn a_zone_is_quoted_as_it_is_written() {
        let quoted = |name: &str| in_name(name).map(|zone| zone.text().to_owned());
        assert_eq!(quoted("Created (CET)").as_deref(), Some("CET"));
        assert_eq!(quoted("Created (Europe/Madrid)").as_deref(), Some("Europe/Madrid"));
    }

    #[test]
    fn zones_are_found_in_names() {
        for (name, zone) in [
            ("Created (UTC)", Some("UTC")),
            ("Start Date (UTC)", Some("UTC")),
            ("created_utc", Some("UTC")),
            ("openedAtUtc", Some("UTC")),
            ("GMT start", Some("UTC")),
            ("Opened (all times in UTC)", Some("UTC")),
            ("时间（UTC+8）", Some("Etc/GMT-8")),
            ("Opened (GMT-05:00)", Some("Etc/GMT+5")),
            ("Opened (GMT+05:30)", Some("shared")),
            ("Opened [Europe/Madrid]", Some("Europe/Madrid")),
            ("受理时间（北京时间）", Some("Asia/Shanghai")),
            ("受理时间(世界时)", Some("UTC")),
            ("Opened (CET)", Some("shared")),
            ("Opened (pst)", Some("shared")),
            ("Opened EST", Some("shared")),
            ("Opened (Eastern Time)", Some("shared")),
            ("Opened (Pacific Time (US & Canada))", Some("shared")),
            ("opened_est", None),
            ("opened.utc", Some("UTC")),
            ("Opened-UTC", Some("UTC")),
            ("UTCOpenedAt", Some("UTC")),
            ("Opened UTC-3", Some("Etc/GMT+3")),
            ("Opened (ET)", Some("shared")),
            ("Opened ET", None),
            ("Opened (central office)", None),
            ("Created", None),
            ("EST", None),
        ] {
            assert_eq!(known(in_name(name)), zone, "{name}");
        }
    }

    #[test]
    fn a_shared_word_is_that_of_a_zone_whose_clocks_use_it() {
        let within =
            |word: &str, zone: &str| NamedZone::Shared(word.to_owned()).within(zone.parse().unwrap()).is_some();
        assert!(within("CET", "Europe/Berlin") && within("CEST", "Europe/Berlin"));
        assert!(
            within("ET", "America/New_York")
                && within("Pacific Time", "America/Los_Angeles")
                && within("Eastern Time", "America/New_York")
        );
        for (word, zone) in [
            ("CET", "Asia/Shanghai"),
            ("PST", "America/New_York"),
            ("Pacific Time", "America/New_York"),
            ("IST", "Asia/Tokyo"),
        ] {
            assert!(!within(word, zone), "{word} in {zone}");
        }
    }

    #[test]
    fn zones_stand_behind_a_word_for_them() {
        let row =
            |cells: &[&str]| known(zone_after_label(&cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>()));
        for (cells, zone) in [
            (&["Time zone", "UTC"] as &[&str], Some("UTC")),
            (&["时区：UTC+0", ""], Some("UTC")),
            (&["", "Timezone:", "Europe/Madrid"], Some("Europe/Madrid")),
            (&["Time Zone: (GMT+08:00) Beijing, Chongqing"], Some("Etc/GMT-8")),
            (&["Zeitzone = Europe/Berlin (UTC+1)"], Some("Europe/Berlin")),
            (&["Time zone: PST"], Some("shared")),
            (&["Time zone", ""], None),
            (&["Zone: North"], None),
            (&["Export of 2026-10-01: UTC"], None),
        ] {
            assert_eq!(row(cells), zone, "{cells:?}");
        }
    }
}
