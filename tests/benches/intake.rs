//! Intake of plain CSV with all its checks, on one thread, against two references in the same
//! run: counting line feeds (the floor for any reader) and csv-core (parsing into cells only).
//!
//! `cargo bench --bench intake [MEGABYTES]`; CPU time is read from /proc, else wall time is used. With the path of
//! a file of tickets instead of a number, that file alone is staged; with `--write FILE` the file is only made.

#![allow(clippy::print_stdout, reason = "a bench reports on standard output")]

use quarterdeck::config::{self, Overrides, ReportConfig};
use quarterdeck::domain::{Instant, Table};
use quarterdeck::intake;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::Path;

const CHANNELS: [&str; 5] = ["phone", "email", "chat", "web", "store"];
const HEADER: &str = "ticket_id,customer_id,created_at,channel,status,first_reply_at,resolved_at,category,priority,team,\
                      agent,product,region";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        let megabytes = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(200_u64);
        generate(Path::new(&arguments[at + 1]), megabytes << 20);
        return;
    }
    if let Some(file) = arguments.iter().find(|argument| Path::new(argument).is_file()) {
        return one_file(Path::new(file));
    }
    let megabytes: u64 = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(200);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (report, rows) = project(folder.path(), megabytes << 20);
    let path = folder.path().join("data/tickets.csv");
    let size = fs::metadata(&path).expect("the file was just written").len() as f64 / 1e6;
    println!("{size:.0} MB, {rows} rows of {} columns", HEADER.split(',').count());
    let (lines, floor) = timed(|| count_lines(&path));
    assert_eq!(lines, rows + 1);
    println!("line feeds counted:   {floor:6.2} s  {:7.0} MB/s", size / floor);
    let (cells, core) = timed(|| count_cells(&path));
    assert_eq!(cells, (rows + 1) * HEADER.split(',').count() as u64);
    println!("csv-core, cells only: {core:6.2} s  {:7.0} MB/s", size / core);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
    let stage = || pool.install(|| intake::stage(&report, &folder.path().join("cache"))).expect("the data is good");
    let (first, cold) = timed(stage);
    assert_eq!(first.tables[&Table::Tickets].files.iter().map(|file| file.rows).sum::<u64>(), rows);
    println!("intake, all checks:   {cold:6.2} s  {:7.0} MB/s  {:.1} × csv-core", size / cold, cold / core);
    let (again, warm) = timed(stage);
    assert_eq!(again, first);
    println!("intake, unchanged:    {warm:6.2} s  {:7.0} MB/s", size / warm);
}

/// Stages a file of tickets on one thread.
fn one_file(file: &Path) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let name = file.file_name().expect("it is a file").to_string_lossy().into_owned();
    fs::create_dir(folder.path().join("data")).expect("the folder is new");
    fs::copy(file, folder.path().join("data").join(&name)).expect("the disk has room");
    let yaml = format!(
        "version: 1\nreports:\n  - {{id: bench, client: Bench, data: data, as_of: 2026-10-15, tables: {{tickets: \"{name}\"}}}}\n"
    );
    fs::write(folder.path().join("reports.yaml"), yaml).expect("the folder is ours");
    let (config, _) =
        config::load(&folder.path().join("reports.yaml"), &Overrides::default()).expect("the configuration is good");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
    let cache = folder.path().join("cache");
    let (intake, spent) =
        timed(|| pool.install(|| intake::stage(&config.reports[0], &cache)).expect("the data is good"));
    let rows: u64 = intake.tables[&Table::Tickets].files.iter().map(|file| file.rows).sum();
    println!("intake, all checks:   {spent:6.2} s  {rows} rows");
}

/// CPU seconds of this process, with those of its threads.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let wall = std::time::Instant::now();
    let before = cpu_seconds();
    let result = work();
    let spent =
        cpu_seconds().zip(before).map_or_else(|| wall.elapsed().as_secs_f64(), |(after, before)| after - before);
    (result, spent.max(0.01))
}

fn cpu_seconds() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = text.rsplit_once(") ")?.1.split(' ').skip(11);
    let ticks: u64 = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    Some(ticks as f64 / 100.0)
}

fn count_lines(path: &Path) -> u64 {
    let mut file = File::open(path).expect("the file was just written");
    let mut block = vec![0; 1 << 20];
    let mut lines = 0;
    loop {
        let read = file.read(&mut block).expect("the file can be read");
        if read == 0 {
            return lines;
        }
        lines += memchr::memchr_iter(b'\n', &block[..read]).count() as u64;
    }
}

fn count_cells(path: &Path) -> u64 {
    let mut file = File::open(path).expect("the file was just written");
    let (mut block, mut output, mut ends) = (vec![0; 1 << 20], vec![0; 1 << 16], vec![0; 64]);
    let mut reader = csv_core::Reader::new();
    let mut cells = 0;
    loop {
        let filled = file.read(&mut block).expect("the file can be read");
        let mut input = &block[..filled];
        loop {
            let (result, read, _, found) = reader.read_record(input, &mut output, &mut ends);
            input = &input[read..];
            cells += found as u64;
            if result == csv_core::ReadRecordResult::End {
                return cells;
            }
            if input.is_empty() && filled > 0 {
                break;
            }
        }
    }
}

fn project(folder: &Path, bytes: u64) -> (ReportConfig, u64) {
    let yaml = "version: 1\nreports:\n  - {id: bench, client: Bench, data: data, time_zone: Asia/Shanghai, as_of: 2026-10-15, \
                tables: {tickets: tickets.csv}}\n";
    fs::create_dir(folder.join("data")).expect("the folder is new");
    fs::write(folder.join("reports.yaml"), yaml).expect("the folder is ours");
    let rows = generate(&folder.join("data/tickets.csv"), bytes);
    let overrides = Overrides::default();
    let (config, _) = config::load(&folder.join("reports.yaml"), &overrides).expect("the configuration is good");
    (config.reports.into_iter().next().expect("it has a report"), rows)
}

/// Tickets over two years, a tenth of them open; the same on every run.
fn generate(path: &Path, bytes: u64) -> u64 {
    let mut file = BufWriter::new(File::create(path).expect("the folder is ours"));
    let mut state = 20_260_101_u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    writeln!(file, "{HEADER}").expect("the disk has room");
    let (mut written, mut rows) = (0, 0);
    while written < bytes {
        let created = 1_704_067_200 + rows * 7 + random(3_600);
        let (replied, resolved) = (created + random(86_400), created + 3_600 + random(400_000));
        let (status, end) = if random(10) == 0 { ("open", String::new()) } else { ("resolved", stamp(resolved)) };
        let line = format!(
            "T{rows:08},C{:06},{},{},{status},{},{end},category {},{},team {},agent {},product {},region {}\n",
            random(400_000),
            stamp(created),
            CHANNELS[random(5) as usize],
            stamp(replied),
            random(20),
            ["low", "normal", "high"][random(3) as usize],
            random(12),
            random(300),
            random(9),
            random(31),
        );
        file.write_all(line.as_bytes()).expect("the disk has room");
        written += line.len() as u64;
        rows += 1;
    }
    file.flush().expect("the disk has room");
    rows
}

fn stamp(seconds: u64) -> String {
    let at = Instant(seconds as i64 * 1_000_000).to_utc();
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}
