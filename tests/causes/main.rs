//! Scores the search for causes on made tickets: `cargo bench --bench causes -- [sets] [salt]`.
//!
//! Two makers, each smooth and rough; every kind of cause, two at once, compensating, rare and none. Prints
//! found, invented and F1 by kind and by plan, and the time of the slowest search. Fails below the goals.

#![allow(clippy::print_stdout, reason = "a bench reports on standard output")]

#[path = "maker.rs"]
mod maker;
#[path = "other.rs"]
mod other;
#[path = "random.rs"]
mod random;
#[path = "score.rs"]
mod score;

use maker::{Data, Plan};
use quarterdeck::statistics::{FoundCause, Outcome, Statistic, causes};
use score::Score;
use std::time::Instant;

/// Tickets of a quarter.
const SIZES: [usize; 5] = [600, 1_200, 3_000, 6_000, 12_000];
/// Most claims that are false, in percent.
const MOST_WRONG: f64 = 5.0;
/// Most data sets without a cause of which something is told, and fewest of them that can show it.
const MOST_ALARMS: f64 = 0.03;
const LEAST_QUIET: usize = 34;
/// Days within which two dates of two figures are one.
const SAME_DAYS: u16 = 14;

fn main() {
    let mut given = std::env::args().skip(1).filter_map(|one| one.parse::<u64>().ok());
    let (sets, salt) = (given.next().unwrap_or(360), given.next().unwrap_or(1));
    type Make = fn(u64, Plan, usize, bool) -> Data;
    let makers: [(&str, Make); 2] = [("first", maker::make), ("second", other::make)];
    let mut low = Vec::new();
    for (name, make) in makers {
        for (rough, goal) in [(false, 0.90), (true, 0.80)] {
            let (score, slowest) = scored(make, (sets, salt), rough);
            println!("{name} maker, {}:", if rough { "rough" } else { "smooth" });
            println!("{}slowest search {slowest:.2} s\n", score.table());
            if score.all().f1() < goal {
                low.push(format!("{name} maker, rough {rough}: F1 {:.3} below {goal}", score.all().f1()));
            }
            if score.wrong() > MOST_WRONG {
                low.push(format!("{name} maker, rough {rough}: {:.1} % of the claims are false", score.wrong()));
            }
            if score.quiet >= LEAST_QUIET && score.alarms as f64 > MOST_ALARMS * score.quiet as f64 {
                low.push(format!("{name} maker, rough {rough}: {} alarms in {}", score.alarms, score.quiet));
            }
        }
    }
    assert!(low.is_empty(), "{}", low.join("; "));
}

fn scored(make: fn(u64, Plan, usize, bool) -> Data, (sets, salt): (u64, u64), rough: bool) -> (Score, f64) {
    let (mut score, mut slowest) = (Score::default(), 0.0_f64);
    for set in 0..sets {
        let plan = Plan::ALL[(set % Plan::ALL.len() as u64) as usize];
        let size = SIZES[(set / Plan::ALL.len() as u64 % SIZES.len() as u64) as usize];
        let data = make(salt * 100_000 + set, plan, size, rough);
        let begun = Instant::now();
        let claims = claims(&data);
        slowest = slowest.max(begun.elapsed().as_secs_f64());
        score.add(&data, &claims);
    }
    (score, slowest)
}

/// The causes of the share and of the median, each told once.
fn claims(data: &Data) -> Vec<FoundCause> {
    let mut told: Vec<FoundCause> = Vec::new();
    let of_share = causes(&data.rows, Outcome::Share(&data.hits), (Statistic::Mean, 2));
    let of_time = causes(&data.rows, Outcome::Time(&data.times), (Statistic::Quantile(0.5), 2));
    for claim in of_share.into_iter().chain(of_time) {
        let near = |known: &FoundCause| match (known.from, claim.from) {
            (Some(one), Some(two)) => one.abs_diff(two) <= SAME_DAYS,
            (None, None) => true,
            _ => false,
        };
        match told.iter_mut().find(|known| known.kind == claim.kind && known.spot == claim.spot && near(known)) {
            Some(known) if claim.strength > known.strength => *known = claim,
            Some(_) => {}
            None => told.push(claim),
        }
    }
    told
}
