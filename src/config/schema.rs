//! The JSON Schema of `reports.yaml`.

use super::file::File;
use super::reader::SHORTHANDS;
use serde_json::{Value, json};

/// The schema; types that have a shorthand also accept a plain text or number.
pub(super) fn json() -> Value {
    let mut schema = schemars::schema_for!(File).to_value();
    if let Some(Value::Object(types)) = schema.get_mut("$defs") {
        for (name, _) in SHORTHANDS {
            if let Some(full) = types.get_mut(name) {
                let plain = json!({ "type": ["string", "number", "boolean"] });
                *full = json!({ "anyOf": [plain, full.take()] });
            }
        }
    }
    schema
}
