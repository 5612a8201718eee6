//! What is done to a message as it leaves: its attachments are encrypted for its recipient, and the sender's domain
//! signs it. What was previewed, approved and noted in the ledger are the bytes before; a message that cannot be
//! encrypted or signed stays here.

use super::courier::{read_secret, read_whole_secret};
use super::dkim::Signer;
use super::message::{self, Error, Mail, Protection};
use super::stored::Issue;
use crate::config::{Delivery, Dkim, Encryption, Recipient, ReportConfig};
use crate::domain::Instant;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Letters that a password has at least.
const SHORTEST: usize = 8;

/// Seals messages; each key is read once.
pub(super) struct Seals<'e> {
    environment: &'e BTreeMap<String, String>,
    signers: Mutex<Vec<(Dkim, Arc<Signer>)>>,
}

impl<'e> Seals<'e> {
    pub(super) fn new(environment: &'e BTreeMap<String, String>) -> Self {
        Self { environment, signers: Mutex::default() }
    }

    /// A message as it leaves.
    ///
    /// # Errors
    /// When it cannot be encrypted or signed as is configured.
    pub(super) fn sealed(
        &self,
        (report, delivery): (&ReportConfig, &Delivery),
        (issue, recipient): (&Issue, &Recipient),
        (mail, dated_at): (Mail, Instant),
    ) -> Result<Mail, Error> {
        let mail = match &delivery.encryption {
            None => mail,
            Some(encryption) => {
                let protection = self.protection(encryption, recipient)?;
                let identity = (mail.message_id.as_str(), dated_at);
                message::compose_protected((report, delivery), issue, recipient, (identity, &protection))?
            }
        };
        self.signed(delivery, (mail, dated_at))
    }

    /// A message with the signature of the sender's domain, where one is configured.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub(super) fn signed(&self, delivery: &Delivery, (mail, dated_at): (Mail, Instant)) -> Result<Mail, Error> {
        let Some(dkim) = &delivery.dkim else { return Ok(mail) };
        let signer = self.signer(dkim).map_err(Error::Signature)?;
        let bytes = signer.sign(&mail.bytes, dated_at).map_err(Error::Signature)?;
        Ok(Mail { bytes, ..mail })
    }

    fn protection(&self, encryption: &Encryption, recipient: &Recipient) -> Result<Protection, Error> {
        let address = &recipient.mailbox.address;
        let failed = |why: String| Error::Encryption { recipient: address.to_string(), why };
        let password = read_secret(&encryption.password.for_address(address), self.environment).map_err(failed)?;
        match password.chars().count() < SHORTEST {
            true => Err(failed(format!("the password has fewer than {SHORTEST} letters"))),
            false => Ok(Protection { password, body: encryption.body }),
        }
    }

    fn signer(&self, dkim: &Dkim) -> Result<Arc<Signer>, String> {
        let mut signers = self.signers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, signer)) = signers.iter().find(|(known, _)| known == dkim) {
            return Ok(Arc::clone(signer));
        }
        let pem = read_whole_secret(&dkim.key, self.environment)?;
        let signer = Arc::new(Signer::new((&dkim.domain, &dkim.selector), &pem)?);
        signers.push((dkim.clone(), Arc::clone(&signer)));
        Ok(signer)
    }
}
