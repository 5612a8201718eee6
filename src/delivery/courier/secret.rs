//! Reads a secret where it is kept. It goes to the server and nowhere else: no message holds it.

use super::program::{Ended, run};
use crate::config::Secret;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long a program may take to print a secret.
const PATIENCE: Duration = Duration::from_secs(30);

/// The first line of a secret; otherwise why there is none, without anything of it.
pub(in crate::delivery) fn read(secret: &Secret, environment: &BTreeMap<String, String>) -> Result<String, String> {
    let text = read_whole(secret, environment)?;
    match text.lines().next() {
        None | Some("") => Err("the secret is empty".to_owned()),
        Some(line) => Ok(line.to_owned()),
    }
}

/// All of a secret; otherwise why there is none, without anything of it.
pub(in crate::delivery) fn read_whole(
    secret: &Secret,
    environment: &BTreeMap<String, String>,
) -> Result<String, String> {
    match secret {
        Secret::Environment(name) => {
            // Small letters are rare in such names and frequent in secrets.
            let is_plain = !name.contains(|one: char| one.is_ascii_lowercase());
            let shown = if is_plain { format!(" `{name}`") } else { " that is named for the secret".to_owned() };
            environment.get(name).cloned().ok_or_else(|| format!("the environment variable{shown} is not set"))
        }
        Secret::File(path) => {
            std::fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {}", path.display(), error.kind()))
        }
        Secret::Command(words) | Secret::Token(words) => match run(words, Vec::new(), PATIENCE) {
            Ok(Ended::Code(0, out, _)) => String::from_utf8(out).map_err(|_| format!("`{}` printed no text", words[0])),
            Ok(Ended::Code(code, ..)) => Err(format!("`{}` ended with {code}", words[0])),
            Ok(Ended::Killed(how)) => Err(format!("`{}`: {how}", words[0])),
            Err(error) => Err(format!("cannot start `{}`: {}", words[0], error.kind())),
        },
    }
}
