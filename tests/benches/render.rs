//! Time of the renderers, warm, on one thread, over the full fixtures in both languages.
//! Reference: reading `report.json`, so that the ratios compare between machines.

#![allow(clippy::print_stdout, reason = "a bench reports on standard output")]

use quarterdeck::charts::draw_all;
use quarterdeck::render::{Templates, html, pdf};
use quarterdeck::report::model::Report;
use std::hint::black_box;
use std::time::{Duration, Instant};

const REPORTS: [(&str, &str); 2] =
    [("zh-CN", include_str!("../fixtures/report-zh-CN.json")), ("en", include_str!("../fixtures/report-en.json"))];
const ROUNDS: usize = 15;

fn main() {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    threads.install(|| REPORTS.iter().for_each(|(language, json)| measure(language, json)));
}

fn measure(language: &str, json: &str) {
    let templates = Templates::built_in();
    let report: Report = serde_json::from_str(json).expect("the fixtures follow the model");
    let drawings = draw_all(&report);
    let pages = pdf::compose(&report, &drawings, &templates).expect("it renders").pages;
    let read = median(|| drop(black_box(serde_json::from_str::<Report>(json))));
    let print = |what: &str, time: Duration| {
        let ratio = time.as_secs_f64() / read.as_secs_f64();
        println!("{language:>6}  {what:<22} {:>9.2} ms  {ratio:>8.1} × reading report.json", time.as_secs_f64() * 1e3);
    };
    print("read report.json", read);
    print("charts", median(|| drop(black_box(draw_all(&report)))));
    print("HTML", median(|| drop(black_box(html::render(&report, &drawings, &templates)))));
    let whole = median(|| drop(black_box(pdf::render(&report, &drawings, &templates))));
    print(&format!("PDF, {pages} pages"), whole);
    print("PDF, per 12 pages", whole * 12 / u32::try_from(pages).expect("few pages"));
}

fn median(mut work: impl FnMut()) -> Duration {
    let once = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let mut times: Vec<Duration> = (0..ROUNDS).map(once).collect();
    times.sort();
    times[ROUNDS / 2]
}
