//! Time per stage of the sample project: all clients, both languages, every format, one thread, first
//! with an empty cache and then with staged data. Reference in the same run: SHA-256 over the input.

#![allow(clippy::print_stdout, reason = "a bench reports on standard output")]

use quarterdeck::config::{self, Overrides};
use quarterdeck::domain::Instant;
use quarterdeck::pipeline::{self, Mode, OnFailure, Request, Run, Stage};
use quarterdeck::sample;
use sha2::{Digest, Sha256};
use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant as Moment;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    sample::write(folder.path()).expect("the sample is written");
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let reference = hashed();
    println!("reference: SHA-256 over the generated data {reference:.3} s");
    for title in ["empty cache", "staged data"] {
        let run = threads.install(|| run(folder.path()));
        print(title, &run, reference);
    }
}

/// Seconds to hash the input.
fn hashed() -> f64 {
    let files = sample::data();
    let from = Moment::now();
    files.iter().for_each(|(_, bytes)| assert!(!black_box(Sha256::digest(bytes)).is_empty()));
    from.elapsed().as_secs_f64()
}

fn run(folder: &Path) -> Run {
    let overrides = Overrides::default();
    let (config, _) = config::load(&folder.join("reports.yaml"), &overrides).expect("the sample is sound");
    let request = Request {
        reports: Vec::new(),
        quarter: None,
        mode: Mode::Write,
        on_failure: OnFailure::KeepGoing,
        warnings: Vec::new(),
        since: std::time::Instant::now(),
        now: Instant(0),
        verify: pipeline::Verify::State,
        strictness: quarterdeck::gate::Strictness::AsConfigured,
        overrides: std::collections::BTreeMap::new(),
        reissue: Default::default(),
        stop: &AtomicBool::new(false),
    };
    pipeline::run(&config, &request, &|_| {}).expect("the output can be written")
}

fn print(title: &str, run: &Run, reference: f64) {
    println!("\n{title}, seconds");
    print!("{:14}", "");
    Stage::ALL.iter().for_each(|stage| print!("{:>9}", stage.name()));
    println!("{:>9}", "all");
    let mut sums = vec![0.0; Stage::ALL.len() + 1];
    for outcome in &run.outcomes {
        assert!(outcome.failure().is_none(), "{}: {:?}", outcome.report, outcome.failure());
        let of = |stage: &Stage| outcome.stages.iter().find(|(at, _)| at == stage).map_or(0.0, |(_, seconds)| *seconds);
        let line: Vec<f64> = Stage::ALL.iter().map(of).chain([outcome.seconds]).collect();
        sums.iter_mut().zip(&line).for_each(|(sum, seconds)| *sum += seconds);
        row(&outcome.report, &line, 3);
    }
    row("all clients", &sums, 3);
    row("× reference", &sums.iter().map(|sum| sum / reference).collect::<Vec<_>>(), 1);
}

fn row(name: &str, numbers: &[f64], places: usize) {
    print!("{name:14}");
    numbers.iter().for_each(|number| print!("{number:>9.places$}"));
    println!();
}
