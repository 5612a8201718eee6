//! A notice as mail: plain text, one message per operator, by the courier of a report.

use super::Notice;
use super::forms::stamp;
use crate::config::{Delivery, Mailbox};
use crate::delivery::courier::{Courier, Outcome, courier};
use crate::delivery::issue::hash_of;
use crate::delivery::message::Mail;
use crate::delivery::mime::{self, Part};
use crate::delivery::sealing::Seals;
use crate::domain::Zone;
use std::collections::BTreeMap;

/// Sends it; yields what failed.
pub(super) fn send(
    notice: &Notice,
    (to, delivery): (&[Mailbox], &Delivery),
    environment: &BTreeMap<String, String>,
) -> Vec<String> {
    let mut courier = courier(&delivery.transport, environment);
    let seals = Seals::new(environment);
    let sent = |one: &Mailbox, courier: &mut dyn Courier| {
        let mail = message(notice, one, delivery);
        let mail = seals.signed(delivery, (mail, notice.at)).map_err(|error| error.to_string())?;
        carried(&mail, courier)
    };
    let failed = to.iter().filter_map(|one| sent(one, courier.as_mut()).err());
    let failed = failed.map(|why| format!("the digest was not sent: {why}")).collect();
    courier.close();
    failed
}

fn carried(mail: &Mail, courier: &mut dyn Courier) -> Result<(), String> {
    courier.ready().map_err(|refusal| refusal.reply)?;
    match courier.carry(mail) {
        Outcome::Taken(_) => Ok(()),
        Outcome::Refused(refusal) => Err(refusal.reply),
        Outcome::Unknown(reply) => Err(reply),
    }
}

fn message(notice: &Notice, to: &Mailbox, delivery: &Delivery) -> Mail {
    let from = &delivery.from;
    let text = notice.lines().join("\n") + &format!("\n\n{}\n", stamp(notice.at));
    let seed = format!("digest\n{}\n{}\n{text}", notice.at.0, to.address);
    let message_id = format!("{}@{}", &hash_of(seed.as_bytes())[..40], from.address.domain());
    let date = notice.at.in_zone(Zone::utc()).format("%a, %d %b %Y %H:%M:%S +0000").to_string();
    let head = [
        ("From", mime::mailbox(from)),
        ("To", mime::mailbox(to)),
        ("Subject", mime::text(&notice.summary())),
        ("Date", date),
        ("Message-ID", format!("<{message_id}>")),
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("MIME-Version", "1.0".to_owned()),
    ];
    let bytes = Part::text("plain", &text).message(&head);
    Mail { from: from.address.clone(), to: to.address.clone(), message_id, bytes }
}
