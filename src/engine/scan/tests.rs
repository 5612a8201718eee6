use crate::diagnostic::Place;
use crate::domain::{Clock, ColumnType, FiscalCalendar, Instant, Period, Quarter, Segment, Zone};
use crate::engine::aggregate::{Count, Mean, Nps, Proportion, Quantile, RatioOfSums, Sum, SurvivalQuantile};
use crate::engine::{
    Aggregate, Attribution, Bindings, Cells, Exclusion, Expression, Grain, Periods, Plan, Schema, State, scan,
};
use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, Float64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow_schema::ArrowError;
use proptest::prelude::*;
use std::sync::Arc;

mod stored;

/// One ticket: created and resolved (hours since the first period starts), channel, spam, score,
/// cost in 1/10,000, weight.
type Row = (i64, Option<i64>, Option<u8>, Option<bool>, Option<i32>, Option<i64>, Option<f64>);

fn periods() -> Vec<Period> {
    let first: Quarter = "2026-Q1".parse().unwrap();
    (0..3).map(|at| FiscalCalendar::default().period(first.plus(at), Zone::default())).collect()
}

fn months() -> Vec<Period> {
    let quarters = periods();
    let months = quarters.iter().map(|quarter| FiscalCalendar::default().months(quarter.quarter, Zone::default()));
    months.flatten().collect()
}

fn batch(rows: &[Row]) -> RecordBatch {
    let start = periods()[0].start.0;
    let at = |hours: i64| start + hours * Instant::HOUR;
    let instants = |values: Vec<Option<i64>>| -> ArrayRef {
        Arc::new(TimestampMicrosecondArray::from(values).with_timezone("UTC"))
    };
    let channel = |row: &Row| row.2.map(|channel| ["phone", "chat", "mail"][usize::from(channel)]);
    let cost: Decimal128Array = rows.iter().map(|row| row.5.map(i128::from)).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("created_at", instants(rows.iter().map(|row| Some(at(row.0))).collect())),
        ("resolved_at", instants(rows.iter().map(|row| row.1.map(|hours| at(row.0 + hours))).collect())),
        ("channel", Arc::new(rows.iter().map(channel).collect::<StringArray>())),
        ("spam", Arc::new(rows.iter().map(|row| row.3).collect::<BooleanArray>())),
        ("score", Arc::new(rows.iter().map(|row| row.4.map(|score| f64::from(score) / 3.0)).collect::<Float64Array>())),
        ("cost", Arc::new(cost.with_precision_and_scale(20, 4).unwrap())),
        ("weight", Arc::new(rows.iter().map(|row| row.6).collect::<Float64Array>())),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
}

fn sql(text: &str) -> Expression {
    let schema = Schema::new([
        ("created_at", ColumnType::Instant),
        ("resolved_at", ColumnType::Instant),
        ("channel", ColumnType::Text),
        ("spam", ColumnType::Boolean),
        ("score", ColumnType::Number),
        ("cost", ColumnType::Money),
        ("weight", ColumnType::Number),
    ]);
    Expression::parse(text, &schema, &Place::file("test")).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn plan(aggregate: impl Into<Aggregate>) -> Plan {
    Plan {
        rows: None,
        attribution: Attribution::At(sql("created_at")),
        exclusions: vec![Exclusion { reason: "spam".to_owned(), when: sql("spam") }],
        matured: Some(sql("created_at + interval '7 days' <= as_of")),
        among: None,
        aggregate: aggregate.into(),
        segments: vec!["channel".to_owned()],
        folds: None,
        grain: Grain::Quarter,
    }
}

fn plans() -> Vec<Plan> {
    let weight = || Some(sql("weight"));
    let present = |end: bool| {
        let (from, until) = (sql("created_at"), sql("resolved_at"));
        match end {
            true => Attribution::PresentAtEnd { from, until },
            false => Attribution::PresentAtStart { from, until },
        }
    };
    let backlog = |end| Plan { attribution: present(end), matured: None, ..plan(Count { hit: None }) };
    vec![
        plan(Proportion { hit: sql("resolved_at <= period_end"), weight: None }),
        plan(Proportion { hit: sql("score > 2"), weight: weight() }),
        plan(Mean { value: sql("score"), weight: weight() }),
        plan(Quantile { value: sql("resolved_at - created_at"), quantile: 0.5 }),
        plan(Quantile { value: sql("cost"), quantile: 0.9 }),
        plan(Sum { value: sql("score * 0.1") }),
        plan(SurvivalQuantile {
            start: sql("created_at"),
            end: sql("resolved_at"),
            quantile: 0.5,
            clock: Clock::Calendar,
        }),
        plan(Nps { value: sql("score"), weight: None }),
        plan(RatioOfSums { numerator: sql("cost"), denominator: sql("score") }),
        Plan { among: Some(sql("resolved_at is not null")), ..plan(Count { hit: Some(sql("score > 1")) }) },
        backlog(true),
        backlog(false),
        Plan { segments: Vec::new(), ..plan(Mean { value: sql("cost"), weight: None }) },
        by_month(plan(Proportion { hit: sql("resolved_at <= period_end"), weight: None })),
        by_month(plan(Sum { value: sql("cost") })),
        by_month(backlog(true)),
        plan(Sum { value: sql("cost") }),
    ]
}

fn by_month(plan: Plan) -> Plan {
    Plan { grain: Grain::Month, segments: Vec::new(), ..plan }
}

fn run(parts: &[Vec<Row>]) -> Cells {
    run_plans(parts, &plans())
}

fn run_plans(parts: &[Vec<Row>], plans: &[Plan]) -> Cells {
    let periods = periods();
    let bindings = Bindings { as_of: periods[2].end, zone: Zone::default(), calendar: None, period: None };
    scan(
        parts.len(),
        |part| Ok::<_, ArrowError>(batch(&parts[part])),
        plans,
        Periods { quarters: &periods, months: &months() },
        &bindings,
    )
    .unwrap()
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let hours = 24_i64 * 31 * 9;
    let row = (
        -500..hours,
        prop::option::weighted(0.8, 0..3_000_i64),
        prop::option::weighted(0.9, 0..3_u8),
        prop::option::weighted(0.9, prop::bool::weighted(0.1)),
        prop::option::weighted(0.9, -3..40_i32),
        prop::option::weighted(0.9, -50_000..5_000_000_i64),
        prop::option::weighted(0.9, -0.2..5.0),
    );
    prop::collection::vec(row, 0..200)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cells_do_not_depend_on_split_or_order(rows in rows(), size in 1..50_usize, turn in 0..200_usize) {
        let whole = run(std::slice::from_ref(&rows));
        let mut turned = rows.clone();
        turned.rotate_left(turn.min(rows.len()));
        turned.reverse();
        let parts: Vec<Vec<Row>> = turned.chunks(size).map(<[Row]>::to_vec).collect();
        prop_assert_eq!(&whole, &run(&parts));
    }

    #[test]
    fn counts_agree_with_a_plain_loop(rows in rows()) {
        let cells = run(std::slice::from_ref(&rows));
        let periods = periods();
        for (at, period) in periods.iter().enumerate() {
            let created = |row: &&Row| {
                let created = periods[0].start.0 + row.0 * Instant::HOUR;
                period.start.0 <= created && created < period.end.0
            };
            let mature = |row: &Row| periods[0].start.0 + row.0 * Instant::HOUR + 7 * Instant::DAY <= periods[2].end.0;
            for (segment, wanted) in [(Segment::Total, None), (part(Some("chat")), Some(Some(1))), (part(None), Some(None))] {
                let mine: Vec<&Row> =
                    rows.iter().filter(created).filter(|row| wanted.is_none_or(|wanted| row.2 == wanted)).collect();
                let spam = mine.iter().filter(|row| row.3 == Some(true)).count() as u64;
                let left: Vec<_> = mine.iter().filter(|row| row.3 != Some(true)).collect();
                let immature = left.iter().filter(|row| !mature(row)).count() as u64;
                let ready: Vec<_> = left.iter().filter(|row| mature(row)).collect();
                let Some(cell) = cells.get(7, &segment, at) else {
                    prop_assert!(mine.is_empty());
                    continue;
                };
                prop_assert_eq!((cell.rows, cell.excluded[0], cell.immature), (mine.len() as u64, spam, immature));
                let answered = ready.iter().filter(|row| row.4.is_some_and(|score| (0..=30).contains(&score)));
                prop_assert_eq!(cell.n, answered.count() as u64);
                prop_assert_eq!(cell.rows, spam + immature + cell.outside + cell.missing + cell.n);
                let promoters = ready.iter().filter(|row| row.4.is_some_and(|score| (27..=30).contains(&score))).count();
                let State::Nps { promoters: found, .. } = &cell.state else { panic!("an NPS cell") };
                prop_assert_eq!(*found, promoters as u64);
            }
        }
    }

    #[test]
    fn months_add_up_to_their_quarters(rows in rows()) {
        let cells = run(std::slice::from_ref(&rows));
        let months: Vec<_> = (0..9).map(|at| cells.get(14, &Segment::Total, at).unwrap()).collect();
        for quarter in 0..3 {
            let whole = cells.get(16, &Segment::Total, quarter).unwrap();
            let months = &months[3 * quarter..3 * quarter + 3];
            let sum = |of: fn(&crate::engine::Cell) -> u64| months.iter().map(|month| of(month)).sum::<u64>();
            prop_assert_eq!((whole.rows, whole.n, whole.immature), (sum(|c| c.rows), sum(|c| c.n), sum(|c| c.immature)));
            let (last, end) = (cells.get(15, &Segment::Total, 3 * quarter + 2), cells.get(10, &Segment::Total, quarter));
            prop_assert_eq!(&last.unwrap().state, &end.unwrap().state, "what is open at the end of the last month");
        }
    }

    #[test]
    fn what_is_open_at_an_end_is_open_at_the_next_start(rows in rows()) {
        let cells = run(std::slice::from_ref(&rows));
        for at in 0..2 {
            let end = cells.get(10, &Segment::Total, at).unwrap();
            let start = cells.get(11, &Segment::Total, at + 1).unwrap();
            prop_assert_eq!(&end.state, &start.state);
        }
    }
}

fn part(value: Option<&str>) -> Segment {
    Segment::Part { dimension: "channel".to_owned(), value: value.map(str::to_owned) }
}

fn small() -> Vec<Row> {
    vec![
        (1, Some(10), Some(0), Some(false), Some(27), Some(10_000), Some(1.0)),
        (2, Some(20), Some(0), None, Some(30), Some(20_000), Some(2.0)),
        (3, None, Some(1), Some(false), Some(0), Some(5_000), Some(1.0)),
        (4, Some(40), None, Some(true), Some(3), None, None),
    ]
}

#[test]
fn a_cell_holds_what_its_kind_needs() {
    let cells = run(&[small()]);
    let total = |plan| cells.get(plan, &Segment::Total, 0).unwrap();
    assert_eq!((total(0).rows, total(0).excluded[0], total(0).missing, total(0).n), (4, 1, 1, 2));
    assert_eq!(total(0).state, State::Proportion { hits: 2, weighted: None });
    let State::Proportion { hits: 2, weighted: Some(weighted) } = total(1).state else { panic!("weighted share") };
    assert_eq!(weighted.mean(), Some(0.75));
    let State::Quantile { distribution } = &total(3).state else { panic!("a quantile") };
    assert_eq!(distribution.quantile(0.5), Some(15.0));
    let State::Survival(survival) = &total(6).state else { panic!("survival") };
    assert!(survival.points().take(2).eq([(10.0, 1, 0), (20.0, 1, 0)]));
    assert_eq!((survival.ended().count(), survival.censored().count()), (2, 1));
    let State::RatioOfSums(moments) = &total(8).state else { panic!("a ratio") };
    assert_eq!((moments.x.value(), moments.y.value(), moments.xy.value()), (3.5, 19.0, 29.0));
    let State::Mean { distribution, .. } = &total(12).state else { panic!("a mean") };
    assert_eq!((distribution.sum(), distribution.count()), (3.5, 3));
    assert_eq!(cells.get(0, &part(Some("mail")), 0), None);
    assert_eq!(cells.get(0, &part(None), 0).unwrap().excluded, [1]);
    assert_eq!(cells.get(0, &part(Some("phone")), 1).unwrap().rows, 0);
    let order: Vec<&Segment> = cells.segments(0).map(|(segment, _)| segment).collect();
    assert_eq!(order, [&Segment::Total, &part(None), &part(Some("chat")), &part(Some("phone"))]);
}

#[test]
fn an_empty_table_has_empty_totals() {
    let cells = run(&[]);
    assert_eq!(cells.get(0, &Segment::Total, 2).map(|cell| (cell.rows, cell.n)), Some((0, 0)));
    assert_eq!(run(&[Vec::new()]), cells);
}

#[test]
fn the_first_failing_part_is_named() {
    let bindings = Bindings { as_of: Instant(0), zone: Zone::default(), calendar: None, period: None };
    let read = |part: usize| match part {
        0 => Ok(batch(&small())),
        _ => Err(ArrowError::ParseError(format!("part {part}"))),
    };
    let wrong = scan(9, read, &plans(), Periods { quarters: &periods(), months: &months() }, &bindings).unwrap_err();
    assert_eq!(wrong.to_string(), "part 1 of the table could not be read");
    let mistyped = plan(Sum { value: sql("channel") });
    let wrong = scan(
        1,
        |_| Ok::<_, ArrowError>(batch(&small())),
        &[mistyped],
        Periods { quarters: &periods(), months: &[] },
        &bindings,
    )
    .unwrap_err();
    assert_eq!(wrong.to_string(), "plan 0 does not fit together");
}

/// Hours from the first period's start to the ends of the three quarters.
const ENDS: [i64; 3] = [90 * 24, 181 * 24, 273 * 24];

fn row(created: i64, resolved_after: Option<i64>) -> Row {
    (created, resolved_after, Some(0), None, None, None, None)
}

/// A quarter has its first instant and not its last; what ends with it is still there at its end, what
/// begins with the next is not.
#[test]
fn edges_of_quarters() {
    let count = |plan: Plan, created: i64, resolved_after: Option<i64>| {
        let plan = Plan { matured: None, ..plan };
        let cells = run_plans(&[vec![row(created, resolved_after)]], &[plan]);
        (0..3).map(|at| cells.get(0, &Segment::Total, at).unwrap().rows).collect::<Vec<_>>()
    };
    let by = |attribution: fn(Expression, Expression) -> Attribution| Plan {
        attribution: attribution(sql("created_at"), sql("resolved_at")),
        ..plan(Count { hit: None })
    };
    let at = || plan(Count { hit: None });
    assert_eq!(count(at(), ENDS[0], None), [0, 1, 0]);
    assert_eq!(count(at(), ENDS[2], None), [0, 0, 0], "no quarter has the end of the last one");
    let end = || by(|from, until| Attribution::PresentAtEnd { from, until });
    assert_eq!(count(end(), ENDS[0], None), [0, 1, 1], "begun with the second quarter");
    assert_eq!(count(end(), 1, Some(ENDS[0] - 1)), [1, 0, 0], "ended with the first quarter");
    let start = || by(|from, until| Attribution::PresentAtStart { from, until });
    assert_eq!(count(start(), 1, Some(ENDS[0] - 1)), [0, 1, 0]);
    assert_eq!(count(start(), ENDS[0], None), [0, 0, 1]);
    let overlaps = || by(|from, until| Attribution::Overlaps { from, until });
    assert_eq!(count(overlaps(), 1, Some(ENDS[0] - 1)), [1, 0, 0], "no time of it lies in the second");
    assert_eq!(count(overlaps(), 1, Some(ENDS[0])), [1, 1, 0]);
}

/// Unknown maturity holds nothing back; unknown membership is none; negative weights are missing.
#[test]
fn unknown_conditions() {
    let rows = vec![row(1, Some(5)), row(2, None), (3, Some(4), Some(0), None, Some(9), None, Some(-0.1))];
    let conditional = Plan {
        matured: Some(sql("resolved_at >= created_at")),
        among: Some(sql("resolved_at <= as_of")),
        ..plan(Count { hit: None })
    };
    let weighted = Plan { matured: None, ..plan(Mean { value: sql("score"), weight: Some(sql("weight")) }) };
    let cells = run_plans(&[rows], &[conditional, weighted]);
    let found = cells.get(0, &Segment::Total, 0).unwrap();
    assert_eq!((found.rows, found.immature, found.outside, found.n), (3, 0, 1, 2));
    let found = cells.get(1, &Segment::Total, 0).unwrap();
    assert_eq!((found.n, found.missing), (0, 3));
}

/// What ends with the extraction has ended; what ends as it begins lasted no time at all.
#[test]
fn spans_of_time_at_their_edges() {
    let rows = vec![row(ENDS[2] - 10, Some(10)), row(ENDS[2] - 10, Some(11)), row(ENDS[2] - 10, Some(0))];
    let lasting =
        SurvivalQuantile { start: sql("created_at"), end: sql("resolved_at"), quantile: 0.5, clock: Clock::Calendar };
    let cells = run_plans(&[rows], &[Plan { matured: None, ..plan(lasting) }]);
    let State::Survival(found) = &cells.get(0, &Segment::Total, 2).unwrap().state else { panic!("survival") };
    assert!(found.points().eq([(0.0, 1, 0), (10.0, 1, 1)]));
}

/// 0–6 detract, 9–10 promote; what lies between passes, halves included.
#[test]
fn classes_of_promoters() {
    let rows = [18, 19, 26, 27, 30, 31, -1].map(|thirds| (1, None, Some(0), None, Some(thirds), None, None));
    let cells =
        run_plans(&[rows.to_vec()], &[Plan { matured: None, ..plan(Nps { value: sql("score"), weight: None }) }]);
    let found = cells.get(0, &Segment::Total, 0).unwrap();
    let State::Nps { promoters, passives, detractors, .. } = found.state else { panic!("an NPS cell") };
    assert_eq!((promoters, passives, detractors, found.missing), (2, 2, 1, 2));
}
