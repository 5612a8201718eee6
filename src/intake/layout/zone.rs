//! Time zones that a file names outside its records.

use super::super::cell::trim;
use crate::domain::Zone;

/// The zone that a cell names by itself or after a word: `Europe/Berlin`, `Timezone: Europe/Berlin`.
pub fn named_zone(cell: &str) -> Option<String> {
    let text = trim(cell);
    let last = text.rsplit([':', '：', '=', '(', '（', ' ']).find(|part| !trim(part).is_empty())?;
    let name = trim(last).trim_end_matches([')', '）', '.', '。']);
    let zone = name.contains('/') && name.parse::<Zone>().is_ok();
    zone.then(|| name.to_owned())
}

/// Whether a name is a zone's.
pub fn is_zone(name: &str) -> bool {
    name.parse::<Zone>().is_ok()
}
