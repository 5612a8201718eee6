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
