//! Messages as files: for a gateway that fetches them, and to look at.

use super::{Courier, Outcome, Refusal};
use crate::delivery::message::Mail;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

/// A folder of `.eml` files, named by the identity of their message.
pub(super) struct Folder<'a> {
    pub(super) path: &'a Path,
}

impl Courier for Folder<'_> {
    fn ready(&mut self) -> Result<(), Refusal> {
        let failed = |error| Refusal {
            temporary: true,
            reply: format!("cannot make the folder `{}`: {error}", self.path.display()),
        };
        fs::create_dir_all(self.path).map_err(failed)
    }

    fn carry(&mut self, mail: &Mail) -> Outcome {
        let name = mail.message_id.split('@').next().unwrap_or_default();
        let path = self.path.join(format!("{name}.eml"));
        let part = self.path.join(format!(".{name}.eml.quarterdeck-part"));
        // Another project may deliver into the same folder; what it left there stays.
        if fs::read(&path).is_ok_and(|there| there != mail.bytes) {
            let reply = format!("`{}` is there already and is another message", path.display());
            return Outcome::Refused(Refusal { temporary: false, reply });
        }
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&part)?;
            file.write_all(&mail.bytes)?;
            file.sync_all()?;
            fs::rename(&part, &path)
        };
        match write() {
            Ok(()) => Outcome::Taken(format!("written to `{}`", path.display())),
            Err(error) => {
                let _ = fs::remove_file(&part);
                let reply = format!("cannot write `{}`: {error}", path.display());
                Outcome::Refused(Refusal { temporary: true, reply })
            }
        }
    }
}
