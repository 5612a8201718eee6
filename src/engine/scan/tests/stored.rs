//! Sums of parts of a table, stored and read, merge into what one pass over the whole finds.

use super::*;
use crate::domain::{BusinessCalendar, Period};
use crate::engine::{Partial, Scan, StoredError};

fn with_scan<T>(plans: &[Plan], act: impl FnOnce(&Scan<'_>) -> T) -> T {
    let (periods, months) = (periods(), months());
    let bindings = Bindings { as_of: periods[2].end, zone: Zone::default(), calendar: None, period: None };
    act(&Scan::new(plans, Periods { quarters: &periods, months: &months }, &bindings).unwrap())
}

fn partial(scan: &Scan<'_>, rows: &[Row]) -> Partial {
    scan.partial(1, |_| Ok::<_, ArrowError>(batch(rows))).unwrap()
}

/// Every kind, with and without what it may leave out.
fn every_kind() -> Vec<Plan> {
    let weight = || Some(sql("weight"));
    let mut plans = plans();
    plans.push(plan(Count { hit: None }));
    plans.push(plan(Nps { value: sql("score"), weight: weight() }));
    plans.push(plan(Mean { value: sql("cost"), weight: None }));
    let kinds =
        plans.iter().map(|plan| std::mem::discriminant(&plan.aggregate)).collect::<std::collections::HashSet<_>>();
    assert_eq!(kinds.len(), 8, "a kind is missing here");
    plans
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is split off, merged or sent through bytes, in whichever order.
    #[test]
    fn sums_of_parts_are_the_sums_of_the_whole(
        rows in rows(),
        steps in prop::collection::vec((0..60_usize, any::<bool>(), any::<bool>()), 1..9),
    ) {
        let plans = every_kind();
        let whole = run_plans(std::slice::from_ref(&rows), &plans);
        let merged = with_scan(&plans, |scan| {
            let mut rest = rows.as_slice();
            let mut all = partial(scan, &[]);
            for (at, (size, is_stored, is_turned)) in steps.iter().enumerate() {
                let (part, others) = rest.split_at(if at + 1 == steps.len() { rest.len() } else { rest.len().min(*size) });
                rest = others;
                let mut next = partial(scan, part);
                if *is_turned {
                    std::mem::swap(&mut all, &mut next);
                }
                if *is_stored {
                    let bytes = scan.to_bytes(&mut next);
                    next = scan.from_bytes(&bytes).expect("what was just written");
                }
                scan.merge(&mut all, next);
            }
            let bytes = scan.to_bytes(&mut all);
            scan.cells(scan.from_bytes(&bytes).expect("what was just written")).unwrap()
        });
        prop_assert_eq!(&whole, &merged);
    }

    /// No bit of what was stored can change without being noticed, and no end of it be cut off.
    #[test]
    fn damage_is_detected(rows in rows(), at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let plans = every_kind();
        with_scan(&plans, |scan| {
            let mut bytes = scan.to_bytes(&mut partial(scan, &rows));
            let at = at.index(bytes.len());
            prop_assert_eq!(scan.from_bytes(&bytes[..at]).err(), Some(StoredError::Damaged));
            bytes[at] ^= 1 << bit;
            prop_assert_eq!(scan.from_bytes(&bytes).err(), Some(StoredError::Damaged));
            Ok(())
        })?;
    }

    /// Bytes that nobody wrote, under a checksum that fits, neither crash nor pass for sums of many cells.
    #[test]
    fn foreign_bytes_are_refused(noise in prop::collection::vec(any::<u8>(), 0..300), keep in 40..300_usize) {
        let plans = every_kind();
        with_scan(&plans, |scan| {
            let mut bytes = scan.to_bytes(&mut partial(scan, &small()));
            bytes.truncate(keep.min(bytes.len() - 5));
            bytes.extend(noise);
            bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
            if let Ok(read) = scan.from_bytes(&bytes) {
                let _ = scan.cells(read);
            }
            Ok::<(), TestCaseError>(())
        })?;
    }
}

/// A value beyond the exact ones keeps its class through bytes.
#[test]
fn classes_go_through_bytes() {
    use crate::engine::accumulate::{Distribution, Measure, Reader, Survival, Writer};
    let mut values = Distribution::with_limit(Measure::Money, 10);
    (-40..40).for_each(|key| values.push(key * 777));
    values.compact();
    assert!(!values.is_exact());
    let mut bytes = Writer::default();
    values.write(&mut bytes);
    let bytes = bytes.into_bytes();
    assert_eq!(Distribution::read(Measure::Money, &mut Reader::new(&bytes)), Ok(values));
    let mut times = Survival::with_limit(10);
    (0..40).for_each(|key| times.push_ended(key * 1_000_000));
    times.compact();
    let mut bytes = Writer::default();
    times.write(&mut bytes);
    let bytes = bytes.into_bytes();
    let read = Survival::read(&mut Reader::new(&bytes)).expect("what was just written");
    assert!(read.points().eq(times.points()) && !read.is_exact());
}

#[test]
fn sums_of_another_scan_are_refused() {
    let plans = plans();
    let bytes = with_scan(&plans, |scan| scan.to_bytes(&mut partial(scan, &small())));
    let read = |plans: &[Plan]| with_scan(plans, |scan| scan.from_bytes(&bytes).err());
    assert_eq!(read(&plans), None);
    assert_eq!(read(&plans[1..]), Some(StoredError::Scan), "another list of metrics");
    let mut other = plans.clone();
    other[1].exclusions[0].when = sql("not spam");
    assert_eq!(read(&other), Some(StoredError::Scan), "another expression");
    let mut other = plans.clone();
    let retyped = Schema::new([("score", ColumnType::Integer)]);
    let score = Expression::parse("score", &retyped, &Place::file("test")).unwrap();
    other[2].aggregate = Mean { value: score, weight: None }.into();
    assert_eq!(read(&other), Some(StoredError::Scan), "another type of a column");

    let (quarters, months) = (periods(), months());
    let as_of = quarters[2].end;
    let under = |quarters: &[Period], as_of, calendar: Option<&BusinessCalendar>| {
        let bindings = Bindings { as_of, zone: Zone::default(), calendar, period: None };
        Scan::new(&plans, Periods { quarters, months: &months }, &bindings).unwrap().from_bytes(&bytes).err()
    };
    assert_eq!(under(&quarters, as_of, None), None);
    assert_eq!(under(&quarters[1..], as_of, None), Some(StoredError::Scan), "other periods");
    assert_eq!(under(&quarters, Instant(as_of.0 - 1), None), Some(StoredError::Scan), "another date");
    let calendar = BusinessCalendar::default();
    assert_eq!(under(&quarters, as_of, Some(&calendar)), Some(StoredError::Scan), "another calendar");

    let mut older = bytes.clone();
    older.truncate(bytes.len() - 4);
    older[6] += 1;
    older.extend(crc32fast::hash(&older).to_le_bytes());
    assert_eq!(with_scan(&plans, |scan| scan.from_bytes(&older).err()), Some(StoredError::Version));
}

/// What a folded column has kept stays kept, and the others stay one part.
#[test]
fn folded_columns_go_through_bytes() {
    use crate::engine::{Fold, Folds};
    let fold = Fold { kept: ["chat".to_owned()].into(), others: 2 };
    let folds: Folds = Arc::new([("channel".to_owned(), Arc::new(fold))].into());
    let plans = [Plan { folds: Some(folds), ..plan(Count { hit: None }) }];
    let [one, other] = [row(1, None), (2, None, Some(2), None, None, None, None)];
    let whole = run_plans(&[vec![one, other]], &plans);
    let merged = with_scan(&plans, |scan| {
        let bytes = scan.to_bytes(&mut partial(scan, &[one]));
        let mut all = scan.from_bytes(&bytes).unwrap();
        scan.merge(&mut all, partial(scan, &[other]));
        scan.cells(all).unwrap()
    });
    assert_eq!(merged, whole);
    assert_eq!(whole.segments(0).count(), 2, "the total and the part of the others");
}
