//! Comparison groups worked by hand.

use super::summary::group;
use super::*;
use crate::domain::{Direction, Unit};
use std::path::Path;

fn top_2() -> Definition {
    crate::catalogue::built_in().iter().find(|one| one.id == "csat_top2").unwrap().clone()
}

fn figures(values: &[(f64, u64)]) -> Vec<PeerFigure> {
    let one = |(value, n): &(f64, u64)| PeerFigure {
        metric: "csat_top2".to_owned(),
        definition: "x".to_owned(),
        value: *value,
        n: *n,
    };
    values.iter().map(one).collect()
}

fn of(definition: &Definition, own: f64, values: &[(f64, u64)]) -> Result<(f64, PeerGroup), PeerRefusal> {
    let figures = figures(values);
    group(definition, Some(own), &figures.iter().collect::<Vec<_>>(), 0.95)
}

/// Seven peers of 80, 82, 84, 86, 88, 90 and 92: the median is 86, the quartiles 83 and 89 (type 7), the mean weighted
/// by rows (80·100 + 82·100 + 84·200 + 86·100 + 88·100 + 90·100 + 92·100) ÷ 800 = 85.75. The interval of the median at
/// 95 % is that of the first and last value (R: binom::qbinom(.025, 7, .5) = 1). 87 is better than all but three.
#[test]
fn a_group_of_seven_worked_by_hand() {
    let values = [(80.0, 100), (92.0, 100), (84.0, 200), (86.0, 100), (88.0, 100), (90.0, 100), (82.0, 100)];
    let (median, found) = of(&top_2(), 87.0, &values).unwrap();
    assert_eq!((median, found.lower_quartile, found.upper_quartile), (86.0, 83.0, 89.0));
    assert_eq!((found.weighted_mean, found.others, found.rank), (85.75, 7, Some(4)));
    assert_eq!((found.low, found.high), (Some(80.0), Some(92.0)));
    let lower = Definition { better: Direction::Lower, ..top_2() };
    assert_eq!(of(&lower, 87.0, &values).unwrap().1.rank, Some(5), "the best is the lowest");
    let neither = Definition { better: Direction::TargetRange, ..top_2() };
    assert_eq!(of(&neither, 87.0, &values).unwrap().1.rank, None);
}

#[test]
fn five_are_enough_four_are_not_and_nobody_has_more_than_a_quarter_of_the_rows() {
    let five = [(80.0, 100); 5];
    assert_eq!(of(&top_2(), 80.0, &five).unwrap().1.rank, Some(1), "equal values share the better place");
    assert_eq!((of(&top_2(), 80.0, &five).unwrap().1.low, MINIMUM_PEERS), (None, 5), "five have no interval at 95 %");
    assert_eq!(of(&top_2(), 80.0, &five[..4]), Err(PeerRefusal::TooFew));
    let quarter = [(80.0, 100), (81.0, 75), (82.0, 75), (83.0, 75), (84.0, 75)];
    assert!(of(&top_2(), 80.0, &quarter).is_ok(), "exactly a quarter");
    let more = [(80.0, 101), (81.0, 75), (82.0, 75), (83.0, 75), (84.0, 75)];
    assert_eq!(of(&top_2(), 80.0, &more), Err(PeerRefusal::Dominated));
}

const FILE: &str = r#"{"version": 1, "peers": [{"label": "a", "industry": "telecom", "region": "CN",
  "quarter": "2026-Q3", "currency": "CNY",
  "figures": [{"metric": "csat_top2", "definition": "x", "value": 80.5, "n": 120}]}]}"#;

#[test]
fn files_are_read_back_and_mistakes_have_their_place() {
    let peers = parse_peers(FILE, Path::new("p.json")).unwrap();
    assert_eq!(peers[0].figures[0].n, 120);
    assert_eq!(parse_peers(&Peer::file(peers.clone()), Path::new("p.json")).unwrap(), peers);
    let told = |text: &str| {
        let problems = parse_peers(text, Path::new("p.json")).unwrap_err();
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let unknown = told(&FILE.replace("\"currency\"", "\"curency\""));
    assert!(unknown.starts_with("p.json:2:33: error[invalid-peers]: unknown field `curency`"), "{unknown}");
    assert!(unknown.contains("hint: a file of peers is what `quarterdeck peers export` writes"), "{unknown}");
    assert!(told(&FILE.replace("120", "0")).contains("stands on no rows"));
    assert!(told(&FILE.replace("\"version\": 1", "\"version\": 2")).contains("version 2 is not known"));
    let (entry, _) = FILE.split_once("}]}]}").unwrap();
    let (_, entry) = entry.split_once('[').unwrap();
    let twice = format!("{{\"version\": 1, \"peers\": [{entry}}}]}}, {entry}}}]}}]}}");
    assert!(told(&twice).contains("the peer `a` stands twice in 2026-Q3"), "{twice}");
}

#[test]
fn two_labels_of_one_client_are_told_by_their_figures() {
    let mut one = parse_peers(FILE, Path::new("p.json")).unwrap().remove(0);
    for metric in ["reopen_rate", "complaint_rate"] {
        one.figures.push(PeerFigure { metric: metric.to_owned(), ..one.figures[0].clone() });
    }
    let other = Peer { label: "b".to_owned(), ..one.clone() };
    assert!(one.is_twin_of(&other));
    let mut moved = other.clone();
    moved.figures[1].n += 1;
    assert!(!one.is_twin_of(&moved));
    let few = Peer { figures: other.figures[..2].to_vec(), ..other };
    assert!(!one.is_twin_of(&few), "two figures may agree by chance");
}

#[test]
fn volumes_and_counts_are_not_handed_on() {
    let all = crate::catalogue::built_in();
    let handed: Vec<&Definition> = all.iter().filter(|one| exchange::is_exchanged(one)).collect();
    assert!(handed.iter().any(|one| one.id == "csat_top2") && handed.len() > 50);
    for id in ["contacts", "customers_active_mean", "relationship_score", "backlog_open_end"] {
        assert!(handed.iter().all(|one| one.id != id), "{id}");
    }
    assert!(handed.iter().all(|one| one.unit != Unit::Count));
}
