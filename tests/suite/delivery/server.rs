//! A mail server that fails where it is told to.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Where the server fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Connect,
    Greeting,
    Ehlo,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    Dot,
    Quit,
}

/// How it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// 4xx.
    Later,
    /// 5xx.
    Never,
    /// Closes the connection.
    Drops,
    /// Closes it in the middle of its answer.
    Cuts,
    /// Says nothing more.
    Silent,
    /// Takes its time, but answers.
    Slow,
    /// Does not offer the step.
    Absent,
    /// Answers, with another positive code.
    OutOfTurn,
}

/// A message that arrived whole: its recipient and its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    pub to: String,
    pub text: String,
}

/// A running server; it ends with the test's process.
pub struct Server {
    pub port: u16,
    arrived: Arc<Mutex<Vec<Arrived>>>,
    said: Arc<Mutex<Vec<String>>>,
}

type Fault = Option<(Step, How)>;

impl Server {
    pub fn start(fault: Fault) -> Self {
        Self::with_largest(fault, 10_000_000)
    }

    pub fn with_largest(fault: Fault, largest: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (arrived, said) = (Arc::default(), Arc::default());
        let server = Self { port, arrived: Arc::clone(&arrived), said: Arc::clone(&said) };
        if fault.is_some_and(|(step, _)| step == Step::Connect) {
            drop(listener);
            return server;
        }
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (arrived, said) = (Arc::clone(&arrived), Arc::clone(&said));
                thread::spawn(move || {
                    let mut dialogue = Dialogue { stream, fault, largest, arrived, said };
                    let _ = dialogue.hold();
                });
            }
        });
        server
    }

    /// What arrived whole, in order.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }

    /// Every command that was said to it.
    pub fn said(&self) -> Vec<String> {
        self.said.lock().unwrap().clone()
    }
}

struct Dialogue {
    stream: TcpStream,
    fault: Fault,
    largest: usize,
    arrived: Arc<Mutex<Vec<Arrived>>>,
    said: Arc<Mutex<Vec<String>>>,
}

/// The dialogue is over.
struct Over;

impl Dialogue {
    fn hold(&mut self) -> Result<(), Over> {
        let mut reader = BufReader::new(self.stream.try_clone().map_err(|_| Over)?);
        self.answer(Step::Greeting, "220 fault.example ready")?;
        let mut to = String::new();
        loop {
            let line = line(&mut reader)?;
            self.said.lock().unwrap().push(line.clone());
            let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match word.as_str() {
                "EHLO" => self.answer(Step::Ehlo, &self.offers())?,
                "STARTTLS" => self.answer(Step::StartTls, "220 go on")?,
                "AUTH" => self.answer(Step::Auth, "235 2.7.0 welcome")?,
                "MAIL" => self.answer(Step::Mail, "250 2.1.0 sender ok")?,
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    self.answer(Step::Rcpt, "250 2.1.5 recipient ok")?;
                }
                "DATA" => {
                    self.answer(Step::Data, "354 go on")?;
                    let text = message(&mut reader)?;
                    // A server that then fails may have taken it all the same.
                    if !matches!(self.fault, Some((Step::Dot, How::Later | How::Never))) {
                        self.arrived.lock().unwrap().push(Arrived { to: to.clone(), text });
                    }
                    self.answer(Step::Dot, "250 2.0.0 queued as 1")?;
                }
                "NOOP" | "RSET" => self.say("250 2.0.0 ok\r\n")?,
                "QUIT" => {
                    self.answer(Step::Quit, "221 2.0.0 goodbye")?;
                    return Ok(());
                }
                _ => self.say("500 5.5.1 what?\r\n")?,
            }
        }
    }

    fn offers(&self) -> String {
        let tls = if self.fault == Some((Step::StartTls, How::Absent)) { "" } else { "250-STARTTLS\r\n" };
        format!("250-fault.example\r\n{tls}250-SIZE {}\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN", self.largest)
    }

    fn answer(&mut self, step: Step, usual: &str) -> Result<(), Over> {
        let how = self.fault.filter(|(at, _)| *at == step).map(|(_, how)| how);
        match how {
            None | Some(How::Absent) => self.say(&format!("{usual}\r\n")),
            Some(How::Later) => self.say("451 4.3.0 try again later\r\n"),
            Some(How::Never) => self.say("554 5.7.1 not here\r\n"),
            Some(How::OutOfTurn) => self.say("251 2.0.0 something else\r\n"),
            Some(How::Drops) => self.end(),
            Some(How::Cuts) => {
                self.say("250-half an ans")?;
                self.end()
            }
            Some(How::Silent) => {
                thread::sleep(Duration::from_secs(4));
                self.end()
            }
            Some(How::Slow) => {
                thread::sleep(Duration::from_millis(300));
                self.say(&format!("{usual}\r\n"))
            }
        }
    }

    fn say(&mut self, text: &str) -> Result<(), Over> {
        self.stream.write_all(text.as_bytes()).map_err(|_| Over)
    }

    fn end(&mut self) -> Result<(), Over> {
        let _ = self.stream.shutdown(std::net::Shutdown::Both);
        Err(Over)
    }
}

fn line(reader: &mut BufReader<TcpStream>) -> Result<String, Over> {
    let mut line = String::new();
    match reader.read_line(&mut line) {
        Ok(0) | Err(_) => Err(Over),
        Ok(_) => Ok(line.trim_end().to_owned()),
    }
}

fn message(reader: &mut BufReader<TcpStream>) -> Result<String, Over> {
    let mut text = String::new();
    loop {
        let mut line = Vec::new();
        let read = reader.read_until(b'\n', &mut line).map_err(|_| Over)?;
        let line = String::from_utf8_lossy(&line).into_owned();
        match line.as_str() {
            _ if read == 0 => return Err(Over),
            ".\r\n" => return Ok(text),
            other => text.push_str(other.strip_prefix('.').filter(|_| other.starts_with("..")).unwrap_or(other)),
        }
    }
}
