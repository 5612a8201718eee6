//! The form that most files are full of, at a glance.

use super::*;

#[test]
fn the_usual_form_is_known_at_a_glance() {
    let day = |date: &str| NaiveDate::parse_from_str(date, "%Y-%m-%d").unwrap();
    let at = |date: &str, (hour, minute, second): (u32, u32, u32)| {
        wall_clock(day(date).and_hms_opt(hour, minute, second).unwrap())
    };
    assert_eq!(plain("2026-07-03 09:05:00"), Some((at("2026-07-03", (9, 5, 0)), true)));
    assert_eq!(plain("2026-07-13T23:59:59"), Some((at("2026-07-13", (23, 59, 59)), false)));
    for text in [
        "2026-07-03 24:00:00",
        "2026-07-03 09:60:00",
        "2026-07-03 09:05:60",
        "2026-07-03_09:05:00",
        "9999-12-31 00:00:00",
    ] {
        assert_eq!(plain(text), None, "{text}");
    }
}
