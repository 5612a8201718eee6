//! Reads the clock, the environment and the command line once, and hands them on.

use quarterdeck::cli::{self, Surroundings, Terminal};
use quarterdeck::domain::Instant;
use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

/// Tables are read and figures added up by several threads at once, in many short-lived columns.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How long a command may take to end after it was asked to.
const LONGEST_WAIT: std::time::Duration = std::time::Duration::from_millis(1_800);

static STOP: AtomicBool = AtomicBool::new(false);

fn main() -> ExitCode {
    let surroundings = Surroundings {
        arguments: std::env::args_os().collect(),
        environment: environment(),
        now: now(),
        since: std::time::Instant::now(),
        terminal: if std::io::stderr().is_terminal() { Terminal::Attached } else { Terminal::Absent },
        stop: &STOP,
    };
    // The second Ctrl-C does not wait for the end of a stage, nor does the first one for long: files are whole at
    // any moment.
    let handled = ctrlc::set_handler(|| {
        let leave = || std::process::exit(i32::from(cli::Exit::Interrupted.code()));
        if STOP.swap(true, Ordering::SeqCst) {
            leave();
        }
        std::thread::spawn(move || {
            std::thread::sleep(LONGEST_WAIT);
            leave();
        });
    });
    let exit = cli::run(&surroundings);
    drop(handled);
    ExitCode::from(exit.code())
}

fn environment() -> std::collections::BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
fn now() -> Instant {
    Instant(chrono::Utc::now().timestamp_micros())
}
