//! 蓝湾通信: eleven other telecoms as an anonymous comparison group, aggregates only, in the form that
//! `quarterdeck peers export` writes. Each has its own size; none has more than a quarter of all customers. They satisfy
//! more of their customers than 蓝湾 does, and keep fewer.

use super::draw::Draw;
use super::files::File;
use crate::catalogue::ids;
use std::fmt::Write as _;

/// How many others.
const PEERS: usize = 11;

/// A metric with the fingerprint of its definition, the middle and the spread of the others' values, and on how many
/// rows per thousand customers a value stands. A test of the suite holds the fingerprints against the catalogue.
const METRICS: [(&str, &str, f64, f64, i64); 9] = [
    (ids::FIRST_RESPONSE_MEDIAN, "42aa66ea0c71", 0.16, 0.05, 290),
    (ids::PHONE_ANSWER_RATE, "1d06517fa7f4", 92.0, 2.5, 60),
    (ids::FIRST_CONTACT_RESOLUTION, "a6ecadda6f95", 78.6, 3.2, 287),
    (ids::REOPEN_RATE, "942651649b56", 4.6, 0.9, 287),
    (ids::CSAT_TOP2, "9191be6999e1", 88.0, 2.2, 68),
    (ids::CSAT_SCORE, "4ac1aa3891e7", 82.4, 1.8, 68),
    (ids::COMPLAINT_RATE, "f01b5052a61e", 1.42, 0.22, 1000),
    (ids::RETENTION_RATE, "6d21a9d10f39", 96.2, 0.5, 997),
    (ids::COST_PER_CONTACT, "68a9025e65cb", 505.0, 42.0, 290),
];

pub fn files() -> Vec<File> {
    let mut draw = Draw::new(20_260_131);
    let mut text = "{\n  \"version\": 1,\n  \"peers\": [\n".to_owned();
    for at in 0..PEERS {
        let customers = draw.whole(3_200, 9_600);
        let label: String = (0..12).map(|_| char::from(*draw.pick(b"0123456789abcdef"))).collect();
        let end = if at + 1 == PEERS { "" } else { "," };
        let _ = writeln!(
            text,
            "    {{\n      \"label\": \"{label}\",\n      \"industry\": \"telecom\",\n      \"region\": \"CN\",\n      \
             \"population\": \"consumers\",\n      \"quarter\": \"2026-Q3\",\n      \"currency\": \"CNY\",\n      \
             \"figures\": [\n{}\n      ]\n    }}{end}",
            figures(&mut draw, customers)
        );
    }
    text += "  ]\n}\n";
    vec![("data/telecom/peers.json".to_owned(), text.into_bytes())]
}

fn figures(draw: &mut Draw, customers: i64) -> String {
    let line = |(metric, definition, middle, spread, rows): &(&str, &str, f64, f64, i64)| {
        // The sum of four draws is nearly normal.
        let around = (0..4).map(|_| draw.unit()).sum::<f64>() - 2.0;
        let thousandths = ((middle + spread * around * 1.7) * 1_000.0 + 0.5) as i64;
        let n = customers * rows / 1_000;
        format!(
            "        {{\"metric\": \"{metric}\", \"definition\": \"{definition}\", \"value\": {}.{:03}, \"n\": {n}}}",
            thousandths / 1_000,
            thousandths % 1_000
        )
    };
    METRICS.iter().map(line).collect::<Vec<_>>().join(",\n")
}
