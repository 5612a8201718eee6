//! Runs a program with something on its standard input, for no longer than it may take.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How a program ended.
pub(in crate::delivery) enum Ended {
    /// By itself: its code, what it printed, and what it complained of.
    Code(i32, Vec<u8>, Vec<u8>),
    /// By a signal, or because it took too long.
    Killed(&'static str),
}

/// Runs a program and waits for it. It may ask at the terminal.
///
/// # Errors
/// When it cannot be started.
pub(in crate::delivery) fn run(words: &[String], input: Vec<u8>, timeout: Duration) -> std::io::Result<Ended> {
    ended(Command::new(&words[0]), words, input, timeout)
}

/// Runs a program as [`run`] does, apart from this one: an interruption here is none there, it ends what it has begun.
///
/// # Errors
/// When it cannot be started.
pub(in crate::delivery) fn run_apart(words: &[String], input: Vec<u8>, timeout: Duration) -> std::io::Result<Ended> {
    let mut command = Command::new(&words[0]);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    ended(command, words, input, timeout)
}

fn ended(mut command: Command, words: &[String], input: Vec<u8>, timeout: Duration) -> std::io::Result<Ended> {
    command.args(&words[1..]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let mut stdin = child.stdin.take().expect("it is piped");
    // A program that reads nothing must not hold us up.
    let feeder = thread::spawn(move || drop(stdin.write_all(&input)));
    let (out, complaints) = (reader(child.stdout.take()), reader(child.stderr.take()));
    let status = wait(&mut child, timeout)?;
    let Some(status) = status else { return Ok(Ended::Killed("it took too long")) };
    let _ = feeder.join();
    let text = |thread: thread::JoinHandle<Vec<u8>>| thread.join().unwrap_or_default();
    match status.code() {
        Some(code) => Ok(Ended::Code(code, text(out), text(complaints))),
        None => Ok(Ended::Killed("it was ended by a signal")),
    }
}

fn reader(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    const MOST: u64 = 64 * 1024;
    thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.by_ref().take(MOST).read_to_end(&mut text);
            let _ = std::io::copy(&mut pipe, &mut std::io::sink());
        }
        text
    })
}

/// Its status, or `None` when it took too long and was ended.
fn wait(child: &mut Child, timeout: Duration) -> std::io::Result<Option<std::process::ExitStatus>> {
    let until = Instant::now() + timeout;
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= until {
            let _ = child.kill();
            let _ = child.wait();
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}
