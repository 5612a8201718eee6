//! Money: decimal amounts (`rust_decimal::Decimal`) in one currency per report.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An ISO 4217 code such as `CNY`. A report has exactly one; amounts are never converted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Currency(String);

impl Currency {
    /// Accepts three upper-case ASCII letters.
    pub fn new(code: &str) -> Option<Self> {
        (code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())).then(|| Self(code.to_owned()))
    }

    /// The code.
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl Default for Currency {
    fn default() -> Self {
        Self("CNY".to_owned())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
