//! Whose report it is, as issues name the client.

use super::ReportConfig;

/// Between the names of a client.
const NAMES: &str = " / ";

impl ReportConfig {
    /// The client as issues name it: every name that is written, once.
    pub fn client_names(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for (_, name) in self.client.written() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(NAMES)
    }

    /// Whether an issue that names a client was made for this one, under its present name or a former one. Issues of
    /// earlier versions name nobody.
    pub fn is_client(&self, recorded: &str) -> bool {
        let was = |name: &String| recorded == name || recorded.split(NAMES).any(|one| one == name);
        recorded.is_empty() || recorded == self.client_names() || self.client_was.iter().any(was)
    }
}
