//! `privacy` as written: what is printed of personal data.

use crate::config::written::{OneOrMany, Written};
use crate::privacy::Shown;
use schemars::JsonSchema;
use serde::Deserialize;

/// What is printed of personal data. Comments are never printed with what tells who wrote them.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::config) struct Privacy {
    /// Ids of customers: `pseudonymous` (a keyed hash stands for each) or `as_is`; default `pseudonymous`.
    pub(in crate::config) customer_ids: Written<Shown>,
    /// Names of staff, where single persons are compared or listed: `pseudonymous` or `as_is`; default
    /// `pseudonymous`. Teams keep their names.
    pub(in crate::config) staff_names: Written<Shown>,
    /// Own columns that name a person: a pseudonym stands for their values.
    pub(in crate::config) columns: Written<OneOrMany<String>>,
}
