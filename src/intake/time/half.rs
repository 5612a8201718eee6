//! Words for a part of the day beside an hour of twelve: `PM`, `a.m.`, `下午`, `晚上`.

/// A part of the day that a word before or behind an hour names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    /// Before noon, of twelve hours; `12` is midnight, and so is `0`.
    Morning,
    /// After noon, of twelve hours; `12` is noon, and so is `0`.
    Afternoon,
    /// Around noon.
    Noon,
    /// From the afternoon to midnight, where `12` says nothing sure.
    Evening,
}

/// Words for parts of the day.
pub(super) const HALVES: [(&str, Half); 34] = [
    ("a.m.", Half::Morning),
    ("A.M.", Half::Morning),
    ("a. m.", Half::Morning),
    ("AM", Half::Morning),
    ("am", Half::Morning),
    ("Am", Half::Morning),
    ("p.m.", Half::Afternoon),
    ("P.M.", Half::Afternoon),
    ("p. m.", Half::Afternoon),
    ("PM", Half::Afternoon),
    ("pm", Half::Afternoon),
    ("Pm", Half::Afternoon),
    ("上午", Half::Morning),
    ("早上", Half::Morning),
    ("早晨", Half::Morning),
    ("清晨", Half::Morning),
    ("凌晨", Half::Morning),
    ("午前", Half::Morning),
    ("오전", Half::Morning),
    ("下午", Half::Afternoon),
    ("午後", Half::Afternoon),
    ("午后", Half::Afternoon),
    ("오후", Half::Afternoon),
    ("中午", Half::Noon),
    ("正午", Half::Noon),
    ("傍晚", Half::Evening),
    ("晚上", Half::Evening),
    ("晚间", Half::Evening),
    ("晚間", Half::Evening),
    ("夜间", Half::Evening),
    ("夜里", Half::Evening),
    ("夜晚", Half::Evening),
    ("深夜", Half::Evening),
    ("夜", Half::Evening),
];

impl Half {
    /// The hour of the day; `None` where the word and the hour leave it open.
    pub(super) fn hour(self, hour: i64) -> Option<i64> {
        match (self, hour) {
            (Self::Morning, 0..=12) => Some(hour % 12),
            (Self::Afternoon, 0..=12) => Some(hour % 12 + 12),
            // An hour of 24 that says its half besides.
            (Self::Afternoon, 13..=23) => Some(hour),
            (Self::Noon, 11 | 12) => Some(hour),
            (Self::Noon, 1 | 2) => Some(hour + 12),
            (Self::Evening, 5..=11) => Some(hour + 12),
            (Self::Evening, 17..=23) => Some(hour),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_that_of_its_part_of_the_day_or_open() {
        for (half, hour, found) in [
            (Half::Morning, 12, Some(0)),
            (Half::Morning, 9, Some(9)),
            (Half::Morning, 13, None),
            (Half::Morning, 0, Some(0)),
            (Half::Afternoon, 0, Some(12)),
            (Half::Afternoon, 13, Some(13)),
            (Half::Afternoon, 24, None),
            (Half::Afternoon, 12, Some(12)),
            (Half::Afternoon, 1, Some(13)),
            (Half::Noon, 11, Some(11)),
            (Half::Noon, 12, Some(12)),
            (Half::Noon, 1, Some(13)),
            (Half::Noon, 9, None),
            (Half::Evening, 8, Some(20)),
            (Half::Evening, 20, Some(20)),
            // Midnight or noon, and of which day?
            (Half::Evening, 12, None),
            (Half::Evening, 1, None),
        ] {
            assert_eq!(half.hour(hour), found, "{half:?} {hour}");
        }
    }
}
