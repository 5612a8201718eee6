use super::*;
use proptest::prelude::*;

fn style(unit: SpanUnit) -> SpanStyle {
    SpanStyle { unit, colons: None, numbers: NumberStyle::default(), day: Day::Calendar }
}

fn seconds(text: &str) -> Option<f64> {
    read(text, style(SpanUnit::Seconds)).ok().map(|span| span.micros as f64 / 1e6)
}

#[test]
fn reads_spans_as_people_write_them() {
    for (text, expected) in [
        ("192", 192.0),
        ("00:03:12", 192.0),
        ("0:03:12", 192.0),
        ("125:04:11", 450_251.0),
        ("00:03:12.5", 192.5),
        ("-0:00:30", -30.0),
        ("PT3M12S", 192.0),
        ("P1DT2H", 93_600.0),
        ("PT0.5S", 0.5),
        ("-PT3M12S", -192.0),
        ("-3m 12s", -192.0),
        ("3m 12s", 192.0),
        ("3m12s", 192.0),
        ("3 min", 180.0),
        ("1 hour 20 minutes", 4_800.0),
        ("1 hour and 20 minutes", 4_800.0),
        ("8 dias 0 horas 35 minutos", 693_300.0),
        ("0 segundo", 0.0),
        ("3分12秒", 192.0),
        ("123秒", 123.0),
        ("7.5小时", 27_000.0),
        ("1小时20分", 4_800.0),
        ("250 ms", 0.25),
        ("2 days, 3:04:05", 183_845.0),
        ("1.02:03:04", 93_784.0),
        ("2d 03:04:05", 183_845.0),
        ("2 days 3:04", 183_840.0),
        ("00:00:59", 59.0),
        ("00:59:00", 3_540.0),
    ] {
        assert_eq!(seconds(text), Some(expected), "{text}");
    }
    for text in [
        "",
        "abc",
        "00:61:00",
        "00:60:00",
        "00:00:60",
        "12:60",
        "2d 3:60",
        "1:2:3:4",
        "3x",
        "12s 3m",
        "3m 3m",
        "P",
        "PT",
        "P1Y",
        "PT1M1M",
        "PT1S1M",
        "85%",
        "1.5.2:03:04",
        "3 12s",
    ] {
        assert_eq!(seconds(text), None, "{text}");
    }
    // Neither a sign inside nor more digits than any clock or program writes.
    for text in ["0:+5:30", "0:00:01.+5", "0:00:01.1234567890", "1234567890:00:00", "+1:05"] {
        assert_eq!(seconds(text), None, "{text}");
    }
}

#[test]
fn plain_numbers_are_in_the_columns_unit() {
    let of = |unit| read("1.5", style(unit)).unwrap().micros;
    assert_eq!(of(SpanUnit::Hours), 5_400 * SECOND);
    assert_eq!(of(SpanUnit::Milliseconds), 1_500);
    assert_eq!((of(SpanUnit::Minutes), of(SpanUnit::Days)), (90 * SECOND, 129_600 * SECOND));
    assert!(read("1e300", style(SpanUnit::Hours)).is_err());
    assert_eq!(read("9399999999", style(SpanUnit::Seconds)).unwrap().micros, 9_399_999_999 * SECOND);
    assert!(read("9400000000", style(SpanUnit::Seconds)).is_err(), "three hundred years are no span of service");
}

#[test]
fn a_day_of_work_is_as_long_as_is_said() {
    let of = |text, day| read(text, SpanStyle { day, ..style(SpanUnit::Days) }).map(|span| span.micros);
    let eight = Day::Stated(8 * 3_600 * SECOND);
    for (text, hours) in
        [("5.5", 44), ("1d 4h", 12), ("P1DT4H", 12), ("2天", 16), ("1 day, 4:00:00", 12), ("-1d 4h", -12), ("4h", 4)]
    {
        assert_eq!(of(text, eight), Ok(hours * 3_600 * SECOND), "{text}");
    }
    for text in ["5.5", "1d 4h", "P1DT4H", "2天", "1 day, 4:00:00"] {
        assert_eq!(of(text, Day::Unsaid), Err(DAY_OF_WORK.to_owned()), "{text}");
    }
    assert_eq!(of("4h 30m", Day::Unsaid), Ok(16_200 * SECOND), "hours are hours");
    for (text, day) in [("1w 2d", eight), ("P2W", Day::Unsaid)] {
        assert!(of(text, day).is_err(), "{text}: five days or seven");
    }
    assert_eq!(of("1w 2d", Day::Calendar), Ok(9 * DAY));
}

#[test]
fn no_form_of_a_span_is_longer_than_another() {
    let of = |text| read(text, style(SpanUnit::Seconds)).map(|span| span.micros);
    for text in ["2611111:06:39", "PT9399999999S", "9399999999 s"] {
        assert_eq!(of(text), Ok(9_399_999_999 * SECOND), "{text}");
    }
    for text in ["2611111:06:40", "PT9400000000S", "-9400000000 s", "999999999:00:00", "99999999999999999999 weeks"] {
        assert_eq!(of(text), Err(TOO_LONG.to_owned()), "{text}");
    }
    assert!(of("106751991.04:00:54.9").is_err(), "half a second beyond 64 bits");
}

#[test]
fn two_parts_are_what_the_column_says() {
    let with = |colons| read("152:30", SpanStyle { colons, ..style(SpanUnit::Hours) }).unwrap();
    assert_eq!(with(Some(Colons::HoursMinutes)).micros, (152 * 60 + 30) * 60 * SECOND);
    assert_eq!(with(Some(Colons::MinutesSeconds)).micros, (152 * 60 + 30) * SECOND);
    assert_eq!(with(None).form, SpanForm::TwoParts);
    assert_eq!(read("0:12:30", style(SpanUnit::Hours)).unwrap().form, SpanForm::ThreeParts);
}

proptest! {
    #[test]
    fn one_span_in_many_styles(seconds in 0_i64..2_000_000) {
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let styles = [
            seconds.to_string(),
            format!("{hours:02}:{minutes:02}:{rest:02}"),
            format!("PT{hours}H{minutes}M{rest}S"),
            format!("{hours}h {minutes}m {rest}s"),
            format!("{hours}小时{minutes}分{rest}秒"),
            format!("{hours} hours {minutes} minutes {rest} seconds"),
            format!("{} days {:02}:{minutes:02}:{rest:02}", hours / 24, hours % 24),
        ];
        for text in styles {
            prop_assert_eq!(super::read(&text, style(SpanUnit::Seconds)).map(|span| span.micros), Ok(seconds * SECOND), "{}", text);
        }
    }

    #[test]
    fn never_panics(text in "\\PC{0,16}") {
        let _ = super::read(&text, style(SpanUnit::Minutes));
    }
}

#[test]
fn reads_what_databases_and_clocks_write() {
    for (text, expected) in [
        ("+00:03:12", 192.0),
        ("+02 03:04:05.000000", 183_845.0),
        ("０：０３：１２", 192.0),
        ("3'12\"", 192.0),
        ("3′12″", 192.0),
        ("3'12''", 192.0),
        ("0 years 0 mons 2 days 3 hours 4 mins 5.0 secs", 183_845.0),
    ] {
        assert_eq!(seconds(text), Some(expected), "{text}");
    }
    for text in ["1 mon 3 days", "0 mons", "3 days 0 mons", "3'60\"", "3'"] {
        assert_eq!(seconds(text), None, "{text}");
    }
}
