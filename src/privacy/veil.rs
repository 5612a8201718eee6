//! What is printed of a cell: ids of customers and names of staff as pseudonyms, whatever else without numbers
//! by which a person is found.

use super::hmac::hmac;
use super::numbers::scrub;
use crate::domain::hex;
use std::collections::BTreeSet;
use std::fmt;

/// Columns that name customers.
const CUSTOMERS: [&str; 2] = ["customer_id", "referral_of"];
/// Columns that name members of the staff.
const STAFF: [&str; 2] = ["agent", "staff_id"];
/// Columns in which people write what they like.
const WORDS: [&str; 1] = ["comment"];
/// Letters of a pseudonym: 48 bits.
const LETTERS: usize = 12;
/// What is printed where there is nothing to print.
const NOTHING: &str = "…";

/// Whether ids or names are printed as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// A pseudonym stands for each.
    #[default]
    Pseudonymous,
    /// As they are.
    AsIs,
}

/// A key of pseudonyms. Nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// The key that a secret stands for.
    pub fn of_secret(secret: &str) -> Self {
        Self(hmac(b"quarterdeck pseudonyms", secret.as_bytes()))
    }

    /// Tells one key from another; nothing of the key can be read from it.
    pub fn fingerprint(&self) -> String {
        hex(hmac(&self.0, b"fingerprint"))
    }

    /// The key of one report: the same id in two reports has two pseudonyms.
    fn of_report(&self, report: &str) -> Self {
        Self(hmac(&self.0, format!("report\n{report}").as_bytes()))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// What one report prints of personal data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Veil {
    /// Ids of customers.
    pub customer_ids: Shown,
    /// Names of staff.
    pub staff_names: Shown,
    /// The report's own columns that name a person.
    pub columns: BTreeSet<String>,
    /// By which pseudonyms are made; without it nothing is printed in their place.
    key: Option<Key>,
}

/// Whom a column names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whom {
    Customer,
    Staff,
    Person,
}

impl Veil {
    /// The veil of a report by a key that all reports share.
    #[must_use]
    pub fn keyed(self, key: &Key, report: &str) -> Self {
        Self { key: Some(key.of_report(report)), ..self }
    }

    /// Whether a pseudonym stands for the values of a column. A column of another table may be named with it
    /// (`customer.region`).
    pub fn covers(&self, column: &str) -> bool {
        self.whom(column).is_some()
    }

    /// A value by which figures are broken down, as it is printed.
    pub fn part(&self, column: &str, value: &str) -> String {
        match self.whom(column) {
            Some(whom) => self.pseudonym(whom, value),
            None => value.to_owned(),
        }
    }

    /// A cell of a table as it is printed.
    pub fn cell(&self, column: &str, text: &str) -> String {
        let plain = plain(column);
        let is_id = CUSTOMERS.contains(&plain) || STAFF.contains(&plain);
        match self.whom(column) {
            _ if text.is_empty() => String::new(),
            Some(whom) => self.pseudonym(whom, text),
            // An id may look like a telephone number; who shows ids wants to see them.
            None if is_id => text.to_owned(),
            None if WORDS.contains(&plain) => NOTHING.to_owned(),
            None => scrub(text),
        }
    }

    /// A whole line of a file as it is printed: not at all when one of its table's columns names a person.
    pub fn line<'c>(&self, columns: impl IntoIterator<Item = &'c str>, text: &str) -> String {
        let personal = columns.into_iter().any(|column| self.covers(column) || WORDS.contains(&column));
        if personal && !text.is_empty() { NOTHING.to_owned() } else { scrub(text) }
    }

    /// Tells whether two runs print the same pseudonyms; nothing of the key can be read from it.
    pub fn fingerprint(&self) -> String {
        self.key.as_ref().map(Key::fingerprint).unwrap_or_default()
    }

    fn whom(&self, column: &str) -> Option<Whom> {
        let column = plain(column);
        if CUSTOMERS.contains(&column) {
            return (self.customer_ids == Shown::Pseudonymous).then_some(Whom::Customer);
        }
        if STAFF.contains(&column) {
            return (self.staff_names == Shown::Pseudonymous).then_some(Whom::Staff);
        }
        self.columns.contains(column).then_some(Whom::Person)
    }

    fn pseudonym(&self, whom: Whom, value: &str) -> String {
        let sign = match whom {
            Whom::Customer => "c",
            Whom::Staff => "s",
            Whom::Person => "p",
        };
        let Some(key) = &self.key else { return NOTHING.to_owned() };
        let hash = hex(hmac(&key.0, format!("{sign}\n{value}").as_bytes()));
        format!("{sign}-{}", &hash[..LETTERS])
    }
}

/// A column without the table that it is named with.
fn plain(column: &str) -> &str {
    column.rsplit('.').next().unwrap_or(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn veil(report: &str) -> Veil {
        Veil::default().keyed(&Key::of_secret("a secret"), report)
    }

    #[test]
    fn an_id_has_one_pseudonym_in_a_report_and_another_one_elsewhere() {
        let one = veil("a").cell("customer_id", "K-1001");
        assert!(one.starts_with("c-") && one.len() == 14, "{one}");
        assert_eq!(one, veil("a").part("customer.customer_id", "K-1001"));
        assert_eq!(one, veil("a").cell("referral_of", "K-1001"), "a person has one, whatever the column");
        assert_ne!(one, veil("a").cell("customer_id", "K-1002"));
        assert_ne!(one, veil("b").cell("customer_id", "K-1001"), "two clients' reports tell nothing of each other");
        let other_key = Veil::default().keyed(&Key::of_secret("another"), "a");
        assert_ne!(one, other_key.cell("customer_id", "K-1001"));
        assert_ne!(veil("a").fingerprint(), other_key.fingerprint());
    }

    #[test]
    fn staff_own_columns_and_comments_are_veiled_and_teams_are_not() {
        let veil = Veil { columns: ["shop_owner".to_owned()].into(), ..veil("a") };
        assert!(veil.cell("agent", "王芳").starts_with("s-") && veil.part("ticket.agent", "王芳").starts_with("s-"));
        assert!(veil.cell("shop_owner", "Ann").starts_with("p-"));
        assert_eq!(veil.cell("comment", "很慢"), "…");
        assert_eq!((veil.cell("team", "夜班"), veil.part("team", "夜班")), ("夜班".to_owned(), "夜班".to_owned()));
        assert_eq!(veil.line(["ticket_id", "agent"], "T1,王芳"), "…");
        assert_eq!(veil.line(["ticket_id", "channel"], "T1,13800138000"), "T1,[phone]");
    }

    #[test]
    fn what_is_configured_as_it_is_stays_and_without_a_key_nothing_is_said() {
        let shown = Veil { customer_ids: Shown::AsIs, staff_names: Shown::AsIs, ..veil("a") };
        assert_eq!(shown.cell("customer_id", "13800138000"), "13800138000");
        assert_eq!(shown.cell("agent", "王芳"), "王芳");
        assert_eq!(shown.cell("channel", "call 13800138000"), "call [phone]");
        assert_eq!(Veil::default().cell("customer_id", "K-1001"), "…");
    }

    #[test]
    fn a_key_is_never_printed() {
        let text = format!("{:?}", veil("a"));
        assert!(text.contains("Key(…)") && !text.contains("a secret"), "{text}");
    }
}
