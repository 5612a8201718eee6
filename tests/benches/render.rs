//! CPU time of the renderers, warm, on one thread, over the full fixtures in both languages.
//! Reference: reading `report.json`, so that the ratios compare between machines.

#![allow(clippy::print_stdout, reason = "a bench reports on standard output")]

use quarterdeck::charts::draw_all;
use quarterdeck::render::{Templates, html, pdf};
use quarterdeck::report::model::Report;
use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const REPORTS: [(&str, &str); 2] =
    [("zh-CN", include_str!("../fixtures/report-zh-CN.json")), ("en", include_str!("../fixtures/report-en.json"))];
const ROUNDS: u32 = 20;

fn main() {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    threads.install(|| REPORTS.iter().for_each(|(language, json)| measure(language, json)));
}

fn measure(language: &str, json: &str) {
    let templates = Templates::built_in();
    let report: Report = serde_json::from_str(json).expect("the fixtures follow the model");
    let drawings = draw_all(&report);
    let pages = pdf::compose(&report, &drawings, &templates).expect("it renders").pages;
    let read = mean(|| drop(black_box(serde_json::from_str::<Report>(json))));
    let print = |what: &str, time: Duration| {
        let ratio = time.as_secs_f64() / read.as_secs_f64();
        println!("{language:>6}  {what:<22} {:>9.2} ms  {ratio:>8.1} × reading report.json", time.as_secs_f64() * 1e3);
    };
    print("read report.json", read);
    print("charts", mean(|| drop(black_box(draw_all(&report)))));
    print("HTML", mean(|| drop(black_box(html::render(&report, &drawings, &templates)))));
    let whole = mean(|| drop(black_box(pdf::render(&report, &drawings, &templates))));
    print(&format!("PDF, {pages} pages"), whole);
    let per_12 = |time: Duration| time * 12 / u32::try_from(pages).expect("few pages");
    print("PDF, per 12 pages", per_12(whole));
    // Other work on the machine only adds: the least of the rounds comes nearest to the renderer's own.
    let best = (0..ROUNDS).map(|_| spent(|| drop(black_box(pdf::render(&report, &drawings, &templates))))).min();
    print("the same, best round", per_12(best.unwrap_or_default()));
}

/// Processor time of one round: the mean of many, since the system counts in hundredths of a second.
fn mean(mut work: impl FnMut()) -> Duration {
    work();
    spent(|| (0..ROUNDS).for_each(|_| work())) / ROUNDS
}

fn spent(work: impl FnOnce()) -> Duration {
    let start = busy();
    work();
    busy().saturating_sub(start)
}

/// What all threads of this process have spent on processors; where the system does not tell, what
/// a clock shows.
fn busy() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/self/stat").ok();
    // After the name in parentheses, user and system time are the 12th and 13th field.
    let ticks = told.as_ref().and_then(|text| text.rsplit(')').next()).map(|rest| rest.split_whitespace().skip(11));
    let ticks = ticks.map(|fields| fields.take(2).filter_map(|field| field.parse::<u64>().ok()).sum());
    ticks.map_or_else(|| START.elapsed(), |ticks: u64| Duration::from_millis(10 * ticks))
}
