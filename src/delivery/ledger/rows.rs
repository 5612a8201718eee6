//! Deliveries: their states, and how they change.

use super::receipts::Receipt;
use super::{Error, Ledger, refused};
use crate::domain::{Instant, Zone};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// Which delivery: one issue of one report to one person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// Report id.
    pub report: String,
    /// Period such as `2026-Q3`.
    pub period: String,
    /// Issue, from 1.
    pub issue: u32,
    /// Address in small letters.
    pub recipient: String,
}

/// How far a delivery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is to be sent.
    Planned,
    /// A server is being told; left so only by a run that died.
    Sending,
    /// The server has taken it.
    Sent,
    /// It was not taken, for certain.
    Failed,
    /// Nobody knows whether it was taken; never sent again unless a person says so.
    Unknown,
}

/// One delivery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Which.
    #[serde(flatten)]
    pub key: Key,
    /// How far.
    pub state: State,
    /// Whether its failure may pass by itself.
    pub temporary: bool,
    /// The message's identity, fixed before it is first sent.
    pub message_id: String,
    /// The message's date, fixed likewise; microseconds since 1970, UTC.
    pub dated_at: Instant,
    /// 1, and one more each time that a person had a sent message sent again.
    pub copy: u32,
    /// Attempts so far.
    pub attempts: u32,
    /// SHA-256 of the message's bytes.
    pub sha256: String,
    /// SHA-256 of its body, which is the same for everybody of one language and choice of files.
    pub body_sha256: String,
    /// What the server last said, or why nothing is known.
    pub reply: String,
    /// Which issue it is, beyond its number; empty where a ledger of an earlier form does not tell.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub made: String,
}

impl State {
    /// The word that stands in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    fn from_name(name: &str) -> Self {
        let all = [Self::Planned, Self::Sending, Self::Sent, Self::Failed];
        all.into_iter().find(|state| state.name() == name).unwrap_or(Self::Unknown)
    }
}

const COLUMNS: &str = "report, period, issue, recipient, state, temporary, message_id, dated_at, copy, attempts, sha256, \
                       body_sha256, reply, made";

impl Ledger {
    /// The columns as far as the form has them.
    fn columns(&self) -> String {
        if self.form < 3 { COLUMNS.replace(", made", ", ''") } else { COLUMNS.to_owned() }
    }

    /// One delivery; `None` when it was never planned.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn find(&self, key: &Key) -> Result<Option<Delivery>, Error> {
        let query = format!(
            "SELECT {} FROM delivery WHERE report = ?1 AND period = ?2 AND issue = ?3 AND recipient = ?4",
            self.columns()
        );
        let by = params![key.report, key.period, key.issue, key.recipient];
        self.database.query_row(&query, by, delivery).optional().map_err(refused(&self.path))
    }

    /// All deliveries, or those of a state, in order.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn rows(&self, state: Option<State>) -> Result<Vec<Delivery>, Error> {
        let query = || -> rusqlite::Result<Vec<Delivery>> {
            let order = "ORDER BY report, period, issue, recipient";
            let text = format!("SELECT {} FROM delivery WHERE ?1 IS NULL OR state = ?1 {order}", self.columns());
            let mut statement = self.database.prepare(&text)?;
            statement.query_map([state.map(State::name)], delivery)?.collect()
        };
        query().map_err(refused(&self.path))
    }

    /// Every delivery of a quarter to a person.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn of_recipient(&self, period: &str, recipient: &str) -> Result<Vec<Delivery>, Error> {
        let query = || -> rusqlite::Result<Vec<Delivery>> {
            let by = "period = ?1 AND recipient = ?2 ORDER BY report, issue";
            let text = format!("SELECT {} FROM delivery WHERE {by}", self.columns());
            self.database.prepare(&text)?.query_map([period, recipient], delivery)?.collect()
        };
        query().map_err(refused(&self.path))
    }

    /// The delivery whose message has this identity.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn of_message(&self, message_id: &str) -> Result<Option<Delivery>, Error> {
        let query = format!("SELECT {} FROM delivery WHERE message_id = ?1", self.columns());
        self.database.query_row(&query, [message_id], delivery).optional().map_err(refused(&self.path))
    }

    /// When a delivery last came into a state, with these words where any are given; `None` when it never did.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn said(&self, key: &Key, state: State, words: Option<&str>) -> Result<Option<Instant>, Error> {
        let query = "SELECT max(at) FROM event WHERE report = ?1 AND period = ?2 AND issue = ?3 AND recipient = ?4 \
                     AND event = ?5 AND (?6 IS NULL OR detail = ?6)";
        let values = params![key.report, key.period, key.issue, key.recipient, state.name(), words];
        let at: Option<i64> = self.database.query_row(query, values, |row| row.get(0)).map_err(refused(&self.path))?;
        Ok(at.map(Instant))
    }

    /// Writes a delivery as it is now planned, with its receipt.
    ///
    /// # Errors
    /// When the ledger or the receipt cannot be written.
    pub fn plan(&self, row: &Delivery, now: Instant) -> Result<(), Error> {
        self.record(row, now, "planned")
    }

    /// Moves a delivery to another state, with its receipt; `more` changes what else is to be changed.
    ///
    /// # Errors
    /// When the ledger or the receipt cannot be written, or nothing of that key is planned.
    pub fn change(
        &self,
        key: &Key,
        state: State,
        (now, reply): (Instant, &str),
        more: impl FnOnce(&mut Delivery),
    ) -> Result<(), Error> {
        let missing = || refused(&self.path)(rusqlite::Error::QueryReturnedNoRows);
        let mut row = self.find(key)?.ok_or_else(missing)?;
        row.state = state;
        reply.clone_into(&mut row.reply);
        more(&mut row);
        self.record(&row, now, state.name())
    }

    /// Says that a delivery is now being sent, with the SHA-256 of its message and body; false, and nothing is changed,
    /// unless it is planned or failed.
    ///
    /// # Errors
    /// When the ledger or the receipt cannot be written.
    pub fn begin(&self, key: &Key, (sha256, body_sha256): (String, String), now: Instant) -> Result<bool, Error> {
        let row = self.find(key)?;
        if !row.is_some_and(|row| matches!(row.state, State::Planned | State::Failed)) {
            return Ok(false);
        }
        self.change(key, State::Sending, (now, ""), |row| {
            row.attempts += 1;
            (row.sha256, row.body_sha256) = (sha256, body_sha256);
        })?;
        Ok(true)
    }

    /// The row and its event in one transaction, then the receipt.
    pub(super) fn record(&self, row: &Delivery, now: Instant, event: &str) -> Result<(), Error> {
        let lines = self.record_all(std::iter::once(row), now, event)?;
        lines.iter().try_for_each(|receipt| self.receipts.add(receipt))
    }

    /// Rows and their events in one transaction; yields the receipts, which are not written yet.
    pub(super) fn record_all<'d>(
        &self,
        rows: impl Iterator<Item = &'d Delivery>,
        now: Instant,
        event: &str,
    ) -> Result<Vec<Receipt>, Error> {
        let at = now.in_zone(Zone::utc()).to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        let write = || -> rusqlite::Result<Vec<Receipt>> {
            let transaction = self.database.unchecked_transaction()?;
            let mut lines = Vec::new();
            for row in rows {
                let sequence = written(&transaction, row, now, event)?;
                lines.push(Receipt { ledger: self.id.clone(), sequence, at: at.clone(), delivery: row.clone() });
            }
            transaction.commit()?;
            Ok(lines)
        };
        write().map_err(refused(&self.path))
    }
}

/// Writes a row and its event; yields the number of the event.
fn written(database: &Connection, row: &Delivery, now: Instant, event: &str) -> rusqlite::Result<i64> {
    let Delivery { key, .. } = row;
    let text = format!(
        "INSERT INTO delivery ({COLUMNS}, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
         ON CONFLICT (report, period, issue, recipient) DO UPDATE SET state = excluded.state,
         temporary = excluded.temporary, message_id = excluded.message_id, dated_at = excluded.dated_at,
         copy = excluded.copy, attempts = excluded.attempts, sha256 = excluded.sha256,
         body_sha256 = excluded.body_sha256, reply = excluded.reply, made = excluded.made, updated_at = excluded.updated_at"
    );
    database.prepare(&text)?.execute(params![
        key.report,
        key.period,
        key.issue,
        key.recipient,
        row.state.name(),
        row.temporary,
        row.message_id,
        row.dated_at.0,
        row.copy,
        row.attempts,
        row.sha256,
        row.body_sha256,
        row.reply,
        row.made,
        now.0
    ])?;
    let text =
        "INSERT INTO event (at, report, period, issue, recipient, event, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let event = params![now.0, key.report, key.period, key.issue, key.recipient, event, row.reply];
    database.prepare(text)?.execute(event)?;
    Ok(database.last_insert_rowid())
}

fn delivery(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    let state: String = row.get(4)?;
    Ok(Delivery {
        key: Key { report: row.get(0)?, period: row.get(1)?, issue: row.get(2)?, recipient: row.get(3)? },
        state: State::from_name(&state),
        temporary: row.get(5)?,
        message_id: row.get(6)?,
        dated_at: Instant(row.get(7)?),
        copy: row.get(8)?,
        attempts: row.get(9)?,
        sha256: row.get(10)?,
        body_sha256: row.get(11)?,
        reply: row.get(12)?,
        made: row.get(13)?,
    })
}
