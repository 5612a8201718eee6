//! Times with the abbreviation of a zone behind them: of the zone that the mapping names, or universal time.

use super::{Occurs, Reading, Style, wall};
use crate::domain::{Instant, LocalClock, WallTime};

/// A time with `UTC` behind a configured format, or with an abbreviation that the clocks of the very zone
/// that the mapping names have then; in the hour that they show twice it says which.
pub(super) fn read(text: &str, style: &Style, zone: &mut LocalClock) -> Option<Reading> {
    let (text, abbreviation) = text.rsplit_once(' ')?;
    let universal = matches!(abbreviation, "UTC" | "GMT");
    let known = universal || style.names_zone;
    let found = wall(text.trim_end(), style).ok().filter(|found| known && found.has_time && found.offset.is_none())?;
    if universal {
        let written = found.written;
        return Some(Reading {
            at: found.local,
            assumed_zone: false,
            date_alone: false,
            written,
            occurs: Occurs::Once,
        });
    }
    let candidates = match zone.read(found.local) {
        WallTime::Once(at) => [at, at],
        WallTime::Skipped(_) => return None,
        WallTime::Twice(first, last) => [first, last],
    };
    let fits = |at: &i64| zone.zone().abbreviation(Instant(*at)) == abbreviation;
    let at = candidates.into_iter().find(fits)?;
    Some(Reading { at, assumed_zone: false, date_alone: false, written: found.written, occurs: Occurs::Once })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str, names_zone: bool) -> Option<String> {
        let style = Style { names_zone, ..Style::default() };
        let mut clock = LocalClock::new("America/Los_Angeles".parse().unwrap());
        let found = read(text, &style, &mut clock)?;
        assert!(!found.assumed_zone && !found.date_alone && found.occurs == Occurs::Once, "{text}");
        Some(Instant(found.at).to_utc().format("%m-%d %H:%M").to_string())
    }

    #[test]
    fn an_abbreviation_counts_where_the_clocks_of_the_named_zone_have_it() {
        for (text, expected) in [
            ("2026-07-01 09:00 PDT", Some("07-01 16:00")),
            ("2026-12-01 09:00 PST", Some("12-01 17:00")),
            ("2026-07-01 09:00 PST", None),
            ("2026-07-01 09:00 CEST", None),
            // Shown twice when summer time ends, never when it begins.
            ("2026-11-01 01:30 PDT", Some("11-01 08:30")),
            ("2026-11-01 01:30 PST", Some("11-01 09:30")),
            ("2026-03-08 02:30 PDT", None),
            ("2026-07-01 09:00 UTC", Some("07-01 09:00")),
            ("2026-07-01 09:00 GMT", Some("07-01 09:00")),
            ("2026-07-01 PDT", None),
            ("2026-07-01 UTC", None),
            ("2026-07-01 09:00 +0200 PDT", None),
            ("PDT", None),
        ] {
            assert_eq!(utc(text, true).as_deref(), expected, "{text}");
            let universal = expected.filter(|_| text.ends_with("UTC") || text.ends_with("GMT"));
            assert_eq!(utc(text, false).as_deref(), universal, "{text}, no zone named");
        }
    }
}
