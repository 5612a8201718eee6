//! How fast one scan adds up many metrics, against a hand-written loop for one of them in the same
//! run. Prints seconds and ratios; 1 million synthetic tickets, nine quarters, two dimensions.

#![allow(clippy::print_stdout, reason = "a bench reports on standard output")]

use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow_schema::ArrowError;
use quarterdeck::diagnostic::Place;
use quarterdeck::domain::{Clock, ColumnType, FiscalCalendar, Instant, Period, Quarter, Segment, Zone};
use quarterdeck::engine::aggregate::{Proportion, Quantile, SurvivalQuantile};
use quarterdeck::engine::{
    Aggregate, Attribution, Bindings, Exclusion, Expression, Grain, Periods, Plan, Schema, State, scan,
};
use rand::{RngExt, SeedableRng};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant as Moment;

const PARTS: usize = 8;
const ROWS: usize = 125_000;
const CHANNELS: [&str; 5] = ["phone", "chat", "mail", "web", "store"];

fn periods() -> Vec<Period> {
    let first: Quarter = "2024-Q3".parse().expect("a quarter");
    (0..9).map(|at| FiscalCalendar::default().period(first.plus(at), Zone::default())).collect()
}

fn part(seed: u64, periods: &[Period]) -> RecordBatch {
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    let (start, end) = (periods[0].start.0, periods[8].end.0);
    let created: Vec<i64> = (0..ROWS).map(|_| random.random_range(start..end) / 1_000_000 * 1_000_000).collect();
    let resolved = created.iter().map(|at| {
        let hours = -(1.0 - random.random::<f64>()).ln() * 30.0;
        (random.random::<f64>() < 0.9).then(|| at + (hours * 3_600.0) as i64 * 1_000_000)
    });
    let resolved: Vec<Option<i64>> = resolved.collect();
    let mut text = |count: usize| -> ArrayRef {
        let pick = |_| format!("{}{}", CHANNELS[random.random_range(0..5)], random.random_range(0..count));
        Arc::new((0..ROWS).map(pick).map(Some).collect::<StringArray>())
    };
    let (channel, team) = (text(1), text(4));
    let spam: BooleanArray = (0..ROWS).map(|_| Some(random.random::<f64>() < 0.02)).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("created_at", Arc::new(TimestampMicrosecondArray::from(created).with_timezone("UTC"))),
        ("resolved_at", Arc::new(TimestampMicrosecondArray::from(resolved).with_timezone("UTC"))),
        ("channel", channel),
        ("team", team),
        ("spam", Arc::new(spam)),
    ];
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

fn plans() -> Vec<Plan> {
    let schema = Schema::new([
        ("created_at", ColumnType::Instant),
        ("resolved_at", ColumnType::Instant),
        ("channel", ColumnType::Text),
        ("team", ColumnType::Text),
        ("spam", ColumnType::Boolean),
    ]);
    let sql = |text: &str| Expression::parse(text, &schema, &Place::file("bench")).expect("sound SQL");
    let plan = |aggregate: Aggregate| Plan {
        rows: None,
        attribution: Attribution::At(sql("created_at")),
        exclusions: vec![Exclusion { reason: "spam".to_owned(), when: sql("spam") }],
        matured: None,
        among: None,
        aggregate,
        segments: vec!["channel".to_owned(), "team".to_owned()],
        folds: None,
        grain: Grain::Quarter,
    };
    let share = |hours: u32| {
        let hit = format!("coalesce(resolved_at - created_at <= interval '{hours} hours', false)");
        plan(Proportion { hit: sql(&hit), weight: None }.into())
    };
    let mut plans: Vec<Plan> = [24, 1, 2, 4, 8, 12, 36, 48, 72, 96].map(share).into();
    plans.push(plan(
        SurvivalQuantile { start: sql("created_at"), end: sql("resolved_at"), quantile: 0.5, clock: Clock::Calendar }
            .into(),
    ));
    plans.push(plan(Quantile { value: sql("resolved_at - created_at"), quantile: 0.9 }.into()));
    plans
}

/// Hits of the first plan's total by a loop without any engine.
fn by_hand(parts: &[RecordBatch], periods: &[Period]) -> Vec<u64> {
    let mut hits = vec![0; periods.len()];
    for part in parts {
        let created = part.column(0).as_primitive::<TimestampMicrosecondType>();
        let resolved = part.column(1).as_primitive::<TimestampMicrosecondType>();
        let spam = part.column(4).as_boolean();
        for row in 0..part.num_rows() {
            let at = created.value(row);
            let period = periods.iter().position(|period| period.start.0 <= at && at < period.end.0);
            let quick = resolved.is_valid(row) && resolved.value(row) - at <= 24 * Instant::HOUR;
            if let (Some(period), true, false) = (period, quick, spam.value(row)) {
                hits[period] += 1;
            }
        }
    }
    hits
}

fn main() {
    let periods = periods();
    let parts: Vec<RecordBatch> = (0..PARTS).map(|seed| part(seed as u64, &periods)).collect();
    let bindings = Bindings { as_of: periods[8].end, zone: Zone::default(), calendar: None, period: None };
    let run = |plans: &[Plan]| {
        let read = |at: usize| Ok::<_, ArrowError>(parts[at].clone());
        scan(parts.len(), read, plans, Periods { quarters: &periods, months: &[] }, &bindings)
            .expect("the scan succeeds")
    };
    let timed = |what: &str, work: &dyn Fn()| {
        let start = Moment::now();
        work();
        let seconds = start.elapsed().as_secs_f64();
        println!("{what:<44} {seconds:>8.3} s");
        seconds
    };
    let all = plans();
    let cells = run(&all);
    let found =
        periods.iter().enumerate().map(|(at, _)| match cells.get(0, &Segment::Total, at).map(|cell| &cell.state) {
            Some(State::Proportion { hits, .. }) => *hits,
            other => panic!("a share, not {other:?}"),
        });
    assert_eq!(found.collect::<Vec<_>>(), by_hand(&parts, &periods), "both ways count the same hits");
    let hand = timed("one share, total only, by hand, one thread", &|| drop(black_box(by_hand(&parts, &periods))));
    let one = timed("one share, total and 25 parts", &|| drop(black_box(run(&all[..1]))));
    let ten = timed("ten shares, total and 25 parts", &|| drop(black_box(run(&all[..10]))));
    let twelve = timed("ten shares and two distributions", &|| drop(black_box(run(&all))));
    println!("one share / by hand      {:>8.2}", one / hand);
    println!("each further share       {:>8.2}", (ten - one) / 9.0 / hand);
    println!("each distribution        {:>8.2}", (twelve - ten) / 2.0 / hand);
}
